"""The two national classifications and the names that are close to their classes."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from kg.errors import KnowledgeError
from kg.industries import Class, Classifications, plain_name
from kg.knowledge import Knowledge

#: printed name -> keys of the classes it is close to
CLOSE: dict[str, tuple[str, ...]] = {
    "新材料": ("ind:sei2018.3",),
    "新材料产业": ("ind:sei2018.3",),
    "生物医药": ("ind:sei2018.4.1",),
    "人工智能": ("ind:sei2018.1.5",),
    "人工智能产业": ("ind:sei2018.1.5",),
    "汽车": ("ind:gb4754-2017.C36",),
    "汽车制造业": ("ind:gb4754-2017.C36",),
    "现代纺织和服装": ("ind:gb4754-2017.C17", "ind:gb4754-2017.C18"),
    "高端装备": ("ind:sei2018.2",),
    "数字安防": (),
    "绿色石化": (),
    "产业": (),
}


@pytest.fixture(scope="module")
def schemes(knowledge: Knowledge) -> Classifications:
    return knowledge.classifications


@pytest.mark.parametrize("name", CLOSE)
def test_close_to(name: str, schemes: Classifications) -> None:
    assert schemes.close_to(name) == CLOSE[name]


def test_counts_are_those_the_standards_state(schemes: Classifications) -> None:
    counts = Counter((each.scheme, each.depth) for each in schemes.classes.values())
    assert counts == {
        ("gb4754-2017", 1): 20,
        ("gb4754-2017", 2): 97,
        ("sei2018", 1): 9,
        ("sei2018", 2): 40,
    }


def test_divisions_are_numbered_through_their_sections(schemes: Classifications) -> None:
    codes = [each.code for each in schemes.classes.values() if each.scheme == "gb4754-2017"]
    assert codes == sorted(codes)
    assert [int(code[1:]) for code in codes if len(code) > 1] == list(range(1, 98))
    assert [code for code in codes if len(code) == 1] == list("ABCDEFGHIJKLMNOPQRST")


def test_every_class_has_its_parent_above(schemes: Classifications) -> None:
    for each in schemes.classes.values():
        chain = schemes.chain(each.key)
        assert chain[0] is each
        assert [above.depth for above in chain] == list(range(each.depth, 0, -1))
        assert each.code.startswith(chain[-1].code)


def test_a_class_by_its_key(schemes: Classifications) -> None:
    assert schemes.chain("ind:gb4754-2017.C36") == (
        Class("gb4754-2017", "C36", "汽车制造业", 2, "C"),
        Class("gb4754-2017", "C", "制造业", 1, None),
    )
    assert schemes.chain("ind:gb4754-2017.C99") == ()


def test_every_row_of_matches_names_a_class_and_is_needed(schemes: Classifications) -> None:
    table = resources.files("kg.data").joinpath("industry-matches.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")][1:]
    assert rows and len({tuple(row) for row in rows}) == len(rows)
    for name, scheme, code in rows:
        each = schemes.classes[f"ind:{scheme}.{code}"]
        assert each.key in schemes.close_to(name)
        assert plain_name(each.name) != plain_name(name), f"{name}: equal names need no row"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("汽车\tgb4754-2017", "3 columns"),
        ("汽车\tgb4754-2017\tC99", "no class C99"),
        ("汽车\tgb4754-2011\tC36", "gb4754-2011"),
    ],
)
def test_a_wrong_row_is_named(rows: str, fault: str) -> None:
    texts = {
        "gb4754-2017.tsv": "code\tname\nC\t制造业\nC36\t汽车制造业\n",
        "industry-matches.tsv": f"name\tscheme\tcode\n{rows}\n",
    }
    with pytest.raises(KnowledgeError, match=rf"industry-matches.tsv, 汽车: .*{fault}"):
        Classifications(texts).close_to("汽车")
