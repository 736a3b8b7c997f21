"""Pieces that the charts share: panels placed in points, names of rows, looks of actors, ends of axes."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.draw import fold
from helpers.style import PaperFigure, Style, text_size

# Distance between rows of a chart in points: a line of 7 pt text with room to breathe.
PITCH = 10.0
# Distance between lines of one head.
LINE = 8.6
# Centralities are measured in networks of at least so many actors.
LEAST = 3


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
    names = style.names(nodes)
    here = list(nodes.loc[nodes["standing"] == "group", "actor_id"]) if "standing" in nodes.columns else []
    groups = [group for group in here or [style.group] if group in names]
    called = [style.words.get(f"the.{group}") or style.word("the", name=names[group]) for group in groups]
    return style.word("partner.defined", group=style.listed(called) or style.word("partner.group"))


def why_unranked(nodes: pd.DataFrame, style: Style) -> str:
    """Say why no partner has a centrality: there is no network, it is too small to compare in, or it has no partner.

    Parameters
    ----------
    nodes : pandas.DataFrame
        The network's nodes, with `standing`.
    style : Style
        House style, which sets the language.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> nodes = pd.DataFrame({"actor_id": ["GBR", "NOR"], "standing": "partner"})
    >>> why_unranked(nodes, read_style())
    'this network has 2 actors with a tie and centrality compares at least three'
    """
    if nodes.empty:
        return style.word("because.no_tie")
    if not partners_in(nodes):
        return style.word("because.no_partner")
    if len(nodes) < LEAST:
        return style.word("because.too_small", actors=style.counted(len(nodes), "actor"))
    return style.word("because.not_measured")


def letter(place: int) -> str:
    """Letter a panel, so that a paper can refer to it.

    Examples
    --------
    >>> letter(1)
    '(b) '
    """
    return f"({chr(ord('a') + place)}) " if place < 26 else ""


def split_id(doc_id: str, width: float, figure: Figure) -> list[str]:
    """Break the id of a document, which is often a date and a name, into lines: after its first underscore first."""
    return [line for part in doc_id.split("_", 1) for line in fold(part, width, figure)]


def column_head(axes: Axes, x: float, bottom: float, lines: list[str], **settings) -> None:
    """Write a head of some lines over a column, line by line, so that heads side by side stand on one height."""
    for place, line in enumerate(reversed(lines)):
        axes.text(x, bottom + place * LINE, line, ha="center", va="baseline", **settings)


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
