"""Real Chromium on the main walks; a message on the console is a failure.

Needs Chromium (Debian: apt-get install chromium); CI installs it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.web.test_pages import hostile_paths

CHROMIUM = (
    os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


class Visit:
    """A page of a browser, and what it complained of."""

    def __init__(self, browser: Browser, address: str, **options: object) -> None:
        self.context = browser.new_context(base_url=address, **options)  # type: ignore[arg-type]
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog {dialog.message}"))
        self.page.on("request", lambda request: self._request(request.url, address))

    def _console(self, message: ConsoleMessage) -> None:
        self.wrong.append(f"{message.type}: {message.text}")

    def _request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.outside.append(url)

    def end(self) -> None:
        self.context.close()
        assert self.wrong == []
        assert self.outside == [], "something was fetched from elsewhere"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Page]:
    found = Visit(browser, address)
    found.page.set_default_timeout(30_000)
    yield found.page
    found.end()


def test_from_search_to_the_characters(visit: Page) -> None:
    """Search → body → edge → task → the highlighted characters."""
    visit.goto("/search?q=民政")  # the index is ready after this
    field = visit.locator("#q")
    field.fill("")
    field.press_sequentially("民政厅")
    hit = visit.get_by_role("option").filter(has_text="浙江省民政厅").first
    expect(hit).to_be_visible()
    while hit.get_attribute("aria-selected") != "true":
        field.press("ArrowDown")
    field.press("Enter")
    expect(visit.locator("h1")).to_have_text("浙江省民政厅")
    shares = visit.locator("aside section").filter(has_text="共同承担").locator("tr")
    shares.filter(has_text="浙江省教育厅").locator("td.n a").click()
    expect(visit.locator("h1")).to_contain_text("浙江省教育厅")
    tasks = visit.locator("ol.items > li")
    assert tasks.count() == 4
    tasks.first.locator("a.k-task").click()
    quote = visit.locator("blockquote a").first
    quoted = quote.locator("mark").inner_text()
    quote.click()
    shown = visit.locator(".text .shown")
    expect(shown.first).to_be_in_viewport()
    together = re.sub(r"\s", "", "".join(shown.all_inner_texts()))
    assert re.sub(r"[\s…]", "", quoted) in together
    assert re.search(r"char=\d+,\d+#char=\d+,\d+$", visit.url)


def test_from_a_drawing_to_the_tasks(visit: Page) -> None:
    visit.goto("/network?least=3")
    edge = visit.locator("#graph .edges a").last
    name = edge.locator("title").text_content() or ""
    edge.focus()
    visit.keyboard.press("Enter")
    expect(visit.locator("h1")).to_contain_text(name.split(" — ")[0])
    assert visit.locator("ol.items > li").count() >= 3


def test_a_dot_lights_its_edges(visit: Page) -> None:
    visit.goto("/network")
    visit.locator("#graph a[data-n='0'] circle").hover()
    assert visit.locator("#graph a.lit").count() > 5
    assert visit.locator("#graph a.faded").count() > 5


def test_from_a_question_to_the_download(visit: Page) -> None:
    """Editor → question → table → download."""
    visit.goto("/query")
    visit.get_by_role("link", name="共同承担任务最多的单位").click()
    visit.get_by_label("发文机关所在区划").fill("浙江省")
    visit.get_by_role("button", name="填入参数并运行").click()
    table = visit.locator("table.answer")
    expect(table.locator("tbody tr").first).to_be_visible()
    expect(table).to_contain_text("浙江省民政厅")
    with visit.expect_download() as download:
        visit.get_by_role("link", name="CSV", exact=True).click()
    rows = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(rows) == table.locator("tbody tr").count() + 1
    table.locator("tbody tr").first.locator("a").first.click()
    expect(visit.locator("h1.name")).to_be_visible()


def test_editor_by_keyboard(visit: Page) -> None:
    visit.goto("/query")
    area = visit.locator("#query")
    area.fill("SELECT ?t { ?t a zc:Task } # 任务")
    colours = visit.locator(".editor code")
    expect(colours.locator(".t-word").first).to_have_text("SELECT")
    expect(colours.locator(".t-name")).to_have_text("zc:Task")
    assert (colours.text_content() or "").strip() == "SELECT ?t { ?t a zc:Task } # 任务"
    area.press("Control+Enter")
    expect(visit.locator("#answer")).to_contain_text("50 行")
    assert "query=SELECT" in visit.url


def test_keyboard_reaches_search(visit: Page) -> None:
    visit.goto("/")
    visit.keyboard.press("/")
    expect(visit.locator("#q")).to_be_focused()
    visit.goto("/")
    visit.keyboard.press("Tab")
    expect(visit.locator(".skip")).to_be_focused()


def test_a_fragment_alone_is_marked(visit: Page) -> None:
    visit.goto("/page/doc/330000.zhezhengbanfa.2021.39#char=727,732")
    shown = visit.locator(".text .shown").first
    expect(shown).to_have_text("省大数据局")
    expect(shown).to_be_in_viewport()


PATHS = (
    "/", "/documents", "/search?q=老年人", "/network", "/network?view=heat", "/timeline", "/about",
    "/query?question=coowner-pairs", "/page/agency/330000.minzhengting", "/vocabulary",
    "/page/doc/330000.zhezhengbanfa.2021.39", "/page/doc/330000.zhezhengfa.2021.20",
    "/compare?a=doc/330000.zhezhengbanfa.2021.39&b=doc/330000.zhezhengfa.2021.20",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_screen(browser: Browser, address: str, scheme: str) -> None:
    """Nothing runs out of a narrow screen, and text has the contrast that WCAG AA asks for."""
    found = Visit(browser, address, viewport={"width": 375, "height": 700}, color_scheme=scheme)
    for path in PATHS:
        found.page.goto(path)
        assert found.page.evaluate("document.documentElement.scrollWidth") <= 375, path
        assert found.page.evaluate(_CONTRAST) == [], path
    found.end()


def test_hostile_document_does_nothing(browser: Browser, hostile_address: str) -> None:
    import httpx

    with httpx.Client(base_url=hostile_address, timeout=60) as client:
        paths = hostile_paths(client)
    found = Visit(browser, hostile_address)
    for path in paths:
        found.page.goto(path)
    found.page.goto("/")
    found.page.locator("#q").press_sequentially("script")
    found.page.wait_for_timeout(500)
    found.end()


def test_without_scripts(browser: Browser, address: str) -> None:
    """Everything can be read and asked."""
    found = Visit(browser, address, java_script_enabled=False)
    page = found.page
    page.goto("/")
    page.locator("#q").fill("民政厅")
    page.locator("#q").press("Enter")
    page.locator(".hits a", has_text="浙江省民政厅").first.click()
    expect(page.locator("h1.name")).to_have_text("浙江省民政厅")
    page.goto("/query")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("#answer")).to_be_visible()
    found.end()


#: Texts with a contrast under 4.5 to 1 against what is behind them (3 to 1 for large ones).
_CONTRAST = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = (element) => {
    let over = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      const alpha = colour[3] ?? 1;
      if (alpha > 0) over.push([colour, alpha]);
      if (alpha === 1) break;
    }
    return over.reverse().reduce((base, [c, a]) => base.map((v, n) => v * (1 - a) + c[n] * a),
      [255, 255, 255]);
  };
  const bad = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || element.closest("svg, .hidden, .skip, option, [hidden], textarea")) continue;
    if (!element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(rgb(style.color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) {
      bad.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
    }
  }
  return [...bad].slice(0, 5);
}"""
