"""What flows between the stages: plain frozen types, no library objects.

Two kinds live here.

*Stage types* (:class:`Source`, :class:`Text`, :class:`Region`, :class:`Body` …) are what the
language stages hand to each other. Their offsets count code points of ``Text.clean``.

*Record types* (:class:`Record` and what it holds) are the output contract: one record a
document, written by ``kg extract`` as one line of JSON, read by the graph, the tables and the
evaluation, which read nothing else. Their offsets count code points of the decoded source
(``Source.raw``), 0-based and half-open. Field order is the order of the keys in the JSON.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import fields, is_dataclass
from typing import Any, Literal

from msgspec import Struct

from kg.facts import (
    Citation,
    Decision,
    Duty,
    Facility,
    Indicator,
    Industry,
    PersonRole,
    Programme,
    Target,
)

Role = Literal["lead", "responsible", "support"]
Basis = Literal["marked", "first-listed-rule", "sole", "listed", "implicit-rule"]
Precision = Literal["year", "month", "day"]

# ---------------------------------------------------------------------------------------------
# Stage types


class Location(Struct, frozen=True):
    """Where a stretch of extracted text, a line mostly, stands in its file.

    A PDF gives ``page`` (from 1) and ``box``: left, top, right and bottom in points from the
    page's top left corner as it is shown. A web page gives ``element``, a CSS path.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str | None = None


class Source(Struct, frozen=True):
    """A file as read: its name, the digest of its bytes and its decoded text.

    ``raw`` is what every offset of a record counts in: the decoded text of a text file (no
    newline translation, no normalisation, a byte-order mark left out), of any other format the
    text extracted from it.
    """

    file: str
    sha256: str
    raw: str
    encoding: str
    format: str = "text"
    """What the file is: text, html, pdf or docx. Of all but text ``raw`` is what was extracted."""
    layout: tuple[Location, ...] = ()
    """Where each line of ``raw`` stands in a PDF or a web page, in order."""
    unread_pages: tuple[int, ...] = ()
    """Pages of a PDF that are pictures without text."""

    def located(self, start: int, end: int) -> tuple[Location, ...]:
        """The lines of the layout that ``[start, end)`` shares characters with."""
        return located(self.layout, start, end)

    def unread_within(self, start: int, end: int) -> tuple[int, ...]:
        """The unread pages that stand in a document ``[start, end)``, or right after it."""
        pages = []
        for page in self.unread_pages:
            before = [each.end for each in self.layout if (each.page or 0) < page]
            at = before[-1] if before else 0
            if start < at <= end or (start == at == 0):
                pages.append(page)
        return tuple(pages)


def located(layout: tuple[Location, ...], start: int, end: int) -> tuple[Location, ...]:
    """The locations in order that ``[start, end)`` shares characters with."""
    first = bisect_right(layout, start, key=lambda each: each.end)
    last = bisect_left(layout, end, key=lambda each: each.start)
    return layout[first:last]


class Span(Struct, frozen=True):
    """A half-open range ``[start, end)`` of code points; refuses to be built reversed."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")


class Region(Struct, frozen=True):
    """A stretch of the source that is of one kind (title, body, furniture, damaged …).

    Offsets are into ``Source.raw``. The regions of a file cover it exactly once.
    """

    kind: str
    start: int
    end: int
    why: str = ""


class Text(Struct, frozen=True):
    """Clean text and the way back from it to the source.

    The map is piecewise: run ``i`` of clean text begins at ``clean_starts[i]`` and stands in
    the source from ``raw_starts[i]`` on, character for character. Every clean character is one
    source character, so no position is ever between two places.
    """

    raw: str
    clean: str
    clean_starts: tuple[int, ...]
    raw_starts: tuple[int, ...]
    regions: tuple[Region, ...] = ()
    """Furniture and damage, in source offsets, in order."""

    def raw_at(self, position: int) -> int:
        """Source offset of the clean character at ``position``."""
        run = bisect_right(self.clean_starts, position) - 1
        return self.raw_starts[run] + position - self.clean_starts[run]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Source span of the clean span ``[start, end)``; an empty span stays empty."""
        if start == end:
            at = self.raw_at(start) if start < len(self.clean) else len(self.raw)
            return at, at
        clean, raw = self.clean_starts, self.raw_starts
        first, last = bisect_right(clean, start) - 1, bisect_right(clean, end - 1) - 1
        return raw[first] + start - clean[first], raw[last] + end - clean[last]

    def clean_at(self, position: int) -> int:
        """Clean offset of the first clean character at or after source offset ``position``."""
        run = bisect_right(self.raw_starts, position) - 1
        if run < 0:
            return 0
        last = self.clean_starts[run + 1] if run + 1 < len(self.clean_starts) else len(self.clean)
        return min(self.clean_starts[run] + position - self.raw_starts[run], last)


class Found(Struct, frozen=True):
    """A stretch of clean text that names something of a type (agency, collective, region)."""

    start: int
    end: int
    type: str


# ---------------------------------------------------------------------------------------------
# Record types (the contract of RECORDS: keys in this order, offsets into the source)


class SourceRef(Struct, frozen=True):
    """Where the document stands: file, digest of the file's bytes, its slice of the text.

    ``layout`` and ``unread_pages`` are those of :class:`Source`, as far as they are of the slice.
    """

    file: str
    sha256: str
    start: int
    end: int
    format: str = "text"
    layout: tuple[Location, ...] = ()
    unread_pages: tuple[int, ...] = ()


class Issue(Struct, frozen=True):
    """The gazette issue a document was printed in."""

    title: str
    year: int
    number: int


class Annex(Struct, frozen=True):
    """A plan or table that the document issues or appends."""

    title: str
    period: tuple[int, int] | None
    start: int
    end: int


class Rule(Struct, frozen=True):
    """A sentence by which the document itself says who leads or who owns."""

    text: str
    start: int
    end: int


class Section(Struct, frozen=True):
    """A node of the outline; ``id`` counts ordinals (``2-1-1``, in an annex ``a1-2-1-1``)."""

    id: str
    marker: str
    heading: str
    level: int
    start: int
    end: int


class Mention(Struct, frozen=True):
    """A place where a thing is named. ``entity`` is None where it stays unresolved."""

    start: int
    end: int
    text: str
    type: str
    entity: str | None
    name: str | None
    candidates: tuple[str, ...]
    rule: str
    confidence: float


class Clause(Struct, frozen=True):
    """An owner clause as printed (normalised), with its place."""

    text: str
    start: int
    end: int


class Owner(Struct, frozen=True):
    """One body of an owner clause, in the order printed (``order`` is 1-based)."""

    text: str
    name: str
    entity: str | None
    role: Role
    basis: Basis
    label: str
    order: int
    start: int
    end: int
    confidence: float = 1.0


class Task(Struct, frozen=True):
    """What one owner clause covers, and who owns it."""

    id: str
    section: str
    text: str
    start: int
    end: int
    clause: Clause
    owners: tuple[Owner, ...]
    open: bool
    due: str | None
    due_precision: Precision | None
    due_inherited: bool
    programmes: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class Damage(Struct, frozen=True):
    """A stretch that cannot be read; nothing is extracted from it."""

    start: int
    end: int
    why: str


class Entity(Struct, frozen=True):
    """What a mention was linked to, with all the graph needs to know of it.

    ``id`` carries its prefix (``agency:330000.caizhengting``). ``kind`` is one of
    people-government, department, party-body, central-branch, mass-organisation, congress,
    consultative-conference, court, procuratorate, public-institution, enterprise,
    dispatched-office, coordination-body, collective, place-role, internal-unit, region, zone;
    or programme, industry, cluster, chain, facility, person, whose keys other facts point to.
    ``line`` is the key of a functional line, ``territory`` a region key, ``level`` one of
    state, province, city, county, township. ``listed`` is False where the name was composed
    of territory and written form because no table knows the body.
    """

    id: str
    name: str
    kind: str
    line: str | None = None
    territory: str | None = None
    level: str | None = None
    listed: bool = True
    rule: str | None = None
    """For a collective: what it ranges over, as written."""
    members: tuple[str, ...] = ()
    """For a group of regions (长三角): the keys of those it is made of."""


class Record(Struct, frozen=True):
    """All that was read from one document. See RECORDS for the meaning of each key."""

    id: str
    source: SourceRef
    issue: Issue | None
    number: str | None
    type: str | None
    title: str | None
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]
    signed: str | None
    effective: str | None
    expires: str | None
    validity: str | None
    annexes: tuple[Annex, ...]
    lead_rule: Rule | None
    implicit_owner_rule: Rule | None
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...] = ()
    programmes: tuple[Programme, ...] = ()
    industries: tuple[Industry, ...] = ()
    facilities: tuple[Facility, ...] = ()
    targets: tuple[Target, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    citations: tuple[Citation, ...] = ()
    people: tuple[PersonRole, ...] = ()
    decisions: tuple[Decision, ...] = ()
    damaged: tuple[Damage, ...] = ()
    # Added keys
    regions: tuple[Region, ...] = ()
    """Every character of the document's slice, each in exactly one region."""
    entities: tuple[Entity, ...] = ()
    """What the mentions and owners point to, sorted by id."""
    issuer_entities: tuple[str | None, ...] = ()
    """Entity of each issuer, in step with ``issuers``."""
    addressee_entities: tuple[str | None, ...] = ()
    territory: str | None = None
    """Region key the document's level words (省, 市, 县) are read in, or None."""
    header_spans: tuple[Region, ...] = ()
    """Where title, number, issuers, addressees and dates were read (kind names the field)."""
    overrides_inconsistent: Rule | None = None
    """The sentence by which it prevails over earlier rules that differ."""


def sha256(data: bytes) -> str:
    """Hex digest of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def to_plain(value: Any) -> Any:
    """Turn records and rows into dicts, lists and scalars, keys in field order."""
    if isinstance(value, Struct):
        return {name: to_plain(getattr(value, name)) for name in value.__struct_fields__}
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value
