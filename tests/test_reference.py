"""data/README.md agrees with the schemas in code and with the files it describes."""

import hashlib
import re

import pandas as pd

from helpers import reference
from helpers.documents import SHIPPED
from helpers.tables import SCHEMAS

PAGE = reference.PAGE.read_text(encoding="utf-8")


def test_page_holds_the_reference_made_from_the_schemas():
    assert reference.renew(PAGE) == PAGE


def test_every_table_and_column_is_described():
    made = reference.reference()
    for name, schema in SCHEMAS.items():
        section = made.split(f"### {name}\n")[1].split("###")[0]
        for column, rule in schema.columns.items():
            assert re.search(rf"^\| {re.escape(column)} \| .+ \| .{{3,}} \|$", section, flags=re.MULTILINE), (
                name,
                column,
            )
            assert rule.description


def test_a_new_column_would_be_missed_on_the_page():
    assert "| surface | text | the words that name the actor |" in PAGE
    assert reference.renew(PAGE.replace("| surface | text |", "| surfaces | text |")) == PAGE


def test_documents_are_the_bytes_that_the_page_describes():
    documents = pd.read_csv(SHIPPED / "documents.csv")
    assert len(documents) == 5
    for doc_id, file in zip(documents["doc_id"], documents["file"], strict=True):
        content = (SHIPPED / "documents" / file).read_bytes()
        row = re.search(rf"^\| {doc_id} \|.*$", PAGE, flags=re.MULTILINE).group()
        assert hashlib.sha256(content).hexdigest() in row
        assert f"{len(content.decode('utf-8')):,}" in row
