"""The table of posts and parts: every example resolves."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kg.knowledge import Knowledge

TABLE = Path(__file__).parents[2] / "kg" / "data" / "people.toml"
with TABLE.open("rb") as file:
    ROWS = tomllib.load(file)


@pytest.mark.parametrize(("printed", "body", "title"), ROWS["examples"])
def test_a_post_is_parted_from_its_body(
    printed: str, body: str, title: str, knowledge: Knowledge
) -> None:
    found = knowledge.people.post.search(printed)
    assert found is not None
    assert (printed[: found.start()], found[0]) == (body, title)


@pytest.mark.parametrize("role", ["组长", "副组长", "常务副主任", "第一召集人", "成员", "副总指挥"])
def test_parts(role: str, knowledge: Knowledge) -> None:
    assert knowledge.people.role.fullmatch(role)


@pytest.mark.parametrize("word", ["责任单位", "联系人", "附件", "日期"])
def test_no_parts(word: str, knowledge: Knowledge) -> None:
    assert not knowledge.people.role.fullmatch(word)


def test_no_word_stands_twice() -> None:
    for key in ("surnames", "roles", "posts", "government", "before", "post_before"):
        assert len(ROWS[key]) == len(set(ROWS[key])), key
