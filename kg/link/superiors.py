"""Who stands above a body: its block (块), its line (条), and what leads it from afar.

Everything comes from the tables, at a day; nothing is guessed. A department's block is the
government of its territory. Its line leads to the body of the same line one or more levels up,
and only where the tables give exactly one there: 杭州市财政局 -> 浙江省财政厅 -> 财政部. A central
branch is led by the branch its row names, or by its State organ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import ids
from kg.bodies import PLAN_STATUS, Body, level_of
from kg.knowledge import Knowledge
from kg.link.tables import Tables
from kg.link.types import Context, Tie
from kg.regions import Division
from kg.types import Entity

#: Kinds whose bodies guide those of the same line below; congresses do not, governments lead.
_GUIDING = frozenset(
    {"department", "party-body", "mass-organisation", "consultative-conference", "court",
     "procuratorate"}
)  # fmt: skip
#: Lines that are no lines of work: a government or a Party committee is above as such.
_NO_LINE = frozenset({"people-government", "party-committee", "military-affairs", None})
#: A supervisory commission answers to the congress, not to the government (Constitution, 2018).
_NOT_OF_GOVERNMENT = ("监察委员会",)
_PREFIX = re.compile(
    "^(?:中共中央|中共[^委]{0,2}委|中共|人民政府|中国人民|中华全国|中国|全国|国家|国务院|中央)"
)
_SUFFIX = re.compile("(?:工作)?(?:部|委员会|总局|局|厅|总署|署|办公室|办公厅|总会)$")
_NATIONAL = re.compile("(?:全国|中央)(?=委员会$)")
#: Names of departments of provinces and cities that the State organ of the line does not bear.
_ALSO = frozenset({"经济和信息化"})
#: Courts and procuratorates go by one name a level.
_COURTS = {"city": "中级人民法院", "province": "高级人民法院"}


class Superiors:
    """Finds what stands above an entity on a day."""

    def __init__(self, knowledge: Knowledge, tables: Tables) -> None:
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions
        self._tables = tables

    def of(self, entity: Entity, day: str | None) -> Iterator[Tie]:
        """Superiors of a listed body; without a day only those that no reform can change."""
        code = ids.region_code(entity.territory or "")
        if not entity.listed or entity.level not in ("province", "city", "county"):
            return
        if code not in self._regions:
            return
        division = self._regions.get(code, day)
        branch = self._branch(entity, division, day)
        if (above := self._block(entity, division, branch, day)) is not None:
            yield Tie("blockParent", above)
        if branch is not None:
            if (above := self._leading(branch, division, day)) is not None:
                yield Tie("verticallyLedBy", above)
        elif day is not None and (above := self._guiding(entity, division, day)) is not None:
            yield Tie("guidedBy", above)

    # -- block --------------------------------------------------------------------------------

    def _block(
        self, entity: Entity, division: Division, branch: Body | None, day: str | None
    ) -> Entity | None:
        if branch is not None:
            of_government = branch.is_dual
        else:
            of_government = entity.kind == "department" and entity.line not in _NO_LINE
        if of_government and not entity.name.endswith(_NOT_OF_GOVERNMENT):
            office = division.kind in ("地区", "盟")
            return self._filled("{t}行政公署" if office else "{t}人民政府", division, day)
        if entity.kind == "party-body" and entity.line != "party-committee":
            is_own = entity.name.startswith("中共")  # an office of two plates may be another's
            return self._filled("中共{t}委员会", division, day) if is_own else None
        return None

    def _filled(self, name: str, division: Division, day: str | None) -> Entity | None:
        """The body of a template in a territory, where the template is for its level."""
        rows = [r for r in self._bodies.by_name.get(name, ()) if level_of(division) in r.levels]
        rows = [row for row in rows if row.in_force(day)] or rows
        return self._tables.entity(rows[0], division.code, day) if len(rows) == 1 else None

    # -- central branches ---------------------------------------------------------------------

    def _branch(self, entity: Entity, division: Division, day: str | None) -> Body | None:
        """The row of a central branch: the one that gives its name there."""
        if entity.kind != "central-branch":
            return None
        for row in self._bodies.by_line.get(entity.line, ()):
            if row.kind == entity.kind and row.superior and self._gives(row, entity, division, day):
                return row
        return None

    def _gives(self, row: Body, entity: Entity, division: Division, day: str | None) -> bool:
        if not row.is_template:
            return row.name == entity.name
        return self._tables.entity(row, division.code, day).id == entity.id

    def _leading(self, branch: Body, division: Division, day: str | None) -> Entity | None:
        if branch.under and branch.is_template and division.code not in PLAN_STATUS:
            for each in list(self._regions.chain(division.code, day))[1:]:
                if (found := self._filled(branch.under, each, day)) is not None:
                    return found
        organs = self._bodies.by_name.get(branch.superior or "", [])
        organs = [row for row in organs if row.levels == ("state",)]
        return self._tables.entity(organs[0], None, day) if organs else None

    # -- line ---------------------------------------------------------------------------------

    def _guiding(self, entity: Entity, division: Division, day: str) -> Entity | None:
        if entity.kind not in _GUIDING or entity.line in _NO_LINE:
            return None
        if entity.kind == "court" and "中级" in entity.name and entity.level == "province":
            return None  # one of several of a municipality
        core = self._core(entity, division, day)
        stems = self._state_stems(entity)
        for above in list(self._regions.chain(division.code, day))[1:]:
            rows = self._of_line(entity, above, day)
            if rows:
                return self._one(entity, core, stems, rows, above, day)
        return self._of_state(entity, core, day)

    def _core(self, entity: Entity, division: Division, day: str) -> str:
        """The heart of a name: without its territory, its Party and the word for its office."""
        if entity.kind == "procuratorate":
            return "人民检察院"
        for place in (self._regions.official(division.code, day), division.name, division.short):
            if place in entity.name:
                return _stem(entity.name.replace(place, "", 1))
        return _stem(entity.name)

    def _state_stems(self, entity: Entity) -> dict[str, Body]:
        """Hearts of the names of the State's organs of a line, of all times."""
        rows = self._bodies.by_line.get(entity.line, ())
        return {
            _stem(row.name): row
            for row in rows
            if row.levels == ("state",) and row.kind == entity.kind
        }

    def _of_line(self, entity: Entity, above: Division, day: str) -> list[Body]:
        """Templates of a line for a territory in force on a day."""
        level = level_of(above)
        return [
            row for row in self._bodies.by_line.get(entity.line, ())
            if row.kind == entity.kind and level in row.levels and row.in_force(day)
            and row.territory is None and row.is_template
        ]  # fmt: skip

    def _one(
        self, entity: Entity, core: str, stems: dict[str, Body], rows: list[Body],
        above: Division, day: str,
    ) -> Entity | None:  # fmt: skip
        """The one body of the line there that goes by the same name: 财政局 -> 财政厅.

        Templates are wider than what stands: that a city has a 水务局 does not make a 水务厅 of
        its province. So the State must have an organ of that name, or the name be known.
        """
        if entity.kind == "court":
            is_district = entity.level == "county" and above.level == "province"
            name = "" if is_district else _COURTS[level_of(above)]
            rows = [row for row in rows if row.functional == name]
        elif core not in stems and core not in _ALSO and entity.kind != "procuratorate":
            return None
        else:
            rows = [row for row in rows if _stem(row.functional) == core]
        if len(rows) > 1 and above.level == "province" and core != "人民检察院":
            rows = self._as_there(core, stems, rows, above)
        if len(rows) != 1:
            return None
        if entity.kind != "department":
            return self._tables.entity(rows[0], above.code, day)
        there = Context(above.code, day=day)  # by the custom of the province, if it has one
        link = self._tables.at(rows[0].functional, above.code, there, 1.0)
        return link.entity if link else None

    @staticmethod
    def _as_there(
        core: str, stems: dict[str, Body], rows: list[Body], above: Division
    ) -> list[Body]:
        """Of several words for its office those that a province or a municipality uses.

        A ministry's department is a 厅 in every province; 林业 has been 厅 and 局. Municipalities
        have no 厅.
        """
        offices = [row for row in rows if row.functional.endswith("厅")]
        if above.kind == "直辖市":
            return [row for row in rows if row not in offices]
        ministry = core in _ALSO or stems[core].name.endswith(("部", "委员会", "署"))
        if offices:
            return offices if ministry else rows
        return [row for row in rows if row.functional.endswith("局")]

    def _of_state(self, entity: Entity, core: str, day: str) -> Entity | None:
        rows = [
            row for row in self._bodies.by_line.get(entity.line, ())
            if row.levels == ("state",) and row.kind == entity.kind and row.in_force(day)
        ]  # fmt: skip
        same = [row for row in rows if _stem(row.name) == core]
        former = self._state_stems(entity).get(core)
        if not same and former is not None:  # 省环境保护厅 in the months after 环境保护部 ended
            same = [row for row in rows if row.name in former.successors]
        if not same and len(rows) == 1 and entity.kind in ("department", "court", "procuratorate"):
            same = rows
        return self._tables.entity(same[0], None, day) if len(same) == 1 else None


def _stem(name: str) -> str:
    name = _NATIONAL.sub("", name).replace("共产主义青年团", "共青团")
    return _SUFFIX.sub("", _PREFIX.sub("", name, count=1))
