"""N-Quads: one line a statement with its graph, all lines sorted. The authoritative dump."""

from __future__ import annotations

from typing import IO

from kg.export.base import subjects
from kg.graph.store import Store


class NQuads:
    """Canonical lines (as the library writes terms) in the order of their bytes."""

    name = "nquads"
    title = "N-Quads"
    media_type = "application/n-quads"
    suffix = ".nq"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the lines of one subject after those of another."""
        for subject in subjects(store):
            lines = sorted(f"{quad} .\n" for quad in store.match(subject))
            stream.write("".join(lines).encode())
