"""Where things stand in a picture: places of actors, kept from run to run, and places of labels that hide nothing.

Two small problems of geometry, without any drawing. Actors are placed once by stress majorization, in which distance
on paper follows distance in the network; a place once given (or moved by hand) is kept. Labels are placed by trying
the places around each node and taking the best set that a few sweeps find.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd

from helpers.tables import InputError

# Coordinates are rounded so that machines that differ in the last bit of a float write the same file.
DECIMALS = 3


def wanted_distances(graph: nx.Graph, actors: list[str]) -> np.ndarray:
    """Return the distance that each pair should have on paper: ties on the shortest way, whatever their direction.

    Pairs without a way are put one tie further apart than the furthest pair that has one. An actor with one
    neighbour only is drawn nearer to it, which leaves room in the middle for those with many.
    """
    plain = nx.Graph(graph.to_undirected(as_view=True).edges())
    place = {actor: i for i, actor in enumerate(actors)}
    distances = np.full((len(actors), len(actors)), np.inf)
    np.fill_diagonal(distances, 0)
    for source, lengths in nx.all_pairs_shortest_path_length(plain):
        for target, length in lengths.items():
            distances[place[source], place[target]] = length
    finite = distances[np.isfinite(distances)]
    distances = np.where(np.isfinite(distances), distances, max(2.0, finite.max(initial=1) + 1))
    leaf = np.array([plain.degree(actor) == 1 if actor in plain else False for actor in actors])
    shorter = distances - 0.15 * (leaf[:, None].astype(float) + leaf[None])
    return np.where(distances > 0, shorter, 0)


def majorize(start: np.ndarray, distances: np.ndarray, free: np.ndarray, rounds: int = 200) -> np.ndarray:
    """Move the free points so that distances on paper come near the given ones (SMACOF).

    Parameters
    ----------
    start : numpy.ndarray
        Places to start from, one row a point.
    distances : numpy.ndarray
        Wanted distances; a pair counts with the inverse square of its distance.
    free : numpy.ndarray of bool
        Which points may move.
    rounds : int
        How many steps to take; each lowers the stress.

    References
    ----------
    E. R. Gansner, Y. Koren and S. North, Graph drawing by stress majorization, GD 2004, LNCS 3383, 239-250.
    """
    places = start.copy()
    if not free.any() or len(places) < 2:
        return places
    weights = np.where(distances > 0, 1 / np.maximum(distances, 1e-9) ** 2, 0)
    laplacian = np.diag(weights.sum(1)) - weights
    if free.all():
        inverse = np.linalg.inv(laplacian + 1 / len(places))
    else:
        inverse = np.linalg.inv(laplacian[np.ix_(free, free)])
        pinned = laplacian[np.ix_(free, ~free)] @ places[~free]
    for _ in range(rounds):
        gaps = places[:, None] - places[None]
        ratio = weights * distances / np.maximum(np.sqrt((gaps**2).sum(2)), 1e-9)
        pull = ratio.sum(1)[:, None] * places - ratio @ places
        places[free] = inverse @ pull if free.all() else inverse @ (pull[free] - pinned)
    return places


def crossings(places: np.ndarray, ties: np.ndarray) -> int:
    """Count the pairs of ties that cross on paper.

    Examples
    --------
    >>> crossings(np.array([[0, 0], [1, 1], [0, 1], [1, 0]]), np.array([[0, 1], [2, 3]]))
    1
    """
    start, end = places[ties[:, 0]], places[ties[:, 1]]

    def side(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
        return np.sign(
            (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
        )

    a, b, c, d = start[:, None], end[:, None], start[None], end[None]
    cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return int(cross.sum()) // 2


def spread(places: np.ndarray, ties: np.ndarray, free: np.ndarray, apart: float, off: float, rounds: int = 150):
    """Push free points away from points nearer than `apart` and from ties of others nearer than `off`.

    Parameters
    ----------
    places : numpy.ndarray
        One row a point.
    ties : numpy.ndarray of int
        The two ends of each tie, one row a tie.
    free : numpy.ndarray of bool
        Which points may move.
    apart, off : float
        Wanted distances, in the unit of `places`.
    rounds : int
        How many small steps to take at most.

    Returns
    -------
    numpy.ndarray
        The new places.
    """
    places, count = places.copy(), len(places)
    fan = np.stack([np.cos(np.arange(count)), np.sin(np.arange(count))], axis=1)
    others = np.ones((count, len(ties)), dtype=bool)
    others[ties[:, 0], np.arange(len(ties))] = others[ties[:, 1], np.arange(len(ties))] = False
    for _ in range(rounds):
        gaps = places[:, None] - places[None]
        far = np.sqrt((gaps**2).sum(2))
        np.fill_diagonal(far, np.inf)
        step = (gaps / np.maximum(far, 1e-6)[..., None] * np.maximum(apart - far, 0)[..., None]).sum(1) / 2
        # a pair on the very same spot has no direction to part in: part it by its order
        step += fan * np.where(far.min(1, initial=np.inf) < 1e-6, apart / 2, 0)[:, None]
        start, along = places[ties[:, 0]], places[ties[:, 1]] - places[ties[:, 0]]
        share = ((places[:, None] - start) * along).sum(2) / np.maximum((along**2).sum(1), 1e-9)
        beside = places[:, None] - (start + np.clip(share, 0, 1)[..., None] * along)
        near = np.sqrt((beside**2).sum(2))
        lack = np.where(others & (share > 0) & (share < 1), np.maximum(off - near, 0), 0)
        step += (beside / np.maximum(near, 1e-6)[..., None] * lack[..., None]).sum(1) / 2
        if np.abs(step[free]).max(initial=0) < 1e-4:
            break
        places[free] += step[free]
    return places


def lay_out(graph: nx.Graph, seed: int = 1, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give each actor a place, keeping the places that it has.

    Parameters
    ----------
    graph : networkx.Graph
        Any networkx graph of actors; direction, multiplicity and weights of ties play no part.
    seed : int
        Of the places from which the first layout starts.
    previous : pandas.DataFrame or None
        An earlier layout (actor_id, x, y), perhaps edited by hand. Its actors stay where they are, also those that
        the graph lacks now, and only new ones are placed.

    Returns
    -------
    pandas.DataFrame
        actor_id, x, y in lengths of a tie, sorted by actor.

    Raises
    ------
    InputError
        Where `previous` is something else than a layout, such as the earlier network.

    Examples
    --------
    >>> first = lay_out(nx.Graph([("EU", "GBR"), ("EU", "NOR")]))
    >>> list(first["actor_id"])
    ['EU', 'GBR', 'NOR']
    >>> more = lay_out(nx.Graph([("EU", "GBR"), ("EU", "NOR"), ("CAN", "EU")]), previous=first)
    >>> more[more["actor_id"] != "CAN"].reset_index(drop=True).equals(first)
    True
    """
    if not (previous is None or isinstance(previous, pd.DataFrame)):
        raise InputError(f"lay_out: previous is a {type(previous).__name__}; give the table that lay_out made before.")
    kept = {} if previous is None else {row.actor_id: (float(row.x), float(row.y)) for row in previous.itertuples()}
    actors = sorted(graph.nodes)
    if actors:
        distances = wanted_distances(graph, actors)
        free = np.array([actor not in kept for actor in actors])
        index = {actor: i for i, actor in enumerate(actors)}
        pairs = sorted({tuple(sorted((index[a], index[b]))) for a, b, *_ in graph.edges if a != b})
        ties = np.array(pairs, dtype=int).reshape(-1, 2)
        if free.all():
            places = _first_layout(distances, ties, seed)
            if kept:  # nothing in common with the earlier layout: stand beside it
                places += np.array([max(x for x, _ in kept.values()) - places[:, 0].min() + 1, 0])
        else:
            places = _grown_layout(graph, actors, distances, free, kept, seed)
        places = spread(places, ties, free, apart=0.4, off=0.3)
        kept |= {actor: tuple(place) for actor, place, new in zip(actors, places, free, strict=True) if new}
    table = pd.DataFrame(
        [(actor, x, y) for actor, (x, y) in sorted(kept.items())], columns=["actor_id", "x", "y"]
    ).astype({"x": float, "y": float})
    # adding zero turns -0.0 into 0.0
    return table.round(DECIMALS).assign(x=lambda t: t["x"] + 0.0, y=lambda t: t["y"] + 0.0)


def _first_layout(distances: np.ndarray, ties: np.ndarray, seed: int, starts: int = 12) -> np.ndarray:
    """Lay out from random starts, keep the one with fewest crossings and turn its longer side to the horizontal."""
    random = np.random.default_rng(seed)
    everyone = np.ones(len(distances), dtype=bool)
    tries = [majorize(random.random((len(distances), 2)) - 0.5, distances, everyone) for _ in range(starts)]
    best = min(tries, key=lambda places: crossings(places, ties))
    best = best - best.mean(0)
    spread_xx, spread_yy, spread_xy = (best[:, 0] ** 2).sum(), (best[:, 1] ** 2).sum(), best.prod(1).sum()
    angle = np.arctan2(2 * spread_xy, spread_xx - spread_yy) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return best @ turn


def _grown_layout(graph, actors, distances, free, kept, seed) -> np.ndarray:
    """Place new actors among the kept ones, starting each near its neighbours."""
    random = np.random.default_rng(seed)
    middle = np.mean(list(kept.values()), axis=0)
    undirected = graph.to_undirected(as_view=True)
    start = np.empty((len(actors), 2))
    for i, actor in enumerate(actors):
        if not free[i]:
            start[i] = kept[actor]
            continue
        near = [kept[other] for other in sorted(undirected.neighbors(actor)) if other in kept]
        start[i] = np.mean(near, axis=0) if near else middle
        start[i] += random.random(2) - 0.5
    return majorize(start, distances, free)


def fit(layout: pd.DataFrame, actors: list[str], box: tuple[float, float, float, float]) -> dict[str, np.ndarray]:
    """Stretch the layout of some actors to fill a box on the page.

    Parameters
    ----------
    layout : pandas.DataFrame
        actor_id, x, y.
    actors : list of str
        Those to be drawn.
    box : tuple of float
        left, bottom, right, top in points.

    Returns
    -------
    dict of str to numpy.ndarray
        The place of each actor in points.
    """
    places = layout.set_index("actor_id").loc[actors, ["x", "y"]].to_numpy(dtype=float)
    left, bottom, right, top = box
    low, high = places.min(0, initial=np.inf), places.max(0, initial=-np.inf)
    size = np.array([right - left, top - bottom])
    extent = np.where(high - low > 1e-9, high - low, 1)
    # the page is wider than high: let one direction stretch by up to a half more than the other, not beyond
    scale = size / extent
    scale = np.minimum(scale, scale.min() * 1.5)
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    return dict(zip(actors, middle + (places - (low + high) / 2) * scale, strict=True))


# Where a label may stand: the direction from the node in degrees and what it costs; right and left read best.
DIRECTIONS = {0: 0.0, 180: 0.1, 90: 0.25, 270: 0.25, 45: 0.3, 315: 0.3, 135: 0.4, 225: 0.4}
GAPS = (1.5, 5.0, 10.0, 18.0, 28.0, 42.0)


def place_labels(
    centres: np.ndarray,
    radii: np.ndarray,
    sizes: np.ndarray,
    lines: np.ndarray,
    box: tuple[float, float, float, float],
    sweeps: int = 12,
    away: np.ndarray | None = None,
    near: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Place a label beside each node so that it covers no node, no other label and as few lines as can be.

    Parameters
    ----------
    centres, radii : numpy.ndarray
        Nodes, in points; those with a label come first.
    sizes : numpy.ndarray
        Width and height of each label, margin included.
    lines : numpy.ndarray
        Points on the lines drawn, one row each, some points apart; a label is moved off them where it can be.
    box : tuple of float
        left, bottom, right, top of the page; no label leaves it.
    away : numpy.ndarray or None
        A point; a label is better on the side of its node that is away from it.
    near : bool
        Leave a label out rather than move it off its node or next to another one.
    sweeps : int
        How often to go over all labels and better each; stops when none moves.

    Returns
    -------
    tuple of numpy.ndarray
        The middle of each label, and whether it is free of nodes and of earlier labels. The caller leaves out one
        that is not, so the most important actors come first.
    """
    count = len(sizes)
    if not count:
        return np.empty((0, 2)), np.empty(0, dtype=bool)
    angles = np.radians(list(DIRECTIONS))
    compass = np.stack([np.cos(angles), np.sin(angles)], axis=1).round(6)
    gaps = np.array(GAPS)
    # candidate middles: the label's nearest edge or corner stands off the node by the gap
    reach = radii[:count, None] + gaps[None]
    offsets = compass[None, :, None] * reach[:, None, :, None]
    offsets = offsets + np.sign(compass)[None, :, None] * sizes[:, None, None] / 2
    middles = (centres[:count, None, None] + offsets).reshape(count, -1, 2)
    taste = (np.array(list(DIRECTIONS.values()))[:, None] + (gaps[None] - gaps[0]) * 0.25).ravel()

    taste = np.repeat(taste[None], count, axis=0)
    if away is not None:
        outward = centres[:count] - away
        outward /= np.maximum(np.hypot(*outward.T), 1e-9)[:, None]
        taste += 1.5 * (1 - np.repeat(outward @ compass.T, len(gaps), axis=1))
    half = sizes[:, None] / 2
    low, high = middles - half, middles + half
    left, bottom, right, top = box
    outside = (low < [left, bottom]).any(2) | (high > [right, top]).any(2)
    nearest = np.clip(centres[None, None], low[:, :, None], high[:, :, None])
    on_node = ((nearest - centres) ** 2).sum(3) < (radii + 0.5) ** 2
    crossed = np.zeros(middles.shape[:2])
    for i in range(count):
        inside = (lines[None] > low[i][:, None]) & (lines[None] < high[i][:, None])
        crossed[i] = inside.all(2).sum(1)
    # a label that stands nearer to another node than to its own would be read as the other's
    rim = np.sqrt(((nearest - centres) ** 2).sum(3)) - radii
    own = rim[np.arange(count), :, np.arange(count)]
    rim[np.arange(count), :, np.arange(count)] = np.inf
    lack = np.clip(own + (1.5 if near else 5) - rim.min(2, initial=np.inf), 0, None)
    far = np.tile(gaps > 6, (count, len(DIRECTIONS)))
    misleading = 1e3 * ((lack > 0) | far) if near else np.where(lack > 4, 12.0, 0) + lack
    fixed_cost = taste + 0.35 * crossed + misleading + 1e3 * on_node.sum(2) + 1e4 * outside

    def clash(i: int, chosen: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Count, for each candidate of label i, the chosen labels of the others that it would touch."""
        rows = np.arange(count)[others]
        other_low, other_high = low[rows, chosen[others]], high[rows, chosen[others]]
        touch = (low[i][:, None] < other_high[None]) & (high[i][:, None] > other_low[None])
        return touch.all(2).sum(1)

    # the most hemmed in first, so that those with room to spare make way
    order = np.argsort(-np.sort(fixed_cost, axis=1)[:, : len(DIRECTIONS)].mean(1).round(6), kind="stable")
    chosen = np.full(count, -1)
    for i in order:
        chosen[i] = np.argmin((fixed_cost[i] + 1e3 * clash(i, chosen, chosen >= 0)).round(6))
    for _ in range(sweeps):
        moved = False
        for i in order:
            others = np.arange(count) != i
            best = np.argmin((fixed_cost[i] + 1e3 * clash(i, chosen, others)).round(6))
            if best != chosen[i]:
                chosen[i], moved = best, True
        if not moved:
            break
    clear = np.zeros(count, dtype=bool)
    for i in range(count):
        clear[i] = fixed_cost[i, chosen[i]] < 1e3 and clash(i, chosen, clear)[chosen[i]] == 0
    return middles[np.arange(count), chosen], clear
