"""The names in a list of industries: where each begins and ends, and whether it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.industries import IndustryWords

OPEN, CLOSE = "（〔(", "）〕)"
_OWN_HEAD = re.compile("(?<=..)产业$")
JOINTS = re.compile("以及|[与和及]")
#: 未来制造、未来信息、未来能源等产业
_OF_FUTURE = re.compile("未来[\u4e00-\u9fff]{2}")
_OPENS_NO_NAME = re.compile("[和与及等了着并其各是为于]|有(?![色机])|对(?![外虾])")
_NOT_IN_NAME = re.compile(r"[一二三四五六七八九十两]大|[^\w（）·“”+\-./]|_|[〇％%]|\d(?!D|G|A|C)")


class Item(Struct, frozen=True):
    """One name of a list, in offsets of the text it was read from."""

    start: int
    end: int
    name: str


#: items, and whether an announced number agrees with them (None: none announced)
Settled = tuple[tuple[Item, ...], bool | None]


class Names:
    """Cuts a list into names, and holds them against the number it announces."""

    def __init__(self, words: IndustryWords) -> None:
        self._words = words

    def items(self, words: str, offset: int, *, first: int | None) -> tuple[Item, ...]:
        """Names between 、; nothing where one of them is no name.

        ``first`` is where the first name begins; None where it is to be found behind a verb.
        """
        pieces = list(_pieces(words))
        if not pieces:
            return ()
        if first is None:
            first = self._after_verbs(words, *pieces[0])
        if first is None:
            return ()
        pieces[0] = (first, pieces[0][1])
        items = tuple(Item(offset + start, offset + end, words[start:end]) for start, end in pieces)
        return items if all(self.is_name(item.name) for item in items) else ()

    def _after_verbs(self, words: str, start: int, end: int) -> int | None:
        """Where the first name begins: after the last verb; None where there is no verb."""
        at = None
        for found in self._words.verb.finditer(words, start, end):
            at = found.end()
        if at is None:
            return None
        at += len(words[at:end]) - len(words[at:end].rpartition("的")[2])
        lead = self._words.leading.match(words, at, end)
        return lead.end() if lead else at

    def is_name(self, name: str) -> bool:
        """Whether words can name an industry; see the lists of ``industries.toml``.

        产业 at its end is no part of what is judged: 电子信息产业 is one, 特色产业 is none.
        """
        name, words = _OWN_HEAD.sub("", name), self._words
        if not 1 <= len(name) <= 22 or name in words.generic:
            return False
        if len(name) == 1 and not "\u4e00" <= name <= "\u9fff":
            return False
        if _NOT_IN_NAME.search(name) or words.no_name.search(name):
            return False
        if _OPENS_NO_NAME.match(name) or "“" in name[1:] or name.count("“") != name.count("”"):
            return False
        return bool(_OF_FUTURE.fullmatch(name)) or words.only_qualifiers.fullmatch(name) is None

    def settled(self, items: tuple[Item, ...], count: int | None, *, open_: bool) -> Settled | None:
        """Items held against the announced count; None where they are more than it.

        Where they are fewer, cutting at 和 or 与 may bring them to it (A、B和C三大产业).
        Fewer are left as they are where the list is open (等10个产业).
        """
        if not items:
            return None
        if count is None:
            return items, None
        if len(items) == count:
            return items, True
        if len(items) > count:
            return None
        if (cut := tuple(self._cut(items))) and len(cut) == count:
            return cut, True
        return (items, False) if open_ and len(items) > 1 else None

    def _cut(self, items: tuple[Item, ...]) -> Iterator[Item]:
        """Items with the joints between two names cut."""
        for item in items:
            at = 0
            for joint in JOINTS.finditer(item.name):
                left, right = item.name[at : joint.start()], item.name[joint.end() :]
                if len(left) > 1 and len(right) > 1 and self.is_name(left) and self.is_name(right):
                    yield Item(item.start + at, item.start + joint.start(), left)
                    at = joint.end()
            yield Item(item.start + at, item.end, item.name[at:])


def _pieces(words: str) -> Iterator[tuple[int, int]]:
    """Stretches between 、 outside brackets."""
    depth = at = 0
    for i, char in enumerate(words):
        if char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif char == "、" and depth == 0:
            yield at, i
            at = i + 1
    if at < len(words):
        yield at, len(words)
