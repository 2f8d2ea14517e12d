"""Decisions in a document's own voice, and what it only tells of."""

from __future__ import annotations

import pytest

from kg.pipeline import Extractor
from kg.types import Record, Source, sha256

Row = tuple[str, str, list[str]]


def record(extractor: Extractor, body: str, title: str) -> Record:
    raw = (
        f"河南省人民政府{title}\n豫政〔2031〕7号\n漯河市人民政府：\n{body}\n"
        "河南省人民政府\n2031年3月4日\n"
    )
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    return found.record


def rows(found: Record) -> list[Row]:
    return [(d.kind, d.object, [s.name for s in d.subjects]) for d in found.decisions]


DECIDED: dict[str, tuple[str, str, list[Row]]] = {
    "names regions, a city and a district of it": (
        "关于命名示范市的通知",
        "经研究，省政府决定命名漯河市和许昌市魏都区、漯河市源汇区为第二批公园示范市、县（市、区）。",
        [
            (
                "names",
                "第二批公园示范市、县（市、区）",
                ["河南省/漯河市", "河南省/许昌市/魏都区", "河南省/漯河市/源汇区"],
            )
        ],
    ),
    "a title of honour": (
        "关于表彰先进单位的决定",
        "省政府决定授予漯河市财政局、许昌市财政局“先进单位”称号。",
        [("names", "“先进单位”称号", ["漯河市财政局", "许昌市财政局"])],
    ),
    "establishes": (
        "关于设立漯河技师学院的批复",
        "一、同意设立漯河技师学院；同意设立许昌技师学院。",
        [
            ("establishes", "漯河技师学院", ["漯河技师学院"]),
            ("establishes", "许昌技师学院", ["许昌技师学院"]),
        ],
    ),
    "several with one head": (
        "关于新建研究站的批复",
        "我省同意新建三门峡湿地、信阳森林等2个生态研究站。",
        [
            ("establishes", "三门峡湿地生态研究站", ["三门峡湿地生态研究站"]),
            ("establishes", "信阳森林生态研究站", ["信阳森林生态研究站"]),
        ],
    ),
    "approves a plan": (
        "关于公园规划的批复",
        "一、原则同意《漯河市公园规划（2031—2035年）》，请认真组织实施。",
        [("approves", "漯河市公园规划（2031—2035年）", ["漯河市公园规划（2031—2035年）"])],
    ),
    "cancels": (
        "关于取消公路收费的复函",
        "一、同意取消漯河至许昌公路收费项目，并停止该项目合并收费。",
        [("cancels", "漯河至许昌公路收费项目", []), ("stops", "该项目合并收费", [])],
    ),
    "abolishes, and where the functions go": (
        "关于调整联席会议的批复",
        "撤销公园工作联席会议，其职能并入省公园领导小组。",
        [("abolishes", "公园工作联席会议", ["公园工作联席会议"])],
    ),
    "renames": (
        "关于更名的批复",
        "同意将漯河技师学院更名为河南漯河技师学院。",
        [("renames", "漯河技师学院", ["漯河技师学院"])],
    ),
}


@pytest.mark.parametrize(("title", "body", "found"), DECIDED.values(), ids=DECIDED)
def test_decisions(title: str, body: str, found: list[Row], extractor: Extractor) -> None:
    assert rows(record(extractor, body, title)) == found


NONE = {
    "of somebody else": ("关于金融工作的通知", "证监会决定建立新的融资制度，各地要做好衔接。"),
    "on condition": ("关于审批的通知", "未经批准设立公园的，由市财政局处理。"),
    "passed by the government": ("关于印发方案的通知", "《方案》已经省政府同意，现印发给你们。"),
    "a request": ("关于申请的通知", "各地申请设立公园的，应当报省政府同意设立。"),
    "past": ("关于总结的通知", "2030年国务院决定设立公园，成效明显。"),
    "an amount that is no price": ("关于补贴的通知", "对每户补贴标准为500元/户。"),
}


@pytest.mark.parametrize(("title", "body"), NONE.values(), ids=NONE)
def test_none(title: str, body: str, extractor: Extractor) -> None:
    assert rows(record(extractor, body, title)) == []


def test_what_a_school_is_founded_on_and_who_asked(extractor: Extractor) -> None:
    body = (
        "《漯河市人民政府关于申请设立漯河技师学院的请示》（漯政〔2030〕2号）收悉。现批复如下：\n"
        "一、同意在漯河技工学校的基础上设立漯河技师学院。"
    )
    (decision,) = record(extractor, body, "关于设立漯河技师学院的批复").decisions
    assert decision.subjects[0].details == (
        ("依托", "漯河技工学校"),
        ("申请单位", "漯河市人民政府"),
    )


PRICES = {
    "调整后的核酸检测价格为60元/次。": ("核酸检测价格", 60.0, "元/次"),
    "混合检测价格为每样本15元。": ("混合检测价格", 15.0, "元/样本"),
    "居民用水价格调整为2.5元/立方米。": ("居民用水价格", 2.5, "元/立方米"),
}


@pytest.mark.parametrize(("body", "price"), PRICES.items())
def test_prices(body: str, price: tuple[str, float, str], extractor: Extractor) -> None:
    found = record(extractor, f"一、{body}\n本通知自2031年5月1日起执行。", "关于调整价格的通知")
    (decision,) = found.decisions
    assert (decision.object, decision.value, decision.unit) == price
    assert decision.effective == "2031-05-01"


def test_a_roster_is_an_appointment(extractor: Extractor) -> None:
    body = (
        "省政府决定成立公园代表团，组成人员如下：\n团长：张三明（副省长）\n李四光（省财政厅厅长）"
    )
    found = record(extractor, body, "关于成立公园代表团的通知").decisions
    assert [(d.kind, d.object) for d in found] == [
        ("establishes", "公园代表团"),
        ("appoints", "公园代表团"),
    ]
    assert [s.name for s in found[1].subjects] == ["张三明", "李四光"]
