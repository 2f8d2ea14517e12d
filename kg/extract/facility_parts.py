"""What the readers of facilities' names share: a place of a name, and which of them stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct


class Spot(Struct, frozen=True):
    """A place of a name in clean offsets; ``anchor`` is what makes the name one of a kind.

    ``name`` is longer than the place where the head is shared: 杭州 in 杭州、宁波…示范区.
    """

    start: int
    end: int
    name: str
    kind: str
    anchor: str
    rule: str
    confidence: float


def longest(spots: Sequence[Spot]) -> Iterator[Spot]:
    """The longest of those that overlap, in text order."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda s: (s.start, -s.end)):
        while kept and kept[-1].end > spot.start and len(kept[-1].name) < len(spot.name):
            kept.pop()
        if not kept or kept[-1].end <= spot.start:
            kept.append(spot)
    return iter(kept)
