"""The environment: one list of direct dependencies (pyproject.toml), and the lock and environment.yml made from it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
CONDA = ROOT / "environment.yml"

_HEADER = """\
# The same workbook for conda and mybinder.org; made from pyproject.toml by `python workbook.py lock`.
name: bondgenoten
channels:
  - conda-forge
dependencies:
"""


def canonical(name: str) -> str:
    """Spell a package name as PyPI compares it.

    >>> canonical("ahocorasick_rs")
    'ahocorasick-rs'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def project(path: Path = ROOT / "pyproject.toml") -> dict:
    """Read pyproject.toml."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def direct_dependencies(settings: dict) -> dict[str, str]:
    """Name the packages that people chose, extras included, each with its range of versions.

    >>> direct_dependencies({"project": {"dependencies": ["pandas>=3.0"], "optional-dependencies": {"a": ["ruff"]}}})
    {'pandas': '>=3.0', 'ruff': ''}
    """
    listed = [*settings["project"]["dependencies"]]
    for extra in settings["project"]["optional-dependencies"].values():
        listed += extra
    found = {}
    for requirement in listed:
        name, limits = re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?\s*(.*)", requirement).groups()
        found[name] = limits
    return dict(sorted(found.items(), key=lambda item: canonical(item[0])))


def conda_environment(settings: dict) -> str:
    """Write environment.yml for the direct dependencies, under the names of conda-forge."""
    own = settings["tool"]["bondgenoten"]
    listed = direct_dependencies(settings)
    lines = [f"  - python{settings['project']['requires-python']}", "  - pip", "  - make"]
    lines += [
        f"  - {own['conda-names'].get(name, name)}{limits}"
        for name, limits in listed.items()
        if name not in own["pip-under-conda"]
    ]
    lines += ["  - pip:", *(f"      - {name}{listed[name]}" for name in own["pip-under-conda"]), "      - -e ."]
    return _HEADER + "\n".join(lines) + "\n"


def locked_versions(lock: str) -> dict[str, list[str]]:
    """Read the versions of every package in the text of the lock; a package may have one for each range of Pythons.

    >>> locked_versions("ipython==9.1 ; python_version < '3.12'" + chr(10) + "ipython==9.9 ; python_version >= '3.12'")
    {'ipython': ['9.1', '9.9']}
    """
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, flags=re.MULTILINE):
        pins.setdefault(canonical(name), []).append(version)
    return pins


def differences(lock: str) -> list[str]:
    """Name what this interpreter has in another version than the lock, one phrase each, sorted."""
    found = []
    for name, versions in locked_versions(lock).items():
        try:
            here = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if here not in versions:
            found.append(f"{name} {here} (lock: {' or '.join(versions)})")
    return sorted(found)


def renew_lock() -> None:
    """Resolve the direct dependencies anew, for every platform and Python, and write the lock and environment.yml."""
    extras = [part for extra in project()["project"]["optional-dependencies"] for part in ("--extra", extra)]
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *extras]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--quiet", "--upgrade"]
    command += ["--custom-compile-command", "python workbook.py lock", "--output-file", LOCK.name]
    subprocess.run(command, check=True, cwd=ROOT)
    CONDA.write_text(conda_environment(project()), encoding="utf-8")
