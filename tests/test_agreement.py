"""Coders side by side: numbers worked out by hand, a published example, and the two readings that ship."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr

from helpers.agreement import (
    UNITS,
    by_type,
    classification,
    cohen_kappa,
    confusion,
    detection,
    disagreements,
    krippendorff_alpha,
    rank_agreement,
    rank_moves,
    reliability,
)
from helpers.alignment import NOTHING, align, coverage
from helpers.coding import read_codings
from helpers.consensus import consensus, ledger, read_decisions, readings, stale
from helpers.documents import SHIPPED, Corpus, open_corpus, read_documents
from helpers.tables import InputError, read_table, write_table

ACTORS = pd.DataFrame(
    {
        "actor_id": ["ATL", "BTL", "CTL", "UNIE", "ann-minister"],
        "kind": ["state", "state", "state", "organisation", "person"],
        "name_en": ["Atland", "Betland", "Cetland", "Union", "Ann"],
        "name_nl": ["Atland", "Betland", "Cetland", "Unie", "Ann"],
        "rolls_up_to": ["", "", "", "", "ATL"],
        "from": "",
        "to": "",
        "note": "",
    }
)
SENTENCES = pd.DataFrame(
    {
        "doc_id": ["d"] * 4 + ["e"] * 2,
        "sentence_id": [1, 2, 3, 4, 1, 2],
        "start": [0, 10, 20, 30, 0, 10],
        "end": [10, 20, 30, 40, 10, 20],
        "kind": ["sentence"] * 3 + ["furniture"] + ["sentence"] * 2,
        "section": "",
        "text": ["one.", "two.", "three.", "menu", "one.", "two."],
    }
)


def tie(coder, doc_id, sentence, source, target, kind="support", status="actual", change="none", cue="", start=None):
    start = (sentence - 1) * 10 if start is None else start
    return {
        "coder": coder,
        "doc_id": doc_id,
        "sentence_id": sentence,
        "start": start,
        "end": start + 9,
        "quote": f"{sentence:09}",
        "source": source,
        "target": target,
        "type": kind,
        "status": status,
        "change": change,
        "coref": "0",
        "cue": cue,
    }


# Ann and Bob read document d, Ann also e. By hand, in d after roll-up (ann-minister is ATL):
#   ATL-BTL  Ann support actual, Bob support prospective;  ATL-CTL  Ann conflict, Bob alignment;
#   BTL-CTL  Ann only;  CTL-UNIE  Bob only;  a tie of ATL with its own minister is none.
TIES = pd.DataFrame(
    [
        tie("ann", "d", 1, "ann-minister", "BTL"),
        tie("ann", "d", 2, "ATL", "CTL", "conflict"),
        tie("ann", "d", 3, "BTL", "CTL", "agreement"),
        tie("ann", "d", 3, "ATL", "ann-minister"),
        tie("ann", "e", 1, "ATL", "UNIE", "membership"),
        tie("bob", "d", 1, "ATL", "BTL", status="prospective", change="more"),
        tie("bob", "d", 2, "ATL", "CTL", "alignment"),
        tie("bob", "d", 3, "CTL", "UNIE", "membership"),
        tie("near", "d", 1, "BTL", "ATL", "mention"),
        tie("near", "d", 2, "ATL", "CTL", "mention"),
        tie("near", "d", 2, "ATL", "UNIE", "mention"),
        tie("near", "e", 1, "ATL", "UNIE", "mention"),
    ]
)


def found(table, reference, coder, **where):
    rows = table[(table["reference"] == reference) & (table["coder"] == coder)]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return rows.iloc[0]


def test_detection_counts_pairs_after_roll_up_in_the_documents_both_read():
    row = found(detection(TIES, ACTORS), "ann", "bob")
    assert [row[name] for name in ("documents", "both", "only_reference", "only_coder")] == [1, 2, 1, 1]
    assert (row["precision"], row["recall"], row["f1"]) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    near = found(detection(TIES, ACTORS), "ann", "near")
    assert [near[name] for name in ("documents", "both", "only_reference", "only_coder")] == [2, 3, 1, 1]
    assert (near["precision"], near["recall"]) == (0.75, 0.75)


def test_an_office_held_on_the_day_of_the_document_counts_before_the_usual_one():
    ties = TIES.assign(source_acts_for=TIES["source"], target_acts_for=TIES["target"])
    ties.loc[0, "source_acts_for"] = "UNIE"
    ties.loc[3, "target_acts_for"] = "ATL"
    row = found(detection(ties, ACTORS), "ann", "bob")
    assert [row[name] for name in ("both", "only_reference", "only_coder")] == [1, 2, 2]


def test_detection_kappa_needs_a_coder_of_mentions_for_its_candidates():
    # Candidates in d: four pairs of Ann or Bob and ATL-UNIE. Both 2, neither 1, one of them 2; expected (3*3 + 2*2)/25.
    row = found(detection(TIES, ACTORS), "ann", "bob")
    assert row["kappa"] == pytest.approx((0.6 - 13 / 25) / (1 - 13 / 25))
    assert detection(TIES[TIES["coder"] != "near"], ACTORS)["kappa"].isna().all()
    assert np.isnan(found(detection(TIES, ACTORS), "ann", "near")["kappa"])


def test_finer_units_leave_out_coders_of_mentions_and_agree_less():
    assert set(detection(TIES, ACTORS, "pair, type")["coder"]) == {"ann", "bob"}
    both = [found(detection(TIES, ACTORS, unit), "ann", "bob")["both"] for unit in UNITS]
    assert both == [2, 1, 0, 0]


def test_detection_by_document_and_against_one_reference():
    table = detection(TIES, ACTORS, reference="near", each_document=True)
    assert table[["coder", "doc_id", "both"]].to_numpy().tolist() == [["ann", "d", 2], ["ann", "e", 1], ["bob", "d", 2]]


def test_direction_does_not_matter_for_detection_and_is_told_by_classification():
    ties = pd.DataFrame([tie("ann", "d", 1, "ATL", "BTL"), tie("bob", "d", 1, "BTL", "ATL")])
    assert found(detection(ties, ACTORS, "pair, type"), "ann", "bob")["f1"] == 1
    table = classification(ties, ACTORS).set_index("attribute")
    assert table.loc["type", "agreement"] == 1 and table.loc["direction", "agreement"] == 0


def test_rolling_up_leaves_undirected_ends_in_their_order():
    ties = pd.DataFrame([tie("ann", "d", 1, "BTL", "ann-minister", "alignment"), tie("bob", "d", 1, "ATL", "BTL")])
    assert disagreements(ties, ACTORS, SENTENCES, "ann", "bob")["reference_says"].tolist() == [
        "ATL – BTL: alignment, actual, none"
    ]


def test_coverage_of_readings_and_automatic_coders():
    ties = pd.concat([TIES, pd.DataFrame([tie("rules", "d", 1, "ATL", "BTL", cue="steunt")])])
    assert coverage(ties) == {"ann": {"d", "e"}, "bob": {"d"}, "near": {"d", "e"}, "rules": {"d", "e"}}


def test_classification_looks_only_at_what_both_saw():
    table = classification(TIES, ACTORS).set_index("attribute")
    assert table["statements"].to_dict() == {"type": 2, "direction": 1, "status": 2, "change": 2}
    assert table["agreement"].to_dict() == {"type": 0.5, "direction": 1, "status": 0.5, "change": 0.5}


def test_align_pairs_one_to_one_and_prefers_the_same_type():
    ties = pd.DataFrame(
        [
            tie("ann", "d", 1, "ATL", "BTL", "alignment"),
            tie("ann", "d", 1, "ATL", "BTL", "support"),
            tie("bob", "d", 1, "ATL", "BTL", "support", start=5),
            tie("bob", "d", 3, "ATL", "BTL", "support"),
        ]
    )
    table = align(ties, ACTORS, "ann", "bob")
    assert table[["reference_type", "coder_type", "reference_seen", "coder_seen"]].to_numpy().tolist() == [
        ["alignment", "", True, True],
        ["support", "support", True, True],
        ["", "support", False, True],
    ]


def test_quotes_that_only_touch_do_not_overlap():
    ties = pd.DataFrame([tie("ann", "d", 1, "ATL", "BTL"), tie("bob", "d", 1, "ATL", "BTL", start=9)])
    assert len(align(ties, ACTORS, "ann", "bob")) == 2


def test_confusion_has_every_value_and_those_that_only_one_has():
    table = confusion(TIES, ACTORS, "ann", "bob")
    assert table.loc["support", "support"] == 1 and table.loc["conflict", "alignment"] == 1
    assert table.loc["agreement", NOTHING] == 1 and table.loc[NOTHING, "membership"] == 1
    assert table.to_numpy().sum() == 4
    assert confusion(TIES, ACTORS, "ann", "bob", "status").loc["actual", "prospective"] == 1


def test_disagreements_come_by_weight_with_their_sentence():
    table = disagreements(TIES, ACTORS, SENTENCES, "ann", "bob")
    assert table["what"].tolist() == [
        "conflict against cooperation",
        "seen by the reference only",
        "seen by the coder only",
        "actual or prospective",
    ]
    first = table.iloc[0]
    assert (first["reference_says"], first["coder_says"], first["text"]) == (
        "ATL → CTL: conflict, actual, none",
        "ATL – CTL: alignment, actual, none",
        "two.",
    )
    assert table["changes_network"].tolist() == [False, True, True, False]


def test_a_list_of_partners_misread_is_shown_once_before_anything_twice():
    ties = pd.DataFrame(
        [tie("ann", "d", 1, "ATL", other) for other in ("BTL", "CTL", "UNIE")]
        + [tie("ann", "d", 2, "BTL", "CTL", status="prospective"), tie("bob", "d", 2, "BTL", "CTL")]
        + [tie("ann", "d", 3, "ATL", "BTL"), tie("bob", "d", 3, "ATL", "BTL")]
    )
    table = disagreements(ties, ACTORS, SENTENCES, "ann", "bob")
    assert table["what"].str.split().str[0].tolist() == ["seen", "actual", "seen", "seen"]
    assert table["alike"].tolist() == [3, 1, 3, 3]
    assert table.iloc[0]["other"] == "CTL"  # BTL is tied elsewhere, so that missing it here changes no network
    assert len(disagreements(ties, ACTORS, SENTENCES, "ann", "bob", number=2)) == 2


def test_patterns_take_turns_by_sentence():
    ties = pd.DataFrame(
        [tie("ann", "d", 1, "ATL", other) for other in ("BTL", "CTL", "UNIE")]
        + [tie("ann", "d", 3, "BTL", "UNIE")]
        + [
            tie(coder, "d", n, "BTL", "CTL", change=change)
            for coder, change in (("ann", "more"), ("bob", "less"))
            for n in (2, 3)
        ]
    )
    table = disagreements(ties, ACTORS, SENTENCES, "ann", "bob")
    assert list(zip(table["what"].str.split().str[0], table["sentence_id"], strict=True)) == [
        ("seen", 1),
        ("change", 2),
        ("seen", 3),
        ("change", 3),
        ("seen", 1),
        ("seen", 1),
    ]


def test_rates_by_type_and_their_intervals():
    table = by_type(TIES, ACTORS, SENTENCES, "ann", "bob", replicates=200).set_index("type")
    assert table.loc["tie seen", ["reference", "coder", "precision", "recall"]].tolist() == pytest.approx(
        [3, 3, 2 / 3, 2 / 3]
    )
    assert table.loc["type right", "f1"] == pytest.approx(1 / 3)
    assert table.loc["support", ["precision", "recall", "f1"]].tolist() == [1, 1, 1]
    assert table.loc["conflict", "recall"] == 0 and np.isnan(table.loc["conflict", "precision"])
    assert table.loc["conflict", "f1"] == 0
    assert np.isnan(table.loc["joint_action", "f1"])
    assert 0 <= table.loc["tie seen", "f1_low"] <= 2 / 3 <= table.loc["tie seen", "f1_high"] <= 1
    assert by_type(TIES, ACTORS, SENTENCES, "ann", "near", replicates=9)["type"].tolist() == ["tie seen"]


def test_intervals_depend_on_the_seed_alone_and_match_the_binomial():
    # One document of 400 sentences, one statement in each, of which the coder sees 300: recall 0.75, error 0.0217.
    size = 400
    ties = pd.DataFrame(
        [tie("ann", "d", n + 1, "ATL", "BTL") for n in range(size)]
        + [tie("bob", "d", n + 1, "ATL", "BTL") for n in range(300)]
    )
    sentences = pd.DataFrame({"doc_id": "d", "sentence_id": range(1, size + 1), "kind": "sentence"})
    table = by_type(ties, ACTORS, sentences, "ann", "bob", seed=1).set_index("type")
    low, high = table.loc["support", ["recall_low", "recall_high"]]
    assert low == pytest.approx(0.75 - 1.96 * 0.0217, abs=0.004) and high == pytest.approx(
        0.75 + 1.96 * 0.0217, abs=0.004
    )
    again = by_type(ties, ACTORS, sentences, "ann", "bob", seed=1).set_index("type")
    other = by_type(ties, ACTORS, sentences, "ann", "bob", seed=2).set_index("type")
    assert table.equals(again) and not table.equals(other)


def test_kappa_as_in_fleiss_levin_and_paik():
    # Two raters, 100 subjects, three diagnoses: 0.89 agreement, 0.66 by chance (Statistical methods for rates and
    # proportions, section 18.1).
    counts = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    pairs = [(str(i), str(j)) for i in range(3) for j in range(3) for _ in range(counts[i][j])]
    assert cohen_kappa(*zip(*pairs, strict=True)) == pytest.approx(0.676, abs=0.0005)
    assert np.isnan(cohen_kappa([], [])) and np.isnan(cohen_kappa(["a"], ["a"]))


def test_alpha_as_in_krippendorff_2011():
    # Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, nominal.
    observers = ["123321412...", "123322412 5.3", ".33323422 51.", "123324412 51."]
    values = [[None if code == "." else code for code in row.replace(" ", "")] for row in observers]
    assert krippendorff_alpha(values) == pytest.approx(0.743, abs=0.0005)
    assert np.isnan(krippendorff_alpha([["a", "a"], ["a", "a"]]))
    assert np.isnan(krippendorff_alpha([["a", None], [None, "b"]]))
    assert np.isnan(krippendorff_alpha([]))


def test_reliability_takes_the_first_type_that_fits_and_units_of_two_coders():
    table = reliability(TIES, ACTORS).set_index("attribute")
    assert table["units"].tolist() == [2, 2, 2]
    # Two units, one with the same type: values support, support, conflict, alignment.
    assert table.loc["type", "alpha"] == pytest.approx(krippendorff_alpha([["s", "c"], ["s", "a"]]))
    doubled = pd.concat([TIES, pd.DataFrame([tie("bob", "d", 2, "ATL", "CTL", "conflict")])])
    assert reliability(doubled, ACTORS).set_index("attribute").loc["type", "alpha"] == 1


coded = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["d", "e"]),
        st.integers(1, 2),
        st.sampled_from([("ATL", "BTL"), ("BTL", "ATL"), ("ATL", "CTL")]),
        st.sampled_from(["support", "conflict"]),
        st.sampled_from(["actual", "negated"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(coded)
def test_whatever_is_coded_each_statement_is_aligned_once_and_f1_is_symmetric(rows):
    ties = pd.DataFrame([tie(c, d, s, *ends, kind, status) for c, d, s, ends, kind, status in rows])
    covered = coverage(ties)
    shared = covered.get("ann", set()) & covered.get("bob", set())
    inside = ties[ties["doc_id"].isin(shared)]
    table = align(ties, ACTORS, "ann", "bob")
    assert (table["reference_type"] != "").sum() == (inside["coder"] == "ann").sum()
    assert (table["coder_type"] != "").sum() == (inside["coder"] == "bob").sum()
    assert confusion(ties, ACTORS, "ann", "bob").to_numpy().sum() == len(table)
    for unit in UNITS:
        units = detection(ties, ACTORS, unit)
        if len(units) == 2:
            assert units["f1"].iloc[0] == pytest.approx(units["f1"].iloc[1], nan_ok=True)
            assert units["precision"].iloc[0] == pytest.approx(units["recall"].iloc[1], nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(coded)
def test_a_coder_agrees_with_its_double(rows):
    ann = pd.DataFrame([tie("ann", d, s, *ends, kind, status) for _, d, s, ends, kind, status in rows])
    ann = ann.drop_duplicates()
    ties = pd.concat([ann, ann.assign(coder="bob")], ignore_index=True)
    assert (detection(ties, ACTORS, "pair, type, status, change")["f1"] == 1).all()
    assert (classification(ties, ACTORS)["agreement"].dropna() == 1).all()
    assert disagreements(ties, ACTORS, SENTENCES, "ann", "bob").empty
    assert len(consensus(ties, pd.DataFrame())) == len(ann) and ledger(ties).empty


def test_nothing_to_compare_gives_empty_tables():
    alone = TIES[TIES["coder"] == "ann"]
    assert detection(alone, ACTORS).empty and classification(alone, ACTORS).empty
    assert consensus(alone, pd.DataFrame()).empty and ledger(alone).empty
    nobody = TIES[:0]
    assert detection(nobody, ACTORS).empty and classification(nobody, ACTORS).empty and readings(nobody) == []
    assert reliability(nobody, ACTORS)["alpha"].isna().all()
    assert confusion(alone, ACTORS, "ann", "bob").to_numpy().sum() == 0
    assert disagreements(alone, ACTORS, SENTENCES, "ann", "bob").empty
    assert by_type(alone, ACTORS, SENTENCES, "ann", "bob", replicates=5)["f1"].isna().all()


# The consensus and its ledger.


def test_the_consensus_holds_what_all_say_and_what_the_ledger_settles(tmp_path):
    ties = TIES.copy()
    ties.loc[5, ["source", "status", "change"]] = ["ann-minister", "actual", "none"]
    opened = ledger(ties)
    assert opened["settled"].unique().tolist() == ["unresolved"]
    assert opened["said"].tolist() == [
        "ann: ATL to CTL conflict, actual, none; bob: ATL and CTL alignment, actual, none",
        "ann: ATL to ann-minister support, actual, none; bob: (nothing)",
        "ann: BTL and CTL agreement, actual, none; bob: (nothing)",
        "ann: (nothing); bob: CTL to UNIE membership, actual, none",
        "ann: ATL to UNIE membership, actual, none; bob: (nothing)",
    ]
    decided = opened.copy()
    decided.loc[0, ["settled", "type", "status", "change"]] = ["tie", "conflict", "actual", "less"]
    decided.loc[2, "settled"] = "no tie"
    (tmp_path / "coding").mkdir()
    write_table(decided, tmp_path / "coding" / "decisions.csv", "decisions")
    decided = read_decisions(Corpus(tmp_path))
    table = consensus(ties, decided)
    assert table[["coder", "source", "target", "type", "change"]].to_numpy().tolist() == [
        ["consensus", "ann-minister", "BTL", "support", "none"],
        ["consensus", "ATL", "CTL", "conflict", "less"],
    ]
    assert ledger(ties, decided).equals(decided) and stale(ties, decided).empty


def test_a_decision_lapses_when_a_reading_says_something_else():
    decided = ledger(TIES).assign(settled="tie", type="support", status="actual", change="none")
    changed = TIES.copy()
    changed.loc[6, "status"] = "negated"
    assert len(consensus(TIES, decided)) == len(decided)
    assert len(consensus(changed, decided)) == len(decided) - 1
    assert stale(changed, decided)["said"].str.contains("ATL and CTL alignment, actual").all()
    assert ledger(changed, decided)["settled"].tolist().count("unresolved") == 1


def test_a_settled_tie_without_its_type_is_refused(tmp_path):
    (tmp_path / "coding").mkdir()
    write_table(ledger(TIES).assign(settled="tie", type="support"), tmp_path / "coding" / "decisions.csv")
    with pytest.raises(
        InputError, match=re.escape("coding/decisions.csv, row 2: a tie is settled without status and change")
    ):
        read_decisions(Corpus(tmp_path))
    assert read_decisions(Corpus(tmp_path / "none")).empty


def test_three_readings_agree_only_where_all_three_do():
    ties = pd.DataFrame(
        [tie(coder, "d", 1, "ATL", "BTL") for coder in ("ann", "bob", "cas")] + [tie("cas", "d", 2, "ATL", "CTL")]
    )
    assert consensus(ties, pd.DataFrame())["target"].tolist() == ["BTL"]
    assert ledger(ties)["said"].tolist() == ["ann: (nothing); bob: (nothing); cas: ATL to CTL support, actual, none"]


# The conclusion: ranks.


def ranks(**actors):
    names = sorted(actors)
    return pd.DataFrame(
        {"network": "n", "measure": "degree", "actor_id": names, "rank": [actors[name] for name in names]}
    )


def test_rank_agreement_by_hand_with_a_missing_actor_last():
    tables = {"rules": ranks(A=1, B=2, C=3, X=9), "ann": ranks(A=1, B=2, X=1)}
    row = rank_agreement(tables, ["A", "B", "C"]).iloc[0]
    assert (row["actors"], row["spearman"], row["kendall"]) == (3, 1, 1)
    moved = rank_moves(tables)
    assert moved.loc[0, ["actor_id", "rules", "ann", "moves"]].tolist() == ["X", 4, 1, 3]
    assert moved[["actor_id", "ann"]].to_numpy().tolist() == [["X", 1], ["B", 3], ["C", 4], ["A", 1]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=8))
def test_rank_correlations_are_those_of_scipy(pairs):
    a, b = zip(*pairs, strict=True)
    names = [f"P{n}" for n in range(len(a))]
    table = rank_agreement(
        {"x": ranks(**dict(zip(names, a, strict=True))), "y": ranks(**dict(zip(names, b, strict=True)))}
    )
    flat = len(set(a)) == 1 or len(set(b)) == 1
    expected = (np.nan, np.nan) if flat else (spearmanr(a, b).statistic, kendalltau(a, b).statistic)
    assert table[["spearman", "kendall"]].iloc[0].tolist() == pytest.approx(expected, nan_ok=True)


# The two readings that ship: what data/coding/README.md says of them.


@pytest.fixture(scope="module")
def shipped():
    from helpers.sentences import split_documents

    corpus = open_corpus(SHIPPED)
    documents = read_documents(corpus)
    sentences = split_documents(documents)
    actors = read_table(SHIPPED / "gazetteer" / "actors.csv", "actors")
    return corpus, sentences, actors, read_codings(corpus, documents, sentences, actors)


def test_the_two_readings_agree_as_their_readme_says(shipped):
    corpus, sentences, actors, ties = shipped
    assert ties.groupby("coder").size().to_dict() == {"reading_a": 199, "reading_b": 200}
    page = (corpus.folder / "coding" / "README.md").read_text(encoding="utf-8")
    for unit in UNITS:
        coded, rolled = (found(detection(ties, who, unit), "reading_a", "reading_b")["f1"] for who in (None, actors))
        assert f"| {unit} | {coded:.3f} | {rolled:.3f} |" in page
    table = classification(ties, actors).set_index("attribute")
    assert f"{table.loc['type', 'statements']} statements tie the same pair" in page
    shares = [f"{100 * table.loc[name, 'agreement']:.0f} %" for name in ("type", "status", "change")]
    assert [share for share in re.findall(r"\d\d %", page)] == shares
    assert len(disagreements(ties, actors, sentences, "reading_a", "reading_b")) == 20


def test_the_shipped_ledger_is_complete_and_as_its_readme_says(shipped):
    corpus, _, _, ties = shipped
    decisions = read_decisions(corpus)
    assert ledger(ties, decisions).equals(decisions) and stale(ties, decisions).empty
    assert (decisions["reason"] != "").all() and (decisions["by"] != "").all()
    numbers = decisions["settled"].value_counts().to_dict()
    page = " ".join((corpus.folder / "coding" / "README.md").read_text(encoding="utf-8").split())
    assert f"The readings differ on {len(decisions)} statements" in page
    assert f"{numbers['tie']} are settled as a tie, {numbers['no tie']} as no tie, {numbers['unresolved']} are" in page
    agreed = consensus(ties, decisions[:0])
    assert f"made of the {len(agreed)} statements" in page
    assert len(consensus(ties, decisions)) == len(agreed) + numbers["tie"]
