"""Page furniture: page numbers, running heads, what a browser prints at the edges; shredded tables.

A line is furniture only by its own form, by what stands beside it or by a series it is part of:
-3 and 3/4 can be cells of a table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kg.normalise.glyphs import HAN, printed
from kg.normalise.layout import Line
from kg.types import Issue, Region, Text

_DASH = r"[—\-－–·]"
#: — 3 —, -3-, 第 5 页, 第5页 共8页: a number with marks on both sides
_PAGE_NUMBER = re.compile(
    rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+|第\s*\d{{1,4}}\s*页(?:[\s,，/]*共?\s*\d{{1,4}}\s*页)?"
)
#: -3, 3/12, 3页: page numbers where they go on from page to page
_PERHAPS_PAGE = re.compile(
    rf"(?:{_DASH}+\s*)?(?P<page>\d{{1,4}})(?:\s*/\s*\d{{1,4}})?(?:\s*页)?(?:\s*{_DASH}+)?"
)
_PAGE_MARKS = re.compile(rf"{_DASH}|页|/")
_RUNNING_HEAD = re.compile(r"(\S{2,20}公报)\s*(\d{4})\s*年\s*第\s*(\d{1,3})\s*期")
_PRINTED_TIME = re.compile(r"\d{4}/\d{1,2}/\d{1,2}\s+\d{1,2}:\d{2}")
_PRINTED_ADDRESS = re.compile(rf"https?://\S+|{_PRINTED_TIME.pattern}")
#: the title of a page as a browser prints it: …的实施意见_电力_中国政府网
_PAGE_TITLE = re.compile(rf".{{4,200}}_[{HAN}]{{2,12}}(?:网|网站|门户)")
#: lines that a page has at least: numbers that follow each other more closely are a table
_PAGE_LINES = 10
_PAGES = 3


@dataclass(frozen=True, slots=True)
class RunningHead:
    """A running head of a gazette (浙江省人民政府公报 2021年第25期) in source offsets."""

    start: int
    end: int
    issue: Issue


def running_heads(text: Text) -> list[RunningHead]:
    """Running heads of a text, in order."""
    heads: list[RunningHead] = []
    for region in text.regions:
        if region.kind == "furniture":
            line = printed(text.raw[region.start : region.end])
            head = _RUNNING_HEAD.fullmatch(line.strip())
            if head:
                issue = Issue(head[1], int(head[2]), int(head[3]))
                heads.append(RunningHead(region.start, region.end, issue))
    return heads


def issue_of(
    text: Text, heads: Sequence[RunningHead], start: int = 0, end: int | None = None
) -> Issue | None:
    """The gazette issue that the document ``text.clean[start:end]`` was printed in, if any.

    The head of the page it begins on stands before it. But the first page of an issue may have
    none: then a head inside the document tells, if more of the document follows. One that
    nothing follows is the head of the page that the next document begins on.
    """
    end = len(text.clean) if end is None else end
    if not heads or start >= end:
        return heads[0].issue if heads else None
    upcoming = bisect_right(heads, text.raw_at(start), key=lambda head: head.start)
    before = heads[upcoming - 1] if upcoming else None
    after = heads[upcoming] if upcoming < len(heads) else None
    if before is None:
        return heads[0].issue
    goes_on = after and text.clean[text.clean_at(after.end) : end].strip()
    return after.issue if after and goes_on else before.issue


def _is_furniture(line: Line) -> bool:
    """Whether a line is furniture by its own form."""
    text = line.text
    if "/" in text and _PRINTED_ADDRESS.fullmatch(text):
        return True
    if len(text) > 60:
        return False
    head = text.endswith("期") and _RUNNING_HEAD.fullmatch(text)
    return bool(head or _PAGE_NUMBER.fullmatch(text))


def _shredded(lines: list[Line]) -> list[tuple[int, int]]:
    """Index ranges of lines that are the crumbs of a table set another way.

    The price table of 浙医保联发〔2021〕19号 comes out one or two characters a line, with
    punctuation opening lines, which Chinese typesetting never does: that tells it from a
    column of short names.
    """
    found: list[tuple[int, int]] = []
    run: list[int] = []
    for index, line in enumerate([*lines, Line(0, 0, "x" * 99, 0, 50.0)]):
        if not line.text:
            continue
        if len(line.text) <= 8:
            run.append(index)
            continue
        if len(run) >= 10:
            crumbs = sorted(len(lines[i].text) for i in run)
            opens = sum(lines[i].text[0] in "。，、；：）" for i in run)
            if opens >= 2 and crumbs[len(crumbs) // 2] <= 2:
                found.append((run[0], run[-1] + 1))
        run = []
    return found


def _numbered_pages(lines: list[Line]) -> set[int]:
    """Indexes of lines that number the pages, each one more than the last, a page apart."""
    found = [
        (index, int(page["page"]))
        for index, line in enumerate(lines)
        if len(line.text) <= 16 and _PAGE_MARKS.search(line.text)
        for page in (_PERHAPS_PAGE.fullmatch(line.text),)
        if page
    ]
    pages: set[int] = set()
    run: list[tuple[int, int]] = []
    for index, page in [*found, (-1, -1)]:
        follows = run and page == run[-1][1] + 1
        if not (follows and index - run[-1][0] > _PAGE_LINES):
            pages |= {at for at, _ in run} if len(run) >= _PAGES else set()
            run = []
        run.append((index, page))
    return pages


def _browser_print(lines: list[Line]) -> set[int]:
    """Indexes of what a browser prints at the edges of a page beside address and time.

    3/8 beside an address, the page's title after the time, and the second of two like lines: bold
    type is printed twice.
    """
    kept = [index for index, line in enumerate(lines) if line.text]
    dated = [lines[index].text for index in kept if "/" in lines[index].text]
    times = sum(bool(_PRINTED_TIME.fullmatch(text)) for text in dated)
    if not times:
        return set()
    titles = Counter(line.text for line in lines if _PAGE_TITLE.fullmatch(line.text))
    found: set[int] = set()
    for place, index in enumerate(kept):
        text = lines[index].text
        before = lines[kept[place - 1]].text if place else ""
        after = lines[kept[place + 1]].text if place + 1 < len(kept) else ""
        beside = _PRINTED_ADDRESS.fullmatch(before) or _PRINTED_ADDRESS.fullmatch(after)
        title = titles[text] >= 2 or (text in titles and _PRINTED_TIME.fullmatch(before))
        if title or (beside and "/" in text and _PERHAPS_PAGE.fullmatch(text)):
            found.add(index)
    return found | (_doubled(lines, kept) if times >= 2 else set())


def _doubled(lines: list[Line], kept: list[int]) -> set[int]:
    """One index of each two like lines that follow each other.

    Of the first two the first, of two right after them the second, and so on by turns: then
    what is left stands together, and a name cut by the line end is read from one stretch.
    """
    found: set[int] = set()
    place, turn = 0, 0
    while place + 1 < len(kept):
        first, second = kept[place], kept[place + 1]
        if lines[first].text == lines[second].text and len(lines[first].text) >= 4:
            found.add(second if turn % 2 else first)
            place, turn = place + 2, turn + 1
        else:
            place, turn = place + 1, 0
    return found


def without_furniture(lines: list[Line]) -> tuple[list[Line], list[Region]]:
    """Blank the lines that are page furniture or shredded; say where they stood."""
    regions: list[Region] = []
    shredded = _shredded(lines)
    for first, last in shredded:
        why = "table set vertically: fragments of one or a few characters a line"
        regions.append(Region("damaged", lines[first].start, lines[last - 1].end, why))
    crumbs = {index for first, last in shredded for index in range(first, last)}
    edges = _numbered_pages(lines) | _browser_print(lines)
    kept: list[Line] = []
    for index, line in enumerate(lines):
        gone = index in crumbs
        if line.text and not gone and (index in edges or _is_furniture(line)):
            regions.append(Region("furniture", line.start, line.end))
            gone = True
        kept.append(replace(line, text="", end=line.start) if gone else line)
    return kept, regions
