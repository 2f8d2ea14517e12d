"""The normaliser: what becomes of each character, and that the way back never drifts.

Most printed examples are from 浙江省人民政府公报 2021年第25期.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.normalise import HAN, issue_of, letters, normalise, running_heads, surface
from kg.types import Text

#: One full line of a gazette set 38 characters wide, to make wraps tell from paragraphs.
LINE = "坚持以人民为中心的发展思想统筹推进城乡水利交通能源信息等基础设施建设和管理养护工"
PAGE = "\n".join([LINE] * 10)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        pytest.param("占比２\ue010 ８％以上", "占比2.8%以上", id="decimal point in private use"),
        pytest.param(
            "网上技术市场３\ue0100", "网上技术市场3.0", id="decimal point without a space"
        ),
        pytest.param("１\ue010 新一代信息技术", "1.新一代信息技术", id="item dot in private use"),
        pytest.param("７６\ue010 １\ue012", "76.1*", id="footnote mark"),
        pytest.param("\ue012为２０１９年数值", "*为2019年数值", id="footnote mark at the note"),
        pytest.param("政务服务２． ０", "政务服务2.0", id="full-width dot and space"),
        pytest.param("５Ｇ ＋工业互联网", "5G+工业互联网", id="space beside a sign"),
        pytest.param("ＩＰｖ６、Ｇ６０", "IPv6、G60", id="full-width letters and digits"),
        pytest.param("33.1％～35％", "33.1%~35%", id="full-width signs"),
        pytest.param("１３６ １８０", "136 180", id="two columns stay two"),
        pytest.param("２３\ue010 ５ ３３", "23.5 33", id="decimal beside a column"),
        pytest.param("到 ２０２５ 年", "到2025年", id="space around a number in a sentence"),
        pytest.param("浙 江 省 医 疗 保 障 局", "浙江省医疗保障局", id="letter-spaced signature"),
        pytest.param("吕　林、郑　瑶", "吕林、郑瑶", id="padded names"),
        pytest.param("浙江省财政厅　浙江省民政厅", "浙江省财政厅 浙江省民政厅", id="two issuers"),
        pytest.param("Ｏｐｅｎ　ＡＩ", "Open AI", id="two words"),
        pytest.param("二○三五年", "二○三五年", id="circle as zero is kept"),
        pytest.param("部⻔和⻓江⽔⼟", "部门和长江水土", id="radicals"),
        pytest.param("政\u200b府\ufeff采\u00ad购", "政府采购", id="zero-width characters go"),
        pytest.param("政府\u00a0采购", "政府 采购", id="no-break space is a space"),
        pytest.param("（一）总体要求。", "（一）总体要求。", id="Chinese punctuation stays wide"),
        pytest.param("省政府發(fā)布（bù）我們(men)的通知", "省政府发布我们的通知", id="readings"),
        pytest.param("氨(nh)和亩(mu)", "氨（nh）和亩（mu）", id="no reading"),
        pytest.param("??为加强管理\n省政府????", "为加强管理\n省政府", id="lost spaces"),
        pytest.param("怎么办\n??", "怎么办\n??", id="no lost spaces"),
        pytest.param("———坚持创新", "———坚持创新", id="dashes of a bullet"),
    ],
)
def test_characters(raw: str, clean: str) -> None:
    assert normalise(raw).clean == clean


@pytest.mark.parametrize(
    ("format", "clean"),
    [
        ("text", "关于推进工作的意见"),
        ("html", "关于推进<script>甲</script>工<b>作的意见"),
        ("docx", "关于推进<script>甲</script>工<b>作的意见"),
        ("pdf", "关于推进<script>甲</script>工<b>作的意见"),
    ],
)
def test_only_a_text_file_holds_markup(format: str, clean: str) -> None:
    """What is left after a page is read was written &lt;script&gt; in it: it is shown."""
    text = normalise("关于推进<script>甲</script>工<b>作的意见", format=format)
    assert text.clean == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("(责任单位:市财政局,市税务局)", "（责任单位：市财政局，市税务局）"),
        ("各市(州)、县(市、区)", "各市（州）、县（市、区）"),
        ("办发[2021]3号", "办发［2021］3号"),
        ("何时完成?立即!", "何时完成？立即！"),
        ("每年(2021-2025年)检查", "每年（2021-2025年）检查"),
        ("函数 f(x) = 1", "函数f(x)=1"),
        ("于12:30开会", "于12:30开会"),
        ("共1,250人", "共1,250人"),
        ("见https://www.gov.cn/a:b", "见https://www.gov.cn/a:b"),
    ],
)
def test_half_width_punctuation_is_widened_in_chinese_only(raw: str, clean: str) -> None:
    assert normalise(raw).clean == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        pytest.param(
            "（责\n任单位：省发展改革\n委）", "（责任单位：省发展改革委）", id="inside words"
        ),
        pytest.param("２０２１\n年９月底前", "2021年9月底前", id="inside a date"),
        pytest.param(
            "人行杭州\n 中心支行", "人行杭州中心支行", id="with the space of a page break"
        ),
        pytest.param("Open\nAI", "Open AI", id="between two words"),
        pytest.param("甲\r\n乙", "甲乙", id="carriage return"),
        pytest.param("日\n浙政发〔2031〕7号", "日浙政发〔2031〕7号", id="before a number"),
        pytest.param("通知\n文号：甲", "通知文号：甲", id="before a label"),
    ],
)
def test_surface_joins_every_break(raw: str, clean: str) -> None:
    assert surface(raw) == clean


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        pytest.param(LINE[:-3] + "省应急管理", "厅牵头做好这项工作。", True, id="a name"),
        pytest.param(LINE[:-4] + "做好工作。", "浙江省财政厅", False, id="a signature"),
        pytest.param(LINE[:-4] + "做好工作。", "二、重点任务", False, id="a heading"),
        pytest.param(LINE[:-4] + "做好工作。", "（一）强化保障。", False, id="an item"),
        pytest.param(LINE[:-5] + "网上技术市场3", ".0建设。", True, id="a number"),
        pytest.param("做好工作。", "强化保障，明确责任。", False, id="a short last line"),
        pytest.param("一", "、降低成本", True, id="a mark in two lines"),
        pytest.param("设置“友好岗”", "，实行弹性工作。", True, id="a comma begins no line"),
        pytest.param("责任单位：市财政局", "，市教育局", False, id="a labelled line"),
        pytest.param(LINE[:-5] + "园的通知", "各市人民政府，各厅局：", False, id="a title"),
        pytest.param(
            LINE[:-5] + "园的通知", "》要求，做好管理。", True, id="a title in a sentence"
        ),
        pytest.param(LINE[:-4] + "做好工作。", "　　强化保障，明确责任。", False, id="an indent"),
    ],
)
def test_a_wrap_is_joined_and_a_paragraph_is_not(first: str, second: str, joined: bool) -> None:
    text = normalise(f"{PAGE}\n{first}\n{second}\n{PAGE}").clean
    assert (first + second.strip() in text) == joined


def test_a_page_header_in_mid_word_is_taken_out() -> None:
    """精细化工产 / —６— / 浙江省人民政府公报 ２０２１ 年第 ２５ 期 / 业。"""
    head = "浙江省人民政府公报 ２０２１ 年第 ２５ 期"
    raw = f"{PAGE}\n{LINE[:-4]}化工产\n —６— \n{head}\n业。打造高地。\n{PAGE}"
    text = normalise(raw)
    assert "化工产业。打造高地。" in text.clean
    assert [raw[r.start : r.end] for r in text.regions] == ["—６—", head]
    assert {r.kind for r in text.regions} == {"furniture"}


@pytest.mark.parametrize(
    "line",
    ["— 12 —", "-3-", "第 5 页", "第5页 共8页", "https://www.gov.cn/a.html", "2023/1/5 10:30"],
)
def test_page_furniture(line: str) -> None:
    assert line not in normalise(f"{PAGE}\n{line}\n{PAGE}").clean


@pytest.mark.parametrize("line", ["2021", "15", "136 180", "-3", "3/4", "—5", "3页"])
def test_a_number_in_a_table_is_no_furniture(line: str) -> None:
    assert f"\n{line}\n" in normalise(f"一、总则\n{line}\n二、附则\n").clean
    column = f"一、总则\n{line}\n4\n-4\n5/4\n-5\n{line}\n二、附则\n"
    assert normalise(column).clean == column.rstrip()


@pytest.mark.parametrize("form", ["{}/4", "—{}", "{} 页"])
def test_numbers_that_go_on_from_page_to_page_are_furniture(form: str) -> None:
    lines = [f"{PAGE}\n{form.format(n)}\n" for n in (1, 2, 3, 4)]
    text = normalise("".join(lines))
    assert len(text.regions) == 4 and "4" not in text.clean


TITLE = "国务院办公厅关于完善公园体系的实施意见"
EDGES = f"https://www.gov.cn/a.htm\n\n{{page}}/2\n\n2026/7/26 13:02\n\n{TITLE}_公园_中国政府⽹\n"


def test_what_a_browser_prints_is_furniture() -> None:
    """Page titles, n/m beside an address, and the second of what bold type prints twice."""
    first = EDGES.format(page=0).partition("0/2\n\n")[2]
    head = f"{first}\n{TITLE}\n{TITLE}\n国办发〔2026〕4号\n"
    text = normalise(f"{head}{PAGE}\n{EDGES.format(page=1)}{PAGE}\n一、目标\n一、目标\n{PAGE}")
    assert text.clean.startswith(f"{TITLE}\n国办发")
    assert text.clean.count("一、目标") == 1
    assert "中国政府" not in text.clean and "/" not in text.clean
    assert surface(f"公园\n{EDGES.format(page=1)}体系") == "公园体系"


def test_a_name_cut_in_a_doubled_title_is_in_one_stretch() -> None:
    """工业和 / 信息化部 in a title of two lines, each printed twice."""
    lines = ["国家发展改革委、工业和", "信息化部关于公园建设的通知"]
    edges = EDGES.format(page=1)
    raw = f"{edges}{lines[0]}\n{lines[0]}\n{lines[1]}\n{lines[1]}\n{PAGE}\n{edges}{PAGE}"
    text = normalise(raw)
    clean = text.clean.replace("\n", "")
    assert clean.startswith("".join(lines)) and clean.count("信息化部") == 1
    start, end = text.to_raw(text.clean.index("工业"), text.clean.index("部关") + 1)
    assert surface(raw[start:end]) == "工业和信息化部"


def test_what_looks_printed_by_a_browser_is_text_elsewhere() -> None:
    raw = f"{TITLE}_中国政府网\n责任单位\n责任单位\n3/4\n"
    assert normalise(raw).clean == raw.rstrip()


LONG = (
    "安徽省人民政府办公厅关于印发支持工业互联网发展若干政策"
    "和工业互联网创新发展行动计划（2021—2023年）的通知"
)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        pytest.param(LONG, "（皖政办秘〔2021〕82号）", False, id="a number"),
        pytest.param(LONG, "交运明电〔2020〕44号", False, id="a number without brackets"),
        pytest.param(LONG, LONG.replace("—", "-"), False, id="the title again"),
        pytest.param(LONG, "来源:市金融局时间:2023-05-05", False, id="a portal's source"),
        pytest.param(LONG, "发布日期：2023-05-05", False, id="a portal's day"),
        pytest.param(LONG, "各市人民政府，省政府各部门：", False, id="addressees"),
        pytest.param(
            "各市、县（市、区）人民政府" + "，省财政厅、省民政厅" * 4,
            "各高等院校：", True, id="addressees cut in two",
        ),
        pytest.param(LONG[:-3] + "项目审批同步", "报审规划建筑方案。", True, id="a sentence cut"),
    ],
)  # fmt: skip
def test_a_long_title_is_not_joined_to_the_rest_of_the_head(
    first: str, second: str, joined: bool
) -> None:
    assert (f"{first}{second}" in normalise(f"{first}\n{second}\n一、目标\n").clean) == joined


def test_the_text_after_the_addressees_is_not_joined_to_them() -> None:
    head = "各街道办事处，区直各单位，驻区各单位，区属各企业，各有关社会组织和行业协会商会："
    clean = normalise(f"{PAGE}\n{head}\n《公园管理办法》已经区政府同意。\n{PAGE}").clean
    assert f"{head}\n《" in clean


def test_a_shredded_table_is_damaged() -> None:
    crumbs = "样本\n采\n集\n、签\n收\n、处\n理\n（据\n，RN\nA\n15\n：2\n50\n00\n"
    raw = f"{PAGE}\n价格表\n" + crumbs
    text = normalise(raw)
    assert [region.kind for region in text.regions] == ["damaged"]
    assert "签" not in text.clean
    assert text.regions[0].why


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["王", "李", "张", "赵", "陈", "杨", "周", "吴", "徐", "孙", "马", "朱"], id="surnames"
        ),
        pytest.param(
            ["甲", "乙", "丙", "丁", "1", "2", "3", "4", "15", "16", "17", "18"], id="columns"
        ),
    ],
)
def test_a_column_of_short_words_is_not_damaged(lines: list[str]) -> None:
    text = normalise("名单如下\n" + "\n".join(lines) + "\n")
    assert not text.regions
    assert all(line in text.clean for line in lines)


def test_markup_is_left_out() -> None:
    raw = (
        "<html><head><style>p {color: red}</style></head><body><div><p>市政府&nbsp;办公室</p>"
        "<p>一、<b>总体</b>要求&mdash;&mdash;</p><!-- 注释 --><script>var 乱 = 1</script>"
        "</div></body></html>"
    )
    text = normalise(raw)
    assert text.clean.split() == ["市政府", "办公室", "一、总体要求——"]
    assert {region.kind for region in text.regions} == {"markup"}


def test_an_opening_that_nothing_closes_is_text() -> None:
    """As many as these would take minutes, were each looked for to the end of the text."""
    raw = "甲<!--乙<script 丙" * 40_000
    assert normalise(raw).clean.count("丙") == 40_000


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        pytest.param("甲&#55357;&#56832;乙", "甲\U0001f600乙", id="the two halves of a character"),
        pytest.param("甲&#55357;乙", "甲\ufffd乙", id="half a character"),
        pytest.param("甲&#56832;&#55357;乙", "甲\ufffd\ufffd乙", id="halves the wrong way round"),
        pytest.param("甲&#2000000;乙", "甲\ufffd乙", id="beyond Unicode"),
        pytest.param("甲&#128512;乙", "甲\U0001f600乙", id="beyond the first plane"),
        pytest.param("甲&#" + "1" * 5000 + ";乙", "甲&#" + "1" * 5000 + ";乙", id="no number"),
    ],
)
def test_character_references(raw: str, clean: str) -> None:
    text = normalise(raw)
    assert text.clean.replace("；", ";") == clean
    assert text.raw_at(len(text.clean) - 1) == len(raw) - 1
    text.clean.encode("utf-8")


def test_a_less_than_sign_is_no_markup() -> None:
    assert normalise("PM2.5浓度<35且达标率>90").clean == "PM2.5浓度<35且达标率>90"


@pytest.mark.parametrize(
    ("raw", "issue"),
    [
        ("通知\n浙江省人民政府公报 ２０２１ 年第 ２５ 期\n", ("浙江省人民政府公报", 2021, 25)),
        ("国务院公报2018年第3期", ("国务院公报", 2018, 3)),
        ("见浙江省人民政府公报2021年第25期。", None),
    ],
)
def test_issue(raw: str, issue: tuple[str, int, int] | None) -> None:
    text = normalise(raw)
    found = issue_of(text, running_heads(text))
    assert (found and (found.title, found.year, found.number)) == issue


HEAD25, HEAD26 = "浙江省人民政府公报 2021年第25期\n", "浙江省人民政府公报 2021年第26期\n"


@pytest.mark.parametrize(
    ("parts", "issues"),
    [
        pytest.param([HEAD25 + "甲", HEAD25 + "甲\n", HEAD26 + "乙"], [25, 26], id="heads before"),
        pytest.param([HEAD25 + "甲\n", "乙" + HEAD26 + "乙"], [25, 26], id="a page without one"),
        pytest.param(
            ["甲" + HEAD25 + "甲\n", "乙\n" + HEAD26], [25, 25], id="a head that nothing follows"
        ),
        pytest.param(["甲\n" + HEAD25, "乙" + HEAD25], [25, 25], id="one issue"),
        pytest.param([HEAD25 + "甲\n", HEAD26 + "乙\n"], [25, 26], id="a page each"),
    ],
)
def test_each_document_is_in_its_own_issue(parts: list[str], issues: list[int]) -> None:
    raw = "".join(
        part.replace("甲", "甲" * 9 + "\n").replace("乙", "乙" * 9 + "\n") for part in parts
    )
    text = normalise(raw)
    heads = running_heads(text)
    second = text.clean.index("乙")
    first = issue_of(text, heads, 0, second)
    last = issue_of(text, heads, second, len(text.clean))
    assert [issue.number for issue in (first, last) if issue] == issues


@pytest.mark.parametrize(
    ("text", "kept"), [("一、总则 (1)", "一总则1"), ("《A-B》_", "AB"), ("", "")]
)
def test_letters(text: str, kept: str) -> None:
    assert letters(text) == kept


# -- properties -------------------------------------------------------------------------------

#: characters that some rule treats in its own way
TRICKY = "政府省市一二0９Ａa.．，。：；（）()[]、—〔〕《》 　\t\n\r<>p/&;⻔"
TRICKY += "\ue010\ue012\u200b\u2028\x0c\x85"
PIECES = st.sampled_from(
    [
        *TRICKY,
        "<p>",
        "</p>",
        "<br>",
        "<div>",
        "&nbsp;",
        "&amp;",
        "—６—\n",
        "\n\n",
        LINE,
        LINE + "\n",
    ]
)
SOURCES = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)
#: half-width punctuation and entities are the only ones that change by what is around them
REPLACED = set('（），：；？！［］&<>"“”·— \n')


def offsets(text: Text) -> list[int]:
    return [text.raw_at(i) for i in range(len(text.clean))]


@given(SOURCES)
def test_the_way_back_is_strictly_increasing(raw: str) -> None:
    found = offsets(normalise(raw))
    assert all(a < b for a, b in zip(found, found[1:], strict=False))
    assert all(0 <= at < len(raw) for at in found)


@given(SOURCES)
def test_every_character_stands_where_its_source_does(raw: str) -> None:
    """A clean character is its source character, one to one, or a sign that is written anew."""
    text = normalise(raw)
    for char, at in zip(text.clean, offsets(text), strict=True):
        assert char in REPLACED or char in (raw[at], surface(raw[at])), (char, raw[at])


@given(SOURCES, st.data())
def test_a_clean_span_has_a_source_span(raw: str, data: st.DataObject) -> None:
    text = normalise(raw)
    start = data.draw(st.integers(0, len(text.clean)))
    end = data.draw(st.integers(start, len(text.clean)))
    first, last = text.to_raw(start, end)
    assert 0 <= first <= last <= len(raw)
    assert (first < last) == (start < end)


@given(SOURCES)
def test_source_offsets_lead_to_their_clean_character(raw: str) -> None:
    text = normalise(raw)
    assert [text.clean_at(at) for at in offsets(text)] == list(range(len(text.clean)))


@given(SOURCES)
def test_regions_are_ordered_and_apart(raw: str) -> None:
    regions = normalise(raw).regions
    assert all(0 <= r.start < r.end <= len(raw) for r in regions)
    assert all(a.end <= b.start for a, b in zip(regions, regions[1:], strict=False))


@given(SOURCES)
def test_nothing_readable_is_lost(raw: str) -> None:
    """What is neither kept nor in a region is white space or a character that shows nothing."""
    text = normalise(raw)
    seen = set(offsets(text)) | {i for r in text.regions for i in range(r.start, r.end)}
    seen |= {i for found in re.finditer("&(?:nbsp|amp);", raw) for i in range(*found.span())}
    assert not letters("".join(char for at, char in enumerate(raw) if at not in seen))


NAMES = st.sampled_from(
    [
        "浙江省发展改革委",
        "人行杭州中心支行",
        "省委宣传部〔省文明办〕",
        "各设区市政府",
        "市公安局",
        "国家知识产权局",
        "广安市住房和城乡建设局",
        "5G基站",
        "各市、县（市、区）人民政府",
        "省大数据局",
        "第十四个五年规划",
    ]
)
FILLERS = st.sampled_from(
    ["推进", "落实、", "，由", "。", "负责", "（２０２１年制定并长期坚持实施）", "（含"]
)


@st.composite
def wrapped(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Names in a text that is set on lines of one width, some in full-width characters.

    Of fewer than eight lines the width of a full one cannot be told.
    """
    parts: list[str] = []
    names: list[str] = []
    width = draw(st.integers(30, 40))
    least = draw(st.integers(9, 14)) * width
    while sum(map(len, parts)) < least:
        name = draw(NAMES)
        names.append(name)
        printed = name.translate({i: i + 0xFEE0 for i in range(0x30, 0x5B)})
        parts += [draw(FILLERS), draw(st.sampled_from([name, printed]))]
    words = "".join(parts)
    page = draw(st.sampled_from(["\n", "\r\n", "\n ", "　\n"]))
    return page.join(words[i : i + width] for i in range(0, len(words), width)), names


@given(wrapped())
def test_the_source_of_a_name_cleans_to_the_name(page: tuple[str, list[str]]) -> None:
    raw, names = page
    text = normalise(raw)
    at = 0
    for name in names:
        at = text.clean.index(name, at)
        start, end = text.to_raw(at, at + len(name))
        assert surface(raw[start:end]) == name
        at += len(name)


def test_han_is_what_it_says() -> None:
    assert "〇" in HAN and "○" in HAN
