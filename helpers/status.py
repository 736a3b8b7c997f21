"""Step 3g: whether a tie is there, planned or denied, and where the text moves it - weights learnt from codings decide.

Needs a candidate with its cues held, and the type of its tie. Makes status and change, how likely the status is, and
what weighed most in the choice.
"""

from __future__ import annotations

import re

from helpers.candidates import Passage
from helpers.cues import Lexicon
from helpers.evidence import Candidate, Held
from helpers.tables import DENIALS, TIE_TYPES
from helpers.weighing import Weights

# How many words away a cue of status counts that stands beyond a clause boundary.
_REACH = dict.fromkeys(DENIALS, 0) | {"prospective": 6}
_WITHOUT = ("zonder", "behalve", "uitgezonderd")
# A word as near as this counts half of one that adjoins.
_HALF = 6
# An auxiliary of what has been, and the participle it stands with.
_WAS = frozenset(("was", "waren", "werd", "werden", "had", "hadden"))
_HAS = _WAS | {"is", "zijn", "heeft", "hebben"}
# What is known of a candidate and tells of its status too.
_OF_CANDIDATE = ("written_on", "adjective", "between", "mutual", "heading")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Between a word of wishing and the noun of what is wished for: pleit voor sancties, streeft naar een verdrag.
_WISHED = ("voor", "om", "tot", "naar", "over", "op")


def _anchor(candidate: Candidate, held: Held | None) -> int:
    """Place of the word that says the tie."""
    return held.match.anchor if held else candidate.two.first


def is_left_out(candidate: Candidate) -> bool:
    """Whether one of the two is named as who does not take part: behind zonder or behalve."""
    return any(group.roles[0][0] in _WITHOUT for group in (candidate.one, candidate.two))


def read_verdict(candidate: Candidate, says: str, held: Held | None) -> tuple[str, str]:
    """Read status and change of a tie from the words of status and change around its cue, by rule.

    Parameters
    ----------
    candidate : Candidate
        With its cues held and its evidence weighed.
    says : str
        The type of the tie.
    held : Held or None
        The cue that says so.

    Returns
    -------
    tuple of str
        Status and change by the codebook; change is "more" only where a word says so.
    """
    passage, anchor = candidate.passage, _anchor(candidate, held)
    if is_left_out(candidate):
        return "negated", "none"
    hostile = says == "conflict"
    named = bool(held) and hostile and held.both and held.match.cue.kind == "noun"
    # What has no finite verb is a plan in the items of a programme.
    planned = candidate.one.carried == "author" and passage.kind == "item" and bool(candidate.evidence["no_finite"])
    wall = passage.walls[anchor]
    said: dict[str, int] = {}
    harmless = {place for other in passage.matches if other.cue.says == "not_negated" for place in other.places}
    for other in passage.matches:
        effect = other.cue.says
        if effect in (*TIE_TYPES, "joint", "reporting") or (effect in DENIALS and set(other.places) & harmless):
            continue
        # Who breaks off or refuses (betrekkingen verbreken) does not end a conflict; who stops does.
        if hostile and (effect == "refused" or (effect == "ended" and anchor in other.places)):
            continue
        last = other.places[-1]
        if effect in DENIALS and last + 1 < len(passage.words) and passage.glued[last + 1]:
            continue  # niet-verspreiding
        apart, gap = abs(passage.walls[other.anchor] - wall), abs(other.anchor - anchor)
        # What a noun names (de Russische dreiging) is there; only a word right beside it makes it a prospect.
        if named and effect == "prospective" and gap > 2:
            continue
        asked = effect == "prospective" and other.anchor < anchor and _only_asks(passage, other.anchor, anchor)
        if apart == 0 or asked or (apart == 1 and gap <= _REACH.get(effect, 8)):
            said[effect] = min(gap, said.get(effect, 99))
    opens_with_if = passage.words[0] == "als" and any(
        match.cue.kind == "verb" and passage.walls[match.anchor] <= 2 for match in passage.matches
    )
    planned = planned or opens_with_if or "prospective" in said
    if planned and "negated" not in said and said.keys() & {"ended", "refused"}:
        # What is asked or planned to end is there until then: verzoekt de regering de steun te beëindigen.
        return "actual", "less"
    if said.keys() & set(DENIALS):
        status = "negated"
    elif said.get("actual", 99) <= 8:
        status = "actual"
    elif planned:
        status = "prospective"
    else:
        status = "actual"
    if said.get("less", 99) < said.get("more", 99):
        return status, "less"
    return status, "more" if "more" in said else "none"


def _only_asks(passage: Passage, start: int, end: int) -> bool:
    """Whether all clauses that begin between two words are what is asked for (verzoekt X te ..., om ..., dat ...)."""
    return all(
        passage.words[at] in ("om", "dat") or passage.conjuncts[at] != passage.conjuncts[max(at - 2, 0)]
        for at in range(start + 1, end + 1)
        if passage.walls[at] != passage.walls[at - 1]
    )


def weigh_status(
    candidate: Candidate, says: str, held: Held | None, verdict: str, text: str, lexicon: Lexicon
) -> dict[str, float]:
    """Note what speaks for one status or another; names and weights stand in data/cues/status_weights.csv.

    Parameters
    ----------
    candidate, says, held
        As for `read_verdict`.
    verdict : str
        The status by rule.
    text : str
        The document.
    lexicon : Lexicon
        Of its language.

    Returns
    -------
    dict
        Evidence by name, such as "rule prospective", "prospective before" (a word of that effect stands before the cue
        in its clause; 1 beside it, less farther off), "with zal", "de before", "te before", "perfect", "question".
    """
    passage, anchor = candidate.passage, _anchor(candidate, held)
    places = held.match.places if held else (anchor,)
    words, kind = passage.words, held.match.cue.kind if held else "no cue"
    first, stop = passage.clause(anchor)
    clause = words[first:stop]
    note = dict.fromkeys(
        ("one", "rule " + verdict, f"{says} {verdict}", f"{kind} {verdict}", says, kind, "in " + passage.kind), 1.0
    )
    note["shape " + candidate.shape] = 1.0
    if candidate.one.carried:
        note["carried " + candidate.one.carried] = 1.0
    for name in _OF_CANDIDATE:
        if candidate.evidence.get(name):
            note[name] = 1.0
    # A verb says itself whether one joins; of a noun (lid, toetreding) it helps to know who is in already.
    for name in ("member", "outsider"):
        if candidate.evidence.get(name) and kind != "verb":
            note[f"{says} of {name}"] = 1.0
    for match in passage.matches:
        effect = match.cue.says
        if effect in TIE_TYPES:
            continue
        gap, apart = match.anchor - anchor, abs(passage.walls[match.anchor] - passage.walls[anchor])
        near = _HALF / (_HALF + abs(gap))
        if set(match.places) & set(places):
            where, near = "in cue", 1.0
        elif apart <= 1:
            where = ("" if apart == 0 else "beyond, ") + ("before" if gap < 0 else "behind")
        else:
            where, near = "far", 0.5
        names = [f"{effect} {where}"]
        if effect in DENIALS and apart == 0:
            names.append(f"{kind}, {effect} {where}")
            if abs(gap) == 1:
                note[effect + " beside"] = 1.0
            if match.places[-1] == stop - 1:
                note[effect + " ends clause"] = 1.0
        note |= {name: max(near, note.get(name, 0.0)) for name in names}
        if effect == "prospective" and apart == 0 and kind == "verb" and words[anchor].endswith("en"):
            note["prospective infinitive"] = 1.0
        if effect == "prospective" and apart == 1 and words[first] in ("dat", "om") and gap < 0:
            note["asked " + words[first]] = 1.0
    for word in clause:
        if lexicon.has(word, "auxiliary", "subordinator", "negator") or word in ("te", "om"):
            note["with " + word] = 1.0
    for name, word in (("clause", words[first]), ("sentence", words[0])):
        if lexicon.has(word, "subordinator", "relative", "coordinator", "auxiliary"):
            note[f"{name} opens with {word}"] = 1.0
    note |= _of_verb(passage, anchor, clause, lexicon) if kind == "verb" else _of_noun(passage, min(places), lexicon)
    if _HAS & set(clause) and any(len(word) > 5 and word.startswith("ge") for word in clause):
        note["perfect"] = 1.0
    if _WAS & set(clause):
        note["past"] = 1.0
    if any(_YEAR.fullmatch(word) for word in clause):
        note["year"] = 1.0
    if text[passage.start : passage.end].rstrip().endswith("?"):
        note["question"] = 1.0
    return note


def _asked(passage: Passage, anchor: int) -> bool:
    """Whether something is wished for, asked or planned earlier in the sentence."""
    return any(match.cue.says == "prospective" and match.anchor < anchor for match in passage.matches)


def _of_verb(passage: Passage, anchor: int, clause: list[str], lexicon: Lexicon) -> dict[str, float]:
    """Note the form of a verb: finite in the present or past, or an infinitive that somebody asks for."""
    word, note = passage.words[anchor], {}
    if word.endswith(("de", "te", "den", "ten")) and not word.startswith("ge"):
        note["verb past"] = 1.0
    elif word.endswith("t"):
        note["verb present"] = 1.0
    elif word.endswith("en"):
        note["verb infinitive or plural"] = 1.0
    if not any(lexicon.has(other, "auxiliary") for other in clause):
        note["no auxiliary"] = 1.0
    if "te" in passage.words[max(0, anchor - 2) : anchor]:
        note["te before"] = 1.0
        if _asked(passage, anchor):
            note["asked, te before"] = 1.0
    return note


def _of_noun(passage: Passage, first: int, lexicon: Lexicon) -> dict[str, float]:
    """Note what stands before a noun: de, een or geen, an actor, a preposition behind a word of wishing."""
    before = first - 1
    if before < 0:
        return {"nothing before": 1.0}
    word = passage.words[before]
    if not word:
        return {"actor before": 1.0}
    note = {}
    if lexicon.has(word, "determiner", "negator"):
        note[word + " before"] = 1.0
    elif lexicon.has(word, "preposition"):
        note["preposition before"] = 1.0
    else:
        note["other before"] = 1.0
    for place in range(max(0, first - 4), first):
        wished = passage.words[place] in _WISHED and any(
            match.cue.says == "prospective" and place - 4 <= match.anchor <= place for match in passage.matches
        )
        if wished:
            note["wished for"] = 1.0
    return note


def choose_status(
    candidate: Candidate, says: str, held: Held | None, text: str, lexicon: Lexicon, weights: Weights
) -> tuple[str, str, float, str]:
    """Say whether a tie is there, planned or denied, and where the text moves it.

    Parameters
    ----------
    candidate, says, held, text, lexicon
        As for `weigh_status`.
    weights : Weights
        How evidence counts; without rows the verdict by rule stands.

    Returns
    -------
    tuple of str, str, float and str
        Status; change; how likely the status is, given the tie (1 without weights); and the evidence that weighed most
        for it against the runner-up.
    """
    status, change = read_verdict(candidate, says, held)
    likely, reason = {status: 1.0}, ""
    if not weights.empty:
        (status, *_), likely, reason = weights.decide(weigh_status(candidate, says, held, status, text, lexicon))
    if change == "none" and status == "prospective":
        change = "more"  # what is planned would be new
    return status, change, likely[status], reason
