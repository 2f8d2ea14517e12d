"""One run: what is there is compared with what is to be, the difference goes over, and is told.

Order: the manifest names what will change; descriptions, then documents; then what is no longer
in the store goes. So a reader of the server may see a document twice for a moment, in its old and
its new text, but never a document without what it refers to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from kg.export.publish import manifest
from kg.export.publish.client import Client, Counts, PublishError
from kg.export.publish.local import Local
from kg.export.publish.manifest import Entry
from kg.graph.store import Store

Action = Literal["sent", "unchanged", "deleted", "failed"]
Progress = Callable[[int, int, str], None]

#: After so many changes the manifest is written anew: what a broken run would send once more.
_CHECKPOINT = 500
#: After so many graphs in a row for which the server was away nothing more is tried.
_GIVE_UP = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a graph. ``triples`` is what was sent, or said to be there."""

    graph: str
    action: Action
    triples: int = 0
    problem: str = ""


@dataclass(slots=True)
class Report:
    """All graphs of the store and those that went; ``dry``: what would become of them."""

    outcomes: list[Outcome] = field(default_factory=list)
    dry: bool = False

    def count(self) -> dict[str, int]:
        """Number of graphs by what became of them."""
        found = Counter(each.action for each in self.outcomes)
        return {each: found[each] for each in ("sent", "unchanged", "deleted", "failed")}

    @property
    def failed(self) -> list[Outcome]:
        """The graphs that are not as they should be."""
        return [each for each in self.outcomes if each.action == "failed"]


def publish(
    store: Store,
    client: Client,
    *,
    ontology: bool = True,
    keep: bool = False,
    everything: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Make the server hold what the store holds.

    ``keep``: delete nothing there. ``everything``: send all graphs, whatever the manifest says.
    Where the client has a query endpoint, graphs that the manifest has but the server has not (or
    with another number of triples) are sent again, and what was sent is counted there afterwards.

    Raises PublishError where the server cannot be read at all; a graph that it refuses is an
    outcome of the report.
    """
    local = Local(store, ontology=ontology)
    there = manifest.read(client.get(manifest.GRAPH))
    wanted = dict(local.digests())
    same = {} if everything else _same(client, wanted, there)
    going = [] if keep else [each for each in there if each not in wanted]
    sending = [each for each in wanted if each not in same]
    report = Report(
        [Outcome(each, "unchanged", entry.triples) for each, entry in same.items()], dry_run
    )
    if dry_run:
        report.outcomes += [Outcome(each, "sent", len(local.lines(each))) for each in sending]
        report.outcomes += [Outcome(each, "deleted", there[each].triples) for each in going]
    elif sending or going:
        kept = {each: entry for each, entry in there.items() if keep and each not in wanted}
        run = _Run(client, local, wanted, {**kept, **same}, report, progress)
        run(sending, going)
    return report


def _same(
    client: Client, wanted: Mapping[str, str], there: Mapping[str, Entry]
) -> dict[str, Entry]:
    """The graphs that need not be sent."""
    found = {
        each: there[each]
        for each, digest in wanted.items()
        if each in there and there[each].digest == digest
    }
    if client.endpoint is None or not found:
        return found
    counted = client.counts(found)
    return {each: entry for each, entry in found.items() if counted.get(each) == entry.triples}


class _Run:
    """The changes of one run, with the manifest as it has to be at every moment."""

    def __init__(
        self,
        client: Client,
        local: Local,
        wanted: Mapping[str, str],
        settled: dict[str, Entry],
        report: Report,
        progress: Progress | None,
    ) -> None:
        self._client = client
        self._local = local
        self._wanted = wanted
        self._manifest = settled
        self._report = report
        self._progress = progress or (lambda done, total, what: None)
        self._away = 0
        self._stopped = ""

    def __call__(self, sending: list[str], going: list[str]) -> None:
        """Send and delete. Interrupted, it leaves a manifest that the next run can go on from."""
        self._manifest.update(dict.fromkeys([*sending, *going], Entry()))
        self._write()
        self._look()
        steps = [*((each, self._send) for each in sending), *((each, self._drop) for each in going)]
        try:
            for done, (graph, step) in enumerate(steps):
                self._progress(done, len(steps), graph.removeprefix(manifest.OURS))
                if done and done % _CHECKPOINT == 0:
                    with suppress(PublishError):  # there is another one, and the last
                        self._write()
                self._tried(graph, step)
            self._progress(len(steps), len(steps), "")
            self._recount()
        finally:
            self._finish()

    def _tried(self, graph: str, step: Callable[[str], Outcome]) -> None:
        if self._stopped:
            self._fail(graph, f"not tried: {self._stopped}")
            return
        try:
            self._report.outcomes.append(step(graph))
            self._away = 0
        except PublishError as error:
            self._fail(graph, str(error))
            self._away = self._away + 1 if error.away else 0
            if error.hopeless or self._away == _GIVE_UP:
                self._stopped = "the server refuses" if error.hopeless else "the server is away"

    def _fail(self, graph: str, problem: str) -> None:
        self._report.outcomes.append(Outcome(graph, "failed", problem=problem))

    def _send(self, graph: str) -> Outcome:
        lines = self._local.lines(graph)
        self._client.put(graph, lines)
        self._manifest[graph] = Entry(self._wanted[graph], len(lines))
        return Outcome(graph, "sent", len(lines))

    def _drop(self, graph: str) -> Outcome:
        self._client.delete(graph)
        del self._manifest[graph]
        return Outcome(graph, "deleted")

    def _write(self) -> None:
        self._client.put(manifest.GRAPH, manifest.lines(self._manifest))

    def _look(self) -> None:
        """See that the server keeps what is put, and keeps graphs apart."""
        absent = self._client.get(manifest.GRAPH + ".absent")
        found = manifest.read(self._client.get(manifest.GRAPH))
        if absent or found != self._manifest:
            raise PublishError(
                f"{self._client.url}: gives back another graph than was put there under a name. "
                "It is no Graph Store that names graphs by ?graph=."
            )

    def _recount(self) -> None:
        """Count on the server what was sent and deleted; what differs has failed."""
        changed = [e for e in self._report.outcomes if e.action in ("sent", "deleted")]
        if self._client.endpoint is None or not changed:
            return
        try:
            found: Counts = self._client.counts(each.graph for each in changed)
        except PublishError as error:
            self._fail(manifest.GRAPH, f"what was sent could not be counted: {error}")
            return
        wrong = {e.graph for e in changed if found.get(e.graph, 0) != e.triples}
        outcomes = self._report.outcomes
        self._report.outcomes = [each for each in outcomes if each.graph not in wrong]
        for each in changed:
            if each.graph in wrong:
                has = found.get(each.graph, 0)
                self._fail(each.graph, f"{each.triples} triples should be there, {has} are")
                self._manifest[each.graph] = Entry()

    def _finish(self) -> None:
        try:
            self._write()
        except PublishError as error:
            self._fail(manifest.GRAPH, str(error))
