"""The pictures in figures/ are those that the notebook draws from the tables, within a tolerance.

Beside the bytes, which `make test` compares, this asks whether a reader would see the same: a letter drawn a shade
otherwise by another machine passes, and a name that moved does not. It needs the matplotlib of the lock, for other
versions set and break text otherwise (3.9 against 3.11 gives 21 to 29 where the tolerance is 0.5); elsewhere it is
skipped.
"""

import shutil

import nbformat
import numpy as np
import pytest
from matplotlib.testing.compare import compare_images
from PIL import Image

from helpers import environment, notebooks
from helpers.documents import SHIPPED
from helpers.figures import draw_network, read_style
from helpers.tables import read_table

DIFFERENT = [
    name for name in environment.differences(environment.LOCK.read_text(encoding="utf-8")) if "matplotlib" in name
]
pytestmark = pytest.mark.skipif(bool(DIFFERENT), reason=f"drawn by another matplotlib than the lock's: {DIFFERENT}")

KEPT = SHIPPED.parent / "figures"
PICTURES = sorted(path.stem for path in KEPT.glob("*.png"))
# Root mean square of the differences of all dots, of 255: 0 in the locked environment. A name of ten letters that moves
# is about 2 in the largest figure.
TOLERANCE = 0.5


def differs(kept, drawn, folder):
    """Say in a sentence how two pictures differ beyond the tolerance; None where they do not."""
    (folder / "kept").mkdir(exist_ok=True)
    # compare_images leaves a picture of the differences beside the second one
    one = shutil.copy(kept, folder / "kept" / kept.name)
    return compare_images(str(one), str(drawn), TOLERANCE)


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory):
    """All that notebook 08 writes to figures/, written anew elsewhere."""
    folder = tmp_path_factory.mktemp("figures")
    book = nbformat.read(notebooks.NOTEBOOKS / "08_draw_figures.ipynb", as_version=4)
    parameters = next(cell for cell in book.cells if "parameters" in cell.metadata.get("tags", []))
    assert 'FIGURES = "../figures"' in parameters.source
    parameters.source = parameters.source.replace('FIGURES = "../figures"', f"FIGURES = {str(folder)!r}")
    notebooks.execute(book, notebooks.NOTEBOOKS, "08_draw_figures")
    return folder


def test_every_picture_is_kept(redrawn):
    assert sorted(path.stem for path in redrawn.glob("*.png")) == PICTURES
    assert len(PICTURES) == 12


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_look_as_those_that_are_kept(redrawn, name, tmp_path):
    assert differs(KEPT / f"{name}.png", redrawn / f"{name}.png", tmp_path) is None


def shipped(name):
    return read_table(SHIPPED / "derived" / f"{name}.csv", name)


def network(edges, move=None):
    figure = draw_network(shipped("nodes"), edges, read_style(), shipped("layout"), ("GBR", "NOR"))
    for text in figure.findobj(lambda artist: artist.get_gid() == move) if move else []:
        x, y = text.get_position()
        text.set_position((x, y + 12))
    return figure.render("png")


@pytest.mark.parametrize("change", ["a name moved", "a tie gone", "a colour"])
def test_a_changed_picture_would_be_noticed(change, tmp_path):
    """Negative control, on the figure in which a change weighs least; unchanged it passes."""
    edges, drawn = shipped("edges"), tmp_path / "drawn.png"
    drawn.write_bytes(network(edges))
    assert differs(KEPT / "network.png", drawn, tmp_path) is None
    if change == "a name moved":
        drawn.write_bytes(network(edges, "label-SWE"))
    elif change == "a tie gone":
        drawn.write_bytes(network(edges.drop(edges.index[edges["source"] == "ALB"])))
    else:
        style = read_style()
        style.palette["type", "agreement"]["colour"] = "#0060A0"
        figure = draw_network(shipped("nodes"), edges, style, shipped("layout"), ("GBR", "NOR"))
        drawn.write_bytes(figure.render("png"))
    assert "RMS" in differs(KEPT / "network.png", drawn, tmp_path)


def test_a_shade_is_let_pass(tmp_path):
    picture = np.asarray(Image.open(KEPT / "network.png"))
    noise = np.random.default_rng(1).integers(0, 2, picture.shape).astype(np.uint8)
    # edges of letters that another machine draws a little lighter
    grey = (picture > 60) & (picture < 200)
    Image.fromarray(np.where(grey, picture + noise, picture).astype(np.uint8)).save(tmp_path / "drawn.png")
    assert differs(KEPT / "network.png", tmp_path / "drawn.png", tmp_path) is None
