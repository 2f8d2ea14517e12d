"""The networks as networkx has them, with all that is known of nodes and edges as attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import IO, TYPE_CHECKING, Any

from kg.analytics.cooperation import Cooperation
from kg.analytics.ledger import Ledger

if TYPE_CHECKING:
    import networkx as nx

#: What XML cannot hold: it stands in no name, whatever a document prints.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def task_graph(ledger: Ledger) -> nx.Graph[str]:
    """The bipartite graph: bodies (``bipartite`` 0), tasks (1), an edge for every part.

    Nodes are IRIs. Bodies have ``name``, ``kind``, ``line``, ``territory``, ``level``,
    ``collective``; tasks ``document`` and ``written``; edges ``role``, ``basis`` (those of the
    lead, where a body is named twice) and ``confidence``.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for body in ledger.bodies:
        graph.add_node(
            body.iri, bipartite=0, name=body.name, kind=body.kind, line=body.line,
            territory=body.territory, level=body.level, collective=body.collective,
        )  # fmt: skip
    for task in ledger.tasks:
        graph.add_node(task.iri, bipartite=1, document=task.document, written=task.written)
    for share in ledger.shares:
        ends = ledger.bodies[share.body].iri, ledger.tasks[share.task].iri
        if graph.has_edge(*ends) and share.role != "lead":
            continue
        graph.add_edge(*ends, role=share.role, basis=share.basis, confidence=share.confidence)
    return graph


def pair_graph(found: Cooperation, *, measured: bool = False) -> nx.Graph[str]:
    """Bodies and the pairs that share a task.

    Nodes are IRIs with the columns of :class:`~kg.analytics.cooperation.BodyRow` and, where
    ``measured``, those of :class:`~kg.analytics.cooperation.NetworkRow`; edges have those of
    :class:`~kg.analytics.cooperation.PairRow` and ``weight``, the tasks (or documents) shared.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for body in found.bodies():
        graph.add_node(body.iri, **_attributes(body, "iri", "rank"))
    for place in found.network_rows() if measured else ():
        graph.nodes[place.iri].update(_attributes(place, "iri", "rank", "body"))
    by_document = found.weight == "document"
    for pair in found.pairs():
        weight = pair.documents if by_document else pair.shared
        known = _attributes(pair, "body", "other", "body_iri", "other_iri")
        graph.add_edge(pair.body_iri, pair.other_iri, weight=weight, **known)
    return graph


def lead_graph(found: Cooperation) -> nx.DiGraph[str]:
    """From each lead to those that have another part in its tasks; several leads of one task
    point to the others, not to each other.

    Nodes have the columns of :class:`~kg.analytics.cooperation.LeadRow`, edges ``weight`` (tasks),
    ``marked`` and ``by_rule``.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for row in found.lead_rows():
        graph.add_node(row.iri, **_attributes(row, "iri", "rank"))
    for pair in found.lead_pairs():
        graph.add_edge(
            pair.lead_iri, pair.other_iri, weight=pair.tasks, marked=pair.marked,
            by_rule=pair.by_rule,
        )  # fmt: skip
    return graph


def _attributes(row: Any, *without: str) -> dict[str, Any]:
    names: Sequence[str] = [each.name for each in fields(row) if each.name not in without]
    return {name: getattr(row, name) for name in names}


def write_graphml(graph: nx.Graph[str], stream: IO[bytes]) -> None:
    """Write a graph as GraphML (Gephi, yEd, igraph and R read it). Same graph, same bytes."""
    import networkx as nx

    plain = graph.__class__()
    for node, data in graph.nodes(data=True):
        plain.add_node(_NOT_XML.sub("", node), **_plain(data))
    for one, other, data in graph.edges(data=True):
        plain.add_edge(_NOT_XML.sub("", one), _NOT_XML.sub("", other), **_plain(data))
    for line in nx.generate_graphml(plain):
        stream.write(line.encode() + b"\n")


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Attributes that GraphML has a type for; what is not known has none."""
    return {
        name: _NOT_XML.sub("", value) if isinstance(value, str) else value
        for name, value in data.items()
        if value is not None
    }
