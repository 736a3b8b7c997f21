"""Megabytes a second of coding ties in one streaming pass, beside the finder of mentions alone, in one run.

Reads text made from the shipped corpus, as `bench.mentions` does. Times are of the clock, since the point of several
processes is that they work at once; the peak of memory is that of this process and of its largest worker.

Run with `python -m bench.ties`.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time

from bench.mentions import pieces
from helpers.actors import find_mentions
from helpers.documents import SHIPPED, open_corpus, read_documents
from helpers.gazetteer import read_gazetteer
from helpers.sentences import split_documents
from helpers.streaming import in_stream


def peak(who: int) -> float:
    """Give the most memory that a process has held, in megabytes."""
    return resource.getrusage(who).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Print a row a way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=50, help="how much text the stream reads (50)")
    parser.add_argument("--alone", type=float, default=5, help="how much text one process alone reads (5)")
    options = parser.parse_args()
    corpus = open_corpus(SHIPPED)
    documents, gazetteer = read_documents(corpus), read_gazetteer(corpus)
    find_mentions(documents, split_documents(documents), gazetteer)
    print(f"{'':44}{'MB read':>9}{'MB/s':>9}{'rows a MB':>12}")

    def report(name: str, size: float, seconds: float, rows: int) -> None:
        print(f"{name:44}{size:9.1f}{size / seconds:9.2f}{rows / size:12.0f}", flush=True)

    size = seconds = rows = 0
    for piece in pieces(documents, options.alone):
        sentences = split_documents(piece)
        begin = time.perf_counter()
        rows += len(find_mentions(piece, sentences, gazetteer))
        seconds += time.perf_counter() - begin
        size += sum(len(text.encode()) for text in piece["text"]) / 1e6
    report("find_mentions, one process", size, seconds, rows)
    for workers, megabytes in ((1, options.alone), (os.cpu_count() or 1, options.megabytes)):
        size = rows = 0
        begin = time.perf_counter()
        for piece, coded in in_stream(pieces(documents, megabytes), corpus, workers=workers):
            size += sum(len(text.encode()) for text in piece["text"]) / 1e6
            rows += len(coded.ties)
            if workers > 1 and size < 5:
                early = peak(resource.RUSAGE_SELF)
        report(f"sentences, mentions and ties, {workers} process(es)", size, time.perf_counter() - begin, rows)
    print(
        f"\npeak memory, MB: {early:.0f} after 5 MB, {peak(resource.RUSAGE_SELF):.0f} at the end; "
        f"{peak(resource.RUSAGE_CHILDREN):.0f} in a worker"
    )


if __name__ == "__main__":
    main()
