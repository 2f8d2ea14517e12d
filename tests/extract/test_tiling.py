"""Regions of a record: each character of a document in exactly one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.extract import tiling
from kg.types import Region


def test_holes_are_cut_in_one_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece is made once: 300 page numbers, 301 pieces, and no more regions."""
    made: list[int] = []

    def counted(kind: str, start: int, end: int) -> Region:
        made.append(1)
        return Region(kind, start, end)

    monkeypatch.setattr(tiling, "Region", counted)
    holes = [Region("furniture", at, at + 5) for at in range(100, 30100, 100)]
    pieces = list(tiling._pieces([Region("body", 0, 40000)], holes))
    assert len(pieces) == 301 and len(made) == 301


@pytest.mark.parametrize(
    ("hole", "left"),
    [
        ((0, 3), [("title", 3, 10), ("body", 10, 20)]),
        ((8, 12), [("title", 0, 8), ("body", 12, 20)]),
        ((8, 20), [("title", 0, 8)]),
        ((0, 10), [("body", 10, 20)]),
        ((18, 30), [("title", 0, 10), ("body", 10, 18)]),
    ],
)
def test_a_hole_across_regions(hole: tuple[int, int], left: list[tuple[str, int, int]]) -> None:
    def told() -> Iterator[tuple[str, int, int]]:
        regions = [Region("title", 0, 10), Region("body", 10, 20)]
        for piece in tiling._pieces(regions, [Region("furniture", *hole)]):
            yield piece.kind, piece.start, piece.end

    assert list(told()) == left
