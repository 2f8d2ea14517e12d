"""The title and the number of a document, among the lines above its text."""

from __future__ import annotations

import re

from kg.knowledge import Kinds
from kg.normalise import HAN, letters
from kg.split.elements import (
    DATE_LINE,
    NUMBER_LINE,
    NUMBER_NOTE,
    ORDER_LINE,
    ORDER_NOTE,
    ORGAN_END,
    OUTLINE_MARK,
    SIGNATURE_LINE,
    Line,
    is_text_line,
    is_title_line,
    title_continues,
)

#: lines of a head that is printed as GB/T 9704-2012 has it
_HEAD = 14
#: lines above the text of a document that a site for sharing documents prints
_MOST = 40
#: lines a title is wrapped over
_WRAPPED = 7
#: lines between a title and its repetition
_BETWEEN = 30
#: what even a short first line of a title ends in: 国务院, 市财政局, 关于
_OPENS = re.compile(rf"(?:{ORGAN_END}|关于|印发|转发|批转|[省市县区州盟旗])$|^关于")
_NAMES_ISSUER = re.compile(rf"[{HAN} 、]{{2,80}}?(?:{ORGAN_END})(?:等[^关]{{1,8}})?(?:关于|印发)")
_MAY_BE_ISSUER = re.compile(rf"[{HAN} 、]*")
_CARRIES = re.compile("关于|印发|转发|批转|公布|发布|颁布")


def text_begins(lines: list[Line]) -> int:
    """Index of the first line that is no head: a sentence, addressees or an outline mark."""
    for index, line in enumerate(lines):
        if is_text_line(line):
            return index
    return len(lines)


def find_number(lines: list[Line]) -> int | None:
    """Index of the line that is the document's own number, in the head.

    A page may print much above it: then it is looked for right above the text.
    """
    begins = text_begins(lines)
    for index, line in enumerate(lines[:_HEAD]):
        if _is_number(line):
            return index
        if len(line.text) > 90 or "。" in line.text:
            return None
    above = range(max(_HEAD, begins - 8), begins) if begins < len(lines) else range(0)
    return next((index for index in above if _is_number(lines[index])), None)


def number_beside(lines: list[Line], title: tuple[int, int]) -> int | None:
    """Index of a number line right above or below a title that stands below a page's own text."""
    above, below = range(max(0, title[0] - 2), title[0]), range(title[1], title[1] + 2)
    beside = (index for index in (*above, *below) if index < len(lines))
    return next((i for i in beside if NUMBER_LINE.fullmatch(lines[i].text)), None)


def printed_again(lines: list[Line], title: tuple[int, int]) -> tuple[int, tuple[int, int]] | None:
    """Number line and title of a document below what a page says of it: summary, file, size."""
    words = letters("".join(line.text for line in lines[slice(*title)]))
    for index in range(title[1], min(len(lines), _MOST)):
        if "号" not in lines[index].text or not NUMBER_LINE.fullmatch(lines[index].text):
            continue
        for first, last in _beside(index):
            if first >= 0 and letters("".join(line.text for line in lines[first:last])) == words:
                return index, (first, last)
    return None


def _beside(index: int) -> list[tuple[int, int]]:
    """Line ranges that a title beside a number line can take."""
    below = [(index + 1, index + 1 + size) for size in (1, 2, 3)]
    return below + [(index - size, index) for size in (1, 2, 3)]


def _is_number(line: Line) -> bool:
    forms = (NUMBER_LINE, ORDER_LINE, NUMBER_NOTE, ORDER_NOTE)
    return any(form.fullmatch(line.text) for form in forms)


def find_title(
    lines: list[Line], number: int | None, kinds: Kinds
) -> tuple[tuple[int, int] | None, int]:
    """Line range of the title, and the index after the last line that belongs to the head."""
    begins = text_begins(lines)
    found = _first_title(lines, 0, number, kinds)
    if found is None and _HEAD < begins < len(lines):
        found = _first_title(lines, begins - _HEAD, number, kinds)
    if found is None and number is None:
        found = _of_report(lines, kinds) or _without_kind(lines, begins)
    if found is None:
        return None, 0
    first, end = _repeated(lines, found, begins)
    if first > found[1] and SIGNATURE_LINE.fullmatch(lines[first - 1].text):
        # the second time with the issuer, which may be a part of the title
        carries = _CARRIES.match(lines[found[0]].text) is not None
        found = (first - carries, end)
    below = _below(lines, end, begins, kinds)
    return (below, below[1]) if below else (found, end)


#: lines of a page's own that a title may stand below, and how long they are together at most
_REPORT, _REPORT_LONG = 25, 400
#: what even a title of a line below sentences begins with: whose it is, or the year
_WHOSE = re.compile(rf"(?!关于)[{HAN}]{{2,9}}[省市县区州盟旗]|(?:19|20)\d\d年|中共中央|国务院")
#: what is printed whole below: 以下为政策全文：, 全文如下：
_WHOLE = re.compile("(?:全文(?:如下)?|原文如下)[：:。]?$")


def _of_report(lines: list[Line], kinds: Kinds) -> tuple[int, int] | None:
    """The title of what a page goes on to print, below what it says of it.

    日前，潮州印发《…方案》。全文如下： / 潮州市打赢蓝天保卫战实施方案（2019-2020年）
    """
    long = 0
    for first in range(1, min(len(lines) - 1, _REPORT)):
        above = lines[first - 1]
        long += len(above.text)
        whole = _WHOLE.search(above.text) is not None
        if long > _REPORT_LONG and not whole and not _CARRIES.search(lines[first].text):
            continue
        if OUTLINE_MARK.match(lines[first].text) or DATE_LINE.fullmatch(above.text):
            return None  # what a text without a title carries
        if not is_title_line(lines[first]) or not (whole or _WHOSE.match(lines[first].text)):
            continue
        if lines[first].text.endswith(("清单", "表", "解读")):
            continue  # of one part of what is reported
        end = _title_end(lines, first, kinds)
        if (
            end is not None
            and end < len(lines)
            and (
                is_text_line(lines[end])
                or SIGNATURE_LINE.fullmatch(lines[end].text)
                or DATE_LINE.fullmatch(lines[end].text)
            )
        ):
            return first, end
    return None


#: titles that name no kind of document: 2016年市定10件民生实事及责任分工, …推进情况汇总表
_NO_KIND = re.compile(
    rf"(?=.{{8,60}}$)(?:[{HAN}]{{2,9}}[省市县区州盟旗])?(?:19|20)\d\d年[{HAN}\w“”《》（）、—-]*?"
    "(?:分工|分解|任务|清单|[总览定划列解]表|分工表|事项|项目|安排|名单|目录|图谱|要点|实事|台账)"
    rf"(?:（[^（）]{{1,12}}）)?"
)


def _without_kind(lines: list[Line], begins: int) -> tuple[int, int] | None:
    """A line of the head that is a title by what it begins with and ends in."""
    for index, line in enumerate(lines[: min(begins, _HEAD)]):
        if _NO_KIND.fullmatch(line.text):
            return index, index + 1
    return None


def _near(end: int, begins: int) -> list[int]:
    """Lines right after a title and right above the text: a page may print much between."""
    near = range(end, min(begins, end + _BETWEEN))
    return [*near, *range(max(end + _BETWEEN, begins - _BETWEEN), begins)]


def _repeated(lines: list[Line], found: tuple[int, int], begins: int) -> tuple[int, int]:
    """Line range of the last repetition of a title above the text: portals print it twice."""
    title = letters("".join(line.text for line in lines[slice(*found)]))
    again = found
    for first in _near(found[1], begins):
        joined = ""
        for last in range(first, min(begins, first + _WRAPPED)):
            joined += letters(lines[last].text)
            if joined == title:
                again = (first, last + 1)
                break
            if not title.startswith(joined):
                break
    return again


def _first_title(
    lines: list[Line], start: int, number: int | None, kinds: Kinds
) -> tuple[int, int] | None:
    for first in range(start, min(len(lines), start + _HEAD)):
        if number is not None and first == number:
            continue
        if not is_title_line(lines[first]):
            colon = lines[first].text[-1] == "：" and is_text_line(lines[first])
            if "。" in lines[first].text or (colon and number is None):
                break
            continue
        end = _title_end(lines, first, kinds)
        if end is not None:
            return _without_buttons(lines, first, end), end
    return None


def _without_buttons(lines: list[Line], first: int, end: int) -> int:
    """Index of the first line of a title, without words of the page above it.

    导航 and 进入关怀版 are short; a line that names the issuer and 关于 begins a title, unless what
    is above can be the beginning of the issuer's name or another issuer.
    """
    for index in range(end - 1, first, -1):
        above = "".join(line.text for line in lines[first:index])
        site = above and lines[index].text.startswith(
            above
        )  # 某县人民政府 / 某县人民政府办公室关于…
        if _NAMES_ISSUER.match(lines[index].text) and (site or not _MAY_BE_ISSUER.fullmatch(above)):
            while not site and SIGNATURE_LINE.fullmatch(lines[index - 1].text):
                index -= 1
            return index
    while first < end - 1 and len(lines[first].text) <= 6 and not _OPENS.search(lines[first].text):
        first += 1
    return first


def _title_end(lines: list[Line], first: int, kinds: Kinds) -> int | None:
    """Index after the lines from ``first`` on that together are a title."""
    joined = ""
    for last in range(first, min(len(lines), first + _WRAPPED)):
        if not is_title_line(lines[last]):
            return None
        joined += lines[last].text
        if kinds.of_title(joined) and not title_continues(lines, last + 1):
            return last + 1
    return None


def _below(lines: list[Line], after: int, begins: int, kinds: Kinds) -> tuple[int, int] | None:
    """The title of the document itself, where a page prints another above it.

    A law portal prints the title of what is issued or of the page, the issuer, and then the
    document itself: 武汉市…管理规定 / 湖北省武汉市人民政府 / 关于批转…的通知 / 武政〔2005〕32号.
    """
    for first in reversed(_near(after, begins)):
        if not is_title_line(lines[first]) or not _CARRIES.search(lines[first].text):
            continue
        end = _title_end(lines, first, kinds)
        if end is None or end >= len(lines) or end > begins:
            continue
        if end == begins or _is_number(lines[end]):
            above = first - 1
            named = above >= after and SIGNATURE_LINE.fullmatch(lines[above].text)
            return (above if named else first), end
    return None
