"""The checks of course notebook 06: right answers pass, and each typical wrong one is told what it is."""

import numpy as np
import pandas as pd
import pytest

from helpers.checks import NotAnswered, Right, Wrong
from helpers.checks_uncertainty import (
    check_chance,
    check_decides,
    check_interval,
    check_left_out,
    check_one_draw,
    check_outranks,
    check_overlap,
    check_ranks,
    check_redraw,
)
from helpers.classroom import open_class, read_class
from helpers.network import Choices, build_network, project, select_ties
from helpers.replicates import outranks, specification_curve, summarise
from helpers.stability import beside_chance, rewire
from helpers.tables import TEXT_KINDS
from helpers.uncertainty import resample, vary_choices, without_each_document

KEY = Choices(coder="key")
HAT = [3, 7, 7, 9, 13, 15]
DRAWN = {"EU": 7, "NOR": 3, "GBR": 2, "CAN": 2, "UKR": 0}
BOTH = ["doc_id", "sentence_id"]


@pytest.fixture(scope="module")
def room():
    return read_class(open_class())


@pytest.fixture(scope="module")
def text(room):
    return room.sentences[room.sentences["kind"].isin(TEXT_KINDS)]


@pytest.fixture(scope="module")
def selected(room):
    return select_ties(room.ties, room.actors, KEY, room.documents)


@pytest.fixture(scope="module")
def drawn(room):
    tables = (room.documents, room.sentences)
    return resample(room.ties, room.actors, KEY, ("sentences",), 200, 1, *tables, measures=["strength"])


@pytest.fixture(scope="module")
def values(drawn):
    return pd.DataFrame(drawn.varied["strength"], columns=drawn.actors)


@pytest.fixture(scope="module")
def curve(room):
    grid = {
        "coder": ["key", "student"],
        "roll_up": [True, False],
        "statuses": [("actual",), ("actual", "prospective")],
        "weight": ["statements", "documents"],
    }
    varied, table = vary_choices(room.ties, room.actors, KEY, room.documents, grid, ["strength"])
    return specification_curve(varied, table, "NOR", "DEU")


@pytest.fixture(scope="module")
def beside(room, selected):
    graph = project(build_network(selected, room.actors, room.documents), KEY)
    return beside_chance(rewire(graph, 100, 1, ["betweenness"]))


def redraw(text, ties, random):
    return text[BOTH].groupby("doc_id").sample(frac=1, replace=True, random_state=random).merge(ties, on=BOTH)


def ranked(values, **how):
    return values.rank(**({"axis": 1, "ascending": False, "method": "min", "na_option": "bottom"} | how))


def percentiles(table, low=0.025, high=0.975):
    return ends(table.quantile(low), table.quantile(high))


def ends(low, high):
    return pd.DataFrame({"low": low, "high": high})


def said_by(check, *arguments):
    with pytest.raises(Wrong) as error:
        check(*arguments)
    return str(error.value)


def test_the_right_answers_are_right_and_those_of_the_helpers(room, text, selected, drawn, values, curve, beside):
    shares = outranks(drawn, "NOR", "GBR").iloc[0]
    shares = {"NOR": shares["first_ahead"], "equal": shares["equal"], "GBR": shares["second_ahead"]}
    intervals = summarise(drawn).set_index("actor_id")[["low", "high"]]
    left_out = without_each_document(room.ties, room.actors, KEY, room.documents, ["strength"])
    without = dict(zip(left_out.labels, left_out.ranks("strength")[:, left_out.column("DEU")], strict=True))
    for said in [
        check_one_draw(DRAWN, selected, "2024_statement", HAT),
        check_redraw(redraw, text),
        check_ranks(ranked(values), values),
        check_ranks(pd.DataFrame(drawn.ranks("strength"), columns=drawn.actors), values),
        check_ranks(ranked(values.fillna(0)), values),
        check_interval(intervals, values),
        check_interval(percentiles(values.fillna(0)), values),
        check_outranks(shares, values, "NOR", "GBR"),
        check_overlap("C", values, "NOR", "GBR"),
        check_left_out(without, selected, "DEU"),
        check_decides({"roll_up", "weight"}, curve, KEY, "NOR", "DEU"),
        check_chance("b", beside, "EU"),
    ]:
        assert isinstance(said, Right)
        assert said.startswith("Right: ")


def test_not_answered_yet(text, selected, values, curve, beside):
    for check, *arguments in [
        (check_one_draw, selected, "2024_statement", HAT),
        (check_redraw, text),
        (check_ranks, values),
        (check_interval, values),
        (check_outranks, values, "NOR", "GBR"),
        (check_overlap, values, "NOR", "GBR"),
        (check_left_out, selected, "DEU"),
        (check_decides, curve, KEY, "NOR", "DEU"),
        (check_chance, beside, "EU"),
    ]:
        with pytest.raises(NotAnswered, match="Not answered yet"):
            check(None, *arguments)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"EU": 5, "NOR": 2, "GBR": 1, "CAN": 1, "UKR": 1}, "the text as it stands"),
        ({"EU": 7, "NOR": 3, "GBR": 2, "CAN": 2}, "UKR is left out"),
        ({"EU": 4, "NOR": 2, "GBR": 1, "CAN": 1, "UKR": 0}, "drawn twice counts once"),
        ({"EU": 4, "NOR": 2, "GBR": 1, "CAN": 1}, "drawn twice counts once"),
        ({"EU": 3, "NOR": 1, "GBR": 0, "CAN": 2, "UKR": 0}, "one tie of each sentence"),
        (DRAWN | {"EU": 8}, "the number for EU is too large"),
        ([7, 3], "a number for each actor"),
    ],
)
def test_one_draw(selected, answer, said):
    assert said in said_by(check_one_draw, answer, selected, "2024_statement", HAT)


def sampled(text, random, **how):
    return text[BOTH].groupby("doc_id").sample(**({"frac": 1, "replace": True, "random_state": random} | how))


WRONG_DRAWS = {
    "you draw ties one by one": lambda text, ties, random: ties.groupby("doc_id").sample(
        frac=1, replace=True, random_state=random
    ),
    "draw without replacement": lambda text, ties, random: sampled(text, random, replace=False).merge(ties, on=BOTH),
    "merge the drawn sentences": lambda text, ties, random: ties[
        pd.MultiIndex.from_frame(ties[BOTH]).isin(pd.MultiIndex.from_frame(sampled(text, random)))
    ],
    "from all documents together": lambda text, ties, random: (
        text[BOTH].sample(frac=1, replace=True, random_state=random).merge(ties, on=BOTH)
    ),
    "among the sentences with ties only": lambda text, ties, random: sampled(
        ties[BOTH].drop_duplicates(), random
    ).merge(ties, on=BOTH),
    "fixed seed inside": lambda text, ties, random: sampled(text, 1).merge(ties, on=BOTH),
    "two runs with the same seed differ": lambda text, ties, random: sampled(text, None).merge(ties, on=BOTH),
    "sentences comes back with": lambda text, ties, random: sampled(text, random, frac=0.8).merge(ties, on=BOTH),
    "lacks doc_id or sentence_id": lambda text, ties, random: sampled(text, random).merge(ties, on="sentence_id"),
    "gives back sentences": lambda text, ties, random: sampled(text, random),
    "has rows without a tie": lambda text, ties, random: sampled(text, random).merge(ties, on=BOTH, how="left"),
    "gives nothing back; end it with return": lambda text, ties, random: None,
    "gives back a list": lambda text, ties, random: [1],
    "stops with KeyError": lambda text, ties, random: text["nothing"],
}


@pytest.mark.parametrize("said", WRONG_DRAWS)
def test_redraw(text, said):
    assert said in said_by(check_redraw, WRONG_DRAWS[said], text)


def test_redraw_takes_the_ties_that_it_is_given(text, selected):
    def outside(text, ties, random):
        return sampled(text, random).merge(selected, on=BOTH)

    assert "ties that were not handed to it" in said_by(check_redraw, outside, text)


def test_redraw_wants_a_function(text):
    assert "the check expects a function" in said_by(check_redraw, 3, text)


def test_a_loop_over_documents_with_numpy_is_right_too(text):
    def redraw(text, ties, random):
        parts = []
        for doc_id, rows in text.groupby("doc_id"):
            ids = random.choice(rows["sentence_id"], size=len(rows), replace=True)
            parts.append(pd.DataFrame({"doc_id": doc_id, "sentence_id": ids}))
        return pd.concat(parts).merge(ties, on=BOTH)

    assert check_redraw(redraw, text).startswith("Right")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"na_option": "keep"}, "has no rank in your table"),
        ({"na_option": "top"}, "absent actors come first"),
        ({"ascending": True}, "rank 1 is the weakest"),
        ({"axis": 0}, "you rank the draws of each actor"),
        ({"method": "average"}, "equal values get their mean rank"),
        ({"method": "average", "na_option": "keep"}, "equal values get their mean rank"),
        ({"method": "first"}, "equal values get different ranks"),
        ({"method": "max"}, "equal values get their worst rank"),
        ({"method": "dense"}, "goes on with the next number"),
    ],
)
def test_ranks(values, how, said):
    assert said in said_by(check_ranks, ranked(values, **how), values)


def test_ranks_of_the_absent_and_shape(values):
    assert "the number of all actors" in said_by(check_ranks, ranked(values, na_option="keep").fillna(12), values)
    assert "rank 1 is the weakest" in said_by(check_ranks, ranked(values.fillna(0), ascending=True), values)
    assert "equal values get their mean" in said_by(check_ranks, ranked(values.fillna(0), method="average"), values)
    assert "keep the 200 draws as rows" in said_by(check_ranks, ranked(values).T, values)
    assert "expects a table" in said_by(check_ranks, 3, values)
    off = ranked(values)
    off.loc[3, "EU"] = 9
    assert "the rank of EU in draw 3 differs" in said_by(check_ranks, off, values)


def test_interval(values):
    def said(answer):
        return said_by(check_interval, answer, values)

    filled = values.fillna(0)
    mean, sd = filled.mean(), filled.std()
    error = sd / np.sqrt(len(values))
    assert "actor is absent are dropped" in said(percentiles(values))
    assert "standard error of the mean" in said(ends(mean - 1.96 * error, mean + 1.96 * error))
    assert "standard error of the mean" in said(ends(mean - error, mean + error))
    assert "multiple of the standard deviation" in said(ends(mean - 2 * sd, mean + 2 * sd))
    assert "leaves 5% out on each side" in said(percentiles(filled, 0.05, 0.95))
    assert said(percentiles(filled, 0.1, 0.9)).endswith("95% are asked for.")
    assert "an absent actor's value is 0" in said(percentiles(values, 0.1, 0.9))
    assert "these are the extremes" in said(ends(filled.min(), filled.max()))
    assert "hold half of the draws" in said(percentiles(filled, 0.25, 0.75))
    right = percentiles(filled)
    assert "low is above high" in said(right.rename(columns={"low": "high", "high": "low"}))
    assert "turn it with .T" in said(filled.quantile([0.025, 0.975]))
    assert "should be the actors, all of them" in said(right.drop("EU"))
    assert "expects a table with the columns" in said({"EU": (1, 2)})
    right.loc["EU", "high"] += 1
    assert "the number for EU high is too large" in said(right)


def test_outranks(values):
    def said(ahead, equal, behind):
        return said_by(check_outranks, {"NOR": ahead, "equal": equal, "GBR": behind}, values, "NOR", "GBR")

    one, two = values["NOR"].fillna(0), values["GBR"].fillna(0)
    ahead, equal, behind = (one > two).mean(), (one == two).mean(), (one < two).mean()
    assert "counted as being ahead too" in said((one >= two).mean(), equal, behind)
    assert "counted as being ahead too" in said((one >= two).mean(), equal, (one <= two).mean())
    assert "shared out between the two" in said(ahead + equal / 2, 0, behind + equal / 2)
    assert "left out of what you divide by" in said(ahead / (ahead + behind), 0, behind / (ahead + behind))
    assert "the wrong way round" in said(behind, equal, ahead)
    some = values.dropna()
    one, two = some["NOR"], some["GBR"]
    assert "any actor is absent are left out" in said((one > two).mean(), (one == two).mean(), (one < two).mean())
    assert "these are per cents" in said(100 * ahead, 100 * equal, 100 * behind)
    assert "these are per cents" in said(round(100 * ahead), round(100 * equal), round(100 * behind))
    assert "these are numbers of draws" in said(200 * ahead, 200 * equal, 200 * behind)
    assert "without quotation marks" in said_by(
        check_outranks, {"FIRST": ahead, "SECOND": behind}, values, "NOR", "GBR"
    )
    assert "the number for equal is missing" in said_by(
        check_outranks, {"NOR": ahead, "GBR": behind}, values, "NOR", "GBR"
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("a", "no proof of equality"),
        ("b", "is not nothing"),
        ("d", "one of texts drawn again"),
        ("e", "choose one of 'a', 'b', 'c', 'd'"),
    ],
)
def test_overlap(values, answer, said):
    assert said in said_by(check_overlap, answer, values, "NOR", "GBR")


def test_left_out(selected):
    def said(answer):
        return said_by(check_left_out, answer, selected, "DEU")

    def each(keep=False, strength=False, **how):
        found = {}
        for doc_id in sorted(set(selected["doc_id"])):
            rows = selected[(selected["doc_id"] == doc_id) == keep]
            counted = pd.concat([rows["source"], rows["target"]]).value_counts()
            counted = counted.reindex(sorted(set(selected["source"]) | set(selected["target"])))
            number = counted if strength else ranked(counted.to_frame(), **({"axis": 0} | how))[counted.name or "count"]
            found[doc_id] = number["DEU"]
        return found

    right = each()
    assert check_left_out(right, selected, "DEU").startswith("Right: DEU is number 3")
    assert "you keep one document at a time" in said(each(keep=True))
    assert "this is the strength of DEU" in said(each(strength=True))
    assert "the rank in the whole text" in said(dict.fromkeys(right, 3))
    assert "rank 1 should be the most central" in said(each(ascending=True))
    assert "share the best rank" in said(each(method="average"))
    everybody = {doc_id: pd.Series({"DEU": 1.0}) for doc_id in right}
    assert "your answer has a column of a table for 2022_partij;" in said(everybody)
    assert "the number for 2026_memorandum is missing" in said(
        {doc_id: rank for doc_id, rank in right.items() if doc_id != "2026_memorandum"}
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"coder", "roll_up", "statuses", "weight"}, "you name all choices"),
        ({"coder", "statuses"}, "leave the order as it is"),
        ({"weight"}, "the choice roll_up is missing"),
        (
            {"weight", "roll_up", "coder"},
            "the choice coder does not belong in your answer: changed alone it leaves NOR",
        ),
        ("weight", "expects a set of names"),
    ],
)
def test_decides(curve, answer, said):
    assert said in said_by(check_decides, answer, curve, KEY, "NOR", "DEU")


def test_a_choice_that_decides_only_with_others_is_told_apart():
    """By coder x the order turns only where the roll-up is off as well."""
    rows = [
        ("key", "True", "A"), ("key", "False", "B"), ("x", "True", "A"), ("x", "False", "equal"),
    ]  # fmt: skip
    curve = pd.DataFrame(rows, columns=["coder", "roll_up", "ahead"])
    assert "you name all choices" in said_by(check_decides, {"coder", "roll_up"}, curve, KEY, "A", "B")
    curve = pd.concat([curve.assign(weight="statements"), curve.assign(weight="documents")])
    said = said_by(check_decides, {"coder", "roll_up"}, curve, KEY, "A", "B")
    assert "together with others" in said


@pytest.mark.parametrize(
    ("answer", "said"), [("a", "need not be a special one"), ("c", "is not small"), ("d", "not the probability")]
)
def test_chance(beside, answer, said):
    assert said in said_by(check_chance, answer, beside, "EU")
