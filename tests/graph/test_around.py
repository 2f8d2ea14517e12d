"""The lattice in a store: documents of two eras side by side, nothing said twice, nothing mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import building
from kg.graph.resources import queries
from kg.graph.store import Store
from kg.graph.terms import ORG, ZC, node
from kg.graph.validate import validate
from kg.questions import bound

#: A notice of 杭州 before and one after the districts changed in April 2021, and one of 普洱, which
#: was 思茅 until 2007.
NOTICES = {
    "before.txt": """杭州市人民政府办公厅关于做好助餐服务的通知
杭政办函〔2020〕11号
各区人民政府，市政府各部门：
一、主要任务
（一）开展检查。到2020年底全面排查隐患。（责任单位：市财政局、市税务局、各区人民政府）
（二）推进整治。江干区先行试点整治工作。（责任单位：江干区人民政府、浙江银保监局）
杭州市人民政府办公厅
2020年3月5日
""",
    "after.txt": """杭州市人民政府办公厅关于做好助老服务的通知
杭政办函〔2022〕15号
各区人民政府，市政府各部门：
一、主要任务
（一）开展检查。到2022年底全面排查隐患。（责任单位：市财政局、市税务局、各区人民政府）
（二）推进整治。钱塘区先行试点整治工作。（责任单位：钱塘区人民政府、市委宣传部）
杭州市人民政府办公厅
2022年3月5日
""",
    "simao.txt": """思茅市人民政府关于做好助餐服务的通知
思政发〔2005〕3号
各县（区）人民政府：
一、主要任务
（一）开展检查。到2005年底全面排查隐患。（责任单位：市财政局、市环保局）
思茅市人民政府
2005年3月5日
""",
    "puer.txt": """普洱市人民政府关于做好助餐服务的通知
普政发〔2015〕3号
各县（区）人民政府：
一、主要任务
（一）开展检查。到2015年底全面排查隐患。（责任单位：市财政局、市环保局）
普洱市人民政府
2015年3月5日
""",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("around")
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    building.build([folder / name for name in NOTICES], folder / "store")
    with Store.open(folder / "store") as opened:
        yield opened


def rows(store: Store, name: str, **values: str) -> list[tuple[str, ...]]:
    return list(store.query(bound(queries()[name], values, store)).texts())


def test_the_store_conforms(store: Store) -> None:
    assert [row for row in validate(store).rows if row.severity == "Violation"] == []


def test_no_triple_stands_in_two_graphs(store: Store) -> None:
    assert max(Counter(quad.triple for quad in store.quads()).values()) == 1


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("杭州市江干区人民政府", {"杭政办函〔2020〕11号"}),
        ("杭州市钱塘区人民政府", {"杭政办函〔2022〕15号"}),
        ("杭州市西湖区人民政府", {"杭政办函〔2020〕11号", "杭政办函〔2022〕15号"}),
    ],
)
def test_a_collective_binds_its_members_of_the_time(
    store: Store, body: str, numbers: set[str]
) -> None:
    assert {row[1] for row in rows(store, "tasks-of-body", body=body)} == numbers


def test_a_line_from_the_state_down(store: Store) -> None:
    names = [row[:2] for row in rows(store, "line-across-levels", line="finance")]
    assert names[0] == ("0", "财政部")
    assert ("1", "浙江省财政厅") in names and ("2", "杭州市财政局") in names


def test_a_branch_reaches_the_state(store: Store) -> None:
    [(above,)] = store.query(
        "PREFIX zc: <https://w3id.org/zhengce/def#> SELECT ?top WHERE { "
        f"{node('agency:330100.guojiashuiwuzongjushuiwuju')} zc:verticallyLedBy+ ?top . "
        "?top zc:adminLevel zc:level-state }"
    ).texts()
    assert above == node("agency:cn.guojiashuiwuzongju").value


def test_succession_of_regions_and_bodies(store: Store) -> None:
    found = {row[:3] for row in rows(store, "succession")}
    assert ("江干区", "上城区", "2021-04") in found
    assert ("江干区", "钱塘区", "2021-04") in found
    assert ("思茅市", "普洱市", "2007") in found
    assert (
        "中国银行保险监督管理委员会浙江监管局", "国家金融监督管理总局浙江监管局", "2023-08"
    ) in found  # fmt: skip


def test_one_code_with_two_names_is_two_regions(store: Store) -> None:
    codes = {
        quad.subject for quad in store.match(predicate=ZC.gbCode) if "530800" in str(quad.object)
    }
    assert codes == {node("region:530800"), node("region:530800.2007")}
    event = node("change:region.530800.2007")
    assert any(store.match(event, ORG.originalOrganization, node("region:530800")))
    [new] = store.match(event, ORG.resultingOrganization)
    assert new.object == node("region:530800.2007")
    assert bound(queries()["coowner-pairs"], {"region": "530800"}, store).count(
        str(node("region:530800.2007"))
    )


def test_forgetting_a_document_takes_its_lattice_along(tmp_path: Path) -> None:
    for name in ("before.txt", "after.txt"):
        (tmp_path / name).write_text(NOTICES[name], encoding="utf-8")
    building.build([tmp_path / "after.txt"], tmp_path / "one")
    building.build([tmp_path / "before.txt", tmp_path / "after.txt"], tmp_path / "two")
    with Store.open(tmp_path / "one") as one, Store.open(tmp_path / "two") as two:
        alone, both = set(one.quads()), set(two.quads())
    assert alone < both  # what one document says does not depend on the other
