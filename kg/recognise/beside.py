"""Names that are regions because their neighbours in a list are: 和平区、河东区、河西区.

A name that is an ordinary word (日照, 市中区, 郊区) is no region by itself. Beside a division that
lies in the same one as it does, it is: 潍坊、日照; 沈河区、和平区.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg import segment
from kg.regions import Division, Regions
from kg.types import Found

#: between two names of a list
_JOINS = tuple("、，,和及与")
_HEADS = ("：", ":")
#: what may stand before the first and after the last of short names
_OPENS = _JOINS + tuple("（(：:；;。【\n 在对向由从至到为含除指即")
_CLOSES = (*_JOINS, *"等（()）：:；;。】\n \t※0123456789两三四五六七八九十", "县（市", "县(市")
_LENGTHS = range(5, 1, -1)
#: names of before (郊区 of dozens of cities) are words by now
_REMEMBERED = "2010"
_FULL = tuple("省市县区旗盟州")
#: a region and the last name of its chain: 滨江区 of 杭州市滨江区
Named = tuple[Found, str]


class Beside:
    """Finds what the regions found bring with them."""

    def __init__(self, regions: Regions, ordinary: Iterable[str]) -> None:
        self._regions = regions
        counties = (row for row in regions.rows if row.level == "county")
        words = frozenset(ordinary)
        doubtful = {*words, *(short for row in counties for short in row.shorts)}
        self._near = {name: self._above(name) for name in doubtful}
        self._provinces = {name: self._of_county(name) for name in doubtful - words}

    def find(
        self, text: str, found: Sequence[Named], open_: Sequence[Named], covered: bytearray
    ) -> list[Found]:
        """More regions: what stands beside those found in a list, and lists of such.

        ``open_`` are short names of counties elsewhere, none by themselves: 成都市辖锦江、青羊.
        """
        more: list[Found] = []
        waiting = list(found)
        for first, second in pairwise(open_):
            if first[0].end + 1 == second[0].start and self._are_siblings(text, first, second):
                more += [each for each, _ in (first, second) if each not in more[-1:]]
                waiting += (first, second)
        for each, _ in waiting:
            covered[each.start : each.end] = b"\1" * (each.end - each.start)
        while waiting:
            region, name = waiting.pop()
            for start, end in self._around(text, region, name):
                if any(covered[start:end]):
                    continue
                covered[start:end] = b"\1" * (end - start)
                more.append(Found(start, end, "region"))
                waiting.append((more[-1], text[start:end]))
        return more

    def _are_siblings(self, text: str, first: Named, second: Named) -> bool:
        """Whether two names side by side in a list are both of one division's parts.

        河东、河西 are sides of a river anywhere.
        """
        if first[1][:-1] == second[1][:-1]:
            return False
        return text.startswith(_JOINS, first[0].end) and all(
            self._is_beside(text, (each.start, each.end), name)
            for each, name in ((first[0], second[1]), (second[0], first[1]))
        )

    def _around(self, text: str, region: Found, name: str) -> list[tuple[int, int]]:
        """The doubtful names right before and right after a region, over a mark of a list."""
        spans: list[tuple[int, int]] = []
        if text.startswith(_JOINS + _HEADS, region.end):
            start = region.end + 1
            spans += ((start, start + length) for length in _LENGTHS)
        if region.start > 1 and text.startswith(_JOINS, region.start - 1):
            end = region.start - 1
            spans += ((end - length, end) for length in _LENGTHS if end >= length)
        return [span for span in spans if self._is_beside(text, span, name)]

    def _is_beside(self, text: str, span: tuple[int, int], name: str) -> bool:
        start, end = span
        words = text[start:end]
        near = self._near.get(words)
        if not near:
            return False
        if start and text.startswith(_HEADS, start - 1):  # 郑州市：中原区
            told = not near.isdisjoint(row.code for row in self._regions.named(name))
        else:
            provinces = self._provinces.get(words, frozenset())
            told = bool(near & self._above(name) or provinces & self._of_county(name))
        if not told:
            return False
        if start and not text.startswith(_OPENS, start - 1) and not segment.is_edge(text, *span):
            return False
        return (
            end >= len(text)
            or text.startswith(_CLOSES, end)
            or (text[end - 1] in _FULL and segment.is_edge(text, end))
        )

    def _above(self, name: str) -> frozenset[str]:
        """The divisions that those of a name lie right in; they alone tell a word."""
        return frozenset(row.parent for row in self._named(name) if row.level != "province")

    def _of_county(self, name: str) -> frozenset[str]:
        """The provinces that counties of a name lie in."""
        rows = self._named(name)
        return frozenset(f"{row.code[:2]}0000" for row in rows if row.level == "county")

    def _named(self, name: str) -> list[Division]:
        """The divisions of a name that there are, or were not long ago."""
        rows = self._regions.named(name)
        return [row for row in rows if not row.valid_to or row.valid_to >= _REMEMBERED]
