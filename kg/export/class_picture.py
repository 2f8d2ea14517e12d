"""The classes of the ontology as a picture: a tree from left to right, in SVG.

Each class is drawn once, below the first of its own super-classes; beside it stand the standard
classes that it specialises. The same ontology gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from rdflib import OWL, RDF, RDFS, Graph, Node

from kg.graph.terms import FOREIGN, PREFIXES

_ROW, _STEP, _BOX, _WIDTH = 30, 250, 232, 1010


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A class in its place; ``parent`` is the row of the class it hangs below."""

    term: Node
    depth: int
    row: int
    parent: int | None


def picture(graph: Graph) -> str:
    """An ``<svg>`` element with a link from each class to its description."""
    drawn = list(_placed(graph))
    height = len(drawn) * _ROW + 10
    parts = [_line(each) for each in drawn if each.parent is not None]
    parts += [_box(graph, each) for each in drawn]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" font-size="13" '
        f'aria-label="类图 classes">{"".join(parts)}</svg>'
    )


def _placed(graph: Graph) -> Iterator[_Drawn]:
    """Classes in the order of their rows: each followed by those below it."""
    below: dict[Node | None, list[Node]] = {}
    for term in sorted(graph.subjects(RDF.type, OWL.Class), key=str):
        own = (each for each in graph.objects(term, RDFS.subClassOf) if _is_own(each))
        below.setdefault(min(own, key=str, default=None), []).append(term)
    waiting: list[tuple[Node, int, int | None]] = [(t, 0, None) for t in reversed(below[None])]
    row = 0
    while waiting:
        term, depth, parent = waiting.pop()
        yield _Drawn(term, depth, row, parent)
        waiting += [(each, depth + 1, row) for each in reversed(below.get(term, []))]
        row += 1


def _is_own(term: Node) -> bool:
    return str(term).startswith(PREFIXES["zc"])


def _line(each: _Drawn) -> str:
    assert each.parent is not None
    x, y, top = each.depth * _STEP - 12, each.row * _ROW + 17, each.parent * _ROW + 29
    left = x - _STEP + 32
    return f'<path d="M{left} {top}V{y}H{x + 17}" fill="none" stroke="#8a99a8" stroke-width="1.2"/>'


def _box(graph: Graph, each: _Drawn) -> str:
    x, y = each.depth * _STEP + 5, each.row * _ROW + 5
    name = str(each.term).removeprefix(PREFIXES["zc"])
    labels = (t for t in graph.objects(each.term, RDFS.label) if _is_chinese(t))
    label = min((str(t) for t in labels), default=name)
    above = sorted(_standard(term) for term in graph.objects(each.term, RDFS.subClassOf))
    beside = " ".join(each for each in above if each)
    return (
        f'<a href="#{escape(name)}"><rect x="{x}" y="{y}" width="{_BOX}" height="24" rx="4" '
        f'fill="#eef4fb" stroke="#28527a"/><text x="{x + 8}" y="{y + 17}" fill="#1d2733">'
        f"{escape(label)} {escape(name)}</text></a>"
        f'<text x="{x + _BOX + 8}" y="{y + 17}" fill="#5b6773" font-size="12">{escape(beside)}'
        "</text>"
    )


def _is_chinese(term: Node) -> bool:
    return getattr(term, "language", None) == "zh"


def _standard(term: Node) -> str:
    """``eli:Work``; empty for a class of ours."""
    iri = str(term)
    for prefix, space in FOREIGN.items():
        if iri.startswith(space):
            return f"{prefix}:{iri[len(space) :]}"
    return ""
