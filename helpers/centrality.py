"""Step 6: how central is each actor, by the measures that `helpers.measures` defines.

Needs a graph from `helpers.network` or `helpers.views`. Makes the table of centralities.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import networkx as nx
import numpy as np
import pandas as pd

from helpers import engine
from helpers.measures import ALL, DECIMALS, SEED, check_names, rank_values, refuse_few, refuse_too_large, too_large
from helpers.network import check_weights
from helpers.tables import InputError


def measure_centrality(
    graph: nx.Graph,
    name: str = "",
    measures: Iterable[str] | None = None,
    sources: int | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Measure how central each actor of an undirected weighted network is.

    Networks of ten thousand actors and more go through a faster engine by the same call, with values that are equal
    within 1e-9. There two routes count as equally short where they differ by less than one part in 10^10, which needs
    weights of some hundred thousand.

    Parameters
    ----------
    graph : networkx.Graph
        From `helpers.network.project`; edges have whole-number `weight`. The graph is left as it is.
    name : str
        What to call the network in the table; without it the graph's own name.
    measures : iterable of str, optional
        Which of `MEASURES`; without it all that can be had of a network of this size, and a warning says which cannot.
    sources : int, optional
        Estimate betweenness from the shortest paths that start at so many actors; without it all, which is exact.
        `sampled_betweenness` says how far off an estimate may be.
    seed : int
        Which sources are drawn; the same seed gives the same table.

    Returns
    -------
    pandas.DataFrame
        network, actor_id, measure, value, rank. Values have nine decimals. Ranks are competition ranks: equal actors
        share the best rank of theirs and the next rank is skipped (1, 2, 2, 4). Rank 1 is the most central, which
        for constraint is the lowest value. A value that is not defined is empty and ranks last.

    Raises
    ------
    InputError
        Where the network has fewer than three actors, is directed, or an edge lacks its weight, or where a measure
        that was asked for would take hours (`helpers.measures.too_large`).

    Examples
    --------
    >>> star = nx.Graph([("A", "B", {"weight": 2}), ("B", "C", {"weight": 1})], name="star")
    >>> measure_centrality(star, measures=["strength"])
      network actor_id   measure  value  rank
    0    star        A  strength    2.0     2
    1    star        B  strength    3.0     1
    2    star        C  strength    1.0     3
    """
    name, actors, pairs, weights = _as_arrays(graph, name)
    asked = list(ALL if measures is None else measures)
    check_names(asked)
    walked = [measure for measure in asked if measure != "betweenness" or sources is None]
    if measures is None:
        reasons = {measure: too_large(measure, len(actors), len(pairs)) for measure in walked}
        for sentence in filter(None, reasons.values()):
            warnings.warn(f"Network {name!r}: {sentence}", stacklevel=2)
        asked = [measure for measure in asked if not reasons.get(measure)]
        walked = [measure for measure in walked if not reasons[measure]]
    found = engine.measure_many(len(actors), pairs, weights[None, :], walked)
    values = {measure: rows[0] for measure, rows in found.items()}
    if sources is not None and "betweenness" in asked:
        values["betweenness"] = _sample(pairs, weights, len(actors), sources, seed)[0]
    return _long(name, actors, {measure: values[measure] for measure in asked})


def sampled_betweenness(graph: nx.Graph, sources: int, seed: int = SEED, name: str = "") -> pd.DataFrame:
    """Estimate betweenness from the shortest paths that start at some actors, and say how far off it may be.

    Exact betweenness walks from every actor; this walks from `sources` of them, drawn at random (Brandes and Pich
    2007, International Journal of Bifurcation and Chaos 17: 2303-2318), and takes that part of the time.

    Parameters
    ----------
    graph : networkx.Graph
        As for `measure_centrality`.
    sources : int
        From how many actors; at least two. As many as there are, or more, give the exact values and error 0.
    seed : int
        The same seed gives the same table.
    name : str
        What to call the network; without it the graph's own name.

    Returns
    -------
    pandas.DataFrame
        network, actor_id, measure (betweenness), value, rank, as from `measure_centrality`, and `error`: the standard
        error of the value, estimated from how groups of the sources differ. Of actors that lie on many paths the
        exact value was within two errors in 80 to 95 of 100 samples (`make bench ARGS=large`), for some sources count
        for much more than others; of one that lies on few the error itself is a rough guess, and 0 where no sampled
        path led through it.

    Raises
    ------
    InputError
        As `measure_centrality`, and where fewer than two sources are asked for.

    Examples
    --------
    >>> star = nx.Graph([("A", "B", {"weight": 2}), ("B", "C", {"weight": 1}), ("B", "D", {"weight": 1})])
    >>> sampled_betweenness(star, sources=4)[["actor_id", "value", "error"]].to_numpy().tolist()[1]
    ['B', 1.0, 0.0]
    """
    name, actors, pairs, weights = _as_arrays(graph, name)
    value, error = _sample(pairs, weights, len(actors), sources, seed)
    return _long(name, actors, {"betweenness": value}).assign(error=np.round(error, DECIMALS) + 0.0)


def _sample(pairs, weights, size, sources, seed) -> tuple[np.ndarray, np.ndarray]:
    if sources < 2:
        raise InputError(f"Betweenness cannot be estimated from {sources} sources; give at least 2.")
    refuse_too_large(["betweenness"], min(sources, size), len(pairs))
    return engine.sample_betweenness(size, pairs, weights, sources, seed)


def _as_arrays(graph: nx.Graph, name: str) -> tuple[str, list[str], np.ndarray, np.ndarray]:
    """Check an undirected network; give its name, its actors that have a tie, its pairs as numbers, and weights."""
    name = name or graph.graph.get("name", "") or "network"
    if graph.is_directed() or graph.is_multigraph():
        raise InputError(f"The network {name!r} is directed or has parallel edges; project it first.")
    _check_size(graph, name)
    actors = sorted(actor for actor, neighbours in graph.adjacency() if set(neighbours) - {actor})
    return name, actors, *pairs_and_weights(graph, actors)


def _check_size(graph: nx.Graph, name: str) -> None:
    tied = sum(1 for actor in graph if set(nx.all_neighbors(graph, actor)) - {actor})
    refuse_few(tied, name)


def pairs_and_weights(graph: nx.Graph, actors: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Give the ties of a graph as places in `actors`, shape (pairs, 2), and their weights; no tie with oneself.

    Examples
    --------
    >>> pairs_and_weights(nx.Graph([("B", "A", {"weight": 2}), ("B", "C", {"weight": 1})]), ["A", "B", "C"])
    (array([[1, 0],
           [1, 2]]), array([2, 1]))
    """
    number = {actor: i for i, actor in enumerate(actors)}
    edges = [
        (number[source], number[target], weight)
        for (source, target), weight in zip(graph.edges(), check_weights(graph), strict=True)
        if source != target
    ]
    *ends, weights = np.array(edges, dtype=np.int64).reshape(-1, 3).T
    return np.stack(ends, axis=1), weights


def _long(name: str, actors: list[str], values: dict[str, np.ndarray]) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "network": name,
                    "actor_id": actors,
                    "measure": measure,
                    "value": np.round(found, DECIMALS) + 0.0,
                    "rank": rank_values(found, measure),
                }
            )
            for measure, found in values.items()
        ],
        ignore_index=True,
    )


def measure_directed(graph: nx.DiGraph, name: str = "") -> pd.DataFrame:
    """Measure a directed network, such as support, by `DIRECTED_MEASURES`.

    Parameters
    ----------
    graph : networkx.DiGraph
        From `helpers.network.project` with its direction; edges have whole-number `weight`.
    name : str
        What to call the network; without it the graph's own name.

    Returns
    -------
    pandas.DataFrame
        As from `measure_centrality`.

    Raises
    ------
    InputError
        Where the network has fewer than three actors, an edge lacks its weight, or shortest paths would take hours.

    Examples
    --------
    >>> gifts = nx.DiGraph([("A", "C", {"weight": 2}), ("B", "C", {"weight": 1})])
    >>> table = measure_directed(gifts, "gifts")
    >>> table[table["measure"].eq("strength_in")]["value"].tolist()
    [0.0, 0.0, 3.0]
    """
    name = name or graph.graph.get("name", "") or "network"
    if not graph.is_directed() or graph.is_multigraph():
        raise InputError(f"The network {name!r} has no direction or has parallel edges; project it with direction.")
    _check_size(graph, name)
    actors = sorted(actor for actor in graph if set(nx.all_neighbors(graph, actor)) - {actor})
    pairs, weights = pairs_and_weights(nx.DiGraph(graph.subgraph(actors)), actors)
    refuse_too_large(["harmonic"], len(actors), 2 * len(pairs))
    return _long(name, actors, engine.measure_arcs(len(actors), pairs, weights))


def measure_signed(graph: nx.Graph, name: str = "") -> pd.DataFrame:
    """Measure a signed network by `SIGNED_MEASURES`.

    Parameters
    ----------
    graph : networkx.Graph
        From `helpers.views.signed`: edges have `sign` 1, -1, or 0 where cooperation and conflict balance, which
        counts as no tie.
    name : str
        What to call the network; without it the graph's own name.

    Returns
    -------
    pandas.DataFrame
        As from `measure_centrality`; for `degree_negative` rank 1 has the most adversaries.

    Raises
    ------
    InputError
        Where the network has fewer than three actors, is directed, or an edge lacks its sign.

    Examples
    --------
    >>> triangle = nx.Graph([("A", "B", {"sign": 1}), ("B", "C", {"sign": 1}), ("A", "C", {"sign": -1})])
    >>> table = measure_signed(triangle, "toy")
    >>> table[table["measure"].eq("pn")]["actor_id"].iloc[table[table["measure"].eq("pn")]["rank"].argmin()]
    'B'
    """
    name = name or graph.graph.get("name", "") or "network"
    if graph.is_directed() or graph.is_multigraph():
        raise InputError(f"The network {name!r} is directed or has parallel edges; make it with the signed view.")
    _check_size(graph, name)
    for source, target, data in graph.edges(data=True):
        if data.get("sign") not in (-1, 0, 1):
            raise InputError(f"The edge {source} - {target} has no sign (-1, 0 or 1); make it with the signed view.")
    actors = sorted(graph)
    if len(actors) > engine.DENSE:
        signs = nx.to_scipy_sparse_array(graph, nodelist=actors, weight="sign", dtype=float, format="csr")
    else:
        signs = nx.to_numpy_array(graph, nodelist=actors, weight="sign")
    values = {
        "degree_positive": (signs > 0).sum(axis=1).astype(float),
        "degree_negative": (signs < 0).sum(axis=1).astype(float),
        "pn": pn_centrality(signs),
    }
    return _long(name, actors, values)


def pn_centrality(signs: np.ndarray) -> np.ndarray:
    """Give PN centrality of a symmetric matrix of signs (Everett and Borgatti 2014, Social Networks 38: 111-120).

    Parameters
    ----------
    signs : numpy.ndarray or scipy.sparse.sparray
        1 for a positive tie, -1 for a negative one, else 0; shape (actors, actors). A sparse one is summed as the
        series 1 + A/(2n-2) 1 + ..., until nothing changes.

    Examples
    --------
    >>> pn_centrality(np.array([[0, 1], [1, 0]])).round(3).tolist()  # two friends: 1 / (1 - 1/2)
    [2.0, 2.0]
    """
    n = signs.shape[0]
    if isinstance(signs, np.ndarray):
        matrix = (signs > 0) - 2.0 * (signs < 0)
        return np.linalg.solve(np.eye(n) - matrix / (2 * n - 2), np.ones(n))
    matrix = signs.copy()
    matrix.data = np.where(matrix.data < 0, -2.0, np.sign(matrix.data)) / (2 * n - 2)
    values = np.ones(n)
    while np.abs(step := 1 + matrix @ values - values).max() > 1e-14:
        values = values + step
    return values


def describe_components(graph: nx.Graph) -> str:
    """Say whether the network hangs together, and where it does not, what that does to eigenvector and PageRank.

    Examples
    --------
    >>> describe_components(nx.Graph([("A", "B"), ("B", "C"), ("D", "E")])).partition(". ")[0].partition("; ")[2]
    'eigenvector centrality is measured on the largest (3 of 5 actors) and leaves out D, E'
    """
    if not graph:
        return "The network has no actors, so there is nothing to connect; widen the choices or add documents."
    components = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    if len(components) <= 1:
        return f"The network is connected: a path leads from each of its {len(graph)} actors to every other."
    weights = nx.get_edge_attributes(graph, "weight", default=1)
    strength = [
        sum(weight for (source, _), weight in weights.items() if source in component) for component in components
    ]
    best = min(range(len(components)), key=lambda i: (-len(components[i]), -strength[i], min(components[i])))
    left_out = sorted(set(graph) - components[best])
    return (
        f"The network has {len(components)} components; eigenvector centrality is measured on the largest "
        f"({len(components[best])} of {len(graph)} actors) and leaves out {', '.join(left_out)}. PageRank gives each "
        "component a share in proportion to its actors, so that a pair apart from the rest may rank above actors "
        "with more ties elsewhere: compare by PageRank within a component only."
    )
