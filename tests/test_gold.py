"""Gold says of every quotation where it stands, and it stands there."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kg import facts
from kg.evaluate import digest, read_gold
from kg.evaluate.judges import JUDGES, score_facts
from kg.evaluate.names import plain
from kg.normalise import surface
from kg.read import read
from kg.types import Entity, Mention
from tests.gold.loaded import texts
from tests.gold.rebase import holds, places
from tests.test_evaluate_facts import BLANK

ROOT = Path(__file__).parents[1]
SAMPLE = read_gold(ROOT / "tests" / "gold" / "sample")
FOLDERS = ("dev", "dev2", "dev3", "blind", "blind2", "blind3", "blind4", "blind5", "blind6")
OTHERS = [item for name in FOLDERS for item in read_gold(ROOT / "tests" / "gold" / name)]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
LOAD = CORPUS.parent / "load" / "documents.jsonl"
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


@pytest.fixture(scope="module")
def raws() -> dict[str, str]:
    """What the offsets of the documents that are not ours count in."""
    names = [item["file"] for item in OTHERS]
    loaded = texts(LOAD, names)
    return loaded | {name: read(CORPUS / name).raw for name in names if name not in loaded}


IN_CORPUS = pytest.mark.skipif(
    not CORPUS.is_dir() or not LOAD.is_file(), reason="the corpus (../shared/corpus) is not here"
)


@IN_CORPUS
@pytest.mark.parametrize("item", OTHERS, ids=lambda item: item["file"])
def test_what_was_annotated_of_others_stands_at_its_place(
    item: dict[str, Any], raws: dict[str, str]
) -> None:
    raw = raws[item["file"]]
    assert [at for at, test in places({"tasks": item["tasks"]}) if not holds(raw, at, test)] == []


@IN_CORPUS
@pytest.mark.parametrize("item", OTHERS, ids=lambda item: item["file"])
def test_quotations_of_others_stand_at_their_places(
    item: dict[str, Any], raws: dict[str, str]
) -> None:
    raw = raws[item["file"]]
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


# --- What the gold says would be judged right ------------------------------------------------


def firm(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [each for each in item.get(key, ()) if not each.get("optional")]


def at(item: dict[str, Any]) -> tuple[int, int]:
    return item["start"], item["end"]


def a_target(t: dict[str, Any]) -> facts.Target:
    keys = ("subject", "value", "low", "high", "comparator", "unit", "soft", "due")
    said: dict[str, Any] = {key: t[key] for key in (*keys, "due_precision", "start", "end")}
    return facts.Target(text="", due_inherited=False, region=None, **said)


def a_decision(d: dict[str, Any]) -> facts.Decision:
    subjects = tuple(
        facts.Subject(
            s.get("text", s["name"]), s["name"], None, *at(d), tuple(s["details"].items())
        )
        for s in d["subjects"]
    )
    return facts.Decision(
        d["kind"], d["object"], subjects, *at(d), d["effective"], d["value"], d["unit"]
    )


def as_found(item: dict[str, Any]) -> dict[str, Any]:
    """The facts of the gold as an extractor would give them, keys of entities made up."""
    industries = firm(item, "industries")
    return {
        "programmes": [
            facts.Programme(p["name"], "", p["kind"], (), facts.Place(*at(p)))
            for p in firm(item, "programmes")
        ],
        "facilities": [
            facts.Facility(f["name"], "", f["kind"], *at(f)) for f in firm(item, "facilities")
        ],
        "industries": [
            facts.Industry(i["name"], i["name"], i["group"], i["parent"], *at(i), kind=i["kind"])
            for i in industries
        ],
        "entities": [Entity(i["name"], i["name"], i["kind"]) for i in industries],
        "targets": [a_target(t) for t in firm(item, "targets")],
        "citations": [
            facts.Citation(c["title"], c["number"], c["relation"], "", *at(c))
            for c in firm(item, "citations")
        ],
        "duties": [
            facts.Duty("", facts.Named(d["body"], d["name"], None), "", d["kind"], *at(d))
            for d in firm(item, "duties")
        ],
        "people": [
            facts.PersonRole(
                p["name"],
                p["post"],
                p["body"],
                p["delegation_rank"],
                p["rank_carried_over"],
                *at(p),
            )
            for p in firm(item, "people")
        ],
        "decisions": [a_decision(d) for d in firm(item, "decisions")],
        "mentions": [
            Mention(0, 1, r["text"], "region", f"region:{r['code']}", r["name"], (), "", 1.0)
            for r in firm(item, "regions")
        ],
    }


@pytest.mark.parametrize(
    "item", [*SAMPLE, *OTHERS], ids=lambda item: item["number"] or item["file"]
)
def test_who_finds_what_the_gold_says_has_everything_right(item: dict[str, Any]) -> None:
    """No item of the gold stands in the way of another."""
    gold = {key: value for key, value in item.items() if key != "indicators"}
    found: dict[str, Any] = {key: tuple(value) for key, value in as_found(item).items()}
    wrong = {
        kind: (score.missed, score.extra)
        for kind, score in score_facts(replace(BLANK, **found), gold).items()
        if not score.right == score.found == score.expected
    }
    assert wrong == {}
