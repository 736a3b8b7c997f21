"""Step 4, what comes first: which statements of two coders can be the same.

Needs the ties table and the actors table. Makes the table of aligned statements, from which agreement and consensus are
counted.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.gazetteer import roll_up
from helpers.tables import DIRECTED_TYPES

# What stands for a statement that a coder has not.
NOTHING = "(nothing)"
_TOLD = ["source", "target", "type", "status", "change", "sentence_id", "start", "end", "quote"]


def comparable(ties: pd.DataFrame, actors: pd.DataFrame | None) -> pd.DataFrame:
    """Roll persons and bodies up to the actor they act for, and name the two ends in alphabetical order.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables of these names. With None for the actors, persons and bodies stay themselves; where the ties have the
        columns of `helpers.network.add_offices`, persons act for whom they served on the document's day.

    Returns
    -------
    pandas.DataFrame
        The ties between different actors after roll-up, with `one` and `other`, their ends whichever way they point.
    """
    if actors is not None:
        # Where the step before said who acted for whom on the document's day, that counts.
        rolled = {
            end: ties.get(f"{end}_acts_for", roll_up(ties[end].astype("str"), actors)) for end in ("source", "target")
        }
        ties = ties.assign(**rolled)
    ties = ties[ties["source"] != ties["target"]]
    first = ties["source"] <= ties["target"]
    one = ties["source"].where(first, ties["target"])
    other = ties["target"].where(first, ties["source"])
    # Rolling up may have put the ends of an undirected tie out of their order.
    directed = ties["type"].isin(DIRECTED_TYPES)
    source, target = ties["source"].where(directed, one), ties["target"].where(directed, other)
    return ties.assign(source=source, target=target, one=one, other=other)


def coverage(ties: pd.DataFrame) -> dict[str, set[str]]:
    """Say which documents each coder has been through.

    A reading (no cues, types told) has been through the documents in which it has a row: it may not have been meant
    for the others. Any other coder has been through all. A reading that truly found nothing in a document is thus not
    held to it.

    Examples
    --------
    >>> ties = pd.DataFrame({"coder": ["ann", "rules", "rules"], "doc_id": ["d", "d", "e"], "type": "support",
    ...     "cue": ["", "steun", "hulp"]})
    >>> {coder: sorted(documents) for coder, documents in coverage(ties).items()}
    {'ann': ['d'], 'rules': ['d', 'e']}
    """
    everything = set(ties["doc_id"])
    covered = {}
    for coder, rows in ties.groupby("coder"):
        reading = (rows["cue"] == "").all() and (rows["type"] != "mention").all()
        covered[coder] = set(rows["doc_id"]) if reading else everything
    return covered


def align(ties: pd.DataFrame, actors: pd.DataFrame, reference: str, coder: str) -> pd.DataFrame:
    """Set the statements of two coders against each other, one to one.

    Two statements can be the same if they tie the same two actors (after roll-up, either way) in the same document and
    their quotes overlap by a character. Where several could be, those go together that share type, then direction, then
    status, then change, then most of the quote.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables of these names.
    reference, coder : str
        Two coders.

    Returns
    -------
    pandas.DataFrame
        One row a statement that either has, over the documents both have been through: doc_id, sentence_id, one,
        other, what the reference tells (`reference_type`, ...; empty where it has no such statement) and what the
        coder tells (`coder_type`, ...); `reference_seen` and `coder_seen` say whether that side has any statement of
        the pair there.
    """
    ties = comparable(ties[ties["coder"].isin([reference, coder])], actors)
    covered = coverage(ties)
    shared = covered.get(reference, set()) & covered.get(coder, set())
    groups: dict[tuple, tuple[list, list]] = {}
    for row in ties[ties["doc_id"].isin(shared)].to_dict("records"):
        sides = groups.setdefault((row["doc_id"], row["one"], row["other"]), ([], []))
        sides[row["coder"] != reference].append(row)
    rows = []
    for (doc_id, one, other), (left, right) in groups.items():
        pairs, with_a, with_b = match(left, right)
        partner_a, partner_b = dict(pairs), {j: i for i, j in pairs}
        for i, a in enumerate(left):
            b = right[partner_a[i]] if i in partner_a else None
            rows.append(_aligned(doc_id, one, other, a, b, True, i in with_a))
        for j, b in enumerate(right):
            if j not in partner_b:
                rows.append(_aligned(doc_id, one, other, None, b, j in with_b, True))
    names = ["doc_id", "sentence_id", "start", "one", "other", "reference_seen", "coder_seen"]
    names += [f"{side}_{name}" for side in ("reference", "coder") for name in _TOLD]
    table = pd.DataFrame(rows, columns=names)
    order = {doc_id: place for place, doc_id in enumerate(dict.fromkeys(ties["doc_id"]))}
    return table.sort_values(
        ["doc_id", "start", "one", "other", "reference_type", "coder_type"],
        key=lambda column: column.map(order) if column.name == "doc_id" else column,
        kind="stable",
        ignore_index=True,
    )


def match(left: Sequence[dict], right: Sequence[dict]) -> tuple[list[tuple[int, int]], set[int], set[int]]:
    """Find which statements of two coders on one pair of actors in one document are the same; see `align`.

    Parameters
    ----------
    left, right : sequence of dict
        Rows of the ties table.

    Returns
    -------
    tuple
        Places in left and right that go together, one to one; the places in left, and those in right, whose quote
        overlaps with any of the other side.

    Examples
    --------
    >>> one = {"start": 0, "end": 9, "type": "support", "source": "A", "status": "actual", "change": "none"}
    >>> match([one | {"type": "conflict"}, one], [one])
    ([(1, 0)], {0, 1}, {0})
    """
    possible = [
        (*_likeness(a, b), -i, -j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if a["start"] < b["end"] and b["start"] < a["end"]
    ]
    pairs: dict[int, int] = {}
    for *_, i, j in sorted(possible, reverse=True):
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return sorted(pairs.items()), {-p[-2] for p in possible}, {-p[-1] for p in possible}


def _likeness(a: dict, b: dict) -> tuple:
    same = [a[name] == b[name] for name in ("type", "source", "status", "change")]
    return (*same, min(a["end"], b["end"]) - max(a["start"], b["start"]))


def _aligned(doc_id, one, other, a: dict | None, b: dict | None, seen_a: bool, seen_b: bool) -> dict:
    row = {"doc_id": doc_id, "one": one, "other": other, "reference_seen": seen_a, "coder_seen": seen_b}
    row |= {"sentence_id": (a or b)["sentence_id"], "start": (a or b)["start"]}
    for side, told in (("reference", a), ("coder", b)):
        for name in _TOLD:
            empty = 0 if name in ("sentence_id", "start", "end") else ""
            row[f"{side}_{name}"] = told[name] if told else empty
    return row
