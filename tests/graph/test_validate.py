"""Validation of a whole store, and the queries that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import ids
from kg.graph.answers import QueryError
from kg.graph.resources import ontology_text, queries
from kg.graph.store import Store
from kg.graph.validate import Report, Row, validate
from tests.graph.fixtures import CONTEXT, PLAN, elsewhere, notice, other_text, plan
from tests.graph.fixtures_deeds import DEEDS, deeds

KEY = plan().record.id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.build(tmp_path / "store", [plan(), notice(), deeds()], CONTEXT)
    with Store.open(tmp_path / "store", read_only=False) as opened:
        yield opened


def test_a_right_store_conforms(store: Store) -> None:
    assert validate(store) == Report(())


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


#: Questions of which the fixture has nothing to say.
SILENT = {
    "binding-indicators", "central-branches", "cluster-members", "indicator-by-area",
    "indicator-deltas", "industries-by-class",
    "programme-mentions", "repeal-chains", "succession", "superiors",
}  # fmt: skip
ELSEWHERE = {"population"}


@pytest.mark.parametrize("name", queries())
def test_each_query_has_titles_and_gives_rows(store: Store, name: str) -> None:
    query = queries()[name]
    assert query.title_zh and query.title_en and query.description
    if name not in ELSEWHERE:
        assert bool(answers(store, name)) == (name not in SILENT)


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
