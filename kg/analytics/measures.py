"""Who is where in the network: degree, strength, betweenness and the like, and communities.

The sums are igraph's, which stays quick on thousands of bodies; networkx gives the same numbers
and is what the API hands out (:mod:`kg.analytics.coownership`). All measures are of the undirected
network of shared tasks; ``weight`` is the number (or Newman weight) shared.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import igraph
    from numpy.typing import NDArray

#: Exact betweenness takes bodies × edges steps; above so many, sources are sampled.
_EXACT_STEPS = 300_000_000
_SAMPLE = 500


@dataclass(frozen=True)
class Measures:
    """One value a body, in the order of the bodies.

    ``strength`` sums the weights of a body's edges. ``betweenness`` counts shortest paths where
    an edge is 1/weight long, as a share of all pairs; where ``sampled`` is not 0 it is estimated
    from so many sources, with the standard error beside it. ``constraint`` is Burt's: low where a
    body joins others who have nothing to do with each other; NaN for one that shares nothing.
    """

    degree: NDArray[np.int64]
    strength: NDArray[np.float64]
    betweenness: NDArray[np.float64]
    betweenness_error: NDArray[np.float64]
    eigenvector: NDArray[np.float64]
    pagerank: NDArray[np.float64]
    core: NDArray[np.int64]
    constraint: NDArray[np.float64]
    sampled: int


@dataclass(frozen=True)
class Communities:
    """The best partition found over several seeds, and how far the others agree with it.

    ``of[body]`` counts from 0, the largest community first; ``modularity`` is that of the best;
    ``agreement`` the mean adjusted Rand index between runs (1: always the same); ``steady[body]``
    the share of runs that put the body with most of its community.
    """

    of: NDArray[np.int64]
    modularity: float
    agreement: float
    steady: NDArray[np.float64]


def network(
    first: NDArray[np.int64], second: NDArray[np.int64], weight: NDArray[np.float64], bodies: int
) -> igraph.Graph:
    """The weighted network as igraph has it; vertices are positions of bodies."""
    import igraph

    found = igraph.Graph(n=bodies, edges=np.stack([first, second], axis=1).tolist())
    found.es["weight"] = weight.tolist()
    return found


def measures(graph: igraph.Graph, *, seed: int = 0) -> Measures:
    """All measures of a network; the same seed gives the same sample."""
    weights = graph.es["weight"]
    betweenness, error, sampled = _betweenness(graph, seed)
    strength = np.array(graph.strength(weights="weight"), dtype=float)
    return Measures(
        np.array(graph.degree(), dtype=np.int64),
        strength,
        betweenness,
        error,
        _eigenvector(graph),
        np.array(graph.pagerank(weights=weights), dtype=float),
        np.array(graph.coreness(), dtype=np.int64),
        np.array(graph.constraint(weights="weight"), dtype=float),
        sampled,
    )


#: Up to so many bodies the eigenvector is computed whole.
_DENSE = 300


def _eigenvector(graph: igraph.Graph) -> NDArray[np.float64]:
    """Eigenvector centrality on the largest component, 0 elsewhere; the largest value is 1.

    By SciPy from a fixed start: igraph's own does not converge on chains with one heavy end.
    """
    from scipy.sparse.linalg import eigsh

    found = np.zeros(graph.vcount())
    if graph.ecount() == 0:
        return found
    members = max(graph.connected_components(), key=len)
    matrix = graph.induced_subgraph(members).get_adjacency_sparse("weight").astype(float)
    if len(members) <= _DENSE:
        vector = np.linalg.eigh(matrix.toarray())[1][:, -1]
    else:
        vector = eigsh(matrix, k=1, which="LA", v0=np.ones(len(members)), tol=1e-10)[1][:, 0]
    found[members] = np.abs(vector) / np.abs(vector).max()
    return found


def _betweenness(
    graph: igraph.Graph, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    n = graph.vcount()
    lengths = [1 / weight for weight in graph.es["weight"]]
    pairs = max((n - 1) * (n - 2) / 2, 1)
    if n * max(graph.ecount(), 1) <= _EXACT_STEPS:
        exact = np.array(graph.betweenness(weights=lengths, directed=False), dtype=float)
        return exact / pairs, np.zeros(n), 0
    return _sampled(graph, lengths, pairs, random.Random(seed))


def _sampled(
    graph: igraph.Graph, lengths: Sequence[float], pairs: float, chance: random.Random
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Betweenness from sources drawn at random, in ten batches that give its standard error."""
    n = graph.vcount()
    sources = chance.sample(range(n), min(_SAMPLE, n))
    batches = [sources[k::10] for k in range(10)]
    rows = np.array(
        [
            np.array(graph.betweenness(weights=lengths, directed=False, sources=batch), dtype=float)
            * (n / len(batch))
            for batch in batches
        ]
    )
    return (
        rows.mean(axis=0) / pairs,
        rows.std(axis=0, ddof=1) / np.sqrt(len(batches)) / pairs,
        len(sources),
    )


def communities(graph: igraph.Graph, *, seeds: Sequence[int] = tuple(range(20))) -> Communities:
    """Leiden communities by modularity, the best of several seeded runs."""
    runs = [_leiden(graph, seed) for seed in seeds]
    scores = [graph.modularity(run, weights="weight") if graph.ecount() else 0.0 for run in runs]
    best = max(range(len(runs)), key=lambda n: (scores[n], -n))
    of = _by_size(runs[best])
    others = [run for n, run in enumerate(runs) if n != best]
    indices = [rand_index(runs[n], runs[m]) for n in range(len(runs)) for m in range(n)]
    return Communities(
        of, float(scores[best]), float(np.mean(indices)) if indices else 1.0, _steady(of, others)
    )


def _leiden(graph: igraph.Graph, seed: int) -> list[int]:
    """One run; igraph draws its numbers from Python's generator while it lasts."""
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = graph.community_leiden("modularity", weights="weight", n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    return list(found.membership)


def _by_size(run: Sequence[int]) -> NDArray[np.int64]:
    """Communities numbered from the largest on; as large ones in the order of their bodies."""
    sizes = Counter(run)
    order = sorted(sizes, key=lambda community: (-sizes[community], run.index(community)))
    at = {community: n for n, community in enumerate(order)}
    return np.array([at[community] for community in run], dtype=np.int64)


def _steady(of: NDArray[np.int64], runs: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """For each body, the share of other runs that put it where most of its community is."""
    kept = np.ones(len(of))
    if not runs:
        return kept
    for run in runs:
        where = np.array(run)
        for community in range(int(of.max(initial=-1)) + 1):
            inside = np.flatnonzero(of == community)
            values, counts = np.unique(where[inside], return_counts=True)
            kept[inside] += where[inside] == values[counts.argmax()]
    return kept / (len(runs) + 1)


def rand_index(one: Sequence[int], other: Sequence[int]) -> float:
    """Adjusted Rand index of two partitions: 1 where they are the same, about 0 by chance."""
    together = Counter(zip(one, other, strict=True))

    def choose(counts: Sequence[int]) -> float:
        return float(sum(n * (n - 1) // 2 for n in counts))

    both = choose(list(together.values()))
    a, b = choose(list(Counter(one).values())), choose(list(Counter(other).values()))
    pairs = len(one) * (len(one) - 1) / 2
    expected = a * b / pairs if pairs else 0.0
    most = (a + b) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)
