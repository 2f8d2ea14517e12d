"""How much bodies share, drawn as a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.analytics.cooperation import Cooperation
from kg.analytics.pictures import COLOURS, INK, SOFT, about, head, small, svg, text_of


def heatmap_svg(found: Cooperation, labels: Mapping[str, str], *, most: int = 24) -> str:
    """Tasks that bodies share, as a matrix of the busiest; communities stand together.

    On the diagonal, framed, stands how many tasks a body owns.
    """
    rows = found.bodies()[:most]
    at = {body.iri: n for n, body in enumerate(found.ledger.bodies)}
    groups = found.communities.of
    order = sorted(rows, key=lambda row: (groups[at[row.iri]], row.rank, row.body))
    shared = found.pairs_by_iri
    highest = max(shared.values(), default=1)
    cell, left, top = 30, 176, 232
    side = cell * len(order)
    width, height = left + side + 150, top + side + 70
    title = "共担任务矩阵 · Tasks that bodies share"
    parts = [*head(title, about(found, len(order)), width, height)]
    for n, row in enumerate(order):
        name = text_of(_cut(labels.get(row.iri, row.body)))
        colour = COLOURS[int(groups[at[row.iri]]) % len(COLOURS)]
        middle = top + n * cell + cell / 2
        parts.append(
            f'<text x="{left - 12}" y="{middle + 5:.0f}" font-size="14" text-anchor="end" '
            f'fill="{INK}">{name}</text>'
            f'<rect x="{left - 7}" y="{top + n * cell + 1}" width="4" height="{cell - 2}" '
            f'fill="{colour}"/>'
        )
        x, y = left + n * cell + cell / 2 + 5, top - 12
        parts.append(
            f'<text x="{x:.0f}" y="{y}" font-size="14" fill="{INK}" '
            f'transform="rotate(-55 {x:.0f} {y})">{name}</text>'
            f'<rect x="{left + n * cell + 1}" y="{top - 7}" width="{cell - 2}" height="4" '
            f'fill="{colour}"/>'
        )
        for m, other in enumerate(order):
            if n == m:
                parts.append(_own(left + m * cell, top + n * cell, cell, row.owned))
                continue
            pair = (row.iri, other.iri)
            value = shared.get(pair) or shared.get(pair[::-1]) or 0
            parts.append(_cell(left + m * cell, top + n * cell, cell, value, highest, pair, found))
    parts += _heat_legend(left + side + 34, top, highest)
    parts.append(
        small(40, height - 28, "对角线为该单位的任务数 On the diagonal: tasks a body owns")
    )
    return svg(parts, width, height)


def _cut(name: str, most: int = 10) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _own(x: int, y: int, cell: int, owned: int) -> str:
    return (
        f'<rect x="{x + 1}" y="{y + 1}" width="{cell - 2}" height="{cell - 2}" fill="#ffffff" '
        f'stroke="#b8c2cc"/><text x="{x + cell / 2:.0f}" y="{y + cell / 2 + 5:.0f}" '
        f'font-size="13" text-anchor="middle" fill="{SOFT}">{owned}</text>'
    )


def _cell(
    x: int, y: int, cell: int, value: int, highest: int, pair: tuple[str, str], found: Cooperation
) -> str:
    colour = shade(value, highest)
    box = (
        f'<rect x="{x + 1}" y="{y + 1}" width="{cell - 2}" height="{cell - 2}" rx="2" '
        f'fill="{colour}"/>'
    )
    if not value:
        return box
    ink = "#ffffff" if value / highest > 0.35 else INK
    return (
        f'{box}<text x="{x + cell / 2:.0f}" y="{y + cell / 2 + 5:.0f}" font-size="13" '
        f'text-anchor="middle" fill="{ink}">{value}</text>'
    )


def shade(value: int, highest: int) -> str:
    """From near white to deep blue, small numbers are told apart."""
    if not value:
        return "#f3f5f8"
    part = (value / highest) ** 0.75
    light, deep = (222, 235, 247), (8, 69, 148)
    return "#" + "".join(
        f"{round(a + (b - a) * part):02x}" for a, b in zip(light, deep, strict=True)
    )


def _heat_legend(x: int, y: int, highest: int) -> Iterable[str]:
    yield small(x, y + 10, "共担任务")
    yield small(x, y + 28, "tasks shared")
    steps = sorted({1, *(round(highest * k / 4) for k in (1, 2, 3, 4))} - {0})
    for n, value in enumerate(steps):
        top = y + 44 + n * 26
        colour = shade(value, highest)
        yield f'<rect x="{x}" y="{top}" width="22" height="22" rx="2" fill="{colour}"/>'
        yield small(x + 32, top + 16, str(value))
