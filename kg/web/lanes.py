"""Targets in a picture: years from left to right, a row an indicator, a mark a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from kg.web.labels import Link, cut, visible
from kg.web.timeline import Row, Value

#: Rows that a picture has; the table has all.
MOST_DRAWN = 80
WIDTH = 1100
#: Where names end, where the first and the last year stand. Labels have room on either side.
_NAMES, _FIRST, _LAST = 330, 520, 890
#: Height of a lane, of the air between rows, and of the years above and below.
_LANE, _AIR, _HEAD = 20, 8, 30
#: Least distance of two years that are written out.
_APART = 46
#: Half of the width of a mark, and from its middle to its label.
_MARK, _GAP = 5, 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the picture; its label stands at ``label`` on the side of ``anchor``."""

    value: Value
    x: float
    y: float
    text: str
    label: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The line from a baseline to the target of the same row of a table."""

    x1: float
    x2: float
    y: float


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the picture: an indicator with its marks from ``top`` on."""

    indicator: Link
    name: str
    top: float
    height: float
    y: float
    marks: list[Mark]
    pairs: list[Pair]


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows in a box of ``WIDTH`` × ``height``; years that are written, and where."""

    lanes: list[Lane]
    years: list[tuple[int, float]]
    height: float
    left_out: int


def picture(years: Sequence[int], rows: Sequence[Row]) -> Picture:
    """Place the first rows; no label covers another, as what would gets a line of its own."""
    shown = rows[:MOST_DRAWN]
    covered = {v.year for row in shown for v in row.values}
    span = [year for year in years if year in covered]
    lanes: list[Lane] = []
    top = float(_HEAD)
    for row in shown:
        lane = _lane(row, span, top)
        lanes.append(lane)
        top += lane.height
    return Picture(lanes, _ticks(span), top + _HEAD, len(rows) - len(shown))


def _x(year: int, span: Sequence[int]) -> float:
    if span[0] == span[-1]:
        return (_FIRST + _LAST) / 2
    return round(_FIRST + (year - span[0]) / (span[-1] - span[0]) * (_LAST - _FIRST), 1)


def _ticks(span: Sequence[int]) -> list[tuple[int, float]]:
    """Years with a value, from the last one back, as far as they do not touch."""
    found: list[tuple[int, float]] = []
    for year in reversed(span):
        x = _x(year, span)
        if not found or found[-1][1] - x >= _APART:
            found.append((year, x))
    return found[::-1]


def _lane(row: Row, span: Sequence[int], top: float) -> Lane:
    taken: list[list[tuple[float, float]]] = []
    marks: list[Mark] = []
    pairs: list[Pair] = []
    for group in _groups(row.values):
        placed = [_placed(v, span, left=n + 1 < len(group)) for n, v in enumerate(group)]
        begin = min(min(m.x - _MARK, _extent(m)[0]) for m in placed)
        end = max(max(m.x + _MARK, _extent(m)[1]) for m in placed)
        number = _free(taken, begin, end)
        y = top + _AIR / 2 + (number + 0.5) * _LANE
        marks += [Mark(m.value, m.x, y, m.text, m.label, m.anchor) for m in placed]
        if len(placed) == 2:
            pairs.append(Pair(placed[0].x + _MARK, placed[1].x - _MARK, y))
    height = len(taken) * _LANE + _AIR
    name = _fitting(row.indicator.text, _NAMES - 12)
    return Lane(row.indicator, name, top, height, top + (_AIR + _LANE) / 2, marks, pairs)


def _groups(values: Iterable[Value]) -> list[list[Value]]:
    """Values one by one, but a baseline with the later target that starts from it."""
    by_address = {v.link.href: v for v in values}
    later = {}
    for value in by_address.values():
        base = by_address.get(value.base)
        if base and base.year < value.year and value.base not in later:
            later[value.base] = value
    seconds = {v.link.href for v in later.values()}
    return [
        [value, later[address]] if address in later else [value]
        for address, value in by_address.items()
        if address not in seconds or address in later
    ]


def _placed(value: Value, span: Sequence[int], *, left: bool) -> Mark:
    """A mark with its label to the right, or to the left where a line leaves to the right."""
    x = _x(value.year, span)
    room = (x - _NAMES if left else WIDTH - x) - _GAP - 4
    text = _fitting(value.text, room)
    return Mark(value, x, 0, text, x + (-_GAP if left else _GAP), "end" if left else "start")


def _extent(mark: Mark) -> tuple[float, float]:
    wide = width(mark.text)
    begin = mark.label - wide if mark.anchor == "end" else mark.label
    return begin, begin + wide


def _free(taken: list[list[tuple[float, float]]], begin: float, end: float) -> int:
    """The first line on which a stretch is free; it is taken from then on."""
    for number, line in enumerate(taken):
        if all(end + 6 <= one or other + 6 <= begin for one, other in line):
            line.append((begin, end))
            return number
    taken.append([(begin, end)])
    return len(taken) - 1


def width(text: str) -> float:
    """Width of a text in the picture's type, 12 px: rather too much than too little."""
    return sum(12.0 if east_asian_width(each) in "WFA" else 7.5 for each in text)


def _fitting(text: str, room: float) -> str:
    """A text cut down to the room there is; what is cut ends in ``…``."""
    line = cut(visible(text), 200)
    if width(line) <= room:
        return line
    while line and width(line) + 12 > room:
        line = line[:-1]
    return f"{line}…"
