"""Owner clauses: who is to do a task, who leads, and how the document says so.

A clause is a bracket, a labelled line or a labelled sentence that holds only bodies, role words,
separators, a deadline and perhaps a rule. Its parts are those of :mod:`kg.extract.clause_parts`,
the rules those of :mod:`kg.extract.lead_rules`. A bracket of nothing but bodies is one where
the document is built of such: it states a first-listed rule, or has several of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.dates import Due
from kg.extract.brackets import OPEN, closes_at
from kg.extract.brackets import brackets as outermost
from kg.extract.clause_bars import barred_rows
from kg.extract.clause_cells import loose_rows
from kg.extract.clause_owners import Owned, Owners
from kg.extract.clause_parts import Grammar
from kg.extract.clause_rows import Row, rows
from kg.extract.deadlines import due_in
from kg.extract.lead_rules import (
    FIRST_RULE,
    IMPLICIT_RULE,
    MARK_RULE,
    RULE_HINT,
    SIGN_RULE,
)
from kg.items import BodyList
from kg.knowledge import OwnerWords
from kg.link import Context, Linker
from kg.lists import parse
from kg.types import Basis, Role
from kg.wordtrie import matches

#: the foot of a portal's page: 主办单位：广州市人民政府办公厅 网站标识码：4401000046
_FOOT = re.compile("ICP备|网站标识码|公网安备|版权所有|联系我们|网站地图")
#: labels of who holds a fair: 主办单位：市房地产业协会 承办单位：…
_OF_EVENTS = ("主办", "承办", "协办", "支持", "指导")
_HOST = re.compile("(主办|承办)(?:单位)?[：:]")
#: a remark in brackets, not a clause: （含个体工商户，由市财政局负责）
_REMARK = re.compile("含|包括|不含|其中|以下简称|详见|见附件")
#: labelled lines that one clause can be made of: more of them are a list, and no clause
_LABELS_AT_MOST = 40
#: labelled lines below a clause in which its day may stand
_LINES_BELOW = 3
#: what a sentence ends in, and how long one is that holds only bodies and verbs
_STOPS, _SENTENCE = "。；\n", 160
#: words that it does not have: most sentences with 负责 or 配合 in them are prose
_PROSE = re.compile("[的要将把须并《]|确保|建立|开展|加强|进行|解释")
#: what else is in such a sentence
_JOINTS = re.compile("以及|会同|部门|单位|[、，；和及与等由\\s]")
#: bodies among which one that no table knows is taken for a body too
_COMPANY = 3
#: brackets of nothing but bodies that show that a document gives its owners so
_BARE_AT_LEAST = 3
_LINE_ENDS = re.compile(r"[ 。]*(?:\n|$)")
#: what may follow such a bracket: its item ends with it
_ITEM_ENDS = re.compile(
    r"[ 。]*(?:\n|$|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]"
    r"|第[一二三四五六七八九十]+[章节条])"
)


class OwnerClause(NamedTuple):
    """A clause in clean offsets: its whole span, its owners in order, what else it says.

    ``bare``: it holds nothing but bodies; ``known``: all of them are known. ``row``: the words
    of the task, where the clause is cells of a table's row.
    """

    start: int
    end: int
    owned: tuple[Owned, ...]
    open: bool
    lead_rule: tuple[int, int] | None
    sign_rule: tuple[int, int] | None
    mark_rule: tuple[int, int] | None
    implicit: tuple[int, int, BodyList] | None
    due: Due | None
    own_line: bool
    bare: bool = False
    known: bool = True
    row: tuple[int, int] | None = None


class ClauseReader:
    """Finds and reads the owner clauses of one document."""

    def __init__(self, words: OwnerWords, linker: Linker, context: Context) -> None:
        self._words = words
        self._grammar = Grammar(words)
        self._owners = Owners(words, linker, context)
        self._linker = linker
        self._context = context

    def clauses(self, text: str, start: int, end: int) -> Iterator[OwnerClause]:
        """Owner clauses in ``text[start:end]``, in order."""
        found = list(self._read_all(text, start, end))
        bare = [clause for clause in found if clause.bare and clause.known]
        shown = len(bare) >= _BARE_AT_LEAST and any(len(each.owned) > 1 for each in bare)
        if bare and not shown:
            shown = FIRST_RULE.search(text, start, end) is not None
        kept = [clause for clause in found if shown or not clause.bare]
        return iter(self._with_rows(text, start, end, kept))

    def _with_rows(
        self, text: str, start: int, end: int, clauses: list[OwnerClause]
    ) -> list[OwnerClause]:
        """Clauses and, where no clause is in them, the rows of tables of tasks, in order."""
        taken = [clause.start for clause in clauses]
        told = []
        tabbed = list(rows(text, start, end, self._words))
        tabbed = tabbed or list(barred_rows(text, start, end, self._words))
        loose = [] if tabbed else list(loose_rows(text, start, end, self._words))
        for row in tabbed or loose:
            at = bisect_right(taken, row.end)
            if at == 0 or clauses[at - 1].end <= min(row.start, row.words.start):
                clause = self._of_row(text, row)
                told += [clause] if clause and (tabbed or clause.known) else []
        return sorted([*clauses, *told], key=lambda clause: clause.start) if told else clauses

    def _of_row(self, text: str, row: Row) -> OwnerClause | None:
        """The clause of a row, or None where its cells hold anything but bodies."""
        parts = [
            part._replace(label=label if part.role == self._words.roles[label] else part.label)
            for label, cell in row.owners
            for part in self._grammar.under(text, *cell, label)
        ]
        owned, is_open = self._owners.read(text, parts)
        if not any(each.item.link.entity for _, each in owned):
            return None
        if not self._owners.credible(owned, parts):
            return None
        return OwnerClause(
            row.start, row.end, tuple(each for _, each in owned), is_open, None, None, None, None,
            due_in(text, *row.day) if row.day else None, True,
            known=all(each.item.link.entity for _, each in owned),
            row=(row.words.start, row.words.end),
        )  # fmt: skip

    def _read_all(self, text: str, start: int, end: int) -> Iterator[OwnerClause]:
        """All that can be read as clauses, each stretch once."""
        brackets = outermost(text, start, end)
        read_to, tried = [start], (start, start)
        for span in self._spans(text, start, end, brackets, read_to):
            if span[0] < read_to[0] or span == tried:
                continue
            tried = span
            clause = self.read(text, *span)
            if clause:
                read_to[0] = clause.end
                below = clause.due is None and text[clause.start] not in OPEN
                due = self._due_below(text, clause.end, end) if below else clause.due
                yield clause._replace(due=due)

    # -- where a clause can be ----------------------------------------------------------------

    def _spans(
        self, text: str, start: int, end: int, brackets: Sequence[tuple[int, int]],
        read_to: Sequence[int],
    ) -> Iterator[tuple[int, int]]:  # fmt: skip
        """Stretches that can be clauses, in order: by how they look, or by a word in them.

        ``read_to``: where what was read so far ends; no word before it is looked at.
        """
        told = deque(span for span in brackets if self._is_told(text, *span))
        for found in matches(self._words.hint, self._words.hint_opening, text, start, end):
            while told and told[0][0] < found.start():
                yield told.popleft()
            if found.start() < read_to[0]:
                continue
            if span := self._candidate(text, found, brackets, start, end):
                yield span
        yield from told

    def _is_told(self, text: str, start: int, end: int) -> bool:
        """Whether a bracket opens with a label, ends in a verb, or follows a finished sentence."""
        return (
            text[end - 3 : end - 1] in self._words.endings
            or text[start + 1 : start + 3].replace("\n", "责") in self._words.openings
            or (
                text[start - 1 : start] == "。"
                and _ITEM_ENDS.match(text, end) is not None
                and _PROSE.search(text, start, end) is None
            )
        )

    def _candidate(
        self, text: str, found: re.Match[str], brackets: Sequence[tuple[int, int]],
        start: int, end: int,
    ) -> tuple[int, int] | None:  # fmt: skip
        """The outermost bracket a role word stands in, or the stretch it labels."""
        at = bisect_right(brackets, (found.start(), end + 1)) - 1
        begin = found.start()
        if at >= 0 and begin < brackets[at][1]:
            if found.end() < brackets[at][1]:
                return brackets[at]
            begin = brackets[at][0]  # 【牵头单位】市商务局
        near = (max(start, found.start() - 120), min(end, found.end() + 160))
        if not found["label"]:
            return self._sentence(text, found.start(), start, end)
        if _FOOT.search(text, *near):
            return None
        if found["label"].startswith(_OF_EVENTS) and _is_event(text, *near):
            return None
        return self._labelled(text, begin, end)

    def _sentence(self, text: str, at: int, start: int, end: int) -> tuple[int, int] | None:
        """A sentence that a verb ends: 省科技厅牵头，各市政府结合实际落实。 by itself."""
        first = max(start, *(text.rfind(mark, start, at) + 1 for mark in _STOPS))
        ends = [found for mark in _STOPS if (found := text.find(mark, at, at + _SENTENCE)) >= 0]
        last = min([*ends, end])
        while first < last and text[first].isspace():
            first += 1
        if last - first > _SENTENCE or text[last - 2 : last] not in self._words.endings:
            return None
        prose = text[first] in OPEN or _PROSE.search(text, first, last)
        return None if prose else (first, last)

    def _labelled(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A labelled stretch outside brackets: to the end of its lines or of its sentence.

        牵头单位：… and 责任单位：… on lines of their own after each other are one clause, with
        完成时限：… after them; 责任人：… between them is passed over. In a copy without line
        breaks the clause ends with its sentence (责任单位：…等市级有关部门。).
        """
        at, kept, stop = start, True, start
        for _ in range(_LABELS_AT_MOST):
            line_end = _stretch_end(text, at, end)
            stop = line_end if kept else stop
            following = re.match(r"[\s。；—–]*", text[line_end:end])
            ahead = line_end + (following.end() if following else 0)
            label = self._words.any_label.match(text, ahead)
            if not label or ahead >= end:
                break
            at = ahead
            kept = label["label"] not in self._words.aside
        return start, stop

    def _due_below(self, text: str, at: int, end: int) -> Due | None:
        """The day of lines below a clause: 完成时限：2022年底, perhaps after 责任人：张三."""
        for _ in range(_LINES_BELOW):
            following = re.match(r"[\s。；]*", text[at:end])
            at += following.end() if following else 0
            label = self._words.any_label.match(text, at, end)
            if not label or label["label"] not in self._words.aside:
                return None
            stop = _stretch_end(text, at, end)
            if label["label"] in self._words.deadlines:
                return due_in(text, at, stop)
            at = stop
        return None

    # -- what a clause says -------------------------------------------------------------------

    def read(self, text: str, start: int, end: int) -> OwnerClause | None:
        """Read a candidate, or None where it holds anything but an owner clause."""
        bracket = text[start] in OPEN
        closed = bracket and closes_at(text, start, end - 1)
        inner = (start + bracket, end - closed)
        if _REMARK.match(text, inner[0]):
            return None
        told = RULE_HINT.search(text, *inner)
        kinds = (FIRST_RULE, SIGN_RULE, MARK_RULE)
        rules = [rule.search(text, *inner) if told else None for rule in kinds]
        implicit = self._implicit(text, inner)
        stops = [rule.start() for rule in rules if rule]
        stop = min([inner[1], *stops, *(implicit[:1] if implicit else ())])
        stop = _without_trailing(text, inner[0], stop)
        parts = self._grammar.parts(text, inner[0], stop)
        owned, is_open = self._owners.read(text, parts)
        if not owned or not self._owners.credible(owned, parts):
            return None
        labelled = self._words.any_label.match(text, start)
        if not (bracket or labelled or self._nothing_else(text, start, stop, owned)):
            return None
        lead, sign, mark = (rule.span() if rule else None for rule in rules)
        return OwnerClause(
            start=start,
            end=end,
            owned=tuple(each for _, each in owned),
            open=is_open,
            lead_rule=lead,
            sign_rule=sign,
            mark_rule=mark,
            implicit=implicit,
            due=due_in(text, *inner),
            own_line=_own_line(text, start, end) or not bracket,
            bare=not (lead or sign or mark or any(part.label for part in parts)),
            known=all(each.item.link.entity for _, each in owned),
        )

    def _nothing_else(
        self, text: str, start: int, end: int, owned: Sequence[tuple[object, Owned]]
    ) -> bool:
        """Whether a sentence holds known bodies, verbs and what joins them, and nothing else.

        One body may be read by its form alone: 省自然资源厅、住房城乡建设厅、农业农村厅，
        省海洋综合执法总队按职责分工负责.
        """
        words, at, unlisted = [], start, 0
        for _, each in owned:
            entity = each.item.link.entity
            if entity is None:
                return False
            if not (entity.listed or entity.kind == "collective"):
                unlisted += 1
                if unlisted > 1 or len(owned) < _COMPANY or not each.item.link.prefixed:
                    return False
            words.append(text[at : each.item.start])
            at = each.item.end
        words.append(text[at:end])
        return not any(_JOINTS.sub("", self._words.verb.sub("", each)) for each in words)

    def _implicit(self, text: str, inner: tuple[int, int]) -> tuple[int, int, BodyList] | None:
        if text.find("均", *inner) < 0 and text.find("都", *inner) < 0:
            return None
        found = IMPLICIT_RULE.search(text, *inner)
        if not found:
            return None
        bodies = parse(text, *found.span("list"), self._linker, self._context)
        return (found.start(), found.end(), bodies) if bodies.items else None


def _is_event(text: str, start: int, end: int) -> bool:
    """Whether labelled lines say who holds a fair, not who owns a task: 主办单位, 承办单位."""
    hosts = set(_HOST.findall(text, start, end))
    return len(hosts) == 2 and "牵头" not in text[start:end]


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


def _without_trailing(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in "。，、；（( \n":
        end -= 1
    return end


def _own_line(text: str, start: int, end: int) -> bool:
    """Whether a clause stands on lines of its own."""
    while start > 0 and text[start - 1] == " ":
        start -= 1
    return text[start - 1 : start] in ("", "\n") and _LINE_ENDS.match(text, end) is not None
