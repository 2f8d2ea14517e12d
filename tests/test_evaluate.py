"""Scores: what counts as right, found and expected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import KINDS, Score, digest, read_gold, score, table, total
from kg.pipeline import Extractor
from kg.types import Record, Source

RAW = (
    "漯河市人民政府关于公园建设的通知\n漯政〔2031〕7号\n各县区人民政府：\n一、任务\n"
    "1.建设公园。建设绿道，种植树木。（市财政局牵头，市教育局配合）\n漯河市人民政府\n2031年3月4日\n"
)


@pytest.fixture(scope="module")
def record(extractor: Extractor) -> Record:
    (found,) = extractor.documents(Source("a.txt", "", RAW, "utf-8"))
    return found.record


def span(words: str) -> dict[str, int]:
    return {"start": RAW.index(words), "end": RAW.index(words) + len(words)}


def gold(**changes: Any) -> dict[str, Any]:
    """The annotation of RAW."""
    names = {"市财政局": "漯河市财政局", "市教育局": "漯河市教育局"}
    owners = [
        {"text": text, "name": names[text], "role": role, "order": n, **span(text)}
        for n, (text, role) in enumerate([("市财政局", "lead"), ("市教育局", "support")], 1)
    ]
    task = {
        "n": 1,
        "section": ["一", "1"],
        "anchor_sha": digest("建设绿道，种植树木。"),
        "clause": span("（市财政局牵头，市教育局配合）"),
        "owners": owners,
    }
    document = {
        "number": "漯政〔2031〕7号", "title": "漯河市人民政府关于公园建设的通知", "type": "通知",
        "signed": "2031-03-04", "effective": None, "issuers": ["漯河市人民政府"],
        "addressees": ["各县区人民政府"], "tasks": [task],
    }  # fmt: skip
    return document | changes


def counts(scores: dict[str, Score]) -> dict[str, tuple[int, int, int]]:
    return {kind: (s.right, s.found, s.expected) for kind, s in scores.items()}


def test_all_right(record: Record) -> None:
    assert counts(score(record, gold())) == {
        "clauses": (1, 1, 1),
        "sections": (1, 1, 1),
        "task texts": (1, 1, 1),
        "owners": (2, 2, 2),
        "roles": (2, 2, 2),
        "names": (2, 2, 2),
        "header fields": (7, 7, 7),
    }


def test_a_wrong_header_field(record: Record) -> None:
    found = score(record, gold(signed="2031-03-05"))["header fields"]
    assert (found.right, found.found, found.expected) == (6, 7, 7)
    assert found.missed == ["signed: 2031-03-05"] and found.extra == ["signed: 2031-03-04"]


def test_a_missed_clause_misses_its_owners(record: Record) -> None:
    task = gold()["tasks"][0]
    found = counts(score(record, gold(tasks=[task | {"clause": {"start": 0, "end": 3}}])))
    assert found["clauses"] == (0, 1, 1)
    assert found["owners"] == (0, 2, 2)
    assert found["roles"] == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"role": "support"}, "roles"), ({"name": "漯河市财务局"}, "names"), ({"start": 0}, "owners")],
)
def test_one_wrong_owner(change: dict[str, Any], kind: str, record: Record) -> None:
    task = gold()["tasks"][0]
    task["owners"][0] |= change
    assert score(record, gold(tasks=[task]))[kind].right == 1


def test_precision_recall_and_f1() -> None:
    counted = Score(right=1, found=2, expected=4)
    assert (counted.precision, counted.recall) == (0.5, 0.25)
    assert counted.f1 == pytest.approx(1 / 3)
    assert (Score().precision, Score().recall, Score().f1) == (1.0, 1.0, 1.0)
    assert Score(found=1, expected=1).f1 == 0.0


def test_total_adds_up(record: Record) -> None:
    one = score(record, gold())
    assert counts(total([one, one]))["owners"] == (4, 4, 4)
    assert tuple(total([])) == KINDS


def test_table_has_a_line_a_document_and_kind(record: Record) -> None:
    lines = table([("a", score(record, gold()))]).splitlines()
    assert len(lines) == 1 + len(KINDS)
    assert all(line.startswith("a ") for line in lines[1:])


def test_gold_of_a_file_or_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps([{"n": 2}, {"n": 3}]))
    (tmp_path / "a.json").write_text(json.dumps({"n": 1}))
    assert [d["n"] for d in read_gold(tmp_path)] == [1, 2, 3]
    assert [d["n"] for d in read_gold(tmp_path / "a.json")] == [1]
