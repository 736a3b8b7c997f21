"""The course: from a text of one's own to a corpus folder, to names that were missed, and to ties that were reviewed.

Needs a text and a folder. Makes a corpus folder in it, with the same tables as any other, and a reading of it.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.classroom import EXERCISES, Classroom, read_class
from helpers.coding import read_codings
from helpers.documents import Corpus, open_corpus
from helpers.gazetteer import TABLES, check_authors, read_actors, read_gazetteer
from helpers.intake import name_document, read_file
from helpers.network import add_offices
from helpers.review import PROPOSED, Review
from helpers.tables import DIRECTED_TYPES, InputError, check_table, columns, read_csv, write_bytes, write_table

# An invented text that is taken through all the steps: a corpus folder with its names, and a reading of it.
MODEL = EXERCISES / "class_corpus" / "own_text"
SAMPLE = MODEL / "documents" / "2026_jaarbericht.txt"
ACTOR_ROW = ("actor_id", "kind", "name_en", "name_nl", "rolls_up_to")
ALIAS_ROW = ("alias", "language", "actor_id", "how")
DECISIONS = ("accept", "reject", "swap")
# The note of rows that came from the lists of a notebook: with it they can be told from rows written by hand.
FROM_LISTS = "from the lists in the notebook"


def read_text(path: str | Path = "") -> tuple[str, str]:
    """Read a text of one's own: plain text, or PDF, HTML or DOCX where the packages for it are installed.

    Parameters
    ----------
    path : str or pathlib.Path
        The file; empty: the invented text that ships.

    Returns
    -------
    tuple of str
        The name that its file in `documents/` gets, and the text.

    Raises
    ------
    InputError
        Where the file is missing or cannot be read.

    Examples
    --------
    >>> read_text()[0]
    '2026_jaarbericht.txt'
    """
    path = Path(path) if str(path).strip() else SAMPLE
    return f"{name_document(path)}.txt", read_file(path).text


def start_corpus(folder: str | Path, file: str, text: str, row: Mapping[str, str] | None) -> Corpus:
    """Make a corpus folder of one text.

    Parameters
    ----------
    folder : str or pathlib.Path
        Where; empty: a folder for this session only.
    file : str
        The name of the text in `documents/`.
    text : str
        The text.
    row : mapping or None
        Its row of `documents.csv`. None: only what must be filled, as long as the row is not written yet; the
        language is then taken to be Dutch, and a row that an earlier run left stays.

    Returns
    -------
    Corpus
        The corpus; its `documents.csv` can be written again by the same text, and by no other.

    Raises
    ------
    InputError
        Where the row is not as it must be, or the folder holds another corpus or other files.
    """
    bare = dict.fromkeys(columns("documents"), "") | {"doc_id": Path(file).stem, "file": file, "language": "nl"}
    table = pd.DataFrame([bare if row is None else {**dict.fromkeys(columns("documents"), None), **row}])
    empty = [column for column in table if table.loc[0, column] is None]
    if empty:
        raise InputError(f"your row has no {', '.join(empty)}; documents.csv needs all nine columns.")
    table = check_row(table)
    if table.loc[0, "file"] != file:
        raise InputError(f"your row: file is {table.loc[0, 'file']!r}, and your text is {file!r}; write that name.")
    if str(folder).strip():
        there = Path(folder)
        if (there / "documents.csv").is_file():
            files = read_csv(there / "documents.csv").get("file", pd.Series(dtype=str)).tolist()
            if files != [file]:
                raise InputError(
                    f"FOLDER {there.name!r} holds another corpus already; name a folder that is empty or not there yet."
                )
        elif there.is_dir() and any(
            not path.name.startswith(".") and path.name != "documents" for path in there.iterdir()
        ):
            raise InputError(
                f"FOLDER {there.name!r} holds other files, and no corpus; name a folder that is empty or not there yet."
            )
    else:
        there = Path(tempfile.mkdtemp(prefix="corpus_"))
        atexit.register(shutil.rmtree, there, ignore_errors=True)
    check_authors(table, read_actors(Corpus(there)))
    write_bytes(there / "documents" / file, text.encode("utf-8"))
    if row is not None or not (there / "documents.csv").is_file():
        write_table(table, there / "documents.csv", "documents")
    return open_corpus(there)


def check_row(table: pd.DataFrame) -> pd.DataFrame:
    """Hold a row of `documents.csv`, written in a notebook, against the schema.

    Raises
    ------
    InputError
        Says which cell, and what may stand there.

    Examples
    --------
    >>> check_row(pd.DataFrame([dict.fromkeys(columns("documents"), "") | {"doc_id": "d", "file": "d.txt"}]))
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: your row: language '' is empty; correct it.
    """
    try:
        return check_table(table, "documents", "your row")
    except InputError as error:
        raise InputError(_own_words(error, "your row, row 2", "your row")) from None


def _own_words(error: InputError, where: str, instead: str) -> str:
    return str(error).replace(where, instead).replace("this cell and run again", "it")


def add_names(corpus: Corpus, new_actors: Any, new_aliases: Any) -> None:
    """Write new actors and aliases into the gazetteer of a corpus.

    The rows take the place of those that an earlier call wrote, so that a list can be corrected; other rows stay.

    Parameters
    ----------
    corpus : Corpus
        A corpus of one's own.
    new_actors : list of tuple or None
        Rows (actor_id, kind, name_en, name_nl, rolls_up_to). None: not answered yet; what is there stays.
    new_aliases : list of tuple or None
        Rows (alias, language, actor_id, how). None as above.

    Raises
    ------
    InputError
        Which row is not as it must be; then nothing is written.
    """
    tables = {}
    for name, rows, parts, key in [
        ("actors", new_actors, ACTOR_ROW, ["actor_id"]),
        ("aliases", new_aliases, ALIAS_ROW, ["alias", "language", "actor_id", "from"]),
    ]:
        path = corpus.folder / "gazetteer" / f"{name}.csv"
        table = name_rows(rows, name, parts).assign(note=FROM_LISTS)
        if path.is_file():
            there = read_csv(path, f"gazetteer/{name}.csv")
            if rows is not None and "note" in there:
                there = there[there["note"] != FROM_LISTS]
            table = pd.concat([there, table], ignore_index=True)
        tables[path] = (table.drop_duplicates(key, keep="last", ignore_index=True), name)
    for path, (table, name) in tables.items():
        if len(table):
            write_table(table, path, name)
        else:
            path.unlink(missing_ok=True)


def name_rows(rows: Any, name: str, parts: tuple[str, ...]) -> pd.DataFrame:
    """Turn rows written in a notebook into a table of the gazetteer, and hold it against its schema.

    Parameters
    ----------
    rows : list of tuple or None
        The rows.
    name : str
        The schema: actors or aliases.
    parts : tuple of str
        What a row is made of.

    Examples
    --------
    >>> name_rows([("KR", "nl", "KUSTRAAD", "abbreviation")], "aliases", ALIAS_ROW).loc[0, "case"]
    'exact'
    """
    found = []
    rows = [] if rows is None else rows
    if isinstance(rows, (str, Mapping)) or not isinstance(rows, Iterable):
        raise InputError(f"new_{name} is a list of rows ({', '.join(parts)}); put your rows between [ and ].")
    for number, row in enumerate(rows, start=1):
        where = f"row {number} of new_{name}"
        if isinstance(row, str) or len(row) != len(parts) or not all(isinstance(cell, str) for cell in row):
            raise InputError(f"{where} is {row!r}; a row is ({', '.join(parts)}), each in quotation marks.")
        cells = dict.fromkeys(columns(name), "") | dict(zip(parts, (cell.strip() for cell in row), strict=True))
        if name == "aliases" and cells["how"] == "abbreviation":
            cells["case"] = "exact"  # else small letters, such as a word of two, would count as well
        try:
            found.append(check_table(pd.DataFrame([cells]), name, where))
        except InputError as error:
            raise InputError(_own_words(error, f"{where}, row 2", where)) from None
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns(name), dtype="str")


def try_names(corpus: Corpus, new_actors: Any, new_aliases: Any) -> None:
    """Hold new actors and aliases against the gazetteer as it would be with them; nothing is written.

    Parameters
    ----------
    corpus : Corpus
        A corpus of one's own.
    new_actors, new_aliases : list of tuple or None
        See `add_names`.

    Raises
    ------
    InputError
        Which row is not as it must be, or which two rows clash; rows are counted as in the lists.
    """
    with tempfile.TemporaryDirectory(prefix="names_") as made:
        trial = Corpus(Path(made))
        if (corpus.folder / "gazetteer").is_dir():
            shutil.copytree(corpus.folder / "gazetteer", trial.folder / "gazetteer")
        add_names(trial, new_actors, new_aliases)
        try:
            read_gazetteer(trial)
        except InputError as error:
            said = str(error)
            for name, rows, parts in [("actors", new_actors, ACTOR_ROW), ("aliases", new_aliases, ALIAS_ROW)]:
                said = _as_listed(said, trial, name, name_rows(rows, name, parts))
            if said.startswith("The alias "):  # a row of these lists has no from and to, and names one actor
                said = f"{said.partition(';')[0]}; correct or delete one of the two and run again."
            raise InputError(
                said.replace("; add it there or correct it", "; add it to new_actors or correct it")
            ) from None


def _as_listed(said: str, corpus: Corpus, name: str, rows: pd.DataFrame) -> str:
    """Name a row of a gazetteer's file that came from a list by its place in the list, which is what a student sees."""
    path = corpus.folder / "gazetteer" / f"{name}.csv"
    key = TABLES[name]
    places = {tuple(cells): number for number, cells in enumerate(rows[key].itertuples(index=False), start=1)}
    for row, cells in enumerate(read_csv(path)[key].itertuples(index=False) if path.is_file() else [], start=2):
        if tuple(cells) in places:
            said = re.sub(
                rf"(?<!shipped )gazetteer/{name}\.csv, row {row}\b", f"row {places[tuple(cells)]} of new_{name}", said
            )
    return said


def read_again(corpus: Corpus, new_actors: Any, new_aliases: Any) -> Classroom:
    """Add names to a corpus and take it through steps 1 to 3 again.

    Raises
    ------
    InputError
        Where a row is not as it must be, or clashes with another; then the names are taken out again.
    """
    try_names(corpus, new_actors, new_aliases)
    folder = corpus.folder / "gazetteer"
    before = {path: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    try:
        add_names(corpus, new_actors, new_aliases)
        return read_class(corpus)
    except InputError:
        shutil.rmtree(folder, ignore_errors=True)
        for path, content in before.items():
            write_bytes(path, content)
        raise


def proposals(room: Classroom) -> pd.DataFrame:
    """List what the rules propose, numbered, beside the sentence of each.

    Parameters
    ----------
    room : Classroom
        The tables of a corpus.

    Returns
    -------
    pandas.DataFrame
        sentence_id, source, target, type, status, text; the index is the number of the proposal.
    """
    ties = room.ties[room.ties["coder"] == "rules"]
    texts = room.sentences[["doc_id", "sentence_id", "text"]].assign(text=room.sentences["text"].str.strip())
    table = ties.merge(texts, on=["doc_id", "sentence_id"], how="left")
    return table[["sentence_id", "source", "target", "type", "status", "text"]].rename_axis("number")


def check_decisions(decisions: Any, number: int) -> dict[int, Any]:
    """Hold decisions written in a notebook against what a decision can be.

    Parameters
    ----------
    decisions : mapping or None
        Number of a proposal to accept, reject, swap, or a correction such as {"status": "prospective"}.
    number : int
        How many proposals there are.

    Raises
    ------
    InputError
        Which decision is none.

    Examples
    --------
    >>> check_decisions({0: "Accept"}, 1)
    {0: 'accept'}
    """
    if decisions is None:
        return {}
    example = 'such as {0: "accept", 1: "reject", 2: "swap", 3: {"status": "prospective"}}'
    if not isinstance(decisions, Mapping):
        raise InputError(f"decisions are a dict, {example}.")
    found = {}
    for place, what in decisions.items():
        if not isinstance(place, int) or not 0 <= place < number:
            raise InputError(f"there is no proposal {place!r}; they are numbered from 0 to {number - 1}.")
        known = isinstance(what, str) and what.strip().lower() in DECISIONS
        if not known and not (isinstance(what, Mapping) and what and set(what) <= {"type", "status", "change"}):
            raise InputError(f"the decision on proposal {place} is {what!r}; decisions are {example}.")
        found[place] = what.strip().lower() if known else dict(what)
    return found


def decide(corpus: Corpus, name: str, room: Classroom, decisions: Any) -> Classroom:
    """Take decisions on the proposals of the rules, write them as a reading, and read the corpus's ties with it.

    Parameters
    ----------
    corpus : Corpus
        A corpus of one's own.
    name : str
        Your name: the reading is `coding/<name>.csv`. Decisions that an earlier run left there stay, save where
        `decisions` has others.
    room : Classroom
        The tables of the corpus.
    decisions : mapping or None
        See `check_decisions`. What is not decided on is no tie of the reading.

    Returns
    -------
    Classroom
        The tables, with the ties of the reading among them.
    """
    taken = room.ties[room.ties["coder"] == "rules"].drop(columns=["source_acts_for", "target_acts_for"])
    decisions = check_decisions(decisions, len(taken))
    path = corpus.folder / "coding" / f"{name}.csv"
    if path.is_file() and "decision" not in read_csv(path).columns:
        raise InputError(f"coding/{name}.csv is a reading of its own; choose another NAME.")
    review = Review(corpus, name, taken, room.sentences)
    for place, what in sorted(decisions.items()):
        review.place = place
        # From what was proposed, whatever an earlier run decided: to swap twice would swap back.
        review.row.update({part.removeprefix("proposed_"): review.row[part] for part in PROPOSED}, decision="")
        if what == "accept":
            review.accept()
        elif what == "reject":
            review.reject()
        elif what == "swap":
            if review.row["type"] not in DIRECTED_TYPES:
                raise InputError(f"proposal {place} is {review.row['type']}, which has no direction to swap.")
            review.swap()
        else:
            review.correct(**what)
    others = room.ties[room.ties["coder"] != name]
    own = read_codings(corpus, room.documents, room.sentences, room.actors)
    own = own[own["coder"] == name].reset_index(drop=True)
    if own.empty:
        return room._replace(ties=others.reset_index(drop=True))
    own = add_offices(own, room.actors, room.documents, read_gazetteer(corpus).offices)
    return room._replace(ties=pd.concat([others, own], ignore_index=True))
