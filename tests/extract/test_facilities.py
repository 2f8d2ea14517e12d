"""Facilities and zones: golden names, what is none, keys, mentions, regions left out."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from kg.extract.facility_names import FacilityFinder
from kg.knowledge import Knowledge
from kg.pipeline import Extractor
from kg.types import Record, Source

TABLE = tomllib.loads(
    resources.files("kg.data").joinpath("facilities.toml").read_text(encoding="utf-8")
)
EXAMPLES = [
    (row["kind"], text, expected)
    for row in TABLE["head"]
    for text, *expected in row.get("examples", [])
]

GOLDEN = [
    (
        "330000",
        "推动乌镇之光（桐乡）超级计算中心、之江实验室智能计算中心建设",
        ["乌镇之光（桐乡）超级计算中心", "之江实验室智能计算中心"],
    ),
    ("330000", "支持西湖实验室建设一流科研高地，建成10个高水平省实验室。", ["西湖实验室"]),
    (
        "330000",
        "加快国家计量科学数据中心浙江分中心、中国标准化研究院长三角分院建设",
        ["国家计量科学数据中心浙江分中心", "中国标准化研究院长三角分院"],
    ),
    (
        "330000",
        "一廊：金衢丽绿色经济走廊。突出金义都市区辐射带动作用",
        ["金衢丽绿色经济走廊", "金义都市区"],
    ),
    (
        "330000",
        "并停止在甬台温高速公路台州南收费站对出高速公路的车辆",
        ["甬台温高速公路台州南收费站"],
    ),
    ("330000", "同意取消路桥至院桥公路收费项目", ["路桥至院桥公路"]),
    ("330000", "加快义乌国际贸易综合改革试验区建设", ["义乌国际贸易综合改革试验区"]),
    ("330000", "建设环杭州湾工业互联网产业带", ["环杭州湾工业互联网产业带"]),
    (
        "330000",
        "在永康高级技工学校的基础上设立永康五金技师学院",
        ["永康高级技工学校", "永康五金技师学院"],
    ),
    (
        "410000",
        "推进郑州、商丘国家骨干冷链物流基地建设",
        ["郑州国家骨干冷链物流基地", "商丘国家骨干冷链物流基地"],
    ),
    (
        "410000",
        "打造中原—长三角经济走廊，加快淮河、汉江生态经济带建设",
        ["中原—长三角经济走廊", "淮河生态经济带", "汉江生态经济带"],
    ),
    ("410000", "推进洛阳中原城市群副中心城市建设", ["中原城市群"]),
    (
        "410000",
        "推进隋唐大运河国家文化公园、仰韶村国家考古遗址公园建设",
        ["隋唐大运河国家文化公园", "仰韶村国家考古遗址公园"],
    ),
    ("410000", "加快国家技术标准创新基地（郑洛新）建设", ["国家技术标准创新基地（郑洛新）"]),
    ("410000", "加快故县水库灌区前期工作", ["故县水库"]),
    ("410000", "加快平顶山经漯河至周口高铁等项目建设", ["平顶山经漯河至周口高铁"]),
    ("520000", "加快建设威宁、黔北（德江）机场", ["威宁机场", "黔北（德江）机场"]),
    (
        "410000",
        "启动建设豫鲁毗邻地区黄河流域高质量发展示范区",
        ["豫鲁毗邻地区黄河流域高质量发展示范区"],
    ),
]

NONE = [
    "设立省级重点实验室。",
    "构建由国家实验室、国家重点实验室组成的实验室体系。",
    "培育建设一批国家重点实验室。",
    "建设国家级区域型数据中心集群。",
    "规划建设工业园区。",
    "建成5G基站20万个以上。",
    "为浙江高质量发展建设共同富裕示范区提供支撑。",
    "新建大型水库。",
    "支持杭州建设国际消费中心城市。",
    "郑州、开封建成4个地热供暖示范区。",
    "打造公共服务平台。",
    "推进《杭州城西科创大走廊规划》。",
    "利用老年大学（学校）。",
    "在浙江省级开发区。",
    "各设区市高新区。",
    "设立综合性体育中心。",
    "支持浙江大学生创业。",
    "在和县级医院就诊。",
    "推动内河港口发展。",
]


def names(text: str, province: str, knowledge: Knowledge) -> list[str]:
    finder = FacilityFinder(text, knowledge, province)
    return [spot.name for spot in finder.find(0, len(text), [])]


@pytest.mark.parametrize(("province", "text", "expected"), GOLDEN)
def test_names(province: str, text: str, expected: list[str], knowledge: Knowledge) -> None:
    assert names(text, province, knowledge) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_facility(text: str, knowledge: Knowledge) -> None:
    assert names(text, "330000", knowledge) == []


@pytest.mark.parametrize(("kind", "text", "expected"), EXAMPLES)
def test_examples_of_the_table(
    kind: str, text: str, expected: list[str], knowledge: Knowledge
) -> None:
    finder = FacilityFinder(text, knowledge, "330000")
    found = finder.find(0, len(text), [])
    assert [spot.name for spot in found] == expected
    assert {spot.kind for spot in found} <= {kind}


def test_short_names_of_counties_hold_in_their_province(knowledge: Knowledge) -> None:
    text = "支持威宁机场建设。"
    assert names(text, "520000", knowledge) == ["威宁机场"]
    assert names(text, "330000", knowledge) == []


NOTICE = """浙江省人民政府关于推进科创走廊建设的通知
浙政发〔2031〕7号
各市、县（市、区）人民政府：
一、重点任务
（一）建设走廊。集中力量建设杭州城西科创大走廊，支持之江实验室开展研究，推进杭州、宁波温州国家自主创新示范区建设，依托义甬舟开放大通道。（责任单位：省科技厅）
（二）服务长三角，唱响杭甬“双城记”，支持在浙企业，推动山区26县发展，深化浙豫合作，弘扬浙商精神。（责任单位：省发展改革委）
浙江省人民政府
2031年7月2日
"""


@pytest.fixture(scope="module")
def record(extractor: Extractor) -> Record:
    return next(iter(extractor.documents(Source("n.txt", "0" * 64, NOTICE, "utf-8")))).record


def test_regions_in_names_are_no_mentions_of_regions(record: Record) -> None:
    first = [
        m.text for m in record.mentions if m.type == "region" and m.start < NOTICE.index("（二）")
    ]
    assert first == []


def test_a_shared_head_gives_each_region_its_place(record: Record) -> None:
    zones = {m.name: m.text for m in record.mentions if m.type == "zone"}
    assert zones["杭州国家自主创新示范区"] == "杭州"
    assert zones["宁波温州国家自主创新示范区"] == "宁波温州国家自主创新示范区"


def test_keys_say_the_region_of_the_name(record: Record) -> None:
    keys = {each.name: each.entity for each in record.facilities}
    assert keys["杭州城西科创大走廊"].startswith("zone:330100.")
    assert keys["之江实验室"] == "agency:330000.zhijiangshiyanshi"  # it is a body of the tables


def test_letters_are_regions_and_groups_have_members(record: Record) -> None:
    letters = [(m.text, m.entity) for m in record.mentions if m.rule == "region-letter"]
    assert letters == [
        ("杭", "region:330100"), ("甬", "region:330200"), ("浙", "region:330000"),
        ("浙", "region:330000"), ("豫", "region:410000"),
    ]  # fmt: skip
    groups = {each.name: each for each in record.entities if each.kind == "zone"}
    assert groups["长三角"].members == tuple(
        f"region:{code}" for code in ("310000", "320000", "330000", "340000")
    )
    assert groups["义甬舟开放大通道"].members == ("region:330782", "region:330200", "region:330900")
    assert (groups["山区26县"].rule, groups["山区26县"].members) == ("山区26县", ())


def test_tasks_know_the_regions_they_name_by_letter(record: Record) -> None:
    assert set(record.tasks[1].regions) == {"region:330100", "region:330200", "region:330000",
                                            "region:410000"}  # fmt: skip
    assert record.tasks[0].regions == ()


def test_letters_in_the_name_of_a_group_are_no_regions(extractor: Extractor) -> None:
    body = NOTICE.replace("深化浙豫合作", "融入粤港澳大湾区，加强粤港澳合作")
    record = next(iter(extractor.documents(Source("n.txt", "0" * 64, body, "utf-8")))).record
    named = [(m.text, m.rule) for m in record.mentions if m.start > body.index("融入")]
    assert named[:4] == [
        ("粤港澳大湾区", "region-group"),
        ("粤", "region-letter"),
        ("港", "region-letter"),
        ("澳", "region-letter"),
    ]


@pytest.mark.parametrize(
    ("issuer", "text", "letters"),
    [
        ("眉山市", "推进成德眉资四市公积金一体化", ["成德眉资", "成都市", "资阳市"]),
        ("眉山市", "支持市外来眉购房人员", ["眉", "眉山市", "眉山市"]),
        ("舒兰市", "鼓励人才返（来）舒就业", ["舒", "舒兰市", "舒兰市"]),
        ("昭通市", "引导在昭金融机构", ["昭", "昭通市", "昭通市"]),
        ("广安市", "落实领导来川考察要求", ["川", "四川省", "四川省"]),
        ("安庆市", "服务在宜高校", ["宜", "安庆市", "安庆市"]),
        ("兰考县", "在郑开两地缴存公积金", ["郑开", "郑州市", "开封市"]),
        ("深圳市", "推动深港澳合作", ["深港澳", "深圳市", "澳门特别行政区"]),
        ("营口市", "支持在营企业发展", []),
        ("库尔勒市", "扶持在库企业", []),
        ("淄博市", "对来淄创业的给予补贴", ["淄", "淄博市", "淄博市"]),
        ("大冶市", "鼓励来冶工作", ["冶", "大冶市", "大冶市"]),
        ("兰州市", "在兰其他国有企业参照执行", ["兰", "兰州市", "兰州市"]),
        ("苏州市", "面向江浙沪皖地区", ["江浙沪皖", "江苏省", "安徽省"]),
        ("新乡市", "支持返乡创业", []),
        ("滑县", "近年来滑坡增多", []),
    ],
)
def test_letters_of_regions(
    issuer: str, text: str, letters: list[str], extractor: Extractor
) -> None:
    head, foot = f"{issuer}人民政府关于印发若干措施的通知", f"{issuer}人民政府\n2031年7月2日"
    body = f"{head}\n一、重点任务\n{text}。\n{foot}\n"
    record = next(iter(extractor.documents(Source("n.txt", "0" * 64, body, "utf-8")))).record
    found = sorted(
        (m.start, m.text, m.name or "") for m in record.mentions if m.rule == "region-letter"
    )
    said = "".join(letter for _, letter, _ in found)
    ends = [name.rsplit("/")[-1] for _, _, name in (found[0], found[-1])] if found else []
    assert ([said, *ends] if found else []) == letters


@pytest.mark.parametrize(
    "text",
    [
        "弘扬浙商精神",
        "“险资入浙”项目库",
        "杭州湾大桥",
        "川流不息",
        "开通京沪高铁",
        "沪渝、京港澳等“两纵两横”高速公路建设",
        "新台阶",
        "贵港市政府",
        "《杭甬合作方案》",
        "甘青宁地区",
    ],
)
def test_what_is_no_letter_of_a_region(text: str, extractor: Extractor) -> None:
    body = (
        NOTICE.split("一、重点任务")[0]
        + f"一、重点任务\n推动{text}。\n浙江省人民政府\n2031年7月2日\n"
    )
    record = next(iter(extractor.documents(Source("n.txt", "0" * 64, body, "utf-8")))).record
    assert [m.text for m in record.mentions if m.rule == "region-letter"] == []


def test_groups_resolve_their_examples(knowledge: Knowledge) -> None:
    table = tomllib.loads(
        resources.files("kg.data").joinpath("region-groups.toml").read_text(encoding="utf-8")
    )
    for row in table["group"]:
        for text, name in row["examples"]:
            found = knowledge.groups.named.search(text)
            assert found is not None
            assert knowledge.groups.groups[found[0]].name == name
        assert row["source"]
        assert all(code in knowledge.regions for code in row["members"])
    for words, codes in table["combination"].items():
        assert len(words) == len(codes)
        assert all(code in knowledge.regions for code in codes)
    assert all(code in knowledge.regions for code in table["city"])


def _facilities(extractor: Extractor, text: str) -> list[tuple[str, str]]:
    raw = f"浙江省人民政府关于某事的通知\n浙政发〔2021〕7号\n各市人民政府：\n{text}\n"
    (found,) = extractor.documents(Source("x.txt", "0" * 64, raw, "utf-8"))
    return [(each.name, each.kind) for each in found.record.facilities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依托全国一体化政务服务平台，落实机制。", [("全国一体化政务服务平台", "platform")]),
        ("纳入全国信用信息共享平台和国家企业信用信息公示系统。",
         [("全国信用信息共享平台", "platform"), ("国家企业信用信息公示系统", "platform")]),
        ("各地要按照省农村生活污水治理数字化监管服务系统的整体架构建设。",
         [("省农村生活污水治理数字化监管服务系统", "platform")]),
        ("推进超重力离心模拟与实验装置、多维超级感知等一批重大科技基础设施（装置）建设。",
         [("超重力离心模拟与实验装置", "installation"), ("多维超级感知", "installation")]),
        ("青岛市城阳区、即墨区、青岛西海岸新区均适用。", [("青岛西海岸新区", "zone")]),
        ("停止在甬台温高速公路台州南收费站合并收费。",
         [("甬台温高速公路", "road"), ("甬台温高速公路台州南收费站", "station")]),
    ],
)  # fmt: skip
def test_systems_installations_and_toll_stations(
    text: str, expected: list[tuple[str, str]], extractor: Extractor
) -> None:
    assert _facilities(extractor, text) == expected


@pytest.mark.parametrize(
    "text",
    ["加强全国教育系统队伍建设。", "由省住房资金管理中心负责。",
     "做好进出武汉市公路通道管控。", "培育国家级科技创新平台。", "建立全省统一的信息平台。",
     "支持国家和省级中小企业公共服务示范平台发展。", "完善信息系统，推进省级平台建设。"],
)  # fmt: skip
def test_what_is_no_system(text: str, extractor: Extractor) -> None:
    assert _facilities(extractor, text) == []
