"""What a query gives: plain values, or a stream in a standard format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.terms import PREFIXES, Term

#: Forms of a graph, by name.
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


class QueryError(KgError):
    """A query that cannot be read or answered; the message has the place in it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A node or literal. ``kind`` is iri, literal, blank or triple."""

    kind: str
    text: str
    datatype: str | None = None
    language: str | None = None


Row = tuple[Value | None, ...]

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


def value(term: object) -> Value | None:
    """A term of the library as a plain value."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Value("iri", term.value)
    if isinstance(term, ox.Literal):
        return Value("literal", term.value, term.datatype.value, term.language)
    return Value("blank" if isinstance(term, ox.BlankNode) else "triple", str(term))


def rows_answer(columns: Sequence[str], rows: Iterable[Sequence[Term]]) -> Answer:
    """An answer of rows that were not found by a query, each with a term for each column."""
    head = "\t".join(f"?{name}" for name in columns)
    lines = ("\t".join(str(term) for term in row) for row in rows)
    written = "\n".join((head, *lines, "")).encode()
    found = ox.parse_query_results(written, ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    return Answer(found)


class Answer:
    """Result of a query; to be read once.

    ``kind`` is ``select``, ``ask`` or ``graph``. The rows of ASK are one row of one boolean,
    those of CONSTRUCT and DESCRIBE are subject, predicate, object.
    """

    def __init__(self, result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> None:
        self._result = result
        if isinstance(result, ox.QuerySolutions):
            self.kind = "select"
            self.columns = tuple(each.value for each in result.variables)
        elif isinstance(result, ox.QueryBoolean):
            self.kind, self.columns = "ask", ("answer",)
        else:
            self.kind, self.columns = "graph", ("subject", "predicate", "object")

    def __iter__(self) -> Iterator[Row]:
        if isinstance(self._result, ox.QueryBoolean):
            answer = ox.Literal(bool(self._result))
            yield (value(answer),)
        elif isinstance(self._result, ox.QuerySolutions):
            for solution in self._result:
                yield tuple(value(term) for term in solution)
        else:
            for triple in self._result:
                yield tuple(value(term) for term in triple)

    def terms(self) -> Iterator[tuple[object, ...]]:
        """The rows of a SELECT as terms of the library; None where nothing is bound."""
        assert isinstance(self._result, ox.QuerySolutions)
        for solution in self._result:
            yield tuple(solution)

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as bare text; what is not bound is empty."""
        for row in self:
            yield tuple(each.text if each else "" for each in row)

    def write(self, stream: IO[bytes], form: str = "json") -> None:
        """Write as SPARQL results (json, xml, csv, tsv), a graph in a form of :data:`GRAPHS`,
        or as N-Triples for any other; each triple once.

        Raises QueryError for a form of results that is not one of these.
        """
        if isinstance(self._result, ox.QueryTriples):
            as_graph = GRAPHS.get(form, ox.RdfFormat.N_TRIPLES)
            write_graph(self._result, stream, as_graph)
            return
        if form not in RESULTS:
            raise QueryError(f"No such result format: {form}. Choose one of {', '.join(RESULTS)}.")
        self._result.serialize(stream, format=RESULTS[form])


def write_graph(triples: Iterable[ox.Triple], stream: IO[bytes], form: ox.RdfFormat) -> None:
    """Write triples, each once, with the usual prefixes where the form has such."""
    once = dict.fromkeys(triples)
    ox.serialize(once, stream, format=form, prefixes=_prefixes_of(form))


def _prefixes_of(form: ox.RdfFormat) -> dict[str, str] | None:
    return dict(PREFIXES) if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD) else None
