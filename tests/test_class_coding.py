"""A class hands in: a file is written once and never over another's; a bad file costs one sentence and nobody else."""

import os
import tempfile
import threading

import pandas as pd
import pytest

from helpers.agreement import detection
from helpers.class_coding import (
    INVENTED,
    class_folder,
    coding_rows,
    decided_rows,
    hand_in,
    open_review,
    pairs_to_judge,
    read_handed_in,
    telling,
    with_class,
)
from helpers.classroom import open_class, read_class
from helpers.documents import Corpus
from helpers.review_widget import press, review_widget
from helpers.tables import InputError

TEXT = "Atland steunt Betland. Cetland dreigt Atland."
DOCUMENTS = pd.DataFrame({"doc_id": ["d"], "file": ["d.txt"], "title": ["A title"], "date": [""], "text": [TEXT]})
SENTENCES = pd.DataFrame(
    {
        "doc_id": "d",
        "sentence_id": [1, 2],
        "start": [0, 23],
        "end": [23, len(TEXT)],
        "kind": "sentence",
        "text": [TEXT[:23], TEXT[23:]],
    }
)
ACTORS = pd.DataFrame(
    {"actor_id": ["ATL", "BTL", "CTL"], "name_en": ["Atland", "Betland", "Cetland"], "rolls_up_to": ""}
)
TABLES = (DOCUMENTS, SENTENCES, ACTORS)
PLACES = {1: ("d", 1), 2: ("d", 2)}
ROWS = [(1, "ATL", "BTL", "support", "actual"), (2, "CTL", "ATL", "conflict", "actual", "more")]
HEADER = "doc_id,quote,source,target,type,status,change,coref,note\n"
GOOD = "d,Atland steunt Betland.,ATL,BTL,support,actual,none,0,\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "coding").mkdir()
    return tmp_path


@pytest.fixture
def rows():
    return coding_rows(ROWS, PLACES, *TABLES)


@pytest.fixture(scope="module")
def room():
    return read_class(open_class())


def put(folder, name, content):
    (folder / "coding" / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def test_what_is_handed_in_is_read_again(folder, rows):
    assert hand_in(rows, folder, " ann ") == "Handed in: coding/ann.csv, 2 rows."
    handed = read_handed_in(folder, *TABLES)
    assert handed.refused.empty
    names = ["coder", "sentence_id", "quote", "source", "target", "type", "status", "change"]
    assert handed.ties[names].to_numpy().tolist() == [
        ["ann", 1, "Atland steunt Betland.", "ATL", "BTL", "support", "actual", "none"],
        ["ann", 2, "Cetland dreigt Atland.", "CTL", "ATL", "conflict", "actual", "more"],
    ]


@pytest.mark.parametrize("name", ["ann", "Ann", "ANN"])
def test_a_file_that_is_there_is_never_touched(folder, rows, name):
    hand_in(rows, folder, "ann")
    before = (folder / "coding" / "ann.csv").read_bytes()
    assert hand_in(rows, folder, name) == "Handed in: coding/ann.csv, 2 rows."
    said = hand_in(rows.head(1), folder, name)
    assert "coding/ann.csv is there already with other rows (2 there, 1 now) and is left as it is" in said
    assert [path.name for path in (folder / "coding").iterdir()] == ["ann.csv"]
    put(folder, "ben.csv", b"\xff")
    assert "coding/ben.csv is there already" in hand_in(rows, folder, "ben")
    assert (folder / "coding" / "ben.csv").read_bytes() == b"\xff"
    assert (folder / "coding" / "ann.csv").read_bytes() == before


def test_a_disk_without_hard_links(folder, rows, monkeypatch):
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links here")))
    assert hand_in(rows, folder, "ann").startswith("Handed in")
    assert "is left as it is" in hand_in(rows.head(1), folder, "ann")
    assert [path.name for path in (folder / "coding").iterdir()] == ["ann.csv"]


def test_of_two_who_hand_in_at_once_under_one_name_one_is_told(folder, rows):
    said = []
    gate = threading.Barrier(8)

    def student(number):
        gate.wait()
        own = rows.assign(note=str(number), status=["actual", "negated"] if number % 2 else ["negated", "actual"])
        said.append((number % 2, hand_in(own, folder, "ann")))

    students = [threading.Thread(target=student, args=(number,)) for number in range(8)]
    for each in students:
        each.start()
    for each in students:
        each.join()
    assert len(said) == 8
    assert [path.name for path in (folder / "coding").iterdir()] == ["ann.csv"]
    kept = pd.read_csv(folder / "coding" / "ann.csv")["status"].tolist()[1] == "negated"
    assert {parity for parity, words in said if words.startswith("Handed in")} == {int(kept)}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("key", "is a coder of this corpus already"),
        ("Key", "is a coder of this corpus already"),
        ("rules", "is a coder of the workbook itself"),
        ("../ann", "name it with letters"),
        ("", "name it with letters"),
        ("decisions", "name it with letters"),
    ],
)
def test_names_that_cannot_be(folder, rows, name, said):
    with pytest.raises(InputError, match=said):
        hand_in(rows, folder, name, taken=["key"])
    assert list((folder / "coding").iterdir()) == []


def test_nothing_to_hand_in(folder, rows):
    with pytest.raises(InputError, match="there is no coding yet"):
        coding_rows(None, {}, None, None, None)
    with pytest.raises(InputError, match="no row yet"):
        hand_in(rows.head(0), folder, "ann")


def test_a_folder_that_cannot_be_written_to(folder, rows, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(InputError, match=r"coding/ann\.csv cannot be written \(Permission denied\)"):
        hand_in(rows, folder, "ann")


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(InputError, match="FOLDER 'file' cannot be used"):
        class_folder(tmp_path / "file", open_class())


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_all_who_may_write_to_the_folder_may_hand_in(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    class_folder(shared, open_class())
    for made in ("coding", "drafts", "drafts/coding"):
        assert (shared / made).stat().st_mode & 0o777 == 0o777


def test_a_folder_for_this_session_holds_the_invented_students_of_the_class_corpus_only(tmp_path):
    made = class_folder("", open_class())
    assert sorted(path.name for path in (made / "coding").iterdir()) == ["bas.csv", "noor.csv"]
    assert made != INVENTED
    assert list((class_folder("", Corpus(tmp_path)) / "coding").iterdir()) == []
    own = class_folder(tmp_path / "class", open_class())
    assert own == tmp_path / "class"
    assert list((own / "coding").iterdir()) == []


def changed(old, new):
    return HEADER + GOOD.replace(old, new, 1)


BAD = [
    (
        HEADER + GOOD + changed("steunt", "haat").removeprefix(HEADER),
        "row 3: the quote 'Atland haat Betland.' is not in",
    ),
    (changed("ATL", "ATX"), "row 2: source 'ATX' is no actor"),
    (changed("support", "help"), "row 2: type 'help' is none of"),
    (changed("d,", "e,"), "row 2: there is no document 'e'"),
    (HEADER + GOOD + GOOD, "row 3 says the same as row 2"),
    ("doc_id,quote,source,type\n", "has no column 'target'"),
    (HEADER, "has no tie in it"),
    ("", "is empty"),
    (changed("0,", "0,,,"), "row 2: there are more cells"),
    (changed("Atland", "\xd6sterreich").encode("latin-1"), "is not UTF-8"),
    (HEADER.replace("note", "decision") + GOOD, "has no column note"),
]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        *(("a.csv", content, said) for content, said in BAD),
        ("a.xlsx", b"PK\x03\x04", "is no CSV"),
        ("key.csv", HEADER + GOOD, "bears the name of another coder"),
        ("rules.csv", HEADER + GOOD, "is a coder of the workbook itself"),
    ],
)
def test_a_bad_file_is_one_sentence_and_keeps_nobody_out(folder, rows, name, content, said):
    hand_in(rows, folder, "zoe")
    put(folder, name, content)
    handed = read_handed_in(folder, *TABLES, taken=["key"])
    assert set(handed.ties["coder"]) == {"zoe"}
    assert handed.refused["file"].tolist() == [f"coding/{name}"]
    assert handed.refused["what_to_do"].item().startswith(f"coding/{name}")
    assert said in handed.refused["what_to_do"].item()
    assert "\n" not in handed.refused["what_to_do"].item()


def test_spreadsheets_of_all_sorts_are_read(folder):
    put(folder, "semicolons.csv", "\ufeff" + (HEADER + GOOD).replace(",", ";") + ";;;;;;;;\n;;;;;;;;\n")
    put(folder, "names.csv", "Quote,source,target,type,doc_id\nAtland  steunt Betland,Atland,Betland,Support,d.txt\n")
    put(folder, "~$names.csv", b"\x00")
    put(folder, ".hidden.csv", b"\x00")
    handed = read_handed_in(folder, *TABLES)
    assert handed.refused.empty
    assert handed.ties["coder"].tolist() == ["names", "semicolons"]
    assert set(handed.ties["start"]) == {0}


def test_a_file_beside_the_folder_is_not_lost_unseen(folder):
    (folder / "ann.csv").write_text(HEADER + GOOD, encoding="utf-8")
    assert "move it into that folder" in read_handed_in(folder, *TABLES).refused["what_to_do"].item()


def test_names_that_differ_in_capitals_only_are_not_two_coders(folder):
    put(folder, "Ann.csv", HEADER + GOOD)
    put(folder, "ann.csv", HEADER + GOOD)
    if len(list((folder / "coding").iterdir())) == 1:
        pytest.skip("capitals make no other file name here")
    handed = read_handed_in(folder, *TABLES)
    assert handed.ties["coder"].tolist() == ["Ann"]
    assert handed.refused["file"].tolist() == ["coding/ann.csv"]


def test_coding_in_the_widget_gives_the_key(room, folder):
    """Every pair that co-mention offers is rejected, or gets a type, a status and a direction by keys."""
    pairs = pairs_to_judge(room.ties, "2023_brief")
    key = room.ties[(room.ties["coder"] == "key") & (room.ties["doc_id"] == "2023_brief")]
    wanted = {(row.sentence_id, *sorted([row.source, row.target])): row for row in key.itertuples()}
    review = open_review(folder, "ann", pairs, room.sentences)
    with pytest.raises(InputError, match="14 of 14 pairs are not decided yet"):
        decided_rows(review)
    types = ["conflict", "agreement", "membership", "support", "consultation", "joint_action", "alignment"]
    for _ in range(len(pairs)):
        row = review.row
        tie = wanted.get((row["sentence_id"], *sorted([row["source"], row["target"]])))
        if tie is None:
            press(review, "r")
            continue
        press(review, str(types.index(tie.type) + 1))
        if tie.status == "prospective":
            press(review, "s")
            press(review, "c")
        if review.row["source"] != tie.source:
            press(review, "x")
        press(review, "n")
    decided = decided_rows(review)
    names = ["source", "target", "type", "status", "change"]
    assert sorted(map(tuple, decided[names].to_numpy())) == sorted(map(tuple, key[names].to_numpy()))
    assert coding_rows(decided, {}, room.documents, room.sentences, room.actors)[names].equals(decided[names])
    assert hand_in(decided, folder, "ann") == "Handed in: coding/ann.csv, 9 rows."
    handed = read_handed_in(folder, room.documents, room.sentences, room.actors)
    assert handed.refused.empty
    assert len(handed.ties) == 9


@pytest.fixture
def decided(room, folder):
    """A review in which all pairs are decided, none of them as the key has it."""
    review = open_review(folder, "ann", pairs_to_judge(room.ties, "2023_brief"), room.sentences)
    for _ in review.rows:
        press(review, "a")
    return review


def test_handing_in_freezes_what_counts_for_agreement(room, folder, decided):
    def agreement():
        ties = with_class(room, open_class(), folder, "2023_brief").ties
        return detection(ties, room.actors, reference="key").set_index("coder").loc["ann"].to_dict()

    assert "ann" not in set(with_class(room, open_class(), folder, "2023_brief").ties["coder"])  # a draft is no coding
    assert hand_in(decided_rows(decided), folder, "ann").startswith("Handed in")
    before, kept = agreement(), (folder / "coding" / "ann.csv").read_bytes()
    key = room.ties[(room.ties["coder"] == "key") & (room.ties["doc_id"] == "2023_brief")]
    wanted = {(row.sentence_id, *sorted([row.source, row.target])) for row in key.itertuples()}
    for place, row in enumerate(decided.rows):  # now as the key has it, with the check in view
        decided.place = place
        if (row["sentence_id"], *sorted([row["source"], row["target"]])) not in wanted:
            press(decided, "r")
    assert len(decided_rows(decided)) < len(decided.rows)
    assert "is left as it is" in hand_in(decided_rows(decided), folder, "ann")
    assert (folder / "coding" / "ann.csv").read_bytes() == kept
    assert agreement() == before
    assert before["precision"] < 1


def test_an_earlier_day_is_gone_on_with_and_changes_nothing_that_was_handed_in(room, folder, decided):
    hand_in(decided_rows(decided), folder, "ann")
    kept = (folder / "coding" / "ann.csv").read_bytes()
    again = open_review(folder, "ann", pairs_to_judge(room.ties, "2023_brief"), room.sentences, mine=True)
    assert again.progress() == decided.progress()
    press(again, "r")
    assert (folder / "coding" / "ann.csv").read_bytes() == kept


def test_the_widget_says_whether_it_still_counts(room, folder, decided):
    pytest.importorskip("ipywidgets")
    widget = review_widget(decided, room.actors)
    assert "kept in drafts/coding/ann.csv; not handed in yet" in widget.children[1].value
    hand_in(decided_rows(decided), folder, "ann")
    widget.children[2].children[0].value = "j"
    assert "coding/ann.csv is handed in and closed" in widget.children[1].value
    assert "no longer counts" in widget.children[1].value


def test_a_review_opens_no_file_that_may_be_somebody_elses(room, folder, monkeypatch):
    pairs = pairs_to_judge(room.ties, "2023_brief")
    path = folder / "coding" / "Ann.csv"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"coding/Ann\.csv is there already; choose another NAME, or set MINE"):
        open_review(folder, "ann", pairs, room.sentences)
    assert path.read_bytes() == before
    review = open_review(folder, "ben", pairs, room.sentences)
    press(review, "r")
    again = open_review(folder, "ben", pairs, room.sentences)
    assert again.progress()["reject"] == 1
    monkeypatch.setattr("helpers.class_coding._begun", set())  # another session, in which the name is somebody else's
    with pytest.raises(InputError, match=r"drafts/coding/ben\.csv is there already; choose another NAME"):
        open_review(folder, "ben", pairs, room.sentences)


def test_a_class_beside_the_other_coders_of_one_document(room):
    handed = with_class(room, open_class(), INVENTED, "2023_brief")
    assert sorted(set(handed.ties["coder"])) == ["bas", "comention", "key", "noor", "rules", "student"]
    assert set(handed.ties["doc_id"]) == {"2023_brief"}
    assert handed.ties[["source_acts_for", "target_acts_for"]].notna().all(axis=None)
    silent = with_class(room, open_class(), INVENTED, "2024_statement")
    assert silent.refused["file"].tolist() == ["coding/bas.csv", "coding/noor.csv"]
    assert "has no row on 2024_statement" in silent.refused["what_to_do"].iloc[0]
    assert set(silent.ties["coder"]) == {"comention", "key", "student"}


def test_the_most_telling_disagreements(room):
    handed = with_class(room, open_class(), INVENTED, "2023_brief")
    shown = telling(handed.ties, room.actors, room.sentences, "key", ["key", "noor", "bas"], 1)
    assert shown[["coder", "sentence_id", "what"]].to_numpy().tolist() == [
        ["noor", 7, "type"],
        ["bas", 13, "seen by the key only"],
    ]
    assert telling(handed.ties, room.actors, room.sentences, "key", ["key"], 1).empty


def test_noor_and_bas_differ_as_the_corpus_says(room):
    """By hand: 8 and 9 pairs, 6 of them shared, of 13 that stand in one sentence."""
    handed = with_class(room, open_class(), INVENTED, "2023_brief")
    found = detection(handed.ties, room.actors, reference="noor").set_index("coder").loc["bas"]
    assert found["f1"] == pytest.approx(12 / 17)
    assert found["kappa"] == pytest.approx(12 / 77)
