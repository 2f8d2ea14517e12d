"""What is to be reached when: targets by year, tasks by their last day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph.terms import SKOS
from kg.web.addresses import href
from kg.web.labels import Link, first
from kg.web.site import Held

_VALUES = """
SELECT ?it ?class ?indicator ?name ?year ?number ?lower ?upper ?comparator ?unit ?raw ?binding
       ?cumulative ?document ?title WHERE {
  VALUES ?class { zc:TargetValue zc:BaselineValue zc:ActualValue }
  ?it a ?class ; zc:indicator ?indicator ; zc:refYear ?year ; zc:inDocument ?document .
  ?indicator skos:prefLabel ?name .
  OPTIONAL { ?document dct:title ?title }
  OPTIONAL { ?it qudt:numericValue ?number } OPTIONAL { ?it zc:lowerValue ?lower }
  OPTIONAL { ?it zc:upperValue ?upper } OPTIONAL { ?it zc:comparator ?comparator }
  OPTIONAL { ?it qudt:hasUnit ?unit } OPTIONAL { ?it zc:rawText ?raw }
  OPTIONAL { ?it zc:binding ?binding } OPTIONAL { ?it zc:isCumulative ?cumulative }
}"""
_DUE = """
SELECT ?it ?due ?text ?document ?title WHERE {
  ?it a zc:Task ; zc:dueDate ?due ; dct:description ?text ; zc:inDocument ?document .
  OPTIONAL { ?document dct:title ?title }
}"""
_SIGNS = {"approx": "约 ", "ge": "≥ ", "le": "≤ ", "eq": ""}
_UNITS = {"PERCENT": "%", "HA": "公顷", "KiloM2": "平方公里", "NUM": "", "TONNE": "吨",
          "MegaW": "兆瓦", "CCY_CNY": "元", "YR": "岁", "PERCENT_POINT": "个百分点"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator was or is to be in a year; ``kind`` target, baseline or actual."""

    year: int
    text: str
    kind: str
    link: Link
    document: Link
    binding: bool
    number: str
    raw: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with its values by year."""

    indicator: Link
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Due:
    """A task and the last day for it."""

    day: str
    task: Link
    document: Link


@dataclass(frozen=True, slots=True)
class Timeline:
    """Years covered, indicators by name, tasks by day."""

    years: list[int]
    rows: list[Row]
    due: list[Due]


def timeline(held: Held, *, document: str = "", text: str = "") -> Timeline:
    """Everything with a year, or that of one document (IRI), or of indicators like a text."""
    rows: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for found in sorted(set(held.store.query(_VALUES).texts())):
        it, class_, indicator, name, year, *rest, where, title = found
        if (document and where != document) or text not in name:
            continue
        number, lower, upper, comparator, unit, raw, binding, cumulative = rest
        measured = _unit(held, unit) if unit else ""
        shown = _shown(number, lower, upper, comparator, measured, cumulative == "true")
        kind = class_.rpartition("#")[2].removesuffix("Value").lower()
        rows[name, indicator].append(
            Value(int(year[:5].rstrip("-Z+")), shown or raw, kind,
                  Link(shown or raw, href(it), "val", raw), Link(title or where, href(where)),
                  binding.endswith("mandatory"), number or lower, raw)
        )  # fmt: skip
    due = [
        Due(day, Link(what, href(it), "task"), Link(title or where, href(where)))
        for it, day, what, where, title in set(held.store.query(_DUE).texts())
        if document in ("", where) and text in what
    ]
    due.sort(key=lambda each: (each.day, each.task.href))
    years = sorted({v.year for values in rows.values() for v in values})
    return Timeline(
        years,
        [Row(Link(name, href(iri), "kpi"), sorted(values, key=lambda v: (v.year, v.kind, v.text)))
         for (name, iri), values in sorted(rows.items())],
        due,
    )  # fmt: skip


def _unit(held: Held, iri: str) -> str:
    """What a unit is called: by us, by the store, or by the end of its IRI."""
    name = iri.rpartition("/")[2].rpartition("#")[2]
    if name in _UNITS:
        return _UNITS[name]
    return first(held.store, ox.NamedNode(iri), SKOS.prefLabel) or name


def _shown(
    number: str, lower: str, upper: str, comparator: str, unit: str, cumulative: bool
) -> str:
    """A value as people write it: ``≥ 95 %``, ``3–5``, with 累计 where years are summed."""
    if number:
        text = f"{_SIGNS.get(comparator.rpartition('-')[2], '')}{number}"
    elif lower or upper:
        text = f"{lower}–{upper}"
    else:
        return ""
    text = f"{text} {unit}".strip()
    return f"{text}（累计）" if cumulative else text
