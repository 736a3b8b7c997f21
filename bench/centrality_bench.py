"""How fast centralities are measured: thousands of resamples, and one large network.

Run as `python bench/centrality_bench.py`, or with `large` for the network of 10,000 actors too. Both sides do the same
work in one run on the same machine, and their results are compared before their times are.
"""

from __future__ import annotations

import sys
import time

import networkx as nx
import numpy as np

from helpers import engine
from helpers.measures import ALL, BASIC
from helpers.network import set_distances


def invented_network(actors: int, pairs: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Invent a network with hubs, as documents that speak for somebody give: ends and weights of its pairs."""
    random = np.random.default_rng(seed)
    attention = 1 / np.arange(1, actors + 1) ** 0.8
    ends = random.choice(actors, size=(4 * pairs, 2), p=attention / attention.sum())
    chain = np.stack([np.arange(actors - 1), np.arange(1, actors)], axis=1)[: actors // 2]
    ends = np.sort(np.concatenate([chain, ends[ends[:, 0] != ends[:, 1]]]), axis=1)
    _, first = np.unique(ends, axis=0, return_index=True)
    ends = ends[np.sort(first)[:pairs]]
    ends = np.unique(ends, return_inverse=True)[1].reshape(-1, 2)
    return ends, 1 + random.poisson(1.5, size=len(ends))


def measure_plainly(pairs: np.ndarray, weights: np.ndarray, measures) -> dict[str, dict]:
    """Measure one network by one call to networkx a measure, as a careful script would."""
    graph = nx.Graph()
    for (source, target), weight in zip(pairs.tolist(), weights.tolist(), strict=True):
        if weight:
            graph.add_edge(source, target, weight=weight)
    set_distances(graph)
    source, target, data = next(iter(graph.edges(data=True)))
    unit = data["weight"] * data["distance"] / (len(graph) - 1)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    core = graph.subgraph(parts[0])
    calls = {
        "strength": lambda: dict(graph.degree(weight="weight")),
        "degree": lambda: dict(graph.degree()),
        "betweenness": lambda: nx.betweenness_centrality(graph, weight="distance"),
        "harmonic": lambda: {a: v * unit for a, v in nx.harmonic_centrality(graph, distance="distance").items()},
        "eigenvector": lambda: nx.eigenvector_centrality_numpy(core, weight="weight"),
        "pagerank": lambda: nx.pagerank(graph, weight="weight", tol=1e-9, max_iter=1000),
        "katz": lambda: nx.katz_centrality_numpy(graph, alpha=_attenuation(graph), weight="weight"),
        "current_flow_betweenness": lambda: _current_flow(graph, parts),
        "core_number": lambda: nx.core_number(graph),
        "constraint": lambda: nx.constraint(graph, weight="weight"),
        "effective_size": lambda: nx.effective_size(graph, nodes=list(graph), weight="weight"),
    }
    return {measure: calls[measure]() for measure in measures}


def _attenuation(graph: nx.Graph) -> float:
    return engine.KATZ_SHARE / float(np.linalg.eigvalsh(nx.to_numpy_array(graph))[-1])


def _current_flow(graph: nx.Graph, parts: list) -> dict:
    n, found = len(graph), {}
    for part in parts:
        if len(part) > 2:
            values = nx.current_flow_betweenness_centrality(graph.subgraph(part), normalized=False, weight="weight")
            found |= {actor: value * 2 / ((n - 1) * (n - 2)) for actor, value in values.items()}
        else:
            found |= dict.fromkeys(part, 0.0)
    return found


def compare_resamples(actors: int = 60, pairs: int = 110, replicates: int = 2000, plain: int = 40) -> None:
    """Measure resamples by the engine and by the plain loop, the loop on the first few of the same resamples."""
    ends, weights = invented_network(actors, pairs)
    actors = int(ends.max()) + 1
    chances = np.repeat(1 / weights.sum(), weights.sum())
    random = np.random.default_rng(2)
    drawn = random.multinomial(weights.sum(), chances, size=replicates)
    many = np.add.reduceat(drawn, np.concatenate([[0], np.cumsum(weights)[:-1]]), axis=1)
    engine.measure_many(actors, ends, many[: engine.FEW + 1], ALL)  # pays for imports, as the plain side does below
    measure_plainly(ends, many[0], ALL)
    print(f"{replicates} resamples of {actors} actors and {len(ends)} pairs; the plain loop on {plain} of them")
    print(f"{'measures':32} {'plain, s':>10} {'engine, s':>10} {'times faster':>13} {'largest difference':>19}")
    for name, measures in [*((m, [m]) for m in ALL), ("the basic six", BASIC), ("all eleven", ALL)]:
        begin = time.perf_counter()
        slow = [measure_plainly(ends, row, measures) for row in many[:plain]]
        slow_time = (time.perf_counter() - begin) / plain * replicates
        begin = time.perf_counter()
        fast = engine.measure_many(actors, ends, many, measures)
        fast_time = time.perf_counter() - begin
        apart = max(
            abs(fast[measure][row, actor] - value)
            for row, found in enumerate(slow)
            for measure, values in found.items()
            for actor, value in values.items()
        )
        print(f"{name:32} {slow_time:10.2f} {fast_time:10.2f} {slow_time / fast_time:13.1f} {apart:19.1e}")


def measure_one_large(actors: int = 10_000, pairs: int = 100_000) -> None:
    """Measure one large network, and networkx on it where that takes seconds rather than minutes."""
    ends, weights = invented_network(actors, pairs)
    actors = int(ends.max()) + 1
    print(f"\none network of {actors} actors and {len(ends)} pairs")
    print(f"{'measure':32} {'networkx, s':>12} {'engine, s':>10}")
    for measure in ALL:
        slow = ""
        if measure in ("strength", "degree", "eigenvector", "pagerank", "core_number"):
            begin = time.perf_counter()
            measure_plainly(ends, weights, [measure])
            slow = f"{time.perf_counter() - begin:.2f}"
        begin = time.perf_counter()
        engine.measure_large(actors, ends, weights, [measure])
        print(f"{measure:32} {slow or 'minutes':>12} {time.perf_counter() - begin:10.2f}", flush=True)


if __name__ == "__main__":
    compare_resamples()
    if "large" in sys.argv[1:]:
        measure_one_large()
