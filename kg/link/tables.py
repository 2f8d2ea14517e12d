"""Forms -> entities by the tables: a territory's own names, its province's customs, all China's."""

from __future__ import annotations

from functools import lru_cache

from kg import ids
from kg.bodies import Body, Place, level_of, regulator
from kg.knowledge import Knowledge
from kg.link.types import Context, Link
from kg.regions import Division
from kg.types import Entity

#: territories on a day whose names are kept
_MOST_REMEMBERED = 4096


class Tables:
    """Looks forms up and makes entities of rows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions
        self._place = lru_cache(_MOST_REMEMBERED)(self._described)
        self._local_forms = self._bodies.local_forms()
        self._own: dict[tuple[str, str, bool], Body] = {}
        for body in self._bodies.all:
            division, official, *_ = self._place(body.territory, None)
            if division and not body.is_template:
                functional = self._bodies.functional(body, division, official)
                self._own.setdefault((division.code, functional, body.is_party), body)

    def at(self, form: str, code: str, context: Context, confidence: float) -> Link | None:
        """A form in a territory: the territory's own exceptions first, then the general tables."""
        bodies, division = self._bodies, self._regions.get(code, context.day)
        level = level_of(division)
        own = self._exceptions(form, code, level, context.day)
        rows = [row for row in own if _is_remembered(row, context.day)]
        if not rows:
            general = in_force(bodies.of_form(form, level, context.day), context.day)
            rows = general if _some_in_force(general, context.day) else own or general
        if not rows and form.startswith(("人民政府", "政府")):
            rows = bodies.of_form(
                form.removeprefix("人民").removeprefix("政府"), level, context.day
            )
        if not rows:
            return None
        return self.linked(rows, form, code, "body.form", confidence, context.day)

    def fitting(self, form: str, codes: tuple[str | None, ...], day: str | None) -> str | None:
        """The first of some territories, or of those they lie in, whose level has such a body.

        The first of them where none has.
        """
        given = [code for code in codes if code is not None]
        levels = {level for row in self._bodies.suffix.get(form, ()) for level in row.levels}
        for code in given if levels else ():
            for division in self._regions.chain(code, day):
                if level_of(division) in levels:
                    return division.code
        return given[0] if given else None

    def customary(self, form: str, code: str, context: Context, confidence: float) -> Link | None:
        """A form by the names of a territory's own, or of its province, alone."""
        level = level_of(self._regions.get(code, context.day))
        rows = self._exceptions(form, code, level, context.day)
        return self.linked(rows, form, code, "body.form", confidence, context.day) if rows else None

    def _exceptions(self, form: str, code: str, level: str, day: str | None) -> list[Body]:
        """What a form stands for in a territory, or by the custom of the province it lies in.

        A row of a wider territory counts where it is a template for the level and in force:
        Shanxi's cities all have a 行政审批服务管理局, and 市住建委 of Tianjin is not one of its
        districts' 住房和建设委员会.
        """
        if form not in self._local_forms:
            return []
        local = self._bodies.local
        ended: list[Body] = []
        for division in self._regions.chain(code, day):
            rows = local.get((division.code, form), [])
            if not rows:
                continue
            own = division.code == code
            rows = [r for r in rows if (level in r.levels if r.is_template else own)]
            if _some_in_force(rows, day):
                return in_force(rows, day)
            ended = ended or rows
        return in_force(ended, day)

    def linked(
        self,
        rows: list[Body],
        form: str,
        code: str | None,
        rule: str,
        confidence: float,
        day: str | None,
    ) -> Link:
        """One entity where one row remains; else its candidates.

        A row whose own name is the form comes before rows that only shorten to it.
        """
        own = [body for body in rows if form in (body.functional, body.name)]
        rows = own or rows
        entities = [self.entity(body, code, day) for body in rows]
        return self.one(entities, code, rule, confidence)

    def one(self, entities: list[Entity], code: str | None, rule: str, confidence: float) -> Link:
        """The entity that all are, or none and all as candidates."""
        if len({entity.id for entity in entities}) > 1:
            names = tuple(sorted({entity.id for entity in entities}))
            return Link(None, names, f"{rule}.ambiguous", 0.0, code, True)
        return Link(entities[0], (), rule, confidence, code, code is not None)

    def entity(self, body: Body, code: str | None, day: str | None = None) -> Entity:
        """The entity of a template row in a territory (None for a State organ)."""
        own = body.territory if body.territory != "cn" else None
        territory = code if code is not None else own
        place = self._place(territory, day)
        division, official = place.division, place.official
        functional = self._bodies.functional(body, division, official)
        if body.is_template and not place.is_renamed:
            # the territory's own row knows the name it goes by
            body = self._own.get((territory or "", functional, body.is_party), body)
        name = self._bodies.full_name(body, place)
        key = _entity_id(functional, territory or "cn", body.is_party)
        if division and body.is_template and place.is_renamed:
            key = ids.agency(division.code, name, listed=False, party=body.is_party)
        return Entity(
            key, name, body.kind, body.line,
            self._regions.key(territory, day) if territory else None, _level(body, division),
        )  # fmt: skip

    def _described(self, code: str | None, day: str | None) -> Place:
        """A territory on a day."""
        regions = self._regions
        if code is None or code not in regions:
            return Place()
        chain = list(regions.chain(code, day))
        above = chain[1] if len(chain) > 1 and chain[0].level == "county" else None
        branch = regulator(above, chain[-1]) if above else ""
        return Place(
            chain[0], regions.official(code, day), chain[-1].name, above, branch,
            regions.is_renamed(code, day),
        )  # fmt: skip


#: months for which a name outlives its body in print (扶贫办 after 2021)
_OUTLIVES = 60


def _is_remembered(row: Body, day: str | None) -> bool:
    """Whether a body was there on a day already; its name may have outlived it for years.

    市城管局 of a Hunan city in 2016 is not yet the 城市管理和综合执法局 that the reform of 2019
    made of it, while documents write 扶贫办 for long after the office has ended. But 市医保局 of
    上海 is no more the 医疗保险局 that ended in 2008.
    """
    if day is None:
        return True
    ended = _months(day[:7]) - _months(row.valid_to) if row.valid_to else 0
    return (not row.valid_from or row.valid_from <= day[:7]) and ended <= _OUTLIVES


def in_force(rows: list[Body], day: str | None) -> list[Body]:
    """Rows in force on a day; where none is, those that ended last before it or begin next."""
    if not rows:
        return []
    standing = [row for row in rows if row.in_force(day)]
    if standing or len(rows) < 2:
        return standing or list(rows)
    if day is None:
        last = max(row.valid_to for row in rows)
        return [row for row in rows if row.valid_to == last]
    away = [_months_away(row, day[:7]) for row in rows]
    return [row for row, months in zip(rows, away, strict=True) if months == min(away)]


def _months_away(row: Body, month: str) -> int:
    """Months between a month and the span of a row that does not hold then."""
    return min(abs(_months(end) - _months(month)) for end in (row.valid_from, row.valid_to) if end)


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _some_in_force(rows: list[Body], day: str | None) -> bool:
    return any(row.in_force(day) for row in rows)


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
