"""Facts other than tasks as triples: one module a kind, wired here.

Each module has ``triples(frame)`` for the document's own graph and ``units(frame)`` for the
descriptions of things that other documents may refer to as well. Evidence is a span that
:mod:`kg.graph.spans` writes out for every fact of a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kg.graph import (
    citations,
    decisions,
    duties,
    facilities,
    industries,
    people,
    programmes,
    values,
)
from kg.graph.frame import Frame
from kg.graph.terms import Triple
from kg.graph.units import Unit


class Part(Protocol):
    """What a module of a kind of fact offers."""

    def triples(self, frame: Frame) -> Iterator[Triple]:
        """What the document says, in its own graph."""

    def units(self, frame: Frame) -> Iterator[Unit]:
        """Descriptions of the things the facts point to."""


PARTS: tuple[Part, ...] = (
    programmes,
    industries,
    facilities,
    citations,
    duties,
    people,
    decisions,
    values,
)


def triples(frame: Frame) -> Iterator[Triple]:
    """The triples of all facts of a document."""
    for part in PARTS:
        yield from part.triples(frame)


def units(frame: Frame) -> Iterator[Unit]:
    """The descriptions all facts of a document need."""
    for part in PARTS:
        yield from part.units(frame)
