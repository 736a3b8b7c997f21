"""Step 3c: accept, correct or reject what the rules propose, and keep each decision at once.

Needs the ties of an automatic coder and the sentences. Makes a reading, `coding/<name>.csv`, that grows by a row with
every decision and stands beside the other coders at the next run. `helpers.review_widget` shows it on screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers.chances import share_right
from helpers.coding import check_name
from helpers.documents import Corpus
from helpers.tables import (
    CHANGES,
    DIRECTED_TYPES,
    STATUSES,
    TIE_TYPES,
    InputError,
    check_table,
    columns,
    read_csv,
    write_table,
)

DECISIONS = ("accept", "change", "reject")
# What a review keeps beside the columns of a reading: the decision, and the proposal that it was taken on.
PROPOSED = [f"proposed_{name}" for name in ("source", "target", "type", "status", "change")]
COLUMNS = [*columns("coding"), "decision", "start", *PROPOSED]


def read_review(corpus: Corpus, name: str) -> pd.DataFrame:
    """Read the decisions taken so far; an empty table where there are none.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.
    name : str
        Name of the reviewer, which is the name of the file in `coding/` and of the coder.

    Raises
    ------
    InputError
        Where a file of that name is a reading without decisions (it would be overwritten), or not in order.
    """
    path = _path(corpus, name)
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS, dtype="str")
    file = f"coding/{path.name}"
    table = read_csv(path, file)
    if "decision" not in table.columns:
        raise InputError(f"{file} is a reading of its own, not a review; give the review another name.")
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        raise InputError(f"{file} has no column {', '.join(missing)}; put it back into the header (row 1).")
    for row, (decision, start) in enumerate(zip(table["decision"], table["start"], strict=True), start=2):
        if decision not in DECISIONS:
            raise InputError(f"{file}, row {row}: decision {decision!r} is none of: {', '.join(DECISIONS)}.")
        if not start.isdecimal():
            raise InputError(f"{file}, row {row}: start {start!r} is no offset; put back the number that stood there.")
    return check_table(table, "coding", file)[COLUMNS]


def orphans(decided: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """List the decisions whose quote is no longer in its document; they stay in the file and are no ties.

    Parameters
    ----------
    decided : pandas.DataFrame
        What `read_review` gives.
    documents : pandas.DataFrame
        The documents with their texts.

    Examples
    --------
    >>> decided = pd.DataFrame({"doc_id": ["d", "d"], "quote": ["Atland", "Betland"]})
    >>> orphans(decided, pd.DataFrame({"doc_id": ["d"], "text": ["Atland."]}))["quote"].tolist()
    ['Betland']
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    pairs = zip(decided["doc_id"], decided["quote"], strict=True)
    gone = [quote not in texts.get(doc_id, "") for doc_id, quote in pairs]
    return decided[pd.Series(gone, index=decided.index, dtype=bool)].reset_index(drop=True)


def review_table(ties: pd.DataFrame, sentences: pd.DataFrame, decided: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set every proposal beside its sentence, with the decision on it where there is one.

    A decision belongs to a proposal of the same quote, the same two actors and the same type, as proposed or as
    corrected; where the quote stands more than once, to the one at the same place, and where the text has moved, to the
    first that is free.

    Parameters
    ----------
    ties : pandas.DataFrame
        The ties of one automatic coder.
    sentences : pandas.DataFrame
        The sentences of the same corpus.
    decided : pandas.DataFrame, optional
        What `read_review` gives.

    Returns
    -------
    pandas.DataFrame
        One row a proposal, in the order of the text: the columns of the ties table but coder, as they are after the
        decision; decision (empty where there is none); what was proposed (proposed_source, ..., proposed_change); note;
        sentence (its text) and sentence_start.

    Examples
    --------
    >>> ties = pd.DataFrame([{"coder": "rules", "doc_id": "d", "sentence_id": 1, "start": 0, "end": 14, "quote":
    ...     "A steunt B nu.", "source": "A", "target": "B", "type": "support", "status": "actual", "change": "none",
    ...     "coref": "0", "cue": "steunt"}])
    >>> sentences = pd.DataFrame({"doc_id": ["d"], "sentence_id": [1], "start": [0], "text": ["A steunt B nu."]})
    >>> review_table(ties, sentences)[["type", "decision", "sentence"]].to_numpy().tolist()
    [['support', '', 'A steunt B nu.']]
    """
    texts = sentences[["doc_id", "sentence_id", "start", "text"]]
    texts = texts.rename(columns={"start": "sentence_start", "text": "sentence"})
    table = ties[ties["type"] != "mention"].drop(columns="coder").merge(texts, on=["doc_id", "sentence_id"], how="left")
    table = table.assign(
        decision="", note="", **{name: table[name.removeprefix("proposed_")] for name in PROPOSED}
    ).reset_index(drop=True)
    rows = [] if decided is None else decided.to_dict("records")
    for place, number in _match(table, rows, sentences).items():
        for name in ("source", "target", "type", "status", "change", "coref", "note", "decision"):
            table.loc[place, name] = rows[number][name]
    return table


def tally(decided: pd.DataFrame) -> pd.DataFrame:
    """Count the decisions by the type that was proposed, and say how often the proposal was right.

    Parameters
    ----------
    decided : pandas.DataFrame
        What `read_review` gives.

    Returns
    -------
    pandas.DataFrame
        type (first `all`), decided, accept, change, reject, right (share accepted), low and high (its 95 % interval by
        Wilson's score [1]_).

    References
    ----------
    .. [1] Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.

    Examples
    --------
    >>> decided = pd.DataFrame({"proposed_type": ["support"] * 4, "decision": ["accept"] * 3 + ["reject"]})
    >>> tally(decided).round(2).to_numpy().tolist()
    [['all', 4, 3, 0, 1, 0.75, 0.3, 0.95], ['support', 4, 3, 0, 1, 0.75, 0.3, 0.95]]
    """
    rows = []
    for name in ("all", *TIE_TYPES):
        here = decided if name == "all" else decided[decided["proposed_type"] == name]
        if len(here):
            counts = [int((here["decision"] == decision).sum()) for decision in DECISIONS]
            rows.append((name, len(here), *counts, *share_right(counts[0], len(here))))
    return pd.DataFrame(rows, columns=["type", "decided", *DECISIONS, "right", "low", "high"])


class Review:
    """A review under way: where it stands, what can be undone, and the file into which each decision goes at once.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.
    name : str
        Name of the reviewer; decisions go to `coding/<name>.csv`.
    ties, sentences : pandas.DataFrame
        The ties of one automatic coder, and the sentences.
    unsure_first : bool
        Whether to begin with the proposals that the coder holds to be least likely, where it gives chances; else they
        come in the order of the text.

    Attributes
    ----------
    rows : list of dict
        The rows of `review_table`.
    place : int
        Which of them is shown.
    """

    def __init__(
        self, corpus: Corpus, name: str, ties: pd.DataFrame, sentences: pd.DataFrame, unsure_first: bool = False
    ):
        decided = read_review(corpus, name)
        if unsure_first and "chance" in ties:
            ties = ties.sort_values("chance", kind="stable", ignore_index=True)
        self.path = _path(corpus, name)
        table = review_table(ties, sentences)
        rows = decided.to_dict("records")
        matched = set(_match(table, rows, sentences).values())
        self.rows = review_table(ties, sentences, decided).to_dict("records")
        # Decisions without a proposal today (the rules or the document changed) are a reader's work all the same.
        self.kept = [row for number, row in enumerate(rows) if number not in matched]
        self.place = 0
        self._before: list[tuple[int, dict]] = []
        if self.rows and self.rows[0]["decision"]:
            self.next_undecided()

    @property
    def row(self) -> dict:
        """The row that is shown."""
        return self.rows[self.place]

    @property
    def table(self) -> pd.DataFrame:
        """All rows as a table."""
        return pd.DataFrame(self.rows)

    @property
    def goes_to(self) -> str:
        """Say where decisions go."""
        return f"written to coding/{self.path.name}"

    def accept(self) -> None:
        """Take the tie as it is shown, and go on."""
        self._decide({})
        self.next_undecided()

    def reject(self) -> None:
        """Say that the sentence asserts no such tie, and go on."""
        proposed = {name.removeprefix("proposed_"): self.row[name] for name in PROPOSED}
        self._decide(proposed, "reject")
        self.next_undecided()

    def correct(self, **values: str) -> None:
        """Correct type, status, change or note; a correction is a decision."""
        for name, allowed in (("type", TIE_TYPES), ("status", STATUSES), ("change", CHANGES)):
            if values.get(name, allowed[0]) not in allowed:
                raise InputError(f"{name} {values[name]!r} is none of: {', '.join(allowed)}.")
        self._decide(values)

    def swap(self) -> None:
        """Turn a directed tie round."""
        if self.row["type"] in DIRECTED_TYPES:
            self._decide({"source": self.row["target"], "target": self.row["source"]})

    def undo(self) -> None:
        """Take the last decision back, in the file too, and show its row."""
        if self._before:
            self.place, row = self._before.pop()
            self.rows[self.place] = row
            self._save()

    def move(self, by: int) -> None:
        """Show the next row (1) or the one before (-1)."""
        if self.rows:
            self.place = (self.place + by) % len(self.rows)

    def next_undecided(self) -> None:
        """Show the next row without a decision; stay where there is none."""
        order = [*range(self.place + 1, len(self.rows)), *range(self.place)]
        self.place = next((place for place in order if not self.rows[place]["decision"]), self.place)

    def progress(self) -> dict[str, int]:
        """Count the rows: all, and by decision."""
        decided = [row["decision"] for row in self.rows]
        return {"all": len(decided), **{decision: decided.count(decision) for decision in DECISIONS}}

    def _decide(self, values: Mapping[str, str], decision: str = "") -> None:
        before = dict(self.row)
        row = {**before, **values}
        if "type" in values and "source" not in values:  # which way it points is not known of an undirected tie
            row["source"], row["target"] = row["proposed_source"], row["proposed_target"]
        if row["type"] not in DIRECTED_TYPES:
            row["source"], row["target"] = sorted((row["source"], row["target"]))
        as_proposed = all(row[name.removeprefix("proposed_")] == row[name] for name in PROPOSED)
        row["decision"] = decision or ("accept" if as_proposed else "change")
        self._before.append((self.place, before))
        self.rows[self.place] = row
        self._save()

    def _saved(self, row: dict) -> dict:
        return {name: str(row[name]) for name in COLUMNS}

    def _save(self) -> None:
        rows = [*self.kept, *(self._saved(row) for row in self.rows if row["decision"])]
        write_table(pd.DataFrame(rows, columns=COLUMNS, dtype="str"), self.path, "coding")


def _path(corpus: Corpus, name: str) -> Path:
    check_name(name)
    return corpus.folder / "coding" / f"{name}.csv"


def _key(row: Mapping) -> tuple:
    return (row["doc_id"], row["quote"], *sorted((row["source"], row["target"])))


def _match(table: pd.DataFrame, decided: list[dict], sentences: pd.DataFrame) -> dict[int, int]:
    """Find the decision on each proposal: place in the table to place among the decisions; see `review_table`."""
    free: dict[tuple, list[int]] = {}
    proposals = table.to_dict("records")
    for place, row in enumerate(proposals):
        free.setdefault(_key(row), []).append(place)
    whole = sentences.sort_values(["doc_id", "start"]).groupby("doc_id")["text"].agg("".join).to_dict()
    found = {}
    for number, row in enumerate(decided):
        # Where the quote still stands at its place, the decision is on that place alone; else the text has moved.
        fixed = whole.get(row["doc_id"], "").startswith(row["quote"], int(row["start"]))
        for place in free.get(_key(row), []):
            same_place = not fixed or str(proposals[place]["start"]) == row["start"]
            if same_place and proposals[place]["proposed_type"] in (row["proposed_type"], row["type"]):
                free[_key(row)].remove(place)
                found[place] = number
                break
    return found
