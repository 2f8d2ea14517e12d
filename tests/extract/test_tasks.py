"""Tasks: what a clause covers, in which section, and who owns it by which rule."""

from __future__ import annotations

import pytest

from kg.pipeline import Extractor
from kg.types import Record, Source, Task, sha256

SIGNED = "漯河市人民政府\n2031年3月4日\n"


def record(extractor: Extractor, body: str) -> Record:
    """The record of a notice of 漯河市 with a body."""
    raw = f"漯河市人民政府关于公园建设的通知\n漯政〔2031〕7号\n各县区人民政府：\n{body}{SIGNED}"
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    return found.record


def tasks(extractor: Extractor, body: str) -> list[tuple[str, str]]:
    return [(task.id, task.text) for task in record(extractor, body).tasks]


def roles(task: Task) -> list[tuple[str, str, str]]:
    return [(owner.text, owner.role, owner.basis) for owner in task.owners]


SCOPES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "after mark and heading": (
        "一、重点任务\n1.建设公园。建设绿道，种植树木。（责任单位：市财政局）\n",
        [("1-1.t1", "建设绿道，种植树木。")],
    ),
    "after the clause before": (
        "一、重点任务\n1.建设公园。建设绿道。（责任单位：市财政局）种植树木。管护树木。（责任单位：市教育局）\n",
        [("1-1.t1", "建设绿道。"), ("1-1.t2", "种植树木。管护树木。")],
    ),
    "the heading itself is the task": (
        "一、重点任务\n1.建设公园绿道。（责任单位：市财政局）\n2.种植行道树木。（责任单位：市教育局）\n",
        [("1-1.t1", "建设公园绿道。"), ("1-2.t1", "种植行道树木。")],
    ),
    "labelled line that ends an item": (
        "一、建设公园\n建设绿道，种植树木。\n责任单位：市财政局\n二、建设桥梁\n架设桥梁，加固桥墩。\n责任单位：市教育局\n",
        [("1.t1", "建设绿道，种植树木。"), ("2.t1", "架设桥梁，加固桥墩。")],
    ),
    "labelled line that heads an item": (
        "一、建设公园\n责任单位：市财政局\n建设绿道，种植树木。\n二、建设桥梁\n责任单位：市教育局\n架设桥梁，加固桥墩。\n",
        [("1.t1", "建设绿道，种植树木。"), ("2.t1", "架设桥梁，加固桥墩。")],
    ),
    "an item that is nothing but the clause of the item it is in": (
        "一、建设公园\n（一）建设绿道，种植树木，管护设施。\n（二）责任单位：市财政局\n",
        [("1.t1", "建设绿道，种植树木，管护设施。")],
    ),
    "a clause that ends an item covers its sub-items": (
        "一、重点任务\n（一）建设公园\n1.建设绿道，拓宽道路。\n2.种植树木，修剪枝叶。\n（责任单位：市财政局）\n（二）建设桥梁\n架设桥梁，加固桥墩。（责任单位：市教育局）\n",
        [
            ("1-1.t1", "建设绿道，拓宽道路。2.种植树木，修剪枝叶。"),
            ("1-2.t1", "架设桥梁，加固桥墩。"),
        ],
    ),
    "a clause in the line of the last sub-item is for all where they have no other": (
        "一、建设公园\n（一）建设绿道，拓宽道路。\n（二）种植树木，修剪枝叶。（责任单位：市财政局）\n"
        "二、建设桥梁\n（一）架设桥梁，拓宽桥面。（责任单位：市教育局）\n"
        "（二）加固桥墩，更换桥面。（责任单位：市财政局）\n",
        [
            ("1.t1", "建设绿道，拓宽道路。（二）种植树木，修剪枝叶。"),
            ("2-1.t1", "架设桥梁，拓宽桥面。"),
            ("2-2.t1", "加固桥墩，更换桥面。"),
        ],
    ),
    "a line that names a person, dashes": (
        "一、建设公园\n建设绿道，种植树木。\n牵头领导：张三\n责任单位：市财政局\n"
        "二、建设桥梁\n架设桥梁，加固桥墩。——责任单位：市教育局\n",
        [("1.t1", "建设绿道，种植树木。"), ("2.t1", "架设桥梁，加固桥墩。")],
    ),
    "a person's line below a heading that is the task": (
        "一、重点任务\n1.公园面积增长八成。\n牵头负责领导：张三。\n责任单位：市财政局。\n"
        "2.道路里程增长八成。\n牵头负责领导：李四。\n责任单位：市教育局。\n",
        [("1-1.t1", "公园面积增长八成。"), ("1-2.t1", "道路里程增长八成。")],
    ),
    "no section": (
        "建设绿道，种植树木。（责任单位：市财政局）\n",
        [("0.t1", "建设绿道，种植树木。")],
    ),
}


@pytest.mark.parametrize("name", SCOPES)
def test_scope(name: str, extractor: Extractor) -> None:
    body, expected = SCOPES[name]
    assert tasks(extractor, body) == expected


def test_a_task_of_an_annex(extractor: Extractor) -> None:
    raw = (
        "漯河市人民政府关于印发公园建设方案的通知\n漯政〔2031〕7号\n各县区人民政府：\n"
        "现印发给你们。\n" + SIGNED
        + "公园建设方案\n一、重点任务\n（一）建设公园。建设绿道。（责任单位：市财政局）\n"
    )  # fmt: skip
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    assert [(t.id, t.section, t.text) for t in found.record.tasks] == [
        ("a1-1-1.t1", "a1-1-1", "建设绿道。")
    ]


ONE, TWO, THREE = "市财政局", "市教育局", "市统计局"
ROLES: dict[str, tuple[str, list[list[tuple[str, str, str]]]]] = {
    "no rule": (
        f"1.甲事要做好。（责任单位：{ONE}、{TWO}）\n",
        [[(ONE, "responsible", "listed"), (TWO, "responsible", "listed")]],
    ),
    "a sole owner is no lead": (
        f"1.甲事要做好。（责任单位：{ONE}）\n",
        [[(ONE, "responsible", "sole")]],
    ),
    "a marked lead": (
        f"1.甲事要做好。（{ONE}牵头，{TWO}、{THREE}配合）\n",
        [[(ONE, "lead", "marked"), (TWO, "support", "listed"), (THREE, "support", "listed")]],
    ),
    "the first-listed rule holds from where it says 下同": (
        f"1.甲事要做好。（责任单位：{ONE}、{TWO}）\n"
        f"2.乙事要做好。（责任单位：{TWO}、{ONE}。列第一位的为牵头单位，下同）\n"
        f"3.丙事要做好。（责任单位：{THREE}、{ONE}）\n4.丁事要做好。（责任单位：{ONE}）\n",
        [
            [(ONE, "responsible", "listed"), (TWO, "responsible", "listed")],
            [(TWO, "lead", "first-listed-rule"), (ONE, "responsible", "listed")],
            [(THREE, "lead", "first-listed-rule"), (ONE, "responsible", "listed")],
            [(ONE, "lead", "first-listed-rule")],
        ],
    ),
    "the rule without 下同 holds for its clause": (
        f"1.甲事要做好。（责任单位：{TWO}、{ONE}。列第一位的为牵头单位）\n"
        f"2.乙事要做好。（责任单位：{THREE}、{ONE}）\n",
        [
            [(TWO, "lead", "first-listed-rule"), (ONE, "responsible", "listed")],
            [(THREE, "responsible", "listed"), (ONE, "responsible", "listed")],
        ],
    ),
    "a mark silences the rule": (
        f"1.甲事要做好。（责任单位：{TWO}、{ONE}。除标注“牵头”单位外，列第一位的为牵头单位，下同）\n"
        f"2.乙事要做好。（责任单位：{THREE}；牵头单位：{ONE}）\n",
        [
            [(TWO, "lead", "first-listed-rule"), (ONE, "responsible", "listed")],
            [(THREE, "responsible", "listed"), (ONE, "lead", "marked")],
        ],
    ),
    "a rule outside any clause": (
        f"1.甲事要做好。（责任单位：{TWO}、{ONE}）\n注：责任单位列第一位的为牵头单位。\n",
        [[(TWO, "lead", "first-listed-rule"), (ONE, "responsible", "listed")]],
    ),
    "a rule that tells the others to support": (
        f"1.甲事要做好。（责任单位：{TWO}、{ONE}。列第一位的为牵头单位，其他为配合单位，下同）\n"
        f"2.乙事要做好。（责任单位：{THREE}、{ONE}）\n3.丙事要做好。（责任单位：{THREE}；牵头单位：{ONE}）\n",
        [
            [(TWO, "lead", "first-listed-rule"), (ONE, "support", "listed")],
            [(THREE, "lead", "first-listed-rule"), (ONE, "support", "listed")],
            [(THREE, "responsible", "listed"), (ONE, "lead", "marked")],
        ],
    ),
    "a rule that only speaks of 共同牵头 holds for its clause": (
        f"1.甲事要做好。（责任单位：{TWO}、{ONE}。除共同牵头外，列第一位的为牵头单位）\n"
        f"2.乙事要做好。（责任单位：{THREE}、{ONE}）\n",
        [
            [(TWO, "lead", "first-listed-rule"), (ONE, "responsible", "listed")],
            [(THREE, "responsible", "listed"), (ONE, "responsible", "listed")],
        ],
    ),
    "the comma as a mark": (
        f"1.甲事要做好。（责任单位：{ONE}、{TWO}，{THREE}。逗号前为牵头单位）\n",
        [[(ONE, "lead", "marked"), (TWO, "lead", "marked"), (THREE, "responsible", "listed")]],
    ),
    "the comma as a mark holds on": (
        f"1.甲事要做好。（责任单位：{ONE}，{TWO}。逗号前为牵头单位，下同）\n2.乙事要做好。（责任单位：{TWO}，{THREE}）\n",
        [
            [(ONE, "lead", "marked"), (TWO, "responsible", "listed")],
            [(TWO, "lead", "marked"), (THREE, "responsible", "listed")],
        ],
    ),
    "the semicolon as a mark": (
        f"1.甲事要做好。（责任单位：{ONE}、{TWO}；{THREE}。分号前为牵头单位，下同）\n",
        [[(ONE, "lead", "marked"), (TWO, "lead", "marked"), (THREE, "responsible", "listed")]],
    ),
    "a sign as a mark": (
        f"1.甲事要做好。（责任单位：{ONE}、★{TWO}）\n2.乙事要做好。（责任单位：{THREE}★、{ONE}）\n"
        "注：标★的为牵头单位。\n",
        [
            [(ONE, "responsible", "listed"), (TWO, "lead", "marked")],
            [(THREE, "lead", "marked"), (ONE, "responsible", "listed")],
        ],
    ),
    "a sign without a meaning": (
        f"1.甲事要做好。（责任单位：{ONE}、{TWO}＊）\n",
        [[(ONE, "responsible", "listed"), (TWO, "responsible", "listed")]],
    ),
    "letters whose look is gone": (
        f"1.甲事要做好。（责任单位：{ONE}、{TWO}，以黑体字标注的为牵头部门、单位，下同）\n",
        [[(ONE, "responsible", "listed"), (TWO, "responsible", "listed")]],
    ),
    "a standing owner is added to every later task": (
        f"1.甲事要做好。（责任单位：{ONE}，以下均需各县（市、区）落实，不再列出）\n2.乙事要做好。（责任单位：{TWO}）\n"
        f"3.丙事要做好。（责任单位：{TWO}，各县（市、区））\n",
        [
            [(ONE, "responsible", "sole")],
            [(TWO, "responsible", "sole"), ("各县（市、区）", "responsible", "implicit-rule")],
            [(TWO, "responsible", "listed"), ("各县（市、区）", "responsible", "listed")],
        ],
    ),
}


@pytest.mark.parametrize("name", ROLES)
def test_roles(name: str, extractor: Extractor) -> None:
    body, expected = ROLES[name]
    assert [roles(task) for task in record(extractor, "一、任务\n" + body).tasks] == expected


def test_a_rule_for_several_does_not_hold_for_one(extractor: Extractor) -> None:
    body = (
        "一项任务有多个责任单位的，排在第一位的为牵头单位。\n"
        "1.建设公园。（责任单位：市住建局、市财政局）\n2.植树。（责任单位：市林业局）\n"
    )
    roles = [[o.role for o in task.owners] for task in record(extractor, body).tasks]
    assert roles == [["lead", "responsible"], ["responsible"]]


def test_a_rule_goes_on_whose_下同_follows_other_words(extractor: Extractor) -> None:
    body = (
        "1.建设公园。（市住建局、市财政局。列在首位的为牵头部门或单位，有关部门和单位按职责分工负责，下同）\n"
        "2.植树。（市林业局、市财政局）\n"
    )
    roles = [[o.role for o in task.owners] for task in record(extractor, body).tasks]
    assert roles == [["lead", "responsible"], ["lead", "responsible"]]


def test_the_rules_of_the_document_are_kept(extractor: Extractor) -> None:
    found = record(
        extractor,
        "一、任务\n1.甲事要做好。（责任单位：市财政局、市教育局。列第一位的为牵头单位，下同）\n"
        "2.乙事要做好。（责任单位：市财政局，以下均需各县（市、区）落实，不再列出）\n",
    )
    assert found.lead_rule and found.lead_rule.text == "列第一位的为牵头单位，下同"
    assert found.implicit_owner_rule
    assert found.implicit_owner_rule.text == "以下均需各县（市、区）落实，不再列出"


@pytest.mark.parametrize(
    "rule",
    [
        "以黑体字标注的为牵头部门、单位，下同",
        "标★的为牵头单位，下同",
        "逗号前为牵头单位，下同",
    ],
)
def test_a_rule_by_marks_is_kept(rule: str, extractor: Extractor) -> None:
    found = record(extractor, f"一、任务\n1.甲事要做好。（责任单位：市财政局、市教育局。{rule}）\n")
    assert found.lead_rule and found.lead_rule.text == rule


def test_a_standing_owner_that_takes_part_everywhere(extractor: Extractor) -> None:
    found = record(
        extractor,
        "一、任务\n1.甲事要做好。〔责任单位：市财政局按职责分工负责。"
        "具体任务均涉及各县区人民政府，不再做分工，下同。〕\n2.乙事要做好。〔责任单位：市教育局〕\n",
    )
    assert [[o.text for o in task.owners] for task in found.tasks] == [
        ["市财政局"],
        ["市教育局", "各县区人民政府"],
    ]


@pytest.mark.parametrize(
    ("sentence", "clause", "due"),
    [
        ("2031年8月底前建成绿道。", "（责任单位：市财政局）", ("2031-08-31", "month")),
        ("在2031年8月底前建成绿道。", "（责任单位：市财政局）", ("2031-08-31", "month")),
        ("对存量项目2031年底前完成整改。", "（责任单位：市财政局）", ("2031-12-31", "year")),
        ("到2035年，建成绿道。", "（责任单位：市财政局）", ("2035-12-31", "year")),
        ("2031年9月15日前开放，2032年底前建成。", "（责任单位：市财政局）", ("2032-12-31", "year")),
        ("建成绿道。", "（责任单位：市财政局，2031年12月底前完成）", ("2031-12-31", "month")),
        (
            "2033年底前建成绿道。",
            "（责任单位：市财政局，2031年12月底前完成）",
            ("2031-12-31", "month"),
        ),
        ("建成绿道。", "（责任单位：市财政局，6月底前完成）", ("2031-06-30", "month")),
        ("建成绿道。", "（责任单位：市财政局；完成时限：9月15日）", ("2031-09-15", "day")),
        ("建成绿道。", "（责任单位：市财政局，2月底前完成）", (None, None)),  # over by then
        ("建成绿道。", "（责任单位：市财政局，年内持续推进）", (None, None)),
        ("建成绿道。", "（责任单位：市财政局）", (None, None)),
        ("完善2030年建成的绿道。", "（责任单位：市财政局）", (None, None)),
        ("落实2030年度计划。", "（责任单位：市财政局）", (None, None)),
    ],
)
def test_due(
    sentence: str, clause: str, due: tuple[str | None, str | None], extractor: Extractor
) -> None:
    (task,) = record(extractor, f"一、任务\n1.建设公园。做好工作。{sentence}{clause}\n").tasks
    assert (task.due, task.due_precision) == due


@pytest.mark.parametrize(
    "sentence",
    [
        "对2031年3月31日之前供应、目前尚未开工的土地，允许延期。",
        "于2031年9月30日前缴清契税的，给予补贴。",
        "2031年3月1日前，在本市购买新建商品住房的，给予补贴。",
        "政策延续到2031年12月31日。",
        "可在2031年12月31日前依法享受退税政策。",
        "应在2031年1月31日前交款。",
        "本政策实施期限到2031年。",
        "活动从2031年3月持续到2031年6月30日。",
    ],
)
def test_a_condition_or_the_end_of_a_policy_is_no_deadline(
    sentence: str, extractor: Extractor
) -> None:
    (task,) = record(
        extractor, f"一、任务\n1.支持购房。做好工作。{sentence}（责任单位：市财政局）\n"
    ).tasks
    assert task.due is None


def test_a_rule_of_one_annex_does_not_hold_in_the_next(extractor: Extractor) -> None:
    def annex(name: str, note: str) -> str:
        return (
            f"{name}方案\n一、任务\n1.建设公园。建设绿道。（责任单位：市财政局、市教育局）\n{note}"
        )

    raw = (
        "漯河市人民政府关于印发公园建设方案和桥梁建设方案的通知\n漯政〔2031〕7号\n各县区人民政府：\n"
        "现印发给你们。\n" + SIGNED + "附件1\n" + annex("公园建设", "注：列第一位的为牵头单位。\n")
        + "附件2\n" + annex("桥梁建设", "")
    )  # fmt: skip
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    assert [[o.role for o in task.owners] for task in found.record.tasks] == [
        ["lead", "responsible"],
        ["responsible", "responsible"],
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "建立市财政局牵头、市级有关部门配合的工作机制。",
        "市财政局负责资金，市教育局负责人员。",
        "由家庭、社区和有关市场主体共同负责。",
        "银行保险机构应加强管理。",
    ],
)
def test_a_duty_in_prose_is_no_task(sentence: str, extractor: Extractor) -> None:
    assert tasks(extractor, f"三、组织保障\n加强领导。{sentence}\n") == []
