"""The notebooks are as the workbook promises: run in order, outputs kept, nothing of this machine in them."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers import notebooks
from helpers.documents import SHIPPED

PATHS = notebooks.notebook_paths()
BOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
NAMES = sorted(BOOKS)


def complaints(book):
    """Say what is wrong with a notebook, one phrase each."""
    found = []
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in code]
    if counts != list(range(1, len(code) + 1)):
        found.append("cells have not been run in order from the top")
    for number, cell in enumerate(code, start=1):
        tags = cell.metadata.get("tags", [])
        silent = "parameters" in tags or "imports" in tags or "silent" in tags
        if not cell.outputs and not silent:
            found.append(f"code cell {number} has no output, so nbval would check nothing in it")
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"code cell {number} ends in an error")
            if output.output_type == "stream" and output.name == "stderr":
                found.append(f"code cell {number} writes to stderr")
    if book.metadata.get("kernelspec", {}).get("name") != "python3":
        found.append("the kernel is not named python3")
    if "version" in book.metadata.get("language_info", {}):
        found.append("the version of Python is recorded")
    if sum("parameters" in cell.metadata.get("tags", []) for cell in code) != 1:
        found.append("there is not exactly one parameters cell")
    if len({cell.get("id") for cell in book.cells}) != len(book.cells):
        found.append("cell ids are missing or not unique")
    text = nbformat.writes(book)
    if re.search(r"/home/|/Users/|[A-Z]:\\\\", text) or str(SHIPPED.parent) in text or str(Path.home()) in text:
        found.append("the path of a machine stands in it")
    first = book.cells[0].source
    if book.cells[0].cell_type != "markdown" or not first.startswith("# "):
        found.append("it does not open with a title")
    for part in ["**Question.**", "**In.**", "**Out.**", "**You need.**", "**Time.**"]:
        if part not in first:
            found.append(f"its opening lacks {part}")
    headings = [cell.source.splitlines()[0] for cell in book.cells if cell.cell_type == "markdown" and cell.source]
    if headings[-2:] != ["## What we saw", "## Where to go next"]:
        found.append("it does not end with 'What we saw' and 'Where to go next'")
    return found


def test_there_are_notebooks_for_every_step():
    assert [path.name[:2] for path in PATHS] == [f"{n:02}" for n in range(len(PATHS))]
    assert len(PATHS) == 10


@pytest.mark.parametrize("name", NAMES)
def test_hygiene(name):
    assert complaints(BOOKS[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_hygiene_notebook_is_in_its_normal_form(name):
    path = notebooks.NOTEBOOKS / f"{name}.ipynb"
    assert notebooks.to_bytes(notebooks.normalise(nbformat.read(path, as_version=4))) == path.read_bytes()


def test_hygiene_sees_what_is_wrong():
    book = nbformat.from_dict(BOOKS[NAMES[0]])
    code = next(cell for cell in book.cells if cell.get("outputs"))
    code.outputs = []
    code.execution_count = None
    book.metadata["kernelspec"]["name"] = "conda"
    book.cells[-1].source = "Read it in /home/me/results"
    found = " | ".join(complaints(book))
    for part in ["in order", "has no output", "not named python3", "path of a machine", "What we saw"]:
        assert part in found


def test_every_notebook_can_be_pointed_to_another_corpus():
    for book in BOOKS.values():
        copy = notebooks.point_to_own_corpus(nbformat.from_dict(book))
        assert any(notebooks.OTHER_CORPUS in cell.source for cell in copy.cells)


def nbval(folder, path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--nbval", path.name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_nbval_fails_on_one_changed_output(tmp_path):
    """Negative control: the check that the whole workbook leans on does refuse a wrong number."""
    code = nbformat.v4.new_code_cell("print(6 * 7)", execution_count=1)
    code.outputs = [nbformat.v4.new_output("stream", name="stdout", text="42\n")]
    book = nbformat.v4.new_notebook(cells=[code], metadata={"kernelspec": {"name": "python3", "display_name": "p"}})
    right, wrong = tmp_path / "right.ipynb", tmp_path / "wrong.ipynb"
    nbformat.write(book, right)
    code.outputs[0]["text"] = "43\n"
    nbformat.write(book, wrong)
    assert nbval(tmp_path, right).returncode == 0
    refused = nbval(tmp_path, wrong)
    assert refused.returncode == 1
    assert "1 failed" in refused.stdout


def test_nbval_fails_on_a_changed_number_in_a_shipped_notebook(tmp_path):
    """Negative control on the real thing: a copy of a notebook with one digit changed in one output."""
    name = "01_read_documents"
    book = nbformat.from_dict(BOOKS[name])
    for cell in book.cells:
        cell.source = cell.source.replace(notebooks.SHIPPED_CORPUS, f"CORPUS = {str(tmp_path / 'data')!r}")
    changed = False
    for cell in book.cells:
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/plain")
            if text and re.search(r"\d", text) and not changed:
                output["data"]["text/plain"] = re.sub(r"\d", lambda m: str((int(m.group()) + 1) % 10), text, count=1)
                changed = True
    assert changed
    copy_corpus(tmp_path / "data")
    nbformat.write(book, tmp_path / "changed.ipynb")
    refused = nbval(tmp_path, tmp_path / "changed.ipynb")
    assert refused.returncode == 1
    assert "1 failed" in refused.stdout


def copy_corpus(folder):
    """Copy the documents of the shipped corpus, and nothing else, to a folder."""
    (folder / "documents").mkdir(parents=True)
    for path in [SHIPPED / "documents.csv", *sorted((SHIPPED / "documents").glob("*.txt"))]:
        target = folder / path.relative_to(SHIPPED)
        target.write_bytes(path.read_bytes())


def test_running_a_notebook_again_changes_no_byte(tmp_path):
    """The same inputs give the same file, whatever was in it before."""
    copy_corpus(tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    path = notebooks.NOTEBOOKS / "01_read_documents.ipynb"
    blank = nbformat.read(path, as_version=4)
    for cell in blank.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    done = notebooks.execute(blank, tmp_path / "notebooks", path.name)
    assert notebooks.to_bytes(done) == path.read_bytes()


def own_copy(source, rest="1 + 1", made_from=None):
    """Make a copy as in a corpus folder: a parameters cell, another, and what it was made from."""
    cells = [nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(rest)]
    book = nbformat.v4.new_notebook(cells=cells)
    return book if made_from is None else notebooks.remember(book, made_from)


SHIPS = 'CORPUS = ".."\nSHOW = 12  # rows\nFIRST, SECOND = None, None'


@pytest.mark.parametrize(
    ("mine", "names", "now", "then"),
    [
        # as it was: whatever ships now is taken
        (SHIPS, [], SHIPS, SHIPS),
        (SHIPS, [], SHIPS.replace("12", "15"), SHIPS.replace("12", "15")),
        # edited: the cell stays as it is, with its comments
        (SHIPS.replace("12", "20"), ["SHOW"], SHIPS, SHIPS.replace("12", "20")),
        (
            SHIPS.replace("None, None", "'POL', 'FRA'"),
            ["FIRST", "SECOND"],
            SHIPS,
            SHIPS.replace("None, None", "'POL', 'FRA'"),
        ),
        # edited, and other parameters ship now: what was edited follows the new ones
        (
            SHIPS.replace("12", "20"),
            ["SHOW"],
            SHIPS + "\nNEW = 1",
            SHIPS + "\nNEW = 1\n# as set in this corpus:\nSHOW = 20",
        ),
    ],
)
def test_parameters_that_were_changed_are_carried_over(mine, names, now, then):
    there = own_copy(mine, made_from=own_copy(SHIPS))
    new, carried, edited = notebooks.carry_over(own_copy(now), there, "01.ipynb")
    assert (new.cells[0].source, carried, edited) == (then, names, False)
    # and again at the next run
    again = notebooks.remember(new, own_copy(now))
    assert notebooks.carry_over(own_copy(now), again, "01.ipynb")[0].cells[0].source == then


def test_other_cells_that_were_changed_are_told():
    def edited(there):
        return notebooks.carry_over(own_copy(SHIPS, "1 + 3"), there, "01.ipynb")[2]

    # Another notebook ships than the one it was copied from; that alone is no edit of the reader's.
    assert not edited(own_copy(SHIPS, "1 + 1", made_from=own_copy(SHIPS, "1 + 1")))
    assert edited(own_copy(SHIPS, "1 + 2", made_from=own_copy(SHIPS, "1 + 1")))
    # Of a copy that does not say what it was made from, nobody knows.
    assert edited(own_copy(SHIPS, "1 + 2"))
    assert not edited(own_copy(SHIPS, "1 + 3"))


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (SHIPS.replace('".."', '"../other"'), "must have the line"),
        ("SHOW = 20", "must have the line"),
        ("SHOW = = 20", "line 1 of its parameters is no Python"),
    ],
)
def test_parameters_that_cannot_run_are_refused(mine, words):
    with pytest.raises(notebooks.InputError, match=words):
        notebooks.carry_over(own_copy(SHIPS), own_copy(mine, made_from=own_copy(SHIPS)), "01.ipynb")
