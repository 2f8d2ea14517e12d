"""The administrative lattice as triples: superiors, members of collectives, succession.

A relation is in a graph of its own, apart from the description of the body: documents of
different times name different superiors of one body (省环境保护厅 is guided by 环境保护部, then by
生态环境部), and no triple may stand in two graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.graph.frame import Context
from kg.graph.terms import DCT, ORG, SKOS, ZC, Triple, a, dated, node, say, zh
from kg.graph.units import Unit, unit
from kg.link.types import Change, Membership, Tie
from kg.types import Entity

#: Gives the description of a body: itself, its line, its territory.
Describe = Callable[[Entity], Iterable[Unit]]


def around(
    entity: Entity, day: str | None, context: Context, describe: Describe
) -> tuple[Unit, ...]:
    """What the tables know around a body on a day, with all that this points to."""
    key = ("around", entity.id, str(context.lattice.era(day)))
    return context.once(key, lambda: _around(entity, day, context, describe))


def _around(
    entity: Entity, day: str | None, context: Context, describe: Describe
) -> Iterator[Unit]:
    for tie in context.lattice.superiors(entity, day):
        yield _tie(entity, tie)
        yield from describe(tie.body)
        yield from around(tie.body, day, context, describe)
    members = context.lattice.members(entity, day)
    if members.bodies:
        yield _members(entity, members)
        for body in members.bodies:
            yield from describe(body)
    if (change := context.lattice.change(entity)) is not None:
        yield changed(change)
        for body in change.new:
            yield from describe(body)
            yield from around(body, None, context, describe)


def _tie(entity: Entity, tie: Tie) -> Unit:
    return unit(entity.id, say(node(entity.id), tie.relation, node(tie.body.id)))


def _members(entity: Entity, members: Membership) -> Unit:
    """The members of a collective, with the days between which it consists of them."""
    it = node(entity.id)
    facts: list[Triple] = []
    for body in members.bodies:
        facts += say(it, "includesAgency", node(body.id))
    facts += valid(entity.id, members.since, members.until)
    return unit(entity.id, facts)


def valid(key: str, since: str, until: str) -> list[Triple]:
    """The days between which a thing is what it is, where they are known."""
    facts: list[Triple] = []
    if since:
        facts.append((node(key), ZC.validFrom, dated(since)))
    if until:
        facts.append((node(key), ZC.validTo, dated(until)))
    return facts


def changed(change: Change) -> Unit:
    """The event by which a body or region ended and others came after it."""
    it = node(change.key)
    facts: list[Triple] = [*a(it, "ChangeEvent"), (it, ORG.originalOrganization, node(change.old))]
    facts += ((it, ORG.resultingOrganization, node(each.id)) for each in change.new)
    names = "、".join(each.name for each in change.new)
    facts.append((it, SKOS.prefLabel, zh(f"改设{names}")))
    if change.day:
        facts.append((it, DCT.date, dated(change.day)))
    return unit(change.key, facts)
