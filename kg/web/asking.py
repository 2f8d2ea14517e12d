"""The SPARQL editor: a question or a query, its answer as table, chart or graph.

The answer is made here and not by a script, so that it has an address and can be read without
one. The query goes through the same processes as one of a machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.graph.answers import QueryError
from kg.graph.resources import Query, queries
from kg.graph.terms import PREFIXES
from kg.questions import bound, listed
from kg.web import drawing
from kg.web.pool import Outcome
from kg.web.protocol import until_gone
from kg.web.render import page
from kg.web.results import MOST_BARS, MOST_ROWS, Result, result_of
from kg.web.site import Held, site_of

#: How an answer can be seen.
_VIEWS = ("table", "chart", "graph")

_EXAMPLE = """SELECT ?body ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?task zc:responsibleAgency ?body .
  ?body skos:prefLabel ?name .
}
GROUP BY ?body ?name
ORDER BY DESC(?tasks)
LIMIT 20
"""


async def editor(request: Request) -> Response:
    """/query: ``query`` is answered; ``question`` with values of its parameters goes before it."""
    site = site_of(request)
    given = request.query_params
    question = queries().get(given.get("question", ""))
    error, sparql = "", given.get("query", "")[:100_000]
    view = given.get("view", "")
    view = view if view in _VIEWS else "table"
    asked = None
    if question:
        sparql, error = await run_in_threadpool(_bound, request, question)
        asked = {"name": question.name, "values": _values(request, question)}
    result = None
    if sparql.strip() and not error:
        outcome = await until_gone(request, site.pool.ask(
            {"query": sparql, "default": (), "named": (), "results": "json",
             "graph": "ntriples", "question": asked}))  # fmt: skip
        outcome = outcome or Outcome(499)
        error = outcome.why
        if outcome.status == 200:
            result = await run_in_threadpool(_shown, request, outcome, view)
    return await run_in_threadpool(_page, request, question, sparql or _EXAMPLE, error, result)


def _shown(request: Request, outcome: Outcome, view: str) -> Result:
    with site_of(request).current() as held:
        return result_of(held, outcome, view)


def _page(
    request: Request, question: Query | None, sparql: str, error: str, result: Result | None
) -> Response:
    wanted = request.query_params.get("view", "")
    wanted = wanted if wanted in _VIEWS else ""
    shared = {"query": sparql, **({"view": wanted} if wanted else {})}
    with site_of(request).current() as held:
        forms = ("turtle", "ntriples", "jsonld") if result and result.is_graph else (
            "csv", "tsv", "json", "xml")  # fmt: skip
        return page(
            request, held, "query.html",
            questions=listed(queries().values()), question=question, sparql=sparql, error=error,
            result=result, most=MOST_ROWS, prefixes=sorted(PREFIXES.items()), values={
                p.name: request.query_params.get(p.name, "")
                for p in (question.parameters if question else ())
            },
            downloads=[(f, f"/sparql?{urlencode({'query': sparql, 'format': f})}") for f in forms],
            share=f"/query?{urlencode(shared)}", wanted=wanted,
            view=wanted if result and wanted in result.views else "table",
            most_bars=MOST_BARS, width=drawing.WIDTH, height=drawing.HEIGHT,
            names=_options(held, question),
        )  # fmt: skip


def _bound(request: Request, question: Query) -> tuple[str, str]:
    """The SPARQL of a question with the values given, and what is wrong with these."""
    values = _values(request, question)
    with site_of(request).current() as held:
        try:
            return bound(question, values, held.store), ""
        except QueryError as error:
            return question.sparql, str(error)


def _values(request: Request, question: Query) -> dict[str, str]:
    return {
        each.name: request.query_params[each.name].strip()
        for each in question.parameters
        if request.query_params.get(each.name, "").strip()
    }


def _options(held: Held, question: Query | None) -> Mapping[str, Sequence[str]]:
    """Values to choose from for parameters that are documents; others are typed."""
    numbers = [each.number for each in held.documents if each.number]
    return {p.name: numbers for p in (question.parameters if question else ())
            if p.type == "document"}  # fmt: skip
