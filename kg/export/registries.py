"""The registers as SKOS: bodies, regions, industries and lines, each a concept scheme in Turtle."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.export.base import Writer
from kg.export.licences import ANNOTATIONS
from kg.export.tables import subjects
from kg.export.turtle import line, turtle
from kg.graph.store import Store
from kg.graph.terms import DCT, SKOS, TYPE, node

#: Register -> its titles and the classes of what is in it.
REGISTRIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "agencies": ("单位", "bodies", ("Agent", "AgentGroup")),
    "regions": ("行政区划", "administrative regions", ("Region", "Zone")),
    "industries": (
        "产业、产业链和产业集群",
        "industries, chains and clusters",
        ("Industry", "IndustryChain", "IndustryCluster", "ClusterSet"),
    ),
    "lines": ("条线", "functional lines", ("FunctionalLine",)),
}


class Registries:
    """All that the store says of what is in a register, and that it is a concept of a scheme."""

    name = "registries"
    title = "SKOS registries"
    purpose = "who is who: bodies, regions, industries, lines for thesaurus tools"
    media_type = "text/turtle"
    place = "registries"

    def files(self, store: Store) -> Iterator[tuple[str, Writer]]:
        """The registers that have entries."""
        for name, (zh, en, classes) in REGISTRIES.items():
            found = subjects(store, classes)
            if found:
                yield f"{name}.ttl", partial(_write, store, name, (zh, en), found)


def _write(
    store: Store,
    name: str,
    titles: tuple[str, str],
    found: list[NamedNode],
    stream: IO[bytes],
) -> None:
    scheme = node(ids.registry(name))
    stream.writelines(turtle(_lines(store, scheme, titles, found)))


def _lines(
    store: Store, scheme: NamedNode, titles: tuple[str, str], found: list[NamedNode]
) -> Iterator[bytes]:
    yield line(scheme, TYPE, SKOS.ConceptScheme)
    for title, language in zip(titles, ("zh", "en"), strict=True):
        yield line(scheme, DCT.title, Literal(title, language=language))
    yield line(scheme, DCT.license, NamedNode(ANNOTATIONS))
    inside = set(found)
    for each in found:
        own = {line(each, quad.predicate, quad.object) for quad in store.match(each)}
        own |= {line(each, TYPE, SKOS.Concept), line(each, SKOS.inScheme, scheme)}
        if not any(quad.object in inside for quad in store.match(each, SKOS.broader)):
            own.add(line(each, SKOS.topConceptOf, scheme))
        yield from sorted(own)
