"""Where in its file a node was read: the text's offsets, and line and column of the file."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph.catalogue import StoredInfo
from kg.graph.members import Place
from kg.graph.opened import OpenStore
from kg.graph.terms import ITSRDF, NIF, ZC

#: Offsets in a document's text, half-open.
Offsets = tuple[int, int]


class Places:
    """The places of one document's nodes. What is before it in its file is read once."""

    def __init__(self, store: OpenStore, document: StoredInfo) -> None:
        self._store = store
        self._graph = ox.NamedNode(document.graph)
        self.source: Place | None = min(document.sources, default=None)
        self._before: str | None = None

    def offsets(self, focus: str) -> Offsets | None:
        """Where in the text a node was read from: its own offsets, else the first of its
        evidence, else the first place that names it."""
        try:
            it = ox.NamedNode(focus)
        except ValueError:
            return None
        return self._own(it) or min(self._of(self._quoted(it)), default=None)

    def _quoted(self, it: ox.NamedNode) -> Iterator[ox.NamedNode]:
        """Places that a node rests on; for a body or region those that are linked to it."""
        found = [q.object for q in self._store.match(it, ZC.evidence, None, self._graph)]
        named = self._store.match(None, ITSRDF.taIdentRef, it, self._graph)
        for each in found or [quad.subject for quad in named]:
            if isinstance(each, ox.NamedNode):
                yield each

    def _of(self, places: Iterator[ox.NamedNode]) -> Iterator[Offsets]:
        for place in places:
            if found := self._own(place):
                yield found

    def _own(self, place: ox.NamedNode) -> Offsets | None:
        ends = [
            int(quad.object.value)
            for predicate in (NIF.beginIndex, NIF.endIndex)
            for quad in self._store.match(place, predicate, None, self._graph)
            if isinstance(quad.object, ox.Literal)
        ]
        return (ends[0], ends[1]) if len(ends) == 2 else None

    def line(self, offset: int) -> tuple[int, int] | None:
        """Line and column in the file of an offset of the text, from 1, in code points.

        None where the store does not keep the file whole up to the document, and for a file
        that is no plain text: its lines are not those of what was read from it.
        """
        if self.source is None:
            return None
        if self._before is None:
            self._before = self._kept()
        end = self.source.start + offset
        if len(self._before) < end:
            return None
        at = self._before.rfind("\n", 0, end)
        return self._before.count("\n", 0, end) + 1, end - at

    def _kept(self) -> str:
        """The file from its beginning on, as far as the store keeps it without a gap."""
        assert self.source is not None
        text = ""
        for start, kept in sorted(self._store.kept_slices(self.source.sha256).items()):
            if start > len(text) or kept.format != "text":
                break
            text = text[:start] + kept.text
        return text
