"""Whom the notebooks set side by side: as the settings say, else the strongest partners, and always with a reason."""

import pandas as pd
import pytest

from helpers.documents import SHIPPED, Corpus, open_corpus
from helpers.gazetteer import doubtful_authors, missing_authors, nearest, read_gazetteer
from helpers.settings import Pair, Settings, check_coder, choose_pair, read_settings, say_unshown
from helpers.tables import InputError

NODES = pd.DataFrame(
    [
        ("EU", "organisation", "European Union", "group", 30),
        ("CAN", "state", "Canada", "partner", 4),
        ("BEL", "state", "Belgium", "member", 12),
        ("DEU", "state", "Germany", "member", 20),
        ("ISL", "state", "Iceland", "partner", 4),
        ("NOR", "state", "Norway", "partner", 9),
    ],
    columns=["actor_id", "kind", "name_en", "standing", "statements"],
)


@pytest.mark.parametrize(
    ("settings", "pair", "reason"),
    [
        (Settings("DEU", "ISL"), ("DEU", "ISL"), "as settings.csv or the parameters say"),
        (Settings(), ("NOR", "CAN"), "name a first and a second; these are the two partners with most tie statements"),
        (Settings("NOR"), ("NOR", "CAN"), "name a second; Canada is the partner with most tie statements besides"),
        (Settings("", "NOR"), ("CAN", "NOR"), "name a first; Canada is the partner"),
        (Settings("GBR", "NOR"), ("CAN", "NOR"), "GBR has no tie in this network; Canada is the partner"),
        (Settings("GBR", "TUR"), ("NOR", "CAN"), "GBR and TUR have no tie in this network; these are the two partners"),
        (
            Settings("GBR"),
            ("NOR", "CAN"),
            "GBR has no tie in this network, and neither settings.csv nor the parameters",
        ),
    ],
)
def test_a_pair_is_taken_and_the_reason_said(settings, pair, reason):
    found = choose_pair(NODES, settings)
    assert found.both == pair
    assert reason in found.said
    assert found.said.count("\n") == 0 and found.said.endswith(".")


def test_the_order_of_the_table_decides_nothing():
    assert choose_pair(NODES.iloc[::-1], Settings()).both == choose_pair(NODES, Settings()).both


def test_where_partners_are_too_few_states_follow_and_then_others():
    few = NODES[NODES["actor_id"].isin(["EU", "BEL", "DEU", "NOR"])]
    assert choose_pair(few, Settings()).both == ("NOR", "DEU")
    assert "the partner and the state with most" in choose_pair(few, Settings()).said
    members = few[few["actor_id"] != "NOR"]
    assert choose_pair(members, Settings()).both == ("DEU", "BEL")
    assert choose_pair(members, Settings("DEU", "NOR")).both == ("DEU", "BEL")
    assert choose_pair(members[members["actor_id"] != "BEL"], Settings()).both == ("DEU", "EU")


def test_an_empty_network_has_no_pair():
    assert "Fewer than two" in choose_pair(NODES.iloc[:0], Settings("GBR")).said
    assert choose_pair(NODES.iloc[:0], Settings("GBR")).both == ("GBR", "the second")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "documents.csv").write_text("doc_id\n", encoding="utf-8")
    return tmp_path


def read(folder, *rows, **given):
    (folder / "settings.csv").write_text("\n".join(["setting,value,note", *rows]) + "\n", encoding="utf-8")
    return read_settings(open_corpus(folder), **given)


def test_what_is_not_said_is_as_by_default_and_no_corpus_has_the_pair_that_ships(folder):
    assert read_settings(open_corpus(folder)) == Settings()
    assert read(folder, "group,NATO,", "measure,,") == Settings(group="NATO")
    assert read_settings(Corpus(SHIPPED)) == Settings("GBR", "NOR")


def test_parameters_go_before_the_table_and_are_checked_alike(folder):
    rows = ("first,POL,", "second,DEU,", "language,nl,")
    assert read(folder, *rows, first="FRA", measure=None).first == "FRA"
    assert read(folder, *rows, second="").second == ""
    with pytest.raises(InputError, match=r"^parameters: first 'Noorwegen' .*\(NOR, perhaps\)"):
        read(folder, *rows, first="Noorwegen")
    with pytest.raises(InputError, match="first and second are both 'DEU'"):
        read(folder, *rows, first="DEU")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["measure,strenght,"], r"settings.csv, row 2: measure 'strenght' is none of .*\(strength, perhaps\)"),
        (["language,dutch,"], "settings.csv, row 2: language 'dutch' is none of en, nl; use one"),
        (["first,POL,", "group,Nato,"], r"settings.csv, row 3: group 'Nato' .*\(NATO, perhaps\)"),
        (["first,POL,", "first,DEU,"], "settings.csv, row 3: first stands in settings.csv, row 2 already"),
        (["first,POL,", "second,POL,"], "settings.csv, row 3: first and second are both 'POL'"),
        (["second,UK,"], r"settings.csv, row 2: second 'UK' .*\(GBR, perhaps\)"),
        ([",POL,"], "settings.csv, row 2: setting '' is empty"),
    ],
)
def test_a_bad_row_is_named_with_what_was_meant(folder, rows, words):
    with pytest.raises(InputError, match=words):
        read(folder, *rows)


def test_a_coder_must_be_one():
    check_coder(Settings(), ["consensus", "rules"])
    with pytest.raises(InputError, match="none of anna, rules"):
        check_coder(Settings(coder="me"), ["rules", "anna"])


def test_nothing_is_suggested_for_what_resembles_nothing():
    assert nearest("qqq", ["SWE", "FIN"]) == ""


ACTORS = pd.DataFrame(
    [("SWE", "Sweden", "Zweden", ""), ("ZWE", "Zimbabwe", "Zimbabwe", ""), ("FIN", "Finland", "Finland", ""),
     ("minister", "minister", "minister", "ZWE")],
    columns=["actor_id", "name_en", "name_nl", "rolls_up_to"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("author", "named", "number"),
    [
        ("ZWE", ["SWE"], 1),
        ("ZWE", ["SWE", "ZWE"], 0),
        ("ZWE", ["SWE", "minister"], 0),
        ("ZWE", ["FIN"], 0),
        ("SWE", ["FIN"], 0),
        ("", ["SWE"], 0),
        ("FIN; ZWE", ["FIN", "SWE"], 1),
        ("FIN; ZWE", ["FIN"], 0),
        ("FIN; FIN", ["FIN"], 1),
    ],
)
def test_an_author_that_is_never_named_while_a_near_name_is_may_be_a_slip(author, named, number):
    documents = pd.DataFrame({"doc_id": ["other", "d"], "author_actor": ["", author]})
    rows = [("d", actor, "name") for actor in named] + [("d", author, "author"), ("other", "ZWE", "name")]
    said = doubtful_authors(documents, pd.DataFrame(rows, columns=["doc_id", "actor_id", "how"]), ACTORS)
    assert len(said) == number
    about = "FIN 2 times" if author == "FIN; FIN" else "SWE (Sweden)"
    assert all(sentence.startswith("documents.csv, row 3") and about in sentence for sentence in said)


@pytest.mark.parametrize(
    ("author", "text", "words"),
    [
        ("", "Het kabinet wacht. Dit kabinet, zegt het kabinet.", "'het kabinet' (2 times)"),
        ("", "Zo denkt ons land.", "'ons land' (once)"),
        ("NLD", "Het kabinet wacht.", ""),
        ("", "Wij wachten, zei de minister van Defensie. Het kabinetsberaad duurt.", ""),
    ],
)
def test_a_text_that_speaks_for_nobody_is_named(author, text, words):
    gazetteer = read_gazetteer(open_corpus(SHIPPED))
    documents = pd.DataFrame({"doc_id": ["d"], "language": ["nl"], "author_actor": [author], "text": [text]})
    said = missing_authors(documents, gazetteer.author_words, gazetteer.titles)
    assert len(said) == bool(words) and all(words in sentence and "row 2" in sentence for sentence in said)


def test_who_is_no_partner_is_said_with_the_reason():
    nodes = pd.DataFrame({"actor_id": ["DEU", "EU", "NATO", "NOR"], "standing": ["member", "group", "", "partner"]})
    nodes["name_en"] = nodes["actor_id"].str.lower()
    for pair, words in [
        (("DEU", "NOR"), ["do not show deu (DEU), a member of EU:"]),
        (("NATO", "EU"), ["nato (NATO), which is no state, nor eu (EU), the group itself:"]),
    ]:
        said = say_unshown(nodes, Pair(*pair, ""), "EU")
        assert all(word in said for word in words) and "(NOR)" not in said
    assert say_unshown(nodes, Pair("NOR", "NOR", ""), "EU") == ""
    assert say_unshown(nodes.iloc[:0], Pair("the first", "the second", ""), "EU") == ""
