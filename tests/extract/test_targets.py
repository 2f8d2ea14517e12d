"""Targets in prose: what is one, how much, of what, by when; and what is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kg.facts import Target
from kg.pipeline import Extractor
from kg.types import Source

ROOT = Path(__file__).parents[2]
WORDS = tomllib.loads((ROOT / "kg/data/targets.toml").read_text(encoding="utf-8"))
HEAD = "某省人民政府关于印发某省工作方案的通知\n某政发〔2021〕7号\n各市人民政府：\n"
TAIL = "\n某省人民政府\n2021年6月28日\n"


def _read(extractor: Extractor, text: str, heading: str = "一、重点任务") -> tuple[Target, ...]:
    raw = f"{HEAD}{heading}\n{text}{TAIL}"
    (found,) = extractor.documents(Source("x.txt", "0" * 64, raw, "utf-8"))
    return found.record.targets


#: text -> subject, value or range, unit, comparator, due of each target in it
TARGETS = [
    ("到2025年，建成5G基站20万个以上。", [("5G基站", 200000, "个", ">=", "2025-12-31")]),
    ("到2025年，建成10个以上具有影响力的行业云平台，具备45万个机架的服务能力。",
     [("具有影响力的行业云平台", 10, "个", ">=", "2025-12-31"),
      ("机架的服务能力", 450000, "个", "=", "2025-12-31")]),
    ("到2025年，培育“链主”企业100家，力争新增世界500强企业3—5家。",
     [("“链主”企业", 100, "家", "=", "2025-12-31"),
      ("世界500强企业", (3, 5), "家", "range", "2025-12-31")]),
    ("累计培育“小巨人”企业500家、隐形冠军企业500家。",
     [("“小巨人”企业", 500, "家", "=", None), ("隐形冠军企业", 500, "家", "=", None)]),
    ("到2025年，花生种植率、油菜收获率分别达到65%和55%。",
     [("花生种植率", 65, "%", "=", "2025-12-31"), ("油菜收获率", 55, "%", "=", "2025-12-31")]),
    ("新增停车位30万个，其中公共停车位15万个。",
     [("停车位", 300000, "个", "=", None), ("公共停车位", 150000, "个", "=", None)]),
    ("单位增加值能耗年均下降4%，2022年底前完成。", [("单位增加值能耗", 4, "%", "=", "2022-12-31")]),
    ("8月底前，新建快递服务点500个。", [("快递服务点", 500, "个", "=", "2021-08-31")]),
    ("“十四五”末，森林覆盖率达到61%左右。", [("森林覆盖率", 61, "%", "~", "2025-12-31")]),
    ("确保工业投资上半年完成80亿元，全年完成170亿元。",
     [("工业投资", 80, "亿元", "=", "2021-06-30"), ("工业投资", 170, "亿元", "=", "2021-12-31")]),
    ("到2025年，全省80%以上的学校纳入教联体建设。",
     [("学校纳入教联体建设", 80, "%", ">=", "2025-12-31")]),
    ("2022年底前，实现既有设施标准化运维全覆盖。",
     [("既有设施标准化运维", 100, "%", "=", "2022-12-31")]),
    ("每个县（市）至少建成1所三级医院。", [("三级医院", 1, "所", ">=", None)]),
    ("打造新一代信息技术、汽车及零部件、绿色化工、现代纺织和服装等4个世界级先进制造业集群。",
     [("世界级先进制造业集群", 4, "个", "=", None)]),
    ("到2025年，实现高新技术企业、科技型中小企业数量倍增。",
     [("高新技术企业", 2, "倍", "=", "2025-12-31"),
      ("科技型中小企业数量", 2, "倍", "=", "2025-12-31")]),
    ("到2023年底，人口集聚地区、重点区域行政村覆盖率和出水水质达标率均达到95%以上。",
     [("人口集聚地区、重点区域行政村覆盖率", 95, "%", ">=", "2023-12-31"),
      ("出水水质达标率", 95, "%", ">=", "2023-12-31")]),
    ("储备项目不少于300个，甲县、乙县各50个。",
     [("项目", 300, "个", ">=", None), ("甲县、乙县项目", 50, "个", "=", None)]),
    ("遴选20名市级名师，6名市级名校长。",
     [("市级名师", 20, "名", "=", None), ("市级名校长", 6, "名", "=", None)]),
    ("加快推进17个体旅融合项目建设。", [("体旅融合项目", 17, "个", "=", None)]),
    ("力争撬动社会资本投入20亿元以上参与水利项目。",
     [("社会资本投入", 20, "亿元", ">=", None)]),
    ("每年引入国外演出20场以上，对其中商业化运营的给予奖励。",
     [("国外演出", 20, "场", ">=", None)]),
    ("应届高校毕业生占比不低于70%。", [("应届高校毕业生占比", 70, "%", ">=", None)]),
    ("到2025年，累计培育国家单项冠军企业200家以上。",
     [("国家单项冠军企业", 200, "家", ">=", "2025-12-31")]),
    ("开展万场以上文艺演出。", [("文艺演出", 10000, "场", ">=", None)]),
    ("到2025年，建成一所高中、百家工坊。", [("工坊", 100, "家", "=", "2025-12-31")]),
]  # fmt: skip

NONE = [
    "支持公园、体育馆等4个设施。",
    "实施“双倍增”行动，推进倍增计划。",
    "对新增100家企业的县，给予奖励。",
    "支持5G、3D打印和IPv6，服务世界500强和山区26县。",
    "日处理能力200吨以上处理设施由县级管理。",
    "建设百万吨乙烯项目，年产30万吨电池材料。",
    "对营业收入达到10亿元以上的企业，给予100万元奖励。",
    "首套住房贷款首付比例不低于20%。",
    "单个项目用地面积不超过100亩。",
    "目前已建成公园200个。",
    "自受理之日起20个工作日内办结。",
    "缴纳不低于50%的土地出让价款后，可以申请。",
    "培育“万亩千亿”新产业平台和百亿级产业集群。",
    "覆盖率=签约人数/常住人口数*100%。",
    "用地比例由7%提高到15%。",
    "到2020年底，制造业增加值突破2万亿元，建成园区11个。",
    "列全国前10名的企业，对前900家企业实行帮扶。",
    "（含90平方米以下部分30%）",
]


@pytest.mark.parametrize(("text", "expected"), TARGETS, ids=[text for text, _ in TARGETS])
def test_targets(extractor: Extractor, text: str, expected: list[tuple[object, ...]]) -> None:
    found = [
        (t.subject, (t.low, t.high) if t.value is None else t.value, t.unit, t.comparator, t.due)
        for t in _read(extractor, text)
    ]
    assert found == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_target(extractor: Extractor, text: str) -> None:
    assert _read(extractor, text) == ()


@pytest.mark.parametrize(
    "text", [text for row in WORDS["verb"] for text in row["examples"]]
)  # fmt: skip
def test_examples_of_the_words_are_targets(extractor: Extractor, text: str) -> None:
    assert len(_read(extractor, text)) == 1


@pytest.mark.parametrize("text", [text for row in WORDS["never"] for text in row["examples"]])
def test_examples_of_words_that_forbid_are_none(extractor: Extractor, text: str) -> None:
    assert _read(extractor, text) == ()


def test_a_deadline_is_carried_over_in_a_list_and_marked_so(extractor: Extractor) -> None:
    first, second = _read(extractor, "到2025年，建设平台300个以上，实现集群平台全覆盖。")
    assert (first.due_inherited, second.due_inherited) == (False, True)
    assert (first.due, first.due_precision) == (second.due, second.due_precision)


def test_a_paragraph_that_opens_with_a_date_is_governed_by_it(extractor: Extractor) -> None:
    text = "到2025年，体系基本建立。人均面积达到4平方米左右，参加人数比例达到40%。"
    assert [(t.due, t.due_inherited) for t in _read(extractor, text)] == [("2025-12-31", True)] * 2


def test_figures_under_a_heading_on_what_is_so_already_are_none(extractor: Extractor) -> None:
    text = "企业数量达到500家，增加值占15%。确保比例达到30%。"
    assert _read(extractor, text, "一、发展基础") == ()
    assert _read(extractor, text, "一、发展目标")


def test_force_change_and_region(extractor: Extractor) -> None:
    (soft,) = _read(extractor, "力争到2025年，新建充电桩30万个。")
    (points,) = _read(extractor, "到2025年，城镇化率提高2个百分点。")
    (growth,) = _read(extractor, "到2025年，增加值年均增长8%左右。")
    assert (soft.soft, points.soft) == (True, False)
    assert (points.change, growth.change) == ("percentagePoint", "annualAverage")
    assert points.region is None


def test_quotes_open_the_characters_they_were_read_from(extractor: Extractor) -> None:
    raw = f"{HEAD}一、任务\n到２０２５年，新增检测面积４０ 万平方米。{TAIL}"
    (found,) = extractor.documents(Source("x.txt", "0" * 64, raw, "utf-8"))
    (target,) = found.record.targets
    assert target.text == "新增检测面积40万平方米"
    assert raw[target.start : target.end].startswith("新增检测面积４０ 万平")
    assert raw[target.start : target.end].endswith("平方米")


def test_a_long_paragraph_loses_and_doubles_no_target(extractor: Extractor) -> None:
    """One sentence a thousand times gives a thousand times its targets, none lost or doubled."""
    found = _read(extractor, "到2025年，建成基站20万个，培育企业100家。" * 1000)
    assert len(found) == 2000


@pytest.mark.parametrize(
    ("text", "falls"),
    [
        ("到2025年，单位增加值能耗年均下降4%。", True),
        ("到2025年，工业增加值年均增长5%。", False),
        ("到2025年，建成公园100个。", False),
    ],
)
def test_what_goes_down_is_told_from_what_goes_up(
    text: str, falls: bool, extractor: Extractor
) -> None:
    (found,) = _read(extractor, text)
    assert found.falls is falls
