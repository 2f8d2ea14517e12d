"""What was found in each graph, remembered beside the store, so that only changes are checked.

A graph's findings are those of its triples and of the shapes; they are kept under the digest of
both. The file can be taken away at any time: everything is then checked again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.errors import OutputError
from kg.graph.findings import Row
from kg.graph.resources import ontology_text
from kg.graph.sums import CHECKED
from kg.output import whole_file


@cache
def rules() -> str:
    """Digest of all that findings depend on besides the graph."""
    parts = [ontology_text("zc.ttl"), ontology_text("shapes.ttl"), version("pyshacl")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def digest(dumped: bytes) -> str:
    """Digest of a graph from its N-Quads in any order."""
    return hashlib.sha256(b"\n".join(sorted(dumped.splitlines()))).hexdigest()


class Checked:
    """Findings by graph. One that cannot be read or is of other shapes is an empty one."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / CHECKED
        self._old = self._read()
        self._new: dict[str, list[object]] = {}

    def _read(self) -> dict[str, list[object]]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return dict(kept["graphs"]) if kept["rules"] == rules() else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def find(self, graph: str, content: str) -> list[Row] | None:
        """The findings of a graph whose digest is ``content``; None where it was not checked."""
        try:
            known, rows = self._old[graph]
            found = [Row(*row) for row in rows] if known == content else None  # type: ignore[attr-defined]
        except (KeyError, TypeError, ValueError):
            return None
        if found is not None:
            self._new[graph] = self._old[graph]
        return found

    def note(self, graph: str, content: str, rows: list[Row]) -> None:
        """Remember the findings of a graph."""
        self._new[graph] = [content, [astuple(row) for row in sorted(rows, key=repr)]]

    def write(self) -> None:
        """Keep what was found or remembered, and nothing of graphs that are gone.

        A store that can only be read is checked all the same; then nothing is kept.
        """
        if self._new == self._old:
            return
        kept = {"rules": rules(), "graphs": self._new}
        with suppress(OutputError, OSError), whole_file(self._file) as stream:
            stream.write(json.dumps(kept, ensure_ascii=True, sort_keys=True).encode())
