"""The invented corpus of the course: what was worked out by hand is what the helpers give."""

from fractions import Fraction

import networkx as nx
import pytest

from helpers.agreement import detection
from helpers.centrality import measure_centrality
from helpers.classroom import open_class, read_answers, read_class
from helpers.gold import read_marked_mentions
from helpers.network import Choices, build_network, project, select_ties
from helpers.tables import InputError

CORPUS = open_class()
KEY = Choices(coder="key")


@pytest.fixture(scope="module")
def room():
    return read_class(CORPUS)


@pytest.fixture(scope="module")
def graph(room):
    return project(build_network(select_ties(room.ties, room.actors, KEY), room.actors, room.documents), KEY)


def fractions(sum_of_terms):
    return sum(Fraction(term) for term in sum_of_terms.split(" + "))


def test_every_text_says_that_it_is_invented(room):
    for row in room.documents.itertuples():
        assert row.text.splitlines()[0].startswith(("Verzonnen lestekst: ", "Invented class text: "))
        assert row.note.startswith("invented for class: ")


def test_sentences_by_hand(room):
    rows = room.sentences[room.sentences["kind"] != "blank"].astype({"sentence_id": str})
    given = read_answers(CORPUS, "sentences")
    assert rows[given.columns].values.tolist() == given.values.tolist()


def test_mentions_by_hand(room):
    marked = read_marked_mentions(CORPUS)
    names = marked[~marked["how"].isin(["pronoun"])]
    key = ["doc_id", "start", "end", "surface", "actor_id"]
    assert room.mentions[key].values.tolist() == names[key].values.tolist()
    texts = room.documents.set_index("doc_id")["text"]
    assert all(texts[row.doc_id][row.start : row.end] == row.surface for row in marked.itertuples())


def test_the_key_counts_its_ties(room):
    key = room.ties[room.ties["coder"] == "key"]
    kinds = key["type"].eq("conflict").map({True: "conflict", False: "cooperation"})
    counts = key.groupby([kinds, "status"]).size().to_dict()
    assert counts == {
        ("conflict", "actual"): 4,
        ("cooperation", "actual"): 23,
        ("cooperation", "negated"): 2,
        ("cooperation", "prospective"): 4,
    }
    assert key["coref"].eq("1").sum() == 1


def test_edges_by_hand(graph):
    found = {
        tuple(sorted(pair)): (data["weight"], " ".join(sorted(data["types"]))) for *pair, data in graph.edges(data=True)
    }
    given = read_answers(CORPUS, "edges")
    assert found == {(row.source, row.target): (int(row.weight), row.types) for row in given.itertuples()}


def test_shortest_paths_by_hand(graph):
    """Distances are in sixths of a statement, and all shortest paths between each two are written out."""
    given = read_answers(CORPUS, "paths")
    inverse = {edge: Fraction(6, data["weight"]) for *edge, data in graph.edges(data=True) for edge in [tuple(edge)]}
    nx.set_edge_attributes(graph, inverse, "sixths")
    pairs = {frozenset(pair) for pair in zip(given["one"], given["other"], strict=True)}
    assert len(pairs) == len(given) == 46
    for row in given.itertuples():
        assert nx.shortest_path_length(graph, row.one, row.other, weight="sixths") == int(row.sixths)
        paths = nx.all_shortest_paths(graph, row.one, row.other, weight="sixths")
        assert {tuple(path) for path in paths} == {tuple(path.split()) for path in row.shortest.split(" or ")}
    reached = {frozenset((a, b)) for a in graph for b in nx.node_connected_component(graph, a) if a != b}
    assert pairs == reached


def test_centrality_by_hand(graph):
    measures = ["degree", "strength", "betweenness", "harmonic"]
    found = measure_centrality(graph, measures=measures).pivot(index="actor_id", columns="measure", values="value")
    given = read_answers(CORPUS, "centrality").set_index("actor_id")
    assert sorted(found.index) == sorted(given.index)
    others = len(given) - 1
    for actor, row in given.iterrows():
        assert found.loc[actor, "degree"] == int(row["degree"])
        assert found.loc[actor, "strength"] == int(row["strength"])
        pairs = Fraction(others * (others - 1), 2)
        assert found.loc[actor, "betweenness"] == pytest.approx(float(Fraction(row["betweenness"]) / pairs))
        assert found.loc[actor, "harmonic"] == pytest.approx(float(fractions(row["harmonic"]) / others))


def test_paths_and_betweenness_by_hand_agree():
    """The two tables were worked out apart from each other; each path gives its share to those in between."""
    between = dict.fromkeys(read_answers(CORPUS, "centrality")["actor_id"], Fraction(0))
    for row in read_answers(CORPUS, "paths").itertuples():
        paths = row.shortest.split(" or ")
        for path in paths:
            for actor in path.split()[1:-1]:
                between[actor] += Fraction(1, len(paths))
    given = read_answers(CORPUS, "centrality").set_index("actor_id")["betweenness"]
    assert between == {actor: Fraction(value) for actor, value in given.items()}


def test_agreement_by_hand(room):
    found = detection(room.ties[room.ties["coder"].isin(["key", "student"])], room.actors, reference="key").iloc[0]
    given = read_answers(CORPUS, "agreement").iloc[0]
    assert (found["both"], found["only_reference"], found["only_coder"]) == tuple(
        int(given[column]) for column in ["both", "only_key", "only_student"]
    )
    assert found["f1"] == pytest.approx(float(Fraction(given["dice"])))


def test_where_the_rules_differ_from_the_key(room):
    """Teaching material: the rules tie the Netherlands to Russia, miss a named domain, and read no English."""
    key = ["doc_id", "source", "target", "type", "status"]
    rules, hand = (
        set(room.ties.loc[room.ties["coder"] == coder, key].itertuples(index=False, name=None))
        for coder in ("rules", "key")
    )
    assert rules - hand == {
        ("2023_brief", "RUS", "NLD", "conflict", "actual"),
        ("2023_brief", "CAN", "NLD", "alignment", "prospective"),
    }
    assert {row for row in hand - rules if row[0] != "2024_statement"} == {
        ("2023_brief", "CAN", "NLD", "joint_action", "prospective"),
    }
    assert not any(row[0] == "2024_statement" for row in rules)


def test_a_corpus_without_answers_says_so(tmp_path):
    (tmp_path / "documents.csv").write_text("doc_id\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"answers/edges\.csv is missing"):
        read_answers(open_class(tmp_path), "edges")
