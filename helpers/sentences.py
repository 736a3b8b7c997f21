"""Step 1c: cut documents into sentences, headings, list items, notes, furniture and blanks.

Needs the documents with their texts. Makes the table of sentences, in which every character of every document stands
in exactly one row. What a reader may want to change stands in `data/sentences/`: abbreviations, words that open
sentences, and patterns of whole lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from helpers.documents import SHIPPED, Corpus
from helpers.lines import BLANK, Block, LineRules, find_blocks, line_rules
from helpers.tables import columns

_STOPS = ".!?…‼⁇⁈⁉؟۔।॥።⸮"
_WIDE_STOPS = "。！？｡"  # scripts that put no space between sentences
_CLOSING = "\"'”’»›)\\]}*_"
_OPENING = "\"'“”‘’«»„‚‹›(\\[{*_¿¡"
_QUOTES = "\"'”’»›"
_MARKS = r"(?:\d{1,3}(?:,\s?\d{1,3})*(?![\d.,:%])|[¹²³⁴-⁹⁰]+|(?:\[\^?\d{1,3}\]){1,4}|\(\d{1,2}\)(?=\s))"
_BULLETS = "•▪●◦‣\uf0b7"
_CANDIDATE = re.compile(  # one class of characters first: that is what makes the search fast
    rf"[{_STOPS}{_WIDE_STOPS}{_BULLETS}](?:"
    rf"(?<=[{_STOPS}])(?P<stop>[{_STOPS}]*)(?P<close>(?:[{_CLOSING}]|[ \u00a0\u202f]»)*)"
    rf"(?P<mark>{_MARKS}?)(?P<close2>[{_CLOSING}]*)"
    rf"(?P<gap>\s*)(?P<dash>(?:[–—•-]\s+)?)(?P<open>[{_OPENING}…]*(?:(?<=«)\s)?)(?P<first>[^\s])"
    rf"|(?<=[{_WIDE_STOPS}])[{_WIDE_STOPS}]*(?:[”’」』）)\"]+(?![とをのはがに])|(?![”’」』）)\"]))(?P<wide>\s*)"
    rf"|(?<=\s[{_BULLETS}])(?P<bullet>))"
)
_TOKEN = re.compile(r"[^\s\"“”‘«»„()\[\]{}*_…!?]+$")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")
_INITIALS = re.compile(r"(?:[^\W\d_a-z][a-zà-ÿ]{0,2}\.-?)*(?:[^\W\d_a-z]|Th|Chr|IJ|Ph|Ch|Yu)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_PAUSE = re.compile(r"[;,][\"”’']?(?P<gap>\s+)(?=[^\W\d_a-z][a-zà-ÿ]+\b)")
_OMITTED = re.compile(r"[(\[](?:\.\.\.|…)[)\]]\s+(?=\S)")
# "Unie. 7 Deze": a footnote mark behind a space
_LOOSE_MARK = re.compile(r"\d{1,3}\s+([^\W\d_a-z][^\W\d_]*)")
# 's Avonds, ’t Kabinet: an apostrophe and small letter in front of the capital
_ELISION = re.compile(r"[’'‘`][stnk][\s-]+[^\W\d_a-z]")
_NAME_PARTICLES = {"de", "den", "der", "van", "von", "ter", "ten", "te", "het", "'t", "la", "le", "du", "di", "el"}
# Languages that write an ordinal as a number with a full stop
_ORDINAL_DOT = {"de", "da", "nb", "nn", "no", "fi", "cs", "sk", "pl", "hu", "et", "lv", "sl", "hr", "sr", "is", "fo"}


@dataclass(frozen=True)
class _Words:
    """What the tables say of one language."""

    ends: dict[str, str]
    openers: frozenset[str]
    ordinal_dot: bool


def read_abbreviations(corpus: Corpus | None = None) -> pd.DataFrame:
    """Read the abbreviations that ship, with a corpus's own `sentences/abbreviations.csv` over them.

    Parameters
    ----------
    corpus : Corpus or None
        An opened corpus; without it those that ship.

    Returns
    -------
    pandas.DataFrame
        abbreviation (without its last full stop), language, ends, note.

    Examples
    --------
    >>> read_abbreviations().query("abbreviation == 'd.w.z'")["ends"].item()
    'never'
    """
    return _layered(corpus, "abbreviations", ["abbreviation", "language"])


def read_openers(corpus: Corpus | None = None) -> pd.DataFrame:
    """Read the words that, with a capital, open a sentence rather than a name: word, language."""
    return _layered(corpus, "openers", ["word", "language"])


def read_line_patterns(corpus: Corpus | None = None) -> pd.DataFrame:
    """Read the patterns of lines that are furniture, headings, clauses and so on: pattern, language, kind, note."""
    return _layered(corpus, "line_patterns", ["pattern", "language"])


def _layered(corpus: Corpus | None, name: str, key: list[str]) -> pd.DataFrame:
    return (corpus or Corpus(SHIPPED)).layered(f"sentences/{name}.csv", name, key)


def split_documents(
    documents: pd.DataFrame,
    abbreviations: pd.DataFrame | None = None,
    openers: pd.DataFrame | None = None,
    line_patterns: pd.DataFrame | None = None,
) -> pd.DataFrame:
    r"""Cut documents into rows that together cover every character once.

    Parameters
    ----------
    documents : pandas.DataFrame
        doc_id, language and text, as `helpers.documents.read_documents` gives them.
    abbreviations, openers, line_patterns : pandas.DataFrame or None
        From `read_abbreviations`, `read_openers` and `read_line_patterns`; None means those that ship.

    Returns
    -------
    pandas.DataFrame
        Columns of the schema `sentences`, and `lead` (the line that introduces the list an item stands in) and
        `continues` ("1" where the row goes on with a sentence that a page break cut, else "0").
        A list item gives a row a sentence: the first has kind item, the others kind sentence, all the same `lead`.
        No row but a blank begins or ends with white space.

    Examples
    --------
    >>> text = "Kop\n\nDr. A. de Wit sprak, d.w.z. kort. Zij ging."
    >>> rows = split_documents(pd.DataFrame({"doc_id": ["a"], "language": ["nl"], "text": [text]}))
    >>> rows[rows["kind"] != "blank"][["kind", "section", "text"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['heading', 'Kop', 'Kop'], ['sentence', 'Kop', 'Dr. A. de Wit sprak, d.w.z. kort.'],
     ['sentence', 'Kop', 'Zij ging.']]
    """
    abbreviations = read_abbreviations() if abbreviations is None else abbreviations
    openers = read_openers() if openers is None else openers
    line_patterns = read_line_patterns() if line_patterns is None else line_patterns
    words, rules, rows = {}, {}, []
    for doc_id, language, text in zip(documents["doc_id"], documents["language"], documents["text"], strict=True):
        if language not in words:
            words[language] = _words(abbreviations, openers, language)
            rules[language] = line_rules(line_patterns, openers, language)
        stretches = _stretches(text, words[language], rules[language])
        for number, (start, end, kind, section, lead, continues) in enumerate(stretches, start=1):
            rows.append((doc_id, number, start, end, kind, section, text[start:end], lead, continues))
    table = pd.DataFrame(rows, columns=[*columns("sentences"), "lead", "continues"])
    numbers = ("sentence_id", "start", "end")
    return table.astype({column: "int64" if column in numbers else "str" for column in table.columns})


def _words(abbreviations: pd.DataFrame, openers: pd.DataFrame, language: str) -> _Words:
    wanted = ["mul", language]  # a language's own row goes before one for all languages
    ends: dict[str, str] = {}
    for code in wanted:
        own = abbreviations[abbreviations["language"] == code]
        ends.update(zip(own["abbreviation"], own["ends"], strict=True))
    return _Words(
        ends,
        frozenset(openers.loc[openers["language"].isin(wanted), "word"].str.lower()),
        language in _ORDINAL_DOT,
    )


def _stretches(text: str, words: _Words, rules: LineRules) -> list[tuple]:
    """Give (start, end, kind, section, lead, continues) of all rows of a text, blanks included."""
    blocks = find_blocks(text, rules)
    _place(text, blocks)
    rows, position = [], 0
    for block in blocks:
        if block.kind in ("heading", "furniture"):
            spans = [(block.start, block.end)]
        else:
            spans = find_sentences(text, block.start, block.end, words, block.marker)
            if "clause" in rules.patterns:
                spans = [span for start, end in spans for span in _find_clauses(text, start, end, rules)]
        for number, (start, end) in enumerate(spans):
            if start > position:
                rows.append((position, start, "blank", block.section, "", "0"))
            kind = block.kind
            if kind == "item" and number:
                kind = "item" if text[start] in _BULLETS else "sentence"
            if kind in ("sentence", "item") and not _WORD.search(text, start, end):
                kind = "furniture"  # a page number behind the last sentence of a page
            continues = "1" if block.continues and not number else "0"
            rows.append((start, end, kind, block.section, block.lead, continues))
            position = end
    if position < len(text):
        rows.append((position, len(text), "blank", blocks[-1].section if blocks else "", "", "0"))
    return rows


def _find_clauses(text: str, start: int, end: int, rules: LineRules) -> list[tuple[int, int]]:
    """Cut a preamble that lost its lines: after a pause a clause begins with a capital, "; Overwegende dat"."""
    spans = []
    for pause in _PAUSE.finditer(text, start, end):
        if rules.patterns["clause"].match(text, pause.end(), end):
            spans.append((start, pause.start("gap")))
            start = pause.end()
    return [*spans, (start, end)]


def _place(text: str, blocks: list[Block]) -> None:
    """Give each block the heading it stands under, and each item the line that introduces its list."""
    section = lead = ""
    before: Block | None = None  # the last text that can introduce a list
    outer: list[tuple[tuple, str]] = []  # the lists that are open: what their items look like, and their lead
    for block in blocks:
        if block.kind == "heading":
            section = _plain(text[block.start + block.marker : block.end])
            before, outer = None, []
        block.section = section
        if block.kind == "item":
            look = (block.style, block.indent)
            looks = [open_look for open_look, _ in outer]
            if look in looks:
                del outer[looks.index(look) + 1 :]
            else:
                introduces = (
                    before is not None and text[before.start : before.end].rstrip(BLANK + _CLOSING)[-1:] not in ".!?…"
                )
                lead = _last_sentence(text, before) if introduces else ""
                if before is None or before.kind != "item":
                    outer = []
                elif not introduces and outer:
                    lead = outer[-1][1]
                outer.append((look, lead))
            block.lead = outer[-1][1]
            before = block
        elif block.kind == "sentence":
            before, outer = block, []


def _last_sentence(text: str, block: Block) -> str:
    """Take the words behind the last full stop of a block: "Denk aan:"."""
    words = _plain(text[block.start + block.marker : block.end])
    return re.split(r"(?<=[.!?…;])\s+(?=[^\W\d_a-z])", words)[-1]


def _plain(text: str) -> str:
    """Words of a heading or lead on one line, without Markdown."""
    return re.sub(r"\s+", " ", text).strip(BLANK + "#*_=- ")


def find_sentences(text: str, start: int, end: int, words: _Words, marker: int = 0) -> list[tuple[int, int]]:
    """Give the start and end of each sentence in a stretch of text.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The stretch; it begins and ends with something that is not white space.
    words : _Words
        What is known of the language.
    marker : int
        Length of a bullet or number at the head of the stretch.
    """
    spans, first = [], start
    for found in _CANDIDATE.finditer(text, min(start + marker, end), end):
        if found["bullet"] is not None:
            stop = after = found.start()
        elif found["wide"] is not None:
            stop, after = found.start("wide"), found.end()
        else:
            if not _ends_sentence(text, found, first, start + marker, end, words):
                continue
            stop, after = found.start("gap"), found.end("gap")
            loose = _LOOSE_MARK.match(text, after, end)
            if loose and loose[1].lower() in words.openers:
                stop = after = loose.start(1)
        stop = first + len(text[first:stop].rstrip(BLANK))
        while after < end and text[after] in BLANK:
            after += 1
        if stop > first and after < end:
            spans.append((first, stop))
            first = after
    spans.append((first, end))
    return spans


def _ends_sentence(text: str, found: re.Match, first: int, head: int, end: int, words: _Words) -> bool:
    """Whether a full stop, question mark or the like ends the sentence that began at `first`."""
    stop_at, next_at = found.start(), found.start("first")
    omitted = _OMITTED.match(text, found.end("gap"), end)
    if omitted and found["gap"]:  # "(...) De Raad": left out by who quotes
        next_at = omitted.end()
    letter = text[next_at] if next_at < end else ""
    closing = found["close"] + found["close2"]
    opening = found["open"]
    elided = bool(opening) and letter in "stnk" and bool(_ELISION.match(text, next_at - 1))
    if (letter.islower() and not elided) or (not letter.isalnum() and not _stands_alone(letter)):
        return False
    token = _TOKEN.search(text, max(first, stop_at - 40), stop_at)
    token = token.group().lstrip("-–/’'‘") if token else ""
    if not found["gap"]:
        return _ends_glued(text, found, token, words, end)
    mark = found["mark"]
    if mark and mark[0].isdigit() and not closing and token[-1:].isdigit():  # "versie 3.1 In": a number
        return False
    word = _WORD.match(text, next_at, end)
    opener = elided or (word is not None and word.group().lower() in words.openers)
    if ")" in closing or "]" in closing:
        opened = max(text.rfind("(", first, stop_at), text.rfind("[", first, stop_at))
        if opened > first and not opener:
            return False
        if opened >= 0 and not _WORD.search(text, opened, stop_at):  # (...), (!): a remark inside the sentence
            return opener and opened > first
    stop = text[stop_at : found.end("stop")]
    if stop != "." or (closing and closing[0] in _QUOTES) or mark:
        return (
            mark == ""
            or stop != "."
            or _ends_after(text, token, letter, opener, word, first, head, stop_at, end, words)
        )
    if letter.isdigit() and not opener:
        behind = re.compile(r"\d{1,3}\s+").match(text, next_at)
        word = _WORD.match(text, behind.end(), end) if behind else None
        if behind and word and word.group()[0].isupper() and word.group().lower() in words.openers:
            opener = True
    return _ends_after(text, token, letter, opener, word, first, head, stop_at, end, words)


def _ends_after(text, token, letter, opener, word, first, head, stop_at, end, words) -> bool:
    """Whether a single full stop after this token ends a sentence: abbreviations, initials, ordinals."""
    if token.isdigit() or len(token) == 1:
        ahead = text[max(first, head) : stop_at - len(token)].rstrip(BLANK)
        if not ahead or (ahead[-1] in ":;" and len(token) <= 2):
            return False  # "1." or "a." before the words of an item
        if len(token) <= 3 and ahead.isalpha() and token.isdigit():
            return False  # "Artikel 5." before its words
    ends = _lookup(token, words)
    if ends == "never":
        return False
    if ends == "opener":
        return opener
    if ends == "capital":
        return not letter.isdigit()
    if _INITIALS.fullmatch(token):
        if not opener or word is None:
            return False
        behind = text[word.end() : word.end() + 2].strip()
        return not (word.group().lower() in _NAME_PARTICLES and behind[:1].isupper())
    if _DOTTED.fullmatch(token) or (len(token) == 1 and token.isalpha()):
        return opener
    if words.ordinal_dot and token.isdigit() and len(token) <= 2:
        return opener
    return True


def _lookup(token: str, words: _Words) -> str:
    """Say how an abbreviation ends sentences; empty if it is none."""
    for form in dict.fromkeys((token, re.split(r"[-–/’']", token)[-1])):
        if form in words.ends:
            return words.ends[form]
        if form[1:].islower() and form.lower() in words.ends:  # "Art. 5", but not "de VS."
            return words.ends[form.lower()]
    return ""


def _ends_glued(text: str, found: re.Match, token: str, words: _Words, end: int) -> bool:
    """Whether two sentences stand together without a space: "vrede.Noorwegen"."""
    next_at = found.start("first")
    letter, stop = text[next_at], text[found.start() : found.end("stop")]
    if _stands_alone(letter):
        return False
    if not letter.isupper() or found["dash"]:
        return False
    word = _WORD.match(text, next_at, end)
    tail = text[word.end() : word.end() + 2] if word else ""
    if word is None or re.match(r"[.@/_]\w", tail) or tail[:1] in ("@", "/", "_"):
        return False
    body = word.group()
    if not (body[1:2].islower() or body.lower() in words.openers or (len(body) == 1 and tail[:1].isspace())):
        return False
    last = re.search(r"[^\W\d_]+$", token)
    before = last.group() if last else ""
    if any(sign in token for sign in "@/.") or "www" in token or _lookup(token, words):
        return False
    if stop != "." and not found["mark"]:
        return len(before) >= 2 or bool(found["close"])
    if found["close"]:
        return len(before) >= 2 or token[-1:].isdigit()
    if text[found.start() - 1] in ")]%" + _QUOTES:
        return True
    return (len(before) >= 3 and before[1:].islower()) or (found["mark"] == "" and bool(re.fullmatch(r"\d{4}", token)))


def _stands_alone(letter: str) -> bool:
    """Whether a character can open a sentence though it is no letter or digit: an emoji, a currency sign."""
    return (not letter.isalnum() and letter in "€$£§#@") or ord(letter) >= 0x1F300
