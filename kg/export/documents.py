"""Turtle a document: all that was read from one text, with what it refers to described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import IO

from pyoxigraph import NamedNode

from kg import ids
from kg.export.base import Writer
from kg.export.turtle import line, turtle
from kg.graph.store import Store

#: Names that are file names on every system. Keys are made of these; anything else is not one.
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,200}")


class Documents:
    """A file a document text, by the document's key and the digest of the text."""

    name = "documents"
    title = "Turtle a document"
    purpose = "one document at a time, for version control and partial loading"
    media_type = "text/turtle"
    place = "documents"

    def files(self, store: Store) -> Iterator[tuple[str, Writer]]:
        """The documents by key."""
        for graph in store.graphs():
            yield file_name(graph), partial(_write, store, graph)


def file_name(graph: NamedNode) -> str:
    """``330000.zhezhengbanfa.2021.39.e9b768a907f6.ttl``"""
    name = graph.value.removeprefix(ids.iri("g:doc."))
    return f"{name if _NAME.fullmatch(name) else ids.digest(name, 32)}.ttl"


def _write(store: Store, graph: NamedNode, stream: IO[bytes]) -> None:
    graphs = [graph, *store.descriptions(graph)]
    found = {
        line(quad.subject, quad.predicate, quad.object)
        for each in graphs
        for quad in store.match(graph=each)
    }
    stream.writelines(turtle(sorted(found)))
