"""The marked namings in data/coding/mentions.csv hold against the documents and the two readings."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest

from helpers.documents import SHIPPED
from helpers.tables import ACTOR_KINDS

COLUMNS = ["doc_id", "start", "end", "surface", "actor_id", "kind", "how", "zone", "note"]
HOW = {
    "name",
    "abbreviation",
    "demonym",
    "capital",
    "office",
    "author",
    "speaker",
    "pronoun",
    "anaphor",
}
ZONES = {"text", "furniture", "note"}


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def texts():
    """Give the documents decoded without newline translation, as the offsets count them."""
    return {
        row["doc_id"]: (SHIPPED / "documents" / row["file"]).read_bytes().decode("utf-8")
        for row in read_rows(SHIPPED / "documents.csv")
    }


@pytest.fixture(scope="module")
def marks():
    rows = read_rows(SHIPPED / "coding" / "mentions.csv")
    return [{**row, "start": int(row["start"]), "end": int(row["end"])} for row in rows]


def test_the_columns_are_as_described(marks):
    assert list(marks[0]) == COLUMNS


def test_every_document_is_marked(marks, texts):
    assert {mark["doc_id"] for mark in marks} == set(texts)


def test_every_offset_gives_its_surface(marks, texts):
    wrong = [m for m in marks if texts[m["doc_id"]][m["start"] : m["end"]] != m["surface"]]
    assert wrong == []


def test_no_surface_begins_or_ends_in_space(marks):
    assert [m for m in marks if not m["surface"] or m["surface"] != m["surface"].strip()] == []


def test_rows_are_sorted_and_none_comes_twice(marks):
    keys = [(m["doc_id"], m["start"], m["end"], m["actor_id"]) for m in marks]
    assert keys == sorted(set(keys))


def test_kinds_hows_and_zones_are_known(marks):
    assert {m["kind"] for m in marks} == set(ACTOR_KINDS)
    assert {m["how"] for m in marks} == HOW
    assert {m["zone"] for m in marks} == ZONES


def test_an_id_has_one_kind_and_the_form_of_that_kind(marks):
    kinds = defaultdict(set)
    for mark in marks:
        kinds[mark["actor_id"]].add(mark["kind"])
    for actor, found in kinds.items():
        assert len(found) == 1, actor
        (kind,) = found
        pattern = {"state": r"[A-Z]{3}", "person": r"[a-z]+(-[a-z]+)+"}.get(kind, r"[A-Z][A-Z0-9_]+")
        assert re.fullmatch(pattern, actor), (actor, kind)


def test_only_words_that_refer_back_name_several_actors(marks):
    spans = defaultdict(list)
    for mark in marks:
        spans[mark["doc_id"], mark["start"], mark["end"]].append(mark["how"])
    for span, hows in spans.items():
        assert len(set(hows)) == 1, span
        assert len(hows) == 1 or hows[0] in {"anaphor", "pronoun", "speaker"}, span


def test_named_spans_do_not_overlap(marks):
    """A naming inside a longer one is not marked again; only an anaphor may hold a name (dit EU-project)."""
    last = ("", 0, 0)
    for mark in marks:
        if mark["how"] == "anaphor":
            continue
        if mark["doc_id"] == last[0] and (mark["start"], mark["end"]) != last[1:]:
            assert mark["start"] >= last[2], mark
        last = (mark["doc_id"], mark["start"], mark["end"])


@pytest.mark.parametrize("reading", ["reading_a.csv", "reading_b.csv"])
def test_both_ends_of_a_tie_without_coreference_are_marked_in_its_quote(marks, texts, reading):
    """An end that a reading found named in its quote is marked there."""
    by_document = defaultdict(list)
    for mark in marks:
        by_document[mark["doc_id"]].append(mark)
    missing = []
    for tie in read_rows(SHIPPED / "coding" / reading):
        if tie["coref"] == "1":
            continue
        text, quote = texts[tie["doc_id"]], tie["quote"]
        places = [m.start() for m in re.finditer(re.escape(quote), text)]
        named = {
            mark["actor_id"]
            for mark in by_document[tie["doc_id"]]
            if any(place <= mark["start"] and mark["end"] <= place + len(quote) for place in places)
        }
        missing += [(quote, end) for end in (tie["source"], tie["target"]) if end not in named]
    assert missing == []
