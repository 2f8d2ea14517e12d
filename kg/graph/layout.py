"""Where a stretch of extracted text stands in its file: page and box of a PDF, element of a page.

The layout of a text is kept beside it as one literal, line by line, so that a store can be built
anew from what it keeps. Mentions and quotes carry page, box and element themselves.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.graph.frame import Frame
from kg.graph.terms import ZC, Triple, plain
from kg.types import Location

#: A longer stretch, such as a task of several paragraphs, is shown by its pages alone.
_MOST_BOXES = 6


def of_text(frame: Frame) -> Iterator[Triple]:
    """Format, layout and unread pages of a text that was extracted; a text file has none."""
    source = frame.record.source
    if source.format == "text":
        return
    yield (frame.text, ZC.sourceFormat, plain(source.format))
    if source.layout:
        yield (frame.text, ZC.layout, plain(written(source.layout, frame.start)))
    for page in source.unread_pages:
        yield (frame.text, ZC.unreadPage, Literal(page))


def of_stretch(frame: Frame, it: NamedNode, start: int, end: int) -> Iterator[Triple]:
    """Page, box or element of a stretch, from the record's offsets."""
    if not frame.record.source.layout:
        return
    lines = frame.located(start, end)
    for page in dict.fromkeys(line.page for line in lines if line.page is not None):
        yield (it, ZC.page, Literal(page))
    if len(lines) <= _MOST_BOXES:
        for line in lines:
            if line.box is not None:
                yield (it, ZC.box, plain(fragment(frame, line, start, end)))
    for element in dict.fromkeys(line.element for line in lines[:1] if line.element):
        yield (it, ZC.element, plain(element))


def fragment(frame: Frame, line: Location, start: int, end: int) -> str:
    """The part of a line that a stretch takes, as a fragment identifier of RFC 8118.

    ``page=3&viewrect=72,140.5,228,16``: left, top, width and height in points, from the page's
    top left corner. The characters of a line share its width by their printed widths.
    """
    left, top, right, bottom = line.box or (0.0, 0.0, 0.0, 0.0)
    text = frame.quote(line.start, line.end)
    before = _width(text[: max(start - line.start, 0)])
    inside = _width(text[max(start - line.start, 0) : end - line.start])
    whole = _width(text) or 1.0
    x = left + (right - left) * before / whole
    width = (right - left) * inside / whole
    return f"page={line.page}&viewrect={x:.1f},{top:.1f},{width:.1f},{bottom - top:.1f}"


def _width(text: str) -> float:
    """Printed width in Han characters; the spaces that stand for an indent take none."""
    body = text.lstrip("\u3000")
    return sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in body)


def written(layout: tuple[Location, ...], start: int) -> str:
    """A layout as JSON: ``[begin, end, page, [left, top, right, bottom]]`` or
    ``[begin, end, element]`` a line, offsets into the text."""
    rows: list[list[object]] = []
    for each in layout:
        where = [each.element] if each.element is not None else [each.page, each.box]
        rows.append([each.start - start, each.end - start, *where])
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read(text: str, start: int) -> tuple[Location, ...]:
    """The layout that :func:`written` wrote of a text that begins at ``start`` in its source."""
    found: list[Location] = []
    for begin, end, *where in json.loads(text):
        if len(where) == 1:
            found.append(Location(begin + start, end + start, element=where[0]))
        else:
            box = tuple(where[1]) if where[1] else None
            found.append(Location(begin + start, end + start, where[0], box))
    return tuple(found)
