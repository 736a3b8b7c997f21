"""What `make figures`, `make test`, `make lab` and the other commands do, inside the environment."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers import environment, notebooks
from helpers.documents import SHIPPED, open_corpus, read_documents
from helpers.tables import InputError

ROOT = SHIPPED.parent


def figures(corpus: Path, _rest: list[str]) -> int:
    """Run every notebook in order and write tables and figures, a line of progress each."""
    check_inputs(corpus)
    for name, seconds in notebooks.run_notebooks(corpus, lambda sentence: print(sentence, flush=True)):
        print(f"{name:<24}{seconds:6.1f} s", flush=True)
    doubts = doubt_authors(corpus)
    if doubts:
        print(doubts, flush=True)
    return 0


def doubt_authors(folder: Path) -> str:
    """Say in one line which author of a document may be a slip or missing, as notebook 02 does; else nothing.

    It needs the mentions that notebook 02 writes, for only they tell whom a document names.
    """
    from helpers.gazetteer import doubtful_authors, missing_authors, read_actors, read_part

    corpus = open_corpus(folder)
    documents = read_documents(corpus)
    said = doubtful_authors(documents, corpus.read("mentions"), read_actors(corpus))
    said += missing_authors(documents, read_part(corpus, "author_words"), read_part(corpus, "titles"))
    more = f" So it may be in {len(said) - 1} more; see notebook 02." if len(said) > 1 else ""
    return f"{said[0]}{more}" if said else ""


# The tests of the course run beside the others, on a core of their own.
_COURSE_TESTS = ("test_checks", "test_class", "test_exercises", "test_sight")


def test(corpus: Path, rest: list[str]) -> int:
    """Run the unit tests and compare every notebook's outputs, in the locked environment strictly."""
    check_inputs(corpus)
    home = notebooks.home_of(corpus)
    if not notebooks.notebook_paths(home):
        raise InputError(
            f"{home.name}/ of this corpus holds no executed notebooks yet; run `make figures` over it first."
        )
    other = environment.differences(environment.LOCK.read_text(encoding="utf-8"))
    if other:
        print(
            f"This is not the locked environment ({len(other)} packages differ, {other[0]} for one): "
            "the notebooks are run, but their outputs are not compared (nbval lax).",
            flush=True,
        )
    written = [corpus / "derived", home.parent / "figures"]
    before = notebooks.snapshot(written)
    nbval = "--nbval-lax" if other else "--nbval"
    books = list(map(str, notebooks.run_order(home)))
    tests = sorted(map(str, (ROOT / "tests").glob("test_*.py")))
    course = [path for path in tests if Path(path).stem.startswith(_COURSE_TESTS)]
    rest_of_tests = [path for path in tests if path not in course]
    if corpus == SHIPPED:
        course += map(str, notebooks.notebook_paths(home / "exercises" / "solutions"))
    failed = _run_beside([nbval, *rest_of_tests, "helpers", *books, *rest], [nbval, *course, *rest])
    after = notebooks.snapshot(written)
    changed = sorted(path.name for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    if changed and not other and not failed:
        raise InputError(f"The notebooks wrote other bytes than those kept: {', '.join(changed)}; run `make figures`.")
    return failed


def _run_beside(first: list[str], second: list[str]) -> int:
    """Run pytest twice at once, for it uses one core only; what the second says is shown when the first has ended."""
    line = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", f"--rootdir={ROOT}"]
    with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as said:
        with subprocess.Popen([*line, *second], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT) as beside:
            codes = [subprocess.run([*line, *first], cwd=ROOT).returncode, beside.wait()]
        said.seek(0)
        print(said.read(), flush=True)
    # 5: nothing was collected, as where only some tests are asked for; a failure only where that holds of both.
    ran = [code for code in codes if code != 5]
    return max(ran, key=abs) if ran else 5


def lab(corpus: Path, rest: list[str]) -> int:
    """Open JupyterLab at the first notebook."""
    home = notebooks.home_of(corpus)
    first = notebooks.notebook_paths(home)
    if not first:
        raise InputError(f"{home.name}/ of this corpus holds no notebooks yet; run `make figures` over it first.")
    # The root is the folder above the notebooks, so that data and figures can be opened beside them.
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={home.parent}", *rest]
    return subprocess.run([*command, str(first[0])], cwd=home.parent).returncode


def bench(_corpus: Path, rest: list[str]) -> int:
    """Measure the notebooks and the centralities, or what is named first of `rest`; see bench/README.md."""
    chosen = ["notebooks", "centrality_bench"]
    if rest and (ROOT / "bench" / f"{rest[0]}.py").is_file():
        chosen, rest = rest[:1], rest[1:]
    return max(subprocess.run([sys.executable, "-m", f"bench.{name}", *rest], cwd=ROOT).returncode for name in chosen)


def exercises(_corpus: Path, rest: list[str]) -> int:
    """Run the course's solution notebooks, or those whose names begin as `rest` says, and make the exercises anew."""
    from helpers.exercises import make_exercises

    for name in make_exercises(rest):
        print(name, flush=True)
    return 0


def lock(_corpus: Path, _rest: list[str]) -> int:
    """Renew requirements.lock and environment.yml from pyproject.toml."""
    environment.renew_lock()
    return 0


def setup(_corpus: Path, _rest: list[str]) -> int:
    """Do nothing more: the environment is there."""
    return 0


def check_inputs(folder: Path) -> None:
    """Read everything that people put into a corpus, before anything is written, so that a mistake costs nothing."""
    from helpers.coding import OF_THE_WORKBOOK, read_codings
    from helpers.consensus import read_decisions
    from helpers.cues import read_cues
    from helpers.gazetteer import all_aliases, check_authors, read_gazetteer
    from helpers.sentences import read_abbreviations, read_line_patterns, read_openers, split_documents
    from helpers.settings import check_coder, read_settings

    corpus = open_corpus(folder)
    documents = read_documents(corpus)
    gazetteer = read_gazetteer(corpus)
    check_authors(documents, gazetteer.actors, all_aliases(gazetteer))
    settings = read_settings(corpus)
    read_cues(corpus)
    read_decisions(corpus)
    sentences = split_documents(documents, read_abbreviations(corpus), read_openers(corpus), read_line_patterns(corpus))
    read_codings(corpus, documents, sentences, gazetteer.actors)
    check_coder(settings, {*OF_THE_WORKBOOK, *(path.stem for path in (folder / "coding").glob("*.csv"))})


def main() -> int:
    """Read the command line; a wrong input is one sentence on stderr and exit code 2."""
    parser = argparse.ArgumentParser()
    commands = {f.__name__: f for f in (figures, test, lab, bench, exercises, lock, setup)}
    parser.add_argument("command", choices=list(commands))
    parser.add_argument("--corpus", type=Path, required=True)
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    arguments = parser.parse_args(given[:cut])
    try:
        return commands[arguments.command](arguments.corpus.resolve(), given[cut + 1 :])
    except InputError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
