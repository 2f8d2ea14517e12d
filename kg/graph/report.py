"""A report of findings in SHACL's own vocabulary, as Turtle: for tools that read such reports.

Every result is a node with a name made from what it says, so that two reports can be compared.
Beside what SHACL asks for, a result gives the document and the place in its text and file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

import pyoxigraph as ox

from kg import ids
from kg.graph import shapes
from kg.graph.checks import SPARQL
from kg.graph.findings import Report, Row
from kg.graph.terms import FOREIGN, NIF, PREFIXES, SH, TYPE, ZC, Triple, node, plain

_FILES = ("shapes.ttl", "shapes-store.ttl")


def turtle(report: Report) -> bytes:
    """The report as Turtle; the same findings give the same bytes."""
    prefixes = {name: PREFIXES[name] for name in ("zc", "doc", "check")}
    prefixes |= {name: FOREIGN[name] for name in ("sh", "nif", "xsd")}
    lines = sorted(set(_triples(report)), key=lambda each: [str(term) for term in each])
    written = ox.serialize(
        (ox.Triple(*each) for each in lines), format=ox.RdfFormat.TURTLE, prefixes=prefixes
    )
    assert written is not None
    return written


def _triples(report: Report) -> Iterator[Triple]:
    key = ids.check("\n".join(repr(astuple(row)) for row in report.rows))
    whole = node(key)
    yield (whole, TYPE, SH.ValidationReport)
    yield (whole, SH.conforms, ox.Literal(not report.rows))
    for row in report.rows:
        it = node(ids.check(repr(astuple(row))))
        yield (whole, SH.result, it)
        yield from _result(it, row)


def _result(it: ox.NamedNode, row: Row) -> Iterator[Triple]:
    shape = ox.NamedNode(f"{ids.BASE}shapes#{row.shape}")
    yield (it, TYPE, SH.ValidationResult)
    yield (it, SH.focusNode, ox.NamedNode(row.focus))
    yield (it, SH.resultSeverity, SH[row.severity])
    yield (it, SH.sourceConstraintComponent, ox.NamedNode(row.component))
    if row.component == SPARQL:
        yield (it, SH.sourceConstraint, shape)
        shape = ox.NamedNode(_holders()[row.shape])
    yield (it, SH.sourceShape, shape)
    for language, text in (("zh", row.zh), ("en", row.en)):
        yield (it, SH.resultMessage, ox.Literal(text, language=language))
    if row.path:
        yield (it, SH.resultPath, ox.NamedNode(row.path))
    if row.term:
        [quad] = ox.parse(f"<x:s> <x:p> {row.term} .", format=ox.RdfFormat.N_TRIPLES)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        yield (it, SH.value, quad.object)
    yield from _place(it, row)


def _place(it: ox.NamedNode, row: Row) -> Iterator[Triple]:
    if row.document:
        yield (it, ZC.inDocument, node(row.document))
    for predicate, number in (
        (NIF.beginIndex, row.start),
        (NIF.endIndex, row.end),
        (ZC.sourceLine, row.line),
        (ZC.sourceColumn, row.column),
    ):
        if number is not None:
            yield (it, predicate, ox.Literal(number))
    if row.file:
        yield (it, ZC.fileName, plain(row.file))


def _holders() -> dict[str, str]:
    """Name of a SPARQL constraint -> IRI of the shape that it is a constraint of."""
    found = (each for name in _FILES for each in shapes.load(name).sparql)
    return {each.message.shape: each.holder for each in found}
