"""The table of what can be cited: examples are told, every pattern has one, none has two."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kg.citable import Citable

TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "kg/data/citations.toml").read_text(encoding="utf-8")
)
CITABLE = Citable(TABLE)
OFFICES = [(row["territory"], code) for row in TABLE["office"] for code in row["examples"]]


def inside(code: str, ancestor: str) -> bool:
    return code[:2] == ancestor[:2] if ancestor.endswith("0000") else code[:4] == ancestor[:4]


@pytest.mark.parametrize("title", TABLE["titles"]["examples"])
def test_titles_of_documents(title: str) -> None:
    assert CITABLE.rating(title) == 1.0


@pytest.mark.parametrize("title", TABLE["titles"]["not_examples"])
def test_titles_of_other_things(title: str) -> None:
    assert CITABLE.rating(title) == 0.0


@pytest.mark.parametrize(
    ("title", "rating"),
    [("中华人民共和国预算法", 1.0), ("能力评估方法", 0.8), ("工作通报", 1.0), ("日报", 0.0),
     ("税务行政处罚决定书", 0.0), ("公园成熟度", None), ("公园办法（试行）（2021年版）", 1.0)],
)  # fmt: skip
def test_the_longest_word_decides(title: str, rating: float | None) -> None:
    assert CITABLE.rating(title) == rating


@pytest.mark.parametrize(("territory", "code"), OFFICES, ids=[code for _, code in OFFICES])
def test_offices(territory: str, code: str) -> None:
    assert CITABLE.territory(code, None, inside) == territory


@pytest.mark.parametrize(
    "code",
    ["温政", "台政", "苏府规字", "宁政发", "青政办发", "鄂府发", "甘府发", "晋政文", "吉市政办发",
     "广发", "海政", "云府办", "渝北府发", "湘府发", "市政办发", "京山政发"],
)  # fmt: skip
def test_codes_that_several_use_or_none_here_are_left_open(code: str) -> None:
    assert CITABLE.territory(code, None, inside) is None


@pytest.mark.parametrize(
    ("here", "territory"), [("320105", "320100"), ("640100", "640000"), ("330000", None)]
)
def test_a_shared_code_is_told_by_who_cites(here: str, territory: str | None) -> None:
    assert CITABLE.territory("宁政发", here, inside) == territory
