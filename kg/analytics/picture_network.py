"""The network of bodies that share tasks, drawn. The layout is seeded and rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.analytics.cooperation import Cooperation
from kg.analytics.pictures import COLOURS, INK, MOST, PAPER, SOFT, about, head, small, svg, text_of

if TYPE_CHECKING:
    from kg.analytics.ledger import BodyInfo


def network_svg(
    found: Cooperation, labels: Mapping[str, str], *, width: int = 1200, height: int = 900
) -> str:
    """The network of bodies that share tasks; ``labels`` by IRI, full names for the others.

    A disc is a body, its area the tasks it owns, its colour its community; a collective has a
    dashed rim. A line is a pair, as thick as the tasks shared; the backbone (ties that stand out
    among those of a body by the disparity filter at 0.25) is dark, other ties are pale.
    """
    whole, found = found, _busiest(found)
    bodies = found.ledger.bodies
    owned = [found.owned[body.iri][0] if body.iri in found.owned else 0 for body in bodies]
    linked = [n for n in range(len(bodies)) if found.measures.degree[n] > 0]
    radii = _radii(owned)
    sizes = [radii[n] for n in linked]
    places = _spread(_layout(found, linked), linked, sizes, width, height - 190, 96)
    groups = found.communities.of.tolist()
    parts = [
        *head(
            "谁与谁共担任务 · Who shares tasks with whom", about(whole, len(bodies)), width, height
        )
    ]
    parts += _lines(found, places)
    parts += _discs(bodies, linked, owned, radii, groups, places)
    parts += _labels([labels.get(body.iri, body.name) for body in bodies], linked, radii, places)
    drawn = set(linked)
    alone = [labels.get(body.iri, body.name) for n, body in enumerate(bodies) if n not in drawn]
    parts += _network_legend(found, groups, linked, alone, width, height)
    return svg(parts, width, height)


def _busiest(found: Cooperation) -> Cooperation:
    """The bodies that own most, as many as fit."""
    if len(found.ledger.bodies) <= MOST:
        return found
    kept = {row.iri for row in found.bodies()[:MOST]}
    shares = (s for s in found.ledger.shares if found.ledger.bodies[s.body].iri in kept)
    return Cooperation(found.ledger.only(shares), weight=found.weight)


def _layout(found: Cooperation, linked: Sequence[int]) -> list[tuple[float, float]]:
    """Places of the linked bodies: those that share much stand close."""
    import random

    import igraph

    part = found.network.induced_subgraph(list(linked))
    groups = found.communities.of
    order = sorted(range(len(linked)), key=lambda n: (groups[linked[n]], n))
    at = {n: k for k, n in enumerate(order)}
    turn = 2 * math.pi / max(len(linked), 1)
    circle = [(math.cos(at[n] * turn), math.sin(at[n] * turn)) for n in range(len(linked))]
    igraph.set_random_number_generator(random.Random(0))
    try:
        layout = part.layout_kamada_kawai(seed=circle, maxiter=4000) if len(linked) > 2 else circle
    finally:
        igraph.set_random_number_generator(random)
    return [(round(x, 4), round(y, 4)) for x, y in layout]


def _spread(
    layout: Sequence[tuple[float, float]],
    linked: Sequence[int],
    sizes: Sequence[float],
    width: int,
    height: int,
    margin: int,
) -> dict[int, tuple[float, float]]:
    """Places in the picture: stretched over it, then pushed apart until no discs or names meet."""
    if not linked:
        return {}
    xs, ys = [x for x, _ in layout], [y for _, y in layout]
    wide, high = (max(xs) - min(xs)) or 1, (max(ys) - min(ys)) or 1
    place = [
        [
            margin + (x - min(xs)) / wide * (width - 2 * margin),
            100 + margin / 2 + (y - min(ys)) / high * (height - 40 - margin),
        ]
        for x, y in layout
    ]
    for _ in range(400):
        moved = False
        for i in range(len(place)):
            for j in range(i):
                moved |= _push(place[i], place[j], sizes[i] + sizes[j])
        for each in place:
            each[0] = min(max(each[0], margin), width - margin)
            each[1] = min(max(each[1], 100 + margin / 2), 60 + height)
        if not moved:
            break
    return {n: (round(x, 1), round(y, 1)) for n, (x, y) in zip(linked, place, strict=True)}


def _push(one: list[float], other: list[float], radii: float) -> bool:
    """Move two apart whose discs or names would cover each other; a name needs 124 × 46."""
    dx, dy = one[0] - other[0], one[1] - other[1]
    over_x, over_y = 124 - abs(dx), radii + 46 - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return False
    axis, over, way = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    step = (over / 2 + 0.5) * 0.6 * (1 if way >= 0 else -1)
    one[axis] += step
    other[axis] -= step
    return True


def _radii(owned: Sequence[int]) -> list[float]:
    """Radius of each disc: areas are as the tasks owned, the largest 24 wide from the middle."""
    most = max(owned, default=1) or 1
    return [round(max(24 * math.sqrt(each / most), 4.5), 1) for each in owned]


def _thick(weight: int, most: int) -> str:
    """Width of the line of a pair."""
    return f"{0.9 + 7.7 * (weight - 1) / max(most - 1, 1):.1f}"


def _lines(found: Cooperation, places: dict[int, tuple[float, float]]) -> Iterable[str]:
    pairs = found.projection
    most = int(found.weights.max(initial=1))
    rows = sorted(
        zip(
            (found.disparity <= BACKBONE).tolist(), found.weights.tolist(),
            pairs.first.tolist(), pairs.second.tolist(), strict=True,
        )
    )  # fmt: skip
    for kept, weight, a, b in rows:
        (x1, y1), (x2, y2) = places[a], places[b]
        # a little bent, so that a line does not run through the discs between
        mx, my = (x1 + x2) / 2 + (y2 - y1) * 0.08, (y1 + y2) / 2 - (x2 - x1) * 0.08
        colour, opacity = (INK, 0.62) if kept else ("#8fa1b3", 0.38)
        names = f"{found.ledger.names[a]} — {found.ledger.names[b]}: {weight}"
        yield (
            f'<path d="M{x1} {y1}Q{mx:.1f} {my:.1f} {x2} {y2}" fill="none" stroke="{colour}" '
            f'stroke-width="{_thick(weight, most)}" stroke-opacity="{opacity}" '
            f'stroke-linecap="round"><title>{text_of(names)}</title></path>'
        )


#: Level of the disparity filter in the picture; that of the tables is 0.05.
BACKBONE = 0.25


def _discs(
    bodies: Sequence[BodyInfo],
    linked: Sequence[int],
    owned: Sequence[int],
    radii: Sequence[float],
    groups: Sequence[int],
    places: dict[int, tuple[float, float]],
) -> Iterable[str]:
    for n in linked:
        x, y = places[n]
        rim = ' stroke-dasharray="4 3"' if bodies[n].collective else ""
        inside = "#ffffff" if bodies[n].collective else COLOURS[groups[n] % len(COLOURS)]
        colour = COLOURS[groups[n] % len(COLOURS)] if bodies[n].collective else "#ffffff"
        yield (
            f'<circle cx="{x}" cy="{y}" r="{radii[n]}" fill="{inside}" '
            f'stroke="{colour}" stroke-width="{2.5 if bodies[n].collective else 1.5}"{rim}>'
            f"<title>{text_of(bodies[n].name)}: {owned[n]}</title></circle>"
        )


def _labels(
    names: Sequence[str],
    linked: Sequence[int],
    radii: Sequence[float],
    places: dict[int, tuple[float, float]],
) -> Iterable[str]:
    for n in linked:
        x, y = places[n]
        size = 16 if radii[n] > 18 else 13
        weight = ' font-weight="600"' if radii[n] > 18 else ""
        for k, line in enumerate(_broken(names[n])):
            below = y + radii[n] + size + k * (size + 1)
            yield (
                f'<text x="{x}" y="{below:.1f}" font-size="{size}"{weight} text-anchor="middle" '
                f'fill="{INK}" stroke="{PAPER}" stroke-width="3.5" stroke-linejoin="round" '
                f'paint-order="stroke">{text_of(line)}</text>'
            )


def _broken(name: str, most: int = 9) -> list[str]:
    """A name in one line, or in two where it is long."""
    if len(name) <= most:
        return [name]
    half = (len(name) + 1) // 2
    return [name[:half], name[half:]]


def _network_legend(
    found: Cooperation,
    groups: Sequence[int],
    linked: Sequence[int],
    alone: Sequence[str],
    width: int,
    height: int,
) -> Iterable[str]:
    y = height - 62
    x = 40.0
    several = sorted({groups[n] for n in linked})
    yield f'<line x1="40" y1="{y - 26}" x2="{width - 40}" y2="{y - 26}" stroke="#dde3ea"/>'
    for group in several[: len(COLOURS)]:
        size = sum(groups[n] == group for n in linked)
        yield f'<circle cx="{x + 6}" cy="{y - 4}" r="6" fill="{COLOURS[group % len(COLOURS)]}"/>'
        yield small(x + 18, y, f"社群 {group + 1}（{size}）")
        x += 104
    yield (
        f'<circle cx="{x + 8}" cy="{y - 4}" r="7" fill="#fff" stroke="{SOFT}" stroke-width="2" '
        f'stroke-dasharray="4 3"/>'
    )
    yield small(x + 22, y, "集合主体 collective")
    x += 168
    most = int(found.weights.max(initial=1))
    for weight in sorted({1, (most + 1) // 2, most}):
        yield (
            f'<line x1="{x}" y1="{y - 4}" x2="{x + 26}" y2="{y - 4}" stroke="{SOFT}" '
            f'stroke-width="{_thick(weight, most)}" stroke-linecap="round"/>'
        )
        yield small(x + 34, y, str(weight))
        x += 56
    yield small(x, y, "项共担任务 tasks shared")
    x += 172
    yield (
        f'<line x1="{x}" y1="{y - 4}" x2="{x + 26}" y2="{y - 4}" stroke="{INK}" '
        'stroke-width="3" stroke-opacity="0.7"/>'
    )
    yield small(x + 34, y, f"骨干 backbone (disparity ≤ {BACKBONE})")
    notes = (
        f"圆面积＝任务数；颜色＝社群（Leiden，模块度 {found.communities.modularity:.2f}，"
        f"种子间一致度 {found.communities.agreement:.2f}）。"
        "Area: tasks owned. Colour: community."
    )
    if alone:
        notes += f" 未与他人共担 share with nobody: {'、'.join(alone)}"
    yield small(40, y + 28, notes)
