"""Two small documents made by hand: owners, a lead rule, a collective, a party body, damage."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kg import ids
from kg.facts import Citation
from kg.graph.frame import Context, RegionFact, Run
from kg.graph.members import StoredDocument, letters_digest
from kg.types import (
    Annex,
    Clause,
    Damage,
    Entity,
    Issue,
    Mention,
    Owner,
    Record,
    Region,
    Rule,
    Section,
    SourceRef,
    Task,
)

PLAN = """浙江省人民政府办公厅关于印发浙江省便民行动计划（2021—2022年）的通知
浙政办发〔2021〕39号
各市、县（市、区）人民政府：
浙江省便民行动计划
一、主要任务
（一）优化“健康码”管理。2021年9月底前完成改造。（责任单位：省大
数据局、省卫生健康委。列第一位的为牵头单位，下同）
（二）开展宣传。（责任单位：省委宣传部、省大数据局，各设区市政府）
（三）办好食堂。（责任单位：省民政厅）
□□□□
浙江省人民政府办公厅
2021年6月28日
"""
NOTICE = """浙江省民政厅关于做好检查的通知
浙民〔2021〕7号
一、检查
开展检查（省民政厅、省卫生健康委牵头，市场监管部门等配合）。
浙江省民政厅
2021年7月1日
"""

DATA = "agency:330000.dashujufazhanguanliju"
HEALTH = "agency:330000.weishengjiankangweiyuanhui"
CIVIL = "agency:330000.minzhengting"
OFFICE = "agency:330000.renminzhengfubangongting"
PARTY = "party:330000.weixuanchuanbu"
CITIES = ids.group("330000", "各设区市人民政府")

ENTITIES = {
    each.id: each
    for each in (
        Entity(DATA, "浙江省大数据发展管理局", "department", "data", "region:330000", "province"),
        Entity(HEALTH, "浙江省卫生健康委员会", "department", "health", "region:330000", "province"),
        Entity(CIVIL, "浙江省民政厅", "department", "civil", "region:330000", "province"),
        Entity(OFFICE, "浙江省人民政府办公厅", "department", "office", "region:330000", "province"),
        Entity(PARTY, "中共浙江省委宣传部", "party-body", "press", "region:330000", "province"),
        Entity(
            CITIES,
            "浙江省各设区市人民政府",
            "collective",
            territory="region:330000",
            level="city",
            rule="各设区市",
        ),
    )
}


def describe_region(key: str) -> tuple[RegionFact, ...]:
    """浙江省 and 杭州市, nothing else."""
    province = ("region:330000", "浙江省", "330000", None)
    city = ("region:330100", "杭州市", "330100", "region:330000")
    return {"region:330000": (province,), "region:330100": (city, province)}.get(key, ())


def describe_line(key: str) -> tuple[str, str]:
    """A line named after its key."""
    return f"条线{key}", key


CONTEXT = Context(Run("0.1.0", "0" * 12), describe_region, describe_line)


def _span(text: str, quote: str, base: int, nth: int = 0) -> tuple[int, int]:
    """Start and end of the nth occurrence of a quote, as a record counts them."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(quote, at + 1)
    return base + at, base + at + len(quote)


def _owner(text: str, base: int, quote: str, nth: int, entity: str | None, **more: Any) -> Owner:
    start, end = _span(text, quote, base, nth)
    surface = quote.replace("\n", "")
    name = ENTITIES[entity].name if entity else surface
    values: dict[str, Any] = {
        "role": "responsible",
        "basis": "listed",
        "label": "责任单位",
        "order": 1,
    } | more
    return Owner(surface, name, entity, start=start, end=end, **values)


def _mention(owner: Owner) -> Mention:
    """A mention for an owner: linked to its body, or open with two candidates."""
    candidates = (HEALTH, CIVIL) if owner.entity is None else ()
    return Mention(
        owner.start,
        owner.end,
        owner.text,
        "agency",
        owner.entity,
        owner.name if owner.entity else None,
        candidates,
        "alias",
        0.95,
    )


def _task(text: str, base: int, quote: str, clause: str, *owners: Owner, **more: Any) -> Task:
    start, end = _span(text, quote, base)
    clause_start, clause_end = _span(text, clause, base)
    values: dict[str, Any] = {
        "open": False,
        "due": None,
        "due_precision": None,
        "due_inherited": False,
    } | more
    found = Clause(clause.replace("\n", ""), clause_start, clause_end)
    return Task(text=quote, start=start, end=end, clause=found, owners=owners, **values)


def _plan_tasks(base: int) -> tuple[Task, ...]:
    lead = {"role": "lead", "basis": "first-listed-rule"}
    return (
        _task(
            PLAN,
            base,
            "2021年9月底前完成改造。",
            "（责任单位：省大\n数据局、省卫生健康委。列第一位的为牵头单位，下同）",
            _owner(PLAN, base, "省大\n数据局", 0, DATA, **lead),
            _owner(PLAN, base, "省卫生健康委", 0, HEALTH, order=2),
            id="1-1.t1",
            section="1-1",
            due="2021-09-30",
            due_precision="month",
        ),
        _task(
            PLAN,
            base,
            "开展宣传。",
            "（责任单位：省委宣传部、省大数据局，各设区市政府）",
            _owner(PLAN, base, "省委宣传部", 0, PARTY, **lead),
            _owner(PLAN, base, "省大数据局", 0, DATA, order=2),
            _owner(PLAN, base, "各设区市政府", 0, CITIES, order=3),
            id="1-2.t1",
            section="1-2",
        ),
        _task(
            PLAN,
            base,
            "办好食堂。",
            "（责任单位：省民政厅）",
            _owner(PLAN, base, "省民政厅", 0, CIVIL, basis="sole"),
            id="1-3.t1",
            section="1-3",
        ),
    )


def _citations(base: int) -> tuple[Citation, ...]:
    """Of a State document and a law that nobody holds, of :func:`notice`, of the own annex."""
    issued = _span(PLAN, "浙江省便民行动计划", base, 1)
    work, drive, canteen = (_span(PLAN, q, base) for q in ("完成改造", "开展宣传", "办好食堂"))
    return (
        Citation(
            "国务院办公厅关于便民的通知", "国办发〔2020〕45号", "implements",
            "doc:cn.guobanfa.2020.45", *work, "1-1", "both", 0.99,
        ),
        Citation(None, "浙民〔2021〕7号", "applies", "doc:330000.zhemin.2021.7", *drive, "1-2",
                 "number", 0.95),
        Citation("便民条例", None, "cites", ids.cited_document("便民条例"), *canteen),
        Citation(
            "浙江省便民行动计划", None, "issues", "doc:330000.zhezhengbanfa.2021.39.a1", *issued
        ),
    )  # fmt: skip


def _section(text: str, base: int, number: str, marker: str, heading: str, level: int) -> Section:
    start, _ = _span(text, f"{marker}{heading}", base)
    return Section(number, marker, heading, level, start, start + len(marker + heading))


def plan(base: int = 100, file: str = "gazette.txt", sha256: str = "a" * 64) -> StoredDocument:
    """浙政办发〔2021〕39号, standing at offset ``base`` of its file."""
    tasks = _plan_tasks(base)
    mentions = tuple(_mention(owner) for task in tasks for owner in task.owners)
    record = Record(
        id="doc:330000.zhezhengbanfa.2021.39",
        source=SourceRef(file, sha256, base, base + len(PLAN)),
        issue=Issue("浙江省人民政府公报", 2021, 25),
        number="浙政办发〔2021〕39号",
        type="通知",
        title="浙江省人民政府办公厅关于印发浙江省便民行动计划（2021—2022年）的通知",
        issuers=("浙江省人民政府办公厅",),
        addressees=("各市、县（市、区）人民政府",),
        signed="2021-06-28",
        effective=None,
        expires=None,
        validity=None,
        annexes=(Annex("浙江省便民行动计划", (2021, 2022), base + 80, base + 200),),
        lead_rule=Rule(
            "列第一位的为牵头单位，下同", *_span(PLAN, "列第一位的为牵头单位，下同", base)
        ),
        implicit_owner_rule=None,
        sections=(
            _section(PLAN, base, "1", "一、", "主要任务", 1),
            _section(PLAN, base, "1-1", "（一）", "优化“健康码”管理", 2),
            _section(PLAN, base, "1-2", "（二）", "开展宣传", 2),
            _section(PLAN, base, "1-3", "（三）", "办好食堂", 2),
        ),
        mentions=mentions,
        tasks=tasks,
        citations=_citations(base),
        damaged=(Damage(*_span(PLAN, "□□□□", base), "unreadable"),),
        entities=tuple(
            ENTITIES[key] for key in sorted({OFFICE, DATA, HEALTH, CIVIL, PARTY, CITIES})
        ),
        issuer_entities=(OFFICE,),
        addressee_entities=(None,),
        territory="region:330000",
        header_spans=(Region("number", *_span(PLAN, "浙政办发〔2021〕39号", base)),),
    )
    return StoredDocument(record, PLAN, letters_digest(PLAN))


def notice(base: int = 0, file: str = "notice.txt", sha256: str = "b" * 64) -> StoredDocument:
    """浙民〔2021〕7号: two marked leads and an owner that stays open."""
    lead = {"role": "lead", "basis": "marked", "label": "牵头"}
    task = _task(
        NOTICE,
        base,
        "开展检查",
        "（省民政厅、省卫生健康委牵头，市场监管部门等配合）",
        _owner(NOTICE, base, "省民政厅", 1, CIVIL, **lead),
        _owner(NOTICE, base, "省卫生健康委", 0, HEALTH, order=2, **lead),
        _owner(NOTICE, base, "市场监管部门", 0, None, order=3, role="support", basis="marked"),
        id="1.t1",
        section="1",
        open=True,
    )
    record = Record(
        id="doc:330000.zhemin.2021.7",
        source=SourceRef(file, sha256, base, base + len(NOTICE)),
        issue=None,
        number="浙民〔2021〕7号",
        type="通知",
        title="浙江省民政厅关于做好检查的通知",
        issuers=("浙江省民政厅",),
        addressees=(),
        signed="2021-07-01",
        effective="2021-08-01",
        expires="2026-07-31",
        validity="有效期5年",
        annexes=(),
        lead_rule=None,
        implicit_owner_rule=None,
        sections=(_section(NOTICE, base, "1", "一、", "检查", 1),),
        mentions=tuple(_mention(owner) for owner in task.owners),
        tasks=(task,),
        entities=tuple(ENTITIES[key] for key in sorted({CIVIL, HEALTH})),
        issuer_entities=(CIVIL,),
        territory="region:330000",
    )
    return StoredDocument(record, NOTICE, letters_digest(NOTICE))


def other_text(document: StoredDocument, more: str) -> StoredDocument:
    """The document with ``more`` at its end: another text under the same number."""
    raw = document.raw + more
    source = replace(document.record.source, end=document.record.source.end + len(more))
    record = replace(document.record, source=source)
    return StoredDocument(record, raw, letters_digest(raw))


def elsewhere(document: StoredDocument, file: str, sha256: str = "") -> StoredDocument:
    """The same document as read from another file."""
    old = document.record.source
    source = SourceRef(file, sha256 or ids.digest(file, 64), old.start, old.end)
    record = replace(document.record, source=source)
    return StoredDocument(record, document.raw, document.letters)
