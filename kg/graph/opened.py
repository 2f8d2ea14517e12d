"""A store that is open: what can be asked of it. What changes it is in ``kg.graph.store``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox

from kg.graph import members
from kg.graph.answers import Answer, QueryError
from kg.graph.catalogue import StoredInfo, info, key_of_graph
from kg.graph.dotted import escaped
from kg.graph.federation import asks_others, names_dataset
from kg.graph.held import Held, folder_of
from kg.graph.kept import Slice
from kg.graph.lock import Lock
from kg.graph.manifest import Manifest
from kg.graph.members import Member, Quads
from kg.graph.terms import PREFIXES, PROV, ZC, plain
from kg.graph.units import is_unit


class OpenStore:
    """Reading. Use it as a context manager, or close it."""

    def __init__(self, folder: Path, found: Manifest, database: ox.Store, lock: Lock) -> None:
        self.folder = folder
        self.manifest = found
        self._database = database
        self._lock = lock
        self._held = Held(folder_of(folder / found.data))
        self._graphs: dict[str, set[ox.NamedNode]] = defaultdict(set)
        for graph in database.named_graphs():
            if isinstance(graph, ox.NamedNode) and not is_unit(graph):
                self._graphs[key_of_graph(graph.value)].add(graph)

    def close(self) -> None:
        """Close the database and let others in."""
        del self._database
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- Look -----------------------------------------------------------------------------

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer a SPARQL query; known prefixes need no PREFIX.

        It is over the union of all graphs, or over those it names itself (``FROM``), or over
        those given by IRI here, which go before its own, as the SPARQL Protocol has it.

        Raises QueryError where the query cannot be read, or would have another server asked.
        """
        if asks_others(sparql):
            raise QueryError(
                "The query asks another server (SERVICE); nothing is fetched from the network. "
                "Take that part out, or ask that server itself."
            )
        given = bool(default_graphs or named_graphs)
        sparql = escaped(sparql)
        try:
            found = self._database.query(
                sparql,
                use_default_graph_as_union=not given and not names_dataset(sparql),
                default_graph=[ox.NamedNode(each) for each in default_graphs] if given else None,
                named_graphs=[ox.NamedNode(each) for each in named_graphs] if given else None,
                prefixes=dict(PREFIXES),
            )
        except SyntaxError as error:
            raise QueryError(_unreadable(sparql, str(error))) from error
        return Answer(found)

    def quads(self) -> Iterator[ox.Quad]:
        """All quads, in no order."""
        return iter(self._database)

    def dump(self, stream: IO[bytes]) -> None:
        """Write all quads as lines of N-Quads, in no order; nothing is held in memory."""
        self._database.dump(stream, ox.RdfFormat.N_QUADS)

    def dumped(self, graphs: Iterable[ox.NamedNode]) -> bytes:
        """The triples of some graphs as lines of N-Triples, in no order."""
        return b"".join(
            self._database.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=each) or b""
            for each in graphs
        )

    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | ox.Literal | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit; None fits everything."""
        return self._database.quads_for_pattern(subject, predicate, object, graph)

    def labelled(
        self, predicate: ox.NamedNode, name: ox.Literal | None = None
    ) -> Iterator[tuple[str, str]]:
        """IRI and label of what has a label, or this label, by a property such as prefLabel."""
        for quad in self.match(None, predicate, name):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.subject.value, quad.object.value

    def graphs(self) -> list[ox.NamedNode]:
        """The named graphs, sorted by IRI."""
        return sorted((g for each in self._graphs.values() for g in each), key=str)

    def all_graphs(self) -> Iterator[ox.NamedNode]:
        """The named graphs of documents, descriptions and links, in no order."""
        return (g for g in self._database.named_graphs() if isinstance(g, ox.NamedNode))

    def documents(self) -> list[StoredInfo]:
        """All documents, sorted by key."""
        found = (info(self._database, graph) for graph in self.graphs())
        return sorted(found, key=lambda each: (each.key, each.graph))

    def kept_slices(self, sha256: str) -> dict[int, Slice]:
        """Offset and text of all that the store keeps of a file; of a whole one they tile it."""
        return {
            place.start: members.slice_of(self._text_at(quad), place.start)
            for quad in self.match(None, ZC.fileSha256, plain(sha256))
            for place in members.places_of(self._said_by(quad)).values()
        }

    def _said_by(self, quad: ox.Quad) -> Iterator[ox.Quad]:
        """What the graph of a quad says of its subject."""
        return self._database.quads_for_pattern(quad.subject, None, None, quad.graph_name)

    def _text_at(self, found: ox.Quad) -> Iterable[ox.Quad]:
        """Quads with the text of a place, which may be a copy whose text is kept aside."""
        graph = found.graph_name
        if any(self._database.quads_for_pattern(None, PROV.hadPrimarySource, found.subject, graph)):
            return chain.from_iterable(
                self._database.quads_for_pattern(None, each, None, graph) for each in members.TEXT
            )
        [place] = members.places_of(self._said_by(found)).values()
        return self._held.load(place)

    def __len__(self) -> int:
        return len(self._database)

    def descriptions(self, graph: ox.NamedNode) -> set[ox.NamedNode]:
        """The graphs of what a document's graph refers to."""
        used = (quad.object for quad in self.match(graph, ZC.usesDescription, None, graph))
        return {each for each in used if isinstance(each, ox.NamedNode)}

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


_UPDATE = re.compile(
    r"\s*(?:(?:PREFIX|BASE)\b[^<]*<[^>]*>\s*)*"
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_ERROR_AT = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): *(?P<why>.*)", re.DOTALL)


def _unreadable(sparql: str, error: str) -> str:
    """What is wrong with a query, where, and what to do; without the parser's table of tokens."""
    if _UPDATE.match(sparql):
        return "Queries only read the store: SELECT, ASK, CONSTRUCT or DESCRIBE. Use kg build."
    found = _ERROR_AT.search(error)
    if not found:
        return f"The query cannot be read: {error[:200]}"
    lines = sparql.splitlines() or [""]
    at = min(int(found["line"]), len(lines))
    column = int(found["column"])
    return (
        f"The query cannot be read at line {at}, column {column}, "
        f"near {lines[at - 1][max(0, column - 1) :][:40].strip() or 'the end'!r}. "
        "The queries in ontology/queries are examples to start from."
    )
