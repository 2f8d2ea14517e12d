"""N-Quads: one line a statement with its graph, all lines sorted. The authoritative dump."""

from __future__ import annotations

from typing import IO

from kg.export.lines import sorted_text
from kg.graph.store import Store


class NQuads:
    """Canonical lines (as the library writes terms) in the order of their bytes."""

    name = "nquads"
    title = "N-Quads"
    purpose = "the authoritative dump; each document in a named graph"
    media_type = "application/n-quads"
    place = "graph.nq"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write all lines of the store, sorted."""
        for text in sorted_text(store):
            stream.write(text)
