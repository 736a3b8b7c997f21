"""Step 5: from tie statements to a network, by choices that are stated.

Needs the tables of ties, actors and documents. Makes a MultiDiGraph that keeps every attribute, weighted graphs
projected from it, and the tables of nodes and edges. The named views of the same ties are in `helpers.views`.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from helpers.documents import authors_of
from helpers.gazetteer import roll_up
from helpers.tables import DIRECTED_TYPES, STATUSES, TIE_TYPES, InputError

# Everything but conflict: the types of tie that a cooperation network is made of.
COOPERATION_TYPES = tuple(tie_type for tie_type in TIE_TYPES if tie_type != "conflict")
WEIGHTS = ("statements", "passages", "documents")
# An edge shows at most so many quotes; `statements` always says how many there are.
QUOTES_SHOWN = 3


@dataclass(frozen=True)
class Choices:
    """The choices an analyst makes between ties and network; the defaults of the whole workbook stand here.

    Parameters
    ----------
    coder : str
        Whose ties: rules, comention, or the file name of a reading.
    roll_up : bool
        Whether persons and bodies count as the actor they act for (Starmer as GBR, the Commission as EU).
    statuses : tuple of str
        Which statuses enter. Planned ties only on request; negated ties enter no graph with weights.
    types : tuple of str
        Which types enter. Conflict is kept apart from cooperation. The co-mention coder knows one type, mention.
    weight : str
        What a weight counts: `statements` (rows of the ties table), `passages` (different quotes: one that has three
        bodies of the EU brief Norway counts once when they are rolled up), or `documents` that hold at least one.
    without_author : bool
        Whether to leave out ties of the actor for whom a document speaks, document by document.
    documents : tuple of str
        The doc_ids that enter; none means all.
    least_chance : float
        How likely the rules have to hold a statement to be right, from 0 (all enter) to 1; statements of other coders
        have no chance and all enter.

    Raises
    ------
    InputError
        Where a choice is none of the vocabulary.

    Examples
    --------
    >>> Choices(statuses=("planned",))
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: Choices: statuses 'planned' is none of: actual, prospective, negated; choose among these.
    """

    coder: str = "rules"
    roll_up: bool = True
    statuses: tuple[str, ...] = ("actual",)
    types: tuple[str, ...] = COOPERATION_TYPES
    weight: str = "statements"
    without_author: bool = False
    documents: tuple[str, ...] = ()
    least_chance: float = 0.0

    def __post_init__(self):
        if isinstance(self.least_chance, bool) or not (
            isinstance(self.least_chance, int | float) and 0 <= self.least_chance <= 1
        ):
            raise InputError(
                f"Choices: least_chance (LEAST_CHANCE in notebook 05) is {self.least_chance!r}; choose a number from 0 "
                "(all statements enter) to 1, such as 0.5."
            )
        for field, allowed in [("statuses", STATUSES), ("types", (*TIE_TYPES, "mention")), ("weight", WEIGHTS)]:
            given = getattr(self, field)
            if field != "weight" and isinstance(given, str):
                raise InputError(f"Choices: {field} is one text, {given!r}; write a comma behind it: ({given!r},).")
            for value in (given,) if field == "weight" else given:
                if value not in allowed:
                    raise InputError(
                        f"Choices: {field} {value!r} is none of: {', '.join(allowed)}; choose among these."
                    )


def roll_up_actors(ids: Iterable[str], actors: pd.DataFrame) -> dict[str, str]:
    """Say for whom each actor acts in the end: HRVP for EU, and whoever is HRVP for EU too.

    Parameters
    ----------
    ids : iterable of str
        Actor ids.
    actors : pandas.DataFrame
        The actors table; `rolls_up_to` is followed until it is empty.

    Raises
    ------
    InputError
        Where `rolls_up_to` goes round in a circle.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["a", "B", "C"], "rolls_up_to": ["B", "C", ""]})
    >>> roll_up_actors(["a", "B", "X"], actors)
    {'a': 'C', 'B': 'C', 'X': 'X'}
    """
    ids = list(ids)
    return dict(zip(ids, roll_up(pd.Series(ids, dtype=object), actors), strict=True))


def add_offices(
    ties: pd.DataFrame, actors: pd.DataFrame, documents: pd.DataFrame, offices: pd.DataFrame
) -> pd.DataFrame:
    """Say for whom both ends of each tie acted on the day of its document.

    A person moves on: Mark Rutte acts for the Netherlands until 2024 and for NATO after. `select_ties` rolls up by the
    columns that this step adds, and by `rolls_up_to` alone where they are missing.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables.
    offices : pandas.DataFrame
        The offices table: actor_id, acts_for, from, to. Where two offices hold on a day the later one counts; where
        none does, `rolls_up_to`.

    Returns
    -------
    pandas.DataFrame
        The ties with `source_acts_for` and `target_acts_for`.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["m", "NLD", "NATO"], "rolls_up_to": ["NATO", "", ""]})
    >>> offices = pd.DataFrame({"actor_id": ["m"], "acts_for": ["NLD"], "from": ["2010"], "to": ["2024-07-02"]})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "date": ["2023-01", "2026"]})
    >>> ties = pd.DataFrame({"doc_id": ["a", "b"], "source": "m", "target": "NATO"})
    >>> add_offices(ties, actors, documents, offices)["source_acts_for"].tolist()
    ['NLD', 'NATO']
    """
    dates = dict(zip(documents["doc_id"], documents["date"], strict=True))
    parts = {end: pd.Series("", index=ties.index, dtype="str") for end in ("source", "target")}
    for doc_id, rows in ties.groupby("doc_id"):
        date = dates.get(doc_id, "")
        held = offices[_holds_on(offices, date)].sort_values("from", kind="stable") if date else offices.iloc[:0]
        acts_for = dict(zip(held["actor_id"], held["acts_for"], strict=True))
        at_the_time = [
            acts_for.get(actor, above) for actor, above in zip(actors["actor_id"], actors["rolls_up_to"], strict=True)
        ]
        ends = sorted(set(rows["source"]) | set(rows["target"]))
        above = roll_up_actors(ends, actors.assign(rolls_up_to=at_the_time))
        for end, part in parts.items():
            part.loc[rows.index] = rows[end].map(above)
    return ties.assign(**{f"{end}_acts_for": part for end, part in parts.items()})


def _holds_on(rows: pd.DataFrame, date: str) -> pd.Series:
    """Say which rows with `from` and `to` hold on a day; a month or year stands for its last day."""
    last = _last_day(date)
    began = (rows["from"] == "") | (rows["from"] <= last)
    goes_on = (rows["to"] == "") | (rows["to"].map(_last_day) >= last)
    return began & goes_on


def _last_day(date: str) -> str:
    """Give the last day of a date as precise as known; what is no date stays as it is.

    >>> _last_day("2020"), _last_day("2024-02"), _last_day("2020-01-15")
    ('2020-12-31', '2024-02-29', '2020-01-15')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]}" if len(date) == 7 else date


def select_ties(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Keep the tie statements that the choices ask for, with their ends as the network names them.

    Parameters
    ----------
    ties : pandas.DataFrame
        The ties table, of one coder or many.
    actors : pandas.DataFrame
        The actors table: who rolls up to whom.
    choices : Choices
        The analyst's choices.
    documents : pandas.DataFrame, optional
        The documents table; needed for `without_author` only.

    Returns
    -------
    pandas.DataFrame
        The rows that remain. Ends are rolled up, ties of an actor with itself are gone, and undirected ties stand
        in alphabetical order.

    Raises
    ------
    InputError
        Where the coder has no ties, or an actor of a tie is not in the actors table.
    """
    chosen = ties[ties["coder"] == choices.coder]
    if chosen.empty:
        coders = ", ".join(sorted(set(ties["coder"]))) or "nobody"
        raise InputError(f"No ties by coder {choices.coder!r}: the ties table has ties by {coders}; choose one.")
    _check_actors(chosen, actors, choices.coder)
    if choices.documents:
        chosen = chosen[chosen["doc_id"].isin(choices.documents)]
    chosen = chosen[chosen["type"].isin(choices.types) & chosen["status"].isin(choices.statuses)]
    if choices.least_chance:
        if "chance" not in chosen.columns:
            raise InputError("The ties table has no column chance, so none can be the least; run notebook 03 again.")
        chosen = chosen[~(chosen["chance"] < choices.least_chance)]
    source, target = chosen["source"], chosen["target"]
    if choices.roll_up and "source_acts_for" in chosen.columns:
        source, target = chosen["source_acts_for"], chosen["target_acts_for"]
    elif choices.roll_up:
        above = roll_up_actors(sorted(set(source) | set(target)), actors)
        source, target = source.map(above), target.map(above)
    swap = ~chosen["type"].isin(DIRECTED_TYPES) & (source > target)
    chosen = chosen.assign(source=source.where(~swap, target), target=target.where(~swap, source))
    chosen = chosen[chosen["source"] != chosen["target"]]
    _check_actors(chosen, actors, choices.coder)
    if choices.without_author:
        chosen = _without_author(chosen, actors, choices, documents)
    order = ["doc_id", "start", "end", "source", "target", "type", "status", "change"]
    return chosen.sort_values(order, kind="stable", ignore_index=True)


def refuse_none(selected: pd.DataFrame, ties: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    """Give selected ties back as they are, and refuse where none is left, saying what the choices left out.

    Parameters
    ----------
    selected : pandas.DataFrame
        From `select_ties`.
    ties : pandas.DataFrame
        The ties table that they were selected from.
    choices : Choices
        The analyst's choices.

    Raises
    ------
    InputError
        Where no statement is left.

    Examples
    --------
    >>> ties = pd.DataFrame({"coder": ["rules"], "type": ["conflict"], "status": ["actual"], "doc_id": ["d"]})
    >>> refuse_none(ties.iloc[:0], ties, Choices())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: None of 1 statements by rules is left (0 of the chosen types, 0 of these statuses); ...
    """
    if len(selected):
        return selected
    own = ties[ties["coder"] == choices.coder]
    typed = own[own["type"].isin(choices.types)]
    held = int(typed["status"].isin(choices.statuses).sum())
    told = choices.least_chance and own.filter(["chance"]).notna().any(axis=None)
    lower = f"; lower least_chance, which is {choices.least_chance:g}, or" if told else ";"
    raise InputError(
        f"None of {len(own)} statements by {choices.coder} is left ({len(typed)} of the chosen types, {held} of these "
        f"statuses){lower} widen types, statuses or documents."
    )


def _check_actors(ties, actors, coder):
    unknown = sorted(set(ties["source"].unique()).union(ties["target"].unique()) - set(actors["actor_id"]))
    if unknown:
        raise InputError(
            f"The ties by {coder} name {', '.join(unknown)}, not in gazetteer/actors.csv; add a row for each."
        )


def _without_author(ties, actors, choices, documents):
    if documents is None:
        raise InputError("Leaving out the authors' own ties needs the documents table; pass it along.")
    speaks = documents.set_index("doc_id")["author_actor"].map(authors_of).to_dict()
    if choices.roll_up:
        above = roll_up_actors(sorted(set().union(*speaks.values())), actors)
        speaks = {doc_id: {above[author] for author in authors} for doc_id, authors in speaks.items()}
    ends = zip(ties["doc_id"], ties["source"], ties["target"], strict=True)
    own = [not {source, target}.isdisjoint(speaks.get(doc_id, ())) for doc_id, source, target in ends]
    return ties[~pd.Series(own, index=ties.index, dtype=bool)]


def build_network(
    ties: pd.DataFrame, actors: pd.DataFrame, documents: pd.DataFrame | None = None, quotes: int = QUOTES_SHOWN
) -> nx.MultiDiGraph:
    """Make the one network that keeps every attribute, and the way back to the text.

    Parameters
    ----------
    ties : pandas.DataFrame
        Ties from `select_ties`.
    actors : pandas.DataFrame
        The actors table, for kinds and names.
    documents : pandas.DataFrame, optional
        The documents table, for dates; without it `first` and `last` are empty.
    quotes : int
        How many quotes an edge shows at most.

    Returns
    -------
    networkx.MultiDiGraph
        A node an actor (kind, name_en, name_nl). An edge a pair, type, status and change, with `directed`,
        `statements`, `documents`, `first` and `last` (dates of documents), `doc_ids`, `statement_ids`
        (doc_id:start-end) and `quotes` (the first few). An undirected tie runs in alphabetical order.

    Examples
    --------
    >>> row = dict(doc_id="d", start=0, end=1, quote="q", source="A", target="B", type="support", status="actual")
    >>> actors = pd.DataFrame([dict(actor_id=a, kind="state", name_en=a, name_nl=a) for a in "AB"])
    >>> network = build_network(pd.DataFrame([row | {"change": "none"}]), actors)
    >>> network.edges["A", "B", "support/actual/none"]["statements"]
    1
    """
    network = nx.MultiDiGraph()
    about = actors.drop_duplicates("actor_id").set_index("actor_id")
    for actor in sorted(set(ties["source"]) | set(ties["target"])):
        row = about.loc[actor]
        network.add_node(actor, kind=row["kind"], name_en=row["name_en"], name_nl=row["name_nl"])
    dates = {} if documents is None else dict(zip(documents["doc_id"], documents["date"], strict=True))
    order = ["source", "target", "type", "status", "change"]
    for (source, target, tie_type, status, change), rows in ties.groupby(order, sort=True):
        doc_ids = sorted(set(rows["doc_id"]), key=lambda doc_id: (dates.get(doc_id, ""), doc_id))
        known = sorted(dates[doc_id] for doc_id in doc_ids if dates.get(doc_id))
        network.add_edge(
            source,
            target,
            key=f"{tie_type}/{status}/{change}",
            type=tie_type,
            status=status,
            change=change,
            directed=int(tie_type in DIRECTED_TYPES),
            statements=len(rows),
            documents=len(doc_ids),
            first=known[0] if known else "",
            last=known[-1] if known else "",
            doc_ids=doc_ids,
            statement_ids=[
                f"{doc_id}:{start}-{end}"
                for doc_id, start, end in zip(rows["doc_id"], rows["start"], rows["end"], strict=True)
            ],
            quotes=list(dict.fromkeys(rows["quote"]))[:quotes],
        )
    return network


def project(network: nx.MultiDiGraph, choices: Choices, directed: bool = False, name: str = "") -> nx.Graph:
    """Sum the parallel edges of a network to one weighted edge a pair.

    networkx keeps only the last of parallel edges when it turns a multigraph into a graph, and the last of two
    opposite arcs when it drops direction; here they are summed, and a document or passage counts once a pair.

    Parameters
    ----------
    network : networkx.MultiDiGraph
        From `build_network`.
    choices : Choices
        Which types and statuses enter, and what a weight counts.
    directed : bool
        Keep the direction; only for directed types.
    name : str
        Name of the graph, used in messages and as `network` in tables.

    Returns
    -------
    networkx.Graph or networkx.DiGraph
        Actors that have a tie. Edges with `weight` (a strength), `distance` (see `set_distances`), `statements`,
        `passages`, `documents`, `types`, `doc_ids`, `first`, `last`, and the evidence: `statement_ids` (each passage
        once) and `quotes` (the first few).

    Raises
    ------
    InputError
        Where the choices would mix conflict with cooperation, take in negated ties, or ask for the direction of
        ties that have none.
    """
    if "negated" in choices.statuses:
        raise InputError("A tie that the text denies is no tie: leave 'negated' out of statuses.")
    if "conflict" in choices.types and len(choices.types) > 1:
        raise InputError(
            "Conflict and cooperation do not add up: choose types without 'conflict', 'conflict' alone, "
            "or the signed view."
        )
    undirected = [tie_type for tie_type in choices.types if tie_type not in DIRECTED_TYPES]
    if directed and undirected:
        raise InputError(f"Ties of type {', '.join(undirected)} have no direction; choose directed types only.")
    graph = nx.DiGraph() if directed else nx.Graph()
    if name:
        graph.graph["name"] = name
    found: dict[tuple[str, str], list[dict]] = {}
    for source, target, data in network.edges(data=True):
        if data["type"] in choices.types and data["status"] in choices.statuses:
            pair = (source, target) if directed else (min(source, target), max(source, target))
            found.setdefault(pair, []).append(data)
    for actor in sorted({actor for pair in found for actor in pair}):
        graph.add_node(actor, **network.nodes[actor])
    for pair in sorted(found):
        graph.add_edge(*pair, **_summed(found[pair], choices.weight))
    return set_distances(graph)


def _summed(edges: list[dict], weight: str, quotes: int = QUOTES_SHOWN) -> dict:
    doc_ids = sorted({doc_id for data in edges for doc_id in data["doc_ids"]})
    dates = sorted(data[end] for data in edges for end in ("first", "last") if data[end])
    counts = {
        "statements": sum(data["statements"] for data in edges),
        "passages": len({passage for data in edges for passage in data["statement_ids"]}),
        "documents": len(doc_ids),
    }
    return {
        "weight": counts[weight],
        **counts,
        "types": sorted({data["type"] for data in edges}),
        "doc_ids": doc_ids,
        "statement_ids": list(dict.fromkeys(passage for data in edges for passage in data["statement_ids"])),
        "quotes": list(dict.fromkeys(quote for data in edges for quote in data["quotes"]))[:quotes],
        "first": dates[0] if dates else "",
        "last": dates[-1] if dates else "",
    }


def check_weights(graph: nx.Graph, weight: str = "weight") -> list[int]:
    """Give the weights of a graph's edges, and refuse what networkx would silently read as 1.

    Raises
    ------
    InputError
        Where an edge lacks the attribute, or its weight is not a whole number of at least 1.

    Examples
    --------
    >>> check_weights(nx.Graph([("A", "B", {"weight": 2})]), "wieght")
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: The edge A - B has no 'wieght' (it has weight); name an attribute that every edge has.
    """
    weights = []
    for source, target, data in graph.edges(data=True):
        if weight not in data:
            raise InputError(
                f"The edge {source} - {target} has no {weight!r} (it has {', '.join(sorted(data)) or 'nothing'}); "
                "name an attribute that every edge has."
            )
        value = data[weight]
        if isinstance(value, bool) or value != value or value < 1 or int(value) != value:
            raise InputError(
                f"The edge {source} - {target} has {weight} {value!r}; a weight counts statements or documents, "
                "a whole number of at least 1."
            )
        weights.append(int(value))
    return weights


def set_distances(graph: nx.Graph, weight: str = "weight") -> nx.Graph:
    """Give every edge the distance 1/weight, scaled to a whole number.

    Shortest-path measures need distances, and a strong tie is a short way. All distances are multiplied by the
    least common multiple of the weights: whole numbers keep equal routes equal, where sums of 1/weight in floating
    point would not (1/3 + 1/6 against 1/2).

    Examples
    --------
    >>> graph = nx.Graph([("A", "B", {"weight": 3}), ("B", "C", {"weight": 6}), ("A", "C", {"weight": 2})])
    >>> [distance for *_, distance in set_distances(graph).edges(data="distance")]
    [2, 3, 1]
    """
    weights = check_weights(graph, weight)
    scale = math.lcm(*weights)
    for (*_, data), value in zip(graph.edges(data=True), weights, strict=True):
        data["distance"] = scale // value
    return graph


def node_table(graph: nx.Graph, groups: pd.DataFrame | None = None, date: str = "", group: str = "EU") -> pd.DataFrame:
    """List the actors of a network.

    Parameters
    ----------
    graph : networkx.Graph
        From `build_network` or `project`.
    groups : pandas.DataFrame, optional
        The groups table; with it `standing` says how each actor stands to the group (see `standing`).
    date : str
        The day on which membership is asked.
    group : str
        The group.

    Returns
    -------
    pandas.DataFrame
        actor_id, kind, name_en, name_nl, standing, neighbours, statements, documents; one row an actor, by id.
    """
    rows = []
    for actor in sorted(graph):
        edges = list(graph.in_edges(actor, data=True)) if graph.is_directed() else []
        edges += list((graph.out_edges if graph.is_directed() else graph.edges)(actor, data=True))
        rows.append(
            {
                "actor_id": actor,
                "kind": graph.nodes[actor]["kind"],
                "name_en": graph.nodes[actor]["name_en"],
                "name_nl": graph.nodes[actor]["name_nl"],
                "standing": "",
                "neighbours": len({other for source, target, _ in edges for other in (source, target)} - {actor}),
                "statements": sum(data["statements"] for *_, data in edges),
                "documents": len({doc_id for *_, data in edges for doc_id in data["doc_ids"]}),
            }
        )
    columns = ["actor_id", "kind", "name_en", "name_nl", "standing", "neighbours", "statements", "documents"]
    table = pd.DataFrame(rows, columns=columns)
    if groups is not None:
        table["standing"] = standing(table, groups, date, group)
    return table


def edge_table(graph: nx.Graph) -> pd.DataFrame:
    """List the edges of a network with their evidence.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        From `build_network`.

    Returns
    -------
    pandas.DataFrame
        source, target, type, status, change, statements, documents, first, last, directed, doc_ids, statement_ids
        and quotes; lists are joined by ` | `.
    """
    columns = ["type", "status", "change", "statements", "documents", "first", "last", "directed"]
    lists = ["doc_ids", "statement_ids", "quotes"]
    rows = [
        {"source": source, "target": target}
        | {column: data[column] for column in columns}
        | {column: " | ".join(data[column]) for column in lists}
        for source, target, data in graph.edges(data=True)
    ]
    table = pd.DataFrame(rows, columns=["source", "target", *columns, *lists])
    return table.sort_values(["source", "target", "type", "status", "change"], ignore_index=True)


def members_at(groups: pd.DataFrame, date: str, group: str = "EU") -> list[str]:
    """Name the members of a group on a day.

    Parameters
    ----------
    groups : pandas.DataFrame
        The groups table: group, actor_id, from, to.
    date : str
        A day, month or year, as precise as known; a month or year means its last day, so that who left in the course
        of it is no member. Empty: whoever is one now, as far as the table goes.
    group : str
        EU or NATO, or another group.

    Returns
    -------
    list of str
        Ids, sorted; a member is one on its first and on its last day too.

    Examples
    --------
    >>> groups = pd.DataFrame({"group": "EU", "actor_id": ["GBR"], "from": ["1973-01-01"], "to": ["2020-01-31"]})
    >>> members_at(groups, "2019"), members_at(groups, "2020"), members_at(groups, "")
    (['GBR'], [], [])

    Raises
    ------
    InputError
        Where the group is not in the table.
    """
    rows = groups[groups["group"] == group]
    if rows.empty:
        raise InputError(f"gazetteer/groups.csv has no group {group!r}; add its members or choose another group.")
    return sorted(set(rows.loc[_holds_on(rows, date) if date else rows["to"] == "", "actor_id"]))


def standing(actors: pd.DataFrame, groups: pd.DataFrame, date: str, group: str = "EU") -> list[str]:
    """Say how each actor stands to a group: the group itself, a member, or a partner (a state that is no member).

    Returns
    -------
    list of str
        `group`, `member`, `partner`, or empty for what is no state.
    """
    members = set(members_at(groups, date, group))
    return [
        "group" if actor == group else "member" if actor in members else "partner" if kind == "state" else ""
        for actor, kind in zip(actors["actor_id"], actors["kind"], strict=True)
    ]


def strongest_tie(edges: pd.DataFrame, actor: str = "") -> str:
    """Say which pair and type most statements assert, with quotes, as Markdown.

    Parameters
    ----------
    edges : pandas.DataFrame
        The edges table; edges that differ in status or change only are taken together.
    actor : str
        Among the ties of this actor; without it among all.

    Raises
    ------
    InputError
        Where there is no such tie.
    """
    own = edges if not actor else edges[(edges["source"] == actor) | (edges["target"] == actor)]
    if own.empty:
        raise InputError(f"{actor} has no tie in this network." if actor else "This network has no tie.")
    same = ["source", "target", "type"]
    total = own.groupby(same, as_index=False)["statements"].sum()
    best = total.sort_values(["statements", *same], ascending=[False, True, True, True]).iloc[0]
    rows = own[(own[same] == best[same]).all(axis=1)]
    quotes = list(dict.fromkeys(quote for cell in rows["quotes"] for quote in cell.split(" | ")))
    doc_ids = sorted({doc_id for cell in rows["doc_ids"] for doc_id in cell.split(" | ")})
    head = (
        f"**{best['source']} – {best['target']}**, {best['type']}, {best['statements']} times in {', '.join(doc_ids)}:"
    )
    return head + "\n\n" + "\n".join(f"- “{' '.join(quote.split())}”" for quote in quotes)
