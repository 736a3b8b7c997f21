"""Step 1b: the lines of a document, gathered into paragraphs, headings, list items, notes and furniture.

Needs the text of one document and the table of line patterns. Makes blocks: stretches that no sentence crosses,
except where a page ended in mid-sentence, which is marked. `helpers.sentences` cuts the blocks into sentences.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd

# What no row begins or ends with: Unicode white space, and characters that show nothing (BOM, zero-width, controls).
BLANK = (
    "".join(map(chr, [*range(0x09, 0x0E), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)]))
    + "\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u2060\u00ad\u200e\u200f"
    + "".join(map(chr, [*range(0x00, 0x09), *range(0x0E, 0x1C), 0x7F]))
)
# A longer line is a paragraph whatever it looks like; a shorter one can be a heading.
LONGEST_HEADING = 160
LONGEST_PATTERN_LINE = 240

_CLOSERS = "\"'”’»›)]}*_"
_BULLET = r"[•●▪■◦○‣⁃∙·►▶➢➔→✓✔◆❖\uf0b7\uf0a7\uf0d8]\s*|[*+–—-]\s+|o\s+(?=[^\W\d_a-z])"
_NUMBER = r"\(?\d{1,3}[.)](?:\s+|$)|\(?[a-z][.)]\s+|\(?[ivx]{1,5}[.)]\s+|\(?[A-Z]\)\s+|\(\d{1,3}\)\s*|\d{1,2}°\s*"
_ITEM = re.compile(rf"(?P<bullet>{_BULLET})|(?P<number>{_NUMBER})")
_LEVELS = re.compile(r"(?P<level>\d{1,2}(?:\.\d{1,2}){1,4}\.?)\s+(?=[^\W\d_a-z\s]|[\"'“‘(])")
_MARKDOWN_HEADING = re.compile(r"(#\s+|#{2,6}\s*)(?=\S)|\*\*(?=[^*]+\*\*\W*$)|__(?=[^_]+__\W*$)")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:pagina|pag|blz|page|p|seite|side|sida|página|pagina|strona|sivu)\b\.?\s*)?\d{1,4}"
    r"(?:\s*(?:/|\||van|of|von|de|sur|di|av|af|z)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_LINK = r"(?:!?\[[^\]\n]*\]\((?:[^()\n]|\([^()\n]*\))*\)|https?://\S++|www\.\S++|<https?://[^>\n]*>|\[[^\]\n]{1,40}\])"
# A picture in Markdown with words under it that end as a sentence does.
_CAPTION = re.compile(r"(!\[)([^\W\d_][^\[\]\n]{20,}[.!?])(\]\([^\n]*\))")
_TITLE = re.compile(r"(?:title|titel|subtitle|subtext|ondertitel|kop)\s*[:=]\s*[\"'“‘]*(?=[^\W_])", re.IGNORECASE)
_AROUND_TITLE = "#*_= \t\"'“”‘’"
_LINKS_ONLY = re.compile(rf"[*+•>|·\s-]*{_LINK}(?:[\s|,;·•>/-]*{_LINK})*[\s|.]*")
_LABELS_ONLY = re.compile(r"(?:[^\W\d][\w ]{2,40}:\s*){2,}")
_TAGS_ONLY = re.compile(r"(?:</?[a-zA-Z][^<>\n]*>|(?><!--.*?-->)|\s)+")
# Where a PDF tool lost a line end: a bullet or a page number stuck to a word, a head in capitals stuck to a sentence
_GLUED = re.compile(  # one class of characters first: that is what makes the search fast
    r"[\dA-Z•▪●◦‣▶](?:(?<=\S[•▪●◦‣▶])(?=\s)|(?<=\d)(?=[A-Z][a-zà-ÿ])|(?<=[A-Z])[A-Z]{5,}(?=[A-Z][a-zà-ÿ]+\s))"
)
_BEFORE_NUMBER = re.compile(r"[a-zà-ÿ).!?]\d{1,3}$")
_LETTER = re.compile(r"[^\W\d_]")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:|\[\d{1,3}\]\s|[¹²³⁴-⁹⁰]+\s?|\^\d{1,3}\s")
_NOTE_BACK = re.compile(r"[↩⤴↑]\ufe0e?[\s\d]*$")
_NOTE_PLAIN = re.compile(r"(\d{1,3})\s+(?=[^\W\d_a-z\s]|[\"'“‘(]|https?:)")
_NOTE_MARK = re.compile(r"[a-zà-ÿ\d][.,;:!?)\]»”’%\"']{0,3}(?<!\d)(\d{1,3})(?=[\s.,;:)]|$)")
_MARKED_STOP = re.compile(r"[.!?…](?:\d{1,3}|[¹²³⁴-⁹⁰]+|\[\^?\d{1,2})$")
_UNDERLINE = re.compile(r"=+|-{2,}")

_DATE = (
    r"(?:\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.?\s+[^\W\d_]{3,12}\.?\s+\d{4})"
    r"(?:[\sT,]+\d{1,2}[:.]\d{2}(?::\d{2})?)?"
)
# "date 2023-01" at the head of a document, with the text going on behind it on the same line
_DATE_AHEAD = re.compile(rf"(?:date|datum|data|fecha|dato)\b\s*:?\s*{_DATE}(?=\s)", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A line that is not blank, without its surrounding white space."""

    start: int
    end: int
    text: str
    gap: int  # blank lines before it
    page: bool  # whether a page begins before it, as far as form feeds tell
    indent: int
    kind: str = ""  # furniture, heading, sentence, clause, item, note; nothing for plain text
    marker: int = 0  # length of the bullet, number or '#' before the words
    style: str = ""  # what the marker looks like, to tell an inner list from an outer
    dangles: bool = False  # whether its last word asks for more
    cut: bool = False  # whether its line end was lost and found again


@dataclass(slots=True)
class Block:
    """A stretch of a document of one kind; `kind` is sentence, heading, item, note or furniture."""

    start: int
    end: int
    kind: str
    marker: int = 0
    style: str = ""
    indent: int = 0
    gap: int = 0
    lines: int = 1
    fixed: bool = False  # whether the kind is certain and the block takes no more lines
    continues: bool = False  # whether it goes on with a sentence that a page break cut
    page: bool = False
    clause: bool = False  # whether it is a clause of a motion or treaty
    section: str = field(default="")
    lead: str = field(default="")


@dataclass(frozen=True)
class LineRules:
    """What is known of the lines of a language."""

    patterns: dict[str, re.Pattern]
    never_last: frozenset[str]


def line_rules(patterns: pd.DataFrame, openers: pd.DataFrame, language: str) -> LineRules:
    """Gather the line patterns of a language, one expression a kind, and the words that no line ends with.

    Parameters
    ----------
    patterns, openers : pandas.DataFrame
        The tables `line_patterns` and `openers`.
    language : str
        Code of the language; rows for all languages (mul) are taken too.
    """
    wanted = [language, "mul"]
    chosen = patterns[patterns["language"].isin(wanted)]
    compiled = {
        kind: re.compile("|".join(f"(?:{pattern})" for pattern in rows["pattern"]), re.IGNORECASE)
        for kind, rows in chosen.groupby("kind", sort=True)
    }
    last = openers.loc[openers["language"].isin(wanted) & (openers["last"] == "never"), "word"]
    return LineRules(compiled, frozenset(last))


def find_lines(text: str) -> list[Line]:
    r"""List the lines of a text that are not blank, whatever its line ends are.

    >>> [(line.text, line.gap) for line in find_lines("\ufeffEen\r\n\r\n  twee ")]
    [('Een', 0), ('twee', 1)]
    """
    found, position, gap, page = [], 0, 0, False
    for raw in text.splitlines(keepends=True):
        content = raw.strip(BLANK)
        if content:
            lead = len(raw) - len(raw.lstrip(BLANK))
            start = position + lead
            found.append(Line(start, start + len(content), content, gap, page, lead))
            gap, page = 0, False
        else:
            gap += 1
        page = page or raw.endswith("\f")
        position += len(raw)
    return found


def find_blocks(text: str, rules: LineRules) -> list[Block]:
    """Gather the lines of a text into blocks.

    Parameters
    ----------
    text : str
        The text of one document.
    rules : LineRules
        From `line_rules`.

    Returns
    -------
    list of Block
        In the order of the text; between them there is only white space.
    """
    lines = find_lines(text)
    _mark_front_matter(lines)
    lines = _cut_glued(_cut_captions(_split_date_ahead(lines)))
    for line in lines:
        if not line.kind:
            _mark_line(line, rules.patterns)
    _mark_cut_heads(lines)
    _check_clauses(lines)
    _mark_underlined(lines)
    _mark_running_heads(lines)
    _mark_plain_notes(text, lines)
    _mark_dangling(lines, rules.never_last)
    width = _wrap_width(lines)
    _unwrap_gaps(lines)
    blocks = _join(lines, width)
    _mark_headings(text, blocks)
    _mark_note_sections(text, blocks, rules.patterns)
    _mark_continued(text, blocks)
    return blocks


def ends_open(text: str) -> bool:
    """Whether a text stops without punctuation that could end a sentence."""
    last = text.rstrip(_CLOSERS + BLANK + "↩\ufe0e")[-5:]
    return last[-1:] not in set(".!?…:;。！？") and not _MARKED_STOP.search(last)


def _mark_front_matter(lines: list[Line]) -> None:
    """Metadata between two lines of dashes at the head of a file; a title that is not said again is a heading."""
    if not lines or lines[0].text not in ("---", "+++", ";;;"):
        return
    for last in range(1, min(len(lines), 80)):
        if lines[last].text in (lines[0].text, "..."):
            inside = lines[1:last]
            keyed = sum(1 for line in inside if re.match(r"[\w .-]{1,40}\s*[:=]", line.text) or line.text[0] in "-#")
            if 2 * keyed >= len(inside):
                again = {line.text.strip(_AROUND_TITLE) for line in lines[last + 1 :]}
                for line in lines[: last + 1]:
                    title = _TITLE.match(line.text)
                    said = title and line.text[title.end() :].strip(_AROUND_TITLE) not in again
                    line.kind, line.marker = ("heading", title.end()) if said else ("furniture", 0)
            return


def _split_date_ahead(lines: list[Line]) -> list[Line]:
    """Cut a date that a collector put before the first words of the text."""
    if not lines or lines[0].kind:
        return lines
    first = lines[0]
    found = _DATE_AHEAD.match(first.text)
    if not found:
        return lines
    rest = len(first.text) - len(first.text[found.end() :].lstrip(BLANK))
    return [_part(first, 0, found.end(), "furniture"), _part(first, rest, len(first.text)), *lines[1:]]


def _part(line: Line, start: int, end: int, kind: str = "", *, cut: bool = False) -> Line:
    """Make a line of a part of one; what stood before the line stands before its first part only."""
    part, at = line.text[start:end].rstrip(BLANK), line.start + start
    if start:
        return Line(at, at + len(part), part, 0, False, 0, kind, cut=cut)
    return Line(at, at + len(part), part, line.gap, line.page, line.indent, kind)


def _cut_captions(lines: list[Line]) -> list[Line]:
    """Part the caption of a picture, where it is a sentence, from the signs and the address around it."""
    result = []
    for line in lines:
        caption = _CAPTION.fullmatch(line.text) if not line.kind else None
        if not caption:
            result.append(line)
            continue
        kinds = ("furniture", "sentence", "furniture")
        result += [_part(line, *caption.span(group), kind) for group, kind in enumerate(kinds, start=1)]
    return result


def _cut_glued(lines: list[Line]) -> list[Line]:
    """Put back the line ends that a PDF tool lost."""
    result = []
    for line in lines:
        places = []
        for glue in [] if line.kind else _GLUED.finditer(line.text):
            if not line.text[glue.start()].isdigit():
                places.append(glue.start() if glue.end() - glue.start() == 1 else glue.end())
            elif _BEFORE_NUMBER.search(line.text, max(glue.end() - 4, 0), glue.end()):
                places.append(glue.end())
        for start, end in itertools.pairwise([0, *places, len(line.text)]):
            result.append(_part(line, start, end, "" if start else line.kind, cut=True))
    return result


def _mark_cut_heads(lines: list[Line]) -> None:
    """Take what was stuck to a page head or page number for a page head too, if it is short and no sentence."""
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        head = after is not None and after.cut and not line.kind and len(line.text) <= 60 and ends_open(line.text)
        head = head and not line.text[0].islower()
        numbered = before is not None and before.kind == "furniture" and _PAGE_NUMBER.fullmatch(before.text)
        if head and (after.kind == "furniture" or (numbered and line.text.isupper())):
            line.kind = "furniture"


def _mark_line(line: Line, patterns: dict[str, re.Pattern]) -> None:
    """Say what a line is where it alone can tell."""
    text = line.text
    if not _LETTER.search(text):
        item = _ITEM.fullmatch(text)
        line.kind, line.marker = ("item", len(text)) if item else ("furniture", 0)
        line.style = "1" if item and item["number"] else text[:1]
    elif len(text) <= LONGEST_PATTERN_LINE:
        if _PAGE_NUMBER.fullmatch(text) or _LABELS_ONLY.fullmatch(text) or _TAGS_ONLY.fullmatch(text):
            line.kind = "furniture"
        else:
            for kind in ("furniture", "heading", "sentence"):
                if kind in patterns and patterns[kind].fullmatch(text):
                    line.kind = kind
                    break
    if not line.kind and _LINKS_ONLY.fullmatch(text):
        line.kind = "furniture"
    if line.kind:
        return
    heading = _MARKDOWN_HEADING.match(text)
    if heading and (heading[1] or len(text) <= LONGEST_HEADING):
        line.kind, line.marker, line.style = "heading", heading.end(), heading.group(1) or ""
        return
    note = _NOTE.match(text)
    if note or (_NOTE_BACK.search(text)):
        line.kind, line.marker = "note", note.end() if note else 0
        number = _ITEM.match(text)
        if not note and number:
            line.marker = number.end()
        return
    if "clause" in patterns and patterns["clause"].match(text):
        line.kind = "clause"
        return
    item = _ITEM.match(text) or _LEVELS.match(text)
    if item:
        line.kind, line.marker = "item", item.end()
        line.style = re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "1", item.group().strip(BLANK)))


def _check_clauses(lines: list[Line]) -> None:
    """Keep clauses only where they come in company and behind a pause: "gezien" may open any line by chance."""
    clauses = []
    for before, line in zip([None, *lines], lines, strict=False):
        if line.kind == "clause":
            if before is None or line.gap or before.text[-1] in ";:,." or before.kind:
                clauses.append(line)
            else:
                line.kind = ""
    if len(clauses) < 3:
        for line in clauses:
            line.kind = ""


def _mark_underlined(lines: list[Line]) -> None:
    """Take a line with a line of = or - under it for a heading, as Markdown does."""
    for above, below in itertools.pairwise(lines):
        if (
            below.gap == 0
            and not above.kind
            and _UNDERLINE.fullmatch(below.text)
            and len(above.text) <= LONGEST_HEADING
        ):
            above.kind = "heading"


def _mark_running_heads(lines: list[Line]) -> None:
    """Page heads and feet: the same short line again and again, at a page break or in mid-sentence.

    A heading may recur too ("Our plans:"), so recurring alone is not enough.
    """
    alike = defaultdict(list)
    for number, line in enumerate(lines):
        if len(line.text) <= 120 and line.kind in ("", "item", "heading") and line.text[-1] not in ".;,?!":
            alike[re.sub(r"\s+", " ", re.sub(r"\d+", "#", line.text)).lower()].append(number)
    for shape, places in alike.items():
        if len(places) < 3:
            continue
        pages = [n for n in places if _at_page_break(lines, n)]
        counted = shape.count(" ") >= 2 and (shape.endswith(" #") or shape.startswith("# "))
        numbers = [
            int((re.findall(r"\d+", lines[n].text) or ["0"])[-1 if shape.endswith("#") else 0][:9]) for n in places
        ]
        rising = counted and all(a < b for a, b in itertools.pairwise(numbers))
        if (rising and lines[places[0]].kind != "heading") or (len(pages) >= 2 and 2 * len(pages) >= len(places)):
            for n in places:
                lines[n].kind, lines[n].marker = "furniture", 0


def _at_page_break(lines: list[Line], n: int) -> bool:
    line, before = lines[n], lines[n - 1] if n else None
    after = lines[n + 1] if n + 1 < len(lines) else None
    if line.page or (after and after.page):
        return True
    for near in (before, after):
        if near and near.kind == "furniture" and _PAGE_NUMBER.fullmatch(near.text):
            return True
    return bool(
        before and after and not before.kind and ends_open(before.text) and not after.kind and after.text[0].islower()
    )


def _mark_plain_notes(text: str, lines: list[Line]) -> None:
    """Footnotes of a page without more than their number, known by the mark in the text above them."""
    if not any(_NOTE_PLAIN.match(line.text) for line in lines if not line.kind):
        return
    marks: dict[int, int] = {}
    for found in _NOTE_MARK.finditer(text):
        marks.setdefault(int(found[1]), found.end())
    last = 0
    for n, line in enumerate(lines):
        number = _NOTE_PLAIN.match(line.text) if not line.kind else None
        if not number or not last < int(number[1]) <= last + 3:
            continue
        if marks.get(int(number[1]), len(text)) > line.start:
            continue
        if n and line.gap == 0 and not lines[n - 1].kind and ends_open(lines[n - 1].text):
            continue
        last = int(number[1])
        line.kind, line.marker = "note", number.end()


def _mark_dangling(lines: list[Line], never_last: frozenset[str]) -> None:
    """Note the lines whose last word asks for more: "with", "the", or half a word."""
    for line in lines:
        if line.text[-1] in "-‐" and line.text[-2:-1].isalpha():
            line.dangles = True
        elif line.text[-1].islower():
            line.dangles = line.text.rsplit(None, 1)[-1].lstrip("(") in never_last


def _wrap_width(lines: list[Line]) -> int:
    """Width at which lines were broken without regard to sentences; 0 where each line is a paragraph."""
    lengths, broken = [], 0
    for line, after in itertools.pairwise(lines):
        if after.gap or line.kind == "furniture" or after.kind == "furniture":
            continue
        lengths.append(line.end - line.start)
        if not after.kind and (line.dangles or after.text[0].islower()) and line.text[-1] not in ".!?…:;":
            broken += 1
    if not lengths or broken < max(1, len(lengths) // 10):
        return 0
    lengths.sort()
    width = lengths[(len(lengths) * 9) // 10 - (len(lengths) == 1)]
    return width if width <= 200 else 0


def _unwrap_gaps(lines: list[Line]) -> None:
    """Forget single blank lines where a PDF tool put one after every line."""
    single = [(a, b) for a, b in itertools.pairwise(lines) if b.gap == 1 and not a.kind and not b.kind]
    broken = [b for a, b in single if b.text[0].islower() and ends_open(a.text)]
    if len(broken) >= 5 and 3 * len(broken) >= len(single):
        for line in lines:
            line.gap = max(line.gap - 1, 0)


def _join(lines: list[Line], width: int) -> list[Block]:
    """Put lines together that run on."""
    blocks: list[Block] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and blocks and not blocks[-1].fixed and _runs_on(previous, line, blocks[-1], width):
            blocks[-1].end = line.end
            blocks[-1].lines += 1
        else:
            kind = {"": "sentence", "clause": "sentence"}.get(line.kind, line.kind)
            fixed = line.kind in ("furniture", "heading", "sentence")
            blocks.append(
                Block(
                    line.start,
                    line.end,
                    kind,
                    line.marker,
                    line.style,
                    line.indent,
                    line.gap,
                    1,
                    fixed,
                    page=line.page,
                    clause=line.kind == "clause",
                )
            )
        previous = line
    return blocks


def _runs_on(line: Line, after: Line, block: Block, width: int) -> bool:
    """Whether a line goes on with what the line before it began."""
    if after.cut or after.kind in ("furniture", "heading", "sentence", "clause", "note"):
        return False
    last, first = line.text[-1], after.text[0]
    opened = ends_open(line.text)
    room = width and len(line.text) + 1 + len(after.text.split(None, 1)[0]) < 0.8 * width
    if block.marker and block.marker >= line.end - block.start:  # a bullet that stands alone on its line
        return after.gap <= 1
    if after.kind == "item":
        # in wrapped text a number or dash can come to stand at the head of a line by chance
        by_chance = width and not room and after.gap == 0 and opened and last != "," and line.kind != "item"
        return bool(by_chance and (after.style[:1] in "-–—1" and not block.marker))
    if block.clause and opened and last != "," and after.kind != "item":
        return after.gap <= 2  # a clause of a motion or treaty has not ended before its semicolon
    if line.dangles and after.gap <= 1 and not after.page and after.kind != "item":
        return True
    if after.gap:
        soft = last.isalpha() or last in "-,‐"
        return (
            after.gap <= 1 and soft and first.islower() and not after.page
            and line.end - line.start >= 40 and block.kind in ("sentence", "item")
        )  # fmt: skip
    if not width:
        return opened and (first.islower() or last in ",-‐")
    if last in "-‐," or (opened and first.islower()):
        return True
    if last in ";:":
        return not room and first.islower()
    return not room or first.islower()


def _mark_headings(text: str, blocks: list[Block]) -> None:
    """Short stretches without a full stop, with text under them, are headings."""
    marked = sum(1 for block in blocks if block.kind == "heading" and block.style.startswith("#"))
    if marked >= 3:  # who marks headings with # leaves none unmarked
        return
    follows = False  # whether text comes before the next thing that is no heading
    below: Block | None = None
    for n in range(len(blocks) - 1, -1, -1):
        block = blocks[n]
        if block.kind == "furniture":
            continue
        looks = (
            not block.fixed
            and block.kind in ("sentence", "item")
            and _looks_like_heading(text, block, blocks[n - 1] if n else None, below)
        )
        if looks and follows:
            block.kind = "heading"
        elif not looks and block.kind in ("sentence", "item"):  # nothing stands under the names below a motion
            follows = True
        below = block


def _looks_like_heading(text: str, block: Block, above: Block | None, below: Block | None) -> bool:
    words = text[block.start + block.marker : block.end].strip(BLANK)
    if not words or len(words) > LONGEST_HEADING or block.lines > 3:
        return False
    first, last = words.lstrip(_CLOSERS + "“‘«„(")[:1], words.rstrip(_CLOSERS + BLANK)[-1:]
    if first.islower() or not first or not _LETTER.search(words):
        return False
    if re.search(r"\w{3}[.!?]\s+[^\W\d_a-z]", words):
        return False
    if last == "," or (not ends_open(words) and (last not in "?!" or len(words) > 60)):
        return False
    if below is None:
        return block.kind == "sentence"
    if below.kind == "sentence" and text[below.start].islower():
        return False
    if block.kind == "item":
        # a numbered heading stands alone: not in a list of its like
        numbered = block.style[:1] in "1(aivxA"
        alike = (above and above.kind == "item" and above.style == block.style and block.gap == 0) or (
            below.kind == "item" and below.style == block.style
        )
        levels = block.style.count("1") > 1
        return numbered and (levels or (not alike and below.kind in ("sentence", "heading")))
    if below.kind == "item" and below.gap == 0 and block.gap == 0 and above and above.kind == "sentence":
        return False
    return bool(
        block.gap
        or above is None
        or above.kind in ("heading", "furniture")
        or not ends_open(text[above.start : above.end])
    )


def _mark_note_sections(text: str, blocks: list[Block], patterns: dict[str, re.Pattern]) -> None:
    """Take what stands under a heading such as "Noten" for notes, up to the next heading."""
    inside = False
    for block in blocks:
        if block.kind == "heading" or (block.kind == "sentence" and block.lines == 1 and "notes" in patterns):
            words = text[block.start + block.marker : block.end].strip(BLANK + _CLOSERS + ":#")
            if "notes" in patterns and len(words) <= 60 and patterns["notes"].fullmatch(words):
                inside, block.kind = True, "heading"
                continue
            if block.kind == "heading":
                inside = False
        if inside and block.kind in ("item", "sentence"):
            block.kind = "note"


def _mark_continued(text: str, blocks: list[Block]) -> None:
    """Find the blocks that go on with a sentence which a page foot or footnotes cut."""
    cut: Block | None = None
    between = False
    for block in blocks:
        if block.kind in ("furniture", "note"):
            between = True
            continue
        if cut is not None and block.kind == "sentence" and not block.fixed:
            first, last = text[block.start], text[cut.end - 1]
            long = cut.end - cut.start >= 60 or cut.lines > 1
            block.continues = bool(
                (between or block.page) and (last in "-‐" or first.islower() or (long and first.isalnum()))
            )
        is_open = block.kind in ("sentence", "item") and not block.fixed and ends_open(text[block.start : block.end])
        cut, between = (block if is_open else None), False
