"""Flattened tables of indicators: what is read of each layout, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.normalise import normalise
from kg.tables import Table, indicator_tables

NUMBERED = """主要指标
类别 序号 指标 2020年 2025年 属性
创新
驱动
1 全社会研发经费投入强度（%） 2.1 2.6左右 预期性
2 每万人口高价值发明专利
拥有量（件）
5.2 8 预期性
绿色
3 单位GDP能耗降低（%） — ［14］ 约束性
4 森林覆盖率（%） 61.2* 61.5 约束性
注：［］为5年累计；*为2019年数值。
二、重点任务
"""
TABS = """指标\t单位\t2020年\t2025年\t年均增速\t属性
1\t地区生产总值\t亿元\t1200\t1800\t8%左右\t预期性
2\t常住人口城镇化率\t%\t60.5\t≥65\t—\t预期性
3\t人均预期寿命\t岁\t77.1\t78\t—\t预期性
"""
CELLS = """序号

主要指标

2022年

2027年

1

城镇化率(%)

73.4

76

2

培训人次(万人次/年)

20

[100]

二、进一步畅通
"""
LINES = """指标名称 2020年 2025年 属性
森林覆盖率（%） 61.2 61.5 约束性
劳动生产率（万元/人） 12 15 预期性
二、重点任务
"""


def _tables(text: str) -> list[Table]:
    clean = normalise(text).clean
    return list(indicator_tables(clean, 0, len(clean)))


def _rows(text: str) -> list[tuple[object, ...]]:
    return [
        (row.category, row.name, row.unit, *(cell.text for cell in row.values), row.binding)
        for table in _tables(text)
        for row in table.rows
    ]


def test_numbered_rows_with_wrapped_names_and_cut_categories() -> None:
    assert _rows(NUMBERED) == [
        ("创新驱动", "全社会研发经费投入强度", "%", "2.1", "2.6左右", "预期性"),
        ("创新驱动", "每万人口高价值发明专利拥有量", "件", "5.2", "8", "预期性"),
        ("绿色", "单位GDP能耗降低", "%", "—", "［14］", "约束性"),
        ("绿色", "森林覆盖率", "%", "61.2*", "61.5", "约束性"),
    ]
    assert _tables(NUMBERED)[0].note.startswith("注：［］为5年累计")


def test_a_column_of_units_and_one_of_growth() -> None:
    (table,) = _tables(TABS)
    assert table.columns == (2020, 2025, 0)
    assert _rows(TABS) == [
        ("", "地区生产总值", "亿元", "1200", "1800", "8%左右", "预期性"),
        ("", "常住人口城镇化率", "%", "60.5", "≥65", "—", "预期性"),
        ("", "人均预期寿命", "岁", "77.1", "78", "—", "预期性"),
    ]


def test_a_cell_a_line_as_web_copies_have_it() -> None:
    assert _rows(CELLS) == [
        ("", "城镇化率", "%", "73.4", "76", None),
        ("", "培训人次", "万人次/年", "20", "[100]", None),
    ]


def test_a_row_a_line_without_numbers() -> None:
    assert _rows(LINES) == [
        ("", "森林覆盖率", "%", "61.2", "61.5", "约束性"),
        ("", "劳动生产率", "万元/人", "12", "15", "预期性"),
    ]


def test_cells_say_where_they_stand() -> None:
    clean = normalise(CELLS).clean
    for table in indicator_tables(clean, 0, len(clean)):
        for row in table.rows:
            for cell in row.values:
                assert clean[cell.start : cell.end] == cell.text


@pytest.mark.parametrize(
    "text",
    [
        NUMBERED.replace("5.2 8 预期性", "五点二 预期性"),  # a row that cannot be read
        NUMBERED.replace("3 单位GDP", "单位GDP"),  # a number is missing
        "指标2020年为5，2025年为10，2020年和2025年都要完成。",
        "指标 2025年 2020年 属性\n森林覆盖率 61 62 约束性\n湿地 1 2 约束性\n",  # years run back
        "样本采集\n照省卫健康\n据疫情需要\n：2 50 00\n15\n",
    ],
)
def test_what_cannot_be_understood_gives_nothing(text: str) -> None:
    assert _rows(text) == []


@given(st.text(alphabet="指标序号单位属性20205年\n 123.—［］%预期约束性注：", max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(table.start <= table.end for table in indicator_tables(text, 0, len(text)))
