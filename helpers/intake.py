"""Bring a researcher's own files into a corpus: PDF, HTML, DOCX, Markdown and text.

`python -m helpers.intake FILES... --corpus FOLDER` writes each file's text to `FOLDER/documents/` and a row with
what the file says of itself to `FOLDER/documents.csv`. It says which pages gave no text, overwrites nothing, and
takes all files or none. Formats other than text need the extra `intake` of this project.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.documents import is_binary
from helpers.metadata import propose_metadata, read_date
from helpers.tables import InputError, check_table, columns, read_csv, write_bytes

# What documents.csv holds where a language is not known (ISO 639-2: undetermined)
UNKNOWN_LANGUAGE = "und"


@dataclass
class Intake:
    """The text of a file, what it says of itself, and what a reader should know."""

    text: str
    title: str = ""
    date: str = ""
    publisher: str = ""
    author: str = ""
    language: str = ""
    warnings: list[str] = field(default_factory=list)


def read_file(path: Path, language: str = "") -> Intake:
    """Read the text and metadata of one file by its kind.

    Parameters
    ----------
    path : pathlib.Path
        A .pdf, .html, .htm, .docx, .md, .markdown or .txt file.
    language : str
        Its language, if known; helps to read dates.

    Raises
    ------
    InputError
        Where the file is missing, of another kind, not readable, or without text.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path.name}; give the path of a file that exists.")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path.name} is none of {', '.join(sorted(_READERS))}; convert it to one of these first.")
    taken = reader(path)
    text = taken.text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if not text.strip().strip("\ufeff"):
        raise InputError(f"{path.name} gave no text at all; if it is a scan, run it through OCR first.")
    taken.text = text
    taken.language = language or taken.language
    head = pd.DataFrame({"doc_id": [path.stem], "language": [taken.language or "en"], "text": [text]})
    proposed = propose_metadata(head).drop_duplicates("field").set_index("field")["value"]
    for key in ("title", "date", "publisher", "author"):
        if not getattr(taken, key) and key in proposed:
            setattr(taken, key, proposed[key])
    if not taken.language and re.fullmatch(r"[a-z]{2,3}(-.*)?", proposed.get("language", "")):
        taken.language = proposed["language"][:2]
    return taken


def _library(name: str, package: str, kind: str):
    """Import a library that only this command needs."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError(f"Reading {kind} needs the package {package}; run `pip install {package}` first.") from None


def _read_text(path: Path) -> Intake:
    """Read a text or Markdown file as it is."""
    content = path.read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        return Intake(content.decode(encoding))
    except UnicodeDecodeError:
        if is_binary(content):
            raise InputError(
                f"{path.name} is no text, whatever its name says; nothing was taken in, leave it out."
            ) from None
        raise InputError(f"{path.name} is not UTF-8; nothing was taken in, save it as UTF-8 and run again.") from None


def _read_pdf(path: Path) -> Intake:
    """Read a PDF page by page; a form feed stands between pages, so that later steps know where a page ended."""
    pypdf = _library("pypdf", "pypdf", "PDF files")
    try:
        reader = pypdf.PdfReader(path)
        pages = [page.extract_text() or "" for page in reader.pages]
        about = reader.metadata or {}
    except Exception as error:  # pypdf raises many kinds on broken or locked files
        raise InputError(
            f"{path.name} cannot be read as PDF ({type(error).__name__}); save it anew, without a password."
        ) from None
    empty = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    warnings = []
    if empty:
        some = ", ".join(map(str, empty))
        warnings.append(f"no text on page{'s' * (len(empty) > 1)} {some} of {len(pages)} (a scan or a picture?)")
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(about.get("/CreationDate", "")))
    title = str(about.get("/Title") or "").strip()
    return Intake(
        "\n\f".join(page.rstrip() + "\n" for page in pages) if any(map(str.strip, pages)) else "",
        title="" if re.match(r"(?i)microsoft word|untitled|.*\.(docx?|pdf|indd)$", title) else title,
        date=read_date("-".join(created.groups())) if created else "",
        author=str(about.get("/Author") or "").strip(),
        warnings=warnings,
    )


def _read_html(path: Path) -> Intake:
    """Read the main text of a web page, without navigation, comments and the like."""
    trafilatura = _library("trafilatura", "trafilatura", "web pages")
    page = path.read_bytes()
    text = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""
    about = trafilatura.extract_metadata(page)
    found = {key: (getattr(about, key, None) or "") for key in ("title", "date", "sitename", "author", "language")}
    told = re.search(rb"<html[^>]*\blang=[\"']?([a-zA-Z]{2,3})", page)
    return Intake(
        text + "\n",
        title=found["title"],
        date=read_date(found["date"]),
        publisher=found["sitename"],
        author=found["author"],
        language=found["language"] or (told.group(1).decode().lower() if told else ""),
    )


def _read_docx(path: Path) -> Intake:
    """Read a Word file: paragraphs in order, list items with a bullet, a row of a table as a line."""
    docx = _library("docx", "python-docx", "Word files")
    try:
        document = docx.Document(str(path))
    except Exception as error:  # python-docx raises what zipfile and lxml raise
        raise InputError(f"{path.name} cannot be read as DOCX ({type(error).__name__}); save it anew.") from None
    parts = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            rows = [[cell.text.strip() for cell in row.cells] for row in block.rows]
            parts += ["\t".join(dict.fromkeys(row)) for row in rows]
            continue
        words = block.text.strip()
        style = (block.style.name or "") if block.style is not None else ""
        listed = style.startswith("List") or (block._p.pPr is not None and block._p.pPr.numPr is not None)
        parts.append(f"• {words}" if words and listed else words)
    about = document.core_properties
    warnings = []
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and relation.target_part.blob.count(b"<w:footnote ") > 2:
            warnings.append("its footnotes are left out")
    return Intake(
        "\n\n".join(part for part in parts if part) + "\n",
        title=(about.title or "").strip(),
        date=about.created.strftime("%Y-%m-%d") if about.created else "",
        author=(about.author or "").strip() if about.author != "python-docx" else "",
        language=(about.language or "")[:2].lower(),
        warnings=warnings,
    )


_READERS: dict[str, Callable[[Path], Intake]] = {
    ".pdf": _read_pdf,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_docx,
    ".md": _read_text,
    ".markdown": _read_text,
    ".txt": _read_text,
}


def name_document(path: Path) -> str:
    """Make a doc_id of a file name: ASCII, no spaces.

    >>> name_document(Path("Nota België 2024 (def).pdf"))
    'nota-belgie-2024-def'
    """
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w.]+", "-", plain.lower()).strip("-.") or "document"


def take_in(paths: list[Path], corpus: Path, language: str = "") -> list[str]:
    """Write files to a corpus folder: all of them, or none.

    Parameters
    ----------
    paths : list of pathlib.Path
        The files.
    corpus : pathlib.Path
        The corpus folder; made if it is not there.
    language : str
        Code of the language of all files, if known; goes before what a file says.

    Returns
    -------
    list of str
        A line a document: what was written, and what a reader should know.

    Raises
    ------
    InputError
        Where a file cannot be read or a document of that name is there already; then nothing is written.
    """
    table_path = corpus / "documents.csv"
    header, known = columns("documents"), {}
    if table_path.exists():
        table = check_table(read_csv(table_path), "documents", "documents.csv")
        header = list(read_csv(table_path).columns)
        known = {name: row for row, name in enumerate(table["doc_id"], start=2)}
    rows, texts, report = [], {}, []
    for path in paths:
        doc_id = name_document(path)
        if doc_id in known:
            raise InputError(
                f"{path.name}: documents.csv, row {known[doc_id]} holds a document {doc_id!r} already; rename the file."
            )
        target = corpus / "documents" / f"{doc_id}.txt"
        if target in texts or target.exists():
            raise InputError(f"{path.name}: documents/{target.name} is there already; rename the file.")
        taken = read_file(path, language)
        texts[target] = taken.text.encode("utf-8")
        notes = [f"from {path.name}", *([f"author: {taken.author}"] if taken.author else []), *taken.warnings]
        values = {
            "doc_id": doc_id,
            "file": target.name,
            "title": " ".join(taken.title.split()),
            "date": taken.date,
            "publisher": " ".join(taken.publisher.split()),
            "language": taken.language or UNKNOWN_LANGUAGE,
            "note": " ".join("; ".join(notes).split()),
        }
        rows.append([values.get(column, "") for column in header])
        warnings = list(taken.warnings)
        if not taken.language:
            warnings.append(f"language not known, put it in documents.csv (now {UNKNOWN_LANGUAGE})")
        if not taken.date:
            warnings.append("no date found")
        report.append(f"{path.name} -> documents/{target.name}" + "".join(f"; {warning}" for warning in warnings))
    _write_all(table_path, header, rows, texts)
    return report


def _write_all(table_path: Path, header: list[str], rows: list[list[str]], texts: dict[Path, bytes]) -> None:
    """Write the texts, and the table last; take the texts away again if anything fails."""
    before = table_path.read_bytes() if table_path.exists() else b""
    end = "\r\n" if b"\r\n" in before else "\n"
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator=end)
    writer.writerows(rows if before else [header, *rows])
    gap = end if before and not before.endswith(b"\n") else ""
    written = []
    try:
        for target, content in texts.items():
            write_bytes(target, content)
            written.append(target)
        write_bytes(table_path, before + (gap + lines.getvalue()).encode("utf-8"))
    except BaseException:
        for target in written:
            target.unlink(missing_ok=True)
        raise


def main(arguments: list[str] | None = None) -> int:
    """Run the command; a problem is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m helpers.intake", description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILES", help="PDF, HTML, DOCX, Markdown or text")
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER", help="the corpus folder to fill")
    parser.add_argument("--language", default="", help="language of the files, such as nl, if you know it")
    given = parser.parse_args(arguments)
    try:
        for line in take_in(given.files, given.corpus, given.language):
            print(line)
        print(
            "Say in column author_actor of documents.csv for whom each speaks (of a joint text each: NLD; JPN); empty, "
            "wij and het kabinet are nobody."
        )
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
