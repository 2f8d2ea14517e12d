"""Programmes: golden names and what is none, joining within a document, keys, tasks."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.programme_names import spots
from kg.extract.programme_parts import unquoted
from kg.knowledge import Knowledge
from kg.pipeline import Extractor
from kg.types import Record, Source

TABLE = tomllib.loads(
    resources.files("kg.data").joinpath("programmes.toml").read_text(encoding="utf-8")
)
EXAMPLES = [
    example
    for rows in TABLE.values()
    for row in (rows if isinstance(rows, list) else [rows])
    for example in row.get("examples", [])
]

GOLDEN = [
    (
        "深入实施“雄鹰行动”“凤凰行动”、单项冠军培育行动、“雏鹰行动”、科技企业“双倍增”行动，梯次培育",
        ["雄鹰行动", "凤凰行动", "单项冠军培育行动", "雏鹰行动", "科技企业“双倍增”行动"],
    ),
    (
        "实施新时代工匠培育工程、“金蓝领”职业技能提升行动、技工教育提质增量计划，培育一批",
        ["新时代工匠培育工程", "“金蓝领”职业技能提升行动", "技工教育提质增量计划"],
    ),
    ("实施制造业首台套、首批次、首版次提升工程。", ["制造业首台套、首批次、首版次提升工程"]),
    (
        "实施小微企业园建设提升、企业集聚入园等行动，推进",
        ["小微企业园建设提升行动", "企业集聚入园行动"],
    ),
    ("实施水效领跑者和节水标杆引领行动，争创", ["水效领跑者和节水标杆引领行动"]),
    ("实施“龙腾”“虎跃”行动。", ["“龙腾”行动", "“虎跃”行动"]),
    ("组织实施“尖兵”“领雁”研发攻关计划。", ["“尖兵”“领雁”研发攻关计划"]),
    ("深化“最多跑一次”改革和“证照分离”改革。", ["“最多跑一次”改革", "“证照分离”改革"]),
    ("组织开展“银龄跨越数字鸿沟”科普专项行动等工作。", ["“银龄跨越数字鸿沟”科普专项行动"]),
    ("推进“实施一个召回、提升一个产业”行动。", ["“实施一个召回、提升一个产业”行动"]),
    ("打响“浙里来消费”系列活动", ["“浙里来消费”系列活动"]),
    ("参加“乐购江城”等系列消费促进活动", ["“乐购江城”系列消费促进活动"]),
    ("统筹推进省级“双高计划”院校建设", ["双高计划"]),
    ("开展老年人智能技术日常应用普及行动，切实", ["老年人智能技术日常应用普及行动"]),
    ("聚焦产业基础再造工程、公共服务平台建设等领域", ["产业基础再造工程"]),
    (
        "实施“互联网+”农产品出村进城工程和“数商兴农”行动",
        ["“互联网+”农产品出村进城工程", "“数商兴农”行动"],
    ),
    ("实施中欧班列省内货源发掘和“班列+园区”行动", ["“班列+园区”行动"]),
    ("整体提升教育水平，实施职业教育水平“七大提升工程”。", ["职业教育水平“七大提升工程”"]),
    ("落实国家新一轮千亿斤粮食产能提升行动", ["新一轮千亿斤粮食产能提升行动"]),
    ("贯彻落实中央乡村建设行动、实施乡村振兴战略", ["乡村建设行动"]),
    ("落实“三项制度”，推进“品字标”品牌建设", ["“品字标”品牌"]),
    ("四、大宗消费更新升级行动\n", ["大宗消费更新升级行动"]),
    ("实施文化产业赋能乡村振兴计划，开展民宿进村", ["文化产业赋能乡村振兴计划"]),
]

NONE = [
    "开展专项行动。",
    "开展集中整治行动。",
    "推进重大工程建设。",
    "实施三年行动。",
    "开展四大行动。",
    "加强工程师队伍建设。",
    "对行动不便的老年人上门服务。",
    "落实年度用地计划。",
    "制定《“雄鹰行动”实施方案》。",
    "重点支持有资金缺口的“半拉子工程”。",
    "推进“十四五”重大工程。",
    "实施“十四五”重大工程。",
    "开展“爱鸟周”活动。",
    "实施机场三期扩建工程。",
    "推进水库除险加固工程。",
    "深化投资审批制度改革。",
    "开展智能制造试点。",
    "严禁“皮包公司”在我市从事投标活动。",
    "健全“五位一体”运维管理机制。",
    "持续完善“1+N”工业互联网平台体系。",
    "严格按照“一企一策”行动。",
    "构建绿色制造体系。",
    "推进袁湾水库、汉山水库、洪汝河治理和东部供水等工程",
    "组织编制2021年度采购计划。",
    "打造“百亿级”产业集群。",
    "完善招投标工程量清单。",
    "各单位要提高行动力。",
]


def names(text: str, knowledge: Knowledge) -> list[str]:
    found = spots(text, 0, len(text), knowledge.programmes)
    return [spot.name for spot in sorted(found, key=lambda spot: spot.start)]


@pytest.mark.parametrize(("text", "expected"), GOLDEN)
def test_names(text: str, expected: list[str], knowledge: Knowledge) -> None:
    assert names(text, knowledge) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_programme(text: str, knowledge: Knowledge) -> None:
    assert names(text, knowledge) == []


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_examples_of_the_table(text: str, expected: str, knowledge: Knowledge) -> None:
    assert set(names(text, knowledge)) == ({expected} if expected else set())


@given(text=st.text(alphabet="实施开展“”、，。等和行动工程计划专项品牌改革的科技企业双倍增\n《》"))
def test_places_quote_the_text(text: str, knowledge: Knowledge) -> None:
    for spot in spots(text, 0, len(text), knowledge.programmes):
        assert 0 <= spot.start < spot.end <= len(text)
        assert spot.name.startswith(text[spot.start : spot.end])
        assert unquoted(spot.name)


PLAN = """浙江省人民政府办公厅关于印发浙江省乡村治水“强基双提”行动方案（2021—2025年）的通知
浙政办发〔2021〕42号
各市、县（市、区）人民政府：
《浙江省乡村治水“强基双提”行动方案（2021—2025年）》已经省政府同意，现印发给你们。
浙江省人民政府办公厅
2021年7月2日
浙江省乡村治水“强基双提”行动方案（2021—2025年）
一、总体要求
全面实施乡村治水“强基双提”行动。“强基双提”行动由省建设厅统筹。
二、主要任务
（一）培育企业。深入实施“雄鹰行动”，雄鹰行动企业优先。（责任单位：省经信厅）
（二）落实国家新一轮找矿突破战略行动。（责任单位：省自然资源厅）
"""


@pytest.fixture(scope="module")
def record(extractor: Extractor) -> Record:
    source = Source("plan.txt", "0" * 64, PLAN, "utf-8")
    return next(iter(extractor.documents(source))).record


def test_forms_of_one_name_are_one_programme(record: Record) -> None:
    programme = record.programmes[0]
    assert programme.name == "乡村治水“强基双提”行动"
    assert set(programme.aliases) == {"“强基双提”行动", "乡村治水“强基双提”行动方案"}
    assert programme.plan == "浙江省乡村治水“强基双提”行动方案（2021—2025年）"
    assert PLAN[programme.first.start : programme.first.end] == programme.name


def test_every_place_of_a_name_is_a_mention(record: Record) -> None:
    places = [m.text for m in record.mentions if m.type == "programme"]
    assert places.count("雄鹰行动") == 2
    assert places.count("“强基双提”行动") == 1


def test_key_is_of_the_documents_territory_unless_the_text_says_the_states(record: Record) -> None:
    keys = {each.name: each.entity.split(".")[0] for each in record.programmes}
    assert keys["雄鹰行动"] == "prog:330000"
    assert keys["新一轮找矿突破战略行动"] == "prog:cn"


def test_tasks_know_the_programmes_they_name(record: Record) -> None:
    keys = {each.name: each.entity for each in record.programmes}
    assert record.tasks[0].programmes == (keys["雄鹰行动"],)
    assert record.tasks[1].programmes == (keys["新一轮找矿突破战略行动"],)


def test_straight_quotation_marks_quote(extractor: Extractor) -> None:
    text = PLAN.replace("“雄鹰行动”", '"雄鹰行动"')
    record = next(iter(extractor.documents(Source("plan.txt", "0" * 64, text, "utf-8")))).record
    assert "雄鹰行动" in {each.name for each in record.programmes}


def test_a_quotation_and_the_head_behind_it_are_one_place(extractor: Extractor) -> None:
    text = PLAN.replace("“雄鹰行动”", "“雄鹰行动”计划")
    record = next(iter(extractor.documents(Source("plan.txt", "0" * 64, text, "utf-8")))).record
    places = [m.text for m in record.mentions if m.type == "programme" and "雄鹰" in m.text]
    assert places == ["“雄鹰行动”计划", "雄鹰行动"]
    assert len([each for each in record.programmes if "雄鹰" in each.name]) == 1


def test_a_short_form_that_could_be_two_names_is_neither(extractor: Extractor) -> None:
    text = PLAN.replace(
        "（二）",
        "（三）实施家政服务“领跑者”行动。实施能效标准“领跑者”行动。深化“领跑者”行动。\n（二）",
    )
    record = next(iter(extractor.documents(Source("plan.txt", "0" * 64, text, "utf-8")))).record
    names = [each.name for each in record.programmes if "领跑者" in each.name]
    assert names == ["家政服务“领跑者”行动", "能效标准“领跑者”行动", "“领跑者”行动"]
