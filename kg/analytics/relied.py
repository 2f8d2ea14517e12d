"""Citations: what is most relied on, chains across levels, what is cited and not held."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from kg import ids
from kg.analytics.rows import Column, ranks
from kg.analytics.selection import DocumentInfo, documents
from kg.graph.opened import OpenStore

if TYPE_CHECKING:
    import networkx as nx

#: Every citation. A title and the document that bears it are one; what a notice itself issues
#: is no citation of another document.
CITATIONS = """
SELECT ?citation ?citing ?document ?type ?title ?number WHERE {
  ?citation a zc:Citation ; zc:cited ?cited ; zc:inDocument ?citing ; zc:citationType ?type .
  FILTER(?type != zc:citation-issues)
  OPTIONAL { ?cited dct:isReplacedBy ?held }
  BIND(COALESCE(?held, ?cited) AS ?document)
  OPTIONAL { ?citation zc:citedTitle ?title }
  OPTIONAL { ?citation zc:citedNumber ?number }
}"""

_LEVELS = ("state", "province", "city", "county", "township")
_KEY = re.compile(r"(cn|\d{6})\.")


@dataclass(frozen=True, slots=True)
class ReliedRow:
    """A document that others cite."""

    rank: Annotated[int, Column("名次", "rank by documents that cite it; ties share it")]
    title: Annotated[str, Column("标题", "title, as held or as cited")]
    number: Annotated[str, Column("文号", "document number, if known")]
    level: Annotated[str, Column("层级", "level of its issuer, empty if not known")]
    documents: Annotated[int, Column("引用文件", "documents that cite it")]
    times: Annotated[int, Column("引用次数", "citations")]
    relations: Annotated[str, Column("引用关系", "what it is cited for, most first")]
    held: Annotated[bool, Column("已收入", "whether the store holds it")]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A chain of citations that rises from level to level, as far as it goes."""

    levels: Annotated[str, Column("层级", "levels from the citing document up")]
    documents: Annotated[str, Column("文件", "numbers or titles, each cites the next")]
    relations: Annotated[str, Column("引用关系", "what each cites the next for")]
    length: Annotated[int, Column("长度", "citations in it")]
    iris: Annotated[str, Column("IRI", "of the documents, blanks between", False)]


@dataclass(frozen=True, slots=True)
class _Edge:
    citing: str
    cited: str
    relation: str
    title: str
    number: str


class Citations:
    """The citations of a store, or those that some documents make."""

    def __init__(self, store: OpenStore, citing: Collection[str] | None = None) -> None:
        root = len(ids.iri("zc:citation-"))
        self.held: Mapping[str, DocumentInfo] = documents(store)
        carrier = _carriers(self.held)
        self._edges = [
            _Edge(by, carrier.get(cited, cited), kind[root:], title, number)
            for _, by, cited, kind, title, number in sorted(store.query(CITATIONS).texts())
            if citing is None or by in citing
        ]

    def relied(self, *, missing: bool = False) -> list[ReliedRow]:
        """Documents by how many cite them, then how often; ``missing``: those not held alone."""
        edges: dict[str, list[_Edge]] = defaultdict(list)
        for edge in self._edges:
            if edge.citing != edge.cited and not (missing and edge.cited in self.held):
                edges[edge.cited].append(edge)
        citing = {iri: len({e.citing for e in found}) for iri, found in edges.items()}
        order = sorted(edges, key=lambda iri: (-citing[iri], -len(edges[iri]), iri))
        places = ranks([citing[iri] for iri in order])
        return [
            self._relied(rank, iri, citing[iri], edges[iri])
            for iri, rank in zip(order, places, strict=True)
        ]

    def _relied(self, rank: int, iri: str, citing: int, edges: list[_Edge]) -> ReliedRow:
        about = self.about(iri)
        relations = Counter(edge.relation for edge in edges)
        order = sorted(relations, key=lambda name: (-relations[name], name))
        return ReliedRow(
            rank, about.title, about.number, about.level, citing, len(edges), ", ".join(order),
            iri in self.held, iri,
        )  # fmt: skip

    def about(self, iri: str) -> DocumentInfo:
        """What is known of a document, held or only cited."""
        if iri in self.held:
            return self.held[iri]
        edges = [edge for edge in self._edges if edge.cited == iri]
        titles = Counter(edge.title for edge in edges if edge.title)
        numbers = Counter(edge.number for edge in edges if edge.number)
        return DocumentInfo(iri, _usual(numbers), _usual(titles), level=level_of(iri))

    def chains(self) -> list[ChainRow]:
        """Chains of two citations or more in which every document is of a higher level."""
        level = {iri: self._level(iri) for edge in self._edges for iri in (edge.citing, edge.cited)}
        up: dict[str, dict[str, str]] = defaultdict(dict)
        for edge in self._edges:
            one, other = level[edge.citing], level[edge.cited]
            if one is not None and other is not None and other < one:
                up[edge.citing].setdefault(edge.cited, edge.relation)
        reached = {cited for found in up.values() for cited in found}
        rows = [
            self._chain(path, up)
            for start in sorted(set(up) - reached)
            for path in _climb((start,), up)
            if len(path) > 2
        ]
        return sorted(rows, key=lambda row: (-row.length, row.documents, row.iris))

    def _level(self, iri: str) -> int | None:
        name = self.held[iri].level if iri in self.held else level_of(iri)
        return _LEVELS.index(name) if name in _LEVELS else None

    def _chain(self, path: tuple[str, ...], up: Mapping[str, Mapping[str, str]]) -> ChainRow:
        levels = [_LEVELS[self._level(iri) or 0] for iri in path]
        relations = [up[one][other] for one, other in zip(path, path[1:], strict=False)]
        return ChainRow(
            " → ".join(levels), " → ".join(self.about(iri).name for iri in path),
            " → ".join(relations), len(relations), " ".join(path),
        )  # fmt: skip

    def graph(self) -> nx.DiGraph[str]:
        """From citing to cited documents: ``title``, ``number``, ``level``, ``held``; edges have
        ``weight`` (citations) and ``relations``."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for edge in self._edges:
            if edge.citing != edge.cited:
                found[edge.citing, edge.cited].append(edge.relation)
        for iri in sorted({iri for pair in found for iri in pair}):
            about = self.about(iri)
            graph.add_node(
                iri, title=about.title, number=about.number, level=about.level,
                held=iri in self.held,
            )  # fmt: skip
        for (citing, cited), relations in sorted(found.items()):
            names = ", ".join(sorted(set(relations)))
            graph.add_edge(citing, cited, weight=len(relations), relations=names)
        return graph


def _carriers(held: Mapping[str, DocumentInfo]) -> dict[str, str]:
    """IRI of an annex that is a document of its own -> IRI of the notice that carries it."""
    found = {}
    for iri in held:
        carrier, dot, annex = iri.rpartition(".a")
        if dot and annex.isdigit() and carrier in held:
            found[iri] = carrier
    return found


def _climb(path: tuple[str, ...], up: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """Every way up from the end of a path, as far as it goes. Levels rise, so it ends."""
    above = up.get(path[-1])
    if not above:
        yield path
        return
    for cited in sorted(above):
        yield from _climb((*path, cited), up)


def _usual(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name), default="")


def level_of(iri: str) -> str:
    """Level of a document's issuer by the region in its key; empty where the key has none."""
    found = _KEY.match(iri.removeprefix(ids.BASE + "id/doc/"))
    if found is None:
        return ""
    code = found[1]
    if code == "cn":
        return "state"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"
