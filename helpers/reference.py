"""The reference of tables in data/README.md, made from the schemas, so that the page cannot disagree with the code.

Run `python -m helpers.reference` after a change to a schema.
"""

from __future__ import annotations

from pathlib import Path

from helpers.documents import SHIPPED
from helpers.tables import SCHEMAS, write_bytes

PAGE = SHIPPED / "README.md"
BEGIN = "<!-- made by `python -m helpers.reference` from the schemas: begin -->"
END = "<!-- made by `python -m helpers.reference` from the schemas: end -->"


def reference() -> str:
    """Describe every table and column as Markdown, in the order of the pipeline."""
    parts = []
    for name, schema in SCHEMAS.items():
        parts += [f"### {name}", "", schema.description, "", "| column | type | what it holds |", "|---|---|---|"]
        for column, rule in schema.columns.items():
            kind = {"int64": "whole number", "float64": "number"}.get(str(rule.dtype), "text")
            about = rule.description.replace("|", "\\|") + ("" if rule.required else " (may be missing)")
            parts.append(f"| {column} | {kind} | {about} |")
        parts.append("")
    return "\n".join(parts)


def renew(page: str) -> str:
    """Put the reference between its two marks in the text of the page."""
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


def main(path: Path = PAGE) -> None:
    """Renew the page."""
    write_bytes(path, renew(path.read_text(encoding="utf-8")).encode("utf-8"))


if __name__ == "__main__":
    main()
