"""Quantities as official documents write them: number, multiplier, unit and comparison.

    3—5家    20万个以上    2.8%    1.2亿千瓦    不少于50场    至少一所    千名以上    三分之一

万 and 亿 are multiplied out where they count things (20万个 is 200000 个) and stay part of any
other unit (亿千瓦, 万元/人): ``units.tsv`` says which is which. What stands in no unit is no
quantity (世界500强, 5G, 百亿级).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from msgspec import Struct

from kg import wordtrie
from kg.facts import Comparator

_SCALE = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6,
          "千万": 10**7, "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11,
          "万亿": 10**12}  # fmt: skip
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_RANK = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of ``units.tsv``; ``qudt`` is the local name there, or empty."""

    name: str
    kind: str
    qudt: str
    factor: float
    english: str


class Quantity(Struct, frozen=True):
    """A quantity in a text: ``[start, end)`` holds the words of comparison around the number.

    ``number`` is where the digits begin. A range has ``low`` and ``high``, and no ``value``.
    """

    start: int
    number: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    kind: str
    comparator: Comparator


@cache
def units() -> dict[str, Unit]:
    """The units of ``units.tsv`` by their printed form."""
    text = resources.files("kg.data").joinpath("units.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    return {
        name: Unit(name, kind, qudt, float(factor), english)
        for name, kind, qudt, factor, english in rows[1:]
    }


def integer(text: str) -> int | None:
    """Value of a Chinese numeral (十二, 两百五十, 三千, 一百零五, 百), or None where it is none.

    >>> integer("一百零五")
    105
    """
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[char]
        elif char in _RANK:
            section += (1 if digit is None else digit) * _RANK[char]
            digit = None
        elif char in "万亿":
            section += digit or 0
            total = (total + (section or 1)) * (10**4 if char == "万" else 10**8)
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0) if text else None


# -- Finding quantities -------------------------------------------------------------------------

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MULTIPLIER = "万亿|[十百千]?[万亿]|[百千](?=[家名个场户人项])"
_HAN = "[一二两三四五六七八九十百千万亿零〇]+"
_TO = "(?:—{1,2}|–|-|~|～|至)"
_AT_LEAST = (
    "不得(?:低|少|小)于|不低于|不少于|不小于|不短于|至少|超过|突破|高于|大于|多于|不止|≥|＞|>|超"
)
_AT_MOST = "不得超过|不得(?:高|多|大)于|不超过|不高于|不多于|不大于|控制在|低于|小于|少于|≤|＜|<"
_ABOUT = "大约|约为?|近"
_NUMERAL = r"[\d一二两三四五六七八九十百千万亿零〇]"
#: a year of the calendar is a date and no quantity
_CALENDAR = re.compile(r"(?:19|20)\d\d")
_BEFORE = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT}))(?:达到|达|到|至|在|为)?$"
)
#: what they end in: most numbers stand behind another character
_COMPARING = frozenset("于过少破超在约为近到达至≥＞>≤＜<\n")
_AFTER = re.compile(
    "(?P<least>(?:及|或|含)?以上)|(?P<most>(?:及|或)?以下|以内|之内)|(?P<about>左右|上下)"
)
_LONGEST_BEFORE = 8


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of a quantity, and that of a unit alone."""
    unit = wordtrie.pattern(units())
    one = rf"{unit}(?:/(?:[百千]?[万亿]?{unit}|年|月|日))*"
    arabic = (
        rf"(?<![\d.,A-Za-z第/])(?:(?P<low>{_NUMBER})(?P<lm>{_MULTIPLIER})?(?P<lu>{unit})?{_TO})?"
        rf"(?P<value>{_NUMBER})(?P<over>余|多)?(?P<mult>{_MULTIPLIER})?(?P<over2>余|多)?"
        rf"(?P<unit>{one})"
    )
    han = (
        rf"(?<![第\d零〇一二两三四五六七八九十百千万亿])(?P<han>{_HAN})(?:余|多)?(?P<hunit>{one})"
        rf"|百分之(?P<percent>{_HAN})|(?P<part>{_HAN})分之(?P<whole>{_HAN})"
    )
    return re.compile(rf"{arabic}|{han}"), re.compile(rf"(?P<mult>{_MULTIPLIER})?(?P<unit>{one})")


@cache
def _run() -> re.Pattern[str]:
    """A run of numerals and what can follow it in a quantity: few are worth a closer look."""
    follows = "".join(sorted({unit[0] for unit in units()} | set("余多分—–-~～至")))
    whole = f"{_NUMERAL}(?<!{_NUMERAL}{{2}}){_NUMERAL}*+"
    return re.compile(rf"{whole}(?=[{re.escape(follows)}]|[,.]\d)")


def quantities(text: str, start: int, end: int, *, times: bool = True) -> Iterator[Quantity]:
    """All quantities of ``text[start:end]``, in text order; without those of time if so asked."""
    pattern, at = _patterns()[0], start
    for run in _run().finditer(text, start, end):
        if run.start() < at:
            continue
        after = text[run.end()]
        if (after == "年" and _CALENDAR.fullmatch(run[0])) or (after in "月日" and not times):
            continue
        match = pattern.match(text, run.start(), end)
        found = match and (_fraction(match) or _arabic(match) or _chinese(match))
        if match and found:
            at = match.end()
            if times or kind_of(found[3]) != "time":
                yield _compared(text, match, *found, start, end)


_Read = tuple[float | None, float | None, float | None, str]


def _arabic(match: re.Match[str]) -> _Read | None:
    if match["value"] is None:
        return None
    unit, multiplier = match["unit"], match["mult"] or ""
    value = _float(match["value"])
    scale, name = scaled(multiplier, unit)
    if match["low"] is None:
        return _clean(value * scale), None, None, name
    low = _float(match["low"])
    low_multiplier = match["lm"] or (multiplier if not match["lu"] else "")
    if match["lu"] and match["lu"] != unit.partition("/")[0]:
        return _clean(value * scale), None, None, name
    if low_multiplier != multiplier:  # 5000万—1亿元
        low *= _SCALE[low_multiplier] / _SCALE[multiplier]
    if low > value:
        return _clean(value * scale), None, None, name
    return None, _clean(low * scale), _clean(value * scale), name


def _chinese(match: re.Match[str]) -> _Read | None:
    if match["han"] is None:
        return None
    value = integer(match["han"])
    if value is None:
        return None
    unit = match["hunit"]
    if units()[_base(unit)].kind == "count" or match["han"][-1] not in "万亿":
        return float(value), None, None, unit
    head = integer(match["han"][:-1] or "一")
    return None if head is None else (float(head), None, None, match["han"][-1] + unit)


def _fraction(match: re.Match[str]) -> _Read | None:
    """百分之三十 is 30 %; 三分之一 is a third, in no unit."""
    if match["percent"]:
        value = integer(match["percent"])
        return None if value is None else (float(value), None, None, "%")
    if match["part"]:
        whole, part = integer(match["part"]), integer(match["whole"])
        if whole and part is not None:
            return part / whole, None, None, ""
    return None


def scaled(multiplier: str, unit: str) -> tuple[float, str]:
    """Factor and unit of a number before 万亿 and a unit: things are counted out, 亿元 stays.

    >>> scaled("万", "个"), scaled("万", "元/人")
    ((10000, '个'), (1, '万元/人'))
    """
    if units()[_base(unit)].kind in ("count", "share", "points", "ratio"):
        return _SCALE[multiplier], unit
    return 1, multiplier + unit


def _base(unit: str) -> str:
    return unit.partition("/")[0]


def _float(text: str) -> float:
    return float(text.replace(",", ""))


def _clean(value: float) -> float:
    """Without the noise of binary multiplication: 17.5 × 10000, 0.07 × 100."""
    return round(value, 6)


def _compared(
    text: str, match: re.Match[str], value: float | None, low: float | None, high: float | None,
    unit: str, first: int, last: int,
) -> Quantity:  # fmt: skip
    """The quantity with the words of comparison before and after it."""
    begin, end = match.span()
    words = text[max(first, begin - _LONGEST_BEFORE) : begin]
    before = _BEFORE.search(words) if words and words[-1] in _COMPARING else None
    after = _AFTER.match(text, end, last)
    comparator: Comparator = "="
    for found in (after, before):
        if found and comparator == "=":
            comparator = ">=" if found["least"] else "<=" if found["most"] else "~"
    if comparator == "=" and match["value"] and (match["over"] or match["over2"]):
        comparator = "~"
    if low is not None:
        comparator = "range"
    start = begin - len(before[0]) if before else begin
    stop = after.end() if after else end
    return Quantity(start, begin, stop, value, low, high, unit, kind_of(unit), comparator)


@lru_cache(maxsize=1024)
def kind_of(unit: str) -> str:
    """Kind of a printed unit with its multiplier (万元/人: money); a bare share is a ratio."""
    head = _base(unit)
    known = units().get(head)
    if known is None and head:
        known = units()[_split(head)[1]]
    return known.kind if known else "ratio"


def _split(head: str) -> tuple[str, str]:
    """Multiplier and unit of a unit without denominators; the unit as it is where unknown."""
    match = _patterns()[1].fullmatch(head)
    return (match["mult"] or "", match["unit"]) if match else ("", head)


def unit_of(text: str) -> tuple[str, str] | None:
    """Multiplier and unit where the whole text is a unit (万元/人), else None."""
    match = _patterns()[1].fullmatch(text)
    return (match["mult"] or "", match["unit"]) if match else None


def conversion(unit: str) -> float | None:
    """Factor of a printed unit to its base: 万元/亩 is 15; None where a part is unknown.

    >>> conversion("万元/人")
    10000.0
    """
    factor = 1.0
    for n, part in enumerate(unit.split("/")):
        known = _factor(part)
        if known is None:
            return None
        factor = factor / known if n else known
    return float(f"{factor:.10g}")


def _factor(part: str) -> float | None:
    known = units().get(part)
    if known:
        return known.factor
    multiplier, unit = _split(part)
    return _SCALE[multiplier] * units()[unit].factor if unit in units() else None
