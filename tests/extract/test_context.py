"""Where a document was issued, read from its head, or from the names in its text."""

from __future__ import annotations

import pytest

from kg.pipeline import Extractor
from kg.types import Source, sha256

TERRITORIES: dict[str, tuple[str, str | None]] = {
    "the branch of a State organ is of its place": (
        "国家税务总局浙江省税务局关于做好征收工作的通知\n各市税务局：\n请做好工作。\n",
        "region:330000",
    ),
    "a State organ is of no region": (
        "市场监管总局关于抽查情况的公告\n北京市某企业生产的产品不合格。\n",
        None,
    ),
    "several districts speak for their city": (
        "五华区、盘龙区、官渡区、西山区、呈贡区要抓好落实，由市财政局给予补助。\n",
        "region:530100",
    ),
    "the city that is named with its province": (
        "福建省厦门市发布通知，调整有关政策。\n",
        "region:350200",
    ),
    "the level that the text's own words say": (
        "我市要加快发展。我市山区县要抓好落实。梅州市、广东省有关规定继续执行，我市不再另行通知。\n",
        "region:441400",
    ),
    "the one county of the city that a text speaks as": (
        "推动我县发展，落实抚州市、抚州市财政局、抚州市教育局的文件，引进人才按照广昌县有关规定执行。\n"
        "县财政局、县教育局、县民政局要抓好落实，广昌金融监管支局配合。\n",
        "region:361030",
    ),
    "a city that names one of its districts": (
        "推动我市发展，落实清远市有关文件。清远市的清城区有关项目要抓好落实，本区项目清远市优先。\n",
        "region:441800",
    ),
    "the city below the province whose papers it follows": (
        "根据《江苏省住房条例》和江苏省有关规定，参照我省其他市做法，结合我市实际，"
        "信息报无锡市汇总，我市各单位落实。\n",
        "region:320200",
    ),
    "the whole of the parts that something does not hold for": (
        "居民家庭在本市（不含灵山县、浦北县，下同）购买住房的，给予补贴。\n",
        "region:450700",
    ),
    "a part that is left out is not the issuer": (
        "在盐城经开区购房的，市区（除大丰区）房屋可以置换，大丰区另行规定。\n",
        "region:320900",
    ),
    "a county by its short name before what only a place has": (
        "我市居民在大冶城区购房、非大冶户籍人员在我市购房的，给予补贴。\n",
        "region:420281",
    ),
    "a free-trade area is of the place in brackets": (
        "中国（上海）自由贸易试验区临港新片区管理委员会关于做好工作的通知\n各单位：\n请做好工作。\n",
        "region:310000",
    ),
    "or of the place that its part is named by": (
        "中国（福建）自由贸易试验区厦门片区管理委员会关于做好工作的通知\n各单位：\n请做好工作。\n",
        "region:350200",
    ),
    "a district alone, where the text says 市 and never 区": (
        "裕华区一处楼盘开工。由市财政局、市住建局、市公安局负责。\n",
        "region:130100",
    ),
    "a district, where its own bureaus are said": (
        "裕华区一处楼盘开工。由市财政局、区住建局、区公安局负责。裕华区要抓好落实。\n",
        "region:130108",
    ),
    "the county whose branch of the central bank is named": (
        "保定市有关规定继续执行。由市财政局、人行涿州支行负责。由市住建局、人行涿州支行负责。\n",
        "region:130681",
    ),
    "a district alone in a text that speaks to the city's bodies": (
        "雨城区要抓好落实。市财政局、市教育局、市公安局、市民政局按职责分工负责。\n",
        "region:511800",
    ),
    "a district that says 我区": (
        "雨城区要抓好落实。我区由市财政局、市教育局、市公安局支持。\n",
        "region:511802",
    ),
    "a county by its branch of the central bank": (
        "县财政局、县教育局、人行唐河支行、县公安局、县民政局抓好落实。人行唐河支行参加。\n",
        "region:411328",
    ),
    "names of streets and zones say nothing of the city": (
        "改造中山路、牡丹江路、舟山路、中山路立交桥，由西城区管委会、郾城区、源汇区、召陵区负责。\n"
        "西城区管委会要抓好中山路、牡丹江路、舟山路。\n",
        "region:411100",
    ),
    "a county named short that the issuing code begins with": (
        "嘉政办发〔2031〕5号\n各镇人民政府：\n县财政局要支持嘉鱼经济开发区，县教育局要支持嘉鱼建设。\n",
        "region:421221",
    ),
    "no county in the middle of a word": (
        "各乡镇要完成县妇幼保健院工程，完成县体育馆工程，完成县图书馆工程。县财政局要支持。\n",
        None,
    ),
    "places to learn from say nothing": ("要认真借鉴杭州市、宁波市、温州市经验。\n", None),
    "places from all over the country say nothing": (
        "杭州市、南京市、武汉市、成都市都在开展这项工作。\n",
        None,
    ),
    "the office whose issuing code no other has": (
        "省人民政府关于加强公园管理的意见\n鄂政发〔2031〕7号\n各市、州、县人民政府：\n武汉市要带头。\n",
        "region:420000",
    ),
    "a place named in passing": ("新华社北京8月18日电，会议强调要抓好落实。\n", None),
}


@pytest.mark.parametrize("name", TERRITORIES)
def test_territory(name: str, extractor: Extractor) -> None:
    words, territory = TERRITORIES[name]
    raw = words + "有关工作要认真组织实施，确保取得实效，及时总结经验。\n"
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    assert found.record.territory == territory


@pytest.mark.parametrize(
    ("signature", "confidence"), [("昆明市人民政府\n2031年3月4日\n", 0.98), ("", 0.78)]
)
def test_what_rests_on_an_inferred_territory_is_less_sure(
    signature: str, confidence: float, extractor: Extractor
) -> None:
    raw = (
        "五华区、盘龙区、官渡区要抓好落实，认真组织实施，确保取得实效。\n"
        f"一、任务\n1.建设公园。建设绿道。（责任单位：市财政局、盘龙区财政局）\n{signature}"
    )
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    (task,) = found.record.tasks
    assert [owner.name for owner in task.owners] == ["昆明市财政局", "昆明市盘龙区财政局"]
    assert [owner.confidence for owner in task.owners] == [confidence, 0.98]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("自2016年5月1日起施行。", "衡阳市城市管理局"),
        ("自2022年5月1日起施行。", "衡阳市城市管理和综合执法局"),
        ("根据衡政办发〔2016〕8号文件，制定本方案。", "衡阳市城市管理局"),
        # a day that the documents it cites came after, or one long past, is not its own
        ("2016年5月1日以来，根据衡政办发〔2021〕8号文件，抓好落实。", "衡阳市城市管理和综合执法局"),
        ("2010年5月1日以来成效明显，到2022年建成。", "衡阳市城市管理和综合执法局"),
        ("抓好落实。", "衡阳市城市管理和综合执法局"),
    ],
)
def test_a_text_without_a_date_is_read_by_the_names_of_about_its_time(
    words: str, name: str, extractor: Extractor
) -> None:
    raw = (
        f"衡阳市公园建设工作方案\n{words}要认真组织实施，确保取得实效。\n"
        "一、任务\n1.建设公园。建设绿道。（责任单位：市城管局）\n"
    )
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    assert found.record.signed is None
    (task,) = found.record.tasks
    assert [owner.name for owner in task.owners] == [name]
