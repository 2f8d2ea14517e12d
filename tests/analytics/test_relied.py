"""Citations, programmes, targets and coverage, on small stores whose answers are plain to see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from msgspec.structs import replace

from kg import ids
from kg.analytics import coverage, lineage, targets
from kg.analytics import ledger as reading
from kg.analytics.relied import Citations, level_of
from kg.facts import Citation
from kg.graph.store import Store
from kg.graph.terms import RDF, SKOS, ZC, Namespace, Term, date, decimal, node, plain, year, zh
from tests.analytics.ledgers import add
from tests.graph.fixtures import CONTEXT, notice, plan

QUDT = Namespace("http://qudt.org/schema/qudt/")
ITSRDF = Namespace("http://www.w3.org/2005/11/its/rdf#")
PLAN, NOTICE = (ids.iri(f"doc:330000.{key}") for key in ("zhezhengbanfa.2021.39", "zhemin.2021.7"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The plan cites the State, a law and the notice; a city's notice cites the plan."""
    number = "浙政办发〔2021〕39号"
    city = notice()
    citation = Citation(None, number, "implements", "doc:330000.zhezhengbanfa.2021.39", 20, 24)
    record = replace(
        city.record, id="doc:330100.hangmin.2021.8", number="杭民〔2021〕8号",
        territory="region:330100", citations=(citation, citation), entities=(), tasks=(),
        mentions=(), issuer_entities=(None,), signed="2021-09-01",
    )  # fmt: skip
    city = replace(city, record=record)
    Store.build(tmp_path / "store", [plan(), notice(), city], CONTEXT)
    with Store.open(tmp_path / "store", read_only=False) as opened:
        yield opened


# --- Citations ------------------------------------------------------------------------------


def test_what_others_rest_on(store: Store) -> None:
    rows = {row.iri: row for row in Citations(store).relied()}
    assert len(rows) == 4
    assert all(row.documents == 1 and row.rank == 1 for row in rows.values())
    assert rows[PLAN].held
    assert (rows[PLAN].number, rows[PLAN].relations) == ("浙政办发〔2021〕39号", "implements")
    state = rows[ids.iri("doc:cn.guobanfa.2020.45")]
    assert (state.held, state.level, state.title) == (False, "state", "国务院办公厅关于便民的通知")


def test_what_a_notice_issues_is_no_citation(store: Store) -> None:
    assert not any(
        "便民行动计划" in row.title and not row.held for row in Citations(store).relied()
    )


def test_what_is_cited_and_not_held(store: Store) -> None:
    missing = {row.title for row in Citations(store).relied(missing=True)}
    assert missing == {"国务院办公厅关于便民的通知", "便民条例"}


def test_citations_of_some_documents(store: Store) -> None:
    assert Citations(store, {NOTICE}).relied() == []
    assert len(Citations(store, {PLAN}).relied()) == 3


def test_chains_rise_from_level_to_level(store: Store) -> None:
    city = ox.NamedNode(ids.iri("doc:330100.hangmin.2021.8"))
    add(store, (city, ZC.level, ZC["level-city"]))
    [chain] = Citations(store).chains()
    assert chain.levels == "city → province → state"
    assert chain.documents == "杭民〔2021〕8号 → 浙政办发〔2021〕39号 → 国办发〔2020〕45号"
    assert chain.relations == "implements → implements"


def test_the_network_of_citations(store: Store) -> None:
    graph = Citations(store).graph()
    assert nx.is_directed_acyclic_graph(graph)
    assert graph.in_degree(PLAN) == 1
    assert graph.out_degree(PLAN) == 3


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("doc:cn.guobanfa.2020.45", "state"), ("doc:330000.zhezhengfa.2021.20", "province"),
        ("doc:330500.huzheng.2020.23", "city"), ("doc:330481.haizheng.2020.47", "county"),
        ("doc:ref.0123456789ab", ""),
    ],
)  # fmt: skip
def test_levels_by_key(key: str, level: str) -> None:
    assert level_of(ids.iri(key)) == level


# --- Programmes and coverage ----------------------------------------------------------------


def test_the_way_of_a_programme(store: Store) -> None:
    it, task = node("prog:330000.x-000000"), reading.read(store).tasks[0]
    mentions = [ox.NamedNode(f"https://example.org/m{n}") for n in range(3)]
    homes = (PLAN, NOTICE, PLAN)
    add(
        store,
        (it, RDF.type, ZC.Programme), (it, SKOS.prefLabel, zh("便民行动")),
        (it, ZC.programmeKind, plain("action")), (it, ZC.launchedBy, ox.NamedNode(PLAN)),
        (ox.NamedNode(task.iri), ZC.supportsProgramme, it),
        *((m, ITSRDF.taIdentRef, it) for m in mentions),
        *((m, ZC.inDocument, ox.NamedNode(d)) for m, d in zip(mentions, homes, strict=True)),
    )  # fmt: skip
    found = lineage.Programmes(store, reading.read(store))
    [row] = found.rows()
    assert (row.name, row.kind, row.documents, row.times) == ("便民行动", "action", 2, 3)
    assert (row.first, row.origin) == ("2021-06-28", "浙政办发〔2021〕39号")
    assert (row.last, row.launched_by, row.tasks) == ("2021-07-01", "浙政办发〔2021〕39号", 1)
    assert [each.written for each in found.lineage(it.value)] == ["2021-06-28", "2021-07-01"]
    assert found.graph().edges[PLAN, it.value] == {"relation": "launches", "weight": 2}
    assert found.graph().edges[NOTICE, it.value] == {"relation": "names", "weight": 1}
    assert lineage.Programmes(store, reading.read(store), {NOTICE}).rows()[0].times == 1


def test_regions_and_industries_that_are_named(store: Store) -> None:
    it, mention = node("ind:sei2018.1"), ox.NamedNode("https://example.org/m")
    task = ox.NamedNode(reading.read(store).tasks[0].iri)
    add(
        store,
        (it, RDF.type, ZC.Industry), (it, SKOS.prefLabel, zh("新材料")),
        (mention, ITSRDF.taIdentRef, it), (mention, ZC.inDocument, ox.NamedNode(PLAN)),
        (task, ZC.targetsIndustry, it),
    )  # fmt: skip
    [row] = coverage.industries(store)
    assert (row.name, row.kind, row.documents, row.times, row.tasks) == (
        "新材料",
        "industry",
        1,
        1,
        1,
    )
    assert coverage.industries(store, {NOTICE}) == []
    issued = {row.name: row.issued for row in coverage.regions(store)}
    assert issued["浙江省"] >= 2


# --- Targets --------------------------------------------------------------------------------


def value(
    store: Store, name: str, kind: str, number: str, at: int, unit: str = "%", **more: Term
) -> None:
    """A value of 研发强度 in the plan."""
    it, indicator = ox.NamedNode(f"https://example.org/{name}{kind}"), node("kpi:330000.x-000000")
    add(
        store,
        (it, RDF.type, ZC[kind]),
        (it, ZC.indicator, indicator),
        (indicator, SKOS.prefLabel, zh("研发强度")),
        (it, QUDT.numericValue, decimal(float(number))),
        (it, ZC.refYear, year(at)),
        (it, ZC.inDocument, ox.NamedNode(PLAN)),
        (it, ZC.unitText, plain(unit)),
        *((it, ZC[key], term) for key, term in more.items()),
    )


def test_the_pace_from_baseline_to_target(store: Store) -> None:
    value(store, "a", "BaselineValue", "2.0", 2020)
    value(store, "a", "TargetValue", "3.0", 2025, comparator=ZC.ge)
    [row] = targets.targets(store)
    assert (row.due, row.indicator, row.comparator, row.unit) == (
        "2025-12-31", "研发强度", "ge", "%",
    )  # fmt: skip
    assert (row.baseline_year, row.baseline, row.target) == (2020, 2.0, 3.0)
    assert row.pace == pytest.approx(0.2)
    assert row.growth == pytest.approx(1.5 ** (1 / 5) - 1)
    assert targets.targets(store, {NOTICE}) == []


def test_no_pace_for_sums_rates_and_other_units(store: Store) -> None:
    value(store, "a", "BaselineValue", "2.0", 2020)
    value(store, "b", "TargetValue", "16", 2025, isCumulative=ox.Literal(True))
    value(store, "c", "TargetValue", "7", 2025, changeKind=plain("annualAverage"))
    value(store, "d", "TargetValue", "9", 2025, unit="个")
    rows = targets.targets(store)
    assert len(rows) == 3
    assert all(row.pace is None and row.growth is None for row in rows)
    assert [row.baseline for row in rows if row.unit == "个"] == [None]


@pytest.mark.parametrize(
    ("start", "end", "years", "pace", "growth"),
    [(100.0, 121.0, 2, 10.5, 0.1), (0.0, 5.0, 5, 1.0, None), (5.0, None, 5, None, None),
     (1.0, 2.0, 0, None, None), (20.0, 10.0, 1, -10.0, -0.5)],
)  # fmt: skip
def test_pace(
    start: float, end: float | None, years: int, pace: float | None, growth: float | None
) -> None:
    found = targets.pace_needed(start, end, years)
    assert found[0] == pace
    assert found[1] == (None if growth is None else pytest.approx(growth))


def test_tasks_by_the_day_they_are_due(store: Store) -> None:
    first = targets.due_tasks(store)[0]
    assert (first.due, first.precision, first.leads) == (
        "2021-09-30", "month", "浙江省大数据发展管理局",
    )  # fmt: skip
    assert first.text.startswith("2021年9月底前")
    assert date("2021-09-30").value == first.due
