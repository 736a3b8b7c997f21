"""Saying in a notebook what cannot be shown and why, where a small corpus gives a step nothing to work on."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from helpers.tables import InputError, columns


class Note:
    """A sentence in the place of a result that cannot be shown.

    Parameters
    ----------
    reason : str
        Why not, as one sentence.

    Examples
    --------
    >>> Note("there is no reading.")
    This cannot be shown: there is no reading.
    """

    def __init__(self, reason: str):
        self.reason = reason

    def __repr__(self) -> str:
        return f"This cannot be shown: {self.reason}"

    def _repr_markdown_(self) -> str:
        """Show it in Jupyter as a paragraph."""
        return f"*This cannot be shown:* {self.reason}"


def attempt(step: Callable, *arguments, **named):
    """Call a step; where its input does not suffice, give the reason as a `Note` instead.

    Only an InputError becomes a note. Anything else is a mistake in the workbook and stops the notebook.

    Parameters
    ----------
    step : callable
        A step of the workbook.
    *arguments, **named
        What it takes. Where one of them is a Note already, that note is the answer: one reason is enough.

    Examples
    --------
    >>> attempt(max, [2, 3])
    3
    >>> attempt(max, Note("there are no numbers."))
    This cannot be shown: there are no numbers.
    """
    for value in (*arguments, *named.values()):
        if isinstance(value, Note):
            return value
    try:
        return step(*arguments, **named)
    except InputError as error:
        return Note(str(error))


def rows_or_none(result: pd.DataFrame | Note, name: str) -> pd.DataFrame:
    """Take a table as it is, and a note as a table of that schema without rows, so that it can be written.

    >>> rows_or_none(Note("nobody is central."), "groups").columns.tolist()
    ['group', 'actor_id', 'from', 'to']
    """
    return pd.DataFrame({column: [] for column in columns(name)}, dtype=str) if isinstance(result, Note) else result


class Passages:
    """A table whose sentences are shown whole and wrapped, where pandas would cut them off.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table with text.

    Examples
    --------
    >>> Passages(pd.DataFrame({"text": ["Noorwegen steunt Oekraïne."]}))
                             text
    0  Noorwegen steunt Oekraïne.
    """

    def __init__(self, table: pd.DataFrame):
        self.table = table

    def __repr__(self) -> str:
        return self.table.to_string(max_colwidth=60)

    def _repr_html_(self) -> str:
        """Show it in Jupyter with every sentence to its end."""
        with pd.option_context("display.max_colwidth", None, "display.max_rows", None):
            return self.table.to_html(index=False, justify="left", border=0).replace(
                "<td>", '<td style="text-align: left; white-space: normal; vertical-align: top">'
            )
