"""Real clients at the endpoint: SPARQLWrapper, rdflib's SPARQLStore, curl; ten users at once."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, RDFXML, TURTLE, XML, SPARQLWrapper

from kg import ids
from tests.web.conftest import ROOT

TASKS = "SELECT ?t { ?t a zc:Task } ORDER BY ?t"
DECLARED = f"PREFIX zc: <{ids.iri('zc:')}> {TASKS}"


def _converted(client: SPARQLWrapper) -> Any:
    """The answer as the wrapper gives it for the format that is set."""
    return client.queryAndConvert()


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_select(address: str, method: str) -> None:
    client = SPARQLWrapper(f"{address}sparql")
    client.setMethod(method)
    client.setQuery(DECLARED)
    client.setReturnFormat(JSON)
    assert len(_converted(client)["results"]["bindings"]) == 50
    client.setReturnFormat(XML)
    assert len(_converted(client).getElementsByTagName("result")) == 50
    client.setReturnFormat(CSV)
    assert len(_converted(client).splitlines()) == 51


def test_sparqlwrapper_construct(address: str) -> None:
    client = SPARQLWrapper(f"{address}sparql")
    client.setQuery(f"CONSTRUCT WHERE {{ ?s a <{ids.iri('zc:Task')}> }}")
    client.setReturnFormat(TURTLE)
    graph = Graph().parse(data=_converted(client), format="turtle")
    assert len(graph) == 50
    client.setReturnFormat(RDFXML)
    # the wrapper's own reading of RDF/XML uses what rdflib calls deprecated
    body = client.query().response.read()
    assert len(Graph().parse(data=body, format="xml")) == 50


def test_sparqlwrapper_error(address: str) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    client = SPARQLWrapper(f"{address}sparql")
    client.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed):
        client.query()


def test_rdflib_store(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}sparql", context_aware=False))
    rows = list(graph.query(DECLARED))
    assert len(rows) == 50
    agency = URIRef(ids.iri("agency:330000.minzhengting"))
    label = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert str(graph.value(agency, label)) == "浙江省民政厅"
    assert len(list(graph.triples((agency, None, None)))) > 5


def test_rdflib_loads_linked_data(address: str) -> None:
    """By the redirect, as any RDF client does it."""
    graph = Graph().parse(f"{address}id/agency/330000.minzhengting")
    assert (URIRef(ids.iri("agency:330000.minzhengting")), None, None) in graph


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(address: str) -> None:
    def curl(*options: str) -> str:
        done = subprocess.run(
            ["curl", "--silent", "--fail", "--noproxy", "*", *options], capture_output=True,
            text=True, encoding="utf-8", check=True,
        )  # fmt: skip
        return done.stdout

    found = json.loads(curl("--get", "--data-urlencode", f"query={TASKS}", f"{address}sparql"))
    assert len(found["results"]["bindings"]) == 50
    table = curl("--data-urlencode", f"query={TASKS}", "-H", "Accept: text/csv", f"{address}sparql")
    assert len(table.splitlines()) == 51
    direct = curl(
        "--data-binary", TASKS, "-H", "Content-Type: application/sparql-query", f"{address}sparql"
    )
    assert json.loads(direct) == found
    turtle = curl(
        "--location", "-H", "Accept: text/turtle", f"{address}id/agency/330000.minzhengting"
    )
    assert "浙江省民政厅" in turtle


READERS = ROOT / "tests" / "readers"


@pytest.mark.skipif(
    not shutil.which("node") or not (READERS / "node_modules").is_dir(),
    reason="needs Comunica (npm ci in tests/readers)",
)
def test_comunica(address: str, tmp_path: Path) -> None:
    """It asks in its own way, many small queries instead of one; the answer is the same."""
    query = tmp_path / "query.rq"
    query.write_text(
        f"PREFIX zc: <{ids.iri('zc:')}> "
        "SELECT ?t ?b { ?d zc:hasTask ?t . ?t zc:leadAgency ?b } ORDER BY ?t ?b",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["node", "read.mjs", "ask", f"{address}sparql", str(query)],
        cwd=READERS, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [found] = json.loads(done.stdout)
    answer = httpx.get(
        f"{address}sparql", params={"query": query.read_text("utf-8")}, timeout=60
    ).json()["results"]["bindings"]
    assert len(found) > 10
    assert found == [[row["t"]["value"], row["b"]["value"]] for row in answer]


def test_ten_users_at_once(address: str) -> None:
    """Pages, searches and queries together, fast and slow; nobody sees an error."""
    paths = (
        "/", "/documents", "/search?q=老年人", "/search.json?q=民政", "/network", "/timeline",
        "/page/doc/330000.zhezhengbanfa.2021.39", "/page/agency/330000.minzhengting",
        "/data/agency/330000.minzhengting.ttl", "/query?question=coowner-pairs",
        f"/sparql?query={TASKS}", "/sparql?query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?s ?q ?r }",
    )  # fmt: skip

    def user(number: int) -> list[int]:
        with httpx.Client(base_url=address, timeout=120) as client:
            turned = paths[number:] + paths[:number]
            return [client.get(path).status_code for path in turned]

    with ThreadPoolExecutor(10) as users:
        for statuses in users.map(user, range(10)):
            assert set(statuses) == {200}
