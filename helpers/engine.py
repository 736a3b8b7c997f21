"""The fast engine under steps 6 and 7: many weighted networks of the same actors measured at once.

A resample changes the weights of the pairs, not the actors. So thousands of resamples are one array of weights, a row
each, and most measures are linear algebra on a stack of matrices. Shortest paths are left to igraph, whose import
costs a second and therefore waits until it is needed. The definitions stand in `helpers.measures.MEASURES`.

Throughout, n is the number of actors that have a tie in the replicate; an actor without one gets NaN everywhere.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np

DAMPING = 0.85
# Share of the largest possible attenuation that Katz uses.
KATZ_SHARE = 0.85
# So many replicates at a time stay in a processor's cache.
BATCH = 128
THREADS = 2
POWER_STEPS = 12
# Beyond this, sums of whole-number distances no longer fit a double without rounding.
EXACT = 2**50
# So many different replicates are worth the import of igraph; fewer are walked by networkx in the meantime.
FEW = 100


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

    Examples
    --------
    >>> pairs = np.array([[0, 1], [1, 2]])
    >>> measure_many(3, pairs, np.array([[2, 1], [2, 0]]), ["strength"])["strength"]
    array([[ 2.,  3.,  1.],
           [ 2.,  2., nan]])
    """
    unique, where = np.unique(np.asarray(weights, dtype=np.int64), axis=0, return_inverse=True)
    where = where.reshape(-1)
    few = len(unique) < FEW

    def measure_batch(begin: int) -> dict[str, np.ndarray]:
        stack = _Stack(size, pairs, unique[begin : begin + BATCH], few)
        return {measure: np.where(stack.present, _BY_NAME[measure](stack), np.nan) for measure in measures}

    begins = range(0, len(unique), BATCH)
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

    Examples
    --------
    >>> distances([3, 6, 2])
    ([2, 1, 3], 6)
    """
    unit = math.lcm(*weights)
    if unit > EXACT:  # rounding sets in; 1/weight is then as good, and igraph compares lengths with a tolerance
        return [1 / weight for weight in weights], 1
    return [unit // weight for weight in weights], unit


def _shortest_paths(stack: _Stack) -> tuple[np.ndarray, np.ndarray]:
    size = stack.matrix.shape[-1]
    walk = _paths_by_networkx if stack.few else _paths_by_igraph
    betweenness = np.zeros((len(stack.weights), size))
    harmonic = np.zeros_like(betweenness)
    for row, n in enumerate(stack.n.tolist()):
        tied = np.flatnonzero(stack.weights[row])
        if not len(tied):
            continue
        length, unit = distances(stack.weights[row, tied].tolist())
        edges = stack.pairs[tied].tolist()
        betweenness[row], harmonic[row] = walk(size, edges, length)
        betweenness[row] /= max((n - 1) * (n - 2) / 2, 1)
        harmonic[row] *= unit / (n - 1)
    return betweenness, harmonic


def _paths_by_networkx(size: int, edges: list, length: list) -> tuple[list, list]:
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((*edge, distance) for edge, distance in zip(edges, length, strict=True))
    betweenness = nx.betweenness_centrality(graph, normalized=False, weight="weight")
    harmonic = nx.harmonic_centrality(graph, distance="weight")
    return [betweenness[actor] for actor in range(size)], [harmonic[actor] for actor in range(size)]


def _paths_by_igraph(size: int, edges: list, length: list) -> tuple[list, list]:
    import igraph

    graph = igraph.Graph(n=size, edges=edges)
    return graph.betweenness(weights=length), graph.harmonic_centrality(weights=length, normalized=False)


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
    replicate, pair = np.nonzero(stack.weights)
    source, sink = stack.pairs[pair].T
    difference = potential[replicate, source] - potential[replicate, sink]
    difference[~together[replicate, source]] = np.inf
    difference.sort(axis=-1)
    m = in_component[replicate, source][:, None]
    rank = np.arange(size)
    coefficient = np.where(rank < m, 2 * rank - m + 1, 0)
    difference[coefficient == 0] = 0
    flow = (difference * coefficient).sum(axis=-1) * stack.weights[replicate, pair]
    through = np.zeros((len(stack.matrix), size))
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


def measure_large(size: int, pairs: np.ndarray, weights: np.ndarray, measures) -> dict[str, np.ndarray]:
    """Measure one large network through igraph and sparse matrices, equal to `measure_many` within 1e-6.

    Parameters
    ----------
    size : int
        Number of actors, all of whom have a tie.
    pairs : numpy.ndarray
        Ends of each pair, shape (pairs, 2).
    weights : numpy.ndarray
        Whole-number weights, shape (pairs,).
    measures : iterable of str
        Which measures. Current-flow betweenness inverts a dense matrix and is therefore left empty (NaN).

    Returns
    -------
    dict of str to numpy.ndarray
        For each measure an array of shape (size,).
    """
    import igraph

    graph = igraph.Graph(n=size, edges=pairs.tolist())
    return {measure: np.asarray(_LARGE[measure](graph, weights), dtype=float) for measure in measures}


def _sparse(graph, weights):
    from scipy.sparse import coo_array

    source, target = np.array(graph.get_edgelist()).T
    ends = (np.concatenate([source, target]), np.concatenate([target, source]))
    return coo_array((np.tile(weights, 2).astype(float), ends), shape=(graph.vcount(),) * 2).tocsr()


def _large_betweenness(graph, weights):
    n = graph.vcount()
    found = graph.betweenness(weights=distances(weights.tolist())[0])
    return np.array(found) / max((n - 1) * (n - 2) / 2, 1)


def _large_harmonic(graph, weights):
    length, unit = distances(weights.tolist())
    return np.array(graph.harmonic_centrality(weights=length, normalized=False)) * unit / (graph.vcount() - 1)


def _large_eigenvector(graph, weights):
    parts = graph.connected_components()
    strength = graph.strength(weights=weights.tolist())
    best = max(parts, key=lambda part: (len(part), sum(strength[i] for i in part), -min(part)))
    # The subgraph may number actors and ties anew; what they carry tells which is which.
    graph = graph.copy()
    graph.vs["place"], graph.es["weight"] = range(graph.vcount()), weights.tolist()
    inside = graph.induced_subgraph(best)
    found = np.array(inside.eigenvector_centrality(weights="weight", scale=False))
    values = np.full(graph.vcount(), np.nan)
    values[inside.vs["place"]] = found / np.linalg.norm(found)
    return values


def _large_katz(graph, weights):
    from scipy.sparse.linalg import eigsh

    matrix = _sparse(graph, weights)
    start = np.ones(graph.vcount())  # a fixed start keeps the result the same in every run
    radius = eigsh(matrix, k=1, which="LA", return_eigenvectors=False, v0=start)[0]
    values = start
    while True:
        step = 1 + KATZ_SHARE / radius * (matrix @ values)
        if np.abs(step - values).max() <= 1e-12 * step.max():
            return step / np.linalg.norm(step)
        values = step


def _large_effective_size(graph, weights):
    from scipy.sparse import diags_array

    matrix = _sparse(graph, weights)
    shares = diags_array(1 / matrix.sum(axis=1)) @ matrix
    marginal = diags_array(1 / matrix.max(axis=1).toarray().reshape(-1)) @ matrix
    redundancy = (shares @ marginal.T).multiply(matrix > 0)
    return np.diff(matrix.indptr) - np.asarray(redundancy.sum(axis=1)).reshape(-1)


_LARGE = {
    "strength": lambda graph, weights: graph.strength(weights=weights.tolist()),
    "degree": lambda graph, weights: graph.degree(),
    "betweenness": _large_betweenness,
    "harmonic": _large_harmonic,
    "eigenvector": _large_eigenvector,
    "pagerank": lambda graph, weights: graph.pagerank(weights=weights.tolist(), damping=DAMPING),
    "katz": _large_katz,
    "current_flow_betweenness": lambda graph, weights: np.full(graph.vcount(), np.nan),
    "core_number": lambda graph, weights: graph.coreness(),
    "constraint": lambda graph, weights: graph.constraint(weights=weights.tolist()),
    "effective_size": _large_effective_size,
}
