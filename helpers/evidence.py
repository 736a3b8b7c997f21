"""Step 3c: what speaks for and against a tie between two actors of a sentence, as numbers that can be listed.

Needs a passage (candidates) and the cues in it. Makes, for a candidate, how well each cue holds both ends, and a
short list of named evidence that the decision in `ties` weighs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations, product

import pandas as pd

from helpers.candidates import PARTICIPLE, End, Group, Passage, apart_in_conjuncts, in_brackets
from helpers.cues import CueTables, Lexicon, Match
from helpers.tables import DIRECTED_TYPES, TIE_TYPES

_CLUB_KINDS = ("organisation", "format", "programme", "body")
# Prepositions whose choice tells most about a tie, and the name of the evidence that they give.
PREPOSITIONS = {
    "met": "met", "tussen": "tussen", "tegen": "tegen", "tegenover": "tegen",
    "aan": "aan", "voor": "aan", "naar": "aan", "op": "aan",
    "van": "van", "door": "door", "in": "in", "binnen": "in", "bij": "in", "uit": "in", "tot": "aan",
    "zonder": "zonder", "zoals": "zoals", "als": "zoals", "waaronder": "zoals",
}  # fmt: skip
# What a cue is worth that merely stands in the clause.
_PRESENT = 0.35
# From this fit an actor fills a slot.
_FILLS = 0.6
# From this fit a cue is a pair's own.
_OWN = 1.2
# What one speaks about.
_ABOUT = {"over", "omtrent", "rond", "rondom", "aangaande"}
# These may stand before their noun: Met Spanje wordt de samenwerking verdiept.
_FRONTED = ("met", "tegen", "tussen", "door", "aan", "tegenover", "jegens")


@dataclass(frozen=True)
class Clubs:
    """Who belongs to what: which actors one can join, and who has joined them."""

    kinds: dict[str, str]
    terms: dict[str, tuple[tuple[str, str, str], ...]]
    closed: frozenset[str]
    owner: dict[str, str]
    date: str = ""

    @classmethod
    def of(cls, actors: pd.DataFrame, cues: CueTables) -> Clubs:
        """Read them from the actors, and from who belongs to what."""
        groups = cues.groups
        return cls(
            dict(zip(actors["actor_id"], actors["kind"], strict=True)),
            {
                group: tuple(zip(rows["actor_id"], rows["from"], rows["to"], strict=True))
                for group, rows in groups.groupby("group")
            },
            frozenset(cues.no_members["actor_id"]),
            dict(zip(cues.instruments["actor_id"], cues.instruments["owner"], strict=True)),
        )

    def on(self, date: str) -> Clubs:
        """Give the same clubs as of a date, as precise as known; without one, as of today."""
        return replace(self, date=date)

    def has_member(self, club: str, actor: str) -> bool | None:
        """Whether an actor belongs to a club on that date; None where nobody's membership is known."""
        if club not in self.terms:
            return None
        date = self.date or "9999"
        return any(
            who == actor and start[: len(date)] <= date and (not end or date < end)
            for who, start, end in self.terms[club]
        )

    def same(self, a: End, b: End) -> bool:
        """Whether a tie of these two would tie an actor to itself or to its own instrument."""
        return self.owner.get(a.rolled, a.rolled) == self.owner.get(b.rolled, b.rolled)

    def is_club(self, end: End) -> bool:
        """Whether an actor is one that others take part in: NATO is, Norway and Hamas are not."""
        kind = self.kinds.get(end.rolled, "organisation" if "_" in end.rolled else "state")
        return kind in _CLUB_KINDS and end.rolled not in self.closed

    def all_clubs(self, group: Group) -> bool:
        """Whether each actor of a group is one that others take part in."""
        return all(self.is_club(end) for end in group.ends)

    def armed(self, one: Group, two: Group) -> bool:
        """Whether either is an organisation that one does not join, mostly an armed group."""
        return any(end.rolled in self.closed for group in (one, two) for end in group.ends)

    def joins(self, one: Group, two: Group) -> str:
        """Say how two groups stand to each other.

        Returns
        -------
        str
            "member" of the other, "outsider" to it, "open" (not known), "clubs" (both are ones), "none" (neither is).
        """
        found = set()
        for a in one.ends:
            for b in two.ends:
                club = [end for end in (a, b) if self.is_club(end)]
                if len(club) != 1:
                    found.add("clubs" if club else "none")
                    continue
                other = b if club[0] is a else a
                known = self.has_member(club[0].rolled, other.rolled)
                found.add("open" if known is None else "member" if known else "outsider")
        return found.pop() if len(found) == 1 else "open" if found & {"open", "member"} else "none"


@dataclass(slots=True)
class Held:
    """A cue that holds a candidate: how well, and whether the first group is its source."""

    fit: float
    match: Match
    forward: bool
    both: bool
    rival: float = 0.0


@dataclass(slots=True)
class Candidate:
    """A pair of groups, or the members of one list, with what speaks for and against a tie."""

    passage: Passage
    one: Group
    two: Group
    shape: str
    held: list[Held] = field(default_factory=list)
    taken: int = 0
    evidence: dict[str, float] = field(default_factory=dict)
    types: list[tuple[str, Held | None]] = field(default_factory=list)
    type_reason: str = ""
    # How likely it is a tie, and of each type.
    chances: dict[str, float] = field(default_factory=dict)
    # By type its status and change, how likely that status is, and why.
    statuses: dict[str, tuple[str, str, float, str]] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[End, End]]:
        """Who would be tied to whom: one group to the other, the sides of a list, or all members of one."""
        if self.shape != "within":
            both = product(self.one.ends, self.two.ends)
            # "Wij" of Chili and Peru, and Peru by itself: what they say together of one is no tie between the two
            speak = [{end.rolled for end in group.ends if end.how == "author"} for group in (self.one, self.two)]
            return [(a, b) for a, b in both if not any(len(s) > 1 and {a.rolled, b.rolled} <= s for s in speak)]
        members, side = self.one.ends, self.one.first_side
        return list(product(members[:side], members[side:]) if side else combinations(members, 2))


def _apart(passage: Passage, group: Group, place: int, lexicon: Lexicon) -> int:
    """Count clause boundaries between a group and a word; none from an antecedent to its relative clause."""
    start = group.first
    if group.shared and place > group.last and passage.conjuncts[place] != passage.conjuncts[start]:
        # What is said further on of a subject begins behind its comma or "en".
        start = min(passage.conjuncts.index(passage.conjuncts[place]) + 1, place)
    apart = abs(passage.walls[start] - passage.walls[place])
    if apart == 1 and place > group.last:
        first = passage.clause(place)[0]
        if lexicon.has(passage.words[first], "relative") and first - group.last <= 2:
            return 0
    apart += 2 * abs(passage.clauses[group.first] - passage.clauses[place])
    return apart + 4 * apart_in_conjuncts(passage, group, place)


def slot_fit(
    passage: Passage, group: Group, match: Match, slot: str, lexicon: Lexicon, other: Group | None = None
) -> float:
    """How well a group fills a slot of a cue, from 0 (not at all) to 1 (written on to it or right after it)."""
    anchor = match.anchor
    if group.carried:
        return {"subject": 0.5, "before": 0.4}.get(slot, 0.0)
    apart = _apart(passage, group, anchor, lexicon)
    if slot == "subject" and match.verb > group.last > anchor:
        apart = min(apart, _apart(passage, group, match.verb, lexicon))  # de overeenkomst die Peru in 2021 sloot
    far = 0.7**apart
    if slot in ("before", "compound"):
        return _before(passage, group, match, slot == "compound", lexicon)
    if slot == "next":
        gap = group.first - match.places[-1]
        return 1.0 if 0 < gap <= 4 and not any(
            not word or lexicon.has(word, "auxiliary", "subordinator") or word == "van"
            for word in passage.words[match.places[-1] + 1 : group.first]
        ) else 0.0  # fmt: skip
    if slot == "subject" and group.roles[0][0] == "door" and _is_agent(passage, match, lexicon):
        return 0.9 * far  # door Peru opgelegd: what is its subject where the verb is active
    if slot == "subject" and match.cue.kind == "verb":
        wisher = _who_wishes(passage, anchor, lexicon)
        if wisher:
            return 0.85 if group is wisher else 0.5 * _bare(passage, group, match, slot, lexicon, other) * far
    if slot in ("subject", "object"):
        return _bare(passage, group, match, slot, lexicon, other) * far
    if group.last < anchor and passage.walls[anchor] > passage.walls[group.last]:
        opens = passage.clause(anchor)[0]
        if passage.words[opens] == "waar" + slot and opens - group.last <= 2:
            return 0.9  # KFOR, waaraan Peru deelneemt
    for place, (name, depth, head) in enumerate(group.roles):
        if name != slot or (head not in match.places and lexicon.has(passage.words[max(head, 0)], "frame")):
            continue  # in het kader van Peru: as if it were one preposition
        after = group.first > anchor
        if after and any(noun in match.places for _, _, noun in group.roles[place:]):
            return (1.0 - 0.05 * depth) * far
        if match.cue.kind == "verb":
            return (0.9 - 0.15 * depth) * far
        loose = 0.6 if after else (0.7 if slot in _FRONTED else 0.05)
        return max(loose - 0.15 * depth, 0.05) * far
    return 0.0


def _best_fit(
    passage: Passage, group: Group, match: Match, slots: Iterable[str], lexicon: Lexicon, other: Group | None = None
) -> float:
    """How well a group fills whichever of these slots of a cue it fills best."""
    return max((slot_fit(passage, group, match, slot, lexicon, other) for slot in slots), default=0.0)


def _who_wishes(passage: Passage, place: int, lexicon: Lexicon) -> Group | None:
    """Who does what is wished, tried or asked: de wens van Peru om Chili te steunen, de oproep aan Peru om."""
    opens = passage.clause(place)[0]
    if passage.words[opens] != "om":
        return None
    for group in passage.groups:
        if group.last == opens - 1:
            head = group.roles[0][2]
            return group if head >= 0 and lexicon.has(passage.words[head], "wish") else None
        if group.adjective and group.last == opens - 2 and lexicon.has(passage.words[opens - 1], "wish"):
            return group
    return None


def _is_agent(passage: Passage, match: Match, lexicon: Lexicon) -> bool:
    """Whether "door" names who does what the verb of a cue says: it stands in the passive or as a participle."""
    return match.verb >= 0 and (
        PARTICIPLE.match(passage.words[match.verb]) is not None or is_passive(passage, match.verb, lexicon)
    )


def is_passive(passage: Passage, place: int, lexicon: Lexicon) -> bool:
    """Whether the clause around a word has an auxiliary of the passive (wordt, werd)."""
    first, last = passage.clause(place)
    return any(lexicon.has(word, "passive") for word in passage.words[first:last])


def _bare(passage: Passage, group: Group, match: Match, slot: str, lexicon: Lexicon, other: Group | None) -> float:
    """How well a group without a preposition stands as subject or object of a cue."""
    depth = next((depth for name, depth, _ in group.roles if not name), None)
    if depth is None:
        return 0.0
    fit = (0.8 if slot == "subject" else 0.7) - 0.2 * depth - (0.1 if group.adjective else 0.0)
    anchor = match.anchor
    passive = is_passive(passage, anchor, lexicon)
    if slot == "object" and not passive and other and not other.carried and not other.roles[0][0]:
        fit -= 0.2 * (group.first < other.first)
    if match.cue.kind == "verb":
        if passive:
            fit = fit + 0.1 if slot == "object" else fit - 0.5
        own = passage.clause(group.first)[0]
        if slot == "subject" and passage.words[own] == "om":
            fit -= 0.5
        others = [
            g for g in passage.groups
            if g is not group and not g.roles[0][0] and passage.walls[g.first] == passage.walls[group.first]
        ]  # fmt: skip
        if slot == "subject" and any(g.first < group.first for g in others):
            fit -= 0.15
        return max(fit, 0.0)
    fit -= 0.15
    low, high = sorted((group.first, anchor))
    if slot == "subject" and any(low < g.first < high and not g.roles[0][0] and g is not other for g in passage.groups):
        fit -= 0.25
    return max(fit, 0.0)


def _before(passage: Passage, group: Group, match: Match, compound: bool, lexicon: Lexicon) -> float:
    """How well a group stands before a noun: Noorse steun, EU-lid, Oekraïnesteun, onze steun, Ruslands oorlog."""
    # Of a verb with its noun the noun: Peru krijgt onze steun.
    anchor = next((place for place in match.places if place > group.last), match.places[0])
    gap = anchor - group.last
    if gap < 1 or gap > 5:
        return 0.0
    if passage.glued[group.last + 1]:
        return 1.0 if gap == 1 else (0.7 if gap <= 3 and match.cue.kind != "verb" else 0.0)
    if compound:
        return 0.0
    end = group.ends[-1]
    if not (group.adjective or end.how == "author" or (end.surface.endswith("s") and not group.roles[0][0])):
        return 0.0
    for word in passage.words[group.last + 1 : anchor]:
        if not word or word in ",;:()" or lexicon.has(word, "preposition", "auxiliary", "subordinator"):
            return 0.0
    return 0.95 - 0.1 * (gap - 1) if group.adjective or end.how == "author" else 0.7


def hold(candidate: Candidate, clubs: Clubs, lexicon: Lexicon) -> None:
    """Find the cues that hold a candidate, best first."""
    passage, one, two = candidate.passage, candidate.one, candidate.two
    for match in passage.matches:
        if match.cue.says not in TIE_TYPES:
            continue
        if candidate.shape == "within":
            found = _hold_within(passage, one, match, lexicon)
        else:
            found = _hold_pair(passage, one, two, match, clubs, lexicon)
        if candidate.shape != "within" and (not found or found.fit < _PRESENT):
            apart = min(abs(passage.walls[match.anchor] - passage.walls[g.first]) for g in (one, two) if not g.carried)
            found = Held(_PRESENT * 0.5**apart, match, found.forward if found else True, False)
        if found and found.fit > 0:
            near = min(abs(match.anchor - g.first) for g in (one, two) if not g.carried)
            found.fit += 0.05 * (len(match.places) - 1) - 0.012 * min(near, 25)
            candidate.held.append(found)
    candidate.held.sort(
        key=lambda held: (-held.fit, TIE_TYPES.index(held.match.cue.says), held.match.anchor, held.match.cue.number)
    )


def _hold_pair(passage: Passage, one: Group, two: Group, match: Match, clubs: Clubs, lexicon: Lexicon) -> Held | None:
    best = None
    cue = match.cue
    for forward in (True, False):
        a, b = (one, two) if forward else (two, one)
        if cue.says == "membership" and clubs.all_clubs(a) and not clubs.all_clubs(b):
            continue  # a mission of NATO in Kosovo: one joins NATO, and NATO joins nobody
        left = _best_fit(passage, a, match, cue.source, lexicon, b)
        right = _best_fit(passage, b, match, cue.target, lexicon, a)
        total = left + right
        if left and right:
            total += 0.2
        if total and (best is None or total > best.fit + 1e-9):
            best = Held(total, match, forward, left > 0.3 and right > 0.3)
    return best


def _hold_within(passage: Passage, group: Group, match: Match, lexicon: Lexicon) -> Held | None:
    """How well the members of one list are tied among themselves (tussen X en Y; X en Y sluiten een pact)."""
    cue = match.cue
    if "tussen" in cue.target:
        fit = slot_fit(passage, group, match, "tussen", lexicon)
        if fit:
            return Held(2 * fit, match, True, True)
    if cue.says in DIRECTED_TYPES and not (
        cue.says == "conflict" and ("met" in cue.target or "elkaar" in passage.words)
    ):
        return None
    if group.adjective and "before" in cue.source:
        fit = slot_fit(passage, group, match, "before", lexicon)
    else:
        fit = _best_fit(passage, group, match, {"subject", "van"}.intersection(cue.source), lexicon)
    return Held(1.5 * fit, match, True, True) if fit else None


def _stands_for(passage: Passage, lexicon: Lexicon) -> bool:
    """Whether a noun stands for an actor that is not named beside it: het land, but not de regering van Peru."""
    words = passage.words
    return any(
        lexicon.has(words[at], "stands_for")
        and lexicon.has(words[at - 1], "determiner", "possessive")
        and not (words[at + 1 : at + 2] == ["van"] and "" in words[at + 2 : at + 4])
        for at in range(1, len(words))
    )


def is_speaker(passage: Passage, group: Group, lexicon: Lexicon) -> bool:
    """Whether an actor is named as the one who says or moves what the sentence says (aldus X, motie van het lid X)."""
    if group.carried:
        return False
    left = passage.words[max(group.first - 4, 0) : group.first]
    beside = any(passage.quoted) and not passage.quoted[group.first]
    for word in reversed(left):
        if lexicon.has(word, "speech") or (beside and lexicon.has(word, "says")):
            return True
        if not word or not lexicon.has(word, "determiner", "title", "preposition"):
            break
    return False


def _calls(passage: Passage, one: Group, two: Group, candidate: Candidate) -> bool:
    """Whether one end calls for, welcomes or reports something of which another pair is the subject."""
    for match in passage.matches:
        if match.cue.says != "reporting":
            continue
        for group in (one, two):
            near = abs(match.places[0] - group.first) <= 3 or abs(match.anchor - group.last) <= 2
            if group.ends[0].how == "author" and match.places[-1] < group.first:
                continue  # verzoekt de regering: of whom it is asked
            if near and not group.roles[0][0]:
                return len(passage.groups) > 2 or len(one.ends) + len(two.ends) > 2 or candidate.evidence["no_cue"] > 0
    return False


def _is_victim(candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether one end judges what a third does to the other: Peru veroordeelt de aanval van Chili op Ghana."""
    passage, groups = candidate.passage, candidate.passage.groups
    conflicts = [match for match in passage.matches if match.cue.says == "conflict"]
    judged = [match for match in conflicts if any(lexicon.has(passage.words[at], "judges") for at in match.places)]

    for one, two in ((candidate.one, candidate.two), (candidate.two, candidate.one)):
        if not any(_best_fit(passage, one, match, match.cue.source, lexicon) >= _FILLS for match in judged):
            continue
        for match in conflicts:
            cue = match.cue
            if cue.kind == "verb" or _best_fit(passage, two, match, cue.target, lexicon) < _FILLS:
                continue
            others = [group for group in groups if group is not one and group is not two]
            third = max((_best_fit(passage, group, match, cue.source, lexicon) for group in others), default=0.0)
            if third >= max(0.5, _best_fit(passage, one, match, cue.source, lexicon)):
                return True
    return False


def compete(candidates: list[Candidate]) -> None:
    """Note for each cue of each candidate how much better another pair of the passage fills it.

    The one who calls for a tie between others stands in the same clause; the cue belongs to the others.
    """
    best: dict[int, list[tuple[float, int]]] = {}
    for place, candidate in enumerate(candidates):
        if candidate.shape == "carried":
            continue
        for held in candidate.held:
            best.setdefault(id(held.match), []).append((held.fit, place))
    for place, candidate in enumerate(candidates):
        for held in candidate.held:
            others = [fit for fit, other in best.get(id(held.match), ()) if other != place]
            held.rival = max(0.0, max(others, default=0.0) - held.fit)
    tied = [candidate for candidate in candidates if candidate.shape == "across" and own_fit(candidate) >= _OWN]
    held_ends = {id(group) for candidate in tied for group in (candidate.one, candidate.two)}
    for candidate in candidates:
        if candidate.shape == "across" and own_fit(candidate) < _OWN:
            candidate.taken = (id(candidate.one) in held_ends) + (id(candidate.two) in held_ends)


def own_fit(candidate: Candidate) -> float:
    """Fit of the best cue that has both slots filled and that no other pair fills better."""
    return next((held.fit for held in candidate.held if held.both and held.rival < 0.15), 0.0)


def _reach(candidate: Candidate, lexicon: Lexicon) -> float:
    """How well a cue holds the end that is said, beyond how well another actor fills the slot of the unsaid one."""
    passage, two = candidate.passage, candidate.two
    best = 0.0
    for match in passage.matches:
        if match.cue.says not in TIE_TYPES:
            continue
        for own, other in ((match.cue.source, match.cue.target), (match.cue.target, match.cue.source)):
            held = _best_fit(passage, two, match, own, lexicon)
            if held > best:
                filled = (
                    _best_fit(passage, group, match, other, lexicon) for group in passage.groups if group is not two
                )
                best = max(best, held - max(filled, default=0.0))
    return best


def weigh_evidence(candidate: Candidate, clubs: Clubs, lexicon: Lexicon) -> None:
    """Note what speaks for and against a candidate; names and meanings stand in data/cues/weights.csv."""
    passage, one, two = candidate.passage, candidate.one, candidate.two
    note = candidate.evidence
    best = candidate.held[0] if candidate.held else None
    note["one"] = 1.0
    note["fit"] = best.fit if best else 0.0
    note["both"] = float(bool(best and best.both))
    note["own"] = own_fit(candidate)
    note["rival"] = min(best.rival, 1.5) if best else 0.0
    note["no_cue"] = float(not any(match.cue.says in TIE_TYPES for match in passage.matches))
    note["crowd"] = float(min(len(passage.groups) - (1 if candidate.shape != "across" else 2), 4))
    note["heading"] = float(passage.kind == "heading")
    note["item"] = float(passage.kind == "item")
    if candidate.shape == "within":
        note["joint"] = float(any(match.cue.says == "joint" for match in passage.matches))
        note["bare"] = float(not one.roles[0][0])
        # tussen Peru en Chili, tussen de regeringen van Peru en Chili
        note["tussen"] = float("tussen" in [name for name, *_ in one.roles[: 1 + (one.roles[0][0] == "van")]])
        note["met"] = float(one.roles[0][0] == "met")
        note["van"] = float(one.roles[0][0] == "van")
        note["adjective"] = float(one.adjective)
        note["members"] = float(min(len(one.ends) - 2, 4))
        note["undirected"] = float(
            any(m.cue.says in TIE_TYPES and m.cue.says not in DIRECTED_TYPES for m in passage.matches)
        )
        note["alone"] = float(len(passage.groups) == 1)
        note["sole"] = note["alone"] * note["bare"] * note["undirected"]
        note["conflict"] = float(bool(best and best.match.cue.says == "conflict"))
        return
    for group in (one, two):
        if group.carried:
            note["carried_" + group.carried] = 1.0
    note["author"] = float(any(end.how == "author" for g in (one, two) for end in g.ends))
    note["anaphor"] = float(any(group.ends[0].how == "anaphor" for group in (one, two)))
    note["speaker"] = float(any(is_speaker(passage, group, lexicon) for group in (one, two)))
    joins = clubs.joins(one, two)
    note["joining"] = float(
        bool(best and best.match.cue.says == "membership" and best.fit > _PRESENT)
        and joins in ("member", "open", "outsider")
    )
    note["formats"] = float(
        joins == "clubs"
        and all(clubs.kinds.get(end.rolled) in ("format", "programme") for g in (one, two) for end in g.ends)
    )
    note["member"] = float(joins in ("member", "open"))
    note["outsider"] = float(joins == "outsider")
    note["list"] = float(max(len(one.ends), len(two.ends)) > 2)
    # All of one list with all of another is much to assert; a list is more often tied to one that leads it.
    note["grid"] = math.log(len(one.ends) * len(two.ends)) if min(len(one.ends), len(two.ends)) > 1 else 0.0
    if candidate.shape == "carried":
        note["subject"] = float(any(not g.roles[0][0] and not g.adjective and g is not two for g in passage.groups))
        note["pronoun"] = float(
            one.carried == "previous" and any(lexicon.has(word, "pronoun") for word in passage.words[:3])
        )
        note["no_finite"] = float(not any(lexicon.has(word, "auxiliary") for word in passage.words))
        note["led"] = float(one.led)
        if one.carried == "author":
            note["author_item"] = note["item"]
            note["points_back"] = float(any(word in ("dit", "dat", "deze", "die") for word in passage.words[:3]))
        note["possessive"] = float(any(lexicon.has(word, "possessive") for word in passage.words))
        note["goes_on"] = float(any(lexicon.has(word, "goes_on") for word in passage.words[:5]))
        note["stands_for"] = float(_stands_for(passage, lexicon))
        note["opens"] = float(two.first <= 3)
        note["reach"] = _reach(candidate, lexicon)
        if best:
            note["says_" + best.match.cue.says] = 1.0
        name = two.roles[0][0]
        if name or not (best and best.match.cue.kind == "verb" and is_passive(passage, best.match.anchor, lexicon)):
            note["carried_" + (PREPOSITIONS.get(name, "other") if name else "bare")] = 1.0
        # Met Peru wordt overlegd: who does it is left unsaid
        note["met_passive"] = float(name == "met" and not note["subject"] and is_passive(passage, two.first, lexicon))
        note["asks"] = float(
            note["own"] >= 1.35 and bool(best and best.both) and not note["subject"] and len(passage.groups) == 1
            and bool(name or not note.get("carried_bare"))
        )  # fmt: skip
        note["adjective"] = float(two.adjective)
        return
    gap = passage.starts[two.first] - passage.stops[one.last]
    note["near"] = math.exp(-gap / 50)
    note["far"] = float(gap > 160)
    note["walls"] = float(min(passage.walls[two.first] - passage.walls[one.last], 3))
    note["clauses"] = float(min(abs(passage.clauses[two.first] - passage.clauses[one.last]), 2))
    note["conjunct"] = float(
        apart_in_conjuncts(passage, one, two.first) > 0
        and any(group.shared and group.first < one.first for group in passage.groups)
    )
    note["alongside"] = float("naast" in (one.roles[0][0], two.roles[0][0]))
    note["between"] = float(min(sum(one.last < g.first and g.last < two.first for g in passage.groups), 3))
    note["written_on"] = float(one.last + 1 == two.first and passage.glued[two.first])
    note["quoted"] = float(passage.quoted[one.first] != passage.quoted[two.first])
    note["adjective"] = float(one.adjective) + float(two.adjective)
    first, second = one.roles[0], two.roles[0]
    note["bare_bare"] = float(not first[0] and not second[0])
    note["binnen"] = float("binnen" in (first[0], second[0]) and joins in ("member", "open"))
    note["volgens"] = float(first[0] == "volgens")
    # Of whom others speak: overleg over Peru
    slots = {*best.match.cue.source, *best.match.cue.target} if best else set()
    note["about"] = float(bool({first[0], second[0]} & _ABOUT - slots))
    note["opens_in"] = float(first[0] == "in" and one.first <= 3)
    note["opens_met"] = float(first[0] == "met" and one.first <= 3)
    note["aside"] = float(in_brackets(passage.words, one.first) and not in_brackets(passage.words, two.first))
    note["beside"] = note["bare_bare"] * (1.0 - note["both"])
    note["first_bare"] = float(not first[0] and bool(second[0]))
    note["prep_" + (PREPOSITIONS.get(second[0], "other") if second[0] else "bare")] = 1.0
    note["taken_one"], note["taken_both"] = float(candidate.taken == 1), float(candidate.taken == 2)
    note["same_preposition"] = float(bool(first[0]) and first[0] == second[0])
    note["caller"] = float(_calls(passage, one, two, candidate))
    note["victim"] = float(_is_victim(candidate, lexicon))
    note["than"] = float("dan" in passage.words[one.last + 1 : two.first] and not note["both"])
    club_named = any(clubs.is_club(end) for end in two.ends)
    note["place"] = float(
        second[0] in ("in", "uit", "naar", "bij", "rond") and not club_named and not (best and best.both)
    )
    note["mutual"] = float(
        any(lexicon.has(word, "mutual") for word in passage.words)
        and any(len(group.rolled) > 1 and not group.roles[0][0] for group in passage.groups)
    )
    if second[2] == one.last:
        note["chain"] = 1.0
    note["cue_between"] = float(
        any(m.cue.says in TIE_TYPES and one.last < m.anchor < two.first for m in passage.matches)
    )
    note["reporting"] = float(
        note["walls"] > 0
        and any(m.cue.says == "reporting" and 0 < abs(m.anchor - one.last) <= 3 for m in passage.matches)
    )
    note["conflict"] = float(bool(best and best.match.cue.says == "conflict" and best.both))
