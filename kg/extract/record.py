"""Everything read from one document, put together as its record, with offsets into the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg import ids
from kg.bodies import level_of
from kg.extract.header import Header, display, joined, period_of
from kg.extract.tasks import DraftOwner, DraftTask, Tasks
from kg.extract.tiling import regions_of, within
from kg.link import Context, Link, Linker
from kg.normalise import letters, surface
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
        self._slice = _slice(text, parts)

    def record(
        self, nodes: Sequence[Node], tasks: Tasks, found: Iterable[Found], issue: Issue | None
    ) -> Record:
        """The record. ``found`` are the recognised mentions, in clean offsets of the whole text."""
        header, context = self._header, self._header.context
        start, end = self._slice
        mentions = tuple(self._mentions(found, tasks))
        task_records = tuple(self._tasks(tasks))
        return Record(
            id=document_key(header, self._text.raw[start:end]),
            source=SourceRef(self._source.file, self._source.sha256, start, end),
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
            damaged=tuple(self._damaged()),
            regions=tuple(regions_of(self._text, self._parts, start, end)),
            entities=tuple(self._described(context)),
            issuer_entities=tuple(self._note(item.link) for item in header.issuers),
            addressee_entities=tuple(self._note(item.link) for item in header.addressees),
            territory=ids.region(context.territory) if context.territory else None,
            header_spans=tuple(self._header_spans()),
        )

    # -- small parts --------------------------------------------------------------------------

    def _raw(self, start: int, end: int) -> tuple[int, int]:
        return self._text.to_raw(start, end)

    def _surface(self, start: int, end: int) -> str:
        return self._text.clean[start:end].replace("\n", "").strip()

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
        codes = {e.territory[7:] for e in self._entities.values() if e.territory}
        if context.territory:
            codes.add(context.territory)
        for code in sorted(codes):
            for row in regions.chain(code):
                key = ids.region(row.code)
                parent = None if row.parent in ("", row.code) else ids.region(row.parent)
                entity = Entity(key, regions.path(row.code), "region", None, parent, level_of(row))
                self._entities.setdefault(key, entity)
        return iter(sorted(self._entities.values(), key=lambda entity: entity.id))

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

    def _mentions(self, found: Iterable[Found], tasks: Tasks) -> Iterator[Mention]:
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
        for (start, end), link, kind in sorted(everything, key=lambda row: row[0]):
            yield self._mention(start, end, link, kind)

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
            return self._linker.region_of(code)
        return self._linker.region(words, context)

    def _mention(self, start: int, end: int, link: Link, kind: str) -> Mention:
        raw_start, raw_end = self._raw(start, end)
        entity_kind = link.entity.kind if link.entity else kind
        type_ = {"collective": "collective", "region": "region", "zone": "zone"}.get(
            entity_kind, "agency"
        )
        return Mention(
            raw_start, raw_end, self._surface(start, end), type_, self._note(link),
            link.name, link.candidates, link.rule, link.confidence,
        )  # fmt: skip

    def _tasks(self, tasks: Tasks) -> Iterator[Task]:
        counts: dict[str, int] = {}
        for draft in tasks.tasks:
            counts[draft.section] = counts.get(draft.section, 0) + 1
            yield self._task(draft, f"{draft.section}.t{counts[draft.section]}")

    def _task(self, draft: DraftTask, task_id: str) -> Task:
        clause = draft.clause
        clause_raw = self._raw(clause.start, clause.end)
        return Task(
            task_id, draft.section, self._surface(draft.text.start, draft.text.end),
            *self._raw(draft.text.start, draft.text.end),
            Clause(self._surface(clause.start, clause.end), *clause_raw),
            tuple(self._owner(owner) for owner in draft.owners), clause.open,
            draft.due.day if draft.due else None, draft.due.precision if draft.due else None, False,
        )  # fmt: skip

    def _owner(self, owner: DraftOwner) -> Owner:
        item, link = owner.item, owner.item.link
        start, end = self._raw(item.start, item.end)
        return Owner(
            self._surface(item.start, item.end), link.name or self._surface(item.start, item.end),
            self._note(link), owner.role, owner.basis, owner.label, owner.order, start, end,
            link.confidence,
        )  # fmt: skip


def _slice(text: Text, parts: Parts) -> tuple[int, int]:
    """Source slice of a document: slices of one file tile it."""
    start = 0 if parts.whole.start == 0 else text.raw_at(parts.whole.start)
    end = len(text.raw) if parts.whole.end >= len(text.clean) else text.raw_at(parts.whole.end)
    return start, end


def document_key(header: Header, raw_slice: str) -> str:
    """Key of a document: from its number where it has one, else from issuer, day and title."""
    territory = header.context.key
    number = header.number
    year = (number.year or (int(header.signed[:4]) if header.signed else None)) if number else None
    if number and year:
        return ids.document(territory, number.code, year, number.sequence)
    issuer = header.issuers[0].link.name if header.issuers else None
    day = header.signed.replace("-", "") if header.signed else "undated"
    title = header.title or letters(surface(raw_slice[:2000]))[:60]
    return ids.unnumbered_document(territory, issuer or "", day, title)
