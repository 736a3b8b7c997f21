"""Step 2g: list the capitalised names and titles that matched nothing, so that the gazetteer can be extended.

Needs sentences and the mentions found in them. Makes a table, the most frequent first.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pandas as pd

from helpers.matching import alternatives
from helpers.tables import TEXT_KINDS

# A name: words with a capital, joined by small words that names hold.
_CAPITAL_LETTER = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_NAME_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'&.-]*\w|[^\W\d_a-zß-öø-ÿ]{2,})"
_NAME = re.compile(
    rf"\b{_NAME_WORD}(?:[ \xa0](?:(?:van|von|de|der|den|du|di|le|la|al|of|the|for)[ \xa0]){{0,2}}{_NAME_WORD})*"
)
_SMALL_WORD = re.compile(r"\b[a-zß-öø-ÿ]\w*")
_OPENERS = {"de", "het", "een", "in", "dit", "dat", "deze", "die", "er", "the", "a", "an", "this"}


def unmatched_names(
    sentences: pd.DataFrame, mentions: pd.DataFrame, titles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """List capitalised names and titled offices that no mention covers, the most frequent first.

    Parameters
    ----------
    sentences : pandas.DataFrame
        Rows of the schema `sentences`.
    mentions : pandas.DataFrame
        What `find_mentions` made of them.
    titles : pandas.DataFrame or None
        The table `titles` of a gazetteer; with it, titles (premier, minister) are listed where no mention stands within
        40 characters.

    Returns
    -------
    pandas.DataFrame
        name, sort (name or title), count, doc_id and context (one line around its first occurrence).

    Examples
    --------
    >>> sentences = pd.DataFrame({"doc_id": ["a"], "sentence_id": [1], "start": [0], "end": [40], "kind": ["sentence"],
    ...                           "section": [""], "text": ["Gisteren sprak Jan Jansen met Piet Bakker"]})
    >>> mentions = pd.DataFrame({"doc_id": ["a"], "start": [30], "end": [41]})
    >>> unmatched_names(sentences, mentions)["name"].tolist()
    ['Jan Jansen']
    """
    covered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for doc_id, start, end in mentions[["doc_id", "start", "end"]].itertuples(index=False):
        covered[doc_id].append((start, end))
    office = None
    if titles is not None:
        office = re.compile(rf"\b(?:{alternatives(titles['title'])})\b")
    rows = [row for row in sentences.itertuples(index=False) if row.kind in TEXT_KINDS]
    # A capital that opens a sentence is no sign of a name where the word is also written small.
    small = {word for row in rows for word in _SMALL_WORD.findall(row.text)}
    found: dict[tuple[str, str], list] = {}

    def count(words: str, sort: str, row, start: int, end: int) -> None:
        found.setdefault((words, sort), [0, row.doc_id, _context(row.text, start, end)])[0] += 1

    middle: set[str] = set()
    openers = []
    for row in rows:
        spans = covered[row.doc_id]
        for match in _NAME.finditer(row.text):
            start, end = match.span()
            opens = not any(char.isalnum() for char in row.text[:start])
            words = match.group()
            first, _, rest = words.partition(" ")
            if opens and first.lower() in small | _OPENERS:
                words, start = rest, end - len(rest)
            near = any(begin < row.start + end and row.start + start < stop for begin, stop in spans)
            if not words or near or not _CAPITAL_LETTER.match(words):
                continue
            if opens and " " not in match.group():
                openers.append((words, "name", row, start, end))
            else:
                middle.add(words)
                count(words, "name", row, start, end)
        for match in office.finditer(row.text) if office else ():
            start, end = match.span()
            if not any(begin - 40 < row.start + end and row.start + start < stop + 40 for begin, stop in spans):
                count(match.group().lower(), "title", row, start, end)
    for opener in openers:
        # A single word that only ever opens a sentence is rarely a name.
        if opener[0] in middle:
            count(*opener)
    listed = [(words, sort, *values) for (words, sort), values in found.items()]
    listed.sort(key=lambda row: (-row[2], row[1], row[0]))
    return pd.DataFrame(listed, columns=["name", "sort", "count", "doc_id", "context"])


def _context(text: str, start: int, end: int) -> str:
    """Cut one line around a stretch of text."""
    return " ".join(text[max(0, start - 50) : end + 50].split())
