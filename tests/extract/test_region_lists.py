"""Regions that their neighbours in a list tell."""

from __future__ import annotations

import pytest

from kg.pipeline import Extractor
from kg.types import Source, sha256


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "北京市：东城区、朝阳区、通州区。",
            {"东城区": "110101", "朝阳区": "110105", "通州区": "110112"},
        ),
        ("河东区、河西区、南开区。", {"河东区": "120102", "河西区": "120103"}),
        (
            "南京市建邺区※、鼓楼区※（※表示新发生）、开封市龙亭区、鼓楼区。",
            {"建邺区": "320105", "鼓楼区": "320106 410204"},
        ),
        (
            "北京5例，其中朝阳区2例、海淀区2例；天津3例，其中西青区1例、河东区2例。",
            {"朝阳区": "110105", "河东区": "120102"},
        ),
        ("青海海东市、西宁市和青海海西州。", {"青海海东市": "630200", "青海海西州": "632800"}),
        ("在通州区购房。杭州市加强管理。", {"通州区": ""}),
        ("鼓楼区、朝阳区。", {"鼓楼区": "", "朝阳区": ""}),
    ],
)
def test_lists(text: str, codes: dict[str, str], extractor: Extractor) -> None:
    raw = f"为促进发展，现就有关事项公告如下。\n{text}\n以上地区应当加强管理。\n"
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    for name, expected in codes.items():
        named = [m.entity for m in found.record.mentions if m.text.endswith(name)]
        assert named == [f"region:{code}" for code in expected.split()] or (
            not expected and named == [None]
        )
