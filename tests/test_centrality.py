"""Centralities by hand on small graphs, and against python-igraph and networkx on random ones."""

import math
import warnings

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import engine
from helpers.centrality import (
    describe_components,
    measure_centrality,
    measure_directed,
    measure_signed,
    pn_centrality,
    sampled_betweenness,
)
from helpers.measures import (
    ALL,
    BASIC,
    DIRECTED_MEASURES,
    MEASURES,
    describe_measures,
    rank_correlation,
    rank_values,
    too_large,
)
from helpers.network import set_distances
from helpers.partners import beside_mentions, partner_table, side_by_side, side_by_side_in
from helpers.tables import InputError, check_table


def weighted(*edges, kind=nx.Graph):
    graph = kind()
    for source, target, weight in edges:
        graph.add_edge(source, target, weight=weight)
    return graph


def value(table, measure, column="value"):
    part = table[table["measure"] == measure]
    return dict(zip(part["actor_id"], part[column], strict=True))


# A path A -2- B -1- C -1- D with a direct weak way from A to D, and an island E -1- F.
TOY = weighted(("A", "B", 2), ("B", "C", 1), ("C", "D", 1), ("A", "D", 1), ("E", "F", 3))


def test_by_hand():
    table = measure_centrality(TOY, "toy")
    check_table(table, "centrality")
    assert value(table, "strength") == {"A": 3, "B": 3, "C": 2, "D": 2, "E": 3, "F": 3}
    assert value(table, "degree") == {"A": 2, "B": 2, "C": 2, "D": 2, "E": 1, "F": 1}
    # Distances: AB 1/2, the others 1. A-C: 1.5 by B (by D 2). B-D: 1.5 by A (by C 2). Pairs of others: 10.
    assert value(table, "betweenness") == {"A": 0.1, "B": 0.1, "C": 0, "D": 0, "E": 0, "F": 0}
    # A: 1/(1/2) + 1/1.5 + 1/1 over five others; E: 3 over five.
    assert value(table, "harmonic")["A"] == pytest.approx((2 + 1 / 1.5 + 1) / 5)
    assert value(table, "harmonic")["E"] == pytest.approx(3 / 5)
    assert value(table, "core_number") == {"A": 2, "B": 2, "C": 2, "D": 2, "E": 1, "F": 1}
    assert value(table, "constraint")["E"] == 1
    # A of the ring spreads 2/3 and 1/3; neither neighbour knows the other.
    assert value(table, "constraint")["A"] == pytest.approx((2 / 3) ** 2 + (1 / 3) ** 2)
    assert value(table, "effective_size")["A"] == 2


def test_weights_are_strengths_not_distances():
    # Read as distances the strong tie would be the long way, and C the broker.
    graph = weighted(("A", "B", 9), ("B", "D", 9), ("A", "C", 1), ("C", "D", 1))
    betweenness = value(measure_centrality(graph, "n", ["betweenness"]), "betweenness")
    assert betweenness["B"] > 0 and betweenness["C"] == 0


def test_equal_routes_stay_equal():
    # From A to D: 1/3 + 1/6 by B, 1/4 + 1/4 by C, and 1/2 direct. In floating point they are not all equal.
    graph = weighted(("A", "B", 3), ("B", "D", 6), ("A", "C", 4), ("C", "D", 4), ("A", "D", 2))
    betweenness = value(measure_centrality(graph, "n", ["betweenness"]), "betweenness")
    # B and C are on one route of three each between A and D; both of their own meetings run over A and D.
    third = 1 / 3 / 3
    assert betweenness["B"] == pytest.approx(third) and betweenness["C"] == pytest.approx(third)


def test_eigenvector_is_measured_on_the_largest_component_and_says_so():
    table = measure_centrality(TOY, "toy", ["eigenvector"])
    assert np.isnan(value(table, "eigenvector")["E"])
    assert value(table, "eigenvector", "rank")["E"] == value(table, "eigenvector", "rank")["F"] == 5
    assert "4 of 6 actors" in describe_components(TOY) and "leaves out E, F" in describe_components(TOY)
    assert "connected" in describe_components(nx.path_graph(3))
    assert "no actors" in describe_components(nx.Graph())


def test_a_larger_component_comes_before_a_stronger_one():
    graph = weighted(("A", "B", 1), ("B", "C", 1), ("X", "Y", 99))
    assert np.isnan(value(measure_centrality(graph, "n", ["eigenvector"]), "eigenvector")["X"])
    assert "leaves out X, Y" in describe_components(graph)
    equal = weighted(("A", "B", 1), ("X", "Y", 99))
    assert np.isnan(value(measure_centrality(equal, "n", ["eigenvector"]), "eigenvector")["A"])
    assert "leaves out A, B" in describe_components(equal)


def test_competition_ranks():
    assert rank_values(np.array([5.0, 3.0, 5.0, 1.0, 3.0]), "degree").tolist() == [1, 3, 1, 5, 3]
    assert rank_values(np.array([0.2, 1.0, np.nan]), "constraint").tolist() == [1, 2, 3]
    assert rank_values(np.array([1.0, 1.0 + 1e-12]), "degree").tolist() == [1, 1]
    assert rank_values(np.array([[1.0, 2.0], [2.0, 1.0]]), "degree").tolist() == [[2, 1], [1, 2]]


def test_the_order_of_edges_and_nodes_does_not_matter():
    edges = list(TOY.edges(data="weight"))
    one, two = measure_centrality(weighted(*edges), "n"), measure_centrality(weighted(*edges[::-1]), "n")
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_the_graph_is_left_as_it_is():
    graph = TOY.copy()
    measure_centrality(graph, "n")
    assert nx.utils.graphs_equal(graph, TOY)


def test_actors_without_a_tie_are_not_measured():
    graph = TOY.copy()
    graph.add_node("Z")
    graph.add_edge("Y", "Y", weight=4)
    pd.testing.assert_frame_equal(measure_centrality(graph, "n"), measure_centrality(TOY, "n"))


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        (nx.Graph(), "has no actors with a tie"),
        (weighted(("A", "B", 1)), "has 2 actors with a tie"),
        (weighted(("A", "B", 1), ("B", "C", 1), kind=nx.DiGraph), "project it first"),
        (weighted(("A", "B", 1), ("B", "C", 1), kind=nx.MultiGraph), "project it first"),
        (nx.path_graph(4), "has no 'weight'"),
    ],
)
def test_what_cannot_be_measured_gives_a_sentence(graph, message):
    with pytest.raises(InputError, match=message):
        measure_centrality(graph, "n")


def test_an_unknown_measure_is_refused():
    with pytest.raises(InputError, match="no measure 'closeness'; choose among strength"):
        measure_centrality(TOY, "n", ["closeness"])


def test_every_measure_is_described_in_full():
    table = describe_measures()
    assert table["name"].tolist() == list(ALL) == list(engine._BY_NAME) == list(engine._LARGE)
    assert (table != "").all(axis=None)
    assert set(BASIC) <= set(ALL) and len(MEASURES) == len(ALL)


# --- against other libraries ----------------------------------------------------------------------------------------


@st.composite
def parallel_graphs(draw, directed=False):
    """A multigraph of 3 to 9 actors with equal routes, islands and parallel edges, projected by summing."""
    size = draw(st.integers(3, 9))
    ends = st.integers(0, size - 1)
    edges = draw(st.lists(st.tuples(ends, ends, st.integers(1, 6)), min_size=3, max_size=22))
    graph = nx.DiGraph() if directed else nx.Graph()
    for source, target, weight in edges:
        if source != target:
            known = graph.edges[source, target]["weight"] if graph.has_edge(source, target) else 0
            graph.add_edge(source, target, weight=known + weight)
    return nx.relabel_nodes(graph, str)


def as_igraph(graph):
    actors = sorted(graph)
    number = {actor: i for i, actor in enumerate(actors)}
    edges = [(number[source], number[target]) for source, target in graph.edges()]
    other = igraph.Graph(n=len(actors), edges=edges, directed=graph.is_directed())
    other.es["weight"] = [weight for *_, weight in graph.edges(data="weight")]
    unit = math.lcm(*other.es["weight"])
    other.es["distance"] = [unit // weight for weight in other.es["weight"]]
    return other, unit


@settings(max_examples=35, deadline=None)
@given(parallel_graphs())
def test_agrees_with_igraph(graph):
    if len(graph) < 3:
        return
    table = measure_centrality(graph, "n")
    other, unit = as_igraph(graph)
    n = len(graph)

    def agree(measure, expected):
        got = table.loc[table["measure"] == measure, "value"].to_numpy()
        np.testing.assert_allclose(got, expected, atol=2e-9, err_msg=measure)

    agree("strength", other.strength(weights="weight"))
    agree("degree", other.degree())
    agree("betweenness", np.array(other.betweenness(weights="distance")) / ((n - 1) * (n - 2) / 2))
    agree("harmonic", np.array(other.harmonic_centrality(weights="distance", normalized=True)) * unit)
    agree("pagerank", other.pagerank(weights="weight", damping=0.85))
    agree("core_number", other.coreness())
    agree("constraint", other.constraint(weights="weight"))
    if other.is_connected():
        found = np.array(other.eigenvector_centrality(weights="weight", scale=False))
        agree("eigenvector", found / np.linalg.norm(found))


@settings(max_examples=30, deadline=None)
@given(parallel_graphs())
def test_agrees_with_networkx(graph):
    if len(graph) < 3:
        return
    table = measure_centrality(graph, "n")
    radius = np.linalg.eigvalsh(nx.to_numpy_array(graph))[-1]
    expected = {
        "betweenness": nx.betweenness_centrality(set_distances(graph), weight="distance"),
        "katz": nx.katz_centrality_numpy(graph, alpha=0.85 / radius, weight="weight"),
        "constraint": nx.constraint(graph, weight="weight"),
        # Node by node: for all nodes at once networkx 3.6.1 normalises weights wrongly.
        "effective_size": nx.effective_size(graph, nodes=list(graph), weight="weight"),
    }
    if nx.is_connected(graph):
        expected["current_flow_betweenness"] = nx.current_flow_betweenness_centrality(graph, weight="weight")
    for measure, values in expected.items():
        got = value(table, measure)
        for actor in graph:
            assert got[actor] == pytest.approx(values[actor], abs=2e-9), measure


def test_current_flow_in_islands_is_that_of_each_island():
    ring = weighted(("A", "B", 2), ("B", "C", 1), ("C", "D", 1), ("A", "D", 1))
    alone = value(measure_centrality(ring, "n"), "current_flow_betweenness")
    with_island = value(measure_centrality(TOY, "n"), "current_flow_betweenness")
    # The same current, shared over 10 pairs of others instead of 3.
    assert {a: with_island[a] * 10 for a in alone} == pytest.approx({a: v * 3 for a, v in alone.items()})


@settings(max_examples=20, deadline=None)
@given(parallel_graphs())
def test_many_at_once_is_one_after_another(graph):
    """The batch, the engine for few and the engine for large networks agree with a plain loop."""
    if graph.number_of_edges() < 3:
        return
    actors = sorted(graph)
    pairs = np.array([(actors.index(s), actors.index(t)) for s, t in graph.edges()])
    weights = np.array([w for *_, w in graph.edges(data="weight")])
    random = np.random.default_rng(7)
    many = np.stack([random.poisson(weights) for _ in range(engine.FEW + 20)])
    found = engine.measure_many(len(actors), pairs, many, ALL)
    for row in range(0, len(many), 30):
        kept = [(actors[s], actors[t], int(w)) for (s, t), w in zip(pairs, many[row], strict=True) if w]
        if len({actor for *ends, _ in kept for actor in ends}) < 3:
            continue
        table = measure_centrality(weighted(*kept), "n")
        for measure in ALL:
            alone = value(table, measure)
            together = dict(zip(actors, found[measure][row], strict=True))
            assert {a for a in actors if a in alone} == set(alone)
            for actor, one in alone.items():
                assert one == pytest.approx(together[actor], abs=2e-9, nan_ok=True), measure
            absent = set(actors) - set(alone)
            assert all(np.isnan(together[actor]) for actor in absent)


def ends_and_weights(graph):
    actors = sorted(graph)
    pairs = np.array([(actors.index(s), actors.index(t)) for s, t in graph.edges()])
    return actors, pairs, np.array([w for *_, w in graph.edges(data="weight")])


@settings(max_examples=40, deadline=None)
@given(parallel_graphs())
def test_large_networks_are_measured_the_same(graph):
    """The engine for large networks agrees with that for small ones, which networkx and igraph check above."""
    if len(graph) < 3:
        return
    actors, pairs, weights = ends_and_weights(graph)
    large = engine.measure_large(len(actors), pairs, weights, ALL)
    small = engine.measure_many(len(actors), pairs, weights[None, :], ALL)
    for measure in ALL:
        np.testing.assert_allclose(large[measure], small[measure][0], atol=1e-9, err_msg=measure)


@settings(max_examples=30, deadline=None)
@given(parallel_graphs())
def test_large_networks_agree_with_networkx(graph):
    if len(graph) < 3:
        return
    actors, pairs, weights = ends_and_weights(graph)
    found = engine.measure_large(len(actors), pairs, weights, ["betweenness", "katz", "eigenvector"])
    expected = {
        "betweenness": nx.betweenness_centrality(set_distances(graph), weight="distance"),
        "katz": nx.katz_centrality_numpy(
            graph, alpha=0.85 / np.linalg.eigvalsh(nx.to_numpy_array(graph))[-1], weight="weight"
        ),
    }
    if nx.is_connected(graph):
        expected["eigenvector"] = nx.eigenvector_centrality_numpy(graph, weight="weight")
    for measure, values in expected.items():
        np.testing.assert_allclose(found[measure], [values[actor] for actor in actors], atol=1e-9, err_msg=measure)


def large_graph(actors=700, ties=1500, kind=nx.Graph):
    random = nx.gnm_random_graph(actors, ties, seed=4, directed=kind is nx.DiGraph)
    edges = [(f"a{s:03}", f"a{t:03}", 1 + (s * t) % 5) for s, t in random.edges()]
    return weighted(*edges, ("y", "z", 9), ("x", "y", 1), kind=kind)  # and an island


def dense(monkeypatch):
    monkeypatch.setattr(engine, "DENSE", 10_000)


def test_a_network_beyond_the_dense_limit(monkeypatch):
    graph = large_graph()
    table = measure_centrality(graph, "n")
    dense(monkeypatch)
    other = measure_centrality(graph, "n")
    assert table["measure"].nunique() == len(ALL)
    np.testing.assert_allclose(table["value"], other["value"], atol=2e-9)
    assert (table["rank"] == other["rank"]).mean() > 0.99, "equal but for the last decimal"


def test_resamples_of_a_large_network_are_measured_the_same(monkeypatch):
    actors, pairs, weights = ends_and_weights(large_graph())
    many = np.random.default_rng(3).poisson(weights, size=(4, len(weights)))
    many[3] = 0
    measures = [measure for measure in ALL if measure != "current_flow_betweenness"]
    large = engine.measure_many(len(actors), pairs, many, measures)
    dense(monkeypatch)
    small = engine.measure_many(len(actors), pairs, many, measures)
    for measure in measures:
        np.testing.assert_allclose(large[measure], small[measure], atol=1e-9, err_msg=measure)
    assert np.isnan(large["degree"][3]).all() and np.isnan(large["degree"][0]).any()


def test_a_large_directed_or_signed_network_is_measured_the_same(monkeypatch):
    gifts = large_graph(kind=nx.DiGraph)
    signs = large_graph()
    for number, (*_, data) in enumerate(signs.edges(data=True)):
        data["sign"] = number % 3 - 1
    tables = [measure_directed(gifts, "n"), measure_signed(signs, "n")]
    dense(monkeypatch)
    for table, other in zip(tables, [measure_directed(gifts, "n"), measure_signed(signs, "n")], strict=True):
        np.testing.assert_allclose(table["value"], other["value"], atol=2e-9)


def test_eigenvector_of_a_long_chain_is_that_of_the_book():
    # A path of n actors: sin(pi i / (n + 1)). Its largest eigenvalues lie within a millionth of each other.
    n = 2000
    pairs = np.stack([np.arange(n - 1), np.arange(1, n)], axis=1)
    found = engine.measure_large(n, pairs, np.ones(n - 1, dtype=int), ["eigenvector"])["eigenvector"]
    expected = np.sin(np.pi * np.arange(1, n + 1) / (n + 1))
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-9)


def test_parts_of_a_batch_do_not_change_it(monkeypatch):
    actors, pairs, weights = ends_and_weights(large_graph(60, 150))
    many = np.random.default_rng(3).poisson(weights, size=(engine.FEW + 20, len(weights)))
    whole = engine.measure_many(len(actors), pairs, many, ALL)
    monkeypatch.setattr(engine, "NUMBERS", 3 * 60**2)
    parts = engine.measure_many(len(actors), pairs, many, ALL)
    for measure in ALL:
        np.testing.assert_allclose(parts[measure], whole[measure], atol=1e-12, err_msg=measure)


# --- what takes hours -----------------------------------------------------------------------------------------------


def test_what_would_take_hours_is_refused_in_a_sentence():
    assert not any(too_large(measure, 10_000, 100_000) for measure in ALL if measure != "current_flow_betweenness")
    assert "matrix of all actors" in too_large("current_flow_betweenness", 10_000, 100_000)
    for measure in ("betweenness", "harmonic", "current_flow_betweenness"):
        assert "in each of 2,000 networks" in too_large(measure, 3_000, 30_000, 2_000)
        assert not too_large(measure, 60, 110, 2_000)
    assert "sources=500" in too_large("betweenness", 100_000, 1_000_000)


def test_asked_for_it_is_refused_and_by_default_left_out_with_a_warning(monkeypatch):
    graph = large_graph()
    monkeypatch.setattr("helpers.measures.LARGEST_MATRIX", 600)
    with pytest.raises(InputError, match=r"Current-flow betweenness inverts .* up to 600 of them"):
        measure_centrality(graph, "n", ALL)
    with pytest.warns(UserWarning, match="Network 'n': Current-flow betweenness inverts"):
        table = measure_centrality(graph, "n")
    assert set(ALL) - set(table["measure"]) == {"current_flow_betweenness"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measure_centrality(TOY, "n")


def test_sampled_betweenness_is_had_where_exact_would_take_hours(monkeypatch):
    graph = large_graph()
    monkeypatch.setattr("helpers.measures.LARGEST_WALK", 700 * 1500 // 2)
    with pytest.raises(InputError, match="Betweenness looks at each of 1,502 pairs"):
        measure_centrality(graph, "n", ["betweenness"])
    with pytest.raises(InputError, match="Betweenness looks at"):
        sampled_betweenness(graph, 699)
    assert len(measure_centrality(graph, "n", ["betweenness"], sources=50)) == len(sampled_betweenness(graph, 50))
    with pytest.raises(InputError, match="Harmonic closeness looks at"):
        measure_directed(large_graph(kind=nx.DiGraph), "n")


# --- betweenness from some sources ----------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(parallel_graphs())
def test_from_all_sources_betweenness_is_exact(graph):
    if len(graph) < 3:
        return
    table = sampled_betweenness(graph, len(graph) + 5)
    expected = nx.betweenness_centrality(set_distances(graph), weight="distance")
    np.testing.assert_allclose(table["value"], [expected[actor] for actor in sorted(graph)], atol=2e-9)
    assert (table["error"] == 0).all()


@settings(max_examples=10, deadline=None)
@given(parallel_graphs())
def test_over_all_samples_the_mean_is_exact(graph):
    """Each source is drawn as often as any other: the mean over many seeds goes to the exact value."""
    if len(graph) < 4:
        return
    estimates = np.array([sampled_betweenness(graph, 3, seed)["value"] for seed in range(300)])
    exact = measure_centrality(graph, "n", ["betweenness"])["value"].to_numpy()
    error = estimates.std(axis=0) / math.sqrt(len(estimates))
    assert (np.abs(estimates.mean(axis=0) - exact) <= 5 * error + 1e-8).all()


def test_the_error_says_how_far_a_sample_is_off():
    graph = large_graph()
    exact = measure_centrality(graph, "n", ["betweenness"])["value"].to_numpy()
    top = np.argsort(-exact)[:30]
    off, said = [], []
    for seed in range(30):
        table = sampled_betweenness(graph, 150, seed)
        off.append((table["value"] - exact)[top])
        said.append(table["error"][top])
    # What is said is what is seen over the samples, and two errors hold the exact value most of the time.
    assert np.mean(said) == pytest.approx(np.sqrt(np.mean(np.square(off))), rel=0.25)
    assert (np.abs(off) <= 2 * np.array(said)).mean() > 0.85
    more = sampled_betweenness(graph, 600)["error"][top].mean()
    assert more < np.mean(said) / 2


def test_the_same_seed_draws_the_same_sources():
    graph = large_graph()
    one, two, other = (sampled_betweenness(graph, 40, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    assert not one["value"].equals(other["value"])
    by_call = measure_centrality(graph, "network", ["degree", "betweenness"], sources=40, seed=1)
    part = by_call[by_call["measure"] == "betweenness"].reset_index(drop=True)
    pd.testing.assert_frame_equal(part, one.drop(columns="error"))
    assert by_call["measure"].unique().tolist() == ["degree", "betweenness"]
    with pytest.raises(InputError, match="from 1 sources; give at least 2"):
        sampled_betweenness(graph, 1)


# --- weights of any size --------------------------------------------------------------------------------------------


def test_weights_whose_multiple_is_beyond_a_double_are_still_measured():
    graph = nx.cycle_graph(48)
    for weight, (*_, data) in enumerate(graph.edges(data=True), start=1):
        data["weight"] = weight
    table = measure_centrality(nx.relabel_nodes(graph, lambda node: f"a{node:02}"), "n", ["betweenness"])
    expected = nx.betweenness_centrality(set_distances(graph), weight="distance")
    np.testing.assert_allclose(table["value"], [expected[node] for node in sorted(graph)], atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.data(), parallel_graphs())
def test_equal_routes_stay_equal_whatever_the_weights(data, graph):
    """Weights of which the multiple often does not fit a double: both ways of walking agree with exact numbers."""
    if len(graph) < 3:
        return
    for *_, edge in graph.edges(data=True):
        edge["weight"] *= data.draw(st.sampled_from([1, 2, 3, 6, 941, 947, 953, 967, 971, 977, 983, 991, 997]))
    expected = nx.betweenness_centrality(set_distances(graph), weight="distance")
    actors, pairs, weights = ends_and_weights(graph)
    small = value(measure_centrality(graph, "n", ["betweenness"]), "betweenness")
    large = engine.measure_large(len(actors), pairs, weights, ["betweenness"])["betweenness"]
    assert small == pytest.approx(expected, abs=2e-9)
    np.testing.assert_allclose(large, [expected[actor] for actor in actors], atol=1e-9)


def test_harmonic_closeness_of_weights_whose_multiple_is_beyond_any_double():
    primes = [p for p in range(2, 900) if all(p % q for q in range(2, p))]
    graph = weighted(*((f"a{i:03}", f"a{i + 1:03}", prime) for i, prime in enumerate(primes)))
    assert math.lcm(*primes) > 10**308
    found = measure_centrality(graph, "n", ["harmonic"])["value"]
    steps = np.concatenate([[0], np.cumsum(1 / np.array(primes))])
    apart = np.abs(steps[:, None] - steps)
    np.fill_diagonal(apart, np.inf)
    np.testing.assert_allclose(found, (1 / apart).sum(axis=1) / len(primes), rtol=1e-9)


@pytest.mark.parametrize(("strong", "told"), [(1000, True), (1_000_000, False)])
def test_routes_closer_than_a_part_in_ten_thousand_million_count_as_equal_in_igraph(strong, told):
    """Two ways from A to D, by B with weights w - 1 and w + 1, by C with w and w: the second is shorter by 1/w^2."""
    graph = weighted(("A", "B", strong - 1), ("B", "D", strong + 1), ("A", "C", strong), ("C", "D", strong))
    exact = value(measure_centrality(graph, "n", ["betweenness"]), "betweenness")
    _, pairs, weights = ends_and_weights(graph)
    fast = dict(zip("ABCD", engine.measure_large(4, pairs, weights, ["betweenness"])["betweenness"], strict=True))
    assert (exact["B"], exact["C"]) == pytest.approx((0, 1 / 3))
    assert (fast["B"], fast["C"]) == pytest.approx((0, 1 / 3) if told else (1 / 6, 1 / 6))


def test_pagerank_lifts_an_isolated_pair_above_the_leaves_of_a_star():
    """Each component has PageRank as it has actors, and a pair shares it evenly; a leaf gives most of it to its hub."""
    graph = weighted(*(("H", leaf, 1) for leaf in "abcd"), ("X", "Y", 1))
    table = measure_centrality(graph, "n", ["pagerank", "strength", "eigenvector"])
    found = value(table, "pagerank")
    # By hand: l = 0.15/7 + 0.85 h/4 and h = 0.15/7 + 0.85 (4 l), with seven actors.
    hub = (0.15 / 7) * (1 + 4 * 0.85) / (1 - 0.85**2)
    leaf = 0.15 / 7 + 0.85 * hub / 4
    assert (found["X"], found["a"], found["H"]) == pytest.approx((1 / 7, leaf, hub), abs=1e-9)
    assert found["X"] > found["a"] and value(table, "strength")["X"] == value(table, "strength")["a"]
    assert math.isnan(value(table, "eigenvector")["X"])
    said = describe_components(graph)
    assert "a pair apart from the rest may rank above" in said and "leaves out X, Y" in said


# --- directed and signed --------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(parallel_graphs(directed=True))
def test_directed_agrees_with_igraph(graph):
    if len(graph) < 3:
        return
    table = measure_directed(graph, "n")
    other, unit = as_igraph(graph)
    expected = {
        "strength_in": other.strength(weights="weight", mode="in"),
        "strength_out": other.strength(weights="weight", mode="out"),
        "degree_in": other.degree(mode="in"),
        "degree_out": other.degree(mode="out"),
        "harmonic_in": np.array(other.harmonic_centrality(weights="distance", mode="in")) * unit,
        "harmonic_out": np.array(other.harmonic_centrality(weights="distance", mode="out")) * unit,
        "pagerank": other.pagerank(weights="weight"),
    }
    assert set(expected) == {measure.name for measure in DIRECTED_MEASURES}
    for measure, values in expected.items():
        got = table.loc[table["measure"] == measure, "value"].to_numpy()
        np.testing.assert_allclose(got, values, atol=2e-9, err_msg=measure)


def test_each_directed_measure_looks_the_way_it_says():
    gifts = weighted(("giver", "middle", 2), ("middle", "taker", 2), kind=nx.DiGraph)
    table = measure_directed(gifts, "gifts")
    assert value(table, "pagerank", "rank")["taker"] == 1
    assert value(table, "harmonic_in")["giver"] == 0 and value(table, "harmonic_out")["taker"] == 0
    assert value(table, "harmonic_in")["taker"] == pytest.approx((2 + 1) / 2)
    assert nx.closeness_centrality(gifts)["giver"] == 0, "networkx looks inwards"


def test_pn_centrality_gives_the_example_of_the_paper():
    # Everett and Borgatti (2014), table 5: ten actors whom signed degree cannot tell apart.
    rows = """
    0 1 0 1 0 0 0 -1 -1 0
    1 0 1 -1 1 -1 -1 0 0 0
    0 1 0 1 -1 0 0 0 -1 0
    1 -1 1 0 1 -1 -1 0 0 0
    0 1 -1 1 0 1 0 -1 0 -1
    0 -1 0 -1 1 0 1 0 1 -1
    0 -1 0 -1 0 1 0 1 -1 1
    -1 0 0 0 -1 0 1 0 1 0
    -1 0 -1 0 0 1 -1 1 0 1
    0 0 0 0 -1 -1 1 0 1 0
    """
    signs = np.array([line.split() for line in rows.strip().splitlines()], dtype=int)
    expected = [0.9010, 0.8613, 0.9077, 0.8613, 0.8411, 0.8497, 0.8617, 0.9016, 0.8510, 0.9073]
    assert pn_centrality(signs).round(4).tolist() == expected


def test_signed_network_by_hand():
    graph = nx.Graph()
    graph.add_edge("A", "B", sign=1)
    graph.add_edge("B", "C", sign=-1)
    graph.add_edge("A", "C", sign=0)
    table = measure_signed(graph, "n")
    assert value(table, "degree_positive") == {"A": 1, "B": 1, "C": 0}
    assert value(table, "degree_negative") == {"A": 0, "B": 1, "C": 1}
    # (I - A/4) x = 1 with A_AB = 1, A_BC = -2: x_A = 1 + x_B/4, x_C = 1 - x_B/2, x_B = 1 + x_A/4 - x_C/2.
    b = (1 + 1 / 4 - 1 / 2) / (1 - 1 / 16 - 1 / 4)
    assert value(table, "pn")["B"] == pytest.approx(b)
    assert value(table, "pn")["C"] == pytest.approx(1 - b / 2)
    with pytest.raises(InputError, match="has no sign"):
        measure_signed(TOY, "n")
    with pytest.raises(InputError, match="make it with the signed view"):
        measure_signed(nx.DiGraph(graph), "n")


# --- tables made from it --------------------------------------------------------------------------------------------

ACTORS = pd.DataFrame(
    {"actor_id": ["A", "B", "C", "D", "E", "F"], "kind": ["organisation", *["state"] * 5], "name_en": list("ABCDEF")}
)
GROUPS = pd.DataFrame({"group": "A", "actor_id": ["B", "C"], "from": "", "to": ["", "2020-01-31"]})


def test_partners_are_states_that_are_no_member_on_the_day():
    table = measure_centrality(TOY, "toy")
    assert sorted(partner_table(table, ACTORS, GROUPS, "2026", "A")["actor_id"]) == ["C", "D", "E", "F"]
    earlier = partner_table(table, ACTORS, GROUPS, "2019", "A", ["strength"])
    assert earlier["actor_id"].tolist() == ["E", "F", "D"]
    assert earlier.columns.tolist() == ["actor_id", "name_en", "strength", "strength_rank"]
    assert earlier["strength_rank"].tolist() == [1, 1, 5]


def test_no_partner_gives_a_sentence():
    with pytest.raises(InputError, match="No state outside A"):
        partner_table(measure_centrality(TOY, "n"), ACTORS.assign(kind="format"), GROUPS, "2026", "A")


def test_a_partner_that_does_not_occur_gives_a_sentence_not_a_zero():
    with pytest.raises(InputError, match="NOR has no tie in the network 'n'"):
        side_by_side(measure_centrality(TOY, "n"), "A", "NOR")


def test_side_by_side_says_who_ranks_better():
    table = side_by_side(measure_centrality(TOY, "n"), "A", "C").set_index("measure")
    assert table.loc["strength", ["A", "C", "difference", "ahead"]].tolist() == [3, 2, 1, "A"]
    assert table.loc["degree", "ahead"] == "equal"
    # For constraint the lower value ranks better.
    assert table.loc["constraint", "A"] > table.loc["constraint", "C"] and table.loc["constraint", "ahead"] == "C"


def test_several_networks_and_what_cannot_be_said_of_one():
    table = side_by_side_in({"toy": TOY, "small": weighted(("A", "B", 1)), "other": nx.Graph()}, "A", "C", ["degree"])
    assert table["network"].tolist() == ["toy", "small", "other"]
    assert table["ahead"].tolist() == ["equal", "", ""]
    assert table["said"].tolist()[0] == "" and "2 actors" in table["said"].tolist()[1]


def test_attention_beside_position():
    counts = pd.DataFrame({"actor_id": list("ABCDE"), "mentions": [9, 9, 2, 2, 9]})
    table = measure_centrality(TOY, "n", ["strength", "constraint"])
    found = beside_mentions(table, counts).set_index("measure")["rank_correlation"]
    named = [9, 9, 2, 2, 9, 0]
    assert found["strength"] == rank_correlation([3, 3, 2, 2, 3, 3], named)
    constraint = list(value(table, "constraint").values())
    assert found["constraint"] == pytest.approx(-rank_correlation(constraint, named))
    assert math.isnan(rank_correlation([1, 1, 1], [1, 2, 3]))


def test_basic_measures_need_neither_igraph_nor_scipy():
    import subprocess
    import sys

    code = (
        "import sys, networkx as nx\n"
        "from helpers.centrality import measure_centrality\nfrom helpers.measures import BASIC\n"
        "g = nx.Graph([('A','B',{'weight':1}),('B','C',{'weight':2})]); measure_centrality(g, 'n', BASIC)\n"
        "print([m for m in ('igraph', 'scipy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
