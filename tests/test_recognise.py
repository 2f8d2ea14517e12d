"""Mentions in running text, and the spaCy pipeline that finds them."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.knowledge import load
from kg.recognise import Recogniser
from kg.recognise.pipeline import without_overlaps
from kg.recognise.tokens import Characters
from kg.types import Found

ZHEJIANG = "330000"


def found(recogniser: Recogniser, text: str, *types: str, state: bool = False) -> list[str]:
    mentions = recogniser.find(text, state=state, territory=None if state else ZHEJIANG)
    return [text[m.start : m.end] for m in mentions if not types or m.type in types]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("根据省委、省政府部署，抓好落实。", ["省委", "省政府"]),
        ("由浙江省人民政府办公厅解释。", ["浙江省人民政府办公厅"]),
        ("省经信厅、省财政厅要加强指导。", ["省经信厅", "省财政厅"]),
        ("省发展改革委、财政厅、商务厅配合。", ["省发展改革委", "财政厅", "商务厅"]),
        ("人行杭州中心支行要加强指导。", ["人行杭州中心支行"]),
        ("报国务院批准后，由财政部下达。", ["国务院", "财政部"]),
        ("杭州市滨江区财政局负责。", ["杭州市滨江区财政局"]),
        ("省委宣传部〔省文明办〕", ["省委宣传部", "省文明办"]),
        ("会同省委组织部、市委政法委、县委编办。", ["省委组织部", "市委政法委", "县委编办"]),
        ("浙江省委宣传部要加强指导。", ["浙江省委宣传部"]),
        ("报国家税务总局浙江省税务局备案。", ["国家税务总局浙江省税务局"]),
        ("团省委和省妇联参加。", ["团省委", "省妇联"]),
        ("成立省制造业高质量发展领导小组，统筹推进。", ["省制造业高质量发展领导小组"]),
        ("工业和信息化部门负责监督。", []),
        ("加快省政府采购改革。", []),
        ("推进县级以上财政局面好转。", []),
        ("全省委托办理事项。", []),
        ("市办理流程，县办法。", []),
        ("建设办公厅式楼宇。", []),
        ("公安局势平稳。", []),
        ("办公室设在市发展改革委，要到市公安局办理。", ["市发展改革委", "市公安局"]),
        ("全市公安局系统。", []),
        ("贯彻落实党中央、国务院决策部署。", ["党中央", "国务院"]),
        ("北京市委、市政府和江苏省委。", ["北京市委", "市政府", "江苏省委"]),
        ("宁波市委托办理，杭州市委办公室。", ["杭州市委办公室"]),
        ("市中级人民法院、市中院负责。", ["市中级人民法院", "市中院"]),
        ("落实城市政府主体责任。", []),
        ("推进改革创新和管委会建设。", []),
        ("依据人社部发〔2026〕40号文件。", []),
        ("促进市场平稳健康发展领导小组。", []),
        ("报考中国科学院大学。", []),
    ],
)
def test_bodies(text: str, bodies: list[str], recogniser: Recogniser) -> None:
    assert found(recogniser, text, "agency") == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("发展改革委、财政部要加强协调。", ["发展改革委", "财政部"]),
        ("人民银行、证监会负责。", ["人民银行", "证监会"]),
        ("各省财政厅负责。", []),
        ("各级发展改革委要做好。", []),
        ("各省、自治区、直辖市发展改革委、卫生健康委。", []),
    ],
)
def test_bare_forms_in_a_state_document(
    text: str, bodies: list[str], recogniser: Recogniser
) -> None:
    assert [
        b for b in found(recogniser, text, "agency", state=True) if not b.startswith("省")
    ] == bodies


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("在慈溪市开展试点。", ["慈溪市"]),
        ("在慈溪、乐清等地开展试点。", ["慈溪", "乐清"]),
        ("杭州市滨江区和嘉兴市开展试点。", ["杭州市滨江区", "嘉兴市"]),
        ("建设环杭州湾产业带。", []),
        ("维护和平安定的环境。", []),
        ("由路桥公司承建。", []),
        ("建设路桥工程。", []),
        ("发挥浙江大学作用。", []),
        ("完善杭州机场布局。", []),
        ("宁波经验在推广。", []),
        ("人行杭州中心支行负责。", []),
        ("推进老城区更新。", []),
        ("落实《杭州市公园条例》。", []),
        ("服务杭州市民。", []),
        ("资源配置更加优化。", []),
        ("购买西夏区新建商品住房。", ["西夏区"]),
        ("湖南省新建商品住宅和左权县河南村。", ["湖南省", "左权县"]),
        ("洛阳市老城区和湖北省。", ["洛阳市老城区", "湖北省"]),
        ("湖北省和吉林森工集团。", ["湖北省"]),
        ("由贵州轻工职业技术学院、大连船用柴油机厂承办。", []),
        ("中国（浙江）自由贸易试验区。", []),
        ("完善新增城市地下管网。", []),
        ("支持杭州建设国际消费中心。", ["杭州"]),
        ("由江苏言睿产业投资基金管理有限公司、太原钢铁（集团）有限公司承办。", []),
        ("安思尔（厦门）防护用品有限公司。", []),
        ("豫南（驻马店平舆）应急航空救援基地。", ["驻马店平舆"]),
        ("固原市第五届住房公积金管理委员会审议。", []),
        ("接受兰州日报采访，深圳建行表示，平南管理部办理。", []),
        ("办理地点：延安西路2号。", []),
        ("海关总署广东分署、大兴安岭森工（林业）集团公司和长沙建发集团。", []),
        ("在合肥设立公司，在南京投资集团项目。", ["合肥", "南京"]),
        ("开展“旅居云南”活动，发布“浙江安全码”。", ["云南"]),
        ("评浙江杰出工匠、武汉英才。", []),
        ("出台惠民举措，计入建安成本，评泰山杯。", []),
        (
            "针对北京地区房价，或广西区外公积金，四川籍居民，苏州企业。",
            ["北京", "广西", "四川", "苏州"],
        ),
        ("将昆明辖区内各类园区纳入，佛山制造业发展。", ["昆明", "佛山"]),
        ("龙头企业入驻杭州，省国资委驻杭州办事处。", ["杭州"]),
        (
            "丽水市云和县、景宁县和三明市沙县、将乐县。",
            ["丽水市云和县", "景宁县", "三明市沙县", "将乐县"],
        ),
        ("保障武汉市场供应，重庆市场监管局，胶州市面向全市招聘。", ["武汉", "胶州市"]),
        ("请客商来安徽考察，建设书香河南，建成武汉平台。", ["安徽", "河南", "武汉"]),
        ("到长白山和平湖北片区考察。", []),
        ("广州市高新技术企业和广州高新区，免收湖北省上市公司费用。", ["广州市", "湖北省"]),
        ("位于福田区红荔路莲花大厦、洪山区楚雄大街。", ["福田区", "洪山区"]),
        ("畅游德州市德城区景区，在福建同时设立分行。", ["德州市德城区", "福建"]),
        ("驻广安金融机构和首都北京，贡献更大湖北力量。", ["广安", "北京", "湖北"]),
        ("上海合作组织，郑州南站商圈，兰州兽研所，泰安—黄舣组团，巢湖流域。", []),
        ("推动湖南等自贸试验区，玉林城区公办学校。", ["湖南", "玉林"]),
        ("任县（市、区）委书记，兼任县长；同意鹿城区部分行政区划调整。", ["鹿城区"]),
        ("安图县二道白河镇和延吉市。", ["安图县", "延吉市"]),
        # what the neighbours in a list tell
        ("郑州市：中原区棉纺路街道。倡导：和平、发展。", ["郑州市", "中原区"]),
        (
            "辖锦江、青羊、都江堰三地；任永嘉、瑞安县（市）委书记。",
            ["锦江", "青羊", "都江堰", "永嘉", "瑞安"],
        ),
        ("河东、河西两岸，富民、安宁，崇尚和平、发展。", []),
        ("限购区（和平区、河东区、河西区）内。", ["和平区", "河东区", "河西区"]),
        ("包括威海、潍坊、日照。维护和平、发展。", ["威海", "潍坊", "日照"]),
        ("所辖东区、西区、仁和区、米易县。", ["东区", "西区", "仁和区", "米易县"]),
        ("义安区、郊区※、枞阳县。在铜山区、新区内。", ["义安区", "郊区", "枞阳县", "铜山区"]),
    ],
)
def test_regions(text: str, regions: list[str], recogniser: Recogniser) -> None:
    assert found(recogniser, text, "region") == regions


@pytest.mark.parametrize(
    ("text", "collectives"),
    [
        ("各设区市政府要加强领导。", ["各设区市政府"]),
        ("各市、县（市、区）人民政府负责落实。", ["各市、县（市、区）人民政府"]),
        ("省级有关部门要加强指导。", ["省级有关部门"]),
        ("由有关部门另行规定。", []),
        ("各项工作有序推进。", []),
        ("各种责任单位。", []),
        ("各地交通运输部门要抓好落实。", ["各地交通运输部门"]),
        ("各地要会同有关部门抓好落实。", ["各地"]),
        ("县级以上地方人民政府、全省各级政府。", ["县级以上地方人民政府", "全省各级政府"]),
        ("由各地政府性融资担保基金承担。", ["各地"]),
        ("在各城区（万秀区、长洲区）购房", ["各城区"]),
        ("在各县（市、区）购房", ["各县（市、区）"]),
    ],
)
def test_collectives(text: str, collectives: list[str], recogniser: Recogniser) -> None:
    assert found(recogniser, text, "collective") == collectives


def test_a_place_role_is_an_agency(recogniser: Recogniser) -> None:
    text = "由行为发生地县级政府确认。"
    assert found(recogniser, text, "agency") == ["行为发生地县级政府"]


def test_region_names_leaves_ordinary_words_out(recogniser: Recogniser) -> None:
    assert recogniser.region_names("慈溪市老城区资源与浙江省") == ["慈溪市", "浙江省"]


# -- the pipeline -----------------------------------------------------------------------------


def test_pipes_in_their_order(recogniser: Recogniser) -> None:
    assert recogniser.nlp.pipe_names == [
        "kg_dictionary",
        "kg_bodies",
        "kg_collectives",
        "kg_regions",
        "kg_overlaps",
    ]


@pytest.mark.parametrize("text", ["", "省政府", "5G ＋\n工业", "𠮷野家\u3000省"])
def test_a_token_is_a_character(text: str) -> None:
    doc = Characters(spacy.blank("zh").vocab)(text)
    assert [token.text for token in doc] == list(text)
    assert doc.text == text


def test_a_later_pipe_shares_the_doc(knowledge: object) -> None:
    """A user's own component after ours sees the mentions of the same Doc."""
    seen: list[str] = []
    recogniser = Recogniser(load())

    @Language.component("a_users_pipe")
    def users(doc: Doc) -> Doc:
        seen.extend(span.text for span in doc.spans["kg"])
        return doc

    recogniser.nlp.add_pipe("a_users_pipe", last=True)
    recogniser.find("省财政厅负责。", territory=ZHEJIANG)
    assert seen == ["省财政厅"]


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([(0, 3), (0, 6)], [(0, 6)]),
        ([(0, 4), (3, 6)], [(0, 4)]),
        ([(0, 3), (2, 5)], [(0, 3)]),
        ([(4, 6), (0, 2)], [(0, 2), (4, 6)]),
        ([], []),
    ],
)
def test_the_longest_of_those_that_overlap(
    spans: list[tuple[int, int]], kept: list[tuple[int, int]]
) -> None:
    mentions = [Found(start, end, "agency") for start, end in spans]
    assert [(m.start, m.end) for m in without_overlaps(mentions)] == kept


NAMES = (
    "浙江省 杭州市 滨江区 财政局 省 市 各 县（市、区） 人民政府 办公室 、 和 。 人行 中心支行 "
    "领导小组 和平 有关部门 负责 环 湾 《 》 委 工业和信息化部"
)
WORDS = st.sampled_from([*NAMES.split(), "\n"])
_RECOGNISER = Recogniser(load())


@given(st.lists(WORDS, max_size=30).map("".join), st.booleans())
def test_mentions_are_ordered_and_apart(text: str, state: bool) -> None:
    mentions = _RECOGNISER.find(text, state=state, territory=ZHEJIANG)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in zip(mentions, mentions[1:], strict=False))
