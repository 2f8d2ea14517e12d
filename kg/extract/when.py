"""Which date governs a figure: that of its clause, one before it, or one carried over from afar."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from kg.dates import Due
from kg.extract import sentences
from kg.extract.frames import Frame, frames, is_past, within
from kg.extract.page import Page
from kg.outline import Node

_DONE_BY = re.compile("(?:之?前|以前)?(?:全部|基本|全面)?(?:完成|建成|投用|投产|实现|竣工|落地)")
_AIMS = re.compile("目标")
_OPENS = ("", "力争", "争取", "目标：")
#: the most characters of a statement of aims that are looked at for its date
_LONGEST = 3000


class When(Struct, frozen=True):
    """The deadline of a target; ``past`` where the figure is of a day before signing."""

    frame: Frame | None = None
    inherited: bool = False
    past: bool = False

    @property
    def due(self) -> Due | None:
        """The day itself, or None where the text gives none."""
        return self.frame.due if self.frame else None


class Dates:
    """The dates of a document and what they govern."""

    def __init__(self, page: Page, signed: str | None) -> None:
        self._clean = page.clean
        self._signed = signed
        self._nodes = sorted(page.nodes, key=lambda node: node.start)
        self._starts = [node.start for node in self._nodes]
        self._by_id = {node.id: node for node in self._nodes}

    def above(self, position: int) -> list[Node]:
        """The section a position stands in and those that one stands in, innermost first."""
        at = bisect_right(self._starts, position) - 1
        node = self._nodes[at] if at >= 0 else None
        found: list[Node] = []
        while node:
            if position < node.end:
                found.append(node)
            node = self._by_id.get(node.parent or "")
        return found

    def section(self, position: int, end: int) -> tuple[int, int]:
        """Where the section of a position begins, and where the next one or the stretch ends.

        A document printed without line breaks has many sections in one line.
        """
        at = bisect_right(self._starts, position)
        first = self._starts[at - 1] if at else 0
        return first, min(end, self._starts[at]) if at < len(self._starts) else end

    def carried(self, dates: Sequence[Frame], start: int, above: Sequence[Node]) -> Frame | None:
        """The date that a paragraph opens with, or that of the aims it stands under."""
        return self._opening(dates, start, above) or self._of_the_aims(above, start)

    def _opening(self, dates: Sequence[Frame], start: int, above: Sequence[Node]) -> Frame | None:
        """The date a paragraph opens with, after its mark and heading."""
        if above and start <= above[0].content:
            start = above[0].content
        at = next(iter(within(dates, start, start + _LONGEST)), None)
        if at is None:
            return None
        opens = self._clean[start : at.start].strip("，—-　 ●■◆") in _OPENS
        return at if opens and self._clean[at.end : at.end + 1] in "，底末前" else None

    def _of_the_aims(self, above: Sequence[Node], before: int) -> Frame | None:
        """The last date of the statement of aims (发展目标, 主要目标) a paragraph stands under."""
        node = next((node for node in above if _AIMS.search(node.heading)), None)
        if node is None:
            return None
        start = max(node.content, before - _LONGEST)
        return next(iter(reversed(frames(self._clean, start, before, self._signed))), None)

    def when(
        self, figure: tuple[int, int], dates: Sequence[Frame], opening: Frame | None,
        start: int, end: int,
    ) -> When:  # fmt: skip
        """The date that governs a figure at ``figure[0]`` whose target ends at ``figure[1]``."""
        text, (at, done) = self._clean, figure
        first, last = sentences.sentence(text, at, start, end)
        clause, stop = sentences.clause(text, at, first, last)
        before = within(dates, first, at)
        after = within(dates, done, stop + 4)
        if before:
            frame = before[-1]
            between = text[frame.end : max(clause, frame.end)].strip("，底末前")
            return When(frame, bool(between), is_past(frame, self._signed))
        if after and _DONE_BY.match(text, after[0].end, end):
            return When(after[0], False, is_past(after[0], self._signed))
        if opening:
            return When(opening, True, is_past(opening, self._signed))
        return When()
