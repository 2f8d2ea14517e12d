"""Citations: what is cited, by what, for what, and under which key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids
from kg.extract.titles import printed
from kg.facts import Citation
from kg.normalise import letters, surface
from kg.pipeline import Extractor
from kg.types import Record, Source, Span, sha256

ROOT = Path(__file__).parents[2]
SIGNED = "漯河市人民政府\n2031年3月4日\n"


def record(extractor: Extractor, body: str, head: str = "") -> Record:
    """The record of a notice of 漯河市 with a body."""
    head = head or "漯河市人民政府关于公园建设的通知\n漯政〔2031〕7号\n各县区人民政府：\n"
    raw = f"{head}{body}\n{SIGNED}"
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    return found.record


def cited(extractor: Extractor, body: str) -> list[tuple[str | None, str | None, str]]:
    return [(c.title, c.number, c.relation) for c in record(extractor, body).citations]


TITLES: dict[str, tuple[str, list[tuple[str | None, str | None]]]] = {
    "a law has no number": (
        "根据《中华人民共和国安全生产法》，制定本通知。",
        [("中华人民共和国安全生产法", None)],
    ),
    "the number belongs to the title before it": (
        "按照《国务院办公厅关于公园的通知》（国办发〔2020〕45号）要求，加强管理。",
        [("国务院办公厅关于公园的通知", "国办发〔2020〕45号")],
    ),
    "a number alone, run into the words before it": (
        "奖励按照漯政发〔2023〕18号文件执行。",
        [(None, "漯政发〔2023〕18号")],
    ),
    "a number behind its day": (
        "2031年3月4日漯房办〔2031〕2号文件停止执行。",
        [(None, "漯房办〔2031〕2号")],
    ),
    "a form is none": ("出具《购房资格确认函》，按照《公园办法》办理。", [("公园办法", None)]),
    "a number after whose it is": (
        "由我局林护发〔2020〕22号文件规定。各单位要认真学习国办发〔2020〕15号文件。",
        [(None, "林护发〔2020〕22号"), (None, "国办发〔2020〕15号")],
    ),
    "an order behind the day it is of": (
        "《漯河市公园办法》（1991年3月26日漯河市人民政府令19号）废止。",
        [("漯河市公园办法", "漯河市人民政府令19号")],
    ),
    "a title that a summary cut short": (
        "各县：为落实《国务院关于公园的决\n漯河市人民政府关于实施\n《国务院关于公园的决定》的意见\n",
        [("国务院关于公园的决定", None)],
    ),
    "titles side by side": (
        "落实《河南省公园条例》《漯河市公园办法》《漯河市绿地规定》，加强管理。",
        [("河南省公园条例", None), ("漯河市公园办法", None), ("漯河市绿地规定", None)],
    ),
    "quotes and brackets inside": (
        "实施《漯河市公园“强基增效”行动方案（2021—2025年）》。",
        [("漯河市公园“强基增效”行动方案（2021—2025年）", None)],
    ),
    "a standard whose number stands behind its title": (
        "依据《公园设计规范》GB 51192-2016设计。",
        [("公园设计规范", "GB51192-2016")],
    ),
    "a number in the brackets that a copy of a PDF has": (
        "按照《国务院办公厅关于公园的通知》（国办发„2020‟45号）要求，加强管理。",
        [("国务院办公厅关于公园的通知", "国办发〔2020〕45号")],
    ),
    "an order by which something is done": (
        "按省政府令第210号办理。",
        [(None, "省政府令第210号")],
    ),
    "what is issued is a document, whatever it is called": (
        "《漯河市公园建设任务分解》已经市政府同意，现印发给你们。",
        [("漯河市公园建设任务分解", None)],
    ),
    "a title in a title": (
        "落实《国务院关于印发〈公园纲要〉的通知》（国发〔2014〕21号）精神。",
        [("国务院关于印发〈公园纲要〉的通知", "国发〔2014〕21号")],
    ),
    "a title in a title in the same signs": (
        "落实《国务院关于印发《公园纲要》的通知》（国发〔2014〕21号）精神。",
        [("国务院关于印发《公园纲要》的通知", "国发〔2014〕21号")],
    ),
    "wraps in title and number": (
        "落实《国务院关于公园\n的通知》（国发\n〔2014〕\n21号）精神。",
        [("国务院关于公园的通知", "国发〔2014〕21号")],
    ),
    "square brackets": (
        "落实《国务院关于公园的通知》(国发[2014]21号)精神。",
        [("国务院关于公园的通知", "国发〔2014〕21号")],
    ),
    "round brackets and spaces": (
        "落实《国务院关于公园的通知》(国发 (2014) 21 号)精神。",
        [("国务院关于公园的通知", "国发〔2014〕21号")],
    ),
    "brackets of two kinds": (
        "落实《国务院关于公园的通知》（国发〔2014）第21号）精神。",
        [("国务院关于公园的通知", "国发〔2014〕21号")],
    ),
    "lenticular brackets": (
        "落实《国务院关于公园的通知》（国发【2014】21号）精神。",
        [("国务院关于公园的通知", "国发〔2014〕21号")],
    ),
    "the number inside the title's marks": (
        "落实《国务院关于公园的通知（国发〔2014〕21号）》精神。",
        [("国务院关于公园的通知", "国发〔2014〕21号")],
    ),
    "the number right behind the title": (
        "政策依据：《关于公园的通知》渝建〔2022〕38号。",
        [("关于公园的通知", "渝建〔2022〕38号")],
    ),
    "the number before the title": (
        "新建公园按照漯园办〔2022〕24号《漯河市公园工作方案》文件执行。",
        [("漯河市公园工作方案", "漯园办〔2022〕24号")],
    ),
    "an order": (
        "根据《公园条例》（国务院令第722号），加强管理。",
        [("公园条例", "国务院令第722号")],
    ),
    "an order with a numeral": (
        "根据《公园法》（中华人民共和国主席令第四十九号），加强管理。",
        [("公园法", "中华人民共和国主席令第四十九号")],
    ),
    "orders alone": (
        "严格执行农业农村部公告第79号规定，2004年以民航总局令第138号公布。",
        [(None, "农业农村部公告第79号"), (None, "民航总局令第138号")],
    ),
    "an announcement that is not called one again": (
        "按照《关于公园税收的公告》(财政部 税务总局2023年第28号)执行。",
        [("关于公园税收的公告", "财政部税务总局2023年第28号")],
    ),
    "a standard": (
        "参照《公园残疾人设施分级》（GB/T 26341-2010）标准。",
        [("公园残疾人设施分级", "GB/T26341-2010")],
    ),
    "a standard inside the title's marks": (
        "《公园成熟度模型GB/T 39116-2020》定义了等级。",
        [("公园成熟度模型", "GB/T39116-2020")],
    ),
    "a court's number": (
        "依据《最高人民法院关于公园的通知》（法〔2022〕12号），加强管理。",
        [("最高人民法院关于公园的通知", "法〔2022〕12号")],
    ),
    "telegrams": (
        "落实《关于公园防火的通知》（国办发明电〔2021〕16号）要求。",
        [("关于公园防火的通知", "国办发明电〔2021〕16号")],
    ),
    "several numbers after one title": (
        "落实《关于公园的通知》（国发〔2018〕41号、国办发〔2018〕42号）精神。",
        [("关于公园的通知", "国发〔2018〕41号"), ("关于公园的通知", "国办发〔2018〕42号")],
    ),
    "the second number without its code": (
        "落实《关于公园的通知》（国发〔2018〕41号、42号）精神。",
        [("关于公园的通知", "国发〔2018〕41号"), ("关于公园的通知", "国发〔2018〕42号")],
    ),
    "as many numbers as titles": (
        "落实《国务院关于公园的意见》《国务院关于绿地的意见》（国发〔2018〕41号、国发〔2018〕42号）。",
        [
            ("国务院关于公园的意见", "国发〔2018〕41号"),
            ("国务院关于绿地的意见", "国发〔2018〕42号"),
        ],
    ),
    "the short name that was given": (
        "根据《国务院关于公园的意见》（国发〔2018〕41号，以下简称《意见》），落实《意见》要求。",
        [("国务院关于公园的意见", "国发〔2018〕41号")] * 2,
    ),
    "the number holds where it is not printed again": (
        "按照《公园条例》（国务院令第722号）要求，加强管理。\n违反《公园条例》的，予以处罚。",
        [("公园条例", "国务院令第722号")] * 2,
    ),
    "a short name that nobody gave": ("落实《意见》要求，本《通知》自印发之日起施行。", []),
    "the document itself": (
        "《漯河市人民政府关于公园建设的通知》（漯政〔2031〕7号）已印发，见漯政〔2031〕7号。",
        [],
    ),
    "certificates and contracts": (
        "凭《不动产权证书》《商品房买卖合同》办理《建设工程规划许可证》。",
        [],
    ),
    "a contract that is gone by": ("双方按照《商品房买卖合同》约定办理。", []),
    "newspapers and books": ("《人民日报》和《求是》刊登了《习近平谈治国理政》有关内容。", []),
    "an unknown kind that is gone by": (
        "参照《公园成熟度》（省质监局编）进行评估。",
        [("公园成熟度", None)],
    ),
    "a link to an explanation": ("【一图读懂】《漯河市绿地办法》\n《漯河市绿地办法》政策解读", []),
    "the number of a page": ("【文号】 豫建〔2020〕85号\n发文字号：豫建〔2020〕86号", []),
    "a title that is never closed": (
        "根据《公园管理。第二条，落实《公园条例》。",
        [("公园条例", None)],
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_what_is_cited(extractor: Extractor, name: str) -> None:
    body, expected = TITLES[name]
    assert [(title, number) for title, number, _ in cited(extractor, body)] == expected


A, B, C = "《河南省公园条例》", "《漯河市公园办法》", "《漯河市绿地规定》"
RELATIONS = {
    "现将《政府工作报告》中涉及公园的各项目标任务分解下达。": ["implements"],
    "现将《政府工作报告》2031年6个方面的工作任务予以印发。": ["implements"],
    f"根据{A}{B}和{C}，制定本办法。": ["according-to"] * 3,
    f"依据{A}等法律法规，制定本通知。": ["according-to"],
    f"按照{A}要求，结合实际，制定本方案。": ["according-to"],
    f"各县区要按照省政府{A}精神，抓好管理。": ["according-to"],
    f"为深入贯彻落实{A}，加强公园管理，现通知如下。": ["implements"],
    f"深入实施{A}，支持公园发展。": ["implements"],
    f"现印发2031年{A}重点任务分工方案，请认真执行。": ["implements"],
    f"贯彻落实新修订的{A}，优化监管。": ["implements"],
    f"开发企业实施的人才政策和{A}可叠加享受。": ["cites"],
    f"进一步完善机制，推动{A}和{B}等政策落地见效。": ["implements", "implements"],
    f"强化{A}落实，加强公园管理。": ["implements"],
    f"政策依据：市政府办公室{A}": ["according-to"],
    f"二、制定依据\n1.国务院{A}\n2.{B}\n三、主要内容\n{C}分三部分。": [
        "according-to",
        "according-to",
        "cites",
    ],
    f"依照第十届全国人民代表大会常务委员会第二十四次会议通过的{A}，作出规定。": ["according-to"],
    f"根据{A}、省公园局印发的{B}的有关规定，以及{C}等要求，制定本办法。": ["according-to"] * 3,
    f"公园建设应当遵守{A}规定。": ["applies"],
    f"未作规定的，仍按{A}、{B}等规定执行。": ["applies", "applies"],
    f"可按{A}规定申请退还。": ["applies"],
    f"落实公园要求，以群众需求为导向编制{A}。": ["cites"],
    f"继续抓好{A}编纂工作。": ["cites"],
    f"{A}第二条第四款关于“公园”的规定，调整为“绿地”。": ["amends"],
    f"第一次修订根据2008年2月18日{A}第二次修订。": ["according-to"],
    f"严格执行新修订的{A}，落实管护责任。": ["applies"],
    f"参照单位建设的公园等{A}规定应当登记的，办理登记。": ["cites"],
    f"住房补贴标准参照{A}规定执行。": ["applies"],
    f"其遗属按照{A}享受相关待遇。": ["applies"],
    f"医保支付政策按{A}执行。": ["applies"],
    f"严格执行{A}，建立考核制度。": ["applies"],
    f"{A}收悉。现批复如下。": ["replies-to"],
    f"将{A}有效期延长至2035年12月31日。": ["amends"],
    f"延长{A}执行期限。": ["amends"],
    f"暂停执行{A}“公园内不得”的规定。": ["amends"],
    f"为保障新修订{A}贯彻实施，我局决定修改和废止部分文件。": ["implements"],
    f"将{A}中“公园”修改为“绿地”。": ["amends"],
    f"将{A}文件中的“每户只能申请一次，先申请者先得”政策暂停执行，调整为“可以申请两次”。": [
        "amends"
    ],
    f"将{A}中的“公园”绿化任务落到实处。": ["cites"],
    f"将“不交资料的”修订为“不按照国务院{A}规定交资料的”。": ["applies"],
    f"我局组织制定了{A}（见附件）。现印发给你们，请遵照执行。": ["issues"],
    f"现将{A}重新发布，有效期调整至2035年12月31日。": ["issues"],
    f"市公园局批准发布{A}等5项地方标准，自2031年5月1日起实施。": ["issues"],
    f"认真落实国务院办公厅转发国家公园局{A}有关规定。": ["implements"],
    f"国务院办公厅转发国家公园局{A}，多次研究部署。": ["cites"],
    f"现转发{A}，请遵照执行。": ["forwards"],
    f"{A}{B}同时废止。": ["repeals"] * 2,
    f"自印发之日起，{A}停止执行。": ["repeals"],
    f"决定废止{A}。": ["repeals"],
    f"根据{A}，制定本办法。{B}同时废止。": ["according-to", "repeals"],
    f"市政府决定对{A}作如下修改：": ["amends"],
    f"修订{A}，完善标准。": ["amends"],
    f"取消{A}（昭政发〔2014〕48号）中关于商品房预售的要求。": ["amends"],
    f"废止{A}第三条。": ["amends"],
    f"将{A}第十七条所设置的节点，在建成和备案之间增设一个节点。": ["amends"],
    f"将{A}第十七条所列事项纳入清单。": ["cites"],
    f"取消{A}以外的证明。": ["cites"],
    f"抓紧制定和修订{A}配套法规。": ["cites"],
    f"现将{A}印发给你们，请认真贯彻执行。": ["issues"],
    f"{A}已经市政府同意，现印发给你们，请认真落实。": ["issues"],
    f"根据{A}，我局制定了{B}，现印发给你们。": ["according-to", "issues"],
    f"现将{A}转发给你们，请认真贯彻执行。": ["forwards"],
    f"公园应当符合{A}规定。": ["cites"],
    f"抓紧出台{A}。": ["cites"],
    f"不再执行{A}中的限制措施。": ["amends"],
    f"落实建设部{A}和云南省建设厅、云南省自然资源厅、中国人民银行云南省分行{B}要求。": [
        "implements",
        "implements",
    ],
    f"按照国家{A}（新十条）、{B}（二十条）和省上{C}精神，制定措施。": ["according-to"] * 3,
}


@pytest.mark.parametrize("body", RELATIONS)
def test_what_it_is_cited_for(extractor: Extractor, body: str) -> None:
    assert [relation for _, _, relation in cited(extractor, body)] == RELATIONS[body]


KEYS = {
    "《关于公园的通知》（国办发〔2020〕45号）": "doc:cn.guobanfa.2020.45",
    "《关于公园的通知》（中发〔2020〕5号）": "doc:cn.zhongfa.2020.5",
    "《关于公园的通知》（浙政发〔2020〕5号）": "doc:330000.zhezhengfa.2020.5",
    "《温岭市人民政府关于公园的请示》（温政〔2020〕19号）": ids.document(
        "331081", "温政", 2020, 19
    ),
    "《温州市人民政府关于公园的请示》（温政〔2020〕19号）": ids.document(
        "330300", "温政", 2020, 19
    ),
    "南京市人民政府《关于公园的请示》（宁政发〔2020〕19号）": ids.document(
        "320100", "宁政发", 2020, 19
    ),
    "《铜鼓县公园办法》（铜发〔2018〕28号）": ids.document("360926", "铜发", 2018, 28),
    "漯政办〔2020〕3号": ids.document("411100", "漯政办", 2020, 3),
    # not told: a stub by title, or by number where there is no title
    "《关于公园的请示》（温政〔2020〕19号）": ids.cited_document("关于公园的请示"),
    "温政〔2020〕19号": ids.cited_document("温政202019号"),
    "《关于公园的请示》（宁政发〔2020〕19号）": ids.cited_document("关于公园的请示"),
    "《公园“建管”条例》（国务院令第722号）": ids.cited_document("公园建管条例"),
    "南京市人民政府《关于公园的意见》": ids.cited_document("南京市人民政府关于公园的意见"),
}


@pytest.mark.parametrize("words", KEYS)
def test_keys(extractor: Extractor, words: str) -> None:
    (found,) = record(extractor, f"根据{words}，加强管理。").citations
    assert found.document == KEYS[words]


def test_a_reply_names_the_one_that_asked(extractor: Extractor) -> None:
    head = "浙江省人民政府关于公园的批复\n浙政函〔2021〕81号\n温岭市人民政府：\n"
    (found,) = record(extractor, "你市《关于公园的请示》（温政〔2020〕19号）收悉。", head).citations
    assert (found.relation, found.document) == (
        "replies-to",
        ids.document("331081", "温政", 2020, 19),
    )


PLAN = (
    "漯河市人民政府关于印发漯河市公园建设方案的通知\n漯政〔2031〕7号\n各县区人民政府：\n"
    "《漯河市公园建设方案》已经市政府同意，现印发给你们，请认真贯彻落实。\n漯河市人民政府\n"
    "2031年3月4日\n漯河市公园建设方案\n一、总体要求\n根据《公园条例》，制定《漯河市公园建设方案》。"
)


def test_the_plan_that_a_notice_issues_is_its_annex(extractor: Extractor) -> None:
    (found,) = extractor.documents(Source("a.txt", sha256(PLAN.encode()), PLAN, "utf-8"))
    told = [(c.title, c.relation, c.document) for c in found.record.citations]
    assert told == [
        ("漯河市公园建设方案", "issues", f"{found.record.id}.a1"),
        ("公园条例", "according-to", ids.cited_document("公园条例")),
    ]


def test_an_order_is_its_own_in_numerals_too(extractor: Extractor) -> None:
    head = (
        "中华人民共和国公园法\n中华人民共和国主席令（九届第37号）\n"
        "《中华人民共和国公园法》已经通过，现予公布。\n中华人民共和国公园法\n"
        "（2031年3月4日中华人民共和国主席令第三十七号公布）\n"
    )
    numbers = [
        each.number
        for each in record(extractor, "根据主席令第三十八号，管理公园。", head).citations
    ]
    assert numbers == ["主席令第三十八号"]


def test_a_document_that_is_annexed_is_cited_where_it_is_named(extractor: Extractor) -> None:
    body = "现予转发。\n附件：《某市关于公园的通知》（某政〔2031〕4号）"
    assert cited(extractor, body) == [("某市关于公园的通知", "某政〔2031〕4号", "cites")]


OVERRIDING = {
    "以往政策与本意见规定不一致的，按本意见执行。": "以往政策与本意见规定不一致的，按本意见执行",
    "此前有关规定与本办法相抵触的，以本办法为准。": "此前有关规定与本办法相抵触的，以本办法为准",
    "与上级规定不一致的，以上级规定为准。": None,
    "做法不一致的，要抓紧统一。": None,
}


@pytest.mark.parametrize("body", OVERRIDING)
def test_prevailing_over_what_differs(extractor: Extractor, body: str) -> None:
    found = record(extractor, body).overrides_inconsistent
    assert (found.text if found else None) == OVERRIDING[body]


def test_every_citation_is_a_mention_of_its_place(extractor: Extractor) -> None:
    body = "根据《国务院关于公园\n的通知》（国发〔2014〕21号）、国发〔2015〕2号，加强管理。"
    found = record(extractor, body)
    places = {(m.start, m.end): (m.text, m.entity) for m in found.mentions if m.type == "document"}
    assert {(c.start, c.end): c.document for c in found.citations} == {
        span: entity for span, (_, entity) in places.items()
    }
    assert [text for text, _ in places.values()] == [
        "《国务院关于公园的通知》（国发〔2014〕21号）",
        "国发〔2015〕2号",
    ]
    raw = f"漯河市人民政府关于公园建设的通知\n漯政〔2031〕7号\n各县区人民政府：\n{body}"
    assert all(surface(raw[a:b]) == text for (a, b), (text, _) in places.items())


@given(st.text("《》〈〉（）〔〕[]、，。\n国办发令第号2021年以下简称意见通知条例", max_size=80))
def test_anything_is_read_in_order_and_in_bounds(text: str) -> None:
    found = printed(text, [Span(0, len(text))])
    ends = [0]
    for each in found:
        assert ends[-1] <= each.start < each.end <= len(text)
        assert each.title or each.numbers
        ends.append(each.end)


@pytest.mark.parametrize("words", ["国家文件", "省里的", "（的"])
def test_a_year_in_the_line_below_is_no_number(extractor: Extractor, words: str) -> None:
    assert cited(extractor, f"按照{words}\n〔2031〕5号，加强管理。") == []


def test_a_long_row_of_openings_is_read_in_time_in_proportion(extractor: Extractor) -> None:
    text = "《" * 50_000 + "（国发〔2014〕" * 20_000
    assert printed(text, [Span(0, len(text))]) == []


# --- The sample -----------------------------------------------------------------------------------

GOLD = json.loads((ROOT / "tests/gold/sample/zhejiang-2021-25.json").read_text(encoding="utf-8"))


def named(title: str | None, number: str | None) -> tuple[str, str]:
    """What a citation is known by; the label of an annex is no part of its title."""
    return letters((title or "").removeprefix("附件：")), number or ""


@pytest.fixture(scope="module")
def sample(extractor: Extractor) -> dict[str | None, tuple[Citation, ...]]:
    path = ROOT / "kg/data/demo/zhejiang-2021-25.txt"
    raw = path.read_text(encoding="utf-8")
    documents = extractor.documents(Source(path.name, sha256(raw.encode()), raw, "utf-8"))
    return {each.record.number: each.record.citations for each in documents}


@pytest.mark.parametrize("gold", GOLD, ids=[each["number"] for each in GOLD])
def test_the_sample_cites_what_its_annotation_says(
    sample: dict[str | None, tuple[Citation, ...]], gold: dict[str, list[dict[str, str]]]
) -> None:
    """What the gold marks optional (standards and plans named without 《》) is not asked for."""
    found = {named(c.title, c.number) for c in sample[gold["number"]]}  # type: ignore[index]
    asked = {named(c["title"], c["number"]) for c in gold["citations"] if not c.get("optional")}
    assert asked <= found <= {named(c["title"], c["number"]) for c in gold["citations"]}
