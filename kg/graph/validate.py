"""Check a store against the shapes: each document's graph by itself, then the whole.

Each graph is checked together with the declarations of the ontology and nothing else, so that
the time taken grows with the number of documents and the memory does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from rdflib import RDF, SH, Graph, Node

from kg.graph import shapes
from kg.graph.catalogue import StoredInfo
from kg.graph.resources import ontology_text
from kg.graph.shapes import Message, SparqlConstraint
from kg.graph.store import Store
from kg.graph.terms import NIF, TYPE, ZC


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One finding. ``severity`` is Violation, Warning or Info.

    ``focus`` is the IRI of the node at fault, ``value`` what is wrong with it where one thing
    is. ``start`` and ``end`` are the place in the document's text that the node was read from,
    where it has one. A finding about the whole store has no document.
    """

    severity: str
    shape: str
    document: str
    focus: str
    value: str
    zh: str
    en: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, violations first. The store conforms if there are no violations."""

    rows: tuple[Row, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing worse than a warning was found."""
        return not any(row.severity == "Violation" for row in self.rows)


Finding = tuple[Message, str, str]
"""Message, focus node and value."""


def validate(store: Store) -> Report:
    """Check every document and the whole store."""
    rows = set(_whole(store))
    for info in store.documents():
        rows.update(_document(store, info))
    return Report(tuple(sorted(rows, key=_order)))


def _order(row: Row) -> tuple[bool, str, str, int, str, str]:
    place = -1 if row.start is None else row.start
    return (row.severity != "Violation", row.document, row.shape, place, row.focus, row.value)


def _whole(store: Store) -> Iterator[Row]:
    for constraint in shapes.load("shapes-store.ttl").sparql:
        for row in store.query(constraint.query):
            focus, *value = [each.text if each else "" for each in row]
            yield _row(constraint.message, "", focus, "".join(value), None)


def _document(store: Store, info: StoredInfo) -> Iterator[Row]:
    graph = ox.NamedNode(info.graph)
    used = (graph, *store.descriptions(graph))
    triples = [quad.triple for each in used for quad in store.match(graph=each)]
    for message, focus, value in check(triples):
        yield _row(message, info.key, focus, value, _place(store, focus))


def _row(
    message: Message, document: str, focus: str, value: str, place: tuple[int, int] | None
) -> Row:
    start, end = place or (None, None)
    return Row(
        message.severity,
        message.shape,
        document,
        focus,
        value,
        message.zh,
        message.en,
        start,
        end,
    )


def check(triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    """Check the triples of one graph, which may have faults of any kind."""
    database = ox.Store()
    held = list(triples)
    database.extend(ox.Quad(*each) for each in (*_declarations(), *held))
    for constraint in shapes.load("shapes.ttl").sparql:
        yield from _ask(database, constraint)
    yield from _core(held)


@cache
def _declarations() -> tuple[ox.Triple, ...]:
    """What the ontology declares: the terms, their labels and super-terms."""
    parsed = ox.parse(ontology_text("zc.ttl"), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in parsed)


def _ask(database: ox.Store, constraint: SparqlConstraint) -> Iterator[Finding]:
    found = database.query(constraint.query)
    assert isinstance(found, ox.QuerySolutions)
    for solution in found:
        terms = list(solution)
        yield constraint.message, _text(terms[0]), _text(terms[1]) if len(terms) > 1 else ""


def _text(term: object) -> str:
    return str(getattr(term, "value", term or ""))


def _core(triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    """What pySHACL finds by the constraints that are not SPARQL."""
    from pyshacl import validate as run  # deferred: most commands do not check anything

    found = shapes.load("shapes.ttl")
    matter = (each for each in (*triples, *_individuals()) if _matters(each, found.terms))
    data = ox.serialize(matter, format=ox.RdfFormat.N_TRIPLES)
    graph = Graph().parse(data=data, format="nt")
    _, report, _ = run(graph, shacl_graph=found.core, inplace=True)
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL gave no report: {report}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _finding(report, result, found.messages)


def _matters(triple: ox.Triple, terms: frozenset[str]) -> bool:
    """Whether a shape speaks of the property, or of the class where it is a type."""
    if triple.predicate == TYPE:
        return _text(triple.object) in terms
    return triple.predicate.value in terms


@cache
def _individuals() -> tuple[ox.Triple, ...]:
    """Roles, bases, levels and types of citation with their classes, which shapes ask for."""
    classes = {ZC.Role, ZC.RoleBasis, ZC.AdminLevel, ZC.CitationType}
    return tuple(each for each in _declarations() if each.object in classes)


def _finding(report: Graph, result: Node, messages: dict[str, Message]) -> Finding:
    shape = str(report.value(result, SH.sourceShape))
    value = report.value(result, SH.value)
    focus = report.value(result, SH.focusNode)
    return messages[shape], str(focus), "" if value is None else str(value)


def _place(store: Store, focus: str) -> tuple[int, int] | None:
    """Where in the text a node was read from: its own offsets, or those of its evidence."""
    try:
        it = ox.NamedNode(focus)
    except ValueError:
        return None
    quoted = (each.object for each in store.match(it, ZC.evidence))
    for place in (it, *sorted(quoted, key=str)):
        if isinstance(place, ox.NamedNode) and (found := _offsets(store, place)):
            return found
    return None


def _offsets(store: Store, place: ox.NamedNode) -> tuple[int, int] | None:
    ends = [
        int(quad.object.value)
        for predicate in (NIF.beginIndex, NIF.endIndex)
        for quad in store.match(place, predicate)
        if isinstance(quad.object, ox.Literal)
    ]
    return (ends[0], ends[1]) if len(ends) == 2 else None
