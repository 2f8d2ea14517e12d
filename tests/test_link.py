"""Names to entities: every example of the tables, and how a name is read in its document."""

from __future__ import annotations

import pytest

from kg.bodies import Body
from kg.knowledge import Knowledge, load
from kg.link import Context, Linker, zone_in

_KNOWLEDGE = load()


def context(code: str, day: str | None = "2022-06-15") -> Context:
    """A document of a territory, or of the State (``cn``), or of nobody knows whom (``-``)."""
    return Context(None if code in ("cn", "-") else code, state=code == "cn", day=day)


# -- the examples of the tables ---------------------------------------------------------------


def day_of(body: Body) -> str:
    """A day on which a row holds."""
    if body.valid_from:
        return f"{body.valid_from}-15"
    year = int(body.valid_to[:4]) - 1 if body.valid_to else 2022
    return f"{year}-{body.valid_to[5:] or '06'}-15"


def names_of(code: str, name: str) -> set[str]:
    """A name as the table gives it, and with the city in front where it is a district's."""
    regions = _KNOWLEDGE.regions
    if code not in regions or regions.get(code).kind != "市辖区":
        return {name}
    district = regions.get(code).name
    return {name, name.replace(district, regions.official(code), 1)}


EXAMPLES = [
    pytest.param(body, *example, id=f"{body.table}-{example[0]}-{example[1]}")
    for body in _KNOWLEDGE.bodies.all
    for example in body.examples
]


@pytest.mark.parametrize(("body", "code", "text", "name"), EXAMPLES)
def test_example(body: Body, code: str, text: str, name: str, linker: Linker) -> None:
    link = linker.body(text, context(code, day_of(body)))
    assert link.name in names_of(code, name)
    assert link.entity and (link.entity.listed or link.entity.level == "township")


def test_every_row_has_an_example(knowledge: Knowledge) -> None:
    assert [body.name for body in knowledge.bodies.all if not body.examples] == []


# -- bodies -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("330000", "省经信厅", "浙江省经济和信息化厅"),
        ("330000", "省建设厅", "浙江省住房和城乡建设厅"),
        ("330000", "浙江省发展改革委", "浙江省发展和改革委员会"),
        ("330000", "省委改革办", "中共浙江省委全面深化改革委员会办公室"),
        ("330000", "省文明办", "浙江省精神文明建设委员会办公室"),
        ("440106", "中共广州市天河区委统战部", "中共广州市天河区委统一战线工作部"),
        ("330000", "人行杭州中心支行", "中国人民银行杭州中心支行"),
        ("330000", "浙江银保监局", "中国银行保险监督管理委员会浙江监管局"),
        ("330000", "省通信管理局", "浙江省通信管理局"),
        ("330000", "团省委", "共青团浙江省委员会"),
        ("330000", "财政部", "财政部"),
        ("330000", "杭州市政府", "杭州市人民政府"),
        ("330000", "西湖区政府", "杭州市西湖区人民政府"),
        ("360100", "西湖区政府", "南昌市西湖区人民政府"),
        ("110000", "朝阳区财政局", "北京市朝阳区财政局"),
        ("220100", "朝阳区财政局", "长春市朝阳区财政局"),
        ("440304", "区发改局", "深圳市福田区发展和改革局"),
        ("331082", "市财政局", "临海市财政局"),
        ("450000", "自治区财政厅", "广西壮族自治区财政厅"),
        ("654300", "地区财政局", "阿勒泰地区财政局"),
        ("532800", "州财政局", "西双版纳傣族自治州财政局"),
        ("cn", "发展改革委", "国家发展和改革委员会"),
        ("cn", "人民银行", "中国人民银行"),
        ("350181", "发展和改革局（粮食局）", "福清市发展和改革局"),
        ("511600", "财政局", "广安市财政局"),
        # a zone of the issuer's own, though a county or a collective is written like it
        ("371300", "蒙山管委会", "临沂市蒙山旅游区管理委员会"),
        ("370700", "滨海经济技术开发区管委会", "潍坊滨海经济技术开发区管理委员会"),
        ("370600", "开发区管委", "烟台经济技术开发区管理委员会"),
        ("152200", "盟外事办", "兴安盟行政公署外事办公室"),
        # districts that are called 新区; others are zones
        ("120116", "新区发改委", "天津市滨海新区发展和改革委员会"),
        ("310115", "新区财政局", "上海市浦东新区财政局"),
        # before and after the reform of 2018 and 2019
        ("370300", "市城管执法局", "淄博市城市管理综合行政执法局"),
    ],
)
def test_body(code: str, text: str, name: str, linker: Linker) -> None:
    assert linker.body(text, context(code)).name == name


def test_a_city_office_is_called_as_it_was_then(linker: Linker) -> None:
    link = linker.body("市城管执法局", context("370300", "2014-05-10"))
    assert link.name == "淄博市城市管理行政执法局"


@pytest.mark.parametrize(
    ("code", "zone", "text", "name"),
    [
        ("360000", "赣江新区", "新区税务局", "国家税务总局赣江新区税务局"),
        ("360000", "赣江新区", "新区住建局", "赣江新区住房和城乡建设局"),
        ("360000", "赣江新区", "新区财政金融局", "赣江新区财政金融局"),
        ("360000", "赣江新区", "区财政金融局", "赣江新区财政金融局"),
        ("360000", "赣江新区", "财政局", "赣江新区财政局"),
        ("360000", "赣江新区", "儒乐湖管理处", "赣江新区儒乐湖管理处"),
        ("360000", "赣江新区", "各相关商业银行", "赣江新区各相关商业银行"),
        ("360000", "赣江新区", "省财政厅", "江西省财政厅"),
        ("360000", "赣江新区", "南昌市财政局", "南昌市财政局"),
        ("430700", "常德高新技术产业开发区", "高新区管委会", "常德高新技术产业开发区管理委员会"),
        ("430700", "常德高新技术产业开发区", "市财政局", "常德市财政局"),
        ("330109", "萧山经济技术开发区", "区财政局", "杭州市萧山区财政局"),
        ("650000", "新疆生产建设兵团", "财政局", "新疆生产建设兵团财政局"),
        ("650000", "新疆生产建设兵团", "自治区财政厅", "新疆维吾尔自治区财政厅"),
        ("360000", "", "新区财政金融局", "江西省新区财政金融局"),
        ("350128", "平潭综合实验区", "区财政金融局", "平潭综合实验区财政金融局"),
        ("350128", "平潭综合实验区", "管委会办公室", "平潭综合实验区管理委员会办公室"),
        ("320500", "苏州工业园区", "经济发展委员会", "苏州工业园区经济发展委员会"),
        ("320500", "苏州工业园区", "园区教育局", "苏州工业园区教育局"),
        ("360000", "赣江新区", "银监办", "中国银行业监督管理委员会赣江新区监管办事处"),
    ],
)
def test_in_a_document_of_a_zone_the_zone_is_its_territory(
    code: str, zone: str, text: str, name: str, linker: Linker
) -> None:
    assert linker.body(text, Context(code, zone=zone)).name == name


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("赣江新区直管区房地产领域涉稳风险防范处置联席会议办公室", "赣江新区"),
        ("江西赣江新区管委会办公室", "江西赣江新区"),
        ("新疆生产建设兵团办公厅", "新疆生产建设兵团"),
        ("常德高新区管委会", "常德高新技术产业开发区"),
        ("浦东新区人民政府", ""),
        ("平潭综合实验区管委会办公室", "平潭综合实验区"),
        ("苏州工业园区管理委员会", "苏州工业园区"),
        (
            "中国（上海）自由贸易试验区临港新片区管理委员会",
            "中国（上海）自由贸易试验区临港新片区",
        ),
        ("中国（福建）自由贸易试验区工作方案", ""),
        ("福州市推进福州新区建设领导小组办公室", ""),
        ("宁波市自然资源局高新区分局", ""),
        ("高新区管委会", ""),
        ("保定白沟新城管理委员会办公室", "保定白沟新城"),
        ("西安市新城区人民政府办公室", ""),
    ],
)
def test_the_zone_that_signs(words: str, zone: str, linker: Linker) -> None:
    assert zone_in(words, linker.places) == zone


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("430400", "市住房公积金中心衡东管理部", "衡阳市住房公积金管理中心衡东管理部"),
        ("440300", "市市场监管局福田局", "深圳市市场监督管理局福田局"),
        ("430400", "市自然资源规划局南岳分局", "衡阳市自然资源和规划局南岳分局"),
        (
            "411381",
            "南阳市银保监分局邓州监管组",
            "中国银行保险监督管理委员会南阳监管分局邓州监管组",
        ),
        # no body that the tables know stands before it, or a place elsewhere follows
        ("430400", "市财政局住建局", "衡阳市财政局住建局"),
        ("430400", "市住房公积金中心福田管理部", "衡阳市住房公积金管理中心福田管理部"),
        ("430400", "市蒸水保护中心衡东管理部", "衡阳市蒸水保护中心衡东管理部"),
    ],
)
def test_a_branch_has_the_name_of_its_body_in_full(
    code: str, text: str, name: str, linker: Linker
) -> None:
    assert linker.body(text, context(code)).name == name


@pytest.mark.parametrize(
    ("code", "day", "text", "name"),
    [
        ("430400", "2016-05-15", "市城管局", "衡阳市城市管理局"),
        ("430400", "2022-05-15", "市城管局", "衡阳市城市管理和综合执法局"),
        ("440600", "2022-05-15", "市政数局", "佛山市政务服务数据管理局"),
        ("440600", "2024-05-15", "市政数局", "佛山市政务服务和数据管理局"),
        ("430600", "2022-05-15", "市人民银行", "中国人民银行岳阳市中心支行"),
        ("430600", "2024-05-15", "市人民银行", "中国人民银行岳阳市分行"),
        # printed in full it is that branch, in the months before the names changed too
        ("530600", "2023-07-15", "中国人民银行昭通市分行", "中国人民银行昭通市分行"),
        ("532900", "2024-05-15", "大理金融监管分局", "国家金融监督管理总局大理监管分局"),
        ("350181", "2022-05-15", "银保监组", "中国银行保险监督管理委员会福建监管局福清监管组"),
        ("510700", "2022-05-15", "仁寿生态环境局", "眉山市仁寿生态环境局"),
        ("511400", "2022-05-15", "眉山生态环境局", "眉山市生态环境局"),
        ("511400", "2022-05-15", "仁寿县生态环境局", "眉山市仁寿生态环境局"),
        ("511400", "2016-05-15", "仁寿县生态环境局", "仁寿县生态环境局"),
        ("440300", "2022-05-15", "市公安分局", "深圳市公安分局"),
        ("440300", "2016-05-15", "市城管局", "深圳市城市管理局"),
        ("510700", "2022-05-15", "绵阳科技城新区管委会", "绵阳科技城新区管理委员会"),
        ("510700", "2022-05-15", "科技城新区管委会", "绵阳市科技城新区管理委员会"),
        ("510800", "2022-05-15", "广元国际铁路港", "广元国际铁路港管理委员会"),
        # of a zone that a table lists, the administration, though only the zone is printed
        ("610100", "2022-05-15", "西咸新区", "陕西省西咸新区开发建设管理委员会"),
        ("530100", "2022-05-15", "滇中新区", "云南滇中新区管理委员会"),
        # a place whose name is a word, in and out of its neighbourhood
        ("421000", "2022-05-15", "人行监利支行", "中国人民银行监利市支行"),
        ("330000", "2022-05-15", "人行监利支行", "浙江省人行监利支行"),
    ],
)
def test_a_name_is_that_of_its_place_and_time(
    code: str, day: str, text: str, name: str, linker: Linker
) -> None:
    assert linker.body(text, context(code, day)).name == name


@pytest.mark.parametrize(
    ("day", "name"),
    [("2021-06-15", "中国银行保险监督管理委员会"), ("2017-06-15", None), ("2023-12-15", None)],
)
def test_a_body_is_of_its_time(day: str, name: str | None, linker: Linker) -> None:
    """The insurance and the banking regulator were one from 2018 to 2023."""
    link = linker.body("中国银保监会", context("cn", day))
    assert link.name == name or name is None


@pytest.mark.parametrize(
    ("text", "inherited", "name"),
    [
        ("财政厅", "330000", "浙江省财政厅"),
        ("财政局", "330100", "杭州市财政局"),
        ("财政局", None, "钦州市财政局"),
    ],
)
def test_an_elided_prefix(text: str, inherited: str | None, name: str, linker: Linker) -> None:
    assert linker.body(text, context("450700"), inherited).name == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("省财政厅", "department"),
        ("省委宣传部", "party-body"),
        ("省政府", "people-government"),
        ("省妇联", "mass-organisation"),
        ("浙江证监局", "central-branch"),
        ("省法院", "court"),
        ("省检察院", "procuratorate"),
        ("省政协", "consultative-conference"),
        ("各设区市政府", "collective"),
        ("行为发生地县级政府", "place-role"),
    ],
)
def test_kind(text: str, kind: str, linker: Linker) -> None:
    link = linker.body(text, context("330000"))
    assert link.entity and link.entity.kind == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("市青年发展促进办", "杭州市青年发展促进办", "department"),
        ("市数字乡村工作专班", "杭州市数字乡村工作专班", "coordination-body"),
        ("市运河保护集团", "杭州市运河保护集团", "enterprise"),
        ("市茶叶研究院", "杭州市茶叶研究院", "public-institution"),
    ],
)
def test_a_body_no_table_knows_is_composed(text: str, name: str, kind: str, linker: Linker) -> None:
    link = linker.body(text, context("330100"))
    assert link.entity and not link.entity.listed
    assert (link.name, link.entity.kind) == (name, kind)
    assert link.confidence < linker.body("市财政局", context("330100")).confidence


@pytest.mark.parametrize("text", ["社会组织", "项目负责人", "（含", "推进工作", "各项任务", "一"])
def test_what_names_nobody_stays_unresolved(text: str, linker: Linker) -> None:
    link = linker.body(text, context("330100"))
    assert (link.entity, link.name) == (None, None)


def test_without_a_territory_a_bare_form_is_nobody(linker: Linker) -> None:
    assert linker.body("财政局", context("-")).entity is None
    assert linker.body("市财政局", context("-")).entity is None


@pytest.mark.parametrize(
    ("text", "code", "territories"),
    [
        ("朝阳区财政局", "cn", {"110105", "220104"}),
        ("朝阳区财政局", "-", {"110105", "220104"}),
        ("鼓楼区财政局", "330000", {"320106", "320302", "350102", "410204"}),
        ("鼓楼区人民政府", "320000", {"320106", "320302"}),
    ],
)
def test_a_body_of_an_ambiguous_region_stays_unresolved(
    text: str, code: str, territories: set[str], linker: Linker
) -> None:
    """Two cities have a 朝阳区 and four a 鼓楼区: a document of elsewhere does not say which."""
    link = linker.body(text, context(code))
    assert link.entity is None
    assert {key.partition(":")[2][:6] for key in link.candidates} == territories


def test_keys_do_not_depend_on_what_was_asked_before(knowledge: Knowledge) -> None:
    names = ["省财政厅", "各设区市政府", "财政厅", "市青年发展促进办", "鼓楼区政府"]
    forward, backward = Linker(knowledge), Linker(knowledge)
    first = [forward.body(name, context("320100")) for name in names]
    assert first == [backward.body(name, context("320100")) for name in reversed(names)][::-1]


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("120115", "市规划资源局宝坻分局", "天津市规划和自然资源局宝坻分局"),
        ("130500", "市公积金中心隆尧管理部", "邢台市住房公积金管理中心隆尧管理部"),
        ("130500", "邢台银保监分局隆尧监管组",
         "中国银行保险监督管理委员会邢台监管分局隆尧监管组"),
        ("330100", "市公安局交警支队", "杭州市公安局交通警察支队"),
        ("120115", "公安宝坻分局", "天津市公安局宝坻分局"),
        ("110105", "朝阳公安分局", "北京市公安局朝阳分局"),
        ("110105", "市公安局朝阳分局", "北京市公安局朝阳分局"),
        ("620102", "区公安分局", "兰州市公安局城关分局"),
        ("620422", "县生态环境分局", "白银市生态环境局会宁分局"),
        ("130424", "县生态环境分局", "邯郸市生态环境局成安县分局"),
        ("620400", "市人行", "中国人民银行白银市中心支行"),
        ("620422", "县农行", "中国农业银行股份有限公司会宁支行"),
        ("cn", "新疆生产建设兵团住房城乡建设局", "新疆生产建设兵团住房和城乡建设局"),
        ("650000", "兵团卫生健康委", "新疆生产建设兵团卫生健康委员会"),
        ("652300", "自治州发改委", "昌吉回族自治州发展和改革委员会"),
        ("652300", "自治州党委宣传部", "中共昌吉回族自治州委宣传部"),
        ("652300", "州供电公司", "国网新疆电力有限公司昌吉供电公司"),
        ("652300", "自治州直各部门", "昌吉回族自治州自治州直各部门"),
        ("630223", "自治县人民政府", "互助土族自治县人民政府"),
        ("150722", "自治旗财政局", "莫力达瓦达斡尔族自治旗财政局"),
        ("650000", "兵团", "新疆生产建设兵团"),
        ("650000", "兵团党委组织部", "中共新疆生产建设兵团委员会组织部"),
        ("620400", "市委绩效办", "中共白银市委绩效办"),
        ("654300", "地委绩效办", "中共阿勒泰地委绩效办"),
        ("620400", "公安分局", "白银市公安分局"),
        ("620400", "兵团财政局", "白银市兵团财政局"),
        ("620400", "管委会", "白银市管委会"),  # as printed, of no zone
        ("130300", "国网冀北电力有限公司秦皇岛供电公司", "国网冀北电力有限公司秦皇岛供电公司"),
        ("130300", "市供电公司", "国网冀北电力有限公司秦皇岛供电公司"),
        ("620000", "省电力公司", "国网甘肃省电力公司"),
        ("610100", "国际港务区管委会", "西安国际港务区管理委员会"),
        ("130500", "邢东新区管委会", "邢台市邢东新区管理委员会"),
        ("620400", "市防控指挥部办", "白银市防控指挥部办公室"),
    ],
)  # fmt: skip
def test_a_body_named_after_another(code: str, text: str, name: str | None, linker: Linker) -> None:
    assert linker.body(text, context(code)).name == name


def test_of_names_that_ended_the_nearest_in_time_counts(linker: Linker) -> None:
    """北京市金融工作局 until 2018, 地方金融监督管理局 until 2024; both are written 金融局."""
    names = [linker.body("市金融局", context("110000", day)).name for day in (
        "2008-01-01", "2015-01-01", "2020-01-01", "2025-01-01",
    )]  # fmt: skip
    assert names == ["北京市金融工作局"] * 2 + ["北京市地方金融监督管理局"] * 2


def test_of_offices_that_followed_each_other_the_nearest_counts(linker: Linker) -> None:
    """The 领导小组 of 2013 became a 委员会 in 2018; neither was there in 2010."""
    link = linker.body("市委改革办", context("610300", "2010-06-01"))
    assert link.name == "中共宝鸡市委全面深化改革领导小组办公室"


def test_a_custom_of_the_province_holds_for_its_level_and_time(linker: Linker) -> None:
    assert linker.body("市住建委", context("120000")).name == "天津市住房和城乡建设委员会"
    assert linker.body("区住建委", context("120115")).name == "天津市宝坻区住房和建设委员会"
    assert linker.body("市城管局", context("130400", "2012-05-01")).name == "邯郸市城市管理局"


# -- regions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("慈溪市", "330000", "浙江省/宁波市/慈溪市"),
        ("慈溪", "330000", "浙江省/宁波市/慈溪市"),
        ("鼓楼区", "350100", "福建省/福州市/鼓楼区"),
        ("海南", "cn", "海南省"),
    ],
)
def test_region(text: str, code: str, name: str, linker: Linker) -> None:
    assert linker.region(text, context(code)).name == name


def test_an_ambiguous_region_keeps_its_candidates(linker: Linker) -> None:
    link = linker.region("朝阳区", context("cn"))
    assert link.entity is None
    assert set(link.candidates) == {"region:110105", "region:220104"}


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("浙江省杭州市滨江区财政局", "cn", (9, "330108")),
        ("浙江银保监局", "cn", (2, "330000")),
        ("财政局", "330000", None),
        ("浙江省", "cn", None),
        ("工业和信息化部", "cn", None),
    ],
)
def test_leading_region(
    text: str, code: str, found: tuple[int, str] | None, linker: Linker
) -> None:
    assert linker.places.leading(text, context(code)) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青岛高新区管委", "青岛高新技术产业开发区管理委员会"),
        ("市城管委", "青岛市城市管理委员会"),  # ends alike and is another
    ],
)
def test_管委_is_short_for_the_committee_of_a_zone(text: str, name: str, linker: Linker) -> None:
    assert linker.body(text, context("370200")).name == name


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("610113", "区交警大队", "西安市公安局交通警察支队雁塔大队"),
        ("610100", "交警雁塔大队", "西安市公安局交通警察支队雁塔大队"),
        ("610100", "市公安局交警支队一大队", "西安市公安局交通警察支队一大队"),
        ("341126", "县交警大队", "凤阳县公安局交通警察大队"),  # a county has its own police
    ],
)
def test_a_company_of_the_traffic_police(code: str, text: str, name: str, linker: Linker) -> None:
    assert linker.body(text, Context(code, day="2016-06-15")).name == name


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("411723", "城关镇政府", "平舆县城关镇人民政府"),  # 城关 is a district of 兰州
        ("330110", "西湖街道办", "杭州市余杭区西湖街道办事处"),
        ("330100", "余杭区塘栖镇政府", "杭州市余杭区塘栖镇人民政府"),
        ("330110", "塘栖镇党委", "中共杭州市余杭区塘栖镇委员会"),
        ("210211", "革镇堡街道办事处", "大连市甘井子区革镇堡街道办事处"),  # no 革镇
    ],
)
def test_a_town_has_its_county_in_front(code: str, text: str, name: str, linker: Linker) -> None:
    assert linker.body(text, Context(code, day="2022-06-15")).name == name


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("430921", "县委宣传部", "中共南县县委宣传部"),
        ("430921", "县委", "中共南县委员会"),
        ("360735", "县委宣传部", "中共石城县委宣传部"),
        ("610100", "新城区政府", "西安市新城区人民政府"),
        ("330100", "新城区政府", "杭州市新城区政府"),  # 新城区 is a word there
    ],
)
def test_names_that_are_words(code: str, text: str, name: str, linker: Linker) -> None:
    assert linker.body(text, Context(code, day="2022-06-15")).name == name


def test_names_of_two_lines_of_work(knowledge: Knowledge, linker: Linker) -> None:
    for form, functional in knowledge.unlisted["compound"]["examples"]:
        link = linker.body("区" + form, Context("420114", day="2023-01-15"))
        assert link.name == "武汉市蔡甸区" + functional
