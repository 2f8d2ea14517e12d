"""Web pages: the document and nothing around it, tables as rows, the head from the page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import read
from kg.read.html import read_html
from tests.read.making import html

BODY = [
    "各区人民政府：",
    "为加强公园的管理和建设，现将有关工作通知如下。各单位应当认真实施。",
    "一、加强领导。各区要建立健全工作机制，完善政策措施。（责任单位：市财政局）",
    "某市人民政府",
    "2031年3月4日",
]
TITLE = "某市人民政府关于公园管理的通知"


def kept(page: str) -> list[str]:
    return read_html("a.html", page.encode()).text.splitlines()


def inside(body: str) -> list[str]:
    """Lines of a page that has only this and a paragraph before it."""
    first = "为加强公园的管理和建设，现将有关工作通知如下。"
    return kept(f"<html><body><p>{first}</p>{body}</body></html>")[1:]


def test_navigation_and_scripts_stay_out() -> None:
    assert kept(html(BODY)) == BODY


def test_a_title_that_the_page_shows_is_put_above() -> None:
    page = html(BODY, title=TITLE, around=f"<h1>{TITLE}</h1>")
    assert kept(page) == [TITLE, *BODY]


def test_a_title_that_the_text_has_is_not_repeated() -> None:
    page = html([TITLE, *BODY], title=TITLE, around=f"<h1>{TITLE}</h1>")
    assert kept(page) == [TITLE, *BODY]


def test_a_title_that_is_not_shown_is_not_taken() -> None:
    """Only <title> and metadata have it: what the page does not show is not put in."""
    assert kept(html(BODY, title=TITLE)) == BODY
    hidden = f"<h1 style='display: none'>{TITLE}</h1>"
    assert kept(html(BODY, title=TITLE, around=hidden)) == BODY


_TABLE = (
    "<table class=info><tr><td>索引号：</td><td>000/2031</td></tr>"
    "<tr><td>发文字号：</td><td>某政发〔2031〕5号</td><td>成文日期：</td><td>2031-03-01</td></tr></table>"
)


def test_number_and_date_of_the_portals_table() -> None:
    page = html([*BODY[:3]], title=TITLE, around=f"<h1>{TITLE}</h1>{_TABLE}")
    assert kept(page) == [TITLE, "发文字号：某政发〔2031〕5号", "成文日期：2031-03-01", *BODY[:3]]


def test_number_and_date_that_the_text_has_are_not_repeated() -> None:
    table = _TABLE.replace("2031-03-01", "2031-03-04")
    lines = [TITLE, "某政发〔2031〕5号", *BODY]
    assert kept(html(lines, title=TITLE, around=table)) == lines


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        pytest.param("<p>甲<br>乙</p>", ["甲", "乙"], id="a break is a line"),
        pytest.param("<p>各级\n      政府</p>", ["各级政府"], id="a break of the source is none"),
        pytest.param("<p>Open\n AI</p>", ["Open AI"], id="between words it is a space"),
        pytest.param("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"], id="text between blocks"),
        pytest.param("<p>甲&emsp;&lt;乙&gt;&#20013;</p>", ["甲\u2003<乙>中"], id="references"),
        pytest.param("<p><span>国<b>务</b></span>院</p>", ["国务院"], id="inline"),
        pytest.param("<p>甲</p><p hidden>乙</p><p>丙", ["甲", "丙"], id="hidden, unclosed"),
        pytest.param("<p>甲</p><select><option>乙</select>", ["甲"], id="a list to choose from"),
        pytest.param("<p>甲</p><p>【打印本页】 【关闭窗口】</p>", ["甲"], id="words of the screen"),
        pytest.param("<p>打印机、复印机等办公设备，由市财政局采购。</p>",
                     ["打印机、复印机等办公设备，由市财政局采购。"], id="printers of an office"),
        pytest.param("<pre>甲\n乙</pre>", ["甲", "乙"], id="set as it is"),
    ],
)  # fmt: skip
def test_lines(markup: str, lines: list[str]) -> None:
    assert inside(markup) == lines


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param(
            "<tr><th>任务</th><th>单位</th></tr><tr><td><p>建公园</p></td><td>市财政局</td></tr>",
            ["任务\t单位", "建公园\t市财政局"],
            id="cells",
        ),
        pytest.param(
            "<tr><td rowspan=2>一</td><td>甲项</td></tr><tr><td>乙项</td></tr><tr><td>二</td></tr>",
            ["一\t甲项", "\t乙项", "二"],
            id="a cell over two rows",
        ),
        pytest.param(
            "<tr><td colspan=2>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td><td>3</td></tr>",
            ["甲\t\t乙", "1\t2\t3"],
            id="a cell over two columns",
        ),
        pytest.param(
            "<tr><td>发展<br>质效</td><td>市财政局<br>市住建局</td></tr><tr><td>a</td><td>b</td></tr>",
            ["发展质效\t市财政局 市住建局", "a\tb"],
            id="crumbs of a word are joined, names are not",
        ),
        pytest.param(
            "<tr><td><p>甲</p><p>乙</p></td></tr><tr><td><p>丙</p></td></tr>",
            ["甲", "乙", "丙"],
            id="a frame is no table",
        ),
        pytest.param(
            "<tr><td rowspan=999999>甲</td><td colspan=9999999999>乙</td></tr>"
            "<tr><td>丙</td><td>丁</td></tr>",
            ["甲\t乙", "\t丙\t丁"],
            id="spans beyond reason",
        ),
    ],
)
def test_tables(rows: str, lines: list[str]) -> None:
    assert inside(f"<table>{rows}</table>") == lines


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(html(BODY).encode(), "utf-8", id="as it says"),
        pytest.param(
            html(BODY).replace("charset=utf-8", "charset=gb2312").encode("gb18030"),
            "gb18030",
            id="gb2312",
        ),
        pytest.param(
            html(BODY).replace("charset=utf-8", "charset=gb2312").encode(),
            "utf-8",
            id="says gb2312, is utf-8",
        ),
        pytest.param(html(BODY).encode("gb18030"), "gb18030", id="says utf-8, is gb18030"),
        pytest.param(html(BODY).encode("utf-16"), "utf-16-le", id="utf-16"),
        pytest.param(
            html(BODY).replace("<meta charset=utf-8>", "").encode("gb18030"), "gb18030", id="silent"
        ),
        pytest.param(
            html(BODY).encode().replace(b"</html>", b"\xff</html>"),
            "utf-8",
            id="one bad byte",
        ),
    ],
)
def test_encoding(data: bytes, encoding: str) -> None:
    found = read_html("a.html", data)
    assert found.encoding == encoding
    assert found.text.splitlines() == BODY


def test_each_line_has_its_element() -> None:
    page = html(BODY).replace("class=TRS_Editor", "class=TRS_Editor id=zoom")
    found = read_html("a.html", page.encode())
    shown = {found.text[each.start : each.end]: each.element for each in found.layout}
    assert shown[BODY[1]] == "#zoom>p:nth-of-type(2)"
    assert list(shown) == BODY


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("<div>" * 2900 + "深" + "</div>" * 2900, id="nested"),
        pytest.param("<table><tr><td>" * 2900 + "深", id="nested tables"),
        pytest.param("<b><i>" * 1400 + "深", id="misnested"),
        pytest.param("<p>深" * 20_000, id="unclosed"),
        pytest.param("<!--" * 100_000 + "深", id="comments"),
        pytest.param("<a b='" * 50_000 + "深", id="attributes"),
        pytest.param("<table>" + "<tr><td rowspan=100 colspan=100>深</td></tr>" * 300, id="spans"),
    ],
)
def test_hostile_pages_end(hostile: str) -> None:
    began = time.perf_counter()
    page = f"<html><body><p>{BODY[1]}</p>{hostile}</body></html>"
    found = read_html("a.html", page.encode())
    assert BODY[1] in found.text
    assert time.perf_counter() - began < 30


def test_a_page_that_is_nested_beyond_reason() -> None:
    page = f"<html><body><p>{BODY[1]}</p>{'<div>' * 200_000}</body></html>"
    with pytest.raises(InputError, match="nested"):
        read_html("a.html", page.encode())


def test_nothing_is_fetched_or_run() -> None:
    page = html(
        BODY, around="<iframe src='file:///etc/passwd'>密</iframe><object data=x>码</object>"
    )
    assert kept(page) == BODY


def test_a_page_in_no_encoding(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(b"<html><body><p>" + bytes(range(128, 256)) * 40 + b"</p></body></html>")
    with pytest.raises(InputError, match="encoding"):
        read(file)
