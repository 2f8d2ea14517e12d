"""What can be cited: titles that are a document's, and where the office of a number sits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from kg import wordtrie

#: what a title may end in after its kind: （试行）, （2021—2025年）, “”, and a version
_TAIL = re.compile(
    r"(?:[（(〔\[［][^（）()〔〕]{0,30}[）)〕\]］]|[”’\"》〉]|[（(]?(?:19|20)\d\d年?版?[）)]?|V?\d+\.\d+版?)+$"
)

_MOST_REMEMBERED = 10_000

Inside = Callable[[str, str], bool]
"""Whether the region with the first code is the second's or lies in it."""


class Citable:
    """The table ``citations.toml``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        titles = table.get("titles", {})
        self._ends = [
            (re.compile(f"(?:{wordtrie.pattern(titles.get(key, ()))})$"), rating)
            for key, rating in (("never", 0.0), ("sure", 1.0), ("likely", 0.8))
        ]
        self._offices = [
            (re.compile(row["pattern"]), row["territory"]) for row in table.get("office", [])
        ]
        self._shared = [
            (re.compile(row["pattern"]), row["territories"]) for row in table.get("shared", [])
        ]
        self._known: dict[str, str | None] = {}

    def rating(self, title: str) -> float | None:
        """How surely a title is a document's: 1 by its last word, 0 never, None if that is open."""
        words = _TAIL.sub("", title) or title
        found = [
            (end.start(), rating)
            for pattern, rating in self._ends
            if (end := pattern.search(words))
        ]
        return min(found)[1] if found else None

    def territory(self, code: str, here: str | None, inside: Inside) -> str | None:
        """Territory part of the keys of an office's documents, or None where several have its code.

        ``here`` is the region of the document that cites.
        """
        if found := self._certain(code):
            return found
        if here:
            for pattern, territories in self._shared:
                if pattern.fullmatch(code):
                    return next((each for each in territories if inside(here, each)), None)
        return None

    def _certain(self, code: str) -> str | None:
        if code not in self._known:
            found = {territory for each, territory in self._offices if each.fullmatch(code)}
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[code] = found.pop() if len(found) == 1 else None
        return self._known[code]
