"""Names -> entities: which body, collective or region a printed name means in its document.

Nothing is guessed silently. A name that a table or the grammar explains links to one entity; one
that can mean several stays unresolved with its candidates; a body that no table knows but whose
territory is plain is composed of territory and written form and says so (``listed=False``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from kg import ids
from kg.bodies import Infix, level_of
from kg.collectives import BRACKETED
from kg.knowledge import Knowledge
from kg.link.branches import branch_of
from kg.link.groups import Groups
from kg.link.members import Members
from kg.link.offices import Offices
from kg.link.places import LEVEL_WORD, Places
from kg.link.posted import posted
from kg.link.tables import Tables, in_force
from kg.link.types import Context, Link
from kg.link.units import Units
from kg.link.unlisted import Unlisted
from kg.link.zones import CORPS, Zones, zone_in
from kg.normalise import HAN, unbroken
from kg.regions import LEVEL_WORDS, Division
from kg.types import Entity

__all__ = ["CORPS", "Context", "Link", "Linker", "zone_in"]

_NOTHING = Link(None)
#: the line of work of zones and their committees
_ZONES = "development-zones"
_MOST_REMEMBERED = 100_000
_LEVEL_FIRST = re.compile("[省市县区州]|自治[区州县旗]")
_NATIONAL = re.compile("国家|国务院|中国|中央|全国|最高|公安部|[^省市县区]{2,8}(?:部|总局|总署)$")
_ADMINISTRATIONS = ("管委会", "管理委员会")
_OFFICE = re.compile(
    rf"(?P<organ>[{HAN}]{{2,20}}?(?:部|委|局|署|会|院|办|社))(?P<office>办公厅|办公室|[{HAN}]{{2,10}}司)"
)


#: lines whose bodies are written with the short name of a place before a form that its province
#: may use in its own way (眉山高新区管委会, 荆门住房公积金中心)
_BY_CUSTOM = ("development-zones", "housing-provident-fund")
#: Share of right territories among those inferred from the names in a text: 1,341 of 1,641 texts
#: without head or signature, whose issuers were known; of local issuers alone 1,341 of 1,469
_INFERRED = 0.8


class Linker:
    """Links names of bodies and regions; remembers what it has answered."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.places = Places(knowledge)
        self._tables = Tables(knowledge)
        self._groups = Groups(knowledge, self.places, Members(knowledge, self._tables))
        self._unlisted = Unlisted(knowledge, self.places, self._tables)
        self._zones = Zones(knowledge, self.places, self._tables)
        self._offices = Offices(knowledge, self.places, self._tables, self.body)
        self._units = Units(knowledge, self.places)
        self._answers: dict[tuple[str, Context, str | None], Link] = {}
        self.region_of = lru_cache(_MOST_REMEMBERED)(self._region)

    def region(self, name: str, context: Context) -> Link:
        """Link the name of an administrative region, with candidates where several bear it."""
        regions, day = self.knowledge.regions, context.day
        codes = regions.resolve(name, context.territory, day)
        if len(codes) != 1:
            return Link(None, tuple(regions.key(c, day) for c in codes), "region.ambiguous")
        return self.region_of(codes[0], day)

    def _region(self, code: str, day: str | None = None) -> Link:
        """The link of a code that is already settled."""
        entity = self.region_entity(self.knowledge.regions.get(code, day), day)
        return Link(entity, (), "region.name", 0.98, code, True)

    def region_entity(self, row: Division, day: str | None) -> Entity:
        """The entity of a division, with the names of a day."""
        regions = self.knowledge.regions
        above = regions.above(row)
        parent = regions.key_of(above) if above else None
        path = regions.path(row.code, day)
        return Entity(regions.key_of(row), path, "region", None, parent, level_of(row))

    def body(self, text: str, context: Context, inherited: str | None = None) -> Link:
        """Link the name of a body as it stands alone: an owner, an issuer, an addressee.

        ``inherited`` is the territory code that an elided prefix takes from the item before
        (省发展改革委、财政厅、商务厅: 省 holds for all three).
        """
        key = (text, context, inherited)
        link = self._answers.get(key)
        if link is None:
            if len(self._answers) >= _MOST_REMEMBERED:
                self._answers.clear()
            words = unbroken(text)
            link = self._body(words, context, inherited)
            link = self._weighed(link, words) if context.inferred else link
            self._answers[key] = link
        return link

    def _weighed(self, link: Link, text: str) -> Link:
        """A link that rests on an inferred territory is as sure as that inference, not more."""
        own = link.territory is None or self.places.leading(text, Context(None)) is not None
        return link if own else replace(link, confidence=round(link.confidence * _INFERRED, 2))

    def _body(self, text: str, context: Context, inherited: str | None) -> Link:
        if text.endswith(("区管委", "园管委")):
            text += "会"  # 青岛高新区管委, as Shandong writes
        link = (
            posted(text, lambda name: self.body(name, context))
            or self._listed(text, context)
            or self._units.corps(text, context)
            or self._state(text, context)
            or self._zones.body(text, context, bare=False)
            or self._own_zone(text, context)
            or self._groups.collective(text, context)
            or self._full_name(text, context)
            or self._units.branch(text, context)
            or self._infix(text, context, short=True)
            or self._prefixed(text, context)
            or self._of_ambiguous_region(text, context)
            or self._infix(text, context)
            or self._of_zone(text, context, inherited)
            or self._bare(text, context, inherited)
            or self._any_state(text, context)
            or self._office(text, context)
            or self._units.bank(text, context, lambda name: self._infix(name, context))
            or self._offices.of(text, context, inherited)
        )
        if link is not None:
            return link
        plain = BRACKETED.sub("", text)
        if plain != text and plain:
            return replace(self._body(plain, context, inherited), rule="body.second-plate")
        return (
            self._of_party(text, context)
            or self._zones.near(text, context)
            or branch_of(text, lambda name: self._body(name, context, inherited), self.places)
            or self._unlisted.composed(text, context, inherited)
            or _NOTHING
        )

    def _of_party(self, text: str, context: Context) -> Link | None:
        """A body of a committee of the Party with 中共 and a short form: 中共广州市委统战部."""
        if not text.startswith("中共"):
            return None
        link = self._prefixed(text.removeprefix("中共"), context)
        return link if link and link.entity and link.entity.kind == "party-body" else None

    def _listed(self, text: str, context: Context) -> Link | None:
        """A single body with a name of its own (杭州铁路办事处).

        A name that begins with a bare level word (省电力公司) holds only in the body's territory.
        """
        if text == "兵团" and self._units.is_in_xinjiang(context):
            text = CORPS
        rows = in_force(self.knowledge.bodies.named.get(text, []), context.day)
        if rows and _LEVEL_FIRST.match(text):
            regions = self.knowledge.regions
            here, day = context.territory or "", context.day
            rows = [r for r in rows if r.territory and regions.is_within(here, r.territory, day)]
        if not rows:
            return None
        link = self._tables.linked(rows, text, None, "body.listed", 0.98, context.day)
        return replace(link, prefixed=False)

    def _full_name(self, text: str, context: Context) -> Link | None:
        """A body of one territory by its own full name: 国网冀北电力有限公司秦皇岛供电公司."""
        named = self.knowledge.bodies.by_name.get(text)
        if not named:
            return None
        rows = [row for row in named if not row.is_template]
        rows = in_force([row for row in rows if row.territory not in (None, "cn")], context.day)
        if not rows:
            return None
        return self._tables.linked(rows, text, rows[0].territory, "body.listed", 0.98, context.day)

    def _own_zone(self, text: str, context: Context) -> Link | None:
        """A zone of the issuer's own: 蒙山管委会 of 临沂市 is not one of 蒙山县."""
        code = context.territory or ""
        rows = self.knowledge.bodies.local.get((code, text), [])
        rows = [row for row in rows if row.line == _ZONES and row.in_force(context.day)]
        if not rows:
            return None
        return self._tables.linked(rows, text, code, "body.form", 0.97, context.day)

    def _state(self, text: str, context: Context) -> Link | None:
        """A State organ: in a State document by any form, elsewhere by one only the State has."""
        rows = self.knowledge.bodies.state.get(text, [])
        if not rows:
            return None
        if not (context.state or _NATIONAL.match(text)):
            return None
        rows = in_force(rows, context.day)
        return self._tables.linked(rows, text, None, "body.state", 0.98, context.day)

    def _office(self, text: str, context: Context) -> Link | None:
        """An office of a State organ: 农业农村部办公厅, 财政部税政司."""
        found = _OFFICE.fullmatch(text.removeprefix("中华人民共和国"))
        organ = self._state(found["organ"], context) if found else None
        if found is None or organ is None or organ.entity is None:
            return None
        name = organ.entity.name + found["office"]
        entity = Entity(
            ids.agency("cn", name, listed=False), name, "internal-unit", organ.entity.line,
            None, "state", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.office", 0.9, None, False)

    def _any_state(self, text: str, context: Context) -> Link | None:
        rows = self.knowledge.bodies.state.get(text.removeprefix("中华人民共和国"), [])
        if not rows:
            return None
        rows = in_force(rows, context.day)
        return self._tables.linked(rows, text, None, "body.state", 0.8, context.day)

    def _prefixed(self, text: str, context: Context) -> Link | None:
        """Territory word or region, then a form: 省发展改革委, 浙江省发展改革委."""
        region = self.places.leading(text, context)
        options: list[tuple[int, str | None]] = [region] if region else []
        if (
            region
            and text[region[0] :] in _ADMINISTRATIONS
            and self._unlisted.is_elsewhere(text[: region[0]], region[1], context)
        ):
            options = []  # 西城区管委会 of 漯河 is of a zone there, not of the district of 北京
        word = LEVEL_WORD.match(text)
        if word:
            options.append((word.end(), self.places.level(word[0], context)))
        elif text.startswith("新区"):  # 浦东新区, 滨海新区 and 沈北新区 are districts
            code = self.places.level("区", context)
            if code and self.knowledge.regions.get(code, context.day).name.endswith("新区"):
                options.append((len("新区"), code))
        for end, code in options:
            if code is None:
                continue
            link = self._tables.at(text[end:], code, context, 0.98)
            if link:
                return link
        return None

    def _infix(self, text: str, context: Context, *, short: bool = False) -> Link | None:
        """A form with its territory inside: 人行杭州中心支行, 团省委, 浙江银保监局.

        ``short``: only where the territory is a short name. By it a centrally managed branch is
        told from the province's own office (河南金融监管局 from 河南省金融监管局). A name printed
        in full is that body's, also in the months before or after it had the name.
        """
        found: list[tuple[bool, bool, Infix, str]] = []
        regions, day = self.knowledge.regions, context.day
        for infix in self.knowledge.bodies.infixes(text):
            place = text[len(infix.head) : len(text) - len(infix.tail)]
            code = self.places.filling(place, infix.place, context) if place else None
            if code is None:
                continue
            division = regions.get(code, day)
            if short and (place in LEVEL_WORDS or place.endswith(division.name)):
                continue
            fits = level_of(division) in infix.body.levels
            if fits or "{c}" not in infix.body.name:
                found.append((fits, infix.body.in_force(day), infix, code))
        if not found:
            return None
        if own := self._own_form(found[0][2], found[0][3], context):
            return own
        best = max((fits, stands) for fits, stands, _, _ in found)
        rows = [(each.body, code) for fits, stands, each, code in found if (fits, stands) == best]
        entities = [self._tables.entity(body, code, day) for body, code in rows]
        if len(found) > len(rows) and text not in {entity.name for entity in entities}:
            every = [
                self._tables.entity(each.body, code, day)
                for *_, each, code in found
                if "{t}" in each.body.name
            ]
            entities = [entity for entity in every if entity.name == text] or entities
        return self._tables.one(entities, rows[0][1], "body.infix", 0.97)

    def _own_form(self, infix: Infix, code: str, context: Context) -> Link | None:
        """What a city or its province names by its own custom: 济南住房公积金中心, 南京供电公司."""
        body = infix.body
        if body.line not in _BY_CUSTOM and body.kind != "enterprise":
            return None
        link = self._tables.customary(infix.head + infix.tail, code, context, 0.97)
        return link if link and link.entity and link.entity.line == body.line else None

    def _of_ambiguous_region(self, text: str, context: Context) -> Link | None:
        """朝阳区财政局 in a document that does not say which 朝阳区: all are candidates."""
        found = self.places.ambiguous(text, context)
        if found is None:
            return None
        end, codes = found
        links = [self._tables.at(text[end:], code, context, 0.9) for code in codes]
        keys = {link.entity.id for link in links if link and link.entity}
        return Link(None, tuple(sorted(keys)), "body.ambiguous-region") if keys else None

    def _of_zone(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """A body without a territory in a document of a zone: 儒乐湖管理处 of 赣江新区."""
        if not context.zone or inherited or LEVEL_WORD.match(text):
            return None
        if self.places.leading(text, context):
            return None
        return self._zones.body(text, context, bare=True)

    def _bare(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """A form without a territory: that of the item before, else the document's own.

        Where neither is of a level that has such a body, of what they lie in: a 财政厅 printed
        after 兰州海关 is the province's.
        """
        if self._unlisted.is_generic(text):
            return None
        code = self._tables.fitting(text, (inherited, context.territory), context.day)
        if code is None:
            return None
        link = self._tables.at(text, code, context, 0.95 if inherited else 0.85)
        return replace(link, prefixed=False, rule="body.elided") if link else None
