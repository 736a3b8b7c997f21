"""The course, step 6: checks of answers on how sure a centrality is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.checks import (
    Mistake,
    Right,
    Wrong,
    a,
    answered,
    as_numbers,
    compare_choice,
    compare_names,
    compare_numbers,
    count,
    listed,
    try_out,
)
from helpers.measures import rank_values
from helpers.network import Choices

LEVEL = 0.95


def check_one_draw(answer: Any, selected: pd.DataFrame, doc_id: str, drawn: Iterable[int]) -> Right:
    """Check the strength of each actor of a document when its sentences are drawn again.

    Parameters
    ----------
    answer : object
        A number for each actor.
    selected : pandas.DataFrame
        The ties that enter, from `helpers.network.select_ties`.
    doc_id : str
        The document.
    drawn : iterable of int
        The sentence_ids drawn, one as often as it was drawn.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    own, times = selected[selected["doc_id"] == doc_id], Counter(drawn)
    before = _strength(own)
    right = _strength(own, times) | {actor: 0 for actor in before if actor not in _strength(own, times)}
    absent = sorted(actor for actor, value in right.items() if not value)
    once = _strength(own, dict.fromkeys(times, 1))
    first = _strength(own.drop_duplicates("sentence_id"), times)
    mistakes = [
        Mistake(before, "these are the strengths of the text as it stands; count the sentences that were drawn."),
        Mistake(
            {actor: value for actor, value in right.items() if value},
            f"{listed(absent)} {'is' if len(absent) == 1 else 'are'} left out. An actor of the network that is absent "
            "from "
            "a draw has a value there: without a tie it is 0.",
        ),
    ]
    for numbers in (once, once | dict.fromkeys(before.keys() - once.keys(), 0)):
        mistakes.append(
            Mistake(
                numbers, "a sentence drawn twice counts once in your answer; with each drawing its ties come again."
            )
        )
    for numbers in (first, first | dict.fromkeys(before.keys() - first.keys(), 0)):
        mistakes.append(
            Mistake(
                numbers,
                "you take one tie of each sentence. What is drawn is the sentence, and all of its ties come along.",
            )
        )
    compare_numbers(answer, right, mistakes)
    return Right(
        f"Right: whole sentences come twice or not at all, with all their ties. {listed(absent)} "
        f"{'has' if len(absent) == 1 else 'have'} 0 here and, in this draw, the last rank."
    )


def check_redraw(answer: Any, text: pd.DataFrame, seed: int = 1, tries: int = 25) -> Right:
    """Check a function that draws the sentences of each document again and gives the ties of those drawn.

    It is tried on made-up ties, by which each drawing can be seen.

    Parameters
    ----------
    answer : object
        A function of text, ties and a random generator.
    text : pandas.DataFrame
        doc_id and sentence_id of the pieces of text to draw from.
    seed : int
        For the trials.
    tries : int
        How many times the function is called.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    marked = text[["doc_id", "sentence_id"]].assign(source="A", target="B")
    # in each document the first piece of text alone has ties, and it has three
    lists = pd.concat([marked.groupby("doc_id").head(1).assign(target=end) for end in "BCD"], ignore_index=True)

    def draw(ties: pd.DataFrame, times: int) -> list[pd.DataFrame]:
        random = np.random.default_rng(seed)
        found = [_tie_rows(try_out(answer, text.copy(), ties.copy(), random)) for _ in range(times)]
        if any("source" in table and not table["source"].eq("A").all() for table in found):
            raise Wrong(
                "your function gives ties that were not handed to it: it takes them from a table outside, such as "
                "selected; inside the function the table is called ties."
            )
        return found

    for found in (several := draw(lists, tries)):
        apart = found.groupby(["doc_id", "target"]).size().unstack(fill_value=0).reindex(columns=list("BCD"))
        if apart.fillna(0).nunique(axis=1).gt(1).any():
            raise Wrong(
                "you draw ties one by one, so that the ties of one sentence part. What could have been written "
                "otherwise is the sentence: draw sentences, and let all ties of each come along."
            )
    sizes = text.groupby("doc_id").size()
    drawn = draw(marked, tries)
    repeated = any(found.duplicated(["doc_id", "sentence_id"]).any() for found in drawn)
    lengths = [found.groupby("doc_id").size().reindex(sizes.index, fill_value=0) for found in drawn]
    totals = {int(length.sum()) for length in lengths}
    if not repeated:
        if totals == {len(text)}:
            raise Wrong(
                "every sentence comes exactly once each time: you draw without replacement, and so get the same text "
                "again. Draw with replacement."
            )
        raise Wrong(
            "no sentence ever comes twice. If you draw without replacement, draw with it; if you then look up ties "
            "with "
            "isin, a sentence drawn twice counts once: merge the drawn sentences with the ties instead."
        )
    if totals != {len(text)}:
        off = next(total for total in sorted(totals) if total != len(text))
        raise Wrong(
            f"a text of {len(text)} sentences comes back with {off}; in each document draw as many as it has, and "
            "join "
            "them with the ties on both doc_id and sentence_id."
        )
    if any((length != sizes).any() for length in lengths):
        raise Wrong(
            "you draw from all documents together, so that a document can shrink and another grow. Draw within each "
            "document: it stays as long as it is."
        )
    if all(
        (found.groupby("doc_id").size() == 3).all() and found["doc_id"].nunique() == len(sizes) for found in several
    ):
        raise Wrong(
            "you draw among the sentences with ties only. That a sentence says nothing about ties belongs to the text "
            "too: draw from all of them."
        )
    if len({_as_text(found) for found in drawn}) == 1:
        raise Wrong(
            "each draw is the same as the one before: there is a fixed seed inside your function. Let the generator "
            "`random`, which moves on, do the drawing."
        )
    if [_as_text(found) for found in drawn[:3]] != [_as_text(found) for found in draw(marked, 3)]:
        raise Wrong(
            "two runs with the same seed differ, so nobody can repeat your result: chance must come from the "
            "generator "
            "`random`, as in random_state=random."
        )
    missed = np.mean([1 - len(found.drop_duplicates(["doc_id", "sentence_id"])) / len(text) for found in drawn])
    return Right(
        f"Right: whole sentences, with replacement, within each document, and repeatable. In {tries} draws a sentence "
        "was "
        f"missing {missed:.0%} of the time, so a tie asserted once often vanishes, while one asserted in several "
        "survives."
    )


def check_ranks(answer: Any, values: pd.DataFrame) -> Right:
    """Check the ranks in each draw, where absent actors come last.

    Parameters
    ----------
    answer : object
        A table of the shape of `values`.
    values : pandas.DataFrame
        A row a draw, a column an actor; empty (NaN) where the actor is absent from the draw.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    right = pd.DataFrame(rank_values(values.to_numpy(), "strength"), index=values.index, columns=values.columns)
    if not isinstance(answered(answer), pd.DataFrame):
        raise Wrong(f"your answer is {a(answer)}; the check expects a table with a row a draw and a column an actor.")
    if set(answer.columns) != set(values.columns) or len(answer) != len(values):
        raise Wrong(
            f"your table has {len(answer)} rows and {len(answer.columns)} columns; keep the {len(values)} draws as "
            "rows "
            f"and the {len(values.columns)} actors as columns."
        )
    found = answer[values.columns].astype(float).to_numpy()
    down = {"ascending": False, "axis": 1}
    last = {"method": "min", "na_option": "bottom"}
    for wrong, sentence in [
        (
            values.rank(method="min", **down),
            "an actor that is absent from a draw has no rank in your table, and so would drop out of its own "
            "interval. "
            "State its rank: last, after everyone present.",
        ),
        (
            values.rank(method="min", na_option="top", **down),
            "absent actors come first in your table; without a tie one is not central at all.",
        ),
        (
            values.rank(axis=1, **last),
            "rank 1 is the weakest actor in your table; the most central one should have it.",
        ),
        (
            values.fillna(0).rank(axis=1, method="min"),
            "rank 1 is the weakest actor in your table; the most central one should have it.",
        ),
        (
            values.rank(ascending=False, **last),
            "you rank the draws of each actor; rank the actors within each draw (axis=1).",
        ),
        (
            values.rank(method="min", **down).fillna(len(values.columns)),
            "an absent actor gets the number of all actors as its rank; it comes right after those present, and "
            "several "
            "absent ones share that place.",
        ),
        *[
            (
                filled.rank(method=method, na_option="bottom", **down),
                f"equal values get {name} in your table; let them share the best one (method='min').",
            )
            for filled in (values, values.fillna(0))
            for method, name in [
                ("average", "their mean rank"),
                ("first", "different ranks"),
                ("max", "their worst rank"),
            ]
        ],
        (
            values.rank(method="dense", na_option="bottom", **down),
            "after a shared rank your table goes on with the next number; after two actors on rank 1 comes rank 3 "
            "(method='min').",
        ),
    ]:
        if np.array_equal(found, wrong.to_numpy(), equal_nan=True) and not (wrong == right).all(axis=None):
            raise Wrong(sentence)
    if (np.nan_to_num(found) % 1).any():
        raise Wrong("equal values get their mean rank in your table; let them share the best one (method='min').")
    off = np.argwhere(found != right.to_numpy())
    if len(off):
        row, column = off[0]
        raise Wrong(
            f"the rank of {values.columns[column]} in draw {values.index[row]} differs: you have "
            f"{found[row, column]:g}."
        )
    absent = values.isna().mean()
    most = absent.idxmax()
    return Right(
        f"Right: {most} is absent from {absent[most]:.0%} of the draws and last there. Had you dropped those draws, "
        "it would "
        "look surer than it is, for the draws that count against it would be gone."
    )


def check_interval(answer: Any, values: pd.DataFrame, level: float = LEVEL) -> Right:
    """Check percentile intervals.

    Parameters
    ----------
    answer : object
        A table with the actors as its index and the columns low and high.
    values : pandas.DataFrame
        A row a draw, a column an actor; empty where absent.
    level : float
        Share of the draws that an interval holds.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    filled = values.fillna(0)
    low, high = (1 - level) / 2, (1 + level) / 2

    def within(table: pd.DataFrame, low: float, high: float) -> dict:
        return _ends(table.quantile(low), table.quantile(high))

    spread, error, middle = filled.std(), filled.std() / len(filled) ** 0.5, filled.mean()
    narrow = (
        "this is the standard error of the mean: it shrinks with the number of draws, which you can make as large as "
        "you "
        "like. The interval holds the middle of the draws themselves."
    )
    symmetric = (
        "this is the mean and a multiple of the standard deviation, which assumes a symmetric spread and may fall "
        "below 0. "
        "Take percentiles of the draws."
    )
    mistakes = [
        Mistake(
            within(values, low, high),
            "draws from which an actor is absent are dropped; it has no tie there, so its value is 0.",
        ),
        Mistake(
            within(filled, 1 - level, level), f"your interval leaves {1 - level:.0%} out on each side, not in all."
        ),
        Mistake(within(filled, 0.1, 0.9), f"these ends hold 80% of the draws between them; {level:.0%} are asked for."),
        Mistake(
            within(values, 0.1, 0.9),
            f"these ends hold 80% of the draws between them; {level:.0%} are asked for, and an absent actor's value "
            "is 0.",
        ),
        Mistake(within(filled, 0, 1), "these are the extremes; they widen with every draw that you add."),
        Mistake(within(filled, 0.25, 0.75), "these are the quartiles; they hold half of the draws."),
        *[Mistake(_ends(middle - k * error, middle + k * error), narrow) for k in (1, 1.96, 2)],
        *[Mistake(_ends(middle - k * spread, middle + k * spread), symmetric) for k in (1, 1.96, 2)],
    ]
    compare_numbers(_two_columns(answer, values), within(filled, low, high), mistakes, of="end of an interval")
    widest = (filled.quantile(high) - filled.quantile(low)).idxmax()
    return Right(
        f"Right: the middle {level:.0%} of {len(values)} draws. {widest} has the widest interval, from "
        f"{filled[widest].quantile(low):g} to {filled[widest].quantile(high):g}. More draws would make its ends "
        "steadier, not "
        "nearer to each other."
    )


def check_outranks(answer: Any, values: pd.DataFrame, first: str, second: str) -> Right:
    """Check in what share of the draws one actor is ahead of another, equal, or behind.

    Parameters
    ----------
    answer : object
        Three numbers, under the names of the two and `equal`.
    values : pandas.DataFrame
        A row a draw, a column an actor; empty where absent.
    first, second : str
        The two.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    names = (first, "equal", second)
    if isinstance(answer, Mapping) and {"FIRST", "SECOND"} & set(answer):
        raise Wrong("write FIRST and SECOND without quotation marks: they are names of variables, set at the top.")

    def shares(table: pd.DataFrame) -> dict[str, float]:
        one, two = table[first].fillna(0), table[second].fillna(0)
        return dict(zip(names, ((one > two).mean(), (one == two).mean(), (one < two).mean()), strict=True))

    right = shares(values)
    ahead, equal, behind = (right[name] for name in names)
    decided = (ahead + behind) or 1
    counted_twice = "equal draws are counted as being ahead too (>= or <=), so that your shares add up to more than 1."
    halved = "equal draws are shared out between the two; here they are a result of their own."
    mistakes = [
        Mistake({first: ahead + equal, "equal": equal, second: behind + equal}, counted_twice),
        Mistake({first: ahead + equal, "equal": equal, second: behind}, counted_twice),
        Mistake({first: ahead, "equal": equal, second: behind + equal}, counted_twice),
        *[Mistake({first: ahead + equal / 2, "equal": e, second: behind + equal / 2}, halved) for e in (0, equal)],
        *[
            Mistake(
                {first: ahead / decided, "equal": e, second: behind / decided},
                "the equal draws are left out of what you divide by, which makes both look more certain; divide by "
                "all "
                "draws.",
            )
            for e in (0, equal)
        ],
        Mistake(
            {first: behind, "equal": equal, second: ahead},
            "the two are the wrong way round. If you compare ranks: the smaller one is ahead.",
        ),
        Mistake(
            shares(values.dropna()),
            "draws from which any actor is absent are left out; they are draws like the others.",
        ),
        Mistake(
            {name: len(values) * share for name, share in right.items()},
            "these are numbers of draws; divide them by the number of all draws.",
        ),
    ]
    given = as_numbers(answer, "outcome")
    total = sum(given.values())
    if abs(total - 100) <= 1:
        raise Wrong("these are per cents; give shares of 1.")
    compare_numbers(given, right, mistakes, of="outcome")
    return Right(
        f"Right: {first} is ahead in {ahead:.0%}, {second} in {behind:.0%}, and in {equal:.0%} neither is. Three "
        "numbers, "
        "for an even contest and a dull one (always equal) would else look the same."
    )


def check_overlap(answer: Any, values: pd.DataFrame, first: str, second: str) -> Right:
    """Check which conclusion is drawn from two intervals that overlap: a, b, c or d of notebook 06.

    Parameters
    ----------
    answer : object
        A letter.
    values : pandas.DataFrame
        A row a draw, a column an actor; empty where absent.
    first, second : str
        The two.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    one, two = values[first].fillna(0), values[second].fillna(0)
    ahead, behind = (one > two).mean(), (one < two).mean()
    compare_choice(
        answer,
        "c",
        {
            "a": "overlapping intervals are no proof of equality: each tells of one actor alone. In the same draw one "
            "of "
            f"them is mostly ahead ({ahead:.0%} to {behind:.0%}), so look at the difference within each draw",
            "b": f"{second} is ahead in {behind:.0%} of the draws; a share that large is not nothing",
            "c": "",
            "d": "the share is one of texts drawn again from these sentences. What is true of the world, and of "
            "documents "
            "that you do not have, it does not tell",
        },
    )
    return Right("Right: the share itself, what it is a share of, and no more certainty than it has.")


def check_left_out(answer: Any, selected: pd.DataFrame, actor: str) -> Right:
    """Check the rank of an actor when each document in turn is left out.

    Parameters
    ----------
    answer : object
        A number for each document.
    selected : pandas.DataFrame
        The ties that enter.
    actor : str
        The actor.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    doc_ids = sorted(set(selected["doc_id"]))
    everyone = sorted(set(selected["source"]) | set(selected["target"]))

    def place(rows: pd.DataFrame, **how) -> float:
        strength = pd.Series(_strength(rows)).reindex(everyone)
        return strength.rank(**({"ascending": False, "method": "min", "na_option": "bottom"} | how))[actor]

    def each(measure: Callable, keep: bool = False) -> dict[str, float]:
        return {d: measure(selected[(selected["doc_id"] == d) == keep]) for d in doc_ids}

    right = each(place)
    mistakes = [
        Mistake(each(place, keep=True), "you keep one document at a time; leave one out (!=) and keep the others."),
        Mistake(
            each(lambda rows: float(_strength(rows).get(actor, 0))),
            f"this is the strength of {actor}; the question is its rank among all actors.",
        ),
        Mistake(
            dict.fromkeys(doc_ids, place(selected)),
            "this is the rank in the whole text each time; leave a document out.",
        ),
        Mistake(each(lambda rows: place(rows, ascending=True)), "rank 1 should be the most central actor."),
        Mistake(
            each(lambda rows: place(rows, method="average")), "equal values should share the best rank (method='min')."
        ),
    ]
    compare_numbers(answer, right, mistakes, of="document")
    worst = max(doc_ids, key=right.get)
    return Right(
        f"Right: {actor} is number {place(selected):g} with all documents and number {right[worst]:g} without "
        f"{worst}. Of "
        f"{len(doc_ids)} numbers that are all known, show all {len(doc_ids)}: a 95% interval from them would only be "
        "their "
        "extremes, dressed up as if documents had been drawn at random."
    )


def check_decides(answer: Any, curve: pd.DataFrame, choices: Choices, first: str, second: str) -> Right:
    """Check which choices, changed alone, change who of two actors is ahead.

    Parameters
    ----------
    answer : object
        A set of names of choices.
    curve : pandas.DataFrame
        From `helpers.replicates.specification_curve`.
    choices : Choices
        The analyst's own.
    first, second : str
        The two.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    fields = [name for name in vars(choices) if name in curve.columns]
    own = {name: ", ".join(v) if isinstance(v := getattr(choices, name), tuple) else str(v) for name in fields}
    apart = curve[fields].ne(pd.Series(own)).to_numpy()
    now = curve.loc[apart.sum(axis=1) == 0, "ahead"].item()
    alone = curve[apart.sum(axis=1) == 1].assign(
        field=[fields[i] for i in apart[apart.sum(axis=1) == 1].argmax(axis=1)]
    )
    right = set(alone.loc[alone["ahead"] != now, "field"])
    differ = curve["ahead"].groupby([curve[name] for name in fields]).first()
    somewhere = {name for name in fields if differ.unstack(name).nunique(axis=1).gt(1).any()}
    mistakes = [
        Mistake(
            set(fields),
            "you name all choices. Some of them, changed alone, leave the same actor ahead.",
        ),
        Mistake(set(fields) - right, "these are the choices that leave the order as it is; name those that change it."),
        Mistake(
            somewhere,
            "these choices change the order somewhere in the table, together with others; start from your own row and "
            "change one at a time.",
        ),
    ]
    moved = dict.fromkeys(set(fields) - right, f"changed alone it leaves {now} ahead")
    compare_names(answer, right, mistakes, hints=moved, thing="choice")
    said = curve["ahead"].value_counts()
    return Right(
        f"Right: {count(len(right), 'choice')} of {len(fields)} would alone undo that {now} is ahead. Of {len(curve)} "
        f"analyses {first} is ahead in {said.get(first, 0)}, {second} in {said.get(second, 0)}: not a probability, "
        "for nobody "
        "drew the choices at random, but a reader should know it."
    )


def check_chance(answer: Any, beside: pd.DataFrame, actor: str) -> Right:
    """Check what a null model is taken to say about an actor: a, b, c or d of notebook 06.

    Parameters
    ----------
    answer : object
        A letter.
    beside : pandas.DataFrame
        From `helpers.stability.beside_chance`, one measure.
    actor : str
        The actor asked about, whose value chance reaches easily.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    row = beside.set_index("actor_id").loc[actor]
    compare_choice(
        answer,
        "b",
        {
            "a": f"the highest value need not be a special one: {actor} has many ties, and whoever has so many stands "
            "between "
            f"others about as much ({row['expected']:.2f} on average, {row['value']:.2f} observed)",
            "b": "",
            "c": "at_least is the share of random networks that reach the observed value: a small one would mark "
            "something "
            f"special, and {row['at_least']:.2f} is not small",
            "d": "at_least says how often chance reaches such a value; it is not the probability that chance made "
            "this network",
        },
    )
    return Right(
        f"Right: the number of its ties explains the betweenness of {actor}. That a value is no more than expected "
        "does not make "
        "it untrue; it says what needs no further explanation."
    )


def _strength(rows: pd.DataFrame, times: Mapping[int, int] | None = None) -> dict[str, int]:
    """Sum the ties of each actor, those of a sentence as often as it was drawn."""
    found: Counter[str] = Counter()
    for source, target, sentence in zip(rows["source"], rows["target"], rows["sentence_id"], strict=True):
        drawn = 1 if times is None else times.get(sentence, 0)
        if drawn:
            found.update({source: drawn, target: drawn})
    return dict(found)


def _tie_rows(found: Any) -> pd.DataFrame:
    if not isinstance(found, pd.DataFrame):
        raise Wrong(
            f"your function gives back {a(found)}; the check expects a table with the ties of the drawn sentences."
        )
    if not {"doc_id", "sentence_id"} <= set(found.columns):
        raise Wrong(
            "your function's table lacks doc_id or sentence_id; join drawn sentences and ties on both, "
            "on=['doc_id', 'sentence_id']."
        )
    if {"source", "target"} <= set(found.columns) and found["source"].isna().any():
        raise Wrong("your table has rows without a tie, for sentences that have none; a plain merge leaves them out.")
    if not {"source", "target"} <= set(found.columns):
        raise Wrong("your function gives back sentences; look up the ties of those drawn (merge) and give back these.")
    return found


def _as_text(found: pd.DataFrame) -> str:
    return found[["doc_id", "sentence_id"]].sort_values(["doc_id", "sentence_id"]).to_csv(index=False)


def _ends(low: pd.Series, high: pd.Series) -> dict[str, float]:
    return {f"{actor} {end}": float(side[actor]) for end, side in [("low", low), ("high", high)] for actor in low.index}


def _two_columns(answer: Any, values: pd.DataFrame) -> dict[str, float]:
    """Read a table of intervals as a number for each end."""
    if not isinstance(answered(answer), pd.DataFrame):
        raise Wrong(f"your answer is {a(answer)}; the check expects a table with the columns low and high.")
    if not {"low", "high"} <= set(answer.columns):
        raise Wrong(
            "your table lacks the columns low and high; if it has the actors as columns, turn it with .T, then name "
            "its "
            'columns: table.columns = ["low", "high"].'
        )
    if not set(values.columns) <= set(answer.index):
        raise Wrong("the index of your table should be the actors, all of them.")
    answer = answer.loc[list(values.columns)]
    if (answer["low"] > answer["high"]).any():
        raise Wrong("in your table low is above high; the smaller percentile comes first.")
    return _ends(answer["low"], answer["high"])
