"""Tables: the same rows as CSV, Parquet, Excel and Neo4j; nothing a document says is calculated."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow.parquet
import pytest

from kg import ids
from kg.export.columns import TABLES
from kg.export.csvw import Csv, cell_text, metadata
from kg.export.ledger import COLUMNS
from kg.export.tables import Row, by_name, rows, tables
from kg.graph.resources import ontology_text
from kg.graph.store import Store
from kg.graph.terms import CLASSES, PREFIXES, PROPERTIES
from tests.export.fixtures import export, export_folder
from tests.graph.fixtures import CONTEXT, notice
from tests.graph.test_build import hostile

FORMULA = '=HYPERLINK("http://example.org/","省民政厅")'


def cells(store: Store, table: str) -> list[dict[str, object]]:
    """The rows of a table by the names of its columns."""
    found = by_name()[table]
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in rows(store, found)]


def read_csv(text: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.decode("utf-8"), newline="")))


# --- What is in them --------------------------------------------------------------------------


def test_columns_are_terms_of_the_ontology() -> None:
    ontology = ontology_text("zc.ttl")
    for table in TABLES:
        assert set(table.classes) <= CLASSES.keys()
        assert len({column.name for column in table.columns}) == len(table.columns)
        for column in table.columns:
            for step in filter(None, column.path.replace("-", "/").split("/")):
                prefix, _, name = step.strip("^").rpartition(":")
                known = f"\nzc:{name} a " in ontology or name in PROPERTIES
                assert prefix in PREFIXES if prefix else known or step == "@class", step


def test_a_task_has_its_owners_and_its_words(clean: Store) -> None:
    first = cells(clean, "tasks")[1]
    assert first["document"] == ids.iri("doc:330000.zhezhengbanfa.2021.39")
    assert first["leads"] == (ids.iri("agency:330000.dashujufazhanguanliju"),)
    assert first["others"] == (ids.iri("agency:330000.weishengjiankangweiyuanhui"),)
    assert first["due"] == date(2021, 9, 30)
    assert isinstance(first["begin"], int) and isinstance(first["end"], int)
    assert first["end"] - first["begin"] == len(str(first["quote"]))


def test_a_responsibility_knows_its_task_role_and_basis(clean: Store) -> None:
    found = cells(clean, "responsibilities")
    first = next(each for each in found if each["task"] == cells(clean, "tasks")[1]["id"])
    assert (first["name"], first["position"]) == ("浙江省大数据发展管理局", 1)
    assert str(first["role"]).endswith("#role-lead")
    assert isinstance(first["confidence"], Decimal)
    assert {str(each["unresolved"]) for each in found if each["body"] is None} == {"市场监管部门"}


def test_values_have_number_or_range(clean: Store) -> None:
    found = {each["year"]: each for each in cells(clean, "targets")}
    assert (found[2020]["value"], found[2025]["value"]) == (Decimal("2.9"), Decimal("3.3"))
    assert found[2035]["value"] is None
    assert (found[2035]["lower"], found[2035]["upper"]) == (Decimal("3.5"), Decimal(5))
    assert str(found[2020]["class"]).endswith("#BaselineValue")
    assert found[2025]["name"] == "研发经费支出占比"
    assert found[2025]["cumulative"] is False


def test_the_most_specific_class_is_given(clean: Store) -> None:
    found = {str(each["name"]): str(each["class"]) for each in cells(clean, "bodies")}
    assert found["浙江省民政厅"].endswith("#Department")
    assert found["中共浙江省委宣传部"].endswith("#PartyBody")


def test_tables_without_rows_are_left_out(clean: Store) -> None:
    names = [table.name for table in tables(clean)]
    assert "targets" in names and "memberships" not in names


# --- CSV --------------------------------------------------------------------------------------


def test_csv_has_the_rows_of_the_table(clean: Store) -> None:
    files = export_folder(clean, "csv")
    for table in tables(clean):
        head, *found = read_csv(files[f"{table.name}.csv"])
        assert head == [column.name for column in table.columns]
        assert found == [[cell_text(cell) for cell in row] for row in rows(clean, table)]
        assert found


def test_metadata_describes_every_file_and_column(clean: Store) -> None:
    files = export_folder(clean, "csv")
    described = json.loads(files["csv-metadata.json"])
    assert {each["url"] for each in described["tables"]} == files.keys() - {"csv-metadata.json"}
    for each in described["tables"]:
        head = read_csv(files[each["url"]])[0]
        columns = each["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == head
        assert all(column["titles"]["zh"] and column["dc:description"] for column in columns)
    assert described["dc:license"]["@id"].startswith("https://creativecommons.org/licenses/by/4.0")
    assert "著作权法" in described["dc:rights"][0]["@value"]


def test_cells_of_several_values_say_how_they_are_parted(clean: Store) -> None:
    described = {each["url"]: each for each in metadata(list(tables(clean)))["tables"]}
    columns = {c["name"]: c for c in described["tasks.csv"]["tableSchema"]["columns"]}
    assert columns["others"]["separator"] == "|" and "separator" not in columns["text"]
    assert cell_text(("a|b", "c")) == "a｜b|c"


@pytest.fixture(scope="module")
def formula(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("formula") / "store"
    Store.build(folder, [hostile(FORMULA), notice()], CONTEXT)
    return Store.open(folder)


def test_a_formula_of_a_document_stays_text_in_the_csv_for_excel(formula: Store) -> None:
    for bom in (True, False):
        files = {}
        for name, write in Csv(bom=bom).files(formula):
            stream = io.BytesIO()
            write(stream)
            files[name] = stream.getvalue()
        assert files["documents.csv"].startswith(b"\xef\xbb\xbf") is bom
        [head, *found] = read_csv(files["documents.csv"].removeprefix(b"\xef\xbb\xbf"))
        titles = [row[head.index("title")] for row in found]
        assert (f"'{FORMULA}" if bom else FORMULA) in titles


# --- Excel ------------------------------------------------------------------------------------


def ledger(store: Store) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(export(store, "ledger")))


def test_the_ledger_is_what_offices_keep(clean: Store) -> None:
    sheet = ledger(clean)["责任清单"]
    head, *found = sheet.iter_rows(values_only=True)
    assert head == ("序号", "任务", "牵头单位", "责任/配合单位", "完成时限", "文件", "条目", "原文")
    assert [row[0] for row in found] == list(range(1, len(cells(clean, "tasks")) + 1))
    civil, first = found[0], found[1]
    assert civil[2] == "浙江省民政厅、浙江省卫生健康委员会"
    assert civil[3] == "市场监管部门等"
    assert first[2:4] == ("浙江省大数据发展管理局", "浙江省卫生健康委员会")
    assert first[4].date() == date(2021, 9, 30)
    assert first[5].startswith("浙政办发〔2021〕39号\n《")
    assert first[6].startswith("一、 （一）")
    assert sheet.freeze_panes == "A2"
    assert sheet["B2"].alignment.wrap_text
    assert [sheet.column_dimensions["ABCDEFGH"[i]].width for i in range(8)] == pytest.approx(
        [width for _, width in COLUMNS], abs=1
    )


def test_a_formula_of_a_document_is_a_string_in_the_ledger(formula: Store) -> None:
    values = [cell for row in ledger(formula)["责任清单"].iter_rows() for cell in row]
    shown = [cell for cell in values if cell.value and FORMULA in str(cell.value)]
    assert shown and {cell.data_type for cell in shown} <= {"s", "inlineStr"}
    assert not [cell for cell in values if cell.data_type == "f"]


def test_the_ledger_has_the_same_bytes_whenever_it_is_made(clean: Store) -> None:
    assert export(clean, "ledger") == export(clean, "ledger")
    assert b"2000-01-01" in _core(export(clean, "ledger"))


def _core(book: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(book)).read("docProps/core.xml")


def test_a_ledger_of_more_rows_than_a_sheet_holds(
    clean: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.ledger.ROWS", 2)
    book = ledger(clean)
    assert book.sheetnames[:2] == ["责任清单", "责任清单 2"]
    numbers = [row[0] for name in book.sheetnames[:-1] for row in book[name].values][1:]
    assert [each for each in numbers if each != "序号"] == [1, 2, 3, 4]


def test_a_text_longer_than_a_cell_is_cut_with_a_sign(
    clean: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.ledger.CHARACTERS", 3)
    first = next(iter(ledger(clean)["责任清单"].iter_rows(min_row=2, values_only=True)))
    assert first[1] == "开展…"


# --- Parquet ----------------------------------------------------------------------------------


def _as_parquet(row: Row) -> list[object]:
    """Cells as Parquet gives them back: lists, floating-point numbers."""
    return [
        list(cell)
        if isinstance(cell, tuple)
        else float(cell)
        if isinstance(cell, Decimal)
        else cell
        for cell in row
    ]


@pytest.mark.parametrize("group", [1, 16_384])
def test_parquet_has_the_rows_of_the_table(
    clean: Store, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.parquet.GROUP", group)
    files = export_folder(clean, "parquet")
    for table in tables(clean):
        read = pyarrow.parquet.read_table(io.BytesIO(files[f"{table.name}.parquet"]))
        found = [list(row.values()) for row in read.to_pylist()]
        assert found == [_as_parquet(row) for row in rows(clean, table)]
        assert read.schema.field("id").metadata[b"description"]
    assert files == export_folder(clean, "parquet")


# --- Neo4j ------------------------------------------------------------------------------------


def test_every_edge_has_a_node_at_both_ends(clean: Store) -> None:
    files = export_folder(clean, "neo4j")
    [head, *edges] = read_csv(files.pop("edges.csv"))
    assert head == [":START_ID", ":END_ID", ":TYPE"]
    nodes: list[str] = []
    for name, text in files.items():
        first, *found = read_csv(text)
        assert first[0] == "id:ID" and first[-1] == ":LABEL"
        assert name.startswith("nodes-")
        nodes += [row[0] for row in found]
    assert len(nodes) == len(set(nodes))
    assert {end for start, end, _ in edges} | {start for start, _, _ in edges} <= set(nodes)
    assert len({tuple(edge) for edge in edges}) == len(edges)
    civil = ids.iri("agency:330000.minzhengting")
    assert "LED_BY" in {kind for _, end, kind in edges if end == civil}


def test_nodes_have_types_and_labels(clean: Store) -> None:
    files = export_folder(clean, "neo4j")
    head, *found = read_csv(files["nodes-bodies.csv"])
    assert "rank:long" in head and "other_names:string[]" in head
    labels = {row[2]: row[-1] for row in found}
    assert labels["浙江省民政厅"] == "Body;Department"
