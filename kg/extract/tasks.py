"""Tasks: what each owner clause covers, in which section, and who owns it by which rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from kg.dates import Due
from kg.extract.cover import Covered, covered
from kg.extract.deadlines import deadline
from kg.extract.lead_rules import FIRST_RULE, FOLLOWING, MARK_RULE, OF_SEVERAL
from kg.extract.owners import ClauseReader, OwnerClause, basis_of
from kg.items import Item
from kg.outline import Node
from kg.split import Parts
from kg.types import Basis, Role, Span

_SIGNS = {"逗": "，", "分": "；"}
_MARKS = "★☆▲△●◎*＊※#"


class DraftOwner(Struct, frozen=True):
    """One owner of a task in clean offsets."""

    item: Item
    role: Role
    basis: Basis
    label: str
    order: int


class DraftTask(Struct, frozen=True):
    """A task in clean offsets; ``section`` is the id of its node, or of the part's root."""

    section: str
    text: Span
    clause: OwnerClause
    owners: tuple[DraftOwner, ...]
    due: Due | None


class Tasks(Struct, frozen=True):
    """All tasks of a document and the rules it states for itself, as clean spans."""

    tasks: tuple[DraftTask, ...]
    lead_rule: tuple[int, int] | None
    implicit_rule: tuple[int, int] | None


def find_tasks(
    text: str, parts: Parts, nodes: Sequence[Node], reader: ClauseReader, signed: str | None = None
) -> Tasks:
    """Read every owner clause of body and annexes and the text it covers.

    ``signed`` is the ISO day of signing, which gives its year to a date that prints none.
    """
    drafts: list[DraftTask] = []
    state = _Rules(parts.body.start, signed)
    for span, root in [
        (parts.body, "0"),
        *((a.body, f"a{n}-0") for n, a in enumerate(parts.annexes, 1)),
    ]:
        inside = [node for node in nodes if span.start <= node.start < span.end]
        clauses = list(reader.clauses(text, span.start, span.end))
        state.enter_part(text, span, clauses)
        drafts += [state.owned(text, task) for task in covered(text, span, root, inside, clauses)]
    return Tasks(tuple(drafts), state.lead_rule, state.implicit_rule)


class _Rules:
    """The rules a document has stated so far: who leads, who owns without being listed."""

    def __init__(self, body_start: int, signed: str | None) -> None:
        self._body_start = body_start
        self._signed = signed
        self.lead_rule: tuple[int, int] | None = None
        self.implicit_rule: tuple[int, int] | None = None
        self._standing = False  # a clause's 下同: from there to the end of the document
        self._in_part = False
        self._of_several = False  # 涉及多个单位的，列第一位的为牵头单位
        self._sign = ""  # those before the first of it lead
        self._signs = ""  # those with one of these lead
        self._implicit: tuple[Item, ...] = ()

    def enter_part(self, text: str, span: Span, clauses: Sequence[OwnerClause]) -> None:
        """A rule stated outside any clause (注：列第一位的为牵头单位) holds for the whole part.

        One in the body holds for the annexes it issues as well; one in an annex for that annex.
        """
        rules = [
            found
            for rule in self._rules_in(text, span)
            for found in rule.finditer(text, span.start, span.end)
            if not any(c.start <= found.start() < c.end for c in clauses)
        ]
        in_body = span.start == self._body_start
        self._in_part = any(rule.re is FIRST_RULE for rule in rules)
        self._of_several = self._of_several or any(
            OF_SEVERAL.search(text, max(span.start, rule.start() - 40), rule.start())
            for rule in rules
        )
        self._standing = self._standing or (in_body and self._in_part)
        for rule in rules:
            self.lead_rule = self.lead_rule or rule.span()
            if rule.re is MARK_RULE:
                self._signs += rule["mark"]

    @staticmethod
    def _rules_in(text: str, span: Span) -> Iterator[re.Pattern[str]]:
        """Rules that a stretch may state outside its clauses."""
        yield FIRST_RULE
        if text.find("的为牵头", span.start, span.end) >= 0:
            yield MARK_RULE

    def owned(self, text: str, task: Covered) -> DraftTask:
        """Give the owners of a clause their roles under the rules in force there."""
        clause = task.clause
        first_rule = self._standing or self._in_part
        first_rule = first_rule and not (self._of_several and len(clause.owned) == 1)
        if clause.lead_rule:
            self.lead_rule = self.lead_rule or clause.lead_rule
            first_rule = True
            self._standing = self._standing or _goes_on(text, clause.lead_rule, clause)
        sign = self._sign
        if clause.sign_rule:
            self.lead_rule = self.lead_rule or clause.sign_rule
            sign = _SIGNS[text[clause.sign_rule[0]]]
            self._sign = sign if _goes_on(text, clause.sign_rule, clause) else self._sign
        if clause.mark_rule:
            self.lead_rule = self.lead_rule or clause.mark_rule
            self._signs += "".join(set(text[slice(*clause.mark_rule)]) & set(_MARKS))
        owners = list(_owners(text, clause, first_rule, sign, self._signs))
        known = {owner.item.link.entity.id for owner in owners if owner.item.link.entity}
        for item in self._implicit:
            if item.link.entity and item.link.entity.id in known:
                continue
            owners.append(DraftOwner(item, "responsible", "implicit-rule", "", len(owners) + 1))
        if clause.implicit:
            self.implicit_rule = self.implicit_rule or clause.implicit[:2]
            self._implicit = clause.implicit[2].items
        due = clause.due or deadline(text, task.words, self._signed)
        return DraftTask(task.section, task.words, clause, tuple(owners), due)


def _goes_on(text: str, rule: tuple[int, int], clause: OwnerClause) -> bool:
    """Whether a clause's rule holds for those after it: 列首位的为牵头部门，…分工负责，下同."""
    return FOLLOWING.search(text, rule[0], clause.end) is not None


def _owners(
    text: str, clause: OwnerClause, first_rule: bool, sign: str, signs: str
) -> Iterator[DraftOwner]:
    """Owners of a clause in printed order.

    ``sign``: the document says that those before the first of it lead (逗号前为牵头单位);
    ``signs``: or those that bear one of them (标★的为牵头单位).
    """
    marked = any(o.marked or (o.sign and o.sign in signs) for o in clause.owned)
    count = len(clause.owned)
    before_sign = bool(sign)
    for order, owned in enumerate(clause.owned, 1):
        role, basis = basis_of(owned, order, count, first_rule, marked)
        if (before_sign and not marked) or (owned.sign and owned.sign in signs):
            role, basis = "lead", "marked"
        yield DraftOwner(owned.item, role, basis, owned.label, order)
        before_sign = before_sign and text[owned.item.end : owned.item.end + 1] != sign
