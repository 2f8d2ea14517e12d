"""The store: Oxigraph in a folder of its own, one named graph a document.

    STORE/manifest.json   what was read from which files; names the live folder
    STORE/lock            one writer or many readers
    STORE/data-1/         Oxigraph
    STORE/data-1.held/    copies whose text is not kept in the graph

What a store holds is a function of the set of documents put into it (``kg.graph.members``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from kg import ids
from kg.graph import loading, manifest, members
from kg.graph.answers import Answer, QueryError
from kg.graph.catalogue import Change, StoredInfo, change, info, key_of_graph
from kg.graph.frame import Context
from kg.graph.held import Held
from kg.graph.lock import Lock
from kg.graph.manifest import Manifest, SourceFile
from kg.graph.members import Member, Place, Quads, StoredDocument
from kg.graph.terms import PREFIXES, ZC, legal, plain
from kg.graph.units import is_unit


class Store:
    """An open store. Use it as a context manager, or close it."""

    def __init__(self, folder: Path, found: Manifest, database: ox.Store, lock: Lock) -> None:
        self.folder = folder
        self.manifest = found
        self._database = database
        self._lock = lock
        self._held = Held(loading.held_folder(folder / found.data))
        self._graphs: dict[str, set[ox.NamedNode]] = defaultdict(set)
        for graph in database.named_graphs():
            if isinstance(graph, ox.NamedNode) and not is_unit(graph):
                self._graphs[key_of_graph(graph.value)].add(graph)

    # --- Life -----------------------------------------------------------------------------

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a store (of any format) in the folder."""
        return (folder / manifest.NAME).is_file()

    @staticmethod
    def build(
        folder: Path,
        documents: Iterable[StoredDocument],
        context: Context,
        *,
        sources: Iterable[SourceFile] = (),
        progress: loading.Progress | None = None,
    ) -> None:
        """Load all documents in bulk and put them in the place of what the store held.

        ``sources`` is read after the documents, so that a list filled on the way will do.
        Whatever interrupts this, an earlier store stays as it was. Raises StoreError where
        the folder is in use or holds other things.
        """
        loading.prepare(folder)
        lock = Lock(folder / "lock", shared=False)
        try:
            with loading.staged(folder) as data:
                late = loading.load_bulk(data, documents, context, progress)
                found = Manifest(data.name, context.run.code, context.run.knowledge)
                with Store(folder, found, ox.Store(str(data)), Lock.none()) as store:
                    store._join(late)
                manifest.write(folder, found.with_sources(sources))
        finally:
            lock.release()

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = True) -> Store:
        """Open a store.

        Raises StoreError with a remedy where it is missing, not ours, of another format or
        base IRI, or in use by another process.
        """
        manifest.read(folder)
        lock = Lock(folder / "lock", shared=read_only)
        try:
            found = manifest.read(folder)
            if not read_only:
                loading.sweep(folder, keep=found.data)
            return cls(folder, found, loading.database(folder / found.data, read_only), lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the database and let others in."""
        del self._database
        self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- Change ---------------------------------------------------------------------------

    def put(self, document: StoredDocument, context: Context) -> Change:
        """Add a document in one transaction, in the place of what it was before.

        What the same file held of this document under another digest is replaced: the file
        has changed. A copy or another text of the same number from another file stays.
        """
        return self._put(members.member(document, context))

    def _put(self, new: Member) -> Change:
        before = {each.place: each for _, each in self._members(new.key)}
        after = {
            place: each
            for place, each in before.items()
            if place.file != new.place.file or place.sha256 == new.place.sha256
        }
        after[new.place] = new
        changed = self._apply(new.key, list(after.values()))
        return change(new, before, after) if changed else "unchanged"

    def forget(self, name: str) -> bool:
        """Take out a document by key (all texts under it), variant key or graph IRI.

        The files it came from are struck off the manifest first, so that a later build reads
        them again. False where there is no such document.
        """
        for key in self._keys_for(name):
            found = self._members(key)
            going = [each for graph, each in found if name in _names(key, graph, each)]
            if going:
                self._strike(going)
                self._apply(key, [each for _, each in found if each not in going])
                return True
        return False

    def forget_file(self, file: str) -> list[str]:
        """Take out what was read from a file; gives the keys of the documents concerned.

        A document that other files hold too stays, with those files as its sources.
        """
        named = self.match(None, ZC.fileName, plain(file))
        keys = sorted({key_of_graph(str(quad.graph_name)[1:-1]) for quad in named})
        self._write(self.manifest.with_sources((), without=[file]))
        for key in keys:
            kept = [each for _, each in self._members(key) if each.place.file != legal(file)]
            self._apply(key, kept)
        return keys

    def enter(self, sources: Iterable[SourceFile]) -> None:
        """Note files as read, once all their documents are in. Sees to it that these are safe."""
        self._database.flush()
        self._write(self.manifest.with_sources(sources))

    def _strike(self, going: Iterable[Member]) -> None:
        self._write(self.manifest.with_sources((), without={m.place.file for m in going}))

    def _write(self, new: Manifest) -> None:
        if new != self.manifest:
            manifest.write(self.folder, new)
            self.manifest = new

    def _join(self, late: Iterable[tuple[str, Place]]) -> None:
        """Add the documents that a bulk load set aside, from where it kept them."""
        for key, place in late:
            quads = self._held.load(place)
            self._put(Member(key, members.letters_of(quads), place, quads))
        self._database.flush()

    def _apply(self, key: str, after: list[Member]) -> bool:
        """Make the graphs of a key what the members say, in one transaction."""
        own = self._graphs[key]
        before = {graph: self._quads(graph) for graph in own | self._only_used_by(own)}
        state = members.settle(after)
        aside = members.not_kept(after, state)
        for each in aside:
            self._held.save(each)
        update = loading.differences(before, state, self._database.contains_named_graph)
        if update:
            self._database.update(update)
        self._graphs[key] = {graph for graph in state if not is_unit(graph)}
        self._tidy([*before.values(), *state.values()], {each.place for each in aside})
        return bool(update)

    def _tidy(self, graphs: list[Quads], needed: set[Place]) -> None:
        """Drop held copies that nothing refers to any more."""
        for quads in graphs:
            for place in members.places_of(quads).values():
                if place not in needed:
                    self._held.drop(place)

    # --- Look -----------------------------------------------------------------------------

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL query over the union of all graphs; known prefixes need no PREFIX.

        Raises QueryError where the query cannot be read.
        """
        try:
            found = self._database.query(
                sparql, use_default_graph_as_union=True, prefixes=dict(PREFIXES)
            )
        except SyntaxError as error:
            raise QueryError(f"The query cannot be read: {error}") from error
        return Answer(found)

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order."""
        return iter(self._database)

    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | ox.Literal | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit; None fits everything."""
        return self._database.quads_for_pattern(subject, predicate, object, graph)

    def graphs(self) -> list[ox.NamedNode]:
        """The named graphs, sorted by IRI."""
        return sorted((g for each in self._graphs.values() for g in each), key=str)

    def documents(self) -> list[StoredInfo]:
        """All documents, sorted by key."""
        found = (info(self._database, graph) for graph in self.graphs())
        return sorted(found, key=lambda each: (each.key, each.graph))

    def kept_text(self, file: SourceFile) -> str:
        """The text of a file as the store keeps it: its documents' slices in order.

        Slices of one file tile it, so this is the whole decoded text.
        """
        slices: dict[int, str] = {}
        for key in file.documents:
            for _, each in self._members(key):
                if (each.place.file, each.place.sha256) == (file.file, file.sha256):
                    slices[each.place.start] = members.raw_of(each.quads)
        return "".join(slices[start] for start in sorted(slices))

    def __len__(self) -> int:
        return len(self._database)

    def descriptions(self, graph: ox.NamedNode) -> set[ox.NamedNode]:
        """The graphs of what a document's graph refers to."""
        used = (quad.object for quad in self.match(graph, ZC.usesDescription, None, graph))
        return {each for each in used if isinstance(each, ox.NamedNode)}

    def _only_used_by(self, own: set[ox.NamedNode]) -> set[ox.NamedNode]:
        """The descriptions that no other graph refers to."""
        return {
            each
            for each in set().union(*map(self.descriptions, own))
            if all(q.subject in own for q in self.match(None, ZC.usesDescription, each))
        }

    def _whole(self, graph: ox.NamedNode) -> Quads:
        """The quads of a document's graph and of what it refers to."""
        return self._quads(graph).union(*map(self._quads, self.descriptions(graph)))

    def _quads(self, graph: ox.NamedNode) -> Quads:
        return frozenset(self.match(graph=graph))

    def _members(self, key: str) -> list[tuple[str, Member]]:
        """Graph IRI and member of everything the store holds under a plain key."""
        found = ((graph, self._whole(graph)) for graph in sorted(self._graphs[key], key=str))
        return [
            (graph.value, each)
            for graph, quads in found
            for each in members.members_of(key, quads, self._held.load)
        ]

    def _keys_for(self, name: str) -> list[str]:
        """The plain keys that a document key, variant key or graph IRI may belong to."""
        plain = re.sub(r"\.v-[0-9a-f]{8}$", "", name)
        asked = {name, plain, key_of_graph(name)} if name else set()
        return [key for key in asked if self._graphs.get(key)]


def _names(key: str, graph: str, each: Member) -> tuple[str, str, str]:
    """By what a member can be asked for."""
    return key, graph, ids.variant(key, each.letters)
