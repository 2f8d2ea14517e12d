"""Bodies of a zone that issues documents of its own: 新区财政金融局 of 赣江新区.

A new area or development zone is no administrative division, but in a document of its own
administration 新区, 高新区 and 区 are the zone, and a body without a territory is the zone's.
"""

from __future__ import annotations

import re

from kg import ids
from kg.bodies import PLACEHOLDER
from kg.collectives import GENERIC, ORGANISED
from kg.knowledge import Knowledge
from kg.link.places import LEVEL_WORD, Places
from kg.link.tables import Tables, in_force
from kg.link.types import Context, Link
from kg.link.words import UnlistedWords
from kg.normalise import HAN
from kg.types import Entity

#: no zone, but in its own documents its departments are called by it or by nothing
CORPS = "新疆生产建设兵团"
#: what a zone is called in its own documents, by what its name in full ends in
_CALLED = {
    "兵团": ("兵团",),
    "高新技术产业开发区": ("高新区", "开发区", "区"),
    "经济技术开发区": ("经开区", "开发区", "区"),
    "新区": ("新区", "区"),
    "开发区": ("开发区", "区"),
    "示范区": ("示范区", "区"),
    "合作区": ("合作区", "区"),
    "试验区": ("试验区", "区"),
    "实验区": ("实验区", "区"),
    "度假区": ("度假区", "区"),
    "工业园区": ("工业园区", "园区"),
    "新片区": ("新片区", "片区"),
    "片区": ("片区",),
    "管理区": ("管理区", "区"),
    "集聚区": ("集聚区", "区"),
    "新城": ("新城",),
    "科学城": ("科学城",),
    "科技城": ("科技城",),
    "生态城": ("生态城",),
}
_IN_FULL = {"高新区": "高新技术产业开发区", "经开区": "经济技术开发区"}
#: 赣江新区直管区…办公室 and 常德高新区管委会, but neither 推进新区建设领导小组
#: nor 市自然资源局高新区分局
_NAMED = re.compile(
    rf"(?P<name>(?:(?![局厅委办部院会司所推建创支促关])[{HAN}]){{0,8}}?"
    r"(?:高新技术产业开发区|经济技术开发区|高新区|经开区|新区|开发区|示范区|合作区|试验区|实验区|度假区|"
    r"工业园区|管理区|集聚区|新城|科学城|科技城|生态城))(?=党工委|管委会|管理委员会|直管区|人民政府|办公室)"
)
#: 中国（上海）自由贸易试验区临港新片区: the place stands in brackets, or names the part
FREE_TRADE = re.compile(
    rf"(?P<name>中国（(?P<place>[{HAN}]{{2,4}})）自由贸易试验区(?:(?P<part>[{HAN}]{{2,8}}?)新?片区)?)"
)
#: a zone by what every city calls its own, and a body of it other than its administration
_BODY_OF_ZONE = re.compile(
    rf"(?P<zone>(?:经济技术|经济|高新技术产业)开发区|经开区|高新区)(?P<body>(?!管委|管理委|人民政府|政府)[{HAN}]{{3,}})"
)
_ADMINISTRATION = re.compile("管委会(?=办公室$|$)")
_ABOVE = re.compile(r"\{[cbp]\}")  # a zone is no county of a city
_ADMINISTERED = re.compile("(?:党工委|管委会|管理委员会|直管区|人民政府|办公室)")


def zone_in(words: str, places: Places) -> str:
    """The zone whose administration a signature or the head of a title names, or empty.

    >>> zone_in("赣江新区管理委员会办公室", places)
    '赣江新区'
    """
    trade = FREE_TRADE.match(words)
    if trade is not None:
        return trade["name"] if _ADMINISTERED.match(words, trade.end()) else ""
    if words.startswith(CORPS):
        return CORPS
    led = places.leading(words + "。", Context(None))
    found = _NAMED.match(words, led[0] if led else 0)
    if found is None or not _ADMINISTERED.match(words, found.end()):
        return ""
    place, name = words[: found.start()], found["name"]
    if not place and len(name) <= len("高新区"):
        return ""  # of which city, the words do not say
    for short, full in _IN_FULL.items():
        name = name.removesuffix(short) + full if name.endswith(short) else name
    return place + name


class Zones:
    """Composes the bodies of the zone that issued a document."""

    def __init__(self, knowledge: Knowledge, places: Places, tables: Tables) -> None:
        self._tables = tables
        self._bodies = knowledge.bodies
        self._regions = knowledge.regions
        self._places = places
        self._words = UnlistedWords(knowledge.unlisted)

    def body(self, text: str, context: Context, *, bare: bool) -> Link | None:
        """A body of the document's zone: called by the zone, or (``bare``) by no territory."""
        if not context.zone:
            return None
        rest = text if bare else self.own(text, context)
        if rest is None or (bare and self._words.is_national(text)):
            return None
        rows = in_force(self._bodies.of_form(rest, "county", context.day), context.day)
        plain = bool(rows) and not rows[0].is_party and "{c}" not in rows[0].name
        if plain and len({row.name for row in rows}) == 1:
            kind, line = rows[0].kind, rows[0].line
            name = PLACEHOLDER.sub(context.zone, _ABOVE.sub("", rows[0].name))
        elif len(rest) > 2 and ORGANISED.search(rest) and not GENERIC.search(rest):
            if self._words.is_none(rest):
                return None
            kind, line = self._words.kind(rest), None
            name = context.zone + _ADMINISTRATION.sub("管理委员会", rest)
        else:
            return None
        code = context.territory
        territory = self._regions.key(code, context.day) if code else None
        key = ids.agency(context.key, name, listed=False)
        entity = Entity(key, name, kind, line, territory, None, listed=False)
        return Link(entity, (), "body.of-zone", 0.6 if bare else 0.8, None, not bare)

    def near(self, text: str, context: Context) -> Link | None:
        """A body of a zone of the document's place: 经开区开发建设局 in 浏阳 is that zone's."""
        led = self._places.leading(text, context)
        word = LEVEL_WORD.match(text)
        code: str | None
        if led:
            end, code = led
        elif word:
            end, code = word.end(), self._places.level(word[0], context)
        else:
            end, code = 0, context.territory
        found = _BODY_OF_ZONE.fullmatch(text, end)
        if found is None or code is None or context.zone:
            return None
        office = self._tables.at(found["zone"] + "管委会", code, context, 0.85)
        zone = office and office.name and office.name.removesuffix("管理委员会")
        if not zone or not zone.endswith("开发区"):
            return None
        return self.body(found["body"], context._replace(zone=zone), bare=True)

    def own(self, text: str, context: Context) -> str | None:
        """What follows the document's own zone in a name: 财政局 of 新区财政局; None without it."""
        zone = context.zone
        for full, called in _CALLED.items():
            if zone.endswith(full):
                words = (zone, _shortened(zone), *called)
                break
        else:
            return None
        for word in words:
            if text.startswith(word) and len(text) > len(word) + 1:
                if word == "区" and self._places.level("区", context):
                    return None  # the district that the zone lies in
                return text[len(word) :]
        return None


def _shortened(zone: str) -> str:
    """常德高新区 of 常德高新技术产业开发区."""
    for short, full in _IN_FULL.items():
        zone = zone.removesuffix(full) + short if zone.endswith(full) else zone
    return zone
