"""Step 3d: what a sentence takes from the text around it - its author, its heading, the sentence before.

Needs sentences and mentions of one document. Makes passages with all their ends, and the ends that a sentence may
leave unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.candidates import End, Group, Passage, take_apart
from helpers.cues import Lexicon

_BREAK = re.compile(r";|\n\s*\n")
_TOPIC_WORDS = 6
# hierna te noemen „de Deelnemers”; hierna de Partijen
_PARTIES = re.compile(r"\bhierna\b[^.;\n„“\"]{0,40}?[„“\"'‘]?\bde ([A-Z]\w+(?: [A-Z]\w+)?)\b")


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
    rows = sorted(
        zip(
            mentions["doc_id"], mentions["start"], mentions["end"], mentions["surface"],
            mentions["actor_id"], mentions["how"], strict=True,
        ),
        key=lambda row: (row[0], row[1], -row[2], row[4]),
    )  # fmt: skip
    for doc_id, start, end, surface, actor, how in rows:
        naming = End(actor, rolled.get(actor) or actor, start, end, how, surface)
        row = found.setdefault(doc_id, [])
        if row and row[-1][0].start == start and row[-1][0].end == end:
            row[-1].append(naming)
        elif not row or start >= row[-1][0].end:
            row.append([naming])
    return found


def _with_author(text: str, named: list[list[End]], author: End, pattern: re.Pattern) -> list[list[End]]:
    """Add the words by which a document speaks of its author (we, our) where no mention stands yet."""
    taken = {(naming[0].start, naming[0].end) for naming in named}
    covered = set()
    for start, end in taken:
        covered.update(range(start, end))
    ends = list(named)
    for found in pattern.finditer(text):
        # "wat ons betreft" says whose opinion it is
        if found.start() not in covered and not text.startswith(" betreft", found.end()):
            ends.append([End(author.actor, author.rolled, found.start(), found.end(), "author", found.group())])
    return sorted(ends, key=lambda naming: naming[0].start)


def with_parties(text: str, named: list[list[End]]) -> list[list[End]]:
    """Add the word by which a treaty names its parties (hierna te noemen „de Deelnemers”) wherever it stands later.

    Parameters
    ----------
    text : str
        The document.
    named : list of list of End
        Its namings in order.

    Returns
    -------
    list of list of End
        With a naming of all parties for each later "de Deelnemers"; unchanged where no such word is agreed.
    """
    found = _PARTIES.search(text)
    if not found:
        return named
    opened = text.rfind("\n\n", 0, found.start()) + 1
    parties: dict[str, End] = {}
    for naming in named:
        if opened <= naming[0].start and naming[0].end <= found.start():
            parties.setdefault(naming[0].rolled, naming[0])
    if len(parties) < 2:
        return named
    taken = [(naming[0].start, naming[0].end) for naming in named]
    ends = list(named)
    for later in re.finditer(r"\b" + re.escape(found.group(1)) + r"\b", text[found.end() :]):
        start, end = later.start() + found.end(), later.end() + found.end()
        if not any(begin < end and start < finish for begin, finish in taken):
            ends.append([End(p.actor, p.rolled, start, end, "anaphor", later.group()) for p in parties.values()])
    return sorted(ends, key=lambda naming: naming[0].start)


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
    document, rows: pd.DataFrame, named: list[list[End]], rolled: dict[str, str], lexicon: Lexicon
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

    Yields
    ------
    tuple of Passage and list of Group
        The groups are marked "author" (the document's), "topic" (the heading's or lead-in's) or "previous" (the
        sentence's before).
    """
    text = document.text
    named = with_parties(text, named)
    author = None
    if document.author_actor:
        actor = document.author_actor
        author = End(actor, rolled.get(actor) or actor, 0, 0, "author", "")
        words = lexicon.classes.get("author", frozenset())
        if words:
            pattern = re.compile(r"\b(?:" + "|".join(sorted(words)) + r")\b", re.IGNORECASE)
            named = _with_author(text, named, author, pattern)
    topic: list[End] = []
    previous: list[Group] = []
    lead: list[Group] = []
    place = 0
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
        if not here:
            if stretch.end - stretch.start > 3:
                previous = []
                lead = [] if stretch.kind != "item" else lead
            continue
        passage = take_apart(stretch, text, here, lexicon)
        carried = []
        if author:
            carried.append(Group([author], -1, -1, [("", 0, -1)], carried="author"))
        if topic and stretch.kind != "heading":
            carried.append(Group(list(topic), -1, -1, [("", 0, -1)], carried="topic"))
        for group in lead if stretch.kind == "item" else previous:
            carried.append(Group(group.ends, -1, -1, [("", 0, -1)], carried="previous"))
        yield passage, carried
        if len(passage.words) <= _TOPIC_WORDS and len(passage.groups) == 1 and not passage.matches:
            topic = list(passage.groups[0].ends)
        previous = sorted(passage.groups, key=lambda group: (bool(group.roles[0][0]), group.first))[:2]
        if stretch.kind != "item":
            lead = previous
