"""Indicators: the sample's ten rows in every field, footnotes, and what the prose repeats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.facts import Indicator
from kg.pipeline import Extractor
from kg.types import Record, Source

ROOT = Path(__file__).parents[2]
SAMPLE = (ROOT / "kg/data/demo/zhejiang-2021-25.txt").read_text(encoding="utf-8")
SIGNS = {"": "=", "左右": "~", "以上": ">="}
PLAN = """某省人民政府关于印发某省发展规划的通知
各市人民政府：
现将规划印发给你们。
一、发展目标
森林覆盖率达到{prose}%。
主要指标
序号 指标 2020年 2025年 属性
1 森林覆盖率（%） 61.2 61.5 约束性
2 城镇化率（%） 60 65 预期性
二、重点任务
加强保护。
"""


@pytest.fixture(scope="module")
def gazette(extractor: Extractor) -> list[Record]:
    source = Source("x.txt", "0" * 64, SAMPLE, "utf-8")
    return [found.record for found in extractor.documents(source)]


@pytest.fixture(scope="module")
def rows(gazette: list[Record]) -> tuple[Indicator, ...]:
    return gazette[0].indicators


@pytest.fixture(scope="module")
def gold() -> list[dict[str, object]]:
    text = (ROOT / "tests/gold/sample/zhejiang-2021-25.json").read_text(encoding="utf-8")
    data = json.loads(text)
    documents = data if isinstance(data, list) else data["documents"]
    return next(each["indicators"] for each in documents if each.get("indicators"))


def test_the_ten_rows_are_right_in_every_field(
    rows: tuple[Indicator, ...], gold: list[dict[str, object]]
) -> None:
    assert len(rows) == len(gold) == 10
    for row, right in zip(rows, gold, strict=True):
        baseline = (
            None
            if right["value_2020_num"] is None
            else (int(str(right["value_2020_year"])), right["value_2020_num"])
        )
        assert (row.number, row.category, row.unit, row.binding) == (
            right["no"], right["category"], right["unit"], right["attribute"],
        )  # fmt: skip
        assert row.name == str(right["name"]).rstrip("#")
        assert (row.baseline and (row.baseline.year, row.baseline.value)) == baseline
        assert row.target is not None
        assert (row.target.year, row.target.value) == (2025, right["value_2025_num"])
        assert row.target.comparator == SIGNS[str(right["value_2025_qualifier"])]
        assert row.target.cumulative == right["cumulative_5y"]


def test_footnotes_stand_with_the_rows_they_are_for(rows: tuple[Indicator, ...]) -> None:
    assert [row.note for row in rows if row.note] == [
        "#为扣除国家单列项目；［］为5年累计", "［］为5年累计", "*为2019年数值",
    ]  # fmt: skip


def test_the_five_that_the_prose_repeats_agree(rows: tuple[Indicator, ...]) -> None:
    assert [row.number for row in rows if row.prose] == [2, 3, 4, 6, 7]
    assert {row.prose for row in rows} == {"agrees", None}
    for row in rows:
        for place in row.restated:
            assert row.baseline is not None
            number = f"{row.baseline.value:g}"
            assert SAMPLE[place.start : place.end].startswith(
                number[0].translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
            )


def test_only_the_first_document_of_the_sample_has_indicators(gazette: list[Record]) -> None:
    assert [len(record.indicators) for record in gazette] == [10, *[0] * 8]


@pytest.mark.parametrize(("prose", "check"), [("61.5", "agrees"), ("64.0", "differs")])
def test_prose_that_contradicts_a_row_is_flagged(
    extractor: Extractor, prose: str, check: str
) -> None:
    source = Source("x.txt", "0" * 64, PLAN.format(prose=prose), "utf-8")
    (found,) = extractor.documents(source)
    first, second = found.record.indicators
    assert (first.prose, second.prose) == (check, None)
    assert (first.confidence < 0.9) == (check == "differs")
    assert first.target is not None
    assert (first.target.year, first.target.value, first.target.text) == (2025, 61.5, "61.5")
