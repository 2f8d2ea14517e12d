"""Words by which things with a name of their own are found, as the patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
        self.ends_in_any_head = re.compile(f"(?:{wordtrie.pattern(self.kinds)})$")
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

    def is_generic(self, modifier: str) -> bool:
        """Whether a modifier names nothing: 专项整治, “十四五”重大."""

        def left(quoted: re.Match[str]) -> str:
            return "" if self.spoken_pattern.fullmatch(quoted[1]) else quoted[0]

        return self.generic.fullmatch(re.sub("“([^“”]*)”", left, modifier)) is not None


class FacilityWords:
    """The words of ``facilities.toml``, with the names of regions that can be anchors."""

    def __init__(self, table: Mapping[str, Any], regions: Iterable[str]) -> None:
        heads = table.get("head", [])
        self.kinds: dict[str, str] = {w: row["kind"] for row in heads for w in row["words"]}
        self.zones = frozenset(row["kind"] for row in heads if row.get("zone"))
        self.proper = frozenset(row["kind"] for row in heads if row.get("proper"))
        self.alone = frozenset(w for row in heads for w in row.get("alone", ()))
        self.kinds.update({w: row["kind"] for row in heads for w in row.get("alone", ())})
        self.head = re.compile(wordtrie.pattern(self.kinds))
        self.breaks = re.compile(wordtrie.pattern(_words(table, "break")))
        self.generic = re.compile(f"(?:{wordtrie.pattern(_words(table, 'generic'))})+")
        self.anchor_pattern = re.compile(table.get("anchor", {}).get("patterns", "(?!)"))
        after: Mapping[str, list[str]] = table.get("after", {})
        self.after = {kind: re.compile("|".join(w) or "(?!)") for kind, w in after.items()}
        self.never = re.compile("(?!)")
        self.nicknames = frozenset(_words(table, "anchor"))
        self.anchors: dict[str, tuple[str, ...]] = {}
        for name in (*_words(table, "anchor"), *regions):
            if len(name) > 1:
                self.anchors[name[:2]] = (*self.anchors.get(name[:2], ()), name)
        for first, names in self.anchors.items():
            self.anchors[first] = tuple(sorted(set(names), key=lambda name: (-len(name), name)))


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """Regions that bear a name together: 长三角. ``members`` are codes."""

    name: str
    members: tuple[str, ...]


class RegionGroups:
    """The tables of ``region-groups.toml`` and the one-character names of provinces."""

    def __init__(self, table: Mapping[str, Any], provinces: Mapping[str, str]) -> None:
        self.provinces = dict(provinces)
        self.cities = {letter: code for code, letter in table.get("city", {}).items()}
        self.ambiguous = frozenset(table.get("ambiguous", {}).get("letters", ""))
        self.combinations: dict[str, tuple[str, ...]] = {
            words: tuple(codes) for words, codes in table.get("combination", {}).items()
        }
        self.groups: dict[str, RegionGroup] = {
            form: RegionGroup(row["name"], tuple(row["members"]))
            for row in table.get("group", [])
            for form in (row["name"], *row["aliases"])
        }
        self.named = re.compile(wordtrie.pattern((*self.groups, *self.combinations)))
        letters = "".join(sorted(self.provinces))
        self.run = re.compile(f"[{letters}]{{2,6}}" if letters else "(?!)")


def _words(table: Mapping[str, Any], name: str, key: str = "words") -> list[str]:
    return list(table.get(name, {}).get(key, ()))
