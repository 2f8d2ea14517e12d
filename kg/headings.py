"""Marks and headings as a document uses them: what one line alone cannot tell.

Whether a first sentence is a heading, and which of two kinds of marks is the outer one, follows
from the other items of the part.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

#: ranks of marks, outermost first
_SECTION, ARTICLE, _ITEM = 2, 3, 4
BULLET_RANK, LEAD_RANK = 9, 10
RUN_IN_HEADING = re.compile(r"([^，。；：]{2,40})。(?=.)")


class Head(Struct, frozen=True):
    """A mark in clean offsets: ``content`` is where the text after mark and heading begins."""

    rank: int
    ordinal: int
    marker: str
    heading: str
    start: int
    content: int


def settled(clean: str, heads: list[Head]) -> list[Head]:
    """Heads of a part in order, with the ranks and headings that they have among the others."""
    heads = _with_long_headings(clean, _over_articles(heads))
    return _without_lone_leads(_with_article_headings(clean, heads))


def _over_articles(heads: list[Head]) -> list[Head]:
    """Items that head articles outrank them: 一、激励住房消费 第一条… 第三条… 二、提振信心 第四条….

    Both series run on through the part, and the items begin first; the items of a regulation
    stand in its articles and begin anew in each.
    """
    items = [head for head in heads if head.rank == _ITEM]
    articles = [head for head in heads if head.rank == ARTICLE]
    if len(items) < 2 or len(articles) < 2 or items[0].start > articles[0].start:
        return heads
    if any(head.rank < ARTICLE for head in heads):
        return heads
    for series in (items, articles):
        if [head.ordinal for head in series] != list(range(1, len(series) + 1)):
            return heads
    return [replace(head, rank=_SECTION) if head.rank == _ITEM else head for head in heads]


#: two halves; one that holds a figure is a goal
_LONG_HEADING = re.compile(r"([^，。；：（）\n\d]{4,24}，[^。；：（）\n\d]{4,32})。(?=[^（〔［\n])")
_HEADED_MIN, _HEADED_SHARE = 3, 0.6


def _with_long_headings(clean: str, heads: list[Head]) -> list[Head]:
    """Give items the headings of two halves where most items of their rank have a heading.

    9.优化供应结构，完善城市配套。一是… among 8.支持合理需求。…; alone such a sentence is the task.
    """
    ranks: dict[int, list[int]] = {}
    for n, head in enumerate(heads):
        if _ITEM <= head.rank < BULLET_RANK:
            ranks.setdefault(head.rank, []).append(n)
    headed = list(heads)
    for group in ranks.values():
        without = [n for n in group if not heads[n].heading]
        count = len(group) - len(without)
        if not without or count < _HEADED_MIN or count < _HEADED_SHARE * len(group):
            continue
        for n in without:
            found = _LONG_HEADING.match(clean, heads[n].content)
            if found:
                headed[n] = replace(heads[n], heading=found[1], content=found.end())
    return headed


_ARTICLES_WITH_HEADINGS_MIN = 3


def _with_article_headings(clean: str, heads: list[Head]) -> list[Head]:
    """Give articles the headings that all of them have: 第一条支持购买新建商品住房。对在….

    Measures cut into articles head each one; a regulation has articles that begin with a
    provision, and there the first sentence is none of the others' heading either.
    """
    articles = {n: head for n, head in enumerate(heads) if head.rank == ARTICLE}
    if len(articles) < _ARTICLES_WITH_HEADINGS_MIN:
        return heads
    headed = list(heads)
    for n, head in articles.items():
        found = RUN_IN_HEADING.match(clean, head.content, head.content + 60)
        if not found or "\n" in found[1] or clean[found.end()] in "（〔［\n":
            return heads
        headed[n] = replace(head, heading=found[1], content=found.end())
    return headed


def _without_lone_leads(heads: list[Head]) -> list[Head]:
    """Drop lead sentences that have no sibling: one paragraph's opening is not a heading.

    In 浙政发〔2021〕20号 every paragraph under 三（一） opens with one; in a section with run-in
    content an unmarked paragraph is a continuation.
    """
    kept: list[Head] = []
    group: list[Head] = []
    marked = False
    for head in [*heads, Head(-1, 0, "", "", 0, 0)]:
        if head.rank == LEAD_RANK:
            group.append(head)
            continue
        if len(group) >= 2 and marked:
            kept += group
        group = []
        marked = head.rank <= LEAD_RANK
        if head.rank >= 0:
            kept.append(head)
    return kept
