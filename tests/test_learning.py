"""Learning the weights of evidence: a toy corpus whose answer is known, and rejected rows that count."""

import numpy as np
import pandas as pd
import pytest

from helpers.coding import read_codings
from helpers.cues import read_cues
from helpers.documents import SHIPPED, Corpus, open_corpus
from helpers.learning import _logistic, _multinomial, fit_type_weights, fit_weights, learn
from helpers.tables import TIE_TYPES, InputError, check_table, columns
from helpers.ties import code_by_rules

ACTORS = pd.DataFrame(
    [("NOR", "state", ""), ("PER", "state", ""), ("CHL", "state", "")], columns=["actor_id", "kind", "rolls_up_to"]
)
NAMES = {"Noorwegen": "NOR", "Peru": "PER", "Chili": "CHL"}
# Plain co-mention with nothing said: what a coder makes of it is up to the coder.
PLAIN = "Noorwegen ligt ver van Peru."


def corpus_of(*texts):
    documents = pd.DataFrame(
        [(f"d{n}", "nl", "", "2025", text) for n, text in enumerate(texts, start=1)],
        columns=["doc_id", "language", "author_actor", "date", "text"],
    )
    sentences = [(f"d{n}", 1, 0, len(text), "sentence", "", text) for n, text in enumerate(texts, start=1)]
    mentions = [
        (f"d{n}", 1, text.index(name), text.index(name) + len(name), name, actor, "name")
        for n, text in enumerate(texts, start=1)
        for name, actor in NAMES.items()
        if name in text
    ]
    return (
        documents,
        pd.DataFrame(sentences, columns=columns("sentences")),
        pd.DataFrame(mentions, columns=columns("mentions")),
    )


def coded(*rows):
    """Rows of codings: coder, doc_id, source, target; the quote is the whole of PLAIN."""
    table = pd.DataFrame(rows, columns=["coder", "doc_id", "source", "target"])
    return table.assign(start=0, end=len(PLAIN), type="alignment", status="actual")


def test_one_weight_by_hand():
    # 3 of 4 candidates are ties and only the base rate is known: log(3/1), without a pull to speak of
    found = _logistic(np.ones((4, 1)), np.array([1.0, 1, 1, 0]), np.ones(4), np.zeros(1), np.array([1e-9]))
    assert found[0] == pytest.approx(np.log(3), abs=1e-6)


def test_a_candidate_counts_once_for_each_of_its_pairs():
    # the one that is no tie has six pairs: 3 ties against 6
    found = _logistic(np.ones((4, 1)), np.array([1.0, 1, 1, 0]), np.array([1, 1, 1, 6]), np.zeros(1), np.array([1e-9]))
    assert found[0] == pytest.approx(np.log(3 / 6), abs=1e-6)


def test_a_strong_prior_stays():
    found = _logistic(np.ones((4, 1)), np.array([1.0, 1, 1, 0]), np.ones(4), np.array([-2.0]), np.array([1e6]))
    assert found[0] == pytest.approx(-2, abs=1e-4)


def test_coders_decide_what_a_tie_is():
    parts = corpus_of(*[PLAIN] * 12)
    cues = read_cues(open_corpus(SHIPPED))
    every = coded(*[("ann", f"d{n}", "NOR", "PER") for n in range(1, 13)])
    # a coder with a row elsewhere in a document has coded it: here a pair that does not stand there
    none = coded(*[("ann", f"d{n}", "CHL", "PER") for n in range(1, 13)])
    kept = {}
    for name, codings in (("every", every), ("none", none)):
        weights = check_table(fit_weights(*parts, ACTORS, cues, codings), "cue_weights")
        kept[name] = len(code_by_rules(*parts, ACTORS, cues._replace(weights=weights)))
    assert kept == {"every": 12, "none": 0}


def test_two_coders_who_differ_meet_halfway():
    parts = corpus_of(*[PLAIN] * 12)
    cues = read_cues(open_corpus(SHIPPED))
    rows = [("ann", f"d{n}", "NOR", "PER") for n in range(1, 13)] + [
        ("bob", f"d{n}", "CHL", "PER") for n in range(1, 13)
    ]

    def score(codings):
        weights = fit_weights(*parts, ACTORS, cues, codings, strength=0.1)
        return float(weights.query("shape == 'across' and evidence == 'one'")["weight"].iloc[0])

    both = score(coded(*rows))
    assert score(coded(*rows[12:])) < both < score(coded(*rows[:12]))


def test_same_input_same_weights_and_nothing_to_learn_from():
    parts = corpus_of(PLAIN, "Chili is lang.")
    cues = read_cues(open_corpus(SHIPPED))
    codings = coded(("ann", "d1", "NOR", "PER"))
    pd.testing.assert_frame_equal(
        fit_weights(*parts, ACTORS, cues, codings), fit_weights(*parts, ACTORS, cues, codings)
    )
    with pytest.raises(InputError, match="coding/"):
        fit_weights(*parts, ACTORS, cues, coded(("ann", "d2", "NOR", "PER")))


def test_reviewed_rows_of_a_corpus_are_learnt_from(tmp_path):
    texts = [PLAIN] * 8
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents.csv").write_text("doc_id\n")
    (tmp_path / "coding").mkdir()
    head = "doc_id,quote,source,target,type,status,change,coref,note,decision\n"
    other = "Chili ook."
    rows = "".join(
        f"d{n},{PLAIN},NOR,PER,alignment,actual,none,0,,reject\nd{n},{other},CHL,NOR,alignment,actual,none,1,,accept\n"
        for n in range(1, 9)
    )
    (tmp_path / "coding" / "ann.csv").write_text(head + rows)
    documents, sentences, mentions = corpus_of(*[f"{text} {other}" for text in texts])
    corpus = Corpus(tmp_path)
    codings = read_codings(corpus, documents, sentences, ACTORS)
    assert len(codings) == 8  # the rejected rows are no ties
    cues = read_cues(open_corpus(SHIPPED))
    weights = fit_weights(documents, sentences, mentions, ACTORS, cues, codings)
    table = code_by_rules(documents, sentences, mentions, ACTORS, cues._replace(weights=weights))
    assert "PER" not in set(table["target"]) | set(table["source"])
    (tmp_path / "cues").mkdir()
    weights.to_csv(tmp_path / "cues" / "weights.csv", index=False)
    learnt = read_cues(corpus).weights
    assert len(learnt) >= len(weights)


SUPPORT = "Noorwegen steunt Peru."


def test_type_weights_by_hand():
    # 3 of 4 are of the first type and only the base rate is known: the scores differ by log(3), and sum to nothing
    shares = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1]])
    found = _multinomial(np.ones((4, 1)), shares, np.array([1e-9]), np.zeros((1, 2)))
    assert found[0, 0] - found[0, 1] == pytest.approx(np.log(3), abs=1e-4)
    assert found.sum() == pytest.approx(0, abs=1e-3)


def test_coders_decide_of_which_type_a_tie_is():
    parts = corpus_of(*[SUPPORT] * 12)
    cues = read_cues(open_corpus(SHIPPED))
    rows = coded(*[("ann", f"d{n}", "NOR", "PER") for n in range(1, 13)]).assign(end=len(SUPPORT))
    for says in ("support", "conflict"):
        weights = fit_type_weights(*parts, ACTORS, cues, rows.assign(type=says), strength=0.1)
        assert check_table(weights, "type_weights").equals(weights)
        table = code_by_rules(*parts, ACTORS, cues._replace(type_weights=weights))
        assert set(table["type"]) == {says}
        assert set(zip(table["source"], table["target"], strict=True)) == {("NOR", "PER")}


def test_without_type_weights_the_cue_that_holds_best_decides():
    parts = corpus_of(SUPPORT)
    cues = read_cues(open_corpus(SHIPPED))
    none = pd.DataFrame(columns=["evidence", *TIE_TYPES])
    assert code_by_rules(*parts, ACTORS, cues._replace(type_weights=none))["type"].tolist() == ["support"]


def test_types_are_learnt_from_ties_only():
    parts = corpus_of(SUPPORT)
    cues = read_cues(open_corpus(SHIPPED))
    with pytest.raises(InputError, match="coding/"):
        fit_type_weights(*parts, ACTORS, cues, coded(("ann", "d1", "CHL", "PER")))


def test_a_corpus_keeps_what_its_rules_learnt(tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents.csv").write_text("doc_id\n")
    parts = corpus_of(*[SUPPORT] * 40)
    corpus, cues = Corpus(tmp_path), read_cues(open_corpus(SHIPPED))
    rows = coded(*[("ann", f"d{n}", "NOR", "PER") for n in range(1, 41)]).assign(end=len(SUPPORT), type="conflict")
    moved = learn(corpus, *parts, ACTORS, cues, rows)
    assert moved.columns.tolist() == ["decides", "evidence", "before", "after"]
    assert len(moved) == 10 and (moved["before"] != moved["after"]).any()
    learnt = read_cues(corpus)
    assert code_by_rules(*parts, ACTORS, cues)["type"].unique().tolist() == ["support"]
    assert code_by_rules(*parts, ACTORS, learnt)["type"].unique().tolist() == ["conflict"]
    # the coder said of each that it is there, and the rules say so more surely
    before, after = (code_by_rules(*parts, ACTORS, tables)["status_chance"].min() for tables in (cues, learnt))
    assert after > before
    # what these texts do not show stays as it was
    unseen = [table.weights.set_index(["shape", "evidence"])["weight"] for table in (cues, learnt)]
    assert unseen[1].loc[("carried", "asks")] == unseen[0].loc[("carried", "asks")]
    with pytest.raises(InputError, match="that ships"):
        learn(open_corpus(SHIPPED), *parts, ACTORS, cues, rows)


def test_learning_twice_gives_the_same_and_a_coding_only_begun_is_refused(tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents.csv").write_text("doc_id\n")
    corpus, cues = Corpus(tmp_path), read_cues(open_corpus(SHIPPED))
    parts = corpus_of(*[SUPPORT] * 40)
    rows = coded(*[("ann", f"d{n}", "NOR", "PER") for n in range(1, 41)]).assign(end=len(SUPPORT), type="conflict")
    first = learn(corpus, *parts, ACTORS, cues, rows)
    kept = (tmp_path / "cues" / "weights.csv").read_bytes()
    second = learn(corpus, *parts, ACTORS, read_cues(corpus), rows)
    pd.testing.assert_frame_equal(first, second)
    assert (tmp_path / "cues" / "weights.csv").read_bytes() == kept
    base = [
        table.weights.query("evidence == 'one'").set_index("shape")["weight"] for table in (cues, read_cues(corpus))
    ]
    assert base[0].to_dict() == base[1].to_dict()
    # each document has a row, so it counts as coded, but what it says is left out
    begun = pd.concat([rows.iloc[:1], rows.iloc[1:].assign(source="CHL")], ignore_index=True)
    with pytest.raises(InputError, match=r"of the 40 statements.*coded or reviewed to its end.*nothing was written"):
        learn(corpus, *parts, ACTORS, cues, begun)
    assert (tmp_path / "cues" / "weights.csv").read_bytes() == kept
    with pytest.raises(InputError, match="no reading or review yet"):
        learn(corpus, *parts, ACTORS, cues, rows.iloc[:0])
