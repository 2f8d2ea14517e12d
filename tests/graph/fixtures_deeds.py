"""A small document made by hand: a duty, people in posts and decisions."""

from __future__ import annotations

from kg import ids
from kg.facts import Decision, Duty, Named, PersonRole, Subject
from kg.graph.members import StoredDocument, letters_digest
from kg.types import Entity, Record, SourceRef
from tests.graph.fixtures import CIVIL, ENTITIES, HEALTH

DEEDS = """浙江省民政厅关于成立评审组的通知
浙民〔2021〕8号
同意成立评审组，咨询价格为60元/次。
组长：张三（省民政厅厅长）
李四
省卫生健康委负责指导评审。民政部门要配合。
浙江省民政厅
2021年7月2日
"""
KEY = "doc:330000.zhemin.2021.8"
CHIEF = ids.person(KEY, "张三", "厅长", "浙江省民政厅")
OTHER = ids.person(KEY, "李四", "", "")


def _span(quote: str) -> tuple[int, int]:
    at = DEEDS.index(quote)
    return at, at + len(quote)


def deeds() -> StoredDocument:
    """浙民〔2021〕8号: one duty of a known body and one of an open one."""
    health = Named("省卫生健康委", "浙江省卫生健康委员会", HEALTH)
    civil = Named("民政部门", "民政部门", None)
    record = Record(
        id=KEY,
        source=SourceRef("deeds.txt", "c" * 64, 0, len(DEEDS)),
        issue=None,
        number="浙民〔2021〕8号",
        type="通知",
        title="浙江省民政厅关于成立评审组的通知",
        issuers=("浙江省民政厅",),
        addressees=(),
        signed="2021-07-02",
        effective=None,
        expires=None,
        validity=None,
        annexes=(),
        lead_rule=None,
        implicit_owner_rule=None,
        sections=(),
        mentions=(),
        tasks=(),
        duties=(
            Duty("", health, "负责指导评审", "responsible-for", *_span("省卫生健康委负责指导评审")),
            Duty("", civil, "配合", "shall", *_span("民政部门要配合")),
        ),
        people=(
            PersonRole(
                "张三", "厅长", "浙江省民政厅", "组长", False,
                *_span("张三（省民政厅厅长）"), CHIEF, CIVIL,
            ),
            PersonRole("李四", None, None, "组长", True, *_span("李四"), OTHER),
        ),
        decisions=(
            Decision(
                "establishes", "评审组",
                (
                    Subject(
                        "评审组", "评审组", None, *_span("评审组，"),
                        (("依托", "省民政厅"), ("期限", "三年")),
                    ),
                ),
                *_span("成立评审组，"),
            ),
            Decision(
                "sets-price", "咨询价格", (), *_span("咨询价格为60元/次"), "2021-08-01", 60, "元/次"
            ),
            Decision(
                "appoints", "评审组", (Subject("张三", "张三", CHIEF, *_span("张三")),),
                *_span("组长：张三"),
            ),
        ),
        entities=(
            ENTITIES[CIVIL],
            ENTITIES[HEALTH],
            Entity(CHIEF, "张三", "person"),
            Entity(OTHER, "李四", "person"),
        ),
        issuer_entities=(CIVIL,),
        territory="region:330000",
    )  # fmt: skip
    return StoredDocument(record, DEEDS, letters_digest(DEEDS))
