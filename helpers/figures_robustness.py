"""Step 8e: charts of robustness: who is ahead under every set of choices, and what is left when text is lost.

Needs the specification curve of `helpers.replicates` and the table of `helpers.stability.drop_cases`. Makes figures;
`helpers.figures` names them all.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from helpers.captions import name_coder
from helpers.charts import PITCH, capital, letter, names_width, panel
from helpers.draw import fold, legend_row
from helpers.figures_centrality import define_measures
from helpers.measures import LOW
from helpers.network import COOPERATION_TYPES
from helpers.style import POINTS, PaperFigure, Style, empty_figure, millimetres, page

# What is dropped, in this order; a line each.
CASES = {"documents": (0, (4, 2)), "sentences": (0, None), "statements": (0, (1, 1.2))}


def draw_specifications(
    curve: pd.DataFrame,
    nodes: pd.DataFrame,
    style: Style,
    first: str,
    second: str,
    measure: str = "strength",
    width: str | float = "two",
) -> PaperFigure:
    """Draw a specification curve: the difference between two actors under every set of choices, the choices below.

    Parameters
    ----------
    curve : pandas.DataFrame
        From `helpers.replicates.specification_curve`, of the same two actors.
    nodes : pandas.DataFrame
        actor_id, name_en, name_nl.
    style : Style
        House style, which also sets the language.
    first, second : str
        The two actors; above zero the first has more.
    measure : str
        By which measure.
    width : str or float
        "one" or "two" columns, or millimetres.

    Returns
    -------
    PaperFigure
        Its numbers: the rows of the curve by this measure. Choices of which there is one value only are not drawn.

    Notes
    -----
    After Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4: 1208-1214. The sets of choices are no sample,
    so that shares of them are no probabilities.
    """
    table = curve[curve["measure"] == measure].sort_values("place", ignore_index=True) if len(curve) else curve
    if table.empty:
        return empty_figure(style, style.word("specifications.none"), width)
    values = [first, f"{first}_rank", second, f"{second}_rank"]
    known = {"place", "measure", "specification", "own", "difference", "ahead", *values}
    rows: list[tuple[str, str]] = []
    for choice in (column for column in table.columns if column not in known):
        found = table.assign(number=table["specification"].astype(int)).sort_values("number")[choice].unique()
        if len(found) > 1:
            rows += [(choice, value) for value in found]
    names = style.names(nodes)
    one, two = names.get(first, first), names.get(second, second)
    figure = _curve(table, rows, style, (one, two), (first, second), style.label("measure", measure), width)
    count = table["ahead"].value_counts()
    lowest, highest = float(table["difference"].min()), float(table["difference"].max())
    details = {
        "measure": style.label("measure", measure),
        "defined": define_measures([measure], style),
        "first": one,
        "second": two,
        "count": len(table),
        "ahead": int(count.get(first, 0)),
        "behind": int(count.get(second, 0)),
        "equal": int(count.get("equal", 0)),
        "low": style.number(lowest, 3),
        "high": style.number(highest, 3),
        "own": style.word("specifications.own") if table["own"].any() else "",
    }
    return figure.describe(
        style.word("specifications.caption", **details), style.word("specifications.alternative", **details), table
    )


def name_choice(choice: str, value: str, style: Style) -> str:
    """Name a value of a choice as the figures do.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> name_choice("statuses", "actual, prospective", read_style())
    'prospective ties too'
    >>> name_choice("coder", "reading_a", read_style())
    'coder reading a'
    """
    key = value
    if choice == "types":
        kinds = value.split(", ")
        key = ",".join(f"-{kind}" for kind in COOPERATION_TYPES if kind not in kinds) or "all"
    elif choice == "statuses":
        key = value.replace(", ", "+")
    elif choice == "coder":
        value = name_coder(value, style)
    wording = style.words.get(f"variant.{choice}={key}")
    if wording:
        return wording
    return style.word(f"variant.{choice}", value=value) if f"variant.{choice}" in style.words else f"{choice} {value}"


def _curve(table, rows, style, names, focus, measure, width) -> PaperFigure:
    span = millimetres(width)
    looks = {
        who: (style.look("focus", key, "colour"), style.look("focus", key, "marker"))
        for who, key in ((focus[0], "1"), (focus[1], "2"), ("equal", "other"))
    }
    labels = {row: name_choice(*row, style) for row in rows}
    left = 12 + names_width(style, [*labels.values(), style.number(-0.123, 3)])
    wide, high = span * POINTS - left - 8, 88.0
    # Choices stand apart from each other by half a row.
    heights, y, before = {}, 0.0, None
    for row in rows:
        y += 0.5 * (before not in (None, row[0]))
        heights[row], before = y, row[0]
        y += 1
    below = PITCH * y

    def dot(colour, marker):
        return lambda axes, x, y: axes.plot(x + 10, y, marker, color=colour, ms=4.2, mec="white", mew=0.4)

    count = table["ahead"].value_counts()
    items = [
        (style.word("specifications.ahead", name=name, count=int(count.get(who, 0))), dot(*looks[who]))
        for who, name in zip(focus, names, strict=True)
    ]
    items.append((style.word("specifications.equal", count=int(count.get("equal", 0))), dot(*looks["equal"])))
    with style.context():
        _, trial = page(style, span, 100)
        key = -legend_row(trial, 0, 0, span * POINTS - 6, "", items)
        bold = {"fontweight": "bold", "fontsize": style.rc["axes.titlesize"]}
        title = capital(style.word("specifications.title", measure=measure, first=names[0], second=names[1]))
        lines = fold(letter(0) + title, span * POINTS - 8, trial.figure, **bold)
        full = below + high + 44 + key + 9 * len(lines)
        figure, canvas = page(style, span, full / POINTS)
        for number, line in enumerate(lines):
            canvas.text(2, full - 7 - 9 * number, line, va="center", **bold)
        legend_row(canvas, 2, full - 9 * len(lines) - 8, span * POINTS - 6, "", items)
        canvas.text(2, below + 11, letter(1) + capital(style.word("specifications.choices")), va="center", **bold)
        upper = panel(figure, left, below + 24, wide, high)
        lower = panel(figure, left, 4, wide, below)
        ends = (0.5, len(table) + 0.5)
        low, top = min(table["difference"].min(), 0), max(table["difference"].max(), 0)
        room = (top - low or 1) * 0.08
        upper.set(xlim=ends, ylim=(low - room, top + room), xticks=[])
        ticks = sorted({low, 0.0, top})
        upper.set_yticks(ticks, [style.number(tick, 3) for tick in ticks])
        upper.axhline(0, color="#999999", lw=0.6, zorder=1)
        lower.set(xlim=ends, ylim=(y - 0.5, -0.5), xticks=[], yticks=[])
        for side in lower.spines.values():
            side.set_visible(False)
        for place in table.loc[table["own"], "place"]:
            for axes in (upper, lower):
                axes.axvline(place, color="#222222", lw=0.7, dashes=(2, 1.5), zorder=0)
        for who, (colour, marker) in looks.items():
            mine = table[table["ahead"] == who]
            upper.plot(mine["place"], mine["difference"], marker, color=colour, ms=2.6, mew=0, zorder=3, clip_on=False)
            for (choice, value), height in heights.items():
                places = mine.loc[mine[choice] == value, "place"]
                lower.vlines(places, height - 0.36, height + 0.36, color=colour, lw=max(0.4, 0.7 * wide / len(table)))
        for row, height in heights.items():
            lower.annotate(
                labels[row],
                (0, height),
                xycoords=("axes fraction", "data"),
                xytext=(-5, 0),
                textcoords="offset points",
                ha="right",
                va="center_baseline",
                color="#222222",
                annotation_clip=False,
            )
    return figure


def draw_losses(
    dropped: pd.DataFrame,
    style: Style,
    measures: list[str] | None = None,
    width: str | float = "two",
    correlation: float = 0.7,
) -> PaperFigure:
    """Draw how each measure holds up as documents, sentences or single statements are lost.

    Parameters
    ----------
    dropped : pandas.DataFrame
        From `helpers.stability.drop_cases`: by, measure, dropped, correlation, low, high; one or several `by`.
    style : Style
        House style, which also sets the language.
    measures : list of str or None
        Which measures; without it all, in the table's order.
    width : str or float
        "one" or "two" columns, or millimetres.
    correlation : float
        Where the line of the CS coefficient is drawn.

    Returns
    -------
    PaperFigure
        Its numbers: by, measure, dropped, correlation, low, high.
    """
    measures = list(dict.fromkeys(dropped["measure"])) if measures is None else measures
    table = dropped[dropped["measure"].isin(measures)]
    if table.empty:
        return empty_figure(style, style.word("losses.none"), width)
    table = table[["by", "measure", "dropped", "correlation", "low", "high"]].reset_index(drop=True)
    measures = [measure for measure in measures if measure in set(table["measure"])]
    cases = [by for by in CASES if by in set(table["by"])]
    figure = _losses(table, measures, cases, style, width, correlation)
    half = table[(table["dropped"] - 0.5).abs() <= 0.1 + 1e-9]
    said = []
    for by in cases:
        mean = half[half["by"] == by].groupby("measure")["correlation"].mean().reindex(measures).dropna()
        if len(mean):
            said.append(
                style.word(
                    "losses.half",
                    by=style.word(f"case.{by}"),
                    least=style.label("measure", mean.idxmin()),
                    low=style.number(float(mean.min())),
                    most=style.label("measure", mean.idxmax()),
                    high=style.number(float(mean.max())),
                )
            )
    low = [style.label("measure", measure) for measure in measures if measure in LOW]
    details = {
        "measures": style.counted(len(measures), "measure"),
        "cases": style.listed([style.word(f"case.{by}") for by in cases]),
        "correlation": style.number(correlation),
        "half": " ".join(said),
        "left_out": style.word("losses.left_out", measures=style.listed(low)) if low else "",
    }
    return figure.describe(style.word("losses.caption", **details), style.word("losses.alternative", **details), table)


def _losses(table, measures, cases, style, width, correlation) -> PaperFigure:
    span = millimetres(width)
    across = min(len(measures), 3 if span > 120 else 2)
    down = math.ceil(len(measures) / across)
    gap, high, above, under = 20.0, 62.0, 20.0, 14.0
    with style.context():
        # In a single row of panels the name of the axis is longer than they are high.
        vertical = fold(style.word("losses.vertical"), down * (high + above + under), page(style, span, 100)[0])
    left = 25.0 + 9.0 * len(vertical)
    wide = (span * POINTS - left - (across - 1) * gap - 8) / across
    colours = {by: style.look("focus", key, "colour") for by, key in zip(CASES, ("1", "other", "2"), strict=True)}

    def stroke(by):
        return lambda axes, x, y: axes.plot([x, x + 16], [y, y], color=colours[by], lw=1.4, linestyle=CASES[by])

    def line(axes, x, y):
        axes.plot([x, x + 16], [y, y], color="#999999", lw=0.6)

    items = [(style.word(f"case.{by}"), stroke(by)) for by in cases]
    items.append((style.word("losses.line", correlation=correlation), line))
    with style.context():
        _, trial = page(style, span, 100)
        key = -legend_row(trial, 2, 0, span * POINTS - 6, "", items)
        bold = {"fontweight": "bold", "fontsize": style.rc["axes.titlesize"]}
        heads = {measure: letter(i) + capital(style.label("measure", measure)) for i, measure in enumerate(measures)}
        titles = {measure: "\n".join(fold(head, wide, trial.figure, **bold)) for measure, head in heads.items()}
        above += 9.0 * max(title.count("\n") for title in titles.values())
        full = down * (high + above + under) + 24 + key
        figure, canvas = page(style, span, full / POINTS)
        legend_row(canvas, 2, full - 7, span * POINTS - 6, "", items)
        canvas.text(left + (span * POINTS - left) / 2, 6, style.word("losses.axis"), ha="center", va="center")
        middle = 10 + (full - key - 24) / 2
        for i, words in enumerate(vertical):
            canvas.text(6 + 9 * i, middle, words, ha="center", va="center", rotation=90)
        bottom = min(0.0, math.floor(np.nanmin(table["low"]) * 2) / 2)
        for i, measure in enumerate(measures):
            column, row = i % across, i // across
            place = full - key - 10 - row * (high + above + under) - above - high
            axes = panel(figure, left + column * (wide + gap), place, wide, high)
            axes.set(xlim=(0, 1), ylim=(bottom, 1.03))
            axes.set_xticks((0, 0.5, 1), [style.number(tick) for tick in (0, 0.5, 1)])
            axes.set_yticks(sorted({bottom, 0.0, 0.5, 1.0}), [style.number(t) for t in sorted({bottom, 0.0, 0.5, 1.0})])
            axes.set_title(titles[measure], pad=5, linespacing=1.0)
            axes.axhline(correlation, color="#999999", lw=0.6, zorder=1)
            for by in cases:
                mine = table[(table["measure"] == measure) & (table["by"] == by)].sort_values("dropped")
                axes.fill_between(mine["dropped"], mine["low"], mine["high"], color=colours[by], alpha=0.12, lw=0)
                look = {"color": colours[by], "linestyle": CASES[by], "marker": "o", "ms": 2.2}
                axes.plot(mine["dropped"], mine["correlation"], lw=1.4, **look)
    return figure
