"""Shares and parts of them: views of collectives, groups, certainty, dates, who is alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.analytics import ledger as of
from kg.analytics.choices import View
from kg.analytics.cooperation import Cooperation
from kg.analytics.ledger import BodyInfo, Ledger
from kg.analytics.selection import Selection, documents, regions, select, within
from kg.graph.store import Store
from tests.analytics.ledgers import Part, add, lead, ledger
from tests.graph.fixtures import CITIES, CONTEXT, notice, plan

GROUP = BodyInfo("b:各市", "各市", "AgentGroup")
HZ, NB = (BodyInfo(f"b:{name}", name, "PeopleGovernment") for name in ("杭州", "宁波"))


def owned(found: Ledger) -> dict[str, int]:
    return {row.body: row.owned for row in Cooperation(found).bodies()}


def alone(found: Ledger) -> dict[str, int]:
    return {row.body: row.sole for row in Cooperation(found).bodies() if row.sole}


@pytest.fixture
def tasks() -> Ledger:
    about = {"各市": GROUP, "杭州": HZ}
    return ledger([[lead("甲"), "各市"], ["各市"], ["各市", lead("杭州")], ["甲"]], about=about)


def test_a_collective_is_one_body(tasks: Ledger) -> None:
    assert owned(tasks.viewed(View.one)) == {"各市": 3, "甲": 2, "杭州": 1}
    assert alone(tasks.viewed(View.one)) == {"各市": 1, "甲": 1}


def test_left_out_it_still_keeps_others_from_being_alone(tasks: Ledger) -> None:
    found = tasks.viewed(View.without)
    assert owned(found) == {"甲": 2, "杭州": 1}
    assert alone(found) == {"甲": 1}


def test_members_take_its_part_once(tasks: Ledger) -> None:
    found = tasks.viewed(View.members, {GROUP.iri: [HZ, NB]})
    assert owned(found) == {"杭州": 3, "宁波": 3, "甲": 2}
    assert alone(found) == {"甲": 1}
    [leads] = [each for each in found.leads if len(each) == 1 and found.leads.index(each) > 0]
    assert [found.bodies[body].name for body in leads] == ["杭州"]


def test_a_collective_whose_members_nobody_knows_stays(tasks: Ledger) -> None:
    assert owned(tasks.viewed(View.members)) == owned(tasks)


def test_sure_shares_alone() -> None:
    doubtful: Part = ("乙", "responsible", "listed", 0.4)
    found = ledger([["甲", doubtful], ["甲"]])
    assert owned(found.sure(0.9)) == {"甲": 2}
    assert alone(found.sure(0.9)) == {"甲": 1}  # not the first: somebody else may own it too
    row = next(row for row in Cooperation(found).bodies() if row.body == "乙")
    assert (row.owned, row.sure, row.sure_rank) == (1, 0, 2)
    [pair] = Cooperation(found).pairs()
    assert (pair.shared, pair.sure) == (1, 0)


def test_dates_are_both_included_and_the_undated_left_out() -> None:
    found = ledger([["甲"]] * 4, written=["2021-01-01", "2021-12-31", "2022-01-01", ""])
    assert owned(found.written("2021-01-01", "2021-12-31")) == {"甲": 2}


def test_groups_own_and_lead_where_one_of_them_does() -> None:
    found = ledger([["甲", lead("乙")], ["甲", "丙"], ["甲", "乙"]])
    grouped = found.grouped({"b:甲": "x", "b:乙": "x"}, {"x": "一组"})
    [row] = Cooperation(grouped).bodies()
    assert (row.body, row.owned, row.led, row.sole) == ("一组", 3, 1, 2)


def test_a_body_named_twice_counts_once() -> None:
    found = ledger([["甲", lead("甲"), "乙"]])
    assert found.incidence.toarray().tolist() == [[1], [1]]
    assert found.leads == ({found.names.index("甲"): "marked"},)


# --- From a store ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("ledger") / "store"
    Store.build(folder, [plan(), notice()], CONTEXT)
    return folder


def test_a_store_is_read_in_an_order_of_its_own(folder: Path) -> None:
    with Store.open(folder) as store:
        found = of.read(store)
    assert list(found.names) == sorted(found.names)
    assert [task.iri for task in found.tasks] == sorted(task.iri for task in found.tasks)
    assert {task.written for task in found.tasks} == {"2021-06-28", "2021-07-01"}
    party = next(body for body in found.bodies if body.name == "中共浙江省委宣传部")
    assert (party.kind, party.line, party.territory, party.level) == (
        "PartyBody", "line:press", "region:330000", "province",
    )  # fmt: skip
    assert [body.name for body in found.bodies if body.collective] == ["浙江省各设区市人民政府"]
    [open_task] = found.open_tasks
    assert found.tasks[open_task].document.endswith("zhemin.2021.7")


def test_selections(folder: Path) -> None:
    with Store.open(folder) as store:
        documents_held = documents(store)
        first = next(iri for iri in documents_held if iri.endswith("zhengbanfa.2021.39"))
        region = next(iter(regions(store)))
        whole = len(of.read(store).tasks)
        assert len(select(store, Selection(documents=(first,))).tasks) == 3
        assert len(select(store, Selection(since="2021-07-01")).tasks) == 1
        assert len(select(store, Selection(until="2021-06-30")).tasks) == 3
        assert len(select(store, Selection(region=region)).tasks) == whole
        assert len(select(store, Selection(region="elsewhere")).tasks) == 0
        without = select(store, Selection(view=View.without))
        assert not any(body.collective for body in without.bodies)


def test_members_are_read_from_the_store(tmp_path: Path) -> None:
    from kg import ids
    from kg.analytics.ledger import members
    from kg.graph.terms import RDF, SKOS, ZC, Triple, node, zh

    city = node("agency:330100.renminzhengfu")
    said: list[Triple] = [
        (node(CITIES), ZC.includesAgency, city),
        (city, SKOS.prefLabel, zh("杭州市人民政府")),
        (city, RDF.type, ZC.PeopleGovernment),
        (city, ZC.adminLevel, ZC["level-city"]),
    ]
    Store.build(tmp_path / "store", [plan(), notice()], CONTEXT)
    with Store.open(tmp_path / "store", read_only=False) as store:
        add(store, *said)
        assert members(store)[ids.iri(CITIES)] == [
            BodyInfo(city.value, "杭州市人民政府", "PeopleGovernment", level="city")
        ]
        rows = Cooperation(select(store, Selection(view=View.members))).bodies()
    assert "杭州市人民政府" in {row.body for row in rows}
    assert not any(row.collective for row in rows)


def test_a_region_lies_in_those_above_it(folder: Path) -> None:
    from kg.analytics.selection import RegionInfo

    known = {"c": RegionInfo("c", "县", "b"), "b": RegionInfo("b", "市", "a")}
    assert within("c", "a", known)
    assert within("a", "a", known)
    assert not within("a", "c", known)
    assert not within("", "a", known)
    assert not within("x", "a", {"x": RegionInfo("x", "", "y"), "y": RegionInfo("y", "", "x")})
