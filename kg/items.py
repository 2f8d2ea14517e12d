"""Items of a printed list of bodies: where each stands, before anything is known of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from kg.link import Link
from kg.normalise import HAN

_OPEN, _CLOSE = "（〔［〈<(【", "）〕］〉>)】"
_SEPARATORS = "、，,；; \n"
_MARK = re.compile(f"[{re.escape(_OPEN + _CLOSE + _SEPARATORS)}]")


class Item(NamedTuple):
    """One body of a list in clean offsets, and what it links to."""

    start: int
    end: int
    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class BodyList:
    """Items in order; ``open`` where the list ends in 等部门 or the like."""

    items: tuple[Item, ...]
    open: bool


class Piece(NamedTuple):
    """An item before it is linked; ``separator`` is what stood in front of it."""

    start: int
    end: int
    separator: str


def split_items(text: str, start: int, end: int) -> list[Piece]:
    """Cut at separators outside brackets."""
    items: list[Piece] = []
    depth, at, separator = 0, start, ""
    marks = [found.start() for found in _MARK.finditer(text, start, end)]
    for i in (*marks, end):
        char = text[i] if i < end else "、"
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 or i == end:
            if _inside_name(text, at, i, end):
                continue
            begin, stop = _trimmed(text, at, i)
            if begin < stop:
                items.append(Piece(begin, stop, separator))
            separator, at = char, i + 1
    return items


def _inside_name(text: str, start: int, at: int, end: int) -> bool:
    """Whether a line end cuts a name (东北新城 / 管委会) rather than ending an item."""
    return (
        at < end and text[at] == "\n" and at > start and text[at - 1] not in _SEPARATORS
        and bool(re.match(rf"\n+[{HAN}]", text[at:end]))
        and not re.match(r"\n+.{2,6}[：:]", text[at:end])
    )  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n。：":
        start += 1
    while end > start and text[end - 1] in " \n。":
        end -= 1
    return start, end
