"""Programmes: where each is first named, what launches it, who carries it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from kg.analytics.ledger import Ledger
from kg.analytics.rows import Column, ranks
from kg.analytics.selection import DocumentInfo, documents
from kg.graph.opened import OpenStore

if TYPE_CHECKING:
    import networkx as nx

#: Programmes, the documents that name them and how often.
NAMED = """
SELECT ?programme ?document (COUNT(DISTINCT ?mention) AS ?times) WHERE {
  ?programme a zc:Programme .
  ?mention itsrdf:taIdentRef ?programme ; zc:inDocument ?document .
} GROUP BY ?programme ?document"""

#: What is known of each.
PROGRAMMES = """
SELECT ?programme ?name ?kind ?plan WHERE {
  ?programme a zc:Programme ; skos:prefLabel ?name . FILTER(LANG(?name) = "zh")
  OPTIONAL { ?programme zc:programmeKind ?kind }
  OPTIONAL { ?programme zc:launchedBy ?plan }
}"""

#: Tasks that serve one.
SERVED = "SELECT DISTINCT ?programme ?task WHERE { ?task zc:supportsProgramme ?programme }"


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme and its way through the documents."""

    rank: Annotated[int, Column("名次", "rank by documents that name it; ties share it")]
    name: Annotated[str, Column("专项", "name")]
    kind: Annotated[str, Column("类别", "action, project, plan, pilot, reform, brand, system")]
    documents: Annotated[int, Column("文件", "documents that name it")]
    times: Annotated[int, Column("次数", "mentions")]
    first: Annotated[str, Column("首见", "earliest day on which a document that names it is dated")]
    origin: Annotated[str, Column("首见文件", "that document")]
    last: Annotated[str, Column("末见", "latest such day")]
    launched_by: Annotated[str, Column("方案", "document or annex that is the plan of it")]
    tasks: Annotated[int, Column("任务", "tasks that serve it, with an owner")]
    leads: Annotated[str, Column("牵头单位", "bodies that lead one of these")]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]


class Programmes:
    """The programmes that documents of a store name (or those of some documents)."""

    def __init__(
        self, store: OpenStore, ledger: Ledger, naming: Collection[str] | None = None
    ) -> None:
        self._ledger = ledger
        self._held = documents(store)
        self._named: dict[str, dict[str, int]] = defaultdict(dict)
        for programme, document, times in sorted(store.query(NAMED).texts()):
            if naming is None or document in naming:
                self._named[programme][document] = int(times)
        self._about: dict[str, tuple[str, str]] = {}
        self._plans: dict[str, set[str]] = defaultdict(set)
        for programme, name, kind, plan in sorted(store.query(PROGRAMMES).texts()):
            self._about.setdefault(programme, (name, kind))
            if plan:
                self._plans[programme].add(plan)
        at = {task.iri: n for n, task in enumerate(ledger.tasks)}
        self._tasks: dict[str, list[int]] = defaultdict(list)
        for programme, task in sorted(store.query(SERVED).texts()):
            if task in at:
                self._tasks[programme].append(at[task])

    def rows(self) -> list[ProgrammeRow]:
        """Programmes by documents that name them, then mentions, then name."""
        known = [iri for iri in self._named if iri in self._about]
        order = sorted(
            known,
            key=lambda iri: (
                -len(self._named[iri]), -sum(self._named[iri].values()), self._about[iri], iri,
            ),
        )  # fmt: skip
        places = ranks([len(self._named[iri]) for iri in order])
        return [self._row(iri, rank) for iri, rank in zip(order, places, strict=True)]

    def _row(self, iri: str, rank: int) -> ProgrammeRow:
        named = self._named[iri]
        dated = self.lineage(iri)
        leads = {body for n in self._tasks[iri] for body in self._ledger.leads[n]}
        first = dated[0] if dated else DocumentInfo("")
        return ProgrammeRow(
            rank, *self._about[iri], len(named), sum(named.values()), first.written,
            first.name, dated[-1].written if dated else "",
            "、".join(self._document(plan).name for plan in sorted(self._plans[iri])),
            len(self._tasks[iri]), "、".join(self._ledger.bodies[n].name for n in sorted(leads)),
            iri,
        )  # fmt: skip

    def lineage(self, iri: str) -> list[DocumentInfo]:
        """Documents that name a programme and tell their date, in the order of time."""
        found = [self._document(each) for each in self._named[iri]]
        return sorted((d for d in found if d.written), key=lambda d: (d.written, d.iri))

    def _document(self, iri: str) -> DocumentInfo:
        return self._held.get(iri) or DocumentInfo(iri)

    def graph(self) -> nx.DiGraph[str]:
        """From documents to the programmes they name or launch.

        Nodes have ``type`` (document, programme), ``name``, ``written`` or ``kind``; edges
        ``relation`` (names, launches) and ``weight`` (mentions; 0 where only launched).
        """
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        for row in self.rows():
            graph.add_node(row.iri, type="programme", name=row.name, kind=row.kind)
            for document in sorted({*self._named[row.iri], *self._plans[row.iri]}):
                about = self._document(document)
                graph.add_node(document, type="document", name=about.name, written=about.written)
                launches = document in self._plans[row.iri]
                graph.add_edge(
                    document, row.iri, relation="launches" if launches else "names",
                    weight=self._named[row.iri].get(document, 0),
                )  # fmt: skip
        return graph
