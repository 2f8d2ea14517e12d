"""Tables that reached the text as a run of cells: rows found again by their numbers.

The table of the sample has its categories cut over two lines, names wrapped, values alone on a
line and rows run together (…左右 预期性2规上制造业…). What holds it together is the header, which
says what columns there are, and the running number 1…n. A table that cannot be understood row by
row gives nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.numbers import units
from kg.wordtrie import pattern

#: kind of a column -> what heads it
_HEAD_WORDS = {
    "category": "类别|类型|分类|领域|维度|一级指标|指标类别",
    "number": "序号|编号",
    "binding": "指标属性|属性|指标性质|性质|指标类型",
    "name": "(?:主要|核心|关键|具体|二级)?指标(?:名称|内容)?|项目(?:名称)?",
    "unit": "计量单位|单位",
    "growth": r"(?:五年)?年均(?:增速|增长率?)?"
    r"(?:\s*[（(［\[]?(?:累计|%)[^）)］\]\n]{0,6}[）)］\]]?)?|累计",
    "year": r"20\d\d",
}
_AFTER_YEAR = (
    r"\s*年?(?:目标值?|规划值?|基期值?|现状值?|实际值?|完成值?|预计)?"
    r"(?:\s*[（(](?:目标|基期|现状|预计|实际)[^）)\n]{0,4}[）)])?"
)
_CELL = re.compile(
    "|".join(f"(?P<{kind}>{words})" for kind, words in _HEAD_WORDS.items()) + _AFTER_YEAR
)
_GAP = re.compile(r"[\s|｜]*")
_TRIGGER = re.compile(r"指标[^，。；]{0,40}?20\d\d\s*年[^，。；]{0,30}?20\d\d\s*年", re.DOTALL)
#: the longest stretch of text that one table is looked for in
_LONGEST = 20000
#: the most characters of a header before its column of names
_BEFORE_NAME = 40
_MARK = "[*＊#＃※①-⑩△▲]"
_OPEN, _CLOSE = "［\\[【〔", "］\\]】〕"
_VALUE = (
    rf"(?:[—–－-]{{1,2}}|/(?!\d)|[{_OPEN}]?\s*"
    "(?:≥|≤|＞|＜|>|<|不低于|不高于|高于|低于|大于|小于|超过|约|控制在)?"
    rf"\s*-?\d+(?:,\d{{3}})*(?:\.\d+)?\s*(?:%|万|亿)?\s*[{_CLOSE}]?(?:%|万|亿)?"
    rf"(?:（?(?:以上|以下|以内|左右)）?)?{_MARK}?)"
)
_BINDING = "预期性|约束性|预期|约束|引领性|导向性"
_END = re.compile(
    r"\n(?:备注|说明[：:]|附件|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）"
    "|第[一二三四五六七八九十]+[章节条])|注[：:]"
)
_UNIT_END = re.compile(rf"(?:[万亿千百]*{pattern(units())}(?:/[万亿千]*{pattern(units())})*)$")
_NAME_UNIT = re.compile(
    r"^(?P<name>.+?)[（(](?P<unit>[^（）()]{1,14})[）)](?P<mark>[*＊#＃※①-⑩△▲]?)$"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as printed, and where."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, category, name without unit, unit, values by column and attribute."""

    number: int
    category: str
    name: str
    unit: str
    values: tuple[Cell, ...]
    binding: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of indicators; ``columns`` are years, or 0 for a rate of growth or a sum."""

    columns: tuple[int, ...]
    rows: tuple[Row, ...]
    note: str
    start: int
    end: int


def indicator_tables(text: str, start: int, end: int) -> Iterator[Table]:
    """Tables whose header names indicators and two or more years."""
    at = start
    while found := _TRIGGER.search(text, at, end):
        table = _table(text, found.start(), end)
        if table:
            yield table
        at = max(table.end if table else 0, found.start() + 2)


@dataclass(frozen=True, slots=True)
class _Head:
    kinds: tuple[str, ...]
    columns: tuple[int, ...]
    start: int
    end: int


def _table(text: str, at: int, end: int) -> Table | None:
    head = _head(text, at, end)
    if head is None:
        return None
    stop = min(end, head.end + _LONGEST)
    last = _END.search(text, head.end, stop)
    stop = last.start() if last else stop
    rows = _numbered(text, head, stop) or _lined(text, head, stop)
    if not rows:
        return None
    note_end = text.find("\n", stop + 1, end)
    note = text[stop : note_end if note_end > 0 else end].strip() if last else ""
    return Table(head.columns, rows, note if "注" in note[:3] else "", head.start, stop)


def _head(text: str, at: int, end: int) -> _Head | None:
    """The header: cells of known words one after another, among them two years."""
    begin = max(0, at - _BEFORE_NAME)
    kinds: list[str] = []
    columns: list[int] = []
    first = at_cell = -1
    cells = _CELL.finditer(text, begin, min(end, at + 200))
    for cell in cells:
        if first >= 0 and not _GAP.fullmatch(text, at_cell, cell.start()):
            if len(columns) >= 2:
                break
            kinds, columns, first = [], [], -1
        kind = "value" if cell["year"] or cell["growth"] else str(cell.lastgroup)
        first = cell.start() if first < 0 else first
        kinds.append(kind)
        if kind == "value":
            columns.append(int(cell["year"] or 0))
        at_cell = cell.end()
    years = [year for year in columns if year]
    if "name" not in kinds or len(set(years)) < 2 or years != sorted(years):
        return None
    return _Head(tuple(kinds), tuple(columns), first, at_cell)


def _numbered(text: str, head: _Head, stop: int) -> tuple[Row, ...]:
    """Rows by their numbers 1…n; none where a number is missing or a row cannot be read."""
    rows: list[Row] = []
    at, category = head.end, ""
    while row := _next(text, at, stop, len(rows) + 1, head):
        category = row.category or category
        rows.append(replace(row, category=category))
        at = row.end
    left = re.sub(r"\s", "", text[at:stop])
    return tuple(rows) if len(rows) >= 2 and not re.search(r"\d{2}", left) else ()


def _next(text: str, at: int, stop: int, number: int, head: _Head) -> Row | None:
    """The row with a number, from where the one before ended."""
    anchor = re.compile(
        rf"(?P<category>\D{{0,60}}?)(?<![\d.]){number}(?:[.．、]|\s)*(?=[^\d\s.．%)）—-])"
    )
    opening = anchor.match(text, at, stop)
    if not opening:
        return None
    values = rf"(?P<values>{_VALUE}(?:\s*{_VALUE}){{{len(head.columns) - 1}}})"
    binding = rf"\s*(?P<binding>{_BINDING})" if "binding" in head.kinds else r"(?=\s|$)"
    body = re.compile(rf"(?P<name>[^。；]{{2,120}}?)\s*{values}{binding}")
    start = opening.end()
    found = body.match(text, start, stop)
    if not found:
        return None
    cells = _cells(text, found.start("values"), found.end("values"), len(head.columns))
    named = _named(found["name"], "unit" in head.kinds)
    if cells is None or named is None:
        return None
    end = found.end("binding") if "binding" in head.kinds else found.end()
    category = _joined(opening["category"]) if "category" in head.kinds else ""
    begin = opening.start() + len(opening["category"])
    return Row(number, category, *named, cells, _attribute(found), begin, end)


def _attribute(found: re.Match[str]) -> str | None:
    word = found.groupdict().get("binding")
    return {"预期": "预期性", "约束": "约束性"}.get(word, word) if word else None


def _lined(text: str, head: _Head, stop: int) -> tuple[Row, ...]:
    """Rows of a table without numbers, one a line; none where a line cannot be read."""
    if "category" in head.kinds:
        return ()
    rows: list[Row] = []
    values = rf"(?P<values>{_VALUE}(?:[ \t]*{_VALUE}){{{len(head.columns) - 1}}})"
    line = re.compile(
        rf"(?P<name>[^\d\n。；][^\n。；]{{1,80}}?)[ \t]*{values}[ \t]*(?P<binding>{_BINDING})?"
    )
    at = head.end
    while at < stop:
        over = _GAP.match(text, at, stop)
        at = over.end() if over else at
        end = text.find("\n", at, stop)
        end = stop if end < 0 else end
        found = line.fullmatch(text, at, end)
        if not found:
            break
        cells = _cells(text, found.start("values"), found.end("values"), len(head.columns))
        named = _named(found["name"], "unit" in head.kinds)
        if cells is None or named is None:
            return ()
        rows.append(Row(len(rows) + 1, "", *named, cells, _attribute(found), at, end))
        at = end
    return tuple(rows) if len(rows) >= 2 else ()


def _cells(text: str, start: int, end: int, count: int) -> tuple[Cell, ...] | None:
    found = [
        Cell(
            match[0].strip(),
            match.start() + _leading(match[0]),
            match.start() + len(match[0].rstrip()),
        )
        for match in re.compile(_VALUE).finditer(text, start, end)
    ]
    return tuple(found) if len(found) == count else None


def _leading(words: str) -> int:
    """How much white space some words begin with."""
    return len(words) - len(words.lstrip())


def _named(words: str, has_unit: bool) -> tuple[str, str] | None:
    """Name and unit, from the column of units or from the brackets at the end of the name."""
    name = _joined(words)
    inside = _NAME_UNIT.match(name)
    if inside:
        return inside["name"] + inside["mark"], inside["unit"]
    if not has_unit:
        return (name, "") if re.search("[㐀-鿿]", name) else None
    unit = _UNIT_END.search(name)
    if not unit or unit.start() == 0:
        bare = name.rstrip("—-/")
        return (bare, "") if bare != name else None
    return name[: unit.start()], unit[0]


def _joined(words: str) -> str:
    return re.sub(r"\s+", "", words)
