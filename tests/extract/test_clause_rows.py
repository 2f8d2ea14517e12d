"""Owner clauses in the rows of tables, with cells parted by tabs, lines or nothing."""

from __future__ import annotations

import pytest

from kg.pipeline import Extractor
from kg.types import Source, Task, sha256

HEAD = "漯河市人民政府关于公园建设的通知\n漯政〔2031〕7号\n各县区人民政府：\n任务分工如下。\n"
SIGNED = "漯河市人民政府\n2031年3月4日\n"
ONE = "建设公园绿道，种植行道树木，完善慢行系统。"
TWO = "开展教师培训，提升教学水平。"
THREE = "架设桥梁，加固桥墩，拓宽桥面。"


def tasks(extractor: Extractor, table: str) -> list[Task]:
    raw = f"{HEAD}{table}\n{SIGNED}"
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    return list(found.record.tasks)


def told(task: Task) -> tuple[str, str, str | None]:
    """Words, owners with the first letter of their roles, day."""
    owners = " ".join(f"{o.role[0]}:{o.text}" for o in task.owners)
    return task.text, owners, task.due


TABLES = {
    "tabs": (
        "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n"
        f"1\t{ONE}\t市住建局\t市财政局、市城管局\t2031年12月底\n"
        f"2\t{TWO}\t市教育局\t市人社局\t全年\n",
        [
            (ONE, "l:市住建局 s:市财政局 s:市城管局", "2031-12-31"),
            (TWO, "l:市教育局 s:市人社局", None),
        ],
    ),
    "a cell over several rows, an empty one, a head of rows": (
        "类别\t工作任务\t责任单位\t责任人\n"
        f"公园\t{ONE}\t市住建局（牵头）、市财政局\t张三\n"
        f"\t{TWO}\t市教育局\t李四\n二、桥梁\n桥梁\t{THREE}\t/\t王五\n\t{THREE}\t各县区人民政府\n",
        [
            (ONE, "l:市住建局 r:市财政局", None),
            (TWO, "r:市教育局", None),
            (THREE, "r:各县区人民政府", None),
        ],
    ),
    "a cell on each line": (
        f"序号\n工作事项\n牵头单位\n配合单位\n处室\n1\n公园。\n{ONE}\n市住建局\n市财政局、市城管局\n城建处\n"
        f"{TWO}\n市教育局\n/\n人事处\n",
        [(ONE, "l:市住建局 s:市财政局 s:市城管局", None), (TWO, "l:市教育局", None)],
    ),
    "a row on each line, the head printed again": (
        "序号 工作任务 责任单位\n1推进改革，完善制度。 市教育局\n"
        "序号 工作任务 牵头单位\n1简化手续，缩短时间。 市住建局\n",
        [
            ("推进改革，完善制度。", "r:市教育局", None),
            ("简化手续，缩短时间。", "l:市住建局", None),
        ],
    ),
    "all cells run together": (
        f"序号工作任务责任单位时间进度1{ONE}市住建局、市财政局2031年6月底前出台实施意见"
        f"2{TWO}市教育局持续实施3{THREE}市交通运输局持续实施",
        [
            (ONE, "r:市住建局 r:市财政局", "2031-06-30"),
            (TWO, "r:市教育局", None),
            (THREE, "r:市交通运输局", None),
        ],
    ),
    "several bodies in a cell, each on a line": (
        "序号\n民生实事\n责任单位\n完成时限\n"
        f"1\n{ONE}\n市住建局\n市财政局\n市城管局\n2031年12月底前\n"
        f"2\n{TWO}\n市教育局\n2031年6月底前\n",
        [
            (ONE, "r:市住建局 r:市财政局 r:市城管局", "2031-12-31"),
            (TWO, "r:市教育局", "2031-06-30"),
        ],
    ),
    "tabs without a head": (
        f"一、公园\n1\t{ONE}\t市住建局、市财政局\t2031年6月底前\n"
        f"二、教育\n2\t{TWO}\t市教育局\t长期坚持\n",
        [
            (ONE, "r:市住建局 r:市财政局", "2031-06-30"),
            (TWO, "r:市教育局", None),
        ],
    ),
    "a cell on each line, the head of persons on two": (
        "序号\n重点工作\n市政府\n分管领导\n牵头单位\n配合单位\n备注\n加强建设。\n（一）\n建设公园。\n"
        f"1\n{ONE}\n张三\n市住建局\n市财政局、市城管局\n2\n{TWO}\n李四\n市教育局\n市人社局\n注：按季度报送。\n",
        [
            (ONE, "l:市住建局 s:市财政局 s:市城管局", None),
            (TWO, "l:市教育局 s:市人社局", None),
        ],
    ),
    "what has been done is longer than what is to be done": (
        "序号\t工作任务\t责任单位\t落实情况\n"
        f"1\t{TWO}\t市教育局\t已经开展教师培训三期，参加培训的教师有一千余人，教学水平有提升。\n",
        [(TWO, "r:市教育局", None)],
    ),
    "tabs without a head, a row lost": (
        f"1\t{ONE}\t市住建局\n3\t{TWO}\t市教育局\n4\t{THREE}\t市交通运输局\n",
        [(ONE, "r:市住建局", None), (TWO, "r:市教育局", None), (THREE, "r:市交通运输局", None)],
    ),
    "tabs without a head, two columns of bodies": (
        f"1\t公园\t{ONE}\t市住建局\t市财政局\n2\t教育\t{TWO}\t市教育局\t/\n",
        [(ONE, "r:市住建局 r:市财政局", None), (TWO, "r:市教育局", None)],
    ),
    "a head of two lines": (
        "序号\t工作任务\t责任分工\t\t完成时限\n\t\t牵头单位\t配合单位\t\n"
        f"1\t{ONE}\t市住建局\t市财政局\t2031年6月底前\n",
        [(ONE, "l:市住建局 s:市财政局", "2031-06-30")],
    ),
    "a head of two lines, cells that go over both left out": (
        "序号\t工作任务\t责任分工\t完成时限\n牵头单位\t配合单位\n"
        f"1\t{ONE}\t市住建局\t市财政局\t2031年6月底前\n",
        [(ONE, "l:市住建局 s:市财政局", "2031-06-30")],
    ),
    "levels in the head": (
        f"重点工作\t市级牵头单位\t市直责任部门\n{ONE}\t市住建局\t市财政局\n",
        [(ONE, "l:市住建局 r:市财政局", None)],
    ),
    "a cell on each line, progress between the task and its owners": (
        "序号\n名称\n工作任务\n上半年推进情况\n责任单位\n备注\n"
        f"1\n公园\n{ONE}\n已经开工建设，完成投资过半。\n市住建局、市财政局\n/\n"
        f"2\n教育\n{TWO}\n已经培训教师三百名。\n市教育局\n/\n",
        [(ONE, "r:市住建局 r:市财政局", None), (TWO, "r:市教育局", None)],
    ),
    "a cell on each line, the day before the owners": (
        f"序号\n整改措施\n整改时限\n牵头责任单位\n配合单位\n1\n{ONE}\n2031年6月底前\n市住建局\n"
        f"市财政局\n2\n{TWO}\n立行立改\n市教育局\n市人社局\n各单位要抓好落实。\n",
        [(ONE, "l:市住建局 s:市财政局", "2031-06-30"), (TWO, "l:市教育局 s:市人社局", None)],
    ),
    "bars, a row on each line": (
        "序号 | 工作任务 | 责任领导 | 责任单位 | 落实情况 |\n"
        f"1 | {ONE} | 张三 | 市住建局 各县区人民政府 | 已完成。 |\n"
        f"2 | {TWO} | 李四 | 市教育局 | 正在推进。 |\n",
        [
            (ONE, "r:市住建局 r:各县区人民政府", None),
            (TWO, "r:市教育局", None),
        ],
    ),
    "bars, a cell on each line, the last one empty": (
        "序号 |\n工作任务 |\n完成时限 |\n牵头负责科室 |\n配合单位 |\n备注 |\n"
        f"1 |\n{ONE} |\n2031年12月底 |\n市住建局 |\n市财政局、市城管局 |\n|\n"
        f"2 |\n{TWO} |\n2031年6月 |\n市教育局 |\n|\n重点事项 |\n",
        [
            (ONE, "l:市住建局 s:市财政局 s:市城管局", "2031-12-31"),
            (TWO, "l:市教育局", "2031-06-30"),
        ],
    ),
    "bars, a cell on each line, what has been done beside what is to be done": (
        "序号 |\n工作任务 |\n工作进展情况 |\n责任单位 |\n"
        f"1 |\n{TWO} |\n已经开展教师培训三期，参加的教师有一千余人，水平有提升。 |\n市教育局 |\n",
        [(TWO, "r:市教育局", None)],
    ),
    "bars on lines of their own, tasks that share a number": (
        "序号\n|\n项目\n|\n工作任务\n|\n牵头领导\n|\n责任单位\n|\n"
        f"一、公园\n|\n||||\n1\n|\n公园\n|\n1.{ONE}\n|\n张三\n|\n★市住建局、财政局\n|\n"
        f"2.{THREE}\n|\n★市交通运输局\n|\n|||\n",
        [
            (f"1.{ONE}", "r:市住建局 r:财政局", None),
            (f"2.{THREE}", "r:市交通运输局", None),
        ],
    ),
    "a row on each line, its body at the end": (
        "序号 工 作 任 务 牵头负责部门\n"
        "1 居民消费价格涨幅3%左右 市发展改革委\n"
        "2 城镇新增就业1000人以上 市人力资源社会保障局、市财政局\n",
        [
            ("居民消费价格涨幅3%左右", "l:市发展改革委", None),
            ("城镇新增就业1000人以上", "l:市人力资源社会保障局 l:市财政局", None),
        ],
    ),
}


TABLES["a row on each line, the day at its end"] = (
    "序号 工作任务 责任单位 完成时限\n"
    "1 建设公园绿道12公里。 市住建局、市财政局 2031年6月底前\n"
    "2 开展教师培训活动。 市教育局 全年\n各单位要抓好落实。\n",
    [
        ("建设公园绿道12公里。", "r:市住建局 r:市财政局", "2031-06-30"),
        ("开展教师培训活动。", "r:市教育局", None),
    ],
)

#: the same table in copies of several kinds
_ROWS = [
    ("推行并联审批", "市司法局", "市住建局、市财政局", "6月底"),
    ("设立培训基金", "市教育局", "市人社局", "2031年9月"),
    ("开展政策宣传", "市委宣传部", "市广播电视台", "持续推进"),
]
_READ = [
    ("推行并联审批", "l:市司法局 s:市住建局 s:市财政局", "2031-06-30"),
    ("设立培训基金", "l:市教育局 s:市人社局", "2031-09-30"),
    ("开展政策宣传", "l:市委宣传部 s:市广播电视台", None),
]
_NAMES = ("序 号", "重点任务", "牵 头 单 位", "配合单位", "完成时限")


def _copy(between: str, before: str = "", after: str = "\n", rule: str = "") -> str:
    head, *rows = (
        f"{before}{between.join(cells)}{after}"
        for cells in (_NAMES, *((str(n), *row) for n, row in enumerate(_ROWS, 1)))
    )
    return head.replace("序 号", "序号") + rule + "".join(rows)


TABLES |= {
    "a cell on each line, of short words": (_copy("\n"), _READ),
    "cells parted by single spaces": (_copy(" ").replace("牵 头 单 位", "牵头单位"), _READ),
    "bars before and after, a rule below the head": (
        _copy(" | ", "| ", " |\n", "| --- | --- | --- | --- | --- |\n"),
        _READ,
    ),
    "bars, the head without a number": (
        f"| 工作任务 | 责任单位 |\n| {ONE} | 市住建局 |\n| {TWO} | 市教育局 |\n",
        [(ONE, "r:市住建局", None), (TWO, "r:市教育局", None)],
    ),
    "single spaces, some of them in the words": (
        "序号 主要任务 责任单位 完成时限\n1 发放补贴 5 万元，支持 AI 教学。 市教育局 6月底前\n"
        f"2 {ONE} 市住建局、市财政局 长期坚持\n",
        [
            ("发放补贴5万元，支持AI教学。", "r:市教育局", "2031-06-30"),
            (ONE, "r:市住建局 r:市财政局", None),
        ],
    ),
    "a cell on each line, an empty one left out": (
        f"序号\n工作任务\n牵头单位\n配合单位\n备注\n1\n{ONE}\n市住建局\n市财政局\n2\n{TWO}\n市教育局\n"
        f"3\n{THREE}\n市交通运输局\n市财政局\n注：按季度报送。\n",
        [
            (ONE, "l:市住建局 s:市财政局", None),
            (TWO, "l:市教育局", None),
            (THREE, "l:市交通运输局 s:市财政局", None),
        ],
    ),
    "bars without a head": (
        f"| 1 | {ONE} | 市住建局、市财政局 |\n| 2 | {TWO} | 市教育局 |\n",
        [(ONE, "r:市住建局 r:市财政局", None), (TWO, "r:市教育局", None)],
    ),
    "all cells run together, two columns of bodies": (
        f"序号工作任务牵头单位配合单位完成时限1{ONE}市住建局市财政局、市城管局6月底前"
        f"2{TWO}市教育局各县区人民政府持续推进",
        [
            (ONE, "l:市住建局 s:市财政局 s:市城管局", "2031-06-30"),
            (TWO, "l:市教育局 s:各县区人民政府", None),
        ],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str, extractor: Extractor) -> None:
    table, expected = TABLES[name]
    assert [told(task) for task in tasks(extractor, table)] == expected


def test_the_clause_of_a_row_is_its_cells(extractor: Extractor) -> None:
    (task,) = tasks(extractor, f"工作任务\t牵头单位\t配合单位\n{ONE}\t市住建局\t市财政局\n")
    assert task.clause.text == "市住建局 市财政局"
    assert [(o.label, o.basis, o.order) for o in task.owners] == [
        ("牵头单位", "marked", 1),
        ("配合单位", "listed", 2),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "序号\t姓名\t工作单位\t职务\n1\t张三\t市住建局\t工程师\n2\t李四\t市财政局\t会计师\n",
        "序号\t姓名\t责任单位\n1\t张三\t市住建局\n2\t李四\t市财政局\n",
        "工作任务\t责任单位\n" + ONE + "\t详见各单位的实施细则。\n",
        "工作任务\t主管部门\n" + ONE + "\t市住建局\n",
        f"工作任务\n{ONE}\n责任单位\n落实主体责任，明确分工，抓好落实。\n加强领导，强化监督，务求实效。\n",
        "序号工作任务责任单位1建设公园。落实责任2开展培训。明确分工",
        "1\t张三，男，高级工程师，从事桥梁设计工作\t市住建局\n2\t李四，女，高级教师，从事教学工作\t市教育局\n",
        "1\t人民公园\t市住建局\n2\t第一中学\t市教育局\n",
        f"序号\t改革举措\t指导部门\n1\t{ONE}\t市住建局\n2\t{TWO}\t市教育局\n",
        f"1\t{ONE}\t市住建局\n",  # one row is no table
        "序号 |\n姓名 |\n责任单位 |\n1 |\n张三 |\n市住建局 |\n2 |\n李四 |\n市财政局 |\n",
        f"序号 |\n工作任务 |\n责任单位 |\n1 |\n{ONE} |\n落实主体责任，明确分工 |\n",
        "1 | 人民公园 | 市住建局 |\n2 | 第一中学 | 市教育局 |\n",
        "| 姓名 | 责任单位 |\n| --- | --- |\n| 张三 | 市住建局 |\n",
        "序号 姓名 责任单位 职务\n1 张三 市住建局 科长\n2 李四 市财政局 科长\n",
        "序号\n姓名\n责任单位\n1\n张三\n市住建局\n2\n李四\n市财政局\n",
        f"序号 工作任务 责任单位 备注\n1 {ONE} 落实责任 明确分工\n2 {TWO} 加强领导 务求实效\n",
    ],
)
def test_no_tasks(table: str, extractor: Extractor) -> None:
    assert tasks(extractor, table) == []
