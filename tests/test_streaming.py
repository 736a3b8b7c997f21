"""Coding a corpus as a stream: the same rows as at once, whatever the pieces and the number of processes."""

import sys

import pandas as pd
import pytest

from helpers import streaming
from helpers.documents import SHIPPED, open_corpus, read_in_pieces
from helpers.streaming import Tools, code_piece, in_stream, write_in_stream
from helpers.tables import InputError, read_csv

TEXTS = [
    "Zweden en Finland werken nauw samen.",
    "Noorwegen steunt Oekraïne met wapens. Rusland bedreigt Finland.",
    "Het weer is mooi.",
]


def corpus(folder, texts=TEXTS):
    (folder / "documents").mkdir(parents=True)
    rows = ["doc_id,file,title,date,publisher,genre,language,author_actor,note"]
    for number, text in enumerate(texts, start=1):
        (folder / "documents" / f"d{number}.txt").write_text(text, encoding="utf-8")
        rows.append(f"d{number},d{number}.txt,,2024,,,nl,,")
    (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return open_corpus(folder)


@pytest.mark.parametrize(("characters", "workers"), [(1, 2), (10_000, 1)])
def test_pieces_and_processes_change_no_row(characters, workers):
    shipped = open_corpus(SHIPPED)
    whole = code_piece(next(read_in_pieces(shipped, None)), Tools.of(shipped))
    streamed = [coded for _, coded in in_stream(read_in_pieces(shipped, characters), shipped, workers=workers)]
    assert len(streamed) > 1
    for name in whole._fields:
        together = pd.concat([getattr(coded, name) for coded in streamed], ignore_index=True)
        pd.testing.assert_frame_equal(together, getattr(whole, name))


def test_a_stream_is_read_only_as_it_is_needed(tmp_path):
    own, read = corpus(tmp_path / "own"), []

    def pieces():
        for piece in read_in_pieces(own, 1):
            read.append(piece["doc_id"].iloc[0])
            yield piece

    stream = in_stream(pieces(), own, workers=1)
    next(stream)
    assert read == ["d1"]


def test_the_tables_are_those_of_the_notebooks(tmp_path):
    own = corpus(tmp_path / "own")
    rows = write_in_stream(own, workers=1)
    assert rows == {"sentences": 5, "mentions": 6, "ties": 3}
    ties = own.read("ties")
    assert list(zip(ties["source"], ties["target"], strict=True)) == [("FIN", "SWE"), ("NOR", "UKR"), ("RUS", "FIN")]
    for name in rows:
        assert len(own.read(name)) == len(read_csv(own.folder / "derived" / f"{name}.csv")) == rows[name]


def test_a_mistake_in_a_late_row_leaves_everything_as_it_was(tmp_path, monkeypatch, capsys):
    own = corpus(tmp_path / "own")
    (own.folder / "derived").mkdir()
    (own.folder / "derived" / "ties.csv").write_text("kept\n", encoding="utf-8")
    (own.folder / "documents" / "d3.txt").unlink()
    monkeypatch.setattr(streaming, "read_in_pieces", lambda corpus: read_in_pieces(corpus, 1))
    monkeypatch.setattr(sys, "argv", ["streaming", str(own.folder), "--workers", "1"])
    assert streaming.main() == 2
    said = capsys.readouterr()
    assert "documents.csv, row 4" in said.err and len(said.err.splitlines()) == 1
    assert [path.name for path in (own.folder / "derived").iterdir()] == ["ties.csv"]
    with pytest.raises(InputError, match="row 4"):
        list(in_stream(read_in_pieces(own, 1), own, workers=1))


def test_the_shipped_corpus_is_not_written_over(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["streaming", str(SHIPPED)])
    assert streaming.main() == 2
    assert "of your own" in capsys.readouterr().err


def test_faulty_tables_and_authors_are_one_sentence(tmp_path, monkeypatch, capsys):
    own = corpus(tmp_path / "own")
    (own.folder / "gazetteer").mkdir()
    faulty = own.folder / "gazetteer" / "aliases.csv"
    faulty.write_text(
        "alias,language,actor_id,how,needs,case,from,to,note\nNoorwegen,nl,SWE,name,,,,,\n", encoding="utf-8"
    )
    monkeypatch.setattr(sys, "argv", ["streaming", str(own.folder), "--workers", "2"])
    assert streaming.main() == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    faulty.unlink()
    table = own.folder / "documents.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("nl,,", "nl,Zweden,", 1), encoding="utf-8")
    assert streaming.main() == 2
    assert "row 2: author_actor 'Zweden'" in capsys.readouterr().err
    assert not (own.folder / "derived").exists()
