"""Collectives and place roles in running text: 各设区市政府, 省级有关单位, 行为发生地县级政府."""

from __future__ import annotations

import re
from itertools import chain

from kg.knowledge import Knowledge
from kg.types import Found

_LISTED = re.compile("（([^（）]*、[^（）]*)）$")


class CollectiveFinder:
    """Finds what the grammar of :mod:`kg.collectives` matches."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._collectives = knowledge.collectives
        self._regions = frozenset(knowledge.regions.names())

    def find(self, text: str) -> list[Found]:
        """Collectives; they may overlap. 有关部门 with nothing before it names nobody."""
        grammar, single = self._collectives.scan
        return [
            Found(
                match.start(),
                self._end(match),
                "agency" if match.lastgroup == "role" else "collective",
            )
            for match in chain(
                self._collectives.openings.matches(grammar, text, 0, len(text)),
                single.finditer(text),
            )
            if not match[0].startswith(("有关", "相关"))
        ]

    def _end(self, match: re.Match[str]) -> int:
        """End of a collective without a bracket that names regions: 各城区（万秀区、长洲区）."""
        listed = _LISTED.search(match[0]) if match[0].endswith("）") else None
        if listed and all(name in self._regions for name in listed[1].split("、")):
            return match.start() + listed.start()
        return match.end()
