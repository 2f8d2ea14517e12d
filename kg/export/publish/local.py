"""What is to be on a server: every graph of the store, and the ontology, by digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pyoxigraph as ox

from kg import ids
from kg.graph.resources import ontology_text
from kg.graph.store import Store
from kg.graph.units import is_unit


class Local:
    """The graphs that are to be there: name -> digest, and the content of one when it is sent."""

    def __init__(self, store: Store, *, ontology: bool = True) -> None:
        self._store = store
        self._ontology = _ontology_lines() if ontology else []
        self._ontology_graph = ids.iri(ids.ontology_graph("".join(self._ontology)))

    def graphs(self) -> list[ox.NamedNode]:
        """In the order in which they go over: what documents refer to before the documents."""
        named = sorted(self._store.all_graphs(), key=lambda each: (not is_unit(each), each.value))
        return [*([ox.NamedNode(self._ontology_graph)] if self._ontology else []), *named]

    def digests(self) -> Iterator[tuple[str, str]]:
        """Name and digest of each graph.

        The name of a description, of a link and of the ontology ends in a digest of all that is in
        it, and need not be read for it. That of a document's graph is of its text alone: the
        notes of other copies and what a newer version of the program reads come on top.
        """
        for graph in self.graphs():
            by_name = is_unit(graph) or graph.value == self._ontology_graph
            yield graph.value, graph.value[-12:] if by_name else digest(self.lines(graph.value))

    def lines(self, graph: str) -> list[str]:
        """The content of a graph as sorted lines of N-Triples."""
        if graph == self._ontology_graph:
            return self._ontology
        return sorted(f"{quad.triple} .\n" for quad in self._store.match(graph=ox.NamedNode(graph)))


def digest(lines: list[str]) -> str:
    """SHA-256 of the lines of a graph."""
    sha256 = hashlib.sha256()
    for line in lines:
        sha256.update(line.encode())
    return sha256.hexdigest()


def _ontology_lines() -> list[str]:
    text = ontology_text("zc.ttl")
    return sorted(f"{quad.triple} .\n" for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
