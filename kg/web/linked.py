"""Linked data: every IRI of the graph can be looked up, for people and for machines.

/id/X answers 303 See Other with /page/X or /data/X.ttl (.jsonld, .nt, .rdf), as Accept has it.
/data/X is what the graph says of X, the labels of what that names, and what points to X, a page
at a time. /def is the ontology, /graph/X a named graph, /dump/ the whole.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from kg import ids
from kg.export import FILES
from kg.graph.resources import ontology_text
from kg.graph.terms import DCT, RDFS, SKOS
from kg.web import description
from kg.web.addresses import iri_of
from kg.web.negotiate import best
from kg.web.protocol import GRAPH_TYPES, MEDIA, Refused, etag, graph_response, not_modified
from kg.web.site import Held, site_of

#: Suffix of /data -> form of a graph.
SUFFIXES = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}
_SUFFIX_OF = {form: suffix for suffix, form in SUFFIXES.items()}
#: Links to a thing that one page of its data has.
INBOUND = 1000
_LABELS = (SKOS.prefLabel, DCT.title, RDFS.label)


def thing(request: Request) -> Response:
    """/id/{path}: 303 to the page or the data."""
    path = request.path_params["path"]
    missing = _missing(request, path)
    if missing:
        return missing
    form = best(request.headers.get("accept"), {"text/html": "page", **GRAPH_TYPES})
    if form is None:
        return Refused(406, "It can be had as text/html, text/turtle and other RDF.").response
    target = f"/page/{path}" if form == "page" else f"/data/{path}.{_SUFFIX_OF[form]}"
    return RedirectResponse(target, 303, headers={"Vary": "Accept", "Link": links(path)})


def links(path: str) -> str:
    """The Link header of a thing: its data in every form, and its IRI."""
    found = [
        f'</data/{path}.{suffix}>; rel="alternate"; type="{MEDIA[form]}"'
        for suffix, form in SUFFIXES.items()
    ]
    return ", ".join((*found, f'<{ids.BASE}id/{path}>; rel="canonical"'))


def data(request: Request) -> Response:
    """/data/{path}.{suffix}, without a suffix as Accept has it; ``page`` of what points to it."""
    path, form = request.path_params["path"], ""
    stem, _, suffix = path.rpartition(".")
    if suffix in SUFFIXES:
        path, form = stem, SUFFIXES[suffix]
    missing = _missing(request, path)
    if missing:
        return missing
    page = request.query_params.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    with site_of(request).current() as held:
        triples, more = _described(held, ox.NamedNode(f"{ids.BASE}id/{path}"), max(1, number))
    link = [links(path), f'</page/{path}>; rel="describedby"; type="text/html"']
    if more:
        link.append(f'<{request.url.path}?page={number + 1}>; rel="next"')
    offered = {MEDIA[form]: form} if form else GRAPH_TYPES
    if form:
        request.scope["headers"] = [h for h in request.scope["headers"] if h[0] != b"accept"]
        request = Request(request.scope, request.receive)
    return graph_response(request, triples, held.mark, offered, {"Link": ", ".join(link)})


def _described(held: Held, it: ox.NamedNode, page: int) -> tuple[list[ox.Triple], bool]:
    """What is said of a thing, labels of its neighbours, a page of what points to it."""
    own = [quad.triple for quad in held.store.match(it)]
    inbound = held.store.match(object=it)
    skip = (page - 1) * INBOUND
    links = [quad.triple for quad in islice(inbound, skip, skip + INBOUND)]
    more = next(inbound, None) is not None
    neighbours = {t.object for t in own} | {t.subject for t in links}
    labels = (label for each in neighbours for label in _labels(held, each))
    return [*own, *links, *labels], more


def _labels(held: Held, it: object) -> Iterator[ox.Triple]:
    if isinstance(it, ox.NamedNode):
        for predicate in _LABELS:
            yield from (quad.triple for quad in held.store.match(it, predicate))


def _missing(request: Request, path: str) -> Response | None:
    """404 where the graph says nothing of a path."""
    iri = iri_of(path)
    if iri:
        it = ox.NamedNode(iri)
        with site_of(request).current() as held:
            for quads in (held.store.match(it), held.store.match(object=it)):
                if next(quads, None):
                    return None
    return Refused(404, "The graph says nothing of this.").response


def ontology(request: Request) -> Response:
    """/def: the ontology; people get its page."""
    offered = {"text/html": "page", **GRAPH_TYPES}
    if best(request.headers.get("accept"), offered) == "page":
        return RedirectResponse("/vocabulary", 303, headers={"Vary": "Accept"})
    parsed = ox.parse(ontology_text("zc.ttl"), format=ox.RdfFormat.TURTLE)
    return graph_response(request, [quad.triple for quad in parsed], "def", GRAPH_TYPES)


def void(request: Request) -> Response:
    """/.well-known/void"""
    with site_of(request).current() as held:
        triples = description.void(str(request.base_url), held)
    return graph_response(request, triples, held.mark, GRAPH_TYPES)


def named_graph(request: Request) -> Response:
    """/graph/{name}: the quads of one named graph, as triples."""
    name = request.path_params["name"]
    if not name.replace("-", "").replace(".", "").replace("_", "").isalnum() or not name.isascii():
        return Refused(404, "There is no such graph.").response
    graph = ox.NamedNode(f"{ids.iri('g:')}{name}")
    with site_of(request).current() as held:
        triples = [quad.triple for quad in held.store.match(graph=graph)]
    if not triples:
        return Refused(404, "There is no such graph.").response
    return graph_response(request, triples, held.mark, GRAPH_TYPES)


_DUMPS = {"full.nq.gz": "nquads", "full.ttl.gz": "turtle"}
_writing = threading.Lock()


def dump(request: Request) -> Response:
    """/dump/full.nq.gz and full.ttl.gz: the whole store, written when first asked for."""
    name = request.path_params["name"]
    if name not in _DUMPS:
        return Refused(404, f"There are {' and '.join(_DUMPS)}.").response
    with site_of(request).current() as held:
        tag = etag(held.mark, name)
        if unchanged := not_modified(request, tag):
            return unchanged
        file = held.snapshot.folder / name
        with _writing:
            if not file.exists():
                _write_dump(held, name, file)
        held.snapshot.enter()

    class _Response(FileResponse):
        async def __call__(self, *arguments: object) -> None:
            try:
                await super().__call__(*arguments)  # type: ignore[arg-type]
            finally:
                held.snapshot.leave()

    return _Response(
        file,
        headers={"ETag": tag, "Content-Encoding": "identity"},
        media_type="application/gzip",
        filename=name,
    )


def _write_dump(held: Held, name: str, file: Path) -> None:
    staged = file.with_suffix(".new")
    # no time in it: the same store gives the same bytes
    with staged.open("wb") as target, gzip.GzipFile("", "wb", 6, target, mtime=0) as stream:
        FILES[_DUMPS[name]].write(held.store, cast(IO[bytes], stream))
    staged.rename(file)
