"""What classes and properties are called: from the ontology, and for others' terms from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.graph.resources import ontology_text
from kg.graph.terms import CLASSES, PREFIXES, PROPERTIES, RDFS, SKOS, TYPE, predicates_of, types_of

#: Labels of terms of other vocabularies that are shown.
_OTHERS: Mapping[str, tuple[str, str]] = {
    "rdf:type": ("类型", "type"),
    "skos:prefLabel": ("名称", "name"),
    "skos:altLabel": ("别名", "other name"),
    "skos:notation": ("代码", "notation"),
    "skos:broader": ("上位", "broader"),
    "skos:exactMatch": ("等同", "same as"),
    "skos:closeMatch": ("近似", "close to"),
    "skos:member": ("成员", "member"),
    "skos:inScheme": ("所属体系", "scheme"),
    "dct:title": ("标题", "title"),
    "dct:description": ("内容", "text"),
    "dct:hasVersion": ("版本", "version"),
    "dct:isReplacedBy": ("被替代为", "replaced by"),
    "dct:replaces": ("替代", "replaces"),
    "dct:isVersionOf": ("是其版本", "version of"),
    "eli:jurisdiction": ("所在区划", "jurisdiction"),
    "eli:is_realized_by": ("正文", "text"),
    "eli:realizes": ("正文属于", "text of"),
    "itsrdf:taIdentRef": ("提及", "mention"),
    "prov:wasDerivedFrom": ("来源", "derived from"),
    "prov:hadPrimarySource": ("原始来源", "primary source"),
    "prov:wasAssociatedWith": ("软件", "software"),
    "qudt:numericValue": ("数值", "value"),
    "qudt:hasUnit": ("单位", "unit"),
    "qudt:lowerBound": ("下限", "lower bound"),
    "qudt:upperBound": ("上限", "upper bound"),
    "sdo:issueNumber": ("期号", "issue number"),
    "nif:beginIndex": ("起", "begin"),
    "nif:endIndex": ("止", "end"),
    "nif:anchorOf": ("原文", "quotation"),
    "nif:referenceContext": ("所在正文", "in text"),
    "nif:isString": ("全文", "full text"),
    "org:member": ("人员", "member"),
    "org:organization": ("机构", "organisation"),
    "org:postIn": ("所属机构", "post in"),
    "org:heldBy": ("任职者", "held by"),
    "org:role": ("职务", "role"),
    "foaf:name": ("姓名", "name"),
    "rdfs:label": ("名称", "label"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: its labels, what it means, an example; ``kind`` class or property."""

    iri: str
    zh: str
    en: str
    definition: str = ""
    example: str = ""
    kind: str = ""


class Vocabulary:
    """Labels of terms, and which of several terms says the most."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._terms = terms

    def __iter__(self) -> Iterator[Term]:
        return iter(sorted(self._terms.values(), key=lambda each: each.iri))

    def term(self, iri: str) -> Term:
        """A term; one that is not known is called by the end of its IRI."""
        if known := self._terms.get(iri):
            return known
        name = iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri
        return Term(iri, name, name)

    def class_of(self, types: Iterable[str]) -> Term | None:
        """The most special own class among the types of a thing."""
        own = [each for each in types if each.startswith(PREFIXES["zc"])]
        return self.term(max(own, key=_depth)) if own else None


@cache
def _depth(iri: str) -> tuple[int, str]:
    name = iri.removeprefix(PREFIXES["zc"])
    return (len(types_of(name)) if name in CLASSES else 1, iri)


@cache
def implied_by(predicate: str) -> frozenset[str]:
    """The properties that go with an own property wherever it is said, without itself."""
    name = predicate.removeprefix(PREFIXES["zc"])
    if name not in PROPERTIES or name == predicate:
        return frozenset()
    return frozenset(each.value for each in predicates_of(name)) - {predicate}


@cache
def vocabulary() -> Vocabulary:
    """The terms of the ontology and those of others."""
    found = {
        _whole(short): Term(_whole(short), zh, en, kind="property")
        for short, (zh, en) in _OTHERS.items()
    }
    found.update((each.iri, each) for each in _own())
    return Vocabulary(found)


def _whole(short: str) -> str:
    prefix, _, name = short.partition(":")
    return PREFIXES[prefix] + name


def _own() -> Iterable[Term]:
    texts: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    for quad in ox.parse(ontology_text("zc.ttl"), format=ox.RdfFormat.TURTLE):
        it = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
        if isinstance(quad.object, ox.Literal):
            texts[it][quad.predicate.value, quad.object.language or ""] = quad.object.value
        elif quad.predicate == TYPE:
            kinds[it] = "class" if str(quad.object).endswith("#Class>") else "property"
    label, meaning, example = RDFS.label.value, SKOS.definition.value, SKOS.example.value
    pref = SKOS.prefLabel.value
    for it, said in texts.items():
        if not it.startswith(PREFIXES["zc"]):
            continue
        name = it.removeprefix(PREFIXES["zc"])
        yield Term(
            it,
            said.get((label, "zh")) or said.get((pref, "zh")) or name,
            said.get((label, "en")) or said.get((pref, "en")) or name,
            _any(said, meaning),
            _any(said, example),
            kinds.get(it, ""),
        )


def _any(said: Mapping[tuple[str, str], str], predicate: str) -> str:
    return next((said[key] for key in sorted(said, reverse=True) if key[0] == predicate), "")
