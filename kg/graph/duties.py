"""Duties outside owner clauses: who is to do what, kept apart from responsibilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg import ids
from kg.facts import Duty
from kg.graph.frame import Frame
from kg.graph.terms import DCT, PROV, ZC, Triple, a, decimal, node, plain, say, zh
from kg.graph.units import Unit


def triples(frame: Frame) -> Iterator[Triple]:
    """Every duty, numbered within its section in text order."""
    numbers: Counter[str] = Counter()
    for each in frame.record.duties:
        numbers[each.section] += 1
        yield from _duty(frame, each, numbers[each.section])


def _duty(frame: Frame, duty: Duty, number: int) -> Iterator[Triple]:
    it = node(ids.duty(frame.record.id, duty.section, number))
    yield from a(it, "Duty")
    if duty.body.entity:
        yield from say(it, "dutyOf", node(duty.body.entity))
    else:
        yield (it, ZC.unresolvedAgent, plain(duty.body.name))
    yield (it, ZC.dutyKind, plain(duty.kind))
    yield (it, DCT.description, zh(duty.text))
    if duty.section:
        yield (it, ZC.inSection, node(ids.section(frame.record.id, duty.section)))
    yield (it, ZC.confidence, decimal(duty.confidence))
    yield from say(it, "evidence", frame.span(duty.start, duty.end))
    yield from say(it, "extractedBy", frame.run)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)


def units(frame: Frame) -> Iterator[Unit]:
    """None: the bodies are described as entities."""
    yield from ()
