"""Seconds of each notebook beside its floor: starting a kernel, importing the same libraries, shutting it down."""

import sys
import time

import nbformat

from helpers import notebooks
from helpers.documents import SHIPPED


def seconds(book, repeats=2):
    """Take the least of a few runs: the one that the machine disturbed least."""
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        notebooks.execute(nbformat.from_dict(book), notebooks.NOTEBOOKS, "bench")
        taken.append(time.perf_counter() - started)
    return min(taken)


def floor_of(book):
    """Make the notebook that only imports what the given one imports."""
    code = [cell for cell in book.cells if "imports" in cell.metadata.get("tags", [])]
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell.source) for cell in code],
        metadata=book.metadata,
    )


def main():
    """Print the table, and whether the aim is met."""
    print(f"{'notebook':<24}{'seconds':>8}{'floor':>8}{'ratio':>7}")
    least = 0.0
    for path in notebooks.run_order():
        book = nbformat.read(path, as_version=4)
        here, floor = seconds(book), seconds(floor_of(book))
        least += floor
        print(f"{path.stem:<24}{here:>8.1f}{floor:>8.1f}{here / floor:>7.2f}", flush=True)
    total = sum(taken for _, taken in notebooks.run_notebooks(SHIPPED))
    print(f"{'the whole run':<24}{total:>8.1f}{least:>8.1f}{total / least:>7.2f}")
    return 0 if total <= 2 * least else 1


if __name__ == "__main__":
    sys.exit(main())
