"""Dates that govern what follows, and the deadlines of tasks read by them."""

from __future__ import annotations

import pytest

from kg.dates import Due
from kg.extract.deadlines import deadline
from kg.extract.frames import Frame, frames, is_past
from kg.types import Span

SIGNED = "2021-06-28"


def _days(text: str, signed: str | None = SIGNED) -> list[str | None]:
    return [frame.due.day if frame.due else None for frame in frames(text, 0, len(text), signed)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("到2025年，建成平台", ["2025-12-31"]),
        ("2023年底前，完成", ["2023-12-31"]),
        ("力争2024年和2025年每年改造", ["2025-12-31"]),
        ("2025年第一季度储备项目", ["2025-03-31"]),
        ("2022年上半年，投放", ["2022-06-30"]),
        ("2022年2月底前制定", ["2022-02-28"]),
        ("2022年4月15日前报送", ["2022-04-15"]),
        ("“十四五”末，达到", ["2025-12-31"]),
        ("十五五期间，建成", ["2030-12-31"]),
        ("8月底前完成", ["2021-08-31"]),
        ("年底前完成，年内建成", ["2021-12-31", "2021-12-31"]),
        ("2022年3月底前出台，8月底前落实", ["2022-03-31", "2022-08-31"]),
        ("3月底前完成", [None]),  # before the day of signing: of which year is not said
        ("13月底前完成", [None]),
        ("确保工业投资上半年完成80亿元", ["2021-06-30"]),
        ("较2020年提高，自2021年起，2025年度名单", []),
        ("《规划（2021—2025年）》", []),
        ("一年内竣工，半年内交付", []),
        ("2023年实施的政府采购项目", []),
    ],
)
def test_frames(text: str, days: list[str | None]) -> None:
    assert _days(text) == days


def test_without_a_day_of_signing_a_month_has_no_year() -> None:
    assert _days("8月底前完成", None) == [None]


def test_what_ended_before_signing_is_past() -> None:
    past, present = (Frame(0, 1, Due(f"{year}-12-31", "year")) for year in (2020, 2021))
    assert (is_past(past, SIGNED), is_past(present, SIGNED)) == (True, False)
    assert not is_past(past, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年第一季度储备项目1000个以上。", "2022-03-31"),
        ("2022年全省80%以上的学校纳入教联体建设。", "2022-12-31"),
        ("“十四五”期间培养骨干教师1500名。", "2025-12-31"),
        ("8月底前完成整改，年底前全面建成。", "2021-12-31"),
        ("力争2022年上榜餐厅6家。", "2022-12-31"),
        ("上半年投放60%以上，全年完成任务。", None),
        ("2022年购买新建商品住房的，可享受补贴。", None),
        ("政策执行至2022年底，继续实施。", None),
        ("2020年建成平台10个。", None),
        ("一年内竣工交付。", None),
    ],
)
def test_deadline_of_a_task(text: str, day: str | None) -> None:
    found = deadline(text, Span(0, len(text)), SIGNED)
    assert (found.day if found else None) == day
