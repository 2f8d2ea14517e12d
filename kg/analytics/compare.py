"""Two parts of a store side by side: who moved in the ranking, which pairs are new or gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from kg.analytics.cooperation import Cooperation
from kg.analytics.rows import Column


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A body (or group of bodies) in two rankings."""

    body: Annotated[str, Column("单位", "name")]
    change: Annotated[str, Column("变化", "up, down, same, new (only right), gone (only left)")]
    moved: Annotated[int | None, Column("升降", "places gained from left to right")]
    rank_left: Annotated[int | None, Column("左名次", "rank on the left, empty if it is not there")]
    rank_right: Annotated[int | None, Column("右名次", "rank on the right")]
    left: Annotated[int, Column("左任务", "tasks (or documents) owned on the left")]
    right: Annotated[int, Column("右任务", "tasks (or documents) owned on the right")]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]


@dataclass(frozen=True, slots=True)
class PairMoveRow:
    """A pair of bodies in two rankings."""

    body: Annotated[str, Column("单位", "name of the first")]
    other: Annotated[str, Column("共担单位", "name of the second")]
    change: Annotated[str, Column("变化", "up, down, same, new (only right), gone (only left)")]
    moved: Annotated[int | None, Column("升降", "places gained from left to right")]
    rank_left: Annotated[int | None, Column("左名次", "rank on the left, empty if it is not there")]
    rank_right: Annotated[int | None, Column("右名次", "rank on the right")]
    left: Annotated[int, Column("左共担", "tasks (or documents) shared on the left")]
    right: Annotated[int, Column("右共担", "tasks (or documents) shared on the right")]
    body_iri: Annotated[str, Column("IRI", "of the first", False)]
    other_iri: Annotated[str, Column("IRI", "of the second", False)]


@dataclass(frozen=True, slots=True)
class _Place:
    rank: int
    count: int
    names: tuple[str, ...]


def moves(left: Cooperation, right: Cooperation) -> list[MoveRow]:
    """Bodies of either side: by rank on the right, those that are gone last, by rank on the left.

    What is compared are names that mean the same on both sides: two provinces have no body in
    common, their functional lines they have (:func:`kg.analytics.lattice.rolled`).
    """
    one, other = _bodies(left), _bodies(right)
    return [
        MoveRow(names[0], *move, iri)
        for (iri,), names, move in _moved(one, other)
    ]  # fmt: skip


def pair_moves(left: Cooperation, right: Cooperation) -> list[PairMoveRow]:
    """Pairs of either side, in the same order as :func:`moves`."""
    return [
        PairMoveRow(names[0], names[1], *move, first, second)
        for (first, second), names, move in _moved(_pairs(left), _pairs(right))
    ]


def _bodies(found: Cooperation) -> dict[tuple[str, ...], _Place]:
    by_document = found.weight == "document"
    return {
        (row.iri,): _Place(row.rank, row.documents if by_document else row.owned, (row.body,))
        for row in found.bodies()
    }


def _pairs(found: Cooperation) -> dict[tuple[str, ...], _Place]:
    by_document = found.weight == "document"
    return {
        (row.body_iri, row.other_iri): _Place(
            row.rank, row.documents if by_document else row.shared, (row.body, row.other)
        )
        for row in found.pairs()
    }


_Move = tuple[str, int | None, int | None, int | None, int, int]


def _moved(
    left: Mapping[tuple[str, ...], _Place], right: Mapping[tuple[str, ...], _Place]
) -> list[tuple[tuple[str, ...], tuple[str, ...], _Move]]:
    last = len(left) + len(right) + 1

    def order(key: tuple[str, ...]) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
        one, other = left.get(key), right.get(key)
        known = other or one
        names = known.names if known else ()
        return other.rank if other else last, one.rank if one else last, names, key

    return [
        (key, (right.get(key) or left[key]).names, _move(left.get(key), right.get(key)))
        for key in sorted({*left, *right}, key=order)
    ]


def _move(one: _Place | None, other: _Place | None) -> _Move:
    if one is None or other is None:
        return (
            "new" if one is None else "gone", None, one.rank if one else None,
            other.rank if other else None, one.count if one else 0, other.count if other else 0,
        )  # fmt: skip
    by = one.rank - other.rank
    change = "up" if by > 0 else "down" if by < 0 else "same"
    return change, by, one.rank, other.rank, one.count, other.count
