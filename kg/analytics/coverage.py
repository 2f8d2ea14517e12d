"""Which regions and industries the documents speak of, and how much."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from kg import ids
from kg.analytics.rows import Column, ranks
from kg.analytics.selection import documents as all_documents
from kg.graph.opened import OpenStore

#: Regions and the documents that name them.
REGIONS_NAMED = """
SELECT ?thing ?name ?kind ?document (COUNT(DISTINCT ?mention) AS ?times) WHERE {
  ?thing a zc:Region ; skos:prefLabel ?name . FILTER(LANG(?name) = "zh")
  BIND("region" AS ?kind)
  ?mention itsrdf:taIdentRef ?thing ; zc:inDocument ?document .
} GROUP BY ?thing ?name ?kind ?document"""

#: Industries, chains and clusters and the documents that name them.
INDUSTRIES_NAMED = """
SELECT ?thing ?name ?kind ?document (COUNT(DISTINCT ?mention) AS ?times) WHERE {
  VALUES (?class ?kind) {
    (zc:Industry "industry") (zc:IndustryChain "chain") (zc:IndustryCluster "cluster")
  }
  ?thing a ?class ; skos:prefLabel ?name . FILTER(LANG(?name) = "zh")
  ?mention itsrdf:taIdentRef ?thing ; zc:inDocument ?document .
} GROUP BY ?thing ?name ?kind ?document"""

#: Tasks for a region or industry.
FOR = """
SELECT ?thing ?document (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?task zc:targetRegion|zc:targetsIndustry|zc:targetsChain|zc:targetsCluster ?thing ;
        zc:inDocument ?document .
} GROUP BY ?thing ?document"""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A region or industry and how far the documents cover it."""

    rank: Annotated[int, Column("名次", "rank by documents that name it; ties share it")]
    name: Annotated[str, Column("名称", "of the region or industry")]
    kind: Annotated[str, Column("类别", "region, industry, chain, cluster")]
    documents: Annotated[int, Column("文件", "documents that name it")]
    times: Annotated[int, Column("次数", "mentions")]
    tasks: Annotated[int, Column("任务", "tasks that are for it")]
    issued: Annotated[int, Column("发文", "documents issued there (regions)")]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]


def regions(store: OpenStore, documents: Collection[str] | None = None) -> list[CoverageRow]:
    """Regions by documents that name them, then mentions; those that only issue some last."""
    held = all_documents(store)
    issued = Counter(
        each.region
        for iri, each in held.items()
        if each.region and (documents is None or iri in documents) and ".a" not in _key(iri)
    )
    return _rows(store, REGIONS_NAMED, documents, issued)


def industries(store: OpenStore, documents: Collection[str] | None = None) -> list[CoverageRow]:
    """Industries, chains and clusters by documents that name them, then mentions, then name."""
    return _rows(store, INDUSTRIES_NAMED, documents, Counter())


def _key(iri: str) -> str:
    return iri.removeprefix(ids.BASE)


def _rows(
    store: OpenStore, query: str, documents: Collection[str] | None, issued: Counter[str]
) -> list[CoverageRow]:
    about: dict[str, tuple[str, str]] = {}
    named: dict[str, dict[str, int]] = defaultdict(dict)
    for thing, name, kind, document, times in sorted(store.query(query).texts()):
        if documents is None or document in documents:
            about.setdefault(thing, (name, kind))
            named[thing][document] = int(times)
    for thing in issued.keys() - about.keys():
        about[thing] = (_label(store, thing), "region")
    tasks: Counter[str] = Counter()
    for thing, document, count in store.query(FOR).texts():
        if documents is None or document in documents:
            tasks[thing] += int(count)
    order = sorted(
        about,
        key=lambda iri: (-len(named[iri]), -sum(named[iri].values()), about[iri], iri),
    )
    places = ranks([len(named[iri]) for iri in order])
    return [
        CoverageRow(
            rank, *about[iri], len(named[iri]), sum(named[iri].values()), tasks[iri], issued[iri],
            iri,
        )
        for iri, rank in zip(order, places, strict=True)
    ]  # fmt: skip


def _label(store: OpenStore, iri: str) -> str:
    """Chinese name of a region; its key where the store has none."""
    text = f'SELECT ?name WHERE {{ <{iri}> skos:prefLabel ?name . FILTER(LANG(?name) = "zh") }}'
    return min((name for (name,) in store.query(text).texts()), default=iri)
