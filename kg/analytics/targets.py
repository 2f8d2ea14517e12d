"""Targets by the day they fall due, with where things stood and the pace that is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from kg import ids
from kg.analytics.rows import Column
from kg.graph.opened import OpenStore

#: Values of indicators, targets and others; a value belongs to its document.
VALUES = """
SELECT ?value ?class ?indicator ?name ?number ?lower ?upper ?unit ?comparator ?year ?due
       ?cumulative ?change ?binding ?area ?raw ?document ?sign ?falls WHERE {
  VALUES ?class { zc:TargetValue zc:BaselineValue }
  ?value a ?class ; zc:inDocument ?document .
  OPTIONAL { ?value zc:indicator ?indicator . ?indicator skos:prefLabel ?name }
  OPTIONAL { ?value qudt:numericValue ?number }
  OPTIONAL { ?value zc:lowerValue ?lower }
  OPTIONAL { ?value zc:upperValue ?upper }
  OPTIONAL { ?value zc:unitText ?unit }
  OPTIONAL { ?value zc:comparator ?comparator }
  OPTIONAL { ?value zc:refYear ?year }
  OPTIONAL { ?value zc:dueDate ?due }
  OPTIONAL { ?value zc:isCumulative ?cumulative }
  OPTIONAL { ?value zc:changeKind ?change }
  OPTIONAL { ?value zc:falls ?falls }
  OPTIONAL { ?value zc:binding ?binding }
  OPTIONAL { ?value zc:refArea ?region . ?region skos:prefLabel ?area }
  OPTIONAL { ?value zc:rawText ?raw }
  OPTIONAL { ?document zc:documentNumber ?sign }
}"""

#: Tasks with a day.
DUE = """
SELECT ?due ?precision ?task ?text ?sign ?document ?lead WHERE {
  ?task a zc:Task ; zc:dueDate ?due ; zc:inDocument ?document ; dct:description ?text .
  OPTIONAL { ?task zc:duePrecision ?precision }
  OPTIONAL { ?document zc:documentNumber ?sign }
  OPTIONAL { ?task zc:leadAgency ?body . ?body skos:prefLabel ?lead . FILTER(LANG(?lead) = "zh") }
}"""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of an indicator."""

    due: Annotated[str, Column("到期", "last day, ISO; the end of the year where a year is stated")]
    indicator: Annotated[str, Column("指标", "what is measured")]
    area: Annotated[str, Column("区域", "region it is for")]
    baseline_year: Annotated[int | None, Column("基期年", "year of the value started from")]
    baseline: Annotated[float | None, Column("基期值", "value started from, in the same unit")]
    comparator: Annotated[str, Column("比较", "ge, le, eq, approx, range")]
    target: Annotated[float | None, Column("目标值", "value to reach; empty for a range")]
    low: Annotated[float | None, Column("下限", "lower end of a range", False)]
    high: Annotated[float | None, Column("上限", "upper end of a range", False)]
    unit: Annotated[str, Column("单位", "unit as printed")]
    pace: Annotated[float | None, Column("年均增量", "units a year needed from baseline to target")]
    growth: Annotated[
        float | None, Column("年均增速", "the same as a rate, compounded; 0.05 is 5%")
    ]
    cumulative: Annotated[bool, Column("累计", "a sum over the years: no pace is told", False)]
    change: Annotated[str, Column("口径", "level, growthRate, annualAverage …", False)]
    falls: Annotated[bool, Column("下降", "whether it is how much something goes down by", False)]
    binding: Annotated[str, Column("约束性", "mandatory or indicative, if stated")]
    document: Annotated[str, Column("文件", "number of the document")]
    text: Annotated[str, Column("原文", "as printed", False)]
    iri: Annotated[str, Column("IRI", "of the value", False)]


@dataclass(frozen=True, slots=True)
class DueRow:
    """A task with a day by which it is to be done."""

    due: Annotated[str, Column("到期", "last day of the period stated, ISO")]
    precision: Annotated[str, Column("精度", "whether a day, month or year is stated")]
    leads: Annotated[str, Column("牵头单位", "bodies that lead it")]
    text: Annotated[str, Column("任务", "what is to be done")]
    document: Annotated[str, Column("文件", "number of the document")]
    iri: Annotated[str, Column("IRI", "of the task", False)]


class _Value(NamedTuple):
    """A row of :data:`VALUES`, as text."""

    iri: str
    kind: str
    indicator: str
    name: str
    number: str
    lower: str
    upper: str
    unit: str
    comparator: str
    year: str
    due: str
    cumulative: str
    change: str
    binding: str
    area: str
    raw: str
    document: str
    sign: str
    falls: str

    @property
    def end(self) -> str:
        """Day it falls due."""
        return self.due or (f"{self.year}-12-31" if self.year else "")

    @property
    def alike(self) -> tuple[str, str, str, str]:
        """What a baseline and a target must have in common."""
        return self.document, self.indicator, self.unit, self.area


def targets(store: OpenStore, documents: Collection[str] | None = None) -> list[TargetRow]:
    """Targets by the day they fall due, those without one last; then by indicator.

    A baseline is that of the same indicator, unit and region in the same document; the latest of
    several. Pace and growth are only told of levels: a sum over years has no baseline, and a rate
    of growth is a pace itself.
    """
    values: dict[str, _Value] = {}
    for row in sorted(store.query(VALUES).texts()):
        value = _Value(*row)
        if documents is None or value.document in documents:
            values.setdefault(value.iri, value)
    baselines: dict[tuple[str, str, str, str], _Value] = {}
    target_kind = ids.iri("zc:TargetValue")
    for value in sorted(values.values(), key=lambda each: (each.year, each.iri)):
        if value.kind != target_kind and value.indicator and value.number and value.year:
            baselines[value.alike] = value
    rows = [
        _target(value, baselines.get(value.alike))
        for value in values.values()
        if value.kind == target_kind
    ]
    return sorted(rows, key=lambda row: (row.due or "9999", row.indicator, row.iri))


def _target(value: _Value, baseline: _Value | None) -> TargetRow:
    root = len(ids.iri("zc:"))
    number, cumulative = _number(value.number), value.cumulative == "true"
    start = _number(baseline.number) if baseline else None
    year = int(baseline.year[:4]) if baseline and start is not None else None
    pace = growth = None
    if value.change in ("", "level") and not cumulative and value.end and year is not None:
        pace, growth = pace_needed(start, number, int(value.end[:4]) - year)
    return TargetRow(
        value.end, value.name, value.area, year, start,
        value.comparator[root:].removeprefix("comparator-"), number, _number(value.lower),
        _number(value.upper), value.unit, pace, growth, cumulative,
        value.change, value.falls == "true", value.binding[root:].removeprefix("binding-"),
        value.sign, value.raw, value.iri,
    )  # fmt: skip


def pace_needed(
    start: float | None, end: float | None, years: int
) -> tuple[float | None, float | None]:
    """Units a year, and compounded rate a year, from one value to another in so many years.

    There is no rate from or to what is not positive, and neither without both values and a year.
    """
    if start is None or end is None or years < 1:
        return None, None
    growth = (end / start) ** (1 / years) - 1 if start > 0 and end > 0 else None
    # the values are decimals as printed: what binary fractions add at the end is no figure
    return round((end - start) / years, 9), None if growth is None else round(growth, 9)


def _number(text: str) -> float | None:
    return float(text) if text else None


def due_tasks(store: OpenStore, documents: Collection[str] | None = None) -> list[DueRow]:
    """Tasks by the day they are due, then by document and task."""
    leads: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for *about, document, lead in store.query(DUE).texts():
        if documents is None or document in documents:
            leads[tuple(about)].add(lead)
    order = sorted(leads, key=lambda about: (about[0], about[4], about[2]))
    return [
        DueRow(due, precision, "、".join(sorted(filter(None, leads[key]))), text, sign, task)
        for key in order
        for due, precision, task, text, sign in [key]
    ]
