"""A network that is too small, empty after the choices, or lacks a partner: a sentence, no traceback, no silent zero.

Every step that notebooks 05 to 07 call is tried on each of these corpora.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from helpers import network, partners, replicates, stability, uncertainty, views
from helpers.centrality import describe_components, measure_centrality, measure_directed, measure_signed
from helpers.communities import find_communities
from helpers.export import to_graphml
from helpers.measures import BASIC
from helpers.tables import InputError, columns

ACTORS = pd.DataFrame({"actor_id": ["CAN", "EU", "FMT", "GBR", "NLD", "NOR", "RUS"], "rolls_up_to": ""}).assign(
    kind=["state", "organisation", "format", "state", "state", "state", "state"],
    name_en=lambda table: table["actor_id"],
    name_nl=lambda table: table["actor_id"],
)
DOCUMENTS = pd.DataFrame({"doc_id": ["d1", "d2"], "date": ["2024", "2025-03"], "author_actor": ["EU", ""]})
GROUPS = pd.DataFrame({"group": "EU", "actor_id": ["NLD"], "from": ["1952"], "to": [""]})
SENTENCES = pd.DataFrame({"doc_id": ["d1"] * 9 + ["d2"] * 9, "kind": "sentence"})
ERRORS = pd.DataFrame({"type": ["type right"], "precision": [0.8], "recall": [0.8]})
CHOICES = network.Choices("one")
FIRST, SECOND = "GBR", "NOR"


def corpus(*rows):
    """Write ties by two coders who agree, and those that stand in one sentence as co-mentions."""
    table = pd.DataFrame(
        [
            {
                "coder": coder, "doc_id": doc_id, "sentence_id": sentence, "start": 10 * sentence,
                "end": 10 * sentence + 5, "quote": f"{source} and {target}", "source": source, "target": target,
                "type": tie_type if coder != "comention" else "mention", "status": "actual", "change": "none",
                "coref": "0", "cue": "",
            }
            for coder in ("one", "two", "comention")
            for doc_id, sentence, source, target, tie_type in rows
        ],
        columns=columns("ties"),
    )  # fmt: skip
    return table.astype({"sentence_id": int, "start": int, "end": int})


WHOLE = [
    ("d1", 1, "EU", "GBR", "agreement"), ("d1", 1, "EU", "NOR", "agreement"), ("d1", 2, "EU", "NLD", "support"),
    ("d1", 3, "EU", "CAN", "support"), ("d1", 4, "RUS", "NLD", "conflict"), ("d2", 1, "GBR", "NLD", "alignment"),
    ("d2", 2, "FMT", "NOR", "membership"), ("d2", 2, "FMT", "NLD", "membership"), ("d2", 3, "CAN", "NLD", "alignment"),
]  # fmt: skip
CORPORA = {
    "whole": corpus(*WHOLE),
    "no United Kingdom": corpus(*(row for row in WHOLE if "GBR" not in row)),
    "neither of the two": corpus(*(row for row in WHOLE if not {"GBR", "NOR"} & set(row))),
    "one tie": corpus(("d1", 1, "EU", "GBR", "agreement")),
    "one tie of others": corpus(("d2", 1, "EU", "CAN", "agreement")),
    "two ties": corpus(("d1", 1, "EU", "GBR", "agreement"), ("d2", 1, "EU", "NOR", "agreement")),
    "conflict alone": corpus(*(row for row in WHOLE if "conflict" in row), ("d2", 9, "GBR", "RUS", "conflict")),
    "nothing": corpus(),
}
LACKING = ["no United Kingdom", "neither of the two", "one tie of others", "conflict alone", "nothing"]
EMPTY = ["conflict alone", "nothing"]
TOO_SMALL = ["one tie", "one tie of others", *EMPTY]


def selected(ties):
    return network.select_ties(ties, ACTORS, CHOICES, DOCUMENTS)


def graph(ties, choices=CHOICES):
    return views.cooperation(ties, ACTORS, choices, DOCUMENTS)


def everything(ties):
    return network.build_network(selected(ties), ACTORS, DOCUMENTS)


def central(ties):
    return measure_centrality(graph(ties), "cooperation")


def left_out(ties):
    return uncertainty.without_each_document(ties, ACTORS, CHOICES, DOCUMENTS, BASIC)


def drawn(ties, *vary):
    return uncertainty.resample(
        ties, ACTORS, CHOICES, vary or ("sentences",), 20, 1, DOCUMENTS, SENTENCES, ERRORS, measures=BASIC
    )


def together(ties):
    coders, errors = ["one", "two"], {"one": ERRORS}
    return uncertainty.vary_together(ties, ACTORS, CHOICES, coders, errors, 20, 1, DOCUMENTS, SENTENCES, BASIC)


def chosen(ties):
    return uncertainty.vary_choices(ties, ACTORS, CHOICES, DOCUMENTS, measures=BASIC)


def curve(ties):
    return replicates.specification_curve(*chosen(ties), FIRST, SECOND)


def each_sentence(ties):
    return stability.without_each_sentence(ties, ACTORS, CHOICES, [FIRST, SECOND], DOCUMENTS)


def dealt(ties, what="ends"):
    return stability.shuffle_statements(ties, ACTORS, CHOICES, what, 20, 1, DOCUMENTS)


def dropped(ties, by="sentences"):
    return stability.drop_cases(ties, ACTORS, CHOICES, by, replicates=20, documents=DOCUMENTS, measures=BASIC)


# What says something of one network, whoever is in it.
OF_A_NETWORK = {
    "refuse_none": lambda t: network.refuse_none(selected(t), t, CHOICES),
    "strongest_tie": lambda t: network.strongest_tie(network.edge_table(everything(t))),
    "find_communities": lambda t: find_communities(graph(t)),
}
# What needs three actors at least.
OF_THREE = {
    "measure_centrality": central,
    "without authors": lambda t: measure_centrality(graph(t, replace(CHOICES, without_author=True)), "without"),
    "beside_mentions": lambda t: partners.beside_mentions(
        central(t), pd.DataFrame({"actor_id": ["EU"], "mentions": [3], "documents": [1]})
    ),
    "without_each_document": left_out,
    "sentences": drawn,
    "documents": lambda t: drawn(t, "documents"),
    "coding_error": lambda t: drawn(t, "coding_error"),
    "together": together,
    "vary_coder": lambda t: uncertainty.vary_coder(t, ACTORS, CHOICES, DOCUMENTS),
    "vary_choices": chosen,
    "vary_one_choice": lambda t: uncertainty.vary_one_choice(t, ACTORS, CHOICES, DOCUMENTS),
    "drop sentences": dropped,
    "drop documents": lambda t: dropped(t, "documents"),
    "drop statements": lambda t: dropped(t, "statements"),
    "shuffle ends": dealt,
    "shuffle types": lambda t: dealt(t, "types"),
    "rewire": lambda t: stability.rewire(graph(t), 20),
}
# What says something of the two.
OF_THE_TWO = {
    "side_by_side": lambda t: partners.side_by_side(central(t)),
    "compare_ties": lambda t: views.compare_ties(selected(t)),
    "unshared_statements": lambda t: views.unshared_statements(selected(t)),
    "unshared_by_coder": lambda t: views.unshared_by_coder(t, ACTORS, CHOICES, ["one", "two"], DOCUMENTS),
    "outranks": lambda t: replicates.outranks(drawn(t)),
    "compare_sources": lambda t: replicates.compare_sources([drawn(t), left_out(t), together(t)]),
    "with_intervals": lambda t: partners.with_intervals(replicates.compare_sources([drawn(t)])),
    "outrank_matrix": lambda t: replicates.outrank_matrix(drawn(t), "strength", [FIRST, SECOND]),
    "told_apart": lambda t: replicates.told_apart(drawn(t), [FIRST, SECOND]),
    "widen_replicates": lambda t: partners.widen_replicates(replicates.list_replicates(left_out(t)), [FIRST, SECOND]),
    "specification_curve": curve,
    "weigh_choices": lambda t: replicates.weigh_choices(curve(t)),
    "deciding_sentences": lambda t: stability.deciding_sentences(*each_sentence(t)),
    "beside_chance": lambda t: stability.beside_chance(dealt(t), [FIRST, SECOND]),
    "beside rewired": lambda t: stability.beside_chance(stability.rewire(graph(t), 20), [FIRST, SECOND]),
}
# What is an answer on an empty network too: there is nothing, and it says so or is empty.
OF_ANYTHING = {
    "describe_components": lambda t: describe_components(graph(t)),
    "to_graphml": lambda t: to_graphml(everything(t)),
    "node_table": lambda t: network.node_table(everything(t), GROUPS, "2025", "EU"),
    "edge_table": lambda t: network.edge_table(everything(t)),
    "project": lambda t: network.project(everything(t), CHOICES),
    "layers": lambda t: views.layers(t, ACTORS, CHOICES, DOCUMENTS),
    "by_date": lambda t: views.growth_table(views.by_date(t, ACTORS, CHOICES, DOCUMENTS), DOCUMENTS),
    "speakers": lambda t: views.speakers(t, ACTORS, CHOICES, DOCUMENTS),
    "partner_table": lambda t: partners.partner_table(central(t), ACTORS, GROUPS, "2025"),
    "side_by_side_in": lambda t: partners.side_by_side_in({"all": graph(t)}),
    "support": lambda t: measure_directed(views.support(t, ACTORS, CHOICES, DOCUMENTS)),
    "signed": lambda t: measure_signed(views.signed(t, ACTORS, CHOICES, DOCUMENTS)),
    "venues": lambda t: views.actors_by_venues(t, ACTORS, CHOICES, DOCUMENTS),
    "actors_by_documents": lambda t: views.actors_by_documents(t, ACTORS, CHOICES, DOCUMENTS),
}
ALL_STEPS = OF_A_NETWORK | OF_THREE | OF_THE_TWO | OF_ANYTHING


def sentence_of(step, ties):
    """Give the sentence that a step refuses with."""
    with pytest.raises(InputError) as refused:
        step(ties)
    said = str(refused.value)
    assert said.endswith(".") and "\n" not in said and len(said) < 300, said
    return said


@pytest.mark.parametrize("name", list(ALL_STEPS))
def test_every_step_works_on_the_whole(name):
    answer = ALL_STEPS[name](CORPORA["whole"])
    assert answer is not None and len(answer if hasattr(answer, "__len__") else answer.actors)


@pytest.mark.parametrize("case", list(CORPORA))
@pytest.mark.parametrize("name", list(ALL_STEPS))
def test_nothing_but_a_sentence_stops_a_step(name, case):
    try:
        ALL_STEPS[name](CORPORA[case])
    except InputError as error:
        assert str(error).endswith(".") and "\n" not in str(error)


@pytest.mark.parametrize("case", EMPTY)
@pytest.mark.parametrize("name", [*OF_A_NETWORK, *OF_THREE, *OF_THE_TWO])
def test_an_empty_network_is_refused(name, case):
    sentence_of(ALL_STEPS[name], CORPORA[case])


@pytest.mark.parametrize("case", TOO_SMALL)
@pytest.mark.parametrize("name", list(OF_THREE))
def test_two_actors_are_too_few(name, case):
    sentence_of(ALL_STEPS[name], CORPORA[case])


@pytest.mark.parametrize("case", LACKING)
@pytest.mark.parametrize("name", list(OF_THE_TWO))
def test_a_partner_that_does_not_occur_is_no_zero(name, case):
    said = sentence_of(ALL_STEPS[name], CORPORA[case])
    assert FIRST in said or case not in LACKING[:2], said


def test_where_neither_occurs_both_are_named():
    spread = replicates.summarise(drawn(CORPORA["neither of the two"]))
    with pytest.raises(InputError, match="None of GBR, NOR has a tie"):
        partners.rows_of(spread, BASIC, [FIRST, SECOND])


def test_pairs_of_nobody_and_rows_of_nobody():
    whole = drawn(CORPORA["whole"])
    for step in (lambda: replicates.told_apart(whole, ["GBR"]), lambda: replicates.outrank_matrix(whole, "degree", [])):
        with pytest.raises(InputError, match="Pairs need two actors"):
            step()
    with pytest.raises(InputError, match="no such actors"):
        partners.rows_of(replicates.summarise(whole), BASIC, [])


def test_the_choices_that_left_nothing_are_told():
    said = sentence_of(OF_A_NETWORK["refuse_none"], CORPORA["conflict alone"])
    assert "None of 2 statements by one is left (0 of the chosen types" in said


def test_the_smallest_network_that_can_be_compared():
    table = partners.side_by_side(central(CORPORA["two ties"]))
    assert set(table["ahead"]) == {"equal"}
    ahead = replicates.outranks(left_out(CORPORA["two ties"]))
    assert (ahead[["first_ahead", "second_ahead"]] == 0.5).to_numpy().all()
    assert np.isfinite(replicates.compare_sources([drawn(CORPORA["two ties"])])["GBR"].astype(float)).sum() == 6
