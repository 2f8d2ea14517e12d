"""Where the name of a facility or zone begins and ends: an anchor, a head, no verb between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg import segment
from kg.extract.anchors import BRACKET, HAN, Anchors, covered
from kg.extract.facility_parts import Spot, longest
from kg.knowledge import Knowledge

_HARD = re.compile('[。；：，！？\\n《》“”"、〔〕]|\u2014\u2014')
_LIST_HARD = re.compile("[。；：，！？\\n《》“”〔〕（）\u2014]")
_TITLE = re.compile("《[^《》\\n]{1,150}》")
_AND_SO_ON = re.compile(f"等([{HAN}]{{0,8}})$")
_NO_TAIL = re.compile("[\\d一二三四五六七八九十两多各]|地|市|省|区|县|城|国家级|重点|国家和|设区")
_COUNTED = re.compile("[个家座条批处所种类级]$")
_ROUTE = re.compile(f"至([{HAN}]{{2,8}}?)段?((?:[一二三]级|高速|快速)?(?:公路|高速公路|铁路|高铁))")
_ROUTE_FROM = re.compile(f"[{HAN}]{{2,8}}$")
_JOINTS = "、和与及"
#: kinds whose head a list can share: 郑州、商丘国家骨干冷链物流基地
_SHARING = frozenset(
    ("zone", "corridor", "belt", "base", "airport", "railway", "centre", "park", "museum", "port",
     "reservoir", "station")
)  # fmt: skip
#: 郑州、开封4个…示范区: what is counted has no name
_COUNT = re.compile("[\\d一二三四五六七八九十两]+[个大条座处家]")
#: 之江实验室; 隋唐大运河国家文化公园, 仰韶村国家考古遗址公园
_SHORT = re.compile(f"[{HAN}]{{2,5}}")
_NATIONAL_PARK = re.compile(f"[{HAN}]{{2,8}}国家(?:考古)?")
#: what a centre that is an office is there for: 省住房资金管理中心 is a body
_OFFICES = ("管理", "事业发展", "监管", "监督", "执法", "管理服务", "许可服务", "经办", "城市副")
_TRAFFIC = re.compile("(?:公路|水路|铁路|航空|运输|物流|应急|快速)+")
_REACH = 36


class FacilityFinder:
    """Finds names in one document; ``province`` is the code of the province it is from."""

    def __init__(self, text: str, knowledge: Knowledge, province: str | None) -> None:
        self._text = text
        self._words = knowledge.facilities
        self._anchors = Anchors(text, knowledge, province)

    def find(self, start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[Spot]:
        """Names in a stretch outside bodies (``taken``, in order) and titles, the longest ones."""
        text, words = self._text, self._words
        titles = [match.span() for match in _TITLE.finditer(text, start, end)]
        spots: list[Spot] = []
        for head in words.head.finditer(text, start, end):
            kind = words.kinds[head[0]]
            if covered(titles, head.start()):
                continue
            if head[0] == "港" and text[head.start() - 1 : head.start()] in tuple("空香海离"):
                continue
            if kind != "laboratory" and covered(taken, head.end() - 1):
                continue
            if words.after.get(kind, words.never).match(text, head.end()):
                continue
            spots += self._at_head(start, head, kind, spots)
        if "至" in text:
            spots += [s for s in self._routes(start, end) if not covered(titles, s.start)]
        return list(longest(spots))

    def _at_head(
        self, floor: int, head: re.Match[str], kind: str, before: Sequence[Spot]
    ) -> Iterator[Spot]:
        text, words = self._text, self._words
        so_on = _AND_SO_ON.search(text, max(floor, head.start() - 10), head.start())
        if so_on:
            yield from self._list(floor, so_on, head, kind)
            return
        low = self._low(max(floor, head.start() - _REACH), head.start())
        found = self._start(low, head, kind, before)
        if found is None:
            if kind in words.proper or kind == "park":
                yield from self._proper(low, head, kind)
            return
        start, chain, end = found
        if _COUNTED.search(text[max(low, start - 1) : start]):
            return
        anchor = text[start:chain]
        yield Spot(start, end, text[start:end], kind, anchor, "facility-anchored", 0.9)
        if kind in _SHARING and (head.start() - chain >= 2 or kind in ("airport", "railway")):
            yield from self._sharing(floor, start, text[chain:end], kind)

    def _low(self, low: int, end: int) -> int:
        """Where a name that ends in a head could begin at the earliest."""
        text = self._text
        for match in _HARD.finditer(text, low, end):
            low = match.end()
        if "（" not in text[low:end] and "）" not in text[low:end]:
            return low
        allowed = [m.span() for m in BRACKET.finditer(text, low, end) if self._anchors.named(m[1])]
        for match in re.finditer("[（）]", text[low:end]):
            at = low + match.start()
            if not any(a <= at < b for a, b in allowed):
                low = at + 1
                return self._low(low, end)
        return low

    def _start(
        self, low: int, head: re.Match[str], kind: str, before: Sequence[Spot]
    ) -> tuple[int, int, int] | None:
        """Start of the name, end of its anchor, end of the name; None where it has no anchor."""
        text = self._text
        for spot in reversed(before[-3:]):  # 之江实验室|智能计算中心
            inside = spot.kind == "laboratory" and low <= spot.start and spot.end <= head.start()
            if inside and self._joins(spot.end, head, kind, named=True):
                return spot.start, spot.end, head.end()
        brackets = []
        if "（" in text[low : head.start()]:
            brackets = [match.span() for match in BRACKET.finditer(text, low, head.start())]
        for at in range(low, head.start()):
            first = self._anchors.anchor(at, head.start())
            if not first or (at > low and not segment.may_begin(text, at)):
                continue
            if any(a < at < b for a, b in brackets):
                continue
            if (
                kind not in self._words.zones
                and kind != "road"
                and self._anchors.side(at, head.start())
            ):
                continue
            if self._anchors.region(at, head.start()) and self._anchors.is_nickname(first):
                continue  # 洛阳|中原城市群
            start = self._national(low, at)
            chain = self._anchors.chain(first, head.start())
            if kind == "port" and head.end() in (
                self._anchors.region(at, head.end()), self._anchors.region(chain, head.end())
            ):  # fmt: skip
                return None  # 连云港 is a city, 日照市|东港区 a district
            if self._anchors.is_division((at, chain), head.end()):
                return None
            ends = (chain, first) if self._anchors.side(at, head.start()) == first else (chain,)
            for chain in ends:
                if self._joins(chain, head, kind, named=start < at):
                    return start, chain, head.end()
        return self._bracketed(low, head)

    def _joins(self, chain: int, head: re.Match[str], kind: str, *, named: bool) -> bool:
        """Whether the words between anchor and head make a name of the two."""
        words = self._words
        middle = self._text[chain : head.start()]
        if not middle:
            return named or head[0] in words.alone
        if (
            words.breaks.search(middle)
            or len(middle) > 22
            or middle[0] in _JOINTS
            or middle[-1] in _JOINTS
            or "、" in middle
        ):
            return False
        if (
            (head[0] in middle and kind in ("road", "railway"))
            or _COUNT.search(middle)
            or self._is_another(chain, middle, head)
        ):
            return False
        if kind == "corridor" and _TRAFFIC.fullmatch(middle):  # 进出武汉市|公路|通道
            return False
        if kind == "centre" and middle.endswith(_OFFICES):
            return False
        if "\u2014" in middle and kind not in words.zones:
            return False
        if kind in words.zones or kind in ("park", "port") or head[0].endswith("学校"):
            return not re.match("国家级|省级|市级|级|内|外|沿线|沿河|[路街村镇乡]|社区", middle)
        return not words.generic.fullmatch(middle)

    def _is_another(self, chain: int, middle: str, head: re.Match[str]) -> bool:
        """Whether after 和 another name begins."""
        stop = head.start()
        joint = re.search("[和与及]", middle)
        if joint is None:
            return False
        if self._words.head.search(middle, 0, joint.start()):
            return True
        return any(self._anchors.anchor(at, stop) for at in range(chain + joint.end(), stop - 1))

    def _national(self, low: int, at: int) -> int:
        """Start of 国家 or 中国 before an anchor with no verb between, else the anchor."""
        text = self._text
        before = max(text.rfind("国家", low, at), text.rfind("中国", low, at))
        if before < 0 or self._words.breaks.search(text, before, at) or "和" in text[before:at]:
            return at
        return before

    def _bracketed(self, low: int, head: re.Match[str]) -> tuple[int, int, int] | None:
        """乌镇之光（桐乡）超级计算中心, 国家紧急医学救援基地（贵州）: the place is in brackets."""
        text = self._text
        for bracket in BRACKET.finditer(text, low, head.start()):
            start = self._after_break(low, bracket.start())
            national = text.rfind("国家", start, bracket.start())
            start = national if national >= 0 else start
            named = national >= 0 or 2 <= bracket.start() - start <= 8
            if (
                named
                and self._anchors.named(bracket[1])
                and self._joins(bracket.end(), head, "", named=True)
            ):
                return start, bracket.end(), head.end()
        behind = BRACKET.match(text, head.end())
        start = text.rfind("国家", low, head.start())
        if not behind or start < 0 or not self._anchors.named(behind[1]):
            return None
        broken = self._words.breaks.search(text, start, head.start())
        return None if broken else (start, start + 2, behind.end())

    def _after_break(self, low: int, end: int) -> int:
        for match in self._words.breaks.finditer(self._text, low, end):
            low = match.end()
        return low

    def _proper(self, low: int, head: re.Match[str], kind: str) -> Iterator[Spot]:
        """之江实验室, 袁湾水库: a name that is no region, from the verb before it on."""
        text = self._text
        start = self._after_break(low, head.start())
        joint = max(text.rfind(mark, start, head.start()) for mark in "和与及")
        start = joint + 1 if joint >= 0 else start
        name = text[start : head.start()]
        form = _NATIONAL_PARK if kind == "park" and head[0] != "国家公园" else _SHORT
        if not form.fullmatch(name) or self._words.generic.fullmatch(name):
            return
        rest = self._words.generic.sub(lambda m: m[0] if len(m[0]) == 1 else "", name)
        if len(rest) < 2:  # 由国家|实验室, but 故县水库
            return
        yield Spot(start, head.end(), name + head[0], kind, "", "facility-proper", 0.8)

    def _sharing(self, floor: int, start: int, tail: str, kind: str) -> Iterator[Spot]:
        """杭州 in 杭州、宁波温州国家自主创新示范区: regions listed before a name share its rest.

        李沧区、城阳区、青岛西海岸新区 are three names: most zones are named with the place alone.
        """
        if kind == "zone" and not tail.startswith(("国家", "自贸", "自由贸易")):
            return
        text = self._text
        while start - floor > 2 and text[start - 1] in _JOINTS:
            end = start - 1
            starts = [
                at for at in range(max(floor, end - 9), end - 1) if self._anchors.anchor(at, end)
            ]
            start = next((at for at in starts if self._is_all_anchor(at, end)), -1)
            if start < 0 or not segment.may_begin(text, start):
                return
            name = text[start:end]
            if self._words.head.search(name):  # 双城经济圈、长江中游城市群
                return
            yield Spot(start, end, name + tail, kind, name, "facility-shared-head", 0.8)

    def _is_all_anchor(self, at: int, end: int) -> bool:
        first = self._anchors.anchor(at, end)
        return first is not None and self._anchors.chain(first, end) == end

    def _list(
        self, floor: int, so_on: re.Match[str], head: re.Match[str], kind: str
    ) -> Iterator[Spot]:
        """宁波甬江、G60浙江段、温州环大罗山、浙中、绍兴等科创走廊: five that share a head."""
        text = self._text
        if kind not in _SHARING or kind in ("centre", "museum") or _NO_TAIL.match(so_on[1]):
            return
        low = max(floor, so_on.start() - 60)
        for match in _LIST_HARD.finditer(text, low, so_on.start()):
            low = match.end()
        low = self._after_break(low, text.find("、", low, so_on.start()))
        at, tail = low, so_on[1] + head[0]
        items = re.split("([、和])", text[low : so_on.start()])
        if len(items) < 3 or not all(self._is_item(item) for item in items[::2]):
            return
        for item in items:
            if item not in _JOINTS:
                yield Spot(at, at + len(item), item + tail, kind, item, "facility-shared-head", 0.8)
            at += len(item)

    def _is_item(self, item: str) -> bool:
        anchored = self._words.anchors.get(item[:2], ()) or self._words.anchor_pattern.match(item)
        return bool(anchored) and len(item) <= 12 and not self._words.breaks.search(item)

    def _routes(self, start: int, end: int) -> Iterator[Spot]:
        """路桥至院桥公路, 平顶山经漯河至周口高铁."""
        text = self._text
        for route in _ROUTE.finditer(text, start, end):
            before = _ROUTE_FROM.search(text, max(start, route.start() - 8), route.start())
            if before is None:
                continue
            begin = self._after_break(before.start(), route.start())
            ends = (text[begin : route.start()].partition("经")[0], route[1])
            if all(2 <= len(name) <= 3 or self._anchors.named(name) for name in ends):
                kind = "railway" if "铁" in route[2] else "road"
                name = text[begin : route.end()]
                yield Spot(begin, route.end(), name, kind, ends[0], "facility-route", 0.85)
