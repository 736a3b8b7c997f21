"""The checks of course notebook 07: right answers pass, and each typical wrong one is told what it is."""

import matplotlib as mpl
import networkx as nx
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from helpers.checks import NotAnswered, Right, Wrong
from helpers.checks_figures import (
    check_alike,
    check_caption,
    check_chart,
    check_diameters,
    check_layout,
    check_lines,
    check_numbers,
    check_reading,
)
from helpers.layout import lay_out
from helpers.tables import InputError

STRENGTH = {"EU": 8, "NOR": 4, "CAN": 2}
COLOURS = {"agreement": "#1F77B4", "support": "#2CA02C", "consultation": "#FF7F0E", "conflict": "#D62728"}
ALIKE = {("agreement", "conflict")}
LINES = {"agreement": "solid", "support": "dashed", "consultation": ":", "conflict": (0, (3, 1, 1, 1, 1, 1))}
MM = 1 / 25.4
PICTURE = pd.DataFrame({"source": ["A", "B"], "actual": [1.0, 0.0], "prospective": [0.0, 1.0]})
EVERYBODY = pd.DataFrame(
    {
        "actor_id": ["EU", "NOR", "GBR", "CAN"],
        "name": ["European Union", "Norway", "United Kingdom", "Canada"],
        "value": [7.0, 7.0, 5.0, 1.0],
        "low": [2.0, 2.975, 1.0, 0.0],
        "high": [13.0, 12.0, 10.0, 3.0],
    }
)
NUMBERS = EVERYBODY.head(3)


@pytest.fixture
def graphs():
    early = nx.Graph([("EU", "NOR"), ("NOR", "NLD"), ("NLD", "GBR"), ("EU", "NATO")])
    late = nx.Graph([*early.edges, ("EU", "GBR"), ("EU", "CAN")])
    nx.set_edge_attributes(late, {edge: 1 + 2 * (edge == ("EU", "NOR")) for edge in late.edges}, "weight")
    return early, late


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def draw(numbers=NUMBERS, inches=89 * MM, size=7, label="strength", spans="hlines", marks=True, names="name"):
    with mpl.rc_context({"font.size": size, "xtick.labelsize": size, "ytick.labelsize": size, "axes.labelsize": size}):
        figure, axes = plt.subplots(figsize=(inches, 2))
        down, up = numbers["value"] - numbers["low"], numbers["high"] - numbers["value"]
        if spans == "hlines":
            axes.hlines(numbers[names], numbers["low"], numbers["high"])
        elif spans == "errorbar":
            axes.errorbar(numbers["value"], numbers[names], xerr=[down, up], fmt="o")
        elif spans == "ends":
            axes.errorbar(numbers["value"], numbers[names], xerr=[numbers["low"], numbers["high"]], fmt="o")
        elif spans == "even":
            axes.errorbar(numbers["value"], numbers[names], xerr=2, fmt="o")
        elif spans == "plot":
            for row in numbers.to_dict("records"):
                axes.plot([row["low"], row["high"]], [row[names]] * 2)
        elif spans == "half":
            axes.hlines(numbers[names], numbers["low"], numbers["value"])
        elif spans == "ticks":
            axes.plot(numbers["low"], numbers[names], "|")
            axes.plot(numbers["high"], numbers[names], "|")
        elif spans == "first":
            axes.hlines(numbers[names].head(1), numbers["low"].head(1), numbers["high"].head(1))
        elif spans == "elsewhere":
            axes.hlines(range(10, 10 + len(numbers)), numbers["low"], numbers["high"])
        if marks:
            axes.plot(numbers["value"], numbers[names], "o")
        axes.set_xlabel(label)
    return figure


def bars(start=0):
    figure = draw(marks=False)
    axes = figure.axes[0]
    axes.barh(NUMBERS["name"], NUMBERS["value"], height=0.5)
    axes.set_xlim(start, 14)
    return figure


def upright():
    with mpl.rc_context({"font.size": 7, "xtick.labelsize": 7, "ytick.labelsize": 7, "axes.labelsize": 7}):
        figure, axes = plt.subplots(figsize=(89 * MM, 2))
        axes.vlines(NUMBERS["name"], NUMBERS["low"], NUMBERS["high"])
        axes.scatter(NUMBERS["name"], NUMBERS["value"])
        axes.set_ylabel("Strength")
    return figure


def caption(numbers, replicates, documents):
    top = numbers.sort_values("value", ascending=False).iloc[0]
    return (
        f"Strength of {len(numbers)} actors in {documents} documents. Lines: 95% intervals, {replicates} draws of the "
        f"sentences. {top['name']} has {top['value']:g} ({top['low']:g} to {top['high']:.1f})."
    )


def said_by(check, *arguments):
    with pytest.raises(Wrong) as error:
        check(*arguments)
    return str(error.value)


def test_the_right_answers_are_right(graphs):
    early, late = graphs
    first = lay_out(early)
    after = lay_out(late, previous=first)
    whole = nx.spring_layout(late, seed=1)
    for said in [
        check_reading("B", PICTURE),
        check_diameters({"EU": 18, "NOR": 12.73, "CAN": 9}, STRENGTH, 18),
        check_diameters(18 * (pd.Series(STRENGTH) / 8) ** 0.5, STRENGTH, 18),
        check_layout(first, after, early, late),
        check_layout(lay_out(late), lay_out(late), early, late),
        check_layout(whole, whole, early, late),
        check_alike(ALIKE, COLOURS, 8),
        check_alike([("conflict", "agreement")], COLOURS, 8),
        check_lines(LINES, COLOURS),
        check_chart(draw(), NUMBERS),
        check_chart(draw().axes[0], NUMBERS),
        check_chart(draw(spans="errorbar"), NUMBERS),
        check_chart(draw(spans="plot"), NUMBERS),
        check_chart(bars(), NUMBERS),
        check_chart(upright(), NUMBERS),
        check_numbers(NUMBERS.to_csv(index=False), NUMBERS, EVERYBODY),
        check_caption(caption, NUMBERS, 400, 5),
    ]:
        assert isinstance(said, Right)
        assert said.startswith("Right: ")


def test_not_answered_yet(graphs):
    for check, *arguments in [
        (check_reading, PICTURE),
        (check_diameters, STRENGTH, 18),
        (check_layout, None, *graphs),
        (check_alike, COLOURS, 8),
        (check_lines, COLOURS),
        (check_chart, NUMBERS),
        (check_numbers, NUMBERS, EVERYBODY),
        (check_caption, NUMBERS, 400, 5),
    ]:
        with pytest.raises(NotAnswered, match="Not answered yet"):
            check(None, *arguments)


@pytest.mark.parametrize(
    ("answer", "said"),
    [("a", "how far apart two actors stand"), ("c", "not every line is cooperation"), ("d", "the length of a line")],
)
def test_reading(answer, said):
    assert said in said_by(check_reading, answer, PICTURE)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"EU": 18, "NOR": 9, "CAN": 4.5}, "the area grows with the square"),
        ({"EU": 18, "NOR": 4.5, "CAN": 1.125}, "you square where the root is needed"),
        ({"EU": 9, "NOR": 6.36, "CAN": 4.5}, "these are radii"),
        ({"EU": 324, "NOR": 162, "CAN": 81}, "these are areas"),
        ({"EU": 1, "NOR": 0.707, "CAN": 0.5}, "should be 18 points"),
        ({"EU": 2.83, "NOR": 2, "CAN": 1.41}, "should be 18 points"),
        ({"EU": 18, "NOR": 18, "CAN": 18}, "all circles are the same size"),
        ({"EU": 18, "NOR": 12.73, "CAN": 3}, "the number for CAN is too small"),
    ],
)
def test_diameters(answer, said):
    assert said in said_by(check_diameters, answer, STRENGTH, 18)


def test_layout(graphs):
    early, late = graphs

    def said(before, after):
        return said_by(check_layout, before, after, early, late)

    first = lay_out(early)
    assert "you lay each picture out anew: " in said(first, lay_out(late))
    pulled = nx.kamada_kawai_layout(late)
    assert "reads the weight as a distance" in said(pulled, pulled)
    moved = lay_out(late, previous=first)
    moved.loc[moved["actor_id"] == "EU", "x"] += 1
    assert said(first, moved).startswith("1 of 5 actors move")
    assert "CAN has no place in `after`" in said(first, first)
    assert "stand on the same spot" in said(dict.fromkeys(early, (0, 0)), moved)
    assert "without the columns actor_id, x and y" in said(first.drop(columns="x"), moved)
    assert "`before` is a list" in said([1], moved)
    with pytest.raises(InputError, match="previous is a Graph; give the table"):
        lay_out(late, previous=early)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({("support", "conflict")}, "a colour-blind reader mixes up"),
        (
            {
                ("agreement", "support"), ("agreement", "consultation"), ("support", "consultation"),
                ("support", "conflict"), ("consultation", "conflict"),
            },
            "pairs that can be told apart",
        ),
        (ALIKE | {("agreement", "agreement")}, "leave out pairs of one type"),
        (ALIKE | {("agreement", "support")}, "the pair agreement – support does not belong"),
        ("agreement", "expects a set of pairs"),
    ],
)  # fmt: skip
def test_alike(answer, said):
    assert said in said_by(check_alike, answer, COLOURS, 8)


def test_alike_is_more_than_neighbours():
    colours = {"a": "#777777", "b": "#7C7C7C", "c": "#818181"}
    assert "two steps apart" in said_by(check_alike, {("a", "b"), ("b", "c")}, colours, 8)
    three = colours | {"d": "#FFFFFF"}
    assert "these are all pairs" in said_by(
        check_alike, {(one, other) for one in three for other in three if one < other}, three, 8
    )


FOUR = {"consultation": "solid", "conflict": "dotted"}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (LINES | {"support": "-"}, "agreement and support have the same line, so only their colour"),
        (LINES | {"support": (0, (2.9, 1, 1, 1, 1, 1))}, "almost the same"),
        # matplotlib's own dashdot is (6.4, 1.6, 1, 1.6) and its dashed line (3.7, 1.6)
        (FOUR | {"agreement": "dashdot", "support": (0, (5, 1, 1, 1))}, "almost the same"),
        (FOUR | {"agreement": "dashed", "support": (0, (5, 1))}, "almost the same"),
        (LINES | {"support": "red"}, "'red' for support is a colour"),
        (LINES | {"support": "o"}, "is no line style of matplotlib"),
        (LINES | {"support": (5, 1)}, "(5, 1) for support is no line style"),
        (LINES | {"support": ""}, "support has no line at all"),
        (LINES | {"peace": "solid"}, "there is no type 'peace'"),
        ({"agreement": "solid"}, "conflict has no line style yet"),
        (["solid"], "expects a dict"),
    ],
)
def test_lines(answer, said):
    assert said in said_by(check_lines, answer, COLOURS)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (lambda: draw(spans=""), "the uncertainty is hidden"),
        (lambda: draw(spans="ticks"), "no line joins them"),
        (lambda: draw(spans="ends"), "errorbar wants lengths"),
        (lambda: draw(spans="even"), "the interval of European Union runs from 5 to 9"),
        (lambda: draw(spans="half"), "the interval of European Union runs from 2 to 7"),
        (lambda: draw(spans="elsewhere"), "the interval of European Union lies in another row"),
        (lambda: draw(spans="first"), "Norway has no interval"),
        (lambda: draw(marks=False), "there are no marks"),
        (lambda: draw(NUMBERS.assign(value=NUMBERS["high"]), spans="hlines"), "no mark at the value of European Union"),
        (lambda: draw(names="actor_id"), "labelled with ids"),
        (lambda: draw(NUMBERS.head(2)), "United Kingdom does not stand at the axis"),
        (lambda: draw(inches=89), "figsize is in inches"),
        (lambda: draw(inches=6.4), "is 163 mm wide, and the column 89 mm"),
        (lambda: draw(size=5), "the smallest text has 5.0 points"),
        (lambda: draw(label="x"), "does not say what was measured"),
        (lambda: bars(1), "bars must begin at 0"),
        (lambda: plt, "expects the figure that plt.subplots gives"),
        (lambda: plt.subplots(1, 2)[0], "has 2 axes"),
    ],
)
def test_chart(figure, said):
    assert said in said_by(check_chart, figure(), NUMBERS)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (NUMBERS.to_csv(), "the row numbers of pandas"),
        (NUMBERS.drop(columns=["low", "high"]).to_csv(index=False), "lacks the column low"),
        (NUMBERS.drop(columns="name").to_csv(index=False), "lacks the column name"),
        (NUMBERS.assign(rank=1).to_csv(index=False), "has the column rank, which is not drawn"),
        (EVERYBODY.to_csv(index=False), "has 4 actors; 3 are drawn"),
        (NUMBERS.iloc[::-1].to_csv(index=False), "not the actors drawn, in their order"),
        (NUMBERS.round(0).to_csv(index=False), "the column low has other numbers"),
        (NUMBERS, "the text that to_csv gives"),
        ("", "is no CSV"),
    ],
)
def test_numbers(answer, said):
    assert said in said_by(check_numbers, answer, NUMBERS, EVERYBODY)


def test_numbers_need_no_ids_for_the_chart_has_names():
    for answer in (NUMBERS, NUMBERS.drop(columns="actor_id")):
        assert check_numbers(answer.to_csv(index=False), NUMBERS, EVERYBODY).startswith("Right: 3 rows")


def but(old, new):
    return lambda *arguments: caption(*arguments).replace(old, new)


def named_first(numbers, replicates, documents):
    top = numbers.iloc[0]
    return (
        f"Strength in {documents} documents, 95% intervals, {replicates} draws of sentences. {top['name']}: "
        f"{top['value']:g}, {top['low']:g} to {top['high']:g}."
    )


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (but("Strength", "Size"), "does not say what was measured"),
        (but("95% intervals", "intervals"), "hides the uncertainty"),
        (but("sentences", "texts"), "does not say what was varied"),
        (but("400 draws", "draws"), "how many draws"),
        (but("5 documents", "documents"), "how many documents"),
        (but("European Union", "One"), "does not name the actor with the highest value"),
        (but(" has 7 ", " "), "names European Union without its value"),
        (but("(2 to 13.0)", ""), "without its interval"),
        (lambda numbers, replicates, documents: caption(NUMBERS, 400, 5), "they are typed"),
        (
            lambda numbers, replicates, documents: caption(NUMBERS, replicates, documents),
            "says 2, which is not in that",
        ),
        (lambda numbers, *others: caption(numbers, *others) + " Norway has 6.", "says 6, which is not in that table"),
        (named_first, "names the wrong actor or numbers"),
        (but("95%", "{95}%"), "put an f before the quotation mark"),
        (lambda *arguments: 3, "gives back a whole number"),
        (lambda *arguments: None, "gives nothing back"),
        (lambda: "x", "your function stops with TypeError"),
        ("Strength", "expects a function"),
    ],
)
def test_caption(function, said):
    assert said in said_by(check_caption, function, NUMBERS, 400, 5)


@pytest.mark.parametrize("head", ["Figure 3. ", "Fig. 3: ", "**Figure 3.** ", "Figuur 3a. "])
def test_a_caption_may_give_the_number_of_the_figure(head):
    assert check_caption(lambda *given: head + caption(*given), NUMBERS, 400, 5).startswith("Right")


def test_an_empty_caption_is_told_what_is_missing():
    assert "your caption is empty; say what was measured" in said_by(check_caption, lambda *given: " ", NUMBERS, 400, 5)


@pytest.mark.parametrize("letter", ["b", "B", " b.", "(b)", "b)", ["b"], {"b"}])
def test_a_letter_may_be_written_as_people_write_it(letter):
    assert check_reading(letter, PICTURE).startswith("Right")
