"""Step 1d: what a text says about itself in its head, proposed as metadata.

Needs the documents with their texts. Makes a table of proposals; `documents.csv` decides.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from helpers.lines import BLANK, find_lines
from helpers.tables import DATE_PATTERN

# How far down a head may reach, in lines that are not blank
HEAD_LINES = 30
# Words in front of a value, and the column of documents.csv that the value would fill (author has none: see note)
_KEYS = {
    "date": "date datum data fecha dato published gepubliceerd publicatiedatum veröffentlicht publié",
    "title": "title titel titre título titolo",
    "author": "author authors auteur auteurs autor autore door by von par",
    "publisher": "publisher uitgever source bron herausgeber éditeur",
    "language": "language taal lang sprache langue",
}
_FIELD_OF = {key: field for field, keys in _KEYS.items() for key in keys.split()}
_KEYED = re.compile(
    rf"(?:^|(?<=[\s,;|]))(?P<key>{'|'.join(sorted(_FIELD_OF, key=len, reverse=True))})(?:\s+(?:op|on|am|le|door))?"
    r"\s*(?P<colon>[:=])?\s*(?P<value>[^\s].*)",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"(?<![\w.-])(?:\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\.?\s+[^\W\d_]{3,12}\.?\s+\d{4}"
    r"|[^\W\d_]{3,12}\.?\s+(?:\d{1,2},?\s+)?\d{4}|\d{4})(?![\w-])"
)
# A line with a date and hardly more: "11.02.2026 12:45", "Den Haag, 27 januari 2026"
_AROUND_DATE = re.compile(
    r"(?:[^\W\d][\w’' -]{0,30},\s*)?\|?\s*(?:om\s|at\s)?\s*(?:\d{1,2}[:.]\d{2}(?:\s*uur)?)?\s*\|?"
)


@cache
def _months(language: str) -> dict[str, int]:
    """Give the names of the months in a language and in English, from Unicode's CLDR."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_month_names

    names = {}
    for code in ("en", language):
        try:
            locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    names[name.lower().rstrip(".")] = number
    return names


def read_date(words: str, language: str = "en") -> str:
    """Write a date as documents.csv wants it, as precise as it is known; empty where it is none.

    Day goes before month where both are numbers, as in Europe.

    Examples
    --------
    >>> read_date("11.02.2026"), read_date("27 januari 2026", "nl"), read_date("March 2025"), read_date("31.02.2026")
    ('2026-02-11', '2026-01-27', '2025-03', '')
    """
    words = words.strip()
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", words):
        parts = numbers
    elif re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", words):
        parts = numbers[::-1]
    else:
        name = re.search(r"[^\W\d_]+", words)
        month = _months(language).get(name.group().lower()) if name else None
        if month is None or not numbers:
            return ""
        parts = [numbers[-1], month, *numbers[:-1]]
    date = "-".join(f"{part:0{4 if place == 0 else 2}d}" for place, part in enumerate(parts))
    if not re.fullmatch(DATE_PATTERN, date):
        return ""
    if len(parts) == 3 and pd.isna(pd.to_datetime(date, format="%Y-%m-%d", errors="coerce")):
        return ""
    return date


def propose_metadata(documents: pd.DataFrame) -> pd.DataFrame:
    r"""Find in the heads of documents what could stand in documents.csv.

    Parameters
    ----------
    documents : pandas.DataFrame
        doc_id, language and text.

    Returns
    -------
    pandas.DataFrame
        doc_id, field (a column of documents.csv, or author), value (as documents.csv wants it), start and end (the
        words in the text that say so), line (the line they stand in). The first proposal of a field comes first.

    Examples
    --------
    >>> text = " date 2023-01 De NAVO groeit.\n\nDe EU ook."
    >>> proposed = propose_metadata(pd.DataFrame({"doc_id": ["a"], "language": ["nl"], "text": [text]}))
    >>> proposed[["field", "value", "start", "end"]].values.tolist()
    [['date', '2023-01', 6, 13]]
    """
    rows = []
    for doc_id, language, text in zip(documents["doc_id"], documents["language"], documents["text"], strict=True):
        for line in find_lines(text[:20_000])[:HEAD_LINES]:
            found = sorted(_proposals(line.text, language))
            rows += [
                (doc_id, field, value, line.start + start, line.start + end, line.text[:200])
                for start, end, field, value in found
            ]
    table = pd.DataFrame(rows, columns=["doc_id", "field", "value", "start", "end", "line"])
    return table.astype({"start": "int64", "end": "int64"}).drop_duplicates(
        ["doc_id", "field", "value"], ignore_index=True
    )


def _proposals(line: str, language: str) -> set[tuple[int, int, str, str]]:
    """Give (start, end, field, value) for all that a line tells."""
    found = set()
    if len(line) <= 300 or re.match(r"(?i)(?:date|datum)\b", line):
        for keyed in _keyed(line):
            field, at = _FIELD_OF[keyed["key"].lower()], keyed.start("value")
            if field == "date":
                date = _DATE_WORDS.match(line, at)
                value = read_date(date.group(), language) if date else ""
                if value and (keyed["colon"] or keyed.start() == 0):
                    found.add((at, date.end(), "date", value))
            elif keyed["colon"] and keyed.start() == 0:
                words = keyed["value"].strip(BLANK + "\"'“”‘’[]")
                start = line.index(words, at) if words else at
                if words:
                    found.add((start, start + len(words), field, words))
    if len(line) <= 80 and not found:
        date = _DATE_WORDS.search(line)
        if date and _AROUND_DATE.fullmatch(line[: date.start()] + line[date.end() :]):
            value = read_date(date.group(), language)
            if len(value) > 4:
                found.add((date.start(), date.end(), "date", value))
    return found


def _keyed(line: str):
    """Find each key and what follows it."""
    position = 0
    while found := _KEYED.search(line, position):
        yield found
        position = found.start("value")
