"""Regions that their neighbours in a list tell: 河东区 in 天津市：和平区、河东区、河西区.

A name that several divisions bear is read as the one that lies where the name before it in the
list does, or the name after it; what neither tells stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg import ids
from kg.link import Link, Linker

#: what stands between two names of a list; marks, remarks and counts belong to the name before,
#: which can be what the next ones lie in: 北京5例，其中朝阳区2例、海淀区2例
_BETWEEN = re.compile(
    r"[※*\s]*(?:（[^（）\n]{0,30}）)?[※*\s]*(?:\d[\d.]*[万亿]?[\u4e00-\u9fff]{1,2})?"
    r"[、，,和及与：:]\s*(?:其中)?[：:]?"
)

Placed = tuple[tuple[int, int], Link]


def told_by_lists(
    text: str, found: Sequence[Placed], linker: Linker, day: str | None
) -> list[Link]:
    """The links of regions in text order, those that a list tells settled."""
    links = [link for _, link in found]
    if all(link.entity for link in links):
        return links
    apart = [False] * (len(found) + 1)
    for at in range(1, len(found)):
        apart[at] = _BETWEEN.fullmatch(text, found[at - 1][0][1], found[at][0][0]) is not None
    for at in range(1, len(found)):
        if apart[at]:
            links[at] = _beside(links[at], links[at - 1], linker, day)
    for at in range(len(found) - 2, -1, -1):
        if apart[at + 1]:
            links[at] = _beside(links[at], links[at + 1], linker, day)
    return links


def _beside(link: Link, neighbour: Link, linker: Linker, day: str | None) -> Link:
    """A link of several candidates, by what its neighbour is or lies in."""
    if link.entity or not link.candidates or neighbour.entity is None:
        return link
    regions = linker.knowledge.regions
    codes = [ids.region_code(key) for key in link.candidates]
    for near in regions.chain(ids.region_code(neighbour.entity.id), day):
        inside = [code for code in codes if regions.is_within(code, near.code, day)]
        if len(inside) == 1:
            return linker.region_of(inside[0], day)
        if inside:
            return link
    return link
