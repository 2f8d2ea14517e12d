"""Territories in names: regions a name begins with, level words, what fills a placeholder."""

from __future__ import annotations

import re

from kg.knowledge import Knowledge
from kg.link.types import Context
from kg.regions import LEVEL_WORDS

#: 市 of 市场监管分局, 市容中心 or 市政工程处 is no level
LEVEL_WORD = re.compile(
    "自治[区州县旗]|地区|行署|市(?![场容]|政(?:工程|公用|园林|管理|设施|道路)|民(?:中心|服务))"
    "|区(?!域)|[省州盟县旗]|地(?=[委直级])"
)
#: what makes another name of a place's short name (华蓥山, 青海湖)
_LANDSCAPE = tuple("山湖河江海湾岛峰洞峡溪")
#: what a division has and no new town
_OWN_ORGAN = ("政府", "人民政府", "委", "人大", "政协", "人民法院", "人民检察院")
_MOST_REMEMBERED = 100_000


class Places:
    """Finds the territory a name is of."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.regions = knowledge.regions
        self._ordinary = knowledge.ordinary
        self._lengths: dict[str, list[int]] = {}  # of names, by their first two characters
        for name in sorted(set(knowledge.regions.names()), key=len, reverse=True):
            lengths = self._lengths.setdefault(name[:2], [])
            if len(name) not in lengths:
                lengths.append(len(name))
        self._names = frozenset(knowledge.regions.names())
        self._led: dict[tuple[str, str | None, str | None], tuple[int, str] | None] = {}

    def level(self, word: str, context: Context) -> str | None:
        """Code of the region that 省, 市, 县 … means in the document."""
        return self.regions.by_level_word(word, context.territory, context.day)

    def leading(self, text: str, context: Context) -> tuple[int, str] | None:
        """Longest chain of regions a text begins with: characters taken and code of the last.

        浙江省杭州市滨江区财政局 -> (9, 330108). Something must follow the region.
        """
        key = (text, context.territory, context.day)
        if key not in self._led:  # each reading of a name asks again
            if len(self._led) >= _MOST_REMEMBERED:
                self._led.clear()
            self._led[key] = self._chain(text, context)
        return self._led[key]

    def _chain(self, text: str, context: Context) -> tuple[int, str] | None:
        at, found = 0, context.territory
        while step := self._region_at(text, at, found, context.day):
            at, found = step
        return (at, found) if at and found and at < len(text) else None

    def whole(self, text: str, context: Context) -> str | None:
        """Code of the region that a text names as a whole, or None."""
        led = self.leading(text + "。", context)
        return led[1] if led and led[0] == len(text) else None

    def filling(self, text: str, placeholder: str, context: Context) -> str | None:
        """Code of what fills a placeholder: a level word, or a region's name in full or short."""
        code = self.level(text, context) if text in LEVEL_WORDS else None
        if code or placeholder == "{l}":
            return code
        return self.whole(text, context) or self._ordinary_place(text, context)

    def _ordinary_place(self, text: str, context: Context) -> str | None:
        """A place near the document's whose name is a word: 监利 in 人行监利支行, not elsewhere."""
        here = context.territory
        if here is None or text not in self._ordinary or text not in self._names:
            return None
        codes = self.regions.resolve(text, here, context.day)
        around = list(self.regions.chain(here, context.day))[-2:][0].code
        near = len(codes) == 1 and self.regions.is_within(codes[0], around, context.day)
        return codes[0] if near else None

    def ambiguous(self, text: str, context: Context) -> tuple[int, list[str]] | None:
        """Length and codes of a name that begins a text and that several regions bear."""
        for length in self._lengths.get(text[:2], ()):
            name = text[:length]
            if length >= len(text) or name not in self._names:
                continue
            codes = self.regions.resolve(name, context.territory, context.day)
            if codes:
                several = len(codes) > 1 and not self._is_other_name(name, text[length])
                return (length, codes) if several else None
        return None

    def _region_at(
        self, text: str, at: int, context: str | None, day: str | None
    ) -> tuple[int, str] | None:
        for length in self._lengths.get(text[at : at + 2], ()):
            name = text[at : at + length]
            if name not in self._names:
                continue
            rest = text[length:]  # 青海海东市 is no 青海海
            other = at == 0 and self._is_other_name(name, rest[:1])
            other = other and not self._is_of_here(name, rest, context, day)
            if other and not self._begins_with_name(rest):
                continue
            codes = self.regions.resolve(name, context, day)
            if len(codes) > 1:
                return None  # 朝阳区 is not 朝阳 and 区
            inside = at == 0 or context is None
            if len(codes) == 1 and (inside or self.regions.is_within(codes[0], context or "", day)):
                return at + length, codes[0]
        return None

    def _is_of_here(self, name: str, rest: str, context: str | None, day: str | None) -> bool:
        """Whether a word is here the full name of a division: 新城区政府 in 西安."""
        if context is None or not rest.startswith(_OWN_ORGAN):
            return False
        rows = self.regions.named(name)
        if not any(row.name == name for row in rows):
            return False
        codes = self.regions.resolve(name, context, day)
        return len(codes) == 1 and self.regions.is_within(codes[0], context, day)

    def _begins_with_name(self, text: str) -> bool:
        """Whether a text begins with a division's name with its kind: 海东市, 海西州."""
        lengths = self._lengths.get(text[:2], ())
        return any(length > 2 and text[:length] in self._names for length in lengths)

    def _is_other_name(self, name: str, after: str) -> bool:
        """Whether a short name begins another: 公安 in 公安部, 华蓥 in 华蓥山景区."""
        if name in self._ordinary:
            return True
        rows = self.regions.named(name)
        return bool(rows) and after in _LANDSCAPE and all(row.name != name for row in rows)
