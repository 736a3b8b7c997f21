"""Step 2f: say whom words such as "beide organisaties" or "de partnerlanden" refer to.

Needs what a batch of texts names, in order, and a rule of `anaphora.csv`. Makes a tuple of actors, empty where the rule
leaves it open. `data/gazetteer/README.md` states each rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

# Actors of one list stand at most this many characters apart.
_GAP = 40
# Who does a thing and to whom are two, unless this stands between (Algerije steunt het land).
_PART = re.compile(
    r"[,;:(–—]|\b(?:dat|die|omdat|als|nadat|toen|terwijl|maar|want|waar\w*|zodat|hoewel|en|that|and|who)\b"
)


@dataclass
class Named:
    """Namings by name, in the order of the text; a column each.

    Attributes
    ----------
    start, end, order : list of int
        Offsets, and the number of the sentence; numbers never go down.
    actors : list of tuple of str
        Whom each names.
    """

    start: list[int]
    end: list[int]
    order: list[int]
    actors: list[tuple[str, ...]]

    def add(self, start: int, end: int, order: int, actors: tuple[str, ...]) -> None:
        """Add a naming at the end."""
        self.start.append(start)
        self.end.append(end)
        self.order.append(order)
        self.actors.append(actors)

    def back(self, first: int, stop: int, order: int, within: int | None = None) -> range:
        """Give the namings before a place, last first, as long as they are within this many sentences."""
        if within is not None:
            first = bisect_left(self.order, order - within, first, stop)
        return range(stop - 1, first - 1, -1)


@dataclass(frozen=True)
class Before:
    """What stands before an anaphor.

    Attributes
    ----------
    text : str
        All texts that are searched together.
    start, order : int
        Where in it the anaphor begins, and the number of its sentence.
    first, stop : int
        Which namings by name stand in the same text before it.
    authors : tuple of str
        For whom the text speaks.
    """

    text: str
    start: int
    order: int
    first: int
    stop: int
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Antecedents:
    """Find whom an anaphor refers to.

    Attributes
    ----------
    kind, root : dict
        Of each actor the kind, and whom it acts for.

    Examples
    --------
    >>> find = Antecedents({"FRA": "state", "NLD": "state"}, {"FRA": "FRA", "NLD": "NLD"})
    >>> named, extra = Named([3, 20], [6, 26], [1, 2], [("FRA",), ("NLD",)]), Named([], [], [], [])
    >>> before = Before("In Frankrijk. Toen in Nederland, ", 33, 2, 0, 2)
    >>> [find(f"{rule}:state", named, extra, before) for rule in ("only", "latest", "two", "list")]
    [(), ('NLD',), ('FRA', 'NLD'), ()]
    """

    kind: dict[str, str]
    root: dict[str, str]

    def __call__(self, rule: str, named: Named, extra: Named, before: Before) -> tuple[str, ...]:
        """Resolve an anaphor by its rule.

        Parameters
        ----------
        rule : str
            The rule, a colon and the kinds or ids it refers to, with spaces between; of a list, last, its size or 0.
        named, extra : Named
            What is named by name, and by anaphora resolved before.
        before : Before
            What stands before the anaphor.
        """
        rule, refers_to = rule.split(":")
        kinds = refers_to.split()
        speak = [author for author in before.authors if self.kind.get(author) in kinds] if rule == "two" else []
        # In a joint declaration only who stands in the same sentence goes before those who speak.
        two = 0 if len(speak) == 2 else 3
        within = {"beside": 1, "only": 1, "latest": 1, "two": two, "near list": 3}.get(rule)
        order = before.order
        back = merge(  # the last of both first, and none further back than asked for
            ((extra, at) for at in extra.back(0, len(extra.start), order, within)),
            ((named, at) for at in named.back(before.first, before.stop, order, within)),
            key=lambda place: -place[0].start[place[1]],
        )
        if rule == "beside":
            # the actor, then the one that must be named beside it
            return (kinds[0],) if any(kinds[1] in table.actors[at] for table, at in back) else ()
        if rule in ("list", "near list"):
            size = int(kinds.pop()) if rule == "near list" else 0
            return self._last_list(((table, at) for table, at in back if self._is_any(table.actors[at], kinds)), size)
        near: list[str] = []
        for table, at in back:
            actors = table.actors[at]
            if not self._is_any(actors, kinds):
                continue
            if rule == "latest":
                return actors[-1:]
            apart = table.order[at] < order or _PART.search(before.text, table.end[at], before.start)
            if rule == "two" or apart:
                near += reversed(actors)
        if rule == "only":
            return (near[0],) if len(set(near)) == 1 else ()
        last = list(dict.fromkeys(near))[:2]
        if len(speak) == 2 and len(last) < 2:
            last = speak
        elif len(last) == len(speak) == 1 and speak[0] not in last:
            last += speak
        return tuple(sorted(last)) if len(last) == 2 else ()

    def _is_any(self, actors: tuple[str, ...], kinds: list[str]) -> bool:
        for actor in actors:
            if self.kind[actor] in kinds:
                return True
        return False

    def _last_list(self, fitting: Iterator[tuple[Named, int]], size: int) -> tuple[str, ...]:
        """Give the states of the last run of namings that has three or more of them, or as many as asked for."""
        states: set[str] = set()
        after = None
        for table, number in fitting:
            if after and (table.order[number] != after[0] or after[1] - table.end[number] > _GAP):
                if len(states) >= 3:
                    break
                states = set()
            roots = {self.root[actor] for actor in table.actors[number]}
            states |= {root for root in roots if self.kind.get(root) == "state"}
            after = table.order[number], table.start[number]
        fits = len(states) == size if size else len(states) >= 3
        return tuple(sorted(states)) if fits else ()
