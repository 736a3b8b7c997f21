"""Step 3b: who could be tied to whom - the pairs of actors that meet in a clause, with what speaks for and against.

Needs sentences, mentions and a lexicon. Makes, for each sentence, its words, the groups of actors in it (a list of
actors is one group) and the pairs of groups.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from helpers.cues import Lexicon, Match

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_")
_ADJECTIVE = re.compile(r"(?:s|sche|ste|se|ische|aanse|ijnse)$")
_NOT_ADJECTIVE = re.compile(r"(?:[Ss]taten|VS|Cyprus|Belarus|Honduras|Barbados|Laos|Mauritius|Filipijnen|Naties)$")
_WALL_MARKS = frozenset(";:.?!•▶|–—")
PARTICIPLE = re.compile(r"ge\w{3,}[dt]|(?:be|ver|ont|her)\w{2,}[dt]")
_QUOTE_OPEN, _QUOTE_CLOSE = "“„«‘", "”»’"


# Words for an actor that hold their preposition: Peru doet daaraan mee, Chili heeft daar troepen.
_ADVERB = re.compile(r"(?:[Dd]aar|[Ee]r)(aan)|(?:[Aa]l)?[Dd]aar")
# A word broken over a line (samenwer- king), unlike the first part of two: land- en zeemacht, economische of defensie-.
_BROKEN = re.compile(r"-\s+")
_AFTER_PART = frozenset(
    ("en", "of", "als", "alsook", "alsmede", "dan", "tot", "in", "maar", "noch", "resp", "respectievelijk")
)
_INFINITIVE_OPENERS = ("om", "door", "zonder", "na", "in plaats van")


@dataclass(frozen=True, slots=True)
class End:
    """One actor that may be an end of a tie."""

    actor: str
    rolled: str
    start: int
    end: int
    how: str
    surface: str


@dataclass(slots=True)
class Group:
    """Actors that share one place in a sentence: a single one, or the members of a list.

    `first` and `last` are word places; `roles` the prepositions that govern it, from the inside out, as
    (preposition, depth, place of the noun before it), and ("", depth, -1) where it stands bare.
    """

    ends: list[End]
    first: int
    last: int
    roles: list[tuple[str, int, int]] = field(default_factory=list)
    adjective: bool = False
    carried: str = ""
    adj_last: bool = False
    # Of an end taken from the sentence before: whether it was the subject there.
    led: bool = False
    # Whether what is said further on in the clause is said of it too: X sluit een pact met Y en levert Z wapens.
    shared: bool = False
    # How many members stand on the first of two sides (tussen Peru en zijn partners Chili en Ghana); 0: there is one.
    first_side: int = 0

    @property
    def rolled(self) -> frozenset[str]:
        """Who is in it, persons and bodies as those for whom they act."""
        return frozenset(end.rolled for end in self.ends)


@dataclass(slots=True)
class Passage:
    """One sentence taken apart."""

    doc_id: str
    sentence_id: int
    kind: str
    start: int
    end: int
    words: list[str]
    starts: list[int]
    stops: list[int]
    glued: list[bool]
    walls: list[int]
    quoted: list[bool]
    groups: list[Group]
    matches: list[Match]
    clauses: list[int] = field(default_factory=list)
    # Of each word how many times a further thing has been said of the same subject (en levert, gesloten en).
    conjuncts: list[int] = field(default_factory=list)

    def clause(self, place: int) -> tuple[int, int]:
        """Places of the first word of the clause around a word, and of the word after its last."""
        first = last = place
        while first > 0 and self.walls[first - 1] == self.walls[place]:
            first -= 1
        while last < len(self.walls) and self.walls[last] == self.walls[place]:
            last += 1
        return first, last


def take_apart(row, text: str, ends: list[list[End]], lexicon: Lexicon) -> Passage:
    """Split one sentence into words, with every naming of an actor as one word, and form the groups.

    Parameters
    ----------
    row : namedtuple
        A row of the table of sentences.
    text : str
        The document.
    ends : list of list of End
        The namings in this sentence, in order and not overlapping; a naming of several actors as one list.
    lexicon : Lexicon
        Of the document's language.

    Returns
    -------
    Passage
        Without groups where no actor is named.
    """
    words, starts, stops, glued, places = [], [], [], [], []
    at = row.start

    def add(begin: int, finish: int) -> None:
        for found in WORD.finditer(text, begin, finish):
            word = found.group().lower()
            if word == "-":
                continue
            gap = text[stops[-1] : found.start()] if starts else " "
            if starts and _BROKEN.fullmatch(gap) and word.isalpha() and words[-1].isalpha() and word not in _AFTER_PART:
                words[-1] += word
                stops[-1] = found.end()
                continue
            near = not gap or gap.strip("\n") == "-"
            words.append(word)
            starts.append(found.start())
            stops.append(found.end())
            glued.append(near and word.isalnum())

    for naming in ends:
        add(at, naming[0].start)
        near = bool(starts) and text[stops[-1] : naming[0].start] in ("", "-")
        places.append(len(words))
        words.append("")
        starts.append(naming[0].start)
        stops.append(naming[0].end)
        glued.append(near)
        at = naming[0].end
    add(at, row.end)
    walls = _walls(words, lexicon)
    quoted, depth = [], 0
    for word in words:
        depth += (word in _QUOTE_OPEN) - (word in _QUOTE_CLOSE)
        depth = max(depth, 0)
        quoted.append(depth > 0)
    passage = Passage(
        row.doc_id, row.sentence_id, row.kind, row.start, row.end,
        words, starts, stops, glued, walls, quoted, [], [],
    )  # fmt: skip
    added = sorted({*_conjuncts(passage, lexicon), *_infinitives(passage, lexicon)})
    passage.conjuncts = [bisect_right(added, at) for at in range(len(words))]
    # No cue is put together from words of two conjuncts: a wall counts one, and two are too many.
    passage.matches = lexicon.find(words, glued, [a + 2 * b for a, b in zip(walls, passage.conjuncts, strict=True)])
    pairs = list(zip(places, ends, strict=True))
    subjects = {at for at, naming in pairs if lexicon.has(naming[0].surface.lower(), "subject_word")}
    opened = _new_clauses(passage, places, subjects, lexicon)
    passage.clauses = [bisect_right(opened, at) for at in range(len(words))]
    passage.groups = _groups(passage, pairs, lexicon)
    _share(passage)
    return passage


def _walls(words: list[str], lexicon: Lexicon) -> list[int]:
    """Count the clause boundaries before each word."""
    walls, count, comma = [], 0, False
    for word in words:
        if (
            word in _WALL_MARKS
            or lexicon.has(word, "subordinator")
            or (comma and lexicon.has(word, "auxiliary"))
            or (comma and lexicon.has(word, "preposition", "clause_opener"))
        ):
            count += 1
        comma = word == ","
        walls.append(count)
    return walls


def _may_be_finite(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that follows a name may be its verb: zit, speelt, wilden, but not niet or met."""
    return (
        len(word) > 2
        and word.endswith(("t", "de", "te", "en"))
        and not lexicon.has(
            word, "preposition", "coordinator", "determiner", "adverb", "adverb_in_list", "subordinator"
        )
    )


def _is_verb(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.verb_forms or lexicon.has(word, "auxiliary")


def _is_done(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may end a clause whose verb comes last (heeft gesloten, levert)."""
    return bool(word) and (_is_verb(word, lexicon) or PARTICIPLE.fullmatch(word) is not None)


def _conjuncts(passage: Passage, lexicon: Lexicon) -> list[int]:
    """Find the coordinators behind which something else is said of the same subject.

    A verb stands right behind such a one (en levert Z wapens), or right before it and none behind it, where verbs come
    last (een pact heeft gesloten en Z wapens levert), or a comma, where it is not the last one of a list. Behind "maar"
    it is one where a verb follows (maar levert Z geen wapens).
    """
    words, found = passage.words, []
    for at in range(2, len(words) - 1):
        if _but_goes_on(words, at, lexicon):
            found.append(at)
        if words[at] not in ("en", "of") or not lexicon.has(words[at], "coordinator"):
            continue
        before, after = words[at - 1], words[at + 1]
        if lexicon.has(after, "adverb", "goes_on", "adverb_in_list") and at + 2 < len(words):
            after = words[at + 2]
        ends = _is_done(before, lexicon)
        opens = bool(after) and _is_verb(after, lexicon) and not after.startswith("ge")
        if ends != opens or (before == "," and not _between_actors(passage, at, lexicon)):
            found.append(at)
    return found


def _but_goes_on(words: list[str], at: int, lexicon: Lexicon) -> bool:
    """Whether here begins a further thing that is said of the same subject: maar zit ook met Z aan tafel."""
    if words[at] != "maar":
        return False
    verb = next((word for word in words[at + 1 : at + 3] if not lexicon.has(word, "goes_on", "adverb")), "")
    return bool(verb) and (_is_verb(verb, lexicon) or (verb.endswith("t") and _may_be_finite(verb, lexicon)))


def _infinitives(passage: Passage, lexicon: Lexicon) -> list[int]:
    """Find what stands between two things that are asked for: X te steunen, met Y te overleggen en Z aan te spreken."""
    words, found = passage.words, []
    verbs = [at for at in range(1, len(words) - 1) if words[at] == "te" and words[at + 1].endswith("n")]
    for one, two in pairwise(verbs):
        marks = [
            at
            for at in range(one + 2, two)
            if words[at] in (",", "en", "of") and not _between_actors(passage, at, lexicon)
        ]
        marks = [at for at in marks if not any(lexicon.has(word, "subordinator") for word in words[at + 1 : two])]
        if marks:
            found.append(next((at for at in marks if words[at] == ","), marks[-1]))
    return found


def _between_actors(passage: Passage, at: int, lexicon: Lexicon) -> bool:
    """Whether a comma or coordinator stands between two actors, as in a list: X, het VK, en Y."""
    before, after = at - 1, at + 1
    while after < len(passage.words) and lexicon.has(passage.words[after], "determiner", "title", "coordinator"):
        after += 1
    while before > 0 and lexicon.has(passage.words[before], "coordinator"):
        before -= 1
    return not passage.words[before] and after < len(passage.words) and not passage.words[after]


def _share(passage: Passage) -> None:
    """Mark the subjects of which more than one thing is said: the first actor of its clause without a preposition."""
    seen = set()
    for group in passage.groups:
        where = (passage.clauses[group.first], passage.walls[group.first])
        if not group.roles[0][0] and not group.adjective and where not in seen:
            group.shared = True
            seen.add(where)


def apart_in_conjuncts(passage: Passage, group: Group, place: int) -> int:
    """Count how many times something else is said between an actor and a word; none from a subject on."""
    if group.shared and place > group.first:
        return 0
    return abs(passage.conjuncts[group.first] - passage.conjuncts[place])


def _place_before(words: list[str], place: int, lexicon: Lexicon) -> int:
    """Give the place of the word before an actor, a determiner or title between them left aside."""
    before = place - 1
    while before > 0 and lexicon.has(words[before], "determiner", "title"):
        before -= 1
    return before


def _new_clauses(passage: Passage, places: list[int], subjects: set[int], lexicon: Lexicon) -> list[int]:
    """Find where a further main clause begins: maar, want, or a new subject before its verb (X helpt Y, Z steunt W)."""
    words = passage.words
    verbs = {match.verb for match in passage.matches if match.cue.kind == "verb"}
    verbs |= {at for at, word in enumerate(words) if lexicon.has(word, "auxiliary")}
    # In X en Y levert the verb is one of Y alone, in X en Y contracten, X en Y voort, X en Y leveren it is none.
    firm = {at for at, word in enumerate(words) if _is_verb(word, lexicon) and not word.endswith("en")}
    # a word right behind a naming that looks like a finite verb: Servië speelt op vele borden
    verbs |= {
        at + 1
        for at in places
        if at + 1 < len(words) and not passage.glued[at + 1] and _may_be_finite(words[at + 1], lexicon)
    }
    opened = [
        at
        for at, word in enumerate(words)
        if at and lexicon.has(word, "new_clause") and not _but_goes_on(words, at, lexicon)
    ]
    for at in range(1, len(words)):
        listed = lexicon.has(words[at - 1], "coordinator")
        # "en daarover", "en dat", and "en wij", which can only be a subject
        if listed and (lexicon.has(words[at], "resumes") or (at in subjects and any(verb < at for verb in verbs))):
            opened.append(at - 1)
    last = 0
    for place in places:
        before = _place_before(words, place, lexicon)
        if (
            before > 0
            and lexicon.has(words[before], "coordinator")
            and place + 1 in (firm if _ends_list(passage, before) else verbs)
            and any(last <= verb < before for verb in verbs)
        ):
            opened.append(before)
            last = before
    return sorted(opened)


def _ends_list(passage: Passage, coordinator: int) -> bool:
    """Whether an actor stands right before a coordinator, so that the next one may be the last of a list."""
    return not passage.words[coordinator - 1]


def is_adjective(end: End) -> bool:
    """Whether a naming is an adjective (Noorse) and needs a noun after it."""
    surface = end.surface
    if end.how in ("demonym", "adjective"):
        return True
    return bool(_ADJECTIVE.search(surface)) and not _NOT_ADJECTIVE.search(surface) and surface[:1].isupper() and (
        surface.endswith("se") or surface.endswith("sche")
    )  # fmt: skip


def _between(passage: Passage, left: int, right: int, lead: str, lexicon: Lexicon) -> str:
    """Say how two namings follow each other: "same" (apposition), "list", or "" (neither); `lead` leads the first."""
    listed, between = False, passage.words[left + 1 : right]
    for at, word in enumerate(between, start=left + 1):
        if word in ("(", ")", "“", "”") or in_brackets(between, at - left - 1):
            continue  # Peru (onze buur) en Chili
        if lexicon.has(word, "coordinator"):
            listed = True
        elif listed and word == lead and lexicon.has(word, "preposition"):
            continue  # tegen Peru, tegen Chili en tegen Ghana; met onze buren Peru en Chili, alsook met Ghana
        elif word.isdigit() or word in ("–", "—", "-"):
            return ""
        elif not lexicon.has(word, "determiner", "title", "adverb_in_list") and not passage.glued[at]:
            if word.endswith("e") and at + 1 <= right and word.isalpha() and not lexicon.has(word, "auxiliary"):
                continue  # an adjective
            return ""
    return "list" if listed else "same"


def _begins_other_side(between: list[str], lexicon: Lexicon) -> bool:
    """Whether what follows are those of the ones before: en haar partners Chili en Ghana."""
    return any(
        lexicon.has(word, "coordinator") and lexicon.has(after, "possessive") for word, after in pairwise(between)
    )


def in_brackets(words: list[str], place: int) -> bool:
    """Whether a word stands in round brackets."""
    before = words[:place]
    return before.count("(") > before.count(")") and ")" in words[place:]


def _is_aside(passage: Passage, group: Group) -> bool:
    """Whether an actor stands alone in brackets right behind another one."""
    around = passage.words[group.first - 1 : group.first], passage.words[group.last + 1 : group.last + 2]
    return around == (["("], [")"]) and passage.words[group.first - 2] == ""


def _lead(passage: Passage, first: int, lexicon: Lexicon) -> str:
    """Give the preposition right before a naming, a determiner or title between them left aside."""
    at = first - 1
    while at > 0 and (
        lexicon.has(passage.words[at], "determiner", "title", "possessive", "stands_for")
        or (not passage.words[at] and lexicon.has(passage.words[at + 1], "stands_for"))  # onze buurlanden
    ):
        at -= 1
    return passage.words[at] if at >= 0 and lexicon.has(passage.words[at], "preposition") else ""


def _groups(passage: Passage, namings: list[tuple[int, list[End]]], lexicon: Lexicon) -> list[Group]:
    groups: list[Group] = []
    for place, ends in namings:
        adjective = is_adjective(ends[0])
        how = ""
        if groups:
            last = groups[-1]
            if len(groups) > 1 and _is_aside(passage, last):
                last = groups[-2]  # Peru (Mercosur) en Chili
            how = _between(passage, last.last, place, _lead(passage, last.first, lexicon), lexicon)
            # "Franse en Duitse" go together, "Franse NAVO-troepen" do not; nor does "Duitsland en Franse troepen"
            same_form = last.adj_last == adjective or any(end.how == "person" for end in ends)
            written_on = passage.glued[place] and not any(
                passage.words[at] in ("en", "of", "/") for at in range(last.last, place)
            )
            if passage.clauses[place] != passage.clauses[last.last]:
                how = ""
            spoken_for = ends[0].how == "person" and last.ends[-1].how not in ("person", "surname")
            if how == "list" and spoken_for and ends[0].rolled == last.ends[-1].rolled:
                how = "same"  # de president van Turkije, Erdogan
            if how == "list" and (same_form or adjective) and not written_on:
                if _begins_other_side(passage.words[last.last + 1 : place], lexicon):
                    last.first_side = len(last.ends)
                last.ends += ends
                last.last, last.adj_last = place, adjective
                continue
            if how == "same" and last.rolled & {end.rolled for end in ends}:
                last.ends = [*last.ends[:-1], *ends] if ends[0].rolled == last.ends[-1].rolled else last.ends + ends
                last.last, last.adj_last = place, adjective
                continue
        groups.append(Group(list(ends), place, place, adjective=adjective, adj_last=adjective))
    # the Draghi-rapport and a Chinabeleid name a paper, not an actor
    groups = [
        group
        for group in groups
        if not (
            group.last + 1 < len(passage.words)
            and passage.glued[group.last + 1]
            and lexicon.has(passage.words[group.last + 1], "name_head")
            and not (group.last + 2 < len(passage.words) and passage.words[group.last + 2] in ("met", "tussen"))
        )
        # Uw Kamer is who reads, and nobody of whom something is said
        and not lexicon.has(passage.words[group.first - 1] if group.first else "", "addressed")
    ]
    for group in groups:
        adverb = _ADVERB.fullmatch(group.ends[0].surface)
        if adverb:
            group.roles = [(adverb.group(1) or "in", 0, group.first - 1)]
        else:
            group.roles = _roles(passage, group.first, lexicon)
        group.adjective = group.adj_last
    return _join_likewise(passage, groups, lexicon)


def _join_likewise(passage: Passage, groups: list[Group], lexicon: Lexicon) -> list[Group]:
    """Put who does likewise with the subject: net als Chili steunt Peru Ghana."""
    kept = list(groups)
    for group in groups:
        at = _place_before(passage.words, group.first, lexicon)
        before = passage.words[max(at - 1, 0) : at + 1]
        if group.adjective or (before[-1:] != ["evenals"] and before not in (["net", "als"], ["net", "zoals"])):
            continue
        for subject in groups:
            bare = not subject.adjective and not subject.roles[0][0]
            if subject is not group and bare and passage.clauses[subject.first] == passage.clauses[group.first]:
                subject.ends = [*subject.ends, *group.ends]
                kept = [other for other in kept if other is not group]
                break
    return kept


def _roles(passage: Passage, first: int, lexicon: Lexicon) -> list[tuple[str, int, int]]:
    """Walk left from an actor and collect the prepositions that govern it, innermost first."""
    roles: list[tuple[str, int, int]] = []
    depth, free, at = 0, 0, first - 1
    while at >= 0 and depth < 3 and first - at < 16:
        word = passage.words[at]
        if word in _INFINITIVE_OPENERS and "te" in passage.words[first : first + 10]:
            break  # om Oekraïne te helpen: the actor is the object
        if lexicon.has(word, "preposition"):
            roles.append((word, depth, at - 1))
            depth, free = depth + 1, 0
        elif not word:
            free += 1
            if depth == 0:
                break
        elif lexicon.has(word, "determiner", "title", "adverb_in_list", "opener"):
            pass
        elif (
            word in _WALL_MARKS
            or word in ",()"
            or lexicon.has(word, "auxiliary", "subordinator", "coordinator", "author")
        ):
            break
        elif depth == 0 and not word.endswith(("e", "en")):
            break
        else:
            free += 1
            if free > (2 if depth == 0 else 3):
                break
        at -= 1
    if not roles or roles[-1][1] < 2:
        roles.append(("", depth, -1))
    return roles
