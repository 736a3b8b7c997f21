"""Step 2c: read the mentions that a reader marked by hand, to hold the finder against them."""

from __future__ import annotations

import pandas as pd

from helpers.documents import Corpus
from helpers.tables import InputError, read_table


def read_marked_mentions(corpus: Corpus) -> pd.DataFrame:
    """Read `coding/mentions.csv`.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.

    Returns
    -------
    pandas.DataFrame
        The schema `marked_mentions`.

    Raises
    ------
    InputError
        Where nobody has marked mentions in this corpus, or a row is not as the schema says.
    """
    path = corpus.folder / "coding" / "mentions.csv"
    if not path.exists():
        raise InputError("nobody has marked the mentions of this corpus by hand; that would be coding/mentions.csv.")
    return read_table(path, "marked_mentions", "coding/mentions.csv")


def out_of_scope(marked: pd.DataFrame) -> pd.DataFrame:
    """Name the marks that a finder of actors is not held to: pronouns, the we of speakers, footnotes and furniture.

    Examples
    --------
    >>> marked = pd.DataFrame({"how": ["name", "pronoun", "demonym"], "zone": ["text", "text", "note"]})
    >>> out_of_scope(marked)["how"].tolist()
    ['pronoun', 'demonym']
    """
    return marked[marked["how"].isin(["pronoun", "speaker"]) | (marked["zone"] != "text")].reset_index(drop=True)
