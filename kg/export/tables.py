"""Tables out of the store, shared by CSV, Parquet, Excel and the property graphs.

One class of subjects at a time is held in memory, as IRIs; rows are made one after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.export.columns import TABLES
from kg.export.table import Column, Kind, Table
from kg.graph.store import Store
from kg.graph.terms import CLASSES, PREFIXES, TYPE, ZC

Scalar = str | int | Decimal | bool | date
Cell = Scalar | tuple[Scalar, ...] | None
Row = tuple[Cell, ...]

#: Labels and the like that many rows share; more than a store has of bodies and documents
#: is not needed, and memory must not grow with it.
_KEPT = 50_000

Node = NamedNode | Literal


def tables(store: Store) -> Iterator[Table]:
    """The tables that the store has rows for; a table without rows is left out."""
    for table in TABLES:
        if any(True for name in table.classes for _ in store.match(None, TYPE, ZC[name])):
            yield table


def subjects(store: Store, classes: tuple[str, ...]) -> list[NamedNode]:
    """All subjects of one of the classes, each once, in the order of their IRIs."""
    found = {
        quad.subject.value
        for name in classes
        for quad in store.match(None, TYPE, ZC[name])
        if isinstance(quad.subject, NamedNode)
    }
    return [NamedNode(each) for each in sorted(found)]


def rows(store: Store, table: Table) -> Iterator[Row]:
    """The rows of a table, by the IRI of their subject."""
    reader = Reader(store)
    for subject in subjects(store, table.classes):
        yield tuple(reader.cell(subject, column) for column in table.columns)


class Reader:
    """Follows the paths of columns."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], list[Node]] = {}

    def cell(self, subject: NamedNode, column: Column) -> Cell:
        """What stands in a column: None, one value, or for ``many`` a tuple in order."""
        found = self.follow(subject, column.path, many=column.many)
        values = [value for node in found if (value := _value(node, column.kind)) is not None]
        if column.many:
            return tuple(values)
        return values[0] if values else None

    def follow(self, subject: NamedNode, path: str, *, many: bool = False) -> list[Node]:
        """The nodes at the end of a path; the first at each step unless ``many``.

        First is Chinese before other languages, then by the order of the text: the same node
        for all columns whose paths begin alike.
        """
        nodes: list[Node] = [subject]
        steps = path.split("/") if path else []
        for number, step in enumerate(steps):
            found = {
                node
                for each in nodes
                if isinstance(each, NamedNode)
                for node in (self._shared if number else self._step)(each, step)
            }
            nodes = sorted(found, key=_order)
            if not many:
                nodes = nodes[:1]
        return nodes

    def _shared(self, node: NamedNode, step: str) -> list[Node]:
        key = (node.value, step)
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = self._step(node, step)
        return self._known[key]

    def _step(self, node: NamedNode, step: str) -> list[Node]:
        if step == "@class":
            return self._class(node)
        if step.startswith("^"):
            found = self._store.match(None, _property(step[1:]), node)
            return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]
        plus, _, minus = step.partition("-")
        taken = self._objects(node, plus)
        if minus:
            without = set(self._objects(node, minus))
            return [each for each in taken if each not in without] or taken
        return taken

    def _objects(self, node: NamedNode, name: str) -> list[Node]:
        found = self._store.match(node, _property(name))
        return [q.object for q in found if isinstance(q.object, NamedNode | Literal)]

    def _class(self, node: NamedNode) -> list[Node]:
        """The own classes of a node that none of its other classes is a kind of."""
        own = {name for each in self._objects(node, "rdf:type") if (name := _own_class(each))}
        above = {parent for name in own for parent in _ancestors(name)}
        return [ZC[name] for name in own - above]


def _order(node: Node) -> tuple[bool, str]:
    return not (isinstance(node, Literal) and node.language == "zh"), str(node)


@cache
def _property(name: str) -> NamedNode:
    prefix, _, local = name.rpartition(":")
    return NamedNode(PREFIXES[prefix or "zc"] + local)


def _own_class(node: Node) -> str:
    name = node.value.removeprefix(ZC.base)
    return name if name in CLASSES else ""


@cache
def _ancestors(name: str) -> frozenset[str]:
    parents = [each for each in CLASSES[name] if isinstance(each, str)]
    return frozenset(parents).union(*(_ancestors(each) for each in parents))


def _value(node: Node, kind: Kind) -> Scalar | None:
    """A term as a plain value; None where it is not of the kind (nothing is guessed)."""
    if isinstance(node, NamedNode):
        return node.value if kind in ("iri", "string") else None
    return None if kind == "iri" else _literal(node.value, kind)


def _literal(text: str, kind: Kind) -> Scalar | None:
    try:
        if kind in ("integer", "year"):
            return int(text)
        if kind == "decimal":
            return Decimal(text)
        if kind == "date":
            return date.fromisoformat(text)
    except (ValueError, InvalidOperation):
        return None
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text)
    return text


def text_of(value: Scalar) -> str:
    """A value as text: ISO dates, true and false, decimals without an exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def by_name() -> Mapping[str, Table]:
    """The tables by name."""
    return {table.name: table for table in TABLES}
