"""Where the bodies of a network and their names stand in a drawing; a thing and its neighbours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.web.labels import Link
from kg.web.network import Edge, Network, Node

#: Bodies that a drawing has; the table has all.
MOST_DRAWN = 60
WIDTH, HEIGHT = 1000, 680


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
    places = _apart(places, sizes)
    labels = _labels(found.nodes[:count], places, sizes)
    dots = [
        Dot(node, *places[n], sizes[n], labels[n]) for n, node in enumerate(found.nodes[:count])
    ]
    lines = [
        Line(e, *places[e.first], *places[e.second], round(0.6 + 7 * e.shared / strongest, 1))
        for e in reversed(edges)
    ]
    return Drawing(dots, lines, len(found.nodes) - count)


def _apart(places: list[tuple[float, float]], sizes: list[float]) -> list[tuple[float, float]]:
    """Push dots that cover each other apart, a little at a time."""
    at = [list(place) for place in places]
    for _ in range(40):
        for n, one in enumerate(at):
            for m in range(n):
                other = at[m]
                dx, dy = one[0] - other[0], one[1] - other[1]
                far = math.hypot(dx, dy) or 1e-6
                lacking = sizes[n] + sizes[m] + 8 - far
                if lacking > 0:
                    x, y = dx / far * lacking / 2, (dy / far or 1.0) * lacking / 2
                    one[0], one[1], other[0], other[1] = (
                        one[0] + x, one[1] + y, other[0] - x, other[1] - y,
                    )  # fmt: skip
    return [
        (round(min(max(x, 30), WIDTH - 30), 1), round(min(max(y, 30), HEIGHT - 30), 1))
        for x, y in at
    ]


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
            if left >= 0 and left + wide <= WIDTH and not any(_meet(box, b) for b in taken):
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
class Spoke:
    """A neighbour in a small drawing."""

    link: Link
    x: float
    y: float
    left: bool


def star(neighbours: Sequence[Link]) -> list[Spoke]:
    """Neighbours in a circle around the middle of a box of 520 × 300."""
    found = []
    for n, each in enumerate(neighbours):
        turn = 2 * math.pi * (n + 0.5) / len(neighbours) - math.pi / 2
        x, y = 260 + 90 * math.cos(turn), 150 + 125 * math.sin(turn)
        found.append(Spoke(each, round(x, 1), round(y, 1), math.cos(turn) < 0))
    return found
