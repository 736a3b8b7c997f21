"""Step 2e: tell who a surname is, and which words beside a person are the title.

Needs the persons and titles of a gazetteer. Answers questions about a surname in a folded text.
"""

from __future__ import annotations

import re

import ahocorasick_rs
import pandas as pd

from helpers.matching import alternatives, fold

# Words in which a ministry is named between a title and a person. Only one way leads through any stretch of words:
# where there are several, a search that fails tries them all, which takes hours on sixty characters.
_MINISTRY = r"(?:[A-Z][\w'-]*(?:, ?| ))*(?:[A-Z][\w'-]*)?"
_MINISTRIES = {
    "Zaken",
    "Defensie",
    "Justitie",
    "Financien",
    "Handel",
    "Samenwerking",
    "Koninkrijksrelaties",
    "Veiligheid",
}
_PARTICLES = {"van", "von", "de", "der", "den", "di", "le", "bin", "al", "ten", "ter"}
_CAPITAL = re.compile(r"[A-Z]")
_LAST_TOKEN = re.compile(r"([\w'.-]*\w)([)\"']?) $")
_FIRST_NAMES = re.compile(r"(?:[A-Z][\w'-]*\.?(?:[A-Z]\.)* ){1,3}$")
# Transcriptions that are made equal: Wladimir, Vladimir.
_SAME_SOUND = str.maketrans("wyjk", "viic")
# What may stand beside a name that is alone on its line.
_TRIM = " \t\r,.;:*_#"
_ALONE_AFTER = re.compile(rf"[{re.escape(_TRIM)}]*(?:\n|\Z)")


class Persons:
    """The persons and titles of a gazetteer.

    Parameters
    ----------
    actors : pandas.DataFrame
        The table `actors`.
    titles : iterable of str
        Titles of the language of the texts.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["donald-trump"], "name_nl": ["Donald Trump"], "kind": ["person"]})
    >>> persons = Persons(actors, ["president"])
    >>> persons.first_names("donald-trump", "toen president Donald ")
    7
    >>> [persons.is_other(name, "donald-trump") for name in ("Melania", "D.", "President", "zei")]
    [True, False, False, False]
    >>> persons.has_title("de president van Amerika, "), persons.has_title("de president zei dat ")
    (True, False)
    """

    def __init__(self, actors: pd.DataFrame, titles):
        persons = actors[actors["kind"] == "person"]
        self._names = {
            actor: fold(name).split() for actor, name in zip(persons["actor_id"], persons["name_nl"], strict=True)
        }
        titles = sorted({fold(title) for title in titles})
        either = alternatives(titles) or "(?!)"
        # A title may close a compound: NAVO-chef, Commissievoorzitter.
        self._titled = re.compile(rf"(?:\b|[a-z-])(?:{either})(?:,? (?:van|voor) {_MINISTRY}|,? )\(?$", re.IGNORECASE)
        # First names may follow it, and nothing else: in "de Finse president belde met Trump" are two actors.
        self._office = re.compile(
            rf"(?i:(?:[ -](?:[a-z-]+(?:e|end|ig|en) )*?|-|s?)[a-z-]*?(?:{either})\b"
            rf"(?:,? (?:van|voor|der) {_MINISTRY})?)"
            r",? ?\(?(?:[A-Z][\w'.-]*(?:\) ?| ))*(?:[A-Z][\w'.-]*)?"
        )
        self._title_words = {word for title in titles for word in title.lower().split()}
        self._title_ends = tuple(sorted(word for word in self._title_words if len(word) > 4))
        # Most stretches hold no title, and that is seen sooner than those expressions see it.
        self._any_title = ahocorasick_rs.AhoCorasick(sorted({title.lower() for title in titles}))

    def has_title(self, before: str) -> bool:
        """Tell whether the words before a naming end in a title."""
        return self._holds_title(before) and self._titled.search(before) is not None

    def is_office(self, between: str) -> bool:
        """Tell whether the words between an actor and a person are that person's office: Britse [premier] Starmer."""
        return self._holds_title(between) and self._office.fullmatch(between) is not None

    def _holds_title(self, words: str) -> bool:
        return bool(self._any_title.find_matches_as_indexes(words.lower()))

    def first_names(self, actor: str, before: str) -> int:
        """Count the characters right before a surname that are this person's first names or initials."""
        # a last word without a capital is no name, and seen sooner
        last = before[before.rfind(" ", 0, -1) + 1 :]
        if last == last.lower():
            return 0
        found = _FIRST_NAMES.search(before)
        tokens = found.group().split() if found else []
        while tokens and (tokens[0] in _MINISTRIES or not initials_fit(tokens, self._names[actor])):
            tokens = tokens[1:]
        return sum(len(token) + 1 for token in tokens)

    def is_other(self, token: str, actor: str) -> bool:
        """Tell whether the word before a surname is a first name, but not this person's: Melania Trump."""
        if not _CAPITAL.match(token) or token.isupper() or token in _MINISTRIES:
            return False
        small = token.lower()
        # NAVO-baas, VN-chef
        if small.rpartition("-")[2] in self._title_words or small in _PARTICLES or small.endswith(self._title_ends):
            return False
        return not initials_fit([token], self._names[actor])


def word_before(before: str) -> str:
    """Give the last word of a text that ends before a naming; empty where something else stands there.

    >>> word_before("toen zei (Melania) "), word_before("toen; ")
    ('Melania', '')
    """
    found = _LAST_TOKEN.search(before, max(before.rfind(" ", 0, -1), 0))
    return found.group(1) if found else ""


def ends_line(text: str, end: int) -> bool:
    """Tell whether nothing but signs follows on the line."""
    return _ALONE_AFTER.match(text, end) is not None


def is_signature(text: str, start: int, end: int) -> bool:
    r"""Tell whether a name alone on its line signs a text; below an office it says who holds it.

    Parameters
    ----------
    text : str
        The text as written, with its lines.
    start, end : int
        Where the name stands.

    Examples
    --------
    >>> is_signature("De minister van Defensie,\nD. Brekelmans", 26, 39), is_signature("Tot ziens.\n\nPiri\n", 12, 16)
    (False, True)
    """
    if not ends_line(text, end) or text[start:end].strip(_TRIM) != text[start:end]:
        return False
    begin = text.rfind("\n", 0, start) + 1
    if text[begin:start].strip(_TRIM):
        return False
    while begin and text[begin - 1].isspace():
        begin -= 1
    return text[begin - 1 : begin] != ","


def initials_fit(tokens: list[str], names: list[str]) -> bool:
    """Tell whether first names as written begin as a person's do: Recep Tayipp, D.M., Wladimir.

    >>> fits = [initials_fit(tokens.split(), names.split()) for tokens, names in (
    ...     ("D.M.", "David van Weel"), ("Wladimir", "Vladimir Poetin"), ("De", "Donald Trump"))]
    >>> fits
    [True, True, False]
    """
    tokens = [token.strip("()") for token in tokens]
    return 0 < len(tokens) < len(names) and all(
        _begins(token) == _begins(name)[: len(_begins(token))] for token, name in zip(tokens, names, strict=False)
    )


def _begins(name: str) -> str:
    """Give the beginning by which first names are compared: an initial, or two letters, transcriptions made equal."""
    letters = name[:1] if name[1:2] in ("", ".") else name[:2]
    return letters.lower().translate(_SAME_SOUND)
