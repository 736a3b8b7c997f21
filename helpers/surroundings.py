"""Step 2d: the words beside a naming that decide whether it counts.

Needs the table `contexts` of a gazetteer and a language. Answers, for a naming in a folded text, whether the words
before or after it make it none: exactly, by reading the words, or for thousands at once, by three letters, as a first
sieve that lets everything doubtful through to the exact answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from helpers.gazetteer import of_language
from helpers.matching import WILD, alternatives, fold

# How many folded characters before a naming are looked at.
WINDOW = 60
# Sorts of namings that may have an article between themselves and the words before (in het Kremlin), and adjectives
# between themselves and the words after (Franse en Duitse kranten).
ARTICLES, ADJECTIVES = ("capital", "people"), ("demonym",)
_WORD = re.compile(r"[\w-]+")
_QUOTES = re.compile("[\"'(„“”]")
_SPACE, _HYPHEN = 32, 45
# The sieve tells letters apart up to this code; those beyond count as one.
_LETTERS = 128
# So many signs it knows: the rest, 26 letters, digits.
_SIGNS = 28
_LETTER_E = 5
# So many letters of the next word are looked at.
_NEXT = 20


class Surroundings:
    """The words beside a naming, by sort of naming.

    Parameters
    ----------
    contexts : pandas.DataFrame
        The table `contexts` of a gazetteer.
    language : str
        Two-letter code.

    Attributes
    ----------
    tails : list of str
        Words that may be joined to a name.
    before, after, unless : dict
        For each sort of naming the words before it, after it, and before it in spite of the first.

    Examples
    --------
    >>> contexts = pd.DataFrame(
    ...     [("demonym", "after", "*krant", "nl"), ("name", "before", "niet-", "nl")],
    ...     columns=["how", "side", "words", "language"],
    ... )
    >>> surroundings = Surroundings(contexts, "nl")
    >>> text = "de Franse en Duitse sportkrant, niet-Europa"
    >>> [surroundings.refuse(*naming, text) for naming in (("demonym", 3, 9), ("name", 37, 43), ("name", 13, 19))]
    [True, True, False]
    """

    def __init__(self, contexts: pd.DataFrame, language: str):
        sides: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in of_language(contexts, language).to_dict("records"):
            for how in row["how"].split():
                sides[row["side"]][how].append(fold(row["words"]))
        self.tails = sorted({word for words in sides["tail"].values() for word in words})
        # A city or a people may have its article between itself and these words: in het Kremlin.
        self.before = {how: Before(words, how in ARTICLES) for how, words in sides["before"].items()}
        self.unless = {how: Before(words) for how, words in sides["unless"].items()}
        self.after = {how: After(words, how in ADJECTIVES) for how, words in sides["after"].items()}
        self._words = sides

    def refuse(self, how: str, start: int, end: int, text: str) -> bool:
        """Tell whether the words beside a naming make it none.

        Parameters
        ----------
        how : str
            The sort of naming.
        start, end : int
            Where it stands.
        text : str
            The folded text.
        """
        if how in self.before:
            window = text[max(0, start - WINDOW) : start]
            if self.before[how].search(window) and not (how in self.unless and self.unless[how].search(window)):
                return True
        return how in self.after and self.after[how].match(text, end)

    def sieve(self, sorts: list[str]) -> Sieve:
        """Make the first sieve for these sorts of namings."""
        adjectives = [number for number, how in enumerate(sorts) if how in ADJECTIVES]
        return Sieve([(self._words["before"][how], self._words["after"][how]) for how in sorts], adjectives)


class Before:
    """Words that stand right before a naming.

    Parameters
    ----------
    words : list of str
        Folded; one that ends in a hyphen is joined to the naming; * stands for letters, # for a number.
    articles : bool
        Whether an article or a quotation mark may stand between.

    Examples
    --------
    >>> before = Before(["in", "top van", "niet-", "#"])
    >>> [before.search(text) for text in ("de Top van het ", "bericht van ", "de niet-", "wel 26 ")]
    [True, False, True, True]
    >>> Before(["*krant"]).search("de sportkrant "), before.search('zit in "')
    (True, True)
    """

    def __init__(self, words: list[str], articles: bool = True):
        words = [word.lower() for word in words]
        self._articles = {"de", "het", "the"} if articles else set()
        self._joined = tuple(word for word in words if word.endswith("-"))
        self._words = frozenset(word for word in words if not word.endswith("-") and not set(word) & set("#*%"))
        self._most = max((word.count(" ") + 1 for word in self._words), default=0)
        rest = [word for word in words if not word.endswith("-") and word not in self._words]
        self._rest = re.compile(rf"(?<![\w-])(?:{alternatives(rest)}) $") if rest else None
        self._only_joined = not (articles or self._words or rest)
        # Most namings have none of the words before them; the last word there tells so at once.
        self._lasts = {word.split()[-1] for word in (*self._words, *rest)} | self._articles
        self._telling = not any("*" in word for word in self._lasts)
        self._ends = (" ", "-", "'", '"', "(") if articles else (" ", "-")

    def search(self, text: str) -> bool:
        """Tell whether a text, up to the naming, ends in one of the words."""
        if self._only_joined and not text.endswith(("-", "- ")):
            return False
        last = text[text.rfind(" ", 0, -1) + 1 : -1].lower() if text.endswith(" ") else ""
        if self._telling and last.isalpha() and last not in self._lasts:
            return False
        text = text.lower()
        if not text.endswith(self._ends):
            return False
        if text.endswith(("-", "- ")):
            joined = text.rstrip()
            for word in self._joined:
                if joined.endswith(word) and not joined[: -len(word)][-1:].isalnum():
                    return True
            return False
        tokens = _QUOTES.sub(" ", text).split()
        for some in (tokens, tokens[:-1]):
            for count in range(1, min(self._most, len(some)) + 1):
                if " ".join(some[-count:]) in self._words:
                    return True
            if not some or some[-1] not in self._articles:
                break
        return bool(self._rest and self._rest.search(text))


class After:
    """Words that stand right after a naming.

    Parameters
    ----------
    words : list of str
        Folded; one that begins with a hyphen or a comma is joined to the naming; * stands for letters, # for a number.
    adjectives : bool
        Whether adjectives and a second demonym may stand between, as in Franse en Duitse kranten.

    Examples
    --------
    >>> after = After(["krant*", "publieke opinie", "-talig"], adjectives=True)
    >>> [after.match(text, 0) for text in (" kranten", " en Duitse krant", " en Duitse regering", "-talige", "-talig")]
    [True, True, False, False, True]
    """

    def __init__(self, words: list[str], adjectives: bool = False):
        joined, apart = [w for w in words if w[0] in "-,"], [w for w in words if w[0] not in "-,"]
        between = r"(?:(?:,|,? en|,? of)? ?[\w-]+e(?=[ ,]))*?(?:,|,? en|,? of)?" if adjectives else ""
        # A hyphen may be followed by a space, where a line was broken behind it: Kopenhagen- criteria.
        parts = alternatives(joined).replace(r"\-", r"\- ?")
        self._joined = re.compile(rf"(?:{parts})\b") if joined else None
        self._apart = re.compile(rf"{between} (?:{alternatives(apart)})(?!\w)") if apart else None
        self._adjectives = adjectives
        firsts = [found.group() for word in apart if (found := re.search(r"[\w*#-]+", word))]
        # What a word must be, begin with or end in for one of the words to begin there.
        self._firsts = frozenset(first for first in firsts if not set(first) & WILD)
        self._begins = tuple(sorted({re.split("[*#]", first)[0] for first in firsts if set(first[1:]) & WILD}))
        self._ends = tuple(sorted({first.lstrip("*#") for first in firsts if first[0] in WILD}))

    def match(self, text: str, end: int) -> bool:
        """Tell whether one of the words follows the naming that ends here."""
        if self._joined and text[end : end + 1] in ("-", ",") and self._joined.match(text, end):
            return True
        if self._apart is None or (self._adjectives and not self._may_follow(text, end)):
            return False
        return self._apart.match(text, end) is not None

    def _may_follow(self, text: str, end: int) -> bool:
        """Tell by the first words that follow whether the whole expression, which is slow, could match."""
        for found in _WORD.finditer(text, end):
            word = found.group()
            if word in self._firsts or "-" in word or word.startswith(self._begins) or word.endswith(self._ends):
                return True
            if word[-1] != "e" and word not in ("en", "of"):
                return False
        return False


class Sieve:
    """Tell of many namings at once, by the three letters on either side, which may have the words beside them.

    Parameters
    ----------
    words : list of tuple
        For each sort of naming the words before and the words after it, folded.
    adjectives : list of int
        Sorts of namings after which adjectives may stand before these words. Of these the end of the next word is
        looked at too: of words that may begin in any way, as *krant, it is all there is to see.

    Examples
    --------
    >>> from helpers.matching import Folded
    >>> sieve = Sieve([(["nota van"], ["Times"])])
    >>> text = Folded("nota van Defensie, de Iran Times, van Iran te")
    >>> sieve.hold(np.zeros(3, dtype=int), np.array([9, 22, 38]), np.array([17, 26, 42]), text.codes).tolist()
    [True, True, True]
    >>> sieve.hold(np.zeros(2, dtype=int), np.array([22, 9]), np.array([32, 17]), text.codes).tolist()
    [False, True]
    >>> sieve = Sieve([([], ["*krant"])], [0])
    >>> text = Folded("Franse en andere, Franse sportkrant, Franse leger")
    >>> sieve.hold(np.zeros(3, dtype=int), np.array([0, 18, 37]), np.array([6, 24, 43]), text.codes).tolist()
    [True, True, False]
    """

    def __init__(self, words: list[tuple[list[str], list[str]]], adjectives: Iterable[int] = ()):
        shape = (len(words), _SIGNS, _SIGNS, _SIGNS)
        self._before, self._after, self._ends = (np.zeros(shape, dtype=bool) for _ in range(3))
        self._adjective = np.zeros(len(words), dtype=bool)
        self._adjective[list(adjectives)] = True
        # After a hyphen, or before a hyphen or a comma, words may be joined to the naming.
        self._hyphen_before = np.zeros(len(words), dtype=bool)
        self._joined_after = np.zeros((len(words), _LETTERS), dtype=bool)
        for sort, (before, after) in enumerate(words):
            for word in before:
                if word.endswith("-"):
                    self._hyphen_before[sort] = True
                else:
                    _mark(self._before[sort], word[::-1])
            for word in after:
                if word[0] in "-,":
                    self._joined_after[sort, ord(word[0])] = True
                elif self._adjective[sort] and word[0] in WILD and not set(word[1:]) & WILD:
                    _mark(self._ends[sort], word[1:].partition(" ")[0][::-1])
                else:
                    _mark(self._after[sort], word)

    def hold(self, sorts: np.ndarray, starts: np.ndarray, ends: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Give whether each naming may have the words beside it.

        Parameters
        ----------
        sorts, starts, ends : numpy.ndarray
            Of each naming its sort and where it stands in the folded text.
        codes : numpy.ndarray
            `Folded.codes`, in which a character has its number in the text and one.
        """
        last, sign = len(codes) - 1, _signs()
        before = [np.minimum(codes[np.maximum(starts - back, 0)], _LETTERS - 1) for back in range(4)]
        after = [np.minimum(codes[np.minimum(ends + 1 + on, last)], _LETTERS - 1) for on in range(4)]
        spaced = before[0] == _SPACE
        hyphen = (before[0] == _HYPHEN) | (spaced & (before[1] == _HYPHEN))
        held = spaced & self._before[sorts, sign[before[1]], sign[before[2]], sign[before[3]]]
        held |= hyphen & self._hyphen_before[sorts]
        held |= (after[0] == _SPACE) & self._after[sorts, sign[after[1]], sign[after[2]], sign[after[3]]]
        held |= self._joined_after[sorts, after[0]]
        rows = np.flatnonzero(self._adjective[sorts] & ~held)
        held[rows] = self._may_go_on(sorts[rows], ends[rows], codes)
        return held

    def _may_go_on(self, sorts: np.ndarray, ends: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Give whether the next word may be one of the words by its end, or an adjective before one."""
        sign = _signs()
        places = np.minimum(ends[:, None] + 2 + np.arange(_NEXT), len(codes) - 1)
        letters = np.minimum(codes[places], _LETTERS - 1)
        after, signs = codes[ends + 1], sign[letters]
        stops = (signs == 0) & (letters < _LETTERS - 1) & (letters != _HYPHEN) & (letters != ord("_"))
        size = np.argmax(stops, axis=1)
        rows = np.arange(len(ends))
        last = [signs[rows, np.maximum(size - back, 0)] * (size >= back) for back in (1, 2, 3)]
        # A word too long to see, with a letter beyond ASCII or with a hyphen is left to the exact answer.
        strange = ((signs == 0) & (np.arange(_NEXT) < size[:, None])).any(axis=1)
        doubtful = ~stops.any(axis=1) | strange | (size < 3) | (last[0] == _LETTER_E)
        apart = (after == _SPACE) & (doubtful | self._ends[sorts, last[0], last[1], last[2]])
        return apart | (after == ord(",")) | (after == _HYPHEN) | (sign[np.minimum(after, _LETTERS - 1)] > 0)


@cache
def _signs() -> np.ndarray:
    """Map each code below `_LETTERS` to a sign: a letter whatever its case, a digit, the rest."""
    signs = np.zeros(_LETTERS, dtype=np.intp)
    for code in range(_LETTERS):
        letter = chr(code).lower()
        if letter.isalpha():
            signs[code] = 1 + ord(letter) - ord("a")
        elif letter.isdigit():
            signs[code] = _SIGNS - 1
    return signs


def _mark(table: np.ndarray, letters: str) -> None:
    """Set the place of a word's three letters, nearest first; from a wildcard or its end on, of every letter."""
    places: list = [slice(None)] * 3
    for place, letter in enumerate(letters[:3]):
        if letter in WILD:
            break
        places[place] = _signs()[min(ord(letter), _LETTERS - 1)]
    table[tuple(places)] = True
