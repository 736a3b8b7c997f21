"""The look of the figures: page sizes, colours, line styles and words, all read from `data/style/`.

A figure here is a `PaperFigure`: a matplotlib Figure that also carries its caption, its alternative text and the table
of the numbers it shows. matplotlib.pyplot is not used, so nothing depends on the state of a session.
"""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from helpers.documents import SHIPPED
from helpers.tables import InputError, read_table

# Widths of one and two columns of a journal page, in millimetres (Nature 89 and 183; Elsevier 90 and 190).
WIDTHS = {"one": 89.0, "two": 183.0}
MM = 1 / 25.4
POINTS = 72 / 25.4
LANGUAGES = ("en", "nl")


@dataclass(frozen=True)
class Style:
    """House style in one language; `read_style` makes one.

    Parameters
    ----------
    language : str
        "en" or "nl": the language of labels, captions and numbers.
    palette : dict of (str, str) to dict
        The rows of `palette.csv` by what and key.
    words : dict of str to str
        The wording in this language, by key.
    rc : dict
        matplotlib's settings: its defaults with `bondgenoten.mplstyle` on top.
    known : dict of str to str
        Names of actors that a table drawn may lack, by id; see `know`.
    group : str
        The group whose members are no partners, where the network may lack it.
    """

    language: str
    palette: dict[tuple[str, str], dict[str, str]] = field(repr=False)
    words: dict[str, str] = field(repr=False)
    rc: dict = field(repr=False)
    known: dict[str, str] = field(repr=False, default_factory=dict)
    group: str = ""

    def context(self) -> AbstractContextManager:
        """Apply the settings for the length of a `with` block."""
        return mpl.rc_context(self.rc)

    def word(self, key: str, **values) -> str:
        """Return a wording with its gaps filled; whole numbers and decimals are written as the language does."""
        return self.words[key].format(
            **{name: self.number(value) if isinstance(value, float) else value for name, value in values.items()}
        )

    def number(self, value: float, digits: int = 2) -> str:
        """Write a number with a true minus, and with a comma for decimals in Dutch.

        Examples
        --------
        >>> read_style("nl").number(0.256), read_style("en").number(-3.0)
        ('0,26', '−3')
        """
        text = f"{value:.{digits}f}".replace("-", "−")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.language == "nl" else text

    def counted(self, count: int, noun: str) -> str:
        """Write a count with its noun in the right number.

        Examples
        --------
        >>> read_style().counted(1, "document"), read_style().counted(2, "document")
        ('1 document', '2 documents')
        """
        return f"{count} {self.words[f'{noun}.one' if count == 1 else f'{noun}.many']}"

    def listed(self, items: list[str]) -> str:
        """Write a list as a sentence would.

        Examples
        --------
        >>> read_style().listed(["Norway", "Canada", "Japan"])
        'Norway, Canada and Japan'
        """
        items = [str(item) for item in items]
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.words['and']} {items[-1]}"

    def label(self, what: str, key: str) -> str:
        """Name a type, status or kind in the style's language; a key that the palette lacks names itself."""
        if (what, key) not in self.palette:
            return self.words.get(f"{what}.{key}", key.replace("_", " "))
        return self.palette[what, key][f"label_{self.language}"]

    def look(self, what: str, key: str, column: str) -> str:
        """Return colour, line, hatch or marker; for a key that the palette lacks a neutral one."""
        if (what, key) in self.palette:
            return self.palette[what, key][column]
        return {"colour": "#777777", "line": "solid", "hatch": "", "marker": "o"}[column]

    def dashes(self, what: str, key: str) -> tuple:
        """Return the line style as matplotlib takes it: (0, None) for solid, else dash and gap in line widths."""
        line = self.look(what, key, "line")
        return (0, None) if line in ("", "solid") else (0, tuple(float(part) for part in line.split()))

    def keys(self, what: str) -> list[str]:
        """List the palette's types, statuses or kinds in its order."""
        return [key for group, key in self.palette if group == what]

    def order(self, what: str, found) -> list[str]:
        """Sort the types, statuses or kinds found: in the palette's order, then those that it lacks."""
        known = self.keys(what)
        return [key for key in known if key in set(found)] + sorted(set(found) - set(known))

    def know(self, actors: pd.DataFrame, group: str = "") -> Style:
        """Give the style with names of actors that have no tie, so that captions can name them too.

        Parameters
        ----------
        actors : pandas.DataFrame
            The actors table, or any with actor_id and names.
        group : str
            The group whose members are no partners.

        Examples
        --------
        >>> actors = pd.DataFrame({"actor_id": ["GBR"], "name_en": ["United Kingdom"]})
        >>> read_style().know(actors).names(actors.iloc[:0])["GBR"]
        'United Kingdom'
        """
        return replace(self, known=self.names(actors), group=group)

    def names(self, nodes: pd.DataFrame) -> dict[str, str]:
        """Map actor_id to its name in the style's language; an actor without a name is shown by its id."""
        column = f"name_{self.language}"
        if column not in nodes.columns:
            return {**{actor: actor for actor in nodes["actor_id"]}, **self.known}
        own = {
            actor: name if isinstance(name, str) and name else self.known.get(actor, actor)
            for actor, name in zip(nodes["actor_id"], nodes[column], strict=True)
        }
        return {**self.known, **own}


def read_style(language: str = "en", folder: Path = SHIPPED / "style") -> Style:
    """Read the house style.

    Parameters
    ----------
    language : str
        "en" or "nl".
    folder : pathlib.Path
        Where `palette.csv`, `wording.csv` and `bondgenoten.mplstyle` are.

    Raises
    ------
    InputError
        Where the language is another, or a table is not usable.
    """
    if language not in LANGUAGES:
        raise InputError(f"figures have labels in {' or '.join(LANGUAGES)}, not in {language!r}; choose one of them.")
    palette = read_table(folder / "palette.csv", "palette", "style/palette.csv")
    words = read_table(folder / "wording.csv", "wording", "style/wording.csv")
    house = mpl.rc_params_from_file(folder / "bondgenoten.mplstyle", use_default_template=False)
    return Style(
        language=language,
        palette={(row["what"], row["key"]): row for row in palette.to_dict("records")},
        words=dict(zip(words["key"], words[language], strict=True)),
        rc={
            key: value
            for key, value in {**mpl.rcParamsDefault, **house}.items()
            # the backend is the session's business and setting it would change the session
            if key not in ("backend", "backend_fallback", "interactive", "toolbar", "timezone")
        },
    )


class PaperFigure(Figure):
    """A figure with what a paper needs beside it.

    `caption` and `alternative` (text for who cannot see the figure) are sentences computed from the tables drawn;
    `numbers` is the table of exactly the numbers drawn; `style` the house style it is drawn in. In a notebook it
    shows itself as a picture; its text form is the alternative text.
    """

    def __init__(self, style: Style, width: str | float, height: float, **settings) -> None:
        with style.context():
            super().__init__(figsize=(millimetres(width) * MM, height * MM), **settings)
            FigureCanvasAgg(self)
        self.style = style
        self.caption = ""
        self.alternative = ""
        self.numbers = pd.DataFrame()
        self._saved: Image.Image | None = None

    def describe(self, caption: str, alternative: str, numbers: pd.DataFrame) -> PaperFigure:
        """Attach caption, alternative text and numbers; returns the figure."""
        self.caption, self.alternative = " ".join(caption.split()), " ".join(alternative.split())
        # twelve significant digits say more than any figure shows, and hide how a machine rounds the last one
        self.numbers = numbers.reset_index(drop=True).map(
            lambda value: float(f"{value:.12g}") if isinstance(value, float) else value
        )
        return self

    def render(self, form: str, dpi: int = 300) -> bytes:
        """Return the figure as the bytes of a PDF, PNG or SVG; the same figure gives the same bytes.

        Nothing in the file tells when or by what it was made, so `SOURCE_DATE_EPOCH` need not be set.
        """
        silent = {
            "pdf": {"Creator": None, "Producer": None, "CreationDate": None, "Subject": self.alternative},
            "svg": {"Date": None, "Creator": None, "Description": self.alternative},
        }
        buffer = io.BytesIO()
        with self.style.context():
            if form != "png":
                self.savefig(buffer, format=form, dpi=dpi, metadata=silent[form])
                return buffer.getvalue()
        about = PngInfo()
        about.add_itxt("Description", self.alternative)
        self._saved = self._picture(dpi)
        self._saved.save(buffer, format="png", dpi=(dpi, dpi), pnginfo=about)
        return buffer.getvalue()

    def _picture(self, dpi: int) -> Image.Image:
        """Draw the figure in dots, without transparency."""
        raw = io.BytesIO()
        with self.style.context():
            self.savefig(raw, format="rgba", dpi=dpi)
        size = tuple(int(inches * dpi) for inches in self.get_size_inches())
        return Image.frombuffer("RGBA", size, raw.getvalue()).convert("RGB")

    def __repr__(self) -> str:
        return self.alternative or super().__repr__()

    def __str__(self) -> str:
        return self.__repr__()

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        """Show the picture in a notebook at its printed size on a screen of 110 points an inch."""
        width, height = (round(float(inches) * 110) for inches in self.get_size_inches())
        buffer = io.BytesIO()
        # half as fine again as it is shown, in 255 colours: a quarter of the size in the notebook's file; once it is
        # saved as PNG, what was saved is shown, for drawing is slow
        fine = (width * 3 // 2, height * 3 // 2)
        picture = self._saved.resize(fine, Image.Resampling.LANCZOS) if self._saved else self._picture(165)
        picture.quantize(255, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(buffer, "png")
        return (
            {"image/png": buffer.getvalue(), "text/plain": repr(self)},
            {"image/png": {"width": width, "height": height, "alt": self.alternative}},
        )


def millimetres(width: str | float) -> float:
    """Return a width in millimetres: "one" or "two" columns, or a number.

    Examples
    --------
    >>> millimetres("one"), millimetres(120)
    (89.0, 120.0)
    """
    if isinstance(width, str):
        if width not in WIDTHS:
            raise InputError(f"a figure is {' or '.join(WIDTHS)} columns or some millimetres wide, not {width!r}.")
        return WIDTHS[width]
    return float(width)


def page(style: Style, width: str | float, height: float):
    """Return a figure with one bare axes whose unit is the printed point, origin at the lower left.

    Where data units are points, sizes of text, nodes and lines can be reckoned with directly.
    """
    figure = PaperFigure(style, width, height)
    with style.context():
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, millimetres(width) * POINTS), ylim=(0, height * POINTS))
        axes.set_axis_off()
    return figure, axes


def text_size(figure: Figure, text: str, **settings) -> tuple[float, float]:
    """Measure a text in points as it will be printed: width and height."""
    box = Text(0, 0, text, figure=figure, **settings).get_window_extent(figure.canvas.get_renderer())
    return box.width / figure.dpi * 72, box.height / figure.dpi * 72


def empty_figure(style: Style, reason: str, width: str | float = "one") -> PaperFigure:
    """Return a small figure that says in one sentence what cannot be shown and why."""
    figure, axes = page(style, width, 16)
    with style.context():
        shown = axes.text(0.5, 0.5, reason, transform=axes.transAxes, ha="center", va="center", style="italic")
        limit = (millimetres(width) - 8) * POINTS
        words, lines = reason.split(), [""]
        for word in words:
            longer = f"{lines[-1]} {word}".strip()
            if text_size(figure, longer, style="italic")[0] > limit and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        shown.set_text("\n".join(lines))
    return figure.describe(reason, reason, pd.DataFrame({"reason": [reason]}))
