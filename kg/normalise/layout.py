"""Lines of a page: which are furniture, which are shredded, which are cut from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.normalise.glyphs import HAN, printed
from kg.types import Issue, Region, Text

_SENTENCE_END = "。！？；：…”）》"

_MARKER = re.compile(
    rf"(?:[一二三四五六七八九十百]{{1,4}}[、．.]|[（(][一二三四五六七八九十百\d]{{1,4}}[）)]"
    rf"|\d{{1,3}}[．.、](?:(?![ \u3000]*\d)(?=\s*\S)|(?=20\d\d年))"
    r"|第[一二三四五六七八九十百零\d]+[章节条篇]|——+|[①-⑳●■◆▲]"
    rf"|附件|附：|[{HAN}]{{2,6}}单位[：:])"
)
_LABELLED = re.compile(rf"[{HAN}]{{2,6}}(?:单位|部门|主体)[：:]")
_PAGE_NUMBER = re.compile(r"[—\-－–·\s]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*页)?[—\-－–·\s]*")
_PAGE_MARKS = re.compile(r"[—\-－–·]|页|/")
_RUNNING_HEAD = re.compile(r"(\S{2,20}公报)\s*(\d{4})\s*年\s*第\s*(\d{1,3})\s*期")
_PRINTED_ADDRESS = re.compile(r"https?://\S+|\d{4}/\d{1,2}/\d{1,2}\s+\d{1,2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without its outer white space; ``start == end`` where it is blank."""

    start: int
    end: int
    text: str
    indent: int
    width: float
    """Printed width in Han characters: an ASCII character takes half."""


def lines_of(chars: str, raw: str) -> Iterator[Line]:
    """Lines of a text; ``raw`` is the same as printed, which tells its width (２０２１ is wide)."""
    at = 0
    for line in chars.splitlines(keepends=True):
        body = line.strip()
        indent = len(line) - len(line.lstrip()) if body else 0
        start, end = at + indent, at + indent + len(body)
        narrow = len(raw[start:end].encode("ascii", "ignore"))
        yield Line(start, end, body, indent, len(body) - 0.5 * narrow)
        at += len(line)


def issue_of(text: Text) -> Issue | None:
    """The gazette issue named by a running head (浙江省人民政府公报 2021年第25期), if any."""
    for region in text.regions:
        if region.kind == "furniture":
            line = printed(text.raw[region.start : region.end])
            head = _RUNNING_HEAD.fullmatch(line.strip())
            if head:
                return Issue(head[1], int(head[2]), int(head[3]))
    return None


def _is_furniture(line: Line) -> bool:
    text = line.text
    if len(text) > 60:
        return bool(_PRINTED_ADDRESS.fullmatch(text))
    if _PAGE_NUMBER.fullmatch(text):
        return bool(_PAGE_MARKS.search(text))
    return bool(_RUNNING_HEAD.fullmatch(text) or _PRINTED_ADDRESS.fullmatch(text))


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
        crumbs = sorted(len(lines[i].text) for i in run)
        opens = sum(lines[i].text[0] in "。，、；：）" for i in run)
        if len(run) >= 10 and opens >= 2 and crumbs[len(crumbs) // 2] <= 2:
            found.append((run[0], run[-1] + 1))
        run = []
    return found


def wrap_width(lines: list[Line]) -> float | None:
    """Width at which the lines of a file are wrapped, or None where a line is a paragraph.

    In the sample two thirds of the long lines are 35 to 40 Han characters wide. A web copy has
    paragraphs of hundreds of characters in one line.
    """
    widths = [line.width for line in lines if line.width >= 20]
    if len(widths) < 8:
        return None
    widths.sort()
    full = widths[int(len(widths) * 0.9)]
    near = sum(full - 5 <= width <= full + 5 for width in widths)
    longer = sum(width > full + 6 for width in widths)
    return (
        full if full <= 60 and near >= 0.5 * len(widths) and longer <= 0.03 * len(widths) else None
    )


def _opens_paragraph(line: Line, full: float) -> bool:
    """Whether a line after a full line that ends a sentence begins something new.

    A short lead sentence does (建立完善实验室体系。构建由…), and so does a short line without
    punctuation: a signature, a date or a title.
    """
    lead = re.match(r"[^，。、；：]{4,24}。.", line.text)
    bare = line.width < 0.6 * full and not re.search("[，。、；：]", line.text)
    return lead is not None or bare


def is_wrap(line: Line, following: Line, full: float | None) -> bool:
    """Whether a line break is only a wrap."""
    if _MARKER.match(following.text) or following.indent >= 2:
        return False
    if full is None:  # a paragraph a line; but a page break can cut one (同步 / 报审规划建筑方案。)
        cut = line.width >= 45 and re.match(f"[{HAN}，、]", line.text[-1])
        return bool(cut) and not _LABELLED.match(line.text)
    ends = line.text[-1] in _SENTENCE_END
    if line.width >= full - 5:
        return not (line.text[-1] in "。！？" and _opens_paragraph(following, full))
    return not ends and line.width >= full - 9 and following.width > 4


def without_furniture(lines: list[Line]) -> tuple[list[Line], list[Region]]:
    """Blank the lines that are page furniture or shredded; say where they stood."""
    regions: list[Region] = []
    shredded = _shredded(lines)
    for first, last in shredded:
        why = "table set vertically: fragments of one or a few characters a line"
        regions.append(Region("damaged", lines[first].start, lines[last - 1].end, why))
    crumbs = {index for first, last in shredded for index in range(first, last)}
    kept: list[Line] = []
    for index, line in enumerate(lines):
        gone = index in crumbs
        if line.text and not gone and _is_furniture(line):
            regions.append(Region("furniture", line.start, line.end))
            gone = True
        kept.append(replace(line, text="", end=line.start) if gone else line)
    return kept, regions
