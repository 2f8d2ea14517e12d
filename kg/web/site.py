"""What the pages are made from: the store as it is now, and what is computed from it once."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError
from kg.graph.store import Store
from kg.graph.terms import NIF
from kg.graph.totals import Totals, count
from kg.segment import words
from kg.web import snapshot as snapshots
from kg.web.pool import Pool
from kg.web.search import Index
from kg.web.snapshot import Snapshot
from kg.web.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from kg.analytics.ledger import Ledger

#: Seconds between two looks at whether the store has changed.
WATCH_SECONDS = 1.0

#: Texts of documents that are kept at hand.
_TEXTS_KEPT = 256

_log = logging.getLogger("kg.web")


class Held:
    """One state of the store: the opened copy and what is computed from it when first asked."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.mark = snapshot.mark
        self.store = Store.open(snapshot.folder)
        self.index = Index(snapshot.folder / "search.sqlite")
        self._guard = threading.Lock()
        self._texts: dict[str, str] = {}
        self.pages: dict[str, Response] = {}
        """Pages by their address (see ``kg.web.render.kept``)."""

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Labels of classes and properties."""
        return vocabulary()

    @cached_property
    def totals(self) -> Totals:
        """Counts over the whole store."""
        return count(self.store)

    @cached_property
    def ledger(self) -> Ledger:
        """All shares of bodies in tasks."""
        from kg.analytics import ledger

        return ledger.read(self.store)

    @cached_property
    def documents(self) -> list[Any]:
        """The documents, by key."""
        return self.store.documents()

    def text(self, iri: str) -> str:
        """The frozen text that offsets count in, by its IRI; empty where there is none."""
        with self._guard:
            if iri in self._texts:
                return self._texts[iri]
            found = next(self.store.match(ox.NamedNode(iri), NIF.isString), None)
            value = found.object.value if found and isinstance(found.object, ox.Literal) else ""
            if len(self._texts) >= _TEXTS_KEPT:
                self._texts.clear()
            self._texts[iri] = value
            return value

    @cached_property
    def statistics(self) -> list[tuple[str, str, int]]:
        """``class`` or ``property``, its IRI and its count over the store."""
        found = []
        for kind, pattern in (("class", "?s a ?it"), ("property", "?s ?it ?o")):
            sparql = f"SELECT ?it (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?it ORDER BY ?it"
            found += [(kind, iri, int(n)) for iri, n in self.store.query(sparql).texts()]
        return found

    def prepare(self) -> None:
        """Compute what takes long, so that no visitor waits for it."""
        for name in ("totals", "vocabulary", "documents", "ledger", "statistics"):
            getattr(self, name)
        self.index.fill(self.store)
        words("民政")  # the segmenter loads its dictionary at the first question

    def retire(self) -> None:
        """Close as soon as nobody uses it."""
        self.snapshot.retire()


class Site:
    """The state that is served now; it is exchanged as a whole when the store changes."""

    def __init__(self, folder: Path, *, seconds: float = 30.0, workers: int = 2) -> None:
        """Raises StoreError where the folder has no store."""
        self.folder = folder
        self._held = Held(snapshots.take(folder))
        self._seconds, self._workers = seconds, workers
        self._watching: list[asyncio.Task[None]] = []
        self.pool: Pool

    @property
    def mark(self) -> str:
        """What tells this state from others."""
        return self._held.mark

    @contextmanager
    def current(self) -> Iterator[Held]:
        """The state that is served now; it stays as it is while the body runs."""
        held = self._held
        with held.snapshot.used():
            yield held

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Watch the store while the body runs, within an event loop."""
        self.pool = Pool(self._held.snapshot, size=self._workers, seconds=self._seconds)
        self._watching = [
            asyncio.ensure_future(each) for each in (self._prepared(self._held), self._watch())
        ]
        try:
            yield
        finally:
            for task in self._watching:
                task.cancel()

    async def close(self) -> None:
        """End the processes and take the copy of the store away."""
        await self.pool.close()
        self._held.snapshot.retire(at_once=True)

    async def _prepared(self, held: Held) -> None:
        await self.pool.warm()
        with held.snapshot.used():
            await asyncio.to_thread(held.prepare)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            await self.look()

    async def look(self) -> bool:
        """Take over the state of the store if it is another one; whether it was."""
        try:
            if snapshots.mark_of(self.folder) == self.mark:
                return False
            new = Held(await asyncio.to_thread(snapshots.take, self.folder))
        except (KgError, OSError) as error:
            # somebody writes to it just now, or it is gone: what was read stays
            _log.debug("the store is not read anew: %s", error)
            return False
        with new.snapshot.used():
            await asyncio.to_thread(new.prepare)
        old, self._held = self._held, new
        self.pool.renew(new.snapshot)
        old.retire()
        return True


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site
