"""Offices named by the body they are of: a city's in its counties, and parts of any body."""

from __future__ import annotations

import pytest

from kg.link import Context, Linker

OFFICES = [
    # the place behind the line of work
    ("330109", "规划资源萧山分局", "杭州市规划和自然资源局萧山分局"),
    ("330109", "公积金萧山分中心", "杭州住房公积金管理中心萧山分中心"),
    ("360603", "市自然资源局余江分局", "鹰潭市自然资源局余江分局"),
    ("360603", "鹰潭市公积金管理中心余江办事处", "鹰潭市住房公积金管理中心余江办事处"),
    ("341881", "市公积金中心宁国管理部", "宣城市住房公积金管理中心宁国管理部"),
    ("341824", "宣城市住房公积金管理中心绩溪县管理部", "宣城市住房公积金管理中心绩溪县管理部"),
    ("361000", "市住房公积金广昌办事处", "抚州市住房公积金管理中心广昌办事处"),
    # the county the name is of
    ("360703", "区自然资源分局", "赣州市自然资源局南康分局"),
    ("360703", "区住房公积金管理分中心", "赣州市住房公积金管理中心南康分中心"),
    ("371402", "自然资源分局", "德州市自然资源局德城分局"),
    ("310101", "公安分局", "上海市公安局黄浦分局"),
    # a part of a body
    ("320000", "省药监局南京检查分局", "江苏省药品监督管理局南京检查分局"),
    ("361000", "抚州银保监分局东乡监管组", "中国银行保险监督管理委员会抚州监管分局东乡监管组"),
    ("340300", "市委组织部人才办", "中共蚌埠市委组织部人才办"),
    ("370200", "市委数字青岛领导小组", "中共青岛市委数字青岛领导小组"),
    ("320000", "省政府某某工作领导小组办公室", "江苏省人民政府某某工作领导小组办公室"),
]


@pytest.mark.parametrize(("code", "text", "name"), OFFICES)
def test_an_office_is_named_by_its_body(code: str, text: str, name: str, linker: Linker) -> None:
    link = linker.body(text, Context(code, day="2022-06-15"))
    assert link.name == name
    assert link.entity is not None and link.entity.listed == (link.rule != "body.office")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("330109", "驻京办事处"),  # 驻京办 and 事处
        ("330109", "街道办事处"),
        ("330109", "税务分局"),  # an office of the county's tax bureau, not of the city's
        ("330100", "公安分局"),  # which of them?
        ("370200", "市政府采购办"),  # 政府采购, not an office of 市政府
        ("370200", "市委托代建办"),
        ("370200", "市财政局各处室"),
        ("429004", "自然资源分局"),  # no city above
    ],
)
def test_what_is_no_office_of_a_body(code: str, text: str, linker: Linker) -> None:
    assert linker.body(text, Context(code, day="2022-06-15")).rule != "body.office"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("市公安局市南分局", "dispatched-office"),
        ("市委数字青岛领导小组", "coordination-body"),
        ("市财政局预算处", "internal-unit"),
    ],
)
def test_the_kind_of_an_office_is_told_by_its_end(text: str, kind: str, linker: Linker) -> None:
    entity = linker.body(text, Context("370200", day="2022-06-15")).entity
    assert entity is not None and entity.kind == kind


def test_one_office_has_one_key(linker: Linker) -> None:
    context = Context("360603", day="2022-06-15")
    ways = ("区自然资源分局", "市自然资源局余江分局", "鹰潭市自然资源局余江分局")
    assert len({linker.body(way, context).entity for way in ways}) == 1


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("360900", "宜阳新区管委会", "宜春市宜阳新区管理委员会"),  # 宜阳县 is of Henan
        ("411100", "西城区管委会", "漯河市西城区管理委员会"),  # 西城区 is of 北京
        ("610112", "大明宫街办", "西安市未央区大明宫街道办事处"),
        ("610112", "各街道办", "西安市未央区各街道办事处"),
        ("360600", "市龙虎山风景名胜区管委会", "鹰潭市龙虎山风景名胜区管理委员会"),
        ("370200", "青岛西海岸新区管委", "青岛西海岸新区管理委员会"),
        ("430181", "经开区开发建设局", "浏阳经济技术开发区开发建设局"),
        ("430181", "市经开区开发建设局", "浏阳经济技术开发区开发建设局"),
        ("430181", "高新区税务局", "国家税务总局浏阳高新技术产业开发区税务局"),
    ],
)
def test_the_administration_of_an_area(code: str, text: str, name: str, linker: Linker) -> None:
    assert linker.body(text, Context(code, day="2022-06-15")).name == name


@pytest.mark.parametrize(
    ("code", "day", "text", "name"),
    [
        ("350206", "2022-06-15", "区建设局", "厦门市湖里区建设局"),
        ("350200", "2022-06-15", "市建设局", "厦门市住房和建设局"),
        ("361030", "2022-06-15", "县供电公司", "国网江西省电力有限公司广昌县供电分公司"),
        ("361030", "2012-06-15", "县供电公司", "广昌县供电公司"),
        ("360423", "2016-06-15", "县环保局", "武宁县环境保护局"),
        ("310000", "2022-06-15", "市医保局", "上海市医疗保障局"),  # another had that name in 2005
        ("310000", "2005-06-15", "市医保局", "上海市医疗保险局"),
        ("130600", "2016-06-15", "市银监办", "中国银行业监督管理委员会保定监管办事处"),
        ("420100", "2024-06-15", "市房管局", "武汉市住房保障和房屋管理局"),  # outlived by its name
        ("340826", "2016-06-15", "银监办", "中国银行业监督管理委员会安庆监管分局宿松监管办事处"),
    ],
)
def test_a_custom_holds_in_its_place_and_time(
    code: str, day: str, text: str, name: str, linker: Linker
) -> None:
    assert linker.body(text, Context(code, day=day)).name == name
