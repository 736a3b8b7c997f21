"""Step 2f: abbreviations that a document makes for itself, such as BiH in "Bosnië en Herzegovina (BiH)".

Needs a folded text and where names end in it. Makes where else the abbreviation stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_INTRODUCED = re.compile(
    r" \((?:hierna[ ,:]+)?(?:ook |verder )?(?:te noemen|genoemd|afgekort|aangeduid als)?:? ?(?:de |het )?[\"']?"
    r"(?P<short>[A-Za-z][\w/-]{1,14})[\"']?\)"
)


def introduced(text: str, name: str, end: int) -> tuple[int, str] | None:
    """Give the abbreviation that a text introduces in brackets behind a name, and where it stands.

    It must have two capitals, begin as the name does, and have its letters from the name, in order: what else stands in
    brackets (a party, a place, another state) is no abbreviation of it.

    Parameters
    ----------
    text : str
        The folded text.
    name : str
        The name, folded.
    end : int
        Where it ends.

    Returns
    -------
    tuple of int and str, or None
        Offset and abbreviation.

    Examples
    --------
    >>> text = "Bosnie en Herzegovina (BiH), Hongarije (FIDESZ)"
    >>> introduced(text, "Bosnie en Herzegovina", 21), introduced(text, "Hongarije", 38)
    ((23, 'BiH'), None)
    """
    found = _INTRODUCED.match(text, end)
    if found is None:
        return None
    short = found["short"]
    if sum(letter.isupper() for letter in short) < 2 or short[0].lower() != name[0].lower():
        return None
    letters = iter(name.lower())
    if not all(letter in letters for letter in short.lower() if letter.isalnum()):
        return None
    return found.start("short"), short


def occurrences(text: str, short: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give where an abbreviation stands as a word, or as the first part of a compound.

    >>> list(occurrences("(BiH), BiH-wetten en BiHs", "BiH", 0, 25))
    [(1, 4), (7, 10)]
    """
    for found in re.compile(rf"(?<![\w-]){re.escape(short)}(?!\w)").finditer(text, start, end):
        yield found.span()
