"""A regular expression for a set of words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.wordtrie import pattern


@given(
    st.sets(st.text("省市县（.*", min_size=1, max_size=5), max_size=12),
    st.text("省市县（.*", max_size=5),
)
def test_it_matches_the_words_and_nothing_else(words: set[str], text: str) -> None:
    matches = re.compile(pattern(words)).fullmatch
    assert all(matches(word) for word in words)
    assert bool(matches(text)) == (text in words)


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
