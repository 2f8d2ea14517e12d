"""The day that a document prints below its title instead of below its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.dates import DATE
from kg.normalise import HAN
from kg.split.elements import (
    DATE_LINE,
    NOTE_LINE,
    NUMBER_LINE,
    ORDER_LINE,
    ORGAN_END,
    SIGNATURE_LINE,
    Line,
)

#: （2031年5月2日）, 1999年7月13日，国家海洋局, （2031年3月4日某政〔2031〕7号）
_DAY = re.compile(
    rf"[（(]\s*(?P<date>{DATE.pattern})\s*[）)]"
    rf"|[（(]\s*(?P<noted>{DATE.pattern})[{HAN}]{{0,30}}〔[^（）]{{6,12}}号[）)]"
    rf"|[（(]?\s*(?P<day>{DATE.pattern})[，、\s]*(?P<who>[{HAN}]{{2,30}}?(?:{ORGAN_END}|国务院))"
    r"(?:发布|公布|颁布|印发|制定)?\s*[）)]?"
)
#: （1992年12月10日某市人民政府某政〔1992〕7号文发布）; the day of 通过 is not that of signing
_NOTE = re.compile(r"[（(](?![^（）]*通过)[^（）]{10,160}(?:发布|公布|颁布|印发)[^（）]{0,60}[）)]")
_ENTERS = re.compile("起?(?:正式|开始)?(?:施行|实施|执行|生效)")
#: lines between a title and its day: number, issuer, other notes
_LINES = 4


class Dated(NamedTuple):
    """The day below a title, and the body beside it, if one is."""

    date: Line
    who: Line | None


def dated(lines: Sequence[Line], at: int) -> Dated | None:
    """The day in the first lines below a title, which ends before line ``at``.

    A note that names several days tells of a history: it is not read here.
    """
    before = ""
    for line in lines[at : at + _LINES]:
        if DATE_LINE.fullmatch(line.text) and NUMBER_LINE.fullmatch(before):
            return Dated(line, None)
        before = line.text
        if found := _DAY.fullmatch(line.text):
            who = _part(line, *found.span("who")) if found["who"] else None
            day = next(name for name in ("date", "noted", "day") if found[name])
            return Dated(_part(line, *found.span(day)), who)
        if _NOTE.fullmatch(line.text):
            days = [
                day for day in DATE.finditer(line.text) if not _ENTERS.match(line.text, day.end())
            ]
            return Dated(_part(line, *days[0].span()), None) if len(days) == 1 else None
        forms = (SIGNATURE_LINE, NUMBER_LINE, ORDER_LINE, NOTE_LINE)
        if not any(form.fullmatch(line.text) for form in forms):
            return None
    return None


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.start + start, line.start + end, line.text[start:end])
