"""Names of divisions in the light of the document they stand in."""

from __future__ import annotations

import pytest

from kg.knowledge import Knowledge
from kg.regions import Regions, read_regions


@pytest.fixture(scope="module")
def regions(knowledge: Knowledge) -> Regions:
    return knowledge.regions


@pytest.mark.parametrize(
    ("name", "context", "codes"),
    [
        ("鼓楼区", "320100", ["320106"]),
        ("鼓楼区", "350100", ["350102"]),
        ("鼓楼区", "410204", ["410204"]),
        ("鼓楼区", None, ["320106", "320302", "350102", "410204"]),
        ("鼓楼区", "320000", ["320106", "320302"]),
        ("朝阳区", "110000", ["110105"]),
        ("朝阳区", "110108", ["110105"]),
        ("朝阳区", "220100", ["220104"]),
        ("朝阳区", None, ["110105", "220104"]),
        ("西湖区", "330100", ["330106"]),
        ("西湖区", "360100", ["360103"]),
        ("海南", None, ["460000"]),
        ("海南", "330000", ["460000"]),
        ("海南区", None, ["150303"]),
        ("吉林", None, ["220000"]),
        ("吉林", "220000", ["220000"]),
        ("吉林市", "220000", ["220200"]),
        ("慈溪", "330000", ["330282"]),
        ("杭州市", None, ["330100"]),
        ("杭州市", "510000", ["330100"]),
        ("没有市", None, []),
    ],
)
def test_resolve(name: str, context: str | None, codes: list[str], regions: Regions) -> None:
    assert sorted(regions.resolve(name, context)) == codes


@pytest.mark.parametrize(
    ("name", "day", "codes"),
    [
        ("临平区", "2022-06-15", ["330113"]),
        ("江干区", "2020-06-15", ["330104"]),
        ("襄樊市", "2005-06-15", ["420600"]),
        ("襄阳市", "2022-06-15", ["420600"]),
    ],
)
def test_names_of_their_time(name: str, day: str, codes: list[str], regions: Regions) -> None:
    assert regions.resolve(name, None, day) == codes


@pytest.mark.parametrize(
    ("word", "context", "code"),
    [
        ("省", "330000", "330000"),
        ("省", "330110", "330000"),
        ("市", "330110", "330100"),
        ("市", "331082", "331082"),
        ("市", "110105", "110000"),
        ("县", "330122", "330122"),
        ("县", "330225", "330225"),
        ("区", "330110", "330110"),
        ("区", "440304", "440304"),
        ("州", "532800", "532800"),
        ("州", "532801", "532800"),
        ("盟", "152500", "152500"),
        ("地区", "654300", "654300"),
        ("地", "654300", "654300"),
        ("自治区", "450100", "450000"),
        ("区", "450000", "450000"),
        ("旗", "152522", "152522"),
        ("省", "110000", None),
        ("县", "330100", None),
        ("省", None, None),
        ("国", "330000", None),
    ],
)
def test_level_words(word: str, context: str | None, code: str | None, regions: Regions) -> None:
    assert regions.by_level_word(word, context) == code


@pytest.mark.parametrize(
    ("code", "official"),
    [
        ("330113", "杭州市临平区"),
        ("330282", "慈溪市"),
        ("340826", "宿松县"),
        ("110105", "北京市朝阳区"),
        ("330000", "浙江省"),
        ("532800", "西双版纳傣族自治州"),
    ],
)
def test_official(code: str, official: str, regions: Regions) -> None:
    assert regions.official(code) == official


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("330108", "浙江省/杭州市/滨江区"),
        ("110105", "北京市/朝阳区"),
        ("460000", "海南省"),
        ("654321", "新疆维吾尔自治区/阿勒泰地区/布尔津县"),
    ],
)
def test_path(code: str, path: str, regions: Regions) -> None:
    assert regions.path(code) == path


@pytest.mark.parametrize(
    ("code", "ancestor", "within"),
    [("330108", "330100", True), ("330108", "330000", True), ("330108", "330108", True),
     ("330108", "320000", False), ("330000", "330100", False)],
)  # fmt: skip
def test_is_within(code: str, ancestor: str, within: bool, regions: Regions) -> None:
    assert regions.is_within(code, ancestor) == within


def test_get_refuses_an_unknown_code(regions: Regions) -> None:
    assert "999999" not in regions
    with pytest.raises(KeyError):
        regions.get("999999")


TABLE = "\n".join(
    row.replace(" ", "\t").replace("-", "")
    for row in (
        "#a comment",
        "code name level parent kind short valid_from valid_to successor abbr",
        "990000 甲省 province - 省 甲 - - - 甲",
        "990100 乙市 prefecture 990000 地级市 乙|乙城 2001 2010 990200 -",
        "990200 丙市 prefecture 990000 地级市 丙 2010 - - -",
    )
)


@pytest.mark.parametrize(
    ("day", "in_force"), [("2000-12-31", False), ("2001-01-01", True), ("2009-12-31", True),
                          ("2010-05-01", False), (None, False)]
)  # fmt: skip
def test_in_force(day: str | None, in_force: bool) -> None:
    assert read_regions(TABLE).get("990100").in_force(day) == in_force


def test_short_names_are_names() -> None:
    table = read_regions(TABLE)
    assert table.resolve("乙城", None, "2005-01-01") == ["990100"]
    assert table.get("990100").short == "乙"
    assert set(table.names()) == {"甲省", "甲", "乙市", "乙", "乙城", "丙市", "丙"}


RENAMED = "\n".join(
    row.replace(" ", "\t").replace("-", "")
    for row in (
        "code name level parent kind short valid_from valid_to successor abbr",
        "990000 甲省 province - 省 甲 - - - 甲",
        "990100 乙市 prefecture 990000 地级市 乙 - 2007 990100 -",
        "990100 丙市 prefecture 990000 地级市 丙 2007 - - -",
        "990102 丁区 county 990100 市辖区 丁 - - - -",
    )
)


@pytest.mark.parametrize(
    ("day", "name", "district", "path"),
    [
        ("2005-06-01", "乙市", "乙市丁区", "甲省/乙市/丁区"),
        ("2021-06-01", "丙市", "丙市丁区", "甲省/丙市/丁区"),
        (None, "丙市", "丙市丁区", "甲省/丙市/丁区"),
    ],
)
def test_a_division_is_the_one_of_the_day(
    day: str | None, name: str, district: str, path: str
) -> None:
    table = read_regions(RENAMED)
    assert table.get("990100", day).name == name
    assert table.official("990102", day) == district
    assert table.path("990102", day) == path
