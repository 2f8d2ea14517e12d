"""Which terms of other vocabularies are used: by the ontology, the shapes and the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

import kg
from kg.graph.resources import ontology_text
from kg.graph.terms import FOREIGN

#: Kinds of term that are data and not vocabulary: units, and what is only ever an example.
_OTHERS = {"unit", "wd", "wdt"}
_VANN = "http://purl.org/vocab/vann/"
SPACES = {**{k: v for k, v in FOREIGN.items() if k not in _OTHERS}, "vann": _VANN}


def used() -> set[str]:
    """All of them, as prefixed names."""
    return {*_in_files(), *_in_code()}


def _in_files() -> Iterator[str]:
    for name in ("zc.ttl", "shapes.ttl", "shapes-store.ttl"):
        for quad in ox.parse(ontology_text(name), format=ox.RdfFormat.TURTLE):
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, ox.NamedNode) and (found := prefixed(term.value)):
                    yield found


def prefixed(iri: str) -> str:
    """``eli:cites``; empty for an IRI of no vocabulary that is not ours."""
    for prefix, space in SPACES.items():
        local = iri.removeprefix(space)
        if local and local != iri and "/" not in local:
            return f"{prefix}:{local}"
    return ""


def _in_code() -> Iterator[str]:
    """``ELI.cites`` in any module of the graph and of the exports."""
    names = {key.replace("-", "").upper(): key for key in SPACES}
    for part in ("graph", "export"):
        for file in sorted((Path(kg.__file__).parent / part).glob("*.py")):
            for it in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(it, ast.Attribute) or not isinstance(it.value, ast.Name):
                    continue
                if it.value.id in names and it.attr != "base":
                    yield f"{names[it.value.id]}:{it.attr}"
