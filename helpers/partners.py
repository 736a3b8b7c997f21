"""Step 6b: the partners of a group, two of them side by side, and attention beside position.

Needs the table of centralities from `helpers.centrality`. Makes the tables that answer the workbook's question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx
import numpy as np
import pandas as pd

from helpers.centrality import measure_centrality
from helpers.measures import BASIC, COUNTS, DECIMALS, MEASURES, rank_correlation
from helpers.network import standing
from helpers.replicates import say_percents, whole_percents
from helpers.tables import InputError


def partner_table(
    centrality: pd.DataFrame,
    actors: pd.DataFrame,
    groups: pd.DataFrame,
    date: str,
    group: str = "EU",
    measures: Iterable[str] = BASIC,
) -> pd.DataFrame:
    """Rank the partners of a group: the states that are no member of it on a day.

    Parameters
    ----------
    centrality : pandas.DataFrame
        From `measure_centrality`, one network.
    actors : pandas.DataFrame
        The actors table, or the nodes table: actor_id, kind, name_en.
    groups : pandas.DataFrame
        The groups table.
    date : str
        The day on which membership is asked, such as the date of the latest document.
    group : str
        Seen from which group.
    measures : iterable of str
        Which measures.

    Returns
    -------
    pandas.DataFrame
        A row a partner: actor_id, name_en, then each measure with its value and, as `<measure>_rank`, its rank among
        all actors; the best mean rank first.

    Raises
    ------
    InputError
        Where the network has no partner in it.
    """
    measures = list(measures)
    about = actors.drop_duplicates("actor_id")
    about = about[np.array(standing(about, groups, date, group)) == "partner"].set_index("actor_id")
    rows = centrality[centrality["actor_id"].isin(about.index) & centrality["measure"].isin(measures)]
    if rows.empty:
        raise InputError(
            f"No state outside {group} has a tie in this network; widen the choices or add documents that name one."
        )
    value = rows.pivot_table(index="actor_id", columns="measure", values="value", dropna=False)
    rank = rows.pivot_table(index="actor_id", columns="measure", values="rank", dropna=False).astype(int)
    table = pd.DataFrame({"actor_id": value.index, "name_en": about["name_en"].reindex(value.index).to_numpy()})
    for measure in measures:
        table[measure] = value[measure].to_numpy()
        table[f"{measure}_rank"] = rank[measure].to_numpy()
    mean = table[[f"{measure}_rank" for measure in measures]].mean(axis=1)
    return table.assign(mean=mean).sort_values(["mean", "actor_id"], ignore_index=True).drop(columns="mean")


def side_by_side(centrality: pd.DataFrame, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """Lay two actors next to each other, a row a measure.

    Parameters
    ----------
    centrality : pandas.DataFrame
        From `measure_centrality`, one network.
    first, second : str
        Two actors.

    Returns
    -------
    pandas.DataFrame
        measure, then value and rank of each, the difference in value, and `ahead`: who ranks better, or `equal`.

    Raises
    ------
    InputError
        Where one of them has no tie in the network: it then has no centrality, which is not a centrality of zero.

    Examples
    --------
    >>> graph = nx.Graph([("GBR", "EU", {"weight": 2}), ("EU", "NOR", {"weight": 1})])
    >>> side_by_side(measure_centrality(graph, "toy", ["strength"])).to_numpy().tolist()
    [['strength', 2.0, 2, 1.0, 3, 1.0, 'GBR']]
    """
    network = ", ".join(sorted(set(centrality["network"])))
    for actor in (first, second):
        if actor not in set(centrality["actor_id"]):
            raise InputError(
                f"{actor} has no tie in the network {network!r}, so nothing can be said of its place there; "
                "compare others or widen the choices."
            )
    one = centrality[centrality["actor_id"] == first].set_index("measure")
    two = centrality[centrality["actor_id"] == second].set_index("measure").reindex(one.index)
    ahead = np.select([one["rank"] < two["rank"], one["rank"] > two["rank"]], [first, second], default="equal")
    return pd.DataFrame(
        {
            "measure": one.index,
            first: one["value"].to_numpy(),
            f"{first}_rank": one["rank"].to_numpy(),
            second: two["value"].to_numpy(),
            f"{second}_rank": two["rank"].to_numpy(),
            "difference": np.round((one["value"] - two["value"]).to_numpy(), DECIMALS),
            "ahead": ahead,
        }
    )


def side_by_side_in(
    graphs: Mapping[str, nx.Graph], first: str = "GBR", second: str = "NOR", measures: Iterable[str] = BASIC
) -> pd.DataFrame:
    """Compare two actors in several networks, such as layers, speakers, or with and without the authors' ties.

    Parameters
    ----------
    graphs : mapping of str to networkx.Graph
        Networks by name.
    first, second : str
        Two actors.
    measures : iterable of str
        Which measures.

    Returns
    -------
    pandas.DataFrame
        network, then the columns of `side_by_side`, and `said`: empty, or why nothing can be said of that network.
    """
    tables = []
    for name, graph in graphs.items():
        try:
            table = side_by_side(measure_centrality(graph, name, measures), first, second).assign(said="")
        except InputError as error:
            table = pd.DataFrame({"measure": list(measures), "said": str(error)})
        table.insert(0, "network", name)
        tables.append(table)
    columns = ["network", "measure", first, f"{first}_rank", second, f"{second}_rank", "difference", "ahead", "said"]
    table = pd.concat(tables, ignore_index=True).reindex(columns=columns)
    for actor in (first, second):
        table[f"{actor}_rank"] = table[f"{actor}_rank"].astype("Int64")
    return table.astype({"ahead": object}).fillna({"ahead": ""})


def beside_mentions(centrality: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Set each centrality beside how often the actor is named: where they agree, the measure saw attention.

    Parameters
    ----------
    centrality : pandas.DataFrame
        From `measure_centrality`, one network.
    counts : pandas.DataFrame
        From `helpers.views.count_mentions`.

    Returns
    -------
    pandas.DataFrame
        measure, rank_correlation (Spearman, over the actors of the network for which the measure is defined; an
        actor that is never named counts 0; empty where all are equal), actors (how many).
    """
    named = dict(zip(counts["actor_id"], counts["mentions"], strict=True))
    rows = []
    for measure, part in centrality.groupby("measure", sort=False):
        part = part[part["value"].notna()]
        mentions = part["actor_id"].map(lambda actor: named.get(actor, 0))
        sign = -1 if next((m.central for m in MEASURES if m.name == measure), "high") == "low" else 1
        rows.append((measure, rank_correlation(sign * part["value"], mentions), len(part)))
    return pd.DataFrame(rows, columns=["measure", "rank_correlation", "actors"])


def rows_of(
    table: pd.DataFrame, measures: Iterable[str] | None = None, actors: Iterable[str] | None = None
) -> pd.DataFrame:
    """Keep the rows on some measures and some actors, whatever else a table holds.

    Raises
    ------
    InputError
        Where actors are named and the table has none of them.

    Examples
    --------
    >>> table = pd.DataFrame({"actor_id": ["GBR", "NOR"], "measure": "degree", "value": [2, 1]})
    >>> rows_of(table, actors=["NOR"])["value"].tolist()
    [1]
    """
    if measures is not None:
        table = table[table["measure"].isin(list(measures))]
    if actors is not None:
        actors = list(actors)
        table = table[table["actor_id"].isin(actors)]
        if table.empty:
            raise InputError(
                f"None of {', '.join(actors)} has a tie in this network; choose other actors or widen the choices."
                if actors
                else "There are no such actors in this network; widen the choices or add documents."
            )
    return table.reset_index(drop=True)


def ends_of(table: pd.DataFrame, number: int = 4) -> pd.DataFrame:
    """Keep the first and the last rows of a table.

    >>> ends_of(pd.DataFrame({"value": [5, 4, 3, 2, 1]}), 1)["value"].tolist()
    [5, 1]
    """
    return table if len(table) <= 2 * number else pd.concat([table.head(number), table.tail(number)])


def widen(centrality: pd.DataFrame, measures: Iterable[str] = BASIC, most: int | None = 15) -> pd.DataFrame:
    """Lay out a row an actor and a column a measure, the most central by the first measure on top; with None all.

    Examples
    --------
    >>> table = pd.DataFrame({"actor_id": ["NOR", "EU"], "measure": "degree", "value": [1.0, 2.0], "rank": [2, 1]})
    >>> widen(table, ["degree"]).index.tolist()
    ['EU', 'NOR']
    """
    measures = list(measures)
    table = rows_of(centrality, measures).pivot_table(index="actor_id", columns="measure", values="value")
    return table[measures].sort_values(measures, ascending=False, kind="stable").iloc[:most]


def widen_ranks(replicates: pd.DataFrame, actors: Iterable[str], measure: str = "strength") -> pd.DataFrame:
    """Lay out the ranks of some actors by one measure, a column a replicate, the network as observed first.

    Parameters
    ----------
    replicates : pandas.DataFrame
        From `helpers.replicates.list_replicates`: actor_id, measure, rank, and left_out, empty for the network as
        observed.
    actors : iterable of str
        Which actors.
    measure : str
        By which measure.

    Examples
    --------
    >>> table = pd.DataFrame({"actor_id": "NOR", "measure": "strength", "left_out": ["", "d"], "rank": [4, 6]})
    >>> widen_ranks(table, ["NOR"]).to_dict("index")
    {'NOR': {'as observed': 4, 'd': 6}}
    """
    rows = rows_of(replicates, [measure], actors)
    table = rows.pivot_table(index="actor_id", columns="left_out", values="rank", sort=False).astype(int)
    return table.rename(columns={"": "as observed"}).sort_values("as observed", kind="stable")


def widen_replicates(replicates: pd.DataFrame, actors: Iterable[str], measures: Iterable[str] = BASIC) -> pd.DataFrame:
    """Lay out every replicate in full: a row a measure and actor, a column a replicate, each cell value and rank.

    Parameters
    ----------
    replicates : pandas.DataFrame
        From `helpers.replicates.list_replicates`, as for `widen_ranks`.
    actors : iterable of str
        Which actors, in this order.
    measures : iterable of str
        Which measures, in this order.

    Raises
    ------
    InputError
        Where one of the actors has no tie in the network.

    Examples
    --------
    >>> table = pd.DataFrame({"actor_id": "NOR", "measure": "degree", "left_out": ["", "d"], "value": [2, None],
    ...                       "rank": [4, 6]})
    >>> widen_replicates(table, ["NOR"], ["degree"]).to_numpy().tolist()
    [['2 (4)', 'absent (6)']]
    """
    actors, measures = list(actors), list(measures)
    missing = sorted(set(actors) - set(replicates["actor_id"]))
    if missing:
        raise InputError(
            f"No tie in this network has {' or '.join(missing)}; choose other actors or widen the choices."
        )
    rows = rows_of(replicates, measures, actors)
    tied = rows.groupby(["actor_id", "left_out"])["value"].transform("count") > 0
    # Who has ties and no value stands outside the component on which the measure is defined.
    without = np.where(tied, "-", "absent")
    said = [
        f"{value:.3g} ({rank})" if value == value else f"{instead} ({rank})"
        for value, rank, instead in zip(rows["value"], rows["rank"], without, strict=True)
    ]
    table = rows.assign(said=said).pivot(index=["measure", "actor_id"], columns="left_out", values="said")
    order = [(measure, actor) for measure in measures for actor in actors]
    return (
        table.loc[order, list(dict.fromkeys(rows["left_out"]))]
        .rename(columns={"": "as observed"})
        .rename_axis(columns=None)
    )


def with_intervals(compared: pd.DataFrame, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """Write values and ranks of `compare_sources` with their intervals, `14 [6, 24]`, so that the table fits on a page.

    Parameters
    ----------
    compared : pandas.DataFrame
        From `helpers.replicates.compare_sources`.
    first, second : str
        The same two actors.

    Returns
    -------
    pandas.DataFrame
        source_of_uncertainty, measure, replicates, value and rank of each of the two, and `<first> ahead`, equal,
        `<second> ahead`, the shares of the replicates.

    Examples
    --------
    >>> row = {"source_of_uncertainty": "coder", "measure": "degree", "replicates": 4}
    >>> row |= {f"{a}{end}": 1.0 for a in ("GBR", "NOR") for end in ("", "_low", "_high")}
    >>> row |= {f"{a}_rank{end}": 2 for a in ("GBR", "NOR") for end in ("", "_low", "_high")}
    >>> table = pd.DataFrame([row | {"first_ahead": 0.25, "equal": 0.5, "second_ahead": 0.25}])
    >>> with_intervals(table).to_numpy().tolist()
    [['coder', 'degree', 4, '1 [1, 1]', '2 [2, 2]', '1 [1, 1]', '2 [2, 2]', 0.25, 0.5, 0.25]]
    """
    table = compared[["source_of_uncertainty", "measure", "replicates"]].copy()
    for actor in (first, second):
        for column in (actor, f"{actor}_rank"):
            # Ranks count, and so do some measures: what lies between two whole numbers is nobody's.
            whole = [column != actor or measure in COUNTS for measure in compared["measure"]]
            parts = zip(whole, compared[column], compared[f"{column}_low"], compared[f"{column}_high"], strict=True)
            table[column] = [
                "{:{f}} [{:{f}}, {:{f}}]".format(value, low, high, f=".0f" if count else ".3g")
                for count, value, low, high in parts
            ]
    shares = {"first_ahead": f"{first} ahead", "equal": "equal", "second_ahead": f"{second} ahead"}
    whole = [[part / 100 for part in whole_percents(row)] for row in compared[list(shares)].to_numpy()]
    return table.join(pd.DataFrame(whole, columns=list(shares.values()), index=compared.index))


def widen_sources(table: pd.DataFrame, column: str, measures: Iterable[str] = BASIC) -> pd.DataFrame:
    """Lay out one column of a table: a row a source of uncertainty, in the table's order, and a column a measure.

    Examples
    --------
    >>> table = pd.DataFrame({"source_of_uncertainty": ["b", "a"], "measure": "degree", "told_apart": [3, 4]})
    >>> widen_sources(table, "told_apart", ["degree"])["degree"].to_dict()
    {'b': 3, 'a': 4}
    """
    wide = table.pivot(index="source_of_uncertainty", columns="measure", values=column)
    return wide.loc[list(dict.fromkeys(table["source_of_uncertainty"])), list(measures)]


def widen_shares(compared: pd.DataFrame, measures: Iterable[str] = BASIC) -> pd.DataFrame:
    """Write for each source and measure the shares in which the first is ahead, neither, and the second.

    Parameters
    ----------
    compared : pandas.DataFrame
        From `helpers.replicates.compare_sources`.
    measures : iterable of str
        Which measures.

    Examples
    --------
    >>> row = {"source_of_uncertainty": "coder", "measure": "degree"}
    >>> table = pd.DataFrame([row | {"first_ahead": 0.25, "equal": 0.5, "second_ahead": 0.25}])
    >>> widen_shares(table, ["degree"]).loc["coder"].item()
    '25% / 50% / 25%'
    """
    parts = zip(compared["first_ahead"], compared["equal"], compared["second_ahead"], strict=True)
    said = [" / ".join(say_percents(shares)) for shares in parts]
    return widen_sources(compared.assign(said=said), "said", measures)


def with_ranks(partners: pd.DataFrame, measures: Iterable[str] = BASIC) -> pd.DataFrame:
    """Write each value of `partner_table` with its rank behind it, `14 (4)`, so that the table fits on a page.

    Examples
    --------
    >>> table = pd.DataFrame({"name_en": ["Norway"], "degree": [4.0], "degree_rank": [4]})
    >>> with_ranks(table, ["degree"]).iloc[0].tolist()
    ['Norway', '4 (4)']
    """
    table = partners[["name_en"]].copy()
    for measure in measures:
        table[measure] = [
            f"{value:.3g} ({rank})" if value == value else f"- ({rank})"
            for value, rank in zip(partners[measure], partners[f"{measure}_rank"], strict=True)
        ]
    return table


def rank_range(
    uncertainty: pd.DataFrame, actor: str, measure: str = "strength", source: str = "sentences"
) -> pd.Series:
    """Give one row of the uncertainty table: value, rank and their ranges for one actor.

    Raises
    ------
    InputError
        Where the actor has no tie in the network.
    """
    return rows_of(uncertainty[uncertainty["source_of_uncertainty"] == source], [measure], [actor]).iloc[0]


def show_spread(spread: pd.DataFrame, digits: int = 3) -> pd.DataFrame:
    """Write the numbers of a table of uncertainty for reading: what counts as whole numbers, the rest rounded.

    Parameters
    ----------
    spread : pandas.DataFrame
        Rows of the uncertainty table, of which any columns are there besides measure.
    digits : int
        Decimals of what does not count.

    Examples
    --------
    >>> spread = pd.DataFrame({"measure": ["strength", "harmonic"], "value": [9.0, 1.5], "high": [18.02, 2.0]})
    >>> show_spread(spread, 2).to_numpy().tolist()
    [['strength', '9', '18'], ['harmonic', '1.50', '2.00']]
    """
    table = spread.copy()
    for column in [name for name in ("value", "low", "high", "middle") if name in table]:
        table[column] = [
            "" if value != value else f"{value:.{0 if measure in COUNTS else digits}f}"
            for value, measure in zip(spread[column], spread["measure"], strict=True)
        ]
    return table.round(digits)
