"""The figures: what they show, that nothing hides anything, that their bytes stay the same, that they never crash."""

import hashlib
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from helpers import figures
from helpers.captions import read_captions, write_caption
from helpers.documents import SHIPPED
from helpers.draw import line_width, strands, strengths, wrap
from helpers.figures_counts import count_by_type
from helpers.layout import crossings, fit, lay_out, place_labels
from helpers.measures import ALL
from helpers.sight import difference, lightness
from helpers.style import read_style
from helpers.tables import InputError, read_table

FOCUS = ("ATL", "BOR")
NAMES = {
    "ATL": ("state", "Atlantis", "Atlantis", "partner"),
    "BOR": ("state", "Kingdom of Borealis", "Koninkrijk Borealis", "partner"),
    "CIM": ("state", "Cimmeria", "Cimmerië", "partner"),
    "DOR": ("state", "Doria", "Dorië", "member"),
    "LEAGUE": ("organisation", "League of Isles", "Eilandenbond", "group"),
    "GUILD": ("format", "Guild of Lighthouse Keepers", "Gilde van vuurtorenwachters", ""),
    "FUND": ("programme", "Harbour Fund", "Havenfonds", ""),
}
NODES = pd.DataFrame(
    [(a, *n) for a, n in NAMES.items()], columns=["actor_id", "kind", "name_en", "name_nl", "standing"]
)
EDGES = pd.DataFrame(
    [
        ("ATL", "LEAGUE", "agreement", "actual", "none", 2, 1, "2020", "2020", "one"),
        ("ATL", "LEAGUE", "agreement", "prospective", "more", 1, 1, "2021-05", "2021-05", "two"),
        ("LEAGUE", "ATL", "support", "prospective", "more", 1, 1, "2021-05", "2021-05", "two"),
        ("ATL", "LEAGUE", "alignment", "actual", "none", 4, 2, "2020", "2021-05", "one | two"),
        ("BOR", "LEAGUE", "consultation", "actual", "none", 1, 1, "2020", "2020", "one"),
        ("BOR", "GUILD", "membership", "actual", "none", 1, 1, "2022-01-31", "2022-01-31", "three"),
        ("ATL", "CIM", "conflict", "actual", "none", 3, 1, "2021-05", "2021-05", "two"),
        ("DOR", "LEAGUE", "membership", "actual", "none", 5, 2, "2020", "2021-05", "one | two"),
        ("DOR", "FUND", "membership", "negated", "none", 1, 1, "2020", "2020", "one"),
        ("CIM", "DOR", "joint_action", "actual", "less", 1, 1, "2022-01-31", "2022-01-31", "three"),
    ],
    columns=["source", "target", "type", "status", "change", "statements", "documents", "first", "last", "doc_ids"],
)
CENTRALITY = pd.DataFrame(
    [
        ("cooperation", actor, measure, value, rank)
        for measure, values in {
            "strength": {"ATL": (7.0, 2), "BOR": (2.0, 4), "CIM": (1.0, 5)},
            "harmonic": {"ATL": (0.71, 2), "BOR": (0.6, 3), "CIM": (0.2, 6)},
        }.items()
        for actor, (value, rank) in values.items()
    ],
    columns=["network", "actor_id", "measure", "value", "rank"],
)
UNCERTAINTY = CENTRALITY.assign(
    source_of_uncertainty="document_left_out",
    low=CENTRALITY["value"] * 0.5,
    high=CENTRALITY["value"] * 1.25,
    rank_low=CENTRALITY["rank"] - 1,
    rank_high=CENTRALITY["rank"] + 2,
    replicates=3,
)
# Cimmeria stands outside the largest component, and in one of three networks it has no tie at all.
FURTHER_VALUES = pd.DataFrame(
    [
        ("cooperation", "ATL", "eigenvector", 0.6, 2),
        ("cooperation", "BOR", "eigenvector", 0.3, 4),
        ("cooperation", "CIM", "eigenvector", np.nan, 6),
        ("cooperation", "ATL", "constraint", 0.4, 1),
        ("cooperation", "BOR", "constraint", 0.7, 3),
        ("cooperation", "CIM", "constraint", 1.0, 5),
    ],
    columns=CENTRALITY.columns,
)
FURTHER_SPREAD = FURTHER_VALUES.assign(
    source_of_uncertainty="document_left_out",
    low=[0.5, 0.2, 0.0, 0.3, 0.6, 1.0],
    high=[0.7, 0.5, 0.1, 0.5, 1.0, 1.0],
    rank_low=[1, 3, 4, 1, 2, 4],
    rank_high=[3, 5, 7, 3, 5, 7],
    replicates=3,
    present=[1, 1, 2 / 3] * 2,
)
REPLICATES = pd.DataFrame(
    [
        ("cooperation", "one", "ATL", "strength", 2.0, 3),
        ("cooperation", "one", "BOR", "strength", 4.0, 1),
        ("cooperation", "one", "CIM", "strength", np.nan, 7),
        ("cooperation", "two", "ATL", "strength", 3.0, 2),
        ("cooperation", "two", "BOR", "strength", 2.0, 3),
        ("cooperation", "two", "CIM", "strength", 2.0, 3),
    ],
    columns=["network", "left_out", "actor_id", "measure", "value", "rank"],
)
DOCUMENTS = pd.DataFrame({"doc_id": ["two", "one", "three"], "date": ["2021-05", "2020", "2022-01-31"]})
MENTIONS = pd.DataFrame({"doc_id": ["one"] * 4 + ["two"], "actor_id": ["ATL", "ATL", "ATL", "LEAGUE", "BOR"]})
TIES = pd.DataFrame({"doc_id": ["one", "three"], "source": ["ATL", "BOR"], "target": ["LEAGUE", "GUILD"]})
# Eight sets of choices: planned ties put ATL ahead, without them membership decides.
CURVE = pd.DataFrame(
    [
        (1, "5", False, 1, 2, 3, 2, "rules", "actual", "agreement", "BOR"),
        (2, "1", True, 2, 2, 2, 2, "reader", "actual", "agreement", "equal"),
        (3, "2", False, 2, 2, 2, 2, "reader", "actual", "agreement, membership", "equal"),
        (4, "6", False, 2, 2, 2, 2, "rules", "actual", "agreement, membership", "equal"),
        (5, "3", False, 4, 2, 1, 2, "reader", "actual, prospective", "agreement", "ATL"),
        (6, "4", False, 4, 2, 1, 2, "reader", "actual, prospective", "agreement, membership", "ATL"),
        (7, "7", False, 5, 2, 1, 3, "rules", "actual, prospective", "agreement", "ATL"),
        (8, "8", False, 6, 2, 1, 3, "rules", "actual, prospective", "agreement, membership", "ATL"),
    ],
    columns=[
        "place",
        "specification",
        "own",
        "ATL",
        "BOR",
        "ATL_rank",
        "BOR_rank",
        "coder",
        "statuses",
        "types",
        "ahead",
    ],
).assign(measure="strength", weight="statements", difference=lambda table: table["ATL"] - table["BOR"])
DROPPED = pd.DataFrame(
    [
        (by, measure, share, 1 - share * fall, 1 - share * fall - 0.2, 1.0)
        for by, fall in (("documents", 0.8), ("sentences", 0.5), ("statements", 0.2))
        for measure in ("strength", "harmonic")
        for share in (0.2, 0.5, 0.8)
    ],
    columns=["by", "measure", "dropped", "correlation", "low", "high"],
)
SCORES = pd.DataFrame(
    [("tie seen", 10, 12), ("type right", 10, 12), ("support", 4, 3), ("alignment", 6, 9)],
    columns=["type", "reference", "coder"],
)
for column, score in {"precision": 0.6, "recall": 0.5, "f1": 0.55}.items():
    SCORES[[column, f"{column}_low", f"{column}_high"]] = score, score - 0.2, score + 0.2


def draw_all(style, width="two", nodes=NODES, edges=EDGES, focus=FOCUS):
    return {
        "network": figures.draw_network(nodes, edges, style, focus=focus, width=width),
        "egos": figures.draw_egos(nodes, edges, style, egos=focus, width=width),
        "growth": figures.draw_growth(nodes, edges, DOCUMENTS, style, focus=focus, width=width),
        "tie_types": figures.draw_tie_types(nodes, edges, style, focus=focus, width=width),
        "centralities": figures.draw_centralities(CENTRALITY, nodes, style, UNCERTAINTY, focus=focus, width=width),
        "further": figures.draw_centralities(FURTHER_VALUES, nodes, style, FURTHER_SPREAD, focus=focus, width=width),
        "ranks": figures.draw_rank_stability(CENTRALITY, REPLICATES, nodes, style, focus=focus, width=width),
        "specifications": figures.draw_specifications(CURVE, nodes, style, "ATL", "BOR", width=width),
        "losses": figures.draw_losses(DROPPED, style, width=width),
        "coders": figures.draw_coders({"rules": SCORES, "pairs": SCORES.head(1)}, style, "reader", width=width),
        "matrix": figures.draw_actors_by_documents(MENTIONS, DOCUMENTS, nodes, style, TIES, focus=focus, width=width),
    }


@pytest.fixture(scope="module")
def drawn():
    """Every figure in English and two columns, and in Dutch and one."""
    return {
        (language, width, name): figure
        for language, width in (("en", "two"), ("nl", "one"))
        for name, figure in draw_all(read_style(language), width).items()
    }


def crowd(count: int, seed: int = 3):
    """Make a made-up network of many actors with long names, hubs and leaves."""
    random = np.random.default_rng(seed)
    ids = [f"A{i:02d}" for i in range(count)]
    kinds = ["state", "organisation", "format", "programme", "body"]
    nodes = pd.DataFrame(
        {
            "actor_id": ids,
            "kind": [kinds[i % 5] for i in range(count)],
            "name_en": [f"{['Isle', 'League of the Isles', 'Lighthouse Users'][i % 3]} {i}" for i in range(count)],
            "standing": ["partner" if i % 5 == 0 else "" for i in range(count)],
        }
    )
    nodes["name_nl"] = nodes["name_en"]
    rows = set()
    for i in range(1, count):
        rows.add((0 if i % 2 else 1, i, "membership"))
    while len(rows) < 2 * count:
        one, other = sorted(random.choice(count, 2, replace=False).tolist())
        rows.add((one, other, ["agreement", "support", "consultation", "alignment"][int(random.integers(4))]))
    edges = pd.DataFrame(
        [
            (
                ids[a],
                ids[b],
                kind,
                "actual" if (a + b) % 4 else "prospective",
                "none",
                1 + (a * b) % 6,
                1,
                "2020",
                "2020",
            )
            for a, b, kind in sorted(rows)
            if a != b
        ],
        columns=["source", "target", "type", "status", "change", "statements", "documents", "first", "last"],
    )
    return nodes, edges


def texts(figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text() and text.get_visible() and shown(text)]


def shown(text) -> bool:
    # labels of ticks that an axes without ticks keeps for later
    return text.axes is None or text.axes.axison or text in text.axes.texts


def box(artist, figure):
    extent = artist.get_window_extent(figure.canvas.get_renderer())
    return np.array([extent.x0, extent.y0, extent.x1, extent.y1]) / figure.dpi * 72


def overlap(a, b, slack=0.3) -> bool:
    return bool(min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack)


def ink(text, figure):
    """The box of the letters themselves: a text's box has empty room above and below them."""
    x0, y0, x1, y1 = box(text, figure)
    lines = text.get_text().count("\n") + 1
    spare = 0.12 * (y1 - y0) / lines if text.get_rotation() == 0 else 0
    return np.array([x0, y0 + spare, x1, y1 - spare])


def hidden_texts(figure) -> list[tuple[str, str]]:
    boxes = [(text.get_text(), ink(text, figure)) for text in texts(figure)]
    return [(a, b) for (a, one), (b, other) in itertools.combinations(boxes, 2) if overlap(one, other)]


def texts_over_nodes(figure) -> list[tuple[str, str]]:
    names = [text for text in texts(figure) if str(text.get_gid()).startswith("label-")]
    nodes = [line for line in figure.findobj(mpl.lines.Line2D) if re.match("node-(?!key)", str(line.get_gid()))]
    assert names and nodes
    found = []
    for node in nodes:
        (x,), (y,) = node.get_data()
        radius = node.get_markersize() / 2
        for name in names:
            x0, y0, x1, y1 = ink(name, figure)
            if np.hypot(x - np.clip(x, x0, x1), y - np.clip(y, y0, y1)) < radius - 0.2:
                found.append((name.get_text(), node.get_gid()))
    return found


# ---- nothing hides anything, at the size of print


def test_no_text_lies_over_another_or_leaves_the_page(drawn):
    for key, figure in drawn.items():
        assert hidden_texts(figure) == [], key
        width, height = figure.get_size_inches() * 72
        for text in texts(figure):
            x0, y0, x1, y1 = ink(text, figure)
            assert x0 > -0.5 and y0 > -0.5 and x1 < width + 0.5 and y1 < height + 0.5, (key, text.get_text())


def test_no_name_lies_over_a_node(drawn):
    for (*_, name), figure in drawn.items():
        if name in ("network", "egos"):
            assert texts_over_nodes(figure) == []


@pytest.mark.parametrize(("width", "count"), [("two", 60), ("one", 22)])
def test_a_crowded_network_keeps_its_names_apart(width, count):
    nodes, edges = crowd(count)
    figure = figures.draw_network(nodes, edges, read_style(), focus=("A05", "A10"), width=width)
    assert hidden_texts(figure) == []
    assert texts_over_nodes(figure) == []
    names = [text for text in texts(figure) if str(text.get_gid()).startswith("label-")]
    assert len(names) >= count - 2  # at most two names find no room


def test_a_name_put_over_another_would_be_noticed(drawn):
    figure = figures.draw_network(NODES, EDGES, read_style(), focus=FOCUS)
    one, other = [text for text in texts(figure) if str(text.get_gid()).startswith("label-")][:2]
    one.set_position(other.get_position())
    assert hidden_texts(figure)
    (x,), (y,) = next(a for a in figure.findobj(mpl.lines.Line2D) if a.get_gid() == "node-ATL").get_data()
    one.set_position((x, y))
    assert texts_over_nodes(figure)


def nearer_to_another(figure) -> list[tuple[str, str]]:
    """Names that stand nearer the node of another actor than their own, both measured from the rim."""
    nodes = {
        line.get_gid()[5:]: (line.get_data()[0][0], line.get_data()[1][0], line.get_markersize() / 2)
        for line in figure.findobj(mpl.lines.Line2D)
        if re.match("node-(?!key)", str(line.get_gid()))
    }
    found = []
    for text in texts(figure):
        if str(text.get_gid()).startswith("label-"):
            x0, y0, x1, y1 = box(text, figure)
            far = {a: np.hypot(x - np.clip(x, x0, x1), y - np.clip(y, y0, y1)) - r for a, (x, y, r) in nodes.items()}
            own = far.pop(text.get_gid()[6:])
            found += [(text.get_text(), actor) for actor, distance in far.items() if distance < own]
    return found


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("width", ["one", "two"])
def test_names_stand_nearest_their_own_node(width, language):
    tables = {name: read_table(SHIPPED / "derived" / f"{name}.csv", name) for name in ("nodes", "edges", "layout")}
    figure = figures.draw_network(tables["nodes"], tables["edges"], read_style(language), tables["layout"], width=width)
    assert nearer_to_another(figure) == []
    # a name carried to another's node would be noticed
    name = next(text for text in texts(figure) if text.get_gid() == "label-GBR")
    line = next(line for line in figure.findobj(mpl.lines.Line2D) if line.get_gid() == "node-NLD")
    name.set_position((line.get_data()[0][0] + 25, line.get_data()[1][0]))
    assert nearer_to_another(figure)


def test_no_text_is_smaller_than_seven_points(drawn):
    for key, figure in drawn.items():
        assert min(text.get_fontsize() for text in texts(figure)) >= 7, key


def test_a_figure_is_as_wide_as_the_journal_asks():
    style = read_style()
    for width, inches in (("one", 89 / 25.4), ("two", 183 / 25.4), (140, 140 / 25.4)):
        figure = figures.draw_tie_types(NODES, EDGES, style, focus=FOCUS, width=width)
        assert figure.get_size_inches()[0] == pytest.approx(inches)
    with pytest.raises(InputError, match="not 'three'"):
        figures.draw_network(NODES, EDGES, style, width="three")


# ---- what is shown is what the tables say


def test_strands_sum_over_status_and_change_and_leave_out_what_is_denied():
    lines = strands(EDGES).set_index(["source", "target", "type"])
    assert lines.loc[("ATL", "LEAGUE", "agreement")].tolist() == [3, 2, 1]
    assert lines.loc[("LEAGUE", "ATL", "support")].tolist() == [1, 0, 1]
    assert "FUND" not in lines.index.get_level_values("target")
    assert strengths(lines.reset_index()).to_dict() == {
        "LEAGUE": 3 + 1 + 4 + 1 + 5,
        "ATL": 3 + 1 + 4 + 3,
        "DOR": 5 + 1,
        "CIM": 3 + 1,
        "BOR": 2,
        "GUILD": 1,
    }


def test_strands_put_both_orders_of_an_undirected_tie_together():
    turned = EDGES.head(1).assign(source="LEAGUE", target="ATL")
    lines = strands(pd.concat([EDGES.head(1), turned]))
    assert lines[["source", "target", "weight"]].to_numpy().tolist() == [["ATL", "LEAGUE", 4]]


def test_weights_are_visible_as_widths():
    assert line_width(4) == pytest.approx(2 * line_width(1))
    figure = figures.draw_network(NODES, EDGES, read_style(), focus=FOCUS)
    widths = {round(line.get_linewidth(), 6) for line in figure.findobj(mpl.lines.Line2D)}
    assert {round(line_width(weight), 6) for weight in (1, 3, 4, 5)} <= widths


def test_the_numbers_are_those_drawn(drawn):
    network = drawn["en", "two", "network"].numbers
    assert network["weight"].sum() == 19 and len(network) == 8
    egos = drawn["en", "two", "egos"].numbers
    assert egos.loc[egos["shared"] == 1, ["ego", "type"]].to_numpy().tolist() == [
        ["ATL", "agreement"],
        ["ATL", "alignment"],
        ["ATL", "support"],
        ["BOR", "consultation"],
    ]
    growth = drawn["en", "two", "growth"].numbers
    assert growth["first"].tolist() == ["2020"] * 3 + ["2021-05", "2022-01-31", "2022-01-31"]
    matrix = drawn["en", "two", "matrix"].numbers.set_index(["actor_id", "doc_id"])
    assert matrix.loc[("ATL", "one")].tolist() == [3, 1]
    assert matrix.loc[("GUILD", "three")].tolist() == [0, 1]
    ranks = drawn["en", "two", "ranks"].numbers.set_index(["varied", "actor_id"])
    assert ranks.loc[("", "ATL"), "rank"] == 2 and ranks.loc[("one", "ATL"), "place"] == 2
    assert np.isnan(ranks.loc[("one", "CIM"), "rank"])  # absent, so no rank is drawn
    assert drawn["en", "two", "centralities"].numbers.iloc[0].to_dict() == {
        "network": "cooperation",
        "measure": "strength",
        "actor_id": "ATL",
        "value": 7.0,
        "low": 3.5,
        "high": 8.75,
        "rank": 2,
        "rank_low": 1,
        "rank_high": 4,
        "replicates": 3,
    }


def test_statuses_are_counted_apart():
    table = count_by_type(EDGES, ["ATL", "DOR"]).set_index(["actor_id", "type"])
    assert table.loc[("ATL", "agreement")].tolist() == [2, 1, 0]
    assert table.loc[("DOR", "membership")].tolist() == [5, 0, 1]
    assert table.loc[("ATL", "conflict")].tolist() == [3, 0, 0]


def test_planned_ties_are_hatched():
    figure = figures.draw_tie_types(NODES, EDGES, read_style(), focus=FOCUS)
    bars = [patch for axes in figure.axes[1:] for patch in axes.patches]
    hatched = [patch for patch in bars if patch.get_hatch()]
    assert len(hatched) == 2  # agreement and support of Atlantis with the League
    assert len(bars) == 9


def test_labels_follow_the_language(drawn):
    english, dutch = (
        {text.get_text().replace("\n", " ") for text in texts(drawn[language, width, "network"])}
        for language, width in (("en", "two"), ("nl", "one"))
    )
    assert {"Cimmeria", "League of Isles", "agreement"} <= english
    assert {"Cimmerië", "Eilandenbond", "overeenkomst"} <= dutch
    with pytest.raises(InputError, match="en or nl"):
        read_style("de")


def test_dutch_numbers_have_a_comma():
    style = read_style("nl")
    assert (style.number(0.5), style.number(12.0), style.number(10, 0)) == ("0,5", "12", "10")


def test_every_wording_has_both_languages_and_the_same_gaps():
    english, dutch = read_style("en").words, read_style("nl").words
    assert english.keys() == dutch.keys()
    for key, words in english.items():
        gaps = set(re.findall(r"{(\w+)}", words))
        assert gaps == set(re.findall(r"{(\w+)}", dutch[key])), key
        assert words and dutch[key], key


def test_captions_say_what_the_tables_say(drawn):
    caption = drawn["en", "two", "network"].caption
    assert "6 actors and 8 ties" in caption and "3 documents (2020–2022)" in caption
    alternative = drawn["en", "two", "egos"].alternative
    assert "Tied to both Atlantis and Kingdom of Borealis: League of Isles." in alternative
    assert "Only to Atlantis: Cimmeria." in alternative
    assert "Kingdom of Borealis ranks between 1 and 4." in drawn["en", "two", "ranks"].alternative
    for key, figure in drawn.items():
        assert figure.caption and figure.alternative and "{" not in figure.caption + figure.alternative, key
        assert "nan" not in (figure.caption + figure.alternative).split(), key


def test_the_words_of_ranks_say_where_an_actor_is_absent():
    """Cimmeria ranks 5 in all, 3 without the second document, and is tied to nobody without the first."""
    ranks = figures.draw_rank_stability(CENTRALITY, REPLICATES, NODES, read_style("en"), focus=("CIM", "ATL"))
    assert "Cimmeria ranks between 3 and 5. In 1 of these networks it has no tie. Atlantis" in ranks.alternative
    assert ranks.alternative.count("it has no tie") == 1
    always = REPLICATES.assign(rank=5).query("actor_id != 'CIM' or left_out == 'one'")
    alone = figures.draw_rank_stability(CENTRALITY, always, NODES, read_style("en"), focus=("CIM",))
    assert "Cimmeria ranks 5. In " in alone.alternative


def test_captions_say_who_is_a_partner(drawn):
    for name in ("centralities", "ranks", "tie_types"):
        assert "Partners are states that are no member of the League of Isles." in drawn["en", "two", name].caption
        assert "geen lid zijn van de Eilandenbond." in drawn["nl", "one", name].caption
    # where the group has no tie it has no name either
    figure = figures.draw_tie_types(NODES[NODES["standing"] != "group"], EDGES, read_style(), focus=FOCUS)
    assert "no member of the group." in figure.caption


def test_a_framed_nought_is_explained_where_there_is_one(drawn):
    assert "A 0 in a frame" in drawn["en", "two", "matrix"].caption  # Borealis in document three
    figure = figures.draw_actors_by_documents(MENTIONS, DOCUMENTS, NODES, read_style(), TIES.head(1), focus=FOCUS)
    assert "0 in a frame" not in figure.caption


def test_a_rank_that_is_shared_says_so_and_one_that_all_share_is_none():
    shared = CENTRALITY.assign(value=0.0, rank=3)
    shared = pd.concat([CENTRALITY[CENTRALITY["measure"] == "strength"], shared[shared["measure"] == "harmonic"]])
    shared.loc[shared["actor_id"] == "BOR", "rank"] = shared["rank"].replace(4, 5)
    figure = figures.draw_centralities(shared, NODES, read_style(), focus=FOCUS)
    written = [text.get_text() for text in texts(figure)]
    assert written.count("=5") == 2 and written.count("2") >= 1 and written.count("=") == 3
    assert "By harmonic closeness all these partners have the same value" in figure.caption
    assert "by harmonic closeness nobody" in figure.alternative
    assert "(harmonic closeness)" not in figure.alternative
    assert "=" not in figures.draw_centralities(CENTRALITY, NODES, read_style(), focus=FOCUS).caption


def test_hubs_are_named_in_the_growing_network():
    tables = {name: read_table(SHIPPED / "derived" / f"{name}.csv", name) for name in ("nodes", "edges", "layout")}
    dates = read_table(SHIPPED / "documents.csv", "documents")
    figure = figures.draw_growth(
        tables["nodes"], tables["edges"], dates, read_style(), tables["layout"], ("GBR", "NOR")
    )
    named = {str(text.get_gid()).removeprefix("label-4-") for text in texts(figure)}
    assert {"NLD", "EU", "NATO", "GBR", "NOR"} <= named
    # every id in the panels is spelt out below, and no other
    below = [text.get_text() for text in texts(figure) if text.get_gid() is None]
    ids = {label.split(" ")[0] for label in below if re.match("[A-Z]+ [A-Z]", label)}
    shown_ids = {text.get_text() for text in texts(figure) if str(text.get_gid()).startswith("label-4-")}
    assert ids == shown_ids - {"NATO"}


def test_other_choices_are_named_in_the_language():
    varied = REPLICATES.rename(columns={"left_out": "varied"}).replace(
        {"one": "coder=ann_b", "two": "statuses=actual+prospective"}
    )
    for language, wanted in (("en", "prospective ties too"), ("nl", "ook voorziene relaties")):
        style = read_style(language)
        figure = figures.draw_rank_stability(CENTRALITY, varied, NODES, style, focus=FOCUS, left_out=False)
        heads = {" ".join(text.get_text().split()) for text in texts(figure)}
        assert wanted in heads and style.word("variant.coder", value="ann b") in heads
        assert style.word("ranks.observed") in heads


def test_two_that_are_tied_to_each_other_stand_in_each_others_ring():
    tie = EDGES.head(1).assign(source="ATL", target="BOR")
    figure = figures.draw_egos(NODES, pd.concat([EDGES, tie]), read_style(), egos=FOCUS)
    ids = {line.get_gid() for line in figure.findobj(mpl.lines.Line2D)}
    assert {"node-ATL-BOR", "node-BOR-ATL"} <= ids


def test_rank_of_equals_and_of_absentees(drawn):
    shown = {text.get_text() for text in texts(drawn["en", "two", "ranks"])}
    assert "–" in shown


# ---- what a reader must know, and nothing that is not there


def test_lines_are_explained_as_far_as_there_are_such():
    style = read_style()
    planned = EDGES[EDGES["type"].isin(["agreement", "support"])]
    caption = figures.draw_network(NODES, planned, style, focus=FOCUS).caption
    assert "who receives support" in caption and "only prospective" in caption and "opposed" not in caption
    plain = EDGES[EDGES["type"].isin(["alignment", "consultation"])]
    for figure in (figures.draw_network(NODES, plain, style), figures.draw_egos(NODES, plain, style, egos=FOCUS)):
        assert "arrowhead" not in figure.caption and "prospective" not in figure.caption
    bars = figures.draw_tie_types(NODES, plain, style, focus=FOCUS)
    assert "Solid bars" in bars.caption and "atched bars" not in bars.caption


def test_actors_without_a_tie_are_named_where_the_style_knows_them():
    tied = NODES[NODES["actor_id"].isin(["BOR", "GUILD"])]
    edges = EDGES[EDGES["target"] == "GUILD"]
    for language, name, group in (("en", "Atlantis", "League of Isles"), ("nl", "Atlantis", "Eilandenbond")):
        style = read_style(language).know(NODES, "LEAGUE")
        assert name in figures.draw_egos(tied, edges, style, egos=FOCUS).caption
        assert name in figures.draw_network(tied, edges, style, focus=FOCUS).alternative
        assert name in figures.draw_egos(tied, edges, style, egos=("ATL", "CIM")).caption
        assert group in figures.draw_tie_types(tied, edges, style, focus=FOCUS).caption
        # whoever has no tie is named, and drawn nowhere
        assert name not in {text.get_text() for text in texts(figures.draw_network(tied, edges, style, focus=FOCUS))}
    nato = pd.DataFrame({"actor_id": ["NATO"], "name_en": ["NATO"], "name_nl": ["NAVO"]})
    assert "no member of NATO." in figures.draw_tie_types(tied, edges, read_style().know(nato, "NATO")).caption


def test_the_reason_why_there_is_no_figure_is_the_true_one():
    style = read_style()
    two = NODES[NODES["actor_id"].isin(["ATL", "BOR"])]
    members = NODES[NODES["standing"] != "partner"]
    none = empty(CENTRALITY)
    for nodes, reason in (
        (empty(NODES), "no tie of the chosen"),
        (two, "2 actors with a tie"),
        (members, "partner state"),
    ):
        assert reason in figures.draw_centralities(none, nodes, style).caption
        assert reason in figures.draw_rank_stability(none, empty(REPLICATES), nodes, style).caption
    ranks = [
        figures.draw_rank_stability(CENTRALITY, empty(REPLICATES), NODES, style, left_out=x) for x in (True, False)
    ]
    assert "two documents" in ranks[0].caption and "no other choice" in ranks[1].caption
    growth = [
        figures.draw_growth(NODES, edges, DOCUMENTS, style).caption
        for edges in (empty(EDGES), EDGES.assign(first=""), EDGES.assign(first="2020"))
    ]
    for caption, reason in zip(growth, ("no tie of the chosen", "with a date", "one date already"), strict=True):
        assert reason in caption
    assert "neither" in figures.draw_egos(NODES, EDGES, style, egos=("GBR", "NOR")).caption
    assert "no tie of the chosen" in figures.draw_egos(NODES, empty(EDGES), style, egos=("GBR", "NOR")).caption
    assert "partner state" in figures.draw_tie_types(members, EDGES, style).caption


def test_states_tied_by_conflict_alone_are_told():
    edges = EDGES[~((EDGES["source"] == "CIM") & (EDGES["target"] == "DOR"))]
    assert "conflict only" not in figures.draw_tie_types(NODES, EDGES, read_style(), focus=FOCUS).caption
    assert "conflict only: Cimmeria" in figures.draw_tie_types(NODES, edges, read_style(), focus=FOCUS).caption


def test_intervals_say_what_they_are(drawn):
    assert "from the lowest to the highest value" in drawn["en", "two", "centralities"].caption
    assert "in 3 networks made by leaving one document out" in drawn["en", "two", "centralities"].caption
    drawn_again = UNCERTAINTY.assign(source_of_uncertainty="sentences", replicates=1000)
    caption = figures.draw_centralities(CENTRALITY, NODES, read_style("nl"), drawn_again, focus=FOCUS).caption
    assert "95%-intervallen" in caption and "uit 1000 netwerken" in caption


def test_measures_are_defined(drawn):
    assert "Strength: sum of the weights" in drawn["en", "two", "centralities"].caption
    assert "Sterkte: som van de gewichten" in drawn["nl", "one", "ranks"].caption
    other = CENTRALITY[CENTRALITY["measure"] == "strength"].assign(measure="own_measure")
    assert "own measure:" not in figures.draw_centralities(other, NODES, read_style(), focus=FOCUS).caption


def test_mentions_say_where_persons_and_bodies_are_counted(drawn):
    assert "very actor" not in drawn["en", "two", "matrix"].caption  # no person nor body there
    nodes = NODES.replace({"kind": {"organisation": "body"}})
    figure = figures.draw_actors_by_documents(MENTIONS, DOCUMENTS, nodes, read_style(), TIES, focus=FOCUS)
    assert "very actor named" in figure.caption


def test_kinds_head_their_rows_and_shapes_are_in_the_legend(drawn):
    for language, wanted in (("en", ["States", "Organisations", "Formats"]), ("nl", ["Staten", "Organisaties"])):
        width = "two" if language == "en" else "one"
        heads = {text.get_text() for text in texts(drawn[language, width, "matrix"])}
        assert set(wanted) <= heads
        growth = drawn[language, width, "growth"]
        keys = {line.get_gid() for line in growth.findobj(mpl.lines.Line2D) if "key" in str(line.get_gid())}
        assert keys == {"node-key-state", "node-key-organisation", "node-key-format"}


def test_panels_have_letters(drawn):
    wanted = {"egos": 2, "growth": 3, "centralities": 2, "coders": 3, "losses": 2, "specifications": 2}
    for name, count in wanted.items():
        letters = [text.get_text()[:3] for text in texts(drawn["en", "two", name]) if text.get_text()[0] == "("]
        assert sorted(letters) == ["(a)", "(b)", "(c)"][:count], name


def test_one_column_keeps_room_for_the_values():
    shipped = {name: read_table(SHIPPED / "derived" / f"{name}.csv", name) for name in ("centrality", "nodes")}
    measures = ["strength", "degree", "betweenness", "harmonic", "eigenvector", "pagerank"]
    figure = figures.draw_centralities(
        shipped["centrality"], shipped["nodes"], read_style(), network="cooperation", measures=measures, width="one"
    )
    width, height = figure.get_size_inches() * 25.4
    panels = figure.axes[1:]
    assert min(axes.get_position().width for axes in panels) * width > 35  # millimetres
    assert height < 230 and len(panels) == 6
    assert "Left out: " in figure.caption
    # a rank is that of the measure among all, also where those drawn share it and others do not
    ranks = [text.get_text() for text in panels[1].texts]
    assert "=4" in ranks and "=" not in ranks


def test_heads_of_columns_stand_on_one_height(drawn):
    documents = pd.DataFrame({"doc_id": ["2020_glyphs", "2021_acorn"], "date": ["2020", "2021"]})
    mentions = pd.DataFrame({"doc_id": ["2020_glyphs", "2021_acorn"], "actor_id": ["ATL", "ATL"]})
    figure = figures.draw_actors_by_documents(mentions, documents, NODES, read_style(), focus=FOCUS)
    heights = {text.get_text(): text.get_position()[1] for text in texts(figure)}
    assert heights["2020"] == heights["2021"] > heights["glyphs"] == heights["acorn"]


# ---- the CSV holds exactly what is drawn


def test_bars_can_be_drawn_again_from_their_numbers(drawn):
    figure = drawn["en", "two", "tie_types"]
    bars = [patch for axes in figure.axes[1:] for patch in axes.patches]
    table = figure.numbers
    counts = [row[status] for _, row in table.iterrows() for status in ("actual", "prospective", "negated")]
    widths = sorted(bar.get_width() for bar in bars)
    scale = widths[0] / min(count for count in counts if count)
    assert widths == pytest.approx(sorted(count * scale for count in counts if count))


def test_lines_can_be_drawn_again_from_their_numbers(drawn):
    network = drawn["en", "two", "network"]
    wanted = sorted(round(line_width(weight), 6) for weight in network.numbers["weight"])
    found = [line for line in network.findobj(mpl.lines.Line2D) if line.get_zorder() == 1]
    found = sorted(round(line.get_linewidth(), 6) for line in found)
    for width in wanted:  # the legend adds some
        found.remove(width)
    beside = EDGES.head(1).assign(source="CIM", target="LEAGUE")
    egos = figures.draw_egos(NODES, pd.concat([EDGES, beside]), read_style(), egos=FOCUS)
    grey = [line for line in egos.findobj(mpl.lines.Line2D) if line.get_zorder() == 0.5]
    among = egos.numbers[egos.numbers["type"] == ""]
    assert len(grey) == 1 and among[["ego", "source", "target"]].to_numpy().tolist() == [["ATL", "CIM", "LEAGUE"]]
    assert among["weight"].isna().all()


def test_cells_and_dots_are_those_of_the_numbers(drawn):
    matrix = drawn["en", "two", "matrix"]
    cells = sorted(int(text.get_text()) for text in texts(matrix) if text.get_text().isdigit())
    assert cells == sorted(matrix.numbers["mentions"])
    frames = [patch for axes in matrix.axes for patch in axes.patches if patch.get_edgecolor()[3] > 0]
    assert len(frames) == (matrix.numbers["ties"] > 0).sum()
    dots = drawn["en", "two", "centralities"]
    for axes, (_, mine) in zip(dots.axes[1:], dots.numbers.groupby("measure", sort=False), strict=True):
        values = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 1]
        assert values == mine["value"].tolist()
        spans = [tuple(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2]
        assert spans == list(zip(mine["low"], mine["high"], strict=True))


# ---- the same bytes


def test_files_are_the_same_bytes_whatever_the_session(monkeypatch):
    def render():
        figure = figures.draw_egos(NODES, EDGES, read_style(), egos=FOCUS)
        return {form: figure.render(form) for form in ("pdf", "png", "svg")}

    first = render()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    with mpl.rc_context({"font.size": 20, "svg.hashsalt": "other", "savefig.dpi": 50, "lines.linewidth": 9}):
        assert render() == first


def digests() -> list[str]:
    figure = figures.draw_network(NODES, EDGES, read_style(), focus=FOCUS)
    return [hashlib.sha256(figure.render(form)).hexdigest() for form in ("pdf", "png", "svg")]


def test_files_are_the_same_bytes_in_another_process():
    code = "import sys, test_figures as t; print(t.digests(), 'matplotlib.pyplot' in sys.modules)"
    folder = Path(__file__).parent
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join([str(folder), str(folder.parent)]),
    }
    there = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    # pyplot is not loaded: nothing depends on a session's state
    assert there.stdout.strip() == f"{digests()} False"


def test_fonts_are_embedded_and_no_date_is_told():
    figure = figures.draw_tie_types(NODES, EDGES, read_style(), focus=FOCUS)
    pdf, svg = figure.render("pdf"), figure.render("svg").decode()
    assert b"/FontFile2" in pdf and b"/Type3" not in pdf
    assert b"CreationDate" not in pdf
    assert "<dc:date>" not in svg and "<text" not in svg


def test_png_has_300_dots_an_inch():
    content = figures.draw_coders({"rules": SCORES}, read_style(), width="one").render("png")
    assert abs(int.from_bytes(content[16:20], "big") - 89 / 25.4 * 300) <= 1


def test_saving_twice_changes_nothing_and_keeps_the_other_captions(tmp_path):
    figure = figures.draw_coders({"rules": SCORES}, read_style(), "reader")
    write_caption(tmp_path / "captions.md", "z_other", "Kept.", "Kept too.", read_style())
    figures.save_figure(figure, tmp_path, "a_coders")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(before) == ["a_coders.csv", "a_coders.pdf", "a_coders.png", "a_coders.svg", "captions.md"]
    figures.save_figure(figure, tmp_path, "a_coders")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    captions = read_captions(tmp_path / "captions.md")
    assert list(captions) == ["a_coders", "z_other"]
    assert "Kept too." in captions["z_other"] and figure.alternative in captions["a_coders"]
    written = pd.read_csv(tmp_path / "a_coders.csv")
    pd.testing.assert_frame_equal(written, figure.numbers, check_dtype=False)


def test_a_notebook_shows_picture_and_alternative_text():
    figure = figures.draw_coders({"rules": SCORES}, read_style(), width="one")
    data, metadata = figure._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG") and data["text/plain"] == figure.alternative
    assert metadata["image/png"]["width"] == round(89 / 25.4 * 110)


# ---- nothing to draw


def empty(frame):
    return frame.iloc[:0]


def test_nothing_to_draw_gives_a_sentence():
    for language in ("en", "nl"):
        style = read_style(language)
        none = [
            figures.draw_network(empty(NODES), empty(EDGES), style),
            figures.draw_network(NODES, EDGES[EDGES["status"] == "negated"], style),
            figures.draw_egos(NODES, EDGES, style, egos=("GBR", "NOR")),
            figures.draw_growth(NODES, EDGES[EDGES["first"] == "2020"], DOCUMENTS, style),
            figures.draw_tie_types(NODES.assign(standing=""), EDGES, style),
            figures.draw_tie_types(NODES.drop(columns="standing"), EDGES, style),
            figures.draw_centralities(empty(CENTRALITY), NODES, style),
            figures.draw_centralities(CENTRALITY, NODES.assign(standing="member"), style),
            figures.draw_rank_stability(CENTRALITY, empty(REPLICATES), NODES, style),
            figures.draw_rank_stability(empty(CENTRALITY), REPLICATES, NODES, style),
            figures.draw_specifications(empty(CURVE), NODES, style, "ATL", "BOR"),
            figures.draw_specifications(CURVE, NODES, style, "ATL", "BOR", "degree"),
            figures.draw_losses(empty(DROPPED), style),
            figures.draw_coders({}, style),
            figures.draw_actors_by_documents(empty(MENTIONS), DOCUMENTS, NODES, style, empty(TIES)),
        ]
        for figure in none:
            assert figure.caption.count(".") == 1 and ("because" in figure.caption or "omdat" in figure.caption)
            assert figure.get_size_inches()[1] < 1
        assert none[0].render("png")


def test_one_of_the_two_in_focus_is_enough():
    style = read_style()
    figure = figures.draw_egos(NODES, EDGES, style, egos=("ATL", "NOR"))
    assert "NOR (0 actors)" in figure.caption
    assert "NOR has no tie" in figures.draw_network(NODES, EDGES, style, focus=("ATL", "NOR")).alternative


def test_without_intervals_there_are_no_brackets():
    figure = figures.draw_centralities(CENTRALITY, NODES, read_style(), focus=FOCUS)
    assert "interval" not in figure.caption
    assert not any(re.search(r"\(\d", text.get_text()) for text in texts(figure))


def test_undefined_values_are_left_blank():
    gap = CENTRALITY.assign(value=CENTRALITY["value"].where(CENTRALITY["actor_id"] != "CIM"))
    figure = figures.draw_centralities(gap, NODES, read_style(), focus=FOCUS)
    assert figure.render("png") and figure.numbers["value"].isna().sum() == 2


def test_values_that_are_not_defined_are_a_dash_and_told(drawn):
    figure = drawn["en", "two", "further"]
    eigenvector, constraint = figure.axes[1:]
    dashes = {axes: [text.xy for text in axes.texts if text.get_text() == "–"] for axes in (eigenvector, constraint)}
    assert dashes == {eigenvector: [(0, 2)], constraint: []}
    assert "A dash marks an actor for whom the measure is not defined" in figure.caption
    assert "Een streepje" in drawn["nl", "one", "further"].caption
    assert "dash" not in drawn["en", "two", "centralities"].caption


def test_where_low_is_central_panel_caption_and_description_say_so(drawn):
    for (language, width), head, said, best in (
        (("en", "two"), "(low is central)", "By constraint low values are the central ones", "by constraint Atlantis"),
        (("nl", "one"), "(laag is centraal)", "Naar beperking zijn lage waarden", "naar beperking Atlantis"),
    ):
        figure = drawn[language, width, "further"]
        titles = [axes.get_title(loc="left") for axes in figure.axes[1:]]
        assert [head in title.replace("\n", " ") for title in titles] == [False, True]
        assert said in figure.caption and best in figure.alternative
        assert said[:9] not in drawn[language, width, "centralities"].caption


def test_what_counts_for_who_is_absent_is_told(drawn):
    caption = drawn["en", "two", "further"].caption
    assert "counts 0 there and ranks last. By constraint it has no value there" in caption
    only = FURTHER_SPREAD[FURTHER_SPREAD["measure"] == "eigenvector"]
    values = FURTHER_VALUES[FURTHER_VALUES["measure"] == "eigenvector"]
    caption = figures.draw_centralities(values, NODES, read_style(), only, focus=FOCUS).caption
    assert "counts 0 there" in caption and "By constraint" not in caption
    caption = figures.draw_centralities(values, NODES, read_style(), only.assign(present=1.0), focus=FOCUS).caption
    assert "counts 0 there" not in caption


def test_all_measures_have_names_definitions_and_intervals():
    for language in ("en", "nl"):
        words = read_style(language).words
        assert all(f"{key}.{measure}" in words for measure in ALL for key in ("measure", "define"))
    spread = read_table(SHIPPED / "derived" / "uncertainty.csv", "uncertainty")
    for source, rows in spread.groupby("source_of_uncertainty"):
        assert set(rows["measure"]) == set(ALL), source
        assert len(rows) == len(ALL) * len(set(rows["actor_id"])), source
    drawn = pd.concat([pd.read_csv(SHIPPED.parent / f"figures/{name}.csv") for name in ("partners", "partners_more")])
    assert set(drawn["measure"]) == set(ALL) and not drawn.duplicated(["measure", "actor_id"]).any()
    assert drawn["rank_low"].notna().all()


def test_a_specification_curve_says_who_is_ahead_and_by_which_choices():
    figure = figures.draw_specifications(CURVE, NODES, read_style(), "ATL", "BOR")
    said = figure.alternative
    assert "8 sets of choices" in said and "ahead of Kingdom of Borealis under 4, behind under 1, equal under 3" in said
    assert "from −1 to 4" in said and "broken line" in said
    assert (
        "broken line"
        not in figures.draw_specifications(CURVE.assign(own=False), NODES, read_style(), "ATL", "BOR").caption
    )
    upper, lower = figure.axes[1:3]
    drawn = sorted(
        tuple(point) for line in upper.lines for point in line.get_xydata() if line.get_marker() not in ("", "None")
    )
    assert drawn == [(place, difference) for place, difference in zip(CURVE["place"], CURVE["difference"], strict=True)]
    # Two values each of coder, statuses and types; of weights there is one only. Every place has one tick a choice.
    ticks = [segment[0] for collection in lower.collections for segment in collection.get_segments()]
    assert sorted(x for x, _ in ticks) == sorted(3 * list(range(1, 9)))
    labels = [text.get_text() for text in texts(figure)]
    assert (
        "prospective ties too" in labels and "coder rules" in labels and not any("weights" in label for label in labels)
    )


def test_losses_are_told_for_each_case():
    figure = figures.draw_losses(DROPPED, read_style(), ["harmonic"])
    assert "documents, sentences and statements" in figure.caption
    # Half of the documents lost: 1 - 0.5 x 0.8.
    assert "half of the documents dropped it is lowest for harmonic closeness (0.6)" in figure.alternative
    assert set(figure.numbers["measure"]) == {"harmonic"} and len(figure.numbers) == 9


def test_the_axes_of_losses_and_the_line_across_are_named(drawn):
    for (language, width), vertical, line, coefficient in (
        (("en", "two"), "correlation with the whole network", "0.7: asked for", "the CS coefficient of a measure is"),
        (("nl", "one"), "correlatie met het hele netwerk", "0,7: gevraagd", "de CS-coëfficiënt van een maat is"),
    ):
        figure = drawn[language, width, "losses"]
        written = [text.get_text() for text in texts(figure)]
        beside = [text for text in texts(figure) if text.get_rotation() == 90]
        assert " ".join(text.get_text() for text in beside) == vertical
        assert any(text.startswith(line) for text in written) and coefficient in figure.caption
        for axes in figure.axes[1:]:
            assert [0.7, 0.7] in [list(drawn_line.get_ydata()) for drawn_line in axes.lines]
    for measure, left_out in (("constraint", True), ("degree", False)):
        caption = figures.draw_losses(DROPPED.assign(measure=measure), read_style()).caption
        assert ("By constraint it is left out" in caption) is left_out


def test_too_many_actors_are_told_not_drawn():
    nodes, edges = crowd(60)
    figure = figures.draw_network(nodes, edges, read_style(), focus=("A59",), most=10)
    drawn_actors = set(figure.numbers["source"]) | set(figure.numbers["target"])
    assert len(drawn_actors) <= 11 and "A59" in drawn_actors  # who is in focus is drawn whatever the rank
    assert "Left out for legibility" in figure.caption


def test_actors_beyond_the_gazetteer_and_the_coder_without_types_can_be_drawn():
    edges = EDGES.assign(type="mention", source=EDGES["source"].replace("ATL", "UNHEARD"))
    figure = figures.draw_network(NODES, edges, read_style(), focus=FOCUS)
    assert "UNHEARD" in {text.get_text() for text in texts(figure)}
    # a type that an analyst adds without a row in the palette is drawn, plainly
    figure = figures.draw_tie_types(NODES, EDGES.assign(type="trade"), read_style(), focus=FOCUS)
    assert "Trade" in {text.get_text() for text in texts(figure)}
    assert figures.draw_network(NODES, EDGES.assign(type="trade"), read_style(), focus=FOCUS).render("svg")


# ---- places


def test_an_added_document_does_not_reshuffle():
    _, edges = crowd(30)
    graph = nx.Graph(list(zip(edges["source"], edges["target"], strict=True)))
    first = lay_out(graph)
    pd.testing.assert_frame_equal(lay_out(graph, previous=first), first)
    graph.add_edges_from([("A00", "NEW"), ("A01", "NEW"), ("NEW", "NEWER")])
    grown = lay_out(graph, previous=first).set_index("actor_id")
    pd.testing.assert_frame_equal(grown.loc[first["actor_id"]].reset_index(), first)
    assert {"NEW", "NEWER"} <= set(grown.index)
    # the new stand among the others, near whom they are tied to
    assert np.hypot(*(grown.loc["NEW"] - grown.loc["A00"])) < np.hypot(
        *(first[["x", "y"]].max() - first[["x", "y"]].min())
    )


def test_a_place_given_by_hand_is_kept_also_while_its_actor_is_away():
    graph = nx.Graph([("ATL", "LEAGUE"), ("BOR", "LEAGUE")])
    layout = lay_out(graph).set_index("actor_id")
    layout.loc["ATL"] = [5.0, -5.0]
    graph.remove_node("ATL")
    again = lay_out(graph, previous=layout.reset_index())
    assert again.set_index("actor_id").loc["ATL"].tolist() == [5, -5]


@pytest.mark.parametrize(
    ("row", "complaint"), [("ATL,1,1", "row 2: actor_id 'ATL' stands in several rows"), ("BOR,far,1", "row 3: x 'far'")]
)
def test_a_place_mistyped_by_hand_is_one_clear_sentence(tmp_path, row, complaint):
    (tmp_path / "layout.csv").write_text(f"actor_id,x,y\nATL,0,0\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        read_table(tmp_path / "layout.csv", "layout")


def test_layout_of_pieces_and_of_nothing():
    assert lay_out(nx.Graph()).empty
    assert lay_out(nx.Graph([("A", "A")]))["actor_id"].tolist() == ["A"]
    pieces = lay_out(nx.MultiDiGraph([("A", "B"), ("B", "A"), ("C", "D")])).set_index("actor_id")
    assert np.hypot(*(pieces.loc["A"] - pieces.loc["B"])) < np.hypot(*(pieces.loc["A"] - pieces.loc["C"]))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=25), st.integers(0, 3))
def test_no_two_actors_share_a_place_and_order_does_not_matter(pairs, seed):
    pairs = [(f"A{a}", f"A{b}") for a, b in pairs]
    one = lay_out(nx.Graph(pairs), seed=seed)
    other = lay_out(nx.DiGraph(list(reversed(pairs))), seed=seed)
    pd.testing.assert_frame_equal(one, other)
    places = one[["x", "y"]].to_numpy()
    gaps = np.sqrt(((places[:, None] - places[None]) ** 2).sum(2)) + np.eye(len(places))
    assert gaps.min() > 0.05
    assert (places == places.round(3)).all()


def test_fit_fills_the_box_and_keeps_left_left():
    layout = pd.DataFrame({"actor_id": ["A", "B"], "x": [0.0, 4.0], "y": [1.0, 0.0]})
    places = fit(layout, ["A", "B"], (10, 10, 110, 60))
    assert places["A"][0] == 10 and places["B"][0] == 110
    assert places["A"][1] > places["B"][1]


def test_crossings_counts_only_true_crossings():
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    assert crossings(square, np.array([[0, 2], [1, 3]])) == 1
    assert crossings(square, np.array([[0, 1], [1, 2], [2, 3], [3, 0]])) == 0


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.floats(20, 180), st.floats(20, 180)), min_size=1, max_size=14),
    st.lists(st.tuples(st.floats(5, 60), st.floats(6, 18)), min_size=14, max_size=14),
)
def test_labels_called_free_are_free(centres, sizes):
    centres, sizes = np.array(centres), np.array(sizes[: len(centres)])
    radii = np.full(len(centres), 3.0)
    middles, free = place_labels(centres, radii, sizes, np.empty((0, 2)), (0, 0, 200, 200))
    boxes = np.hstack([middles - sizes / 2, middles + sizes / 2])[free]
    assert not any(overlap(a, b, 1e-6) for a, b in itertools.combinations(boxes, 2))
    for x0, y0, x1, y1 in boxes:
        assert x0 >= -1e-9 and y0 >= -1e-9 and x1 <= 200 + 1e-9 and y1 <= 200 + 1e-9
        near = np.stack([np.clip(centres[:, 0], x0, x1), np.clip(centres[:, 1], y0, y1)], axis=1)
        assert (np.hypot(*(near - centres).T) >= radii).all()


def test_wrap_breaks_long_names_only():
    assert wrap("Doria") == "Doria"
    assert wrap("Guild of Lighthouse Keepers") == "Guild of\nLighthouse Keepers"
    assert wrap("Unbreakablelongestname") == "Unbreakablelongestname"


# ---- colours


@pytest.mark.parametrize("sight", ["everybody", "protanopia", "deuteranopia", "tritanopia"])
def test_types_of_tie_stay_apart_for_the_colour_blind(sight):
    style = read_style()
    for what, keys, least in (
        ("type", [key for key in style.keys("type") if key != "mention"], 10),
        ("focus", style.keys("focus"), 20),
    ):
        for one, other in itertools.combinations(keys, 2):
            a, b = (style.look(what, key, "colour") for key in (one, other))
            assert difference(a, b, sight) > least, (one, other)


def test_types_of_tie_stay_apart_in_grey():
    style = read_style()
    types = [key for key in style.keys("type") if key != "mention"]
    for one, other in itertools.combinations(types, 2):
        grey = [lightness(style.look("type", key, "colour")) for key in (one, other)]
        # told by line style (solid, of other parts, or of dashes twice as long), by arrowhead, or by lightness
        (_, a), (_, b) = style.dashes("type", one), style.dashes("type", other)
        lines = (a is None) != (b is None) or bool(a and b and (len(a) != len(b) or max(a[0] / b[0], b[0] / a[0]) > 2))
        assert lines or {one, other} & {"membership", "support", "conflict"} or abs(grey[0] - grey[1]) > 10, (
            one,
            other,
        )


def test_statuses_and_kinds_are_told_without_colour():
    style = read_style()
    assert len({style.look("status", key, "hatch") for key in style.keys("status")}) == 3
    markers = [style.look("kind", key, "marker") for key in style.keys("kind")]
    assert len(set(markers)) == len(markers)


def test_lines_are_dark_enough_on_paper():
    style = read_style()
    for key in style.keys("type"):
        assert lightness(style.look("type", key, "colour")) < 77, key
