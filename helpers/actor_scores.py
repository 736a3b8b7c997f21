"""Step 2h: hold the mentions against a reading by hand: how many are right, and which are not.

Needs the mentions found and those marked. Makes a table of scores by kind of actor, and one of errors.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def score_mentions(
    found: pd.DataFrame, gold: pd.DataFrame, actors: pd.DataFrame, leave_out: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Hold mentions against a hand-marked reading: same document, same stretch, same actor.

    Parameters
    ----------
    found, gold : pandas.DataFrame
        doc_id, start, end and actor_id; a row twice counts once.
    actors : pandas.DataFrame
        The table `actors`, for the kind of each.
    leave_out : pandas.DataFrame or None
        Namings that count neither way, such as pronouns: rows of the same columns, taken out of `found` and of `gold`.

    Returns
    -------
    pandas.DataFrame
        kind (first `all`, then each), gold, found, right, precision, recall and f1; a measure without cases is empty.

    Source
    ------
    Precision, recall and F1 as van Rijsbergen, Information Retrieval (1979), chapter 7.

    Examples
    --------
    >>> gold = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 9], "end": [3, 12], "actor_id": ["EU", "NOR"]})
    >>> actors = pd.DataFrame({"actor_id": ["EU", "NOR"], "kind": ["organisation", "state"]})
    >>> score_mentions(gold[:1], gold, actors)[["kind", "right", "precision", "recall"]].to_numpy().tolist()
    [['all', 1, 1.0, 0.5], ['state', 0, nan, 0.0], ['organisation', 1, 1.0, 1.0]]
    """
    key = ["doc_id", "start", "end", "actor_id"]
    kind = dict(zip(actors["actor_id"], actors["kind"], strict=True))
    wanted, got, out = (
        set() if table is None else set(table[key].itertuples(index=False, name=None))
        for table in (gold, found, leave_out)
    )
    sets = [wanted - out, got - out]
    order = [
        name for name in dict.fromkeys(actors["kind"]) if any(kind.get(row[3]) == name for rows in sets for row in rows)
    ]
    order.sort(key=["state", "organisation", "body", "format", "programme", "person"].index)
    rows = []
    for name in ["all", *order]:
        wanted, got = ({row for row in rows_ if name == "all" or kind.get(row[3]) == name} for rows_ in sets)
        right = len(wanted & got)
        precision = right / len(got) if got else np.nan
        recall = right / len(wanted) if wanted else np.nan
        f1 = 2 * right / (len(got) + len(wanted)) if got or wanted else np.nan
        rows.append((name, len(wanted), len(got), right, precision, recall, f1))
    return pd.DataFrame(rows, columns=["kind", "gold", "found", "right", "precision", "recall", "f1"])


def list_errors(
    found: pd.DataFrame, gold: pd.DataFrame, documents: pd.DataFrame, leave_out: pd.DataFrame | None = None
) -> pd.DataFrame:
    """List what a reading has and the mentions have not, and the other way round, with a line of context.

    Parameters
    ----------
    found, gold : pandas.DataFrame
        doc_id, start, end and actor_id.
    documents : pandas.DataFrame
        doc_id and text.
    leave_out : pandas.DataFrame or None
        Namings that count neither way, as for `score_mentions`.

    Returns
    -------
    pandas.DataFrame
        error (missed or extra), doc_id, start, end, actor_id, surface and context, by document and offset.

    Examples
    --------
    >>> gold = pd.DataFrame({"doc_id": ["a"], "start": [3], "end": [5], "actor_id": ["EU"]})
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["De EU zegt"]})
    >>> list_errors(gold[:0], gold, documents)[["error", "surface", "context"]].to_numpy().tolist()
    [['missed', 'EU', 'De [EU] zegt']]
    """
    key = ["doc_id", "start", "end", "actor_id"]
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    wanted, got, out = (
        set() if table is None else set(table[key].itertuples(index=False, name=None))
        for table in (gold, found, leave_out)
    )
    wanted, got, rows = wanted - out, got - out, []
    for error, keys in (("missed", wanted - got), ("extra", got - wanted)):
        for doc_id, start, end, actor in keys:
            text = texts[doc_id]
            line = " ".join(f"{text[max(0, start - 50) : start]}[{text[start:end]}]{text[end : end + 50]}".split())
            rows.append((error, doc_id, int(start), int(end), actor, text[start:end], line))
    rows.sort(key=lambda row: (row[1], row[2], row[3], row[0], row[4]))
    return pd.DataFrame(rows, columns=["error", *key, "surface", "context"])
