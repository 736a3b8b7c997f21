"""A corpus is read exactly as it is, and each way of being wrong gives one sentence with file, row and remedy."""

import hashlib
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.documents import SHIPPED, Corpus, open_corpus, read_documents
from helpers.tables import SCHEMAS, InputError, check_table, columns, read_csv, read_table, write_bytes, write_table

HEADER = "doc_id,file,title,date,publisher,genre,language,author_actor,note"


@pytest.fixture
def corpus(tmp_path):
    """Make a corpus of two documents and a function that changes it."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "een.txt").write_bytes("\ufeffNoorwegen\r\nen België.".encode())
    (tmp_path / "documents" / "twee.txt").write_bytes(b"Canada.")
    rows = ["een,een.txt,Een,2024-05-01,,,nl,,", "twee,twee.txt,,,,,nl,,"]

    def write(*lines, header=HEADER):
        (tmp_path / "documents.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return tmp_path

    write(*rows)
    write.folder, write.rows = tmp_path, rows
    return write


def refusal(act, *arguments):
    """Give the message of a refusal; it is one sentence."""
    with pytest.raises(InputError) as caught:
        act(*arguments)
    message = str(caught.value)
    assert "\n" not in message and message.endswith((".", ").")) and len(re.findall(r"\. [A-Z]", message)) == 0
    assert caught.value._render_traceback_() == [f"Input not usable: {message}"]
    return message


def read(folder):
    return read_documents(open_corpus(folder))


def test_a_file_of_an_earlier_run_can_be_removed_and_need_not_be_there(corpus):
    opened = open_corpus(corpus.folder)
    opened.write_file(b"<graphml/>", "network.graphml")
    for _ in range(2):
        opened.remove_file("network.graphml")
        assert list((corpus.folder / "derived").iterdir()) == []


def test_texts_are_read_without_any_change(corpus):
    documents = read(corpus.folder)
    assert documents["text"].tolist() == ["\ufeffNoorwegen\r\nen België.", "Canada."]
    assert documents["characters"].tolist() == [22, 7]
    assert documents["sha256"].iloc[1] == hashlib.sha256(b"Canada.").hexdigest()
    assert documents["date"].tolist() == ["2024-05-01", ""]


@pytest.mark.parametrize("date", ["2022", "2023-01", "2026-01-27", ""])
def test_dates_are_kept_as_precise_as_known(corpus, date):
    assert read(corpus(f"een,een.txt,,{date},,,nl,,"))["date"].item() == date


def test_there_is_no_such_folder_or_it_is_no_corpus(tmp_path):
    assert "There is no folder 'weg'" in refusal(open_corpus, tmp_path / "weg")
    assert "has no documents.csv" in refusal(open_corpus, tmp_path)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("drie,drie.txt,,,,,nl,,", "documents.csv, row 3: documents/drie.txt is missing; put it there"),
        ("drie,../documents.csv,,,,,nl,,", "row 3: '../documents.csv' lies outside documents/; put the file there"),
        ("drie,/etc/hostname,,,,,nl,,", "row 3: '/etc/hostname' lies outside documents/"),
        ("drie,.,,,,,nl,,", "row 3: documents/. is missing"),
        ("een,twee.txt,,,,,nl,,", "row 3: doc_id 'een' stands in row 2 already; give each document its own"),
        ("drie,twee.txt,,27-01-2026,,,nl,,", "documents.csv, row 3: date '27-01-2026' is no date; write 2025"),
        ("drie,twee.txt,,2026-13,,,nl,,", "row 3: date '2026-13' is no date"),
        ("drie,twee.txt,,soon,,,nl,,", "row 3: date 'soon' is no date"),
        ("drie,twee.txt,,2024-02-30,,,nl,,", "row 3: date '2024-02-30' is no date"),
        ("drie,twee.txt,,2024-04-31,,,nl,,", "row 3: date '2024-04-31' is no date"),
        ("drie,twee.txt,,,,,Dutch,,", "row 3: language 'Dutch' is not of the form"),
        ("drie,twee.txt,,,,,,,", "row 3: language ''"),
        ("dr ie,twee.txt,,,,,nl,,", "row 3: doc_id 'dr ie' is no short name"),
        ("drie,,,,,,nl,,", "row 3: file '' is empty"),
        ("drie,leeg.txt,,,,,nl,,", "row 3: documents/leeg.txt is empty; put the text in or delete the row"),
        ("drie,bom.txt,,,,,nl,,", "row 3: documents/bom.txt is empty"),
        ("drie,latin.txt,,,,,nl,,", "row 3: documents/latin.txt is not UTF-8 (byte 4); save it as UTF-8"),
        ("drie,foto.txt,,,,,nl,,", "row 3: documents/foto.txt is no text"),
        ("drie,twee.txt,a,b,c,d,e,f,g,h,i", "documents.csv, row 3: the number of cells is not that of the header"),
    ],
)
def test_a_bad_row_is_named_with_its_remedy(corpus, row, words):
    (corpus.folder / "documents" / "leeg.txt").write_bytes(b" \r\n\t")
    (corpus.folder / "documents" / "bom.txt").write_bytes("\ufeff\n".encode())
    (corpus.folder / "documents" / "latin.txt").write_bytes("Belgi\u00eb".encode("latin-1")[1:])
    (corpus.folder / "documents" / "foto.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert words in refusal(read, corpus(corpus.rows[0], row))


def test_a_link_that_leads_out_of_the_folder_is_refused(corpus, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "geheim.txt"
    secret.write_text("Geheim.", encoding="utf-8")
    (corpus.folder / "documents" / "link.txt").symlink_to(secret)
    assert "lies outside documents/" in refusal(read, corpus("link,link.txt,,,,,nl,,"))


def test_a_table_without_a_column_rows_or_anything(corpus):
    assert (
        "documents.csv has no column language; add it to the header (row 1) and a cell for it to every other row"
        in refusal(read, corpus(header=HEADER.replace("language,", "")))
    )
    assert "documents.csv has no rows; add one row a document" in refusal(read, corpus())
    (corpus.folder / "documents.csv").write_bytes(b"")
    assert "documents.csv is empty" in refusal(read, corpus.folder)
    (corpus.folder / "documents.csv").write_bytes(HEADER.encode() + b"\n\xff\xfe")
    assert "documents.csv is not UTF-8" in refusal(read, corpus.folder)
    assert "weg.csv is missing" in refusal(read_csv, corpus.folder / "weg.csv")


def test_a_table_that_a_spreadsheet_saved_is_read_too(corpus):
    text = (corpus.folder / "documents.csv").read_text(encoding="utf-8")
    (corpus.folder / "documents.csv").write_bytes(("\ufeff" + text).replace("\n", "\r\n").encode())
    assert read(corpus.folder)["doc_id"].tolist() == ["een", "twee"]


def test_a_derived_table_that_is_not_there_yet_says_what_to_run(corpus):
    assert "derived/mentions.csv is not there yet" in refusal(open_corpus(corpus.folder).read, "mentions")
    assert open_corpus(corpus.folder).read_if_there("mentions") is None


def test_derived_tables_come_back_as_they_were_written(corpus):
    rows = pd.DataFrame(
        {"doc_id": ["een"], "sentence_id": [1], "start": [0], "end": [4], "kind": ["blank"], "section": [""],
         "text": ["\r\n, \""]}
    )  # fmt: skip
    opened = open_corpus(corpus.folder)
    opened.write(rows, "sentences")
    pd.testing.assert_frame_equal(opened.read("sentences"), check_table(rows, "sentences"))
    before = (corpus.folder / "derived" / "sentences.csv").read_bytes()
    opened.write(opened.read("sentences"), "sentences")
    assert (corpus.folder / "derived" / "sentences.csv").read_bytes() == before


def test_a_bad_table_is_refused_and_the_old_one_stays(corpus):
    opened = open_corpus(corpus.folder)
    good = pd.DataFrame({"group": ["EU"], "actor_id": ["NLD"], "from": ["1958"], "to": [""]})
    opened.write(good, "groups")
    assert "groups.csv, row 2: actor_id '' is empty" in refusal(opened.write, good.assign(actor_id=""), "groups")
    assert opened.read("groups")["actor_id"].item() == "NLD"


def test_a_corpus_adds_to_shipped_tables_and_replaces_rows_with_the_same_key(corpus):
    shipped = Corpus(SHIPPED).layered("sentences/openers.csv", "openers", ["word", "language"])
    assert not shipped.empty
    (corpus.folder / "sentences").mkdir()
    (corpus.folder / "sentences" / "openers.csv").write_text("word,language,last\nde,nl,\nhoi,nl,\n", encoding="utf-8")
    both = open_corpus(corpus.folder).layered("sentences/openers.csv", "openers", ["word", "language"])
    assert len(both) == len(shipped) + 1
    assert both.query("word == 'de' and language == 'nl'")["last"].item() == ""
    (corpus.folder / "sentences" / "openers.csv").write_text("word,language,last\nde,nl,\nde,nl,\n", encoding="utf-8")
    message = refusal(open_corpus(corpus.folder).layered, "sentences/openers.csv", "openers", ["word", "language"])
    assert "sentences/openers.csv, rows 2 and 3: de, nl stands there twice" in message


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    write_bytes(tmp_path / "a.csv", b"old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_bytes(tmp_path / "a.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_no_rows_are_a_table_too(tmp_path):
    for name in SCHEMAS:
        path = tmp_path / f"{name}.csv"
        path.write_text(",".join(columns(name)) + "\n", encoding="utf-8")
        assert read_table(path, name).empty


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.text(st.characters(blacklist_categories=["Cs"])), min_size=1))
def test_any_text_survives_writing_and_reading(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    table = pd.DataFrame({"first": "x", "cell": cells}, dtype="str")
    write_table(table, path)
    assert read_csv(path)["cell"].tolist() == cells
