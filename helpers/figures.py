"""Step 8: draw, and save for a paper. One function a figure, from tables to a figure that needs no touching up.

Needs the tables of the earlier steps and a style (`read_style("en")` or `read_style("nl")`). Each draw function returns
a `PaperFigure` with its caption, its alternative text and the numbers it shows; where there is nothing to draw it
returns a small figure that says why. `save_figure` writes all of that.
"""

from __future__ import annotations

from pathlib import Path

from helpers.captions import write_caption
from helpers.figures_centrality import draw_centralities, draw_rank_stability
from helpers.figures_counts import draw_actors_by_documents, draw_coders, draw_tie_types
from helpers.figures_network import draw_egos, draw_growth, draw_network
from helpers.figures_robustness import draw_losses, draw_specifications
from helpers.layout import lay_out
from helpers.style import WIDTHS, PaperFigure, Style, read_style
from helpers.tables import write_bytes, write_table

__all__ = [
    "WIDTHS",
    "PaperFigure",
    "Style",
    "draw_actors_by_documents",
    "draw_centralities",
    "draw_coders",
    "draw_egos",
    "draw_growth",
    "draw_losses",
    "draw_network",
    "draw_rank_stability",
    "draw_specifications",
    "draw_tie_types",
    "lay_out",
    "read_style",
    "save_figure",
]

FORMS = ("pdf", "png", "svg")


def save_figure(figure: PaperFigure, folder: Path, name: str) -> None:
    """Write a figure as PDF, PNG (300 dpi) and SVG, its numbers as CSV, and its caption to captions.md.

    Every file is written whole or not at all; the same figure is always the same bytes.

    Parameters
    ----------
    figure : PaperFigure
        From one of the draw functions.
    folder : pathlib.Path
        Where to, such as `figures/`; made if needed.
    name : str
        File name without ending.
    """
    for form in FORMS:
        write_bytes(folder / f"{name}.{form}", figure.render(form))
    write_table(figure.numbers, folder / f"{name}.csv")
    write_caption(folder / "captions.md", name, figure.caption, figure.alternative, figure.style)
