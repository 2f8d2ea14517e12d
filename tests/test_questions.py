"""The questions that come along: their heads, and values bound to their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import building
from kg.graph.answers import QueryError
from kg.graph.resources import queries
from kg.graph.store import Store
from kg.questions import bound, listed

SAMPLE = Path(building.__file__).parent / "data" / "demo" / "zhejiang-2021-25.txt"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("questions") / "store"
    building.build([SAMPLE], folder)
    with Store.open(folder) as opened:
        yield opened


def rows(store: Store, name: str, **values: str) -> list[tuple[str, ...]]:
    return list(store.query(bound(queries()[name], values, store)).texts())


@pytest.mark.parametrize("name", queries())
def test_every_parameter_has_its_slot_and_both_labels(name: str) -> None:
    query = queries()[name]
    slots = re.findall(
        r"VALUES\s+\?(\w+)\s*\{\s*(?:UNDEF|\S+:\S+|\"[^\"]*\"\S*)\s*\}", query.sparql
    )
    assert sorted(each.name for each in query.parameters) == sorted(slots)
    assert all(each.zh and each.en for each in query.parameters)


def test_questions_are_listed_by_number() -> None:
    numbers = [each.number for each in listed(queries().values())]
    known = [number for number in numbers if number]
    assert known == sorted(set(known))
    assert numbers[: len(known)] == known


def test_a_region_and_those_below_it(store: Store) -> None:
    everywhere = rows(store, "coowner-pairs")
    assert len(everywhere) == 101
    assert rows(store, "coowner-pairs", region="330000") == everywhere
    assert rows(store, "coowner-pairs", region="浙江省") == everywhere
    assert rows(store, "coowner-pairs", region="330100") == []


def test_a_body_by_name_other_name_and_key(store: Store) -> None:
    by_name = rows(store, "tasks-of-body", body="浙江省民政厅")
    assert len(by_name) == 11
    assert {row[0] for row in by_name} == {"浙江省民政厅"}
    assert rows(store, "tasks-of-body", body="省民政厅") == by_name
    assert rows(store, "tasks-of-body", body="agency:330000.minzhengting") == by_name


def test_a_document_by_number_in_any_brackets(store: Store) -> None:
    assert len(rows(store, "task-owners", document="浙政办发[2021]39号")) == 131


def test_a_day_and_a_line(store: Store) -> None:
    assert rows(store, "in-force", on="2021-06-26") == []
    assert [row[0] for row in rows(store, "in-force", on="2021-06-28")] == ["浙政办发〔2021〕39号"]
    line = [row[:2] for row in rows(store, "line-across-levels", line="civil-affairs")]
    assert line == [("0", "民政部"), ("1", "浙江省民政厅")]


@pytest.mark.parametrize(
    ("body", "superiors"),
    [
        (
            "浙江省经济和信息化厅",
            {("blockParent", "浙江省人民政府"), ("guidedBy", "工业和信息化部")},
        ),
        ("中国人民银行杭州中心支行", {("verticallyLedBy", "中国人民银行")}),
        (
            "中国银行保险监督管理委员会浙江监管局",
            {("verticallyLedBy", "中国银行保险监督管理委员会")},
        ),
        (
            "中共浙江省委宣传部",
            {("blockParent", "中共浙江省委员会"), ("guidedBy", "中共中央宣传部")},
        ),
    ],
)
def test_superiors_of_a_body(store: Store, body: str, superiors: set[tuple[str, str]]) -> None:
    found = rows(store, "superiors", body=body)
    assert {(row[2].rpartition("#")[2], row[4]) for row in found} == superiors


def test_tasks_that_bind_a_city_through_a_collective(store: Store) -> None:
    """13 brackets name 各设区市政府; 杭州市人民政府 is one of its eleven members."""
    found = rows(store, "tasks-of-body", body="杭州市人民政府")
    assert len(found) == 13
    assert {row[4] for row in found} == {"浙江省各设区市人民政府"}
    assert len(rows(store, "tasks-of-body", body="浙江省各设区市人民政府")) == 13


def test_who_took_over(store: Store) -> None:
    found = {row[:3] for row in rows(store, "succession")}
    assert found == {
        ("中国人民银行杭州中心支行", "中国人民银行浙江省分行", "2023-08"),
        ("中国银行保险监督管理委员会", "国家金融监督管理总局", "2023-05"),
        (
            "中国银行保险监督管理委员会浙江监管局",
            "国家金融监督管理总局浙江监管局",
            "2023-08",
        ),
    }


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("in-force", {"on": "tomorrow"}, "--on tomorrow: a day such as 2025-12-31 is wanted"),
        ("in-force", {"day": "2021-01-01"}, "has no parameter --day; it has --on"),
        ("never-lead", {"region": "330000"}, "has no parameter --region; it has none"),
        ("tasks-of-body", {"body": "浙江省财政"}, "not in the store. Did you mean 浙江省财政厅"),
        ("tasks-of-body", {"body": ""}, "--body is empty"),
        ("task-owners", {"document": "浙政发〔2099〕1号"}, "not in the store"),
    ],
)
def test_a_wrong_value_is_told(
    name: str, values: dict[str, str], message: str, store: Store
) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        bound(queries()[name], values, store)


@pytest.mark.parametrize(
    "value",
    ['x" } } #', "region:330000> } INSERT", "330000 } UNION { ?s ?p ?o", "\\u0022", "a\nb"],
)
def test_nothing_typed_becomes_syntax(value: str, store: Store) -> None:
    """A value is a term or an error; it is never pasted into the query."""
    with pytest.raises(QueryError, match="not in the store"):
        bound(queries()["coowner-pairs"], {"region": value}, store)
