"""The day by which a task's own words say it is to be done.

A day is in the text for other reasons too: what happened before it is the condition of a benefit,
and a policy is valid until it. Those are no deadlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dates import DUE, Due, due, due_day
from kg.extract.frames import frames, is_past
from kg.extract.goals import wording
from kg.types import Span

_BY = re.compile(r"到(20\d{2})年(底|末)?(?!代|\d{1,2}月)")
_BEFORE_DAY = re.compile(r"(?:之?前|以前)(?P<rest>[^，。；\n]{0,40})")
#: what a day is the condition of, or the end of a policy's validity: no deadline
#: (2024年3月31日前供应且尚未开工的项目, 于9月30日前缴清契税的，由…, 政策延续到2023年)
_CONDITION = re.compile(
    "已|尚|原有?|取得|购买|购房|签订|备案|缴清|缴纳|到期|届满|供应|出让|发放|申请|登记|受理|的$|的[（(]"
)
_CONDITION_AFTER_COMMA = re.compile("[，,][^，。；\\n]*?(?:购买|购房|出售|[^目]的(?=[，。；]))")
#: 在2031年8月底前建成 is a deadline; 可在2025年12月31日前享受, 在2023年1月31日前交款 are windows
_ACHIEVED = re.compile(
    "完成|建成|实现|达到|全面|基本|投产|投用|启用|开工|开放|出台|制定|建立|落地|见效"
)
#: 上半年, 四季度, 全年 without a year
_RHYTHM = re.compile("到?至?(?:上半年|第?[一二三四]季度|全年)")
#: who may have something while it lasts: 2023年购买新房的, 年内可申请
_WINDOW = re.compile(
    "已|尚|取得|签订|备案|缴[清纳]|到期|届满|出让|受理|的$|可|给予|补贴|奖励|享受|免征|减[征免]"
    "|购[买房]|申[请报]|不再|暂|继续|执行"
)
_STRIVING = ("力争", "争取", "确保")
_CLAUSE = re.compile("[，。；\\n]")
_VALIDITY = re.compile(
    "(?:对|凡)在?$|(?:自|从)[^，。；]*$|(?:延续|延长|延至|执行|期限|有效期?|缓缴|持续|施行|截止|申报|起)[^，。；]{0,6}$"
)


def deadline(text: str, words: Span, signed: str | None = None) -> Due | None:
    """Latest day by which the task's own text says something is to be done.

    ``signed`` is the ISO day of signing: a date without a year (8月底前) takes its year from the
    text before it in the task, or from there.
    """
    days: list[Due] = []
    for match in DUE.finditer(text, words.start, words.end):
        after = _BEFORE_DAY.match(text, match.end(), words.end)
        if not after or _valid_until(text, words, match) or _is_condition(text, after, words.end):
            continue
        if text[match.start() - 1 : match.start()] == "在" and not _ACHIEVED.search(after["rest"]):
            continue
        found = due(match)
        days += [found] if found else []
    for match in _BY.finditer(text, words.start, words.end):
        if not _valid_until(text, words, match):
            days.append(Due(f"{match[1]}-12-31", "year"))
    days += _governing(text, words, signed)
    return max(days, key=lambda d: d.day) if days else None


def _governing(text: str, words: Span, signed: str | None) -> Iterator[Due]:
    """Dates without 前 or without a year that say when something is to be done.

    2025年第一季度储备项目1000个以上; “十四五”期间培养教师1500名; 3月底前将…纳入. A half or a
    quarter without a year is the rhythm of a year's work (上半年投放60%) and sets no deadline.
    """
    for frame in frames(text, words.start, words.end, signed):
        if frame.due is None or is_past(frame, signed) or _RHYTHM.match(text, frame.start):
            continue
        end = _CLAUSE.search(text, frame.end + 1, words.end)
        rest = text[frame.end : end.start() if end else words.end]
        before = text[max(words.start, frame.start - 24) : frame.start]
        if _VALIDITY.search(before) or _WINDOW.search(rest):
            continue
        if text.startswith(_STRIVING, frame.start, frame.end) or wording().does(rest):
            yield frame.due


def _is_condition(text: str, after: re.Match[str], end: int) -> bool:
    if after["rest"]:
        return _CONDITION.search(after["rest"]) is not None
    return _CONDITION_AFTER_COMMA.match(text, after.end(), end) is not None


def _valid_until(text: str, words: Span, match: re.Match[str]) -> bool:
    return _VALIDITY.search(text[max(words.start, match.start() - 24) : match.start()]) is not None


# -- in owner clauses: （责任单位：市财政局，2022年12月底前完成） ----------------------------------


_OPENS_DEADLINE = (
    r"20\d{2}年|\d{1,2}月|长期|持续|立即|常年|全年|年底|年内|上半年|下半年|第?[一二三四]季度|即时|即日|"
    "按进度|按计划|按时序|适时|近期|常态化"
)
_DEADLINE = re.compile(
    rf"(?:(?:[^，。；]{{0,6}}20\d{{2}}年[^，。；]{{0,20}}|(?:{_OPENS_DEADLINE})[^，。；]{{0,20}})[，。；]?){{1,3}}"
)
_DEADLINES_AT_MOST = 3
_DEADLINE_LAST = re.compile(
    rf"[，。；、]\s*(?:完成时限[：:]|时限[：:])?(?:{_OPENS_DEADLINE})[^，。；、）]*$"
)
_DEADLINE_FIRST = re.compile(rf"\s*(?:{_OPENS_DEADLINE})[^，。；：]*[，。；]")


def is_deadline(text: str) -> bool:
    """Whether some words say nothing but by when: 立即启动，2022年6月底前完成."""
    return len(text) <= 80 and _DEADLINE.fullmatch(text) is not None


def without_deadline(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave deadlines out at either end of a list: 2022年12月底前完成，牵头单位：X."""
    for _ in range(_DEADLINES_AT_MOST):
        tail = _DEADLINE_LAST.search(text[start:end])
        if tail is None:
            break
        end = start + tail.start()
    head = _DEADLINE_FIRST.match(text[start:end])
    return (start + head.end() if head else start), end


#: what goes on has no day: 年内持续推进
_GOES_ON = ("持续", "长期", "常态", "滚动")


def due_in(text: str, start: int, end: int, signed: str | None = None) -> Due | None:
    """The latest day that a clause states; ``signed`` gives its year to one without (6月底前)."""
    found = [due(match) for match in DUE.finditer(text, start, end)]
    days = [d for d in found if d]
    if not days and signed:
        days = [
            frame.due
            for frame in frames(text, start, end, signed)
            if frame.due
            and not is_past(frame, signed)
            and not _RHYTHM.match(text, frame.start)
            and not text.startswith(_GOES_ON, frame.end)
        ] or list(_months(text, start, end, signed))
    return max(days, key=lambda d: d.day) if days else None


#: 6月底, 6月30日 by itself, where nothing else is said: the cell of a day, a clause's end
_MONTH = re.compile(r"(?<![\d年])(\d{1,2})月(?:(\d{1,2})日|[底末份])?(?=完成|[）)。；\n]|$)")


def _months(text: str, start: int, end: int, signed: str) -> Iterator[Due]:
    """The days of months of the year of signing, that are not over by then."""
    if text.find("月", start, end) < 0:
        return
    for month, day in _MONTH.findall(text[start:end]):
        ends = due_day(int(signed[:4]), int(month), int(day) if day else None)
        if ends and ends.day >= signed:
            yield ends
