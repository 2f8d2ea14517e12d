"""Ledgers and stores made by hand, small enough to count on paper."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pyoxigraph as ox
import scipy.sparse as sp

from kg.analytics.ledger import BodyInfo, Ledger, Share, TaskInfo
from kg.graph.store import Store
from kg.graph.terms import Triple

#: A body's part: name, or name with role, basis, confidence.
Part = str | tuple[str, str, str, float]


def ledger(
    tasks: Sequence[Sequence[Part]],
    *,
    documents: Sequence[str] = (),
    written: Sequence[str] = (),
    about: Mapping[str, BodyInfo] | None = None,
    open_tasks: Sequence[int] = (),
) -> Ledger:
    """Tasks as lists of their owners; all in one document of 2021-06-28 unless said otherwise."""
    parts = [[_part(each) for each in owners] for owners in tasks]
    names = sorted({name for owners in parts for name, *_ in owners})
    at = {name: n for n, name in enumerate(names)}
    infos = tuple((about or {}).get(name, BodyInfo(f"b:{name}", name)) for name in names)
    shares = tuple(
        Share(at[name], n, role, basis, confidence)
        for n, owners in enumerate(parts)
        for name, role, basis, confidence in owners
    )
    found = tuple(
        TaskInfo(
            f"t:{n}",
            documents[n] if documents else "d:1",
            written[n] if written else "2021-06-28",
        )
        for n in range(len(tasks))
    )
    return Ledger(infos, found, shares, frozenset(open_tasks))


def _part(each: Part) -> tuple[str, str, str, float]:
    return (each, "responsible", "listed", 1.0) if isinstance(each, str) else each


def add(store: Store, *triples: Triple, graph: str = "https://example.org/more") -> None:
    """Say more in a store than its documents do; it is open for writing."""
    for subject, predicate, thing in triples:
        store._database.add(ox.Quad(subject, predicate, thing, ox.NamedNode(graph)))


def lead(name: str, basis: str = "marked") -> Part:
    """A body that leads."""
    return name, "lead", basis, 1.0


def random_incidence(bodies: int, tasks: int, seed: int, mean: float = 3.0) -> sp.csr_array:
    """Bodies × tasks; bodies are unlike in how much they own."""
    chance = np.random.default_rng(seed)
    busy = chance.pareto(1.5, bodies) + 0.2
    joined = np.minimum(mean * busy / busy.sum(), 0.9)
    found = (chance.random((bodies, tasks)) < joined[:, np.newaxis]).astype(float)
    return sp.csr_array(found)


def curveball(matrix: sp.csr_array, seed: int, trades: int) -> sp.csr_array:
    """A matrix with the same sums of rows and columns, else at random (Strona et al. 2014)."""
    chance = random.Random(seed)
    dense = matrix.toarray()
    rows = [set(np.flatnonzero(row).tolist()) for row in dense]
    for _ in range(trades):
        a, b = chance.sample(range(len(rows)), 2)
        both = rows[a] & rows[b]
        apart = sorted(rows[a] ^ rows[b])
        chance.shuffle(apart)
        kept = len(rows[a]) - len(both)
        rows[a], rows[b] = both | set(apart[:kept]), both | set(apart[kept:])
    found = np.zeros_like(dense)
    for n, row in enumerate(rows):
        found[n, sorted(row)] = 1
    return sp.csr_array(found)
