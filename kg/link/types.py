"""What linking is asked and what it answers."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from kg.types import Entity


class Context(NamedTuple):
    """What a document's own words are read against; a key of what linking remembers.

    ``territory`` is the code of the region whose government issued it, None for the State level
    (``state``) or where nothing tells. ``day`` is an ISO date, for names that changed.
    ``inferred`` where no head or signature says the territory and the names in the text do.
    ``zone`` is the new area or development zone whose administration issued it (赣江新区).
    """

    territory: str | None
    state: bool = False
    day: str | None = None
    inferred: bool = False
    zone: str = ""

    @property
    def key(self) -> str:
        """Territory part of keys: six digits, ``cn`` for the State, ``xx`` where unknown."""
        return self.territory or ("cn" if self.state else "xx")


class Link(Struct, frozen=True):
    """What a name was linked to. ``territory`` is what an elided prefix after it inherits."""

    entity: Entity | None
    candidates: tuple[str, ...] = ()
    rule: str = "unresolved"
    confidence: float = 0.0
    territory: str | None = None
    prefixed: bool = False

    @property
    def name(self) -> str | None:
        """Full name of the entity, where there is one."""
        return self.entity.name if self.entity else None


class Tie(NamedTuple):
    """What stands above a body: ``blockParent``, ``guidedBy`` or ``verticallyLedBy``."""

    relation: str
    body: Entity


class Membership(NamedTuple):
    """Whom a collective consists of, from ``since`` to ``until``; empty where always."""

    since: str
    until: str
    bodies: tuple[Entity, ...]


NO_MEMBERS = Membership("", "", ())


class Change(NamedTuple):
    """A body or region that ended on ``day`` (as precise as is known) and what came after it."""

    key: str
    day: str
    old: str
    new: tuple[Entity, ...]
