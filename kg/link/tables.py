"""Forms -> entities by the tables: a territory's own names, its province's customs, all China's."""

from __future__ import annotations

from functools import lru_cache

from kg import ids
from kg.bodies import Body, level_of
from kg.knowledge import Knowledge
from kg.link.types import Context, Link
from kg.regions import Division
from kg.types import Entity


class Tables:
    """Looks forms up and makes entities of rows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions

    def at(self, form: str, code: str, context: Context, confidence: float) -> Link | None:
        """A form in a territory: the territory's own exceptions first, then the general tables."""
        bodies, division = self._bodies, self._regions.get(code)
        level = level_of(division)
        rows = self._exceptions(form, code, level, context.day)
        rows = rows or bodies.of_form(form, level, context.day)
        if not rows and form.startswith(("人民政府", "政府")):
            rows = bodies.of_form(
                form.removeprefix("人民").removeprefix("政府"), level, context.day
            )
        if not rows:
            return None
        return self.linked(rows, form, code, "body.form", confidence)

    def _exceptions(self, form: str, code: str, level: str, day: str | None) -> list[Body]:
        """What a form stands for in a territory, or by the custom of the province it lies in.

        A row of a wider territory counts where it is a template for the level: Shanxi's cities
        all have a 行政审批服务管理局.
        """
        local = self._bodies.local
        for division in self._regions.chain(code):
            rows = local.get((division.code, form), [])
            if division.code != code:
                rows = [row for row in rows if "{t}" in row.name and level in row.levels]
            if rows:
                return in_force(rows, day)
        return []

    def linked(
        self, rows: list[Body], form: str, code: str | None, rule: str, confidence: float
    ) -> Link:
        """One entity where one row remains; else its candidates.

        A row whose own name is the form comes before rows that only shorten to it.
        """
        own = [body for body in rows if form in (body.functional, body.name)]
        rows = own or rows
        entities = [self.entity(body, code) for body in rows]
        if len({entity.id for entity in entities}) > 1:
            names = tuple(sorted(entity.id for entity in entities))
            return Link(None, names, f"{rule}.ambiguous", 0.0, code, True)
        return Link(entities[0], (), rule, confidence, code, code is not None)

    def entity(self, body: Body, code: str | None) -> Entity:
        """The entity of a template row in a territory (None for a State organ)."""
        regions = self._regions
        own = body.territory if body.territory != "cn" else None
        territory = code if code is not None else own
        division = regions.get(territory) if territory and territory in regions else None
        official = regions.official(division.code) if division else ""
        province = list(regions.chain(division.code))[-1].name if division else ""
        name = self._bodies.full_name(body, division, official, province)
        plain = "{" not in body.name
        functional = (name.removeprefix(official) or name) if plain else body.functional
        return Entity(
            _entity_id(functional, territory or "cn", body.kind == "party-body"), name, body.kind,
            body.line, ids.region(territory) if territory else None, _level(body, division),
        )  # fmt: skip


def in_force(rows: list[Body], day: str | None) -> list[Body]:
    """Rows in force on a day, or all of them where none is."""
    return [row for row in rows if row.in_force(day)] or list(rows)


@lru_cache(maxsize=16384)
def _entity_id(functional: str, territory: str, party: bool) -> str:
    return ids.agency(territory, functional, listed=True, party=party)


def _level(body: Body, division: Division | None) -> str | None:
    """Level of administration; a company or institution of the State has none."""
    if "state" in body.levels and body.kind in ("enterprise", "public-institution"):
        return None
    if division:
        return level_of(division)
    return "state" if "state" in body.levels else None
