"""Step 2d: what a user would otherwise take: the names of states in CLDR, matched as words."""

from __future__ import annotations

import re

import pandas as pd

from helpers.gazetteer import cldr_names
from helpers.tables import TEXT_KINDS, columns


def find_listed_names(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the names of states as the Unicode consortium's CLDR lists them, as whole words and nothing more.

    Parameters
    ----------
    documents : pandas.DataFrame
        doc_id and language.
    sentences : pandas.DataFrame
        The sentences table.

    Returns
    -------
    pandas.DataFrame
        The schema `mentions`, `how` always cldr.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a"], "language": ["nl"]})
    >>> sentences = pd.DataFrame({"doc_id": ["a"], "sentence_id": [1], "start": [0], "end": [28], "kind": ["sentence"],
    ...                           "section": [""], "text": ["Noorwegen en het VK oefenen."]})
    >>> find_listed_names(documents, sentences)["actor_id"].tolist()
    ['NOR']
    """
    rows = []
    for doc_id, language in zip(documents["doc_id"], documents["language"], strict=True):
        names = _names(language)
        pattern = re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})\b")
        for row in sentences[(sentences["doc_id"] == doc_id) & sentences["kind"].isin(TEXT_KINDS)].itertuples():
            for found in pattern.finditer(row.text) if names else ():
                start, end = row.start + found.start(), row.start + found.end()
                rows.append((doc_id, row.sentence_id, start, end, found.group(), names[found.group()], "cldr"))
    return pd.DataFrame(rows, columns=columns("mentions")).astype({"sentence_id": int, "start": int, "end": int})


def _names(language: str) -> dict[str, str]:
    """Read name to actor; nothing for a language that CLDR does not know."""
    from babel.core import UnknownLocaleError

    try:
        table = cldr_names(language)
    except (UnknownLocaleError, ValueError):
        return {}
    return dict(zip(table["name"], table["actor_id"], strict=True))
