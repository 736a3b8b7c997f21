"""Step 3h: learn from codings how much each piece of evidence counts for a tie, for each type and for each status.

Needs what the rule coder needs, and codings: readings, reviewed proposals, or both. Makes the tables of weights that
`ties`, `tie_types` and `status` decide with. Nothing here runs unless it is asked for; the weights that ship were made
with it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit

from helpers.cues import CueTables, read_cues
from helpers.documents import SHIPPED, Corpus
from helpers.evidence import Candidate
from helpers.gazetteer import roll_up
from helpers.status import read_verdict, weigh_status
from helpers.tables import STATUSES, TIE_TYPES, InputError, check_table, columns, write_table
from helpers.tie_types import propose_types, weigh_types
from helpers.ties import code_by_rules, judge
from helpers.weighing import Weights

# So near the minimum that weights of two decimals are the same on every machine.
_PRECISELY = {"maxiter": 5000, "maxfun": 20000, "ftol": 1e-14, "gtol": 1e-7}
# Learning that leaves less than this share of the statements that the rules propose is refused: somebody only began.
LEAST = 2 / 3


def fit_weights(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    cues: CueTables,
    codings: pd.DataFrame,
    strength: float = 2.0,
    keep_base: bool = False,
) -> pd.DataFrame:
    r"""Fit the weights of evidence to codings, as a logistic regression drawn towards prior weights.

    A candidate of the rule coder counts as a tie to the degree that its pairs of actors are coded where it stands, by
    the coders who coded the document. For each shape of candidate the weights :math:`w` minimise

    .. math:: \sum_i n_i (\log(1 + e^{z_i}) - y_i z_i) + \frac{s}{2} \sum_k (w_k - m_k)^2, \quad
              z_i = \sum_k w_k x_{ik}

    with :math:`n` the number of pairs (a list that is wrongly tied to a list is many wrong ties), :math:`y` that
    degree, :math:`x` the evidence, :math:`m` the priors and :math:`s` the strength, a twentieth of it for the base
    rate [1]_. So evidence that few candidates have stays near its prior.

    Parameters
    ----------
    documents, sentences, mentions, actors : pandas.DataFrame
        As for `helpers.ties.code_by_rules`.
    cues : CueTables
        From `helpers.cues.read_cues`; its `weights` give priors and notes.
    codings : pandas.DataFrame
        Schema `ties`, of one coder or more, such as `helpers.coding.read_codings` gives. A coder who has a row in a
        document is taken to have coded all of it: leave out documents that were only begun.
    strength : float
        How firmly weights are drawn towards their priors; above 0.
    keep_base : bool
        Whether the base rates stay at their priors, for codings too few to tell how common ties are.

    Returns
    -------
    pandas.DataFrame
        Schema `cue_weights`, ready to be written to a corpus as `cues/weights.csv`.

    Raises
    ------
    InputError
        Where no document with a coding has a candidate.

    References
    ----------
    .. [1] Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, 2nd ed., sections 4.4 and 3.4.
    """
    coded = _coded(codings, actors)
    known = documents[documents["doc_id"].isin(coded)]
    rows: dict[str, list[tuple[dict[str, float], float, int]]] = {}
    for candidate, *_ in judge(known, sentences, mentions, actors, cues):
        degree = _degree(candidate, coded[candidate.passage.doc_id])
        if degree is not None:
            rows.setdefault(candidate.shape, []).append((candidate.evidence, degree, len(_pairs(candidate))))
    if not rows:
        raise InputError("coding/: no sentence of a coded document names two actors; code a document that has ties.")
    before = {(row.shape, row.evidence): row for row in cues.weights.itertuples()}
    table = []
    for shape in ("across", "within", "carried"):
        prior = {name: float(row.prior or 0) for (of, name), row in before.items() if of == shape}
        names = sorted(set(prior) | {name for evidence, *_ in rows.get(shape, ()) for name in evidence})
        start = np.array([prior.get(name, 0.0) for name in names])
        found = np.array([[evidence.get(name, 0.0) for name in names] for evidence, *_ in rows.get(shape, ())])
        degrees = np.array([degree for _, degree, _ in rows.get(shape, ())])
        sizes = np.array([size for *_, size in rows.get(shape, ())])
        base = 1e4 if keep_base else strength / 20
        pull = np.array([base if name == "one" else strength for name in names])
        fitted = _logistic(found.reshape(len(degrees), len(names)), degrees, sizes, start, pull)
        for name, mean, weight in zip(names, start, fitted, strict=True):
            if abs(weight) >= 0.005 or mean:
                note = before[shape, name].note if (shape, name) in before else ""
                table.append((shape, name, f"{weight + 0.0:.2f}", f"{mean:g}" if mean else "", note))
    return check_table(pd.DataFrame(table, columns=columns("cue_weights")), "cue_weights")


def fit_type_weights(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    cues: CueTables,
    codings: pd.DataFrame,
    strength: float = 10.0,
    prior: pd.DataFrame | None = None,
) -> pd.DataFrame:
    r"""Fit the weights by which the type of a tie is chosen, as a multinomial logistic regression.

    Every candidate that a coder tied counts with the types that the coders gave it, in equal parts; the others do not
    count. The weights minimise

    .. math:: -\sum_i \sum_t y_{it} \log p_{it} + \frac{s}{2} \sum_{tk} (w_{tk} - m_{tk})^2, \quad
              p_{it} = e^{z_{it}} / \sum_u e^{z_{iu}}, \quad z_{it} = \sum_k w_{tk} x_{ik}

    with :math:`x` the evidence of `helpers.tie_types.weigh_types`, :math:`m` the priors and :math:`s` the strength, a
    twentieth of it for the base rate [1]_.

    Parameters
    ----------
    documents, sentences, mentions, actors, cues, codings
        As for `fit_weights`.
    strength : float
        How firmly weights are drawn towards their priors; above 0.
    prior : pandas.DataFrame or None
        Schema `type_weights`; None: 0 everywhere.

    Returns
    -------
    pandas.DataFrame
        Schema `type_weights`, ready to be written to a corpus as `cues/type_weights.csv`.

    Raises
    ------
    InputError
        Where no candidate was tied by a coder.

    References
    ----------
    .. [1] Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, 2nd ed., section 4.4.
    """
    coded = _coded(codings, actors)
    known = documents[documents["doc_id"].isin(coded)]
    rows, shares = [], []
    for candidate, *_, (_text, clubs, _lexicon) in judge(known, sentences, mentions, actors, cues):
        share = _types(candidate, coded[candidate.passage.doc_id])
        if sum(share.values()):
            rows.append(weigh_types(candidate, clubs, propose_types(candidate, clubs)))
            shares.append([share.get(says, 0.0) for says in TIE_TYPES])
    return _fit_answers(rows, shares, "type_weights", TIE_TYPES, strength, prior)


def fit_status_weights(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    cues: CueTables,
    codings: pd.DataFrame,
    strength: float = 5.0,
    prior: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Fit the weights by which the status of a tie is chosen, as `fit_type_weights` does those of its type.

    Every candidate whose type a coder gave it too counts with the statuses that the coders gave that tie.

    Parameters
    ----------
    documents, sentences, mentions, actors, cues, codings
        As for `fit_weights`.
    strength : float
        How firmly weights are drawn towards their priors; above 0.
    prior : pandas.DataFrame or None
        Schema `status_weights`; None: 0 everywhere.

    Returns
    -------
    pandas.DataFrame
        Schema `status_weights`, ready to be written to a corpus as `cues/status_weights.csv`; the priors, where no
        coder gave a tie the type that the rules give it.

    Raises
    ------
    InputError
        Where there is no such tie and no prior.
    """
    coded = _coded(codings, actors)
    known = documents[documents["doc_id"].isin(coded)]
    rows, shares = [], []
    for candidate, *_, (text, _clubs, lexicon) in judge(known, sentences, mentions, actors, cues, every=True):
        for says, held in candidate.types:
            share = _statuses(candidate, says, coded[candidate.passage.doc_id])
            if share:
                verdict, _change = read_verdict(candidate, says, held)
                rows.append(weigh_status(candidate, says, held, verdict, text, lexicon))
                shares.append([share.get(status, 0.0) for status in STATUSES])
    if not rows and prior is not None:
        return prior
    return _fit_answers(rows, shares, "status_weights", STATUSES, strength, prior)


def _fit_answers(
    rows: list[dict[str, float]],
    shares: list[list[float]],
    schema: str,
    answers: Sequence[str],
    strength: float,
    prior: pd.DataFrame | None,
) -> pd.DataFrame:
    """Fit the weights of evidence for one of several answers, and lay them out by their schema."""
    if not rows:
        raise InputError("coding/: no coder tied two actors that a sentence names; code a document that has ties.")
    before = Weights(pd.DataFrame(columns=["evidence", *answers]) if prior is None else prior, answers).of
    names = sorted({name for row in rows for name in row} | set(before[answers[0]]))
    found = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    pull = np.array([strength / 20 if name == "one" else strength for name in names])
    start = np.array([[before[says].get(name, 0.0) for says in answers] for name in names])
    weights = _multinomial(found, np.array(shares), pull, start)
    table = pd.DataFrame([[f"{weight + 0.0:.2f}" for weight in row] for row in weights], columns=list(answers))
    table.insert(0, "evidence", names)
    telling = (table[list(answers)].astype(float).abs() >= 0.005).any(axis=1)
    return check_table(table[telling].reset_index(drop=True), schema)


def learn(
    corpus: Corpus,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    actors: pd.DataFrame,
    cues: CueTables,
    codings: pd.DataFrame,
) -> pd.DataFrame:
    """Let the rules learn from a corpus's own codings, starting from the weights that ship, and keep the outcome.

    Base rates stay: a few documents do not tell how common ties are.

    Parameters
    ----------
    corpus : Corpus
        Its `cues/` gets `weights.csv`, `type_weights.csv` and `status_weights.csv`; delete them to undo it.
    documents, sentences, mentions, actors, cues, codings
        As for `fit_weights`.

    Returns
    -------
    pandas.DataFrame
        decides (tie, the type or the status), evidence, before, after: the ten weights that moved most.

    Raises
    ------
    InputError
        For the shipped corpus, whose weights stay as they ship; where there is nothing to learn from; where the rules
        would propose less than two thirds of what they do, as they would after codings that were only begun.
    """
    if corpus.shipped:
        raise InputError("the corpus that ships keeps its weights; learn in a corpus folder of your own.")
    if codings.empty:
        raise InputError("coding/ has no reading or review yet; code or review some documents first.")
    parts = (documents, sentences, mentions, actors)
    # Always from the weights that ship, so that learning twice from the same codings gives the same.
    ship = read_cues(Corpus(SHIPPED))
    start = cues._replace(weights=ship.weights, type_weights=ship.type_weights, status_weights=ship.status_weights)
    anchored = start._replace(weights=ship.weights.assign(prior=ship.weights["weight"]))
    weights = fit_weights(*parts, anchored, codings, strength=10.0, keep_base=True)
    key = pd.MultiIndex.from_frame(weights[["shape", "evidence"]])
    priors = ship.weights.set_index(["shape", "evidence"])["prior"].reindex(key)
    weights["prior"] = priors.fillna("").to_numpy()
    types = fit_type_weights(*parts, start, codings, prior=ship.type_weights)
    learnt = cues._replace(weights=weights, type_weights=types)
    statuses = fit_status_weights(*parts, learnt, codings, strength=10.0, prior=ship.status_weights)
    learnt = learnt._replace(status_weights=statuses)
    before, after = (len(code_by_rules(*parts, tables)) for tables in (start, learnt))
    if after < before * LEAST:
        raise InputError(
            f"what these codings teach would leave {after} of the {before} statements that the rules propose. Was "
            "every document in coding/ coded or reviewed to its end? Take out those that were not, or code more; "
            "nothing was written."
        )
    moved = [
        _moves(ship, weights),
        _answer_moves(ship.type_weights, types, TIE_TYPES),
        _answer_moves(ship.status_weights, statuses, STATUSES),
    ]
    moved = pd.concat(moved, ignore_index=True)
    write_table(weights, corpus.folder / "cues" / "weights.csv", "cue_weights")
    write_table(types, corpus.folder / "cues" / "type_weights.csv", "type_weights")
    write_table(statuses, corpus.folder / "cues" / "status_weights.csv", "status_weights")
    by = (moved["after"] - moved["before"]).abs().sort_values(ascending=False, kind="stable")
    return moved.loc[by.index[:10]].reset_index(drop=True)


def _moves(cues: CueTables, weights: pd.DataFrame) -> pd.DataFrame:
    key = ["shape", "evidence"]
    both = cues.weights.set_index(key)["weight"].to_frame("before").join(weights.set_index(key)["weight"], how="outer")
    both = both.fillna("0").astype(float).reset_index()
    named = both["shape"] + ": " + both["evidence"].replace("one", "base rate")
    return pd.DataFrame({"decides": "tie", "evidence": named, "before": both["before"], "after": both["weight"]})


def _answer_moves(before: pd.DataFrame, after: pd.DataFrame, answers: Sequence[str]) -> pd.DataFrame:
    long = [
        table.melt("evidence", list(answers), "decides", "value").set_index(["decides", "evidence"])["value"]
        for table in (before, after)
    ]
    both = pd.concat(long, axis=1, keys=["before", "after"]).fillna("0").astype(float).reset_index()
    return both[["decides", "evidence", "before", "after"]]


def _types(candidate: Candidate, coders: dict[str, dict[tuple, list[tuple]]]) -> dict[str, float]:
    """Say how much of each type the coders gave a candidate; all together 1 where every coder tied all of its pairs."""
    pairs = _pairs(candidate)
    found: dict[str, float] = {}
    for places in coders.values():
        for pair in pairs:
            types = [place[2] for place in places.get(pair, ()) if _stands(place, candidate)]
            for says in types:
                found[says] = found.get(says, 0.0) + 1 / (len(types) * len(pairs) * len(coders))
    return found


def _statuses(candidate: Candidate, says: str, coders: dict[str, dict[tuple, list[tuple]]]) -> dict[str, float]:
    """Say how much of each status the coders gave a candidate's ties of a type; all together 1, or nothing."""
    given = [
        place[3]
        for places in coders.values()
        for pair in _pairs(candidate)
        for place in places.get(pair, ())
        if _stands(place, candidate) and place[2] == says
    ]
    return {status: given.count(status) / len(given) for status in sorted(set(given))}


def _pairs(candidate: Candidate) -> list[tuple[str, str]]:
    return sorted({tuple(sorted((a.rolled, b.rolled))) for a, b in candidate.pairs if a.rolled != b.rolled})


def _stands(place: tuple, candidate: Candidate) -> bool:
    return place[0] < candidate.passage.end and candidate.passage.start < place[1]


def _multinomial(found: np.ndarray, shares: np.ndarray, pull: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Fit by a quasi-Newton method; the penalty makes the minimum single. A row a piece of evidence."""
    shape = start.shape

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        scores = found @ weights
        scores -= scores.max(axis=1, keepdims=True)
        log_chance = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        slope = found.T @ (np.exp(log_chance) * shares.sum(axis=1, keepdims=True) - shares)
        slope += pull[:, None] * (weights - start)
        penalty = (pull[:, None] * (weights - start) ** 2).sum() / 2
        return float(-(shares * log_chance).sum() + penalty), slope.ravel()

    done = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=_PRECISELY)
    return done.x.reshape(shape)


def _coded(codings: pd.DataFrame, actors: pd.DataFrame) -> dict[str, dict[str, dict[tuple, list[tuple]]]]:
    """Give for each document and coder where each pair of actors is tied, with type and status; bodies as states."""
    coded: dict[str, dict[str, dict[tuple, list[tuple]]]] = {}
    ends = [roll_up(codings[end], actors) for end in ("source", "target")]
    names = ("coder", "doc_id", "start", "end", "type", "status")
    rows = zip(*(codings[name] for name in names), *ends, strict=True)
    for coder, doc_id, start, end, says, status, one, two in rows:
        pairs = coded.setdefault(doc_id, {}).setdefault(coder, {})
        pairs.setdefault(tuple(sorted((one, two))), []).append((start, end, says, status))
    return coded


def _degree(candidate: Candidate, coders: dict[str, dict[tuple, list[tuple]]]) -> float | None:
    """Say which share of a candidate's pairs and of the coders have a tie where it stands; None without a pair."""
    pairs = _pairs(candidate)
    if not pairs:
        return None
    agreed = [
        any(_stands(place, candidate) for place in places.get(pair, ())) for pair in pairs for places in coders.values()
    ]
    return sum(agreed) / len(agreed)


def _logistic(
    found: np.ndarray, degrees: np.ndarray, sizes: np.ndarray, start: np.ndarray, pull: np.ndarray
) -> np.ndarray:
    """Fit by a quasi-Newton method, whose steps never go uphill; the penalty makes the minimum single."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = found @ weights
        slope = found.T @ (sizes * (expit(scores) - degrees)) + pull * (weights - start)
        misfit = (sizes * (np.logaddexp(0, scores) - degrees * scores)).sum()
        return float(misfit + (pull * (weights - start) ** 2).sum() / 2), slope

    return minimize(loss, start, jac=True, method="L-BFGS-B", options=_PRECISELY).x
