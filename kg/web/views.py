"""The pages that show many things at once: network, heat map, timeline, comparison."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg import ids
from kg.graph.terms import SKOS
from kg.view import find, short
from kg.web import drawing
from kg.web import network as net
from kg.web.addresses import href, iri_of, path_of
from kg.web.compare import compare
from kg.web.labels import Link, label, link
from kg.web.render import page, table
from kg.web.site import Held, site_of
from kg.web.things import item_of
from kg.web.timeline import timeline


def _document(request: Request, held: Held) -> str:
    """IRI of the document an address names by its key, number or title; empty for all."""
    name = request.query_params.get("document", "").strip()
    if not name:
        return ""
    keys = find(held.documents, name if name.startswith("doc:") else name.removeprefix("doc/"))
    if not keys:
        raise HTTPException(404)
    return ids.iri(keys[0])


def _filter(request: Request, held: Held) -> net.Filter:
    given = request.query_params
    return net.Filter(
        _document(request, held),
        given.get("level", ""),
        given.get("kind", ""),
        max(1, int(_number(given.get("least", "")))),
        _number(given.get("surprise", "")),
        given.get("direction", "") == "lead",
        given.get("groups", "") != "no",
    )


def _number(text: str) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if 0 <= value < 1e6 else 0.0


def network_page(request: Request) -> Response:
    """Who works with whom; ``view`` is graph, heat or table."""
    with site_of(request).current() as held:
        wanted = _filter(request, held)
        found = net.network(held.ledger, wanted)
        if request.query_params.get("format") == "csv":
            return table("network", ("first", "second", "tasks", "surprise", "iri1", "iri2"), (
                (found.nodes[e.first].name, found.nodes[e.second].name, e.shared,
                 f"{e.surprise:.2f}", found.nodes[e.first].iri, found.nodes[e.second].iri)
                for e in found.edges))  # fmt: skip
        levels, kinds = net.choices(held.ledger)
        hot, cells = net.heat(found)
        view = request.query_params.get("view", "graph")
        return page(
            request, held, "network.html",
            wanted=wanted, found=found, drawing=drawing.draw(found), hot=hot, cells=cells,
            view=view if view in ("graph", "heat", "table") else "graph", levels=levels,
            kinds=[held.vocabulary.term(f"{ids.iri('zc:')}{kind}") for kind in kinds],
            documents=held.documents, href=href, path_of=path_of, width=drawing.WIDTH,
            height=drawing.HEIGHT,
        )  # fmt: skip


def edge_page(request: Request) -> Response:
    """The tasks behind an edge; ``a`` and ``b`` are paths of two bodies."""
    one, other = (iri_of(request.query_params.get(each, "")) for each in "ab")
    if not one or not other:
        raise HTTPException(404)
    with site_of(request).current() as held:
        tasks = net.tasks_of(held.ledger, _filter(request, held), one, other)
        items = [item_of(held, ox.NamedNode(each)) for each in tasks]
        if request.query_params.get("format") == "csv":
            return table("tasks", ("task", "document", "address"), (
                (i.link.title, i.document.title if i.document else "", i.link.href)
                for i in items))  # fmt: skip
        ends = [link(held.store, held.vocabulary, ox.NamedNode(each)) for each in (one, other)]
        return page(request, held, "edge.html", ends=ends, items=items)


def timeline_page(request: Request) -> Response:
    """Targets by year and tasks by day."""
    with site_of(request).current() as held:
        document = _document(request, held)
        text = request.query_params.get("q", "").strip()[:100]
        found = timeline(held, document=document, text=text)
        if request.query_params.get("format") == "csv":
            return table("targets", ("indicator", "year", "kind", "value", "printed", "document"), (
                (row.indicator.text, v.year, v.kind, v.text, v.raw, v.document.text)
                for row in found.rows for v in row.values))  # fmt: skip
        return page(
            request, held, "timeline.html",
            found=found, documents=held.documents, document=short(document) if document else "",
            text=text,
        )  # fmt: skip


def compare_page(request: Request) -> Response:
    """Two documents or two regions side by side; ``a`` and ``b`` are their paths."""
    with site_of(request).current() as held:
        paths = [request.query_params.get(each, "") for each in "ab"]
        iris = [iri_of(each) for each in paths if each]
        if None in iris or any(not p.startswith(("doc/", "region/")) for p in paths if p):
            raise HTTPException(404)
        sides = [iri for iri in iris if iri]
        found = compare(held, sides[0], sides[1]) if len(sides) == 2 else None
        names = [Link(label(held.store, held.vocabulary, ox.NamedNode(each)), href(each))
                 for each in sides]  # fmt: skip
        if found and request.query_params.get("format") == "csv":
            return table("comparison", ("aspect", "name", names[0].text, names[1].text), (
                (aspect.name, each.link.text, each.first, each.second)
                for aspect in found.aspects for each in aspect.lines))  # fmt: skip
        return page(
            request, held, "compare.html",
            found=found, names=names, paths=paths, choices=_choices(held),
        )  # fmt: skip


def _choices(held: Held) -> list[tuple[str, str]]:
    """Path and name of everything that can be compared."""
    documents = [(f"doc/{each.key.removeprefix('doc:')}", each.number or each.title or each.key)
                 for each in held.documents]  # fmt: skip
    found = held.store.query("SELECT DISTINCT ?r { ?d eli:jurisdiction ?r }").texts()
    regions = [(path_of(iri), next((q.object.value for q in held.store.match(
        ox.NamedNode(iri), SKOS.prefLabel) if isinstance(q.object, ox.Literal)), iri))
        for (iri,) in found]  # fmt: skip
    return sorted(regions) + sorted(documents, key=lambda each: each[1])
