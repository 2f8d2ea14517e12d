"""The gazette that comes with the program: its people, decisions and duties, all of them."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from kg.pipeline import Extractor
from kg.read import read
from kg.types import Record

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "sample" / "zhejiang-2021-25.json"
GAZETTE = ROOT / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"


@pytest.fixture(scope="module")
def records(extractor: Extractor) -> dict[str, Record]:
    """Records by document number."""
    source = read(GAZETTE, GAZETTE.name)
    return {str(e.record.number): e.record for e in extractor.documents(source)}


def gold(key: str) -> object:
    documents = json.loads(GOLD.read_text(encoding="utf-8"))
    (found,) = [each[key] for each in documents if key in each]
    return found


#: How the gold spells what the table of bodies spells otherwise.
_TEAM = (
    "中共浙江省纪律检查委员会、浙江省监察委员会派驻政协浙江省委员会机关纪检监察组",
    "中共浙江省纪律检查委员会、浙江省监察委员会派驻中国人民政治协商会议浙江省委员会机关纪检监察组",
)


def test_nine_people_in_every_field(records: dict[str, Record]) -> None:
    people = records["浙政办函〔2021〕47号"].people
    wanted = gold("people")
    assert isinstance(wanted, list)
    assert [(p.name, p.role, p.post, p.body, p.role_inherited) for p in people] == [
        (
            each["name"],
            each["delegation_rank"],
            each["post"],
            each["body"].replace(*_TEAM),
            each["rank_carried_over"],
        )
        for each in wanted
    ]
    assert all(person.body_entity for person in people)


def test_nobody_else_is_named(records: dict[str, Record]) -> None:
    assert {n: len(r.people) for n, r in records.items() if r.people} == {"浙政办函〔2021〕47号": 9}


def test_fourteen_regions(records: dict[str, Record]) -> None:
    (decision,) = records["浙政发〔2021〕21号"].decisions
    wanted = gold("named_regions")
    assert isinstance(wanted, dict)
    assert (decision.kind, decision.object) == (
        "names",
        "第五批省级生态文明建设示范市、县（市、区）",
    )
    assert [(s.text, s.name, s.entity) for s in decision.subjects] == [
        (each["surface"], each["canonical"], f"region:{each['code']}") for each in wanted["regions"]
    ]


def test_six_colleges(records: dict[str, Record]) -> None:
    decisions = records["浙政函〔2021〕81号"].decisions
    assert [(d.kind, d.object, dict(d.subjects[0].details)) for d in decisions] == [
        ("establishes", name, {"申请单位": asked} | ({"依托": base} if base else {}))
        for name, base, asked in (
            ("湖州工程技师学院", "浙江信息工程学校", "湖州市人民政府"),
            ("安吉技师学院", "安吉高级技工学校", "安吉县人民政府"),
            ("海宁技师学院", "海宁市高级技工学校", "海宁市人民政府"),
            ("永康五金技师学院", "永康高级技工学校", "永康市人民政府"),
            ("台州第一技师学院", "温岭市技工学校等", "温岭市人民政府"),
            ("台州技师学院", "", "台州市人民政府"),
        )
    ]


def test_all_other_decisions(records: dict[str, Record]) -> None:
    known = {"浙政发〔2021〕21号", "浙政函〔2021〕81号"}
    assert [
        (d.kind, d.object, len(d.subjects), d.value, d.unit, d.effective)
        for number, record in records.items()
        if number not in known
        for d in record.decisions
    ] == [
        ("cancels", "路桥至院桥公路收费项目", 0, None, None, None),
        (
            "stops",
            "该项目在甬台温高速公路台州南收费站对出高速公路的车辆合并收费",
            0, None, None, None,
        ),
        ("establishes", "第十四届全国运动会浙江代表团", 1, None, None, None),
        ("appoints", "第十四届全国运动会浙江代表团", 9, None, None, None),
        ("sets-price", "新型冠状病毒核酸检测价格", 0, 60.0, "元/次", "2021-09-06"),
        ("sets-price", "新型冠状病毒核酸混合检测价格", 0, 15.0, "元/样本", "2021-09-06"),
    ]  # fmt: skip


def test_duties_of_each_document(records: dict[str, Record]) -> None:
    told = {n: Counter(d.kind for d in r.duties) for n, r in records.items()}
    assert told == {
        "浙政发〔2021〕20号": {"responsible-for": 1},
        "浙政发〔2021〕21号": {"shall": 1},
        "浙政函〔2021〕81号": {"shall": 6},
        "浙政办发〔2021〕39号": {"mechanism-lead": 1, "shall": 2},
        "浙政办发〔2021〕41号": {"place-role": 15, "shall": 2},
        "浙政办发〔2021〕42号": {"shall": 11, "responsible-for": 6},
        "浙政办函〔2021〕44号": {"shall": 4},
        "浙政办函〔2021〕47号": {},
        "浙医保联发〔2021〕19号": {"shall": 1},
    }


def test_the_same_department_in_another_place_is_another(records: dict[str, Record]) -> None:
    bodies = {d.body.name: d.body.entity for d in records["浙政办发〔2021〕41号"].duties}
    roles = {name for name in bodies if name.endswith("民政部门")}
    assert roles == {"行为发生地县级民政部门", "实际居住地县级民政部门"}
    assert len(set(bodies.values())) == len(bodies)


def test_five_charges_and_their_bodies(records: dict[str, Record]) -> None:
    charged = [d for d in records["浙政办发〔2021〕42号"].duties if d.kind == "responsible-for"]
    assert [d.body.text for d in charged] == [
        "省建设厅", "省发展改革委", "省自然资源厅", "省生态环境厅",
        "省农业农村厅", "各县（市、区）政府",
    ]  # fmt: skip


def test_co_ownership_counts_stay_what_they_are(records: dict[str, Record]) -> None:
    tasks = [task for record in records.values() for task in record.tasks]
    bodies = {owner.entity for task in tasks for owner in task.owners}
    pairs = [
        pair
        for task in tasks
        for pair in combinations(sorted({str(owner.entity) for owner in task.owners}), 2)
    ]
    assert (len(bodies), len(set(pairs)), len(pairs)) == (33, 101, 160)
