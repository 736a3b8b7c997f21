"""Step 4: the consensus of the readings, and the ledger of how each disagreement was settled.

Needs the ties table with two readings or more, and the ledger `coding/decisions.csv` where there is one. Makes one more
coder, `consensus`: the statements on which all readings agree, and those that the ledger settles. What the ledger
leaves unresolved stays out, and `ledger` lists it. Held against one of its own readings it agrees by construction; it
is there to be analysed, and for coders that had no part in it to be held against.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.alignment import NOTHING, comparable, match
from helpers.coding import LEDGER
from helpers.documents import Corpus
from helpers.tables import DIRECTED_TYPES, InputError, check_table, columns, read_table

CODER = "consensus"
_JUDGED = ("source", "target", "type", "status", "change")


def readings(ties: pd.DataFrame) -> list[str]:
    """Name the coders that are readings: they tell types and have no cues.

    Examples
    --------
    >>> ties = pd.DataFrame({"coder": ["ann", "rules", "near"], "type": ["support", "support", "mention"],
    ...     "cue": ["", "steun", ""]})
    >>> readings(ties)
    ['ann']
    """
    automatic = set(ties.loc[(ties["cue"] != "") | (ties["type"] == "mention"), "coder"])
    return sorted(set(ties["coder"]) - automatic - {CODER})


def read_decisions(corpus: Corpus) -> pd.DataFrame:
    """Read the ledger `coding/decisions.csv`; an empty table where the corpus has none.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.

    Raises
    ------
    InputError
        One sentence that names row and remedy, also where a settled tie lacks its type, status or change.
    """
    path = corpus.folder / "coding" / LEDGER
    if not path.is_file():
        return pd.DataFrame(columns=columns("decisions"), dtype="str")
    table = read_table(path, "decisions", f"coding/{LEDGER}")
    for row, decision in enumerate(table.to_dict("records"), start=2):
        lacking = [name for name in ("type", "status", "change") if not decision[name]]
        if decision["settled"] == "tie" and lacking:
            raise InputError(
                f"coding/{LEDGER}, row {row}: a tie is settled without {' and '.join(lacking)}; fill it in, or write "
                "'no tie' or 'unresolved' under settled."
            )
    return table


def consensus(ties: pd.DataFrame, decisions: pd.DataFrame, among: Sequence[str] | None = None) -> pd.DataFrame:
    """Make the consensus coder.

    All readings agree on a statement where their quotes overlap and source, target, type, status and change are the
    same (actors as coded, before roll-up). It takes the first reading's quote, and coref 1 where any reading says so. A
    decision of the ledger counts as long as the readings still say what they said when it was taken.

    Parameters
    ----------
    ties : pandas.DataFrame
        The ties table.
    decisions : pandas.DataFrame
        The ledger, see `read_decisions`.
    among : sequence of str, optional
        The readings, at least two; without it all that `readings` names.

    Returns
    -------
    pandas.DataFrame
        Rows of the ties table with coder `consensus`; empty where there are fewer than two readings.

    Examples
    --------
    >>> ann = {"coder": "ann", "doc_id": "d", "sentence_id": 1, "start": 0, "end": 9, "quote": "A helpt B", "cue": "",
    ...     "source": "A", "target": "B", "type": "support", "status": "actual", "change": "none", "coref": "0"}
    >>> table = consensus(pd.DataFrame([ann, ann | {"coder": "bob"}]), pd.DataFrame())
    >>> table[["coder", "source", "type"]].values.tolist()
    [['consensus', 'A', 'support']]
    """
    among = readings(ties) if among is None else list(among)
    settled = {_key(row): row for row in decisions.to_dict("records")}
    rows = []
    for cluster in _clusters(ties, among) if len(among) > 1 else []:
        first = next(iter(cluster.values()))
        merged = {**first, "coder": CODER, "coref": max(row["coref"] for row in cluster.values())}
        if _agreed(cluster, among):
            rows.append(merged)
            continue
        decision = settled.get(_key(_open(cluster, among)))
        if decision is not None and decision["settled"] == "tie":
            rows.append(merged | _ends(decision) | {name: decision[name] for name in ("type", "status", "change")})
    table = pd.DataFrame(rows, columns=columns("ties"))
    order = {doc_id: place for place, doc_id in enumerate(dict.fromkeys(ties["doc_id"]))}
    return table.sort_values(
        ["doc_id", "start", "end", "source", "target", "type", "status"],
        key=lambda column: column.map(order) if column.name == "doc_id" else column,
        ignore_index=True,
    )


def ledger(
    ties: pd.DataFrame, decisions: pd.DataFrame | None = None, among: Sequence[str] | None = None
) -> pd.DataFrame:
    """List every disagreement of the readings, with the decisions taken so far.

    Parameters
    ----------
    ties : pandas.DataFrame
        The ties table.
    decisions : pandas.DataFrame, optional
        The ledger so far. A decision stays where the readings still say what they said.
    among : sequence of str, optional
        See `consensus`.

    Returns
    -------
    pandas.DataFrame
        Rows of the ledger, in the order of the documents; new ones are `unresolved`. Write it to
        `coding/decisions.csv`, fill in settled, type, status, change, by and reason, and run again.
    """
    among = readings(ties) if among is None else list(among)
    settled = {} if decisions is None else {_key(row): row for row in decisions.to_dict("records")}
    clusters = _clusters(ties, among) if len(among) > 1 else []
    rows = [_open(cluster, among) for cluster in clusters if not _agreed(cluster, among)]
    table = pd.DataFrame([settled.get(_key(row), row) for row in rows], columns=columns("decisions"), dtype="str")
    return check_table(table, "decisions", f"coding/{LEDGER}")


def stale(ties: pd.DataFrame, decisions: pd.DataFrame, among: Sequence[str] | None = None) -> pd.DataFrame:
    """List the decisions that no longer count, since a reading now says something else there."""
    live = {_key(row) for row in ledger(ties, None, among).to_dict("records")}
    gone = [_key(row) not in live for row in decisions.to_dict("records")]
    return decisions[pd.Series(gone, index=decisions.index, dtype=bool)].reset_index(drop=True)


def _clusters(ties: pd.DataFrame, among: Sequence[str]) -> list[dict[str, dict]]:
    """Put together the readings' statements that can be the same: reading to its row, in the order of the text."""
    ties = comparable(ties[ties["coder"].isin(among)], None)
    order = {doc_id: place for place, doc_id in enumerate(dict.fromkeys(ties["doc_id"]))}
    groups: dict[tuple, dict[str, list[dict]]] = {}
    for row in ties.to_dict("records"):
        group = groups.setdefault((row["doc_id"], row["one"], row["other"]), {})
        group.setdefault(row["coder"], []).append(row)
    found = []
    for group in groups.values():
        clusters: list[dict[str, dict]] = []
        for coder in among:
            rows = group.get(coder, [])
            pairs, _, _ = match([next(iter(cluster.values())) for cluster in clusters], rows)
            for i, j in pairs:
                clusters[i][coder] = rows[j]
            taken = {j for _, j in pairs}
            clusters += [{coder: row} for j, row in enumerate(rows) if j not in taken]
        found += clusters

    def place(cluster: dict[str, dict]) -> tuple:
        row = next(iter(cluster.values()))
        return (order[row["doc_id"]], *(row[name] for name in ("start", "end", "one", "other", "type", "status")))

    return sorted(found, key=place)


def _agreed(cluster: dict[str, dict], among: Sequence[str]) -> bool:
    judged = {tuple(row[name] for name in _JUDGED) for row in cluster.values()}
    return len(cluster) == len(among) and len(judged) == 1


def _open(cluster: dict[str, dict], among: Sequence[str]) -> dict[str, str]:
    """Make the row of the ledger for a disagreement that nobody has settled yet."""
    first = next(iter(cluster.values()))
    said = [f"{coder}: {_words(cluster[coder]) if coder in cluster else NOTHING}" for coder in among]
    row = {name: first[name] for name in ("doc_id", "quote", "source", "target")}
    blank = dict.fromkeys(("type", "status", "change", "by", "reason"), "")
    return row | {"said": "; ".join(said), "settled": "unresolved"} | blank


def _words(row: dict) -> str:
    ends = f"{row['source']} {'to' if row['type'] in DIRECTED_TYPES else 'and'} {row['target']}"
    return f"{ends} {row['type']}, {row['status']}, {row['change']}"


def _key(row: dict) -> tuple:
    return (row["doc_id"], row["quote"], row["said"])


def _ends(decision: dict) -> dict[str, str]:
    ends = (decision["source"], decision["target"])
    source, target = ends if decision["type"] in DIRECTED_TYPES else sorted(ends)
    return {"source": source, "target": target}
