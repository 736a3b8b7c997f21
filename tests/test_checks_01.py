"""The checks of course notebook 01: right answers pass, and each typical wrong one is told what it is."""

import pandas as pd
import pytest

from helpers.checks import NotAnswered, Right, Wrong
from helpers.checks_reading import (
    DATED,
    check_claims,
    check_covers,
    check_dates,
    check_offsets,
    check_stops,
    check_text,
    judge_claims,
    list_stops,
)
from helpers.classroom import open_class, read_answers, read_class

BRIEF = "2023_brief"
PASSAGES = pd.DataFrame(
    {
        "doc_id": ["nl", "de"],
        "language": ["nl", "de"],
        "text": [
            "Dr. A. de Wit sprak jl. met de EU e.d. Zij had het o.a. over art. 5. Zij ging naar Gent.",
            "Die Übung begann am 3. Oktober. Das 2. Bataillon ist dabei.",
        ],
    }
)
ENDS = {5, 9, 10, 12, 14}
CLAIMS = pd.DataFrame(
    [
        (1, BRIEF, 121, 130, "Noorwegen"),
        (2, "2025_bericht", 225, 231, "Moskou"),
        (3, BRIEF, 83, 91, "Den Haag"),
        (4, BRIEF, 398, 406, "Oekraine"),
    ],
    columns=["claim", "doc_id", "start", "end", "quote"],
)
VERDICTS = {1: "holds", 2: "elsewhere", 3: "furniture", 4: "nowhere"}


@pytest.fixture(scope="module")
def room():
    return read_class(open_class())


def offsets(room, answer):
    return check_offsets(answer, room.documents, room.sentences, BRIEF, 19, "Noorwegen")


def covers(rows, text):
    at = 0
    for start, end, words in zip(rows["start"], rows["end"], rows["text"], strict=True):
        if start != at or words != text[start:end]:
            return False
        at = end
    return at == len(text)


def lengths():
    """Count text by hand: the answers list what stands in each row."""
    rows = read_answers(open_class(), "sentences")
    rows = rows[rows["kind"].isin(["sentence", "heading", "item"])]
    return rows["text"].str.len().groupby(rows["doc_id"]).sum().to_dict()


def test_the_right_answers_are_right(room):
    for said in [
        offsets(room, (531, 540)),
        check_stops(ENDS, PASSAGES),
        check_covers(covers, room.documents, room.sentences, BRIEF),
        check_text(lengths(), room.sentences),
        check_dates(DATED),
        check_claims(VERDICTS, CLAIMS, room.documents, room.sentences),
    ]:
        assert isinstance(said, Right)
        assert said.startswith("Right: ")


def test_not_answered_yet(room):
    def stub(rows, text):
        raise NotImplementedError

    for check in [
        lambda: offsets(room, None),
        lambda: check_stops(..., PASSAGES),
        lambda: check_covers(None, room.documents, room.sentences, BRIEF),
        lambda: check_covers(stub, room.documents, room.sentences, BRIEF),
        lambda: check_text(None, room.sentences),
        lambda: check_dates(None),
        lambda: check_claims(None, CLAIMS, room.documents, room.sentences),
    ]:
        with pytest.raises(NotAnswered, match="Not answered yet"):
            check()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((14, 23), "from the beginning of the sentence"),
        ((531, 539), "the end is one too small"),
        ((532, 541), "both are one too large"),
        ((532, 540), "you count as in a book"),
        ((531, 9), "the second number is the length"),
        ((540, 531), "the wrong way round"),
        ((121, 130), "another one than the one asked for"),
        ((100, 109), "from 100 to 109 stands 't 2023"),
        ((900, 909), "from 900 to 909 there is nothing"),
        (531, "is a whole number; the check expects two whole numbers"),
        ("531-540", "is a text"),
        ((531, 535, 540), "expects two whole numbers"),
        ((531.5, 540), "expects two whole numbers"),
    ],
)
def test_offsets(room, answer, said):
    with pytest.raises(Wrong) as error:
        offsets(room, answer)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("make", "how"),
    [
        (lambda text: text.replace("\n", ""), "without its line ends"),
        (lambda text: " ".join(text.split()), "whose line ends were made blanks"),
        (lambda text: text.split("\n", 1)[1], "without its first line"),
        (lambda text: text.split("\n", 1)[1].strip(), "without its first line"),
        (lambda text: text[text.index("Nederland en") :], "without the lines above its first sentence"),
        (lambda text: text.encode(), "you count bytes"),
    ],
)
def test_offsets_counted_in_another_text_are_recognised(room, make, how):
    """The numbers come from texts that were really shortened, not from the arithmetic of the check."""
    text = make(room.documents.set_index("doc_id").loc[BRIEF, "text"])
    sentence, words = ("De havens van ", "Noorwegen") if isinstance(text, str) else (b"De havens van ", b"Noorwegen")
    start = text.index(sentence + words) + len(sentence)
    with pytest.raises(Wrong, match=how):
        offsets(room, (start, start + len(words)))


def test_offsets_in_sentences_joined_by_blanks(room):
    rows = room.sentences.query("doc_id == @BRIEF and kind == 'sentence'")
    text = " ".join(rows["text"])
    start = text.index("De havens van ") + len("De havens van ")
    with pytest.raises(Wrong, match="furniture"):
        offsets(room, (start, start + 9))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (set(range(1, 15)), "you split at every full stop"),
        ({1, 5, 9, 10, 11, 12, 13, 14}, "wherever a capital follows"),
        (ENDS - {5}, "one thing only"),
        (ENDS | {11}, "3. is an ordinal number"),
        (ENDS | {2}, "A. is an initial"),
        (ENDS | {4}, "inside an abbreviation"),
        (ENDS | {7}, "the abbreviation o.a., and the sentence goes on"),
        (ENDS - {12}, "the full stop 12 is missing: what follows it is a sentence of its own"),
        (ENDS - {14}, "it is the last of its text"),
        (set(), "is empty"),
        ("5", "is a text; the check expects a set of numbers"),
        ({"5"}, "holds '5'"),
    ],
)
def test_stops(answer, said):
    with pytest.raises(Wrong) as error:
        check_stops(answer, PASSAGES)
    assert said in str(error.value)


def test_stops_come_in_any_collection():
    assert check_stops(sorted(ENDS), PASSAGES) == check_stops(pd.Series(sorted(ENDS)), PASSAGES)
    assert list_stops(PASSAGES)["stop"].tolist() == list(range(1, 15))


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda rows, text: True, "the last row is gone"),
        (lambda rows, text: False, "says False of the rows"),
        (lambda rows, text: rows["end"].iloc[-1] == len(text), "the first row is gone"),
        (lambda rows, text: rows["end"].iloc[-1] == len(text) and rows["start"].iloc[0] == 0, "does not see a gap"),
        (
            lambda rows, text: (
                rows["end"].iloc[-1] == len(text)
                and rows["start"].iloc[0] == 0
                and not (rows["start"].iloc[1:].to_numpy() > rows["end"].iloc[:-1].to_numpy()).any()
            ),
            "does not see an overlap",
        ),
        (lambda rows, text: (rows["end"] - rows["start"]).sum() == len(text), "how many characters there are"),
        (lambda rows, text: "".join(rows["text"]) == text, "offsets that are all one too large"),
        (
            lambda rows, text: (
                rows["start"].tolist() == [0, *rows["end"].iloc[:-1]] and rows["end"].iloc[-1] == len(text)
            ),
            "does not look at the words",
        ),
        (lambda rows, text: None, "gives nothing back"),
        (lambda rows, text: 1, "gives a whole number; the check expects True or False"),
        (lambda rows, text: rows["begin"], "stops with KeyError"),
        (True, "expects a function"),
    ],
)
def test_covers(room, function, said):
    with pytest.raises(Wrong) as error:
        check_covers(function, room.documents, room.sentences, BRIEF)
    assert said in str(error.value)


def test_text(room):
    def said(answer):
        with pytest.raises(Wrong) as error:
            check_text(answer, room.sentences)
        return str(error.value)

    def size(query):
        rows = room.sentences.query(query)
        return rows["text"].str.len().groupby(rows["doc_id"]).sum()

    whole = room.documents.set_index("doc_id")["text"].str.len()
    assert "furniture is counted as text, and so are the blanks" in said(whole)
    assert "Pagina 1 van 1" in said(size("kind != 'blank'"))
    assert "blanks are counted" in said(size("kind != 'furniture'"))
    assert "headings and items are left out" in said(size("kind == 'sentence'"))
    assert "headings are left out" in said(size("kind in ['sentence', 'item']"))
    assert "items are left out" in said(size("kind in ['sentence', 'heading']"))
    rows = room.sentences.query("kind in ['sentence', 'heading', 'item']")
    assert "you count rows" in said(rows.groupby("doc_id").size())
    by_kind = rows["text"].str.len().groupby(rows["kind"]).sum()
    assert "'heading' is no document; add up by document" in said(by_kind)
    assert "is no document" in said(rows["end"] - rows["start"])
    assert "the number for 2023_brief is too small" in said(lengths() | {BRIEF: 3})
    assert "a number for each document" in said([3])


@pytest.mark.parametrize(
    ("line", "date", "said"),
    [
        ("Maart 2023", "2023-03-01", "it has a day that nobody wrote"),
        ("Begin juni 2024", "2024-06-01", "it has a day that nobody wrote"),
        ("Voorjaar 2025", "2025-04", "it has a month that nobody wrote"),
        ("Voorjaar 2025", "2025-03-21", "it has a month that nobody wrote"),
        ("Den Haag, 14 maart 2023", "2023", "less precise than the line"),
        ("11.02.2026 12:45", "2026-11-02", "in Europe the day comes first"),
        ("11.02.2026 12:45", "11-02-2026", "is no date of documents.csv"),
        ("Den Haag, 14 maart 2023", "14 maart 2023", "is no date of documents.csv"),
        ("Den Haag, 14 maart 2023", "2023-04-14", "is not what"),
        ("Gepubliceerd op dinsdag", "2025", "names no year"),
        ("Maart 2023", "", "does say something"),
        ("Voorjaar 2025", 2025, "put it in quotation marks"),
        ("Voorjaar 2025", None, "has no date yet"),
        ("Zomer", "2025", "is none of the lines"),
    ],
)
def test_dates(line, date, said):
    with pytest.raises(Wrong) as error:
        check_dates(DATED | {line: date})
    assert said in str(error.value)


def test_the_example_of_a_date_may_stay():
    assert check_dates({"Oslo, 1 juni 2021": "2021-06-01"} | DATED).startswith("Right")


def test_dates_want_a_dict():
    with pytest.raises(Wrong, match="is a list; the check expects a dict"):
        check_dates(list(DATED.values()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({2: "holds", 3: "holds"}, "you ask only whether the quote occurs"),
        ({3: "holds"}, "Furniture is counted as text"),
        ({3: "nowhere"}, "the quote does stand there"),
        ({1: "nowhere"}, "stands just what the claim says"),
        ({1: "furniture"}, "no furniture"),
        ({2: "holds"}, "claim 2: from 225 to 231 stands 'e oefe'; compare letter by letter."),
        ({2: "nowhere"}, "quote in text"),
        ({4: "elsewhere"}, "letter for letter"),
        ({4: "wrong"}, "has the verdict 'wrong'"),
        ({4: None}, "claim 4 has no verdict yet"),
        ({9: "holds"}, "there is no claim 9"),
    ],
)
def test_claims(room, change, said):
    with pytest.raises(Wrong) as error:
        check_claims(VERDICTS | change, CLAIMS, room.documents, room.sentences)
    assert said in str(error.value)


@pytest.mark.parametrize("write", [str.upper, str.capitalize, lambda verdict: f" {verdict}. "])
def test_verdicts_may_be_written_as_people_write_them(room, write):
    answer = {str(number): write(verdict) for number, verdict in VERDICTS.items()}
    assert check_claims(answer, CLAIMS, room.documents, room.sentences).startswith("Right")
    with pytest.raises(Wrong, match="claim 1 has no verdict yet; give one of"):
        check_claims(dict.fromkeys(VERDICTS, ""), CLAIMS, room.documents, room.sentences)


def test_dates_with_blanks_around_or_as_a_column():
    assert check_dates({line: f" {date} " for line, date in DATED.items()}).startswith("Right")
    assert check_dates(pd.Series(DATED)).startswith("Right")
    with pytest.raises(Wrong, match="has no date yet; give an empty text"):
        check_dates({})


def test_claims_are_judged_as_by_hand(room):
    assert judge_claims(CLAIMS, room.documents, room.sentences) == VERDICTS
    with pytest.raises(Wrong, match="is a list; the check expects a dict"):
        check_claims(["holds"], CLAIMS, room.documents, room.sentences)
    check_claims(pd.Series(VERDICTS), CLAIMS, room.documents, room.sentences)
