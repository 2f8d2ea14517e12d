"""Values: what tables say was reached and is to be reached, targets of the prose, deadlines.

A value is a node of its own: number or range, unit, comparator, year, the indicator it measures
and the stretch it was read from. Units are QUDT's where it has them; 万元/人 and the like are
minted, with the factor to their base unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg import ids, numbers
from kg.facts import Indicator, Target, Value
from kg.graph.frame import Frame
from kg.graph.terms import (
    PROV,
    QUDT,
    SKOS,
    TYPE,
    UNIT,
    ZC,
    Triple,
    a,
    date,
    decimal,
    node,
    plain,
    say,
    year,
    zh,
)
from kg.graph.units import Unit, unit

COMPARATORS: Mapping[str, str] = {
    "=": "comparator-eq",
    "~": "comparator-approx",
    ">=": "comparator-ge",
    "<=": "comparator-le",
    "range": "comparator-range",
}
BINDINGS: Mapping[str, str] = {"预期性": "binding-indicative", "约束性": "binding-mandatory"}
_GROWS = re.compile("增长|增速|增幅|降幅|下降|降低|提高")


def triples(frame: Frame) -> Iterator[Triple]:
    """Rows of tables, targets of the prose and the deadlines of tasks, in text order."""
    keys: Counter[str] = Counter()
    for indicator in frame.record.indicators:
        yield from _row(frame, indicator, keys)
    for target in frame.record.targets:
        yield from _target(frame, target, keys)
    for task in frame.record.tasks:
        if task.due:
            it = node(ids.task(frame.record.id, task.id))
            yield from say(it, "hasDeadline", node(_deadline_key(task.due, task.due_precision)))


def _row(frame: Frame, indicator: Indicator, keys: Counter[str]) -> Iterator[Triple]:
    """A row of a table: its baseline, its target, and that one starts from the other."""
    made = [
        (each, _value_node(frame, keys, indicator.name, each.year, kind))
        for each, kind in ((indicator.baseline, "base"), (indicator.target, "target"))
        if each
    ]
    for each, it in made:
        first = each is indicator.baseline
        yield from a(it, "BaselineValue" if first else "TargetValue")
        yield from _measures(frame, it, indicator.name, indicator.unit, each)
        yield from _read(frame, it, indicator.start, indicator.end, indicator.confidence)
        yield (it, ZC.isCumulative, Literal(each.cumulative))
        yield (it, ZC.changeKind, plain(_kind_of(indicator.name)))
        if frame.record.territory:
            yield from say(it, "refArea", node(frame.record.territory))
        if indicator.prose:
            yield (it, ZC.crossCheck, plain(indicator.prose))
        if not first:
            yield from _of_the_row(it, indicator)
    if len(made) == 2 and indicator.baseline and indicator.baseline.year:
        (_, base), (_, target) = made
        yield (target, ZC.baseline, base)
        yield (target, ZC.baselineYear, year(indicator.baseline.year))


def _of_the_row(it: NamedNode, indicator: Indicator) -> Iterator[Triple]:
    binding = BINDINGS.get(indicator.binding or "")
    if binding:
        yield (it, ZC.binding, ZC[binding])
    if indicator.note:
        yield (it, SKOS.note, zh(indicator.note))


def _target(frame: Frame, target: Target, keys: Counter[str]) -> Iterator[Triple]:
    """A target of the prose, and the task it stands in."""
    name = target.subject or target.text
    stated = int(target.due[:4]) if target.due else None
    it = _value_node(frame, keys, name, stated, "target")
    value = Value(
        stated, target.value, target.comparator or "=", False, target.low, target.high, target.text
    )
    yield from a(it, "TargetValue")
    yield from _measures(frame, it, name, target.unit, value)
    yield from _read(frame, it, target.start, target.end, target.confidence)
    yield (it, ZC.isCumulative, Literal(False))
    yield (it, ZC.isSoft, Literal(target.soft))
    yield (it, ZC.changeKind, plain(target.change or "level"))
    if target.falls:
        yield (it, ZC.falls, Literal(True))
    if target.region:
        yield from say(it, "refArea", node(target.region))
    if target.due:
        yield (it, ZC.dueDate, date(target.due))
        yield (it, ZC.duePrecision, plain(target.due_precision or "day"))
        yield (it, ZC.dueInherited, Literal(target.due_inherited))
        yield from say(it, "hasDeadline", node(_deadline_key(target.due, target.due_precision)))
    for task in frame.record.tasks:
        if task.start <= target.start < task.end:
            yield (node(ids.task(frame.record.id, task.id)), ZC.hasTarget, it)
            break


def _value_node(
    frame: Frame, keys: Counter[str], name: str, stated: int | None, kind: str
) -> NamedNode:
    first = ids.value(frame.record.id, name, stated, kind)
    keys[first] += 1
    return node(ids.value(frame.record.id, name, stated, kind, keys[first]))


def _measures(
    frame: Frame, it: NamedNode, name: str, printed: str, value: Value
) -> Iterator[Triple]:
    """What a value is of, how much it is and in what unit."""
    yield from say(it, "indicator", node(ids.indicator(_owner(frame), name)))
    yield (it, QUDT.hasUnit, _unit_node(printed))
    if printed:
        yield (it, ZC.unitText, zh(printed))
    yield (it, ZC.comparator, ZC[COMPARATORS[value.comparator]])
    yield (it, ZC.rawText, plain(value.text))
    if value.value is not None:
        yield (it, QUDT.numericValue, decimal(value.value))
    if value.low is not None and value.high is not None:
        yield (it, ZC.lowerValue, decimal(value.low))
        yield (it, ZC.upperValue, decimal(value.high))
    if value.year:
        yield (it, ZC.refYear, year(value.year))
    else:
        yield (it, ZC.noDeadline, plain("not-stated"))


def _read(frame: Frame, it: NamedNode, start: int, end: int, confidence: float) -> Iterator[Triple]:
    yield from say(it, "evidence", frame.span(start, end))
    yield (it, ZC.confidence, decimal(confidence))
    yield from say(it, "extractedBy", frame.run)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)


def _owner(frame: Frame) -> str:
    """Whose indicator it is: the territory of the document's own words, or the state's."""
    return ids.region_code(frame.record.territory) if frame.record.territory else "cn"


def _kind_of(name: str) -> str:
    if "年均" in name:
        return "annualAverage"
    return "growthRate" if _GROWS.search(name) else "level"


# -- descriptions ---------------------------------------------------------------------------------


def units(frame: Frame) -> Iterator[Unit]:
    """The indicators, units and deadlines that the values point to."""
    record, owner = frame.record, _owner(frame)
    names = {each.name for each in record.indicators}
    names.update(each.subject or each.text for each in record.targets)
    printed = {each.unit for each in record.indicators} | {each.unit for each in record.targets}
    due = {(each.due, each.due_precision) for each in record.targets if each.due}
    due.update((each.due, each.due_precision) for each in record.tasks if each.due)
    for name in sorted(names):
        yield _indicator(owner, name)
    for each in sorted(printed):
        if not _qudt(each):
            yield _minted(each)
    for day, precision in sorted((str(day), precision or "day") for day, precision in due):
        yield _deadline(day, precision)


@lru_cache(maxsize=65536)
def _indicator(owner: str, name: str) -> Unit:
    key = ids.indicator(owner, name)
    return unit(key, [*a(node(key), "Indicator"), (node(key), SKOS.prefLabel, zh(name))])


def _qudt(printed: str) -> str:
    """Local name of the unit of QUDT, or empty where it has none."""
    if not printed:
        return "UNITLESS"
    known = numbers.units().get(printed)
    return known.qudt if known else ""


@lru_cache(maxsize=1024)
def _unit_node(printed: str) -> NamedNode:
    standard = _qudt(printed)
    return UNIT[standard] if standard else node(ids.unit(printed))


@lru_cache(maxsize=1024)
def _minted(printed: str) -> Unit:
    it = node(ids.unit(printed))
    facts: list[Triple] = [(it, TYPE, QUDT.Unit), (it, SKOS.prefLabel, zh(printed))]
    known, factor = numbers.units().get(printed), numbers.conversion(printed)
    if known:
        facts.append((it, SKOS.prefLabel, Literal(known.english, language="en")))
    if factor is not None:
        facts.append((it, QUDT.conversionMultiplier, decimal(factor)))
    return unit(ids.unit(printed), facts)


def _deadline_key(day: str, precision: str | None) -> str:
    return ids.deadline(day, precision or "day")


@lru_cache(maxsize=4096)
def _deadline(day: str, precision: str) -> Unit:
    it = node(ids.deadline(day, precision))
    month = f"{day[:4]}年{int(day[5:7])}月"
    label = {"year": f"{day[:4]}年底前", "month": f"{month}底前"}.get(precision, f"{day}前")
    facts: list[Triple] = [
        *a(it, "Deadline"),
        (it, SKOS.prefLabel, zh(label)),
        (it, ZC.dueDate, date(day)),
        (it, ZC.duePrecision, plain(precision)),
    ]
    return unit(ids.deadline(day, precision), facts)
