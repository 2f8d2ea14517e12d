"""Prices and charges a document sets: 调整后的…价格为60元/次, 每样本15元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.page import Page
from kg.facts import Decision

_ABOUT = re.compile("价|收费|费用|费率|资费|票|电费|水费|医疗服务")
_PRICE = re.compile(
    "(?P<what>[^，。；：、\n]{2,50}?(?:价格|基准价|限价|售价|票价|门票|水价|电价|气价|油价|价|收费标准|费标准|收费|费))"
    "(?:统一|分别)?(?:调整|核定|制定|规定|确定|定|降|提高|上调|下调|由[^，。；]{1,20}(?:调整|提高|降低|降))?为"
    "(?:不超过|最高)?(?:每(?P<each>[^\\d，。；\\s]{1,6}?))?"
    "(?P<value>\\d+(?:\\.\\d+)?)(?P<money>万?元|角|分)(?:[/／每](?P<unit>[^，。；、（\n\\d]{1,10}))?"
)
_PREFIX = re.compile(
    "^(?:[一二三四五六七八九十\\d]+[、.．]|（[^（）]+）|将|其中|调整后的?|现行的?)+"
)


def prices(page: Page) -> Iterator[Decision]:
    """Prices in the body of a document whose title is about them; annexes are not read."""
    if not _ABOUT.search(page.header.title or ""):
        return
    body = page.parts.body
    for found in _PRICE.finditer(page.clean, body.start, body.end):
        what = _PREFIX.sub("", found["what"].replace("\n", ""))
        unit = (found["unit"] or found["each"] or "").strip()
        start, end = page.raw(found.end("what") - len(what), found.end())
        yield Decision(
            "sets-price", what, (), start, end, page.header.effective,
            float(found["value"]), found["money"] + (f"/{unit}" if unit else ""), 0.9,
        )  # fmt: skip
