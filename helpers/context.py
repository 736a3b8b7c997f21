"""Step 3d: what a sentence takes from the text around it - its author, its heading, the sentence before, its pronouns.

Needs sentences and mentions of one document. Makes passages with all their ends, and the ends that a sentence may
leave unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.candidates import End, Group, Passage, take_apart
from helpers.cues import Lexicon
from helpers.documents import authors_of

_BREAK = re.compile(r";|\n\s*\n")
_TOPIC_WORDS = 6
# hierna te noemen „de Deelnemers”; hierna de Partijen
_AGREED_WORD = re.compile(r"\bhierna\b[^.;\n„“\"]{0,40}?[„“\"'‘]?\bde ([A-Z]\w+(?: [A-Z]\w+)?)\b")
# How treaties speak of their parties without having agreed on a word.
_SIGNATORIES = r"(?:[Vv]erdragsluitende|[Oo]vereenkomstsluitende|[Cc]ontracte+rende) (?:Partijen|Staten)"
_PARTIES = re.compile(rf"\b(?:{_SIGNATORIES}|Partijen|Ondertekenaars)\b")
# With two of them only: de beide Regeringen.
_BOTH = re.compile(rf"\b(?:{_SIGNATORIES}|Partijen|Ondertekenaars|[Bb]eide (?:[Rr]ege+ringen|[Ss]taten|[Ll]anden))\b")
# Where the naming of the parties ends and the considerations begin.
_PREAMBLE = re.compile(
    r"\b(?:[Oo]verwegende|[Vv]an oordeel|[Gg]eleid|[Bb]ezield|[Vv]erlangende|[Gg]elet|[Bb]evestigend|[Ww]ensende|"
    r"[Zz]ijn (?:het volgende )?overeengekomen|[Hh]ebben (?:tot|besloten|het volgende)|Artikel)\b"
)
_BETWEEN = re.compile(
    r"(?:[Vv]erdrag|[Oo]vereenkomst|[Pp]rotocol|[Mm]emorandum|[Aa]kkoord|[Cc]onventie)\w*[^.;\n]{0,150}? tuss(?:ch)?en "
)
_AFTER_PARTIES = re.compile(r"[.;\n]| inzake | betreffende | tot | over ")
# A treaty of more than these names its parties elsewhere than in its preamble.
_MOST_PARTIES = 12
# Of whom a motion or programme asks something; of others it says where they sit (de regering in Kiev, van Peru).
_ASKED = re.compile(
    r"\b(?:[Vv]erzoek(?:t|en)?|[Rr]oept|[Rr]oepen|[Vv]raagt|[Vv]ragen|[Dd]raagt|[Nn]odigt|[Ss]poort)\s+de\s+(regering)\b"
    r"(?!-|\s+van\s+(?:de |het )?[A-Z])"
)
_ARE_YOU = re.compile(r"\b[Bb]ent\s+(u)\b[^.?!;]{0,60}?\b(?:bereid|voornemens|van plan|van zins|genegen)\b")
_OUGHT = re.compile(
    r"\b(?:[Ww]ordt|[Zz]al|[Mm]oet|[Dd]ient)\s+de\s+(regering)\b(?!-|\s+(?:van|in|te)\s+(?:de |het )?[A-Z]|\s+[A-Z])"
)
# Pronouns for several: Ze willen, Sinds 2020 hebben zij; not of one, which has another verb: Zij wil.
_THEY = re.compile(
    r"\bz(?:e|ij)(?= (?:(?:ook|niet|nu|al|zich|er|samen) )?"
    r"(?:zijn|worden|hebben|willen|kunnen|zullen|moeten|[a-z]{3,}en)\b)|(?<=en )z(?:e|ij)\b",
    re.IGNORECASE,
)
# A pronoun for one at the head of a sentence.
_HEAD = re.compile(r"[\W\d]*(hij\b|z(?:e|ij)(?= (?:is|heeft|had|kan|wil|zal|[a-z]+(?:t|de|te))\b))", re.IGNORECASE)
# Behind a word for several: who they are.
_SPELT_OUT = re.compile(r",?\s+(?:zoals|waaronder|te weten|namelijk|met name)\s+(?:de\s+|het\s+)?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or a part of one between semicolons: motions and treaties put whole arguments into one sentence."""

    doc_id: str
    sentence_id: int
    kind: str
    start: int
    end: int


def read_ends(mentions: pd.DataFrame, rolled: dict[str, str]) -> dict[str, list[list[End]]]:
    """Put the namings of each document in order; overlapping ones give way to the longer, equal ones stay together.

    Parameters
    ----------
    mentions : pandas.DataFrame
        Schema `mentions`.
    rolled : dict
        For whom a person or body acts, by actor_id.

    Returns
    -------
    dict
        For each doc_id a list of namings, each a list of the actors it names.
    """
    found: dict[str, list[list[End]]] = {}
    names = ("doc_id", "start", "end", "surface", "actor_id", "how")
    rows = sorted(
        zip(*(mentions[name].tolist() for name in names), strict=True),
        key=lambda row: (row[0], row[1], -row[2], row[4]),
    )
    for doc_id, start, end, surface, actor, how in rows:
        naming = End(actor, rolled.get(actor) or actor, start, end, how, surface)
        row = found.setdefault(doc_id, [])
        if row and row[-1][0].start == start and row[-1][0].end == end:
            row[-1].append(naming)
        elif not row or start >= row[-1][0].end:
            row.append([naming])
    return found


def _stand_for(ends: list[End], how: str, start: int, stop: int, text: str) -> list[End]:
    """Make a naming of words that stand for these actors."""
    return [End(end.actor, end.rolled, start, stop, how, text[start:stop]) for end in ends]


def _with_author(
    text: str, named: list[list[End]], authors: list[End], spans: Iterable[tuple[int, int]]
) -> list[list[End]]:
    """Add words by which a document speaks of its authors where no mention stands yet."""
    covered = {at for naming in named for at in range(naming[0].start, naming[0].end)}
    ends = list(named)
    for start, end in spans:
        if start not in covered:
            ends.append(_stand_for(authors, "author", start, end, text))
    return sorted(ends, key=lambda naming: naming[0].start)


def _own_words(text: str, words: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Find the author's own words (we, our)."""
    if words:
        for found in re.finditer(r"\b(?:" + "|".join(sorted(words)) + r")\b", text, re.IGNORECASE):
            # "wat ons betreft" says whose opinion it is
            if not text.startswith(" betreft", found.end()):
                yield found.span()


def _asked_words(text: str, named: list[list[End]], of_state: bool) -> Iterator[tuple[int, int]]:
    """Find whom a motion, programme or question asks: verzoekt de [regering], bent [u] bereid."""
    # de regering Trump
    persons = {naming[0].start for naming in named if naming[0].how in ("person", "surname")}
    for pattern in (_ASKED, _OUGHT, _ARE_YOU) if of_state else (_ARE_YOU,):
        for found in pattern.finditer(text):
            if found.end() + 1 not in persons:
                yield found.span(1)


def _spelt_out(text: str, named: list[list[End]]) -> list[list[End]]:
    """Leave out what stands for several where they are spelt out behind it: deze landen, zoals Peru en Chili."""
    follows = {naming[0].start for naming in named}
    return [
        naming
        for naming in named
        if not (
            naming[0].how == "anaphor" and (found := _SPELT_OUT.match(text, naming[0].end)) and found.end() in follows
        )
    ]


def _with_pronouns(text: str, stretch: Stretch, named: list[list[End]], before: list[Group]) -> list[list[End]]:
    """Add pronouns that stand for the subject of the sentence before: one, or several."""
    subjects = [group for group in before if not group.roles[0][0] and not group.adjective]
    first = min((naming[0].start for naming in named), default=stretch.end)
    several = next((group for group in subjects if len(group.rolled) > 1), None)
    found = []
    if several:
        # Who is named before "ze" in the same sentence is more likely whom it stands for.
        found += [(several, *word.span()) for word in _THEY.finditer(text, stretch.start, first)]
    head = _HEAD.match(text, stretch.start, stretch.end)
    if head and subjects and len(subjects[0].rolled) == 1 and head.start(1) < first:
        found.append((subjects[0], *head.span(1)))
    ends = [_stand_for(group.ends, "anaphor", start, stop, text) for group, start, stop in found]
    return sorted([*named, *ends], key=lambda naming: naming[0].start)


def _leading(groups: list[Group]) -> list[Group]:
    """Give the two groups of a sentence that the next one most likely goes on about, the subject first."""
    return sorted(groups, key=lambda group: (bool(group.roles[0][0]), group.first))[:2]


def with_parties(text: str, named: list[list[End]]) -> list[list[End]]:
    r"""Add the words by which a treaty names its parties: de Verdragsluitende Partijen, beide Regeringen.

    Who they are is said where a word for them is agreed on (hierna te noemen „de Deelnemers”); else by the preamble, up
    to its first consideration; else behind the first "verdrag tussen".

    Parameters
    ----------
    text : str
        The document.
    named : list of list of End
        Its namings in order.

    Returns
    -------
    list of list of End
        With a naming of all parties for each such word; unchanged where the text is none between two or more.

    Examples
    --------
    >>> text = "Verdrag tussen Chili en Peru. Overwegende dat\n\nDe Verdragsluitende Partijen werken samen."
    >>> chile, peru = End("CHL", "CHL", 15, 20, "name", "Chili"), End("PER", "PER", 24, 28, "name", "Peru")
    >>> [(ends[0].surface, [end.actor for end in ends]) for ends in with_parties(text, [[chile], [peru]])][2:]
    [('Verdragsluitende Partijen', ['CHL', 'PER'])]
    """
    agreed = _AGREED_WORD.search(text)
    if agreed:
        parties = _distinct(named, text.rfind("\n\n", 0, agreed.start()) + 1, agreed.start())
        word, begin = re.compile(r"\b" + re.escape(agreed.group(1)) + r"\b"), agreed.end()
    if not agreed or len(parties) < 2:
        if not _PARTIES.search(text):
            return named
        parties, begin = _parties_of_preamble(text, named), 0
        word = _BOTH if len(parties) == 2 else _PARTIES
    if not 2 <= len(parties) <= _MOST_PARTIES:
        return named
    taken = [(naming[0].start, naming[0].end) for naming in named]
    ends = list(named)
    for later in word.finditer(text, begin):
        if not any(start < later.end() and later.start() < end for start, end in taken):
            ends.append(_stand_for(parties, "anaphor", *later.span(), text))
    return sorted(ends, key=lambda naming: naming[0].start)


def _distinct(named: list[list[End]], start: int, stop: int) -> list[End]:
    """Give who is named in a stretch, each once."""
    found: dict[str, End] = {}
    for naming in named:
        if start <= naming[0].start and naming[0].end <= stop:
            for end in naming:
                found.setdefault(end.rolled, end)
    return list(found.values())


def _parties_of_preamble(text: str, named: list[list[End]]) -> list[End]:
    opening = _PREAMBLE.search(text)
    parties = _distinct(named, 0, opening.start()) if opening else []
    if len(parties) < 2 and (between := _BETWEEN.search(text)):
        stop = _AFTER_PARTIES.search(text, between.end())
        parties = _distinct(named, between.end(), stop.start() if stop else len(text))
    return parties


def stretches(rows: pd.DataFrame, text: str) -> Iterator[Stretch]:
    """Cut sentences at semicolons and blank lines."""
    for row in rows.itertuples():
        at = row.start
        for found in _BREAK.finditer(text, row.start, row.end):
            if found.start() > at:
                yield Stretch(row.doc_id, row.sentence_id, row.kind, at, found.start())
            at = found.end()
        if row.end > at:
            yield Stretch(row.doc_id, row.sentence_id, row.kind, at, row.end)


def read_passages(
    document,
    rows: pd.DataFrame,
    named: list[list[End]],
    rolled: dict[str, str],
    lexicon: Lexicon,
    *,
    of_state: bool = True,
) -> Iterator[tuple[Passage, list[Group]]]:
    """Go through a document once and give each passage that names an actor, with the ends it may leave unsaid.

    Parameters
    ----------
    document : namedtuple
        A row of the table of documents with its text.
    rows : pandas.DataFrame
        Its sentences, of the kinds that are text.
    named : list of list of End
        Its namings, from `read_ends`.
    rolled : dict
        For whom a person or body acts, by actor_id.
    lexicon : Lexicon
        Of its language.
    of_state : bool
        Whether the document speaks for a state, whose government may be asked something in it.

    Yields
    ------
    tuple of Passage and list of Group
        The groups are marked "author" (the document's authors), "topic" (the heading's or lead-in's) or "previous" (the
        sentence's before).
    """
    text = document.text
    named = with_parties(text, _spelt_out(text, named))
    authors = [End(by, rolled.get(by) or by, 0, 0, "author", "") for by in authors_of(document.author_actor)]
    if authors:
        own = _own_words(text, lexicon.classes.get("author", frozenset()))
        named = _with_author(text, named, authors, [*_asked_words(text, named, of_state), *own])
    topic: list[End] = []
    # Who was named in the sentence before, and in the last one that is no item.
    before: list[Group] = []
    lead: list[Group] = []
    place, silent = 0, False
    for stretch in stretches(rows, text):
        while place < len(named) and named[place][0].start < stretch.start:
            place += 1
        here = []
        while place < len(named) and named[place][0].start < stretch.end:
            if named[place][0].end <= stretch.end:
                here.append(named[place])
            place += 1
        if stretch.kind == "heading":
            topic = [end for naming in here for end in naming]
        here = _with_pronouns(text, stretch, here, before)
        if not here:
            if stretch.end - stretch.start > 3:
                # one sentence that names nobody may come between (Dat was in mei.)
                before = before if not silent else []
                silent = True
                lead = [] if stretch.kind != "item" else lead
            continue
        silent = False
        passage = take_apart(stretch, text, here, lexicon)
        carried = []
        if authors:
            carried.append(Group(list(authors), -1, -1, [("", 0, -1)], carried="author"))
        if topic and stretch.kind != "heading":
            carried.append(Group(list(topic), -1, -1, [("", 0, -1)], carried="topic"))
        for number, group in enumerate(_leading(lead if stretch.kind == "item" else before)):
            led = number == 0 and not group.roles[0][0]
            carried.append(Group(group.ends, -1, -1, [("", 0, -1)], carried="previous", led=led))
        yield passage, carried
        if len(passage.words) <= _TOPIC_WORDS and len(passage.groups) == 1 and not passage.matches:
            topic = list(passage.groups[0].ends)
        before = passage.groups
        if stretch.kind != "item":
            lead = before
