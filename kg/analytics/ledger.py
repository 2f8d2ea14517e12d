"""Who has which part in which task, as read from a store once: the ground of all analyses.

A *share* is one body's part in one task. Owners that no body could be found for are in no share;
their tasks are remembered, since who owns a task with one of them does not own it alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg import ids
from kg.analytics.choices import View
from kg.graph.opened import OpenStore

if TYPE_CHECKING:
    import scipy.sparse as sp

#: The SPARQL by which shares are read: ``kg analyse … --explain`` prints it.
SHARES = """
SELECT ?task ?document ?written ?agent ?role ?basis ?confidence WHERE {
  ?task zc:responsibility ?part ; zc:inDocument ?document .
  ?part zc:role ?role ; zc:roleBasis ?basis ; zc:confidence ?confidence .
  OPTIONAL { ?part zc:agent ?agent }
  OPTIONAL { ?document zc:dateWritten ?written }
}"""

BODIES = """
SELECT ?agent ?name ?class ?line ?territory ?level WHERE {
  ?agent skos:prefLabel ?name . FILTER(LANG(?name) = "zh")
  FILTER(EXISTS { ?part zc:agent ?agent } || EXISTS { ?group zc:includesAgency ?agent })
  OPTIONAL { ?agent a ?class . FILTER(STRSTARTS(STR(?class), STR(zc:))) }
  OPTIONAL { ?agent zc:functionalLine ?line }
  OPTIONAL { ?agent zc:territory ?territory }
  OPTIONAL { ?agent zc:adminLevel ?level }
}"""

MEMBERS = "SELECT ?group ?member WHERE { ?group zc:includesAgency ?member }"

#: Classes that tell nothing of the kind of a body, being those of others.
_GENERAL = {"Agent", "GovernmentBody"}


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """A body: ``kind`` is its class in the ontology, ``line``, ``territory``, ``level`` keys."""

    iri: str
    name: str
    kind: str = ""
    line: str = ""
    territory: str = ""
    level: str = ""

    @property
    def collective(self) -> bool:
        """Whether it is a group named by what it ranges over."""
        return self.kind == "AgentGroup"


@dataclass(frozen=True, slots=True)
class Share:
    """One body's part in one task, by position in the ledger's lists."""

    body: int
    task: int
    role: str
    basis: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TaskInfo:
    """A task, its document and the day that was written (ISO, or empty)."""

    iri: str
    document: str
    written: str


@dataclass(frozen=True)
class Ledger:
    """All shares of a store, or of a part of it.

    ``open_tasks`` are positions of tasks with an owner who is in no share here: no body could be
    found for the name, or the share was left out on the way. Nobody owns such a task alone.
    """

    bodies: tuple[BodyInfo, ...]
    tasks: tuple[TaskInfo, ...]
    shares: tuple[Share, ...]
    open_tasks: frozenset[int] = frozenset()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the bodies, in their order."""
        return tuple(body.name for body in self.bodies)

    @cached_property
    def incidence(self) -> sp.csr_array:
        """Bodies × tasks: 1 where a body has any part, else 0."""
        import numpy as np
        import scipy.sparse as sp

        columns = [share.task for share in self.shares]
        rows = [share.body for share in self.shares]
        shape = (len(self.bodies), len(self.tasks))
        found = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        found.sum_duplicates()
        found.data[:] = 1  # a body named twice in a task counts once
        return found

    @cached_property
    def owners(self) -> tuple[tuple[int, ...], ...]:
        """Positions of the bodies of each task, in order."""
        found: list[set[int]] = [set() for _ in self.tasks]
        for share in self.shares:
            found[share.task].add(share.body)
        return tuple(tuple(sorted(each)) for each in found)

    @cached_property
    def leads(self) -> tuple[dict[int, str], ...]:
        """Leads of each task, with the basis of that: the stronger one where there are two."""
        found: list[dict[int, str]] = [{} for _ in self.tasks]
        for share in self.shares:
            if share.role == "lead" and found[share.task].get(share.body) != "marked":
                found[share.task][share.body] = share.basis
        return tuple(found)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """Documents of the tasks, sorted."""
        return tuple(sorted({task.document for task in self.tasks}))

    @cached_property
    def document_of(self) -> tuple[int, ...]:
        """Position of the document of each task among the documents."""
        at = {document: n for n, document in enumerate(self.documents)}
        return tuple(at[task.document] for task in self.tasks)

    # --- Parts of it ----------------------------------------------------------------------

    def only(self, shares: Iterable[Share]) -> Ledger:
        """The ledger of some shares, with the bodies and tasks that have one."""
        kept = tuple(shares)
        left = Counter(task for task, _ in {(share.task, share.body) for share in kept})
        lost = {task for task, count in left.items() if count < len(self.owners[task])}
        bodies = sorted({share.body for share in kept})
        tasks = sorted({share.task for share in kept})
        body_at = {old: new for new, old in enumerate(bodies)}
        task_at = {old: new for new, old in enumerate(tasks)}
        return Ledger(
            tuple(self.bodies[n] for n in bodies),
            tuple(self.tasks[n] for n in tasks),
            tuple(replace(s, body=body_at[s.body], task=task_at[s.task]) for s in kept),
            frozenset(task_at[n] for n in self.open_tasks | lost if n in task_at),
        )

    def sure(self, confidence: float) -> Ledger:
        """Only shares that were read with at least this confidence."""
        return self.only(s for s in self.shares if s.confidence >= confidence)

    def of_documents(self, documents: Iterable[str]) -> Ledger:
        """Only tasks of some documents, by IRI."""
        wanted = set(documents)
        return self.only(s for s in self.shares if self.tasks[s.task].document in wanted)

    def written(self, first: str = "", last: str = "9999") -> Ledger:
        """Only tasks of documents written between two ISO days, both included.

        Documents that tell no date are left out.
        """
        return self.only(
            s
            for s in self.shares
            if self.tasks[s.task].written and first <= self.tasks[s.task].written <= last
        )

    def viewed(self, view: View, members: Mapping[str, Sequence[BodyInfo]] | None = None) -> Ledger:
        """The ledger with collectives counted as a view says; ``members`` by IRI of the group."""
        if view is View.one:
            return self
        if view is View.without:
            return self.only(s for s in self.shares if not self.bodies[s.body].collective)
        return self._with_members(members or {})

    def _with_members(self, members: Mapping[str, Sequence[BodyInfo]]) -> Ledger:
        bodies = list(self.bodies)
        at = {body.iri: n for n, body in enumerate(bodies)}
        shares: dict[tuple[int, int], Share] = {}
        for share in self.shares:
            group = self.bodies[share.body]
            for body in (members.get(group.iri) or [group]) if group.collective else [group]:
                if body.iri not in at:
                    at[body.iri] = len(bodies)
                    bodies.append(body)
                _keep_best(shares, replace(share, body=at[body.iri]))
        grown = Ledger(tuple(bodies), self.tasks, tuple(shares.values()), self.open_tasks)
        return grown.only(grown.shares)  # without the groups, and numbered anew

    def grouped(self, key: Mapping[str, str], names: Mapping[str, str]) -> Ledger:
        """Bodies put together by a key (line, territory, level …): body IRI -> key.

        Bodies without a key stay out. A group has a part in a task where one of its bodies does;
        it leads where one of them leads.
        """
        kept = self.only(s for s in self.shares if key.get(self.bodies[s.body].iri))
        return kept._put_together(key, names)

    def _put_together(self, key: Mapping[str, str], names: Mapping[str, str]) -> Ledger:
        order = sorted({key[body.iri] for body in self.bodies})
        at = {each: n for n, each in enumerate(order)}
        best: dict[tuple[int, int], Share] = {}
        for share in self.shares:
            _keep_best(best, replace(share, body=at[key[self.bodies[share.body].iri]]))
        bodies = tuple(BodyInfo(each, names.get(each, each)) for each in order)
        return Ledger(bodies, self.tasks, tuple(best.values()), self.open_tasks)


def _keep_best(shares: dict[tuple[int, int], Share], one: Share) -> None:
    """One share for a body and a task: the first, unless a later one is that of a lead."""
    known = shares.get((one.body, one.task))
    if known is None or (one.role == "lead" and known.role != "lead"):
        shares[one.body, one.task] = one


def read(store: OpenStore) -> Ledger:
    """The ledger of a store: bodies by name, tasks by IRI, so that it does not depend on order."""
    rows = list(store.query(SHARES).texts())
    infos = body_infos(store)
    tasks = {row[0]: TaskInfo(row[0], row[1], row[2]) for row in rows}
    agents = {row[3]: infos.get(row[3], BodyInfo(row[3], row[3])) for row in rows if row[3]}
    task_list = sorted(tasks.values(), key=lambda task: task.iri)
    body_list = sorted(agents.values(), key=lambda body: (body.name, body.iri))
    task_at = {task.iri: n for n, task in enumerate(task_list)}
    body_at = {body.iri: n for n, body in enumerate(body_list)}
    roles, bases = len(ids.iri("zc:role-")), len(ids.iri("zc:basis-"))
    shares = {
        Share(body_at[agent], task_at[task], role[roles:], basis[bases:], float(confidence))
        for task, _, _, agent, role, basis, confidence in rows
        if agent
    }
    ordered = sorted(shares, key=lambda s: (s.task, s.body, s.role, s.basis, s.confidence))
    opened = frozenset(task_at[row[0]] for row in rows if not row[3])
    return Ledger(tuple(body_list), tuple(task_list), tuple(ordered), opened)


def body_infos(store: OpenStore) -> dict[str, BodyInfo]:
    """Bodies with a part in a task and members of collectives, by IRI.

    The first name counts where a body has several; of its classes the one that tells its kind.
    """
    root, key = len(ids.iri("zc:")), len(ids.BASE) + len("id/")
    found: dict[str, BodyInfo] = {}
    for agent, name, class_, line, territory, level in sorted(store.query(BODIES).texts()):
        kind = class_[root:]
        known = found.get(agent)
        if known is None or (known.kind in _GENERAL and kind not in _GENERAL):
            found[agent] = BodyInfo(
                agent, known.name if known else name, kind,
                line[key:].replace("/", ":", 1), territory[key:].replace("/", ":", 1),
                level[root:].removeprefix("level-"),
            )  # fmt: skip
    return found


def members(store: OpenStore) -> dict[str, list[BodyInfo]]:
    """Members of collectives, by IRI of the group, where the store knows them."""
    infos = body_infos(store)
    found: dict[str, list[BodyInfo]] = {}
    for group, member in sorted(set(store.query(MEMBERS).texts())):
        found.setdefault(group, []).append(infos.get(member, BodyInfo(member, member)))
    return found
