"""The page of the ontology: up to date, whole, with every term, and nothing from elsewhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from rdflib import RDFS, Graph, Literal, URIRef

from kg import ids
from kg.export.class_picture import picture
from kg.export.ontology_page import page
from kg.graph import shapes
from kg.graph.resources import folder, listed_constraints, ontology_text, queries
from kg.graph.terms import CLASSES

PAGE = page()
ONTOLOGY = Graph().parse(data=ontology_text("zc.ttl"), format="turtle")


def test_the_page_that_is_kept_is_up_to_date() -> None:
    """After a change of the ontology, the shapes or the questions: make ontology-docs."""
    assert (folder() / "docs" / "index.html").read_text(encoding="utf-8") == PAGE


def test_every_term_has_an_anchor_of_its_own() -> None:
    anchors = re.findall(r' id="([^"]+)"', PAGE)
    assert len(anchors) == len(set(anchors))
    zc = ids.iri("zc:")
    terms = {str(each).removeprefix(zc) for each in ONTOLOGY.subjects(RDFS.isDefinedBy)}
    assert terms <= set(anchors)


def test_every_link_within_the_page_leads_somewhere() -> None:
    anchors = set(re.findall(r' id="([^"]+)"', PAGE))
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= anchors


def test_nothing_is_fetched() -> None:
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|src=", PAGE)


def test_the_picture_has_every_class_once_and_is_xml() -> None:
    svg = ElementTree.fromstring(picture(ONTOLOGY))
    links = [each.get("href", "")[1:] for each in svg.iter("{http://www.w3.org/2000/svg}a")]
    assert len(links) == len(set(links))
    assert set(CLASSES) <= set(links)


def test_what_the_ontology_says_does_not_become_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = '<script>alert("1")</script>&'
    term = ids.iri("zc:Task")
    added = f"\n<{term}> <{RDFS.label}> {Literal(hostile, lang='zh').n3()} ."
    more = ontology_text("zc.ttl") + added
    monkeypatch.setattr("kg.export.ontology_page.ontology_text", lambda name: more)
    assert "<script>" not in page() and "&lt;script&gt;" in page()
    graph = Graph()
    graph.parse(data=more, format="turtle")
    graph.set((URIRef(term), RDFS.label, Literal(hostile, lang="zh")))
    assert "<script>" not in picture(graph)


def test_all_questions_and_constraints_are_on_it() -> None:
    assert all(f"kg query {name}<" in PAGE for name in queries())
    assert {row[0] for row in listed_constraints()} == {str(n) for n in range(1, 26)}


def test_every_shape_is_listed_under_a_constraint() -> None:
    named = [name for row in listed_constraints() for name in row[4].split()]
    assert len(named) == len(set(named))
    files = {"document": "shapes.ttl", "store": "shapes-store.ttl"}
    for where, file in files.items():
        found = shapes.load(file)
        held = {m.shape for m in found.messages.values()} | {c.message.shape for c in found.sparql}
        listed = {n for row in listed_constraints() if row[1] == where for n in row[4].split()}
        assert listed == held - {"duty-body"}
