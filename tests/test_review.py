"""A review: each decision lands in the file, survives a rerun, and is kept when its quote is gone; keys and widget."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.coding import read_codings
from helpers.documents import Corpus
from helpers.review import COLUMNS, Review, orphans, read_review, review_table
from helpers.review_widget import KEYS, marked_sentence, press, review_widget, typed
from helpers.tables import InputError

TEXT = "Atland steunt Betland. De Unie dreigt Atland. Atland steunt Betland."
DOCUMENTS = pd.DataFrame({"doc_id": ["d"], "text": [TEXT]})
SENTENCES = pd.DataFrame(
    {
        "doc_id": "d",
        "sentence_id": [1, 2, 3],
        "start": [0, 23, 46],
        "text": [TEXT[:23], TEXT[23:46], TEXT[46:]],
        "kind": "sentence",
    }
)
ACTORS = pd.DataFrame(
    {
        "actor_id": ["ATL", "BTL", "UNIE"],
        "name_en": ["Atland", "Betland", "Union"],
        "name_nl": ["Atland", "Betland", "Unie"],
        "rolls_up_to": "",
    }
)


def proposal(sentence, source, target, kind):
    start = [0, 23, 46][sentence - 1]
    quote = TEXT[start:].split(".")[0]
    return {
        "coder": "rules",
        "doc_id": "d",
        "sentence_id": sentence,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "source": source,
        "target": target,
        "type": kind,
        "status": "actual",
        "change": "none",
        "coref": "0",
        "cue": quote.split()[-2],
    }


PROPOSALS = pd.DataFrame(
    [proposal(1, "ATL", "BTL", "support"), proposal(2, "UNIE", "ATL", "conflict"), proposal(3, "ATL", "BTL", "support")]
)


@pytest.fixture
def corpus(tmp_path):
    return Corpus(tmp_path)


def start(corpus, ties=PROPOSALS):
    return Review(corpus, "ann", ties, SENTENCES)


def test_the_least_likely_may_come_first(corpus):
    ties = PROPOSALS.assign(chance=[0.9, 0.3, 0.6])
    first = Review(corpus, "ann", ties, SENTENCES, unsure_first=True)
    assert [row["chance"] for row in first.rows] == [0.3, 0.6, 0.9]
    first.accept()
    # The decision stays with its proposal in the order of the text.
    assert [row["decision"] for row in start(corpus, ties).rows] == ["", "accept", ""]


def coded(corpus):
    return read_codings(corpus, DOCUMENTS, SENTENCES, ACTORS)


def test_each_decision_is_in_the_file_at_once_and_a_reading_of_its_own(corpus):
    review = start(corpus)
    review.accept()
    assert coded(corpus)[["coder", "start", "type"]].to_numpy().tolist() == [["ann", 0, "support"]]
    review.reject()
    assert len(coded(corpus)) == 1
    review.correct(type="membership", status="prospective")
    assert coded(corpus)[["start", "type", "status"]].to_numpy().tolist() == [
        [0, "support", "actual"],
        [46, "membership", "prospective"],
    ]
    assert review.progress() == {"all": 3, "accept": 1, "change": 1, "reject": 1}
    assert read_review(corpus, "ann")["decision"].tolist() == ["accept", "reject", "change"]


def test_the_place_of_a_repeated_quote_is_kept(corpus):
    review = start(corpus)
    review.move(2)
    review.accept()
    assert coded(corpus)["start"].tolist() == [46]
    assert [row["decision"] for row in start(corpus).rows] == ["", "", "accept"]


def test_undo_takes_the_decision_out_of_the_file_too(corpus):
    review = start(corpus)
    review.accept()
    review.reject()
    review.undo()
    assert (review.place, review.row["decision"]) == (1, "")
    assert read_review(corpus, "ann")["decision"].tolist() == ["accept"]
    review.undo()
    review.undo()
    assert read_review(corpus, "ann").empty and coded(corpus).empty and review.place == 0


def test_a_rerun_goes_on_where_the_review_stopped(corpus):
    review = start(corpus)
    review.correct(type="alignment")
    review.next_undecided()
    review.reject()
    again = start(corpus)
    assert [row["decision"] for row in again.rows] == ["change", "reject", ""]
    assert again.row["start"] == 46
    assert again.rows[0]["type"] == "alignment" and again.rows[0]["proposed_type"] == "support"
    content = again.path.read_bytes()
    again._save()
    assert again.path.read_bytes() == content


def test_a_decision_outlives_the_proposal_and_the_offsets(corpus):
    review = start(corpus)
    review.accept()
    review.accept()
    fewer = start(corpus, PROPOSALS[1:].reset_index(drop=True))
    fewer.accept()
    assert sorted(read_review(corpus, "ann")["start"]) == ["0", "23", "46"]
    moved = PROPOSALS.assign(start=PROPOSALS["start"] + 5, end=PROPOSALS["end"] + 5)
    below = SENTENCES.assign(start=SENTENCES["start"] + [0, 5, 5], text=["Kop: " + TEXT[:23], TEXT[23:46], TEXT[46:]])
    again = Review(corpus, "ann", moved, below)
    assert [row["decision"] for row in again.rows] == ["accept"] * 3 and not again.kept


def test_a_decision_on_a_place_that_is_no_longer_proposed_is_kept_beside_its_double(corpus):
    review = start(corpus)
    for _ in range(3):
        review.accept()
    fewer = start(corpus, PROPOSALS[1:].reset_index(drop=True))
    assert [row["start"] for row in fewer.kept] == ["0"]
    fewer.undo()
    fewer.move(1)
    fewer.reject()
    assert sorted(read_review(corpus, "ann")["start"]) == ["0", "23", "46"] and len(coded(corpus)) == 2


def test_a_corrected_type_is_found_again_when_the_rules_have_learnt_it(corpus):
    review = start(corpus)
    review.correct(type="alignment")
    learnt = pd.DataFrame([proposal(1, "ATL", "BTL", "alignment"), proposal(1, "ATL", "BTL", "support")])
    assert [row["decision"] for row in start(corpus, learnt).rows] == ["change", ""]


def test_a_decision_whose_quote_is_gone_is_listed_kept_and_no_tie(corpus):
    review = start(corpus)
    review.move(1)
    review.accept()
    review.accept()
    changed = DOCUMENTS.assign(text=TEXT.replace("De Unie", "Die Unie"))
    decided = read_review(corpus, "ann")
    assert orphans(decided, changed)["quote"].tolist() == ["De Unie dreigt Atland"]
    assert orphans(decided, DOCUMENTS).empty
    assert len(orphans(decided, DOCUMENTS.assign(doc_id="x"))) == 2
    assert read_codings(corpus, changed, SENTENCES, ACTORS)["type"].tolist() == ["support"]
    again = start(corpus, PROPOSALS[:1])
    again.reject()
    assert read_review(corpus, "ann")["decision"].tolist() == ["accept", "accept", "reject"]


def test_swapping_and_types_keep_or_order_the_ends(corpus):
    review = start(corpus)
    review.move(1)
    review.swap()
    assert (review.row["source"], review.row["target"], review.row["decision"]) == ("ATL", "UNIE", "change")
    review.swap()
    assert (review.row["source"], review.row["decision"]) == ("UNIE", "accept")
    review.correct(type="agreement")
    assert review.row["source"] == "ATL"
    review.swap()
    assert review.row["source"] == "ATL"
    review.correct(type="support")
    assert review.row["source"] == "UNIE"
    with pytest.raises(InputError, match="type 'friendship' is none of: conflict"):
        review.correct(type="friendship")


def test_a_reading_is_never_overwritten_and_names_are_checked(corpus):
    (corpus.folder / "coding").mkdir()
    path = corpus.folder / "coding" / "ann.csv"
    path.write_text("doc_id,quote,source,target,type,status,change,coref,note\n", encoding="utf-8")
    with pytest.raises(InputError, match="a reading of its own"):
        start(corpus)
    for name in ("rules", "decisions", "a/b", ""):
        with pytest.raises(InputError):
            Review(corpus, name, PROPOSALS, SENTENCES)
    path.write_text(",".join(COLUMNS) + "\nd,q,ATL,BTL,support,actual,none,0,,maybe" + "," * 6 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"coding/ann\.csv, row 2: decision 'maybe'"):
        start(corpus)


def test_nothing_to_review(corpus):
    review = start(corpus, PROPOSALS[:0])
    for key in KEYS:
        press(review, key)
    assert review.progress()["all"] == 0 and not review.path.exists()
    assert review_table(PROPOSALS.assign(type="mention"), SENTENCES).empty


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([*KEYS, "?"]), max_size=25))
def test_whatever_is_pressed_the_file_says_what_the_table_says(tmp_path_factory, keys):
    corpus = Corpus(tmp_path_factory.mktemp("review"))
    review = start(corpus)
    for key in keys:
        press(review, key)
    again = start(corpus)
    wanted = [
        (row["decision"], *((row["source"], row["type"], row["status"]) if row["decision"] else ()))
        for row in review.rows
    ]
    got = [
        (row["decision"], *((row["source"], row["type"], row["status"]) if row["decision"] else ()))
        for row in again.rows
    ]
    assert got == wanted
    assert not again.kept
    kept = [row for row in review.rows if row["decision"] in ("accept", "change")]
    assert len(coded(corpus)) == len(kept)
    for _ in keys:
        review.undo()
    assert all(row["decision"] == "" for row in review.rows)


def test_the_sentence_is_marked_and_escaped():
    mentions = pd.DataFrame(
        {"doc_id": "d", "start": [26, 38, 0], "end": [30, 44, 6], "actor_id": ["ann-minister", "ATL", "BTL"]}
    )
    row = review_table(PROPOSALS, SENTENCES).iloc[1].to_dict()
    assert marked_sentence(row, mentions, {"ann-minister": "UNIE"}) == (
        '<u>De </u><u><mark class="b-source">Unie</mark></u><u> </u><u><mark class="b-cue">dreigt</mark></u><u> </u>'
        '<u><mark class="b-target">Atland</mark></u>. '
    )
    hostile = row | {"sentence": "<script>" + row["sentence"][8:]}
    assert "<script>" not in marked_sentence(hostile)


@given(st.text("ab", max_size=6), st.text("ab", max_size=3), st.data())
def test_what_was_typed_is_told_by_its_letters(before, new, data):
    place = data.draw(st.integers(0, len(before)))
    after = before[:place] + new + before[place:]
    found = typed(before, after)
    assert len(found) == len(new) and (place < len(before) or found == new)


def test_the_widget_takes_keys_and_clicks(corpus):
    ipywidgets = pytest.importorskip("ipywidgets")
    review = start(corpus)
    widget = review_widget(review, ACTORS)
    sentence, verdict, (box, bar), *rows = (
        widget.children[0],
        widget.children[1],
        widget.children[2].children,
        *widget.children[3:],
    )
    assert ">steunt</mark>" in sentence.value and "undecided" in verdict.value
    assert "d, sentence 1, row 1 of" in verdict.value
    box.value = "a"
    assert bar.value == 1 and ">dreigt</mark>" in sentence.value
    assert read_review(corpus, "ann")["decision"].tolist() == ["accept"]
    buttons = {button.description: button for row in rows for button in row.children}
    assert isinstance(buttons["reject (r)"], ipywidgets.Button) and len(buttons) == len(KEYS)
    buttons["reject (r)"].click()
    box.value = "a7s"
    assert review.row["type"] == "alignment" and review.row["status"] == "prospective"
    assert "3 decided (1 accepted, 1 changed, 1 rejected)" in verdict.value
    assert "nothing to review" in review_widget(start(corpus, PROPOSALS[:0]), ACTORS).children[0].value
