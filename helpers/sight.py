"""Step 8: how a figure looks to others: printed in grey, or seen by somebody who is colour-blind.

Needs a colour or a figure. Makes its lightness, its difference from another colour, or a picture of it as it is seen.
"""

from __future__ import annotations

import io

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from PIL import Image

from helpers.tables import InputError

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHTS = {
    "everybody": np.eye(3),
    "protanopia": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "deuteranopia": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "tritanopia": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
    # Relative luminance of linear RGB (BT.709), the same in all three channels.
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
# Linear RGB to CIE XYZ (D65), and its white.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


class Seen:
    """A picture of a figure as somebody sees it; in a notebook it shows itself.

    Parameters
    ----------
    picture : PIL.Image.Image
        The picture.
    said : str
        What it is, for who cannot see it.
    """

    def __init__(self, picture: Image.Image, said: str):
        self.picture = picture
        self.said = said

    def __repr__(self) -> str:
        return self.said

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        """Show the picture at two thirds of its dots, which is sharp on a fine screen."""
        buffer = io.BytesIO()
        self.picture.quantize(255, dither=Image.Dither.NONE).save(buffer, "png")
        width, height = (round(side / 1.5) for side in self.picture.size)
        return (
            {"image/png": buffer.getvalue(), "text/plain": repr(self)},
            {"image/png": {"width": width, "height": height, "alt": self.said}},
        )


def seen_by(colour: str, sight: str = "grey") -> str:
    """Give a colour as it is seen.

    Parameters
    ----------
    colour : str
        As matplotlib takes it.
    sight : str
        One of SIGHTS.

    Examples
    --------
    >>> seen_by("#FF0000"), seen_by("#FF0000", "deuteranopia")
    ('#7f7f7f', '#a39000')
    """
    return to_hex(_to_srgb(_matrix(sight) @ _to_linear(np.array(to_rgb(colour)))))


def lightness(colour: str) -> float:
    """Give the lightness of a colour, which is what remains of it in grey: 0 is black, 100 white (CIE L*).

    Examples
    --------
    >>> round(lightness("black")), round(lightness("#D62F1F")), round(lightness("white"))
    (0, 48, 100)
    """
    return float(_lab(colour, "everybody")[0])


def difference(one: str, other: str, sight: str = "everybody") -> float:
    """Say how different two colours look: 0 the same, below 10 hard to tell apart in thin lines (CIE 1976).

    Examples
    --------
    >>> red, green = "#C44E52", "#4C8F4C"
    >>> difference(red, green) > 4 * difference(red, green, "deuteranopia")
    True
    """
    return float(np.linalg.norm(_lab(one, sight) - _lab(other, sight)))


def as_seen(figure: Figure, sight: str = "grey", dpi: int = 165) -> Seen:
    """Give a picture of a figure as it is seen.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure.
    sight : str
        One of SIGHTS.
    dpi : int
        Dots an inch.

    Raises
    ------
    InputError
        Where there is no such sight.
    """
    matrix, buffer = _matrix(sight), io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi)
    dots = np.asarray(Image.open(buffer).convert("RGB")) / 255
    seen = np.round(255 * _to_srgb(_to_linear(dots) @ matrix.T)).astype(np.uint8)
    said = (
        "as everybody sees it" if sight == "everybody" else f"as seen in {sight}" if sight == "grey" else f"in {sight}"
    )
    return Seen(Image.fromarray(seen), f"The figure {said}.")


def _matrix(sight: str) -> np.ndarray:
    if sight not in SIGHTS:
        raise InputError(f"There is no sight {sight!r}; choose one of {', '.join(SIGHTS)}.")
    return SIGHTS[sight]


def _to_linear(srgb: np.ndarray) -> np.ndarray:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _to_srgb(linear: np.ndarray) -> np.ndarray:
    linear = np.clip(linear, 0, 1)
    return np.clip(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055), 0, 1)


def _lab(colour: str, sight: str) -> np.ndarray:
    seen = np.clip(_matrix(sight) @ _to_linear(np.array(to_rgb(colour))), 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])
