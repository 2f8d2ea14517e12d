"""Owner clauses in the rows of a table: 序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限.

Readers of web pages, Word files and PDFs put a row on a line, its cells parted by tabs. A table
is one of tasks where its head names owners and what is to be done. The clause of a row is the
stretch of its cells of owners; the row's words are its fullest other cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.knowledge import OwnerWords

#: heads of columns that say what is to be done
_CONTENT = re.compile(
    "(?:任务|内容|事项|措施|举措|工作|目标|项目|要点|政策|条款|问题|整改|要求|指标|行动|工程|清单|做法|活动|实事|承诺)"
)
#: heads of what has been done, beside what is to be done: 落实情况, 上半年进展
_REPORT = re.compile("(?:情况|进展|成效|备注|说明)$")
#: heads that owners of tasks stand under; 工作单位 is of a person, 主管部门 of a body
_OWNERS = (
    "牵头", "总牵头", "责任", "主要责任", "主要牵头", "第一责任",
    "相关责任", "具体", "负责", "配合", "落实", "协办",
    "主办", "承办", "参与", "参加", "主责", "协同",
    "协助", "协作",
)  # fmt: skip
_LEVEL = re.compile("^[省市县区州盟旗][级直]")
#: a row that heads others (一、重点任务), or a line that a cell was broken in
SHORT = 40
NOTHING = frozenset("/／—－-–无")


class Cell(NamedTuple):
    """A cell of a row in clean offsets, white space left out."""

    start: int
    end: int


class Row(NamedTuple):
    """A row: labels with the cells under them, the words of the task, its clause's stretch."""

    owners: tuple[tuple[str, Cell], ...]
    day: Cell | None
    words: Cell
    start: int
    end: int


class _Head(NamedTuple):
    """The head of a table: how many columns, the label of those it knows, those without a name."""

    width: int
    columns: dict[int, str]
    empty: frozenset[int] = frozenset()


def rows(text: str, start: int, end: int, words: OwnerWords) -> Iterator[Row]:
    """The rows that have owners, of all tables of tasks in ``text[start:end]``."""
    first = text.find("\t", start, end)
    if first >= 0:
        begin = text.rfind("\n", start, first) + 1 or start
        yield from rows_of_lines(text, begin, end, words, "\t")


def rows_of_lines(text: str, start: int, end: int, words: OwnerWords, mark: str) -> Iterator[Row]:
    """The same, of tables whose rows are lines and whose cells are parted by ``mark``."""
    head: _Head | None = None
    fullest = -1  # the column of the words of the row before
    for cells in lines_of_cells(text, start, end, mark):
        if len(cells) == 1:
            head = head if cells[0].end - cells[0].start <= SHORT else None
        elif found := _head(text, cells, words):
            head, fullest = found, -1
        elif head and fullest < 0 and (below := _with_second(text, cells, head, words)):
            head = below
        elif head:
            shift = _shift(cells, head, fullest)
            row = _row(text, cells, head, shift, words)
            if row:
                fullest = shift + cells.index(row.words)
                yield row


def _shift(cells: list[Cell], head: _Head, fullest: int) -> int:
    """How many empty cells a row began with: they are gone where a cell goes over several rows.

    The fullest cell stands in the column that it stood in in the row before.
    """
    missing = head.width - len(cells)
    here = max(range(len(cells)), key=lambda index: cells[index].end - cells[index].start)
    return fullest - here if 0 <= fullest - here <= missing else 0


def lines_of_cells(text: str, start: int, end: int, mark: str) -> Iterator[list[Cell]]:
    """Each line as its cells, parted by ``mark``."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        cells = []
        at = start
        while at <= stop:
            cut = text.find(mark, at, stop)
            cut = stop if cut < 0 else cut
            cells.append(_stripped(text, at, cut))
            at = cut + 1
        yield cells
        start = stop + 1


def _stripped(text: str, start: int, end: int) -> Cell:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Cell(start, end)


def label_of(name: str, words: OwnerWords) -> str | None:
    """The label of owners of tasks that the head of a column is."""
    plain = _LEVEL.sub("", name)  # 市级牵头单位, 市直责任部门
    label = words.label.fullmatch(plain + "：") if plain.startswith(_OWNERS) else None
    return label["label"] if label else None


#: what the cell of an owner ends in, and marks that stand at one
_BODY = re.compile(
    "(?:[局委办部厅院所队会行署站司处社组区县市镇乡旗盟州台室馆校联]|[科文]协|海关|中心|政府|公司|部门|单位|集团|企业|学院|大学|学校"
    "|机构|街道|负责|牵头|配合|[）)])[等。]?$"
)
_BETWEEN = re.compile("[、，,；;\\s]+")
_NO_BODY = re.compile("[\\d。：%“《A-Za-z]")
_LONGEST_BODY = 30


def is_bodies(text: str, cell: Cell) -> bool:
    """Whether a cell looks like a list of bodies; that they are some is for the linker to say."""
    said = text[cell.start : cell.end].strip("。；")
    items = [item for item in _BETWEEN.split(said) if item]
    if not items or _NO_BODY.search(said) or len(said) < 2:
        return False
    return all(len(item) <= _LONGEST_BODY for item in items) and any(map(_BODY.search, items))


def is_content(name: str) -> bool:
    """Whether the head of a column says what is to be done."""
    return len(name) <= 16 and _CONTENT.search(name) is not None


def is_report(name: str) -> bool:
    """Whether the head of a column says what has been done: 落实情况."""
    return _REPORT.search(name) is not None


def _head(text: str, cells: list[Cell], words: OwnerWords) -> _Head | None:
    """The head of a table of tasks, where a line is one."""
    columns: dict[int, str] = {}
    reports: list[int] = []
    content = False
    for index, cell in enumerate(cells):
        name = text[cell.start : cell.end].replace(" ", "")
        if label := label_of(name, words):
            columns[index] = label
        elif name in words.deadlines:
            columns[index] = name
        elif name in words.aside:
            columns[index] = ""
        elif is_report(name):
            reports.append(index)
        else:
            content = content or is_content(name)
    columns.update((index, "") for index in reports if content)
    content = content or bool(reports)
    owned = any(label and label not in words.deadlines for label in columns.values())
    empty = frozenset(index for index, cell in enumerate(cells) if cell.start == cell.end)
    return _Head(len(cells), columns, empty) if owned and content else None


def _with_second(text: str, cells: list[Cell], head: _Head, words: OwnerWords) -> _Head | None:
    """A head with the labels of its second line: 责任分工 over 牵头单位 and 配合单位."""
    names = [text[cell.start : cell.end].replace(" ", "") for cell in cells]
    labels = {index: label for index, name in enumerate(names) if (label := label_of(name, words))}
    if not labels or any(name and index not in labels for index, name in enumerate(names)):
        return None
    if len(cells) == head.width:
        return head._replace(columns={**head.columns, **labels})
    over = [index for index, label in head.columns.items() if label in words.roles]
    if len(over) != 1 or len(labels) != len(cells):
        return None
    more = len(labels) - 1
    more -= sum(over[0] + n in head.empty for n in range(1, more + 1))
    moved = {index + more * (index > over[0]): label for index, label in head.columns.items()}
    return _Head(head.width + more, {**moved, **{over[0] + n: labels[n] for n in labels}})


def _row(text: str, cells: list[Cell], head: _Head, shift: int, words: OwnerWords) -> Row | None:
    owners, day, others = [], None, []
    for index, cell in enumerate(cells):
        label = head.columns.get(index + shift)
        if cell.start == cell.end or text[cell.start : cell.end] in NOTHING:
            continue
        if label is None:
            others.append(cell)
        elif label in words.deadlines:
            day = cell
        elif label:
            owners.append((label, cell))
    if not owners or not others:
        return None
    content = max(others, key=lambda cell: cell.end - cell.start)
    return Row(tuple(owners), day, content, owners[0][1].start, owners[-1][1].end)
