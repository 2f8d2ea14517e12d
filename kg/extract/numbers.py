"""Numbers of documents, orders and standards as a text prints them, brought to one form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.normalise import HAN

OPEN, CLOSE = "〔［\\[（(【„", "〕］\\]）)】‟"
YEAR = r"(?:19|20)\d\d"
#: 国办发〔2020〕45号 as web copies print it: [2020]45号, （2020）45 号, 〔2018）46号
NUMBER = re.compile(
    rf"(?P<code>[{HAN}][{HAN}A-Za-z\n]{{0,16}})\n?[{OPEN}]\s*(?P<year>{YEAR})\s*年?[{CLOSE}]\s*"
    r"第?\s*(?P<seq>\d{1,4})\s*(?:号|(?=[）)]))"
)
#: 国务院令第722号, 主席令第四十九号, 财政部公告2021年第5号, 国家发展改革委2020年第31号令
_ORDER = re.compile(
    rf"[{HAN}、 ]{{0,30}}?(?:令|公告|通告)\s*(?:{YEAR}\s*年)?\s*第?\s*"
    r"(?:\d{1,4}|[一二三四五六七八九十百〇]{1,6})\s*号"
    rf"|[{HAN}]{{0,24}}?(?:{YEAR}\s*年)?第\s*(?:\d{{1,4}}|[一二三四五六七八九十百〇]{{1,6}})\s*号\s*(?:令|公告)"
)
#: in brackets behind the title of a 公告, which is not said again: （财政部2023年第28号）
_NOTICE = re.compile(rf"[（(](?P<number>[{HAN}、 ]{{0,40}}{YEAR}年第\s*\d{{1,3}}\s*号)[）)]")
#: words that end before an order's issuer begins (以民航总局令第138号, 执行农业农村部公告第79号)
_BEFORE_ORDER = re.compile(
    r"根据|按照?|依据|依照|遵照|参照|执行|落实|遵守|符合|违反|[^公发]布的|的|[日月年](?=以)|^日(?=[一-龥]{3})|以(?=[一-龥]{2,})|\n"
)
#: a number that shares what stands before its year with the one before (国发〔2018〕41号、42号)
_MORE = re.compile(r"[、和,，]\s*(?P<seq>\d{1,4})\s*号")
#: GB/T 26341—2010
STANDARD = re.compile(
    r"(?:GB|DB|JGJ|CJJ|CJ|JG|HJ|NY|LY|SL|SC|WS|YD|JT|JR|MZ|LD|TB|AQ|GA|DL|NB|HG|JB|QX|T)"
    r"[\dA-Z/]{0,8}\s?\d{1,6}(?:\.\d{1,3})?\s?[-—－–]{1,2}\s?(?:19|20)?\d\d"
)
#: words that end before a code begins (按照定政发〔2023〕18号, …的通知穗府办规〔2021〕7号)
_BEFORE_CODE = re.compile(
    r"按照|根据|依据|参照|遵照|依照|落实|执行|贯彻|通知|意见|办法|规定|方案|措施|批复|关于|文件|精神|以及|详见|参见|如下|"
    r"学习|领会|传达|印发|下发|转发|废止|人民政府|办公厅|办公室|委员会|总局|同时|为准|原|我[省市县区州局厅委部办院]|[的以按见和及与或将对是文据\n]"
)


_OF_DAY = re.compile(r"月\s*\d{1,2}\s*$")


class Number(Struct, frozen=True):
    """A document's number in its one form; ``code`` is None for an order's or a standard's."""

    text: str
    code: str | None
    year: int | None
    sequence: int | None
    start: int
    end: int


def numbers(text: str, start: int, end: int) -> Iterator[Number]:
    """Numbers in a stretch, in order."""
    at = start
    while at < end:
        found = min(
            filter(None, (p.search(text, at, end) for p in (NUMBER, _ORDER, STANDARD))),
            key=lambda match: (match.start(), -match.end()),
            default=None,
        )
        if found is None:
            return
        at = found.end()
        if found.re is not NUMBER:
            yield from _other(found)
            continue
        code = code_of(found["code"])
        if code.startswith("日") and _OF_DAY.search(text, max(0, found.start() - 5), found.start()):
            code = code[1:]  # 于2031年3月4日某房办〔2031〕2号
        if len(code) < 2 and text[found.start() - 1 : found.start()] not in ("（", "("):
            continue
        if not code:  # 按照国家文件, and a year in the line below
            continue
        yield number_of(found, code, found.end("code") - _length_printed(found["code"], code))
        while more := _MORE.match(text, at, end):
            sequence = int(more["seq"])
            words = f"{code}〔{found['year']}〕{sequence}号"
            yield Number(words, code, int(found["year"]), sequence, more.start("seq"), more.end())
            at = more.end()


def _length_printed(words: str, code: str) -> int:
    """Characters that the code at the end of some words takes, line ends in it counted."""
    length = len(code)
    while length < len(words) and len(words[-length:].replace("\n", "")) < len(code):
        length += 1
    return length


def number_of(found: re.Match[str], code: str, start: int) -> Number:
    year, sequence = int(found["year"]), int(found["seq"])
    return Number(f"{code}〔{year}〕{sequence}号", code, year, sequence, start, found.end())


def code_of(words: str) -> str:
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
        last = words.rfind("第") if "第" in words else len(words)
        at = max((end for end in leads if end < last - 1), default=0)
    at += len(words[at:]) - len(words[at:].lstrip("、 和及与"))
    number = re.sub(r"\s+", "", words[at:])
    if len(number) >= 4 and (found.re is not _ORDER or re.match("[^第]{2}", number)):
        yield Number(number, None, None, None, found.start() + at, found.end())


def notice(text: str, start: int, end: int) -> Iterator[Number]:
    if found := _NOTICE.fullmatch(text, start, end):
        words = re.sub(r"\s", "", found["number"])
        yield Number(words, None, None, None, found.start("number"), found.end("number"))
