"""Descriptions that documents share: of bodies, regions, lines, kinds, issues, runs.

Oxigraph answers over the union of all graphs without removing doubles: a label that stands in
a hundred graphs gives a hundred rows. So no triple may stand in two graphs. A description goes
into a graph of its own, named by its content, and each document's graph refers to it
(``zc:usesDescription``). A description is there as long as a document refers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode, Quad

from kg import ids
from kg.graph.terms import Triple, node

#: A graph and all that is in it.
Unit = tuple[NamedNode, tuple[Quad, ...]]

ABOUT = ids.iri("g:about.")
CITED = ids.iri("g:about.cited.doc.")
LINKS = ids.iri("g:links.")
_DIGEST = 12


def unit(key: str, triples: Iterable[Triple]) -> Unit:
    """The description of the thing with this key."""
    return _made(ids.about, key, triples)


def cited_unit(key: str, triples: Iterable[Triple]) -> Unit:
    """What is said of a cited document; there only while it is not held."""
    return _made(ids.about, f"cited:{key}", triples)


def link_unit(key: str, triples: Iterable[Triple]) -> Unit:
    """What ties a stub to a document."""
    return _made(ids.link, key, triples)


def _made(name: Callable[[str, str], str], key: str, triples: Iterable[Triple]) -> Unit:
    by_line = {f"{s} {p} {o}": (s, p, o) for s, p, o in triples}
    lines = sorted(by_line)
    graph = node(name(key, "\n".join(lines)))
    return graph, tuple(Quad(*by_line[line], graph) for line in lines)


def renamed(graph: NamedNode, quads: Iterable[Quad]) -> NamedNode:
    """The name of a graph after what it holds: of the same thing, with other content."""
    lines = sorted({f"{q.subject} {q.predicate} {q.object}" for q in quads})
    return NamedNode(graph.value[:-_DIGEST] + ids.digest("\n".join(lines), _DIGEST))


def is_unit(graph: object) -> bool:
    """Whether a graph is a description or a link and not a document's."""
    return isinstance(graph, NamedNode) and graph.value.startswith((ABOUT, LINKS))


def is_link(graph: object) -> bool:
    """Whether a graph ties a stub to a document."""
    return isinstance(graph, NamedNode) and graph.value.startswith(LINKS)


def cited_key(graph: object) -> str:
    """Key of the cited document that a graph describes; empty for any other graph."""
    if not isinstance(graph, NamedNode) or not graph.value.startswith(CITED):
        return ""
    return f"doc:{graph.value[len(CITED) : -_DIGEST - 1]}"
