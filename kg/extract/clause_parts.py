"""The parts of an owner clause: lists of bodies, each with the role that its words give.

    clause   := part (；|，|。) part …
    part     := label： list            责任单位：省民政厅、省建设厅
              | list verb               市财政局牵头 / 财政部等按职责分工负责
              | list 会同 list          由A会同B
              | aside： words           完成时限：2022年底; 责任领导：张三; 适用范围：…
              | list                    in a bracket after 。, where the document is built so

Words of labels and verbs are data (``kg/data/owners.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.brackets import OPEN
from kg.extract.deadlines import is_deadline
from kg.knowledge import OwnerWords
from kg.types import Role

_EDGES = " \n，、；。"
_BEFORE_LABEL = "，；。、 \n"
#: labels that one clause can have: more of them are a list, and no clause
LABELS_AT_MOST = 40


class Part(Struct, frozen=True):
    """A list of bodies in clean offsets.

    ``sure`` where a label with a colon or a verb says so; ``ahead`` of the first label, where
    other words may stand as well (9月底取得明显成效，牵头单位：X).
    """

    role: Role
    label: str
    start: int
    end: int
    sure: bool = True
    ahead: bool = False


#: the number or the bullet of a labelled line: 4.配合单位：…
_NUMBER = re.compile(
    r"\n *(?:[●○◆◇■□▲★☆•]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)、.．]) *$"
)


class _Label(Struct, frozen=True):
    word: str
    start: int
    end: int
    sure: bool


class Grammar:
    """Cuts clauses into parts by the words of one table."""

    def __init__(self, words: OwnerWords) -> None:
        self._words = words

    def parts(self, text: str, start: int, end: int) -> list[Part]:
        """The parts of a clause in order."""
        labels = list(self._labels(text, start, end))
        if len(labels) > LABELS_AT_MOST:
            return []
        if not labels:
            return self._verb_parts(text, start, end)
        parts: list[Part] = []
        lead_in = text[start : labels[0].start].strip(" \n，。；")
        if lead_in and not is_deadline(lead_in):
            ahead = self._verb_parts(text, start, labels[0].start)
            parts += [replace(part, ahead=True) for part in ahead if part.sure]
        for label, following in zip_longest(labels, labels[1:]):
            stop = _number_before(text, label.end, following.start) if following else end
            if label.word not in self._words.aside:
                parts += self._verb_parts(text, label.end, stop, label)
        return parts

    def under(self, text: str, start: int, end: int, label: str) -> list[Part]:
        """The parts of a list that a label heads elsewhere, in the head of a table.

        ``label`` is empty where the head is lost.
        """
        head = _Label(label, start, start, True) if label else None
        return self._verb_parts(text, start, end, head)

    def _labels(self, text: str, start: int, end: int) -> Iterator[_Label]:
        """Labels in order; those without a colon only where a bracket opens with one."""
        found = [
            _Label(_plain(m["label"]), m.start(), m.end(), True)
            for m in self._words.any_label.finditer(text, start, end)
        ]
        bare = self._words.bare_label
        if start and text[start - 1] in OPEN and bare.match(text, start, end):
            taken = {label.start for label in found}
            found += [
                _Label(_plain(m["label"]), m.start(), m.end(), False)
                for m in bare.finditer(text, start, end)
                if m.start() not in taken
                and (m.start() == start or text[m.start() - 1] in _BEFORE_LABEL)
            ]
        taken = {label.start for label in found}
        found += [
            _Label(_plain(m["said"]), m.start(), m.end(), False)
            for m in self._words.said_label.finditer(text, start, end)
            if m.start() not in taken
            and (m.start() == start or text[m.start() - 1] in _BEFORE_LABEL)
        ]
        return iter(sorted(found, key=lambda label: label.start))

    def _verb_parts(
        self, text: str, start: int, end: int, label: _Label | None = None
    ) -> list[Part]:
        """Lists closed by verbs: A牵头，B、C按职责分工负责; 由A会同B.

        Under a label a verb says more only where it leads or supports (责任单位：A牵头，B配合).
        """
        parts: list[Part] = []
        at = start
        default = self._words.roles[label.word] if label else None
        sure = label is None or label.sure
        told = self._words.bare_verb.search(text, start, end)
        for verb in self._words.verb.finditer(text, start, end) if told else ():
            if not _closes(text, verb.end(), end):
                continue
            if is_deadline(text[at : verb.end()].strip(_EDGES)):  # 持续推进
                at = verb.end()
                continue
            role = self._words.roles[_plain(verb["verb"])]
            kept = default if default and role == "responsible" else role
            printed = label.word if label and kept == default else _plain(verb[0])
            parts += _with(Part(kept, printed, at, verb.start(), sure), text)
            at = verb.end()
        tail = text[at:end].strip(_EDGES)
        if not tail or (parts and is_deadline(tail)):
            return parts
        word = label.word if label else ""
        rest = Part(default or "responsible", word, at, end, sure and default is not None)
        return [*parts, *_with(rest, text)]


def _with(part: Part, text: str) -> list[Part]:
    """A list, or two where 会同 joins them (由A会同B: A leads, B supports)."""
    begin, end = part.start, part.end
    while begin < end and text[begin] in " \n，、；。由":
        begin += 1
    if text.startswith("会同", begin):
        return [replace(part, role="support", label="会同", start=begin + 2)]
    joint = text.find("会同", begin, end)
    if joint > begin:
        return [
            replace(part, role="lead", label="会同", start=begin, end=joint),
            replace(part, role="support", label="会同", start=joint + 2),
        ]
    return [replace(part, start=begin)] if begin < end else []


def _number_before(text: str, start: int, at: int) -> int:
    """Where the line of a label that begins at ``at`` begins, its number with it."""
    number = _NUMBER.search(text, max(start, at - 10), at)
    return number.start() if number else at


def _closes(text: str, at: int, end: int) -> bool:
    """Whether a verb that ends at ``at`` closes its list: a separator, 会同 or the end follows."""
    return at >= end or text[at] in "，、；。 \n（" or text.startswith("会同", at)


def _plain(words: str) -> str:
    return words.replace("\n", "")


#: a mark behind one body of a list: 市发改委（牵头）、市财政局
LEAD_MARK = re.compile(r"[（〔［〈](?:牵头|主办|主责)(?:单位|部门)?[）〕］〉]")
#: or a sign that a rule of the document gives the meaning of: ★市发改委、市财政局
SIGN_MARK = re.compile("[★☆▲△●◎*＊※#]")
