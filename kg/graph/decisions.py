"""What a document decides: kind, object, and the subjects with what is told of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.facts import Decision, Subject
from kg.graph.frame import Frame
from kg.graph.terms import DCT, PROV, ZC, Triple, a, date, decimal, node, plain, say, zh
from kg.graph.units import Unit

#: What a record tells of a subject -> property; anything else is a ``zc:subjectDetail``.
_DETAILS: Mapping[str, str] = {
    "依托": "foundedOn",
    "申请单位": "requestedBy",
    "更名为": "newName",
    "并入": "mergedInto",
    "职能并入": "mergedInto",
    "职务": "postTitle",
    "担任": "roleName",
    "机关": "bodyName",
}


def triples(frame: Frame) -> Iterator[Triple]:
    """Every decision in text order."""
    for number, each in enumerate(frame.record.decisions, 1):
        yield from _decision(frame, each, ids.decision(frame.record.id, number))


def _decision(frame: Frame, each: Decision, key: str) -> Iterator[Triple]:
    it = node(key)
    yield from a(it, "Decision")
    yield (frame.document, ZC.hasDecision, it)
    yield (it, ZC.decisionKind, plain(each.kind))
    yield (it, DCT.description, zh(each.object))
    if each.effective:
        yield (it, ZC.validFrom, date(each.effective))
    if each.value is not None:
        yield (it, ZC.priceValue, decimal(each.value))
        yield (it, ZC.priceUnit, plain(each.unit or ""))
    yield (it, ZC.confidence, decimal(each.confidence))
    yield from say(it, "evidence", frame.span(each.start, each.end))
    yield from say(it, "extractedBy", frame.run)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)
    for position, subject in enumerate(each.subjects, 1):
        yield from _subject(frame, it, subject, position, node(f"{key}.s{position}"))


def _subject(
    frame: Frame, decision: NamedNode, each: Subject, position: int, it: NamedNode
) -> Iterator[Triple]:
    """One subject in its place in the list; the thing itself hangs from the decision as well."""
    yield from a(it, "DecisionSubject")
    yield (decision, ZC.hasSubject, it)
    yield (it, ZC.position, Literal(position))
    yield (it, ZC.subjectName, zh(each.name))
    if each.entity:
        yield from say(it, "subject", node(each.entity))
        yield from say(decision, "decidesOn", node(each.entity))
    for label, value in each.details:
        if name := _DETAILS.get(label):
            yield (it, ZC[name], zh(value))
        else:
            yield (it, ZC.subjectDetail, zh(f"{label}：{value}"))
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)


def units(frame: Frame) -> Iterator[Unit]:
    """None: the subjects are described as entities."""
    yield from ()
