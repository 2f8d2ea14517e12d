"""Every term of another vocabulary is in the table of what was looked up, and where."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg import ids
from kg.graph.resources import folder, ontology_text
from kg.graph.terms import CLASSES
from tests.graph.standard import prefixed, used

ONTOLOGY = Graph().parse(data=ontology_text("zc.ttl"), format="turtle")
DECLARED = sorted(set(ONTOLOGY.subjects(RDFS.isDefinedBy)), key=str)


def _table() -> dict[str, list[str]]:
    lines = (folder() / "standard-terms.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert rows[0] == ["term", "status", "file", "version", "note"]
    return {row[0]: row for row in rows[1:]}


TABLE = _table()


def test_every_standard_term_was_looked_up_and_nothing_else_is_listed() -> None:
    assert set(TABLE) == used()
    assert list(TABLE) == sorted(TABLE)


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_a_verified_term_names_file_and_version(row: list[str]) -> None:
    assert len(row) == 5
    if row[1] == "verified":
        assert row[2] and row[3]
    else:
        assert row[1:4] == ["unverified", "", ""]


def test_a_term_that_is_found_nowhere_would_be_missed() -> None:
    assert prefixed("http://data.europa.eu/eli/ontology#no_such_term") not in TABLE


@pytest.mark.parametrize("term", DECLARED, ids=lambda term: str(term).rpartition("#")[2])
def test_every_term_has_labels_definitions_and_an_example(term: URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        languages = sorted(str(each.language) for each in ONTOLOGY.objects(term, predicate))  # type: ignore[attr-defined]
        assert languages == ["en", "zh"], predicate
    assert all(str(each).strip() for each in ONTOLOGY.objects(term, SKOS.example))
    assert ONTOLOGY.value(term, SKOS.example) is not None


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_reaches_a_standard_one(name: str) -> None:
    above = set(ONTOLOGY.transitive_objects(URIRef(ids.iri(f"zc:{name}")), RDFS.subClassOf))
    assert any(not str(each).startswith(ids.BASE) for each in above)


def test_the_version_is_named_and_what_is_withdrawn_has_a_successor() -> None:
    ontology = URIRef(f"{ids.BASE}def")
    version = str(ONTOLOGY.value(ontology, OWL.versionInfo))
    assert ONTOLOGY.value(ontology, OWL.versionIRI) == URIRef(f"{ids.BASE}def/{version}")
    replaced = URIRef("http://purl.org/dc/terms/isReplacedBy")
    for term in ONTOLOGY.subjects(OWL.deprecated):
        assert ONTOLOGY.value(term, replaced) is not None
    assert not set(ONTOLOGY.subjects(RDF.type, OWL.DeprecatedClass))
