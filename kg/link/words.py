"""What tells a body that no table lists from words that are none (``unlisted.toml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg import wordtrie


class UnlistedWords:
    """The table, compiled."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        begin, inside, end, counted, several = (
            wordtrie.pattern(table.get(key, ()))
            for key in ("not_at_begin", "not_inside", "not_at_end", "counted", "several")
        )
        self._none = re.compile(rf"^(?:{begin})|(?:{inside})|(?:{end})$|[0-9０-９](?:{counted})")
        self._several = re.compile(several)
        self._generic = frozenset(table.get("generic", ()))
        self._national = [
            re.compile(
                rf"(?:{wordtrie.pattern(row['heads'])}).*(?:{wordtrie.pattern(row['ends'])})"
            )
            for row in table.get("national", ())
        ]
        self._kinds: dict[str, str] = {
            end: row["kind"] for row in table.get("kind", ()) for end in row["ends"]
        }
        self._longest = max(map(len, self._kinds), default=0)

    def is_generic(self, rest: str) -> bool:
        """Whether words are a sort of bodies and no more: 街道办事处."""
        return rest in self._generic

    def is_none(self, rest: str) -> bool:
        """Whether what stands behind a territory is no name: a clause, a date, a sort of bodies."""
        return rest in self._generic or self._none.search(rest) is not None

    def is_national(self, text: str) -> bool:
        """Whether a name says itself that it is a body of the State's (国务院安委会)."""
        if self._several.search(text):
            return False
        return any(pattern.fullmatch(text) for pattern in self._national)

    def kind(self, name: str) -> str:
        """Kind of a body by the word its name ends in; the longest decides."""
        for length in range(min(self._longest, len(name)), 0, -1):
            if kind := self._kinds.get(name[-length:]):
                return kind
        return "department"
