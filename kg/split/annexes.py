"""Annexes: plans that a notice issues and tables that it appends."""

from __future__ import annotations

import re

from kg.knowledge import Kinds
from kg.normalise import letters
from kg.split.elements import (
    ANNEX_LIST,
    ANNEX_MARK,
    ISSUED_TITLE,
    AnnexPart,
    Line,
    is_title_line,
    title_continues,
)
from kg.types import Span


def _issued_titles(
    clean: str, lines: list[Line], body_at: int, end: int, title: str
) -> dict[str, str]:
    """Letters of every 《title》 that the carrier's title or first lines name -> its words."""
    text = title + "\n" + "\n".join(line.text for line in lines[body_at : min(end, body_at + 4)])
    names = {letters(found): found for found in ISSUED_TITLE.findall(text)}
    issued = re.search(r"(?:关于)?印发(?:《)?(.+?)(?:》)?的通知", title)
    if issued:
        names[letters(issued[1])] = issued[1]
    return {key: value for key, value in names.items() if len(key) >= 5}


def annex_starts(
    clean: str,
    lines: list[Line],
    body_at: int,
    tail: tuple[int, int] | None,
    title: tuple[int, int] | None,
    kinds: Kinds,
) -> list[tuple[int, int, int]]:
    """Annexes as lines ``(mark, title, body)``: where each of these begins."""
    head = "".join(line.text for line in lines[slice(*title)]) if title else ""
    end = tail[1] + 1 if tail else len(lines)
    issued = _issued_titles(clean, lines, body_at, end, head)
    begins = {title[0] for title in issued}
    found: list[tuple[int, int, int]] = []
    index = body_at
    listed = False  # 附件：…, which an annex below 附件 follows where a copy lost the signature
    while index < len(lines):
        after = _matches_title(lines, index, issued, begins)
        below = index > tail[1] if tail else listed and _is_marked(lines, index)
        if after is None and below:
            after = _title_after_tail(lines, index, kinds, bool(found))
        listed = listed or ANNEX_LIST.match(lines[index].text) is not None
        if after is None:
            index += 1
            continue
        mark = (
            index - 1 if index > body_at and ANNEX_MARK.fullmatch(lines[index - 1].text) else index
        )
        found.append((mark, index, after))
        index = max(after, index + 1)
    return found


def _matches_title(
    lines: list[Line], index: int, issued: dict[str, str], begins: set[str]
) -> int | None:
    """Index after the lines from ``index`` on that together are one of the issued titles.

    ``begins``: the characters that those begin with.
    """
    first = lines[index].text[0]
    if first.isalnum() and first not in begins:
        return None
    joined = ""
    for last in range(index, min(index + 5, len(lines))):
        if len(lines[last].text) > 90:
            return None
        joined += letters(lines[last].text)
        if joined in issued:
            return last + 1
        if not any(title.startswith(joined) for title in issued):
            return None
    return None


#: 《某省关于发展的若干意见》责任分工, 目标任务分解表: a title of no kind that documents have
_NAMED = re.compile(
    "(?:《[^》]{4,60}》|[^。：；，《》]{2,60})[^。：；，]{0,20}(?:分工|表|清单|名单|台账|分解)"
)


def _is_marked(lines: list[Line], index: int) -> bool:
    """Whether 附件 or 附件1 stands on the line before."""
    return ANNEX_MARK.fullmatch(lines[index - 1].text) is not None


def _title_after_tail(lines: list[Line], index: int, kinds: Kinds, has_annex: bool) -> int | None:
    """Index after a title that follows the tail without being named before it."""
    marked = _is_marked(lines, index)
    if has_annex and not marked:
        return None
    joined = ""
    for last in range(index, min(index + 5, len(lines))):
        if not is_title_line(lines[last]) or "|" in lines[last].text:
            return index + 1 if marked and last > index and _NAMED.fullmatch(joined) else None
        joined += lines[last].text
        if kinds.of_title(joined) and not title_continues(lines, last + 1):
            return last + 1
    return index + 1 if marked else None


#: how a page names the file of an annex: 附件：某省公园名录.doc
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)


def listed_annex(clean: str, listing: Line, start: int, end: int) -> tuple[AnnexPart, ...]:
    """The annex that 附件：… names, where what follows the tail carries no title of its own.

    The price table of 浙医保联发〔2021〕19号 is damaged beyond its title; the listing has it.
    """
    mark = ANNEX_LIST.match(listing.text)
    begin = listing.start + (mark.end() if mark else 0)
    file = _FILE.search(listing.text)
    title = Span(begin, listing.start + file.start() if file else listing.end)
    return (AnnexPart(title, Span(start, end)),) if title.start < title.end else ()
