"""The SPARQL 1.1 Protocol: the W3C's tests of querying that apply, and our limits.

Names of the W3C's protocol tests (data-sparql11/protocol) stand beside those that repeat them.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest

from kg.web import pool, worker
from kg.web.protocol import MOST_ASKED
from kg.web.site import Site
from kg.web.snapshot import take
from tests.web.conftest import serving

ASK = "ASK {}"
TASKS = "SELECT ?t { ?t a zc:Task } ORDER BY ?t"
GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?t a zc:Task } } ORDER BY ?g"
FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = {"content-type": "application/sparql-query"}
#: A query that does not end within the age of the reader.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_query_get(client: httpx.Client) -> None:
    """query_get"""
    answer = client.get("/sparql", params={"query": ASK})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.json()["boolean"] is True


def test_query_post_form(client: httpx.Client) -> None:
    """query_post_form"""
    answer = client.post("/sparql", data={"query": ASK})
    assert answer.json()["boolean"] is True


def test_query_post_direct(client: httpx.Client) -> None:
    """query_post_direct"""
    answer = client.post("/sparql", content=ASK, headers=QUERY)
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize("verb", ["get", "form", "direct"])
def test_query_dataset_default_graph(client: httpx.Client, verb: str) -> None:
    """query_dataset_default_graph(s)_get, _post: the graph named is the default graph."""
    graph = _graphs(client)[0]
    sparql = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole = _number(client.get("/sparql", params={"query": sparql}).json())
    fields = {"default-graph-uri": graph}
    if verb == "get":
        answer = client.get("/sparql", params={"query": sparql, **fields})
    elif verb == "form":
        answer = client.post("/sparql", data={"query": sparql, **fields})
    else:
        answer = client.post("/sparql", params=fields, content=sparql, headers=QUERY)
    assert 0 < _number(answer.json()) < whole


def test_query_dataset_named_graphs(client: httpx.Client) -> None:
    """query_dataset_named_graphs_get, _post: nothing else is there, the default graph is empty."""
    graph = _graphs(client)[0]
    fields = {"named-graph-uri": graph}
    asked = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    answer = client.get("/sparql", params={"query": asked, **fields}).json()
    assert [row["g"]["value"] for row in answer["results"]["bindings"]] == [graph]
    answer = client.post("/sparql", data={"query": "ASK { ?s ?p ?o }", **fields}).json()
    assert answer["boolean"] is False


def test_query_dataset_full(client: httpx.Client) -> None:
    """query_dataset_full: two default graphs and two named ones."""
    first, *rest = _all_graphs(client)
    pairs = [
        ("query", "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"),
        ("default-graph-uri", first),
        ("named-graph-uri", rest[0]),
        ("named-graph-uri", rest[1]),
    ]
    answer = client.get(f"/sparql?{urlencode(pairs)}").json()
    found = [row["g"]["value"] for row in answer["results"]["bindings"]]
    assert found == sorted(rest[:2])


def test_query_multiple_dataset(client: httpx.Client) -> None:
    """query_multiple_dataset: the dataset of the protocol goes before that of the query."""
    first, second, *_ = _all_graphs(client)
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    own = client.get("/sparql", params={"query": count.format(f"FROM <{second}>")}).json()
    alone = client.get(
        "/sparql", params={"query": count.format(""), "default-graph-uri": first}
    ).json()
    both = client.get(
        "/sparql", params={"query": count.format(f"FROM <{second}>"), "default-graph-uri": first}
    ).json()
    assert _number(alone) == _number(both) != _number(own)


def test_union_default_graph(client: httpx.Client) -> None:
    """Without a dataset the default graph is the union of all."""
    for_all = client.get("/sparql", params={"query": TASKS}).json()
    assert len(for_all["results"]["bindings"]) == 50


@pytest.mark.parametrize(
    ("sparql", "accept", "media"),
    [
        # query_content_type_select, _ask, _describe, _construct
        (TASKS, None, "application/sparql-results+json"),
        (TASKS, "application/sparql-results+json", "application/sparql-results+json"),
        (TASKS, "application/json", "application/sparql-results+json"),
        (TASKS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (TASKS, "text/csv", "text/csv; charset=utf-8"),
        (TASKS, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (TASKS, "text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE region:330000", None, "text/turtle; charset=utf-8"),
        ("DESCRIBE region:330000", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s a zc:Task }", "text/turtle", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s a zc:Task }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s a zc:Task }", "application/ld+json", "application/ld+json"),
    ],
)
def test_content_type(client: httpx.Client, sparql: str, accept: str | None, media: str) -> None:
    headers = {"accept": accept} if accept else {}
    answer = client.get("/sparql", params={"query": sparql}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert answer.content
    if "sparql-results" not in media and "/csv" not in media and "tab" not in media:
        form = ox.RdfFormat.from_media_type(media.partition(";")[0])
        assert list(ox.parse(answer.content, format=form))


@pytest.mark.parametrize(
    ("sparql", "accept"), [(TASKS, "image/png"), (TASKS, "text/turtle"), (ASK, "text/html;q=0")]
)
def test_not_acceptable(client: httpx.Client, sparql: str, accept: str) -> None:
    answer = client.get("/sparql", params={"query": sparql}, headers={"accept": accept})
    assert answer.status_code == 406
    assert "application/sparql-results+json" in answer.text


def test_format_goes_before_accept(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", params={"query": TASKS, "format": "csv"}, headers={"accept": "text/turtle"}
    )
    assert answer.text.splitlines()[0] == "t"


@pytest.mark.parametrize(
    "request_",
    [
        # bad_query_syntax, bad_multiple_queries, bad_query_non_utf8, and an empty one
        {"params": {"query": "ASK {"}},
        {"params": {"query": ["ASK {}", "SELECT * {}"]}},
        {"params": {"query": ""}},
        {"params": {"query": ASK, "default-graph-uri": "no iri"}},
        {"params": {"query": "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"}},
        {"params": {"query": "INSERT DATA { <a:a> <a:a> <a:a> }"}},
    ],
)
def test_bad_requests(client: httpx.Client, request_: dict[str, dict[str, str]]) -> None:
    answer = client.get("/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(answer.text) > 10


def test_bad_query_non_utf8(client: httpx.Client) -> None:
    """bad_query_non_utf8"""
    sparql = 'ASK { ?s ?p "\u00e9" }'.encode("latin-1")
    assert client.post("/sparql", content=sparql, headers=QUERY).status_code == 400
    assert client.get("/sparql?query=%E9%28").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(client: httpx.Client, method: str) -> None:
    """bad_query_method"""
    answer = client.request(method, "/sparql", params={"query": ASK})
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    "media", ["text/plain", "application/sparql-update", "multipart/form-data", ""]
)
def test_bad_query_missing_or_wrong_media_type(client: httpx.Client, media: str) -> None:
    """bad_query_wrong_media_type, bad_query_missing_form_type, bad_query_missing_direct_type"""
    answer = client.post("/sparql", content=ASK, headers={"content-type": media})
    assert answer.status_code == 415


def test_update_is_refused(client: httpx.Client) -> None:
    answer = client.post("/sparql", data={"update": "CLEAR ALL"})
    assert answer.status_code == 400
    assert "only reads" in answer.text


def test_long_request(client: httpx.Client) -> None:
    sparql = f"{ASK}#{'x' * MOST_ASKED}"
    assert client.post("/sparql", content=sparql, headers=QUERY).status_code == 413


def test_service_description(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    triples = {str(quad.predicate)[1:-1] for quad in ox.parse(answer.content, format=_TURTLE)}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert {f"{sd}endpoint", f"{sd}supportedLanguage", f"{sd}resultFormat"} <= triples
    assert f"{sd}UnionDefaultGraph" in answer.text or "UnionDefaultGraph" in answer.text


def test_browser_gets_the_editor(client: httpx.Client) -> None:
    html = {"accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
    assert client.get("/sparql", headers=html).headers["location"] == "/query"
    answer = client.get("/sparql", params={"query": ASK}, headers=html)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/query?query=ASK")


def test_etag(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": TASKS})
    again = client.get(
        "/sparql", params={"query": TASKS}, headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/sparql", params={"query": ASK})
    assert other.headers["etag"] != first.headers["etag"]


def test_cors_and_preflight(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": ASK}, headers={"origin": "https://a.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    flight = client.options("/sparql", headers={"access-control-request-method": "POST"})
    assert flight.status_code == 204
    assert "POST" in flight.headers["access-control-allow-methods"]
    assert "access-control-allow-origin" not in client.get("/").headers


def test_compressed(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", params={"query": TASKS}, headers={"accept-encoding": "gzip", "accept": "*/*"}
    )
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert len(answer.json()["results"]["bindings"]) == 50


def test_construct_gives_a_set(client: httpx.Client) -> None:
    """The store gives a triple as often as it finds it; a graph has it once."""
    sparql = "CONSTRUCT { ?d a zc:Found } { ?d zc:hasTask ?t }"
    answer = client.get("/sparql", params={"query": sparql, "format": "ntriples"})
    assert len(answer.text.splitlines()) == 1


# --- Limits -----------------------------------------------------------------------------------


def test_a_slow_query_is_ended_and_stops_nobody(sample: Path) -> None:
    site = Site(sample, seconds=2, workers=1)
    with serving(site) as client:
        began = time.monotonic()
        slow = client.get("/sparql", params={"query": ENDLESS})
        assert slow.status_code == 503
        assert "longer than 2 seconds" in slow.text
        assert time.monotonic() - began < 30
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_a_long_answer_is_refused(sample: Path) -> None:
    from kg.graph.store import Store

    request = {"query": "SELECT * { ?s ?p ?o }", "default": [], "named": [], "results": "json",
               "graph": "turtle"}  # fmt: skip
    with Store.open(sample) as store:
        head, body = worker.answer(store, request, 1000)
        assert head["status"] == 400
        assert "longer" in head["why"]
        assert body == b""
        head, body = worker.answer(store, {**request, "query": ASK}, 1000)
        assert (head["status"], json.loads(body)["boolean"]) == (200, True)


def test_cancelling_kills_the_query(sample: Path) -> None:
    """Whoever hangs up frees the process: the only one can answer the next query at once."""
    import asyncio

    async def run() -> tuple[int, bool]:
        snapshot = take(sample)
        queries = pool.Pool(snapshot, size=1, seconds=60)
        ask = {"default": [], "named": [], "results": "json", "graph": "turtle"}
        slow = asyncio.ensure_future(queries.ask({**ask, "query": ENDLESS}))
        await asyncio.sleep(1)
        slow.cancel()
        outcome = await asyncio.wait_for(queries.ask({**ask, "query": ASK}), 30)
        await queries.close()
        snapshot.retire()
        return outcome.status, slow.cancelled()

    assert asyncio.run(run()) == (200, True)


def test_hanging_up_kills_the_query(sample: Path) -> None:
    with serving(Site(sample, seconds=60, workers=1)) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": ENDLESS}, timeout=2)
        assert client.get("/sparql", params={"query": ASK}, timeout=30).json()["boolean"] is True


def test_a_process_that_dies_is_replaced(sample: Path) -> None:
    import asyncio

    async def run() -> list[int]:
        snapshot = take(sample)
        queries = pool.Pool(snapshot, size=1, seconds=60)
        ask = {"query": ASK, "default": [], "named": [], "results": "json", "graph": "turtle"}
        await queries.warm()
        queries._idle[0]._process.kill()
        await queries._idle[0]._process.wait()
        found = [(await queries.ask(ask)).status for _ in range(2)]
        await queries.close()
        snapshot.retire()
        return found

    assert asyncio.run(run()) == [503, 200]


_TURTLE = ox.RdfFormat.TURTLE


def _graphs(client: httpx.Client) -> list[str]:
    found = client.get("/sparql", params={"query": GRAPHS}).json()
    return [row["g"]["value"] for row in found["results"]["bindings"]]


def _all_graphs(client: httpx.Client) -> list[str]:
    sparql = "SELECT DISTINCT ?g { GRAPH ?g { ?t a zc:DocumentText } } ORDER BY ?g"
    found = client.get("/sparql", params={"query": sparql}).json()
    return [row["g"]["value"] for row in found["results"]["bindings"]]


def _number(answer: dict[str, dict[str, list[dict[str, dict[str, str]]]]]) -> int:
    [row] = answer["results"]["bindings"]
    return int(row["n"]["value"])
