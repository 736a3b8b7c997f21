"""How a figure looks in grey and to the colour-blind."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.sight import SIGHTS, as_seen, difference, lightness, seen_by
from helpers.tables import InputError


@pytest.mark.parametrize("sight", SIGHTS)
def test_black_white_and_grey_are_seen_alike_by_all(sight):
    for colour in ("#000000", "#ffffff", "#808080"):
        seen = [int(seen_by(colour, sight)[i : i + 2], 16) for i in (1, 3, 5)]
        assert np.allclose(seen, [int(colour[i : i + 2], 16) for i in (1, 3, 5)], atol=2)


def test_red_and_green_of_one_lightness():
    red, green = "#D62728", "#2CA02C"
    assert difference(red, green) > 100
    assert difference(red, green, "deuteranopia") < 10
    assert difference(red, green, "grey") == pytest.approx(abs(lightness(red) - lightness(green)), abs=0.1)


def test_a_figure_in_grey_has_no_colour_and_keeps_its_size():
    figure = Figure(figsize=(2, 1), facecolor="red")
    grey, all_colours = as_seen(figure, "grey", dpi=50), as_seen(figure, "everybody", dpi=50)
    dots = np.asarray(grey.picture)
    assert dots.shape == (50, 100, 3)
    assert (dots == dots[..., :1]).all()
    assert np.asarray(all_colours.picture)[0, 0].tolist() == [255, 0, 0]
    shown, about = grey._repr_mimebundle_()
    assert shown["text/plain"] == about["image/png"]["alt"] == "The figure as seen in grey."
    assert about["image/png"]["width"] == 67


def test_an_unknown_sight_is_refused():
    with pytest.raises(InputError, match="There is no sight 'blue'; choose one of everybody"):
        as_seen(Figure(), "blue")
