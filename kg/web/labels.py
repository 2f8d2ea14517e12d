"""What things are called: the label of any node of the graph, for reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyoxigraph as ox

from kg.graph.opened import OpenStore
from kg.graph.terms import DCT, FOAF, NIF, RDFS, SKOS, TYPE, ZC
from kg.view import short
from kg.web.addresses import href, is_outside, prefix_of
from kg.web.vocabulary import Vocabulary

#: Where a label is looked for, best first.
_LABELS = (
    SKOS.prefLabel, DCT.title, FOAF.name, RDFS.label, ZC.heading, DCT.description, ZC.rawText,
    NIF.anchorOf, ZC.documentNumber, ZC.issuerName, SKOS.altLabel, ZC.fileName,
)  # fmt: skip
#: Characters of a long label that a link shows.
LONGEST = 80


#: Marks that turn the writing direction around; in a name they could make it read as another.
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@cache
def _visible() -> dict[int, str]:
    """What a reader sees in the place of characters that no font has or that turn the text."""
    rows = resources.files("kg.data").joinpath("glyphs.tsv").read_text(encoding="utf-8")
    found = {ord(mark): "\ufffd" for mark in _TURNING}
    for row in rows.splitlines():
        code, _, rest = row.partition("\t")
        if code.startswith(("E0", "E1", "F8")):
            found[int(code, 16)] = rest.partition("\t")[0]
    return found


def visible(text: str) -> str:
    """A source text to be seen: signs of private use as they are printed (U+E010 as ``.``), marks
    that turn the direction as U+FFFD. One character stays one."""
    return text.translate(_visible())


@dataclass(frozen=True, slots=True)
class Link:
    """Something to click, or a value to read (then without an address)."""

    text: str
    href: str = ""
    kind: str = ""
    """Prefix of its key: ``agency``, ``task`` …; empty for values and things of others."""
    title: str = ""
    note: str = ""
    """Datatype or language of a value, where it is worth showing."""

    @property
    def outside(self) -> bool:
        """Whether it leads away from here."""
        return bool(self.href) and is_outside(self.href)


def first(store: OpenStore, it: ox.NamedNode, predicate: ox.NamedNode) -> str:
    """The least value of a property as text, a Chinese one first; empty where there is none."""
    best: tuple[bool, str] | None = None
    for quad in store.match(it, predicate):
        if isinstance(quad.object, ox.Literal):
            found = (quad.object.language not in ("zh", None), quad.object.value)
            best = found if best is None else min(best, found)
        elif isinstance(quad.object, ox.NamedNode):
            best = min(best or (True, quad.object.value), (True, quad.object.value))
    return best[1] if best else ""


def label(store: OpenStore, vocabulary: Vocabulary, it: ox.NamedNode) -> str:
    """What a node is called; its quotation where it has no name, its key where nothing else."""
    if it.value.startswith(ZC.base):
        return vocabulary.term(it.value).zh
    for predicate in _LABELS:
        if text := first(store, it, predicate):
            return text
    years = [first(store, it, each) for each in (ZC.startYear, ZC.endYear)]
    if all(years):
        return "—".join(years)
    quoted = first(store, it, ZC.evidence)
    text = first(store, ox.NamedNode(quoted), NIF.anchorOf) if quoted else ""
    return text or short(it.value)


def cut(text: str, most: int = LONGEST) -> str:
    """A text in one line, shortened."""
    line = " ".join(visible(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def link(store: OpenStore, vocabulary: Vocabulary, term: object) -> Link:
    """A term as something to click or to read."""
    if isinstance(term, ox.NamedNode):
        text = label(store, vocabulary, term)
        return Link(cut(text), href(term.value), prefix_of(term.value), text)
    if isinstance(term, ox.Literal):
        if term.datatype.value.endswith("#boolean"):
            return Link("是" if term.value == "true" else "否")
        return Link(term.value, note=term.language if term.language not in (None, "zh") else "")
    return Link(str(term))


def types(store: OpenStore, it: ox.NamedNode) -> list[str]:
    """IRIs of the classes of a node, sorted."""
    return sorted({q.object.value for q in store.match(it, TYPE)
                   if isinstance(q.object, ox.NamedNode)})  # fmt: skip
