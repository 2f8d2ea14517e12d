"""The bodies in the parts of an owner clause, with their roles, and whether they can be owners."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.clause_parts import LEAD_MARK, SIGN_MARK, Part
from kg.extract.deadlines import without_deadline
from kg.items import BodyList, Item
from kg.knowledge import OwnerWords
from kg.link import Context, Linker
from kg.lists import parse
from kg.types import Role

#: no name of a body has such a mark
_IN_PROSE = re.compile("[。：；]")
#: what the name of a body ends in
_BODY = re.compile(
    "(?:政府|[局厅办委]|委员会|办公室|街道|支行|分行|分局|部门|机制|领导小组|指挥部)$"
)


class Owned(Struct, frozen=True):
    """A body in a clause with its role, in clean offsets; ``sign`` is printed at it (★)."""

    item: Item
    role: Role
    marked: bool
    label: str
    sign: str = ""


class Owners:
    """Reads the lists of one document's clauses."""

    def __init__(self, words: OwnerWords, linker: Linker, context: Context) -> None:
        self._words = words
        self._linker = linker
        self._context = context

    def read(self, text: str, parts: list[Part]) -> tuple[list[tuple[Part, Owned]], bool]:
        """The bodies of the parts in order, and whether a list is open."""
        owned: list[tuple[Part, Owned]] = []
        is_open = False
        for part in parts:
            start, end = without_deadline(text, part.start, part.end)
            bodies, marks, signs = self._list(text, start, end)
            if part.ahead and not all(item.link.entity for item in bodies.items):
                continue
            is_open = is_open or bodies.open
            for item in bodies.items:
                leads = part.role == "lead" or any(item.end <= at <= item.end + 1 for at in marks)
                near = (at for at in signs if item.start - 1 <= at <= item.end)
                sign = text[next(near, 0)] if signs else ""
                role: Role = "lead" if leads else part.role
                owned.append((part, Owned(item, role, leads, part.label, sign)))
        return owned, is_open

    def _list(self, text: str, start: int, end: int) -> tuple[BodyList, list[int], list[int]]:
        """The bodies of a list, where marks of a lead stand, and signs that may be such marks."""
        words = text[start:end]
        marks = [mark.span() for mark in LEAD_MARK.finditer(words)]
        signs = [sign.span() for sign in SIGN_MARK.finditer(words)]
        if not (marks or signs):
            return parse(text, start, end, self._linker, self._context), [], []
        for at, stop in (*marks, *signs):
            words = words[:at] + " " * (stop - at) + words[stop:]
        bodies = parse(words, 0, len(words), self._linker, self._context)
        items = [replace(i, start=i.start + start, end=i.end + start) for i in bodies.items]
        moved = BodyList(tuple(items), bodies.open)
        return moved, [start + at for at, _ in marks], [start + at for at, _ in signs]

    def credible(self, owned: list[tuple[Part, Owned]], parts: list[Part]) -> bool:
        """Whether what was read is a list of bodies and not prose that holds a role word.

        A labelled list may hold bodies no table knows; a list closed by a verb must be known, or
        short of anything but names; one that neither tells must be known throughout.
        """
        texts = [each.item.text for _, each in owned]
        if _IN_PROSE.search("、".join(texts)) or max(map(len, texts)) > 45:
            return False
        if not self._words.label_words.isdisjoint(texts):
            return False  # 责任单位会同有关部门落实
        known = [each.item.link.entity is not None for _, each in owned]
        bare = not any(part.label for part in parts)
        if not bare and not all(
            k for k, (part, _) in zip(known, owned, strict=True) if not part.sure
        ):
            return False
        if all(part.label in self._words.label_words for part in parts):
            return any(known) or all(len(text) <= 16 for text in texts)
        named = [k or (len(t) <= 16 and _BODY.search(t)) for k, t in zip(known, texts, strict=True)]
        return any(known) and sum(map(bool, named)) >= 0.6 * len(owned)
