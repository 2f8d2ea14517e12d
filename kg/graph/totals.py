"""What a store holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kg.graph.answers import Answer


class Queried(Protocol):
    """What is asked of a store here."""

    def query(self, sparql: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the whole store; ``owners`` are bodies in tasks, ``bodies`` each body once."""

    documents: int = 0
    tasks: int = 0
    owners: int = 0
    bodies: int = 0
    unresolved: int = 0
    damaged: int = 0


_QUERIES = {
    "documents": "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a zc:DocumentText }",
    "tasks": "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a zc:Task }",
    "owners": "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a zc:Responsibility }",
    "bodies": "SELECT (COUNT(DISTINCT ?b) AS ?n) { ?t zc:responsibleAgency ?b }",
    "unresolved": """SELECT (COUNT(DISTINCT ?m) AS ?n)
        { ?m zc:rule ?rule FILTER NOT EXISTS { ?m itsrdf:taIdentRef ?x } }""",
    "damaged": "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a zc:DamagedSpan }",
}


def count(store: Queried) -> Totals:
    """Count what the store holds."""
    found = {name: _number(store, sparql) for name, sparql in _QUERIES.items()}
    return Totals(**found)


def _number(store: Queried, sparql: str) -> int:
    ((value,),) = store.query(sparql).texts()
    return int(value)
