"""The one list of dependencies, the lock and environment.yml agree."""

import re

import pytest

from helpers import environment

SETTINGS = environment.project()
DIRECT = environment.direct_dependencies(SETTINGS)
LOCK = environment.LOCK.read_text(encoding="utf-8")
PINS = environment.locked_versions(LOCK)


def number(version):
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def too_old_or_missing(direct, pins):
    """Name the direct dependencies that the pins do not satisfy."""
    bad = []
    for name, limits in direct.items():
        least = re.fullmatch(r">=([\d.]+)", limits).group(1)
        pin = pins.get(environment.canonical(name))
        if not pin or min(map(number, pin)) < number(least):
            bad.append(name)
    return bad


def test_lock_satisfies_every_direct_dependency():
    assert too_old_or_missing(DIRECT, PINS) == []


def test_drift_of_the_lock_is_seen():
    without = {name: version for name, version in PINS.items() if name != "pandas"}
    assert too_old_or_missing(DIRECT, without) == ["pandas"]
    assert too_old_or_missing(DIRECT, {**PINS, "pandas": ["2.2.3"]}) == ["pandas"]


def test_conda_environment_is_the_one_made_from_pyproject():
    assert environment.CONDA.read_text(encoding="utf-8") == environment.conda_environment(SETTINGS)


def test_conda_environment_names_the_core():
    text = environment.CONDA.read_text(encoding="utf-8")
    for name in ["jupyterlab", "pandas", "networkx", "matplotlib", "nbval"]:
        assert re.search(rf"^  - {name}>=", text, flags=re.MULTILINE), name


def test_every_pin_has_a_hash():
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == sum(map(len, PINS.values())) > 50
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_lock_and_environment_name_no_registry_host():
    assert not re.search(r"https?://|index-url|find-links", LOCK + environment.CONDA.read_text(encoding="utf-8"))


def test_minimum_python_is_one():
    least = SETTINGS["project"]["requires-python"]
    assert f"  - python{least}\n" in environment.CONDA.read_text(encoding="utf-8")


def test_differences_names_the_package_and_both_versions():
    pytest_here = pytest.__version__
    assert environment.differences("pytest==0.0.1 \\\n") == [f"pytest {pytest_here} (lock: 0.0.1)"]
    assert environment.differences("no-such-package==1.0 \\\n") == []


def test_contributing_says_why_each_dependency_is_there():
    section = (environment.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Why each dependency")[1]
    assert [name for name in DIRECT if not re.search(rf"\b{re.escape(name)}\b", section)] == []


def test_contributing_names_every_module_and_notebook():
    page = (environment.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = [path.name for path in (environment.ROOT / "helpers").glob("*.py") if path.name != "__init__.py"]
    names += [path.stem for path in (environment.ROOT / "notebooks").glob("*.ipynb")]
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
