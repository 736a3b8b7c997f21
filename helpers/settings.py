"""What a researcher settles once for a corpus: whom to compare, who counts as a partner, which measure and language.

Needs `settings.csv` of the corpus, if it has one, and the nodes table. Makes the settings that the notebooks share and
the two actors that they set side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import pandas as pd

from helpers.documents import Corpus
from helpers.gazetteer import TABLES, perhaps, perhaps_actor, read_actors, read_groups
from helpers.measures import ALL
from helpers.tables import InputError, read_table

FILE = "settings.csv"
LANGUAGES = ("en", "nl")
# In the place of an actor that is not named comes a partner, else another state, else whoever has a tie.
KINDS = ("partner", "state", "actor")


@dataclass(frozen=True)
class Settings:
    """The settings of a corpus; what its table does not say is as here.

    Parameters
    ----------
    first, second : str
        The two actors to compare; empty: nobody is named.
    group : str
        Partners are states outside this group.
    measure : str
        The measure by which a table ranks that has room for one.
    language : str
        Of labels, captions and tables: en or nl.
    coder : str
        Whose ties make the network; the rules where the corpus has none by this coder.
    """

    first: str = ""
    second: str = ""
    group: str = "EU"
    measure: str = "strength"
    language: str = "en"
    coder: str = "consensus"


NAMES = tuple(field.name for field in fields(Settings))


def read_settings(corpus: Corpus, **given: str | None) -> Settings:
    """Read the settings of a corpus, and let what a notebook gives go before them.

    Parameters
    ----------
    corpus : Corpus
        An opened corpus; `settings.csv` need not exist.
    **given : str or None
        A setting and its value, from the parameters of a notebook; None: as the table says; empty: as if it said
        nothing.

    Raises
    ------
    InputError
        Where a setting is not as it must be; says where it stands, and what may have been meant.

    Examples
    --------
    >>> from helpers.documents import SHIPPED
    >>> read_settings(Corpus(SHIPPED), measure="degree").measure
    'degree'
    """
    path = corpus.folder / FILE
    rows = []
    if path.exists():
        table = read_table(path, "settings", FILE)
        rows = [
            (f"{FILE}, row {row}", setting, value.strip())
            for row, (setting, value) in enumerate(zip(table["setting"], table["value"], strict=True), start=2)
        ]
    # What was put into a notebook is checked as what stands in the table.
    asked = [("parameters", name, str(value).strip()) for name, value in given.items() if value is not None]
    actors, aliases = read_actors(corpus), None
    named = {value for _, name, value in [*rows, *asked] if name in ("first", "second") and value}
    if named - set(actors["actor_id"]):  # only then is the long table of names worth reading
        aliases = corpus.layered("gazetteer/aliases.csv", "aliases", TABLES["aliases"])
    return check_settings(rows, asked, actors, read_groups(corpus), aliases)


def check_settings(
    rows: Iterable[tuple[str, str, str]],
    asked: Iterable[tuple[str, str, str]],
    actors: pd.DataFrame,
    groups: pd.DataFrame,
    aliases: pd.DataFrame | None = None,
) -> Settings:
    """Hold settings against what they can be.

    Parameters
    ----------
    rows, asked : iterable of tuple of str
        Where a setting stands, its name and its value; `asked` goes before `rows`, also where its value is empty.
    actors, groups, aliases : pandas.DataFrame
        The tables of these names; aliases help to say who may have been meant.

    Raises
    ------
    InputError
        One sentence that says where, what and the remedy.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["POL"], "name_en": ["Poland"], "name_nl": ["Polen"]})
    >>> groups = pd.DataFrame({"group": ["EU"]})
    >>> check_settings([("settings.csv, row 2", "first", "Polen")], [], actors, groups)
    ... # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: settings.csv, row 2: first 'Polen' is in no row of gazetteer/actors.csv (POL, perhaps);
    write an actor_id that is, or leave the cell empty.
    """
    known = set(actors["actor_id"])
    among = {"group": sorted(set(groups["group"])), "measure": list(ALL), "language": list(LANGUAGES)}
    found, stands = {}, {}
    for layer in (rows, asked):
        seen: dict[str, str] = {}
        for where, name, value in layer:
            if name not in NAMES:
                raise InputError(
                    f"{where}: {name!r} is no setting{perhaps(name, NAMES)}; use one of {', '.join(NAMES)}."
                )
            if name in seen:
                raise InputError(f"{where}: {name} stands in {seen[name]} already; delete one of the two.")
            seen[name] = where
            if not value:
                found.pop(name, None)
                continue
            if name == "group" and value not in among[name]:
                raise InputError(
                    f"{where}: group {value!r} is in no row of gazetteer/groups.csv{perhaps(value, among[name])}; "
                    "write a group that is, or add its members there."
                )
            if name in among and value not in among[name]:
                raise InputError(
                    f"{where}: {name} {value!r} is none of {', '.join(among[name])}{perhaps(value, among[name])}; "
                    "use one of these."
                )
            if name in ("first", "second") and value not in known:
                raise InputError(
                    f"{where}: {name} {value!r} is in no row of gazetteer/actors.csv"
                    f"{perhaps_actor(value, actors, aliases)}; write an actor_id that is, or leave the cell empty."
                )
            found[name], stands[name] = value, where
    if found.get("first") and found.get("first") == found.get("second"):
        raise InputError(
            f"{stands['second']}: first and second are both {found['second']!r}; name two actors or leave one empty."
        )
    return replace(Settings(), **found)


def check_coder(settings: Settings, coders: Iterable[str]) -> None:
    """Refuse a coder that settings name and nobody is.

    Parameters
    ----------
    settings : Settings
        From `read_settings`.
    coders : iterable of str
        The readings of the corpus and the coders of the workbook itself.

    Raises
    ------
    InputError
        Says who there is.

    Examples
    --------
    >>> check_coder(Settings(coder="ana"), ["anna", "rules"])  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    ...
    helpers.tables.InputError: settings.csv: coder 'ana' is none of anna, rules (anna, perhaps); name one of these or
    put the reading in coding/ana.csv.
    """
    coders = sorted(set(coders))
    if settings.coder not in coders:
        raise InputError(
            f"{FILE}: coder {settings.coder!r} is none of {', '.join(coders)}{perhaps(settings.coder, coders)}; "
            f"name one of these or put the reading in coding/{settings.coder}.csv."
        )


@dataclass(frozen=True)
class Pair:
    """The two actors that the notebooks set side by side, and the sentence that says why these."""

    first: str
    second: str
    said: str

    @property
    def both(self) -> tuple[str, str]:
        """The two, in their order."""
        return self.first, self.second


def choose_pair(nodes: pd.DataFrame, settings: Settings) -> Pair:
    """Take the two actors that are named; in the place of one that is not named or has no tie, the strongest partner.

    Strongest is who has most tie statements, of equals the first by id. Where there are too few partners, other states
    follow, and then whoever else has a tie.

    Parameters
    ----------
    nodes : pandas.DataFrame
        The nodes table: actor_id, kind, name_en, standing, statements.
    settings : Settings
        From `read_settings`.

    Returns
    -------
    Pair
        Where fewer than two actors have a tie, whoever is named, else *the first* and *the second*, for captions; its
        sentence says so.

    Examples
    --------
    >>> nodes = pd.DataFrame({"actor_id": ["CAN", "EU", "ISL", "NOR"], "kind": ["state", "organisation", "state",
    ...     "state"], "name_en": ["Canada", "European Union", "Iceland", "Norway"],
    ...     "standing": ["partner", "group", "partner", "partner"], "statements": [3, 9, 1, 2]})
    >>> choose_pair(nodes, Settings("NOR", "CAN")).said
    'Norway (NOR) and Canada (CAN) are set side by side, as settings.csv or the parameters say.'
    >>> choose_pair(nodes, Settings("NOR", "GBR")).said  # doctest: +NORMALIZE_WHITESPACE
    'Norway (NOR) and Canada (CAN) are set side by side: GBR has no tie in this network; Canada is the partner with most
    tie statements besides.'
    """
    names = dict(zip(nodes["actor_id"], nodes["name_en"], strict=True))
    wanted = (settings.first, settings.second)
    if len(names) < 2:
        named = (settings.first or "the first", settings.second or "the second")
        return Pair(*named, "Fewer than two actors have a tie in this network, so no two can be set side by side.")
    order = _by_strength(nodes[~nodes["actor_id"].isin(wanted)])
    stand_ins = {place: order.pop(0) for place, actor in enumerate(wanted) if actor not in names}
    first, second = (stand_ins[place][0] if place in stand_ins else actor for place, actor in enumerate(wanted))
    said = f"{names[first]} ({first}) and {names[second]} ({second}) are set side by side"
    if not stand_ins:
        return Pair(first, second, f"{said}, as {FILE} or the parameters say.")
    absent = [actor for actor in wanted if actor and actor not in names]
    unnamed = [name for name, actor in zip(("first", "second"), wanted, strict=True) if not actor]
    reasons = (
        [f"{' and '.join(absent)} {'has' if len(absent) == 1 else 'have'} no tie in this network"] if absent else []
    )
    reasons += [f"neither {FILE} nor the parameters name a {' and a '.join(unnamed)}"] if unnamed else []
    kinds = sorted({kind for _, kind in stand_ins.values()}, key=KINDS.index)
    if len(stand_ins) == 2:
        which = f"two {kinds[0]}s" if len(kinds) == 1 else " and the ".join(kinds)
        what = f"these are the {which} with most tie statements"
    else:
        what = f"{names[next(iter(stand_ins.values()))[0]]} is the {kinds[0]} with most tie statements besides"
    return Pair(first, second, f"{said}: {', and '.join(reasons)}; {what}.")


def say_unshown(nodes: pd.DataFrame, pair: Pair, group: str = "EU") -> str:
    """Say which of the two actors the figures of partners do not show, and why; nothing where both are partners.

    Parameters
    ----------
    nodes : pandas.DataFrame
        The nodes table: actor_id, name_en, standing.
    pair : Pair
        From `choose_pair`.
    group : str
        Partners are states outside this group.

    Examples
    --------
    >>> nodes = pd.DataFrame({"actor_id": ["ESP", "NOR"], "name_en": ["Spain", "Norway"],
    ...     "standing": ["member", "partner"]})
    >>> say_unshown(nodes, Pair("ESP", "NOR", ""))
    'The figures of partners do not show Spain (ESP), a member of EU: partners are states outside it.'
    """
    about = nodes.set_index("actor_id")
    why = {"member": f"a member of {group}", "group": "the group itself", "": "which is no state"}
    hidden = about.loc[[actor for actor in pair.both if actor in about.index]].query("standing != 'partner'")
    if hidden.empty:
        return ""
    said = [f"{row.name_en} ({row.Index}), {why[row.standing]}" for row in hidden.itertuples()]
    outside = "it" if "member" in hidden["standing"].tolist() else group
    return f"The figures of partners do not show {', nor '.join(said)}: partners are states outside {outside}."


def _by_strength(nodes: pd.DataFrame) -> list[tuple[str, str]]:
    """List actors with what they are: partners, then other states, then others, each with most statements first."""
    rows = [
        (KINDS.index("partner" if standing == "partner" else "state" if kind == "state" else "actor"), -count, actor)
        for actor, kind, standing, count in zip(
            *(nodes[column] for column in ("actor_id", "kind", "standing", "statements")), strict=True
        )
    ]
    return [(actor, KINDS[kind]) for kind, _, actor in sorted(rows)]
