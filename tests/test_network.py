"""The network by hand: four actors, three documents, eight statements."""

import math

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import views
from helpers.captions import say_choices
from helpers.choices import from_table, to_table
from helpers.documents import SHIPPED, open_corpus
from helpers.gazetteer import read_groups
from helpers.network import (
    Choices,
    add_offices,
    build_network,
    check_weights,
    edge_table,
    members_at,
    node_table,
    project,
    refuse_none,
    roll_up_actors,
    select_ties,
    set_distances,
    standing,
)
from helpers.style import read_style
from helpers.tables import InputError, check_table, columns

ACTORS = pd.DataFrame(
    [
        ("AAA", "state", ""),
        ("BBB", "state", ""),
        ("CCC", "state", ""),
        ("ORG", "organisation", ""),
        ("BODY", "body", "ORG"),
        ("ann", "person", "AAA"),
        ("FMT", "format", ""),
    ],
    columns=["actor_id", "kind", "rolls_up_to"],
).assign(name_en=lambda t: t["actor_id"], name_nl=lambda t: t["actor_id"])
DOCUMENTS = pd.DataFrame(
    {"doc_id": ["d1", "d2", "d3"], "date": ["2023", "2024-05", "2022-01-01"], "author_actor": ["AAA", "", "BODY"]}
)
# doc, start, source, target, type, status, change
ROWS = [
    ("d1", 0, "AAA", "BBB", "joint_action", "actual", "none"),
    ("d1", 10, "BBB", "AAA", "support", "actual", "more"),
    ("d1", 20, "AAA", "BODY", "consultation", "actual", "none"),
    ("d1", 20, "AAA", "ORG", "consultation", "actual", "none"),
    ("d2", 0, "AAA", "BBB", "support", "actual", "none"),
    ("d2", 10, "CCC", "ann", "consultation", "actual", "none"),
    ("d2", 20, "CCC", "FMT", "membership", "prospective", "more"),
    ("d3", 0, "BBB", "CCC", "conflict", "actual", "none"),
    ("d3", 10, "BODY", "CCC", "agreement", "negated", "less"),
    ("d3", 20, "BODY", "ORG", "alignment", "actual", "none"),
    ("d3", 30, "BBB", "FMT", "membership", "actual", "none"),
]


def make_ties(rows, coder="ann_reads"):
    return pd.DataFrame(
        [
            {
                "coder": coder,
                "doc_id": doc_id,
                "sentence_id": start // 10 + 1,
                "start": start,
                "end": start + 5,
                "quote": f"{doc_id} quote {start}",
                "source": source,
                "target": target,
                "type": tie_type,
                "status": status,
                "change": change,
                "coref": "0",
                "cue": "",
            }
            for doc_id, start, source, target, tie_type, status, change in rows
        ],
        columns=columns("ties"),
    )


TIES = make_ties(ROWS)
CHOICES = Choices(coder="ann_reads")


def weights(graph):
    return {tuple(sorted(pair)): weight for *pair, weight in graph.edges(data="weight")}


def graph_of(choices=CHOICES, ties=TIES, **kwargs):
    return project(build_network(select_ties(ties, ACTORS, choices, DOCUMENTS), ACTORS, DOCUMENTS), choices, **kwargs)


def test_cooperation_by_hand():
    # AAA-BBB: joint action and support both ways; AAA-ORG: one passage, two statements; CCC-AAA through ann.
    assert weights(graph_of()) == {("AAA", "BBB"): 3, ("AAA", "ORG"): 2, ("AAA", "CCC"): 1, ("BBB", "FMT"): 1}


def test_weights_count_statements_passages_or_documents():
    assert weights(graph_of(Choices("ann_reads", weight="passages")))["AAA", "ORG"] == 1
    by_documents = weights(graph_of(Choices("ann_reads", weight="documents")))
    # Three statements in two documents, on three parallel edges: a document counts once.
    assert by_documents["AAA", "BBB"] == 2


def test_networkx_itself_would_keep_the_last_parallel_edge():
    network = build_network(select_ties(TIES, ACTORS, CHOICES), ACTORS)
    assert nx.Graph(network)["AAA"]["BBB"]["statements"] == 1
    assert project(network, CHOICES)["AAA"]["BBB"]["weight"] == 3


def test_a_summed_edge_keeps_its_evidence():
    graph = graph_of()
    assert graph["AAA"]["BBB"]["statement_ids"] == ["d1:0-5", "d2:0-5", "d1:10-15"]
    # One passage with two statements is one piece of evidence.
    assert graph["AAA"]["ORG"]["statement_ids"] == ["d1:20-25"] and graph["AAA"]["ORG"]["quotes"] == ["d1 quote 20"]
    for *_, data in graph.edges(data=True):
        assert len(data["statement_ids"]) == data["passages"]
    many = graph_of(ties=make_ties([("d1", 10 * n, "AAA", "BBB", "support", "actual", "none") for n in range(9)]))
    assert [len(many["AAA"]["BBB"][column]) for column in ("quotes", "statement_ids")] == [3, 9]


def test_opposite_directions_are_summed_or_kept_apart():
    support = views.support(TIES, ACTORS, CHOICES)
    assert {(s, t): w for s, t, w in support.edges(data="weight")} == {("AAA", "BBB"): 1, ("BBB", "AAA"): 1}
    only = Choices("ann_reads", types=("support",))
    assert weights(graph_of(only)) == {("AAA", "BBB"): 2}


def test_conflict_and_negated_never_enter():
    everything = Choices(
        "ann_reads",
        types=("conflict", *CHOICES.types),
        statuses=("actual", "prospective", "negated"),
    )
    network = build_network(select_ties(TIES, ACTORS, everything), ACTORS)
    assert network.has_edge("BBB", "CCC") and network.has_edge("CCC", "ORG")
    graph = project(network, CHOICES)
    assert not graph.has_edge("BBB", "CCC") and not graph.has_edge("CCC", "ORG") and not graph.has_edge("CCC", "FMT")
    with pytest.raises(InputError, match="denies"):
        project(network, Choices("ann_reads", statuses=("actual", "negated")))
    with pytest.raises(InputError, match="do not add up"):
        project(network, everything.__class__("ann_reads", types=("conflict", "support")))


def test_prospective_only_on_request():
    both = Choices("ann_reads", statuses=("actual", "prospective"))
    assert weights(graph_of(both))["CCC", "FMT"] == 1
    assert ("CCC", "FMT") not in weights(graph_of())


def test_without_rolling_up_persons_and_bodies_stay():
    graph = graph_of(Choices("ann_reads", roll_up=False))
    assert {"ann", "BODY"} <= set(graph)
    assert weights(graph)["BODY", "ORG"] == 1


def test_an_actor_is_not_tied_to_itself_and_undirected_ends_are_alphabetical():
    selected = select_ties(TIES, ACTORS, CHOICES)
    assert (selected["source"] != selected["target"]).all()
    consulted = selected[selected["doc_id"].eq("d2") & selected["type"].eq("consultation")].iloc[0]
    assert (consulted["source"], consulted["target"]) == ("AAA", "CCC")
    given = selected[selected["start"].eq(10) & selected["doc_id"].eq("d1")].iloc[0]
    assert (given["source"], given["target"]) == ("BBB", "AAA")


def test_authors_own_ties_can_be_left_out_by_document():
    graph = graph_of(Choices("ann_reads", without_author=True))
    # d1 speaks for AAA and loses all; d2 speaks for nobody; d3 speaks for BODY, which is ORG.
    assert weights(graph) == {("AAA", "BBB"): 1, ("AAA", "CCC"): 1, ("BBB", "FMT"): 1}


def test_of_a_joint_document_the_ties_of_each_author_are_left_out():
    joint = DOCUMENTS.assign(author_actor=["", "AAA; CCC", "BODY;CCC"])
    chosen = Choices("ann_reads", without_author=True)
    left = select_ties(TIES, ACTORS, chosen, joint)
    whole = select_ties(TIES, ACTORS, CHOICES)
    assert set(whole["doc_id"]) == {"d1", "d2", "d3"}
    assert left[left["doc_id"] == "d1"].equals(whole[whole["doc_id"] == "d1"])
    # d2 is all of AAA and CCC; of d3, ORG speaks by its body
    assert left.loc[left["doc_id"] != "d1", ["source", "target"]].to_numpy().tolist() == [["BBB", "FMT"]]
    everybody = DOCUMENTS.assign(author_actor="AAA;BBB;CCC;ORG;FMT")
    none = select_ties(TIES, ACTORS, chosen, everybody)
    assert none.empty and list(none.columns) == list(whole.columns)


def test_offices_of_the_day_of_the_document_decide_for_whom_a_person_acts():
    offices = pd.DataFrame(
        [("ann", "CCC", "2000", "2023-06-30"), ("ann", "BODY", "2023-07-01", "")],
        columns=["actor_id", "acts_for", "from", "to"],
    )
    ties = make_ties(
        [
            ("d3", 0, "BBB", "ann", "consultation", "actual", "none"),
            ("d2", 0, "BBB", "ann", "consultation", "actual", "none"),
        ]
    )
    dated = add_offices(ties, ACTORS, DOCUMENTS, offices)
    assert weights(graph_of(ties=dated)) == {("BBB", "CCC"): 1, ("BBB", "ORG"): 1}
    assert weights(graph_of(ties=ties)) == {("AAA", "BBB"): 2}


def test_every_edge_leads_back_to_its_statements():
    edges = edge_table(build_network(select_ties(TIES, ACTORS, CHOICES), ACTORS, DOCUMENTS))
    check_table(edges, "edges")
    edge = edges[(edges["source"] == "AAA") & (edges["type"] == "joint_action")].iloc[0]
    assert edge["statement_ids"] == "d1:0-5" and edge["quotes"] == "d1 quote 0"
    assert edges["statements"].sum() == len(select_ties(TIES, ACTORS, CHOICES))


def test_quotes_are_capped_and_statements_are_not():
    rows = [("d1", start, "AAA", "BBB", "alignment", "actual", "none") for start in range(0, 70, 10)]
    network = build_network(select_ties(make_ties(rows), ACTORS, CHOICES), ACTORS, quotes=2)
    (edge,) = [data for *_, data in network.edges(data=True)]
    assert (edge["statements"], len(edge["quotes"]), len(edge["statement_ids"])) == (7, 2, 7)


def test_dates_are_those_of_the_documents():
    pair = graph_of()["AAA"]["BBB"]
    assert (pair["first"], pair["last"]) == ("2023", "2024-05")


def test_nodes_table_and_standing():
    groups = pd.DataFrame({"group": "ORG", "actor_id": ["AAA"], "from": "", "to": ""})
    nodes = node_table(graph_of(), groups, "2024", "ORG")
    check_table(nodes, "nodes", "")
    assert dict(zip(nodes["actor_id"], nodes["standing"], strict=True)) == {
        "AAA": "member", "BBB": "partner", "CCC": "partner", "FMT": "", "ORG": "group"
    }  # fmt: skip
    row = nodes.set_index("actor_id").loc["AAA"]
    assert (row["neighbours"], row["statements"], row["documents"]) == (3, 6, 2)


def test_nodes_of_the_multigraph_count_each_statement_once():
    network = build_network(select_ties(TIES, ACTORS, CHOICES), ACTORS, DOCUMENTS)
    pd.testing.assert_frame_equal(node_table(network), node_table(graph_of()))


@pytest.mark.parametrize(
    ("date", "members"), [("2019", ["X"]), ("2020-01-31", ["X"]), ("2020-01", ["X"]), ("2020-02", []), ("2020", [])]
)
def test_membership_ends_on_its_last_day(date, members):
    groups = pd.DataFrame({"group": "G", "actor_id": ["X"], "from": ["1973-01-01"], "to": ["2020-01-31"]})
    assert members_at(groups, date, "G") == members


def test_members_of_the_gazetteer_by_date():
    groups = read_groups(open_corpus(SHIPPED))
    # Finland joined in April 2023 and Sweden in March 2024; a year stands for its last day.
    counts = {"2023-01": 30, "2023": 31, "2024-02": 31, "2024": 32, "": 32}
    assert {date: len(members_at(groups, date, "NATO")) for date in counts} == counts
    assert len(members_at(groups, "2026-02-11")) == 27
    with pytest.raises(InputError, match="no group 'OTAN'"):
        members_at(groups, "2020", "OTAN")


def test_in_undated_documents_members_are_those_of_now_and_not_nobody():
    groups = pd.DataFrame({"group": "G", "actor_id": ["X", "Y"], "from": ["1973-01-01", "1999"], "to": ["", "2020"]})
    nodes = pd.DataFrame({"actor_id": ["X", "Y"], "kind": "state"})
    assert standing(nodes, groups, "", "G") == ["member", "partner"]


def test_missing_and_misspelt_weights_are_errors():
    graph = nx.Graph([("A", "B", {"weight": 2})])
    with pytest.raises(InputError, match="wieght"):
        check_weights(graph, "wieght")
    graph.add_edge("B", "C")
    with pytest.raises(InputError, match="B - C"):
        check_weights(graph)


@pytest.mark.parametrize("weight", [0, -1, 0.5, float("nan"), True])
def test_a_weight_is_a_count(weight):
    with pytest.raises(InputError, match="whole number"):
        set_distances(nx.Graph([("A", "B", {"weight": weight})]))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_distances_are_whole_and_exactly_inverse(weights):
    graph = nx.path_graph(len(weights) + 1)
    for (*_, data), weight in zip(graph.edges(data=True), weights, strict=True):
        data["weight"] = weight
    set_distances(graph)
    scale = math.lcm(*weights)
    assert all(data["distance"] * data["weight"] == scale for *_, data in graph.edges(data=True))


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"coder": "nobody"}, "No ties by coder 'nobody'.*ann_reads"),
        ({"weight": "sentences"}, "weight 'sentences' is none of"),
        ({"statuses": ("planned",)}, "statuses 'planned'"),
        ({"types": ("trade",)}, "types 'trade'"),
        ({"statuses": "prospective"}, r"statuses is one text.*write a comma behind it: \('prospective',\)"),
        ({"without_author": True}, "needs the documents table"),
        ({"least_chance": 60.0}, r"least_chance \(LEAST_CHANCE in notebook 05\) is 60\.0"),
        ({"least_chance": "0.6"}, "is .0\\.6.; choose a number"),
        ({"least_chance": None}, "is None; choose a number"),
    ],
)
def test_choices_that_cannot_be(choices, message):
    with pytest.raises(InputError, match=message):
        select_ties(TIES, ACTORS, Choices(**{"coder": "ann_reads"} | choices))


def test_unlikely_statements_stay_out_on_request_and_those_without_a_chance_come_in():
    ties = TIES.assign(chance=[0.3, None, *[0.7] * (len(TIES) - 2)])
    kept = select_ties(ties, ACTORS, Choices("ann_reads", least_chance=0.5))
    everything = select_ties(ties, ACTORS, CHOICES)
    assert len(kept) == len(everything) - 1
    assert kept["chance"].isna().sum() == 1
    sure = Choices("ann_reads", least_chance=0.9)
    with pytest.raises(InputError, match=r"lower least_chance, which is 0\.9, or widen"):
        refuse_none(select_ties(ties.assign(chance=0.2), ACTORS, sure), ties, sure)
    assert from_table(to_table(sure)) == sure


def test_a_least_chance_needs_chances():
    with pytest.raises(InputError, match=r"no column chance.*run notebook 03 again"):
        select_ties(TIES, ACTORS, Choices("ann_reads", least_chance=0.5))


def test_a_caption_names_the_least_chance():
    style = read_style()
    assert "chance" not in say_choices(Choices(), style)
    assert "statements with a chance of at least 0.6" in say_choices(Choices(least_chance=0.6), style)


def test_a_choice_that_is_no_number_is_refused():
    table = to_table(CHOICES)
    table.loc[table["choice"] == "least_chance", "value"] = "often"
    with pytest.raises(InputError, match="least_chance 'often' is no number"):
        from_table(table)


def test_an_unknown_actor_is_named():
    ties = make_ties([("d1", 0, "AAA", "ZZZ", "support", "actual", "none")])
    with pytest.raises(InputError, match=r"ZZZ.*gazetteer/actors.csv"):
        select_ties(ties, ACTORS, CHOICES)


def test_rolling_up_in_a_circle_is_refused():
    with pytest.raises(InputError, match="A to B to A"):
        roll_up_actors(["A"], pd.DataFrame({"actor_id": ["A", "B"], "rolls_up_to": ["B", "A"]}))


def test_nothing_left_is_an_empty_network_not_an_error():
    choices = Choices("ann_reads", types=("agreement",))
    assert len(graph_of(choices)) == 0
    assert node_table(graph_of(choices)).empty
    assert edge_table(build_network(select_ties(TIES, ACTORS, choices), ACTORS)).empty


def test_the_order_of_rows_does_not_matter():
    shuffled = TIES.sample(frac=1, random_state=3)
    one, two = (edge_table(build_network(select_ties(t, ACTORS, CHOICES), ACTORS)) for t in (TIES, shuffled))
    pd.testing.assert_frame_equal(one, two)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["d1", "d2", "d3"]),
            st.integers(0, 5).map(lambda n: n * 10),
            st.sampled_from(["AAA", "BBB", "CCC", "ann", "BODY"]),
            st.sampled_from(["BBB", "CCC", "ORG", "FMT"]),
            st.sampled_from(["conflict", "support", "alignment"]),
            st.sampled_from(["actual", "prospective", "negated"]),
            st.sampled_from(["more", "none"]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_statement_is_lost_or_counted_twice(rows):
    ties = make_ties(rows)
    selected = select_ties(ties, ACTORS, CHOICES)
    graph = graph_of(ties=ties)
    assert sum(weights(graph).values()) == len(selected)
    assert set(selected["type"]) <= set(CHOICES.types) and set(selected["status"]) <= {"actual"}
    documents = Choices("ann_reads", weight="documents")
    where = {}
    for source, target, doc_id in zip(selected["source"], selected["target"], selected["doc_id"], strict=True):
        where.setdefault(tuple(sorted((source, target))), set()).add(doc_id)
    assert weights(graph_of(documents, ties)) == {pair: len(doc_ids) for pair, doc_ids in where.items()}


# --- views ----------------------------------------------------------------------------------------------------------


def test_layers_add_up_to_cooperation():
    layers = views.layers(TIES, ACTORS, CHOICES)
    assert list(layers) == list(CHOICES.types)
    total = {}
    for graph in layers.values():
        for pair, weight in weights(graph).items():
            total[pair] = total.get(pair, 0) + weight
    assert total == weights(graph_of())


def test_conflict_has_a_direction_and_signed_keeps_both():
    conflict = views.conflict(TIES, ACTORS, CHOICES)
    assert list(conflict.edges()) == [("BBB", "CCC")]
    signed = views.signed(TIES, ACTORS, CHOICES)
    evidence = {"statement_ids": ["d3:0-5"], "quotes": ["d3 quote 0"]}
    assert signed.edges["BBB", "CCC"] == {"positive": 0, "negative": 1, "sign": -1} | evidence
    assert [signed.edges["AAA", "BBB"][column] for column in ("positive", "negative", "sign")] == [3, 0, 1]
    with pytest.raises(InputError, match="has no 'weight'"):
        check_weights(signed)


def test_planned_beside_actual():
    table = views.planned_beside_actual(TIES, ACTORS, CHOICES)
    assert table[table["source"].eq("CCC")].iloc[0].tolist() == ["CCC", "FMT", 0, 1, "prospective"]
    assert set(table["which"]) == {"actual", "prospective"}


def test_venues_are_where_actors_meet():
    both = Choices("ann_reads", statuses=("actual", "prospective"))
    graph = views.actors_by_venues(TIES, ACTORS, both)
    assert sorted(graph) == ["BBB", "CCC", "FMT"]
    assert {graph.nodes[a]["mode"] for a in graph["FMT"]} == {"actor"}
    assert views.shared_venues(graph, "BBB", "CCC")["which"].tolist() == ["both"]
    assert views.shared_venues(graph, "BBB", "AAA")["which"].tolist() == ["BBB"]


def test_actors_by_documents():
    graph = views.actors_by_documents(TIES, ACTORS, CHOICES)
    assert graph["AAA"]["d1"]["weight"] == 4
    assert nx.is_bipartite(graph)


def test_the_network_grows_by_date():
    graphs = views.by_date(TIES, ACTORS, CHOICES, DOCUMENTS)
    assert list(graphs) == ["d3", "d1", "d2"]
    growth = views.growth_table(graphs, DOCUMENTS)
    assert growth["pairs"].tolist() == [1, 3, 4]
    assert growth["new_weight"].tolist() == [1, 4, 2]
    assert graphs["d2"].edges["AAA", "BBB"]["added"] == 1
    assert weights(graphs["d2"]) == weights(graph_of())


def test_each_speaker_by_itself():
    graphs = views.speakers(TIES, ACTORS, CHOICES, DOCUMENTS)
    assert list(graphs) == ["d1", "d2", "d3"]
    assert weights(graphs["d2"]) == {("AAA", "BBB"): 1, ("AAA", "CCC"): 1}


def test_two_actors_dyad_by_dyad():
    selected = select_ties(TIES, ACTORS, CHOICES)
    table = views.compare_ties(selected, "BBB", "CCC")
    assert table[["other", "type", "BBB", "CCC", "which"]].to_numpy().tolist() == [
        ["AAA", "consultation", 0, 1, "CCC"],
        ["AAA", "joint_action", 1, 0, "BBB"],
        ["AAA", "support", 2, 0, "BBB"],
        ["FMT", "membership", 1, 0, "BBB"],
    ]
    for pair in (("XXX", "BBB"), ("BBB", "XXX")):
        for compare in (views.compare_ties, views.unshared_statements):
            with pytest.raises(InputError, match="XXX has no tie after the choices"):
                compare(selected, *pair)


def test_a_list_of_partners_makes_no_difference_between_them():
    ties = make_ties(
        [
            ("d1", 0, "AAA", "BBB", "agreement", "actual", "none"),
            ("d1", 0, "AAA", "CCC", "agreement", "actual", "none"),
            ("d1", 10, "AAA", "CCC", "agreement", "actual", "none"),
        ]
    )
    table = views.unshared_statements(select_ties(ties, ACTORS, CHOICES), "BBB", "CCC")
    assert table[["actor_id", "start"]].to_numpy().tolist() == [["CCC", 10]]


def test_statements_that_tell_two_apart_by_any_coder():
    def tie(coder, sentence, source, target, tie_type="alignment", status="actual", quote="q"):
        row = dict.fromkeys(columns("ties"), "")
        row |= {"coder": coder, "doc_id": "d1", "sentence_id": sentence, "start": 10 * sentence, "quote": quote}
        return row | {"source": source, "target": target, "type": tie_type, "status": status, "change": "none"}

    rows = [
        tie("one", 1, "AAA", "ORG"), tie("one", 1, "BBB", "ORG"), tie("one", 2, "AAA", "CCC", "support", quote="whole"),
        tie("two", 1, "AAA", "ORG"), tie("two", 2, "AAA", "CCC", "support", quote="part"),
        tie("two", 3, "BBB", "FMT", "membership", "prospective"), tie("three", 1, "AAA", "ORG"),
    ]  # fmt: skip
    ties = pd.DataFrame(rows).assign(end=lambda table: table["start"] + table["quote"].str.len())
    found = views.unshared_by_coder(ties, ACTORS, Choices("one"), ["one", "two", "three"], DOCUMENTS, "AAA", "BBB")
    # By `one` sentence 1 ties both to ORG; by `two` AAA alone. By `three` BBB has no tie at all.
    assert found[["actor_id", "other", "status", "coders", "quote"]].to_numpy().tolist() == [
        ["AAA", "CCC", "actual", "one, two", "whole"],
        ["AAA", "ORG", "actual", "two", "q"],
        ["BBB", "FMT", "prospective", "two", "q"],
    ]
    for coders, message in ((["three"], "BBB has no tie"), ([], "No coder to compare")):
        with pytest.raises(InputError, match=message):
            views.unshared_by_coder(ties, ACTORS, Choices("one"), coders, DOCUMENTS, "AAA", "BBB")


def test_members_and_partners():
    groups = pd.DataFrame({"group": "ORG", "actor_id": ["AAA"], "from": "", "to": ""})
    graph = views.members_and_partners(graph_of(), groups, "2024", "ORG")
    assert dict(graph.nodes(data="standing")) == {"AAA": "member", "BBB": "partner", "CCC": "partner", "ORG": "group"}
    with pytest.raises(InputError, match="no group 'XYZ'"):
        views.members_and_partners(graph_of(), groups, "2024", "XYZ")


def test_mentions_are_counted_as_the_network_is_rolled_up():
    mentions = pd.DataFrame({"doc_id": ["d1", "d1", "d2"], "actor_id": ["ann", "AAA", "AAA"]})
    assert views.count_mentions(mentions, ACTORS, CHOICES).to_numpy().tolist() == [["AAA", 3, 2]]


def test_every_view_is_described():
    assert all(callable(getattr(views, name)) for name in views.describe_views()["view"])
