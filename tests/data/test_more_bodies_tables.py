"""The tables of party bodies, mass organisations, branches, organs, listed bodies, collectives.

Only the tables themselves are read here; that every example resolves is tested with the resolver.
"""

import re
import tomllib
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "kg" / "data"
TEMPLATES = ("party", "mass", "branches", "organs")
BODIES = (*TEMPLATES, "listed")
KINDS = {
    "people-government",
    "party-body",
    "central-branch",
    "mass-organisation",
    "congress",
    "consultative-conference",
    "court",
    "procuratorate",
    "public-institution",
    "enterprise",
    "dispatched-office",
    "coordination-body",
    "department",
}
LEVELS = {"province", "city", "county", "township"}
REQUIRED = {"name", "line", "kind", "forms", "examples"}
OPTIONAL = {
    "superior", "under", "dual", "successor", "key", "valid_from", "valid_to", "not",
}  # fmt: skip
PLACEHOLDER = re.compile(r"\{[^}]*\}")
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
LEVEL_WORD = r"(?:自治区|地区|街道|[省市县区州盟旗地乡镇])"
PART = {"{t}": r"[一-鿿]{2,14}", "{s}": r"[一-鿿]{1,9}", "{l}": LEVEL_WORD, "{p}": r"[一-鿿]{0,9}"}
PART |= {"{c}": r"[一-鿿]{2,14}", "{b}": r"[一-鿿]{4,12}", "{n}": r"[一-鿿]{2,14}"}

Entry = dict[str, Any]
CODES = {
    line.split("\t")[0] for line in (DATA / "regions.tsv").read_text(encoding="utf-8").splitlines()
} | {"cn"}


def load(name: str) -> dict[str, Any]:
    """The table of that name, as TOML gives it."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def filled(template: str) -> str:
    """A regular expression for a template with its placeholders filled by any territory."""
    parts = re.split(r"(\{[tslpcbn]\})", template)
    return "".join(PART.get(part, re.escape(part)) for part in parts)


def written(form: str) -> re.Pattern[str]:
    """What a form may look like in print: with a territory word in front if it holds none."""
    if PLACEHOLDER.search(form):
        return re.compile(filled(form))
    return re.compile(rf"(?:[一-鿿]{{2,14}}|{LEVEL_WORD})?{re.escape(form)}")


def months(entry: Entry) -> tuple[str, str]:
    """The month from which the body has its name, and the first in which it no longer has."""
    return entry.get("valid_from", "0000-00"), entry.get("valid_to", "9999-99")


def levels_of(entry: Entry) -> list[str]:
    """The levels of a template, or the one level of a listed body."""
    return [entry["level"]] if "level" in entry else list(entry["levels"])


def entries() -> list[tuple[str, Entry]]:
    return [(table, entry) for table in BODIES for entry in load(table)["body"]]


ENTRIES = entries()
each_entry = pytest.mark.parametrize(
    ("table", "entry"), ENTRIES, ids=[f"{table}-{entry['name']}" for table, entry in ENTRIES]
)


@each_entry
def test_fields_are_complete_and_known(table: str, entry: Entry) -> None:
    required = REQUIRED | ({"territory", "level"} if table == "listed" else {"levels"})
    assert required <= entry.keys() <= required | OPTIONAL
    assert entry["kind"] in KINDS
    assert levels_of(entry)
    assert set(levels_of(entry)) <= LEVELS | ({"state"} if table == "listed" else set())
    assert entry["forms"] and all(form.strip() == form != "" for form in entry["forms"])
    if table == "listed":
        assert entry["territory"] in CODES


@each_entry
def test_dates_are_months_in_order(table: str, entry: Entry) -> None:
    for key in ("valid_from", "valid_to"):
        assert key not in entry or MONTH.fullmatch(entry[key])
    first, last = months(entry)
    assert first < last


@each_entry
def test_only_known_placeholders(table: str, entry: Entry) -> None:
    texts = [entry["name"], *entry["forms"], *entry.get("not", ())]
    allowed = set() if table == "listed" else set(PART)
    for text in texts:
        assert set(PLACEHOLDER.findall(text)) <= allowed
        assert not re.search(r"[{}]", PLACEHOLDER.sub("", text))
    if table != "listed":
        assert PLACEHOLDER.search(entry["name"]), "a body without a territory belongs in listed"


@each_entry
def test_a_central_branch_names_its_superior(table: str, entry: Entry) -> None:
    assert entry["kind"] != "central-branch" or entry.get("superior")


@each_entry
def test_exclusions_are_longer_than_a_form(table: str, entry: Entry) -> None:
    for longer in entry.get("not", ()):
        assert any(form in longer and form != longer for form in entry["forms"]), longer


@each_entry
def test_examples_fit_the_forms_and_the_name(table: str, entry: Entry) -> None:
    assert entry["examples"]
    forms = [written(form) for form in (*entry["forms"], entry["name"])]
    for code, text, name in entry["examples"]:
        assert code in CODES
        assert any(form.fullmatch(text) for form in forms), text
        assert re.fullmatch(filled(entry["name"]), name)


@pytest.mark.parametrize("table", BODIES)
def test_a_form_means_one_body_at_a_level_and_a_time(table: str) -> None:
    seen: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in load(table)["body"]:
        assert len(entry["forms"]) == len(set(entry["forms"])), entry["name"]
        for form in entry["forms"]:
            for level in levels_of(entry):
                # A listed form that begins with a bare level word holds in one territory only.
                local = table == "listed" and re.match(LEVEL_WORD, form)
                seen[form, level, entry["territory"] if local else ""].append(entry)
    for key, bodies in seen.items():
        for one, other in combinations(bodies, 2):
            (first, last), (begin, end) = months(one), months(other)
            assert last <= begin or end <= first, (key, one["name"], other["name"])


def test_a_form_means_one_body_over_the_templates() -> None:
    seen: dict[tuple[str, str], list[tuple[str, Entry]]] = defaultdict(list)
    for table in (*TEMPLATES, "departments"):
        if not (DATA / f"{table}.toml").exists():
            continue
        for entry in load(table)["body"]:
            for form in entry["forms"]:
                for level in entry["levels"]:
                    seen[form, level].append((table, entry))
    for key, found in seen.items():
        for (one, a), (other, b) in combinations(found, 2):
            (first, last), (begin, end) = months(a), months(b)
            assert one == other or last <= begin or end <= first, (key, a["name"], b["name"])


def test_every_line_is_declared() -> None:
    tables = [name for name in ("lines", "lines-more") if (DATA / f"{name}.toml").exists()]
    keys = [line["key"] for name in tables for line in load(name)["line"]]
    assert len(keys) == len(set(keys)), "a line is declared twice"
    if "lines" in tables:
        assert {entry["line"] for _, entry in ENTRIES} <= set(keys)


def test_more_lines_are_complete_and_used() -> None:
    used = {entry["line"] for _, entry in ENTRIES}
    for line in load("lines-more")["line"]:
        assert line.keys() == {"key", "zh", "en"} and all(line.values())
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", line["key"])
        assert line["key"] in used


def test_repairs_do_what_their_example_says() -> None:
    for repair in load("party")["repair"]:
        before, after = repair["example"]
        assert re.sub(repair["pattern"], repair["replacement"], before) == after
    name = "中共浙江省委宣传部"
    for repair in load("party")["repair"]:
        assert re.sub(repair["pattern"], repair["replacement"], name) == name


def word_lists(table: Entry, path: str = "collectives") -> list[tuple[str, list[str]]]:
    """Each list of words in a table of tables, with where it stands."""
    found: list[tuple[str, list[str]]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += word_lists(value, f"{path}.{key}")
        elif key != "examples":
            found.append((f"{path}.{key}", value))
    return found


@pytest.mark.parametrize(("path", "words"), word_lists(load("collectives")))
def test_words_of_collectives_are_distinct_and_made_of_one_kind_of_brackets(
    path: str, words: list[str]
) -> None:
    assert len(words) == len(set(words)), path
    for word in words:
        assert word and not re.search(r"[\s〔〕［］〈〉<>()\[\]]", word)
        assert set(PLACEHOLDER.findall(word)) <= {"{s}", "{l}"}


@pytest.mark.parametrize("part", ["quantifier", "department", "prefix", "single"])
def test_no_word_of_collectives_is_made_of_others(part: str) -> None:
    """省级 and 有关 are words of the grammar: 省级有关部门 is not one more."""
    for word in load("collectives")[part]["words"]:
        assert not re.match("(?:[省市县区州盟旗]|自治[区州])(?:级|直|政府|委)", word), word
        assert not re.search("各有关|各相关|[（]单位[）]", word), word
