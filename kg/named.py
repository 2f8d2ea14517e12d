"""Words by which things with a name of their own are found, as the patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg import wordtrie


class ProgrammeWords:
    """The words of ``programmes.toml``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        heads = table.get("head", [])
        self.kinds: dict[str, str] = {w: row["kind"] for row in heads for w in row["words"]}
        self.plain = frozenset(w for row in heads if row["plain"] for w in row["words"])
        self.head = re.compile(wordtrie.pattern(self.kinds))
        self.ends_in_head = re.compile(f"(?:{wordtrie.pattern(self.plain)})$")
        strong, weak = _words(table, "verb", "strong"), _words(table, "verb", "weak")
        self.strong = frozenset(strong)
        self.verb = re.compile(wordtrie.pattern((*strong, *weak)))
        self.front = re.compile(f"(?:{wordtrie.pattern(_words(table, 'front'))})+")
        self.national = re.compile(wordtrie.pattern(_words(table, "national")))
        self.generic = re.compile(f"(?:{wordtrie.pattern(_words(table, 'generic'))}|\\d)*")
        self.spoken = frozenset(_words(table, "spoken"))
        self.spoken_pattern = re.compile(table.get("spoken", {}).get("patterns", "(?!)"))
        self.works = tuple(_words(table, "works"))
        self.aims = tuple(_words(table, "aim"))
        self.business = tuple(_words(table, "business"))
        self.system = re.compile(f"“([^“”\\n]{{1,6}}(?:{'|'.join(_words(table, 'system'))}))”")
        after: Mapping[str, list[str]] = table.get("after", {})
        self.after = {head: re.compile("|".join(words) or "(?!)") for head, words in after.items()}


def _words(table: Mapping[str, Any], name: str, key: str = "words") -> list[str]:
    return list(table.get(name, {}).get(key, ()))
