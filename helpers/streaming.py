"""Steps 1 to 3 for a corpus too large to hold: documents stream through, and every core codes some of them.

Needs a corpus folder. Makes the tables of sentences, mentions and ties of the rule coder, piece by piece, the same rows
as the notebooks make. Documents are independent of each other, so pieces are, and memory stays flat.

`python -m helpers.streaming FOLDER` writes the three tables to the folder's `derived/`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.actors import find_mentions
from helpers.cues import CueTables, read_cues
from helpers.documents import Corpus, open_corpus, read_in_pieces
from helpers.gazetteer import Gazetteer, check_authors, read_gazetteer
from helpers.sentences import read_abbreviations, read_line_patterns, read_openers, split_documents
from helpers.tables import InputError, check_table, read_csv, to_csv
from helpers.ties import code_by_rules


class Coded(NamedTuple):
    """What a piece of a corpus gives: its sentences, mentions and ties."""

    sentences: pd.DataFrame
    mentions: pd.DataFrame
    ties: pd.DataFrame


class Tools(NamedTuple):
    """What every piece is coded with, read once."""

    gazetteer: Gazetteer
    cues: CueTables
    splitting: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]

    @classmethod
    def of(cls, corpus: Corpus) -> Tools:
        """Read them from a corpus."""
        splitting = (read_abbreviations(corpus), read_openers(corpus), read_line_patterns(corpus))
        return cls(read_gazetteer(corpus), read_cues(corpus), splitting)


def code_piece(documents: pd.DataFrame, tools: Tools) -> Coded:
    """Take some documents through steps 1 to 3.

    Parameters
    ----------
    documents : pandas.DataFrame
        As `helpers.documents.read_documents` gives them.
    tools : Tools
        Gazetteer, cues and the tables for splitting.
    """
    sentences = split_documents(documents, *tools.splitting)
    mentions = find_mentions(documents, sentences, tools.gazetteer)
    ties = code_by_rules(documents, sentences, mentions, tools.gazetteer.actors, tools.cues)
    return Coded(sentences, mentions, ties)


# What a worker process holds for all of its pieces; set by `_equip`, never at import.
_equipment: list[Tools] = []


def _equip(folder: Path) -> None:
    _equipment[:] = [Tools.of(Corpus(folder))]


def _work(step: Callable, piece):
    return step(piece, _equipment[0])


def in_stream(
    pieces: Iterable, corpus: Corpus, step: Callable = code_piece, workers: int | None = None
) -> Iterator[tuple]:
    """Take pieces of a corpus through a step as they come, on every core, in their order and with flat memory.

    Parameters
    ----------
    pieces : iterable
        Documents, some at a time, such as `helpers.documents.read_in_pieces` gives; read as they are needed.
    corpus : Corpus
        For its gazetteer, cues and tables for splitting.
    step : callable
        What is done with a piece and `Tools`; a function of a module, so that other processes find it.
    workers : int or None
        How many processes; None: one a core. With 1 all is done in this process.

    Yields
    ------
    tuple
        Each piece with what the step made of it: with `code_piece` a `Coded`, whose rows depend neither on how
        documents are cut into pieces, nor on the workers.

    Examples
    --------
    >>> from helpers.documents import SHIPPED
    >>> corpus = open_corpus(SHIPPED)
    >>> pieces = read_in_pieces(corpus, 10_000)
    >>> [len(coded.ties) > 0 for _, coded in in_stream(pieces, corpus, workers=1)]
    [True, True, True]
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        tools = Tools.of(corpus)
        for piece in pieces:
            yield piece, step(piece, tools)
        return
    Tools.of(corpus)  # a mistake in them is one sentence here, and a broken pool there
    # "spawn" starts clean processes on every platform, also from a notebook, whose kernel has threads.
    with ProcessPoolExecutor(workers, get_context("spawn"), _equip, (corpus.folder,)) as pool:
        waiting: deque = deque()
        for piece in pieces:
            waiting.append((piece, pool.submit(_work, step, piece)))
            # No more pieces are read ahead than keep the workers busy, or the stream would gather in memory.
            if len(waiting) > 2 * workers:
                first, made = waiting.popleft()
                yield first, made.result()
        for piece, made in waiting:
            yield piece, made.result()


def write_in_stream(corpus: Corpus, workers: int | None = None) -> dict[str, int]:
    """Write sentences, mentions and ties of a corpus to its `derived/`, whole or not at all.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.
    workers : int or None
        As for `in_stream`.

    Returns
    -------
    dict
        How many rows each table has.

    Raises
    ------
    InputError
        Where an input is not usable; what stood in `derived/` is then as it was.
    """
    rows = dict.fromkeys(Coded._fields, 0)
    table = check_table(read_csv(corpus.folder / "documents.csv"), "documents", "documents.csv")
    check_authors(table, read_gazetteer(corpus).actors)
    with tempfile.TemporaryDirectory(dir=corpus.folder, prefix=".streaming.") as folder:
        made = {name: Path(folder, f"{name}.csv") for name in rows}
        for _, coded in in_stream(read_in_pieces(corpus), corpus, workers=workers):
            for name, table in coded._asdict().items():
                table = check_table(table, name, f"{name}.csv")
                with made[name].open("a", encoding="utf-8", newline="") as file:
                    file.write(to_csv(table, header=not file.tell()))
                rows[name] += len(table)
        derived = corpus.folder / "derived"
        derived.mkdir(exist_ok=True)
        for name, path in made.items():
            path.replace(derived / f"{name}.csv")
    return rows


def main() -> int:
    """Read the command line; a wrong input is one sentence on stderr and exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m helpers.streaming", description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="a corpus folder")
    parser.add_argument("--workers", type=int, help="how many processes (one a core)")
    options = parser.parse_args()
    try:
        corpus = open_corpus(options.corpus)
        if corpus.shipped:
            raise InputError("The shipped corpus is small and has its notebooks; name a corpus folder of your own.")
        for name, count in write_in_stream(corpus, options.workers).items():
            print(f"derived/{name}.csv: {count} rows")
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
