"""What names a document on a page and cites nothing: heads, links to explanations.

And the sentence by which a document prevails over what was issued before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.titles import Printed
from kg.types import Span

_LABEL = re.compile(r"(?:文\s*号|发文字号|文件编号|字号)\s*[\]］】：:]*\s*$")
_EXPLAINED = re.compile(r"\s*(?:的|的有关)?(?:政策|文字|图文|音频|视频)?(?:解读|图解|一图读懂)")
_EXPLAINS = re.compile(r"(?:解读|读懂|图解|解析)\s*[】|｜：:]\s*(?:关于)?$")


def is_heading(text: str, named: Printed) -> bool:
    """Whether a number is the head of a page and no citation: alone on its line, after 文号.

    Portals print the document's own number so, and those of papers they link to.
    """
    if named.title is not None:
        return False
    before, after = text[max(0, named.start - 16) : named.start], text[named.end : named.end + 4]
    if _LABEL.search(before):
        return True
    opens = not before or before[-1] in "\n：:、】"
    return opens and (not after.strip() or after[:1] == "\n" or after.startswith("关于"))


def is_explained(text: str, named: Printed) -> bool:
    """Whether a title is only that of an explanation the page links to: 【一图读懂】《…》."""
    if named.title is None:
        return False
    before = text[max(0, named.start - 12) : named.start]
    return bool(_EXPLAINED.match(text, named.end) or _EXPLAINS.search(before))


_OVERRIDES = re.compile(
    r"[^。；\n]{0,60}(?:与|同)本[\u4e00-\u9fff]{1,8}(?:的规定|规定|精神|要求|内容)?[^。；，\n]{0,10}"
    r"(?:不一致|不相一致|不符|相抵触|抵触|冲突|有出入|相悖)[^。；\n]{0,12}?"
    r"(?:以本|按本|按照本|依照本|依本|执行本|遵照本)[^。；\n]{0,14}"
)


def overriding(text: str, stretches: Sequence[Span]) -> tuple[int, int] | None:
    """The sentence by which a document prevails over earlier rules that differ.

    以往政策与本意见规定不一致的，按本意见执行 (浙政办发〔2021〕41号)
    """
    for span in stretches:
        for word in ("不一致", "抵触", "不符", "冲突"):
            at = text.find(word, span.start, span.end)
            while at >= 0:
                low = max(span.start, at - 90)
                found = _OVERRIDES.search(text, low, min(span.end, at + 60))
                if found and found.start() <= at < found.end():
                    return found.span()
                at = text.find(word, at + 1, span.end)
    return None
