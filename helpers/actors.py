"""Step 2: find in the documents who is named, and say what was missed.

Needs documents, their sentences and a gazetteer. Makes the table of mentions: one row a naming of an actor.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from helpers.gazetteer import Gazetteer, all_aliases, holds_between, members, read_gazetteer, roll_up
from helpers.matching import Folded, Matcher, fold, longest
from helpers.tables import TEXT_KINDS, columns

__all__ = [
    "Finder",
    "find_mentions",
    "list_errors",
    "members",
    "read_gazetteer",
    "roll_up",
    "score_mentions",
    "unmatched_names",
]

# Signs that scanners put for an l or an i; one such slip in a name is read through.
_SLIPS = {"l": "!1|I", "i": "l"}
# How many folded characters around a name are looked at.
_WINDOW = 60
# Words in which a ministry is named between a title and a person. Only one way leads through any stretch of words:
# where there are several, a search that fails tries them all, which takes hours on sixty characters.
_MINISTRY = r"(?:[A-Z][\w'-]*(?:, ?| ))*(?:[A-Z][\w'-]*)?"
_PARTICLES = {"van", "von", "de", "der", "den", "di", "le", "bin", "al", "ten", "ter"}
_NOUN_FOLLOWS = re.compile(r"-[A-Za-z]| ?-? ?[a-z(]")
_DETERMINER = re.compile(r"(?:de|het|dit|dat|deze|die|the|this) ", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z]")
_LAST_TOKEN = re.compile(r"([\w'.-]*\w)([)\"']?) $")
_FIRST_NAMES = re.compile(r"(?:[A-Z][\w'-]*\.?(?:[A-Z]\.)* ){1,3}$")
# Capitalised names for the list of what was missed: words with a capital, joined by small words that names hold.
_CAPITAL_LETTER = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_NAME_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'&.-]*\w|[^\W\d_a-zß-öø-ÿ]{2,})"
_NAME = re.compile(
    rf"\b{_NAME_WORD}(?:[ \xa0](?:(?:van|von|de|der|den|du|di|le|la|al|of|the|for)[ \xa0]){{0,2}}{_NAME_WORD})*"
)
_SMALL_WORD = re.compile(r"\b[a-zß-öø-ÿ]\w*")
_OPENERS = {"de", "het", "een", "in", "dit", "dat", "deze", "die", "er", "the", "a", "an", "this"}
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


@dataclass(frozen=True)
class _Naming:
    """One pattern that is looked for and what it stands for."""

    actors: tuple[str, ...]
    how: str
    needs: str = ""
    rule: str = ""
    # Where an alias holds for a time only: first day, last day, actor.
    windows: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class _Hit:
    """A naming found in a document; offsets in the folded text while the rules run, then in the text."""

    start: int
    end: int
    naming: _Naming
    actors: tuple[str, ...]
    sentence: int
    order: int
    how: str


@dataclass
class _Document:
    """What the rules ask of a document while it is read."""

    folded: Folded
    text: str
    date: str
    author: str
    starts: np.ndarray


class Finder:
    """The gazetteer made ready for one language.

    Parameters
    ----------
    gazetteer : Gazetteer
        Who can be found.
    language : str
        Two-letter code; of the aliases those of this language and those of none are looked for.

    Examples
    --------
    >>> from helpers.documents import SHIPPED, Corpus
    >>> finder = Finder(read_gazetteer(Corpus(SHIPPED)), "nl")
    >>> [(hit.actors, hit.how) for hit in finder.scan("De Duits-Nederlandse brigade, niet-EU-landen en Noorwegen.")]
    [(('DEU',), 'demonym'), (('NLD',), 'demonym'), (('NOR',), 'name')]
    """

    def __init__(self, gazetteer: Gazetteer, language: str):
        self.kind = dict(zip(gazetteer.actors["actor_id"], gazetteer.actors["kind"], strict=True))
        self.root = dict(
            zip(gazetteer.actors["actor_id"], roll_up(gazetteer.actors["actor_id"], gazetteer.actors), strict=True)
        )
        self._first_names = {
            actor: fold(name)
            for actor, name, kind in gazetteer.actors[["actor_id", "name_nl", "kind"]].itertuples(index=False)
            if kind == "person"
        }
        table = _patterns(gazetteer, language)
        self.namings = list(table.values())
        self.matcher = Matcher(list(table), _tails(gazetteer.contexts, language))
        self._before, self._after, self._unless = _contexts(gazetteer.contexts, language)
        titles = [fold(title) for title in _of_language(gazetteer.titles, language)["title"]]
        alternatives = _alternatives(titles) or "(?!)"
        # "-chef" and "-president" close a compound: NAVO-chef, Commissievoorzitter.
        self._titled = re.compile(
            rf"(?:\b|[a-z-])(?:{alternatives})(?:,? (?:van|voor) {_MINISTRY}|,? )\(?$", re.IGNORECASE
        )
        self._office = re.compile(
            rf"(?:[ -](?:[a-z-]+ )*?|-|s?)[a-z-]*?(?:{alternatives})\b"
            rf"(?: (?:van|voor|der) {_MINISTRY}| )?[a-z ]*\(?(?:[A-Z][\w'.-]*(?:\) ?| ))*(?:[A-Z][\w'.-]*)?",
            re.IGNORECASE,
        )
        self._title_words = {word for title in titles for word in title.lower().split()}
        # Names that count whatever stands beside them, save the few words that contexts.csv has for names.
        plain = [n.how in ("name", "abbreviation", "collective") and not n.windows for n in self.namings]
        self._plain = np.array(plain, dtype=bool)
        beside = [
            [
                fold(row.words).lower()
                for row in _of_language(gazetteer.contexts, language).itertuples()
                if row.side == side and {"name", "abbreviation"} & set(row.how.split())
            ]
            for side in ("before", "after")
        ]
        self._last_letters = _codes_of(word.rstrip("-")[-1] for word in beside[0])
        self._first_letters = _codes_of(word.lstrip("-")[0] for word in beside[1])
        # The rest are longer names of other things, which only keep shorter ones from being found.
        self._used = np.array([bool(naming.actors or naming.rule) for naming in self.namings], dtype=bool)
        # "het kabinet" names the author by "kabinet", "de Raad" the Council by "Raad".
        self._lead = np.array(
            [
                found.end()
                if naming.how in ("name", "author", "anaphor") and (found := _DETERMINER.match(words))
                else 0
                for words, naming in table.items()
            ],
            dtype=np.int64,
        )

    def scan(
        self,
        text: str,
        date: str = "",
        author: str = "",
        starts: np.ndarray | None = None,
        is_text: np.ndarray | None = None,
    ) -> list[_Hit]:
        """Find who is named in one text.

        Parameters
        ----------
        text : str
            The text.
        date : str
            Its date, as precise as known; aliases with from and to are held against it.
        author : str
            Id of the actor for whom it speaks, or empty.
        starts, is_text : numpy.ndarray or None
            Of its rows of `sentences`, in order: the offset of each, and whether it is searched; None takes the text as
            one sentence.

        Returns
        -------
        list of _Hit
            In the order of the text, with offsets in the text as given.
        """
        document = _Document(Folded(text), text, date, author, np.zeros(1, dtype=np.int64))
        if starts is None or is_text is None:
            starts, is_text = np.zeros(1, dtype=np.int64), np.ones(1, dtype=bool)
        document.starts = starts
        # Rules that look one sentence back count rows of text only.
        ordinals = np.cumsum(is_text)
        starts, ends, which = self.matcher.find(document.folded)
        starts = starts + self._lead[which]
        order = np.lexsort((-self.matcher.length[which], -ends, starts))
        kept = order[longest(starts[order], ends[order])]
        starts, ends, which = starts[kept], ends[kept], which[kept]
        sentences = np.searchsorted(document.starts, document.folded.spans(starts, ends)[0], side="right") - 1
        use = self._used[which] & (sentences >= 0) & is_text[sentences]
        starts, ends, which, sentences = starts[use], ends[use], which[use], sentences[use]
        # codes begin one character before the text
        codes = document.folded.codes
        clear = self._plain[which] & (codes[starts] == 32) & (codes[ends + 1] != 45)
        clear &= ~np.isin(codes[np.maximum(starts - 1, 0)], self._last_letters)
        clear &= ~np.isin(codes[np.minimum(ends + 2, len(codes) - 1)], self._first_letters)
        hits = []
        table = (starts, ends, which, sentences, ordinals[sentences], clear)
        for start, end, number, sentence, ordinal, sure in zip(*(column.tolist() for column in table), strict=True):
            naming = self.namings[number]
            hit = _Hit(start, end, naming, naming.actors, sentence, ordinal, naming.how)
            if sure or self._stands(hit, document):
                hits.append(hit)
        hits = self._resolve(self._one_person(self._with_needs(hits, document), document), document)
        spans = document.folded.spans(
            *(np.array(side, dtype=np.int64) for side in ([hit.start for hit in hits], [hit.end for hit in hits]))
        )
        for hit, start, end in zip(hits, *(side.tolist() for side in spans), strict=True):
            hit.start, hit.end = start, end
        return hits

    def _stands(self, hit: _Hit, document: _Document) -> bool:
        """Apply the rules that look at the words around a naming."""
        naming, text = hit.naming, document.folded.text
        if naming.windows:
            day = {"from": document.date, "to": document.date}
            hit.actors = tuple(
                actor
                for begin, end, actor in naming.windows
                if not document.date or holds_between({"from": begin, "to": end}, day)
            )[:1]
            if not hit.actors:
                return False
        how = naming.how
        before = text[max(0, hit.start - _WINDOW) : hit.start]
        if how in self._before and self._before[how].search(before):
            if how not in self._unless or not self._unless[how].search(before):
                return False
        if how in self._after and self._after[how].match(text, hit.end):
            return False
        if how == "demonym" and "language" in self._before:
            if text[hit.end - 1] not in "eE" and not text[hit.start : hit.end].isupper():
                # "in het Frans", "het Frans.": without a noun to it, the word is the language.
                return bool(_NOUN_FOLLOWS.match(text, hit.end)) and not self._before["language"].search(before)
            return True
        if how in ("person", "surname"):
            return self._stands_person(hit, document, before)
        if how == "author":
            return document.author != "" and naming.rule in ("any", self.kind.get(document.author, ""))
        return True

    def _stands_person(self, hit: _Hit, document: _Document, before: str) -> bool:
        """Take in first names and initials; refuse another person of that surname, and a signature."""
        if hit.how == "surname":
            found = _FIRST_NAMES.search(before)
            if found:
                tokens = found.group().split()
                names = self._first_names[hit.actors[0]].split()
                while tokens and not _initials_fit(tokens, names):
                    tokens = tokens[1:]
                if tokens:
                    hit.start -= sum(len(token) + 1 for token in tokens)
                    hit.how = "person"
        if hit.how == "surname":
            last = _LAST_TOKEN.search(before)
            names = self._first_names[hit.actors[0]].split()
            if last and not _initials_fit([last.group(1)], names) and self._is_other_name(last.group(1), document, hit):
                return False
        start, end = document.folded.span(hit.start, hit.end)
        begin = document.text.rfind("\n", 0, start) + 1
        line = document.text[begin : _line_end(document.text, end)]
        # A name alone on its line is a signature; below an office ("De minister van Defensie,") it says who that is.
        return line.strip(" \t\r,.;:*_#") != document.text[start:end] or document.text[:begin].rstrip().endswith(",")

    def _is_other_name(self, token: str, document: _Document, hit: _Hit) -> bool:
        """Tell whether the word before a surname is another first name: Melania Trump."""
        if not _CAPITAL.match(token) or token.isupper() or token.lower() in self._title_words or token in _MINISTRIES:
            return False
        if token.lower() in _PARTICLES or any(
            token.lower().endswith(word) for word in self._title_words if len(word) > 4
        ):
            return False
        begins = hit.start - 1 - len(token)
        first = document.folded.text[max(0, begins - 2) : begins].strip()
        sentence_start = document.starts[hit.sentence]
        return not (
            first in ("", ".", ":", '"', "'", "(", "-") or document.folded.span(begins, begins + 1)[0] <= sentence_start
        )

    def _with_needs(self, hits: list[_Hit], document: _Document) -> list[_Hit]:
        """Drop namings whose condition does not hold: the document names the actor, a title, the author."""
        sure = [hit for hit in hits if not hit.naming.needs and hit.how not in ("author", "anaphor")]
        named = {actor for hit in sure for actor in hit.actors}
        roots = {self.root[actor] for actor in named if self.kind[actor] != "person"}
        author = self.root.get(document.author, document.author)
        roots.add(author)
        out = []
        for hit in hits:
            needs = hit.naming.needs if not (hit.naming.needs == "title" and hit.how == "person") else ""
            if needs == "document":
                ok = any(self.root[actor] in roots for actor in hit.actors)
            elif needs == "author":
                ok = any(self.root[actor] == author for actor in hit.actors)
            elif needs == "title":
                before = document.folded.text[max(0, hit.start - _WINDOW) : hit.start]
                ok = bool(self._titled.search(before)) or self._full_name_before(hit, hits)
            else:
                ok = True
            if ok:
                out.append(hit)
        return out

    @staticmethod
    def _full_name_before(hit: _Hit, hits: Iterable[_Hit]) -> bool:
        return any(other.how == "person" and other.actors == hit.actors for other in hits)

    def _one_person(self, hits: list[_Hit], document: _Document) -> list[_Hit]:
        """Mark the state or organisation in a title: "de Britse premier Keir Starmer" is one actor, not two."""
        for hit, after in pairwise(hits):
            if (
                after.how in ("person", "surname")
                and hit.how in ("demonym", "abbreviation", "name")
                and after.start - hit.end <= _WINDOW
                and (
                    self._office.fullmatch(document.folded.text[hit.end : after.start])
                    or self._is_office_of(hit, after, document)
                )
            ):
                hit.how = "title"
        return hits

    def _is_office_of(self, hit: _Hit, after: _Hit, document: _Document) -> bool:
        """Tell whether a body directly before a person is that person's office: EU-buitenlandchef Kallas."""
        body, person = hit.actors[0], after.actors[0]
        return (
            document.folded.text[hit.end : after.start] == " "
            and self.kind[body] == "body"
            and self.root[body] == self.root[person]
        )

    def _resolve(self, hits: list[_Hit], document: _Document) -> list[_Hit]:
        """Say whom author-bound words and anaphora stand for; drop those that stay open."""
        out: list[_Hit] = []
        named = [hit for hit in hits if hit.how not in ("author", "anaphor", "title")]
        roots = {self.root[actor] for hit in named for actor in hit.actors if self.kind[actor] != "person"}
        for hit in hits:
            if hit.how == "author":
                hit.actors = (document.author,)
            elif hit.how == "anaphor":
                if hit.naming.rule.startswith("named:"):
                    actor = hit.naming.rule.removeprefix("named:")
                    hit.actors = (actor,) if actor in roots else ()
                else:
                    hit.actors = self._antecedents(hit, [other for other in named if other.start < hit.start], document)
                    if hit.naming.rule.startswith("beside:") and hit.actors:
                        named.append(hit)
            if hit.actors:
                out.append(hit)
        return out

    def _antecedents(self, hit: _Hit, named: list[_Hit], document: _Document) -> tuple[str, ...]:
        """Resolve an anaphor by its rule; data/gazetteer/README.md states each."""
        rule, refers_to = hit.naming.rule.split(":")
        kinds = refers_to.split()
        fitting = [other for other in named if any(self.kind[actor] in kinds for actor in other.actors)]
        if rule == "beside":
            # the actor, then the one that must be named beside it
            beside = [other for other in named if kinds[1] in other.actors and hit.order - other.order <= 1]
            return (kinds[0],) if beside else ()
        if rule in ("only", "latest"):
            near = [actor for other in fitting if hit.order - other.order <= 1 for actor in other.actors]
            if rule == "latest":
                return tuple(near[-1:])
            return (near[0],) if len(set(near)) == 1 else ()
        if rule == "two":
            near = [actor for other in fitting if hit.order - other.order <= 3 for actor in other.actors]
            last = list(dict.fromkeys(reversed(near)))[:2]
            if len(last) == 1 and self.kind.get(document.author) in kinds and document.author not in last:
                last.append(document.author)
            return tuple(sorted(last)) if len(last) == 2 else ()
        lists, run = [], []
        for other in fitting:
            if rule == "near list" and hit.order - other.order > 3:
                continue
            if run and not (other.order == run[-1].order and other.start - run[-1].end <= 40):
                run = []
            run.append(other)
            states = {self.root[actor] for item in run for actor in item.actors}
            states = {state for state in states if self.kind.get(state) == "state"}
            if len(states) >= 3:
                lists.append(tuple(sorted(states)))
        return lists[-1] if lists else ()


def find_mentions(documents: pd.DataFrame, sentences: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Find every naming of an actor in the documents.

    Parameters
    ----------
    documents : pandas.DataFrame
        doc_id, date, language, author_actor and text.
    sentences : pandas.DataFrame
        Rows of the schema `sentences`; only rows whose kind is text are searched.
    gazetteer : Gazetteer
        From `read_gazetteer`.

    Returns
    -------
    pandas.DataFrame
        Columns of the schema `mentions`, by document and offset. `how` is the alias's kind, or `title` (Britse in "de
        Britse premier Keir Starmer", where the person is the actor), `author` (we, het kabinet) or `anaphor` (de
        alliantie). A naming of several actors (de Baltische staten) gives a row each.

    Examples
    --------
    >>> from helpers.documents import SHIPPED, Corpus
    >>> text = "De Britse premier Keir Starmer sprak met Noorwegen."
    >>> documents = pd.DataFrame(
    ...     {"doc_id": ["a"], "date": [""], "language": ["nl"], "author_actor": [""], "text": [text]}
    ... )
    >>> sentences = pd.DataFrame({"doc_id": ["a"], "sentence_id": [1], "start": [0], "kind": ["sentence"]})
    >>> found = find_mentions(documents, sentences, read_gazetteer(Corpus(SHIPPED)))
    >>> found[["surface", "actor_id", "how"]].to_numpy().tolist()
    [['Britse', 'GBR', 'title'], ['Keir Starmer', 'keir-starmer', 'person'], ['Noorwegen', 'NOR', 'name']]
    """
    places = {doc_id: np.sort(rows) for doc_id, rows in sentences.groupby("doc_id", sort=False).indices.items()}
    numbers, starts = sentences["sentence_id"].to_numpy(), sentences["start"].to_numpy(dtype=np.int64)
    is_text = sentences["kind"].isin(TEXT_KINDS).to_numpy()
    rows = []
    for document in documents[["doc_id", "date", "language", "author_actor", "text"]].itertuples(index=False):
        if document.doc_id not in places:
            continue
        here = places[document.doc_id]
        here = here[np.argsort(starts[here], kind="stable")]
        finder, doc_id, text = _finder(gazetteer, document.language), document.doc_id, document.text
        sentence_ids = numbers[here].tolist()
        for hit in finder.scan(text, document.date, document.author_actor, starts[here], is_text[here]):
            for actor in hit.actors if len(hit.actors) == 1 else sorted(hit.actors):
                surface = text[hit.start : hit.end]
                rows.append((doc_id, sentence_ids[hit.sentence], hit.start, hit.end, surface, actor, hit.how))
    table = pd.DataFrame(rows, columns=columns("mentions"))
    return table.astype({"sentence_id": "int64", "start": "int64", "end": "int64"})


@lru_cache(maxsize=8)
def _finder(gazetteer: Gazetteer, language: str) -> Finder:
    """Make a gazetteer ready once for each language."""
    return Finder(gazetteer, language)


def _of_language(table: pd.DataFrame, language: str) -> pd.DataFrame:
    return table[table["language"].isin(["", language])]


def _patterns(gazetteer: Gazetteer, language: str) -> dict[str, _Naming]:
    """Spell out every pattern to look for; as written comes before what case or scanning may make of another."""
    aliases = _of_language(all_aliases(gazetteer), language)
    exact: dict[str, _Naming] = {}
    loose: dict[str, _Naming] = {}
    together: dict[str, set[str]] = defaultdict(set)
    windows: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in aliases.to_dict("records"):
        words = fold(row["alias"])
        if row["how"] == "collective":
            together[words].add(row["actor_id"])
        if row["from"] or row["to"]:
            windows[words].append((row["from"], row["to"], row["actor_id"]))
        actors = tuple(sorted(together[words])) if row["how"] == "collective" else (row["actor_id"],)
        naming = _Naming(actors, row["how"], row["needs"], windows=tuple(windows[words]))
        exact[words] = naming
        for variant in _variants(words, row["how"], row["case"]):
            loose[variant] = naming
    for row in _of_language(gazetteer.contexts, language).to_dict("records"):
        if row["side"] == "inside":
            exact[fold(row["words"])] = _Naming((), "none")
    for row in _of_language(gazetteer.author_words, language).to_dict("records"):
        for words in _sentence_cases(fold(row["words"])):
            exact.setdefault(words, _Naming((), "author", rule=row["speaks_for"]))
    for row in _of_language(gazetteer.anaphora, language).to_dict("records"):
        for numbered in _numbered(fold(row["words"])):
            for words in _sentence_cases(numbered):
                exact.setdefault(words, _Naming((), "anaphor", rule=f"{row['rule']}:{row['refers_to']}"))
    return {words: loose[words] for words in loose if words not in exact} | exact


def _numbered(words: str) -> list[str]:
    """Spell out # as each number of members that an organisation could count."""
    return [words.replace("#", str(number)) for number in range(2, 40)] if "#" in words else [words]


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
    if how in ("name", "demonym") and len(words) >= 5 and " " not in words:
        for place, letter in enumerate(words):
            for slip in _SLIPS.get(letter, ""):
                out.add(words[:place] + slip + words[place + 1 :])
    return out - {words}


def _alternatives(words: Iterable[str]) -> str:
    """Write words as a regular expression, longest first; a * at either end stands for letters."""
    parts = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        core = re.escape(word.strip("*")).replace(r"\#", r"\d+")
        parts.append((r"[\w-]*" if word.startswith("*") else "") + core + (r"[\w-]*" if word.endswith("*") else ""))
    return "|".join(parts)


def _tails(contexts: pd.DataFrame, language: str) -> str:
    """Give the words that may be joined to a name, as one regular expression."""
    rows = _of_language(contexts, language)
    return _alternatives(fold(words) for words in rows.loc[rows["side"] == "tail", "words"]) or "(?!)"


def _contexts(contexts: pd.DataFrame, language: str) -> tuple[dict[str, re.Pattern], ...]:
    """Compile for each sort of naming the words before and after it that make it none, and those that save it."""
    before, after, unless = defaultdict(list), defaultdict(list), defaultdict(list)
    sides = {"before": before, "after": after, "unless": unless}
    for row in _of_language(contexts, language).to_dict("records"):
        for how in row["how"].split():
            if row["side"] in sides:
                sides[row["side"]][how].append(fold(row["words"]))
    befores, afters = {how: _Before(words, how in ("capital", "people")) for how, words in before.items()}, {}
    unlesses = {how: _Before(words) for how, words in unless.items()}
    for how, words in after.items():
        # A demonym may have adjectives and a second demonym between itself and its noun: Franse en Duitse kranten.
        between = r"(?:(?:,|,? en|,? of)? ?[\w-]+e(?= ))*?(?:,|,? en|,? of)?" if how == "demonym" else ""
        joined, apart = [w for w in words if w[0] in "-,"], [w for w in words if w[0] not in "-,"]
        parts = [rf"(?:{_alternatives(joined)})\b"] if joined else []
        parts += [rf"{between} (?:{_alternatives(apart)})(?!\w)"] if apart else []
        afters[how] = re.compile("|".join(parts))
    return befores, afters, unlesses


class _Before:
    """Words that stand right before a naming.

    Parameters
    ----------
    words : list of str
        Folded; one that ends in a hyphen is joined to the naming; * stands for letters, # for a number.
    articles : bool
        Whether an article or a quotation mark may stand between.

    Examples
    --------
    >>> before = _Before(["in", "top van", "niet-", "#"])
    >>> [before.search(text) for text in ("de Top van het ", "bericht van ", "de niet-", "wel 26 ")]
    [True, False, True, True]
    """

    def __init__(self, words: list[str], articles: bool = True):
        words = [word.lower() for word in words]
        self._articles = {"de", "het", "the"} if articles else set()
        self._joined = tuple(word for word in words if word.endswith("-"))
        self._words = frozenset(word for word in words if not word.endswith("-") and not set(word) & set("#*%"))
        self._most = max((word.count(" ") + 1 for word in self._words), default=0)
        rest = [word for word in words if not word.endswith("-") and word not in self._words]
        self._rest = re.compile(rf"(?<![\w-])(?:{_alternatives(rest)}) $") if rest else None
        # Most namings have none of the words before them; the ends of the words tell so at once.
        quotes = ("'", '"', "(") if articles else ()
        ends = sorted({f"{word[-3:]} " for word in self._words} | {f"{word} " for word in self._articles})
        self._ends = (*self._joined, *ends, "- ", *quotes)

    def search(self, text: str) -> bool:
        """Tell whether a text, up to the naming, ends in one of the words."""
        text = text.lower()
        if not text.endswith(self._ends):
            return bool(self._rest and self._rest.search(text))
        if text.endswith(("-", "- ")):
            joined = text.rstrip()
            for word in self._joined:
                if joined.endswith(word) and not joined[: -len(word)][-1:].isalnum():
                    return True
            return False
        tokens = text.replace('"', " ").replace("'", " ").replace("(", " ").split()
        for last in (tokens, tokens[:-1]):
            for count in range(1, min(self._most, len(last)) + 1):
                if " ".join(last[-count:]) in self._words:
                    return True
            if not last or last[-1] not in self._articles:
                break
        return bool(self._rest and self._rest.search(text))


def _codes_of(letters: Iterable[str]) -> np.ndarray:
    """Give the code points of letters, small and capital."""
    return np.array(
        sorted({ord(form) for letter in letters for form in (letter.lower(), letter.upper())}), dtype=np.uint32
    )


def _initials_fit(tokens: list[str], names: list[str]) -> bool:
    """Tell whether first names as written begin as a person's do: Recep Tayipp, D.M., Wladimir.

    >>> fits = [_initials_fit(tokens.split(), names.split()) for tokens, names in (
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
    return letters.lower().translate(str.maketrans("wyjk", "viic"))


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


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
        office = re.compile(rf"\b(?:{_alternatives(titles['title'])})\b")
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


def score_mentions(
    found: pd.DataFrame, gold: pd.DataFrame, actors: pd.DataFrame, leave_out: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Hold mentions against a hand-marked reading: same document, same stretch, same actor.

    Parameters
    ----------
    found, gold : pandas.DataFrame
        doc_id, start, end and actor_id; a row twice counts once.
    actors : pandas.DataFrame
        The table `actors`, for the kind of each.
    leave_out : pandas.DataFrame or None
        Namings that count neither way, such as pronouns: rows of the same columns, taken out of `found` and of `gold`.

    Returns
    -------
    pandas.DataFrame
        kind (first `all`, then each), gold, found, right, precision, recall and f1; a measure without cases is empty.

    Source
    ------
    Precision, recall and F1 as van Rijsbergen, Information Retrieval (1979), chapter 7.

    Examples
    --------
    >>> gold = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 9], "end": [3, 12], "actor_id": ["EU", "NOR"]})
    >>> actors = pd.DataFrame({"actor_id": ["EU", "NOR"], "kind": ["organisation", "state"]})
    >>> score_mentions(gold[:1], gold, actors)[["kind", "right", "precision", "recall"]].to_numpy().tolist()
    [['all', 1, 1.0, 0.5], ['state', 0, nan, 0.0], ['organisation', 1, 1.0, 1.0]]
    """
    key = ["doc_id", "start", "end", "actor_id"]
    kind = dict(zip(actors["actor_id"], actors["kind"], strict=True))
    wanted, got, out = (
        set() if table is None else set(table[key].itertuples(index=False, name=None))
        for table in (gold, found, leave_out)
    )
    sets = [wanted - out, got - out]
    order = [
        name for name in dict.fromkeys(actors["kind"]) if any(kind.get(row[3]) == name for rows in sets for row in rows)
    ]
    order.sort(key=["state", "organisation", "body", "format", "programme", "person"].index)
    rows = []
    for name in ["all", *order]:
        wanted, got = ({row for row in rows_ if name == "all" or kind.get(row[3]) == name} for rows_ in sets)
        right = len(wanted & got)
        precision = right / len(got) if got else np.nan
        recall = right / len(wanted) if wanted else np.nan
        f1 = 2 * right / (len(got) + len(wanted)) if got or wanted else np.nan
        rows.append((name, len(wanted), len(got), right, precision, recall, f1))
    return pd.DataFrame(rows, columns=["kind", "gold", "found", "right", "precision", "recall", "f1"])


def list_errors(
    found: pd.DataFrame, gold: pd.DataFrame, documents: pd.DataFrame, leave_out: pd.DataFrame | None = None
) -> pd.DataFrame:
    """List what a reading has and the mentions have not, and the other way round, with a line of context.

    Parameters
    ----------
    found, gold : pandas.DataFrame
        doc_id, start, end and actor_id.
    documents : pandas.DataFrame
        doc_id and text.
    leave_out : pandas.DataFrame or None
        Namings that count neither way, as for `score_mentions`.

    Returns
    -------
    pandas.DataFrame
        error (missed or extra), doc_id, start, end, actor_id, surface and context, by document and offset.

    Examples
    --------
    >>> gold = pd.DataFrame({"doc_id": ["a"], "start": [3], "end": [5], "actor_id": ["EU"]})
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["De EU zegt"]})
    >>> list_errors(gold[:0], gold, documents)[["error", "surface", "context"]].to_numpy().tolist()
    [['missed', 'EU', 'De [EU] zegt']]
    """
    key = ["doc_id", "start", "end", "actor_id"]
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    wanted, got, out = (
        set() if table is None else set(table[key].itertuples(index=False, name=None))
        for table in (gold, found, leave_out)
    )
    wanted, got, rows = wanted - out, got - out, []
    for error, keys in (("missed", wanted - got), ("extra", got - wanted)):
        for doc_id, start, end, actor in keys:
            text = texts[doc_id]
            line = " ".join(f"{text[max(0, start - 50) : start]}[{text[start:end]}]{text[end : end + 50]}".split())
            rows.append((error, doc_id, int(start), int(end), actor, text[start:end], line))
    rows.sort(key=lambda row: (row[1], row[2], row[3], row[0], row[4]))
    return pd.DataFrame(rows, columns=["error", *key, "surface", "context"])
