"""The lines of each graph, sorted and kept beside the store.

What the database spends its time on when it writes itself out is to look up terms, some five
seconds a million quads. So the lines of N-Quads of each graph are kept in a file of their own
(``STORE/data-1.sums/dumps.sqlite``); an export only puts them in order. Whatever changes a graph
takes its lines away first (:func:`outdated`), and whoever needs them next has the database write
that graph again. Without the file, or where it cannot be written, all is written anew: the
lines are the same, only later.

A graph is cut into sections where the kind of its subjects changes (mentions, tasks, claims):
then the sections of one document seldom reach into those of another, and most need no sorting.
"""

from __future__ import annotations

import sqlite3
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.graph import sums
from kg.graph.opened import OpenStore

NAME = "dumps.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS sections (graph TEXT, first BLOB, last BLOB, text BLOB);
CREATE INDEX IF NOT EXISTS by_graph ON sections (graph);
CREATE INDEX IF NOT EXISTS in_order ON sections (first, graph);
"""
#: Text shorter than this gains nothing by compression, and the start of one costs the most.
_WORTH = 2048


class Section(NamedTuple):
    """Lines of N-Quads of one graph, sorted, each with its end; the subjects they run between."""

    first: bytes
    last: bytes
    text: bytes


def sections(store: OpenStore) -> Iterator[Section]:
    """All statements of the store, once each, in sections in the order of their first subject."""
    with _current(store) as kept:
        rows = kept.execute("SELECT first, last, text FROM sections ORDER BY first, graph")
        for first, last, packed in rows:
            yield Section(first, last, _unpacked(packed))


def refresh(store: OpenStore) -> None:
    """Write what has not been written, so that the first export need not."""
    with _current(store):
        pass


def outdated(data: Path, graphs: Iterable[ox.NamedNode]) -> None:
    """Take away the lines of graphs that are about to change."""
    sums.without(data, NAME, lambda kept: _drop(kept, (graph.value for graph in graphs)))


class Writing:
    """Keeps the lines of graphs while a new database is made of them. Close it at the end.

    Lines that cannot be kept do no harm, they are only missing.
    """

    def __init__(self, data: Path) -> None:
        self._kept: sqlite3.Connection | None = None
        try:
            self._kept = sums.opened(data, NAME, _TABLES)
        except (sqlite3.Error, OSError):
            self.close()

    def add(self, quads: Sequence[ox.Quad]) -> None:
        """Keep the lines of a whole graph that holds something; a quad may come twice."""
        if self._kept:
            text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
            try:
                _save(self._kept, str(quads[0].graph_name)[1:-1], text)
            except sqlite3.Error:
                self.close()

    def close(self) -> None:
        """Nothing is kept before this."""
        if self._kept:
            with closing(self._kept), sums.unharmed():
                self._kept.commit()
            self._kept = None


@contextmanager
def _current(store: OpenStore) -> Iterator[sqlite3.Connection]:
    """The lines of all graphs of the store, up to date; in passing where no file will do."""
    try:
        kept = sums.opened(store.folder / store.manifest.data, NAME, _TABLES)
        _write(store, kept)
    except (sqlite3.Error, OSError):
        kept = sums.made(sums.PASSING, _TABLES)
        _write(store, kept)
    with closing(kept):
        yield kept


def _write(store: OpenStore, kept: sqlite3.Connection) -> None:
    """Write the graphs that are new, drop those that are gone."""
    there = {graph.value for graph in store.all_graphs()}
    known = {graph for (graph,) in kept.execute("SELECT DISTINCT graph FROM sections")}
    if there == known:
        return
    with kept:
        _drop(kept, sorted(known - there))
        for graph in sorted(there - known):
            named = ox.NamedNode(graph)
            end = f" {named} .\n".encode()
            _save(kept, graph, store.dumped([named]).replace(b" .\n", end))


def _drop(kept: sqlite3.Connection, graphs: Iterable[str]) -> None:
    kept.executemany("DELETE FROM sections WHERE graph = ?", ((graph,) for graph in graphs))


def _save(kept: sqlite3.Connection, graph: str, text: bytes) -> None:
    rows = ((graph, each.first, each.last, _packed(each.text)) for each in cut(text))
    kept.executemany("INSERT INTO sections VALUES (?, ?, ?, ?)", rows)


def cut(text: bytes) -> Iterator[Section]:
    """The lines of a graph, in any order, as sections by the kind of their subjects.

    The kind is what goes before the last slash of a subject.
    """
    lines = sorted(dict.fromkeys(text.splitlines(keepends=True)))
    start = 0
    while start < len(lines):
        first = _subject(lines[start])
        beyond = first[: first.rfind(b"/")] + b"0"  # the character after the slash
        end = bisect_left(lines, beyond, start + 1)
        yield Section(first, _subject(lines[end - 1]), b"".join(lines[start:end]))
        start = end


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _packed(text: bytes) -> bytes:
    return text if len(text) < _WORTH else zlib.compress(text, 1)


def _unpacked(packed: bytes) -> bytes:
    """A line begins with its subject, what is compressed never does."""
    return packed if packed.startswith(b"<") else zlib.decompress(packed)
