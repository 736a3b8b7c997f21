"""How fast centralities are measured: thousands of resamples, and one large network.

Run as `python -m bench.centrality_bench`, or with `large` for the network of 10,000 actors too. Both sides do the same
work in one run on the same machine, and their results are compared before their times are.
"""

from __future__ import annotations

import sys
import time

import networkx as nx
import numpy as np

from helpers import engine
from helpers.centrality import measure_centrality, sampled_betweenness
from helpers.communities import METHODS, find_communities
from helpers.measures import ALL, BASIC, rank_correlation, too_large
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


def measure_one_large(actors: int = 10_000, pairs: int = 100_000, some: int = 20, sources: int = 500) -> None:
    """Measure one large network by our calls and by networkx, which walks from some actors only where it is slow.

    Our side is the public call on a networkx graph, so that its time holds the way from the graph to the engine and
    its values are rounded to nine decimals. Where networkx would take minutes its time is that for `some` actors,
    times all / some, and the values compared are those of these actors or of paths from them.
    """
    ends, weights = invented_network(actors, pairs)
    actors = int(ends.max()) + 1
    graph = nx.Graph(name="large")
    graph.add_nodes_from(f"a{number:06}" for number in range(actors))
    for (source, target), weight in zip(ends.tolist(), weights.tolist(), strict=True):
        graph.add_edge(f"a{source:06}", f"a{target:06}", weight=weight)
    set_distances(graph)
    names = sorted(graph)
    chosen = np.random.default_rng(3).choice(actors, size=some, replace=False)
    start = [names[number] for number in chosen]
    unit = engine.distances(weights.tolist())[1]
    core = graph.subgraph(max(nx.connected_components(graph), key=len))
    part, whole = (start, actors / some), (names, 1)
    # What networkx is asked, of whom, and what its time is multiplied by.
    plain = {
        "strength": (lambda: dict(graph.degree(weight="weight")), whole),
        "degree": (lambda: dict(graph.degree()), whole),
        "betweenness": (lambda: nx.betweenness_centrality_subset(graph, start, names, weight="distance"), part),
        "harmonic": (lambda: {a: _reached(graph, a) * unit / (actors - 1) for a in start}, part),
        "eigenvector": (lambda: nx.eigenvector_centrality_numpy(core, weight="weight"), (list(core), 1)),
        "pagerank": (lambda: nx.pagerank(graph, weight="weight", tol=1e-12, max_iter=1000), whole),
        "katz": (lambda: _katz_by_steps(graph, ends, weights), whole),
        "core_number": (lambda: nx.core_number(graph), whole),
        "constraint": (lambda: nx.constraint(graph, nodes=start, weight="weight"), part),
        "effective_size": (lambda: nx.effective_size(graph, nodes=start, weight="weight"), part),
    }
    measure_centrality(graph, "large", ["eigenvector", "core_number"])  # pays for imports
    print(f"\none network of {actors} actors and {len(ends)} pairs; * networkx from {some} actors, times all")
    print(f"{'measure':32} {'networkx, s':>12} {'ours, s':>10} {'times faster':>13} {'largest difference':>19}")
    exact = np.zeros(actors)
    for measure in ALL:
        if sentence := too_large(measure, actors, len(ends)):
            print(f"{measure:32} {sentence}")
            continue
        begin = time.perf_counter()
        table = measure_centrality(graph, "large", [measure])
        fast = time.perf_counter() - begin
        ours = dict(zip(table["actor_id"], table["value"], strict=True))
        call, (asked, times) = plain[measure]
        begin = time.perf_counter()
        found = call()
        slow = (time.perf_counter() - begin) * times
        if measure == "betweenness":
            exact = table["value"].to_numpy()
            # Compared are the same paths, from the chosen actors to all, as shares of the pairs.
            large = engine._Large(actors, ends, weights)
            again = large.graph.betweenness(weights=large.length[0], sources=chosen.tolist())
            ours = {actor: value / actors**2 for actor, value in zip(names, again, strict=True)}
            asked, found = names, {actor: value / actors**2 for actor, value in found.items()}
        apart = max(abs(ours[actor] - found[actor]) for actor in asked)
        slow_text = f"{slow:.2f}{'*' if times > 1 else ' '}"
        print(f"{measure:32} {slow_text:>12} {fast:10.2f} {slow / fast:13.1f} {apart:19.1e}", flush=True)
        if measure == "betweenness":
            _sample_large(graph, exact, sources, slow * sources / actors)
    for method in METHODS:
        begin = time.perf_counter()
        table = find_communities(graph, method)
        fast = time.perf_counter() - begin
        ours = nx.community.modularity(graph, [set(rows["actor_id"]) for _, rows in table.groupby("community")])
        if method == METHODS[0]:
            begin = time.perf_counter()
            louvain = nx.community.louvain_communities(graph, seed=1)
            slow = time.perf_counter() - begin
            best = nx.community.modularity(graph, louvain)
        print(
            f"{'communities by ' + method:32} {slow:11.2f}  {fast:10.2f} {slow / fast:13.1f} "
            f"  modularity {ours:.4f}, networkx by louvain {best:.4f}",
            flush=True,
        )


def _sample_large(graph: nx.Graph, exact: np.ndarray, sources: int, slow: float, seeds: int = 10) -> None:
    """Sample betweenness a few times and say how far it is from exact."""
    taken, apart, ranks, held, top = [], [], [], [], np.argsort(-exact)[:100]
    for seed in range(seeds):
        begin = time.perf_counter()
        table = sampled_betweenness(graph, sources, seed)
        taken.append(time.perf_counter() - begin)
        off = np.abs(table["value"].to_numpy() - exact)
        apart.append(off.max())
        ranks.append(rank_correlation(table["value"], exact))
        held.append((off <= 2 * table["error"].to_numpy())[top].mean())
    slow_text, fast = f"{slow:.2f}*", np.mean(taken)
    print(f"{f'betweenness, {sources} sources':32} {slow_text:>12} {fast:10.2f} {slow / fast:13.1f}")
    print(
        f"  {seeds} samples against exact: largest difference {max(apart):.1e} (the largest value {exact.max():.1e}), "
        f"rank correlation at least {min(ranks):.4f};\n  of the 100 most central the exact value is within two errors "
        f"in {np.mean(held):.0%}",
        flush=True,
    )


def _reached(graph: nx.Graph, actor: str) -> float:
    return sum(1 / d for d in nx.single_source_dijkstra_path_length(graph, actor, weight="distance").values() if d)


def _katz_by_steps(graph: nx.Graph, ends: np.ndarray, weights: np.ndarray) -> dict:
    radius = engine._leading(engine._Large(len(graph), ends, weights).matrix)[0]
    return nx.katz_centrality(graph, alpha=engine.KATZ_SHARE / radius, weight="weight", tol=1e-13, max_iter=1000)


if __name__ == "__main__":
    compare_resamples()
    if "large" in sys.argv[1:]:
        measure_one_large()
