"""Word boundaries, asked for only where they are open."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import segment
from kg.segment import boundaries, is_edge, words


@pytest.mark.parametrize("text", ["维护和平安定的环境。", "浙江省人民政府\n2021年", ""])
def test_words_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text
    assert {0, len(text)} <= boundaries(text)


@pytest.mark.parametrize(
    ("text", "name", "edge"),
    [
        ("维护平安定边的环境", "安定", False),
        ("在杭州开展试点", "杭州", True),
        ("前文。在杭州开展试点。后文", "杭州", True),
    ],
)
def test_edges(text: str, name: str, edge: bool) -> None:
    start = text.index(name)
    assert is_edge(text, start, start + len(name)) == edge


WORDS = "维护和平安定的环境|杭州市|2021年|5G|AI|、|（试行）|“|”|发展|\u3000"
CLAUSE = st.lists(st.sampled_from(WORDS.split("|")), max_size=6).map("".join)


@given(CLAUSE, st.data())
def test_a_run_by_itself_is_cut_as_in_its_clause(clause: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(clause)))
    assert is_edge(clause, at) == (at in boundaries(clause))


def test_no_cache_that_others_can_write_is_read_or_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = tmp_path / "jieba.cache"
    poisoned.write_bytes(marshal.dumps(({"维": 1}, 1)))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tokenizer = segment._tokenizer.__wrapped__()
    assert "杭州" in tokenizer.lcut("在杭州开展试点")
    assert len(tokenizer.FREQ) > 100_000
    assert list(tmp_path.iterdir()) == [poisoned]
