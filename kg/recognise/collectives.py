"""Collectives and place roles in running text: 各设区市政府, 省级有关单位, 行为发生地县级政府."""

from __future__ import annotations

from kg.knowledge import Knowledge
from kg.types import Found


class CollectiveFinder:
    """Finds what the grammar of :mod:`kg.collectives` matches."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._patterns = knowledge.collectives.scan

    def find(self, text: str) -> list[Found]:
        """Collectives; they may overlap. 有关部门 with nothing before it names nobody."""
        return [
            Found(match.start(), match.end(), "agency" if match["role"] else "collective")
            for pattern in self._patterns
            for match in pattern.finditer(text)
            if not match[0].startswith(("有关", "相关"))
        ]
