"""The text of a file, put together from what a store keeps of its documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.types import Record, Span


class KeptText:
    """Slices of a file in their places; where one was forgotten there are empty lines.

    So every offset stays what it was in the file.
    """

    def __init__(self, slices: Mapping[int, str]) -> None:
        self._gaps: list[Span] = []
        self.text = "".join(self._parts(slices))

    def _parts(self, slices: Mapping[int, str]) -> Iterator[str]:
        at = 0
        for start, part in sorted(slices.items()):
            if at < start:
                self._gaps.append(Span(at, start))
                yield "\n" * (start - at)
            yield part[max(0, at - start) :]
            at = max(at, start + len(part))

    def within(self, record: Record) -> Record | None:
        """A document read from this text, cut back to what is not a gap; None if all of it is."""
        start, end = self._cut(record.source.start, record.source.end)
        if start >= end:
            return None
        source = replace(record.source, start=start, end=end)
        annexes = tuple(replace(each, end=min(each.end, end)) for each in record.annexes)
        return replace(record, source=source, annexes=annexes)

    def _cut(self, start: int, end: int) -> tuple[int, int]:
        """A stretch without the gaps that it begins or ends in."""
        for gap in self._gaps:
            if gap.start <= start < gap.end:
                start = gap.end
            if gap.start < end <= gap.end:
                end = gap.start
        return start, end
