"""The chances of the rules against a reference, on ties counted by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.chances import calibration, expected_errors, in_bands, leave_out
from helpers.tables import InputError

ACTORS = pd.DataFrame({"actor_id": ["ATL", "BTL", "CTL", "ann"], "rolls_up_to": ["", "", "", "ATL"]})


def make(rows):
    names = ["coder", "doc_id", "source", "target", "type", "chance", "cue"]
    return pd.DataFrame([(*row, "" if row[0] == "ann_reads" else "cue") for row in rows], columns=names)


TIES = make(
    [
        ("rules", "one", "ATL", "BTL", "support", 0.3),
        ("rules", "one", "ann", "BTL", "support", 0.9),  # the same pair after roll-up: the likeliest counts
        ("rules", "one", "ATL", "CTL", "conflict", 0.5),
        ("rules", "two", "ATL", "CTL", "conflict", 0.5),
        ("rules", "two", "BTL", "CTL", "alignment", 0.2),
        ("rules", "unread", "ATL", "BTL", "support", 0.95),  # the reading has not been through this document
        ("ann_reads", "one", "ATL", "BTL", "support", None),
        ("ann_reads", "two", "CTL", "ATL", "conflict", None),
        ("ann_reads", "two", "BTL", "CTL", "support", None),
    ]
)


def test_calibration_by_hand():
    table = calibration(TIES, ACTORS, "ann_reads")
    assert table["chance"].tolist() == ["0 to 0.4", "0.4 to 0.6", "0.8 to 1"]
    assert table["ties"].tolist() == [1, 2, 1]
    assert table["said"].tolist() == [0.2, 0.5, 0.9]
    assert table["right"].tolist() == [0.0, 0.5, 1.0]
    # Wilson's interval of 1 in 2, worked out from his formula with z = 1.96
    assert table[["low", "high"]].round(3).to_numpy().tolist()[1] == [0.095, 0.905]


def test_leaving_out_by_hand():
    table = leave_out(TIES, ACTORS, "ann_reads", least=(0.0, 0.4, 0.6, 1.0))
    assert table["ties"].tolist() == [4, 3, 1, 0]
    assert table["precision"].tolist()[:3] == [0.5, pytest.approx(2 / 3), 1.0]
    assert table["recall"].tolist() == [pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(1 / 3), 0.0]
    assert np.isnan(table["precision"].iloc[3]) and np.isnan(table["f1"].iloc[3])


@given(st.lists(st.floats(0, 1), min_size=1))
def test_every_chance_lies_in_one_band(chances):
    assert in_bands(pd.Series(chances)).notna().all()


@pytest.mark.parametrize("ties", [TIES.drop(columns="chance"), TIES.assign(chance=float("nan"))])
def test_a_coder_without_chances_is_refused(ties):
    with pytest.raises(InputError, match="'rules' gives no chances"):
        calibration(ties, ACTORS, "ann_reads")


def test_expected_errors_by_hand():
    table = expected_errors(TIES, recall=0.5).set_index("type")["precision"]
    assert table.round(4).to_dict() == {"alignment": 0.2, "conflict": 0.5, "support": 0.7167, "type right": 0.5583}
    sure = expected_errors(TIES, recall=0.5, least_chance=0.6).set_index("type")
    assert sure["precision"].round(4).to_dict() == {"support": 0.925, "type right": 0.925}
    # Of 3.35 expected right ones 1.85 are left, so that much less of what there is is found.
    assert set(sure["recall"].round(4)) == {round(0.5 * 1.85 / 3.35, 4)}
    assert set(expected_errors(TIES, recall=0.5)["recall"]) == {0.5}


@pytest.mark.parametrize("recall", [0, 1.5, -0.2, "0.55", None, True])
def test_a_recall_that_is_none_is_refused(recall):
    with pytest.raises(InputError, match=r"RECALL in notebook 07\) is .*; give the share"):
        expected_errors(TIES, recall)


def test_errors_of_a_coder_without_chances_are_not_known():
    with pytest.raises(InputError, match="'ann_reads' gives no chances"):
        expected_errors(TIES, 0.5, "ann_reads")
