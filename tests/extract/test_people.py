"""People: rosters, appointments, signatories; and names that are none."""

from __future__ import annotations

import pytest

from kg.facts import PersonRole
from kg.pipeline import Extractor
from kg.types import Record, Source, sha256

Row = tuple[str, str | None, str | None, str | None, bool]


def record(extractor: Extractor, raw: str) -> Record:
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    return found.record


def notice(body: str, title: str = "关于成立公园工作专班的通知") -> str:
    return (
        f"漯河市人民政府{title}\n漯政〔2031〕7号\n各县区人民政府：\n{body}\n"
        "漯河市人民政府\n2031年3月4日\n"
    )


def row(found: PersonRole) -> Row:
    return found.name, found.post, found.body, found.role, found.role_inherited


ROSTERS: dict[str, tuple[str, list[Row]]] = {
    "posts in brackets, a label inherited, padded names": (
        "组　长：张三明（副市长）\n副组长：李　四（市政府副秘书长）\n王五一（市财政局局长）",
        [
            ("张三明", "副市长", "漯河市人民政府", "组长", False),
            ("李四", "副秘书长", "漯河市人民政府", "副组长", False),
            ("王五一", "局长", "漯河市财政局", "副组长", True),
        ],
    ),
    "posts after a space": (
        "组　长：韩　正　　市财政局局长\n成　员：丁学东　　市教育局副局长",
        [
            ("韩正", "局长", "漯河市财政局", "组长", False),
            ("丁学东", "副局长", "漯河市教育局", "成员", False),
        ],
    ),
    "a label on a line of its own": (
        "成员：\n李　四（市教育局局长）\n王五一（市财政局局长）",
        [
            ("李四", "局长", "漯河市教育局", "成员", False),
            ("王五一", "局长", "漯河市财政局", "成员", True),
        ],
    ),
    "two posts": (
        "组长：张三明（市委常委、副市长）",
        [
            ("张三明", "常委", "中共漯河市委员会", "组长", False),
            ("张三明", "副市长", "漯河市人民政府", "组长", False),
        ],
    ),
    "a body and no post": (
        "成员：李四光（市财政局）",
        [("李四光", None, "漯河市财政局", "成员", False)],
    ),
    "a posted team": (
        "成员：李四光（市纪委市监委驻市财政局纪检监察组组长）",
        [
            (
                "李四光",
                "组长",
                "中共漯河市纪律检查委员会、漯河市监察委员会驻漯河市财政局纪检监察组",
                "成员",
                False,
            )
        ],
    ),
    "a list ends where a line names nobody": (
        "组长：张三明（副市长）\n工作专班办公室设在市财政局。\n王五一（市财政局局长）",
        [("张三明", "副市长", "漯河市人民政府", "组长", False)],
    ),
}


@pytest.mark.parametrize(("body", "rows"), ROSTERS.values(), ids=ROSTERS)
def test_rosters(body: str, rows: list[Row], extractor: Extractor) -> None:
    assert [row(each) for each in record(extractor, notice(body)).people] == rows


APPOINTED: dict[str, tuple[str, list[Row]]] = {
    "任命": (
        "市政府决定：\n任命张三明为市财政局局长；\n免去李四光的市教育局副局长职务。",
        [
            ("张三明", "局长", "漯河市财政局", "任命", False),
            ("李四光", "副局长", "漯河市教育局", "免去", False),
        ],
    ),
    "任, one a line": (
        "经研究，决定：\n张三明同志任市财政局局长\n李四光任市教育局副局长（试用期一年）",
        [
            ("张三明", "局长", "漯河市财政局", "任命", False),
            ("李四光", "副局长", "漯河市教育局", "任命", False),
        ],
    ),
}


@pytest.mark.parametrize(("body", "rows"), APPOINTED.values(), ids=APPOINTED)
def test_appointments(body: str, rows: list[Row], extractor: Extractor) -> None:
    people = record(extractor, notice(body, "关于张三明等同志职务任免的通知")).people
    assert [row(each) for each in people] == rows


def test_who_signed_an_order(extractor: Extractor) -> None:
    raw = (
        "漯河市公园管理办法\n漯河市人民政府令\n（第16号）\n《漯河市公园管理办法》已经审议通过，"
        "现予公布，自2031年6月15日起施行。\n市长　危伟汉\n2031年5月15日\n"
    )
    assert [row(each) for each in record(extractor, raw).people] == [
        ("危伟汉", "市长", "漯河市人民政府", "签发人", False)
    ]


NOBODY = {
    "bodies as members": "成员：公安局、财政局有关负责人。",
    "a post without a name": "组长：市财政局主要负责人。",
    "a contact without a post": "联系人：王小明，电话：123456。",
    "masked": "市农业局已解除聘用合同；免去畜牧站站长张某平所长职务。",
    "what others did": "经查，县政府决定后免去李四光的局长职务，并作出处理。",
    "running text": "李四光同志先进事迹值得学习，各单位要认真学习。",
}


@pytest.mark.parametrize("body", NOBODY.values(), ids=NOBODY)
def test_nobody(body: str, extractor: Extractor) -> None:
    assert record(extractor, notice(body)).people == ()


def test_a_person_is_a_mention_and_an_entity(extractor: Extractor) -> None:
    raw = notice("副组长：李　四（市政府副秘书长）")
    found = record(extractor, raw)
    (person,) = found.people
    (mention,) = [m for m in found.mentions if m.type == "person"]
    assert raw[mention.start : mention.end] == "李　四"
    assert mention.entity == person.entity
    assert person.entity in {entity.id for entity in found.entities}
    assert raw[person.start : person.end] == "李　四（市政府副秘书长）"
