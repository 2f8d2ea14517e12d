"""Regions of a document: every character of its slice of the source in exactly one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.split import Parts
from kg.types import Region, Span, Text


def regions_of(text: Text, parts: Parts, start: int, end: int) -> list[Region]:
    """Cover the source slice ``[start, end)``: parts of the document, furniture and damage."""
    holes = [region for region in within(text, start, end) if region.kind != "markup"]
    covered = [*_pieces(_covering(text, parts, start, end), holes), *holes]
    return sorted(covered, key=lambda region: region.start)


def within(text: Text, start: int, end: int) -> Sequence[Region]:
    """Regions of the text that begin in a source slice."""
    first = bisect_left(text.regions, start, key=lambda region: region.start)
    last = bisect_left(text.regions, end, key=lambda region: region.start)
    return text.regions[first:last]


def _covering(text: Text, parts: Parts, start: int, end: int) -> list[Region]:
    """Parts in order, each reaching to where the next begins."""
    spans: list[tuple[Span, str]] = [(parts.body, "body")]
    named = ((parts.title, "title"), (parts.number, "number"), (parts.addressees, "addressees"),
             (parts.annex_list, "annex-list"), (parts.date, "date"))  # fmt: skip
    spans += [(span, kind) for span, kind in named if span]
    spans += [(span, "signature") for span in parts.signatures]
    spans += [(span, "note") for span in parts.notes]
    for annex in parts.annexes:
        if annex.title.end <= annex.body.start <= annex.title.end + 1:
            spans.append((annex.title, "annex-title"))
        spans.append((annex.body, "annex"))
    marks = sorted((text.raw_at(span.start), kind) for span, kind in spans if span.start < span.end)
    marks = [(at, kind) for at, kind in marks if start <= at < end]
    if not marks or marks[0][0] > start:
        marks.insert(0, (start, "head" if marks else "body"))
    ends = [at for at, _ in marks[1:]] + [end]
    return [
        Region(kind, at, stop) for (at, kind), stop in zip(marks, ends, strict=True) if at < stop
    ]


def _pieces(regions: Sequence[Region], holes: Sequence[Region]) -> Iterator[Region]:
    """What is left of regions around holes, both in order and apart: one sweep over the two."""
    upcoming = 0
    at = 0
    for region in regions:
        at = max(at, region.start)
        while upcoming < len(holes) and holes[upcoming].start < region.end:
            hole = holes[upcoming]
            if at < hole.start:
                yield Region(region.kind, at, hole.start)
            at = max(at, hole.end)
            upcoming += 1
        if at < region.end:
            yield Region(region.kind, at, region.end)
