"""What a target is about, without the words that lead to it and those of its verb."""

from __future__ import annotations

import re

#: 其中棉花收获机械化率, 力争全年新增…, 46.全市…
_HEAD = re.compile(
    "^(?:其中|并且?|使(?!用)|将|把|对|以|在|于|且|同时|力争|争取|努力|确保|推动|推进|促进|实现|保持|带动"
    r"|全面|不断|逐步|全年|每年|年内|累计|应满足|\d+[.．]|底|末|前|内|，|、|和|及)+"
)
#: 马铃薯收获机械化率均, 固定资产投资力争, 贷款余额较年初
_TAIL = re.compile(
    "(?:每年|分别|均|都|总体|力争|争取|同比|持续|逐步|较年初|[较比]20\\d\\d年|要|应|全年|上半年|稳定|保持)+$"
)
#: the territory alone is no subject: 力争全省每年新增5万套
_WHOLE = re.compile("[全我][国省市县区州]")


def bare(subject: str) -> str:
    """The subject alone.

    >>> bare("其中马铃薯种植、收获机械化率均")
    '马铃薯种植、收获机械化率'
    """
    words = _TAIL.sub("", _HEAD.sub("", subject)).strip("，、的 ")
    return "" if _WHOLE.fullmatch(words) else words
