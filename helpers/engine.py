"""The fast engine under steps 6 and 7: many weighted networks of the same actors measured at once.

A resample changes the weights of the pairs, not the actors. So thousands of resamples are one array of weights, a row
each, and most measures are linear algebra on a stack of matrices. Shortest paths are left to igraph, whose import
costs a second and therefore waits until it is needed. Beyond `DENSE` actors matrices are sparse, one network at a
time. The definitions stand in `helpers.measures.MEASURES`, and so do the limits.

Throughout, n is the number of actors that have a tie in the replicate; an actor without one gets NaN everywhere.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import networkx as nx
import numpy as np

from helpers.measures import SEED, refuse_too_large

# Up to so many actors everything is held in dense matrices.
DENSE = 500
DAMPING = 0.85
# Share of the largest possible attenuation that Katz uses.
KATZ_SHARE = 0.85
# So many replicates at a time stay in a processor's cache.
BATCH = 128
# So many numbers make a matrix, or a part of one, large enough to be worked on by itself.
NUMBERS = 2**22
THREADS = 2
POWER_STEPS = 12
# Beyond this, sums of whole-number distances no longer fit a double without rounding.
EXACT = 2**50
# Sampled sources are walked in so many groups, whose differences tell how far the estimate may be off.
GROUPS = 20
# So many different replicates are worth the import of igraph; fewer are walked by networkx in the meantime.
FEW = 100
# Nor may they have more actors x pairs than this together, which networkx walks in about a second.
QUICK = 1_000_000


def measure_many(size: int, pairs: np.ndarray, weights: np.ndarray, measures) -> dict[str, np.ndarray]:
    """Measure many undirected networks that share actors and candidate pairs.

    Parameters
    ----------
    size : int
        Number of actors.
    pairs : numpy.ndarray
        Ends of each pair as numbers from 0 to size - 1, shape (pairs, 2), each pair once, no pair twice.
    weights : numpy.ndarray
        Whole-number weights, shape (replicates, pairs); 0 where a pair has no tie in a replicate.
    measures : iterable of str
        Which measures.

    Returns
    -------
    dict of str to numpy.ndarray
        For each measure an array of shape (replicates, size). Equal rows of weights are measured once.

    Raises
    ------
    InputError
        Where that would take hours; `helpers.measures.too_large` knows the limits.

    Examples
    --------
    >>> pairs = np.array([[0, 1], [1, 2]])
    >>> measure_many(3, pairs, np.array([[2, 1], [2, 0]]), ["strength"])["strength"]
    array([[ 2.,  3.,  1.],
           [ 2.,  2., nan]])
    """
    weights = np.ascontiguousarray(weights, dtype=np.int64)
    places: dict[bytes, int] = {}
    where = [places.setdefault(row.tobytes(), len(places)) for row in weights]
    unique = weights[np.unique(where, return_index=True)[1]]
    measures = list(measures)
    refuse_too_large(measures, size, len(pairs), len(unique))
    if size > DENSE:
        rows = [_measure_present(size, pairs, row, measures) for row in unique]
        return {measure: np.stack([row[measure] for row in rows])[where] for measure in measures}
    few = len(unique) < FEW and len(unique) * size * len(pairs) < QUICK
    batch = max(1, min(BATCH, NUMBERS // size**2))

    def measure_batch(begin: int) -> dict[str, np.ndarray]:
        stack = _Stack(size, pairs, unique[begin : begin + batch], few)
        return {measure: np.where(stack.present, _BY_NAME[measure](stack), np.nan) for measure in measures}

    begins = range(0, len(unique), batch)
    if few:
        batches = [measure_batch(begin) for begin in begins]
    else:
        # While one thread walks paths in igraph, the other can do linear algebra, which needs no Python.
        with ThreadPoolExecutor(THREADS) as threads:
            batches = list(threads.map(measure_batch, begins))
    return {measure: np.concatenate([batch[measure] for batch in batches])[where] for measure in measures}


class _Stack:
    """A batch of weighted networks as matrices, with what several measures share worked out once."""

    def __init__(self, size: int, pairs: np.ndarray, weights: np.ndarray, few: bool = False):
        self.pairs, self.weights, self.few = pairs, weights, few
        self.matrix = np.zeros((len(weights), size, size))
        self.matrix[:, pairs[:, 0], pairs[:, 1]] = weights
        self.matrix[:, pairs[:, 1], pairs[:, 0]] = weights
        self.tied = self.matrix > 0
        self.strength = self.matrix.sum(axis=-1)
        self.present = self.strength > 0
        self.n = self.present.sum(axis=-1)
        self._kept: dict[str, object] = {}

    def kept(self, name: str, make):
        if name not in self._kept:
            self._kept[name] = make(self)
        return self._kept[name]

    @property
    def proportions(self) -> np.ndarray:
        """How each actor spreads its strength over its neighbours."""
        return self.kept("proportions", lambda s: s.matrix / np.where(s.present, s.strength, 1)[..., None])

    @property
    def component(self) -> np.ndarray:
        """For each actor the smallest number in its component."""
        return self.kept("component", _components)

    @property
    def same_component(self) -> np.ndarray:
        together = self.component[:, :, None] == self.component[:, None, :]
        return together & self.present[:, :, None] & self.present[:, None, :]

    @property
    def leading(self) -> tuple[np.ndarray, np.ndarray]:
        """For each actor its place in the leading eigenvector of its component, and the eigenvalue."""
        return self.kept("leading", _leading_vectors)

    @property
    def paths(self) -> tuple[np.ndarray, np.ndarray]:
        """Betweenness and harmonic closeness, both from igraph's graph of each replicate."""
        return self.kept("paths", _shortest_paths)


def _components(stack: _Stack) -> np.ndarray:
    size = stack.matrix.shape[-1]
    label = np.tile(np.arange(size), (len(stack.matrix), 1))
    while True:
        reached = np.where(stack.tied, label[:, None, :], size).min(axis=-1)
        smaller = np.minimum(label, reached)
        if (smaller == label).all():
            return label
        label = smaller


def largest_component(stack: _Stack) -> np.ndarray:
    """Say which actors are in the largest component: most actors, then most strength, then the first by number."""
    size = stack.matrix.shape[-1]
    replicates = np.arange(len(stack.matrix))[:, None]
    actors = np.zeros((len(stack.matrix), size))
    strength = np.zeros_like(actors)
    np.add.at(actors, (replicates, stack.component), stack.present)
    np.add.at(strength, (replicates, stack.component), stack.strength)
    strength = strength / (strength.max(axis=-1, keepdims=True) + 1)
    best = (actors + strength).argmax(axis=-1)
    return (stack.component == best[:, None]) & stack.present


def distances(weights) -> tuple[list, int]:
    """Turn weights into whole-number distances lcm // weight, and give the lcm, which is the unit.

    Python's whole numbers have no largest, so that equal routes are equal whatever the weights.

    Examples
    --------
    >>> distances([3, 6, 2])
    ([2, 1, 3], 6)
    """
    unit = math.lcm(*weights)
    return [unit // weight for weight in weights], unit


def distances_as_doubles(weights) -> tuple[list, int]:
    """Give distances for igraph, which counts in doubles: whole numbers up to `EXACT`, beyond it 1/weight.

    igraph takes routes for equal whose lengths differ by less than one part in 10^10, so that the rounding of 1/weight
    does not tear equal routes apart; but neither can it tell routes apart that are as near to each other as that.

    Examples
    --------
    >>> distances_as_doubles([3, 6, 2])
    ([2, 1, 3], 6)
    >>> distances_as_doubles([2**51, 1])[1]
    1
    """
    length, unit = distances(weights)
    return (length, unit) if unit <= EXACT else ([1 / weight for weight in weights], 1)


def _shortest_paths(stack: _Stack) -> tuple[np.ndarray, np.ndarray]:
    size = stack.matrix.shape[-1]
    walk = _paths_by_networkx if stack.few else _paths_by_igraph
    betweenness = np.zeros((len(stack.weights), size))
    harmonic = np.zeros_like(betweenness)
    for row, n in enumerate(stack.n.tolist()):
        tied = np.flatnonzero(stack.weights[row])
        if not len(tied):
            continue
        edges, weights = stack.pairs[tied].tolist(), stack.weights[row, tied].tolist()
        betweenness[row], harmonic[row] = walk(size, edges, weights)
        betweenness[row] /= max((n - 1) * (n - 2) / 2, 1)
        harmonic[row] /= n - 1
    return betweenness, harmonic


def _paths_by_networkx(size: int, edges: list, weights: list) -> tuple[list, list]:
    length, unit = distances(weights)
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((*edge, distance) for edge, distance in zip(edges, length, strict=True))
    betweenness = nx.betweenness_centrality(graph, normalized=False, weight="weight")
    harmonic = reached_soon(graph, unit)
    return [betweenness[actor] for actor in range(size)], [harmonic[actor] for actor in range(size)]


def reached_soon(graph: nx.Graph, unit: int) -> dict:
    """Sum unit/distance to each actor from all who reach it, the distances being `weight`.

    Not nx.harmonic_centrality, which sums 1/distance and so loses all digits where whole numbers become very long.

    Examples
    --------
    >>> reached_soon(nx.DiGraph([("A", "B", {"weight": 10**400})]), 10**400)
    {'A': 0.0, 'B': 1.0}
    """
    found = dict.fromkeys(graph, 0.0)
    for source, reached in nx.all_pairs_dijkstra_path_length(graph, weight="weight"):
        for actor, distance in reached.items():
            if actor != source:
                found[actor] += unit / distance
    return found


def _paths_by_igraph(size: int, edges: list, weights: list) -> tuple[list, np.ndarray]:
    import igraph

    graph = igraph.Graph(n=size, edges=edges)
    length, unit = distances_as_doubles(weights)
    harmonic = np.array(graph.harmonic_centrality(weights=length, normalized=False))
    return graph.betweenness(weights=length), harmonic * unit


def _leading_vectors(stack: _Stack) -> tuple[np.ndarray, np.ndarray]:
    """Leading eigenvector and eigenvalue of every component, all at once.

    Noda's iteration (1971) stays positive and so cannot end in any other eigenvector. LAPACK's own routine would do
    too, but starts threads for each small matrix, which makes it many times slower on a busy machine.
    """
    vector = np.where(stack.present, stack.strength, 0.0)
    for _ in range(POWER_STEPS):  # a cheap approach; half of the vector itself keeps a star from swinging
        pulled = (stack.matrix @ vector[..., None])[..., 0]
        vector = vector / np.maximum(vector.max(axis=-1, keepdims=True), 1) / 2
        vector += pulled / np.maximum(pulled.max(axis=-1, keepdims=True), 1)
    value = np.zeros_like(vector)
    diagonal = range(vector.shape[-1])
    going = np.flatnonzero(stack.n > 0)
    for _ in range(100):
        matrix, present, label = stack.matrix[going], stack.present[going], stack.component[going]
        current = vector[going]
        ratio = np.where(present, (matrix @ current[..., None])[..., 0] / np.where(present, current, 1), 0.0)
        # The largest ratio of a component is never below its eigenvalue, the smallest never above.
        high, low = _by_component(np.maximum, ratio, label, -np.inf), _by_component(np.minimum, ratio, label, np.inf)
        value[going] = high
        unsettled = (high - low > 1e-13 * high).any(axis=-1)
        if not unsettled.any():
            break
        going, matrix, present, label = going[unsettled], matrix[unsettled], present[unsettled], label[unsettled]
        shifted = -matrix
        shifted[:, diagonal, diagonal] += np.where(present, high[unsettled] * (1 + 1e-12), 1.0)
        step = np.linalg.solve(shifted, current[unsettled][..., None])[..., 0]
        vector[going] = step / _by_component(np.maximum, np.where(present, step, 1.0), label, -np.inf)
    return vector, value


def _by_component(function: np.ufunc, values: np.ndarray, label: np.ndarray, start: float) -> np.ndarray:
    """Largest or smallest value of each actor's component."""
    found = np.full(values.shape, start)
    function.at(found, (np.arange(len(values))[:, None], label), values)
    return np.take_along_axis(found, label, axis=-1)


def _eigenvector(stack: _Stack) -> np.ndarray:
    vector = np.where(largest_component(stack), stack.leading[0], 0.0)
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    return np.where(vector > 0, vector / np.where(length > 0, length, 1), np.nan)


def _pagerank(stack: _Stack) -> np.ndarray:
    identity = np.eye(stack.matrix.shape[-1])
    walk = identity - DAMPING * stack.proportions.transpose(0, 2, 1)
    start = (1 - DAMPING) * stack.present / np.maximum(stack.n, 1)[:, None]
    return np.linalg.solve(walk, start[..., None])[..., 0]


def _katz(stack: _Stack) -> np.ndarray:
    radius = stack.leading[1].max(axis=-1)
    attenuation = KATZ_SHARE / np.where(radius > 0, radius, 1)
    walks = np.eye(stack.matrix.shape[-1]) - attenuation[:, None, None] * stack.matrix
    values = np.linalg.solve(walks, stack.present[..., None].astype(float))[..., 0]
    return values / np.maximum(np.linalg.norm(values, axis=-1, keepdims=True), 1e-300)


def _current_flow_betweenness(stack: _Stack) -> np.ndarray:
    # Brandes and Fleischer (2005): the current through a pair, summed over all sources and sinks, needs no loop over
    # them; sorting an edge's potential differences gives the sum of |difference| over all pairs of actors.
    size = stack.matrix.shape[-1]
    together = stack.same_component
    in_component = together.sum(axis=-1)
    mean = together / np.maximum(in_component, 1)[:, :, None]
    laplacian = -stack.matrix
    laplacian[:, range(size), range(size)] += np.where(stack.present, stack.strength, 1)
    potential = np.linalg.inv(laplacian + mean)
    through = np.zeros((len(stack.matrix), size))
    rank = np.arange(size)
    ties = np.stack(np.nonzero(stack.weights), axis=1)
    for part in np.array_split(ties, len(ties) * size // NUMBERS + 1):  # a row of differences a tie fills the memory
        replicate, pair = part.T
        source, sink = stack.pairs[pair].T
        difference = potential[replicate, source] - potential[replicate, sink]
        difference[~together[replicate, source]] = np.inf
        difference.sort(axis=-1)
        m = in_component[replicate, source][:, None]
        coefficient = np.where(rank < m, 2 * rank - m + 1, 0)
        difference[coefficient == 0] = 0
        flow = (difference * coefficient).sum(axis=-1) * stack.weights[replicate, pair]
        for end in (source, sink):
            np.add.at(through, (replicate, end), flow)
    n = stack.n[:, None]
    return np.maximum((through - (in_component - 1)) / 2, 0) / np.maximum((n - 1) * (n - 2) / 2, 1)


def _core_number(stack: _Stack) -> np.ndarray:
    core = np.zeros(stack.present.shape)
    alive = stack.present.copy()
    k = 1
    while alive.any():
        while True:
            ties = (stack.tied & alive[:, None, :]).sum(axis=-1)
            falls = alive & (ties < k)
            if not falls.any():
                break
            alive &= ~falls
        core[alive] = k
        k += 1
    return core


def _constraint(stack: _Stack) -> np.ndarray:
    direct = stack.proportions
    return (((direct + direct @ direct) ** 2) * stack.tied).sum(axis=-1)


def _effective_size(stack: _Stack) -> np.ndarray:
    strongest = stack.matrix.max(axis=-1)
    marginal = stack.matrix / np.where(strongest > 0, strongest, 1)[..., None]
    redundancy = stack.proportions @ marginal.transpose(0, 2, 1)
    return ((1 - redundancy) * stack.tied).sum(axis=-1)


_BY_NAME = {
    "strength": lambda stack: stack.strength,
    "degree": lambda stack: stack.tied.sum(axis=-1),
    "betweenness": lambda stack: stack.paths[0],
    "harmonic": lambda stack: stack.paths[1],
    "eigenvector": _eigenvector,
    "pagerank": _pagerank,
    "katz": _katz,
    "current_flow_betweenness": _current_flow_betweenness,
    "core_number": _core_number,
    "constraint": _constraint,
    "effective_size": _effective_size,
}


def _measure_present(size: int, pairs: np.ndarray, weights: np.ndarray, measures) -> dict[str, np.ndarray]:
    """Measure one replicate of a large network; an actor without a tie in it gets NaN."""
    tied = weights > 0
    present, ends = np.unique(pairs[tied], return_inverse=True)
    values = {measure: np.full(size, np.nan) for measure in measures}
    if len(present):
        found = measure_large(len(present), ends.reshape(-1, 2), weights[tied], measures)
        for measure in measures:
            values[measure][present] = found[measure]
    return values


def measure_large(size: int, pairs: np.ndarray, weights: np.ndarray, measures) -> dict[str, np.ndarray]:
    """Measure one large network through igraph and sparse matrices.

    Parameters
    ----------
    size : int
        Number of actors, all of whom have a tie.
    pairs : numpy.ndarray
        Ends of each pair, shape (pairs, 2), no pair twice.
    weights : numpy.ndarray
        Whole-number weights, shape (pairs,).
    measures : iterable of str
        Which measures.

    Returns
    -------
    dict of str to numpy.ndarray
        For each measure an array of shape (size,), equal to `measure_many` within 1e-9.

    Raises
    ------
    InputError
        Where that would take hours; `helpers.measures.too_large` knows the limits.

    Examples
    --------
    >>> measure_large(3, np.array([[0, 1], [1, 2]]), np.array([2, 1]), ["degree"])["degree"].tolist()
    [1.0, 2.0, 1.0]
    """
    measures = list(measures)
    refuse_too_large(measures, size, len(pairs))
    large = _Large(size, np.asarray(pairs), np.asarray(weights))
    return {measure: np.asarray(_LARGE[measure](large), dtype=float) for measure in measures}


def sample_betweenness(
    size: int, pairs: np.ndarray, weights: np.ndarray, sources: int, seed: int = SEED
) -> tuple[np.ndarray, np.ndarray]:
    """Estimate betweenness from the shortest paths that start at some actors (Brandes and Pich 2007).

    Parameters
    ----------
    size, pairs, weights
        As in `measure_large`.
    sources : int
        From how many actors, drawn without replacement; at least two. All of them give the exact values.
    seed : int
        The same seed gives the same values.

    Returns
    -------
    numpy.ndarray
        The estimates, normalised as betweenness is.
    numpy.ndarray
        Their standard errors: the sources are walked in groups, and the groups' estimates differ so much.
    """
    sources = min(sources, size)
    chosen = np.random.default_rng(seed).permutation(size)[:sources]
    large = _Large(size, np.asarray(pairs), np.asarray(weights))
    length = large.length[0]
    groups = np.array_split(chosen, min(GROUPS, sources))
    found = np.array([large.graph.betweenness(weights=length, sources=group.tolist()) for group in groups])
    scale = size / max((size - 1) * (size - 2) / 2, 1)
    estimate = found.sum(axis=0) / sources * scale
    means = found / np.array([len(group) for group in groups])[:, None] * scale
    # Of all actors a share is known for certain, which makes the error smaller, and 0 where it is everyone.
    error = means.std(axis=0, ddof=1) / math.sqrt(len(groups)) * math.sqrt(1 - sources / size)
    return estimate, error


def measure_arcs(size: int, arcs: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Measure one directed network by `helpers.measures.DIRECTED_MEASURES`.

    Parameters
    ----------
    size : int
        Number of actors, all of whom have a tie.
    arcs : numpy.ndarray
        From whom to whom, shape (arcs, 2), none twice.
    weights : numpy.ndarray
        Whole-number weights, shape (arcs,).

    Examples
    --------
    >>> measure_arcs(3, np.array([[0, 2], [1, 2]]), np.array([2, 1]))["strength_in"].tolist()
    [0.0, 0.0, 3.0]
    """
    giver, receiver = arcs.T
    paths = _arcs_by_networkx if size <= DENSE else _arcs_by_igraph
    incoming, outgoing, pagerank = paths(size, arcs, weights)
    return {
        "strength_in": np.bincount(receiver, weights=weights, minlength=size),
        "strength_out": np.bincount(giver, weights=weights, minlength=size),
        "degree_in": np.bincount(receiver, minlength=size).astype(float),
        "degree_out": np.bincount(giver, minlength=size).astype(float),
        "harmonic_in": np.asarray(incoming) / (size - 1),
        "harmonic_out": np.asarray(outgoing) / (size - 1),
        "pagerank": np.asarray(pagerank),
    }


def _arcs_by_networkx(size: int, arcs: np.ndarray, weights: np.ndarray) -> tuple[list, list, np.ndarray]:
    length, unit = distances(weights.tolist())
    graph = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((*arc, distance) for arc, distance in zip(arcs.tolist(), length, strict=True))
    incoming, outgoing = reached_soon(graph, unit), reached_soon(graph.reverse(), unit)
    matrix = np.zeros((size, size))
    matrix[arcs[:, 0], arcs[:, 1]] = weights
    out = matrix.sum(axis=1, keepdims=True)
    steps = np.where(out > 0, matrix / np.where(out > 0, out, 1), 1 / size)
    pagerank = np.linalg.solve(np.eye(size) - DAMPING * steps.T, np.full(size, (1 - DAMPING) / size))
    return [incoming[actor] for actor in range(size)], [outgoing[actor] for actor in range(size)], pagerank


def _arcs_by_igraph(size: int, arcs: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, list]:
    import igraph

    graph = igraph.Graph(n=size, edges=arcs.tolist(), directed=True)
    length, unit = distances_as_doubles(weights.tolist())
    incoming, outgoing = (
        np.array(graph.harmonic_centrality(weights=length, mode=mode, normalized=False)) * unit
        for mode in ("in", "out")
    )
    return incoming, outgoing, graph.pagerank(weights=weights.tolist(), damping=DAMPING)


class _Large:
    """One large network, as igraph's graph and as a sparse matrix, each made when first needed."""

    def __init__(self, size: int, pairs: np.ndarray, weights: np.ndarray):
        self.size, self.pairs, self.weights = size, pairs, weights

    @cached_property
    def graph(self):
        import igraph

        return igraph.Graph(n=self.size, edges=self.pairs.tolist())

    @cached_property
    def length(self) -> tuple[list, int]:
        return distances_as_doubles(self.weights.tolist())

    @cached_property
    def matrix(self):
        from scipy.sparse import coo_array

        source, target = self.pairs.T
        ends = (np.concatenate([source, target]), np.concatenate([target, source]))
        return coo_array((np.tile(self.weights, 2).astype(float), ends), shape=(self.size,) * 2).tocsr()


def _large_betweenness(large: _Large):
    n = large.size
    return np.array(large.graph.betweenness(weights=large.length[0])) / max((n - 1) * (n - 2) / 2, 1)


def _large_harmonic(large: _Large):
    length, unit = large.length
    return np.array(large.graph.harmonic_centrality(weights=length, normalized=False)) * unit / (large.size - 1)


def _large_eigenvector(large: _Large):
    from scipy.sparse.csgraph import connected_components

    count, label = connected_components(large.matrix, directed=False)
    actors = np.bincount(label)
    strength = np.bincount(label, weights=large.matrix.sum(axis=1))
    first = np.unique(label, return_index=True)[1]
    best = min(range(count), key=lambda part: (-actors[part], -strength[part], first[part]))
    inside = np.flatnonzero(label == best)
    vector = np.abs(_leading(large.matrix[inside][:, inside])[1])
    values = np.full(large.size, np.nan)
    values[inside] = vector / np.linalg.norm(vector)
    return values


def _leading(matrix) -> tuple[float, np.ndarray]:
    """Largest eigenvalue of a symmetric matrix without negative numbers, and its vector."""
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    start = np.ones(matrix.shape[0])  # a fixed start keeps the result the same in every run
    try:
        value, vector = eigsh(matrix, k=1, which="LA", v0=start)
    except ArpackNoConvergence:
        # A long chain has many eigenvalues next to the largest; none is beyond the largest strength.
        value, vector = eigsh(matrix, k=1, sigma=matrix.sum(axis=1).max() * (1 + 1e-9), v0=start)
    return float(value[0]), vector[:, 0]


def _large_katz(large: _Large):
    start = np.ones(large.size)
    attenuation = KATZ_SHARE / _leading(large.matrix)[0]
    values = start
    while True:
        step = 1 + attenuation * (large.matrix @ values)
        if np.abs(step - values).max() <= 1e-13 * step.max():
            return step / np.linalg.norm(step)
        values = step


def _large_effective_size(large: _Large):
    from scipy.sparse import diags_array

    matrix = large.matrix
    shares = diags_array(1 / matrix.sum(axis=1)) @ matrix
    marginal = diags_array(1 / matrix.max(axis=1).toarray().reshape(-1)) @ matrix
    redundancy = (shares @ marginal.T).multiply(matrix > 0)
    return np.diff(matrix.indptr) - np.asarray(redundancy.sum(axis=1)).reshape(-1)


_LARGE = {
    "strength": lambda large: large.matrix.sum(axis=1),
    "degree": lambda large: np.bincount(large.pairs.reshape(-1), minlength=large.size),
    "betweenness": _large_betweenness,
    "harmonic": _large_harmonic,
    "eigenvector": _large_eigenvector,
    "pagerank": lambda large: large.graph.pagerank(weights=large.weights.tolist(), damping=DAMPING),
    "katz": _large_katz,
    "current_flow_betweenness": lambda large: _current_flow_betweenness(
        _Stack(large.size, large.pairs, large.weights[None, :])
    )[0],
    "core_number": lambda large: large.graph.coreness(),
    "constraint": lambda large: large.graph.constraint(weights=large.weights.tolist()),
    "effective_size": _large_effective_size,
}
