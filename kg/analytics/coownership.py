"""Which bodies share the most tasks, and who leads them.

A body owns a task that names it as lead, responsible or in support. A collective
(各设区市政府) counts as the one body it is written as, and is flagged: none of its members is
credited. Owners that no body could be found for are counted for nobody, but whoever owns a task
with one of them does not own it alone; ``kg validate`` and the query ``unresolved-mentions`` list
them. A task counts once for a body however often it is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import ids
from kg.graph import pairs as summed
from kg.graph.store import Store

if TYPE_CHECKING:
    import networkx as nx

_OWNERS = """
SELECT ?task ?role ?basis ?agent WHERE {
  ?task zc:responsibility ?part .
  ?part zc:role ?role ; zc:roleBasis ?basis .
  OPTIONAL { ?part zc:agent ?agent }
}"""

_NAMES = """
SELECT ?agent ?name ?collective WHERE {
  ?agent skos:prefLabel ?name . FILTER(LANG(?name) = "zh")
  FILTER EXISTS { ?part zc:agent ?agent }
  BIND(EXISTS { ?agent a zc:AgentGroup } AS ?collective)
}"""


@dataclass(frozen=True, slots=True)
class Body:
    """A body and its tasks. ``iri`` names it for good, ``name`` for reading.

    ``owned`` tasks it has any part in, ``led`` those it leads, of which ``led_marked`` where
    the text says so (牵头) and ``led_by_rule`` by the document's own first-listed rule;
    ``sole`` those it owns alone.
    """

    iri: str
    name: str
    collective: bool
    owned: int
    led: int
    led_marked: int
    led_by_rule: int
    sole: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies and the number of tasks they share; ``first`` comes first by name."""

    first: str
    second: str
    first_name: str
    second_name: str
    shared: int
    collective: bool
    """Whether one of the two is a collective."""


@dataclass(slots=True)
class _Owned:
    """What the store says of ownership: agent -> tasks, and of these the led ones by basis."""

    tasks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    led: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shared_with_unresolved: set[str] = field(default_factory=set)


def _read(store: Store) -> _Owned:
    lead, basis_at = ids.iri("zc:role-lead"), len(ids.iri("zc:basis-"))
    found = _Owned()
    for task, role, basis, agent in store.query(_OWNERS).texts():
        if not agent:
            found.shared_with_unresolved.add(task)
            continue
        found.tasks[agent].add(task)
        found.owners[task].add(agent)
        if role == lead:
            found.led[agent][basis[basis_at:]].add(task)
    return found


def _names(store: Store) -> dict[str, tuple[str, bool]]:
    """Agent -> name and whether it is a collective; the first name where it has several."""
    rows = sorted(store.query(_NAMES).texts(), reverse=True)
    return {agent: (name, collective == "true") for agent, name, collective in rows}


def bodies(store: Store) -> list[Body]:
    """All bodies that own a task: most owned first, then most led, then by name."""
    found, names = _read(store), _names(store)
    rows = [_body(agent, *names.get(agent, (agent, False)), found) for agent in found.tasks]
    return sorted(rows, key=lambda row: (-row.owned, -row.led, row.name, row.iri))


def _body(agent: str, name: str, collective: bool, found: _Owned) -> Body:
    led = found.led[agent]
    return Body(
        iri=agent,
        name=name,
        collective=collective,
        owned=len(found.tasks[agent]),
        led=len(set().union(*led.values())),
        led_marked=len(led["marked"]),
        led_by_rule=len(led["firstListedRule"]),
        sole=sum(
            len(found.owners[task]) == 1
            for task in found.tasks[agent] - found.shared_with_unresolved
        ),
    )


def pairs(store: Store) -> list[Pair]:
    """All pairs of bodies that share a task: most shared first, then by names."""
    known = summed.names(store)
    collective = _collectives(store)
    names = {
        agent: (next(iter(known.get(agent, ())), agent), agent in collective)
        for shared in summed.shared_tasks(store)
        for agent in shared[:2]
    }
    rows = []
    for one, other, shared in summed.shared_tasks(store):
        first, second = sorted((one, other), key=lambda agent: (names[agent][0], agent))
        rows.append(_pair(first, second, shared, names))
    return sorted(rows, key=lambda row: (-row.shared, row.first_name, row.second_name, row.first))


def _collectives(store: Store) -> set[str]:
    return {agent for (agent,) in store.query("SELECT ?a { ?a a zc:AgentGroup }").texts()}


def _pair(first: str, second: str, shared: int, names: dict[str, tuple[str, bool]]) -> Pair:
    one, other = names.get(first, (first, False)), names.get(second, (second, False))
    return Pair(first, second, one[0], other[0], shared, one[1] or other[1])


def coownership_graph(store: Store) -> nx.Graph[str]:
    """Bodies as nodes (with the fields of :class:`Body`), shared tasks as weighted edges."""
    return graph_of(bodies(store), pairs(store))


def graph_of(body_rows: Iterable[Body], pair_rows: Iterable[Pair]) -> nx.Graph[str]:
    """The graph of rows already at hand."""
    import networkx as nx  # deferred: a fifth of a second that most commands do not need

    graph: nx.Graph[str] = nx.Graph()
    for row in body_rows:
        graph.add_node(
            row.iri, name=row.name, collective=row.collective, owned=row.owned, led=row.led
        )
    for pair in pair_rows:
        graph.add_edge(pair.first, pair.second, weight=pair.shared)
    return graph
