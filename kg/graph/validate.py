"""Check a store against the shapes: each document's graph by itself, then the whole.

Each graph is checked together with the declarations of the ontology and nothing else, so that
the time taken grows with the number of documents and the memory does not. What was found is
remembered beside the store, so that of a corpus only what changed is checked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from kg.graph import shapes
from kg.graph.catalogue import StoredInfo
from kg.graph.checked import Checked, digest
from kg.graph.checks import SPARQL, check
from kg.graph.findings import Finding, Report, Row, in_order
from kg.graph.opened import OpenStore
from kg.graph.places import Places

#: Called with documents done, all documents, and the one that is next (empty after the last).
Progress = Callable[[int, int, str], None]


def _silent(done: int, total: int, document: str) -> None:
    """Tells nobody."""


def validate(store: OpenStore, progress: Progress = _silent) -> Report:
    """Check every document that changed since it was last checked, and the whole store."""
    memory = Checked(store.folder)
    rows = set(_whole(store))
    documents = store.documents()
    fresh = 0
    for done, info in enumerate(documents):
        progress(done, len(documents), info.number or info.key)
        content = digest(store.dumped(_used(store, info)))
        found = memory.find(info.graph, content)
        if found is None:
            found = list(_document(store, info))
            memory.note(info.graph, content, found)
            fresh += 1
        rows.update(found)
    memory.write()
    progress(len(documents), len(documents), "")
    return Report(in_order(rows), fresh, len(documents) - fresh)


def _whole(store: OpenStore) -> Iterator[Row]:
    for constraint in shapes.load("shapes-store.ttl").sparql:
        for focus, *value in store.query(constraint.query).terms():
            term = "".join(str(each) for each in value if each)
            found = Finding(constraint.message, getattr(focus, "value", ""), term, SPARQL)
            yield _row(found, "")


def _used(store: OpenStore, info: StoredInfo) -> list[ox.NamedNode]:
    """The graph of a document and those of the descriptions it uses."""
    graph = ox.NamedNode(info.graph)
    return [graph, *sorted(store.descriptions(graph), key=str)]


def _document(store: OpenStore, info: StoredInfo) -> Iterator[Row]:
    triples = [q.triple for each in _used(store, info) for q in store.match(graph=each)]
    places = Places(store, info)
    for found in check(triples):
        yield _row(found, info.key, places)


def _row(found: Finding, document: str, places: Places | None = None) -> Row:
    message = found.message
    start, end = (places.offsets(found.focus) if places else None) or (None, None)
    known = places.line(start) if places and start is not None else None
    line, column = known or (None, None)
    file = places.source.file if places and places.source and start is not None else ""
    return Row(
        message.severity, message.shape, document, found.focus, _bare(found.value), message.zh,
        message.en, start, end, file, line, column, found.component, found.path, found.value,
    )  # fmt: skip


def _bare(term: str) -> str:
    """What a term of N-Triples says, without its marks."""
    if not term:
        return ""
    [quad] = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    return str(getattr(quad.object, "value", quad.object))
