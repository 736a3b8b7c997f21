"""The checks of course notebook 03: right codings pass, and each typical wrong one is told what it is."""

import pandas as pd
import pytest

from helpers.checks import NotAnswered, Right, Wrong
from helpers.checks_ties import check_coding, check_dice, check_kappa, check_who
from helpers.class_coding import INVENTED, pairs_seen, read_handed_in, with_class
from helpers.classroom import open_class, read_class
from helpers.coding import read_spreadsheet
from helpers.documents import SHIPPED
from helpers.exercises import run_solution

FIVE = {
    "a": ("2022_partij", 9),
    "b": ("2025_bericht", 9),
    "c": ("2025_bericht", 13),
    "d": ("2026_memorandum", 19),
    "e": ("2025_bericht", 19),
}
WARM_UP = [
    ("a", "CAN", "EU", "agreement", "prospective"),
    ("b", "NOR", "GBR", "support", "actual"),
    ("c", "DEU", "NOR", "joint_action", "negated"),
    ("d", "BEL", "HARBOUR_GROUP", "membership", "prospective"),
]
COLUMNS = ["doc_id", "quote", "source", "target", "type", "status", "change", "coref", "note"]


@pytest.fixture(scope="module")
def room():
    return read_class(open_class())


@pytest.fixture(scope="module")
def invented(room):
    return read_handed_in(INVENTED, room.documents, room.sentences, room.actors).ties


def rows_of(room, coder, doc_id):
    rows = room.ties[(room.ties["coder"] == coder) & (room.ties["doc_id"] == doc_id)]
    names = ["sentence_id", "source", "target", "type", "status"]
    return list(rows[names].itertuples(index=False, name=None))


def places_of(room, doc_id):
    numbers = room.sentences.loc[
        (room.sentences["doc_id"] == doc_id) & (room.sentences["kind"] == "sentence"), "sentence_id"
    ]
    return {int(number): (doc_id, int(number)) for number in numbers}


def said_of(check, *arguments):
    with pytest.raises(Wrong) as error:
        check(*arguments)
    return str(error.value)


@pytest.mark.parametrize("doc_id", ["2022_partij", "2023_brief", "2024_statement", "2025_bericht", "2026_memorandum"])
def test_the_key_is_right_in_every_document(room, doc_id):
    said = check_coding(rows_of(room, "key", doc_id), room, places_of(room, doc_id))
    assert isinstance(said, Right)
    assert said.startswith("Right: ")


def test_the_warm_up_and_other_forms_of_it(room):
    assert "Co-mention would tie 5 pairs" in check_coding(WARM_UP, room, FIVE)
    turned = [("A", "EU", "Canada", "agreement", "prospective"), *WARM_UP[1:]]
    assert check_coding(turned, room, FIVE).startswith("Right")
    check_coding([(*row, "more") for row in WARM_UP], room, FIVE)
    check_coding(tuple(WARM_UP), room, FIVE)


def test_states_in_place_of_their_ministers_are_right_after_roll_up(room):
    rows = rows_of(room, "key", "2025_bericht")
    assert rows[0][1:3] == ("astrid-lunde", "edwin-marlow")
    check_coding([(7, "NOR", "GBR", "joint_action", "actual"), *rows[1:]], room, places_of(room, "2025_bericht"))


def test_a_table_of_the_coding_schema_is_an_answer(room, tmp_path):
    rows = room.ties[(room.ties["coder"] == "key") & (room.ties["doc_id"] == "2023_brief")]
    table = rows.assign(note="").filter(COLUMNS)
    check_coding(table, room, places_of(room, "2023_brief"))
    check_coding(table.drop(columns=["status", "note", "coref", "change"]).assign(status=table["status"]), room,
                 places_of(room, "2023_brief"))  # fmt: skip
    sheet = tmp_path / "mine.csv"
    sheet.write_text(table.to_csv(index=False, sep=";"), encoding="utf-8-sig")
    check_coding(read_spreadsheet(sheet), room, places_of(room, "2023_brief"))
    lacking = said_of(check_coding, table.drop(columns="type"), room, places_of(room, "2023_brief"))
    assert "no column 'type'" in lacking


@pytest.mark.parametrize(
    ("letter", "row", "said"),
    [
        ("a", ("KUSTPARTIJ", "EU", "agreement", "prospective"), "a caller gets no row"),
        ("a", ("NLD", "CAN", "agreement", "prospective"), "NLD is no party to what is asked for; a caller gets no row"),
        ("a", ("CAN", "EU", "agreement", "actual"), "prospective is counted as actual"),
        ("a", ("CAN", "EU", "agreement", "negated"), "it is not denied but planned"),
        ("a", ("CAN", "EU", "alignment", "prospective"), "alignment is not the first type that fits"),
        ("b", ("GBR", "NOR", "support", "actual"), "its direction is reversed: in support who gives comes first"),
        (
            "b",
            ("GBR", "NOR", "agreement", "actual"),
            "agreement does not hold here; the codebook keeps it for: a formal instrument",
        ),
        ("b", ("NOR", "GBR", "conflict", "actual"), "it is no conflict"),
        ("b", ("NOR", "GBR", "support", "prospective"), "it is there: prospective is for what does not exist yet"),
        ("c", ("DEU", "NOR", "joint_action", "actual"), "negated is counted as actual"),
        ("c", ("DEU", "NOR", "joint_action", "prospective"), "it is not planned but denied"),
        ("c", ("DEU", "GBR", "joint_action", "negated"), "GBR is neither named in it nor the one who speaks"),
        ("d", ("BEL", "HARBOUR_GROUP", "support", "prospective"), "membership comes before support"),
        ("d", ("HARBOUR_GROUP", "BEL", "membership", "prospective"), "in membership the member comes first"),
        ("e", ("JPN", "NOR", "alignment", "actual"), "(co-mention)"),
    ],
)
def test_typical_mistakes_in_one_sentence(room, letter, row, said):
    answer = [other for other in WARM_UP if other[0] != letter] + [(letter, *row)]
    found = said_of(check_coding, answer, room, FIVE)
    assert found.startswith(f"sentence {letter}: ")
    assert said in found
    assert "more sentence" not in found


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        ("a", "a tie that is planned or asked for is coded as well"),
        ("b", "the pair GBR – NOR is missing"),
        ("c", "coded, with status negated"),
    ],
)
def test_a_missing_row_says_where_to_look(room, letter, said):
    found = said_of(check_coding, [row for row in WARM_UP if row[0] != letter], room, FIVE)
    assert said in found


def in_document(room, doc_id, without=(), more=()):
    rows = [row for row in rows_of(room, "key", doc_id) if row[:3] not in without]
    return said_of(check_coding, [*rows, *more], room, places_of(room, doc_id))


def test_typical_mistakes_in_a_document(room):
    letter = "2023_brief"
    assert "a list is a star, and you make a clique" in in_document(
        room, letter, more=[(11, "BEL", "DEU", "alignment", "actual")]
    )
    against = in_document(room, letter, more=[(15, "NLD", "RUS", "conflict", "actual")])
    assert "who supports X against Z" in against
    assert "is taken for" not in against
    assert "conflict is taken for cooperation: who supports X against Z" in in_document(
        room, letter, more=[(15, "NLD", "RUS", "support", "actual")]
    )
    taken = in_document(room, letter, without=[(15, "RUS", "UKR")], more=[(15, "RUS", "UKR", "support", "actual")])
    assert "conflict is taken for support" in taken
    assert "it tells of a conflict too" in in_document(room, letter, without=[(15, "RUS", "UKR")])
    assert "wij (we) is who speaks" in in_document(room, letter, without=[(13, "GBR", "NLD")])
    assert "in conflict who attacks" in in_document(
        room, letter, without=[(15, "RUS", "UKR")], more=[(15, "UKR", "RUS", "conflict", "actual")]
    )
    assert "too often" in in_document(room, letter, more=[(9, "NLD", "NOR", "alignment", "actual")])
    assert "look back whom they stand for" in in_document(room, "2026_memorandum", without=[(15, "BEL", "NATO")])
    assert "a list is a star" in in_document(
        room, "2026_memorandum", more=[(13, "GBR", "NATO", "consultation", "actual")]
    )
    assert "(1 more sentence not right yet.)" in in_document(
        room, letter, without=[(13, "GBR", "NLD"), (17, "CAN", "NLD")]
    )


def test_co_mention_as_a_whole_is_recognised(room):
    pairs = [(*row[:3], "alignment", "actual") for row in rows_of(room, "comention", "2023_brief")]
    assert "(co-mention); a tie is there only where" in said_of(
        check_coding, pairs, room, places_of(room, "2023_brief")
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([("b", "NOR", "UK", "support", "actual")], "row 1 of your coding: target 'UK' is no actor"),
        ([("b", "NOR", "GBR", "help", "actual")], "row 1 of your coding: type 'help' is none of: conflict"),
        ([("b", "NOR", "GBR", "support", "now")], "status 'now' is none of: actual, prospective, negated"),
        ([("b", "NOR", "NOR", "support", "actual")], "source and target are both 'NOR'"),
        ([("z", "NOR", "GBR", "support", "actual")], "there is no sentence 'z' to code; choose one of a, b, c, d, e"),
        ([("b", "NOR", "GBR", "support")], "a row has five parts"),
        (["b NOR GBR"], "a row has five parts"),
        ([("b", "NOR", 3, "support", "actual")], "stand in quotation marks"),
        ([WARM_UP[1], WARM_UP[1]], "row 2 of your coding says the same as row 1"),
        ("b", "a coding is a list of rows"),
        ({}, "a coding is a list of rows"),
        (3, "a coding is a list of rows"),
        ([], "your coding has no row"),
        (WARM_UP[1], "a tie that is planned"),
    ],
)
def test_rows_that_are_no_rows(room, answer, said):
    assert said in said_of(check_coding, answer, room, FIVE)


def test_not_answered_yet(room, invented):
    item = invented[invented["doc_id"] == "2025_bericht"]
    seen = pd.DataFrame({"noor": [True, False], "bas": [True, True]})
    for check in [
        lambda: check_coding(None, room, FIVE),
        lambda: check_dice(None, item, room.actors, "noor", "bas"),
        lambda: check_kappa(None, seen, "noor", "bas"),
        lambda: check_who(None, item, room.actors, "noor", ["bas"]),
    ]:
        with pytest.raises(NotAnswered, match="Not answered yet"):
            check()


def shared(both, noor, bas, dice):
    return {"both": both, "only noor": noor, "only bas": bas, "dice": dice}


def test_dice(room, invented):
    """Counted by hand from the rows of the two on 2025_bericht."""
    item = invented[invented["doc_id"] == "2025_bericht"]
    arguments = (item, room.actors, "noor", "bas")
    assert check_dice(shared(3, 1, 1, 0.75), *arguments).startswith("Right: 6 of 8")
    for answer, said in [
        (shared(3, 1, 2, 6 / 9), "the roll-up is forgotten"),
        (shared(3, 1, 1, 3 / 5), "Jaccard's coefficient"),
        (shared(3, 0, 1, 6 / 7), "you leave out what is negated"),
        (shared(3, 2, 2, 0.6), "you count a pair once for each type"),
        (shared(4, 1, 1, 0.8), "you take (A, B) and (B, A) for two pairs"),
        (shared(3, 1, 1, 75), "yours is a percentage"),
        (shared(3, 1, 1, 0.5), "the number for dice is too small: you have 0.5"),
        (shared(2, 1, 1, 0.75), "the number for both is too small"),
        ({"both": 3}, "is missing"),
        (0.75, "expects a number for each part"),
    ]:
        assert said in said_of(check_dice, answer, *arguments)


def test_dice_divided_by_one_coder_only():
    actors = pd.DataFrame({"actor_id": list("ABCD"), "rolls_up_to": ""})
    ties = pd.DataFrame(
        [("ann", "A", "B"), ("ann", "A", "C"), ("ann", "A", "D"), ("ben", "A", "B")],
        columns=["coder", "source", "target"],
    ).assign(type="alignment", status="actual")
    answer = {"both": 1, "only ann": 2, "only ben": 0, "dice": 1 / 3}
    assert "Jaccard" in said_of(check_dice, answer, ties, actors, "ann", "ben")
    ties.loc[4] = ("ben", "B", "C", "alignment", "actual")
    answer = {"both": 1, "only ann": 2, "only ben": 1, "dice": 1 / 3}
    assert "by the pairs of one coder only" in said_of(check_dice, answer, ties, actors, "ann", "ben")
    assert "by the pairs of one coder only" in said_of(check_dice, answer | {"dice": 0.5}, ties, actors, "ann", "ben")
    check_dice(answer | {"dice": 0.4}, ties, actors, "ann", "ben")


def test_kappa(room, invented):
    """The table has 6 yes-yes, 2 yes-no, 3 no-yes and 2 no-no."""
    ties = pd.concat([room.ties, invented], ignore_index=True)
    ties = ties[ties["doc_id"] == "2023_brief"].drop(columns=["source_acts_for", "target_acts_for"])
    seen = pairs_seen(ties, room.actors, ["noor", "bas"])
    assert pd.crosstab(seen["noor"], seen["bas"]).to_numpy().tolist() == [[2, 3], [2, 6]]
    expected = (8 * 9 + 5 * 4) / 169
    kappa = (8 / 13 - expected) / (1 - expected)
    assert check_kappa({"agreement": 0.62, "kappa": 0.16}, seen, "noor", "bas").startswith("Right")
    assert check_kappa({"agreement": 8 / 13, "kappa": kappa}, seen, "noor", "bas").startswith("Right")
    by_yes = 72 / 169
    for share, answer, said in [
        (8 / 13, 8 / 13, "kappa is not the percentage of agreement"),
        (kappa, 8 / 13, "the wrong way round"),
        (8 / 13, 8 / 13 - expected, "divide by what was left to reach"),
        (8 / 13, (8 / 13 - by_yes) / (1 - by_yes), "the chance that both say no"),
        (8 / 13, 3 / 13, "you take chance to be one half"),
        (6 / 11, kappa, "you leave out the pairs that neither of the two ties"),
        (12 / 17, kappa, "that is Dice's coefficient"),
        (6 / 13, kappa, "the share of pairs that both tie"),
        (100 * 8 / 13, kappa, "not as a percentage"),
        (8 / 13, 0.9, "the number for kappa is too large"),
    ]:
        assert said in said_of(check_kappa, {"agreement": share, "kappa": answer}, seen, "noor", "bas")
    assert "expects a number for each measure" in said_of(check_kappa, 0.16, seen, "noor", "bas")


def test_who_sees_and_who_names(room):
    corpus = open_class()
    ties = with_class(room, corpus, INVENTED, "2023_brief").ties
    arguments = (ties, room.actors, "key", ["noor", "bas", "student"])
    assert check_who({"sees": "noor", "names": "bas"}, *arguments).startswith("Right: noor has 1.00")
    for answer, said in [
        ({"sees": "bas", "names": "noor"}, "the wrong way round"),
        ({"sees": "student", "names": "bas"}, "student is not the highest in f1 of detection"),
        ({"sees": "noor", "names": "student"}, "student is not the highest in agreement on type"),
        ({"sees": "comention", "names": "bas"}, "co-mention tells no types"),
        ({"sees": "key", "names": "bas"}, "key is who the others are compared with"),
        ({"sees": "rules", "names": "bas"}, "no person of the class"),
        (
            {"sees": "nobody", "names": "bas"},
            "'nobody' is nobody else of your class; choose one of bas, noor, student.",
        ),
        ({"sees": "noor"}, "the check expects a dict"),
        ("noor", "is a text; the check expects a dict"),
    ]:
        assert said in said_of(check_who, answer, *arguments)
    assert check_who({"sees": "Noor", "names": "Bas "}, *arguments).startswith("Right: noor has 1.00")
    assert "'sees' has no name yet; choose one of bas, noor" in said_of(check_who, {"sees": "", "names": 3}, *arguments)
    assert "nobody else has handed in yet" in said_of(check_who, {}, ties, room.actors, "key", [])


def test_a_teacher_takes_a_document_of_another_corpus_and_a_folder_of_the_class(tmp_path):
    """The real corpus, coded as one of its readings did; somebody's spreadsheet lies in the folder already."""
    (tmp_path / "coding").mkdir()
    (tmp_path / "coding" / "zoe.csv").write_bytes((SHIPPED / "coding" / "reading_b.csv").read_bytes())
    (tmp_path / "coding" / "yan.csv").write_text("quote;source;type\n", encoding="utf-8")
    answer = """
own = room.ties[(room.ties["coder"] == KEY) & (room.ties["doc_id"] == DOCUMENT)]
coding = list(own[["sentence_id", "source", "target", "type", "status", "change"]].itertuples(index=False, name=None))
"""
    document = "2025-03_partner-debrief"
    space = run_solution(
        "03_code_ties_by_hand",
        {"CORPUS": str(SHIPPED), "DOCUMENT": document, "KEY": "reading_a", "FOLDER": str(tmp_path), "NAME": "ann"},
        {"ex2": answer},
    )
    assert all(value.startswith("Right") for name, value in space["results"].items() if name.startswith("check_"))
    assert space["students"] == ["ann", "zoe"]
    assert space["people"] == ["ann", "zoe", "reading_b", "reading_a"]
    assert space["handed"].refused["file"].tolist() == ["coding/yan.csv"]
    assert sorted(path.name for path in (tmp_path / "coding").iterdir()) == ["ann.csv", "yan.csv", "zoe.csv"]
    assert space["who"]["sees"] in ("zoe", "reading_b")


def test_the_widget_opens_where_it_is_asked_for(tmp_path):
    space = run_solution("03_code_ties_by_hand", {"WIDGET": True, "FOLDER": str(tmp_path), "NAME": "ann"})
    assert space["review"].progress()["all"] == len(space["pairs"])
    assert "coding/ann.csv" in space["said"]
    assert "coding/ann.csv is handed in and closed" in space["review"].goes_to
