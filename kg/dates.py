"""Dates as official documents write them, as ISO dates and with their precision.

GB/T 9704-2012 writes the date of a document in Arabic digits; documents before 2012 write
Chinese numerals (二〇〇四年三月一日, with 〇, ○, O, 0 or 零).
"""

from __future__ import annotations

import calendar
import re

from msgspec import Struct

from kg.types import Precision

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "零○ＯO0ΟО", "0"
)
#: web copies write a Latin, Greek or Cyrillic O, or the digit: 二00五年六月十七日
_ZERO = "〇零○OＯ0\u039f\u041e"
_NUMERAL = "一二三四五六七八九十"
#: years a document can be of: others are misprints
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
#: A whole date: 2021年7月2日, 二〇〇四年三月一日
DATE = re.compile(
    rf"((?:19|20)\d{{2}}|[一二][{_ZERO}九八][{_ZERO}{_NUMERAL}]{{2}})年"
    rf"(\d{{1,2}}|[{_NUMERAL}]{{1,3}})月(\d{{1,2}}|[{_NUMERAL}]{{1,3}})[日号]"
)

#: A whole date as tables of web pages write it: 2023-03-01, 2023/3/1
TABLE_DATE = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
#: A whole date as data bases write it: 20230301
COMPACT_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")


class Due(Struct, frozen=True):
    """A day by which something is to be done, and how precisely the text says so."""

    day: str
    precision: Precision


def number(text: str) -> int:
    """An integer in Arabic digits or in Chinese numerals up to 999 (十二, 一百一十二, 三百零三).

    Raises ValueError, and nothing else, where the text is no number (十十, 二〇十一).
    """
    if text.isdecimal():
        return int(text)
    hundreds, hundred, rest = text.partition("百")
    if hundred:
        if len(rest) == 1:
            raise ValueError(f"{text!r} is no number")
        return _one(hundreds) * 100 + (number(rest.lstrip("零〇")) if rest else 0)
    tens, ten, ones = text.partition("十")
    if ten:
        return (_one(tens) if tens else 1) * 10 + (_one(ones) if ones else 0)
    return _digits(text)


def number_or_none(text: str) -> int | None:
    """:func:`number`, or None where the text is no number: a misprint is left unread."""
    try:
        return number(text)
    except ValueError:
        return None


def _one(text: str) -> int:
    """A single Chinese numeral: on either side of 十 stands one."""
    if len(text) != 1:
        raise ValueError(f"{text!r} is no single numeral")
    return _digits(text)


def _digits(text: str) -> int:
    """Chinese numerals written one after another, as in years (二〇〇四)."""
    digits = [_DIGITS.get(char) for char in text]
    if not digits or None in digits:
        raise ValueError(f"{text!r} is no number")
    return int("".join(digit for digit in digits if digit))


def iso(match: re.Match[str]) -> str | None:
    """ISO form of a :data:`DATE`, :data:`TABLE_DATE` or :data:`COMPACT_DATE` match.

    None where there is no such day (2月30日, 十十日).
    """
    year, month, day = (number_or_none(part) for part in match.groups()[:3])
    if year is None or month is None or day is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def last_day(year: int, month: int) -> str:
    """Last day of a month: 8月底前 means 31 August."""
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


_QUARTER_END = {"上半年": 6, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}
DUE = re.compile(
    r"(20\d{2})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?(上半年|第?[一二三四]季度)?"
    r"(?:年?[底末]|月?底)?(?=之?前|以前|完成|[，。；、）]|$)"
)


def due(match: re.Match[str]) -> Due | None:
    """The day a :data:`DUE` match (2021年8月底前, 2022年12月底前完成) ends with."""
    year, month, day, part = match.groups()
    if day:
        text = f"{year}-{int(month):02}-{int(day):02}"
        valid = 1 <= int(month) <= 12 and int(day) <= calendar.monthrange(int(year), int(month))[1]
        return Due(text, "day") if valid else None
    if month:
        return Due(last_day(int(year), int(month)), "month") if 1 <= int(month) <= 12 else None
    if part:
        return Due(last_day(int(year), _QUARTER_END[part.removeprefix("第")]), "month")
    return Due(f"{year}-12-31", "year")
