"""Who issues a document: the bodies that its title, its signature or its number name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from kg.extract.context import title_head
from kg.items import Item, is_known
from kg.link import Context, Link, Linker
from kg.lists import parse
from kg.normalise import HAN
from kg.split import ORDER_NOTE, Parts
from kg.split.elements import NUMBER, ORGAN_END, SEAL
from kg.types import Span

_ORDER_ABOVE = re.compile(
    rf"(?:^|\n)\s*(?P<issuer>(?![{HAN}]*(?:关于|的))[{HAN}]{{2,30}})(?P<kind>令|公告)[\s（(]*$"
)
_ORDER_LINE = re.compile(
    rf"[（(]?(?P<issuer>(?![{HAN}]*(?:关于|的))[{HAN} 、]{{3,60}})"
    r"(?P<kind>令|公告|通告)\s*[（(\d第]"
)
_SEAL = re.compile(rf"{SEAL}\s*$")
#: a name by its form alone: 矿业权管理司, 国务院…联防联控机制; no sentence
_NAME = re.compile(
    rf"(?!.*(?:请|执行|贯彻|落实|印发|通知|报告|特此|关于|我|你|的))[{HAN}]{{4,40}}"
    r"(?:政府|厅|室|局|部|委|委员会|署|办|院|中心|司|机制|指挥部|领导小组|管委会|公司|协会|大会|会议)"
)
#: where a name can end in a run of names, and what shows that it does not: 委 / 员会, 承德市分行
_ORGAN = re.compile("[府厅室局部委会署办院社行司心队央]")
_BRANCH = re.compile(rf"[{HAN}]{{2,10}}(?:分行|支行|监管分?局|分局|营业管理部)")
#: what a name in a title ends in; 我市出台 is no name
_ENDS = re.compile(
    rf"(?<!出)(?:{ORGAN_END}|中央|银行|协会|大会|会议|指挥部|[0-9一二三四五六七八九十]+部门)$"
)
#: what a title that does not name its issuer begins with
_NO_ISSUER = ("关于", "印发", "转发", "批转", "《")
_CENTRAL = ("国家", "中国", "国务院", "中共")
_INSIDE = re.compile(
    rf"员会|公[室厅]|事处|政府|门|(?!国家|中国)[{HAN}]{{2,10}}?(?:分行|支行|监管分?局|分局|调查队|[管营服][理业务][部处]|分中心|税务局)"
)


def order_above(text: str, parts: Parts) -> tuple[Span, str] | None:
    """The issuer of an order whose number is in the line below or in a note, and 令 or 公告.

    广东省人民政府令 / （第290号）; （…2001年12月10日中华人民共和国国务院令第332号公布…）
    """
    if parts.number is None:
        return None
    note = ORDER_NOTE.fullmatch(text, parts.number.start, parts.number.end)
    if note:
        return Span(note.start("words"), note.end("words") - 1), "令"
    named = _ORDER_LINE.match(text, parts.number.start, parts.number.end)
    if named:
        return Span(named.start("issuer"), named.end("issuer")), named["kind"]
    start = max(parts.whole.start, parts.number.start - 48)
    found = _ORDER_ABOVE.search(text[start : parts.number.start])
    if found is None:
        return None
    return Span(start + found.start("issuer"), start + found.end("issuer")), found["kind"]


def issuers(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """Issuers from the title where it names them, else from the signature."""
    signed = _signers(text, parts, linker, context)
    order = order_above(text, parts)
    head = title_head(text, parts) or (order[0] if order else None)
    titled: list[Item] = []
    if head:
        listed = list(_bodies(text, head, linker, context))
        listed = [item for item in listed if not _is_plate(text, item, listed)]
        titled = [item for item in listed if _is_body(item) and _ENDS.search(item.text)]
        titled = titled if len(titled) == len(listed) else []
    known = [item for item in signed if item.link.entity]
    if titled and len(titled) < len(signed) and _are_all(text, parts, titled, signed):
        return titled
    if not signed and not titled:
        return (
            _above(text, parts, linker, context)
            or _of_code(text, parts, linker, context)
            or _reported(text, parts, linker, context)
        )
    if len(titled) > len(known) or not signed or (known and _are_ends(known, titled)):
        return titled
    return known if len(known) == len(signed) or titled else signed


#: 某市某管理委员会文件: a letterhead, mostly with the number in the same line or the next
_LETTERHEAD = re.compile(rf"(?P<who>[{HAN} ]{{4,60}})文件")


def _is_plate(text: str, item: Item, listed: list[Item]) -> bool:
    """Whether a name in brackets is the second plate of the body before: 市监局（知识产权局）."""
    return item is not listed[0] and text[item.start - 1] in "（("


#: lines above a title in which its issuer may stand
_LINES_ABOVE = 3


def _above(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """The issuer in a line above number or title: 某市管理委员会 / 某公委〔2031〕3号 / 关于…."""
    bare = parts.title is not None and text.startswith(_NO_ISSUER, parts.title.start)
    if bare and (beside := _source(text, parts)):
        items = list(_bodies(text, beside, linker, context))
        if items and all(_names_itself(i) for i in items):
            return items
    for span in (parts.number, parts.title):
        end = span.start if span else -1
        for _ in range(_LINES_ABOVE if bare else 1):
            end = text.rfind("\n", parts.whole.start, max(end, parts.whole.start))
            start = max(parts.whole.start, text.rfind("\n", parts.whole.start, max(end, 0)) + 1)
            if end <= start:
                break
            head = _LETTERHEAD.match(text, start, end)
            line = Span(start, head.end("who") if head else end)
            items = list(_bodies(text, line, linker, context)) if end - start < 60 else []
            if items and all(_names_itself(i) for i in items):
                return items
    return []


def _source(text: str, parts: Parts) -> Span | None:
    """Who is named before the title in a row of a collection: 2031-03-04|财政部|关于…的通知|…."""
    start = parts.title.start if parts.title else 0
    if text[start - 1 : start] != "|":
        return None
    before = text.rfind("|", max(parts.whole.start, start - 60), start - 1)
    return Span(before + 1, start - 1) if before >= 0 else None


def _names_itself(item: Item) -> bool:
    """Whether a line is a body's name by itself: 返回顶部 ends as one and is none."""
    named = item.link.entity is not None and (is_known(item.link) or item.link.prefixed)
    return named and _ENDS.search(item.text) is not None


#: the code of a government or of its office: 赣府厅字, 平政办; of the State Council: 国办发
_CODE = re.compile(rf"(?P<place>[{HAN}]{{1,3}}?)(?P<organ>人民政府|政府|政|府)(?P<office>[办厅]?)")
#: 湖北省物价局 in 湖北省物价局鄂价房服函〔2008〕11号
_ISSUER_THERE = re.compile(rf"[{HAN}]{{2,}}[省市县区州][{HAN}]*[局厅委](?=[^办发函字党].)")
_STATE_CODE = re.compile("国(?P<office>办?)[发函令]")


def _of_code(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """The government that the issuing code in the number stands for, or its office.

    Only where the code begins as the name of the document's own territory does.
    """
    if parts.number is None:
        return []
    number = NUMBER.search(text, parts.number.start, parts.number.end)
    if number is None:
        return []
    start, end = number.span("code")
    named = _ISSUER_THERE.match(text, start, end)
    if named:
        items = list(_bodies(text, Span(*named.span()), linker, context))
        if items and all(_names_itself(i) for i in items):
            return items
    if state := _STATE_CODE.match(text, start, end):
        name = "国务院办公厅" if state["office"] else "国务院"
        return [Item(start, state.end(), name, linker.body(name, Context(None, state=True)))]
    found = _CODE.match(text, start, end)
    if found is None or context.territory is None:
        return []
    division = linker.knowledge.regions.get(context.territory, context.day)
    first = found["place"][0]
    if first not in division.letters and not division.name.startswith(first):
        return []
    name = division.name + ("政府办" if found["office"] else "人民政府")
    link = linker.body(name, context)
    return [Item(start, found.end(), link.name or name, link)] if link.entity else []


#: how a report begins on what a government has issued, and how far from its own beginning
_REPORT = re.compile(
    rf"(?:近日|日前|[日讯息]，)，?(?P<who>[{HAN}]{{2,30}}?)(?:正式|联合)?(?:印发|发布|出台|下发|公布)"
)
_REPORT_WITHIN = 600
#: how often words of owner clauses are in a page that prints a division of work
_TASKS = 3
_OF_TASKS = re.compile("责任单位|牵头|责任部门")


def prints_tasks(text: str, parts: Parts) -> bool:
    """Whether a page prints tasks with their owners and does not only tell of a document."""
    found = _OF_TASKS.finditer(text, parts.whole.start, parts.whole.end)
    return len(list(islice(found, _TASKS))) == _TASKS


def _reported(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """Who issued what a page prints below a line on it: 近日，宁波市人民政府办公厅印发通知.

    Only where the page goes on to print its tasks: news about a document is none.
    """
    if parts.number or parts.title or not prints_tasks(text, parts):
        return []
    end = min(parts.whole.end, parts.whole.start + _REPORT_WITHIN)
    for found in _REPORT.finditer(text, parts.whole.start, end):
        items = list(_bodies(text, Span(*found.span("who")), linker, context))
        if items and all(is_known(item.link) and item.link.prefixed for item in items):
            return items
    return []


def _are_all(text: str, parts: Parts, titled: list[Item], signed: list[Item]) -> bool:
    """Whether a title names all issuers, so that further bodies above the day are of the text."""
    if parts.title is None or "等" in text[titled[-1].end : titled[-1].end + 4]:
        return False
    names = {item.link.entity for item in signed}
    return all(item.link.entity and item.link.entity in names for item in titled)


def _are_ends(signed: list[Item], titled: list[Item]) -> bool:
    """Whether the names of a signature are the second lines of those in the title."""
    return len(signed) == len(titled) and all(
        title.link.entity and title.text.endswith(sign.text)
        for sign, title in zip(signed, titled, strict=True)
    )


def _signers(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """Bodies of the signature; 中国银行保险监督管理委员会 / 淮北监管分局 is one."""
    found: list[Item] = []
    for span in parts.signatures:
        if text[span.start] in "（(":
            continue  # （江门市住房和城乡建设局代章）
        for item in _bodies(text, span, linker, context):
            before = found[-1] if found else None
            if before and _BRANCH.fullmatch(item.text):
                link = linker.body(before.text + item.text, context)
                if link.entity and link.entity.listed:
                    found[-1] = Item(before.start, item.end, before.text + item.text, link)
                    continue
            if _is_body(item) and not (found and _seals_for_another(text, span)):
                found.append(item)
    return found


def _seals_for_another(text: str, span: Span) -> bool:
    """Whether a body below the issuer only lends its seal: 重庆市住房和城乡建设委员会（代章）."""
    seal = _SEAL.search(text, span.start, span.end)
    return seal is not None and "代章" in seal[0]


def _is_body(item: Item) -> bool:
    return item.link.entity is not None or _NAME.fullmatch(item.text) is not None


def _bodies(text: str, span: Span, linker: Linker, context: Context) -> Iterator[Item]:
    """Bodies of a signature line or of the head of a title, one by one."""
    seal = _SEAL.search(text, span.start, span.end)
    end = seal.start() if seal else span.end
    for item in parse(text, span.start, end, linker, context).items:
        yield from _apart(replace(item, text=item.text.replace("\n", "")), linker, context)


def _apart(item: Item, linker: Linker, context: Context) -> list[Item]:
    """Names that a copy ran together: 宁波市公安局宁波市财政局, 中国人民银行国家外汇管理局."""
    if (item.link.entity and item.link.entity.listed) or not 6 <= len(item.text) <= 120:
        return [item]
    for found in reversed(list(_ORGAN.finditer(item.text))):
        cut = found.end()
        first, second = item.text[:cut], item.text[cut:]
        if cut < 3 or len(second) < 3 or _INSIDE.match(second):
            continue
        left = linker.body(first, context)
        if not (left.entity and left.entity.listed):
            continue
        rest = Item(item.start + cut, item.end, second, linker.body(second, context))
        others = _apart(rest, linker, context)
        if len(others) > 1 or _stands_alone(second, rest.link):
            return [Item(item.start, item.start + cut, first, left), *others]
    return [item]


def _stands_alone(name: str, link: Link) -> bool:
    """Whether a link is of a name that says by itself whose body it is."""
    if link.entity is None:
        return False
    central = link.entity.level == "state" or name.startswith(_CENTRAL)
    return link.prefixed or (link.entity.listed and central)
