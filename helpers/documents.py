"""Step 1a: a corpus is a folder; read its documents and say plainly what is wrong with one.

Needs a folder with `documents.csv` and `documents/`. Makes the table of documents with their texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.tables import InputError, check_table, read_csv, read_table, write_bytes, write_table

# The corpus that ships with the workbook; its gazetteer and cues serve every other corpus too.
SHIPPED = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Corpus:
    """A folder with documents, their metadata, and what the workbook derives from them.

    Parameters
    ----------
    folder : pathlib.Path
        The folder. `open_corpus` makes a Corpus and checks that the folder is one.
    """

    folder: Path

    @property
    def shipped(self) -> bool:
        """Whether this is the corpus that comes with the workbook."""
        return self.folder.resolve() == SHIPPED

    def read(self, name: str) -> pd.DataFrame:
        """Read a table that an earlier notebook wrote to `derived/`.

        Raises
        ------
        InputError
            Where the table is not there yet.
        """
        path = self.folder / "derived" / f"{name}.csv"
        if not path.exists():
            raise InputError(
                f"derived/{name}.csv is not there yet; run the notebooks before this one, or `make figures`."
            )
        return read_table(path, name, f"derived/{name}.csv")

    def read_if_there(self, name: str) -> pd.DataFrame | None:
        """Read a table of `derived/` that an earlier run may have left; None where there is none."""
        return self.read(name) if (self.folder / "derived" / f"{name}.csv").exists() else None

    def write(self, table: pd.DataFrame, name: str) -> None:
        """Write a table to `derived/`, held against its schema first."""
        write_table(table, self.folder / "derived" / f"{name}.csv", name)

    def write_file(self, content: bytes, name: str) -> None:
        """Write a file that is no table, such as a network for other programs, to `derived/`."""
        write_bytes(self.folder / "derived" / name, content)

    def remove_file(self, name: str) -> None:
        """Remove a file that `write_file` wrote in an earlier run and that holds no longer; it need not be there."""
        (self.folder / "derived" / name).unlink(missing_ok=True)

    def layered(self, path: str, name: str, key: list[str]) -> pd.DataFrame:
        """Read a table that ships, with the corpus's own rows added; a row with the same key replaces the shipped.

        Parameters
        ----------
        path : str
            The table inside a corpus folder, such as `gazetteer/actors.csv`.
        name : str
            Its schema.
        key : list of str
            The columns that tell rows apart.
        """
        layers = []
        for folder in [SHIPPED] if self.shipped else [SHIPPED, self.folder]:
            if folder != SHIPPED and not (folder / path).exists():
                continue
            layer = read_table(folder / path, name, path)
            twice = layer.duplicated(key)
            if twice.any():
                row = int(twice.idxmax())
                first = int((layer[key] == layer.loc[row, key]).all(axis=1).idxmax())
                raise InputError(
                    f"{path}, rows {first + 2} and {row + 2}: {', '.join(layer.loc[row, key])} stands there twice; "
                    "delete one of the two and run again."
                )
            layers.append(layer)
        return pd.concat(layers, ignore_index=True).drop_duplicates(key, keep="last", ignore_index=True)


def open_corpus(folder: str | Path) -> Corpus:
    """Open a corpus folder.

    Parameters
    ----------
    folder : str or pathlib.Path
        A folder with `documents.csv` and `documents/`.

    Raises
    ------
    InputError
        Where there is no such folder, or no `documents.csv` in it.

    Examples
    --------
    >>> open_corpus(SHIPPED).shipped
    True
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder.name!r}; give the path of a corpus folder that exists.")
    if not (folder / "documents.csv").is_file():
        raise InputError(
            f"The folder {folder.resolve().name!r} has no documents.csv; add one with a row a document "
            "(data/README.md lists its columns)."
        )
    return Corpus(folder)


def read_documents(corpus: Corpus) -> pd.DataFrame:
    """Read the documents that `documents.csv` names.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.

    Returns
    -------
    pandas.DataFrame
        The columns of `documents.csv`, in the order of its rows, with `characters` (Unicode code points), `sha256`
        (of the bytes) and `text` (decoded from UTF-8 without newline translation, so that offsets hold).

    Raises
    ------
    InputError
        Where a row or a file is not usable: names the row and the remedy.

    Examples
    --------
    >>> read_documents(open_corpus(SHIPPED))["doc_id"].iloc[0]
    '2022_defensienota'
    """
    return pd.concat(read_in_pieces(corpus, characters=None), ignore_index=True)


def read_in_pieces(corpus: Corpus, characters: int | None = 1_000_000) -> Iterator[pd.DataFrame]:
    """Read the documents some at a time, so that a corpus may be larger than memory.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus.
    characters : int or None
        A piece ends with the document with which it has so many; None: one piece.

    Yields
    ------
    pandas.DataFrame
        As `read_documents` gives them, some rows at a time.

    Raises
    ------
    InputError
        As `read_documents`, when it comes to the row.

    Examples
    --------
    >>> [len(piece) for piece in read_in_pieces(open_corpus(SHIPPED), 10_000)]
    [1, 3, 1]
    """
    table = check_table(read_csv(corpus.folder / "documents.csv"), "documents", "documents.csv")
    if table.empty:
        raise InputError("documents.csv has no rows; add one row a document and run again.")
    inside = (corpus.folder / "documents").resolve()
    texts, digests, seen, begin, size = [], [], {}, 0, 0
    for row, (doc_id, file) in enumerate(zip(table["doc_id"], table["file"], strict=True), start=2):
        where = f"documents.csv, row {row}"
        if doc_id in seen:
            raise InputError(
                f"{where}: doc_id {doc_id!r} stands in row {seen[doc_id]} already; give each document its own."
            )
        seen[doc_id] = row
        text, digest = _read_text(inside, file, where)
        texts.append(text)
        digests.append(digest)
        size += len(text)
        if row - 1 == len(table) or (characters is not None and size >= characters):
            piece = table.iloc[begin : begin + len(texts)].reset_index(drop=True)
            yield piece.assign(characters=[len(text) for text in texts], sha256=digests, text=texts)
            texts, digests, begin, size = [], [], row - 1, 0


def authors_given(cell: str) -> list[str]:
    """Read a cell of author_actor as it was filled in, with whoever is named twice."""
    return [author.strip() for author in cell.split(";") if author.strip()]


def authors_of(cell: str) -> tuple[str, ...]:
    """Give the actors for whom a text speaks, each once: none, one, or those of a joint declaration.

    >>> authors_of("NLD; JPN"), authors_of("")
    (('NLD', 'JPN'), ())
    """
    return tuple(dict.fromkeys(authors_given(cell)))


def is_binary(content: bytes) -> bool:
    r"""Whether a file that is not UTF-8 is no text in another encoding either: a picture named .txt.

    >>> is_binary(b"\x89PNG\x1a\0"), is_binary("België".encode("latin-1")), is_binary("België".encode("utf-16"))
    (True, False, False)
    """
    return b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _read_text(inside: Path, file: str, where: str) -> tuple[str, str]:
    """Read one document: its text, and the digest of its bytes."""
    path = (inside / file).resolve()
    if not path.is_relative_to(inside):
        raise InputError(f"{where}: {file!r} lies outside documents/; put the file there and name it alone.")
    if not path.is_file():
        raise InputError(f"{where}: documents/{file} is missing; put it there or delete the row.")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if is_binary(content):
            raise InputError(
                f"{where}: documents/{file} is no text, whatever its name says; put the text there."
            ) from None
        raise InputError(
            f"{where}: documents/{file} is not UTF-8 (byte {error.start}); save it as UTF-8 and run again."
        ) from None
    if not text.strip().strip("\ufeff"):
        raise InputError(f"{where}: documents/{file} is empty; put the text in or delete the row.")
    return text, hashlib.sha256(content).hexdigest()
