"""Quantities as printed: numbers, multipliers, units, ranges and words of comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.numbers import conversion, integer, kind_of, quantities, scaled, unit_of, units

#: text -> value, low, high, unit, comparator of each quantity in it
TEXTS = [
    ("新增世界500强企业3—5家", [(None, 3, 5, "家", "range")]),
    ("每年3至5家，3-5个", [(None, 3, 5, "家", "range"), (None, 3, 5, "个", "range")]),
    ("5G基站20万个以上", [(200000, None, None, "个", ">=")]),
    ("45万个机架", [(450000, None, None, "个", "=")]),
    ("新增40万平方米", [(40, None, None, "万平方米", "=")]),
    ("劳动生产率达23.5万元/人", [(23.5, None, None, "万元/人", "=")]),
    ("突破2万亿元", [(2, None, None, "万亿元", ">=")]),
    ("超过10亿千瓦", [(10, None, None, "亿千瓦", ">=")]),
    ("发电2.5亿千瓦时", [(2.5, None, None, "亿千瓦时", "=")]),
    ("提高2个百分点", [(2, None, None, "个百分点", "=")]),
    ("增长3%—5%", [(None, 3, 5, "%", "range")]),
    ("控制在10%以内", [(10, None, None, "%", "<=")]),
    ("不得小于8米，不得超过5%", [(8, None, None, "米", ">="), (5, None, None, "%", "<=")]),
    ("33.3%左右", [(33.3, None, None, "%", "~")]),
    ("投资1,200亿元", [(1200, None, None, "亿元", "=")]),
    ("5000万—1亿元", [(None, 0.5, 1, "亿元", "range")]),
    ("约100余家", [(100, None, None, "家", "~")]),
    ("不少于50场", [(50, None, None, "场", ">=")]),
    ("至少一所，两家", [(1, None, None, "所", ">="), (2, None, None, "家", "=")]),
    ("千名以上，万场", [(1000, None, None, "名", ">="), (10000, None, None, "场", "=")]),
    ("百分之三十", [(30, None, None, "%", "=")]),
    ("高技能人才17.5万人", [(175000, None, None, "人", "=")]),
    ("力争用5年时间", [(5, None, None, "年", "=")]),
]  # fmt: skip
#: names and numbers in no unit
NONE = [
    "世界500强",
    "5G网络",
    "3D打印",
    "IPv6",
    "G60科创走廊",
    "百亿级企业",
    "山区26",
    "第3条",
    "A级",
    "2030年前",
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_quantities(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(q.value, q.low, q.high, q.unit, q.comparator) for q in quantities(text, 0, len(text))]
    assert found == expected


@pytest.mark.parametrize("text", NONE)
def test_names_with_numbers_are_no_quantities(text: str) -> None:
    assert list(quantities(text, 0, len(text))) == []


def test_a_third_has_no_unit() -> None:
    (found,) = quantities("提高三分之一", 0, 6)
    assert found.value == pytest.approx(1 / 3)
    assert (found.unit, found.kind) == ("", "ratio")


def test_the_span_holds_the_words_of_comparison() -> None:
    text = "占比不低于30%以上。"
    (found,) = quantities(text, 0, len(text))
    assert text[found.start : found.end] == "不低于30%以上"
    assert text[found.number] == "3"


@pytest.mark.parametrize(
    ("text", "value"),
    [("十二", 12), ("两百五十", 250), ("一百零五", 105), ("三千", 3000), ("百", 100),
     ("二十万", 200000), ("一亿", 10**8), ("〇", 0), ("一二", None), ("", None), ("十甲", None)],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert integer(text) == value


def test_things_are_counted_out_and_other_units_keep_their_multiplier() -> None:
    assert scaled("万", "个") == (10000, "个")
    assert scaled("亿", "元") == (1, "亿元")
    assert (unit_of("万元/人"), unit_of("比重")) == (("万", "元/人"), None)
    assert [kind_of(each) for each in ("万元/人", "亿千瓦", "个", "")] == [
        "money", "measure", "count", "ratio",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "factor"), [("万元/亩", 15), ("亿元", 1e8), ("万吨", 1e7), ("%", 0.01), ("个体", None)]
)
def test_conversion_to_the_base_unit(unit: str, factor: float | None) -> None:
    assert conversion(unit) == (pytest.approx(factor) if factor else None)


@pytest.mark.parametrize("unit", sorted(units()))
def test_every_unit_is_read_back(unit: str) -> None:
    text = f"共7{unit}。"
    assert [(q.value, q.unit) for q in quantities(text, 0, len(text))] == [(7, unit)]


@given(
    value=st.integers(1, 10**7),
    cents=st.integers(0, 99),
    multiplier=st.sampled_from(["", "万", "亿", "百万"]),
    unit=st.sampled_from(["家", "人", "元", "吨", "平方米"]),
)
def test_what_is_written_is_read(value: int, cents: int, multiplier: str, unit: str) -> None:
    number = f"{value}.{cents:02}" if cents else str(value)
    text = f"达到{number}{multiplier}{unit}左右"
    (found,) = quantities(text, 0, len(text))
    scale, name = scaled(multiplier, unit)
    assert found.value == pytest.approx(float(number) * scale)
    assert (found.unit, found.comparator) == (name, "~")


@given(low=st.integers(1, 500), more=st.integers(1, 500), dash=st.sampled_from("—-~至–"))
def test_ranges_are_read(low: int, more: int, dash: str) -> None:
    text = f"{low}{dash}{low + more}家"
    (found,) = quantities(text, 0, len(text))
    assert (found.value, found.low, found.high) == (None, low, low + more)


@given(st.text(alphabet="0123456789万亿百千十一二两家个%元/—至以上.,年", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    ends = [(q.start, q.number, q.end) for q in quantities(text, 0, len(text))]
    assert all(0 <= start <= number < end <= len(text) for start, number, end in ends)
