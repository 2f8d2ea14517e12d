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
        ("浙政发„2031‟7号", "浙政发〔2031〕7号"),
        ("浙江省人民政府文件浙政发〔2031〕7号★", "浙政发〔2031〕7号"),
        ("", None),
    ],
)
def test_number(printed: str, number: str | None, extractor: Extractor) -> None:
    assert record(extractor, document(number=printed)).number == number


def test_an_order_whose_number_is_in_the_line_below(extractor: Extractor) -> None:
    found = record(
        extractor,
        "广东省公园管理办法\n广东省人民政府令\n\n（第290号）\n"
        "《广东省公园管理办法》已经审议通过，现予公布。\n"
        "省长 某某\n2031年3月4日\n广东省公园管理办法\n第一条 为了加强公园管理，制定本办法。\n",
    )
    assert (found.number, found.issuers) == ("广东省人民政府令第290号", ("广东省人民政府",))


LAW = "\n第一章 总则\n第一条 为了管理公园，制定本条例。\n"


@pytest.mark.parametrize(
    ("head", "number", "title", "issuers", "signed"),
    [
        ("关于公园所得税政策的公告\n财政部 税务总局公告2031年第10号\n现将公园所得税政策公告如下：",
         "财政部 税务总局公告2031年第10号", "关于公园所得税政策的公告", ["财政部", "国家税务总局"],
         None),
        ("国家税务总局公告\n2031年第3号\n关于公园纳税服务的公告\n现公告如下：",
         "国家税务总局公告2031年第3号", "关于公园纳税服务的公告", ["国家税务总局"], None),
        ("生态环境部公告\n公告 2031年 第3号\n关于公园监测的公告\n现公告如下：",
         "生态环境部公告2031年第3号", "关于公园监测的公告", ["生态环境部"], None),
        ("国家林业和草原局公告（2031年第10号）\n根据条例，现予公告。",
         "国家林业和草原局公告2031年第10号", "国家林业和草原局公告", ["国家林业和草原局"], None),
        ("税务总局关于公园税收的公告（2031年第27号）\n现予公告。",
         "税务总局公告2031年第27号", "税务总局关于公园税收的公告", ["国家税务总局"], None),
        ("国家林业和草原局公告（2031年第5号）（取消部分材料）\n现予公告。",
         "国家林业和草原局公告2031年第5号", "国家林业和草原局公告（2031年第5号）（取消部分材料）",
         ["国家林业和草原局"], None),
        ("辽宁省人民代表大会常务委员会公告\n〔十三届〕第九十三号\n"
         "《辽宁省公园条例》已经通过，现予公布。",
         "辽宁省人民代表大会常务委员会公告第九十三号", "辽宁省人民代表大会常务委员会公告",
         ["辽宁省人民代表大会常务委员会"], None),
        ("海关总署 公安部公告2031年第103号（关于公园的公告）\n"
         "【文 号】海关总署 公安部公告〔2031〕103号\n"
         "现就有关事项公告如下：\n",
         "海关总署 公安部公告2031年第103号", "海关总署 公安部公告2031年第103号（关于公园的公告）",
         ["海关总署", "公安部"], None),
        ("中华人民共和国水利部令\n第54号\n《公园用水规定》已经通过，现予公布。\n",
         "中华人民共和国水利部令第54号", "中华人民共和国水利部令", ["水利部"], None),
        ("深圳市公园条例\n深圳市人民代表大会常务委员会公告\n第三十七号\n现予公布。",
         "深圳市人民代表大会常务委员会公告第三十七号", "深圳市公园条例",
         ["深圳市人民代表大会常务委员会"], None),
        ("中华人民共和国公园条例\n（2031年3月1日国务院第46次常务会议通过 2031年3月4日"
         "中华人民共和国国务院令第332号公布 自2031年8月1日起施行）" + LAW,
         "中华人民共和国国务院令第332号", "中华人民共和国公园条例", ["国务院"], "2031-03-04"),
        ("浙江省公园条例\n（2031年3月1日浙江省人民代表大会常务委员会第二次会议通过）" + LAW,
         None, "浙江省公园条例", [], None),
        ("滨州市公园管理规定\n作者：某网 时间：2031-03-05 浏览：9\n滨州市公园管理规定\n"
         "山东省滨州市人民政府\n滨州市公园管理规定\n"
         "（2031年3月4日滨州市人民政府令19号发布）" + LAW,
         "滨州市人民政府令第19号", "滨州市公园管理规定", ["滨州市人民政府"], "2031-03-04"),
        ("滨州市公园管理规定\n滨州市公园管理规定\n山东省滨州市人民政府\n滨州市公园管理规定\n"
         "政府令〔2031〕第15号\n《滨州市公园管理规定》已经通过，现予公布。\n",
         "政府令〔2031〕15号", "滨州市公园管理规定", ["滨州市人民政府"], None),
        ("中华人民共和国公园法\n全国人民代表大会常务委员会\n中华人民共和国主席令（九届第37号）\n"
         "《中华人民共和国公园法》已经通过，现予公布。",
         "中华人民共和国主席令第37号", "中华人民共和国公园法",
         ["全国人民代表大会常务委员会"], None),
    ],
)  # fmt: skip
def test_orders_and_announcements(
    head: str, number: str | None, title: str, issuers: list[str], signed: str | None,
    extractor: Extractor,
) -> None:  # fmt: skip
    found = record(extractor, head + "\n公园按规定管理，各级公园都要做好服务。\n")
    assert (found.number, found.title, list(found.issuers), found.signed) == (
        number, title, issuers, signed)  # fmt: skip


TEXT = "为加强公园管理，现就有关事项通知如下。\n一、做好公园管理。\n浙江省财政厅\n2031年3月4日\n"


@pytest.mark.parametrize(
    ("page", "number", "title"),
    [
        # law portals print the title of what is issued, the issuer, then the document
        ("浙江省公园管理办法\n作者：某网 时间：2031-03-05 浏览：9\n下载地址：点击此处下载\n"
         "浙江省公园管理办法\n"
         "浙江省财政厅\n关于印发浙江省公园管理办法的通知\n浙财〔2031〕7号\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于印发浙江省公园管理办法的通知"),
        ("您的位置：首页 » 法律法规 »\n浙江省财政厅关于公园管理的通知\n"
         "时间：2031-03-05 来源：某网\n"
         "浙江省财政厅关于公园管理的通知\n浙江省财政厅\n浙江省财政厅关于公园管理的通知\n"
         "浙财〔2031〕7号\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        # a table of labels, one cell a line, above or below the title
        ("返回顶部\n浙江省财政厅关于公园管理的通知\n• 索引号：\n330000/2031-001\n• 发文机构：\n"
         "厅办公室\n"
         "• 发文字号：\n浙财〔2031〕7号\n• 有效性：\n• 发布日期：\n2031年03月06日 16:34\n"
         "各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("索引号\t330000/2031-001\t主题分类\t公园\n名称：浙江省财政厅关于公园管理的通知\n"
         "文号：浙财〔2031〕7号\t有效性：有效\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        # number, title and addressees run together
        ("浙财〔2031〕7号《浙江省财政厅关于公园管理的通知》\n"
         "《浙江省财政厅关于公园管理的通知》\n浙财〔2031〕7号\n"
         "各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("浙财【2031】7号 浙江省财政厅 浙江省民政厅关于公园管理的通知\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅 浙江省民政厅关于公园管理的通知"),
        ("浙江省财政厅关于公园管理的通知（浙财〔2031〕7号）\n"
         "来源：本网 日期：2031-03-05 字号：【\n视力保护色：\n"
         "浏览量：\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("浙江省财政厅关于公园管理的通知 浙财〔2031〕7号 各市财政局：",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        # the site's name behind a title, the column before it, buttons around it
        ("浙江省财政厅关于公园管理的通知_政策文件_浙江省财政厅网站\n各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        ("政务公开丨浙江省财政厅关于公园管理的通知\n- 发布日期：2031-03-05\n- 浏览次数：\n"
         "浙江省财政厅\n"
         "关于公园管理的通知\n浙财〔2031〕7号\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("进入关怀版\n导航\n当前位置：首页>政务公开>政策法规浙江省公园建设行动计划\n"
         "【字体：大中小】\n"
         "浙财〔2031〕7号\n",
         "浙财〔2031〕7号", "浙江省公园建设行动计划"),
        ("登录\n搜索热词：\n公园\n政策\n关闭\n" + "按钮\n"
         "" * 16 + "浙江省财政厅关于公园管理的通知\n分享\n-\n"
         "浙财〔2031〕7号\n浙江省财政厅关于公园管理的通知\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("索 引 号 主题分类 综合政务 \\ 其他\n发布机构 浙江省财政厅 文  号 浙财〔2031〕7号\n"
         "成文日期 2031-03-02\n"
         "浙江省财政厅关于公园管理的通知\n取消收藏成功！\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("政府信息公开\n1. 文件库\n1. 目录\n2. 规划\n" + "3. 清单\n"
         "" * 15 + "浙江省财政厅关于公园管理的通知\n"
         "发布日期：2031-03-27 09:45 字体：\n各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        ("您当前所在位置：\n浙江省财政厅关于公园管理的通知\n• 2031-03-13 14:42\n• 分享到：\n"
         "浙江省财政厅\n"
         "关于公园管理的通知\n各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        # what a data base prints
        ("【某省法规】 浙江省财政厅关于公园管理的通知\n【法规正文】 浙财〔2031〕7号\n"
         "各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("我的法规\nCPA考试汇编（2031）\n热门站点|某网|论坛\n   首页 > 税费法规 >\n"
         "发文标题：浙江省财政厅关于公园管理的通知\n"
         "发文文号：浙财〔2031〕7号\n发文部门：浙江省财政厅\n发文时间：2031-3-4\n页面功能：\n"
         "• 加入收藏\n• 关闭\n"
         "发文内容：\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("|\n法规名称 |\n浙江省财政厅关于公园管理的通知 |\n发文机关 |\n浙江省财政厅 |\n"
         "文件字号 |\n浙财〔2031〕7号 |\n"
         "时 效 性 |\n有效 |\n正 文 |\n|\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("| 发文机关：|浙江省财政厅| 成文日期：|2031年03月04日|\n| 标 题：|某通知| 有效性：|有效|\n"
         "| 发文字号：|浙财〔2031〕7号| 发布日期：|2031年03月09日|\n"
         "浙江省财政厅关于公园管理的通知\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        # a label not on the list, among labels
        ("发文机关：浙江省财政厅\n发文字号：浙财〔2031〕7号\n签署日期：2031-03-04\n"
         "登记日期：2031-03-05\n浙江省财政厅关于公园管理的通知\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        # the addressees in the line of the title
        ("浙江省财政厅关于公园管理的通知 各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        # a first line that could be the whole title
        ("关于调整有关公园政策\n推进公园建设的实施意见\n（征求意见稿）\n",
         None, "关于调整有关公园政策推进公园建设的实施意见（征求意见稿）"),
        # the day of the page behind the title, its source below
        ("浙江省财政厅关于公园管理的通知2031-03-0520:07:00 来源：厅办公室 "
         "【字体：大中小】打印\n各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        ("公园管理有新规！\n2031-03-05 来源：“某某发布”微信公众号\n"
         "浙江省财政厅关于公园管理的通知\n各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        ("浙江省财政厅关于公园管理的通知\n发布时间：2031-03-05来源：本网浏览次数：28分享：\n各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        # number and title below what a site for sharing documents says of them
        ("浙江省财政厅文件（合集）\n时间：2031-03-05 本文作者：会员上传\n"
         "简介：小编为你整理了多篇文件。\n"
         "第一篇：浙江省财政厅文件\n浙江省财政厅文件\n"
         "浙财〔2031〕7号\n浙江省财政厅关于公园管理的通知\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        ("浙江省财政厅关于公园管理的通知\n浙江省财政厅关于公园管理的通知.doc\n"
         "格式：doc 大小：25KB\n"
         "文档介绍：该文档由某某上传分享。\n浙财〔2031〕7号\n浙江省财政厅关于\n公园管理的通知\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        # a row of a collection, links above a text, what a copy ran together
        ("2031-03-05 00:00:00 | 财政部 | 浙江省财政厅关于公园管理的通知 | 各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        ("2031-03-05 00:00:00 | 【浙江省】关于公园管理的通知 | 浙江省财政厅关于公园管理的通知\n"
         "各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        ("热门站点| 世界资料网 | 论坛\n收藏本站| 设为首页| 首页\n"
         "浙江省财政厅关于公园管理的通知\n各市财政局：\n",
         None, "浙江省财政厅关于公园管理的通知"),
        ("浙财〔2031〕7号 浙江省财政厅关于印发公园管理工作方案\n"
         "浙江省财政厅关于印发公园管理工作方案\n浙财〔2031〕7号\n各市财政局：\n",
         "浙财〔2031〕7号", "浙江省财政厅关于印发公园管理工作方案"),
        ("浙江省财政厅关于印发《公园管理办法》的通知 各市财政局： ",
         None, "浙江省财政厅关于印发《公园管理办法》的通知"),
        ("浙江省财政厅浙财〔2031〕7号\n关于印发《公园管理办法》的通知2031\n"
         "关于印发《公园管理办法》的通知各市财政局：根据规定，",
         "浙财〔2031〕7号", "关于印发《公园管理办法》的通知"),
        ("浙江省财政厅\n首页 >> 公开信息\n浙江省财政厅办公室关于公园管理的通知\n各市财政局：\n",
         None, "浙江省财政厅办公室关于公园管理的通知"),
        ("位置：首页 > 政策法规 > 财政厅 > 正文\n浙江省财政厅关于公园名单的公示\n各市财政局：\n",
         None, "浙江省财政厅关于公园名单的公示"),
        # labels without a colon
        ("发文机关浙江省财政厅\n发文日期2031年3月4日\n时效性现行有效\n发文字号浙财〔2031〕7号\n"
         "效力级别地方规范性文件\n各市财政局：\n",
         "浙财〔2031〕7号", None),
        ("- 时间：2031-03-04\n- 来源：\n浙财〔2031〕7号\n各市财政局：\n", "浙财〔2031〕7号", None),
        # a note that runs into the text
        ("浙江省财政厅关于公园管理的通知\n（2031年3月4日浙财〔2031〕7号）  根据规定，",
         "浙财〔2031〕7号", "浙江省财政厅关于公园管理的通知"),
        # not run in: the number is another document's
        ("根据《关于公园建设的意见》（浙财〔2031〕7号）精神，现将公园管理通知如下。\n", None, None),
        ("浙江省公园管理办法\n公园名录如下：\n发文字号：浙财〔2031〕7号\n"
         "", None, "浙江省公园管理办法"),
    ],
)  # fmt: skip
def test_heads_as_pages_print_them(
    page: str, number: str | None, title: str | None, extractor: Extractor
) -> None:
    found = record(extractor, page + TEXT)
    assert (found.number, found.title) == (number, title)
    if "各市财政局：" in page:
        assert found.addressees == ("各市财政局",)


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("（浙财〔2031〕7号 2031年3月4日）", "2031-03-04"),
        ("（浙财〔2031〕7号，二〇三一年三月四日）", "2031-03-04"),
        ("发文字号：浙财〔2031〕7号 发布日期：2031年3月9日", None),
    ],
)
def test_the_day_beside_the_number(line: str, signed: str | None, extractor: Extractor) -> None:
    raw = f"浙江省财政厅关于公园管理的通知\n{line}\n各市财政局：\n请加强公园管理。\n"
    found = record(extractor, raw)
    assert (found.number, found.signed) == ("浙财〔2031〕7号", signed)


def test_the_day_a_data_base_gives_below_the_text(extractor: Extractor) -> None:
    found = record(
        extractor,
        "浙江省财政厅关于印发公园管理办法的通知\n各市、县（市、区）财政局：\n"
        "现将《公园管理办法》印发给你们，请认真贯彻执行。\n特此通知。\n"
        "【文号】 浙财〔2031〕7号\n【颁布时间】 20310304\n【实施时间】 20310401\n",
    )
    assert (found.number, found.effective) == ("浙财〔2031〕7号", "2031-04-01")


@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("浙财〔2031〕7号公园管理办法.pdf(/a/b/c.pdf)", "浙财〔2031〕7号"),
        ("国发〔2031〕7号国务院关于公园的意见.pdf", None),
        ("公园管理办法.pdf", None),
    ],
)
def test_the_number_in_the_name_of_the_file_a_page_offers(
    file: str, number: str | None, extractor: Extractor
) -> None:
    found = record(
        extractor,
        "浙江省财政厅关于印发公园管理办法的通知\n各市、县（市、区）财政局：\n"
        "现将《公园管理办法》印发给你们，请认真贯彻执行。\n浙江省财政厅\n2031年3月4日\n"
        f"公园管理办法\n第一条 公园由市民所有。\n相关附件：{file}二维码开始扫一扫",
    )
    assert found.number == number
    assert number is None or number not in [each.number for each in found.citations]


def test_a_label_runs_into_the_title(extractor: Extractor) -> None:
    found = record(
        extractor,
        "某市住建局关于公园管理的通知发布日期:2031-01-2911:12来源:某市住建局浏览次数:1\n"
        "为更好满足需求，继续实行补贴。\n杭州市住房和城乡建设局\n2031年1月18日\n",
    )
    assert found.title == "某市住建局关于公园管理的通知"


def test_labels_of_a_data_base_below_the_text(extractor: Extractor) -> None:
    found = record(
        extractor,
        "【某省法规】 浙江省财政厅关于公园管理的通知\n【法规正文】 各市财政局：\n"
        "请认真做好公园管理的各项工作。\n"
        "【文号】 浙财〔2031〕7号\n【颁布时间】 20310304\n【时效性】 有效\n"
        "【颁布单位】 浙江省财政厅\n",
    )
    assert (found.number, found.signed, found.addressees) == (
        "浙财〔2031〕7号", "2031-03-04", ("各市财政局",))  # fmt: skip
    assert found.issuers == ("浙江省财政厅",)


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
        (
            "国家林业和草原局公告（2031年第3号）（废止林资发〔2015〕153号文和有关规定的公告）",
            "公告",
        ),
        ("中华人民共和国公园法", "法"),
    ],
)
def test_kind(title: str, kind: str, extractor: Extractor) -> None:
    found = record(extractor, document(title=title))
    assert (found.title, found.type) == (title, kind)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("现就公园所得税政策公告如下：", "公告"),
        ("以上事项，特此公告。", "公告"),
        ("现将公园检查情况通报如下：", "通报"),
        ("你省请示收悉，现批复如下：", "批复"),
        ("经研究，现函复如下：", "复函"),
        ("《公园管理办法》已经同意，现转发你们，请执行。", "通知"),
        ("为做好公园管理，提出实施意见如下：", "意见"),
        ("结合我省实际，制定本实施办法。", "办法"),
        ("为管好公园，制定推动公园发展若干措施如下：", "措施"),
        ("为管好公园，现提出如下措施。本通知自印发之日起施行。", "通知"),
        ("为管好公园，制定若干措施如下：本通知有效期一年。", "通知"),
        ("据悉，公园将于近日开放。", None),
    ],
)
def test_kind_without_a_title(sentence: str, kind: str | None, extractor: Extractor) -> None:
    raw = f"各市、县（市、区）人民政府：\n{sentence}\n公园管理要按规定做好。\n"
    assert record(extractor, raw).type == kind


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
        # run together by a copy
        ("关于公园管理的通知", "浙江省财政厅浙江省民政厅", ["浙江省财政厅", "浙江省民政厅"]),
        ("关于公园管理的通知", "中国人民银行杭州市分行国家金融监督管理总局浙江监管局杭州市财政局",
         ["中国人民银行杭州市分行", "国家金融监督管理总局浙江监管局", "杭州市财政局"]),
        ("财政部税务总局住房城乡建设部关于公园管理的公告", "",
         ["财政部", "国家税务总局", "住房和城乡建设部"]),
        ("浙江省人民政府办公厅关于公园管理的通知", "", ["浙江省人民政府办公厅"]),
        # cut by the line end
        ("关于公园管理的通知", "浙江省财政厅\n中国银行保险监督管理委员会\n浙江监管局",
         ["浙江省财政厅", "中国银行保险监督管理委员会浙江监管局"]),
        # no table knows them
        ("国务院应对公园疫情联防联控机制关于公园管理的通知", "国务院应对公园疫情\n联防联控机制",
         ["国务院应对公园疫情联防联控机制"]),
        ("关于公园管理的函", "矿业权管理司", ["矿业权管理司"]),
        ("我市出台公园管理若干措施", "", []),
        ("关于公园管理的通知", "请遵照执行", []),
        # above number and title
        ("浙江省财政厅\n浙财〔2031〕7号\n关于公园管理的通知", "", ["浙江省财政厅"]),
        # the seal of another body
        ("关于公园管理的通知", "浙江省公园建设领导小组办公室\n浙江省财政厅（代章）",
         ["浙江省公园建设领导小组办公室"]),
        ("关于公园管理的通知", "浙江省财政厅（代章）", ["浙江省财政厅"]),
        ("关于公园管理的通知", "浙江省公园建设领导小组办公室\n（浙江省财政厅代章）",
         ["浙江省公园建设领导小组办公室"]),
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
        ("海关总署：", ["海关总署"]),
        ("张某某代表：", ["张某某代表"]),
        ("尊敬的客户：", []),
        ("广大缴存职工、市住房公积金管理中心：", ["广大缴存职工", "市住房公积金管理中心"]),
        ("各民政部登记全国性社会组织：", ["各民政部登记全国性社会组织"]),
        ("对以下三种类型居民家庭，暂停向其发放公园年票：", []),
        ("居民在购买年票方面享受同等待遇：", []),
        ("各省、自治区、直辖市自然资源主管部门、林草主管部门，新疆生产建设兵团自然资源局、林草局：",
         ["各省、自治区、直辖市自然资源主管部门", "各省、自治区、直辖市林草主管部门",
          "新疆生产建设兵团自然资源局", "新疆生产建设兵团林草局"]),
        ("各省、自治区、直辖市、新疆生产建设兵团林业和草原、住房和城乡建设（园林绿化）主管部门：",
         ["各省、自治区、直辖市、新疆生产建设兵团林业和草原主管部门",
          "各省、自治区、直辖市、新疆生产建设兵团住房和城乡建设（园林绿化）主管部门"]),
        ("各省（区、市）自然资源（海洋）、生态环境主管部门：",
         ["各省（区、市）自然资源（海洋）主管部门", "各省（区、市）生态环境主管部门"]),
        ("各省、自治区、直辖市及计划单列市、新疆生产建设兵团工业和信息化、水行政主管部门：",
         ["各省、自治区、直辖市及计划单列市、新疆生产建设兵团工业和信息化主管部门",
          "各省、自治区、直辖市及计划单列市、新疆生产建设兵团水行政主管部门"]),
        ("各省、自治区财政厅、水利（务）厅、民（宗）委（厅、局）、农业农村（农垦管理部门）：",
         ["各省、自治区财政厅", "各省、自治区水利（务）厅", "各省、自治区民（宗）委（厅、局）",
          "各省、自治区农业农村（农垦管理部门）"]),
        ("各省、自治区、直辖市卫生计生委、人力资源社会保障 厅（局），新疆生产建设兵团发 展改革委：",
         ["各省、自治区、直辖市卫生计生委",
          "各省、自治区、直辖市人力资源社会保障厅（局）",
          "新疆生产建设兵团发展改革委"]),
        ("各省、自治区、直辖市林业厅（局），内蒙古、大兴安岭森工（林业）集团公司：",
         ["各省、自治区、直辖市林业厅（局）", "内蒙古森工（林业）集团公司",
          "大兴安岭森工（林业）集团公司"]),
        ("各市财政、教育、体育局：", ["各市财政、教育、体育局"]),
        ("各有关省、自治区、新疆生产建设兵团林业和草原主管部门、应急管理厅（局）：",
         ["各有关省、自治区、新疆生产建设兵团林业和草原主管部门",
          "各有关省、自治区、新疆生产建设兵团应急管理厅（局）"]),
        ("各市、州、直管市、神农架林区财政局、林业局：",
         ["各市、州、直管市、神农架林区财政局", "各市、州、直管市、神农架林区林业局"]),
        ("各市、县（市、区）财政局、自然资源主管部门（宁波不发）：",
         ["各市、县（市、区）财政局", "各市、县（市、区）自然资源主管部门（宁波不发）"]),
        ("各县（区）人民政府、开发区管委会：", ["各县（区）人民政府", "开发区管委会"]),
        ("市直和中央、省驻杭有关单位：", ["市直和中央、省驻杭有关单位"]),
        ("市政府有关委、办、局，各有关单位：", ["市政府有关委、办、局", "各有关单位"]),
        ("各国家级、省级开发区管委会：", ["各国家级、省级开发区管委会"]),
        ("机关各处室、局属各单位，各区分局：", ["机关各处室", "局属各单位", "各区分局"]),
        ("2031-03-04 10:14来源：某网\n打印【字体：大中小】\n一图读懂：公园政策\n市公园管理中心：",
         ["市公园管理中心"]),
        ("居民家庭在本市范围内无公园年票的，办理按以下标准执行：", []),
        ("各市财政局，行署各局、委、办、处：", ["各市财政局", "行署各局、委、办、处"]),
        ("各市人民政府，省级各部门，各新区管委会", ["各市人民政府", "省级各部门", "各新区管委会"]),
        ("ZFGS-2031-03\n各市人民政府：", ["各市人民政府"]),
        ("2031-03-04 10:14来源：某网\n打印【字体：大中小】\n一图读懂：公园政策\n"
         "各市人民政府：", ["各市人民政府"]),
        ("各市人民政府：为加强公园管理，现将有关事项通知如下。", ["各市人民政府"]),
        # the organ that several places share, however long their names are printed
        ("杭州市、宁波市水利局，嘉兴、湖州市水利局：",
         ["杭州市水利局", "宁波市水利局", "嘉兴市水利局", "湖州市水利局"]),
        ("厅机关各处室、直属各单位：", ["厅机关各处室", "直属各单位"]),
        ("各省、自治区、直辖市人民检察院，公安厅、局，民政厅、局：",
         ["各省、自治区、直辖市人民检察院", "公安厅、局", "民政厅、局"]),
        ("广大缴存职工：", ["广大缴存职工"]),
        ("某网2031-03-04 10:14发表于浙江\n各缴存单位及职工：", ["各缴存单位及职工"]),
        ("2031-03-26 00:00:00 | 财政部 | 关于公园管理的通知 | 各市财政局：", ["各市财政局"]),
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
        ("二00四年三月一日", "2004-03-01"),
        ("二ΟО四年三月一日", "2004-03-01"),
        ("2031年2月30日", None),
        ("2031年3月4日（此件公开发布）", "2031-03-04"),
        ("浙江省人民政府办公厅2031年3月5日印发", None),
        ("", None),
    ],
)
def test_signed(date: str, signed: str | None, extractor: Extractor) -> None:
    assert record(extractor, document(date=date)).signed == signed


@pytest.mark.parametrize(
    ("label", "signed"),
    [
        ("成文日期：2031-03-04", "2031-03-04"),
        ("成文日期： 2031年03月04日", "2031-03-04"),
        ("成文时间：2031/3/4", "2031-03-04"),
        ("成文日期：2031-02-30", None),
        ("发文日期：2031-03-04", None),
        ("发布日期：2031-03-04", None),
    ],
)
def test_number_and_day_of_a_portals_table(
    label: str, signed: str | None, extractor: Extractor
) -> None:
    raw = document(number=f"发文字号：浙政发〔2031〕7号\n{label}", signature="", date="")
    found = record(extractor, raw)
    assert (found.number, found.signed) == ("浙政发〔2031〕7号", signed)
    assert found.addressees == ("各市、县（市、区）人民政府",)


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
        ("本办法从2031年8月1日起试行，试行期两年。", "2031-08-01", "2033-08-01"),
        ("本《办法》自印发之日起施行。", "2031-03-04", None),
        ("本办法自8月1日起施行。", "2031-08-01", None),
        ("门票价格下调，自公告次日起执行。", "2031-03-05", None),
        ("现将公园名录予以公布。自公布之日起施行。", "2031-03-04", None),
        ("本通知自印发之日起零时施行。", "2031-03-04", None),
        ("本办法自印发之日起30日后施行。", "2031-04-03", None),
        ("本细则有效期自2031年8月1日至2032年7月31日。", "2031-08-01", "2032-07-31"),
        ("本细则有效期为2031年8月1日至2032年7月31日。", "2031-08-01", None),
        ("本措施由各单位解释，有效期为2031年8月1日至2032年7月31日。", "2031-08-01", None),
        ("本次消费券数量有限，有效期为2031年8月1日至2032年7月31日。", None, None),
        ("由市财政局解释。\n该补充通知自2031年8月1日起施行。", "2031-08-01", None),
        ("上述公园入园政策自2031年8月1日起执行。", "2031-08-01", None),
        ("以上阶段性政策自文件发布之日起至2032年7月31日止。", "2031-03-04", "2032-07-31"),
        ("现将《公园名录》予以公布，自2031年8月1日起施行。", "2031-08-01", None),
        ("现将银杏调整为保护植物（详见附件），自公布之日起施行。", "2031-03-04", None),
        ("本通知自发文之日起执行", "2031-03-04", None),
        ("本通知发布之日起实施，有效期5年。", "2031-03-04", "2036-03-04"),
        ("自本通知印发之日起施行。", "2031-03-04", None),
        ("本通知自即日起执行。", "2031-03-04", None),
        ("本措施自印发之日起实行。", "2031-03-04", None),
        ("本办法自公布之日起30日以后施行。", "2031-04-03", None),
        ("上述通知内容自发文之日起实施。", "2031-03-04", None),
        (
            "公园局批准发布《公园分类》等12项标准（见附件），自2031年8月1日起实施。",
            "2031-08-01",
            None,
        ),
        ("五、执行时间\n政策调整自2031年8月1日起执行。", "2031-08-01", None),
        # of another document, or of a part of this one
        ("本通知自《公园建设的通知》（建园〔2031〕5号）印发之日起施行。", None, None),
        ("自即日起至疫情解除前，公园暂停开放。", None, None),
        ("自本办法发布之日起，公园免费开放。", None, None),
        ("现将方案（另附），自即日起至疫情解除前，公园暂停开放。", None, None),
        ("修订后的《公园资本办法》拟定于2031年8月1日起正式实施。", None, None),
        ("各地要统筹做好本地区工作，确保各项政策从2031年8月1日起执行。", None, None),
        ("四是减免门票。上述门票政策自2031年8月1日起实施。" + "公园管理要加强。" * 30, None, None),
        ("公园补贴政策执行期限为2031年8月1日至2032年7月31日。", None, None),
    ],
)
def test_effective(
    sentence: str, effective: str | None, expires: str | None, extractor: Extractor
) -> None:
    found = record(extractor, document(body=f"认真做好公园管理的各项工作。\n{sentence}"))
    assert (found.effective, found.expires) == (effective, expires)


def test_what_stands_below_the_tail_says_from_when_it_holds(extractor: Extractor) -> None:
    raw = (
        document() + "为建设公园，采取以下措施。\n本措施有效期自2031年5月1日起至2032年4月30日止。\n"
    )
    found = record(extractor, raw)
    assert (found.effective, found.expires) == ("2031-05-01", "2032-04-30")


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


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (
            "河南省人民政府 关于明确2031年 重点工作责任单位的通知",
            "河南省人民政府关于明确2031年重点工作责任单位的通知",
        ),
        ("财政部 税务总局关于公园管理的通知", "财政部 税务总局关于公园管理的通知"),
    ],
)
def test_spaces_of_a_copy_in_a_title(printed: str, title: str, extractor: Extractor) -> None:
    assert record(extractor, document(title=printed)).title == title


def test_issuer_title_number_and_text_on_one_line(extractor: Extractor) -> None:
    found = record(
        extractor,
        "河南省人民政府 关于明确2031年重点工作责任单位的通知 豫政〔2031〕5号 "
        "现将2031年重点工作任务予以分解并明确责任单位。\n一、加快发展。\n",
    )
    assert (found.number, found.title) == (
        "豫政〔2031〕5号", "河南省人民政府关于明确2031年重点工作责任单位的通知"
    )  # fmt: skip
    assert found.issuers == ("河南省人民政府",)


def test_the_place_that_a_page_puts_before_a_title(extractor: Extractor) -> None:
    found = record(
        extractor,
        "（湖北省）2031年咸宁市公园工作任务分解方案\n建设公园。（责任单位：市教育局）\n",
    )
    assert [o.name for task in found.tasks for o in task.owners] == ["咸宁市教育局"]


def test_an_annex_below_its_mark_where_the_signature_is_lost(extractor: Extractor) -> None:
    found = record(
        extractor,
        document(
            body="现将任务分解表印发给你们。\n附件：2031年目标任务分解表",
            signature="",
            date="",
        )
        + "附件\n2031年目标任务分解表\n一、建设公园。（责任单位：省教育厅）\n",
    )
    assert [each.title for each in found.annexes] == ["2031年目标任务分解表"]
    assert [o.name for task in found.tasks for o in task.owners] == ["浙江省教育厅"]


REPORTED = (
    "近日，宁波市人民政府办公厅印发公园管理工作任务分解的通知，明确了各项任务。\n"
    "1.建设公园。（责任单位：市住建局）\n2.植树。（责任单位：市林业局）\n3.造桥。（责任单位：市交通局）\n"
)


@pytest.mark.parametrize(
    ("raw", "issuers"),
    [
        # the issuing code, where it begins as the territory does
        (
            "赣府厅字〔2031〕7号\n各市人民政府：\n江西省公园管理工作要抓好。\n",
            ["江西省人民政府办公厅"],
        ),
        (
            "青政发〔2031〕7号\n各区市人民政府：\n青岛市公园管理要抓好，青岛市要支持。\n",
            ["青岛市人民政府"],
        ),
        # or where no other office has it, whatever the text names
        (
            "沪府发〔2031〕7号\n各区人民政府：\n青岛市公园管理要抓好，青岛市要支持。\n",
            ["上海市人民政府"],
        ),
        ("烟府发〔2031〕7号\n各区市人民政府：\n青岛市公园管理要抓好，青岛市要支持。\n", []),
        ("青公园〔2031〕7号\n各区市人民政府：\n青岛市公园管理要抓好，青岛市要支持。\n", []),
        ("国办发〔2031〕7号\n各省、自治区、直辖市人民政府：\n公园管理要抓好。\n", ["国务院办公厅"]),
        # what a page reports on
        (REPORTED, ["宁波市人民政府办公厅"]),
        ("近日，某公司发布公园管理的通知，宁波市表示支持。\n", []),
        ("近日，宁波市人民政府办公厅印发公园管理的通知，自6月起施行。\n", []),  # news about it
    ],
)
def test_issuers_without_title_and_signature(
    raw: str, issuers: list[str], extractor: Extractor
) -> None:
    assert list(record(extractor, raw).issuers) == issuers


def test_the_kind_of_what_is_reported(extractor: Extractor) -> None:
    assert record(extractor, REPORTED).type == "通知"


TEXT = "为加强公园管理，制定本方案。\n一、总体要求\n加强管理。\n"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("日前，潮州印发《潮州市公园管理实施方案》。全文如下：\n潮州市公园管理实施方案（2031-2032年）\n",
         "潮州市公园管理实施方案（2031-2032年）"),
        ("某网讯，公园管理来了！\n分享成功。\n本文已经收录在专题：\n"
         "河北省人民政府办公厅关于印发公园管理实施方案的通知\n各市人民政府：\n",
         "河北省人民政府办公厅关于印发公园管理实施方案的通知"),
        ("2031年市定10件公园实事及责任分工\n", "2031年市定10件公园实事及责任分工"),
        ("苏州市2031年公园任务推进情况汇总表\n", "苏州市2031年公园任务推进情况汇总表"),
        ("市政府关于公园管理的通知0\n政策\n发布部门：某办公室\n市政府关于公园管理的通知\n各市人民政府：\n",
         "市政府关于公园管理的通知"),
        ("2031年我市公园工作很好。\n", None),
    ],
)  # fmt: skip
def test_titles_of_pages(above: str, title: str | None, extractor: Extractor) -> None:
    assert record(extractor, above + TEXT).title == title


def test_a_plan_below_a_notice_without_a_title_is_its_annex(extractor: Extractor) -> None:
    found = record(
        extractor,
        "各市人民政府：\n现将方案印发给你们。\n2031年3月4日\n九江市公园管理行动方案\n" + TEXT,
    )
    assert (found.title, found.type) == (None, "通知")


def test_number_and_addressees_in_the_line_of_the_text(extractor: Extractor) -> None:
    found = record(
        extractor,
        "昭通市人民政府关于公园管理的实施意见\n\n"
        "昭政发〔2031〕12号   各县、区人民政府，市直各委、办、局: 为加强公园管理，提出以下意见。\n",
    )
    assert found.number == "昭政发〔2031〕12号"
    assert found.addressees == ("各县、区人民政府", "市直各委、办、局")


@pytest.mark.parametrize(
    ("below", "signed", "issuers"),
    [
        ("（2031年5月2日）\n", "2031-05-02", ()),
        ("2031年5月2日，国家林业局\n", "2031-05-02", ("国家林业局",)),
        ("（2031年5月2日国家林业局发布）\n", "2031-05-02", ("国家林业局",)),
        ("林园发〔2031〕7号\n2031年5月2日\n", "2031-05-02", ()),
        # of the page, or several days of a history
        ("2031年5月2日\n", None, ()),
        ("（2031年5月2日国家林业局发布 2032年6月1日修订发布）\n", None, ()),
    ],
)
def test_the_day_below_a_title(
    below: str, signed: str | None, issuers: tuple[str, ...], extractor: Extractor
) -> None:
    found = record(extractor, f"关于加强公园管理的规定\n{below}公园是公共的。要加强管理。\n")
    assert found.signed == signed
    assert not issuers or found.issuers == ("国家林业和草原局",) or found.issuers == issuers


def test_the_day_above_a_text_without_a_title(extractor: Extractor) -> None:
    found = record(
        extractor, "（2031年4月13日）\n为加强公园管理，特作出如下决定。\n一、加强管理。\n"
    )
    assert (found.signed, found.type) == ("2031-04-13", "决定")


def test_the_source_in_a_row_of_a_collection_is_the_issuer(extractor: Extractor) -> None:
    row = "2031-05-20 00:00:00 | 财政部、公安部 | 关于公园管理的通知 | 各省、自治区、直辖市财政厅："
    found = record(extractor, row + "\n为加强公园管理，现通知如下。\n一、加强管理。\n")
    assert (found.title, found.issuers) == ("关于公园管理的通知", ("财政部", "公安部"))
    news = "2031-05-20 00:00:00 | 【财政部】研究起草公园管理细则 | 决定管理公园。要加强管理。\n"
    assert record(extractor, news).title is None


def test_a_whole_text_below_news(extractor: Extractor) -> None:
    news = (
        "据微信公众号消息，某县发布措施。" + "购买公园门票给予补贴，补贴按套发放，先到先得。" * 20
    )
    found = record(
        extractor,
        f"{news}\n以下为政策全文：\n关于促进公园发展的若干措施\n"
        "为促进公园发展，制定措施。\n一、加强管理。\n景宁畲族自治县人民政府\n2031年7月10日\n",
    )
    assert (found.title, found.signed) == ("关于促进公园发展的若干措施", "2031-07-10")
    assert found.issuers == ("景宁畲族自治县人民政府",)


@pytest.mark.parametrize(
    ("printed", "addressees"),
    [
        ("各市财政局、民政局，各有关公司，\n各有关单位：",
         ("各市财政局", "各市民政局", "各有关公司", "各有关单位")),
        ("各缴存单位、职工，各管理部，中心各科室：为充分发挥作用，现通知如下。",
         ("各缴存单位", "职工", "各管理部", "中心各科室")),
        # a sentence over lines is none
        ("各市财政局要加强管理，\n做好下列工作：", ()),
    ],
)  # fmt: skip
def test_addressees_over_lines_and_before_the_text(
    printed: str, addressees: tuple[str, ...], extractor: Extractor
) -> None:
    assert record(extractor, document(addressees=printed)).addressees == addressees


@pytest.mark.parametrize(
    ("title", "lines", "issuers"),
    [
        # the last line of the text is a list of bodies
        ("浙江省财政厅关于公园管理的通知", "浙江省公安厅\n浙江省财政厅", ("浙江省财政厅",)),
        ("浙江省财政厅等部门关于公园管理的通知", "浙江省财政厅\n浙江省公安厅",
         ("浙江省财政厅", "浙江省公安厅")),
        ("关于公园管理的通知", "浙江省财政厅\n浙江省公安厅", ("浙江省财政厅", "浙江省公安厅")),
        ("关于公园管理的通知", "中共浙江省财政厅党组", ("中共浙江省财政厅党组",)),
        ("关于公园管理的通知", "中华人民共和国财政部办公厅（章）", ("财政部办公厅",)),
    ],
)  # fmt: skip
def test_bodies_above_the_day(
    title: str, lines: str, issuers: tuple[str, ...], extractor: Extractor
) -> None:
    found = record(extractor, document(title=title, number="", signature=lines))
    assert found.issuers == issuers


def test_what_a_text_calls_itself_without_a_title(extractor: Extractor) -> None:
    found = record(
        extractor,
        "各区县人民政府：\n对公园文件进行了清理，现将结果公布。\n"
        "一、失效的文件自本公告公布之日起停止执行。\n铜川市人民政府\n2031年9月28日\n",
    )
    assert found.type == "公告"


def test_the_day_of_an_order_behind_its_person(extractor: Extractor) -> None:
    found = record(
        extractor,
        "中华人民共和国交通部令\n2031 年第 8 号\n"
        "《公园船舶规定》已经通过，现予公布。 部 长 李某某 二○三一年七月五日\n附件：公园船舶规定\n",
    )
    assert found.signed == "2031-07-05"


def test_a_label_in_the_midst_of_a_row_says_from_when_it_holds(extractor: Extractor) -> None:
    row = "发文日期： 2031-01-23 生效时间： 2031-02-01\n"
    assert record(extractor, row + document(number="")).effective == "2031-02-01"


def test_the_number_in_the_name_of_what_a_page_offers_to_read(extractor: Extractor) -> None:
    page = "各乡镇人民政府：\n现印发方案，请实施。\n2031年9月7日\n"
    page += "下载阅读版本：永政办发〔2031〕6号.pdf\n"
    assert record(extractor, page).number == "永政办发〔2031〕6号"


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("浙财〔2031〕7号关于印发公园管理办法的通知.pdf", "关于印发公园管理办法的通知"),
        ("浙财〔2031〕7号公园管理图.pdf", None),
        ("关于印发公园管理办法的通知.pdf", None),
    ],
)
def test_the_title_in_the_name_of_the_file_that_has_the_number(
    file: str, title: str | None, extractor: Extractor
) -> None:
    raw = (
        f"各市财政局：\n现将办法印发给你们，请执行。\n浙江省财政厅\n2031年3月4日\n相关附件：{file}"
    )
    assert record(extractor, raw).title == title


@pytest.mark.parametrize(
    "above",
    [
        "【重点工作】绍兴市人民政府关于公园管理的通知",
        "绍兴市人民政府关于公园管理的通知\n相关链接：\n《关于公园管理的通知》政策解释",
    ],
)
def test_what_a_page_puts_beside_a_title(above: str, extractor: Extractor) -> None:
    raw = (
        f"{above}\n\n镜湖新区管委会、各区人民政府：\n为加强公园管理，现通知如下。\n一、管好公园。\n"
    )
    found = record(extractor, raw)
    assert found.title == "绍兴市人民政府关于公园管理的通知"
    assert found.addressees == ("镜湖新区管委会", "各区人民政府")


def test_the_label_of_a_clause_is_no_addressee(extractor: Extractor) -> None:
    raw = "牵头单位：\n市财政局\n（六）管好公园\n主要任务：管理公园。\n牵头单位：市水务局\n"
    assert record(extractor, raw).addressees == ()


def test_the_day_in_brackets_of_a_law_data_base(extractor: Extractor) -> None:
    above = "【发布单位】浙江省\n【发布文号】浙财〔2031〕7号\n【发布日期】2031-03-04\n"
    raw = f"{above}浙江省财政厅关于公园管理的通知\n各市财政局：\n管好公园。\n"
    assert record(extractor, raw).signed == "2031-03-04"


def test_a_signature_run_into_the_list_of_annexes(extractor: Extractor) -> None:
    raw = "各市财政局：请管好公园，按计划实施。" + "公园管理要按规定做好。" * 20
    raw += "附件：1.任务分解表2.考核标准浙江省人民政府办公厅2031年5月2日附件1任务分解表\n"
    assert record(extractor, raw).signed == "2031-05-02"


def test_an_annex_without_a_tail_says_from_when_it_holds(extractor: Extractor) -> None:
    raw = "浙江省财政厅关于印发《公园管理办法》的通知\n各市财政局：\n现印发给你们，请执行。\n"
    raw += "附件：公园管理办法\n第一章 总则\n第一条 本办法自2031年6月1日起施行。\n"
    assert record(extractor, raw).effective == "2031-06-01"


def test_governments_that_share_an_organ_are_addressed_as_written(extractor: Extractor) -> None:
    raw = "荆门市人民政府关于公园管理的通知\n东宝区、掇刀区人民政府：\n请管好公园。\n"
    assert record(extractor, raw).addressees == ("东宝区人民政府", "掇刀区人民政府")


@pytest.mark.parametrize(
    ("title", "opening", "name"),
    [
        ("杭州市人民政府关于2009年公园建设工作的通知", "各单位要抓好落实。", "杭州市建设委员会"),
        (
            "杭州市人民政府关于公园建设工作的通知",
            "现将2009年全市主要目标分解如下。",
            "杭州市建设委员会",
        ),
        ("杭州市人民政府关于公园建设工作的通知", "各单位要抓好落实。", "杭州市城乡建设委员会"),
        # the end of a plan's term, and a term of sales, say nothing of when it was issued
        ("杭州市公园建设规划（至2009年）", "各单位要抓好落实。", "杭州市城乡建设委员会"),
        ("杭州市人民政府关于公园建设工作的通知", "2009年以前建成的不计。", "杭州市城乡建设委员会"),
    ],
)
def test_the_year_that_names_are_read_by(
    title: str, opening: str, name: str, extractor: Extractor
) -> None:
    raw = document(title, "", body=f"{opening}\n一、建成公园十座。（责任单位：市建委）", date="")
    (task,) = record(extractor, raw.replace("浙江省人民政府\n", "")).tasks
    assert [owner.name for owner in task.owners] == [name]
