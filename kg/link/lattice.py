"""The administrative lattice around an entity, from the tables: what the graph says beyond a text.

Functions of the entity and the day alone, never of what else is in a store.
"""

from __future__ import annotations

from bisect import bisect_right

from kg import ids
from kg.knowledge import Knowledge
from kg.link.members import Members
from kg.link.successors import Successors
from kg.link.superiors import Superiors
from kg.link.tables import Tables
from kg.link.types import Change, Membership, Tie
from kg.regions import Division
from kg.types import Entity

_MOST_REMEMBERED = 200_000
#: Year-end register of civil affairs that the table of regions was checked against
_REGISTER = 2025


class Lattice:
    """Superiors, members and successors; remembers what it has answered, by era."""

    def __init__(self, knowledge: Knowledge) -> None:
        tables = Tables(knowledge)
        self._regions = knowledge.regions
        self._superiors = Superiors(knowledge, tables)
        self._members = Members(knowledge, tables)
        self._successors = Successors(knowledge, tables)
        days = {day for row in knowledge.regions.rows for day in (row.valid_from, row.valid_to)}
        days |= {day for row in knowledge.bodies.all for day in (row.valid_from, row.valid_to)}
        self._changes = sorted(day for day in days if day)
        self._ties: dict[tuple[Entity, int], tuple[Tie, ...]] = {}
        self._ended: dict[Entity, Change | None] = {}

    def era(self, day: str | None) -> int:
        """Number of the span between two changes of the tables that a day falls in."""
        return -1 if day is None else bisect_right(self._changes, day)

    def superiors(self, entity: Entity, day: str | None) -> tuple[Tie, ...]:
        """What stands above a body on a day (see :mod:`kg.link.superiors`)."""
        key = (entity, self.era(day))
        if key not in self._ties:
            if len(self._ties) >= _MOST_REMEMBERED:
                self._ties.clear()
            self._ties[key] = tuple(self._superiors.of(entity, day))
        return self._ties[key]

    def members(self, entity: Entity, day: str | None) -> Membership:
        """Whom a collective consists of on a day (see :mod:`kg.link.members`)."""
        return self._members.of(entity, day)

    def change(self, entity: Entity) -> Change | None:
        """How a body ended (see :mod:`kg.link.successors`)."""
        if entity not in self._ended:
            if len(self._ended) >= _MOST_REMEMBERED:
                self._ended.clear()
            self._ended[entity] = self._successors.of_body(entity)
        return self._ended[entity]

    def change_of_region(self, key: str) -> Change | None:
        """How a region ended, with the regions that took over."""
        row = self._regions.of_key(key)
        if row is None or not row.valid_to:
            return None
        new = tuple(self._entity(each) for each in self._regions.successors(row))
        return Change(ids.change(key, row.valid_to), row.valid_to, key, new) if new else None

    def span(self, key: str) -> tuple[str, str, str]:
        """First day of a region, the day it ended, and the last register that has it.

        Days are as precise as is known and empty where the table begins or goes on.
        """
        row = self._regions.of_key(key)
        if row is None:
            return "", "", ""
        last = int(row.valid_to[:4]) - 1 if row.valid_to else max(_REGISTER, _year(row.valid_from))
        return row.valid_from, row.valid_to, str(last)

    def _entity(self, row: Division) -> Entity:
        return Entity(self._regions.key_of(row), row.name, "region")


def _year(day: str) -> int:
    return int(day[:4]) if day else 0
