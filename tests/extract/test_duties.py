"""Duties in prose: who is to do what, and what looks like one and is none."""

from __future__ import annotations

import pytest

from kg.pipeline import Extractor
from kg.types import Record, Source, sha256

SIGNED = "漯河市人民政府\n2031年3月4日\n"


def record(extractor: Extractor, body: str) -> Record:
    """The record of a notice of 漯河市 with a body."""
    raw = f"漯河市人民政府关于公园建设的通知\n漯政〔2031〕7号\n各县区人民政府：\n{body}\n{SIGNED}"
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    return found.record


def duties(extractor: Extractor, body: str) -> list[tuple[str, str, str]]:
    return [(d.body.name, d.kind, d.text) for d in record(extractor, body).duties]


TOLD: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "负责, one a part": (
        "市财政局负责落实资金；市教育局负责宣传。",
        [
            ("漯河市财政局", "responsible-for", "负责落实资金"),
            ("漯河市教育局", "responsible-for", "负责宣传"),
        ],
    ),
    "side by side": (
        "市财政局、市教育局要加强协作。",
        [("漯河市财政局", "shall", "加强协作"), ("漯河市教育局", "shall", "加强协作")],
    ),
    "after 由": (
        "相关事宜由市财政局另行通知。",
        [("漯河市财政局", "shall", "另行通知")],
    ),
    "会同": (
        "市财政局会同市教育局制定实施细则。",
        [("漯河市财政局", "jointly", "会同市教育局制定实施细则")],
    ),
    "a mechanism": (
        "建立市财政局牵头、市直有关部门参与的工作推进机制，形成闭环。",
        [
            (
                "漯河市财政局",
                "mechanism-lead",
                "建立市财政局牵头、市直有关部门参与的工作推进机制",
            )
        ],
    ),
    "an article": (
        "第六条　县级以上人民政府发展改革部门负责本行政区域内的规划。",
        [("漯河市县级以上人民政府发展改革部门", "responsible-for", "负责本行政区域内的规划")],
    ),
    "a department by its line": ("财政部门应当公开预算。", [("财政部门", "shall", "公开预算")]),
    "a manner before the modal": (
        "市财政局根据实际情况，应当及时拨付资金。",
        [("漯河市财政局", "shall", "及时拨付资金")],
    ),
    "a role of a place, two lines and one head": (
        "具体由行为发生地县级民政、退役军人事务部门办理。",
        [
            ("行为发生地县级民政部门", "place-role", "办理"),
            ("行为发生地县级退役军人事务部门", "place-role", "办理"),
        ],
    ),
    "the same department in another place": (
        "由实际居住地县级民政部门安排供养，由行为发生地县级民政部门落实保障。",
        [
            ("实际居住地县级民政部门", "place-role", "安排供养"),
            ("行为发生地县级民政部门", "place-role", "落实保障"),
        ],
    ),
    "items of a list of duties": (
        "市财政局履行下列职责：\n（一）编制公园预算；\n（二）公开公园决算。",
        [
            ("漯河市财政局", "responsible-for", "履行下列职责："),
            ("漯河市财政局", "responsible-for", "编制公园预算"),
            ("漯河市财政局", "responsible-for", "公开公园决算"),
        ],
    ),
    "和 inside the name of a line of work": (
        "县级文化和旅游部门要做好宣传。",
        [("漯河市县级文化和旅游部门", "shall", "做好宣传")],
    ),
    "who interprets": (
        "本通知由市财政局负责解释。",
        [("漯河市财政局", "interprets", "负责解释")],
    ),
    "what is charged stands before": (
        "公园档案由市财政局负责。",
        [("漯河市财政局", "responsible-for", "公园档案由市财政局负责")],
    ),
}


@pytest.mark.parametrize(("body", "told"), TOLD.values(), ids=TOLD)
def test_duties(body: str, told: list[tuple[str, str, str]], extractor: Extractor) -> None:
    assert duties(extractor, body) == told


NONE = {
    "an owner clause": "建设绿道，种植树木。（责任单位：市财政局负责）",
    "a step of a procedure": "申请材料由市财政局审核后报市政府批准。",
    "an approval passed on": "建设规划经市财政局组织专家评审后实施。",
    "a recipient": "申请人应当向市财政局提出申请，由市财政局受理。",
    "what is done already": "市财政局已制定实施细则。",
    "what was done jointly": "市财政局会同市教育局设立了专项资金。",
    "a condition": "市财政局应当公开而未公开的，责令改正。",
    "a person of the body": "组长由市财政局主要负责人担任。",
    "who a group consists of": "工作组由市财政局、市教育局等5个部门组成。",
    "a penalty": "违反规定的，由市财政局依法给予处分。",
    "a request of the body": "按照市财政局要求，各项工作有序推进。",
    "the formula": "现将方案印发给你们，请结合实际认真贯彻执行。",
    "a word that goes on": "市财政局应急预案另行公布。",
    "no body": "医疗机构应当建立绿色通道，用工单位应当调换岗位。",
}


@pytest.mark.parametrize("body", NONE.values(), ids=NONE)
def test_none(body: str, extractor: Extractor) -> None:
    assert duties(extractor, body) == []


def test_you_are_the_addressees(extractor: Extractor) -> None:
    raw = (
        "河南省人民政府关于设立公园的批复\n豫政文〔2031〕7号\n漯河市、许昌市人民政府：\n"
        "你们要切实加强领导。\n河南省人民政府\n2031年3月4日\n"
    )
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    names = [(d.body.text, d.body.name) for d in found.record.duties]
    assert names == [("你们", "漯河市人民政府"), ("你们", "许昌市人民政府")]


def test_the_evidence_is_the_body_and_its_deed(extractor: Extractor) -> None:
    body = "市财政局负责落实资金；\n市教育局负责宣传。"
    found = record(extractor, body)
    raw = f"漯河市人民政府关于公园建设的通知\n漯政〔2031〕7号\n各县区人民政府：\n{body}\n{SIGNED}"
    quotes = [raw[d.start : d.end] for d in found.duties]
    assert quotes == ["市财政局负责落实资金", "市教育局负责宣传"]


def test_a_subject_that_recognition_left_is_a_mention(extractor: Extractor) -> None:
    found = record(extractor, "由行为发生地县级民政、退役军人事务部门办理。")
    named = {m.text: m.name for m in found.mentions}
    assert named["退役军人事务部门"] == "行为发生地县级退役军人事务部门"
    keys = {entity.id for entity in found.entities}
    assert {d.body.entity for d in found.duties} <= keys
