"""What a set of documents says, as a function of the set alone.

Everything here is pure. Documents that print one number are looked at together:

* the same letters: **copies**. The text is kept once, that of the smallest (digest, start), and
  the places of all are noted on it.
* different letters: a **conflict**. Each text is kept under a key of its own
  (``doc:….39.v-1a2b3c4d``), and the plain key becomes a ``zc:ConflictedNumber`` that has both
  as versions.

Neither depends on which came first, and :func:`members_of` takes the result apart again, so
that a document can be added to or taken from what a store holds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import Struct
from pyoxigraph import Literal, NamedNode, Quad

from kg import ids
from kg.graph import layout
from kg.graph.build import parts
from kg.graph.frame import Context
from kg.graph.kept import Slice
from kg.graph.renaming import rename
from kg.graph.terms import DCT, NIF, PROV, ZC, a, legal, node, plain
from kg.graph.units import unit
from kg.types import Record

Quads = frozenset[Quad]
State = dict[NamedNode, Quads]

#: Properties of a place, in the order of its fields.
PLACE = (ZC.fileName, ZC.fileSha256, ZC.sourceStart, ZC.sourceEnd)
#: Properties of a text that it can be read anew from.
TEXT = (NIF.isString, ZC.sourceFormat, ZC.layout, ZC.unreadPage)


def letters_digest(clean: str) -> str:
    """SHA-256 of the letters, Han characters and digits of a clean text.

    Two printings of one document differ in wraps, spaces and signs, not in this.
    """
    return hashlib.sha256("".join(filter(str.isalnum, clean)).encode()).hexdigest()


class StoredDocument(Struct, frozen=True):
    """A document to be stored: its record, its slice of the source, digest of its letters."""

    record: Record
    raw: str
    letters: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a file: what one member of the set was read from.

    The bytes make the place; ``file``, the base name of a file that holds them, is a note.
    """

    file: str = field(compare=False)
    sha256: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """``src:{beginning of sha256}.{start}-{end}``"""
        return ids.source(self.sha256, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Member:
    """One document as it would be if it were alone: its own graph and what it refers to."""

    key: str
    letters: str
    place: Place
    quads: Quads


def member(document: StoredDocument, context: Context) -> Member:
    """The document as a member."""
    record, source = document.record, document.record.source
    own, units = parts(record, document.raw, context, document.letters)
    return Member(
        key=record.id,
        letters=document.letters,
        place=Place(legal(source.file), source.sha256, source.start, source.end),
        quads=frozenset(own).union(*units.values()),
    )


def under(known: Member, file: str) -> Member:
    """The member with another name noted for its file."""
    old, new = plain(known.place.file), plain(file)
    if old == new:
        return known
    source = node(known.place.key)
    quads = frozenset(
        Quad(q.subject, q.predicate, new, q.graph_name)
        if q.subject == source and q.predicate == ZC.fileName
        else q
        for q in known.quads
    )
    return Member(known.key, known.letters, replace(known.place, file=file), quads)


def settle(members: Iterable[Member]) -> State:
    """Named graphs of all members that share one document key, with those they refer to."""
    by_letters: dict[str, list[Member]] = defaultdict(list)
    for each in members:
        by_letters[each.letters].append(each)
    state: State = {}
    for letters, copies in by_letters.items():
        quads = _one_of(copies)
        if len(by_letters) > 1:
            quads = _set_apart(quads, copies[0].key, letters)
        state.update(by_graph(quads))
    return state


def by_graph(quads: Iterable[Quad]) -> State:
    """The quads of each graph."""
    found: dict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name].add(quad)
    return {graph: frozenset(each) for graph, each in found.items()}


def primary(copies: Iterable[Member]) -> Member:
    """The copy whose text is kept."""
    return min(copies, key=lambda each: each.place)


def _one_of(copies: list[Member]) -> Quads:
    kept = primary(copies)
    noted = (q for each in copies if each is not kept for q in _notes(each.place, kept.quads))
    return kept.quads.union(noted)


def _notes(place: Place, quads: Quads) -> Iterator[Quad]:
    """That the text of ``quads`` was also found in another place."""
    graph, text, source = graph_of(quads), text_of(quads), node(place.key)
    triples = [
        (text, PROV.wasDerivedFrom, source),
        *a(source, "SourceSlice"),
        (source, ZC.fileName, plain(place.file)),
        (source, ZC.fileSha256, Literal(place.sha256)),
        (source, ZC.sourceStart, Literal(place.start)),
        (source, ZC.sourceEnd, Literal(place.end)),
    ]
    return (Quad(*triple, graph) for triple in triples)


def _set_apart(quads: Quads, key: str, letters: str) -> Quads:
    """The quads under a key of their own, tied to the key that several texts claim."""
    apart = rename(quads, key, ids.variant(key, letters))
    return apart | set(_conflict(key, ids.variant(key, letters), graph_of(apart)))


def _conflict(key: str, variant: str, graph: NamedNode) -> Iterator[Quad]:
    claimed, version = node(key), node(variant)
    about, quads = unit(key, a(claimed, "ConflictedNumber"))
    yield from quads
    yield Quad(graph, ZC.usesDescription, about, graph)
    yield Quad(claimed, DCT.hasVersion, version, graph)
    yield Quad(version, DCT.isVersionOf, claimed, graph)


# --- Taking a state apart ---------------------------------------------------------------------


def graph_of(quads: Iterable[Quad]) -> NamedNode:
    """The graph that holds the text."""
    graph = _objects(quads, PROV.hadPrimarySource)[0].graph_name
    if not isinstance(graph, NamedNode):
        raise TypeError("a document's quads are in a named graph")
    return graph


def _objects(quads: Iterable[Quad], predicate: NamedNode) -> list[Quad]:
    return [q for q in quads if q.predicate == predicate]


def text_of(quads: Iterable[Quad]) -> NamedNode:
    """The text that the quads were read from."""
    subject = _objects(quads, PROV.hadPrimarySource)[0].subject
    if not isinstance(subject, NamedNode):
        raise TypeError("a text has an IRI")
    return subject


def slice_of(quads: Iterable[Quad], start: int) -> Slice:
    """The raw characters that the quads were read from, and where these stand in the file.

    ``start`` is where they begin in the text of the file.
    """
    found: dict[NamedNode, list[str]] = defaultdict(list)
    for q in quads:
        if q.predicate in TEXT and isinstance(q.object, Literal):
            found[q.predicate].append(q.object.value)
    places = layout.read(found[ZC.layout][0], start) if ZC.layout in found else ()
    format_ = found[ZC.sourceFormat][0] if ZC.sourceFormat in found else "text"
    pages = tuple(sorted(map(int, found[ZC.unreadPage])))
    return Slice(found[NIF.isString][0], format_, places, pages)


def places_of(quads: Iterable[Quad]) -> dict[NamedNode, Place]:
    """Node -> place of every stretch that the text was found in."""
    found: dict[object, dict[NamedNode, str]] = defaultdict(dict)
    for q in quads:
        if q.predicate in PLACE and isinstance(q.object, Literal):
            found[q.subject][q.predicate] = q.object.value
    return {
        it: Place(v[PLACE[0]], v[PLACE[1]], int(v[PLACE[2]]), int(v[PLACE[3]]))
        for it, v in found.items()
        if isinstance(it, NamedNode)
    }


def letters_of(quads: Iterable[Quad]) -> str:
    """Digest of the letters of the text."""
    value = _objects(quads, ZC.lettersSha256)[0].object
    return value.value if isinstance(value, Literal) else ""


def members_of(key: str, quads: Quads, held: Callable[[Place], Quads]) -> list[Member]:
    """The members that one graph of ``key``, with what it refers to, stands for.

    ``held`` gives the quads of a copy that is noted in the graph but whose own text is not
    kept there.
    """
    letters = letters_of(quads)
    source = _objects(quads, PROV.hadPrimarySource)[0].object
    own, others = _split_places(places_of(quads), source)
    alone = _alone(quads, key, letters, others)
    copies = [_copy(key, letters, place, held(place)) for place in others.values()]
    return [Member(key, letters, own, alone), *copies]


def _copy(key: str, letters: str, place: Place, quads: Quads) -> Member:
    """A copy as it was kept aside, under the name that its file has now."""
    noted = places_of(quads)[node(place.key)]
    return under(Member(key, letters, noted, quads), place.file)


def _split_places(
    places: dict[NamedNode, Place], source: object
) -> tuple[Place, dict[NamedNode, Place]]:
    own = next(place for it, place in places.items() if it == source)
    return own, {it: place for it, place in places.items() if it != source}


def _alone(quads: Quads, key: str, letters: str, others: Mapping[NamedNode, Place]) -> Quads:
    """The quads without the notes of copies and conflict, under the plain key."""
    kept = frozenset(q for q in quads if q.subject not in others and q.object not in others)
    if not is_conflicted(key, quads):
        return kept
    variant = ids.variant(key, letters)
    return rename(kept.difference(_conflict(key, variant, graph_of(quads))), variant, key)


def is_conflicted(key: str, quads: Quads) -> bool:
    """Whether the graph is one of several texts under its number."""
    return any(q.subject == node(key) and q.predicate == DCT.hasVersion for q in quads)


def not_kept(all_members: Iterable[Member], state: State) -> list[Member]:
    """The copies whose own text no graph holds."""
    sources = {q.object for quads in state.values() for q in _objects(quads, PROV.hadPrimarySource)}
    return [each for each in all_members if node(each.place.key) not in sources]
