"""Step 7: how sure is a centrality, each source of uncertainty by itself.

Needs ties and the choices that made the network. Makes replicates of the network, in each of which something is
varied: a document left out, sentences drawn again, another coder, and so on. `helpers.replicates` sums them up.

An interval here says how far a value moves when its source is varied. It is no confidence interval of a population of
documents: with few documents nobody can give one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.measures import ALL, SEED
from helpers.network import COOPERATION_TYPES, WEIGHTS, Choices, select_ties
from helpers.replicates import Replicates, measure_replicates, summarise
from helpers.tables import STATUSES, TEXT_KINDS, TIE_TYPES, InputError

REPLICATES = 2000


# --- from statements to weights -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Statements:
    """Selected ties as numbers: to which pair, sentence, document and type each statement belongs."""

    actors: list[str]
    pairs: np.ndarray
    doc_ids: list[str]
    rows: pd.DataFrame
    by: str


def _number(selected: pd.DataFrame, choices: Choices, doc_ids: list[str], candidates=None) -> _Statements:
    if choices.weight == "passages":
        selected = _one_a_passage(selected)
    several = [selected[["source", "target"]], *([] if candidates is None else [candidates[["source", "target"]]])]
    everyone = pd.concat(several)
    actors = sorted(set(everyone["source"]) | set(everyone["target"]))
    number = {actor: i for i, actor in enumerate(actors)}
    ends = np.stack([everyone["source"].map(number), everyone["target"].map(number)], axis=1).astype(np.int64)
    pairs, pair = np.unique(np.sort(ends, axis=1), axis=0, return_inverse=True)
    rows = pd.DataFrame(
        {
            "doc_id": selected["doc_id"].to_numpy(),
            "sentence": selected["sentence_id"].to_numpy(dtype=np.int64),
            "type": selected["type"].to_numpy(),
            "pair": pair.reshape(-1)[: len(selected)],
        }
    )
    return _Statements(actors, pairs, doc_ids, rows.sort_values("pair", kind="stable"), choices.weight)


def _one_a_passage(selected: pd.DataFrame) -> pd.DataFrame:
    sides = np.sort(selected[["source", "target"]].to_numpy(dtype=object), axis=1)
    keys = selected[["doc_id", "start", "end"]].assign(one=sides[:, 0], two=sides[:, 1])
    return selected[~keys.duplicated().to_numpy()]


def _weigh(statements: _Statements, copies: np.ndarray, draw, mistakes=None) -> np.ndarray:
    """Sum statements to weights of pairs, shape (replicates, pairs).

    Parameters
    ----------
    statements : _Statements
        What is summed.
    copies : numpy.ndarray
        How often each document is in each replicate, shape (replicates, documents).
    draw : callable
        Given a doc_id, its sentences with ties and a number of replicates: how often each sentence is drawn.
    mistakes : _Mistakes, optional
        Coding errors to put in.
    """
    weights = np.zeros((len(copies), len(statements.pairs)), dtype=np.int64)
    for doc_id, rows in statements.rows.groupby("doc_id", sort=True):
        column = copies[:, statements.doc_ids.index(doc_id)]
        sentences, sentence = np.unique(rows["sentence"], return_inverse=True)
        pair, begin = np.unique(rows["pair"], return_index=True)
        # Each copy of a document is drawn from on its own, and counts as a document of its own.
        for copy in range(int(column.max(initial=0))):
            inside = np.flatnonzero(column > copy)
            times = draw(doc_id, sentences, len(inside))[:, sentence]
            found = np.zeros((len(inside), len(statements.pairs)), dtype=np.int64) if mistakes else None
            if mistakes:
                times = mistakes.lose(times, rows["type"])
                found += mistakes.add(doc_id, len(inside), len(statements.pairs))
                found[:, pair] += np.add.reduceat(times, begin, axis=1)
                weights[inside] += (found > 0) if statements.by == "documents" else found
            else:
                summed = np.add.reduceat(times, begin, axis=1)
                weights[np.ix_(inside, pair)] += (summed > 0) if statements.by == "documents" else summed
    return weights


def _every_sentence_once(doc_id: str, sentences: np.ndarray, replicates: int) -> np.ndarray:
    return np.ones((replicates, len(sentences)), dtype=np.int64)


def _sentence_drawer(random: np.random.Generator, sentences: pd.DataFrame | None):
    """Make a `draw` for `_weigh`: as many sentences as the document has, with replacement."""
    lengths = {}
    if sentences is not None:
        lengths = sentences[sentences["kind"].isin(TEXT_KINDS)].groupby("doc_id").size().to_dict()

    def draw(doc_id: str, with_ties: np.ndarray, replicates: int) -> np.ndarray:
        length = max(lengths.get(doc_id, 0), len(with_ties))
        # All sentences without ties are one case here: only how often the others are drawn matters.
        chances = np.append(np.full(len(with_ties), 1 / length), (length - len(with_ties)) / length)
        return random.multinomial(length, chances, size=replicates)[:, :-1]

    return draw


def _doc_ids(selected: pd.DataFrame, choices: Choices, documents: pd.DataFrame | None) -> list[str]:
    named = selected["doc_id"] if documents is None else documents["doc_id"]
    return [doc_id for doc_id in dict.fromkeys(named) if not choices.documents or doc_id in choices.documents]


def _select(ties, actors, choices, documents, name) -> pd.DataFrame:
    selected = select_ties(ties, actors, choices, documents)
    if selected.empty:
        raise InputError(
            f"The network {name!r} has no ties, so its uncertainty cannot be told; "
            "widen the choices (statuses, types, documents) or add documents."
        )
    return selected


# --- what can be varied ---------------------------------------------------------------------------------------------


def without_each_document(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    documents: pd.DataFrame | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
) -> Replicates:
    """Measure the network again without each document in turn.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices.
    documents : pandas.DataFrame, optional
        The documents table; with it, a document without ties is left out in turn too, which changes nothing.
    measures : iterable of str
        Which of `helpers.measures.MEASURES`.
    name : str
        What to call the network.

    Raises
    ------
    InputError
        Where no tie remains after the choices, or all stand in one document.
    """
    selected = _select(ties, actors, choices, documents, name)
    if selected["doc_id"].nunique() < 2:
        raise InputError(
            f"All ties of the network {name!r} stand in one document ({selected['doc_id'].iloc[0]}); "
            "leaving out one needs at least two documents with ties."
        )
    doc_ids = _doc_ids(selected, choices, documents)
    statements = _number(selected, choices, doc_ids)
    everyone = np.ones((1, len(doc_ids)), dtype=np.int64)
    copies = np.concatenate([everyone, everyone - np.eye(len(doc_ids), dtype=np.int64)])
    weights = _weigh(statements, copies, _every_sentence_once)
    return measure_replicates(
        statements.actors, statements.pairs, weights, measures, name, "document_left_out", doc_ids
    )


def leave_one_document_out(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    documents: pd.DataFrame | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
) -> pd.DataFrame:
    """Sum up `without_each_document`: the lowest and highest value and rank when one document is missing.

    Returns
    -------
    pandas.DataFrame
        The uncertainty table; low and high are the extremes over the documents.
    """
    return summarise(without_each_document(ties, actors, choices, documents, measures, name), level=1.0)


def resample(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    vary: Iterable[str] = ("sentences",),
    replicates: int = REPLICATES,
    seed: int = SEED,
    documents: pd.DataFrame | None = None,
    sentences: pd.DataFrame | None = None,
    errors: pd.DataFrame | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
) -> Replicates:
    """Draw the texts again with replacement, or put coding errors in, and measure the network that results.

    Drawing again loses ties that are asserted once (a sentence is missing from 37 of 100 draws), so values such as
    degree lie at or below the observed one. Read the spread and the ranks, not the middle.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices.
    vary : iterable of str
        `sentences`: in each document as many sentences as it has are drawn from them. `documents`: as many whole
        documents as there are are drawn. `coding_error`: statements are lost and added at the rates of `errors`.
        Several at once work together: documents, in each its sentences, and in them the errors.
    replicates : int
        How many times.
    seed : int
        The same seed gives the same table.
    documents : pandas.DataFrame, optional
        The documents table; with it, documents without ties are drawn too.
    sentences : pandas.DataFrame, optional
        The sentences table; with it, sentences without ties are drawn too, without it those with ties only.
    errors : pandas.DataFrame, optional
        For coding_error, a row a type: type, precision, recall, as `helpers.agreement.by_type` gives them. A type
        that is not there, or has no rate, takes those of the row `type right`.
    measures : iterable of str
        Which measures.
    name : str
        What to call the network.

    Returns
    -------
    Replicates
        With what was varied as `source`, joined by `_and_`.

    Notes
    -----
    Errors: a coded statement of a type is dropped with chance 1 - precision. As many are added as the coder is
    expected to have missed, kept * (1 - recall) / recall a document, their number drawn from Poisson. An added one
    ties a pair that stands in one sentence of the document (ties of type `mention`, where the ties table has some),
    else two actors that the document ties, each drawn by how often it does.
    """
    vary = [what for what in ("documents", "sentences", "coding_error") if what in set(vary)]
    if not vary:
        raise InputError("Nothing to vary; choose 'sentences', 'documents', 'coding_error' or several.")
    if "coding_error" in vary and errors is None:
        raise InputError("Coding errors need a table of rates with type, precision and recall; see notebook 04.")
    selected = _select(ties, actors, choices, documents, name)
    doc_ids = _doc_ids(selected, choices, documents)
    if vary == ["documents"] and len(doc_ids) < 2:
        raise InputError("Drawing documents again needs at least two; add documents or draw sentences.")
    random = np.random.default_rng(seed)
    candidates = _candidates(ties, actors, choices, documents, selected) if "coding_error" in vary else None
    statements = _number(selected, choices, doc_ids, candidates)
    mistakes = None if candidates is None else _Mistakes(random, statements, errors, candidates)
    copies = np.ones((replicates, len(doc_ids)), dtype=np.int64)
    if "documents" in vary:
        copies = random.multinomial(len(doc_ids), np.full(len(doc_ids), 1 / len(doc_ids)), size=replicates)
    draw = _sentence_drawer(random, sentences) if "sentences" in vary else _every_sentence_once
    observed = _weigh(statements, np.ones((1, len(doc_ids)), dtype=np.int64), _every_sentence_once)
    weights = np.concatenate([observed, _weigh(statements, copies, draw, mistakes)])
    used = weights.any(axis=0)
    return measure_replicates(
        statements.actors, statements.pairs[used], weights[:, used], measures, name, "_and_".join(vary)
    )


class _Mistakes:
    """Coding errors at given rates: statements that are lost, statements that are added."""

    def __init__(self, random, statements: _Statements, errors: pd.DataFrame, candidates: pd.DataFrame):
        self.random = random
        rates = errors.drop_duplicates("type").set_index("type")[["precision", "recall"]].astype(float)
        spare = rates.loc["type right"] if "type right" in rates.index else rates.mean()
        types = sorted(set(statements.rows["type"]))
        self.rates = rates.reindex(types).fillna(spare)
        if self.rates.isna().any(axis=None) or (self.rates["recall"] <= 0).any():
            raise InputError(
                "The table of coding errors has no usable precision and recall (above 0) for every type; "
                "add the rows, or one for 'type right'."
            )
        kept = statements.rows["type"].map(self.rates["precision"])
        missed = kept * (1 / statements.rows["type"].map(self.rates["recall"]) - 1)
        self.expected = missed.groupby(statements.rows["doc_id"]).sum().to_dict()
        number = {actor: i for i, actor in enumerate(statements.actors)}
        places = {tuple(pair): place for place, pair in enumerate(statements.pairs.tolist())}
        self.where = {}
        for doc_id, rows in candidates.groupby("doc_id", sort=True):
            pairs = [
                places[tuple(sorted((number[source], number[target])))]
                for source, target in zip(rows["source"], rows["target"], strict=True)
            ]
            self.where[doc_id] = (np.array(pairs), (rows["chance"] / rows["chance"].sum()).to_numpy())

    def lose(self, times: np.ndarray, types: pd.Series) -> np.ndarray:
        return self.random.binomial(times, types.map(self.rates["precision"]).to_numpy())

    def add(self, doc_id: str, replicates: int, pairs: int) -> np.ndarray:
        added = np.zeros((replicates, pairs), dtype=np.int64)
        number = self.random.poisson(self.expected[doc_id], size=replicates)
        places, chances = self.where[doc_id]
        drawn = self.random.choice(places, p=chances, size=number.sum())
        np.add.at(added, (np.repeat(np.arange(replicates), number), drawn), 1)
        return added


def _candidates(ties, actors, choices, documents, selected) -> pd.DataFrame:
    """List the pairs that a missed statement of a document could tie, with their chances."""
    by_sentence = pd.DataFrame()
    baseline = sorted(set(ties.loc[ties["type"] == "mention", "coder"]))
    if baseline:
        seen = replace(choices, coder=baseline[0], types=("mention",), statuses=("actual",))
        by_sentence = select_ties(ties, actors, seen, documents)
    tables = []
    for doc_id, rows in selected.groupby("doc_id", sort=True):
        if len(by_sentence) and (by_sentence["doc_id"] == doc_id).any():
            near = by_sentence[by_sentence["doc_id"] == doc_id]
            table = near.groupby(["source", "target"]).size().rename("chance").reset_index()
        else:
            often = pd.concat([rows["source"], rows["target"]]).value_counts().sort_index()
            pairs = list(itertools.combinations(often.index, 2))
            table = pd.DataFrame(pairs, columns=["source", "target"])
            table["chance"] = [float(often[one] * often[two]) for one, two in pairs]
        tables.append(table.assign(doc_id=doc_id))
    return pd.concat(tables, ignore_index=True)


def vary_coder(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    documents: pd.DataFrame | None = None,
    coders: Iterable[str] | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
) -> Replicates:
    """Measure the network of each coder; `observed` is that of the coder in the choices.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables.
    choices : Choices
        The analyst's choices; a coder that tells no types (co-mention) enters with all of its ties.
    coders : iterable of str, optional
        Which coders; without it all in the ties table.
    measures, name
        As in `resample`.
    """
    coders = sorted(set(ties["coder"])) if coders is None else list(coders)
    variants = {coder: replace(choices, coder=coder) for coder in coders}
    return _vary_choices(ties, actors, documents, choices, variants, measures, name, "coder")


def vary_choices(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    documents: pd.DataFrame | None = None,
    grid: Mapping[str, Iterable] | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
) -> tuple[Replicates, pd.DataFrame]:
    """Measure the network under every combination of reasonable choices: a multiverse.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables; without `documents`, leaving out the authors' ties is no choice.
    choices : Choices
        The analyst's choices, which stay the observed ones.
    grid : mapping of str to iterable, optional
        For each field of `Choices` its values; without it `reasonable_choices`.
    measures, name
        As in `resample`.

    Returns
    -------
    Replicates
        A replicate a specification, labelled with its number.
    pandas.DataFrame
        specification (its number), own (whether these are the analyst's choices), and a column a choice.
    """
    grid = _with_own(reasonable_choices(ties, documents is not None), choices) if grid is None else grid
    sets = [replace(choices, **dict(zip(grid, values, strict=True))) for values in itertools.product(*grid.values())]
    silent = _without_chances(ties)
    # of who gives no chances none can be left out: the same set of choices once more
    sets = [variant for variant in sets if variant.coder not in silent or variant.least_chance == choices.least_chance]
    variants = {str(number): variant for number, variant in enumerate(sets, start=1)}
    table = pd.DataFrame(
        [
            {"specification": number, "own": variant == choices}
            | {
                field: ", ".join(value) if isinstance(value := getattr(variant, field), tuple) else str(value)
                for field in grid
            }
            for number, variant in variants.items()
        ]
    )
    return _vary_choices(ties, actors, documents, choices, variants, measures, name, "choices"), table


def vary_one_choice(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    documents: pd.DataFrame | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
) -> Replicates:
    """Measure the network with one choice at a time another, for the few networks that can all be shown.

    Parameters
    ----------
    ties, actors, documents : pandas.DataFrame
        The tables; without `documents`, leaving out the authors' ties is no choice.
    choices : Choices
        The analyst's choices, which are the observed ones.
    measures, name
        As in `resample`.

    Returns
    -------
    Replicates
        A replicate a change, labelled `choice=value`; of types `types=-membership` leaves membership out.
    """
    variants = {}
    grid = reasonable_choices(ties, documents is not None)
    if choices.coder in _without_chances(ties):
        del grid["least_chance"]
    for field, values in grid.items():
        for value in values:
            if value == getattr(choices, field):
                continue
            if field == "types":
                label = ",".join(f"-{kind}" for kind in COOPERATION_TYPES if kind not in value) or "all"
            else:
                label = "+".join(value) if isinstance(value, tuple) else str(value)
            variants[f"{field}={label}"] = replace(choices, **{field: value})
    return _vary_choices(ties, actors, documents, choices, variants, measures, name, "choice")


def reasonable_choices(ties: pd.DataFrame, with_authors: bool = True) -> dict[str, list]:
    """List the choices between which a careful analyst could hesitate.

    Parameters
    ----------
    ties : pandas.DataFrame
        The ties table: all coders in it that tell types.
    with_authors : bool
        Whether to vary `without_author` too.
    """
    typed = sorted(set(ties.loc[ties["type"] != "mention", "coder"]))
    return {
        "coder": typed,
        "roll_up": [True, False],
        "statuses": [("actual",), ("actual", "prospective")],
        "types": [
            COOPERATION_TYPES,
            # Taking part in an organisation is cooperation with its members rather than with it.
            tuple(tie_type for tie_type in COOPERATION_TYPES if tie_type != "membership"),
            # Words alone: what is declared, not done.
            tuple(tie_type for tie_type in COOPERATION_TYPES if tie_type != "alignment"),
        ],
        "weight": list(WEIGHTS),
        "without_author": [False, True] if with_authors else [False],
        # What is likelier wrong than right, left in or left out.
        "least_chance": [0.0, 0.5] if _without_chances(ties) != set(ties["coder"]) else [0.0],
    }


def _with_own(grid: dict[str, list], choices: Choices) -> dict[str, list]:
    """Add the analyst's own least chance to those that are tried."""
    return grid | {"least_chance": sorted({*grid["least_chance"], choices.least_chance})}


def _without_chances(ties: pd.DataFrame) -> set[str]:
    """Say which coders give their statements no chances."""
    told = ties[ties["chance"].notna()] if "chance" in ties else ties.iloc[:0]
    return set(ties["coder"]) - set(told["coder"])


def _vary_choices(ties, actors, documents, choices, variants, measures, name, source) -> Replicates:
    untyped = set(ties["coder"]) - set(ties.loc[ties["type"] != "mention", "coder"])
    counters: dict[Choices, _PairCounter] = {}
    counted = []
    for variant in [choices, *variants.values()]:
        if variant.coder in untyped:
            variant = replace(variant, types=("mention",), statuses=("actual",))
        # Types, statuses and weights only say which rows count and how, so that one selection serves all of them.
        key = replace(variant, weight=WEIGHTS[0], types=(*TIE_TYPES, "mention"), statuses=STATUSES)
        if key not in counters:
            counters[key] = _PairCounter(select_ties(ties, actors, key, documents))
        counted.append(counters[key].count(variant))
    if not counted[0]:
        _select(ties, actors, choices, documents, name)
    tied = sorted(set().union(*counted))
    everyone = sorted({actor for pair in tied for actor in pair})
    number = {actor: i for i, actor in enumerate(everyone)}
    pairs = np.array([(number[one], number[two]) for one, two in tied])
    weights = np.array([[found.get(pair, 0) for pair in tied] for found in counted], dtype=np.int64)
    return measure_replicates(everyone, pairs, weights, measures, name, source, list(variants))


class _PairCounter:
    """Sum selected ties to one weight a pair, whatever their direction, again and again for other choices."""

    def __init__(self, selected: pd.DataFrame):
        sides = np.sort(selected[["source", "target"]].to_numpy(dtype=object), axis=1)
        pair, names = pd.factorize(pd.Series(zip(*sides.T, strict=True), dtype=object))
        self.pair, self.names = pair.astype(np.int64), list(names)
        self.types, self.statuses = (selected[column].to_numpy(dtype=object) for column in ("type", "status"))
        # What a pair counts once in.
        self.units = {
            "statements": np.arange(len(selected)),
            "passages": selected.groupby(["doc_id", "start", "end"]).ngroup().to_numpy(),
            "documents": selected.groupby("doc_id").ngroup().to_numpy(),
        }

    def count(self, choices: Choices) -> dict[tuple[str, str], int]:
        """Give the weight of each pair that the types and statuses of the choices leave."""
        kept = np.isin(self.types, choices.types) & np.isin(self.statuses, choices.statuses)
        once = np.unique(self.pair[kept] * (len(kept) + 1) + self.units[choices.weight][kept])
        pairs, weights = np.unique(once // (len(kept) + 1), return_counts=True)
        return {self.names[pair]: weight for pair, weight in zip(pairs.tolist(), weights.tolist(), strict=True)}


def say_together(coders: Iterable[str], errors: Mapping[str, pd.DataFrame] | None = None) -> str:
    """Say what `vary_together` varies with these coders and errors.

    Examples
    --------
    >>> say_together(["rules"]), say_together(["ann", "rules"], {"rules": pd.DataFrame()})
    ('documents and sentences', 'coder, errors (of rules alone), documents and sentences')
    """
    coders = sorted(set(coders))
    known = [coder for coder in coders if coder in (errors or {})]
    parts = ["coder"] if len(coders) > 1 else []
    if known:
        parts.append("errors" if known == coders else f"errors (of {', '.join(known)} alone)")
    return ", ".join([*parts, "documents"]) + " and sentences"


def vary_together(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    choices: Choices,
    coders: Iterable[str],
    errors: Mapping[str, pd.DataFrame] | None = None,
    replicates: int = REPLICATES,
    seed: int = SEED,
    documents: pd.DataFrame | None = None,
    sentences: pd.DataFrame | None = None,
    measures: Iterable[str] = ALL,
    name: str = "cooperation",
) -> Replicates:
    """Vary all at once: a coder, its errors, the documents, and the sentences in them.

    Parameters
    ----------
    coders : iterable of str
        Coders that tell types; each has an equal share of the replicates.
    errors : mapping of str to pandas.DataFrame, optional
        For each coder its table of coding errors (see `resample`); a coder without one is taken at its word.
    ties, actors, choices, replicates, seed, documents, sentences, measures, name
        As in `resample`.
    """
    coders = list(coders)
    if not coders:
        raise InputError("Varying all at once needs a coder that tells types; there is none in the ties table.")
    parts = []
    for number, coder in enumerate(coders):
        share = replicates // len(coders) + (number < replicates % len(coders))
        known = (errors or {}).get(coder)
        vary = ["documents", "sentences", *([] if known is None else ["coding_error"])]
        if not share:
            continue
        own = replace(choices, coder=coder)
        parts.append(
            resample(ties, actors, own, vary, share, seed + number, documents, sentences, known, measures, name)
        )
    if not parts:
        raise InputError(f"Nothing was varied in the network {name!r}; ask for at least one replicate.")
    base = resample(ties, actors, choices, ["sentences"], 1, seed, documents, sentences, None, measures, name)
    everyone = sorted(set(base.actors).union(*(part.actors for part in parts)))

    def spread(array: np.ndarray, actors: list[str], empty) -> np.ndarray:
        wide = np.full((*array.shape[:-1], len(everyone)), empty)
        wide[..., [everyone.index(actor) for actor in actors]] = array
        return wide

    measures = list(measures)
    return Replicates(
        network=name,
        source="together",
        actors=everyone,
        labels=[str(number) for number in range(1, replicates + 1)],
        observed={measure: spread(base.observed[measure], base.actors, np.nan) for measure in measures},
        varied={
            measure: np.concatenate([spread(part.varied[measure], part.actors, np.nan) for part in parts])
            for measure in measures
        },
        present=np.concatenate([spread(part.present, part.actors, False) for part in parts]),
    )
