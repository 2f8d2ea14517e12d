"""Owner clauses: who is to do a task, who leads, and how the document says so.

A clause is a bracket, a labelled line or a labelled sentence that holds only bodies, role words,
separators, a deadline and perhaps a rule. Its grammar:

    clause   := part (；|，|。) part …
    part     := label： list            责任单位：省民政厅、省建设厅
              | list verb               市财政局牵头 / 财政部等按职责分工负责
              | list 会同 list          由A会同B
              | rule                    列第一位的为牵头单位，下同
              | deadline                2022年12月底前完成

Words of labels and verbs are data (``kg/data/owners.toml``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from kg.dates import Due
from kg.extract.brackets import OPEN, closes_at
from kg.extract.brackets import brackets as outermost
from kg.extract.deadlines import due_in, is_deadline, without_deadline
from kg.items import BodyList, Item
from kg.knowledge import OwnerWords
from kg.link import Context, Linker
from kg.lists import parse
from kg.types import Basis, Role
from kg.wordtrie import matches

#: 列第一位的为牵头单位，下同; 排在第一位的部门为牵头部门; 列首位的为牵头单位; 列第一位者为牵头单位;
#: 除标注“牵头”单位外，列第一位的为牵头单位
_FIRST = "第一个|" + "|".join(
    f"{listed}在?(?:第一位?|首位|第1位?|最前)[的者]?"
    for listed in ("排", "列", "排名", "排序", "位列", "排列")
)
FIRST_RULE = re.compile(
    rf"(?:除[^，。；]{{2,20}}外，?(?:{_FIRST})|{_FIRST})"
    r"(?:部门|单位|责任单位|部门或单位)?(?:均)?(?:为|是|作为)(?:该项|本项|该|本)?(?:牵头|主办|主要责任|第一责任)[^，。；）〕］]{0,8}"
    r"(?:[，,]\s*(?:下同|以下同))?"
)
#: 逗号前为牵头单位，下同; 逗号前面的为牵头单位; 逗号之前的单位为牵头单位: the comma is the mark.
COMMA_RULE = re.compile(
    r"逗号(?:之|以)?前面?(?:的|者)?(?:单位|部门|责任单位)?(?:均)?(?:为|是)牵头[^，。；）〕］]{0,8}"
    r"(?:[，,]\s*下同)?"
)
#: 以下均需各县（市、区）落实，不再列出; 各项措施责任单位均包括各市〔州〕…人民政府
#: the foot of a portal's page: 主办单位：广州市人民政府办公厅 网站标识码：4401000046
_FOOT = re.compile("ICP备|网站标识码|公网安备|版权所有|联系我们|网站地图")
#: a remark in brackets, not a clause: （含个体工商户，由市财政局负责）
_REMARK = re.compile("含|包括|不含|其中|以下简称|详见|见附件")
IMPLICIT_RULE = re.compile(
    r"(?:以下|上述|本|各项|以上)[^，。；：]{0,14}?(?:均|都)(?:需|由|须|需要|要|应|包括|包含)"
    r"(?P<list>[^。；]{2,80}?)"
    r"(?:(?:按职责分工)?(?:负责|落实|执行|贯彻落实|组织实施|参与)?[，,]?(?:以下)?(?:均)?不再(?:一一|单独|逐一|另行)?(?:列出|标注|列明)"
    r"|(?:按职责分工)?(?:负责|落实|参与)(?=[，。；]|$)|(?=。|$))"
)
#: no name of a body has such a mark
_IN_PROSE = re.compile("[。：；]")
#: labelled lines that one clause can be made of: more of them are a list, and no clause
_LABELS_AT_MOST = 40


class Owned(NamedTuple):
    """A body in a clause with its role, in clean offsets."""

    item: Item
    role: Role
    marked: bool
    label: str


class OwnerClause(NamedTuple):
    """A clause in clean offsets: its whole span, its owners in order, what else it says."""

    start: int
    end: int
    owned: tuple[Owned, ...]
    open: bool
    lead_rule: tuple[int, int] | None
    comma_rule: tuple[int, int] | None
    implicit: tuple[int, int, BodyList] | None
    due: Due | None
    own_line: bool


class _Part(NamedTuple):
    role: Role | None
    label: str
    start: int
    end: int


class ClauseReader:
    """Finds and reads the owner clauses of one document."""

    def __init__(self, words: OwnerWords, linker: Linker, context: Context) -> None:
        self._words = words
        self._linker = linker
        self._context = context

    def clauses(self, text: str, start: int, end: int) -> Iterator[OwnerClause]:
        """Owner clauses in ``text[start:end]``, in order."""
        at = start
        tried = (start, start)
        brackets = outermost(text, start, end)
        for found in matches(self._words.hint, self._words.hint_opening, text, start, end):
            if found.start() < at:
                continue
            span = self._candidate(text, found, brackets, end)
            if span is None or span[0] < at or span == tried:
                continue
            tried = span
            clause = self.read(text, *span)
            if clause:
                at = clause.end
                yield clause

    # -- where a clause can be ----------------------------------------------------------------

    def _candidate(
        self, text: str, found: re.Match[str], brackets: Sequence[tuple[int, int]], end: int
    ) -> tuple[int, int] | None:
        """The outermost bracket a role word stands in, or the stretch it labels."""
        at = bisect_right(brackets, (found.start(), end + 1)) - 1
        if at >= 0 and found.start() < brackets[at][1]:
            return brackets[at]
        foot = (max(0, found.start() - 120), found.end() + 160)
        if found["label"] and not _FOOT.search(text, *foot):
            return self._labelled(text, found.start(), end)
        return None

    def _labelled(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A labelled stretch outside brackets: to the end of its lines or of its sentence.

        牵头单位：… and 责任单位：… on lines of their own after each other are one clause. In a
        copy without line breaks the clause ends with its sentence (责任单位：…等市级有关部门。).
        """
        at = start
        for _ in range(_LABELS_AT_MOST):
            stop = _stretch_end(text, at, end)
            following = re.match(r"[\s。；]*", text[stop:end])
            ahead = stop + (following.end() if following else 0)
            label = self._words.label.match(text, ahead)
            if not label or ahead >= end:
                break
            at = ahead
        return start, stop

    # -- what a clause says -------------------------------------------------------------------

    def read(self, text: str, start: int, end: int) -> OwnerClause | None:
        """Read a candidate, or None where it holds anything but an owner clause."""
        bracket = text[start] in OPEN
        closed = bracket and closes_at(text, start, end - 1)
        inner = (start + bracket, end - closed)
        lead = FIRST_RULE.search(text, *inner)
        comma = COMMA_RULE.search(text, *inner)
        implicit = self._implicit(text, inner)
        stop = min(
            [
                inner[1],
                *(m.start() for m in (lead, comma) if m),
                *(implicit[:1] if implicit else ()),
            ]
        )
        stop = _without_trailing(text, inner[0], stop)
        parts = self._parts(text, inner[0], stop)
        if parts is None:
            return None
        owned, is_open = self._owned(text, parts)
        if not owned or _REMARK.match(text, inner[0]) or not self._credible(owned, parts):
            return None
        return OwnerClause(
            start=start,
            end=end,
            owned=tuple(owned),
            open=is_open,
            lead_rule=lead.span() if lead else None,
            comma_rule=comma.span() if comma else None,
            implicit=implicit,
            due=due_in(text, *inner),
            own_line=_own_line(text, start, end) or not bracket,
        )

    def _implicit(self, text: str, inner: tuple[int, int]) -> tuple[int, int, BodyList] | None:
        found = IMPLICIT_RULE.search(text, *inner)
        if not found:
            return None
        bodies = parse(text, *found.span("list"), self._linker, self._context)
        return (found.start(), found.end(), bodies) if bodies.items else None

    def _parts(self, text: str, start: int, end: int) -> list[_Part] | None:
        """Cut a clause into lists with their roles; None where words are left that fit no part."""
        parts: list[_Part] = []
        labels = list(self._words.label.finditer(text, start, end))
        first = labels[0].start() if labels else end
        lead_in = text[start:first].strip(" \n，。；")
        if lead_in and labels and not is_deadline(lead_in):
            parts += self._verb_parts(text, start, first) or []
        for label, following in zip_longest(labels, labels[1:]):
            stop = following.start() if following else end
            role = self._words.roles[label["label"]]
            inner = self._verb_parts(text, label.end(), stop, default=role, label=label["label"])
            if inner is None:
                return None
            parts += inner
        if not labels:
            return self._verb_parts(text, start, end)
        return parts

    def _verb_parts(
        self, text: str, start: int, end: int, default: Role | None = None, label: str = ""
    ) -> list[_Part] | None:
        """Lists closed by verbs: A牵头，B、C按职责分工负责; 由A会同B."""
        parts: list[_Part] = []
        at = start
        for verb in self._words.verb.finditer(text, start, end):
            before = verb.start()
            rest = text[verb.end() : end].strip(" \n，、；。")
            if not _closes(text, verb.end(), end):
                continue
            role = self._words.roles[verb["verb"]]
            parts += self._with(
                text, at, before, role if default is None else default, label or verb["verb"]
            )
            at = verb.end()
            if not rest:
                return parts
        tail = text[at:end].strip(" \n，、；。")
        if not tail or (parts and is_deadline(tail)):
            return parts
        if default is None:
            return None
        return [*parts, *self._with(text, at, end, default, label)]

    def _with(self, text: str, start: int, end: int, role: Role, label: str) -> list[_Part]:
        """A list, or two where 会同 joins them (由A会同B: A leads, B supports)."""
        begin = start
        while begin < end and text[begin] in " \n，、；。由":
            begin += 1
        if text.startswith("会同", begin):
            return [_Part("support", "会同", begin + 2, end)]
        joint = text.find("会同", begin, end)
        if joint > begin:
            lead: Role = "lead"
            return [_Part(lead, "会同", begin, joint), _Part("support", "会同", joint + 2, end)]
        return [_Part(role, label, begin, end)] if begin < end else []

    def _owned(self, text: str, parts: list[_Part]) -> tuple[list[Owned], bool]:
        owned: list[Owned] = []
        is_open = False
        for part in parts:
            start, end = without_deadline(text, part.start, part.end)
            bodies = parse(text, start, end, self._linker, self._context)
            is_open = is_open or bodies.open
            role = part.role or "responsible"
            marked = role == "lead"
            owned += [Owned(item, role, marked, part.label) for item in bodies.items]
        return owned, is_open

    def _credible(self, owned: list[Owned], parts: list[_Part]) -> bool:
        """Whether what was read is a list of bodies and not prose that holds a role word.

        A labelled list may hold bodies no table knows; a list closed by a verb must be known, or
        short of anything but names.
        """
        texts = [o.item.text for o in owned]
        if any(_IN_PROSE.search(text) or len(text) > 45 for text in texts):
            return False
        known = sum(o.item.link.entity is not None for o in owned)
        labelled = all(part.label in self._words.label_words for part in parts)
        if labelled:
            return known > 0 or all(len(text) <= 16 for text in texts)
        return known >= max(1, 0.6 * len(owned))


def basis_of(
    owned: Owned, order: int, count: int, first_rule: bool, any_marked: bool
) -> tuple[Role, Basis]:
    """Role and basis of the ``order``-th of ``count`` owners.

    ``first_rule``: the document's first-listed rule holds here; ``any_marked``: a lead of the
    clause is marked, in which case the rule is silent.
    """
    if owned.marked:
        return "lead", "marked"
    if owned.role == "support":
        return "support", "listed"
    if first_rule and not any_marked and order == 1:
        return "lead", "first-listed-rule"
    return "responsible", "sole" if count == 1 else "listed"


def _stretch_end(text: str, start: int, end: int) -> int:
    """End of a labelled stretch: its line, or its sentence in a line that goes on."""
    line_end = text.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    sentence = text.find("。", start, line_end)
    return sentence if sentence >= 0 else line_end


def _closes(text: str, at: int, end: int) -> bool:
    """Whether a verb that ends at ``at`` closes its list: a separator, 会同 or the end follows."""
    return at >= end or text[at] in "，、；。 \n（" or text.startswith("会同", at)


def _without_trailing(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in "。，、；（( \n":
        end -= 1
    return end


def _own_line(text: str, start: int, end: int) -> bool:
    """Whether a clause stands on lines of its own."""
    before = text[:start].rstrip(" ")[-1:]
    after = text[end:].lstrip(" 。")[:1]
    return before in ("", "\n") and after in ("", "\n")
