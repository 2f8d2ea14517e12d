"""Places in the text: mentions, the quotes that facts rest on, and what cannot be read.

A mention costs eleven quads, and one or two more for its place in a page or PDF. Offsets are
0-based, half-open code points of ``nif:isString``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.graph.frame import Frame
from kg.graph.layout import of_stretch
from kg.graph.terms import ITSRDF, NIF, TYPE, ZC, Triple, a, decimal, node, plain
from kg.types import Mention

#: Names in documents are repeated a great deal, rule ids and types even more; long quotes are
#: not, and would only take up memory.
_LONGEST_KEPT = 64
_short = lru_cache(maxsize=65536)(plain)
_decimal = lru_cache(maxsize=1024)(decimal)


#: Key of a record -> kind of the stretch its facts were read from.
_FACTS = {
    "duties": "duty",
    "programmes": "programme",
    "industries": "industry",
    "facilities": "facility",
    "targets": "target",
    "indicators": "indicator",
    "citations": "citation",
    "people": "person",
    "decisions": "decision",
}


def _plain(text: str) -> Literal:
    return _short(text) if len(text) <= _LONGEST_KEPT else plain(text)


def mentions(frame: Frame) -> Iterator[Triple]:
    """Every mention: where it stands, what it says, what it was linked to or could be."""
    for each in frame.record.mentions:
        place = frame.span(each.start, each.end)
        yield from _place(frame, place, each.start, each.end, each.type)
        yield (place, ZC.confidence, _decimal(each.confidence))
        yield (place, ZC.rule, _plain(each.rule))
        if each.entity:
            yield (place, ITSRDF.taIdentRef, node(each.entity))
        yield from _surface(frame, place, each.start, each.end, each.text)
        yield from of_stretch(frame, place, each.start, each.end)
        yield from _unresolved(place, each)


def _unresolved(place: NamedNode, mention: Mention) -> Iterator[Triple]:
    """The candidates of a mention that more than one thing fits."""
    if mention.entity is None:
        for key in mention.candidates:
            yield (place, ZC.candidate, node(key))


def _place(frame: Frame, place: NamedNode, start: int, end: int, kind: str) -> tuple[Triple, ...]:
    """A stretch of the text as a NIF string."""
    return (
        (place, TYPE, ZC.Mention),
        (place, TYPE, NIF.String),
        (place, NIF.referenceContext, frame.text),
        (place, NIF.beginIndex, Literal(start - frame.start)),
        (place, NIF.endIndex, Literal(end - frame.start)),
        (place, NIF.anchorOf, _plain(frame.quote(start, end))),
        (place, ZC.inDocument, frame.document),
        (place, ZC.mentionType, _plain(kind)),
    )


def _surface(frame: Frame, place: NamedNode, start: int, end: int, text: str) -> Iterator[Triple]:
    """The normalised form, where it is not what the page has."""
    if text != frame.quote(start, end):
        yield (place, ZC.surface, _plain(text))


def quotes(frame: Frame) -> Iterator[Triple]:
    """The stretches that facts rest on and that are not mentions already."""
    known = {(each.start, each.end) for each in frame.record.mentions}
    for start, end, kind, text in _quoted(frame):
        if (start, end) in known:
            continue
        place = frame.span(start, end)
        yield from _place(frame, place, start, end, kind)
        yield from _surface(frame, place, start, end, text)
        yield from of_stretch(frame, place, start, end)


def _quoted(frame: Frame) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, kind and normalised text of everything that is pointed to as evidence."""
    record = frame.record
    for each in record.header_spans:
        yield each.start, each.end, f"field-{each.kind}", frame.quote(each.start, each.end)
    for kind, rule in (
        ("lead-rule", record.lead_rule),
        ("owner-rule", record.implicit_owner_rule),
        ("override-rule", record.overrides_inconsistent),
    ):
        if rule:
            yield rule.start, rule.end, kind, rule.text
    for task in record.tasks:
        yield task.start, task.end, "task", task.text
        yield task.clause.start, task.clause.end, "owner-clause", task.clause.text
        for owner in task.owners:
            yield owner.start, owner.end, "owner", owner.text
    for key, kind in _FACTS.items():
        for fact in getattr(record, key):
            yield fact.start, fact.end, kind, frame.quote(fact.start, fact.end)


def damage(frame: Frame) -> Iterator[Triple]:
    """Stretches from which nothing is read, and why."""
    for each in frame.record.damaged:
        place = frame.span(each.start, each.end)
        yield from a(place, "DamagedSpan")
        yield (place, NIF.referenceContext, frame.text)
        yield (place, NIF.beginIndex, Literal(each.start - frame.start))
        yield (place, NIF.endIndex, Literal(each.end - frame.start))
        yield (place, ZC.inDocument, frame.document)
        yield (place, ZC.reason, plain(each.why))
