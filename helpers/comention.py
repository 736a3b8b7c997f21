"""Step 3, the baseline: two actors in one sentence, as a coder like any other.

Needs sentences and mentions. Makes ties of type `mention`: what a network would be if nobody read the sentences.
"""

from __future__ import annotations

import re

import pandas as pd

from helpers.tables import TEXT_KINDS, columns

# Between the members of a list there is nothing but these.
_LIST = re.compile(r"[\s,/&()-]*(?:\b(?:en|of|and|or|et|und|de|het|the)\b[\s,/&()-]*)*")


def co_mentions(
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    window: bool = False,
    most_actors: int = 3,
    most_characters: int = 160,
) -> pd.DataFrame:
    """Tie the actors that stand in one sentence.

    Parameters
    ----------
    sentences, mentions, actors : pandas.DataFrame
        As their schemas say.
    window : bool
        False for coder "comention": every pair in a sentence. True for coder "window": only in sentences with few
        actors, near each other, and not as members of one list.
    most_actors : int
        For the window: actors in the sentence, at most.
    most_characters : int
        For the window: characters between the two namings, at most.

    Returns
    -------
    pandas.DataFrame
        Schema `ties`; one row a pair a sentence, source and target in alphabetical order, type "mention", status
        "actual", change "none". Pairs that would roll up to one actor are left out.

    Examples
    --------
    >>> sentences = pd.DataFrame({"doc_id": ["d"], "sentence_id": [1], "start": [0], "end": [18],
    ...     "kind": ["sentence"], "section": [""], "text": ["Peru belt met Fiji"]})
    >>> mentions = pd.DataFrame({"doc_id": ["d", "d"], "sentence_id": [1, 1], "start": [0, 14], "end": [4, 18],
    ...     "surface": ["Peru", "Fiji"], "actor_id": ["PER", "FJI"], "how": ["name", "name"]})
    >>> actors = pd.DataFrame({"actor_id": ["PER", "FJI"], "rolls_up_to": ["", ""]})
    >>> co_mentions(sentences, mentions, actors)[["source", "target", "quote"]].iloc[0].tolist()
    ['FJI', 'PER', 'Peru belt met Fiji']
    """
    rolls = dict(zip(actors["actor_id"], actors["rolls_up_to"], strict=True))
    # "de Britse premier Keir Starmer" names one actor: the demonym in a title is none of its own.
    mentions = mentions[mentions["how"] != "title"]
    named: dict[tuple[str, int], list[tuple]] = {}
    for doc_id, number, start, end, actor in sorted(
        zip(
            mentions["doc_id"], mentions["sentence_id"], mentions["start"], mentions["end"],
            mentions["actor_id"], strict=True,
        ),
        key=lambda row: (row[0], row[2], -row[3], row[4]),
    ):  # fmt: skip
        named.setdefault((doc_id, number), []).append((start, end, actor, rolls.get(actor) or actor))
    rows = []
    for row in sentences[sentences["kind"].isin(TEXT_KINDS)].itertuples():
        here = named.get((row.doc_id, row.sentence_id), [])
        if window and len({rolled for *_, rolled in here}) > most_actors:
            continue
        lead = len(row.text) - len(row.text.lstrip())
        quote = row.text.strip()
        pairs: set[tuple[str, str]] = set()
        for place, (_, end, one, one_up) in enumerate(here):
            listed = True
            reach = end
            for start_2, end_2, two, two_up in here[place + 1 :]:
                if start_2 >= reach:
                    gap = row.text[reach - row.start : start_2 - row.start]
                    listed = listed and bool(re.search(r"[,/&]|\b(en|of|and|or|et|und)\b", gap))
                    listed = listed and bool(_LIST.fullmatch(gap))
                    reach = end_2
                if one_up == two_up or start_2 < end:
                    continue
                if window and (listed or start_2 - end > most_characters):
                    continue
                pairs.add((min(one, two), max(one, two)))
        coder = "window" if window else "comention"
        start = row.start + lead
        for source, target in sorted(pairs):
            where = (coder, row.doc_id, row.sentence_id, start, start + len(quote), quote)
            rows.append((*where, source, target, "mention", "actual", "none", "0", ""))
    return pd.DataFrame(rows, columns=columns("ties"))
