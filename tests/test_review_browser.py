"""The review widget as a reader meets it: keys and clicks in JupyterLab, in headless Chromium.

Runs where JupyterLab, ipywidgets, playwright and a Chromium are installed (`pip install playwright ipywidgets`, and a
`chromium` on the path or its path in the variable CHROMIUM); elsewhere it is skipped.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
sync_api = pytest.importorskip("playwright.sync_api")
pytest.importorskip("ipywidgets")
pytest.importorskip("jupyterlab")
nbformat = pytest.importorskip("nbformat")
if not CHROMIUM:
    pytest.skip("no Chromium on the path", allow_module_level=True)

ROOT = Path(__file__).resolve().parent.parent
CELL = """
from pathlib import Path
from helpers.documents import Corpus
from helpers.review import Review
from helpers.review_widget import review_widget
from test_review import ACTORS, PROPOSALS, SENTENCES

review_widget(Review(Corpus(Path("corpus").resolve()), "ann", PROPOSALS, SENTENCES), ACTORS)
"""


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def lab(tmp_path):
    """Start JupyterLab over a folder with one notebook, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cell = nbformat.v4.new_code_cell(CELL)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), tmp_path / "review.ipynb")
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        f"--port={port}",
        f"--ServerApp.root_dir={tmp_path}",
    ]
    command += ["--IdentityProvider.token=test", "--allow-root", "--LabApp.news_url=None"]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = {**os.environ, "PYTHONPATH": paths, "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    with (tmp_path / "lab.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

        def answers():
            with socket.socket() as knock:
                return knock.connect_ex(("127.0.0.1", port)) == 0

        try:
            assert wait_for(answers, 60), (tmp_path / "lab.log").read_text()
            yield f"http://127.0.0.1:{port}/lab/tree/review.ipynb?token=test"
        finally:
            server.terminate()
            server.wait(20)


def test_keys_and_clicks_reach_the_file(lab, tmp_path):
    file = tmp_path / "corpus" / "coding" / "ann.csv"

    def decided(*decisions):
        def condition():
            rows = file.read_text(encoding="utf-8").splitlines()[1:] if file.exists() else []
            return [row.split(",")[9] for row in rows] == list(decisions)

        return wait_for(condition)

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(lab, wait_until="domcontentloaded")
        page.click(".jp-Notebook .jp-CodeCell .cm-content", timeout=60_000)
        page.wait_for_timeout(1_000)
        page.keyboard.press("Shift+Enter")
        keys = page.locator(".b-review-keys input")
        keys.click(timeout=60_000)
        page.keyboard.press("a")
        assert decided("accept")
        page.keyboard.press("7")
        assert decided("accept", "change")
        page.keyboard.press("u")
        assert decided("accept")
        page.click("text=reject (r)")
        assert decided("accept", "reject")
        page.wait_for_function("document.activeElement.tagName === 'INPUT'")  # the keys work again after a click
        page.keyboard.press("s")
        assert decided("accept", "reject", "change")
        # Faster than the kernel answers: no key is lost or counted twice. From the last row one down is the first.
        page.keyboard.type("jkjkjjkkjr", delay=2)
        assert decided("reject", "reject", "change")
        assert keys.input_value() == "a7usjkjkjjkkjr"
        assert "3 decided" in page.locator(".b-review").last.inner_text()
        browser.close()
