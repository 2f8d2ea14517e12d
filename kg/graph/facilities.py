"""Facilities and zones: what kind of thing, and where a document first names them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.frame import Frame
from kg.graph.terms import ZC, Triple, node, plain, say
from kg.graph.units import Unit


def triples(frame: Frame) -> Iterator[Triple]:
    """Kind and first mention of each facility."""
    for each in frame.record.facilities:
        it = node(each.entity)
        yield (it, ZC.facilityKind, plain(each.kind))
        yield from say(it, "firstMention", frame.span(each.start, each.end))


def units(frame: Frame) -> Iterator[Unit]:
    """None: registry describes facilities as it does all entities, zones with their regions."""
    return iter(())
