"""The status of a tie: what the words around its cue say, and what the weights make of it."""

import re
from pathlib import Path

import pandas as pd
import pytest
from test_ties import ACTORS, code, corpus_of, shipped_cues

from helpers.actors import find_mentions
from helpers.documents import SHIPPED, open_corpus
from helpers.gazetteer import read_gazetteer, roll_up
from helpers.learning import fit_status_weights
from helpers.sentences import split_documents
from helpers.status import choose_status, read_verdict, weigh_status
from helpers.tables import STATUSES, InputError, check_table
from helpers.ties import code_by_rules, explain, judge, trace
from helpers.weighing import Weights

NONE = pd.DataFrame(columns=["evidence", *STATUSES])


def first_kept(text, author="NLD"):
    """The likeliest candidate of a text with its type, the text and the lexicon."""
    found = [row for row in judge(*corpus_of(text, author=author), ACTORS, shipped_cues()) if row[1]]
    candidate, *_, (_text, _clubs, lexicon) = max(found, key=lambda row: row[2])
    return *candidate.types[0][::-1], candidate, lexicon


@pytest.mark.parametrize(
    ("text", "verdict", "there"),
    [
        ("Wij willen dat Peru een verdrag met Chili sluit.", "prospective", {"asked dat", "clause opens with dat"}),
        ("Er is geen verdrag van Peru met Chili.", "negated", {"geen before", "negated before", "agreement negated"}),
        ("Heeft Peru in 2019 Chili gesteund?", "actual", {"perfect", "year", "question", "with heeft"}),
        ("Peru steunt Chili niet.", "negated", {"negated ends clause", "verb, negated behind"}),
        ("Peru wil Chili steunen.", "prospective", {"prospective infinitive", "prospective before"}),
        ("Peru is lid van de NAVO.", "actual", {"membership of outsider"}),
        ("Peru steunde Chili.", "actual", {"verb past", "no auxiliary", "support actual"}),
        ("Wij verzoeken Peru Chili niet te steunen.", "negated", {"negated before", "asked, te before"}),
        ("Peru pleit voor sancties van Chili tegen Japan.", "prospective", {"wished for", "preposition before"}),
    ],
)
def test_evidence_of_status(text, verdict, there):
    held, says, candidate, lexicon = first_kept(text, author="")
    assert read_verdict(candidate, says, held)[0] == verdict
    note = weigh_status(candidate, says, held, verdict, text, lexicon)
    assert there <= note.keys()
    assert all(0 < value <= 1 for value in note.values())


def test_a_word_of_status_counts_less_the_farther_off_it_is():
    near, far = "Peru steunt Chili niet.", "Peru steunt Chili bij de grote Maandagmarkt aan zee niet."
    notes = []
    for text in (near, far):
        held, says, candidate, lexicon = first_kept(text, author="")
        notes.append(weigh_status(candidate, says, held, "negated", text, lexicon)["negated behind"])
    assert notes[0] > notes[1] > 0


def test_without_weights_the_verdict_by_rule_stands_and_with_them_they_decide():
    text = "Peru zal Chili steunen."
    held, says, candidate, lexicon = first_kept(text, author="")
    common = (candidate, says, held, text, lexicon)
    assert choose_status(*common, Weights(NONE, STATUSES)) == ("prospective", "more", 1.0, "")
    row = {"evidence": "with zal", "actual": "0", "prospective": "0", "negated": "1.1"}
    status, change, chance, reason = choose_status(*common, Weights(pd.DataFrame([row]), STATUSES))
    # e^1.1 against 1 and 1
    assert (status, change, round(chance, 2)) == ("negated", "none", 0.6)
    assert reason == "negated before actual: with zal +1.1"


def test_the_chance_of_the_status_goes_with_the_statement():
    text = "Noorwegen steunt Polen. Noorwegen zal Zweden steunen."
    parts = corpus_of(text)
    table = code_by_rules(*parts, ACTORS, shipped_cues())
    assert table["status"].tolist() == ["actual", "prospective"]
    assert table["status_chance"].between(1 / 3, 1).all() and table["status_chance"].iloc[0] > 0.8
    said = explain(table.iloc[0], *parts[:3], shipped_cues())
    assert f"of the status {table['status_chance'].iloc[0]:.2f}" in said
    kept = trace(*parts, ACTORS, shipped_cues()).query("kept")
    assert kept["status"].tolist() == table["status"].tolist()
    assert kept["status_chance"].tolist() == table["status_chance"].tolist()
    assert kept["status_reason"].str.contains(" before ").all()


def test_a_tie_said_twice_in_a_sentence_keeps_its_surest_status():
    table = code("Noorwegen steunt Polen en Noorwegen helpt Polen.")
    assert not table.duplicated(["doc_id", "start", "source", "target", "type", "status"]).any()


def test_statuses_are_learnt_from_codings():
    text = "Noorwegen steunt Peru."
    parts, cues = corpus_of(*[text] * 12), shipped_cues()
    rows = pd.DataFrame(
        [("ann", f"d{n}", 0, len(text), "NOR", "PER", "support") for n in range(1, 13)],
        columns=["coder", "doc_id", "start", "end", "source", "target", "type"],
    )
    for status in STATUSES:
        weights = fit_status_weights(*parts, ACTORS, cues, rows.assign(status=status), strength=0.1)
        assert check_table(weights, "status_weights").equals(weights)
        table = code_by_rules(*parts, ACTORS, cues._replace(status_weights=weights))
        assert set(table["status"]) == {status}
        assert table["status_chance"].min() > 0.9
    # two coders who differ: even odds, as far as the pull lets it
    both = pd.concat([rows.assign(status="actual"), rows.assign(coder="bob", status="negated")], ignore_index=True)
    weights = Weights(fit_status_weights(*parts, ACTORS, cues, both, strength=0.1), STATUSES)
    held, says, candidate, lexicon = first_kept(text, author="")
    _, likely, _ = weights.decide(weigh_status(candidate, says, held, "actual", text, lexicon))
    assert likely["actual"] == pytest.approx(likely["negated"], abs=0.02) and likely["prospective"] < 0.05
    with pytest.raises(InputError, match="coding/"):
        fit_status_weights(*parts, ACTORS, cues, rows.assign(type="conflict", status="actual"))


def test_invented_sentences_keep_their_statuses():
    """The sentences of statuses.csv, hard cases all; the floor is what was reached."""
    suite = pd.read_csv(Path(__file__).with_name("statuses.csv"), dtype=str, keep_default_na=False)
    assert len(suite) >= 250
    gazetteer = read_gazetteer(open_corpus(SHIPPED))
    documents = pd.DataFrame(
        {"doc_id": "s" + suite["number"], "date": "2025-06", "language": "nl", "author_actor": suite["author"],
         "text": suite["text"]}
    )  # fmt: skip
    sentences = split_documents(documents)
    mentions = find_mentions(documents, sentences, gazetteer)
    table = code_by_rules(documents, sentences, mentions, gazetteer.actors, shipped_cues())
    ends = [roll_up(table[end], gazetteer.actors) for end in ("source", "target")]
    found: dict[tuple, set] = {}
    for doc_id, one, two, says, status in zip(table["doc_id"], *ends, table["type"], table["status"], strict=True):
        found.setdefault((doc_id, *sorted((one, two)), says), set()).add(status)
    right = []
    for row in suite.itertuples():
        for tie in row.ties.split(";"):
            ends, says, status = tie.split(":")
            told = found.get(("s" + row.number, *sorted(re.split("[>-]", ends)), says))
            if told:
                right.append(told == {status})
    assert len(right) >= 200
    assert sum(right) / len(right) >= FLOOR


# By rule alone 0.60, on weights that had not seen these sentences 0.68; now they are among those that weights are
# fitted to.
FLOOR = 0.75
