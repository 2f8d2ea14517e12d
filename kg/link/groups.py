"""Collectives and place roles as entities: one body of its kind, never expanded."""

from __future__ import annotations

import re
from functools import lru_cache

from kg import ids
from kg.knowledge import Knowledge
from kg.link.members import Members
from kg.link.places import LEVEL_WORD, Places
from kg.link.types import Context, Link
from kg.link.unlisted import NATIONAL
from kg.types import Entity

#: 全省 and 我市 say the territory that stands in front of the full name
_WHOLE_TERRITORY = re.compile("^(?:全|我|本)(?P<level>自治[区州县旗]|[省市县区州旗盟])(?=.{2})")

_MOST_REMEMBERED = 100_000


#: 县（市、区，含达州高新区，下同）: what a bracket says beside the kinds of places
_GLOSS = re.compile("[，；](?:含|包括|以下|下同)[^（）]*(?=）)")


#: 辖区街道办事处 are those of the document's territory; the place of other roles is the case's
_OWN_AREA = re.compile("辖区(?:内)?(?:各|有关|相关)?(?:街道|乡镇|镇)")
#: 市府各部门, as Guangdong writes
_OFFICE_OF_GOVERNMENT = re.compile("^([省市县区州])府(?=[各有相直])")


def _in_full(text: str) -> str:
    text = _GLOSS.sub("", text) if "含" in text or "下同" in text else text
    text = re.sub("街道?办$", "街道办事处", text)
    text = _OFFICE_OF_GOVERNMENT.sub(r"\1人民政府", text)
    return re.sub(r"(?<!人民)政府", "人民政府", text)


#: 市发展改革委: a word for a level and one office; told at a glance, for most names are such
_ONE_BODY = re.compile(
    "[省市县区州盟旗](?![省市县区州盟旗镇乡及和直级属])[^各有相其全、（〔［〈及和与级直属]*[局厅委办部院]"
)


class Groups:
    """Names collectives in full and makes entities of them."""

    def __init__(self, knowledge: Knowledge, places: Places, members: Members) -> None:
        self._members = members
        self._regions = knowledge.regions
        self._places = places
        #: whether words name a collective does not depend on the document
        self._kind = lru_cache(_MOST_REMEMBERED)(knowledge.collectives.kind)

    def collective(self, text: str, context: Context) -> Link | None:
        """A collective: 各设区市政府, 省直有关单位, 各地. One body, never expanded."""
        if _ONE_BODY.fullmatch(text):
            return None
        kind = self._kind(text) or self._kind_after_region(text, context)
        if kind is None:
            return None
        code, name = self._collective_name(text, context)
        if kind == "place-role" and not _OWN_AREA.match(text):
            name = _in_full(text)  # the place is the case's, not the document's
        functional = name  # of a territory that bore another name then, in full
        if code:
            functional = name.removeprefix(self._regions.official(code))
        if kind == "collective":
            era = self._members.era(functional, code, context.day)
            key = ids.group(code or context.key, functional, era)
        else:
            key = ids.place_role(code or context.key, functional)
        territory = self._regions.key(code, context.day) if code else None
        entity = Entity(key, name, kind, None, territory, None, True, text)
        return Link(entity, (), f"body.{kind}", 0.95, code, False)

    def _kind_after_region(self, text: str, context: Context) -> str | None:
        """Kind of a collective with its territory spelt out: 浙江省各设区市人民政府."""
        region = self._places.leading(text, context)
        rest = text[region[0] :] if region else ""
        return self._kind(rest) if rest.startswith("各") else None

    def _collective_name(self, text: str, context: Context) -> tuple[str | None, str]:
        """Territory and full name: 各设区市政府 -> 浙江省各设区市人民政府."""
        whole = _WHOLE_TERRITORY.match(text)
        territory = context.territory
        if whole:  # 全省各级政府 in a document of a city are those of its province
            text = text[whole.end() :]
            territory = self._places.level(whole["level"], context) or territory
        written = _in_full(text)
        if NATIONAL.match(text):
            return None, written
        word = LEVEL_WORD.match(text)
        code = self._places.level(word[0], context) if word else None
        if word and text[word.end() : word.end() + 1] in ("级", "直", "属"):
            word = None  # 市级 says of which level the bodies are, not where
        region = self._places.leading(text, context)
        regions = self._regions
        if region:
            return region[1], regions.official(region[1], context.day) + written[region[0] :]
        if word and code:
            seat = "行政公署" if word[0] == "行署" else ""
            return code, regions.official(code, context.day) + seat + written[word.end() :]
        if context.zone and not (code or whole):
            return territory, context.zone + written
        code = code or territory
        return code, regions.official(code, context.day) + written if code else written
