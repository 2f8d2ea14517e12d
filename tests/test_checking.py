"""A user's tables: what is right passes and works, what is wrong is named by row and fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import building
from kg.checking import check
from kg.errors import KnowledgeError
from kg.graph.store import Store
from kg.knowledge import load, tables_digest
from kg.link import Context, Linker

CORRIDOR = """
[[body]]
territory = "330100"
name = "杭州城西科创大走廊管理委员会"
line = "development-zones"
kind = "dispatched-office"
level = "city"
forms = ["城西科创大走廊管理委员会", "城西科创大走廊管委会"]
examples = [["330100", "城西科创大走廊管委会", "杭州城西科创大走廊管理委员会"]]
"""
HEADER = "code\tname\tlevel\tparent\tkind\tshort\tvalid_from\tvalid_to\tsuccessor\tabbr"


def own(folder: Path, name: str = "exceptions.toml", text: str = CORRIDOR) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_right_row_passes_and_links(tmp_path: Path) -> None:
    checked = check(own(tmp_path))
    assert (checked.faults, checked.rows) == ((), 1)
    linker = Linker(load(own=tmp_path))
    link = linker.body("城西科创大走廊管委会", Context("330100"))
    assert link.name == "杭州城西科创大走廊管理委员会"
    assert link.entity and link.entity.kind == "dispatched-office"
    plain = Linker(load()).body("城西科创大走廊管委会", Context("330100"))
    assert plain.entity is None or not plain.entity.listed


def test_a_users_row_goes_before_ours(tmp_path: Path) -> None:
    text = (
        '[[body]]\nterritory = "330000"\nname = "浙江省工业和信息化厅"\nline = "industry"\n'
        'kind = "department"\nlevel = "province"\nforms = ["经信厅"]\n'
        'examples = [["330000", "省经信厅", "浙江省工业和信息化厅"]]\n'
    )
    line = '[[line]]\nkey = "industry"\nzh = "工业"\nen = "industry"\n'
    own(tmp_path, text=text)
    own(tmp_path, "lines-more.toml", line)
    assert check(tmp_path).faults == ()


def test_a_new_county_is_a_row(tmp_path: Path) -> None:
    row = "330199\t钱塘江区\tcounty\t330100\t市辖区\t\t2026-01-01"
    own(tmp_path, "regions.tsv", f"{HEADER}\n{row}\n")
    assert check(tmp_path).faults == ()
    link = Linker(load(own=tmp_path)).body("钱塘江区财政局", Context("330100"))
    assert link.name == "杭州市钱塘江区财政局"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('line = "development-zones"', 'line = "zones"', "line 'zones' is not in lines.toml"),
        ('territory = "330100"', 'territory = "339999"', "territory '339999' is no code"),
        ('kind = "dispatched-office"', 'kind = "club"', "kind 'club' is none of"),
        ('level = "city"', 'level = "town"', "level 'town' is none of"),
        ('level = "city"', 'level = "city"\nowner = "me"', "there is no field owner"),
        ('level = "city"', 'level = ["city"]', "level must be a text"),
        ('level = "city"', 'level = "city"\nvalid_from = "2020"', "'2020' is no month"),
        ('level = "city"', 'level = "city"\nvalid_from = "2020-05"\nvalid_to = "2019-01"',
         "valid_to is not after valid_from"),
        ('level = "city"', 'level = "city"\nnot = ["别的"]', "'别的' holds none of the forms"),
        ('"城西科创大走廊管委会"]\n', '"委"]\n', "form '委' has one character"),
        ('"330100", "城西科创大走廊管委会"', '"330100", "城东管委会"', "example 城东管委会"),
        ('"杭州城西科创大走廊管理委员会"]]', '"别的"]]', "委员会, not 别的"),
    ],
)  # fmt: skip
def test_a_fault_is_named(old: str, new: str, fault: str, tmp_path: Path) -> None:
    assert old in CORRIDOR
    checked = check(own(tmp_path, text=CORRIDOR.replace(old, new)))
    said = [str(each) for each in checked.faults]
    assert len(said) == 1, said
    assert fault in said[0]
    assert said[0].startswith("exceptions.toml, line 2 (杭州城西科创大走廊管理委员会): ")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("33019\t甲区\tcounty\t330100\t市辖区", "code '33019' has not six digits"),
        ("330199\t甲区\tcounty\t999900\t市辖区", "parent '999900' is no code"),
        ("330199\t甲区\tcity\t330100\t市辖区", "level 'city' is none of"),
        ("330199\t甲区\tcounty\t330100\t市辖区\t\t2026/1/1", "valid_from '2026/1/1' is no date"),
    ],
)
def test_a_wrong_region_is_named(row: str, fault: str, tmp_path: Path) -> None:
    checked = check(own(tmp_path, "regions.tsv", f"{HEADER}\n{row}\n"))
    assert [fault in str(each) for each in checked.faults] == [True]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("agencies.toml", CORRIDOR, "no table has this name. The tables are"),
        ("slugs.tsv", "name\tslug\n", "no table has this name"),
        ("exceptions.toml", "[[body\n", "exceptions.toml: not TOML"),
        ("regions.tsv", "code,name\n", "the columns must be code, name, level"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    name: str, text: str, fault: str, tmp_path: Path
) -> None:
    with pytest.raises(KnowledgeError, match=fault.replace("[", r"\[")):
        check(own(tmp_path, name, text))
        load(own=tmp_path)


def test_no_folder_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        load(own=tmp_path / "absent")
    with pytest.raises(KnowledgeError, match="no table in it"):
        load(own=tmp_path)


def test_the_digest_tells_the_users_tables_from_none(tmp_path: Path) -> None:
    own(tmp_path)
    assert load(own=tmp_path).digest == tables_digest(tmp_path) != tables_digest()


def test_a_store_is_read_anew_where_the_users_tables_changed(tmp_path: Path) -> None:
    tables, store, file = tmp_path / "own", tmp_path / "store", tmp_path / "a.txt"
    tables.mkdir()
    own(tables)
    file.write_text(
        "杭州市人民政府办公厅关于公园建设的通知\n"
        "一、建设公园。（责任单位：城西科创大走廊管委会、市财政局）\n",
        encoding="utf-8",
    )
    building.build([file], store, knowledge=tables)
    assert building.build([file], store, knowledge=tables).unchanged == 1
    assert building.build([file], store).unchanged == 0
    building.build([file], store, knowledge=tables)
    with Store.open(store) as opened:
        asked = "ASK { ?b skos:prefLabel '杭州城西科创大走廊管理委员会'@zh }"
        assert next(opened.query(asked).texts())[0] == "true"
