"""Files come into a corpus whole, with what they say of themselves, and never over what is there."""

import hashlib

import pytest

from helpers import intake
from helpers.documents import open_corpus, read_documents
from helpers.sentences import split_documents
from helpers.tables import InputError


def tree(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make_pdf(path, pages, title="Nota over Noorwegen"):
    """Write a PDF by hand: one line of text a page, an empty page for an empty line."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%s) /Author (A. de Wit) /CreationDate (D:20240305120000) >>" % title.encode(),
    ]
    for n, words in enumerate(pages):
        content = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % words.encode() if words else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (6 + 2 * n)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    body, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    size, start = len(objects) + 1, body.rindex(b"xref\n0")
    body += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start)
    path.write_bytes(body)


def test_pdf_gives_text_metadata_and_the_pages_without_text(tmp_path):
    pytest.importorskip("pypdf", reason="the extra 'intake' is not installed")
    make_pdf(tmp_path / "Nota 1.pdf", ["Noorwegen werkt samen met", "", "Nederland."])
    lines = intake.take_in([tmp_path / "Nota 1.pdf"], tmp_path / "corpus", "nl")
    assert lines == ["Nota 1.pdf -> documents/nota-1.txt; no text on page 2 of 3 (a scan or a picture?)"]
    row = read_documents(open_corpus(tmp_path / "corpus")).iloc[0]
    assert (row["title"], row["date"], row["language"]) == ("Nota over Noorwegen", "2024-03-05", "nl")
    assert "author: A. de Wit" in row["note"] and "no text on page 2" in row["note"]
    assert row["text"].split() == ["Noorwegen", "werkt", "samen", "met", "Nederland."]


def test_scan_without_text_and_broken_pdf_are_refused(tmp_path):
    pytest.importorskip("pypdf", reason="the extra 'intake' is not installed")
    make_pdf(tmp_path / "scan.pdf", ["", ""])
    (tmp_path / "kapot.pdf").write_bytes(b"geen pdf")
    for name in ("scan.pdf", "kapot.pdf"):
        with pytest.raises(InputError, match=name):
            intake.take_in([tmp_path / name], tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()


def test_html_loses_its_navigation_and_keeps_its_metadata(tmp_path):
    pytest.importorskip("trafilatura", reason="the extra 'intake' is not installed")
    paragraphs = "".join(
        f"<p>Noorwegen en Nederland werken al {n} jaar samen op zee, en dat blijven zij doen in de NAVO.</p>"
        for n in range(10, 16)
    )
    (tmp_path / "bericht.html").write_text(
        "<html lang='nl'><head><title>Samen op zee</title><meta property='og:site_name' content='De Vloot'>"
        "<meta property='article:published_time' content='2024-05-17'></head><body>"
        "<nav><a href='/'>Home</a><a href='/nieuws'>Nieuws</a></nav>"
        f"<article><h1>Samen op zee</h1>{paragraphs}</article><footer>Cookies</footer></body></html>",
        encoding="utf-8",
    )
    intake.take_in([tmp_path / "bericht.html"], tmp_path / "corpus")
    row = read_documents(open_corpus(tmp_path / "corpus")).iloc[0]
    assert (row["title"], row["date"], row["publisher"], row["language"]) == (
        "Samen op zee", "2024-05-17", "De Vloot", "nl",
    )  # fmt: skip
    assert "15 jaar samen op zee" in row["text"]
    assert "Nieuws" not in row["text"] and "Cookies" not in row["text"]


def test_docx_keeps_headings_lists_and_tables_in_order(tmp_path):
    docx = pytest.importorskip("docx", reason="the extra 'intake' is not installed")
    document = docx.Document()
    document.core_properties.title = "Partners"
    document.core_properties.author = "B. Jansen"
    document.core_properties.language = "nl-NL"
    document.add_heading("Partners", 1)
    document.add_paragraph("Nederland werkt samen met:")
    document.add_paragraph("Noorwegen", style="List Bullet")
    document.add_paragraph("het VK", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Canada", "lid"
    document.save(str(tmp_path / "partners.docx"))
    intake.take_in([tmp_path / "partners.docx"], tmp_path / "corpus")
    documents = read_documents(open_corpus(tmp_path / "corpus"))
    assert documents["text"].iloc[0] == (
        "Partners\n\nNederland werkt samen met:\n\n• Noorwegen\n\n• het VK\n\nCanada\tlid\n"
    )
    assert documents["language"].iloc[0] == "nl"
    rows = split_documents(documents)
    items = rows[rows["kind"] == "item"]
    assert items["text"].tolist() == ["• Noorwegen", "• het VK"]
    assert set(items["lead"]) == {"Nederland werkt samen met:"} and set(items["section"]) == {"Partners"}


def test_text_stays_byte_for_byte_and_its_front_matter_is_metadata(tmp_path):
    content = "---\ntitle: Een blog\ndate: 2024-05-01\nauthor: C. Bos\n---\r\n\r\nNoorwegen\u00a0doet mee.\n"
    (tmp_path / "blog.md").write_bytes(content.encode())
    lines = intake.take_in([tmp_path / "blog.md"], tmp_path / "corpus")
    assert lines == ["blog.md -> documents/blog.txt; language not known, put it in documents.csv (now und)"]
    assert (tmp_path / "corpus/documents/blog.txt").read_bytes() == content.encode()
    row = read_documents(open_corpus(tmp_path / "corpus")).iloc[0]
    assert (row["title"], row["date"], row["language"]) == ("Een blog", "2024-05-01", "und")


def test_a_sign_without_a_meaning_makes_a_text_no_picture(tmp_path):
    """PDF tools write a null where they do not know a letter."""
    (tmp_path / "een.txt").write_bytes(b"De \0NAVO groeit.")
    intake.take_in([tmp_path / "een.txt"], tmp_path / "corpus", "nl")
    assert read_documents(open_corpus(tmp_path / "corpus")).iloc[0]["text"] == "De NAVO groeit."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("weg.txt", None, "There is no file weg.txt"),
        ("foto.png", b"x", "foto.png is none of"),
        ("leeg.txt", b" \n", "leeg.txt gave no text"),
        ("latin.txt", "België".encode("latin-1"), "latin.txt is not UTF-8"),
        ("foto.txt", b"\x89PNG\r\n\x1a\n\0\0", "foto.txt is no text"),
        ("een.txt", b"Nog een.", "documents.csv, row 2 holds a document 'een' already"),
        ("twee.txt", b"Nog twee.", r"documents/twee.txt is there already"),
    ],
)
def test_one_bad_file_leaves_everything_as_it_was(tmp_path, capsys, name, content, message):
    corpus = tmp_path / "corpus"
    (tmp_path / "een.txt").write_text("Een tekst.", encoding="utf-8")
    intake.take_in([tmp_path / "een.txt"], corpus, "nl")
    (corpus / "documents" / "twee.txt").write_text("Staat er al.", encoding="utf-8")
    before = tree(corpus)
    (tmp_path / "goed.txt").write_text("Een goede tekst.", encoding="utf-8")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code = intake.main([str(tmp_path / "goed.txt"), str(tmp_path / name), "--corpus", str(corpus)])
    error = capsys.readouterr().err
    assert code == 1 and message in error and error.count("\n") == 1
    assert tree(corpus) == before


def test_rows_are_added_below_and_the_rows_there_keep_their_bytes(tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "documents").mkdir(parents=True)
    (corpus / "documents" / "oud.txt").write_text("Oud.", encoding="utf-8")
    head = b"doc_id,file,title,date,publisher,genre,language,author_actor,note,extra\r\n"
    row = b'oud,oud.txt,"Oud, maar goed",2020,,,nl,,,"x"'
    (corpus / "documents.csv").write_bytes(head + row)
    (tmp_path / "nieuw.txt").write_text("datum: 3 maart 2021\n\nNieuw.", encoding="utf-8")
    assert intake.main([str(tmp_path / "nieuw.txt"), "--corpus", str(corpus), "--language", "nl"]) == 0
    after = (corpus / "documents.csv").read_bytes()
    assert after == head + row + b"\r\nnieuw,nieuw.txt,,2021-03-03,,,nl,,from nieuw.txt,\r\n"
    assert read_documents(open_corpus(corpus))["doc_id"].tolist() == ["oud", "nieuw"]


def test_a_failure_while_writing_takes_back_what_was_written(tmp_path, monkeypatch):
    (tmp_path / "een.txt").write_text("Een.", encoding="utf-8")
    real, written = intake.write_bytes, []

    def fails_on_the_table(path, content):
        if path.name == "documents.csv":
            raise OSError("disk full")
        written.append(path)
        real(path, content)

    monkeypatch.setattr(intake, "write_bytes", fails_on_the_table)
    with pytest.raises(OSError, match="disk full"):
        intake.take_in([tmp_path / "een.txt"], tmp_path / "corpus", "nl")
    assert written and not any(path.exists() for path in written)
