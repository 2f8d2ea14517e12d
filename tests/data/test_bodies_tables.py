"""The tables of functional lines and of bodies hold together: keys, fields, forms, examples.

That the examples resolve is tested with the code that resolves them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "kg" / "data"
CHINESE = re.compile(r"[㐀-䶿一-鿿]+")
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
CODE = re.compile(r"[1-9]\d{5}")
LOCAL_LEVELS = ("province", "city", "county")
KINDS = {
    "people-government",
    "department",
    "party-body",
    "mass-organisation",
    "congress",
    "consultative-conference",
    "court",
    "procuratorate",
    "public-institution",
    "enterprise",
    "dispatched-office",
    "coordination-body",
    "internal-unit",
}
FIELDS = {
    "lines": ({"key", "zh", "en"}, set()),
    "departments": (
        {"name", "line", "kind", "levels", "forms", "examples"},
        {"not", "valid_from", "valid_to"},
    ),
    "state": (
        {"name", "line", "kind", "forms", "examples"},
        {"level", "not", "valid_from", "valid_to", "successor"},
    ),
    "exceptions": (
        {"territory", "name", "line", "kind", "level", "forms", "examples"},
        {"key", "not", "valid_from", "valid_to"},
    ),
    "regional": (
        {"within", "name", "line", "kind", "levels", "forms", "examples"},
        {"key", "not", "valid_from", "valid_to"},
    ),
}


def rows(table: str) -> list[dict[str, Any]]:
    file, key = {
        "lines": ("lines", "line"),
        "regional": ("exceptions", "regional"),
    }.get(table, (table, "body"))
    with (DATA / f"{file}.toml").open("rb") as stream:
        found: list[dict[str, Any]] = tomllib.load(stream)[key]
        return found


LINES = rows("lines")
TABLES = {table: rows(table) for table in FIELDS if table != "lines"}
BODIES = [
    pytest.param(
        table, row, id=f"{table}:{row.get('territory', row.get('within', ''))}{row['name']}"
    )
    for table, table_rows in TABLES.items()
    for row in table_rows
]


def level_of(code: str) -> str:
    """Level of a territory by its six-digit code."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


PLACEHOLDER = re.compile(r"\{[a-z]\}")
_BOUNDS = (("valid_from", "0"), ("valid_to", "9"))


def overlap(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two bodies exist at one time; a missing month is open on that side."""
    begins, ends = ([str(x.get(key, side)) for x in (a, b)] for key, side in _BOUNDS)
    return begins[0] < ends[1] and begins[1] < ends[0]


def shared_forms(table_rows: list[dict[str, Any]], *places: str) -> list[tuple[Any, ...]]:
    """Forms that two bodies of one place claim for the same time."""
    holders = defaultdict(list)
    for row in table_rows:
        for form in row["forms"]:
            holders[(form, *(row[place] for place in places))].append(row)
    return [
        (*key, a["name"], b["name"])
        for key, found in holders.items()
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if overlap(a, b)
    ]


def test_lines_are_complete_and_unique() -> None:
    for line in LINES:
        assert set(line) == FIELDS["lines"][0]
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", line["key"])
        assert CHINESE.fullmatch(line["zh"]), line
    for field in ("key", "zh", "en"):
        assert [value for value, n in Counter(line[field] for line in LINES).items() if n > 1] == []


@pytest.mark.parametrize(("table", "row"), BODIES)
def test_body_is_complete(table: str, row: dict[str, Any]) -> None:
    required, optional = FIELDS[table]
    assert required <= set(row) <= required | optional
    assert row["line"] in {line["key"] for line in LINES}
    assert row["kind"] in KINDS
    for level in row.get(
        "levels", [row["level"]] if "level" in row and table == "exceptions" else []
    ):
        assert level in LOCAL_LEVELS
    if table == "state":
        assert row.get("level") == (None if row["kind"] == "enterprise" else "state")
    for field in ("valid_from", "valid_to"):
        assert MONTH.fullmatch(row.get(field, "2000-01"))
    assert row.get("valid_from", "0") < row.get("valid_to", "9")


@pytest.mark.parametrize(("table", "row"), BODIES)
def test_names_and_forms_are_plain_chinese(table: str, row: dict[str, Any]) -> None:
    templated = table in ("departments", "regional")
    assert bool(PLACEHOLDER.search(row["name"])) == templated
    for word in [
        PLACEHOLDER.sub("", row["name"]),
        *row["forms"],
        *row.get("not", []),
    ]:
        plain = re.sub("[（）—]", "", word)  # 中国（福建）自由贸易试验区
        assert CHINESE.fullmatch(plain), word
        assert unicodedata.normalize("NFKC", plain) == plain
        assert len(word) > 1
    assert len(set(row["forms"])) == len(row["forms"])


@pytest.mark.parametrize(("table", "row"), BODIES)
def test_first_form_is_the_full_functional_name(table: str, row: dict[str, Any]) -> None:
    first = row["forms"][0]
    if table == "exceptions":  # or the territory stands inside: 国网冀北电力有限公司唐山供电公司
        assert row["name"].endswith(first) or row["kind"] == "enterprise"
    else:
        plain = PLACEHOLDER.sub("", row["name"])
        assert (plain.removeprefix("中共") if table == "regional" else plain) == first


@pytest.mark.parametrize(("table", "row"), BODIES)
def test_not_contains_a_form_and_is_longer(table: str, row: dict[str, Any]) -> None:
    for word in row.get("not", []):
        assert word not in row["forms"]
        assert any(form in word for form in row["forms"]), word


@pytest.mark.parametrize(("table", "row"), BODIES)
def test_examples_end_in_a_form(table: str, row: dict[str, Any]) -> None:
    assert row["examples"]
    for territory, text, name in row["examples"]:
        assert any(text.endswith(form) for form in row["forms"]), text
        if table == "state":
            assert (territory, name) == ("cn", row["name"])
            continue
        assert CODE.fullmatch(territory)
        assert level_of(territory) in row.get("levels", [row.get("level")])
        if table == "exceptions":
            assert (territory, name) == (row["territory"], row["name"])
        else:
            parts = PLACEHOLDER.split(row["name"])  # {c}生态环境局{s}分局
            pattern = ".+".join(map(re.escape, parts)).replace("+委", "+委(?:员会)?")
            assert re.fullmatch(pattern, name)
            assert name != row["forms"][0]
        if table == "regional":
            assert territory.startswith(row["within"].rstrip("0"))


def test_names_are_unique() -> None:
    for table in ("departments", "state"):
        names = Counter(
            (row["name"], level) for row in TABLES[table] for level in row.get("levels", [""])
        )
        assert [name for name, n in names.items() if n > 1] == []


def test_a_form_belongs_to_one_department_at_a_level_and_a_time() -> None:
    """A name in full comes before short forms: 建设局 until 2010 is what it says."""
    split = [
        {**row, "level": level, "forms": [form]}
        for row in TABLES["departments"]
        for level in row["levels"]
        for form in row["forms"]
        if "valid_to" not in row or form != row["forms"][0]
    ]
    assert shared_forms(split, "level") == []


def test_a_form_belongs_to_one_state_organ_at_a_time() -> None:
    assert shared_forms(TABLES["state"]) == []


def test_a_form_belongs_to_one_exception_of_a_territory_at_a_time() -> None:
    assert shared_forms(TABLES["exceptions"], "territory", "level") == []


def test_a_form_belongs_to_one_regional_entry_at_a_level() -> None:
    split = [{**row, "level": level} for row in TABLES["regional"] for level in row["levels"]]
    assert shared_forms(split, "within", "level") == []


def general_names() -> dict[tuple[str, str], str]:
    return {
        (form, level): row["name"]
        for row in TABLES["departments"]
        if "valid_to" not in row
        for form in row["forms"]
        for level in row["levels"]
    }


def test_regional_entries_say_something_new() -> None:
    """A form differs from the general table, or did until this entry came into force."""
    general = general_names()
    ended = {
        (row["within"], form)
        for row in TABLES["regional"]
        for form in row["forms"]
        if "valid_to" in row
    }
    for row in TABLES["regional"]:
        pairs = [(form, level) for form in row["forms"] for level in row["levels"]]
        new = any(general.get(pair) != row["name"] for pair in pairs)
        again = "valid_from" in row and any((row["within"], form) in ended for form in row["forms"])
        assert new or again or wider_names(row) - {row["name"]}, row["name"]


def wider_names(row: dict[str, Any]) -> set[str]:
    """What the forms of a city's entry stand for in the rest of its province."""
    return {
        wider["name"]
        for wider in TABLES["regional"]
        if wider["within"] == row["within"][:2] + "0000" != row["within"]
        and set(row["levels"]) <= set(wider["levels"])
        and not set(row["forms"]).isdisjoint(wider["forms"])
    }


def custom_names(row: dict[str, Any]) -> set[str]:
    """What the forms of a territory's own body stand for elsewhere in its province or city."""
    return {
        custom["name"]
        for custom in TABLES["regional"]
        if row["territory"].startswith(custom["within"].rstrip("0"))
        and row["level"] in custom["levels"]
        and not set(row["forms"]).isdisjoint(custom["forms"])
    }


def test_exceptions_say_something_new() -> None:
    """A form differs from the general table, or from the custom of the province, or is dated."""
    general = general_names()
    held = Counter(
        (row["territory"], form) for row in TABLES["exceptions"] for form in row["forms"]
    )
    for row in TABLES["exceptions"]:
        functional = "{t}" + row["forms"][0]
        outside = not (row["name"].endswith(("市" + row["forms"][0], "省" + row["forms"][0])))
        differs = any(general.get((form, row["level"])) != functional for form in row["forms"])
        dated = any(held[row["territory"], form] > 1 for form in row["forms"])
        other = custom_names(row) - {functional}
        assert outside or differs or dated or other, row["name"]
