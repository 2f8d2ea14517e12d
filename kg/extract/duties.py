"""Duties told in prose: deeds of which a body is the subject, outside owner clauses.

省建设厅负责指导各地…, 各地要摸清…, 由行为发生地县级民政部门办理, 省新闻办会同省发展改革委制订…,
建立省发展改革委牵头…的工作推进机制. Bodies named side by side each have the duty. Not duties: steps
of a procedure (报省政府审批), what a body has done already, conditions (应当公开而未公开的，…).
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from kg.extract.actors import Actor, chains
from kg.extract.page import Findings, Page
from kg.facts import Duty, Named
from kg.types import Span

_TRIGGER = re.compile(
    "负责|[要应须]|会同|牵头|由|统筹|承担|职责|加强|做好|组织|指导|统一|履行|协调"
)
#: what may stand between a subject and the clause it opens
_OPENS = re.compile(
    r"(?:^|[。；：！，\n）〕\s]|\d[.．]|(?:^|[\n。])[一二三四五六七八九十\d]{1,3}、|(?:^|\n)[\d.．]+|(?<![自理缘经事])由|其中|具体|同时|各项|原则上|(?:^|[。；，\n])有关)$"
)
#: what they end in: most subjects stand behind another word
_MAY_OPEN = re.compile(r"[。；：！，）〕\s\d.．、由中体时项上关]")
_MAY_BE_UNKNOWN = frozenset("、和及\n")
_NOT_BY = re.compile("(?:不再|原)由$")
#: another subject of the same deed that nobody recognised: 供水单位和…
_UNKNOWN = re.compile(
    "(?:^|[。；：！，\\n）\\s])[^，。；：\\n由向对将把与为请、]{2,18}"
    "(?:部门|单位|机构|机关|政府|公司|企业|学校|高校)[、和及]$|(?:^|[。；，\\n\\s])[\\d.]*中央和$"
)
#: of the characters before a subject, how many these look at
_NEAR = 24
_AFTER_LIST = re.compile(
    "(?:（[^（）\\n]{1,40}）)?(?:等(?:\\d{1,2}个|有关|相关|各|[一二三四五六七八九十]+个?)*(?:部门|单位|地方|地)?)?"
    "(?:(?:、|和|及|与|以及)[^，。；：、\\n的由应要须将对向]{2,14}(?:部门|单位|机构|机关|企业|公司)){0,4}"
    "(?:及(?:其|所属|有关|相关|各)[^，。；：\\n]{0,8}?(?:部门|单位|机构|地区)|两级)?"
)
_MODAL = re.compile(
    "(?:应当|应该|必须|务必|要(?![求素点件闻约么是：，。])"
    "|(?<![供响反适相])应(?![用急付届税邀聘缴有诉]|纳税|收账|对(?:新冠|新型|突发|疫情|气候))|"
    "须(?!知)|需要?(?![求：，。]))"
)
_DEED = re.compile(
    "(?P<charge>(?:主要|具体|分别|共同|统一|全面|全权|统筹|牵头|按(?:照|职责)?[^，。；：\\n]{0,8}分工)?"
    "负责(?![人同任制的])|负有|(?:对[^，。；：\\n]{2,24}负(?:总|主体)?责(?!的))"
    "|承担|履行(?!了)|主管|是[^，。；：\\n]{2,24}(?:责任主体|第一责任人|牵头(?:部门|单位)|主管部门))"
    "|(?P<joint>会同|商(?=[^务业品标会场户]))"
    "|(?P<bare>牵头(?![单部的人])|统筹(?!的)|做好|加强|组织(?![的机部者法])|指导(?!的|意见|下)|协助|配合|"
    "协调(?!委|机|小|的|不)|统一(?!的)|依法(?![^，。；\n]{0,16}的)|履行|落实|切实|发挥(?=[^，。；]{1,10}作用)|督促|抓好)"
)
#: after 由 any verb tells a deed, but for these
_NO_DEED = re.compile(
    "(?:会同[^，。；：\n]{2,40}?)?(?:报(?!告)|提请|提出申请|审批|批准|审核|审定|审查|核准)|"
    "负责人|主要|分管|有关|相关|法定|同志|领导|局长|主任|[正副]|组成|构成|任|兼|呈|提出(?:意见|书面)|"
    "申请|初审|受理|核发|颁发|出具|印[发制]|签[发订署]|制[发定]的|转[发报]|发布的|认定的|授权|"
    "牵头组成|[^，。；\n]{1,20}组成|(?:法制|内设|所属|下属|派出|职能|经办|执法|专门|督查)(?:机构|部门|单位)|"
    "(?:依法)?(?:作出)?(?:责令|处以|给予[^，。；\n]{0,6}处[分罚]|予以处罚|没收|吊销|追究)|[等和及与、，。；：（）的或”》]|以[上下及]|[改变]为"
)
#: after 由: a condition (由市政府决策的，企业不得…), or a part of the body (由科技部|火炬中心向…)
_ANOTHER = re.compile(
    "[^，。；：\\n]{1,30}的，|[\u4e00-\u9fff]{2,8}(?:(?:中心|处|院|所)(?=[向按负对会组])|[协商学]会)"
)
#: a step of a procedure that others go on with
_STEPS = re.compile("[，、]报[^，。；\\n]{2,20}(?:同意|批准|审批|审核|审定|备案)后")
_INTERPRETS = re.compile(
    "(?:(?:会同|商)[^，。；\\n]{2,90})?(?:负责|进行)?(?:本[^，。；\\n]{2,6}的)?(?:具体)?解释"
)
_EMPTY = re.compile("(?:牵头|具体|共同)?(?:负责|承担|牵头|统筹)")
_PAST = re.compile("(?:已经?|曾|会同[^，。；\\n]{2,90}了|[^，。；：\\n]{1,4}了)")
_LONGEST = 2000
_END = re.compile("[。；！\\n]")
_CONDITION = re.compile(
    "[^，。；\\n]{0,60}?[的时]，(?=由|责令|予以|给予|依法|应|可|对|不|处)|[^，。；\\n]{1,60}的(?:；|$)"
    "|(?!是)[^，。；\\n]{1,80}的[^，。；\\n的]{2,12}，(?:要|应|须|可|不得)"
)
_TRAIL = re.compile("[，；、：][^，；、：]*$")
_MECHANISM = re.compile("(?:建立|完善|健全|构建|形成)(?:健全|完善)?(?:以|由)?")
_MECHANISM_END = re.compile("机制|制度|体系|格局")
_PLAYED = ("发挥", "发挥好", "用好")
_PART = re.compile(
    "的?[^，。；：\n]{0,12}作用，(?=(?:加强)?(?:统筹|协调|组织|指导|督促|牵头|负责))"
)
_LISTED = re.compile(
    "(?:(?:下列|以下)(?:主要)?(?:工作)?(?:职责|任务|工作|职能)|职责(?:包括|为|是|如下))：\n"
)
_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]([^\n]{4,400}?)[；。]?(?=\n|$)")
#: a confidence a kind of reading has, times that of the body's link
_SURE = {"responsible-for": 0.95, "shall": 0.9, "jointly": 0.9, "mechanism-lead": 0.9}


class _Deed(Struct, frozen=True):
    """A deed of some bodies: its words in clean offsets."""

    actors: tuple[Actor, ...]
    start: int
    end: int
    kind: str


def read(page: Page) -> Findings:
    """Duties of body and annexes, with mentions of the subjects that recognition left."""
    deeds: list[_Deed] = []
    for part in page.prose:
        if _TRIGGER.search(page.clean, part.start, part.end):
            deeds += _deeds(page, part)
    duties = [duty for deed in deeds for duty in _duties(page, deed)]
    actors = {(a.start, a.end): a for deed in deeds for a in deed.actors}
    mentions = tuple(
        page.mention(
            a.start, a.end, "collective" if a.link.entity.kind == "collective" else "agency",
            a.link.entity, rule=a.link.rule, confidence=a.link.confidence,
        )
        for a in actors.values()
        if a.new and a.link.entity
    )  # fmt: skip
    links = tuple(a.link for deed in deeds for a in deed.actors)
    return Findings({"duties": tuple(duties)}, mentions, (), links)


def _duties(page: Page, deed: _Deed) -> Iterator[Duty]:
    """One duty for each body; its evidence begins at the body's own name."""
    words = page.surface(deed.start, deed.end)
    for actor in deed.actors:
        entity = actor.link.entity
        named = Named(actor.text, actor.link.name or actor.full, entity.id if entity else None)
        kind = "place-role" if entity and entity.kind == "place-role" else deed.kind
        sure = _SURE.get(deed.kind, 0.8) * (actor.link.confidence or 0.6)
        begin = min(actor.start, deed.start)
        start, end = page.raw(begin, max(actor.end, deed.end))
        section = page.section_at(actor.start)
        yield Duty(section, named, words, kind, start, end, round(sure, 2))


def _deeds(page: Page, part: Span) -> list[_Deed]:
    """Deeds of a stretch in order; the words of one end where the next subject begins."""
    clauses = sorted((task.clause.start, task.clause.end) for task in page.tasks.tasks)
    groups = [g for g in chains(page, part) if not _inside(g[0].start, clauses)]
    found = [deed for group in groups if (deed := _deed(page.clean, part, group))]
    ends = [*(deed.actors[0].start for deed in found[1:]), part.end][: len(found)]
    cut = [_cut(page.clean, deed, limit) for deed, limit in zip(found, ends, strict=True)]
    items = chain.from_iterable(_items(page.clean, part, deed) for deed in cut)
    return sorted([*cut, *items], key=lambda deed: (deed.start, deed.end))


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a position is in one of some spans that are sorted and apart."""
    nearest = bisect_right(spans, (at, sys.maxsize)) - 1
    return nearest >= 0 and at < spans[nearest][1]


def _deed(clean: str, part: Span, group: tuple[Actor, ...]) -> _Deed | None:
    """What a group of bodies is to do, if the sentence says so."""
    start, end = group[0].start, group[-1].end
    before = clean[max(part.start, start - 44) : start]
    if mechanism := _mechanism(clean, part, group):
        return mechanism
    if role := _role(clean, part, group):
        return role
    if before and not _opens(before):
        return None
    stop = _stop(clean, end, part.end)
    by = before.endswith("由")
    if by and _NOT_BY.search(before):
        return None
    return _read(clean, group, _AFTER_LIST.match(clean, end, stop), stop, by=by)


def _opens(before: str) -> bool:
    """Whether a clause can begin after some words."""
    last, near = before[-1], max(0, len(before) - _NEAR)
    if last in _MAY_BE_UNKNOWN and _UNKNOWN.search(before, near):
        return True
    return _MAY_OPEN.match(last) is not None and _OPENS.search(before, near) is not None


def _read(
    clean: str, group: tuple[Actor, ...], tail: re.Match[str] | None, stop: int, *, by: bool
) -> _Deed | None:
    at = tail.end() if tail else group[-1].end
    if _PAST.match(clean, at, stop):
        return None
    manner = _verb(clean, at, stop)
    if manner is not None:
        start, kind = manner
    elif by and stop - at >= 2 and not _NO_DEED.match(clean, at, stop):
        start, kind = at, "shall"
    else:
        return None
    if by and (_NO_DEED.match(clean, start, stop) or _ANOTHER.match(clean, at, stop)):
        return None
    if kind != "shall" and _STEPS.search(clean, start, stop):
        return None
    if _CONDITION.match(clean, start, stop) or stop - start < (2 if by else 4):
        return None
    if _INTERPRETS.match(clean, start, stop):
        kind = "interprets"
    elif by and _EMPTY.fullmatch(clean, start, stop):  # 基础数据由公安机关负责：什么 stands before
        start = max(clean.rfind(mark, 0, group[0].start) for mark in "，。；：\n") + 1
    return _Deed(group, start, stop, kind)


def _verb(clean: str, at: int, stop: int) -> tuple[int, str] | None:
    """Where the deed begins after its subject and of which kind it is."""
    position = at
    for _ in range(4):
        modal = _MODAL.match(clean, position, stop)
        if modal:
            deed = _DEED.match(clean, modal.end(), stop)
            kind = "shall"
            if deed and deed["joint"]:
                kind = "jointly"
            elif deed and deed["charge"]:
                kind = "responsible-for"
            return modal.end(), kind
        deed = _DEED.match(clean, position, stop)
        if deed:
            kind = "jointly" if deed["joint"] else "responsible-for"
            return deed.start(), kind
        step = _STEP.match(clean, position, stop)
        if not step or step.end() == position:
            return None
        position = step.end()
    return None


#: what may stand between subject and verb, one at a time
_STEP = re.compile(
    "，?(?:(?:按照?|依照?|依据|根据|结合|作为|围绕|通过|在|自|于|接到|收到|为(?=了|加强|进一步|保障|落实|确保|推动|做好)|对|除|每|从|以)"
    "[^。；：\\n，]{1,60}?(?:，|(?=应当|必须|要(?![求点素])|(?<![供响反适相])应(?![急用对付届税邀聘有])|会同|负责))|依法|切实(?=[要应负])|及时|进一步|也|都|均|还|同时|"
    "共同|分别|原则上|各自|联合|立即|严格|认真|积极|定期|主动)|，(?=应当|要|应|必须|负责|会同)"
)


def _stop(clean: str, at: int, limit: int) -> int:
    """End of the sentence or of its part; no deed is told in more than ``_LONGEST`` characters."""
    limit = min(limit, at + _LONGEST)
    found = _END.search(clean, at, limit)
    return found.start() if found else limit


def _cut(clean: str, deed: _Deed, limit: int) -> _Deed:
    """The deed without what belongs to the next subject."""
    end = min(deed.end, max(limit, deed.start))
    if end < deed.end:
        end = deed.start + len(_TRAIL.sub("", clean[deed.start : end]))
    return _Deed(deed.actors, deed.start, max(end, deed.start), deed.kind)


def _mechanism(clean: str, part: Span, group: tuple[Actor, ...]) -> _Deed | None:
    """建立省发展改革委牵头、省级有关单位参与的工作推进机制: the whole of it, to its head."""
    end = group[-1].end
    if not clean.startswith("牵头", end) and not clean.startswith("为牵头", end):
        return None
    floor = max(part.start, group[0].start - 12)
    stop = _stop(clean, end, part.end)
    begins = [found.start() for found in _MECHANISM.finditer(clean, floor, group[0].start)]
    head = _MECHANISM_END.search(clean, end, stop)
    if not begins or head is None:
        return None
    return _Deed(group, begins[-1], head.end(), "mechanism-lead")


def _role(clean: str, part: Span, group: tuple[Actor, ...]) -> _Deed | None:
    """充分发挥X领导小组作用，统筹协调…: what it is there for is what it is to do."""
    if not clean.endswith(_PLAYED, part.start, group[0].start):
        return None
    stop = _stop(clean, group[-1].end, part.end)
    role = _PART.match(clean, group[-1].end, stop)
    return _Deed(group, role.end(), stop, "responsible-for") if role else None


def _items(clean: str, part: Span, deed: _Deed) -> Iterator[_Deed]:
    """Items of a list that a deed ends in: …履行下列职责：（一）…（二）…."""
    if not clean.startswith("：", deed.end - 1):
        return
    if not _LISTED.search(clean, deed.start, min(deed.end + 1, part.end)):
        return
    position = deed.end + 1
    while item := _ITEM.match(clean, position, part.end):
        yield _Deed(deed.actors, *item.span(1), "responsible-for")
        position = clean.find("\n", item.end())
        if position < 0:
            return
        position += 1
