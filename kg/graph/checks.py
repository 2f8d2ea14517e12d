"""One graph against the shapes: SPARQL constraints by Oxigraph, all others by pySHACL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox
from rdflib import RDF, SH, BNode, Graph, Node, URIRef

from kg.graph import shapes
from kg.graph.findings import Finding, Message
from kg.graph.resources import ontology_text
from kg.graph.shapes import SparqlConstraint
from kg.graph.terms import TYPE, ZC

#: What every SPARQL constraint is called in a report.
SPARQL = str(SH.SPARQLConstraintComponent)


def check(triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    """Check the triples of one graph, which may have faults of any kind."""
    held = list(triples)
    database = ox.Store()
    database.extend(ox.Quad(*each) for each in (*declarations(), *held))
    for constraint in shapes.load("shapes.ttl").sparql:
        yield from _ask(database, constraint)
    yield from _core(held)


@cache
def declarations() -> tuple[ox.Triple, ...]:
    """What the ontology declares: the terms, their labels and super-terms."""
    parsed = ox.parse(ontology_text("zc.ttl"), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in parsed)


def _ask(database: ox.Store, constraint: SparqlConstraint) -> Iterator[Finding]:
    found = database.query(constraint.query)
    assert isinstance(found, ox.QuerySolutions)
    for solution in found:
        focus, *value = solution
        yield Finding(
            constraint.message, _text(focus), "".join(str(each) for each in value if each), SPARQL
        )


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
    return tuple(each for each in declarations() if each.object in classes)


def _finding(report: Graph, result: Node, messages: dict[str, Message]) -> Finding:
    value = report.value(result, SH.value)
    path = report.value(result, SH.resultPath)
    return Finding(
        messages[str(report.value(result, SH.sourceShape))],
        str(report.value(result, SH.focusNode)),
        "" if value is None or isinstance(value, BNode) else value.n3(),
        str(report.value(result, SH.sourceConstraintComponent)),
        str(path) if isinstance(path, URIRef) else "",
    )
