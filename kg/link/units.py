"""Bodies named after a known one: ecology branches of counties, banks, the Corps of Xinjiang.

县生态环境分局 is a branch of the city's bureau and has 县 in its name in some provinces. 市人行 is
the People's Bank's there. 新疆生产建设兵团卫生健康委 is a department like a city's, of what is no
division. Other branches: :mod:`kg.link.offices`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import ids, wordtrie
from kg.bodies import PLACEHOLDER
from kg.knowledge import Knowledge
from kg.link.places import Places
from kg.link.tables import in_force
from kg.link.types import Context, Link
from kg.link.zones import CORPS
from kg.normalise import HAN
from kg.types import Entity

#: 县生态环境分局, 成安生态环境分局, 生态环境局成安县分局
_BRANCH = re.compile(
    rf"(?P<level>[市县区旗])?(?P<before>[{HAN}]{{2,8}})?(?P<office>生态环境|环保)(?:局)?"
    rf"(?P<place>[{HAN}]{{2,8}})?分局"
)
#: 交警雁塔大队, 市公安局交警支队一大队, 区交警大队: companies of a city's traffic police
_TRAFFIC = re.compile(
    rf"(?:市?公安局?|[市区])?交(?:通警察|警)(?:支队)?(?P<place>[{HAN}]{{1,4}})?大队"
)
_BY_NUMBER = re.compile("[一二三四五六七八九十]{1,3}|直属[一二三四五六七八九]?|高速(?:公路)?")
_OFFICES = {"生态环境": "生态环境局", "环保": "环境保护局"}
_XINJIANG = "650000"


class Units:
    """Names bodies by the body they belong to."""

    def __init__(self, knowledge: Knowledge, places: Places) -> None:
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions
        self._places = places
        words = knowledge.unlisted
        #: provinces whose counties' branches carry 县 in their name
        self._with_county = tuple(code[:2] for code in words.get("branches_with_county", ()))
        banks = wordtrie.pattern(words.get("banks", ()))
        self._bank = re.compile(f"(?P<level>地区|[市县区州盟旗])(?P<bank>{banks})")

    def branch(self, text: str, context: Context) -> Link | None:
        """A branch of its city's bureau in a county: of ecology or the traffic police."""
        return self._ecology(text, context) or self._traffic(text, context)

    def _traffic(self, text: str, context: Context) -> Link | None:
        """A company of a city's traffic police, which its districts have none of their own of."""
        found = _TRAFFIC.fullmatch(text) if text.endswith("大队") else None
        here = context.territory
        if found is None or here is None:
            return None
        regions, place = self._regions, found["place"]
        chain = list(regions.chain(here, context.day))
        city = next((row for row in chain if row.kind == "地级市"), None)
        if place and not _BY_NUMBER.fullmatch(place):
            district = self._places.whole(place, context)
        else:
            district = None if place else here
        if city is None or (district is None and not place):
            return None
        if district is not None:
            row = regions.get(district, context.day)
            if row.kind != "市辖区" or not regions.is_within(district, city.code, context.day):
                return None
            place = row.short
        elif not _BY_NUMBER.fullmatch(place):
            return None
        functional = f"公安局交通警察支队{place}大队"
        entity = Entity(
            ids.agency(city.code, functional, listed=False),
            regions.official(city.code, context.day) + functional, "dispatched-office", None,
            regions.key(city.code, context.day), "county" if district else "city", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.unit", 0.75, city.code, False)

    def _ecology(self, text: str, context: Context) -> Link | None:
        """A county's branch of its city's ecology bureau, where 县 is in its name."""
        found = _BRANCH.fullmatch(text)
        if found is None or context.territory is None:
            return None
        said = [word for word in found.group("level", "before", "place") if word]
        if len(said) > 1:
            return None
        place = found["before"] or found["place"]
        code = self._places.whole(place, context) if place else context.territory
        chain = list(self._regions.chain(code, context.day)) if code else []
        if len(chain) < 2 or chain[0].level != "county":
            return None
        city, office = chain[1].code, _OFFICES[found["office"]]
        if not city.startswith(self._with_county):
            return None  # the tables have them
        functional = office + (found["place"] or chain[0].name) + "分局"
        entity = Entity(
            ids.agency(city, functional, listed=False),
            self._regions.official(city, context.day) + functional, "dispatched-office",
            "ecology",
            self._regions.key(city, context.day), "county", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.unit", 0.85, city, False)

    def bank(self, text: str, context: Context, infix: Callable[[str], Link | None]) -> Link | None:
        """A bank's branch by the word for its territory: 市人行, 县农业银行.

        ``infix`` links a name with its territory inside.
        """
        found = self._bank.fullmatch(text)
        code = self._places.level(found["level"], context) if found else None
        if found is None or code is None:
            return None
        head = "支行" if self._regions.get(code, context.day).level == "county" else "分行"
        if head == "分行" and found["bank"].startswith("人") and (context.day or "") < "2023-08":
            head = "中心支行" if context.day else head
        return infix(found["bank"] + found["level"] + head)

    def is_in_xinjiang(self, context: Context) -> bool:
        """Whether a document is of Xinjiang, where 兵团 needs no more words."""
        code = context.territory
        return code is not None and self._regions.is_within(code, _XINJIANG, context.day)

    def corps(self, text: str, context: Context) -> Link | None:
        """A department of the Production and Construction Corps of Xinjiang.

        Nothing takes over its territory: 军事科学院 after 新疆生产建设兵团教育局 is not Xinjiang's.
        """
        rest = text.removeprefix(CORPS)
        if rest == text:
            rest = text.removeprefix("兵团")
            if rest == text or not self.is_in_xinjiang(context):
                return None
        if rest.startswith("党委") and len(rest) > len("党委"):
            name = f"中共{CORPS}委员会" + rest.removeprefix("党委")
            return self._of_corps(name, "party-body", None, context)
        rows = in_force(self._bodies.of_form(rest, "city", context.day), context.day)
        rows = [row for row in rows if rest in (row.functional, row.name)] or rows
        if len({row.name for row in rows}) != 1 or rows[0].kind != "department":
            return None
        name = CORPS + PLACEHOLDER.sub("", rows[0].name)
        return self._of_corps(name, "department", rows[0].line, context)

    def _of_corps(self, name: str, kind: str, line: str | None, context: Context) -> Link:
        entity = Entity(
            ids.agency(_XINJIANG, name, listed=False), name, kind, line,
            self._regions.key(_XINJIANG, context.day), "province", listed=False,
        )  # fmt: skip
        return Link(entity, (), "body.corps", 0.95, None, False)
