"""An answer on a page: rows, a chart of bars, or things and what ties them."""

from __future__ import annotations

import io
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.graph.terms import TYPE
from kg.view import short
from kg.web import drawing
from kg.web.addresses import href, prefix_of
from kg.web.labels import Link, cut, link
from kg.web.network import Edge, Network, Node
from kg.web.pool import Outcome
from kg.web.site import Held

#: Rows that the page shows; all of them can be downloaded.
MOST_ROWS = 1000
#: Bars that a chart has.
MOST_BARS = 30
#: Things that a graph has; beyond these no name could be read.
MOST_NODES = 150
_NUMBERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}"
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "byte",
        "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
        "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: the bar from ``begin`` on, ``width`` long, of a whole of 1."""

    name: Link
    value: str
    begin: float
    width: float


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two things of a graph, from rim to rim, with what it says."""

    title: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of a graph: its dot, and what is clicked."""

    link: Link
    dot: drawing.Dot


@dataclass(frozen=True, slots=True)
class Graph:
    """Things and ties in the box of ``kg.web.drawing``; ``left_out`` things are not drawn."""

    things: list[Thing]
    ties: list[Tie]
    left_out: int


@dataclass(frozen=True, slots=True)
class Result:
    """An answer on a page; ``is_graph`` where it is triples, which ``graph`` has if wanted."""

    columns: list[str]
    rows: list[list[Link | None]]
    total: int
    bars: list[Bar] = field(default_factory=list)
    graph: Graph | None = None
    truth: str = ""
    is_graph: bool = False

    @property
    def views(self) -> list[str]:
        """How it can be seen: ``table``, and ``chart`` or ``graph`` where there is one."""
        graph = self.is_graph and self.total > 0
        return ["table", *(["chart"] if self.bars else []), *(["graph"] if graph else [])]


def result_of(held: Held, outcome: Outcome, view: str) -> Result:
    """An answer of a worker in a form to be shown; a graph is drawn if ``view`` wants it."""
    if outcome.kind == "graph":
        return _triples(held, outcome.body, view)
    found = json.loads(outcome.body)
    if outcome.kind == "ask":
        return Result([], [], 0, truth="是 true" if found["boolean"] else "否 false")
    columns = found["head"]["vars"]
    bindings = found["results"]["bindings"]
    rows = [[_cell(row.get(name)) for name in columns] for row in bindings[:MOST_ROWS]]
    return Result(columns, rows, len(bindings), bars(held, columns, bindings))


def _cell(value: Mapping[str, Any] | None) -> Link | None:
    if value is None:
        return None
    if value["type"] == "uri":
        iri = str(value["value"])
        return Link(short(iri), href(iri), prefix_of(iri), iri)
    if value["type"] == "triple":
        return Link(json.dumps(value["value"], ensure_ascii=False))
    return Link(str(value["value"]), note=str(value.get("xml:lang", "")).replace("zh", ""))


# --- Bars -------------------------------------------------------------------------------------


def bars(held: Held, columns: Sequence[str], bindings: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """A chart of the first rows of a table with one column of numbers and others that name them.

    Where several columns are numbers it is of the last. A row is named by its texts, by what
    its IRI is called where it has none, and leads to the first IRI of it. Empty where no column
    is of numbers alone, where nothing names the rows, and where there is one row.
    """
    rows = bindings[:MOST_BARS]
    counted = [c for c in columns if rows and all(_number(row.get(c)) is not None for row in rows)]
    named = [c for c in columns if c not in counted]
    if not counted or not named or len(rows) < 2:
        return []
    numbers = [_number(row[counted[-1]]) or 0.0 for row in rows]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    whole = high - low or 1.0
    return [
        Bar(_named(held, [row[c] for c in named if c in row]), str(row[counted[-1]]["value"]),
            round((min(0.0, n) - low) / whole, 4), round(abs(n) / whole, 4))
        for row, n in zip(rows, numbers, strict=True)
    ]  # fmt: skip


def _number(value: Mapping[str, Any] | None) -> float | None:
    """A finite number of a numeric datatype; a year or a text of digits is none."""
    if value is None or value.get("datatype") not in _NUMBERS:
        return None
    try:
        found = float(value["value"])
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e15 else None


def _named(held: Held, values: Sequence[Mapping[str, Any]]) -> Link:
    iris = [str(v["value"]) for v in values if v["type"] == "uri"]
    texts = [str(v["value"]) for v in values if v["type"] != "uri"]
    if not texts:
        texts = [link(held.store, held.vocabulary, ox.NamedNode(iri)).text for iri in iris]
    name = " · ".join(texts)
    return Link(cut(name, 40), href(iris[0]) if iris else "", title=name)


# --- Graphs -----------------------------------------------------------------------------------


def _triples(held: Held, body: bytes, view: str) -> Result:
    triples = [quad.triple for quad in ox.parse(io.BytesIO(body), format=ox.RdfFormat.N_TRIPLES)]
    rows: list[list[Link | None]] = [
        [_term(each) for each in triple] for triple in triples[:MOST_ROWS]
    ]
    graph = drawn(held, triples) if triples and view == "graph" else None
    return Result(
        ["subject", "predicate", "object"], rows, len(triples), graph=graph, is_graph=True
    )


def _term(term: object) -> Link:
    if isinstance(term, ox.NamedNode):
        return Link(short(term.value), href(term.value), prefix_of(term.value), term.value)
    if isinstance(term, ox.Literal):
        return Link(term.value)
    return Link(str(term))


_Resource = ox.NamedNode | ox.BlankNode


def drawn(held: Held, triples: Iterable[ox.Triple]) -> Graph:
    """Things and what ties them, the best tied first; the same triples give the same drawing.

    A literal is no thing of its own: it is read at the thing that has it. What class a thing is
    of is drawn only where nothing else ties any two.
    """
    said: dict[tuple[_Resource, _Resource], set[str]] = defaultdict(set)
    classes: dict[tuple[_Resource, _Resource], set[str]] = defaultdict(set)
    things: set[_Resource] = set()
    for triple in triples:
        one, other = triple.subject, triple.object
        if not isinstance(one, _Resource):
            continue
        things.add(one)
        if isinstance(other, _Resource) and one != other:
            into = classes if triple.predicate == TYPE else said
            into[one, other].add(held.vocabulary.term(triple.predicate.value).zh)
    ties = said or classes
    return _placed(held, things | {end for pair in ties for end in pair}, ties)


def _placed(
    held: Held, things: set[_Resource], ties: Mapping[tuple[_Resource, _Resource], set[str]]
) -> Graph:
    degree = Counter(end for pair in ties for end in pair)
    order = sorted(things, key=lambda each: (-degree[each], str(each)))
    places = {it: n for n, it in enumerate(order)}
    links = [link(held.store, held.vocabulary, it) for it in order[:MOST_NODES]]
    nodes = [
        Node(each.href, each.text, each.kind, degree[it], 0)
        for it, each in zip(order, links, strict=False)
    ]
    edges = [
        Edge(places[one], places[other], len(names), 0.0)
        for (one, other), names in sorted(ties.items(), key=lambda each: str(each[0]))
        if max(places[one], places[other]) < MOST_NODES
    ]
    found = drawing.draw(Network(nodes, edges), most=MOST_NODES, growth=8)
    names = {
        (places[one], places[other]): "、".join(sorted(each)) for (one, other), each in ties.items()
    }
    return Graph(
        [Thing(each, dot) for each, dot in zip(links, found.dots, strict=True)],
        [_tie(edge, found.dots, links, names) for edge in edges],
        len(order) - len(links),
    )


def _tie(
    edge: Edge, dots: Sequence[drawing.Dot], links: Sequence[Link],
    names: Mapping[tuple[int, int], str],
) -> Tie:  # fmt: skip
    """A line that ends at the rims of its dots, so that its tip can be seen."""
    one, other = dots[edge.first], dots[edge.second]
    dx, dy = other.x - one.x, other.y - one.y
    far = math.hypot(dx, dy) or 1.0
    return Tie(
        f"{links[edge.first].text} — {names[edge.first, edge.second]} → {links[edge.second].text}",
        round(one.x + dx / far * one.r, 1), round(one.y + dy / far * one.r, 1),
        round(other.x - dx / far * (other.r + 1), 1), round(other.y - dy / far * (other.r + 1), 1),
    )  # fmt: skip
