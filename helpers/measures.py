"""Step 6a: what each centrality measure means, and how values are ranked.

Needs nothing. Makes the descriptions that notebooks show, and ranks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.tables import InputError

# Values are rounded to so many decimals before they are ranked or written: what differs by less is numerical noise,
# and equal actors must come out equal on every machine.
DECIMALS = 9
# Everything random starts from here unless told otherwise.
SEED = 2026
# How much one call may ask for; `too_large` says in a sentence what is beyond it.
LARGEST_MATRIX = 4_000  # actors, where a matrix of all by all must be inverted: seconds, and almost a gigabyte
LARGEST_WALK = 20_000_000_000  # actors x pairs x networks, where each pair is looked at from each actor: some minutes


@dataclass(frozen=True)
class Measure:
    """What a reader must know of a centrality measure."""

    name: str
    label: str
    definition: str
    distance: str
    direction: str
    normalisation: str
    disconnected: str
    central: str = "high"


MEASURES = (
    Measure(
        "strength",
        "Strength",
        "Sum of the weights of an actor's ties.",
        "none",
        "not used",
        "none; counts statements or documents",
        "each actor by itself",
    ),
    Measure(
        "degree",
        "Degree",
        "Number of actors with whom it has a tie.",
        "none",
        "not used",
        "none; counts actors",
        "each actor by itself",
    ),
    Measure(
        "betweenness",
        "Betweenness",
        "Share of the shortest paths between two others that lead through the actor (Freeman 1977; Brandes 2001).",
        "1/weight, as whole numbers: a strong tie is a short way",
        "not used",
        "divided by the pairs of others, (n-1)(n-2)/2",
        "pairs without a path add nothing",
    ),
    Measure(
        "harmonic",
        "Harmonic closeness",
        "Mean over all others of 1/distance (Marchiori and Latora 2000); a neighbour tied once adds at least 1.",
        "1/weight, as whole numbers, given back in units of one statement or document",
        "not used",
        "divided by n-1",
        "an unreachable actor adds 0, so it is defined where closeness is not",
    ),
    Measure(
        "eigenvector",
        "Eigenvector",
        "Centrality proportional to the sum of the neighbours' centralities, each times the tie's weight "
        "(Bonacich 1972).",
        "none; weights are strengths",
        "not used",
        "Euclidean length 1",
        "measured on the largest component; empty and ranked last outside it",
    ),
    Measure(
        "pagerank",
        "PageRank",
        "Share of time that a walker is at the actor who follows ties in proportion to weight and, in 15% of steps, "
        "jumps to any actor (Brin and Page 1998).",
        "none; weights are strengths",
        "not used here; in directed networks it rewards receivers",
        "adds up to 1",
        "defined everywhere, but each component has a share in proportion to its actors: one of an isolated pair has "
        "the mean, 1/n, and ranks above the leaves of a star; compare within a component",
    ),
    Measure(
        "katz",
        "Katz",
        "Number of walks that end at the actor, a walk of k steps weighted by a to the power k, a = 0.85 / largest "
        "eigenvalue (Katz 1953).",
        "none; weights are strengths",
        "not used",
        "Euclidean length 1",
        "defined everywhere; a is that of the whole network, so small components stay low",
    ),
    Measure(
        "current_flow_betweenness",
        "Current-flow betweenness",
        "Current through the actor when one unit flows between each pair of others, ties being conductors "
        "(Newman 2005; Brandes and Fleischer 2005).",
        "none; weights are conductances, and every path counts, not the shortest alone",
        "not used",
        "divided by the pairs of others, (n-1)(n-2)/2",
        "flows within each component; pairs without a path add nothing",
    ),
    Measure(
        "core_number",
        "Core number",
        "Largest k such that the actor is in a group in which all have at least k ties with each other (Seidman 1983).",
        "none; weights are not used",
        "not used",
        "none",
        "each component by itself",
    ),
    Measure(
        "constraint",
        "Constraint",
        "How far an actor's ties lead back to the same others (Burt 1992); a broker has little.",
        "none; weights are shares of an actor's strength",
        "not used",
        "none; an actor with one neighbour has 1",
        "each actor's own neighbourhood",
        central="low",
    ),
    Measure(
        "effective_size",
        "Effective size",
        "Number of an actor's neighbours less their overlap (Burt 1992).",
        "none; weights are shares of an actor's strength",
        "not used",
        "none; at most the degree",
        "each actor's own neighbourhood",
    ),
)
BASIC = ("strength", "degree", "betweenness", "harmonic", "eigenvector", "pagerank")
ALL = tuple(measure.name for measure in MEASURES)
FURTHER = tuple(name for name in ALL if name not in BASIC)
# Measures that count, so that a quantile between two counts is shown as a whole number.
COUNTS = ("strength", "degree", "core_number")
LOW = tuple(measure.name for measure in MEASURES if measure.central == "low")


# Directed and signed networks have measures of their own; they are told apart by name.
DIRECTED_MEASURES = (
    Measure(
        "strength_in",
        "Strength received",
        "Sum of the weights of the ties that an actor receives.",
        "none",
        "incoming",
        "none; counts statements or documents",
        "each actor by itself",
    ),
    Measure(
        "strength_out",
        "Strength given",
        "Sum of the weights of the ties that go out from an actor.",
        "none",
        "outgoing",
        "none; counts statements or documents",
        "each actor by itself",
    ),
    Measure(
        "degree_in",
        "Degree received",
        "Number of actors from whom a tie comes.",
        "none",
        "incoming",
        "none",
        "by itself",
    ),
    Measure(
        "degree_out", "Degree given", "Number of actors to whom a tie goes.", "none", "outgoing", "none", "by itself"
    ),
    Measure(
        "harmonic_in",
        "Harmonic closeness, incoming",
        "Mean over all others of 1/distance from them to the actor; what networkx calls closeness of a directed "
        "network looks this way.",
        "1/weight, as whole numbers",
        "incoming: how soon the actor is reached",
        "divided by n-1",
        "who cannot reach it adds 0",
    ),
    Measure(
        "harmonic_out",
        "Harmonic closeness, outgoing",
        "Mean over all others of 1/distance from the actor to them.",
        "1/weight, as whole numbers",
        "outgoing: how soon the actor reaches",
        "divided by n-1",
        "whom it cannot reach adds 0",
    ),
    Measure(
        "pagerank",
        "PageRank",
        "Share of time at the actor of a walker who follows ties from giver to receiver and, in 15% of steps and "
        "wherever no tie goes out, jumps to any actor.",
        "none; weights are strengths",
        "rewards receivers",
        "adds up to 1",
        "jumps reach every component",
    ),
)
SIGNED_MEASURES = (
    Measure(
        "degree_positive",
        "Partners",
        "Number of actors with whom cooperation outweighs.",
        "none",
        "not used",
        "none",
        "",
    ),
    Measure(
        "degree_negative",
        "Adversaries",
        "Number of actors with whom conflict outweighs.",
        "none",
        "not used",
        "none",
        "",
    ),
    Measure(
        "pn",
        "PN centrality",
        "(I - A/(2n-2)) to the power -1 times 1, with A = P - 2N, P the positive and N the negative ties (Everett and "
        "Borgatti 2014): high for actors with many allies, who have allies, and few adversaries.",
        "none; signs only, weights are not used",
        "not used",
        "none; 1 for an actor without ties",
        "each component by itself, but n is that of the whole network",
    ),
)


def describe_measures(names: Iterable[str] = ALL) -> pd.DataFrame:
    """Lay out what each measure means: definition, distance, direction, normalisation, disconnected networks.

    `DIRECTED_MEASURES` and `SIGNED_MEASURES` can be laid out by `pandas.DataFrame(map(vars, DIRECTED_MEASURES))`.

    Examples
    --------
    >>> describe_measures(["degree"])["definition"].item()
    'Number of actors with whom it has a tie.'
    """
    by_name = {measure.name: measure for measure in MEASURES}
    check_names(names)
    return pd.DataFrame([vars(by_name[name]) for name in names])


def check_names(names: Iterable[str]) -> None:
    """Refuse the name of a measure that there is not, naming those that there are."""
    for name in names:
        if name not in ALL:
            raise InputError(f"There is no measure {name!r}; choose among {', '.join(ALL)}.")


def too_large(measure: str, actors: int, pairs: int, networks: int = 1) -> str:
    """Say in a sentence why a measure cannot be had of a network of this size; empty where it can.

    The limits are `LARGEST_MATRIX` and `LARGEST_WALK`. Measures that are not named here cost little at any size that
    fits in memory.

    Parameters
    ----------
    measure : str
        Name of a measure.
    actors, pairs : int
        Size of the network: actors with a tie, and pairs that have one.
    networks : int
        How many networks of this size are measured, such as resamples.

    Examples
    --------
    >>> too_large("betweenness", 10_000, 100_000)
    ''
    >>> too_large("current_flow_betweenness", 10_000, 100_000).partition("; ")[0]
    'Current-flow betweenness inverts a matrix of all actors, which is done up to 4,000 of them, and here are 10,000'
    """
    label = next((m.label for m in MEASURES if m.name == measure), measure)
    if measure == "current_flow_betweenness" and actors > LARGEST_MATRIX:
        return (
            f"{label} inverts a matrix of all actors, which is done up to {LARGEST_MATRIX:,} of them, and here are "
            f"{actors:,}; leave it out of the measures or narrow the network."
        )
    walks = ("betweenness", "harmonic", "current_flow_betweenness")
    if measure in walks and actors * pairs * networks > LARGEST_WALK:
        times = f", in each of {networks:,} networks" if networks > 1 else ""
        sample = ", or sample it (measure_centrality with sources=500)" if measure == "betweenness" else ""
        return (
            f"{label} looks at each of {pairs:,} pairs from each of {actors:,} actors{times}: more than the "
            f"{LARGEST_WALK:,} steps that are done; leave it out of the measures or narrow the network{sample}."
        )
    return ""


def refuse_too_large(measures: Iterable[str], actors: int, pairs: int, networks: int = 1) -> None:
    """Refuse what `too_large` objects to, before any time is spent on it."""
    for measure in measures:
        if sentence := too_large(measure, actors, pairs, networks):
            raise InputError(sentence)


def refuse_few(tied: int, name: str) -> None:
    """Refuse a network in which fewer than three actors have a tie: among two nobody is more central."""
    if tied < 3:
        raise InputError(
            f"The network {name!r} has {tied or 'no'} actors with a tie and centrality compares at least three; "
            "widen the choices (statuses, types, documents) or add documents."
        )


def rank_values(values: np.ndarray, measure: str) -> np.ndarray:
    """Rank along the last axis: 1 is the most central, equal values share the best rank, NaN comes last.

    Examples
    --------
    >>> rank_values(np.array([3.0, 5.0, np.nan, 3.0]), "strength")
    array([2, 1, 4, 2])
    """
    keys = np.round(values, DECIMALS) * (1 if measure in LOW else -1)
    keys = np.where(np.isnan(keys), np.inf, keys)
    order = np.argsort(keys, axis=-1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=-1)
    new = np.ones(keys.shape, dtype=bool)
    new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    best = np.maximum.accumulate(np.where(new, np.arange(1, keys.shape[-1] + 1), 0), axis=-1)
    ranks = np.empty(keys.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, best, axis=-1)
    return ranks


def rank_correlation(one, two) -> float:
    """Correlate two rankings (Spearman), equal values sharing their mean rank; NaN where one has no spread.

    Examples
    --------
    >>> rank_correlation([1, 2, 3], [10, 20, 15])
    0.5
    """
    ranks = [pd.Series(np.round(np.asarray(values, dtype=float), DECIMALS)).rank() for values in (one, two)]
    if min(rank.nunique() for rank in ranks) < 2:
        return float("nan")
    return float(np.round(np.corrcoef(*ranks)[0, 1], DECIMALS))
