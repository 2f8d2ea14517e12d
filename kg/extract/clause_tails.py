"""Owner clauses that end the items of a division of work: …的问题，由农业部会同财政部研究提出意见。

By its form such an end is a duty told in prose. It is an owner clause where the document is built
so: several items end in one, and most of its items do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: the mark of an item: （一）, 1., 三、; an article of a regulation (第三条) is none
_ITEM = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．])"
)
#: items that show that a document is built so, and their share among all items
_AT_LEAST, _SHARE = 3, 0.5
#: an item that is shorter is a heading; how long such an end can be
_HEADING, _LONGEST = 16, 140
_ENDS = "。；"


def tails(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The ends of items that begin with 由, in order, where most items of a part have one."""
    if text.count("由", start, end) < _AT_LEAST:
        return []
    found: list[tuple[int, int]] = []
    items = 0
    for line, stop in _items(text, start, end):
        items += 1
        at = max(text.rfind(mark + "由", line, stop) for mark in "，。；")
        if at >= 0 and stop - at <= _LONGEST and "。" not in text[at + 1 : stop]:
            found.append((at + 1, stop))
    return found if len(found) >= max(_AT_LEAST, _SHARE * items) else []


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines that are items, without the mark that they end in."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        last = stop
        while last > start and (text[last - 1].isspace() or text[last - 1] in _ENDS):
            last -= 1
        if last - start > _HEADING and _ITEM.match(text, start, last):
            yield start, last
        start = stop + 1
