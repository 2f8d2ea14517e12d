"""Quantities that only tell what sort of thing is meant, how often, or by which rule."""

from __future__ import annotations

import re

from kg.numbers import Quantity

#: what a number counts that is there already, or that is no output
_OF_A_SET = re.compile(
    "的?(?:设区市|地级市|县（市|市县|区县|县区|省份|部门|方面|环节|大类|小类|等级|档|阶段|步骤|条件"
    "|措施|政策|意见|举措|规定|条款|百分点|以上的单位|[^，。；的]{1,10}(?:举措|措施|政策|小组|专班|督导组|核查组))"
)
_FROM_TO = re.compile(
    "(?:提高|提升|增加|扩大|调整|降低|下降|压缩|缩短|增|降|减)[^，。；]{0,2}[到至为]"
)
_BY_RULE = re.compile(
    "按照?|由[^，。；]*\\d|从[^，。；]*\\d|^(?:对(?![外接标])|凡|若|如|当|属|给)|可在|方可|可以?按"
)
_ATTRIBUTE = re.compile("(?:年产|日产|规模|产能|装机|总投资|年处理|日处理能力|处理能力)$")
#: what happens less often in a period is a standard of work (每年不少于2次)
_FREQUENCY = 10


def is_attribute(lead: str, quantity: Quantity, tail: str) -> bool:
    """Whether a quantity only tells what sort of thing is meant, how often, or by which rule."""
    if quantity.kind != "share" and _OF_A_SET.match(tail):
        return True
    if _FROM_TO.match(tail) or _ATTRIBUTE.search(lead):
        return True
    if quantity.unit == "次" and (quantity.value or quantity.high or 0) < _FREQUENCY:
        return True
    if quantity.unit == "人" and tail.startswith(("口", "才", "均", "员")):
        return True
    if tail.startswith(("级", "范围", "的基础上")):
        return True
    return quantity.kind != "count" and _BY_RULE.search(lead) is not None
