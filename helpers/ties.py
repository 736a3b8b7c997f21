"""Step 3: from mentions and cues to tie statements, by rules that can be read and a trace that can be followed.

Needs documents, sentences, mentions, actors and cue tables. Makes the table of ties. Every pair of actors that meets
in a sentence is a candidate first; what the cues, their frames and the shape of the sentence say then decides
whether it is a tie, and of which type, direction, status and change.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.candidates import WORD, End, Group, Passage, take_apart
from helpers.context import Stretch, read_ends, read_passages
from helpers.cues import CueTables, Lexicon, compile_cues
from helpers.documents import authors_of
from helpers.evidence import Candidate, Clubs, compete, hold, weigh_evidence
from helpers.status import choose_status, is_left_out
from helpers.tables import DENIALS, DIRECTED_TYPES, STATUSES, TEXT_KINDS, TIE_TYPES, columns
from helpers.tie_types import choose_types
from helpers.weighing import Weights

# Signs before an item or heading that are no part of what it says.
_BULLETS = "•▶▪●◦‣*#-–—>"


def pair_up(passage: Passage, carried: list[Group], clubs: Clubs) -> Iterator[Candidate]:
    """Give every pair of groups that meets in a passage, each list by itself, and what the context may supply."""
    groups = passage.groups
    for place, one in enumerate(groups):
        for two in groups[place + 1 :]:
            if two.last < one.last:
                continue  # Peru (Mercosur) en Chili: the aside is of Peru alone, and says nothing of the list
            candidate = Candidate(passage, one, two, "across")
            if any(not clubs.same(a, b) for a, b in candidate.pairs):
                yield candidate
        if len(one.rolled) > 1:
            yield Candidate(passage, one, one, "within")
    here = {name for group in groups for name in group.rolled}
    for other in carried:
        if not other.rolled & here:
            for group in groups:
                candidate = Candidate(passage, other, group, "carried")
                if any(not clubs.same(a, b) for a, b in candidate.pairs):
                    yield candidate


# Below this fit a cue only stands near; what the document says of the same two elsewhere counts for more.
_VAGUE = 0.8
# From this fit both ends stand in the slots of the cue.
_FIRM = 1.2
# How likely tie and type have to be together: on new documents one in eight of what falls below was right.
_TOLD = 0.2


def _decide(candidate: Candidate, weights: dict) -> tuple[bool, float, str]:
    own = weights[candidate.shape]
    parts = {name: own.get(name, 0.0) * value for name, value in candidate.evidence.items()}
    score = sum(parts.values())
    telling = sorted((name for name in parts if name != "one"), key=lambda name: -abs(parts[name]))[:3]
    reason = ", ".join(f"{name} {parts[name]:+.1f}" for name in telling if abs(parts[name]) >= 0.05)
    return score > 0, score, reason


def _top(actor: str, up: dict[str, str]) -> str:
    """For whom an actor acts in the end: a member of a parliament for the parliament, and that for its state."""
    for _ in range(8):
        if actor not in up:
            break
        actor = up[actor]
    return actor


def judge(
    documents, sentences, mentions, actors, cues, every: bool = False
) -> Iterator[tuple[Candidate, bool, float, str, tuple]]:
    """Go through the documents once and give every candidate with the decision on it, its reason, and its setting.

    Of those that are kept, of `every` one if asked, type and status are chosen too. The setting is the text, who
    belongs to what at its date, and the lexicon of its language.
    """
    up = {row.actor_id: row.rolls_up_to for row in actors.itertuples() if row.rolls_up_to}
    rolled = {actor: _top(actor, up) for actor in up}
    clubs = Clubs.of(actors, cues)
    type_weights, status_weights = Weights(cues.type_weights, TIE_TYPES), Weights(cues.status_weights, STATUSES)
    weights: dict[str, dict[str, float]] = {"across": {}, "within": {}, "carried": {}}
    for row in cues.weights.itertuples():
        weights[row.shape][row.evidence] = float(row.weight)
    lexicons: dict[str, Lexicon] = {}
    # The British of "de Britse premier Keir Starmer" is a title: the person is the actor, and rolls up to the state.
    ends = read_ends(mentions[mentions["how"] != "title"], rolled)
    by_doc = dict(iter(sentences[sentences["kind"].isin(TEXT_KINDS)].groupby("doc_id", sort=False)))
    for document in documents.itertuples():
        language = document.language
        if language not in lexicons:
            lexicons[language] = compile_cues(cues, language)
        lexicon = lexicons[language]
        if not lexicon.cues or document.doc_id not in by_doc:
            continue
        named = ends.get(document.doc_id, [])
        then = clubs.on(document.date)
        authors = {rolled.get(author, author) for author in authors_of(document.author_actor)}
        of_state = len(authors) == 1 and clubs.kinds.get(*authors) == "state"
        passages = read_passages(document, by_doc[document.doc_id], named, rolled, lexicon, of_state=of_state)
        for passage, carried in passages:
            candidates = list(pair_up(passage, carried, then))
            for candidate in candidates:
                hold(candidate, then, lexicon)
            compete(candidates)
            decided = []
            best: dict[int, float] = {}
            for candidate in candidates:
                weigh_evidence(candidate, then, lexicon)
                kept, score, reason = _decide(candidate, weights)
                if kept or every:
                    candidate.types, likely, candidate.type_reason = choose_types(candidate, then, type_weights)
                    tie = 1.0 / (1.0 + math.exp(-score))
                    candidate.chances = {says: tie * share for says, share in likely.items()}
                    told = [(says, held) for says, held in candidate.types if candidate.chances[says] >= _TOLD]
                    if kept and not told:
                        kept, reason = False, "of which type is not told clearly enough; " + reason
                    candidate.types = told or candidate.types
                    candidate.statuses = {
                        says: choose_status(candidate, says, held, document.text, lexicon, status_weights)
                        for says, held in candidate.types
                    }
                decided.append((candidate, kept, score, reason))
                if candidate.shape == "carried":
                    best[id(candidate.two)] = max(score, best.get(id(candidate.two), score))
            for candidate, kept, score, reason in decided:
                if kept and candidate.shape == "carried" and score < best[id(candidate.two)]:
                    kept, reason = False, "another unsaid end fits better; " + reason
                yield candidate, kept, score, reason, (document.text, then, lexicon)


@dataclass(slots=True)
class _Statement:
    """One tie statement on its way to the table."""

    passage: Passage
    start: int
    end: int
    one: End
    two: End
    says: str
    forward: bool
    fit: float
    status: str
    change: str
    coref: str
    cue: str
    chance: float
    status_chance: float

    @property
    def pair(self) -> tuple[str, str, str]:
        """The document and who is tied, persons and bodies as those for whom they act."""
        return (self.passage.doc_id, *sorted((self.one.rolled, self.two.rolled)))


def _statements(candidate: Candidate, text: str, clubs: Clubs) -> Iterator[_Statement]:
    """Spell out a candidate that was kept: one statement a pair of actors and type."""
    passage = candidate.passage
    start, end = passage.start, passage.end
    while start < end and (text[start].isspace() or text[start] in _BULLETS):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    left_out = is_left_out(candidate)
    for says, held in candidate.types:
        fit = held.fit if held else 0.0
        if left_out and fit < _VAGUE:
            continue
        status, change, sure, _reason = candidate.statuses[says]
        cue = text[passage.starts[held.match.places[0]] : passage.stops[held.match.places[-1]]] if held else ""
        for a, b in candidate.pairs:
            if not clubs.same(a, b):
                coref = "1" if candidate.shape == "carried" or "anaphor" in (a.how, b.how) else "0"
                forward = held.forward if held else True
                told = (status, change, coref, cue, candidate.chances[says], sure)
                yield _Statement(passage, start, end, a, b, says, forward, fit, *told)


def _settle(statements: list[_Statement]) -> None:
    """Give a tie without a cue the type that the document gives the same two actors where a cue says so."""
    firm: dict[tuple, dict[str, float]] = {}
    for statement in statements:
        if statement.fit >= _FIRM:
            types = firm.setdefault(statement.pair, {})
            types[statement.says] = types.get(statement.says, 0.0) + statement.fit
    for statement in statements:
        types = firm.get(statement.pair)
        if types and not statement.cue and statement.says not in types:
            statement.says = max(types, key=lambda says: (types[says], -TIE_TYPES.index(says)))


def _tie(statement: _Statement, text: str, clubs: Clubs) -> tuple:
    """Make a row of the table, with source and target in their places."""
    a, b = statement.one, statement.two
    forward = statement.forward
    if statement.says == "membership" and clubs.is_club(a) != clubs.is_club(b):
        forward = clubs.is_club(b)
    source, target = (a.actor, b.actor) if forward else (b.actor, a.actor)
    if statement.says not in DIRECTED_TYPES and source > target:
        source, target = target, source
    passage, start, end = statement.passage, statement.start, statement.end
    return (
        "rules", passage.doc_id, passage.sentence_id, start, end, text[start:end], source, target,
        statement.says, statement.status, statement.change, statement.coref, statement.cue,
        round(statement.chance, 2), round(statement.status_chance, 2),
    )  # fmt: skip


def code_by_rules(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    cues: CueTables,
) -> pd.DataFrame:
    """Code the ties that the documents assert, by rules.

    Parameters
    ----------
    documents : pandas.DataFrame
        With doc_id, language, author_actor and text.
    sentences, mentions, actors : pandas.DataFrame
        As their schemas say.
    cues : CueTables
        From `read_cues`. A document in a language without cues gives no ties.

    Returns
    -------
    pandas.DataFrame
        Schema `ties`, coder "rules", with `chance`: how likely the weights of the evidence make the tie, times how
        likely those of the types make its type; and `status_chance`: how likely those of the status make its status,
        if there is that tie.
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    clubs = Clubs.of(actors, cues)
    statements: list[_Statement] = []
    for candidate, kept, _score, _reason, setting in judge(documents, sentences, mentions, actors, cues):
        if kept:
            text, then, _lexicon = setting
            statements += _statements(candidate, text, then)
    _settle(statements)
    rows = [_tie(statement, texts[statement.passage.doc_id], clubs) for statement in statements]
    table = pd.DataFrame(rows, columns=[*columns("ties"), "chance", "status_chance"])
    same = ["doc_id", "start", "end", "source", "target", "type", "status"]
    if len(table):
        chances = ["chance", "status_chance"]
        table[chances] = table.groupby(same)[chances].transform("max")
    return table.drop_duplicates(same, ignore_index=True)


def trace(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    cues: CueTables,
) -> pd.DataFrame:
    """List every candidate with the decision on it and the reason; parameters as for `code_by_rules`.

    Returns
    -------
    pandas.DataFrame
        doc_id, sentence_id, one, two (actor ids, a list joined by blanks), shape (across, within, carried), kept,
        score (kept above 0, where the type is told clearly enough), reason (the evidence that weighed most), type,
        type_reason (what weighed most for it against the runner-up), chance (how likely tie and type are), status,
        status_reason, status_chance (how likely the status is, given the tie), cue, sentence.
    """
    names = ["doc_id", "sentence_id", "one", "two", "shape", "kept", "score", "reason"]
    names += ["type", "type_reason", "chance", "status", "status_reason", "status_chance", "cue", "sentence"]
    rows = []
    for candidate, kept, score, reason, setting in judge(documents, sentences, mentions, actors, cues, every=True):
        passage = candidate.passage
        one, two = (" ".join(end.actor for end in group.ends) for group in (candidate.one, candidate.two))
        says, held = candidate.types[0]
        cue = held.match.cue.text if held else ""
        sentence = setting[0][passage.start : passage.end].strip()
        status, _change, sure, status_reason = candidate.statuses[says]
        of_tie = (round(score, 2), reason, says, candidate.type_reason, round(candidate.chances[says], 2))
        of_status = (status, status_reason, round(sure, 2))
        stands = (passage.doc_id, passage.sentence_id, one, two, candidate.shape, kept)
        rows.append((*stands, *of_tie, *of_status, cue, sentence))
    return pd.DataFrame(rows, columns=names)


def explain(tie, documents: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame, cues: CueTables) -> str:
    """Show the sentence of a tie as HTML, with both ends, the cue and the words that set its status marked.

    Parameters
    ----------
    tie : pandas.Series or namedtuple
        A row of the table of ties, of any coder.
    documents, sentences, mentions : pandas.DataFrame
        As their schemas say.
    cues : CueTables
        From `read_cues`.

    Returns
    -------
    str
        HTML for `IPython.display.HTML`: ends in bold, the cue underlined, words of status and change in italics; above
        it what was coded. Ends that the sentence leaves unsaid are named there as supplied by the context.
    """
    document = documents.loc[documents["doc_id"] == tie.doc_id].iloc[0]
    text = document["text"]
    marks: list[tuple[int, int, str, str]] = []
    within = mentions[
        (mentions["doc_id"] == tie.doc_id) & (mentions["start"] >= tie.start) & (mentions["end"] <= tie.end)
    ]
    said = set()
    for row in within.itertuples():
        if row.actor_id in (tie.source, tie.target):
            said.add(row.actor_id)
            marks.append((row.start, row.end, "b", row.actor_id))
    cue = getattr(tie, "cue", "")
    at = text.find(cue, tie.start, tie.end) if cue else -1
    if at >= 0:
        marks.append((at, at + len(cue), "u", tie.type))
    lexicon = compile_cues(cues, document["language"])
    row = Stretch(tie.doc_id, tie.sentence_id, "sentence", tie.start, tie.end)
    for match in take_apart(row, text, [], lexicon).matches:
        if match.cue.says in ("prospective", *DENIALS, "not_negated", "actual", "exception", "more", "less"):
            spans = _word_spans(text, tie.start, tie.end)
            first, last = spans[match.places[0]], spans[match.places[-1]]
            if match.places[-1] - match.places[0] < 4:
                marks.append((first[0], last[1], "i", match.cue.says))
    shown, place = [], tie.start
    for start, end, tag, title in sorted(marks, key=lambda mark: (mark[0], -mark[1], mark[2])):
        if start < place:
            continue
        shown.append(html.escape(text[place:start]))
        shown.append(f'<{tag} title="{html.escape(title)}">{html.escape(text[start:end])}</{tag}>')
        place = end
    shown.append(html.escape(text[place : tie.end]))
    unsaid = [end for end in (tie.source, tie.target) if end not in said]
    arrow = "to" if tie.type in DIRECTED_TYPES else "with"
    head = f"{tie.source} {arrow} {tie.target}: {tie.type}, {tie.status}, change {tie.change}"
    if unsaid:
        head += f" ({', '.join(unsaid)} supplied by the context)"
    if not pd.isna(getattr(tie, "chance", None)):
        head += f", chance {tie.chance:.2f}"
    if not pd.isna(getattr(tie, "status_chance", None)):
        head += f", of the status {tie.status_chance:.2f}"
    return f"<p><small>{html.escape(head)} [{html.escape(tie.doc_id)}]</small><br>{''.join(shown)}</p>"


def _word_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [found.span() for found in WORD.finditer(text, start, end) if found.group() != "-"]
