"""What a table and a column of it are; the tables are in ``kg.export.columns``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["iri", "string", "integer", "decimal", "boolean", "date", "year"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its path from the subject (empty: the subject itself) and what it means.

    ``edge`` is the type of the relationship that it makes in a property graph.
    """

    name: str
    kind: Kind
    path: str
    zh: str
    en: str
    many: bool = False
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row a subject of one of the classes, which are names in ``zc:``."""

    name: str
    label: str
    zh: str
    en: str
    classes: tuple[str, ...]
    columns: tuple[Column, ...]


def one(name: str, kind: Kind, path: str, zh: str, en: str, edge: str = "") -> Column:
    """A column of one value at most."""
    return Column(name, kind, path, zh, en, edge=edge)


def many(name: str, kind: Kind, path: str, zh: str, en: str, edge: str = "") -> Column:
    """A column that may hold several values."""
    return Column(name, kind, path, zh, en, many=True, edge=edge)
