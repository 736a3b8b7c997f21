"""The checks of course notebook 05: right answers pass, and each typical wrong one is told what it is."""

import math
import re
from fractions import Fraction

import networkx as nx
import pandas as pd
import pytest

from helpers import checks_centrality as checks
from helpers.checks import NotAnswered, Right, Wrong
from helpers.classroom import open_class, read_answers, read_class
from helpers.network import Choices, build_network, project, select_ties
from helpers.tables import TIE_TYPES
from helpers.views import cooperation, speakers, support

KEY = Choices(coder="key")
# Worked out on paper: CAN - 1 - EU - 3 - NOR - 2 - GBR.
BY_HAND = {
    "degree": {"CAN": 1, "EU": 2, "NOR": 2, "GBR": 1},
    "strength": {"CAN": 1, "EU": 4, "NOR": 5, "GBR": 2},
    "betweenness": {"CAN": 0, "EU": 2 / 3, "NOR": 2 / 3, "GBR": 0},
    "harmonic": {
        "CAN": (1 + 3 / 4 + 6 / 11) / 3,
        "EU": (1 + 3 + 6 / 5) / 3,
        "NOR": (3 / 4 + 3 + 2) / 3,
        "GBR": (6 / 11 + 6 / 5 + 2) / 3,
    },
    "two_rounds": {"CAN": 7, "EU": 25, "NOR": 27, "GBR": 15},
}


@pytest.fixture(scope="module")
def room():
    return read_class(open_class())


@pytest.fixture(scope="module")
def rows(room):
    return select_ties(room.ties, room.actors, KEY)


@pytest.fixture(scope="module")
def network(room, rows):
    return build_network(rows, room.actors, room.documents)


@pytest.fixture(scope="module")
def graph(network):
    return project(network, KEY)


@pytest.fixture(scope="module")
def path():
    found = nx.Graph()
    found.add_weighted_edges_from([("CAN", "EU", 1), ("EU", "NOR", 3), ("NOR", "GBR", 2)])
    return found


@pytest.fixture(scope="module")
def paper():
    """Give the answers that come with the class corpus, worked out by hand."""
    table = read_answers(open_class(), "centrality").set_index("actor_id")
    harmonic = {actor: sum(map(Fraction, text.split(" + "))) / 11 for actor, text in table["harmonic"].items()}
    return {
        "strength": table["strength"].astype(int).to_dict(),
        "betweenness": (table["betweenness"].astype(float) / 55).to_dict(),
        "harmonic": {actor: float(value) for actor, value in harmonic.items()},
    }


def times(numbers, factor):
    return {key: value * factor for key, value in numbers.items()}


def ends(table):
    return pd.concat([table["source"], table["target"]]).value_counts()


def refuse(check, *answers, **named):
    with pytest.raises(Wrong) as error:
        check(*answers, **named)
    assert not isinstance(error.value, NotAnswered)
    return str(error.value)


# --- by hand --------------------------------------------------------------------------------------------------------


def by_hand(path, **other):
    return checks.check_by_hand(**(BY_HAND | other), path=path)


def test_by_hand(path):
    said = by_hand(path)
    assert isinstance(said, Right)
    assert said.startswith("Right: ")
    assert "NOR comes first" in said


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("degree", BY_HAND["strength"], "in degree: these are sums of weights"),
        ("strength", BY_HAND["degree"], "in strength: these are numbers of neighbours"),
        (
            "betweenness",
            {"CAN": 0, "EU": 2, "NOR": 2, "GBR": 0},
            "divide them by the pairs of others that there are, 3",
        ),
        ("betweenness", {"CAN": 0, "EU": 2 / 6, "NOR": 2 / 6, "GBR": 0}, "you divide by all 6 pairs"),
        ("betweenness", {"CAN": 0, "EU": 4 / 3, "NOR": 4 / 3, "GBR": 0}, "each pair both ways round"),
        ("betweenness", {"CAN": 0, "EU": 1 / 3, "NOR": 1, "GBR": 0}, "the number for EU is too small"),
        ("harmonic", times(BY_HAND["harmonic"], 3), "these are sums; divide by the number of others, n - 1 = 3"),
        ("harmonic", times(BY_HAND["harmonic"], 3 / 4), "you divide by n"),
        (
            "harmonic",
            {"CAN": (1 + 1 / 4 + 1 / 6) / 3, "EU": (1 + 1 / 3 + 1 / 5) / 3, "NOR": (1 / 4 + 1 / 3 + 1 / 2) / 3}
            | {"GBR": (1 / 6 + 1 / 5 + 1 / 2) / 3},
            "weights are strengths and you take them for distances",
        ),
        (
            "harmonic",
            {"CAN": 11 / 18, "EU": 5 / 6, "NOR": 5 / 6, "GBR": 11 / 18},
            "you count steps; a tie of weight 3 is 1/3 of a step long",
        ),
        (
            "harmonic",
            {"CAN": 3 / (1 + 4 / 3 + 11 / 6), "EU": 3 / (1 + 1 / 3 + 5 / 6), "NOR": 3 / (4 / 3 + 1 / 3 + 1 / 2)}
            | {"GBR": 3 / (11 / 6 + 5 / 6 + 1 / 2)},
            "this is closeness, one over the mean distance",
        ),
        (
            "harmonic",
            {"CAN": (1 + 4 / 3 + 11 / 6) / 3, "EU": (1 + 1 / 3 + 5 / 6) / 3, "NOR": (4 / 3 + 1 / 3 + 1 / 2) / 3}
            | {"GBR": (11 / 6 + 5 / 6 + 1 / 2) / 3},
            "these are distances; take 1/distance",
        ),
        # One after another: CAN 1 + 1 = 2, EU 1 + 2 + 3 = 6, NOR 1 + 3·6 + 2 = 21, GBR 1 + 2·21 = 43; then again.
        ("two_rounds", {"CAN": 8, "EU": 77, "NOR": 338, "GBR": 719}, "from the numbers before the round"),
        ("two_rounds", {"CAN": 2, "EU": 5, "NOR": 6, "GBR": 3}, "this is the first round"),
        ("two_rounds", {"CAN": 32, "EU": 113, "NOR": 132, "GBR": 69}, "one round too many"),
        ("two_rounds", {"CAN": 4, "EU": 16, "NOR": 16, "GBR": 10}, "keeps what it has"),
        # The second round alone lacks what each had: CAN 1·5, EU 1·2 + 3·6, NOR 3·5 + 2·3, GBR 2·6.
        ("two_rounds", {"CAN": 5, "EU": 20, "NOR": 21, "GBR": 12}, "in the second round, too, each actor keeps"),
        ("harmonic", {"CAN": 2.3 / 3, "EU": 5.2 / 3, "NOR": 5.75 / 3, "GBR": 3.75 / 3}, "CAN is nearly right"),
        ("two_rounds", {"CAN": 5, "EU": 8, "NOR": 8, "GBR": 5}, "the weights are forgotten"),
        ("two_rounds", {"CAN": 7, "EU": 25, "NOR": 27}, "the number for GBR is missing"),
        ("degree", [1, 2, 2, 1], "in degree: your answer is a list; the check expects a number for each actor"),
    ],
)
def test_by_hand_wrong(path, name, answer, said):
    assert said in refuse(by_hand, path, **{name: answer})


def test_between(room, graph):
    def between(answer):
        return checks.check_between(answer, graph, "HARBOUR_GROUP")

    assert "2 pairs of 55" in between({("NLD", "DEU"), ("BEL", "NLD")})
    pairs = {("BEL", "DEU"), ("BEL", "NLD"), ("DEU", "NLD")}
    assert "all pairs of neighbours of HARBOUR_GROUP" in refuse(between, pairs)
    own = {("BEL", "HARBOUR_GROUP"), ("DEU", "HARBOUR_GROUP"), ("HARBOUR_GROUP", "NLD")}
    assert "these are the ties of HARBOUR_GROUP" in refuse(between, own)
    # DEU - NLD has other ways of two steps, and over ties of weight 1 alone: in both mistakes one pair is left.
    assert "you took it to be 2 or 1 long" in refuse(between, {("BEL", "NLD")})
    assert "are taken for distances" in refuse(checks.check_between, {("BEL", "CAN"), ("CAN", "DEU")}, *toy())
    assert "the pair BEL – NLD is missing: their shortest way is 2 long" in refuse(between, {("DEU", "NLD")})


def toy():
    """Make a network in which EU stands between two pairs when strong ties are long, and between others when short."""
    found = nx.Graph()
    found.add_weighted_edges_from([("CAN", "EU", 1), ("EU", "DEU", 1), ("DEU", "BEL", 1), ("CAN", "BEL", 5)])
    for _, _, data in found.edges(data=True):
        data["distance"] = 5 // data["weight"]
    return found, "EU"


# --- weights --------------------------------------------------------------------------------------------------------


def test_distances(graph, paper):
    check = checks.check_distances
    wrong, right = (nx.betweenness_centrality(graph, weight=name) for name in ("weight", "distance"))
    steps = nx.betweenness_centrality(graph)
    assert "You had predicted that" in check("less", wrong, paper["betweenness"], graph, "NOR")
    assert "You had predicted more: what misled you?" in check("More ", wrong, right, graph, "NOR")
    assert "in careful_2b: weights are strengths and you take them" in refuse(check, "less", wrong, wrong, graph, "NOR")
    assert "in careless_2b: this is the careful answer" in refuse(check, "less", right, right, graph, "NOR")
    assert "in careless_2b: no weight is used" in refuse(check, "less", steps, right, graph, "NOR")
    assert "in careful_2b: no weight is used" in refuse(check, "less", wrong, steps, graph, "NOR")
    assert "these are numbers of pairs" in refuse(check, "less", wrong, times(right, 55), graph, "NOR")
    assert "choose one of 'less', 'more', 'same'" in refuse(check, "up", wrong, right, graph, "NOR")
    assert "in predicted_2b: it is 'NOR'; choose one of" in refuse(check, "NOR", wrong, right, graph, "NOR")
    assert "in predicted_2b: it is a whole number" in refuse(check, 1, wrong, right, graph, "NOR")


def test_unwarned(graph, network, paper):
    check = checks.check_unwarned
    misspelt = graph.degree(weight="wieght")
    last = dict(nx.Graph(network).degree(weight="statements"))
    right = paper["strength"]
    said = check("DEU", misspelt, last, right, network, graph)
    assert "EU and NOR come first. Where the last edge wins DEU comes first, and 4 statements are gone" in said
    ones = dict(nx.Graph(network).degree(weight="weight"))
    whole = dict(network.degree(weight="statements"))
    assert "careful answer" in refuse(check, "DEU", right, last, right, network, graph)
    assert "take `graph`" in refuse(check, "DEU", last, last, right, network, graph)
    assert "in last: every edge counts as 1" in refuse(check, "DEU", misspelt, ones, right, network, graph)
    assert "in last: this is the careful answer" in refuse(check, "DEU", misspelt, whole, right, network, graph)
    assert "in careful_3: the last of parallel edges wins" in refuse(check, "DEU", misspelt, last, last, network, graph)
    assert "in careful_3: every tie counts as 1" in refuse(check, "DEU", misspelt, last, misspelt, network, graph)


# --- parts and sizes ------------------------------------------------------------------------------------------------


def test_parts(graph, paper):
    check = checks.check_parts
    wrong = nx.closeness_centrality(graph, distance="distance", wf_improved=False)
    repaired = nx.closeness_centrality(graph, distance="distance")
    right, sums = paper["harmonic"], nx.harmonic_centrality(graph, distance="distance")
    assert "JPN and KOR come first by closeness" in check("EU", wrong, right, graph)
    assert "wf_improved=False" in refuse(check, "EU", repaired, right, graph)
    lengths = nx.closeness_centrality(graph, distance="weight", wf_improved=False)
    assert "One trap at a time" in refuse(check, "EU", lengths, right, graph)
    steps = nx.closeness_centrality(graph, wf_improved=False)
    assert "name the attribute: distance='distance'" in refuse(check, "EU", steps, right, graph)
    assert "in careless_4a: this is the careful answer" in refuse(check, "EU", right, right, graph)
    for answer, said in [
        (wrong, "this is closeness, one over the mean distance"),
        (repaired, "this is closeness, one over the mean distance"),
        (sums, "6 to a weight of 1; multiply by 6. Then divide by n - 1 = 11"),
        (times(sums, 1 / 11), "6 to a weight of 1; multiply by 6."),
        (times(sums, 6), "these are sums; divide by the number of others, n - 1 = 11"),
        (times(sums, 6 / 12), "you divide by n"),
        ({actor: value * 6 / len(graph) - 1 for actor, value in sums.items()}, "brackets are missing"),
        (times(nx.harmonic_centrality(graph, distance="weight"), 1 / 11), "you take them for distances"),
        (times(nx.harmonic_centrality(graph), 1 / 11), "you count steps"),
    ]:
        assert re.match(f"in careful_4a: .*{re.escape(said)}", refuse(check, "EU", wrong, answer, graph))


def test_pagerank(graph):
    check = checks.check_pagerank
    part = graph.subgraph(max(nx.connected_components(graph), key=len))
    wrong, right = nx.pagerank(graph), nx.pagerank(part)
    said = check("at", wrong, right, graph)
    assert "JPN and KOR have 0.083 each" in said
    assert "You had predicted that" in said
    assert "JPN and KOR are still in it" in refuse(check, "at", wrong, wrong, graph)
    cut = {actor: wrong[actor] for actor in part}
    assert "not out of the network" in refuse(check, "at", wrong, cut, graph)
    assert "its weight is a strength" in refuse(check, "at", nx.pagerank(graph, weight="distance"), right, graph)
    assert "its weight is a strength" in refuse(check, "at", wrong, nx.pagerank(part, weight="distance"), graph)
    assert "the weights are not used" in refuse(check, "at", nx.pagerank(graph, weight=None), right, graph)
    assert "in careless_4b: this is the careful answer" in refuse(check, "at", right, right, graph)


def test_sizes(room, graph, paper):
    def check(careless, careful, predicted="small"):
        return checks.check_sizes(predicted, careless, careful, small, graph, "EU")

    small = speakers(room.ties, room.actors, KEY, room.documents)["2024_statement"]
    sums = {"small": 2 + 1 + 1 + 1, "large": paper["harmonic"]["EU"] * 11}
    means = {"small": 5 / 4, "large": paper["harmonic"]["EU"]}
    assert "5.00 and 9.99 as sums, 1.25 and 0.91 as means" in check(sums, means)
    raw = {"small": sums["small"] / 2, "large": sums["large"] / 6}
    assert "multiply each by its own unit" in refuse(check, raw, means)
    assert "in careful_4c: these are sums" in refuse(check, sums, sums)
    assert "you divide by n;" in refuse(check, sums, {"small": 5 / 5, "large": sums["large"] / 12})
    assert "its own unit" in refuse(check, sums, {"small": raw["small"] / 4, "large": raw["large"] / 11})
    assert "in careless_4c: this is the careful answer" in refuse(check, means, means)


# --- signs and directions -------------------------------------------------------------------------------------------


def test_conflict(room, rows, paper):
    def check(careless, careful):
        return checks.check_conflict("more", careless, careful, room.ties, room.actors)

    everything = ends(select_ties(room.ties, room.actors, Choices(coder="key", types=TIE_TYPES)))
    hostile = ends(select_ties(room.ties, room.actors, Choices(coder="key", types=("conflict",))))
    assert everything["NOR"] == 9
    assert "NOR has 7, and 9 with conflict. Counted carelessly NOR comes first" in check(everything, paper["strength"])
    assert "conflict is counted as cooperation" in refuse(check, everything, everything)
    assert "the two do not add up" in refuse(check, everything, ends(rows).sub(hostile, fill_value=0))
    assert "in careful_5a: this is conflict alone" in refuse(check, everything, hostile)
    assert "in careless_5a: this is conflict alone" in refuse(check, hostile, ends(rows))
    assert "in careless_5a: this is the careful answer" in refuse(check, ends(rows), ends(rows))
    both = select_ties(room.ties, room.actors, Choices(coder="key", types=TIE_TYPES))
    for end in ("source", "target"):
        assert "in careless_5a: you count one end" in refuse(check, both[end].value_counts(), ends(rows))
        assert "in careful_5a: you count one end" in refuse(check, everything, rows[end].value_counts())


def test_direction(room):
    def check(careless, careful, predicted="UKR"):
        return checks.check_direction(predicted, careless, careful, room.ties, room.actors)

    gifts = support(room.ties, room.actors, KEY)
    wrong, right, both = nx.pagerank(gifts), nx.pagerank(gifts.reverse()), nx.pagerank(gifts.to_undirected())
    assert "along the arrows UKR comes first, for receiving; against them EU comes first" in check(wrong, right)
    assert "this rewards receivers" in refuse(check, wrong, wrong)
    assert "in careful_5b: the direction is dropped" in refuse(check, wrong, both)
    assert "in careless_5b: the direction is dropped" in refuse(check, both, right)
    assert "what each gives itself" in refuse(check, wrong, dict(gifts.out_degree(weight="weight")))
    assert "in careless_5b: this is the careful answer" in refuse(check, right, right)
    assert "in predicted_5b: it is 'RUS'" in refuse(check, wrong, right, "RUS")


# --- who speaks, and who is named -----------------------------------------------------------------------------------


def test_speaker(room, rows, paper):
    def check(careless, careful):
        return checks.check_speaker("EU", careless, careful, room.ties, room.actors, room.documents)

    # By hand: without NLD's five ties in its letter, EU's five in its statement, BEL's two in its memorandum.
    right = {"DEU": 5, "GBR": 3, "NOR": 3, "HARBOUR_GROUP": 3, "EU": 2, "NATO": 2, "BEL": 1, "JPN": 1, "KOR": 1}
    right["UKR"] = 1
    said = check(paper["strength"], right)
    assert "DEU comes first then. EU falls from 7 to 2, and of NLD nothing is left" in said
    assert check(paper["strength"], pd.Series(right | {"NLD": 0, "CAN": 0})) == said
    assert "the speakers' own ties are still in it" in refuse(check, ends(rows), ends(rows))
    silent = ends(rows[rows["doc_id"].isin(["2022_partij", "2025_bericht"])])
    assert "whole documents are left out" in refuse(check, ends(rows), silent)
    loud = ["NLD", "EU", "BEL"]
    nowhere = ends(rows[~rows["source"].isin(loud) & ~rows["target"].isin(loud)])
    assert "BEL, EU and NLD are left out of all documents" in refuse(check, ends(rows), nowhere)
    assert "in careless_6a: this is the careful answer" in refuse(check, right, right)


def test_attention(room, graph):
    def check(mentions, careless, careful):
        return checks.check_attention("ties", mentions, careless, careful, room)

    company = cooperation(room.ties, room.actors, Choices(coder="comention", types=("mention",)))
    strengths = [pd.Series(dict(view.degree(weight="weight"))) for view in (company, graph)]
    up = room.actors.set_index("actor_id")["rolls_up_to"]
    raw = room.mentions["actor_id"]
    mentions = raw.map(lambda actor: up[actor] or actor).value_counts()
    high, low = (strength.corr(mentions, method="spearman") for strength in strengths)
    assert "0.97 among co-mentions, 0.88 among stated ties. You had predicted ties" in check(mentions, high, low)
    assert "the roll-up is forgotten" in refuse(check, raw.value_counts(), high, low)
    states = raw[raw.map(lambda actor: not up[actor])].value_counts()
    assert "persons and bodies are left out" in refuse(check, states, high, low)
    documents = room.mentions.assign(actor_id=raw.map(lambda actor: up[actor] or actor)).groupby("actor_id")["doc_id"]
    assert "numbers of documents" in refuse(check, documents.nunique(), high, low)
    assert "in careless_6b: this is the number for the other network" in refuse(check, mentions, low, low)
    assert "in careful_6b: this is the number for the other network" in refuse(check, mentions, high, high)
    assert "in careful_6b: this is the plain correlation" in refuse(check, mentions, high, strengths[1].corr(mentions))
    unrolled = strengths[1].corr(raw.value_counts(), method="spearman")
    assert "roll-up is forgotten in the mentions" in refuse(check, mentions, high, unrolled)
    assert "the check expects a number" in refuse(check, mentions, high, strengths[1])
    degrees = [pd.Series(dict(view.degree())).corr(mentions, method="spearman") for view in (company, graph)]
    assert "in careless_6b: this is degree" in refuse(check, mentions, degrees[0], low)
    assert "in careful_6b: this is degree" in refuse(check, mentions, high, degrees[1])


# --- what is not there yet ------------------------------------------------------------------------------------------


def test_not_answered_yet_names_what_is_missing(room, graph, network, path):
    wrong = nx.betweenness_centrality(graph, weight="weight")
    for check, said in [
        (lambda: by_hand(path, harmonic=None), "harmonic is still None"),
        (lambda: checks.check_between(None, graph, "HARBOUR_GROUP"), "Not answered yet"),
        (lambda: checks.check_distances(None, None, None, graph, "NOR"), "make your prediction first"),
        (lambda: checks.check_distances("less", wrong, None, graph, "NOR"), "careful_2b is still None"),
        (lambda: checks.check_unwarned("EU", ..., None, None, network, graph), "misspelt is still None"),
        (lambda: checks.check_attention("ties", None, None, None, room), "mentions is still None"),
    ]:
        with pytest.raises(NotAnswered, match=said):
            check()


def test_isolated_pair_is_at_the_mean(graph):
    """Let the sentence on PageRank rest on arithmetic: a closed pair keeps what it starts with."""
    assert math.isclose(nx.pagerank(graph)["JPN"], 1 / len(graph), abs_tol=1e-6)
