"""The whole store as sorted lines, in memory that does not grow with the store.

The store gives its lines in sorted sections. Those that reach into one another are sorted in
runs of :data:`RUN` bytes; where there are several, each goes into a temporary file and the runs
are merged. All statements of a subject stand together in the result, since its lines begin alike.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import chain, groupby, islice
from typing import IO

from kg.graph.dumps import Section, sections
from kg.graph.store import Store

#: Bytes of lines sorted at once; as Python objects they take about twice that.
RUN = 32 * 1024 * 1024

#: Runs merged into one where more come: a process may have only so many files open.
RUNS = 128

#: Lines given on at once: a list costs less than as many steps of an iterator.
BATCH = 4096


def sorted_text(store: Store, run: int = RUN) -> Iterator[bytes]:
    """Each statement once, as lines of N-Quads in the order of the bytes, many at a time."""
    return _in_order(sections(store), run)


def sorted_lines(store: Store, run: int = RUN) -> Iterator[bytes]:
    """Each statement once, as a line of N-Quads with its end, in the order of the bytes."""
    return _lines(sorted_text(store, run))


def sorted_triples(store: Store, run: int = RUN) -> Iterator[bytes]:
    """Lines of subject, predicate, object and a line end, in the order of the bytes.

    Terms are as in N-Triples. A triple of several graphs comes several times.
    """
    return _lines(_in_order(map(_triples, sections(store)), run))


def batches(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines joined, some thousands at a time."""
    while batch := b"".join(islice(lines, BATCH)):
        yield batch


def _lines(texts: Iterable[bytes]) -> Iterator[bytes]:
    return chain.from_iterable(text.splitlines(keepends=True) for text in texts)


def _triples(section: Section) -> Section:
    """A section without the name of its graph, which ends each of its lines."""
    text = section.text
    at = text.rindex(b" ", 0, -3)
    return section._replace(text=text.replace(text[at:], b"\n"))


def _in_order(found: Iterable[Section], run: int) -> Iterator[bytes]:
    """The text of sections that come by their first subject, in the order of the lines."""
    for _, group in groupby(found, key=_Reach()):
        texts = (each.text for each in group)
        first, second = next(texts), next(texts, None)
        if second is None:
            yield first
            continue
        with ExitStack() as files:
            runs = _Runs(files, run)
            for text in chain((first, second), texts):
                runs.take(text)
            yield from batches(runs.merged())


class _Reach:
    """Numbers sections: one gets the number of that before it where they share subjects."""

    def __init__(self) -> None:
        self._last = b""
        self._number = 0

    def __call__(self, section: Section) -> int:
        self._number += section.first > self._last
        self._last = max(self._last, section.last)
        return self._number


class _Runs:
    """Takes lines in any order and gives them back sorted."""

    def __init__(self, files: ExitStack, limit: int) -> None:
        self._files = files
        self._limit = limit
        self._taken: list[bytes] = []
        self._size = 0
        self._written: list[IO[bytes]] = []

    def take(self, text: bytes) -> None:
        """Take some whole lines."""
        self._taken.append(text)
        self._size += len(text)
        if self._size >= self._limit:
            self._spill()

    def _spill(self) -> None:
        if len(self._written) == RUNS:
            merged = self._kept(merge(*self._written))
            for each in self._written:
                each.close()
            self._written = [merged]
        self._written.append(self._kept(_sorted(b"".join(self._taken))))
        self._taken, self._size = [], 0

    def _kept(self, lines: Iterable[bytes]) -> IO[bytes]:
        """A temporary file that holds the lines, at its beginning."""
        file = self._files.enter_context(tempfile.TemporaryFile(prefix="kg-"))  # noqa: SIM115
        file.writelines(lines)
        file.seek(0)
        return file

    def merged(self) -> Iterator[bytes]:
        """All lines, once the last is taken."""
        last = _sorted(b"".join(self._taken))
        self._taken = []
        if not self._written:
            return iter(last)
        return merge(*self._written, last)


def _sorted(text: bytes) -> list[bytes]:
    lines = text.splitlines(keepends=True)
    lines.sort()
    return lines
