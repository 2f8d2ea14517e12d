"""Bracket pairs of a stretch of text, as owner clauses need them."""

from __future__ import annotations

import re

from kg.outline import opens_item

OPEN, CLOSE = "（〔［【", "）〕］】"
_BRACKET = re.compile(r"[（〔［【）〕］】]|\n")


def brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost bracket pairs of a stretch in order.

    One that a new item or much text follows before it is closed was left open by mistake: it
    ends with its line. Of one that is opened twice and closed once (（（责任单位：…）) the inner
    counts.
    """
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    inner = (-1, -1)
    for found in _BRACKET.finditer(text, start, end):
        char = found[0]
        if char == "\n":
            if stack and (found.start() - stack[0] > 600 or opens_item(text, found.end())):
                doubled = inner[0] == stack[0] + 1
                pairs.append(inner if doubled else (stack[0], found.start()))
                stack.clear()
        elif char in OPEN:
            stack.append(found.start())
        elif stack:
            inner = (stack.pop(), found.end())
            if not stack:
                pairs.append(inner)
    return pairs


def closes_at(text: str, start: int, last: int) -> bool:
    """Whether the bracket opened at ``start`` is closed by the character at ``last``."""
    if text[last] not in CLOSE:
        return False
    words = text[start : last + 1]
    return sum(map(words.count, OPEN)) == sum(map(words.count, CLOSE))
