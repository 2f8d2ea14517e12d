"""Regions by one character and in groups: 杭甬, 豫鄂, 在浙, 长三角, 山区26县.

A combination is a mention of a region for each of its characters; a group with a name of its own
is a zone that includes its regions; one told by a count only (山区26县) keeps its words as the
rule, its members being unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kg import ids, segment
from kg.extract.page import Findings, Page
from kg.link import Link
from kg.types import Entity, Mention

#: 在浙制造业项目, 来杭投资
_OWN = re.compile("[在来入赴驻返离]([\u4e00-\u9fff])")
#: 中央驻兰有关单位, 市外来眉购房: what the segmenter cuts wrongly, but can be read no other way
_STATIONED = re.compile(
    "驻.(?:有关|相关|各|中央|部队|单位|高校|央企|企业|机构|金融|银行)|[在驻].其[他它]"
)
#: 在昭购房, 返（来）淮创业: what people do in a place, behind any character of its name; and who is
#: there (在昭金融机构), which 在册, 在营 and 在库 are told of anywhere
_SETTLING = re.compile(
    "[在来留赴返](?<![近以未从原将出起过].)）?([^乡外岗村区市县新华内本家\\W])(?:购房|购买|买房|就业|创业|"
    "务工|居住|落户|缴存|投资|工作|新就业|视察|考察|调研|(?<![册任源宾库建营保城])"
    "(?:金融机构|银行机构|高校|院校|企业|人才|人员|单位|创新))"
)
#: characters of a set phrase that is no word by chance, however it is segmented (成德眉资)
_UNMISTAKABLE = 4
#: a line of the letters, or one of several lines: 沪渝、京港澳等“两纵两横”高速公路
_LINE = re.compile(
    "(?:(?:、[\u4e00-\u9fff]{2,4}){0,6}等[^，。；、]{0,8})?(?:高速|高铁|铁路|国高|线|运河|公路|大道|复线|通道)"
)
_KINDS_OF_PLACE = ("山区", "沿海", "沿江", "革命老区", "脱贫", "苏区", "老区")
_COUNTED = re.compile(
    "".join(
        f"{whole}{kind}\\d{{1,3}}个?[县市]|"
        for whole in ("全[省市区]", "我[省市区]", "省内", "")
        for kind in _KINDS_OF_PLACE
    )
    + "全[省区]\\d{1,3}个?(?:设区市|市州|地市|盟市|市（州）|县（市、区）)"
)
#: “险资入黔”项目库: a letter in a name between quotation marks stands for no region by itself
_QUOTED = re.compile("“[^“”\\n]{3,8}”")
_TITLE = re.compile("《[^《》\\n]{1,150}》")


def read_groups(page: Page, names: Sequence[tuple[int, int]]) -> Findings:
    """Regions and groups outside titles, bodies and ``names`` of facilities (spans in order)."""
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    links: list[Link] = []
    for span in page.prose:
        taken = sorted(
            [*names, *((each.start, each.end) for each in page.named)]
            + [match.span() for match in _TITLE.finditer(page.clean, span.start, span.end)]
        )
        quoted = [match.span() for match in _QUOTED.finditer(page.clean, span.start, span.end)]
        done: set[int] = set()
        for start, end, entity, link, rule in _found(page, span.start, span.end):
            if _touches(taken, start, end) or done.intersection(range(start, end)):
                continue
            if rule == "region-letter" and _touches(quoted, start, end):
                continue
            done.update(range(start, end))
            type_ = "region" if entity.kind == "region" else "zone"
            mentions.append(page.mention(start, end, type_, entity, rule=rule, confidence=0.9))
            if link:
                links.append(link)
            else:
                entities[entity.id] = entity
    return Findings({}, tuple(mentions), tuple(entities.values()), tuple(links))


_Place = tuple[int, int, Entity, Link | None, str]


def _found(page: Page, start: int, end: int) -> Iterator[_Place]:
    text, groups = page.clean, page.knowledge.groups
    for match in groups.named.finditer(text, start, end):
        group = groups.groups.get(match[0])
        if group:
            members = tuple(page.knowledge.regions.key(code) for code in group.members)
            entity = Entity(ids.zone("cn", group.name), group.name, "zone", members=members)
            yield *match.span(), entity, None, "region-group"
        elif _stands(text, *match.span()) or (
            len(match[0]) >= _UNMISTAKABLE and not _LINE.match(text, match.end())
        ):
            yield from _letters(page, match.start(), groups.combinations[match[0]])
    for match in groups.run.finditer(text, start, end):
        if match[0] not in groups.combinations and _is_run(page, match):
            codes = [groups.provinces[letter] for letter in match[0]]
            yield from _letters(page, match.start(), codes)
    yield from _own(page, start, end)
    yield from _settled(page, start, end)
    yield from _counted(page, start, end)


def _stands(text: str, start: int, end: int) -> bool:
    """Whether characters are no part of a word or of the name of a line."""
    return not _LINE.match(text, end) and segment.is_edge(text, start, end)


def _is_run(page: Page, match: re.Match[str]) -> bool:
    """Whether letters of provinces in a row are read as such: 豫鄂 and 陕甘宁, not 新台."""
    letters, groups = match[0], page.knowledge.groups
    plain = [letter for letter in letters if letter not in groups.ambiguous]
    if len(set(letters)) < len(letters) or len(plain) < (1 if len(letters) > 2 else 2):
        return False
    return _stands(page.clean, *match.span())


def _letters(page: Page, start: int, codes: Sequence[str]) -> Iterator[_Place]:
    """One region a character."""
    for at, code in enumerate(codes, start):
        link = page.linker.region_of(code, page.context.day)
        if link.entity:
            yield at, at + 1, link.entity, link, "region-letter"


def _own(page: Page, start: int, end: int) -> Iterator[_Place]:
    """The document's own region by its letter, after a word of place (在浙, 来杭)."""
    own = page.once(_own_letters)
    for match in _OWN.finditer(page.clean, start, end) if own else ():
        code = own.get(match[1])
        if code and (
            segment.is_edge(page.clean, *match.span(1))
            or _STATIONED.match(page.clean, match.start())
        ):
            yield from _letters(page, match.start(1), [code])


def _own_letters(page: Page) -> dict[str, str]:
    """The characters that stand for the document's own region and those around it -> codes."""
    regions, groups = page.knowledge.regions, page.knowledge.groups
    territory = page.context.territory
    chain = {row.code for row in regions.chain(territory)} if territory else set()
    own = {letter: code for letter, code in groups.cities.items() if code[:2] + "0000" in chain}
    own.update({letter: code for letter, code in groups.provinces.items() if code in chain})
    own.update({letter: code for letter, code in groups.cities.items() if code in chain})
    return own


def _settled(page: Page, start: int, end: int) -> Iterator[_Place]:
    """The document's own city, county or province by a character: 来眉购房, 在淄就业, 来川考察."""
    territory, day = page.context.territory, page.context.day
    own = list(page.knowledge.regions.chain(territory, day)) if territory else []
    letters = page.once(_own_letters) if own else {}
    for match in _SETTLING.finditer(page.clean, start, end) if own else ():
        for row in own:
            of_name = row.level != "province" and match[1] in row.short
            if of_name or letters.get(match[1]) == row.code:
                yield from _letters(page, match.start(1), [row.code])
                break


def _counted(page: Page, start: int, end: int) -> Iterator[_Place]:
    """Groups told by a count: who is in them stays open, the words are kept as the rule."""
    key = page.context.key
    for match in _COUNTED.finditer(page.clean, start, end):
        name = match[0]
        territory = page.region_key(key) if key.isdigit() else None
        entity = Entity(ids.zone(key, name), name, "zone", territory=territory, rule=name)
        yield *match.span(), entity, None, "region-count"


def _touches(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span overlaps one of some spans in order."""
    at = bisect_right(taken, (end - 1, 1 << 60)) - 1
    return any(a < end and start < b for a, b in taken[max(0, at - 2) : at + 1])
