"""Documents as a text names them: 《title》 and numbers, with what stands in brackets after them.

Where the words stand and what they say; what they are cited for is in
:mod:`kg.extract.relations`, which document they are in :mod:`kg.extract.citations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.normalise import HAN
from kg.types import Span

_OPEN, _CLOSE = "〔［\\[（(【", "〕］\\]）)】"
_YEAR = r"(?:19|20)\d\d"
#: 国办发〔2020〕45号 as web copies print it: [2020]45号, （2020）45 号, 〔2018）46号
_NUMBER = re.compile(
    rf"(?P<code>[{HAN}][{HAN}A-Za-z\n]{{0,16}})\n?[{_OPEN}]\s*(?P<year>{_YEAR})\s*年?[{_CLOSE}]\s*"
    r"第?\s*(?P<seq>\d{1,4})\s*(?:号|(?=[）)]))"
)
#: 国务院令第722号, 主席令第四十九号, 财政部公告2021年第5号, 国家发展改革委2020年第31号令
_ORDER = re.compile(
    rf"[{HAN}、 ]{{0,30}}?(?:令|公告|通告)\s*(?:{_YEAR}\s*年)?\s*第?\s*"
    r"(?:\d{1,4}|[一二三四五六七八九十百〇]{1,6})\s*号"
    rf"|[{HAN}]{{0,24}}?(?:{_YEAR}\s*年)?第\s*(?:\d{{1,4}}|[一二三四五六七八九十百〇]{{1,6}})\s*号\s*(?:令|公告)"
)
#: in brackets behind the title of a 公告, whose kind is not said again: （财政部 税务总局2023年第28号）
_NOTICE = re.compile(rf"[（(](?P<number>[{HAN}、 ]{{0,40}}{_YEAR}年第\s*\d{{1,3}}\s*号)[）)]")
#: words that end before an order's issuer begins (以民航总局令第138号, 严格执行农业农村部公告第79号)
_BEFORE_ORDER = re.compile(
    r"根据|按照|依据|依照|遵照|参照|执行|落实|遵守|符合|违反|[^公发]布的|的|[日月年](?=以)|以(?=[一-龥]{2,})|\n"
)
#: a number that shares what stands before its year with the one before (国发〔2018〕41号、42号)
_MORE = re.compile(r"[、和,，]\s*(?P<seq>\d{1,4})\s*号")
#: GB/T 26341—2010
_STANDARD = re.compile(
    r"(?:GB|DB|JGJ|CJJ|CJ|JG|HJ|NY|LY|SL|SC|WS|YD|JT|JR|MZ|LD|TB|AQ|GA|DL|NB|HG|JB|QX|T)"
    r"[\dA-Z/]{0,8}\s?\d{1,6}(?:\.\d{1,3})?\s?[-—－–]{1,2}\s?(?:19|20)?\d\d"
)
#: words that end before a code begins (按照定政发〔2023〕18号, …的通知穗府办规〔2021〕7号)
_BEFORE_CODE = re.compile(
    r"按照|根据|依据|参照|遵照|依照|落实|执行|贯彻|通知|意见|办法|规定|方案|措施|批复|关于|文件|精神|以及|详见|参见|如下|"
    r"印发|下发|转发|废止|人民政府|办公厅|办公室|委员会|总局|同时|为准|原|[的以按见和及与或将对是文据\n]"
)
_ALIAS = re.compile(
    r"(?:以下|下|统)\s*(?:简称|称|统称)(?:为)?\s*[：:]?\s*[《“\"‘'「〈](?P<name>[^《》“”\"‘’]{2,24})[》”\"’'」〉]"
)
_BRACKET = re.compile(r"\s?[（(〔\[［【]")
_LONGEST_TITLE, _LONGEST_BRACKET = 160, 160
_TRIGGER = re.compile(
    rf"《|[{_OPEN}]\s*{_YEAR}\s*年?[{_CLOSE}]\s*第?\s*\d|(?:令|公告)(?:{_YEAR}年)?第?[\d一二三四五六七八九十]"
    rf"|第[\d一二三四五六七八九十]{{1,5}}号(?:令|公告)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A document's number in its one form; ``code`` is None for an order's or a standard's."""

    text: str
    code: str | None
    year: int | None
    sequence: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Printed:
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
    numbers: list[Number] = []
    if inner := _number_in_title(title):  # 《关于…的通知（国办发〔2020〕45号）》
        cut, printed_number = inner
        title = cut
        numbers = list(_numbers(printed_number, 0, len(printed_number)))
    if not title:
        return None
    tail, more, alias = _after(text, close + 1, span.end)
    numbers = [replace(each, start=close, end=close + 1) for each in numbers] + more
    if not numbers and (before := _number_before(text, start, floor)):
        return Printed(before.start, tail, title, close + 1, (before,), alias)
    return Printed(start, tail, title, close + 1, tuple(numbers), alias)


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
    return first if "。" not in inner and "；" not in inner else None


def _number_in_title(title: str) -> tuple[str, str] | None:
    if title[-1:] not in "）)号":
        return None
    for found in _NUMBER.finditer(title):
        at = title.rfind("（", 0, found.start() + 1)
        if at > 3 and found.start() - at <= 2 and len(title) - found.end() <= 1:
            return title[:at], title[at:]
    found_standard = _STANDARD.search(title)
    if found_standard and found_standard.start() > 3:
        return title[: found_standard.start()].rstrip("（( "), title[found_standard.start() :]
    return None


def _after(text: str, at: int, limit: int) -> tuple[int, list[Number], str | None]:
    """Numbers and alias in the brackets after a title, or a number right behind it."""
    numbers: list[Number] = []
    alias: str | None = None
    end = at
    for _ in range(3):
        opened = _BRACKET.match(text, at, limit)
        close = _bracket_end(text, opened.end() - 1, limit) if opened else None
        if close is None:
            break
        words = text[at:close]
        found = list(_numbers(text, at, close)) or list(_notice(text, at, close))
        named = _ALIAS.search(words.replace("\n", ""))
        if (
            not found
            and not named
            and not re.match(r"\s?[（(]\s*(?:以下|下)?[^（）]{0,12}[）)]$", words)
        ):
            break
        numbers += found
        alias = alias or (named["name"] if named else None)
        at = close
        end = close if found or named else end
    if not numbers and end == at:
        direct = _NUMBER.match(text, at, min(limit, at + 32))
        code = _code(direct["code"]) if direct else ""
        if direct and code == direct["code"].replace("\n", ""):
            numbers = [_number(direct, code, direct.start())]
            end = direct.end()
    return end, numbers, alias


def _notice(text: str, start: int, end: int) -> Iterator[Number]:
    if found := _NOTICE.fullmatch(text, start, end):
        words = re.sub(r"\s", "", found["number"])
        yield Number(words, None, None, None, found.start("number"), found.end("number"))


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
    found = list(_numbers(text, max(floor, start - 48), start))
    return found[-1] if found and start - found[-1].end <= 2 else None


def _alone(text: str, at: int, span: Span, floor: int) -> Printed | None:
    """A number that stands without a title."""
    low = max(floor, at - 24)
    bracketed = max(
        text.rfind("（", low, at), text.rfind("\n", low, at) if text[at] == "\n" else -1
    )
    for each in _numbers(text, max(low, bracketed), min(span.end, at + 24)):
        if each.end > at:
            stop = each.end
            alias = None
            if opened := _BRACKET.match(text, stop, span.end):
                close = _bracket_end(text, opened.end() - 1, span.end)
                named = _ALIAS.search(text[stop:close]) if close else None
                if close and named:
                    alias, stop = named["name"], close
            return Printed(each.start, stop, None, each.start, (each,), alias)
    return None


def _numbers(text: str, start: int, end: int) -> Iterator[Number]:
    """Numbers in a stretch, in order."""
    at = start
    while at < end:
        found = min(
            filter(None, (p.search(text, at, end) for p in (_NUMBER, _ORDER, _STANDARD))),
            key=lambda match: (match.start(), -match.end()),
            default=None,
        )
        if found is None:
            return
        at = found.end()
        if found.re is not _NUMBER:
            yield from _other(found)
            continue
        code = _code(found["code"])
        if len(code) < 2 and text[found.start() - 1 : found.start()] not in ("（", "("):
            continue
        yield _number(
            found,
            code,
            found.start() + found["code"].rfind(code[-1]) + 1 - _raw_length(found["code"], code),
        )
        while more := _MORE.match(text, at, end):
            sequence = int(more["seq"])
            words = f"{code}〔{found['year']}〕{sequence}号"
            yield Number(words, code, int(found["year"]), sequence, more.start("seq"), more.end())
            at = more.end()


def _raw_length(printed_code: str, code: str) -> int:
    """Characters that a code takes as printed, line ends in it counted."""
    left = len(code)
    taken = 0
    for char in reversed(printed_code):
        if left == 0:
            break
        taken += 1
        left -= char != "\n"
    return taken


def _number(found: re.Match[str], code: str, start: int) -> Number:
    year, sequence = int(found["year"]), int(found["seq"])
    return Number(f"{code}〔{year}〕{sequence}号", code, year, sequence, start, found.end())


def _code(words: str) -> str:
    """The code without what runs into it from before."""
    ends = [found.end() for found in _BEFORE_CODE.finditer(words)]
    inside = [end for end in ends if end < len(words)]
    return (words[inside[-1] :] if inside else words).replace("\n", "")


def _other(found: re.Match[str]) -> Iterator[Number]:
    """The number of an order, an announcement or a standard."""
    words = found[0]
    at = 0
    if found.re is _ORDER:
        leads = [lead.end() for lead in _BEFORE_ORDER.finditer(words)]
        last = words.rfind("第")
        at = max((end for end in leads if end < last - 1), default=0)
    at += len(words[at:]) - len(words[at:].lstrip("、 和及与"))
    number = re.sub(r"\s+", "", words[at:])
    if len(number) >= 4 and (found.re is not _ORDER or re.match("[^第]{2}", number)):
        yield Number(number, None, None, None, found.start() + at, found.end())


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
