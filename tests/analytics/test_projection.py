"""Projections against networkx, and against counting by hand."""

from __future__ import annotations

from itertools import combinations
from math import comb, log10

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from networkx.algorithms import bipartite

from kg.analytics.projection import project, shared_documents
from tests.analytics.ledgers import random_incidence

MATRICES = arrays(np.float64, (6, 9), elements=st.sampled_from([0.0, 1.0]))


def as_pairs(
    first: np.ndarray, second: np.ndarray, values: np.ndarray
) -> dict[tuple[int, int], float]:
    return {(int(a), int(b)): float(v) for a, b, v in zip(first, second, values, strict=True)}


def by_networkx(matrix: sp.csr_array) -> tuple[nx.Graph[int], range]:
    graph = bipartite.from_biadjacency_matrix(matrix, edge_attribute="part")
    return graph, range(matrix.shape[0])


def weights(graph: nx.Graph[int]) -> dict[tuple[int, int], float]:
    edges = graph.edges(data=True)
    return {(min(a, b), max(a, b)): float(data["weight"]) for a, b, data in edges}


@pytest.mark.parametrize("seed", range(3))
def test_the_projections_of_networkx(seed: int) -> None:
    matrix = random_incidence(20, 60, seed)
    graph, bodies = by_networkx(matrix)
    found = project(matrix)
    one, other = found.first, found.second
    assert as_pairs(one, other, found.shared) == weights(
        bipartite.weighted_projected_graph(graph, bodies)
    )
    assert as_pairs(one, other, found.newman) == pytest.approx(
        weights(bipartite.collaboration_weighted_projected_graph(graph, bodies))
    )
    assert as_pairs(one, other, found.jaccard) == pytest.approx(
        weights(bipartite.overlap_weighted_projected_graph(graph, bodies))
    )


@given(MATRICES)
@settings(max_examples=60, deadline=None)
def test_surprise_counts_the_ways_to_draw(matrix: np.ndarray) -> None:
    """C(n, k) C(N - n, m - k) of C(N, m) draws share k tasks; surprise adds up k and more."""
    found = project(sp.csr_array(matrix))
    owned, tasks = matrix.sum(axis=1).astype(int), matrix.shape[1]
    for a, b, k, value in zip(found.first, found.second, found.shared, found.surprise, strict=True):
        n, m = int(owned[a]), int(owned[b])
        ways = sum(comb(n, i) * comb(tasks - n, m - i) for i in range(int(k), min(n, m) + 1))
        assert value == pytest.approx(-log10(ways / comb(tasks, m)), abs=1e-9)


def test_surprise_goes_on_where_a_number_holds_no_chance_that_small() -> None:
    matrix = np.zeros((2, 4000))
    matrix[:, :1000] = 1
    [value] = project(sp.csr_array(matrix)).surprise
    assert value == pytest.approx(log10(comb(4000, 1000)), rel=1e-6)


@given(MATRICES, st.lists(st.integers(0, 2), min_size=9, max_size=9))
@settings(max_examples=60, deadline=None)
def test_documents_that_two_share_a_task_in(matrix: np.ndarray, document: list[int]) -> None:
    incidence = sp.csr_array(matrix)
    found = project(incidence)
    counted = shared_documents(incidence, found, document)
    expected = {}
    for a, b in combinations(range(len(matrix)), 2):
        seen = {document[n] for n in range(9) if matrix[a, n] and matrix[b, n]}
        if seen:
            expected[a, b] = len(seen)
    assert as_pairs(found.first, found.second, counted) == expected


def test_nothing_shared_is_no_pair() -> None:
    found = project(sp.csr_array(np.eye(3)))
    assert len(found) == 0
    assert len(shared_documents(sp.csr_array(np.eye(3)), found, [0, 0, 0])) == 0
