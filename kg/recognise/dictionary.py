"""One automaton pass over a document for every name the tables know.

Leftmost, longest, without overlap: 浙江省人民政府办公厅 is 浙江省 and 人民政府办公厅. What a hit is
(region, form of a body, tail of a form with its territory inside) is looked up afterwards.
"""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from msgspec import Struct

from kg.knowledge import Knowledge

_LEVELS = ("省", "市", "县", "区", "州", "盟", "旗", "地", "自治区", "自治州", "自治县")
REGION, FORM, STATE, TAIL, HEAD, NAMED = 1, 2, 4, 8, 16, 32


class Hit(Struct, frozen=True):
    """A dictionary match: what sorts of name the words are (bits above)."""

    start: int
    end: int
    sorts: int
    words: str


class Dictionary:
    """The automaton over all names of a :class:`Knowledge`."""

    def __init__(self, knowledge: Knowledge) -> None:
        sorts: dict[str, int] = {}
        bodies = knowledge.bodies

        def add(words: str, sort: int) -> None:
            if len(words) >= 2:
                sorts[words] = sorts.get(words, 0) | sort

        for name in knowledge.regions.names():
            # 市中 for 市中区 would hide 中级人民法院 in 市中级人民法院
            if name not in knowledge.ordinary or any(
                row.name == name for row in knowledge.regions.named(name)
            ):
                add(name, REGION)
        for form in (*bodies.suffix, *bodies.local_forms()):
            add(form, FORM)
            if form.startswith("委"):  # 省委宣传部 whole, or 省委 would hide it
                for word in _LEVELS:
                    add(word + form, NAMED)
        for form in bodies.state:
            add(form, STATE)
        for form in bodies.named:
            add(form, NAMED)
        for infix in bodies.infix:
            add(infix.tail, TAIL)
            if not infix.tail:
                add(infix.head, HEAD)
            for word in _LEVELS if infix.place == "{l}" else ():
                if word != "地" or infix.head or infix.tail.startswith("委"):  # 当地人民银行
                    add(infix.head + word + infix.tail, NAMED)
        self._words = sorted(sorts)
        self._sorts = [sorts[word] for word in self._words]
        self._automaton = AhoCorasick(
            self._words,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )
        self._last: tuple[str, list[Hit]] = "", []

    def hits(self, text: str) -> list[Hit]:
        """Matches in order, offsets in code points.

        Those of the last text are remembered: one without head or signature is asked for twice,
        first for where it was issued.
        """
        if text != self._last[0]:
            sorts, words = self._sorts, self._words
            found = self._automaton.find_matches_as_indexes(text)
            self._last = text, [Hit(at, end, sorts[i], words[i]) for i, at, end in found]
        return self._last[1]
