"""Dates that govern what is said after them: 到2025年，…；8月底前…；“十四五”末….

A frame is no date in passing: 较2020年, 自2021年起 and 2025年度 govern nothing. One that stands
without a year takes it from the text before it in the same item, or from the day of signing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from kg.dates import Due, last_day
from kg.types import Precision
from kg.wordtrie import matches

_QUARTERS = {"上半年": 6, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12, "全年": 12}
_PLANS = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}
_PART = "上半年|第?[一二三四]季度|全年"
_FRAME = re.compile(
    r"(?P<to>到|至|力争|争取|确保)?(?:20\d\d年?(?:[、和及]|—+|-|–|至))*"
    r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
    rf"(?P<part>{_PART})?(?P<end>年?[底末]|月[底末])?(?P<by>之?前|以前)?"
    r"|(?P<plan>“?十(?P<number>[三四五六])五”?(?:规划)?(?:期间|时期|期?末))"
    r"|(?P<rel>(?:到|至)?今年年?[底末]?(?:之?前|以前)?|(?:到|至)?年[底末](?:之?前|以前)?|年内"
    r"|(?P<rmonth>\d{1,2})月(?:(?P<rday>\d{1,2})日|[底末]|份?)(?:之?前|以前)"
    rf"|(?P<rpart>{_PART})末?(?:之?前|以前)?)"
)
#: what a frame begins with
_OPENING = re.compile(
    "到(?=20|今?年)|至(?=20|今?年)|力争20|争取20|确保20|20\\d\\d|“十[三四五六]五|十[三四五六]五|今年|年[底末内]|"
    + "".join(rf"{digit}(?=\d?月)|" for digit in range(10))
    + "上半年|全年|第[一二三四]季度|一季度|二季度|三季度|四季度"
)
#: what makes a date one in passing: 较2020年, 自2021年, 截至2020年底; 2025年度, 2021年以来
_PASSING_BEFORE = re.compile(r"(?:较|比|自|从|按|以|对|截至|截止|[《〈〔（(]|\d)$")
#: 2023年实施的政府采购项目
_PASSING_NOUN = re.compile("[㐀-鿿]{1,4}的")
#: 一年内竣工, 半年内 are spans of time, no dates
_SPAN_BEFORE = re.compile("[一二两三四五六七八九十半几数个\\d]$")
_PASSING_AFTER = re.compile(
    "度|以来|起|之日|[》〉〕]|版|级|生(?!产)|款|修订|毕业|新政|提前|第\\d|[㐀-鿿]{1,4}的"
)
#: what follows a part of the year that governs: 确保工业投资上半年完成1600亿元
_TO_BE_DONE = re.compile(
    "(?:完成|实现|新增|投放|下达|使用率|达|力争|确保|建成|开工|新开工|到位|支付)"
)
_CLAUSE_START = frozenset("，。；：、！？.\n —)）")
_TRIGGER = re.compile(r"20\d\d年|十[三四五六]五|今年|年[底末内]|月[底末份\d]|半年|季度")


class Frame(Struct, frozen=True):
    """A date that governs; ``due`` is None where its year stays unknown."""

    start: int
    end: int
    due: Due | None


def frames(text: str, start: int, end: int, signed: str | None) -> list[Frame]:
    """Frames of ``text[start:end]``, in text order; ``signed`` is the ISO day of signing."""
    if not _TRIGGER.search(text, start, end):
        return []
    found: list[Frame] = []
    for match in matches(_FRAME, _OPENING, text, start, end):
        if _governs(text, match, start, end):
            found.append(Frame(match.start(), match.end(), _due(match, found, signed)))
    return found


def within(dates: Sequence[Frame], start: int, end: int) -> Sequence[Frame]:
    """Those of some dates in text order that begin in ``[start, end)``."""
    first = bisect_left(dates, start, key=lambda date: date.start)
    return dates[first : bisect_left(dates, end, key=lambda date: date.start)]


def is_past(frame: Frame, signed: str | None) -> bool:
    """Whether a frame ended before the document was signed: what it governs is a baseline."""
    return bool(frame.due and signed and frame.due.day < signed)


def _governs(text: str, match: re.Match[str], start: int, end: int) -> bool:
    before = text[max(start, match.start() - 2) : match.start()]
    if _PASSING_BEFORE.search(before) or _PASSING_AFTER.match(text, match.end(), end):
        return False
    if match["year"] is None:
        if _SPAN_BEFORE.search(before) and match["rmonth"] is None:
            return False
        if match["rpart"] is None or not before or before[-1] in _CLAUSE_START:
            return True
        return _TO_BE_DONE.match(text, match.end(), end) is not None
    if match["to"] or match["end"] or match["by"] or match["part"]:
        return True
    if _PASSING_NOUN.match(text, match.end(), end):
        return False
    return not before or before[-1] in _CLAUSE_START or text[match.end() : match.end() + 1] == "，"


def _due(match: re.Match[str], earlier: Sequence[Frame], signed: str | None) -> Due | None:
    if match["plan"]:
        return Due(f"{_PLANS[match['number']]}-12-31", "year")
    if match["year"]:
        return _day(int(match["year"]), match["month"], match["day"], match["part"])
    known = [frame.due.day[:4] for frame in earlier if frame.due]
    year = max([*known[-1:], *([signed[:4]] if signed else [])], default=None)
    if year is None:
        return None
    due = _day(int(year), match["rmonth"], match["rday"], match["rpart"])
    return None if due and signed and due.day < signed else due


def _day(year: int, month: str | None, day: str | None, part: str | None) -> Due | None:
    """The last day of a year, half, quarter, month or the day itself; None for no such day."""
    precision: Precision = "year"
    if part:
        return Due(last_day(year, _QUARTERS[part.removeprefix("第")]), "month")
    if not month:
        return Due(f"{year}-12-31", precision)
    if not 1 <= int(month) <= 12:
        return None
    last = last_day(year, int(month))
    if not day:
        return Due(last, "month")
    return Due(f"{last[:8]}{int(day):02}", "day") if 1 <= int(day) <= int(last[8:]) else None
