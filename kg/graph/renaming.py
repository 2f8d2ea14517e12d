"""A document's quads under another key of the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyoxigraph import NamedNode, Quad

from kg import ids
from kg.graph.units import is_link, renamed

#: Kinds of key that carry the key of their document.
_OF_DOCUMENT = ("doc", "sec", "task", "asg", "txt", "men", "cit")


def rename(quads: Iterable[Quad], old: str, new: str) -> frozenset[Quad]:
    """The quads with every node of document ``old`` made one of document ``new``.

    The same as building the document under the other key, since all keys of what a document
    holds begin with the document's own.
    """
    moved = _mover(old.partition(":")[2], new.partition(":")[2])
    done = [
        Quad(
            moved(q.subject),
            q.predicate,
            moved(q.object) if isinstance(q.object, NamedNode) else q.object,
            moved(q.graph_name),
        )
        for q in quads
    ]
    return frozenset(_with_links_renamed(done))


def _with_links_renamed(quads: list[Quad]) -> Iterable[Quad]:
    """The graphs of links are named by what they hold, which names the document."""
    links: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and is_link(quad.graph_name):
            links[quad.graph_name].append(quad)
    names = {graph: renamed(graph, held) for graph, held in links.items()}
    if all(graph == name for graph, name in names.items()):
        return quads
    return (
        Quad(q.subject, q.predicate, _named(q.object, names), _named(q.graph_name, names))
        for q in quads
    )


def _named(it: Any, names: Mapping[NamedNode, NamedNode]) -> Any:
    return names.get(it, it) if isinstance(it, NamedNode) else it


def _mover(old: str, new: str) -> Callable[[object], NamedNode]:
    """What takes a node of one document to that of another and leaves all others alone."""
    roots = {ids.iri(f"{kind}:{old}"): ids.iri(f"{kind}:{new}") for kind in _OF_DOCUMENT}
    roots[ids.iri(f"g:doc.{old}")] = ids.iri(f"g:doc.{new}")
    done: dict[NamedNode, NamedNode] = {}

    def move(it: object) -> NamedNode:
        if not isinstance(it, NamedNode):
            raise TypeError(f"{it} has no place in the graph of a document")
        if it not in done:
            done[it] = _moved(it, roots)
        return done[it]

    return move


def _moved(it: NamedNode, roots: Mapping[str, str]) -> NamedNode:
    for old, new in roots.items():
        if it.value == old or it.value.startswith(old + "."):
            return NamedNode(new + it.value[len(old) :])
    return it
