"""The tables of the workbook: their columns, their checks, and reading and writing them.

Every step takes tables and gives tables. This module says once what each table holds, refuses a table that holds
something else in one sentence that names file, row and remedy, and writes CSV so that the same table is always the
same bytes.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

# The vocabularies of data/coding/CODEBOOK.md, in its order.
ACTOR_KINDS = ("state", "organisation", "body", "format", "programme", "person")
TIE_TYPES = ("conflict", "agreement", "membership", "support", "consultation", "joint_action", "alignment")
DIRECTED_TYPES = ("conflict", "membership", "support")
STATUSES = ("actual", "prospective", "negated")
CHANGES = ("more", "less", "none")
SENTENCE_KINDS = ("sentence", "heading", "item", "note", "furniture", "blank")
# Kinds of row that are text of the document; the others are kept in the table and out of the analysis.
TEXT_KINDS = ("sentence", "heading", "item")

DATE_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


class InputError(ValueError):
    """Something a reader of the workbook put in is not as it must be; the message is one sentence with the remedy."""

    def _render_traceback_(self) -> list[str]:
        """In Jupyter show the sentence alone: the traceback would hide it."""
        return [f"Input not usable: {self}"]


def _text(description: str, *, empty: bool = False, pattern: str | None = None, among=None, unique: bool = False):
    checks = []
    if not empty:
        checks.append(pa.Check.str_length(min_value=1, error="is empty"))
    if pattern:
        checks.append(pa.Check.str_matches(rf"^(?:{pattern})$", error=f"is not of the form {pattern}"))
    if among:
        checks.append(pa.Check.isin(list(among), error=f"is none of: {', '.join(a or 'nothing' for a in among)}"))
    return pa.Column(str, checks, unique=unique, description=description)


def _count(description: str, *, minimum: int = 0):
    return pa.Column(int, pa.Check.ge(minimum, error=f"is less than {minimum}"), description=description, coerce=True)


def _number(description: str, *, nullable: bool = False):
    return pa.Column(float, description=description, coerce=True, nullable=nullable)


def _schema(name: str, description: str, **columns) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {key.rstrip("_"): column for key, column in columns.items()},
        name=name,
        description=description,
        strict=False,
    )


_DATE = rf"({DATE_PATTERN})?"
_QUOTE = "the words, byte for byte as in the document"

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    schema.name: schema
    for schema in [
        _schema(
            "documents",
            "One row a document of the corpus.",
            doc_id=_text("short name of the document, used everywhere else", pattern=r"[\w.-]+"),
            file=_text("file name inside documents/"),
            title=_text("title, if it has one", empty=True),
            date=_text("date as precise as known: 2022, 2023-01 or 2026-01-27", pattern=_DATE, empty=True),
            publisher=_text("who published it", empty=True),
            genre=_text("kind of text", empty=True),
            language=_text("two-letter code of its language", pattern=r"[a-z]{2,3}"),
            author_actor=_text("actor_id of the actor for whom the text speaks, if any", empty=True),
            note=_text("anything a reader should know", empty=True),
        ),
        _schema(
            "actors",
            "One row an actor that can be found.",
            actor_id=_text("id by the codebook: GBR, NATO, keir-starmer"),
            kind=_text("kind of actor by the codebook", among=ACTOR_KINDS),
            name_en=_text("name in English, for labels"),
            name_nl=_text("name in Dutch, for labels"),
            rolls_up_to=_text("actor a person or body acts for; empty for others", empty=True),
            from_=_text("first day on which the row holds, if it matters", pattern=_DATE, empty=True),
            to=_text("last day on which the row holds, if it matters", pattern=_DATE, empty=True),
            note=_text("source or remark", empty=True),
        ),
        _schema(
            "groups",
            "One row a membership of a state in a group, used to say who is a partner.",
            group=_text("EU or NATO, or another group"),
            actor_id=_text("the member"),
            from_=_text("day it joined", pattern=_DATE, empty=True),
            to=_text("last day as a member, empty if still one", pattern=_DATE, empty=True),
        ),
        _schema(
            "coding",
            "One row a tie statement that a reader found, by the codebook; one file a reader.",
            doc_id=_text("document"),
            quote=_text(_QUOTE),
            source=_text("actor_id; the one that acts where the type is directed"),
            target=_text("actor_id"),
            type=_text("type of tie", among=TIE_TYPES),
            status=_text("whether the tie exists", among=STATUSES),
            change=_text("where the text moves it", among=CHANGES),
            coref=_text("1 where an end is supplied by the context, else 0", among=("0", "1")),
            note=_text("why, in doubt", empty=True),
        ),
        _schema(
            "sentences",
            "One row a stretch of a document; all rows of a document cover each of its characters once.",
            doc_id=_text("document"),
            sentence_id=_count("number within the document, from 1", minimum=1),
            start=_count("offset of the first character, in Unicode code points"),
            end=_count("offset after the last character"),
            kind=_text("what the stretch is", among=SENTENCE_KINDS),
            section=_text("the heading it stands under", empty=True),
            text=_text("the stretch itself"),
        ),
        _schema(
            "mentions",
            "One row a naming of an actor in a document.",
            doc_id=_text("document"),
            sentence_id=_count("row of sentences it stands in", minimum=1),
            start=_count("offset of the first character"),
            end=_count("offset after the last character"),
            surface=_text("the words that name the actor"),
            actor_id=_text("who is named"),
            how=_text("how it was recognised: name, demonym, office, author, anaphor, ..."),
        ),
        _schema(
            "ties",
            "One row a tie statement by one coder.",
            coder=_text("who coded it: rules, comention, or the file name of a reading"),
            doc_id=_text("document"),
            sentence_id=_count("row of sentences where the quote begins", minimum=1),
            start=_count("offset of the quote"),
            end=_count("offset after the quote"),
            quote=_text(_QUOTE),
            source=_text("actor_id; the one that acts where the type is directed"),
            target=_text("actor_id"),
            type=_text("type of tie; mention where the coder tells no types", among=(*TIE_TYPES, "mention")),
            status=_text("whether the tie exists", among=STATUSES),
            change=_text("where the text moves it", among=CHANGES),
            coref=_text("1 where an end is supplied by the context, else 0", among=("0", "1")),
            cue=_text("the words that decided; empty for a reading", empty=True),
        ),
    ]
}


def columns(name: str) -> list[str]:
    """Name the columns of a table, in the order in which they are written.

    >>> columns("mentions")
    ['doc_id', 'sentence_id', 'start', 'end', 'surface', 'actor_id', 'how']
    """
    return list(SCHEMAS[name].columns)


def check_table(frame: pd.DataFrame, name: str, file: str = "") -> pd.DataFrame:
    """Refuse a table that does not hold what its schema says.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; more columns than the schema names are welcome.
    name : str
        Name of the schema in `SCHEMAS`.
    file : str
        How to name the table in a message; without it the schema's name.

    Returns
    -------
    pandas.DataFrame
        The table with the schema's columns first and typed, and a fresh index.

    Raises
    ------
    InputError
        One sentence that names the file, the row (the header is row 1, as in a spreadsheet) and the remedy.

    Examples
    --------
    >>> check_table(pd.DataFrame({"group": ["EU"], "actor_id": [""], "from": [""], "to": [""]}), "groups")
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: groups, row 2: actor_id '' is empty; put right this cell and run again.
    """
    file = file or name
    schema = SCHEMAS[name]
    missing = [column for column in schema.columns if column not in frame.columns]
    if missing:
        raise InputError(f"{file} has no column {', '.join(missing)}; add it to the header (row 1) and run again.")
    frame = frame.reset_index(drop=True)
    try:
        frame = schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        first = error.failure_cases.sort_values("index", kind="stable").iloc[0]
        complaint = first["check"] if str(first["check"]).startswith("is ") else "is no whole number or number"
        raise InputError(
            f"{file}, row {int(first['index']) + 2}: {first['column']} {first['failure_case']!r} {complaint}; "
            "put right this cell and run again."
        ) from None
    order = list(schema.columns)
    return frame[order + [column for column in frame.columns if column not in order]]


def read_csv(path: Path, file: str = "") -> pd.DataFrame:
    """Read a CSV with every cell as text, an empty cell as the empty string.

    Parameters
    ----------
    path : pathlib.Path
        The file, UTF-8, comma-separated, with a header.
    file : str
        How to name it in a message; without it its name.

    Raises
    ------
    InputError
        Where the file is missing, not UTF-8, or no table.
    """
    file = file or path.name
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{file} is missing; put it there and run again.") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is not UTF-8; save it as 'CSV UTF-8' and run again.") from None
    except pd.errors.EmptyDataError:
        raise InputError(f"{file} is empty; it needs at least a header row.") from None
    except pd.errors.ParserError as error:
        row = re.search(r"line (\d+)", str(error))
        raise InputError(
            f"{file}, row {row.group(1) if row else '?'}: the number of cells is not that of the header; "
            "quote cells that hold a comma and run again."
        ) from None
    return frame.fillna("")


def read_table(path: Path, name: str, file: str = "") -> pd.DataFrame:
    """Read a CSV and hold it against its schema; see `read_csv` and `check_table`."""
    return check_table(read_csv(path, file), name, file or path.name)


def write_table(frame: pd.DataFrame, path: Path, name: str | None = None) -> None:
    """Write a table as CSV, whole or not at all, the same table always as the same bytes.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; its index is not written.
    path : pathlib.Path
        Where to; folders are made as needed.
    name : str or None
        The schema to hold it against first, if it has one.
    """
    if name is not None:
        frame = check_table(frame, name, path.name)
    write_bytes(path, frame.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, so that a stopped run leaves no half table behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
