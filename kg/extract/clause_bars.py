"""Rows of tables of tasks that a copy has written with bars: 1 | 加强管理 | 市民政局 |.

A row stands on a line by itself, or each cell does with its bar before or after it. In the first
form the lines are read as those with tabs are (:mod:`kg.extract.clause_rows`). In the second the
running numbers 1…n say where rows begin; a cell that goes over several rows is there once, so a
row may go on with the cells of tasks that have no number of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.clause_rows import (
    SHORT,
    Cell,
    Row,
    is_bodies,
    is_content,
    is_report,
    label_of,
    rows_of_lines,
)
from kg.extract.deadlines import is_deadline
from kg.knowledge import OwnerWords

_BAR = "|"
#: bars in the line of a head whose rows are lines: 序号 | 任务 | 责任单位 |
_BARS_OF_ROW = 2
#: such a head, with or without a number and a bar before its first column
_LINE_OF_HEAD = re.compile(r"\|[^|\n]{0,8}(?:单位|部门|主体|责任|牵头)|(?:单位|部门|主体) ?\|")
#: the most columns and cells that a row can have, with those of tasks that share its number
_COLUMNS, _CELLS = 14, 400
#: the shortest words of a task
_TASK = 5
#: what heads the rows below it and is in none: 一、主要预期目标
_SECTION = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


class _Head(NamedTuple):
    """The columns of a table from 序号 on; ``end`` is that of its last cell."""

    names: tuple[str, ...]
    end: int


def barred_rows(text: str, start: int, end: int, words: OwnerWords) -> Iterator[Row]:
    """The rows that have owners, of all tables of tasks with bars in ``text[start:end]``."""
    first = text.find(_BAR, start, end)
    if first < 0:
        return
    if _LINE_OF_HEAD.search(text, start, end):
        begin = text.rfind("\n", start, first) + 1 or start
        yield from rows_of_lines(text, begin, end, words, _BAR)
    at = text.find("序号", start, end)
    while at >= 0:
        stop = text.find("序号", at + 2, end)
        upto = end if stop < 0 else stop
        line_end = text.find("\n", at, upto)
        line_end = upto if line_end < 0 else line_end
        if text.count(_BAR, at, line_end) < _BARS_OF_ROW and _BAR in text[at : line_end + 2]:
            yield from _of_stream(text, at, upto, words)
        at = stop


def _of_stream(text: str, start: int, end: int, words: OwnerWords) -> Iterator[Row]:
    """Rows of a table whose cells stand on lines of their own."""
    cells = list(_cells(text, start, end))
    head = _head(text, cells, words)
    if head is None:
        return
    for row in _numbered(text, cells, head):
        yield from _tasks(text, row, head, words)


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    """The cells between bars, white space left out; empty ones are kept."""
    at = start
    while at < end:
        bar = text.find(_BAR, at, end)
        bar = end if bar < 0 else bar
        begin, stop = at, bar
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        yield Cell(begin, stop)
        at = bar + 1


def _head(text: str, cells: list[Cell], words: OwnerWords) -> _Head | None:
    """The head that the cells begin with, if it is one of tasks."""
    names: list[str] = []
    last = cells[0].end
    for cell in cells[:_COLUMNS]:
        name = text[cell.start : cell.end].replace(" ", "").replace("\n", "")
        if name == "1" or _SECTION.match(name):
            break
        names.append(name)
        last = cell.end
    while names and not names[-1]:
        names.pop()
    owned = any(label_of(name, words) for name in names)
    told = any(is_content(name) for name in names if not label_of(name, words))
    return _Head(tuple(names), last) if owned and told and len(names) < _COLUMNS else None


def _numbered(text: str, cells: list[Cell], head: _Head) -> Iterator[list[Cell]]:
    """The cells of each running number, from the number on; a new 1 begins a new run."""
    row: list[Cell] = []
    number = 0
    for cell in cells:
        if cell.start < head.end:
            continue
        said = text[cell.start : cell.end]
        if said in ("1", str(number + 1)):
            if row:
                yield row
            row, number = [cell], int(said)
        elif row and len(said) <= SHORT and _SECTION.match(said):
            yield row
            row = []
        elif row and len(row) < _CELLS:
            row.append(cell)
    if row:
        yield row


def _tasks(text: str, row: list[Cell], head: _Head, words: OwnerWords) -> Iterator[Row]:
    """The row of a number, and those of further tasks that share its number."""
    labels = [label_of(name, words) for name in head.names]
    columns = [label for label in labels if label]
    width = len(head.names)
    if any(
        is_bodies(text, cell)
        for cell, label in zip(row[:width], labels, strict=False) if label
    ):  # fmt: skip
        yield from _aligned(text, row[:width], head, words)
        row = row[width:]
    task: Cell | None = None
    owners: list[tuple[str, Cell]] = []
    for cell in row:
        if task and is_bodies(text, cell) and len(owners) < len(columns):
            owners.append((columns[len(owners)], cell))
        elif cell.end - cell.start >= _TASK:
            yield from _row(task, owners, None)
            task, owners = cell, []
    yield from _row(task, owners, None)


def _aligned(text: str, row: list[Cell], head: _Head, words: OwnerWords) -> Iterator[Row]:
    """A row whose cells stand under the heads of their columns."""
    owners: list[tuple[str, Cell]] = []
    day: Cell | None = None
    others: list[Cell] = []
    for name, cell in zip(head.names, row, strict=False):
        label = label_of(name, words)
        if cell.start == cell.end:
            continue
        if label:
            owners += [(label, cell)] if is_bodies(text, cell) else []
        elif name in words.deadlines:
            day = cell if is_deadline(text[cell.start : cell.end]) else day
        elif name not in words.aside:
            others.append(cell)
    named = list(zip(head.names, row, strict=False))
    told = [cell for name, cell in named if is_content(name) and not is_report(name)]
    told = [cell for cell in told if cell in others] or others
    yield from _row(max(told, key=lambda cell: cell.end - cell.start), owners, day)


def _row(task: Cell | None, owners: list[tuple[str, Cell]], day: Cell | None) -> Iterator[Row]:
    if task and owners:
        yield Row(tuple(owners), day, task, owners[0][1].start, owners[-1][1].end)
