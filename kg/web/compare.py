"""Two documents or regions side by side: what both have, and what only one has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg import ids
from kg.graph.opened import OpenStore
from kg.web.addresses import href, prefix_of
from kg.web.labels import Link
from kg.web.site import Held

#: What is compared -> where it is found from a document ``?d``.
_ASPECTS: dict[str, tuple[str, str]] = {
    "条线 functional lines": (
        "?task zc:inDocument ?d ; zc:responsibleAgency/zc:functionalLine ?it", "?task"),
    "责任单位 bodies with tasks": ("?task zc:inDocument ?d ; zc:responsibleAgency ?it", "?task"),
    "指标 indicators": ("?v zc:inDocument ?d ; zc:indicator ?it", "?v"),
    "行动与计划 programmes": ("?m zc:inDocument ?d ; itsrdf:taIdentRef ?it . ?it a zc:Programme",
                          "?m"),
    "产业 industries": (
        "?m zc:inDocument ?d ; itsrdf:taIdentRef ?it . "
        "{ ?it a zc:Industry } UNION { ?it a zc:IndustryCluster } "
        "UNION { ?it a zc:IndustryChain }", "?m"),
    "引用 documents cited": ("?d zc:cites ?it", "?it"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Something that one side or both have, and how often."""

    link: Link
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing compared; what both have comes first."""

    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Documents and tasks of each side, and the aspects."""

    documents: tuple[int, int]
    tasks: tuple[int, int]
    aspects: list[Aspect]


def compare(held: Held, first: str, second: str) -> Comparison:
    """Two documents or regions by IRI; a region is the documents whose issuer is of it."""
    sides = (first, second)
    documents = tuple(_count(held.store, side, "BIND(?d AS ?it)", "?it") for side in sides)
    tasks = tuple(_count(held.store, side, "?it a zc:Task ; zc:inDocument ?d", "?it")
                  for side in sides)  # fmt: skip
    return Comparison(
        (documents[0], documents[1]),
        (tasks[0], tasks[1]),
        [_aspect(held.store, name, *found, sides) for name, found in _ASPECTS.items()],
    )


def _within(side: str) -> str:
    if prefix_of(side) == "region":
        # the code of a region ends in zeros for all that lies in it
        code = side.removeprefix(ids.iri("region:"))
        while code.endswith("00"):
            code = code[:-2]
        start = ids.iri(f"region:{code}")
        return f'?d eli:jurisdiction ?r . FILTER(STRSTARTS(STR(?r), "{start}"))'
    return f"VALUES ?d {{ <{side}> }}"


def _count(store: OpenStore, side: str, pattern: str, what: str) -> int:
    sparql = f"SELECT (COUNT(DISTINCT {what}) AS ?n) {{ {_within(side)} {pattern} }}"
    ((number,),) = store.query(sparql).texts()
    return int(number)


def _aspect(
    store: OpenStore, name: str, pattern: str, counted: str, sides: tuple[str, str]
) -> Aspect:
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    names: dict[str, str] = {}
    for side, counter in zip(sides, counts, strict=True):
        sparql = f"""SELECT ?it (COUNT(DISTINCT {counted}) AS ?n)
            (MIN(?l) AS ?label) {{ {_within(side)} {pattern}
            OPTIONAL {{ ?it skos:prefLabel|dct:title ?l FILTER(LANG(?l) = "zh") }} }}
            GROUP BY ?it"""
        for it, n, label in store.query(sparql).texts():
            counter[it] = int(n)
            names[it] = label or it.rpartition("/")[2]
    lines = [
        Line(Link(names[it], href(it), prefix_of(it)), counts[0][it], counts[1][it]) for it in names
    ]
    lines.sort(key=lambda x: (not (x.first and x.second), -x.first - x.second, x.link.text,
                              x.link.href))  # fmt: skip
    return Aspect(name, lines)
