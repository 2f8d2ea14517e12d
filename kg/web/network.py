"""Who works with whom: bodies that share tasks, as a drawing, as a table, as a heat map."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import ids
from kg.analytics.ledger import Ledger, View
from kg.analytics.projection import project

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Bodies that a drawing has; the table has all.
MOST_DRAWN = 60
#: Rows and columns of the heat map.
MOST_HEAT = 24
WIDTH, HEIGHT = 1000, 680


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
    pairs = project(kept.incidence())
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


# --- Drawing ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dot:
    """A body in a drawing."""

    node: Node
    x: float
    y: float
    r: float
    label: tuple[float, float, str] | None
    """Where its name stands and which end of it is there; None where there is no room."""


@dataclass(frozen=True, slots=True)
class Line:
    """An edge in a drawing."""

    edge: Edge
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Dots and lines in a box of ``WIDTH`` × ``HEIGHT``; ``left_out`` bodies are not drawn."""

    dots: list[Dot]
    lines: list[Line]
    left_out: int


def draw(found: Network) -> Drawing:
    """Place the bodies with the most tasks; the same network gives the same drawing."""
    count = min(len(found.nodes), MOST_DRAWN)
    edges = [e for e in found.edges if max(e.first, e.second) < count]
    places = _places(count, edges)
    most = max((node.owned for node in found.nodes[:count]), default=1)
    strongest = max((edge.shared for edge in edges), default=1)
    sizes = [round(5 + 15 * math.sqrt(node.owned / most), 1) for node in found.nodes[:count]]
    labels = _labels(found.nodes[:count], places, sizes)
    dots = [
        Dot(node, *places[n], sizes[n], labels[n]) for n, node in enumerate(found.nodes[:count])
    ]
    lines = [
        Line(e, *places[e.first], *places[e.second], round(0.6 + 7 * e.shared / strongest, 1))
        for e in reversed(edges)
    ]
    return Drawing(dots, lines, len(found.nodes) - count)


#: Width and height of a character of a name.
_CHARACTER = 12.0
#: Characters of a name that are shown.
MOST_NAMED = 14


def _labels(
    nodes: list[Node], places: list[tuple[float, float]], sizes: list[float]
) -> list[tuple[float, float, str] | None]:
    """A place for each name, above, below or beside its dot, where it covers no other."""
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, sizes, strict=True)]
    found: list[tuple[float, float, str] | None] = []
    for node, (x, y), r in zip(nodes, places, sizes, strict=True):
        wide = min(len(node.name), MOST_NAMED) * _CHARACTER
        chosen = None
        for at, left in (
            ((x, y - r - 4, "middle"), x - wide / 2),
            ((x, y + r + 13, "middle"), x - wide / 2),
            ((x + r + 4, y + 4, "start"), x + r + 4),
            ((x - r - 4, y + 4, "end"), x - r - 4 - wide),
        ):
            box = (left, at[1] - _CHARACTER, left + wide, at[1] + 3)
            if 0 <= left and left + wide <= WIDTH and not any(_meet(box, b) for b in taken):
                taken.append(box)
                chosen = (round(at[0], 1), round(at[1], 1), at[2])
                break
        found.append(chosen)
    return found


_Box = tuple[float, float, float, float]


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _places(count: int, edges: list[Edge]) -> list[tuple[float, float]]:
    """Spring layout (Fruchterman, Reingold 1991) from a spiral, in the box of the drawing."""
    import numpy as np

    if not count:
        return []
    turn = np.arange(count) * 2.39996  # the golden angle: no two begin in one place
    at = np.stack([np.cos(turn), np.sin(turn)], 1) * np.sqrt(np.arange(1, count + 1))[:, None]
    at /= math.sqrt(count)
    pull = np.zeros((count, count))
    for edge in edges:
        pull[edge.first, edge.second] = pull[edge.second, edge.first] = 1 + math.log(edge.shared)
    ideal = 1.6 / math.sqrt(count)
    for step in range(160):
        apart = at[:, None] - at[None]
        far = np.maximum(np.sqrt((apart**2).sum(2)), 1e-3)
        force = apart / far[..., None] * (ideal**2 / far - pull * far**2 / ideal / 6)[..., None]
        move = force.sum(1) - 0.4 * at
        long = np.maximum(np.sqrt((move**2).sum(1)), 1e-9)[:, None]
        at = at + move / long * np.minimum(long, 0.12 * (1 - step / 160) + 0.002)
    low, high = at.min(0), at.max(0)
    unit = (at - low) / np.maximum(high - low, 1e-9)
    return [
        (round(70 + float(x) * (WIDTH - 140), 1), round(40 + float(y) * (HEIGHT - 80), 1))
        for x, y in unit
    ]


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


def is_body(iri: str) -> bool:
    """Whether an IRI is one of ours."""
    return iri.startswith(f"{ids.BASE}id/")
