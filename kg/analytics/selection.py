"""Which part of a store an analysis is about: documents, region, dates, view, certainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg import ids
from kg.analytics import ledger
from kg.analytics.choices import View
from kg.analytics.ledger import Ledger
from kg.graph.opened import OpenStore

#: Documents of the store, with what they can be chosen by.
DOCUMENTS = """
SELECT ?document ?number ?title ?written ?region ?level WHERE {
  ?document a zc:PolicyDocument .
  FILTER NOT EXISTS { ?document a zc:CitedDocument }
  OPTIONAL { ?document zc:documentNumber ?number }
  OPTIONAL { ?document dct:title ?title }
  OPTIONAL { ?document zc:dateWritten ?written }
  OPTIONAL { ?document eli:jurisdiction ?region }
  OPTIONAL { ?document zc:level ?level }
}"""

#: Regions and what they lie in.
REGIONS = """
SELECT ?region ?above ?name WHERE {
  ?region a zc:Region .
  OPTIONAL { ?region zc:parentRegion ?above }
  OPTIONAL { ?region skos:prefLabel ?name . FILTER(LANG(?name) = "zh") }
}"""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document; ``region`` is the IRI of its issuer's territory, ``level`` province, city …"""

    iri: str
    number: str = ""
    title: str = ""
    written: str = ""
    region: str = ""
    level: str = ""

    @property
    def name(self) -> str:
        """By what people know it: its number, else its title, else its IRI."""
        return self.number or self.title or self.iri


@dataclass(frozen=True, slots=True)
class RegionInfo:
    """A region; ``above`` is the IRI of the one it lies in, or empty."""

    iri: str
    name: str
    above: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep. ``documents`` and ``region`` are IRIs; none of them means all.

    ``region`` keeps documents issued there or below. ``since`` and ``until`` are ISO days of
    writing, both included. ``confidence`` is the least that a share was read with.
    """

    documents: tuple[str, ...] = ()
    region: str = ""
    since: str = ""
    until: str = ""
    view: View = View.one
    confidence: float = 0.0

    @property
    def all_documents(self) -> bool:
        """Whether no document is left out."""
        return not (self.documents or self.region or self.since or self.until)


def documents(store: OpenStore) -> dict[str, DocumentInfo]:
    """Documents of a store by IRI, in the order of their IRIs."""
    root = len(ids.iri("zc:level-"))
    found: dict[str, DocumentInfo] = {}
    for iri, number, title, written, region, level in sorted(store.query(DOCUMENTS).texts()):
        found.setdefault(iri, DocumentInfo(iri, number, title, written, region, level[root:]))
    return found


def regions(store: OpenStore) -> dict[str, RegionInfo]:
    """Regions of a store by IRI."""
    found: dict[str, RegionInfo] = {}
    for iri, above, name in sorted(store.query(REGIONS).texts()):
        found.setdefault(iri, RegionInfo(iri, name or iri, above))
    return found


def within(region: str, outer: str, known: Mapping[str, RegionInfo]) -> bool:
    """Whether a region is another or lies in it."""
    seen: set[str] = set()
    while region and region not in seen:
        if region == outer:
            return True
        seen.add(region)
        info = known.get(region)
        region = info.above if info else ""
    return False


def chosen(store: OpenStore, selection: Selection) -> dict[str, DocumentInfo]:
    """The documents of a selection, by IRI."""
    found = documents(store)
    known = regions(store) if selection.region else {}
    return {iri: each for iri, each in found.items() if _fits(each, selection, known)}


def _fits(each: DocumentInfo, selection: Selection, known: Mapping[str, RegionInfo]) -> bool:
    if selection.documents and each.iri not in selection.documents:
        return False
    if selection.region and not within(each.region, selection.region, known):
        return False
    if not (selection.since or selection.until):
        return True
    first, last = selection.since, selection.until or "9999"
    return bool(each.written) and first <= each.written <= last


def select(store: OpenStore, selection: Selection) -> Ledger:
    """The shares of a selection."""
    found = ledger.read(store)
    if not selection.all_documents:
        found = found.of_documents(chosen(store, selection))
    if selection.view is not View.one:
        found = found.viewed(selection.view, ledger.members(store))
    return found.sure(selection.confidence) if selection.confidence else found


def narrowed(selection: Selection, **more: str | tuple[str, ...]) -> Selection:
    """The selection with other documents, region or dates."""
    return replace(selection, **more)  # type: ignore[arg-type]
