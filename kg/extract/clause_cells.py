"""Rows of tables of tasks whose cells a copy has not kept apart by tabs.

Two forms are seen in print: a cell on each line (序号 / 工作事项 / 牵头单位 / 配合单位 / 1 / …),
and all cells run together (序号工作任务责任单位时间进度1加强管理。市民政局2017年6月底前2…). The
first is read by the order of its columns, the second by its running numbers and only with one
column of owners. What is read is no more than a candidate: its cells must hold known bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.clause_numbered import numbered_tables
from kg.extract.clause_rows import NOTHING, Cell, Row, is_bodies, is_content, label_of
from kg.extract.deadlines import is_deadline
from kg.knowledge import OwnerWords

_STACKED = re.compile(
    "\n(?:主要|总)?(?:牵头|责任|配合|落实|主办|主责|协办|承办|参与|负责)(?:责任|负责|落实|配合)?"
    "(?:单位|部门|主体|科室|处室)(?:（[^（）\n]{1,6}）)?\n"
)
#: the longest head of a column, the shortest words of a task, the most columns on either side
_HEAD, _TASK, _COLUMNS = 12, 7, 10
#: lines without a row after which a table has ended
_PATIENCE = 12
_RUN_IN = re.compile(
    "序号(?:重点|主要|具体)?(?:工作)?(?:任务|内容|事项|措施|举措)(?:名称)?"
    "(?P<label>(?:责任|牵头|落实|承办|主办|牵头责任)(?:单位|部门))"
    "(?P<second>(?:配合|责任|协办|参与|协助)(?:单位|部门))?"
    "(?P<day>时间进度|完成时限|完成时间|时间安排|进度安排|时限要求|时限|备注)?(?=1[^\\d])"
)
_DAY = re.compile(
    "20\\d\\d年(?:\\d{1,2}月)?[底末]?之?前?|持续(?:实施|推进|开展)?|长期(?:坚持|实施)?|全年|每年|立即|年底前|适时|\\d{1,2}月底?前"
)
#: where the name of a body follows that of another: no mark stands between two cells
_BODY_AFTER_BODY = re.compile(
    "(?<=[局委厅部院府办室会队心行司关台联社）])(?<![省市县区州]委)(?=[省市县区州]|各[省市县区乡镇有相])"
)
#: what a number before or after it shows to be no running number
_NO_NUMBER_AFTER = frozenset("0123456789.年月第〔—-")
_WORDS_BEGIN = re.compile("(?![年月日个项家万亿元号条天次])[\u4e00-\u9fff“]")
#: how far a row can reach, and what it says of its day
_LONGEST, _LONGEST_DAY = 1200, 24


def loose_rows(text: str, start: int, end: int, words: OwnerWords) -> Iterator[Row]:
    """Rows of such tables in ``text[start:end]``, in no order."""
    read_to = start
    for table in numbered_tables(text, start, end, words):
        yield from table
        read_to = max(read_to, table[-1].end, table[-1].words.end)
    for found in _STACKED.finditer(text, read_to, end):
        yield from _stacked(text, found.start() + 1, read_to, end, words)
    at = text.find("序号", read_to, end)
    while at >= 0:
        if head := _RUN_IN.match(text, at, end):
            yield from _run_in(text, head, end)
        elif head := _LINE_HEAD.match(text, at, end):
            following = _LINE_HEAD.search(text, head.end(), end)  # printed again on the next page
            yield from _of_numbered(text, head, following.start() if following else end)
        at = text.find("序号", at + 2, end)


# -- a cell on each line ---------------------------------------------------------------------------


def _stacked(text: str, at: int, start: int, end: int, words: OwnerWords) -> Iterator[Row]:
    """Rows of a table whose head has its first column of owners on the line that begins at ``at``.

    The lines before it are the heads of other columns, one of them of what is to be done.
    """
    line = _line(text, at, end)
    columns: list[str] = []
    while len(columns) < _COLUMNS and (name := _column(text[line.start : line.end], words)):
        columns.append(name)
        line = _line(text, line.end + 1, end)
    before = _line_before(text, at, start)
    content = False
    between: list[str] = []  # heads that stand between that of the task and those of owners
    for _ in range(_COLUMNS):
        if not 0 < before.end - before.start <= _HEAD:
            break
        name = text[before.start : before.end]
        if name.endswith("。"):
            break
        if label_of(name, words):
            return  # the column before this one has told the table
        content = content or (is_content(name) and name not in words.aside)
        above = between[-1] if between else ""
        broken = above in words.aside and _LEADS_OF.fullmatch(name)
        between += [] if content or broken else [name]
        before = _line_before(text, before.start, start)
    if content:
        yield from _of_lines(text, line, (between[::-1], columns), end, words)


def _column(name: str, words: OwnerWords) -> str | None:
    """What a head of owners, of a day or of other persons says; None for any other line."""
    return label_of(name, words) or (name if name in words.aside else None)


#: the first line of 市政府 / 分管领导, the head of one column
_LEADS_OF = re.compile("[省市县区州盟旗](?:委|政府|委市政府|级)?")

_Columns = tuple[list[str], list[str]]
"""Heads of columns between the task's and the owners', and of those from the owners' on."""


def _of_lines(
    text: str, line: Cell, columns: _Columns, end: int, words: OwnerWords
) -> Iterator[Row]:
    """Rows of which the words stand on a line and the cells of ``columns`` on those after it."""
    idle = 0
    while line.start < end and idle < _PATIENCE:
        row = _of_columns(text, line, columns, end, words)
        idle = 0 if row else idle + 1
        if row:
            yield row
        line = _line(text, (row.end if row else line.end) + 1, end)


def _of_columns(
    text: str, line: Cell, columns: _Columns, end: int, words: OwnerWords
) -> Row | None:
    """The row whose words are a line, where the lines after it can be its owners."""
    if line.end - line.start < _TASK:
        return None
    between, after = columns
    owners: list[tuple[str, Cell]] = []
    day: Cell | None = None
    at = line
    for column in between:
        at = _line(text, at.end + 1, end)
        if column in words.deadlines:
            day = at if _is_day(text, at) else day
        elif is_bodies(text, at):
            return None
    last = max(index for index, column in enumerate(after) if column in words.roles)
    for index, column in enumerate(after):
        at = _line(text, at.end + 1, end)
        if column in words.deadlines:
            day = at if _is_day(text, at) else day
        elif column in words.roles and text[at.start : at.end] not in NOTHING:
            if not is_bodies(text, at):
                return None
            bodies = list(_each(text, at, end)) if index == last else [at]
            owners += [(column, body) for body in bodies]
            at = bodies[-1]
    if not owners:
        return None
    return Row(tuple(owners), day, line, owners[0][1].start, owners[-1][1].end)


def _is_day(text: str, cell: Cell) -> bool:
    said = text[cell.start : cell.end]
    return is_deadline(said) or _DAY.match(said) is not None


#: one of several bodies in a cell, each on a line of its own
_ONE_OF_SEVERAL = re.compile(
    "[\u4e00-\u9fff（）]{2,24}(?:[局委办部厅院所队会行站署]|中心|政府|公司|指挥部|领导小组)"
)


def _each(text: str, cell: Cell, end: int) -> Iterator[Cell]:
    """A cell of owners, and the lines after it where a body stands on each of them."""
    yield cell
    while _ONE_OF_SEVERAL.fullmatch(text, cell.start, cell.end):
        cell = _line(text, cell.end + 1, end)
        if not _ONE_OF_SEVERAL.fullmatch(text, cell.start, cell.end):
            return
        yield cell


def _line(text: str, at: int, end: int) -> Cell:
    at = min(at, end)
    stop = text.find("\n", at, end)
    return Cell(at, end if stop < 0 else stop)


def _line_before(text: str, at: int, start: int) -> Cell:
    """The line before the one that begins at ``at``; empty where there is none."""
    stop = max(start, at - 1)
    return Cell(max(start, text.rfind("\n", start, stop) + 1), stop)


# -- a row on each line ----------------------------------------------------------------------------

_LINE_HEAD = re.compile(
    "序号 ?(?:重点|主要|具体)?(?:工作)?(?:任务|内容|事项|措施|举措|目标|指标)(?:名称)? ?"
    "(?P<label>(?:牵头|责任|落实|承办|主办|牵头责任|牵头负责)(?:单位|部门))"
    " ?(?:完成时限|完成时间|时间进度|时间安排|进度安排|时限要求|时限)?(?=\n)"
)
#: 2城镇新增就业1000万人以上 人力资源社会保障部: a number, the words, the bodies after them
_NUMBERED = re.compile(
    r"\d{1,3}[.．、]?(?P<words>[^\n]{4,300}?[^\n\u4e00-\u9fff、（])"
    "(?P<owners>[\u4e00-\u9fff、（）]{3,80}?)"
    r"(?: ?(?P<day>20\d\d年[^\n]{0,12}|\d{1,2}月底?前?|全年|长期(?:坚持|实施)?"
    "|持续(?:推进|实施)))?"
)


def _of_numbered(text: str, head: re.Match[str], end: int) -> Iterator[Row]:
    """Rows that are lines by themselves, with one column of owners at their ends."""
    line, idle = _line(text, head.end() + 1, end), 0
    while line.start < end and idle < _PATIENCE:
        found = _NUMBERED.fullmatch(text, line.start, line.end)
        idle = 0 if found else idle + 1
        if found:
            owners = Cell(*found.span("owners"))
            words = Cell(*found.span("words"))
            day = Cell(*found.span("day")) if found["day"] else None
            yield Row(((head["label"], owners),), day, words, owners.start, owners.end)
        line = _line(text, line.end + 1, end)


# -- all cells run together ------------------------------------------------------------------------


def _run_in(text: str, head: re.Match[str], end: int) -> Iterator[Row]:
    """Rows by their running numbers 1…n: words up to the last 。, the owners, the day."""
    number, at = 1, head.end()
    while at < end:
        begin = at + len(str(number))
        stop = _next_number(text, begin, min(end, begin + _LONGEST), number + 1)
        row = _of_run(
            text, begin, stop, [label for label in head.group("label", "second") if label]
        )
        if row is None:
            return
        yield row
        if not text.startswith(str(number + 1), stop):
            return
        number, at = number + 1, stop


def _next_number(text: str, start: int, end: int, number: int) -> int:
    """Where the next row's number stands, or the end of the last row."""
    digits = str(number)
    at = text.find("。", start, end)
    at = text.find(digits, at, end) if at >= 0 else -1
    while at >= 0:
        after = at + len(digits)
        if text[at - 1] not in _NO_NUMBER_AFTER and _WORDS_BEGIN.match(text, after, end):
            return at
        at = text.find(digits, after, end)
    return end


def _of_run(text: str, start: int, stop: int, labels: list[str]) -> Row | None:
    full = text.rfind("。", start, stop)
    if full < 0:
        return None
    day = _DAY.search(text, full + 1, stop)
    owners = Cell(full + 1, day.start() if day else stop)
    if owners.start == owners.end:
        return None
    if day and stop - day.start() > _LONGEST_DAY:  # the last row runs into what follows
        stop = day.end()
    when = Cell(day.start(), stop) if day else None
    cells = [owners] if len(labels) == 1 else _parted(text, owners)
    if len(cells) != len(labels):
        return None
    told = tuple(zip(labels, cells, strict=True))
    return Row(told, when, Cell(start, full + 1), owners.start, owners.end)


def _parted(text: str, cell: Cell) -> list[Cell]:
    """Two cells run together, cut where a body follows another without a mark: 市司法局市财政局."""
    cuts = [found.start() for found in _BODY_AFTER_BODY.finditer(text, *cell)]
    return [Cell(cell.start, cuts[0]), Cell(cuts[0], cell.end)] if len(cuts) == 1 else []
