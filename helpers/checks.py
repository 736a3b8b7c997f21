"""The course: what every check of an answer needs; one module for each step builds on it (`checks_network` ...).

A check takes a student's answer and the tables it stems from. It returns a sentence that begins with *Right*, or raises
`Wrong` with one that says what is wrong, never the whole right answer. The right answer is computed, never typed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

# Numbers that differ by less are the same: answers are often rounded to three decimals.
TOLERANCE = 0.0006
# A number that is off by no more than this was rounded to two decimals, perhaps halfway.
ROUNDED = 0.0051

Pair = tuple[str, str]


class Wrong(AssertionError):
    """An answer that is not right; the message is a sentence that says what is wrong with it."""

    def _render_traceback_(self) -> list[str]:
        """In Jupyter show the sentence alone: the traceback would hide it."""
        return [f"Not right yet: {self}"]


class NotAnswered(Wrong):
    """The answer cell is as it was handed out."""

    def _render_traceback_(self) -> list[str]:
        """In Jupyter show the sentence alone."""
        return [str(self)]


class Right(str):
    """A sentence that says that an answer is right and why it matters; shown without quotation marks.

    Examples
    --------
    >>> Right("Right: a star has one centre.")
    Right: a star has one centre.
    """

    __slots__ = ()
    __repr__ = str.__str__


@dataclass(frozen=True)
class Mistake:
    """A typical wrong answer, and what to say to who gives it.

    Parameters
    ----------
    answer : object
        What somebody who makes the mistake would answer, in the form of the right answer.
    sentence : str
        What is wrong with it.
    partly : bool
        For sets: recognise also who makes the mistake in some places only. Leave it off where the mistake's answer
        differs from the right one in ways that other mistakes have too.
    """

    answer: Any
    sentence: str
    partly: bool = False


def answered(answer: Any) -> Any:
    """Give back an answer, or say that there is none yet.

    Parameters
    ----------
    answer : object
        What the answer cell left: None or ... where it was not touched.

    Raises
    ------
    NotAnswered
        Where it was not touched.

    Examples
    --------
    >>> answered({"EU"})
    {'EU'}
    >>> answered(None)
    Traceback (most recent call last):
    ...
    helpers.checks.NotAnswered: Not answered yet: put your answer in place of the stub and run that cell.
    """
    if answer is None or answer is ...:
        raise NotAnswered("Not answered yet: put your answer in place of the stub and run that cell.")
    return answer


def try_out(function: Any, *arguments: Any) -> Any:
    """Call a function that a student wrote; what goes wrong in it becomes a sentence.

    Raises
    ------
    NotAnswered
        Where its body is still the one handed out.
    Wrong
        Where it is no function, stops with an error, or gives nothing back.

    Examples
    --------
    >>> try_out(lambda x: 1 / x, 0)
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: your function stops with ZeroDivisionError: division by zero.
    """
    if not callable(answered(function)):
        raise Wrong(f"your answer is {a(function)}; the check expects a function.")
    try:
        found = function(*arguments)
    except NotImplementedError:
        return answered(None)
    except Wrong:
        raise
    except Exception as error:
        raise Wrong(f"your function stops with {type(error).__name__}: {error}.") from None
    if found is None:
        raise Wrong("your function gives nothing back; end it with return and what it found.")
    return found


def a(thing: Any) -> str:
    """Name what kind of thing an answer is.

    Examples
    --------
    >>> a([1]), a(3), a(None), a("x"), a({})
    ('a list', 'a whole number', 'nothing (None)', 'a text', 'an empty dict')
    """
    if thing is None:
        return "nothing (None)"
    if isinstance(thing, (str, list, tuple, set, dict)) and not (thing.strip() if isinstance(thing, str) else thing):
        return f"an empty {'text' if isinstance(thing, str) else type(thing).__name__}"
    names = {
        "str": "text",
        "int": "whole number",
        "int64": "whole number",
        "float": "number",
        "float64": "number",
        "bool": "truth value",
        "DataFrame": "table",
        "Series": "column of a table",
        "Graph": "network",
        "DiGraph": "directed network",
        "MultiDiGraph": "network with parallel edges",
    }
    name = names.get(type(thing).__name__, type(thing).__name__)
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def refuse_empty(actors: Iterable[Any]) -> None:
    """Say that a roll-up was looked up and not filled in: it is empty for whoever acts for itself.

    Examples
    --------
    >>> refuse_empty({"EU", ""})
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: an actor of yours has no name: rolls_up_to is empty for who acts for itself; keep it there.
    """
    if any(actor == "" or actor != actor for actor in actors):
        raise Wrong("an actor of yours has no name: rolls_up_to is empty for who acts for itself; keep it there.")


def show_pair(pair: Pair) -> str:
    """Write a pair as it is read.

    >>> show_pair(("EU", "NOR"))
    'EU – NOR'
    """
    return " – ".join(map(str, pair))


def count(number: int, thing: str) -> str:
    """Write a number of things.

    >>> count(1, "pair"), count(3, "pair")
    ('1 pair', '3 pairs')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def listed(names: Iterable[str]) -> str:
    """Write names in order, the last after "and".

    >>> listed({"NOR", "EU", "GBR"}), listed({"EU"})
    ('EU, GBR and NOR', 'EU')
    """
    *others, last = sorted(names)
    return f"{', '.join(others)} and {last}" if others else last


# --- reading an answer ----------------------------------------------------------------------------------------------


def as_pairs(answer: Any, directed: bool = False) -> set[Pair]:
    """Read an answer as a set of pairs of actors; undirected pairs come in alphabetical order.

    Parameters
    ----------
    answer : object
        A set, list or other collection of pairs, or the edges of a network.
    directed : bool
        Whether (A, B) is another pair than (B, A).

    Raises
    ------
    Wrong
        Where it is something else: says what, and what is expected.

    Examples
    --------
    >>> as_pairs([("NOR", "EU")])
    {('EU', 'NOR')}
    """
    example = 'the check expects a set of pairs, such as {("EU", "NOR")}'
    answered(answer)
    if isinstance(answer, Mapping):
        answer = list(answer)
    elif isinstance(answer, pd.DataFrame):
        if not {"source", "target"} <= set(answer.columns):
            raise Wrong(f"your answer is a table without the columns source and target; {example}.")
        answer = list(zip(answer["source"], answer["target"], strict=True))
    if isinstance(answer, str) or not isinstance(answer, Collection):
        raise Wrong(f"your answer is {a(answer)}; {example}.")
    if isinstance(answer, tuple) and len(answer) == 2 and all(isinstance(end, str) for end in answer):
        raise Wrong(f"your answer is a single pair, without a set around it; {example}.")
    found = set()
    for item in answer:
        if isinstance(item, str) or not isinstance(item, Collection) or len(item) != 2:
            raise Wrong(f"your answer holds {item!r}, which is no pair; {example}.")
        one, other = item
        if not (isinstance(one, str) and isinstance(other, str)):
            raise Wrong(f"your answer holds the pair {item!r}; its two ends must be actor_ids in quotation marks.")
        if one == other:
            raise Wrong(f"your answer ties {one} to itself; a tie is between two actors.")
        found.add((one, other) if directed else (min(one, other), max(one, other)))
    return found


def as_names(answer: Any) -> set[str]:
    """Read an answer as a set of names, such as actor_ids.

    Raises
    ------
    Wrong
        Where it is something else.

    Examples
    --------
    >>> sorted(as_names(["NOR", "EU"]))
    ['EU', 'NOR']
    """
    example = 'the check expects a set of names, such as {"EU", "NOR"}'
    answered(answer)
    if isinstance(answer, pd.Series):
        answer = answer.tolist()
    if isinstance(answer, (str, Mapping, pd.DataFrame)) or not isinstance(answer, Collection):
        raise Wrong(f"your answer is {a(answer)}; {example}.")
    for item in answer:
        if not isinstance(item, str):
            raise Wrong(f"your answer holds {item!r}; {example}.")
    return set(answer)


def as_numbers(answer: Any, of: str = "actor") -> dict[Any, float]:
    """Read an answer as a number for each actor (or pair, or other thing).

    Parameters
    ----------
    answer : object
        A dict, a Series with the actors as its index, or what networkx gives for degrees.
    of : str
        What the numbers belong to, for messages.

    Raises
    ------
    Wrong
        Where it is something else.

    Examples
    --------
    >>> as_numbers(pd.Series({"EU": 5}))
    {'EU': 5.0}
    """
    example = f"the check expects a number for each {of}: a dict, or a Series"
    if of == "actor":
        example = "the check expects a number for each actor: a dict such as {'EU': 3}, or a Series"
    elif of == "pair":
        example = "the check expects a number for each pair: a dict such as {('EU', 'NOR'): 3}"
    answered(answer)
    if isinstance(answer, pd.Series):
        answer = answer.to_dict()
    elif type(answer).__name__.endswith("DegreeView"):
        answer = dict(answer)
    if not isinstance(answer, Mapping):
        raise Wrong(f"your answer is {a(answer)}; {example}.")
    found = {}
    for key, value in answer.items():
        if isinstance(value, (str, bytes)) or not hasattr(value, "__float__"):
            shown = a(value) if isinstance(value, (pd.Series, pd.DataFrame)) else repr(value)
            raise Wrong(f"your answer has {shown} for {name_of(key)}; {example}.")
        found[key] = float(value)
    return found


def name_of(key: Any) -> str:
    """Write an actor, or a pair of them."""
    return show_pair(key) if isinstance(key, tuple) else str(key)


# --- comparing ------------------------------------------------------------------------------------------------------


def compare_pairs(
    answer: Any,
    right: Iterable[Pair],
    mistakes: Iterable[Mistake] = (),
    hints: Mapping[Pair, str] | None = None,
    directed: bool = False,
) -> None:
    """Hold a set of pairs against the right one.

    Parameters
    ----------
    answer : object
        The student's; see `as_pairs`.
    right : iterable of pairs
        The right one.
    mistakes : iterable of Mistake
        Typical wrong answers, the likeliest first.
    hints : mapping, optional
        For some pairs a phrase that says where to look again, such as 'read 2023_brief 19 again'.
    directed : bool
        Whether (A, B) is another pair than (B, A).

    Raises
    ------
    Wrong
        Says which mistake it is, or the first pair that is missing or too many.

    Examples
    --------
    >>> compare_pairs({("A", "B")}, {("A", "B"), ("B", "C")})
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: the pair B – C is missing.
    """
    found, right = as_pairs(answer, directed), as_pairs(set(right), directed)
    _compare_sets(found, right, mistakes, hints, "pair", lambda answer: as_pairs(answer, directed), directed)


def compare_names(
    answer: Any,
    right: Iterable[str],
    mistakes: Iterable[Mistake] = (),
    hints: Mapping[str, str] | None = None,
    thing: str = "actor",
) -> None:
    """Hold a set of names against the right one; parameters as of `compare_pairs`, `thing` is what they name.

    Examples
    --------
    >>> compare_names({"EU", "RUS"}, {"EU"}, hints={"RUS": "its ties are conflict"})
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: the actor RUS does not belong in your answer: its ties are conflict.
    """
    _compare_sets(as_names(answer), set(right), mistakes, hints, thing, as_names)


def _compare_sets(found, right, mistakes, hints, thing, read: Callable, directed: bool = False) -> None:
    if found == right:
        return
    if not found:
        raise Wrong(f"your answer is empty; there is at least one {thing}.")
    missing, extra = right - found, found - right
    for mistake in mistakes:
        wrong = read(mistake.answer)
        made = found == wrong
        if mistake.partly and not made:
            made = missing <= right - wrong and extra <= wrong - right
        if made:
            raise Wrong(mistake.sentence)
    if directed and (turned := {pair for pair in extra if pair[::-1] in missing}):
        pair = min(turned)
        raise Wrong(f"the pair {show_pair(pair)} runs the wrong way: who acts or gives stands first.")
    if extra:
        item = min(extra)
        hint = (hints or {}).get(item, "")
        more = f" ({len(extra)} in your answer do not)" if len(extra) > 1 else ""
        raise Wrong(f"the {thing} {name_of(item)} does not belong in your answer{more}{': ' + hint if hint else ''}.")
    item = min(missing)
    hint = (hints or {}).get(item, "")
    more = f", one of {len(missing)} that are" if len(missing) > 1 else ""
    raise Wrong(f"the {thing} {name_of(item)} is missing{more}{': ' + hint if hint else ''}.")


def compare_numbers(
    answer: Any,
    right: Mapping[Any, float],
    mistakes: Iterable[Mistake] = (),
    of: str = "actor",
    tolerance: float = TOLERANCE,
) -> None:
    """Hold a number for each actor (or pair) against the right ones.

    Parameters
    ----------
    answer : object
        The student's; see `as_numbers`.
    right : mapping
        The right ones. Pairs are taken as undirected: ("NOR", "EU") is ("EU", "NOR").
    mistakes : iterable of Mistake
        Typical wrong answers; recognised where all their numbers are the student's.
    of : str
        `actor`, `pair`, or another word for what the numbers belong to.
    tolerance : float
        What differs by no more is the same.

    Raises
    ------
    Wrong
        Says which mistake it is, or where the first difference is and in which direction.

    Examples
    --------
    >>> compare_numbers({"EU": 4}, {"EU": 5})
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: the number for EU is too small: you have 4.
    """
    found, right = as_numbers(answer, of), dict(right)
    for mistake in mistakes:
        # First as it was given: a mistake may lie in the direction of a pair.
        if _same(found, mistake.answer, tolerance) and not _same(mistake.answer, right, tolerance):
            raise Wrong(mistake.sentence)
    if of == "pair":
        found, right = _undirected(found), _undirected(right)
    for mistake in mistakes:
        wrong = _undirected(mistake.answer) if of == "pair" and _can_turn(mistake.answer) else mistake.answer
        if _same(found, wrong, tolerance) and not _same(wrong, right, tolerance):
            raise Wrong(mistake.sentence)
    missing, extra = (sorted(part, key=name_of) for part in (right.keys() - found.keys(), found.keys() - right.keys()))
    if extra:
        raise Wrong(f"{name_of(extra[0])} should not be there ({count(len(extra), of)} too many).")
    if missing:
        raise Wrong(f"the number for {name_of(missing[0])} is missing ({count(len(missing), of)} too few).")
    for key in sorted(right, key=name_of):
        mine, its = found[key], right[key]
        if not _near(mine, its, tolerance):
            if math.isnan(mine) or math.isnan(its):
                raise Wrong(f"the number for {name_of(key)} {'is not defined' if math.isnan(its) else 'is empty'}.")
            if abs(mine - its) <= ROUNDED and abs(its - round(its)) > ROUNDED:
                raise Wrong(
                    f"the number for {name_of(key)} is nearly right: you have {mine:g}. Keep three decimals or more, "
                    "on the way too."
                )
            raise Wrong(
                f"the number for {name_of(key)} is too {'small' if mine < its else 'large'}: you have {mine:g}."
            )


def _near(mine: float, its: float, tolerance: float) -> bool:
    return (math.isnan(mine) and math.isnan(its)) or mine == its or abs(mine - its) <= tolerance


def _same(one: Mapping, other: Mapping, tolerance: float) -> bool:
    return one.keys() == other.keys() and all(_near(one[key], other[key], tolerance) for key in one)


def _can_turn(numbers: Mapping[Pair, float]) -> bool:
    return not any(pair[::-1] in numbers for pair in numbers)


def _undirected(numbers: Mapping[Pair, float]) -> dict[Pair, float]:
    """Put each pair in alphabetical order, and refuse one that stands there both ways round."""
    turned: dict[Pair, float] = {}
    for pair, value in numbers.items():
        if not (isinstance(pair, tuple) and len(pair) == 2):
            raise Wrong(f"your answer has {pair!r} where the check expects a pair, such as ('EU', 'NOR').")
        key = (min(pair), max(pair))
        if key in turned:
            raise Wrong(
                f"the pair {show_pair(key)} stands there both ways round; in an undirected network it is one pair, "
                "and its weights add up."
            )
        turned[key] = value
    return turned


def compare_number(
    answer: Any, right: float, mistakes: Iterable[Mistake] = (), what: str = "your number", tolerance: float = TOLERANCE
) -> None:
    """Hold a single number against the right one.

    Examples
    --------
    >>> compare_number(4, 5)
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: your number is too small: you have 4.
    """
    answered(answer)
    if isinstance(answer, (str, bytes, bool)) or not hasattr(answer, "__float__"):
        raise Wrong(f"your answer is {a(answer)}; the check expects a number.")
    mine = float(answer)
    if _near(mine, right, tolerance):
        return
    for mistake in mistakes:
        if _near(mine, float(mistake.answer), tolerance):
            raise Wrong(mistake.sentence)
    raise Wrong(f"{what} is too {'small' if mine < right else 'large'}: you have {mine:g}.")


def spelt(answer: Any, options: Iterable[str]) -> str | None:
    """Find which of several options is meant; capitals, blanks, brackets and a full stop around it do not matter.

    Parameters
    ----------
    answer : object
        The student's; one alone in a list or a set is taken out of it.
    options : iterable of str
        The options as they are written.

    Returns
    -------
    str or None
        The option, or None where it is none of them.

    Examples
    --------
    >>> spelt("B.", "abc"), spelt({"(b)"}, "abc"), spelt("New_Actor ", ["new actor"]), spelt("b or c", "abc")
    ('b', 'b', 'new actor', None)
    """
    if isinstance(answer, (list, tuple, set, frozenset)) and len(answer) == 1:
        (answer,) = answer
    known = {_plain(option): option for option in options}
    return known.get(_plain(answer)) if isinstance(answer, str) else None


def _plain(text: str) -> str:
    return text.strip(" \t\n().,:;'\"").casefold().replace("_", " ")


def by_number(answer: Any, example: str) -> dict[Any, Any]:
    """Read an answer as something for each number of a question; "1" is 1.

    Parameters
    ----------
    answer : object
        A dict or a Series.
    example : str
        What is expected, for the message.

    Raises
    ------
    Wrong
        Where it is something else.

    Examples
    --------
    >>> by_number({"1": "NOR"}, "a dict")
    {1: 'NOR'}
    """
    if isinstance(answered(answer), pd.Series):
        answer = answer.to_dict()
    if not isinstance(answer, Mapping):
        raise Wrong(f"your answer is {a(answer)}; the check expects {example}.")
    return {int(key) if isinstance(key, str) and key.strip().isdecimal() else key: cell for key, cell in answer.items()}


def compare_choice(answer: Any, right: str, options: Mapping[str, str]) -> None:
    """Hold one of several options against the right one.

    Parameters
    ----------
    answer : object
        The student's; see `spelt`.
    right : str
        The right option.
    options : mapping
        Each option, with what to say to who chose it; that of the right one is not used.

    Examples
    --------
    >>> compare_choice("b", "a", {"a": "", "b": "two actors in one sentence are no tie"})
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: two actors in one sentence are no tie.
    """
    chosen = spelt(answered(answer), options)
    if chosen is None:
        shown = repr(answer) if isinstance(answer, str) and answer.strip() else a(answer)
        raise Wrong(f"your answer is {shown}; choose one of {', '.join(map(repr, options))}.")
    if chosen != right:
        raise Wrong(f"{options[chosen]}.")


def compare_rows(
    answer: Any,
    right: pd.DataFrame,
    key: list[str],
    mistakes: Iterable[Mistake] = (),
    describe: Callable[[tuple], str] | None = None,
) -> None:
    """Hold the rows of a table against the right ones; their order and other columns do not matter.

    Parameters
    ----------
    answer : object
        The student's table.
    right : pandas.DataFrame
        The right one.
    key : list of str
        The columns that tell rows apart.
    mistakes : iterable of Mistake
        Typical wrong tables; recognised also where the mistake was made in some rows only, if it is `partly`.
    describe : callable, optional
        Says in a few words which row it is, from the values of `key`.

    Examples
    --------
    >>> right = pd.DataFrame({"source": ["A", "B"]})
    >>> compare_rows(right.head(1), right, ["source"])
    Traceback (most recent call last):
    ...
    helpers.checks.Wrong: the row B is missing.
    """
    if not isinstance(answered(answer), pd.DataFrame):
        raise Wrong(f"your answer is {a(answer)}; the check expects a table (a DataFrame).")
    lacking = [column for column in key if column not in answer.columns]
    if lacking:
        raise Wrong(f"your table lacks the column {lacking[0]!r}; keep all columns.")
    rows = {name: list(table[key].itertuples(index=False, name=None)) for name, table in [("", answer), ("r", right)]}
    found, wanted = set(rows[""]), set(rows["r"])
    twice = len(rows[""]) > len(found) and len(rows["r"]) == len(wanted)
    if found == wanted and not twice:
        return
    for mistake in mistakes:
        wrong = set(mistake.answer[key].itertuples(index=False, name=None))
        made = found == wrong != wanted or (
            mistake.partly and found != wanted and wanted - found <= wanted - wrong and found - wanted <= wrong - wanted
        )
        if made:
            raise Wrong(mistake.sentence)
    if twice:
        raise Wrong("your table has a row twice; each statement counts once.")
    describe = describe or (lambda row: ", ".join(map(str, row)))
    missing, extra = wanted - found, found - wanted
    if extra:
        raise Wrong(f"the row {describe(min(extra))} does not belong there ({count(len(extra), 'row')} too many).")
    more = f", one of {len(missing)} that are" if len(missing) > 1 else ""
    raise Wrong(f"the row {describe(min(missing))} is missing{more}.")
