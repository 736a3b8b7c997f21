"""Pieces that the charts share: panels placed in points, names of rows, looks of actors, ends of axes."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from helpers.style import PaperFigure, Style, text_size

# Distance between rows of a chart in points: a line of 7 pt text with room to breathe.
PITCH = 10.0


def partners_in(nodes: pd.DataFrame) -> list[str]:
    """List the partners: states that the nodes table says are no member of the group."""
    if "standing" not in nodes.columns:
        return []
    return sorted(nodes.loc[nodes["standing"] == "partner", "actor_id"])


def define_partner(nodes: pd.DataFrame, style: Style) -> str:
    """Say in a sentence who is called a partner, with the name of the group where the table has it.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> nodes = pd.DataFrame({"actor_id": ["EU"], "name_en": ["European Union"], "standing": ["group"]})
    >>> define_partner(nodes, read_style())
    'Partners are states that are no member of the European Union.'
    """
    group = nodes[nodes["standing"] == "group"] if "standing" in nodes.columns else nodes.iloc[:0]
    named = style.names(group)
    return style.word("partner.defined", group=style.listed(list(named.values())) or style.word("partner.group"))


def panel(figure: PaperFigure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Add axes at a place given in points."""
    full_width, full_height = figure.get_size_inches() * 72
    with figure.style.context():
        return figure.add_axes((left / full_width, bottom / full_height, width / full_width, height / full_height))


def mark(style: Style, actor: str, focus: tuple[str, ...]) -> dict:
    """Return colour and marker of an actor: its own in focus, else grey."""
    key = str(focus.index(actor) + 1) if actor in focus else "other"
    return {"color": style.look("focus", key, "colour"), "marker": style.look("focus", key, "marker")}


def row_label(axes: Axes, y: float, name: str, style: Style, actor: str = "", focus: tuple[str, ...] = ()) -> None:
    """Write a row's name left of the axes, at height y in data units."""
    axes.annotate(
        name,
        (0, y),
        xycoords=("axes fraction", "data"),
        xytext=(-5, 0),
        textcoords="offset points",
        ha="right",
        va="center_baseline",
        fontweight="bold" if actor in focus else "normal",
        color=mark(style, actor, focus)["color"] if actor in focus else "#222222",
        annotation_clip=False,
    )


def capital(text: str) -> str:
    """Begin with a capital, for a title.

    Examples
    --------
    >>> capital("harmonic closeness")
    'Harmonic closeness'
    """
    return text[:1].upper() + text[1:]


def nice_top(value: float) -> float:
    """Round up to 1, 2, 3, 4, 6 or 8 times a power of ten, for the end of an axis that half of it divides well.

    Examples
    --------
    >>> nice_top(0.23), nice_top(37), nice_top(0)
    (0.3, 40.0, 1.0)
    """
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(round(step * power, 12) for step in (1, 2, 3, 4, 6, 8, 10) if step * power >= value * 0.9999)


def names_width(style: Style, names: list[str], bold: list[bool] | None = None) -> float:
    """Return the width in points that a column of names needs."""
    bold = bold or [False] * len(names)
    with style.context():
        probe = PaperFigure(style, "one", 20)
        return max(
            text_size(probe, name, fontweight="bold" if heavy else "normal")[0]
            for name, heavy in zip(names, bold, strict=True)
        )
