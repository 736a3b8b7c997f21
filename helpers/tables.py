"""The tables of the workbook: their columns, their checks, and reading and writing them.

Every step takes tables and gives tables. This module says once what each table holds, refuses a table that holds
something else in one sentence that names file, row and remedy, and writes CSV so that the same table is always the
same bytes.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

# The vocabularies of data/coding/CODEBOOK.md, in its order.
ACTOR_KINDS = ("state", "organisation", "body", "format", "programme", "person")
TIE_TYPES = ("conflict", "agreement", "membership", "support", "consultation", "joint_action", "alignment")
DIRECTED_TYPES = ("conflict", "membership", "support")
# What a cue may do besides naming a type of tie; see data/cues/README.md.
CUE_EFFECTS = (
    "prospective", "negated", "ended", "refused", "not_negated", "actual", "exception", "more", "less",
    "joint", "reporting",
)  # fmt: skip
# Of these, what says that a tie is not there: negation, what stops it, who breaks it off or refuses.
DENIALS = ("negated", "ended", "refused")
STATUSES = ("actual", "prospective", "negated")
CHANGES = ("more", "less", "none")
SETTLED = ("tie", "no tie", "unresolved")
SENTENCE_KINDS = ("sentence", "heading", "item", "note", "furniture", "blank")
# Kinds of row that are text of the document; the others are kept in the table and out of the analysis.
TEXT_KINDS = ("sentence", "heading", "item")

# How an alias names its actor, and what must hold for it to count; data/gazetteer/README.md says more.
ALIAS_KINDS = ("name", "abbreviation", "demonym", "people", "capital", "person", "surname", "collective")
ALIAS_NEEDS = ("", "document", "title", "author")

# A year, a month or a day that there is; only the 29th of February is let through in every year.
_DAYS = r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d)"
DATE_PATTERN = rf"\d{{4}}(-(0[1-9]|1[0-2]|{_DAYS}))?"


class InputError(ValueError):
    """Something a reader of the workbook put in is not as it must be; the message is one sentence with the remedy."""

    def _render_traceback_(self) -> list[str]:
        """In Jupyter show the sentence alone: the traceback would hide it."""
        return [f"Input not usable: {self}"]


# Patterns that a reader should not have to decipher.
_FORMS = {
    rf"({DATE_PATTERN})?": "is no date; write 2025, 2025-04 or 2025-04-01",
    r"[\w.-]+": "is no short name; use letters, digits, points, hyphens and underscores only",
}


def _text(description: str, *, empty=False, pattern: str | None = None, among=None, unique=False, required=True):
    checks = []
    if not empty:
        checks.append(pa.Check.str_length(min_value=1, error="is empty"))
    if pattern:
        form = _FORMS.get(pattern, f"is not of the form {pattern}")
        checks.append(pa.Check.str_matches(rf"^(?:{pattern})$", error=form))
    if among:
        checks.append(pa.Check.isin(list(among), error=f"is none of: {', '.join(a or 'nothing' for a in among)}"))
    return pa.Column(str, checks, unique=unique, required=required, description=description)


def _count(description: str, *, minimum: int = 0):
    return pa.Column(int, pa.Check.ge(minimum, error=f"is less than {minimum}"), description=description, coerce=True)


def _number(description: str, *, nullable: bool = False, required=True):
    return pa.Column(float, description=description, coerce=True, nullable=nullable, required=required)


def _schema(name: str, description: str, **columns) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {key.rstrip("_"): column for key, column in columns.items()},
        name=name,
        description=description,
        strict=False,
    )


_DATE = rf"({DATE_PATTERN})?"
_QUOTE = "the words, byte for byte as in the document"

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    schema.name: schema
    for schema in [
        _schema(
            "documents",
            "One row a document of the corpus.",
            doc_id=_text("short name of the document, used everywhere else", pattern=r"[\w.-]+"),
            file=_text("file name inside documents/"),
            title=_text("title, if it has one", empty=True),
            date=_text("date as precise as known: 2022, 2023-01 or 2026-01-27", pattern=_DATE, empty=True),
            publisher=_text("who published it", empty=True),
            genre=_text("kind of text", empty=True),
            language=_text("two-letter code of its language", pattern=r"[a-z]{2,3}"),
            author_actor=_text(
                "actor_id of the actor for whom the text speaks, if any; a joint text names each (NLD; JPN)", empty=True
            ),
            note=_text("anything a reader should know", empty=True),
        ),
        _schema(
            "settings",
            "One row a setting of the corpus, which the notebooks share; the table and any of its rows may be missing.",
            setting=_text(
                "first, second: the two actors to compare, by actor_id; group: partners are states outside it; "
                "measure: the one by which a table ranks that has room for one; "
                "language: of labels and captions, en or nl; coder: whose ties make the network"
            ),
            value=_text("its value; empty: as if the row were not there", empty=True),
            note=_text("why, or anything a reader should know", empty=True, required=False),
        ),
        _schema(
            "actors",
            "One row an actor that can be found.",
            actor_id=_text("id by the codebook: GBR, NATO, keir-starmer"),
            kind=_text("kind of actor by the codebook", among=ACTOR_KINDS),
            name_en=_text("name in English, for labels"),
            name_nl=_text("name in Dutch, for labels"),
            rolls_up_to=_text("actor a person or body acts for; empty for others", empty=True),
            from_=_text("first day on which the row holds, if it matters", pattern=_DATE, empty=True),
            to=_text("last day on which the row holds, if it matters", pattern=_DATE, empty=True),
            note=_text("source or remark", empty=True),
        ),
        _schema(
            "groups",
            "One row a membership of a state in a group, used to say who is a partner.",
            group=_text("EU or NATO, or another group"),
            actor_id=_text("the member"),
            from_=_text("day it joined", pattern=_DATE, empty=True),
            to=_text("last day as a member, empty if still one", pattern=_DATE, empty=True),
        ),
        _schema(
            "aliases",
            "One row a way to name an actor, besides its two names in actors.",
            alias=_text("the words, as they are written"),
            language=_text("two-letter code of the texts it is looked for in; empty: in all", empty=True),
            actor_id=_text("who is named"),
            how=_text("what sort of naming it is", among=ALIAS_KINDS),
            needs=_text("what must hold for it to count", among=ALIAS_NEEDS, empty=True),
            case=_text("exact: only as written; empty: capitals may differ", among=("", "exact"), empty=True),
            from_=_text("first day on which it holds, if it matters", pattern=_DATE, empty=True),
            to=_text("last day on which it holds, if it matters", pattern=_DATE, empty=True),
            note=_text("source or remark", empty=True),
        ),
        _schema(
            "offices",
            "One row a term of office of a person.",
            actor_id=_text("the person"),
            office=_text("the office, in Dutch"),
            acts_for=_text("the actor it acts for"),
            from_=_text("first day", pattern=_DATE, empty=True),
            to=_text("last day, empty if not over", pattern=_DATE, empty=True),
        ),
        _schema(
            "contexts",
            "One row words beside a name that decide whether it counts: the press, language, places inside names.",
            how=_text("sorts of naming it holds for, a space between; any: all", pattern=r"[a-z ]+"),
            side=_text("where the words stand", among=("before", "after", "inside", "unless", "tail")),
            words=_text("the words; a * at either end stands for any letters"),
            language=_text("two-letter code"),
            reason=_text("what the words say of it"),
        ),
        _schema(
            "titles",
            "One row a title that stands before a person's name.",
            title=_text("the title, in lower case"),
            language=_text("two-letter code"),
        ),
        _schema(
            "author_words",
            "One row words that name the author, where documents say for whom the text speaks.",
            words=_text("the words"),
            language=_text("two-letter code"),
            speaks_for=_text("kind of author they fit, or any", among=("any", *ACTOR_KINDS)),
            note=_text("remark", empty=True),
        ),
        _schema(
            "anaphora",
            "One row words that refer to actors named before.",
            words=_text("the words"),
            language=_text("two-letter code"),
            rule=_text(
                "how they are resolved",
                among=("always", "named", "beside", "only", "latest", "two", "list", "near list"),
            ),
            refers_to=_text("an actor_id for the rules always and named, else kinds of actor, a space between"),
            note=_text("remark", empty=True),
        ),
        _schema(
            "coding",
            "One row a tie statement that a reader found, by the codebook; one file a reader.",
            doc_id=_text("document"),
            quote=_text(_QUOTE),
            source=_text("actor_id; the one that acts where the type is directed"),
            target=_text("actor_id"),
            type=_text("type of tie", among=TIE_TYPES),
            status=_text("whether the tie exists", among=STATUSES),
            change=_text("where the text moves it", among=CHANGES),
            coref=_text("1 where an end is supplied by the context, else 0", among=("0", "1")),
            note=_text("why, in doubt", empty=True),
        ),
        _schema(
            "decisions",
            "One row a disagreement of the readings and how it was settled; the ledger of the consensus.",
            doc_id=_text("document"),
            quote=_text("the words, as the first reading that has the tie quotes them"),
            source=_text("actor_id, as settled; unsettled, as that reading has it"),
            target=_text("actor_id, as settled; unsettled, as that reading has it"),
            said=_text("what each reading says of this pair there"),
            settled=_text("tie, no tie, or unresolved", among=SETTLED),
            type=_text("type of the settled tie; empty without one", among=("", *TIE_TYPES), empty=True),
            status=_text("status of the settled tie; empty without one", among=("", *STATUSES), empty=True),
            change=_text("change of the settled tie; empty without one", among=("", *CHANGES), empty=True),
            by=_text("who settled it, and how", empty=True),
            reason=_text("why, by the codebook", empty=True),
        ),
        _schema(
            "marked_mentions",
            "One row a naming of an actor that a reader marked in a document; coding/mentions.csv.",
            doc_id=_text("document"),
            start=_count("offset of the first character"),
            end=_count("offset after the last character"),
            surface=_text("the words marked"),
            actor_id=_text("who is named"),
            kind=_text("kind of actor by the codebook", among=ACTOR_KINDS),
            how=_text("name, abbreviation, demonym, capital, office; author, speaker, pronoun, anaphor"),
            zone=_text("where it stands", among=("text", "note", "furniture")),
            note=_text("title inside a person's title; doubts", empty=True),
        ),
        _schema(
            "sentences",
            "One row a stretch of a document; all rows of a document cover each of its characters once.",
            doc_id=_text("document"),
            sentence_id=_count("number within the document, from 1", minimum=1),
            start=_count("offset of the first character, in Unicode code points"),
            end=_count("offset after the last character"),
            kind=_text("what the stretch is", among=SENTENCE_KINDS),
            section=_text("the heading it stands under", empty=True),
            text=_text("the stretch itself"),
            lead=_text("the line that introduces the list the row stands in", empty=True, required=False),
            continues=_text(
                "1 where it goes on with a sentence that a page break cut", among=("0", "1"), required=False
            ),
        ),
        _schema(
            "abbreviations",
            "One row an abbreviation that is written with a full stop.",
            abbreviation=_text("the abbreviation without its last full stop"),
            language=_text("two-letter code of the language, mul for all", pattern=r"[a-z]{2,3}"),
            ends=_text(
                "when it ends a sentence: never; before an opener (see openers); before any capital",
                among=("never", "opener", "capital"),
            ),
            note=_text("what it is", empty=True),
        ),
        _schema(
            "openers",
            "One row a word that, with a capital, opens a sentence and is no name.",
            word=_text("the word in small letters"),
            language=_text("two-letter code of the language, mul for all", pattern=r"[a-z]{2,3}"),
            last=_text("never, where no line or heading ends with the word", among=("", "never"), empty=True),
        ),
        _schema(
            "line_patterns",
            "One row a pattern that tells what a line of a document is.",
            pattern=_text("regular expression for a whole line, capitals ignored"),
            language=_text("two-letter code of the language, mul for all", pattern=r"[a-z]{2,3}"),
            kind=_text(
                "what the line is: furniture; a heading; a sentence of its own, no heading; "
                "the beginning of a clause with a row of its own; the heading above notes",
                among=("furniture", "heading", "sentence", "clause", "notes"),
            ),
            note=_text("where such lines occur", empty=True),
        ),
        _schema(
            "mentions",
            "One row a naming of an actor in a document.",
            doc_id=_text("document"),
            sentence_id=_count("row of sentences it stands in", minimum=1),
            start=_count("offset of the first character"),
            end=_count("offset after the last character"),
            surface=_text("the words that name the actor"),
            actor_id=_text("who is named"),
            how=_text("how it was recognised: name, demonym, office, author, anaphor, ..."),
        ),
        _schema(
            "ties",
            "One row a tie statement by one coder.",
            coder=_text("who coded it: rules, comention, or the file name of a reading"),
            doc_id=_text("document"),
            sentence_id=_count("row of sentences where the quote begins", minimum=1),
            start=_count("offset of the quote"),
            end=_count("offset after the quote"),
            quote=_text(_QUOTE),
            source=_text("actor_id; the one that acts where the type is directed"),
            target=_text("actor_id"),
            type=_text("type of tie; mention where the coder tells no types", among=(*TIE_TYPES, "mention")),
            status=_text("whether the tie exists", among=STATUSES),
            change=_text("where the text moves it", among=CHANGES),
            coref=_text("1 where an end is supplied by the context, else 0", among=("0", "1")),
            cue=_text("the words that decided; empty for a reading", empty=True),
            chance=_number(
                "how likely the rules hold it to be right, tie and type, from 0 to 1; empty for other coders",
                nullable=True,
                required=False,
            ),
            status_chance=_number(
                "how likely the rules hold its status to be right, if tie and type are; empty for other coders",
                nullable=True,
                required=False,
            ),
            source_acts_for=_text("the actor for whom source acted on the day of the document", required=False),
            target_acts_for=_text("the actor for whom target acted on the day of the document", required=False),
        ),
        _schema(
            "errors",
            "One row a type of tie: how often the rules err, held against the reference coder.",
            type=_text("type of tie; 'tie seen' whatever the type, 'type right' all types together"),
            reference=_count("statements of the reference coder"),
            coder=_count("statements of the rules"),
            precision=_number("share of the coder's statements that the reference has", nullable=True),
            precision_low=_number("lower end of its interval, from sentences drawn again", nullable=True),
            precision_high=_number("upper end of its interval", nullable=True),
            recall=_number("share of the reference's statements that the coder has", nullable=True),
            recall_low=_number("lower end of its interval, from sentences drawn again", nullable=True),
            recall_high=_number("upper end of its interval", nullable=True),
            f1=_number("harmonic mean of the two", nullable=True),
            f1_low=_number("lower end of its interval, from sentences drawn again", nullable=True),
            f1_high=_number("upper end of its interval", nullable=True),
        ),
        _schema(
            "choices",
            "One row a choice of the analyst between ties and network; made in notebook 05, read by those after it.",
            choice=_text("name of the choice", unique=True),
            value=_text("what was chosen; several values with a space between", empty=True),
        ),
        _schema(
            "nodes",
            "One row an actor of the network, after the analyst's choices.",
            actor_id=_text("the actor", unique=True),
            kind=_text("kind of actor by the codebook", among=ACTOR_KINDS),
            name_en=_text("name in English"),
            name_nl=_text("name in Dutch"),
            standing=_text(
                "how it stands to the EU: group, member, partner (a state that is no member)",
                among=("group", "member", "partner", ""),
                empty=True,
            ),
            neighbours=_count("number of actors with whom it has a tie"),
            statements=_count("number of tie statements that it is an end of"),
            documents=_count("number of documents with such a statement"),
        ),
        _schema(
            "edges",
            "One row a pair of actors, type, status and change, after the analyst's choices.",
            source=_text("actor_id; the one that acts where the type is directed, else the first by alphabet"),
            target=_text("actor_id"),
            type=_text("type of tie", among=(*TIE_TYPES, "mention")),
            status=_text("whether the tie exists", among=STATUSES),
            change=_text("where the text moves it", among=CHANGES),
            statements=_count("number of tie statements", minimum=1),
            documents=_count("number of documents that hold one", minimum=1),
            first=_text("date of the earliest of these documents", pattern=_DATE, empty=True),
            last=_text("date of the latest of these documents", pattern=_DATE, empty=True),
            directed=_count("1 where the type has a direction, else 0"),
            doc_ids=_text("these documents, joined by ' | '"),
            statement_ids=_text("doc_id:start-end of each statement, joined by ' | '"),
            quotes=_text("the first few quotes, joined by ' | '"),
        ),
        _schema(
            "centrality",
            "One row a centrality measure of an actor in a network.",
            network=_text("name of the network"),
            actor_id=_text("the actor"),
            measure=_text("name of the measure"),
            value=_number("its value, nine decimals; empty where the measure is not defined", nullable=True),
            rank=_count("competition rank, 1 the most central; equal actors share the best rank", minimum=1),
        ),
        _schema(
            "left_out",
            "One row a centrality measure of an actor with one document left out; the network as observed comes first.",
            network=_text("name of the network"),
            left_out=_text("the document left out; empty for none", empty=True),
            actor_id=_text("the actor"),
            measure=_text("name of the measure"),
            value=_number("its value; empty where the actor is absent", nullable=True),
            rank=_count("its rank; an absent actor ranks last", minimum=1),
        ),
        _schema(
            "outranks",
            "One row a centrality measure and a source of uncertainty: how often each of the two in focus is ahead.",
            network=_text("name of the network"),
            source_of_uncertainty=_text("what was varied: document_left_out, documents, sentences, coder, ..."),
            measure=_text("name of the measure"),
            first=_text("one of the two actors"),
            second=_text("the other"),
            first_ahead=_number("share of the replicates in which the first has the better rank"),
            equal=_number("share in which both have the same rank"),
            second_ahead=_number("share in which the second has the better rank"),
            replicates=_count("number of replicates", minimum=1),
        ),
        _schema(
            "losses",
            "One row a centrality measure and a share of the text that is lost: what is left of it.",
            network=_text("name of the network"),
            by=_text("what is dropped", among=("documents", "sentences", "statements")),
            measure=_text("name of the measure"),
            dropped=_number("share that is dropped"),
            correlation=_number("mean Pearson correlation with the whole text, over the actors"),
            low=_number("5th percentile of the draws"),
            high=_number("95th percentile"),
            rank_correlation=_number("mean Spearman correlation"),
            kept=_number("share of the draws with a correlation of at least 0.7"),
            replicates=_count("number of draws", minimum=1),
        ),
        _schema(
            "uncertainty",
            "One row a centrality measure of an actor in a network, and how far one source of uncertainty spreads it.",
            network=_text("name of the network"),
            actor_id=_text("the actor"),
            measure=_text("name of the measure"),
            source_of_uncertainty=_text("what was varied: document_left_out, documents, sentences, coder, ..."),
            value=_number("value in the network as observed; empty where not defined", nullable=True),
            low=_number("lower end of the values in the replicates", nullable=True),
            high=_number("upper end", nullable=True),
            rank=_count("rank in the network as observed", minimum=1),
            rank_low=_count("best rank of the interval", minimum=1),
            rank_high=_count("worst rank of the interval; an actor absent from a replicate ranks last", minimum=1),
            replicates=_count("number of replicates", minimum=1),
            middle=_number("median of the values in the replicates", nullable=True),
            present=_number("share of the replicates in which the actor has a tie"),
        ),
        _schema(
            "cues",
            "One row a word, verb, noun or idiom that says which tie, status or change a sentence tells of.",
            language=_text("two-letter code of its language", pattern=r"[a-z]{2,3}"),
            cue=_text("the words, in the notation of cues/README.md"),
            kind=_text("how it is matched", among=("verb", "noun", "phrase", "word")),
            says=_text("the type of tie, or what it does to one", among=(*TIE_TYPES, *CUE_EFFECTS)),
            source=_text("slots in which the source may stand; empty where it says no type", empty=True),
            target=_text("slots in which the target may stand", empty=True),
            example=_text("an invented sentence that holds the cue"),
            note=_text("source or remark", empty=True),
        ),
        _schema(
            "cue_verbs",
            "One row an irregular verb.",
            language=_text("two-letter code of its language", pattern=r"[a-z]{2,3}"),
            infinitive=_text("without a separable particle"),
            forms=_text("past tense, participle and other forms that the rules would not make"),
        ),
        _schema(
            "cue_words",
            "One row a function word.",
            language=_text("two-letter code of its language", pattern=r"[a-z]{2,3}"),
            word=_text("in lower case"),
            class_=_text("what it does in a sentence"),
        ),
        _schema(
            "no_members",
            "One row an organisation that one does not join in the sense of the codebook: armed groups, firms.",
            actor_id=_text("its id in the gazetteer"),
            note=_text("what it is", empty=True),
        ),
        _schema(
            "instruments",
            "One row a programme, format or body and the organisation whose own it is; the two are never tied.",
            actor_id=_text("its id in the gazetteer"),
            owner=_text("the organisation"),
        ),
        _schema(
            "cue_weights",
            "One row how much a piece of evidence speaks for a tie (above 0) or against it (below 0).",
            shape=_text("which candidates it is weighed for", among=("across", "within", "carried")),
            evidence=_text("name of the evidence, as the trace shows it"),
            weight=_text("log odds per unit of the evidence", pattern=r"-?\d+(\.\d+)?"),
            prior=_text(
                "the weight towards which learning draws it; empty: 0", pattern=r"(-?\d+(\.\d+)?)?", empty=True
            ),
            note=_text("what the evidence is", empty=True),
        ),
        _schema(
            "type_weights",
            "One row a piece of evidence and how much it speaks for each type, given that there is a tie.",
            evidence=_text("name of the evidence, as the trace shows it"),
            **{says: _text("log odds per unit of the evidence", pattern=r"-?\d+(\.\d+)?") for says in TIE_TYPES},
        ),
        _schema(
            "status_weights",
            "One row a piece of evidence and how much it speaks for each status, given a tie of its type.",
            evidence=_text("name of the evidence, as the trace shows it"),
            **{says: _text("log odds per unit of the evidence", pattern=r"-?\d+(\.\d+)?") for says in STATUSES},
        ),
        _schema(
            "palette",
            "One row a look of the figures: how a type, status, kind or actor in focus is drawn.",
            what=_text("what is drawn", among=("type", "status", "kind", "focus")),
            key=_text("its id by the codebook, or 1, 2, other for actors in focus"),
            label_en=_text("its name in English"),
            label_nl=_text("its name in Dutch"),
            colour=_text("colour as #RRGGBB", pattern="(#[0-9A-Fa-f]{6})?", empty=True),
            line=_text(
                "solid, or dash and gap lengths in line widths", pattern=r"(solid|[\d.]+( [\d.]+)+)?", empty=True
            ),
            hatch=_text("hatching as matplotlib writes it", empty=True),
            marker=_text("marker as matplotlib writes it", empty=True),
        ),
        _schema(
            "wording",
            "One row a wording of the figures; {names} in braces are filled in.",
            key=_text("how the code calls it"),
            en=_text("in English", empty=True),
            nl=_text("in Dutch", empty=True),
        ),
        _schema(
            "layout",
            "One row the place of an actor in the pictures of the network; may be edited by hand.",
            actor_id=_text("the actor", unique=True),
            x=_number("place from left to right; a tie is about 1 long"),
            y=_number("place from bottom to top"),
        ),
    ]
}


def columns(name: str) -> list[str]:
    """Name the columns that a table must have, in the order in which they are written.

    >>> columns("mentions")
    ['doc_id', 'sentence_id', 'start', 'end', 'surface', 'actor_id', 'how']
    """
    return [column for column, rule in SCHEMAS[name].columns.items() if rule.required]


def check_table(frame: pd.DataFrame, name: str, file: str = "") -> pd.DataFrame:
    """Refuse a table that does not hold what its schema says.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; more columns than the schema names are welcome.
    name : str
        Name of the schema in `SCHEMAS`.
    file : str
        How to name the table in a message; without it the schema's name.

    Returns
    -------
    pandas.DataFrame
        The table with the schema's columns first and typed, and a fresh index.

    Raises
    ------
    InputError
        One sentence that names the file, the row (the header is row 1, as in a spreadsheet) and the remedy.

    Examples
    --------
    >>> check_table(pd.DataFrame({"group": ["EU"], "actor_id": [""], "from": [""], "to": [""]}), "groups")
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: groups, row 2: actor_id '' is empty; correct this cell and run again.
    """
    file = file or name
    schema = SCHEMAS[name]
    missing = [column for column in columns(name) if column not in frame.columns]
    if len(missing) == len(columns(name)):
        raise InputError(
            f"{file}, row 1 is not the header {','.join(missing)}, or the cells are not separated by commas; "
            "put the header there and save as 'CSV UTF-8 (comma delimited)'."
        )
    if missing:
        raise InputError(
            f"{file} has no column {', '.join(missing)}; add it to the header (row 1) and a cell for it to every other "
            "row, and run again."
        )
    frame = frame.reset_index(drop=True)
    if frame.empty:
        # There is nothing to check, and columns without rows have no type of their own.
        kinds = {column: str(schema.columns[column].dtype) if column in schema.columns else "str" for column in frame}
        return frame.astype({column: kind if kind in ("int64", "float64") else "str" for column, kind in kinds.items()})
    for key, column in schema.columns.items():
        if column.nullable and key in frame.columns:  # an empty cell of a CSV is a number that is not there
            frame = frame.assign(**{key: frame[key].mask(frame[key] == "")})
    try:
        frame = schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        first = error.failure_cases.sort_values("index", kind="stable").iloc[0]
        other = "stands in several rows" if first["check"] == "field_uniqueness" else "is no whole number or number"
        complaint = first["check"] if str(first["check"]).startswith("is ") else other
        raise InputError(
            f"{file}, row {int(first['index']) + 2}: {first['column']} {first['failure_case']!r} {complaint}; "
            "correct this cell and run again."
        ) from None
    order = [column for column in schema.columns if column in frame.columns]
    return frame[order + [column for column in frame.columns if column not in order]]


def read_csv(path: Path, file: str = "") -> pd.DataFrame:
    """Read a CSV with every cell as text, an empty cell as the empty string.

    Parameters
    ----------
    path : pathlib.Path
        The file, UTF-8, comma-separated, with a header.
    file : str
        How to name it in a message; without it its name.

    Raises
    ------
    InputError
        Where the file is missing, not UTF-8, or no table.
    """
    file = file or path.name
    try:
        # Blank rows are kept, or the row numbers in messages would not be those that a spreadsheet shows.
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    except FileNotFoundError:
        raise InputError(f"{file} is missing; put it there and run again.") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is not UTF-8; save it as 'CSV UTF-8' and run again.") from None
    except pd.errors.EmptyDataError:
        raise InputError(f"{file} is empty; it needs at least a header row.") from None
    except pd.errors.ParserError as error:
        row = re.search(r"line (\d+)", str(error))
        raise InputError(
            f"{file}, row {row.group(1) if row else '?'}: the number of cells is not that of the header; "
            "quote cells that hold a comma and run again."
        ) from None
    if not isinstance(frame.index, pd.RangeIndex):
        raise InputError(f"{file}, row 2: there are more cells than the header has; quote cells that hold a comma.")
    frame = frame.fillna("")
    # Blank rows at the end are what spreadsheets leave behind.
    filled = (frame != "").any(axis=1)
    return frame.loc[: filled[filled].index.max()] if filled.any() else frame.iloc[:0]


def read_table(path: Path, name: str, file: str = "") -> pd.DataFrame:
    """Read a CSV and hold it against its schema; see `read_csv` and `check_table`."""
    return check_table(read_csv(path, file), name, file or path.name)


class _Rows(io.StringIO):
    """Rows of a CSV; written with another line end than kept, for only so is a lone carriage return quoted."""

    def write(self, row: str) -> int:
        """Take one row, as the csv module hands them over."""
        return super().write(row.removesuffix("\r\n") + "\n")


def write_table(frame: pd.DataFrame, path: Path, name: str | None = None) -> None:
    """Write a table as CSV, whole or not at all, the same table always as the same bytes.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; its index is not written.
    path : pathlib.Path
        Where to; folders are made as needed.
    name : str or None
        The schema to hold it against first, if it has one.
    """
    if name is not None:
        frame = check_table(frame, name, path.name)
    write_bytes(path, to_csv(frame).encode("utf-8"))


def to_csv(frame: pd.DataFrame, header: bool = True) -> str:
    """Give a table as the text of a CSV file, with its header or without."""
    rows = _Rows()
    frame.to_csv(rows, index=False, header=header, lineterminator="\r\n")
    return rows.getvalue()


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, so that a stopped run leaves no half table behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
