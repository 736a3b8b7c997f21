"""Step 5b: named views of the same ties, each a function of the ties table and the choices.

Needs the tables of ties, actors and documents. Makes graphs: each type as a layer, conflict, signed, support, what is
planned beside what is, actors by formats, actors by documents, one speaker at a time, and the network as it grew.
`describe_views` lists them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd

from helpers.network import (
    COOPERATION_TYPES,
    Choices,
    build_network,
    project,
    roll_up_actors,
    select_ties,
    standing,
)
from helpers.tables import InputError

# What an actor takes part in, rather than acts as.
VENUES = ("format", "programme")


def cooperation(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> nx.Graph:
    """View the ties that the choices ask for as one weighted network, by default all types but conflict.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices.

    Returns
    -------
    networkx.Graph
        See `helpers.network.project`.
    """
    return _view(ties, actors, choices, documents, "cooperation")


def _view(ties, actors, choices, documents, name, directed=False) -> nx.Graph:
    network = build_network(select_ties(ties, actors, choices, documents), actors, documents)
    return project(network, choices, directed=directed, name=name)


def layers(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> dict[str, nx.Graph]:
    """View each type of tie as a network of its own, in the codebook's order; a type without ties is empty."""
    return {
        tie_type: _view(ties, actors, replace(choices, types=(tie_type,)), documents, tie_type)
        for tie_type in choices.types
    }


def conflict(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> nx.DiGraph:
    """View the conflict ties, from who acts to whom it is done."""
    return _view(ties, actors, replace(choices, types=("conflict",)), documents, "conflict", directed=True)


def support(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> nx.DiGraph:
    """View the support ties, from giver to receiver. Incoming strength is support received."""
    return _view(ties, actors, replace(choices, types=("support",)), documents, "support", directed=True)


def signed(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> nx.Graph:
    """View cooperation and conflict together, kept apart on every edge.

    Returns
    -------
    networkx.Graph
        Edges with `positive` and `negative` (weights of cooperation and of conflict), and `sign`: 1 or -1 where one
        outweighs the other, 0 where they are equal; `statement_ids` and `quotes` (the first few of each) are the
        evidence of both. There is no `weight`, for the two do not add up: measures of
        cooperation refuse this graph, and `helpers.centrality.measure_signed` is made for it.
    """
    kinds = tuple(tie_type for tie_type in choices.types if tie_type != "conflict")
    positive = _view(ties, actors, replace(choices, types=kinds), documents, "positive")
    negative = _view(ties, actors, replace(choices, types=("conflict",)), documents, "negative")
    graph = nx.Graph(name="signed")
    for actor in sorted(set(positive) | set(negative)):
        graph.add_node(actor, **(positive if actor in positive else negative).nodes[actor])
    for pair in sorted(set(positive.edges()) | set(negative.edges())):
        more = positive.edges[pair]["weight"] if positive.has_edge(*pair) else 0
        less = negative.edges[pair]["weight"] if negative.has_edge(*pair) else 0
        evidence = {
            column: [one for side in (positive, negative) if side.has_edge(*pair) for one in side.edges[pair][column]]
            for column in ("statement_ids", "quotes")
        }
        graph.add_edge(*pair, positive=more, negative=less, sign=int(np.sign(more - less)), **evidence)
    return graph


def planned_beside_actual(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Compare what is with what is planned, pair by pair.

    Returns
    -------
    pandas.DataFrame
        source, target, actual, prospective (weights), and `which`: actual, prospective or both.
    """
    weights = {
        status: nx.get_edge_attributes(
            _view(ties, actors, replace(choices, statuses=(status,)), documents, status), "weight"
        )
        for status in ("actual", "prospective")
    }
    rows = []
    for pair in sorted(set(weights["actual"]) | set(weights["prospective"])):
        is_, planned = weights["actual"].get(pair, 0), weights["prospective"].get(pair, 0)
        which = "both" if is_ and planned else "actual" if is_ else "prospective"
        rows.append((*pair, is_, planned, which))
    return pd.DataFrame(rows, columns=["source", "target", "actual", "prospective", "which"])


def actors_by_venues(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> nx.Graph:
    """View who takes part in which format or programme: the two-mode network where partners meet.

    Returns
    -------
    networkx.Graph
        Nodes have `mode` actor or venue; every edge joins the two modes, weighted as the choices say.
    """
    graph = _view(ties, actors, choices, documents, "actors by venues")
    venues = {actor for actor, kind in graph.nodes(data="kind") if kind in VENUES}
    graph.remove_edges_from([pair for pair in list(graph.edges()) if (pair[0] in venues) == (pair[1] in venues)])
    graph.remove_nodes_from([actor for actor in list(graph) if graph.degree(actor) == 0])
    for actor in graph:
        graph.nodes[actor]["mode"] = "venue" if actor in venues else "actor"
    return graph


def shared_venues(graph: nx.Graph, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """List the formats and programmes of two actors, and who of them is in which.

    Parameters
    ----------
    graph : networkx.Graph
        From `actors_by_venues`.
    first, second : str
        Two actors; one that is in no venue simply has none.

    Returns
    -------
    pandas.DataFrame
        venue, a column an actor with its weight, and `which`: both, or the actor that is in it.
    """
    one = dict(graph[first]) if first in graph else {}
    two = dict(graph[second]) if second in graph else {}
    rows = []
    for venue in sorted(set(one) | set(two)):
        weights = [side[venue]["weight"] if venue in side else 0 for side in (one, two)]
        rows.append((venue, *weights, "both" if all(weights) else first if weights[0] else second))
    return pd.DataFrame(rows, columns=["venue", first, second, "which"])


def actors_by_documents(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None = None
) -> nx.Graph:
    """View which document ties which actor to anyone: a two-mode network of actors and documents.

    Returns
    -------
    networkx.Graph
        Nodes have `mode` actor or document. An edge has `weight`: the document's tie statements with the actor.
    """
    selected = select_ties(ties, actors, choices, documents)
    ends = pd.concat(
        [selected[["doc_id", end]].set_axis(["doc_id", "actor_id"], axis=1) for end in ("source", "target")]
    )
    kinds = dict(zip(actors["actor_id"], actors["kind"], strict=True))
    graph = nx.Graph(name="actors by documents")
    graph.add_nodes_from((actor, {"mode": "actor", "kind": kinds[actor]}) for actor in sorted(set(ends["actor_id"])))
    graph.add_nodes_from((doc_id, {"mode": "document", "kind": ""}) for doc_id in sorted(set(ends["doc_id"])))
    for (doc_id, actor), count in ends.groupby(["doc_id", "actor_id"]).size().items():
        graph.add_edge(actor, doc_id, weight=int(count))
    return graph


def speakers(
    ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame
) -> dict[str, nx.Graph]:
    """View each document as one speaker's picture of the network, in the order of the documents table.

    A document tells mostly of its author's ties: in the terms of network research the documents are ego networks of
    those who speak, and their union is no whole network. Documents without a tie after the choices are left out.
    """
    found = {}
    for doc_id in documents["doc_id"]:
        if choices.documents and doc_id not in choices.documents:
            continue
        graph = _view(ties, actors, replace(choices, documents=(doc_id,)), documents, doc_id)
        if graph:
            found[doc_id] = graph
    return found


def by_date(ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices, documents: pd.DataFrame) -> dict[str, nx.Graph]:
    """View the network as it stood after each document, the earliest first.

    Returns
    -------
    dict of str to networkx.Graph
        By doc_id in the order of dates (as precise as known, so 2023 stands before 2023-01), the network of all
        documents so far. `added` on an edge is the weight that this document brought, 0 if none.
    """
    order = documents.sort_values(["date", "doc_id"])["doc_id"]
    found: dict[str, nx.Graph] = {}
    so_far: list[str] = []
    before = nx.Graph()
    for doc_id in order:
        if choices.documents and doc_id not in choices.documents:
            continue
        so_far.append(doc_id)
        graph = _view(ties, actors, replace(choices, documents=tuple(so_far)), documents, doc_id)
        for source, target, data in graph.edges(data=True):
            known = before.edges[source, target]["weight"] if before.has_edge(source, target) else 0
            data["added"] = data["weight"] - known
        found[doc_id] = before = graph
    return found


def growth_table(graphs: dict[str, nx.Graph], documents: pd.DataFrame) -> pd.DataFrame:
    """Say what each document added to the network.

    Parameters
    ----------
    graphs : dict of str to networkx.Graph
        From `by_date`.
    documents : pandas.DataFrame
        The documents table, for the dates.

    Returns
    -------
    pandas.DataFrame
        doc_id, date, actors, pairs, weight (of the network so far), new_actors, new_pairs, new_weight.
    """
    dates = dict(zip(documents["doc_id"], documents["date"], strict=True))
    rows, before = [], (0, 0, 0)
    for doc_id, graph in graphs.items():
        now = (len(graph), graph.number_of_edges(), sum(weight for *_, weight in graph.edges(data="weight")))
        rows.append((doc_id, dates[doc_id], *now, *(b - a for a, b in zip(before, now, strict=True))))
        before = now
    columns = ["doc_id", "date", "actors", "pairs", "weight", "new_actors", "new_pairs", "new_weight"]
    return pd.DataFrame(rows, columns=columns)


def members_and_partners(graph: nx.Graph, groups: pd.DataFrame, date: str, group: str = "EU") -> nx.Graph:
    """View a group, its members and its partners alone; `standing` on a node says which it is.

    Parameters
    ----------
    graph : networkx.Graph
        Any one-mode view.
    groups : pandas.DataFrame
        The groups table.
    date : str
        The day on which membership is asked.
    group : str
        The group.
    """
    about = pd.DataFrame({"actor_id": sorted(graph), "kind": [graph.nodes[actor]["kind"] for actor in sorted(graph)]})
    stands = dict(zip(about["actor_id"], standing(about, groups, date, group), strict=True))
    part = nx.Graph(graph.subgraph(sorted(actor for actor, how in stands.items() if how)))
    nx.set_node_attributes(part, {actor: stands[actor] for actor in part}, "standing")
    return part


def compare_ties(selected: pd.DataFrame, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """Compare two actors dyad by dyad: with whom, by which type, how often, since when.

    Parameters
    ----------
    selected : pandas.DataFrame
        Ties from `helpers.network.select_ties`.
    first, second : str
        Two actors.

    Returns
    -------
    pandas.DataFrame
        other, type, statements of each of the two, the doc_ids of each, and `which`: both, or the one that has it.

    Raises
    ------
    InputError
        Where one of them has no tie.
    """
    sides = [_ego_ties(selected, actor) for actor in (first, second)]
    rows = []
    keys = sorted({key for side in sides for key in zip(side["other"], side["type"], strict=True)})
    for other, tie_type in keys:
        parts = [side[(side["other"] == other) & (side["type"] == tie_type)] for side in sides]
        counts = [len(part) for part in parts]
        evidence = [" | ".join(sorted(set(part["doc_id"]))) for part in parts]
        rows.append((other, tie_type, *counts, *evidence, "both" if all(counts) else first if counts[0] else second))
    columns = ["other", "type", first, second, f"{first}_documents", f"{second}_documents", "which"]
    return pd.DataFrame(rows, columns=columns)


def unshared_statements(selected: pd.DataFrame, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """List the tie statements that carry the difference between two actors.

    A statement is shared where the same passage ties both actors to the same other by the same type and status, as a
    list of partners does. All others are listed, with their quotes; a tie between the two themselves is left out.

    Returns
    -------
    pandas.DataFrame
        actor_id, other, type, status, change, doc_id, start, end, quote.

    Raises
    ------
    InputError
        Where one of them has no tie.
    """
    sides = {actor: _ego_ties(selected, actor) for actor in (first, second)}
    same = ["doc_id", "start", "end", "other", "type", "status"]
    tables = []
    for actor, mirror in [(first, second), (second, first)]:
        known = set(sides[mirror][same].itertuples(index=False, name=None))
        mine = sides[actor][sides[actor]["other"] != mirror]
        alone = [key not in known for key in mine[same].itertuples(index=False, name=None)]
        tables.append(mine[np.array(alone, dtype=bool)].assign(actor_id=actor))
    columns = ["actor_id", "other", "type", "status", "change", "doc_id", "start", "end", "quote"]
    return pd.concat(tables)[columns].sort_values(columns[:-1], ignore_index=True)


def unshared_by_coder(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    coders: Iterable[str],
    documents: pd.DataFrame | None = None,
    first: str = "GBR",
    second: str = "NOR",
) -> pd.DataFrame:
    """List the statements that tell two actors apart by any of several coders, what is planned among them.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices, of which coder and statuses are varied here.
    coders : iterable of str
        Which coders.
    first, second : str
        Two actors.

    Returns
    -------
    pandas.DataFrame
        actor_id, other, type, status, doc_id, coders (who has it), quote (as the first of them has it): a statement of
        a sentence that several coders share stands once.

    Raises
    ------
    InputError
        Where by no coder both have a tie.
    """
    tables, reasons = [], []
    for coder in coders:
        own = replace(choices, coder=coder, statuses=("actual", "prospective"))
        try:
            selected = select_ties(ties, actors, own, documents)
            found = unshared_statements(selected, first, second)
        except InputError as error:
            reasons.append(str(error))
            continue
        place = selected.drop_duplicates(["doc_id", "start", "end"])[["doc_id", "start", "end", "sentence_id"]]
        tables.append(found.merge(place, on=["doc_id", "start", "end"], validate="many_to_one").assign(coders=coder))
    if not tables:
        raise InputError(reasons[0] if reasons else "No coder to compare two actors by; give at least one.")
    same = ["actor_id", "other", "type", "status", "doc_id", "sentence_id"]
    together = pd.concat(tables).groupby(same, sort=False, as_index=False)
    table = together.agg(coders=("coders", lambda names: ", ".join(dict.fromkeys(names))), quote=("quote", "first"))
    return table.sort_values(same, ignore_index=True).drop(columns="sentence_id")


def _ego_ties(selected: pd.DataFrame, actor: str) -> pd.DataFrame:
    mine = selected[(selected["source"] == actor) | (selected["target"] == actor)]
    if mine.empty:
        raise InputError(f"{actor} has no tie after the choices, so nothing can be said of its ties; choose another.")
    return mine.assign(other=mine["target"].where(mine["source"] == actor, mine["source"]))


def statements_of(selected: pd.DataFrame, actor: str) -> pd.DataFrame:
    """List all statements behind the strength of one actor, each with its quote.

    Parameters
    ----------
    selected : pandas.DataFrame
        From `helpers.network.select_ties`.
    actor : str
        The actor.

    Returns
    -------
    pandas.DataFrame
        other, type, status, change, doc_id, start, end, quote; a row a statement. Of the rules also chance, how likely
        they hold tie and type to be right, and status_chance, how likely the status.

    Raises
    ------
    InputError
        Where the actor has no tie.

    Examples
    --------
    >>> row = {"type": "alignment", "status": "actual", "change": "none", "doc_id": "d", "start": 0, "end": 9}
    >>> ties = pd.DataFrame([row | {"source": a, "target": "NOR", "quote": "EU en VK"} for a in ("EU", "GBR")])
    >>> statements_of(ties, "NOR")["other"].tolist()
    ['EU', 'GBR']
    """
    columns = ["other", "type", "status", "change", "doc_id", "start", "end", "quote"]
    found = _ego_ties(selected, actor).sort_values(columns[:-1], ignore_index=True)
    told = [name for name in ("chance", "status_chance") if name in found and found[name].notna().any()]
    return found[[*columns, *told]]


def say_statements(statements: pd.DataFrame, actor: str) -> str:
    """Say how many statements an actor has, in how many passages, documents, and with how many others.

    A passage is a quote: one that ties the actor to three others holds three statements.

    Examples
    --------
    >>> statements = pd.DataFrame({"other": ["EU", "GBR"], "doc_id": "d", "start": 0, "end": 9})
    >>> say_statements(statements, "NOR")
    'NOR has 2 statements in 1 passage of 1 document, with 2 others.'
    """
    passages = len(statements.drop_duplicates(["doc_id", "start", "end"]))
    counts = [
        f"{number} {thing}{'' if number == 1 else 's'}"
        for number, thing in (
            (len(statements), "statement"),
            (passages, "passage"),
            (statements["doc_id"].nunique(), "document"),
            (statements["other"].nunique(), "other"),
        )
    ]
    return f"{actor} has {counts[0]} in {counts[1]} of {counts[2]}, with {counts[3]}."


def count_mentions(mentions: pd.DataFrame, actors: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    """Count how often each actor is named, rolled up as the network is.

    Parameters
    ----------
    mentions : pandas.DataFrame
        The mentions table.
    actors : pandas.DataFrame
        The actors table.
    choices : Choices
        `roll_up` and `documents` count here.

    Returns
    -------
    pandas.DataFrame
        actor_id, mentions, documents; by id.
    """
    if choices.documents:
        mentions = mentions[mentions["doc_id"].isin(choices.documents)]
    named = mentions["actor_id"]
    if choices.roll_up:
        named = named.map(roll_up_actors(sorted(set(named)), actors))
    counted = mentions.assign(actor_id=named).groupby("actor_id")["doc_id"].agg(["size", "nunique"])
    return counted.rename(columns={"size": "mentions", "nunique": "documents"}).reset_index()


def describe_views() -> pd.DataFrame:
    """List the views: function, nodes, what an edge is, whether it has a direction."""
    rows: Iterable[tuple[str, str, str, str]] = [
        ("cooperation", "actors", f"ties of the types {', '.join(COOPERATION_TYPES)}, summed", "no"),
        ("layers", "actors", "ties of one type, a network a type", "no"),
        ("conflict", "actors", "conflict", "who acts to whom it is done"),
        ("signed", "actors", "cooperation and conflict, counted apart", "no"),
        ("support", "actors", "support", "giver to receiver"),
        ("planned_beside_actual", "actors", "pairs, with what is and what is planned", "no"),
        ("actors_by_venues", "actors; formats and programmes", "ties between the two", "no"),
        ("actors_by_documents", "actors; documents", "the document's tie statements with the actor", "no"),
        ("speakers", "actors", "ties of one document, a network a document", "no"),
        ("by_date", "actors", "ties of all documents so far, a network a document", "no"),
        ("members_and_partners", "a group, its members, its partners", "those of the view it is made from", "as there"),
    ]
    return pd.DataFrame(rows, columns=["view", "nodes", "edges", "direction"])
