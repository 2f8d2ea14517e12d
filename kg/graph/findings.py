"""What validation finds: rows for reading, and all that a SHACL report says of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What a shape says of a node at fault."""

    severity: str
    shape: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A node at fault in one graph. ``value`` is a term of N-Triples, or empty.

    ``component`` and ``path`` are IRIs, the path empty where the shape is about the node itself.
    """

    message: Message
    focus: str
    value: str = ""
    component: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One finding. ``severity`` is Violation, Warning or Info.

    ``focus`` is the IRI of the node at fault, ``value`` what is wrong with it where one thing
    is. ``start`` and ``end`` are the place in the document's text that the node was read from,
    where it has one; ``line`` and ``column`` where that begins in the file, both from 1 and in
    code points, as far as the store keeps the file up to there. A finding about the whole store
    has no document.
    """

    severity: str
    shape: str
    document: str
    focus: str
    value: str
    zh: str
    en: str
    start: int | None = None
    end: int | None = None
    file: str = ""
    line: int | None = None
    column: int | None = None
    component: str = ""
    path: str = ""
    term: str = ""
    """The value as N-Triples has it."""


#: What only a SHACL report wants of a row.
DETAILS = frozenset({"component", "path", "term"})


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, violations first. The store conforms if there are no violations.

    ``checked`` documents were checked, ``remembered`` ones had not changed since they were.
    """

    rows: tuple[Row, ...]
    checked: int = 0
    remembered: int = 0

    @property
    def conforms(self) -> bool:
        """Whether nothing worse than a warning was found."""
        return not any(row.severity == "Violation" for row in self.rows)


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows each once, violations first, then by document, shape and place."""
    return tuple(sorted(set(rows), key=_order))


def _order(row: Row) -> tuple[bool, str, str, int, str, str, str]:
    place = -1 if row.start is None else row.start
    worse = row.severity != "Violation"
    return (worse, row.document, row.shape, place, row.focus, row.value, row.component)
