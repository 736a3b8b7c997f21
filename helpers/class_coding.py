"""The course: codings of a class, each a file in a folder; handing one in, and reading all that lie there.

Needs a corpus and a folder with a subfolder `coding/`. Makes one CSV a student, never writing over one that is there;
and the ties table with a coder for each file that can be read, beside a sentence for each that cannot. What is decided
in the review widget goes to `drafts/`, which agreement does not read: only what was handed in counts.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.agreement import disagreements
from helpers.alignment import comparable
from helpers.classroom import EXERCISES, Classroom
from helpers.coding import check_name, from_spreadsheet, locate, read_coding, read_spreadsheet
from helpers.documents import Corpus
from helpers.gazetteer import read_gazetteer
from helpers.network import add_offices
from helpers.review import Review
from helpers.tables import InputError, columns, read_csv, to_csv

# The codings of invented students, which stand for a class where there is none.
INVENTED = EXERCISES / "class_corpus" / "class"
# What a row is made of in a notebook; the last may be left out.
ROW = ("sentence", "source", "target", "type", "status", "change")
# Reviews are kept as those of a corpus of their own, so that no key in the widget reaches a file that was handed in.
DRAFTS = "drafts"
_SAME = ["doc_id", "quote", "source", "target", "type", "status", "change"]
# Reviews that this session began: it may open those again without asking whose they are.
_begun: set[Path] = set()


class Handed(NamedTuple):
    """What lies in the folder of a class: ties of every file that can be read, and why the others cannot."""

    ties: pd.DataFrame
    refused: pd.DataFrame


# --- a coding in a notebook -----------------------------------------------------------------------------------------


def coding_rows(
    answer: Any,
    places: Mapping[Any, tuple[str, int]],
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    actors: pd.DataFrame,
) -> pd.DataFrame:
    """Turn rows written in a notebook into rows of the coding schema; the quote is the whole sentence.

    Parameters
    ----------
    answer : object
        A list of rows (sentence, source, target, type, status) with change as a sixth, if it is not none; or a table of
        the coding schema, such as `decided_rows` gives, which is checked and kept.
    places : mapping
        What stands in the first place of a row (a number, a letter) to doc_id and sentence_id.
    documents, sentences, actors : pandas.DataFrame
        The tables of the corpus.

    Returns
    -------
    pandas.DataFrame
        Rows of the schema `coding`, undirected ties in alphabetical order of their ends.

    Raises
    ------
    InputError
        One sentence: which row, what is wrong, and what may stand there.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d"], "text": ["Atland helpt Betland."]})
    >>> sentences = pd.DataFrame({"doc_id": ["d"], "sentence_id": [1], "text": ["Atland helpt Betland."]})
    >>> actors = pd.DataFrame({"actor_id": ["ATL", "BTL"], "name_en": ["Atland", "Betland"]})
    >>> rows = coding_rows([(1, "ATL", "BTL", "support", "actual")], {1: ("d", 1)}, documents, sentences, actors)
    >>> rows[["quote", "source", "change"]].values.tolist()
    [['Atland helpt Betland.', 'ATL', 'none']]
    """
    if isinstance(answer, pd.DataFrame):
        return _each_row(answer.filter(columns("coding")).fillna("").to_dict("records"), documents, actors)
    if answer is None:
        raise InputError("there is no coding yet; put your rows into the answer cell, run it, and come back.")
    example = 'such as (7, "NLD", "NOR", "agreement", "actual")'
    if isinstance(answer, (str, Mapping)) or not isinstance(answer, Collection):
        raise InputError(f"a coding is a list of rows, {example}; put your rows between [ and ].")
    if isinstance(answer, tuple) and answer and not isinstance(answer[0], (tuple, list)):
        answer = [answer]  # a single row without the list around it
    texts = sentences.set_index(["doc_id", "sentence_id"])["text"].str.strip().to_dict()
    rows = []
    for number, row in enumerate(answer, start=1):
        where = f"row {number} of your coding"
        if isinstance(row, str) or not isinstance(row, Sequence) or len(row) not in (len(ROW) - 1, len(ROW)):
            raise InputError(f"{where} is {row!r}; a row has five parts, {example}, and change as a sixth if you like.")
        if not all(isinstance(cell, str) for cell in row[1:]):
            raise InputError(f"{where}: ends, type, status and change stand in quotation marks, {example}.")
        place = next((key for key in places if str(key).casefold() == str(row[0]).strip().casefold()), None)
        if place is None:
            known = ", ".join(map(str, places))
            raise InputError(f"{where}: there is no sentence {row[0]!r} to code; choose one of {known}.")
        named = dict(zip(ROW, [cell.strip() if isinstance(cell, str) else cell for cell in row], strict=False))
        doc_id, sentence_id = places[place]
        rows.append({"doc_id": doc_id, "quote": texts[doc_id, sentence_id], **named})
    return _each_row(rows, documents, actors)


def _each_row(rows: list[dict], documents: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Check rows one by one, so that a message counts them as the student does: without a header."""
    found, seen = [pd.DataFrame(columns=columns("coding"), dtype="str")], {}
    for number, row in enumerate(rows, start=1):
        where = f"row {number} of your coding"
        try:
            table = from_spreadsheet(pd.DataFrame([row]), documents, actors, file=where)
        except InputError as error:
            raise InputError(str(error).replace(f"{where}, row 2", where).replace("this cell", "it")) from None
        key = tuple(table.loc[0, ["doc_id", "quote", "source", "target", "type"]])
        if key in seen:
            raise InputError(
                f"{where} says the same as row {seen[key]}; delete one of the two, for the codebook asks one row per "
                "pair, per type, per quote."
            )
        seen[key] = number
        found.append(table)
    return pd.concat(found[1:] or found, ignore_index=True)


# --- the review widget as a form ------------------------------------------------------------------------------------


def pairs_to_judge(ties: pd.DataFrame, doc_id: str) -> pd.DataFrame:
    """Offer every two actors of a sentence for judgement in the review widget, as ties of the last type, alignment.

    Parameters
    ----------
    ties : pandas.DataFrame
        The ties table with the rows of co-mention.
    doc_id : str
        The document.

    Examples
    --------
    >>> ties = pd.DataFrame({"coder": ["comention", "rules"], "doc_id": "d", "type": ["mention", "support"]})
    >>> pairs_to_judge(ties, "d").values.tolist()
    [['comention', 'd', 'alignment']]
    """
    pairs = ties[(ties["coder"] == "comention") & (ties["doc_id"] == doc_id)]
    return pairs.filter(columns("ties")).assign(type="alignment").reset_index(drop=True)


class Draft(Review):
    """A review in a class: decisions are a draft, and nothing in it counts until `hand_in` has copied it.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of the class; the draft is `drafts/coding/<name>.csv` in it.
    name : str
        Who codes.
    pairs, sentences : pandas.DataFrame
        What `pairs_to_judge` gives, and the sentences.
    """

    def __init__(self, folder: Path, name: str, pairs: pd.DataFrame, sentences: pd.DataFrame):
        super().__init__(Corpus(folder / DRAFTS), name, pairs, sentences)
        self.folder, self.name = folder, name

    @property
    def goes_to(self) -> str:
        """Say where decisions go, and whether they still count."""
        draft = f"{DRAFTS}/coding/{self.path.name}"
        handed = _there(self.folder, self.name)
        if handed is None:
            return f"kept in {draft}; not handed in yet"
        return f"coding/{handed.name} is handed in and closed: what you decide now goes to {draft} and no longer counts"


def open_review(folder: Path, name: str, pairs: pd.DataFrame, sentences: pd.DataFrame, mine: bool = False) -> Draft:
    """Open a review whose decisions go to a draft in the folder of a class; it counts once it is handed in.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of the class; the draft is `drafts/coding/<name>.csv` in it.
    name : str
        Your name.
    pairs, sentences : pandas.DataFrame
        What `pairs_to_judge` gives, and the sentences.
    mine : bool
        Go on with a draft of this name that an earlier session left.

    Raises
    ------
    InputError
        Where a file of this name is there and may be somebody else's.
    """
    check_name(name)
    begun = folder.resolve() / "coding" / f"{name}.csv"
    if not mine and begun not in _begun and (path := _there(folder, name) or _there(folder / DRAFTS, name)):
        raise InputError(
            f"{path.relative_to(folder).as_posix()} is there already; choose another NAME, or set MINE = True if that "
            "file is yours and you want to go on with it."
        )
    _begun.add(begun)
    return Draft(folder, name, pairs, sentences)


def decided_rows(review: Review) -> pd.DataFrame:
    """Give what a review has decided as rows of a coding; rejected pairs are no rows.

    Raises
    ------
    InputError
        Where pairs are still undecided.
    """
    table = review.table
    if table.empty:
        raise InputError("there was nothing to decide on: co-mention offers no pair in this document.")
    left = int((table["decision"] == "").sum())
    if left:
        raise InputError(f"{left} of {len(table)} pairs are not decided yet; go through them in the widget first.")
    return table.loc[table["decision"] != "reject", columns("coding")].reset_index(drop=True)


# --- the folder of a class ------------------------------------------------------------------------------------------


def class_folder(folder: str | Path, corpus: Corpus) -> Path:
    """Give the folder of a class; without one a new folder, for this session only, with the invented students in it.

    Parameters
    ----------
    folder : str or pathlib.Path
        Where the class hands in; its subfolders `coding/` and `drafts/` are made where they are missing. Empty: for
        this session only.
    corpus : Corpus
        What is coded. The invented students have coded texts of the class corpus and no others.

    Raises
    ------
    InputError
        Where the folder cannot be made or written to.
    """
    if not str(folder).strip():
        made = Path(tempfile.mkdtemp(prefix="class_"))
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        if corpus.folder.resolve() == INVENTED.parent.resolve():
            shutil.copytree(INVENTED, made, dirs_exist_ok=True)
        (made / "coding").mkdir(exist_ok=True)
        return made
    there = Path(folder)
    try:
        there.mkdir(parents=True, exist_ok=True)
        for made in (there / "coding", there / DRAFTS, there / DRAFTS / "coding"):
            if not made.is_dir():
                made.mkdir()
                # Whoever comes first makes it; whoever may write to the folder of the class must be able to hand in.
                made.chmod(there.stat().st_mode & 0o7777)
    except OSError as error:
        raise InputError(
            f"FOLDER {there.name!r} cannot be used ({error.strerror}); name a folder that you may write to."
        ) from None
    return there


def hand_in(rows: pd.DataFrame, folder: Path, name: str, taken: Iterable[str] = ()) -> str:
    """Write a coding into the folder of a class, once; a file that is there already is never touched.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the coding schema.
    folder : pathlib.Path
        The folder; the file is `coding/<name>.csv` in it.
    name : str
        Who coded; letters, digits, spaces, - and _.
    taken : iterable of str
        Names of coders that the corpus has already.

    Returns
    -------
    str
        A sentence that says what was written, or that a file of this name was left as it is.

    Raises
    ------
    InputError
        Where the name cannot be used, there is nothing to write, or the folder cannot be written to.
    """
    name = name.strip()
    check_name(name)
    if name.casefold() in {other.casefold() for other in taken}:
        raise InputError(f"{name!r} is a coder of this corpus already; choose another NAME.")
    if rows.empty:
        raise InputError("your coding has no row yet; code first, then hand in.")
    if _there(folder, name) is None:
        try:
            _write_once(folder / "coding" / f"{name}.csv", to_csv(rows[columns("coding")]).encode("utf-8"))
            return f"Handed in: coding/{name}.csv, {len(rows)} rows."
        except FileExistsError:
            pass
        except OSError as error:
            raise InputError(
                f"coding/{name}.csv cannot be written ({error.strerror}); ask for another FOLDER."
            ) from None
    path = _there(folder, name)
    try:
        there = read_csv(path, f"coding/{path.name}")
    except InputError:  # something else of this name, which is somebody's all the same
        there = pd.DataFrame()
    if {*_SAME} <= {*there.columns} and sorted(map(tuple, there[_SAME].to_numpy())) == sorted(
        map(tuple, rows[_SAME].to_numpy())
    ):
        return f"Handed in: coding/{path.name}, {len(rows)} rows."
    return (
        f"coding/{path.name} is there already with other rows ({len(there)} there, {len(rows)} now) and is left as it "
        "is. If it is your own first coding, that is as it should be: the first one counts. If it is somebody else's, "
        "choose another NAME."
    )


def _write_once(path: Path, content: bytes) -> None:
    """Write a file whole, and only where there is none: of two who come at once, the second gets a FileExistsError."""
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(made).chmod(0o644)
        try:
            os.link(made, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links, such as a memory stick
            with path.open("xb") as file:
                file.write(content)
    finally:
        Path(made).unlink(missing_ok=True)


def _there(folder: Path, name: str) -> Path | None:
    """Find the file of a name; on some systems Ann.csv and ann.csv are one, so they are on all."""
    found = (path for path in sorted((folder / "coding").glob("*.csv")) if path.stem.casefold() == name.casefold())
    return next(found, None)


def read_handed_in(
    folder: Path,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    actors: pd.DataFrame,
    taken: Iterable[str] = (),
) -> Handed:
    """Read every coding in the folder of a class; a file that cannot be read does not keep the others out.

    Parameters
    ----------
    folder : pathlib.Path
        The folder; codings lie in its subfolder `coding/`, as CSV with commas, semicolons or tabs.
    documents, sentences, actors : pandas.DataFrame
        The tables of the corpus that was coded.
    taken : iterable of str
        Names that are coders already, such as `rules`.

    Returns
    -------
    Handed
        `ties`: the ties table, a coder a file. `refused`: file, and what_to_do, one sentence with the row and the
        remedy.
    """
    taken = {name.casefold() for name in taken}
    parts, refused = [], []
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv"):
        refused.append((path.name, f"{path.name} lies beside the folder coding/; move it into that folder."))
    for path in sorted((folder / "coding").iterdir()):
        if path.name.startswith((".", "~$")) or path.is_dir():
            continue
        file = f"coding/{path.name}"
        try:
            if path.suffix.lower() != ".csv":
                raise InputError(f"{file} is no CSV; save it as 'CSV UTF-8' and put that file here.")
            if path.stem.casefold() in taken:
                raise InputError(f"{file} bears the name of another coder; give the file another name.")
            rows = _read_one(path, documents, actors)
            ties = locate(rows, path.stem, documents, sentences, actors, file)
            if ties.empty:
                raise InputError(f"{file} has no tie in it; add a row for each tie, or take the file away.")
            parts.append(ties)
            taken.add(path.stem.casefold())
        except InputError as error:
            refused.append((file, str(error)))
        except OSError as error:
            refused.append((file, f"{file} cannot be opened ({error.strerror}); close it elsewhere and run again."))
    empty = pd.DataFrame(columns=columns("ties"))
    return Handed(pd.concat(parts or [empty], ignore_index=True), pd.DataFrame(refused, columns=["file", "what_to_do"]))


def _read_one(path: Path, documents: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Read one file, whether a review wrote it, a notebook, or somebody's spreadsheet."""
    file = f"coding/{path.name}"
    check_name(path.stem)
    try:
        table = read_spreadsheet(path)
    except InputError as error:
        raise InputError(str(error).replace(path.name, file, 1)) from None
    if "decision" in table.columns:
        return read_coding(path)
    # Blank rows at the end are what spreadsheets leave behind.
    filled = (table.apply(lambda column: column.str.strip()) != "").any(axis=1)
    table = table.loc[: filled[filled].index.max()] if filled.any() else table.iloc[:0]
    return from_spreadsheet(table, documents, actors, file=file)


def with_class(room: Classroom, corpus: Corpus, folder: Path, doc_id: str) -> Handed:
    """Set the codings of a class beside the other coders of a corpus, for one document.

    Parameters
    ----------
    room : Classroom
        The tables of the corpus, as `helpers.classroom.read_class` gives them.
    corpus : Corpus
        The corpus.
    folder : pathlib.Path
        The folder of the class.
    doc_id : str
        The document that was coded.

    Returns
    -------
    Handed
        The ties of all coders in this document, and the files that could not be read or say nothing of it.
    """
    known = sorted(set(room.ties["coder"]))
    handed = read_handed_in(folder, room.documents, room.sentences, room.actors, known)
    own = handed.ties[handed.ties["doc_id"] == doc_id].reset_index(drop=True)
    silent = sorted(set(handed.ties["coder"]) - set(own["coder"]))
    more = [
        (f"coding/{name}.csv", f"coding/{name}.csv has no row on {doc_id}; it is left out here.") for name in silent
    ]
    refused = pd.concat([handed.refused, pd.DataFrame(more, columns=handed.refused.columns)], ignore_index=True)
    here = room.ties[room.ties["doc_id"] == doc_id]
    if own.empty:
        return Handed(here.reset_index(drop=True), refused)
    own = add_offices(own, room.actors, room.documents, read_gazetteer(corpus).offices)
    return Handed(pd.concat([here, own], ignore_index=True), refused)


def pairs_seen(ties: pd.DataFrame, actors: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    """Say of each pair of actors that could have been tied who has tied it.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The ties of one document, with the rows of co-mention: pairs that stand in one sentence could have been tied.
    coders : sequence of str
        The coders to show.

    Returns
    -------
    pandas.DataFrame
        one, other (after roll-up, in alphabetical order), and a column of True and False for each coder.

    Examples
    --------
    >>> ties = pd.DataFrame({"coder": ["comention", "comention", "ann"], "source": ["A", "A", "A"],
    ...     "target": ["B", "C", "B"], "type": ["mention", "mention", "support"]})
    >>> actors = pd.DataFrame({"actor_id": list("ABC"), "rolls_up_to": ""})
    >>> pairs_seen(ties, actors, ["ann"]).values.tolist()
    [['A', 'B', True], ['A', 'C', False]]
    """
    table = comparable(ties[ties["coder"].isin(["comention", *coders])], actors)
    pairs = table[["one", "other"]].drop_duplicates().sort_values(["one", "other"], ignore_index=True)
    for coder in coders:
        own = table.loc[table["coder"] == coder, ["one", "other"]]
        tied = set(own.itertuples(index=False, name=None))
        pairs[coder] = [pair in tied for pair in zip(pairs["one"], pairs["other"], strict=True)]
    return pairs


def telling(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    sentences: pd.DataFrame,
    key: str,
    coders: Iterable[str],
    number: int,
) -> pd.DataFrame:
    """Show the most telling disagreements of each coder with the key, as sentences.

    Parameters
    ----------
    ties, actors, sentences : pandas.DataFrame
        The tables.
    key : str
        The coder with whom the others are compared; a class calls it the key.
    coders : iterable of str
        The others.
    number : int
        How many to show of each.

    Returns
    -------
    pandas.DataFrame
        coder, sentence_id, what, key_says, coder_says, text.
    """
    names = ["coder", "sentence_id", "what", "key_says", "coder_says", "text"]
    parts = [
        disagreements(ties, actors, sentences, key, coder, number)
        .rename(columns={"reference_says": "key_says"})
        .assign(coder=coder)[names]
        for coder in coders
        if coder != key
    ]
    parts = [
        part.assign(what=part["what"].str.replace("by the reference", "by the key")) for part in parts if len(part)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)
