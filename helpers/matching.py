"""Step 2b: find many words in a text at once, whatever its line breaks, accents and capitals.

Needs patterns and a text. Makes arrays of where which pattern stands. Knows nothing of actors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import chain

import ahocorasick_rs
import numpy as np

# Characters that are written without being read: soft hyphen, zero-width characters, byte order mark.
_UNREAD = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SAME = {"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-"}
# Cyrillic letters that look like ours and slip in with a keyboard or a scanner.
_SAME |= {"а": "a", "е": "e", "ё": "e", "о": "o", "с": "c", "р": "p", "і": "i", "А": "A", "Е": "E", "О": "O", "С": "C"}
_SAME |= {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ŀ": "l", "ß": "s"}
_BROKEN_WORD = re.compile(r"[-\u2010][ \t]*\r?\n[ \t]*(?=\w)")
# A letter with an accent as a web page writes it: Syri&euml;.
_ENTITY = re.compile(r"&([A-Za-z])(?:uml|acute|grave|circ|tilde|cedil|ring|caron|slash);")
# A capitalised word up to a line end, and the small letters that go on behind it.
_WORD_BEFORE = re.compile(r"(?<!\w)[A-Z][^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
# Codes below this are folded and classed by table; scripts beyond it are left as they are.
_TABLE = 0x3000
# Codes below this are searched as one byte.
_WIDE = 0xFF
# A small letter at the beginning of a word is searched as the byte so far beyond it, among signs that no text has.
_AT_BEGINNING = 0x80 - ord("a")
# The table that searches fastest takes a second to make; it pays from so many characters on.
_MUCH = 2_000_000
# What stands for other signs in words that are looked for.
WILD = set("*#")


@cache
def _folds() -> np.ndarray:
    """Map each code point to the one it is compared as; 0 for one that is left out."""
    table = np.arange(_TABLE, dtype=np.uint32)
    for code in range(_TABLE):
        char = chr(code)
        plain = _SAME.get(char) or unicodedata.normalize("NFD", char)[0]
        if char in _UNREAD or unicodedata.category(char) == "Mn":
            table[code] = 0
        elif char.isspace():
            table[code] = ord(" ")
        elif plain.isascii():
            table[code] = ord(plain)
    return table


@cache
def _classes() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Say of each code point whether it is a letter or digit, a digit, a capital, a small letter."""
    chars = [chr(code) for code in range(_TABLE)]
    return tuple(
        np.array([test(char) for char in chars]) for test in (str.isalnum, str.isdigit, str.isupper, str.islower)
    )


class Folded:
    r"""A text as it is compared: accents off, white space and quotes made equal, words joined over a line end.

    Parameters
    ----------
    text : str
        The text.
    whole : frozenset of str
        Folded words that a line end without a hyphen may have broken, as in a scan: Mozambi/que.

    Attributes
    ----------
    text : str
        The folded text.
    codes : numpy.ndarray
        Its code points, with a space before and after, so that neighbours can be looked up everywhere.

    Examples
    --------
    >>> folded = Folded("de Euro-\npese  Unie en Israël")
    >>> folded.text
    'de Europese Unie en Israel'
    >>> folded.span(3, 16)
    (3, 19)
    """

    def __init__(self, text: str, whole: frozenset[str] = frozenset()):
        codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        self.codes = np.full(len(codes) + 3, 32, dtype=np.uint32)
        folded = self.codes[1:-2]
        folded[:] = codes
        # Letters and signs of ASCII stay as they are, all but the backtick; only the rest is looked up. What is below
        # 32 is beyond everything once 32 is taken from it, and so needs no comparison of its own.
        odd = codes - np.uint32(32) > 126 - 32
        if "`" in text:
            odd |= codes == ord("`")
        rest = np.flatnonzero(odd)
        rest = rest[codes[rest] < _TABLE]
        folded[rest] = _folds()[codes[rest]]
        misread = _misread(codes, rest)
        if len(misread):
            # What was written in UTF-8 and read as Latin-1 has two signs for a letter: IsraÃ«l.
            folded[misread] = _folds()[codes[misread + 1] + 0x40]
            folded[misread + 1] = 0
        for entity in _ENTITY.finditer(text) if "&" in text else ():
            folded[entity.start() : entity.end() - 1] = 0
            folded[entity.end() - 1] = ord(entity.group(1))
        space = folded == 32
        drop = folded == 0
        drop[1:] |= space[1:] & space[:-1]
        hyphens = np.flatnonzero(folded == ord("-"))
        # A space that stands before a hyphen only is one that a PDF put there: Zuid -Afrika.
        inner = hyphens[(hyphens >= 2) & (hyphens < len(folded) - 1)]
        inner = inner[space[inner - 1] & (folded[inner - 2] > ord("@")) & (folded[inner + 1] > ord("@"))]
        drop[inner - 1] = True
        # So is one behind a hyphen before a capital, Zuid- Afrika; behind NAVO- en it stands rightly.
        inner = hyphens[(hyphens >= 1) & (hyphens < len(folded) - 2)]
        inner = inner[space[inner + 1] & (folded[inner - 1] > ord("@")) & _is_capital(folded[inner + 2])]
        drop[inner + 1] = True
        before_space = hyphens[hyphens < len(folded) - 1]
        for place in before_space[space[before_space + 1]].tolist():
            found = _BROKEN_WORD.match(text, place)
            if found is None:
                continue
            before, after = text[found.start() - 1 : found.start()], text[found.end()]
            if before.isalnum():
                # Rus-/land is one word; in NAVO-/landen the hyphen belongs to it.
                drop[found.start() + (0 if before.islower() and after.islower() else 1) : found.end()] = True
        if whole:
            for place in _breaks(text, codes, whole):
                drop[place] = True
        # How many characters are left out before each folded one, told by the few places where that number grows.
        gone = np.flatnonzero(drop)
        self._grows = gone - np.arange(len(gone))
        if len(gone):
            self.codes = self.codes[np.concatenate([[True], ~drop, [True, True]])]
        self.text = str(self.codes[1:-2].astype("<u4", copy=False).data, "utf-32-le")

    def as_bytes(self) -> bytes:
        """Give the folded text as it is searched, one byte a character."""
        return _as_bytes(self.codes[:-2])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the text that a stretch of the folded text comes from."""
        before, within = np.searchsorted(self._grows, (start, end - 1), side="right").tolist()
        return start + before, end + within

    def spans(self, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Do the same for arrays."""
        return (
            starts + np.searchsorted(self._grows, starts, side="right"),
            ends + np.searchsorted(self._grows, ends - 1, side="right"),
        )


def _as_bytes(codes: np.ndarray) -> bytes:
    """Write codes, all but the first, as one byte each, a small letter at the beginning of a word as one of its own.

    Signs that no pattern holds are all the same byte. A pattern in small letters then matches at the beginning of words
    only, and a search does not follow it into the middle of every word.
    """
    narrow = codes.astype(np.uint8)
    strange = np.flatnonzero(codes >= 0x80)
    beyond = codes[strange]
    narrow[strange[(beyond >= _WIDE) | (beyond < 0xA0)]] = _WIDE
    small = narrow - np.uint8(ord("a")) < 26
    # Beyond ASCII no sign counts as a letter here; where one is, no match may begin behind it.
    letter = (narrow | np.uint8(0x20)) - np.uint8(ord("a")) < 26
    narrow[1:] += (small[1:] & ~letter[:-1]).view(np.uint8) * np.uint8(_AT_BEGINNING)
    return narrow[1:].tobytes()


def _misread(codes: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Find letters with an accent that stand as two signs, since their file was read in the wrong encoding."""
    first = rest[codes[rest] == 0xC3]
    first = first[first < len(codes) - 1]
    return first[(codes[first + 1] >= 0x80) & (codes[first + 1] < 0xC0)]


def _is_capital(codes: np.ndarray) -> np.ndarray:
    return _classes()[2][np.minimum(codes, _TABLE - 1)]


def _breaks(text: str, codes: np.ndarray, whole: frozenset[str]) -> list[int]:
    """Find the line ends that break one of these words without a hyphen."""
    small = _classes()[3]
    ends = np.flatnonzero(codes == ord("\n"))
    ends = ends[(ends > 0) & (ends < len(codes) - 1)]
    beside = [np.minimum(codes[ends + step], _TABLE - 1) for step in (-1, 1)]
    broken = []
    for end in ends[small[beside[0]] & small[beside[1]]].tolist():
        before = _WORD_BEFORE.search(text, max(0, end - 24), end)
        if before is None:
            continue
        left, right = fold(before.group()), fold(_WORD_AFTER.match(text, end + 1).group())
        # Where the first part is a name itself, only an ending goes with it: Nederland/se, but not Iran/dreigt.
        if left + right in whole and (left not in whole or right in ("se", "sche")):
            broken.append(end)
    return broken


def fold(words: str) -> str:
    """Fold a pattern as `Folded` folds a text.

    >>> fold("Kyïv’s")
    "Kyiv's"
    """
    if words.isascii() and "`" not in words and " ".join(words.split(" ")).isprintable():
        return words
    return Folded(words).text


def alternatives(words: Iterable[str]) -> str:
    """Write words as a regular expression, longest first; a * at either end stands for letters, a # for a number.

    >>> alternatives(["en", "krant"])
    'krant|en'
    """
    parts = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        core = re.escape(word.strip("*")).replace(r"\#", r"\d+")
        parts.append((r"[\w-]*" if word.startswith("*") else "") + core + (r"[\w-]*" if word.endswith("*") else ""))
    return "|".join(parts)


class Matcher:
    r"""Find patterns as whole words.

    A match must begin and end at a word's edge. Edges are also where glued words meet (vredeNoorwegen,
    NAVObondgenoten), before a footnote's digit, and before a genitive s, which the match then includes.

    Parameters
    ----------
    patterns : list of str
        Folded; each once.
    tails : list of str
        Words that may follow a capitalised match without a break: Chinabeleid; as for `alternatives`.
    leads : list of int or None
        How many characters at the head of each pattern must stand there but are no part of the match; None: none.

    Examples
    --------
    >>> matcher = Matcher(["Noorwegen", "Europese Unie", "EU"])
    >>> starts, ends, which = matcher.find(Folded("vredeNoorwegen, de Europese\nUnie, Noorwegens EU-landen, EUR"))
    >>> [int(number) for number in which]
    [0, 1, 0, 2]
    """

    def __init__(self, patterns: list[str], tails: Iterable[str] = (), leads: list[int] | None = None):
        # Nearly all patterns can be searched with one byte a character, which is quicker; the others as they are.
        written = _as_bytes(np.frombuffer("\n".join(["", *patterns]).encode("utf-32-le"), dtype=np.uint32)).split(b"\n")
        numbered = list(enumerate(written[: len(patterns)]))
        narrow = [number for number, pattern in numbered if _WIDE not in pattern]
        wide = [number for number, pattern in numbered if _WIDE in pattern]
        self._parts = [
            (np.array(numbers, dtype=np.int64), make, words)
            for numbers, make, words in (
                (narrow, ahocorasick_rs.BytesAhoCorasick, [written[number] for number in narrow]),
                (wide, ahocorasick_rs.AhoCorasick, [patterns[number] for number in wide]),
            )
            if numbers
        ]
        self._read = 0
        self._prepare(ahocorasick_rs.Implementation.ContiguousNFA)
        self.length = np.array([len(pattern) for pattern in patterns], dtype=np.int64)
        self._lead = np.array(leads or [0] * len(patterns), dtype=np.int64)
        self._tail = re.compile(rf"s?(?:{alternatives(tails) or '(?!)'})(?!\w)")
        # The first two letters of these words, with and without a genitive s before them; None where they may be any.
        begins = {(joint + word)[:2] for word in tails for joint in ("", "s")}
        self._tail_begins = None if any(set(two) & WILD for two in begins) else begins
        self._capital = np.array([pattern[0].isupper() for pattern in patterns], dtype=bool)
        self._upper = np.array([pattern.isupper() and len(pattern) >= 4 for pattern in patterns], dtype=bool)
        self._digit = np.array([pattern[-1].isdigit() for pattern in patterns], dtype=bool)
        # -landen and other plain words take no genitive; a name does. Words that end in s or a digit do not.
        self._genitive = np.array([not pattern[-1].isdigit() and pattern[-1] not in "sSzZ" for pattern in patterns])

    def _prepare(self, implementation: ahocorasick_rs.Implementation) -> None:
        self._searches = [(numbers, make(words, implementation=implementation)) for numbers, make, words in self._parts]

    def find(self, folded: Folded) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find all patterns that stand as words, overlapping ones too.

        Returns
        -------
        tuple of numpy.ndarray
            Start and end in the folded text (the end includes a genitive s), and the number of the pattern; by start,
            then longest first.
        """
        which, start, end = self._search(folded)
        if not len(which):
            return start, end, which
        codes, (word, digit, capital, small) = folded.codes, _classes()
        # codes has one space before the text: a character's neighbour to the left has its own number.
        first, last, before, after, second = (
            np.minimum(codes[place], _TABLE - 1) for place in (start + 1, end, start, end + 1, end + 2)
        )
        left = ~word[before] | (small[before] & capital[first] & (end - start >= 4)) | (digit[before] & ~digit[first])
        genitive = self._genitive[which] & (after == ord("s")) & ~word[second]
        right = (
            ~word[after]
            | genitive
            | (capital[after] & small[last])
            | (digit[after] & ~digit[last])
            | (small[after] & (self._upper[which] | self._digit[which]))
        )
        rows = np.flatnonzero(left & ~right & small[after] & self._capital[which])
        text, begins = folded.text, self._tail_begins
        for number, stop in zip(rows.tolist(), end[rows].tolist(), strict=True):
            # The expression is slow, and two letters tell most words from those that it knows.
            if begins is None or text[stop : stop + 2] in begins:
                right[number] = self._tail.match(text, stop) is not None
        keep = left & right
        start, end, which = start[keep], (end + genitive)[keep], which[keep]
        start = start + self._lead[which]
        # Of two that cover the same stretch the one without a genitive s comes first: Nederlands, not Nederland's.
        # One number to sort by, made of start, length of the match and length of the pattern, is quicker than three.
        by = (start << 32) - ((end - start) << 16) - self.length[which]
        order = np.argsort(by, kind="stable")
        return start[order], end[order], which[order]

    def _search(self, folded: Folded) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find all patterns, as words or within them: number, start and end."""
        if self._read <= _MUCH < self._read + len(folded.text):
            self._prepare(ahocorasick_rs.Implementation.DFA)
        self._read += len(folded.text)
        parts = [np.empty((3, 0), dtype=np.int64)]
        for numbers, automaton in self._searches:
            text = folded.text if isinstance(automaton, ahocorasick_rs.AhoCorasick) else folded.as_bytes()
            hits = automaton.find_matches_as_indexes(text, overlapping=True)
            flat = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits))
            parts.append(np.stack([numbers[flat[0::3]], flat[1::3], flat[2::3]]))
        return tuple(np.concatenate(parts, axis=1))


def longest(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Keep, of matches that overlap, the leftmost and of those the longest.

    Matches must come by start, then longest first. Only matches that are valid words should be given: choosing before
    would let an invalid long match hide a valid short one.

    Returns
    -------
    numpy.ndarray
        Numbers of the matches kept.

    >>> longest(np.array([0, 0, 3, 9]), np.array([8, 2, 5, 12])).tolist()
    [0, 3]
    """
    # Most matches overlap no other; only the rest are gone through one by one.
    apart = np.ones(len(starts) + 1, dtype=bool)
    apart[1:-1] = starts[1:] >= np.maximum.accumulate(ends)[:-1]
    kept = apart[:-1] & apart[1:]
    rows = np.flatnonzero(~kept)
    free = -1
    for row, start, end in zip(rows.tolist(), starts[rows].tolist(), ends[rows].tolist(), strict=True):
        if start >= free:
            kept[row] = True
            free = end
    return np.flatnonzero(kept)
