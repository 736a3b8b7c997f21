"""The course, step 1: checks of answers on offsets, sentences, furniture and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from helpers.checks import (
    Mistake,
    Right,
    Wrong,
    a,
    answered,
    as_numbers,
    by_number,
    compare_names,
    compare_numbers,
    spelt,
    try_out,
)
from helpers.sentences import split_documents
from helpers.tables import DATE_PATTERN, TEXT_KINDS

# What the heads of documents may say of their date, and what documents.csv wants for it. By hand: how precise a season
# or a weekday is, no helper can tell.
DATED = {
    "Den Haag, 14 maart 2023": "2023-03-14",
    "Maart 2023": "2023-03",
    "Begin juni 2024": "2024-06",
    "Voorjaar 2025": "2025",
    "11.02.2026 12:45": "2026-02-11",
    "Gepubliceerd op dinsdag": "",
}
VERDICTS = ("holds", "elsewhere", "nowhere", "furniture")


# --- offsets --------------------------------------------------------------------------------------------------------


def check_offsets(
    answer: Any, documents: pd.DataFrame, sentences: pd.DataFrame, doc_id: str, sentence_id: int, words: str
) -> Right:
    """Check where words stand in a file.

    Parameters
    ----------
    answer : object
        A pair of offsets, start and end.
    documents, sentences : pandas.DataFrame
        The tables.
    doc_id, sentence_id : str and int
        The sentence that is meant.
    words : str
        The words; their first occurrence in that sentence counts.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    start, end = _as_span(answer)
    text = documents.set_index("doc_id").loc[doc_id, "text"]
    rows = sentences[sentences["doc_id"] == doc_id].set_index("sentence_id")
    row = rows.loc[sentence_id]
    right = row["start"] + row["text"].index(words)
    size = len(words)
    before = text[:right]
    first = rows.loc[rows["kind"].eq("sentence"), "start"].min()
    shortened = "offsets count every character of the file, line ends, blanks and furniture too"
    wrong = {
        (right - row["start"], right - row["start"] + size): "you count from the beginning of the sentence; offsets "
        "count from the beginning of the file, so add where the sentence starts",
        (right, right + size - 1): "the end is one too small: it is the offset of the first character that no longer "
        f"belongs to the words, so that end - start is their length, {size}",
        (right + 1, right + size + 1): "both are one too large: the first character of a file has offset 0, not 1",
        (right + 1, right + size): "you count as in a book, from 1 and up to the last letter: the first character of a "
        "file has offset 0, and the end is the first character that no longer belongs to the words",
        (right, size): "the second number is the length of the words; asked for is where they end, start + length",
        (right + size, right): "start and end are the wrong way round",
        **{
            (place, place + size): f"you counted in a text {how}; {shortened}"
            for how, place in [
                ("without its line ends", right - before.count("\n")),
                ("whose line ends were made blanks", len(" ".join(before.split()) + " ")),
                ("without its first line", right - before.index("\n") - 1 if "\n" in before else right),
                ("without its first line", len(before.partition("\n")[2].lstrip())),
                ("without the lines above its first sentence", right - first),
                ("in which furniture and headings were left out", len(_text_before(rows, right))),
            ]
        },
        (len(before.encode()), len(before.encode()) + size): "you count bytes: in UTF-8 an ë takes two of them, and "
        "offsets count characters",
    }
    if (start, end) != (right, right + size):
        if (start, end) in wrong:
            raise Wrong(f"{wrong[start, end]}.")
        for other in re.finditer(re.escape(words), text):
            if (start, end) == other.span():
                raise Wrong(
                    f"{words} stands there, but it is another one than the one asked for: find the sentence first, "
                    "and look for the words from there on."
                )
        if not 0 <= start < end <= len(text):
            raise Wrong(f"from {start} to {end} there is nothing: the file has the offsets 0 to {len(text)}.")
        raise Wrong(f"from {start} to {end} stands {text[start:end]!r}, not {words!r}.")
    return Right(
        f"Right: text[{start}:{end}] is {words!r}. Of {text.count(words)} places where {doc_id} has these words, the "
        "offsets name one, and everybody who has the file finds the same one."
    )


def _text_before(rows: pd.DataFrame, offset: int) -> str:
    """Put together what a reader has who throws furniture and headings away and joins sentences by a blank."""
    kept = rows[rows["kind"].isin(["sentence", "item"]) & (rows["start"] <= offset)]
    parts = [text[: max(0, offset - start)] for start, text in zip(kept["start"], kept["text"], strict=True)]
    return " ".join(parts)


def _as_span(answer: Any) -> tuple[int, int]:
    example = "the check expects two whole numbers, such as (12, 17)"
    if not isinstance(answered(answer), (tuple, list)):
        raise Wrong(f"your answer is {a(answer)}; {example}.")
    if len(answer) != 2 or not all(hasattr(number, "__index__") for number in answer):
        raise Wrong(f"your answer is {answer!r}; {example}.")
    return int(answer[0]), int(answer[1])


# --- sentences ------------------------------------------------------------------------------------------------------


def list_stops(documents: pd.DataFrame) -> pd.DataFrame:
    """Give all full stops of some texts a number.

    Parameters
    ----------
    documents : pandas.DataFrame
        doc_id and text.

    Returns
    -------
    pandas.DataFrame
        stop (the number), doc_id, offset, before and after: the words around it.

    Examples
    --------
    >>> list_stops(pd.DataFrame({"doc_id": ["a"], "text": ["Zie nr. 7. Goed."]}))[["before", "after"]].values.tolist()
    [['Zie nr.', ' 7. Goed.'], ['Zie nr. 7.', ' Goed.'], ['Zie nr. 7. Goed.', '']]
    """
    places = [
        (doc_id, found.start(), text)
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        for found in re.finditer(r"\.", text)
    ]
    rows = [
        (number, doc_id, at, text[max(0, at - 18) : at + 1], text[at + 1 : at + 16])
        for number, (doc_id, at, text) in enumerate(places, start=1)
    ]
    return pd.DataFrame(rows, columns=["stop", "doc_id", "offset", "before", "after"])


def check_stops(answer: Any, documents: pd.DataFrame) -> Right:
    """Check which full stops end a sentence.

    Parameters
    ----------
    answer : object
        A set of the numbers that `list_stops` gives.
    documents : pandas.DataFrame
        doc_id, language and text.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    stops = list_stops(documents)
    rows = split_documents(documents)
    ends = set(zip(rows["doc_id"], rows["end"] - 1, strict=True))
    is_end = pd.Series(zip(stops["doc_id"], stops["offset"], strict=True)).isin(ends)
    numbers = stops["stop"].astype(str)
    token = stops["before"].str.extract(r"([^\s]+)\.$")[0]
    shortened = token.str.contains(".", regex=False) | (token.str.isalpha() & token.str.len().le(3))
    capital = stops["after"].str.match(r"\s+[^\W\d_a-zß-ÿ]") | stops["after"].eq("")
    mistakes = [
        Mistake(
            set(numbers),
            "you split at every full stop: one that belongs to an abbreviation, an initial or an ordinal number stands "
            "in the middle of a sentence.",
        ),
        Mistake(
            set(numbers[capital]),
            "you split wherever a capital follows: names begin with a capital too, and in German every noun does.",
        ),
        Mistake(
            set(numbers[is_end & ~shortened]),
            "you take a full stop to do one thing only: that of an abbreviation can end a sentence as well, when the "
            "next one begins behind it.",
        ),
    ]
    hints = {}
    for number, words, after, ends_here in zip(numbers, token, stops["after"], is_end, strict=True):
        if ends_here:
            hints[number] = "what follows it is a sentence of its own" if after else "it is the last of its text"
        elif after[:1].isalnum():
            hints[number] = "it stands inside an abbreviation, and the abbreviation goes on"
        elif words.isdigit():
            hints[number] = f"{words}. is an ordinal number, a third or a second something"
        elif len(words) == 1:
            hints[number] = f"{words}. is an initial, and the name goes on"
        else:
            hints[number] = f"it belongs to the abbreviation {words}., and the sentence goes on"
    compare_names(_as_stops(answer), numbers[is_end], mistakes, hints, thing="full stop")
    return Right(
        f"Right: {int(is_end.sum())} of {len(stops)} full stops end a sentence. Splitting at all of them would make "
        f"{len(stops) - int(is_end.sum())} pieces that are no sentences, and two actors that one sentence ties would "
        "no longer meet in it."
    )


def _as_stops(answer: Any) -> set[str]:
    example = "the check expects a set of numbers of full stops, such as {2, 5}"
    if isinstance(answered(answer), pd.Series):
        answer = answer.tolist()
    if isinstance(answer, (str, Mapping, pd.DataFrame)) or not isinstance(answer, Iterable):
        raise Wrong(f"your answer is {a(answer)}; {example}.")
    answer = list(answer)
    for item in answer:
        if not hasattr(item, "__index__"):
            raise Wrong(f"your answer holds {item!r}; {example}.")
    return {str(int(item)) for item in answer}


def check_covers(answer: Any, documents: pd.DataFrame, sentences: pd.DataFrame, doc_id: str) -> Right:
    """Check a function that tells whether rows hold every character of a text once.

    Parameters
    ----------
    answer : object
        A function of rows (start, end, text) and the text, that gives True or False.
    documents, sentences : pandas.DataFrame
        The tables.
    doc_id : str
        The document that is damaged to try the function out.

    Raises
    ------
    Wrong
        Says which damage it does not see.
    """
    text = documents.set_index("doc_id").loc[doc_id, "text"]
    rows = sentences.loc[sentences["doc_id"] == doc_id, ["start", "end", "text"]].reset_index(drop=True)
    if not callable(answered(answer)):
        raise Wrong(f"your answer is {a(answer)}; the check expects a function.")
    if not _say(answer, rows, text):
        raise Wrong(
            f"your function says False of the rows of {doc_id} as they are, in which every character stands once. "
            "Where does it stop? Mind that a row ends at the offset at which the next one starts, and that the last "
            "return stands below the loop, not in it."
        )
    for damaged, sentence in _damage(rows, text):
        if _say(answer, damaged, text):
            raise Wrong(sentence)
    return Right(
        "Right: your function sees gaps, overlaps, a lost end and text that was changed. With it nothing gets lost "
        "without a word: what is left out of an analysis is left out by a decision that can be read."
    )


def _say(function: Callable, rows: pd.DataFrame, text: str) -> bool:
    """Ask the student's function; what it gives must be True or False."""
    (said,) = try_out(lambda *arguments: (function(*arguments),), rows.copy(), text)
    if said is None:
        raise Wrong("your function gives nothing back: let it end with return and True or False.")
    if not isinstance(said, bool) and type(said).__name__ not in ("bool_", "bool"):
        raise Wrong(f"your function gives {a(said)}; the check expects True or False.")
    return bool(said)


def _damage(rows: pd.DataFrame, text: str) -> list[tuple[pd.DataFrame, str]]:
    """Damage rows in every way that a function of coverage should see, each with what to say if it does not."""
    middle = len(rows) // 2

    def moved(**offsets: tuple[int, int]) -> pd.DataFrame:
        """Move the start or end of some rows, and let them hold what stands there."""
        other = rows.copy()
        for column, (row, by) in offsets.items():
            other.loc[row, column] += by
        return other.assign(text=[text[s:e] for s, e in zip(other["start"], other["end"], strict=True)])

    both = moved(end=(middle, -1))
    both.loc[2, "start"] -= 1
    both.loc[2, "text"] = text[both.loc[2, "start"] : both.loc[2, "end"]]
    stripped = rows.assign(text=rows["text"].str.strip())
    return [
        (rows.iloc[:-1], "your function does not see that the last row is gone: does the last row end at len(text)?"),
        (rows.iloc[1:], "your function does not see that the first row is gone: does the first row start at 0?"),
        (
            rows.drop(index=middle),
            "your function does not see a gap: a row in the middle was taken out, and its characters stand nowhere.",
        ),
        (
            moved(start=(middle, -1)),
            "your function does not see an overlap: one row starts before the row above it ends, so a character "
            "counts twice.",
        ),
        (
            both,
            "your function compares how many characters there are: with a gap of one and an overlap of one the number "
            "is right, and the rows are not. Compare where each row starts with where the one before ended.",
        ),
        (
            rows.assign(start=rows["start"] + 1, end=rows["end"] + 1),
            "your function does not see offsets that are all one too large; the words are right, but nobody would find "
            "them back. The first row must start at 0.",
        ),
        (
            stripped,
            "your function does not look at the words: in one of the tables the rows were stripped of their blanks, "
            "while start and end were left. Is text[start:end] what the row holds?",
        ),
    ]


def check_text(answer: Any, sentences: pd.DataFrame) -> Right:
    """Check how many characters of each document are text.

    Parameters
    ----------
    answer : object
        A number for each doc_id.
    sentences : pandas.DataFrame
        The table.

    Raises
    ------
    Wrong
        Says what is wrong.
    """

    def size(*kinds: str) -> dict[str, int]:
        rows = sentences[sentences["kind"].isin(kinds)]
        return (rows["end"] - rows["start"]).groupby(rows["doc_id"]).sum().to_dict()

    right = size(*TEXT_KINDS)
    whole = size(*sentences["kind"].unique())
    counted = sentences[sentences["kind"].isin(TEXT_KINDS)].groupby("doc_id").size().to_dict()
    mistakes = [
        Mistake(whole, "this is every character of the file: furniture is counted as text, and so are the blanks."),
        Mistake(
            size(*set(sentences["kind"]) - {"blank"}),
            "furniture is counted as text: a line that says Pagina 1 van 1 says nothing about the sea. Keep "
            "sentences, headings and items.",
        ),
        Mistake(
            size(*set(sentences["kind"]) - {"furniture"}),
            "blanks are counted: the white space between sentences is in the table so that nothing is lost, but it is "
            "no text.",
        ),
        Mistake(size("sentence"), "headings and items are left out: they name actors too, and go on to the analysis."),
        Mistake(size("sentence", "item"), "headings are left out: they are text, and go on to the analysis."),
        Mistake(size("sentence", "heading"), "items are left out: what stands in a list is text too."),
        Mistake(counted, "you count rows; the question is how many characters they hold: end - start, added up."),
    ]
    if (numbers := as_numbers(answer, of="document")) and not numbers.keys() & right.keys():
        raise Wrong(f"{next(iter(numbers))!r} is no document; add up by document, with .groupby(rows['doc_id']).")
    compare_numbers(answer, right, mistakes, of="document")
    return Right(
        f"Right: {sum(right.values())} of {sum(whole.values())} characters are text. Who divides by the length of the "
        "file compares lengths of furniture: a web page has more of it than a letter."
    )


# --- dates ----------------------------------------------------------------------------------------------------------


def check_dates(answer: Any) -> Right:
    """Check dates written as precise as they are known.

    Parameters
    ----------
    answer : object
        A date, or an empty text, for each of the lines in `DATED`.

    Raises
    ------
    Wrong
        Says of the first that is wrong what is wrong with it.
    """
    if isinstance(answered(answer), pd.Series):
        answer = answer.to_dict()
    if not isinstance(answer, Mapping):
        raise Wrong(f"your answer is {a(answer)}; the check expects a dict with a date for each line.")
    answer = {line: date.strip() if isinstance(date, str) else date for line, date in answer.items()}
    # The example of the exercise may stay where it stands.
    extra = [line for line in answer if line not in DATED and line != "Oslo, 1 juni 2021"]
    if extra:
        raise Wrong(f"{extra[0]!r} is none of the lines; copy them as they are.")
    for line, right in DATED.items():
        mine = answer.get(line)
        if mine is None:
            raise Wrong(f"the line {line!r} has no date yet; give an empty text, '', if there is none to give.")
        if mine != right:
            raise Wrong(_complain_of_date(line, mine, right))
    return Right(
        "Right: year, month or day, as far as somebody wrote it. A day that nobody wrote would look just like one that "
        "somebody did, and would choose between two holders of an office, or put a text before an event that it "
        "reports."
    )


def _complain_of_date(line: str, mine: Any, right: str) -> str:
    form = "write 2025, 2025-04 or 2025-04-01, the year first and with hyphens"
    if not isinstance(mine, str):
        return f"the date of {line!r} is {a(mine)}; put it in quotation marks: {form}."
    if not right:
        return f"{mine!r} for {line!r}: the line names no year, so nothing is known; leave it empty, ''."
    if not mine:
        return f"{line!r} does say something of its date; write as much as it says."
    if not re.fullmatch(DATE_PATTERN, mine):
        return f"{mine!r} is no date of documents.csv: {form}."
    year, *rest = right.split("-")
    if len(rest) == 2 and mine == "-".join([year, *rest[::-1]]):
        return f"{mine!r} for {line!r}: day and month are the wrong way round; in Europe the day comes first."
    if len(mine) > len(right):
        part = "a month" if len(right) == 4 else "a day"
        return (
            f"{mine!r} for {line!r} is more precise than the line: it has {part} that nobody wrote. A vague date made "
            "precise cannot be told from a precise one."
        )
    if right.startswith(mine):
        return f"{mine!r} for {line!r} is less precise than the line: it says more than that."
    return f"{mine!r} is not what {line!r} says."


# --- following back -------------------------------------------------------------------------------------------------


def judge_claims(claims: pd.DataFrame, documents: pd.DataFrame, sentences: pd.DataFrame) -> dict[int, str]:
    """Follow claims back to their characters.

    Parameters
    ----------
    claims : pandas.DataFrame
        claim (a number), doc_id, start, end and quote.
    documents, sentences : pandas.DataFrame
        The tables.

    Returns
    -------
    dict
        For each claim: holds (the quote stands there, in text), furniture (it stands there, in a row that is no text),
        elsewhere (it is in the document, at other offsets) or nowhere.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["De EU"]})
    >>> sentences = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [5], "kind": ["sentence"]})
    >>> claims = pd.DataFrame({"claim": [1, 2], "doc_id": "a", "start": [3, 2], "end": [5, 4], "quote": "EU"})
    >>> judge_claims(claims, documents, sentences)
    {1: 'holds', 2: 'elsewhere'}
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    verdicts = {}
    for claim in claims.itertuples():
        text = texts[claim.doc_id]
        if text[claim.start : claim.end] != claim.quote:
            verdicts[claim.claim] = "elsewhere" if claim.quote in text else "nowhere"
            continue
        rows = sentences[(sentences["doc_id"] == claim.doc_id) & (sentences["start"] <= claim.start)]
        verdicts[claim.claim] = "holds" if rows["kind"].iloc[-1] in TEXT_KINDS else "furniture"
    return verdicts


def check_claims(answer: Any, claims: pd.DataFrame, documents: pd.DataFrame, sentences: pd.DataFrame) -> Right:
    """Check verdicts on claims that say where their quote stands.

    Parameters
    ----------
    answer : object
        One of `VERDICTS` for each number of a claim.
    claims, documents, sentences : pandas.DataFrame
        As for `judge_claims`.

    Raises
    ------
    Wrong
        Says of the first verdict that is wrong where to look again.
    """
    answer = by_number(answer, "a dict with a verdict for each claim")
    answer = {number: spelt(verdict, VERDICTS) or verdict for number, verdict in answer.items()}
    right = judge_claims(claims, documents, sentences)
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    if extra := [number for number in answer if number not in right]:
        raise Wrong(f"there is no claim {extra[0]!r}; the claims are numbered from {min(right)} to {max(right)}.")
    for claim in claims.itertuples():
        mine = answer.get(claim.claim)
        if mine not in VERDICTS:
            said = "has no verdict yet" if mine in (None, "") else f"has the verdict {mine!r}"
            raise Wrong(f"claim {claim.claim} {said}; give one of {', '.join(VERDICTS)}.")
    by_search = {
        claim.claim: "holds" if claim.quote in texts[claim.doc_id] else "nowhere" for claim in claims.itertuples()
    }
    if dict(answer) == by_search != right:
        raise Wrong(
            "you ask only whether the quote occurs somewhere in the document; a claim says where, so compare the quote "
            "with text[start:end]."
        )
    for claim in claims.itertuples():
        mine, its = answer[claim.claim], right[claim.claim]
        there = texts[claim.doc_id][claim.start : claim.end]
        if mine == its:
            continue
        if its == "furniture":
            raise Wrong(
                f"claim {claim.claim}: the quote stands there, but in a row of what kind? Furniture is counted as text "
                "here: nobody says anything in a line that only dates or numbers a page."
                if mine == "holds"
                else f"claim {claim.claim}: the quote does stand there; then look at the kind of its row."
            )
        if mine == "furniture":
            raise Wrong(f"claim {claim.claim}: no furniture; look for the row of sentences in which it would stand.")
        if its == "holds":
            raise Wrong(f"claim {claim.claim}: from {claim.start} to {claim.end} stands just what the claim says.")
        if mine == "holds":
            raise Wrong(
                f"claim {claim.claim}: from {claim.start} to {claim.end} stands {there!r}; compare letter by letter."
            )
        if mine == "elsewhere":
            raise Wrong(
                f"claim {claim.claim}: these words are not in the document letter for letter; an accent or a line end "
                "is a character too."
            )
        raise Wrong(f"claim {claim.claim}: the words are in the document; ask Python: quote in text.")
    sound = sum(verdict == "holds" for verdict in right.values())
    return Right(
        f"Right: {sound} of {len(right)} claims hold. The others may be true all the same, but nobody can see that "
        "from them; a number is worth as much as the characters that it can be followed back to."
    )
