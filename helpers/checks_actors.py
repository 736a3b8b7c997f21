"""The course, step 2: checks of answers on who is named, how well a finder does, and for whom somebody acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.actor_scores import list_errors, score_mentions
from helpers.actors import find_mentions
from helpers.checks import (
    TOLERANCE,
    Mistake,
    NotAnswered,
    Right,
    Wrong,
    a,
    answered,
    as_names,
    as_numbers,
    by_number,
    compare_numbers,
    count,
    refuse_empty,
)
from helpers.gazetteer import Gazetteer, roll_up
from helpers.plain_finder import add_aliases, read_rows
from helpers.sentences import split_documents
from helpers.tables import InputError

KEY = ["doc_id", "start", "end", "actor_id"]
SCORES = ("found", "marked", "right", "precision", "recall", "f1")
# Sorts of naming that a reader or the finder sees in a text, and that no row of aliases.csv has.
SEEN = ("office", "author", "anaphor", "title", "pronoun")
# What to say of a naming that was overlooked, by its sort.
OVERLOOKED = {
    "demonym": "an adjective names a state as well (a demonym, such as Noorse for Norway), and one is missed",
    "author": "wij (we) names whoever wrote the text, whom documents.csv gives as author_actor; who wrote this one?",
    "anaphor": "a word such as de alliantie stands for an actor that the sentence before it names",
    "capital": "a capital may stand for the government that sits there; what does it do in this sentence?",
}


def check_named(answer: Any, shown: pd.DataFrame, marked: pd.DataFrame, aliases: pd.DataFrame) -> Right:
    """Check who is named in some sentences.

    Parameters
    ----------
    answer : object
        A set of actor_ids for each number of a sentence.
    shown : pandas.DataFrame
        number, doc_id, start, end and text of the sentences.
    marked : pandas.DataFrame
        The namings marked by hand: doc_id, start, surface, actor_id and how.
    aliases : pandas.DataFrame
        alias, actor_id and how, to know a place by.

    Raises
    ------
    Wrong
        Says of the first sentence that is wrong what was overlooked or taken for an actor.
    """
    answer = by_number(answer, "a dict such as {1: {'EU', 'NOR'}, 2: ...}")
    numbers = set(shown["number"])
    if extra := [number for number in answer if number not in numbers]:
        raise Wrong(f"there is no sentence {extra[0]!r}; they are numbered from {min(numbers)} to {max(numbers)}.")
    capitals = aliases[aliases["how"] == "capital"]
    hows: list[str] = []
    for row in shown.itertuples():
        own = marked[(marked["doc_id"] == row.doc_id) & marked["start"].between(row.start, row.end - 1)]
        own = own[own["how"] != "pronoun"]
        hows += own["how"].tolist()
        if row.number not in answer:
            raise Wrong(f"sentence {row.number} has no answer yet.")
        try:
            mine = {name.strip() for name in as_names(answer[row.number])}
        except NotAnswered:
            raise Wrong(f"sentence {row.number} has no answer yet.") from None
        except Wrong as error:
            raise Wrong(f"sentence {row.number}: {error}") from None
        if unknown := sorted(mine - set(aliases["actor_id"])):
            raise Wrong(
                f"sentence {row.number}: {unknown[0]!r} is no actor_id; take them from the table, such as 'NOR'."
            )
        for actor in sorted(mine - set(own["actor_id"])):
            own_cities = capitals.loc[capitals["actor_id"] == actor, "alias"]
            cities = [city for city in own_cities if re.search(rf"\b{re.escape(city)}\b", row.text)]
            if cities:
                raise Wrong(
                    f"sentence {row.number}: {cities[0]} is a place here, in the name of something that was held or "
                    f"signed there; no government of {actor} does anything in the sentence."
                )
            raise Wrong(
                f"sentence {row.number}: nothing in it names {actor}. A town where something happens is a place, and "
                "no actor."
            )
        missed = own[~own["actor_id"].isin(mine)]
        if len(missed):
            first = missed.iloc[0]
            why = OVERLOOKED.get(first["how"], f"{first['surface']} names an actor, too")
            raise Wrong(f"sentence {row.number}: {why}{'' if why.endswith('?') else '.'}")
    plain = sum(how in ("name", "abbreviation") for how in hows)
    return Right(
        f"Right: {len(hows)} namings, and only {plain} of them are by a name or an abbreviation. A list of names alone "
        "would miss the others, and find the places instead."
    )


def check_scores(answer: Any, found: pd.DataFrame, marked: pd.DataFrame, actors: pd.DataFrame, doc_id: str) -> Right:
    """Check precision, recall and F1 in one document, worked out by hand.

    Parameters
    ----------
    answer : object
        A number for each of found, marked, right, precision, recall and f1.
    found, marked : pandas.DataFrame
        doc_id, start, end, surface and actor_id.
    actors : pandas.DataFrame
        The table.
    doc_id : str
        The document.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    found, marked = found[found["doc_id"] == doc_id], marked[marked["doc_id"] == doc_id]
    scores = score_mentions(found, marked, actors).iloc[0]
    right = {name: float(scores["gold" if name == "marked" else name]) for name in SCORES}
    mine = as_numbers(answer, of="score")
    if missing := [name for name in SCORES if name not in mine]:
        raise Wrong(f"your answer lacks {missing[0]!r}; the check expects {', '.join(SCORES)}.")
    if extra := [name for name in mine if name not in SCORES]:
        raise Wrong(f"your answer has {extra[0]!r}; the check expects {', '.join(SCORES)}.")

    def same(name: str, value: float) -> bool:
        return abs(mine[name] - value) <= TOLERANCE

    people = set(found["actor_id"]) & set(marked["actor_id"])
    loose = sum(found["actor_id"].isin(set(marked["actor_id"])))
    if same("found", right["marked"]) and same("marked", right["found"]) and right["found"] != right["marked"]:
        raise Wrong("found and marked are swapped: marked is what the reader has, found what the finder has.")
    for name, table in [("found", found), ("marked", marked)]:
        if not same(name, right[name]):
            if same(name, table["actor_id"].nunique()):
                raise Wrong(f"for {name} you count actors; count namings, one for each row.")
            if same(name, len(table) - 1):
                raise Wrong(
                    f"{name} is one too small: every row counts, also one that stands in a line of furniture or in the "
                    "name of a summit."
                )
            raise Wrong(f"{name} is too {'small' if mine[name] < right[name] else 'large'}: count the rows again.")
    if not same("right", right["right"]):
        if same("right", len(people)):
            raise Wrong("for right you count actors; count namings, one for each row.")
        if same("right", loose) or same("right", right["found"]):
            raise Wrong(
                "right is too large: a naming is right where the reader has the same actor at the same place. That an "
                "actor is named somewhere else in the document does not count."
            )
        raise Wrong(
            f"right is too {'small' if mine['right'] < right['right'] else 'large'}: it is the number of rows "
            "that both tables have, with the same place and the same actor."
        )
    if same("precision", right["recall"]) and same("recall", right["precision"]):
        raise Wrong(
            "precision and recall are swapped: precision is the share of what was found that is right (divide by "
            "found), recall the share of what there is to find that was found (divide by marked)."
        )
    for name in ["precision", "recall", "f1"]:
        if same(name, 100 * right[name]) or abs(mine[name] - 100 * right[name]) < 0.06:
            raise Wrong(f"{name} is a percentage; give a share between 0 and 1.")
    for name in ["precision", "recall", "f1"]:
        if not same(name, right[name]) and abs(mine[name] - right[name]) < 0.0051:
            raise Wrong(f"{name} is rounded too far: let Python divide, or give three decimals.")
    for name in ["precision", "recall", "f1"]:
        if mine[name] > 1:
            raise Wrong(f"{name} is more than 1, which no share is: you have {mine[name]:g}. Mind the brackets.")
    for name, below in [("precision", "found"), ("recall", "marked")]:
        if not same(name, right[name]):
            raise Wrong(f"{name} is not right / {below}: you have {mine[name]:g}.")
    if not same("f1", right["f1"]):
        if same("f1", (right["precision"] + right["recall"]) / 2):
            raise Wrong(
                "f1 is the harmonic mean, 2 * right / (found + marked); you have the ordinary mean of precision and "
                "recall, which forgives a finder that is bad at one of the two."
            )
        raise Wrong(f"f1 is not 2 * right / (found + marked): you have {mine['f1']:g}.")
    return Right(
        f"Right: precision {right['precision']:.3f}, recall {right['recall']:.3f}, F1 {right['f1']:.3f}. "
        "Name both of the first: a finder that says little is seldom wrong, and one that says much misses little."
    )


def check_missed(answer: Any, found: pd.DataFrame, marked: pd.DataFrame, documents: pd.DataFrame) -> Right:
    """Check how many namings of each sort were missed.

    Parameters
    ----------
    answer : object
        A number for each sort; a sort of which nothing was missed may be left out.
    found : pandas.DataFrame
        doc_id, start, end and actor_id.
    marked : pandas.DataFrame
        The same and how, without what a finder is not held to.
    documents : pandas.DataFrame
        The table.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    numbers = {sort: number for sort, number in as_numbers(answer, of="sort").items() if number}
    errors = list_errors(found, marked, documents)
    missed = errors.loc[errors["error"] == "missed", KEY].merge(marked, on=KEY)
    both = found.merge(marked, on=KEY)
    right = missed["how"].value_counts().to_dict()
    mistakes = [
        Mistake(marked["how"].value_counts().to_dict(), "these are all namings that the reader marked, found or not."),
        Mistake(
            both["how"].value_counts().to_dict(), "these are the namings that were found; asked for are the others."
        ),
        Mistake(
            missed["kind"].value_counts().to_dict(),
            "you count kinds of actors; the question is by which sort of naming they were missed, the column how.",
        ),
        Mistake(
            marked[~marked["actor_id"].isin(set(found["actor_id"]))]["how"].value_counts().to_dict(),
            "you count only actors that were found nowhere; an actor that is found in one place is missed in another.",
        ),
    ]
    for doc_id, rows in missed.groupby("doc_id"):
        mistakes.append(
            Mistake(rows["how"].value_counts().to_dict(), f"these are missed in {doc_id} alone; take all the texts.")
        )
    compare_numbers(numbers, right, mistakes, of="sort")
    worst = max(sorted(right), key=right.get)
    return Right(
        f"Right: {count(len(missed), 'naming')} of {len(marked)} missed; the largest sort is {worst}. A longer "
        "list would mend names, abbreviations and demonyms; who is meant by we, no list can know."
    )


def check_counts(answer: Any, mentions: pd.DataFrame, actors: pd.DataFrame) -> Right:
    """Check how often each actor is named, once persons and bodies count as whom they act for.

    Parameters
    ----------
    answer : object
        A number for each actor.
    mentions : pandas.DataFrame
        The table; a title has `how` title.
    actors : pandas.DataFrame
        The table.

    Raises
    ------
    Wrong
        Says what is wrong.
    """

    def counted(rows: pd.DataFrame, up: bool) -> dict[str, int]:
        return (roll_up(rows["actor_id"], actors) if up else rows["actor_id"]).value_counts().to_dict()

    once = mentions[mentions["how"] != "title"]
    right = counted(once, True)
    persons = actors.loc[actors["kind"] == "person", "actor_id"]
    partly = once["actor_id"].where(once["actor_id"].isin(persons), roll_up(once["actor_id"], actors))
    mistakes = [
        Mistake(
            counted(mentions, True),
            "person and title are counted as two: in de Noorse minister Astrid Lunde one actor is named. Leave out the "
            "rows whose how is title.",
        ),
        Mistake(
            counted(once, False),
            "the roll-up is forgotten: what a minister or the Commission does counts for nobody else here.",
        ),
        Mistake(
            counted(mentions, False),
            "person and title are counted as two, and the roll-up is forgotten.",
        ),
        Mistake(partly.value_counts().to_dict(), "the roll-up is forgotten for persons: they act for a state, too."),
        Mistake(
            counted(once[~once["actor_id"].isin(persons)], True),
            "persons are left out; they should count as the state for which they act.",
        ),
        Mistake(
            counted(once[once["how"].isin(["name", "abbreviation"])], True),
            "you count names and abbreviations only; a demonym, a capital or we names an actor as well.",
        ),
    ]
    refuse_empty(as_numbers(answer, of="actor"))
    compare_numbers(answer, right, mistakes, of="actor")
    return Right(
        f"Right: {len(once)} namings of {len(right)} actors. Without the roll-up there would be "
        f"{once['actor_id'].nunique()}; with the titles {len(mentions) - len(once)} namings would count twice. "
        "(Whoever left out the persons in their place has the same here, and loses a person who stands without a "
        "title.)"
    )


def check_acts_for(answer: Any, cases: pd.DataFrame, actors: pd.DataFrame, offices: pd.DataFrame) -> Right:
    """Check for whom persons and bodies act on the date of a document.

    Parameters
    ----------
    answer : object
        An actor_id for each number of a case.
    cases : pandas.DataFrame
        case (a number), actor_id and date.
    actors, offices : pandas.DataFrame
        The tables.

    Raises
    ------
    Wrong
        Says of the first case that is wrong what is wrong.
    """
    answer = by_number(answer, "a dict such as {1: 'EU', 2: ...}")
    right = roll_up(cases["actor_id"], actors, offices, cases["date"])
    usual = roll_up(cases["actor_id"], actors)
    for case, its, always in zip(cases.itertuples(), right, usual, strict=True):
        mine = answer.get(case.case)
        mine = mine.strip() if isinstance(mine, str) else mine
        if mine in (None, ""):
            raise Wrong(f"case {case.case} has no answer yet.")
        if mine == its:
            continue
        if mine == case.actor_id:
            raise Wrong(
                f"case {case.case}: the roll-up is forgotten: {mine} acts for somebody; read the "
                "terms, and rolls_up_to."
            )
        if mine not in set(actors["actor_id"]):
            raise Wrong(f"case {case.case}: {mine!r} is no actor_id; write it as in the tables, such as 'NOR'.")
        if mine == always:
            raise Wrong(
                f"case {case.case}: {mine} is what rolls_up_to says for want of a date. On {case.date} "
                f"{case.actor_id} held another office; read the terms."
            )
        raise Wrong(f"case {case.case}: which office did {case.actor_id} hold on {case.date}? Read from and to.")
    changed = int((right != usual).sum())
    return Right(
        f"Right: in {count(changed, 'case')} of {len(cases)} the term decides. Rolled up without dates, a prime "
        "minister of some years ago would strengthen whoever employs him today."
    )


def _refuse_persons(rows: pd.DataFrame, gazetteer: Gazetteer) -> None:
    """Say that a sort of alias for persons is taken for somebody else; the finder counts on it."""
    persons = set(gazetteer.actors.loc[gazetteer.actors["kind"] == "person", "actor_id"])
    for number, row in enumerate(rows.itertuples(), start=1):
        if row.how in ("person", "surname") and row.actor_id not in persons:
            raise Wrong(
                f"how is {row.how!r} in row {number} of yours: that is for the name of a person, and {row.actor_id} is "
                "none; a word for an office goes in as a name."
            )


def check_aliases(
    answer: Any, trial: pd.DataFrame, expected: Mapping[str, str], gazetteer: Gazetteer, alias: str
) -> Right:
    """Check rows for aliases.csv by what they find.

    Parameters
    ----------
    answer : object
        The rows as one text.
    trial : pandas.DataFrame
        Texts to try them on: doc_id, date, language, author_actor and text, in the order of their dates.
    expected : mapping
        Whom the alias should name in each of them.
    gazetteer : Gazetteer
        What the rows are added to.
    alias : str
        The alias.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    if not isinstance(answered(answer), str):
        raise Wrong(f"your answer is {a(answer)}; the check expects the rows as one text, in quotation marks.")
    try:
        rows = read_rows(answer)
        if rows.empty:
            raise Wrong(f"your text holds no rows; write one for each whom {alias} names, with nine cells.")
        if alias.casefold() not in set(rows["alias"].str.casefold()):
            raise Wrong(f"none of your rows has the alias {alias!r}; it must be written as in the texts.")
        _refuse_persons(rows, gazetteer)
        richer = add_aliases(gazetteer, answer)
    except InputError as error:
        if "stands for" in str(error):
            raise Wrong(f"a clash, which the gazetteer refuses. {str(error).rstrip('.')}.") from None
        sort = next((sort for sort in SEEN if f"how {sort!r} is none of" in str(error)), "")
        more = f" ({sort} stands in tables of mentions only; a word for an office goes in as a name.)" if sort else ""
        raise Wrong(f"the rows cannot be read. {str(error).rstrip('.')}.{more}") from None
    found = find_mentions(trial, split_documents(trial), richer)
    found = found[found["surface"].str.casefold() == alias.casefold()]
    got = {doc_id: set(found.loc[found["doc_id"] == doc_id, "actor_id"]) for doc_id in trial["doc_id"]}
    dates = dict(zip(trial["doc_id"], trial["date"], strict=True))
    if any(len(actors) > 1 for actors in got.values()):
        raise Wrong(
            f"with your rows {alias} names several actors at once, as a collective does (de Baltische staten); at any "
            "time it should name one."
        )
    single = {doc_id: min(actors) for doc_id, actors in got.items() if actors}
    if len(set(single.values())) == 1 and len(single) == len(trial):
        raise Wrong(
            f"with your rows {alias} names {min(single.values())} in every text, whatever its date; give a row to each "
            "holder, with from and to."
        )
    for doc_id, actor in expected.items():
        if doc_id not in single:
            raise Wrong(
                f"with your rows {alias} names nobody in the text of {dates[doc_id]}: does a row hold on that day?"
            )
        if single[doc_id] != actor:
            raise Wrong(
                f"with your rows {alias} names {single[doc_id]} in the text of {dates[doc_id]}; who was it then? from "
                "is the first day on which a row holds, and to the last."
            )
    return Right(
        f"Right: {count(len(rows), 'row')}, and each text finds its own. Two rows without dates would have been "
        "refused, for then nobody could say who is named."
    )
