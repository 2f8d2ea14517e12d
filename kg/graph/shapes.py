"""The shapes file taken apart: what pySHACL checks, and what is asked of Oxigraph.

The file is standard SHACL, whole. Its SPARQL constraints run an order of magnitude faster as
plain queries over a graph than node by node in Python; each binds ``$this`` by its own
pattern, so that the query gives all nodes at fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib import SH, Graph, Literal, Node, URIRef

from kg.graph.findings import Message
from kg.graph.resources import ontology_text


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A constraint as a query that selects ``?this`` and perhaps ``?value``.

    ``holder`` is the IRI of the node shape that it belongs to.
    """

    message: Message
    query: str
    holder: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """A shapes file. ``core`` is its graph without the SPARQL constraints.

    ``terms`` are the properties and classes that the core speaks of: no other triple of a
    graph can matter to it.
    """

    core: Graph
    terms: frozenset[str]
    sparql: tuple[SparqlConstraint, ...]
    messages: dict[str, Message]


@cache
def load(name: str) -> Shapes:
    """The shapes of ``shapes.ttl`` or ``shapes-store.ttl``."""
    graph = Graph().parse(data=ontology_text(name), format="turtle")
    sparql = tuple(_constraint(graph, it) for it in sorted(graph.subjects(SH.select), key=str))
    messages = {str(it): _message(graph, it) for it in set(graph.subjects(SH.message))}
    graph.remove((None, SH.sparql, None))
    _flatten(graph)
    terms = frozenset(str(it) for it in graph.objects() if isinstance(it, URIRef))
    return Shapes(graph, terms, sparql, messages)


def _flatten(graph: Graph) -> None:
    """Give property shapes the targets of the shapes that hold them.

    It means the same, and pySHACL then checks all nodes of a target at once and not one by
    one, which takes a tenth of the time.
    """
    for target in (SH.targetClass, SH.targetSubjectsOf):
        for holder, aim in list(graph.subject_objects(target)):
            for each in graph.objects(holder, SH.property):
                graph.add((each, target, aim))
    graph.remove((None, SH.property, None))


def _constraint(graph: Graph, it: Node) -> SparqlConstraint:
    return SparqlConstraint(
        _message(graph, it),
        _prefixes(graph, it) + str(graph.value(it, SH.select)),
        str(graph.value(None, SH.sparql, it)),
    )


def _prefixes(graph: Graph, constraint: Node) -> str:
    declared = (
        (graph.value(each, SH.prefix), graph.value(each, SH.namespace))
        for holder in graph.objects(constraint, SH.prefixes)
        for each in graph.objects(holder, SH.declare)
    )
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(declared))


def _message(graph: Graph, it: Node) -> Message:
    texts = {
        each.language: str(each)
        for each in graph.objects(it, SH.message)
        if isinstance(each, Literal)
    }
    severity = graph.value(it, SH.severity) or SH.Violation
    return Message(_local(severity), _local(it), texts.get("zh", ""), texts.get("en", ""))


def _local(term: Node) -> str:
    """The name after ``#`` (``Violation``, ``task-leads``)."""
    return str(term).rpartition("#")[2]
