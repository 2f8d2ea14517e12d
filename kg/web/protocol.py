"""The SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/) at /sparql, for reading.

Beyond it: known prefixes need no declaration, and ``format`` (json, xml, csv, tsv, turtle,
ntriples, jsonld, rdfxml) goes before the Accept header, so that an answer has an address.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.web import description
from kg.web.negotiate import best
from kg.web.site import Site, site_of

#: Longest request, in bytes.
MOST_ASKED = 1 << 20

RESULT_TYPES: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPH_TYPES: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/x-turtle": "turtle",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
    "text/plain": "ntriples",
}
#: Form of an answer -> its media type, the first that names it above.
MEDIA: Mapping[str, str] = {
    form: media
    for types in (GRAPH_TYPES, RESULT_TYPES)
    for media, form in reversed(list(types.items()))
}

T = TypeVar("T")


class Refused(Exception):
    """A request that is not answered, with its HTTP status and why."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.response = Response(
            f"{why}\n", status, headers, media_type="text/plain; charset=utf-8"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its dataset."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    form: str = ""


async def endpoint(request: Request) -> Response:
    """GET with ``query``, POST as a form or as the query itself; GET without one describes."""
    site = site_of(request)
    try:
        asked = await _asked(request)
        if asked is None:
            return await _without_query(request, site)
        if _is_browser(request, asked):
            return RedirectResponse(f"/query?{urlencode({'query': asked.query})}", 303)
        return await _answer(request, site, asked)
    except Refused as refused:
        return refused.response


def _is_browser(request: Request, asked: Asked) -> bool:
    """Whether somebody opened the address in a browser and would rather see a page."""
    offered = {**RESULT_TYPES, **GRAPH_TYPES, "text/html": "page"}
    return (
        request.method == "GET"
        and not asked.form
        and best(request.headers.get("accept"), offered) == "page"
    )


async def _without_query(request: Request, site: Site) -> Response:
    form = best(request.headers.get("accept"), {**GRAPH_TYPES, "text/html": "page"})
    if form == "page":
        return RedirectResponse("/query", 303)
    with site.current() as held:
        triples = description.service(str(request.base_url), held)
    return graph_response(request, triples, held.mark, GRAPH_TYPES)


# --- What is asked ----------------------------------------------------------------------------


async def _asked(request: Request) -> Asked | None:
    if request.method in ("GET", "HEAD"):
        fields = _fields(request.url.query)
        return _from_fields(fields) if "query" in fields else None
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "application/x-www-form-urlencoded":
        return _from_fields(_fields(await _body(request)))
    if media == "application/sparql-query":
        fields = _fields(request.url.query)
        return _from_fields({**fields, "query": [await _body(request)]})
    if media == "application/sparql-update":
        raise Refused(415, "This endpoint only reads: updates are not taken. Use kg build.")
    raise Refused(
        415, "POST a form (application/x-www-form-urlencoded) or application/sparql-query."
    )


async def _body(request: Request) -> str:
    parts: list[bytes] = []
    room = MOST_ASKED
    async for chunk in request.stream():
        room -= len(chunk)
        if room < 0:
            raise Refused(413, f"A request may have {MOST_ASKED >> 10} kB.")
        parts.append(chunk)
    try:
        return b"".join(parts).decode()
    except UnicodeDecodeError:
        raise Refused(400, "The request is not UTF-8.") from None


def _fields(text: str) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:  # a UnicodeDecodeError is one
        raise Refused(400, "The parameters cannot be read as UTF-8.") from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _from_fields(fields: Mapping[str, list[str]]) -> Asked:
    if "update" in fields:
        raise Refused(400, "This endpoint only reads: updates are not taken. Use kg build.")
    queries = fields.get("query", [])
    if len(queries) != 1 or not queries[0].strip():
        raise Refused(400, "Exactly one query is wanted.")
    default = tuple(fields.get("default-graph-uri", ()))
    named = tuple(fields.get("named-graph-uri", ()))
    for each in (*default, *named):
        if not _is_iri(each):
            raise Refused(400, f"{each[:200]}: no absolute IRI.")
    return Asked(queries[0], default, named, "".join(fields.get("format", [])[:1]))


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


# --- The answer -------------------------------------------------------------------------------


async def _answer(request: Request, site: Site, asked: Asked) -> Response:
    results, graph = _forms(request, asked)
    tag = etag(site.mark, asked.query, *asked.default, "|", *asked.named, str(results), str(graph))
    if unchanged := not_modified(request, tag):
        return unchanged
    outcome = await until_gone(
        request,
        site.pool.ask(
            {
                "query": asked.query,
                "default": asked.default,
                "named": asked.named,
                "results": results,
                "graph": graph,
            }
        ),
    )
    if outcome is None:
        return Response(status_code=499)  # nobody is there to read it
    if outcome.status == 406:
        offered = GRAPH_TYPES if outcome.kind == "graph" else RESULT_TYPES
        raise Refused(406, f"The answer can be had as {', '.join(dict.fromkeys(offered))}.")
    if outcome.status != 200:
        again = {"Retry-After": "5"} if outcome.status == 503 else {}
        raise Refused(outcome.status, outcome.why, **again)
    return Response(
        outcome.body,
        headers={"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"},
        media_type=f"{MEDIA[outcome.form]}{_charset(outcome.form)}",
    )


def _charset(form: str) -> str:
    return "; charset=utf-8" if form in ("csv", "tsv", "turtle") else ""


def _forms(request: Request, asked: Asked) -> tuple[str | None, str | None]:
    """Forms wanted of results and of a graph, whichever the query will give."""
    accept = request.headers.get("accept")
    results, graph = best(accept, RESULT_TYPES), best(accept, GRAPH_TYPES)
    if asked.form in RESULT_TYPES.values():
        return asked.form, graph or "turtle"
    if asked.form in GRAPH_TYPES.values():
        return results or "json", asked.form
    return results, graph


async def until_gone(request: Request, work: Awaitable[T]) -> T | None:
    """The outcome of some work, which is cancelled when the client hangs up (then None)."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        return None
    finally:
        gone.cancel()
        task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


# --- What other endpoints use too -------------------------------------------------------------


def etag(*parts: str) -> str:
    """An entity tag of what an answer depends on."""
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:20]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """304 where the client has it already."""
    known = request.headers.get("if-none-match", "")
    if tag in (each.strip() for each in known.split(",")):
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
    return None


def graph_response(
    request: Request,
    triples: list[ox.Triple],
    mark: str,
    offered: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Triples in the form the client likes best; 406 where it likes none of ours."""
    from io import BytesIO

    from kg.graph.answers import GRAPHS, write_graph

    form = best(request.headers.get("accept"), offered)
    if form is None:
        return Refused(406, f"It can be had as {', '.join(dict.fromkeys(offered))}.").response
    tag = etag(mark, str(request.url), form)
    if unchanged := not_modified(request, tag):
        return unchanged
    stream = BytesIO()
    write_graph(triples, stream, GRAPHS[form])
    return Response(
        stream.getvalue(),
        headers={"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache", **(headers or {})},
        media_type=f"{MEDIA[form]}{_charset(form)}",
    )
