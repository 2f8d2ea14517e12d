"""A document's quads under another key of the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from kg import ids

#: Kinds of key that carry the key of their document.
_OF_DOCUMENT = ("doc", "sec", "task", "asg", "txt", "men")


def rename(quads: Iterable[Quad], old: str, new: str) -> frozenset[Quad]:
    """The quads with every node of document ``old`` made one of document ``new``.

    The same as building the document under the other key, since all keys of what a document
    holds begin with the document's own.
    """
    moved = _mover(old.partition(":")[2], new.partition(":")[2])
    return frozenset(
        Quad(
            moved(q.subject),
            q.predicate,
            moved(q.object) if isinstance(q.object, NamedNode) else q.object,
            moved(q.graph_name),
        )
        for q in quads
    )


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
