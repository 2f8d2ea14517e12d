"""Industries, clusters and chains: the lists of a text, and the sample's as read by hand."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.industry_lists import ListReader
from kg.facts import Industry
from kg.knowledge import Knowledge
from kg.normalise import surface
from kg.pipeline import Extractor
from kg.read import read
from kg.types import Record, Source, sha256

#: text -> (kind, name of the list, its items) of each list
LISTS: dict[str, list[tuple[str, str, str]]] = {
    # 等, a number, qualifiers
    "培育壮大食品饮料、生物医药、机械电子等优势产业。": [
        ("industry", "优势产业", "食品饮料 生物医药 机械电子")
    ],
    "打造新一代信息技术、汽车及零部件、绿色化工、现代纺织和服装等4个世界级先进制造业集群，": [
        ("cluster", "世界级先进制造业集群", "新一代信息技术 汽车及零部件 绿色化工 现代纺织和服装")
    ],
    "推进面、肉、油、乳、果蔬五大重点食品产业集群建设，": [
        ("cluster", "重点食品产业集群", "面 肉 油 乳 果蔬")
    ],
    "做大铝基新材料、绿色家居两大产业集群，大力发展清洁能源、旅游等产业。": [
        ("cluster", "两大产业集群", "铝基新材料 绿色家居"),
        ("industry", "", "清洁能源 旅游"),
    ],
    "聚焦数字安防、集成电路、网络通信、智能计算标志性产业链，": [
        ("chain", "标志性产业链", "数字安防 集成电路 网络通信 智能计算")
    ],
    "组织实施光电子信息、新能源与智能网联汽车、北斗等三大优势产业三年行动方案，": [
        ("industry", "优势产业", "光电子信息 新能源与智能网联汽车 北斗")
    ],
    "打造大豆、蔬菜、生猪等18条乡村富民产业链，": [("chain", "乡村富民产业链", "大豆 蔬菜 生猪")],
    "加快推动信创、生物医药、循环经济等成长为支柱产业。": [
        ("industry", "支柱产业", "信创 生物医药 循环经济")
    ],
    # an announced number cuts at 和, and only it does
    "主要聚焦支持生物医药、海洋经济和平台经济三个重点产业发展。": [
        ("industry", "重点产业", "生物医药 海洋经济 平台经济")
    ],
    "重点发展生物医药和高性能医疗器械、北斗与地理信息等产业。": [
        ("industry", "", "生物医药和高性能医疗器械 北斗与地理信息")
    ],
    # nothing but the verb
    "发展具有地方特色的中药材、中药饮片（颗粒）产业；": [
        ("industry", "", "中药材 中药饮片（颗粒）")
    ],
    "发展特色种养业、农产品加工业、乡村旅游业等乡村产业。": [
        ("industry", "乡村产业", "特色种养业 农产品加工业 乡村旅游业")
    ],
    "重点打造石化化工、有色冶金、电子信息产业链。": [("chain", "", "石化化工 有色冶金 电子信息")],
    "培育未来制造、未来信息、未来能源等产业。": [("industry", "", "未来制造 未来信息 未来能源")],
    "推进我县“机械制造、绿色食品、矿产品精深加工”三大产业快速发展。": [
        ("industry", "三大产业", "机械制造 绿色食品 矿产品精深加工")
    ],
    "推动我市服装、眼镜、家具等优势传统产业向高端化发展。": [
        ("industry", "优势传统产业", "服装 眼镜 家具")
    ],
    "重点发展电子信息产业、装备制造产业、新材料产业等三大主导产业。": [
        ("industry", "主导产业", "电子信息产业 装备制造产业 新材料产业")
    ],
    "做优做强酒、烟、茶、药、食品五大传统优势产业。": [
        ("industry", "传统优势产业", "酒 烟 茶 药 食品")
    ],
    # behind the head
    "重点打造六大主导产业：新能源、新材料、装备制造、食品加工、纺织服装、生物医药。": [
        ("industry", "主导产业", "新能源 新材料 装备制造 食品加工 纺织服装 生物医药")
    ],
    "做强四大支柱产业（汽车、电子信息、石化、钢铁），": [
        ("industry", "支柱产业", "汽车 电子信息 石化 钢铁")
    ],
    "构建以石化、冶金、装备制造为主导的现代产业体系。": [
        ("industry", "现代产业体系", "石化 冶金 装备制造")
    ],
    # one name and a strong head
    "加快打造安全应急产业集群，拓展应用场景。": [("cluster", "", "安全应急")],
    "培育千亿级新能源汽车产业集群。": [("cluster", "", "新能源汽车")],
    "完善边境贸易产业链。": [("chain", "", "边境贸易")],
    # two lists in a clause
    "打造电子信息、消费品2个万亿级产业和新材料、新能源2个五千亿级产业。": [
        ("industry", "万亿级产业", "电子信息 消费品"),
        ("industry", "五千亿级产业", "新材料 新能源"),
    ],
    "打造光伏、风电等2个千亿级产业集群和茶叶、水果等2个百亿级产业集群。": [
        ("cluster", "千亿级产业集群", "光伏 风电"),
        ("cluster", "百亿级产业集群", "茶叶 水果"),
    ],
}
NONE = (
    "提升产业链供应链韧性和安全水平。",
    "推动创新链、产业链、资金链、人才链深度融合。",
    "推进农业全产业链发展。",
    "打造具有国际竞争力的数字产业集群。",
    "培育国家级战略性新兴产业集群、中小企业特色产业集群。",
    "打造4个世界级先进制造业集群和15个优势制造业集群。",
    "实施产业集群培育升级行动。",
    "构建以“5+6+5”为主体的现代产业体系。",
    "建设一批特色产业集群、优势产业集群和产业园区。",
    "到2025年，新材料、新能源等战略性新兴产业增加值占比达到20%。",
    "培育备份产业链，增强产业链弹性。",
    "做大做强主导产业链，完善配套支撑产业链。",
    "这对中国产业链、供应链安全也不利。",
    "支持科技强农、机械强农和乡村产业发展。",
    "推动旅游民宿、乡村旅游产业集聚区建设。",
    "促进空间融合、要素融合、产业融合。",
    "提升本地农特产品、服装发饰、特色产业等品牌力。",
    "围绕东数西算、5G等重要项目的中下游产业，",
    "推动医疗与文化旅游、教育体育、康复养老等产业融合发展。",
    "因地制宜发展沟域经济、林下经济和乡土特色产业。",
    "在基础研究、关键核心技术攻关和前瞻性战略性产业领域投入布局。",
    "以广告、印刷、现场服务等为配套的产业集群，",
    "优化纺织、轻工、石化、机械等优势产业全球布局，",
    "加强省财政厅、省经信厅等部门对产业的支持。",
    "打造国家重要的集成电路产业基地、全球数字安防产业中心。",
    "培育光伏、风电、氢能等2个产业集群。",
    "打造新一代信息技术、新能源汽车2个万亿级和高端装备、新材料、节能环保3个千亿级产业集群。",
    "打造涵盖建材、家居、家电等多个领域的产业集群，",
    "打通研发、设计、生产、施工等产业链。",
    "发展“万亩千亿”新产业平台。",
    "推动氢能、新型储能等未来产业先导区建设。",
    "支持托育养老产业、特色产业等新业态发展。",
    "围绕“六大产业集群”，加快发展。",
    "将文旅产业建设成为支柱产业、民生产业、幸福产业。",
    "向产业链上下游企业提供融资、担保等服务。",
)


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> ListReader:
    return ListReader(knowledge.industry_words)


def _lists(reader: ListReader, text: str) -> list[tuple[str, str, str]]:
    found = list(reader.read(text, 0, len(text)))
    for each in found:
        assert all(text[item.start : item.end] == item.name for item in each.items)
    return [(each.kind, each.name, " ".join(i.name for i in each.items)) for each in found]


@pytest.mark.parametrize("text", LISTS)
def test_lists(text: str, reader: ListReader) -> None:
    assert _lists(reader, text) == LISTS[text]


@pytest.mark.parametrize("text", NONE)
def test_no_list(text: str, reader: ListReader) -> None:
    assert _lists(reader, text) == []


def test_every_example_of_the_table_is_read(reader: ListReader) -> None:
    table = tomllib.loads(resources.files("kg.data").joinpath("industries.toml").read_text("utf-8"))
    assert table["example"]
    for row in table["example"]:
        [(_, name, items)] = _lists(reader, row["text"])
        assert (name, items.split()) == (row["group"], row["names"])


@settings(deadline=None)
@given(
    text=st.text(alphabet="产业集群链等和与、，。（）“”4个大打造培育新能源的以为主导", max_size=80)
)
def test_any_text_gives_items_that_stand_in_it(text: str, reader: ListReader) -> None:
    end = 0
    for each in reader.read(text, 0, len(text)):
        assert end <= each.start < each.end <= len(text)
        end = each.end
        assert all(text[item.start : item.end] == item.name for item in each.items)


# --- Sections ------------------------------------------------------------------------------------


def _record(extractor: Extractor, body: str) -> Record:
    raw = (
        "浙江省人民政府关于加快产业发展的意见\n浙政发〔2031〕5号\n各市人民政府：\n"
        f"{body}\n浙江省人民政府\n2031年3月4日\n"
    )
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    for each in found.record.industries:
        assert raw[each.start : each.end].replace("\n", "") == each.name
    return found.record


def _rows(record: Record) -> list[tuple[str, str, str, int | None]]:
    return [(each.kind, each.group, each.name, each.order) for each in record.industries]


def test_headings_under_a_group_are_its_members(extractor: Extractor) -> None:
    record = _record(
        extractor,
        "一、发展重点\n（一）做强三大主导产业。\n1.新能源。发展光伏、风电等产业。\n"
        "2.现代纺织和服装。推动转型。\n3.新材料产业。加快突破。\n",
    )
    assert _rows(record) == [
        ("industry", "主导产业", "新能源", 1),
        ("industry", "", "光伏", 1),
        ("industry", "", "风电", 2),
        ("industry", "主导产业", "现代纺织和服装", 2),
        ("industry", "主导产业", "新材料产业", 3),
    ]
    parents = {each.name: each.parent for each in record.industries}
    energy = next(each.entity for each in record.industries if each.name == "新能源")
    assert parents["光伏"] == parents["风电"] == energy
    assert parents["新材料产业"] is None


@pytest.mark.parametrize(
    "headings",
    [
        ("新能源", "加强招商引资", "新材料"),  # one is a deed
        ("新能源", "新材料", "装备制造", "纺织"),  # four, where three were announced
        ("技术改造", "项目建设", "人才引进"),
    ],
)
def test_headings_that_are_not_all_industries_are_none(
    headings: tuple[str, ...], extractor: Extractor
) -> None:
    lines = "".join(f"{n}.{name}。抓好落实。\n" for n, name in enumerate(headings, 1))
    record = _record(extractor, f"一、发展重点\n（一）做强三大主导产业。\n{lines}")
    assert record.industries == ()


def test_fields_are_industries_only_in_a_section_that_says_so(extractor: Extractor) -> None:
    record = _record(
        extractor,
        "一、谋划布局未来产业\n围绕合成生物、再生医学等领域，研制产品。\n"
        "二、加强服务\n围绕养老、托育等领域，办好实事。\n",
    )
    assert _rows(record) == [
        ("industry", "未来产业", "合成生物", 1),
        ("industry", "未来产业", "再生医学", 2),
    ]


def test_numbered_sets_name_the_groups_of_their_section(extractor: Extractor) -> None:
    record = _record(
        extractor,
        "一、构建“23”现代产业体系\n打造光伏、风电等2个千亿级产业集群，"
        "培育茶叶、水果、蔬菜等3个优势产业集群。\n",
    )
    assert {each.group for each in record.industries} == {
        "“23”现代产业体系·千亿级产业集群",
        "“23”现代产业体系·优势产业集群",
    }


def test_the_same_name_in_two_groups_is_two_concepts(extractor: Extractor) -> None:
    record = _record(
        extractor,
        "一、任务\n打造集成电路、生物医药等标志性产业链。培育生物医药、软件等优势产业集群。\n",
    )
    both = [each for each in record.industries if each.name == "生物医药"]
    assert {each.kind for each in both} == {"chain", "cluster"}
    assert both[0].entity != both[1].entity
    assert both[0].entity in both[1].matches and both[1].entity in both[0].matches
    assert "ind:sei2018.4.1" in both[0].matches


def test_tasks_have_the_industries_their_text_names(extractor: Extractor) -> None:
    record = _record(
        extractor, "一、任务\n1.发展产业。培育新能源、新材料等新兴产业。（责任单位：省经信厅）\n"
    )
    [task] = record.tasks
    assert task.industries == tuple(each.entity for each in record.industries)
    assert len(task.industries) == 2


# --- The sample, as read by hand ------------------------------------------------------------------

SET = "“415”产业集群"
SAMPLE: dict[str, str] = {
    f"cluster {SET}·世界级先进制造业集群": "新一代信息技术 汽车及零部件 绿色化工 现代纺织和服装",
    f"cluster {SET}·优势制造业集群": """
        软件与信息技术服务 智能电气 智能家电 生物医药 智能装备 光电通信 光伏新能源 特种材料
        现代五金 先进基础件 高端橡塑 时尚文体 现代家具 智能电机 动力电池""",
    "chain 标志性产业链": """
        数字安防 集成电路 网络通信 智能计算 生物医药 新材料 新能源与智能网联汽车 新能源
        节能环保 炼化一体化 数控机床 工业机器人 智能电气 智能家居 现代纺织""",
    "industry 优势产业": "汽车 绿色石油化工 现代纺织 智能家居",
    "industry 未来产业·颠覆性技术与前沿产业": """
        人工智能 区块链 第三代半导体 类脑智能 量子信息 柔性电子 深海空天 北斗与地理信息""",
    "industry 未来产业": """
        新一代基因操作技术 合成生物技术 再生医学
        柔性电子材料 石墨烯材料 3D打印材料 超导材料""",
    "industry 高效节能产业": "高效锅炉 汽轮机和燃气轮机 节水产品和装备",
    "industry 绿色低碳产业·节能产业": """
        高效工业锅炉 高效电机系统 余热余压余气回收利用 绿色环保建材""",
}
EMERGING = "新一代信息技术产业 生物医药和高性能医疗器械 新材料 高端装备 节能环保与新能源"
SUBFIELDS = {
    "新一代信息技术产业": """
        数字安防 集成电路 网络通信 智能计算 智能光电 网络安全 超高清视频显示
        软件与信息服务 物联网系统与应用""",
    "生物医药和高性能医疗器械": "中药材 中药饮片（颗粒）",
    "节能环保与新能源": """
        高效锅炉 汽轮机和燃气轮机 节水产品和装备 空气热能 生物质能 潮流能""",
}
UNGROUPED = """
    软件与信息服务 物联网系统与应用 中药材 中药饮片（颗粒） 空气热能 生物质能 潮流能
    智能汽车 生命健康"""


def _sample() -> Source:
    path = Path(str(resources.files("kg.data"))) / "demo" / "zhejiang-2021-25.txt"
    return read(path, path.name)


@pytest.fixture(scope="module")
def sample(extractor: Extractor) -> list[Industry]:
    documents = extractor.documents(_sample())
    return [each for found in documents for each in found.record.industries]


def test_every_fact_of_the_sample_opens_its_characters(sample: list[Industry]) -> None:
    raw = _sample().raw
    for each in sample:
        assert surface(raw[each.start : each.end]).replace("\n", "") == each.name


@pytest.mark.parametrize("group", SAMPLE)
def test_groups_of_the_sample(group: str, sample: list[Industry]) -> None:
    members = [each for each in sample if f"{each.kind} {each.group}" == group]
    assert [each.name for each in members] == SAMPLE[group].split()


def test_chains_and_clusters_of_the_sample_are_in_their_printed_order(
    sample: list[Industry],
) -> None:
    for kind, sizes in (("cluster", {4, 15}), ("chain", {15})):
        groups = {each.group for each in sample if each.kind == kind}
        orders = [
            [e.order for e in sample if e.group == group and e.kind == kind] for group in groups
        ]
        assert {len(order) for order in orders} == sizes
        assert all(order == list(range(1, len(order) + 1)) for order in orders)


def test_emerging_industries_and_the_fields_below_them(sample: list[Industry]) -> None:
    names = {each.entity: each.name for each in sample}
    emerging = [each for each in sample if each.group == "新兴产业" and each.parent is None]
    assert [each.name for each in emerging] == EMERGING.split()
    for parent, fields in SUBFIELDS.items():
        below = [each.name for each in sample if each.parent and names[each.parent] == parent]
        assert below == fields.split()
    assert sum(each.parent is not None for each in sample) == 17


def test_nothing_else_is_read_from_the_sample(sample: list[Industry]) -> None:
    assert [each.name for each in sample if not each.group] == UNGROUPED.split()
    known = {group.partition(" ")[2] for group in SAMPLE} | {"", "新兴产业"}
    assert {each.group for each in sample} == known
    assert len({each.entity for each in sample}) == len(sample)
