"""One document as the readers of facts see it, and what they give back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct

from kg import ids
from kg.extract.header import Header
from kg.extract.keys import document_key, slice_of
from kg.extract.tasks import Tasks
from kg.knowledge import Knowledge
from kg.link import Context, Link, Linker
from kg.normalise import surface
from kg.outline import Node
from kg.split import Parts
from kg.types import Entity, Mention, Source, Span, Text

T = TypeVar("T")


class Named(Struct, frozen=True):
    """A recognised mention in clean offsets, with its link; ``type`` as in records."""

    start: int
    end: int
    text: str
    type: str
    link: Link


@dataclass(frozen=True)
class Page:
    """A document after recognition and linking: what every reader of facts is given.

    ``clean`` is the clean text of the whole file; the document is ``parts.whole`` of it. All
    offsets are clean ones until :meth:`raw` turns a span into source offsets. ``named`` holds
    bodies, collectives and regions in text order.
    """

    source: Source
    text: Text
    parts: Parts
    header: Header
    nodes: Sequence[Node]
    tasks: Tasks
    named: Sequence[Named]
    linker: Linker
    knowledge: Knowledge

    @cached_property
    def clean(self) -> str:
        """Clean text of the file."""
        return self.text.clean

    @cached_property
    def context(self) -> Context:
        """What the document's own words are read against."""
        return self.header.context

    @cached_property
    def prose(self) -> tuple[Span, ...]:
        """The body and the annexes: where facts are read, header and signature left out."""
        return (self.parts.body, *(annex.body for annex in self.parts.annexes))

    def person_key(self, name: str, post: str | None, body: str | None) -> str:
        """Key of a person in a post that this document prints."""
        return ids.person(self.key, name, post or "", body or "")

    def region_key(self, code: str) -> str:
        """Key of the region that a code stands for on the day of the document."""
        return self.knowledge.regions.key(code, self.context.day)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Source span of a clean span."""
        return self.text.to_raw(start, end)

    def surface(self, start: int, end: int) -> str:
        """Normalised words of a clean span, on one line."""
        words = self.text.clean[start:end].replace("\n", "").strip()
        return surface(words) if " " in words else words

    @cached_property
    def key(self) -> str:
        """The key of the document."""
        start, end = self.slice
        return document_key(self.header, self.text.raw[start:end])

    @cached_property
    def slice(self) -> tuple[int, int]:
        """Source slice of the document."""
        return slice_of(self.text, self.parts)

    def once(self, read: Callable[[Page], T]) -> T:
        """What a function of the page gives; worked out once, for several readers."""
        if read not in self._known:
            self._known[read] = read(self)
        found: T = self._known[read]
        return found

    @cached_property
    def _known(self) -> dict[Callable[[Page], Any], Any]:
        return {}

    def said(self, start: int, end: int) -> str:
        """Normalised words of a source span of this document."""
        return self.surface(self.text.clean_at(start), self.text.clean_at(end - 1) + 1)

    @cached_property
    def _ends(self) -> tuple[tuple[int, ...], tuple[Named, ...]]:
        """The bodies, collectives and regions by where they end."""
        by_end = sorted(self.named, key=lambda named: (named.end, named.start))
        return tuple(named.end for named in by_end), tuple(by_end)

    def ending_near(self, position: int, reach: int = 8) -> Iterator[Named]:
        """What is named right before a clean position, nearest first."""
        ends, by_end = self._ends
        at = bisect_right(ends, position) - 1
        while at >= 0 and ends[at] >= position - reach:
            yield by_end[at]
            at -= 1

    def section_at(self, position: int) -> str:
        """Id of the innermost section a clean position stands in, or empty."""
        at = bisect_right(self.nodes, position, key=lambda node: node.start) - 1
        node = self.nodes[at] if at >= 0 else None
        while node is not None and position >= node.end:
            node = self._nodes_by_id.get(node.parent or "")
        return node.id if node else ""

    @cached_property
    def _nodes_by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    def mention(
        self,
        start: int,
        end: int,
        type_: str,
        entity: Entity | None,
        *,
        rule: str,
        confidence: float = 1.0,
        candidates: tuple[str, ...] = (),
    ) -> Mention:
        """A mention of a clean span; its entity must be among the findings' as well."""
        key, name = (entity.id, entity.name) if entity else (None, None)
        words = self.surface(start, end)
        span = self.raw(start, end)
        return Mention(*span, words, type_, key, name, candidates, rule, confidence)


class Findings(Struct, frozen=True):
    """What a reader of facts found: facts by the key of the record they go under.

    ``entities`` describes all that facts and mentions point to and that linking did not note;
    ``links`` are links to bodies or regions that should be described as well.
    """

    facts: dict[str, tuple[Any, ...]] = {}
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()
