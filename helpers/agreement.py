"""Step 4: set coders side by side, on ties and on the conclusion drawn from them.

Needs the ties table with the rows of two coders or more, and the actors table. Makes tables of agreement. Detection
(did both see a tie?) is kept apart from classification (do they call it the same, where both saw one?).

A coder that tells no types (type ``mention``) takes part in detection only. A reading counts for the documents in which
it has a row, an automatic coder for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from helpers.alignment import NOTHING, align, comparable, coverage
from helpers.tables import CHANGES, DIRECTED_TYPES, STATUSES, TEXT_KINDS, TIE_TYPES

# What two coders must share for a tie to count as the same one; each unit is finer than the one before.
UNITS = {
    "pair": [],
    "pair, type": ["type"],
    "pair, type, status": ["type", "status"],
    "pair, type, status, change": ["type", "status", "change"],
}
ATTRIBUTES = {"type": TIE_TYPES, "status": STATUSES, "change": CHANGES}


def detection(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    unit: str = "pair",
    reference: str | None = None,
    each_document: bool = False,
) -> pd.DataFrame:
    """Compare which ties coders see, per document and unordered pair of actors after roll-up.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables of these names; ties of all coders.
    unit : str
        What must be shared, one of `UNITS`: the pair alone, with type, with status too, with change too.
    reference : str, optional
        Compare with this coder only; without it every coder is held against every other.
    each_document : bool
        One row a document instead of one for all together.

    Returns
    -------
    pandas.DataFrame
        reference, coder, (doc_id,) unit, documents, both, only_reference, only_coder (numbers of units), precision
        (share of the coder's that the reference has), recall (share of the reference's that the coder has), f1 (their
        harmonic mean, which is Dice's coefficient), kappa (Cohen's, over the pairs that some coder of mentions
        offers; empty without such a coder or for a finer unit).

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["ATL", "BTL", "CTL"], "rolls_up_to": ["", "", ""]})
    >>> ties = pd.DataFrame({"coder": ["ann", "ann", "bob"], "doc_id": "d", "source": ["ATL", "ATL", "BTL"],
    ...     "target": ["BTL", "CTL", "ATL"], "type": "support", "status": "actual", "change": "none", "cue": ""})
    >>> detection(ties, actors, reference="ann")[["coder", "both", "precision", "recall"]].values.tolist()
    [['bob', 1, 1.0, 0.5]]
    """
    ties = comparable(ties, actors)
    mentions = ties["type"] == "mention"
    covered = coverage(ties)
    offered = set(ties.loc[mentions, ["doc_id", "one", "other"]].itertuples(index=False, name=None))
    offering = set(ties.loc[mentions, "coder"])
    key = ["doc_id", "one", "other", *UNITS[unit]]
    seen = {
        coder: set(rows[key].itertuples(index=False, name=None))
        for coder, rows in (ties if unit == "pair" else ties[~mentions]).groupby("coder")
    }
    rows = []
    for left, right in permutations(sorted(seen), 2):
        if reference not in (None, left):
            continue
        shared = sorted(covered[left] & covered[right])
        for documents in [[document] for document in shared] if each_document else [shared]:
            inside = set(documents)
            a, b, candidates = (
                {item for item in units if item[0] in inside} for units in (seen[left], seen[right], offered)
            )
            rows.append(
                {
                    "reference": left,
                    "coder": right,
                    **({"doc_id": documents[0]} if each_document else {}),
                    "unit": unit,
                    "documents": len(documents),
                    "both": len(a & b),
                    "only_reference": len(a - b),
                    "only_coder": len(b - a),
                    "precision": _share(len(a & b), len(b)),
                    "recall": _share(len(a & b), len(a)),
                    "f1": _share(2 * len(a & b), len(a) + len(b)),
                    "kappa": np.nan
                    if unit != "pair" or {left, right} & offering
                    else _detection_kappa(a, b, candidates),
                }
            )
    names = ["reference", "coder", *(["doc_id"] if each_document else []), "unit", "documents", "both"]
    names += ["only_reference", "only_coder", "precision", "recall", "f1", "kappa"]
    return pd.DataFrame(rows, columns=names)


def classification(ties: pd.DataFrame, actors: pd.DataFrame, reference: str | None = None) -> pd.DataFrame:
    """Compare what coders call the ties that both saw.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables of these names.
    reference : str, optional
        Compare with this coder only; without it every two coders are compared.

    Returns
    -------
    pandas.DataFrame
        One row a pair of coders and attribute: reference, coder, attribute (type, direction, status, change),
        statements (that both saw, see `align`; for direction those that both give the same directed type), agreement
        (share called the same), kappa (Cohen 1960) and alpha (Krippendorff, nominal); the two are empty where all is
        called alike.
    """
    coders = sorted(set(ties.loc[ties["type"] != "mention", "coder"]))
    rows = []
    pairs = combinations(coders, 2) if reference is None else [(reference, c) for c in coders if c != reference]
    for left, right in pairs:
        aligned = align(ties, actors, left, right)
        both = aligned[(aligned["reference_type"] != "") & (aligned["coder_type"] != "")]
        directed = both[(both["reference_type"] == both["coder_type"]) & both["coder_type"].isin(DIRECTED_TYPES)]
        for attribute in ("type", "direction", "status", "change"):
            table = directed if attribute == "direction" else both
            column = "source" if attribute == "direction" else attribute
            a, b = table[f"reference_{column}"], table[f"coder_{column}"]
            if attribute == "direction":
                a, b = a.eq(table["one"]).astype(str), b.eq(table["one"]).astype(str)
            rows.append(
                {
                    "reference": left,
                    "coder": right,
                    "attribute": attribute,
                    "statements": len(table),
                    "agreement": _share(int((a == b).sum()), len(table)),
                    "kappa": cohen_kappa(a.tolist(), b.tolist()),
                    "alpha": krippendorff_alpha([a.tolist(), b.tolist()]),
                }
            )
    return pd.DataFrame(rows, columns=["reference", "coder", "attribute", "statements", "agreement", "kappa", "alpha"])


def reliability(ties: pd.DataFrame, actors: pd.DataFrame, coders: Sequence[str] | None = None) -> pd.DataFrame:
    """Krippendorff's alpha over any number of coders at once.

    The unit is a sentence and an unordered pair of actors; a coder with two types there counts with the one that comes
    first in the codebook ("the first that fits"), a coder without a tie there is missing.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables of these names.
    coders : sequence of str, optional
        Which coders; without it all that tell types.

    Returns
    -------
    pandas.DataFrame
        attribute (type, status, change), coders, units (with two coders or more), alpha.
    """
    table = comparable(ties[ties["type"] != "mention"], actors)
    coders = sorted(set(table["coder"])) if coders is None else list(coders)
    table = table[table["coder"].isin(coders)]
    table = table.assign(place=table["type"].map(TIE_TYPES.index)).sort_values("place", kind="stable")
    table = table.drop_duplicates(["coder", "doc_id", "sentence_id", "one", "other"])
    rows = []
    for attribute in ATTRIBUTES:
        wide = table.set_index(["doc_id", "sentence_id", "one", "other", "coder"])[attribute].unstack()
        wide = wide[wide.notna().sum(axis=1) >= 2]
        values = [[None if pd.isna(cell) else cell for cell in wide[coder]] for coder in wide.columns]
        rows.append(
            {
                "attribute": attribute,
                "coders": len(coders),
                "units": len(wide),
                "alpha": krippendorff_alpha(values) if len(wide) else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=["attribute", "coders", "units", "alpha"])


def by_type(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    sentences: pd.DataFrame,
    reference: str,
    coder: str,
    replicates: int = 1000,
    seed: int = 2026,
    level: float = 0.95,
) -> pd.DataFrame:
    """Precision, recall and F1 of a coder for each type of tie, with intervals from resampled sentences.

    The unit is the statement (see `align`), since sentences are resampled: within each document as many as it has are
    drawn with replacement, and the percentiles of the replicates are the interval (Efron and Tibshirani 1993, chapter
    13). It speaks of the choice of sentences within these documents, not of other documents.

    Parameters
    ----------
    ties, actors, sentences : pandas.DataFrame
        The tables of these names.
    reference, coder : str
        Two coders; a coder of mentions gets the first row only.
    replicates, seed : int
        How many times to resample, and the seed.
    level : float
        Share of the replicates inside the interval.

    Returns
    -------
    pandas.DataFrame
        One row "tie seen" (any statement of the pair there, whatever its type), one "type right" (all types
        together), one a type: type, reference (statements it has), coder (statements it has), then precision, recall
        and f1, each with _low and _high.
    """
    aligned = align(ties, actors, reference, coder)
    kinds = ["tie seen"]
    if not (aligned["coder_type"] == "mention").any() and not (aligned["reference_type"] == "mention").any():
        kinds += ["type right", *TIE_TYPES]
    # For each statement and row of the result four 0/1 marks: the reference has it, and is met; the coder has it, and
    # is met.
    marks = np.zeros((len(aligned), len(kinds), 4))
    a, b = aligned["reference_type"].to_numpy(str), aligned["coder_type"].to_numpy(str)
    for place, kind in enumerate(kinds):
        chosen_a, chosen_b = (a != "", b != "") if kind in kinds[:2] else (a == kind, b == kind)
        met_a = met_b = a == b
        if kind == "tie seen":
            met_a, met_b = aligned["coder_seen"].to_numpy(bool), aligned["reference_seen"].to_numpy(bool)
        marks[:, place] = np.stack([chosen_a, chosen_a & met_a, chosen_b, chosen_b & met_b], axis=1)
    rng = np.random.default_rng(seed)
    resampled = np.zeros((replicates, len(kinds), 4))
    texts = sentences[sentences["kind"].isin(TEXT_KINDS)]
    size = texts.groupby("doc_id").size().to_dict()
    for doc_id, group in aligned.groupby("doc_id", sort=True):
        inside, where = np.unique(group["sentence_id"].to_numpy(int), return_inverse=True)
        total = max(int(size.get(doc_id, 0)), len(inside))
        # Sentences without a statement count only through how often the others are drawn.
        share = np.append(np.full(len(inside), 1 / total), 1 - len(inside) / total)
        drawn = rng.multinomial(total, share, size=replicates)[:, : len(inside)]
        held = np.zeros((len(inside), len(kinds), 4))
        np.add.at(held, where, marks[group.index])
        resampled += np.tensordot(drawn, held, axes=1)
    rows = []
    tail = (1 - level) / 2
    observed, spread = _rates(marks.sum(axis=0)), _rates(resampled)
    for place, kind in enumerate(kinds):
        row = {"type": kind, "reference": int(marks[:, place, 0].sum()), "coder": int(marks[:, place, 2].sum())}
        for measure in ("precision", "recall", "f1"):
            values = spread[measure][:, place]
            values = values[~np.isnan(values)]
            low, high = np.quantile(values, [tail, 1 - tail]) if len(values) else (np.nan, np.nan)
            row |= {measure: observed[measure][place], f"{measure}_low": low, f"{measure}_high": high}
        rows.append(row)
    return pd.DataFrame(rows)


def confusion(
    ties: pd.DataFrame, actors: pd.DataFrame, reference: str, coder: str, attribute: str = "type"
) -> pd.DataFrame:
    """Count what the coder says for each thing that the reference says.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables of these names.
    reference, coder : str
        Two coders that tell types.
    attribute : str
        type, status or change.

    Returns
    -------
    pandas.DataFrame
        Statements (see `align`); a row a value of the reference, a column a value of the coder, the last of each for
        statements that only one of them has.
    """
    aligned = align(ties, actors, reference, coder)
    values = [*ATTRIBUTES[attribute], NOTHING]
    told = [aligned[f"{side}_{attribute}"].replace("", NOTHING) for side in ("reference", "coder")]
    table = pd.crosstab(told[0], told[1]).reindex(index=values, columns=values, fill_value=0)
    return table.rename_axis(index=reference, columns=coder)


def disagreements(
    ties: pd.DataFrame, actors: pd.DataFrame, sentences: pd.DataFrame, reference: str, coder: str, number: int = 20
) -> pd.DataFrame:
    """Show the most telling disagreements of two coders, as sentences.

    The order is by kind: those that turn the sign of a tie (conflict against cooperation), those where one says that it
    is negated, ties that one of them misses, then type, direction, status and change; of one kind those come first that
    change the document's network (no other sentence ties the pair). So that twenty rows show twenty things rather than
    one thing twenty times, a sentence shows the same disagreement once (not once for each partner in a list), and each
    pattern (kind and the two types) is shown once before any is shown again.

    Parameters
    ----------
    ties, actors, sentences : pandas.DataFrame
        The tables of these names.
    reference, coder : str
        Two coders.
    number : int
        How many to show.

    Returns
    -------
    pandas.DataFrame
        doc_id, sentence_id, one, other, what (the kind of disagreement), reference_says, coder_says, changes_network,
        text (the sentence).
    """
    aligned = align(ties, actors, reference, coder)
    said = {
        side: aligned.loc[aligned[f"{side}_type"] != "", ["doc_id", "one", "other"]]
        .apply(tuple, axis=1)
        .pipe(lambda column: set(column.tolist()) if len(column) else set())
        for side in ("reference", "coder")
    }
    found = []
    for place, row in enumerate(aligned.to_dict("records")):
        what = _disagreement(row)
        if what is None:
            continue
        pair = (row["doc_id"], row["one"], row["other"])
        pattern = (what, row["reference_type"], row["coder_type"])
        found.append(
            {
                **{name: row[name] for name in ("doc_id", "sentence_id", "one", "other")},
                "what": what,
                "reference_says": _say(row, "reference"),
                "coder_says": _say(row, "coder"),
                "changes_network": not (pair in said["reference"] and pair in said["coder"]),
                "_pattern": pattern,
                "_place": place,
            }
        )
    alike = Counter(row["_pattern"] for row in found)
    causes, patterns = Counter(), Counter()
    for row in sorted(found, key=lambda row: (not row["changes_network"], row["_place"])):
        cause = (row["doc_id"], row["sentence_id"], row["_pattern"])
        causes[cause] += 1
        patterns[row["_pattern"]] += causes[cause] == 1
        row["_turn"] = (causes[cause], patterns[row["_pattern"]])
        row["alike"] = alike[row["_pattern"]]
    found.sort(
        key=lambda row: (
            row["_turn"],
            _WEIGHTS.index(row["what"]),
            not row["changes_network"],
            -row["alike"],
            row["_place"],
        )
    )
    names = ["doc_id", "sentence_id", "one", "other", "what", "reference_says", "coder_says"]
    names += ["changes_network", "alike"]
    table = pd.DataFrame(found[:number], columns=names)
    texts = sentences[["doc_id", "sentence_id", "text"]].assign(text=sentences["text"].str.strip())
    return table.merge(texts, on=["doc_id", "sentence_id"], how="left")


def rank_agreement(centralities: Mapping[str, pd.DataFrame], partners: Sequence[str] | None = None) -> pd.DataFrame:
    """Say whether actors come in the same order of centrality, whoever coded the ties.

    The second level of validation in van Atteveldt, Kleinnijenhuis and Ruigrok (2008): a coder whose single ties
    differ may still lead to the same conclusion.

    Parameters
    ----------
    centralities : mapping
        Coder to its centrality table (network, actor_id, measure, rank).
    partners : sequence of str, optional
        Rank these actors only, among themselves; without it every actor that any of the tables has.

    Returns
    -------
    pandas.DataFrame
        network, measure, reference, coder, actors, spearman (rank correlation) and kendall (tau-b). An actor missing
        from a coder's table ranks last there. Empty where one coder gives all actors the same rank.

    Examples
    --------
    >>> a = pd.DataFrame({"network": "all", "measure": "degree", "actor_id": list("XYZ"), "rank": [1, 2, 3]})
    >>> b = a.assign(rank=[1, 3, 2])
    >>> rank_agreement({"ann": a, "bob": b})[["spearman", "kendall"]].round(2).values.tolist()
    [[0.5, 0.33]]
    """
    rows = []
    for (network, measure), ranks in _ranks(centralities, partners).items():
        for left, right in combinations(ranks.columns, 2):
            a, b = (ranks[coder].rank().to_numpy() for coder in (left, right))
            signs = [np.sign(np.subtract.outer(each, each)) for each in (a, b)]
            rows.append(
                {
                    "network": network,
                    "measure": measure,
                    "reference": left,
                    "coder": right,
                    "actors": len(ranks),
                    "spearman": _cosine(a - a.mean(), b - b.mean()),
                    "kendall": _cosine(signs[0].ravel(), signs[1].ravel()),
                }
            )
    return pd.DataFrame(rows, columns=["network", "measure", "reference", "coder", "actors", "spearman", "kendall"])


def rank_moves(centralities: Mapping[str, pd.DataFrame], partners: Sequence[str] | None = None) -> pd.DataFrame:
    """Show each actor's rank by every coder, those first that move most; see `rank_agreement`.

    Returns
    -------
    pandas.DataFrame
        network, measure, actor_id, one column a coder with the rank (1 the most central, equals share the best), moves
        (the difference between the best rank and the worst).
    """
    parts = []
    for (network, measure), ranks in _ranks(centralities, partners).items():
        ranks = ranks.rank(method="min").astype(int)
        part = ranks.assign(moves=ranks.max(axis=1) - ranks.min(axis=1)).reset_index()
        part.insert(0, "measure", measure)
        part.insert(0, "network", network)
        parts.append(part.sort_values(["moves", "actor_id"], ascending=[False, True]))
    names = ["network", "measure", "actor_id", *centralities, "moves"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)


def cohen_kappa(a: Sequence[str], b: Sequence[str]) -> float:
    """Agreement of two coders on the same items, corrected for chance (Cohen 1960).

    Parameters
    ----------
    a, b : sequence of str
        What each calls the items, in the same order.

    Returns
    -------
    float
        1 for perfect agreement, 0 for what chance gives; nan without items or where both call everything alike.

    Examples
    --------
    >>> round(cohen_kappa(["yes"] * 25 + ["no"] * 25, ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15), 2)
    0.4
    """
    if not len(a):
        return np.nan
    first, second = np.asarray(a, dtype=str), np.asarray(b, dtype=str)
    expected = sum((first == value).mean() * (second == value).mean() for value in sorted({*first, *second}))
    return float(((first == second).mean() - expected) / (1 - expected)) if expected < 1 else np.nan


def krippendorff_alpha(values: Sequence[Sequence[str | None]]) -> float:
    """Krippendorff's alpha for names (nominal), by the krippendorff package.

    Parameters
    ----------
    values : sequence of sequences
        One a coder, with what it calls each unit, None where it has not seen it.

    Returns
    -------
    float
        1 for perfect agreement, 0 for what chance gives; nan without units or where everything is called alike.

    Examples
    --------
    >>> round(krippendorff_alpha([list("aabbdcccedda"), list("babbbccceddd")]), 3)
    0.692
    """
    import krippendorff  # loads slowly, and only this function needs it

    names = sorted({value for row in values for value in row if value is not None})
    codes = {name: float(place) for place, name in enumerate(names)}
    data = np.array([[codes.get(value, np.nan) for value in row] for row in values], dtype=float)
    pairable = (~np.isnan(data)).sum(axis=0) >= 2 if data.size else np.array([], dtype=bool)
    if not pairable.any() or len(np.unique(data[:, pairable][~np.isnan(data[:, pairable])])) < 2:
        return np.nan
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


# Kinds of disagreement, the most telling first.
_WEIGHTS = (
    "conflict against cooperation",
    "there or negated",
    "seen by the reference only",
    "seen by the coder only",
    "type",
    "direction",
    "actual or prospective",
    "change",
)


def _disagreement(row: dict) -> str | None:
    a, b = row["reference_type"], row["coder_type"]
    if not a:
        return "seen by the coder only"
    if not b:
        return "seen by the reference only"
    if "mention" in (a, b):
        return None
    if (a == "conflict") != (b == "conflict"):
        return "conflict against cooperation"
    if (row["reference_status"] == "negated") != (row["coder_status"] == "negated"):
        return "there or negated"
    if a != b:
        return "type"
    if a in DIRECTED_TYPES and row["reference_source"] != row["coder_source"]:
        return "direction"
    if row["reference_status"] != row["coder_status"]:
        return "actual or prospective"
    return "change" if row["reference_change"] != row["coder_change"] else None


def _say(row: dict, side: str) -> str:
    kind = row[f"{side}_type"]
    if kind in ("", "mention"):
        return kind or NOTHING
    ends = f"{row[f'{side}_source']} {'→' if kind in DIRECTED_TYPES else '–'} {row[f'{side}_target']}"
    return f"{ends}: {kind}, {row[f'{side}_status']}, {row[f'{side}_change']}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else np.nan


def _detection_kappa(a: set, b: set, candidates: set) -> float:
    if not candidates:
        return np.nan
    items = sorted(a | b | candidates)
    return cohen_kappa([str(item in a) for item in items], [str(item in b) for item in items])


def _rates(marks: np.ndarray) -> dict[str, np.ndarray]:
    """Precision, recall and F1 from the four marks on the last axis; nan where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        recall = marks[..., 1] / marks[..., 0]
        precision = marks[..., 3] / marks[..., 2]
        f1 = 2 * precision * recall / (precision + recall)
    f1 = np.where((precision == 0) & (recall == 0), 0.0, f1)
    # A type that one of the two never uses has an F1 of 0, not none.
    f1 = np.where(np.isnan(precision) != np.isnan(recall), 0.0, f1)
    return {"precision": precision, "recall": recall, "f1": f1}


def _ranks(centralities: Mapping[str, pd.DataFrame], partners: Sequence[str] | None) -> dict[tuple, pd.DataFrame]:
    """For each network and measure: the ranks of actors by coders, those missing from a coder's table last there."""
    tables = {
        coder: table.set_index(["network", "measure", "actor_id"])["rank"] for coder, table in centralities.items()
    }
    if not tables:
        return {}
    wide = pd.DataFrame(tables).astype(float)
    found = {}
    for key, group in wide.groupby(level=["network", "measure"], sort=True):
        ranks = group.droplevel(["network", "measure"]).sort_index()
        if partners is not None:
            ranks = ranks.reindex(sorted(set(partners)))
        found[key] = ranks.fillna(np.inf).rename_axis("actor_id")
    return found


def _cosine(a: np.ndarray, b: np.ndarray) -> float:
    size = np.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / size) if size else np.nan
