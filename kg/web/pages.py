"""The pages for people: home, documents, search, things, the reader, errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg import ids
from kg.graph.resources import queries
from kg.graph.terms import DCT, ELI, NIF, ZC
from kg.questions import listed
from kg.web import asking, drawing, reader, search, views
from kg.web.addresses import href, iri_of, place
from kg.web.labels import Link, first
from kg.web.linked import links
from kg.web.network import Filter, network
from kg.web.render import kept, page, table
from kg.web.site import Held, site_of
from kg.web.things import PAGE, describe, summary

#: Hits that one page of a search has.
HITS = 30


def home(request: Request) -> Response:
    """What is in the store, and where to begin."""
    with site_of(request).current() as held:
        found = network(held.ledger, Filter())
        return page(
            request, held, "home.html",
            documents=_documents(held)[:8],
            bodies=found.nodes[:12],
            classes=_classes(held),
            questions=listed(queries().values()),
        )  # fmt: skip


def _classes(held: Held) -> list[tuple[Any, int]]:
    """Own classes and how much of each there is, most first."""
    own = [(held.vocabulary.term(iri), n) for kind, iri, n in held.statistics
           if kind == "class" and iri.startswith(ZC.base)]  # fmt: skip
    return sorted(own, key=lambda each: (-each[1], each[0].iri))


def documents(request: Request) -> Response:
    """All documents, newest first."""
    with site_of(request).current() as held:
        rows = _documents(held)
        if request.query_params.get("format") == "csv":
            columns = ("number", "title", "written", "issuer", "tasks", "iri")
            return table("documents", columns, ([row[c] for c in columns] for row in rows))
        return page(request, held, "documents.html", documents=rows)


def _documents(held: Held) -> list[dict[str, str]]:
    rows = []
    for each in held.documents:
        it = ox.NamedNode(ids.iri(each.key))
        rows.append(
            {
                "iri": it.value,
                "href": href(it.value),
                "number": each.number or "",
                "title": each.title or each.number or each.key,
                "written": first(held.store, it, ZC.dateWritten),
                "issuer": "、".join(
                    sorted(q.object.value for q in held.store.match(it, ZC.issuerName)
                           if isinstance(q.object, ox.Literal))
                ),
                "tasks": str(sum(1 for _ in held.store.match(it, ZC.hasTask))),
            }
        )  # fmt: skip
    rows.sort(key=lambda row: (row["written"], row["number"], row["iri"]), reverse=True)
    return rows


# --- Search -----------------------------------------------------------------------------------


def _wanted(request: Request) -> search.Wanted:
    given = request.query_params
    return search.Wanted(
        given.get("q", "").strip()[:200],
        given.get("kind", ""),
        given.get("region", "")[:12],
        _day(given.get("from", "")),
        _day(given.get("to", "")),
    )


def _day(text: str) -> str:
    """An ISO day as it is, anything else as none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def find(request: Request) -> Response:
    """Search; as CSV with ``format=csv``."""
    wanted = _wanted(request)
    given = request.query_params.get("page", "1")
    number = max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1
    with site_of(request).current() as held:
        held.index.fill(held.store)
        if request.query_params.get("format") == "csv":
            hits, _ = held.index.search(wanted, 5000)
            columns = ("kind", "name", "text", "region", "date", "iri")
            return table("search", columns, ([getattr(h, c) for c in columns] for h in hits))
        hits, total = held.index.search(wanted, HITS, (number - 1) * HITS)
        return page(
            request, held, "search.html",
            wanted=wanted, hits=[(h, href(h.iri)) for h in hits], total=total, number=number,
            pages=-(-total // HITS), kinds=search.KINDS,
        )  # fmt: skip


def suggest(request: Request) -> Response:
    """The best hits as JSON, for a list that follows what is typed."""
    with site_of(request).current() as held:
        if not held.index.ready:
            return JSONResponse([])
        hits, _ = held.index.search(_wanted(request), 10)
    return JSONResponse(
        [{"name": h.name, "text": h.text, "kind": h.kind, "href": href(h.iri)} for h in hits]
    )


# --- Things -----------------------------------------------------------------------------------


def thing(request: Request) -> Response:
    """/page/{path}: a document to read, a stretch of one, or anything else with its facts."""
    path = request.path_params["path"]
    iri = iri_of(path)
    if iri is None:
        raise HTTPException(404)
    with site_of(request).current() as held:
        it = ox.NamedNode(iri)
        if target := _in_reader(held, it, path):
            return RedirectResponse(target, 303)
        if path.startswith("doc/") and first(held.store, it, ELI.is_realized_by):
            return _read(request, held, iri, path)
        return _described(request, held, iri, path)


def _in_reader(held: Held, it: ox.NamedNode, path: str) -> str:
    """Where a section, a text or a mention is read; empty for other things."""
    if not path.startswith(("mention/", "sec/", "text/")):
        return ""
    document = first(held.store, it, ZC.inDocument).removeprefix(ids.iri("doc:"))
    begin, end = (first(held.store, it, each) for each in (NIF.beginIndex, NIF.endIndex))
    if not document or not begin or path.startswith("text/"):
        return f"/page/doc/{document}" if document else ""
    return place(document, int(begin), int(end))


def _described(request: Request, held: Held, iri: str, path: str) -> Response:
    by, given = request.query_params.get("by", ""), request.query_params.get("page", "1")
    number = int(given) if given.isdecimal() and len(given) < 6 else 1
    found = describe(held, iri, by=by, page=number)
    if found is None:
        raise HTTPException(404)
    if request.query_params.get("format") == "csv":
        rows = [(group.short, item.link.title or item.link.text, item.link.href,
                 item.quote.text if item.quote else "")
                for group in found.inbound for item in group.items]  # fmt: skip
        facts = [(fact.term.iri, each.title or each.text, each.href, "")
                 for fact in found.facts for each in fact.values]  # fmt: skip
        return table("facts", ("property", "value", "address", "quotation"), facts + rows)
    return page(
        request, held, "thing.html", headers={"Link": links(path)},
        thing=found, path=path, summary=summary(held, found), by=by, number=number, size=PAGE,
        partners=_partners(held, iri), star=drawing.star(found.neighbours),
    )  # fmt: skip


def _partners(held: Held, iri: str) -> list[tuple[Link, int]]:
    """Bodies with which a body shares the most tasks."""
    at = {body.iri: n for n, body in enumerate(held.ledger.bodies)}
    if iri not in at:
        return []
    found = network(held.ledger, Filter())
    places = {node.iri: n for n, node in enumerate(found.nodes)}
    mine = places.get(iri)
    pairs = [
        (found.nodes[e.second if e.first == mine else e.first], e.shared)
        for e in found.edges
        if mine in (e.first, e.second)
    ]
    return [(Link(node.name, href(node.iri), title=node.iri), n) for node, n in pairs[:12]]


def _read(request: Request, held: Held, iri: str, path: str) -> Response:
    found = describe(held, iri)
    assert found is not None
    shown = reader.stretch(request.query_params.get("char", ""))
    hidden = {each.value for each in (ZC.hasTask, ZC.evidence, ELI.is_realized_by, DCT.title)}
    facts = [each for each in found.facts if each.term.iri not in hidden]
    return page(
        request, held, "reader.html", headers={"Link": links(path)},
        thing=found, facts=facts, path=path, summary=summary(held, found),
        reading=reader.read(held, iri, shown), shown=shown,
    )  # fmt: skip


def vocabulary(request: Request) -> Response:
    """The classes and properties, with what they mean."""
    with site_of(request).current() as held:
        own = [term for term in held.vocabulary if term.iri.startswith(ZC.base)]
        counts = {iri: n for _, iri, n in held.statistics}
        return page(request, held, "vocabulary.html", terms=own, counts=counts)


def about(request: Request) -> Response:
    """What machines find where, limits, licence."""
    with site_of(request).current() as held:
        return page(request, held, "about.html", seconds=site_of(request).pool.seconds)


# --- Errors -----------------------------------------------------------------------------------


def _failed(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    with site_of(request).current() as held:
        return page(request, held, "error.html", status=status, code=status)


ERRORS: Mapping[Any, Callable[[Request, Exception], Response]] = {
    404: _failed,
    405: _failed,
    500: _failed,
}

ROUTES = [
    Route("/", kept(home)),
    Route("/documents", kept(documents)),
    Route("/search", find),
    Route("/search.json", suggest),
    Route("/page/{path:path}", kept(thing)),
    Route("/network", kept(views.network_page)),
    Route("/network/tasks", kept(views.edge_page)),
    Route("/timeline", kept(views.timeline_page)),
    Route("/compare", kept(views.compare_page)),
    Route("/query", asking.editor),
    Route("/vocabulary", kept(vocabulary)),
    Route("/about", kept(about)),
]
