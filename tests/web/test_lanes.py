"""Targets in a picture: nothing covers anything, years are in order, the same again."""

from __future__ import annotations

import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.labels import Link
from kg.web.lanes import MOST_DRAWN, WIDTH, Mark, picture, width
from kg.web.timeline import Row, Value
from tests.web.test_pages import check, get

NOWHERE = Link("文件")


def value(
    address: str, year: int, text: str = "95 %", kind: str = "target", base: str = ""
) -> Value:
    return Value(year, text, kind, Link(text, address), NOWHERE, False, "95", text, base=base)


def box(mark: Mark) -> tuple[float, float, float, float]:
    """What a mark and its label take."""
    wide = width(mark.text)
    begin = mark.label - wide if mark.anchor == "end" else mark.label
    return min(begin, mark.x - 5), mark.y - 8, max(begin + wide, mark.x + 5), mark.y + 8


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


VALUES = st.lists(
    st.tuples(st.integers(2015, 2060), st.text("万亿元abc—9.% ", min_size=1, max_size=60)),
    min_size=1, max_size=8,
)  # fmt: skip


@given(st.lists(VALUES, min_size=1, max_size=6))
def test_nothing_covers_anything(given_rows: list[list[tuple[int, str]]]) -> None:
    rows = [
        Row(Link("指标" * 20, f"/i/{n}"),
            [value(f"/v/{n}/{m}", year, text) for m, (year, text) in enumerate(values)])
        for n, values in enumerate(given_rows)
    ]  # fmt: skip
    years = sorted({v.year for row in rows for v in row.values})
    found = picture(years, rows)
    boxes = [box(mark) for lane in found.lanes for mark in lane.marks]
    assert len(boxes) == sum(len(row.values) for row in rows)
    for n, one in enumerate(boxes):
        assert one[0] >= 330 and one[2] <= WIDTH
        assert not any(meet(one, other) for other in boxes[:n])
    for lane in found.lanes:
        assert all(lane.top <= m.y - 8 and m.y + 8 <= lane.top + lane.height for m in lane.marks)
        assert width(lane.name) <= 322
        by_year = sorted((m.value.year, m.x) for m in lane.marks)
        assert [x for _, x in by_year] == sorted(x for _, x in by_year)
    assert all(b[1] - a[1] >= 46 for a, b in zip(found.years, found.years[1:], strict=False))


def test_a_baseline_and_its_target_are_on_one_line() -> None:
    values = [value("/b", 2020, kind="baseline"), value("/t", 2025, base="/b"),
              value("/u", 2025, "≥ 3 家")]  # fmt: skip
    [lane] = picture([2020, 2025], [Row(Link("比重", "/i"), values)]).lanes
    base, target, other = lane.marks
    [pair] = lane.pairs
    assert base.y == target.y == pair.y != other.y
    assert (base.anchor, target.anchor) == ("end", "start"), "the line runs between the labels"
    assert base.x < pair.x1 < pair.x2 < target.x


def test_a_baseline_that_is_not_shown_leaves_the_target() -> None:
    [lane] = picture([2025], [Row(Link("比重", "/i"), [value("/t", 2025, base="/b")])]).lanes
    assert [mark.value.link.href for mark in lane.marks] == ["/t"]
    assert lane.pairs == []


def test_none_and_many() -> None:
    assert picture([], []).lanes == []
    rows = [Row(Link(str(n), f"/i/{n}"), [value(f"/v/{n}", 2025)]) for n in range(MOST_DRAWN + 5)]
    assert (len(picture([2025], rows).lanes), picture([2025], rows).left_out) == (MOST_DRAWN, 5)
    assert picture([2025], rows) == picture([2025], rows)


@pytest.fixture(scope="module")
def shown(client: httpx.Client) -> str:
    text = client.get("/timeline").text
    return text[text.index('<svg viewBox="0 0 1100') : text.index("</svg></div>")]


def test_every_value_has_a_mark(client: httpx.Client, shown: str) -> None:
    rows = client.get("/timeline?format=csv").text.splitlines()[1:]
    assert len(re.findall(r"class=\"mark ", shown)) == len(rows)
    for address in sorted(set(re.findall(r'href="(/page/value/[^"]+)"', shown)))[:5]:
        assert client.get(address).status_code == 200


def test_signs_of_the_picture(shown: str) -> None:
    """世界500强企业 is strived for (力争), the rows of the table have a baseline."""
    [soft] = re.findall(
        r"<title>([^<]*力争[^<]*)</title><circle class=\"mark s-prose soft\"", shown
    )
    assert soft.startswith("世界500强企业，2025：3–5 家")
    assert shown.count('class="mark s-base"') == shown.count('class="from"') > 3
    assert shown.count('class="mark s-table"') > 5


def test_names_in_the_picture_are_escaped(hostile_client: httpx.Client) -> None:
    check(get(hostile_client, "/timeline"))
    text = hostile_client.get("/timeline").text
    assert '<svg viewBox="0 0 1100' in text, "the hostile gazette has a target"
