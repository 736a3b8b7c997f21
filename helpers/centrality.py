"""Step 6: how central is each actor, by the measures that `helpers.measures` defines.

Needs a graph from `helpers.network` or `helpers.views`. Makes the table of centralities.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import numpy as np
import pandas as pd

from helpers import engine
from helpers.measures import ALL, DECIMALS, check_names, rank_values
from helpers.network import check_weights
from helpers.tables import InputError

# Up to so many actors everything is held in dense matrices.
DENSE = 500


def measure_centrality(graph: nx.Graph, name: str = "", measures: Iterable[str] = ALL) -> pd.DataFrame:
    """Measure how central each actor of an undirected weighted network is.

    Parameters
    ----------
    graph : networkx.Graph
        From `helpers.network.project`; edges have whole-number `weight`. The graph is left as it is.
    name : str
        What to call the network in the table; without it the graph's own name.
    measures : iterable of str
        Which of `MEASURES`.

    Returns
    -------
    pandas.DataFrame
        network, actor_id, measure, value, rank. Values have nine decimals. Ranks are competition ranks: equal actors
        share the best rank of theirs and the next rank is skipped (1, 2, 2, 4). Rank 1 is the most central, which
        for constraint is the lowest value. A value that is not defined is empty and ranks last.

    Raises
    ------
    InputError
        Where the network has fewer than three actors, is directed, or an edge lacks its weight.

    Examples
    --------
    >>> star = nx.Graph([("A", "B", {"weight": 2}), ("B", "C", {"weight": 1})], name="star")
    >>> measure_centrality(star, measures=["strength"])
      network actor_id   measure  value  rank
    0    star        A  strength    2.0     2
    1    star        B  strength    3.0     1
    2    star        C  strength    1.0     3
    """
    name = name or graph.graph.get("name", "") or "network"
    measures = list(measures)
    check_names(measures)
    if graph.is_directed() or graph.is_multigraph():
        raise InputError(f"The network {name!r} is directed or has parallel edges; project it first.")
    _check_size(graph, name)
    actors = sorted(actor for actor, neighbours in graph.adjacency() if set(neighbours) - {actor})
    return _long(name, actors, measure_graph(graph, actors, measures))


def _check_size(graph: nx.Graph, name: str) -> None:
    tied = sum(1 for actor in graph if set(nx.all_neighbors(graph, actor)) - {actor})
    if tied < 3:
        raise InputError(
            f"The network {name!r} has {tied or 'no'} actors with a tie and centrality compares at least three; "
            "widen the choices (statuses, types, documents) or add documents."
        )


def measure_graph(graph: nx.Graph, actors: list[str], measures: list[str]) -> dict[str, np.ndarray]:
    """Hand a graph to the engine: small ones as matrices, large ones to igraph and sparse matrices."""
    number = {actor: i for i, actor in enumerate(actors)}
    edges = [
        (number[source], number[target], weight)
        for (source, target), weight in zip(graph.edges(), check_weights(graph), strict=True)
        if source != target
    ]
    *ends, weights = np.array(edges, dtype=np.int64).T
    pairs = np.stack(ends, axis=1)
    if len(actors) > DENSE:
        return engine.measure_large(len(actors), pairs, weights, measures)
    found = engine.measure_many(len(actors), pairs, weights[None, :], measures)
    return {measure: values[0] for measure, values in found.items()}


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
        Where the network has fewer than three actors or an edge lacks its weight.

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
    graph = nx.DiGraph(graph.subgraph(actors))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    length, unit = engine.distances(check_weights(graph))
    for (*_, data), distance in zip(graph.edges(data=True), length, strict=True):
        data["distance"] = distance
    n = len(actors)
    matrix = nx.to_numpy_array(graph, nodelist=actors, weight="weight")
    incoming = nx.harmonic_centrality(graph, distance="distance")
    outgoing = nx.harmonic_centrality(graph.reverse(), distance="distance")
    values = {
        "strength_in": matrix.sum(axis=0),
        "strength_out": matrix.sum(axis=1),
        "degree_in": (matrix > 0).sum(axis=0).astype(float),
        "degree_out": (matrix > 0).sum(axis=1).astype(float),
        "harmonic_in": np.array([incoming[actor] for actor in actors]) * unit / (n - 1),
        "harmonic_out": np.array([outgoing[actor] for actor in actors]) * unit / (n - 1),
        "pagerank": _directed_pagerank(matrix),
    }
    return _long(name, actors, values)


def _directed_pagerank(matrix: np.ndarray) -> np.ndarray:
    n = len(matrix)
    out = matrix.sum(axis=1, keepdims=True)
    steps = np.where(out > 0, matrix / np.where(out > 0, out, 1), 1 / n)
    return np.linalg.solve(np.eye(n) - engine.DAMPING * steps.T, np.full(n, (1 - engine.DAMPING) / n))


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
        Where the network has fewer than three actors or an edge lacks its sign.

    Examples
    --------
    >>> triangle = nx.Graph([("A", "B", {"sign": 1}), ("B", "C", {"sign": 1}), ("A", "C", {"sign": -1})])
    >>> table = measure_signed(triangle, "toy")
    >>> table[table["measure"].eq("pn")]["actor_id"].iloc[table[table["measure"].eq("pn")]["rank"].argmin()]
    'B'
    """
    name = name or graph.graph.get("name", "") or "network"
    _check_size(graph, name)
    for source, target, data in graph.edges(data=True):
        if data.get("sign") not in (-1, 0, 1):
            raise InputError(f"The edge {source} - {target} has no sign (-1, 0 or 1); make it with the signed view.")
    actors = sorted(graph)
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
    signs : numpy.ndarray
        1 for a positive tie, -1 for a negative one, else 0; shape (actors, actors).

    Examples
    --------
    >>> pn_centrality(np.array([[0, 1], [1, 0]])).round(3).tolist()  # two friends: 1 / (1 - 1/2)
    [2.0, 2.0]
    """
    n = len(signs)
    matrix = (signs > 0) - 2.0 * (signs < 0)
    return np.linalg.solve(np.eye(n) - matrix / (2 * n - 2), np.ones(n))


def describe_components(graph: nx.Graph) -> str:
    """Say in a sentence whether the network hangs together, and whom eigenvector centrality leaves out.

    Examples
    --------
    >>> describe_components(nx.Graph([("A", "B"), ("B", "C"), ("D", "E")])).partition("; ")[2]
    'eigenvector centrality is measured on the largest (3 of 5 actors) and leaves out D, E.'
    """
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
        f"({len(components[best])} of {len(graph)} actors) and leaves out {', '.join(left_out)}."
    )
