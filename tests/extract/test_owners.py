"""Owner clauses: every form seen in print, and what only looks like one."""

from __future__ import annotations

import pytest

from kg.extract import clause_spans
from kg.extract.lead_rules import FIRST_RULE, IMPLICIT_RULE
from kg.extract.owners import ClauseReader, OwnerClause
from kg.knowledge import Knowledge
from kg.link import Context, Linker

ZHEJIANG, LUOHE, STATE = "330000", "411100", "cn"


@pytest.fixture(scope="module")
def readers(knowledge: Knowledge, linker: Linker) -> dict[str, ClauseReader]:
    contexts = {
        code: Context(None if code == STATE else code, state=code == STATE, day="2022-06-15")
        for code in (ZHEJIANG, LUOHE, STATE)
    }
    return {code: ClauseReader(knowledge.owners, linker, c) for code, c in contexts.items()}


def clauses(text: str, code: str, readers: dict[str, ClauseReader]) -> list[OwnerClause]:
    return list(readers[code].clauses(text, 0, len(text)))


def owned(clause: OwnerClause) -> list[tuple[str, str]]:
    """Owners with their role: L for lead, r for responsible, s for support."""
    return [
        (o.item.text, {"lead": "L", "responsible": "r", "support": "s"}[o.role])
        for o in clause.owned
    ]


CLAUSES: dict[str, tuple[str, str, str, list[tuple[str, str]]]] = {
    # territory, text around, the clause in it, its owners
    "labelled bracket": (
        ZHEJIANG,
        "推进改革。（责任单位：省大数据局、省卫生健康委）\n",
        "（责任单位：省大数据局、省卫生健康委）",
        [("省大数据局", "r"), ("省卫生健康委", "r")],
    ),
    "comma before a collective": (
        ZHEJIANG,
        "推进改革。（责任单位：省民政厅、省建设厅，各设区市政府）",
        "（责任单位：省民政厅、省建设厅，各设区市政府）",
        [("省民政厅", "r"), ("省建设厅", "r"), ("各设区市政府", "r")],
    ),
    "two labels in one bracket": (
        LUOHE,
        "推进改革。〔牵头单位：市商务局，配合单位：市财政局、市税务局〕",
        "〔牵头单位：市商务局，配合单位：市财政局、市税务局〕",
        [("市商务局", "L"), ("市财政局", "s"), ("市税务局", "s")],
    ),
    "a line of bodies and verbs": (
        ZHEJIANG,
        "推进改革。\n省科技厅、省建设厅按职责分工负责，各设区市政府结合实际落实\n二、其他\n",
        "省科技厅、省建设厅按职责分工负责，各设区市政府结合实际落实",
        [("省科技厅", "r"), ("省建设厅", "r"), ("各设区市政府", "r")],
    ),
    "a sentence of bodies and verbs": (
        LUOHE,
        "推进改革。由市商务局牵头，市财政局配合。做好宣传。",
        "由市商务局牵头，市财政局配合",
        [("市商务局", "L"), ("市财政局", "s")],
    ),
    "two labels and a semicolon": (
        LUOHE,
        "（牵头单位：市商务局；责任单位：市财政局；配合单位：市税务局）",
        "（牵头单位：市商务局；责任单位：市财政局；配合单位：市税务局）",
        [("市商务局", "L"), ("市财政局", "r"), ("市税务局", "s")],
    ),
    "two labels and a space": (
        LUOHE,
        "（牵头单位：市商务局 责任单位：市财政局）",
        "（牵头单位：市商务局 责任单位：市财政局）",
        [("市商务局", "L"), ("市财政局", "r")],
    ),
    "lenticular brackets": (
        LUOHE,
        "推进改革。【责任单位：市商务局、市财政局】\n",
        "【责任单位：市商务局、市财政局】",
        [("市商务局", "r"), ("市财政局", "r")],
    ),
    "square brackets": (
        LUOHE,
        "推进改革。［责任单位：市商务局］\n",
        "［责任单位：市商务局］",
        [("市商务局", "r")],
    ),
    "labelled lines": (
        LUOHE,
        "推进改革。\n牵头单位：市商务局\n责任单位：市财政局、市税务局\n配合单位：市统计局\n二、其他\n",
        "牵头单位：市商务局\n责任单位：市财政局、市税务局\n配合单位：市统计局",
        [("市商务局", "L"), ("市财政局", "r"), ("市税务局", "r"), ("市统计局", "s")],
    ),
    "labelled sentence": (
        LUOHE,
        "推进改革。责任单位：市商务局、市财政局。加强指导。",
        "责任单位：市商务局、市财政局",
        [("市商务局", "r"), ("市财政局", "r")],
    ),
    "落实单位": (
        LUOHE,
        "推进改革。\n落实单位：市商务局\n",
        "落实单位：市商务局",
        [("市商务局", "r")],
    ),
    "按职责分工负责": (
        STATE,
        "推进改革。（财政部、商务部按职责分工负责）",
        "（财政部、商务部按职责分工负责）",
        [("财政部", "r"), ("商务部", "r")],
    ),
    "A牵头，B、C按职责分工负责": (
        STATE,
        "推进改革。（国家发展改革委牵头，工业和信息化部、财政部等按职责分工负责）",
        "（国家发展改革委牵头，工业和信息化部、财政部等按职责分工负责）",
        [("国家发展改革委", "L"), ("工业和信息化部", "r"), ("财政部", "r")],
    ),
    "A牵头，B、C配合": (
        LUOHE,
        "推进改革。（市商务局牵头，市财政局、市税务局配合）",
        "（市商务局牵头，市财政局、市税务局配合）",
        [("市商务局", "L"), ("市财政局", "s"), ("市税务局", "s")],
    ),
    "several marked leads": (
        ZHEJIANG,
        "（省发展改革委、省财政厅牵头，省商务厅参与）",
        "（省发展改革委、省财政厅牵头，省商务厅参与）",
        [("省发展改革委", "L"), ("省财政厅", "L"), ("省商务厅", "s")],
    ),
    "牵头负责 and 配合": (
        ZHEJIANG,
        "（省发展改革委牵头负责；省财政厅、省商务厅配合）",
        "（省发展改革委牵头负责；省财政厅、省商务厅配合）",
        [("省发展改革委", "L"), ("省财政厅", "s"), ("省商务厅", "s")],
    ),
    "由A会同B负责": (
        LUOHE,
        "（由市商务局会同市财政局、市税务局负责）",
        "（由市商务局会同市财政局、市税务局负责）",
        [("市商务局", "L"), ("市财政局", "s"), ("市税务局", "s")],
    ),
    "A牵头会同B": (
        ZHEJIANG,
        "（省民政厅牵头会同省财政厅负责）",
        "（省民政厅牵头会同省财政厅负责）",
        [("省民政厅", "L"), ("省财政厅", "s")],
    ),
    "分别负责 splits a shared head": (
        "330000",
        "（杭州市、宁波市政府分别负责）",
        "（杭州市、宁波市政府分别负责）",
        [("杭州市", "r"), ("宁波市政府", "r")],
    ),
    "deadline before the label": (
        LUOHE,
        "（2022年12月底前完成，牵头考核单位：市发展改革委）",
        "（2022年12月底前完成，牵头考核单位：市发展改革委）",
        [("市发展改革委", "L")],
    ),
    "deadline after a labelled list": (
        LUOHE,
        "（责任单位：市发展改革委；完成时限：2022年12月底前）",
        "（责任单位：市发展改革委；完成时限：2022年12月底前）",
        [("市发展改革委", "r")],
    ),
    "deadline after a verb": (
        LUOHE,
        "（市发展改革委、市财政局负责，2022年12月底前完成）",
        "（市发展改革委、市财政局负责，2022年12月底前完成）",
        [("市发展改革委", "r"), ("市财政局", "r")],
    ),
    "collectives": (
        STATE,
        "（各有关部门、各地区按职责分工负责）",
        "（各有关部门、各地区按职责分工负责）",
        [("各有关部门", "r"), ("各地区", "r")],
    ),
    "body posted in another": (
        ZHEJIANG,
        "（责任单位：省委宣传部〔省文明办〕、省教育厅）",
        "（责任单位：省委宣传部〔省文明办〕、省教育厅）",
        [("省委宣传部", "r"), ("省文明办", "r"), ("省教育厅", "r")],
    ),
    "wrapped in a name": (
        LUOHE,
        "推进改革。（责任单位：市住房和城\n乡建设局、市财政局）\n",
        "（责任单位：市住房和城\n乡建设局、市财政局）",
        [("市住房和城\n乡建设局", "r"), ("市财政局", "r")],
    ),
    "bodies no table knows": (
        LUOHE,
        "（责任单位：市青年发展促进办、市运河保护集团）",
        "（责任单位：市青年发展促进办、市运河保护集团）",
        [("市青年发展促进办", "r"), ("市运河保护集团", "r")],
    ),
}


@pytest.mark.parametrize("name", CLAUSES)
def test_clause(name: str, readers: dict[str, ClauseReader]) -> None:
    code, text, words, owners = CLAUSES[name]
    (clause,) = clauses(text, code, readers)
    assert text[clause.start : clause.end] == words
    assert owned(clause) == owners


#: what a clause says -> roles of 商务局, 财政局 and 教育局 (甲, 乙, 丙) in it, in order
FORMS = {
    "甲主办，乙协办": "Ls",
    "甲主办，乙、丙会办": "Lss",
    "甲牵头抓总，乙、丙分工负责": "Lrr",
    "甲牵头推动，乙、丙按职责负责": "Lrr",
    "甲牵头，乙、丙": "Lrr",
    "甲牵头，乙协同推进，丙落实": "Lsr",
    "甲、乙按职责分工牵头，丙配合": "LLs",
    "甲、乙根据单位职责分别牵头负责": "LL",
    "甲为牵头单位，乙、丙为责任单位": "Lrr",
    "甲为责任主体，乙督导": "rs",
    "甲负总责，乙配合": "rs",
    "甲具体负责，乙监督指导": "rs",
    "甲负责指导": "s",
    "甲指导": "s",
    "甲指导，乙参与": "ss",
    "甲、乙按职责分工推进": "rr",
    "甲、乙按照各自职责抓好落实": "rr",
    "甲、乙各负其责": "rr",
    "甲、乙组织实施": "rr",
    "甲会同乙、丙": "Lss",
    "甲会同乙等部门落实": "Ls",
    "持续推进，甲牵头": "L",
    "甲负责，立即启动，2022年6月底前完成": "r",
    "责任单位：甲牵头，乙、丙配合": "Lss",
    "责任单位：甲牵头、乙、丙": "Lrr",
    "责任单位：甲（牵头）、乙": "Lr",
    "责任单位：甲、乙（牵头单位）、丙": "rLr",
    "甲（牵头）、乙、丙负责": "Lrr",
    "责任单位∶甲，配合单位乙": "rs",
    "责任单位甲、乙": "rr",
    "责任单位为甲": "r",
    "牵头（责任）单位：甲；配合单位：乙": "Ls",
    "责任部门（单位）：甲、乙": "rr",
    "市级牵头单位：甲；县级责任单位：乙": "Lr",
    "主办：甲；协办：乙": "Ls",
    "责任领导：张三，牵头单位：甲，责任单位：乙": "Lr",
    "责任单位：甲；完成时限：持续推进；责任人：张三": "r",
    "负责部门：甲、乙，适用范围：福建自贸试验区": "rr",
    "牵头单位：甲；参加单位：乙；进度安排：2022年6月底前完成": "Ls",
    "责\n任单位：甲、乙": "rr",
    "主责：甲；协同：乙、丙": "Lss",
    "甲抓落实": "r",
    "牵头单位：甲；行业主管部门：乙；其他责任单位：丙": "Lrr",
    "责任单位：甲；责任县区：乙": "rr",
    "甲负责督促检查": "s",
}


@pytest.mark.parametrize("form", FORMS)
def test_roles_by_words(form: str, readers: dict[str, ClauseReader]) -> None:
    words = form
    for letter, body in zip("甲乙丙", ("市商务局", "市财政局", "市教育局"), strict=True):
        words = words.replace(letter, body)
    (clause,) = clauses(f"推进改革。（{words}）\n二、其他\n", LUOHE, readers)
    named = {"市商务局": "甲", "市财政局": "乙", "市教育局": "丙"}
    told = "".join(named[o.item.text] for o in clause.owned)
    assert told == "".join(letter for letter in form if letter in "甲乙丙")
    assert "".join(role for _, role in owned(clause)) == FORMS[form]


BARE = "甲事。（市商务局、市财政局）\n乙事。（市教育局，各县区人民政府）\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (BARE, 0),
        (BARE + "丙事。（市商务局）\n", 3),
        (BARE + "丙事。（责任单位：市商务局）\n", 3),
        (BARE + "丙事。（市商务局、市生态专班）\n丁事。（市教育局）\n", 4),
        (BARE.replace("。（", "（").replace("）\n", "）。") + "丙事（市教育局）。", 3),
        ("甲事（市商务局、市财政局）。乙事（市教育局）。", 0),
        (
            "甲事。（责任单位：市教育局）\n乙事。（责任单位：市商务局）\n"
            "丙事。（责任单位：市财政局）\n丁事。（市教育局）\n戊事。（市税务局）\n",
            4,
        ),
        (BARE + "丙事。（市商务局、市税务局。列第一位的为牵头单位，下同）\n", 3),
        ("甲事。（市商务局）\n乙事。（市教育局）\n丙事。（市财政局）\n", 0),
        ("王某（市商务局）\n李某（市教育局）\n张某（市财政局、市税务局）\n", 0),
        ("甲事。（市商务局、市财政局）先行。乙事。（市商务局）先行。丙事。（市教育局）先行。", 0),
    ],
)
def test_brackets_of_bodies_alone(text: str, count: int, readers: dict[str, ClauseReader]) -> None:
    """They are clauses where the document is built of them."""
    assert len(clauses(text, LUOHE, readers)) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲事。（（责任单位：市商务局）\n二、乙事\n", "（责任单位：市商务局）"),
        (
            "甲事。\n牵头单位：市商务局\n责任人：张三\n责任单位：市财政局\n"
            "完成时限：2022年底\n联系人：李四\n",
            "牵头单位：市商务局\n责任人：张三\n责任单位：市财政局",
        ),
    ],
)
def test_where_a_clause_ends(text: str, words: str, readers: dict[str, ClauseReader]) -> None:
    (clause,) = clauses(text, LUOHE, readers)
    assert text[clause.start : clause.end] == words


LINES = {
    "a rule in brackets behind the list, then the day": (
        "（一）推进改革。\n责任单位：市商务局、市财政局（第一责任单位为牵头单位，下同）\n时限要求：持续推进\n（二）建设。\n",
        [("市商务局", "r"), ("市财政局", "r")],
    ),
    "dashes before the labels": (
        "推进改革。\n——牵头单位：市商务局\n——责任单位：市财政局\n二、其他\n",
        [("市商务局", "L"), ("市财政局", "r")],
    ),
    "labels in brackets of their own": (
        "推进改革。\n【牵头单位】市商务局\n【责任单位】市财政局、市教育局\n二、其他\n",
        [("市商务局", "L"), ("市财政局", "r"), ("市教育局", "r")],
    ),
    "labels side by side": (
        "推进改革。\n牵头部门 ： 市商务局   责任部门 ： 市财政局\n二、其他\n",
        [("市商务局", "L"), ("市财政局", "r")],
    ),
    "labels with a verb for their colon": (
        "推进改革。主要责任单位：市商务局，相关责任单位有市财政局、市教育局。\n",
        [("市商务局", "r"), ("市财政局", "r"), ("市教育局", "r")],
    ),
    "a verb for the colon of the first label too": (
        "推进改革。牵头单位是市商务局；配合单位为市财政局、市教育局。\n",
        [("市商务局", "L"), ("市财政局", "s"), ("市教育局", "s")],
    ),
    "labels with a space for their colon": (
        "推进改革。\n牵头单位 市商务局\n配合单位 市财政局、市教育局\n",
        [("市商务局", "L"), ("市财政局", "s"), ("市教育局", "s")],
    ),
    "a list in the lines below its label": (
        "推进改革。\n责任单位：\n市商务局\n市教育局\n市财政局\n做好宣传工作。\n",
        [("市商务局", "r"), ("市教育局", "r"), ("市财政局", "r")],
    ),
    "bullets before the labels": (
        "推进改革。\n◆牵头单位：市商务局\n◆责任单位：市财政局\n二、其他\n",
        [("市商务局", "L"), ("市财政局", "r")],
    ),
    "a bracket that has lost its first half": (
        "推进改革。责任单位：市商务局、市财政局）\n二、其他\n",
        [("市商务局", "r"), ("市财政局", "r")],
    ),
    "a sentence that says of what": (
        "推进改革。此项工作由市商务局牵头，市财政局、市教育局配合。\n",
        [("市商务局", "L"), ("市财政局", "s"), ("市教育局", "s")],
    ),
    "a sentence that a day ends": (
        "推进改革。市商务局牵头，市财政局配合，2022年6月底前完成。\n",
        [("市商务局", "L"), ("市财政局", "s")],
    ),
    "a bullet before bodies and verbs": (
        "推进改革。\n——市商务局牵头，市财政局、市教育局配合。\n",
        [("市商务局", "L"), ("市财政局", "s"), ("市教育局", "s")],
    ),
    "a lead marked in other brackets": (
        "推进改革。（市商务局〔牵头〕、市财政局）\n",
        [("市商务局", "L"), ("市财政局", "r")],
    ),
    "a label of who watches over it": (
        "推进改革。（责任单位：市商务局；监督单位：市财政局）\n",
        [("市商务局", "r"), ("市财政局", "s")],
    ),
    "numbers before the bodies": (
        "推进改革。\n责任单位：1.市商务局；2.市财政局\n",
        [("市商务局", "r"), ("市财政局", "r")],
    ),
    "a list that goes on in the next line": (
        "推进改革。\n责任单位：市商务局、市教育局、\n市财政局\n",
        [("市商务局", "r"), ("市教育局", "r"), ("市财政局", "r")],
    ),
    "the end of a line in a name": (
        "推进改革。\n责任单位：市商务局、市财\n政局、市教育局\n二、其他\n",
        [("市商务局", "r"), ("市财\n政局", "r"), ("市教育局", "r")],
    ),
    "labelled lines with numbers of their own": (
        "2.推进改革。\n3.牵头单位：市商务局\n4.配合单位：市财政局\n",
        [("市商务局", "L"), ("市财政局", "s")],
    ),
    "a lead marked in a bracket of bodies": (
        "推进改革。［市商务局（牵头）、市财政局］\n",
        [("市商务局", "L"), ("市财政局", "r")],
    ),
    "a day in a bracket of bodies": (
        "推进改革。（市商务局、市财政局，2022年9月底前）\n",
        [("市商务局", "r"), ("市财政局", "r")],
    ),
    "a body and the rest joined": (
        "推进改革。（责任单位：市商务局、市委编办及市直相关单位，各县区政府，6月底完成）\n",
        [("市商务局", "r"), ("市委编办", "r"), ("市直相关单位", "r"), ("各县区政府", "r")],
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_lines(name: str, readers: dict[str, ClauseReader]) -> None:
    text, expected = LINES[name]
    (clause,) = clauses(text, LUOHE, readers)
    assert owned(clause) == expected
    assert bool(clause.lead_rule) == ("rule" in name)


TAIL = "（一）关于宣传不够广泛的问题，由市商务局会同市财政局、市教育局研究提出落实意见。\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (TAIL * 3, 3),
        (TAIL * 2, 0),  # two such sentences prove nothing
        (TAIL * 3 + "（四）加强组织领导，强化工作责任，确保取得实效。\n" * 4, 0),
        (TAIL.replace("（一）", "第一条 ") * 3, 0),  # duties in articles
        (TAIL.replace("市教育局", "有条件的企业") * 3, 0),
    ],
)
def test_items_that_end_in_their_owners(
    text: str, count: int, readers: dict[str, ClauseReader]
) -> None:
    """They are clauses where a document is a division of work, and duties elsewhere."""
    found = clauses(text, LUOHE, readers)
    assert [owned(clause) for clause in found] == count * [
        [("市商务局", "L"), ("市财政局", "s"), ("市教育局", "s")]
    ]
    assert all(text[c.start] == "由" and text[c.end] == "。" for c in found)


@pytest.mark.parametrize(
    ("below", "day"),
    [
        ("完成时限：2022年底\n", "2022-12-31"),
        ("责任人：张三\n完成时限：2022年6月底前\n", "2022-06-30"),
        ("（三）完成时限：2022年6月底前\n", "2022-06-30"),
        ("做好宣传。\n完成时限：2022年底\n", None),  # of something else
    ],
)
def test_a_day_on_a_line_below(
    below: str, day: str | None, readers: dict[str, ClauseReader]
) -> None:
    text = f"推进改革。\n责任单位：市财政局\n{below}"
    (clause,) = clauses(text, LUOHE, readers)
    assert text[clause.start : clause.end] == "责任单位：市财政局"
    assert (clause.due and clause.due.day) == day


NO_CLAUSES = [
    "责任单位为市商务局的项目，按规定办理。",
    "责任部门包括各县区政府、市直有关部门。",
    "牵头单位有困难的，可以协调市商务局。",
    "责任单位 完成时限 备注\n",
    "主办单位：市商务局\n承办单位：市房地产业协会\n",
    "（由市商务局会同有关部门另行制定）",
    "（公示期间收到异议的，由市商务局牵头处理）",
    "（责任单位会同有关部门落实）",
    "（市商务局牵头，对符合条件的给予补助）",
    "浙江省人民政府（以下简称省政府）负责。",
    "（以下简称市财政局）",
    "对企业（含个体工商户，由市财政局负责）给予补贴。",
    "（含市财政局负责的项目）",
    "省建设厅负责指导各地农村生活污水治理工作。",
    "省建设厅（省住房保障办）负责指导各地。",
    "市财政局负责落实资金，市教育局负责组织实施。",
    "建立省发展改革委牵头、省级有关部门配合的工作机制。",
    "补贴资格认定由市民政局负责。",
    "此项工作由市商务局负责组织企业开展，市财政局配合。",
    "（一）户籍登记数据，由公安机关负责。",
    "具体解释工作，由市财政局、市商务局负责。",
    "市商务局要主动加强协调，市财政局配合。",
    "各区政府将结合自身实际，拟定要求，同时对此项工作负责。",
    "（实行项目法人负责制）",
    "（项目负责人签字）",
    "（责任编辑：张三丰）",
    "（此件公开发布）",
    "（市财政局、市商务局）",
    "（详见附件）",
    "压实主体责任：各级各部门要高度重视，加强领导，明确分工，抓好落实。",
    "加强领导，落实责任：明确目标，细化措施。",
    "形成协同配合：部门联动、上下贯通、齐抓共管的格局。",
    "由家庭签约医生、家人和有关市场主体等共同负责管理。",
]


@pytest.mark.parametrize("text", NO_CLAUSES)
def test_no_clause(text: str, readers: dict[str, ClauseReader]) -> None:
    assert [text[c.start : c.end] for c in clauses(text, LUOHE, readers)] == []


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("（责任单位：市商务局、市财政局等部门）", True),
        ("（市商务局、市财政局等部门按职责分工负责）", True),
        ("（市商务局牵头，市财政局等配合）", True),
        ("（责任单位：市商务局、市财政局等涉及项目联合验收相关单位）", True),
        ("（责任单位：市商务局、各有关部门）", False),
        ("（责任单位：市商务局、市财政局）", False),
    ],
)
def test_an_open_list(text: str, is_open: bool, readers: dict[str, ClauseReader]) -> None:
    (clause,) = clauses(text, LUOHE, readers)
    assert clause.open == is_open
    assert all("等" not in o.item.text for o in clause.owned)


RULES = [
    "列第一位的为牵头单位，下同",
    "列第一位的为牵头单位",
    "列第一位者为牵头单位",
    "列第一位者为工作牵头单位或汇总单位，下同",
    "排在第一位的部门为牵头部门，下同",
    "排第一位的为牵头单位，下同",
    "列首位的为牵头单位，下同",
    "列在首位的单位为牵头单位",
    "排名第一的为牵头单位，下同",
    "排名第一位的为牵头单位，下同",
    "除标注“牵头”单位外，列第一位的为牵头单位，下同",
    "第一个单位为牵头单位，下同",
    "排在首位的为牵头单位，下同",
    "列第一的单位为牵头单位，下同",
    "列第一位的责任单位为牵头单位，下同",
    "列首位的为主办单位，下同",
    "排在前面的为牵头单位，以下同",
    "排序第一的为牵头单位，下同",
    "首位单位为牵头单位，下同",
    "排在第一位的单位牵头，下同",
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("mark", ["。", "，", "；"])
def test_the_first_listed_rule(rule: str, mark: str, readers: dict[str, ClauseReader]) -> None:
    text = f"（责任单位：市商务局、市财政局{mark}{rule}）"
    (clause,) = clauses(text, LUOHE, readers)
    assert clause.lead_rule and text[slice(*clause.lead_rule)] == rule
    assert owned(clause) == [("市商务局", "r"), ("市财政局", "r")]


@pytest.mark.parametrize("text", ["排名第一的企业", "列入第一批", "第一位的责任", "牵头单位列席"])
def test_no_first_listed_rule(text: str) -> None:
    assert FIRST_RULE.search(text) is None


@pytest.mark.parametrize(
    "rule",
    [
        "；逗号前为牵头单位，下同",
        "。逗号前面的为牵头单位，下同",
        "。逗号前的为牵头单位",
        "。逗号之前的单位为牵头单位，下同",
        "。逗号前为主办单位，下同",
    ],
)
def test_the_comma_rule(rule: str, readers: dict[str, ClauseReader]) -> None:
    text = f"（责任单位：市商务局，市财政局、市税务局{rule}）"
    (clause,) = clauses(text, LUOHE, readers)
    assert clause.sign_rule and text[slice(*clause.sign_rule)] == rule[1:]
    assert len(clause.owned) == 3


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "（责任单位：市商务局，以下均需各县（市、区）落实，不再列出）",
            "以下均需各县（市、区）落实，不再列出",
        ),
        (
            "（责任单位：市商务局。以下任务均由各县（市、区）人民政府负责，不再列出）",
            "以下任务均由各县（市、区）人民政府负责，不再列出",
        ),
    ],
)
def test_a_standing_owner(text: str, rule: str, readers: dict[str, ClauseReader]) -> None:
    (clause,) = clauses(text, LUOHE, readers)
    assert owned(clause) == [("市商务局", "r")]
    assert clause.implicit
    start, end, bodies = clause.implicit
    assert text[start:end] == rule
    assert len(bodies.items) == 1 and bodies.items[0].text.startswith("各县（市、区）")


@pytest.mark.parametrize("text", ["以下均为重点任务。", "本办法均由市政府解释。"])
def test_no_standing_owner(text: str, readers: dict[str, ClauseReader]) -> None:
    found = IMPLICIT_RULE.search(text)
    assert found is None or not clauses(text, LUOHE, readers)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("（2022年12月底前完成，牵头单位：市商务局）", ("2022-12-31", "month")),
        ("（责任单位：市商务局；完成时限：2022年6月30日前）", ("2022-06-30", "day")),
        ("（责任单位：市商务局，2025年底前完成）", ("2025-12-31", "year")),
        ("（责任单位：市商务局）", None),
    ],
)
def test_a_deadline_inside(
    text: str, due: tuple[str, str] | None, readers: dict[str, ClauseReader]
) -> None:
    (clause,) = clauses(text, LUOHE, readers)
    assert (clause.due and (clause.due.day, clause.due.precision)) == due
    assert owned(clause) in ([("市商务局", "r")], [("市商务局", "L")])


def test_labels_are_kept_as_printed(readers: dict[str, ClauseReader]) -> None:
    (clause,) = clauses("（牵头考核单位：市商务局；协办单位：市财政局）", LUOHE, readers)
    assert [o.label for o in clause.owned] == ["牵头考核单位", "协办单位"]


def test_clauses_come_in_order_and_apart(readers: dict[str, ClauseReader]) -> None:
    text = "甲事。（责任单位：市商务局）乙事。（市财政局负责）\n丙事。\n责任单位：市统计局\n"
    found = clauses(text, LUOHE, readers)
    assert [text[c.start : c.end] for c in found] == [
        "（责任单位：市商务局）",
        "（市财政局负责）",
        "责任单位：市统计局",
    ]


@pytest.mark.parametrize("own_line", [True, False])
def test_a_clause_on_its_own_line(own_line: bool, readers: dict[str, ClauseReader]) -> None:
    text = "建设公园。" + "\n" * own_line + "（责任单位：市商务局）\n二、其他"
    (clause,) = clauses(text, LUOHE, readers)
    assert clause.own_line == own_line


def test_every_word_of_the_table_is_read(
    knowledge: Knowledge, readers: dict[str, ClauseReader]
) -> None:
    """Labels head a list and verbs close one, each with the role of its row."""
    words = knowledge.owners
    for word, role in words.roles.items():
        forms = [f"（{word}：市商务局）"] if word in words.label_words else []
        for text in forms:
            (clause,) = clauses(text, LUOHE, readers)
            assert [o.role for o in clause.owned] == [role], word


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        pytest.param("责任单位：市商务局\n" * 120, 3, id="one label after another"),
        pytest.param("（" + "市商务局负责做好这项工作，" * 120 + "）", 1, id="one long bracket"),
    ],
)
def test_what_was_read_is_not_read_again(
    text: str, reads: int, readers: dict[str, ClauseReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stretch once, not again from every role word inside it."""
    ends: list[int] = []
    found = clause_spans.stretch_end

    def counted(text: str, start: int, end: int) -> int:
        ends.append(start)
        return found(text, start, end)

    monkeypatch.setattr(clause_spans, "stretch_end", counted)
    spans: list[tuple[int, int]] = []
    read = ClauseReader.read

    def read_once(self: ClauseReader, text: str, start: int, end: int) -> OwnerClause | None:
        spans.append((start, end))
        return read(self, text, start, end)

    monkeypatch.setattr(ClauseReader, "read", read_once)
    clauses(text, LUOHE, readers)
    assert len(spans) == reads and len(ends) == len(set(ends))


@pytest.mark.parametrize("words", ["责任单位：市商务局 ", "市商务局牵头，"])
def test_a_line_of_hundreds_of_kilobytes_is_no_clause(
    words: str, readers: dict[str, ClauseReader]
) -> None:
    """Nor is it read anew from each of its labels and verbs, but for what its end may be."""
    found = clauses(words * 40_000, LUOHE, readers)
    assert all(clause.end - clause.start < 1000 for clause in found) and len(found) <= 1
