"""Hold the finder beside a named-entity recogniser for Dutch (frog) and beside CLDR's names of states.

All three read the same sentences of the five documents; `data/coding/mentions.csv`, marked by hand, says what is right.
A recogniser says that something is named, not whom: so namings are scored by their place alone, and once more with
the actor, for which frog's words are looked up in the gazetteer as written.

Run with `python -m bench.ner_comparison`. Debian has frog: `apt-get install frog frogdata uctodata`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.actor_scores import score_mentions
from helpers.actors import find_mentions
from helpers.baseline import find_listed_names
from helpers.documents import SHIPPED, open_corpus, read_documents
from helpers.gazetteer import all_aliases, read_gazetteer
from helpers.gold import out_of_scope, read_marked_mentions
from helpers.sentences import split_documents
from helpers.tables import TEXT_KINDS

# Frog's kinds of entity that may be actors; pro (products), eve (events) and misc are not.
KINDS = {"LOC", "ORG", "PER"}
ANYONE = "anyone"
_TAG = re.compile(r"O|[BI]-[A-Z]+")


def only_text(text: str, sentences: pd.DataFrame) -> str:
    """Blank out what is not searched, so that offsets stay."""
    kept = [" "] * len(text)
    for row in sentences[sentences["kind"].isin(TEXT_KINDS)].itertuples():
        kept[row.start : row.end] = text[row.start : row.end]
    return "".join(kept)


def frog(text: str) -> list[tuple[int, int]]:
    """Give the stretches that frog takes for a place, an organisation or a person."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8", newline="")
        command = ["frog", "--skip=lmcap", "-t", str(path)]
        rows = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout.splitlines()
    found, at = [], 0
    for cells in (row.split("\t") for row in rows if row.strip()):
        begin = text.find(cells[1], at)
        if begin < 0:
            # a token that the tokeniser wrote otherwise than the text
            continue
        at = begin + len(cells[1])
        tag = next((cell for cell in cells[2:] if _TAG.fullmatch(cell)), "O")
        if tag[2:] in KINDS:
            if tag.startswith("I") and found:
                found[-1] = (found[-1][0], at)
            else:
                found.append((begin, at))
    return found


def frog_mentions(documents: pd.DataFrame, sentences: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Run frog over the documents; whom it found is looked up among the aliases, as written."""
    actors = aliases.drop_duplicates("alias").set_index("alias")["actor_id"]
    doc_ids, between = documents["doc_id"].tolist(), "\n\n"
    texts = [
        only_text(text, sentences[sentences["doc_id"] == doc_id])
        for doc_id, text in zip(doc_ids, documents["text"], strict=True)
    ]
    # One run for all, as starting frog takes seconds.
    begins = np.cumsum([0, *(len(text) + len(between) for text in texts[:-1])])
    rows = []
    for start, end in frog(between.join(texts)):
        number = int(np.searchsorted(begins, start, side="right")) - 1
        start, end = start - int(begins[number]), end - int(begins[number])
        rows.append((doc_ids[number], start, end, actors.get(texts[number][start:end], "unknown")))
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "actor_id"])


def score(found: pd.DataFrame, gold: pd.DataFrame, actors: pd.DataFrame, out: pd.DataFrame) -> list[float]:
    """Give precision, recall and F1, by place alone and with the actor."""
    anyone = pd.DataFrame({"actor_id": [ANYONE], "kind": ["state"]})
    by_place = [table.assign(actor_id=ANYONE) for table in (found, gold)]
    scores = [
        score_mentions(*by_place, anyone, out.assign(actor_id=ANYONE)),
        score_mentions(found, gold, actors, out),
    ]
    return [float(table.loc[0, measure]) for table in scores for measure in ("precision", "recall", "f1")]


def main() -> None:
    """Print a row a finder."""
    corpus = open_corpus(SHIPPED)
    documents, gazetteer, marked = read_documents(corpus), read_gazetteer(corpus), read_marked_mentions(corpus)
    sentences = split_documents(documents)
    out = out_of_scope(marked)
    # A stretch counts as left out only where no mark in scope has the same place.
    place = ["doc_id", "start", "end"]
    gold = marked.drop(marked.merge(out, how="left", indicator=True)["_merge"].eq("both").to_numpy().nonzero()[0])
    out = out.merge(gold[place].drop_duplicates(), how="left", indicator=True)
    out = out[out["_merge"] == "left_only"]
    words = documents["text"].str.split().str.len().sum()
    ways = {
        "ours": lambda: find_mentions(documents, sentences, gazetteer),
        "names of CLDR": lambda: find_listed_names(documents, sentences),
        "frog": lambda: frog_mentions(documents, sentences, all_aliases(gazetteer)),
    }
    if shutil.which("frog") is None:
        print("frog is not installed, so its row is left out; `apt-get install frog frogdata uctodata` adds it.")
        del ways["frog"]
    # What is made once and kept is no part of the speed.
    find_mentions(documents, sentences, gazetteer)
    print(f"{'':16}{'by place: P':>12}{'R':>7}{'F1':>7}{'with actor: P':>16}{'R':>7}{'F1':>7}{'words a second':>16}")
    for name, find in ways.items():
        begin = time.perf_counter()
        found = find()
        seconds = time.perf_counter() - begin
        place_p, place_r, place_f, actor_p, actor_r, actor_f = score(found, gold, gazetteer.actors, out)
        print(
            f"{name:16}{place_p:12.3f}{place_r:7.3f}{place_f:7.3f}"
            f"{actor_p:16.3f}{actor_r:7.3f}{actor_f:7.3f}{words / seconds:16.0f}"
        )


if __name__ == "__main__":
    main()
