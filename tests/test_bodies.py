"""Templates of bodies: how they are filled, indexed, dated and refused."""

from __future__ import annotations

from typing import Any

import pytest

from kg.bodies import Bodies, Body, fill, level_of, read_bodies
from kg.errors import KnowledgeError
from kg.knowledge import Knowledge


def body(name: str, *forms: str, **fields: Any) -> Body:
    row = {"name": name, "kind": "department", "levels": ["province", "city"], "forms": list(forms)}
    (made,) = read_bodies("departments", {"body": [row | fields]})
    return made


@pytest.mark.parametrize(
    ("template", "code", "filled"),
    [
        ("{t}财政厅", "330000", "浙江省财政厅"),
        ("人行{s}中心支行", "330100", "人行杭州中心支行"),
        ("团{l}委", "330000", "团省委"),
        ("团{l}委", "110000", "团市委"),
        ("团{l}委", "532800", "团州委"),
        ("团{l}委", "450000", "团自治区委"),
        ("{l}委全面依法治{l}委员会", "330113", "区委全面依法治区委员会"),
        ("{t}财政局", "330113", "杭州市临平区财政局"),
    ],
)
def test_fill(template: str, code: str, filled: str, knowledge: Knowledge) -> None:
    regions = knowledge.regions
    assert fill(template, regions.get(code), regions.official(code)) == filled


@pytest.mark.parametrize(
    ("code", "level"),
    [("330000", "province"), ("330100", "city"), ("330113", "county"), ("331082", "county")],
)
def test_level(code: str, level: str, knowledge: Knowledge) -> None:
    assert level_of(knowledge.regions.get(code)) == level


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2018-02-28", False),
        ("2018-03-01", True),
        ("2023-02-28", True),
        ("2023-03-01", False),
        (None, False),
    ],
)
def test_in_force(day: str | None, in_force: bool) -> None:
    row = body("{t}监委", "监委", valid_from="2018-03", valid_to="2023-03")
    assert row.in_force(day) == in_force


@pytest.mark.parametrize(
    ("name", "functional"),
    [
        ("{t}财政厅", "财政厅"),
        ("中共{t}委宣传部", "宣传部"),
        ("共青团{t}委员会", "共青团委员会"),
        ("财政部", "财政部"),
    ],
)
def test_functional(name: str, functional: str) -> None:
    assert body(name, "财政厅").functional == functional


def test_forms_are_indexed_by_where_the_territory_stands() -> None:
    bodies = Bodies(
        [
            body("{t}财政厅", "财政厅"),
            body("人行{t}支行", "人行{s}支行"),
            *read_bodies(
                "state", {"body": [{"name": "财政部", "kind": "department", "forms": ["财政部"]}]}
            ),
            body("甲办", "甲办", territory="330000"),
        ]
    )
    assert list(bodies.suffix) == ["财政厅"]
    assert [(i.head, i.place, i.tail) for i in bodies.infix] == [("人行", "{s}", "支行")]
    assert list(bodies.state) == ["财政部"]
    assert list(bodies.local) == [("330000", "甲办")]
    assert [i.tail for i in bodies.infixes("人行杭州支行")] == ["支行"]
    assert not list(bodies.infixes("建行杭州支行"))


def test_a_form_that_names_its_territory_twice_is_one_for_every_level_word() -> None:
    bodies = Bodies([body("中共{t}委依法治{l}委", "{l}委依法治{l}委")])
    assert {("委依法治省委", "{l}"), ("委依法治市委", "{l}")} <= {
        (i.tail, i.place) for i in bodies.infix
    }


@pytest.mark.parametrize(
    ("level", "day", "name"),
    [
        ("city", "2022-06-15", "{t}新局"),
        ("city", "2010-06-15", "{t}旧局"),
        ("county", "2022-06-15", "{t}县局"),
    ],
)
def test_of_form_prefers_level_and_day(level: str, day: str, name: str) -> None:
    bodies = Bodies(
        [
            body("{t}旧局", "局", levels=["city"], valid_to="2018-03"),
            body("{t}新局", "局", levels=["city"], valid_from="2018-03"),
            body("{t}县局", "局", levels=["county"]),
        ]
    )
    assert [row.name for row in bodies.of_form("局", level, day)] == [name]


def test_of_form_takes_another_level_where_the_level_has_none() -> None:
    bodies = Bodies([body("{t}教育局", "教育局", levels=["city"])])
    assert [row.name for row in bodies.of_form("教育局", "county", None)] == ["{t}教育局"]
    assert bodies.of_form("财政局", "county", None) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"kind": "department", "forms": ["甲"]}, "name is missing"),
        ({"name": "甲", "forms": ["甲"]}, "kind is missing"),
        ({"name": "甲", "kind": "department", "forms": []}, "forms is missing"),
        ({"name": "甲", "kind": "ministry", "forms": ["甲"]}, "'ministry' is none of"),
    ],
)
def test_a_wrong_row_is_named(row: dict[str, Any], fault: str) -> None:
    good = {"name": "乙", "kind": "department", "forms": ["乙"]}
    with pytest.raises(KnowledgeError, match=rf"departments, body 2 .*{fault}"):
        read_bodies("departments", {"body": [good, row]})
