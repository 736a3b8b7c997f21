"""The course, step 3: checks of answers on coding ties by hand and on agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.agreement import classification, cohen_kappa, detection
from helpers.alignment import comparable
from helpers.checks import (
    Mistake,
    Right,
    Wrong,
    a,
    answered,
    compare_choice,
    compare_numbers,
    count,
    show_pair,
    spelt,
)
from helpers.class_coding import coding_rows
from helpers.classroom import Classroom
from helpers.coding import locate
from helpers.tables import TIE_TYPES, InputError

# When a type holds, in the words of the codebook.
HOLDS = {
    "conflict": "attack, threat, pressure, sanction",
    "agreement": "a formal instrument between the two, such as a treaty or a signature",
    "membership": "one belongs to, leads, uses or contributes to an organisation, format or programme",
    "support": "one gives the other money, arms, troops, capability or backing",
    "consultation": "meetings, briefings, negotiations",
    "joint_action": "joint exercises, missions, procurement, or cooperation in a named domain",
    "alignment": "the rest",
}


# --- coding ---------------------------------------------------------------------------------------------------------


def check_coding(answer: Any, room: Classroom, places: Mapping[Any, tuple[str, int]], coder: str = "key") -> Right:
    """Check a coding of some sentences: pairs after roll-up, with type, direction and status; change does not count.

    Parameters
    ----------
    answer : object
        A list of rows (sentence, source, target, type, status), or a table of the coding schema.
    room : Classroom
        The tables of the corpus.
    places : mapping
        What stands in the first place of a row to doc_id and sentence_id; all of them were to be coded.
    coder : str
        Whose coding counts as right.

    Raises
    ------
    Wrong
        Says what is wrong in the first sentence that is not right.
    """
    answered(answer)
    names = {place: name for name, place in places.items()}
    _refuse_callers(answer, room, places, coder)
    try:
        rows = coding_rows(answer, places, room.documents, room.sentences, room.actors)
        mine = locate(rows, "you", room.documents, room.sentences, room.actors)
    except InputError as error:
        raise Wrong(str(error).rstrip(".") + ".") from None
    if mine.empty:
        raise Wrong("your coding has no row; there is at least one tie.")
    theirs = [room.ties[room.ties["coder"] == other] for other in (coder, "comention")]
    mine, right, together = (comparable(_within(table, names), room.actors) for table in (mine, *theirs))
    if _pairs(mine) == _pairs(together) and len(_pairs(mine) - _pairs(right)) > 1:
        raise Wrong(
            "you tie every two actors that stand in one sentence (co-mention); a tie is there only where the sentence "
            "asserts something between the two."
        )
    faults = {}
    for place in names:
        said = _fault(place, *(table[_at(table, place)] for table in (mine, right)), room)
        if said:
            faults[place] = said
    if faults:
        place, said = next(iter(faults.items()))
        more = f" ({count(len(faults) - 1, 'more sentence')} not right yet.)" if len(faults) > 1 else ""
        raise Wrong(f"sentence {names[place]}: {said}.{more}")
    offered, tied = len(_pairs(together)), len(_pairs(right))
    baseline = f" Co-mention would tie {offered} pairs there, and not say how, or whether it is so yet."
    return Right(
        f"Right: {count(len(right), 'tie')} in {count(len(names), 'sentence')}."
        + (
            baseline
            if offered > tied
            else " Each has two ends, a type, and a status; what the text does not say has no row."
        )
    )


def _within(table: pd.DataFrame, names: Mapping[tuple[str, int], Any]) -> pd.DataFrame:
    inside = [place in names for place in zip(table["doc_id"], table["sentence_id"], strict=True)]
    return table[np.array(inside, dtype=bool)]


def _at(table: pd.DataFrame, place: tuple[str, int]) -> pd.Series:
    return (table["doc_id"] == place[0]) & (table["sentence_id"] == place[1])


def _pairs(table: pd.DataFrame) -> set[tuple]:
    return set(table[["doc_id", "sentence_id", "one", "other"]].itertuples(index=False, name=None))


def _refuse_callers(answer: Any, room: Classroom, places: Mapping[Any, tuple[str, int]], coder: str) -> None:
    """Say it of a row that ties who asks for a tie: the caller may be nobody that the gazetteer knows."""
    if isinstance(answer, (str, pd.DataFrame)) or not isinstance(answer, Iterable):
        return
    right = room.ties[room.ties["coder"] == coder]
    known = set(room.actors["actor_id"]) | set(room.actors["name_en"]) | set(room.actors["name_nl"])
    for row in answer:
        if not isinstance(row, (tuple, list)) or len(row) < 3:
            continue
        place = next((there for name, there in places.items() if str(name) == str(row[0])), None)
        planned = right[_at(right, place) & right["status"].eq("prospective")] if place else right.iloc[:0]
        strange = [end for end in row[1:3] if isinstance(end, str) and end not in known]
        if len(planned) and strange:
            raise Wrong(
                f"sentence {row[0]}: {strange[0]!r} is no actor of the gazetteer. If it is who asks for the tie: a "
                "caller gets no row; between whom would the tie be?"
            )


def _fault(place: tuple[str, int], mine: pd.DataFrame, right: pd.DataFrame, room: Classroom) -> str:
    """Say what is wrong with the rows on one sentence; empty where nothing is."""
    tied = set(zip(right["one"], right["other"], strict=True))
    given = set(zip(mine["one"], mine["other"], strict=True))
    for pair in sorted(given - tied):
        return _too_many(pair, place, mine, right, room)
    for pair in sorted(tied & given):
        said = _otherwise(*(table[_on(table, pair)].to_dict("records") for table in (mine, right)))
        if said:
            return f"{show_pair(pair)} is a tie, but {said}"
    for pair in sorted(tied - given):
        return _too_few(pair, place, right[_on(right, pair)].iloc[0], given, room)
    return ""


def _on(table: pd.DataFrame, pair: tuple[str, str]) -> pd.Series:
    return (table["one"] == pair[0]) & (table["other"] == pair[1])


def _too_many(pair, place, mine: pd.DataFrame, right: pd.DataFrame, room: Classroom) -> str:
    """Say why a pair that the right coding has not is no tie."""
    shown = show_pair(pair)
    here = room.mentions[_at(room.mentions, place) & room.mentions["how"].ne("title")]
    above = dict(zip(room.actors["actor_id"], room.actors["rolls_up_to"], strict=True))
    named = {above.get(actor) or actor for actor in here["actor_id"]}
    strangers = sorted(set(pair) - named)
    planned = right[right["status"] == "prospective"]
    if len(planned) and strangers:
        return (
            f"{strangers[0]} is no party to what is asked for; a caller gets no row, and the tie is between those for "
            "whom it is wanted"
        )
    if strangers:
        return f"{strangers[0]} is neither named in it nor the one who speaks, so {shown} is not in the text"
    if right.empty:
        return (
            f"{shown} stand in one sentence and no more (co-mention); it says something of both and nothing that is "
            "between them, so there is no row"
        )
    neighbours: dict[str, set[str]] = {}
    for one, other in zip(right["one"], right["other"], strict=True):
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    shared = sorted(neighbours.get(pair[0], set()) & neighbours.get(pair[1], set()))
    victims = set(right.loc[right["type"] == "conflict", ["source", "target"]].to_numpy().ravel())
    helped = set(right.loc[right["type"] == "support", ["source", "target"]].to_numpy().ravel())
    if shared and set(pair) & victims and set(pair) & helped and {"conflict", "support"} <= set(right["type"]):
        own = mine[_on(mine, pair)].iloc[0]
        as_what = "conflict is taken for cooperation: " if own["type"] != "conflict" else ""
        return (
            f"{as_what}who supports X against Z is tied to X, and Z is in conflict with X; between the supporter and Z "
            f"({shown}) the sentence asserts nothing"
        )
    if shared:
        return (
            f"{shown} are both tied to {shared[0]} and not to each other: a list is a star, and you make a clique of it"
        )
    return f"{shown} stand in one sentence (co-mention), and it asserts nothing between these two"


def _too_few(pair, place, key: pd.Series, given: set, room: Classroom) -> str:
    """Say where to look for a tie that is missing, without giving it away where it need not be."""
    here = room.mentions[_at(room.mentions, place)]
    above = dict(zip(room.actors["actor_id"], room.actors["rolls_up_to"], strict=True))
    how = {above.get(actor) or actor: way for actor, way in zip(here["actor_id"], here["how"], strict=True)}
    ways = {how.get(end, "") for end in pair}
    if key["status"] == "negated":
        return "that there is no tie is said of two actors; such a row is coded, with status negated"
    if "author" in ways:
        return "wij (we) is who speaks: the column author_actor says who, and that is one end of a tie"
    if "anaphor" in ways:
        return "an end is named in other words (de alliantie, de Unie); look back whom they stand for"
    if key["type"] == "conflict":
        return "it tells of a conflict too; that is a tie like others, from who acts to who is hit"
    if key["status"] == "prospective":
        return "a tie that is planned or asked for is coded as well, with status prospective"
    return f"the pair {show_pair(pair)} is missing" + (f" (you have {count(len(given), 'pair')})" if given else "")


def _otherwise(mine: list[dict], right: list[dict]) -> str:
    """Say how the statements on a pair differ in type, direction or status; empty where they do not."""
    for row in list(mine):
        twin = next(
            (key for key in right if all(row[part] == key[part] for part in ("type", "source", "status"))), None
        )
        if twin:
            mine.remove(row)
            right.remove(twin)
    for row in mine:
        for key in right:
            if row["type"] == key["type"]:
                return _other_direction(row) if row["source"] != key["source"] else _other_status(row, key)
    if mine and right:
        return _other_type(mine[0]["type"], right[0]["type"])
    if mine:
        return f"you have it {count(len(mine), 'time')} too often in this sentence, as {mine[0]['type']}"
    return "the sentence tells of a second tie between these two, of another type" if right else ""


def _other_direction(row: dict) -> str:
    first = {
        "conflict": "who attacks or threatens",
        "membership": "the member",
        "support": "who gives",
    }[row["type"]]
    return f"its direction is reversed: in {row['type']} {first} comes first, as source"


def _other_status(row: dict, key: dict) -> str:
    if row["status"] == "actual":
        return {
            "prospective": "prospective is counted as actual: it is planned, asked for or wanted, and not there yet",
            "negated": "negated is counted as actual: the sentence says that it is not there",
        }[key["status"]]
    if key["status"] == "actual":
        return (
            f"it is there: {row['status']} is for what does not exist{' yet' if row['status'] == 'prospective' else ''}"
        )
    if key["status"] == "negated":
        return "it is not planned but denied; the status for that is another one"
    return "it is not denied but planned; the status for that is another one"


def _other_type(mine: str, right: str) -> str:
    if right == "conflict":
        return f"conflict is taken for {mine}: an attack or a threat is no cooperation, whoever is hit by it"
    if mine == "conflict":
        return f"it is no conflict ({HOLDS['conflict']})"
    if (mine, right) == ("support", "membership"):
        return (
            "membership comes before support: whoever contributes to an organisation, format or programme is a member, "
            "and the first type that fits counts"
        )
    if TIE_TYPES.index(mine) > TIE_TYPES.index(right):
        return (
            f"{mine} is not the first type that fits: go through the table of types from the top, and stop at the "
            "first that holds"
        )
    return f"{mine} does not hold here; the codebook keeps it for: {HOLDS[mine]}"


# --- agreement ------------------------------------------------------------------------------------------------------


def check_dice(answer: Any, ties: pd.DataFrame, actors: pd.DataFrame, one: str, other: str) -> Right:
    """Check how many pairs two coders share, and Dice's coefficient.

    Parameters
    ----------
    answer : object
        A number for `both`, `only <one>`, `only <other>` and `dice`.
    ties, actors : pandas.DataFrame
        The ties of the two in one document; the actors table.
    one, other : str
        The two coders.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    names = ["both", f"only {one}", f"only {other}", "dice"]

    def counted(table: pd.DataFrame, ends: list[str], roll_up: bool = True) -> dict[str, float]:
        table = comparable(table, actors if roll_up else None)
        sides = [set(table.loc[table["coder"] == who, ends].itertuples(index=False, name=None)) for who in (one, other)]
        return _shared(names, *sides)

    pair = ["one", "other"]
    own = ties[ties["coder"].isin([one, other])]
    right = counted(own, pair)
    both, first, second, dice = (right[name] for name in names)
    jaccard = both / max(1, both + first + second)
    kept = own[own["status"] != "negated"]
    turned = _shared(names, *(_directed(own[own["coder"] == who], actors) for who in (one, other)))
    mistakes = [
        Mistake(
            counted(own, pair, roll_up=False),
            "the roll-up is forgotten: who codes two ministers and who codes their states has seen the same tie, and "
            "would count as disagreeing.",
        ),
        Mistake(
            right | {"dice": jaccard},
            "the three counts are right, but you divide what both have by all pairs (that is Jaccard's coefficient); "
            "Dice counts what both have twice, above and below.",
        ),
        *(
            Mistake(
                right | {"dice": both / max(1, both + alone) if first != second else -1},
                "the three counts are right, but you divide by the pairs of one coder only; Dice takes both.",
            )
            for alone in (first, second)
        ),
        Mistake(
            counted(own, ["one", "other", "type"]),
            "you count a pair once for each type; whether they call it the same is another question (classification), "
            "and comes after whether both saw it (detection).",
        ),
        Mistake(
            counted(kept, pair),
            "you leave out what is negated; for agreement it counts what each has seen in the text, and that includes "
            "a tie that is denied.",
        ),
        Mistake(
            turned,
            "you take (A, B) and (B, A) for two pairs; sort the two ends first, since here it matters who is tied and "
            "not which way.",
        ),
        Mistake(
            right | {"dice": 100 * dice},
            "Dice's coefficient is a share between 0 and 1; yours is a percentage.",
        ),
    ]
    compare_numbers(answer, right, mistakes, of="part")
    return Right(
        f"Right: {2 * both:g} of {2 * both + first + second:g}, which is {dice:.2f}. Without the roll-up it would be "
        f"{counted(own, pair, roll_up=False)['dice']:.2f}, though nobody had read anything otherwise."
    )


def _shared(names: list[str], first: set, second: set) -> dict[str, float]:
    counts = [len(first & second), len(first - second), len(second - first)]
    return dict(zip(names, [*counts, 2 * counts[0] / max(1, 2 * counts[0] + counts[1] + counts[2])], strict=True))


def _directed(rows: pd.DataFrame, actors: pd.DataFrame) -> set[tuple[str, str]]:
    above = {actor: up or actor for actor, up in zip(actors["actor_id"], actors["rolls_up_to"], strict=True)}
    return {(above[one], above[other]) for one, other in zip(rows["source"], rows["target"], strict=True)}


def check_kappa(answer: Any, seen: pd.DataFrame, one: str, other: str) -> Right:
    """Check the share of pairs on which two coders agree, and Cohen's kappa.

    Parameters
    ----------
    answer : object
        A number for `agreement` and for `kappa`.
    seen : pandas.DataFrame
        A row a pair; columns named as the two coders say whether each has a tie there.
    one, other : str
        The two coders.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    first, second = seen[one].to_numpy(bool), seen[other].to_numpy(bool)
    share = float((first == second).mean())
    kappa = cohen_kappa(first.astype(str).tolist(), second.astype(str).tolist())
    yes, no = first.mean() * second.mean(), (1 - first.mean()) * (1 - second.mean())
    expected = yes + no
    both, either = int((first & second).sum()), int((first | second).sum())
    dice = 2 * both / (first.sum() + second.sum())
    right = {"agreement": share, "kappa": kappa}
    mistakes = [
        Mistake(
            right | {"kappa": share},
            "kappa is not the percentage of agreement: it says how much better than chance the two agree, so take away "
            "first what chance alone would give.",
        ),
        Mistake(
            {"agreement": kappa, "kappa": share},
            "you have the two the wrong way round.",
        ),
        Mistake(
            right | {"kappa": share - expected},
            "you took away what chance gives; now divide by what was left to reach, 1 - expected.",
        ),
        Mistake(
            right | {"kappa": (share - yes) / (1 - yes)},
            "by chance two coders also agree that there is no tie: expected agreement is the chance that both say yes "
            "plus the chance that both say no.",
        ),
        Mistake(
            right | {"kappa": 2 * share - 1},
            "you take chance to be one half; it depends on how often each of the two says yes.",
        ),
        Mistake(
            right | {"kappa": (dice - expected) / (1 - expected)},
            "Dice's coefficient stands where the share of agreement belongs.",
        ),
    ]
    wrong_shares = [
        (
            both / either,
            "you leave out the pairs that neither of the two ties; there they agree as well, and kappa counts it.",
        ),
        (dice, "that is Dice's coefficient; agreement is the share of all pairs on which the two say the same."),
        (both / len(seen), "that is the share of pairs that both tie; where both say no they agree too."),
        (100 * share, "give the agreement as a share between 0 and 1, not as a percentage."),
    ]
    given = answered(answer)
    if isinstance(given, Mapping) and hasattr(given.get("agreement"), "__float__"):
        mine = float(given["agreement"])
        said = next((said for value, said in wrong_shares if abs(mine - value) < 0.006 < abs(value - share)), None)
        if said and abs(mine - share) >= 0.006:
            raise Wrong(said)
    compare_numbers(answer, right, mistakes, of="measure", tolerance=0.006)
    return Right(
        f"Right: the two say the same of {share:.0%} of the pairs, but {expected:.0%} is what chance would give coders "
        f"who say yes as often as these, so kappa is {kappa:.2f} only; Dice, which looks away from what neither has, "
        f"is {dice:.2f}. Say which one you report."
    )


def check_who(answer: Any, ties: pd.DataFrame, actors: pd.DataFrame, reference: str, coders: Iterable[str]) -> Right:
    """Check who of a class sees ties most as the reference does, and who calls them most as it does.

    Parameters
    ----------
    answer : object
        A name for `sees` and one for `names`.
    ties, actors : pandas.DataFrame
        The ties of all coders in one document; the actors table.
    reference : str
        With whom they are compared.
    coders : iterable of str
        Among whom the two are to be found.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    answered(answer)
    coders = sorted(set(coders))
    if not coders:
        raise Wrong("nobody else has handed in yet; run the cells above again when somebody has.")
    seen = detection(ties, actors, reference=reference).set_index("coder")["f1"]
    called = classification(ties, actors, reference)
    called = called[called["attribute"] == "type"].set_index("coder")["agreement"]
    best = {"sees": _best(seen, coders), "names": _best(called, coders)}
    if not isinstance(answer, Mapping) or set(answer) != set(best):
        shown = answer if isinstance(answer, Mapping) else a(answer)
        raise Wrong(f"your answer is {shown}; the check expects a dict {{'sees': a name, 'names': a name}}.")
    nobody = [part for part, name in answer.items() if name is None or not str(name).strip()]
    if nobody:
        raise Wrong(f"{nobody[0]!r} has no name yet; choose one of {', '.join(coders)}.")
    told = {part: spelt(name, coders) or name for part, name in answer.items()}
    if told["sees"] in best["names"] and told["names"] in best["sees"] and told["sees"] not in best["sees"]:
        raise Wrong("you have the two the wrong way round: sees is detection (f1), names is classification (type).")
    for part, table in [("sees", "f1 of detection"), ("names", "agreement on type of classification")]:
        options = {coder: f"{coder} is not the highest in {table} with {reference}" for coder in coders}
        for who, why in [
            (reference, f"{reference} is who the others are compared with; choose one of these others"),
            ("comention", "co-mention tells no types and reads nothing; choose a person"),
            ("rules", "the rules are no person of the class; choose one who is"),
        ]:
            options.setdefault(who, why)
        if spelt(told[part], options) is None:
            raise Wrong(f"{told[part]!r} is nobody else of your class; choose one of {', '.join(coders)}.")
        if told[part] not in best[part]:
            compare_choice(told[part], "", options)
    return Right(
        f"Right: {told['sees']} has {seen[told['sees']]:.2f} in detection, {told['names']} agrees on the type of "
        f"{called[told['names']]:.0%} of the ties that both saw. These are two skills: one is to find ties, the other "
        "to know the codebook; a single number would hide which of the two a coder lacks."
    )


def _best(scores: pd.Series, coders: list[str]) -> set[str]:
    scores = scores.reindex(coders).dropna()
    return set(scores.index[np.isclose(scores, scores.max())]) if len(scores) else set()
