"""Characters with boxes become lines in reading order: rows, columns, doubled bold, indents.

Lengths are in points, from the top left corner of the page. An em is the height of a character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef\ue000-\uf8ff“”‘’…—]")
#: Ems of white space that part two words, two cells of a row, two columns of a page.
_WORD, _CELL, _GUTTER = 0.18, 1.9, 1.0
#: Rows side by side that columns have at least.
_COLUMN_ROWS = 6


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def em(self) -> float:
        """Its height; a character without one is as high as it is wide."""
        return self.y1 - self.y0 or self.x1 - self.x0 or 1.0


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line and its box: left, top, right, bottom."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """Characters on one height, from left to right."""

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    y0: float
    y1: float


def lines_of(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    """The lines of a page in reading order."""
    printed = [each for each in glyphs if each.char.strip()]
    if not printed:
        return []
    rows = [_row(each) for each in _rows(_upright(printed))]
    return [line for block in _blocks(rows) for line in _printed(block)]


def _upright(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without those far from the usual size: seals' and watermarks' letters."""
    usual = median(each.em for each in glyphs)
    return [each for each in glyphs if each.em <= 8 * usual] or glyphs


def _rows(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Characters whose heights overlap by more than half stand in one row."""
    row: list[Glyph] = []
    y0 = y1 = 0.0
    for glyph in sorted(glyphs, key=lambda each: ((each.y0 + each.y1) / 2, each.x0)):
        overlap = min(y1, glyph.y1) - max(y0, glyph.y0)
        if row and overlap > 0.5 * min(y1 - y0, glyph.em):
            row.append(glyph)
            continue
        if row:
            yield row
        row, y0, y1 = [glyph], glyph.y0, glyph.y1
    if row:
        yield row


def _row(glyphs: list[Glyph]) -> _Row:
    kept = tuple(_once(sorted(glyphs, key=lambda each: (each.x0, each.y0))))
    return _Row(
        kept,
        min(each.x0 for each in kept),
        max(each.x1 for each in kept),
        min(each.y0 for each in kept),
        max(each.y1 for each in kept),
    )


def _once(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Each character once: bold type is often the same character printed again beside itself."""
    recent: list[Glyph] = []
    for glyph in glyphs:
        recent = [each for each in recent if glyph.x0 - each.x0 < 0.4 * glyph.em]
        if any(each.char == glyph.char and _same_place(each, glyph) for each in recent):
            continue
        recent.append(glyph)
        yield glyph


def _same_place(one: Glyph, other: Glyph) -> bool:
    width = max(min(one.x1 - one.x0, other.x1 - other.x0), 0.01)
    return abs(one.x0 - other.x0) < 0.35 * width and abs(one.y0 - other.y0) < 0.35 * one.em


# -- columns -------------------------------------------------------------------------------------


def _blocks(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Stretches of rows that are read from top to bottom; columns one after another."""
    if len(rows) < _COLUMN_ROWS:
        yield rows
        return
    found = _columns(rows)
    if found is None:
        yield rows
        return
    first, last, gutter = found
    if first:
        yield from _blocks(rows[:first])
    for left in (True, False):
        side = [part for row in rows[first:last] if (part := _side(row, gutter, left))]
        yield from _blocks(side)
    if last < len(rows):
        yield from _blocks(rows[last:])


def _columns(rows: list[_Row]) -> tuple[int, int, float] | None:
    """First and last row of the longest stretch in two columns, and where these part.

    Both columns have to be filled as running text fills them; cells of a table are not.
    """
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    gaps = [_gaps(row, left, right) for row in rows]
    best: tuple[int, int, float] | None = None
    for tenth in range(6, 15):
        x = left + (right - left) * tenth / 20
        first = 0
        for index in range(len(rows) + 1):
            if index < len(rows) and _open_at(gaps[index], x):
                continue
            longer = best is None or index - first > best[1] - best[0]
            if index - first >= _COLUMN_ROWS and longer and _both_filled(rows[first:index], x):
                best = first, index, x
            first = index + 1
    return best


def _gaps(row: _Row, left: float, right: float) -> list[tuple[float, float]]:
    """Stretches of white in a row that may part columns, with the margins."""
    gaps = [(left - 1.0, row.x0)]
    at = row.x0
    for glyph in row.glyphs:
        if glyph.x0 - at >= _GUTTER * glyph.em:
            gaps.append((at, glyph.x0))
        at = max(at, glyph.x1)
    return [*gaps, (at, right + 1.0)]


def _open_at(gaps: list[tuple[float, float]], x: float) -> bool:
    at = bisect_right(gaps, (x, float("inf"))) - 1
    return at >= 0 and gaps[at][0] <= x <= gaps[at][1]


def _both_filled(rows: list[_Row], x: float) -> bool:
    return _filled([p for r in rows if (p := _side(r, x, True))]) and _filled(
        [p for r in rows if (p := _side(r, x, False))]
    )


def _filled(rows: list[_Row]) -> bool:
    """Whether rows are running text: wide enough, and more than half of them full."""
    if len(rows) < _COLUMN_ROWS - 1:
        return False
    width = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    em = median(glyph.em for row in rows for glyph in row.glyphs)
    full = sum(row.x1 - row.x0 >= 0.85 * width for row in rows)
    return width >= 9 * em and full >= 0.5 * len(rows)


def _side(row: _Row, x: float, left: bool) -> _Row | None:
    glyphs = [each for each in row.glyphs if ((each.x0 + each.x1) / 2 < x) == left]
    return _row(glyphs) if glyphs else None


# -- lines ---------------------------------------------------------------------------------------


def _printed(rows: list[_Row]) -> Iterator[PrintedLine]:
    """Lines of a block; one that begins further right than most is set in by two spaces."""
    if not rows:
        return
    em = median(glyph.em for row in rows for glyph in row.glyphs)
    margin = _margin(rows, em)
    for row in rows:
        indent = "\u3000\u3000" if row.x0 - margin > 1.4 * em else ""
        box = (round(row.x0, 1), round(row.y0, 1), round(row.x1, 1), round(row.y1, 1))
        yield PrintedLine(indent + _words(row), box)


def _margin(rows: list[_Row], em: float) -> float:
    """Where lines begin: the leftmost beginning that several rows share."""
    begins = sorted(row.x0 for row in rows)
    for x in begins:
        if sum(abs(each - x) < 0.5 * em for each in begins) >= max(2, len(rows) // 8):
            return x
    return begins[0]


def _words(row: _Row) -> str:
    """The characters of a row with the white between them: none, a space, or a tab for a cell."""
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in row.glyphs:
        if before is not None:
            parts.append(_white(before, glyph))
        parts.append(glyph.char)
        before = glyph if before is None or glyph.x1 > before.x1 else before
    return "".join(parts)


def _white(before: Glyph, glyph: Glyph) -> str:
    gap = (glyph.x0 - before.x1) / max(before.em, glyph.em)
    wide = _WIDE.match(before.char) or _WIDE.match(glyph.char)
    if gap > _CELL:
        return "\t"
    return " " if gap > (0.6 if wide else _WORD) else ""
