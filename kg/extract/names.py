"""Names of people in print: padded, spaced, or run on with the post after them."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.extract.page import Page

#: what masks a name: 张某平
MASKED = re.compile("某|×|X|\\*")


def name_at(page: Page, start: int, end: int) -> tuple[str, int, int, float] | None:
    """A person's name at a position: text without padding, start, end, how sure.

    郑　瑶 is padded to three characters; 韩　正　　国务院副总理 has two spaces after the name that
    only the source shows.
    """
    clean, people = page.clean, page.knowledge.people
    while start < end and clean[start] in " \u3000\t":
        start += 1
    if foreign := people.foreign.match(clean, start, end):
        return foreign[0], start, foreign.end(), 0.9
    words = words_of(page, start, min(end, start + 16))
    if not words:
        return None
    first = clean[words[0][0] : words[0][1]]
    if len(first) == 1 and len(words) > 1 and words[1][1] - words[1][0] == 1:
        return checked(page, start, words[1][1])
    if 2 <= len(first) <= 4 and (
        len(words) > 1 or words[0][1] == end or _stops(clean, words[0][1])
    ):
        return checked(page, start, words[0][1])
    return _run_on(page, start, end)


def _stops(clean: str, at: int) -> bool:
    return clean[at : at + 1] in ("（", "(", "、", "，", "；", "。", "\n", "", ",")


def words_of(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of Han that spaces part, in the clean text or in the source."""
    words: list[tuple[int, int]] = []
    at = start
    for position in range(start, end):
        char = page.clean[position]
        if not "\u3400" <= char <= "\u9fff":
            if at < position:
                words.append((at, position))
            at = position + 1
            if char not in " \u3000\t":
                return words
        elif position > at and _spaced(page, position):
            words.append((at, position))
            at = position
    if at < end:
        words.append((at, end))
    return words


def _spaced(page: Page, position: int) -> bool:
    """Whether the source has a space, not a line's end, before a clean position."""
    before, after = page.text.raw_at(position - 1) + 1, page.text.raw_at(position)
    between = page.text.raw[before:after]
    return bool(between) and "\n" not in between and "\r" not in between and between.isspace()


def checked(page: Page, start: int, end: int) -> tuple[str, int, int, float] | None:
    """The name if it begins with a surname and is no post or body."""
    name = re.sub("\\s", "", page.clean[start:end])
    people = page.knowledge.people
    if not 2 <= len(name) <= 4 or MASKED.search(name):
        return None
    if people.name.fullmatch(name) is None or people.post.search(name):
        return None
    if name[-1] in "局部厅委办署院会处" and page.linker.body(name, page.context).entity:
        return None  # 公安局
    nearest = bisect_left(page.named, start, key=lambda each: each.start)
    body = page.named[nearest] if nearest < len(page.named) else None
    if body and body.start == start and body.end >= end:
        return None  # 公安部 is no Mr Gong
    if len(name) == 4 and len((people.surname.match(name) or [""])[0]) == 1:
        return None
    return name, start, end, 0.95


def _run_on(page: Page, start: int, end: int) -> tuple[str, int, int, float] | None:
    """A name that its post follows without a space: only where a body's name begins there."""
    begins = {each.start for each in page.named if start < each.start <= start + 4}
    for length in (3, 2):
        if start + length in begins and (found := checked(page, start, start + length)):
            return (*found[:3], 0.7)
    return None
