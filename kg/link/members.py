"""Whom a collective consists of, where the tables say it for sure: 各设区市政府 of a province.

Only collectives of the governments of the divisions right below their territory are taken apart,
and only where the words name each kind of division that is there (各区政府 are the districts; 各县
（市、区）政府 of a city are all its counties). 各有关部门 and 省级有关单位 stay whole.

Membership changes: 杭州 has other districts since April 2021. A collective is therefore one thing
an era: its key carries since when its members are these (``….202104``), none where they have been
since the first documents that are read, of 2004. So what two documents of different times say of
各区政府 never mixes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from kg import ids
from kg.bodies import Body
from kg.knowledge import Knowledge
from kg.link.tables import Tables
from kg.link.types import NO_MEMBERS, Membership
from kg.regions import Division, just_after
from kg.types import Entity

#: The first day of which documents are read; earlier changes make no era.
_FIRST = "2004-01-01"
_WHOLE = re.compile(r"各(?P<places>[^各]{1,12}?)人民政府")
_BETWEEN = re.compile(r"[、（）()〔〕〈〉<>\[\]［］和及]")
#: Words for the divisions right below a province, without what stands between them, and their
#: kinds. 设区市 and 省辖市 leave out a city without districts and one that is a county's rank.
_OF_PROVINCE: Mapping[str, frozenset[str]] = {
    "设区市": frozenset({"地级市"}),
    "设区的市": frozenset({"地级市"}),
    "地级市": frozenset({"地级市"}),
    "地级以上市": frozenset({"地级市"}),
    "市": frozenset({"地级市"}),
    "市州": frozenset({"地级市", "自治州"}),
    "州市": frozenset({"地级市", "自治州"}),
    "盟市": frozenset({"地级市", "盟"}),
}
#: Letters for the divisions right below a city, a prefecture or a municipality.
_OF_CITY: Mapping[str, frozenset[str]] = {
    "区": frozenset({"市辖区"}),
    "县": frozenset({"县", "自治县"}),
    "市": frozenset({"县级市"}),
    "旗": frozenset({"旗", "自治旗"}),
}
_GOVERNED_BY = {"盟": "{t}行政公署"}


class Members:
    """Takes collectives apart."""

    def __init__(self, knowledge: Knowledge, tables: Tables) -> None:
        self._regions = knowledge.regions
        self._bodies = knowledge.bodies
        self._tables = tables
        self._eras: dict[tuple[str, str], tuple[tuple[str, tuple[Division, ...]], ...]] = {}

    def era(self, functional: str, code: str | None, day: str | None) -> str:
        """Since when a collective has had its members (yyyymm); empty where always or unknown."""
        begin = ""
        for since, _ in self._past(functional, code):
            if since and (day is None or since <= day):
                begin = since.replace("-", "")
        return begin

    def of(self, entity: Entity, day: str | None) -> Membership:
        """The governments a collective consists of on a day; none where that is not sure."""
        if entity.kind != "collective" or not entity.territory:
            return NO_MEMBERS
        code = ids.region_code(entity.territory)
        if code not in self._regions:
            return NO_MEMBERS
        functional = entity.name.removeprefix(self._regions.official(code, day))
        past = self._past(functional, code)
        at = sum(day is None or since <= day for since, _ in past) - 1
        if at < 0 or not past[at][1]:
            return NO_MEMBERS
        until = past[at + 1][0] if at + 1 < len(past) else ""
        found = (self._government(each, day) for each in past[at][1])
        return Membership(past[at][0], until, tuple(each for each in found if each is not None))

    def _past(
        self, functional: str, code: str | None
    ) -> tuple[tuple[str, tuple[Division, ...]], ...]:
        """The memberships of a collective from the first on, each with its first day."""
        words = _WHOLE.fullmatch(functional)
        if words is None or code is None:
            return ()
        key = (code, words["places"])
        if key not in self._eras:
            self._eras[key] = self._found(code, _BETWEEN.sub("", words["places"]))
        return self._eras[key]

    def _found(self, code: str, places: str) -> tuple[tuple[str, tuple[Division, ...]], ...]:
        days = [day for day in self._regions.child_eras(code) if day > _FIRST]
        eras: list[tuple[str, tuple[Division, ...]]] = []
        for since in ("", *days):
            rows = self._divisions(code, places, since or _FIRST)
            if not eras or rows != eras[-1][1]:
                eras.append((since, rows))
        return tuple(eras) if any(rows for _, rows in eras) else ()

    def _divisions(self, code: str, places: str, day: str) -> tuple[Division, ...]:
        """The divisions that words mean in a territory on a day; two at least, or none."""
        regions = self._regions
        day = just_after(day)
        rows = regions.children(code, day)
        kinds = {row.kind for row in rows}
        if regions.get(code, day).kind in ("省", "自治区"):
            wanted = _OF_PROVINCE.get(places, frozenset())
            if kinds != wanted or (places.startswith("设区") and not self._all_divided(rows, day)):
                return ()
            return rows if len(rows) > 1 else ()
        if not set(places) <= _OF_CITY.keys():
            return ()
        wanted = frozenset().union(*(_OF_CITY[letter] for letter in places))
        if len(places) > 1 and not kinds <= wanted:
            return ()
        found = tuple(row for row in rows if row.kind in wanted)
        return found if len(found) > 1 else ()

    def _all_divided(self, rows: tuple[Division, ...], day: str) -> bool:
        """Whether each city has districts (东莞, 嘉峪关 have none)."""
        return all(
            any(child.kind == "市辖区" for child in self._regions.children(row.code, day))
            for row in rows
        )

    @cached_property
    def _templates(self) -> dict[str, Body]:
        names = ("{t}人民政府", *_GOVERNED_BY.values())
        return {name: self._bodies.by_name[name][0] for name in names if self._bodies.by_name[name]}

    def _government(self, division: Division, day: str | None) -> Entity | None:
        row = self._templates.get(_GOVERNED_BY.get(division.kind, "{t}人民政府"))
        return self._tables.entity(row, division.code, day) if row else None
