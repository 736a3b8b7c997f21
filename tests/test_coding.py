"""Readings as ties: offsets, occurrences, every way to be wrong, and what comes from elsewhere."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.coding import find_loosely, from_dna, from_spreadsheet, read_codings, read_spreadsheet
from helpers.documents import Corpus
from helpers.tables import DIRECTED_TYPES, InputError, columns

TEXT = (
    "Atland steunt Betland. De Unie en\u00a0Atland tekenden een ‘pact’; Betland niet.\n"
    "Atland steunt Betland. Atland dreigt Betland."
)
DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["d", "e"],
        "file": ["d.txt", "e.txt"],
        "title": ["Een verhaal", ""],
        "text": [TEXT, "Atland en de Unie."],
    }
)
SENTENCES = pd.DataFrame(
    {
        "doc_id": ["d", "d", "d", "d", "e"],
        "sentence_id": [1, 2, 3, 4, 1],
        "start": [0, 23, TEXT.index("\n") + 1, TEXT.rindex("Atland"), 0],
    }
)
ACTORS = pd.DataFrame(
    {
        "actor_id": ["ATL", "BTL", "UNIE"],
        "name_en": ["Atland", "Betland", "Union"],
        "name_nl": ["Atland", "Betland", "Unie"],
    }
)


def row(**changes):
    base = {
        "doc_id": "d",
        "quote": "Atland steunt Betland",
        "source": "ATL",
        "target": "BTL",
        "type": "support",
        "status": "actual",
        "change": "none",
        "coref": "0",
        "note": "",
    }
    return base | changes


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "coding").mkdir()

    def make(rows, name="ann.csv", **to_csv):
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows, columns=[*row()])
        frame.to_csv(tmp_path / "coding" / name, index=False, **to_csv)
        return Corpus(tmp_path)

    return make


def read(corpus):
    return read_codings(corpus, DOCUMENTS, SENTENCES, ACTORS)


def test_no_codings_give_an_empty_table_with_all_columns(tmp_path):
    table = read(Corpus(tmp_path))
    assert table.empty and list(table.columns) == columns("ties")


def test_a_reading_becomes_ties_with_offsets_sentence_and_coder(corpus):
    table = read(corpus([row(quote="Atland dreigt Betland", type="conflict"), row()]))
    assert table[["coder", "sentence_id", "start", "type"]].to_numpy().tolist() == [
        ["ann", 1, 0, "support"],
        ["ann", 4, TEXT.rindex("Atland"), "conflict"],
    ]
    assert all(TEXT[start:end] == quote for start, end, quote in table[["start", "end", "quote"]].to_numpy())
    assert (table["cue"] == "").all()


def test_a_repeated_quote_takes_the_first_place_not_yet_taken(corpus):
    table = read(corpus([row(), row(), row(type="membership")]))
    assert table[["type", "start"]].to_numpy().tolist() == [
        ["membership", 0],
        ["support", 0],
        ["support", TEXT.index("\n") + 1],
    ]


def test_undirected_ends_stand_in_alphabetical_order_directed_ones_as_coded(corpus):
    table = read(corpus([row(type="agreement", source="UNIE", target="ATL"), row(source="UNIE", target="ATL")]))
    assert table[["type", "source"]].to_numpy().tolist() == [["agreement", "ATL"], ["support", "UNIE"]]


def test_every_reading_counts_and_other_tables_do_not(corpus, tmp_path):
    corpus([row()])
    corpus([row()], "decisions.csv")
    (tmp_path / "coding" / "mentions.csv").write_text("doc_id,start\nd,1\n", encoding="utf-8")
    (tmp_path / "coding" / "CODEBOOK.md").write_text("text", encoding="utf-8")
    assert read(corpus([row(doc_id="e", quote="Atland en de Unie", target="UNIE")], "bob.csv"))["coder"].tolist() == [
        "ann",
        "bob",
    ]


@pytest.mark.parametrize(
    ("wrong", "parts"),
    [
        ({"doc_id": "dd"}, ["'dd'", "documents.csv"]),
        ({"target": "BTLX"}, ["target 'BTLX'", "gazetteer/actors.csv", "BTL, perhaps"]),
        ({"target": "Betland"}, ["target 'Betland'", "(BTL, perhaps)"]),
        ({"type": "steun"}, ["type 'steun'", "conflict, agreement"]),
        ({"status": "past"}, ["status 'past'"]),
        ({"change": ""}, ["change ''"]),
        ({"coref": "x"}, ["coref 'x'"]),
        ({"quote": "Atland haat Betland"}, ["'Atland haat Betland' is not in document 'd'"]),
        ({"quote": "De Unie en Atland"}, ["white space", r"'De Unie en Atland'", r"'De Unie en\xa0Atland'"]),
        ({"quote": "een 'pact'"}, ["punctuation only"]),
        ({"target": "ATL"}, ["source and target are both 'ATL'"]),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_file_and_row(corpus, wrong, parts):
    with pytest.raises(InputError) as error:
        read(corpus([row(), row(**wrong)]))
    message = str(error.value)
    assert message.startswith("coding/ann.csv, row 3: ")
    assert all(part in message for part in parts)
    assert message.count(". ") == 0 and message.endswith(".") and "\n" not in message


def test_a_row_that_repeats_another_names_both(corpus):
    once = row(quote="De Unie en\u00a0Atland", source="UNIE", target="ATL", type="agreement")
    with pytest.raises(InputError, match="row 4 says the same as row 2"):
        read(corpus([once, row(), once | {"source": "ATL", "target": "UNIE"}]))


def test_a_column_that_is_missing_and_semicolons_are_said(corpus):
    with pytest.raises(InputError, match=r"coding/ann\.csv has no column status"):
        read(corpus(pd.DataFrame([row()]).drop(columns="status")))
    with pytest.raises(InputError, match=r"coding/ann\.csv, row 1: .*commas"):
        read(corpus([row()], sep=";"))


@pytest.mark.parametrize("name", ["rules.csv", "comention.csv", "window.csv", "consensus.csv"])
def test_a_reading_cannot_take_the_name_of_a_coder(corpus, name):
    with pytest.raises(InputError, match="another name"):
        read(corpus([row()], name))


def test_reviewed_rows_that_were_rejected_or_lost_their_quote_are_no_ties(corpus):
    rows = [row(), row(quote="Atland dreigt Betland"), row(quote="no longer there")]
    frame = pd.DataFrame(rows).assign(decision=["accept", "reject", "accept"])
    assert read(corpus(frame))["quote"].tolist() == ["Atland steunt Betland"]


def test_of_two_reviewed_rows_that_say_the_same_one_counts(corpus):
    frame = pd.DataFrame([row()] * 3).assign(decision="accept", start=["0", "0", str(TEXT.index("\n") + 1)])
    assert read(corpus(frame))["start"].tolist() == [0, TEXT.index("\n") + 1]


@settings(deadline=None)
@given(st.data())
def test_any_stretch_can_be_quoted_and_comes_back_byte_for_byte(data):
    from helpers.coding import locate

    text = data.draw(st.text("ab \u00a0\u2019é😀.", min_size=2, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    kind = data.draw(st.sampled_from(["support", "alignment"]))
    documents = pd.DataFrame({"doc_id": ["d"], "text": [text]})
    sentences = pd.DataFrame({"doc_id": "d", "sentence_id": [1, 2], "start": [0, len(text) // 2]})
    rows = pd.DataFrame([row(quote=text[start:end], source="BTL", target="ATL", type=kind)])
    tie = locate(rows, "ann", documents, sentences, ACTORS).iloc[0]
    assert text[tie["start"] : tie["end"]] == tie["quote"] == text[start:end]
    assert tie["start"] <= start
    assert tie["sentence_id"] == (2 if tie["start"] >= len(text) // 2 else 1)
    assert (tie["source"] == "BTL") == (kind in DIRECTED_TYPES)


@settings(deadline=None)
@given(st.text("ab \u00a0‘’\u200b;-", max_size=25))
def test_a_loose_find_gives_a_stretch_of_the_text(text):
    plain = text.replace("\u00a0", " ").replace("‘", "'").replace("’", '"').replace(";", ",").replace("\u200b", "")
    found = find_loosely(plain, text)
    assert found in text if plain.strip() else found is None


def test_a_spreadsheet_comes_in_with_its_own_columns_words_and_names(tmp_path):
    (tmp_path / "sheet.csv").write_text(
        "Document;Citaat;source;target;TYPE;status\n"
        'Een verhaal;"Unie en Atland tekenden een ""pact""";Union;atland;Verdrag;\n',
        encoding="utf-8-sig",
    )
    table = read_spreadsheet(tmp_path / "sheet.csv")
    rows = from_spreadsheet(
        table, DOCUMENTS, ACTORS, {"doc_id": "document", "quote": "Citaat"}, {"verdrag": "agreement"}, "sheet.csv"
    )
    assert list(rows.columns) == columns("coding")
    assert rows.iloc[0].tolist() == [
        "d",
        "Unie en\u00a0Atland tekenden een ‘pact’",
        "ATL",
        "UNIE",
        "agreement",
        "actual",
        "none",
        "0",
        "",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"doc_id": "x"}, "sheet, row 2: there is no document 'x'"),
        ({"source": "Zeeland"}, "sheet, row 2: source 'Zeeland' is no actor"),
        ({"target": "Atland"}, "sheet, row 2: source and target are both 'ATL'"),
        ({"quote": "iets anders"}, "sheet, row 2: the quote 'iets anders' is not in"),
        ({"type": "vriend"}, "sheet, row 2: type 'vriend' is none of"),
    ],
)
def test_a_spreadsheet_row_that_is_wrong_is_named(change, message):
    with pytest.raises(InputError, match=message):
        from_spreadsheet(pd.DataFrame([row() | change]), DOCUMENTS, ACTORS, file="sheet")


def test_a_spreadsheet_without_a_needed_column_is_refused():
    with pytest.raises(InputError, match="sheet has no column 'Citaat'"):
        from_spreadsheet(pd.DataFrame([row()]), DOCUMENTS, ACTORS, {"quote": "Citaat"}, file="sheet")


# As the exporter of DNA 3 writes an event list, with a variable for the partner and one for the type of tie.
DNA = (
    '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";"person";'
    '"organization";"concept";"agreement";"partner";"tie"\n'
    '7;2024-01-01 00:00:00;1;"Een verhaal";"";"";"";"";"Atland tekenden een \'pact\', Betland niet";"";"Atland";'
    '"pact";1;"Union";"treaty"\n'
    '8;2024-01-01 00:00:00;1;"Een verhaal";"";"";"";"";"Betland niet";"";"Betland";"pact";0;"Union";"treaty"\n'
)


def test_an_event_list_of_dna_comes_in(tmp_path):
    (tmp_path / "dna.csv").write_text(DNA, encoding="utf-8")
    table = read_spreadsheet(tmp_path / "dna.csv")
    rows = from_dna(table, DOCUMENTS, ACTORS, target="partner", tie_type="tie", words={"treaty": "agreement"})
    assert rows[["source", "target", "type", "status", "note"]].to_numpy().tolist() == [
        ["ATL", "UNIE", "agreement", "actual", "DNA statement 7"],
        ["BTL", "UNIE", "agreement", "negated", "DNA statement 8"],
    ]
    assert rows["quote"].tolist() == ["Atland tekenden een ‘pact’; Betland niet", "Betland niet"]
    untyped = from_dna(table, DOCUMENTS, ACTORS, target="partner")
    assert set(untyped["type"]) == {"alignment"}


def test_a_concept_of_dna_is_no_actor(tmp_path):
    (tmp_path / "dna.csv").write_text(DNA, encoding="utf-8")
    table = read_spreadsheet(tmp_path / "dna.csv")
    with pytest.raises(InputError, match="DNA export, row 2: target 'pact' is no actor"):
        from_dna(table, DOCUMENTS, ACTORS)
    with pytest.raises(InputError, match="no column 'ally'; export an event list"):
        from_dna(table, DOCUMENTS, ACTORS, target="ally")
