"""The course, step 8: checks of answers on a corpus of one's own.

What can be known of any text is checked of any text. What only a reader of the text can know is checked for the
invented text that ships, of which there is a model: a corpus folder with its names and a reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.checks import (
    Mistake,
    Right,
    Wrong,
    a,
    answered,
    as_numbers,
    compare_choice,
    compare_number,
    count,
    listed,
    show_pair,
    spelt,
)
from helpers.classroom import Classroom
from helpers.documents import Corpus, authors_of
from helpers.gazetteer import check_authors
from helpers.network import Choices, build_network, project, select_ties
from helpers.own_corpus import ACTOR_ROW, ALIAS_ROW, check_decisions, check_row, name_rows, try_names
from helpers.tables import TIE_TYPES, InputError, columns, read_table

NAME_KINDS = ("new actor", "alias", "no actor")


def model_of(file: str, text: str, model: Corpus) -> Corpus | None:
    """Give the model where the text is the one that ships; None where it is somebody's own.

    Parameters
    ----------
    file, text : str
        The text and its name, as `helpers.own_corpus.read_text` gives them.
    model : Corpus
        The corpus with the text that ships.
    """
    path = model.folder / "documents" / file
    return model if path.is_file() and path.read_text(encoding="utf-8") == text else None


# --- the row of documents.csv ---------------------------------------------------------------------------------------


def check_document_row(answer: Any, file: str, text: str, actors: pd.DataFrame, model: Corpus | None) -> Right:
    """Check a row of `documents.csv`.

    Parameters
    ----------
    answer : object
        A dict with the nine columns.
    file, text : str
        The text and its name.
    actors : pandas.DataFrame
        The actors table.
    model : Corpus or None
        See `model_of`.

    Raises
    ------
    Wrong
        Says which cell is wrong, and why.
    """
    if not isinstance(answered(answer), Mapping):
        raise Wrong(f"your answer is {a(answer)}; the check expects a dict with a text for each of the nine columns.")
    names = columns("documents")
    lacking = [name for name in names if name not in answer]
    if lacking:
        raise Wrong(f"your row has no {lacking[0]} ({count(len(lacking), 'column')} of nine missing); leave none out.")
    strange = sorted(set(answer) - set(names))
    if strange:
        raise Wrong(f"documents.csv has no column {strange[0]!r}; its nine are {', '.join(names)}.")
    for name, cell in answer.items():
        if not isinstance(cell, str):
            raise Wrong(f"{name} is {a(cell)}; every cell is a text in quotation marks, an empty one is ''.")
    row = {name: cell.strip() for name, cell in answer.items()}
    _check_language(row["language"], text)
    if row["date"] and re.fullmatch(r"\d{1,2}[-/. ]\w+[-/. ]\d{4}", row["date"]):
        raise Wrong(
            f"date {row['date']!r} begins with the day; write the year first: 2026-01-15, or 2026 if that is all."
        )
    if row["file"] != file:
        more = "; give the name alone, without its folder" if Path(row["file"]).name == file else ""
        raise Wrong(f"file is {row['file']!r}, but your text lies in documents/ as {file!r}{more}.")
    try:
        table = check_row(pd.DataFrame([row]))
    except InputError as error:
        raise Wrong(str(error)) from None
    _check_author(row, actors)
    if model is None:
        speaks = row["author_actor"] or "nobody of the gazetteer"
        return Right(
            f"Right: nine columns, all in their form. Your text speaks for {speaks}; nobody but you can say so."
        )
    right = read_table(model.folder / "documents.csv", "documents").iloc[0]
    if row["author_actor"] != right["author_actor"]:
        if not row["author_actor"]:
            raise Wrong("author_actor is empty, and the text says wij; for which state does a ministry speak?")
        raise Wrong(f"author_actor is {row['author_actor']!r}; read again who publishes this report and says wij.")
    if row["language"] != right["language"]:
        raise Wrong(f"language is {row['language']!r}, and the text is in another one.")
    if not right["date"].startswith(row["date"][:4]) or not row["date"]:
        raise Wrong("date is the day on which the text came out; look at its fifth line.")
    if len(row["date"]) < len(right["date"]):
        raise Wrong(f"date is {row['date']!r}, as if no more were known; the text's fifth line has the day.")
    check_authors(table, actors)
    return Right(
        "Right: with author_actor, wij becomes an actor; without it every tie of the one who speaks is lost, and "
        "nobody tells you."
    )


def _check_language(code: str, text: str) -> None:
    if re.fullmatch(r"[a-z]{2}", code):
        return
    if re.fullmatch(r"[a-z]{2}", code.lower()):
        raise Wrong(f"language {code!r} has capitals; write {code.lower()!r}, or no rule for that language is used.")
    raise Wrong(f"language {code!r} is no two-letter code: Dutch is nl, English en, German de, French fr.")


def _check_author(row: Mapping[str, str], actors: pd.DataFrame) -> None:
    known = set(actors["actor_id"])
    for author in authors_of(row["author_actor"]):
        if author not in known:
            _refuse_author(author, row, actors)


def _refuse_author(author: str, row: Mapping[str, str], actors: pd.DataFrame) -> None:
    named = actors[(actors["name_en"] == author) | (actors["name_nl"] == author)]
    if len(named):
        raise Wrong(f"author_actor is a name, {author!r}; the cell takes an actor_id, the short name in actors.csv.")
    if author == row["publisher"]:
        raise Wrong(
            "author_actor is the publisher; the cell takes the actor_id of the actor for whom the text speaks, such as "
            "the state of a ministry."
        )
    raise Wrong(
        f"author_actor {author!r} is no actor_id of the gazetteer; leave it empty if the text speaks for nobody."
    )


# --- names that matched nothing -------------------------------------------------------------------------------------


def check_missed(answer: Any, missed: pd.DataFrame, mentions: pd.DataFrame, model: Corpus | None) -> Right:
    """Check what is said of the names that matched nothing.

    Parameters
    ----------
    answer : object
        A dict: each name of the list to one of `NAME_KINDS`.
    missed : pandas.DataFrame
        What `helpers.unmatched.unmatched_names` gave before names were added.
    mentions : pandas.DataFrame
        The mentions: names that an earlier run added are found by now, and may stand in the answer still.
    model : Corpus or None
        See `model_of`.

    Raises
    ------
    Wrong
        Says which name, and why.
    """
    kinds = ", ".join(map(repr, NAME_KINDS))
    if isinstance(answered(answer), pd.Series):
        answer = answer.to_dict()
    if not isinstance(answer, Mapping):
        raise Wrong(f"your answer is {a(answer)}; the check expects a dict: each name to one of {kinds}.")
    answer = {str(name).strip(): spelt(kind, NAME_KINDS) or kind for name, kind in answer.items()}
    names = list(dict.fromkeys(missed["name"]))
    surfaces = set(mentions["surface"])
    for name in answer:
        if name not in names and not any(surface in str(name) for surface in surfaces):
            raise Wrong(f"{name!r} is not in the list; copy names from it as they stand there.")
    for name in names:
        if answer.get(name) in (None, ""):
            raise Wrong(f"{name!r} has no answer yet; say of each name in the list one of {kinds}.")
        if answer[name] not in NAME_KINDS:
            raise Wrong(f"you say {answer[name]!r} of {name!r}; choose one of {kinds}.")
    if model is not None:
        _compare_missed(answer, names, model)
    actors = sum(answer[name] != "no actor" for name in names)
    only_you = "" if model is not None else " Whether it is so, nobody but you can say."
    return Right(
        f"Right: {actors} of {count(len(names), 'name')} that matched nothing belong in the gazetteer. The list is "
        f"long in a real corpus; begin with those that occur most.{only_you}"
    )


def _compare_missed(answer: Mapping[str, str], names: list[str], model: Corpus) -> None:
    actors = read_table(model.folder / "gazetteer" / "actors.csv", "actors")
    aliases = read_table(model.folder / "gazetteer" / "aliases.csv", "aliases")
    known = set(actors["name_nl"]) | set(actors["name_en"])
    persons = set(actors.loc[actors["kind"] == "person", "name_nl"])
    for name in names:
        within = next((one for one in sorted(known) if one in name), "")
        right = "new actor" if within else "alias" if name in set(aliases["alias"]) else "no actor"
        if right == "new actor":
            person = "a person counts: who acts for a state is an actor, and rolls up to it"
            options = {
                "no actor": f"{name}: {person}"
                if within in persons
                else f"{name} is an organisation that acts in the text",
                "alias": f"{name} is another name of nobody who is in the gazetteer yet; it is a new actor",
            }
        elif right == "alias":
            options = {
                "new actor": f"{name} stands for somebody the text names in full too; one actor with two ids would be "
                "two nodes",
                "no actor": f"{name} is short for somebody who acts in the text",
            }
        else:
            why = f"{name} does nothing in the text: a place where something happens, or a ship, is no actor"
            options = {"new actor": why, "alias": why}
        compare_choice(answer[name], right, {right: "", **options})


def check_names(
    new_actors: Any,
    new_aliases: Any,
    corpus: Corpus,
    room: Classroom,
    missed: pd.DataFrame,
    model: Corpus | None,
) -> Right:
    """Check the rows added to the gazetteer.

    Parameters
    ----------
    new_actors, new_aliases : object
        Lists of rows.
    corpus : Corpus
        The corpus that they are added to.
    room : Classroom
        The tables of the corpus after they were added.
    missed : pandas.DataFrame
        What still matches nothing.
    model : Corpus or None
        See `model_of`.

    Raises
    ------
    Wrong
        Says which row is wrong, and why.
    """
    answered(new_actors)
    try:
        actors = name_rows(new_actors, "actors", ACTOR_ROW)
        aliases = name_rows(new_aliases, "aliases", ALIAS_ROW)
    except InputError as error:
        raise Wrong(str(error)) from None
    known = set(room.actors["actor_id"]) | set(actors["actor_id"])
    for row in actors.to_dict("records"):
        _check_actor(row, known)
    for row in aliases.to_dict("records"):
        if row["actor_id"] not in known:
            raise Wrong(
                f"the alias {row['alias']!r} leads to {row['actor_id']!r}, which is no actor_id; an alias needs its "
                "actor in new_actors or in the gazetteer."
            )
    try:
        try_names(corpus, new_actors, new_aliases)
    except InputError as error:
        raise Wrong(str(error)) from None
    if not set(actors["actor_id"]) <= set(room.actors["actor_id"]):
        raise Wrong("your rows are not in the gazetteer yet; run the cell above once more.")
    if model is not None:
        _compare_names(actors, aliases, missed, model)
    found = room.mentions["actor_id"].isin(actors["actor_id"])
    return Right(
        f"Right: {count(len(actors), 'new actor')} with {count(int(found.sum()), 'naming')} in the text. A few rows in "
        "a table did that, and no line of code; your names serve every text of your corpus."
    )


def _check_actor(row: Mapping[str, str], known: set[str]) -> None:
    name, kind = row["actor_id"], row["kind"]
    if kind == "person":
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise Wrong(f"the id of a person is small letters and hyphens, such as astrid-lunde; yours is {name!r}.")
        if not row["rolls_up_to"]:
            raise Wrong(
                f"{name} rolls up to nobody; say for whom the person acts, or what she does is lost to her state."
            )
    elif not re.fullmatch(r"[A-Z0-9_]+", name):
        raise Wrong(
            f"the id of {'an' if kind[0] in 'aeiou' else 'a'} {kind} is capitals, such as HARBOUR_GROUP; "
            f"yours is {name!r}."
        )
    if row["rolls_up_to"] and row["rolls_up_to"] not in known:
        raise Wrong(f"{name} rolls up to {row['rolls_up_to']!r}, which is no actor_id of the gazetteer.")
    if kind in ("state", "organisation", "format") and row["rolls_up_to"]:
        raise Wrong(
            f"{name} acts for itself; rolled up to {row['rolls_up_to']} it would vanish from the network, and its ties "
            f"with {row['rolls_up_to']} too."
        )


def _compare_names(actors: pd.DataFrame, aliases: pd.DataFrame, missed: pd.DataFrame, model: Corpus) -> None:
    right = read_table(model.folder / "gazetteer" / "actors.csv", "actors")
    short = read_table(model.folder / "gazetteer" / "aliases.csv", "aliases")
    still = " ".join(missed["name"])
    for row in right.to_dict("records"):
        mine = actors[actors["name_nl"].eq(row["name_nl"]) | actors["name_en"].eq(row["name_nl"])]
        if mine.empty and row["name_nl"] in still:
            raise Wrong(
                f"{row['name_nl']} matches nothing still: new_actors needs a row whose name_nl is the name as the text "
                "has it."
            )
        longer = [name for name in actors["name_nl"] if row["name_nl"] in name]
        if mine.empty and longer:
            raise Wrong(f"name_nl {longer[0]!r} is found only where it is written out like that; leave the title away.")
        if mine.empty:
            continue
        if row["kind"] == "person" and mine.iloc[0]["kind"] != "person":
            raise Wrong(f"{row['name_nl']} is a person; you have kind {mine.iloc[0]['kind']!r}.")
        if row["kind"] != "person" and mine.iloc[0]["kind"] not in ("organisation", "format"):
            raise Wrong(
                f"{row['name_nl']} has members; its kind is organisation, and yours is {mine.iloc[0]['kind']!r}."
            )
        if mine.iloc[0]["rolls_up_to"] != row["rolls_up_to"]:
            raise Wrong(f"{row['name_nl']} does not act for {mine.iloc[0]['rolls_up_to']}; whose minister is she?")
    for alias in short["alias"]:
        if alias in missed["name"].tolist():
            raise Wrong(f"{alias} matches nothing still; add a row to new_aliases, with the id of who is meant.")
        both = set(aliases.loc[aliases["alias"] == alias, "actor_id"])
        full = set(actors.loc[actors["name_nl"].isin(right["name_nl"]) & actors["kind"].ne("person"), "actor_id"])
        if not both or not both <= full:
            raise Wrong(f"{alias} is short for an actor that you have just added; it needs the same actor_id.")


# --- reviewing ties -------------------------------------------------------------------------------------------------


def check_reviewed(answer: Any, proposed: pd.DataFrame, model: Classroom | None) -> Right:
    """Check the decisions on what the rules propose.

    Parameters
    ----------
    answer : object
        A dict: the number of each proposal to accept, reject, swap, or a correction.
    proposed : pandas.DataFrame
        What `helpers.own_corpus.proposals` gives.
    model : Classroom or None
        The tables of the model, with its reading `key`; None for a text of one's own.

    Raises
    ------
    Wrong
        Says which decision is wrong, and why.
    """
    try:
        decisions = check_decisions(answered(answer), len(proposed))
    except InputError as error:
        raise Wrong(str(error)) from None
    if proposed.empty:
        raise Wrong(
            "the rules propose no tie here: they know Dutch, and only what their cues say. Code by hand instead."
        )
    names = ["sentence_id", "source", "target", "type", "status"]
    mine = proposed[names].to_dict("records")
    if model is not None:
        theirs = model.ties[model.ties["coder"] == "rules"]
        ends = {(row["sentence_id"], row["type"], row["status"]) for row in mine}
        if ends != set(theirs[["sentence_id", "type", "status"]].itertuples(index=False, name=None)):
            raise Wrong(
                f"the rules propose {len(mine)} ties, and with the right row and names {len(theirs)}; finish exercises "
                "1 and 3, and run the notebook again from there."
            )
    undecided = [place for place in range(len(mine)) if place not in decisions]
    if undecided:
        raise Wrong(f"proposal {undecided[0]} is not decided yet ({count(len(undecided), 'proposal')} in all).")
    if model is not None:
        _compare_decisions(decisions, mine, model)
    kept = [what for what in decisions.values() if what == "accept"]
    only_you = "" if model is not None else " Whether you decided well shows when somebody else decides too."
    stood = "were right as they stood" if model is not None else "you took as they stood"
    return Right(
        f"Right: {len(kept)} of {len(mine)} proposals {stood}. That is how often the rules can be "
        f"believed in this text where they speak; what they missed, a review does not show.{only_you}"
    )


def _compare_decisions(decisions: Mapping[int, Any], mine: list[dict], model: Classroom) -> None:
    key = model.ties[model.ties["coder"] == "key"]
    for place, row in enumerate(mine):
        what = decisions[place]
        # Ids of new actors are the student's own, so a proposal is told by where it stands among those of the model.
        there = model.ties[model.ties["coder"] == "rules"].iloc[place]
        here = key[(key["sentence_id"] == row["sentence_id"])]
        ends = {there["source"], there["target"]}
        match = [one for one in here.to_dict("records") if {one["source"], one["target"]} == ends]
        match = [one for one in match if one["type"] == there["type"]] or match
        shown = f"proposal {place} ({show_pair((row['source'], row['target']))}, {row['type']}, {row['status']})"
        if not match:
            if what != "reject":
                raise Wrong(
                    f"{shown} is no tie: who helps X against Z is tied to X, and the sentence says nothing between the "
                    "helper and Z. Which decision says that a proposal is no tie?"
                    if row["type"] == "conflict"
                    else f"{shown} is not in the text. Which decision says so?"
                )
            continue
        one = match[0]
        if what == "reject":
            raise Wrong(f"{shown} is asserted by the sentence, if perhaps not quite so; do not reject it.")
        turned = one["source"] != there["source"]
        if turned and what != "swap":
            raise Wrong(f"{shown} runs the wrong way: in conflict the one who threatens stands first.")
        if not turned and what == "swap":
            raise Wrong(f"{shown} runs the right way; do not swap it.")
        if isinstance(what, Mapping):
            for part in ("type", "status"):
                if what.get(part, one[part]) != one[part]:
                    raise Wrong(f"{shown}: you make its {part} {what[part]!r}; read the sentence again.")


# --- reading the network --------------------------------------------------------------------------------------------


def check_author_share(answer: Any, room: Classroom, coder: str) -> Right:
    """Check which share of a network's statements are the author's own, and who is most central without them.

    Parameters
    ----------
    answer : object
        A dict with `share`, a number, and `top_without`, an actor_id.
    room : Classroom
        The tables of the corpus.
    coder : str
        Whose ties make the network.

    Raises
    ------
    Wrong
        Says what is wrong.
    """
    answered(answer)
    if not isinstance(answer, Mapping) or set(answer) != {"share", "top_without"}:
        raise Wrong(
            f"your answer is {a(answer)}; the check expects a dict {{'share': a number, 'top_without': an id}}."
        )
    if empty := [part for part, told in answer.items() if told is None or told is ... or told == ""]:
        raise Wrong(f"{empty[0]!r} has no answer yet; the check expects a number as share and an id as top_without.")
    authors = authors_of(room.documents["author_actor"].iloc[0])
    if coder not in set(room.ties["coder"]):
        raise Wrong("your reading has no ties yet; finish exercise 4 first.")
    if not authors:
        raise Wrong("this text speaks for nobody (author_actor is empty), so there is nothing to leave out here.")
    as_numbers({"share": answer["share"]}, of="part")
    choices = Choices(coder=coder)
    rows = select_ties(room.ties, room.actors, choices)
    right = _share(rows, authors)
    pairs = rows.assign(one=rows[["source", "target"]].min(axis=1), other=rows[["source", "target"]].max(axis=1))
    pairs = pairs.drop_duplicates(["one", "other"])

    def chosen(**other) -> pd.DataFrame:
        return select_ties(room.ties, room.actors, Choices(**(vars(choices) | other)))

    mistakes = [
        Mistake(
            _share(chosen(statuses=("actual", "prospective")), authors),
            "prospective ties are counted as actual: what is planned does not exist yet.",
        ),
        Mistake(_share(chosen(types=TIE_TYPES), authors), "conflict is counted as cooperation."),
        Mistake(
            _share(chosen(types=TIE_TYPES, statuses=("actual", "prospective")), authors),
            "conflict and what is only planned are counted too; the network is of cooperation that exists.",
        ),
        Mistake(
            _share(chosen(roll_up=False), authors),
            "the roll-up is forgotten: what a minister does counts for the state she acts for.",
        ),
        Mistake(_share(pairs, authors), "you count pairs; the share asked for is of statements."),
        Mistake(1 - right, "this is the share of the others; the question is the author's."),
        Mistake(right * len(rows), "this is a number of statements; the check expects a share between 0 and 1."),
        Mistake(100 * right, "this is a percentage; the check expects a share between 0 and 1."),
    ]
    if answer["share"] > 1:
        mistakes.append(Mistake(answer["share"], "it is more than 1; divide the author's statements by all of them."))
    compare_number(answer["share"], right, mistakes, "the share", tolerance=0.006)
    without = select_ties(room.ties, room.actors, Choices(coder=coder, without_author=True), room.documents)
    if without.empty:
        return Right("Right: every tie is the author's own, and without them nothing is left to measure.")
    graph = project(build_network(without, room.actors), choices)
    degree = dict(graph.degree())
    best = sorted(actor for actor, number in degree.items() if number == max(degree.values()))
    who = "the author" if len(authors) == 1 else "an author"
    options = {
        actor: f"{actor} has {count(number, 'neighbour')} there, and another has more"
        for actor, number in degree.items()
    }
    options |= {author: f"{author} is {who}, whose ties are left out" for author in authors}
    named = spelt(answer["top_without"], options)
    if named not in best:
        compare_choice(answer["top_without"], "", options)
    return Right(
        f"Right: {right:.0%} of the statements have {' or '.join(authors)} at one end, because {listed(authors)} wrote "
        f"the text. Without them {named} has the most neighbours. One text shows who speaks before it shows who "
        "matters."
    )


def _share(rows: pd.DataFrame, authors: Sequence[str]) -> float:
    own = rows["source"].isin(authors) | rows["target"].isin(authors)
    return float(own.mean()) if len(rows) else float("nan")
