"""What came after a body or a region that ended: 银监会 and 保监会 -> 银保监会 -> 金融监管总局."""

from __future__ import annotations

from collections import defaultdict

from kg import ids
from kg.bodies import Body, level_of
from kg.knowledge import Knowledge
from kg.link.tables import Tables
from kg.link.types import Change
from kg.types import Entity


class Successors:
    """Finds the change by which a body ended, from the rows that name a successor."""

    def __init__(self, knowledge: Knowledge, tables: Tables) -> None:
        self._regions = knowledge.regions
        self._bodies = knowledge.bodies
        self._tables = tables
        self._ended: dict[str | None, list[Body]] = defaultdict(list)
        for row in self._bodies.all:
            if row.successors:
                self._ended[row.line].append(row)

    def of_body(self, entity: Entity) -> Change | None:
        """The change by which a body ended; None where the tables know of none."""
        code = ids.region_code(entity.territory) if entity.territory else None
        for row in self._ended.get(entity.line, ()) if entity.listed else ():
            if not self._gives(row, code, entity):
                continue
            new = [self._after(name, row, code) for name in row.successors]
            found = tuple(each for each in new if each is not None and each.id != entity.id)
            if found:
                return Change(ids.change(entity.id, row.valid_to), row.valid_to, entity.id, found)
        return None

    def _gives(self, row: Body, code: str | None, entity: Entity) -> bool:
        """Whether a row is that of the entity: the same key, made as linking makes it."""
        if row.kind != entity.kind or (row.is_template and code is None):
            return False
        if not row.is_template:
            return row.name == entity.name
        if code is None or self._level(code) not in row.levels:
            return False
        day = f"{row.valid_to}-01" if row.valid_to else None
        return self._tables.entity(row, code, day).id == entity.id

    def _level(self, code: str) -> str:
        return level_of(self._regions.get(code)) if code in self._regions else ""

    def _after(self, name: str, row: Body, code: str | None) -> Entity | None:
        """The body of a name in the same territory, as it stood right after the change."""
        rows = self._bodies.by_name.get(name, [])
        level = self._level(code) if code else "state"
        fitting = [each for each in rows if level in each.levels] or rows
        if not fitting:
            return None
        day = f"{row.valid_to}-28" if row.valid_to else None
        return self._tables.entity(fitting[0], code if fitting[0].is_template else None, day)
