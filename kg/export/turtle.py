"""Turtle: the union of all graphs, a block a subject, for reading and for comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from kg.export.lines import batches, sorted_triples
from kg.export.terms import TYPE, Shortener, prefix_lines
from kg.graph.store import Store

_SEVERAL = b" ,\n\t\t"


class Turtle:
    """Prefixed and sorted; graph names are dropped, evidence nodes keep the provenance."""

    name = "turtle"
    title = "Turtle"
    purpose = "reading, comparing, any RDF tool; graph names dropped"
    media_type = "text/turtle"
    place = "graph.ttl"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write a block a subject, classes first, the rest by predicate and object."""
        for text in batches(turtle(sorted_triples(store))):
            stream.write(text)


def line(subject: object, predicate: object, value: object) -> bytes:
    """A statement as a line that :func:`turtle` takes."""
    return f"{subject} {predicate} {value}\n".encode()


def turtle(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sorted lines of triples as Turtle: prefixes, then a block for each subject."""
    yield from prefix_lines()
    short = Shortener()
    current, said = b"", dict[bytes, list[bytes]]()
    for each in lines:
        subject, predicate, rest = each.split(b" ", 2)
        if subject != current:
            if said:
                yield _block(current, said, short)
            current, said = subject, {}
        term = rest[:-1]
        objects = said.get(predicate)
        if objects is None:
            said[predicate] = [term]
        elif objects[-1] != term:  # one triple may stand in several graphs
            objects.append(term)
    if said:
        yield _block(current, said, short)


def _block(subject: bytes, said: dict[bytes, list[bytes]], short: Shortener) -> bytes:
    """The statements of one subject; an empty line goes before it."""
    parts = []
    if types := said.pop(TYPE, None):
        parts.append(b"a " + b" , ".join([short[each] for each in types]))
    for predicate, objects in said.items():
        if len(objects) == 1:
            parts.append(short[predicate] + b" " + short[objects[0]])
        else:
            shown = sorted([short[each] for each in objects], key=_order)
            parts.append(short[predicate] + b" " + _SEVERAL.join(shown))
    return b"\n" + short[subject] + b" " + b" ;\n\t".join(parts) + b" .\n"


def _order(term: bytes) -> tuple[bool, float, bytes]:
    """Numbers by size, so that 2 comes before 10; then the rest by its bytes."""
    try:
        return False, float(term), term
    except ValueError:
        return True, 0.0, term
