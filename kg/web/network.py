"""Who works with whom: bodies that share tasks, as a drawing, as a table, as a heat map."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analytics.choices import View
from kg.analytics.ledger import Ledger
from kg.analytics.projection import project

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Rows and columns of the heat map.
MOST_HEAT = 24


@dataclass(frozen=True, slots=True)
class Filter:
    """What is left in: one document (IRI), level, kind, least number of shared tasks, least
    surprise (-log10 of the chance to share as many); ``lead`` counts only what one of the two
    leads, from the lead to the other; ``groups`` keeps collectives such as 各设区市政府."""

    document: str = ""
    level: str = ""
    kind: str = ""
    least: int = 1
    surprise: float = 0.0
    lead: bool = False
    groups: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    """Two bodies by their place in the network, tasks they share, how surprising that is."""

    first: int
    second: int
    shared: int
    surprise: float


@dataclass(frozen=True, slots=True)
class Node:
    """A body: its IRI, name, kind, the tasks it owns and leads."""

    iri: str
    name: str
    kind: str
    owned: int
    led: int


@dataclass(frozen=True, slots=True)
class Network:
    """Bodies by number of tasks, edges by number of shared ones, most first."""

    nodes: list[Node]
    edges: list[Edge]


def choices(ledger: Ledger) -> tuple[list[str], list[str]]:
    """Levels and kinds that there are."""
    levels = sorted({body.level for body in ledger.bodies if body.level})
    return levels, sorted({body.kind for body in ledger.bodies if body.kind})


def filtered(ledger: Ledger, wanted: Filter) -> Ledger:
    """The shares that a filter leaves in."""
    if wanted.document:
        ledger = ledger.of_documents([wanted.document])
    if not wanted.groups:
        ledger = ledger.viewed(View.without)
    if wanted.level or wanted.kind:
        bodies = ledger.bodies
        ledger = ledger.only(
            s
            for s in ledger.shares
            if wanted.level in ("", bodies[s.body].level)
            and wanted.kind in ("", bodies[s.body].kind)
        )
    return ledger


def network(ledger: Ledger, wanted: Filter) -> Network:
    """The network of a ledger under a filter."""
    kept = filtered(ledger, wanted)
    if not kept.shares:
        return Network([], [])
    owned: dict[int, set[int]] = defaultdict(set)
    led: dict[int, set[int]] = defaultdict(set)
    for share in kept.shares:
        owned[share.body].add(share.task)
        if share.role == "lead":
            led[share.body].add(share.task)
    pairs = project(kept.incidence)
    surprise = {
        (int(a), int(b)): float(s)
        for a, b, s in zip(pairs.first, pairs.second, pairs.surprise, strict=True)
    }
    shared = _led_pairs(kept) if wanted.lead else _pairs(pairs.first, pairs.second, pairs.shared)
    edges = [
        Edge(a, b, n, surprise.get((min(a, b), max(a, b)), 0.0)) for (a, b), n in shared.items()
    ]
    strong = [e for e in edges if e.shared >= wanted.least and e.surprise >= wanted.surprise]
    nodes = {
        n: Node(b.iri, b.name, b.kind, len(owned[n]), len(led[n]))
        for n, b in enumerate(kept.bodies)
    }
    return _ordered(nodes, strong)


def _pairs(
    first: NDArray[np.int64], second: NDArray[np.int64], shared: NDArray[np.int64]
) -> Counter[tuple[int, int]]:
    triples = zip(first, second, shared, strict=True)
    return Counter({(int(a), int(b)): int(n) for a, b, n in triples})


def _led_pairs(ledger: Ledger) -> Counter[tuple[int, int]]:
    """(lead, other) -> tasks that the first leads and the second has a part in."""
    tasks: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for share in ledger.shares:
        tasks[share.task][0 if share.role == "lead" else 1].add(share.body)
    return Counter(
        (lead, other)
        for leads, others in tasks.values()
        for lead in leads
        for other in (leads | others) - {lead}
    )


def _ordered(nodes: dict[int, Node], edges: list[Edge]) -> Network:
    used = {each for edge in edges for each in (edge.first, edge.second)}
    order = sorted(used, key=lambda n: (-nodes[n].owned, nodes[n].name, nodes[n].iri))
    at = {old: new for new, old in enumerate(order)}
    moved = [Edge(at[e.first], at[e.second], e.shared, e.surprise) for e in edges]
    moved.sort(key=lambda e: (-e.shared, e.first, e.second))
    return Network([nodes[n] for n in order], moved)


@dataclass(frozen=True, slots=True)
class Cell:
    """Tasks that the body of a row shares with that of a column; ``heat`` from 0 to 9."""

    row: int
    column: int
    shared: int
    heat: int


def heat(found: Network) -> tuple[list[Node], list[Cell]]:
    """The bodies with the most tasks, and every pair of them that shares one."""
    nodes = found.nodes[:MOST_HEAT]
    cells = []
    most = max((e.shared for e in found.edges), default=1)
    for e in found.edges:
        if max(e.first, e.second) < len(nodes):
            warmth = round(9 * math.log1p(e.shared) / math.log1p(most))
            cells.append(Cell(e.first, e.second, e.shared, warmth))
            cells.append(Cell(e.second, e.first, e.shared, warmth))
    return nodes, cells


def tasks_of(ledger: Ledger, wanted: Filter, first: str, second: str) -> list[str]:
    """IRIs of the tasks behind an edge; in the lead view those that the first leads."""
    kept = filtered(ledger, wanted)
    has: dict[str, set[int]] = defaultdict(set)
    for share in kept.shares:
        iri = kept.bodies[share.body].iri
        if not (wanted.lead and iri == first and share.role != "lead"):
            has[iri].add(share.task)
    return [kept.tasks[n].iri for n in sorted(has[first] & has[second])]
