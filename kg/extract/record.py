"""Everything read from one document, put together as its record, with offsets into the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from kg import ids
from kg.extract.addressees import display
from kg.extract.facts import Facts, read_facts
from kg.extract.header import Header, joined, period_of
from kg.extract.heads import overriding
from kg.extract.keys import slice_of
from kg.extract.page import Named, Page
from kg.extract.region_lists import told_by_lists
from kg.extract.tasks import DraftOwner, DraftTask, Tasks
from kg.extract.tiling import regions_of, within
from kg.link import Context, Link, Linker
from kg.normalise import surface
from kg.outline import Node
from kg.split import Parts
from kg.types import (
    Annex,
    Clause,
    Damage,
    Entity,
    Found,
    Issue,
    Mention,
    Owner,
    Record,
    Region,
    Rule,
    Section,
    Source,
    SourceRef,
    Task,
    Text,
)

#: Kind of an entity -> type of its mention, where it is not ``agency``.
_TYPES = {"collective": "collective", "region": "region", "zone": "zone"}
_INDUSTRY = ("industry", "cluster", "chain")
#: Types of the mentions of bodies; these do not nest.
_BODIES = ("agency", "collective")
#: A region in the name of one of these is no mention of the region.
_NAMED_AFTER = ("document", "facility", "zone")


class Assembler:
    """Turns the clean spans of one document into its record."""

    def __init__(
        self, source: Source, text: Text, parts: Parts, header: Header, linker: Linker
    ) -> None:
        self._source = source
        self._text = text
        self._parts = parts
        self._header = header
        self._linker = linker
        self._entities: dict[str, Entity] = {}
        self._slice = slice_of(text, parts)

    def record(
        self, nodes: Sequence[Node], tasks: Tasks, found: Iterable[Found], issue: Issue | None
    ) -> Record:
        """The record. ``found`` are the recognised mentions, in clean offsets of the whole text."""
        header, context = self._header, self._header.context
        start, end = self._slice
        named = tuple(self._named(found, tasks))
        page = Page(
            self._source, self._text, self._parts, header, nodes, tasks, named,
            self._linker, self._linker.knowledge,
        )  # fmt: skip
        facts = self._facts(page)
        mentions = _together([self._mention(each) for each in named], facts.mentions)
        task_records = tuple(self._tasks(tasks, mentions))
        return Record(
            id=page.key,
            source=self._source_ref(start, end),
            issue=issue,
            number=header.number.text if header.number else None,
            type=header.kind,
            title=header.title,
            issuers=tuple(item.link.name or item.text for item in header.issuers),
            addressees=tuple(display(item) for item in header.addressees),
            signed=header.signed,
            effective=header.effective,
            expires=header.expires,
            validity=header.validity,
            annexes=tuple(self._annexes()),
            lead_rule=self._rule(tasks.lead_rule),
            implicit_owner_rule=self._rule(tasks.implicit_rule),
            sections=tuple(self._sections(nodes, tasks)),
            mentions=mentions,
            tasks=task_records,
            **facts.by_key,
            damaged=tuple(self._damaged()),
            regions=tuple(regions_of(self._text, self._parts, start, end)),
            entities=tuple(self._described(context)),
            issuer_entities=tuple(self._note(item.link) for item in header.issuers),
            addressee_entities=tuple(self._note(item.link) for item in header.addressees),
            territory=self._territory(context),
            header_spans=tuple(self._header_spans()),
            overrides_inconsistent=self._rule(self._overriding()),
        )

    def _source_ref(self, start: int, end: int) -> SourceRef:
        source = self._source
        return SourceRef(
            source.file, source.sha256, start, end,
            source.format, source.located(start, end), source.unread_within(start, end),
        )  # fmt: skip

    # -- small parts --------------------------------------------------------------------------

    def _raw(self, start: int, end: int) -> tuple[int, int]:
        return self._text.to_raw(start, end)

    def _surface(self, start: int, end: int) -> str:
        words = self._text.clean[start:end].replace("\n", "").replace("\t", " ").strip()
        return surface(words) if " " in words else words

    def _note(self, link: Link) -> str | None:
        """Keep what a link points to for the list of entities; give its key."""
        if link.entity is None:
            return None
        known = self._entities.get(link.entity.id)
        if known is None or (link.entity.rule or "") < (known.rule or ""):
            self._entities[link.entity.id] = link.entity
        return link.entity.id

    def _described(self, context: Context) -> Iterator[Entity]:
        """Entities of the document with the regions their territories need, sorted by id."""
        regions = self._linker.knowledge.regions
        codes = {ids.region_code(e.territory) for e in self._entities.values() if e.territory}
        if context.territory:
            codes.add(context.territory)
        for code in sorted(codes):
            for row in regions.chain(code, context.day):
                entity = self._linker.region_entity(row, context.day)
                self._entities.setdefault(entity.id, entity)
        return iter(sorted(self._entities.values(), key=lambda entity: entity.id))

    def _territory(self, context: Context) -> str | None:
        code = context.territory
        return self._linker.knowledge.regions.key(code, context.day) if code else None

    def _overriding(self) -> tuple[int, int] | None:
        parts = self._parts
        stretches = (parts.body, *(annex.body for annex in parts.annexes))
        return overriding(self._text.clean, stretches)

    def _rule(self, span: tuple[int, int] | None) -> Rule | None:
        if span is None:
            return None
        return Rule(self._surface(*span), *self._raw(*span))

    def _annexes(self) -> Iterator[Annex]:
        for annex in self._parts.annexes:
            title = joined(self._text.clean, annex.title) or ""
            opening = self._text.clean[
                annex.body.start : min(annex.body.end, annex.body.start + 400)
            ]
            period = period_of(title) or (period_of(opening) if "期限为" in opening else None)
            begin = (
                min(annex.title.start, annex.body.start)
                if annex.title.end <= annex.body.start
                else annex.body.start
            )
            if annex.title.end + 1 < annex.body.start and begin == annex.title.start:
                begin = annex.body.start  # the title is only listed before the signature
            start, _ = self._raw(begin, min(begin + 1, len(self._text.clean)))
            yield Annex(title, period, start, self._raw_end(annex.body.end))

    def _raw_end(self, end: int) -> int:
        """Source end of a part that may run to the end of the document."""
        if end >= self._parts.whole.end:
            return self._slice[1]
        return self._text.raw_at(end)

    def _sections(self, nodes: Sequence[Node], tasks: Tasks) -> Iterator[Section]:
        """The outline, and a root for tasks that stand in no section."""
        known = {node.id for node in nodes}
        for root in sorted({task.section for task in tasks.tasks} - known):
            part = (
                self._parts.annexes[int(root[1 : root.index("-")]) - 1].body
                if root[0] == "a"
                else self._parts.body
            )
            yield Section(root, "", "", 0, *self._raw(part.start, part.end))
        for node in nodes:
            start, end = self._raw(node.start, max(node.end, node.start + 1))
            yield Section(node.id, node.marker, node.heading, node.level, start, end)

    def _damaged(self) -> Iterator[Damage]:
        for region in within(self._text, *self._slice):
            if region.kind == "damaged":
                yield Damage(region.start, region.end, region.why)

    def _header_spans(self) -> Iterator[Region]:
        parts = self._parts
        named = [
            ("title", parts.title),
            ("number", parts.number),
            ("addressees", parts.addressees),
            ("signed", parts.date),
            *(("signature", span) for span in parts.signatures),
        ]
        for kind, span in named:
            if span and span.start < span.end:
                yield Region(kind, *self._raw(span.start, span.end))

    # -- mentions and tasks -------------------------------------------------------------------

    def _named(self, found: Iterable[Found], tasks: Tasks) -> Iterator[Named]:
        """Owners, issuers and addressees as read there; other mentions where these are not."""
        items = [(owner.item, owner.item.link) for task in tasks.tasks for owner in task.owners]
        items += [(item, item.link) for item in (*self._header.issuers, *self._header.addressees)]
        settled = {(item.start, item.end): link for item, link in items}
        taken: set[int] = set()
        for start, end in settled:
            taken.update(range(start, end))
        everything = [(span, link, "owner-list") for span, link in settled.items()]
        for mention in found:
            if mention.start in taken or mention.end - 1 in taken:
                continue
            link = self._link(mention)
            # a body that links to nothing is shown unresolved; a place that does is no place
            if link.entity or link.candidates or mention.type != "region":
                everything.append(((mention.start, mention.end), link, mention.type))
        everything.sort(key=lambda row: row[0])
        places = [(span, link) for span, link, kind in everything if kind == "region"]
        told = iter(told_by_lists(self._text.clean, places, self._linker, self._header.context.day))
        for (start, end), link, kind in everything:
            link = next(told) if kind == "region" else link
            entity_kind = link.entity.kind if link.entity else kind
            type_ = _TYPES.get(entity_kind, "agency")
            yield Named(start, end, self._surface(start, end), type_, link)

    def _facts(self, page: Page) -> Facts:
        """All facts but the tasks; what they point to is noted."""
        facts = read_facts(page)
        for entity in facts.entities:
            self._entities.setdefault(entity.id, entity)
        for link in facts.links:
            self._note(link)
        return facts

    def _link(self, mention: Found) -> Link:
        words = self._surface(mention.start, mention.end)
        context = self._header.context
        if mention.type == "region":
            return self._region_link(words, context)
        return self._linker.body(words, context)

    def _region_link(self, words: str, context: Context) -> Link:
        """A chain of regions means its last: 杭州市滨江区."""
        code = self._linker.places.whole(words, context)
        if code:
            return self._linker.region_of(code, context.day)
        return self._linker.region(words, context)

    def _mention(self, named: Named) -> Mention:
        link = named.link
        raw_start, raw_end = self._raw(named.start, named.end)
        return Mention(
            raw_start, raw_end, named.text, named.type, self._note(link),
            link.name, link.candidates, link.rule, link.confidence,
        )  # fmt: skip

    def _tasks(self, tasks: Tasks, mentions: Sequence[Mention]) -> Iterator[Task]:
        counts: dict[str, int] = {}
        starts = [mention.start for mention in mentions]
        for draft in tasks.tasks:
            counts[draft.section] = counts.get(draft.section, 0) + 1
            start, end = self._raw(draft.text.start, draft.text.end)
            named = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
            task_id = f"{draft.section}.t{counts[draft.section]}"
            yield self._task(draft, task_id, (start, end), named)

    def _task(
        self, draft: DraftTask, task_id: str, span: tuple[int, int], named: Sequence[Mention]
    ) -> Task:
        """The task; ``named`` are the mentions that begin in its words."""
        clause = draft.clause
        return Task(
            task_id, draft.section, self._surface(draft.text.start, draft.text.end), *span,
            Clause(
                self._surface(clause.start, clause.end), *self._raw(clause.start, clause.end)
            ),
            tuple(self._owner(owner) for owner in draft.owners), clause.open,
            draft.due.day if draft.due else None, draft.due.precision if draft.due else None, False,
            _entities_of(named, "programme"), _entities_of(named, *_INDUSTRY),
            _entities_of(named, "region"),
        )  # fmt: skip

    def _owner(self, owner: DraftOwner) -> Owner:
        item, link = owner.item, owner.item.link
        start, end = self._raw(item.start, item.end)
        return Owner(
            self._surface(item.start, item.end), link.name or self._surface(item.start, item.end),
            self._note(link), owner.role, owner.basis, owner.label, owner.order, start, end,
            link.confidence,
        )  # fmt: skip


def _together(named: Sequence[Mention], more: Sequence[Mention]) -> tuple[Mention, ...]:
    """All mentions in text order; regions inside the names of other things are left out."""
    names = sorted((m.start, m.end) for m in more if m.type in _NAMED_AFTER)
    starts = [start for start, _ in names]

    def inside(mention: Mention) -> bool:
        at = bisect_right(starts, mention.start) - 1
        return at >= 0 and mention.end <= names[at][1]

    kept = [m for m in named if m.type != "region" or not inside(m)]
    more = [m for m in more if m.type not in _BODIES or _is_free(named, m.start, m.end)]
    return tuple(sorted((*kept, *more), key=lambda m: (m.start, -m.end, m.type)))


def _is_free(named: Sequence[Mention], start: int, end: int) -> bool:
    """Whether no mention of a list in text order, none over another, touches a stretch."""
    at = bisect_left(named, end, key=lambda mention: mention.start)
    return at == 0 or named[at - 1].end <= start


def _entities_of(mentions: Sequence[Mention], *types: str) -> tuple[str, ...]:
    """Entities of mentions of some types, each once, in text order."""
    return tuple(dict.fromkeys(m.entity for m in mentions if m.entity and m.type in types))
