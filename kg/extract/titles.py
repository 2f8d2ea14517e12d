"""Documents as a text names them: 《title》 and numbers, with what stands in brackets after them.

Where the words stand and what they say; what they are cited for is in
:mod:`kg.extract.relations`, which document they are in :mod:`kg.extract.citations`.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.numbers import (
    CLOSE,
    NUMBER,
    STANDARD,
    YEAR,
    Number,
    code_of,
    notice,
    number_of,
    numbers,
)
from kg.types import Span

_ALIAS = re.compile(
    r"(?:以下|下|统)\s*(?:简称|称|统称)(?:为)?\s*[：:]?\s*[《“\"‘'「〈](?P<name>[^《》“”\"‘’]{2,24})[》”\"’'」〉]"
)
_BRACKET = re.compile(r"\s?[（(〔\[［【]")
_LONGEST_TITLE, _LONGEST_BRACKET = 160, 160
_OPENING = ("〔", "［", r"\[", "（", r"\(", "【", "„")
_TRIGGER = re.compile(
    "《|"
    + "".join(rf"{bracket}\s*{YEAR}\s*年?[{CLOSE}]\s*第?\s*\d|" for bracket in _OPENING)
    + "".join(rf"{word}(?:{YEAR}年)?第?[\d一二三四五六七八九十]|" for word in ("令", "公告"))
    + r"第[\d一二三四五六七八九十]{1,5}号(?:令|公告)"
)


class Printed(Struct, frozen=True):
    """A place where a document is named. ``end`` is behind its number and brackets.

    ``title_end`` is behind the title itself; ``alias`` is what it is called from there on.
    """

    start: int
    end: int
    title: str | None
    title_end: int
    numbers: tuple[Number, ...] = ()
    alias: str | None = None


def printed(text: str, spans: list[Span]) -> list[Printed]:
    """All documents named in stretches of clean text, in text order, titles before numbers."""
    found: list[Printed] = []
    for span in spans:
        end = span.start
        for trigger in _TRIGGER.finditer(text, span.start, span.end):
            if trigger.start() < end:
                continue
            read = _title if trigger[0] == "《" else _alone
            floor = max(end, span.start)
            if read is _title and found and _stands_before(found[-1], trigger.start()):
                floor = found.pop().start
            if each := read(text, trigger.start(), span, floor):
                found.append(each)
                end = each.end
    return _paired(found, text)


def _stands_before(number: Printed, at: int) -> bool:
    """Whether a number without a title is that of the title that begins there: 24号《方案》."""
    return number.title is None and number.end == at and number.alias is None


def _title(text: str, start: int, span: Span, floor: int) -> Printed | None:
    close = _closing(text, start, span.end)
    if close is None:
        return None
    title = text[start + 1 : close].replace("\n", "").strip()
    inside: list[Number] = []
    if inner := _number_in_title(title):  # 《关于…的通知（国办发〔2020〕45号）》
        title, words = inner
        inside = [replace(n, start=close, end=close + 1) for n in numbers(words, 0, len(words))]
    if not title or title.count("）") > title.count("（"):
        return None
    tail, more, alias = _after(text, close + 1, span.end)
    if not (inside or more) and (before := _number_before(text, start, floor)):
        return Printed(before.start, tail, title, close + 1, (before,), alias)
    return Printed(start, tail, title, close + 1, (*inside, *more), alias)


def _closing(text: str, start: int, limit: int) -> int | None:
    """Position of the 》 that closes a title; titles in titles may be printed with 《》 too."""
    stop = min(limit, start + _LONGEST_TITLE)
    depth = 0
    for at in range(start, stop):
        char = text[at]
        if char == "《":
            depth += 1
        elif char == "》":
            depth -= 1
            if depth == 0:
                return at
        elif char in "。；" or (char == "\n" and text[at + 1 : at + 2] in "一二三四五（(\n"):
            break
    first = text.find("》", start, stop)
    inner = text[start:first] if first > 0 else "。"
    torn = "\n" in inner and "《" in inner[1:]  # a summary cut short above the title itself
    return first if "。" not in inner and "；" not in inner and not torn else None


def _number_in_title(title: str) -> tuple[str, str] | None:
    for found in NUMBER.finditer(title) if title[-1:] in "）)号" else ():
        at = title.rfind("（", 0, found.start() + 1)
        if at > 3 and found.start() - at <= 2 and len(title) - found.end() <= 1:
            return title[:at], title[at:]
    found_standard = STANDARD.search(title)
    if found_standard and found_standard.start() > 3:
        return title[: found_standard.start()].rstrip("（( "), title[found_standard.start() :]
    return None


#: a remark in brackets behind a title, which a number may follow: （新十条）
_REMARK = re.compile(r"\s?[（(][^（）]{0,14}[）)]")


def _after(text: str, at: int, limit: int) -> tuple[int, list[Number], str | None]:
    """Numbers and alias in the brackets after a title, or a number right behind it."""
    found: list[Number] = []
    alias: str | None = None
    end = at
    while close := _bracket_after(text, at, limit):
        here = list(numbers(text, at, close)) or list(notice(text, at, close))
        named = _ALIAS.search(text[at:close].replace("\n", ""))
        if not here and not named and not _REMARK.fullmatch(text, at, close):
            break
        found += here
        alias = alias or (named["name"] if named else None)
        at = close
        end = close if here or named else end
    if end == at and (direct := NUMBER.match(text, at, min(limit, at + 32))):
        code = code_of(direct["code"])
        if code == direct["code"].replace("\n", ""):
            return direct.end(), [number_of(direct, code, direct.start())], None
    if end == at and (standard := STANDARD.match(text, at + text.startswith(" ", at), limit)):
        # 《公园设计规范》GB 51192-2016
        stop = standard.end()
        return stop, list(numbers(text, standard.start(), stop)), None
    return end, found, alias


def _bracket_after(text: str, at: int, limit: int) -> int | None:
    """End of the bracket that begins at a position, if one does."""
    opened = _BRACKET.match(text, at, limit)
    return _bracket_end(text, opened.end() - 1, limit) if opened else None


def _bracket_end(text: str, start: int, limit: int) -> int | None:
    """Position behind the bracket that closes the one at ``start``; any closing form counts."""
    depth = 0
    for at in range(start, min(limit, start + _LONGEST_BRACKET)):
        if text[at] in "（(〔[［【":
            depth += 1
        elif text[at] in "）)〕]］】":
            depth -= 1
            if depth == 0:
                return at + 1
        elif text[at] == "。":
            return None
    return None


def _number_before(text: str, start: int, floor: int) -> Number | None:
    """A number right before a title: 国办发〔2020〕45号《关于…》, 国务院令第588号《…》."""
    window = text[max(floor, start - 48) : start]
    if not re.search(r"号(?:文件?|令)?[）)]?$", window):
        return None
    found = list(numbers(text, max(floor, start - 48), start))
    return found[-1] if found and start - found[-1].end <= 2 else None


def _alone(text: str, at: int, span: Span, floor: int) -> Printed | None:
    """A number that stands without a title."""
    low = max(floor, at - 32)
    for each in numbers(text, max(low, text.rfind("（", low, at)), min(span.end, at + 24)):
        if each.end <= at:
            continue
        stop, alias = each.end, None
        if close := _bracket_after(text, stop, span.end):
            named = _ALIAS.search(text[stop:close])
            stop, alias = (close, named["name"]) if named else (stop, None)
        return Printed(each.start, stop, None, each.start, (each,), alias)
    return None


_BETWEEN = re.compile(r"[、和及与，]?\s*(?:以及)?")


def _paired(found: list[Printed], text: str) -> list[Printed]:
    """Numbers printed together behind several titles, given to them one by one.

    《甲》《乙》（国办发〔2018〕1号、国办发〔2018〕2号): as many numbers as titles.
    """
    result = list(found)
    for index, each in enumerate(found):
        count = len(each.numbers)
        if count < 2 or each.title is None:
            continue
        first = index - count + 1
        run = found[first : index + 1] if first >= 0 else []
        bare = all(one.title and not one.numbers for one in run[:-1])
        joined = all(
            _BETWEEN.fullmatch(text, a.end, b.start) for a, b in zip(run, run[1:], strict=False)
        )
        if run and bare and joined:
            for offset, one in enumerate(run):
                result[first + offset] = replace(one, numbers=(each.numbers[offset],))
    return result
