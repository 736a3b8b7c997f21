"""The course, step 2: the simplest finder there is, to see what it misses, and rows of aliases to try out.

Needs documents and a table of names, or a gazetteer and rows as they would stand in aliases.csv.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pandas as pd

from helpers.gazetteer import TABLES, Gazetteer, check_gazetteer
from helpers.tables import InputError, check_table, columns


def find_words(documents: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Find names as whole words, wherever they stand in a file; capitals do not matter, the longest name wins.

    It knows nothing of sentences, of furniture and of the words around a name. `helpers.actors.find_mentions` does.

    Parameters
    ----------
    documents : pandas.DataFrame
        doc_id and text.
    names : pandas.DataFrame
        alias and actor_id; where an alias stands there twice, the first row counts.

    Returns
    -------
    pandas.DataFrame
        doc_id, start, end, surface and actor_id, by document and offset.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Het VK en Noorwegen"]})
    >>> names = pd.DataFrame({"alias": ["Noorwegen"], "actor_id": ["NOR"]})
    >>> find_words(documents, names).values.tolist()
    [['a', 10, 19, 'Noorwegen', 'NOR']]
    """
    who: dict[str, str] = {}
    for alias, actor_id in zip(names["alias"], names["actor_id"], strict=True):
        who.setdefault(alias.casefold(), actor_id)
    words = "|".join(re.escape(alias) for alias in sorted(who, key=lambda alias: (-len(alias), alias)))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    rows = [
        (doc_id, found.start(), found.end(), found.group(), who[found.group().casefold()])
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        for found in (pattern.finditer(text) if who else ())
    ]
    table = pd.DataFrame(rows, columns=["doc_id", "start", "end", "surface", "actor_id"])
    return table.astype({"start": "int64", "end": "int64"})


def read_rows(rows: str) -> pd.DataFrame:
    """Read rows as they would stand in aliases.csv, below its header.

    Parameters
    ----------
    rows : str
        One row a line; empty lines, the header itself and blanks around a cell are passed over.

    Returns
    -------
    pandas.DataFrame
        The schema `aliases`.

    Raises
    ------
    InputError
        Where a row has too few or too many cells, or a cell that the schema refuses.

    Examples
    --------
    >>> read_rows("Havenclub,nl,HARBOUR_GROUP,name,,,,,")["alias"].tolist()
    ['Havenclub']
    """
    header = columns("aliases")
    cells = [[cell.strip() for cell in row] for row in csv.reader(rows.splitlines(), skipinitialspace=True)]
    cells = [row for row in cells if any(row) and row != header]
    for number, row in enumerate(cells, start=1):
        if len(row) != len(header):
            raise InputError(
                f"Row {number} of yours ({row[0]}) has {len(row)} cells, and aliases.csv has {len(header)} columns "
                f"({', '.join(header)}): write a comma for each cell that stays empty."
            )
    try:
        return check_table(pd.DataFrame(cells, columns=header, dtype=str), "aliases", "your rows")
    except InputError as error:
        # Rows are given without the header, which a message about a file counts as row 1.
        raise InputError(
            re.sub(r"^your rows, row (\d+)", lambda found: f"Row {int(found[1]) - 1} of yours", str(error))
        ) from None


def add_aliases(gazetteer: Gazetteer, rows: str) -> Gazetteer:
    """Give a gazetteer with rows added to its aliases, as if they stood in a corpus folder's aliases.csv.

    Parameters
    ----------
    gazetteer : Gazetteer
        It is left as it is.
    rows : str
        Rows of aliases.csv, without its header.

    Raises
    ------
    InputError
        Where a row is not usable, names an unknown actor, or gives one name to two actors at the same time.

    Examples
    --------
    >>> from helpers.classroom import open_class
    >>> from helpers.gazetteer import read_gazetteer
    >>> gazetteer = read_gazetteer(open_class())
    >>> len(add_aliases(gazetteer, "Havenclub,nl,HARBOUR_GROUP,name,,,,,").aliases) - len(gazetteer.aliases)
    1
    """
    own = read_rows(rows)
    own = own.assign(where=[f"row {number} of yours" for number in range(1, len(own) + 1)])
    aliases = pd.concat([gazetteer.aliases, own], ignore_index=True)
    aliases = aliases.drop_duplicates(TABLES["aliases"], keep="last", ignore_index=True)
    return check_gazetteer(replace(gazetteer, aliases=aliases))
