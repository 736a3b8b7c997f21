"""The checks of course notebook 08, and making a corpus of one's own: right answers pass, usual mistakes are named."""

import nbformat
import pandas as pd
import pytest

from helpers.checks import NotAnswered, Right, Wrong
from helpers.checks_corpus import (
    check_author_share,
    check_document_row,
    check_missed,
    check_names,
    check_reviewed,
    model_of,
)
from helpers.classroom import EXERCISES, open_class, read_class
from helpers.exercises import SOLUTIONS, run_in_process, run_solution
from helpers.own_corpus import MODEL, add_names, decide, proposals, read_again, read_text, start_corpus
from helpers.tables import InputError, read_csv
from helpers.unmatched import unmatched_names

FILE, TEXT = read_text()
ROW = read_csv(MODEL / "documents.csv").iloc[0].to_dict()
ACTORS = [
    ("KUSTRAAD", "organisation", "Coast Council", "Kustraad", ""),
    ("ilse-maarland", "person", "Ilse Maarland", "Ilse Maarland", "DNK"),
]
ALIASES = [("KR", "nl", "KUSTRAAD", "abbreviation")]
MISSED = {
    "Kustraad": "new actor",
    "KR": "alias",
    "Minister Ilse Maarland": "new actor",
    "Reykjavik": "no actor",
    "Zeemeeuw": "no actor",
}
NAMES = pd.DataFrame({"name": list(MISSED)})
NONE = pd.DataFrame({"surface": []})
STILL = pd.DataFrame({"name": ["Reykjavik", "Zeemeeuw"]})
DECISIONS = dict.fromkeys(range(12), "accept") | {6: "reject", 7: "swap"}


@pytest.fixture(scope="module")
def model():
    return open_class(MODEL)


@pytest.fixture(scope="module")
def room(model):
    return read_class(model)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A corpus to which no names were added yet."""
    return start_corpus(tmp_path_factory.mktemp("bare"), FILE, TEXT, ROW)


@pytest.fixture(scope="module")
def reviewed(room, tmp_path_factory):
    corpus = start_corpus(tmp_path_factory.mktemp("own"), FILE, TEXT, ROW)
    add_names(corpus, ACTORS, ALIASES)
    return decide(corpus, "me", room, DECISIONS)


def said_of(check, *arguments):
    with pytest.raises(Wrong) as error:
        check(*arguments)
    return str(error.value)


def test_the_model_is_what_the_exercises_make(model, room, tmp_path):
    assert TEXT.startswith("Verzonnen lestekst: ")
    assert ROW["note"].startswith("invented for class")
    corpus = start_corpus(tmp_path, FILE, TEXT, ROW)
    bare = read_class(corpus)
    names = unmatched_names(bare.sentences, bare.mentions)["name"]
    assert set(names) == set(MISSED)
    made = read_again(corpus, ACTORS, ALIASES)
    assert made.mentions.equals(room.mentions)
    assert unmatched_names(made.sentences, made.mentions)["name"].tolist() == STILL["name"].tolist()
    taken = decide(corpus, "me", made, DECISIONS).ties.query("coder == 'me'")
    key = room.ties[room.ties["coder"] == "key"]
    said = ["sentence_id", "quote", "source", "target", "type", "status", "change"]
    assert sorted(map(tuple, taken[said].to_numpy())) == sorted(map(tuple, key[said].to_numpy()))


def test_the_right_answers_are_right(model, bare, room, reviewed):
    for said in [
        check_document_row(ROW, FILE, TEXT, room.actors, model),
        check_missed(MISSED, NAMES, NONE, model),
        check_names(ACTORS, ALIASES, bare, room, STILL, model),
        check_reviewed(DECISIONS, proposals(room), room),
        check_author_share({"share": 5 / 9, "top_without": "KUSTRAAD"}, reviewed, "me"),
    ]:
        assert isinstance(said, Right)
        assert said.startswith("Right: ")


def test_not_answered_yet(model, bare, room, reviewed):
    for check in [
        lambda: check_document_row(None, FILE, TEXT, room.actors, model),
        lambda: check_missed(None, NAMES, NONE, model),
        lambda: check_names(None, None, bare, room, STILL, model),
        lambda: check_reviewed(None, proposals(room), room),
        lambda: check_author_share(None, reviewed, "me"),
    ]:
        with pytest.raises(NotAnswered, match="Not answered yet"):
            check()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"author_actor": "Denemarken"}, "author_actor is a name, 'Denemarken'"),
        ({"author_actor": "DNK; Zweden"}, "author_actor is a name, 'Zweden'"),
        ({"author_actor": "Deens ministerie van Defensie"}, "author_actor is the publisher"),
        ({"author_actor": "DEN"}, "is no actor_id of the gazetteer"),
        ({"author_actor": ""}, "author_actor is empty, and the text says wij"),
        ({"author_actor": "ISL"}, "read again who publishes this report"),
        ({"language": "NL"}, "has capitals; write 'nl'"),
        ({"language": "Dutch"}, "is no two-letter code: Dutch is nl"),
        ({"language": ""}, "is no two-letter code"),
        ({"language": "en"}, "the text is in another one"),
        ({"date": "15-01-2026"}, "begins with the day; write the year first"),
        ({"date": "15 januari 2026"}, "begins with the day; write the year first"),
        ({"date": "january"}, "date 'january' is no date"),
        ({"date": "2025"}, "the day on which the text came out"),
        ({"date": ""}, "the day on which the text came out"),
        ({"file": f"documents/{FILE}"}, "give the name alone, without its folder"),
        ({"file": "report.txt"}, "your text lies in documents/ as '2026_jaarbericht.txt'"),
        ({"doc_id": "my report"}, "doc_id 'my report' is no short name"),
        ({"doc_id": ""}, "your row: doc_id '' is"),
        ({"title": 3}, "title is a whole number"),
        ({"author": "DNK"}, "has no column 'author'"),
    ],
)
def test_rows_of_documents(model, room, cells, said):
    assert said in said_of(check_document_row, ROW | cells, FILE, TEXT, room.actors, model)


def test_a_row_without_columns_or_no_row(model, room):
    lacking = {name: cell for name, cell in ROW.items() if name not in ("note", "genre")}
    assert "your row has no genre (2 columns of nine missing)" in said_of(
        check_document_row, lacking, FILE, TEXT, room.actors, model
    )
    assert "your answer is a list" in said_of(check_document_row, [1], FILE, TEXT, room.actors, model)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Kustraad": "no actor"}, "Kustraad is an organisation that acts"),
        ({"Kustraad": "alias"}, "it is a new actor"),
        ({"KR": "new actor"}, "one actor with two ids would be two nodes"),
        ({"KR": "no actor"}, "KR is short for somebody"),
        ({"Minister Ilse Maarland": "no actor"}, "a person counts"),
        ({"Reykjavik": "alias"}, "a place where something happens, or a ship, is no actor"),
        ({"Zeemeeuw": "new actor"}, "a place where something happens, or a ship, is no actor"),
        ({"Zeemeeuw": "ship"}, "you say 'ship' of 'Zeemeeuw'; choose one of"),
        ({"Ilse Maarland": "new actor"}, "is not in the list; copy names"),
    ],
)
def test_names_that_matched_nothing(model, change, said):
    assert said in said_of(check_missed, MISSED | change, NAMES, NONE, model)


def test_names_left_out_or_no_dict(model):
    some = {name: kind for name, kind in MISSED.items() if name != "Zeemeeuw"}
    assert "'Zeemeeuw' has no answer yet" in said_of(check_missed, some, NAMES, NONE, model)
    assert "is a set; the check expects a dict" in said_of(check_missed, {"KR"}, NAMES, NONE, model)


def test_names_that_an_earlier_run_added_may_stand_in_the_answer(model, room):
    said = check_missed(MISSED, STILL, room.mentions, model)
    assert "0 of 2 names" in said


@pytest.mark.parametrize(
    ("actors", "aliases", "said"),
    [
        ([ACTORS[0], (*ACTORS[1][:4], "")], ALIASES, "ilse-maarland rolls up to nobody"),
        ([ACTORS[0], ("Ilse Maarland", *ACTORS[1][1:])], ALIASES, "the id of a person is small letters and hyphens"),
        ([ACTORS[0], (*ACTORS[1][:4], "Denmark")], ALIASES, "rolls up to 'Denmark', which is no actor_id"),
        ([ACTORS[0], (*ACTORS[1][:4], "ISL")], ALIASES, "Ilse Maarland does not act for ISL; whose minister"),
        ([("Kustraad", *ACTORS[0][1:]), ACTORS[1]], ALIASES, "the id of an organisation is capitals"),
        ([(*ACTORS[0][:4], "DNK"), ACTORS[1]], ALIASES, "it would vanish from the network"),
        ([(ACTORS[0][0], "state", *ACTORS[0][2:]), ACTORS[1]], ALIASES, "kind is organisation, and yours is 'state'"),
        ([("KUSTRAAD", "organization", "", "", "")], ALIASES, "row 1 of new_actors: kind 'organization' is none"),
        ([("KUSTRAAD", "organisation", "Coast Council"), ACTORS[1]], ALIASES, "a row is (actor_id, kind, name_en"),
        ({"KUSTRAAD": "organisation"}, ALIASES, "new_actors is a list of rows"),
        (ACTORS, [("KR", "nl", "KUST", "abbreviation")], "leads to 'KUST', which is no actor_id"),
        (ACTORS, [("KR", "nl", "DNK", "abbreviation")], "it needs the same actor_id"),
        (ACTORS, [], "KR is short for an actor that you have just added"),
        (ACTORS, [("KR", "nl", "KUSTRAAD", "short")], "row 1 of new_aliases: how 'short' is none"),
    ],
)  # fmt: skip
def test_new_names(model, bare, room, actors, aliases, said):
    assert said in said_of(check_names, actors, aliases, bare, room, STILL, model)


def test_names_that_match_nothing_still(model, bare, room):
    wrong = [(*ACTORS[0][:3], "Coast Council", ""), ACTORS[1]]
    assert "Ilse Maarland matches nothing still: new_actors needs a row" in said_of(
        check_names, ACTORS[:1], ALIASES, bare, room, NAMES, model
    )
    assert "Kustraad matches nothing still" in said_of(check_names, wrong, ALIASES, bare, room, NAMES, model)
    assert "KR matches nothing still" in said_of(check_names, ACTORS, [], bare, room, NAMES, model)
    titled = [ACTORS[0], ("ilse-maarland", "person", "Minister Ilse Maarland", "Minister Ilse Maarland", "DNK")]
    assert "leave the title away" in said_of(check_names, titled, ALIASES, bare, room, STILL, model)
    strange = [*ACTORS, ("X_Y", "organisation", "X", "X", "")]
    assert "not in the gazetteer yet; run the cell above" in said_of(
        check_names, strange, ALIASES, bare, room, STILL, model
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({6: "accept"}, "who helps X against Z is tied to X"),
        ({6: "swap"}, "who helps X against Z is tied to X"),
        ({7: "accept"}, "runs the wrong way: in conflict the one who threatens stands first"),
        ({7: "reject"}, "is asserted by the sentence, if perhaps not quite so"),
        ({8: "reject"}, "do not reject it"),
        ({8: {"status": "actual"}}, "you make its status 'actual'"),
        ({0: "swap"}, "runs the right way; do not swap it"),
        ({0: {"type": "support"}}, "you make its type 'support'"),
        ({0: "yes"}, "the decision on proposal 0 is 'yes'; decisions are a dict"[:38]),
        ({12: "accept"}, "there is no proposal 12; they are numbered from 0 to 11"),
    ],
)
def test_decisions(room, change, said):
    assert said in said_of(check_reviewed, DECISIONS | change, proposals(room), room)


def test_decisions_left_out_or_made_too_early(room):
    some = {place: what for place, what in DECISIONS.items() if place not in (3, 4)}
    assert "proposal 3 is not decided yet (2 proposals in all)" in said_of(check_reviewed, some, proposals(room), room)
    early = proposals(room).head(7)
    assert "finish exercises 1 and 3" in said_of(check_reviewed, dict.fromkeys(range(7), "accept"), early, room)
    assert "the rules propose no tie here" in said_of(check_reviewed, {}, proposals(room).head(0), None)
    assert "decisions are a dict" in said_of(check_reviewed, ["accept"], proposals(room), room)


@pytest.mark.parametrize(
    ("share", "top", "said"),
    [
        (6 / 10, "KUSTRAAD", "prospective ties are counted as actual"),
        (5 / 10, "KUSTRAAD", "conflict is counted as cooperation"),
        (4 / 9, "KUSTRAAD", "the roll-up is forgotten"),
        (4 / 7, "KUSTRAAD", "you count pairs"),
        (5, "KUSTRAAD", "a number of statements"),
        (500 / 9, "KUSTRAAD", "this is a percentage"),
        (0.9, "KUSTRAAD", "the share is too large"),
        (6 / 11, "KUSTRAAD", "conflict and what is only planned are counted too"),
        (6, "KUSTRAAD", "it is more than 1"),
        ("half", "KUSTRAAD", "expects a number"),
        (5 / 9, "DNK", "DNK is the author, whose ties are left out"),
        (5 / 9, "ISL", "ISL has 1 neighbour there, and another has more"),
        (5 / 9, "RUS", "choose one of"),
    ],
)
def test_the_share_of_the_author(reviewed, share, top, said):
    """Nine statements of cooperation that exist: five of Denmark, one of them by its minister; seven pairs."""
    assert said in said_of(check_author_share, {"share": share, "top_without": top}, reviewed, "me")


def test_answers_may_be_written_as_people_write_them(model, reviewed):
    loose = {f"{name} ": kind.upper().replace(" ", "_") for name, kind in MISSED.items()}
    assert check_missed(loose, NAMES, NONE, model).startswith("Right")
    assert "'Kustraad' has no answer yet" in said_of(check_missed, dict.fromkeys(MISSED, ""), NAMES, NONE, model)
    share = {"share": 5 / 9, "top_without": "Kustraad"}
    assert "KUSTRAAD has the most neighbours" in check_author_share(share, reviewed, "me")
    assert "'top_without' has no answer yet" in said_of(check_author_share, share | {"top_without": ""}, reviewed, "me")


def test_a_share_without_author_or_reading(reviewed):
    answer = {"share": 5 / 9, "top_without": "KUSTRAAD"}
    assert "your reading has no ties yet" in said_of(check_author_share, answer, reviewed, "nobody")
    joint = reviewed._replace(documents=reviewed.documents.assign(author_actor="DNK; ISL"))
    mine = {"share": 6 / 9, "top_without": "ISL"}
    assert "ISL is an author, whose ties" in said_of(check_author_share, mine, joint, "me")
    silent = reviewed._replace(documents=reviewed.documents.assign(author_actor=""))
    assert "this text speaks for nobody" in said_of(check_author_share, answer, silent, "me")
    assert "expects a dict" in said_of(check_author_share, 5 / 9, reviewed, "me")


def test_a_text_of_ones_own_is_checked_for_its_form(room, tmp_path):
    path = tmp_path / "Mijn tekst.txt"
    path.write_text("Zweden steunt Letland. Volgens Borealis helpt dat.", encoding="utf-8")
    file, text = read_text(path)
    assert file == "mijn-tekst.txt"
    assert model_of(file, text, open_class(MODEL)) is None
    assert model_of(FILE, TEXT, open_class(MODEL)) is not None
    row = ROW | {"file": file, "author_actor": "", "language": "nl", "date": ""}
    assert "speaks for nobody of the gazetteer" in check_document_row(row, file, text, room.actors, None)
    names = pd.DataFrame({"name": ["Borealis"]})
    assert "nobody but you can say" in check_missed({"Borealis": "no actor"}, names, NONE, None)
    said = check_reviewed({0: "accept"}, proposals(room).head(1), None)
    assert said.startswith("Right: 1 of 1 proposals you took as they stood")  # nobody knows that they were right


def test_the_notebook_takes_a_text_of_ones_own_into_a_folder_that_is_kept(tmp_path):
    path = tmp_path / "brief.txt"
    path.write_text("Wij steunen Letland. De Noordbond overlegde met Letland.", encoding="utf-8")
    folder = tmp_path / "corpus"
    row = ROW | {"doc_id": "brief", "file": "brief.txt", "author_actor": "SWE"}
    answers = {
        "ex1": f"my_row = {row!r}",
        "ex2": 'missed = {"Noordbond": "new actor"}',
        "ex3": 'new_actors, new_aliases = [("NOORDBOND", "organisation", "Northern League", "Noordbond", "")], []',
        "ex4": 'decisions = dict.fromkeys(range(len(proposed)), "accept")',
    }
    parameters = {"TEXT_FILE": str(path), "FOLDER": str(folder), "NAME": "ann"}
    for _ in range(2):  # a second run goes on in the same folder
        space = run_solution("08_your_own_document", parameters, answers)
        assert all(value.startswith("Right") for name, value in space["results"].items() if name.startswith("check_"))
        assert space["author"] == {"share": 0.5, "top_without": "LVA"}
    made = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert made == ["coding/ann.csv", "documents.csv", "documents/brief.txt", "gazetteer/actors.csv"]


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"")
    with pytest.raises(InputError, match="holds other files, and no corpus"):
        start_corpus(tmp_path, FILE, TEXT, ROW)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_folder_with_another_corpus_is_left_alone(tmp_path):
    start_corpus(tmp_path, FILE, TEXT, ROW)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(InputError, match="holds another corpus already"):
        start_corpus(tmp_path, "other.txt", "Other.", None)
    start_corpus(tmp_path, FILE, TEXT, None)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"language": "Dutch"}, "your row: language 'Dutch' is"),
        ({"file": "other.txt"}, "your text is '2026_jaarbericht.txt'; write that name"),
        ({"author_actor": "Denemarken"}, "author_actor 'Denemarken' is in no row"),
        ({"note": None}, "your row has no note; documents.csv needs all nine columns"),
    ],
)
def test_a_bad_row_makes_no_corpus(tmp_path, cells, said):
    with pytest.raises(InputError, match=said):
        start_corpus(tmp_path, FILE, TEXT, ROW | cells)
    assert list(tmp_path.iterdir()) == []


def test_names_that_clash_are_taken_out_again(tmp_path):
    corpus = start_corpus(tmp_path, FILE, TEXT, ROW)
    read_again(corpus, ACTORS, ALIASES)
    before = {path.name: path.read_bytes() for path in (tmp_path / "gazetteer").iterdir()}
    with pytest.raises(InputError, match="IJsland"):
        read_again(corpus, ACTORS, [("IJsland", "nl", "KUSTRAAD", "name")])
    assert {path.name: path.read_bytes() for path in (tmp_path / "gazetteer").iterdir()} == before


CLASHES = [
    (
        ACTORS,
        [*ALIASES, ("KR", "nl", "ilse-maarland", "abbreviation")],
        "'KR' stands for KUSTRAAD (row 1 of new_aliases) and for ilse-maarland (row 2 of new_aliases); correct or",
    ),
    (
        ACTORS,
        [*ALIASES, ("Kustraad", "nl", "DNK", "name")],
        "'Kustraad' stands for KUSTRAAD (name_nl in row 1 of new_actors) and for DNK (row 2 of new_aliases); correct",
    ),
    (ACTORS, [("IJsland", "nl", "KUSTRAAD", "name")], "and for KUSTRAAD (row 1 of new_aliases); correct or delete"),
]


@pytest.mark.parametrize(("actors", "aliases", "said"), CLASHES)
def test_first_lists_that_clash_are_told_which_rows(model, bare, room, actors, aliases, said):
    assert said in said_of(check_names, actors, aliases, bare, room, STILL, model)
    with pytest.raises(InputError) as error:
        read_again(bare, actors, aliases)
    assert said in str(error.value)
    assert not list(bare.folder.glob("gazetteer/*"))


@pytest.mark.parametrize(
    ("aliases", "said"),
    [(aliases, said) for _, aliases, said in CLASHES[:1]]
    + [([("KR", "nl", "KUST", "abbreviation")], "leads to 'KUST'"), ([("KR", "nl")], "row 1 of new_aliases is")],
)
def test_the_check_says_so_in_the_notebook_where_the_cell_before_it_stopped(aliases, said):
    """A student whose first lists cannot be used goes on to the check all the same."""
    book = nbformat.read(SOLUTIONS / "08_your_own_document.ipynb", as_version=4)
    cells = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in book.cells]
    book.cells = book.cells[: cells.index("check_ex3") + 1]
    for number, source in [
        (cells.index("ex3"), f"new_actors, new_aliases = {ACTORS!r}, {aliases!r}"),
        (
            cells.index("check_ex3") - 1,
            f"try:\n{_indent(book.cells[-2].source)}\nexcept ValueError as error:\n    pass",
        ),
    ]:
        book.cells[number].source = source
    assert said in said_of(run_in_process, book, EXERCISES)


def _indent(source):
    return "\n".join(f"    {line}" for line in source.split("\n"))


def test_rows_are_counted_as_in_the_lists_where_the_file_has_others(tmp_path):
    corpus = start_corpus(tmp_path, FILE, TEXT, ROW)
    add_names(corpus, ACTORS, ALIASES)
    path = tmp_path / "gazetteer" / "aliases.csv"
    path.write_text(path.read_text(encoding="utf-8") + "Kustbond,nl,KUSTRAAD,name,,,,,mine\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"KUSTRAAD \(gazetteer/aliases.csv, row 2\) and for DNK \(row 1 of new_al"):
        read_again(corpus, ACTORS, [("Kustbond", "nl", "DNK", "name")])


def test_a_corrected_list_takes_the_place_of_the_first(tmp_path):
    """Whoever is told to write an id in capitals must not find the old one in the way."""
    corpus = start_corpus(tmp_path, FILE, TEXT, ROW)
    read_again(corpus, [("kustraad", *ACTORS[0][1:])], [("KR", "nl", "kustraad", "abbreviation")])
    made = read_again(corpus, ACTORS, ALIASES)
    assert set(made.mentions["actor_id"]) >= {"KUSTRAAD", "ilse-maarland"}
    path = tmp_path / "gazetteer" / "actors.csv"
    by_hand = "BY_HAND,organisation,By Hand,Handbond,,,,mine\n"
    path.write_text(path.read_text(encoding="utf-8") + by_hand, encoding="utf-8")
    read_again(corpus, None, None)  # not answered yet, as on another day
    assert set(read_csv(path)["actor_id"]) == {"KUSTRAAD", "ilse-maarland", "BY_HAND"}
    read_again(corpus, [], [])
    assert read_csv(path)["actor_id"].tolist() == ["BY_HAND"]
    assert not (tmp_path / "gazetteer" / "aliases.csv").exists()


def test_decisions_twice_are_the_same(room, tmp_path):
    corpus = start_corpus(tmp_path, FILE, TEXT, ROW)
    add_names(corpus, ACTORS, ALIASES)
    once = decide(corpus, "me", room, DECISIONS).ties
    written = (tmp_path / "coding" / "me.csv").read_bytes()
    twice = decide(corpus, "me", room, DECISIONS).ties
    assert once.equals(twice)
    assert (tmp_path / "coding" / "me.csv").read_bytes() == written
    assert decide(corpus, "new", room, None).ties.query("coder == 'new'").empty
    with pytest.raises(InputError, match="proposal 2 is agreement, which has no direction"):
        decide(corpus, "you", room, {2: "swap"})
    (tmp_path / "coding" / "hand.csv").write_text("doc_id,quote,source,target,type,status,change,coref,note\n", "utf-8")
    with pytest.raises(InputError, match="is a reading of its own"):
        decide(corpus, "hand", room, DECISIONS)
