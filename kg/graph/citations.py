"""Citations: each reference as a node, its shortcut, and what is known of documents not held.

A document that is cited by number has its final IRI from the beginning; one cited by its title
alone has a stub's. Descriptions of both (``zc:CitedDocument``, title, number) are units that the
store shows as long as the document is not held (:mod:`kg.graph.pending`). A document that is held
ties the stub of its title to itself (``dct:isReplacedBy``) in a graph of links, so that nothing
that was there has to be changed, whichever of the two comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.facts import Citation
from kg.graph.frame import Frame
from kg.graph.terms import DCT, PROV, ZC, Triple, a, decimal, node, plain, say, year, zh
from kg.graph.units import Unit, cited_unit, link_unit
from kg.normalise import letters

#: Relation in a record -> property from the citing document to the cited one.
SHORTCUTS: Mapping[str, str] = {
    "according-to": "accordingTo",
    "implements": "implementsDocument",
    "replies-to": "repliesTo",
    "forwards": "forwards",
    "issues": "issues",
    "amends": "amends",
    "repeals": "repeals",
    "applies": "applies",
    "cites": "cites",
}
#: 发文机关代字, year, running number
_NUMBER = re.compile(r"(.+?)〔((?:19|20)\d{2})〕(\d{1,4})号")
#: a title with fewer letters names no one document (实施方案)
_SHORTEST_TITLE = 6


def triples(frame: Frame) -> Iterator[Triple]:
    """Every citation of a document, and the shortcuts, each once."""
    shortcuts: dict[tuple[str, str], None] = {}
    for each in frame.record.citations:
        if each.document != frame.record.id:
            yield from _citation(frame, each)
            shortcuts[SHORTCUTS[each.relation], each.document] = None
    said = {triple for name, key in shortcuts for triple in say(frame.document, name, node(key))}
    yield from sorted(said, key=str)


def _citation(frame: Frame, each: Citation) -> Iterator[Triple]:
    begin, end = each.start - frame.start, each.end - frame.start
    it = node(ids.citation(frame.text_key, begin, end))
    citing = ids.section(frame.record.id, each.section) if each.section else frame.record.id
    yield from a(it, "Citation")
    yield (it, ZC.citing, node(citing))
    yield (it, ZC.cited, node(each.document))
    yield (it, ZC.citationType, ZC[f"citation-{each.relation}"])
    yield (it, ZC.citedBy, plain(each.by))
    if each.title:
        yield (it, ZC.citedTitle, zh(each.title))
    if each.number:
        yield (it, ZC.citedNumber, plain(each.number))
    yield (it, ZC.rawText, plain(frame.quote(each.start, each.end)))
    yield from say(it, "evidence", frame.span(each.start, each.end))
    yield (it, ZC.confidence, decimal(each.confidence))
    yield from say(it, "extractedBy", frame.run)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)


def units(frame: Frame) -> Iterator[Unit]:
    """What is known of the documents cited, and the links from the document's own stubs."""
    own = frame.record.id
    for each in frame.record.citations:
        if each.document != own and not each.document.startswith(f"{own}.a"):
            yield from described(each.document, each.title, each.number)
    yield from _links(frame)


@lru_cache(maxsize=16384)
def described(key: str, title: str | None, number: str | None) -> tuple[Unit, ...]:
    """The descriptions of a cited document, those that citations may differ in apart."""
    it = node(key)
    found = [cited_unit(key, a(it, "CitedDocument"))]
    if title:
        found.append(cited_unit(key, [(it, DCT.title, zh(title))]))
    if number:
        found.append(cited_unit(key, _numbered(key, number)))
    return tuple(found)


def _numbered(key: str, number: str) -> Iterator[Triple]:
    """The number in its parts where it is that of the key, else as it is printed."""
    it, parts = node(key), _NUMBER.fullmatch(number)
    if parts is None or not key.endswith(f".{parts[2]}.{parts[3]}"):
        yield (it, ZC.citedNumber, plain(number))
        return
    yield from say(it, "documentNumber", plain(number))
    yield (it, ZC.numberCode, plain(parts[1]))
    yield (it, ZC.numberYear, year(int(parts[2])))
    yield (it, ZC.numberSeq, Literal(int(parts[3])))


def _links(frame: Frame) -> Iterator[Unit]:
    """From the stubs of the titles of the document and its annexes to them."""
    record = frame.record
    titles: dict[str, NamedNode] = {}
    named = [(record.title or "", frame.document)]
    named += [(each.title, it) for it, each in zip(frame.annexes, record.annexes, strict=True)]
    places = _places(frame)
    for title, it in named:
        if words := _told_apart(title, frame, places):
            titles.setdefault(words, it)
    for words, it in titles.items():
        key = ids.cited_document(words)
        yield link_unit(key, [(node(key), DCT.isReplacedBy, it)])


def _places(frame: Frame) -> tuple[str, ...]:
    """The regions the document is of, by name: what a title of its own begins with."""
    territory = frame.record.territory
    return tuple(fact[1] for fact in frame.context.describe_region(territory)) if territory else ()


def _told_apart(title: str, frame: Frame, places: tuple[str, ...]) -> str:
    """The letters of a title that names this document and no other; empty for one that may not.

    关于进一步加强安全生产工作的通知 is the title of many: it counts with its issuer in front. So
    does 进一步促进房地产市场平稳健康发展若干措施, unless the State issued it.
    """
    record, words = frame.record, letters(title)
    if len(words) < _SHORTEST_TITLE:
        return ""
    if words.startswith("关于"):
        return letters(record.issuers[0] + title) if record.issuers else ""
    heads = (*record.issuers, *places)
    named = any(words.startswith(letters(head)) for head in heads if head)
    return words if named or record.id.startswith("doc:cn.") else ""
