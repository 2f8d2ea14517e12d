"""Systems and platforms of the State or of a level, and installations that a list names.

全国信用信息共享平台 and 省农村生活污水治理数字化监管服务系统 have no region in their names that
would make them one of a kind: there is one in the country, one in the province. In
A、B等一批重大科技基础设施 the items are the names, and the head only says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.anchors import HAN
from kg.extract.facility_parts import Spot
from kg.named import FacilityWords

_SYSTEM = (
    "(?:平台(?!企业|经济|公司|化|型|经营)|(?:信息|管理|监管|服务|公示|监测|交易|共享|申报|报告|征信|"
    "审批|业务|监控|预警|指挥|备案|支撑|登记|查询)系统)"
)
_NATIONAL = re.compile(f"(?:全国|国家)[{HAN}“”+]{{3,22}}?{_SYSTEM}")
#: a level opens a name where no other word runs into it: 按照省…系统, 接入全市…平台
_LEVEL = re.compile(
    f"(?:(?<![{HAN}])|(?<=通过|依托|接入|纳入|登录|利用|使用|按照|用好|完善|运用|推广)|(?<=[在和与至到]))"
    "(?:全?[省市](?![级直各内外区县厅局委办政辖场民面属相有人住])|自治区)"
    f"[{HAN}“”+]{{4,24}}?{_SYSTEM}"
)
#: what shows that no one system is meant: 国家级…平台, 全国各地…平台
_NO_NAME = re.compile("级|统一(?!社会)|和[国省市]|[或若]|一批|多个|类|建立|搭建")
_INSTALLATIONS = re.compile(
    f"(?P<items>[{HAN}A-Za-z0-9—、]{{4,80}}?)等(?:一批|[一二三四五六七八九十\\d]+个)?"
    "(?:国家)?(?:重大科技基础设施|大科学装置)"
)
_HEAD = re.compile("平台|系统")
#: no name of a platform or system is longer, and no more is looked at after one
_LONGEST, _AFTER = 36, 2
_TITLE = re.compile("《[^《》\\n]{1,150}》")


def systems(text: str, start: int, end: int, words: FacilityWords) -> Iterator[Spot]:
    """Platforms and systems that only their level names, in a stretch outside titles."""
    near = list(_before_heads(text, start, end))
    if not near:
        return
    titles = [match.span() for match in _TITLE.finditer(text, start, end)]
    found_all = (
        found
        for pattern in (_NATIONAL, _LEVEL)
        for first, last in near
        for found in pattern.finditer(text, first, last)
    )
    for found in found_all:
        name = found[0]
        middle = name[2:].removesuffix("平台").removesuffix("系统")
        if words.breaks.search(name.replace("农村", "")) or _NO_NAME.search(name):
            continue
        if words.generic.fullmatch(middle) or any(a < found.start() < b for a, b in titles):
            continue
        yield Spot(*found.span(), name, "platform", "", "facility-of-a-level", 0.8)


def _before_heads(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches in order and apart that hold every 平台 and 系统 with all that may name it.

    A level can open a name almost anywhere: the expressions are slow on text without a head.
    """
    first = last = start
    for head in _HEAD.finditer(text, start, end):
        if head.start() - _LONGEST > last:
            if last > first:
                yield first, last
            first = head.start() - _LONGEST
        last = min(head.end() + _AFTER, end)
    if last > first:
        yield first, last


def installations(text: str, start: int, end: int, words: FacilityWords) -> Iterator[Spot]:
    """推进超重力离心模拟与实验装置、多维超级感知等一批重大科技基础设施（装置）建设: two."""
    if "大科学装置" not in text and "重大科技基础设施" not in text:
        return
    for found in _INSTALLATIONS.finditer(text, start, end):
        at = found.start()
        for broken in words.breaks.finditer(text, at, found.end("items")):
            at = broken.end()
        for item in text[at : found.end("items")].split("、"):
            if 4 <= len(item) <= 20 and not words.generic.fullmatch(item):
                yield Spot(at, at + len(item), item, "installation", "", "facility-of-a-list", 0.75)
            at += len(item) + 1
