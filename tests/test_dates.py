"""Dates as official documents write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import DATE, DUE, due, iso, last_day, number, number_or_none


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("九十九", 99),
     ("二〇〇四", 2004),
      ("二○二一", 2021), ("一九九八", 1998), ("二零一二", 2012), ("12", 12),
     ("一百一十二", 112), ("三百零三", 303), ("二百", 200), ("二00五", 2005)],
)  # fmt: skip
def test_number(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["十十", "二十十", "一百二", "十百", "百", "二〇十一", "甲", "", "²", "9" * 5000]
)
def test_no_number_is_one_error_or_none(text: str) -> None:
    with pytest.raises(ValueError):
        number(text)
    assert number_or_none(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年7月2日", "2021-07-02"),
        ("2021年12月31日", "2021-12-31"),
        ("二〇〇四年三月一日", "2004-03-01"),
        ("二○○五年十二月二十六日", "2005-12-26"),
        ("二OO六年十月三十一日", "2006-10-31"),
        ("一九九八年五月二十日", "1998-05-20"),
        ("2020年2月29日", "2020-02-29"),
        ("二00五年六月十七日", "2005-06-17"),
        ("2021年2月30日", None),
        ("2021年13月1日", None),
        ("2021年7月0日", None),
        ("2021年十十月三日", None),
        ("2021年6月二十十日", None),
        ("二〇十一年三月一日", None),
        ("一八九九年三月一日", None),
        ("二九二一年三月一日", None),
    ],
)
def test_iso(text: str, day: str | None) -> None:
    match = DATE.fullmatch(text)
    assert match
    assert iso(match) == day


@pytest.mark.parametrize(
    "text", ["2021年7月", "21年7月2日", "7月2日", "二〇〇四年", "3021年7月2日"]
)
def test_no_date(text: str) -> None:
    assert DATE.fullmatch(text) is None


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2021, 2, "2021-02-28"), (2024, 2, "2024-02-29"), (2021, 8, "2021-08-31")],
)
def test_last_day(year: int, month: int, day: str) -> None:
    assert last_day(year, month) == day


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2021年8月底前", "2021-08-31", "month"),
        ("2021年8月底之前", "2021-08-31", "month"),
        ("2022年12月底前完成", "2022-12-31", "month"),
        ("2022年2月完成", "2022-02-28", "month"),
        ("2021年9月15日前", "2021-09-15", "day"),
        ("2021年9月15日以前", "2021-09-15", "day"),
        ("2021年底前", "2021-12-31", "year"),
        ("2021年年底前", "2021-12-31", "year"),
        ("2025年末", "2025-12-31", "year"),
        ("2025年前", "2025-12-31", "year"),
        ("2023年上半年完成", "2023-06-30", "month"),
        ("2023年一季度完成", "2023-03-31", "month"),
        ("2023年第三季度前", "2023-09-30", "month"),
    ],
)
def test_due(text: str, day: str, precision: str) -> None:
    match = DUE.search(text)
    assert match
    found = due(match)
    assert found and (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize("text", ["2021年13月底前", "2021年2月30日前", "2021年0月前"])
def test_a_day_that_is_none_is_no_deadline(text: str) -> None:
    match = DUE.search(text)
    assert match is None or due(match) is None


@pytest.mark.parametrize("text", ["2021年度工作", "2021年8月启动", "1998年底前", "在21年前"])
def test_no_deadline(text: str) -> None:
    assert DUE.search(text) is None


HAN = "〇一二三四五六七八九"


def in_han(value: int) -> str:
    """1 to 99 as documents write days: 十二, 二十, 二十一."""
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones else "")


@given(st.dates(datetime.date(1980, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_in_both_numerals(day: datetime.date) -> None:
    year = "".join(HAN[int(digit)] for digit in str(day.year))
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{in_han(day.month)}月{in_han(day.day)}日",
    ):
        match = DATE.fullmatch(text)
        assert match, text
        assert iso(match) == day.isoformat()
