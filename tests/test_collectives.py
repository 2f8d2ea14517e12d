"""The grammar of collectives and place roles."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.collectives import read_collectives
from kg.knowledge import Knowledge
from kg.link import Context, Linker
from kg.own import with_own

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
        ("各州（市、地）、县（区）人民政府（管委会）", "collective"),
        ("各州〔市、地〕、县［区］人民政府<管委会>", "collective"),
        ("各镇街、开发区", "collective"),
        ("县市区人民政府", "collective"),
        ("自治州直各有关部门（单位）", "collective"),
        ("县委、县政府各部门", "collective"),
        ("市直和中央驻徐各单位", "collective"),
        ("市、县两级政府", "collective"),
        ("企业注册地市场监管部门", "place-role"),
        ("房屋所在区（市）县政府", "place-role"),
        ("各市场", None),
        ("各区域", None),
        ("各市民", None),
        ("开发区人民政府", None),
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
        (
            "由各州（市、地）、县（区）人民政府（管委会）负责",
            "各州（市、地）、县（区）人民政府（管委会）",
        ),
        ("由各省级招委会协调", "各省级招委会"),
        ("各省、市级人民政府要明确", "各省、市级人民政府"),
        ("各县（市、区）和市直有关部门要加强", "各县（市、区）"),
        ("各地市场监管部门要", "各地市场监管部门"),
    ],
)
def test_a_collective_begins_after_the_word_for_where(
    text: str, found: str, knowledge: Knowledge
) -> None:
    assert found in {
        match[0] for pattern in knowledge.collectives.scan for match in pattern.finditer(text)
    }


@pytest.mark.parametrize(
    "text",
    ["激发各市场活力", "各区域协调", "为各市民服务", "各县域经济", "各地块出让", "各地铁站",
     "各村民小组", "各省级统一平台", "各州际公路", "各师生"],
)  # fmt: skip
def test_no_place_in_a_longer_word(text: str, knowledge: Knowledge) -> None:
    grammar, _ = knowledge.collectives.scan
    assert [match[0] for match in grammar.finditer(text)] == []


@pytest.mark.parametrize(
    ("text", "places", "single"),
    [
        ("县（市、区）", True, False),
        ("县〔市、区〕", True, False),
        ("州（市）、县（区）、管委会", True, False),
        ("省、自治区、直辖市及新疆生产建设兵团", True, False),
        ("乡镇街道", True, False),
        ("各县区", False, True),
        ("各地、各部门", False, True),
        ("市政府各部门、各直属机构", False, True),
        ("各市、县（市、区）", False, False),
        ("市场", False, False),
        ("杭州市", False, False),
    ],
)
def test_places_and_singles(text: str, places: bool, single: bool, knowledge: Knowledge) -> None:
    grammar = knowledge.collectives
    assert (grammar.is_places(text), grammar.is_single(text)) == (places, single)


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("财政部等部门", "等部门"),
        ("财政部、商务部等", "等"),
        ("市财政局等市级有关部门", "等市级有关部门"),
        ("财政部", None),
        ("等部门", None),
        ("区财政局等区直各有关单位", "等区直各有关单位"),
        ("州财政局等自治州级相关部门〔单位〕", "等自治州级相关部门〔单位〕"),
        ("杭州等有关县（市、区）", "等有关县（市、区）"),
        ("财政部等5个部门", "等5个部门"),
        ("部属各高等学校", None),
        ("省财政厅、高等院校", None),
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


def table_of(part: str) -> Any:
    """A part of the table."""
    return tomllib.loads(TABLE.read_text("utf-8"))[part]


@pytest.mark.parametrize(("text", "tail"), table_of("open")["examples"])
def test_example_of_an_open_tail(text: str, tail: str, knowledge: Knowledge) -> None:
    found = knowledge.collectives.open_tail.search(text)
    assert found and found[0] == tail


@pytest.mark.parametrize(
    ("code", "text", "name"), [*table_of("sub_body")["examples"], *table_of("zone")["examples"]]
)
def test_example_of_a_name_next_to_collectives(
    code: str, text: str, name: str, linker: Linker
) -> None:
    assert linker.body(text, Context(code)).name == name


@pytest.mark.parametrize(("part", "code", "text", "name"), examples())
def test_example(part: str, code: str, text: str, name: str, linker: Linker) -> None:
    context = Context(None if code == "cn" else code, state=code == "cn", day="2022-06-15")
    link = linker.body(text, context)
    assert link.entity and link.entity.kind in ("collective", "place-role")
    assert link.name == name


HOSTILE = [
    "省级" + "各有关" * 30 + "甲", "各市（州）和各县（市、区）和" * 30, "各市、县、" * 80,
    "市县区" * 60, "区（县）" * 40, "户籍所在地" * 40, "各地各部门" * 40 + "甲",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_without_end_takes_no_time_without_end(text: str, knowledge: Knowledge) -> None:
    """Each of these took the expressions minutes when their repetitions had no bound."""
    grammar = knowledge.collectives
    assert grammar.kind(text) is None
    assert not grammar.is_single(text) and not grammar.is_places(text)
    for pattern in grammar.scan:
        assert all(len(found[0]) < len(text) for found in pattern.finditer(text))


@pytest.mark.parametrize(
    "part",
    ["市、县（市、区）、", "各市、县（市、区）、", "等市、县（市、区）、", "区、", "县（", "市级",
     "各有关", "所在县（市、区）", "户籍", "中央驻", "各地、各部门", "政府（管委会）、"],
)  # fmt: skip
def test_a_hundred_thousand_characters_are_read_in_passing(part: str, knowledge: Knowledge) -> None:
    """What repeats has a bound: each takes some tenths of a second."""
    grammar = knowledge.collectives
    text = part * (100_000 // len(part))
    begin = time.process_time()
    first, second = grammar.scan
    for _ in grammar.openings.matches(first, text, 0, len(text)):
        pass
    for _ in second.finditer(text):
        pass
    grammar.open_tail.search(text)
    assert grammar.kind(text) is None
    assert time.process_time() - begin < 5


LEVELS = ("省", "市", "县", "区", "州", "旗", "乡", "自治州", "地区", "市县", "省、市", "区市县")
OF_LEVEL = ("", "级", "直", "属", "政府", "委、政府", "级以上", "级国家机关", "政府直属")


def test_running_text_is_searched_wherever_the_grammar_can_match(knowledge: Knowledge) -> None:
    table = tomllib.loads(TABLE.read_text("utf-8"))
    role = table["place_role"]
    parts = [
        *table["quantifier"]["words"], *table["prefix"]["words"], *role["words"],
        *(f"{by}驻浙" for by in (*table["prefix"]["posting"], "市直和中央", "省部属、市属", "")),
        *(f"{subject}所在地" for subject in role["subjects"]),
        *(f"{subject}地" for subject in role["subjects"]),
        *(f"{act}地" for act in role["acts"]), "企业注册地", "房屋所在县（市、区）", "所在镇",
        *(level + of for level in LEVELS for of in OF_LEVEL),
        "全省", "全市", "县级以上地方", "各设区市、县（市、区）", "",
    ]  # fmt: skip
    ends = ("各有关部门", "有关单位", "相关企业", "县级政府", "各级人民政府", "民政部门", "")
    grammar, _ = knowledge.collectives.scan
    for text in (f"由{part}{end}负责" for part in parts for end in ends):
        found = knowledge.collectives.openings.matches(grammar, text, 0, len(text))
        assert [m.span() for m in found] == [m.span() for m in grammar.finditer(text)], text


def test_a_users_words_are_read_with_any_brackets(knowledge: Knowledge) -> None:
    """A user adds words to a list, or a collective as it stands."""
    ours = tomllib.loads(TABLE.read_text("utf-8"))
    own = {"place": {"words": ["林场"]}, "single": {"words": ["各生产队〔连〕"]}}
    grammar = read_collectives(with_own(ours, own))
    assert not knowledge.collectives.is_places("林场、县（区）")
    assert grammar.is_places("林场、县（区）")
    assert grammar.is_single("各生产队（连）") and grammar.is_single("各生产队〔连〕")
