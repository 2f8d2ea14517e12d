"""Facilities and zones: what kind of thing, and where a document first names them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.frame import Frame
from kg.graph.terms import ZC, Triple, node, plain, say
from kg.graph.units import Unit, unit


def triples(frame: Frame) -> Iterator[Triple]:
    """First mention of each facility."""
    for each in frame.record.facilities:
        it = node(each.entity)
        yield from say(it, "firstMention", frame.span(each.start, each.end))


def units(frame: Frame) -> Iterator[Unit]:
    """The kind of each; the registry describes the rest, zones with their regions."""
    for each in frame.record.facilities:
        yield unit(each.entity, [(node(each.entity), ZC.facilityKind, plain(each.kind))])
