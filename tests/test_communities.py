"""Communities by hand, against networkx, and the same whatever the order."""

import random

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.communities import METHODS, find_communities
from helpers.tables import InputError


def weighted(*edges, kind=nx.Graph):
    graph = kind()
    graph.add_weighted_edges_from(edges)
    return graph


# Three triangles in a row, the middle one of a later name, and a pair.
RING = [("A", "B"), ("B", "C"), ("A", "C"), ("X", "Y"), ("Y", "Z"), ("X", "Z"), ("K", "L"), ("L", "M"), ("K", "M")]
ROW = weighted(*((*tie, 3) for tie in RING), ("C", "X", 1), ("Z", "K", 1), ("P", "Q", 9))


def parts(table):
    return sorted(sorted(rows["actor_id"]) for _, rows in table.groupby("community"))


@pytest.mark.parametrize("method", METHODS)
def test_triangles_are_communities_numbered_by_size_then_name(method):
    table = find_communities(ROW, method)
    assert table.columns.tolist() == ["actor_id", "community"]
    assert dict(zip(table["actor_id"], table["community"], strict=True)) == (
        dict.fromkeys("ABC", 1) | dict.fromkeys("KLM", 2) | dict.fromkeys("XYZ", 3) | dict.fromkeys("PQ", 4)
    )


@pytest.mark.parametrize("method", METHODS)
def test_weights_are_strengths(method):
    square = weighted(("A", "B", 9), ("B", "C", 1), ("C", "D", 9), ("A", "D", 1))
    assert parts(find_communities(square, method)) == [["A", "B"], ["C", "D"]]


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_table_in_any_order(method):
    chance = nx.gnm_random_graph(60, 150, seed=2)
    edges = [(f"a{s:02}", f"a{t:02}", 1 + (s * t) % 4) for s, t in chance.edges()]
    tables = [find_communities(weighted(*edges), method, seed) for seed in range(12)]
    backwards = weighted(*((target, source, weight) for source, target, weight in edges[::-1]))
    random.seed(99)
    pd.testing.assert_frame_equal(tables[3], find_communities(backwards, method, 3))
    assert any(not table.equals(tables[0]) for table in tables[1:]), "no seed makes a difference"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=30))
def test_as_good_as_networkx_on_random_networks(edges):
    """Parallel edges summed, islands, equal weights: modularity is near that of the Louvain method in networkx."""
    graph = nx.Graph()
    for source, target, weight in edges:
        if source != target:
            known = graph.get_edge_data(source, target, {"weight": 0})["weight"]
            graph.add_edge(source, target, weight=known + weight)
    if not graph:
        return
    graph = nx.relabel_nodes(graph, str)
    best = max(nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed)) for seed in range(5))
    for method in METHODS:
        found = find_communities(graph, method)
        assert sorted(found["actor_id"]) == sorted(graph)
        assert found["community"].value_counts().sort_index().is_monotonic_decreasing
        for part in parts(found):
            assert method == "louvain" or nx.is_connected(graph.subgraph(part)), "an island joins no other"
        assert nx.community.modularity(graph, parts(found)) >= best - 0.1


def test_a_higher_resolution_gives_more_communities():
    chance = nx.relabel_nodes(nx.gnm_random_graph(60, 150, seed=2), str)
    nx.set_edge_attributes(chance, 1, "weight")
    counts = [find_communities(chance, resolution=resolution)["community"].max() for resolution in (0.3, 1, 3)]
    assert counts[0] < counts[1] < counts[2]


def test_actors_without_a_tie_are_in_none():
    graph = ROW.copy()
    graph.add_node("lonely")
    graph.add_edge("self", "self", weight=2)
    pd.testing.assert_frame_equal(find_communities(graph), find_communities(ROW))


@pytest.mark.parametrize(
    ("graph", "method", "message"),
    [
        (nx.Graph(), "leiden", "has no ties"),
        (ROW, "walktrap", "choose leiden or louvain"),
        (weighted(("A", "B", 1), kind=nx.DiGraph), "leiden", "project it first"),
        (nx.path_graph(3), "leiden", "has no 'weight'"),
    ],
)
def test_what_has_no_communities_gives_a_sentence(graph, method, message):
    with pytest.raises(InputError, match=message):
        find_communities(graph, method)
