"""Turtle: the union of all graphs, a block a subject, for reading and for comparing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, cast

import pyoxigraph as ox

from kg.export.base import subjects
from kg.graph.store import Store
from kg.graph.terms import PREFIXES, TYPE


class Turtle:
    """Prefixed and sorted; graph names are dropped, evidence nodes keep the provenance."""

    name = "turtle"
    title = "Turtle"
    media_type = "text/turtle"
    suffix = ".ttl"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write a block a subject, classes first, the rest by predicate and object."""
        for prefix, namespace in sorted(PREFIXES.items()):
            stream.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
        ox.serialize(
            _triples(store),
            cast(IO[bytes], _Blocks(stream)),
            format=ox.RdfFormat.TURTLE,
            prefixes=dict(PREFIXES),
        )


def _triples(store: Store) -> Iterator[ox.Triple]:
    for subject in subjects(store):
        yield from sorted({quad.triple for quad in store.match(subject)}, key=_order)


def _order(triple: ox.Triple) -> tuple[bool, str, bool, float, str]:
    """Classes first, then by predicate; numbers by size, so that 2 comes before 10."""
    number = _number(triple.object)
    return (
        triple.predicate != TYPE,
        triple.predicate.value,
        number is None,
        number or 0.0,
        str(triple.object),
    )


def _number(term: object) -> float | None:
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(("#integer", "#decimal")):
        try:
            return float(term.value)
        except ValueError:
            return None
    return None


class _Blocks:
    """A stream that puts an empty line before each subject and leaves out the prefixes.

    In the library's Turtle a line that begins with neither a tab nor ``@`` begins a subject,
    since line ends inside literals are escaped. Its prefixes come in no fixed order.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Take whole lines out of what has come so far."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._target.write(b"".join(_spaced(line) for line in lines))
        return len(data)

    def flush(self) -> None:
        """The library ends its output with a line end and then flushes."""
        self._target.write(self._rest)
        self._rest = b""
        self._target.flush()


def _spaced(line: bytes) -> bytes:
    if line.startswith(b"@prefix") or not line:
        return b""
    return line + b"\n" if line.startswith(b"\t") else b"\n" + line + b"\n"
