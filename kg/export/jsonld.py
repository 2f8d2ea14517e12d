"""JSON-LD 1.1 with the context inside: one node a line, in the order of their IRIs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from kg.export.context import context, text
from kg.export.lines import sorted_lines
from kg.export.terms import Shortener
from kg.graph.store import Store
from kg.graph.terms import FOREIGN, PREFIXES, TYPE

_XSD = FOREIGN["xsd"]
_STRING = _XSD + "string"

#: Datatypes whose usual forms are numbers and truth values of JSON.
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NATIVE = {_XSD + "integer", _XSD + "boolean"}


class JsonLd:
    """The union of all graphs; nothing has to be fetched to read it."""

    name = "jsonld"
    title = "JSON-LD 1.1"
    purpose = "web developers: plain JSON keys, the context is in the file"
    media_type = "application/ld+json"
    place = "graph.jsonld"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the context, then a node a line."""
        head = text(context()).rstrip("\n}").rstrip()
        stream.write(f'{head}\n  }},\n  "@graph": ['.encode())
        writer = Nodes()
        before = b"\n"
        for node in writer.nodes(sorted_lines(store)):
            stream.write(before + json.dumps(node, ensure_ascii=False).encode())
            before = b",\n"
        stream.write(b"\n]}\n")


class Nodes:
    """Statements as JSON objects under the context."""

    def __init__(self) -> None:
        terms = context()["@context"]
        self._terms = _by_iri(terms)
        self._keys = set(terms)
        self._prefixes = {key for key, term in terms.items() if "@prefix" in str(term)}
        self._short = Shortener()

    def nodes(self, lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
        """Each subject with all that is said of it, from sorted lines of N-Quads."""
        for subject, group in groupby(lines, key=lambda line: line[: line.index(b" ")]):
            quads = ox.parse(b"".join(group), format=ox.RdfFormat.N_QUADS)
            yield self._node(subject, dict.fromkeys((q.predicate, q.object) for q in quads))

    def _node(self, subject: bytes, said: dict[tuple[Any, Any], None]) -> dict[str, Any]:
        found: dict[str, Any] = {"@id": self._compact(subject.decode())}
        for predicate, value in said:
            if predicate == TYPE:
                _add(found, "@type", self._compact(str(value)))
            else:
                self._say(found, predicate.value, value)
        return found

    def _say(self, found: dict[str, Any], predicate: str, value: Any) -> None:
        """Add a value in the form its term asks for, or under another key in a form for all."""
        key, term = self._terms.get(predicate, ("", {}))
        other = self._compact(f"<{predicate}>")
        if other in self._keys:
            other = predicate
        kind = term.get("@type")
        if isinstance(value, ox.NamedNode):
            if kind == "@id":
                _add(found, key, self._compact(str(value)))
            else:
                _add(found, other, {"@id": self._compact(str(value))})
            return
        datatype = value.datatype.value
        if value.language and "@container" in term:
            _add(found.setdefault(key, {}), value.language, value.value)
        elif kind and kind != "@id" and datatype == _XSD + kind.partition(":")[2]:
            _add(found, key, _native(value.value, datatype))
        elif key and not kind and "@container" not in term and datatype == _STRING:
            _add(found, key, value.value)
        else:
            _add(found, other, _expanded(value, datatype))

    def _compact(self, term: str) -> str:
        """``<https://…/id/task/x>`` as ``task:x`` where that is unmistakable."""
        short = self._short[term.encode()].decode()
        return short if short.partition(":")[0] in self._prefixes else term[1:-1]


def _by_iri(terms: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """IRI of a property -> its key and definition."""
    found = {}
    for key, term in terms.items():
        if isinstance(term, dict) and "@prefix" not in term:
            prefix, _, local = term["@id"].partition(":")
            found[PREFIXES[prefix] + local] = (key, term)
    return found


def _add(found: dict[str, Any], key: str, value: Any) -> None:
    """One value stands alone, several in a list."""
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]


def _native(text: str, datatype: str) -> Any:
    """A number or truth value of JSON where that gives back the same literal."""
    if datatype not in _NATIVE:
        return text
    if datatype.endswith("boolean"):
        return {"true": True, "false": False}.get(text, text)
    return int(text) if _INTEGER.fullmatch(text) else text


def _expanded(value: Any, datatype: str) -> dict[str, str]:
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if datatype == _STRING:
        return {"@value": value.value}
    return {"@value": value.value, "@type": datatype}
