"""Tasks: what each owner clause covers, in which section, and who owns it by which rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.dates import DUE, Due, due
from kg.extract.owners import FIRST_RULE, ClauseReader, OwnerClause, basis_of
from kg.lists import Item
from kg.outline import Node
from kg.split import Parts
from kg.types import Basis, Role, Span

_SUB_ITEM = re.compile(r"（\d|[①-⑳]")


@dataclass(frozen=True, slots=True)
class DraftOwner:
    """One owner of a task in clean offsets."""

    item: Item
    role: Role
    basis: Basis
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A task in clean offsets; ``section`` is the id of its node, or of the part's root."""

    section: str
    text: Span
    clause: OwnerClause
    owners: tuple[DraftOwner, ...]
    due: Due | None


@dataclass(frozen=True, slots=True)
class Tasks:
    """All tasks of a document and the rules it states for itself, as clean spans."""

    tasks: tuple[DraftTask, ...]
    lead_rule: tuple[int, int] | None
    implicit_rule: tuple[int, int] | None


def find_tasks(text: str, parts: Parts, nodes: Sequence[Node], reader: ClauseReader) -> Tasks:
    """Read every owner clause of body and annexes and the text it covers."""
    drafts: list[DraftTask] = []
    state = _Rules()
    for span, root in [
        (parts.body, "0"),
        *((a.body, f"a{n}-0") for n, a in enumerate(parts.annexes, 1)),
    ]:
        inside = [node for node in nodes if span.start <= node.start < span.end]
        clauses = list(reader.clauses(text, span.start, span.end))
        state.note_prose_rule(text, span, clauses)
        for task in _part_tasks(text, span, root, inside, clauses):
            drafts.append(state.owned(*task))
    return Tasks(tuple(drafts), state.lead_rule, state.implicit_rule)


class _Rules:
    """The rules a document has stated so far: who leads, who owns without being listed."""

    def __init__(self) -> None:
        self.lead_rule: tuple[int, int] | None = None
        self.implicit_rule: tuple[int, int] | None = None
        self._standing = False
        self._comma = False
        self._implicit: tuple[Item, ...] = ()

    def note_prose_rule(self, text: str, span: Span, clauses: Sequence[OwnerClause]) -> None:
        """A rule stated outside any clause (注：列第一位的为牵头单位) holds for the whole part."""
        for found in FIRST_RULE.finditer(text, span.start, span.end):
            if not any(c.start <= found.start() < c.end for c in clauses):
                self.lead_rule = self.lead_rule or found.span()
                self._standing = True

    def owned(
        self, section: str, words: Span, clause: OwnerClause, due_: Due | None, text: str
    ) -> DraftTask:
        """Give the owners of a clause their roles under the rules in force there."""
        first_rule = self._standing
        if clause.lead_rule:
            self.lead_rule = self.lead_rule or clause.lead_rule
            first_rule = True
            self._standing = (
                self._standing or "同" in text[clause.lead_rule[0] : clause.lead_rule[1]]
            )
        if clause.comma_rule:
            self.lead_rule = self.lead_rule or clause.comma_rule
            self._comma = self._comma or "同" in text[slice(*clause.comma_rule)]
        by_comma = self._comma or clause.comma_rule is not None
        owners = list(_owners(text, clause, first_rule, by_comma))
        known = {owner.item.link.entity.id for owner in owners if owner.item.link.entity}
        for item in self._implicit:
            if item.link.entity and item.link.entity.id in known:
                continue
            owners.append(DraftOwner(item, "responsible", "implicit-rule", "", len(owners) + 1))
        if clause.implicit:
            self.implicit_rule = self.implicit_rule or clause.implicit[:2]
            self._implicit = clause.implicit[2].items
        return DraftTask(section, words, clause, tuple(owners), due_)


def _owners(
    text: str, clause: OwnerClause, first_rule: bool, by_comma: bool
) -> Iterator[DraftOwner]:
    """Owners of a clause in printed order.

    ``by_comma``: the document says that those before the first comma lead (逗号前为牵头单位).
    """
    marked = any(o.marked for o in clause.owned)
    count = len(clause.owned)
    before_comma = True
    for order, owned in enumerate(clause.owned, 1):
        role, basis = basis_of(owned, order, count, first_rule, marked)
        if by_comma and before_comma and not marked:
            role, basis = "lead", "marked"
        yield DraftOwner(owned.item, role, basis, owned.label, order)
        before_comma = before_comma and text[owned.item.end : owned.item.end + 1] != "，"


# -- what a clause covers ---------------------------------------------------------------------


def _part_tasks(
    text: str, span: Span, root: str, nodes: list[Node], clauses: list[OwnerClause]
) -> Iterator[tuple[str, Span, OwnerClause, Due | None, str]]:
    tasks = list(_covered_tasks(text, span, root, nodes, clauses))
    headed = _has_unmarked_headings(text, [words for _, words, _, _, _ in tasks])
    for section, words, clause, due_, _ in tasks:
        yield section, _without_headings(text, words) if headed else words, clause, due_, text


#: 提升智育水平。构建现代课堂，…
_UNMARKED_HEADING = re.compile("[^，。；：、“”]{4,20}。(?=.)")
_ITEM_HEADING = re.compile("[^。；：]{4,30}。(?=[^，。；：]{4,20}。.)")


def _has_unmarked_headings(text: str, spans: list[Span]) -> bool:
    """Whether the tasks of a part open with headings of their own that carry no mark.

    One short sentence proves nothing; where most tasks after a clause open with one, the document
    is built so (广安市新时代深化改革推进基础教育高质量发展实施方案).
    """
    after = [s for s in spans if text[max(0, s.start - 1) : s.start] in tuple("）〕］")]
    opening = [s for s in after if _UNMARKED_HEADING.match(text, s.start, s.end)]
    return len(opening) >= 4 and len(opening) >= 0.7 * len(after)


def _without_headings(text: str, words: Span) -> Span:
    for pattern in (_ITEM_HEADING, _UNMARKED_HEADING):
        found = pattern.match(text, words.start, words.end)
        if found:
            words = Span(found.end(), words.end)
    return words


def _covered_tasks(
    text: str, span: Span, root: str, nodes: list[Node], clauses: list[OwnerClause]
) -> Iterator[tuple[str, Span, OwnerClause, Due | None, str]]:
    for index, clause in enumerate(clauses):
        previous = clauses[index - 1].end if index else span.start
        following = clauses[index + 1].start if index + 1 < len(clauses) else span.end
        node = _covering(text, nodes, clause, previous)
        words = _words(text, span, nodes, node, clause, previous, following)
        yield node.id if node else root, words, clause, clause.due or _due(text, words), text


def _covering(text: str, nodes: list[Node], clause: OwnerClause, previous: int) -> Node | None:
    """The section a clause is for: the one it stands in, or a parent whose end it closes."""
    node = _deepest(nodes, clause.start)
    by_id = {n.id: n for n in nodes}
    while node and node.parent:
        parent = by_id[node.parent]
        children = [n for n in nodes if n.parent == parent.id]
        closes = parent.content >= previous and node is children[-1] and len(children) >= 2
        run_in = "\n" not in text[parent.start : clause.start] and node.marker[:1].isdigit()
        if not closes or not (clause.own_line or run_in or _SUB_ITEM.match(node.marker)):
            break
        node = parent
    return node


def _deepest(nodes: list[Node], at: int) -> Node | None:
    found: Node | None = None
    for node in nodes:
        if node.start <= at < node.end:
            found = node
    return found


def _words(
    text: str, span: Span, nodes: list[Node], node: Node | None, clause: OwnerClause,
    previous: int, following: int,
) -> Span:  # fmt: skip
    """The stretch a clause covers: from its item's content or the clause before, up to itself."""
    begin = max(previous, node.content if node else _paragraph(text, clause.start, span.start))
    start = _first_content(text, nodes, begin, clause.start)
    words = _stripped(text, start, clause.start)
    if words.start < words.end or node is None:
        return words
    ahead = _stripped(text, clause.end, min(node.end, following))
    if (
        clause.own_line
        and ahead.end - ahead.start > 8
        and not any(n.parent == node.id and n.start >= clause.end for n in nodes)
    ):
        return ahead
    return _stripped(text, node.start + len(node.marker), clause.start)


def _first_content(text: str, nodes: list[Node], start: int, end: int) -> int:
    """Skip white space, marks and headings of sub-items at the beginning of a stretch."""
    while start < end:
        while start < end and text[start] in " \n。；，":
            start += 1
        node = next((n for n in nodes if n.start == start and n.content <= end), None)
        if node is None:
            return start
        start = node.content
    return start


def _paragraph(text: str, at: int, floor: int) -> int:
    return max(floor, text.rfind("\n", floor, max(floor, at - 1)) + 1)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \n。；，":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    return Span(start, max(start, end))


_BY = re.compile(r"到(20\d{2})年(底|末)?(?!代|\d{1,2}月)")
_BEFORE_DAY = re.compile(r"(?:之?前|以前)(?P<rest>[^，。；\n]{0,40})")
#: what a day is the condition of, or the end of a policy's validity: no deadline
#: (2024年3月31日前供应且尚未开工的项目, 于9月30日前缴清契税的，由…, 政策延续到2023年)
_CONDITION = re.compile(
    "已|尚|原有?|取得|购买|购房|签订|备案|缴清|缴纳|到期|届满|供应|出让|发放|申请|登记|受理|的$|的[（(]"
)
_CONDITION_AFTER_COMMA = re.compile("[，,][^，。；\\n]*?(?:购买|购房|出售|[^目]的(?=[，。；]))")
_VALIDITY = re.compile(
    "(?:对|凡|自|从|在)[^，。；]*$|(?:延续|延长|延至|执行|期限|有效期?|缓缴|持续|施行|截止|申报|起)[^，。；]{0,6}$"
)


def _due(text: str, words: Span) -> Due | None:
    """Latest day by which the task's own text says something is to be done."""
    days: list[Due] = []
    for match in DUE.finditer(text, words.start, words.end):
        after = _BEFORE_DAY.match(text, match.end(), words.end)
        if not after or _valid_until(text, words, match) or _is_condition(text, after, words.end):
            continue
        found = due(match)
        days += [found] if found else []
    for match in _BY.finditer(text, words.start, words.end):
        if not _valid_until(text, words, match):
            days.append(Due(f"{match[1]}-12-31", "year"))
    return max(days, key=lambda d: d.day) if days else None


def _is_condition(text: str, after: re.Match[str], end: int) -> bool:
    if after["rest"]:
        return _CONDITION.search(after["rest"]) is not None
    return _CONDITION_AFTER_COMMA.match(text, after.end(), end) is not None


def _valid_until(text: str, words: Span, match: re.Match[str]) -> bool:
    return _VALIDITY.search(text[max(words.start, match.start() - 24) : match.start()]) is not None
