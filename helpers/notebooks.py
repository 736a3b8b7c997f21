"""Running the notebooks in order, so that the same inputs always leave the same bytes.

A notebook is executed in a fresh kernel, in its own folder. What would differ from run to run (timings, the exact
version of Python) is left out of the file.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from helpers.documents import SHIPPED
from helpers.tables import InputError, write_bytes

NOTEBOOKS = SHIPPED.parent / "notebooks"
KEPT = ("nbgrader", "tags")
# Under this key a copy in a corpus folder remembers what it was copied from, so that a researcher's edits can be told.
COPIED = "bondgenoten"
SHIPPED_CORPUS = 'CORPUS = "../data"'
# In a corpus folder the executed notebooks lie in notebooks/, so the corpus is the folder above them.
OTHER_CORPUS = 'CORPUS = ".."'
# Links from a notebook to pages of the workbook; in another corpus's copies they would lead nowhere.
OUTSIDE_LINK = re.compile(r"\[([^\]]+)\]\(\.\./((?:data|docs)/[^)]+)\)")


def home_of(corpus: Path) -> Path:
    """Say where the notebooks of a corpus lie: the shipped one's in the project's folder, another's inside it."""
    return NOTEBOOKS if corpus.resolve() == SHIPPED else corpus / "notebooks"


def notebook_paths(folder: Path = NOTEBOOKS) -> list[Path]:
    """List the notebooks in the order in which they are read: that of their names."""
    return sorted(folder.glob("[0-9][0-9]_*.ipynb"))


def run_order(folder: Path = NOTEBOOKS) -> list[Path]:
    """List the notebooks in the order in which they run: the first to read shows what the others wrote, so it is last.

    >>> [path.name[:2] for path in run_order()][-1]
    '00'
    """
    opening, *steps = notebook_paths(folder)
    return [*steps, opening]


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave out of a notebook what differs from run to run or machine to machine.

    Examples
    --------
    >>> book = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python", "version": "3.11.7"}})
    >>> normalise(book).metadata["language_info"]
    {'name': 'python'}
    """
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in notebook.cells:
        # Tags say what a cell is for; the course's notebooks say so to nbgrader too.
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)})
    return notebook


def to_bytes(notebook: nbformat.NotebookNode) -> bytes:
    """Write a notebook as the bytes of a file."""
    return (nbformat.writes(notebook, version=4, indent=1).rstrip("\n") + "\n").encode("utf-8")


def point_to_own_corpus(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Point a copy of a shipped notebook, lying in a corpus folder's notebooks/, to that corpus.

    Raises
    ------
    InputError
        Where the parameters cell does not name the shipped corpus as the notebooks do.
    """
    found = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = OUTSIDE_LINK.sub(r"\1 (`\2` of the workbook)", cell.source)
        elif "parameters" in cell.metadata.get("tags", []) and SHIPPED_CORPUS in cell.source:
            cell.source = cell.source.replace(SHIPPED_CORPUS, OTHER_CORPUS)
            found = True
    if found:
        return notebook
    raise InputError(f"A notebook has no line {SHIPPED_CORPUS} in its parameters cell; put it back and run again.")


def _parameters(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    return next((cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])), None)


def _digest(notebook: nbformat.NotebookNode) -> str:
    """Digest what a notebook says besides its parameters and outputs."""
    own = _parameters(notebook)
    said = "\0".join(f"{cell.cell_type} {cell.source}" for cell in notebook.cells if cell is not own)
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def remember(notebook: nbformat.NotebookNode, fresh: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Note in a copy what it was copied from: the parameters as they ship, and a digest of all other cells."""
    notebook.metadata[COPIED] = nbformat.from_dict({"parameters": _parameters(fresh).source, "rest": _digest(fresh)})
    return notebook


def carry_over(
    fresh: nbformat.NotebookNode, there: nbformat.NotebookNode, name: str
) -> tuple[nbformat.NotebookNode, list[str], bool]:
    r"""Carry the parameters that a researcher changed in an earlier copy over to a fresh one.

    Parameters
    ----------
    fresh : nbformat.NotebookNode
        The notebook that ships, pointed to the corpus.
    there : nbformat.NotebookNode
        The copy that lies in the corpus folder.
    name : str
        How to name it in a message.

    Returns
    -------
    nbformat.NotebookNode
        The fresh copy with those parameters. Where the parameters that ship are still those it was copied from, the
        cell stays as it was edited; else the edited lines follow the new ones.
    list of str
        The names of the parameters that were carried over.
    bool
        Whether there is more in it that the fresh copy does not have: other cells were edited, or it does not say what
        it was copied from and differs.

    Raises
    ------
    InputError
        Where the edited parameters are no Python, or name another corpus.

    Examples
    --------
    >>> def book(source):
    ...     cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    ...     return nbformat.v4.new_notebook(cells=[cell])
    >>> fresh = book('CORPUS = ".."\nSHOW = 12')
    >>> there = remember(book('CORPUS = ".."\nSHOW = 20'), fresh)
    >>> new, names, edited = carry_over(fresh, there, "01")
    >>> new.cells[0].source.splitlines()[-1], names, edited
    ('SHOW = 20', ['SHOW'], False)
    """
    own, new = _parameters(there), _parameters(fresh)
    copied = there.metadata.get(COPIED)
    # Without the note nobody knows whether parameters were edited, or have another value now where they ship.
    if copied is None:
        return fresh, [], own is None or own.source != new.source or _digest(there) != _digest(fresh)
    shipped, edited = copied["parameters"], copied["rest"] != _digest(there)
    if own is None or own.source == shipped:
        return fresh, [], edited
    try:
        mine = ast.parse(own.source).body
    except SyntaxError as error:
        raise InputError(
            f"notebooks/{name}: line {error.lineno} of its parameters is no Python; correct it, or delete the notebook "
            "to start again from the one that ships."
        ) from None
    known = {ast.unparse(statement) for statement in ast.parse(shipped).body}
    changed = [statement for statement in mine if ast.unparse(statement) not in known]
    set_in = (node for statement in changed for node in ast.walk(statement))
    names = sorted({node.id for node in set_in if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)})
    if "CORPUS" in names or OTHER_CORPUS not in {ast.unparse(part).replace("'", '"') for part in mine}:
        raise InputError(
            f"notebooks/{name}: its parameters must have the line {OTHER_CORPUS}, which is the folder above the "
            "notebook; put it back, and name another corpus by CORPUS= on the command line."
        )
    if shipped == new.source:
        new.source = own.source
    elif changed:
        lines = [ast.get_source_segment(own.source, statement) for statement in changed]
        new.source = "\n".join([new.source, "# as set in this corpus:", *lines])
    return fresh, names, edited


def execute(
    notebook: nbformat.NotebookNode, folder: Path, name: str, wait: Callable[[], None] | None = None
) -> nbformat.NotebookNode:
    """Execute a notebook in a folder.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook; its outputs are replaced.
    folder : pathlib.Path
        The folder that its relative paths start from.
    name : str
        How to name it in a message.
    wait : callable or None
        Called once, before the first cell that does more than import.

    Raises
    ------
    InputError
        Where a cell stops: the sentence that it stopped with, or what went wrong and in which cell.
    """
    # Outputs of an earlier run would hide where this one stops.
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    waiting = [wait] if wait else []

    def on_cell_start(cell, cell_index):
        if waiting and "imports" not in cell.metadata.get("tags", []):
            waiting.pop()()

    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        # The kernel warns that it talks to this process over a local port; readers of a line of progress need not care.
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        # Two prints may arrive together or apart, by chance.
        coalesce_streams=True,
        on_cell_start=on_cell_start,
        resources={"metadata": {"path": str(folder)}},
    )
    # A kernel on its way out may complain of sockets that are closed already. What it says on stderr outside its cells
    # is shown only where it died of it.
    with tempfile.TemporaryFile() as said:
        try:
            client.execute(stderr=said)
        except DeadKernelError:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().rpartition("\n")[2] or "it did not say why"
            raise InputError(f"{name}: its kernel died ({last}); run again, and close other programs first.") from None
        except CellExecutionError as error:
            if error.ename == "InputError":
                raise InputError(error.evalue) from None
            cell = 1 + max(i for i, c in enumerate(notebook.cells) if c.get("outputs") or c.get("execution_count"))
            raise InputError(
                f"{name}, cell {cell} stopped with {error.ename}: {error.evalue}; "
                "open it with `make lab` to look closer."
            ) from None
    return normalise(notebook)


class _Run(threading.Thread):
    """One notebook on its way: its kernel starts and imports at once, its work begins when `begin` is called."""

    def __init__(self, path: Path, home: Path, shipped: bool):
        super().__init__(name=path.stem, daemon=True)
        self.path, self.home = path, home
        self.notebook = nbformat.read(path, as_version=4)
        self.turn, self.given_up = threading.Event(), False
        self.content: bytes | None = None
        self.error: BaseException | None = None
        self.remarks: list[str] = []
        # What a copy was made from; the notebooks that ship are executed where they lie, with whatever is in them.
        self.fresh: nbformat.NotebookNode | None = None
        if not shipped:
            self.notebook = point_to_own_corpus(self.notebook)
            self.fresh = copy.deepcopy(self.notebook)
            self._keep_edits(home / path.name)

    def _keep_edits(self, there: Path) -> None:
        """Take over the parameters of a copy that is there already; where more was edited in it, keep it beside."""
        if not there.is_file():
            return
        try:
            old = nbformat.read(there, as_version=4)
        except nbformat.reader.NotJSONError:
            raise InputError(
                f"notebooks/{there.name} is no notebook; delete it, and a new one takes its place."
            ) from None
        self.notebook, names, edited = carry_over(self.notebook, old, there.name)
        if names:
            self.remarks.append(f"{there.stem}: your {', '.join(names)} {'is' if len(names) == 1 else 'are'} kept")
        if edited:
            kept = f"edited_{time.strftime('%Y-%m-%d_%H%M%S')}_{there.name}"
            write_bytes(there.with_name(kept), there.read_bytes())
            self.remarks.append(
                f"{there.stem}: you edited cells in it; your version is kept as notebooks/{kept}, "
                "and the new one has not your edits"
            )

    def _wait(self) -> None:
        self.turn.wait()
        if self.given_up:
            raise RuntimeError("a notebook before this one stopped")

    def run(self) -> None:
        try:
            done = execute(self.notebook, self.home, self.path.name, self._wait)
            self.content = to_bytes(remember(done, self.fresh) if self.fresh else done)
        except BaseException as error:
            self.error = error

    def finish(self) -> bytes:
        """Let the notebook do its work, and give the bytes of its file."""
        self.turn.set()
        self.join()
        if self.error:
            raise self.error
        return self.content

    def give_up(self) -> None:
        """Stop a notebook that waits for its turn."""
        self.given_up = True
        self.turn.set()
        if self.is_alive():
            self.join()


def run_notebooks(corpus: Path, say: Callable[[str], None] = lambda sentence: None) -> Iterator[tuple[str, float]]:
    """Run every notebook over a corpus, in order; where one stops, put back everything that was there before.

    The shipped corpus's notebooks are executed where they lie; for another corpus, copies in its `notebooks/`, with the
    parameters that were changed in copies of an earlier run. While one works, the kernel of the next starts and imports
    its libraries, which is half of the time.

    Parameters
    ----------
    corpus : pathlib.Path
        A corpus folder.
    say : callable
        Called with each sentence on what of an earlier run is kept.

    Yields
    ------
    tuple of str and float
        Name of each notebook as soon as it is done, and the seconds since the one before.
    """
    shipped = corpus.resolve() == SHIPPED
    home = home_of(corpus)
    written = [home, corpus / "derived", home.parent / "figures"]
    before = snapshot(written)
    home.mkdir(exist_ok=True)
    started = time.perf_counter()
    runs: list[_Run] = []
    try:
        for path in run_order():
            runs.append(_Run(path, home, shipped))
            for remark in runs[-1].remarks:
                say(remark)
        runs[0].start()
        for run, following in zip(runs, [*runs[1:], None], strict=True):
            if following:
                following.start()
            write_bytes(home / run.path.name, run.finish())
            now = time.perf_counter()
            yield run.path.stem, now - started
            started = now
    except BaseException:
        for run in runs:
            run.give_up()
        restore(written, before)
        raise


def snapshot(folders: list[Path]) -> dict[Path, bytes]:
    """Hold the bytes of every file in some folders."""
    return {
        path: path.read_bytes()
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def restore(folders: list[Path], before: dict[Path, bytes]) -> None:
    """Put back what `snapshot` held: files changed since are as they were, files new since are gone."""
    for path in snapshot(folders).keys() - before.keys():
        path.unlink()
    for path, content in before.items():
        if not path.is_file() or path.read_bytes() != content:
            write_bytes(path, content)
    for folder in folders:
        if folder.is_dir() and not any(path.is_file() for path in folder.rglob("*")):
            shutil.rmtree(folder)
