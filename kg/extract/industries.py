"""Industries, clusters and chains: each a member of the group in which the text lists it.

Three places name them: lists in a sentence (:mod:`kg.extract.industry_lists`), the headings of a
section that is itself called a group (（一）重点发展新兴产业。1.新材料。), and single names with a
strong head (打造集成电路产业链). The same words in two groups are two concepts joined by a match.
Nothing is added that is not printed: a member has a parent only where its list stands in a
section headed by an industry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from kg import ids
from kg.dates import number_or_none
from kg.extract.industry_lists import Listed, ListReader, kind_of
from kg.extract.industry_names import Item, Names
from kg.extract.page import Findings, Page
from kg.facts import Industry
from kg.industries import IndustryWords, plain_name
from kg.outline import Node
from kg.types import Entity, Mention

_TRIGGER = re.compile("产业|集群")
#: “415”产业集群, “51020”现代产业体系: a set named by the numbers of its parts
_SET = re.compile(
    r"“(?P<parts>\d[\d+N]*)”(?P<what>[\u4e00-\u9fff]{0,10}?(?:产业集群|集群|产业体系|产业链|产业))"
)
_GROUP = re.compile(
    r"(?P<own>.*?)(?P<head>(?:先进制造业|产业)集群|产业链|产业)(?:体系)?(?:高质量)?(?:发展|建设)?$"
)
_TAIL = re.compile("(?:产业集群|集群|产业链)$")


class _Section(Struct, frozen=True):
    """What a section says of the lists in it: the group it is, or the industry it is about."""

    group: str = ""
    kind: str = ""
    count: int | None = None
    numbered_set: bool = False


class _Found(Struct, frozen=True):
    """A name in a list, with its group, in clean offsets."""

    item: Item
    kind: str
    group: str
    parent: str | None
    order: int | None
    size: int
    confidence: float


def read(page: Page) -> Findings:
    """All industries of a document, each once a group, with every place that lists it."""
    spans = [span for span in page.prose if _TRIGGER.search(page.clean, span.start, span.end)]
    if not spans:
        return Findings()
    return _Reader(page).findings()


class _Reader:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._words: IndustryWords = page.knowledge.industry_words
        self._lists, self._names = ListReader(self._words), Names(self._words)
        self._nodes = {node.id: node for node in page.nodes}
        self._by_start = sorted(page.nodes, key=lambda node: (node.start, -node.end))
        self._sections = {node.id: self._section(node) for node in page.nodes}
        self._headed: dict[str, str] = {}
        self._entities: dict[str, Entity] = {}

    def findings(self) -> Findings:
        """Facts, mentions and the concepts they point to."""
        found = sorted(
            (*self._headings(), *self._running()), key=lambda each: (each.item.start, each.item.end)
        )
        mentions = tuple(self._mention(each) for each in found)
        facts = _matched(self._merged(found, mentions), self._page)
        return Findings({"industries": facts}, mentions, tuple(self._entities.values()))

    # -- sections -------------------------------------------------------------------------------

    def _section(self, node: Node) -> _Section:
        """What the heading of a section makes of it."""
        heading = node.heading
        if not heading or len(heading) > 40 or not _TRIGGER.search(heading):
            return _Section()
        if named := _SET.search(heading):
            return _Section(named.group(), kind_of(named["what"]), None, numbered_set=True)
        heading = self._without_verbs(heading)
        match = _GROUP.fullmatch(heading)
        called = match and self._words.own.fullmatch(match["own"])
        if match is None or called is None or not (called["qualifier"] or called["count"]):
            return _Section()
        count = number_or_none(called["count"]) if called["count"] else None
        name = (called["qualifier"] or called.group()) + match["head"]
        return _Section(name, kind_of(match["head"]), count)

    def _without_verbs(self, heading: str) -> str:
        verbs = self._words.verbs_first.match(heading)
        return heading[verbs.end() :] if verbs else heading

    def _above(self, position: int) -> Iterator[Node]:
        """Sections around a position, innermost first."""
        around = [node for node in self._by_start if node.start <= position < node.end]
        return iter(reversed(around))

    def _place(self, position: int) -> tuple[_Section, str | None]:
        """The group that a position stands in, and the industry whose section it is."""
        for node in self._above(position):
            if node.id in self._headed:
                return _Section(), self._headed[node.id]
            if self._sections[node.id].group:
                return self._sections[node.id], None
        return _Section(), None

    # -- headings -------------------------------------------------------------------------------

    def _headings(self) -> Iterator[_Found]:
        """Members whose names are the headings under the heading of a group."""
        below: dict[str, list[Node]] = defaultdict(list)
        for node in self._page.nodes:
            if node.parent and self._sections[node.parent].group:
                below[node.parent].append(node)
        for parent, nodes in below.items():
            section = self._sections[parent]
            items = [self._headline(node) for node in nodes]
            if len(items) < 2 or None in items or section.count not in (None, len(items)):
                continue
            for order, (node, item) in enumerate(zip(nodes, items, strict=True), 1):
                assert item is not None
                each = _Found(item, section.kind, section.group, None, order, len(items), 0.95)
                self._headed[node.id] = self._key(each)
                yield each

    def _headline(self, node: Node) -> Item | None:
        """The name of an industry that a heading is, without its verbs; None where it is none."""
        heading = node.heading
        name = self._without_verbs(heading)
        if not name or not node.marker:
            return None
        if name != heading and not name.endswith(("业", "产业链", "集群")):
            return None
        name = _TAIL.sub("", name)
        stem = plain_name(name)
        if not self._names.is_name(stem) or len(stem) < 2:
            return None
        clean = self._page.clean
        at = clean.find(name, node.start, node.start + 80)
        return Item(at, at + len(name), name) if at >= 0 else None

    # -- running text ---------------------------------------------------------------------------

    def _running(self) -> Iterator[_Found]:
        for span in self._page.prose:
            for listed in self._lists.read(self._page.clean, span.start, span.end):
                yield from self._members(listed)

    def _members(self, listed: Listed) -> Iterator[_Found]:
        section, parent = self._place(listed.start)
        if listed.of_fields and not section.group:
            return
        kind = section.kind if listed.of_fields else listed.kind
        group = self._group(listed, section)
        confidence = 0.7 if listed.counted is False else 0.9 if listed.counted is None else 0.98
        size = len(listed.items)
        for order, item in enumerate(listed.items, 1):
            yield _Found(item, kind, group, parent, order if size > 1 else None, size, confidence)

    def _group(self, listed: Listed, section: _Section) -> str:
        """What a member's list is called, with the set or the section it belongs to before it.

        A list of another kind is none of its section's (花卉苗木产业集群 under 特色产业), and one
        called by a common name is a group of its own (战略性新兴产业 under 高精尖产业).
        """
        if not section.group or (listed.kind != section.kind and not listed.of_fields):
            of_set = section.numbered_set and "体系" in section.group
            return f"{section.group}·{listed.name}" if of_set and listed.name else listed.name
        if not listed.name or section.group.endswith(listed.name):
            return section.group
        common = _GROUP.fullmatch(listed.name)
        if not section.numbered_set and common and self._words.own.fullmatch(common["own"]):
            return listed.name
        return f"{section.group}·{listed.name}"

    # -- what comes of them ---------------------------------------------------------------------

    def _key(self, found: _Found) -> str:
        """Key of a member, whose concept is noted."""
        region = self._page.context.key
        key = ids.industry(found.kind, region, found.group, found.item.name)
        territory = self._page.context.territory
        self._entities.setdefault(
            key,
            Entity(
                key,
                found.item.name,
                found.kind,
                territory=self._page.region_key(territory) if territory else None,
                listed=False,
            ),
        )
        return key

    def _mention(self, found: _Found) -> Mention:
        entity = self._entities[self._key(found)]
        return self._page.mention(
            found.item.start,
            found.item.end,
            found.kind,
            entity,
            rule="industry-list" if found.order else "industry-head",
            confidence=found.confidence,
        )

    def _merged(self, found: Iterable[_Found], mentions: Iterable[Mention]) -> list[Industry]:
        """One fact a concept: its order in its longest list, its place where a parent is given."""
        listings: dict[str, list[tuple[_Found, Mention]]] = defaultdict(list)
        for each, mention in zip(found, mentions, strict=True):
            listings[mention.entity or ""].append((each, mention))
        facts = []
        for key, places in listings.items():
            longest, mention = max(places, key=lambda place: place[0].size)
            below = next((place for place in places if place[0].parent), (longest, mention))
            parent, at = below[0].parent, below[1]
            facts.append(
                Industry(
                    longest.item.name, key, longest.group, parent, at.start, at.end,
                    longest.kind, longest.order, confidence=longest.confidence,
                )
            )  # fmt: skip
        return facts


def _matched(facts: list[Industry], page: Page) -> tuple[Industry, ...]:
    """Facts with the concepts of the same name in other groups, and the classes close to it."""
    same: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        same[plain_name(fact.name)].append(fact.entity)
    classes = page.knowledge.classifications
    return tuple(
        replace(
            fact,
            matches=(
                *sorted(key for key in same[plain_name(fact.name)] if key != fact.entity),
                *classes.close_to(fact.name),
            ),
        )
        for fact in facts
    )
