"""What every part of the build needs to know: the document, its text and the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from pyoxigraph import NamedNode

from kg import ids
from kg.graph.terms import legal, node
from kg.graph.units import Unit
from kg.link.types import NO_MEMBERS, Change, Membership, Tie
from kg.types import Entity, Location, Record, located

_MOST_MADE = 100_000

#: key, name, code, key of the parent or None
RegionFact = tuple[str, str, str, str | None]
#: key, scheme, code, name, depth, key of the parent or None
ClassFact = tuple[str, str, str, str, int, str | None]


@dataclass(frozen=True, slots=True)
class Run:
    """What read the documents: version of the code, digest of the knowledge tables, options.

    It holds no time, so that a build on another day gives the same quads.
    """

    code: str
    knowledge: str
    options: str = ""

    @property
    def key(self) -> str:
        """``run:{digest}``"""
        return ids.run(self.code, self.knowledge, self.options)


class Lattice(Protocol):
    """What the tables know around a body or region (:class:`kg.link.lattice.Lattice`)."""

    def era(self, day: str | None) -> int:
        """Number of the span of time between two changes of the tables."""

    def superiors(self, entity: Entity, day: str | None) -> tuple[Tie, ...]:
        """What stands above a body on a day."""

    def members(self, entity: Entity, day: str | None) -> Membership:
        """Whom a collective consists of on a day."""

    def change(self, entity: Entity) -> Change | None:
        """How a body ended."""

    def change_of_region(self, key: str) -> Change | None:
        """How a region ended."""

    def span(self, key: str) -> tuple[str, str, str]:
        """First day of a region, the day it ended, the last register that has it."""


class NoLattice:
    """Knows nothing around anything."""

    def era(self, day: str | None) -> int:
        """One span of time."""
        return 0

    def superiors(self, entity: Entity, day: str | None) -> tuple[Tie, ...]:
        """No superior."""
        return ()

    def members(self, entity: Entity, day: str | None) -> Membership:
        """No member."""
        return NO_MEMBERS

    def change(self, entity: Entity) -> Change | None:
        """No change."""
        return None

    def change_of_region(self, key: str) -> Change | None:
        """No change."""
        return None

    def span(self, key: str) -> tuple[str, str, str]:
        """No days."""
        return "", "", ""


def no_regions(key: str) -> tuple[RegionFact, ...]:
    """Knows no region."""
    return ()


def no_line(key: str) -> tuple[str, str]:
    """Knows no functional line."""
    return "", ""


def no_class(key: str) -> tuple[ClassFact, ...]:
    """Knows no class of a classification."""
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """The run, and the knowledge that records only point to, handed in as plain functions.

    ``describe_region("region:330100")`` gives the facts of the region and of those above it,
    ``describe_line("health")`` its Chinese and English name; both give nothing if unknown.
    """

    run: Run
    describe_region: Callable[[str], tuple[RegionFact, ...]] = no_regions
    describe_line: Callable[[str], tuple[str, str]] = no_line
    #: ``describe_class("ind:sei2018.1.1")``: the class of a classification and those above it
    describe_class: Callable[[str], tuple[ClassFact, ...]] = no_class
    lattice: Lattice = NoLattice()
    #: What was made from these tables, by kind and key: it goes when they go.
    made: dict[tuple[str, ...], tuple[Unit, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def once(self, key: tuple[str, ...], make: Callable[[], Iterable[Unit]]) -> tuple[Unit, ...]:
        """What ``make`` gives, made once under a key."""
        if key not in self.made:
            if len(self.made) >= _MOST_MADE:
                self.made.clear()
            self.made[key] = tuple(make())
        return self.made[key]


class Frame:
    """One document on its way into the graph: its keys and nodes, made once.

    ``raw`` is the document's slice of the source text; offsets of the record become offsets
    into it by taking away ``start``.
    """

    def __init__(self, record: Record, raw: str, context: Context) -> None:
        self.record = record
        self.raw = legal(raw)
        self.context = context
        self.start = record.source.start
        self.text_key = ids.text(record.id, self.raw)
        self.document = node(record.id)
        self.text = node(self.text_key)
        self.graph = node(ids.graph(self.text_key))
        self.run = node(context.run.key)
        self._men = ids.iri(f"men:{self.text_key[4:]}")

    def span(self, start: int, end: int) -> NamedNode:
        """The node of a stretch of the text, from the record's offsets."""
        return NamedNode(f"{self._men}.{start - self.start}-{end - self.start}")

    def quote(self, start: int, end: int) -> str:
        """The raw characters of a stretch, from the record's offsets."""
        return self.raw[start - self.start : end - self.start]

    def located(self, start: int, end: int) -> tuple[Location, ...]:
        """The lines of a PDF or a web page that a stretch stands in."""
        return located(self.record.source.layout, start, end)

    @cached_property
    def annexes(self) -> tuple[NamedNode, ...]:
        """The nodes of the annexes, in the order of the record."""
        count = len(self.record.annexes)
        return tuple(node(f"{self.record.id}.a{i}") for i in range(1, count + 1))
