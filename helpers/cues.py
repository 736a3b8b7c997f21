"""Step 3a: read the cue tables and find their cues in a row of words.

Needs `data/cues/`. Makes a `Lexicon` of one language that tells, for the words of a sentence, which cues stand there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers.documents import Corpus
from helpers.tables import TIE_TYPES, InputError, read_table

CUE_FILES = (
    "conflict",
    "agreement",
    "membership",
    "support",
    "consultation",
    "joint_action",
    "alignment",
    "status",
    "change",
    "reading",
)
# The words of a cue may stand this many words apart: a Dutch verb and its particle often frame half a sentence.
REACH = 14
_PREFIXES_WITHOUT_GE = ("be", "ge", "her", "ont", "ver", "er")


class CueTables(NamedTuple):
    """The tables of `data/cues/`: cues, irregular verbs, function words, weights, and what is known of actors."""

    cues: pd.DataFrame
    verbs: pd.DataFrame
    words: pd.DataFrame
    weights: pd.DataFrame
    type_weights: pd.DataFrame
    status_weights: pd.DataFrame
    groups: pd.DataFrame
    no_members: pd.DataFrame
    instruments: pd.DataFrame


def read_cues(corpus: Corpus) -> CueTables:
    """Read the cue tables that ship, with the corpus's own rows added.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus; its own `cues/` may be missing.

    Returns
    -------
    CueTables
        The tables; rows of every language.

    Raises
    ------
    InputError
        Where a row is not usable: names file, row and remedy.

    Examples
    --------
    >>> from helpers.documents import SHIPPED, open_corpus
    >>> sorted(read_cues(open_corpus(SHIPPED)).cues["language"].unique())
    ['nl']
    """
    layers = []
    for name in CUE_FILES:
        path = f"cues/{name}.csv"
        layers.append(corpus.layered(path, "cues", ["language", "cue", "says"]))
        if corpus.shipped:  # then what was read is the file, row by row, and needs no second reading
            _check_notation(layers[-1], name)
        elif (corpus.folder / path).exists():
            _check_notation(read_table(corpus.folder / path, "cues", path), name)
    return CueTables(
        pd.concat(layers, ignore_index=True),
        corpus.layered("cues/verbs.csv", "cue_verbs", ["language", "infinitive"]),
        corpus.layered("cues/words.csv", "cue_words", ["language", "word", "class"]),
        corpus.layered("cues/weights.csv", "cue_weights", ["shape", "evidence"]),
        corpus.layered("cues/type_weights.csv", "type_weights", ["evidence"]),
        corpus.layered("cues/status_weights.csv", "status_weights", ["evidence"]),
        corpus.layered("gazetteer/groups.csv", "groups", ["group", "actor_id", "from"]),
        corpus.layered("cues/no_members.csv", "no_members", ["actor_id"]),
        corpus.layered("cues/instruments.csv", "instruments", ["actor_id"]),
    )


def _cells(table: pd.DataFrame, *columns: str) -> Iterator[tuple[str, ...]]:
    """Go through these columns row by row; as lists, since a column of text is several times slower to go through."""
    return zip(*(table[column].tolist() for column in columns), strict=True)


def _check_notation(table: pd.DataFrame, name: str) -> None:
    """Name the first row of a cue file that could not be matched."""
    for row, (cue, kind, source, target) in enumerate(_cells(table, "cue", "kind", "source", "target"), start=2):
        where = f"cues/{name}.csv, row {row}"
        if "*" in cue.strip("*").replace("* ", " ").replace(" *", " ").replace("*_", "_").replace("_*", "_"):
            raise InputError(f"{where}: the * of {cue!r} stands inside a word; put it at a word's begin or end.")
        if kind != "word" and name not in ("status", "change", "reading") and not (source and target):
            raise InputError(f"{where}: {cue!r} names no source or no target; name the slots of both ends.")


def inflect(infinitive: str, irregular: Sequence[str] = ()) -> set[str]:
    """Give the forms of a Dutch verb without its separable particle, too many rather than too few.

    Parameters
    ----------
    infinitive : str
        Such as "steunen".
    irregular : sequence of str
        Past tense, participle and other forms that the rules below would not make.

    Returns
    -------
    set of str
        Present, past, and past participle with and without -e; spelling of both weak classes (a form that does not
        exist matches nothing). No present participle: leidend and dreigend say something else than the verb.

    Examples
    --------
    >>> {"steunt", "steunde", "gesteund", "gesteunde"} <= inflect("steunen")
    True
    >>> {"vergroot", "vergrootte"} <= inflect("vergroten")
    True
    >>> "viel" in inflect("vallen", ["viel", "vielen", "gevallen"])
    True
    """
    root = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
    stems = {root}
    if len(root) > 2 and root[-1] == root[-2]:
        stems = {root[:-1]}
    elif re.search(r"(^|[^aeiou])[aeou][^aeiouwjx]$", root):
        stems.add(root[:-1] + root[-2] + root[-1])
    stems |= {stem[:-1] + {"v": "f", "z": "s"}[stem[-1]] for stem in list(stems) if stem[-1:] in ("v", "z")}
    past = {stem + ending for stem in stems for ending in ("te", "de", "ten", "den")}
    ge = "" if infinitive.startswith(_PREFIXES_WITHOUT_GE) or infinitive.startswith("onder") else "ge"
    participles = {ge + stem + ("" if stem.endswith(ending) else ending) for stem in stems for ending in "td"}
    forms = {infinitive, *stems, *(stem + "t" for stem in stems)}
    participles |= {form for form in irregular if form.startswith("ge")}
    forms |= past | participles | {form + "e" for form in participles} | set(irregular)
    return {form for form in forms if len(form) > 1}


# Only for words that no cue begins with as they stand, so that what is made of other words does no harm.
_NEW_SPELLING = {"sch": "s", "ko": "co", "kt": "ct", "k": "c"}


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the cue tables, ready to be matched."""

    number: int
    text: str
    kind: str
    says: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    # How many of its parts come before those of its verb.
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A cue in a row of words: `anchor` is its main word, `verb` that of its verb, `places` all of its words."""

    cue: Cue
    anchor: int
    places: tuple[int, ...]
    verb: int = -1


@dataclass
class Lexicon:
    """The cues and function words of one language; made by `compile_cues`."""

    cues: list[Cue]
    classes: dict[str, frozenset[str]]
    exact: dict[str, list[tuple]] = field(default_factory=dict)
    prefix: dict[str, list[tuple]] = field(default_factory=dict)
    suffix: dict[str, list[tuple]] = field(default_factory=dict)
    # Of each cue its parts by number; many cues share a part (steun geven, hulp geven), which is looked for once.
    parts: list[tuple[int, ...]] = field(default_factory=list)
    # Of a part the cues that are looked at when it is found: those of which it is the rarest part.
    keyed: dict[int, list[int]] = field(default_factory=dict)
    seen: dict[str, list[tuple]] = field(default_factory=dict)
    # Forms of the verbs among the cues, with and without their particles, that are nothing else.
    verb_forms: set[str] = field(default_factory=set)
    # Parts that are particles standing apart from their verb.
    particles: set[int] = field(default_factory=set)

    def __post_init__(self):
        classes: dict[str, set[str]] = {}
        for name, words in self.classes.items():
            for word in words:
                classes.setdefault(word, set()).add(name)
        self._classes_of = {word: frozenset(names) for word, names in classes.items()}

    def has(self, word: str, *names: str) -> bool:
        """Whether a word belongs to one of these classes of function words."""
        known = self._classes_of.get(word)
        return known is not None and not known.isdisjoint(names)

    def hits(self, word: str) -> list[tuple]:
        """Which parts of cues a word may begin; remembered, since texts repeat their words."""
        found = self.seen.get(word)
        if found is None:
            found = self._begun_by(word)
            if not found and word.isalpha() and (now := _in_new_spelling(word)) != word:
                found = self._begun_by(now)
            self.seen[word] = found
        return found

    def _begun_by(self, word: str) -> list[tuple]:
        found = list(self.exact.get(word, ()))
        for size in range(2, len(word) + 1):
            found += self.prefix.get(word[:size], ())
            if size < len(word):
                found += self.suffix.get(word[-size:], ())
        return found

    def _is_preposition(self, words: Sequence[str], at: int) -> bool:
        """Whether what could be a particle (voert de wet in) has a noun of its own behind it (voert in Mali oorlog)."""
        following = words[at + 1] if at + 1 < len(words) else "."
        return words[at] != "op" and (not following or following.isdigit() or self.has(following, "determiner"))

    def find(self, words: Sequence[str], glued: Sequence[bool], walls: Sequence[int]) -> list[Match]:
        """Find the cues in a row of words.

        Parameters
        ----------
        words : sequence of str
            In lower case; an empty string where an actor stands.
        glued : sequence of bool
            Whether a word is written on to the one before (EU-lid, Oekraïnesteun).
        walls : sequence of int
            Number of clause boundaries before each word, so that a cue does not reach over two of them.

        Returns
        -------
        list of Match
            In the order of their anchors; a cue inside a longer one is left out, unless a
            preposition is all that is longer (verdedigen, and verdedigen tegen, say different things).
        """
        places: dict[int, list[tuple[int, ...]]] = {}
        for at, word in enumerate(words):
            if not word:
                continue
            for part, chain, needs_glue in self.hits(word):
                if (needs_glue and not glued[at]) or (part in self.particles and self._is_preposition(words, at)):
                    continue
                span = _chain(words, at, chain) if chain else (at,)
                if span:
                    places.setdefault(part, []).append(span)
        matches, particles = [], set()
        for number in sorted({number for part in places for number in self.keyed.get(part, ())}):
            cue, parts = self.cues[number], [places.get(part) for part in self.parts[number]]
            if None in parts:
                continue
            for first in parts[0]:
                chosen = [first]
                for spans in parts[1:]:
                    near = min(spans, key=lambda span: (abs(span[0] - first[0]), span[0]))
                    if abs(near[0] - first[0]) > REACH or abs(walls[near[0]] - walls[first[0]]) > 1:
                        break
                    chosen.append(near)
                else:
                    verb = chosen[cue.rest][0] if cue.kind == "verb" else -1
                    if any(words[at] == "om" and walls[at] > walls[at - 1] for at in range(chosen[0][0] + 1, verb)):
                        continue  # the wish to support (de wens om X te steunen) is not to support the wish
                    matches.append(Match(cue, first[0], tuple(sorted({at for span in chosen for at in span})), verb))
                    particles.update(at for span in chosen[cue.rest + 1 :] for at in span)
        matches.sort(key=lambda match: (match.anchor, -len(match.places), match.cue.number))
        kept: list[Match] = []
        for match in matches:
            if match.verb in particles:
                continue  # the particle of one verb is no form of another: in deel te nemen there is no delen
            inside = any(
                len(other.places) > len(match.places)
                and set(match.places) <= set(other.places)
                and (
                    other.cue.says == match.cue.says
                    or (
                        other.cue.says in (*TIE_TYPES, "reporting")
                        and match.cue.says in TIE_TYPES
                        and not any(self.has(words[at], "preposition") for at in set(other.places) - set(match.places))
                    )
                )
                for other in matches
            )
            whole = any(
                other.places == match.places and not other.cue.text.startswith("*") and match.cue.text.startswith("*")
                for other in matches
                if other.cue.says in TIE_TYPES and match.cue.says in TIE_TYPES
            )  # a longer word of its own (defensiesamenwerking) says more than its ending
            twice = any(other.cue.says == match.cue.says and other.places == match.places for other in kept)
            if not inside and not whole and not twice:
                kept.append(match)
        return kept


def _in_new_spelling(word: str) -> str:
    """Write a word of the seventies (konflikt, aktie) or of before 1947 (tusschenkomst) as it is written now.

    >>> [_in_new_spelling(word) for word in ("konflikten", "kontakt", "aktie", "boykot", "tusschenkomst", "koninkrijk")]
    ['conflicten', 'contact', 'actie', 'boycot', 'tussenkomst', 'coninkrijk']
    """
    return re.sub(r"(?<=s)sch(?=en)|^ko(?=[lmnö])|kt(?=$|[aei])|(?<=y)k", lambda old: _NEW_SPELLING[old.group()], word)


def _chain(words: Sequence[str], at: int, chain: tuple) -> tuple[int, ...]:
    """Check the words that must adjoin the one at hand, and give all of their places."""
    for step, wanted in enumerate(chain, start=1):
        if at + step >= len(words) or not _fits(words[at + step], wanted):
            return ()
    return tuple(range(at, at + len(chain) + 1))


def _fits(word: str, wanted) -> bool:
    if isinstance(wanted, frozenset):
        return word in wanted
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    if wanted.startswith("*"):
        return word.endswith(wanted[1:])
    return word == wanted


def compile_cues(tables: CueTables, language: str) -> Lexicon:
    """Make the cues of one language ready for matching.

    Parameters
    ----------
    tables : CueTables
        From `read_cues`.
    language : str
        Two-letter code.

    Returns
    -------
    Lexicon
        Without cues where the tables hold none of that language.

    Examples
    --------
    >>> from helpers.documents import SHIPPED, open_corpus
    >>> tables = read_cues(open_corpus(SHIPPED))
    >>> words = "zij vallen het land dapper aan".split()
    >>> [match.cue.text for match in compile_cues(tables, "nl").find(words, [False] * 6, [0] * 6)]
    ['aan|vallen']
    >>> compile_cues(tables, "xx").cues
    []
    """
    words = tables.words[tables.words["language"] == language]
    classes = {name: frozenset(rows["word"]) for name, rows in words.groupby("class")}
    irregular = {
        row.infinitive: row.forms.split() for row in tables.verbs[tables.verbs["language"] == language].itertuples()
    }
    lexicon = Lexicon([], classes)
    prepositions = classes.get("preposition", frozenset())
    # Thousands of cues share their verbs and words; each of these is made ready once.
    verbs: dict[str, _Verb] = {}
    part_of = cache(_part)
    numbers: dict[tuple, int] = {}
    nouns: set[str] = set()
    rows = tables.cues[tables.cues["language"] == language]
    for text, kind, says, source, target in _cells(rows, "cue", "kind", "says", "source", "target"):
        pieces = _pieces(text)
        variants: tuple[tuple, ...] = ((),)
        if kind == "verb":
            piece = pieces.pop(_verb_at(pieces, prepositions))
            if piece not in verbs:
                verbs[piece] = _Verb.of(piece, irregular)
            variants = verbs[piece].variants
        elif kind == "noun":
            nouns.update(text.split())
        rest = [part_of(piece) for piece in pieces]
        slots = tuple(source.split()), tuple(target.split())
        for verb_parts in variants:
            lexicon.cues.append(Cue(len(lexicon.cues), text, kind, says, *slots, len(rest)))
            lexicon.parts.append(tuple([numbers.setdefault(part, len(numbers)) for part in (*rest, *verb_parts)]))
    # What may as well be a noun (afspraken, troepen) or a function word (het) tells nothing of where verbs stand.
    lexicon.verb_forms = set().union(*(verb.unmistakable for verb in verbs.values())) - nouns.union(*classes.values())
    for part, number in numbers.items():
        if isinstance(part[0], frozenset) and len(part[0]) == 1:
            lexicon.particles.add(number)
        _index(lexicon, number, part)
    shared = Counter(part for parts in lexicon.parts for part in parts)
    for number, parts in enumerate(lexicon.parts):
        lexicon.keyed.setdefault(min(parts, key=lambda part: (shared[part], part)), []).append(number)
    return lexicon


def _pieces(cue: str) -> list[str]:
    """Cut a cue into parts; hyphens part words in the text, so they do here, but not at its begin or end."""
    return re.sub(r"(?<=[^\W_])-(?=[^\W_])", "_", cue).split()


def _part(piece: str) -> tuple[str, tuple[str, ...], bool]:
    """Make a part of a cue comparable: its first word, the words that must adjoin, whether it is written on."""
    first, *chain = piece.split("_")
    glue = first.startswith("-")
    first = first.lstrip("-")
    if first.endswith("-") and len(first) > 1:
        first = first.rstrip("-")
    return first, tuple(chain), glue


def _verb_at(pieces: list[str], prepositions: frozenset[str]) -> int:
    """Find the verb of a cue: the last piece that looks like an infinitive; what follows is a preposition."""
    return max(
        (at for at, piece in enumerate(pieces) if piece.endswith("n") and piece not in prepositions),
        default=len(pieces) - 1,
    )


class _Verb(NamedTuple):
    """A verb of cues: the ways in which it may stand, each as parts of a cue, and the forms that are nothing else."""

    variants: tuple[tuple, ...]
    unmistakable: set[str]

    @classmethod
    def of(cls, piece: str, irregular: dict[str, list[str]]) -> _Verb:
        """Inflect it; its separable particle, if any, stands before a |."""
        particle, _, base = piece.rpartition("|")
        forms = frozenset(inflect(base, irregular.get(base, ())))
        # Its stem may be a noun (steun).
        plain = {base, *(form for form in forms if not base.startswith(form))}
        unmistakable = plain | {particle + form for form in plain}
        if not particle:
            return cls((((forms, (), False),),), unmistakable)
        joined = frozenset(particle + form for form in forms)
        finite = frozenset(form for form in forms if not form.startswith("ge") or base.startswith("ge"))
        # A set of one word tells a particle from the same word as a preposition.
        apart = (finite, (), False), (frozenset([particle]), (), False)
        return cls((((joined, (), False),), apart), unmistakable)


def _index(lexicon: Lexicon, number: int, part: tuple) -> None:
    first, chain, glue = part
    entry = (number, chain, glue)
    if isinstance(first, frozenset):
        for form in sorted(first):
            lexicon.exact.setdefault(form, []).append(entry)
    elif first.endswith("*"):
        lexicon.prefix.setdefault(first[:-1], []).append(entry)
    elif first.startswith("*"):
        lexicon.suffix.setdefault(first[1:], []).append(entry)
    else:
        lexicon.exact.setdefault(first, []).append(entry)
