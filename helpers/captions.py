"""Captions and alternative texts of all figures of a folder, in one file that a person can read and paste from."""

from __future__ import annotations

from pathlib import Path

from helpers.tables import write_bytes

HEAD = "# Captions and alternative texts"


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


def write_caption(path: Path, name: str, caption: str, alternative: str) -> None:
    """Put one figure's caption and alternative text in captions.md, sorted by name; the others stay as they are.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str
        Name of the figure, as its files have it.
    caption, alternative : str
        One paragraph each.
    """
    sections = read_captions(path)
    sections[name] = f"**Caption.** {caption}\n\n**Alternative text.** {alternative}"
    body = "\n\n".join(f"## {figure}\n\n{sections[figure]}" for figure in sorted(sections))
    write_bytes(path, f"{HEAD}\n\n{body}\n".encode())
