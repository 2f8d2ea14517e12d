"""The questions that come along: their heads, and values bound to their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import building, ids
from kg.graph.answers import QueryError
from kg.graph.resources import queries
from kg.graph.store import Store
from kg.questions import answer, bound, listed

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "dev"
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


#: On the gazette: question -> values, columns to look at, rows that are among those found.
SHOWN: dict[str, tuple[dict[str, str], tuple[int, ...], list[tuple[str, ...]]]] = {
    "task-owners": (
        {"document": "浙政办发〔2021〕39号"},
        (1, 4, 5, 6, 7),
        [
            ("1", "1", "浙江省大数据发展管理局", "zc:role-lead", "zc:basis-firstListedRule"),
            ("1", "2", "浙江省民政厅", "zc:role-responsible", "zc:basis-listed"),
        ],
    ),
    "coowner-pairs": ({}, (2, 3, 4), [("浙江省民政厅", "浙江省卫生健康委员会", "8")]),
    "lead-counts": (
        {},
        (1, 2, 3),
        [("浙江省大数据发展管理局", "zc:basis-firstListedRule", "5")],
    ),
    "never-lead": ({}, (1, 2), [("浙江省各设区市人民政府", "13"), ("浙江省科学技术厅", "3")]),
    "line-across-levels": (
        {"line": "health"}, (0, 1, 2, 4), [("1", "浙江省卫生健康委员会", "浙江省", "15")]
    ),
    "central-branches": (
        {"region": "330000"}, (1, 2), [("中国人民银行杭州中心支行", "浙政办发〔2021〕39号")]
    ),
    "tasks-of-body": (
        {"body": "浙江省民政厅"}, (0, 1, 4), [("浙江省民政厅", "浙政办发〔2021〕39号", "")]
    ),
    "party-tasks": ({}, (0, 1), [("中共浙江省委全面深化改革委员会办公室", "zc:role-lead")]),
    "cluster-members": (
        {},
        (1, 3, 5),
        [("“415”产业集群", "1", "新一代信息技术"), ("“415”产业集群", "3", "绿色化工")],
    ),
    "indicator-deltas": (
        {},
        (0, 2, 3, 4, 5, 6),
        [("数字经济核心产业增加值占GDP比重", "2020", "2025", "10.9", "15", "4.1")],
    ),
    "binding-indicators": (
        {}, (0, 1, 2, 4), [("规上工业单位增加值能耗降幅", "zc:comparator-ge", "16", "2025")]
    ),
    "indicator-by-area": (
        {"region": "330000"},
        (0, 1, 2, 3, 5),
        [("制造业增加值占GDP比重", "浙江省", "zc:comparator-approx", "33.3", "2025")],
    ),
    "most-cited": ({}, (1, 3, 4), [("浙江省见义勇为人员奖励和保障条例", "1", "2")]),
    "implementing-state": (
        {},
        (0, 2, 3, 5),
        [
            ("doc:330000.zhezhengbanfa.2021.39", "zc:level-province", "zc:accordingTo",
             "国办发〔2020〕45号"),
        ],
    ),
    "unresolved-citations": ({}, (0, 2), [("doc:330000.zheyibaolianfa.2020.26",
                                           "浙医保联发〔2020〕26号")]),
    "documents-of-region": ({"region": "330000"}, (0, 1), [("2021-06-28", "浙政办发〔2021〕39号")]),
    "in-force": ({"on": "2021-12-31"}, (0, 2), [("浙政办发〔2021〕39号", "2021-06-28")]),
    "evidence": ({}, (1, 2, 3, 6), [("省大数据局", "581", "586", "0.98")]),
    "people-posts": (
        {}, (1, 2, 3, 4, 6), [("吕林", "浙江省体育局", "副局长", "副团长", "2021-09-03")]
    ),
    "programme-mentions": ({"programme": "5G+工业互联网专项行动"}, (1, 2, 4),
                           [("5G+工业互联网专项行动", "浙政发〔2021〕20号", "1")]),
}  # fmt: skip

#: Questions that the gazette says nothing to; tests/graph/test_validate.py has a fixture for them.
UNSHOWN = {"due-tasks", "population", "programmes-by-industry", "repeal-chains", "succession"}


@pytest.mark.parametrize("name", SHOWN)
def test_a_question_is_answered_on_the_gazette(name: str, store: Store) -> None:
    values, columns, wanted = SHOWN[name]
    found = [tuple(ids.key_of(row[at]) for at in columns) for row in rows(store, name, **values)]
    assert [row for row in wanted if row not in found] == []


def test_each_numbered_question_is_answered_here_or_on_a_fixture() -> None:
    numbered = {each.name for each in queries().values() if each.number}
    assert numbered - SHOWN.keys() <= UNSHOWN | {"superiors"}
    assert not SHOWN.keys() & UNSHOWN


def test_every_fact_of_the_gazette_has_evidence_confidence_and_run(store: Store) -> None:
    """By the one path of the question fact-evidence: none that it passes over."""
    kinds = [
        "Responsibility",
        "IndicatorValue",
        "Citation",
        "Duty",
        "Decision",
        "Membership",
        "Claim",
    ]
    found = {row[1] for row in rows(store, "fact-evidence")}
    for kind in kinds:
        held = {row[0] for row in store.query(f"SELECT ?x {{ ?x a zc:{kind} }}").texts()}
        assert held and held <= found, kind
    assert len(found) >= 300


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if not CORPUS.is_dir():
        pytest.skip("the development corpus (../shared/corpus/dev) is not here")
    folder = tmp_path_factory.mktemp("corpus") / "store"
    building.build(sorted(CORPUS.glob("*.txt")), folder)
    with Store.open(folder) as opened:
        yield opened


#: What 113 documents of some eighty issuers say nothing to.
SILENT = {"binding-indicators", "cluster-members", "indicator-deltas", "succession", "superiors"}


@pytest.mark.parametrize("name", sorted(set(queries()) - {"population"}))
def test_a_question_is_answered_on_the_corpus(name: str, corpus: Store) -> None:
    found = list(answer(queries()[name], {}, corpus).texts())
    assert found or name in SILENT
    assert all(len(row) == len(found[0]) for row in found)


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
