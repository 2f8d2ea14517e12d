"""The section tree of a document: 一、（一）1．（1）, 第X章 第X条, lead sentences, bullets.

GB/T 9704-2012 orders the marks 一、（一）1.（1）. Documents skip levels and copies lose line
breaks, so a mark's place in the tree follows from its rank against the open sections, and a mark
inside a line counts only where it continues a series.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from kg.dates import number
from kg.headings import ARTICLE, BULLET_RANK, LEAD_RANK, RUN_IN_HEADING, Head, settled
from kg.split import Parts, lines_of
from kg.types import Span

_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,5}"
#: marks, outermost first; the name of the group is the rank
_MARK = re.compile(
    rf"第(?P<r0>{_HAN_NUMBER})[篇编]"
    rf"|第(?P<r1>{_HAN_NUMBER}|\d+)章"
    rf"|第(?P<r2>{_HAN_NUMBER}|\d+)节"
    rf"|第(?P<r3>{_HAN_NUMBER}|\d+)条(?!例|款|规定)"
    r"|(?P<r4>[一二三四五六七八九十]{1,3})(?:[、．.]|(?=　))"
    r"|（(?P<r5>[一二三四五六七八九十]{1,3}|[+＋])）[、.]?"
    r"|(?P<r6>\d{1,3})(?:[．.、](?!\d)|[．.](?=20\d\d年)|　)"
    r"|（(?P<r7>\d{1,2})）"
    r"|(?P<r8>[①-⑳])"
)
#: what the recognition of a scan makes of 十: （九）…（+）…（十一）
_PLUS = "+＋"
_BULLET = re.compile(r"—{2,}|-{2,}|[●■◆▲]\s*")
_STOP = re.compile("[，。；]")
_SENTENCE_STOP = re.compile("[。；]")
_LEAD = re.compile(r"([^，。；：、（）]{4,26})。(?=.)")
_BULLET_HEADING = re.compile(r"([^。；：]{2,30})。(?=.)")
_RUN_IN = re.compile(
    rf"(?P<mark>{_HAN_NUMBER}、|（(?:{_HAN_NUMBER}|[+＋])）|\d{{1,2}}[．.、](?!\d)|第{_HAN_NUMBER}[章条])"
)


class Node(Struct, frozen=True):
    """A section in clean offsets. ``content`` is where the text after mark and heading begins."""

    id: str
    marker: str
    heading: str
    level: int
    start: int
    content: int
    end: int
    parent: str | None


def outline(clean: str, parts: Parts) -> tuple[Node, ...]:
    """Sections of the body and of each annex, in text order."""
    nodes: list[Node] = list(_tree(_heads(clean, parts.body), parts.body.end, ""))
    for n, annex in enumerate(parts.annexes, 1):
        nodes += _tree(_heads(clean, annex.body), annex.body.end, f"a{n}")
    return tuple(nodes)


def _heads(clean: str, span: Span) -> list[Head]:
    heads: list[Head] = []
    last: dict[int, int] = {}
    for line in lines_of(clean, span.start, span.end):
        for start, end in _runs(line.text, last):
            head = _head(line.text[start:end], line.start + start)
            if head:
                heads.append(head)
                last[head.rank] = head.ordinal
    return settled(clean, heads)


#: characters that a mark and its heading have at most before the mark of the first item below
_LONGEST_HEADING = 45


def _runs(text: str, last: dict[int, int]) -> Iterable[tuple[int, int]]:
    """Cut a line that holds several items; an ordinary line is one run.

    A copy without line breaks (广安) runs items together: 一、总体要求（一）指导思想。…（二）….
    """
    if len(text) <= 300:
        return [(0, len(text))]
    cuts = [0]
    series = dict(last)
    for found in _RUN_IN.finditer(text):
        rank, ordinal, _ = _mark(text, found.start()) or (99, 0, "")
        if found.start() == 0:
            series[rank] = ordinal
            continue
        near = found.start() - cuts[-1] <= _LONGEST_HEADING
        before = text[cuts[-1] if near else found.start() - 1 : found.start()]
        after_sentence = before[-1] in "。；：）〕］”"
        # 一、有序去库存，积极消化存量住房（一）推行…
        heads_it = near and not _SENTENCE_STOP.search(before) and _rank(before) < rank
        after_heading = heads_it or (near and not _STOP.search(before))
        continues = ordinal in (
            1,
            series.get(rank, 0) + 1,
        )  # （三） can follow 二、 of another parent
        if continues and (after_sentence or (after_heading and rank != 4)):
            cuts.append(found.start())
            series[rank] = ordinal
    return zip(cuts, [*cuts[1:], len(text)], strict=True)


def _mark(text: str, at: int = 0) -> tuple[int, int, str] | None:
    """Rank, ordinal and wording of the mark a run begins with."""
    found = _MARK.match(text, at)
    if found is None:
        return None
    group = str(found.lastgroup)
    rank, word = int(group[1:]), found[group]
    ordinal = ord(word) - 0x245F if rank == 8 else _ordinal(word)
    return (rank, ordinal, found[0]) if ordinal else None


def _rank(text: str) -> int:
    """Rank of the mark a run begins with; below all others where it begins with none."""
    found = _mark(text)
    return found[0] if found else LEAD_RANK + 1


def opens_item(text: str, at: int) -> bool:
    """Whether a marked item begins at a position, white space aside."""
    return _mark(text[at : at + 12].lstrip(" \n")) is not None


def _ordinal(word: str) -> int:
    if word in _PLUS:
        return 10
    try:
        return number(word.replace("百", "")) if "百" not in word else _hundreds(word)
    except ValueError:
        return 0


def _hundreds(word: str) -> int:
    high, _, low = word.partition("百")
    return number(high or "一") * 100 + (number(low.lstrip("零〇")) if low.strip("零〇") else 0)


def _head(text: str, start: int) -> Head | None:
    mark = _mark(text)
    if mark:
        rank, ordinal, marker = mark
        heading, used = _heading(text[len(marker) :], RUN_IN_HEADING)
        if rank == ARTICLE:
            heading, used = "", len(text[len(marker) :]) - len(text[len(marker) :].lstrip())
        return Head(rank, ordinal, marker.strip(), heading, start, start + len(marker) + used)
    bullet = _BULLET.match(text)
    if bullet:
        heading, used = _heading(text[bullet.end() :], _BULLET_HEADING)
        return Head(BULLET_RANK, 0, bullet[0], heading, start, start + bullet.end() + used)
    lead = _LEAD.match(text)
    if lead:
        return Head(LEAD_RANK, 0, "", lead[1], start, start + lead.end())
    return None


_TITLE_LINE_MAX = 60


def _heading(text: str, run_in: re.Pattern[str]) -> tuple[str, int]:
    """The heading after a mark and how many characters it takes.

    A line without a sentence is heading whole (二、重点任务). A first sentence without a comma is
    a heading where another sentence follows it ((一)发展基础。“十三五”期间…); followed by an owner
    clause alone it is the task itself.
    """
    lead = len(text) - len(text.lstrip())
    body = text.strip()
    found = run_in.match(body)
    if found and body[found.end()] not in "（〔［":
        return found[1], lead + found.end()
    if len(body) <= _TITLE_LINE_MAX and not _SENTENCE_STOP.search(body):
        if body.endswith("：") or "：" in body:
            return body.rstrip("：") if body.endswith("：") else "", len(text) if body.endswith(
                "："
            ) else lead
        return body, len(text)
    if (
        len(body) <= _TITLE_LINE_MAX
        and body.endswith("。")
        and body.count("。") == 1
        and "，" not in body
    ):
        return body[:-1], len(text)
    return "", lead


def _tree(heads: list[Head], end: int, prefix: str) -> list[Node]:
    """Hang heads by rank; ids count ordinals among siblings, articles through the document."""
    nodes: list[Node] = []
    open_: list[tuple[int, int]] = []  # (rank, index into nodes)
    counts: dict[str, int] = {}
    taken: set[str] = set()
    articles = 0
    for head in heads:
        while open_ and open_[-1][0] >= head.rank:
            _, index = open_.pop()
            nodes[index] = replace(nodes[index], end=head.start)
        parent = nodes[open_[-1][1]].id if open_ else None
        base = parent or prefix
        counts[base] = counts.get(base, 0) + 1
        articles += head.rank == ARTICLE
        ordinal = articles if head.rank == ARTICLE else counts[base]
        node_id = f"{base}-{ordinal}" if base else str(ordinal)
        while node_id in taken:  # articles among items: 一、… then 第三条 …
            ordinal += 1
            node_id = f"{base}-{ordinal}" if base else str(ordinal)
        taken.add(node_id)
        nodes.append(
            Node(
                node_id,
                head.marker,
                head.heading,
                len(open_) + 1,
                head.start,
                head.content,
                end,
                parent,
            )
        )
        open_.append((head.rank, len(nodes) - 1))
    return nodes
