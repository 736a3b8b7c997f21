"""Step 4d: whether the chances that the rules give their statements come true, and what can be done with them.

Needs the ties table with the rows of the rules and of a reference, and the actors table. Makes small tables. The unit
is a pair of actors with a type in a document, persons and bodies rolled up; of several statements the likeliest
counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
from scipy.stats import binomtest

from helpers.alignment import align, comparable, coverage
from helpers.tables import InputError

_UNIT = ["doc_id", "one", "other", "type"]
# Where one band of chances ends and the next begins.
BANDS = (0.0, 0.4, 0.6, 0.8, 1.0)


def in_bands(chances: pd.Series, bands: Sequence[float] = BANDS) -> pd.Series:
    """Say in which band each chance lies; a band holds its lower end, and the last one its upper end too.

    Parameters
    ----------
    chances : pandas.Series
        Numbers from 0 to 1.
    bands : sequence of float
        Where bands begin and end, ascending.

    Examples
    --------
    >>> in_bands(pd.Series([0.39, 0.4, 1.0])).tolist()
    ['0 to 0.4', '0.4 to 0.6', '0.8 to 1']
    """
    names = [f"{low:g} to {high:g}" for low, high in pairwise(bands)]
    edges = [*bands[:-1], bands[-1] + 1e-9]
    return pd.cut(chances.astype(float), edges, right=False, labels=names)


def share_right(right: int, of: int) -> tuple[float, float, float]:
    """Give the share that is right, and the ends of its 95 % interval by Wilson's score.

    >>> [round(end, 2) for end in share_right(3, 4)]
    [0.75, 0.3, 0.95]
    """
    interval = binomtest(right, of).proportion_ci(method="wilson")
    return right / of, float(interval.low), float(interval.high)


def calibration(
    ties: pd.DataFrame, actors: pd.DataFrame, reference: str, coder: str = "rules", bands: Sequence[float] = BANDS
) -> pd.DataFrame:
    """Hold the chances of a coder's ties against how many of them the reference has.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        The tables of these names; `ties` with the column chance.
    reference, coder : str
        Who says what is right, and whose chances are held against it.
    bands : sequence of float
        As for `in_bands`.

    Returns
    -------
    pandas.DataFrame
        A row a band that has ties: chance ("0.4 to 0.6"), ties (their number), said (their mean chance), right (the
        share that the reference has), low and high (Wilson's 95 % interval of that share [1]_, as if ties were
        independent, which those of one sentence are not).

    Raises
    ------
    InputError
        Where the coder gives no chances.

    References
    ----------
    .. [1] Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["ATL", "BTL", "CTL"], "rolls_up_to": ["", "", ""]})
    >>> ties = pd.DataFrame({"coder": ["rules", "rules", "ann"], "doc_id": "d", "source": "ATL",
    ...     "target": ["BTL", "CTL", "BTL"], "type": "support", "cue": ["steunt", "helpt", ""],
    ...     "chance": [0.9, 0.3, None]})
    >>> calibration(ties, actors, "ann")[["chance", "ties", "said", "right"]].to_numpy().tolist()
    [['0 to 0.4', 1, 0.3, 0.0], ['0.8 to 1', 1, 0.9, 1.0]]
    """
    units, right = _units(ties, actors, reference, coder)
    table = pd.DataFrame({"said": units.values(), "right": [unit in right for unit in units]})
    return _come_true(table, bands)


def status_calibration(
    ties: pd.DataFrame, actors: pd.DataFrame, reference: str, coder: str = "rules", bands: Sequence[float] = BANDS
) -> pd.DataFrame:
    """Hold the chances of the status against the reference, of statements that the reference has with their type.

    Parameters
    ----------
    ties, actors, reference, coder, bands
        As for `calibration`; `ties` with the column status_chance.

    Returns
    -------
    pandas.DataFrame
        As `calibration` gives; `ties` are statements that both have (see `helpers.alignment.align`), `right` the share
        whose status the reference gives too.

    Raises
    ------
    InputError
        Where the coder gives no such chances.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["ATL", "BTL"], "rolls_up_to": ["", ""]})
    >>> ties = pd.DataFrame({"coder": ["rules", "ann"], "doc_id": "d", "sentence_id": 1, "start": 0, "end": 9,
    ...     "quote": "", "source": "ATL", "target": "BTL", "type": "support", "status": ["actual", "negated"],
    ...     "change": "none", "coref": "0", "cue": ["steunt", ""], "status_chance": [0.7, None]})
    >>> status_calibration(ties, actors, "ann")[["chance", "ties", "said", "right"]].to_numpy().tolist()
    [['0.6 to 0.8', 1, 0.7, 0.0]]
    """
    _with_chances(ties, coder, "status_chance")
    place = ["doc_id", "start", "end", "one", "other", "type", "status"]
    said = comparable(ties[ties["coder"] == coder], actors).groupby(place)["status_chance"].max()
    both = align(ties, actors, reference, coder)
    both = both[(both["reference_type"] == both["coder_type"]) & (both["coder_type"] != "")]
    keys = both[["doc_id", "coder_start", "coder_end", "one", "other", "coder_type", "coder_status"]]
    chances = said.reindex(pd.MultiIndex.from_frame(keys.set_axis(place, axis=1))).to_numpy(dtype=float)
    right = both["reference_status"].eq(both["coder_status"]).to_numpy()
    return _come_true(pd.DataFrame({"said": chances, "right": right}), bands)


def _come_true(table: pd.DataFrame, bands: Sequence[float]) -> pd.DataFrame:
    """Lay out by bands of what was said which share is right."""
    rows = []
    for band, inside in table.groupby(in_bands(table["said"], bands), observed=True):
        shares = share_right(int(inside["right"].sum()), len(inside))
        rows.append((band, len(inside), float(inside["said"].mean()), *shares))
    return pd.DataFrame(rows, columns=["chance", "ties", "said", "right", "low", "high"])


def leave_out(
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    reference: str,
    coder: str = "rules",
    least: Sequence[float] = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8),
) -> pd.DataFrame:
    """Say what is left, and how good it is, when ties below a chance are left out.

    Parameters
    ----------
    ties, actors, reference, coder
        As for `calibration`.
    least : sequence of float
        The chances below which ties are left out, a row each.

    Returns
    -------
    pandas.DataFrame
        least_chance, ties (left), precision, recall, f1 against the reference; precision and f1 empty where none is
        left.

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["ATL", "BTL", "CTL"], "rolls_up_to": ["", "", ""]})
    >>> ties = pd.DataFrame({"coder": ["rules", "rules", "ann"], "doc_id": "d", "source": "ATL",
    ...     "target": ["BTL", "CTL", "BTL"], "type": "support", "cue": ["steunt", "helpt", ""],
    ...     "chance": [0.9, 0.3, None]})
    >>> leave_out(ties, actors, "ann", least=(0, 0.5))[["ties", "precision", "recall"]].to_numpy().tolist()
    [[2.0, 0.5, 1.0], [1.0, 1.0, 1.0]]
    """
    units, right = _units(ties, actors, reference, coder)
    rows = []
    for bound in least:
        left = {unit for unit, chance in units.items() if chance >= bound}
        hits = len(left & right)
        rows.append(
            {
                "least_chance": float(bound),
                "ties": len(left),
                "precision": hits / len(left) if left else float("nan"),
                "recall": hits / len(right) if right else float("nan"),
                "f1": 2 * hits / (len(left) + len(right)) if left else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def expected_errors(ties: pd.DataFrame, recall: float, coder: str = "rules", least_chance: float = 0.0) -> pd.DataFrame:
    """Say how often a coder is likely to err where no reading tells: by its own chances, and by a recall given.

    Parameters
    ----------
    ties : pandas.DataFrame
        The table of that name, with the column chance.
    recall : float
        Which share of the ties it is thought to find when all its statements enter, above 0 and up to 1; chances tell
        nothing of what was missed.
    coder : str
        Whose errors.
    least_chance : float
        Statements below this chance are left out, as in the network (`helpers.network.Choices`).

    Returns
    -------
    pandas.DataFrame
        For `helpers.uncertainty.resample`, a row a type and one for all together ("type right"): type, precision (the
        mean chance of the statements), recall.

    Raises
    ------
    InputError
        Where the coder gives no chances, or the recall is none.

    Examples
    --------
    >>> ties = pd.DataFrame({"coder": "rules", "type": ["support", "support", "conflict"], "chance": [0.9, 0.5, 0.4]})
    >>> expected_errors(ties, recall=0.5).to_numpy().tolist()
    [['conflict', 0.4, 0.5], ['support', 0.7, 0.5], ['type right', 0.6, 0.5]]
    """
    if isinstance(recall, bool) or not (isinstance(recall, int | float) and 0 < recall <= 1):
        raise InputError(
            f"The recall (RECALL in notebook 07) is {recall!r}; give the share of the ties that the rules find, above "
            "0 and up to 1, such as 0.55."
        )
    everything = _with_chances(ties, coder)
    own = everything[~(everything["chance"] < least_chance)]
    # Who leaves out the unlikely finds that much less of what there is.
    recall *= own["chance"].sum() / everything["chance"].sum()
    precision = own.groupby("type")["chance"].mean().to_dict() | {"type right": own["chance"].mean()}
    return pd.DataFrame([(kind, float(share), float(recall)) for kind, share in precision.items()]).set_axis(
        ["type", "precision", "recall"], axis=1
    )


def _with_chances(ties: pd.DataFrame, coder: str, column: str = "chance") -> pd.DataFrame:
    own = ties[ties["coder"] == coder]
    if column not in own or own[column].isna().all():
        choose = "" if coder == "rules" else ", or choose the rules"
        raise InputError(f"The coder {coder!r} gives no chances; run notebook 03 again{choose}.")
    return own


def _units(ties: pd.DataFrame, actors: pd.DataFrame, reference: str, coder: str) -> tuple[dict[tuple, float], set]:
    """Give the ties of a coder with their chances, and those of the reference, in the documents of the reference."""
    _with_chances(ties, coder)
    ties = comparable(ties, actors)
    seen = ties["doc_id"].isin(coverage(ties).get(reference, set()))
    own, theirs = (ties[seen & (ties["coder"] == who)] for who in (coder, reference))
    return own.groupby(_UNIT)["chance"].max().to_dict(), set(theirs[_UNIT].itertuples(index=False, name=None))
