"""The whole store as sorted lines, in memory that does not grow with the store.

The database writes its lines in no order that means anything. They are sorted in runs of
:data:`RUN` bytes; where there are several, each goes into a temporary file and the runs are
merged. All statements of a subject stand together in the result, since its lines begin alike.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from typing import IO, cast

from kg.graph.store import Store

#: Bytes of lines sorted at once; as Python objects they take about twice that.
RUN = 32 * 1024 * 1024

#: Runs merged into one where more come: a process may have only so many files open.
RUNS = 128

#: Lines given on at once: a list costs less than as many steps of an iterator.
BATCH = 4096


def sorted_lines(store: Store, run: int = RUN) -> Iterator[bytes]:
    """Each statement once, as a line of N-Quads with its end, in the order of the bytes."""
    with ExitStack() as files:
        runs = _Runs(files, run)
        store.dump(cast(IO[bytes], runs))
        yield from runs.merged()


def sorted_triples(store: Store, run: int = RUN) -> Iterator[bytes]:
    """Lines of subject, predicate, object and a line end, in the order of the bytes.

    Terms are as in Turtle, with full IRIs. A triple of several graphs comes several times.
    """
    with ExitStack() as files:
        runs = _Runs(files, run)
        for predicate in store.predicates():
            store.dump_predicate(predicate, cast(IO[bytes], _Between(predicate, runs)))
        yield from runs.merged()


def batches(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines joined, some thousands at a time."""
    while batch := b"".join(islice(lines, BATCH)):
        yield batch


class _Runs:
    """A stream that takes lines in any order and gives them back sorted."""

    def __init__(self, files: ExitStack, limit: int) -> None:
        self._files = files
        self._limit = limit
        self._taken: list[bytes] = []
        self._size = 0
        self._written: list[IO[bytes]] = []

    def write(self, data: bytes) -> int:
        """Take some of the text, not necessarily whole lines."""
        self._taken.append(data)
        self._size += len(data)
        if self._size >= self._limit:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: lines go on when all are there."""

    def _spill(self) -> None:
        whole, end, rest = b"".join(self._taken).rpartition(b"\n")
        if not end:
            return
        if len(self._written) == RUNS:
            merged = self._kept(merge(*self._written))
            for each in self._written:
                each.close()
            self._written = [merged]
        self._written.append(self._kept(_in_order(whole + end)))
        self._taken, self._size = [rest], len(rest)

    def _kept(self, lines: Iterable[bytes]) -> IO[bytes]:
        """A temporary file that holds the lines, at its beginning."""
        file = self._files.enter_context(tempfile.TemporaryFile(prefix="kg-"))  # noqa: SIM115
        file.writelines(lines)
        file.seek(0)
        return file

    def merged(self) -> Iterator[bytes]:
        """All lines, once the last is taken."""
        last = _in_order(b"".join(self._taken))
        self._taken = []
        if not self._written:
            return iter(last)
        return merge(*self._written, last)


class _Between:
    """A stream that puts a predicate between what a tab parts, and leaves out the first line.

    A tab that is part of a text is escaped, so that each line has one.
    """

    def __init__(self, predicate: object, target: _Runs) -> None:
        self._between = f" {predicate} ".encode()
        self._target = target
        self._head: bytes | None = b""

    def write(self, data: bytes) -> int:
        """Take some of the text, not necessarily whole lines."""
        size = len(data)
        if self._head is not None:
            head, end, data = (self._head + data).partition(b"\n")
            self._head = None if end else head
        if data:
            self._target.write(data.replace(b"\t", self._between))
        return size

    def flush(self) -> None:
        """Nothing to do."""


def _in_order(text: bytes) -> list[bytes]:
    lines = text.splitlines(keepends=True)
    lines.sort()
    return lines
