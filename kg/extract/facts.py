"""Every kind of fact but tasks, each read by a module of its own.

A reader is a function of a :class:`~kg.extract.page.Page`; it looks for its trigger words first,
so that a document without them costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from msgspec import Struct

from kg.extract import (
    citations,
    decisions,
    duties,
    facilities,
    indicators,
    industries,
    people,
    programmes,
    targets,
)
from kg.extract.page import Findings, Page
from kg.facts import KEYS
from kg.link import Link
from kg.types import Entity, Mention

#: In the order of the keys of a record.
READERS: tuple[Callable[[Page], Findings], ...] = (
    duties.read,
    programmes.read,
    industries.read,
    facilities.read,
    targets.read,
    indicators.read,
    citations.read,
    people.read,
    decisions.read,
)


class Facts(Struct, frozen=True):
    """What all readers found."""

    by_key: dict[str, tuple[Any, ...]]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    links: tuple[Link, ...]


def read_facts(page: Page) -> Facts:
    """All facts of a document, each kind in text order."""
    found = [reader(page) for reader in READERS]
    by_key = {
        key: tuple(sorted(_of(found, key), key=lambda fact: (fact.start, fact.end))) for key in KEYS
    }
    return Facts(
        by_key,
        tuple(chain.from_iterable(each.mentions for each in found)),
        tuple(chain.from_iterable(each.entities for each in found)),
        tuple(chain.from_iterable(each.links for each in found)),
    )


def _of(found: list[Findings], key: str) -> Iterator[Any]:
    return chain.from_iterable(each.facts.get(key, ()) for each in found)
