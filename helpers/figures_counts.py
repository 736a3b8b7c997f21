"""Step 8c: charts that count: partners by type of tie, coders against a reference, actors by documents.

Needs the tables of nodes, edges, agreement, mentions and ties. Makes figures; `helpers.figures` names them all.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from helpers.captions import name_coder
from helpers.charts import (
    LINE,
    PITCH,
    capital,
    column_head,
    define_partner,
    letter,
    mark,
    names_width,
    panel,
    partners_in,
    row_label,
    split_id,
)
from helpers.consensus import CODER as CONSENSUS
from helpers.draw import legend_row, wrap
from helpers.figures_network import sources
from helpers.style import POINTS, PaperFigure, Style, empty_figure, millimetres, page, text_size
from helpers.tables import STATUSES


def count_by_type(edges: pd.DataFrame, actors: list[str], weight: str = "statements") -> pd.DataFrame:
    """Count the tie statements of some actors by type and status.

    Parameters
    ----------
    edges : pandas.DataFrame
        source, target, type, status and the weight.
    actors : list of str
        Whose; a statement between two of them counts for both.
    weight : str
        Column that is summed: statements or documents.

    Returns
    -------
    pandas.DataFrame
        actor_id, type, actual, prospective, negated.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["EU"], "target": ["NOR"], "type": ["agreement"], "status": ["actual"]})
    >>> count_by_type(edges.assign(statements=2), ["NOR"]).values.tolist()
    [['NOR', 'agreement', 2, 0, 0]]
    """
    ends = pd.concat([edges.assign(actor_id=edges[end]) for end in ("source", "target")])
    ends = ends[ends["actor_id"].isin(actors)]
    table = ends.pivot_table(
        index=["actor_id", "type"], columns="status", values=weight, aggfunc="sum", fill_value=0
    ).reindex(columns=list(STATUSES), fill_value=0)
    return table.astype(int).reset_index().rename_axis(columns=None)


def draw_tie_types(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    style: Style,
    partners: list[str] | None = None,
    focus: tuple[str, ...] = (),
    width: str | float = "two",
    weight: str = "statements",
    most: int = 20,
) -> PaperFigure:
    """Draw by which types of tie each partner is tied in, what is and what is planned or denied apart by hatching.

    Parameters
    ----------
    nodes : pandas.DataFrame
        actor_id, name_en, name_nl, standing.
    edges : pandas.DataFrame
        source, target, type, status, statements, documents: of all statuses and types that are to be shown.
    style : Style
        House style, which also sets the language.
    partners : list of str or None
        Which actors; without it all whose standing is partner.
    focus : tuple of str
        Actors to bring out, at most two.
    width : str or float
        "one" or "two" columns, or millimetres.
    weight : str
        What is counted: statements or documents.
    most : int
        How many partners to draw at most, those with most.

    Returns
    -------
    PaperFigure
        Its numbers: actor_id, type, actual, prospective, negated.
    """
    partners = partners_in(nodes) if partners is None else partners
    table = count_by_type(edges, partners, weight)
    if table.empty:
        reason = style.word("because.no_tie" if edges.empty else "because.no_partner")
        return empty_figure(style, style.word("tie_types.none", reason=reason), width)
    table["total"] = table[list(STATUSES)].sum(axis=1)
    total = table.groupby("actor_id")["total"].sum().rename("all").reset_index()
    order = list(total.sort_values(["all", "actor_id"], ascending=[False, True])["actor_id"])
    hidden = max(len(order) - most - sum(actor in order[most:] for actor in focus), 0)
    order = order[:most] + [actor for actor in focus if actor in order[most:]]
    types = style.order("type", table["type"])
    table = table[table["actor_id"].isin(order)].assign(
        _a=lambda t: t["actor_id"].map(order.index), _t=lambda t: t["type"].map(types.index)
    )
    table = table.sort_values(["_a", "_t"]).drop(columns=["_a", "_t", "total"]).reset_index(drop=True)
    names = style.names(nodes)
    figure = _bars(table, types, order, names, style, focus, width)
    described = []
    for actor in focus:
        mine = table[table["actor_id"] == actor]
        if not mine.empty:
            parts = [
                style.word(
                    "tie_types.part", type=style.label("type", row.type), actual=row.actual, all=int(sum(row[3:]))
                )
                for row in mine.itertuples()
            ]
            described.append(style.word("tie_types.actor", name=names.get(actor, actor), parts=style.listed(parts)))
    total = table.set_index("actor_id")[list(STATUSES)].sum(axis=1).groupby(level=0).sum().loc[order[:3]].astype(int)
    friendly = set(table.loc[table["type"] != "conflict", "actor_id"])
    hostile = [names.get(actor, actor) for actor in order if actor not in friendly]
    details = {
        "partners": style.counted(len(order), "partner"),
        "partner": define_partner(nodes, style),
        "unit": style.word(weight),
        "top": style.listed([f"{names.get(actor, actor)} ({count})" for actor, count in total.items()]),
        "statuses": " ".join(style.word(f"status.{status}") for status in STATUSES if table[status].sum()),
        "hostile": style.word("tie_types.hostile", names=style.listed(hostile)) if hostile else "",
        "left_out": style.word("tie_types.left_out", partners=style.counted(hidden, "partner")) if hidden else "",
        "described": " ".join(described),
        "source": sources(edges, style),
    }
    return figure.describe(
        style.word("tie_types.caption", **details), style.word("tie_types.alternative", **details), table
    )


def _bars(table, types, order, names, style, focus, width) -> PaperFigure:
    """Draw a column a type and a row an actor; bars begin solid and go on hatched, the sum stands at their end."""
    span = millimetres(width)
    roomy = span > 120
    labels = [names.get(actor, actor) for actor in order]
    left = 12 + names_width(style, labels, [actor in focus for actor in order])
    heads = {key: capital(style.label("type", key)) for key in types}
    if roomy:
        heads = {key: wrap(head, 11) for key, head in heads.items()}
    settings = {"fontweight": "bold", "linespacing": 1.0, "rotation": 0 if roomy else 90}
    sums = table.assign(total=table[list(STATUSES)].sum(axis=1)).groupby("type")["total"].max()
    # a narrow figure breaks the types into two blocks, one below the other
    half = (len(types) + 1) // 2
    blocks = [types] if roomy else [block for block in (types[:half], types[half:]) if block]
    high = PITCH * len(order)
    with style.context():
        probe, _ = page(style, span, 20)
        sizes = {key: text_size(probe, head, **settings) for key, head in heads.items()}
        room = text_size(probe, str(int(sums.max())))[0] + 4
    above = [10 + max(sizes[key][1] for key in block) for block in blocks]
    figure, page_axes = page(style, span, (sum(above) + len(blocks) * high + 20 + 4 * len(blocks)) / POINTS)
    # one scale for all types: the largest at which every block fits the page
    scale = min(
        _scale([sums[key] for key in block], [sizes[key][0] for key in block], room + 7, span * POINTS - left - 6)
        for block in blocks
    )
    with style.context():
        _status_key(page_axes, 6, 14, style, [status for status in STATUSES if table[status].sum()])
        top = figure.get_size_inches()[1] * 72
        for block, head_room in zip(blocks, above, strict=True):
            top -= head_room
            axes = panel(figure, left, top - high, span * POINTS - left - 4, high)
            top -= high + 4
            axes.set(xlim=(0, span * POINTS - left - 4), ylim=(len(order) - 0.5, -0.5))
            axes.set_axis_off()
            for y, actor in enumerate(order):
                row_label(axes, y, labels[y], style, actor, focus)
                axes.axhline(y + 0.5, color="#EFEFEF", lw=0.5, zorder=0)
            x = 0.0
            for key in block:
                axes.annotate(
                    heads[key],
                    (x, -0.5),
                    (0 if roomy else -2, 6 if roomy else 4),
                    textcoords="offset points",
                    ha="left",
                    va="baseline" if roomy else "bottom",
                    annotation_clip=False,
                    **settings,
                )
                axes.plot([x, x], [-0.5, len(order) - 0.5], color="#AAAAAA", lw=0.5, zorder=1, clip_on=False)
                for row in table[table["type"] == key].itertuples():
                    _bar(axes, x, order.index(row.actor_id), row, scale, style)
                x += max(sizes[key][0] + 6, sums[key] * scale + room + 7)
    return figure


def _scale(counts: list[int], heads: list[float], rest: float, width: float) -> float:
    """Find how many points a statement may take so that columns as wide as head or bar fit a width."""
    low, high = 0.0, width
    for _ in range(40):
        middle = (low + high) / 2
        needed = sum(max(head + 6, count * middle + rest) for count, head in zip(counts, heads, strict=True))
        low, high = (middle, high) if needed <= width else (low, middle)
    # no longer than the eye needs where there is little to show
    return min(round(low, 3), 12.0)


def _bar(axes, x: float, y: int, row, scale: float, style: Style) -> None:
    """Draw one bar from x: a solid part, then the hatched ones, then the sum."""
    colour = style.look("type", row.type, "colour")
    for status in STATUSES:
        count = getattr(row, status)
        if not count:
            continue
        axes.add_patch(
            Rectangle(
                (x, y - 0.33),
                count * scale,
                0.66,
                facecolor=colour if status == "actual" else "white",
                edgecolor=colour,
                linewidth=0.6,
                hatch=style.look("status", status, "hatch") or None,
                zorder=2,
            )
        )
        x += count * scale
    axes.text(x + 2.5, y, str(int(row.actual + row.prospective + row.negated)), va="center_baseline", color="#444444")


def _status_key(axes, x: float, y: float, style: Style, statuses: list[str]) -> None:
    """Write the legend of solid and hatched bars in a row that ends at y."""
    for status in statuses:
        label = style.label("status", status)
        axes.add_patch(
            Rectangle(
                (x, y - 8),
                14,
                7,
                facecolor="#777777" if status == "actual" else "white",
                edgecolor="#777777",
                linewidth=0.6,
                hatch=style.look("status", status, "hatch") or None,
            )
        )
        axes.text(x + 18, y - 4.5, label, va="center_baseline")
        x += 30 + text_size(axes.figure, label)[0]


# Rows of the scores that take all types together.
SUMMED = ("tie seen", "type right")


def draw_coders(
    scores: Mapping[str, pd.DataFrame], style: Style, reference: str = "", width: str | float = "two"
) -> PaperFigure:
    """Draw how well coders find what a reference found, and by type of tie, with intervals.

    Parameters
    ----------
    scores : mapping of str to pandas.DataFrame
        For each coder the table of `helpers.agreement.by_type`: type ("tie seen", "type right" and the types),
        reference and coder (numbers of statements), precision, recall, f1, each with _low and _high.
    style : Style
        House style, which also sets the language.
    reference : str
        Name of the reference coder, for the caption.
    width : str or float
        "one" or "two" columns, or millimetres.

    Returns
    -------
    PaperFigure
        Its numbers: coder, type, reference, coder_statements, score, value, low, high.
    """
    parts = []
    for coder, table in scores.items():
        for score in ("precision", "recall", "f1"):
            part = table[["type", "reference", "coder", score, f"{score}_low", f"{score}_high"]]
            part = part.set_axis(["type", "reference", "coder_statements", "value", "low", "high"], axis=1)
            parts.append(part.assign(coder=coder, score=score))
    columns = ["coder", "type", "reference", "coder_statements", "score", "value", "low", "high"]
    table = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    table = table[table["value"].notna()].reset_index(drop=True)
    if table.empty:
        return empty_figure(style, style.word("coders.none"), width)
    summed = [key for key in SUMMED if key in set(table["type"])]
    rows = summed + style.order("type", set(table["type"]) - set(summed))
    figure = _score_panels(table, list(scores), rows, style, width)
    summary = [
        style.word("coders.score", coder=name_coder(row.coder, style), value=float(row.value))
        for row in table[(table["type"] == rows[0]) & (table["score"] == "f1")].itertuples()
    ]
    details = {
        "coders": style.counted(len(scores), "coder"),
        "reference": name_reference(reference, style),
        "built": built_from(reference, style),
        "row": style.label("row", rows[0]),
        "summary": style.listed(summary),
    }
    return figure.describe(style.word("coders.caption", **details), style.word("coders.alternative", **details), table)


def name_reference(reference: str, style: Style) -> str:
    """Name the reference in a sentence."""
    known = style.words.get(f"coded_by.{reference}") or name_coder(reference, style)
    return known or style.word("coders.reference")


def built_from(reference: str, style: Style) -> str:
    """Warn where the reference was made from readings that it is compared with; nothing for another one."""
    return style.word("coders.built") if reference == CONSENSUS else ""


MARKS = (("#1F3A93", "o"), ("#C4501B", "D"), ("#3B7A57", "s"), ("#6B6B6B", "^"), ("#B08900", "v"), ("#7A4E8A", "P"))


def _score_panels(table, coders, rows, style, width) -> PaperFigure:
    """Draw a panel each for precision, recall and F1; a row a type, in it a dot a coder."""
    span = millimetres(width)
    labels = [capital(style.label("row" if row in SUMMED else "type", row)) for row in rows]
    counts = table.drop_duplicates("type").set_index("type")["reference"]
    labels = [f"{label} ({int(counts[row])})" for label, row in zip(labels, rows, strict=True)]
    pitch = max(PITCH + 1, 6.0 * len(coders) + 3)
    left = 12 + names_width(style, labels)
    high = pitch * len(rows)
    wide = (span * POINTS - left - 8 - 2 * 14) / 3

    def dot(colour, marker):
        return lambda axes, x, y: axes.plot(x + 10, y, marker, color=colour, ms=4.2, mec="white", mew=0.4)

    items = [(name_coder(coder, style), dot(*look)) for coder, look in zip(coders, MARKS, strict=False)]
    with style.context():
        _, trial = page(style, span, 100)
        key = -legend_row(trial, 0, 0, span * POINTS - 6, "", items)
        figure, canvas = page(style, span, (high + 52 + key) / POINTS)
        legend_row(canvas, 0, high + 46 + key, span * POINTS - 6, "", items)
        for i, score in enumerate(("precision", "recall", "f1")):
            axes = panel(figure, left + i * (wide + 14), 18, wide, high)
            axes.set(xlim=(0, 1.04), ylim=(len(rows) - 0.5, -0.5), yticks=[])
            ticks = (0, 0.5, 1)
            axes.set_xticks(ticks, [style.number(tick) for tick in ticks])
            axes.spines["left"].set_visible(False)
            axes.set_title(letter(i) + capital(style.label("score", score)), pad=5)
            axes.hlines(np.arange(len(rows) - 1) + 0.5, 0, 1.04, color="#E9E9E9", lw=0.5, zorder=0)
            axes.vlines([0.5, 1], -0.5, len(rows) - 0.5, color="#EEEEEE", lw=0.5, zorder=0)
            for y, row in enumerate(rows):
                if i == 0:
                    row_label(axes, y, labels[y], style)
                for place, (coder, (colour, marker)) in enumerate(zip(coders, MARKS, strict=False)):
                    mine = table[(table["type"] == row) & (table["score"] == score) & (table["coder"] == coder)]
                    shift = y + (place - (len(coders) - 1) / 2) * 6.0 / pitch
                    for one in mine.itertuples():
                        axes.plot([one.low, one.high], [shift] * 2, color=colour, lw=1.2, alpha=0.55, zorder=2)
                        axes.plot(
                            one.value, shift, marker, color=colour, ms=4, mec="white", mew=0.4, zorder=3, clip_on=False
                        )
    return figure


def draw_actors_by_documents(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    nodes: pd.DataFrame,
    style: Style,
    ties: pd.DataFrame | None = None,
    focus: tuple[str, ...] = (),
    width: str | float = "two",
    most: int = 36,
) -> PaperFigure:
    """Draw how often each document names each actor, and where it also asserts a tie of that actor.

    Parameters
    ----------
    mentions : pandas.DataFrame
        doc_id, actor_id: a row a naming; roll persons and bodies up first where that is wanted.
    documents : pandas.DataFrame
        doc_id, date: columns stand in the order of the dates.
    nodes : pandas.DataFrame
        actor_id, kind, name_en, name_nl; the actors table will do.
    style : Style
        House style, which also sets the language.
    ties : pandas.DataFrame or None
        doc_id, source, target; cells with a tie get a frame.
    focus : tuple of str
        Actors to bring out, at most two.
    width : str or float
        "one" or "two" columns, or millimetres.
    most : int
        How many actors to draw at most, those named most.

    Returns
    -------
    PaperFigure
        Its numbers: actor_id, doc_id, mentions, ties.
    """
    counts = mentions.groupby(["actor_id", "doc_id"]).size().rename("mentions")
    if ties is not None and len(ties):
        ends = pd.concat([ties[["doc_id", end]].rename(columns={end: "actor_id"}) for end in ("source", "target")])
        asserted = ends.groupby(["actor_id", "doc_id"]).size().rename("ties")
    else:
        asserted = pd.Series(dtype=int, name="ties", index=counts.index[:0])
    table = pd.concat([counts, asserted], axis=1).fillna(0).astype(int).rename_axis(["actor_id", "doc_id"])
    table = table.reset_index()
    table = table[table["doc_id"].isin(documents["doc_id"])]
    if table.empty:
        return empty_figure(style, style.word("matrix.none"), width)
    columns = list(documents.sort_values(["date", "doc_id"])["doc_id"])
    room = int((millimetres(width) * POINTS - 110) / 16)
    fullest = table.groupby("doc_id")["mentions"].sum().sort_values(ascending=False, kind="stable").index[:room]
    unseen = max(len(columns) - room, 0)
    if unseen:
        columns = [doc_id for doc_id in columns if doc_id in set(fullest)]
        table = table[table["doc_id"].isin(columns)]
    kinds = dict(zip(nodes["actor_id"], nodes["kind"], strict=True))
    total = table.groupby("actor_id")[["mentions", "ties"]].sum().reset_index()
    total = total.sort_values(["mentions", "ties", "actor_id"], ascending=[False, False, True])
    order = list(total["actor_id"])
    hidden = len(order) - min(most, len(order)) - sum(actor in order[most:] for actor in focus)
    order = order[:most] + [actor for actor in focus if actor in order[most:]]
    kind_order = {kind: i for i, kind in enumerate(style.keys("kind"))}
    order.sort(key=lambda actor: kind_order.get(kinds.get(actor, ""), 99))
    table = table[table["actor_id"].isin(order)].assign(
        _a=lambda t: t["actor_id"].map(order.index), _d=lambda t: t["doc_id"].map(columns.index)
    )
    table = table.sort_values(["_a", "_d"]).drop(columns=["_a", "_d"]).reset_index(drop=True)
    names = style.names(nodes)
    figure = _matrix(table, order, columns, kinds, names, style, focus, width)
    widest = table.groupby("actor_id")["doc_id"].nunique()
    details = {
        "actors": style.counted(len(order), "actor"),
        "documents": style.counted(len(columns), "document"),
        "framed": " ".join(
            [style.word("matrix.framed")] * (ties is not None)
            + [style.word("matrix.framed_zero")] * bool(((table["mentions"] == 0) & (table["ties"] > 0)).any())
        ),
        "apart": style.word("matrix.apart") if {kinds.get(a) for a in order} & {"person", "body"} else "",
        "left_out": " ".join(
            [style.word("matrix.left_out", actors=style.counted(hidden, "actor"))] * bool(hidden)
            + [style.word("matrix.documents_left_out", documents=style.counted(unseen, "document"))] * bool(unseen)
        ),
        "everywhere": style.listed([names.get(a, a) for a in order if widest.get(a, 0) == len(columns)])
        or style.word("nobody"),
        "focus": " ".join(
            style.word(
                "matrix.focus",
                name=names.get(actor, actor),
                mentions=style.counted(int(table.loc[table["actor_id"] == actor, "mentions"].sum()), "mention"),
                documents=style.counted(int(widest.get(actor, 0)), "document"),
            )
            for actor in focus
            if actor in order
        ),
    }
    return figure.describe(style.word("matrix.caption", **details), style.word("matrix.alternative", **details), table)


# The colour of the cell with most mentions; the others are mixed with white.
DEEPEST = (0.10, 0.21, 0.42)


def _matrix(table, order, columns, kinds, names, style, focus, width) -> PaperFigure:
    """Draw a square a cell, darker for more; rows grouped by kind."""
    span = millimetres(width)
    labels = [names.get(actor, actor) for actor in order]
    left = 12 + names_width(style, labels, [actor in focus for actor in order])
    wide = min((span * POINTS - left - 6) / len(columns), 90.0)
    # each kind has a heading above its rows
    titles, ys, y = {}, [], 0.0
    for actor in order:
        if (kind := kinds.get(actor, "")) not in titles:
            y += 4.0 if titles else 0.0
            titles[kind] = y
            y += PITCH
        ys.append(y)
        y += PITCH
    figure, axes = page(style, span, 20)
    with style.context():
        turned = wide < 60
        heads = {doc: [doc] if turned else split_id(doc, wide - 6, figure) for doc in columns}
        if turned:
            above = 10 + max(text_size(figure, doc)[0] for doc in columns)
        else:
            above = 10 + LINE * max(len(lines) for lines in heads.values())
    figure, axes = page(style, span, (y + above + 6) / POINTS)
    base = y + 2
    peak = table["mentions"].max()
    with style.context():
        for column, doc in enumerate(columns):
            middle = left + (column + 0.5) * wide
            if turned:
                axes.text(middle, base + 6, doc, ha="center", va="bottom", rotation=90)
            else:
                column_head(axes, middle, base + 6, heads[doc])
        for kind, top in titles.items():
            name = style.words.get(f"kinds.{kind}") or capital(style.label("kind", kind))
            axes.text(6, base - top - PITCH / 2, name, va="center_baseline", fontweight="bold", gid=f"kind-{kind}")
        for actor, top, label in zip(order, ys, labels, strict=True):
            bold = actor in focus
            axes.text(
                left - 6,
                base - top - PITCH / 2,
                label,
                ha="right",
                va="center_baseline",
                fontweight="bold" if bold else "normal",
                color=mark(style, actor, focus)["color"] if bold else "#222222",
            )
            axes.plot([left, left + wide * len(columns)], [base - top - PITCH] * 2, color="#EFEFEF", lw=0.5, zorder=0)
        for row in table.itertuples():
            x = left + columns.index(row.doc_id) * wide
            top = ys[order.index(row.actor_id)]
            share = (row.mentions / peak) ** 0.5 if peak else 0
            deep = 0.08 + 0.87 * share
            axes.add_patch(
                Rectangle(
                    (x + 1.5, base - top - PITCH + 0.9),
                    wide - 3,
                    PITCH - 1.8,
                    facecolor=tuple(1 - deep * (1 - part) for part in DEEPEST) if row.mentions else "white",
                    edgecolor="#222222" if row.ties else "none",
                    linewidth=0.8,
                )
            )
            axes.text(
                x + wide / 2,
                base - top - PITCH / 2,
                str(row.mentions),
                ha="center",
                va="center_baseline",
                color="white" if row.mentions and deep > 0.6 else "#222222",
            )
    return figure
