"""One key, one name: over all territories, whichever form and whichever table a body comes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg.bodies import Bodies, Body, level_of, read_bodies
from kg.knowledge import Knowledge, load
from kg.link import Context, Linker
from kg.link.tables import Tables
from kg.types import Entity

_KNOWLEDGE = load()


def territories(knowledge: Knowledge) -> list[str]:
    """All provinces and prefectures, and every fortieth county."""
    regions = knowledge.regions
    codes = sorted({row.code for row in regions.rows})
    counties = [code for code in codes if regions.get(code).level == "county"]
    return [code for code in codes if regions.get(code).level != "county"] + counties[::40]


def where(body: Body, codes: list[str], knowledge: Knowledge) -> list[str | None]:
    """Territories that a row has a body in; None where the row itself says."""
    regions = knowledge.regions
    if body.levels == ("state",) or body.table == "listed":
        return [None]
    return [
        code for code in codes
        if level_of(regions.get(code)) in body.levels
        and (body.territory is None or regions.is_within(code, body.territory))
        and (body.is_template or code == body.territory)
    ]  # fmt: skip


def entities(knowledge: Knowledge) -> Iterator[Entity]:
    tables, codes = Tables(knowledge), territories(knowledge)
    for body in knowledge.bodies.all:
        for code in where(body, codes, knowledge):
            yield tables.entity(body, code)


def test_one_key_has_one_name_and_one_name_one_key() -> None:
    names, keys = defaultdict(set), defaultdict(set)
    for entity in entities(_KNOWLEDGE):
        names[entity.id].add(entity.name)
        keys[(entity.name, entity.territory)].add(entity.id)
    assert len(names) > 300_000
    assert {key: found for key, found in names.items() if len(found) > 1} == {}
    assert {name: found for name, found in keys.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("code", "forms", "name"),
    [
        ("330100", ("公积金中心", "杭州公积金中心"), "杭州住房公积金管理中心"),
        ("320500", ("苏州工业园区管委会", "苏州市工业园区管委会"), "苏州工业园区管理委员会"),
        ("110000", ("北京经开区管委会", "经开区管委会"), "北京经济技术开发区管理委员会"),
        ("500000", ("重庆高新区管委会", "高新区管委会"), "重庆高新技术产业开发区管理委员会"),
        ("330000", ("浙江广播电视集团", "省广播电视集团"), "浙江广播电视集团"),
        ("440300", ("深圳证监局", "深圳市证监局"), "中国证券监督管理委员会深圳监管局"),
        ("210200", ("大连外汇局", "市外汇局"), "国家外汇管理局大连市分局"),
        ("110108", ("区科经局", "区科信局"), "北京市海淀区科学技术和经济信息化局"),
    ],
)
def test_a_body_is_one_by_whatever_form(
    code: str, forms: tuple[str, ...], name: str, linker: Linker
) -> None:
    found = [linker.body(form, Context(code, day="2022-06-15")).entity for form in forms]
    assert {entity.name for entity in found if entity} == {name}
    assert len({entity.id if entity else None for entity in found}) == 1


@pytest.mark.parametrize(
    ("code", "text", "days", "names"),
    [
        ("330100", "市编办", ("2017-06-01", "2021-06-01"),
         ("杭州市机构编制委员会办公室", "中共杭州市委机构编制委员会办公室")),
        ("310000", "人行上海分行", ("2020-06-01", "2024-06-01"),
         ("中国人民银行上海分行", "中国人民银行上海市分行")),
        ("530800", "市财政局", ("2005-06-01", "2021-06-01"), ("思茅市财政局", "普洱市财政局")),
        ("530800", "市开发区管委会", ("2005-06-01", "2021-06-01"),
         ("思茅开发区管理委员会", "普洱开发区管理委员会")),
        ("530800", "市各部门", ("2005-06-01", "2021-06-01"), ("思茅市各部门", "普洱市各部门")),
        ("530800", "市烟花管理站", ("2005-06-01", "2021-06-01"),
         ("思茅市烟花管理站", "普洱市烟花管理站")),
    ],
)  # fmt: skip
def test_bodies_of_two_eras_are_two(
    code: str, text: str, days: tuple[str, ...], names: tuple[str, ...], linker: Linker
) -> None:
    found = [linker.body(text, Context(code, day=day)).entity for day in days]
    assert tuple(entity.name for entity in found if entity) == names
    assert len({entity.id for entity in found if entity}) == 2


# -- bodies that no table lists ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["重庆市提取额度按以下标准执行", "泸州市自2023年12月7日施行", "深圳市会同深圳市政府",
     "四川省级分中心", "河南省合作大学", "北京市政协全国委员会办公厅", "机关各科室", "三县管理部",
     "街道办事处", "中山市街道办事处",
     "南湖区屈原管理区管理委员会"],
)  # fmt: skip
def test_what_is_no_name_makes_no_body(text: str, linker: Linker) -> None:
    assert linker.body(text, Context("430600", day="2022-06-15")).entity is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("某某集团公司工会", "mass-organisation"), ("大学生创业管理局", "department"),
     ("网站管理办公室", "department"), ("学院路街道派出所", "dispatched-office"),
     ("烟花行业协会", "mass-organisation"), ("烟花集团有限公司", "enterprise"),
     ("烟花学院", "public-institution"),
     ("烟花工作领导小组办公室", "coordination-body"), ("烟花管理站", "public-institution")],
)  # fmt: skip
def test_kind_of_an_unlisted_body_is_told_by_its_end(text: str, kind: str, linker: Linker) -> None:
    entity = linker.body(text, Context("110000", day="2022-06-15")).entity
    assert entity and (entity.kind, entity.listed) == (kind, False)


@pytest.mark.parametrize("code", ["330000", None])
@pytest.mark.parametrize(
    ("text", "name", "listed"),
    [("国务院职业教育工作部际联席会议", "国务院职业教育工作部际联席会议", True),
     ("国务院食品安全委员会", "国务院食品安全委员会", True),
     ("国务院安委会", "国务院安全生产委员会", True),
     ("国务院联防联控机制", "国务院应对新型冠状病毒肺炎疫情联防联控机制", True),
     ("中央网络安全和信息化委员会", "中央网络安全和信息化委员会", True),
     ("国家教材委员会", "国家教材委员会", True),
     ("国务院烟花工作部际联席会议", "国务院烟花工作部际联席会议", False),
     ("中国烟花协会", "中国烟花协会", False),
     ("国家烟花工作领导小组", "国家烟花工作领导小组", False)],
)  # fmt: skip
def test_a_body_of_the_state_is_of_no_territory(
    text: str, name: str, listed: bool, code: str | None, linker: Linker
) -> None:
    entity = linker.body(text, Context(code, state=code is None, day="2022-06-15")).entity
    assert entity and (entity.name, entity.listed) == (name, listed)
    assert entity.id.startswith(("agency:cn.", "party:cn."))
    assert (entity.territory, entity.level) == (None, "state")


def test_what_can_mean_two_bodies_by_its_infix_stays_unresolved() -> None:
    rows = [
        {"name": f"{{t}}{name}", "kind": "department", "levels": ["city"], "forms": ["某行{s}支行"]}
        for name in ("甲局", "乙局")
    ]
    bodies = Bodies(read_bodies("branches", {"body": rows}))
    link = Linker(replace(_KNOWLEDGE, bodies=bodies)).body("某行杭州支行", Context("330000"))
    assert link.entity is None
    assert link.candidates == ("agency:330100.jiaju", "agency:330100.yiju")


def test_several_bodies_of_the_state_are_not_one(linker: Linker) -> None:
    entity = linker.body("国务院各部委", Context(None, state=True)).entity
    assert entity is None or entity.kind == "collective"
