"""Lists of bodies as printed: separators, brackets, elided prefixes, shared heads, open tails."""

from __future__ import annotations

from typing import Any

import pytest

from kg.items import BodyList, split_items
from kg.link import Context, Link, Linker
from kg.lists import parse


def read(text: str, code: str, linker: Linker) -> BodyList:
    context = Context(None if code == "cn" else code, state=code == "cn", day="2022-06-15")
    return parse(text, 0, len(text), linker, context)


LISTS: dict[str, tuple[str, str, list[tuple[str, str | None]]]] = {
    "elided 省": (
        "330000",
        "省发展改革委、财政厅、商务厅",
        [
            ("省发展改革委", "浙江省发展和改革委员会"),
            ("财政厅", "浙江省财政厅"),
            ("商务厅", "浙江省商务厅"),
        ],
    ),
    "elided 市": (
        "511600",
        "市教育局、财政局",
        [("市教育局", "广安市教育局"), ("财政局", "广安市财政局")],
    ),
    "各 said once for two": (
        "511600",
        "各区市县政府及园区管委会、市教育局、园区管委会",
        [
            ("各区市县政府", "广安市各区市县人民政府"),
            ("园区管委会", "广安市各园区管委会"),
            ("市教育局", "广安市教育局"),
            ("园区管委会", "广安市园区管委会"),
        ],
    ),
    "zones and governments": (
        "410100",
        "各开发区、区县市人民政府",
        [("各开发区", "郑州市各开发区"), ("区县市人民政府", "郑州市各区县市人民政府")],
    ),
    "names with a space in them": (
        "330000",
        "省发 展改革委、人力资源社会保障 厅、财政厅",
        [
            ("省发 展改革委", "浙江省发展和改革委员会"),
            ("人力资源社会保障 厅", "浙江省人力资源和社会保障厅"),
            ("财政厅", "浙江省财政厅"),
        ],
    ),
    "a space between two names": (
        "330000",
        "省发展改革委 省财政厅",
        [("省发展改革委", "浙江省发展和改革委员会"), ("省财政厅", "浙江省财政厅")],
    ),
    "elided name of another region": (
        "330000",
        "杭州市发展改革委、财政局",
        [("杭州市发展改革委", "杭州市发展和改革委员会"), ("财政局", "杭州市财政局")],
    ),
    "a collective and zones that share a head": (
        "410000",
        "各省辖市政府和济源示范区、航空港区管委会",
        [
            ("各省辖市政府", "河南省各省辖市人民政府"),
            ("济源示范区", "济源产城融合示范区管理委员会"),
            ("航空港区管委会", "郑州航空港经济综合实验区管理委员会"),
        ],
    ),
    "two zones joined by 和 that share a head": (
        "410000",
        "省财政厅、济源示范区和航空港区管委会",
        [
            ("省财政厅", "河南省财政厅"),
            ("济源示范区", "济源产城融合示范区管理委员会"),
            ("航空港区管委会", "郑州航空港经济综合实验区管理委员会"),
        ],
    ),
    "a collective and another": (
        "511600",
        "各区市县政府及园区管委会",
        [("各区市县政府", "广安市各区市县人民政府"), ("园区管委会", "广安市各园区管委会")],
    ),
    "a collective of places with a mark inside": (
        "440100",
        "市科技局、各区、县级市",
        [("市科技局", "广州市科学技术局"), ("各区、县级市", "广州市各区、县级市")],
    ),
    "names that no mark parts": (
        "340300",
        "市卫生健康委市公安局，国家税务总局蚌埠市税务局",
        [
            ("市卫生健康委", "蚌埠市卫生健康委员会"),
            ("市公安局", "蚌埠市公安局"),
            ("国家税务总局蚌埠市税务局", "国家税务总局蚌埠市税务局"),
        ],
    ),
    "three names that no mark parts": (
        "330100",
        "省发展改革委省能源局市财政局",
        [
            ("省发展改革委", "浙江省发展和改革委员会"),
            ("省能源局", "浙江省能源局"),
            ("市财政局", "杭州市财政局"),
        ],
    ),
    "a part of a body is no second name": (
        "330100",
        "市教育局市体育中心筹建处、市公安局萧山分局",
        [
            ("市教育局市体育中心筹建处", "杭州市教育局市体育中心筹建处"),
            ("市公安局萧山分局", "杭州市公安局萧山分局"),
        ],
    ),
    "comma before a collective": (
        "330000",
        "省教育厅，各设区市政府",
        [("省教育厅", "浙江省教育厅"), ("各设区市政府", "浙江省各设区市人民政府")],
    ),
    "body posted in another": (
        "330000",
        "省委宣传部〔省文明办〕",
        [("省委宣传部", "中共浙江省委宣传部"), ("省文明办", "浙江省精神文明建设委员会办公室")],
    ),
    "body posted in another, of the city": (
        "411100",
        "市住建局（市人防办）",
        [("市住建局", "漯河市住房和城乡建设局"), ("市人防办", "漯河市人民防空办公室")],
    ),
    "districts among bodies": (
        "420800",
        "市住建局、市财政局，东宝区、掇刀区",
        [
            ("市住建局", "荆门市住房和城乡建设局"),
            ("市财政局", "荆门市财政局"),
            ("东宝区", "荆门市东宝区人民政府"),
            ("掇刀区", "荆门市掇刀区人民政府"),
        ],
    ),
    "no elided prefix after a government": (
        "411400",
        "市财政局、睢阳区政府、示范区管委会",
        [
            ("市财政局", "商丘市财政局"),
            ("睢阳区政府", "商丘市睢阳区人民政府"),
            ("示范区管委会", "商丘市示范区管理委员会"),
        ],
    ),
    "seals in one line": (
        "441900",
        "东莞市住房和城乡建设局中国人民银行东莞市中心支行国家税务总局东莞市税务局",
        [
            ("东莞市住房和城乡建设局", "东莞市住房和城乡建设局"),
            ("中国人民银行东莞市中心支行", "中国人民银行东莞市中心支行"),
            ("国家税务总局东莞市税务局", "国家税务总局东莞市税务局"),
        ],
    ),
    "an office of a body is no second seal": (
        "430100",
        "长沙市住房和城乡建设局信息中心",
        [("长沙市住房和城乡建设局信息中心", "长沙市住房和城乡建设局信息中心")],
    ),
    "second plate": (
        "350181",
        "发展和改革局（粮食局）、财政局",
        [("发展和改革局（粮食局）", "福清市发展和改革局"), ("财政局", "福清市财政局")],
    ),
    "shared head": (
        "450700",
        "钦南区、钦北区人民政府",
        [("钦南区", "钦州市钦南区人民政府"), ("钦北区人民政府", "钦州市钦北区人民政府")],
    ),
    "shared head of cities": (
        "330000",
        "湖州市、台州市政府",
        [("湖州市", "湖州市人民政府"), ("台州市政府", "台州市人民政府")],
    ),
    "shared head and word for the level": (
        "210000",
        "沈阳、大连市政府，省财政厅",
        [
            ("沈阳", "沈阳市人民政府"),
            ("大连市政府", "大连市人民政府"),
            ("省财政厅", "辽宁省财政厅"),
        ],
    ),
    "a branch or a government hands its territory to nobody": (
        "620000",
        "省发展改革委、兰州海关、财政厅、兰州市政府、商务厅",
        [
            ("省发展改革委", "甘肃省发展和改革委员会"),
            ("兰州海关", "中华人民共和国兰州海关"),
            ("财政厅", "甘肃省财政厅"),
            ("兰州市政府", "兰州市人民政府"),
            ("商务厅", "甘肃省商务厅"),
        ],
    ),
    "a 厅 is the province's in a document of a city": (
        "620400",
        "商务厅、财政局",
        [("商务厅", "甘肃省商务厅"), ("财政局", "白银市财政局")],
    ),
    "collective with marks inside": (
        "330000",
        "省财政厅、各市、县（市、区）人民政府",
        [
            ("省财政厅", "浙江省财政厅"),
            ("各市、县（市、区）人民政府", "浙江省各市、县（市、区）人民政府"),
        ],
    ),
    "collective with wide brackets inside": (
        "520000",
        "各市〔州〕、县〔市、区、特区〕人民政府",
        [
            (
                "各市〔州〕、县〔市、区、特区〕人民政府",
                "贵州省各市〔州〕、县〔市、区、特区〕人民政府",
            )
        ],
    ),
    "joined by 和": (
        "330000",
        "省自然资源厅和省林业局",
        [("省自然资源厅", "浙江省自然资源厅"), ("省林业局", "浙江省林业局")],
    ),
    "joined by 和, elided": (
        "511600",
        "市教育局和财政局",
        [("市教育局", "广安市教育局"), ("财政局", "广安市财政局")],
    ),
    "和 inside a name": (
        "330000",
        "省经济和信息化厅、省住房和城乡建设厅",
        [
            ("省经济和信息化厅", "浙江省经济和信息化厅"),
            ("省住房和城乡建设厅", "浙江省住房和城乡建设厅"),
        ],
    ),
    "two plates of discipline are one body": (
        "411100",
        "市纪委市监委",
        [("市纪委市监委", "中共漯河市纪律检查委员会、漯河市监察委员会")],
    ),
    "State organs": (
        "cn",
        "人民银行、证监会、各地区、各有关部门",
        [
            ("人民银行", "中国人民银行"),
            ("证监会", "中国证券监督管理委员会"),
            ("各地区", "各地区"),
            ("各有关部门", "各有关部门"),
        ],
    ),
    "run together by signers that only lines kept apart": (
        "130800",
        "承德市文物局国家金融监督管理总局承德监管分局承德市财政局",
        [
            ("承德市文物局", "承德市文物局"),
            ("国家金融监督管理总局承德监管分局", "国家金融监督管理总局承德监管分局"),
            ("承德市财政局", "承德市财政局"),
        ],
    ),
    "elided after a department of the Corps": (
        "650000",
        "兵团发展改革委、财政局，自治区财政厅、教育厅",
        [
            ("兵团发展改革委", "新疆生产建设兵团发展和改革委员会"),
            ("财政局", "新疆生产建设兵团财政局"),
            ("自治区财政厅", "新疆维吾尔自治区财政厅"),
            ("教育厅", "新疆维吾尔自治区教育厅"),
        ],
    ),
    "run together, by the word for their territory": (
        "110000",
        "市委社会工委市民政局、市国资委",
        [
            ("市委社会工委", "中共北京市委社会工作委员会"),
            ("市民政局", "北京市民政局"),
            ("市国资委", "北京市人民政府国有资产监督管理委员会"),
        ],
    ),
    "a body of a body is not two": (
        "130800",
        "国家税务总局承德市税务局",
        [("国家税务总局承德市税务局", "国家税务总局承德市税务局")],
    ),
    "separated by a space": (
        "511600",
        "市教育局 市财政局",
        [("市教育局", "广安市教育局"), ("市财政局", "广安市财政局")],
    ),
    "name cut by a line end": (
        "411100",
        "市财政局、市住房和城\n乡建设局",
        [("市财政局", "漯河市财政局"), ("市住房和城\n乡建设局", "漯河市住房和城乡建设局")],
    ),
    "offices of the city are one collective": (
        "411100",
        "各县（市、区）人民政府，市直各委、办、局",
        [
            ("各县（市、区）人民政府", "漯河市各县（市、区）人民政府"),
            ("市直各委、办、局", "漯河市市直各委、办、局"),
        ],
    ),
    "what is the government's own after its departments": (
        "340000",
        "各市、县人民政府，省政府各部门、各直属机构",
        [
            ("各市、县人民政府", "安徽省各市、县人民政府"),
            ("省政府各部门", "安徽省人民政府各部门"),
            ("各直属机构", "安徽省人民政府各直属机构"),
        ],
    ),
    "some offices of the government": (
        "310000",
        "市政府有关委、办、局，各区人民政府",
        [
            ("市政府有关委、办、局", "上海市人民政府有关委、办、局"),
            ("各区人民政府", "上海市各区人民政府"),
        ],
    ),
    "offices of a prefecture": (
        "654300",
        "行署各局、委、办、处，各县市人民政府",
        [
            ("行署各局、委、办、处", "阿勒泰地区行政公署各局、委、办、处"),
            ("各县市人民政府", "阿勒泰地区各县市人民政府"),
        ],
    ),
    "各 of towns holds for streets": (
        "341602",
        "各乡镇人民政府、街道办事处",
        [
            ("各乡镇人民政府", "亳州市谯城区各乡镇人民政府"),
            ("街道办事处", "亳州市谯城区各街道办事处"),
        ],
    ),
    "places end before a department of their county": (
        "330110",
        "各镇街、区教育局、规划资源局余杭分局、乡村振兴局",
        [
            ("各镇街", "杭州市余杭区各镇街"),
            ("区教育局", "杭州市余杭区教育局"),
            ("规划资源局余杭分局", "杭州市规划和自然资源局余杭分局"),
            ("乡村振兴局", "杭州市余杭区乡村振兴局"),
        ],
    ),
    "places end before a department of their city": (
        "330100",
        "各区、县（市）、市教育局",
        [("各区、县（市）", "杭州市各区、县（市）"), ("市教育局", "杭州市教育局")],
    ),
    "places end before a department of their province": (
        "330000",
        "各设区市、省教育厅",
        [("各设区市", "浙江省各设区市"), ("省教育厅", "浙江省教育厅")],
    ),
    "places go on": (
        "370200",
        "各区、市教育局、市财政局",
        [("各区、市教育局", "青岛市各区、市教育局"), ("市财政局", "青岛市财政局")],
    ),
    "towns by their governments": (
        "330110",
        "区财政局、塘栖镇、仓前街道",
        [
            ("区财政局", "杭州市余杭区财政局"),
            ("塘栖镇", "杭州市余杭区塘栖镇人民政府"),
            ("仓前街道", "杭州市余杭区仓前街道办事处"),
        ],
    ),
    "a name that begins as a level word does": (
        "320411",
        "区财政局、市场监管分局、市政局",
        [
            ("区财政局", "常州市新北区财政局"),
            ("市场监管分局", "常州市市场监督管理局新北分局"),
            ("市政局", "常州市新北区市政管理局"),
        ],
    ),
    "what is no town": (
        "341126",
        "县财政局、有关乡镇、特色小镇",
        [("县财政局", "凤阳县财政局"), ("有关乡镇", "凤阳县有关乡镇"), ("特色小镇", None)],
    ),
    "party committee and government": (
        "330000",
        "省委、省政府",
        [("省委", "中共浙江省委员会"), ("省政府", "浙江省人民政府")],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_list(name: str, linker: Linker) -> None:
    code, text, expected = LISTS[name]
    assert [(item.text, item.link.name) for item in read(text, code, linker).items] == expected


@pytest.mark.parametrize("name", LISTS)
def test_items_are_where_they_say(name: str, linker: Linker) -> None:
    code, text, _ = LISTS[name]
    items = read(text, code, linker).items
    assert all(text[item.start : item.end] == item.text for item in items)
    assert all(a.end <= b.start for a, b in zip(items, items[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "names", "is_open"),
    [
        (
            "市财政局、市自然资源和规划局等涉及项目联合验收相关单位",
            ["市财政局", "市自然资源和规划局"],
            True,
        ),
        ("财政部等部门", ["财政部"], True),
        ("各县（市、区）党委、政府，财政部", ["各县（市、区）党委、政府", "财政部"], False),
        ("教育部/财政部", ["教育部", "财政部"], False),
        ("教育部·财政部等部门", ["教育部", "财政部"], True),
        ("财政部等国务院有关部门、各省级人民政府", ["财政部", "各省级人民政府"], True),
        ("教育部、财政部等国务院相关部门及各地区", ["教育部", "财政部", "各地区"], True),
        ("财政部等有关部门和地方各级人民政府", ["财政部", "地方各级人民政府"], True),
        ("财政部、商务部等", ["财政部", "商务部"], True),
        ("财政部、商务部等有关部门", ["财政部", "商务部"], True),
        ("财政部、商务部", ["财政部", "商务部"], False),
        ("各有关部门", ["各有关部门"], False),
        ("财政部、各有关部门", ["财政部", "各有关部门"], False),
    ],
)
def test_an_open_tail_is_no_owner(
    text: str, names: list[str], is_open: bool, linker: Linker
) -> None:
    found = read(text, "cn", linker)
    assert ([item.text for item in found.items], found.open) == (names, is_open)


@pytest.mark.parametrize(
    ("code", "text", "listed"),
    [
        ("411100", "各县（市、区）人民政府", True),
        ("411100", "市直各委、办、局", True),
        ("411100", "市直各有关单位", True),
        ("331082", "各镇（街道）", True),
        ("331082", "市青年发展促进办", False),
    ],
)
def test_collectives_are_known_by_grammar(
    code: str, text: str, listed: bool, linker: Linker
) -> None:
    (item,) = read(text, code, linker).items
    assert item.link.entity and item.link.entity.listed == listed


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("甲局、乙局，丙局；丁局", ["甲局", "乙局", "丙局", "丁局"]),
        ("甲局（乙、丙）、丁局", ["甲局（乙、丙）", "丁局"]),
        ("甲局、、乙局。", ["甲局", "乙局"]),
        ("甲局、\n乙局", ["甲局", "乙局"]),
        ("", []),
    ],
)
def test_split_items(text: str, items: list[str]) -> None:
    assert [text[raw.start : raw.end] for raw in split_items(text, 0, len(text))] == items


def test_prose_is_not_taken_apart_at_every_and(
    linker: Linker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both halves of every 和 would be looked up, each as long as the text."""
    asked: list[str] = []
    body = Linker.body

    def counted(self: Linker, words: str, *rest: Any) -> Link:
        asked.append(words)
        return body(self, words, *rest)

    monkeypatch.setattr(Linker, "body", counted)
    read("推进和落实各项工作" * 50, "330000", linker)
    assert len(asked) <= 2
    asked.clear()
    pair = read("省财政厅和省教育厅", "330000", linker)
    assert [item.text for item in pair.items] == ["省财政厅", "省教育厅"]


@pytest.mark.parametrize(
    ("text", "territory", "names"),
    [
        ("各地（市）自然资源局、住建局", "540000",
         ["西藏自治区各地（市）自然资源局", "西藏自治区各地（市）住建局"]),
        ("各省（区、市）、新疆生产建设兵团交通运输厅（局、委）、发展改革委、经信委（工信厅）", None,
         ["各省（区、市）、新疆生产建设兵团交通运输厅（局、委）",
          "各省（区、市）、新疆生产建设兵团发展改革委",
          "各省（区、市）、新疆生产建设兵团经信委（工信厅）"]),
        ("各省、自治区、直辖市民政厅（局）、卫生健康委，教育部", None,
         ["各省、自治区、直辖市民政厅（局）", "各省、自治区、直辖市卫生健康委", "教育部"]),
        ("各省、自治区、直辖市、新疆生产建设兵团发展改革委、财政厅（局）", None,
         ["各省、自治区、直辖市、新疆生产建设兵团发展改革委",
          "各省、自治区、直辖市、新疆生产建设兵团财政厅（局）"]),
        ("新疆生产建设兵团民政局、卫生健康委", None,
         ["新疆生产建设兵团民政局", "新疆生产建设兵团卫生健康委员会"]),
        ("有关省、自治区人力资源社会保障厅", None, ["有关省、自治区人力资源社会保障厅"]),
        ("各省、自治区、直辖市人民政府，国家发展改革委", None,
         ["各省、自治区、直辖市人民政府", "国家发展和改革委员会"]),
        ("各市人民政府、财政局", "330000", ["浙江省各市人民政府", "浙江省财政局"]),
        ("市直有关部门、单位", "330100", ["杭州市市直有关部门、单位"]),
    ],
)  # fmt: skip
def test_what_a_collective_shares_with_the_items_after_it(
    text: str, territory: str | None, names: list[str], linker: Linker
) -> None:
    found = parse(text, 0, len(text), linker, Context(territory))
    assert [item.link.name for item in found.items] == names
