"""Step 2: find in the documents who is named.

Needs documents, their sentences and a gazetteer. Makes the table of mentions: one row a naming of an actor.

Documents are read some at a time, put end to end, so that most namings are found and settled by a few operations on
arrays; only those that hang on the words around them are looked at one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from hashlib import sha256
from itertools import chain

import numpy as np
import pandas as pd

from helpers.anaphora import Antecedents, Before, Named
from helpers.documents import authors_of
from helpers.gazetteer import Gazetteer, holds_between, of_language, roll_up
from helpers.matching import Folded, Matcher, longest
from helpers.patterns import Naming, spell_patterns
from helpers.persons import Persons, ends_line, is_signature, word_before
from helpers.shortened import introduced, occurrences
from helpers.surroundings import ARTICLES, WINDOW, Surroundings
from helpers.tables import TEXT_KINDS, columns

# Characters of documents that are read together; a longer document is read alone.
_BATCH = 250_000
# Stands between documents that are read together: a line of its own, with a sign that is part of no word.
_BETWEEN = "\n\x01\n"
_NOUN_FOLLOWS = re.compile(r"-[A-Za-z]| ?-? ?[a-z(]")
_LEAD = re.compile(r"(?:de|het|dit|dat|deze|die|the|this|operatie|operation) ", re.IGNORECASE)
# An address of the web names nobody; the place of the sign in its beginning by which it is looked for.
_LINK_BEGINS = {"https://": 5, "http://": 4, "www.": 2}
_LINK = re.compile(r"[^\s<>\"]+")
# The city at the head of a news report is where it was written: BRUSSEL/BELGRADO (6 april) -, Kigali -.
_DATELINE = re.compile(r"\W*(?:[A-Z][\w'. -]*/)*$")
_POSTCODE = re.compile(r"\b\d{4} ?[A-Z]{2} {1,2}$")
_AFTER_DATELINE = re.compile(r"(?:/[A-Z][\w'. ]*)* *(?:[-–—(]|, *\d)")
# Sorts of namings that stand by themselves unless contexts.csv says otherwise; the others have rules of their own.
_PLAIN = ("name", "abbreviation", "collective", "author", "anaphor")


@dataclass
class Batch:
    """Texts to be searched together.

    Attributes
    ----------
    text : str
        The texts, put end to end.
    begins : numpy.ndarray
        The offset in `text` at which each text begins.
    dates : list of str
        Of each text its date.
    authors : list of tuple of str
        Of each text the actors for whom it speaks.
    starts, is_text : numpy.ndarray
        Of each sentence of all texts its offset in `text`, and whether it is searched.
    whole : frozenset of str
        Words that a line end without a hyphen may have broken.
    """

    text: str
    begins: np.ndarray
    dates: list[str]
    authors: list[tuple[str, ...]]
    starts: np.ndarray
    is_text: np.ndarray
    whole: frozenset[str] = frozenset()

    def __post_init__(self):
        self.folded = Folded(self.text, self.whole)
        # Rules that look some sentences back count rows of text only.
        self.order = np.cumsum(self.is_text)


@dataclass
class Hits:
    """Namings in a batch, in order; a column each. Offsets are in the folded text."""

    start: np.ndarray
    end: np.ndarray
    naming: np.ndarray
    sort: np.ndarray
    actors: np.ndarray
    sentence: np.ndarray
    text: np.ndarray

    def keep(self, which: np.ndarray) -> Hits:
        """Keep some of the namings."""
        return Hits(*(getattr(self, part.name)[which] for part in fields(self)))


@dataclass(frozen=True)
class Hit:
    """One naming in one text, with offsets in the text as given."""

    start: int
    end: int
    actors: tuple[str, ...]
    how: str


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
    >>> from helpers.gazetteer import read_gazetteer
    >>> finder = Finder(read_gazetteer(Corpus(SHIPPED)), "nl")
    >>> [(hit.actors, hit.how) for hit in finder.scan("De Duits-Nederlandse brigade, niet-EU-landen en Noorwegen.")]
    [(('DEU',), 'demonym'), (('NLD',), 'demonym'), (('NOR',), 'name')]
    """

    def __init__(self, gazetteer: Gazetteer, language: str):
        actors = gazetteer.actors
        ids = actors["actor_id"].tolist()
        self.kind = dict(zip(ids, actors["kind"], strict=True))
        self.root = dict(zip(ids, roll_up(actors["actor_id"], actors), strict=True))
        patterns = spell_patterns(gazetteer, language)
        self.namings = list(patterns.values())
        self._surroundings = Surroundings(gazetteer.contexts, language)
        self._persons = Persons(actors, of_language(gazetteer.titles, language)["title"])
        self._antecedents = Antecedents(self.kind, self.root)
        # "het kabinet" names the author by "kabinet", "de Raad" the Council by "Raad", "operatie Irini" by "Irini".
        leads = [
            found.end() if n.how in ("name", "author", "anaphor") and (found := _LEAD.match(words)) else 0
            for words, n in patterns.items()
        ]
        self.matcher = Matcher(list(patterns), self._surroundings.tails, leads)
        names = (words for words, naming in patterns.items() if naming.how in ("name", "demonym"))
        words = (word for name in names for word in name.split(" "))
        self.whole = frozenset(word for word in words if len(word) >= 7 and word.isalpha() and word[0].isupper())
        # Documents of one date share what an alias stands for on it.
        self._in_time = cache(lambda number, date: _in_time(self.namings[number], date))
        self._number_sorts()
        self._number_actors(ids)

    def _number_sorts(self) -> None:
        """Give each sort of naming a number, and of each naming what the rules ask, as arrays."""
        sorts = {naming.how for naming in self.namings} - set(_PLAIN)
        self.sorts = [*_PLAIN, *sorted(sorts | {"title", "demonym", "person", "surname"})]
        self._sort = {how: number for number, how in enumerate(self.sorts)}
        self._sieve = self._surroundings.sieve(self.sorts)
        self._loose = np.array([how in ARTICLES for how in self.sorts], dtype=bool)
        self._sort_of = np.array([self._sort[naming.how] for naming in self.namings], dtype=np.int64)
        self._plain = np.array([n.how in _PLAIN and not n.windows for n in self.namings], dtype=bool)
        # An adjective that ends in -e is no language: Franse, but not Frans.
        self._inflected = np.array([n.how == "demonym" and not n.windows for n in self.namings], dtype=bool)
        self._needs = {
            need: np.array([naming.needs == need for naming in self.namings], dtype=bool)
            for need in ("", "document", "author", "title")
        }
        # The rest are longer names of other things, which only keep shorter ones from being found.
        self._used = np.array([bool(naming.actors or naming.rule) for naming in self.namings], dtype=bool)

    def _number_actors(self, ids: list[str]) -> None:
        """Give each actor a number, and each group of actors that a naming may stand for."""
        self._actor = {actor: number for number, actor in enumerate(ids)}
        self._root_of = np.array([self._actor[self.root[actor]] for actor in ids], dtype=np.int64)
        self._is_person = np.array([self.kind[actor] == "person" for actor in ids], dtype=bool)
        groups = {(): 0}
        for naming in self.namings:
            for actors in (naming.actors, *((actor,) for _, _, actor in naming.windows)):
                groups.setdefault(actors, len(groups))
        self._groups, self._group_names = groups, list(groups)
        self._group_of = np.array([groups[naming.actors] for naming in self.namings], dtype=np.int64)
        self._size = np.array([len(group) for group in groups], dtype=np.int64)
        self._first = np.cumsum(self._size) - self._size
        self._members = np.array([self._actor[actor] for group in groups for actor in group], dtype=np.int64)

    def scan(self, text: str, date: str = "", authors: tuple[str, ...] = ()) -> list[Hit]:
        """Find who is named in one text, taken as one sentence.

        Parameters
        ----------
        text : str
            The text.
        date : str
            Its date, as precise as known; aliases with from and to are held against it.
        authors : tuple of str
            Ids of the actors for whom it speaks.
        """
        begin = np.zeros(1, dtype=np.int64)
        hits, groups = self.find(Batch(text, begin, [date], [authors], begin, np.ones(1, dtype=bool), self.whole))
        rows = zip(*(column.tolist() for column in (hits.start, hits.end, hits.actors, hits.sort)), strict=True)
        return [Hit(start, end, groups[actors], self.sorts[sort]) for start, end, actors, sort in rows]

    def find(self, batch: Batch) -> tuple[Hits, list[tuple[str, ...]]]:
        """Find who is named in a batch of texts.

        Returns
        -------
        tuple of Hits and list
            The namings, in order, with offsets in the text of the batch; and the groups of actors that the numbers in
            their column `actors` stand for.
        """
        groups = dict(self._groups)
        hits = self._stand(self._match(batch), batch, groups)
        hits = self._meet_needs(hits, batch)
        self._mark_titles(hits, batch)
        hits = self._shorten(hits, batch)
        hits = self._refer(hits, batch, groups)
        hits.start, hits.end = batch.folded.spans(hits.start, hits.end)
        return hits, list(groups)

    def _match(self, batch: Batch) -> Hits:
        """Find the patterns in the sentences that are searched; of those that overlap the leftmost, then longest."""
        start, end, naming = self.matcher.find(batch.folded)
        kept = longest(start, end)
        start, end, naming = start[kept], end[kept], naming[kept]
        at = batch.folded.spans(start, end)[0]
        text = np.searchsorted(batch.begins, at, side="right") - 1
        sentence = np.searchsorted(batch.starts, at, side="right") - 1
        use = self._used[naming] & batch.is_text[sentence] & (batch.starts[sentence] >= batch.begins[text])
        use &= (sentence >= 0) & ~_in_links(batch.folded, start)
        return Hits(start, end, naming, self._sort_of[naming], self._group_of[naming], sentence, text).keep(use)

    def _stand(self, hits: Hits, batch: Batch, groups: dict) -> Hits:
        """Keep the namings that the words around them leave standing."""
        hits = self._fit_author(hits, batch, groups)
        held = self._sieve.hold(hits.sort, hits.start, hits.end, batch.folded.codes)
        stands = np.ones(len(hits.start), dtype=bool)
        plain = self._plain[hits.naming]
        plain |= self._inflected[hits.naming] & (batch.folded.codes[hits.end] == ord("e"))
        rows = np.flatnonzero(held | ~plain)
        # Where an article may stand between, the sieve, which sees three letters, does not decide.
        held |= self._loose[hits.sort]
        firsts, lasts = batch.folded.spans(hits.start[rows], hits.end[rows])
        doubts = (hits.start, hits.end, hits.naming, hits.sentence, hits.text, held)
        doubts = (column[rows].tolist() for column in doubts)
        for row, first, last, start, end, number, sentence, text, beside in zip(
            rows.tolist(), firsts.tolist(), lasts.tolist(), *doubts, strict=True
        ):
            naming = self.namings[number]
            actors, how = naming.actors, naming.how
            if naming.windows:
                actors = self._in_time(number, batch.dates[text])
                hits.actors[row] = groups[actors]
            refused = beside and self._surroundings.refuse(how, start, end, batch.folded.text)
            if refused or (not actors and naming.actors):
                stands[row] = False
            elif how == "capital":
                stands[row] = not _is_only_a_place(batch.text, first, last)
            elif how == "demonym":
                stands[row] = self._is_demonym(start, end, batch.folded.text)
            elif how in ("person", "surname"):
                begin = start
                if how == "surname":
                    before = batch.folded.text[max(0, start - WINDOW) : start]
                    begin -= self._persons.first_names(actors[0], before)
                if begin != start:
                    hits.start[row], hits.sort[row] = begin, self._sort["person"]
                elif how == "surname" and self._is_somebody_else(actors[0], start, before, batch, sentence):
                    stands[row] = False
                    continue
                if ends_line(batch.text, last):
                    stands[row] = not is_signature(batch.text, *batch.folded.span(begin, end))
        return hits.keep(stands)

    def _fit_author(self, hits: Hits, batch: Batch, groups: dict) -> Hits:
        """Say which of those who speak in a text its words for the author mean; drop words that fit none."""
        rows = np.flatnonzero(self._is_sort(hits, "author"))
        for row, number, text in zip(rows.tolist(), hits.naming[rows].tolist(), hits.text[rows].tolist(), strict=True):
            kind, authors = self.namings[number].rule, batch.authors[text]
            speakers = authors if kind == "any" else tuple(one for one in authors if self.kind.get(one) == kind)
            hits.actors[row] = groups.setdefault(speakers, len(groups))
        fits = np.ones(len(hits.start), dtype=bool)
        fits[rows] = hits.actors[rows] > 0
        return hits.keep(fits)

    def _is_demonym(self, start: int, end: int, text: str) -> bool:
        """Tell an adjective from the language: "in het Frans", and "het Frans." without a noun to it."""
        language = self._surroundings.before.get("language")
        if language is None or text[end - 1] in "eE" or text[start:end].isupper():
            return True
        return bool(_NOUN_FOLLOWS.match(text, end)) and not language.search(text[max(0, start - WINDOW) : start])

    def _is_somebody_else(self, actor: str, start: int, before: str, batch: Batch, sentence: int) -> bool:
        """Tell whether another first name stands before a surname, inside a sentence, where a capital says so."""
        token = word_before(before)
        if not token or not self._persons.is_other(token, actor):
            return False
        begin = start - 1 - len(token)
        sign = batch.folded.text[max(0, begin - 2) : begin].strip()
        opens = sign[-1:] in ("", ".", ":", '"', "'", "(", "-", ">", _BETWEEN.strip())
        return not opens and batch.folded.span(begin, begin + 1)[0] > batch.starts[sentence]

    def _meet_needs(self, hits: Hits, batch: Batch) -> Hits:
        """Drop namings whose condition does not hold: the document names the actor, a title, the author."""
        person = hits.sort == self._sort["person"]
        named = self._needs[""][hits.naming] & ~self._is_sort(hits, "author", "anaphor")
        roots = self._named_roots(hits, named, batch)
        # -1 is the last column, of what is in no row of the gazetteer
        speak = np.zeros_like(roots)
        for text, authors in enumerate(batch.authors):
            speak[text, [self._actor.get(self.root.get(author, author), -1) for author in authors]] = True
        roots |= speak
        meets = np.ones(len(hits.start), dtype=bool)
        for need in ("document", "author"):
            rows = np.flatnonzero(self._needs[need][hits.naming])
            owners, members_ = self._spread(hits.actors[rows])
            root, text = self._root_of[members_], hits.text[rows][owners]
            meets[rows] = False
            meets[rows[owners[(roots if need == "document" else speak)[text, root]]]] = True
        full = set(zip(hits.text[person].tolist(), hits.actors[person].tolist(), strict=True))
        # A title or the full name also tells who a surname is that waits for its state.
        meets[person] = True
        surname = hits.sort == self._sort["surname"]
        doubtful = self._needs["title"][hits.naming] & ~person
        doubtful |= self._needs["document"][hits.naming] & surname & ~meets
        for row in np.flatnonzero(doubtful).tolist():
            start = int(hits.start[row])
            before = batch.folded.text[max(0, start - WINDOW) : start]
            meets[row] = (hits.text[row], hits.actors[row]) in full or self._persons.has_title(before)
        return hits.keep(meets)

    def _mark_titles(self, hits: Hits, batch: Batch) -> None:
        """Mark the state or organisation in a title: "de Britse premier Keir Starmer" is one actor, not two."""
        near = self._is_sort(hits, "person", "surname")[1:]
        near &= self._is_sort(hits, "demonym", "abbreviation", "name")[:-1]
        near &= (hits.start[1:] - hits.end[:-1] <= WINDOW) & (hits.text[1:] == hits.text[:-1])
        for row in np.flatnonzero(near).tolist():
            between = batch.folded.text[hits.end[row] : hits.start[row + 1]]
            if self._persons.is_office(between) or (between == " " and self._is_office_of(hits.actors[row : row + 2])):
                hits.sort[row] = self._sort["title"]

    def _is_office_of(self, groups: np.ndarray) -> bool:
        """Tell whether a body directly before a person is that person's office: EU-buitenlandchef Kallas."""
        body, person = (self._group_names[group][0] for group in groups.tolist())
        return self.kind[body] == "body" and self.root[body] == self.root[person]

    def _shorten(self, hits: Hits, batch: Batch) -> Hits:
        """Add the abbreviations that a document makes for itself: BiH, after Bosnië en Herzegovina (BiH)."""
        codes, text = batch.folded.codes, batch.folded.text
        opens = np.minimum(hits.end + 2, len(codes) - 1)
        rows = np.flatnonzero((codes[opens] == ord("(")) & (hits.sort == self._sort["name"]))
        ends = np.append(batch.begins[1:], len(batch.text))
        found: dict[int, tuple] = {}
        for row in rows.tolist():
            start, end, number = int(hits.start[row]), int(hits.end[row]), int(hits.text[row])
            if not text[end + 2 : end + 3].isalpha():
                continue
            made = introduced(text, text[start:end], end)
            if made is None or _lies_in(hits, made[0]):
                continue
            # A folded text is never longer than the text: offsets in the text bound it from above.
            for begin, stop in occurrences(text, made[1], made[0], int(ends[number])):
                at = batch.folded.span(begin, stop)[0]
                sentence = int(np.searchsorted(batch.starts, at, side="right")) - 1
                if at < ends[number] and batch.is_text[sentence] and not _lies_in(hits, begin):
                    found.setdefault(begin, (begin, stop, hits.naming[row], hits.actors[row], sentence, number))
        if not found:
            return hits
        start, end, naming, actors, sentence, number = (
            np.array(column) for column in zip(*found.values(), strict=True)
        )
        sort = np.full(len(start), self._sort["abbreviation"])
        more = Hits(start, end, naming, sort, actors, sentence, number)
        both = Hits(*(np.concatenate([getattr(some, part.name) for some in (hits, more)]) for part in fields(hits)))
        return both.keep(np.argsort(both.start, kind="stable"))

    def _refer(self, hits: Hits, batch: Batch, groups: dict) -> Hits:
        """Say whom anaphora stand for; drop those that stay open."""
        by_name = ~self._is_sort(hits, "author", "anaphor", "title")
        roots = self._named_roots(hits, by_name, batch)
        names = list(groups)
        rows = np.flatnonzero(by_name)
        named = Named(
            hits.start[rows].tolist(),
            hits.end[rows].tolist(),
            batch.order[hits.sentence[rows]].tolist(),
            [names[group] for group in hits.actors[rows].tolist()],
        )
        firsts = np.searchsorted(hits.text[rows], np.arange(len(batch.begins)))
        extra, last = Named([], [], [], []), -1
        rows = np.flatnonzero(hits.sort == self._sort["anaphor"])
        anaphora = (column[rows].tolist() for column in (hits.start, hits.end, hits.naming, hits.sentence, hits.text))
        for row, start, end, number, sentence, text in zip(rows.tolist(), *anaphora, strict=True):
            rule = self.namings[number].rule
            if rule.startswith("named:"):
                actor = rule.removeprefix("named:")
                actors = (actor,) if roots[text, self._actor[actor]] else ()
            elif rule.startswith("always:"):
                actors = (rule.removeprefix("always:"),)
            else:
                if text != last:
                    extra, last = Named([], [], [], []), text
                order = int(batch.order[sentence])
                stop = bisect_left(named.start, start)
                before = Before(batch.text, start, order, int(firsts[text]), stop, batch.authors[text])
                actors = self._antecedents(rule, named, extra, before)
                if actors:
                    extra.add(start, end, order, actors)
            hits.actors[row] = groups.setdefault(actors, len(groups))
        return hits.keep(hits.actors > 0)

    def _spread(self, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give for each actor of these groups the place of its group, and its number."""
        size = self._size[groups]
        owner = np.repeat(np.arange(len(groups)), size)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
        return owner, self._members[self._first[groups][owner] + within]

    def _named_roots(self, hits: Hits, which: np.ndarray, batch: Batch) -> np.ndarray:
        """Table, texts by actors, whom these namings name, bodies as whom they act for; persons do not count."""
        # One more column takes what is in no row of the gazetteer.
        roots = np.zeros((len(batch.begins), len(self._actor) + 1), dtype=bool)
        owner, actor = self._spread(hits.actors[which])
        counts = ~self._is_person[actor]
        roots[hits.text[which][owner[counts]], self._root_of[actor[counts]]] = True
        return roots

    def _is_sort(self, hits: Hits, *sorts: str) -> np.ndarray:
        return np.array([how in sorts for how in self.sorts], dtype=bool)[hits.sort]


def _lies_in(hits: Hits, place: int) -> bool:
    """Tell whether a place lies in a naming."""
    row = int(np.searchsorted(hits.start, place, side="right")) - 1
    return row >= 0 and place < int(hits.end[row])


def _in_links(folded: Folded, starts: np.ndarray) -> np.ndarray:
    """Tell which places lie inside the address of a page."""
    codes, spans = folded.codes[1:-2], []
    # A colon, or the third w of www, is seen sooner than a search for whole words would.
    signs = (codes[2:] == ord(":")) | ((codes[2:] == ord("w")) & (codes[1:-1] == ord("w")) & (codes[:-2] == ord("w")))
    for at in (np.flatnonzero(signs) + 2).tolist():
        for beginning, sign in _LINK_BEGINS.items():
            begin = at - sign
            if (not spans or begin >= spans[-1][1]) and folded.text.startswith(beginning, begin):
                spans.append(_LINK.match(folded.text, begin).span())
    if not spans:
        return np.zeros(len(starts), dtype=bool)
    spans = np.array(spans, dtype=np.int64)
    before = np.searchsorted(spans[:, 0], starts, side="right") - 1
    return (before >= 0) & (starts < spans[np.maximum(before, 0), 1])


def _is_only_a_place(text: str, start: int, end: int) -> bool:
    r"""Tell whether a city only says where a report was written, or where a letter goes (2500 EB Den Haag).

    >>> text = "BRUSSEL/KIEV De NAVO\nMoskou dreigt.\nKigali - Bron"
    >>> [_is_only_a_place(text, start, end) for start, end in ((0, 7), (8, 12), (21, 27), (36, 42))]
    [True, True, False, True]
    """
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if _POSTCODE.search(line):
        return True
    if not _DATELINE.fullmatch(line):
        return False
    rest = text[end : end + 40].partition("\n")[0]
    shouted = text[start:end].isupper() and end - start > 3 and any(letter.islower() for letter in rest)
    return shouted or _AFTER_DATELINE.match(rest) is not None


def _in_time(naming: Naming, date: str) -> tuple[str, ...]:
    """Give the actor for whom an alias stands on a date."""
    day = {"from": date, "to": date}
    fitting = (
        actor for begin, end, actor in naming.windows if not date or holds_between({"from": begin, "to": end}, day)
    )
    return tuple(fitting)[:1]


def most_named(mentions: pd.DataFrame) -> str:
    """Give the actor with most mentions, of equals the first by id; empty where nobody is mentioned.

    Examples
    --------
    >>> most_named(pd.DataFrame({"actor_id": ["POL", "FIN", "FIN", "POL", "EU"]}))
    'FIN'
    """
    counts = mentions["actor_id"].value_counts()
    return min(counts[counts == counts.max()].index, default="")


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
    >>> from helpers.gazetteer import read_gazetteer
    >>> found = find_mentions(documents, sentences, read_gazetteer(Corpus(SHIPPED)))
    >>> found[["surface", "actor_id", "how"]].to_numpy().tolist()
    [['Britse', 'GBR', 'title'], ['Keir Starmer', 'keir-starmer', 'person'], ['Noorwegen', 'NOR', 'name']]
    """
    numbers, starts = sentences["sentence_id"].to_numpy(), sentences["start"].to_numpy(dtype=np.int64)
    is_text = sentences["kind"].isin(TEXT_KINDS).to_numpy()
    # the rows of each document, in order; where they stand together, only the first of each is looked up
    ids = sentences["doc_id"].to_numpy(dtype=object)
    changes = np.flatnonzero(np.append(len(ids) > 0, ids[1:] != ids[:-1]))
    owner, doc_ids = pd.factorize(ids[changes])
    owner = np.repeat(owner, np.diff(np.append(changes, len(ids))))
    later = (owner[1:] > owner[:-1]) | ((owner[1:] == owner[:-1]) & (starts[1:] >= starts[:-1]))
    order = np.arange(len(owner)) if later.all() else np.lexsort((starts, owner))
    firsts = np.searchsorted(owner[order], np.arange(1, len(doc_ids)))
    places = dict(zip(doc_ids, np.split(order, firsts), strict=False))
    parts: dict[str, list] = {name: [] for name in columns("mentions")}
    wanted = documents[["doc_id", "date", "language", "author_actor", "text"]].itertuples(index=False)
    for together in _batches([document for document in wanted if document.doc_id in places]):
        finder = _finder(gazetteer, together[0].language)
        begins = np.cumsum([0, *(len(document.text) + len(_BETWEEN) for document in together[:-1])])
        rows = [places[document.doc_id] for document in together]
        offsets = np.repeat(begins, [len(here) for here in rows])
        rows = np.concatenate(rows)
        batch = Batch(
            _BETWEEN.join(document.text for document in together),
            begins,
            [document.date for document in together],
            [authors_of(document.author_actor) for document in together],
            starts[rows] + offsets,
            is_text[rows],
            finder.whole,
        )
        hits, groups = finder.find(batch)
        surfaces = list(map(batch.text.__getitem__, map(slice, hits.start.tolist(), hits.end.tolist())))
        # a row for each actor of a naming; only groups that occur, since all of a gazetteer are many
        occur, hits.actors = np.unique(hits.actors, return_inverse=True)
        groups = [groups[number] for number in occur.tolist()]
        size = np.array([len(group) for group in groups], dtype=np.int64)
        members = np.array(list(chain.from_iterable(groups)), dtype=object)
        each = np.repeat(np.arange(len(hits.actors)), size[hits.actors])
        nth = np.arange(len(each)) - np.searchsorted(each, each)
        hits = hits.keep(each)
        parts["doc_id"].append(np.array([document.doc_id for document in together], dtype=object)[hits.text])
        parts["sentence_id"].append(numbers[rows][hits.sentence])
        parts["start"].append(hits.start - begins[hits.text])
        parts["end"].append(hits.end - begins[hits.text])
        parts["surface"].append(np.array(surfaces, dtype=object)[each])
        parts["actor_id"].append(members[(np.cumsum(size) - size)[hits.actors] + nth])
        parts["how"].append(np.array(finder.sorts, dtype=object)[hits.sort])
    numbers = ("sentence_id", "start", "end")
    empty = {name: np.array([], dtype="int64" if name in numbers else object) for name in parts}
    return pd.DataFrame({name: np.concatenate(part) if part else empty[name] for name, part in parts.items()})


def _batches(documents: list) -> Iterator[list]:
    """Cut the documents into runs of one language and of so many characters."""
    together, size = [], 0
    for document in documents:
        if together and (document.language != together[0].language or size + len(document.text) > _BATCH):
            yield together
            together, size = [], 0
        together.append(document)
        size += len(document.text)
    if together:
        yield together


@dataclass(frozen=True)
class _Told:
    """A gazetteer that is told from others by what its tables say."""

    content: str
    gazetteer: Gazetteer = field(compare=False)


@lru_cache(maxsize=8)
def _finder(gazetteer: Gazetteer, language: str) -> Finder:
    """Make a gazetteer ready once for each language; one that was read again and says the same is ready already."""
    content = sha256()
    for table in (getattr(gazetteer, part.name) for part in fields(gazetteer)):
        content.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
    return _ready(_Told(content.hexdigest(), gazetteer), language)


@lru_cache(maxsize=8)
def _ready(told: _Told, language: str) -> Finder:
    return Finder(told.gazetteer, language)
