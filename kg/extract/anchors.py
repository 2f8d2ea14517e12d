"""Anchors of names: regions, letters of regions, words for parts of a country (浙中, 环湾区)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kg.knowledge import Knowledge

HAN = "\u4e00-\u9fff"
BRACKET = re.compile(f"（([{HAN}]{{2,6}})）")


class Anchors:
    """Anchors in one document; ``province`` is the code of the province it is from."""

    def __init__(self, text: str, knowledge: Knowledge, province: str | None) -> None:
        self._text = text
        self._words = knowledge.facilities
        self._regions = knowledge.regions
        self._groups = knowledge.groups
        self._province = province
        self._nicknames = tuple(sorted(self._words.nicknames))

    def anchor(self, at: int, end: int) -> int | None:
        """End of the anchor that begins at a position and ends by ``end``."""
        text = self._text
        if text.startswith(("中国", "国家"), at):
            bracket = BRACKET.match(text, at + 2, end)
            if bracket and self.named(bracket[1]):
                return bracket.end()
            if text[at] == "中" and (inner := self.anchor(at + 2, end)):
                return inner
        for name in self._words.anchors.get(text[at : at + 2], ()):
            if text.startswith(name, at) and at + len(name) <= end and self._may_anchor(name):
                return at + len(name)
        return self.side(at, end) or self._letters(at, end)

    def side(self, at: int, end: int) -> int | None:
        """环湾区, 沿江, G60."""
        found = self._words.anchor_pattern.match(self._text, at, end)
        return found.end() if found else None

    def _letters(self, at: int, end: int) -> int | None:
        """豫鲁, 晋陕豫: provinces by their letters; those that are words as well hold in threes."""
        letter = self._text[at] in self._groups.provinces
        found = self._groups.run.match(self._text, at, end) if letter else None
        plain = set(found[0]) - self._groups.ambiguous if found else ()
        return found.end() if found and len(plain) > 1 else None

    def chain(self, at: int, end: int) -> int:
        """End of the anchors that touch from a position on (宁波温州, 浙江省杭州市)."""
        while at < end and (following := self.region(at, end)):
            at = following
        return at

    def region(self, at: int, end: int) -> int | None:
        """End of a region's name that begins at a position."""
        for name in self._words.anchors.get(self._text[at : at + 2], ()):
            if self._text.startswith(name, at) and at + len(name) <= end:
                known = self._regions.named(name) and self._may_anchor(name)
                known = known and name not in self._words.nicknames
                return at + len(name) if known else None
        return None

    def named(self, name: str) -> bool:
        """Whether words begin with an anchor."""
        names = self._words.anchors.get(name[:2], ())
        return any(name.startswith(each) for each in names)

    def _may_anchor(self, name: str) -> bool:
        """The short name of a county holds in its own province: elsewhere it is often a word."""
        rows = self._regions.named(name)
        if not rows or any(row.name == name or row.level != "county" for row in rows):
            return True
        return self._province is not None and any(
            self._regions.is_within(row.code, self._province) for row in rows
        )

    def is_nickname(self, at: int) -> bool:
        """Whether a word for a part of a country begins at a position (中原 in 洛阳|中原城市群)."""
        return self._text.startswith(self._nicknames, at)

    def is_division(self, starts: tuple[int, ...], end: int) -> bool:
        """Whether what ends a name is a region of the table: 滨海新区, 沈阳市沈北新区."""
        names = (self._text[at:end] for at in starts)
        return any(len(name) > 3 and self._regions.named(name) for name in names)


def covered(spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether a position is in one of some spans, which are in order."""
    at = bisect_right(spans, (position, 1 << 60)) - 1
    return at >= 0 and position < spans[at][1]
