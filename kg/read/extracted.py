"""What a reader of one format gives: the text it keeps and where that stands in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kg.types import Location


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text of a file and, where the format has one, its layout; see :class:`kg.types.Source`."""

    text: str
    encoding: str
    layout: tuple[Location, ...] = ()
    unread_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of extracted text; ``place`` is where it stands, its offsets yet unset."""

    text: str
    place: Location | None = None


def put_together(lines: Iterable[Line]) -> tuple[str, tuple[Location, ...]]:
    """The lines as one text, each ended by a line feed, and the place of each that has one."""
    parts: list[str] = []
    places: list[Location] = []
    at = 0
    for line in lines:
        if line.place is not None and line.text:
            places.append(replace(line.place, start=at, end=at + len(line.text)))
        parts += [line.text, "\n"]
        at += len(line.text) + 1
    return "".join(parts), tuple(places)


def squeezed(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines without blank ones that follow a blank one, and without those at both ends."""
    blank = True
    for line in lines:
        if line.text.strip():
            yield line
        elif not blank:
            yield Line("")
        blank = not line.text.strip()
