"""Sections, tasks and who owns them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.graph.frame import Frame
from kg.graph.terms import DCT, NIF, PROV, ZC, Term, Triple, a, date, decimal, node, plain, say, zh
from kg.types import Owner, Section, Task

#: Basis in a record -> individual of the ontology.
BASES: Mapping[str, str] = {
    "marked": "basis-marked",
    "first-listed-rule": "basis-firstListedRule",
    "sole": "basis-sole",
    "listed": "basis-listed",
    "implicit-rule": "basis-implicitRule",
}


#: Prefix of an industry's key -> property of a task that is for it.
_TARGETS: Mapping[str, str] = {
    "ind": "targetsIndustry",
    "chain": "targetsChain",
    "cluster": "targetsCluster",
}


def sections(frame: Frame) -> Iterator[Triple]:
    """The outline as a tree: parent, place among its siblings, depth, marker, heading.

    A section whose parent is not in the record hangs from the nearest section above that is;
    order and depth are counted in the tree as it is given out.
    """
    depths: dict[str, int] = {}
    children: Counter[NamedNode] = Counter()
    for each in frame.record.sections:
        above = _above(each.id, depths)
        parent = node(ids.section(frame.record.id, above)) if above else _root(frame, each.id)
        depths[each.id] = depths[above] + 1 if above else 1
        children[parent] += 1
        yield from _section(frame, each, parent, depths[each.id], children[parent])


def _above(section_id: str, known: Mapping[str, int]) -> str:
    """Id of the nearest section above, or empty at the top of the body or an annex."""
    while "-" in section_id:
        section_id = section_id.rpartition("-")[0]
        if section_id in known:
            return section_id
    return ""


def _root(frame: Frame, section_id: str) -> NamedNode:
    """What a top section is part of: the annex its id names, or the document."""
    head = section_id.partition("-")[0]
    if head.startswith("a") and head[1:].isdigit() and 0 < int(head[1:]) <= len(frame.annexes):
        return frame.annexes[int(head[1:]) - 1]
    return frame.document


def _section(
    frame: Frame, section: Section, parent: NamedNode, depth: int, order: int
) -> Iterator[Triple]:
    it = node(ids.section(frame.record.id, section.id))
    yield from a(it, "Section")
    yield from say(it, "partOf", parent)
    yield (it, ZC.inDocument, frame.document)
    yield (it, ZC.order, Literal(order))
    yield (it, ZC.depth, Literal(depth))
    yield (it, NIF.referenceContext, frame.text)
    yield (it, NIF.beginIndex, Literal(section.start - frame.start))
    yield (it, NIF.endIndex, Literal(section.end - frame.start))
    if section.marker:
        yield (it, ZC.marker, plain(section.marker))
    if section.heading:
        yield from say(it, "heading", zh(section.heading))


def tasks(frame: Frame) -> Iterator[Triple]:
    """Every task with its owners, in text order."""
    for order, each in enumerate(frame.record.tasks, 1):
        key = ids.task(frame.record.id, each.id)
        it = node(key)
        yield (it, ZC.order, Literal(order))
        yield from _task(frame, each, it)
        yield from _due(each, it)
        yield from _aims(each, it)
        for owner in each.owners:
            yield from _shortcuts(it, owner)
            yield from _responsibility(frame, it, node(ids.responsibility(key, owner.order)), owner)
        if not each.owners:
            yield (it, ZC.noResponsibility, plain("no-owner-read"))


def _task(frame: Frame, task: Task, it: NamedNode) -> Iterator[Triple]:
    yield from a(it, "Task")
    yield (frame.document, ZC.hasTask, it)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)
    yield (it, DCT.description, zh(task.text))
    if task.section:
        yield (it, ZC.inSection, node(ids.section(frame.record.id, task.section)))
    yield from say(it, "evidence", frame.span(task.start, task.end))
    yield from say(it, "ownerClause", frame.span(task.clause.start, task.clause.end))
    if task.open:
        yield (it, ZC.openOwnerList, Literal(True))


def _due(task: Task, it: NamedNode) -> Iterator[Triple]:
    """The last day by which a task is to be done, and how precisely the text says so."""
    if task.due:
        yield (it, ZC.dueDate, date(task.due))
        yield (it, ZC.duePrecision, plain(task.due_precision or "day"))
        yield (it, ZC.dueInherited, Literal(task.due_inherited))


def _aims(task: Task, it: NamedNode) -> Iterator[Triple]:
    """What a task serves."""
    aims = (
        ("supportsProgramme", task.programmes),
        ("targetRegion", task.regions),
    )
    for name, keys in aims:
        for key in keys:
            yield from say(it, name, node(key))
    for key in task.industries:
        yield from say(it, _TARGETS[key.partition(":")[0]], node(key))


def _shortcuts(it: NamedNode, owner: Owner) -> list[Triple]:
    """Task to body in one triple; a body that stays unresolved has none."""
    if owner.entity is None:
        return []
    return say(it, "leadAgency" if owner.role == "lead" else "coAgency", node(owner.entity))


def _responsibility(frame: Frame, task: NamedNode, it: NamedNode, owner: Owner) -> Iterator[Triple]:
    """One body's part in a task, with order, role, basis and the place it was read from."""
    body: Term = node(owner.entity) if owner.entity else plain(owner.name or owner.text)
    yield from say(task, "responsibility", it)
    yield from a(it, "Responsibility")
    yield from say(it, "agent" if owner.entity else "unresolvedAgent", body)
    yield from say(it, "role", ZC[f"role-{owner.role}"])
    yield (it, ZC.position, Literal(owner.order))
    yield (it, ZC.roleBasis, ZC[BASES[owner.basis]])
    yield (it, ZC.roleLabel, plain(owner.label))
    yield (it, ZC.confidence, decimal(owner.confidence))
    yield from say(it, "evidence", frame.span(owner.start, owner.end))
    yield from say(it, "extractedBy", frame.run)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)
