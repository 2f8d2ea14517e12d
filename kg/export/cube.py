"""The values of indicators as an RDF Data Cube: a view, with its structure.

A target is nothing observed; in the cube it is a value of the kind ``target``, told from
baselines and actual values by a dimension. An observation has one measure (``qb:measureType``):
a range gives two, its lower and its upper end. Values that lack a dimension are left out, and
how many is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.export.licences import ANNOTATIONS
from kg.export.tables import Reader, subjects
from kg.export.turtle import line, turtle
from kg.graph.store import Store
from kg.graph.terms import DCT, PROV, QB, QUDT, RDFS, TYPE, ZC, node

MEASURES = {"value": QUDT.numericValue, "lower": ZC.lowerValue, "upper": ZC.upperValue}

#: Dimension -> path from a value.
DIMENSIONS = {
    ZC.indicator: "indicator",
    ZC.refArea: "refArea",
    ZC.refYear: "refYear",
    ZC.valueKind: "@class",
    ZC.inDocument: "inDocument",
}
ATTRIBUTES = {
    QUDT.hasUnit: "qudt:hasUnit",
    ZC.comparator: "comparator",
    ZC.isCumulative: "isCumulative",
    ZC.binding: "binding",
    ZC.changeKind: "changeKind",
}
_REQUIRED = {QUDT.hasUnit, ZC.comparator}
_SET, _STRUCTURE = node(ids.dataset("indicators")), node(ids.dataset("indicators.structure"))


class Cube:
    """Data set, structure and observations, the latter by the IRI of their value."""

    name = "cube"
    title = "RDF Data Cube of indicators"
    purpose = "statistics tools: baselines, targets and actual values by year and region"
    media_type = "text/turtle"
    place = "indicators-cube.ttl"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the structure, then the observations."""
        stream.writelines(turtle(_lines(store)))


def _lines(store: Store) -> Iterator[bytes]:
    reader = Reader(store)
    values = subjects(store, ("IndicatorValue",))
    left = sum(not _dimensions(reader, each) for each in values)
    yield from sorted(_structure(left))
    for value in values:
        if place := _dimensions(reader, value):
            for name, measure in MEASURES.items():
                if number := reader.follow(value, _MEASURED[name]):
                    yield from _observation(reader, value, place, name, measure, number[0])


_MEASURED = {"value": "qudt:numericValue", "lower": "lowerValue", "upper": "upperValue"}


def _dimensions(reader: Reader, value: NamedNode) -> dict[NamedNode, NamedNode | Literal]:
    """Where a value stands in the cube; nothing where a dimension is not known."""
    found = {each: reader.follow(value, path) for each, path in DIMENSIONS.items()}
    found[ZC.refArea] = found[ZC.refArea] or reader.follow(value, "inDocument/eli:jurisdiction")
    if not all(found.values()):
        return {}
    return {each: nodes[0] for each, nodes in found.items()}


def _observation(
    reader: Reader,
    value: NamedNode,
    place: dict[NamedNode, NamedNode | Literal],
    name: str,
    measure: NamedNode,
    number: NamedNode | Literal,
) -> Iterator[bytes]:
    it = node(ids.observation(ids.key_of(value.value), name))
    own = {
        line(it, TYPE, QB.Observation),
        line(it, QB.dataSet, _SET),
        line(it, QB.measureType, measure),
        line(it, measure, number),
        line(it, PROV.wasDerivedFrom, value),
    }
    own |= {line(it, each, term) for each, term in place.items()}
    for each, path in ATTRIBUTES.items():
        own |= {line(it, each, term) for term in reader.follow(value, path)}
    yield from sorted(own)


def _structure(left: int) -> Iterator[bytes]:
    """The data set and its structure: components in order, each with an IRI."""
    yield line(_SET, TYPE, QB.DataSet)
    yield line(_SET, DCT.title, Literal("指标值", language="zh"))
    yield line(_SET, DCT.title, Literal("Values of indicators", language="en"))
    yield line(_SET, DCT.license, NamedNode(ANNOTATIONS))
    yield line(_SET, QB.structure, _STRUCTURE)
    if left:
        said = f"{left} values without indicator, area, year or document are not in the cube."
        yield line(_SET, DCT.description, Literal(said, language="en"))
    yield line(_STRUCTURE, TYPE, QB.DataStructureDefinition)
    for order, (kind, term) in enumerate(_components(), 1):
        it = node(ids.dataset(f"indicators.component-{order:02}"))
        yield line(_STRUCTURE, QB.component, it)
        yield line(it, TYPE, QB.ComponentSpecification)
        yield line(it, QB[kind], term)
        yield line(it, QB.order, Literal(order))
        if kind == "attribute":
            yield line(it, QB.componentRequired, Literal(term in _REQUIRED))
    yield from _declared()


def _components() -> Iterator[tuple[str, NamedNode]]:
    yield from (("dimension", each) for each in (*DIMENSIONS, QB.measureType))
    yield from (("measure", each) for each in MEASURES.values())
    yield from (("attribute", each) for each in ATTRIBUTES)


def _declared() -> Iterator[bytes]:
    """What kind of component each property is; a dimension has a range."""
    ranges = {
        ZC.indicator: ZC.Indicator,
        ZC.refArea: ZC.Region,
        ZC.refYear: NamedNode("http://www.w3.org/2001/XMLSchema#gYear"),
        ZC.valueKind: RDFS.Class,
        ZC.inDocument: ZC.PolicyDocument,
    }
    for each in DIMENSIONS:
        yield line(each, TYPE, QB.DimensionProperty)
        yield line(each, RDFS.range, ranges[each])
    for each in MEASURES.values():
        yield line(each, TYPE, QB.MeasureProperty)
    for each in ATTRIBUTES:
        yield line(each, TYPE, QB.AttributeProperty)
