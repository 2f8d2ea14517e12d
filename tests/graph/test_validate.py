"""Validation of a whole store, and the queries that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import ids
from kg.graph.answers import QueryError
from kg.graph.findings import Report, Row
from kg.graph.resources import ontology_text, queries
from kg.graph.store import Store
from kg.graph.validate import validate
from tests.graph.fixtures import CONTEXT, PLAN, elsewhere, notice, other_text, plan
from tests.graph.fixtures_deeds import DEEDS, deeds
from tests.graph.fixtures_questions import (
    NEWEST,
    OLDEST,
    QUESTIONS,
    REPEAL,
    SET,
    documents,
    more,
)

KEY = plan().record.id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.build(tmp_path / "store", [plan(), notice(), deeds()], CONTEXT)
    with Store.open(tmp_path / "store", read_only=False) as opened:
        yield opened


def test_a_right_store_conforms(store: Store) -> None:
    assert validate(store) == Report((), checked=3)
    assert validate(store) == Report((), remembered=3)


def test_two_texts_under_one_number_are_told(store: Store) -> None:
    store.put(other_text(elsewhere(plan(), "a.txt"), "补充"), CONTEXT)
    report = validate(store)
    assert {row.shape for row in report.rows} == {"unique-number"}
    assert not report.conforms


def test_a_finding_names_document_place_and_both_languages(store: Store) -> None:
    fault = "asg:330000.zhezhengbanfa.2021.39.s1-1.t1.1"
    store._database.update(
        f"DELETE WHERE {{ GRAPH ?g {{ <{ids.iri(fault)}> <{ids.iri('zc:role')}> ?o }} }}"
    )
    found = [row for row in validate(store).rows if row.shape == "responsibility-role"]
    assert [(row.document, row.focus) for row in found] == [(KEY, ids.iri(fault))]
    start, end = found[0].start, found[0].end
    assert PLAN[start:end] == "省大\n数据局"
    assert "角色" in found[0].zh and "role" in found[0].en


def test_violations_come_first() -> None:
    rows = (Row("Warning", "a", "", "", "", "", ""), Row("Violation", "b", "", "", "", "", ""))
    assert not Report(rows).conforms
    assert Report(rows[:1]).conforms


# --- Queries --------------------------------------------------------------------------------------


def answers(store: Store, name: str) -> list[tuple[str, ...]]:
    return list(store.query(queries()[name].sparql).texts())


ELSEWHERE = {"population"}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which each question finds something."""
    folder = tmp_path_factory.mktemp("full") / "store"
    Store.build(folder, documents(), QUESTIONS)
    with Store.open(folder, read_only=False) as opened:
        assert validate(opened).rows == ()
        opened._database.update(more())
        yield opened


@pytest.mark.parametrize("name", queries())
def test_each_query_has_titles_and_gives_rows(full: Store, name: str) -> None:
    query = queries()[name]
    assert query.title_zh and query.title_en and query.description
    if name not in ELSEWHERE:
        assert answers(full, name)


def test_all_26_questions_are_there() -> None:
    assert sorted(each.number for each in queries().values() if each.number) == list(range(1, 27))


def named(iri: str) -> str:
    """``doc:330000.zhemin.2021.7``, ``zc:guidedBy``, a number or a word as it is."""
    return ids.key_of(iri)


#: What small fixtures show and the sample cannot: question, columns, rows in order.
ROWS = [
    ("repeal-chains", (0, 2), [
        (OLDEST, "doc:330000.zhemin.2021.7"), (OLDEST, NEWEST),
        ("doc:330000.zhemin.2021.7", NEWEST),
    ]),
    ("succession", (0, 1, 2), [
        ("浙江省卫生和计划生育委员会", "浙江省卫生健康委员会", "2018-10-25"),
    ]),
    ("superiors", (1, 2, 4), [
        ("浙江省民政厅", "zc:blockParent", "浙江省人民政府"),
        ("浙江省民政厅", "zc:guidedBy", "中华人民共和国民政部"),
    ]),
    ("people-posts", (1, 2, 3, 6), [
        ("张三", "浙江省民政厅", "厅长", "2021-07-02"), ("李四", "", "", "2021-07-02"),
    ]),
    ("programmes-by-industry", (1, 3, 4), [("健康码", "便民行动", "新一代信息技术产业")]),
    ("programme-mentions", (1, 2, 4, 5), [
        ("便民行动", "浙政办发〔2021〕39号", "1", "浙江省大数据发展管理局"),
    ]),
    ("cluster-members", (1, 2, 5), [
        (SET, "世界级集群", "健康码"), (SET, "优势集群", "食堂"),
    ]),
    ("industries-by-class", (1, 3), [
        ("新一代信息技术产业", "健康码"), ("新一代信息技术产业", "食堂"),
    ]),
    ("indicator-deltas", (0, 2, 3, 6), [("便利度指数", "2020", "2022", "13.9")]),
    ("binding-indicators", (0, 1, 2), [("便利度指数", "zc:comparator-eq", "90")]),
    ("indicator-by-area", (0, 1, 3), [("便利度指数", "浙江省", "90")]),
    ("central-branches", (1, 2, 4), [
        ("中国人民银行杭州中心支行", "浙政办发〔2021〕39号", "办好食堂。"),
    ]),
    ("due-tasks", (0, 1, 5), [("2021-09-30", "month", "浙江省大数据发展管理局")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "columns", "rows"), ROWS, ids=[row[0] for row in ROWS])
def test_a_question_is_answered_as_expected(
    full: Store, name: str, columns: tuple[int, ...], rows: list[tuple[str, ...]]
) -> None:
    found = [tuple(named(row[at]) for at in columns) for row in answers(full, name)]
    assert found == rows


def test_what_is_repealed_is_no_longer_in_force(full: Store) -> None:
    ask = queries()["in-force"].sparql
    on = {
        day: {row[0] for row in full.query(ask.replace("2021-12-31", day)).texts()}
        for day in ("2021-12-31", "2022-01-04")
    }
    assert "浙民〔2021〕7号" in on["2021-12-31"]
    assert "浙民〔2021〕7号" not in on["2022-01-04"]


def test_every_kind_of_fact_has_its_evidence_by_one_path(full: Store) -> None:
    rows = answers(full, "fact-evidence")
    kinds = {"Citation", "Claim", "Decision", "Duty", "IndicatorValue", "Membership"}
    assert {named(row[0])[3:] for row in rows} == kinds | {"Responsibility"}
    for _, _, quote, begin, end, file, *_ in rows:
        text = {"gazette.txt": PLAN, "deeds.txt": DEEDS, "repeal.txt": REPEAL}.get(file)
        assert (text or notice().raw)[int(begin) : int(end)] == quote


def test_a_question_to_another_server_is_not_sent(store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        answers(store, "population")


def test_task_owners(store: Store) -> None:
    rows = [row for row in answers(store, "task-owners") if row[0] == "浙民〔2021〕7号"]
    assert [(row[4], row[5]) for row in rows] == [
        ("1", "浙江省民政厅"),
        ("2", "浙江省卫生健康委员会"),
        ("3", "市场监管部门"),
    ]


def test_lead_counts_keep_the_bases_apart(store: Store) -> None:
    counts = {(row[1], row[2].rpartition("-")[2]): row[3] for row in answers(store, "lead-counts")}
    assert counts == {
        ("浙江省民政厅", "marked"): "1",
        ("浙江省卫生健康委员会", "marked"): "1",
        ("浙江省大数据发展管理局", "firstListedRule"): "1",
        ("中共浙江省委宣传部", "firstListedRule"): "1",
    }


def test_never_lead(store: Store) -> None:
    assert [row[1:] for row in answers(store, "never-lead")] == [("浙江省各设区市人民政府", "1")]


def test_coowner_pairs_count_shared_tasks(store: Store) -> None:
    assert len(answers(store, "coowner-pairs")) == 5


def test_evidence_opens_the_characters(store: Store) -> None:
    for _, quote, begin, end, file, *_ in answers(store, "evidence"):
        text = {"gazette.txt": PLAN, "deeds.txt": DEEDS}.get(file, notice().raw)
        assert text[int(begin) : int(end)] == quote


def test_duties_are_apart_from_owners(store: Store) -> None:
    rows = [row[:4] for row in answers(store, "duties")]
    assert rows == [
        ("浙民〔2021〕8号", "民政部门", "shall", "配合"),
        ("浙民〔2021〕8号", "浙江省卫生健康委员会", "responsible-for", "负责指导评审"),
    ]


def test_people_stand_in_the_posts_a_document_prints(store: Store) -> None:
    assert [row[1:7] for row in answers(store, "people-posts")] == [
        ("张三", "浙江省民政厅", "厅长", "组长", "", "2021-07-02"),
        ("李四", "", "", "组长", "", "2021-07-02"),
    ]


def test_decisions_have_their_subjects_and_prices(store: Store) -> None:
    rows = [row[1:] for row in answers(store, "decisions")]
    assert rows == [
        ("establishes", "评审组", "1", "评审组", "省民政厅", "", "", "", ""),
        ("sets-price", "咨询价格", "", "", "", "", "60", "元/次", "2021-08-01"),
        ("appoints", "评审组", "1", "张三", "", "", "", "", ""),
    ]


def test_unresolved_mentions_have_their_candidates(store: Store) -> None:
    [(form, kind, times, candidates)] = answers(store, "unresolved-mentions")
    assert (form, kind, times) == ("市场监管部门", "agency", "1")
    assert len(candidates.split()) == 2


def test_documents_cited(store: Store) -> None:
    rows = [row[1:] for row in answers(store, "most-cited")]
    assert ("国务院办公厅关于便民的通知", "国办发〔2020〕45号", "1", "1") in rows
    assert len(rows) == 3
    [row] = answers(store, "implementing-state")
    assert row[0] == ids.iri(KEY) and row[5] == "国办发〔2020〕45号"
    unheld = {row[1] for row in answers(store, "unresolved-citations")}
    assert unheld == {"国务院办公厅关于便民的通知", "便民条例"}  # 浙民〔2021〕7号 is held


def test_what_is_cited_is_a_document(store: Store) -> None:
    store._database.update(
        f"DELETE WHERE {{ GRAPH ?g {{ ?d a <{ids.iri('zc:CitedDocument')}> }} }}"
    )
    found = [row for row in validate(store).rows if row.shape == "cited-document"]
    assert len(found) == 2


def test_nothing_repeals_what_came_after_it(store: Store) -> None:
    notice_key, repeals = ids.iri(notice().record.id), ids.iri("zc:repeals")
    store._database.update(
        f"INSERT DATA {{ GRAPH <g:x> {{ <{ids.iri(KEY)}> <{repeals}> <{notice_key}> }} }}"
    )
    found = [row for row in validate(store).rows if row.shape == "cited-before"]
    assert [(row.focus, row.value) for row in found] == [(ids.iri(KEY), notice_key)]


def test_files_follow_the_base_iri(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "BASE", "https://data.example/")
    assert "https://data.example/def#" in ontology_text("zc.ttl")
    assert "w3id.org/zhengce" not in ontology_text("queries/lead-counts.rq")


def test_two_preferred_labels_of_a_node_are_told(store: Store) -> None:
    body, label = (
        ids.iri("agency:330000.minzhengting"),
        "http://www.w3.org/2004/02/skos/core#prefLabel",
    )
    store._database.update(
        f'INSERT DATA {{ GRAPH <g:x> {{ <{body}> <{label}> "浙江省民政局"@zh }} }}'
    )
    found = [row for row in validate(store).rows if row.shape == "same-label"]
    assert [(row.focus, row.document) for row in found] == [(body, "")]
