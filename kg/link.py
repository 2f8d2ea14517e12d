"""Names -> entities: which body, collective or region a printed name means in its document.

Nothing is guessed silently. A name that a table or the grammar explains links to one entity; one
that can mean several stays unresolved with its candidates; a body that no table knows but whose
territory is plain is composed of territory and written form and says so (``listed=False``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kg import ids
from kg.bodies import Body, level_of
from kg.collectives import BRACKETED, GENERIC, ORGANISED
from kg.knowledge import Knowledge
from kg.normalise import HAN
from kg.regions import LEVEL_WORDS
from kg.types import Entity

_LEVEL_WORD = re.compile("自治区|地区|行署|[省市州盟县区旗]|地(?=[委直级])")
_ZONE_OFFICE = re.compile(
    r"(?P<zone>.{0,14}?(?:开发区|高新区|经开区|园区|新区|景区|度假区|示范区|试验区|集聚区|保税区|"
    r"管理区|工业区|新城|功能区|港区|核心区|合作区))(?:管委会|管理委员会)?"
)
#: what makes another name of a place's short name (华蓥山, 青海湖)
_LANDSCAPE = tuple("山湖河江海湾岛峰洞峡溪")
_NATIONAL = re.compile("国家|国务院|中国|中央|全国|中共中央")
_OFFICE = re.compile(
    rf"(?P<organ>[{HAN}]{{2,20}}?(?:部|委|局|署|会|院|办|社))(?P<office>办公厅|办公室|[{HAN}]{{2,10}}司)"
)
_TOWNSHIP = re.compile(rf"(?P<place>[{HAN}]{{1,6}}?(?:镇|乡|街道|苏木))(?P<form>.{{2,}}|办)")


@dataclass(frozen=True, slots=True)
class Context:
    """What a document's own words are read against.

    ``territory`` is the code of the region whose government issued it, None for the State level
    (``state``) or where nothing tells. ``day`` is an ISO date, for names that changed.
    """

    territory: str | None
    state: bool = False
    day: str | None = None

    @property
    def key(self) -> str:
        """Territory part of keys: six digits, ``cn`` for the State, ``xx`` where unknown."""
        return self.territory or ("cn" if self.state else "xx")


@dataclass(frozen=True, slots=True)
class Link:
    """What a name was linked to. ``territory`` is what an elided prefix after it inherits."""

    entity: Entity | None
    candidates: tuple[str, ...] = ()
    rule: str = "unresolved"
    confidence: float = 0.0
    territory: str | None = None
    prefixed: bool = False

    @property
    def name(self) -> str | None:
        """Full name of the entity, where there is one."""
        return self.entity.name if self.entity else None


_NOTHING = Link(None)


@dataclass
class Linker:
    """Links names of bodies and regions; holds the tables and remembers what it has answered."""

    knowledge: Knowledge
    _cache: dict[tuple[str, Context, str | None], Link] = field(default_factory=dict)

    # -- regions ------------------------------------------------------------------------------

    def region(self, name: str, context: Context) -> Link:
        """Link the name of an administrative region, with candidates where several bear it."""
        codes = self.knowledge.regions.resolve(name, context.territory, context.day)
        if len(codes) != 1:
            return Link(None, tuple(ids.region(c) for c in codes), "region.ambiguous")
        return self._region(codes[0], "region.name", 0.98)

    def region_of(self, code: str) -> Link:
        """The link of a code that is already settled."""
        return self._region(code, "region.name", 0.98)

    def _region(self, code: str, rule: str, confidence: float) -> Link:
        regions = self.knowledge.regions
        row = regions.get(code)
        parent = None if row.parent in ("", code) else ids.region(row.parent)
        entity = Entity(ids.region(code), regions.path(code), "region", None, parent, level_of(row))
        return Link(entity, (), rule, confidence, code, True)

    def leading_region(self, text: str, context: Context) -> tuple[int, str] | None:
        """Longest chain of regions a text begins with: characters taken and code of the last.

        浙江省杭州市滨江区财政局 -> (9, 330108). A short name counts only before something that can
        be a body (浙江 in 浙江银保监局).
        """
        at, code = 0, context.territory
        found: str | None = None
        while True:
            step = self._region_at(text, at, code)
            if step is None:
                break
            at, found = step
            code = found
        return (at, found) if found and at < len(text) else None

    def _region_at(self, text: str, at: int, context: str | None) -> tuple[int, str] | None:
        regions = self.knowledge.regions
        for length in range(min(15, len(text) - at), 1, -1):
            name = text[at : at + length]
            if at == 0 and self._is_other_name(name, text[length : length + 1]):
                continue
            codes = regions.resolve(name, context)
            if len(codes) == 1 and (
                at == 0 or context is None or regions.is_within(codes[0], context)
            ):
                return at + length, codes[0]
        return None

    def _is_other_name(self, name: str, after: str) -> bool:
        """Whether a short name begins another: 公安 in 公安部, 华蓥 in 华蓥山景区."""
        if name in self.knowledge.ordinary:
            return True
        rows = self.knowledge.regions.named(name)
        return bool(rows) and after in _LANDSCAPE and all(row.name != name for row in rows)

    # -- bodies -------------------------------------------------------------------------------

    def body(self, text: str, context: Context, inherited: str | None = None) -> Link:
        """Link the name of a body as it stands alone: an owner, an issuer, an addressee.

        ``inherited`` is the territory code that an elided prefix takes from the item before
        (省发展改革委、财政厅、商务厅: 省 holds for all three).
        """
        key = (text, context, inherited)
        if key not in self._cache:
            self._cache[key] = self._body(text.replace("\n", ""), context, inherited)
        return self._cache[key]

    def _body(self, text: str, context: Context, inherited: str | None) -> Link:
        for attempt in (
            self._listed(text, context),
            self._state(text, context),
            self._collective(text, context),
            self._infix(text, context, short=True),
            self._prefixed(text, context),
            self._infix(text, context),
            self._bare(text, context, inherited),
            self._any_state(text, context),
            self._office(text, context),
        ):
            if attempt is not None:
                return attempt
        plain = BRACKETED.sub("", text)
        if plain != text and plain:
            return replace(self._body(plain, context, inherited), rule="body.second-plate")
        return self._composed(text, context, inherited) or _NOTHING

    def _listed(self, text: str, context: Context) -> Link | None:
        """A single body with a name of its own (杭州铁路办事处).

        A name that begins with a bare level word (省电力公司) holds only in the body's territory.
        """
        rows = _in_force(self.knowledge.bodies.named.get(text, []), context.day)
        if re.match("[省市县区州]|自治区", text):
            regions = self.knowledge.regions
            rows = [
                row for row in rows
                if row.territory and regions.is_within(context.territory or "", row.territory)
            ]  # fmt: skip
        if not rows:
            return None
        link = self._linked(rows, text, None, "body.listed", 0.98)
        return replace(link, prefixed=False)

    def _state(self, text: str, context: Context) -> Link | None:
        """A State organ: in a State document by any form, elsewhere by one only the State has."""
        rows = self.knowledge.bodies.state.get(text, [])
        if not rows:
            return None
        national = re.match(
            "国家|国务院|中国|中央|全国|最高|公安部|[^省市县区]{2,8}(?:部|总局|总署)$", text
        )
        if not (context.state or national):
            return None
        return self._linked(_in_force(rows, context.day), text, None, "body.state", 0.98)

    def _office(self, text: str, context: Context) -> Link | None:
        """An office of a State organ: 农业农村部办公厅, 财政部税政司."""
        found = _OFFICE.fullmatch(text)
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
        rows = self.knowledge.bodies.state.get(text, [])
        if not rows:
            return None
        return self._linked(_in_force(rows, context.day), text, None, "body.state", 0.8)

    def _prefixed(self, text: str, context: Context) -> Link | None:
        """Territory word or region, then a form: 省发展改革委, 浙江省发展改革委."""
        region = self.leading_region(text, context)
        options: list[tuple[int, str | None]] = [region] if region else []
        word = _LEVEL_WORD.match(text)
        if word:
            options.append((word.end(), self._level_territory(word[0], context)))
        for end, code in options:
            if code is None:
                continue
            link = self._at(text[end:], code, context, 0.98)
            if link:
                return link
        return None

    def _level_territory(self, word: str, context: Context) -> str | None:
        return self.knowledge.regions.by_level_word(word, context.territory)

    def _at(self, form: str, code: str, context: Context, confidence: float) -> Link | None:
        """A form in a territory: the territory's own exceptions first, then the general tables."""
        bodies, division = self.knowledge.bodies, self.knowledge.regions.get(code)
        level = level_of(division)
        rows = self._exceptions(form, code, level, context.day)
        rows = rows or bodies.of_form(form, level, context.day)
        if not rows and form.startswith(("人民政府", "政府")):
            rows = bodies.of_form(
                form.removeprefix("人民").removeprefix("政府"), level, context.day
            )
        if not rows:
            return None
        return self._linked(rows, form, code, "body.form", confidence)

    def _exceptions(self, form: str, code: str, level: str, day: str | None) -> list[Body]:
        """What a form stands for in a territory, or by the custom of the province it lies in.

        A row of a wider territory counts where it is a template for the level: Shanxi's cities
        all have a 行政审批服务管理局.
        """
        local = self.knowledge.bodies.local
        for division in self.knowledge.regions.chain(code):
            rows = local.get((division.code, form), [])
            if division.code != code:
                rows = [row for row in rows if "{t}" in row.name and level in row.levels]
            if rows:
                return _in_force(rows, day)
        return []

    def _linked(
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
        return _entity(self.knowledge, body, code)

    def _infix(self, text: str, context: Context, *, short: bool = False) -> Link | None:
        """A form with its territory inside: 人行杭州中心支行, 团省委, 浙江银保监局.

        ``short``: only where the territory is a short name. By it a centrally managed branch is
        told from the province's own office (河南金融监管局 from 河南省金融监管局).
        """
        found: list[tuple[bool, bool, Body, str]] = []
        for infix in self.knowledge.bodies.infixes(text):
            place = text[len(infix.head) : len(text) - len(infix.tail)]
            code = self.place(place, infix.place, context) if place else None
            if code is not None and not (
                short and place in (*LEVEL_WORDS, self.knowledge.regions.get(code).name)
            ):
                level = level_of(self.knowledge.regions.get(code))
                fits = level in infix.body.levels
                found.append((fits, infix.body.in_force(context.day), infix.body, code))
        if not found:
            return None
        best = max((fits, in_force) for fits, in_force, _, _ in found)
        rows = [(body, code) for fits, in_force, body, code in found if (fits, in_force) == best]
        return self._linked([rows[0][0]], text, rows[0][1], "body.infix", 0.97)

    def place(self, text: str, placeholder: str, context: Context) -> str | None:
        """Code of what fills a placeholder: a level word, or a region's name in full or short."""
        code = self._level_territory(text, context) if text in LEVEL_WORDS else None
        if code or placeholder == "{l}":
            return code
        region = self.leading_region(text + "。", context)
        return region[1] if region and region[0] == len(text) else None

    def _bare(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """A form without a territory: that of the item before, else the document's own."""
        code = inherited or context.territory
        if code is None:
            return None
        link = self._at(text, code, context, 0.95 if inherited else 0.85)
        return replace(link, prefixed=False, rule="body.elided") if link else None

    # -- what no table knows ------------------------------------------------------------------

    def _composed(self, text: str, context: Context, inherited: str | None) -> Link | None:
        """A body of a plain territory that no table lists: territory and written form."""
        region = self.leading_region(text, context)
        word = _LEVEL_WORD.match(text)
        code: str | None
        if region:
            end, code = region
        elif word:
            end, code = word.end(), self._level_territory(word[0], context)
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
            known = self._at(zone["zone"] + "管委会", code, context, 0.85)
            return known or self._zone_office(zone["zone"], code)
        if not ORGANISED.search(rest) or GENERIC.search(rest) or not re.match(f"[{HAN}]", rest):
            return None
        division = self.knowledge.regions.get(code)
        as_written = _NATIONAL.match(text) or (region and text[:end] != division.name and (
            text[:end] in division.shorts
        ))  # fmt: skip
        name = text if as_written else self.knowledge.regions.official(code) + rest
        entity = Entity(
            ids.agency(code, name if as_written else rest, listed=False), name,
            _kind_of_unlisted(rest), None, ids.region(code), level_of(division), listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.composed", 0.7 if end else 0.55, code, end > 0)

    def _zone_office(self, zone: str, code: str) -> Link:
        """The administration of a development zone: 定西 + 高新区管委会."""
        functional = zone + "管理委员会"
        regions = self.knowledge.regions
        entity = Entity(
            ids.agency(code, functional, listed=False), regions.official(code) + functional,
            "dispatched-office", None, ids.region(code), level_of(regions.get(code)), listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.zone-office", 0.7, code, True)

    def _township(self, text: str, code: str, context: Context) -> Link | None:
        """A body of a town or street, which the region table does not hold: 塘栖镇政府."""
        found = _TOWNSHIP.fullmatch(text)
        rows = (
            self.knowledge.bodies.of_form(found["form"], "township", context.day) if found else []
        )
        if found is None or not rows or "township" not in rows[0].levels:
            return None
        name = rows[0].name.replace("{t}", found["place"]).replace("{s}", found["place"])
        entity = Entity(
            ids.agency(code, name, listed=False), name, rows[0].kind, rows[0].line,
            ids.region(code), "township", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.township", 0.75, code, False)

    # -- collectives --------------------------------------------------------------------------

    def _collective(self, text: str, context: Context) -> Link | None:
        """A collective: 各设区市政府, 省直有关单位, 各地. One body, never expanded."""
        kind = self.knowledge.collectives.kind(text)
        if kind is None:
            return None
        code, name = self._collective_name(text, context)
        functional = name.removeprefix(self.knowledge.regions.official(code)) if code else name
        entity = Entity(
            ids.group(code or context.key, functional) if kind == "collective"
            else ids.place_role(code or context.key, functional),
            name, kind, None, ids.region(code) if code else None, None, True, text,
        )  # fmt: skip
        return Link(entity, (), f"body.{kind}", 0.95, code, False)

    def _collective_name(self, text: str, context: Context) -> tuple[str | None, str]:
        """Territory and full name: 各设区市政府 -> 浙江省各设区市人民政府."""
        written = re.sub(r"(?<!人民)政府", "人民政府", text)
        if _NATIONAL.match(text):
            return None, written
        word = _LEVEL_WORD.match(text)
        code = self._level_territory(word[0], context) if word else None
        if word and text[word.end() : word.end() + 1] in ("级", "直", "属"):
            word = None  # 市级 says of which level the bodies are, not where
        region = self.leading_region(text, context)
        regions = self.knowledge.regions
        if region:
            return region[1], regions.official(region[1]) + written[region[0] :]
        if word and code:
            return code, regions.official(code) + written[word.end() :]
        code = code or context.territory
        return code, regions.official(code) + written if code else written


def _in_force(rows: list[Body], day: str | None) -> list[Body]:
    return [row for row in rows if row.in_force(day)] or list(rows)


@lru_cache(maxsize=16384)
def _entity_id(functional: str, territory: str, party: bool) -> str:
    return ids.agency(territory, functional, listed=True, party=party)


def _entity(knowledge: Knowledge, body: Body, code: str | None) -> Entity:
    regions = knowledge.regions
    territory = code if code is not None else body.territory if body.territory != "cn" else None
    division = regions.get(territory) if territory and territory in regions else None
    official = regions.official(territory) if division and territory else ""
    province = list(regions.chain(territory))[-1].name if division and territory else ""
    name = knowledge.bodies.full_name(body, division, official, province)
    functional = body.functional if "{" in body.name else name.removeprefix(official) or name
    level = level_of(division) if division else ("state" if "state" in body.levels else None)
    if body.kind in ("enterprise", "public-institution") and "state" in body.levels:
        level = None
    return Entity(
        _entity_id(functional, territory or "cn", body.kind == "party-body"), name, body.kind,
        body.line, ids.region(territory) if territory else None, level,
    )  # fmt: skip


def _kind_of_unlisted(text: str) -> str:
    """Kind of a body no table lists, by the word it ends in."""
    if re.search(r"公司|集团|银行|国资.*中心|投$", text):
        return "enterprise"
    if re.search(r"领导小组|联席会议|指挥部|专班|委员会办公室|工作组", text):
        return "coordination-body"
    if re.search(r"学院|大学|学校|医院|研究院|中心|馆|站|台$", text):
        return "public-institution"
    return "department"
