"""The section tree: marks by rank, run-in text, lead sentences, bullets, articles."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.outline import Node, outline
from kg.split import AnnexPart, Parts
from kg.types import Span


def nodes_of(body: str, *annexes: str) -> tuple[str, tuple[Node, ...]]:
    """Outline of a document that has only a body and annexes."""
    clean, parts = body, []
    for annex in annexes:
        start = len(clean) + 1
        clean += "\n" + annex
        parts.append(AnnexPart(Span(start, start), Span(start, len(clean))))
    whole = Span(0, len(clean))
    empty = Parts(whole, None, None, None, Span(0, len(body)), None, (), None, tuple(parts))
    return clean, outline(clean, empty)


def heads(body: str, *annexes: str) -> list[tuple[str, str, str]]:
    return [(node.id, node.marker, node.heading) for node in nodes_of(body, *annexes)[1]]


SENTENCE = "坚持以人民为中心，统筹推进城乡基础设施建设，明确工作责任，细化措施，抓好落实。"

TREES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "the order of the standard": (
        "一、总体要求\n（一）发展基础。基础良好。基础很好。\n1.优化管理。管理良好。\n（1）管桥梁\n（2）管道路\n"
        "2.强化服务。服务良好。\n（二）发展目标\n二、重点任务\n（一）建设公园\n",
        [
            ("1", "一、", "总体要求"),
            ("1-1", "（一）", "发展基础"),
            ("1-1-1", "1.", "优化管理"),
            ("1-1-1-1", "（1）", "管桥梁"),
            ("1-1-1-2", "（2）", "管道路"),
            ("1-1-2", "2.", "强化服务"),
            ("1-2", "（二）", "发展目标"),
            ("2", "二、", "重点任务"),
            ("2-1", "（一）", "建设公园"),
        ],
    ),
    "a skipped level": (
        "一、总体要求\n1.建设公园\n2.建设桥梁\n二、重点任务\n（一）管理公园\n①种树\n②种草\n",
        [
            ("1", "一、", "总体要求"),
            ("1-1", "1.", "建设公园"),
            ("1-2", "2.", "建设桥梁"),
            ("2", "二、", "重点任务"),
            ("2-1", "（一）", "管理公园"),
            ("2-1-1", "①", "种树"),
            ("2-1-2", "②", "种草"),
        ],
    ),
    "（三） goes on under 二、": (
        "一、支持购房\n（一）发放补贴\n（二）减免费用\n二、支持装修\n（三）发放贷款\n（四）提供担保\n",
        [
            ("1", "一、", "支持购房"),
            ("1-1", "（一）", "发放补贴"),
            ("1-2", "（二）", "减免费用"),
            ("2", "二、", "支持装修"),
            ("2-1", "（三）", "发放贷款"),
            ("2-2", "（四）", "提供担保"),
        ],
    ),
    "articles are counted through": (
        "第一章 总则\n第一条 为了管理公园，制定本办法。\n第二条 本办法适用于公园。\n"
        "第二章 管理\n第三条 公园应当开放。\n"
        "（一）白天开放；\n（二）晚上关闭。\n",
        [
            ("1", "第一章", "总则"),
            ("1-1", "第一条", ""),
            ("1-2", "第二条", ""),
            ("2", "第二章", "管理"),
            ("2-3", "第三条", ""),
            ("2-3-1", "（一）", ""),
            ("2-3-2", "（二）", "晚上关闭"),
        ],
    ),
    "bullets": (
        "一、基本原则\n———坚持创新驱动。以创新引领。走在前列。\n———坚持绿色发展。以绿色引领。走在前列。\n",
        [
            ("1", "一、", "基本原则"),
            ("1-1", "———", "坚持创新驱动"),
            ("1-2", "———", "坚持绿色发展"),
        ],
    ),
    "lead sentences": (
        "（一）优化布局。\n构建完善体系。构建由公园组成的体系。\n提升服务能力。提升公园的服务。\n",
        [
            ("1", "（一）", "优化布局"),
            ("1-1", "", "构建完善体系"),
            ("1-2", "", "提升服务能力"),
        ],
    ),
    "one lead sentence is a paragraph's opening": (
        "（一）优化布局。\n构建完善体系。构建由公园组成的体系。\n",
        [("1", "（一）", "优化布局")],
    ),
    "a sentence that is the task is no heading": (
        "一、加强管理，建设公园，种植树木。（责任单位：市财政局）\n",
        [("1", "一、", "")],
    ),
    "the only sentence before an owner clause is the task": (
        "1.建设公园绿道。（责任单位：市财政局）\n",
        [("1", "1.", "")],
    ),
    "numbers that are no marks": (
        "2.5亿元用于建设。\n2021年1月启动。\n3、4号桥通车。\n第三条例外。\n",
        [],
    ),
    "a year after a mark": ("1.2025年前建成公园\n", [("1", "1.", "2025年前建成公园")]),
    "numerals above ten": (
        "十、强化保障\n十一、附则\n（二十一）建设公园\n",
        [("1", "十、", "强化保障"), ("2", "十一、", "附则"), ("2-1", "（二十一）", "建设公园")],
    ),
    "articles that all have headings": (
        "第一条支持购买住房。对购买住房的，给予补贴。\n第二条 优化土地供应。加大供应力度。\n"
        "第三条鼓励团购。搭建平台。\n",
        [
            ("1", "第一条", "支持购买住房"),
            ("2", "第二条", "优化土地供应"),
            ("3", "第三条", "鼓励团购"),
        ],
    ),
    "items that head articles": (
        "一、扩大绿地\n第一条 建设公园，种植树木。\n第二条 建设绿道，种植花草。\n"
        "二、拓宽道路\n第三条 架设桥梁，加固桥墩。\n",
        [
            ("1", "一、", "扩大绿地"),
            ("1-1", "第一条", ""),
            ("1-2", "第二条", ""),
            ("2", "二、", "拓宽道路"),
            ("2-3", "第三条", ""),
        ],
    ),
    "items of articles": (
        "第一条 公园应当\n一、开放，免费\n二、整洁，安静\n第二条 桥梁应当\n一、开放，免费\n",
        [
            ("1", "第一条", ""),
            ("1-1", "一、", "开放，免费"),
            ("1-2", "二、", "整洁，安静"),
            ("2", "第二条", ""),
            ("2-1", "一、", "开放，免费"),
        ],
    ),
    "headings of two halves among headings": (
        "1.建设公园。种植树木。\n2.建设绿道。种植花草。\n3.架设桥梁。加固桥墩。\n"
        "4.优化道路布局，完善配套设施。增加里程。\n5.增加里程至9万里，拓宽城市道路。增加车道。\n",
        [
            ("1", "1.", "建设公园"),
            ("2", "2.", "建设绿道"),
            ("3", "3.", "架设桥梁"),
            ("4", "4.", "优化道路布局，完善配套设施"),
            ("5", "5.", ""),
        ],
    ),
    "two halves without headings around": (
        "1.建设公园。种植树木。\n2.优化道路布局，完善配套设施。增加里程。\n"
        "3.建设城市绿道，种植各种花草。增加里程。\n",
        [("1", "1.", "建设公园"), ("2", "2.", ""), ("3", "3.", "")],
    ),
    "a ten that a scan has as a plus": (
        "（九）建设公园\n（+）架设桥梁\n（十一）拓宽道路\n",
        [("1", "（九）", "建设公园"), ("2", "（+）", "架设桥梁"), ("3", "（十一）", "拓宽道路")],
    ),
    "a provision is no heading": (
        "第一条 为了管理公园，制定本办法。\n第二条 本办法适用于公园。桥梁参照执行。\n"
        "第三条 公园应当开放。免费入园。\n第四条 公园应当整洁。\n",
        [("1", "第一条", ""), ("2", "第二条", ""), ("3", "第三条", ""), ("4", "第四条", "")],
    ),
    "the only sentence of an article is no heading": (
        "第一条 公园应当开放。（市园林局负责）\n第二条 公园应当整洁。保持卫生。\n"
        "第三条 桥梁应当开放。保持通行。\n",
        [("1", "第一条", ""), ("2", "第二条", ""), ("3", "第三条", "")],
    ),
    "an article above a hundred": (
        "第一百零二条 管理公园。\n第一百一十条 管理桥梁。\n",
        [("1", "第一百零二条", ""), ("2", "第一百一十条", "")],
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_tree(name: str) -> None:
    text, expected = TREES[name]
    assert heads(text) == expected


def test_an_annex_counts_anew_with_its_prefix() -> None:
    assert heads("一、总则\n", "一、甲\n（一）乙\n", "1.丙\n") == [
        ("1", "一、", "总则"),
        ("a1-1", "一、", "甲"),
        ("a1-1-1", "（一）", "乙"),
        ("a2-1", "1.", "丙"),
    ]


def test_items_run_into_one_paragraph() -> None:
    """A copy without line breaks: 一、总体要求（一）指导思想。…（二）…二、…"""
    text = (
        f"一、总体要求（一）指导思想。{SENTENCE * 3}（二）基本原则。{SENTENCE * 3}"
        f"二、建设公园，种植树木（三）建设公园。{SENTENCE * 3}1.种树。{SENTENCE}2.种草。{SENTENCE}"
    )
    assert heads(text) == [
        ("1", "一、", "总体要求"),
        ("1-1", "（一）", "指导思想"),
        ("1-2", "（二）", "基本原则"),
        ("2", "二、", "建设公园，种植树木"),
        ("2-1", "（三）", "建设公园"),
        ("2-1-1", "1.", "种树"),
        ("2-1-2", "2.", "种草"),
    ]


def test_a_reference_in_a_long_paragraph_is_no_item() -> None:
    text = f"一、总则。{SENTENCE * 4}按照本意见（三）的要求和第五条的规定执行。{SENTENCE * 4}"
    assert [marker for _, marker, _ in heads(text)] == ["一、"]


def test_content_begins_after_mark_and_heading() -> None:
    text, nodes = nodes_of("（一）建设公园。建设绿道，种植树木。（责任单位：市财政局）\n")
    assert text[nodes[0].content :].startswith("建设绿道")


# -- properties -------------------------------------------------------------------------------

HAN = "一二三四五六七八九十"
RANKS = 6


def mark(rank: int, n: int) -> str:
    """The ``n``-th mark of a rank: 第一章 一、 （一） 1. （1） ①"""
    han = HAN[n - 1]
    return (f"第{han}章", f"{han}、", f"（{han}）", f"{n}.", f"（{n}）", chr(0x245F + n))[rank]


HEADINGS = ("总体要求", "建设公园绿道", "强化组织保障", "完善“健康码”管理")


@dataclass(frozen=True)
class Tree:
    """A generated section: its rank among the marks, its words and its subsections."""

    rank: int
    heading: str
    paragraphs: int
    children: tuple[Tree, ...]


@st.composite
def trees(draw: st.DrawFn, rank: int = 0, depth: int = 0) -> tuple[Tree, ...]:
    """Siblings of one rank at or below ``rank``; a level can be skipped."""
    if rank >= RANKS or depth > 3 or (depth and draw(st.booleans())):
        return ()
    own = draw(st.integers(rank, min(rank + 1, RANKS - 1)))
    return tuple(
        Tree(
            own,
            draw(st.sampled_from(HEADINGS)),
            draw(st.integers(0, 2)),
            draw(trees(own + 1, depth + 1)),
        )
        for _ in range(draw(st.integers(1, 3)))
    )


def rendered(siblings: tuple[Tree, ...]) -> str:
    out = ""
    for number, tree in enumerate(siblings, 1):
        out += f"{mark(tree.rank, number)}{tree.heading}\n"
        out += "坚持依法依规，统筹推进各项工作，认真抓好落实。\n" * tree.paragraphs
        out += rendered(tree.children)
    return out


def expected(siblings: tuple[Tree, ...], prefix: str = "") -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for number, tree in enumerate(siblings, 1):
        id_ = f"{prefix}-{number}" if prefix else str(number)
        found.append((id_, mark(tree.rank, number), tree.heading))
        found += expected(tree.children, id_)
    return found


def test_a_line_of_marks_is_read_in_time_in_proportion() -> None:
    assert len(heads("二、" * 100_000)) == 1


@given(trees())
def test_a_rendered_tree_is_read_back(siblings: tuple[Tree, ...]) -> None:
    assert heads(rendered(siblings)) == expected(siblings)


LINES = st.sampled_from(
    [f"{mark(rank, n)}建设公园" for rank in range(RANKS) for n in (1, 2, 3)]
    + ["建设公园绿道。建成一批。", "———坚持创新。走在前列。", "抓好落实，明确责任。", "附件：名单"]
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_sections_nest_and_siblings_are_apart(text: str) -> None:
    nodes = nodes_of(text)[1]
    by_id = {node.id: node for node in nodes}
    for node in nodes:
        assert 0 <= node.start <= node.content <= node.end <= len(text)
        assert text.startswith(node.marker, node.start)
        if node.parent:
            parent = by_id[node.parent]
            assert parent.start < node.start and node.end <= parent.end
            assert node.level == parent.level + 1
    for one in nodes:
        for other in nodes:
            if one.parent == other.parent and one.start < other.start:
                assert one.end <= other.start


@given(
    st.lists(LINES | st.sampled_from(["第三条 开放。", "第四条 关闭。"]), max_size=30).map(
        "\n".join
    )
)
def test_ids_are_unique(text: str) -> None:
    """A decision that amends a law prints articles among its items: 一、… / 第三条 …"""
    ids = [node.id for node in nodes_of(text)[1]]
    assert len(ids) == len(set(ids))
