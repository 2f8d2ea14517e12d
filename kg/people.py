"""Words that tell people: surnames, parts in a group (组长), posts (副厅长)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg import wordtrie

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"


class PeopleWords:
    """The table ``people.toml`` as the patterns that find them."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        before = wordtrie.pattern(table["before"])
        roles = wordtrie.pattern(table["roles"])
        more = wordtrie.pattern(table["post_before"])
        posts = wordtrie.pattern([*table["posts"], *table["government"]])
        government = wordtrie.pattern(table["government"])
        surname = wordtrie.pattern([*table["surnames"], *table["single"]])
        self.role = re.compile(f"(?:{before}){{0,2}}副?(?:{before})?(?:{roles})")
        self.post = re.compile(f"(?:{more}){{0,3}}(?:{posts})$")
        self.government = re.compile(f"(?:{more}){{0,3}}(?:{government})$")
        self.surname = re.compile(surname)
        self.name = re.compile(f"(?:{surname}){_HAN}{{1,2}}")
        """A name of two or three characters, four where the surname has two."""
        self.foreign = re.compile(f"{_HAN}{{1,8}}(?:·{_HAN}{{1,10}}){{1,3}}")
        """A name of a minority or another country, with its dots."""
