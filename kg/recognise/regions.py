"""Administrative regions in running text.

A full name (慈溪市) is a region unless it is part of a longer name. A short one (慈溪, 和平) is one only
where words begin and end at its edges, which the segmenter decides, and nothing after it makes it
the name of a road, a park or a school. Touching names are one mention: 杭州市滨江区.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg import segment
from kg.normalise import HAN
from kg.recognise.dictionary import REGION, Hit
from kg.types import Found

_SUFFIX = re.compile(r"(?:[省市县区旗盟州]|地区|林区|特区)$")
#: what after a place name makes another name of it (杭州湾, 路桥大桥, 浙江大学, 温州环大罗山)
_OTHER_NAME = re.compile(
    rf"(?:[湾港湖江河山岛路街桥站岭]|大道|大桥|大学|学院|中学|银行|海关|机场|模式|经济带|新区|高新|经开|开发区|"
    rf"自贸|自由贸易|自主创新|科创走廊|高速|铁路|电网|电力|制造|经验|精神|商会|样板|品牌|方言|菜|话|"
    rf"[{HAN}]{{0,6}}(?:公司|集团|分行|支行|分局|监管局|实验室|研究院|公园|景区|大厦|园区|产业园))"
)
_BEFORE_OTHER = re.compile(r"(?:驻|环|人行|银行|海关|大)$")


def regions(
    text: str, hits: Sequence[Hit], taken: Iterable[Found], ordinary: frozenset[str]
) -> list[Found]:
    """Region mentions outside the stretches already taken by bodies.

    ``ordinary`` are names that are ordinary words and count only after another region.
    """
    covered = {i for found in taken for i in range(found.start, found.end)}
    titles = _title_spans(text)
    found: list[Found] = []
    for chain in _chains(hits):
        start, end = chain[0].start, chain[-1].end
        if len(chain) == 1 and chain[0].words in ordinary:
            continue
        if start in covered or end - 1 in covered or _inside(titles, start):
            continue
        if _stands(text, chain[-1], start):
            found.append(Found(start, end, "region"))
    return found


def _chains(hits: Sequence[Hit]) -> Iterable[list[Hit]]:
    """Region hits that touch, together: 杭州市 + 滨江区."""
    chain: list[Hit] = []
    for hit in hits:
        if not hit.sorts & REGION:
            continue
        if chain and hit.start != chain[-1].end:
            yield chain
            chain = []
        chain.append(hit)
    if chain:
        yield chain


def _stands(text: str, last: Hit, start: int) -> bool:
    after = text[last.end : last.end + 14]
    if _OTHER_NAME.match(after):
        return False
    if _SUFFIX.search(last.words) and last.end - start >= 3:
        return not (last.words.endswith("市") and after[:1] in "场民值面容委") and not (
            last.words.endswith("区") and after[:1] in "域块间"
        )
    if _BEFORE_OTHER.search(text[max(0, start - 2) : start]):
        return False
    return _at_word_edges(text, start, last.end)


def _at_word_edges(text: str, start: int, end: int) -> bool:
    """Whether the segmenter ends a word at both edges of a stretch within its sentence."""
    begin = max(text.rfind(mark, max(0, start - 60), start) for mark in "。；\n，") + 1
    begin = max(begin, start - 60)
    stops = [at for at in (text.find(mark, end, end + 60) for mark in "。；\n，") if at >= 0]
    stop = min(stops, default=min(len(text), end + 60))
    cuts = segment.boundaries(text[begin:stop])
    return start - begin in cuts and end - begin in cuts


def _title_spans(text: str) -> list[tuple[int, int]]:
    """Where 《titles》 stand: a region in a title is part of the document's name."""
    return [match.span() for match in re.finditer("《[^《》]{1,120}》", text)]


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in spans)
