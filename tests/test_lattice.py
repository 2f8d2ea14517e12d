"""The lattice around bodies and regions: superiors, members of collectives, succession, eras."""

from __future__ import annotations

import pytest

from kg.knowledge import Knowledge, load
from kg.link import Context, Linker
from kg.link.lattice import Lattice
from kg.types import Entity


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def linker(knowledge: Knowledge) -> Linker:
    return Linker(knowledge)


@pytest.fixture(scope="module")
def lattice(knowledge: Knowledge) -> Lattice:
    return Lattice(knowledge)


def entity(linker: Linker, text: str, territory: str | None, day: str | None) -> Entity:
    found = linker.body(text, Context(territory, state=territory is None, day=day)).entity
    assert found is not None
    return found


#: territory of the document, day, body as written -> its superiors by name
SUPERIORS = [
    ("330100", "2021-06-01", "市财政局", {"杭州市人民政府", "浙江省财政厅"}),
    ("330000", "2021-06-01", "省财政厅", {"浙江省人民政府", "财政部"}),
    ("330110", "2021-06-01", "区财政局", {"杭州市余杭区人民政府", "杭州市财政局"}),
    ("330100", "2021-06-01", "市经信局", {"杭州市人民政府", "浙江省经济和信息化厅"}),
    ("440300", "2021-06-01", "市工业和信息化局", {"深圳市人民政府", "广东省工业和信息化厅"}),
    # the city has a 水务局, which makes no 水务厅 of its province
    ("330100", "2021-06-01", "市水务局", {"杭州市人民政府"}),
    # two organs of the State share the line, and neither bears the name
    ("330000", "2021-06-01", "省民宗委", {"浙江省人民政府"}),
    ("410000", "2010-06-01", "省环保厅", {"河南省人民政府", "环境保护部"}),
    ("410000", "2018-06-01", "省环保厅", {"河南省人民政府", "生态环境部"}),
    ("410000", "2010-06-01", "省卫生厅", {"河南省人民政府", "卫生部"}),
    ("330000", "2021-06-01", "浙江银保监局", {"中国银行保险监督管理委员会"}),
    ("330000", "2021-06-01", "人行杭州中心支行", {"中国人民银行"}),
    ("330100", "2021-06-01", "市税务局", {"杭州市人民政府", "国家税务总局浙江省税务局"}),
    ("330110", "2021-06-01", "区税务局", {"杭州市余杭区人民政府", "国家税务总局杭州市税务局"}),
    ("440300", "2021-06-01", "市税务局", {"深圳市人民政府", "国家税务总局"}),
    ("410000", "2010-06-01", "省国税局", {"国家税务总局"}),
    ("330100", "2021-06-01", "市气象局", {"杭州市人民政府", "浙江省气象局"}),
    ("330100", "2021-06-01", "市委宣传部", {"中共杭州市委员会", "中共浙江省委宣传部"}),
    ("330000", "2021-06-01", "省纪委", {"中共浙江省委员会", "中共中央纪律检查委员会"}),
    ("330000", "2021-06-01", "省监委", {"国家监察委员会"}),
    ("330110", "2021-06-01", "区法院", {"浙江省杭州市中级人民法院"}),
    ("110101", "2021-06-01", "区人民法院", set()),  # one of several intermediate courts
    ("330100", "2021-06-01", "团市委", {"共青团浙江省委员会"}),
    ("330100", "2021-06-01", "市政府", set()),
    ("654300", "2021-06-01", "地区财政局", {"阿勒泰地区行政公署", "新疆维吾尔自治区财政厅"}),
    # nothing tells the day: reforms may have come between
    ("330100", None, "市财政局", {"杭州市人民政府"}),
]


@pytest.mark.parametrize(("territory", "day", "text", "names"), SUPERIORS)
def test_superiors(
    linker: Linker, lattice: Lattice, territory: str, day: str | None, text: str, names: set[str]
) -> None:
    found = lattice.superiors(entity(linker, text, territory, day), day)
    assert {tie.body.name for tie in found} == names


def test_an_unlisted_body_has_none(linker: Linker, lattice: Lattice) -> None:
    found = entity(linker, "市数字长廊推进局", "330100", "2021-06-01")
    assert not found.listed
    assert lattice.superiors(found, "2021-06-01") == ()


#: territory, day, collective as written -> number of members, since, until
MEMBERS = [
    ("330000", "2021-06-28", "各设区市政府", 11, "", ""),
    ("330000", "2021-06-28", "各市人民政府", 11, "", ""),
    ("330100", "2021-02-28", "各区政府", 10, "2017", "2021-04"),
    ("330100", "2021-06-28", "各区政府", 10, "2021-04", ""),
    ("330100", "2021-06-28", "各区、县（市）政府", 13, "2021-04", ""),
    ("440000", "2021-01-01", "各地级以上市人民政府", 21, "", ""),
    ("150000", "2021-01-01", "各盟市人民政府", 12, "", ""),
    ("520000", "2021-01-01", "各市（州）人民政府", 9, "2011", ""),
    ("520000", "2010-01-01", "各市（州）人民政府", 0, "", ""),  # 毕节 and 铜仁 were 地区
    ("110000", "2021-01-01", "各区人民政府", 16, "2015", ""),
    ("610300", "2021-02-01", "各县（区）人民政府", 12, "2021-01", ""),
    ("330000", "2021-01-01", "各市、县（市、区）人民政府", 0, "", ""),  # of two levels
    ("420000", "2021-01-01", "各市、州人民政府", 0, "", ""),  # 仙桃 … may be meant or not
    ("330000", "2021-01-01", "各有关部门", 0, "", ""),
    ("330000", "2021-01-01", "省级有关单位", 0, "", ""),
]


@pytest.mark.parametrize(("territory", "day", "text", "count", "since", "until"), MEMBERS)
def test_members(
    linker: Linker,
    lattice: Lattice,
    territory: str,
    day: str,
    text: str,
    count: int,
    since: str,
    until: str,
) -> None:
    found = lattice.members(entity(linker, text, territory, day), day)
    assert (len(found.bodies), found.since, found.until) == (count, since, until)


def test_a_collective_of_another_era_is_another(linker: Linker, lattice: Lattice) -> None:
    before = entity(linker, "各区政府", "330100", "2021-02-28")
    after = entity(linker, "各区政府", "330100", "2021-06-28")
    assert before.name == after.name
    assert before.id == "group:330100.gequrenminzhengfu-fb24be.2017"
    assert after.id == "group:330100.gequrenminzhengfu-fb24be.202104"
    names = {body.name for body in lattice.members(before, "2021-02-28").bodies}
    assert "杭州市江干区人民政府" in names and "杭州市钱塘区人民政府" not in names
    assert entity(linker, "各区政府", "330100", "2023-01-01").id == after.id


@pytest.mark.parametrize(
    ("territory", "day", "text", "when", "after"),
    [
        (None, "2021-01-01", "银保监会", "2023-05", ["国家金融监督管理总局"]),
        (None, "2017-01-01", "环境保护部", "2018-03", ["生态环境部"]),
        (None, "2010-01-01", "铁道部", "2013-03", ["交通运输部", "国家铁路局", "中国铁路总公司"]),
        ("330000", "2021-06-01", "浙江银保监局", "2023-08", ["国家金融监督管理总局浙江监管局"]),
        ("330200", "2021-06-01", "宁波银保监局", "2023-08", ["国家金融监督管理总局宁波监管局"]),
        ("330000", "2021-06-01", "人行杭州中心支行", "2023-08", ["中国人民银行浙江省分行"]),
        ("330300", "2015-06-01", "市国税局", "2018-08", ["国家税务总局温州市税务局"]),
    ],
)
def test_successors(
    linker: Linker, lattice: Lattice, territory: str, day: str, text: str, when: str,
    after: list[str],
) -> None:  # fmt: skip
    change = lattice.change(entity(linker, text, territory, day))
    assert change is not None
    assert (change.day, [body.name for body in change.new]) == (when, after)


def test_what_stands_has_no_successor(linker: Linker, lattice: Lattice) -> None:
    assert lattice.change(entity(linker, "省财政厅", "330000", "2021-06-01")) is None


def test_named_successors_are_in_the_tables(knowledge: Knowledge) -> None:
    names = {row.name for row in knowledge.bodies.all}
    rows = [row for row in knowledge.bodies.all if row.successors]
    assert len(rows) > 80
    for row in rows:
        assert set(row.successors) <= names, row.name
        assert row.valid_to, row.name


def test_superiors_of_branches_are_in_the_tables(knowledge: Knowledge) -> None:
    state = {row.name for row in knowledge.bodies.all if row.levels == ("state",)}
    for row in knowledge.bodies.all:
        if row.kind == "central-branch":
            assert row.superior in state, row.name
        if row.under:
            assert row.under in knowledge.bodies.by_name, row.name


#: code, day -> key and name
REGIONS = [
    ("530800", "2005-01-01", "region:530800", "思茅市"),
    ("530800", "2021-01-01", "region:530800.2007", "普洱市"),
    ("530800", None, "region:530800.2007", "普洱市"),
    ("500111", "2008-01-01", "region:500111", "双桥区"),
    ("500111", "2021-01-01", "region:500111.2011", "大足区"),
    ("330103", "2020-01-01", "region:330103", "下城区"),
    ("330100", "2021-01-01", "region:330100", "杭州市"),
]


@pytest.mark.parametrize(("code", "day", "key", "name"), REGIONS)
def test_a_code_that_passed_on_is_two_regions(
    knowledge: Knowledge, code: str, day: str | None, key: str, name: str
) -> None:
    regions = knowledge.regions
    assert regions.key(code, day) == key
    row = regions.of_key(key)
    assert row is not None and row.name == name


def test_every_row_has_a_key_of_its_own(knowledge: Knowledge) -> None:
    regions = knowledge.regions
    keys = {regions.key_of(row): row.name for row in regions.rows}
    for row in regions.rows:
        assert keys[regions.key_of(row)] == row.name


def test_districts_that_ended(lattice: Lattice) -> None:
    change = lattice.change_of_region("region:330104")
    assert change is not None
    assert change.key == "change:region.330104.202104"
    assert [each.name for each in change.new] == ["上城区", "钱塘区"]
    assert lattice.span("region:330104") == ("", "2021-04", "2020")
    assert lattice.span("region:330114") == ("2021-04", "", "2025")
    assert lattice.change_of_region("region:330114") is None


def test_the_parent_is_the_one_at_the_end(knowledge: Knowledge) -> None:
    regions = knowledge.regions
    above = regions.above(regions.get("420602"))
    assert above is not None and above.name == "襄阳市"
    ended = regions.of_key("region:330184")
    assert ended is not None
    above = regions.above(ended)
    assert above is not None and above.name == "杭州市"
