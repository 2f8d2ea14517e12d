"""Lists of industries, clusters and chains in running text, before anything is made of them.

The grammar is that of administrative Chinese; its words are in ``kg/data/industries.toml``::

    list    := verb+ item {、item} [等] [count] [qualifier+] head      培育A、B等4个世界级…集群
             | [count] [qualifier+] head (：|（|即|包括) item {、item}   六大主导产业：A、B
             | 以 item {、item} 为 主导|支柱… 的 … head                 以A、B为主导的产业体系
    head    := 产业集群 | 集群 | 产业链 | 产业 | 领域

An item is never cut at 与, 和 or 及 (现代纺织和服装 is one cluster), unless the list announces a
count that only the cut list meets. A list that is longer than what it announces is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.dates import number_or_none
from kg.extract.industry_names import CLOSE, JOINTS, OPEN, Item, Names, Settled
from kg.industries import IndustryWords

Kind = str
_HEAD = re.compile(
    "先进(?:制造业|产业)集群|制造业集群|产业集群|集群|产业链(?<!全产业链)|产业(?!链)|领域"
)
_STOPS = "，。；：！？\n"
#: no list of industries is longer
_LONGEST = 400
#: no qualifiers, no verbs and no single name are longer
_NEAR = 48
_WEAK = ("产业", "集群", "领域")
#: what follows a head is judged by this many characters
_LOOK_AHEAD = 12
_OTHERS = "高平初中对均同优上下特劣甲乙一二三四五"
_ETC = re.compile(rf"(?<![{_OTHERS}])等(?![级离候比额同])")
_LED = re.compile(
    r"等?为(?:主导|支柱|主体|主|重点|核心|龙头|引领|支撑|特色|代表)的?(?:产业)?(?P<own>[\u4e00-\u9fff]{0,14})$"
)
_LAST = re.compile("(?:[一二两三四五六七八九十]{1,3}|[0-9]{1,3})[大个条类项][\u4e00-\u9fff]{1,10}$")
_AFTER_HEAD = re.compile(
    r"(?:体系)?(?:，?(?:即|包括|涵盖|分别(?:是|为)|主要(?:是|为|包括))[：:]?|[：:]|（(?:即|包括|含)?)"
)
_OWN_HAN = re.compile(r"[\u4e00-\u9fff、“”]{0,16}")
_SOME = re.compile("^(?:一批|若干|多个|系列|一系列)")
#: 推动A、B等成长为支柱产业
_BECOMING = re.compile("^(?:成长|发展|培育|打造)(?:成|成为|为)")
_FIELDS = re.compile("(?:围绕|聚焦|布局|瞄准|谋划)$")
_TIGHT_STOPS = "，。；！？\n）"
#: 打造涵盖建材、家居、家电等多个领域的产业集群: the fields of one cluster
_FIELDS_OF = re.compile("领域|行业|环节|门类")
_QUOTED = re.compile("“(?P<list>[^“”]*、[^“”]*)”$")


class Listed(Struct, frozen=True):
    """A list: its items, what it is called without count (or empty), and its kind of head.

    ``counted`` tells whether an announced number agrees with the items (None: none announced).
    """

    items: tuple[Item, ...]
    name: str
    kind: Kind
    start: int
    end: int
    counted: bool | None
    of_fields: bool = False
    """The head is 领域: industries only where the section says so."""


class _Stretch(Struct, frozen=True):
    """The part of a clause that would be the list, and what stands between it and the head."""

    end: int
    own: str
    count: int | None
    etc: bool
    led: bool = False
    marked: bool = True
    """Something besides the head says that this is a list: 等, a number, a qualifier."""
    must_count: bool = False


def kind_of(head: str) -> Kind:
    """cluster, chain or industry, by the head of a list or a heading."""
    return "cluster" if "集群" in head else "chain" if "产业链" in head else "industry"


class ListReader:
    """Finds lists in a stretch of text."""

    def __init__(self, words: IndustryWords) -> None:
        self._words = words
        self._names = Names(words)

    def read(self, text: str, start: int, end: int) -> Iterator[Listed]:
        """Lists of ``text[start:end]`` in text order; none shares a character with another."""
        floor = start
        for head in _HEAD.finditer(text, start, end):
            if head.start() < floor:
                continue
            before = self._before(text, floor, head, end, goes_on=floor > start)
            found = before or self._behind(text, floor, head, end)
            if found:
                yield found
                floor = found.end

    # -- a list that stands before its head ----------------------------------------------------

    def _before(
        self, text: str, floor: int, head: re.Match[str], end: int, *, goes_on: bool
    ) -> Listed | None:
        """The list before a head; with ``goes_on`` there is one before it in the text."""
        low = head.start() - _LONGEST
        if text.find("、", max(floor, low), head.start()) < 0:
            if head.group() in _WEAK:
                return None  # one name before a weak head is no list
            low = head.start() - _NEAR
        begin = _clause_start(text, max(floor, low), head.start())
        body = text[begin : head.start()]
        rest = text[head.end() : min(end, head.end() + _LOOK_AHEAD)]
        for stretch in self._parted(body):
            words, first = body[: stretch.end], None
            if quoted := _QUOTED.search(words):
                words, first = words[:-1], quoted.start("list")
            elif goes_on and begin == floor and (joint := JOINTS.match(words)):
                first = joint.end()
            items = self._names.items(words, begin, first=first)
            settled = self._names.settled(items, stretch.count, open_=stretch.etc)
            if settled and self._fits(body, begin, stretch, settled, head, rest):
                return self._listed(stretch, settled, head, rest)
        return None

    def _fits(
        self,
        body: str,
        begin: int,
        stretch: _Stretch,
        settled: Settled,
        head: re.Match[str],
        rest: str,
    ) -> bool:
        """Whether what stands around the names makes them a list of industries."""
        items, counted = settled
        first = items[0].start - begin
        if not counted:
            if stretch.must_count or any(len(item.name) < 2 for item in items):
                return False
            if not (self._words.after.match(rest) or (stretch.led and rest.startswith("体系"))):
                return False
        if stretch.led and not body[:first].endswith("以"):
            return False
        if head.group() == "领域" and not _FIELDS.search(body, max(0, first - _NEAR), first):
            return False
        made = self._words.maker.search(body, max(0, first - _NEAR), first) is not None
        if len(items) == 1:
            named = self._words.no_industry.fullmatch(items[0].name) is None
            return made and named and self._stands_alone(stretch, head)
        if not (stretch.etc or stretch.led or counted):
            # 支柱产业、民生产业、幸福产业: each has its own head, and none is a name
            own_heads = any(item.name.endswith("产业") for item in items)
            if own_heads or JOINTS.search(items[-1].name):
                return False
        return stretch.marked or (made and (not rest or rest[0] in _TIGHT_STOPS))

    def _listed(
        self, stretch: _Stretch, settled: Settled, head: re.Match[str], rest: str
    ) -> Listed:
        items, counted = settled
        name = _named(stretch.own, head.group())
        if name and stretch.led and rest.startswith("体系"):
            name += "体系"
        kind = "industry" if stretch.led else kind_of(head.group())
        fields = head.group() == "领域"
        return Listed(items, name, kind, items[0].start, head.end(), counted, fields)

    def _parted(self, body: str) -> Iterator[_Stretch]:
        """Ways to part a clause into list, number and what the list is called, likeliest first."""
        if "以" in body and (led := _LED.search(body, max(0, len(body) - _NEAR))):
            yield _Stretch(led.start(), led["own"], None, etc=False, led=True)
            return
        etc = list(_ETC.finditer(body))
        if etc:
            own = _BECOMING.sub("", _SOME.sub("", body[etc[-1].end() :]))
            own, count, counted = self._without_count(own)
            whole = own.replace("的", "")
            own = own.rpartition("的")[2]
            if whole.startswith("为") or _FIELDS_OF.search(whole) or not _OWN_HAN.fullmatch(own):
                return
            if self._words.never.search(whole):
                return
            yield _Stretch(etc[-1].start(), own or counted, count, etc=True)
            return
        match = self._words.own.search(body, max(0, len(body) - _NEAR))
        if match is not None and not body[: match.start()].endswith(("、", "和", "与", "及")):
            count = number_or_none(match["count"]) if match["count"] else None
            own = match["qualifier"] or match[0]
            yield _Stretch(match.start(), own, count, etc=False, marked=bool(match[0]))
        if found := _LAST.search(body, max(0, len(body) - 16)):
            called = self._words.count.match(body, found.start())
            if called:
                count = number_or_none(called["count"])
                own = body[called.end() :]
                yield _Stretch(found.start(), own, count, etc=False, must_count=True)

    def _without_count(self, own: str) -> tuple[str, int | None, str]:
        """What a list is called, without its number; the number; the number as printed."""
        if found := self._words.count.match(own):
            return own[found.end() :], number_or_none(found["count"]), found.group()
        return own, None, ""

    def _stands_alone(self, stretch: _Stretch, head: re.Match[str]) -> bool:
        """Whether one name makes a list: X产业集群, X产业链; 产业 alone says too little."""
        if stretch.count is not None or stretch.etc or stretch.led:
            return False
        return head.group() not in _WEAK

    # -- a list that stands behind its head -----------------------------------------------------

    def _behind(self, text: str, floor: int, head: re.Match[str], end: int) -> Listed | None:
        opening = _AFTER_HEAD.match(text, head.end(), end)
        if opening is None or head.group() == "领域":
            return None
        begin = _clause_start(text, max(floor, head.start() - 40), head.start())
        called = self._words.own.search(text[begin : head.start()])
        if called is None or not (called["count"] or called["qualifier"]):
            return None
        stop = _list_end(text, opening.end(), min(end, opening.end() + _LONGEST), opening.group())
        words = text[opening.end() : stop]
        etc = _ETC.search(words)
        open_ = etc is not None
        if etc:
            words = words[: etc.start()]
        items = self._names.items(words, opening.end(), first=0)
        count = number_or_none(called["count"]) if called["count"] else None
        settled = self._names.settled(items, count, open_=open_) if len(items) > 1 else None
        if settled is None or (count and not settled[1]):
            return None
        name = _named(called["qualifier"], head.group())
        return Listed(
            settled[0], name, kind_of(head.group()), settled[0][0].start, stop, settled[1]
        )


def _clause_start(text: str, low: int, at: int) -> int:
    """Where the clause before ``at`` begins, not before ``low``: a bracket left open opens one."""
    begin = max(low, *(text.rfind(stop, low, at) + 1 for stop in _STOPS))
    if all(text.find(bracket, begin, at) < 0 for bracket in OPEN):
        return begin
    depth = 0
    for i in range(at - 1, begin - 1, -1):
        if text[i] in CLOSE:
            depth += 1
        elif text[i] in OPEN:
            depth -= 1
            if depth < 0:
                return i + 1
    return begin


def _list_end(text: str, start: int, end: int, opening: str) -> int:
    """End of a list behind its head: its closing bracket, or the end of the clause."""
    stops = "）)" if opening.startswith("（") else "。；\n，"
    found = [at for stop in stops if (at := text.find(stop, start, end)) >= 0]
    return min(found, default=start)


def _named(own: str, head: str) -> str:
    """What a list is called: 世界级先进制造业集群; nothing where it is 产业 and no more."""
    return own + head if own and head != "领域" else ""
