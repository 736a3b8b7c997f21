"""Round trips: what is written is what is read, by networkx and by igraph."""

import datetime

import igraph
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.export import (
    edges_as_table,
    export_network,
    flatten,
    from_csv,
    from_gexf,
    from_graphml,
    from_json,
    from_pajek,
    nodes_as_table,
    to_csv,
    to_gexf,
    to_graphml,
    to_json,
    to_pajek,
)
from helpers.tables import InputError

same = nx.utils.graphs_equal


def network():
    graph = nx.MultiDiGraph()
    for actor, name in [("NOR", "Norway"), ("GBR", "United Kingdom & <co>"), ("TUR", "Türkiye"), ("FMT", "")]:
        graph.add_node(actor, kind="state", name_en=name, name_nl=name)
    about = {"status": "actual", "change": "none", "directed": 0, "first": "2022", "last": "", "documents": 1}
    for source, target, tie_type, quotes in [
        ("GBR", "NOR", "agreement", ["Een “verdrag”; regel 1\r\nregel 2"]),
        ("GBR", "NOR", "support", ["[steun] aan\u00a0Noorwegen", "nog\x0ceens | en weer"]),
        ("NOR", "GBR", "support", []),
        ("FMT", "TUR", "membership", ['"een" \\ ander \U0001f1f3\U0001f1f4']),
    ]:
        graph.add_edge(
            source, target, key=f"{tie_type}/actual/none", type=tie_type, statements=len(quotes) or 1,
            doc_ids=["d1"], statement_ids=["d1:0-5"], quotes=quotes, **about,
        )  # fmt: skip
    return graph


def projected(kind=nx.Graph):
    graph = kind(name="cooperation & <more>")
    for actor in ["TUR", "GBR", "NOR"]:
        graph.add_node(actor, kind="state", name_en=actor)
    graph.add_edge("NOR", "GBR", weight=3, distance=2, types=["support", "agreement"], first="")
    graph.add_edge("TUR", "GBR", weight=2, distance=3, types=[], first="2022-01")
    return graph


GRAPHS = [network(), projected(), projected(nx.DiGraph)]
TRIPS = [(to_graphml, from_graphml), (to_gexf, from_gexf), (to_json, from_json)]


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda g: type(g).__name__)
@pytest.mark.parametrize(("write", "read"), TRIPS, ids=["graphml", "gexf", "json"])
def test_round_trip_gives_back_the_same_graph(graph, write, read):
    back = read(write(graph))
    assert type(back) is type(graph)
    assert same(back, graph)
    assert back.graph == graph.graph


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda g: type(g).__name__)
def test_tables_of_nodes_and_edges_give_back_the_same_graph(graph, tmp_path):
    export_network(graph, tmp_path, "net")
    tables = [(tmp_path / f"net_{which}.csv").read_bytes() for which in ("nodes", "edges")]
    back = from_csv(*tables, type(graph))
    back.graph.update(graph.graph)  # tables hold no name
    assert type(back) is type(graph) and same(back, graph)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.sampled_from(["a", "|", " ", "\\", '"', ",", "\n", "\r", "é"]), min_size=1), max_size=4))
def test_any_quote_survives_a_table(quotes):
    graph = nx.Graph([("A", "B", {"weight": 1, "quotes": quotes})])
    back = from_csv(to_csv(nodes_as_table(graph)), to_csv(edges_as_table(graph)))
    assert back.edges["A", "B"]["quotes"] == quotes


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda g: type(g).__name__)
def test_pajek_keeps_names_ends_and_weights(graph):
    back = from_pajek(to_pajek(graph))
    assert sorted(back) == sorted(graph)
    weight = "statements" if graph.is_multigraph() else "weight"

    def ends(g, attribute):
        return sorted(
            (*(sorted((s, t)) if not graph.is_directed() else (s, t)), w) for s, t, w in g.edges(data=attribute)
        )

    assert ends(back, "weight") == ends(graph, weight)


@pytest.mark.parametrize("write", [to_graphml, to_gexf, to_pajek, to_json])
def test_the_same_network_is_the_same_bytes(write):
    graph = network()
    other = nx.MultiDiGraph()
    other.add_nodes_from(list(graph.nodes(data=True))[::-1])
    other.add_edges_from(list(graph.edges(keys=True, data=True))[::-1])
    assert write(graph) == write(other)
    assert str(datetime.date.today().year - 1).encode() not in write(graph)
    assert datetime.date.today().isoformat().encode() not in write(graph)


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda g: type(g).__name__)
def test_igraph_reads_the_same_counts_and_weights(graph, tmp_path):
    export_network(graph, tmp_path, "net")
    other = igraph.Graph.Read_GraphML(str(tmp_path / "net.graphml"))
    assert (other.vcount(), other.ecount()) == (len(graph), graph.number_of_edges())
    assert other.is_directed() == graph.is_directed()
    assert sorted(other.vs["id"]) == sorted(graph)
    weight = "statements" if graph.is_multigraph() else "weight"
    assert sorted(other.es[weight]) == sorted(w for *_, w in graph.edges(data=weight))
    pajek = igraph.Graph.Read_Pajek(str(tmp_path / "net.net"))
    assert (pajek.vcount(), pajek.ecount()) == (len(graph), graph.number_of_edges())


def test_edges_have_ids_of_their_own():
    content = to_graphml(network()).decode()
    ids = [part.split('"')[0] for part in content.split(' id="')[1:] if "/" in part.split('"')[0]]
    assert len(ids) == len(set(ids)) == 4


def test_networkx_alone_fails_on_lists_and_none():
    graph = nx.Graph([("A", "B", {"quotes": ["q"], "note": None})])
    with pytest.raises((nx.NetworkXError, TypeError)):
        list(nx.generate_graphml(graph))
    flat = flatten(graph)
    assert flat.edges["A", "B"] == {"quotes": '["q"]'}
    assert graph.edges["A", "B"]["note"] is None, "the graph itself is left alone"


def test_the_type_of_a_tie_survives_gexf():
    # networkx would write it as the direction of the edge and lose it.
    assert b'type="agreement"' not in to_gexf(network())
    assert {data["type"] for *_, data in from_gexf(to_gexf(network())).edges(data=True)} == {
        "agreement", "support", "membership"
    }  # fmt: skip


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, max_size=3), TEXT)
def test_any_quote_survives(quotes, name):
    graph = nx.Graph(name="n")
    graph.add_node("A", name_en=name)
    graph.add_node("B", name_en="b")
    graph.add_edge("A", "B", weight=1, quotes=quotes)
    for write, read in TRIPS:
        back = read(write(graph))
        if all(not _unwritable(quote) for quote in quotes):
            assert back.edges["A", "B"]["quotes"] == quotes
        assert len(back) == 2
    to_pajek(graph)


def _unwritable(text):
    return any(character in "\ufffe\uffff" for character in text)


def test_tables_hold_every_attribute():
    edges = edges_as_table(network())
    assert edges.columns[:2].tolist() == ["source", "target"] and len(edges) == 4
    assert nodes_as_table(network())["id"].tolist() == ["FMT", "GBR", "NOR", "TUR"]
    assert "agreement" in set(edges["type"])


def test_export_writes_every_format_and_says_who_reads_it(tmp_path):
    table = export_network(network(), tmp_path, "net")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(table["file"])
    assert (table["bytes"] == [(tmp_path / file).stat().st_size for file in table["file"]]).all()
    read = pd.read_csv(tmp_path / "net_edges.csv", keep_default_na=False)
    assert len(read) == 4 and "nog" in read["quotes"].str.cat()


def test_an_empty_network_gives_a_sentence(tmp_path):
    with pytest.raises(InputError, match="nothing to export"):
        export_network(nx.Graph(), tmp_path, "net")
    assert not list(tmp_path.iterdir())
