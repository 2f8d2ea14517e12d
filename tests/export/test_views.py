"""Views of the graph: JSON-LD, annotations, data cube, networks, the description of it all."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph as ox
import pytest
import rdflib

from kg import ids
from kg.analytics.coownership import bodies, pairs
from kg.export.annotations import AROUND, CONTEXT
from kg.export.context import context, make, text
from kg.export.everything import write_all
from kg.export.licences import ANNOTATIONS
from kg.graph.resources import ontology_text
from kg.graph.store import Store
from kg.graph.terms import PREFIXES
from tests.export.fixtures import export


def ask(graph: rdflib.Graph, query: str) -> list[tuple[str, ...]]:
    """The rows of an answer as text."""
    rows: Any = graph.query(query)
    return [tuple(str(term) for term in row) for row in rows]


# --- JSON-LD ----------------------------------------------------------------------------------


def test_the_context_is_what_the_ontology_gives() -> None:
    kept = ontology_text("context.jsonld")
    assert kept == text(make()), "after a change of zc.ttl run python -m kg.export.make_context"


def test_the_context_types_dates_labels_and_links() -> None:
    terms = context()["@context"]
    assert terms["@version"] == 1.1
    assert terms["dateWritten"] == {"@id": "zc:dateWritten", "@type": "xsd:date"}
    assert terms["leadAgency"] == {"@id": "zc:leadAgency", "@type": "@id"}
    assert terms["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
    assert terms["order"] == {"@id": "zc:order", "@type": "xsd:integer"}


def statements(store: Store) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads()}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("which", ["clean", "dirty"])
def test_jsonld_says_what_the_store_says(which: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(which)
    graph = rdflib.Graph().parse(data=export(store, "jsonld"), format="json-ld")
    lines = graph.serialize(format="nt", encoding="utf-8")
    assert {q.triple for q in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)} == statements(store)


def test_oxigraph_reads_the_jsonld(dirty: Store) -> None:
    found = ox.parse(export(dirty, "jsonld"), format=ox.RdfFormat.JSON_LD)
    assert {quad.triple for quad in found} == statements(dirty)


def test_jsonld_reads_like_plain_json(clean: Store) -> None:
    nodes = {each["@id"]: each for each in json.loads(export(clean, "jsonld"))["@graph"]}
    assert list(nodes) == sorted(nodes, key=lambda key: f"<{_iri(key)}>")
    civil = nodes["agency:330000.minzhengting"]
    assert civil["prefLabel"] == {"zh": "浙江省民政厅"}
    task = next(
        each for key, each in nodes.items() if key.startswith("task:") and "dueDate" in each
    )
    assert task["dueDate"] == "2021-09-30" and task["order"] == 1
    assert task["leadAgency"] == "agency:330000.dashujufazhanguanliju"


def _iri(key: str) -> str:
    prefix, _, local = key.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else key


# --- Web Annotation ---------------------------------------------------------------------------


def page(store: Store) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(export(store, "annotations"))
    return found


@pytest.mark.parametrize("which", ["clean", "dirty"])
def test_annotations_open_the_characters(which: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(which)
    found = page(store)
    assert (found["@context"], found["type"]) == (CONTEXT, "AnnotationPage")
    assert found["rights"] == ANNOTATIONS
    assert found["items"]
    held = store.query("SELECT ?t ?s { ?t nif:isString ?s }").texts()
    texts: dict[str, str] = {row[0]: row[1] for row in held}
    for each in found["items"]:
        position, quote = each["target"]["selector"]
        raw = texts[each["target"]["source"]]
        start, end = position["start"], position["end"]
        assert raw[start:end] == quote["exact"] != ""
        assert raw[:start].endswith(quote["prefix"]) and raw[end:].startswith(quote["suffix"])
        assert len(quote["prefix"]) == min(AROUND, start)


def test_a_linked_mention_identifies_and_an_open_one_only_tags(clean: Store) -> None:
    items = page(clean)["items"]
    by_motive = {each["motivation"]: each for each in items}
    assert by_motive["identifying"]["body"]["source"].startswith(ids.BASE)
    candidates = by_motive["tagging"]["body"]
    assert [each["purpose"] for each in candidates] == ["tagging", "tagging"]
    linked = next(clean.query("SELECT (COUNT(*) AS ?n) { ?m itsrdf:taIdentRef ?e }").texts())
    assert sum(each["motivation"] == "identifying" for each in items) == int(linked[0])


# --- Data Cube --------------------------------------------------------------------------------

#: Of the integrity constraints of the recommendation, those that bear on what is written here:
#: the answer must be no. IC-11, IC-12 and IC-17 are asked in their own words below.
CONSTRAINTS = {
    "IC-1 unique data set": """ASK { { ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d } }
        UNION { ?o a qb:Observation ; qb:dataSet ?d, ?e FILTER(?d != ?e) } }""",
    "IC-2 unique DSD": """ASK { { ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s } }
        UNION { ?d a qb:DataSet ; qb:structure ?s, ?t FILTER(?s != ?t) } }""",
    "IC-3 DSD includes a measure": """ASK { ?s a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?s qb:component [ qb:measure ?m ] } }""",
    "IC-4 dimensions have a range": """ASK { ?d a qb:DimensionProperty
        FILTER NOT EXISTS { ?d rdfs:range ?r } }""",
    "IC-6 only attributes optional": """ASK { ?s qb:component ?c .
        ?c qb:componentRequired false FILTER NOT EXISTS { ?c qb:attribute ?a } }""",
    "IC-11 all dimensions": """ASK { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d
        FILTER NOT EXISTS { ?o ?d ?v } }""",
    "IC-12 no duplicates": """ASK { ?o qb:dataSet ?s . ?p qb:dataSet ?s FILTER(STR(?o) < STR(?p))
        FILTER NOT EXISTS { ?s qb:structure/qb:component/qb:dimension ?d . ?o ?d ?v . ?p ?d ?w
        FILTER(?v != ?w) } }""",
    "IC-13 required attributes": """ASK { ?o qb:dataSet/qb:structure/qb:component ?c .
        ?c qb:componentRequired true ; qb:attribute ?a FILTER NOT EXISTS { ?o ?a ?v } }""",
    "IC-15 the measure of its type": """ASK { ?o qb:measureType ?m
        FILTER NOT EXISTS { ?o ?m ?v } }""",
    "IC-16 and no other": """ASK { ?o qb:measureType ?m ; ?n ?v . ?n a qb:MeasureProperty
        FILTER(?n != ?m) }""",
}


@pytest.fixture(scope="module")
def cube(clean: Store) -> rdflib.Graph:
    return rdflib.Graph().parse(data=export(clean, "cube"), format="turtle")


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_cube_keeps_the_constraints(cube: rdflib.Graph, name: str) -> None:
    assert not cube.query(CONSTRAINTS[name]).askAnswer, name


def test_the_cube_has_every_value_and_a_range_by_both_ends(cube: rdflib.Graph) -> None:
    asked = """SELECT ?year ?kind ?measure ?n { ?o a qb:Observation ; zc:refYear ?year ;
        zc:valueKind ?kind ; qb:measureType ?measure ; ?measure ?n } ORDER BY ?year ?n"""
    found = [tuple(str(term).rpartition("#")[2] for term in row) for row in ask(cube, asked)]
    found = [(y, k, m.rpartition("/")[2], n) for y, k, m, n in found]
    own = [
        ("2020", "BaselineValue", "numericValue", "2.9"),
        ("2025", "TargetValue", "numericValue", "3.3"),
        ("2035", "TargetValue", "lowerValue", "3.5"),
        ("2035", "TargetValue", "upperValue", "5"),
    ]
    assert sorted(found) == sorted(own * 2)  # both documents of the fixture have them


def test_a_cube_without_values_is_its_structure(dirty: Store) -> None:
    graph = rdflib.Graph().parse(data=export(dirty, "cube"), format="turtle")
    assert not graph.query("ASK { ?o a qb:Observation }").askAnswer
    assert graph.query("ASK { ?d a qb:DataSet }").askAnswer


# --- Networks ---------------------------------------------------------------------------------


NETWORKS: dict[str, Any] = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


@pytest.mark.parametrize("name", NETWORKS)
def test_networkx_reads_the_network_of_coowners(clean: Store, name: str) -> None:
    graph = NETWORKS[name](io.BytesIO(export(clean, name)))
    assert not graph.is_directed()
    rows = bodies(clean)
    label = "name" if name == "graphml" else "label"
    assert {n: (d[label], d["owned"], d["led"]) for n, d in graph.nodes(data=True)} == {
        row.iri: (row.name, row.owned, row.led) for row in rows
    }
    shared = {frozenset((a, b)): d["weight"] for a, b, d in graph.edges(data=True)}
    assert shared == {frozenset((p.first, p.second)): p.shared for p in pairs(clean)}


# --- Description ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def described(clean: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, rdflib.Graph]:
    folder = tmp_path_factory.mktemp("all")
    write_all(clean, folder)
    return folder, rdflib.Graph().parse(folder / "dataset.ttl", format="turtle")


VOID = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> "


def test_statistics_are_those_of_the_store(
    clean: Store, described: tuple[Path, rdflib.Graph]
) -> None:
    graph = described[1]
    asked = VOID + "SELECT ?n ?s { ?d a void:Dataset ; void:triples ?n ; void:distinctSubjects ?s }"
    [row] = [tuple(int(term) for term in row) for row in ask(graph, asked)]
    subjects = {quad.subject for quad in clean.quads()}
    assert row == (len(statements(clean)), len(subjects))
    asked = VOID + "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }"
    found = {str(c): int(n) for c, n in ask(graph, asked)}
    counted = clean.query("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert found == {c: int(n) for c, n in counted.texts()}


def test_every_file_is_described_with_its_checksum(
    described: tuple[Path, rdflib.Graph],
) -> None:
    folder, graph = described
    asked = (
        VOID
        + """PREFIX spdx: <http://spdx.org/rdf/terms#> SELECT ?t ?b ?v {
        ?d dcat:distribution [ dct:title ?t ; dcat:byteSize ?b ;
        spdx:checksum [ spdx:checksumValue ?v ] ] }"""
    )
    found = {}
    for title, size, digest in ask(graph, asked):
        found[str(title).partition(": ")[2]] = (int(size), str(digest))
    files = [each for each in folder.rglob("*") if each.is_file()]
    wanted = {
        each.relative_to(folder).as_posix(): (
            each.stat().st_size,
            hashlib.sha256(each.read_bytes()).hexdigest(),
        )
        for each in files
        if each.name not in ("SHA256SUMS", "dataset.ttl")
    }
    assert found == wanted


def test_the_licence_of_annotations_is_apart_from_the_status_of_texts(
    described: tuple[Path, rdflib.Graph],
) -> None:
    graph = described[1]
    dct = rdflib.DCTERMS
    [dataset] = graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://rdfs.org/ns/void#Dataset"))
    assert [str(each) for each in graph.objects(dataset, dct.license)] == [ANNOTATIONS]
    [status] = graph.objects(dataset, dct.rights)
    labels = {str(each) for each in graph.objects(status, rdflib.RDFS.label)}
    assert any("《中华人民共和国著作权法》第五条" in each for each in labels)
    assert any("Article 5(1)" in each for each in labels)


def test_no_export_has_blank_nodes(described: tuple[Path, rdflib.Graph]) -> None:
    for file in described[0].rglob("*.ttl"):
        graph = rdflib.Graph().parse(file, format="turtle")
        assert not [t for t in graph for term in t if isinstance(term, rdflib.BNode)], file.name


def test_hostile_names_stay_inside_the_xml(clean: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = '</node>&"<!-- \x01\ufffe 省'
    rows = [dataclasses.replace(each, name=bad) for each in bodies(clean)]
    monkeypatch.setattr("kg.export.network.bodies", lambda store: rows)
    for name, label in (("graphml", "name"), ("gexf", "label")):
        graph = NETWORKS[name](io.BytesIO(export(clean, name)))
        shown = {data[label] for _, data in graph.nodes(data=True)}
        assert shown == {bad.replace("\x01", "\ufffd").replace("\ufffe", "\ufffd")}
