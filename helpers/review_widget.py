"""Step 3c, on screen: the review widget for JupyterLab, with the sentence marked and keys for every decision.

Needs a review under way (`helpers.review.Review`) and ipywidgets, which only whoever reviews has to install.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from helpers.gazetteer import roll_up
from helpers.review import Review
from helpers.tables import CHANGES, DIRECTED_TYPES, STATUSES, TIE_TYPES, InputError


def marked_sentence(row: Mapping, mentions: pd.DataFrame | None = None, ends: Mapping[str, str] | None = None) -> str:
    """Give a row's sentence as HTML: the quote underlined, the two ends and the cue marked.

    Parameters
    ----------
    row : mapping
        A row of `review_table`.
    mentions : pandas.DataFrame, optional
        The mentions of the corpus; without them the ends are not marked.
    ends : mapping, optional
        actor_id to the actor it rolls up to, so that a premier is marked where his country is the end.

    Examples
    --------
    >>> row = {"doc_id": "d", "sentence": "A & B.", "sentence_start": 0, "start": 0, "end": 5, "source": "A", "target":
    ...     "B", "cue": ""}
    >>> marked_sentence(row)
    '<u>A &amp; B</u>.'
    """
    text, offset = row["sentence"], int(row["sentence_start"])
    marks: list[tuple[int, int, str]] = []
    if mentions is not None:
        near = mentions[(mentions["doc_id"] == row["doc_id"]) & (mentions["start"] >= offset)]
        for mention in near[near["end"] <= offset + len(text)].to_dict("records"):
            actor = mention["actor_id"]
            names = {actor, (ends or {}).get(actor, actor)}
            for end, style in (("source", "b-source"), ("target", "b-target")):
                if row[end] in names:
                    marks.append((mention["start"] - offset, mention["end"] - offset, style))
    for word in [word.strip() for word in re.split(r"[;|…]|\.\.\.", row["cue"]) if word.strip()]:
        for found in re.finditer(re.escape(word), text, re.IGNORECASE):
            marks.append((found.start(), found.end(), "b-cue"))
    quoted = (max(0, row["start"] - offset), min(len(text), row["end"] - offset))
    cuts = sorted({0, len(text), *quoted, *(place for start, end, _ in marks for place in (start, end))})
    parts = []
    for left, right in pairwise(cuts):
        part = html.escape(text[left:right], quote=False)
        style = next((name for start, end, name in marks if start <= left and right <= end), "")
        if style:
            part = f'<mark class="{style}">{part}</mark>'
        parts.append(f"<u>{part}</u>" if quoted[0] <= left and right <= quoted[1] else part)
    return "".join(parts)


# The keys of the widget, and what its help line says of them.
KEYS = {
    "a": "accept",
    "r": "reject",
    "s": "next status",
    "c": "next change",
    "x": "turn round",
    "n": "next undecided",
    "j": "row after",
    "k": "row before",
    "u": "undo",
    **{str(number): kind for number, kind in enumerate(TIE_TYPES, start=1)},
}


def help_table() -> pd.DataFrame:
    """List the keys of the widget.

    Examples
    --------
    >>> help_table().iloc[0].tolist()
    ['a', 'accept']
    """
    return pd.DataFrame(list(KEYS.items()), columns=["key", "what it does"])


def press(review: Review, key: str) -> None:
    """Do what a key of the widget does; other keys do nothing.

    Parameters
    ----------
    review : Review
        The review under way.
    key : str
        One of `KEYS`.
    """
    if key not in KEYS or not review.rows:
        return
    if key.isdigit():
        review.correct(type=KEYS[key])
    elif key in "sc":
        name, values = ("status", STATUSES) if key == "s" else ("change", CHANGES)
        review.correct(**{name: values[(values.index(review.row[name]) + 1) % len(values)]})
    else:
        actions = {
            "a": review.accept,
            "r": review.reject,
            "x": review.swap,
            "n": review.next_undecided,
            "j": lambda: review.move(1),
            "k": lambda: review.move(-1),
            "u": review.undo,
        }
        actions[key]()


def typed(before: str, after: str) -> str:
    """Say what was typed into a box, given what it held before and holds now.

    The box is never emptied by the program: while that is under way, a quick hand types the next key into the old text,
    and keys would count twice.

    Examples
    --------
    >>> typed("ar", "ar7"), typed("aa", "aaa"), typed("ar7", "a7"), typed("ar", "")
    ('7', 'a', '', '')
    """
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return after[start : len(after) - end]


_STYLE = """<style>
.b-review {max-width: 46em; line-height: 1.5; font-size: 1.05em}
.b-review mark {padding: 0 .15em; border-radius: .2em; color: #000}
.b-review mark.b-source {background: #b9d6f2; border-bottom: 3px solid #0072b2}
.b-review mark.b-target {background: #f7d3a8; border-bottom: 3px dashed #d55e00}
.b-review mark.b-cue {background: none; color: inherit; font-style: italic; font-weight: bold}
</style>"""


def review_widget(
    review: Review, actors: pd.DataFrame, mentions: pd.DataFrame | None = None, language: str = "en"
):  # -> ipywidgets.Widget
    """Show a review in JupyterLab: the sentence, the proposal, buttons, and a box that takes keys.

    Parameters
    ----------
    review : Review
        The review under way; every key and button works on it and writes its file.
    actors : pandas.DataFrame
        For the names of the ends, and who rolls up to whom.
    mentions : pandas.DataFrame, optional
        For marking the ends in the sentence.
    language : str
        Of the names: en or nl.

    Returns
    -------
    ipywidgets.VBox
        Show it as the last line of a cell.

    Raises
    ------
    InputError
        Where ipywidgets is not installed.
    """
    try:
        import ipywidgets  # only whoever reviews needs it
    except ImportError:
        raise InputError(
            "Reviewing needs ipywidgets; install it with `pip install ipywidgets` and run again."
        ) from None

    names = dict(zip(actors["actor_id"], actors[f"name_{language}"], strict=True))
    above = dict(zip(actors["actor_id"], roll_up(actors["actor_id"], actors), strict=True))
    sentence, verdict = ipywidgets.HTML(), ipywidgets.HTML()
    bar = ipywidgets.IntProgress(max=max(1, len(review.rows)), layout={"width": "20em"})
    box = ipywidgets.Text(placeholder="click here and press keys", layout={"width": "14em"})
    box.add_class("b-review-keys")

    def show() -> None:
        done = review.progress()
        decided = done["all"] - [row["decision"] for row in review.rows].count("")
        bar.value = decided
        if not review.rows:
            sentence.value = "The rules propose no ties for this corpus; there is nothing to review."
            return
        row = review.row
        sentence.value = f'{_STYLE}<div class="b-review">{marked_sentence(row, mentions, above)}</div>'
        arrow = "→" if row["type"] in DIRECTED_TYPES else "–"
        ends = f" {arrow} ".join(html.escape(names.get(row[end], row[end])) for end in ("source", "target"))
        verdict.value = (
            f'<div class="b-review"><b>{ends}</b>: {row["type"]}, {row["status"]}, change {row["change"]} '
            f"<b>[{row['decision'] or 'undecided'}]</b><br>{html.escape(row['doc_id'])}, sentence "
            f"{row['sentence_id']}, row {review.place + 1} of "
            f"{done['all']}; {decided} decided ({done['accept']} accepted, {done['change']} changed, {done['reject']} "
            f"rejected); {html.escape(review.goes_to)}</div>"
        )

    def on_key(change: dict) -> None:
        for key in typed(change["old"], change["new"]).lower():
            press(review, key)
        show()

    def button(key: str) -> ipywidgets.Button:
        made = ipywidgets.Button(description=f"{KEYS[key]} ({key})", layout={"width": "auto", "flex": "0 0 auto"})

        def on_click(_: object) -> None:
            press(review, key)
            show()
            box.focus()

        made.on_click(on_click)
        return made

    box.observe(on_key, names="value")
    show()
    wrap = {"flex_flow": "row wrap"}
    rows = [ipywidgets.HBox([button(key) for key in keys], layout=wrap) for keys in ("arunjk", "1234567", "scx")]
    return ipywidgets.VBox([sentence, verdict, ipywidgets.HBox([box, bar]), *rows])
