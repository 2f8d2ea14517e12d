"""Automatic numbers of a Word file: 一、（一）1. are not in its text, they are counted.

ECMA-376 17.9: a paragraph, or its style, names a numbering and a level; the numbering names an
abstract one, whose levels say where counting begins, how the number is written and what stands
around it. A level starts over when a higher one has counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_LEVELS = 9
#: Forms that are written 一, 二, 十一.
_COUNTED = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Style:
    number: str | None
    level: int | None
    base: str


class Numbering:
    """Counts through a document; :meth:`next` gives what is printed before a paragraph."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_numbering(self, root: Any) -> None:
        abstract = {
            each.get(_W + "abstractNumId", ""): _levels(each)
            for each in root.iterchildren(_W + "abstractNum")
        }
        for each in root.iterchildren(_W + "num"):
            key = each.get(_W + "numId", "")
            of = _value(each, "abstractNumId")
            levels = dict(abstract.get(of, {}))
            own = False
            for override in each.iterchildren(_W + "lvlOverride"):
                number = _integer(override.get(_W + "ilvl", ""), 0)
                found = _levels(override)
                levels.update(found)
                start = _value(override, "startOverride")
                if start and number in levels:
                    old = levels[number]
                    levels[number] = _Level(_integer(start, 1), old.form, old.text)
                own = own or bool(start) or bool(found)
            self._levels[key] = levels
            #: Numberings of one abstract go on counting together, unless one starts anew.
            self._abstract[key] = f"num {key}" if own else f"abstract {of}"

    def _read_styles(self, root: Any) -> None:
        for each in root.iterchildren(_W + "style"):
            key = each.get(_W + "styleId", "")
            number, level = _reference(each.find(_W + "pPr"))
            self._styles[key] = _Style(number, level, _value(each, "basedOn"))
            is_default = each.get(_W + "default") in ("1", "true")
            if is_default and each.get(_W + "type") == "paragraph":
                self._default = key

    def next(self, paragraph: Any) -> str:
        """The number of a paragraph that has words, counted on; empty where it has none."""
        properties = paragraph.find(_W + "pPr")
        number, level = _reference(properties)
        if number is None:
            style = "" if properties is None else _value(properties, "pStyle")
            number, level = self._of_style(style or self._default, level)
        levels = self._levels.get(number or "0")
        at = min(max(level or 0, 0), _LEVELS - 1)
        if number in (None, "0") or not levels or at not in levels:
            return ""
        counts = self._counts[self._abstract[number or ""]]
        before = counts[at]
        counts[at] = levels[at].start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        return self._printed(levels, counts, at)

    def _of_style(self, key: str, level: int | None) -> tuple[str | None, int | None]:
        """Numbering and level that a style has, or one that it is based on."""
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            level = style.level if level is None else level
            if style.number is not None:
                return style.number, level
            key = style.base
        return None, level

    @staticmethod
    def _printed(levels: dict[int, _Level], counts: list[int | None], at: int) -> str:
        """``%1`` in the text of a level is the number of the first level, and so on."""

        def number(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            level = levels.get(which, _Level())
            count = counts[which]
            return written(level.start if count is None else count, level.form)

        if levels[at].form in ("bullet", "none") and "%" not in levels[at].text:
            return "" if levels[at].form == "bullet" else levels[at].text
        return re.sub(r"%([1-9])", number, levels[at].text)


def _levels(parent: Any) -> dict[int, _Level]:
    return {
        _integer(each.get(_W + "ilvl", ""), 0): _Level(
            _integer(_value(each, "start"), 1),
            _value(each, "numFmt") or "decimal",
            _value(each, "lvlText"),
        )
        for each in parent.iterchildren(_W + "lvl")
    }


def _reference(properties: Any) -> tuple[str | None, int | None]:
    """Numbering and level that paragraph properties name."""
    named = None if properties is None else properties.find(_W + "numPr")
    if named is None:
        return None, None
    level = _value(named, "ilvl")
    return _value(named, "numId") or None, _integer(level, 0) if level else None


def _value(element: Any, name: str) -> str:
    found = element.find(_W + name)
    return "" if found is None else str(found.get(_W + "val", ""))


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else default


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; an unknown form is written in digits."""
    if form in _COUNTED:
        return _counting(number, _DIGITS)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _counting(number, _FORMAL).replace("十", "拾").replace("百", "佰")
    if form == "ideographTraditional":
        return _HEAVENLY[(number - 1) % 10] if number else "0"
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return f"（{number}）"
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("lowerLetter", "upperLetter") and number:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form == "none":
        return ""
    return str(number)


def _counting(number: int, digits: str) -> str:
    """Chinese numerals below a thousand: 十, 十一, 二十, 一百零五."""
    if number >= 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    parts = digits[hundreds] + "百" if hundreds else ""
    if hundreds and not tens and ones:
        parts += digits[0]
    if tens:
        parts += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    return parts + (digits[ones] if ones or not number else "")


def _roman(number: int) -> str:
    table = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
             (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    parts = []
    for value, letters in table:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)
