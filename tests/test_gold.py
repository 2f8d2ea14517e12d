"""Gold says of every quotation where it stands, and it stands there."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import digest, read_gold
from kg.evaluate.judges import JUDGES
from kg.evaluate.names import plain
from kg.normalise import surface
from kg.read import read

ROOT = Path(__file__).parents[1]
SAMPLE = read_gold(ROOT / "tests" / "gold" / "sample")
OTHERS = [item for name in ("dev", "dev2") for item in read_gold(ROOT / "tests" / "gold" / name)]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
RAW = read(ROOT / "kg" / "data" / "demo" / "zhejiang-2021-25.txt").raw
HALF = str.maketrans("(),:;[]", "（），：；［］")
each_document = pytest.mark.parametrize("n", range(len(SAMPLE)))

#: Keys of facts whose items say where they stand.
PLACED = tuple(key for key in JUDGES if key not in ("regions", "indicators"))


def said(item: dict[str, Any]) -> str:
    return str(item.get("text") or item.get("name") or item["title"]).removeprefix("附件：")


@each_document
@pytest.mark.parametrize("key", PLACED)
def test_quotations_of_the_sample_stand_at_their_places(n: int, key: str) -> None:
    wrong = [
        said(item)
        for item in SAMPLE[n][key]
        if plain(said(item)) not in plain(surface(RAW[item["start"] : item["end"]]))
    ]
    assert wrong == []


@each_document
def test_every_document_of_the_sample_is_annotated_for_every_kind(n: int) -> None:
    assert JUDGES.keys() <= SAMPLE[n].keys()


@each_document
def test_regions_of_the_sample_are_printed(n: int) -> None:
    text = surface(RAW)
    assert [r["text"] for r in SAMPLE[n]["regions"] if r["text"] not in text] == []


def test_owners_of_the_sample_stand_at_their_places() -> None:
    owners = [owner for item in SAMPLE for task in item["tasks"] for owner in task["owners"]]
    assert len(owners) == 131
    assert [o["text"] for o in owners if surface(RAW[o["start"] : o["end"]]) != o["text"]] == []


@pytest.mark.parametrize(
    "item", [*SAMPLE, *OTHERS], ids=lambda item: item["number"] or item["file"]
)
def test_codes_of_regions_are_of_six_digits(item: dict[str, Any]) -> None:
    codes = [region["code"] for region in item.get("regions", ()) if region["code"]]
    assert all(len(code) == 6 and code.isdigit() for code in codes)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus (../shared/corpus/dev) is not here")
@pytest.mark.parametrize("item", OTHERS, ids=lambda item: item["file"])
def test_quotations_of_others_stand_at_their_places(item: dict[str, Any]) -> None:
    raw = read(CORPUS / item["file"]).raw
    assert all(
        digest(_plain(raw[t["start"] : t["end"]])) == t["text_sha"] for t in item.get("targets", ())
    )
    named = [(p, p["name"]) for p in item.get("programmes", ())]
    named += [(c, c["title"] or c["number"]) for c in item.get("citations", ())]
    wrong = [name for it, name in named if not _stands(plain(name), raw[it["start"] : it["end"]])]
    assert wrong == []


def _plain(raw: str) -> str:
    """As quotations were normalised when their digests were taken."""
    kept = "（）、，。；：“”《》〔〕！？—［］【】"
    text = "".join(c if c in kept else unicodedata.normalize("NFKC", c) for c in raw)
    return "".join(text.split()).translate(HALF)


def _stands(name: str, raw: str) -> bool:
    return name in plain(_plain(raw)) or plain(_plain(raw)) in name
