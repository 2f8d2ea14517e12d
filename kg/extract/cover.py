"""What an owner clause covers: the section it is for and the words of the task in front of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.brackets import OPEN
from kg.extract.owners import OwnerClause
from kg.outline import Node
from kg.types import Span


class Covered(Struct, frozen=True):
    """The id of a section, the words of a task in it as a clean span, and its owner clause."""

    section: str
    words: Span
    clause: OwnerClause


def covered(
    text: str, span: Span, root: str, nodes: Sequence[Node], clauses: Sequence[OwnerClause]
) -> list[Covered]:
    """What each clause of a part covers, in their order; ``root`` is the part's own section."""
    found = list(_covered(text, span, root, nodes, clauses))
    if not _has_unmarked_headings(text, [cover.words for cover in found]):
        return found
    return [replace(cover, words=_without_headings(text, cover.words)) for cover in found]


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


class _Tree:
    """The sections of one part: found by offset, by id and by parent without walking them all."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = sorted(nodes, key=lambda node: node.start)
        self._starts = [node.start for node in self._nodes]
        self._by_id = {node.id: node for node in nodes}
        self._children: dict[str, list[Node]] = {}
        for node in self._nodes:
            self._children.setdefault(node.parent or "", []).append(node)

    def parent(self, node: Node) -> Node | None:
        return self._by_id.get(node.parent or "")

    def children(self, node: Node) -> list[Node]:
        return self._children.get(node.id, [])

    def deepest(self, at: int) -> Node | None:
        """The innermost section an offset stands in."""
        index = bisect_right(self._starts, at) - 1
        node = self._nodes[index] if index >= 0 else None
        while node and at >= node.end:
            node = self.parent(node)
        return node

    def starting(self, at: int) -> Node | None:
        """The section that begins at an offset."""
        index = bisect_left(self._starts, at)
        found = index < len(self._nodes) and self._starts[index] == at
        return self._nodes[index] if found else None


def _covered(
    text: str, span: Span, root: str, nodes: Sequence[Node], clauses: Sequence[OwnerClause]
) -> Iterator[Covered]:
    tree = _Tree(nodes)
    for index, clause in enumerate(clauses):
        previous = clauses[index - 1].end if index else span.start
        following = clauses[index + 1].start if index + 1 < len(clauses) else span.end
        if clause.row:
            node = tree.deepest(clause.start)
            yield Covered(node.id if node else root, Span(*clause.row), clause)
            continue
        lone = _lone(text, tree, clause, previous)
        node = tree.parent(lone) if lone else _covering(tree, clause, previous)
        at = lone.start if lone else clause.start
        words = _words(text, span, tree, node, clause, at, previous, following)
        yield Covered(node.id if node else root, words, clause)


def _lone(text: str, tree: _Tree, clause: OwnerClause, previous: int) -> Node | None:
    """The item that is nothing but a labelled clause: 3.责任单位：… below 1.目标任务：…."""
    node = tree.deepest(clause.start)
    if node is None or text[clause.start] in OPEN or not clause.own_line:
        return None
    parent = tree.parent(node)
    ahead = text[node.start + len(node.marker) : clause.start].strip(" \n—–")
    if parent is None or ahead or previous > max(parent.content, parent.start):
        return None
    return None if text[clause.end : node.end].strip(" \n。；") else node


def _covering(tree: _Tree, clause: OwnerClause, previous: int) -> Node | None:
    """The section a clause is for: the one it stands in, or a parent whose end it closes.

    The clause that ends the last of several sub-items is for all of them where they have no other.
    """
    node = tree.deepest(clause.start)
    while node and (parent := tree.parent(node)):
        children = tree.children(parent)
        if parent.content < previous or node is not children[-1] or len(children) < 2:
            break
        node = parent
    return node


def _words(
    text: str, span: Span, tree: _Tree, node: Node | None, clause: OwnerClause,
    at: int, previous: int, following: int,
) -> Span:  # fmt: skip
    """The stretch a clause covers: from its item's content or the clause before, up to itself.

    ``at``: where the clause begins, with the mark of an item that is nothing else.
    """
    begin = max(previous, node.content if node else _paragraph(text, at, span.start))
    start = _first_content(text, tree, begin, at)
    words = _without_persons(text, _stripped(text, start, at))
    if words.start < words.end or node is None:
        return words
    ahead = _stripped(text, clause.end, min(node.end, following))
    if (
        clause.own_line
        and ahead.end - ahead.start > 8
        and not any(child.start >= clause.end for child in tree.children(node))
    ):
        return ahead
    return _without_persons(text, _stripped(text, node.start + len(node.marker), at))


def _first_content(text: str, tree: _Tree, start: int, end: int) -> int:
    """Skip white space, marks and headings of sub-items at the beginning of a stretch."""
    while start < end:
        while start < end and text[start] in " \n。；，":
            start += 1
        node = tree.starting(start)
        if node is None or node.content > end or node.content <= start:
            return start
        start = node.content
    return start


def _paragraph(text: str, at: int, floor: int) -> int:
    return max(floor, text.rfind("\n", floor, max(floor, at - 1)) + 1)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \n。；，":
        start += 1
    while end > start and text[end - 1] in " \n—–":
        end -= 1
    return Span(start, max(start, end))


#: 牵头领导：张三, a line of its own between a task and its owners
_PERSONS = re.compile(r"[^\n：，。]{0,6}(?:领导|责任人|负责人|联系人)：[^\n，。；：]{1,30}。?")


def _without_persons(text: str, words: Span) -> Span:
    """Leave out the lines at the end of a task that name persons."""
    while words.start < words.end:
        line = max(words.start, text.rfind("\n", words.start, words.end) + 1)
        if not _PERSONS.fullmatch(text, line, words.end):
            break
        words = _stripped(text, words.start, line)
    return words
