"""The course, step 4: checks of answers on building the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

import networkx as nx
import pandas as pd

from helpers.checks import (
    Mistake,
    Pair,
    Right,
    Wrong,
    as_names,
    compare_names,
    compare_numbers,
    compare_pairs,
    compare_rows,
    count,
    listed,
    refuse_empty,
)
from helpers.network import Choices, build_network, project, select_ties
from helpers.tables import TIE_TYPES

KEY = Choices(coder="key")
STATEMENT = ["doc_id", "sentence_id", "source", "target", "type", "status"]


def check_star(answer: Any, ties: pd.DataFrame, doc_id: str, sentence_id: int, choices: Choices = KEY) -> Right:
    """Check the pairs that one sentence with a list of partners ties.

    Parameters
    ----------
    answer : object
        A set of pairs.
    ties : pandas.DataFrame
        The ties table with the reading that counts as right.
    doc_id, sentence_id : str and int
        The sentence.
    choices : Choices
        Whose ties count as right.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    rows = ties[(ties["coder"] == choices.coder) & (ties["doc_id"] == doc_id) & (ties["sentence_id"] == sentence_id)]
    right = _pairs(rows)
    ends = Counter(actor for pair in right for actor in pair)
    centre = max(sorted(ends), key=ends.get)
    everybody = set(combinations(sorted(ends), 2))
    mistakes = [
        Mistake(
            everybody - right,
            f"you tie the partners to each other and leave out {centre}, whose partners they are.",
        ),
        Mistake(
            everybody,
            f"you tie the partners among themselves (a clique); the sentence ties each of them to {centre} and "
            "does not say what they are to each other (a star).",
            partly=True,
        ),
    ]
    compare_pairs(answer, right, mistakes)
    return Right(
        f"Right: a star with {centre} in the middle, {count(len(right), 'pair')}. A clique would have "
        f"{len(everybody)}, and the more partners a list has, the more ties it would invent."
    )


def check_kept(answer: Any, ties: pd.DataFrame, choices: Choices = KEY) -> Right:
    """Check which statements enter a network of cooperation that exists.

    Parameters
    ----------
    answer : object
        The rows of the ties table that are kept.
    ties : pandas.DataFrame
        The ties table.
    choices : Choices
        Whose ties, which types and statuses.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    own = ties[ties["coder"] == choices.coder]
    typed, real = own["type"].isin(choices.types), own["status"].isin(choices.statuses)
    ahead = real | own["status"].eq("prospective")
    others = f"you keep ties of all coders, so a sentence counts several times; keep those of {choices.coder} only."
    mistakes = [
        Mistake(own, "you keep all statements: conflict, and what is planned or denied, too."),
        Mistake(
            own[real],
            "conflict is counted as cooperation: an attack or a threat is a tie, but not one of this network.",
        ),
        Mistake(
            own[typed],
            "statements are kept whose tie does not exist: look at the column status, and leave out what is "
            "prospective or negated.",
        ),
        Mistake(
            own[typed & ahead],
            "prospective ties are counted as actual: what is planned or asked for does not exist yet.",
        ),
        Mistake(
            own[typed & own["status"].ne("prospective")],
            "negated ties are counted: a text that says that there is no tie does not make one.",
        ),
        Mistake(
            ties[ties["type"].isin(choices.types) & ties["status"].isin(choices.statuses)],
            others,
        ),
    ]
    right = own[typed & real]
    if isinstance(answer, pd.DataFrame) and "coder" in answer and set(answer["coder"]) > {choices.coder}:
        raise Wrong(others)
    compare_rows(answer, right, STATEMENT, mistakes, _describe)
    planned, denied = (int((own["status"] == status).sum()) for status in ("prospective", "negated"))
    return Right(
        f"Right: {len(right)} of {len(own)} statements. {int((~typed).sum())} are conflict, {planned} planned and "
        f"{denied} denied; each would have become a tie of cooperation."
    )


def check_nodes(answer: Any, ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices = KEY) -> Right:
    """Check which actors are nodes once persons and bodies count as whom they act for.

    Parameters
    ----------
    answer : object
        A set of actor_ids.
    ties, actors : pandas.DataFrame
        The tables.
    choices : Choices
        Whose ties, which types and statuses.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    right = _ends(select_ties(ties, actors, choices))
    apart = _ends(select_ties(ties, actors, replace(choices, roll_up=False)))
    small = apart - right
    hostile = _ends(select_ties(ties, actors, replace(choices, types=TIE_TYPES))) - right
    own = ties[ties["coder"] == choices.coder]
    mistakes = [
        Mistake(
            apart,
            f"the roll-up is forgotten: {listed(small)} act for actors that are nodes already, and would stand "
            "beside them as if they were others.",
        ),
        Mistake(
            _ends(own),
            "you took the ends of all statements: start from those that are kept, and let persons and bodies roll up.",
        ),
        Mistake(
            right | small,
            "persons and bodies stand beside the actor for whom they act; put that actor in their place.",
            partly=True,
        ),
    ]
    refuse_empty(as_names(answer))
    compare_names(answer, right, mistakes, hints=dict.fromkeys(hostile, "all its ties are conflict"))
    return Right(
        f"Right: {len(right)} actors. Without the roll-up there would be {len(apart)}, and what {listed(small)} do "
        "would not count for those on whose behalf they do it."
    )


def check_summed(answer: Any, ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices = KEY) -> Right:
    """Check the weights of the pairs, where parallel ties are added up.

    Parameters
    ----------
    answer : object
        A number for each pair.
    ties, actors : pandas.DataFrame
        The tables.
    choices : Choices
        Whose ties, which types and statuses, and what a weight counts.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    selected = select_ties(ties, actors, choices)
    network = build_network(selected, actors)
    right = _weights(project(network, choices))
    last = {pair: data["statements"] for *pair, data in nx.Graph(network).edges(data=True) for pair in [_sorted(pair)]}
    lost = "the last of parallel edges wins: of several ties between a pair one is kept only; add them up."
    mistakes = [
        Mistake(dict.fromkeys(right, 1), lost),
        Mistake(last, lost),
        Mistake(
            _weights(project(network, replace(choices, weight="documents"))),
            "you count documents; the weight asked for counts statements.",
        ),
        Mistake(
            dict(Counter(zip(selected["source"], selected["target"], strict=True))),
            "you count each direction by itself; in an undirected network NOR – GBR and GBR – NOR are one pair, and "
            "their statements add up.",
        ),
        Mistake(
            _count_pairs(select_ties(ties, actors, replace(choices, roll_up=False))),
            "the roll-up is forgotten: persons and bodies have pairs of their own.",
        ),
        Mistake(
            _count_pairs(select_ties(ties, actors, replace(choices, statuses=("actual", "prospective")))),
            "prospective ties are counted as actual: what is planned does not exist yet.",
        ),
        Mistake(
            _count_pairs(select_ties(ties, actors, replace(choices, types=TIE_TYPES))),
            "conflict is counted as cooperation.",
        ),
    ]
    compare_numbers(answer, right, mistakes, of="pair")
    total, several = sum(right.values()), sum(weight > 1 for weight in right.values())
    return Right(
        f"Right: {len(right)} pairs with {total:g} statements together; {several} pairs have more than one. Where the "
        f"last one wins, {total - sum(last.values()):g} statements would be lost, and you would not be told."
    )


def check_planned(answer: Any, ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices = KEY) -> Right:
    """Check which pairs come into the network only when prospective ties are let in.

    Parameters
    ----------
    answer : object
        A set of pairs.
    ties, actors : pandas.DataFrame
        The tables.
    choices : Choices
        The choices without what is planned.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    now = _pairs(select_ties(ties, actors, choices))
    planned = _pairs(select_ties(ties, actors, replace(choices, statuses=("prospective",))))
    denied = _pairs(select_ties(ties, actors, replace(choices, statuses=("negated",))))
    right = planned - now
    mistakes = [
        Mistake(
            planned,
            f"these are all {len(planned)} pairs with a prospective tie, but some of them have an actual tie as well, "
            "and are in the network already: take those away.",
            partly=True,
        ),
        Mistake(now | planned, "this is the whole network with what is planned; take away the pairs it had before."),
        Mistake(now, "this is the network without what is planned; the question is what comes in besides."),
        Mistake((planned | denied) - now, "a negated tie never enters: the text says that it is not there."),
    ]
    hints = dict.fromkeys(planned & now, "it has an actual tie too, so it is in the network already")
    compare_pairs(answer, right, mistakes, hints)
    return Right(
        f"Right: of {count(len(planned), 'pair')} with a plan, {len(right)} would be new. The others are tied already, "
        "so for them a plan would only add weight."
    )


def _sorted(pair: Iterable[str]) -> Pair:
    one, other = sorted(pair)
    return one, other


def _pairs(rows: pd.DataFrame) -> set[Pair]:
    return {_sorted(pair) for pair in zip(rows["source"], rows["target"], strict=True)}


def _ends(rows: pd.DataFrame) -> set[str]:
    return set(rows["source"]) | set(rows["target"])


def _weights(graph: nx.Graph) -> dict[Pair, float]:
    return {_sorted(pair): data["weight"] for *pair, data in graph.edges(data=True)}


def _count_pairs(rows: pd.DataFrame) -> dict[Pair, int]:
    return dict(Counter(_sorted(pair) for pair in zip(rows["source"], rows["target"], strict=True)))


def _describe(row: tuple) -> str:
    doc_id, sentence_id, source, target, tie_type, status = row
    return f"{source} – {target} of {doc_id} {sentence_id} ({tie_type}, {status})"
