"""The tables for a paper: their cells, their four forms, and that LaTeX takes them."""

import csv
import io
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_figures import CENTRALITY, EDGES, FURTHER_SPREAD, FURTHER_VALUES, NODES, SCORES, UNCERTAINTY

from helpers.documents import SHIPPED
from helpers.paper_tables import (
    PAGE_ROWS,
    PaperTable,
    escape_latex,
    save_table,
    tabulate_actors,
    tabulate_agreement,
    tabulate_centralities,
    tabulate_documents,
    tabulate_scores,
    tabulate_tie_types,
    to_html,
    to_latex,
    to_markdown,
)
from helpers.style import read_style

DOCUMENTS = pd.DataFrame(
    [("two", "2021-05", "Ministry of R&D", "letter", "ATL"), ("one_a", "2020", "", "", "")],
    columns=["doc_id", "date", "publisher", "genre", "author_actor"],
)
SENTENCES = pd.DataFrame(
    {"doc_id": ["one_a", "one_a", "two", "two"], "kind": ["heading", "furniture", "sentence", "item"]}
)
MENTIONS = pd.DataFrame({"doc_id": ["two", "two", "two"], "actor_id": ["ATL", "ATL", "BOR"]})
TIES = pd.DataFrame({"doc_id": ["two"], "source": ["ATL"], "target": ["BOR"]})
CALLED = pd.DataFrame(
    [("ann", "bob", "type", 10, 0.9, 0.8, 0.81), ("ann", "bob", "change", 10, 1.0, None, None)],
    columns=["reference", "coder", "attribute", "statements", "agreement", "kappa", "alpha"],
)


def tabulate_all(language="en"):
    style = read_style(language)
    nodes = NODES.assign(neighbours=1, statements=range(len(NODES)), documents=2)
    named = pd.DataFrame({"actor_id": ["ATL", "BOR"], "mentions": [7, 1]})
    return {
        "documents": tabulate_documents(DOCUMENTS, style, SENTENCES, MENTIONS, TIES, NODES),
        "actors": tabulate_actors(nodes, style, named),
        "tie_types": tabulate_tie_types(EDGES, style),
        "values": tabulate_centralities(CENTRALITY, NODES, style, UNCERTAINTY),
        "ranks": tabulate_centralities(CENTRALITY, NODES, style, UNCERTAINTY, ranks=True),
        "further": tabulate_centralities(FURTHER_VALUES, NODES, style, FURTHER_SPREAD),
        "further_ranks": tabulate_centralities(FURTHER_VALUES, NODES, style, FURTHER_SPREAD, ranks=True),
        "scores": tabulate_scores({"rules": SCORES, "pairs": SCORES.head(1)}, style, "consensus"),
        "agreement": tabulate_agreement(CALLED, style),
    }


def rows(table):
    return table.frame.to_numpy().tolist()


# ---- what the cells hold


def test_documents_are_in_order_and_furniture_is_no_sentence():
    assert rows(tabulate_all()["documents"]) == [
        ["one_a", "2020", "–", "–", "–", 1, 0, 0],
        ["two", "2021-05", "Ministry of R&D", "letter", "Atlantis", 2, 3, 1],
    ]


def test_actors_stand_by_statements_under_the_names_of_the_language():
    english, dutch = (rows(tabulate_all(language)["actors"]) for language in ("en", "nl"))
    assert english[0] == ["Harbour Fund", "programme", "–", 1, 6, 2, 0]
    assert english[-1] == ["Atlantis", "state", "partner", 1, 0, 2, 7]
    assert dutch[2] == ["Eilandenbond", "organisatie", "groep", 1, 4, 2, 0]


def test_ties_are_counted_by_type_and_status():
    table = tabulate_all()["tie_types"]
    assert list(table.frame.columns) == ["Type", "Actual", "Prospective", "Negated", "All", "Pairs", "Documents"]
    found = {row[0]: row[1:] for row in rows(table)}
    assert found["Agreement"] == [2, 1, 0, 3, 1, 2]
    assert found["Membership"] == [6, 0, 1, 7, 3, 3]
    assert found["All"] == [17, 2, 1, 20, 7, 3]
    assert "20 statements" in table.caption


def test_centralities_have_intervals_and_as_many_decimals_as_tell_them_apart():
    values, ranks = (tabulate_all()[name] for name in ("values", "ranks"))
    assert rows(values)[0] == ["Atlantis", "7.00 (3.50–8.75)", "0.71 (0.35–0.89)"]
    assert rows(ranks)[0] == ["Atlantis", "2 (1–4)", "2 (1–4)"]
    assert rows(tabulate_all("nl")["values"])[0][1] == "7,00 (3,50–8,75)"
    assert "member of the League of Isles" in values.caption and "lid zijn van de Eilandenbond" in (
        tabulate_all("nl")["values"].caption
    )


def test_low_undefined_and_absent_are_told_where_there_are_such():
    values, ranks = (tabulate_all()[name] for name in ("further", "further_ranks"))
    found = {row[0]: row[1:] for row in rows(values)}
    assert found["Cimmeria"] == ["–", "1.00 (1.00–1.00)"] and {row[0]: row[1:] for row in rows(ranks)}["Cimmeria"] == [
        "6 (4–7)",
        "5 (4–7)",
    ]
    for table in (values, ranks):
        assert "By constraint low values are the central ones" in table.caption
        assert "without a tie in one of the networks so made counts 0 there" in table.caption
    assert "dash" in values.caption and "dash" not in ranks.caption
    plain = tabulate_all()["values"].caption
    assert "low values" not in plain and "counts 0" not in plain and "dash" not in plain


def test_intervals_are_told_only_where_there_are_some():
    other = UNCERTAINTY[UNCERTAINTY["measure"] == "harmonic"]
    strength, harmonic = (
        tabulate_centralities(CENTRALITY, NODES, read_style(), other, measures=[name]).caption
        for name in ("strength", "harmonic")
    )
    assert "In brackets" in harmonic and "In brackets" not in strength


def test_whole_values_with_broken_intervals_keep_their_decimals():
    nought = CENTRALITY.assign(value=0.0, rank=3)
    spread = UNCERTAINTY.assign(low=0.0, high=0.04)
    table = tabulate_centralities(nought, NODES, read_style(), spread)
    assert rows(table)[0][1] == "0.000 (0.000–0.040)"
    ranks = tabulate_centralities(nought, NODES, read_style(), spread, ranks=True)
    assert rows(ranks)[0][1] == "= (1–4)" and "no rank of their own" in ranks.caption


def test_large_numbers_have_fewer_decimals():
    table = tabulate_centralities(CENTRALITY.assign(value=12.0), NODES, read_style(), UNCERTAINTY.assign(low=3.02))
    assert rows(table)[0][1] == "12.0 (3.0–8.8)"


def test_scores_say_that_the_consensus_was_made_from_the_readings():
    table = tabulate_all()["scores"]
    assert rows(table)[0] == ["rules", "tie seen", 10, 12, "0.60 (0.40–0.80)", "0.50 (0.30–0.70)", "0.55 (0.35–0.75)"]
    assert "by construction" in table.caption
    assert "by construction" not in tabulate_scores({"rules": SCORES}, read_style(), "ann").caption
    assert rows(tabulate_all()["agreement"])[1] == ["ann and bob", "change", 10, "1.00", "–", "–"]


def test_where_there_is_nothing_the_caption_says_so():
    for language in ("en", "nl"):
        style = read_style(language)
        for table in (
            tabulate_tie_types(EDGES.iloc[:0], style),
            tabulate_centralities(CENTRALITY.iloc[:0], NODES, style, UNCERTAINTY.iloc[:0]),
            tabulate_centralities(CENTRALITY, NODES.assign(standing=""), style, UNCERTAINTY, ranks=True),
            tabulate_scores({}, style),
            tabulate_agreement(CALLED.iloc[:0], style),
        ):
            assert table.frame.empty and ("because" in table.caption or "omdat" in table.caption)
            assert r"\bottomrule" in to_latex(table, "none") and to_markdown(table) and to_html(table)


# ---- the four forms


class Cells(HTMLParser):
    """Read the cells of a table back."""

    def __init__(self):
        super().__init__()
        self.rows = []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        self.inside = tag in ("td", "th")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def test_every_form_holds_every_cell():
    for name, table in tabulate_all().items():
        wanted = [list(table.frame.columns), *[[str(cell) for cell in row] for row in rows(table)]]
        parser = Cells()
        parser.feed(to_html(table))
        assert parser.rows == wanted, name
        lines = [line for line in to_markdown(table).splitlines() if line.startswith("|")]
        found = [re.split(r" (?<!\\)\| ", line[2:-2]) for line in lines]
        assert [[re.sub(r"\\(.)", r"\1", cell) for cell in row] for row in found if row[0][:3] != "---"] == wanted
        latex = to_latex(table, name)
        for row in wanted:
            assert " & ".join(escape_latex(cell) for cell in row) + r" \\" in latex, name


def test_four_files_the_same_bytes_each_time(tmp_path):
    table = tabulate_all()["documents"]
    save_table(table, tmp_path / "tables", "documents")
    first = {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()}
    assert sorted(first) == ["documents.csv", "documents.html", "documents.md", "documents.tex"]
    save_table(tabulate_all()["documents"], tmp_path / "tables", "documents")
    assert {path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()} == first
    read = list(csv.reader(io.StringIO(first["documents.csv"].decode())))
    assert read[2] == ["two", "2021-05", "Ministry of R&D", "letter", "Atlantis", "2", "3", "1"]
    assert rb"\label{tab:documents}" in first["documents.tex"] and rb"Ministry of R\&D" in first["documents.tex"]


@given(st.text())
def test_latex_gets_no_sign_of_its_own(text):
    plain = re.sub(r"\\(text\w+\{\}|[&%$#_{}])|\{[\[\]*]\}", "", escape_latex(text))
    assert not set(plain) & set('\\&%$#_{}^<>|"[]*\n')


def test_a_table_longer_than_a_page_breaks():
    table = PaperTable(pd.DataFrame({"A": range(PAGE_ROWS + 1)}), "Long.", read_style("nl"))
    assert r"\begin{longtable}" in to_latex(table, "long") and "vervolg op de volgende pagina" in to_latex(
        table, "long"
    )
    assert "longtable" not in to_latex(PaperTable(table.frame.head(PAGE_ROWS), "Short.", read_style()), "short")


# ---- LaTeX itself: outside the fast suite, `pytest -m latex` where TeX Live is installed

MINIMAL = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[a4paper,textwidth=183mm,textheight=247mm]{geometry}
\usepackage{array,booktabs,longtable}
\begin{document}
%s
\end{document}
"""


def compile_latex(folder, sources):
    (folder / "paper.tex").write_text(MINIMAL % "\n".join(sources), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    return done.returncode, done.stdout


needs_latex = pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")


@needs_latex
@pytest.mark.latex
def test_tables_compile_in_a_minimal_document(tmp_path):
    kept = [path.read_text(encoding="utf-8") for path in sorted((SHIPPED.parent / "figures/tables").glob("*.tex"))]
    assert len(kept) == 9
    made = [to_latex(table, name) for language in ("en", "nl") for name, table in tabulate_all(language).items()]
    nasty = r'50% of "R&D_1" [*] costs $5 #2 {x} ~ ^ \ < > |'
    style = read_style()
    made.append(to_latex(PaperTable(pd.DataFrame({nasty: [nasty, "[1]", "*"]}), nasty, style), "nasty"))
    made.append(to_latex(PaperTable(pd.DataFrame({"A": range(120), "B": "Š ł ğ ø"}), "Long.", style), "long"))
    for name, sources in {"kept": kept, "made": made}.items():
        (tmp_path / name).mkdir()
        code, said = compile_latex(tmp_path / name, sources)
        assert code == 0, said[-2000:]
        if name == "kept":  # they fit the two columns of a journal
            assert "Overfull" not in said, re.findall("Overfull.*", said)


@needs_latex
@pytest.mark.latex
def test_a_sign_left_as_it_is_would_be_refused(tmp_path):
    """Negative control: what the compiler is asked for is more than to start."""
    table = to_latex(PaperTable(pd.DataFrame({"A": ["R&D"]}), "One column.", read_style()), "bad")
    assert compile_latex(tmp_path, [table.replace(r"\&", "&")])[0] != 0
