"""Text -> documents: where each begins and ends, and where its parts stand.

A gazette prints many documents in one file; a web copy is one document. Either way a document is
recognised by its head (title, number, addressees), its tail (signature and date) and what follows
the tail (the plan it issues). This stage only says *where* the parts are, in clean offsets;
:mod:`kg.extract.header` reads what they say.

GB/T 9704-2012 gives the elements of an official document and their order; the gazette prints the
number after the title, a web copy often leaves elements out.
"""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from kg.knowledge import Kinds
from kg.normalise import HAN
from kg.split.addressees import find_addressees
from kg.split.annexes import annex_starts, listed_annex
from kg.split.dated import Dated, dated
from kg.split.elements import (
    ANNEX_LIST,
    DATE_LINE,
    NOTE_LINE,
    NUMBER,
    NUMBER_LINE,
    ORDER_LINE,
    ORDER_NOTE,
    ORDER_NUMBER,
    SIGNATURE_LINE,
    AnnexPart,
    Line,
    Parts,
    is_title_line,
    lines_of,
    virtual_lines,
)
from kg.split.head import prepared
from kg.split.titles import find_number, find_title, number_beside, printed_again
from kg.types import Span

__all__ = ["NUMBER", "ORDER_NOTE", "ORDER_NUMBER", "AnnexPart", "Parts", "lines_of", "split"]


def split(clean: str, kinds: Kinds) -> list[Parts]:
    """Find the documents of a clean text, in order; together they cover it."""
    lines = list(virtual_lines(clean))
    starts = _document_starts(lines, kinds)
    if len(starts) == 1:
        return [_parts(clean, Span(0, len(clean)), lines, kinds)]
    begun = starts if _ends_above(lines, starts[0]) else starts[1:]
    bounds = [0, *(lines[i].start for i in begun), len(clean)]
    spans = [Span(a, b) for a, b in pairwise(bounds)]
    return [_parts(clean, s, list(virtual_lines(clean, s.start, s.end)), kinds) for s in spans]


def _ends_above(lines: list[Line], index: int) -> bool:
    """Whether the rest of a document, of which the page before has the head, ends above a line."""
    return any(
        DATE_LINE.fullmatch(lines[i].text) and SIGNATURE_LINE.fullmatch(lines[i - 1].text)
        for i in range(1, index)
    )


def _title_above(lines: list[Line], index: int, kinds: Kinds) -> int | None:
    """Index of the first line of the title that ends just above line ``index``."""
    first = index
    while first > 0 and index - first < 6 and is_title_line(lines[first - 1]):
        first -= 1
    while first < index and _is_tail(lines, first):
        first += 1
    if first == index:
        return None
    return first if kinds.of_title("".join(line.text for line in lines[first:index])) else None


def _is_tail(lines: list[Line], index: int) -> bool:
    """Whether a line belongs to the tail of the document before: a bare name list or signature."""
    text = lines[index].text
    return bool(re.fullmatch(rf"[{HAN}]{{2,4}}（[^）]*）", text))


#: lines within which a page prints the head of one document twice
_AGAIN = 9


def _document_starts(lines: list[Line], kinds: Kinds) -> list[int]:
    """Indexes of the lines where documents begin.

    A document of a gazette begins with a title that stands above a number line. One number line
    or none means that the file is one document.
    """
    starts: list[int] = []
    last = -_AGAIN
    for index, line in enumerate(lines):
        if "号" in line.text and NUMBER_LINE.fullmatch(line.text):
            again = index - last < _AGAIN and lines[last].text == line.text
            first = None if again else _title_above(lines, index, kinds)
            if first is not None:
                starts.append(first)
            last = index
    return starts if len(starts) > 1 else [0]


def _parts(clean: str, whole: Span, lines: list[Line], kinds: Kinds) -> Parts:
    lines, labelled_number, labelled_date, filed = prepared(lines)
    if not lines:
        return Parts(whole, None, None, None, whole, None, (), None, ())
    number = find_number(lines)
    title, title_end = find_title(lines, number, kinds)
    if number is None and title:
        number = number_beside(lines, title)
        if number is None and (again := printed_again(lines, title)):
            number, title = again
            title_end = title[1]
    at = max(title_end, number + 1 if number is not None else 0)
    below = dated(lines, title_end) if title else dated(lines[:1], 0)
    at = _skip_notes(lines, at)
    addressees = find_addressees(lines, at)
    body_at = addressees[1] if addressees is not None else at
    tail = _find_tail(lines, body_at)
    annex_lines = annex_starts(clean, lines, body_at, tail, title, kinds)
    number_line = lines[number] if number is not None else labelled_number
    if number is None and title:
        number_line = _number_in_title(lines[title[0]]) or number_line
    parts = _compose(clean, whole, lines, title, number_line, labelled_date, below,
                     addressees, body_at, tail, annex_lines)  # fmt: skip
    if parts.title is None and filed and number_line is labelled_number:
        return replace(parts, title=Span(filed.start, filed.end))
    return parts


def _skip_notes(lines: list[Line], at: int) -> int:
    while at < len(lines) and (
        NOTE_LINE.fullmatch(lines[at].text) or DATE_LINE.fullmatch(lines[at].text)
        or NUMBER_LINE.fullmatch(lines[at].text) or ORDER_LINE.fullmatch(lines[at].text)
    ):  # fmt: skip
        at += 1
    return at


def _find_tail(lines: list[Line], body_at: int) -> tuple[int, int] | None:
    """Line range ``(first signature, date)`` of the first tail after the body's beginning.

    A date on a line of its own below at least one line that is only a body's name; without a
    name above, the last such date of the document counts.
    """
    lone: tuple[int, int] | None = None
    for index in range(body_at, len(lines)):
        if not DATE_LINE.fullmatch(lines[index].text):
            continue
        first = index
        while (
            first > body_at
            and index - first < 40
            and SIGNATURE_LINE.fullmatch(lines[first - 1].text)
        ):
            first -= 1
        if first < index:
            return first, index
        if index > body_at:
            lone = (index, index)
    return lone


_UNDATED = re.compile(rf"[{HAN}]{{4,40}}(?:政府|办公[厅室]|委员会|厅|局|中心|领导小组)")


def _undated(lines: list[Line], body_at: int) -> tuple[int, int] | None:
    """Line range of a signature without a date that ends the document.

    Where bodies stand on lines of their own more often, they are whom the items are for.
    """
    end = len(lines)
    while end > body_at and NOTE_LINE.fullmatch(lines[end - 1].text):
        end -= 1
    first = end
    while first > body_at + 1 and _UNDATED.fullmatch(lines[first - 1].text):
        first -= 1
    if first == end or end - first > 3 or lines[first - 1].text[-1] not in "。）":
        return None
    others = sum(SIGNATURE_LINE.fullmatch(line.text) is not None for line in lines[body_at:first])
    return (first, end) if not others else None


def _span(lines: list[Line], first: int, last: int) -> Span | None:
    """Clean span of the lines ``[first, last)``."""
    return Span(lines[first].start, lines[last - 1].end) if first < last else None


def _unmarked(lines: list[Line], first: int, after: int) -> Span:
    """The title of an annex in the lines ``[first, after)`` without 附件： before it."""
    mark = ANNEX_LIST.match(lines[first].text)
    return Span(lines[first].start + (mark.end() if mark else 0), lines[after - 1].end)


_ORDER_IN_TITLE = re.compile(
    rf"[{HAN} 、]{{2,60}}(?:令|公告|通告)\s*[（(]?{ORDER_NUMBER.pattern}[）)]?"
)


def _number_in_title(line: Line) -> Line | None:
    """国家林业和草原局公告（2020年第5号）（取消部分申请材料）: the number of an announcement."""
    found = _ORDER_IN_TITLE.match(line.text)
    return Line(line.start, line.start + found.end(), found[0]) if found else None


_ORDER_TITLE = re.compile(rf"[{HAN} 、]{{2,60}}(?:令|公告|通告)(?=\s*[（(]?[\d第])")


def _order_title(number: Line | None) -> Span | None:
    """The title of an order that has no other: 国家林业和草原局公告（2018年第10号）."""
    found = _ORDER_TITLE.match(number.text) if number else None
    return Span(number.start, number.start + found.end()) if number and found else None


def _bare(clean: str, title: Span | None) -> Span | None:
    """A title without the 《》 that a page puts around the whole of it."""
    if title and clean[title.start] == "《" and clean[title.end - 1] == "》":
        inner = clean[title.start + 1 : title.end - 1]
        if inner.count("《") == inner.count("》") and inner.find("》") >= inner.find("《"):
            return Span(title.start + 1, title.end - 1)
    return title


def _compose(
    clean: str,
    whole: Span,
    lines: list[Line],
    title: tuple[int, int] | None,
    number: Line | None,
    labelled_date: Line | None,
    below: Dated | None,
    addressees: tuple[int, int] | None,
    body_at: int,
    tail: tuple[int, int] | None,
    annex_lines: list[tuple[int, int, int]],
) -> Parts:
    first_annex = annex_lines[0][0] if annex_lines else len(lines)
    if tail and tail[0] > first_annex:
        tail = None  # the date belongs to the annex
    body_end = tail[0] if tail else first_annex
    undated = _undated(lines, body_at) if not tail and not annex_lines else None
    body_end = undated[0] if undated else body_end
    listing = next(
        (i for i in range(body_at, body_end) if ANNEX_LIST.match(lines[i].text)), None
    )  # fmt: skip
    body = _span(lines, body_at, listing if listing is not None else body_end)
    end_of_text = whole.end
    annexes = tuple(
        AnnexPart(
            _unmarked(lines, first, after),
            Span(
                lines[after - 1].end,
                lines[annex_lines[n + 1][0]].start if n + 1 < len(annex_lines) else end_of_text,
            ),
        )
        for n, (_, first, after) in enumerate(annex_lines)
    )
    if listing is not None and not annexes and tail:
        annexes = listed_annex(clean, lines[listing], lines[tail[1]].end, end_of_text)
    notes_from = tail[1] + 1 if tail else body_end
    date = lines[tail[1]] if tail else below.date if below else labelled_date
    signatures = lines[slice(*(tail or undated or (0, 0)))]
    if not signatures and below and below.who:
        signatures = [below.who]
    return Parts(
        whole=whole,
        title=_bare(clean, _span(lines, *title)) if title else _order_title(number),
        number=Span(number.start, number.end) if number else None,
        addressees=_span(lines, *addressees) if addressees else None,
        body=body or Span(lines[body_at - 1].end, lines[body_at - 1].end),
        annex_list=_span(lines, listing, body_end) if listing is not None else None,
        signatures=tuple(Span(x.start, x.end) for x in signatures),
        date=Span(date.start, date.end) if date else None,
        annexes=annexes,
        notes=tuple(Span(x.start, x.end) for x in lines[notes_from:first_annex]) if tail else (),
    )
