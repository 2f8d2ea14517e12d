"""Measures against networkx; communities seeded and steady; the disparity filter."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from kg.analytics import measures as of
from kg.analytics.backbone import disparity
from kg.analytics.measures import communities, measures, network, rand_index

Edges = list[tuple[int, int, float]]


def some_edges(bodies: int, seed: int, chance: float = 0.2) -> Edges:
    draw = np.random.default_rng(seed)
    return [
        (a, b, float(2 ** draw.integers(0, 4)))  # sums of 1/weight are exact, ties are ties
        for a, b in combinations(range(bodies), 2)
        if draw.random() < chance
    ]


def arrays(edges: Edges) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    first, second, weight = zip(*edges, strict=True)
    return np.array(first), np.array(second), np.array(weight)


def both(bodies: int, edges: Edges) -> tuple[of.Measures, nx.Graph[int]]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(bodies))
    graph.add_weighted_edges_from(edges)
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    return measures(network(*arrays(edges), bodies)), graph


@pytest.mark.parametrize("seed", range(3))
def test_measures_of_networkx(seed: int) -> None:
    n = 25
    found, graph = both(n, some_edges(n, seed))
    assert found.sampled == 0
    assert not found.betweenness_error.any()
    assert found.degree.tolist() == [graph.degree(v) for v in range(n)]
    assert found.strength.tolist() == [graph.degree(v, weight="weight") for v in range(n)]
    assert found.core.tolist() == [nx.core_number(graph)[v] for v in range(n)]
    known = nx.betweenness_centrality(graph, weight="length")
    assert found.betweenness == pytest.approx([known[v] for v in range(n)], abs=1e-9)
    known = nx.pagerank(graph, tol=1e-12)
    assert found.pagerank == pytest.approx([known[v] for v in range(n)], abs=1e-7)
    known = nx.constraint(graph, weight="weight")
    assert found.constraint == pytest.approx([known[v] for v in range(n)], nan_ok=True)


def test_eigenvector_is_that_of_the_largest_component() -> None:
    edges = [(0, 1, 3.0), (1, 2, 1.0), (0, 2, 2.0), (2, 3, 4.0), (4, 5, 9.0)]
    found, graph = both(7, edges)
    part = graph.subgraph(range(4))
    known = nx.eigenvector_centrality_numpy(part, weight="weight")
    top = max(known.values())
    assert found.eigenvector[:4] == pytest.approx([known[v] / top for v in range(4)])
    assert found.eigenvector[4:].tolist() == [0, 0, 0]
    assert np.isnan(found.constraint[6])


def test_eigenvector_of_a_large_network(monkeypatch: pytest.MonkeyPatch) -> None:
    edges = some_edges(60, 3)
    whole, _ = both(60, edges)
    monkeypatch.setattr(of, "_DENSE", 0)
    iterated, _ = both(60, edges)
    assert iterated.eigenvector == pytest.approx(whole.eigenvector, abs=1e-7)


def test_eigenvector_of_a_chain_with_one_heavy_end() -> None:
    found, _ = both(60, [(0, 1, 4.0), *((n, n + 1, 1.0) for n in range(1, 59))])
    assert found.eigenvector[:2].min() > 0.9
    assert found.eigenvector[40:].max() < 1e-9


def test_betweenness_of_a_star_and_of_a_path() -> None:
    """All paths of a star go through its centre; of the path 0-1-2-3-4 four of six through 2."""
    found, _ = both(5, [(0, v, 1.0) for v in range(1, 5)])
    assert found.betweenness.tolist() == [1, 0, 0, 0, 0]
    found, _ = both(5, [(v, v + 1, 1.0) for v in range(4)])
    assert found.betweenness == pytest.approx([0, 3 / 6, 4 / 6, 3 / 6, 0])


def test_sampled_betweenness_of_all_sources_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 40
    edges = some_edges(n, 5)
    exact, _ = both(n, edges)
    monkeypatch.setattr(of, "_EXACT_STEPS", 0)
    sampled, _ = both(n, edges)
    assert sampled.sampled == n
    assert sampled.betweenness == pytest.approx(exact.betweenness)


def test_sampled_betweenness_is_within_its_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 400
    edges = some_edges(n, 9, 0.02)
    exact, _ = both(n, edges)
    monkeypatch.setattr(of, "_EXACT_STEPS", 0)
    monkeypatch.setattr(of, "_SAMPLE", 200)
    sampled, _ = both(n, edges)
    assert sampled.sampled == 200
    again, _ = both(n, edges)
    assert (again.betweenness == sampled.betweenness).all()
    busy = exact.betweenness > 0.005
    off = np.abs(sampled.betweenness - exact.betweenness)[busy]
    assert (off <= 2.3 * sampled.betweenness_error[busy]).mean() > 0.9


def test_a_network_without_edges() -> None:
    empty = np.zeros(0, dtype=np.int64)
    graph = network(empty, empty, empty.astype(float), 3)
    assert measures(graph).strength.tolist() == [0, 0, 0]
    assert communities(graph).of.tolist() == [0, 1, 2]


# --- Communities ----------------------------------------------------------------------------


def two_circles() -> Edges:
    """Five and four bodies that all share tasks, and one task between the two."""
    one = [(a, b, 3.0) for a, b in combinations(range(5), 2)]
    other = [(a, b, 3.0) for a, b in combinations(range(5, 9), 2)]
    return [*one, *other, (0, 5, 1.0)]


def test_communities_are_the_circles_and_steady() -> None:
    found = communities(network(*arrays(two_circles()), 9))
    assert found.of.tolist() == [0] * 5 + [1] * 4
    assert found.agreement == 1
    assert (found.steady == 1).all()
    known: nx.Graph[int] = nx.Graph()
    known.add_weighted_edges_from(two_circles())
    assert found.modularity == pytest.approx(
        nx.community.modularity(known, [set(range(5)), set(range(5, 9))])
    )


def test_the_same_seeds_give_the_same_communities_whatever_was_drawn_before() -> None:
    import random

    graph = network(*arrays(some_edges(60, 2)), 60)
    one = communities(graph)
    random.seed(1)
    random.random()
    other = communities(graph)
    assert one.of.tolist() == other.of.tolist()
    assert (one.steady == other.steady).all()
    assert one.agreement < 1  # no clear circles: seeds do not all agree, and that is told
    assert one.steady.min() < 1


PARTITIONS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12)


@given(PARTITIONS)
@settings(max_examples=100, deadline=None)
def test_the_rand_index_counts_pairs(labels: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in labels], [b for _, b in labels]
    pairs = list(combinations(range(len(labels)), 2))
    same_one = [one[i] == one[j] for i, j in pairs]
    same_other = [other[i] == other[j] for i, j in pairs]
    both_same = sum(a and b for a, b in zip(same_one, same_other, strict=True))
    expected = sum(same_one) * sum(same_other) / len(pairs)
    most = (sum(same_one) + sum(same_other)) / 2
    known = 1.0 if most == expected else (both_same - expected) / (most - expected)
    assert rand_index(one, other) == pytest.approx(known)


# --- Backbone -------------------------------------------------------------------------------


def test_disparity_is_the_integral_of_serrano() -> None:
    edges = some_edges(12, 4, 0.5)
    first, second, weight = arrays(edges)
    found = disparity(first, second, weight, 12)
    strength, degree = np.zeros(12), np.zeros(12, dtype=int)
    for a, b, w in edges:
        strength[[a, b]] += w
        degree[[a, b]] += 1
    for (a, b, w), value in zip(edges, found, strict=True):
        sides = []
        for end in (a, b):
            k, share = int(degree[end]), w / strength[end]
            taken = quad(lambda x, k=k: (1 - x) ** (k - 2), 0, share)[0] if k > 1 else 0
            sides.append(1 - (k - 1) * taken)
        assert value == pytest.approx(min(sides))


def test_the_only_edge_of_two_bodies_says_nothing() -> None:
    [value] = disparity(np.array([0]), np.array([1]), np.array([7.0]), 2)
    assert value == 1
