"""The text of a file, put together from what a store keeps of its documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from kg.types import Location, Record, Source, Span


@dataclass(frozen=True, slots=True)
class Slice:
    """What a store keeps of a document's text: its characters and where they stand in the file."""

    text: str
    format: str = "text"
    layout: tuple[Location, ...] = ()
    unread_pages: tuple[int, ...] = ()


class KeptText:
    """Slices of a file in their places; where one was forgotten there are empty lines.

    So every offset stays what it was in the file.
    """

    def __init__(self, slices: Mapping[int, Slice]) -> None:
        self._gaps: list[Span] = []
        self._slices = [slices[start] for start in sorted(slices)]
        self.text = "".join(self._parts({start: each.text for start, each in slices.items()}))

    def source(self, file: str, sha256: str) -> Source:
        """The text as the source it was read from."""
        layout = (each for part in self._slices for each in part.layout)
        pages = {page for part in self._slices for page in part.unread_pages}
        return Source(
            file, sha256, self.text, "kept", self._slices[0].format,
            tuple(sorted(layout, key=lambda each: (each.start, each.end))), tuple(sorted(pages)),
        )  # fmt: skip

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
