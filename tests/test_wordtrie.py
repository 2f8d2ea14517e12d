"""A regular expression for a set of words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.wordtrie import Openings, matches, pattern


@given(
    st.sets(st.text("省市县（.*", min_size=1, max_size=5), max_size=12),
    st.text("省市县（.*", max_size=5),
)
def test_it_matches_the_words_and_nothing_else(words: set[str], text: str) -> None:
    whole = re.compile(pattern(words)).fullmatch
    assert all(whole(word) for word in words)
    assert bool(whole(text)) == (text in words)


@given(
    st.sets(st.text("省市县", min_size=1, max_size=4), min_size=1), st.text("省市县", max_size=8)
)
def test_the_longest_word_is_taken(words: set[str], text: str) -> None:
    found = re.match(pattern(words), text)
    begins = [word for word in words if text.startswith(word)]
    assert (found and found[0]) == max(begins, key=len, default=None)


@pytest.mark.parametrize(("text", "matches"), [("团省委", True), ("团市委", True), ("团委", False)])
def test_placeholders(text: str, matches: bool) -> None:
    assert bool(re.fullmatch(pattern(["团{l}委"], {"{l}": "[省市]"}), text)) == matches


def test_no_words_match_nothing() -> None:
    assert re.match(pattern([]), "") is None


@given(st.text("有关各部门单位县级以上，", max_size=40), st.integers(0, 5))
def test_matches_are_those_of_finditer(text: str, start: int) -> None:
    expression = re.compile("(?:县级以上)?(?:各|有关)(?:部门|单位)")
    opening = re.compile("县级|各|有关")
    found = matches(expression, opening, text, start, len(text))
    expected = expression.finditer(text, start)
    assert [match.span() for match in found] == [match.span() for match in expected]


@given(st.text("有关各部门单位县级以上，", max_size=40), st.integers(0, 5))
def test_matches_behind_openings_are_those_of_finditer(text: str, start: int) -> None:
    expression = re.compile("(?:县级以上)?(?:各|有关)(?:部门|单位)")
    found = Openings(["县级", "各", "有关"]).matches(expression, text, start, len(text))
    expected = expression.finditer(text, start)
    assert [match.span() for match in found] == [match.span() for match in expected]
