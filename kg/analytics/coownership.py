"""Which bodies share the most tasks, and who leads them.

A body owns a task that names it as lead, responsible or in support. A collective
(各设区市政府) counts as the one body it is written as, and is flagged: none of its members is
credited. Owners that no body could be found for are counted for nobody, but whoever owns a task
with one of them does not own it alone; ``kg validate`` and the query ``unresolved-mentions`` list
them. A task counts once for a body however often it is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analytics import ledger
from kg.graph import pairs as summed
from kg.graph.opened import OpenStore

if TYPE_CHECKING:
    import networkx as nx


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


def bodies(store: OpenStore) -> list[Body]:
    """All bodies that own a task: most owned first, then most led, then by name."""
    found = ledger.read(store)
    owned = Counter(body for owners in found.owners for body in owners)
    led = Counter((body, basis) for leads in found.leads for body, basis in leads.items())
    sole = Counter(
        owners[0]
        for n, owners in enumerate(found.owners)
        if len(owners) == 1 and n not in found.open_tasks
    )
    rows = [
        Body(
            iri=each.iri,
            name=each.name,
            collective=each.collective,
            owned=owned[n],
            led=led[n, "marked"] + led[n, "firstListedRule"],
            led_marked=led[n, "marked"],
            led_by_rule=led[n, "firstListedRule"],
            sole=sole[n],
        )
        for n, each in enumerate(found.bodies)
    ]
    return sorted(rows, key=lambda row: (-row.owned, -row.led, row.name, row.iri))


def pairs(store: OpenStore) -> list[Pair]:
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


def _collectives(store: OpenStore) -> set[str]:
    return {agent for (agent,) in store.query("SELECT ?a { ?a a zc:AgentGroup }").texts()}


def _pair(first: str, second: str, shared: int, names: dict[str, tuple[str, bool]]) -> Pair:
    one, other = names.get(first, (first, False)), names.get(second, (second, False))
    return Pair(first, second, one[0], other[0], shared, one[1] or other[1])


def coownership_graph(store: OpenStore) -> nx.Graph[str]:
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
