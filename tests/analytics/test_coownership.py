"""Who owns tasks with whom, counted from the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.analytics.coownership import Body, Pair, bodies, coownership_graph, pairs
from kg.graph.members import StoredDocument
from kg.graph.store import Store
from kg.pipeline import Extractor
from kg.types import Source, sha256
from tests.graph.fixtures import CONTEXT, notice, plan


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("analytics") / "store"
    Store.build(folder, [plan(), notice()], CONTEXT)
    with Store.open(folder) as opened:
        yield opened


def row(body: Body) -> tuple[str, int, int, int, int, int]:
    return body.name, body.owned, body.led, body.led_marked, body.led_by_rule, body.sole


def test_bodies_by_tasks_owned_and_led(store: Store) -> None:
    assert [row(each) for each in bodies(store)] == [
        ("浙江省卫生健康委员会", 2, 1, 1, 0, 0),
        ("浙江省大数据发展管理局", 2, 1, 0, 1, 0),
        ("浙江省民政厅", 2, 1, 1, 0, 1),
        ("中共浙江省委宣传部", 1, 1, 0, 1, 0),
        ("浙江省各设区市人民政府", 1, 0, 0, 0, 0),
    ]


def test_collectives_are_flagged(store: Store) -> None:
    assert [each.name for each in bodies(store) if each.collective] == ["浙江省各设区市人民政府"]


def names(pair: Pair) -> tuple[str, str, int, bool]:
    return pair.first_name, pair.second_name, pair.shared, pair.collective


def test_pairs_are_named_in_order_and_ties_too(store: Store) -> None:
    found = [names(each) for each in pairs(store)]
    assert found == sorted(found)
    assert found == [
        ("中共浙江省委宣传部", "浙江省各设区市人民政府", 1, True),
        ("中共浙江省委宣传部", "浙江省大数据发展管理局", 1, False),
        ("浙江省卫生健康委员会", "浙江省大数据发展管理局", 1, False),
        ("浙江省卫生健康委员会", "浙江省民政厅", 1, False),
        ("浙江省各设区市人民政府", "浙江省大数据发展管理局", 1, True),
    ]


def test_an_owner_that_stays_open_is_in_no_pair(store: Store) -> None:
    assert not any("市场监管部门" in names(each) for each in pairs(store))


def test_the_graph_has_the_bodies_and_weighs_the_pairs(store: Store) -> None:
    graph = coownership_graph(store)
    assert graph.number_of_nodes() == len(bodies(store))
    assert graph.number_of_edges() == len(pairs(store))
    assert {data["weight"] for _, _, data in graph.edges(data=True)} == {1}
    assert {data["name"] for _, data in graph.nodes(data=True)} == {b.name for b in bodies(store)}


def test_an_empty_store_has_no_rows(tmp_path: Path) -> None:
    Store.build(tmp_path / "store", [], CONTEXT)
    with Store.open(tmp_path / "store") as store:
        assert bodies(store) == []
        assert pairs(store) == []


def test_no_one_owns_alone_what_an_unresolved_body_shares(
    tmp_path: Path, extractor: Extractor
) -> None:
    """省政府督查机构 is in no table: no one is credited, and 省教育厅 is not alone for that."""
    raw = (
        "浙江省人民政府关于公园建设的通知\n浙政发〔2031〕7号\n各市人民政府：\n一、任务\n"
        "1.建设公园。建设绿道。（责任单位：省教育厅、省政府督查机构）\n"
        "2.架设桥梁。加固桥墩。（责任单位：省财政厅）\n浙江省人民政府\n2031年3月4日\n"
    )
    source = Source("a.txt", sha256(raw.encode()), raw, "utf-8")
    (found,) = extractor.documents(source)
    stored = StoredDocument(found.record, raw, found.letters)
    Store.build(tmp_path / "store", [stored], CONTEXT)
    with Store.open(tmp_path / "store") as opened:
        assert {row.name: (row.owned, row.sole) for row in bodies(opened)} == {
            "浙江省教育厅": (1, 0),
            "浙江省财政厅": (1, 1),
        }
