"""Bodies that no table lists: territory and written form, and said to be that.

A plain territory and a word that names an organisation are enough to keep a body apart from all
others; they are not enough to know its official name, hence ``listed=False`` and a confidence
below that of the tables.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg import ids
from kg.bodies import Body, fill, level_of
from kg.collectives import GENERIC, ORGANISED
from kg.knowledge import Knowledge
from kg.link.compounds import Compounds
from kg.link.places import LEVEL_WORD, Places
from kg.link.tables import Tables, in_force
from kg.link.types import Context, Link
from kg.link.words import UnlistedWords
from kg.normalise import HAN
from kg.types import Entity

#: a name that says itself that it is the State's: no territory goes in front
NATIONAL = re.compile("国家|国务院|中国|中央|全国|中共中央|国网|中石油|中石化|中海油")
#: 市委绩效办, but not 市委托的公司 nor 市委员会
_OF_PARTY = re.compile(
    rf"党?委(?!托|派|员|任|属|培|会|内|外|办局|局)[{HAN}]{{2,}}(?:办|委|局|部|室|组|会|院|校|中心)$"
)
#: 中共某省财政厅党组
_PARTY_GROUPS = ("党组", "党委")
_OFFICE_OF_SEVERAL = re.compile("(?:领导小组|委员会|指挥部|联席会议)办$")
_ZONE_OFFICE = re.compile(
    r"(?P<zone>.{0,14}?(?:开发区|高新区|经开区|园区|新区|景区|度假区|示范区|试验区|集聚区|保税区|"
    r"管理区|工业区|新城|功能区|港区|核心区|合作区|经济区|铁路港|陆港|产业园|集中区|科学城|科技城))"
    r"(?:管委会|管理委员会)?"
)
_AREA = re.compile("(?P<zone>[^区、，]{1,12}区)(?:管委会|管理委员会)")
_TOWN = re.compile("镇|乡|街道|苏木")
#: but not 乡镇或街道
_ONE_TOWN = re.compile(f"(?![乡镇]|.*或)[{HAN}]+")

#: 中山市街道办事处 is no street of the document's
_OF_ANOTHER = re.compile(f"[{HAN}]{{2,4}}[省市县区州](?:街道|镇|乡)")
_STREET_OFFICE = re.compile("街道?办$")
#: 风景名胜区管委会, 西海岸新区管委
_ADMINISTRATION = re.compile("管委会$|(?<=[区园城港])管委$")


def _in_full(text: str) -> str:
    """A name with the word for its office spelt out: 国际港务区管委会, 防治指挥部办, 大明宫街办."""
    if _STREET_OFFICE.search(text):
        return _STREET_OFFICE.sub("街道办事处", text)
    if _ADMINISTRATION.search(text):
        return _ADMINISTRATION.sub("管理委员会", text)
    return text + "公室" if _OFFICE_OF_SEVERAL.search(text) else text


class Unlisted:
    """Composes bodies of a plain territory."""

    def __init__(self, knowledge: Knowledge, places: Places, tables: Tables) -> None:
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions
        self._places = places
        self._tables = tables
        self._words = UnlistedWords(knowledge.unlisted)
        self._compounds = Compounds(knowledge.unlisted.get("compound", {}), knowledge.bodies)

    def is_generic(self, text: str) -> bool:
        """Whether words name a sort of bodies: 管委会 alone is no one of them."""
        return self._words.is_generic(text)

    def composed(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """A body of a plain territory that no table lists: territory and written form."""
        if text.startswith("中共") and text.endswith(_PARTY_GROUPS):
            return self._party_group(text, context, inherited)
        region = self._places.leading(text, context)
        if region is None and self._words.is_national(text):
            return self._national(text)
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
        if self.is_elsewhere(text[:end], code, context):
            return self._new_area(text, context) or self._town_here(text, context)
        township = self._township(rest, code if end else context.territory or code, context)
        township = township or (self._town_here(text, context) if region else None)
        if township:
            return township
        zone = _ZONE_OFFICE.fullmatch(rest)
        if zone and not self._words.is_none(rest):
            return self._zone(text, end, zone["zone"], code, context)
        if not ORGANISED.search(rest) or GENERIC.search(rest) or not re.match(f"[{HAN}]", rest):
            return None
        if self._words.is_none(rest):
            return None
        for form in self._compounds.forms(rest):
            if link := self._tables.at(form, code, context, 0.85):
                return link
        return self._of_territory(
            text[:end] + self._compounds.in_full(rest), end, code, context.day
        )

    def _zone(self, text: str, end: int, zone: str, code: str, context: Context) -> Link:
        """The administration of a zone: of the document's territory, not of an item's before.

        北戴河新区 and 和林格尔新区 bear a county's short name and are none of its.
        """
        here, place = context.territory, text[:end]
        if named := self._named_zone(text, code, context):
            return named
        if here and self._regions.is_within(code, here, context.day):
            short = self._regions.get(code, context.day).short
            if place == short and zone == "新区" and code != here:
                zone, code, place = place + zone, here, ""
            elif not end:
                code = here
        known = self._tables.at(zone + "管委会", code, context, 0.85)
        return known or self._zone_office(place, zone, code, context.day)

    def _named_zone(self, text: str, code: str, context: Context) -> Link | None:
        """The administration that a table lists of a zone of the province: 西咸新区 in 西安."""
        rows = in_force(self._bodies.named.get(text + "管委会", []), context.day)
        province = list(self._regions.chain(code, context.day))[-1].code
        if not rows or (rows[0].territory or "")[:2] != province[:2]:
            return None
        link = self._tables.linked(rows, text, None, "body.listed", 0.85, context.day)
        return replace(link, prefixed=False)

    def is_elsewhere(self, place: str, code: str, context: Context) -> bool:
        """Whether a county's bare name is of another province than the document.

        南湖区 in a document of 岳阳 is its 南湖新区 and not the district of 嘉兴; who means that
        one writes its city in front.
        """
        chain = list(self._regions.chain(code, context.day))
        if not place or context.territory is None or chain[0].level != "county":
            return False
        above = [name for row in chain[1:] for name in (row.name, *row.shorts)]
        return not place.startswith(tuple(above)) and not self._regions.is_within(
            context.territory, chain[-1].code, context.day
        )

    def _new_area(self, text: str, context: Context) -> Link | None:
        """An area of the document's own that bears a far county's name: 宜春的宜阳新区管委会.

        漯河市西城区管委会 is that of a new town, where 西城区 is a district of 北京.
        """
        zone = _AREA.fullmatch(text)
        if zone is None or not context.territory or self._words.is_none(zone["zone"]):
            return None
        return self._zone_office("", zone["zone"], context.territory, context.day)

    def _of_territory(self, text: str, end: int, code: str, day: str | None) -> Link:
        division = self._regions.get(code, day)
        text = _in_full(text)
        rest = text[end:]
        as_written = NATIONAL.match(text) or text[:end] in set(division.shorts) - {division.name}
        name = text if as_written else self._regions.official(code, day) + rest
        if not as_written and end and _OF_PARTY.match(rest):
            return self._of_party(rest.removeprefix("党"), code, day)
        entity = Entity(
            self._key(code, name if as_written else rest, name, day), name,
            self._words.kind(rest), None,
            self._regions.key(code, day), level_of(division), listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.composed", 0.7 if end else 0.55, code, end > 0)

    def _party_group(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """The group of the Party in a department: 中共某省财政厅党组 is named with 中共 first."""
        link = self.composed(text.removeprefix("中共"), context, inherited)
        if link is None or link.entity is None:
            return None
        name = "中共" + link.entity.name
        entity = replace(
            link.entity, id=self._key(link.territory or "", name, name, context.day),
            name=name, kind="party-body",
        )  # fmt: skip
        return replace(link, entity=entity)

    def _of_party(self, rest: str, code: str, day: str | None) -> Link:
        """An office of the Party's committee: 市委绩效办 is 中共杭州市委绩效办."""
        division = self._regions.get(code, day)
        name = fill("中共{t}" + rest, division, self._regions.official(code, day))
        name = self._bodies.repaired(name)
        entity = Entity(
            self._key(code, rest, name, day), name, "party-body", None,
            self._regions.key(code, day), level_of(division), listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.composed", 0.7, code, True)

    def _key(self, code: str, functional: str, name: str, day: str | None) -> str:
        """Key of a body; of a territory that bore another name, by the name in full."""
        renamed = self._regions.is_renamed(code, day)
        return ids.agency(code, name if renamed else functional, listed=False)

    def _national(self, text: str) -> Link:
        """A body of the State's that no table lists: 国务院某某工作部际联席会议."""
        entity = Entity(
            ids.agency("cn", text, listed=False), text, self._words.kind(text), None, None,
            "state", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.national", 0.7, None, False)

    def _zone_office(self, place: str, zone: str, code: str, day: str | None) -> Link:
        """The administration of a development zone: 定西 + 高新区管委会.

        A short name of the place is the zone's own: 绵阳科技城新区管理委员会.
        """
        functional = zone + "管理委员会"
        division = self._regions.get(code, day)
        own = place in set(division.shorts) - {division.name}
        name = (place if own else self._regions.official(code, day)) + functional
        key = self._key(code, name if own else functional, name, day)
        entity = Entity(
            key, name, "dispatched-office", None,
            self._regions.key(code, day), level_of(division), listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.zone-office", 0.7, code, True)

    def _town_here(self, text: str, context: Context) -> Link | None:
        """A body of a town whose name begins as a county elsewhere: 城关镇政府, 西湖街道办."""
        if context.territory is None or _OF_ANOTHER.match(text):
            return None
        return self._township(text, context.territory, context)

    def _town_and_body(self, text: str, context: Context) -> tuple[str, list[Body]] | None:
        """A town's name and what the rest of a text is there: 革镇堡街道 + 办事处."""
        for town in _TOWN.finditer(text, 1, 10):
            place, form = text[: town.end()], text[town.end() :]
            if not _ONE_TOWN.fullmatch(place) or (form != "办" and len(form) < 2):
                continue
            rows = self._bodies.of_form(form, "township", context.day)
            if rows and "township" in rows[0].levels:
                return place, rows
        return None

    def _township(self, text: str, code: str, context: Context) -> Link | None:
        """A body of a town or street, which the region table does not hold: 塘栖镇政府."""
        found = self._town_and_body(text, context)
        if found is None:
            return None
        place, rows = found
        name = rows[0].name
        full = name.replace("{t}", self._regions.official(code, context.day) + place)
        name = name.replace("{t}", place)
        key = self._key(code, name, full, context.day)
        territory = self._regions.key(code, context.day)
        row = rows[0]
        entity = Entity(key, full, row.kind, row.line, territory, "township", listed=False)
        return Link(entity, (), "body.township", 0.75, code, False)
