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
    ],
)
def test_body(code: str, text: str, name: str, linker: Linker) -> None:
    assert linker.body(text, context(code)).name == name


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
        ("360000", "", "新区财政金融局", "江西省新区财政金融局"),
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
        ("常德高新区管委会", "常德高新技术产业开发区"),
        ("浦东新区人民政府", ""),
        ("福州市推进福州新区建设领导小组办公室", ""),
        ("宁波市自然资源局高新区分局", ""),
        ("高新区管委会", ""),
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
        # no place of its territory follows, or no body that the tables know stands before it
        ("430400", "市财政局住建局", "衡阳市财政局住建局"),
        ("430400", "市住房公积金中心福田管理部", "衡阳市住房公积金中心福田管理部"),
        ("430400", "市蒸水保护中心衡东管理部", "衡阳市蒸水保护中心衡东管理部"),
    ],
)
def test_a_branch_has_the_name_of_its_body_in_full(
    code: str, text: str, name: str, linker: Linker
) -> None:
    link = linker.body(text, context(code))
    assert link.name == name
    assert link.entity and not link.entity.listed


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
        ("511400", "2022-05-15", "仁寿县生态环境局", "仁寿县生态环境局"),
        ("440300", "2022-05-15", "市公安分局", "深圳市公安分局"),
        ("440300", "2016-05-15", "市城管局", "深圳市城市管理局"),
        ("510700", "2022-05-15", "绵阳科技城新区管委会", "绵阳科技城新区管理委员会"),
        ("510700", "2022-05-15", "科技城新区管委会", "绵阳市科技城新区管理委员会"),
        ("510800", "2022-05-15", "广元国际铁路港", "广元国际铁路港管理委员会"),
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
