"""Step 8a: pictures of the network itself: the whole of it, two ego networks side by side, and how it grew.

Needs the tables of nodes and edges. Makes figures; `helpers.figures` names them all.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from helpers.charts import letter
from helpers.draw import (
    Strand,
    bundle,
    draw_labels,
    draw_nodes,
    draw_strands,
    legend_row,
    line_width,
    strands,
    strengths,
)
from helpers.layout import fit, lay_out
from helpers.style import POINTS, PaperFigure, Style, empty_figure, millimetres, page
from helpers.tables import DIRECTED_TYPES

# Types whose arrowhead a caption explains.
POINTED = ("support", "membership", "conflict")
# How many panels the growing network is shown in at most.
MOST_STEPS = 9
# An id as short as this may stand for a name in a small panel.
SHORT = 5


def draw_network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    style: Style,
    layout: pd.DataFrame | None = None,
    focus: tuple[str, ...] = (),
    width: str | float = "two",
    weight: str = "statements",
    most: int | None = None,
) -> PaperFigure:
    """Draw the network with types of tie told apart and weights as line widths.

    Parameters
    ----------
    nodes : pandas.DataFrame
        actor_id, kind, name_en, name_nl.
    edges : pandas.DataFrame
        source, target, type, status, statements, documents.
    style : Style
        House style, which also sets the language.
    layout : pandas.DataFrame or None
        actor_id, x, y; without it one is made.
    focus : tuple of str
        Actors to bring out, at most two.
    width : str or float
        "one" or "two" columns, or millimetres.
    weight : str
        What a line's width tells: statements or documents.
    most : int or None
        How many actors to draw at most, the strongest; without it as many as the width has room for.

    Returns
    -------
    PaperFigure
        Its numbers are the lines: source, target, type, weight, actual, prospective.
    """
    lines = strands(edges, weight)
    if lines.empty:
        return empty_figure(style, style.word("network.none", reason=style.word("because.no_tie")), width)
    strength = strengths(lines)
    span = millimetres(width)
    most = most or round(span / 3.0 if span > 120 else span / 4.0)
    actors = list(strength.index[:most])
    actors += [actor for actor in focus if actor in strength.index[most:]]
    lines = lines[lines["source"].isin(actors) & lines["target"].isin(actors)].reset_index(drop=True)
    layout = lay_out(nx.Graph(list(zip(lines["source"], lines["target"], strict=True))), previous=layout)

    height = span * (0.80 if span > 120 else 1.25)
    figure, axes = page(style, span, height)
    right, top = span * POINTS, height * POINTS
    with style.context():
        key = network_key(axes, lines, nodes, actors, style, weight, right)
        # names stand beside the outermost nodes
        margin = 56 if span > 120 else 30
        places = fit(layout, actors, (margin, key + 16, right - margin, top - 14))
        largest = 9.0 if span > 120 else 7.0
        radii = {a: 2.4 + (largest - 2.4) * (strength[a] / strength.iloc[0]) ** 0.5 for a in actors}
        drawn = bundle(lines, places, radii, style)
        draw_strands(axes, drawn, style)
        kinds = dict(zip(nodes["actor_id"], nodes["kind"], strict=True))
        draw_nodes(axes, places, radii, kinds, style, focus)
        unnamed = draw_labels(
            axes,
            places,
            radii,
            style.names(nodes),
            drawn,
            style,
            focus,
            (2, key + 6, right - 2, top - 2),
            longest=17 if span > 120 else 13,
        )
    hidden = len(strength) - len(actors)
    names = style.names(nodes)
    return figure.describe(
        style.word(
            "network.caption",
            actors=style.counted(len(actors), "actor"),
            ties=style.counted(len(lines), "tie"),
            unit=style.word(weight),
            lines=explain_lines(lines, style, weight),
            left_out=style.word("left_out", actors=style.counted(hidden, "actor"), unit=style.word(weight))
            if hidden
            else "",
            unnamed=style.word("unnamed", actors=style.counted(len(unnamed), "actor")) if unnamed else "",
            source=sources(edges, style),
        ),
        style.word(
            "network.alternative",
            actors=style.counted(len(actors), "actor"),
            ties=style.counted(len(lines), "tie"),
            top=style.listed([names.get(actor, actor) for actor in actors[:3]]),
            focus=" ".join(partners_of(actor, lines, names, style) for actor in focus),
        ),
        lines,
    )


def explain_lines(lines: pd.DataFrame, style: Style, weight: str) -> str:
    """Say in a sentence what the lines tell: of arrowheads and open circles only where there are some.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> lines = pd.DataFrame({"type": ["support", "agreement"], "weight": [2.0, 1], "actual": [2, 1], "prospective": 0})
    >>> print(explain_lines(lines, read_style(), "statements"))
    Colour and style of a line tell the type of tie, its width the number of statements (at most 2), an arrowhead who \
receives support.
    """
    pointed = style.listed([style.word(f"arrow.{key}") for key in style.order("type", lines["type"]) if key in POINTED])
    parts = [style.word("lines.width", unit=style.word(weight), most=float(lines["weight"].max()))]
    parts += [style.word("lines.arrow", who=pointed)] * bool(pointed)
    parts += [style.word("lines.open")] * bool(((lines["actual"] == 0) & (lines["prospective"] > 0)).any())
    return f"{', '.join(parts)}."


def sources(edges: pd.DataFrame, style: Style) -> str:
    """Say how many documents the edges rest on and from which years, as far as the table tells."""
    if "doc_ids" in edges.columns:
        count = len({doc_id for cell in edges["doc_ids"] for doc_id in str(cell).split(" | ") if doc_id})
        text = style.word("sources", documents=style.counted(count, "document"))
    else:
        text = ""
    years = sorted({str(day)[:4] for column in ("first", "last") if column in edges for day in edges[column] if day})
    if text and years:
        text += f" ({years[0]})" if len(years) == 1 else f" ({years[0]}–{years[-1]})"
    return f"{text}." if text else ""


def partners_of(actor: str, lines: pd.DataFrame, names: dict, style: Style) -> str:
    """Say in a sentence with whom an actor has ties, the strongest first."""
    mine = lines[(lines["source"] == actor) | (lines["target"] == actor)]
    name = names.get(actor, actor)
    if mine.empty:
        return style.word("network.no_focus", name=name)
    others = mine["source"].where(mine["target"] == actor, mine["target"])
    order = mine["weight"].groupby(others).sum().rename_axis("actor_id").reset_index()
    order = order.sort_values(["weight", "actor_id"], ascending=[False, True])["actor_id"]
    return style.word(
        "network.focus",
        name=name,
        ties=style.counted(len(mine), "tie"),
        others=style.listed([names.get(other, other) for other in order]),
    )


def network_key(axes, lines, nodes, actors, style, weight, right, egos: bool = False) -> float:
    """Write the legend along the lower edge, for ego networks with a row on shared ties; returns its height."""
    types = style.order("type", lines["type"])
    kinds = [key for key in style.keys("kind") if key in set(nodes.loc[nodes["actor_id"].isin(actors), "kind"])]

    def line_sign(key):
        def sign(axes, x, y):
            strand = Strand(np.array([x, y]), np.array([x + 16, y]), 1.4, key, key in DIRECTED_TYPES, False)
            draw_strands(axes, [strand], style)

        return sign

    def kind_sign(key):
        faces = {key: "white"} if egos else None
        return lambda axes, x, y: draw_nodes(
            axes, {key: np.array([x + 11, y])}, {key: 3.2}, {key: key}, style, faces=faces, prefix="key-"
        )

    def shared_sign(radius, colours):
        def sign(axes, x, y):
            for step, colour in enumerate(colours):
                rim = "#333333" if radius > 2 else "#BBBBBB"
                axes.plot(x + 11 - 9 * step, y, "o", ms=2 * radius, mfc=colour, mec=rim, mew=0.6)

        return sign

    def width_sign(value):
        return lambda axes, x, y: axes.plot([x, x + 16], [y, y], color="#555555", lw=line_width(value))

    def open_sign(axes, x, y):
        axes.plot([x, x + 16], [y, y], color="#555555", lw=1)
        axes.plot(x + 8, y, "o", ms=3.1, mfc="white", mec="#555555", mew=0.7)

    peak = lines["weight"].max()
    steps = sorted({1, round(peak / 3), round(peak)} - {0})
    widths = [(f"{step:g}", width_sign(step)) for step in steps]
    if ((lines["actual"] == 0) & (lines["prospective"] > 0)).any():
        widths.append((style.word("legend.prospective"), open_sign))
    rows = [
        (style.word("legend.type"), [(style.label("type", key), line_sign(key)) for key in types]),
        (style.word("legend.kind"), [(style.label("kind", key), kind_sign(key)) for key in kinds]),
        (style.word("legend.width", unit=style.word(weight)), widths),
    ]
    if egos:
        tints = [_tint(style.look("focus", key, "colour")) for key in ("2", "1")]
        signs = [("both", 3.2, ["white"]), ("this", 3.2, tints), ("other", 1.6, ["#E8E8E8"])]
        rows.insert(
            2,
            (
                style.word("legend.shared"),
                [(style.word(f"shared.{key}"), shared_sign(radius, colours)) for key, radius, colours in signs],
            ),
        )
    # write once to learn the height, then move everything up to stand on the lower edge
    before = set(axes.get_children())
    y = 0.0
    for title, items in rows:
        y = legend_row(axes, 6, y - 11, right - 4, title, items)
    lift = 8 - y
    for artist in [child for child in axes.get_children() if child not in before]:
        if isinstance(artist, Polygon):
            artist.set_xy(artist.get_xy() + np.array([0, lift]))
        elif isinstance(artist, Line2D):
            artist.set_ydata(np.asarray(artist.get_ydata()) + lift)
        else:
            artist.set_y(artist.get_position()[1] + lift)
    return lift - 4


def draw_egos(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    style: Style,
    egos: tuple[str, str],
    width: str | float = "two",
    weight: str = "statements",
    most: int = 28,
) -> PaperFigure:
    """Draw two actors' ego networks side by side on one layout, marking who is tied to both and who to one.

    Every actor tied to either stands at the same place in both panels: first those tied to both, then those tied to
    one, each by kind. Ties among them are drawn thin and grey.

    Parameters
    ----------
    nodes, edges : pandas.DataFrame
        As for `draw_network`.
    style : Style
        House style, which also sets the language.
    egos : tuple of str
        The two actors.
    width : str or float
        "one" (panels below each other) or "two" columns, or millimetres.
    weight : str
        What a line's width tells: statements or documents.
    most : int
        How many others to draw at most, those with the strongest ties.

    Returns
    -------
    PaperFigure
        Its numbers are the lines drawn: ego, source, target, type, weight, actual, prospective, shared (1 where the
        other ego is tied to that actor too); a grey line among others is a row with the pair alone.
    """
    lines = strands(edges, weight)
    names = style.names(nodes)
    # whom each is tied to besides the other
    around = {ego: _neighbours(lines, ego) - set(egos) for ego in egos}
    missing = [names.get(ego, ego) for ego in egos if not _neighbours(lines, ego)]
    if len(missing) == len(egos):
        reason = "because.no_tie" if lines.empty else "because.no_ego"
        named = style.listed([names.get(ego, ego) for ego in egos])
        return empty_figure(style, style.word("egos.none", reason=style.word(reason), egos=named), width)

    touching = lines[lines["source"].isin(egos) | lines["target"].isin(egos)]
    strength = strengths(touching).drop(list(egos), errors="ignore")
    others = list(strength.index[:most])
    shared = set.intersection(*around.values())
    kinds = dict(zip(nodes["actor_id"], nodes["kind"], strict=True))
    rank = {kind: i for i, kind in enumerate(("organisation", "body", "format", "programme", "state", "person"))}
    others.sort(key=lambda a: (a not in shared, a not in around[egos[0]], rank.get(kinds.get(a), 9), names.get(a, a)))

    span = millimetres(width)
    beside = span > 120
    size = (span / 2 if beside else span) * POINTS
    tall = size * (0.86 if beside else 0.84)
    shown = lines[lines["source"].isin([*egos, *others]) & lines["target"].isin([*egos, *others])]
    own = shown[shown["source"].isin(egos) | shown["target"].isin(egos)]
    direct = bool((own["source"].isin(egos) & own["target"].isin(egos)).any())
    key = _key_height(own, nodes, [*egos, *others], style, weight, span, True)
    figure, axes = page(style, span, (key + (tall if beside else 2 * tall)) / POINTS + 1)
    bottom = key + 2
    with style.context():
        network_key(axes, own, nodes, [*egos, *others], style, weight, span * POINTS, True)
        # where the two are tied to each other, each stands in the other's ring too, in the last place
        angles = np.pi / 2 - 2 * np.pi * (np.arange(len(others) + direct) + 0.5) / max(len(others) + direct, 1)
        radius = np.array([size / 2 - 58, tall / 2 - 34])
        lift = 0 if beside else tall
        for panel, ego in enumerate(egos):
            corner = np.array([panel * size, bottom]) if beside else np.array([0, bottom + (1 - panel) * lift])
            centre = corner + np.array([size / 2, tall / 2 - 10])
            places = {ego: centre} | {
                actor: (centre + radius * [np.cos(angle), np.sin(angle)])
                for actor, angle in zip([*others, *[e for e in egos if direct and e != ego]], angles, strict=True)
            }
            _draw_ego(axes, ego, egos, places, around, shared, shown, kinds, names, style, (corner, size, tall))
            title = letter(panel) + names.get(ego, ego)
            axes.text(*(corner + np.array([6, tall - 4])), title, fontweight="bold", va="top", gid=f"title-{ego}")
            text = style.word(
                "egos.counts",
                others=style.counted(len(around[ego]) + direct, "actor"),
                only=len(around[ego] - shared),
            )
            axes.text(*(corner + np.array([6, tall - 14])), text, va="top", gid=f"counts-{ego}")
    table = drawn_ties(shown, egos, around, shared)
    left_out = len(strength) - len(others)
    details = {
        "first": names.get(egos[0], egos[0]),
        "second": names.get(egos[1], egos[1]),
        "count_first": style.counted(len(around[egos[0]]), "actor"),
        "count_second": style.counted(len(around[egos[1]]), "actor"),
        "shared": style.listed([names.get(a, a) for a in others if a in shared]) or style.word("nobody"),
        "only_first": style.listed([names.get(a, a) for a in others if a in around[egos[0]] - shared])
        or style.word("nobody"),
        "only_second": style.listed([names.get(a, a) for a in others if a in around[egos[1]] - shared])
        or style.word("nobody"),
        "lines": explain_lines(own, style, weight),
        "left_out": style.word("left_out", actors=style.counted(left_out, "actor"), unit=style.word(weight))
        if left_out
        else "",
        "source": sources(edges, style),
    }
    return figure.describe(style.word("egos.caption", **details), style.word("egos.alternative", **details), table)


def drawn_ties(shown: pd.DataFrame, egos: tuple[str, str], around: dict, shared: set[str]) -> pd.DataFrame:
    """List the lines of both panels: first the ego's ties, then the pairs among those tied to it, without a weight."""
    parts = []
    for ego in egos:
        own = shown[(shown["source"] == ego) | (shown["target"] == ego)]
        other = own["source"].where(own["target"] == ego, own["target"])
        parts.append(own.assign(ego=ego, shared=other.isin(shared).astype(float)))
        here = around[ego] | set(other)
        among = shown[shown["source"].isin(here) & shown["target"].isin(here)]
        parts.append(pd.DataFrame(_pairs(among), columns=["source", "target"], dtype=object).assign(ego=ego, type=""))
    columns = ["ego", *shown.columns, "shared"]
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)[columns]
    return table.astype({"shared": "Int64"})


def _pairs(lines: pd.DataFrame) -> list[tuple[str, str]]:
    """List the pairs of actors that some lines join, each once."""
    return sorted({tuple(sorted(pair)) for pair in zip(lines["source"], lines["target"], strict=True)})


def _neighbours(lines: pd.DataFrame, actor: str) -> set[str]:
    """Return whoever has a tie with an actor."""
    return set(lines.loc[lines["source"] == actor, "target"]) | set(lines.loc[lines["target"] == actor, "source"])


def _key_height(lines, nodes, actors, style, weight, span, egos) -> float:
    """Return the height in points of the legend at a width, by writing it on a page that is thrown away."""
    _, axes = page(style, span, 100)
    with style.context():
        return network_key(axes, lines, nodes, actors, style, weight, span * POINTS, egos)


def _draw_ego(axes, ego, egos, places, around, shared, lines, kinds, names, style, frame) -> None:
    """Draw one panel: the ego in the middle, who is tied to it, and as faint marks who is tied to the other only."""
    corner, size, tall = frame
    focus = tuple(egos)
    here = around[ego] | (set(egos) & set(places) - {ego})
    ghosts = [actor for actor in places if actor != ego and actor not in here]
    radii = {actor: 7.0 if actor == ego else 3.6 if actor in here else 1.6 for actor in places}
    among = lines[lines["source"].isin(here & set(places)) & lines["target"].isin(here & set(places))]
    for one, other in _pairs(among):
        axes.add_line(Line2D(*zip(places[one], places[other], strict=True), color="#D9D9D9", linewidth=0.6, zorder=0.5))
    mine = lines[
        ((lines["source"] == ego) & lines["target"].isin(places))
        | ((lines["target"] == ego) & lines["source"].isin(places))
    ]
    drawn = bundle(mine, places, radii, style)
    draw_strands(axes, drawn, style)
    colour = style.look("focus", str(focus.index(ego) + 1), "colour")
    faces = {actor: "white" if actor in shared else _tint(colour) for actor in here}
    faces |= dict.fromkeys(ghosts, "#E8E8E8")
    draw_nodes(axes, places, radii, kinds, style, focus, faces, prefix=f"{ego}-", faint=ghosts)
    draw_labels(
        axes,
        places,
        radii,
        names,
        drawn,
        style,
        focus,
        (corner[0] + 2, corner[1] + 2, corner[0] + size - 2, corner[1] + tall - 25),
        prefix=f"{ego}-",
        faint=ghosts,
        middle=places[ego],
    )


def _tint(colour: str, share: float = 0.45) -> str:
    """Mix a colour with white."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)


def draw_growth(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    documents: pd.DataFrame,
    style: Style,
    layout: pd.DataFrame | None = None,
    focus: tuple[str, ...] = (),
    width: str | float = "two",
    most: int | None = None,
) -> PaperFigure:
    """Draw how the network grew, document date by document date, on one layout.

    Parameters
    ----------
    nodes : pandas.DataFrame
        actor_id, kind, name_en, name_nl.
    edges : pandas.DataFrame
        source, target, type, status, statements, first (date of the earliest document; without one a tie is left out).
    documents : pandas.DataFrame
        date: a panel for each, also where the document adds nothing.
    style : Style
        House style, which also sets the language.
    layout : pandas.DataFrame or None
        actor_id, x, y; without it one is made.
    focus : tuple of str
        Actors to bring out, at most two.
    width : str or float
        "one" or "two" columns, or millimetres.
    most : int or None
        How many of the actors with most ties to name besides those in focus; without it ten.

    Returns
    -------
    PaperFigure
        Its numbers are the lines, one a pair: source, target, first.
    """
    kept = edges[(edges["status"] != "negated") & (edges["source"] != edges["target"]) & (edges["first"] != "")]
    ends = kept[["source", "target"]]
    pairs = kept.assign(source=ends.min(axis=1), target=ends.max(axis=1))
    pairs = pairs.groupby(["source", "target"])["first"].min().reset_index()
    pairs = pairs.sort_values(["first", "source", "target"], ignore_index=True)
    dates = sorted(set(pairs["first"]) | set(documents["date"]) - {""})
    if len(dates) > MOST_STEPS:  # several dates to a panel; the last is always shown
        dates = [dates[round(i)] for i in np.linspace(0, len(dates) - 1, MOST_STEPS)]
    if pairs["first"].nunique() < 2:
        reason = "no_tie" if edges.empty else "no_date" if pairs.empty else "no_growth"
        return empty_figure(style, style.word("growth.none", reason=style.word(f"because.{reason}")), width)
    layout = lay_out(nx.Graph(list(zip(pairs["source"], pairs["target"], strict=True))), previous=layout)
    span = millimetres(width)
    across = min(len(dates), 3 if span > 120 else 2)
    down = -(-len(dates) // across)
    size = (span * POINTS - 8) / across
    tall = size * (0.92 if span > 120 else 1.2)
    actors = sorted(set(pairs["source"]) | set(pairs["target"]))
    degree = pd.concat([pairs["source"], pairs["target"]]).value_counts().to_dict()
    named = sorted(actors, key=lambda a: (-degree[a], a))[: 10 if most is None else most]
    named = [actor for actor in focus if actor in actors] + [actor for actor in named if actor not in focus]
    names, kinds = style.names(nodes), dict(zip(nodes["actor_id"], nodes["kind"], strict=True))
    # a small panel has room for the ids of many actors, or for the names of few; the legend spells the ids out
    marks = {actor: actor if len(actor) <= SHORT else names.get(actor, actor) for actor in named}
    spelt = [(f"{mark} {names[actor]}", actor) for actor, mark in marks.items() if names.get(actor, mark) != mark]
    shapes = [key for key in style.keys("kind") if key in {kinds.get(actor, "state") for actor in actors}]
    spare = len(dates) < across * down  # a panel's room that is free takes the legend
    left, right = (4 + (len(dates) % across) * size if spare else 8, span * POINTS - 4)
    with style.context():
        _, trial = page(style, span, 100)
        needed = 20 - growth_key(trial, style, spelt, focus, shapes, (left, 0, right))
        spare = spare and needed < tall - 10
        left = left if spare else 8
        foot = 6 if spare else 30 - growth_key(trial, style, spelt, focus, shapes, (left, 0, right))
    figure, axes = page(style, span, (down * tall + foot) / POINTS)
    seen: set[str] = set()
    steps = []
    with style.context():
        for i, date in enumerate(dates):
            corner = np.array([4 + (i % across) * size, foot - 2 + (down - 1 - i // across) * tall])
            box = (corner[0] + 10, corner[1] + 10, corner[0] + size - 12, corner[1] + tall - 26)
            everyone = fit(layout, actors, box)
            so_far = pairs[pairs["first"] <= date]
            new = so_far[so_far["first"] > (dates[i - 1] if i else "")]
            here = sorted(set(so_far["source"]) | set(so_far["target"]))
            added = [actor for actor in here if actor not in seen]
            seen |= set(here)
            for row in so_far.itertuples():
                draw_growth_line(axes, everyone[row.source], everyone[row.target], row.Index in new.index)
            radii = {a: 3.4 if a in focus else 1.6 + 0.35 * degree[a] ** 0.5 for a in actors}
            faces = {a: "#333333" if a in added else "white" for a in here}
            draw_nodes(axes, {a: everyone[a] for a in here}, radii, kinds, style, focus, faces, prefix=f"{i}-")
            # names keep off all actors, also those to come, so that they stand still from panel to panel
            order = sorted(actors, key=lambda a: (a not in focus, a not in named, a))
            unnamed = draw_labels(
                axes,
                {a: everyone[a] for a in order},
                radii,
                {a: marks.get(a, "") for a in order},
                [],
                style,
                focus,
                (box[0] - 8, box[1] - 8, box[2] + 10, box[3] + 6),
                prefix=f"{i}-",
                hidden=set(actors) - set(here),
                longest=10,
                near=True,
            )
            counts = {"actors": style.counted(len(here), "actor"), "pairs": style.counted(len(so_far), "pair")}
            title = letter(i) + style.word("growth.title", date=date)
            axes.text(*(corner + np.array([4, tall - 5])), title, fontweight="bold", va="top", gid=f"title-{i}")
            text = style.word("growth.counts", new_actors=len(added), new_pairs=len(new), **counts)
            axes.text(*(corner + np.array([4, tall - 15])), text, va="top", gid=f"counts-{i}")
            steps.append(style.word("growth.step", date=date, **counts))
        # names stand at the same places in all panels, so that the last one tells for whom there was no room
        told = [who for who in spelt if who[1] in focus or who[1] not in unnamed]
        growth_key(axes, style, told, focus, shapes, (left, foot + (tall - 12 if spare else -11), right))
    undated = int((edges["first"] == "").sum())
    details = {
        "first": dates[0],
        "last": dates[-1],
        "undated": style.word("growth.undated", ties=style.counted(undated, "tie")) if undated else "",
        "steps": "; ".join(steps),
        "source": sources(edges, style),
    }
    return figure.describe(style.word("growth.caption", **details), style.word("growth.alternative", **details), pairs)


def draw_growth_line(axes, one, other, new: bool) -> None:
    """Draw a tie of a pair: dark where new, else grey."""
    colour, width = ("#333333", 0.9) if new else ("#C9C9C9", 0.6)
    axes.add_line(Line2D(*zip(one, other, strict=True), color=colour, linewidth=width, zorder=1 if new else 0.5))


def growth_key(axes, style: Style, named: list[tuple[str, str]], focus: tuple[str, ...], shapes, place) -> float:
    """Write the legend of what is new, of kinds and of who is who, from the left at a height; returns its end."""
    left, top, right = place

    def sign(face, new):
        def draw(axes, x, y):
            draw_growth_line(axes, (x + 1, y), (x + 13, y), new)
            axes.plot([x + 1, x + 13], [y, y], "o", ms=4, mfc=face, mec="#333333", mew=0.6, ls="none")

        return draw

    def dot(actor):
        colour = style.look("focus", str(focus.index(actor) + 1), "colour")
        return lambda axes, x, y: axes.plot(x + 10, y, "o", ms=6.8, mfc=colour, mec="#333333", mew=0.6)

    def shape(kind):
        return lambda axes, x, y: draw_nodes(
            axes, {kind: np.array([x + 10, y])}, {kind: 2.6}, {kind: kind}, style, faces={kind: "white"}, prefix="key-"
        )

    rows = [
        [(style.word("growth.new"), sign("#333333", True)), (style.word("growth.old"), sign("white", False))],
        [(style.label("kind", kind), shape(kind)) for kind in shapes],
        [(name, dot(actor)) for name, actor in named if actor in focus],
        [(name, None) for name, actor in named if actor not in focus],
    ]
    for row in rows:
        top = legend_row(axes, left, top, right, "", row) - 11 if row else top
    return top + 11
