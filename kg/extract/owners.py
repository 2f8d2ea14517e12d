"""Owner clauses: who is to do a task, who leads, and how the document says so.

A clause is a bracket, a labelled line or a labelled sentence that holds only bodies, role words,
separators, a deadline and perhaps a rule. Its parts are those of :mod:`kg.extract.clause_parts`,
the rules those of :mod:`kg.extract.lead_rules`. A bracket of nothing but bodies is one where
the document is built of such: it states a first-listed rule, or has several of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg.dates import Due
from kg.extract.brackets import OPEN, closes_at
from kg.extract.brackets import brackets as outermost
from kg.extract.clause_bars import barred_rows
from kg.extract.clause_cells import loose_rows
from kg.extract.clause_headless import headless_rows
from kg.extract.clause_owners import Owned, Owners
from kg.extract.clause_parts import Grammar
from kg.extract.clause_rows import Row, rows
from kg.extract.clause_spans import ClauseSpans
from kg.extract.clause_tails import tails
from kg.extract.deadlines import due_in, is_deadline
from kg.extract.lead_rules import FIRST_RULE, IMPLICIT_RULE, MARK_RULE, RULE_HINT, SIGN_RULE
from kg.items import BodyList
from kg.knowledge import OwnerWords
from kg.link import Context, Linker
from kg.lists import parse
from kg.types import Basis, Role

#: a remark in brackets, not a clause: （含个体工商户，由市财政局负责）
_REMARK = re.compile("含|包括|不含|其中|以下简称|详见|见附件")
#: what such a sentence may open with: 此项工作由市民政局牵头，市财政局配合。
_THIS_TASK = re.compile("(?:(?:此|该|本|这)项(?:工作|任务)?|(?:以上|上述)(?:工作|任务))由")
#: what else is in such a sentence
_JOINTS = re.compile("以及|会同|部门|单位|[、，；和及与等由\\s]")
#: bodies among which one that no table knows is taken for a body too
_COMPANY = 3
#: clauses that show that a document ends its items with them
_TAILS_AT_LEAST = 3
#: brackets of nothing but bodies that show that a document gives its owners so
_BARE_AT_LEAST = 3
_LINE_ENDS = re.compile(r"[ 。]*(?:\n|$)")


#: the longest stretch that is read: more without the end of a line or a sentence is no clause, and
#: to read it anew from each label in it would take the square of its length
_LONGEST = 4000


class OwnerClause(Struct, frozen=True):
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
    """Finds and reads the owner clauses of one document.

    ``signed`` is the ISO day of signing, which gives its year to a day that prints none.
    """

    def __init__(
        self, words: OwnerWords, linker: Linker, context: Context, signed: str | None = None
    ) -> None:
        self._signed = signed
        self._words = words
        self._grammar = Grammar(words)
        self._owners = Owners(words, linker, context)
        self._linker = linker
        self._context = context
        self._where = ClauseSpans(words, linker, context, signed)

    def clauses(self, text: str, start: int, end: int) -> Iterator[OwnerClause]:
        """Owner clauses in ``text[start:end]``, in order."""
        found = self._with_tails(text, start, end, list(self._read_all(text, start, end)))
        bare = [clause for clause in found if clause.bare and clause.known]
        told = len(found) if any(text[each.start] in OPEN for each in found if not each.bare) else 0
        shown = max(len(bare), told) >= _BARE_AT_LEAST and any(len(b.owned) > 1 for b in bare)
        shown = shown or bool(bare and FIRST_RULE.search(text, start, end))
        sure = [each for each in found if shown or not each.bare]
        if told >= _BARE_AT_LEAST and len(sure) < len(found):
            owners = set(_ids(sure)) - {""}  # （市公积金中心） among （责任单位：市公积金中心）
            sure = [each for each in found if not each.bare or owners.issuperset(_ids([each]))]
        return iter(self._with_rows(text, start, end, sure))

    def _with_tails(
        self, text: str, start: int, end: int, clauses: list[OwnerClause]
    ) -> list[OwnerClause]:
        """Clauses and, where no clause is in them, the ends of items that are some, in order."""
        taken = [clause.start for clause in clauses]
        told = []
        for span in tails(text, start, end):
            at = bisect_right(taken, span[1])
            if at == 0 or clauses[at - 1].end <= span[0]:
                clause = self.read(text, *span)
                told += [clause] if clause and clause.known and not clause.bare else []
        enough = len(told) + len(clauses) >= _TAILS_AT_LEAST
        return sorted([*clauses, *told], key=lambda c: c.start) if told and enough else clauses

    def _with_rows(
        self, text: str, start: int, end: int, clauses: list[OwnerClause]
    ) -> list[OwnerClause]:
        """Clauses and, where no clause is in them, the rows of tables of tasks, in order."""
        taken = [clause.start for clause in clauses]
        told = []
        tabbed = list(rows(text, start, end, self._words))
        tabbed = tabbed or list(barred_rows(text, start, end, self._words))
        loose = [] if tabbed else list(loose_rows(text, start, end, self._words))
        loose = loose if tabbed or loose else list(headless_rows(text, start, end))
        for row in tabbed or loose:
            at = bisect_right(taken, row.end)
            if at == 0 or clauses[at - 1].end <= min(row.start, row.words.start):
                clause = self._of_row(text, row)
                told += [clause] if clause and (tabbed or clause.known) else []
        return sorted([*clauses, *told], key=lambda clause: clause.start) if told else clauses

    def _of_row(self, text: str, row: Row) -> OwnerClause | None:
        """The clause of a row, or None where its cells hold anything but bodies."""
        parts = [
            replace(part, label=label if part.role == self._words.roles.get(label) else part.label)
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
            due_in(text, *row.day, self._signed) if row.day else None, True,
            known=all(each.item.link.entity for _, each in owned),
            row=(row.words.start, row.words.end),
        )  # fmt: skip

    def _read_all(self, text: str, start: int, end: int) -> Iterator[OwnerClause]:
        """All that can be read as clauses, each stretch once."""
        brackets = outermost(text, start, end)
        read_to, tried = [start], (start, start)
        for span in self._where.spans(text, start, end, brackets, read_to):
            if span[0] < read_to[0] or span == tried:
                continue
            tried = span
            if span[1] - span[0] > _LONGEST:
                read_to[0] = span[1] - _LONGEST
                continue
            clause = self.read(text, *span)
            if clause:
                read_to[0] = clause.end
                below = clause.due is None and text[clause.start] not in OPEN
                due = self._where.due_below(text, clause.end, end) if below else clause.due
                yield replace(clause, due=due)

    # -- what a clause says -------------------------------------------------------------------

    def read(self, text: str, start: int, end: int) -> OwnerClause | None:
        """Read a candidate, or None where it holds anything but an owner clause."""
        bracket = text[start] in OPEN
        closed = bracket and closes_at(text, start, end - 1)
        if bracket and not closed and self._words.any_label.match(text, start):
            bracket = False  # 【牵头单位】市商务局
        inner = (start + bracket, end - closed)
        if _REMARK.match(text, inner[0]):
            return None
        if not bracket and (this := _THIS_TASK.match(text, inner[0])):
            inner = (this.end(), inner[1])
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
        if labelled is None and any(_is_named(each) for _, each in owned):
            labelled = self._words.said_label.match(text, start)
        if not (bracket or labelled or self._nothing_else(text, inner[0], stop, owned)):
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
            due=(day := due_in(text, *inner, self._signed)),
            own_line=_own_line(text, start, end) or not bracket,
            bare=not (
                lead
                or sign
                or mark
                or any(part.label for part in parts)
                or day
                or any(each.marked for _, each in owned)
            ),
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
        words += (part for part in text[at:end].split("，") if not is_deadline(part))
        return not any(_JOINTS.sub("", self._words.verb.sub("", each)) for each in words)

    def _implicit(self, text: str, inner: tuple[int, int]) -> tuple[int, int, BodyList] | None:
        if text.find("均", *inner) < 0 and text.find("都", *inner) < 0:
            return None
        found = IMPLICIT_RULE.search(text, *inner)
        if not found:
            return None
        bodies = parse(text, *found.span("list"), self._linker, self._context)
        return (found.start(), found.end(), bodies) if bodies.items else None


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


def _ids(clauses: Iterable[OwnerClause]) -> Iterator[str]:
    """Ids of the owners of clauses; those that no table knows have the empty one."""
    links = (each.item.link for clause in clauses for each in clause.owned)
    return (link.entity.id if link.entity else "" for link in links)


def _is_named(owned: Owned) -> bool:
    entity = owned.item.link.entity
    return entity is not None and entity.kind != "collective"


def _without_trailing(text: str, start: int, end: int) -> int:
    if text.startswith("）", end - 1) and text.count("）", start, end) > text.count(
        "（", start, end
    ):
        end -= 1  # the other bracket is lost
    while end > start and text[end - 1] in "。，、；（( \n":
        end -= 1
    return end


def _own_line(text: str, start: int, end: int) -> bool:
    """Whether a clause stands on lines of its own."""
    while start > 0 and text[start - 1] == " ":
        start -= 1
    return text[start - 1 : start] in ("", "\n") and _LINE_ENDS.match(text, end) is not None
