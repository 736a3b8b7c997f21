"""The course, step 5: checks of answers on centrality, done wrong on purpose and then right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Any

import networkx as nx
import pandas as pd

from helpers.centrality import measure_centrality
from helpers.checks import (
    Mistake,
    NotAnswered,
    Right,
    Wrong,
    a,
    answered,
    compare_number,
    compare_numbers,
    compare_pairs,
    count,
    listed,
    spelt,
)
from helpers.documents import authors_of
from helpers.measures import rank_correlation
from helpers.network import Choices, roll_up_actors, select_ties, set_distances
from helpers.tables import TIE_TYPES
from helpers.views import cooperation, count_mentions, support

KEY = Choices(coder="key")
COMENTION = Choices(coder="comention", types=("mention",))
# What has not changed on purpose is no answer to 'do it wrong': said of all careless answers that are right.
CAREFUL = "this is the careful answer; here do it wrong on purpose, to see what comes of it."

Numbers = Mapping[str, float]


# --- by hand --------------------------------------------------------------------------------------------------------


def check_by_hand(
    degree: Any, strength: Any, betweenness: Any, harmonic: Any, two_rounds: Any, path: nx.Graph
) -> Right:
    """Check five measures of a small network that were worked out by hand.

    Parameters
    ----------
    degree, strength, betweenness, harmonic, two_rounds : object
        A number for each actor; betweenness and harmonic closeness as shares and means, `two_rounds` what each actor
        has when everybody began with 1 and has twice added what the neighbours have, times the weight.
    path : networkx.Graph
        The network, with `weight`.

    Raises
    ------
    Wrong
        Says in which measure, and what is wrong.
    """
    n = len(path)
    right = _measure(path, "degree", "strength", "betweenness", "harmonic")
    pairs = (n - 1) * (n - 2) / 2
    _hold(
        "degree",
        degree,
        right["degree"],
        [Mistake(right["strength"], "these are sums of weights; degree counts neighbours, however strong the tie.")],
    )
    _hold(
        "strength",
        strength,
        right["strength"],
        [Mistake(right["degree"], "these are numbers of neighbours; strength adds up the weights of their ties.")],
    )
    _hold(
        "betweenness",
        betweenness,
        right["betweenness"],
        [
            Mistake(
                _times(right["betweenness"], pairs),
                f"these are numbers of pairs; divide them by the pairs of others that there are, {pairs:g}.",
            ),
            Mistake(
                _times(right["betweenness"], pairs / (n * (n - 1) / 2)),
                f"you divide by all {n * (n - 1) // 2} pairs; those that the actor is an end of do not count, so "
                f"divide by {pairs:g}.",
            ),
            Mistake(
                _times(right["betweenness"], 2),
                "you count each pair both ways round; in an undirected network it is one pair.",
            ),
        ],
    )
    apart = {actor: sum(lengths.values()) / _unit(path) for actor, lengths in _lengths(path).items()}
    forgotten = "these are distances; take 1/distance of each other actor, so that near ones count for more."
    far = [Mistake(numbers, forgotten) for numbers in (apart, _times(apart, 1 / (n - 1)))]
    _hold("harmonic", harmonic, right["harmonic"], [*_harmonic_mistakes(path), *far])
    rounds = [_pass_on(path, number) for number in range(4)]
    dropped = _pass_on(path, 2, keep=False)
    _hold(
        "two_rounds",
        two_rounds,
        rounds[2],
        [
            Mistake(rounds[1], "this is the first round; do another one, from what everybody has now."),
            Mistake(rounds[3], "this is one round too many."),
            Mistake(_pass_along(path, 2), "all take from the numbers before the round; you took new ones already."),
            Mistake(
                {actor: rounds[2][actor] - rounds[1][actor] for actor in path},
                "in the second round, too, each actor keeps what it has: add it to what comes from the neighbours.",
            ),
            Mistake(dropped, "each actor also keeps what it has: add it to what comes from the neighbours."),
            Mistake(
                _pass_on(path, 2, weighted=False),
                "the weights are forgotten: take what a neighbour has times the weight of the tie.",
            ),
        ],
    )
    first = _first(_measure(path, "eigenvector")["eigenvector"])
    return Right(
        "Right: after one round each actor has 1 plus its strength, after two the strength of its neighbours counts as "
        "well. Go on long enough and the proportions settle: that is eigenvector centrality. "
        f"Here {_come(first)} first by it."
    )


def check_between(answer: Any, graph: nx.Graph, actor: str) -> Right:
    """Check the pairs between which an actor stands on the only shortest path.

    Parameters
    ----------
    answer : object
        A set of pairs.
    graph : networkx.Graph
        The network, with `weight` and `distance`.
    actor : str
        Who stands between.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    right = _between(graph, actor, "distance")
    own = {tuple(sorted((actor, other))) for other in graph[actor]}
    lengths = (
        "the weights are taken for distances, or only steps are counted: a tie of weight 2 is 1/2 long, and you "
        "took it to be 2 or 1 long."
    )
    mistakes = [
        Mistake(_between(graph, actor, "weight"), lengths),
        Mistake(_between(graph, actor, None), lengths),
        Mistake(
            {tuple(sorted(pair)) for pair in combinations(graph[actor], 2)},
            f"these are all pairs of neighbours of {actor}; some of them have a way that is as short without {actor}.",
        ),
        Mistake(own, f"these are the ties of {actor}; asked are the pairs of others that it stands between."),
    ]
    hints = {
        pair: f"their shortest way is {_length(graph, *pair)} long; look for it step by step"
        for pair in (tuple(sorted(pair)) for pair in combinations(sorted(set(graph) - {actor}), 2))
        if nx.has_path(graph, *pair)
    }
    compare_pairs(answer, right, mistakes, hints)
    return Right(
        f"Right: {count(len(right), 'pair')} of {(len(graph) - 1) * (len(graph) - 2) // 2}, so its betweenness is "
        f"{len(right) / ((len(graph) - 1) * (len(graph) - 2) / 2):.3f}. You have done one actor; the computer does all."
    )


# --- weights --------------------------------------------------------------------------------------------------------

_STRENGTHS = "weights are strengths and you take them for distances: the strongest tie becomes the longest way."


def check_distances(predicted: Any, careless: Any, careful: Any, graph: nx.Graph, actor: str) -> Right:
    """Check betweenness with strengths taken for distances, on purpose, and with distances.

    Parameters
    ----------
    predicted : object
        `more`, `less` or `same`: what the careless way makes of the actor's betweenness.
    careless, careful : object
        Betweenness of all actors, the wrong and the right way.
    graph : networkx.Graph
        The network, with `weight` and `distance`.
    actor : str
        Whose betweenness was predicted.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _predicted("predicted_2b", predicted, ("more", "less", "same"))
    right, wrong = (nx.betweenness_centrality(graph, weight=name) for name in ("distance", "weight"))
    steps = nx.betweenness_centrality(graph)
    whole = (len(graph) - 1) * (len(graph) - 2) / 2
    only_steps = "no weight is used here, so every tie is one step long; name an attribute: weight=..."
    _hold("careless_2b", careless, wrong, [Mistake(right, CAREFUL), Mistake(steps, only_steps)])
    _hold(
        "careful_2b",
        careful,
        right,
        [
            Mistake(wrong, f"{_STRENGTHS} Each edge has another attribute that is a distance."),
            Mistake(steps, only_steps),
            Mistake(_times(right, whole), "these are numbers of pairs; leave normalized as networkx has it."),
        ],
    )
    fact = "more" if wrong[actor] > right[actor] else "less" if wrong[actor] < right[actor] else "same"
    return Right(
        f"Right: {actor} has {right[actor]:.3f}, and {wrong[actor]:.3f} where its strong ties are taken for long ways, "
        f"since shortest paths then avoid them. {_hindsight(said, fact)} networkx calls this argument weight in one "
        "function and distance in another; in both it means the length of the way."
    )


def check_unwarned(predicted: Any, misspelt: Any, last: Any, careful: Any, network: nx.Graph, graph: nx.Graph) -> Right:
    """Check strengths with a misspelt weight, with the last of parallel edges winning, and as they are.

    Parameters
    ----------
    predicted : object
        Who comes first where the last of parallel edges wins.
    misspelt, last, careful : object
        Strengths of all actors.
    network : networkx.MultiDiGraph
        The network with its parallel edges, which count `statements`.
    graph : networkx.Graph
        The projected one, with `weight`.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _predicted("predicted_3", predicted, graph)
    right, degree = dict(graph.degree(weight="weight")), dict(graph.degree())
    won = dict(nx.Graph(network).degree(weight="statements"))
    _hold(
        "misspelt",
        misspelt,
        degree,
        [Mistake(right, CAREFUL), Mistake(won, "this is the network in which the last edge won; take `graph`.")],
    )
    _hold(
        "last",
        last,
        won,
        [
            Mistake(right, CAREFUL),
            Mistake(
                degree,
                "every edge counts as 1: the edges of `network` have no weight, they have statements; name that "
                "attribute.",
            ),
            Mistake(
                dict(network.degree(weight="statements")),
                "here no edge is lost: turn `network` into a plain nx.Graph first.",
            ),
        ],
    )
    _hold(
        "careful_3",
        careful,
        right,
        [
            Mistake(degree, "every tie counts as 1: the attribute that you name is on no edge, or you name none."),
            Mistake(won, "the last of parallel edges wins: take the network whose parallel edges are summed."),
        ],
    )
    first, its = _first(won), _first(right)
    lost = int(sum(right.values()) - sum(won.values())) // 2
    return Right(
        f"Right: {_come(its)} first. Where the last edge wins {_come(first)} first, and {count(lost, 'statement')} are "
        f"gone. {_hindsight(said, first)} With the misspelt name strength is degree. networkx said nothing in either "
        "case."
    )


# --- parts and sizes ------------------------------------------------------------------------------------------------


def check_parts(predicted: Any, careless: Any, careful: Any, graph: nx.Graph) -> Right:
    """Check closeness within each part, on purpose, and harmonic closeness over all actors.

    Parameters
    ----------
    predicted : object
        Who comes first by closeness that looks at each part alone.
    careless : object
        Closeness by networkx with wf_improved=False.
    careful : object
        Harmonic closeness: the mean over all others of 1/distance, in units of one statement.
    graph : networkx.Graph
        The network, with `weight` and `distance`.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _predicted("predicted_4a", predicted, graph)
    alone = nx.closeness_centrality(graph, distance="distance", wf_improved=False)
    right = _measure(graph, "harmonic")["harmonic"]
    _hold(
        "careless_4a",
        careless,
        alone,
        [
            Mistake(
                nx.closeness_centrality(graph, distance="distance"),
                "networkx scales small parts down unless you say wf_improved=False; say so here, to see the trap.",
            ),
            Mistake(
                nx.closeness_centrality(graph, distance="weight", wf_improved=False),
                f"{_STRENGTHS} One trap at a time.",
            ),
            Mistake(
                nx.closeness_centrality(graph, wf_improved=False),
                "every tie is one step long here; name the attribute: distance='distance'.",
            ),
            Mistake(right, CAREFUL),
        ],
    )
    n = len(graph)
    brackets = {actor: value * (n - 1) / n - 1 for actor, value in right.items()}
    slip = Mistake(brackets, "brackets are missing: value / len(graph) - 1 divides first; write (len(graph) - 1).")
    _hold("careful_4a", careful, right, [slip, *_harmonic_mistakes(graph, alone)])
    first, its = _first(alone), _first(right)
    return Right(
        f"Right: {_come(first)} first by closeness, for who knows one actor only is close to all it knows. Harmonic "
        f"closeness asks for all others and adds 0 for who cannot be reached; by it {_come(its)} first. "
        f"{_hindsight(said, first)}"
    )


def check_pagerank(predicted: Any, careless: Any, careful: Any, graph: nx.Graph) -> Right:
    """Check PageRank over all parts of a network, and over the largest alone.

    Parameters
    ----------
    predicted : object
        `above` or `below`: where PageRank puts an actor of an isolated pair, beside the average.
    careless, careful : object
        PageRank of all actors, and of those in the largest part.
    graph : networkx.Graph
        The network, with `weight`.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _predicted("predicted_4b", predicted, ("above", "below", "at"))
    part = graph.subgraph(max(nx.connected_components(graph), key=len))
    pair = sorted(set(graph) - set(part))
    right, everybody = nx.pagerank(part), nx.pagerank(graph)
    _hold(
        "careless_4b",
        careless,
        everybody,
        [
            Mistake(right, CAREFUL),
            Mistake(nx.pagerank(graph, weight="distance"), "PageRank follows strong ties; its weight is a strength."),
            Mistake(nx.pagerank(graph, weight=None), "the weights are not used; leave weight as networkx has it."),
        ],
    )
    _hold(
        "careful_4b",
        careful,
        right,
        [
            Mistake(everybody, f"{listed(pair)} are still in it; take the largest part alone."),
            Mistake(
                {actor: everybody[actor] for actor in part},
                "you leave the pair out of the answer, but not out of the network: what it holds is missing from the "
                "others. Make the part first and measure that.",
            ),
            Mistake(nx.pagerank(part, weight="distance"), "PageRank follows strong ties; its weight is a strength."),
        ],
    )
    its, mean = everybody[pair[0]], 1 / len(graph)
    fact = "at" if abs(its - mean) < 1e-6 else "above" if its > mean else "below"
    passed = sorted(actor for actor in part if everybody[actor] < its - 1e-9)
    return Right(
        f"Right: {listed(pair)} have {its:.3f} each, the average, with one partner and one statement: the walker has "
        f"nowhere else to go. That is more than {listed(passed)}, who have as many ties or more. "
        f"{_hindsight(said, fact)} Say which part you measure."
    )


def check_sizes(predicted: Any, careless: Any, careful: Any, small: nx.Graph, large: nx.Graph, actor: str) -> Right:
    """Check an actor's harmonic closeness in a small and a large network, as a sum and as a mean.

    Parameters
    ----------
    predicted : object
        `small` or `large`: in which network the actor is closer to the others.
    careless, careful : object
        The numbers for `small` and `large`: sums of 1/distance, and their means over all others.
    small, large : networkx.Graph
        The networks, with `weight` and `distance`.
    actor : str
        The actor.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _predicted("predicted_4c", predicted, ("small", "large"))
    graphs = {"small": small, "large": large}
    means = {name: _measure(graph, "harmonic")["harmonic"][actor] for name, graph in graphs.items()}
    sums = {name: means[name] * (len(graph) - 1) for name, graph in graphs.items()}
    raw = {name: nx.harmonic_centrality(graph, distance="distance")[actor] for name, graph in graphs.items()}
    same = {name: means[name] * (len(graph) - 1) / len(graph) for name, graph in graphs.items()}
    units = "these sums are in the whole-number distances of each network; multiply each by its own unit first."
    _hold("careless_4c", careless, sums, [Mistake(means, CAREFUL), Mistake(raw, units)], of="network")
    _hold(
        "careful_4c",
        careful,
        means,
        [
            Mistake(sums, "these are sums: a network with more actors has more to add up; divide by n - 1."),
            Mistake(same, "you divide by n; nobody is at a distance from itself, so divide by n - 1."),
            Mistake(
                {name: raw[name] / (len(graph) - 1) for name, graph in graphs.items()},
                "these are in the whole-number distances of each network; multiply each by its own unit.",
            ),
        ],
        of="network",
    )
    fact = max(sorted(means), key=means.get)
    return Right(
        f"Right: {actor} has {sums['small']:.2f} and {sums['large']:.2f} as sums, {means['small']:.2f} and "
        f"{means['large']:.2f} as means. A sum grows with the network; the mean can be compared. "
        f"{_hindsight(said, fact)}"
    )


# --- signs and directions -------------------------------------------------------------------------------------------


def check_conflict(
    predicted: Any,
    careless: Any,
    careful: Any,
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    actor: str = "NOR",
    choices: Choices = KEY,
) -> Right:
    """Check strength with conflict counted as cooperation, on purpose, and without.

    Parameters
    ----------
    predicted : object
        `more`, `less` or `same`: what the conflict makes of the actor's strength.
    careless, careful : object
        Strengths of all actors.
    ties, actors : pandas.DataFrame
        The tables.
    actor : str
        Whose strength was predicted.
    choices : Choices
        Whose ties, and which statuses.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _predicted("predicted_5a", predicted, ("more", "less", "same"))
    rows = {
        name: select_ties(ties, actors, replace(choices, types=types))
        for name, types in [("all", TIE_TYPES), ("own", choices.types), ("conflict", ("conflict",))]
    }
    wrong, right, hostile = (_strengths(rows[name]) for name in ("all", "own", "conflict"))
    one_end = "you count one end of each row; an actor's ties are those in which it is source or target."
    less = {who: right.get(who, 0) - hostile.get(who, 0) for who in wrong}
    _hold(
        "careless_5a",
        careless,
        wrong,
        [
            Mistake(right, CAREFUL),
            Mistake(hostile, "this is conflict alone; the careless network throws all types together."),
            *[Mistake(rows["all"][end].value_counts().to_dict(), one_end) for end in ("source", "target")],
        ],
    )
    _hold(
        "careful_5a",
        careful,
        right,
        [
            Mistake(wrong, "conflict is counted as cooperation: an attack makes nobody more central in cooperation."),
            Mistake(less, "you take conflict off from cooperation; the two do not add up, so leave conflict out."),
            Mistake(hostile, "this is conflict alone."),
            *[Mistake(rows["own"][end].value_counts().to_dict(), one_end) for end in ("source", "target")],
        ],
    )
    fact = "more" if wrong[actor] > right[actor] else "same"
    first, its = _first(wrong), _first(right)
    return Right(
        f"Right: {actor} has {right[actor]:g}, and {wrong[actor]:g} with conflict. Counted carelessly {_come(first)} "
        f"first, and part of that is being threatened; in cooperation {_come(its)} first. "
        f"{_hindsight(said, fact)}"
    )


def check_direction(
    predicted: Any, careless: Any, careful: Any, ties: pd.DataFrame, actors: pd.DataFrame, choices: Choices = KEY
) -> Right:
    """Check PageRank of support read as if it found givers, and PageRank that does.

    Parameters
    ----------
    predicted : object
        Who comes first by PageRank, as networkx gives it of the network from giver to receiver.
    careless, careful : object
        PageRank along the ties, and against them.
    ties, actors : pandas.DataFrame
        The tables.
    choices : Choices
        Whose ties, and which statuses.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    graph = support(ties, actors, choices)
    said = _predicted("predicted_5b", predicted, graph)
    wrong, right = nx.pagerank(graph), nx.pagerank(graph.reverse())
    both = nx.pagerank(graph.to_undirected())
    dropped = "the direction is dropped: giving and receiving look the same. "
    _hold("careless_5b", careless, wrong, [Mistake(right, CAREFUL), Mistake(both, dropped + "Take `gifts` as it is.")])
    _hold(
        "careful_5b",
        careful,
        right,
        [
            Mistake(
                wrong,
                "this rewards receivers: the walker goes along the arrows, from giver to receiver; turn them round.",
            ),
            Mistake(both, dropped + "Turn the arrows round instead."),
            Mistake(
                dict(graph.out_degree(weight="weight")),
                "this is what each gives itself; asked is PageRank, in which it counts to whom one gives.",
            ),
        ],
    )
    first, its = _first(wrong), _first(right)
    return Right(
        f"Right: along the arrows {_come(first)} first, for receiving; against them {_come(its)} first, for giving. "
        f"{_hindsight(said, first)} Closeness of a directed network looks one way too: in networkx, at who reaches you."
    )


# --- who speaks, and who is named -----------------------------------------------------------------------------------


def check_speaker(
    predicted: Any,
    careless: Any,
    careful: Any,
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    documents: pd.DataFrame,
    choices: Choices = KEY,
) -> Right:
    """Check strengths with and without the ties of whoever a document speaks for.

    Parameters
    ----------
    predicted : object
        Who comes first without the speakers' own ties.
    careless, careful : object
        Strengths with and without them.
    ties, actors, documents : pandas.DataFrame
        The tables.
    choices : Choices
        Whose ties, and which statuses.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    rows = select_ties(ties, actors, choices)
    wrong = _strengths(rows)
    said = _predicted("predicted_6a", predicted, wrong)
    author = dict(zip(documents["doc_id"], documents["author_actor"], strict=True))
    speakers = sorted(set().union(*map(authors_of, author.values())))
    right = _strengths(select_ties(ties, actors, replace(choices, without_author=True), documents))
    nowhere = _strengths(rows[~rows["source"].isin(speakers) & ~rows["target"].isin(speakers)])
    silent = _strengths(rows[rows["doc_id"].map(author).eq("")])
    _hold("careless_6a", careless, wrong, [Mistake(right, CAREFUL)])
    _hold(
        "careful_6a",
        _without_zeros(careful),
        right,
        [
            Mistake(wrong, "the speakers' own ties are still in it."),
            Mistake(
                nowhere,
                f"{listed(speakers)} are left out of all documents; leave each out of those only that speak for it, "
                "for what others say about it is no boast.",
            ),
            Mistake(silent, "whole documents are left out; leave out the speaker's own ties and keep the rest."),
        ],
    )
    gone = sorted(actor for actor in speakers if actor in wrong and actor not in right)
    most = max(sorted(wrong), key=lambda actor: wrong[actor] - right.get(actor, 0))
    first = _first(right)
    return Right(
        f"Right: {_come(first)} first then. {most} falls from {wrong[most]:g} to {right.get(most, 0):g}"
        f"{', and of ' + listed(gone) + ' nothing is left' if gone else ''}. {_hindsight(said, first)} Each document "
        "is a star around who wrote it, so who speaks in your corpus decides who comes out central."
    )


def check_attention(
    predicted: Any,
    mentions: Any,
    careless: Any,
    careful: Any,
    tables: Any,
    choices: Choices = KEY,
) -> Right:
    """Check how far strength agrees with mere mentions, in a network of co-mentions and in one of stated ties.

    Parameters
    ----------
    predicted : object
        `co-mentions` or `ties`: which network agrees more with mentions.
    mentions : object
        How often each actor is named, rolled up.
    careless, careful : object
        Rank correlation (Spearman) of mentions with strength, among co-mentions and among the ties of the reading.
    tables : Classroom
        The tables of the corpus.
    choices : Choices
        Whose ties count as right.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _predicted("predicted_6b", predicted, ("co-mentions", "ties"))
    counts = count_mentions(tables.mentions, tables.actors, choices)
    named = dict(zip(counts["actor_id"], counts["mentions"], strict=True))
    apart = tables.mentions["actor_id"].value_counts().to_dict()
    above = roll_up_actors(sorted(apart), tables.actors)
    dropped = {actor: number for actor, number in apart.items() if above[actor] == actor}
    beside = {who: int(number) for who, number in zip(counts["actor_id"], counts["documents"], strict=True)}
    _hold(
        "mentions",
        mentions,
        named,
        [
            Mistake(apart, "the roll-up is forgotten: a minister who is named names a state."),
            Mistake(dropped, "persons and bodies are left out; count them for whom they act."),
            Mistake(beside, "these are numbers of documents; count namings."),
        ],
    )
    strengths = [
        dict(cooperation(tables.ties, tables.actors, which).degree(weight="weight")) for which in (COMENTION, choices)
    ]
    company, stated = (_agreement(strength, named) for strength in strengths)
    straight = [_agreement(strength, named, ranks=False) for strength in strengths]
    pearson = "this is the plain correlation; say method='spearman', for only the order of the actors is compared."
    swapped = "this is the number for the other network."
    degrees = [dict(cooperation(tables.ties, tables.actors, which).degree()) for which in (COMENTION, choices)]
    counted = [_agreement(degree, named) for degree in degrees]
    alone = [_agreement(strength, apart) for strength in strengths]
    unrolled = "the roll-up is forgotten in the mentions that you use here."
    for name, answer, right, other, place in [
        ("careless_6b", careless, company, stated, 0),
        ("careful_6b", careful, stated, company, 1),
    ]:
        mistakes = [Mistake(other, swapped), Mistake(straight[place], pearson), Mistake(alone[place], unrolled)]
        mistakes.append(Mistake(counted[place], "this is degree; strength needs weight='weight'."))
        _named(name, partial(compare_number, answer, right, mistakes))
    fact = "co-mentions" if company > stated else "ties"
    return Right(
        f"Right: {company:.2f} among co-mentions, {stated:.2f} among stated ties. {_hindsight(said, fact)} The more "
        "often an actor is named, the more it has company, so centrality among co-mentions is mostly attention over "
        "again. What position adds is where the two differ."
    )


# --- pieces ---------------------------------------------------------------------------------------------------------


def _named(name: str, compare: Callable[[], None]) -> None:
    """Let a comparison say which of several answers it is about."""
    try:
        compare()
    except NotAnswered:
        raise NotAnswered(f"Not answered yet: {name} is still None.") from None
    except Wrong as error:
        raise Wrong(f"in {name}: {error}") from None


def _hold(name: str, answer: Any, right: Numbers, mistakes: Iterable[Mistake], of: str = "actor") -> None:
    _named(name, partial(compare_numbers, answer, right, mistakes, of))


def _predicted(name: str, answer: Any, options: Iterable[str]) -> str:
    """Read a prediction; any of the options will do, for a prediction may be wrong."""
    try:
        answered(answer)
    except NotAnswered:
        raise NotAnswered("Not answered yet: make your prediction first; a wrong one teaches more than none.") from None
    options = sorted(options)
    chosen = spelt(answer, options)
    if chosen is None:
        shown = repr(answer) if isinstance(answer, str) and answer.strip() else a(answer)
        raise Wrong(f"in {name}: it is {shown}; choose one of {', '.join(map(repr, options))}.")
    return chosen


def _hindsight(said: str, fact: str | list[str]) -> str:
    """Say how the prediction was."""
    facts = [fact] if isinstance(fact, str) else fact
    return "You had predicted that." if said in facts else f"You had predicted {said}: what misled you?"


def _measure(graph: nx.Graph, *measures: str) -> dict[str, dict[str, float]]:
    table = measure_centrality(graph, "", measures)
    return {
        measure: dict(zip(rows["actor_id"], rows["value"], strict=True)) for measure, rows in table.groupby("measure")
    }


def _harmonic_mistakes(graph: nx.Graph, closeness: Numbers | None = None) -> list[Mistake]:
    """Say what is usually wrong with harmonic closeness, divided by n - 1 and in units of one statement."""
    n = len(graph)
    right = _measure(graph, "harmonic")["harmonic"]
    sums = _times(right, n - 1)
    raw = {
        name: nx.harmonic_centrality(_with_distance(graph), distance=attribute)
        for name, attribute in [("whole", "distance"), ("weight", "weight"), ("steps", None)]
    }
    turned = f"{_STRENGTHS} A tie of weight 3 is 1/3 long."
    steps = "you count steps; a tie of weight 3 is 1/3 of a step long."
    found = [
        Mistake(sums, f"these are sums; divide by the number of others, n - 1 = {n - 1}, to get a mean."),
        Mistake(_times(sums, 1 / n), f"you divide by n; nobody is at a distance from itself, so divide by {n - 1}."),
        Mistake(raw["weight"], turned),
        Mistake(_times(raw["weight"], 1 / (n - 1)), turned),
        Mistake(raw["steps"], steps),
        Mistake(_times(raw["steps"], 1 / (n - 1)), steps),
    ]
    units = "the distances of networkx are whole numbers here, {} to a weight of 1; multiply by {}."
    unit = _unit(graph)
    found += [
        Mistake(raw["whole"], units.format(unit, unit) + f" Then divide by n - 1 = {n - 1}."),
        Mistake(_times(raw["whole"], 1 / (n - 1)), units.format(unit, unit)),
    ]
    weighed = nx.closeness_centrality(_with_distance(graph), distance="distance")
    classic = "this is closeness, one over the mean distance; harmonic closeness is the mean of one over the distance."
    for numbers in (weighed, _times(weighed, unit), *([closeness] if closeness else [])):
        found.append(Mistake(numbers, classic))
    return found


def _unit(graph: nx.Graph) -> int:
    """Say how long a tie of weight 1 is in the whole-number distances of a graph."""
    *_, data = next(iter(_with_distance(graph).edges(data=True)))
    return data["distance"] * data["weight"]


def _with_distance(graph: nx.Graph) -> nx.Graph:
    return set_distances(nx.Graph(graph.edges(data=True)))


def _pass_on(graph: nx.Graph, rounds: int, keep: bool = True, weighted: bool = True) -> dict[str, float]:
    """Let actors that begin with 1 add what their neighbours have, so many times."""
    have = dict.fromkeys(graph, 1)
    for _ in range(rounds):
        have = {
            actor: (have[actor] if keep else 0)
            + sum(have[other] * (data["weight"] if weighted else 1) for other, data in graph[actor].items())
            for actor in graph
        }
    return have


def _pass_along(graph: nx.Graph, rounds: int) -> dict[str, float]:
    """Do the same one actor after another, as somebody does who writes the new numbers over the old ones."""
    have = dict.fromkeys(graph, 1)
    for _ in range(rounds):
        for actor in graph:
            have[actor] += sum(have[other] * data["weight"] for other, data in graph[actor].items())
    return have


def _lengths(graph: nx.Graph) -> dict[str, dict[str, float]]:
    """Measure how far each actor is from all it can reach, in the whole-number distances."""
    return dict(nx.all_pairs_dijkstra_path_length(_with_distance(graph), weight="distance"))


def _between(graph: nx.Graph, actor: str, weight: str | None) -> set[tuple[str, str]]:
    """List the pairs all of whose shortest paths lead through an actor."""
    found = set()
    for one, other in combinations(sorted(set(graph) - {actor}), 2):
        if nx.has_path(graph, one, other):
            paths = list(nx.all_shortest_paths(graph, one, other, weight=weight))
            if all(actor in path for path in paths):
                found.add((one, other))
    return found


def _length(graph: nx.Graph, one: str, other: str) -> str:
    """Write how long the shortest way is, in units of a tie of weight 1."""
    length, unit = nx.shortest_path_length(graph, one, other, weight="distance"), _unit(graph)
    return f"{length // unit}" if length % unit == 0 else f"{length}/{unit}"


def _strengths(rows: pd.DataFrame) -> dict[str, int]:
    return pd.concat([rows["source"], rows["target"]]).value_counts().to_dict()


def _agreement(strength: Numbers, named: Numbers, ranks: bool = True) -> float:
    actors = sorted(set(strength) & set(named))
    one, other = (pd.Series([values[actor] for actor in actors], dtype=float) for values in (strength, named))
    return rank_correlation(one, other) if ranks else float(one.corr(other))


def _without_zeros(answer: Any) -> Any:
    """Who has no tie has no place in a network; a student may also write it as 0."""
    if isinstance(answer, pd.Series):
        answer = answer.to_dict()
    return {k: v for k, v in answer.items() if v != 0} if isinstance(answer, Mapping) else answer


def _first(numbers: Numbers) -> list[str]:
    """Say who comes first; equal actors come together."""
    top = max(numbers.values())
    return sorted(actor for actor, value in numbers.items() if abs(value - top) < 1e-9)


def _times(numbers: Numbers, factor: float) -> dict[str, float]:
    return {key: value * factor for key, value in numbers.items()}


def _come(names: list[str]) -> str:
    return f"{listed(names)} {'comes' if len(names) == 1 else 'come'}"
