"""Keys and IRIs: functions of content, legal prefixed names, no two names under one."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from kg import ids
from kg.data.make_slugs import functional_names, slugs
from kg.errors import SettingError
from kg.knowledge import load

LOCAL_NAME = re.compile(r"[a-z]+:[A-Za-z0-9.\-]+")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("浙政办发", "zhezhengbanfa"),
        ("台州市", "taizhoushi"),
        ("丽水市", "lishuishi"),
        ("乐清市", "yueqingshi"),
        ("重庆", "chongqing"),
        ("发展和改革委员会", "fazhanhegaigeweiyuanhui"),
        ("人民银行", "renminyinhang"),
        ("５Ｇ", "5g"),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert ids.slug(name) == slug


def spoken(han: str) -> str:
    """The slug of a run of Han by pypinyin itself."""
    read = "".join(lazy_pinyin(han, style=Style.NORMAL, errors="ignore")).replace("ü", "v")
    return re.sub("[^a-z0-9]", "", read)


def test_every_character_and_phrase_is_read_as_pypinyin_reads_it() -> None:
    words = [*map(chr, range(0x3400, 0xA000)), *map(chr, range(0xF900, 0xFB00)), *PHRASES_DICT]
    runs = ["".join(ids._HAN.findall(word)) for word in words]
    wrong = [run for run in runs if ids._slugged(ids._read_aloud(run)) != spoken(run)]
    assert wrong == []


CHARACTERS = st.sampled_from("".join(map(chr, range(0x4E00, 0x9FA6))))


@given(st.lists(CHARACTERS | st.sampled_from(sorted(PHRASES_DICT)), max_size=6))
def test_names_are_read_as_pypinyin_reads_them(parts: list[str]) -> None:
    run = "".join(ids._HAN.findall("".join(parts)))
    assert ids._slugged(ids._read_aloud(run)) == spoken(run)


def test_every_listed_name_has_a_frozen_slug_of_its_own() -> None:
    names = functional_names(load())
    frozen = ids.frozen_slugs()
    assert names <= frozen.keys(), "run python -m kg.data.make_slugs"
    assert len({frozen[name] for name in names}) == len(names)


def test_a_known_slug_is_kept_and_two_that_sound_alike_are_told_apart() -> None:
    found = slugs({"财政厅", "公安局", "工安局"}, {"财政厅": "kept"})
    assert found["财政厅"] == "kept"
    assert found["公安局"] != found["工安局"]
    assert found["公安局"].startswith("gonganju-")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (ids.document("330000", "浙政办发", 2021, 39), "doc:330000.zhezhengbanfa.2021.39"),
        (ids.section("doc:x.2021.39", "2-1"), "sec:x.2021.39.s2-1"),
        (ids.section("doc:x.2021.39", "a1-2"), "sec:x.2021.39.a1-2"),
        (ids.task("doc:x.2021.39", "a1-2.t1"), "task:x.2021.39.a1-2.t1"),
        (ids.responsibility("task:x.2021.39.a1-2.t1", 3), "asg:x.2021.39.a1-2.t1.3"),
        (ids.agency("330000", "财政厅", listed=True), "agency:330000.caizhengting"),
        (ids.agency("330000", "宣传部", listed=True, party=True), "party:330000.xuanchuanbu"),
        (ids.region("330100"), "region:330100"),
    ],
)
def test_keys(key: str, expected: str) -> None:
    assert key == expected


def test_an_unlisted_name_can_never_fall_on_a_listed_one() -> None:
    assert ids.agency("330000", "财政厅", listed=False) != ids.agency(
        "330000", "财政厅", listed=True
    )


@given(st.text(min_size=1, max_size=30))
def test_any_name_gives_a_legal_key(name: str) -> None:
    for key in (ids.agency("330000", name, listed=False), ids.group("330000", name)):
        assert LOCAL_NAME.fullmatch(key)
        assert ids.iri(key).isascii()


def test_an_unnumbered_document_is_known_by_its_issuer_day_and_title() -> None:
    key = ids.unnumbered_document("330000", "浙江省人民政府", "20210702", "标题")
    assert key == ids.unnumbered_document("330000", "浙江省人民政府", "20210702", "标题")
    assert key != ids.unnumbered_document("330000", "浙江省人民政府", "20210702", "另一个")
    assert LOCAL_NAME.fullmatch(key)


def test_codes_of_issuing_offices_that_sound_alike_are_told_apart() -> None:
    assert ids.document("cn", "国办发", 2013, 1) == "doc:cn.guobanfa.2013.1"
    others = [ids.document("cn", code, 2013, 1) for code in ("国办发", "国版发", "国半发")]
    assert len(set(others)) == 3
    assert all(LOCAL_NAME.fullmatch(key) for key in others)
    assert ids.issue_code("津政发") != ids.issue_code("晋政发")


def test_every_listed_code_has_a_slug_of_its_own() -> None:
    rows = resources.files("kg.data").joinpath("codes.tsv").read_text("utf-8").splitlines()
    pairs = [row.split("\t") for row in rows if not row.startswith("#")][1:]
    assert len({slug for _, slug in pairs}) == len({code for code, _ in pairs}) == len(pairs)
    for code, slug in pairs:
        assert slug in (ids.transcribed(code), f"{ids.transcribed(code)}-{ids.digest(code, 6)}")


@pytest.mark.parametrize(
    "base", ["http://a b/", "https://example.org", "https://example.org/kg", "example.org/", "x"]
)
def test_a_base_that_makes_no_iris_is_refused(base: str) -> None:
    with pytest.raises(SettingError, match=r"KG_BASE=.*ends in /"):
        ids.checked_base(base)


@pytest.mark.parametrize("base", ["http://localhost:8000/", "https://例.org/kg/", ids.BASE])
def test_a_base_is_taken_as_it_is(base: str) -> None:
    assert ids.checked_base(base) == base
