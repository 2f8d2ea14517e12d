"""The SPARQL editor: a question or a query, its answer as table, chart or graph.

The answer is made here and not by a script, so that it has an address and can be read without
one. The query goes through the same processes as one of a machine.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.graph.answers import QueryError
from kg.graph.resources import Query, queries
from kg.graph.terms import PREFIXES
from kg.questions import bound, listed
from kg.view import short
from kg.web.addresses import href, prefix_of
from kg.web.labels import Link, cut
from kg.web.pool import Outcome
from kg.web.protocol import until_gone
from kg.web.render import page
from kg.web.site import Held, site_of

#: Rows that the page shows; all of them can be downloaded.
MOST_ROWS = 1000
#: Bars that a chart has.
MOST_BARS = 30

_EXAMPLE = """SELECT ?body ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?task zc:responsibleAgency ?body .
  ?body skos:prefLabel ?name .
}
GROUP BY ?body ?name
ORDER BY DESC(?tasks)
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart; ``width`` of the bar from 0 to 1."""

    name: Link
    value: str
    width: float


@dataclass(frozen=True, slots=True)
class Result:
    """An answer on a page; ``triples`` where it is a graph."""

    columns: list[str]
    rows: list[list[Link | None]]
    total: int
    bars: list[Bar]
    truth: str = ""
    is_graph: bool = False


async def editor(request: Request) -> Response:
    """/query: ``query`` is answered; ``question`` with values of its parameters goes before it."""
    site = site_of(request)
    given = request.query_params
    question = queries().get(given.get("question", ""))
    error, sparql = "", given.get("query", "")[:100_000]
    if question:
        sparql, error = await run_in_threadpool(_bound, request, question)
    result = None
    if sparql.strip() and not error:
        outcome = await until_gone(request, site.pool.ask(
            {"query": sparql, "default": (), "named": (), "results": "json",
             "graph": "ntriples"}))  # fmt: skip
        outcome = outcome or Outcome(499)
        error = outcome.why
        result = await run_in_threadpool(_result, outcome) if outcome.status == 200 else None
    return await run_in_threadpool(_page, request, question, sparql or _EXAMPLE, error, result)


def _page(
    request: Request, question: Query | None, sparql: str, error: str, result: Result | None
) -> Response:
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
            share=f"/query?{urlencode({'query': sparql})}",
            names=_options(held, question),
        )  # fmt: skip


def _bound(request: Request, question: Query) -> tuple[str, str]:
    """The SPARQL of a question with the values given, and what is wrong with these."""
    values = {
        each.name: request.query_params[each.name].strip()
        for each in question.parameters
        if request.query_params.get(each.name, "").strip()
    }
    with site_of(request).current() as held:
        try:
            return bound(question, values, held.store), ""
        except QueryError as error:
            return question.sparql, str(error)


def _options(held: Held, question: Query | None) -> Mapping[str, Sequence[str]]:
    """Values to choose from for parameters that are documents; others are typed."""
    numbers = [each.number for each in held.documents if each.number]
    return {p.name: numbers for p in (question.parameters if question else ())
            if p.type == "document"}  # fmt: skip


# --- The answer -------------------------------------------------------------------------------


def _result(outcome: Outcome) -> Result:
    if outcome.kind == "graph":
        return _graph(outcome.body)
    found = json.loads(outcome.body)
    if outcome.kind == "ask":
        return Result([], [], 0, [], "是 true" if found["boolean"] else "否 false")
    columns = found["head"]["vars"]
    bindings = found["results"]["bindings"]
    rows = [[_cell(row.get(name)) for name in columns] for row in bindings[:MOST_ROWS]]
    return Result(columns, rows, len(bindings), _bars(columns, bindings))


def _cell(value: Mapping[str, Any] | None) -> Link | None:
    if value is None:
        return None
    if value["type"] == "uri":
        iri = str(value["value"])
        return Link(short(iri), href(iri), prefix_of(iri), iri)
    if value["type"] == "triple":
        return Link(json.dumps(value["value"], ensure_ascii=False))
    return Link(str(value["value"]), note=str(value.get("xml:lang", "")).replace("zh", ""))


def _graph(body: bytes) -> Result:
    triples = [quad.triple for quad in ox.parse(io.BytesIO(body), format=ox.RdfFormat.N_TRIPLES)]
    rows: list[list[Link | None]] = [
        [_term(each) for each in triple] for triple in triples[:MOST_ROWS]
    ]
    return Result(["subject", "predicate", "object"], rows, len(triples), [], is_graph=True)


def _term(term: object) -> Link:
    if isinstance(term, ox.NamedNode):
        return Link(short(term.value), href(term.value), prefix_of(term.value), term.value)
    if isinstance(term, ox.Literal):
        return Link(term.value)
    return Link(str(term))


def _bars(columns: Sequence[str], bindings: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """A chart of a table whose last column is a number in every row, by its best name."""
    if len(columns) < 2 or not bindings:
        return []
    named = [c for c in columns[:-1] if "uri" not in {b[c]["type"] for b in bindings if c in b}]
    bars = []
    for row in bindings[:MOST_BARS]:
        value = row.get(columns[-1], {})
        try:
            number = float(value["value"]) if "datatype" in value else _NOT_A_NUMBER
        except (KeyError, ValueError):
            return []
        if not 0 <= number < 1e15:
            return []
        parts = [row[c]["value"] for c in (named or columns[:1]) if c in row]
        bars.append((cut(" · ".join(parts), 40), str(value["value"]), number))
    most = max(number for *_, number in bars) or 1.0
    return [Bar(Link(name), text, round(number / most, 4)) for name, text, number in bars]


_NOT_A_NUMBER = float("nan")
