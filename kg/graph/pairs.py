"""Which bodies share how many tasks, counted once a document and kept beside the store.

Over millions of triples the plain query takes many seconds, most of them to look up terms that
never change. So the pairs of each document's graph are counted once and kept in a file of
their own (``STORE/data-1.sums/pairs.sqlite``); a question only adds them up. Whatever changes a
graph takes its counts away first (:func:`outdated`), and the next question counts that graph
again. Without the file, or where it cannot be written, all is counted anew: the answer is the
same, only later.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from kg.graph import sums
from kg.graph.opened import OpenStore
from kg.graph.terms import ELI, SKOS, ZC, node

NAME = "pairs.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS graphs (id INTEGER PRIMARY KEY, graph TEXT UNIQUE, region TEXT);
CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS pairs (graph INTEGER, first INTEGER, second INTEGER, tasks INTEGER);
CREATE INDEX IF NOT EXISTS by_graph ON pairs (graph);
CREATE TABLE IF NOT EXISTS names (iri TEXT, name TEXT);
"""
_TOTALS = """
SELECT a.iri, b.iri, summed.tasks FROM (
  SELECT first, second, SUM(tasks) AS tasks FROM pairs {where} GROUP BY first, second
) AS summed JOIN bodies AS a ON a.id = first JOIN bodies AS b ON b.id = second
"""

#: IRI of one body, IRI of another that comes after it, number of tasks they share.
Shared = tuple[str, str, int]


def shared_tasks(store: OpenStore, region: str = "") -> list[Shared]:
    """All pairs of bodies that share a task, in no order.

    With the key of a region (``region:330000``) only of documents issued there or below it.
    """
    with _counted(store) as counts:
        if not region:
            return counts.execute(_TOTALS.format(where="")).fetchall()
        counts.execute("CREATE TEMP TABLE asked (region TEXT)")
        counts.executemany("INSERT INTO asked VALUES (?)", _below(store, region))
        where = "WHERE graph IN (SELECT id FROM graphs WHERE region IN (SELECT region FROM asked))"
        return counts.execute(_TOTALS.format(where=where)).fetchall()


def names(store: OpenStore) -> dict[str, list[str]]:
    """IRI of a body that shares a task -> its Chinese names, as a rule one."""
    with _counted(store) as counts:
        found: dict[str, list[str]] = defaultdict(list)
        for iri, name in counts.execute("SELECT iri, name FROM names ORDER BY iri, name"):
            found[iri].append(name)
        return dict(found)


def refresh(store: OpenStore) -> None:
    """Count what has not been counted, so that the first question need not."""
    with _counted(store):
        pass


def outdated(data: Path, graphs: Iterable[ox.NamedNode]) -> None:
    """Take away the counts of graphs that are about to change, and all names."""
    sums.without(data, NAME, lambda counts: _forget(counts, graphs))


def _forget(counts: sqlite3.Connection, graphs: Iterable[ox.NamedNode]) -> None:
    for graph in graphs:
        _drop(counts, graph.value)
    counts.execute("DELETE FROM names")


def _drop(counts: sqlite3.Connection, graph: str) -> None:
    counts.execute(
        "DELETE FROM pairs WHERE graph = (SELECT id FROM graphs WHERE graph = ?)", (graph,)
    )
    counts.execute("DELETE FROM graphs WHERE graph = ?", (graph,))


@contextmanager
def _counted(store: OpenStore) -> Iterator[sqlite3.Connection]:
    """The counts of all graphs of the store, up to date; in passing where no file will do."""
    try:
        counts = sums.opened(store.folder / store.manifest.data, NAME, _TABLES)
        _count(store, counts)
    except (sqlite3.Error, OSError):
        counts = sums.made(sums.PASSING, _TABLES)
        _count(store, counts)
    with closing(counts):
        yield counts


def _count(store: OpenStore, counts: sqlite3.Connection) -> None:
    """Count the graphs that are new, drop those that are gone, name the bodies."""
    there = {graph.value for graph in store.graphs()}
    known = {graph for (graph,) in counts.execute("SELECT graph FROM graphs")}
    named = counts.execute("SELECT EXISTS (SELECT 1 FROM names)").fetchone()[0]
    if there == known and (named or not _any(counts)):
        return
    with counts:
        for graph in sorted(known - there):
            _drop(counts, graph)
        for graph in sorted(there - known):
            _count_graph(store, counts, ox.NamedNode(graph))
        _name(store, counts)


def _any(counts: sqlite3.Connection) -> bool:
    return bool(counts.execute("SELECT EXISTS (SELECT 1 FROM pairs)").fetchone()[0])


def _count_graph(store: OpenStore, counts: sqlite3.Connection, graph: ox.NamedNode) -> None:
    region = next((_iri(q.object) for q in store.match(None, ELI.jurisdiction, None, graph)), "")
    owners: dict[str, set[str]] = defaultdict(set)
    for quad in store.match(None, ZC.responsibleAgency, None, graph):
        owners[_iri(quad.subject)].add(_iri(quad.object))
    shared: Counter[tuple[str, str]] = Counter()
    for bodies in owners.values():
        shared.update(combinations(sorted(bodies), 2))
    cursor = counts.execute(
        "INSERT INTO graphs (graph, region) VALUES (?, ?)", (graph.value, region)
    )
    known = {body for pair in shared for body in pair}
    counts.executemany(
        "INSERT OR IGNORE INTO bodies (iri) VALUES (?)", ((b,) for b in sorted(known))
    )
    key = "(SELECT id FROM bodies WHERE iri = ?)"
    counts.executemany(
        f"INSERT INTO pairs VALUES (?, {key}, {key}, ?)",
        ((cursor.lastrowid, *pair, count) for pair, count in sorted(shared.items())),
    )


def _name(store: OpenStore, counts: sqlite3.Connection) -> None:
    """The Chinese names of all bodies that are in a pair."""
    in_pairs = "SELECT first FROM pairs UNION SELECT second FROM pairs"
    bodies = counts.execute(f"SELECT iri FROM bodies WHERE id IN ({in_pairs}) ORDER BY iri")
    found = [(iri, name) for (iri,) in bodies.fetchall() for name in _names_of(store, iri)]
    counts.execute("DELETE FROM names")
    counts.executemany("INSERT INTO names VALUES (?, ?)", found)


def _names_of(store: OpenStore, iri: str) -> list[str]:
    labels = (quad.object for quad in store.match(ox.NamedNode(iri), SKOS.prefLabel))
    return sorted(
        {each.value for each in labels if isinstance(each, ox.Literal) and each.language == "zh"}
    )


def _iri(term: object) -> str:
    return str(getattr(term, "value", ""))


def _below(store: OpenStore, region: str) -> list[tuple[str]]:
    """IRIs of a region and of those below it that the store describes."""
    asked = f"SELECT DISTINCT ?r {{ ?r zc:parentRegion* {node(region)} }}"
    return [(iri,) for (iri,) in store.query(asked).texts()]
