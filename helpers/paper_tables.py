"""Step 8d: tables that go straight into a paper: as LaTeX, Markdown, HTML and CSV, in English or Dutch.

Needs the tables of the earlier steps and a style (`read_style("en")` or `read_style("nl")`). Each function returns a
`PaperTable`: a table with the cells as they are printed, and its caption; `save_table` writes it in all four forms.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.captions import name_coder
from helpers.charts import capital, define_partner, partners_in
from helpers.documents import authors_of
from helpers.figures_centrality import pick_intervals, rank_text, say_absent, say_low, unranked
from helpers.figures_counts import SUMMED, built_from, name_reference
from helpers.replicates import LISTED
from helpers.style import Style
from helpers.tables import STATUSES, TEXT_KINDS, to_csv, write_bytes

# A table with more rows than fit a page is set as a longtable, which breaks across pages.
PAGE_ROWS = 44
# A table with more letters to a row is wider than the two columns of a journal in small print; there, text longer than
# this is broken into lines.
WIDEST, LONGEST = 110, 28
# Columns that stand left; all others hold numbers.
TEXTS = (
    "document", "date", "publisher", "genre", "speaks_for", "name", "kind", "standing", "type", "partner", "coder",
    "found", "coders", "attribute",
)  # fmt: skip
# What LaTeX would take for a command. Brackets and stars count only after a line break, where a row begins.
LATEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "–": "--",
    "−": r"\textminus{}",
    "\u00a0": "~",
}


@dataclass(frozen=True)
class PaperTable:
    """A table as it is printed, with its caption; in a notebook it shows itself.

    Parameters
    ----------
    frame : pandas.DataFrame
        Headings in the style's language, cells as they are printed; numbers stand right, text left.
    caption : str
        One paragraph.
    style : Style
        House style, which knows the language.
    right : tuple of int
        Which columns stand right, as numbers do.
    groups : int or None
        A column at whose changes a little room is left between rows.
    """

    frame: pd.DataFrame
    caption: str
    style: Style
    right: tuple[int, ...] = ()
    groups: int | None = None

    def add_to_caption(self, sentence: str) -> PaperTable:
        """Give the table with a sentence more under it."""
        return PaperTable(self.frame, f"{self.caption} {sentence}".strip(), self.style, self.right, self.groups)

    def _repr_html_(self) -> str:
        """Show it in Jupyter as a table with its caption."""
        return to_html(self)

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.frame.to_string(index=False)}"


def _paper_table(rows: list[list], heads: list[str], style: Style, key: str, groups: int | None = None, **gaps):
    """Put rows under headings named by keys of the wording; where there are none, the caption says so."""
    frame = pd.DataFrame(rows, columns=[capital(style.words.get(f"column.{head}", head)) for head in heads])
    frame = frame.astype(object)
    numbers = tuple(i for i, head in enumerate(heads) if head not in TEXTS)
    caption = style.word(f"table.{key}", **gaps) if rows else style.word("table.none")
    return PaperTable(frame, " ".join(caption.split()), style, numbers, groups)


def tabulate_documents(
    documents: pd.DataFrame,
    style: Style,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    ties: pd.DataFrame,
    actors: pd.DataFrame,
) -> PaperTable:
    """Describe the corpus, a row a document in the order of the dates.

    Parameters
    ----------
    documents, sentences, mentions, ties, actors : pandas.DataFrame
        The tables of these names; of the ties only those of the coder that counts.
    style : Style
        House style, which also sets the language.

    Returns
    -------
    PaperTable
        Document, date, publisher, genre, whom it speaks for, and its numbers of sentences, mentions and statements.
    """
    names = style.names(actors)
    text = sentences[sentences["kind"].isin(TEXT_KINDS)]
    counts = [table.groupby("doc_id").size() for table in (text, mentions, ties)]
    rows = [
        [
            row.doc_id,
            row.date or "–",
            row.publisher or "–",
            style.words.get(f"genre.{row.genre}", row.genre) or "–",
            ", ".join(names.get(author, author) for author in authors_of(row.author_actor)) or "–",
            *[int(count.get(row.doc_id, 0)) for count in counts],
        ]
        for row in documents.sort_values(["date", "doc_id"]).itertuples()
    ]
    heads = ["document", "date", "publisher", "genre", "speaks_for", "sentences", "mentions", "statements"]
    return _paper_table(rows, heads, style, "documents", documents=style.counted(len(rows), "document"))


def tabulate_actors(
    nodes: pd.DataFrame, style: Style, mentions: pd.DataFrame | None = None, rolled_up: bool = True
) -> PaperTable:
    """List the actors of the network, those with most statements first.

    Parameters
    ----------
    nodes : pandas.DataFrame
        The table of that name.
    style : Style
        House style, which also sets the language.
    mentions : pandas.DataFrame or None
        actor_id and mentions, from `helpers.views.count_mentions`: rolled up as the network is.
    rolled_up : bool
        Whether the mentions of persons and bodies are counted with those of the actor that they act for.

    Returns
    -------
    PaperTable
        Actor, kind, standing, and its numbers of neighbours, statements, documents and mentions.
    """
    names = style.names(nodes)
    named = None if mentions is None else dict(zip(mentions["actor_id"], mentions["mentions"], strict=True))
    rows = [
        [
            names[row.actor_id],
            style.label("kind", row.kind),
            style.words.get(f"standing.{row.standing}", row.standing) if row.standing else "–",
            int(row.neighbours),
            int(row.statements),
            int(row.documents),
            *([] if named is None else [int(named.get(row.actor_id, 0))]),
        ]
        for row in nodes.sort_values(
            ["statements", "neighbours", "actor_id"], ascending=[False, False, True]
        ).itertuples()
    ]
    heads = ["name", "kind", "standing", "neighbours", "statements", "documents"] + ["mentions"] * (named is not None)
    gaps = {
        "actors": style.counted(len(rows), "actor"),
        "partner": define_partner(nodes, style),
        "rolled_up": style.word("table.rolled_up") if rolled_up and named is not None else "",
    }
    return _paper_table(rows, heads, style, "actors", **gaps)


def tabulate_tie_types(edges: pd.DataFrame, style: Style) -> PaperTable:
    """Count the tie statements by type and status.

    Parameters
    ----------
    edges : pandas.DataFrame
        source, target, type, status, statements, and doc_ids where known: of all types and statuses that count.
    style : Style
        House style, which also sets the language.

    Returns
    -------
    PaperTable
        Type, statements by status and together, the pairs of actors and the documents that they are about; a row for
        all types at the end.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["EU", "NOR"], "target": ["NOR", "EU"], "type": ["agreement", "support"],
    ...     "status": ["actual", "negated"], "statements": [2, 1], "doc_ids": ["a", "a | b"]})
    >>> from helpers.style import read_style
    >>> tabulate_tie_types(edges, read_style()).frame.values.tolist()[-1]
    ['All', 2, 0, 1, 3, 1, 2]
    """
    rows = []
    groups = [(style.label("type", key), edges[edges["type"] == key]) for key in style.order("type", edges["type"])]
    for label, mine in [*groups, (style.word("all"), edges)] if len(edges) else []:
        counts = [int(mine.loc[mine["status"] == status, "statements"].sum()) for status in STATUSES]
        ends = mine[["source", "target"]]
        pairs = len(set(zip(ends.min(axis=1), ends.max(axis=1), strict=True)))
        documents = {doc_id for cell in mine["doc_ids"] for doc_id in str(cell).split(" | ")}
        rows.append([capital(label), *counts, sum(counts), pairs, len(documents)])
    heads = ["type", *[style.label("status", status) for status in STATUSES], "all", "pairs", "documents"]
    statements = style.counted(rows[-1][4] if rows else 0, "statement")
    return _paper_table(rows, heads, style, "tie_types", statements=statements)


def tabulate_centralities(
    centrality: pd.DataFrame,
    nodes: pd.DataFrame,
    style: Style,
    uncertainty: pd.DataFrame | None = None,
    source_of_uncertainty: str | None = None,
    network: str | None = None,
    measures: list[str] | None = None,
    partners: list[str] | None = None,
    ranks: bool = False,
) -> PaperTable:
    """Lay out how central each partner is by every measure, with intervals where they are known.

    Parameters
    ----------
    centrality, nodes, uncertainty : pandas.DataFrame
        The tables of these names.
    style : Style
        House style, which also sets the language.
    source_of_uncertainty, network, measures, partners
        As for `helpers.figures_centrality.draw_centralities`.
    ranks : bool
        Whether the cells hold ranks rather than values.

    Returns
    -------
    PaperTable
        Partner, then a column a measure; the best mean rank first. A dash stands for a value that is not defined.
    """
    partners = partners_in(nodes) if partners is None else partners
    network = network or (centrality["network"].iloc[0] if len(centrality) else "")
    mine = centrality[centrality["network"] == network]
    measures = list(dict.fromkeys(mine["measure"])) if measures is None else measures
    mine = mine[mine["measure"].isin(measures)]
    mine = mine.assign(shared=mine.duplicated(["measure", "rank"], keep=False))
    mine = mine[mine["actor_id"].isin(partners)]
    source, intervals = pick_intervals(uncertainty, network, source_of_uncertainty)
    mine = mine.merge(intervals, on=["measure", "actor_id"], how="left")
    mean = mine.groupby("actor_id")["rank"].mean().rename("mean").reset_index().sort_values(["mean", "actor_id"])
    names, cells = style.names(nodes), mine.set_index(["actor_id", "measure"])
    digits = {measure: _digits(part[["value", "low", "high"]]) for measure, part in mine.groupby("measure")}
    alike = unranked(mine, measures) if len(mine) else []

    def cell(actor: str, measure: str) -> str:
        if (actor, measure) not in cells.index:
            return "–"
        row = cells.loc[(actor, measure)]
        if ranks:
            rank = np.nan if measure in alike else row["rank"]
            return rank_text(rank, row["rank_low"], row["rank_high"], bool(row["shared"]))
        if pd.isna(row["value"]):
            return "–"
        value, low, high = (_fixed(row[part], digits[measure], style) for part in ("value", "low", "high"))
        return value if pd.isna(row["low"]) else f"{value} ({low}–{high})"

    rows = [[names.get(actor, actor), *[cell(actor, measure) for measure in measures]] for actor in mean["actor_id"]]
    heads = ["partner", *[style.label("measure", measure) for measure in measures]]
    return _paper_table(
        rows,
        heads,
        style,
        "ranks" if ranks else "centrality",
        partners=style.counted(len(rows), "partner"),
        measures=style.counted(len(measures), "measure"),
        partner=define_partner(nodes, style),
        low=say_low(measures, style),
        undefined=style.word("table.undefined") if mine["value"].isna().any() else "",
        absent=say_absent(set(mine.loc[mine["present"] < 1, "actor_id"]), measures, style),
        intervals=style.word(
            "table.range" if source in LISTED else "table.interval", source=style.label("source", source)
        )
        if source and mine["rank_low"].notna().any()
        else "",
        alike=style.word("centralities.alike", measures=style.listed([style.label("measure", m) for m in alike]))
        if alike
        else "",
    )


def _digits(values: pd.DataFrame) -> int:
    """Say how many decimals tell the numbers of a column apart: none for whole ones, more for small ones."""
    numbers = values.to_numpy(dtype=float)
    numbers = numbers[~np.isnan(numbers)]
    if not (numbers % 1).any():
        return 0
    largest = np.abs(numbers).max()
    return 3 if largest < 0.1 else 2 if largest < 10 else 1


def _fixed(value: float, digits: int, style: Style) -> str:
    """Write a number with a fixed number of decimals, so that columns can be compared; nothing for what is missing.

    Examples
    --------
    >>> from helpers.style import read_style
    >>> _fixed(0.5, 2, read_style("nl")), _fixed(4.0, 0, read_style())
    ('0,50', '4')
    """
    if pd.isna(value):
        return ""
    text = f"{value + 0.0:.{digits}f}"
    return text.replace(".", ",") if style.language == "nl" else text


def tabulate_scores(scores: Mapping[str, pd.DataFrame], style: Style, reference: str = "") -> PaperTable:
    """Lay out how well coders find what a reference found, for ties and by type, with intervals.

    Parameters
    ----------
    scores : mapping of str to pandas.DataFrame
        For each coder the table of `helpers.agreement.by_type`.
    style : Style
        House style, which also sets the language.
    reference : str
        Name of the reference coder.

    Returns
    -------
    PaperTable
        Coder, what is found, its statements at the reference and at the coder, precision, recall and F1.
    """
    rows = []
    for coder, table in scores.items():
        table = table.set_index("type")
        summed = [key for key in SUMMED if key in table.index]
        for key in summed + style.order("type", set(table.index) - set(SUMMED)):
            row = table.loc[key]
            parts = []
            for score in ("precision", "recall", "f1"):
                value, low, high = (_fixed(row[f"{score}{end}"], 2, style) for end in ("", "_low", "_high"))
                parts.append(f"{value} ({low}–{high})" if value and low else value or "–")
            label = style.label("row" if key in summed else "type", key)
            rows.append([name_coder(coder, style), label, int(row["reference"]), int(row["coder"]), *parts])
    heads = [
        "coder",
        "found",
        "at_reference",
        "at_coder",
        *[style.label("score", s) for s in ("precision", "recall", "f1")],
    ]
    coders = style.counted(len(scores), "coder")
    gaps = {"reference": name_reference(reference, style), "built": built_from(reference, style)}
    return _paper_table(rows, heads, style, "scores", groups=0, coders=coders, **gaps)


def tabulate_agreement(called: pd.DataFrame, style: Style) -> PaperTable:
    """Lay out how far pairs of coders call alike the ties that both saw, beyond chance too.

    Parameters
    ----------
    called : pandas.DataFrame
        From `helpers.agreement.classification`.
    style : Style
        House style, which also sets the language.

    Returns
    -------
    PaperTable
        The two coders, the attribute, the statements that both saw, the share called alike, kappa and alpha.
    """
    rows = [
        [
            style.word("pair_of_coders", first=name_coder(row.reference, style), second=name_coder(row.coder, style)),
            style.words.get(f"attribute.{row.attribute}", row.attribute),
            int(row.statements),
            *[_fixed(value, 2, style) or "–" for value in (row.agreement, row.kappa, row.alpha)],
        ]
        for row in called.itertuples()
    ]
    heads = ["coders", "attribute", "statements", "agreement", "kappa", "alpha"]
    return _paper_table(rows, heads, style, "agreement", groups=0)


def escape_latex(text: str) -> str:
    r"""Write a text so that LaTeX prints it as it stands.

    Examples
    --------
    >>> print(escape_latex("R&D_1 at 5% [*]"))
    R\&D\_1 at 5\% {[}{*}{]}
    """
    return "".join(LATEX.get(sign, sign) for sign in " ".join(re.split(r"[ \t\r\n]+", text)))


def to_latex(table: PaperTable, label: str) -> str:
    """Write a table as LaTeX with the rules of booktabs, in a float with caption and label.

    Parameters
    ----------
    table : PaperTable
        The table.
    label : str
        What a paper refers to it by: `tab:` is put before it.
    """
    frame, right = table.frame, set(table.right)
    texts = [[escape_latex(str(cell)) for cell in row] for row in frame.to_numpy(dtype=object).tolist()]
    # numbers as headings stand over numbers
    spec = ""
    lengths = [max(map(len, [name, *frame.iloc[:, i].astype(str)])) for i, name in enumerate(frame.columns)]
    for i, name in enumerate(frame.columns):
        cells = [name, *frame.iloc[:, i].astype(str)]
        if sum(lengths) > WIDEST and i not in right and lengths[i] > LONGEST and any(" " in cell for cell in cells):
            # wide enough for its longest word
            wide = max(0.55 * max(len(word) for cell in cells for word in cell.split() or [""]), 7.5)
            spec += rf">{{\raggedright\arraybackslash}}p{{{wide:.1f}em}}"
        else:
            spec += "r" if i in right else "l"
    head = " & ".join(escape_latex(name) for name in frame.columns) + r" \\"
    body = []
    for i, row in enumerate(texts):
        if table.groups is not None and i and row[table.groups] != texts[i - 1][table.groups]:
            body.append(r"\addlinespace")
        body.append(" & ".join(row) + r" \\")
    caption = rf"\caption{{{escape_latex(table.caption)}}}"
    mark = rf"\label{{tab:{label}}}"
    long = len(body) > PAGE_ROWS
    packages = ["array", "booktabs"] + ["longtable"] * long
    lines = [
        f"% In the preamble: \\usepackage{{{','.join(packages)}}}; under pdfLaTeX \\usepackage[T1]{{fontenc}} too."
    ]
    if long:
        count = len(frame.columns)
        more = rf"\multicolumn{{{count}}}{{r}}{{{escape_latex(table.style.word('table.continued'))}}} \\"
        lines += [r"\begingroup", r"\footnotesize", r"\setlength{\tabcolsep}{4pt}", rf"\begin{{longtable}}{{{spec}}}"]
        lines += [caption, mark + r" \\", r"\toprule", head, r"\midrule", r"\endfirsthead"]
        lines += [r"\toprule", head, r"\midrule", r"\endhead", r"\midrule", more, r"\endfoot"]
        lines += [r"\bottomrule", r"\endlastfoot", *body, r"\end{longtable}", r"\endgroup"]
    else:
        lines += [
            r"\begin{table}",
            r"\centering",
            caption,
            mark,
            r"\par\smallskip\footnotesize",
            r"\setlength{\tabcolsep}{4pt}",
        ]
        lines += [rf"\begin{{tabular}}{{{spec}}}", r"\toprule", head, r"\midrule", *body]
        lines += [r"\bottomrule", r"\end{tabular}", r"\end{table}"]
    return "\n".join(lines) + "\n"


def to_markdown(table: PaperTable) -> str:
    """Write a table as a Markdown table, its caption above it."""

    def safe(text: object) -> str:
        return re.sub(r"([\\|*_`<>\[\]&~#])", r"\\\1", " ".join(str(text).split()))

    rules = ["---:" if i in table.right else "---" for i in range(len(table.frame.columns))]
    rows = [[*table.frame.columns], *table.frame.to_numpy(dtype=object).tolist()]
    lines = [f"| {' | '.join(safe(cell) for cell in row)} |" for row in rows]
    lines.insert(1, f"| {' | '.join(rules)} |")
    return "\n".join([safe(table.caption), "", *lines]) + "\n"


def to_html(table: PaperTable) -> str:
    """Write a table as HTML, with its caption and with headings that a screen reader can read out."""

    def cell(tag: str, text: object, i: int, more: str = "") -> str:
        side = "right" if i in table.right else "left"
        return f'<{tag}{more} style="text-align: {side}">{html.escape(str(text))}</{tag}>'

    lines = ["<table>", f'<caption style="text-align: left">{html.escape(table.caption)}</caption>', "<thead>"]
    heads = [cell("th", name, i, ' scope="col"') for i, name in enumerate(table.frame.columns)]
    lines += [f"<tr>{''.join(heads)}</tr>", "</thead>", "<tbody>"]
    for row in table.frame.to_numpy(dtype=object).tolist():
        lines.append(f"<tr>{''.join(cell('td', text, i) for i, text in enumerate(row))}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>"]) + "\n"


def save_table(table: PaperTable, folder: Path, name: str) -> None:
    """Write a table as LaTeX, Markdown, HTML and CSV; the same table is always the same bytes.

    Parameters
    ----------
    table : PaperTable
        From one of the functions above.
    folder : pathlib.Path
        Where to, such as `figures/tables/`; made if needed.
    name : str
        File name without ending; `tab:` with it is the label in LaTeX.
    """
    forms = {
        "tex": to_latex(table, name),
        "md": to_markdown(table),
        "html": f'<!DOCTYPE html>\n<html lang="{table.style.language}">\n<meta charset="utf-8">\n'
        f"<title>{html.escape(name)}</title>\n{to_html(table)}</html>\n",
        "csv": to_csv(table.frame),
    }
    for form, text in forms.items():
        write_bytes(folder / f"{name}.{form}", text.encode("utf-8"))
