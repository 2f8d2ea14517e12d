"""Where a position stands in its paragraph: sentence, clause, brackets and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.frames import Frame

_STOPS, _PAUSES = "。！？\n", "，。；：！？\n"
_SENTENCE, _CLAUSE = re.compile(f"[{_STOPS}]"), re.compile(f"[{_PAUSES}]")
_NESTED = (("（", "）"), ("《", "》"), ("“", "”"), ("〔", "〕"), ("［", "］"), ("【", "】"))
#: the most characters of a sentence that are looked at on either side
REACH = 600


def sentence(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """The sentence a position stands in, within a paragraph."""
    return _around(_STOPS, _SENTENCE, text, at, start, end)


def clause(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """The clause a position stands in, within a sentence."""
    return _around(_PAUSES, _CLAUSE, text, at, start, end)


def _around(
    marks: str, pattern: re.Pattern[str], text: str, at: int, start: int, end: int
) -> tuple[int, int]:
    first = max(start, at - REACH)
    end = min(end, at + REACH)
    for mark in marks:
        first = max(first, text.rfind(mark, first, at) + 1)
    last = pattern.search(text, at, end)
    return first, last.start() if last else end


def is_nested(text: str, start: int, at: int) -> bool:
    """Whether a position is inside brackets or quotation marks opened since ``start``."""
    before = text[start:at]
    return any(
        opening in before and before.count(opening) > before.count(closing)
        for opening, closing in _NESTED
    )


def without(text: str, start: int, end: int, dates: Sequence[Frame]) -> str:
    """``text[start:end]`` without the dates in it."""
    words, at = [], start
    for date in dates:
        if at <= date.start and date.end <= end:
            words.append(text[at : date.start])
            at = date.end
    return "".join([*words, text[at:end]])
