"""Names of departments put together of two lines of work: 发改经信局, 科技和经信局.

The words are data (``[compound]`` of ``unlisted.toml``). Where a table has a body of these words,
with 和 or without, it is that one; else the two are joined as such names are written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kg import wordtrie
from kg.bodies import Bodies

_AND = re.compile("[和与]")
_ORGAN = "局"


class Compounds:
    """Spells such names out."""

    def __init__(self, table: Mapping[str, Any], bodies: Bodies) -> None:
        self._words: Mapping[str, str] = table.get("words", {})
        word = wordtrie.pattern(self._words)
        self._two = re.compile(f"(?P<one>{word})[和与]?(?P<other>{word}){_ORGAN}")
        self._forms: dict[str, list[str]] = defaultdict(list)
        for form in bodies.suffix:
            if form.endswith(_ORGAN):
                self._forms[_AND.sub("", form)].append(form)

    def forms(self, form: str) -> list[str]:
        """Forms of the tables that say a form in other words."""
        if not form.endswith(_ORGAN):
            return []
        found = self._two.fullmatch(form)
        words = [self._words[found[key]] for key in ("one", "other")] if found else [form[:-1]]
        return self._forms.get(_AND.sub("", "".join(words)) + _ORGAN, [])

    def in_full(self, form: str) -> str:
        """The functional name that a form stands for; the form itself where it is none of two."""
        found = self._two.fullmatch(form)
        if found is None:
            return form
        words = [self._words[found[key]] for key in ("one", "other")]
        if "".join(words) == found["one"] + found["other"]:
            return form
        return "和".join(words) + _ORGAN
