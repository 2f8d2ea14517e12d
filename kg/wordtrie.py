"""A regular expression for a set of words, factored by shared beginnings.

Python's alternation tries word after word; factored, it reads each character once. Longest first:
where one word begins another, the longer is tried first. Where many characters begin a word, an
automaton finds the places to try it at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation


def pattern(words: Iterable[str], placeholders: dict[str, str] | None = None) -> str:
    """Source of a non-capturing expression; ``placeholders`` maps ``{l}`` and the like to theirs.

    No words give an expression that never matches.
    """
    root: dict[str, Any] = {}
    for word in sorted(set(words)):
        node = root
        for token in re.findall(r"\{\w+\}|.", word, re.DOTALL):
            node = node.setdefault(token, {})
        node[""] = {}
    return _source(root, placeholders or {}) if root else "(?!)"


def matches(
    expression: re.Pattern[str], opening: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """What ``expression.finditer`` gives, looked for only where ``opening`` is found.

    Python's ``re`` runs quickly over text where each branch of an expression begins with a fixed
    character; one that begins otherwise is tried at every position. ``opening`` is of the
    quick kind and matches wherever the expression, which is never empty, does.
    """
    at = start
    while begin := opening.search(text, at, end):
        found = expression.match(text, begin.start(), end)
        if found:
            yield found
        at = found.end() if found else begin.start() + 1


class Openings:
    """Words that all matches of an expression begin with: a native automaton looks for them.

    ``re`` tries an expression at each character that it can begin with. Where these are many and
    common (省, 市, 有, 地), that takes far longer than to read the text.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = AhoCorasick(
            sorted(set(words)), implementation=Implementation.ContiguousNFA
        )

    def matches(
        self, expression: re.Pattern[str], text: str, start: int, end: int
    ) -> Iterator[re.Match[str]]:
        """What ``expression.finditer`` gives; the expression is never empty."""
        found = self._automaton.find_matches_as_indexes(text[start:end], overlapping=True)
        at = start
        for begin in sorted({start + first for _, first, _ in found}):
            match = expression.match(text, begin, end) if begin >= at else None
            if match:
                yield match
                at = match.end()


def _source(node: dict[str, Any], placeholders: dict[str, str]) -> str:
    optional = "" in node
    parts = [
        placeholders.get(token, re.escape(token)) + _source(child, placeholders)
        for token, child in node.items()
        if token
    ]
    if not parts:
        return ""
    if len(parts) == 1 and not optional:
        return parts[0]
    return f"(?:{'|'.join(parts)}){'?' if optional else ''}"
