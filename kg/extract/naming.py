"""Names in a list that a decision is about: 嘉兴市和杭州市滨江区、慈溪市 are three."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.extract.page import Page
from kg.link import Link

_OTHERS = re.compile("等(?:\\d+|[一二三四五六七八九十]+)?[个名家位所]?(?P<head>[^，。；]{0,30})$")


class Item(Struct, frozen=True):
    """A name in clean offsets, with its link where it is known what it names."""

    start: int
    end: int
    text: str
    name: str
    link: Link | None


def listed(page: Page, start: int, words: str) -> Iterator[Item]:
    """Names of a list that begins at a clean offset.

    和 parts only where something recognised begins and ends at it:
    国家公园和自然保护地委员会 is one.
    In 三江平原、雅尼湿地等4个研究站 the head holds for each.
    """
    others = _OTHERS.search(words) if "等" in words else None
    head = others["head"].strip() if others else ""
    text = words[: others.start()] if others else words
    pieces = list(_pieces(page, start, text))
    if len(pieces) > 1 and not head and not _alike(page, pieces):
        pieces = [(start, start + len(text))]
    for begin, end in pieces:
        raw = page.clean[begin:end]
        plain = raw.strip("“”\n 　")
        if not plain:
            continue
        begin += raw.index(plain)
        end = begin + len(plain)
        name = plain.replace("\n", "")
        yield Item(begin, end, name, name + head, _link(page, begin, end, name + head))


def _pieces(page: Page, start: int, text: str) -> Iterator[tuple[int, int]]:
    edges = {each.start for each in page.named} | {each.end for each in page.named}
    begin = 0
    for cut in re.finditer("、|和|及|与", text):
        at = start + cut.start()
        if cut[0] != "、" and not (at in edges and at + 1 in edges):
            continue
        yield start + begin, at
        begin = cut.end()
    yield start + begin, start + len(text)


def _alike(page: Page, pieces: list[tuple[int, int]]) -> bool:
    """Whether the pieces are names of one sort: all recognised, or all with the same last word."""
    known = {(each.start, each.end) for each in page.named}
    if all(piece in known for piece in pieces):
        return True
    ends = {page.clean[end - 1] for _, end in pieces}
    return len(ends) == 1 and all(end - begin >= 4 for begin, end in pieces)


def _link(page: Page, start: int, end: int, name: str) -> Link | None:
    """What recognition linked the very words to, else a body that a table lists."""
    for each in page.named:
        if (each.start, each.end) == (start, end):
            return each.link
    link = page.linker.body(name, page.context)
    return link if link.entity and link.entity.listed and link.entity.kind != "collective" else None
