"""The checks of course notebook 02: right answers pass, and each typical wrong one is told what it is."""

import pandas as pd
import pytest

from helpers.checks import NotAnswered, Right, Wrong
from helpers.checks_actors import (
    check_acts_for,
    check_aliases,
    check_counts,
    check_missed,
    check_named,
    check_scores,
)
from helpers.classroom import open_class, read_class
from helpers.gazetteer import all_aliases, read_gazetteer
from helpers.gold import read_marked_mentions
from helpers.plain_finder import add_aliases, find_words, read_rows
from helpers.tables import InputError

NAMED = {
    1: {"NLD", "GBR"},
    2: {"NLD", "UKR", "RUS"},
    3: {"RUS", "NOR"},
    4: {"DEU", "NATO", "GBR"},
    5: {"NATO", "BEL"},
}
PLACES = [
    ("2023_brief", 13),
    ("2023_brief", 15),
    ("2025_bericht", 11),
    ("2026_memorandum", 13),
    ("2026_memorandum", 15),
]
SCORES = {"found": 14, "marked": 17, "right": 12, "precision": 12 / 14, "recall": 12 / 17, "f1": 24 / 31}
# Counted in coding/mentions.csv by hand: what no list of states and capitals can find.
MISSED = {"name": 8, "abbreviation": 7, "demonym": 7, "author": 5, "office": 1, "anaphor": 1}
# The same, persons and bodies as whom they act for, titles left out.
COUNTS = {
    "NOR": 13, "GBR": 7, "NLD": 6, "DEU": 7, "EU": 7, "CAN": 4, "UKR": 4, "RUS": 4, "HARBOUR_GROUP": 4, "BEL": 4,
    "NATO": 3, "JPN": 3, "KOR": 1,
}  # fmt: skip
CASES = pd.DataFrame(
    [
        (1, "mark-rutte", "2023-03-14"),
        (2, "mark-rutte", "2025-09-03"),
        (3, "HRVP", "2024-06-20"),
        (4, "astrid-lunde", "2025-09-03"),
    ],
    columns=["case", "actor_id", "date"],
)
ACTS_FOR = {1: "NLD", 2: "NATO", 3: "EU", 4: "NOR"}
NEWS = pd.DataFrame(
    {
        "doc_id": ["n1", "n2", "n3"],
        "date": ["2023-03-14", "2024-12-31", "2025-01-01"],
        "language": "nl",
        "author_actor": "",
        "text": "De havenvoorzitter nodigt Canada uit.",
    }
)
EXPECTED = {"n1": "NLD", "n2": "NLD", "n3": "DEU"}
ROWS = "havenvoorzitter,nl,NLD,name,,,,2024-12-31,\nhavenvoorzitter,nl,DEU,name,,,2025-01-01,,"


@pytest.fixture(scope="module")
def room():
    return read_class(open_class())


@pytest.fixture(scope="module")
def gazetteer():
    return read_gazetteer(open_class())


@pytest.fixture(scope="module")
def marked():
    return read_marked_mentions(open_class()).query("how != 'pronoun'")


@pytest.fixture(scope="module")
def found(room, gazetteer):
    aliases, states = all_aliases(gazetteer), room.actors.query("kind == 'state'")["actor_id"]
    return find_words(
        room.documents, aliases[aliases["actor_id"].isin(states) & aliases["how"].isin(["name", "capital"])]
    )


@pytest.fixture
def ask(room, gazetteer, marked, found):
    """Put an answer to a check by its name."""
    shown = pd.DataFrame(PLACES, columns=["doc_id", "sentence_id"]).merge(room.sentences).assign(number=range(1, 6))
    return {
        "named": lambda answer: check_named(answer, shown, marked, all_aliases(gazetteer)),
        "scores": lambda answer: check_scores(answer, found, marked, room.actors, "2023_brief"),
        "missed": lambda answer: check_missed(answer, found, marked, room.documents),
        "counts": lambda answer: check_counts(answer, room.mentions, room.actors),
        "acts_for": lambda answer: check_acts_for(answer, CASES, room.actors, gazetteer.offices),
        "aliases": lambda answer: check_aliases(answer, NEWS, EXPECTED, gazetteer, "havenvoorzitter"),
    }


@pytest.fixture
def said(ask):
    def what(check, answer):
        with pytest.raises(Wrong) as error:
            ask[check](answer)
        return str(error.value)

    return what


def test_the_right_answers_are_right(ask):
    right = {
        "named": NAMED,
        "scores": SCORES,
        "missed": MISSED,
        "counts": COUNTS,
        "acts_for": ACTS_FOR,
        "aliases": ROWS,
    }
    assert right.keys() == ask.keys()
    for name, answer in right.items():
        sentence = ask[name](answer)
        assert isinstance(sentence, Right)
        assert sentence.startswith("Right: ")


def test_answers_of_another_form_are_right_too(ask):
    ask["named"]({number: sorted(actors) for number, actors in NAMED.items()})
    ask["scores"](pd.Series(SCORES).round(3))
    ask["missed"](pd.Series(MISSED | {"capital": 0}))
    ask["counts"](pd.Series(COUNTS))
    ask["acts_for"](pd.Series(ACTS_FOR))
    ask["aliases"](f"alias,language,actor_id,how,needs,case,from,to,note\n\n{ROWS}\n")


def test_not_answered_yet(ask):
    for check in ask.values():
        with pytest.raises(NotAnswered, match="Not answered yet"):
            check(None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({1: {"NLD", "GBR", "ESP"}}, "sentence 1: Madrid is a place here"),
        ({1: {"GBR"}}, "sentence 1: wij (we) names whoever wrote the text"),
        ({2: {"NLD", "UKR"}}, "sentence 2: an adjective names a state as well"),
        ({3: {"NOR"}}, "sentence 3: a capital may stand for the government"),
        ({4: {"DEU", "NATO", "GBR", "BEL"}}, "sentence 4: nothing in it names BEL. A town"),
        ({4: {"NATO", "GBR"}}, "sentence 4: Duitsland names an actor, too"),
        ({5: {"BEL"}}, "sentence 5: a word such as de alliantie"),
        ({1: {"Netherlands"}}, "'Netherlands' is no actor_id"),
        ({6: {"EU"}}, "there is no sentence 6"),
        ({1: "NLD"}, "is a text; the check expects a set of names"),
    ],
)
def test_named(said, change, sentence):
    assert sentence in said("named", NAMED | change)


def test_named_wants_a_dict_with_all_sentences(said):
    assert "a list; the check expects a dict" in said("named", [{"EU"}])
    assert "sentence 1 has no answer yet" in said("named", {})


def test_named_does_not_ask_for_pronouns(gazetteer):
    shown = pd.DataFrame({"number": [1], "doc_id": ["a"], "start": [0], "end": [20], "text": ["De EU wil dat zij ..."]})
    marked = [("a", 3, "EU", "EU", "abbreviation"), ("a", 14, "zij", "NOR", "pronoun")]
    marked = pd.DataFrame(marked, columns=["doc_id", "start", "surface", "actor_id", "how"])
    assert check_named({1: {"EU"}}, shown, marked, all_aliases(gazetteer)).startswith("Right: 1 naming")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"precision": 12 / 17, "recall": 12 / 14}, "precision and recall are swapped"),
        ({"found": 17, "marked": 14}, "found and marked are swapped"),
        ({"found": 13}, "found is one too small"),
        ({"found": 8}, "you count actors; count namings"),
        ({"marked": 9}, "for marked you count actors"),
        ({"marked": 20}, "marked is too large"),
        ({"right": 14}, "the same actor at the same place"),
        ({"right": 13}, "the same actor at the same place"),
        ({"right": 7}, "for right you count actors"),
        ({"right": 11}, "right is too small"),
        ({"f1": (12 / 14 + 12 / 17) / 2}, "the ordinary mean"),
        ({"f1": 12 / 31}, "f1 is not 2 * right"),
        ({"f1": 2 * 12 / 14 + 17}, "f1 is more than 1, which no share is: you have 18.7143"),
        ({"precision": 86}, "precision is more than 1"),
        ({"precision": 85.7}, "precision is a percentage"),
        ({"precision": 0.86}, "precision is rounded too far"),
        ({"precision": 0.5}, "precision is not right / found"),
        ({"recall": 0.5}, "recall is not right / marked"),
        ({"f2": 1}, "has 'f2'"),
        ({"recall": "high"}, "'high' for recall"),
    ],
)
def test_scores(said, change, sentence):
    assert sentence in said("scores", SCORES | change)


def test_scores_want_all_six(said):
    assert "lacks 'f1'" in said("scores", {name: SCORES[name] for name in SCORES if name != "f1"})


def test_missed(said, marked, found):
    assert "all namings that the reader marked" in said("missed", marked["how"].value_counts())
    key = ["doc_id", "start", "end", "actor_id"]
    both = marked.merge(found[key], on=key)
    assert "the namings that were found" in said("missed", both["how"].value_counts())
    apart = marked.merge(found[key], on=key, how="left", indicator=True).query("_merge == 'left_only'")
    assert "you count kinds of actors" in said("missed", apart["kind"].value_counts())
    nowhere = marked[~marked["actor_id"].isin(found["actor_id"])]
    assert "only actors that were found nowhere" in said("missed", nowhere["how"].value_counts())
    letter = apart[apart["doc_id"] == "2023_brief"]
    assert "missed in 2023_brief alone" in said("missed", letter["how"].value_counts())
    assert "the number for demonym is too small: you have 6" in said("missed", MISSED | {"demonym": 6})
    assert "pronoun should not be there" in said("missed", MISSED | {"pronoun": 1})
    assert "the number for author is missing" in said("missed", {k: v for k, v in MISSED.items() if k != "author"})
    assert "a number for each sort" in said("missed", 29)


def test_counts(said, room):
    mentions, up = room.mentions, room.actors.set_index("actor_id")["rolls_up_to"]

    def counted(query, rolled=True):
        rows = mentions.query(query)["actor_id"]
        return (rows.map(lambda actor: up[actor] or actor) if rolled else rows).value_counts()

    assert "person and title are counted as two: in" in said("counts", counted("how != ''"))
    assert "the roll-up is forgotten: what a minister" in said("counts", counted("how != 'title'", rolled=False))
    both = said("counts", counted("how != ''", rolled=False))
    assert "counted as two, and the roll-up is forgotten" in both
    bodies = mentions.query("how != 'title'")["actor_id"].replace({"EC": "EU", "HRVP": "EU"}).value_counts()
    assert "forgotten for persons" in said("counts", bodies)
    assert "persons are left out" in said("counts", counted("how not in ['title', 'person']"))
    assert "names and abbreviations only" in said("counts", counted("how in ['name', 'abbreviation']"))
    assert "the number for NOR is too large" in said("counts", COUNTS | {"NOR": 20})
    assert "rolls_up_to is empty for who acts for itself" in said("counts", {"": 60, "EU": 7})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({1: "NATO"}, "case 1: NATO is what rolls_up_to says"),
        ({2: "NLD"}, "case 2: which office did mark-rutte hold on 2025-09-03"),
        ({3: "HRVP"}, "case 3: the roll-up is forgotten"),
        ({4: "Norway"}, "case 4: 'Norway' is no actor_id"),
        ({4: None}, "case 4 has no answer yet"),
    ],
)
def test_acts_for(said, change, sentence):
    assert sentence in said("acts_for", ACTS_FOR | change)


def test_numbers_and_ids_may_have_blanks_or_quotation_marks(ask, said):
    assert ask["acts_for"]({str(case): f"{actor} " for case, actor in ACTS_FOR.items()}).startswith("Right")
    assert ask["named"]({str(number): sorted(actors) for number, actors in NAMED.items()}).startswith("Right")
    assert "sentence 2: your answer is a text; the check expects a set" in said("named", NAMED | {2: "NLD, RUS"})
    assert "sentence 2 has no answer yet" in said("named", NAMED | {2: None})
    assert "sentence 1 has no answer yet" in said("named", {})
    assert "case 1 has no answer yet" in said("acts_for", dict.fromkeys(ACTS_FOR, ""))


@pytest.mark.parametrize(
    "write",
    [
        lambda rows: f"\n    {rows}\n\n".replace("\n", "\n    "),
        lambda rows: rows.replace(",", ", "),
        lambda rows: "alias,language,actor_id,how,needs,case,from,to,note\n" + rows,
        lambda rows: rows.replace("2024-12-31", "2024").replace("2025-01-01", "2025"),
        lambda rows: rows.replace("havenv", "Havenv").replace(",nl,", ",,"),
    ],
)
def test_rows_may_be_indented_or_have_blanks(ask, write):
    assert ask["aliases"](write(ROWS)).startswith("Right: 2 rows")


@pytest.mark.parametrize("how", ["surname", "person"])
def test_a_word_for_an_office_is_no_person(said, how):
    assert f"how is '{how}' in row 1 of yours: that is for the name of a person" in said(
        "aliases", ROWS.replace("name", how)
    )


def test_acts_for_wants_a_dict(said):
    assert "a list; the check expects a dict" in said("acts_for", ["NLD"])


ROW = "havenvoorzitter,nl,{},name,,,{},{},"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("NLD", "", "")], "names NLD in every text, whatever its date"),
        ([("NLD", "", ""), ("DEU", "", "")], "a clash, which the gazetteer refuses"),
        ([("NLD", "", ""), ("DEU", "2025-01-01", "")], "a clash, which the gazetteer refuses"),
        ([("NLD", "", "2025"), ("DEU", "2025-01-01", "")], "a clash, which the gazetteer refuses"),
        ([("NLD", "", "2024-12-31")], "names nobody in the text of 2025-01-01"),
        ([("NLD", "", "2024-12-30"), ("DEU", "2025-01-01", "")], "names nobody in the text of 2024-12-31"),
        (
            [("DEU", "", "2024-12-31"), ("NLD", "2025-01-01", "")],
            "names DEU in the text of 2023-03-14; who was it then",
        ),
        ([("NLD", "", "31-12-2024")], "the rows cannot be read. Row 1 of yours: to '31-12-2024' is no date"),
        ([("Netherlands", "", "")], "is in no row of gazetteer/actors.csv"),
    ],
)
def test_aliases(said, rows, sentence):
    assert sentence in said("aliases", "\n".join(ROW.format(*row) for row in rows))


def test_aliases_of_another_kind(said):
    both = ROWS.replace("name", "collective").replace("2024-12-31", "").replace("2025-01-01", "")
    assert "names several actors at once" in said("aliases", both)
    assert "has 4 cells, and aliases.csv has 9 columns" in said("aliases", "havenvoorzitter,nl,NLD,name")
    assert "office stands in tables of mentions only; a word for an" in said("aliases", ROWS.replace("name", "office"))
    assert "tables of mentions" not in said("aliases", ROWS.replace("name", "nick"))
    assert "none of your rows has the alias" in said("aliases", ROWS.replace("havenv", "havensv"))
    assert "holds no rows; write one for each whom havenvoorzitter names" in said("aliases", "\n")
    assert "a list; the check expects the rows as one text" in said("aliases", [ROWS])


def test_the_plain_finder_takes_whole_words_and_the_longest():
    documents = pd.DataFrame(
        {"doc_id": ["a"], "text": ["Het verenigd koninkrijk, Koninkrijkszaken, OSLO, de Oslo-groep."]}
    )
    names = [
        ("Koninkrijk", "NLD"),
        ("Verenigd Koninkrijk", "GBR"),
        ("Oslo", "NOR"),
        ("OSLO", "XXX"),
        ("Oslo-groep", "G"),
    ]
    names = pd.DataFrame(names, columns=["alias", "actor_id"])
    found = find_words(documents, names)
    assert found[["start", "actor_id"]].to_numpy().tolist() == [[4, "GBR"], [43, "NOR"], [52, "G"]]
    assert find_words(documents, names[:0]).empty


def test_rows_that_cannot_be_added_are_named(gazetteer):
    with pytest.raises(InputError, match=r"Row 2 of yours: how 'naam' is none of"):
        read_rows("a,nl,NLD,name,,,,,\nb,nl,NLD,naam,,,,,")
    with pytest.raises(InputError, match=r"row 1 of yours: actor_id 'NLDX'"):
        add_aliases(gazetteer, "a,nl,NLDX,name,,,,,")
    assert "Havenclub" not in set(gazetteer.aliases["alias"])
