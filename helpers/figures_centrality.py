"""Step 8b: charts of centrality: how central each partner is, and how its rank shifts with what is left out.

Needs the tables of nodes, centrality and uncertainty. Makes figures; `helpers.figures` names them all.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from helpers.captions import name_coder
from helpers.charts import (
    LINE,
    PITCH,
    capital,
    column_head,
    define_partner,
    letter,
    mark,
    nice_top,
    panel,
    partners_in,
    row_label,
    split_id,
    why_unranked,
)
from helpers.draw import fold
from helpers.measures import LOW
from helpers.replicates import LISTED
from helpers.style import POINTS, PaperFigure, Style, empty_figure, millimetres, page, text_size

# How high a figure may become, in points: a journal's page with room for the caption.
PAGE = 225 * POINTS


def draw_centralities(
    centrality: pd.DataFrame,
    nodes: pd.DataFrame,
    style: Style,
    uncertainty: pd.DataFrame | None = None,
    source_of_uncertainty: str | None = None,
    network: str | None = None,
    measures: list[str] | None = None,
    partners: list[str] | None = None,
    focus: tuple[str, ...] = (),
    width: str | float = "two",
    most: int | None = None,
) -> PaperFigure:
    """Draw how central each partner is by every measure, with intervals and ranks where they are known.

    Parameters
    ----------
    centrality : pandas.DataFrame
        network, actor_id, measure, value, rank.
    nodes : pandas.DataFrame
        actor_id, name_en, name_nl, and standing, which says who is a partner.
    style : Style
        House style, which also sets the language.
    uncertainty : pandas.DataFrame or None
        network, actor_id, measure, source_of_uncertainty, low, high, rank_low, rank_high, replicates, and present
        (the share of the networks in which the actor has a tie) where known.
    source_of_uncertainty : str or None
        Which source the intervals show; without it the one with most replicates.
    network : str or None
        Which network; without it the first in the table.
    measures : list of str or None
        Which measures, in this order; without it all, in the table's order. One column has room for many partners
        by few measures, or for few partners by many.
    partners : list of str or None
        Which actors; without it all whose standing is partner.
    focus : tuple of str
        Actors to bring out, at most two.
    width : str or float
        "one" or "two" columns, or millimetres.
    most : int or None
        How many partners to draw at most, the most central; without it as many as fit a page.

    Returns
    -------
    PaperFigure
        Its numbers: network, measure, actor_id, value, low, high, rank, rank_low, rank_high, replicates. A dash stands
        for a value that is not defined.
    """
    partners = partners_in(nodes) if partners is None else partners
    network = network or (centrality["network"].iloc[0] if len(centrality) else "")
    rows = centrality[(centrality["network"] == network) & centrality["actor_id"].isin(partners)]
    measures = list(dict.fromkeys(rows["measure"])) if measures is None else measures
    rows = rows[rows["measure"].isin(measures)]
    if rows.empty:
        return empty_figure(style, style.word("centralities.none", reason=why_unranked(nodes, style)), width)
    source, intervals = pick_intervals(uncertainty, network, source_of_uncertainty)
    rows = rows[["network", "measure", "actor_id", "value", "rank"]].merge(
        intervals, on=["measure", "actor_id"], how="left"
    )
    gone = set(rows.loc[rows["present"] < 1, "actor_id"])
    table = rows[
        ["network", "measure", "actor_id", "value", "low", "high", "rank", "rank_low", "rank_high", "replicates"]
    ]
    mean = table.groupby("actor_id")["rank"].mean().rename("mean").reset_index().sort_values(["mean", "actor_id"])
    order = list(mean["actor_id"])
    down = math.ceil(len(measures) / _across(measures, width))
    most = most or max(int((PAGE / down - 42) / PITCH), 5)
    order = order[:most] + [actor for actor in focus if actor in order[most:]]
    alike = unranked(table, measures)  # of all partners, also those left out below
    table = table[table["actor_id"].isin(order)]
    table = table.assign(
        _m=table["measure"].map({measure: i for i, measure in enumerate(measures)}),
        _a=table["actor_id"].map({actor: i for i, actor in enumerate(order)}),
    )
    table = table.sort_values(["_m", "_a"]).drop(columns=["_m", "_a"]).reset_index(drop=True)

    names = style.names(nodes)
    everyone = centrality[(centrality["network"] == network) & centrality["measure"].isin(measures)]
    shared = everyone[everyone.duplicated(["measure", "rank"], keep=False)]
    shared = set(zip(shared["measure"], shared["actor_id"], strict=True))
    figure = _dot_panels(table, measures, order, names, style, focus, width, shared, alike)
    best = []
    for measure in measures:
        mine = table[table["measure"] == measure]
        if measure in alike:
            best.append(
                style.word("centralities.best", measure=style.label("measure", measure), names=style.word("nobody"))
            )
            continue
        first = [names.get(a, a) for a in mine.loc[mine["rank"] == mine["rank"].min(), "actor_id"]]
        who = style.listed(first) if len(first) < 4 else style.counted(len(first), "partner")
        best.append(style.word("centralities.best", measure=style.label("measure", measure), names=who))
    placed = [
        style.word(
            "centralities.place",
            name=names.get(actor, actor),
            ranks=style.listed(
                [f"{row.rank:.0f} ({style.label('measure', row.measure)})" for row in mine.itertuples()]
            ),
        )
        for actor in focus
        if not (mine := table[(table["actor_id"] == actor) & ~table["measure"].isin(alike)]).empty
    ]
    shown = ""
    if source and table["rank_low"].notna().any():
        count = table["replicates"].max()
        kind = "range" if source in LISTED else "interval"
        times = style.counted(0 if pd.isna(count) else int(count), "replicate")
        shown = style.word(f"centralities.{kind}", source=style.label("source", source), replicates=times)
    hidden = len(mean) - len(order)
    return figure.describe(
        style.word(
            "centralities.caption",
            partners=style.counted(len(order), "partner"),
            measures=style.counted(len(measures), "measure"),
            partner=define_partner(nodes, style),
            defined=define_measures(measures, style),
            shared=style.word("centralities.shared") if shared else "",
            low=say_low(measures, style),
            alike=style.word("centralities.alike", measures=style.listed([style.label("measure", m) for m in alike]))
            if alike
            else "",
            undefined=style.word("centralities.undefined") if table["value"].isna().any() else "",
            intervals=shown,
            absent=say_absent(gone & set(order), measures, style),
            left_out=style.word("centralities.left_out", partners=style.counted(hidden, "partner")) if hidden else "",
        ),
        style.word(
            "centralities.alternative",
            partners=style.counted(len(order), "partner"),
            measures=style.counted(len(measures), "measure"),
            best="; ".join(best),
            placed=" ".join(placed),
        ),
        table,
    )


def define_measures(measures: list[str], style: Style) -> str:
    """Say in a sentence what each measure is, as far as the wording has it.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> define_measures(["degree"], read_style())
    'Degree: number of actors with whom it has a tie.'
    """
    told = [
        f"{style.label('measure', measure)}: {style.words[f'define.{measure}']}"
        for measure in measures
        if f"define.{measure}" in style.words
    ]
    return capital(f"{'; '.join(told)}.") if told else ""


def say_low(measures: list[str], style: Style) -> str:
    """Say by which of the measures a low value is the central one; nothing where there is none.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> say_low(["degree", "constraint"], read_style()), say_low(["degree"], read_style())
    ('By constraint low values are the central ones: rank 1 has the lowest.', '')
    """
    low = [style.label("measure", measure) for measure in measures if measure in LOW]
    return style.word("centralities.low", measures=style.listed(low)) if low else ""


def say_absent(actors: set[str], measures: list[str], style: Style) -> str:
    """Say what counts where one of the actors has no tie in some of the networks; nothing where none lacks one.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> say_absent({"ISL"}, ["degree"], read_style())
    'A partner without a tie in one of the networks so made counts 0 there and ranks last.'
    >>> say_absent(set(), ["degree"], read_style())
    ''
    """
    if not actors:
        return ""
    # Nought would be the best value of these, and who has no neighbours has none.
    low = [style.label("measure", measure) for measure in measures if measure in LOW]
    said = style.word("centralities.absent")
    return f"{said} {style.word('centralities.absent_low', measures=style.listed(low))}" if low else said


def pick_intervals(uncertainty: pd.DataFrame | None, network: str, source: str | None) -> tuple[str, pd.DataFrame]:
    """Pick the intervals of one source of uncertainty; returns the source, empty where there are none."""
    columns = ["measure", "actor_id", "low", "high", "rank_low", "rank_high", "replicates", "present"]
    rows = None if uncertainty is None else uncertainty[uncertainty["network"] == network]
    if rows is None or rows.empty:
        return "", pd.DataFrame({c: pd.Series(dtype="str" if c in columns[:2] else float) for c in columns})
    if source is None:
        counts = rows.groupby("source_of_uncertainty")["replicates"].max()
        source = sorted(counts.index, key=lambda name: (-counts[name], name))[0]
    return source, rows.loc[rows["source_of_uncertainty"] == source].reindex(columns=columns)


def unranked(table: pd.DataFrame, measures: list[str]) -> list[str]:
    """List the measures that give all of several actors one value, and so rank none of them.

    Examples
    --------
    >>> table = pd.DataFrame({"measure": ["a", "a", "b", "b"], "value": [0, 0, 1, 2]})
    >>> unranked(table, ["a", "b"])
    ['a']
    """
    spread = table.groupby("measure")["value"].agg(["min", "max", "count"])
    return [measure for measure in measures if (row := spread.loc[measure])["min"] == row["max"] and row["count"] > 1]


def title_of(measure: str, style: Style, place: int) -> list[str]:
    """Head the panel of a measure, on a second line with a word where low values are the central ones.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> title_of("degree", read_style(), 0), title_of("constraint", read_style(), 1)
    (['(a) Degree'], ['(b) Constraint', '(low is central)'])
    """
    title = letter(place) + capital(style.label("measure", measure))
    return [title, f"({style.word('low_is_central')})"] if measure in LOW else [title]


def _across(measures: list[str], width: str | float) -> int:
    """Return how many panels stand side by side."""
    return min(len(measures), 3 if millimetres(width) > 120 else 1)


def rank_text(rank: float, low: float, high: float, shared: bool = False) -> str:
    """Write a rank with its interval; one that others share has a sign of equality before it, or that alone.

    Examples
    --------
    >>> rank_text(3, 2, 5), rank_text(3, np.nan, np.nan), rank_text(3, 2, 5, shared=True), rank_text(np.nan, 2, 5)
    ('3 (2–5)', '3', '=3 (2–5)', '= (2–5)')
    """
    text = "=" if pd.isna(rank) else f"={rank:.0f}" if shared else f"{rank:.0f}"
    return text if pd.isna(low) else f"{text} ({low:.0f}–{high:.0f})"


def _dot_panels(table, measures, order, names, style, focus, width, shared, alike) -> PaperFigure:
    """Draw a panel a measure: a row an actor, a dot its value, a line its interval, on the right its rank."""

    def rank_of(row) -> str:
        rank = np.nan if row.measure in alike else row.rank
        return rank_text(rank, row.rank_low, row.rank_high, (row.measure, row.actor_id) in shared)

    span = millimetres(width)
    across = _across(measures, width)
    down = math.ceil(len(measures) / across)
    probe, _ = page(style, span, 20)
    with style.context():
        left = 12 + max(
            text_size(probe, names.get(a, a), fontweight="bold" if a in focus else "normal")[0] for a in order
        )
        written = {(row.measure, row.actor_id): rank_of(row) for row in table.itertuples()}
        ranks = max(text_size(probe, text)[0] for text in [*written.values(), style.word("rank")]) + 8
        gap = 8.0
        wide = (span * POINTS - left - across * ranks - (across - 1) * gap - 6) / across
        bold = {"fontweight": "bold", "fontsize": style.rc["axes.titlesize"]}
        titles = {
            measure: "\n".join(line for part in title_of(measure, style, i) for line in fold(part, wide, probe, **bold))
            for i, measure in enumerate(measures)
        }
    high, below = PITCH * len(order), 20.0
    above = 20.0 + 9.0 * max(title.count("\n") for title in titles.values())
    figure, _ = page(style, span, (down * (high + above + below) + 2) / POINTS)
    full = figure.get_size_inches()[1] * 72
    with style.context():
        for i, measure in enumerate(measures):
            column, line = i % across, i // across
            axes = panel(
                figure,
                left + column * (wide + ranks + gap),
                full - line * (high + above + below) - above - high,
                wide,
                high,
            )
            mine = table[table["measure"] == measure].set_index("actor_id")
            top = nice_top(np.nanmax([mine["value"].max(), mine["high"].max(), 0]))
            axes.set(xlim=(0, top * 1.04), ylim=(len(order) - 0.5, -0.5), yticks=[])
            axes.spines["left"].set_visible(False)
            ticks = (0, top / 2, top)
            axes.set_xticks(ticks, [style.number(tick, 3) for tick in ticks])
            axes.hlines(range(len(order)), 0, top * 1.04, color="#E9E9E9", lw=0.5, zorder=0)
            axes.set_title(titles[measure], pad=6, linespacing=1.0)
            axes.annotate(
                style.word("rank"),
                (1, 1),
                (4, 6),
                xycoords="axes fraction",
                textcoords="offset points",
                color="#555555",
            )
            for y, actor in enumerate(order):
                if column == 0:
                    row_label(axes, y, names.get(actor, actor), style, actor, focus)
                if actor not in mine.index:
                    continue
                row, look = mine.loc[actor], mark(style, actor, focus)
                if pd.notna(row["low"]):
                    axes.plot([row["low"], row["high"]], [y, y], color=look["color"], lw=1.4, alpha=0.55, zorder=2)
                if pd.notna(row["value"]):
                    axes.plot(
                        row["value"],
                        y,
                        look["marker"],
                        ms=4.2,
                        color=look["color"],
                        mec="white",
                        mew=0.4,
                        zorder=3,
                        clip_on=False,
                    )
                else:
                    axes.annotate(
                        "–",
                        (0, y),
                        (3, 0),
                        textcoords="offset points",
                        va="center_baseline",
                        color=look["color"],
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
                        zorder=3,
                    )
                axes.annotate(
                    written[measure, actor],
                    (1, y),
                    (4, 0),
                    xycoords=("axes fraction", "data"),
                    textcoords="offset points",
                    va="center_baseline",
                    annotation_clip=False,
                    color=look["color"] if actor in focus else "#555555",
                )
    return figure


def draw_rank_stability(
    centrality: pd.DataFrame,
    replicates: pd.DataFrame,
    nodes: pd.DataFrame,
    style: Style,
    measure: str = "strength",
    network: str | None = None,
    partners: list[str] | None = None,
    focus: tuple[str, ...] = (),
    width: str | float = "two",
    most: int = 16,
    left_out: bool = True,
) -> PaperFigure:
    """Draw how the partners' ranks shift when one document at a time is left out, or another choice is varied.

    Parameters
    ----------
    centrality : pandas.DataFrame
        network, actor_id, measure, value, rank: as observed, the first column of the figure.
    replicates : pandas.DataFrame
        network, left_out or varied (the document left out, or the name of another coder or choice; rows where it is
        empty are passed over), actor_id, measure, value (empty where the actor has no tie there), rank.
    nodes : pandas.DataFrame
        actor_id, name_en, name_nl, standing.
    style : Style
        House style, which also sets the language.
    measure : str
        By which measure.
    network, partners, focus, width, most
        As for `draw_centralities`.
    left_out : bool
        Whether the variants name what is left out; else they head their columns as they are.

    Returns
    -------
    PaperFigure
        Its numbers: varied (empty as observed), actor_id, value, rank (empty where absent), place (the order drawn;
        equal ranks stand in the order of the first column).
    """
    partners = partners_in(nodes) if partners is None else partners
    network = network or (centrality["network"].iloc[0] if len(centrality) else "")
    observed, rows = (
        table[(table["network"] == network) & (table["measure"] == measure) & table["actor_id"].isin(partners)]
        for table in (centrality, replicates)
    )
    if "varied" not in rows.columns:
        rows = rows.rename(columns={"left_out": "varied"})
    rows = rows[rows["varied"] != ""]
    variants = list(dict.fromkeys(rows["varied"]))
    if observed.empty or not variants:
        reason = style.word("because.one_document" if left_out else "because.no_choice")
        reason = why_unranked(nodes, style) if observed.empty else reason
        return empty_figure(style, style.word("ranks.none", reason=reason), width)
    start = observed.sort_values(["rank", "actor_id"])
    order = list(start["actor_id"])
    order = order[:most] + [actor for actor in focus if actor in order[most:]]
    many = len(variants)
    variants = _most_telling(observed, rows, variants, order, int((millimetres(width) * POINTS - 110) / 13))
    rows = rows[rows["value"].notna()]
    table = pd.concat([observed.assign(varied=""), rows])
    variants = ["", *variants]
    grid = pd.MultiIndex.from_product([variants, order], names=["varied", "actor_id"])
    table = table.set_index(["varied", "actor_id"]).reindex(grid)[["value", "rank"]].reset_index()
    table = table.assign(
        _v=table["varied"].map({variant: i for i, variant in enumerate(variants)}),
        _r=table["rank"].fillna(np.inf),
        _a=table["actor_id"].map({actor: i for i, actor in enumerate(order)}),
    ).sort_values(["_v", "_r", "_a"], ignore_index=True)
    table["place"] = table.groupby("varied").cumcount() + 1
    table = table[["varied", "actor_id", "value", "rank", "place"]]
    names = style.names(nodes)
    figure = _bumps(table, variants, order, names, style, focus, width, left_out)
    spans = []
    for actor in focus:
        ranks = table.loc[table["actor_id"] == actor, "rank"].dropna()
        if len(ranks):
            low, high = f"{ranks.min():.0f}", f"{ranks.max():.0f}"
            absent = len(variants) - len(ranks)
            key = "ranks.span" if low != high else "ranks.same_else" if absent else "ranks.same"
            spans.append(style.word(key, name=names.get(actor, actor), low=low, high=high))
            if absent:
                spans.append(style.word("ranks.missing", number=absent))
    hidden = len(start) - len(order)
    details = {
        "measure": style.label("measure", measure),
        "partners": style.counted(len(order), "partner"),
        "partner": define_partner(nodes, style),
        "defined": define_measures([measure], style),
        "documents": style.counted(len(variants) - 1, "document" if left_out else "variant"),
        "spans": " ".join(spans),
        "left_out": " ".join(
            [style.word("centralities.left_out", partners=style.counted(hidden, "partner"))] * bool(hidden)
            + [style.word("ranks.left_out", columns=style.counted(many - len(variants) + 1, "column"))]
            * (many >= len(variants))
        ),
        "absent": style.word("ranks.absent") if table["rank"].isna().any() else "",
    }
    kind = "ranks" if left_out else "ranks.varied"
    return figure.describe(
        style.word(f"{kind}.caption", **details), style.word(f"{kind}.alternative", **details), table
    )


def _most_telling(observed, rows, variants: list[str], order: list[str], most: int) -> list[str]:
    """Keep the variants that shift the ranks most where there are more than a page has room for."""
    if len(variants) <= most:
        return variants
    ranks = observed.set_index("actor_id")["rank"]
    drawn = rows[rows["actor_id"].isin(order)]
    shift = (drawn["rank"] - drawn["actor_id"].map(ranks)).abs().groupby(drawn["varied"]).sum()
    kept = set(sorted(variants, key=lambda variant: (-shift.get(variant, 0), variant))[:most])
    return [variant for variant in variants if variant in kept]


def _variant(variant: str, style: Style, left_out: bool) -> str:
    """Name a column: the document left out, the coder, or the choice that is another."""
    if not variant:
        return style.word("ranks.all" if left_out else "ranks.observed")
    what, _, value = variant.partition("=")
    if what == "coder":
        value = name_coder(value, style)
    return style.words.get(f"variant.{variant}") or (
        style.word(f"variant.{what}", value=style.words.get(f"{what}.{value}", value))
        if value and f"variant.{what}" in style.words
        else variant
    )


def _bumps(table, variants, order, names, style, focus, width, left_out) -> PaperFigure:
    """Draw a column a variant, a line an actor, its rank in a circle."""
    span = millimetres(width)
    pitch = 12.5
    probe, _ = page(style, span, 20)
    with style.context():
        side = max(text_size(probe, names.get(a, a), fontweight="bold" if a in focus else "normal")[0] for a in order)
        side += 12
        step = (span * POINTS - 2 * side - 18) / (len(variants) - 1)
        said = {variant: _variant(variant, style, left_out) for variant in variants}
        broken = split_id if left_out else fold
        lines = {variant: broken(said[variant], step - 4, probe) for variant in variants}
        longest = max(
            text_size(probe, line, fontweight="normal" if variant else "bold")[0]
            for variant, part in lines.items()
            for line in part
        )
        # where columns are too narrow for their heads, these are turned, and the actors are named once
        narrow = longest > step - 3 or max(len(part) for part in lines.values()) > 3
        if narrow:
            step = (span * POINTS - side - 18) / (len(variants) - 1)
            lines = {variant: [said[variant]] for variant in variants}
        without = [style.word("ranks.without")] if left_out else []
        heads = {variant: [*(without if variant else []), *part] for variant, part in lines.items()}
        if narrow:
            heads = {variant: [" ".join(part)] for variant, part in heads.items()}
            above = max(text_size(probe, part[0])[0] for part in heads.values()) + 14
        else:
            above = LINE * max(len(part) for part in heads.values()) + 12
    high = pitch * len(order)
    figure, axes = page(style, span, (above + high + 8) / POINTS)
    x = {variant: side + 8 + i * step for i, variant in enumerate(variants)}
    y = {place: high - pitch * (place - 0.5) + 4 for place in range(1, len(order) + 1)}
    with style.context():
        for variant, head in heads.items():
            weight = "normal" if variant else "bold"
            if narrow:
                axes.text(x[variant], high + 10, head[0], ha="center", va="bottom", rotation=90, fontweight=weight)
            else:
                column_head(axes, x[variant], high + 12, head, fontweight=weight)
        for actor in sorted(order, key=lambda a: a in focus):
            mine = table[table["actor_id"] == actor].set_index("varied").loc[variants]
            look = mark(style, actor, focus)
            colour = look["color"] if actor in focus else "#BDBDBD"
            bright = actor in focus
            ys = [y[place] for place in mine["place"]]
            key = str(focus.index(actor) + 1) if bright else "other"
            axes.plot(
                list(x.values()),
                ys,
                color=colour,
                lw=1.8 if bright else 0.9,
                linestyle=style.dashes("focus", key),
                zorder=2 if bright else 1,
            )
            for variant, height, rank in zip(variants, ys, mine["rank"], strict=True):
                known = pd.notna(rank)
                axes.plot(
                    x[variant],
                    height,
                    "o",
                    ms=10.2,
                    mfc=colour if bright and known else "white",
                    mec=colour,
                    mew=0.8,
                    zorder=3,
                )
                axes.text(
                    x[variant],
                    height,
                    f"{rank:.0f}" if known else "–",
                    ha="center",
                    va="center_baseline",
                    zorder=4,
                    color="white" if bright and known else "#333333",
                )
            for variant, sign, align in ((variants[0], -1, "right"), (variants[-1], 1, "left"))[: 1 if narrow else 2]:
                axes.text(
                    x[variant] + sign * 9,
                    y[mine.loc[variant, "place"]],
                    names.get(actor, actor),
                    ha=align,
                    va="center_baseline",
                    fontweight="bold" if bright else "normal",
                    color=colour if bright else "#222222",
                )
    return figure
