"""The commands as a user meets them: other corpora run to their end, bad input is one sentence and changes nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from helpers import commands, notebooks
from helpers.documents import SHIPPED, open_corpus
from helpers.notebooks import notebook_paths, snapshot

DUTCH = "Zweden en Finland werken nauw samen. Zweden steunt Oekraïne met wapens. Rusland bedreigt Finland."
FRENCH = "La Suède et la Finlande coopèrent étroitement. La Suède soutient l'Ukraine."
CODING = "doc_id,quote,source,target,type,status,change,coref,note\n"


def corpus(folder, texts, language="nl"):
    """Write a corpus folder with one document a text."""
    (folder / "documents").mkdir(parents=True)
    rows = ["doc_id,file,title,date,publisher,genre,language,author_actor,note"]
    for number, text in enumerate(texts, start=1):
        (folder / "documents" / f"d{number}.txt").write_text(text, encoding="utf-8")
        rows.append(f"d{number},d{number}.txt,,2024,,,{language},,")
    (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def notebook_that_is_edited():
    """Give notebook 08 as an earlier run left it in a corpus folder, with another seed and one more cell."""
    fresh = notebooks.point_to_own_corpus(nbformat.read(notebooks.NOTEBOOKS / "08_draw_figures.ipynb", as_version=4))
    book = notebooks.remember(nbformat.from_dict(fresh), nbformat.from_dict(fresh))
    cell = next(cell for cell in book.cells if "parameters" in cell.metadata.get("tags", []))
    cell.source = cell.source.replace("SEED = 1 ", "SEED = 5 ")
    book.cells.append(nbformat.v4.new_markdown_cell("A remark of my own.", id="mine"))
    return notebooks.to_bytes(book)


def command(name, folder):
    """Run a command over a corpus folder as workbook.py does."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "PYTHONHASHSEED": "0"}
    return subprocess.run(
        [sys.executable, "-m", "helpers.commands", name, "--corpus", str(folder)],
        capture_output=True,
        text=True,
        cwd=SHIPPED.parent,
        env=environment,
    )


@pytest.mark.parametrize(("language", "text"), [("nl", DUTCH), ("fr", FRENCH)])
def test_a_small_corpus_runs_to_its_end(tmp_path, language, text):
    """One document, no readings, no United Kingdom or Norway; and a language without cues."""
    before = snapshot([SHIPPED / "derived", SHIPPED.parent / "figures", SHIPPED.parent / "notebooks"])
    folder = corpus(tmp_path / "own", [text], language)
    write("derived/network.graphml", "of an earlier run\n")(folder)
    write("settings.csv", "setting,value,note\nfirst,FIN,\nsecond,NOR,\nmeasure,degree,\nlanguage,nl,\n")(folder)
    write("notebooks/08_draw_figures.ipynb", notebook_that_is_edited())(folder)
    done = command("figures", folder)
    assert (done.returncode, done.stderr) == (0, "")
    *remarks, kept = [line for line in done.stdout.splitlines() if line.startswith("08_draw_figures: ")]
    assert remarks == ["08_draw_figures: your SEED is kept"]
    assert len(done.stdout.splitlines()) == len(notebook_paths()) + 2
    backup = folder / re.fullmatch(
        r".* your version is kept as (notebooks/edited_\S+_08_draw_figures\.ipynb), .*", kept
    ).group(1)
    assert backup.read_bytes() == notebook_that_is_edited()
    drawn = nbformat.read(folder / "notebooks" / "08_draw_figures.ipynb", as_version=4)
    assert "SEED = 5" in next(c.source for c in drawn.cells if "parameters" in c.metadata.get("tags", []))
    # Finland is named and tied; Norway is named and not tied, so that the strongest partner takes its place.
    said = nbformat.writes(drawn)
    if language == "nl":
        assert "Finland (FIN) and Ukraine (UKR) are set side by side: NOR has no tie in this network" in said
        assert "do not show Finland (FIN), a member of EU:" in said
        # The figures that have room for one measure take that of the settings, as notebook 07 does.
        assert "Grafiek van rangen naar graad" in said and "Specificatiecurve" in said and "Naar graad staat" in said
        assert "naar sterkte staat" not in said.lower() and "rangen naar sterkte" not in said
        robust = (folder / "notebooks" / "07_test_robustness.ipynb").read_text(encoding="utf-8")
        assert "1 network with another coder (co-mention, for nobody else coded)" in robust
        assert "Egonetwerken: Finland" in (folder / "figures" / "captions.md").read_text(encoding="utf-8")
    else:
        assert "Fewer than two actors have a tie" in said
    assert [path.name for path in notebook_paths(folder / "notebooks")] == [path.name for path in notebook_paths()]
    # Where the network is empty now, none of before is left beside the empty tables.
    graphml = folder / "derived" / "network.graphml"
    assert (b"<graphml" in graphml.read_bytes()) if language == "nl" else not graphml.exists()
    ties = pd.read_csv(folder / "derived" / "ties.csv", keep_default_na=False)
    if language == "nl":
        pairs = set(
            zip(ties.loc[ties["coder"] == "rules", "source"], ties.loc[ties["coder"] == "rules", "target"], strict=True)
        )
        assert {("FIN", "SWE"), ("SWE", "UKR"), ("RUS", "FIN")} <= pairs
    for path in notebook_paths(folder / "notebooks"):
        book = nbformat.read(path, as_version=4)
        assert all(output.output_type != "error" for cell in book.cells for output in cell.get("outputs", []))
        shown = nbformat.writes(book)
        missing = any(words in shown for words in ("cannot be shown", "shown, because", "getoond, omdat"))
        # Two sentences make two actors that 00 can set side by side.
        assert missing or path.name[:2] in {"01", "02", "05", "00" if language == "nl" else ""}, path.name
    assert snapshot([SHIPPED / "derived", SHIPPED.parent / "figures", SHIPPED.parent / "notebooks"]) == before


def broken_documents(change):
    def make(folder):
        corpus(folder, [DUTCH, DUTCH])
        change(folder)

    return make


def edit(file, old, new):
    def change(folder):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    return change


def write(file, content):
    def change(folder):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        made = content() if callable(content) else content
        path.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))

    return change


BAD = {
    "no documents.csv": (lambda f: (f / "documents.csv").unlink(), ["documents.csv"]),
    "missing file": (lambda f: (f / "documents/d2.txt").unlink(), ["documents.csv, row 3", "d2.txt", "missing"]),
    "not UTF-8": (write("documents/d2.txt", b"caf\xe9 in Parijs"), ["documents.csv, row 3", "d2.txt", "UTF-8"]),
    "empty": (write("documents/d2.txt", " \n"), ["documents.csv, row 3", "d2.txt", "empty"]),
    "outside": (edit("documents.csv", "d2.txt", "../../d2.txt"), ["documents.csv, row 3", "outside"]),
    "doc_id twice": (edit("documents.csv", "d2,", "d1,"), ["documents.csv, row 3", "'d1'", "row 2"]),
    "date that is none": (edit("documents.csv", "2024", "2024-13"), ["documents.csv, row 2", "date", "2024-13"]),
    "unknown author": (edit("documents.csv", "nl,,", "nl,XYZ,"), ["documents.csv, row 2", "XYZ"]),
    "author by an alias": (edit("documents.csv", "nl,,", "nl,VK,"), ["documents.csv, row 2", "'VK'", "(GBR, perhaps)"]),
    "alias of nobody": (
        write("gazetteer/aliases.csv", "alias,language,actor_id,how,needs,case,from,to,note\nX,nl,Zweden,name,,,,,\n"),
        ["gazetteer/aliases.csv, row 2", "'Zweden'", "(SWE, perhaps)"],
    ),
    "unknown setting": (
        write("settings.csv", "setting,value,note\nfrist,SWE,\n"),
        ["settings.csv, row 2", "'frist'", "(first, perhaps)"],
    ),
    "actor of a setting": (
        write("settings.csv", "setting,value,note\nfirst,SWE,\nsecond,Finnland,\n"),
        ["settings.csv, row 3", "'Finnland'", "(FIN, perhaps)"],
    ),
    "coder of a setting": (
        write("settings.csv", "setting,value\ncoder,rule\n"),
        ["settings.csv", "'rule'", "(rules, perhaps)"],
    ),
    "edited parameters": (
        write(
            "notebooks/08_draw_figures.ipynb", lambda: notebook_that_is_edited().replace(b"SEED = 5 ", b"SEED = = 5 ")
        ),
        ["notebooks/08_draw_figures.ipynb", "no Python"],
    ),
    "unknown actor": (
        write("coding/me.csv", CODING + "d1,Zweden en Finland,SWE,XYZ,alignment,actual,none,0,\n"),
        ["coding/me.csv, row 2", "XYZ"],
    ),
    "unknown type": (
        write("coding/me.csv", CODING + "d1,Zweden en Finland,FIN,SWE,friendship,actual,none,0,\n"),
        ["coding/me.csv, row 2", "friendship"],
    ),
    "quote not there": (
        write("coding/me.csv", CODING + "d1,Zweden of Finland,FIN,SWE,alignment,actual,none,0,\n"),
        ["coding/me.csv, row 2", "Zweden of Finland"],
    ),
}


@pytest.mark.parametrize("name", list(BAD))
def test_bad_input_is_one_sentence_and_changes_nothing(tmp_path, name, monkeypatch, capsys):
    change, parts = BAD[name]
    folder = corpus(tmp_path / "own", [DUTCH, DUTCH])
    write("derived/ties.csv", "kept\n")(folder)
    change(folder)
    before = snapshot([folder])
    monkeypatch.setattr(sys, "argv", ["commands", "figures", "--corpus", str(folder)])
    assert commands.main() == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    for part in parts:
        assert part in said.err
    assert snapshot([folder]) == before


def test_a_folder_that_does_not_exist_is_one_sentence(tmp_path):
    done = command("figures", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_test_without_notebooks_says_what_to_do_first(tmp_path):
    done = command("test", corpus(tmp_path / "own", [DUTCH]))
    assert done.returncode == 2
    assert "make figures" in done.stderr


def test_a_notebook_that_stops_leaves_everything_as_it_was(tmp_path, monkeypatch):
    """Also where a cell fails half-way, what was there before is there again."""
    from helpers import notebooks

    folder = corpus(tmp_path / "own", [DUTCH])
    write("derived/sentences.csv", "kept\n")(folder)
    before = snapshot([folder])
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    good = nbformat.v4.new_code_cell(
        'CORPUS = "../data"\nfrom pathlib import Path\nPath(CORPUS, "derived", "sentences.csv").write_text("changed")',
        metadata={"tags": ["parameters"]},
    )
    bad = nbformat.v4.new_code_cell("1 / 0")
    ran_before = nbformat.v4.new_code_cell("2", execution_count=3)
    nbformat.write(nbformat.v4.new_notebook(cells=[good, bad, ran_before]), shelf / "01_bad.ipynb")
    monkeypatch.setattr(notebooks, "run_order", lambda: [Path(shelf / "01_bad.ipynb")])
    with pytest.raises(notebooks.InputError, match=r"01_bad.ipynb, cell 2 stopped with ZeroDivisionError"):
        list(notebooks.run_notebooks(folder))
    assert snapshot([folder]) == before


def test_what_a_kernel_says_outside_its_cells_is_shown_only_where_it_died(tmp_path, capfd):
    from helpers import notebooks

    say = "import os, sys\nos.write(2, b'Assertion failed: a socket\\n')"
    healthy = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(say)])
    notebooks.execute(healthy, tmp_path, "healthy")
    assert "Assertion" not in capfd.readouterr().err
    dying = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(say + "\nos._exit(1)")])
    with pytest.raises(notebooks.InputError, match=r"^dying: its kernel died \(.*Assertion failed: a socket.*\)"):
        notebooks.execute(dying, tmp_path, "dying")


def test_bench_runs_what_is_named_and_without_a_name_notebooks_and_centralities(monkeypatch):
    ran = []

    def run(line, cwd):
        ran.append(line[1:])
        return subprocess.CompletedProcess(line, 0)

    monkeypatch.setattr(commands.subprocess, "run", run)
    assert commands.bench(SHIPPED, ["large"]) == 0
    assert ran == [["-m", "bench.notebooks", "large"], ["-m", "bench.centrality_bench", "large"]]
    ran.clear()
    commands.bench(SHIPPED, ["mentions", "--seconds", "5"])
    assert ran == [["-m", "bench.mentions", "--seconds", "5"]]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("good", "bad", 1), ("bad", "good", 1), ("good", "none", 0), ("none", "none", 5)],
)
def test_a_failure_on_either_side_fails_the_whole(tmp_path, capfd, first, second, code):
    texts = {"good": "def test_it(): pass", "bad": "def test_it(): assert False, 'seen'", "none": ""}
    for name, text in texts.items():
        (tmp_path / f"test_{name}.py").write_text(text)
    sides = [[str(tmp_path / f"test_{name}.py")] for name in (first, second)]
    assert commands._run_beside(*sides) == code
    assert ("seen" in capfd.readouterr().out) == (code == 1)


def test_an_author_that_may_be_a_slip_is_said_in_one_line(tmp_path):
    folder = corpus(tmp_path / "own", [DUTCH, DUTCH])
    table = (folder / "documents.csv").read_text(encoding="utf-8")
    mentions = pd.DataFrame({"doc_id": ["d1", "d2"], "sentence_id": 1, "start": 0, "end": 6, "surface": "Zweden"})
    mentions = mentions.assign(actor_id="SWE", how="name")
    open_corpus(folder).write(mentions, "mentions")
    assert commands.doubt_authors(folder) == ""
    (folder / "documents.csv").write_text(table.replace(",nl,,", ",nl,ZWE,"), encoding="utf-8")
    said = commands.doubt_authors(folder)
    assert said.startswith("documents.csv, row 2,") and "look whether SWE is meant" in said and "in 1 more" in said
    assert "\n" not in said
