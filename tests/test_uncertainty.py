"""Uncertainty by hand on three documents; draws that keep what they must keep; seeds."""

import math
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import stability, uncertainty
from helpers.centrality import measure_centrality
from helpers.measures import ALL, BASIC
from helpers.network import Choices, build_network, project, select_ties
from helpers.partners import widen_replicates
from helpers.replicates import (
    ahead_in_each,
    compare_sources,
    falls_apart,
    list_replicates,
    measure_replicates,
    not_told_apart,
    outrank_matrix,
    outranks,
    say_percents,
    say_settled,
    specification_curve,
    summarise,
    told_apart,
    weigh_choices,
    whole_percents,
)
from helpers.tables import InputError, check_table, columns
from helpers.uncertainty import (
    leave_one_document_out,
    resample,
    vary_choices,
    vary_coder,
    vary_one_choice,
    vary_together,
    without_each_document,
)

IDS = ["AAA", "BBB", "CCC", "DDD", "ORG"]
ACTORS = pd.DataFrame(
    {"actor_id": [*IDS, "ann"], "kind": [*["state"] * 4, "organisation", "person"], "rolls_up_to": [*[""] * 5, "AAA"]}
).assign(name_en=lambda t: t["actor_id"], name_nl=lambda t: t["actor_id"])
DOCUMENTS = pd.DataFrame(
    {"doc_id": ["d1", "d2", "d3"], "date": ["2022", "2023", "2024"], "author_actor": ["ORG", "", "BBB"]}
)


def make_ties(rows, coder="reader"):
    return pd.DataFrame(
        [
            {
                "coder": coder, "doc_id": doc_id, "sentence_id": sentence, "start": 10 * sentence,
                "end": 10 * sentence + 5, "quote": "q", "source": source, "target": target, "type": tie_type,
                "status": "actual", "change": "none", "coref": "0", "cue": "",
            }
            for doc_id, sentence, source, target, tie_type in rows
        ],
        columns=columns("ties"),
    )  # fmt: skip


# AAA is named in d1 and d2, BBB in d2 and d3, CCC in d1 alone.
ROWS = [
    ("d1", 1, "AAA", "ORG", "agreement"),
    ("d1", 1, "CCC", "ORG", "agreement"),
    ("d1", 2, "ann", "ORG", "consultation"),
    ("d2", 1, "AAA", "BBB", "support"),
    ("d2", 2, "BBB", "ORG", "alignment"),
    ("d3", 1, "BBB", "ORG", "alignment"),
    ("d3", 2, "BBB", "DDD", "support"),
]
TIES = make_ties(ROWS)
CHOICES = Choices("reader")


def cell(table, actor, measure, column):
    return table.loc[(table["actor_id"] == actor) & (table["measure"] == measure), column].item()


# --- leaving one document out ---------------------------------------------------------------------------------------


def test_leaving_out_each_document_by_hand():
    table = leave_one_document_out(TIES, ACTORS, CHOICES, DOCUMENTS)
    check_table(table, "uncertainty")
    # Strength of AAA: 3 in all; 1 without d1, 2 without d2, 3 without d3.
    assert [cell(table, "AAA", "strength", c) for c in ("value", "low", "high", "replicates")] == [3, 1, 3, 3]
    # Strengths without d1: BBB 4, ORG 2, AAA 1, DDD 1: AAA third. Without d2 ORG 4, AAA and BBB 2: second.
    assert [cell(table, "AAA", "strength", c) for c in ("rank", "rank_low", "rank_high")] == [3, 2, 3]


def test_an_absent_actor_ranks_last_with_value_zero():
    table = leave_one_document_out(TIES, ACTORS, CHOICES, DOCUMENTS)
    # Without d1 four actors remain; CCC is fifth. Present in two of three replicates.
    assert cell(table, "CCC", "strength", "rank_high") == 5
    assert cell(table, "CCC", "strength", "low") == 0
    assert cell(table, "CCC", "strength", "present") == pytest.approx(2 / 3, abs=1e-9)
    listed = list_replicates(without_each_document(TIES, ACTORS, CHOICES, DOCUMENTS))
    gone = listed[(listed["left_out"] == "d1") & (listed["actor_id"] == "CCC")]
    assert gone["value"].isna().all() and (gone["rank"] == 5).all()


def test_constraint_of_an_absent_actor_is_left_out_not_zero():
    table = leave_one_document_out(TIES, ACTORS, CHOICES, DOCUMENTS)
    assert cell(table, "CCC", "constraint", "low") > 0
    assert cell(table, "CCC", "constraint", "rank_high") == 5


def test_every_replicate_is_the_network_without_that_document():
    listed = list_replicates(without_each_document(TIES, ACTORS, CHOICES, DOCUMENTS))
    for left_out in ["", "d1", "d2", "d3"]:
        kept = TIES[TIES["doc_id"] != left_out]
        graph = project(build_network(select_ties(kept, ACTORS, CHOICES), ACTORS), CHOICES)
        expected = measure_centrality(graph, "cooperation").set_index(["actor_id", "measure"])
        got = listed[listed["left_out"] == left_out].set_index(["actor_id", "measure"])
        for key, row in expected.iterrows():
            assert got.loc[key, "value"] == pytest.approx(row["value"], abs=2e-9, nan_ok=True)
            assert got.loc[key, "rank"] == row["rank"]


def test_one_document_alone_cannot_be_left_out():
    with pytest.raises(InputError, match="stand in one document \\(d3\\)"):
        leave_one_document_out(TIES[TIES["doc_id"] == "d3"], ACTORS, CHOICES, DOCUMENTS)


def test_nothing_left_gives_a_sentence():
    with pytest.raises(InputError, match=r"has no ties.*widen the choices"):
        leave_one_document_out(TIES, ACTORS, Choices("reader", types=("membership",)), DOCUMENTS)


# One passage in which a person and the state for whom it acts are both tied to ORG.
TWICE = pd.concat([TIES, make_ties([("d1", 2, "AAA", "ORG", "consultation")])], ignore_index=True)


@pytest.mark.parametrize(("weight", "strength"), [("statements", 4), ("passages", 3), ("documents", 2)])
def test_observed_weights_are_those_of_the_projection(weight, strength):
    choices = Choices("reader", weight=weight)
    replicates = without_each_document(TWICE, ACTORS, choices, DOCUMENTS)
    graph = project(build_network(select_ties(TWICE, ACTORS, choices), ACTORS), choices)
    assert graph.degree("AAA", weight="weight") == strength
    assert replicates.observed["strength"].tolist() == [graph.degree(a, weight="weight") for a in replicates.actors]


# A tie in a document of its own, since centrality compares three actors at least.
ELSEWHERE = ("d2", 1, "CCC", "ORG", "alignment")

# --- drawing again --------------------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["statements", "passages", "documents"]))
def test_drawing_again_equals_a_plain_loop(seed, weight):
    """Weights summed in arrays are those of a table made of the drawn rows, renamed so that copies differ."""
    choices = Choices("reader", weight=weight)
    replicates = resample(TIES, ACTORS, choices, ["documents", "sentences"], 20, seed, DOCUMENTS, measures=["strength"])
    random = np.random.default_rng(seed)
    selected = select_ties(TIES, ACTORS, choices)
    copies = random.multinomial(3, np.full(3, 1 / 3), size=20)
    drawn = {}
    for column, doc_id in enumerate(["d1", "d2", "d3"]):
        sentences = sorted(set(selected.loc[selected["doc_id"] == doc_id, "sentence_id"]))
        for copy in range(copies[:, column].max()):
            inside = np.flatnonzero(copies[:, column] > copy)
            chances = np.append(np.full(len(sentences), 1 / len(sentences)), 0.0)
            times = random.multinomial(len(sentences), chances, size=len(inside))[:, :-1]
            for replicate, line in zip(inside, times, strict=True):
                drawn[doc_id, copy, replicate] = dict(zip(sentences, line, strict=True))
    for replicate in range(20):
        rows = []
        for (doc_id, copy, where), line in drawn.items():
            for row in selected[selected["doc_id"] == doc_id].to_dict("records") if where == replicate else []:
                for again in range(line[row["sentence_id"]]):
                    rows.append(row | {"doc_id": f"{doc_id}-{copy}", "start": row["start"] + 1000 * again})
        table = pd.DataFrame(rows, columns=selected.columns)
        graph = project(build_network(table, ACTORS), choices)
        got = replicates.varied["strength"][replicate]
        expected = [graph.degree(a, weight="weight") if a in graph else np.nan for a in replicates.actors]
        np.testing.assert_array_equal(got, expected)


def test_drawn_sentences_are_as_many_as_there_are():
    rows = [("d1", n, *pair, "support") for n, pair in enumerate([("AAA", "BBB"), ("CCC", "DDD")] * 4, start=1)]
    replicates = resample(make_ties(rows), ACTORS, CHOICES)
    assert (replicates.filled("strength").sum(axis=1) == 16).all()


def test_sentences_without_ties_are_drawn_too():
    sentences = pd.DataFrame({"doc_id": "d1", "kind": ["sentence"] * 8 + ["blank"] * 50})
    ties = make_ties([("d1", 1, "AAA", "BBB", "support"), ELSEWHERE])
    replicates = resample(ties, ACTORS, CHOICES, replicates=4000, sentences=sentences, measures=["strength"])
    assert replicates.present[:, 0].mean() == pytest.approx(1 - (7 / 8) ** 8, abs=0.02)
    strength = replicates.filled("strength")[:, 0]
    assert strength.mean() == pytest.approx(1, abs=0.06) and strength.var() == pytest.approx(7 / 8, abs=0.1)


def test_documents_are_drawn_whole():
    replicates = resample(TIES, ACTORS, CHOICES, ["documents"], 300, documents=DOCUMENTS, measures=["strength"])
    copies = np.random.default_rng(uncertainty.SEED).multinomial(3, np.full(3, 1 / 3), size=300)
    place = replicates.actors.index("AAA")
    np.testing.assert_array_equal(replicates.filled("strength")[:, place], copies @ [2, 1, 0])


def test_the_same_seed_gives_the_same_table():
    for vary in (["sentences"], ["documents"], ["documents", "sentences", "coding_error"]):
        one, two, other = (
            summarise(resample(TIES, ACTORS, CHOICES, vary, 150, seed, DOCUMENTS, errors=ERRORS)) for seed in (5, 5, 6)
        )
        pd.testing.assert_frame_equal(one, two, check_exact=True)
        assert not one.equals(other)


def test_intervals_hold_the_middle_and_stand_in_order():
    table = summarise(resample(TIES, ACTORS, CHOICES, ["sentences"], 400))
    check_table(table, "uncertainty")
    defined = table.dropna(subset=["low"])
    assert (defined["low"] <= defined["middle"]).all() and (defined["middle"] <= defined["high"]).all()
    assert (table["rank_low"] <= table["rank_high"]).all()
    wide = summarise(resample(TIES, ACTORS, CHOICES, ["sentences"], 400), level=1.0)
    assert (wide["low"].fillna(0) <= table["low"].fillna(0)).all()


def test_one_document_can_be_drawn_from_but_not_drawn():
    alone = TIES[TIES["doc_id"] == "d2"]
    assert len(resample(alone, ACTORS, CHOICES, ["sentences"], 10).labels) == 10
    with pytest.raises(InputError, match="at least two"):
        resample(alone, ACTORS, CHOICES, ["documents"], 10)
    with pytest.raises(InputError, match="Nothing to vary"):
        resample(alone, ACTORS, CHOICES, ["chapters"], 10)


# --- coding error ---------------------------------------------------------------------------------------------------

ERRORS = pd.DataFrame({"type": ["type right"], "precision": [0.8], "recall": [0.5]})


def test_a_coder_without_error_changes_nothing():
    perfect = pd.DataFrame({"type": ["type right"], "precision": [1.0], "recall": [1.0]})
    replicates = resample(TIES, ACTORS, CHOICES, ["coding_error"], 30, errors=perfect)
    for measure in ALL:
        expected = np.tile(replicates.observed[measure], (30, 1))
        np.testing.assert_allclose(replicates.varied[measure], expected, atol=1e-12)


def test_errors_lose_and_add_at_their_rates():
    rates = pd.DataFrame(
        {"type": ["support", "type right"], "precision": [0.5, 1.0], "recall": [1.0, 0.5]}
    )  # support is half wrong; all else misses as much as it has
    ties = make_ties([*(("d1", n, "AAA", "BBB", "support") for n in range(40)), ELSEWHERE])
    strength = resample(ties, ACTORS, CHOICES, ["coding_error"], 500, errors=rates).filled("strength")
    assert strength[:, 0].mean() == pytest.approx(20, abs=0.6)
    ties = make_ties([*(("d1", n, "AAA", "BBB", "alignment") for n in range(40)), ELSEWHERE])
    strength = resample(ties, ACTORS, CHOICES, ["coding_error"], 500, errors=rates).filled("strength")
    assert strength[:, 0].mean() == pytest.approx(80, abs=1) and strength[:, 0].min() >= 40


def test_what_is_wrong_misses_nothing():
    # Of 40 statements 20 are right; with recall 0.5 the coder missed 20 others, not 40.
    rates = pd.DataFrame({"type": ["type right"], "precision": [0.5], "recall": [0.5]})
    ties = make_ties([*(("d1", n, "AAA", "BBB", "support") for n in range(40)), ELSEWHERE])
    strength = resample(ties, ACTORS, CHOICES, ["coding_error"], 500, errors=rates).filled("strength")
    assert strength[:, 0].mean() == pytest.approx(40, abs=1)


def test_added_ties_stand_where_actors_are_named_together():
    seen = make_ties([("d1", 1, "AAA", "DDD", "mention")], "comention")
    ties = pd.concat([make_ties([*(("d1", n, "AAA", "BBB", "alignment") for n in range(9)), ELSEWHERE]), seen])
    replicates = resample(ties, ACTORS, CHOICES, ["coding_error"], 50, errors=ERRORS, measures=["degree"])
    assert replicates.actors == ["AAA", "BBB", "CCC", "DDD", "ORG"]
    assert replicates.filled("degree").max(axis=0).tolist() == [2, 1, 1, 1, 1]


def test_rates_that_cannot_be_used():
    for errors in (None, pd.DataFrame({"type": ["support"], "precision": [np.nan], "recall": [0.5]})):
        with pytest.raises(InputError, match=r"(?i)coding errors"):
            resample(TIES, ACTORS, CHOICES, ["coding_error"], 5, errors=errors)


# --- coders, choices, all together ----------------------------------------------------------------------------------

BOTH = pd.concat(
    [TIES, make_ties(ROWS[:3], "second"), make_ties([("d1", 1, "AAA", "DDD", "mention")], "comention")],
    ignore_index=True,
)


def test_coders_by_hand():
    replicates = vary_coder(BOTH, ACTORS, CHOICES, DOCUMENTS)
    assert replicates.labels == ["comention", "reader", "second"]
    place = replicates.actors.index("AAA")
    assert replicates.filled("strength")[:, place].tolist() == [1, 3, 2]
    assert replicates.observed["strength"][place] == 3


def test_every_specification_is_a_network_of_its_own():
    grid = {"coder": ["reader", "second"], "roll_up": [True, False], "weight": ["statements", "documents"]}
    replicates, table = vary_choices(BOTH, ACTORS, CHOICES, DOCUMENTS, grid)
    assert len(table) == 8 == len(replicates.labels)
    for label, row in zip(replicates.labels, table.to_dict("records"), strict=True):
        assert label == row["specification"]
        choices = Choices(row["coder"], roll_up=row["roll_up"] == "True", weight=row["weight"])
        graph = project(build_network(select_ties(BOTH, ACTORS, choices), ACTORS), choices)
        got = replicates.filled("strength")[int(label) - 1]
        assert got.tolist() == [graph.degree(a, weight="weight") if a in graph else 0 for a in replicates.actors]


def test_the_multiverse_takes_all_reasonable_choices():
    replicates, table = vary_choices(BOTH, ACTORS, CHOICES, DOCUMENTS, measures=["strength"])
    assert len(table) == 2 * 2 * 2 * 3 * 3 * 2
    curve = specification_curve(replicates, table, "AAA", "BBB")
    assert curve["difference"].is_monotonic_increasing
    assert curve["place"].tolist() == list(range(1, len(table) + 1))
    assert (curve["ahead"] == np.sign(curve["difference"]).map({1: "AAA", -1: "BBB", 0: "equal"})).all()


def test_one_choice_at_a_time_by_hand():
    replicates = vary_one_choice(BOTH, ACTORS, CHOICES, DOCUMENTS, ["strength"])
    labels = {label.split("=")[0] for label in replicates.labels}
    assert labels == {"coder", "roll_up", "statuses", "types", "weight", "without_author"}
    assert len(replicates.labels) == len(set(replicates.labels)) and "coder=reader" not in replicates.labels
    table = list_replicates(replicates, "varied")
    strength = table[table["actor_id"] == "AAA"].set_index("varied")["value"]
    # 3 statements on AAA: one of them by ann, who acts for it, and two in a document that speaks for ORG
    assert strength[""] == 3 and strength["roll_up=False"] == 2 and strength["without_author=True"] == 1
    assert strength["weight=documents"] == 2 and strength["types=-alignment"] == 3
    # without documents nobody knows the authors
    assert not any("author" in label for label in vary_one_choice(BOTH, ACTORS, CHOICES).labels)


def test_leaving_out_the_unlikely_is_a_choice_of_a_coder_who_gives_chances():
    ties = BOTH.assign(chance=np.where(BOTH["coder"] == "reader", 0.4, np.nan))
    ties.loc[ties["coder"].eq("reader") & ties["type"].eq("alignment"), "chance"] = 0.9
    _, table = vary_choices(ties, ACTORS, CHOICES, DOCUMENTS, measures=["strength"])
    # as many sets as without for the second coder, twice as many for the reader
    assert table["coder"].value_counts().to_dict() == {"second": 72, "reader": 144}
    assert set(table.loc[table["coder"] == "second", "least_chance"]) == {"0.0"}
    assert table["own"].sum() == 1
    own = replace(CHOICES, least_chance=0.3)
    _, table = vary_choices(ties, ACTORS, own, DOCUMENTS, measures=["strength"])
    assert set(table.loc[table["coder"] == "reader", "least_chance"]) == {"0.0", "0.3", "0.5"}
    assert table["own"].sum() == 1
    found = list_replicates(vary_one_choice(ties, ACTORS, CHOICES, DOCUMENTS, ["strength"]), "varied")
    left = select_ties(ties, ACTORS, replace(CHOICES, least_chance=0.5), DOCUMENTS)
    assert 0 < len(left) < len(select_ties(ties, ACTORS, CHOICES, DOCUMENTS))
    unlikely = found[found["varied"].eq("least_chance=0.5") & found["value"].gt(0)]
    assert set(unlikely["actor_id"]) == {*left["source"], *left["target"]}
    second = vary_one_choice(ties, ACTORS, replace(CHOICES, coder="second"), DOCUMENTS, ["strength"])
    assert not any("chance" in label for label in second.labels)


def test_all_together_has_the_replicates_asked_for():
    replicates = vary_together(BOTH, ACTORS, CHOICES, ["reader", "second"], {"reader": ERRORS}, 31, 3, DOCUMENTS)
    assert {len(values) for values in replicates.varied.values()} == {31} == {len(replicates.present)}
    check_table(summarise(replicates), "uncertainty")
    # `second` saw d1 only, so that BBB is absent from its half of the replicates.
    assert replicates.present[:, replicates.actors.index("BBB")].mean() < 0.6


# --- who outranks whom ----------------------------------------------------------------------------------------------


def test_outranking_by_hand():
    replicates = without_each_document(TIES, ACTORS, CHOICES, DOCUMENTS)
    table = outranks(replicates, "AAA", "BBB").set_index("measure")
    # Strengths of AAA and BBB: without d1 1 and 4, without d2 2 and 2, without d3 3 and 2.
    shares = table.loc["strength", ["first_ahead", "equal", "second_ahead"]].tolist()
    assert shares == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert (table[["first_ahead", "equal", "second_ahead"]].sum(axis=1).round(6) == 1).all()
    matrix = outrank_matrix(replicates, "strength")
    assert matrix.loc["AAA", "BBB"] == 0.5
    assert np.allclose(matrix + matrix.T, 1)


def test_an_actor_that_never_occurs_gives_a_sentence():
    replicates = without_each_document(TIES, ACTORS, CHOICES, DOCUMENTS)
    with pytest.raises(InputError, match="NOR has no tie"):
        outranks(replicates, "AAA", "NOR")


def test_what_was_not_measured_or_not_varied_gives_a_sentence():
    with pytest.raises(InputError, match="no measure 'closeness'"):
        resample(TIES, ACTORS, CHOICES, replicates=5, measures=["closeness"])
    with pytest.raises(InputError, match="'degree' was not measured; choose among strength"):
        outrank_matrix(resample(TIES, ACTORS, CHOICES, replicates=5, measures=["strength"]), "degree")
    for vary in (lambda: resample(TIES, ACTORS, CHOICES, replicates=0), lambda: together(0)):
        with pytest.raises(InputError, match="at least one replicate"):
            vary()
    assert len(together(1).labels) == 1 == len(together(1).present)


def together(replicates):
    return vary_together(BOTH, ACTORS, CHOICES, ["reader", "second"], None, replicates, 3, DOCUMENTS)


def test_who_is_ahead_without_which_document_by_hand():
    table = ahead_in_each(
        without_each_document(TIES, ACTORS, CHOICES, DOCUMENTS, ["strength", "constraint"]), "AAA", "BBB"
    )
    # Strengths 3 and 4; without d1 1 and 4, without d2 2 and 2, without d3 3 and 2.
    assert table.loc["strength"].to_dict() == {"as observed": "BBB", "d1": "BBB", "d2": "equal", "d3": "AAA"}
    # Without d2 AAA has ORG alone and BBB has ORG and DDD, so that BBB is the less constrained, which ranks better.
    assert table.loc["constraint", "d2"] == "BBB"


def test_sources_beside_each_other_by_hand():
    left_out = without_each_document(TIES, ACTORS, CHOICES, DOCUMENTS, ["strength"])
    drawn = resample(TIES, ACTORS, CHOICES, ["sentences"], 200, measures=["strength"])
    table = compare_sources([left_out, drawn], "AAA", "BBB", level=0.1).set_index("source_of_uncertainty")
    row = table.loc["document_left_out"]
    # Strengths of AAA 3, of BBB 4 in all; without d1 1 and 4 (third, first), without d2 2 and 2 (both second, after
    # ORG), without d3 3 and 2 (second, third). Three documents are all there are, so the interval is from end to end.
    assert row[["AAA", "AAA_low", "AAA_high", "BBB", "BBB_low", "BBB_high"]].tolist() == [3, 1, 3, 4, 2, 4]
    assert row[["AAA_rank", "AAA_rank_low", "AAA_rank_high"]].tolist() == [3, 2, 3]
    assert row[["BBB_rank", "BBB_rank_low", "BBB_rank_high"]].tolist() == [2, 1, 3]
    assert row[["first_ahead", "equal", "second_ahead"]].tolist() == pytest.approx([1 / 3] * 3)
    spread = summarise(drawn, level=0.1)
    assert table.loc["sentences", "AAA_high"] == cell(spread, "AAA", "strength", "high")
    assert table.loc["sentences", "AAA_high"] < drawn.filled("strength")[:, drawn.column("AAA")].max()
    with pytest.raises(InputError, match="NOR has no tie"):
        compare_sources([left_out], "AAA", "NOR")
    with pytest.raises(InputError, match="no source of uncertainty"):
        compare_sources([], "AAA", "BBB")


# Ties A-B, B-C and C-D, observed and in four replicates.
CHAIN = (["A", "B", "C", "D"], np.array([[0, 1], [1, 2], [2, 3]]))


def test_networks_that_fall_apart_are_counted():
    weights = np.array([[1, 1, 1], [2, 1, 1], [1, 0, 1], [1, 1, 0], [3, 0, 1]])
    # The second and the last fall in two pairs; the third loses D, who is absent and not apart.
    assert falls_apart(measure_replicates(*CHAIN, weights, ["eigenvector"])) == 0.5
    with pytest.raises(InputError, match="measure it too"):
        falls_apart(measure_replicates(*CHAIN, weights, ["degree"]))


def test_pairs_told_apart_by_hand():
    weights = np.array([[1, 1, 1], [2, 1, 1], [3, 1, 1], [3, 1, 2]])
    # Strengths 2 3 2 1, 3 4 2 1 and 3 4 3 2: B is above everyone and D below everyone in all three; A is above C in
    # one, and equal in two.
    replicates = measure_replicates(*CHAIN, weights, ["strength"])
    assert replicates.varied["strength"].tolist() == [[2, 3, 2, 1], [3, 4, 2, 1], [3, 4, 3, 2]]
    assert told_apart(replicates)[["pairs", "told_apart"]].to_numpy().tolist() == [[6, 5]]
    assert told_apart(replicates, certainty=0.3)["told_apart"].item() == 6
    assert not_told_apart(replicates, "A", "ABCD", "strength") == ["C"]
    assert not_told_apart(replicates, "B", "ABCD", "strength") == []
    assert told_apart(replicates, ["A", "C"])[["pairs", "told_apart"]].to_numpy().tolist() == [[1, 0]]


def test_every_replicate_in_full_tells_absent_from_undefined():
    weights = np.array([[1, 1, 1], [1, 0, 2], [1, 1, 0]])
    listed = list_replicates(measure_replicates(*CHAIN, weights, ["degree", "eigenvector"], labels=["x", "y"]))
    table = widen_replicates(listed, ["D", "A"], ["degree", "eigenvector"])
    assert table.columns.tolist() == ["as observed", "x", "y"]
    # In x the pair C-D is the stronger component, so that A has a tie and no eigenvector centrality.
    assert table.loc[("degree", "A")].tolist() == ["1 (3)", "1 (1)", "1 (2)"]
    assert table.loc[("eigenvector", "A"), "x"] == "- (3)" and table.loc[("eigenvector", "D"), "y"] == "absent (4)"
    with pytest.raises(InputError, match="No tie in this network has NOR"):
        widen_replicates(listed, ["A", "NOR"])


def test_which_choice_decides_by_hand():
    grid = {"coder": ["reader", "second"], "weight": ["statements", "documents"]}
    replicates, table = vary_choices(BOTH, ACTORS, CHOICES, DOCUMENTS, grid, ["strength"])
    assert table["own"].tolist() == [True, False, False, False]
    curve = specification_curve(replicates, table, "AAA", "BBB")
    weighed = weigh_choices(curve, "AAA", "BBB").set_index(["choice", "value"])
    # The reader has strengths 3 and 4 (2 and 4 documents), `second` 2 and 0 (1 and 0): the coder decides alone.
    shares = ["specifications", "first_ahead", "equal", "second_ahead", "difference"]
    assert weighed.loc[("coder", "reader"), shares].tolist() == [2, 0, 0, 1, -1.5]
    assert weighed.loc[("coder", "second"), shares].tolist() == [2, 1, 0, 0, 1.5]
    assert weighed.loc[("weight", "statements"), shares].tolist() == [2, 0.5, 0, 0.5, 0.5]
    assert set(weighed.index.get_level_values("choice")) == {"coder", "weight"}


def test_specifications_of_one_selection_are_those_of_their_own():
    """Types and statuses are varied on one selection; each must be the network that its choices make by themselves."""
    planned = make_ties([("d2", 3, "CCC", "DDD", "membership")]).assign(status="prospective")
    denied = make_ties([("d2", 4, "AAA", "DDD", "alignment")]).assign(status="negated")
    ties = pd.concat([BOTH, TWICE[TWICE["type"] == "consultation"], planned, denied], ignore_index=True)
    replicates, table = vary_choices(ties, ACTORS, CHOICES, DOCUMENTS, measures=["strength"])
    assert len(table) == 144
    for label, row in zip(replicates.labels, table.to_dict("records"), strict=True):
        choices = Choices(
            row["coder"],
            row["roll_up"] == "True",
            tuple(row["statuses"].split(", ")),
            tuple(row["types"].split(", ")),
            row["weight"],
            row["without_author"] == "True",
        )
        graph = project(build_network(select_ties(ties, ACTORS, choices, DOCUMENTS), ACTORS), choices)
        got = replicates.filled("strength")[int(label) - 1]
        assert got.tolist() == [graph.degree(a, weight="weight") if a in graph else 0 for a in replicates.actors]


# --- one sentence at a time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", ["statements", "passages", "documents"])
def test_without_a_sentence_is_the_network_without_it(weight):
    choices = Choices("reader", weight=weight)
    replicates, sentences = stability.without_each_sentence(TIES, ACTORS, choices, ["AAA", "CCC"], DOCUMENTS)
    # Sentences with AAA, ann (who acts for it) or CCC; the first ties two.
    assert sentences[["doc_id", "sentence_id", "statements"]].to_numpy().tolist() == [
        ["d1", 1, 2], ["d1", 2, 1], ["d2", 1, 1]
    ]  # fmt: skip
    for number, row in enumerate(sentences.itertuples()):
        kept = TIES[(TIES["doc_id"] != row.doc_id) | (TIES["sentence_id"] != row.sentence_id)]
        graph = project(build_network(select_ties(kept, ACTORS, choices), ACTORS), choices)
        expected = measure_centrality(graph, "n", BASIC).set_index(["actor_id", "measure"])["value"]
        for (actor, measure), value in expected.items():
            got = replicates.varied[measure][number, replicates.column(actor)]
            assert got == pytest.approx(value, abs=2e-9, nan_ok=True)


def test_sentences_that_decide_by_hand():
    replicates, sentences = stability.without_each_sentence(TIES, ACTORS, CHOICES, ["AAA", "BBB"], DOCUMENTS)
    table = stability.deciding_sentences(replicates, sentences, "AAA", "BBB")
    # Strengths 3 and 4. Where a sentence of AAA alone or of both goes BBB stays ahead; where one of BBB goes they are
    # equal.
    strength = table[table["measure"] == "strength"]
    assert strength[["doc_id", "sentence_id"]].to_numpy().tolist() == [["d2", 2], ["d3", 1], ["d3", 2]]
    assert set(strength["ahead"]) == {"BBB"} and set(strength["without"]) == {"equal"}
    listed = stability.list_changes(strength)
    assert listed["changes"].tolist() == ["strength: BBB to equal"] * 3
    # That no sentence decides by itself is a finding, and no failure.
    none = stability.list_changes(table.iloc[:0])
    assert none.empty and none.columns.tolist() == listed.columns.tolist()
    assert f"Of the {len(sentences)} sentences" in stability.say_changes(none, sentences, "AAA", "BBB")
    assert "3 decide by themselves" in stability.say_changes(listed, sentences, "AAA", "BBB")
    assert "1 decides by itself" in stability.say_changes(listed.head(1), sentences, "AAA", "BBB")
    with pytest.raises(InputError, match="NOR has no tie after the choices"):
        stability.without_each_sentence(TIES, ACTORS, CHOICES, ["AAA", "NOR"])


# --- losing text ----------------------------------------------------------------------------------------------------


def test_dropping_documents_takes_every_way_once():
    table = stability.drop_cases(TIES, ACTORS, CHOICES, "documents", measures=["strength"])
    assert table["replicates"].tolist() == [3, 3]
    assert table["dropped"].tolist() == pytest.approx([1 / 3, 2 / 3])
    whole = [3, 4, 1, 1, 5]  # AAA BBB CCC DDD ORG
    without = [[1, 4, 0, 1, 2], [2, 2, 1, 1, 4], [3, 2, 1, 0, 4]]
    expected = np.mean([np.corrcoef(whole, part)[0, 1] for part in without])
    assert table["correlation"].iloc[0] == pytest.approx(expected)


@pytest.mark.parametrize("weight", ["statements", "passages", "documents"])
def test_dropping_a_document_is_leaving_it_out(weight):
    choices = Choices("reader", weight=weight)
    selected = select_ties(TIES, ACTORS, choices)
    case = selected.groupby("doc_id").ngroup().to_numpy()
    _, pairs, weights = stability._weights_of_subsets(selected, weight, case, ~np.eye(3, dtype=bool))
    left_out = without_each_document(TIES, ACTORS, choices, DOCUMENTS, ["strength"])
    strength = np.zeros((4, 5))
    for end in pairs.T:
        np.add.at(strength, (slice(None), end), weights)
    np.testing.assert_array_equal(strength[1:], left_out.filled("strength"))
    np.testing.assert_array_equal(strength[0], left_out.observed["strength"])


def test_rank_correlation_of_rows_is_spearman():
    random = np.random.default_rng(1)
    one, many = random.integers(0, 5, 12).astype(float), random.integers(0, 5, (20, 12)).astype(float)
    many[:, 0] = np.nan
    got = stability._correlations(one, many, by_rank=True)
    expected = [pd.Series(one[1:]).rank().corr(pd.Series(line[1:]).rank()) for line in many]
    np.testing.assert_allclose(got, expected)
    assert stability._correlations(np.ones(4), np.arange(8.0).reshape(2, 4), by_rank=False).tolist() == [0, 0]


def test_cs_coefficient_stops_at_the_first_failure():
    table = pd.DataFrame(
        {"network": "n", "by": "sentences", "measure": "m", "dropped": [0.1, 0.2, 0.3], "kept": [0.96, 0.9, 1.0]}
    )
    assert stability.cs_coefficient(table)["cs"].tolist() == [0.1]
    assert stability.cs_coefficient(table.assign(kept=0.5))["cs"].tolist() == [0.0]
    # Two documents are too few for one, three are not.
    two = table.head(1).assign(by="documents", dropped=0.5)
    assert stability.cs_coefficient(two).empty
    assert len(stability.cs_coefficient(two.assign(by="sentences"))) == 1
    assert len(stability.cs_coefficient(table.head(2).assign(by="documents"))) == 1


def test_too_little_to_drop_from():
    with pytest.raises(InputError, match="rests on 1 documents"):
        stability.drop_cases(TIES[TIES["doc_id"] == "d1"], ACTORS, CHOICES, "documents")
    with pytest.raises(InputError, match="rests on 0 sentences"):
        stability.drop_cases(TIES, ACTORS, Choices("reader", types=("membership",)), "sentences")
    with pytest.raises(InputError, match="Cannot drop 'words'"):
        stability.drop_cases(TIES, ACTORS, CHOICES, "words")


# --- null models ----------------------------------------------------------------------------------------------------


def random_network(seed, size=12, ties=20):
    graph = nx.gnm_random_graph(size, ties, seed=seed)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    for source, target in graph.edges():
        graph.edges[source, target]["weight"] = 1 + (source * target) % 4
    return nx.relabel_nodes(graph, lambda node: f"a{node:02}")


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_rewiring_keeps_every_degree_and_the_weights(seed):
    graph = random_network(seed)
    replicates = stability.rewire(graph, 20, seed, ["degree", "strength", "betweenness"])
    degrees = [graph.degree(actor) for actor in sorted(graph)]
    assert (replicates.varied["degree"] == degrees).all()
    total = 2 * graph.size(weight="weight")
    assert (replicates.varied["strength"].sum(axis=1) == total).all()


def test_rewiring_does_rewire():
    assert np.ptp(stability.rewire(random_network(1), 30, 1, ["betweenness"]).varied["betweenness"], axis=0).max() > 0


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["d1", "d2"]), st.integers(1, 4), st.sampled_from(IDS), st.sampled_from(IDS),
            st.sampled_from(["support", "alignment"]),
        ).filter(lambda row: row[2] != row[3]),
        min_size=1, max_size=25,
    ),
    st.integers(0, 1000),
)  # fmt: skip
def test_dealing_ends_anew_keeps_every_actors_statements(rows, seed):
    ties = make_ties([*rows, ("d1", 5, "AAA", "BBB", "support"), ("d2", 5, "CCC", "DDD", "alignment")])
    replicates = stability.shuffle_statements(ties, ACTORS, CHOICES, "ends", 12, seed, measures=["strength"])
    assert (replicates.varied["strength"] == replicates.observed["strength"]).all()


def test_dealing_types_anew_keeps_the_number_of_each_type():
    choices = Choices("reader", types=("support",))
    replicates = stability.shuffle_statements(TIES, ACTORS, choices, "types", 60, measures=["strength"])
    assert (replicates.filled("strength").sum(axis=1) == 4).all()
    assert np.ptp(replicates.filled("strength"), axis=0).max() > 0


def test_place_of_the_observed_value_among_chance():
    replicates = stability.rewire(random_network(2), 99, 1, BASIC)
    table = stability.beside_chance(replicates)
    assert ((table["at_least"] + table["at_most"]) >= 1).all()
    assert (table[["at_least", "at_most"]].min(axis=1) >= 0.01).all()
    degree = table[table["measure"] == "degree"]
    assert degree["z"].isna().all() and (degree["at_least"] == 1).all()


def test_null_models_of_nothing():
    with pytest.raises(InputError, match="at least two ties"):
        stability.rewire(nx.Graph([("A", "B", {"weight": 1})]))
    with pytest.raises(InputError, match="nothing to shuffle"):
        stability.shuffle_statements(TIES, ACTORS, Choices("reader", types=("membership",)))
    near = Choices("comention", types=("mention",))
    with pytest.raises(InputError, match="comention tells no types"):
        stability.shuffle_statements(BOTH, ACTORS, near, "types")
    with pytest.raises(InputError, match="Cannot shuffle"):
        stability.shuffle_statements(TIES, ACTORS, CHOICES, "words")
    assert not math.isnan(stability.SHARES[0])


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3).filter(any))
def test_percents_of_shares_add_up(counts):
    shares = [count / sum(counts) for count in counts]
    assert sum(whole_percents(shares)) == 100
    said = say_percents(shares)
    assert all((share == 0) == (percent == "0%") for share, percent in zip(shares, said, strict=True))
    assert all((share == 1) == (percent == "100%") for share, percent in zip(shares, said, strict=True))


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([0.99, 0.97], [0.0, 0.0], ""),
        ([0.5, 0.6], [0.5, 0.4], "cannot tell the two apart"),
        ([0.99, 0.6], [0.0, 0.4], "do not settle"),
        ([0.99, 0.0], [0.0, 0.99], "Sources of uncertainty disagree: the documents do not settle"),
    ],
)
def test_sources_that_disagree_settle_nothing(first, second, said):
    table = pd.DataFrame({"first_ahead": first, "second_ahead": second, "source_of_uncertainty": ["a", "b"]})
    found = say_settled(table.assign(measure="degree"), "degree", ["a", "b"])
    assert said in found and bool(said) == bool(found)
    assert ("cannot" in found) == ("cannot" in said)
