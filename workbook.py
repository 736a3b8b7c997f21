"""The commands of the workbook, the same on every platform: `python workbook.py figures` (or test, lab, bench, ...).

Standard library only: it runs before anything is installed. `make` calls it; where there is no make, call it yourself.
"""

import argparse
import hashlib
import importlib.metadata
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
UV = "uv>=0.8,<1"


def say(message):
    """Print a sentence on stderr, where make and the shell show it at once."""
    print(message, file=sys.stderr, flush=True)


def run(*command, check=True, **options):
    """Run a command; where it fails, stop with its exit code (it has said why itself)."""
    done = subprocess.run([str(part) for part in command], **options)
    if check and done.returncode:
        sys.exit(done.returncode)
    return done.returncode


def own_environment():
    """Tell whether the workbook is installed in the interpreter that runs this, other than our own .venv."""
    if Path(sys.prefix).resolve() == ENVIRONMENT.resolve():
        return False
    try:
        importlib.metadata.version("bondgenoten")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def interpreter():
    """Make .venv from the lock, once for each lock, and name its Python.

    In an environment where the workbook is installed already (conda, Binder) that environment is used as it is.
    """
    if own_environment():
        return Path(sys.executable)
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ENVIRONMENT / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    say("Setting up .venv from requirements.lock ...")
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(
            f"This Python cannot make a virtual environment ({error.__class__.__name__}); "
            "on Debian or Ubuntu install python3-venv, then run again."
        )
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    uv = [python, "-m", "uv", "pip"]
    run(*uv, "install", "--quiet", "--python", python, "--require-hashes", "-r", LOCK)
    run(*uv, "install", "--quiet", "--python", python, "--no-deps", "--no-build-isolation", "-e", ROOT)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def settings():
    """Fix what would otherwise let the same run give other bytes, or compile every library at each start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "1767225600",
        "PYTHONUTF8": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }


def main():
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "command",
        choices=["figures", "test", "lab", "bench", "exercises", "lock", "setup"],
        help="figures: run every notebook; test: run the tests; lab: open JupyterLab; bench: measure the speed; "
        "exercises: run the course's solutions and make its exercises from them; "
        "lock: renew requirements.lock and environment.yml; setup: only make the environment",
    )
    parser.add_argument("--corpus", default=str(ROOT / "data"), help="a corpus folder; the shipped one without it")
    parser.epilog = "What stands after -- is handed on to the command."
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    arguments = parser.parse_args(given[:cut])
    python = interpreter()
    corpus = Path(arguments.corpus).resolve()
    done = run(
        *(python, "-m", "helpers.commands", arguments.command, "--corpus", corpus, *given[cut:]),
        check=False,
        cwd=ROOT,
        env=settings(),
    )
    sys.exit(done)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the user has
        sys.exit(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; name another: make PYTHON=python3.12"
        )
    main()
