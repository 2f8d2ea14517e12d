"""What validation remembers, where it says a fault stands, and the report in SHACL's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyshacl import validate as pyshacl_validate
from rdflib import RDF, SH, Graph, Literal

from kg import ids
from kg.graph.checked import digest
from kg.graph.findings import Row
from kg.graph.report import turtle
from kg.graph.store import Store
from kg.graph.sums import CHECKED
from kg.graph.validate import validate
from tests.graph.fixtures import CONTEXT, PLAN, notice, other_text, plan

PART = ids.iri("asg:330000.zhezhengbanfa.2021.39.s1-1.t1.1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.build(tmp_path / "store", [plan(base=0), notice()], CONTEXT)
    with Store.open(tmp_path / "store", read_only=False) as opened:
        yield opened


def spoil(store: Store, subject: str, predicate: str) -> None:
    """Take out a statement behind the back of the store."""
    store._database.update(
        f"DELETE WHERE {{ GRAPH ?g {{ <{subject}> <{ids.iri(predicate)}> ?o }} }}"
    )


def test_only_what_changed_is_checked_again(store: Store) -> None:
    assert validate(store).checked == 2
    assert (validate(store).checked, validate(store).remembered) == (0, 2)
    spoil(store, PART, "zc:role")
    once = validate(store)
    assert (once.checked, once.remembered) == (1, 1)
    again = validate(store)
    assert again.rows == once.rows and again.remembered == 2
    assert {row.shape for row in again.rows} == {"responsibility-role", "shortcut-unfounded"}


def test_a_document_that_is_gone_is_forgotten(store: Store) -> None:
    validate(store)
    store.forget(notice().record.id)
    validate(store)
    kept = json.loads((store.folder / CHECKED).read_text(encoding="utf-8"))
    assert len(kept["graphs"]) == 1


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"rules": "of old", "graphs": {}}'])
def test_a_memory_that_cannot_be_used_is_made_again(store: Store, damaged: str) -> None:
    validate(store)
    (store.folder / CHECKED).write_text(damaged, encoding="utf-8")
    assert validate(store).checked == 2


def test_a_store_that_cannot_be_written_to_is_checked_all_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.checked.CHECKED", "no/such/folder.json")
    assert validate(store).checked == 2
    assert validate(store).checked == 2


def test_a_memory_does_not_bar_a_new_build(tmp_path: Path) -> None:
    Store.build(tmp_path, [plan(), notice()], CONTEXT)
    with Store.open(tmp_path) as store:
        validate(store)
    Store.build(tmp_path, [plan()], CONTEXT)
    assert (tmp_path / CHECKED).exists()


def test_the_digest_knows_no_order() -> None:
    assert digest(b"a\nb\n") == digest(b"b\na\n") != digest(b"a\n")


def test_progress_tells_each_document(store: Store) -> None:
    told: list[tuple[int, int, str]] = []
    validate(store, lambda *step: told.append(step))
    assert [each[:2] for each in told] == [(0, 2), (1, 2), (2, 2)]
    assert {each[2] for each in told} == {"浙政办发〔2021〕39号", "浙民〔2021〕7号", ""}


# --- Places ---------------------------------------------------------------------------------------


def fault(store: Store, subject: str, predicate: str) -> Row:
    spoil(store, subject, predicate)
    shapes = {"responsibility-role", "label-zh", "task-description", "document-type"}
    [row] = [row for row in validate(store).rows if row.shape in shapes]
    return row


@pytest.mark.parametrize(
    ("key", "predicate", "quote"),
    [
        ("asg:330000.zhezhengbanfa.2021.39.s1-1.t1.1", "zc:role", "省大\n数据局"),
        ("doc:330000.zhezhengbanfa.2021.39", "zc:docType", "浙政办发〔2021〕39号"),
    ],
)
def test_a_fault_has_its_line_and_character(
    store: Store, key: str, predicate: str, quote: str
) -> None:
    row = fault(store, ids.iri(key), predicate)
    assert PLAN[row.start : row.end] == quote
    assert row.line and row.column
    line = PLAN.split("\n")[row.line - 1]
    assert line[row.column - 1 :].startswith(quote.split("\n")[0])
    assert row.file == "gazette.txt"


def test_a_body_is_shown_where_it_is_first_named(store: Store) -> None:
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    party = ids.iri("party:330000.weixuanchuanbu")
    store._database.update(f"DELETE WHERE {{ GRAPH ?g {{ <{party}> <{label}> ?o }} }}")
    [row] = [row for row in validate(store).rows if row.shape == "label-zh"]
    assert PLAN[row.start : row.end] == "省委宣传部"


def test_a_line_is_not_made_up_where_the_file_is_not_kept_up_to_there(tmp_path: Path) -> None:
    Store.build(tmp_path / "store", [plan(base=100)], CONTEXT)  # 100 characters are missing
    with Store.open(tmp_path / "store", read_only=False) as store:
        row = fault(store, PART, "zc:role")
    assert (row.line, row.column) == (None, None)
    assert PLAN[row.start : row.end] == "省大\n数据局"


# --- Report ---------------------------------------------------------------------------------------

#: What the SHACL vocabulary asks of a report and its results, as shapes.
REPORT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
  sh:property [ sh:path sh:conforms ; sh:datatype xsd:boolean ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:result ; sh:class sh:ValidationResult ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
  sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:resultSeverity ; sh:in ( sh:Info sh:Warning sh:Violation ) ;
      sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:sourceConstraintComponent ; sh:nodeKind sh:IRI ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:sourceShape ; sh:maxCount 1 ] , [ sh:path sh:sourceConstraint ; sh:maxCount 1 ] ,
    [ sh:path sh:resultPath ; sh:maxCount 1 ] , [ sh:path sh:value ; sh:maxCount 1 ] ,
    [ sh:path sh:resultMessage ; sh:nodeKind sh:Literal ; sh:uniqueLang true ; sh:minCount 2 ] .
"""


def report_of(store: Store) -> Graph:
    graph = Graph().parse(data=turtle(validate(store)), format="turtle")
    conforms, _, text = pyshacl_validate(graph, shacl_graph=Graph().parse(data=REPORT))
    assert conforms, text
    return graph


def test_a_report_of_nothing_conforms(store: Store) -> None:
    graph = report_of(store)
    [whole] = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(whole, SH.conforms) == Literal(True)


def test_a_report_has_each_finding_with_shape_component_and_place(store: Store) -> None:
    spoil(store, PART, "zc:role")
    other = other_text(notice(), "附件")
    store.put(other, CONTEXT)
    rows = validate(store).rows
    graph = report_of(store)
    results = set(graph.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == len(rows)
    components = {
        str(graph.value(each, SH.sourceConstraintComponent)).rpartition("#")[2] for each in results
    }
    assert {"MinCountConstraintComponent", "SPARQLConstraintComponent"} <= components
    for each in results:
        if graph.value(each, SH.sourceConstraint):
            assert graph.value(each, SH.sourceShape) != graph.value(each, SH.sourceConstraint)


def test_the_same_findings_give_the_same_bytes_without_blank_nodes(store: Store) -> None:
    spoil(store, PART, "zc:role")
    written = turtle(validate(store))
    assert written == turtle(validate(store))
    assert b"_:" not in written and b"[" not in written
