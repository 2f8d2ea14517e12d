"""A document as printed, with what was read from it marked where it stands.

The text is cut wherever something begins or ends. A piece belongs to the shortest mention that
covers it, which it links to, and may be part of a task, of an owners' clause, and of the stretch
that an address asks to be shown (``char=begin,end``, offsets as everywhere: 0-based, half-open
code points of the frozen text).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph.terms import ELI, ZC
from kg.web.addresses import href, prefix_of
from kg.web.labels import Link, first, label, types, visible
from kg.web.site import Held
from kg.web.things import Item, item_of

_STRETCHES = """
SELECT ?m ?b ?e ?type ?entity WHERE {
  ?m zc:inDocument ?it ; a zc:Mention ; nif:beginIndex ?b ; nif:endIndex ?e ; zc:mentionType ?type
  OPTIONAL { ?m itsrdf:taIdentRef ?entity }
}"""
_SECTIONS = """
SELECT ?node ?parent ?marker ?heading ?b ?e WHERE {
  { ?node zc:inDocument ?it ; zc:partOf ?parent .
    OPTIONAL { ?node zc:marker ?marker } OPTIONAL { ?node zc:heading ?heading } }
  UNION { ?it zc:promulgates ?node . ?node dct:title ?heading BIND(?it AS ?parent) }
  ?node nif:beginIndex ?b ; nif:endIndex ?e
} ORDER BY ?b DESC(?e)"""
_TASKS = """
SELECT ?task ?order ?b ?e ?end ?due ?open WHERE {
  ?it zc:hasTask ?task . ?task zc:order ?order ; zc:ownerClause/nif:endIndex ?end ;
    zc:evidence ?m . ?m nif:beginIndex ?b ; nif:endIndex ?e .
  FILTER NOT EXISTS { ?task zc:ownerClause ?m }
  OPTIONAL { ?task zc:dueDate ?due } OPTIONAL { ?task zc:openOwnerList ?open }
} ORDER BY ?order ?b"""
_OWNERS = """
SELECT ?task ?position ?role ?agent ?name WHERE {
  ?it zc:hasTask ?task . ?task zc:responsibility ?part . ?part zc:position ?position ; zc:role ?role
  OPTIONAL { ?part zc:agent ?agent } OPTIONAL { ?part zc:unresolvedAgent ?name }
} ORDER BY ?task ?position"""

#: Kinds of stretches that facts rest on; all others are mentions.
_TASK, _CLAUSE = "task", "owner-clause"
#: Other facts of one class that the page lists.
MOST_FACTS = 200


@dataclass(frozen=True, slots=True)
class Owner:
    """A body of a task and its role: lead, responsible, support."""

    link: Link
    role: str


@dataclass(frozen=True, slots=True)
class TaskNote:
    """A task beside the end of its owners' clause."""

    number: int
    link: Link
    owners: tuple[Owner, ...]
    due: str
    open: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in which nothing begins or ends."""

    text: str
    href: str = ""
    title: str = ""
    classes: str = ""
    ids: tuple[str, ...] = ()
    notes: tuple[TaskNote, ...] = ()
    """Tasks whose clause ends before this piece."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline; ``depth`` from 0."""

    anchor: str
    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document to read."""

    pieces: list[Piece]
    outline: list[Heading]
    tasks: int
    facts: list[tuple[str, str, list[Item]]]
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class _Stretch:
    begin: int
    end: int
    kind: str
    entity: str


@dataclass(slots=True)
class _Marks:
    """What stands where."""

    stretches: list[_Stretch] = field(default_factory=list)
    anchors: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[int, list[TaskNote]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)


def read(held: Held, iri: str, shown: tuple[int, int] | None = None) -> Reading:
    """The document of an IRI, with one stretch shown."""
    it = ox.NamedNode(iri)
    text = held.text(first(held.store, it, ELI.is_realized_by))
    marks = _Marks(_stretches(held, iri, len(text)))
    outline = list(_outline(held, iri, marks))
    notes = _notes(held, iri, marks)
    _name(held, marks)
    damaged = [s for s in marks.stretches if s.kind == "damaged"]
    return Reading(_pieces(text, marks, shown), outline, notes, _facts(held, it), len(damaged))


def stretch(value: str) -> tuple[int, int] | None:
    """``begin,end`` of an address; None for anything else.

    >>> stretch("120,125")
    (120, 125)
    """
    found = re.fullmatch(r"(\d{1,9}),(\d{1,9})", value)
    if not found or int(found[1]) >= int(found[2]):
        return None
    return int(found[1]), int(found[2])


def _stretches(held: Held, iri: str, length: int) -> list[_Stretch]:
    rows = held.store.query(_STRETCHES.replace("?it", f"<{iri}>")).texts()
    found = {_Stretch(int(b), int(e), kind, entity) for _, b, e, kind, entity in rows}
    damage = """SELECT ?b ?e { ?m a zc:DamagedSpan ; zc:inDocument ?it ;
        nif:beginIndex ?b ; nif:endIndex ?e }"""
    rows = held.store.query(damage.replace("?it", f"<{iri}>")).texts()
    found |= {_Stretch(int(b), int(e), "damaged", "") for b, e in rows}
    inside = (s for s in found if 0 <= s.begin < s.end <= length)
    return sorted(inside, key=lambda s: (s.begin, -s.end, s.kind, s.entity))


def _outline(held: Held, iri: str, marks: _Marks) -> Iterable[Heading]:
    depths = {iri: -1}
    for node, parent, marker, heading, begin, _ in held.store.query(
        _SECTIONS.replace("?it", f"<{iri}>")
    ).texts():
        depths[node] = depths.get(parent, -1) + 1
        anchor = f"s{begin}"
        if anchor not in marks.anchors[int(begin)]:
            marks.anchors[int(begin)].append(anchor)
        yield Heading(anchor, f"{marker}{heading}".strip() or "—", min(depths[node], 5))


def _notes(held: Held, iri: str, marks: _Marks) -> int:
    owners: dict[str, list[Owner]] = defaultdict(list)
    for task, _, role, agent, name in held.store.query(_OWNERS.replace("?it", f"<{iri}>")).texts():
        text = label(held.store, held.vocabulary, ox.NamedNode(agent)) if agent else name
        shown = Link(text, href(agent), prefix_of(agent)) if agent else Link(text)
        owners[task].append(Owner(shown, role.rpartition("role-")[2]))
    seen: set[str] = set()
    for task, order, begin, _, end, due, is_open in held.store.query(
        _TASKS.replace("?it", f"<{iri}>")
    ).texts():
        if task in seen:
            continue
        seen.add(task)
        link = Link(f"任务 {order}", href(task), "task")
        note = TaskNote(int(order), link, tuple(owners[task]), due, is_open == "true")
        marks.notes[int(end)].append(note)
        marks.anchors[int(begin)].append(f"task-{order}")
    return len(seen)


def _name(held: Held, marks: _Marks) -> None:
    for each in {s.entity for s in marks.stretches if s.entity}:
        marks.names[each] = label(held.store, held.vocabulary, ox.NamedNode(each))


def _pieces(text: str, marks: _Marks, shown: tuple[int, int] | None) -> list[Piece]:
    cuts = {0, len(text), *marks.anchors, *marks.notes}
    for each in marks.stretches:
        cuts |= {each.begin, each.end}
    if shown:
        cuts |= set(shown)
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    covering = _covering(edges, marks.stretches)
    plain = visible(text)
    found = []
    for place, (begin, end) in enumerate(zip(edges, edges[1:], strict=False)):
        over = covering.get(place, [])
        found.append(_piece(plain[begin:end], begin, over, marks, shown))
    end = len(text)  # where a section or a clause may stand too
    found.append(
        Piece("", ids=tuple(marks.anchors.get(end, ())), notes=tuple(marks.notes.get(end, ())))
    )
    return found


def _covering(edges: list[int], stretches: list[_Stretch]) -> Mapping[int, list[_Stretch]]:
    """Number of a piece -> the stretches over it."""
    found: dict[int, list[_Stretch]] = defaultdict(list)
    for each in stretches:
        place = bisect_right(edges, each.begin) - 1
        while place < len(edges) - 1 and edges[place] < each.end:
            found[place].append(each)
            place += 1
    return found


def _piece(
    text: str,
    begin: int,
    over: list[_Stretch],
    marks: _Marks,
    shown: tuple[int, int] | None,
) -> Piece:
    named = [s for s in over if s.entity]
    best = min(named, key=lambda s: (s.end - s.begin, s.entity), default=None)
    kinds = {s.kind for s in over}
    classes = [name for name, kind in (("task", _TASK), ("clause", _CLAUSE)) if kind in kinds]
    if "damaged" in kinds:
        classes.append("damaged")
    if best:
        classes += ["m", f"m-{prefix_of(best.entity)}"]
    elif kinds - {_TASK, _CLAUSE, "damaged"}:
        classes.append("fact")
    ids = list(marks.anchors.get(begin, ()))
    if shown and shown[0] <= begin < shown[1]:
        classes.append("shown")
        if begin == shown[0]:
            ids.append(f"char={shown[0]},{shown[1]}")
    return Piece(
        text,
        href(best.entity) if best else "",
        marks.names.get(best.entity, "") if best else "",
        " ".join(classes),
        tuple(ids),
        tuple(marks.notes.get(begin, ())),
    )


_ELSEWHERE = {"Mention", "Section", "Responsibility", "Task", "DocumentText", "DamagedSpan"}


def _facts(held: Held, it: ox.NamedNode) -> list[tuple[str, str, list[Item]]]:
    """What else was read from the document, by class: its Chinese and English name, the facts."""
    found: dict[str, list[ox.NamedNode]] = defaultdict(list)
    for quad in held.store.match(None, ZC.inDocument, it):
        if isinstance(quad.subject, ox.NamedNode):
            term = held.vocabulary.class_of(types(held.store, quad.subject))
            if term and term.iri.removeprefix(ZC.base) not in _ELSEWHERE:
                found[term.iri].append(quad.subject)
    result = []
    for iri in sorted(found):
        term = held.vocabulary.term(iri)
        nodes = sorted(found[iri], key=lambda each: each.value)[:MOST_FACTS]
        result.append((term.zh, term.en, [item_of(held, each) for each in nodes]))
    return result
