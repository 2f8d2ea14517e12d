"""From a record to quads."""

from __future__ import annotations

import gc
import weakref
from collections import defaultdict
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg import ids
from kg.graph import members
from kg.graph.build import document_quads
from kg.graph.frame import Context, RegionFact
from kg.graph.members import StoredDocument
from kg.graph.resources import ontology_text
from kg.graph.terms import (
    CLASSES,
    CV,
    ELI,
    ITSRDF,
    NIF,
    ORG,
    PREFIXES,
    PROPERTIES,
    PROV,
    SKOS,
    TYPE,
    ZC,
    decimal,
    node,
    plain,
    predicates_of,
    types_of,
)
from kg.graph.units import cited_key, is_unit
from kg.types import Record
from tests.graph.fixtures import (
    CITIES,
    CIVIL,
    CONTEXT,
    DATA,
    ENTITIES,
    HEALTH,
    PARTY,
    PLAN,
    notice,
    plan,
)

DOC = node("doc:330000.zhezhengbanfa.2021.39")
TASK = "task:330000.zhezhengbanfa.2021.39.s1-1.t1"


def quads(document: StoredDocument) -> list[ox.Quad]:
    return document_quads(document.record, document.raw, CONTEXT, document.letters)


def objects(document: StoredDocument, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[Any]:
    found = (q for q in quads(document) if q.subject == subject and q.predicate == predicate)
    return {q.object for q in found}


def test_same_record_same_quads_in_the_same_order() -> None:
    assert quads(plan()) == quads(plan())
    assert quads(plan()) == sorted(set(quads(plan())), key=str)


def test_offsets_count_in_the_slice_wherever_it_stands_in_the_file() -> None:
    def without_source(document: StoredDocument) -> set[str]:
        src = PREFIXES["src"]
        return {str(q) for q in quads(document) if src not in str(q)}

    assert without_source(plan(base=0)) == without_source(plan(base=7777))


def test_every_mention_quotes_the_text() -> None:
    held = quads(plan())
    value = {(q.subject, q.predicate): q.object for q in held}
    places = {q.subject for q in held if q.predicate == TYPE and q.object == ZC.Mention}
    assert len(places) >= 13
    for place in places:
        begin, end = (int(value[place, p].value) for p in (NIF.beginIndex, NIF.endIndex))  # type: ignore[union-attr]
        assert value[place, NIF.anchorOf].value == PLAN[begin:end]  # type: ignore[union-attr]


def test_surface_is_written_only_where_the_page_has_something_else() -> None:
    surfaces = {q.object.value for q in quads(plan()) if q.predicate == ZC.surface}  # type: ignore[union-attr]
    assert surfaces == {
        "省大数据局",
        "（责任单位：省大数据局、省卫生健康委。列第一位的为牵头单位，下同）",
    }


def test_responsibility_as_shortcut_and_as_node() -> None:
    task, part = node(TASK), node(ids.responsibility(TASK, 1))
    assert objects(plan(), task, ZC.leadAgency) == {node(DATA)}
    assert objects(plan(), task, ZC.coAgency) == {node(HEALTH)}
    assert objects(plan(), task, ZC.responsibleAgency) == {node(DATA), node(HEALTH)}
    assert objects(plan(), part, ZC.roleBasis) == {ZC["basis-firstListedRule"]}
    assert objects(plan(), part, CV.hasParticipant) == {node(DATA)}
    assert objects(plan(), part, PROV.wasQuotedFrom) == objects(plan(), part, ZC.evidence)


def test_unresolved_owner_keeps_its_name_and_its_mention_the_candidates() -> None:
    part = node("asg:330000.zhemin.2021.7.s1.t1.3")
    assert objects(notice(), part, ZC.agent) == set()
    assert objects(notice(), part, ZC.unresolvedAgent) == {plain("市场监管部门")}
    [place] = objects(notice(), part, ZC.evidence)
    assert objects(notice(), place, ZC.candidate) == {node(HEALTH), node(CIVIL)}
    assert objects(notice(), place, ITSRDF.taIdentRef) == set()


def test_sections_are_a_tree_with_order_and_depth() -> None:
    third = node("sec:330000.zhezhengbanfa.2021.39.s1-3")
    assert objects(plan(), third, ELI.is_part_of) == {node("sec:330000.zhezhengbanfa.2021.39.s1")}
    assert objects(plan(), third, ZC.order) == {ox.Literal(3)}
    assert objects(plan(), third, ZC.depth) == {ox.Literal(2)}


def test_lead_rule_damage_and_deadline() -> None:
    [rule] = objects(plan(), DOC, ZC.leadRule)
    assert objects(plan(), rule, NIF.anchorOf) == {plain("列第一位的为牵头单位，下同")}
    assert any(q.object == ZC.DamagedSpan for q in quads(plan()))
    assert objects(plan(), node(TASK), ZC.duePrecision) == {plain("month")}


def test_classes_follow_the_kind_of_a_body() -> None:
    assert CV.PublicOrganisation in objects(plan(), node(DATA), TYPE)
    party = objects(plan(), node(PARTY), TYPE)
    assert ORG.FormalOrganization in party and CV.PublicOrganisation not in party
    assert ZC.Agent not in objects(plan(), node(CITIES), TYPE)
    assert objects(plan(), node(CITIES), ZC.groupRule) == {plain("各设区市")}


def test_names_are_preferred_and_as_written() -> None:
    labels = objects(plan(), node(DATA), SKOS.prefLabel) | objects(
        plan(), node(DATA), SKOS.altLabel
    )
    assert {each.value for each in labels} == {"浙江省大数据发展管理局", "省大数据局"}


def test_no_triple_stands_in_two_graphs() -> None:
    """Oxigraph answers over the union without removing doubles.

    What is told of a cited document is there only while it is not held (test_citations).
    """
    other = replace(ENTITIES[CITIES], rule="各市")
    differing = replace(notice().record, entities=(other,))
    third = StoredDocument(differing, notice().raw, "l")
    graphs = defaultdict(set)
    for quad in quads(plan()) + quads(notice()) + quads(third):
        if not cited_key(quad.graph_name):
            graphs[quad.triple].add(quad.graph_name)
    assert [triple for triple, found in graphs.items() if len(found) > 1] == []


def test_every_description_used_is_there_and_no_other() -> None:
    held = quads(plan())
    used = {q.object for q in held if q.predicate == ZC.usesDescription}
    assert used == {q.graph_name for q in held if is_unit(q.graph_name)}


def test_no_blank_nodes_and_no_times() -> None:
    for quad in quads(plan()) + quads(notice()):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert "dateTime" not in str(quad.object)


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (0.95, "0.95"), (0.0, "0"), (1e-7, "0.0000001")]
)
def test_decimals_are_written_as_the_store_gives_them_back(value: float, written: str) -> None:
    assert decimal(value).value == written


def test_unwritable_characters_keep_their_place() -> None:
    assert plain("a\x00\ufffe\ud800b").value == "a\ufffd\ufffd\ufffdb"


# Text from documents can hold anything.
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('"\\\n\r\t\x00\x01\x7f\x85\u2028\ue010\ufffe<>{}^@.u0041省'),
    ),
    min_size=1,
    max_size=40,
)


def hostile(text: str) -> StoredDocument:
    """A document whose title, task and text are ``text``."""
    record = plan(base=0).record
    task = replace(record.tasks[0], text=text, owners=(), start=0, end=len(text))
    raw = text + PLAN
    source = replace(record.source, start=0, end=len(raw))
    changed: Record = replace(
        record, title=text, number=text, type=text, source=source, tasks=(task,)
    )
    return StoredDocument(changed, raw, "l")


@given(HOSTILE)
def test_hostile_text_comes_back_from_nquads_as_it_was(text: str) -> None:
    held = quads(hostile(text))
    written = ox.serialize(held, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    assert set(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == set(held)


@given(HOSTILE)
def test_hostile_text_comes_back_from_the_store_as_it_was(text: str) -> None:
    held = quads(hostile(text))
    store = ox.Store()
    store.extend(held)
    assert set(store) == set(held)


# --- The vocabulary as tables and as the ontology -------------------------------------------------


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=ontology_text("zc.ttl"), format="turtle")


def _implied(ontology: Graph, term: str, by: URIRef) -> set[str]:
    return {str(each) for each in ontology.transitive_objects(URIRef(ids.iri(f"zc:{term}")), by)}


@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_what_the_ontology_says(ontology: Graph, name: str) -> None:
    assert {each.value for each in types_of(name)} == _implied(ontology, name, RDFS.subClassOf)


@pytest.mark.parametrize("name", PROPERTIES)
def test_properties_are_what_the_ontology_says(ontology: Graph, name: str) -> None:
    assert {e.value for e in predicates_of(name)} == _implied(ontology, name, RDFS.subPropertyOf)


def test_every_property_written_says_all_that_it_implies(ontology: Graph) -> None:
    space = ids.iri("zc:")
    for quad in quads(plan()) + quads(notice()):
        if quad.predicate.value.startswith(space):
            name = quad.predicate.value.removeprefix(space)
            implied = _implied(ontology, name, RDFS.subPropertyOf)
            assert implied == {each.value for each in predicates_of(name)}, name


def test_every_term_is_told_and_defined_in_both_languages(ontology: Graph) -> None:
    terms = set(ontology.subjects(RDFS.isDefinedBy))
    assert len(terms) > 150
    for term in terms:
        for predicate in (RDFS.label, URIRef(PREFIXES["skos"] + "definition")):
            languages = sorted(str(x.language) for x in ontology.objects(term, predicate))  # type: ignore[attr-defined]
            assert languages == ["en", "zh"], (term, predicate)


def test_every_class_specialises_something(ontology: Graph) -> None:
    for each in ontology.subjects(RDF.type, OWL.Class):
        assert ontology.value(each, RDFS.subClassOf), each


def test_prefixes_file_is_the_table() -> None:
    declared = Graph().parse(data=ontology_text("prefixes.ttl"), format="turtle")
    bound = {prefix: str(space) for prefix, space in declared.namespaces()}
    assert PREFIXES.items() <= bound.items()


def test_what_is_remembered_of_tables_goes_with_them() -> None:
    def describe(key: str) -> tuple[RegionFact, ...]:
        return CONTEXT.describe_region(key)

    document = plan()
    context = Context(CONTEXT.run, describe, CONTEXT.describe_line)
    members.member(document, context)
    gone = weakref.ref(describe)
    del describe, context
    gc.collect()
    assert gone() is None
