"""Terms of sorted lines in the short forms of Turtle: prefixed names, bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.graph.terms import PREFIXES

_XSD = b"http://www.w3.org/2001/XMLSchema#"
TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

#: Local names that need no escape in Turtle. What else the keys may hold stays a full IRI.
_LOCAL = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE = {
    b"integer": re.compile(rb"[+-]?[0-9]+"),
    b"decimal": re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
    b"boolean": re.compile(rb"true|false"),
}

#: Terms remembered; what a store repeats (classes, bodies, documents) is far fewer.
_KEPT = 100_000


class Shortener(dict[bytes, bytes]):
    """Term of a line -> its form in Turtle. Made once, as long as it is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self._prefixes = {space.encode(): name.encode() for name, space in PREFIXES.items()}

    def __missing__(self, term: bytes) -> bytes:
        if len(self) >= _KEPT:
            self.clear()
        self[term] = short = self._iri(term) if term.startswith(b"<") else self._literal(term)
        return short

    def _iri(self, term: bytes) -> bytes:
        cut = max(term.rfind(b"/"), term.rfind(b"#")) + 1
        local = term[cut:-1]
        prefix = self._prefixes.get(term[1:cut])
        if prefix is None or not _LOCAL.fullmatch(local):
            return term
        return prefix + b":" + local

    def _literal(self, term: bytes) -> bytes:
        if not term.endswith(b">"):
            return term
        value, _, datatype = term.rpartition(b"^^")
        if datatype.startswith(b"<" + _XSD):
            kind = datatype[len(_XSD) + 1 : -1]
            if kind in _BARE and _BARE[kind].fullmatch(value, 1, len(value) - 1):
                return value[1:-1]
        return value + b"^^" + self[datatype]


def prefix_lines() -> Iterator[bytes]:
    """The ``@prefix`` lines of all prefixes, by name."""
    for prefix, namespace in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n".encode()
