"""Step 2a: the gazetteer, the tables that say who can be found in a text and under which names.

Needs the folder `gazetteer/` that ships, and that of a corpus if it has one. Makes one `Gazetteer`, checked, and
answers who was a member of a group, who held an office and for whom an actor acts.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.documents import SHIPPED, Corpus, authors_given, authors_of
from helpers.tables import InputError, read_csv

# Each table of a gazetteer and the columns that tell its rows apart.
TABLES = {
    "actors": ["actor_id"],
    "aliases": ["alias", "language", "actor_id", "from"],
    "offices": ["actor_id", "office", "acts_for", "from"],
    "groups": ["group", "actor_id", "from"],
    "contexts": ["how", "side", "words", "language"],
    "titles": ["title", "language"],
    "author_words": ["words", "language"],
    "anaphora": ["words", "language"],
}

# States whose ISO 3166-1 alpha-3 code CLDR does not list; Kosovo's is a user-assigned code.
_MORE_CODES = {"XKX": "XK"}


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Who can be found, and how; each field is a table of `data/gazetteer/`, whose README says what it holds.

    To change one, make another (`dataclasses.replace`): what is made ready for searching is kept as long as it lives.
    """

    actors: pd.DataFrame
    aliases: pd.DataFrame
    offices: pd.DataFrame
    groups: pd.DataFrame
    contexts: pd.DataFrame
    titles: pd.DataFrame
    author_words: pd.DataFrame
    anaphora: pd.DataFrame


def read_gazetteer(corpus: Corpus) -> Gazetteer:
    """Read the gazetteer that ships, with the corpus's own rows added; a row with the same key replaces the shipped.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus; its folder `gazetteer/` may hold any of the tables.

    Returns
    -------
    Gazetteer
        All tables, checked against each other.

    Raises
    ------
    InputError
        Where a row names an unknown actor, or one alias stands for two actors at the same time.

    Examples
    --------
    >>> from helpers.documents import SHIPPED
    >>> gazetteer = read_gazetteer(Corpus(SHIPPED))
    >>> gazetteer.actors.set_index("actor_id").loc["NOR", "name_nl"]
    'Noorwegen'
    """
    return check_gazetteer(Gazetteer(**{name: _with_places(corpus, name, key) for name, key in TABLES.items()}))


def read_actors(corpus: Corpus) -> pd.DataFrame:
    """Read the table of actors alone, for the steps after the finding, which need no names of theirs."""
    return read_part(corpus, "actors")


def read_groups(corpus: Corpus) -> pd.DataFrame:
    """Read who belongs to which group, and when."""
    return read_part(corpus, "groups")


def read_part(corpus: Corpus, name: str) -> pd.DataFrame:
    """Read one table alone, which is quick, but not checked against the others."""
    return corpus.layered(f"gazetteer/{name}.csv", name, TABLES[name])


def of_language(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Keep the rows of a language and those of none, which hold in all."""
    return table[table["language"].isin(["", language])]


def _with_places(corpus: Corpus, name: str, key: list[str]) -> pd.DataFrame:
    """Read a table in layers and add `where`: the file and row of each row, for messages."""
    path, places = f"gazetteer/{name}.csv", {}
    table = corpus.layered(path, name, key)
    for folder in [SHIPPED] if corpus.shipped else [SHIPPED, corpus.folder]:
        if (folder / path).exists():
            label = path if folder != SHIPPED or corpus.shipped else f"the shipped {path}"
            for row, cells in enumerate(read_csv(folder / path)[key].itertuples(index=False), start=2):
                places[tuple(cells)] = f"{label}, row {row}"
    return table.assign(where=[places[tuple(cells)] for cells in table[key].itertuples(index=False)])


def check_gazetteer(gazetteer: Gazetteer) -> Gazetteer:
    """Refuse a gazetteer whose tables contradict each other; return it unchanged otherwise.

    Raises
    ------
    InputError
        One sentence that names the table, the row and the remedy.
    """
    known = set(gazetteer.actors["actor_id"])
    for name, column in [
        ("actors", "rolls_up_to"),
        ("aliases", "actor_id"),
        ("offices", "actor_id"),
        ("offices", "acts_for"),
        ("groups", "actor_id"),
    ]:
        table = getattr(gazetteer, name)
        wrong = table[(table[column] != "") & ~table[column].isin(known)]
        if not wrong.empty:
            unknown = wrong[column].iloc[0]
            meant = perhaps_actor(unknown, gazetteer.actors, gazetteer.aliases)
            raise InputError(
                f"{_place(table, wrong.index[0])}: {column} {unknown!r} is in no row of gazetteer/actors.csv{meant}; "
                "add it there or correct it."
            )
    named = gazetteer.anaphora[gazetteer.anaphora["rule"].isin(["always", "named"])]
    wrong = named[~named["refers_to"].isin(known)]
    if not wrong.empty:
        raise InputError(
            f"{_place(gazetteer.anaphora, wrong.index[0])}: refers_to "
            f"{wrong['refers_to'].iloc[0]!r} is in no row of gazetteer/actors.csv"
            f"{perhaps_actor(wrong['refers_to'].iloc[0], gazetteer.actors)}; add it there or correct it."
        )
    _check_kinds(gazetteer)
    roll_up(gazetteer.actors["actor_id"], gazetteer.actors)
    _check_clashes(all_aliases(gazetteer))
    return gazetteer


def all_aliases(gazetteer: Gazetteer) -> pd.DataFrame:
    """List every naming that is looked for: the names in actors and the rows of aliases.

    Returns
    -------
    pandas.DataFrame
        Columns of the schema `aliases`, and `where`, which says where each row comes from.
    """
    actors, layers = gazetteer.actors, []
    for column, language in (("name_nl", "nl"), ("name_en", "en")):
        person = actors["kind"] == "person"
        # A historic state keeps its name after its end (texts go on speaking of it), so from and to stay empty here.
        layers.append(
            pd.DataFrame(
                {
                    "alias": actors[column],
                    "language": [
                        language if nl != en else ""
                        for nl, en in zip(actors["name_nl"], actors["name_en"], strict=True)
                    ],
                    "actor_id": actors["actor_id"],
                    "how": [
                        "person" if is_person else "abbreviation" if name.isupper() else "name"
                        for name, is_person in zip(actors[column], person, strict=True)
                    ],
                    "needs": "",
                    "case": "",
                    "from": "",
                    "to": "",
                    "note": "",
                    "where": [f"{column} in {place}" for place in _places(actors)],
                }
            )
        )
    for layer in layers:
        layer.loc[layer["how"] == "person", "language"] = ""
    listed = gazetteer.aliases
    listed = listed.assign(where=_places(listed))
    every = pd.concat([*layers, listed], ignore_index=True)
    every = every[every["alias"] != ""]
    # The same name twice for the same actor is no clash: the more particular row, in aliases.csv, holds.
    return every.drop_duplicates(["alias", "language", "actor_id", "from"], keep="last", ignore_index=True)


def _check_kinds(gazetteer: Gazetteer) -> None:
    """Refuse anaphora that refer to a kind of actor that there is not, and so would never be found."""
    kinds = sorted(set(gazetteer.actors["kind"]))
    rows = gazetteer.anaphora[~gazetteer.anaphora["rule"].isin(["always", "named", "beside"])]
    for index, row in rows.iterrows():
        for kind in row["refers_to"].split():
            if kind not in kinds:
                raise InputError(
                    f"{_place(gazetteer.anaphora, index)}: refers_to {kind!r} is no kind of actor, which rule "
                    f"{row['rule']!r} needs; write one or more of {', '.join(kinds)}."
                )


def _check_clashes(aliases: pd.DataFrame) -> None:
    """Refuse one alias for two actors in one language at one time; a collective names several on purpose."""
    single = aliases[aliases["how"] != "collective"]
    shared: dict[str, list[dict]] = {}
    for row in single[single.duplicated("alias", keep=False)].to_dict("records"):
        shared.setdefault(row["alias"], []).append(row)
    for alias, records in sorted(shared.items()):
        for number, one in enumerate(records):
            for other in records[number + 1 :]:
                if one["actor_id"] == other["actor_id"]:
                    continue
                if "" not in (one["language"], other["language"]) and one["language"] != other["language"]:
                    continue
                if holds_between(one, other):
                    raise InputError(
                        f"The alias {alias!r} stands for {one['actor_id']} ({one['where']}) and for "
                        f"{other['actor_id']} ({other['where']}); delete one of the two, give both a from and a to "
                        "that do not overlap, or make both collective if it names them together."
                    )


def holds_between(one: dict, other: dict) -> bool:
    """Tell whether two rows with from and to hold on some day together.

    >>> holds_between({"from": "2010", "to": "2014"}, {"from": "2014-05-01", "to": ""})
    True
    """
    ends = [row["to"] + "~" if row["to"] else "~" for row in (one, other)]
    return max(one["from"], other["from"]) <= min(ends)


def on_date(table: pd.DataFrame, date: str) -> pd.DataFrame:
    """Keep the rows of a table with from and to that hold on a date; all rows if the date is not known.

    Dates are as precise as known, so a row that began or ended in the year or month of the date is kept.

    >>> terms = pd.DataFrame({"from": ["2010-10-14", "2024-07-02"], "to": ["2024-07-02", ""]})
    >>> on_date(terms, "2023-01").index.tolist(), on_date(terms, "2024").index.tolist()
    ([0], [0, 1])
    """
    if not date:
        return table
    begins = table["from"].str.slice(0, len(date)) <= date
    # "~" sorts after every digit: a term to 2024 holds on 2024-07, and one without an end for ever.
    ends = (table["to"] + "~") >= date
    return table[begins & ends]


def holders(offices: pd.DataFrame, acts_for: str, office: str, date: str) -> list[str]:
    """List who held an office for an actor on a date.

    Parameters
    ----------
    offices : pandas.DataFrame
        The table `offices` of a gazetteer.
    acts_for : str
        The actor, such as NOR.
    office : str
        The office as the table spells it, such as premier.
    date : str
        As precise as known.

    Returns
    -------
    list of str
        Ids of persons, sorted.

    Examples
    --------
    >>> offices = pd.DataFrame({"actor_id": ["erna-solberg", "jonas-gahr-store"], "office": ["premier", "premier"],
    ...     "acts_for": ["NOR", "NOR"], "from": ["2013-10-16", "2021-10-14"], "to": ["2021-10-14", ""]})
    >>> holders(offices, "NOR", "premier", "2025-03")
    ['jonas-gahr-store']
    """
    rows = offices[(offices["acts_for"] == acts_for) & (offices["office"] == office)]
    return sorted(set(on_date(rows, date)["actor_id"]))


def roll_up(
    actor_ids: pd.Series,
    actors: pd.DataFrame,
    offices: pd.DataFrame | None = None,
    dates: pd.Series | None = None,
) -> pd.Series:
    """Give for each person and body the actor it acts for, all the way up; others stay as they are.

    Parameters
    ----------
    actor_ids : pandas.Series
        Ids; an id that is not in `actors` stays as it is.
    actors : pandas.DataFrame
        The table `actors`, of which `actor_id` and `rolls_up_to` are used.
    offices, dates : pandas.DataFrame and pandas.Series, optional
        The table `offices` and the date of the document of each id. With both, a person acts for whoever the office
        held at that date serves; where no office or several different ones fit, `rolls_up_to` decides.

    Returns
    -------
    pandas.Series
        Ids, with the index of `actor_ids`.

    Raises
    ------
    InputError
        Where `rolls_up_to` leads round in a circle.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["kim", "PARL", "NLD"], "rolls_up_to": ["PARL", "NLD", ""]})
    >>> roll_up(pd.Series(["kim", "NLD", "EU"]), actors).tolist()
    ['NLD', 'NLD', 'EU']
    """
    above = {actor: up for actor, up in zip(actors["actor_id"], actors["rolls_up_to"], strict=True) if up}
    tops = {}
    for actor in above:
        path, at = [actor], above[actor]
        while at in above and at not in tops:
            if at in path:
                raise InputError(
                    f"gazetteer/actors.csv: rolls_up_to leads from {actor} back to {at} "
                    f"({' to '.join([*path, at])}); correct one of these rows."
                )
            path.append(at)
            at = above[at]
        tops[actor] = tops.get(at, at)
    rolled = actor_ids.map(lambda actor: tops.get(actor, actor))
    if offices is None or dates is None:
        return rolled
    terms = {actor: rows for actor, rows in offices.groupby("actor_id")}
    known: dict[tuple[str, str], str | None] = {}
    out = []
    for actor, date, usual in zip(actor_ids, dates, rolled, strict=True):
        if (actor, date) not in known:
            served = on_date(terms[actor], date)["acts_for"].unique() if actor in terms and date else []
            tops_then = sorted({tops.get(actor_then, actor_then) for actor_then in served})
            known[actor, date] = tops_then[0] if len(tops_then) == 1 else None
        out.append(known[actor, date] or usual)
    return pd.Series(out, index=actor_ids.index, name=actor_ids.name, dtype=object if not out else None)


def cldr_names(language: str) -> pd.DataFrame:
    """Name the states as the Unicode Common Locale Data Repository does, through Babel.

    `actors.csv` takes `name_en` and `name_nl` of states from here; run this to write rows for a new state, or aliases
    for texts in another language.

    Parameters
    ----------
    language : str
        A language code that CLDR knows, such as nl, en or nb.

    Returns
    -------
    pandas.DataFrame
        actor_id (ISO 3166-1 alpha-3, and XKX) and name, with straight apostrophes.

    Source
    ------
    Unicode CLDR, territory names and code mappings, as packaged by Babel.

    Examples
    --------
    >>> names = cldr_names("nl").set_index("actor_id")["name"]
    >>> names["GBR"], names["ISL"]
    ('Verenigd Koninkrijk', 'IJsland')
    """
    # Babel is needed here only and costs its import.
    from babel import Locale
    from babel.core import get_global

    codes = {
        code: short[0]
        for code, short in get_global("territory_aliases").items()
        if len(code) == 3 and code.isalpha() and len(short) == 1
    }
    names = Locale.parse(language).territories
    rows = sorted((code, names[short]) for code, short in (codes | _MORE_CODES).items() if short in names)
    table = pd.DataFrame(rows, columns=["actor_id", "name"])
    return table.assign(name=table["name"].str.replace("’", "'"))


def _places(table: pd.DataFrame) -> list[str]:
    """Name the file and row of each row of a table; tables that were made in memory have no file."""
    return table["where"].tolist() if "where" in table.columns else [f"row {n} (from 0)" for n in range(len(table))]


def _place(table: pd.DataFrame, index: int) -> str:
    return _places(table)[table.index.get_loc(index)]


def check_authors(documents: pd.DataFrame, actors: pd.DataFrame, aliases: pd.DataFrame | None = None) -> None:
    """Refuse a document that speaks for an actor nobody knows: its "we" would be lost without a word.

    With `aliases` the message can also tell an actor by another of its names, such as UK.
    """
    known = set(actors["actor_id"])
    for row, cell in enumerate(documents["author_actor"], start=2):
        for author in authors_of(cell):
            if author not in known:
                several = ""
                if any(sign in author for sign in ",/+& "):
                    several = "; several who speak together stand apart by semicolons (NLD; JPN)"
                raise InputError(
                    f"documents.csv, row {row}: author_actor {author!r} is in no row of "
                    f"gazetteer/actors.csv{perhaps_actor(author, actors, aliases)}; correct it, add it there or leave "
                    f"the cell empty{several}."
                )


def doubtful_authors(documents: pd.DataFrame, mentions: pd.DataFrame, actors: pd.DataFrame) -> list[str]:
    """Say which documents never name the actor they speak for, and name one with an id or a name much like its id.

    And which name an author twice. Such an author is valid and may still be a slip: ZWE is Zimbabwe, where SWE may be
    meant.

    Parameters
    ----------
    documents, mentions, actors : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    list of str
        A sentence a document.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a"], "author_actor": ["ZWE"]})
    >>> mentions = pd.DataFrame({"doc_id": ["a"], "actor_id": ["SWE"], "how": ["name"]})
    >>> actors = pd.DataFrame({"actor_id": ["SWE", "ZWE"], "name_en": ["Sweden", "Zimbabwe"], "name_nl": ["Zweden",
    ...     "Zimbabwe"], "rolls_up_to": ""})
    >>> doubtful_authors(documents, mentions, actors)  # doctest: +NORMALIZE_WHITESPACE
    ['documents.csv, row 2, says that a speaks for ZWE (Zimbabwe), which it never names, while it names SWE (Sweden):
    look whether SWE is meant.']
    """
    said = []
    names = actors.drop_duplicates("actor_id").set_index("actor_id")["name_en"]
    for row, (doc_id, cell) in enumerate(zip(documents["doc_id"], documents["author_actor"], strict=True), start=2):
        here = mentions[(mentions["doc_id"] == doc_id) & (mentions["how"] != "author")]
        named = set(here["actor_id"]) | set(roll_up(here["actor_id"], actors))
        for author, times in Counter(authors_given(cell)).items():
            if times > 1:
                said.append(
                    f"documents.csv, row {row}, names {author} {times} times as author of {doc_id}: look whether "
                    "another is meant."
                )
            if author in named:
                continue
            near = nearest(author, actor_names(actors[actors["actor_id"].isin(named)]), 0.6)
            if near:
                said.append(
                    f"documents.csv, row {row}, says that {doc_id} speaks for {author} ({names.get(author, author)}), "
                    f"which it never names, while it names {near} ({names.get(near, near)}): look whether {near} is "
                    "meant."
                )
    return said


def missing_authors(documents: pd.DataFrame, author_words: pd.DataFrame, titles: pd.DataFrame) -> list[str]:
    """Say which documents name no author and yet use words for one, such as het kabinet, which then name nobody.

    Words that stand for any author (wij) are common where others are quoted, and offices (minister van Defensie) where
    others are written about; neither tells.

    Parameters
    ----------
    documents, author_words, titles : pandas.DataFrame
        The tables of these names; of the documents doc_id, language, author_actor and text.

    Returns
    -------
    list of str
        A sentence a document.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a"], "language": ["nl"], "author_actor": [""],
    ...     "text": ["Het kabinet wacht, zegt het kabinet."]})
    >>> words = pd.DataFrame({"words": ["het kabinet", "wij"], "language": "nl", "speaks_for": ["state", "any"]})
    >>> missing_authors(documents, words, pd.DataFrame({"title": ["minister"]}))  # doctest: +NORMALIZE_WHITESPACE
    ["documents.csv, row 2, leaves open for whom a speaks, which says 'het kabinet' (2 times): fill in author_actor if
    the text is the author's own word, or ties of its author are lost."]
    """
    offices = tuple(titles["title"].str.lower())
    bound = author_words[author_words["speaks_for"] != "any"]
    bound = bound[[words[0].islower() and not words.startswith(offices) for words in bound["words"]]]
    said = []
    for row, document in enumerate(documents.itertuples(), start=2):
        if document.author_actor:
            continue
        counts = {
            words: len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", document.text, re.IGNORECASE))
            for words in of_language(bound, document.language)["words"]
        }
        words = max(sorted(counts), key=counts.get, default="")
        if words and counts[words]:
            times = "once" if counts[words] == 1 else f"{counts[words]} times"
            said.append(
                f"documents.csv, row {row}, leaves open for whom {document.doc_id} speaks, which says {words!r} "
                f"({times}): fill in author_actor if the text is the author's own word, or ties of its author are lost."
            )
    return said


def actor_names(actors: pd.DataFrame) -> dict[str, str]:
    """Map ids and names of actors, in small letters, to their ids; an id goes before a name.

    >>> actor_names(pd.DataFrame({"actor_id": ["POL"], "name_en": ["Poland"]}))
    {'pol': 'POL', 'poland': 'POL'}
    """
    names: dict[str, str] = {}
    for column in [column for column in ("actor_id", "name_en", "name_nl") if column in actors]:
        for name, actor in zip(actors[column], actors["actor_id"], strict=True):
            names.setdefault(str(name).strip().lower(), actor)
    return names


def perhaps_actor(given: str, actors: pd.DataFrame, aliases: pd.DataFrame | None = None) -> str:
    """Write which actor may have been meant: the one with just this alias, or one with an id or a name much like it.

    >>> actors = pd.DataFrame({"actor_id": ["GBR", "UKR"], "name_en": ["United Kingdom", "Ukraine"]})
    >>> perhaps_actor("UK", actors, pd.DataFrame({"alias": ["UK"], "actor_id": ["GBR"]}))
    ' (GBR, perhaps)'
    >>> perhaps_actor("NZB", actors, pd.DataFrame({"alias": ["NZB"], "actor_id": ["NZB"]}))
    ''
    """
    same = [] if aliases is None else aliases.loc[aliases["alias"].str.lower() == given.lower(), "actor_id"].tolist()
    same = [actor for actor in same if actor != given]  # an alias that leads to an id nobody has is no advice
    return f" ({same[0]}, perhaps)" if same else perhaps(given, actor_names(actors))


def nearest(given: str, known: Mapping[str, str] | Iterable[str], alike: float = 0.75) -> str:
    """Give what may have been meant, or nothing where nothing is much like it.

    Parameters
    ----------
    given : str
        What was written.
    known : mapping of str to str, or iterable of str
        What could be meant, or for each way to write it in small letters what is meant.
    alike : float
        How much alike two words must be, from 0 to 1.

    Examples
    --------
    >>> nearest("Poland", {"pol": "POL", "poland": "POL"}), nearest("strenght", ["strength"]), nearest("x", ["degree"])
    ('POL', 'strength', '')
    """
    names = known if isinstance(known, Mapping) else {name.lower(): name for name in known}
    near = difflib.get_close_matches(given.strip().lower(), sorted(names), 1, alike)
    return names[near[0]] if near else ""


def perhaps(given: str, known: Mapping[str, str] | Iterable[str], alike: float = 0.75) -> str:
    """Write what may have been meant behind a message, ` (POL, perhaps)`; nothing where nothing is much like it.

    >>> perhaps("frist", ["first", "second"])
    ' (first, perhaps)'
    """
    near = nearest(given, known, alike)
    return f" ({near}, perhaps)" if near else ""
