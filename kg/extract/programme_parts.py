"""What the readers of programmes' names share: a place of a name, and where names break off."""

from __future__ import annotations

import re

from msgspec import Struct

from kg.named import ProgrammeWords

#: Characters a name has besides its quotations.
CHARS = "A-Za-z0-9+.·—\\-\u4e00-\u9fff"
#: Ends a name before it; letters in brackets do not: 合格境外有限合伙人（QFLP）试点.
HARD = re.compile("[。；：，！？《》〔〕\\n\u2014]|（(?![A-Za-z]{2,8}）)|(?<![A-Za-z])）")
#: ends a name before the next of a list: 培育工程、“金蓝领”…行动和技工…计划
NEXT = re.compile(
    "(?:行动计划|行动|工程|计划|专项|战略|改革|机制|政策|制度|项目)[”]?(?:、|和|及|以及|与|并)"
)
STOPS = re.compile(
    "^本(?![科土])|^(?:现有|部分|原有)|[的了各该其这]|一批|一系列|有关|相关|上述|以上|等|[和及与](?:国家|省级|市级)|不得|应当|进行|通过|对于|按照|根据"
)
#: a conjunction at the edge of a name (but 普及)
LOOSE = re.compile("^[、和与及”]|(?:[、和与“]|(?<!普)及)$")


class Spot(Struct, frozen=True):
    """A place of a name in clean offsets.

    ``name`` is the name as printed; where quotation marks enclose all of it they are no part of
    it. ``core`` is the name without what stands before its quotation.
    """

    start: int
    end: int
    name: str
    core: str
    kind: str
    rule: str
    confidence: float
    national: bool = False


def unquoted(name: str) -> str:
    """A name without its quotation marks."""
    return name.replace("“", "").replace("”", "")


def of_the_state(name: str, words: ProgrammeWords) -> tuple[int, bool]:
    """How much of a name only says that it is the State's, and whether it is.

    落实国家新一轮千亿斤粮食产能提升行动, 贯彻落实中央乡村建设行动; but 国家高技能人才振兴计划.
    """
    found = words.national.match(name)
    if not found:
        return 0, False
    front = words.front.match(name, found.end())
    if front or found[0] == "中央" or name.startswith("新", found.end()):
        return (front or found).end(), True
    return 0, True
