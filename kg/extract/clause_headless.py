"""Rows of tables of tasks that have lost their heads: 1 | 推进改革，编制清单。 | 市司法局.

A copy may keep no head, or print it as a picture. Rows that follow each other with running numbers
and have a column of nothing but bodies, the same in all of them, are rows of tasks where another
column holds sentences: lists of persons, of firms or of names of projects have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.clause_rows import NOTHING, Cell, Row, is_bodies, lines_of_cells
from kg.extract.deadlines import is_deadline

_NUMBER = re.compile(r"[（(]?(\d{1,3})[）).．、]?")
#: rows that show that there is a table, and the columns of owners that one has at most
_AT_LEAST, _COLUMNS = 2, 2
#: rows that may be lost between two
_LOST = 2
#: how long the words of tasks are on the average: names of projects and persons are shorter
_SENTENCE = 12
_STOP = re.compile("[，。；]")
#: what is said of a person: 张三，男，…
_PERSON = re.compile("[，,、][男女](?:[，,、]|$)|出生|党员")


def headless_rows(text: str, start: int, end: int) -> Iterator[Row]:
    """The rows with owners of such tables in ``text[start:end]``; no label is known of any."""
    for mark in "\t|":
        if (first := text.find(mark, start, end)) >= 0:
            yield from _rows(text, text.rfind("\n", start, first) + 1 or start, end, mark)


def _rows(text: str, start: int, end: int, mark: str) -> Iterator[Row]:
    table: list[list[Cell]] = []
    number, headed = 0, False
    for cells in lines_of_cells(text, start, end, mark):
        if mark == "|" and len(cells) > 1 and cells[0].start == cells[0].end:
            del cells[0]  # a bar before the first cell
        opens = _NUMBER.fullmatch(text[cells[0].start : cells[0].end]) if len(cells) > 2 else None
        if opens and _follows(int(opens[1]), number) and not (headed and number == 0):
            table.append(cells)
            number = int(opens[1])
            continue
        if len(cells) == 1 and cells[0].end - cells[0].start <= 40:
            continue  # what heads the rows below it
        yield from _of_table(text, table)
        begins = opens is not None and opens[1] == "1" and not headed
        table, number = ([cells], 1) if begins else ([], 0)
        headed = len(cells) > 2 and (headed or opens is None)  # by a head that names no owners
    yield from _of_table(text, table)


def _follows(number: int, last: int) -> bool:
    """Whether a row comes after another; a copy may have lost one or two between them."""
    return number == 1 if last == 0 else last < number <= last + _LOST + 1


def _of_table(text: str, table: list[list[Cell]]) -> Iterator[Row]:
    """The rows of a table, where its columns show that it is one of tasks."""
    width = max(map(len, table), default=0)
    rows = [cells for cells in table if len(cells) == width]
    if len(rows) < _AT_LEAST or len(rows) < len(table):
        return
    columns = [_filled(text, rows, index) for index in range(1, width)]
    owners = [
        n for n, cells in enumerate(columns, 1)
        if cells and all(is_bodies(text, cell) for cell in cells)
    ]  # fmt: skip
    if not any(len(columns[n - 1]) >= _AT_LEAST for n in owners):
        return
    words = [n for n, cells in enumerate(columns, 1) if n not in owners and cells]
    if not (0 < len(owners) <= _COLUMNS and words and words[0] < owners[0]):
        return
    fullest = max(words, key=lambda n: sum(cell.end - cell.start for cell in columns[n - 1]))
    told = columns[fullest - 1]
    if not _are_tasks([text[cell.start : cell.end] for cell in told]):
        return
    for cells in rows:
        bodies = [cells[n] for n in owners if _is_filled(text, cells[n])]
        days = [cells[n] for n in words if is_deadline(text[cells[n].start : cells[n].end])]
        if bodies and _is_filled(text, cells[fullest]):
            yield Row(
                tuple(("", cell) for cell in bodies), days[-1] if days else None,
                cells[fullest], bodies[0].start, bodies[-1].end,
            )  # fmt: skip


def _are_tasks(told: list[str]) -> bool:
    """Whether the words of a column are sentences that can be tasks."""
    if any(map(_PERSON.search, told)):
        return False
    stopped = sum(_STOP.search(said) is not None for said in told)
    return 2 * stopped >= len(told) or sum(map(len, told)) >= _SENTENCE * len(told)


def _filled(text: str, rows: list[list[Cell]], index: int) -> list[Cell]:
    return [cells[index] for cells in rows if _is_filled(text, cells[index])]


def _is_filled(text: str, cell: Cell) -> bool:
    return cell.start < cell.end and text[cell.start : cell.end] not in NOTHING
