"""CSV files for ``neo4j-admin database import``: the tables as nodes, their links as edges."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from io import TextIOWrapper
from typing import IO

from pyoxigraph import NamedNode

from kg.export.base import Writer
from kg.export.columns import TABLES
from kg.export.table import Column, Kind, Table
from kg.export.tables import Cell, Row, rows, tables, text_of
from kg.graph.store import Store
from kg.graph.terms import TYPE, ZC

_TYPES: dict[Kind, str] = {
    "iri": "string",
    "string": "string",
    "integer": "long",
    "decimal": "double",
    "boolean": "boolean",
    "date": "date",
    "year": "int",
}
#: Between the values of an array and between labels: the tool's own default.
_SEPARATOR = ";"


class Neo4j:
    """One file of nodes a table, one of edges. Every edge has a node at both ends."""

    name = "neo4j"
    title = "Neo4j import CSV"
    purpose = "a property graph in Neo4j, by neo4j-admin database import"
    media_type = "text/csv"
    place = "neo4j"

    def files(self, store: Store) -> Iterator[tuple[str, Writer]]:
        """The nodes of each table that has rows, then the edges of all."""
        found = list(tables(store))
        for table in found:
            yield f"nodes-{table.name}.csv", partial(_nodes, store, table)
        yield "edges.csv", partial(_edges, store, found)


def _nodes(store: Store, table: Table, stream: IO[bytes]) -> None:
    own = [column for column in table.columns if not column.edge]
    text = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(_header(column) for column in own), ":LABEL"])
    kept = [number for number, column in enumerate(table.columns) if not column.edge]
    for row in rows(store, table):
        writer.writerow([*(_cell(row[number]) for number in kept), _labels(table, row)])
    text.detach()


def _header(column: Column) -> str:
    if not column.path:
        return f"{column.name}:ID"
    return f"{column.name}:{_TYPES[column.kind]}{'[]' if column.many else ''}"


def _labels(table: Table, row: Row) -> str:
    """The label of the table and, where there is a column of it, the class."""
    names = dict(zip((column.name for column in table.columns), row, strict=True))
    own = str(names.get("class") or "").removeprefix(ZC.base)
    return _SEPARATOR.join(dict.fromkeys(filter(None, (table.label, own))))


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return _SEPARATOR.join(text_of(each).replace(_SEPARATOR, "；") for each in cell)
    return text_of(cell)


def _edges(store: Store, found: list[Table], stream: IO[bytes]) -> None:
    text = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([":START_ID", ":END_ID", ":TYPE"])
    ends = _Nodes(store)
    for table in found:
        links = [(at, each.edge) for at, each in enumerate(table.columns) if each.edge]
        for row in rows(store, table) if links else ():
            for at, kind in links:
                cell = row[at]
                for end in cell if isinstance(cell, tuple) else (cell,):
                    if isinstance(end, str) and end in ends:
                        writer.writerow([row[0], end, kind])
    text.detach()


class _Nodes:
    """Whether an IRI is a row of some table."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._classes = {ZC[name] for table in TABLES for name in table.classes}
        self._known: dict[str, bool] = {}

    def __contains__(self, iri: str) -> bool:
        if iri not in self._known:
            if len(self._known) >= 50_000:
                self._known.clear()
            types = self._store.match(NamedNode(iri), TYPE)
            self._known[iri] = any(quad.object in self._classes for quad in types)
        return self._known[iri]
