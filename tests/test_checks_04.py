"""The checks of course notebook 04: right answers pass, and each typical wrong one is told what it is."""

import networkx as nx
import pandas as pd
import pytest

from helpers.checks import NotAnswered, Right, Wrong
from helpers.checks_network import check_kept, check_nodes, check_planned, check_star, check_summed
from helpers.classroom import open_class, read_answers, read_class
from helpers.network import Choices, build_network, select_ties

STAR = {("EU", "NOR"), ("EU", "GBR"), ("CAN", "EU")}


@pytest.fixture(scope="module")
def room():
    return read_class(open_class())


@pytest.fixture(scope="module")
def key(room):
    return room.ties[room.ties["coder"] == "key"]


@pytest.fixture(scope="module")
def weights():
    return {(row.source, row.target): int(row.weight) for row in read_answers(open_class(), "edges").itertuples()}


def star(room, answer):
    return check_star(answer, room.ties, "2024_statement", 7)


def test_the_right_answers_are_right(room, key, weights):
    nodes = set(read_answers(open_class(), "centrality")["actor_id"])
    kept = key[key["type"].ne("conflict") & key["status"].eq("actual")]
    for said in [
        star(room, STAR),
        check_kept(kept, room.ties),
        check_nodes(nodes, room.ties, room.actors),
        check_summed(weights, room.ties, room.actors),
        check_planned({("NLD", "CAN")}, room.ties, room.actors),
    ]:
        assert isinstance(said, Right)
        assert said.startswith("Right: ")


def test_the_order_of_ends_and_the_kind_of_collection_do_not_matter(room, weights):
    star(room, [("NOR", "EU"), ("GBR", "EU"), ["EU", "CAN"]])
    check_summed({pair[::-1]: weight for pair, weight in weights.items()}, room.ties, room.actors)
    check_summed(pd.Series(weights), room.ties, room.actors)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (STAR | {("GBR", "NOR"), ("CAN", "NOR"), ("CAN", "GBR")}, "among themselves (a clique)"),
        (STAR | {("GBR", "NOR")}, "among themselves (a clique)"),
        ({("GBR", "NOR"), ("CAN", "NOR"), ("CAN", "GBR")}, "leave out EU"),
        (STAR - {("EU", "GBR")}, "the pair EU – GBR is missing."),
        (STAR | {("EU", "JPN")}, "the pair EU – JPN does not belong in your answer."),
        (set(), "is empty"),
        ("EU", "is a text; the check expects a set of pairs"),
        (3, "is a whole number; the check expects a set of pairs"),
        (("EU", "NOR"), "a single pair, without a set around it"),
        ({"EU", "NOR"}, "which is no pair"),
        ([("EU", 1)], "must be actor_ids in quotation marks"),
        ({("EU", "EU")}, "ties EU to itself"),
    ],
)
def test_star(room, answer, said):
    with pytest.raises(Wrong) as error:
        star(room, answer)
    assert said in str(error.value)


def test_not_answered_yet(room):
    for check in [
        lambda: star(room, None),
        lambda: check_kept(None, room.ties),
        lambda: check_nodes(None, room.ties, room.actors),
        lambda: check_summed(..., room.ties, room.actors),
        lambda: check_planned(None, room.ties, room.actors),
    ]:
        with pytest.raises(NotAnswered, match="Not answered yet"):
            check()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("coder == 'key'", "you keep all statements"),
        ("coder == 'key' and status == 'actual'", "conflict is counted as cooperation"),
        ("coder == 'key' and type != 'conflict'", "whose tie does not exist"),
        ("coder == 'key' and type != 'conflict' and status != 'negated'", "prospective ties are counted as actual"),
        ("coder == 'key' and type != 'conflict' and status != 'prospective'", "negated ties are counted"),
        ("type not in ['conflict', 'mention'] and status == 'actual'", "you keep ties of all coders"),
        ("type != 'conflict' and status == 'actual'", "you keep ties of all coders"),
        ("coder == 'key' and type == 'support' and status == 'actual'", "is missing, one of"),
        ("coder == 'rules' and type == 'conflict'", "too many)"),
    ],
)
def test_kept(room, query, said):
    with pytest.raises(Wrong) as error:
        check_kept(room.ties.query(query), room.ties)
    assert said in str(error.value)


def test_kept_wants_a_table_with_its_columns(room, key):
    with pytest.raises(Wrong, match="is a list; the check expects a table"):
        check_kept([1], room.ties)
    with pytest.raises(Wrong, match="lacks the column 'sentence_id'"):
        check_kept(key[["doc_id", "source", "target", "type", "status"]], room.ties)
    kept = key[key["type"].ne("conflict") & key["status"].eq("actual")]
    with pytest.raises(Wrong, match="a row twice"):
        check_kept(pd.concat([kept, kept.head(1)]), room.ties)


def test_nodes(room, key):
    def said(answer):
        with pytest.raises(Wrong) as error:
            check_nodes(answer, room.ties, room.actors)
        return str(error.value)

    kept = key[key["type"].ne("conflict") & key["status"].eq("actual")]
    right = set(read_answers(open_class(), "centrality")["actor_id"])
    assert "the roll-up is forgotten" in said(set(kept["source"]) | set(kept["target"]))
    assert "the ends of all statements" in said(set(key["source"]) | set(key["target"]))
    assert "persons and bodies stand beside" in said(right | {"EC"})
    assert "RUS does not belong in your answer: all its ties are conflict" in said(right | {"RUS"})
    assert "rolls_up_to is empty for who acts for itself" in said({"EU", ""})
    assert "the actor JPN is missing." in said(right - {"JPN"})
    assert "a dict; the check expects a set of names" in said({"EU": 1})
    assert "a set of names" in said({1})


def test_summed(room, key, weights):
    def said(answer):
        with pytest.raises(Wrong) as error:
            check_summed(answer, room.ties, room.actors)
        return str(error.value)

    def counted(selected, undirected=True):
        numbers = {}
        for pair in zip(selected["source"], selected["target"], strict=True):
            name = tuple(sorted(pair)) if undirected else pair
            numbers[name] = numbers.get(name, 0) + 1
        return numbers

    selected = select_ties(room.ties, room.actors, Choices(coder="key"))
    careless = nx.Graph(build_network(selected, room.actors))
    assert "the last of parallel edges wins" in said(nx.get_edge_attributes(careless, "statements"))
    assert "the last of parallel edges wins" in said(dict.fromkeys(weights, 1))
    assert "you count each direction by itself" in said(counted(selected, undirected=False))
    two_documents = {pair: 1 for pair in weights} | {("EU", "NOR"): 2, ("DEU", "HARBOUR_GROUP"): 2}
    assert "you count documents" in said(two_documents)
    apart = select_ties(room.ties, room.actors, Choices(coder="key", roll_up=False))
    assert "the roll-up is forgotten" in said(counted(apart))
    planned = select_ties(room.ties, room.actors, Choices(coder="key", statuses=("actual", "prospective")))
    assert "prospective ties are counted" in said(counted(planned))
    hostile = pd.concat([selected, key[key["type"].eq("conflict")]])
    assert "conflict is counted as cooperation" in said(counted(hostile))
    assert "EU – NOR is too large: you have 4" in said(weights | {("EU", "NOR"): 4})
    assert "BEL – NATO is missing (1 pair too few)" in said({k: v for k, v in weights.items() if k != ("BEL", "NATO")})
    assert "BEL – NOR should not be there" in said(weights | {("BEL", "NOR"): 1})
    assert "both ways round" in said(weights | {("NOR", "EU"): 3})
    assert "a number for each pair" in said([3])
    assert "'three' for EU – NOR" in said(weights | {("EU", "NOR"): "three"})
    assert "expects a pair" in said({"EU": 3})


def test_planned(room):
    def said(answer):
        with pytest.raises(Wrong) as error:
            check_planned(answer, room.ties, room.actors)
        return str(error.value)

    planned = {("CAN", "EU"), ("CAN", "NLD"), ("GBR", "NOR"), ("BEL", "HARBOUR_GROUP")}
    selected = select_ties(room.ties, room.actors, Choices(coder="key"))
    now = set(zip(selected["source"], selected["target"], strict=True))
    assert "all 4 pairs with a prospective tie" in said(planned)
    assert "all 4 pairs with a prospective tie" in said({("CAN", "NLD"), ("GBR", "NOR")})
    assert "it has an actual tie too" in said({("BEL", "HARBOUR_GROUP"), ("CAN", "EU")})
    assert "the whole network" in said(now | planned)
    assert "the network without what is planned" in said(now)
    assert "a negated tie never enters" in said({("CAN", "NLD"), ("EU", "JPN"), ("DEU", "NOR")})


def test_a_sentence_is_all_that_jupyter_shows():
    assert Wrong("the pair A – B is missing.")._render_traceback_() == ["Not right yet: the pair A – B is missing."]
    assert repr(Right("Right: so.")) == "Right: so."
