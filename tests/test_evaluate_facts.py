"""Scores of facts: what counts as the same programme, target, citation, decision …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from kg import facts
from kg.evaluate import Score, score
from kg.evaluate.judges import JUDGES, score_facts
from kg.evaluate.names import plain, quantity
from kg.types import Entity, Mention, Record, SourceRef

Counts = dict[str, tuple[int, int, int]]

PLACE = {"start": 10, "end": 20}
BLANK = Record(
    "doc:x", SourceRef("a.txt", "", 0, 100), None, None, None, None, (), (), None, None, None, None,
    (), None, None, (), (), (),
)  # fmt: skip


def counts(scores: Mapping[str, Score]) -> Counts:
    return {kind: (s.right, s.found, s.expected) for kind, s in scores.items()}


def judged(gold: Mapping[str, Any], **found: Any) -> Counts:
    return counts(score_facts(replace(BLANK, **found), gold))


def programme(name: str, *aliases: str) -> facts.Programme:
    return facts.Programme(name, f"prog:{name}", "action", aliases, facts.Place(10, 20))


def target(**changes: Any) -> facts.Target:
    """建成5G基站20万个以上, due in 2025, at [10, 20)."""
    said: dict[str, Any] = {
        "subject": "5G基站", "text": "建成5G基站20万个以上", "value": 200000, "low": None,
        "high": None, "comparator": ">=", "unit": "个", "soft": False, "due": "2025-12-31",
        "due_precision": "year", "due_inherited": False, "region": None, "start": 10, "end": 20,
    }  # fmt: skip
    return facts.Target(**(said | changes))


def gold_target(**changes: Any) -> dict[str, Any]:
    keys = ("subject", "text", "value", "low", "high", "comparator", "unit", "due")
    return {key: getattr(target(), key) for key in keys} | PLACE | changes


def citation(title: str | None, number: str | None, relation: Any = "cites") -> facts.Citation:
    return facts.Citation(title, number, relation, "doc:y", 10, 20)


# --- What is judged -------------------------------------------------------------------------


def test_without_a_key_in_the_gold_nothing_is_judged() -> None:
    assert judged({}, programmes=(programme("雄鹰行动"),)) == {}


@pytest.mark.parametrize("key", JUDGES)
def test_an_empty_list_makes_all_that_is_found_extra(key: str) -> None:
    found: Any = {
        "programmes": (programme("甲行动"),),
        "facilities": (facts.Facility("甲实验室", "fac:x", "laboratory", 1, 2),),
        "industries": (facts.Industry("汽车", "industry:x", "", None, 1, 2),),
        "targets": (target(),),
        "citations": (citation("甲条例", None),),
        "regions": (mention("甲市", "甲市", "region:1"),),
        "duties": (facts.Duty("1", facts.Named("甲局", "甲局", None), "负责", "shall", 1, 2),),
        "people": (facts.PersonRole("甲", None, None, None, False, 1, 2),),
        "indicators": (facts.Indicator("", "甲率", "%", None, None, None, None, 1, 2),),
        "decisions": (facts.Decision("cancels", "收费", (), 1, 2),),
    }[key]
    record = replace(BLANK, **{"mentions" if key == "regions" else key: found})
    first, *others = counts(score_facts(record, {key: []})).values()
    assert first == (0, 1, 0)
    assert set(others) <= {(0, 0, 0)}


@pytest.mark.parametrize("key", JUDGES)
def test_a_record_without_facts_is_judged_without_fault(key: str) -> None:
    """Readers of a kind may be missing: everything expected is missed, nothing breaks."""
    gold = {
        "programmes": [{"name": "甲行动"}],
        "facilities": [{"name": "甲实验室"}],
        "industries": [{"name": "汽车", "kind": "industry", "parent": None}],
        "targets": [gold_target()],
        "citations": [{"title": "甲条例", "number": None, "relation": "cites"}],
        "regions": [{"text": "甲市", "name": "甲省/甲市", "code": None}],
        "duties": [{"body": "甲局", "text": "负责"} | PLACE],
        "people": [PERSON],
        "indicators": [INDICATOR],
        "decisions": [PRICE],
    }[key]
    first, *others = judged({key: gold}).values()
    assert first == (0, 0, 1)
    assert set(others) <= {(0, 0, 0)}


def test_facts_stand_beside_the_tasks_in_the_scores_of_a_document() -> None:
    gold = {"tasks": [], "programmes": [{"name": "雄鹰行动"}]}
    assert counts(score(replace(BLANK, programmes=(programme("雄鹰行动"),)), gold)) == {
        "clauses": (0, 0, 0), "sections": (0, 0, 0), "task texts": (0, 0, 0),
        "owners": (0, 0, 0), "roles": (0, 0, 0), "names": (0, 0, 0),
        "header fields": (7, 7, 7), "programmes": (1, 1, 1),
    }  # fmt: skip


# --- Names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        (["“雄鹰行动”"], [{"name": "雄鹰行动"}], (1, 1, 1)),
        (["「雄鹰行动」"], [{"name": "“雄鹰行动”"}], (1, 1, 1)),
        (["雄鹰"], [{"name": "雄鹰行动"}], (0, 1, 1)),
        (["“双倍增”行动"], [{"name": "科技企业“双倍增”行动", "also": ["“双倍增”行动"]}], (1, 1, 1)),
        (["“双倍增”行动"], [{"name": "科技企业“双倍增”行动"}], (0, 1, 1)),
        (["健康码"], [{"name": "“健康码”", "optional": True}], (0, 0, 0)),
        ([], [{"name": "“健康码”", "optional": True}], (0, 0, 0)),
        (["甲行动", "乙行动"], [{"name": "甲行动"}], (1, 2, 1)),
        (["甲行动"], [{"name": "甲行动"}, {"name": "乙行动"}], (1, 1, 2)),
    ],
)
def test_programmes(
    found: list[str], gold: list[dict[str, Any]], expected: tuple[int, int, int]
) -> None:
    programmes = tuple(programme(name) for name in found)
    assert judged({"programmes": gold}, programmes=programmes) == {"programmes": expected}


def test_a_programme_counts_once_under_two_names() -> None:
    gold = {"programmes": [{"name": "科技企业“双倍增”行动", "also": ["“双倍增”行动"]}]}
    both = (programme("科技企业“双倍增”行动"), programme("“双倍增”行动"))
    assert judged(gold, programmes=both) == {"programmes": (1, 2, 1)}
    one = (programme("双倍增", "科技企业“双倍增”行动"),)
    assert judged(gold, programmes=one) == {"programmes": (1, 1, 1)}


def test_misses_and_extras_are_said() -> None:
    gold = {"programmes": [{"name": "乙行动"}]}
    found = score_facts(replace(BLANK, programmes=(programme("甲行动"),)), gold)["programmes"]
    assert (found.missed, found.extra) == (["乙行动"], ["甲行动"])


@pytest.mark.parametrize(
    ("kind", "parent", "expected"),
    [
        ("chain", "industry:it", {"industries": (1, 1, 1), "industry parents": (1, 1, 1)}),
        ("chain", None, {"industries": (1, 1, 1), "industry parents": (0, 1, 1)}),
        ("chain", "industry:car", {"industries": (1, 1, 1), "industry parents": (0, 1, 1)}),
        ("cluster", "industry:it", {"industries": (0, 1, 1), "industry parents": (0, 0, 0)}),
    ],
)
def test_industries(kind: str, parent: str | None, expected: Counts) -> None:
    gold = [{"name": "集成电路", "kind": "chain", "parent": "新一代信息技术产业"}]
    names = [("industry:it", "新一代信息技术产业"), ("industry:car", "汽车")]
    entities = tuple(Entity(key, name, "industry") for key, name in names)
    found = facts.Industry("集成电路", "chain:ic", "", parent, 1, 5, kind=kind)
    assert judged({"industries": gold}, industries=(found,), entities=entities) == expected


def test_a_name_in_two_groups_is_two_industries() -> None:
    gold = [{"name": "新材料", "kind": kind, "parent": None} for kind in ("industry", "chain")]
    kinds = ("industry", "chain")
    found = tuple(facts.Industry("新材料", k, "", None, 1, 2, kind=k) for k in kinds)
    assert judged({"industries": gold}, industries=found)["industries"] == (2, 2, 2)
    assert judged({"industries": gold}, industries=found[:1])["industries"] == (1, 1, 2)


# --- Targets and duties ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "targets", "comparators", "dues"),
    [
        ({}, (1, 1, 1), (1, 1, 1), (1, 1, 1)),
        ({"value": 20, "unit": "万个"}, (1, 1, 1), (1, 1, 1), (1, 1, 1)),
        ({"start": 19, "end": 40}, (1, 1, 1), (1, 1, 1), (1, 1, 1)),
        ({"start": 20, "end": 40}, (0, 1, 1), (0, 0, 0), (0, 0, 0)),
        ({"value": 20}, (0, 1, 1), (0, 0, 0), (0, 0, 0)),
        ({"unit": "家"}, (0, 1, 1), (0, 0, 0), (0, 0, 0)),
        ({"value": None, "low": 3, "high": 5}, (0, 1, 1), (0, 0, 0), (0, 0, 0)),
        ({"comparator": "="}, (1, 1, 1), (0, 1, 1), (1, 1, 1)),
        ({"due": None}, (1, 1, 1), (1, 1, 1), (0, 1, 1)),
    ],
)
def test_targets(change: dict[str, Any], targets: Any, comparators: Any, dues: Any) -> None:
    assert judged({"targets": [gold_target()]}, targets=(target(**change),)) == {
        "targets": targets,
        "target comparators": comparators,
        "target dues": dues,
    }


def test_the_subject_tells_two_targets_of_one_stretch_apart() -> None:
    """覆盖率和达标率均达到95%以上: equal quantities, one due earlier in this made-up gold."""
    pair = [("覆盖率", "2023-12-31"), ("达标率", "2025-12-31")]
    gold = [gold_target(subject=subject, due=due) for subject, due in pair]
    found = tuple(target(subject=subject, due=due) for subject, due in reversed(pair))
    assert judged({"targets": gold}, targets=found)["target dues"] == (2, 2, 2)


def test_an_optional_target_excuses_what_overlaps_it() -> None:
    gold = [gold_target(optional=True, value=None, unit="")]
    assert judged({"targets": gold}, targets=(target(),))["targets"] == (0, 0, 0)
    assert judged({"targets": gold}, targets=(target(start=50, end=60),))["targets"] == (0, 1, 0)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (2, "亿元", (200_000_000, "元")),
        (13, "万亩", (130_000, "亩")),
        (3.7, "万套（间）", (37_000, "套")),
        (5, "％", (5, "%")),
        (23.5, "万元/人", (235_000, "元/人")),
        (None, "万个", (None, "个")),
        (3, "万", (3, "万")),
    ],
)
def test_quantity(value: float | None, unit: str, expected: tuple[float | None, str]) -> None:
    assert quantity(value, unit) == expected


@pytest.mark.parametrize(
    ("body", "start", "expected"),
    [("省建设厅", 15, (1, 1, 1)), ("建设厅", 15, (0, 1, 1)), ("省建设厅", 30, (0, 1, 1))],
)
def test_duties(body: str, start: int, expected: tuple[int, int, int]) -> None:
    named = facts.Named(body, "浙江省住房和城乡建设厅", None)
    found = facts.Duty("1", named, "负责指导", "responsible-for", start, start + 9)
    gold = [{"body": "省建设厅", "text": "省建设厅负责指导"} | PLACE]
    assert judged({"duties": gold}, duties=(found,)) == {"duties": expected}


# --- Citations and regions ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (citation("甲条例", "甲发〔2021〕2号", "implements"), ((1, 1, 1), (1, 1, 1))),
        (citation("甲条例", None, "implements"), ((1, 1, 1), (1, 1, 1))),
        (citation(None, "甲发[2021]2号", "implements"), ((1, 1, 1), (1, 1, 1))),
        (citation("《甲条例》", None, "applies"), ((1, 1, 1), (1, 1, 1))),
        (citation("甲条例", None, "cites"), ((1, 1, 1), (0, 1, 1))),
        (citation("乙条例", "甲发〔2021〕3号", "implements"), ((0, 1, 1), (0, 0, 0))),
    ],
)
def test_citations(found: facts.Citation, expected: Any) -> None:
    item = {"title": "甲条例", "number": "甲发〔2021〕2号", "relation": "implements"}
    gold = [item | {"relations": ["implements", "applies"]}]
    got = judged({"citations": gold}, citations=(found,))
    assert (got["citations"], got["relations"]) == expected


def test_a_document_cited_twice_is_one() -> None:
    gold = [{"title": "甲条例", "number": None, "relation": r} for r in ("implements", "cites")]
    found = (citation("甲条例", None, "implements"), citation("甲条例", None, "cites"))
    assert judged({"citations": gold}, citations=found) == {
        "citations": (1, 1, 1),
        "relations": (1, 1, 1),
    }


def mention(text: str, name: str | None, entity: str | None, type_: str = "region") -> Mention:
    return Mention(10, 12, text, type_, entity, name, (), "region.name", 1.0)


@pytest.mark.parametrize(
    ("found", "regions", "codes"),
    [
        (mention("慈溪", "浙江省/宁波市/慈溪市", "region:330282"), (1, 1, 1), (1, 1, 1)),
        (mention("慈溪", "慈溪市", "region:330282"), (1, 1, 1), (1, 1, 1)),
        (mention("慈溪", "慈溪市", "region:330283"), (1, 1, 1), (0, 1, 1)),
        (mention("慈溪", "宁波市", "region:330200"), (0, 1, 1), (0, 0, 0)),
        (mention("慈溪", None, None), (0, 1, 1), (0, 0, 0)),
        (mention("慈溪市", "慈溪市", "region:330282"), (0, 1, 1), (0, 0, 0)),
        (mention("慈溪", "慈溪市", "region:330282", "agency"), (0, 0, 1), (0, 0, 0)),
    ],
)
def test_regions(found: Mention, regions: Any, codes: Any) -> None:
    gold = [{"text": "慈溪", "name": "浙江省/宁波市/慈溪市", "code": "330282"}]
    got = judged({"regions": gold}, mentions=(found, found))
    assert got == {"regions": regions, "region codes": codes}


def letter(at: int, text: str, name: str) -> Mention:
    return Mention(at, at + 1, text, "region", "region:1", name, (), "region-letter", 0.9)


@pytest.mark.parametrize(
    ("found", "regions"),
    [
        ([letter(3, "杭", "浙江省/杭州市"), letter(4, "甬", "浙江省/宁波市")], (1, 1, 1)),
        ([letter(3, "杭", "浙江省/杭州市"), letter(9, "甬", "浙江省/宁波市")], (0, 2, 1)),
        ([letter(3, "杭", "浙江省/杭州市"), letter(4, "甬", "广西壮族自治区")], (0, 2, 1)),
        ([letter(3, "杭", "浙江省/杭州市")], (0, 1, 1)),
        ([], (0, 0, 1)),
    ],
)
def test_letters_side_by_side_are_the_surface(found: list[Mention], regions: Any) -> None:
    gold = [{"text": "杭甬", "name": "浙江省/杭州市、浙江省/宁波市", "code": None}]
    assert judged({"regions": gold}, mentions=tuple(found))["regions"] == regions


# --- People, indicators, decisions ----------------------------------------------------------

PERSON = {
    "name": "郑瑶", "post": "局长", "post_as_printed": "省体育局局长", "body": "浙江省体育局",
    "delegation_rank": "副团长", "rank_carried_over": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "people", "fields"),
    [
        ({}, (1, 1, 1), (4, 4, 4)),
        ({"post": "省体育局局长"}, (1, 1, 1), (4, 4, 4)),
        ({"post": "副局长"}, (1, 1, 1), (3, 4, 4)),
        ({"role_inherited": False}, (1, 1, 1), (3, 4, 4)),
        ({"role": "团长", "body": "浙江省教育厅"}, (1, 1, 1), (2, 4, 4)),
        ({"name": "郑"}, (0, 1, 1), (0, 0, 0)),
    ],
)
def test_people(change: dict[str, Any], people: Any, fields: Any) -> None:
    person = facts.PersonRole("郑瑶", "局长", "浙江省体育局", "副团长", True, 1, 3)
    got = judged({"people": [PERSON]}, people=(replace(person, **change),))
    assert got == {"people": people, "people fields": fields}


INDICATOR = {
    "category": "发展质效", "name": "增加值能耗降幅#", "unit": "%", "value_2020_year": "2019",
    "value_2020_num": 76.1, "value_2025_num": 16, "value_2025_qualifier": "以上",
    "cumulative_5y": True, "attribute": "约束性",
}  # fmt: skip
BASE = facts.Value(2019, 76.1)
GOAL = facts.Value(2025, 16, ">=", cumulative=True)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, 10),
        ({"name": "增加值能耗降幅"}, 10),
        ({"category": "绿色"}, 9),
        ({"unit": ""}, 9),
        ({"baseline": replace(BASE, year=2020)}, 9),
        ({"baseline": replace(BASE, value=76.0)}, 9),
        ({"baseline": None}, 8),
        ({"target": replace(GOAL, comparator="=")}, 9),
        ({"target": replace(GOAL, cumulative=False)}, 9),
        ({"binding": None}, 9),
    ],
)
def test_the_ten_fields_of_an_indicator(change: dict[str, Any], right: int) -> None:
    row = facts.Indicator("发展质效", "增加值能耗降幅＃", "%", BASE, GOAL, "约束性", None, 1, 9)
    got = judged({"indicators": [INDICATOR]}, indicators=(replace(row, **change),))
    assert got == {"indicators": (1, 1, 1), "indicator fields": (right, 10, 10)}


PRICE = {
    "kind": "sets-price", "object": "价格", "effective": "2021-09-06", "value": 60, "unit": "元/次",
    "subjects": [{"name": "核酸检测", "details": {"依托": "甲院"}}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "decisions", "details"),
    [
        ({}, (1, 1, 1), (4, 4, 4)),
        ({"value": 15.0}, (1, 1, 1), (3, 4, 4)),
        ({"effective": None}, (1, 1, 1), (3, 3, 4)),
        ({"kind": "cancels"}, (0, 1, 1), (0, 0, 0)),
        ({"subjects": ()}, (0, 1, 1), (0, 0, 0)),
    ],
)
def test_decisions(change: dict[str, Any], decisions: Any, details: Any) -> None:
    subject = facts.Subject("核酸检测", "新型冠状病毒核酸检测", None, 1, 3, (("依托", "甲院"),))
    found = facts.Decision("sets-price", "检测价格", (subject,), 1, 9, "2021-09-06", 60.0, "元/次")
    got = judged({"decisions": [PRICE]}, decisions=(replace(found, **change),))
    assert got == {"decisions": decisions, "decision details": details}


def test_a_decision_counts_for_each_of_its_subjects() -> None:
    subjects = [
        {"name": "浙江省/嘉兴市", "text": "嘉兴市", "details": {}},
        {"name": "浙江省/宁波市/慈溪市", "text": "慈溪市", "details": {}},
    ]
    gold = [{"kind": "names", "object": "示范市", "subjects": subjects}]
    named = tuple(facts.Subject(t, t, None, 1, 2) for t in ("嘉兴市", "宁波市"))
    found = facts.Decision("names", "示范市", named, 1, 9)
    assert judged({"decisions": gold}, decisions=(found,))["decisions"] == (1, 2, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“5G+”工程", "5G+工程"),
        ("Ｇ60科创走廊", "G60科创走廊"),
        ("国家（杭州）中心", "国家(杭州)中心"),
        ("关于修正<甲办法>的通知", "关于修正〈甲办法〉的通知"),
        ("甲发[2021]2号", "甲发〔2021〕2号"),
    ],
)
def test_plain(one: str, other: str) -> None:
    assert plain(one) == plain(other)
    assert plain(one) != plain(other[:-1])
