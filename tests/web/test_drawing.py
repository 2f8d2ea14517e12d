"""Drawings: the same network gives the same one, and no dot hides another."""

from __future__ import annotations

import math

from kg.web.drawing import HEIGHT, WIDTH, draw, star
from kg.web.labels import Link
from kg.web.network import Edge, Network, Node


def ring(count: int) -> Network:
    """Bodies in a ring, each tied to the next."""
    nodes = [Node(f"http://a/{n}", f"机构{n}", "Department", count - n, 0) for n in range(count)]
    return Network(nodes, [Edge(n, (n + 1) % count, 1 + n % 3, 0.0) for n in range(count)])


def test_no_dot_hides_another() -> None:
    dots = draw(ring(60)).dots
    for n, one in enumerate(dots):
        assert 0 < one.x < WIDTH and 0 < one.y < HEIGHT
        for other in dots[:n]:
            assert math.hypot(one.x - other.x, one.y - other.y) > max(one.r, other.r)


def test_the_same_again() -> None:
    assert draw(ring(20)) == draw(ring(20))


def test_few_and_many() -> None:
    assert draw(Network([], [])).dots == []
    assert len(draw(ring(2)).lines) == 2
    many = draw(ring(100))
    assert (len(many.dots), many.left_out) == (60, 40)


def test_names_cover_no_other_name() -> None:
    boxes = []
    for dot in draw(ring(60)).dots:
        if dot.label:
            x, y, anchor = dot.label
            wide = len(dot.node.name) * 12
            left = x - {"middle": wide / 2, "end": wide, "start": 0}[anchor]
            boxes.append((left, y - 12, left + wide, y))
    assert len(boxes) > 30
    for n, (a, b, c, d) in enumerate(boxes):
        for e, f, g, h in boxes[:n]:
            assert not (a + 1 < g and e + 1 < c and b + 1 < h and f + 1 < d)


def test_star() -> None:
    found = star([Link(str(n)) for n in range(5)])
    assert len({(each.x, each.y) for each in found}) == 5
    assert star([]) == []
