"""Documents and their parts: golden tables of short invented documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.knowledge import Kinds, Knowledge
from kg.split import NUMBER, ORDER_NUMBER, Parts, lines_of, split
from kg.types import Span


@pytest.fixture(scope="module")
def kinds(knowledge: Knowledge) -> Kinds:
    return knowledge.kinds


def words(clean: str, value: Any) -> Any:
    """Spans as the words they cover, lines put together."""
    if isinstance(value, Span):
        return clean[value.start : value.end].replace("\n", "").strip()
    if isinstance(value, tuple):
        return [words(clean, item) for item in value]
    return value


def read(clean: str, parts: Parts) -> dict[str, Any]:
    names = ("title", "number", "addressees", "body", "annex_list", "signatures", "date", "notes")
    found = {name: words(clean, getattr(parts, name)) for name in names}
    found["annexes"] = [words(clean, (annex.title, annex.body)) for annex in parts.annexes]
    return {name: value for name, value in found.items() if value}


GAZETTE = """\
浙江省人民政府关于表彰水利建设先进集体的决定
浙政发〔2030〕1号
各市、县（市、区）人民政府，省政府直属各单位：
决定表彰先进集体。
浙江省人民政府
2030年1月2日
浙江省人民政府办公厅关于印发
浙江省桥梁养护行动方案的通知
浙政办发〔2030〕2号
各市、县（市、区）人民政府：
现将方案印发给你们。
浙江省人民政府办公厅
2030年1月3日
浙江省桥梁养护行动方案
一、总体要求
养护桥梁。
"""

DOCUMENTS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "gazette with two documents": (
        GAZETTE,
        [
            {
                "title": "浙江省人民政府关于表彰水利建设先进集体的决定",
                "number": "浙政发〔2030〕1号",
                "addressees": "各市、县（市、区）人民政府，省政府直属各单位：",
                "body": "决定表彰先进集体。",
                "signatures": ["浙江省人民政府"],
                "date": "2030年1月2日",
            },
            {
                "title": "浙江省人民政府办公厅关于印发浙江省桥梁养护行动方案的通知",
                "number": "浙政办发〔2030〕2号",
                "addressees": "各市、县（市、区）人民政府：",
                "body": "现将方案印发给你们。",
                "signatures": ["浙江省人民政府办公厅"],
                "date": "2030年1月3日",
                "annexes": [["浙江省桥梁养护行动方案", "一、总体要求养护桥梁。"]],
            },
        ],
    ),
    "number in brackets": (
        "广安市人民政府关于调整公园管理的通知\n（广安府发〔2031〕7号）\n各区市县人民政府：\n"
        "调整公园管理。\n广安市人民政府\n2031年3月4日\n",
        [
            {
                "title": "广安市人民政府关于调整公园管理的通知",
                "number": "（广安府发〔2031〕7号）",
                "addressees": "各区市县人民政府：",
                "body": "调整公园管理。",
                "signatures": ["广安市人民政府"],
                "date": "2031年3月4日",
            }
        ],
    ),
    "number above the title": (
        "漯政〔2031〕7号\n漯河市人民政府关于调整公园管理的通知\n各县区人民政府：\n调整公园管理。\n"
        "漯河市人民政府\n2031年3月4日\n",
        [
            {
                "title": "漯河市人民政府关于调整公园管理的通知",
                "number": "漯政〔2031〕7号",
                "addressees": "各县区人民政府：",
                "body": "调整公园管理。",
                "signatures": ["漯河市人民政府"],
                "date": "2031年3月4日",
            }
        ],
    ),
    "order with a number of its own": (
        "中山市人民政府令\n第16号\n《中山市公园管理办法》已经通过，现予公布。\n"
        "市长 王某\n2031年3月4日\n"
        "中山市公园管理办法\n第一条 为了管理公园，制定本办法。\n",
        [
            {
                "title": "中山市人民政府令",
                "number": "第16号",
                "body": "《中山市公园管理办法》已经通过，现予公布。市长 王某",
                "date": "2031年3月4日",
                "annexes": [["中山市公园管理办法", "第一条 为了管理公园，制定本办法。"]],
            }
        ],
    ),
    "no header": (
        "一、支持购房\n发放补贴。责任单位：市财政局。\n二、支持装修\n发放补贴。\n",
        [{"body": "一、支持购房发放补贴。责任单位：市财政局。二、支持装修发放补贴。"}],
    ),
    "no tail": (
        "宿松县支持装修若干措施\n为支持装修，制定以下措施。\n一、发放补贴。\n",
        [{"title": "宿松县支持装修若干措施", "body": "为支持装修，制定以下措施。一、发放补贴。"}],
    ),
    "joint issuers": (
        "浙江省医疗保障局 浙江省财政厅关于调整检查价格的通知\n浙医保联发〔2031〕19号\n"
        "各设区市医疗保障局、财政局：\n"
        "调整检查价格。\n浙江省医疗保障局\n浙江省财政厅\n2031年3月4日\n",
        [
            {
                "title": "浙江省医疗保障局 浙江省财政厅关于调整检查价格的通知",
                "number": "浙医保联发〔2031〕19号",
                "addressees": "各设区市医疗保障局、财政局：",
                "body": "调整检查价格。",
                "signatures": ["浙江省医疗保障局", "浙江省财政厅"],
                "date": "2031年3月4日",
            }
        ],
    ),
    "title in two lines, the first of which could end it": (
        "吉林市人民政府关于印发吉林市公园建设行动方案\n（2031—2035年）的通知\n吉市政发〔2031〕3号\n各县区人民政府：\n"
        "现印发给你们。\n吉林市人民政府\n2031年3月4日\n吉林市公园建设行动方案\n（2031—2035年）\n一、总体要求\n建设公园。\n",
        [
            {
                "title": "吉林市人民政府关于印发吉林市公园建设行动方案（2031—2035年）的通知",
                "number": "吉市政发〔2031〕3号",
                "addressees": "各县区人民政府：",
                "body": "现印发给你们。",
                "signatures": ["吉林市人民政府"],
                "date": "2031年3月4日",
                "annexes": [["吉林市公园建设行动方案（2031—2035年）", "一、总体要求建设公园。"]],
            }
        ],
    ),
    "annex named in the notice, with a mark": (
        "国务院办公厅关于印发桥梁养护计划的通知\n国办发〔2031〕5号\n各省、自治区、直辖市人民政府：\n"
        "《桥梁养护计划》已经国务院同意，现印发给你们。\n国务院办公厅\n2031年3月4日\n附件\n桥梁养护计划\n养护桥梁。\n",
        [
            {
                "title": "国务院办公厅关于印发桥梁养护计划的通知",
                "number": "国办发〔2031〕5号",
                "addressees": "各省、自治区、直辖市人民政府：",
                "body": "《桥梁养护计划》已经国务院同意，现印发给你们。",
                "signatures": ["国务院办公厅"],
                "date": "2031年3月4日",
                "annexes": [["桥梁养护计划", "养护桥梁。"]],
            }
        ],
    ),
    "listed annex without a title of its own": (
        "浙江省财政厅关于调整门票价格的通知\n各市财政局：\n调整门票价格。\n附件：门票价格表\n浙江省财政厅\n2031年3月4日\n"
        "1 公园 20元\n2 展馆 30元\n",
        [
            {
                "title": "浙江省财政厅关于调整门票价格的通知",
                "addressees": "各市财政局：",
                "body": "调整门票价格。",
                "annex_list": "附件：门票价格表",
                "signatures": ["浙江省财政厅"],
                "date": "2031年3月4日",
                "notes": ["1 公园 20元", "2 展馆 30元"],
                "annexes": [["门票价格表", "1 公园 20元2 展馆 30元"]],
            }
        ],
    ),
    "number and date of a portal's table": (
        "某市公园管理办法\n发文字号：某政发〔2031〕5号\n成文日期：2031-03-01\n各县人民政府：\n管理公园。\n",
        [
            {
                "title": "某市公园管理办法",
                "number": "发文字号：某政发〔2031〕5号",
                "date": "成文日期：2031-03-01",
                "addressees": "各县人民政府：",
                "body": "管理公园。",
            }
        ],
    ),
    "a portal's table above the title": (
        "文号：某政发〔2031〕5号\n成文日期：2031年3月1日\n某市公园管理办法\n管理公园。\n",
        [
            {
                "title": "某市公园管理办法",
                "number": "文号：某政发〔2031〕5号",
                "date": "成文日期：2031年3月1日",
                "body": "管理公园。",
            }
        ],
    ),
    "what the text itself prints is better than the table": (
        "某市公园管理办法\n发文字号：某政发〔2031〕5号\n成文日期：2031-03-01\n某政发〔2031〕6号\n管理公园。\n"
        "某市人民政府\n2031年3月4日\n",
        [
            {
                "title": "某市公园管理办法",
                "number": "某政发〔2031〕6号",
                "body": "管理公园。",
                "signatures": ["某市人民政府"],
                "date": "2031年3月4日",
            }
        ],
    ),
    "labels of another day, and labels in the body": (
        "某市公园管理办法\n发文日期：2031-03-01\n印发日期：2031-03-02\n填写下表：\n"
        "发文字号：某政发〔2031〕5号\n成文日期：2031-03-01\n管理公园。\n",
        [
            {
                "title": "某市公园管理办法",
                "body": "填写下表：发文字号：某政发〔2031〕5号成文日期：2031-03-01管理公园。",
            }
        ],
    ),
    "portal that prints the title twice, and notes": (
        "贵州省公园管理办法\n贵州省公园管理办法\n发布时间：2031-03-04\n各市（州）人民政府：\n管理公园。\n贵州省人民政府\n"
        "2031年3月4日\n（此件公开发布）\n",
        [
            {
                "title": "贵州省公园管理办法",
                "addressees": "各市（州）人民政府：",
                "body": "管理公园。",
                "signatures": ["贵州省人民政府"],
                "date": "2031年3月4日",
                "notes": ["（此件公开发布）"],
            }
        ],
    ),
    "date in brackets without a signature": (
        "关于调整公园管理的批复\n钦州市人民政府：\n同意调整公园管理。\n（2031年3月4日）\n",
        [
            {
                "title": "关于调整公园管理的批复",
                "addressees": "钦州市人民政府：",
                "body": "同意调整公园管理。",
                "date": "（2031年3月4日）",
            }
        ],
    ),
}


DOCUMENTS |= {
    "imprint between notice and annex": (
        "浙江省财政厅关于印发公园管理办法的通知\n各市财政局：\n现印发给你们。\n浙江省财政厅\n2031年3月4日\n"
        "抄送：省林业局。\n浙江省财政厅办公室 2031年3月5日印发\n公园管理办法\n管理公园。\n",
        [
            {
                "title": "浙江省财政厅关于印发公园管理办法的通知",
                "addressees": "各市财政局：",
                "body": "现印发给你们。",
                "signatures": ["浙江省财政厅"],
                "date": "2031年3月4日",
                "notes": ["抄送：省林业局。", "浙江省财政厅办公室 2031年3月5日印发"],
                "annexes": [["公园管理办法", "管理公园。"]],
            }
        ],
    ),
    "signature without a date": (
        "某市公园管理办法\n管理公园。\n某市公园管理委员会\n",
        [
            {
                "title": "某市公园管理办法",
                "body": "管理公园。",
                "signatures": ["某市公园管理委员会"],
            }
        ],
    ),
    "bodies below items are whom these are for": (
        "某市公园管理办法\n管理公园。\n市财政局\n养护桥梁。\n市建设局\n",
        [{"title": "某市公园管理办法", "body": "管理公园。市财政局养护桥梁。市建设局"}],
    ),
    "signature and date in one line": (
        "某市公园管理办法\n管理公园。\n某市公园局 某市财政局 2031年3月4日（此件公开发布）\n",
        [
            {
                "title": "某市公园管理办法",
                "body": "管理公园。",
                "signatures": ["某市公园局 某市财政局"],
                "date": "2031年3月4日",
                "notes": ["（此件公开发布）"],
            }
        ],
    ),
    "a table of bodies and dates is no tail": (
        "某市公园管理办法\n管理公园。\n甲市公园局 2031年3月4日\n乙市公园局 2031年3月5日\n"
        "丙市公园局 2031年3月6日\n",
        [
            {
                "title": "某市公园管理办法",
                "body": "管理公园。甲市公园局 2031年3月4日乙市公园局 2031年3月5日"
                "丙市公园局 2031年3月6日",
            }
        ],
    ),
    "the rest of a document above the first head": (
        "公园从本月起开放。\n某市人民政府\n2031年1月29日\n"
        "某市人民政府\n关于公园开放的公告\n某政告〔2031〕2号\n公园开放。\n某市人民政府\n2031年2月5日\n"
        "某市人民政府\n关于公园关闭的公告\n某政告〔2031〕3号\n公园关闭。\n某市人民政府\n2031年3月5日\n",
        [
            {
                "body": "公园从本月起开放。",
                "signatures": ["某市人民政府"],
                "date": "2031年1月29日",
            },
            {
                "title": "某市人民政府关于公园开放的公告",
                "number": "某政告〔2031〕2号",
                "body": "公园开放。",
                "signatures": ["某市人民政府"],
                "date": "2031年2月5日",
            },
            {
                "title": "某市人民政府关于公园关闭的公告",
                "number": "某政告〔2031〕3号",
                "body": "公园关闭。",
                "signatures": ["某市人民政府"],
                "date": "2031年3月5日",
            },
        ],
    ),
    "a head that is printed twice": (
        "某市人民政府关于公园规划的批覆\n某政函〔2031〕16号\n2031年2月5日\n发布机关：某市人民政府\n"
        "某市人民政府关于公园规划的批覆\n某政函〔2031〕16号\n某县人民政府：\n同意规划。\n",
        [
            {
                "title": "某市人民政府关于公园规划的批覆",
                "number": "某政函〔2031〕16号",
                "addressees": "某县人民政府：",
                "body": "同意规划。",
            }
        ],
    ),
    "a file of an annex": (
        "某市人民政府关于公园的通知\n公园开放。\n附件：某市公园名录.doc\n某市人民政府\n2031年2月5日\n"
        "序号\n1\n",
        [
            {
                "title": "某市人民政府关于公园的通知",
                "body": "公园开放。",
                "annex_list": "附件：某市公园名录.doc",
                "signatures": ["某市人民政府"],
                "date": "2031年2月5日",
                "notes": ["序号", "1"],
                "annexes": [["某市公园名录", "序号1"]],
            }
        ],
    ),
    "an order that has no other title": (
        "国家林业和草原局公告（2031年第10号）\n名单如下。\n",
        [
            {
                "title": "国家林业和草原局公告",
                "number": "国家林业和草原局公告（2031年第10号）",
                "body": "名单如下。",
            }
        ],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_parts(name: str, kinds: Kinds) -> None:
    clean, expected = DOCUMENTS[name]
    assert [read(clean, parts) for parts in split(clean, kinds)] == expected


def test_a_signature_run_into_the_text(kinds: Kinds) -> None:
    """A copy without line breaks (广安): …贯彻执行。广安市人民政府2031年3月4日实施方案…"""
    sentence = (
        "各区市县人民政府和市级各部门要加强组织领导，明确工作责任，细化工作措施，认真抓好落实。"
    )
    clean = (
        "广安市人民政府关于印发广安市公园建设实施方案的通知\n各区市县人民政府：\n"
        + sentence * 6
        + "广安市人民政府2031年3月4日广安市公园建设实施方案为建设公园，制定本方案。"
        + sentence * 3
    )
    (parts,) = split(clean, kinds)
    found = read(clean, parts)
    assert found["body"] == sentence * 6
    assert found["signatures"] == ["广安市人民政府"]
    assert found["date"] == "2031年3月4日"
    assert [title for title, _ in found["annexes"]] == ["广安市公园建设实施方案"]


@pytest.mark.parametrize(
    ("line", "is_addressees"),
    [
        ("各市人民政府，省级各单位：", True),
        ("省教育厅：", True),
        ("为加强公园管理，现将有关事项通知如下：", False),
        ("根据《条例》，制定措施如下：", False),
        ("一、各部门职责：", False),
        ("附件：各单位分工：", False),
        ("各部门要加强管理。具体要求：", False),
    ],
)
def test_addressees(line: str, is_addressees: bool, kinds: Kinds) -> None:
    clean = f"浙江省财政厅关于公园管理的通知\n{line}\n管理公园。\n"
    (parts,) = split(clean, kinds)
    assert words(clean, parts.addressees) == (line if is_addressees else None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("浙政办发〔2021〕39号", ("浙政办发", "2021", "39")),
        ("国办发［2020］45号", ("国办发", "2020", "45")),
        ("广安府办函（2019）7号", ("广安府办函", "2019", "7")),
        ("深府规〔2022〕第3号", ("深府规", "2022", "3")),
        ("编号2021-3号", None),
        ("于〔2021〕年3号", None),
    ],
)
def test_number(text: str, found: tuple[str, str, str] | None) -> None:
    match = NUMBER.search(text)
    assert (match and (match["code"], match["year"], match["seq"])) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第290号", (None, "290")),
        ("2021年第5号", ("2021", "5")),
        ("第十号", (None, "十")),
    ],
)
def test_order_number(text: str, found: tuple[str | None, str]) -> None:
    match = ORDER_NUMBER.fullmatch(text)
    assert match and (match["year"], match["seq"]) == found


def test_lines_of_skips_what_is_blank() -> None:
    text = "甲\n\n 乙 \n丙"
    assert [(line.start, line.text) for line in lines_of(text)] == [(0, "甲"), (4, "乙"), (7, "丙")]


# -- properties -------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        "浙江省人民政府关于表彰先进集体的决定",
        "浙政发〔2030〕1号",
        "各市、县（市、区）人民政府：",
        "决定表彰先进集体。",
        "一、总体要求",
        "附件：名单",
        "附件",
        "浙江省人民政府",
        "2030年1月2日",
        "浙江省桥梁养护行动方案",
        "（此件公开发布）",
        "第10号",
        "",
        " ",
        "市长 王某",
    ]
)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_documents_cover_the_text_and_parts_lie_in_them(text: str) -> None:
    kinds = Kinds([{"word": word} for word in ("决定", "方案", "通知")])
    documents = split(text, kinds)
    assert [d.whole.start for d in documents] == [0, *(d.whole.end for d in documents[:-1])]
    assert documents[-1].whole.end == len(text)
    for parts in documents:
        single = [
            parts.title,
            parts.number,
            parts.addressees,
            parts.body,
            parts.annex_list,
            parts.date,
        ]
        many = [
            *parts.signatures,
            *parts.notes,
            *(s for a in parts.annexes for s in (a.title, a.body)),
        ]
        for span in [*(s for s in single if s), *many]:
            assert parts.whole.start <= span.start <= span.end <= parts.whole.end
