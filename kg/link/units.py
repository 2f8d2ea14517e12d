"""Bodies named after a known one: its branches in places, departments of the Corps of Xinjiang.

市规划资源局宝坻分局 is 天津市规划和自然资源局宝坻分局: what stands before 分局 is read as if it
stood alone. 新疆生产建设兵团卫生健康委 is a department like a city's, of what is no division.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import ids
from kg.bodies import PLACEHOLDER
from kg.knowledge import Knowledge
from kg.link.places import Places
from kg.link.tables import in_force
from kg.link.types import Context, Link
from kg.normalise import HAN
from kg.types import Entity

_UNIT = re.compile(
    rf"(?P<organ>[{HAN}]{{2,30}}(?:局|委|中心|公司|公积金))(?P<unit>[{HAN}]{{0,12}}"
    "(?:分局|支局|支队|大队|分中心|管理部|管理处|服务部|分公司|监管组))"
)
#: 公安宝坻分局 is of the city's 公安局
_POLICE = re.compile(rf"公安(?P<unit>(?P<place>[{HAN}]{{2,6}})分局)")
_CORPS = "新疆生产建设兵团"
_XINJIANG = "650000"


class Units:
    """Names bodies by the body they belong to."""

    def __init__(self, knowledge: Knowledge, places: Places) -> None:
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions
        self._places = places

    def unit(self, text: str, context: Context, organ: Callable[[str], Link | None]) -> Link | None:
        """A branch or division of a body the tables know: 市规划资源局宝坻分局.

        ``organ`` links the body by the tables, or does not.
        """
        found = _UNIT.fullmatch(text)
        parent = organ(found["organ"]) if found else None
        if found is None or parent is None or parent.entity is None or not parent.territory:
            return self._police(text, context)
        return self._of(parent.entity, parent.entity.name + found["unit"], parent.territory, parent)

    def _police(self, text: str, context: Context) -> Link | None:
        found = _POLICE.fullmatch(text)
        if found is None or context.territory is None:
            return None
        place = self._places.whole(found["place"], context)
        chain = list(self._regions.chain(place or context.territory, context.day))
        if place is None or chain[0].level != "county" or len(chain) < 2:
            return None
        city = chain[1].code
        name = self._regions.official(city, context.day) + "公安局" + found["unit"]
        key = self._regions.key(city, context.day)
        functional = "公安局" + found["unit"]
        entity = Entity(
            ids.agency(city, functional, listed=False), name, "dispatched-office",
            "public-security", key, "county", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.unit", 0.85, city, False)

    def _of(self, parent: Entity, name: str, code: str, link: Link) -> Link:
        functional = name.removeprefix(self._regions.official(code))
        kind = "public-institution" if parent.kind == "public-institution" else "internal-unit"
        entity = Entity(
            ids.agency(code, functional, listed=False), name, kind, parent.line,
            parent.territory, parent.level, listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.unit", min(link.confidence, 0.85), code, link.prefixed)

    def corps(self, text: str, context: Context) -> Link | None:
        """A department of the Production and Construction Corps of Xinjiang.

        Nothing takes over its territory: 军事科学院 after 新疆生产建设兵团教育局 is not Xinjiang's.
        """
        rest = text.removeprefix(_CORPS)
        if rest == text:
            rest = text.removeprefix("兵团")
            inside = context.territory and self._regions.is_within(
                context.territory, _XINJIANG, context.day
            )
            if rest == text or not inside:
                return None
        rows = in_force(self._bodies.of_form(rest, "city", context.day), context.day)
        rows = [row for row in rows if rest in (row.functional, row.name)] or rows
        if len({row.name for row in rows}) != 1 or rows[0].kind != "department":
            return None
        functional = _CORPS + PLACEHOLDER.sub("", rows[0].name)
        entity = Entity(
            ids.agency(_XINJIANG, functional, listed=False), functional, "department",
            rows[0].line, self._regions.key(_XINJIANG, context.day), "province", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.corps", 0.95, None, False)
