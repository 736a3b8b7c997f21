"""Step 2b: show a document with its mentions marked by kind, so that a reader sees what was found and what was missed.

Needs sentences, mentions and actors. Makes HTML that can be read on screen, in grey print and by the colour-blind: each
kind has its own letter; colour and underline only help.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from helpers.tables import ACTOR_KINDS, TEXT_KINDS

# Letter, colour (Okabe and Ito 2008, safe for the colour-blind) and underline of each kind. The letter is what remains
# in grey print, and where a viewer of notebooks leaves out the underline.
LOOKS = dict(
    zip(
        ACTOR_KINDS,
        [
            ("S", "#0072B2", "solid"),
            ("O", "#D55E00", "double"),
            ("B", "#CC79A7", "dashed"),
            ("F", "#009E73", "dotted"),
            ("R", "#7A5C00", "groove"),
            ("P", "#000000", "solid"),
        ],
        strict=True,
    )
)
# Words that stand for an actor without naming it are set in italics.
INDIRECT = ("author", "anaphor")


def mark(words: str, named: pd.DataFrame) -> str:
    """Mark one naming, with the actors as a tooltip."""
    kind = named["kind"].iloc[0]
    letter, colour, line = LOOKS.get(kind, ("?", "#000000", "solid"))
    actors = ", ".join(named["actor_id"])
    slant = "font-style: italic; " if named["how"].iloc[0] in INDIRECT else ""
    return (
        f'<span style="{slant}color: {colour}; border-bottom: 2px {line} {colour}" title="{escape(actors)}">'
        f"{escape(words)}</span><sup>{letter}</sup>"
    )


def legend() -> str:
    """Explain letters and underlines in one line of HTML."""
    parts = [
        f'<span style="color: {colour}; border-bottom: 2px {line} {colour}">{kind}</span><sup>{letter}</sup>'
        for kind, (letter, colour, line) in LOOKS.items()
    ]
    return f"<p>{' &nbsp; '.join(parts)} &nbsp; <i>italics: author-bound words and anaphora</i></p>"


def highlight(sentences: pd.DataFrame, mentions: pd.DataFrame, actors: pd.DataFrame, doc_id: str) -> str:
    """Render the text of one document with its mentions marked.

    Parameters
    ----------
    sentences, mentions, actors : pandas.DataFrame
        The tables of these names.
    doc_id : str
        Which document.

    Returns
    -------
    str
        HTML: a line for each sentence, headings bold, list items with a dash. Furniture, notes and blanks are left
        out, as in the analysis.

    Examples
    --------
    >>> sentences = pd.DataFrame({"doc_id": ["a"], "sentence_id": [1], "start": [0], "end": [8], "kind": ["sentence"],
    ...                           "section": [""], "text": ["De EU is"]})
    >>> mentions = pd.DataFrame({"doc_id": ["a"], "sentence_id": [1], "start": [3], "end": [5], "surface": ["EU"],
    ...                          "actor_id": ["EU"], "how": ["name"]})
    >>> actors = pd.DataFrame({"actor_id": ["EU"], "kind": ["organisation"]})
    >>> print(highlight(sentences, mentions, actors, "a"))  # doctest: +ELLIPSIS
    <p>De <span style="..." title="EU">EU</span><sup>O</sup> is</p>
    """
    kinds = actors.set_index("actor_id")["kind"]
    own = mentions[mentions["doc_id"] == doc_id]
    own = own.assign(kind=own["actor_id"].map(kinds))
    named = {key: rows for key, rows in own.groupby(["sentence_id", "start", "end"], sort=True)}
    by_sentence: dict[int, list[tuple[int, int]]] = {}
    for sentence_id, start, end in sorted(named):
        by_sentence.setdefault(sentence_id, []).append((start, end))
    lines = []
    for row in sentences[(sentences["doc_id"] == doc_id) & sentences["kind"].isin(TEXT_KINDS)].itertuples():
        html, at = "", row.start
        for start, end in by_sentence.get(row.sentence_id, []):
            if start < at:
                continue  # inside a mention that is marked already
            html += escape(row.text[at - row.start : start - row.start])
            html += mark(row.text[start - row.start : end - row.start], named[row.sentence_id, start, end])
            at = end
        html += escape(row.text[at - row.start :])
        wrap = {"heading": "<p><b>{}</b></p>", "item": "<p>&ndash; {}</p>"}.get(row.kind, "<p>{}</p>")
        lines.append(wrap.format(html.replace("\n", " ")))
    return "\n".join(lines)
