"""Programmes: kind, first mention, other names, the plan that bears the name, industries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.facts import Programme
from kg.graph.frame import Frame
from kg.graph.terms import SKOS, ZC, Triple, node, plain, say, zh
from kg.graph.units import Unit, unit

#: 面向高端装备、新材料等产业实施…行动: what stands between these words and the programme it is for
_FOR = re.compile("面向|聚焦|围绕")
_INDUSTRY = ("industry", "cluster", "chain")


def triples(frame: Frame) -> Iterator[Triple]:
    """What the document says of each programme; what it is called is told apart."""
    for each in frame.record.programmes:
        it = node(each.entity)
        yield from say(it, "firstMention", frame.span(each.start, each.end))
        if each.plan:
            yield from say(it, "launchedBy", _plan(frame, each.plan))


def _plan(frame: Frame, title: str) -> NamedNode:
    """The annex with a title, else the document."""
    titles = [annex.title for annex in frame.record.annexes]
    return frame.annexes[titles.index(title)] if title in titles else frame.document


def _industries(frame: Frame, programme: Programme) -> list[str]:
    """Industries that the sentence of the first mention says the programme is for."""
    before = frame.quote(max(frame.start, programme.start - 200), programme.start)
    sentence = re.split("[。；]", before)[-1]
    aimed = _FOR.search(sentence)
    if aimed is None:
        return []
    begin = programme.start - len(sentence) + aimed.end()
    found = (
        each.entity
        for each in frame.record.mentions
        if each.entity and each.type in _INDUSTRY and begin <= each.start < programme.start
    )
    return list(dict.fromkeys(found))


def units(frame: Frame) -> Iterator[Unit]:
    """What other documents may say of a programme as well: kind, industries, aliases.

    The forms of its mentions are told by the registry.
    """
    for each in frame.record.programmes:
        it = node(each.entity)
        yield unit(each.entity, [(it, ZC.programmeKind, plain(each.kind))])
        for key in _industries(frame, each):
            yield unit(each.entity, say(it, "targetsIndustry", node(key)))
        for alias in each.aliases:
            yield unit(each.entity, [(it, SKOS.altLabel, zh(alias))])
