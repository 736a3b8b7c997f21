"""Step 5c: keep the analyst's choices as a table, so that every later notebook uses those made in notebook 05."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd

from helpers.network import Choices
from helpers.tables import InputError

# Between the parts of a choice that is a list.
BETWEEN = " "
_YES_NO = {"yes": True, "no": False}


def to_table(choices: Choices) -> pd.DataFrame:
    """Write choices as a table of the schema `choices`, a row a choice.

    Examples
    --------
    >>> to_table(Choices(statuses=("actual", "prospective"))).set_index("choice")["value"]["statuses"]
    'actual prospective'
    """
    rows = []
    for field in fields(choices):
        value = getattr(choices, field.name)
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, tuple):
            value = BETWEEN.join(value)
        elif isinstance(value, float):
            value = f"{value:g}"
        rows.append((field.name, value))
    return pd.DataFrame(rows, columns=["choice", "value"])


def from_table(table: pd.DataFrame) -> Choices:
    """Read choices back from their table.

    Raises
    ------
    InputError
        Where a row names no choice, or a value is not one that it can have.

    Examples
    --------
    >>> from_table(to_table(Choices(weight="documents"))) == Choices(weight="documents")
    True
    """
    kinds = {field.name: type(field.default) for field in fields(Choices)}
    values = {}
    for row, (choice, value) in enumerate(zip(table["choice"], table["value"], strict=True), start=2):
        if choice not in kinds:
            raise InputError(f"choices, row {row}: {choice!r} is none of: {', '.join(kinds)}; run notebook 05 again.")
        if kinds[choice] is bool:
            if value not in _YES_NO:
                raise InputError(f"choices, row {row}: {choice} {value!r} is neither yes nor no; put one of them.")
            value = _YES_NO[value]
        elif kinds[choice] is tuple:
            value = tuple(value.split(BETWEEN)) if value else ()
        elif kinds[choice] is float:
            try:
                value = float(value)
            except ValueError:
                raise InputError(f"choices, row {row}: {choice} {value!r} is no number; put one.") from None
        values[choice] = value
    return Choices(**values)


def coded_documents(ties: pd.DataFrame, choices: Choices) -> list[str]:
    """List the documents in which the chosen coder has a tie of any kind.

    Examples
    --------
    >>> coded_documents(pd.DataFrame({"coder": ["ann", "rules", "ann"], "doc_id": ["b", "c", "a"]}), Choices("ann"))
    ['a', 'b']
    """
    found = set(ties.loc[ties["coder"] == choices.coder, "doc_id"])
    return sorted(found & set(choices.documents) if choices.documents else found)


def say_rests(ties: pd.DataFrame, choices: Choices, documents: pd.DataFrame) -> str:
    """Say on how many documents the network rests where these are not all; else nothing.

    Parameters
    ----------
    ties, documents : pandas.DataFrame
        The tables of these names.
    choices : Choices
        The analyst's choices.

    Examples
    --------
    >>> ties = pd.DataFrame({"coder": ["ann", "rules"], "doc_id": ["a", "b"]})
    >>> say_rests(ties, Choices("ann"), pd.DataFrame({"doc_id": ["a", "b", "c"]}))
    'The network rests on 1 of 3 documents: in the others ann has no tie. '
    """
    coded = set(coded_documents(ties, choices)) & set(documents["doc_id"])
    if len(coded) == len(documents):
        return ""
    rest = "others" if len(documents) - len(coded) > 1 else "other"
    who = {"consensus": "the consensus", "rules": "the rules"}.get(choices.coder, choices.coder)
    has = "have" if choices.coder == "rules" else "has"
    if choices.documents:
        return f"The network rests on {len(coded)} of {len(documents)} documents, as the choices say. "
    return f"The network rests on {len(coded)} of {len(documents)} documents: in the {rest} {who} {has} no tie. "


def pick_coder(ties: pd.DataFrame, wanted: str) -> str:
    """Take the coder that is wanted; where it has no ties in this corpus, the rules.

    Examples
    --------
    >>> pick_coder(pd.DataFrame({"coder": ["rules", "comention"]}), "consensus")
    'rules'
    """
    return wanted if wanted in set(ties["coder"]) else "rules"
