"""Step 3b: read what people coded, and bring codings made elsewhere into the workbook's form.

Needs documents, sentences, actors and a folder `coding/` with one CSV a reader. Makes rows of the ties table, so that
a reading stands beside the rule coder as one more coder.
"""

from __future__ import annotations

import bisect
import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers.documents import Corpus
from helpers.gazetteer import actor_names, perhaps, perhaps_actor
from helpers.tables import DIRECTED_TYPES, InputError, check_table, columns, read_csv

# A file with these three columns is meant as a reading; other tables in the folder are left alone.
_MARKS = ("quote", "source", "target")
# The ledger of settled disagreements has those columns too, and is no reading.
LEDGER = "decisions.csv"
# Coders of the workbook itself: a reading of the same name would melt into them.
OF_THE_WORKBOOK = ("rules", "comention", "window", "consensus")
# What a quote may differ in and still be recognised: typographic against plain characters.
_ALIKE = str.maketrans({**dict.fromkeys('‘’‚‛“”„‟«»"`´′″', "'"), **dict.fromkeys("‐‑‒–—−", "-"), ";": ","})
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def read_codings(
    corpus: Corpus, documents: pd.DataFrame, sentences: pd.DataFrame, actors: pd.DataFrame
) -> pd.DataFrame:
    """Read every reading in the corpus's `coding/` folder as rows of the ties table.

    Each CSV whose header has the columns quote, source and target is a reading, save the ledger `decisions.csv`; the
    file name without .csv is the coder. In a file that has a column `decision` (`helpers.review` writes it) rows with
    `reject` are no ties, rows whose quote has left the document are passed over (`helpers.review.orphans` lists them),
    a column `start` says which place of a repeated quote is meant, and of two rows that say the same one counts.

    A quote that stands more than once in its document is taken at its first place that no earlier row of the same
    file with the same ends and type has taken.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus; its `coding/` need not exist.
    documents, sentences, actors : pandas.DataFrame
        The tables of the same corpus (`doc_id`, `text`; `doc_id`, `sentence_id`, `start`; `actor_id`).

    Returns
    -------
    pandas.DataFrame
        The ties table, by coder, document and offset; empty, with its columns, where there are no readings.

    Raises
    ------
    InputError
        One sentence that names file, row and remedy: a column or cell that is not as the codebook says, an unknown
        document or actor, source and target the same, a quote that is not in its document, a row that repeats another.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_codings(Corpus(Path(folder)), pd.DataFrame(), pd.DataFrame(), pd.DataFrame()).empty
    True
    """
    found = [pd.DataFrame(columns=columns("ties"))]
    for path in sorted((corpus.folder / "coding").glob("*.csv")):
        rows = read_coding(path)
        if rows is not None:
            found.append(locate(rows, path.stem, documents, sentences, actors, f"coding/{path.name}"))
    table = pd.concat([part for part in found if len(part)] or found, ignore_index=True)
    counts = ("sentence_id", "start", "end")
    return check_table(table.astype({column: int if column in counts else "str" for column in table.columns}), "ties")


def read_coding(path: Path) -> pd.DataFrame | None:
    """Read one reading and hold it against the codebook's vocabularies; None where the CSV is no reading.

    Parameters
    ----------
    path : pathlib.Path
        A CSV inside `coding/`.

    Raises
    ------
    InputError
        Where the file is meant as a reading and is not in order.
    """
    file = f"coding/{path.name}"
    if path.name == LEDGER:
        return None
    table = read_csv(path, file)
    if len(table.columns) == 1 and all(mark in table.columns[0] for mark in _MARKS):
        raise InputError(
            f"{file}, row 1: the columns are not separated by commas; save it as 'CSV UTF-8 (comma delimited)' or "
            "bring it in with from_spreadsheet."
        )
    if not set(_MARKS) <= set(table.columns):
        if len(set(_MARKS) & set(table.columns)) >= 2:
            missing = next(mark for mark in _MARKS if mark not in table.columns)
            raise InputError(f"{file}, row 1: a reading needs a column {missing!r}; correct the header and run again.")
        return None
    check_name(path.stem)
    return check_table(table, "coding", file)


def check_name(name: str) -> None:
    """Refuse a name for a reading that is no file name or that a coder of the workbook bears.

    Raises
    ------
    InputError
        Says which name, and what to do.
    """
    if name in OF_THE_WORKBOOK:
        raise InputError(f"coding/{name}.csv: {name!r} is a coder of the workbook itself; give it another name.")
    if not re.fullmatch(r"[\w. -]+", name) or f"{name}.csv" == LEDGER:
        raise InputError(f"coding/{name}.csv cannot be a reading; name it with letters, digits, spaces, - and _ only.")


def locate(
    rows: pd.DataFrame,
    coder: str,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    actors: pd.DataFrame,
    file: str = "coding",
) -> pd.DataFrame:
    """Find each coded quote in its document and give the rows of the ties table.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the coding schema.
    coder : str
        Name of the reader.
    documents, sentences, actors : pandas.DataFrame
        See `read_codings`.
    file : str
        How to name the rows in a message.

    Returns
    -------
    pandas.DataFrame
        The ties table of this coder; undirected ties in alphabetical order of source and target.

    Raises
    ------
    InputError
        See `read_codings`.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d"], "text": ["Atland helpt Betland."]})
    >>> sentences = pd.DataFrame({"doc_id": ["d"], "sentence_id": [1], "start": [0], "end": [21]})
    >>> actors = pd.DataFrame({"actor_id": ["ATL", "BTL"], "name_en": ["Atland", "Betland"]})
    >>> rows = pd.DataFrame([dict(doc_id="d", quote="Atland helpt Betland", source="ATL", target="BTL", type="support",
    ...     status="actual", change="none", coref="0", note="")])
    >>> locate(rows, "ann", documents, sentences, actors)[["coder", "sentence_id", "start", "end"]].values.tolist()
    [['ann', 1, 0, 20]]
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    order = {doc_id: place for place, doc_id in enumerate(texts)}
    starts = {
        doc_id: (group["start"].tolist(), group["sentence_id"].tolist())
        for doc_id, group in sentences.sort_values(["doc_id", "start"]).groupby("doc_id")
    }
    known = set(actors["actor_id"])
    reviewed = "decision" in rows.columns
    taken: dict[tuple, list[tuple[int, int]]] = {}
    ties = []
    for number, row in enumerate(rows.to_dict("records"), start=2):
        where = f"{file}, row {number}"
        if row["doc_id"] not in texts:
            if reviewed:
                continue
            raise InputError(
                f"{where}: there is no document {row['doc_id']!r}; use a doc_id of documents.csv"
                f"{perhaps(row['doc_id'], texts.keys(), 0.6)}."
            )
        text, quote = texts[row["doc_id"]], row["quote"]
        if reviewed and (row["decision"] == "reject" or quote not in text):
            continue
        for end in ("source", "target"):
            if row[end] not in known:
                raise InputError(f"{where}: {end} {row[end]!r} is no actor; {_advice(row[end], actors)}.")
        if row["source"] == row["target"]:
            raise InputError(f"{where}: source and target are both {row['source']!r}; a tie needs two actors.")
        if quote not in text:
            raise InputError(f"{where}: {_why_absent(quote, text, row['doc_id'])}.")
        ends = (row["source"], row["target"])
        if row["type"] not in DIRECTED_TYPES:
            ends = tuple(sorted(ends))
        earlier = taken.setdefault((row["doc_id"], quote, ends, row["type"]), [])
        if reviewed and row.get("start", "").isdecimal() and text.startswith(quote, int(row["start"])):
            start = int(row["start"])
            if start in [place for place, _ in earlier]:
                continue
        else:
            start = text.find(quote, earlier[-1][0] + 1 if earlier else 0)
        if start < 0 and reviewed:
            continue
        if start < 0:
            raise InputError(
                f"{where} says the same as row {earlier[-1][1]} (quote, source, target and type); delete one of the "
                "two, for the codebook asks one row per pair, per type, per quote."
            )
        earlier.append((start, number))
        begins, numbers = starts.get(row["doc_id"], ([], []))
        place = bisect.bisect_right(begins, start) - 1
        if place < 0:
            raise InputError(
                f"sentences.csv has no sentences of document {row['doc_id']!r}; run the first notebook again."
            )
        ties.append(
            {
                "coder": coder,
                "doc_id": row["doc_id"],
                "sentence_id": numbers[place],
                "start": start,
                "end": start + len(quote),
                "quote": quote,
                "source": ends[0],
                "target": ends[1],
                "type": row["type"],
                "status": row["status"],
                "change": row["change"],
                "coref": row["coref"],
                "cue": "",
            }
        )
    ties.sort(key=lambda tie: (order[tie["doc_id"]], *(tie[c] for c in ("start", "end", "source", "target", "type"))))
    return pd.DataFrame(ties, columns=columns("ties"))


def find_loosely(quote: str, text: str) -> str | None:
    r"""Find a quote whose white space, quotation marks, dashes or semicolons came out otherwise; give the text's own.

    Copying through a spreadsheet, a word processor or another coding program changes just these, and the ties table
    wants the document's own characters.

    Parameters
    ----------
    quote, text : str
        What was copied, and the document.

    Returns
    -------
    str or None
        The stretch of the document, byte for byte; None where there is none.

    Examples
    --------
    >>> find_loosely('met "Betland"', "samen met\u00a0‘Betland’, zei hij")
    'met\xa0‘Betland’'
    """
    folded, places = _fold(text)
    wanted = _fold(quote)[0].strip()
    start = folded.find(wanted) if wanted else -1
    return text[places[start] : places[start + len(wanted) - 1] + 1] if start >= 0 else None


def read_spreadsheet(path: str | Path) -> pd.DataFrame:
    """Read a CSV from a spreadsheet or from DNA, whether commas, semicolons or tabs separate its columns.

    Parameters
    ----------
    path : str or pathlib.Path
        The file, UTF-8. The separator is the one that stands most often in the header.

    Raises
    ------
    InputError
        Where it is missing, not UTF-8, or a row has more cells than the header.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path.name} is missing; put it there and run again.")
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8; save it as 'CSV UTF-8' and run again.") from None
    header = content.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))
    if not rows:
        raise InputError(f"{path.name} is empty; it needs at least a header row.")
    names, seen = [], {}
    for name in rows[0]:  # DNA names a document's type and a variable alike; keep both apart
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name] - 1}")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(names):
            raise InputError(
                f"{path.name}, row {number}: there are more cells than in the header; quote cells that hold "
                f"{separator!r} and run again."
            )
    return pd.DataFrame([row + [""] * (len(names) - len(row)) for row in rows[1:]], columns=names)


def from_spreadsheet(
    table: pd.DataFrame,
    documents: pd.DataFrame,
    actors: pd.DataFrame,
    header: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    file: str = "spreadsheet",
) -> pd.DataFrame:
    """Turn a plain spreadsheet of ties into coding rows.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a tie. Needed: doc_id (or file name or title of the document), quote, source, target (actor_id or
        name), type. Welcome: status (else actual), change (else none), coref (else 0), note.
    documents, actors : pandas.DataFrame
        The tables of the corpus.
    header : mapping, optional
        Column of the coding schema to the column's name in the spreadsheet, where it is another:
        ``{"quote": "Citaat"}``. Capitals do not matter.
    words : mapping, optional
        Words of the spreadsheet to words of the codebook: ``{"steun": "support", "gepland": "prospective"}``.
    file : str
        How to name it in a message.

    Returns
    -------
    pandas.DataFrame
        Rows of the coding schema, the quotes in the document's own characters; write them with
        ``write_table(rows, corpus.folder / "coding" / "ann.csv", "coding")``.

    Raises
    ------
    InputError
        Names file, row and remedy.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["d"], "file": ["d.txt"], "title": [""], "text": ["Atland helpt Betland."]})
    >>> actors = pd.DataFrame({"actor_id": ["ATL", "BTL"], "name_en": ["Atland", "Betland"]})
    >>> sheet = pd.DataFrame([{"doc_id": "d.txt", "Citaat": "Atland  helpt Betland", "source": "Atland",
    ...     "target": "Betland", "type": "steun"}])
    >>> from_spreadsheet(sheet, documents, actors, {"quote": "Citaat"}, {"steun": "support"}).values.tolist()
    [['d', 'Atland helpt Betland', 'ATL', 'BTL', 'support', 'actual', 'none', '0', '']]
    """
    named = {**{column: column for column in columns("coding")}, **(header or {})}
    present = {str(column).strip().lower(): column for column in table.columns}
    defaults = {"status": "actual", "change": "none", "coref": "0", "note": ""}
    filled = {}
    for column, theirs in named.items():
        if theirs.strip().lower() in present:
            filled[column] = table[present[theirs.strip().lower()]].astype(str).str.strip()
        elif column in defaults:
            filled[column] = pd.Series(defaults[column], index=table.index)
        else:
            raise InputError(
                f"{file} has no column {theirs!r}; add it to the header (row 1) or say which column holds the {column}."
            )
    words = {key.lower(): value for key, value in (words or {}).items()}
    rows = pd.DataFrame(filled)
    for column in ("type", "status", "change"):
        rows[column] = [words.get(cell.lower(), cell.lower()) or defaults.get(column, "") for cell in rows[column]]
    rows["coref"] = [{"": "0", "1.0": "1", "0.0": "0"}.get(cell, cell) for cell in rows["coref"]]
    return _settle(rows, documents, actors, file)


def from_dna(
    table: pd.DataFrame,
    documents: pd.DataFrame,
    actors: pd.DataFrame,
    source: str = "organization",
    target: str = "concept",
    tie_type: str | None = None,
    words: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    file: str = "DNA export",
) -> pd.DataFrame:
    """Turn an event list of the Discourse Network Analyzer (DNA) into coding rows.

    DNA's event list is a CSV, separated by semicolons, with one row a statement and the columns ``statement ID, time,
    document ID, document title, author, source, section, type, text`` (all but the first and the last describe the
    document), then one column a variable of the statement type; those of the default type are ``person, organization,
    concept, agreement``. The names were taken from the source of DNA 3's exporter; they were not tried on files of
    other versions. DNA's matrices and GraphML hold no texts and cannot be traced to a sentence. DNA writes ``;`` as
    ``,`` and double quotation marks as single ones, which is undone here by looking the text up in the document.

    The default statement type ties an actor to a concept, which is no tie between actors: rows come through only
    where the target column names an actor. Who codes ties in DNA gives the statement type two actor variables and one
    for the type of tie, and names them here. Actors who share a concept are not made into ties.

    Parameters
    ----------
    table : pandas.DataFrame
        The event list, as `read_spreadsheet` reads it.
    documents, actors : pandas.DataFrame
        The tables of the corpus.
    source, target : str
        Columns that name the two actors, by actor_id or name.
    tie_type : str, optional
        Column with the type of tie; without it every tie is an alignment, the codebook's rest.
    words : mapping, optional
        Words in that column to types of the codebook.
    titles : mapping, optional
        DNA's document title to doc_id, where it is none of doc_id, file name and title in documents.csv.
    file : str
        How to name it in a message.

    Returns
    -------
    pandas.DataFrame
        Rows of the coding schema. ``agreement`` 0 or FALSE becomes status negated, everything else actual; change is
        none; the note keeps DNA's statement ID.

    Raises
    ------
    InputError
        Names file, row and remedy.
    """
    needed = ["document title", "text", source, target, *([tie_type] if tie_type else [])]
    missing = [column for column in needed if column not in table.columns]
    if missing:
        raise InputError(
            f"{file} has no column {', '.join(map(repr, missing))}; export an event list (CSV) from DNA and say which "
            "variables hold the two actors."
        )
    words = {key.lower(): value for key, value in (words or {}).items()}
    text = table.astype(str)
    against = text.get("agreement", pd.Series("1", index=table.index)).str.strip().str.lower()
    kinds = text[tie_type].str.strip().str.lower() if tie_type else pd.Series("alignment", index=table.index)
    rows = pd.DataFrame(
        {
            "doc_id": [(titles or {}).get(title, title) for title in text["document title"]],
            "quote": text["text"],
            "source": text[source].str.strip(),
            "target": text[target].str.strip(),
            "type": [words.get(kind, kind) for kind in kinds],
            "status": ["negated" if word in ("0", "false", "no") else "actual" for word in against],
            "change": "none",
            "coref": "0",
            "note": [f"DNA statement {number}" for number in text.get("statement ID", range(1, len(text) + 1))],
        },
        index=table.index,
    )
    return _settle(rows, documents, actors, file)


def _settle(rows: pd.DataFrame, documents: pd.DataFrame, actors: pd.DataFrame, file: str) -> pd.DataFrame:
    """Give imported rows the corpus's own ids and characters, and hold them against the schema."""
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    ids = {
        str(name).strip().lower(): doc_id
        for column in ("title", "file", "doc_id")
        if column in documents
        for name, doc_id in zip(documents[column], documents["doc_id"], strict=True)
        if str(name).strip()
    }
    names = actor_names(actors)
    rows = rows[columns("coding")].reset_index(drop=True)
    for place, row in enumerate(rows.to_dict("records")):
        where = f"{file}, row {place + 2}"
        doc_id = ids.get(row["doc_id"].strip().lower())
        if doc_id is None:
            raise InputError(
                f"{where}: there is no document {row['doc_id']!r}; use a doc_id, file name or title of documents.csv."
            )
        rows.loc[place, "doc_id"] = doc_id
        for end in ("source", "target"):
            actor = names.get(row[end].lower())
            if actor is None:
                raise InputError(f"{where}: {end} {row[end]!r} is no actor; {_advice(row[end], actors)}.")
            rows.loc[place, end] = actor
        if rows.loc[place, "source"] == rows.loc[place, "target"]:
            raise InputError(f"{where}: source and target are both {actor!r}; a tie needs two actors.")
        if row["quote"] not in texts[doc_id] or not row["quote"]:
            quote = find_loosely(row["quote"], texts[doc_id])
            if quote is None:
                raise InputError(f"{where}: {_why_absent(row['quote'], texts[doc_id], doc_id)}.")
            rows.loc[place, "quote"] = quote
        if row["type"] not in DIRECTED_TYPES and rows.loc[place, "source"] > rows.loc[place, "target"]:
            rows.loc[place, ["source", "target"]] = rows.loc[place, ["target", "source"]].tolist()
    return check_table(rows, "coding", file)


def _advice(name: str, actors: pd.DataFrame) -> str:
    """Say what to do about an actor that the gazetteer does not know, with a guess where there is one."""
    return f"use an actor_id of gazetteer/actors.csv{perhaps_actor(name, actors)} or add a row there"


def _why_absent(quote: str, text: str, doc_id: str) -> str:
    """Say why a quote is not in its document: by its characters only, or altogether."""
    loose = find_loosely(quote, text)
    if loose is None:
        return f"the quote {_short(quote)!r} is not in document {doc_id!r}; copy it from there, character for character"
    at = next((i for i, (a, b) in enumerate(zip(quote, loose, strict=False)) if a != b), min(len(quote), len(loose)))
    around = slice(max(0, at - 12), at + 12)
    return (
        f"the quote differs from document {doc_id!r} in white space or punctuation only ({quote[around]!a} where the "
        f"document has {loose[around]!a}); copy it from there, character for character"
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _fold(text: str) -> tuple[str, list[int]]:
    """Put a text in its plainest form, and say where each character of that came from."""
    folded, places = [], []
    for place, character in enumerate(text):
        if character in _INVISIBLE:
            continue
        if character.isspace():
            if folded and folded[-1] == " ":
                continue
            character = " "
        folded.append(character.translate(_ALIKE))
        places.append(place)
    return "".join(folded), places
