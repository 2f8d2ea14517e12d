"""Offices of a known body that no table lists: 规划资源萧山分局, 市委组织部人才办.

Two grammars. A city's bureau or centre has an office in a county, named by the line of work and
the place: its full name is the city's body, the place and the word for the office. A part of any
body is named by the body and the part: its full name is the body's, spelt out, and the part's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg import ids
from kg.knowledge import Knowledge
from kg.link.places import LEVEL_WORD, Places
from kg.link.tables import Tables
from kg.link.types import Context, Link
from kg.normalise import HAN
from kg.types import Entity

#: what an office in a county is called -> what the city's body ends in
_ENDS = {"分局": "局", "分中心": "中心", "管理部": "中心", "办事处": "中心"}
#: only a fund's centre has these; 办事处 by itself is a street's
_OF_FUNDS = ("管理部", "办事处")
_DISPATCHED = re.compile(rf"(?P<stem>[{HAN}]{{2,22}})(?P<end>{'|'.join(_ENDS)})")
_CITIES = frozenset({"直辖市", "地级市", "地区", "自治州", "盟"})
#: a part of a body: what it ends in, and what opens no part (政府采购, 市委托, 各科室)
_PART = re.compile(
    rf"(?!事处|公室|公厅|员会|采购|债务|投资|网站|质量|信息|资产|性|托|派|员|各|有关|相关|直属|所属|机关|和|及|与|、|党|[省市县区州](?![南北中东西]))"
    rf"[{HAN}]{{0,24}}(?:分局|支局|分中心|管理部|服务部|监管组|支队|大队|办事处|分公司|领导小组|专班|办公室|[处科室办])"
)
_BODY_END = frozenset("局委厅部办会院社署心府司")
#: shortest and longest name of the body that a part is of
_SHORTEST, _LONGEST = 2, 24
_PARTY = "中共"
#: kinds of offices by what they end in; the rest are units inside a body
_KINDS = {
    "dispatched-office": (*_ENDS, "支局", "服务部", "监管组", "支队", "大队", "分公司"),
    "coordination-body": ("领导小组", "领导小组办公室", "专班", "委员会办公室"),
}


class Offices:
    """Names offices of bodies by those bodies. ``body`` links a name in the document's context."""

    def __init__(
        self, knowledge: Knowledge, places: Places, tables: Tables,
        body: Callable[[str, Context, str | None], Link],
    ) -> None:  # fmt: skip
        self._regions = knowledge.regions
        self._bodies = knowledge.bodies
        self._places = places
        self._tables = tables
        self._body = body

    def of(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """The office that a text names, or None where it names none of a known body."""
        return self._dispatched(text, context, inherited) or self._part(text, context)

    # -- a city's office in a county ------------------------------------------------------------

    def _dispatched(self, text: str, context: Context, inherited: str | None) -> Link | None:
        if not text.endswith(tuple(_ENDS)):
            return None
        led = self._places.leading(text, context)
        word = LEVEL_WORD.match(text)
        if led:
            end, code = led
        elif word and (level := self._places.level(word[0], context)):
            end, code = word.end(), level
        elif (own := inherited or context.territory) is not None:
            end, code = 0, own
        else:
            return None
        found = _DISPATCHED.fullmatch(text, end)
        if found is None:
            return None
        known = self._known(found["stem"], found["end"], code, context)
        if known is not None:
            return known
        named = self._with_place(found["stem"], found["end"], code, context)
        link = named or self._of_county(found["stem"], found["end"], code, context)
        return link and self._linked(*link, code, end > 0)

    def _known(self, stem: str, end: str, code: str, context: Context) -> Link | None:
        """市自然资源局余江分局 is 区自然资源分局 of 余江区, where a table has that."""
        for line, county, _ in self._places_in(stem, code, context) if end == "分局" else ():
            form = line.removesuffix("局") + end
            if link := self._tables.at(form, county, context, 0.9):
                return link
        return None

    def _places_in(self, stem: str, code: str, context: Context) -> Iterator[tuple[str, str, str]]:
        """Ways to part a stem: line of work, county in the territory, the county as printed."""
        for length in range(min(8, len(stem) - 2), 1, -1):
            place = stem[-length:]
            county = self._places.whole(place, Context(code, day=context.day))
            city = self._city(county, context.day) if county else None
            if county and city and self._regions.is_within(code, city, context.day):
                yield stem[:-length], county, place

    def _with_place(
        self, stem: str, end: str, code: str, context: Context
    ) -> tuple[Link, str] | None:
        """规划资源 + 萧山, 住房公积金管理中心 + 绩溪县: the place stands behind the line."""
        for line, county, place in self._places_in(stem, code, context):
            owner = self._owner(line, end, self._city(county, context.day) or "", context)
            if owner is not None:
                return owner, place + end
        return None

    def _of_county(
        self, stem: str, end: str, code: str, context: Context
    ) -> tuple[Link, str] | None:
        """区自然资源分局: the place is the county the name is of."""
        city = self._city(code, context.day)
        if city is None or end in _OF_FUNDS:
            return None
        owner = self._owner(stem, end, city, context)
        return (owner, self._regions.get(code, context.day).short + end) if owner else None

    def _city(self, code: str, day: str | None) -> str | None:
        """Code of the city right above a county."""
        chain = list(self._regions.chain(code, day))[:2]
        fits = len(chain) == 2 and chain[0].level == "county" and chain[1].kind in _CITIES
        return chain[1].code if fits else None

    def _owner(self, line: str, end: str, city: str, context: Context) -> Link | None:
        if end in _OF_FUNDS and "公积金" not in line:
            return None
        fund = line.removeprefix("住房") == "公积金"  # 住房公积金广昌办事处: of the fund's centre
        for form in ("公积金中心",) if fund else (line, line + _ENDS[end]):
            link = self._tables.at(form, city, context, 0.8) if form.endswith(_ENDS[end]) else None
            kinds = ("department", "public-institution")
            if link and link.entity and link.entity.kind in kinds:
                return link
        return None

    # -- a part of a body -----------------------------------------------------------------------

    def _part(self, text: str, context: Context) -> Link | None:
        for at in range(min(len(text) - 2, _LONGEST), _SHORTEST - 1, -1):
            if text[at - 1] not in _BODY_END or not _PART.fullmatch(text, at):
                continue
            owner = self._body(text[:at], context, None)
            if owner.entity and owner.entity.listed and owner.rule != "body.collective":
                return self._linked(owner, text[at:], owner.territory, owner.prefixed)
        return None

    def _linked(self, owner: Link, part: str, territory: str | None, prefixed: bool) -> Link:
        entity = owner.entity
        assert entity is not None
        whole = entity.name
        if whole.startswith(_PARTY):  # 中共青岛市委 + 人才工作领导小组
            whole = re.sub("(?<=.)委员会$", "委", whole)
        name = self._bodies.repaired(whole + part)
        code = ids.region_code(entity.territory) if entity.territory else "cn"
        kind = next((k for k, ends in _KINDS.items() if part.endswith(ends)), "internal-unit")
        office = Entity(
            ids.agency(code, name, listed=False), name, kind, entity.line,
            entity.territory, entity.level, listed=False,
        )  # fmt: skip
        return Link(office, (), "body.office", 0.8, territory, prefixed)
