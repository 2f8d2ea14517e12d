"""What documents a store has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from kg import ids
from kg.graph import members
from kg.graph.members import Member, Place
from kg.graph.terms import DCT, ELI, ZC

_GRAPH = re.compile(
    re.escape(ids.iri("g:doc.")) + r"(?P<local>.+?)(?:\.v-[0-9a-f]{8})?\.[0-9a-f]{12}"
)


Change = Literal["added", "unchanged", "updated", "copy", "conflict"]
"""What putting a document into a store came to."""


@dataclass(frozen=True, slots=True)
class StoredInfo:
    """A document as the store has it; ``graph`` is the IRI of its named graph.

    ``key`` is its key in the store; where the number is claimed by several texts
    (``conflicted``) that is not the plain one. ``text_sha256`` is the digest of its raw slice.
    """

    key: str
    number: str | None
    title: str | None
    text_sha256: str
    sources: tuple[Place, ...]
    graph: str
    conflicted: bool


def key_of_graph(graph: str) -> str:
    """Plain document key of a named graph; empty for a graph that is not a document's."""
    found = _GRAPH.fullmatch(graph)
    return f"doc:{found['local']}" if found else ""


def info(database: ox.Store, graph: ox.NamedNode) -> StoredInfo:
    """The document of a named graph."""
    [realizes] = database.quads_for_pattern(None, ELI.realizes, None, graph)
    text, document = realizes.subject, realizes.object
    assert isinstance(document, ox.NamedNode) and isinstance(text, ox.NamedNode)
    noted = [q for p in members.PLACE for q in database.quads_for_pattern(None, p, None, graph)]
    return StoredInfo(
        key="doc:" + document.value.removeprefix(ids.iri("doc:")),
        number=_value(database, document, ZC.documentNumber, graph),
        title=_value(database, document, DCT.title, graph),
        text_sha256=_value(database, text, ZC.textSha256, graph) or "",
        sources=tuple(sorted(members.places_of(noted).values())),
        graph=graph.value,
        conflicted=any(database.quads_for_pattern(document, DCT.isVersionOf, None, graph)),
    )


def _value(
    database: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, graph: ox.NamedNode
) -> str | None:
    for quad in database.quads_for_pattern(subject, predicate, None, graph):
        if isinstance(quad.object, ox.Literal):
            return quad.object.value
    return None


def change(new: Member, before: dict[Place, Member], after: dict[Place, Member]) -> Change:
    """What became of a member of a key, from all members before and after."""
    others = [each for place, each in after.items() if place != new.place]
    if any(each.letters != new.letters for each in others):
        return "conflict"
    if new.place in before:
        return "updated"
    return "copy" if others else "added"
