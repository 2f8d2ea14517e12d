"""All addresses, and the application that answers them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.web import linked, pages, protocol
from kg.web.shield import Shield
from kg.web.site import Site

STATIC = Path(__file__).parent / "static"


async def _sparql(request: Request) -> Response:
    if request.method not in ("GET", "HEAD", "POST"):
        return protocol.Refused(405, "GET or POST a query.", Allow="GET, HEAD, POST").response
    return await protocol.endpoint(request)


_ANY = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]

ROUTES = [
    Route("/sparql", _sparql, methods=_ANY),
    Route("/id/{path:path}", linked.thing),
    Route("/data/{path:path}", linked.data),
    Route("/def", linked.ontology),
    Route("/graph/{name}", linked.named_graph),
    Route("/dump/{name}", linked.dump),
    Route("/.well-known/void", linked.void),
    *pages.ROUTES,
    Mount("/static", StaticFiles(directory=STATIC), name="static"),
]


def application(site: Site, hosts: Collection[str] | None = None) -> Starlette:
    """The application over a site; ``hosts`` are the names it answers to, None is any."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with site.serving():
            yield
        await site.close()

    app = Starlette(
        routes=ROUTES,
        lifespan=lifespan,
        exception_handlers=pages.ERRORS,
        middleware=[
            Middleware(Shield, hosts=hosts),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
    )
    app.state.site = site
    return app
