"""The course: exercise notebooks made from solution notebooks, by the convention of nbgrader.

The solutions in `notebooks/exercises/solutions/` are the only source. `python workbook.py exercises` runs them and
writes the exercises above them; what stands between BEGIN SOLUTION and END SOLUTION is replaced by nbgrader's stub.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
from pathlib import Path
from typing import Any

import nbformat

from helpers.classroom import EXERCISES
from helpers.notebooks import execute, normalise, notebook_paths, to_bytes
from helpers.tables import InputError, write_bytes

SOLUTIONS = EXERCISES / "solutions"
# As nbgrader has them (ClearSolutions of version 0.9), so that who uses nbgrader gets the same notebooks.
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"
# An exercise lies one folder higher than its solution, so a link that goes up goes up once less.
LINK_UP = re.compile(r"(\]\()\.\./")


def solution_paths() -> list[Path]:
    """List the solution notebooks, in the order of the course."""
    return notebook_paths(SOLUTIONS)


def to_exercise(solution: nbformat.NotebookNode) -> nbformat.NotebookNode:
    r"""Make the exercise of a solution notebook: stubs for solutions, no outputs, links from its own place.

    Parameters
    ----------
    solution : nbformat.NotebookNode
        The solution; it is left as it is.

    Raises
    ------
    InputError
        Where a solution is not marked as nbgrader wants it: in a cell of another kind, without end or grade_id.

    Examples
    --------
    >>> cell = nbformat.v4.new_code_cell("x = None\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION")
    >>> cell.metadata["nbgrader"] = {"grade_id": "ex1", "solution": True}
    >>> print(to_exercise(nbformat.v4.new_notebook(cells=[cell])).cells[0].source)
    x = None
    # YOUR CODE HERE
    raise NotImplementedError()
    """
    exercise = normalise(nbformat.from_dict(solution))
    seen = set()
    for number, cell in enumerate(exercise.cells, start=1):
        marks = cell.metadata.get("nbgrader", {})
        if marks:
            if not marks.get("grade_id") or marks["grade_id"] in seen:
                raise InputError(f"Cell {number} has no grade_id of its own; give it one such as 'ex1' or 'check_ex1'.")
            seen.add(marks["grade_id"])
        cell.source = clear_solution(cell.source, cell.cell_type, bool(marks.get("solution")), number)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = LINK_UP.sub(r"\1", cell.source)
    return exercise


def clear_solution(source: str, cell_type: str, is_solution: bool, number: int = 0) -> str:
    """Replace the solution in the source of a cell by the stub; a solution cell without marks is replaced whole.

    Parameters
    ----------
    source : str
        Source of the cell.
    cell_type : str
        code or markdown.
    is_solution : bool
        Whether the cell is marked as one that holds a solution.
    number : int
        Its number, for messages.

    Examples
    --------
    >>> clear_solution("Because ...", "markdown", True)
    'YOUR ANSWER HERE'
    """
    stub = CODE_STUB if cell_type == "code" else TEXT_STUB
    lines, inside, replaced = [], False, False
    for line in source.split("\n"):
        if BEGIN in line:
            if inside:
                raise InputError(f"Cell {number} has {BEGIN} inside a solution; end the first one before.")
            inside = replaced = True
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + part for part in stub.split("\n")]
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise InputError(f"Cell {number} has no line ### {END}; put it after the solution.")
    if replaced and not is_solution:
        raise InputError(f"Cell {number} holds a solution and is not marked as one; set nbgrader.solution to true.")
    return stub if is_solution and not replaced else "\n".join(lines)


def fill_in(exercise: nbformat.NotebookNode, solution: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Write the solutions into an exercise, as a student who answers everything would.

    Parameters
    ----------
    exercise, solution : nbformat.NotebookNode
        A pair of notebooks; cells belong together by grade_id.

    Raises
    ------
    InputError
        Where an answer cell of the exercise has no counterpart.
    """
    answers = {
        cell.metadata["nbgrader"]["grade_id"]: cell.source for cell in solution.cells if "nbgrader" in cell.metadata
    }
    filled = nbformat.from_dict(exercise)
    for cell in filled.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            if marks["grade_id"] not in answers:
                raise InputError(
                    f"The exercise has a cell {marks['grade_id']!r} that its solution lacks; generate it anew."
                )
            cell.source = answers[marks["grade_id"]]
    return filled


def run_in_process(notebook: nbformat.NotebookNode, folder: Path, only: set[str] | None = None) -> dict[str, Any]:
    """Run the code cells of a notebook one after another in this process, without a kernel.

    What cells print or show is thrown away; errors are not. Magics (%...) do not work.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook.
    folder : pathlib.Path
        The folder that its relative paths start from.
    only : set of str, optional
        Of the cells with a grade_id run these only; the others always run.

    Returns
    -------
    dict
        What the cells have defined, and under `results` the value of each cell's last line by grade_id.
    """
    from IPython.display import display

    space: dict[str, Any] = {"__name__": "__main__", "display": display}
    results: dict[str, Any] = {}
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for number, cell in enumerate(notebook.cells, start=1):
                grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
                if cell.cell_type != "code" or (only is not None and grade_id and grade_id not in only):
                    continue
                value = _run_cell(cell.source, f"<cell {number}>", space)
                repr(value)
                if grade_id:
                    results[grade_id] = value
    finally:
        os.chdir(before)
    return space | {"results": results}


def run_solution(name: str, parameters: dict[str, Any], answers: dict[str, str] | None = None) -> dict[str, Any]:
    """Run a solution with other parameters and answers, as the copy of a teacher or a student would be run.

    Parameters
    ----------
    name : str
        Name of the notebook, such as 03_code_ties_by_hand.
    parameters : dict
        Name of a parameter to its value.
    answers : dict, optional
        grade_id of an answer cell to what stands in it instead.

    Returns
    -------
    dict
        As of `run_in_process`.
    """
    book = nbformat.read(SOLUTIONS / f"{name}.ipynb", as_version=4)
    for cell in book.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source += "\n" + "\n".join(f"{parameter} = {value!r}" for parameter, value in parameters.items())
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = (answers or {}).get(grade_id, cell.source)
    return run_in_process(book, EXERCISES)


def _run_cell(source: str, name: str, space: dict[str, Any]) -> Any:
    """Run a cell and give the value of its last line, if that is an expression."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), space)
    return eval(compile(ast.Expression(last.value), name, "eval"), space) if last else None


def make_exercises(names: list[str] | None = None, run: bool = True) -> list[str]:
    """Run solution notebooks, keep their outputs, and write the exercises made from them.

    Parameters
    ----------
    names : list of str, optional
        Beginnings of file names, such as 04; without it all.
    run : bool
        Whether to run the solutions first.

    Returns
    -------
    list of str
        Names of the notebooks that were made.

    Raises
    ------
    InputError
        Where there is no such solution, or one does not run to its end.
    """
    chosen = [path for path in solution_paths() if not names or path.name.startswith(tuple(names))]
    if not chosen:
        raise InputError(f"No solution notebook begins with {', '.join(names or [])}; see exercises/solutions.")
    for path in chosen:
        solution = nbformat.read(path, as_version=4)
        exercise = to_exercise(solution)
        if run:
            write_bytes(path, to_bytes(execute(solution, SOLUTIONS, path.name)))
        write_bytes(EXERCISES / path.name, to_bytes(exercise))
    return [path.stem for path in chosen]
