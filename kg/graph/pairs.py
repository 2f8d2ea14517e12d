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
from contextlib import closing, contextmanager, suppress
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from kg.graph.opened import OpenStore
from kg.graph.sums import folder_of
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
    with _counted(store) as sums:
        if not region:
            return sums.execute(_TOTALS.format(where="")).fetchall()
        sums.execute("CREATE TEMP TABLE asked (region TEXT)")
        sums.executemany("INSERT INTO asked VALUES (?)", _below(store, region))
        where = "WHERE graph IN (SELECT id FROM graphs WHERE region IN (SELECT region FROM asked))"
        return sums.execute(_TOTALS.format(where=where)).fetchall()


def names(store: OpenStore) -> dict[str, list[str]]:
    """IRI of a body that shares a task -> its Chinese names, as a rule one."""
    with _counted(store) as sums:
        found: dict[str, list[str]] = defaultdict(list)
        for iri, name in sums.execute("SELECT iri, name FROM names ORDER BY iri, name"):
            found[iri].append(name)
        return dict(found)


def refresh(store: OpenStore) -> None:
    """Count what has not been counted, so that the first question need not."""
    with _counted(store):
        pass


def outdated(data: Path, graphs: Iterable[ox.NamedNode]) -> None:
    """Take away the counts of graphs that are about to change, and all names."""
    file = folder_of(data) / NAME
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file)) as sums, sums:
            for graph in graphs:
                _drop(sums, graph.value)
            sums.execute("DELETE FROM names")
    except sqlite3.Error:
        file.unlink(missing_ok=True)


def _drop(sums: sqlite3.Connection, graph: str) -> None:
    sums.execute(
        "DELETE FROM pairs WHERE graph = (SELECT id FROM graphs WHERE graph = ?)", (graph,)
    )
    sums.execute("DELETE FROM graphs WHERE graph = ?", (graph,))


@contextmanager
def _counted(store: OpenStore) -> Iterator[sqlite3.Connection]:
    """The counts of all graphs of the store, up to date; in memory where no file will do."""
    try:
        sums = _opened(store.folder / store.manifest.data)
        _count(store, sums)
    except (sqlite3.Error, OSError):
        sums = _made(":memory:")
        _count(store, sums)
    with closing(sums):
        yield sums


def _opened(data: Path) -> sqlite3.Connection:
    folder = folder_of(data)
    folder.mkdir(exist_ok=True)
    try:
        return _made(folder / NAME)
    except sqlite3.DatabaseError:
        with suppress(OSError):
            (folder / NAME).unlink()
        return _made(folder / NAME)


def _made(place: Path | str) -> sqlite3.Connection:
    sums = sqlite3.connect(place)
    try:
        sums.executescript(_TABLES)
    except sqlite3.Error:
        sums.close()
        raise
    return sums


def _count(store: OpenStore, sums: sqlite3.Connection) -> None:
    """Count the graphs that are new, drop those that are gone, name the bodies."""
    there = {graph.value for graph in store.graphs()}
    known = {graph for (graph,) in sums.execute("SELECT graph FROM graphs")}
    named = sums.execute("SELECT EXISTS (SELECT 1 FROM names)").fetchone()[0]
    if there == known and (named or not _any(sums)):
        return
    with sums:
        for graph in sorted(known - there):
            _drop(sums, graph)
        for graph in sorted(there - known):
            _count_graph(store, sums, ox.NamedNode(graph))
        _name(store, sums)


def _any(sums: sqlite3.Connection) -> bool:
    return bool(sums.execute("SELECT EXISTS (SELECT 1 FROM pairs)").fetchone()[0])


def _count_graph(store: OpenStore, sums: sqlite3.Connection, graph: ox.NamedNode) -> None:
    region = next((_iri(q.object) for q in store.match(None, ELI.jurisdiction, None, graph)), "")
    owners: dict[str, set[str]] = defaultdict(set)
    for quad in store.match(None, ZC.responsibleAgency, None, graph):
        owners[_iri(quad.subject)].add(_iri(quad.object))
    shared: Counter[tuple[str, str]] = Counter()
    for bodies in owners.values():
        shared.update(combinations(sorted(bodies), 2))
    cursor = sums.execute("INSERT INTO graphs (graph, region) VALUES (?, ?)", (graph.value, region))
    known = {body for pair in shared for body in pair}
    sums.executemany("INSERT OR IGNORE INTO bodies (iri) VALUES (?)", ((b,) for b in sorted(known)))
    key = "(SELECT id FROM bodies WHERE iri = ?)"
    sums.executemany(
        f"INSERT INTO pairs VALUES (?, {key}, {key}, ?)",
        ((cursor.lastrowid, *pair, count) for pair, count in sorted(shared.items())),
    )


def _name(store: OpenStore, sums: sqlite3.Connection) -> None:
    """The Chinese names of all bodies that are in a pair."""
    in_pairs = "SELECT first FROM pairs UNION SELECT second FROM pairs"
    bodies = sums.execute(f"SELECT iri FROM bodies WHERE id IN ({in_pairs}) ORDER BY iri")
    found = [(iri, name) for (iri,) in bodies.fetchall() for name in _names_of(store, iri)]
    sums.execute("DELETE FROM names")
    sums.executemany("INSERT INTO names VALUES (?, ?)", found)


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
