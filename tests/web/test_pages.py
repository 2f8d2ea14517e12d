"""The pages: every link leads somewhere, and what a document says stays text."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from kg import ids
from kg.graph.resources import queries
from kg.web.labels import visible
from kg.web.render import data
from kg.web.shield import POLICY, bare

DOCUMENT = "/page/doc/330000.zhezhengbanfa.2021.39"
START = (
    "/", "/documents", "/search?q=养老", "/network", "/network?view=heat", "/network?view=table",
    "/network?direction=lead", "/timeline", "/compare", "/query", "/vocabulary", "/about",
    "/page/agency/330000.minzhengting", DOCUMENT,
    "/compare?a=doc/330000.zhezhengbanfa.2021.39&b=doc/330000.zhezhengfa.2021.20",
    "/compare?a=region/330000&b=region/330000",
)  # fmt: skip


class Page(HTMLParser):
    """What a page has in it: elements, attributes, links, ids, text by element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.blocks: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if values.get("id"):
            self.ids.append(str(values["id"]))
        self.open.append(tag)

    def handle_data(self, data: str) -> None:
        self.blocks.append((self.open[-1] if self.open else "", data))


def get(client: httpx.Client, path: str) -> Page:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["content-security-policy"] == POLICY
    return Page(answer.text)


def check(page: Page) -> None:
    """Nothing inline that runs, no id twice."""
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert "style" not in attributes, (tag, attributes)
        if tag == "script":
            assert attributes.get("src") or attributes.get("type") == "application/ld+json"
        for name in ("href", "src", "action"):
            address = attributes.get(name) or ""
            assert not address.startswith(("javascript:", "data:", "//")), address
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("path", START)
def test_page(client: httpx.Client, path: str) -> None:
    page = get(client, path)
    check(page)
    assert [tag for tag, _ in page.tags].count("h1") == 1
    for tag, attributes in page.tags:
        if tag in ("script", "link", "img") and (attributes.get("src") or "").startswith("http"):
            raise AssertionError("something is fetched from elsewhere")


def test_every_link_leads_somewhere(client: httpx.Client) -> None:
    """From the pages above two steps on; a fragment is an id of the page it is on."""
    seen: dict[str, int] = {}
    todo = list(START)
    for depth in range(2):
        found: set[str] = set()
        for path in todo:
            answer = client.get(path, follow_redirects=True)
            seen[path] = answer.status_code
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            page = Page(answer.text)
            for link in page.links:
                whole, fragment = urldefrag(urljoin(str(answer.url), link))
                if not whole.startswith(str(client.base_url).rstrip("/")):
                    continue
                local = whole.removeprefix(str(client.base_url).rstrip("/"))
                if whole == str(answer.url).partition("#")[0] and fragment:
                    assert fragment in page.ids, (path, link)
                found.add(local)
        # two hundred of the second step will do: they are of the same few kinds
        todo = sorted(found - seen.keys())[:: max(1, len(found) // 200)] if depth == 0 else []
    assert len(seen) > 100
    assert {path: status for path, status in seen.items() if status != 200} == {}


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_question_is_answered(client: httpx.Client, name: str) -> None:
    """As it comes; those that ask other servers say that nothing is fetched."""
    page = get(client, f"/query?question={name}")
    check(page)
    alerts = [a for _, a in page.tags if a.get("role") == "alert"]
    asks_others = "SERVICE" in queries()[name].sparql
    assert bool(alerts) == asks_others


def test_question_with_a_parameter(client: httpx.Client) -> None:
    answer = client.get("/query", params={"question": "coowner-pairs", "region": "330000"})
    assert "浙江省民政厅" in answer.text
    assert f"{ids.BASE}id/region/330000" in answer.text
    wrong = client.get("/query", params={"question": "coowner-pairs", "region": "没有这个地方"})
    assert 'role="alert"' in wrong.text


@pytest.mark.parametrize(
    ("sparql", "shown"),
    [
        ("ASK {}", "true"),
        ("CONSTRUCT WHERE { ?s a zc:Region }", "zc:Region"),
        ("SELECT ?x { VALUES ?x { <https://a.example/> 'text'@en 1.5 UNDEF } }", "a.example"),
        ("SELECT (1 AS ?n) {}", ">1<"),
        ("SELECT * {", "cannot be read at line 1"),
        ("SELECT * { SERVICE <http://a.example/> {} }", "SERVICE"),
    ],
)
def test_answers(client: httpx.Client, sparql: str, shown: str) -> None:
    answer = client.get("/query", params={"query": sparql})
    assert answer.status_code == 200
    assert shown in answer.text


def test_downloads_are_the_answer(client: httpx.Client) -> None:
    sparql = "SELECT ?t { ?t a zc:Task } ORDER BY ?t"
    page = get(client, f"/query?query={sparql}")
    [link] = [each for each in page.links if each.endswith("format=csv")]
    rows = client.get(link).text.splitlines()
    assert len(rows) == 51


@pytest.mark.parametrize(
    "path",
    ["/documents", "/search?q=养老", "/network", "/timeline", "/page/agency/330000.minzhengting",
     "/compare?a=doc/330000.zhezhengbanfa.2021.39&b=doc/330000.zhezhengfa.2021.20",
     "/network/tasks?a=agency/330000.minzhengting&b=agency/330000.jiaoyuting"],
)  # fmt: skip
def test_csv(client: httpx.Client, path: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def source(client: httpx.Client) -> str:
    """The frozen text of the document."""
    it = ids.iri("doc:330000.zhezhengbanfa.2021.39")
    sparql = f"SELECT ?t {{ ?x eli:realizes <{it}> . ?x nif:isString ?t }}"
    [row] = client.get("/sparql", params={"query": sparql}).json()["results"]["bindings"]
    return str(row["t"]["value"])


def test_reader_shows_the_source_as_printed(client: httpx.Client) -> None:
    """The pieces of the page, put together, are the text that offsets count in."""
    text = source(client)
    html = client.get(DOCUMENT).text
    body = html[html.index('<div class="text" id="text">') :]
    body = re.sub(r'<span class="note".*?</time></span>|<span class="note".*?</span></span>', "",
                  body[: body.index("</div>")])  # fmt: skip
    shown = "".join(data for _, data in Page(body).blocks)
    assert shown.replace("\n", "") == visible(text).replace("\r", "").replace("\n", "")


def test_signs_of_private_use_are_shown_as_printed() -> None:
    assert visible("32\ue0107\u202e") == "32.7\ufffd"


@pytest.mark.parametrize(("begin", "end"), [(727, 732), (700, 740), (0, 1)])
def test_reader_marks_a_stretch(client: httpx.Client, begin: int, end: int) -> None:
    text = source(client)
    html = client.get(f"{DOCUMENT}?char={begin},{end}").text
    parts = re.findall(r'<(?:a|span) class="[^"]*\bshown\b[^"]*"[^>]*>(.*?)</', html, re.DOTALL)
    assert "".join(parts).split() == text[begin:end].split()
    assert html.count(f'id="char={begin},{end}"') == 1


def test_tasks_stand_beside_their_clauses(client: httpx.Client) -> None:
    html = client.get(DOCUMENT).text
    assert html.count('class="note"') == 50
    first = html[html.index('class="note"') :]
    assert "牵头" in first[:400]
    assert "/page/agency/330000.dashujufazhanguanliju" in first[:600]


def test_edge_shows_its_tasks(client: httpx.Client) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/network?format=csv").text)))
    first, second, tasks = rows[1][0], rows[1][1], int(rows[1][2])
    paths = [each.removeprefix(f"{ids.BASE}id/") for each in rows[1][4:6]]
    page = client.get("/network/tasks", params={"a": paths[0], "b": paths[1]})
    assert first in page.text and second in page.text
    assert page.text.count('class="k k-task"') == tasks


def test_lead_view_counts_what_the_first_leads(client: httpx.Client) -> None:
    text = client.get("/network?direction=lead&format=csv").text
    rows = list(csv.reader(io.StringIO(text)))[1:]
    sparql = """SELECT (COUNT(DISTINCT ?t) AS ?n) {
        ?t zc:leadAgency <%s> ; zc:responsibleAgency <%s> }"""
    for row in rows[:5]:
        query = sparql % (row[4], row[5])
        [found] = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert found["n"]["value"] == row[2]


def test_filters_narrow_the_network(client: httpx.Client) -> None:
    def pairs(query: str) -> int:
        return len(client.get(f"/network?format=csv&{query}").text.splitlines()) - 1

    whole = pairs("")
    assert 0 < pairs("least=3") < whole
    assert 0 < pairs("surprise=2") < whole
    assert 0 < pairs("groups=no") < whole
    assert 0 < pairs("kind=Department") < whole
    assert pairs("level=county") == 0
    assert pairs("document=doc:330000.zhezhengbanfa.2021.39") == whole
    assert client.get("/network?document=doc:nothing").status_code == 404


def test_json_ld_in_the_head(client: httpx.Client) -> None:
    html = client.get(DOCUMENT).text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    found = json.loads(block)
    assert found["@type"] == "Legislation"
    assert found["legislationIdentifier"] == "浙政办发〔2021〕39号"
    assert found["@id"] == ids.iri("doc:330000.zhezhengbanfa.2021.39")


def test_page_has_a_tag_and_links(client: httpx.Client) -> None:
    answer = client.get("/page/agency/330000.minzhengting")
    assert 'rel="alternate"; type="text/turtle"' in answer.headers["link"]
    again = client.get(
        "/page/agency/330000.minzhengting", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "query", ["page=0", "page=-3", "page=99999999999", "page=x", "by=zc:none", "char=a,b",
              "char=0,999999999", "by=%3Cscript%3E"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/page/agency/330000.minzhengting", DOCUMENT, "/search"])
def test_odd_values_do_no_harm(client: httpx.Client, path: str, query: str) -> None:
    assert client.get(f"{path}?{query}").status_code == 200


# --- Hostile text -----------------------------------------------------------------------------


def hostile_paths(client: httpx.Client) -> list[str]:
    sparql = "SELECT DISTINCT ?s { ?s a ?c FILTER(STRSTARTS(STR(?s), STR(doc:)) || " \
             "STRSTARTS(STR(?s), STR(task:)) || STRSTARTS(STR(?s), STR(agency:))) }"  # fmt: skip
    rows = client.get("/sparql", params={"query": sparql}).json()["results"]["bindings"]
    things = [row["s"]["value"].removeprefix(f"{ids.BASE}id/") for row in rows]
    return [f"/page/{each}" for each in things] + [
        "/", "/documents", "/network", "/network?view=heat", "/timeline", "/compare",
        "/search?q=<script>alert(1)</script>", "/search?q=建设", "/search?q=\"'><svg onload=x>",
        "/query?query=</textarea><script>alert(1)</script>",
        "/query?query=SELECT * { ?s dct:title ?t }",
        "/query?question=<script>", "/network?kind=<script>&level=\"><script>",
        "/search?q=x&kind=\"><script>&region='&from=\"><b>&to=<b>",
    ]  # fmt: skip


def test_hostile_text_stays_text(hostile_client: httpx.Client) -> None:
    """No element or attribute of a document's making is on any page."""
    paths = hostile_paths(hostile_client)
    assert len(paths) > 16
    shown = ""
    for path in paths:
        answer = hostile_client.get(path)
        assert answer.status_code == 200, path
        page = Page(answer.text)
        check(page)
        assert not {tag for tag, _ in page.tags} & {"img", "b1", "iframe", "object", "base"}
        assert "\u202e" not in answer.text and "\u2066" not in answer.text, path
        shown += answer.text
    assert "&lt;script&gt;" in shown, "the hostile title is shown, escaped"


def test_hostile_json_ld_stays_in_its_block(hostile_client: httpx.Client) -> None:
    [path] = [each for each in hostile_paths(hostile_client) if "/page/doc/" in each][:1]
    html = hostile_client.get(path).text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert '"onmouseover="x' in json.loads(block)["name"]


@pytest.mark.parametrize("text", ["</script><script>x", "<!--", "a&b", "\u2028", '"'])
def test_data_block_cannot_be_ended(text: str) -> None:
    written = str(data({"name": text}))
    assert not set(written) & set("<>&\u2028")
    assert json.loads(written) == {"name": text}


def test_hostile_cells_do_not_run_in_a_spreadsheet(hostile_client: httpx.Client) -> None:
    for path in ("/documents?format=csv", "/search?q=建设&format=csv"):
        for row in csv.reader(io.StringIO(hostile_client.get(path).text.removeprefix("\ufeff"))):
            assert not any(cell.startswith(("=", "+", "@", "-")) for cell in row)


@pytest.mark.parametrize(
    ("host", "name"),
    [("localhost:8000", "localhost"), ("[::1]:8000", "::1"), ("A.Example", "a.example"), ("", "")],
)
def test_bare(host: str, name: str) -> None:
    assert bare(host) == name
