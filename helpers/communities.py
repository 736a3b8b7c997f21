"""Step 6: which actors are tied more closely among themselves than to others.

Needs a graph from `helpers.network` or `helpers.views`. Makes a table of communities.
"""

from __future__ import annotations

import random

import networkx as nx
import pandas as pd

from helpers.centrality import pairs_and_weights
from helpers.measures import SEED
from helpers.tables import InputError

METHODS = ("leiden", "louvain")


def find_communities(
    graph: nx.Graph, method: str = "leiden", seed: int = SEED, resolution: float = 1.0
) -> pd.DataFrame:
    """Part a network into communities, such that ties inside them weigh more than by chance (modularity).

    Both methods move actors between communities at random while modularity rises. Many partings are about as good:
    run it with other seeds before a community is given a name.

    Parameters
    ----------
    graph : networkx.Graph
        From `helpers.network.project`; edges have whole-number `weight`, a strength. The graph is left as it is.
    method : str
        `leiden` (Traag, Waltman and van Eck 2019, Scientific Reports 9: 5233), until nothing changes; or `louvain`
        (Blondel and others 2008, Journal of Statistical Mechanics P10008), whose communities may fall apart inside.
    seed : int
        The same seed gives the same table, in whatever order the graph holds its actors and ties.
    resolution : float
        Above 1 communities are smaller, below 1 larger; 1 is modularity as Newman and Girvan defined it.

    Returns
    -------
    pandas.DataFrame
        actor_id, community; actors by name. Community 1 has the most actors; of equal ones that comes first which
        has the actor whose name comes first. Actors without a tie are in none and left out.

    Raises
    ------
    InputError
        Where the network has no tie, is directed or has parallel edges, or an edge lacks its weight.

    Examples
    --------
    >>> graph = nx.Graph()
    >>> graph.add_weighted_edges_from([("A", "B", 3), ("C", "D", 2), ("D", "E", 2), ("C", "E", 2), ("B", "C", 1)])
    >>> find_communities(graph)["community"].tolist()
    [2, 2, 1, 1, 1]
    """
    name = graph.graph.get("name", "") or "network"
    if method not in METHODS:
        raise InputError(f"There is no method {method!r} for communities; choose {' or '.join(METHODS)}.")
    if graph.is_directed() or graph.is_multigraph():
        raise InputError(f"The network {name!r} is directed or has parallel edges; project it first.")
    actors = sorted(actor for actor, neighbours in graph.adjacency() if set(neighbours) - {actor})
    if not actors:
        raise InputError(f"The network {name!r} has no ties, so there are no communities in it; widen the choices.")
    pairs, weights = pairs_and_weights(graph, actors)
    ties = sorted((*sorted(pair), weight) for pair, weight in zip(pairs.tolist(), weights.tolist(), strict=True))
    return _numbered(actors, _membership(len(actors), ties, method, seed, resolution))


def _membership(size: int, ties: list, method: str, seed: int, resolution: float) -> list[int]:
    import igraph

    graph = igraph.Graph(n=size, edges=[tie[:2] for tie in ties])
    weights = [tie[2] for tie in ties]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        if method == "louvain":
            return graph.community_multilevel(weights=weights, resolution=resolution).membership
        return graph.community_leiden(
            objective_function="modularity", weights=weights, resolution=resolution, n_iterations=-1
        ).membership
    finally:
        igraph.set_random_number_generator(random)  # what igraph draws from unless told otherwise


def _numbered(actors: list[str], membership: list[int]) -> pd.DataFrame:
    """Count communities from 1, the largest first and of equal ones that with the first name."""
    inside: dict[int, list[str]] = {}
    for actor, community in zip(actors, membership, strict=True):
        inside.setdefault(community, []).append(actor)
    order = sorted(inside, key=lambda community: (-len(inside[community]), inside[community][0]))
    number = {community: place for place, community in enumerate(order, start=1)}
    return pd.DataFrame({"actor_id": actors, "community": [number[community] for community in membership]})


def list_communities(communities: pd.DataFrame, actors: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """List the members of each community by name.

    Parameters
    ----------
    communities : pandas.DataFrame
        From `find_communities`.
    actors : pandas.DataFrame
        The actors table.
    language : str
        Of the names: en or nl.

    Returns
    -------
    pandas.DataFrame
        community, actors (how many), members (names, in alphabetical order).

    Examples
    --------
    >>> actors = pd.DataFrame({"actor_id": ["A", "B"], "name_en": ["Atland", "Betland"]})
    >>> list_communities(pd.DataFrame({"actor_id": ["B", "A"], "community": [1, 1]}), actors).to_numpy().tolist()
    [[1, 2, 'Atland, Betland']]
    """
    names = dict(zip(actors["actor_id"], actors[f"name_{language}"], strict=True))
    rows = [
        (number, len(members), ", ".join(sorted(names.get(actor, actor) for actor in members)))
        for number, members in communities.groupby("community")["actor_id"]
    ]
    return pd.DataFrame(rows, columns=["community", "actors", "members"])
