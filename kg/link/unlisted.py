"""Bodies that no table lists: territory and written form, and said to be that.

A plain territory and a word that names an organisation are enough to keep a body apart from all
others; they are not enough to know its official name, hence ``listed=False`` and a confidence
below that of the tables.
"""

from __future__ import annotations

import re

from kg import ids
from kg.bodies import level_of
from kg.collectives import GENERIC, ORGANISED
from kg.knowledge import Knowledge
from kg.link.places import LEVEL_WORD, Places
from kg.link.tables import Tables
from kg.link.types import Context, Link
from kg.normalise import HAN
from kg.types import Entity

#: a name that says itself that it is the State's: no territory goes in front
NATIONAL = re.compile("国家|国务院|中国|中央|全国|中共中央")
_ZONE_OFFICE = re.compile(
    r"(?P<zone>.{0,14}?(?:开发区|高新区|经开区|园区|新区|景区|度假区|示范区|试验区|集聚区|保税区|"
    r"管理区|工业区|新城|功能区|港区|核心区|合作区))(?:管委会|管理委员会)?"
)
_TOWNSHIP = re.compile(rf"(?P<place>[{HAN}]{{1,6}}?(?:镇|乡|街道|苏木))(?P<form>.{{2,}}|办)")


class Unlisted:
    """Composes bodies of a plain territory."""

    def __init__(self, knowledge: Knowledge, places: Places, tables: Tables) -> None:
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions
        self._places = places
        self._tables = tables

    def composed(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """A body of a plain territory that no table lists: territory and written form."""
        region = self._places.leading(text, context)
        word = LEVEL_WORD.match(text)
        code: str | None
        if region:
            end, code = region
        elif word:
            end, code = word.end(), self._places.level(word[0], context)
        else:
            end, code = 0, inherited or context.territory
        rest = text[end:]
        if code is None or len(rest) < 2:
            return None
        township = self._township(rest, code, context)
        if township:
            return township
        zone = _ZONE_OFFICE.fullmatch(rest)
        if zone:
            known = self._tables.at(zone["zone"] + "管委会", code, context, 0.85)
            return known or self._zone_office(zone["zone"], code)
        if not ORGANISED.search(rest) or GENERIC.search(rest) or not re.match(f"[{HAN}]", rest):
            return None
        division = self._regions.get(code)
        as_written = NATIONAL.match(text) or (region and text[:end] != division.name and (
            text[:end] in division.shorts
        ))  # fmt: skip
        name = text if as_written else self._regions.official(code) + rest
        entity = Entity(
            ids.agency(code, name if as_written else rest, listed=False), name,
            _kind_of_unlisted(rest), None, ids.region(code), level_of(division), listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.composed", 0.7 if end else 0.55, code, end > 0)

    def _zone_office(self, zone: str, code: str) -> Link:
        """The administration of a development zone: 定西 + 高新区管委会."""
        functional = zone + "管理委员会"
        regions = self._regions
        entity = Entity(
            ids.agency(code, functional, listed=False), regions.official(code) + functional,
            "dispatched-office", None, ids.region(code), level_of(regions.get(code)), listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.zone-office", 0.7, code, True)

    def _township(self, text: str, code: str, context: Context) -> Link | None:
        """A body of a town or street, which the region table does not hold: 塘栖镇政府."""
        found = _TOWNSHIP.fullmatch(text)
        rows = self._bodies.of_form(found["form"], "township", context.day) if found else []
        if found is None or not rows or "township" not in rows[0].levels:
            return None
        name = rows[0].name.replace("{t}", found["place"]).replace("{s}", found["place"])
        entity = Entity(
            ids.agency(code, name, listed=False), name, rows[0].kind, rows[0].line,
            ids.region(code), "township", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.township", 0.75, code, False)


def _kind_of_unlisted(text: str) -> str:
    """Kind of a body no table lists, by the word it ends in."""
    if re.search(r"公司|集团|银行|国资.*中心|投$", text):
        return "enterprise"
    if re.search(r"领导小组|联席会议|指挥部|专班|委员会办公室|工作组", text):
        return "coordination-body"
    if re.search(r"学院|大学|学校|医院|研究院|中心|馆|站|台$", text):
        return "public-institution"
    return "department"
