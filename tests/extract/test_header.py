"""Head and tail of a document: number, title, kind, issuers, addressees, dates, context."""

from __future__ import annotations

import pytest

from kg.extract.header import period_of
from kg.pipeline import Extractor
from kg.types import Record, Source, sha256


def record(extractor: Extractor, raw: str) -> Record:
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    return found.record


def document(
    title: str = "浙江省人民政府关于公园管理的通知",
    number: str = "浙政发〔2031〕7号",
    addressees: str = "各市、县（市、区）人民政府：",
    body: str = "请认真执行各项公园管理制度。",
    signature: str = "浙江省人民政府",
    date: str = "2031年3月4日",
) -> str:
    return (
        "\n".join(line for line in (title, number, addressees, body, signature, date) if line)
        + "\n"
    )


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("浙政发〔2031〕7号", "浙政发〔2031〕7号"),
        ("（浙政发〔2031〕7号）", "浙政发〔2031〕7号"),
        ("浙政发[2031]7号", "浙政发〔2031〕7号"),
        ("浙政发（2031）7号", "浙政发〔2031〕7号"),
        ("浙政发【2031】第7号", "浙政发〔2031〕7号"),
        ("浙 政 发〔２０３１〕 ７ 号", "浙政发〔2031〕7号"),
        ("文号：浙政发〔2031〕7号", "浙政发〔2031〕7号"),
        ("", None),
    ],
)
def test_number(printed: str, number: str | None, extractor: Extractor) -> None:
    assert record(extractor, document(number=printed)).number == number


def test_an_order_whose_number_is_in_the_line_below(extractor: Extractor) -> None:
    found = record(
        extractor,
        "广东省公园管理办法\n广东省人民政府令\n\n（第290号）\n《广东省公园管理办法》已经审议通过，现予公布。\n"
        "省长 某某\n2031年3月4日\n广东省公园管理办法\n第一条 为了加强公园管理，制定本办法。\n",
    )
    assert (found.number, found.issuers) == ("广东省人民政府令第290号", ("广东省人民政府",))


def test_a_number_run_into_the_title(extractor: Extractor) -> None:
    found = record(
        extractor, document(number="", title="漯政〔2031〕7号漯河市人民政府\n关于公园管理的批复")
    )
    assert (found.number, found.title) == ("漯政〔2031〕7号", "漯河市人民政府关于公园管理的批复")


def test_a_ministry_addressed(extractor: Extractor) -> None:
    assert record(extractor, document(addressees="教育部：")).addressees == ("教育部",)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("浙江省人民政府关于公园管理的通知", "通知"),
        ("浙江省人民政府关于公园管理的实施意见", "意见"),
        ("浙江省人民政府关于同意建设公园的批复", "批复"),
        ("浙江省人民政府关于公园管理的复函", "复函"),
        ("浙江省人民政府办公厅关于公园管理的函", "函"),
        ("浙江省公园管理办法（试行）", "办法"),
        ("浙江省公园建设行动方案（2031—2035年）", "方案"),
        ("浙江省支持公园建设若干措施", "措施"),
        ("浙江省人民政府令", "令"),
        ("浙江省公园建设“十五五”规划", "规划"),
        ("浙江省公园管理条例", "条例"),
    ],
)
def test_kind(title: str, kind: str, extractor: Extractor) -> None:
    found = record(extractor, document(title=title))
    assert (found.title, found.type) == (title, kind)


@pytest.mark.parametrize(
    ("title", "signature", "issuers"),
    [
        ("浙江省人民政府关于公园管理的通知", "浙江省人民政府", ["浙江省人民政府"]),
        ("关于公园管理的通知", "浙江省财政厅", ["浙江省财政厅"]),
        ("关于公园管理的通知", "浙 江 省 财 政 厅", ["浙江省财政厅"]),
        ("浙江省财政厅 浙江省民政厅关于公园管理的通知", "", ["浙江省财政厅", "浙江省民政厅"]),
        ("财政厅等2部门关于公园管理的通知", "浙江省财政厅\n浙江省民政厅",
         ["浙江省财政厅", "浙江省民政厅"]),
        ("国务院办公厅关于公园管理的通知", "国务院办公厅", ["国务院办公厅"]),
        ("财政部 民政部关于公园管理的通知", "财政部\n民政部", ["财政部", "民政部"]),
        ("中共杭州市委 杭州市人民政府关于公园管理的意见", "",
         ["中共杭州市委员会", "杭州市人民政府"]),
        ("中共浙江省委办公厅 浙江省人民政府办公厅关于公园管理的意见", "",
         ["中共浙江省委办公厅", "浙江省人民政府办公厅"]),
        ("公园管理办法", "", []),
    ],
)  # fmt: skip
def test_issuers(title: str, signature: str, issuers: list[str], extractor: Extractor) -> None:
    raw = document(title=title, number="", signature=signature)
    assert list(record(extractor, raw).issuers) == issuers


@pytest.mark.parametrize(
    ("printed", "addressees"),
    [
        ("各市、县（市、区）人民政府，省政府直属各单位：",
         ["各市、县（市、区）人民政府", "省政府直属各单位"]),
        ("湖州市、台州市人民政府：", ["湖州市人民政府", "台州市人民政府"]),
        ("各设区市医疗保障局、卫生健康委员会：", ["各设区市医疗保障局", "各设区市卫生健康委员会"]),
        ("省教育厅、财政厅：", ["浙江省教育厅", "浙江省财政厅"]),
        ("宁波市人民政府：", ["宁波市人民政府"]),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
         ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"]),
        ("", []),
    ],
)  # fmt: skip
def test_addressees(printed: str, addressees: list[str], extractor: Extractor) -> None:
    assert list(record(extractor, document(addressees=printed)).addressees) == addressees


@pytest.mark.parametrize(
    ("date", "signed"),
    [
        ("2031年3月4日", "2031-03-04"),
        ("（2031年3月4日）", "2031-03-04"),
        ("２０３１年３月４日", "2031-03-04"),
        ("2031 年 3 月 4 日", "2031-03-04"),
        ("二〇〇四年三月一日", "2004-03-01"),
        ("二○○四年十二月二十一日", "2004-12-21"),
        ("2031年2月30日", None),
        ("", None),
    ],
)
def test_signed(date: str, signed: str | None, extractor: Extractor) -> None:
    assert record(extractor, document(date=date)).signed == signed


@pytest.mark.parametrize(
    ("sentence", "effective", "expires"),
    [
        ("本通知自2031年8月1日起施行。", "2031-08-01", None),
        ("本办法自印发之日起施行。", "2031-03-04", None),
        ("本意见自发布之日起实施，有效期5年。", "2031-03-04", "2036-03-04"),
        ("本办法自2031年8月1日起施行，有效期三年。", "2031-08-01", "2034-08-01"),
        ("本办法自2032年2月29日起施行，有效期3年。", "2032-02-29", "2035-02-28"),
        ("本办法自2031年8月1日起施行，有效期至2033年12月31日。", "2031-08-01", "2033-12-31"),
        ("《公园条例》自2031年8月1日起施行。", None, None),
        ("自2031年8月1日起发放补贴。", None, None),
        (
            "本政策自公布之日（2031年8月1日）起施行，有效期至2033年12月31日。",
            "2031-08-01",
            "2033-12-31",
        ),
        ("本措施执行时间从2031年6月1日起，至2032年5月31日止。", "2031-06-01", "2032-05-31"),
        ("本补贴申报时间从2031年6月1日起。", None, None),
        ("请执行。", None, None),
    ],
)
def test_effective(
    sentence: str, effective: str | None, expires: str | None, extractor: Extractor
) -> None:
    found = record(extractor, document(body=f"认真做好公园管理的各项工作。\n{sentence}"))
    assert (found.effective, found.expires) == (effective, expires)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("行动方案（2021—2025年）", (2021, 2025)),
        ("规划（2021-2035年）", (2021, 2035)),
        ("规划期限为2021年至2025年", (2021, 2025)),
        ("2021年行动方案", None),
        ("", None),
    ],
)
def test_period(text: str, period: tuple[int, int] | None) -> None:
    assert period_of(text) == period


@pytest.mark.parametrize(
    ("raw", "territory"),
    [
        (document(), "region:330000"),
        (document(title="关于公园管理的通知", signature="慈溪市人民政府"), "region:330282"),
        (document(title="杭州市临平区人民政府关于公园管理的通知", signature=""), "region:330113"),
        (document(title="国务院办公厅关于公园管理的通知", signature="国务院办公厅"), None),
        (document(title="吉林省人民政府关于公园的通知", signature=""), "region:220000"),
        (document(title="吉林市人民政府关于公园的通知", signature=""), "region:220200"),
        (document(title="海南省人民政府关于公园的通知", signature=""), "region:460000"),
        ("一、支持漯河市建公园，由市财政局补贴，市教育局、市统计局配合。\n", "region:411100"),
    ],
)  # fmt: skip
def test_territory(raw: str, territory: str | None, extractor: Extractor) -> None:
    assert record(extractor, raw).territory == territory


def test_level_words_are_read_in_the_context(extractor: Extractor) -> None:
    raw = document(
        title="慈溪市人民政府关于公园管理的通知",
        addressees="市财政局：",
        body="一、请市财政局、省财政厅做好公园管理。",
        signature="慈溪市人民政府",
    )
    found = record(extractor, raw)
    assert found.addressees == ("慈溪市财政局",)
    names = {m.text: m.name for m in found.mentions}
    assert names["省财政厅"] == "浙江省财政厅"


def test_the_key_is_made_from_the_number(extractor: Extractor) -> None:
    raw = document()
    assert record(extractor, raw).id == "doc:330000.zhezhengfa.2031.7"
    assert record(extractor, raw + "\n另附说明。\n").id == "doc:330000.zhezhengfa.2031.7"


def test_an_order_counts_within_its_year(extractor: Extractor) -> None:
    orders = [
        document("浙江省人民政府令", number, "") for number in ("第390号", "第391号", "第十号")
    ]
    keys = [record(extractor, raw).id for raw in orders]
    assert [key.rpartition(".")[2] for key in keys] == ["390", "391", "10"]


def test_keys_of_documents_without_a_number_differ_by_title(extractor: Extractor) -> None:
    ids = {
        record(extractor, document(number="", title=f"浙江省人民政府关于{what}的通知")).id
        for what in ("公园管理", "桥梁管理")
    }
    assert len(ids) == 2


@pytest.mark.parametrize(
    "misprint",
    ["第十十号", "2021年十十月三日", "自二〇十一年三月一日起施行", "有效期十十年。\n2021年3月4日"],
)
def test_a_misprinted_number_is_left_unread(misprint: str, extractor: Extractor) -> None:
    raw = f"杭州市人民政府令\n{misprint}\n杭州市公园建设管理办法\n第一条 建设公园。\n{misprint}\n"
    (found,) = extractor.documents(Source("a.txt", sha256(raw.encode()), raw, "utf-8"))
    assert (found.record.number, found.record.effective, found.record.expires) == (None, None, None)
