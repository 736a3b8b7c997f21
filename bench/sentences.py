"""Score sentence splitters on tests/sentence_boundaries.csv: ours, and those that are installed.

Install the others with `pip install pysbd segtok syntok blingfire`; none of them is needed for the workbook.
Run with `python -m bench.sentences`.
"""

from __future__ import annotations

import importlib
import time

import pandas as pd

from helpers.documents import SHIPPED, open_corpus, read_documents
from helpers.sentences import split_documents

TABLE = SHIPPED.parent / "tests" / "sentence_boundaries.csv"


def read_boundaries(path=TABLE) -> pd.DataFrame:
    """Read the table; add the text without marks, and the marked boundaries as counts of visible characters."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    marked = table["text"].str.replace("␍", "\r").str.replace("¶", "\n")
    return table.assign(plain=marked.str.replace("|", ""), boundaries=[ends_of(text.split("|")) for text in marked])


def ends_of(stretches) -> set[int]:
    """Where stretches end, counted in characters that are no white space, so that trimming does not matter."""
    ends, count = set(), 0
    for stretch in stretches:
        count += len("".join(stretch.split()).replace("\ufeff", ""))
        ends.add(count)
    return ends


def ours(texts, languages) -> list[list[str]]:
    """Cut texts with `helpers.sentences`."""
    documents = pd.DataFrame({"doc_id": [str(n) for n in range(len(texts))], "language": languages, "text": texts})
    rows = split_documents(documents)
    rows = rows[rows["kind"] != "blank"]
    cut = rows.groupby("doc_id")["text"].agg(list)
    return [cut[str(n)] for n in range(len(texts))]


def others() -> dict:
    """Give the splitters that are installed, each a function of text and language."""
    found = {}
    for name in ("pysbd", "segtok.segmenter", "syntok.segmenter", "blingfire"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            print(f"{name.split('.')[0]} is not installed")
            continue
        if name == "pysbd":
            known = set(module.languages.LANGUAGE_CODES)
            segmenters = {code: module.Segmenter(language=code, clean=False) for code in ("nl", "en")}

            def run(text, language, segmenters=segmenters, module=module, known=known):
                code = language if language in known else "en"
                if code not in segmenters:
                    segmenters[code] = module.Segmenter(language=code, clean=False)
                return segmenters[code].segment(text)

        elif name == "segtok.segmenter":

            def run(text, language, module=module):
                return list(module.split_multi(text))

        elif name == "syntok.segmenter":

            def run(text, language, module=module):
                return [
                    text[sentence[0].offset : sentence[-1].offset + len(sentence[-1].value)]
                    for paragraph in module.analyze(text)
                    for sentence in paragraph
                ]

        else:

            def run(text, language, module=module):
                return module.text_to_sentences(text).split("\n")

        found[name.split(".")[0]] = run
    return found


def score(cut: list[list[str]], table: pd.DataFrame) -> pd.Series:
    """Count errors (boundaries missed and boundaries too many) by topic."""
    errors = [len(ends_of(parts) ^ gold) for parts, gold in zip(cut, table["boundaries"], strict=True)]
    return pd.Series(errors).groupby(table["topic"].to_numpy(), sort=False).sum()


def main() -> None:
    """Print errors by topic for each splitter, and the speed of ours."""
    table = read_boundaries()
    texts, languages = table["plain"].tolist(), table["language"].tolist()
    scores = {"ours": score(ours(texts, languages), table)}
    for name, run in others().items():
        scores[name] = score([run(t, code) for t, code in zip(texts, languages, strict=True)], table)
    result = pd.DataFrame(scores)
    result.insert(0, "boundaries", table["text"].str.count(r"\|").groupby(table["topic"], sort=False).sum())
    result.loc["all"] = result.sum()
    print(result.to_string())
    documents = read_documents(open_corpus(SHIPPED))
    long = documents.assign(text=[text * (1 + 1_000_000 // len(text)) for text in documents["text"]])
    started = time.perf_counter()
    split_documents(long)
    seconds = time.perf_counter() - started
    print(f"\nours: {long['text'].str.len().sum() / 1e6 / seconds:.2f} million characters a second")


if __name__ == "__main__":
    main()
