"""The lattice, time and aims; two sides compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.analytics import lattice
from kg.analytics import ledger as reading
from kg.analytics.choices import Aim, Roll, Weight
from kg.analytics.compare import moves, pair_moves
from kg.analytics.cooperation import Cooperation
from kg.analytics.ledger import BodyInfo
from kg.graph.store import Store
from kg.graph.terms import SKOS, ZC, node, zh
from tests.analytics.ledgers import Part, add, lead, ledger
from tests.graph.fixtures import CONTEXT, notice, plan

ABOUT = {
    "省厅": BodyInfo("p1", "省厅", "Department", "line:a", "region:330000", "province"),
    "省局": BodyInfo("p2", "省局", "Department", "line:b", "region:330000", "province"),
    "市局": BodyInfo("c1", "市局", "Department", "line:a", "region:330100", "city"),
    "县局": BodyInfo("k1", "县局", "Department", "line:a", "region:330106", "county"),
    "某办": BodyInfo("o1", "某办", "Agent"),
}
NAMES = {"province": "省级", "city": "市级", "county": "县级"}


def test_cooperation_across_levels_and_within() -> None:
    tasks = [["省厅", "省局", "市局"], ["省厅", "市局", "县局"], ["省厅", "某办"], ["省局"]]
    found = ledger(tasks, about=ABOUT)
    rows = lattice.matrix(found, lattice.keys(found, Roll.level), NAMES)
    cells = {frozenset((row.group, row.other)): (row.rank, row.tasks, row.pairs) for row in rows}
    assert cells == {
        frozenset(("省级", "市级")): (1, 2, 2),
        frozenset(("省级",)): (2, 1, 1),
        frozenset(("省级", "县级")): (2, 1, 1),
        frozenset(("市级", "县级")): (2, 1, 1),
    }
    names, square = lattice.square(rows)
    at = {name: n for n, name in enumerate(names)}
    assert square[at["省级"]][at["市级"]] == square[at["市级"]][at["省级"]] == 2
    assert square[at["市级"]][at["市级"]] == 0


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (Roll.line, {"line:a", "line:b"}),
        (Roll.territory, {"region:330000", "region:330100", "region:330106"}),
        (Roll.level, {"province", "city", "county"}),
        (Roll.kind, {"Department", "Agent"}),
    ],
)
def test_bodies_are_put_together(by: Roll, keys: set[str]) -> None:
    found = ledger([["省厅", "省局", "市局", "县局", "某办"]], about=ABOUT)
    assert set(lattice.keys(found, by).values()) == keys


def test_terms_have_chinese_names() -> None:
    labels = lattice.term_labels()
    assert labels["CentralBranch"] == "中央驻地方机构"
    assert labels["level-city"] == "市级"


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [("2021-03-31", "2021", "2021Q1"), ("2021-04-01", "2021", "2021Q2"),
     ("2021-12-31", "2021", "2021Q4"), ("", "?", "?")],
)  # fmt: skip
def test_periods(day: str, year: str, quarter: str) -> None:
    assert lattice.period(day) == year
    assert lattice.period(day, quarter=True) == quarter


def test_over_time_new_pairs_are_counted() -> None:
    tasks = [["甲", "乙"], ["甲"], ["甲", "乙", "丙"], ["乙", "丙"]]
    found = ledger(tasks, written=["2021-02-01", "2021-03-01", "2022-05-01", ""])
    rows = {row.period: row for row in lattice.over_time(found)}
    first, second = rows["2021"], rows["2022"]
    assert (first.tasks, first.joint, first.pairs, first.new_pairs) == (2, 1, 1, 1)
    assert first.owners == 1.5
    assert (second.bodies, second.pairs, second.new_pairs) == (3, 3, 2)
    assert list(rows) == ["2021", "2022", "?"] or list(rows) == ["?", "2021", "2022"]


# --- From a store ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("lattice") / "store"
    Store.build(folder, [plan(), notice()], CONTEXT)
    with Store.open(folder, read_only=False) as opened:
        yield opened


def test_lines_are_named(store: Store) -> None:
    rolled = lattice.rolled(store, reading.read(store), Roll.line)
    assert "条线health" in rolled.names
    kinds = lattice.rolled(store, reading.read(store), Roll.kind)
    assert set(kinds.names) == {"政府部门", "党的机关", "集合主体"}


def test_tasks_by_what_they_are_for(store: Store) -> None:
    found = reading.read(store)
    programme = node("prog:330000.x-000000")
    served = [ox.NamedNode(task.iri) for task in found.tasks[:2]]
    add(store, (programme, SKOS.prefLabel, zh("便民行动")))
    add(store, *((task, ZC.supportsProgramme, programme) for task in served))
    [row] = lattice.by_aim(store, found, Aim.programme)
    owners = set().union(*found.owners[:2])
    assert (row.name, row.tasks, row.bodies) == ("便民行动", 2, len(owners))
    assert row.leads
    assert lattice.by_aim(store, found, Aim.industry) == []


# --- Two sides ------------------------------------------------------------------------------


def test_moves_from_one_side_to_the_other() -> None:
    left = Cooperation(ledger([["甲", "乙"], ["甲", "乙"], ["甲", "丙"], ["甲"]]))
    right = Cooperation(ledger([["乙", "丁"], ["乙", "丁"], ["乙", "甲"]]))
    rows = {row.body: (row.change, row.moved, row.rank_left, row.rank_right, row.left, row.right)
            for row in moves(left, right)}  # fmt: skip
    assert rows == {
        "乙": ("up", 1, 2, 1, 2, 3),
        "丁": ("new", None, None, 2, 0, 2),
        "甲": ("down", -2, 1, 3, 4, 1),
        "丙": ("gone", None, 3, None, 1, 0),
    }
    assert list(rows) == ["乙", "丁", "甲", "丙"]
    pairs = {frozenset((row.body, row.other)): row.change for row in pair_moves(left, right)}
    assert pairs == {
        frozenset("乙丁"): "new", frozenset("甲乙"): "down", frozenset("甲丙"): "gone",
    }  # fmt: skip


def test_sides_may_be_weighed_by_document() -> None:
    tasks: list[list[Part]] = [[lead("甲"), "乙"], ["甲", "乙"]]
    one = Cooperation(ledger(tasks, documents=["d1", "d1"]), weight=Weight.document)
    other = Cooperation(ledger(tasks, documents=["d1", "d2"]), weight=Weight.document)
    [pair] = pair_moves(one, other)
    assert (pair.change, pair.left, pair.right) == ("same", 1, 2)
