"""The facts of a record other than tasks: plain frozen types, part of the output contract.

Every fact has ``start`` and ``end``, the stretch of the source it was read from: 0-based,
half-open code points of ``Source.raw``. Field order is the order of the keys in the JSON; what
stands after ``end`` was added to the contract. An ``entity`` is a key with its prefix
(``prog:…``, ``agency:…``) or None where the name could not be linked.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Comparator = Literal[">=", "<=", "=", "~", "range"]
Relation = Literal[
    "according-to",
    "implements",
    "replies-to",
    "forwards",
    "issues",
    "amends",
    "repeals",
    "applies",
    "cites",
]


class Named(Struct, frozen=True):
    """A name as printed, in full, and what it was linked to."""

    text: str
    name: str
    entity: str | None


class Place(Struct, frozen=True):
    """A stretch of the source."""

    start: int
    end: int


class Duty(Struct, frozen=True):
    """A deed of which a body is the subject (省建设厅负责…), not an owner clause.

    ``kind``: responsible-for, shall, mechanism-lead, place-role or another word of that form.
    """

    section: str
    body: Named
    text: str
    kind: str
    start: int
    end: int
    confidence: float = 1.0


class Programme(Struct, frozen=True):
    """An action, project or plan with a name of its own; ``first`` is its first mention.

    ``kind``: action, project, plan, pilot, reform, brand, system.
    """

    name: str
    entity: str
    kind: str
    aliases: tuple[str, ...]
    first: Place
    confidence: float = 1.0
    plan: str | None = None
    """Title of the annex or document that is the plan of it."""

    @property
    def start(self) -> int:
        """Where it is first named."""
        return self.first.start

    @property
    def end(self) -> int:
        """End of its first mention."""
        return self.first.end


class Industry(Struct, frozen=True):
    """An industry, cluster or chain as a member of the group the text puts it in.

    ``group`` is the name of the list (“415”先进制造业集群·优势产业集群), ``parent`` the entity the
    text gives. ``kind``: industry, cluster, chain. ``order`` counts from 1 in a printed list.
    """

    name: str
    entity: str
    group: str
    parent: str | None
    start: int
    end: int
    kind: str = "industry"
    order: int | None = None
    matches: tuple[str, ...] = ()
    """Keys of concepts of the same name in other groups, and of classes close to it."""
    confidence: float = 1.0


class Facility(Struct, frozen=True):
    """A laboratory, platform, park, corridor or work with a name of its own."""

    name: str
    entity: str
    kind: str
    start: int
    end: int
    confidence: float = 1.0


class Target(Struct, frozen=True):
    """A quantity somebody is to reach by a day.

    ``value`` is multiplied out where 万 or 亿 counts things; a range has ``low`` and ``high`` and
    the comparator ``range``. ``region`` is a key. ``soft``: 力争, 争取.
    """

    subject: str
    text: str
    value: float | None
    low: float | None
    high: float | None
    comparator: Comparator | None
    unit: str
    soft: bool
    due: str | None
    due_precision: str | None
    due_inherited: bool
    region: str | None
    start: int
    end: int
    section: str = ""
    change: str | None = None
    """level, growthRate, annualAverage, percentagePoint."""
    confidence: float = 1.0
    falls: bool = False
    """Whether the value is how much something goes down by (年均下降4%)."""


class Value(Struct, frozen=True):
    """A value of an indicator in a year; ``value`` is None where a range is given."""

    year: int | None
    value: float | None
    comparator: Comparator = "="
    cumulative: bool = False
    low: float | None = None
    high: float | None = None
    text: str = ""
    start: int | None = None
    end: int | None = None


class Indicator(Struct, frozen=True):
    """A row of a table of indicators; ``baseline`` is None where the table has a dash.

    ``prose`` tells whether the running text that repeats the indicator ``agrees`` with the row
    or ``differs``; None where it does not repeat it. ``restated`` is where it does.
    """

    category: str
    name: str
    unit: str
    baseline: Value | None
    target: Value | None
    binding: str | None
    note: str | None
    start: int
    end: int
    number: int | None = None
    """The running number printed in the table."""
    prose: Literal["agrees", "differs"] | None = None
    restated: tuple[Place, ...] = ()
    confidence: float = 1.0


class Citation(Struct, frozen=True):
    """A document named in the text, by title (without 《》), by number or by both.

    ``document`` is the final key where number and issuer are known, else a stub's, made from
    the title. The span covers 《title》 and （number） where both are printed.
    """

    title: str | None
    number: str | None
    relation: Relation
    document: str
    start: int
    end: int
    section: str = ""
    by: str = "title"
    """title, number or both."""
    confidence: float = 1.0


class PersonRole(Struct, frozen=True):
    """A person, the post a document prints and the part given to them (团长, 成员)."""

    name: str
    post: str | None
    body: str | None
    role: str | None
    role_inherited: bool
    start: int
    end: int
    entity: str | None = None
    body_entity: str | None = None
    confidence: float = 1.0


class Subject(Struct, frozen=True):
    """What a decision is about: a name as printed and in full, with its entity and details.

    ``details`` are pairs of a property and its value as printed (依托, 申请单位).
    """

    text: str
    name: str
    entity: str | None
    start: int
    end: int
    details: tuple[tuple[str, str], ...] = ()


class Decision(Struct, frozen=True):
    """What a document itself decides: it names, establishes, cancels, sets a price, appoints."""

    kind: str
    object: str
    subjects: tuple[Subject, ...]
    start: int
    end: int
    effective: str | None = None
    value: float | None = None
    unit: str | None = None
    confidence: float = 1.0


#: Keys of a record that hold facts, each with ``start`` and ``end``.
KEYS = (
    "duties",
    "programmes",
    "industries",
    "facilities",
    "targets",
    "indicators",
    "citations",
    "people",
    "decisions",
)
