"""Descriptions that documents share: of bodies, regions, lines, kinds, issues, runs.

Oxigraph answers over the union of all graphs without removing doubles: a label that stands in
a hundred graphs gives a hundred rows. So no triple may stand in two graphs. A description goes
into a graph of its own, named by its content, and each document's graph refers to it
(``zc:usesDescription``). A description is there as long as a document refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg import ids
from kg.graph.terms import Triple, node

#: A graph and all that is in it.
Unit = tuple[NamedNode, tuple[Quad, ...]]

ABOUT = ids.iri("g:about.")


def unit(key: str, triples: Iterable[Triple]) -> Unit:
    """The description of the thing with this key."""
    by_line = {f"{s} {p} {o}": (s, p, o) for s, p, o in triples}
    lines = sorted(by_line)
    graph = node(ids.about(key, "\n".join(lines)))
    return graph, tuple(Quad(*by_line[line], graph) for line in lines)


def is_unit(graph: object) -> bool:
    """Whether a graph is a description and not a document's."""
    return isinstance(graph, NamedNode) and graph.value.startswith(ABOUT)
