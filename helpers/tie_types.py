"""Step 3f: of which type a tie is - the cues propose, weights learnt from codings decide.

Needs a candidate with its cues held, and who belongs to what. Makes the types of the tie, each with the cue that says
so, and what weighed most in the choice.
"""

from __future__ import annotations

from helpers.evidence import PREPOSITIONS, Candidate, Clubs, Held
from helpers.tables import DENIALS, TIE_TYPES
from helpers.weighing import Weights

# How a preposition before an actor leans, by type.
_LEANING = {
    ("tegen", "conflict"): 0.9,
    ("tegen", "support"): -0.5,
    ("tegen", "alignment"): -0.5,
    ("jegens", "conflict"): 0.5,
    ("tegenover", "conflict"): 0.4,
    ("met", "support"): -0.3,
    ("met", "membership"): -0.3,
    ("met", "conflict"): -0.2,
    ("aan", "support"): 0.1,
    ("voor", "support"): 0.1,
    ("binnen", "membership"): 0.5,
    ("in", "membership"): 0.5,
    ("via", "membership"): 0.5,
    ("namens", "membership"): 0.5,
    ("bij", "membership"): 0.1,
    ("tot", "membership"): 0.1,
    ("uit", "membership"): 0.2,
}
# The codebook takes the first type that fits; between cues that hold the ends as well, so do we.
_PRECEDENCE = {says: 0.03 * (len(TIE_TYPES) - place) for place, says in enumerate(TIE_TYPES)}
# The second says no more than the first: talks on a treaty, accession talks, a friend's help.
_NEVER_WITH = {
    ("agreement", "consultation"), ("membership", "consultation"), ("agreement", "alignment"),
    ("joint_action", "alignment"), ("membership", "alignment"), ("support", "alignment"),
}  # fmt: skip
# How much a cue loses that another pair of the passage fills better.
_RIVAL = 0.3
# How much less likely one joins what acts in one's country.
_PLACE = 2.0
# What words of status and change tell of the type: one threatens to do, and is asked to support.
_TELLING = ("prospective", "negated", "actual", "more", "less", "joint", "reporting")


def _is_only_where(candidate: Candidate, clubs: Clubs) -> bool:
    """Whether an end is where another acts and no cue makes it a member: een missie van de NAVO in Kosovo."""
    two = candidate.two
    return (
        two.roles[0][0] == "in"
        and not clubs.all_clubs(two)
        and not any(held.both and held.match.cue.says == "membership" for held in candidate.held)
    )


def _bonus(candidate: Candidate, says: str, joins: str, clubs: Clubs) -> float:
    """Say what actors and prepositions alone make likely: one takes part in a programme, one acts against a foe."""
    bonus = _PRECEDENCE[says]
    if says == "membership":
        bonus += {"member": 0.5, "open": 0.4, "outsider": -0.4, "clubs": -0.7, "none": -3.0}[joins]
        bonus -= _PLACE * _is_only_where(candidate, clubs)
    elif joins == "none" and says == "alignment":
        bonus += 0.1
    if says == "conflict" and clubs.armed(candidate.one, candidate.two):
        bonus += 0.6
    for group in (candidate.one, candidate.two):
        if not group.carried and group.roles[0][0]:
            bonus += _LEANING.get((group.roles[0][0], says), 0.0)
    return bonus


def propose_types(candidate: Candidate, clubs: Clubs) -> dict[str, tuple[float, Held | None]]:
    """Say how well the best cue of each type holds a candidate; without a cue, what the actors make likely.

    Parameters
    ----------
    candidate : Candidate
        With its cues held.
    clubs : Clubs
        Who belongs to what.

    Returns
    -------
    dict
        For each type that comes into question its score and its cue, or None.
    """
    joins = clubs.joins(candidate.one, candidate.two)
    bonus = {says: _bonus(candidate, says, joins, clubs) for says in TIE_TYPES}
    scored: dict[str, tuple[float, Held | None]] = {}
    for held in candidate.held:
        says = held.match.cue.says
        score = held.fit - _RIVAL * min(held.rival, 1.0) + bonus[says]
        if says not in scored or score > scored[says][0]:
            scored[says] = (score, held)
    floors = {"alignment": 0.5, "membership": 0.4, "conflict": 0.0, "support": 0.0}
    if candidate.shape == "within" and not candidate.held:
        floors = {"joint_action": 0.5}
    for says, floor in floors.items():
        if says not in scored:
            scored[says] = (floor + bonus[says], None)
        elif scored[says][0] < floor + bonus[says]:
            scored[says] = (floor + bonus[says], scored[says][1])
    return scored


def _by_score(scored: dict[str, tuple[float, Held | None]]) -> list[str]:
    return sorted(scored, key=lambda says: (-scored[says][0], TIE_TYPES.index(says)))


def weigh_types(candidate: Candidate, clubs: Clubs, scored: dict[str, tuple[float, Held | None]]) -> dict[str, float]:
    """Note what speaks for one type or another; names and weights stand in data/cues/type_weights.csv.

    Parameters
    ----------
    candidate : Candidate
        With its cues held.
    clubs : Clubs
        Who belongs to what.
    scored : dict
        From `propose_types`.

    Returns
    -------
    dict
        Evidence by name, such as "cue support" (score of its best cue), "held support" (that cue has both ends), "first
        support" (the best of all), "second after met", "joins member", "kinds organisation state", "shape within".
    """
    note = {"one": 1.0}
    for says, (score, held) in scored.items():
        note["cue " + says] = max(score, -1.0)
        if held and held.both:
            note["held " + says] = 1.0
    best = _by_score(scored)[0]
    note["first " + best] = 1.0
    if scored[best][1] is None:
        note["no cue"] = 1.0
    note["joins " + clubs.joins(candidate.one, candidate.two)] = 1.0
    note["shape " + candidate.shape] = 1.0
    if clubs.armed(candidate.one, candidate.two):
        note["armed"] = 1.0
    kinds = {clubs.kinds.get(end.rolled, "state") for group in (candidate.one, candidate.two) for end in group.ends}
    note["kinds " + " ".join(sorted(kinds))] = 1.0
    if candidate.shape != "within":
        for name, group in (("first", candidate.one), ("second", candidate.two)):
            if not group.carried and group.roles[0][0]:
                note[f"{name} after {PREPOSITIONS.get(group.roles[0][0], 'other')}"] = 1.0
    for says in {match.cue.says for match in candidate.passage.matches}:
        if says in _TELLING or says in DENIALS:
            note["says " + ("negated" if says in DENIALS else says)] = 1.0
    return note


def choose_types(candidate: Candidate, clubs: Clubs, weights: Weights) -> tuple[list[tuple], dict[str, float], str]:
    """Name the types of a tie, each with the cue that says so, or None where who the actors are decides.

    Parameters
    ----------
    candidate : Candidate
        With its cues held.
    clubs : Clubs
        Who belongs to what.
    weights : Weights
        How evidence counts.

    Returns
    -------
    tuple of list, dict and str
        (type, Held or None): mostly one; a second where another cue holds both ends as well (dialoog en handel met).
        Then how likely each type is, given that there is a tie (1 without weights), and the evidence that weighed most
        for the first against the runner-up.
    """
    scored = propose_types(candidate, clubs)
    order, likely, reason = _by_score(scored), dict.fromkeys(TIE_TYPES, 1.0), ""
    if not weights.empty:
        order, likely, reason = weights.decide(weigh_types(candidate, clubs, scored))
    chosen = [(order[0], scored.get(order[0], (0.0, None))[1])]
    taken = set(chosen[0][1].match.places) if chosen[0][1] else set()
    for says in order[1:]:
        score, held = scored.get(says, (0.0, None))
        if (order[0], says) in _NEVER_WITH:
            continue
        if held and held.both and held.fit > 1.85 and score > 1.5 and not taken & set(held.match.places):
            chosen.append((says, held))
            break
    return chosen, likely, reason
