"""Industries, clusters and chains: concepts, the sets they belong to, the classes close to them.

A concept and its group are one thing in every document that lists it, so what follows from the
key alone (group, tier, matches) stands in descriptions. That a document puts a member into a set,
or under a parent, is a :class:`zc:Claim` with the place it was read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.facts import Industry
from kg.graph.frame import ClassFact, Context, Frame
from kg.graph.terms import (
    DCT,
    PROV,
    RDF,
    SKOS,
    TYPE,
    XKOS,
    ZC,
    Term,
    Triple,
    a,
    decimal,
    node,
    plain,
    say,
    zh,
)
from kg.graph.units import Unit, unit
from kg.industries import SCHEMES

#: a group named by the numbers of its parts: “415”产业集群·优势制造业集群
_SET = re.compile(r"(?P<set>“\d[\d+N]*”[^·]*)(?:·(?P<tier>.+))?")
_CLASS = tuple(f"{ids.industry_scheme(scheme)}." for scheme in SCHEMES)
_NOTATION = {"gb4754-2017": "gb4754", "sei2018": "seiCode"}


def triples(frame: Frame) -> Iterator[Triple]:
    """That a document lists a member in a group, or under a parent, with its place."""
    for each in frame.record.industries:
        it = node(each.entity)
        if key := _set_key(frame, each):
            yield from _claim(frame, each, node(key), SKOS.member, it)
        elif each.group:
            yield from _claim(frame, each, it, ZC.industryGroup, zh(each.group))
        if each.parent:
            yield from _claim(frame, each, it, SKOS.broader, node(each.parent))


def units(frame: Frame) -> Iterator[Unit]:
    """What a concept is by its key; its place in a list; matches; classes with those above."""
    for each in frame.record.industries:
        it = node(each.entity)
        yield from _grouped(frame, each, it)
        if each.parent:
            yield unit(each.entity, [(it, SKOS.broader, node(each.parent))])
        for key in each.matches:
            yield unit(each.entity, [(it, _match(each.entity, key), node(key))])
            if key.startswith(_CLASS):
                yield from _classes(key, frame.context)


def _set_key(frame: Frame, industry: Industry) -> str | None:
    """Key of the set whose member an industry is; None where its group is no numbered set."""
    found = _SET.fullmatch(industry.group)
    return ids.cluster_set(_owner(industry), found["set"]) if found else None


def _owner(industry: Industry) -> str:
    """Territory in a key: ``cluster:330000.x`` -> ``330000``."""
    return industry.entity.partition(":")[2].partition(".")[0]


def _claim(
    frame: Frame, industry: Industry, subject: NamedNode, predicate: NamedNode, value: Term
) -> Iterator[Triple]:
    place = frame.span(industry.start, industry.end)
    it = node(ids.claim(subject.value, predicate.value, value.value, place.value))
    yield from a(it, "Claim")
    yield (it, RDF.subject, subject)
    yield (it, RDF.predicate, predicate)
    yield (it, RDF.object, value)
    if industry.order and predicate != SKOS.broader:
        yield (it, ZC.order, Literal(industry.order))
    yield (it, ZC.confidence, decimal(industry.confidence))
    yield from say(it, "evidence", place)
    yield from say(it, "extractedBy", frame.run)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)


def _grouped(frame: Frame, industry: Industry, it: NamedNode) -> Iterator[Unit]:
    """Group, tier, the set with this member, the place in the list (documents differ in it)."""
    if not industry.group:
        return
    yield unit(industry.entity, [(it, ZC.industryGroup, zh(industry.group))])
    if industry.order:
        yield unit(industry.entity, [(it, ZC.order, Literal(industry.order))])
    found = _SET.fullmatch(industry.group)
    key = _set_key(frame, industry)
    if found is None or key is None:
        return
    if found["tier"]:
        yield unit(industry.entity, [(it, ZC.tier, plain(found["tier"]))])
    it_set = node(key)
    yield unit(key, [*a(it_set, "ClusterSet"), (it_set, SKOS.prefLabel, zh(found["set"]))])
    yield unit(key, [(it_set, SKOS.member, it)])


def _match(entity: str, other: str) -> NamedNode:
    """Names are equal, extents need not be: close within a kind and to a class, else related."""
    same = entity.partition(":")[0] == other.partition(":")[0]
    return SKOS.closeMatch if same or other.startswith(_CLASS) else SKOS.relatedMatch


def _classes(key: str, context: Context) -> tuple[Unit, ...]:
    """A class of a classification, those above it, its level and its scheme."""

    def make() -> Iterator[Unit]:
        for fact in context.describe_class(key):
            yield unit(fact[0], _class(fact))
            yield _level(fact[1], fact[4])
            yield _scheme(fact[1])

    return context.once(("class", key), make)


def _class(fact: ClassFact) -> Iterator[Triple]:
    key, scheme, code, name, depth, parent = fact
    it, whole = node(key), node(ids.industry_scheme(scheme))
    yield from a(it, "Industry")
    yield (it, SKOS.prefLabel, zh(name))
    yield from say(it, _NOTATION[scheme], plain(code))
    yield (it, SKOS.inScheme, whole)
    yield (node(ids.industry_level(scheme, depth)), SKOS.member, it)
    if parent:
        yield (it, SKOS.broader, node(parent))
    else:
        yield (it, SKOS.topConceptOf, whole)


def _level(scheme: str, depth: int) -> Unit:
    key = ids.industry_level(scheme, depth)
    it, name = node(key), SCHEMES[scheme][2][depth - 1]
    about: list[Triple] = [
        (it, TYPE, XKOS.ClassificationLevel),
        (it, XKOS.depth, Literal(depth)),
        (it, SKOS.prefLabel, zh(name)),
        (it, SKOS.inScheme, node(ids.industry_scheme(scheme))),
    ]
    return unit(key, about)


def _scheme(scheme: str) -> Unit:
    key = ids.industry_scheme(scheme)
    it, (chinese, english, levels) = node(key), SCHEMES[scheme]
    about: list[Triple] = [
        (it, TYPE, SKOS.ConceptScheme),
        (it, SKOS.prefLabel, zh(chinese)),
        (it, SKOS.prefLabel, Literal(english, language="en")),
        (it, DCT.title, zh(chinese)),
        (it, XKOS.numberOfLevels, Literal(len(levels))),
    ]
    return unit(key, about)
