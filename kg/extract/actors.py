"""Who a sentence is about: recognised bodies, departments by their role, 领导小组, 你们.

Recognition finds bodies by name. A subject is often named by its part instead: 市审计部门,
县级以上人民政府发展改革部门, 行为发生地县级民政、退役军人事务部门 (two departments, the place and
the head printed once). Those are read here, where the sentence shows that they are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from kg.bodies import PLACEHOLDER, Bodies
from kg.extract.page import Page
from kg.link import Link
from kg.types import Span

_HAN = "[\u4e00-\u9fff]"
#: whose department it is: a place in a case, a level, a government
_PLACE = f"{_HAN}{{1,6}}(?:地|所在[省市县区])(?:(?:或者?|和|、){_HAN}{{1,6}}地)?"
_LEVEL = (
    "(?:县级以上(?:地方)?(?:各级)?|设区的?市级?以上|设区的?市级?|地方各级|各级|国务院|自治区|"
    "[省市县区州盟旗]级?以上|[省市县区州盟旗]级?(?:(?:、|和)[省市县区州盟旗]级?){0,3})"
)
#: what no name of a line of work holds
_WORD = "[^\\W\\d_a-zA-Z的由将把被对向与按在须有相其该各他并请给门是任]"
_LINE = f"{_WORD}{{2,9}}"
_DEPARTMENT = re.compile(
    f"(?P<whose>(?:{_PLACE})?(?:{_LEVEL}(?:(?:地方)?(?:各级)?(?:人民)?政府)?)?)"
    f"(?P<lines>{_LINE}(?:(?:、|和|及){_LINE}){{0,5}})(?P<head>部门|机关)$"
)
#: bodies that are meant in part, or that were named before
_SOME = re.compile("部分|个别|少数|一些|某些|有的|大多数|绝大多数|单个|每个")
_TEAM = re.compile("(?:推进小组|协调小组|工作小组|专项小组|专班)(?:办公室)?")
_HEADS = re.compile("部门|机关(?![事服])")
_JOINT = re.compile("、|和|及")
_BEFORE = re.compile("[，。；：（）“”《》〔〕\\s\\d.．由]|[一二三四五六七八九十]是")
_DUTY_WORDS = re.compile("(?:综合)?(?:行政)?(?:监督)?(?:主管|管理)?$")
_GROUP_HEADS = ("领导小组", "指挥部", "联席会议", "协调小组")
_GROUP_NAME = re.compile(f"{_HAN}+(?:{'|'.join(_GROUP_HEADS)})$")
_GROUP = re.compile("(?<![\u4e00-\u9fff])(?:领导小组|指挥部|联席会议)(?:办公室)?")
_OF_A_LEVEL = re.compile(
    "(?:省级|市级|县级|乡级|设区的市级?|县级以上|地方各级|国家|乡镇)(?:地方)?"
    "(?:(?:人民)?政府(?:(?:有关|相关)?(?:行政)?(?:主管)?部门)?"
    f"|{_HAN}{{2,14}}?(?:指挥部|领导小组|联席会议)(?:办公室)?)"
)
#: what may stand before a body of a level: no other word, which would make it another
_NO_WORD_BEFORE = re.compile("(?:^|[^\u4e00-\u9fff]|[和及与由])(?:有关)?$")
#: a territory, in full or by its level, that opens a name
_OPENED = re.compile(
    f"(?:国务院|中央|国家|[省市县区州]|自治区|{_HAN}{{2,6}}?[省市县区州])(?![级直])"
)
#: what a sentence has and no name
_SENTENCE = re.compile("[的、对将]|成立|组建|建立|担任|牵头")
_YOU = re.compile("你(?:们|[省市县区州盟旗部委局厅办](?:人民政府|政府)?)(?=要|应|须|负责)")
#: what stands before 部门 and is no line of work
_NO_LINE = re.compile(
    "(?:牵头|主管|行业|上级|下级|行政|国家|党政|职能|责任|政府|政务|业务|综合|单位|组成)+|有关.*"
)
_AND_EACH = re.compile("(?:、|和|及)(?=各)")
_BETWEEN = re.compile("(?:（[^（）\n]{1,24}）)?(?:、|和|及|与|以及|，(?=各))")
_TAIL = re.compile("(?:管理|监督管理)?(?:委员会|总局|[厅局委部署])$")


class Actor(Struct, frozen=True):
    """Somebody who may be a subject, in clean offsets; ``new`` where recognition had no mention.

    ``full`` is the name with what other members of the list print for it: 退役军人事务部门 after
    行为发生地县级民政 is 行为发生地县级退役军人事务部门.
    """

    start: int
    end: int
    text: str
    full: str
    link: Link
    type: str
    new: bool = False


def chains(page: Page, part: Span) -> Iterator[tuple[Actor, ...]]:
    """Actors of a stretch in order, those named side by side together (省发展改革委、省财政厅)."""
    chain: list[Actor] = []
    for actor in _apart(_actors(page, part)):
        if chain and not _together(page.clean, chain[-1], actor):
            yield tuple(chain)
            chain = []
        chain.append(actor)
    if chain:
        yield tuple(chain)


def _together(clean: str, first: Actor, second: Actor) -> bool:
    if first.start == second.start:  # 你们: all that are addressed
        return True
    return _BETWEEN.fullmatch(clean, first.end, second.start) is not None


def _apart(actors: Sequence[Actor]) -> list[Actor]:
    """In text order; of two that overlap the longer stays. 你们 is one word for many."""
    kept: list[Actor] = []
    for actor in sorted(actors, key=lambda a: (a.start, -a.end, a.new)):
        if kept and actor.start < kept[-1].end and actor.text != kept[-1].text:
            if actor.end <= kept[-1].end:
                continue
            kept.pop()
        elif kept and actor.start == kept[-1].start and actor.link == kept[-1].link:
            continue
        kept.append(actor)
    return kept


def _actors(page: Page, part: Span) -> list[Actor]:
    named = [
        Actor(each.start, each.end, each.text, each.text, each.link, each.type)
        for each in page.named
        if each.type in ("agency", "collective") and part.start <= each.start < part.end
    ]
    return [
        *(part for each in named for part in _parts(page, each)),
        *_departments(page, part),
        *_groups(page, part, named),
        *_of_a_level(page, part),
        *_teams(page, part),
        *_addressees(page, part),
    ]


def _parts(page: Page, actor: Actor) -> Iterator[Actor]:
    """各地、各部门 is one name of all of them, and two subjects."""
    collective = actor.type == "collective"
    cuts = [found.span() for found in _AND_EACH.finditer(actor.text)] if collective else []
    printed = page.clean[actor.start : actor.end]
    if not cuts or printed != actor.text:
        yield actor
        return
    for first, last in zip(
        (0, *(after for _, after in cuts)), (*(at for at, _ in cuts), len(printed)), strict=True
    ):
        words = printed[first:last]
        link = page.linker.body(words, page.context)
        start = actor.start + first
        yield Actor(start, actor.start + last, words, words, link, "collective")


def _departments(page: Page, part: Span) -> Iterator[Actor]:
    """Departments known by level and line of work, each of those that share a head."""
    clean = page.clean
    for head in _HEADS.finditer(clean, part.start, part.end):
        floor = max(part.start, head.start() - 44)
        breaks = [found.end() for found in _BEFORE.finditer(clean, floor, head.start())]
        begin = breaks[-1] if breaks else floor
        found = _DEPARTMENT.match(clean[begin : head.end()])
        if found and not _SOME.match(found[0]):
            yield from _each(page, begin, found)


def _each(page: Page, begin: int, found: re.Match[str]) -> Iterator[Actor]:
    """One actor a line: 行为发生地县级民政、退役军人事务部门 are two, 文化和旅游部门 is one.

    A department with nothing before it (财政部门) must be of a line of work that a table knows.
    """
    known = lines_of_work(page.knowledge.bodies)
    lines = list(_lines(found, known))
    plain = [_DUTY_WORDS.sub("", found["lines"][a:b]) for a, b in lines]
    if any(_NO_LINE.fullmatch(line) for line in plain) and len(lines) > 1:
        return
    bare = not found["whose"]
    if bare and any(line not in known or _NO_LINE.fullmatch(line) for line in plain):
        return
    if bare and found["head"] == "机关" and plain != ["公安"]:
        return
    at = begin + found.start("lines")
    for first, last in lines:
        start = begin if first == 0 else at + first
        end = begin + found.end() if last == len(found["lines"]) else at + last
        full = found["whose"] + found["lines"][first:last] + found["head"]
        link = page.linker.body(full, page.context)
        yield Actor(start, end, page.surface(start, end), full, link, "agency", new=True)


def _lines(found: re.Match[str], known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Stretches of the lines of work in a list; 和 inside the name of one does not part it."""
    text = found["lines"]
    cuts = [joint.span() for joint in _JOINT.finditer(text)]
    start = 0
    for number, (end, after) in enumerate(cuts):
        following = cuts[number + 1][0] if number + 1 < len(cuts) else len(text)
        if text[end] != "、" and _DUTY_WORDS.sub("", text[start:following]) in known:
            continue
        yield start, end
        start = after
    yield start, len(text)


@lru_cache(maxsize=4)
def lines_of_work(bodies: Bodies) -> frozenset[str]:
    """Names of departments without territory and head: 财政, 民政, 文化和旅游."""
    return frozenset(
        _TAIL.sub("", PLACEHOLDER.sub("", form))
        for body in bodies.all
        if body.kind == "department"
        for form in (body.functional, *body.forms)
    )


def _of_a_level(page: Page, part: Span) -> Iterator[Actor]:
    """省级人民政府, 县级政府有关部门, 省级粮食应急工作指挥部: bodies of a level, not of a place."""
    clean = page.clean
    for found in _OF_A_LEVEL.finditer(clean, part.start, part.end):
        if not _NO_WORD_BEFORE.search(clean[max(part.start, found.start() - 3) : found.start()]):
            continue
        link = page.linker.body(found[0], page.context)
        yield Actor(found.start(), found.end(), found[0], found[0], link, "agency", new=True)


def _teams(page: Page, part: Span) -> Iterator[Actor]:
    """北京市大数据工作推进小组办公室: a group whose territory opens its name and the sentence."""
    clean = page.clean
    told = "小组" in clean or "专班" in clean
    for team in _TEAM.finditer(clean, part.start, part.end) if told else ():
        floor = max(part.start, team.start() - 30)
        breaks = [found.end() for found in _BEFORE.finditer(clean, floor, team.start())]
        begin = breaks[-1] if breaks else floor
        words = clean[begin : team.end()]
        if len(words) < 6 or not _OPENED.match(words) or _SENTENCE.search(words):
            continue
        link = page.linker.body(words, page.context)
        if link.entity and link.entity.kind in ("coordination-body", "department"):
            yield Actor(begin, team.end(), words, words, link, "agency", new=True)


def _groups(page: Page, part: Span, named: Sequence[Actor]) -> Iterator[Actor]:
    """领导小组办公室 is that of the group last named in full."""
    named = [each for each in named if each.text.endswith(_GROUP_HEADS)]
    full = [each for each in named if _GROUP_NAME.fullmatch(each.text)]
    if not full:
        return
    for found in _GROUP.finditer(page.clean, part.start, part.end):
        kind = found[0].removesuffix("办公室")
        names = [e.text for e in full if e.end <= found.start() and e.text.endswith(kind)]
        if names:
            name = names[-1] + found[0][len(kind) :]
            link = page.linker.body(name, page.context)
            yield Actor(found.start(), found.end(), found[0], name, link, "agency", new=True)


def _addressees(page: Page, part: Span) -> Iterator[Actor]:
    """你们, 你省: the bodies the document is addressed to, where all of them are known."""
    items = page.header.addressees
    if not items or not all(item.link.entity for item in items) or len(items) > 12:
        return
    if "你" not in page.clean:
        return
    for found in _YOU.finditer(page.clean, part.start, part.end):
        if found[0] != "你们" and len(items) != 1:
            continue
        for item in items:
            words = found[0]
            yield Actor(found.start(), found.end(), words, item.text, item.link, "agency")
