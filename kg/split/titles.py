"""The title and the number of a document, among the lines above its text."""

from __future__ import annotations

import re

from kg.knowledge import Kinds
from kg.normalise import HAN, letters
from kg.split.elements import (
    NUMBER_LINE,
    NUMBER_NOTE,
    ORDER_LINE,
    ORDER_NOTE,
    ORGAN_END,
    SIGNATURE_LINE,
    Line,
    is_text_line,
    is_title_line,
    title_continues,
)

#: lines of a head that is printed as GB/T 9704-2012 has it
_HEAD = 14
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
    if found is None:
        return None, 0
    end = _repeated(lines, found, begins)
    if end > found[1] and _CARRIES.match(lines[found[0]].text):
        above = end - (found[1] - found[0]) - 1
        if above >= found[1] and SIGNATURE_LINE.fullmatch(lines[above].text):
            found = (above, end)  # the second time with the issuer
    below = _below(lines, end, begins, kinds)
    return (below, below[1]) if below else (found, end)


def _near(end: int, begins: int) -> list[int]:
    """Lines right after a title and right above the text: a page may print much between."""
    near = range(end, min(begins, end + _BETWEEN))
    return [*near, *range(max(end + _BETWEEN, begins - _BETWEEN), begins)]


def _repeated(lines: list[Line], found: tuple[int, int], begins: int) -> int:
    """Index after the last repetition of a title above the text: portals print it twice."""
    title = letters("".join(line.text for line in lines[slice(*found)]))
    end = found[1]
    for first in _near(found[1], begins):
        joined = ""
        for last in range(first, min(begins, first + _WRAPPED)):
            joined += letters(lines[last].text)
            if joined == title:
                end = last + 1
                break
            if not title.startswith(joined):
                break
    return end


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
        if _NAMES_ISSUER.match(lines[index].text) and not _MAY_BE_ISSUER.fullmatch(above):
            while SIGNATURE_LINE.fullmatch(lines[index - 1].text):
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
