"""What a server holds of ours: a small graph there that names every graph with its digest.

A graph is noted before it is sent and its digest after it has arrived. Whatever interrupts a run,
the server holds no graph that its manifest does not name, and the digest stands only where the
graph is whole; so the next run sends the rest, and nothing is left behind.

    g:published a void:Dataset ; dct:hasPart <graph> , … .
    <graph> zc:graphSha256 "…" ; void:triples 12 .
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg import ids
from kg.graph.terms import DCT, TYPE, ZC, Namespace, number, plain

#: Nothing that is not under this is ever deleted, whatever a manifest says.
OURS = ids.iri("g:")
GRAPH = ids.iri(ids.published())
VOID = Namespace("http://rdfs.org/ns/void#")


@dataclass(frozen=True, slots=True)
class Entry:
    """A graph as it was sent: digest of its content and number of triples.

    The digest is empty while the graph is on its way, or on its way out.
    """

    digest: str = ""
    triples: int = 0


Manifest = Mapping[str, Entry]


def read(triples: Iterable[ox.Triple]) -> dict[str, Entry]:
    """Graph -> entry of each graph that is ours; what else there may be is left out."""
    named: set[str] = set()
    digests: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for triple in triples:
        it, value = triple.subject, triple.object
        if triple.predicate == DCT.hasPart and isinstance(value, ox.NamedNode):
            named.add(value.value)
        elif isinstance(it, ox.NamedNode) and isinstance(value, ox.Literal):
            if triple.predicate == ZC.graphSha256:
                digests[it.value] = value.value
            elif triple.predicate == VOID.triples and value.value.isdecimal():
                sizes[it.value] = int(value.value)
    return {
        each: Entry(digests.get(each, "") if each in sizes else "", sizes.get(each, 0))
        for each in sorted(named)
        if each.startswith(OURS) and each != GRAPH
    }


def lines(manifest: Manifest) -> list[str]:
    """The manifest as lines of N-Triples, sorted."""
    it = ox.NamedNode(GRAPH)
    found = [ox.Triple(it, TYPE, VOID.Dataset)]
    for name, entry in manifest.items():
        graph = ox.NamedNode(name)
        found.append(ox.Triple(it, DCT.hasPart, graph))
        if entry.digest:
            found.append(ox.Triple(graph, ZC.graphSha256, plain(entry.digest)))
            found.append(ox.Triple(graph, VOID.triples, number(entry.triples)))
    return sorted(f"{each} .\n" for each in found)
