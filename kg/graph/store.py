"""The store: Oxigraph in a folder of its own, one named graph a document.

    STORE/manifest.json   what was read from which files; names the live folder
    STORE/lock            one writer or many readers
    STORE/data-1/         Oxigraph
    STORE/data-1.held/    copies whose text is not kept in the graph
    STORE/data-1.sums/    what can be made again: lines of each graph, pairs, what was validated

What a store holds is a function of the set of documents put into it (``kg.graph.members``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from kg import ids
from kg.graph import dumps, loading, manifest, members, pairs, pending
from kg.graph.catalogue import Change, change, key_of_graph
from kg.graph.frame import Context
from kg.graph.lock import Lock
from kg.graph.manifest import Manifest, SourceFile
from kg.graph.members import Member, Place, Quads, State, StoredDocument
from kg.graph.opened import OpenStore
from kg.graph.terms import ZC, legal, node, plain
from kg.graph.units import cited_key, is_unit


class Store(OpenStore):
    """An open store. Use it as a context manager, or close it."""

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
        first: bool = False,
    ) -> bool:
        """Load all documents in bulk and put them in the place of what the store held.

        With ``first`` there must be no store yet. Where another process made one since that was
        looked at, nothing is done and False is given: what it holds must not be lost.

        ``sources`` is read after the documents, so that a list filled on the way will do.
        Whatever interrupts this, an earlier store stays as it was. Raises StoreError where
        the folder is in use or holds other things.
        """
        loading.prepare(folder)
        lock = Lock(folder / "lock", shared=False)
        try:
            if first and Store.exists(folder):
                return False
            Store._load(folder, documents, context, sources, progress)
        finally:
            lock.release()
        return True

    def rebuild(
        self,
        documents: Iterable[StoredDocument],
        context: Context,
        sources: Iterable[SourceFile],
    ) -> None:
        """Put documents in the place of all that this store holds, under the lock it has.

        The documents may be made from what it holds. Afterwards it can only be closed.
        """
        self._load(self.folder, documents, context, sources, None)

    @staticmethod
    def _load(
        folder: Path,
        documents: Iterable[StoredDocument],
        context: Context,
        sources: Iterable[SourceFile],
        progress: loading.Progress | None,
    ) -> None:
        with loading.faults_named(folder), loading.staged(folder) as data:
            late = loading.load_bulk(data, documents, context, progress)
            found = Manifest(data.name, context.run.code, context.run.knowledge)
            with Store(folder, found, ox.Store(str(data)), Lock.none()) as store:
                store._hide_held()
                store._join(late)
                pairs.refresh(store)
                dumps.refresh(store)
            manifest.write(folder, found.with_sources(sources))

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
            with loading.faults_named(folder):
                return cls(folder, found, loading.database(folder / found.data, read_only), lock)
        except BaseException:
            lock.release()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close; what the database could not do is said as a StoreError."""
        super().__exit__(kind, error, trace)
        if isinstance(error, OSError | RuntimeError):
            with loading.faults_named(self.folder):
                raise error

    # --- Change ---------------------------------------------------------------------------

    def put(self, document: StoredDocument, context: Context) -> Change:
        """Add a document in one transaction, in the place of what it was before.

        A copy or another text of the same number from other bytes stays.
        """
        return self._put(members.member(document, context))

    def _put(self, new: Member) -> Change:
        before = {each.place: each for _, each in self._members(new.key)}
        if old := before.get(new.place):
            new = members.under(new, min(old.place.file, new.place.file))
        after = {**before, new.place: new}
        changed = self._apply(new.key, list(after.values()))
        return change(new, before, after) if changed else "unchanged"

    def forget(self, name: str) -> bool:
        """Take out a document by key (all texts under it), variant key or graph IRI.

        The files it came from stay, noted as not whole: a later build that is given one reads
        it again, any other leaves the document out. False where there is no such document.
        """
        for key in self._keys_for(name):
            found = self._members(key)
            going = [each for graph, each in found if name in _names(key, graph, each)]
            if going:
                self._take_out(key, going, [each for _, each in found if each not in going])
                return True
        return False

    def _take_out(self, key: str, going: list[Member], staying: list[Member]) -> None:
        parted = {each.place.sha256 for each in going}
        self._write(self.manifest.parted(parted))
        self._apply(key, staying)
        self._database.flush()
        parted -= {each.place.sha256 for each in staying}
        self._write(self.manifest.lacking(key, parted))

    def forget_file(self, file: SourceFile) -> list[str]:
        """Take out what was read from a file; gives the keys of the documents concerned.

        A document that other files hold too stays, with those files as its sources; so does
        all of it where another file has the same bytes, and no document is concerned.
        """
        held = self.manifest.holding(file.sha256)
        others = [each for each in held if each.place != file.place]
        if file in held:  # it owns its documents until the last is out
            self._write(self.manifest.with_sources([replace(file, whole=False)]))
        keys = self._ascribe(file.sha256, others)
        self._database.flush()
        self._write(self.manifest.with_sources((), without=[file]))
        return [] if others else keys

    def take_in(
        self,
        file: SourceFile,
        documents: Iterable[StoredDocument],
        context: Context,
        *,
        without: Iterable[SourceFile] = (),
    ) -> None:
        """Put what a file holds in the place of what it held; documents never lack an owner.

        ``without`` is as in :meth:`enter`.
        """
        if before := self.manifest.at(file.place):
            self.forget_file(before)
        self._write(self.manifest.with_sources([replace(file, whole=False)]))
        for document in documents:
            self.put(document, context)
        self.enter([file], without=without)

    def enter(self, added: Iterable[SourceFile], *, without: Iterable[SourceFile] = ()) -> None:
        """Note files as read, once all their documents are in. Sees to it that these are safe.

        Files with bytes that the store knows need no more than this; ``without`` are files
        that are no longer where they were, but whose bytes are in one of those added.
        """
        self._database.flush()
        added = list(added)
        self._write(self.manifest.with_sources(added, without=without))
        for sha256 in {each.sha256 for each in added}:
            self._ascribe(sha256, self.manifest.holding(sha256))

    def _ascribe(self, sha256: str, files: list[SourceFile]) -> list[str]:
        """Note the smallest name of the files that hold some bytes on all that was read from
        them; without a file it is taken out. Gives the keys of the documents concerned."""
        name = min((legal(each.file) for each in files), default=None)
        found = self.match(None, ZC.fileSha256, plain(sha256))
        keys = sorted({key_of_graph(str(quad.graph_name)[1:-1]) for quad in found})
        for key in keys if name is None or self._is_misnamed(sha256, name) else ():
            own = [each for _, each in self._members(key)]
            mine = [each for each in own if each.place.sha256 == sha256]
            named = [] if name is None else [members.under(each, name) for each in mine]
            self._apply(key, [each for each in own if each not in mine] + named)
        return keys

    def _is_misnamed(self, sha256: str, name: str) -> bool:
        return any(
            place.file != name
            for found in self.match(None, ZC.fileSha256, plain(sha256))
            for place in members.places_of(self._said_by(found)).values()
        )

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
        before = {graph: quads for graph, quads in before.items() if quads}
        state = self._with_pending(key, members.settle(after), before)
        aside = members.not_kept(after, state)
        for each in aside:
            self._held.save(each)
        update = loading.differences(before, state, self._database.contains_named_graph)
        if update:
            for sums in (pairs, dumps):
                sums.outdated(self.folder / self.manifest.data, {*before, *state})
            self._database.update(update)
        self._graphs[key] = {graph for graph in state if not is_unit(graph)}
        self._tidy([*before.values(), *state.values()], {each.place for each in aside})
        return bool(update)

    def _with_pending(self, key: str, state: State, before: State) -> State:
        """The state with what is told of cited documents, as far as they are not held after it.

        Adds to ``before`` the descriptions that have to go because the document comes.
        """
        coming = any(not is_unit(graph) for graph in state)
        state = pending.shown(
            state, lambda each: coming if each == key else bool(self._graphs.get(each))
        )
        if coming:
            for graph in pending.graphs_about(self.match(node(key)), key):
                before[graph] = self._quads(graph)
        elif self._graphs[key]:
            cites = [q for q in self.match(None, ZC.cited, node(key)) if q.graph_name not in before]
            told = (each for q in cites for each in self._said_by(q))
            state.update((graph, frozenset(quads)) for graph, quads in pending.units_of(told))
        return state

    def _hide_held(self) -> None:
        """Take out what a bulk load has of cited documents that are held."""
        cited = (g for g in self._database.named_graphs() if isinstance(g, ox.NamedNode))
        for graph in [g for g in cited if self._graphs.get(cited_key(g))]:
            self._database.remove_graph(graph)
        self._database.flush()

    def _tidy(self, graphs: list[Quads], needed: set[Place]) -> None:
        """Drop held copies that nothing refers to any more."""
        for quads in graphs:
            for place in members.places_of(quads).values():
                if place not in needed:
                    self._held.drop(place)

    def _only_used_by(self, own: set[ox.NamedNode]) -> set[ox.NamedNode]:
        """The descriptions that no other graph refers to."""
        return {
            each
            for each in set().union(*map(self.descriptions, own))
            if all(q.subject in own for q in self.match(None, ZC.usesDescription, each))
        }

    def _keys_for(self, name: str) -> list[str]:
        """The plain keys that a document key, variant key or graph IRI may belong to."""
        plain = re.sub(r"\.v-[0-9a-f]{8}$", "", name)
        asked = {name, plain, key_of_graph(name)} if name else set()
        return [key for key in asked if self._graphs.get(key)]


def _names(key: str, graph: str, each: Member) -> tuple[str, str, str]:
    """By what a member can be asked for."""
    return key, graph, ids.variant(key, each.letters)
