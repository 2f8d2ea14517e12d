"""Full text: Chinese without spaces, filters, order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.graph.store import Store
from kg.web.search import Index, Wanted, phrase, tokens


@pytest.fixture(scope="module")
def index(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    found = Index(tmp_path_factory.mktemp("index") / "search.sqlite")
    with Store.open(sample) as store:
        found.fill(store)
    yield found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省民政厅", ["省", "民", "政", "厅"]),
        ("５Ｇ基站ABC 12", ["5g", "基", "站", "abc", "12"]),
        ("〔2021〕39号", ["2021", "39", "号"]),
        ('"; DROP', ["drop"]),
        ("，。", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_phrase() -> None:
    assert phrase("民政", begun=True) == '"民 政" *'
    assert phrase('a" OR "b') == '"a or b"'
    assert phrase("。") == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("民政厅", "浙江省民政厅"),
        ("省民政厅", "浙江省民政厅"),  # another name of it
        ("浙江省卫生健康委员会", "浙江省卫生健康委员会"),
        ("浙政办发〔2021〕39号", "浙江省人民政府办公厅关于印发浙江省切实解决老年人运用智能技术困难"
         "实施方案的通知"),
        ("浙政办发[2021]39", "浙江省人民政府办公厅关于印发浙江省切实解决老年人运用智能技术困难"
         "实施方案的通知"),
    ],
)  # fmt: skip
def test_best_hit(index: Index, text: str, name: str) -> None:
    hits, total = index.search(Wanted(text))
    assert total >= 1
    assert hits[0].name == name


def test_words_apart_are_found_together(index: Index) -> None:
    """Nothing holds the whole, the segmenter takes it apart."""
    hits, total = index.search(Wanted("老年人健康码"))
    assert total >= 1
    assert all("老年人" in hit.text and "健康码" in hit.text for hit in hits)


def test_kinds_and_dates_narrow(index: Index) -> None:
    _, everything = index.search(Wanted("老年人"))
    hits, tasks = index.search(Wanted("老年人", kind="task"))
    assert 0 < tasks < everything
    assert {hit.kind for hit in hits} == {"task"}
    assert index.search(Wanted("老年人", first="2021-06-01", last="2021-06-30"))[1] > 0
    assert index.search(Wanted("老年人", first="2022-01-01"))[1] == 0
    assert index.search(Wanted("老年人", region="330000"))[1] > 0
    assert index.search(Wanted("老年人", region="330100"))[1] == 0
    assert index.search(Wanted("老年人", region="610000"))[1] == 0


def test_pages_do_not_overlap(index: Index) -> None:
    first, total = index.search(Wanted("浙江"), 5)
    second, _ = index.search(Wanted("浙江"), 5, 5)
    assert total > 10
    assert not {hit.iri for hit in first} & {hit.iri for hit in second}


@pytest.mark.parametrize("text", ["", "   ", '"', "*", "NEAR(", "a OR", "；DROP TABLE texts", "-"])
def test_odd_texts(index: Index, text: str) -> None:
    hits, total = index.search(Wanted(text))
    assert total >= len(hits) >= 0


def test_suggestions(client: httpx.Client) -> None:
    client.get("/search?q=民政")  # waits until the index is made
    found = client.get("/search.json", params={"q": "民政"}).json()
    [hit] = [each for each in found if each["name"] == "浙江省民政厅"]
    assert (hit["kind"], hit["href"]) == ("body", "/page/agency/330000.minzhengting")
    # 人民政府 has the characters too, but no word of it begins with them
    names = [each["name"] for each in found]
    assert all("人民政府" not in name for name in names[: names.index("浙江省民政厅")])
    assert client.get("/search.json").json() == []
