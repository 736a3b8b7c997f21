"""Step 2c: spell out a gazetteer into the words that are looked for and what each stands for.

Needs a gazetteer and a language. Makes a dictionary from words, folded as texts are, to a `Naming`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from helpers.gazetteer import Gazetteer, all_aliases, of_language
from helpers.matching import fold

# How texts write small numbers.
_COUNTS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
# Signs that scanners put for an l or an i; one such slip in a name is read through.
_SLIPS = {"l": "!1|I", "i": "l", "I": "l"}
# From this length newspapers write abbreviations as names: Unicef, Ecowas, Eufor.
_PRONOUNCED = 5


@dataclass(frozen=True)
class Naming:
    """What a pattern stands for.

    Attributes
    ----------
    actors : tuple of str
        Whom it names; empty where that depends on the text, and for longer names of other things, which only keep
        shorter ones from being found.
    how : str
        The sort of naming: as in `aliases.csv`, or author, anaphor or none.
    needs : str
        The condition in `aliases.csv`.
    rule : str
        Of words for the author the kind of author they fit; of anaphora the rule and whom it refers to.
    windows : tuple
        Where an alias holds for a time only: first day, last day and actor.
    """

    actors: tuple[str, ...]
    how: str
    needs: str = ""
    rule: str = ""
    windows: tuple[tuple[str, str, str], ...] = ()


def spell_patterns(gazetteer: Gazetteer, language: str) -> dict[str, Naming]:
    """Spell out every pattern to look for; as written comes before what case or scanning may make of another.

    Examples
    --------
    >>> from helpers.documents import SHIPPED, Corpus
    >>> from helpers.gazetteer import read_gazetteer
    >>> patterns = spell_patterns(read_gazetteer(Corpus(SHIPPED)), "nl")
    >>> patterns["Noorwegen"].actors, patterns["NOORWEGEN"].actors, patterns["Baltische staten"].how
    (('NOR',), ('NOR',), 'collective')
    """
    exact: dict[str, Naming] = {}
    loose: dict[str, Naming] = {}
    together: dict[str, set[str]] = defaultdict(set)
    windows: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in of_language(all_aliases(gazetteer), language).to_dict("records"):
        words = fold(row["alias"])
        if row["how"] == "collective":
            together[words].add(row["actor_id"])
        if row["from"] or row["to"]:
            windows[words].append((row["from"], row["to"], row["actor_id"]))
        actors = tuple(sorted(together[words])) if row["how"] == "collective" else (row["actor_id"],)
        naming = Naming(actors, row["how"], row["needs"], windows=tuple(windows[words]))
        exact[words] = naming
        for variant in _variants(words, row["how"], row["case"]):
            loose[variant] = naming
    for row in of_language(gazetteer.contexts, language).to_dict("records"):
        if row["side"] == "inside":
            exact[fold(row["words"])] = Naming((), "none")
    for row in of_language(gazetteer.author_words, language).to_dict("records"):
        for words in _sentence_cases(fold(row["words"])):
            exact.setdefault(words, Naming((), "author", rule=row["speaks_for"]))
    for row in of_language(gazetteer.anaphora, language).to_dict("records"):
        for count, numbered in _numbered(fold(row["words"])):
            rule = f"{row['rule']}:{row['refers_to']}" + (f" {count}" if row["rule"] == "near list" else "")
            for words in _sentence_cases(numbered):
                exact.setdefault(words, Naming((), "anaphor", rule=rule))
    return {words: loose[words] for words in loose if words not in exact} | exact


def _numbered(words: str) -> list[tuple[int, str]]:
    """Spell out # as each number of members that an organisation could count; without one, the number is 0."""
    if "#" not in words:
        return [(0, words)]
    numbers = [*((number, str(number)) for number in range(2, 40)), *enumerate(_COUNTS, start=2)]
    return [(number, words.replace("#", written)) for number, written in numbers]


def _sentence_cases(words: str) -> list[str]:
    return sorted({words, words[0].upper() + words[1:]})


def _variants(words: str, how: str, case: str) -> set[str]:
    """Spell a name in capitals, in small letters and with one sign misread, as far as that stays unmistakable."""
    out = {words[0].upper() + words[1:]} if " " in words and how == "name" else set()
    if len(words) >= 4:
        out.add(words.upper())
    if case != "exact" and how in ("name", "collective") and len(words) >= 5:
        out |= {words.lower(), words[0].upper() + words[1:].lower(), words[0].upper() + words[1:]}
    if case != "exact" and how == "demonym" and words.endswith("e") and len(words) >= 6:
        out.add(words.lower())
    if case != "exact" and how == "abbreviation" and len(words) >= _PRONOUNCED and words.isalpha() and words.isupper():
        out.add(words.capitalize())
    if how == "demonym" and len(words) >= 6 and words.endswith(("se", "s")) and not words.endswith("sch"):
        # before the spelling of 1947: Nederlandsche, des Nederlandschen volks
        stem = words.removesuffix("e").removesuffix("s")
        out |= {stem + ending for ending in ("sch", "sche", "schen")}
    if how in ("name", "demonym") and len(words) >= 4 and " " not in words:
        for place, letter in enumerate(words):
            # lran is no word, but a short name with another letter misread could be one
            for slip in _SLIPS.get(letter, "") if len(words) >= 5 or letter == "I" else "":
                out.add(words[:place] + slip + words[place + 1 :])
    return out - {words}
