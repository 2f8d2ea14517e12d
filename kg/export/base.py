"""What an exporter is, and how its output gets into a file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from pyoxigraph import NamedNode

from kg.graph.store import Store
from kg.output import whole_file


class Exporter(Protocol):
    """One form of output. The same store gives the same bytes."""

    name: str
    title: str
    media_type: str
    suffix: str

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the whole store, in order, without holding it in memory."""


def subjects(store: Store) -> Iterator[NamedNode]:
    """All subjects of the store, sorted as N-Triples writes them.

    Only these are held in memory, about a tenth of a graph. An IRI ends in ``>``, so sorting
    subjects and then the lines of each sorts the lines of the whole.
    """
    rows = store.query("SELECT DISTINCT ?s WHERE { ?s ?p ?o }")
    found = sorted(f"<{row[0].text}>" for row in rows if row[0] and row[0].kind == "iri")
    return (NamedNode(each[1:-1]) for each in found)


def write_file(exporter: Exporter, store: Store, path: Path) -> None:
    """Write to a file; a failed export leaves the old one as it was.

    Raises OutputError where the file cannot be written.
    """
    with whole_file(path) as stream:
        exporter.write(store, stream)
