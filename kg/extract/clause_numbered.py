"""Rows of tables of tasks with running numbers whose cells lines or single spaces part.

The head begins with 序号; as many cells as it has stand between a number and the next. Where a
copy has dropped empty cells the bodies of a row are told by their looks. A table counts only
where most of its rows can be read so; what is read is no more than a candidate: its cells must
hold known bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.clause_rows import (
    NOTHING,
    SHORT,
    Cell,
    Row,
    is_bodies,
    is_content,
    is_report,
    label_of,
)
from kg.extract.deadlines import is_deadline
from kg.knowledge import OwnerWords

_FIRST = "序号"
_NUMBER = re.compile(r"[（(]?(\d{1,3})[）)]?[.．、]?")
#: the longest head of a column, the fewest and the most columns besides that of numbers
_NAME, _FEWEST, _COLUMNS = 16, 2, 12
#: the rows that show that there is a table, the cells a row can have, how long a cell can be
_AT_LEAST, _SHARE, _CELLS, _LONGEST = 2, 0.6, 40, 1500
#: columns of owners up to which they are told by their looks; the shortest words of such a task
_OWNERS, _TASK = 2, 4
#: a list of bodies that has something else in its cell
_LIST = re.compile("(?:[局委办部厅]、[^、]+){2}")
_PIECE = re.compile("[^ ]+")
_OPENS = re.compile(r"(\d{1,3})[.．、]? ?(?=[^\d .．、])")
_DAY_AT_END = re.compile(r"(?<=[\u4e00-\u9fff）])(?:20\d\d年[^ ]{0,12}|\d{1,2}月[^ ]{0,6})$")
#: what heads the rows below it: 一、重点任务
_SECTION = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


def numbered_tables(text: str, start: int, end: int, words: OwnerWords) -> Iterator[list[Row]]:
    """The rows of each such table in ``text[start:end]``, tables in order."""
    at = text.find(_FIRST, start, end)
    while at >= 0:
        stop = text.find(_FIRST, at + len(_FIRST), end)
        if text[at - 1 : at] in ("", "\n"):
            mark = text[at + len(_FIRST) : at + len(_FIRST) + 1]
            upto = end if stop < 0 else stop
            if mark == "\n":
                yield from _table(text, _stacked(text, at, upto), words, True)
            elif mark == " ":
                yield from _table(text, _spaced(text, at, upto), words, False)
        at = stop


def _table(
    text: str, lines: Iterator[list[Cell]], words: OwnerWords, lined: bool
) -> Iterator[list[Row]]:
    """A table by its head and the cells of its rows, where most rows are ones of tasks.

    ``lined``: each of its cells has a line.
    """
    names = [text[cell.start : cell.end].replace(" ", "") for cell in next(lines)]
    labels = [label_of(name, words) for name in names]
    if not (_FEWEST <= len(names) <= _COLUMNS and any(labels)) or max(map(len, names)) > _NAME:
        return
    if not any(is_content(name) for name, label in zip(names, labels, strict=True) if not label):
        return
    cells_of = list(lines)
    if lined and max(map(len, cells_of), default=0) > len(names):
        return  # several tasks share a number
    read = [_row(text, cells, names, labels, words) for cells in cells_of]
    rows = [row for row in read if row]
    if len(rows) >= _AT_LEAST and len(rows) >= _SHARE * len(read):
        yield rows


# -- the cells of the head and of each row ---------------------------------------------------------


def _stacked(text: str, start: int, end: int) -> Iterator[list[Cell]]:
    """Cells that are lines: those of the head, then those between a number and the next.

    The last row is as long as the longest before it; what follows is no part of the table.
    """
    cells: list[Cell] = []
    number = width = 0
    for line in _lines(text, start + len(_FIRST) + 1, end):
        said = text[line.start : line.end]
        found = _NUMBER.fullmatch(said)
        if found and int(found[1]) == number + 1:
            yield cells
            width = max(width, len(cells)) if number else 0
            cells, number = [], number + 1
        elif len(cells) > (_CELLS if number else _COLUMNS) or len(said) > _LONGEST:
            break
        elif said and not (number and _SECTION.match(said) and len(said) <= SHORT):
            cells.append(line)
    yield cells[:width] if number else cells


def _spaced(text: str, start: int, end: int) -> Iterator[list[Cell]]:
    """Cells that single spaces part, a row on each line; the head is the first line.

    No space is left beside a digit: 1推行改革 市司法局6月底.
    """
    lines = _lines(text, start, end)
    head = _pieces(text, next(lines))[1:]
    yield head
    number = 0
    for line in lines:
        found = _OPENS.match(text, line.start, line.end)
        if found and int(found[1]) == number + 1:
            number += 1
            cells = _pieces(text, Cell(found.end(), line.end))
            if len(cells) < len(head) and (day := _DAY_AT_END.search(text, *cells[-1])):
                cells[-1:] = Cell(cells[-1].start, day.start()), Cell(*day.span())
            yield cells
        elif line.end - line.start > SHORT:
            return


def _lines(text: str, start: int, end: int) -> Iterator[Cell]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield Cell(start, stop)
        start = stop + 1


def _pieces(text: str, line: Cell) -> list[Cell]:
    return [Cell(*found.span()) for found in _PIECE.finditer(text, line.start, line.end)]


# -- what a row says -------------------------------------------------------------------------------


def _row(
    text: str, cells: list[Cell], names: list[str], labels: list[str | None], words: OwnerWords
) -> Row | None:
    """The row under a head: by the order of its columns, or else by how its cells look."""
    for ordered in _in_order(cells, names, labels):
        if _fits(text, ordered, labels):
            return _aligned(text, ordered, names, labels, words)
    bodies = [cell for cell in cells if is_bodies(text, cell)]
    heads = [label for label in labels if label]
    if not bodies or len(bodies) > len(heads) or len(heads) > _OWNERS:
        return None
    others = [c for c in cells if c not in bodies and not is_deadline(text[c.start : c.end])]
    told = max(others, key=_length, default=None)
    if told is None or _length(told) < _TASK or _LIST.search(text, *told):
        return None
    days = [cell for cell in cells if is_deadline(text[cell.start : cell.end])]
    owners = tuple(zip(heads, bodies, strict=False))
    return Row(owners, days[-1] if days else None, told, bodies[0].start, bodies[-1].end)


def _in_order(
    cells: list[Cell], names: list[str], labels: list[str | None]
) -> Iterator[list[Cell]]:
    """The cells as one for each column: where there are more, what is to be done has several."""
    more = len(cells) - len(names)
    if more == 0:
        yield cells
    for index, name in enumerate(names) if more > 0 else ():
        if is_content(name) and not labels[index]:
            whole = Cell(cells[index].start, cells[index + more].end)
            yield [*cells[:index], whole, *cells[index + more + 1 :]]


def _fits(text: str, cells: list[Cell], labels: list[str | None]) -> bool:
    """Whether bodies, or a stroke for none, stand under the heads of owners."""
    under = [cell for cell, label in zip(cells, labels, strict=True) if label]
    named = [cell for cell in under if text[cell.start : cell.end] not in NOTHING]
    return bool(named) and all(is_bodies(text, cell) for cell in named)


def _aligned(
    text: str, cells: list[Cell], names: list[str], labels: list[str | None], words: OwnerWords
) -> Row | None:
    owners: list[tuple[str, Cell]] = []
    day: Cell | None = None
    others: list[Cell] = []
    for cell, name, label in zip(cells, names, labels, strict=True):
        if label and text[cell.start : cell.end] not in NOTHING:
            owners.append((label, cell))
        elif name in words.deadlines:
            day = cell
        elif not label and name not in words.aside and not is_report(name):
            others.append(cell)
    if not others:
        return None
    told = max(others, key=_length)
    return Row(tuple(owners), day, told, owners[0][1].start, owners[-1][1].end)


def _length(cell: Cell) -> int:
    return cell.end - cell.start
