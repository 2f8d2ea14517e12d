"""Linked data: IRIs, data in every form, graphs, dumps, VoID."""

from __future__ import annotations

import gzip

import httpx
import pyoxigraph as ox
import pytest

from kg import ids
from kg.web.addresses import href, iri_of, path_of
from kg.web.reader import stretch

AGENCY = "agency/330000.minzhengting"
DOCUMENT = "doc/330000.zhezhengbanfa.2021.39"
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        (HTML, f"/page/{AGENCY}"),
        ("*/*", f"/page/{AGENCY}"),
        ("text/turtle", f"/data/{AGENCY}.ttl"),
        ("application/ld+json", f"/data/{AGENCY}.jsonld"),
        ("application/n-triples", f"/data/{AGENCY}.nt"),
        ("application/rdf+xml", f"/data/{AGENCY}.rdf"),
    ],
)
def test_see_other(client: httpx.Client, accept: str, target: str) -> None:
    answer = client.get(f"/id/{AGENCY}", headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, target)
    assert "Accept" in answer.headers["vary"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert f'<{ids.BASE}id/{AGENCY}>; rel="canonical"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_data(client: httpx.Client, suffix: str, form: ox.RdfFormat) -> None:
    """Facts of the thing, what points to it, labels of both; whatever Accept says."""
    answer = client.get(f"/data/{AGENCY}.{suffix}", headers={"accept": "text/html"})
    assert answer.status_code == 200
    found = {quad.triple for quad in ox.parse(answer.content, format=form)}
    it = ox.NamedNode(f"{ids.BASE}id/{AGENCY}")
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert ox.Triple(it, label, ox.Literal("浙江省民政厅", language="zh")) in found
    assert any(t.object == it and t.predicate.value.endswith("leadAgency") for t in found)
    region = ox.NamedNode(ids.iri("region:330000"))
    assert ox.Triple(region, label, ox.Literal("浙江省", language="zh")) in found
    assert 'rel="describedby"' in answer.headers["link"]


def test_data_negotiates_without_a_suffix(client: httpx.Client) -> None:
    answer = client.get(f"/data/{AGENCY}", headers={"accept": "application/ld+json"})
    assert answer.headers["content-type"] == "application/ld+json"
    assert client.get(f"/data/{AGENCY}", headers={"accept": "image/png"}).status_code == 406


def test_data_has_a_tag(client: httpx.Client) -> None:
    tag = client.get(f"/data/{AGENCY}.ttl").headers["etag"]
    again = client.get(f"/data/{AGENCY}.ttl", headers={"if-none-match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/id/agency/330000.nobody",
        "/id/agency/../../etc/passwd",
        "/id/agency/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/data/agency/330000.nobody.ttl",
        "/data/x%3E%3Cscript.ttl",
        "/page/agency/330000.nobody",
        "/page/agency/%3Cscript%3E",
        "/graph/nothing",
        "/graph/a%3E%20b",
        "/dump/passwd",
        "/dump/..%2f..%2fmanifest.json",
        "/static/..%2fapp.py",
        "/static/../app.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/nowhere",
    ],
)
def test_nothing_there(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"accept": HTML})
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_ontology(client: httpx.Client) -> None:
    answer = client.get("/def", headers={"accept": "text/turtle"})
    classes = {q.subject for q in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)}
    assert ox.NamedNode(ids.iri("zc:Task")) in classes
    assert client.get("/def", headers={"accept": HTML}).headers["location"] == "/vocabulary"


def test_void(client: httpx.Client) -> None:
    answer = client.get("/.well-known/void")
    found = [quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)]
    assert not any(isinstance(t.subject, ox.BlankNode) for t in found)
    void = "http://rdfs.org/ns/void#"
    task = next(t.subject for t in found if t.object == ox.NamedNode(ids.iri("zc:Task")))
    [count] = [t.object for t in found if t.subject == task and t.predicate.value.endswith("ies")]
    assert isinstance(count, ox.Literal) and count.value == "50"
    assert any(t.predicate.value == f"{void}sparqlEndpoint" for t in found)


def test_named_graph(client: httpx.Client) -> None:
    sparql = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?n LIMIT 1"
    [row] = client.get("/sparql", params={"query": sparql}).json()["results"]["bindings"]
    answer = client.get(f"/graph/{row['g']['value'].removeprefix(ids.iri('g:'))}")
    found = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    assert len(found) == int(row["n"]["value"])


def test_dumps(client: httpx.Client) -> None:
    quads = client.get("/dump/full.nq.gz")
    assert quads.headers["content-type"] == "application/gzip"
    lines = gzip.decompress(quads.content).splitlines()
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    [row] = client.get("/sparql", params={"query": count}).json()["results"]["bindings"]
    assert len(lines) == int(row["n"]["value"])
    turtle = gzip.decompress(client.get("/dump/full.ttl.gz").content)
    assert "浙江省民政厅".encode() in turtle
    tag = quads.headers["etag"]
    again = client.get("/dump/full.nq.gz", headers={"if-none-match": tag})
    assert again.status_code == 304


def test_a_place_in_the_text_is_read_in_its_document(client: httpx.Client) -> None:
    sparql = (
        "SELECT ?m ?b ?e { ?m zc:mentionType 'owner-clause' ; nif:beginIndex ?b ; nif:endIndex ?e }"
        " ORDER BY ?m LIMIT 1"
    )
    rows = client.get("/sparql", params={"query": sparql}).json()["results"]["bindings"]
    mention, begin, end = (rows[0][name]["value"] for name in ("m", "b", "e"))
    answer = client.get(f"/page/{path_of(mention)}")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"?char={begin},{end}#char={begin},{end}")
    assert href(mention) == answer.headers["location"]


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{ids.BASE}id/{AGENCY}", f"/page/{AGENCY}"),
        (ids.iri("zc:Task"), "/vocabulary#Task"),
        ("http://www.w3.org/ns/org#Post", "http://www.w3.org/ns/org#Post"),
        ("https://a.example/", "https://a.example/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example", ""),
        (f'{ids.BASE}id/agency/"onload="x', f'{ids.BASE}id/agency/"onload="x'),
    ],
)
def test_href(iri: str, address: str) -> None:
    assert href(iri) == address


def test_paths_of_things_are_plain() -> None:
    assert iri_of("agency/330000.x-1_2") == f"{ids.BASE}id/agency/330000.x-1_2"
    for bad in ("", "agency", "agency/", "agency/a/b", "agency/a b", "agency/é", "a>/b", "a/b\n"):
        assert iri_of(bad) is None


@pytest.mark.parametrize("value", ["", "1", "5,5", "7,2", "-1,3", "1,2,3", "a,b", "1,9999999999"])
def test_no_stretch(value: str) -> None:
    assert stretch(value) is None
