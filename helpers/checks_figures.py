"""The course, step 7: checks of answers on figures: what is read from one, and what is drawn."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import is_color_like
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from helpers.checks import (
    Mistake,
    Right,
    Wrong,
    a,
    answered,
    compare_choice,
    compare_numbers,
    compare_pairs,
    count,
    try_out,
)
from helpers.layout import lay_out
from helpers.sight import difference, lightness
from helpers.style import MM, WIDTHS

# The smallest text that can be read in print, in points; a little less is forgiven.
SMALLEST = 7.0
DRAWN = ["name", "value", "low", "high"]
NAMED_LINES = {"-": "solid", "--": "dashed", ":": "dotted", "-.": "dashdot"}


def check_reading(answer: Any, numbers: pd.DataFrame) -> Right:
    """Check which sentence the network of notebook 07 supports: a, b, c or d.

    Parameters
    ----------
    answer : object
        A letter.
    numbers : pandas.DataFrame
        The lines drawn: source, target, type, weight, actual, prospective.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    planned = numbers[(numbers["actual"] == 0) & (numbers["prospective"] > 0)]
    compare_choice(
        answer,
        "b",
        {
            "a": "how far apart two actors stand means nothing here: places are chosen so that lines can be followed, "
            "and "
            "parts that no line joins are put beside each other",
            "b": "",
            "c": "not every line is cooperation: look up in the legend what the style of that line stands for",
            "d": "the length of a line means nothing, since it follows from where the two stand; the width tells the "
            "number "
            "of statements",
        },
    )
    return Right(
        f"Right: {count(len(planned), 'line')} of {len(numbers)} {'has' if len(planned) == 1 else 'have'} the open "
        "circle. "
        "Style, width, arrow and circle were given a meaning; places and lengths were not."
    )


def check_diameters(answer: Any, strength: Mapping[str, float], largest: float) -> Right:
    """Check the diameters of circles whose areas are to be proportional to numbers.

    Parameters
    ----------
    answer : object
        A number for each actor.
    strength : mapping
        What the areas show.
    largest : float
        The diameter of the largest circle, in points.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    strength = dict(strength)
    top = max(strength.values())

    def sized(power: float, of: float = largest) -> dict[str, float]:
        return {actor: of * (value / top) ** power for actor, value in strength.items()}

    low = min(strength.values())
    mistakes = [
        Mistake(
            sized(1),
            "the diameter is proportional, so the area grows with the square: an actor twice as strong looks four "
            "times "
            "as big.",
        ),
        Mistake(sized(2), "you square where the root is needed: small actors all but vanish."),
        Mistake(
            sized(0.5, largest / 2),
            f"these are radii; the largest circle should have a diameter of {largest:g} points.",
        ),
        Mistake(sized(1, largest**2), "these are areas; a diameter is the square root of one."),
        Mistake(
            sized(0.5, 1),
            f"the sizes relative to each other are right; the largest circle should be {largest:g} points.",
        ),
        Mistake(
            {actor: value**0.5 for actor, value in strength.items()},
            f"the sizes relative to each other are right; the largest circle should be {largest:g} points.",
        ),
        Mistake(dict.fromkeys(strength, largest), "all circles are the same size, and show nothing of the strengths."),
    ]
    compare_numbers(answer, sized(0.5), mistakes, tolerance=0.06)
    return Right(
        f"Right: the strongest actor has {top / low:g} times the strength of the weakest and {(top / low) ** 0.5:.1f} "
        "times "
        f"its diameter. With proportional diameters it would look {(top / low) ** 2:g} times as big."
    )


def check_layout(before: Any, after: Any, early: nx.Graph, late: nx.Graph) -> Right:
    """Check that actors stand where they stood in two pictures that are to be compared.

    Parameters
    ----------
    before, after : object
        Layouts: tables with actor_id, x and y, or dicts of actor to (x, y).
    early, late : networkx.Graph
        What is drawn with them.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    places = {name: _places(layout, name) for name, layout in (("before", before), ("after", after))}
    for name, graph in (("before", early), ("after", late)):
        if missing := sorted(set(graph) - places[name].keys()):
            raise Wrong(f"{missing[0]} has no place in `{name}`, and it is in that network.")
        here = [places[name][actor] for actor in sorted(graph)]
        if len(set(here)) < len(here):
            raise Wrong(f"in `{name}` two actors stand on the same spot.")
    attracted = nx.kamada_kawai_layout(late)
    if all(np.allclose(places["after"][actor], attracted[actor], atol=1e-3) for actor in late):
        raise Wrong(
            "kamada_kawai_layout reads the weight as a distance, so that the strongest ties are drawn longest. Use "
            "lay_out, which takes only who is tied to whom."
        )
    moved = sorted(
        actor for actor in early if not np.allclose(places["before"][actor], places["after"][actor], atol=5e-4)
    )
    if moved:
        anew = _places(lay_out(late), "after")
        own = all(np.allclose(places["after"][actor], anew[actor], atol=5e-4) for actor in late)
        raise Wrong(
            f"{'you lay each picture out anew: ' if own else ''}{len(moved)} of {len(early)} actors move from one "
            "picture to "
            "the other, so a reader sees change where there is none. Give the second layout the first one as "
            "`previous`."
        )
    new = len(set(late) - set(early))
    return Right(
        f"Right: the {len(early)} actors of the first picture stand still, and {count(new, 'actor')} came in. Now "
        "whatever "
        "differs between the pictures differs in the texts."
    )


def check_alike(answer: Any, colours: Mapping[str, str], least: float) -> Right:
    """Check which pairs of colours cannot be told apart in grey.

    Parameters
    ----------
    answer : object
        A set of pairs of types.
    colours : mapping
        A colour for each type.
    least : float
        The lightness by which two must differ.

    Raises
    ------
    Wrong
        Says what is wrong.
    """

    def close(distance) -> set:
        return {
            pair for pair in combinations(sorted(colours), 2) if distance(*(colours[kind] for kind in pair)) < least
        }

    everything = set(combinations(sorted(colours), 2))
    right = close(lambda one, other: abs(lightness(one) - lightness(other)))
    order = sorted(colours, key=lambda kind: lightness(colours[kind]))
    neighbours = {tuple(sorted(pair)) for pair in pairwise(order)}
    blind = close(lambda one, other: difference(one, other, "deuteranopia"))
    mistakes = [
        Mistake(everything - right, "these are the pairs that can be told apart; the others are asked for."),
        Mistake(everything, "these are all pairs; some of them differ enough."),
        Mistake(
            right & neighbours,
            "you compare each type with the next lighter one only; two that are two steps apart can be too near as "
            "well.",
        ),
        Mistake(blind, "these are pairs that a colour-blind reader mixes up; in grey they are others."),
    ]
    if isinstance(answer, (set, list)) and any(isinstance(pair, tuple) and len(set(pair)) == 1 for pair in answer):
        raise Wrong("a type is alike to itself, which nobody minds; leave out pairs of one type (one < other).")
    compare_pairs(answer, right, mistakes)
    return Right(
        f"Right: {len(right)} of {len(everything)} pairs. Somebody with deuteranopia, about one man in a hundred, "
        "mixes up "
        f"{', '.join(f'{one} and {other}' for one, other in sorted(blind)) or 'none'} instead: no set of bright "
        "colours serves "
        "everybody."
    )


def check_lines(answer: Any, types: Iterable[str]) -> Right:
    """Check line styles that tell types apart without their colour.

    Parameters
    ----------
    answer : object
        A line style of matplotlib for each type.
    types : iterable of str
        The types.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    if not isinstance(answered(answer), Mapping):
        raise Wrong(f"your answer is {a(answer)}; the check expects a dict with a line style for each type.")
    types = sorted(types)
    if extra := sorted(set(answer) - set(types), key=str):
        raise Wrong(f"there is no type {extra[0]!r}.")
    if missing := [kind for kind in types if kind not in answer]:
        raise Wrong(f"{missing[0]} has no line style yet.")
    dashes = {kind: _dashes(answer[kind], kind) for kind in types}
    for one, other in combinations(types, 2):
        if dashes[one] == dashes[other]:
            raise Wrong(f"{one} and {other} have the same line, so only their colour tells them apart.")
        longer = np.maximum(dashes[one], dashes[other]) if len(dashes[one]) == len(dashes[other]) else []
        if len(longer) and (np.abs(np.subtract(dashes[one], dashes[other])) <= 0.4 * longer).all():
            raise Wrong(f"the lines of {one} and {other} are almost the same; in print nobody will see the difference.")
    return Right(
        f"Right: {len(types)} lines that differ in grey, on a bad screen and for the colour-blind. Colour may stay: "
        "it helps "
        "who sees it, and nobody depends on it."
    )


def check_chart(answer: Any, numbers: pd.DataFrame, measure: str = "strength", width: str = "one") -> Right:
    """Check a chart with a mark for each value and a line for each interval.

    Parameters
    ----------
    answer : object
        A matplotlib figure, or its axes.
    numbers : pandas.DataFrame
        actor_id, name, value, low, high.
    measure : str
        What the label of the axis must name.
    width : str
        `one` or `two` columns.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    figure = answer.figure if isinstance(answered(answer), Axes) else answer
    if isinstance(answer, tuple) and answer and isinstance(answer[0], Figure):
        figure = answer[0]
    if not isinstance(figure, Figure):
        raise Wrong(f"your answer is {a(answer)}; the check expects the figure that plt.subplots gives.")
    if len(figure.axes) != 1:
        raise Wrong(f"your figure has {len(figure.axes)} axes; draw all in one.")
    axes = figure.axes[0]
    if figure.get_size_inches()[0] > 40:
        raise Wrong("figsize is in inches, and so your figure is metres wide: divide millimetres by 25.4.")
    figure.canvas.draw()
    rows, upright = _rows(axes, numbers)
    points, spans, bars = _marks(axes, upright)
    reach = (numbers["high"].max() - numbers["low"].min()) / 200
    if not points:
        raise Wrong("there are no marks in your figure; draw each value.")
    for actor in numbers.itertuples():
        near = [value for value, row in points if abs(row - rows[actor.name]) < 0.3]
        if not any(abs(value - actor.value) <= reach for value in near):
            raise Wrong(
                f"there is no mark at the value of {actor.name}; draw the column value, each in the row of its name."
            )
    if not spans and all(
        any(abs(row - rows[actor.name]) < 0.3 and abs(value - end) <= reach for value, row in points)
        for actor in numbers.itertuples()
        for end in (actor.low, actor.high)
    ):
        raise Wrong("low and high are marked, and no line joins them; three marks in a row look like three values.")
    if not spans:
        raise Wrong("the uncertainty is hidden: values without their intervals look sure. Draw low and high too.")
    for actor in numbers.itertuples():
        mine = [(low, high) for low, high, row in spans if abs(row - rows[actor.name]) < 0.3]
        low, high = actor.low, actor.high
        if any(abs(one - low) <= reach and abs(two - high) <= reach for one, two in mine):
            continue
        lengths = (actor.value - low, actor.value + high)
        if any(abs(one - lengths[0]) <= reach and abs(two - lengths[1]) <= reach for one, two in mine):
            raise Wrong(
                "your intervals begin and end at the wrong places: errorbar wants lengths, from the value down to low "
                "and "
                "up to high, and you gave it the ends."
            )
        if not mine and any(abs(one - low) <= reach and abs(two - high) <= reach for one, two, _ in spans):
            raise Wrong(
                f"the interval of {actor.name} lies in another row; what says the row in axes.hlines is its first "
                "argument, and it takes the names."
            )
        if not mine:
            raise Wrong(f"{actor.name} has no interval.")
        raise Wrong(f"the interval of {actor.name} runs from {mine[0][0]:g} to {mine[0][1]:g}; take low and high.")
    if bars and not min(axes.get_ylim() if upright else axes.get_xlim()) <= 0:
        raise Wrong("bars must begin at 0: their length is what is read, and yours are cut off.")
    _check_page(figure, axes, measure, width, upright)
    return Right(
        f"Right: {len(numbers)} values with their intervals, named, labelled, and {WIDTHS[width]:g} mm wide, so that "
        "the text "
        "is in print as large as you made it."
    )


def check_numbers(answer: Any, numbers: pd.DataFrame, everybody: pd.DataFrame) -> Right:
    """Check the CSV of a figure: exactly the numbers drawn.

    Parameters
    ----------
    answer : object
        The text of the CSV.
    numbers : pandas.DataFrame
        What was drawn: actor_id, name, value, low, high.
    everybody : pandas.DataFrame
        The larger table that it comes from.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    if not isinstance(answered(answer), str):
        raise Wrong(f"your answer is {a(answer)}; the check expects the text that to_csv gives without a file name.")
    try:
        found = pd.read_csv(io.StringIO(answer))
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        raise Wrong("your text is no CSV.") from None
    if any(str(column).startswith("Unnamed") for column in found.columns):
        raise Wrong("your CSV has the row numbers of pandas in its first column; leave them out with index=False.")
    if hidden := [column for column in ("low", "high") if column not in found.columns]:
        raise Wrong(f"the intervals are drawn, and your CSV lacks the column {hidden[0]}.")
    if missing := [column for column in DRAWN if column not in found.columns]:
        raise Wrong(f"your CSV lacks the column {missing[0]}.")
    if extra := sorted(set(found.columns) - {*DRAWN, "actor_id"}):
        raise Wrong(f"your CSV has the column {extra[0]}, which is not drawn.")
    if len(found) == len(everybody) > len(numbers):
        raise Wrong(f"your CSV has {len(found)} actors; {len(numbers)} are drawn.")
    if list(found["name"]) != list(numbers["name"]):
        raise Wrong("the rows of your CSV are not the actors drawn, in their order.")
    for column in ("value", "low", "high"):
        if not np.allclose(found[column], numbers[column], atol=1e-9):
            raise Wrong(f"in your CSV the column {column} has other numbers than those drawn; round nothing away.")
    return Right(
        f"Right: {count(len(found), 'row')}, as many as the figure has. Who wants to check a figure, draw it anew or "
        "hear it read "
        "aloud needs these and no others."
    )


def check_caption(
    answer: Any, numbers: pd.DataFrame, replicates: int, documents: int, measure: str = "strength"
) -> Right:
    """Check a function that writes a caption from the numbers drawn; it is tried on other numbers as well.

    Parameters
    ----------
    answer : object
        A function of numbers, replicates and documents.
    numbers : pandas.DataFrame
        name, value, low, high.
    replicates, documents : int
        How many draws the intervals rest on, and how many documents.
    measure : str
        What must be named.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    said = _caption_of(answer, numbers, replicates, documents)
    lower = said.casefold()
    if measure not in lower:
        raise Wrong(f"your caption does not say what was measured: {measure}.")
    if not re.search(r"\b95\b", said):
        raise Wrong("your caption hides the uncertainty: say what the lines are, 95% intervals.")
    if "sentence" not in lower:
        raise Wrong("your caption does not say what was varied: the intervals come from drawing sentences again.")
    for number, what in [(replicates, "draws the intervals rest on"), (documents, "documents there are")]:
        if not _has(said, number):
            raise Wrong(f"your caption does not say how many {what}.")
    _check_top(said, numbers)
    other = _others(numbers)
    again = _caption_of(answer, other, replicates + 111, documents + 40)
    typed = sorted(_figures(said) & _figures(again) - {95.0, float(len(numbers))})
    if not {replicates + 111.0, documents + 40.0} <= _figures(again):
        raise Wrong(
            "with another table your caption says the same numbers: they are typed. Put the variables in braces in an "
            'f-string, f"... {documents} documents".'
        )
    strange = _figures(again) - _known(other, replicates + 111, documents + 40)
    if strange:
        hint = " (it was there with the first table too, so it is typed)" if strange & set(typed) else ""
        raise Wrong(f"tried on another table, your caption says {min(strange):g}, which is not in that table{hint}.")
    try:
        _check_top(again, other)
    except Wrong:
        raise Wrong(
            "tried on a table in another order, your caption names the wrong actor or numbers: look up the highest "
            "value, not "
            "the first row, and type no name."
        ) from None
    strange = _figures(said) - _known(numbers, replicates, documents)
    if strange:
        raise Wrong(f"your caption says {min(strange):g}, which is not among the numbers drawn.")
    return Right(
        "Right: what was measured, in how many documents, how sure, and every number from the table. When the corpus "
        "changes, the "
        "caption changes with the figure."
    )


# --- reading layouts and lines --------------------------------------------------------------------------------------


def _places(layout: Any, name: str) -> dict[str, tuple[float, float]]:
    if isinstance(answered(layout), pd.DataFrame):
        if not {"actor_id", "x", "y"} <= set(layout.columns):
            raise Wrong(f"`{name}` is a table without the columns actor_id, x and y, which lay_out gives.")
        return {row.actor_id: (float(row.x), float(row.y)) for row in layout.itertuples()}
    if not isinstance(layout, Mapping):
        raise Wrong(f"`{name}` is {a(layout)}; the check expects a layout as lay_out gives it.")
    return {actor: (float(place[0]), float(place[1])) for actor, place in layout.items()}


def _dashes(line: Any, kind: str) -> tuple[float, ...]:
    """Read a line style as lengths of dashes and gaps; a solid line has none."""
    if isinstance(line, str) and line.strip().casefold() in ("", "none"):
        raise Wrong(f"{kind} has no line at all.")
    if isinstance(line, str):
        known = {name: Line2D([], [], linestyle=sign) for sign, name in NAMED_LINES.items()}
        name = NAMED_LINES.get(line, line)
        if name not in known:
            what = "a colour" if is_color_like(line) else "no line style of matplotlib"
            raise Wrong(f"{line!r} for {kind} is {what}; take one such as 'dashed', or (0, (10, 2)) for dash and gap.")
        patterns = {"solid": (), "dashed": (3.7, 1.6), "dotted": (1, 1.65), "dashdot": (6.4, 1.6, 1, 1.6)}
        return patterns[name]
    try:
        Line2D([], [], linestyle=line)
        _offset, pattern = line
        return tuple(float(part) for part in pattern or ())
    except (ValueError, TypeError):
        raise Wrong(f"{line!r} for {kind} is no line style of matplotlib; write (0, (dash, gap)).") from None


# --- reading a chart ------------------------------------------------------------------------------------------------


def _rows(axes: Axes, numbers: pd.DataFrame) -> tuple[dict[str, float], bool]:
    """Find in which row (or, where the chart stands upright, column) each name is."""
    for upright, axis in ((False, axes.yaxis), (True, axes.xaxis)):
        labels = {
            label.get_text(): place for label, place in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)
        }
        if set(numbers["name"]) <= set(labels):
            return {name: float(labels[name]) for name in numbers["name"]}, upright
        if set(numbers["actor_id"]) <= set(labels):
            raise Wrong("the rows are labelled with ids; a reader needs the names.")
    found = {label.get_text() for axis in (axes.yaxis, axes.xaxis) for label in axis.get_ticklabels()}
    missing = [name for name in numbers["name"] if name not in found]
    raise Wrong(f"{missing[0]} does not stand at the axis; label each row with its name.")


def _marks(axes: Axes, upright: bool) -> tuple[list, list, bool]:
    """List marks (value, row) and lines (low, high, row) of a chart, and say whether there are bars."""

    def turned(pairs) -> list[tuple[float, float]]:
        return [(float(y), float(x)) if upright else (float(x), float(y)) for x, y in pairs]

    points, segments, bars = [], [], False
    for line in axes.lines:
        places = turned(np.asarray(line.get_xydata(), dtype=float))
        if line.get_marker() not in (None, "None", "", " "):
            points += places
        if line.get_linestyle() not in ("None", "", " ") and len(places) > 1:
            segments += list(pairwise(places))
    for collection in axes.collections:
        if isinstance(collection, PathCollection):
            points += turned(np.asarray(collection.get_offsets(), dtype=float))
        elif isinstance(collection, LineCollection):
            for segment in collection.get_segments():
                places = turned(segment)
                segments += list(pairwise(places))
    for patch in axes.patches:
        if isinstance(patch, Rectangle):
            bars = True
            x, y, width, height = patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height()
            points.append((y + height, x + width / 2) if upright else (x + width, y + height / 2))
    spans = [
        (min(one[0], two[0]), max(one[0], two[0]), one[1])
        for one, two in segments
        if abs(one[1] - two[1]) < 1e-6 and abs(one[0] - two[0]) > 1e-9
    ]
    return points, spans, bars


def _check_page(figure: Figure, axes: Axes, measure: str, width: str, upright: bool) -> None:
    inches, wanted = float(figure.get_size_inches()[0]), WIDTHS[width]
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    smallest = min(text.get_fontsize() for text in texts)
    if abs(inches / MM - wanted) > 1:
        wide = inches / MM
        printed = smallest * wanted / wide
        raise Wrong(
            f"your figure is {wide:.0f} mm wide, and the column {wanted:g} mm. Fitted to it, text of {smallest:g} "
            "points would be "
            f"printed at {printed:.1f}. Set the width with figsize."
        )
    if smallest < SMALLEST - 0.1:
        raise Wrong(f"the smallest text has {smallest:.1f} points; below {SMALLEST:g} it cannot be read in print.")
    label = axes.get_ylabel() if upright else axes.get_xlabel()
    if measure not in label.casefold():
        raise Wrong(f"the axis of the values does not say what was measured: name the {measure}.")


# --- reading a caption ----------------------------------------------------------------------------------------------


def _caption_of(function: Any, numbers: pd.DataFrame, replicates: int, documents: int) -> str:
    said = try_out(function, numbers.copy(), replicates, documents)
    if not isinstance(said, str):
        raise Wrong(f"your function gives back {a(said)}; the check expects a text.")
    if "{" in said:
        raise Wrong("there are braces in your caption: put an f before the quotation mark, so that they are filled in.")
    if not said.strip():
        raise Wrong("your caption is empty; say what was measured in how many documents, how sure, and who is highest.")
    # The number of the figure in a paper is none of those drawn.
    return re.sub(r"^\W*fig(ure|uur|\.)?\s*\d+\w?\W*", "", said, flags=re.IGNORECASE)


def _check_top(said: str, numbers: pd.DataFrame) -> None:
    top = numbers[numbers["value"] == numbers["value"].max()]
    named = [row for row in top.itertuples() if row.name in said]
    if not named:
        raise Wrong("your caption does not name the actor with the highest value.")
    if not any(_has(said, row.value) for row in named):
        raise Wrong(f"your caption names {named[0].name} without its value.")
    if not any(_has(said, row.low) and _has(said, row.high) for row in named):
        raise Wrong(
            f"your caption gives the value of {named[0].name} without its interval, and so hides how sure it is."
        )


def _others(numbers: pd.DataFrame) -> pd.DataFrame:
    """Make up a table of the same form with other numbers, in which the highest value does not come first."""
    turned = numbers.iloc[::-1].reset_index(drop=True)
    step = np.arange(len(turned))
    return turned.assign(value=300.0 + 7 * step, low=200.0 + 5 * step, high=420.0 + 9 * step)[numbers.columns].pipe(
        lambda table: table.iloc[[*range(1, len(table)), 0]].reset_index(drop=True)
    )


def _figures(said: str) -> set[float]:
    """List the numbers in a text.

    >>> sorted(_figures("95% of 1,200 draws, 2.5 to 13."))
    [2.5, 13.0, 95.0, 1200.0]
    """
    return {float(number.replace(",", "")) for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", said)}


def _has(said: str, number: float) -> bool:
    """Say whether a text has a number, as it is or rounded to one decimal or none."""
    return any(abs(found - number) <= 0.0051 or found in (round(number), round(number, 1)) for found in _figures(said))


def _known(numbers: pd.DataFrame, replicates: int, documents: int) -> set[float]:
    cells = numbers[["value", "low", "high"]].to_numpy(dtype=float).ravel()
    rounded = {round(float(cell), digits) for cell in cells for digits in (0, 1, 2)} | set(cells.tolist())
    return rounded | {95.0, 2.5, 97.5, float(replicates), float(documents), float(len(numbers))}
