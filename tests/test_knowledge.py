"""The tables, loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge, load

DATA = Path(__file__).parents[1] / "kg" / "data"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    for file in (*DATA.glob("*.toml"), *DATA.glob("*.tsv")):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于公园管理的通知", "通知"),
        ("公园建设实施方案（试行）", "方案"),
        ("公园建设行动方案（2021—2025年）", "方案"),
        ("公园建设规划纲要", "规划"),
        ("支持公园建设若干政策措施", "措施"),
        ("浙江省人民政府令", "令"),
        ("关于公园的复函", "复函"),
        ("《公园管理办法》", "办法"),
        ("通知", None),
        ("公园建设", None),
        ("通知精神", None),
    ],
)
def test_kind_of_a_title(title: str, kind: str | None, knowledge: Knowledge) -> None:
    assert knowledge.kinds.of_title(title) == kind


@pytest.mark.parametrize(
    ("word", "role"),
    [("牵头单位", "lead"), ("责任单位", "responsible"), ("配合单位", "support"), ("牵头", "lead"),
     ("按职责分工", "responsible"), ("参与", "support")],
)  # fmt: skip
def test_role_of_a_word(word: str, role: str, knowledge: Knowledge) -> None:
    assert knowledge.owners.roles[word] == role


def test_the_longest_label_is_read(knowledge: Knowledge) -> None:
    found = knowledge.owners.label.match("牵头责任单位：")
    assert found and found["label"] == "牵头责任单位"


def test_a_folder_of_ones_own_gives_the_same(tables: Path, knowledge: Knowledge) -> None:
    assert load(tables).digest == knowledge.digest


def test_the_digest_follows_the_tables(tables: Path, knowledge: Knowledge) -> None:
    with (tables / "ordinary.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert load(tables).digest != knowledge.digest


def test_a_wrong_row_names_table_row_and_fault(tables: Path) -> None:
    (tables / "mass.toml").write_text(
        '[[body]]\nname = "{t}妇联"\nkind = "club"\nforms = ["妇联"]\n', "utf-8"
    )
    with pytest.raises(KnowledgeError, match=r"mass, body 1 \(\{t\}妇联\): kind 'club'"):
        load(tables)
