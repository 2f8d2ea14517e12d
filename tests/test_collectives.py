"""The grammar of collectives and place roles."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.knowledge import Knowledge
from kg.link import Context, Linker

TABLE = Path(__file__).parents[1] / "kg" / "data" / "collectives.toml"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("各设区市政府", "collective"),
        ("各市、县（市、区）人民政府", "collective"),
        ("市、县（市、区）人民政府", "collective"),
        ("各有关部门", "collective"),
        ("省级有关部门", "collective"),
        ("市直有关单位", "collective"),
        ("各地", "collective"),
        ("各区县", "collective"),
        ("各设区市医疗保障局", "collective"),
        ("全省各级政府", "collective"),
        ("行为发生地县级政府", "place-role"),
        ("户籍所在地民政部门", "place-role"),
        ("省财政厅", None),
        ("市政府", None),
        ("各项任务", None),
        ("部门", None),
        ("项目单位", None),
        ("在政府各部门", None),
        ("在本市相关用人单位", None),
        ("驻市各单位", "collective"),
    ],
)
def test_kind(text: str, kind: str | None, knowledge: Knowledge) -> None:
    assert knowledge.collectives.kind(text) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("实现数据在政府各部门内部流通", "各部门"),
        ("在市各部门推行", "市各部门"),
        ("在本市相关用人单位工作", "市相关用人单位"),
    ],
)
def test_a_collective_begins_after_the_word_for_where(
    text: str, found: str, knowledge: Knowledge
) -> None:
    assert {
        match[0] for pattern in knowledge.collectives.scan for match in pattern.finditer(text)
    } == {found}


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("财政部等部门", "等部门"),
        ("财政部、商务部等", "等"),
        ("市财政局等市级有关部门", "等市级有关部门"),
        ("财政部", None),
        ("等部门", None),
    ],
)
def test_open_tail(text: str, tail: str | None, knowledge: Knowledge) -> None:
    found = knowledge.collectives.open_tail.search(text)
    assert (found and found[0]) == tail


def examples() -> list[Any]:
    """Examples of the words a collective is made of; other parts of the table are for later use."""
    with TABLE.open("rb") as file:
        table = tomllib.load(file)
    parts = ("quantifier", "place", "organ", "department", "prefix", "single", "place_role")
    rows = {(part, *row) for part in parts for row in table[part]["examples"]}
    rows |= {("organ of a role", *row) for row in table["place_role"]["organ"]["examples"]}
    return sorted(rows)


@pytest.mark.parametrize(("part", "code", "text", "name"), examples())
def test_example(part: str, code: str, text: str, name: str, linker: Linker) -> None:
    context = Context(None if code == "cn" else code, state=code == "cn", day="2022-06-15")
    link = linker.body(text, context)
    assert link.entity and link.entity.kind in ("collective", "place-role")
    assert link.name == name


@pytest.mark.parametrize(
    "text", ["省级" + "各有关" * 30 + "甲", "各市（州）和各县（市、区）和" * 30, "各市、县、" * 80]
)
def test_a_text_without_end_takes_no_time_without_end(text: str, knowledge: Knowledge) -> None:
    """Each of these took the expressions minutes when their repetitions had no bound."""
    assert knowledge.collectives.kind(text) is None
    for pattern in knowledge.collectives.scan:
        assert all(len(found[0]) < len(text) for found in pattern.finditer(text))


def test_running_text_is_searched_wherever_the_grammar_can_match(knowledge: Knowledge) -> None:
    table = tomllib.loads(TABLE.read_text("utf-8"))
    words = [
        *table["place_role"]["words"],
        *table["prefix"]["words"],
        *table["quantifier"]["words"],
    ]
    parts = [word.replace("{l}", "省").replace("{s}", "浙江") for word in words]
    ends = ("各有关部门", "有关单位", "相关企业", "县级政府", "各级人民政府", "")
    grammar, _ = knowledge.collectives.scan
    for text in (f"由{part}{end}负责" for part in parts for end in ends):
        found = knowledge.collectives.openings.matches(grammar, text, 0, len(text))
        assert [m.span() for m in found] == [m.span() for m in grammar.finditer(text)], text
