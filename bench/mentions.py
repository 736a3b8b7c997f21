"""Megabytes a second of finding mentions, beside what else would find the same words, in one run.

Reads text made from the shipped corpus: its documents with their paragraphs in another order each time. Documents come
in pieces of about a megabyte and are forgotten after, as in a corpus too large to hold. Each way reads the same pieces
in turn; one that is slow reads only as many as its share of seconds allows. Times are of the processor.

Run with `python -m bench.mentions`; spaCy is measured too where it is installed (`pip install spacy`, no model needed).
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from helpers.actors import Finder, find_mentions
from helpers.documents import SHIPPED, open_corpus, read_documents
from helpers.gazetteer import Gazetteer, read_gazetteer
from helpers.matching import Folded, longest
from helpers.patterns import spell_patterns
from helpers.sentences import split_documents

PIECE = 1_000_000
OURS = "find_mentions, all rules"
MATCHING = "our matching alone, by document"


def pieces(documents: pd.DataFrame, megabytes: float, seed: int = 1) -> Iterator[pd.DataFrame]:
    """Make documents like the given ones, a piece at a time, until there are so many megabytes."""
    random = np.random.default_rng(seed)
    paragraphs = [text.splitlines(keepends=True) for text in documents["text"]]
    made, number = 0.0, 0
    while made < megabytes:
        rounds, size = [], 0
        while size < PIECE:
            number += 1
            texts = ["".join(random.permutation(np.array(lines, dtype=object))) for lines in paragraphs]
            rounds.append(documents.assign(doc_id=documents["doc_id"] + f"#{number}", text=texts))
            size += sum(len(text.encode()) for text in texts)
        made += size / 1e6
        yield pd.concat(rounds, ignore_index=True)


def trie(words: list[str]) -> str:
    """Write words as a regular expression that shares beginnings."""
    root: dict = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def write(node: dict) -> str:
        ends, branches = "" in node, []
        for letter, below in sorted((letter, below) for letter, below in node.items() if letter):
            branches.append(re.escape(letter) + write(below))
        if not branches:
            return ""
        text = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
        return f"{text}?" if ends else text

    return write(root)


def ways(gazetteer: Gazetteer) -> dict[str, Callable[[pd.DataFrame, pd.DataFrame], int]]:
    """Give each way to find the gazetteer's patterns in a piece: a function that counts what it finds."""
    finder, words = Finder(gazetteer, "nl"), sorted(spell_patterns(gazetteer, "nl"))

    def all_rules(documents, sentences):
        return len(find_mentions(documents, sentences, gazetteer))

    def matching(documents, _sentences):
        count = 0
        for text in documents["text"]:
            starts, ends, _ = finder.matcher.find(Folded(text))
            count += len(longest(starts, ends))
        return count

    found = {OURS: all_rules, MATCHING: matching}
    expressions = {
        "re, a trie": trie(words),
        "re, one alternation": "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)),
    }
    for name, expression in expressions.items():
        found[name] = _expression(re.compile(rf"(?<!\w)(?:{expression})(?!\w)"))
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        print("spaCy is not installed, so its row is left out; `pip install spacy` adds it.")
        return found
    blank = spacy.blank("nl")
    matcher = PhraseMatcher(blank.vocab)
    matcher.add("actor", list(blank.tokenizer.pipe(words)))
    found["spaCy, blank nl + PhraseMatcher"] = lambda documents, _: sum(
        len(matcher(blank.make_doc(text))) for text in documents["text"]
    )
    return found


def _expression(pattern: re.Pattern) -> Callable[[pd.DataFrame, pd.DataFrame], int]:
    return lambda documents, _: sum(sum(1 for _ in pattern.finditer(text)) for text in documents["text"])


def peak() -> float:
    """Give the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Print a row a way, and the peak of memory as pieces go by."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=50, help="how much text (50)")
    parser.add_argument("--seconds", type=float, default=60, help="the most that each other way may take (60)")
    parser.add_argument("--ours", action="store_true", help="measure ours alone, for its memory")
    options = parser.parse_args()
    corpus = open_corpus(SHIPPED)
    documents, gazetteer = read_documents(corpus), read_gazetteer(corpus)
    found = ways(gazetteer)
    if options.ours:
        found = {OURS: found[OURS]}
    # What is made once and kept is no part of the speed; ours makes its quickest table after some megabytes.
    warm = pd.concat(pieces(documents, 3, seed=0), ignore_index=True)
    for name, find in found.items():
        first = warm if name in (OURS, MATCHING) else documents
        find(first, split_documents(first))
    seconds, megabytes, counts = (dict.fromkeys(found, 0.0) for _ in range(3))
    peaks = []
    for piece in pieces(documents, options.megabytes):
        sentences = split_documents(piece)
        size = sum(len(text.encode()) for text in piece["text"]) / 1e6
        for name, find in found.items():
            if name == OURS or seconds[name] < options.seconds:
                begin = time.process_time()
                counts[name] += find(piece, sentences)
                seconds[name] += time.process_time() - begin
                megabytes[name] += size
        peaks.append(peak())
    rates = {name: megabytes[name] / seconds[name] for name in found}
    spacy_rate = next((rate for name, rate in rates.items() if name.startswith("spaCy")), None)
    print(f"{'':36}{'MB read':>9}{'MB/s':>9}{'found a MB':>12}{'times PhraseMatcher':>21}")
    for name, rate in rates.items():
        ratio = f"{rate / spacy_rate:.1f}" if spacy_rate else ""
        print(f"{name:36}{megabytes[name]:9.1f}{rate:9.2f}{counts[name] / megabytes[name]:12.0f}{ratio:>21}")
    places = sorted({0, len(peaks) // 4, len(peaks) // 2, len(peaks) - 1})
    print("\npeak memory, MB: " + ", ".join(f"{peaks[place]:.0f} after piece {place + 1}" for place in places))


if __name__ == "__main__":
    main()
