"""Teams posted in a host body: one body of two parents, and what is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kg.link import Context, Linker

TABLE = Path(__file__).parents[1] / "kg" / "data" / "collectives.toml"
with TABLE.open("rb") as file:
    EXAMPLES = tomllib.load(file)["posted"]["examples"]


@pytest.mark.parametrize(("territory", "text", "name"), EXAMPLES)
def test_examples(territory: str, text: str, name: str, linker: Linker) -> None:
    link = linker.body(text, Context(territory))
    assert link.name == name
    assert link.entity is not None and link.entity.kind == "dispatched-office"


@pytest.mark.parametrize("text", ["省纪委", "省纪委省监委", "省纪委驻村工作队"])
def test_none(text: str, linker: Linker) -> None:
    assert linker.body(text, Context("330000")).rule != "body.posted"
