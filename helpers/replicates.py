"""Step 7a: a network measured again and again, and the tables that sum it up.

Needs the weights of a network as observed and in every replicate, which `helpers.uncertainty` and `helpers.stability`
make. Makes the table of uncertainty, who outranks whom, and the specification curve.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import engine
from helpers.measures import ALL, DECIMALS, check_names, rank_values, refuse_few
from helpers.tables import InputError

# Sources whose replicates are all that there are and no draws: their intervals are extremes, their shares are counts.
LISTED = ("document_left_out", "sentence_left_out", "coder", "choices", "choice")


@dataclass(frozen=True)
class Replicates:
    """A network measured as observed and again in every replicate.

    Parameters
    ----------
    network : str
        Name of the network.
    source : str
        What was varied, for `source_of_uncertainty`.
    actors : list of str
        All actors that occur, as observed or in a replicate.
    labels : list of str
        What each replicate is: the document left out, the coder, or a number.
    observed : dict of str to numpy.ndarray
        For each measure the values as observed, shape (actors,); NaN where an actor has no tie.
    varied : dict of str to numpy.ndarray
        For each measure the values in the replicates, shape (replicates, actors).
    present : numpy.ndarray
        Whether an actor has a tie in a replicate, shape (replicates, actors).
    """

    network: str
    source: str
    actors: list[str]
    labels: list[str]
    observed: dict[str, np.ndarray]
    varied: dict[str, np.ndarray]
    present: np.ndarray

    def ranks(self, measure: str) -> np.ndarray:
        """Rank in each replicate; an actor that is absent from it comes last, after everyone present."""
        return rank_values(self.varied[measure], measure)

    def filled(self, measure: str) -> np.ndarray:
        """Give the values with 0 for an actor that is absent, since without ties it is not central at all.

        Constraint stays empty: little of it is central, and an actor without neighbours has none.
        """
        values = self.varied[measure]
        return values if measure == "constraint" else np.where(self.present, values, 0.0)

    def column(self, actor: str) -> int:
        """Find an actor's column.

        Raises
        ------
        InputError
            Where it has no tie in any replicate.
        """
        if actor not in self.actors:
            raise InputError(
                f"{actor} has no tie in the network {self.network!r}, so its place in it cannot be told; "
                "choose another actor or widen the choices."
            )
        return self.actors.index(actor)


def measure_replicates(
    actors: list[str],
    pairs: np.ndarray,
    weights: np.ndarray,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
    source: str = "",
    labels: list[str] | None = None,
) -> Replicates:
    """Measure a network and its replicates, all given as weights of the same pairs.

    Parameters
    ----------
    actors : list of str
        The actors, in alphabetical order.
    pairs : numpy.ndarray
        Ends of each pair as places in `actors`, shape (pairs, 2).
    weights : numpy.ndarray
        Whole-number weights; the first row as observed, then a row a replicate; 0 for no tie.
    measures : iterable of str
        Which of `helpers.measures.MEASURES`.
    name, source, labels
        As in `Replicates`.

    Raises
    ------
    InputError
        Where there is no such measure, no replicate, where fewer than three actors have a tie in the network as
        observed, or where measuring would take hours.
    """
    measures = list(measures)
    check_names(measures)
    if len(weights) < 2:
        raise InputError(f"Nothing was varied in the network {name!r}; ask for at least one replicate.")
    refuse_few(len(np.unique(pairs[weights[0] > 0])), name)
    found = engine.measure_many(len(actors), pairs, weights, measures)
    tied = np.zeros((len(weights), len(actors)), dtype=bool)
    for end in pairs.T:
        np.logical_or.at(tied, (slice(None), end), weights > 0)
    return Replicates(
        network=name,
        source=source,
        actors=actors,
        labels=labels or [str(number) for number in range(1, len(weights))],
        observed={measure: values[0] for measure, values in found.items()},
        varied={measure: values[1:] for measure, values in found.items()},
        present=tied[1:],
    )


def summarise(replicates: Replicates, level: float = 0.95) -> pd.DataFrame:
    """Give for every actor and measure the interval that holds the middle share of the replicates.

    Parameters
    ----------
    replicates : Replicates
        From one of the functions that vary the network.
    level : float
        Share of the replicates inside the interval; 1 gives the extremes.

    Returns
    -------
    pandas.DataFrame
        The uncertainty table. An actor without a tie in a replicate has the value 0 there, for it is not central at
        all, and the last rank; its constraint is not defined and left out. `present` is the share of replicates in
        which it has a tie.
    """
    edges = [(1 - level) / 2, 0.5, (1 + level) / 2]
    tables = []
    for measure in replicates.varied:
        low, middle, high = _quantiles(replicates.filled(measure), edges)
        ranks = replicates.ranks(measure)
        rank_low, _, rank_high = np.quantile(ranks, edges, axis=0, method="inverted_cdf")
        tables.append(
            pd.DataFrame(
                {
                    "network": replicates.network,
                    "actor_id": replicates.actors,
                    "measure": measure,
                    "source_of_uncertainty": replicates.source,
                    "value": np.round(replicates.observed[measure], DECIMALS) + 0.0,
                    "low": low,
                    "high": high,
                    "rank": rank_values(replicates.observed[measure], measure),
                    "rank_low": rank_low.astype(np.int64),
                    "rank_high": rank_high.astype(np.int64),
                    "replicates": len(ranks),
                    "middle": middle,
                    "present": np.round(replicates.present.mean(axis=0), DECIMALS),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _quantiles(values: np.ndarray, edges: list[float]) -> np.ndarray:
    """Quantiles down the replicates, NaN left out; NaN where nothing is defined."""
    defined = ~np.isnan(values).all(axis=0)
    result = np.full((len(edges), values.shape[1]), np.nan)
    if defined.any():
        result[:, defined] = np.nanquantile(values[:, defined], edges, axis=0)
    return np.round(result, DECIMALS) + 0.0


def list_replicates(replicates: Replicates, column: str = "left_out") -> pd.DataFrame:
    """List every replicate by itself, for the few that should all be shown.

    Parameters
    ----------
    replicates : Replicates
        From one of the functions that vary the network.
    column : str
        What to call the column with the labels; it is empty for the network as observed, which comes first.

    Returns
    -------
    pandas.DataFrame
        network, the labels, actor_id, measure, value, rank; an actor that is absent has no value and the last rank.
    """
    labels = ["", *replicates.labels]
    tables = []
    for measure in replicates.varied:
        values = np.concatenate([replicates.observed[measure][None, :], replicates.varied[measure]])
        tables.append(
            pd.DataFrame(
                {
                    "network": replicates.network,
                    column: np.repeat(labels, len(replicates.actors)),
                    "actor_id": np.tile(replicates.actors, len(labels)),
                    "measure": measure,
                    "value": np.round(values, DECIMALS).ravel() + 0.0,
                    "rank": rank_values(values, measure).ravel(),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def outranks(replicates: Replicates, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """Say in what share of the replicates one actor ranks above another.

    Parameters
    ----------
    replicates : Replicates
        From one of the functions that vary the network.
    first, second : str
        Two actors.

    Returns
    -------
    pandas.DataFrame
        A row a measure: network, source_of_uncertainty, measure, first, second, first_ahead, equal, second_ahead
        (shares that add up to 1), replicates.

    Raises
    ------
    InputError
        Where one of them has no tie in any replicate.
    """
    one, two = replicates.column(first), replicates.column(second)
    rows = []
    for measure in replicates.varied:
        ranks = replicates.ranks(measure)
        ahead, behind = (ranks[:, one] < ranks[:, two]).mean(), (ranks[:, one] > ranks[:, two]).mean()
        rows.append(
            {
                "network": replicates.network,
                "source_of_uncertainty": replicates.source,
                "measure": measure,
                "first": first,
                "second": second,
                "first_ahead": ahead,
                "equal": (ranks[:, one] == ranks[:, two]).mean(),
                "second_ahead": behind,
                "replicates": len(ranks),
            }
        )
    return pd.DataFrame(rows).round(DECIMALS)


def whole_percents(shares: Iterable[float]) -> list[int]:
    """Round shares that add up to 1 to whole percents that add up to 100, by the largest remainder.

    Examples
    --------
    >>> whole_percents([0.347, 0.316, 0.337]), whole_percents([1.0, 0.0])
    ([35, 31, 34], [100, 0])
    """
    hundredths = [round(100 * share, 6) for share in shares]
    whole = [math.floor(part) for part in hundredths]
    largest = sorted(range(len(whole)), key=lambda place: whole[place] - hundredths[place])
    for place in largest[: max(round(sum(hundredths)) - sum(whole), 0)]:
        whole[place] += 1
    return whole


def say_percents(shares: Iterable[float]) -> list[str]:
    """Write shares that add up to 1 as whole percents that do too; what is above 0 is not called 0%, nor all 100%.

    Examples
    --------
    >>> say_percents([0.347, 0.316, 0.337]), say_percents([0.995, 0.004, 0.001])
    (['35%', '31%', '34%'], ['>99%', '<1%', '<1%'])
    """
    shares = list(shares)
    return [
        "<1%" if not whole and share > 0 else ">99%" if whole == 100 and share < 1 else f"{whole}%"
        for whole, share in zip(whole_percents(shares), shares, strict=True)
    ]


def say_settled(table: pd.DataFrame, measure: str, sources: Iterable[str], certainty: float = 0.95) -> str:
    """Say what several sources of uncertainty leave of the order of two actors; nothing where all agree who is ahead.

    Parameters
    ----------
    table : pandas.DataFrame
        The outranks table, as `outranks` gives it, of two actors.
    measure : str
        By which measure.
    sources : iterable of str
        What was varied; a source that the table lacks is passed over.
    certainty : float
        In what share of the networks one must rank above the other.

    Examples
    --------
    >>> row = {"measure": "degree", "equal": 0.0}
    >>> table = pd.DataFrame([row | {"source_of_uncertainty": source, "first_ahead": share, "second_ahead": 1 - share}
    ...     for source, share in [("sentences", 0.99), ("together", 0.6)]])
    >>> say_settled(table, "degree", ["sentences", "together"])  # doctest: +NORMALIZE_WHITESPACE
    'Not all sources of uncertainty tell the two apart: the documents do not settle which is more central, and a ranking
    that hid it would mislead.'
    >>> say_settled(table, "degree", ["together"])
    'The documents cannot tell the two apart, and a ranking that hid it would mislead.'
    >>> say_settled(table, "degree", ["sentences"])
    ''
    """
    rows = table[(table["measure"] == measure) & table["source_of_uncertainty"].isin(list(sources))]
    pairs = zip(rows["first_ahead"], rows["second_ahead"], strict=True)
    ahead = {1 if one >= certainty else 2 if two >= certainty else 0 for one, two in pairs}
    if ahead == {0}:
        return "The documents cannot tell the two apart, and a ranking that hid it would mislead."
    if len(ahead) < 2:
        return ""
    how = "Not all sources of uncertainty tell the two apart" if 0 in ahead else "Sources of uncertainty disagree"
    return f"{how}: the documents do not settle which is more central, and a ranking that hid it would mislead."


def say_outranks(table: pd.DataFrame, first: str, second: str, measure: str, source: str = "sentences") -> str:
    """Say in what share of the networks either of two actors is ahead, and whether that tells the two apart.

    Parameters
    ----------
    table : pandas.DataFrame
        The outranks table, as `outranks` gives it.
    first, second : str
        The two actors, as in the table.
    measure : str
        By which measure.
    source : str
        What was varied.

    Raises
    ------
    InputError
        Where the table says nothing of the two.

    Examples
    --------
    >>> row = {"source_of_uncertainty": "sentences", "measure": "degree", "first": "GBR", "second": "NOR"}
    >>> table = pd.DataFrame([row | {"first_ahead": 0.25, "equal": 0.5, "second_ahead": 0.25, "replicates": 8}])
    >>> say_outranks(table, "GBR", "NOR", "degree")  # doctest: +NORMALIZE_WHITESPACE
    'GBR ranks above NOR in 25% of 8 networks, NOR above GBR in 25%, and in 50% they are equal.
    Neither is ahead in 95%.'
    """
    rows = table[(table["first"] == first) & (table["second"] == second)]
    rows = rows[(rows["measure"] == measure) & (rows["source_of_uncertainty"] == source)]
    if rows.empty:
        raise InputError(
            f"derived/outranks.csv does not say how often {first} and {second} outrank each other by {measure}; "
            "run notebook 07 with the same two."
        )
    row = rows.iloc[0]
    one, equal, two = say_percents(row[["first_ahead", "equal", "second_ahead"]])
    surest = max((row["first_ahead"], first), (row["second_ahead"], second))
    return (
        f"{first} ranks above {second} in {one} of {row['replicates']} networks, {second} above {first} in {two}, "
        f"and in {equal} they are equal. "
        + (f"{surest[1]} is ahead in at least 95%." if surest[0] >= 0.95 else "Neither is ahead in 95%.")
    )


def ahead_in_each(replicates: Replicates, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """Say who of two actors ranks better in each replicate, for the few that should all be shown.

    Parameters
    ----------
    replicates : Replicates
        From one of the functions that vary the network.
    first, second : str
        Two actors.

    Returns
    -------
    pandas.DataFrame
        A row a measure, a column `as observed` and one a replicate: the actor ahead, or `equal`.

    Raises
    ------
    InputError
        Where one of them has no tie in any replicate.

    Examples
    --------
    >>> pairs, weights = np.array([[0, 1], [0, 2]]), np.array([[2, 1], [2, 2], [1, 3]])
    >>> drawn = measure_replicates(["EU", "GBR", "NOR"], pairs, weights, ["strength"], labels=["no a", "no b"])
    >>> ahead_in_each(drawn).loc["strength"].tolist()
    ['GBR', 'equal', 'NOR']
    """
    one, two = replicates.column(first), replicates.column(second)
    found = {}
    for measure in replicates.varied:
        observed = rank_values(replicates.observed[measure], measure)
        ranks = np.concatenate([observed[None, :], replicates.ranks(measure)])
        better, worse = ranks[:, one] < ranks[:, two], ranks[:, one] > ranks[:, two]
        found[measure] = np.select([better, worse], [first, second], default="equal")
    table = pd.DataFrame.from_dict(found, orient="index", columns=["as observed", *replicates.labels])
    return table.rename_axis("measure")


def compare_sources(
    sources: Iterable[Replicates], first: str = "GBR", second: str = "NOR", level: float = 0.95
) -> pd.DataFrame:
    """Lay the sources of uncertainty beside each other: how far each moves two actors, and who of them is ahead.

    Parameters
    ----------
    sources : iterable of Replicates
        One for each source, of the same network.
    first, second : str
        Two actors.
    level : float
        Share of the replicates inside an interval. Where the replicates are all that there are (`LISTED`: documents
        left out, coders, choices) intervals run from the lowest to the highest.

    Returns
    -------
    pandas.DataFrame
        A row a source and measure: source_of_uncertainty, measure, replicates; for each of the two its value, `_low`,
        `_high`, `_rank`, `_rank_low`, `_rank_high`; first_ahead, equal, second_ahead (shares that add up to 1).

    Raises
    ------
    InputError
        Where one of the two has no tie in any replicate of a source, or there is no source.

    Examples
    --------
    >>> pairs, weights = np.array([[0, 1], [0, 2]]), np.array([[2, 1], [2, 2], [1, 3]])
    >>> drawn = measure_replicates(["EU", "GBR", "NOR"], pairs, weights, ["strength"], source="sentences")
    >>> compare_sources([drawn], level=1.0)[["GBR", "GBR_low", "GBR_high", "second_ahead"]].to_numpy().tolist()
    [[2.0, 1.0, 2.0, 0.5]]
    """
    tables = []
    for replicates in sources:
        ahead = outranks(replicates, first, second)
        table = ahead[["source_of_uncertainty", "measure", "replicates"]]
        spread = summarise(replicates, 1.0 if replicates.source in LISTED else level)
        for actor in (first, second):
            own = spread[spread["actor_id"] == actor].set_index("measure").reindex(ahead["measure"])
            for column in ("value", "low", "high", "rank", "rank_low", "rank_high"):
                table = table.assign(**{actor if column == "value" else f"{actor}_{column}": own[column].to_numpy()})
        tables.append(table.join(ahead[["first_ahead", "equal", "second_ahead"]]))
    if not tables:
        raise InputError("There is no source of uncertainty to compare; give at least one.")
    return pd.concat(tables, ignore_index=True)


def falls_apart(replicates: Replicates) -> float:
    """Give the share of the replicates that fall apart into components, which eigenvector centrality shows.

    It is defined on the largest component only: who has a tie and no value stands outside.

    Raises
    ------
    InputError
        Where eigenvector centrality was not measured.
    """
    if "eigenvector" not in replicates.varied:
        raise InputError("Whether a network falls apart is read from eigenvector centrality; measure it too.")
    outside = np.isnan(replicates.varied["eigenvector"]) & replicates.present
    return round(float(outside.any(axis=1).mean()), DECIMALS)


def told_apart(replicates: Replicates, actors: Iterable[str] | None = None, certainty: float = 0.95) -> pd.DataFrame:
    """Count the pairs of actors of whom one ranks above the other in nearly all replicates.

    Parameters
    ----------
    replicates : Replicates
        From one of the functions that vary the network.
    actors : iterable of str, optional
        Which actors; without it all.
    certainty : float
        In what share of the replicates one must rank above the other; equal ranks count for neither.

    Returns
    -------
    pandas.DataFrame
        source_of_uncertainty, measure, pairs, told_apart (how many of them).
    """
    names = _pairable(replicates, actors)
    columns = [replicates.column(name) for name in names]
    rows = []
    for measure in replicates.varied:
        ranks = replicates.ranks(measure)[:, columns]
        above = (ranks[:, :, None] < ranks[:, None, :]).mean(axis=0)
        # Of two actors one can be above the other so often, or the other, but not both.
        clear = int((above >= certainty - 1e-12).sum())
        rows.append((replicates.source, measure, len(names) * (len(names) - 1) // 2, clear))
    return pd.DataFrame(rows, columns=["source_of_uncertainty", "measure", "pairs", "told_apart"])


def _pairable(replicates: Replicates, actors: Iterable[str] | None) -> list[str]:
    names = list(actors) if actors is not None else replicates.actors
    if len(names) < 2:
        raise InputError(f"Pairs need two actors and {len(names)} were asked for; name more, or widen the choices.")
    return names


def not_told_apart(
    replicates: Replicates, actor: str, others: Iterable[str], measure: str, certainty: float = 0.95
) -> list[str]:
    """List the actors that neither rank above another in nearly all replicates nor below it.

    Parameters
    ----------
    replicates : Replicates
        From one of the functions that vary the network.
    actor : str
        The actor to compare with.
    others : iterable of str
        Which others.
    measure : str
        By which measure.
    certainty : float
        As in `told_apart`.
    """
    ranks = replicates.ranks(measure)
    own = ranks[:, replicates.column(actor)]
    found = []
    for other in others:
        theirs = ranks[:, replicates.column(other)]
        if other != actor and max((own < theirs).mean(), (own > theirs).mean()) < certainty - 1e-12:
            found.append(other)
    return found


def outrank_matrix(replicates: Replicates, measure: str, actors: Iterable[str] | None = None) -> pd.DataFrame:
    """Say for every pair in what share of the replicates the row's actor ranks above the column's; ties count half.

    Parameters
    ----------
    replicates : Replicates
        From one of the functions that vary the network.
    measure : str
        By which measure.
    actors : iterable of str, optional
        Which actors; without it all.
    """
    if measure not in replicates.varied:
        raise InputError(f"{measure!r} was not measured; choose among {', '.join(replicates.varied)}.")
    names = _pairable(replicates, actors)
    ranks = replicates.ranks(measure)[:, [replicates.column(name) for name in names]]
    above = ranks[:, :, None] < ranks[:, None, :]
    equal = ranks[:, :, None] == ranks[:, None, :]
    shares = np.round((above + equal / 2).mean(axis=0), DECIMALS)
    return pd.DataFrame(shares, index=pd.Index(names, name="actor_id"), columns=names)


def specification_curve(
    replicates: Replicates, specifications: pd.DataFrame, first: str = "GBR", second: str = "NOR"
) -> pd.DataFrame:
    """Lay the specifications of a multiverse in the order of the difference between two actors.

    Parameters
    ----------
    replicates : Replicates
        From `vary_choices`.
    specifications : pandas.DataFrame
        From `vary_choices`.
    first, second : str
        Two actors.

    Returns
    -------
    pandas.DataFrame
        measure, place (1 has the lowest difference), specification, value and rank of each actor, difference, ahead
        (who ranks better, or equal), own (whether these are the analyst's choices), then a column a choice. An actor
        without ties has the value 0 and the last rank.
    """
    one, two = replicates.column(first), replicates.column(second)
    tables = []
    for measure in replicates.varied:
        values, ranks = replicates.filled(measure)[:, [one, two]], replicates.ranks(measure)[:, [one, two]]
        table = pd.DataFrame({"specification": replicates.labels, "measure": measure})
        for place, actor in enumerate((first, second)):
            table[actor] = np.round(values[:, place], DECIMALS)
            table[f"{actor}_rank"] = ranks[:, place]
        table["difference"] = np.round(values[:, 0] - values[:, 1], DECIMALS)
        table["ahead"] = np.select(
            [ranks[:, 0] < ranks[:, 1], ranks[:, 0] > ranks[:, 1]], [first, second], default="equal"
        )
        table = table.merge(specifications, on="specification", how="left", validate="one_to_one")
        table = table.sort_values("difference", kind="stable", ignore_index=True)
        table.insert(0, "place", range(1, len(table) + 1))
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def weigh_choices(curve: pd.DataFrame, first: str = "GBR", second: str = "NOR") -> pd.DataFrame:
    """Say for every choice of a multiverse who is ahead where it is made, so that one sees which choice decides.

    Parameters
    ----------
    curve : pandas.DataFrame
        From `specification_curve`.
    first, second : str
        The same two actors.

    Returns
    -------
    pandas.DataFrame
        measure, choice, value, specifications (how many have it), first_ahead, equal, second_ahead (shares of them),
        difference (mean). A choice of which there is one value only is left out.
    """
    own = ["place", "specification", "own", "measure", "difference", "ahead"]
    own += [f"{actor}{end}" for actor in (first, second) for end in ("", "_rank")]
    varied = [column for column in curve.columns if column not in own and len(curve[column].unique()) > 1]
    rows = []
    for measure, part in curve.groupby("measure", sort=False):
        for choice in varied:
            for value, those in part.groupby(choice, sort=False):
                shares = [(those["ahead"] == who).mean() for who in (first, "equal", second)]
                rows.append((measure, choice, value, len(those), *shares, those["difference"].mean()))
    columns = ["measure", "choice", "value", "specifications", "first_ahead", "equal", "second_ahead", "difference"]
    table = pd.DataFrame(rows, columns=columns).round(DECIMALS)
    return table.sort_values(["measure", "choice", "value"], kind="stable", ignore_index=True)
