"""Step 7b: how much text can be lost before a measure tells another story, and what chance alone would give.

Needs ties and choices, or a projected network. Makes the table of case-dropping correlations with the CS coefficient,
and replicates of null models with the place of the observed value among them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd

from helpers.measures import ALL, BASIC, DECIMALS, rank_values
from helpers.network import Choices, check_weights, select_ties
from helpers.replicates import Replicates, measure_replicates
from helpers.tables import TIE_TYPES, InputError
from helpers.uncertainty import SEED

CASES = ("documents", "sentences", "statements")
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def drop_cases(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    by: str = "sentences",
    shares: Iterable[float] = SHARES,
    replicates: int = 200,
    seed: int = SEED,
    documents: pd.DataFrame | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
    correlation: float = 0.7,
) -> pd.DataFrame:
    """Drop a share of the text and correlate each measure with what it was on the whole text.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices.
    by : str
        What is dropped: `documents` (every way to drop some is taken once, as long as there are at most `replicates`
        ways), `sentences` that hold ties, or `statements`, one tie at a time.
    shares : iterable of float
        Shares to drop; for documents every possible number of them is taken instead.
    replicates : int
        Draws for each share.
    seed : int
        The same seed gives the same table.
    measures : iterable of str
        Which measures.
    name : str
        What to call the network.
    correlation : float
        The correlation that is to be kept.

    Returns
    -------
    pandas.DataFrame
        network, by, measure, dropped (share), correlation (mean Pearson correlation over the actors of the whole
        network, as in Epskamp, Borsboom and Fried 2018), low and high (5th and 95th percentile), rank_correlation
        (mean Spearman), kept (share of the draws with at least `correlation`), replicates. An actor that is lost
        counts 0; constraint is correlated over those that remain.

    Raises
    ------
    InputError
        Where there are fewer than two cases to drop from.
    """
    if by not in CASES:
        raise InputError(f"Cannot drop {by!r}; choose one of {', '.join(CASES)}.")
    selected = select_ties(ties, actors, choices, documents)
    keys = {"documents": ["doc_id"], "sentences": ["doc_id", "sentence_id"], "statements": None}[by]
    case = np.arange(len(selected)) if keys is None else selected.groupby(keys, sort=True).ngroup().to_numpy()
    cases = int(case.max()) + 1 if len(case) else 0
    if cases < 2:
        raise InputError(
            f"The network {name!r} rests on {cases} {by}, and dropping some needs at least two; "
            "drop smaller cases or add documents."
        )
    random = np.random.default_rng(seed)
    steps = range(1, cases) if by == "documents" else sorted({round(share * cases) for share in shares} - {0, cases})
    drawn, dropped = [], []
    for step in steps:
        if by == "documents" and math.comb(cases, step) <= replicates:
            chosen = [list(out) for out in itertools.combinations(range(cases), step)]
        else:
            chosen = [random.permutation(cases)[:step] for _ in range(replicates)]
        for out in chosen:
            keep = np.ones(cases, dtype=bool)
            keep[out] = False
            drawn.append(keep)
            dropped.append(step / cases)
    table = _weights_of_subsets(selected, choices.weight, case, np.array(drawn))
    replicated = measure_replicates(*table, measures, name, f"{by}_dropped")
    dropped = np.array(dropped)
    rows = []
    for measure in replicated.varied:
        observed, values = replicated.observed[measure], replicated.filled(measure)
        linear = _correlations(observed, values, by_rank=False)
        ranked = _correlations(observed, values, by_rank=True)
        for step in sorted(set(dropped.tolist())):
            here = dropped == step
            rows.append(
                {
                    "network": name,
                    "by": by,
                    "measure": measure,
                    "dropped": step,
                    "correlation": linear[here].mean(),
                    "low": np.quantile(linear[here], 0.05),
                    "high": np.quantile(linear[here], 0.95),
                    "rank_correlation": ranked[here].mean(),
                    "kept": (linear[here] >= correlation).mean(),
                    "replicates": int(here.sum()),
                }
            )
    return pd.DataFrame(rows).round(DECIMALS)


def _weights_of_subsets(selected, weight, case, kept) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Weights of pairs as observed and when only some cases are kept."""
    actors = sorted(set(selected["source"]) | set(selected["target"]))
    number = {actor: i for i, actor in enumerate(actors)}
    ends = np.stack([selected["source"].map(number), selected["target"].map(number)], axis=1).astype(np.int64)
    pairs, pair = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    unit = _units(selected, weight)
    # What counts once: a pair in a statement, passage or document; it is there if any of its cases is kept.
    counted, of_row = np.unique(np.stack([pair.reshape(-1), unit], axis=1), axis=0, return_inverse=True)
    kept = np.concatenate([np.ones((1, kept.shape[1]), dtype=bool), kept])
    order = np.argsort(of_row.reshape(-1), kind="stable")
    begin = np.searchsorted(of_row.reshape(-1)[order], np.arange(len(counted)))
    there = np.logical_or.reduceat(kept[:, case[order]], begin, axis=1)
    begin = np.searchsorted(counted[:, 0], np.arange(len(pairs)))
    return actors, pairs, np.add.reduceat(there.astype(np.int64), begin, axis=1)


def _units(selected: pd.DataFrame, weight: str) -> np.ndarray:
    """Give each row the number of what its pair counts once in: the statement, the passage or the document."""
    if weight == "statements":
        return np.arange(len(selected))
    keys = ["doc_id", "start", "end"] if weight == "passages" else ["doc_id"]
    return selected.groupby(keys).ngroup().to_numpy()


def _correlations(observed: np.ndarray, values: np.ndarray, by_rank: bool) -> np.ndarray:
    """Correlate each row of values with the observed ones, over what both define.

    Where one has no spread the correlation is 0, as in the R package bootnet.
    """
    both = ~(np.isnan(observed) | np.isnan(values))
    one = np.where(both, np.round(observed, DECIMALS), np.nan)
    two = np.where(both, np.round(values, DECIMALS), np.nan)
    if by_rank:
        one, two = _mean_ranks(one), _mean_ranks(two)
    count = np.maximum(both.sum(axis=1, keepdims=True), 1)
    one, two = (
        np.where(both, side - np.where(both, side, 0).sum(axis=1, keepdims=True) / count, 0) for side in (one, two)
    )
    spread = np.sqrt((one**2).sum(axis=1) * (two**2).sum(axis=1))
    return np.where(spread > 1e-12, (one * two).sum(axis=1) / np.maximum(spread, 1e-12), 0.0)


def _mean_ranks(values: np.ndarray) -> np.ndarray:
    """Rank each row; equal values share their mean rank, which is the mean of the best and worst they could have."""
    defined = (~np.isnan(values)).sum(axis=1, keepdims=True)
    return (rank_values(values, "") + defined + 1 - rank_values(-values, "")) / 2


def cs_coefficient(dropped: pd.DataFrame, certainty: float = 0.95) -> pd.DataFrame:
    """Give the correlation stability coefficient of each measure (Epskamp, Borsboom and Fried 2018).

    It is the largest share of cases that can be dropped such that, with 95% certainty, the correlation with the whole
    stays at least 0.7, at this share and every smaller one. Below 0.25 a ranking should not be interpreted, above 0.5
    it is stable.

    Parameters
    ----------
    dropped : pandas.DataFrame
        From `drop_cases`, which holds the correlation asked for.
    certainty : float
        Share of the draws that must keep it.

    Returns
    -------
    pandas.DataFrame
        network, by, measure, cs (0 where no share can be dropped). Documents have no row where there are fewer than
        three: of two only the half can be dropped, which is no scale to read a coefficient from.

    Examples
    --------
    >>> dropped = pd.DataFrame({"network": "n", "by": "sentences", "measure": "degree",
    ...     "dropped": [0.1, 0.2, 0.3], "kept": [1.0, 0.96, 0.7]})
    >>> cs_coefficient(dropped)["cs"].item()
    0.2
    """
    rows = []
    for key, part in dropped.groupby(["network", "by", "measure"], sort=False):
        part = part.sort_values("dropped")
        if key[1] == "documents" and len(part) < 2:
            continue
        held = part["dropped"][(part["kept"] >= certainty).cummin()]
        rows.append((*key, held.max() if len(held) else 0.0))
    return pd.DataFrame(rows, columns=["network", "by", "measure", "cs"])


def widen_losses(dropped: pd.DataFrame, by: str = "statements", measures: Iterable[str] = BASIC) -> pd.DataFrame:
    """Lay out a row a measure and a column a share dropped: correlation of values, in brackets that of ranks.

    Parameters
    ----------
    dropped : pandas.DataFrame
        From `drop_cases`.
    by : str
        What was dropped.
    measures : iterable of str
        Which measures.

    Raises
    ------
    InputError
        Where that was not dropped.

    Examples
    --------
    >>> row = {"by": "statements", "measure": "degree", "dropped": 0.1, "correlation": 0.98, "rank_correlation": 0.9}
    >>> widen_losses(pd.DataFrame([row]), measures=["degree"]).loc["degree"].to_dict()
    {'10%': '0.98 (0.90)'}
    """
    rows = dropped[dropped["by"] == by]
    if rows.empty:
        raise InputError(f"No {by} were dropped from this network; drop others or add documents.")
    said = [f"{row.correlation:.2f} ({row.rank_correlation:.2f})" for row in rows.itertuples()]
    shares = [f"{share:.0%}" for share in rows["dropped"]]
    table = rows.assign(said=said, share=shares).pivot(index="measure", columns="share", values="said")
    return table.loc[list(measures), list(dict.fromkeys(shares))].rename_axis(columns=None)


# --- one sentence at a time ------------------------------------------------------------------------------------------


def without_each_sentence(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    concerning: Iterable[str],
    documents: pd.DataFrame | None = None,
    measures: Iterable[str] = BASIC,
    name: str = "cooperation",
) -> tuple[Replicates, pd.DataFrame]:
    """Measure the network again without each sentence that ties some actors, all of its ties gone with it.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices.
    concerning : iterable of str
        The actors; sentences that tie none of them are left alone.
    measures, name
        As in `rewire`.

    Returns
    -------
    Replicates
        A replicate a sentence, labelled with its number.
    pandas.DataFrame
        sentence (its number), doc_id, sentence_id, statements (how many ties went), quote (the longest of it).

    Raises
    ------
    InputError
        Where one of the actors has no tie after the choices.
    """
    selected = select_ties(ties, actors, choices, documents)
    touched = pd.Series(False, index=selected.index)
    for actor in concerning:
        own = (selected["source"] == actor) | (selected["target"] == actor)
        if not own.any():
            raise InputError(f"{actor} has no tie after the choices, so no sentence decides its place; choose another.")
        touched |= own
    keys = ["doc_id", "sentence_id"]
    case = selected.groupby(keys, sort=True).ngroup().to_numpy()
    asked = np.unique(case[touched.to_numpy()])
    kept = np.ones((len(asked), case.max() + 1), dtype=bool)
    kept[np.arange(len(asked)), asked] = False
    rows = selected.assign(length=selected["quote"].str.len()).sort_values("length", ascending=False, kind="stable")
    about = rows.groupby(keys, sort=True).agg(statements=("quote", "size"), quote=("quote", "first")).reset_index()
    about = about.iloc[asked].reset_index(drop=True)
    about.insert(0, "sentence", [str(number) for number in range(1, len(about) + 1)])
    table = _weights_of_subsets(selected, choices.weight, case, kept)
    return measure_replicates(*table, measures, name, "sentence_left_out", about["sentence"].tolist()), about


def deciding_sentences(
    replicates: Replicates, sentences: pd.DataFrame, first: str = "GBR", second: str = "NOR"
) -> pd.DataFrame:
    """List the sentences without which another of two actors would be ahead by some measure.

    Parameters
    ----------
    replicates : Replicates
        From `without_each_sentence`.
    sentences : pandas.DataFrame
        From `without_each_sentence`.
    first, second : str
        Two actors.

    Returns
    -------
    pandas.DataFrame
        measure, ahead (as observed), without (who is ahead when this sentence is gone), then the columns of the
        sentences. Sentences that change nothing are left out, so that a measure that hangs on none has no row.
    """
    one, two = replicates.column(first), replicates.column(second)

    def ahead(ranks: np.ndarray) -> np.ndarray:
        better, worse = ranks[..., one] < ranks[..., two], ranks[..., one] > ranks[..., two]
        return np.select([better, worse], [first, second], default="equal")

    tables = []
    for measure in replicates.varied:
        observed = str(ahead(rank_values(replicates.observed[measure], measure)))
        table = sentences.assign(measure=measure, ahead=observed, without=ahead(replicates.ranks(measure)))
        tables.append(table[table["without"] != observed])
    return pd.concat(tables, ignore_index=True)[["measure", "ahead", "without", *sentences.columns]]


def list_changes(deciding: pd.DataFrame) -> pd.DataFrame:
    """Write what hangs on each sentence into one row: doc_id, changes (by which measure who becomes who), quote.

    Parameters
    ----------
    deciding : pandas.DataFrame
        From `deciding_sentences`; without rows where no sentence alone decides, and so without rows here.

    Examples
    --------
    >>> row = {"ahead": "equal", "without": "NOR", "sentence": "1", "doc_id": "d", "quote": "q"}
    >>> list_changes(pd.DataFrame([row | {"measure": "degree"}, row | {"measure": "strength"}]))["changes"].item()
    'degree: equal to NOR; strength: equal to NOR'
    """
    said = deciding["measure"] + ": " + deciding["ahead"] + " to " + deciding["without"]
    grouped = deciding.assign(changes=said).groupby(["sentence", "doc_id", "quote"], sort=False, as_index=False)
    return grouped["changes"].agg("; ".join)[["doc_id", "changes", "quote"]].sort_values("doc_id", ignore_index=True)


def say_changes(changes: pd.DataFrame, sentences: pd.DataFrame, first: str, second: str) -> str:
    """Say how many sentences decide by themselves who of two actors is ahead; that none does is a finding too.

    Parameters
    ----------
    changes : pandas.DataFrame
        From `list_changes`.
    sentences : pandas.DataFrame
        From `without_each_sentence`: those that were left out in turn.
    first, second : str
        The two actors.

    Examples
    --------
    >>> say_changes(pd.DataFrame(), pd.DataFrame({"sentence": ["1", "2"]}), "GBR", "NOR")
    'Of the 2 sentences that tie GBR or NOR, none decides by itself who of the two is ahead.'
    """
    number = "none decides by itself" if not len(changes) else f"{len(changes)} decide by themselves, by some measure,"
    number = number.replace("1 decide by themselves", "1 decides by itself") if len(changes) == 1 else number
    return f"Of the {len(sentences)} sentences that tie {first} or {second}, {number} who of the two is ahead."


# --- null models ----------------------------------------------------------------------------------------------------


def rewire(
    graph: nx.Graph,
    replicates: int = 1000,
    seed: int = SEED,
    measures: Iterable[str] = BASIC,
    name: str = "",
    swaps: int = 10,
) -> Replicates:
    """Rewire a network at random such that every actor keeps its degree, and measure it each time.

    Two ties A-B and C-D become A-D and C-B, each tie carrying its weight along, unless that would tie an actor to
    itself or a pair twice (Maslov and Sneppen 2002). What remains special is more than the number of ties.

    Parameters
    ----------
    graph : networkx.Graph
        From `helpers.network.project`.
    replicates : int
        How many rewired networks.
    seed : int
        The same seed gives the same table.
    measures : iterable of str
        Which measures; strength and degree say little here.
    name : str
        What to call the network.
    swaps : int
        Attempted swaps a tie, between one rewired network and the next.

    Raises
    ------
    InputError
        Where the network has fewer than two ties.
    """
    if graph.number_of_edges() < 2:
        raise InputError("Rewiring needs at least two ties; widen the choices.")
    actors = sorted(graph)
    number = {actor: i for i, actor in enumerate(actors)}
    weights = check_weights(graph)
    ties = [sorted((number[source], number[target])) for source, target in graph.edges()]
    random = np.random.default_rng(seed)
    size = len(actors)
    rows = [_row(ties, weights, size)]
    there = {tuple(tie) for tie in ties}
    for _ in range(replicates):
        firsts = random.integers(len(ties), size=swaps * len(ties)).tolist()
        seconds = random.integers(len(ties), size=swaps * len(ties)).tolist()
        turns = random.integers(2, size=swaps * len(ties)).tolist()
        for first, second, turn in zip(firsts, seconds, turns, strict=True):
            (a, b), (c, d) = ties[first], ties[second]
            if turn:
                c, d = d, c
            one, two = (min(a, d), max(a, d)), (min(c, b), max(c, b))
            if a == d or c == b or one in there or two in there:
                continue
            there -= {tuple(ties[first]), tuple(ties[second])}
            there |= {one, two}
            ties[first], ties[second] = list(one), list(two)
        rows.append(_row(ties, weights, size))
    return _from_rows(actors, rows, measures, name or graph.graph.get("name", "") or "network", "rewired")


def _row(ties, weights, size) -> dict[int, int]:
    return {one * size + two: weight for (one, two), weight in zip(ties, weights, strict=True)}


def _from_rows(actors, rows: list[dict[int, int]], measures, name, source) -> Replicates:
    codes = sorted(set().union(*rows))
    place = {code: i for i, code in enumerate(codes)}
    weights = np.zeros((len(rows), len(codes)), dtype=np.int64)
    for line, row in zip(weights, rows, strict=True):
        line[[place[code] for code in row]] = list(row.values())
    pairs = np.stack(np.divmod(np.array(codes), len(actors)), axis=1)
    return measure_replicates(actors, pairs, weights, measures, name, source)


def shuffle_statements(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    what: str = "ends",
    replicates: int = 1000,
    seed: int = SEED,
    documents: pd.DataFrame | None = None,
    measures: Iterable[str] = BASIC,
    name: str = "cooperation",
) -> Replicates:
    """Shuffle statements within each document and measure the network that results.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices.
    what : str
        `ends`: who is tied with whom is dealt anew, each actor keeping its number of statements in each document; what
        remains special is more than how often a document ties it. `types`: types are dealt anew over the statements
        of all types, conflict included; compare a layer with this.
    replicates : int
        How many times.
    seed : int
        The same seed gives the same table.
    measures : iterable of str
        Which measures.
    name : str
        What to call the network.

    Raises
    ------
    InputError
        Where no tie remains after the choices.
    """
    if what not in ("ends", "types"):
        raise InputError(f"Cannot shuffle {what!r}; choose 'ends' or 'types'.")
    observed = select_ties(ties, actors, choices, documents)
    if observed.empty:
        raise InputError(f"The network {name!r} has no ties, so there is nothing to shuffle; widen the choices.")
    pool = observed if what == "ends" else select_ties(ties, actors, replace(choices, types=TIE_TYPES), documents)
    if what == "types" and not set(choices.types) <= set(TIE_TYPES):
        raise InputError(f"The coder {choices.coder} tells no types, so there are none to shuffle; choose another.")
    random = np.random.default_rng(seed)
    everyone = sorted(set(pool["source"]) | set(pool["target"]))
    number = {actor: i for i, actor in enumerate(everyone)}
    ends = np.stack([pool["source"].map(number), pool["target"].map(number)], axis=1).astype(np.int64)
    kinds = pool["type"].to_numpy(dtype=object)
    within = [np.flatnonzero(pool["doc_id"] == doc_id) for doc_id in sorted(set(pool["doc_id"]))]
    unit = _units(pool, choices.weight)
    rows = []
    for replicate in range(replicates + 1):
        dealt, types = ends.copy(), kinds.copy()
        for places in within if replicate else []:
            if what == "ends":
                dealt[places] = _deal(ends[places], random)
            else:
                types[places] = kinds[random.permutation(places)]
        chosen = np.isin(types, choices.types)
        one, two = np.sort(dealt[chosen], axis=1).T
        counted = np.unique(np.stack([one * len(everyone) + two, unit[chosen]]), axis=1)[0]
        codes, weights = np.unique(counted, return_counts=True)
        rows.append(dict(zip(codes.tolist(), weights.tolist(), strict=True)))
    return _from_rows(everyone, rows, measures, name, f"{what}_shuffled")


def _deal(ends: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Deal all ends of statements anew, mending ties of an actor with itself by swaps with other statements."""
    dealt = random.permutation(ends.reshape(-1)).reshape(ends.shape)
    for place in np.flatnonzero(dealt[:, 0] == dealt[:, 1]).tolist():
        own = dealt[place, 0]
        if dealt[place, 1] != own:  # an earlier swap has mended it
            continue
        fits = np.flatnonzero((dealt != own).all(axis=1))
        if not len(fits):
            return ends  # one actor is in every statement: there is no other way to deal
        other, side = fits[random.integers(len(fits))], random.integers(2)
        dealt[place, 1], dealt[other, side] = dealt[other, side], own
    return dealt


def beside_chance(replicates: Replicates, actors: Iterable[str] | None = None) -> pd.DataFrame:
    """Say where the observed value falls among those of a null model.

    Parameters
    ----------
    replicates : Replicates
        From `rewire` or `shuffle_statements`.
    actors : iterable of str, optional
        Which actors; without it all.

    Returns
    -------
    pandas.DataFrame
        network, null_model, actor_id, measure, value (observed), expected (mean), low, high (middle 95%), z (empty
        where the null model has no spread), at_least and at_most: share of null values as high or higher, and as low
        or lower, the observed one counted in (Phipson and Smyth 2010); replicates.
    """
    names = list(actors) if actors is not None else replicates.actors
    columns = [replicates.column(name) for name in names]
    tables = []
    for measure in replicates.varied:
        observed = np.round(replicates.observed[measure][columns], DECIMALS)
        if measure != "constraint":
            observed = np.nan_to_num(observed)
        values = np.round(replicates.filled(measure)[:, columns], DECIMALS)
        spread = values.std(axis=0)
        count = len(values) + 1
        tables.append(
            pd.DataFrame(
                {
                    "network": replicates.network,
                    "null_model": replicates.source,
                    "actor_id": names,
                    "measure": measure,
                    "value": observed,
                    "expected": values.mean(axis=0),
                    "low": np.quantile(values, 0.025, axis=0),
                    "high": np.quantile(values, 0.975, axis=0),
                    "z": np.where(spread > 1e-9, (observed - values.mean(axis=0)) / np.maximum(spread, 1e-9), np.nan),
                    "at_least": ((values >= observed).sum(axis=0) + 1) / count,
                    "at_most": ((values <= observed).sum(axis=0) + 1) / count,
                    "replicates": len(values),
                }
            )
        )
    return pd.concat(tables, ignore_index=True).round(DECIMALS)
