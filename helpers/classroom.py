"""The course: open the corpus that is worked on in class, and take it through steps 1 to 3 in one call.

Needs a corpus folder, by default the invented one of `notebooks/exercises/class_corpus/`. Makes its tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.coding import read_codings
from helpers.comention import co_mentions
from helpers.documents import SHIPPED, Corpus, open_corpus, read_documents
from helpers.gazetteer import read_groups
from helpers.network import add_offices
from helpers.streaming import Tools, code_piece
from helpers.tables import InputError, read_csv

EXERCISES = SHIPPED.parent / "notebooks" / "exercises"
# What a notebook of the course calls its corpus: found from wherever the notebook lies, also where a teacher's system
# has put it elsewhere.
CLASS_CORPUS = "class_corpus"


class Classroom(NamedTuple):
    """The tables of a corpus, as notebooks 01 to 03 make them.

    `ties` holds those of all coders: the rules, co-mention and each reading in `coding/`.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    ties: pd.DataFrame
    actors: pd.DataFrame
    groups: pd.DataFrame


def open_class(folder: str | Path = CLASS_CORPUS) -> Corpus:
    """Open the corpus of a class.

    Parameters
    ----------
    folder : str or pathlib.Path
        A corpus folder; `class_corpus` is the invented one that ships, wherever the notebook lies.

    Raises
    ------
    InputError
        Where there is no such corpus folder.

    Examples
    --------
    >>> open_class().folder.name
    'class_corpus'
    """
    there = Path(folder)
    if str(folder) == CLASS_CORPUS and not there.is_dir():
        there = EXERCISES / CLASS_CORPUS
    return open_corpus(there)


def read_class(corpus: Corpus) -> Classroom:
    """Read a corpus and take it through steps 1 to 3, without writing anything.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.

    Returns
    -------
    Classroom
        Its tables.

    Examples
    --------
    >>> room = read_class(open_class())
    >>> sorted(set(room.ties["coder"]))
    ['comention', 'key', 'rules', 'student']
    """
    documents = read_documents(corpus)
    tools = Tools.of(corpus)
    actors = tools.gazetteer.actors
    sentences, mentions, rules = code_piece(documents, tools)
    parts = [rules, co_mentions(sentences, mentions, actors), read_codings(corpus, documents, sentences, actors)]
    ties = pd.concat([part for part in parts if len(part)] or [rules], ignore_index=True)
    ties = add_offices(ties, actors, documents, tools.gazetteer.offices)
    return Classroom(documents, sentences, mentions, ties, actors, read_groups(corpus))


def read_answers(corpus: Corpus, name: str) -> pd.DataFrame:
    """Read one of the tables in `answers/` that were worked out by hand; every column is text.

    Raises
    ------
    InputError
        Where the corpus has no such table.

    Examples
    --------
    >>> read_answers(open_class(), "edges").iloc[0].tolist()
    ['BEL', 'DEU', '1', 'joint_action']
    """
    path = corpus.folder / "answers" / f"{name}.csv"
    if not path.is_file():
        raise InputError(f"answers/{name}.csv is missing in this corpus; only the class corpus has answers by hand.")
    return read_csv(path, f"answers/{name}.csv")
