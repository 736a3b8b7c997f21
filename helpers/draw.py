"""Drawing pieces that several figures share: ties as lines, actors as nodes, names beside them, legends.

All work on the axes of `helpers.style.page`, whose unit is the printed point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from helpers.layout import place_labels
from helpers.style import Style, text_size
from helpers.tables import DIRECTED_TYPES

# How far names keep from each other and from nodes, in points.
HALO = 1.2


def strands(edges: pd.DataFrame, weight: str = "statements") -> pd.DataFrame:
    """Reduce the network's edges to the lines of a picture: one a pair and type, status and change summed over.

    Parameters
    ----------
    edges : pandas.DataFrame
        source, target, type, status and the weight; negated ties are left out.
    weight : str
        Column that is summed: statements or documents.

    Returns
    -------
    pandas.DataFrame
        source, target, type, weight, actual, prospective (the weight by status), sorted; ends of undirected types
        in alphabetical order.
    """
    kept = edges[(edges["status"] != "negated") & (edges["source"] != edges["target"])].copy()
    kept[weight] = kept[weight].astype(float)
    swap = ~kept["type"].isin(DIRECTED_TYPES) & (kept["source"] > kept["target"])
    kept.loc[swap, ["source", "target"]] = kept.loc[swap, ["target", "source"]].to_numpy()
    table = kept.pivot_table(
        index=["source", "target", "type"], columns="status", values=weight, aggfunc="sum", fill_value=0.0
    )
    table = table.reindex(columns=["actual", "prospective"], fill_value=0.0).reset_index().rename_axis(columns=None)
    table.insert(3, "weight", table["actual"] + table["prospective"])
    return table.sort_values(["source", "target", "type"], ignore_index=True)


def strengths(lines: pd.DataFrame) -> pd.Series:
    """Sum the weights of each actor's lines, the strongest first."""
    ends = pd.concat([lines.set_index("source")["weight"], lines.set_index("target")["weight"]])
    total = ends.groupby(level=0).sum().rename_axis("actor_id").rename("strength")
    return (
        total.reset_index()
        .sort_values(["strength", "actor_id"], ascending=[False, True])
        .set_index("actor_id")["strength"]
    )


def line_width(weight: float) -> float:
    """Give the printed width of a tie in points; its square grows with the weight, so that one line stays visible."""
    return 0.75 * float(weight) ** 0.5


@dataclass(frozen=True)
class Strand:
    """One line between two nodes as drawn: where it runs, in points, and how."""

    start: np.ndarray
    end: np.ndarray
    width: float
    type: str
    arrow: bool
    open: bool


def bundle(lines: pd.DataFrame, places: dict, radii: dict, style: Style) -> list[Strand]:
    """Run the lines of each pair side by side, from the rim of one node to that of the other."""
    order = {key: i for i, key in enumerate(style.keys("type"))}
    drawn = []
    pairs = lines.assign(
        low=lines[["source", "target"]].min(axis=1),
        high=lines[["source", "target"]].max(axis=1),
        order=lines["type"].map(order).fillna(len(order)),
    ).sort_values(["low", "high", "order", "source"], kind="stable")
    for (low, high), group in pairs.groupby(["low", "high"], sort=True):
        along = places[high] - places[low]
        distance = float(np.hypot(*along)) or 1.0
        along = along / distance
        across = np.array([-along[1], along[0]])
        widths = [line_width(weight) for weight in group["weight"]]
        gap = 1.1
        at = -(sum(widths) + gap * (len(widths) - 1)) / 2
        for row, width in zip(group.itertuples(), widths, strict=True):
            offset = at + width / 2
            at += width + gap
            rims = [max(radii[actor] ** 2 - offset**2, 0) ** 0.5 for actor in (low, high)]
            ends = [places[low] + across * offset + along * rims[0], places[high] + across * offset - along * rims[1]]
            if row.source == high:
                ends.reverse()
            drawn.append(
                Strand(*ends, width, row.type, row.type in DIRECTED_TYPES, row.actual == 0 and row.prospective > 0)
            )
    return drawn


def draw_strands(axes: Axes, drawn: list[Strand], style: Style, zorder: float = 1) -> None:
    """Draw lines with colour and style of their type, arrowheads, and an open circle where only prospective."""
    for strand in drawn:
        colour = style.look("type", strand.type, "colour")
        along = strand.end - strand.start
        length = float(np.hypot(*along)) or 1.0
        along = along / length
        head = min(2.2 + 1.3 * strand.width, length / 2) if strand.arrow else 0.0
        stop = strand.end - along * head * 0.9
        axes.add_line(
            Line2D(
                [strand.start[0], stop[0]],
                [strand.start[1], stop[1]],
                color=colour,
                linewidth=strand.width,
                linestyle=style.dashes("type", strand.type),
                zorder=zorder,
            )
        )
        if strand.arrow:
            across = np.array([-along[1], along[0]]) * head * 0.42
            base = strand.end - along * head
            axes.add_patch(
                Polygon(
                    [strand.end, base + across, base - across], closed=True, color=colour, lw=0, zorder=zorder + 0.1
                )
            )
        if strand.open:
            middle = (strand.start + strand.end) / 2
            axes.plot(*middle, "o", ms=2.6 + strand.width / 2, mfc="white", mec=colour, mew=0.7, zorder=zorder + 0.2)


def draw_nodes(
    axes: Axes, places: dict, radii: dict, kinds: dict, style: Style, focus=(), faces=None, prefix="", faint=()
) -> None:
    """Draw nodes with the marker of their kind, those in focus filled, faint ones small and grey."""
    for actor, place in places.items():
        kind = kinds.get(actor, "state")
        face = (faces or {}).get(actor, style.look("kind", kind, "colour"))
        if actor in focus and actor not in faint:
            face = style.look("focus", str(focus.index(actor) + 1), "colour")
        marker = style.look("kind", kind, "marker")
        size = 2 * radii[actor] * {"s": 0.89, "D": 0.75, "^": 1.0}.get(marker, 1.0)
        rim = "#BBBBBB" if actor in faint else "#333333"
        axes.plot(*place, marker, ms=size, mfc=face, mec=rim, mew=0.6, zorder=3, gid=f"node-{prefix}{actor}")


def draw_labels(
    axes: Axes,
    places: dict,
    radii: dict,
    names: dict,
    drawn: list[Strand],
    style: Style,
    focus=(),
    box: tuple[float, float, float, float] | None = None,
    prefix: str = "",
    faint=(),
    middle: np.ndarray | None = None,
    hidden=(),
    longest: int = 17,
    near: bool = False,
) -> list[str]:
    """Write names beside nodes, over no node and no other name.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        From `helpers.style.page`.
    places, radii, names : dict
        Of the actors, in points.
    drawn : list of Strand
        Lines that names keep off where they can.
    style : Style
        House style.
    focus : tuple of str
        Actors whose names are bold and coloured.
    box : tuple of float or None
        left, bottom, right, top that names stay in; without it the page.
    prefix : str
        Put before the ids of the texts, where a figure has several panels.
    faint : list of str
        Actors whose names are grey.
    middle : numpy.ndarray or None
        A point from which names should point away, where nodes stand in a ring around it.
    hidden : set of str
        Actors whose names keep their room and are not written.
    longest : int
        Longer names are broken into two lines.
    near : bool
        Leave a name out rather than move it off its node.

    Returns
    -------
    list of str
        Actors for whose names there was no room.
    """
    figure = axes.figure
    actors = [actor for actor in places if names.get(actor, actor)]
    if not actors:
        return []
    weight = {actor: "bold" if actor in focus else "normal" for actor in actors}
    text = {actor: wrap(names.get(actor, actor), longest) for actor in actors}
    sizes = np.array([text_size(figure, text[actor], fontweight=weight[actor], linespacing=1.02) for actor in actors])
    steps = [
        strand.start + (strand.end - strand.start) * t
        for strand in drawn
        for t in np.linspace(0, 1, max(2, int(np.hypot(*(strand.end - strand.start)) / 4)))
    ]
    nodes = [*actors, *[actor for actor in places if actor not in set(actors)]]
    middles, clear = place_labels(
        np.array([places[actor] for actor in nodes]),
        np.array([radii[actor] for actor in nodes]),
        sizes + HALO,
        np.array(steps).reshape(-1, 2),
        box or (axes.get_xlim()[0], axes.get_ylim()[0], axes.get_xlim()[1], axes.get_ylim()[1]),
        away=middle,
        near=near,
    )
    for actor, place, free, size in zip(actors, middles, clear, sizes, strict=True):
        if not free or actor in hidden:
            continue
        colour = "#8C8C8C" if actor in faint else "#222222"
        if actor in focus and actor not in faint:
            colour = style.look("focus", str(focus.index(actor) + 1), "colour")
        axes.text(
            *place,
            text[actor],
            ha="center",
            va="center",
            fontweight=weight[actor],
            linespacing=1.02,
            color=colour,
            zorder=5,
            gid=f"label-{prefix}{actor}",
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.3},
        )
        # a name that had to move off its node is led back to it
        edge = np.clip(places[actor], place - size / 2, place + size / 2)
        away = places[actor] - edge
        if np.hypot(*away) > radii[actor] + 7:
            rim = places[actor] - away / np.hypot(*away) * radii[actor]
            axes.plot([edge[0], rim[0]], [edge[1], rim[1]], color="#444444", lw=0.5, zorder=2.5)
    return [actor for actor, free in zip(actors, clear, strict=True) if not free]


def wrap(name: str, longest: int = 17) -> str:
    r"""Break a long name into two or three lines of like length.

    Examples
    --------
    >>> wrap("European Union")
    'European Union'
    >>> wrap("Coalition of the Willing")
    'Coalition of\nthe Willing'
    """
    words = name.split(" ")
    count = min(-(-len(name) // longest), len(words), 3)
    cuts = combinations(range(1, len(words)), max(count - 1, 0))
    ways = [[" ".join(words[start:end]) for start, end in pairwise((0, *cut, len(words)))] for cut in cuts]
    # the way whose longest line is shortest; of equal ones the most even
    best = min(ways, key=lambda lines: (max(map(len, lines)), sum(len(line) ** 2 for line in lines)))
    return "\n".join(best)


def fold(name: str, width: float, figure: Figure, **settings) -> list[str]:
    """Break a name at its spaces, dashes and underscores into lines that fit a width in points."""
    lines = [""]
    for part in re.findall(r"[^\s_-]+[\s_-]*|[\s_-]+", name):
        if lines[-1] and text_size(figure, (lines[-1] + part).rstrip(" _"), **settings)[0] > width:
            lines.append(part)
        else:
            lines[-1] += part
    return [line.rstrip(" _") for line in lines]


def legend_row(axes: Axes, x: float, y: float, right: float, title: str, items: list) -> float:
    """Write a row of a legend from the left, breaking it where it would pass the right; returns where it ended.

    An item is a label and a function that draws its sign on axes from x to x + 16 at height y, or None for no sign.
    """
    figure = axes.figure
    start = x
    if title:
        axes.text(x, y, title, va="center_baseline", fontweight="bold")
        x += text_size(figure, title, fontweight="bold")[0] + 8
        start = x
    for label, sign in items:
        room = 19 if sign else 0
        width = room + text_size(figure, label)[0]
        if x + width > right and x > start:
            x, y = start, y - 10.5
        if sign:
            sign(axes, x, y)
        axes.text(x + room, y, label, va="center_baseline")
        x += width + 9
    return y
