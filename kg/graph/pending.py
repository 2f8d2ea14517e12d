"""Cited documents that a store does not hold: described as long as that is so.

The description of a cited document stands in graphs of its own. While the document is held, its
own graph describes it, and these are not there; when it goes, they come back, made anew from the
citations. What a store holds remains a function of the set of its documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg import ids
from kg.graph.citations import described
from kg.graph.members import State
from kg.graph.terms import ZC
from kg.graph.units import Unit, cited_key

IsHeld = Callable[[str], bool]


def shown(state: State, is_held: IsHeld) -> State:
    """The state with the descriptions of what it cites, but for the documents that are held."""
    kept = {graph: quads for graph, quads in state.items() if not cited_key(graph)}
    cited = units_of(quad for quads in kept.values() for quad in quads)
    kept.update(
        (graph, frozenset(quads)) for graph, quads in cited if not is_held(cited_key(graph))
    )
    return kept


def units_of(quads: Iterable[Quad]) -> list[Unit]:
    """The descriptions of all documents that citations among the quads name."""
    cited: dict[object, NamedNode] = {}
    citing: dict[object, str] = {}
    said: dict[object, dict[NamedNode, str]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate == ZC.cited and isinstance(quad.object, NamedNode):
            cited[quad.subject] = quad.object
        elif quad.predicate == ZC.inDocument and isinstance(quad.object, NamedNode):
            citing[quad.subject] = quad.object.value
        elif quad.predicate in (ZC.citedTitle, ZC.citedNumber) and isinstance(quad.object, Literal):
            said[quad.subject][quad.predicate] = quad.object.value
    found: dict[NamedNode, Unit] = {}
    for it, document in cited.items():
        if document.value.startswith(f"{citing[it]}.a"):
            continue  # what the document itself issues, it describes
        title, number = said[it].get(ZC.citedTitle), said[it].get(ZC.citedNumber)
        found.update((each[0], each) for each in described(_key(document), title, number))
    return list(found.values())


def _key(it: NamedNode) -> str:
    return "doc:" + it.value.removeprefix(ids.iri("doc:"))


def graphs_about(quads: Iterable[Quad], key: str) -> set[NamedNode]:
    """The graphs among those of some quads that describe a cited document."""
    found = (quad.graph_name for quad in quads)
    return {each for each in found if isinstance(each, NamedNode) and cited_key(each) == key}
