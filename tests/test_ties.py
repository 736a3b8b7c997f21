"""The rule coder: cues, candidates, ties, trace and explanation, on invented sentences."""

import re
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import cues as cues_module
from helpers import documents as documents_module
from helpers.candidates import End, take_apart
from helpers.comention import co_mentions
from helpers.context import Stretch, read_ends
from helpers.cues import compile_cues, inflect, read_cues
from helpers.documents import SHIPPED, Corpus, open_corpus
from helpers.evidence import slot_fit
from helpers.learning import _pairs
from helpers.tables import DIRECTED_TYPES, TIE_TYPES, InputError, check_table, columns
from helpers.ties import code_by_rules, explain, judge, trace

STATES = {
    "Noorwegen": "NOR", "Zweden": "SWE", "Polen": "POL", "Litouwen": "LTU", "Canada": "CAN", "Japan": "JPN",
    "Peru": "PER", "Chili": "CHL", "Rusland": "RUS", "Oekraïne": "UKR", "Nederland": "NLD",
}  # fmt: skip
OTHERS = {"NAVO": "NATO", "EU": "EU", "PESCO": "PESCO", "Commissie": "EC"}
NAMES = STATES | OTHERS
ACTORS = pd.DataFrame(
    [(actor, "state", "") for actor in STATES.values()]
    + [("NATO", "organisation", ""), ("EU", "organisation", ""), ("PESCO", "programme", ""), ("EC", "body", "EU")],
    columns=["actor_id", "kind", "rolls_up_to"],
)


@cache
def shipped_cues():
    return read_cues(open_corpus(SHIPPED))


def corpus_of(*texts, author="", language="nl"):
    """Make documents, sentences (split after a full stop) and mentions of invented texts."""
    documents, sentences, mentions = [], [], []
    for number, text in enumerate(texts, start=1):
        doc_id = f"d{number}"
        documents.append((doc_id, language, author, "2025", text))
        at = 0
        for sentence_id, part in enumerate(re.findall(r"[^.]*\.?\s*", text), start=1):
            if not part:
                continue
            sentences.append((doc_id, sentence_id, at, at + len(part), "sentence", "", part))
            for found in re.finditer("|".join(NAMES), part):
                start = at + found.start()
                end = start + len(found.group())
                mentions.append((doc_id, sentence_id, start, end, found.group(), NAMES[found.group()], "name"))
            at += len(part)
    return (
        pd.DataFrame(documents, columns=["doc_id", "language", "author_actor", "date", "text"]),
        pd.DataFrame(sentences, columns=columns("sentences")),
        pd.DataFrame(mentions, columns=columns("mentions")),
    )


def code(*texts, cues=None, **options):
    return code_by_rules(*corpus_of(*texts, **options), ACTORS, cues or shipped_cues())


def passage_of(text):
    _, _, mentions = corpus_of(text)
    row = Stretch("d1", 1, "sentence", 0, len(text))
    return take_apart(row, text, read_ends(mentions, {})["d1"], compile_cues(shipped_cues(), "nl"))


def ties_of(table):
    return {(row.source, row.target, row.type, row.status) for row in table.itertuples()}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Several, by the form of the verb, before it or behind it.
        ("Noorwegen en Zweden werken samen. Ze steunen Polen.", {"NOR>POL", "POL>SWE"}),
        ("Noorwegen en Zweden werken samen. Sinds mei steunen zij Polen.", {"NOR>POL", "POL>SWE"}),
        # One, whatever it is called.
        ("De NAVO vergadert. Zij steunt Polen.", {"NATO>POL"}),
        ("De NAVO vergadert. Hij steunt Polen.", {"NATO>POL"}),
        # Who is named first in the same sentence is whom it stands for.
        ("Noorwegen en Zweden werken samen. Japan zegt dat ze Polen steunen.", set()),
        # The subject of the sentence before, not whom it speaks of, and not of one long before.
        ("Met Noorwegen en Zweden praat men. Ze steunen Polen.", set()),
        ("Noorwegen en Zweden werken samen. Het regent. Het waait. Ze steunen Polen.", set()),
        # The number must fit.
        ("Noorwegen en Zweden werken samen. Zij steunt Polen.", set()),
        ("Noorwegen werkt hard. Ze steunen Polen.", set()),
    ],
)
def test_pronouns_stand_for_the_subject_before(text, wanted):
    table = code(text)
    rows = table[table["quote"].str.contains("Polen") & table["coref"].eq("1")]
    assert {">".join(sorted(pair)) for pair in zip(rows["source"], rows["target"], strict=True)} == wanted


def test_a_word_broken_over_a_line_is_one():
    assert "samenwerking" in passage_of("Noorwegen zoekt samenwer-\nking met Polen.").words
    assert "samenwerking" in passage_of("Noorwegen zoekt samenwer- king met Polen.").words
    assert "land" in passage_of("Noorwegen schenkt land- en zeemachten geld, Polen niet.").words
    assert ties_of(code("Noorwegen geeft steun aan Polen.")) == ties_of(code("Noorwegen geeft st-\neun aan Polen."))


def test_who_does_likewise_stands_with_the_subject():
    for text in ("Noorwegen steunt Polen, net als Zweden.", "Net als Zweden steunt Noorwegen Polen."):
        table = code(text)
        assert {(row[0], row[1]) for row in ties_of(table)} == {("NOR", "POL"), ("SWE", "POL")}, text


def test_the_subject_of_a_relative_clause_stands_with_its_verb():
    """In "het verdrag dat X met Y sloot" the noun of the cue stands in another clause, but its verb does not."""
    passage = passage_of("Het verdrag dat Noorwegen in 2021 met Polen sloot, geldt nog.")
    match = next(match for match in passage.matches if match.cue.text == "verdrag sluiten")
    fit = slot_fit(passage, passage.groups[0], match, "subject", compile_cues(shipped_cues(), "nl"))
    assert fit == pytest.approx(0.8)


def test_adverbs_hold_their_preposition():
    text = "Noorwegen neemt daaraan deel, daar."
    namings = [[End("NOR", "NOR", 0, 9, "name", "Noorwegen")]]
    namings += [
        [End("KFOR", "NATO", at, at + len(word), "anaphor", word)] for at, word in ((16, "daaraan"), (30, "daar"))
    ]
    row = Stretch("d1", 1, "sentence", 0, len(text))
    groups = take_apart(row, text, namings, compile_cues(shipped_cues(), "nl")).groups
    assert [group.roles[0][0] for group in groups] == ["", "aan", "in"]


def test_but_and_a_verb_go_on_about_the_same_subject():
    passage = passage_of("Noorwegen werkt samen met Zweden, maar zit ook aan tafel met Polen.")
    assert passage.clauses[-1] == passage.clauses[0]
    assert [group.shared for group in passage.groups] == [True, False, False]
    passage = passage_of("Noorwegen werkt samen met Zweden, maar Polen zit aan tafel met Canada.")
    assert passage.clauses[-1] > passage.clauses[0]


@pytest.mark.parametrize(
    ("text", "victim"),
    [
        ("Noorwegen veroordeelt de aanval van Zweden op Polen.", "NOR POL"),
        ("Wat Polen betreft, veroordeelt Noorwegen de oorlog van Zweden tegen Polen.", "NOR POL"),
        ("Noorwegen veroordeelt de aanval op Polen.", ""),
        ("Noorwegen meldt de Zweedse aanval op Polen.", ""),
    ],
)
def test_who_judges_has_no_conflict_with_the_victim(text, victim):
    rows = trace(*corpus_of(text), ACTORS, shipped_cues())
    pairs = {tuple(sorted((row.one, row.two))): row for row in rows.itertuples() if row.shape == "across"}
    held = {pair for pair, row in pairs.items() if "victim" in row.reason}
    assert held == ({tuple(victim.split())} if victim else set())
    assert not any(pairs[pair].kept for pair in held)


def test_a_member_of_parliament_is_no_membership():
    assert not code("Motie van het lid Jansen over Polen in de conclusies van de NAVO.")["type"].eq("membership").any()


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Noorwegen sloot een akkoord met Polen en levert tanks aan Canada.", "en"),
        ("Noorwegen heeft een akkoord met Polen gesloten en tanks aan Canada geleverd.", "en"),
        ("Noorwegen levert tanks aan Polen en Canada.", ""),
        ("Noorwegen steunt en beschermt Polen.", ""),
    ],
)
def test_conjuncts(text, begins):
    """Behind which word something else is said of the same subject, and to whom a cue of it may reach."""
    passage = passage_of(text)
    steps = zip(passage.words, [0, *passage.conjuncts[:-1]], passage.conjuncts, strict=True)
    opened = [word for word, before, here in steps if here > before]
    assert opened == begins.split()
    assert [group.shared for group in passage.groups] == [True] + [False] * (len(passage.groups) - 1)


def test_lists_do_not_break_before_a_noun_or_particle():
    for text in ("Recent hebben Noorwegen, Zweden en Polen contracten getekend.", "Wij zetten Zweden en Polen voort."):
        assert [len(group.ends) for group in passage_of(text).groups] == [text.count(",") + 2]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Met Noorwegen, Zweden en Polen werkt Canada aan de bescherming van kabels.", [3, 1]),
        ("Wij werken met Noorwegen, Zweden/Polen en Canada.", [4]),
        ("Wij werken met Noorwegen, Zweden (NAVO) en Polen.", [3, 1]),
        ("Over de aanval van Rusland op Oekraïne is uw NAVO al ingelicht.", [1, 1]),
    ],
)
def test_what_makes_one_group(text, sizes):
    """A list before the verb, with a stroke, around an aside; and who is addressed is in none."""
    assert [len(group.ends) for group in passage_of(text).groups] == sizes


def test_an_aside_says_nothing_of_the_whole_list():
    documents, sentences, mentions = corpus_of("Canada werkt samen met Noorwegen, Zweden (NAVO) en Polen.")
    pairs = [
        candidate.one.rolled | candidate.two.rolled
        for candidate, *_ in judge(documents, sentences, mentions, ACTORS, shipped_cues())
    ]
    assert not any({"NATO", "NOR"} <= pair or {"NATO", "POL"} <= pair for pair in pairs)


def test_who_acts_in_the_passive_is_the_subject(tmp_path):
    """Where the row of a cue names only its subject: who stands behind "door" is it."""
    row = "nl,plagen,verb,conflict,subject,object,Peru plaagt Chili.,"
    found = code("Polen wordt door Rusland geplaagd.", cues=read_cues(write_corpus(tmp_path, row + "\n")))
    assert ("RUS", "POL", "conflict") in {(tie.source, tie.target, tie.type) for tie in found.itertuples()}


def test_a_person_behind_the_state_he_speaks_for_is_one_end_with_it():
    text = "De president van Turkije, Recep Erdogan, sprak."
    ends = [
        [End(actor, "TUR", text.index(surface), text.index(surface) + len(surface), how, surface)]
        for actor, how, surface in (("TUR", "name", "Turkije"), ("erdogan", "person", "Recep Erdogan"))
    ]
    row = Stretch("d1", 1, "sentence", 0, len(text))
    groups = take_apart(row, text, ends, compile_cues(shipped_cues(), "nl")).groups
    assert [[end.actor for end in group.ends] for group in groups] == [["erdogan"]]


def test_one_joins_an_organisation_which_joins_nobody():
    documents, sentences, mentions = corpus_of("Noorwegen leidt een missie van de NAVO in Polen.")
    found = list(judge(documents, sentences, mentions, ACTORS, shipped_cues()))
    joined = [
        (candidate.two if held.forward else candidate.one).ends[0].actor
        for candidate, *_ in found
        for held in candidate.held
        if held.match.cue.says == "membership" and "NATO" in candidate.one.rolled | candidate.two.rolled
    ]
    assert set(joined) == {"NATO"}


@pytest.mark.parametrize(("where", "actor"), [("Oekraïne", "UKR"), ("Peru", "PER")])
def test_who_acts_in_a_country_does_not_make_it_a_member(where, actor):
    found = code(f"Noorwegen leidt een missie van de NAVO in {where}.", cues=shipped_cues())
    assert ("NATO", actor, "support") in {(row.source, row.target, row.type) for row in found.itertuples()}


# ---------------------------------------------------------------- cues


def test_every_example_holds_its_cue():
    tables = shipped_cues()
    lexicon = compile_cues(tables, "nl")
    missing = []
    for row in tables.cues.itertuples():
        words, glued = [], []
        for token in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|,", row.example.lower()):
            for place, word in enumerate(token.split("-")):
                words.append(word)
                glued.append(place > 0)
        found = {match.cue.says for match in lexicon.find(words, glued, [0] * len(words))}
        # compounds such as Oekraïnesteun are only parted once the actor in them is known
        if row.says not in found and not row.cue.startswith(("*", "-")):
            missing.append((row.says, row.cue, row.example))
    assert len(missing) <= 0.02 * len(tables.cues), missing


def test_several_hundred_cues_of_every_type():
    counts = shipped_cues().cues["says"].value_counts()
    assert counts.sum() > 800
    assert (
        counts[["conflict", "agreement", "membership", "support", "consultation", "joint_action", "alignment"]].min()
        >= 40
    )


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("steunen", {"steunt", "steunde", "gesteund", "gesteunde"}),
        ("maken", {"maak", "maakt", "maakte", "gemaakt"}),
        ("geven", {"geef", "geeft"}),
        ("verdedigen", {"verdedigt", "verdedigde", "verdedigd"}),
        ("bezetten", {"bezet", "bezette"}),
    ],
)
def test_inflection(infinitive, forms):
    assert forms <= inflect(infinitive)


def write_corpus(folder: Path, cue_rows: str, file="conflict.csv") -> Corpus:
    (folder / "documents").mkdir()
    (folder / "documents.csv").write_text("doc_id\n")
    (folder / "cues").mkdir()
    (folder / "cues" / file).write_text("language,cue,kind,says,source,target,example,note\n" + cue_rows)
    return Corpus(folder)


def test_a_corpus_adds_its_own_cue(tmp_path):
    own = read_cues(write_corpus(tmp_path, "nl,plagen,verb,conflict,subject,object,Peru plaagt Chili.,\n"))
    documents, sentences, mentions = corpus_of("Noorwegen plaagde Zweden jarenlang.")
    assert ("NOR", "SWE", "conflict", "actual") in ties_of(code_by_rules(documents, sentences, mentions, ACTORS, own))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nl,plagen,verb,conflict,,object,Peru plaagt Chili.,\n", ["conflict.csv, row 2:", "source"]),
        ("nl,pl*agen,verb,conflict,subject,object,Peru plaagt Chili.,\n", ["row 2:", "*"]),
        ("nl,plagen,werkwoord,conflict,subject,object,Peru plaagt Chili.,\n", ["row 2", "werkwoord"]),
        ("nl,plagen,verb,ruzie,subject,object,Peru plaagt Chili.,\n", ["row 2", "ruzie"]),
    ],
)
def test_bad_cue_is_one_sentence_with_row(tmp_path, row, words):
    with pytest.raises(InputError) as error:
        read_cues(write_corpus(tmp_path, row))
    assert all(word in str(error.value) for word in words)
    assert "\n" not in str(error.value)


def test_bad_cue_among_those_that_ship_is_named_as_well(tmp_path, monkeypatch):
    for part in ("cues", "gazetteer"):
        shutil.copytree(SHIPPED / part, tmp_path / part)
    path = tmp_path / "cues" / "support.csv"
    rows = path.read_text(encoding="utf-8").count("\n")
    path.open("a", encoding="utf-8").write("nl,st*unen,verb,support,subject,object,Peru steunt Chili.,\n")
    monkeypatch.setattr(documents_module, "SHIPPED", tmp_path)
    with pytest.raises(InputError, match=rf"cues/support\.csv, row {rows + 1}: the \* of 'st\*unen'"):
        read_cues(Corpus(tmp_path))


# ---------------------------------------------------------------- ties


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Noorwegen levert tanks aan Oekraïne.", {("NOR", "UKR", "support", "actual")}),
        ("Oekraïne wordt door Noorwegen gesteund.", {("NOR", "UKR", "support", "actual")}),
        ("Rusland valt Litouwen aan.", {("RUS", "LTU", "conflict", "actual")}),
        ("Zweden is lid van de NAVO.", {("SWE", "NATO", "membership", "actual")}),
        ("Zweden is geen lid van de NAVO.", {("SWE", "NATO", "membership", "negated")}),
        ("Japan wil een verdrag sluiten met Peru.", {("JPN", "PER", "agreement", "prospective")}),
        ("Polen overlegt met Litouwen.", {("LTU", "POL", "consultation", "actual")}),
        ("Polen en Litouwen oefenen samen.", {("LTU", "POL", "joint_action", "actual")}),
        (
            "Noorwegen werkt samen met Canada en Japan.",
            {("CAN", "NOR", "alignment", "actual"), ("JPN", "NOR", "alignment", "actual")},
        ),
    ],
)  # fmt: skip
def test_plain_sentences(text, wanted):
    assert ties_of(code(text)) == wanted


def test_a_chance_is_that_of_the_tie_times_that_of_its_type():
    parts = corpus_of("Noorwegen levert tanks aan Oekraïne, en Peru noemt Chili.")
    table = trace(*parts, ACTORS, shipped_cues())
    tied = 1 / (1 + np.exp(-table["score"]))
    assert table["chance"].between(0, tied + 0.01).all()
    # What is kept has a type that is told, and the statements have the chances of their candidates.
    assert (table.loc[table["kept"], "chance"] >= 0.2).all()
    kept = table[table["kept"]].set_index(["one", "two"])["chance"]
    coded = code_by_rules(*parts, ACTORS, shipped_cues())
    assert coded.set_index(["source", "target"])["chance"].to_dict() == kept.to_dict()


def test_without_weights_of_types_the_chance_is_that_of_the_tie():
    parts, cues = corpus_of("Noorwegen levert tanks aan Oekraïne."), shipped_cues()
    table = trace(*parts, ACTORS, cues._replace(type_weights=cues.type_weights.iloc[:0]))
    assert table["chance"].tolist() == [round(1 / (1 + np.exp(-table["score"].iloc[0])), 2)]


def test_a_tie_of_no_clear_type_is_refused_and_says_so():
    parts, cues = corpus_of("Noorwegen levert tanks aan Oekraïne."), shipped_cues()
    vague = cues.type_weights.assign(**dict.fromkeys(TIE_TYPES, "0"))
    assert code_by_rules(*parts, ACTORS, cues._replace(type_weights=vague)).empty
    table = trace(*parts, ACTORS, cues._replace(type_weights=vague))
    assert table["reason"].str.startswith("of which type is not told clearly enough").all()


def test_author_words_are_the_author():
    assert ties_of(code("We steunen Oekraïne.", author="NLD")) == {("NLD", "UKR", "support", "actual")}
    assert code("We steunen Oekraïne.").empty


def test_an_unsaid_end_is_coref():
    table = code("Met Polen wordt de samenwerking voortgezet.", author="NLD")
    assert table[["source", "target", "coref"]].to_numpy().tolist() == [["NLD", "POL", "1"]]


def test_no_tie_within_one_actor_or_to_its_own_instrument():
    assert code("De Commissie overlegt met de EU.").empty
    assert code("De EU neemt deel aan PESCO.").empty
    assert ties_of(code("Noorwegen neemt deel aan PESCO.")) == {("NOR", "PESCO", "membership", "actual")}


def test_a_language_without_cues_gives_an_empty_table():
    table = code("Noorwegen levert tanks aan Oekraïne.", language="xx")
    assert table.empty
    assert list(table.columns) == [*columns("ties"), "chance", "status_chance"]


def test_no_mentions_no_sentences():
    documents, sentences, mentions = corpus_of("Niemand steunt iets.")
    assert code_by_rules(documents, sentences, mentions, ACTORS, shipped_cues()).empty
    assert trace(documents, sentences.iloc[:0], mentions, ACTORS, shipped_cues()).empty


def test_a_list_may_repeat_its_preposition():
    parts = corpus_of("Noorwegen verdedigt zich tegen Peru, tegen Chili en tegen Japan.")
    table = trace(*parts, ACTORS, shipped_cues())
    assert set(zip(table["one"], table["two"], table["shape"], strict=True)) == {
        ("NOR", "PER CHL JPN", "across"),
        ("PER CHL JPN", "PER CHL JPN", "within"),
    }


def test_a_relative_waaraan_stands_for_its_antecedent():
    found = ties_of(code("Peru prijst Zweden, waaraan Noorwegen tanks levert."))
    assert ("NOR", "SWE", "support", "actual") in found
    assert ("SWE", "NOR", "support", "actual") not in found


def test_a_name_and_its_verb_begin_a_clause():
    parts = corpus_of("Polen en Litouwen onderhandelen, Chili zit stil, en Peru speelt met Japan.")
    table = trace(*parts, ACTORS, shipped_cues())
    assert "POL LTU CHL" not in set(table["one"]) | set(table["two"])
    row = table[(table["one"] == "POL LTU") & (table["two"] == "PER")].iloc[0]
    assert "clauses" in row["reason"]


def test_wij_begins_a_clause_of_its_own():
    table = code("Polen sluit een verdrag met Litouwen en wij steunen Oekraïne.", author="NLD")
    assert {row[:3] for row in ties_of(table)} == {("LTU", "POL", "agreement"), ("NLD", "UKR", "support")}


def test_the_parties_of_a_treaty():
    table = code("Noorwegen, Zweden en Polen, hierna te noemen „de Deelnemers”. De Deelnemers oefenen samen.")
    wanted = {("NOR", "SWE"), ("NOR", "POL"), ("POL", "SWE")}
    rows = table[(table["quote"] == "De Deelnemers oefenen samen.") & (table["type"] == "joint_action")]
    assert set(zip(rows["source"], rows["target"], strict=True)) == wanted
    assert set(rows["coref"]) == {"1"}


def test_trace_says_why_a_pair_was_refused():
    parts = corpus_of("Noorwegen, Zweden en Polen kampen met droogte.")
    assert code_by_rules(*parts, ACTORS, shipped_cues()).empty
    table = trace(*parts, ACTORS, shipped_cues())
    assert len(table) == 1
    assert not table["kept"].any()
    assert table["reason"].iloc[0] != ""


def test_explain_marks_ends_cue_and_modality():
    documents, sentences, mentions = corpus_of("Japan wil een verdrag sluiten met Peru & <Chili>.")
    table = code_by_rules(documents, sentences, mentions, ACTORS, shipped_cues())
    shown = explain(table.iloc[0], documents, sentences, mentions, shipped_cues())
    assert '<b title="JPN">Japan</b>' in shown
    assert ">wil</i>" in shown
    assert "<u " in shown
    assert "&lt;" in shown


def test_comention_and_window():
    _, sentences, mentions = corpus_of("Noorwegen, Zweden en Polen bellen met Canada." + " Peru is groot.")
    every = co_mentions(sentences, mentions, ACTORS)
    assert len(every) == 6
    assert set(every["type"]) == {"mention"}
    assert co_mentions(sentences, mentions, ACTORS, window=True).empty  # four actors in the sentence
    _, sentences, mentions = corpus_of("Noorwegen en Zweden bellen met Canada.")
    near = co_mentions(sentences, mentions, ACTORS, window=True)
    assert set(zip(near["source"], near["target"], strict=True)) == {("CAN", "NOR"), ("CAN", "SWE")}
    assert co_mentions(sentences, mentions, ACTORS, window=True, most_characters=5).empty


# ---------------------------------------------------------------- invariances

TEMPLATES = [
    "{a} levert tanks aan {b}.",
    "{a} wordt bedreigd door {b}.",
    "{a} sluit een akkoord met {b} en {c}.",
    "{a} en {b} praten samen over {c}.",
    "De steun van {a} voor {b} tegen {c} groeit.",
    "{a} is lid van de NAVO; {b} overlegt met {c}.",
    "Volgens {a} werkt {b} nauwer samen met {c}.",
]
STATE_NAMES = sorted(STATES)
texts = st.builds(
    lambda template, names: template.format(a=names[0], b=names[1], c=names[2]),
    st.sampled_from(TEMPLATES),
    st.lists(st.sampled_from(STATE_NAMES), min_size=3, max_size=3, unique=True),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_every_row_is_sound(parts):
    documents, sentences, mentions = corpus_of(" ".join(parts), author="NLD")
    table = check_table(code_by_rules(documents, sentences, mentions, ACTORS, shipped_cues()), "ties")
    text = documents["text"].iloc[0]
    starts = dict(zip(sentences["sentence_id"], zip(sentences["start"], sentences["end"], strict=True), strict=True))
    for row in table.itertuples():
        assert text[row.start : row.end] == row.quote
        assert row.source != row.target
        assert row.type in DIRECTED_TYPES or row.source < row.target
        begin, finish = starts[row.sentence_id]
        assert begin <= row.start < finish


@settings(max_examples=20, deadline=None)
@given(texts, st.permutations(STATE_NAMES))
def test_swapping_names_swaps_ends(text, order):
    swap = dict(zip(STATE_NAMES, order, strict=True))
    swapped = re.sub("|".join(STATE_NAMES), lambda found: swap[found.group()], text)
    ids = {STATES[old]: STATES[new] for old, new in swap.items()}

    def shown(table, rename):
        rows = set()
        for row in table.itertuples():
            ends = (rename.get(row.source, row.source), rename.get(row.target, row.target))
            rows.add((*(ends if row.type in DIRECTED_TYPES else sorted(ends)), row.type, row.status, row.change))
        return rows

    # who is a member of what changes with the name, and names differ in length: only states that are all members
    members = {"NOR", "SWE", "POL", "LTU", "CAN"}
    if set(ids) - members and ("NAVO" in text):
        return
    one, two = code(text, cues=shipped_cues()), code(swapped, cues=shipped_cues())
    assert {row[:3] for row in shown(one, ids)} == {row[:3] for row in shown(two, {})}


@settings(max_examples=20, deadline=None)
@given(st.lists(texts, min_size=2, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_order_of_documents_does_not_matter(parts, random):
    documents, sentences, mentions = corpus_of(*parts)
    table = code_by_rules(documents, sentences, mentions, ACTORS, shipped_cues())
    rows = list(range(len(documents)))
    random.shuffle(rows)
    mixed = code_by_rules(
        documents.iloc[rows],
        sentences.sample(frac=1, random_state=1).sort_values("start"),
        mentions[::-1],
        ACTORS,
        shipped_cues(),
    )
    key = ["doc_id", "start", "source", "target", "type"]
    left, right = (frame.sort_values(key).reset_index(drop=True) for frame in (table, mixed))
    pd.testing.assert_frame_equal(left, right)


# ---------------------------------------------------------------- the construction suite


def test_constructions():
    """The invented sentences of constructions.csv, with the workbook's own mentions; floors are what was reached."""
    from helpers.actors import find_mentions
    from helpers.gazetteer import read_gazetteer, roll_up
    from helpers.sentences import split_documents

    suite = pd.read_csv(Path(__file__).with_name("constructions.csv"), dtype=str, keep_default_na=False)
    assert len(suite) >= 250
    corpus = open_corpus(SHIPPED)
    documents = pd.DataFrame(
        {
            "doc_id": "c" + suite["number"], "date": "2025-06", "language": "nl", "genre": suite["genre"],
            "author_actor": suite["author"], "text": suite["text"],
            "file": "-", "title": "", "publisher": "", "note": "",
        }
    )  # fmt: skip
    gazetteer = read_gazetteer(corpus)
    sentences = split_documents(documents)
    mentions = find_mentions(documents, sentences, gazetteer)
    table = code_by_rules(documents, sentences, mentions, gazetteer.actors, shipped_cues())

    def rolled(ids):
        return roll_up(pd.Series(ids, dtype=object), gazetteer.actors).tolist()

    found: dict[str, set] = {}
    for doc_id, one, two, kind in zip(
        table["doc_id"], rolled(table["source"].tolist()), rolled(table["target"].tolist()), table["type"], strict=True
    ):
        found.setdefault(doc_id, set()).add((*sorted((one, two)), kind))
    counts = {"pair": [0, 0, 0], "type": [0, 0, 0]}
    for row in suite.itertuples():
        wanted = set()
        for tie in filter(None, row.ties.split(";")):
            ends, kind, *_ = tie.split(":")
            wanted.add((*sorted(rolled(re.split("[>-]", ends))), kind))
        here = found.get("c" + row.number, set())
        for name, one, two in (
            ("pair", {tie[:2] for tie in wanted}, {tie[:2] for tie in here}),
            ("type", wanted, here),
        ):
            counts[name][0] += len(one & two)
            counts[name][1] += len(two - one)
            counts[name][2] += len(one - two)
    scores = {name: 2 * hit / (2 * hit + extra + missed) for name, (hit, extra, missed) in counts.items()}
    assert scores["pair"] >= FLOORS["pair"], scores
    assert scores["type"] >= FLOORS["type"], scores


# Reached: pairs 0.941, with type 0.920, since weights.csv is fitted to these as well (0.923 and 0.902 before). First
# looks, before any rule was written for them: the half marked so 0.901 and 0.878, the other half (written when the
# rules stood) 0.883 and 0.776; three rows of the first were reworded since.
FLOORS = {"pair": 0.935, "type": 0.91}


def test_modules_have_no_paths():
    assert not re.search(r"/(?:work|tmp|home)/", Path(cues_module.__file__).read_text())


@pytest.mark.parametrize(
    ("text", "author", "wanted"),
    [
        ("De Kamer verzoekt de regering Zweden te steunen.", "NLD", {("NLD", "SWE", "support", "prospective")}),
        ("De Kamer verzoekt de regering Zweden te steunen.", "EU", set()),
        ("De Kamer verzoekt de regering van Peru te stoppen.", "NLD", set()),
        ("Bent u bereid Zweden te steunen?", "EU", {("EU", "SWE", "support", "prospective")}),
    ],
)
def test_whom_a_motion_or_question_asks(text, author, wanted):
    assert ties_of(code(text, author=author)) == wanted


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # The second side of "tussen" is tied to the first, not among itself.
        ("De samenwerking tussen de NAVO en haar partners Japan, Peru en Chili groeit.", "JPN-NATO NATO-PER CHL-NATO"),
        ("De samenwerking tussen Peru en Chili groeit.", "CHL-PER"),
        # A frame is like one preposition: what stands behind it is not what the noun before it ties.
        ("De samenwerking op dit gebied in het kader van Peru en Chili gaat door.", ""),
        ("De samenwerking van Peru en Chili gaat door.", "CHL-PER"),
    ],
)
def test_sides_and_frames_of_a_list(text, pairs):
    assert {"-".join(sorted(row[:2])) for row in ties_of(code(text))} == set(pairs.split())


@pytest.mark.parametrize(
    "text",
    [
        "Noorwegen noemt de wens van Japan om Zweden te steunen.",
        "Noorwegen noemt de Japanse wens om Zweden te steunen.",
        "Noorwegen herhaalde de oproep aan Japan om Zweden te helpen.",
    ],
)
def test_who_wishes_or_is_asked_to_do_something_does_it(text):
    table = trace(*corpus_of(text), ACTORS, shipped_cues()).set_index(["one", "two"])
    assert table.loc[("JPN", "SWE"), "score"] > max(0.5, table.loc[("NOR", "SWE"), "score"])


def test_a_noun_before_om_is_no_object_of_the_verb_behind_it():
    words = "de wens om peru te steunen".split()
    found = compile_cues(shipped_cues(), "nl").find(words, [False] * 6, [0, 0, 1, 1, 1, 1])
    assert [match.cue.text for match in found if match.verb >= 0] == ["steunen"]


def test_the_particle_of_one_verb_is_no_form_of_another():
    found = compile_cues(shipped_cues(), "nl").find("de wens om deel te nemen".split(), [False] * 6, [0] * 6)
    assert [match.cue.text for match in found if match.verb >= 0] == ["deel|nemen"]


@pytest.mark.parametrize(
    ("text", "less"), [("Zweden sprak met Polen over Peru.", True), ("Polen maakt zich zorgen over Peru.", False)]
)
def test_of_whom_others_speak_is_less_likely_tied_to_them(text, less):
    parts, cues = corpus_of(text), shipped_cues()
    without = cues._replace(weights=cues.weights[cues.weights["evidence"] != "about"])
    scores = [trace(*parts, ACTORS, tables).set_index(["one", "two"])["score"] for tables in (cues, without)]
    assert (scores[0]["POL", "PER"] < scores[1]["POL", "PER"]) == less


def test_what_is_learnt_from_is_what_is_coded():
    """The pairs of a candidate are the same for coding and for learning: the sides of a list, not all its members."""
    parts = corpus_of("De samenwerking tussen de NAVO en haar partners Japan, Peru en Chili groeit.")
    (within,) = (c for c, *_ in judge(*parts, ACTORS, shipped_cues()) if c.shape == "within")
    assert _pairs(within) == [("CHL", "NATO"), ("JPN", "NATO"), ("NATO", "PER")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Wij veroordelen Rusland.", {("CHL", "RUS", "conflict"), ("PER", "RUS", "conflict")}),
        # nobody says "wij"
        ("Er is een dialoog ingesteld met Japan.", {("CHL", "JPN", "consultation"), ("JPN", "PER", "consultation")}),
        ("Wij zullen samenwerken op zee.", {("CHL", "PER", "joint_action")}),
        # what both say of one of them is no tie of the other with it
        ("Wij betreuren dat Rusland Peru heeft aangevallen.", {("CHL", "RUS", "conflict"), ("PER", "RUS", "conflict")}),
    ],
)
def test_who_speak_together_are_each_tied(text, wanted):
    found = ties_of(code(text, author="PER; CHL"))
    assert {(*sorted(ends), says) for *ends, says, _status in found} == wanted
