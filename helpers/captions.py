"""Captions and alternative texts of all figures of a folder, in one file that a person can read and paste from."""

from __future__ import annotations

from pathlib import Path

from helpers.network import Choices
from helpers.style import Style
from helpers.tables import write_bytes


def read_captions(path: Path) -> dict[str, str]:
    """Read captions.md: the text under each figure's heading.

    Parameters
    ----------
    path : pathlib.Path
        The file; it need not be there.

    Returns
    -------
    dict of str to str
        Name of the figure to what stands under its heading.
    """
    if not path.exists():
        return {}
    sections = path.read_text(encoding="utf-8").split("\n## ")[1:]
    return {name.strip(): body.strip() for name, body in (section.split("\n", 1) for section in sections)}


def name_coder(coder: str, style: Style) -> str:
    """Name a coder in the style's language; a reading that has no wording of its own is called as its file.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> name_coder("comention", read_style()), name_coder("reading_a", read_style())
    ('co-mention', 'reading a')
    """
    return style.words.get(f"coder.{coder}", coder.replace("_", " "))


def say_choices(choices: Choices, style: Style) -> str:
    """Say the analyst's choices in a sentence or two, for a caption in the style's language.

    Parameters
    ----------
    choices : helpers.network.Choices
        What was chosen in notebook 05.
    style : Style
        House style, which sets the language.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> print(say_choices(Choices(coder="ann", types=("joint_action",), roll_up=False), read_style()))
    Ties as coded by ann (actual; joint action), persons and bodies kept apart, weights counting statements.
    """
    parts = [
        style.word(
            "choices.coded",
            coder=style.words.get(f"coded_by.{choices.coder}") or name_coder(choices.coder, style),
            statuses=style.listed([style.label("status", status) for status in choices.statuses]),
            types=style.listed([style.label("type", key) for key in choices.types]),
        ),
        style.word("choices.rolled_up" if choices.roll_up else "choices.kept_apart"),
        style.word("choices.weight", unit=style.word(choices.weight)),
    ]
    if choices.least_chance:
        parts.append(style.word("choices.least_chance", chance=f"{choices.least_chance:g}"))
    if choices.without_author:
        parts.append(style.word("choices.without_author"))
    if choices.documents:
        parts.append(style.word("choices.documents", documents=style.listed(list(choices.documents))))
    return f"{', '.join(parts)}."


def write_caption(path: Path, name: str, caption: str, alternative: str, style: Style) -> None:
    """Put one figure's caption and alternative text in captions.md, sorted by name; the others stay as they are.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str
        Name of the figure, as its files have it.
    caption, alternative : str
        One paragraph each.
    style : Style
        House style, whose language the headings have.
    """
    sections = read_captions(path)
    parts = (("captions.caption", caption), ("captions.alternative", alternative))
    sections[name] = "\n\n".join(f"**{style.word(key)}.** {text}" for key, text in parts)
    body = "\n\n".join(f"## {figure}\n\n{sections[figure]}" for figure in sorted(sections))
    write_bytes(path, f"# {style.word('captions.head')}\n\n{body}\n".encode())
