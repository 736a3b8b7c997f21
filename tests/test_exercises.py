"""The course: exercises are those made from the solutions, have all their parts, and can be solved as they are."""

import re
import shutil
import subprocess
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest

from helpers.checks import NotAnswered, Right
from helpers.classroom import EXERCISES
from helpers.documents import SHIPPED
from helpers.exercises import (
    CODE_STUB,
    LINK_UP,
    SOLUTIONS,
    TEXT_STUB,
    clear_solution,
    fill_in,
    make_exercises,
    run_in_process,
    solution_paths,
    to_exercise,
)
from helpers.notebooks import normalise, notebook_paths, to_bytes
from helpers.tables import InputError

BOOKS = {path.stem: nbformat.read(path, as_version=4) for path in solution_paths()}
MADE = {path.stem: nbformat.read(path, as_version=4) for path in notebook_paths(EXERCISES)}
NAMES = sorted(BOOKS)
GUIDE = (EXERCISES / "README.md").read_text(encoding="utf-8")
# Learning goals say what a student can do afterwards; to know or to understand cannot be seen.
VERBS = set(
    "adapt add apply argue ask assess build calculate change check choose code combine compare compute count decide "
    "defend describe design detect discuss distinguish draw estimate explain export express find follow give identify "
    "improve interpret judge justify list locate make mark measure merge name open plan predict prepare present put "
    "quantify rank read recognise refute report reproduce resample review roll run say score see select separate "
    "settle show sort spot state sum swap take tell test trace turn use verify weigh write".split()
)
OPENING = ["**You will learn to**", "**You need.**", "**Minutes.**"]
SECTIONS = ["## A worked example", "## Exercise 1", "## In practice", "## Further reading", "## What we saw"]
GRADED = {"grade": True, "locked": True, "schema_version": 3, "solution": False, "task": False}
ANSWER = {"grade": False, "locked": False, "schema_version": 3, "solution": True, "task": False}
PROSE = {"grade": True, "locked": False, "schema_version": 3, "solution": True, "task": False}


def complaints(book):
    """Say what is wrong with a solution notebook, one phrase each."""
    found = []
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("cells have not been run in order from the top")
    for number, cell in enumerate(code, start=1):
        tags = cell.metadata.get("tags", [])
        is_answer = cell.metadata.get("nbgrader", {}).get("solution", False)
        if not cell.outputs and not is_answer and not {"parameters", "imports", "silent"} & set(tags):
            found.append(f"code cell {number} has no output, so nbval would check nothing in it")
        for output in cell.outputs:
            if output.output_type == "error" or (output.output_type == "stream" and output.name == "stderr"):
                found.append(f"code cell {number} ends in an error or writes to stderr")
    for tag in ["imports", "parameters"]:
        if sum(tag in cell.metadata.get("tags", []) for cell in code) != 1:
            found.append(f"there is not exactly one cell tagged {tag}")
    text = nbformat.writes(book)
    if re.search(r"/home/|/Users/|[A-Z]:\\\\", text) or str(SHIPPED.parent) in text or str(Path.home()) in text:
        found.append("the path of a machine stands in it")
    return found + complain_of_parts(book) + complain_of_exercises(book)


def complain_of_parts(book):
    found = []
    first = book.cells[0].source
    if not first.startswith("# "):
        found.append("it does not open with a title")
    found += [f"its opening lacks {part}" for part in OPENING if part not in first]
    goals = re.findall(r"^- (\w+)", first, flags=re.MULTILINE)
    if not 3 <= len(goals) <= 5:
        found.append(f"it has {len(goals)} learning goals, not three to five")
    found += [
        f"the goal {goal!r} does not begin with a verb (VERBS of this test)" for goal in goals if goal not in VERBS
    ]
    headings = headings_of(book)
    places = [next((i for i, line in enumerate(headings) if line.startswith(part)), -1) for part in SECTIONS]
    if -1 in places or places != sorted(places):
        found.append(f"its sections are not {', '.join(SECTIONS)}, in this order")
    if headings[-1:] != ["## Where to go next"] or book.cells[-1].source.splitlines()[0] != "## Where to go next":
        found.append("it does not end with 'Where to go next'")
    reading = next((c.source for c in book.cells if c.source.startswith("## Further reading")), "")
    if not 3 <= len(re.findall(r"^- .*\((?:19|20)\d\d\w?\)", reading, flags=re.MULTILINE)) <= 5:
        found.append("further reading does not list three to five works with their year")
    return found


def headings_of(book):
    lines = [line for cell in book.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return [line for line in lines if line.startswith("## ")]


def complain_of_exercises(book):
    found = []
    marked = {cell.metadata["nbgrader"]["grade_id"]: cell for cell in book.cells if "nbgrader" in cell.metadata}
    numbers = [int(number) for line in headings_of(book) for number in re.findall(r"^## Exercise (\d+)", line)]
    if numbers != list(range(1, len(numbers) + 1)) or not 4 <= len(numbers) <= 6:
        found.append("its exercises are not numbered from 1 to four, five or six")
    asked = {}
    for cell in book.cells:
        if match := re.match(r"## Exercise (\d+)", cell.source):
            asked[int(match[1])] = cell.source
    for number in numbers:
        question, answer = asked.get(number, ""), marked.get(f"ex{number}")
        if not re.search(r"<details><summary>Hint[^<]*</summary>\n\n.+\n\n</details>", question):
            found.append(f"exercise {number} has no hint that unfolds")
        if answer is None:
            found.append(f"exercise {number} has no answer cell ex{number}")
        elif answer.cell_type == "code":
            check = marked.get(f"check_ex{number}")
            if check is None or not GRADED.items() <= check.metadata["nbgrader"].items():
                found.append(f"exercise {number} has no check cell check_ex{number}, marked as nbgrader wants it")
            if not ANSWER.items() <= answer.metadata["nbgrader"].items() or "### BEGIN SOLUTION" not in answer.source:
                found.append(f"the answer of exercise {number} is not marked as nbgrader wants it")
        elif not PROSE.items() <= answer.metadata["nbgrader"].items():
            found.append(f"the answer in prose of exercise {number} is not marked as nbgrader wants it")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_hygiene(name):
    assert complaints(BOOKS[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_hygiene_solution_is_in_its_normal_form(name):
    path = SOLUTIONS / f"{name}.ipynb"
    assert to_bytes(normalise(nbformat.read(path, as_version=4))) == path.read_bytes()


def test_hygiene_sees_what_is_wrong():
    book = nbformat.from_dict(BOOKS["04_build_network"])
    book.cells[0].source = (
        book.cells[0].source.replace("- turn a list", "- understand a list").replace("**Minutes.**", "")
    )
    book.cells[-1].source = "Read it in /home/me/results"
    for cell in book.cells:
        cell.source = cell.source.replace("<summary>Hint", "<summary>Clue").replace("## In practice", "## Elsewhere")
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "check_ex2":
            del cell.metadata["nbgrader"]
    next(cell for cell in book.cells if cell.get("outputs")).outputs = []
    found = " | ".join(complaints(book))
    for part in [
        "has no output",
        "path of a machine",
        "lacks **Minutes.**",
        "'understand' does not begin with a verb",
        "sections are not",
        "does not end with",
        "exercise 1 has no hint",
        "no check cell check_ex2",
    ]:
        assert part in found


def test_there_is_an_exercise_for_each_solution_and_no_other():
    assert sorted(MADE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_teachers_guide_has_each_notebook_with_its_minutes(name):
    row = re.search(rf"^\| \[{name}\]\({name}\.ipynb\) \| [^|]+ \| (\d+) \| (\d+) \|", GUIDE, flags=re.MULTILINE)
    assert row, f"the table of the guide has no row {name}"
    said = re.search(r"^\*\*Minutes\.\*\* (\d+) to teach, (\d+) to work[.;]", BOOKS[name].cells[0].source, re.MULTILINE)
    assert said, "write **Minutes.** 20 to teach, 50 to work."
    assert row.groups() == said.groups()


def test_the_plans_of_the_teachers_guide_fill_their_ninety_minutes():
    plans = [plan for plan in re.split(r"\n\n", GUIDE) if re.match(r"\| minutes \|", plan)]
    assert len(plans) == 7
    for plan in plans:
        spans = [(int(start), int(end)) for start, end in re.findall(r"^\| (\d+)–(\d+) \|", plan, flags=re.MULTILINE)]
        assert len(spans) == len(plan.strip().split("\n")) - 2, "a row without minutes"
        assert [start for start, _ in spans] == [0] + [end for _, end in spans[:-1]], plan
        assert spans[-1][1] == 90, plan


def test_links_of_the_teachers_guide_lead_somewhere():
    for link in re.findall(r"\]\(([^)\s]+)\)", GUIDE):
        # That each notebook of the course has its row, and no other name, is tested above.
        if not re.fullmatch(r"\d\d_\w+\.ipynb", link):
            assert (EXERCISES / link.partition("#")[0]).exists(), link


@pytest.mark.parametrize("name", NAMES)
def test_exercises_are_those_made_from_the_solutions(name):
    """Where this fails: change the solution, never the exercise, and run `python workbook.py exercises`."""
    assert to_bytes(to_exercise(BOOKS[name])) == (EXERCISES / f"{name}.ipynb").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_has_the_name_of_an_answer_before_it(name):
    """Else a check would judge what an earlier exercise left, where a student has not done this one."""
    answers = [
        answer
        for cell in BOOKS[name].cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
        for answer in re.findall(r"^(\w+)(?= =.* None\b)", cell.source.partition("### BEGIN")[0], flags=re.MULTILINE)
    ]
    assert sorted(answers) == sorted(set(answers))


@pytest.mark.parametrize("name", NAMES)
def test_exercises_give_nothing_away(name):
    for cell in MADE[name].cells:
        assert "SOLUTION" not in cell.source
        assert not cell.get("outputs")
        if cell.metadata.get("nbgrader", {}).get("solution"):
            stub = CODE_STUB if cell.cell_type == "code" else TEXT_STUB
            # In the body of a function the stub is indented.
            assert stub in re.sub(r"(?m)^ +", "", cell.source)


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name):
    for book, folder in [(BOOKS[name], SOLUTIONS), (MADE[name], EXERCISES)]:
        for cell in book.cells:
            for link in re.findall(r"\]\(([^)\s]+)\)", cell.source) if cell.cell_type == "markdown" else []:
                assert link.startswith(("http", "#")) or (folder / link.partition("#")[0]).exists(), link


@pytest.mark.parametrize("name", NAMES)
def test_exercises_with_the_solutions_filled_in_are_right(name):
    """Every check of the exercise, solved from the top, says Right."""
    results = run_in_process(fill_in(MADE[name], BOOKS[name]), EXERCISES)["results"]
    plt.close("all")
    checks = {grade_id: value for grade_id, value in results.items() if grade_id.startswith("check_")}
    assert checks
    for value in checks.values():
        assert isinstance(value, Right)
        assert value.startswith("Right: ")


@pytest.mark.parametrize("name", NAMES)
def test_untouched_exercises_say_not_answered_yet(name):
    """Cells that are given run without the answers before them, and a check on the stub is no NameError."""
    for cell in (book := nbformat.from_dict(MADE[name])).cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution") and cell.cell_type == "code":
            cell.source = f"try:\n{indent(cell.source)}\nexcept NotImplementedError:\n    pass"
        elif marks.get("grade") and cell.cell_type == "code":
            cell.source = f"try:\n{indent(cell.source)}\nexcept AssertionError as error:\n    said = error\nsaid"
    results = run_in_process(book, EXERCISES)["results"]
    plt.close("all")
    for grade_id, value in results.items():
        if grade_id.startswith("check_"):
            assert isinstance(value, NotAnswered), grade_id


def indent(source):
    return "\n".join(f"    {line}" for line in source.split("\n"))


@pytest.mark.parametrize(
    ("source", "marked", "said"),
    [
        ("### BEGIN SOLUTION\nx = 1", True, "no line ### END SOLUTION"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", True, "BEGIN SOLUTION inside a solution"),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", False, "not marked as one"),
    ],
)
def test_a_solution_that_is_marked_wrongly_is_refused(source, marked, said):
    with pytest.raises(InputError, match=said):
        clear_solution(source, "code", marked, 3)


def test_stubs_stand_where_the_solution_stood():
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n\n\nf"
    wanted = "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n\n\nf"
    assert clear_solution(source, "code", True) == wanted


def test_a_grade_id_twice_is_refused():
    book = nbformat.from_dict(BOOKS["04_build_network"])
    marked = [cell for cell in book.cells if "nbgrader" in cell.metadata]
    marked[1].metadata["nbgrader"]["grade_id"] = marked[0].metadata["nbgrader"]["grade_id"]
    with pytest.raises(InputError, match="no grade_id of its own"):
        to_exercise(book)


def test_an_unknown_solution_is_named():
    with pytest.raises(InputError, match="No solution notebook begins with 99"):
        make_exercises(["99"])


def test_exercises_are_those_of_nbgrader(tmp_path):
    """Where nbgrader is installed, it makes the same cells from the solutions, but for links that go up."""
    nbgrader = shutil.which("nbgrader")
    if not nbgrader:
        pytest.skip("nbgrader is not installed; with it (pip install nbgrader) this compares with the real thing")
    source = tmp_path / "source" / "course"
    shutil.copytree(SOLUTIONS, source)
    done = subprocess.run(
        [nbgrader, "generate_assignment", "course", "--create"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for name in NAMES:
        theirs = nbformat.read(tmp_path / "release" / "course" / f"{name}.ipynb", as_version=4)
        assert len(theirs.cells) == len(MADE[name].cells)
        for one, other in zip(theirs.cells, MADE[name].cells, strict=True):
            assert one.cell_type == other.cell_type
            assert (LINK_UP.sub(r"\1", one.source) if one.cell_type == "markdown" else one.source) == other.source
            assert other.metadata.get("nbgrader", {}).items() <= one.metadata.get("nbgrader", {}).items()
