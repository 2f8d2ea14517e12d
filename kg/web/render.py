"""Templates, and what they are filled with beside a page's own values."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kg.version import __version__
from kg.web.protocol import etag, not_modified
from kg.web.site import Held, site_of

#: Marks that turn the writing direction around: in a name they could make it read as another.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\x00-\x08\x0b-\x1f\x7f]")


@cache
def environment() -> Environment:
    """The templates; whatever goes into them is escaped."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: _TURNING.sub("\ufffd", value) if type(value) is str else value,
    )
    found.filters["data"] = data
    found.globals["query_of"] = query_of
    found.globals["version"] = __version__
    return found


def data(value: object) -> Markup:
    """JSON for a data block: nothing in it can end the block."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def query_of(request: Request, **changed: object) -> str:
    """The query of an address with some of its fields changed; empty ones go."""
    fields = {**request.query_params, **changed}
    return urlencode({key: value for key, value in fields.items() if value not in ("", None)})


def page(
    request: Request,
    held: Held,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page as HTML, with a tag by which a browser knows whether it has changed."""
    tag = etag(held.mark, template, str(request.url), __version__)
    text = environment().get_template(template).render(request=request, held=held, **values)
    cached = {"ETag": tag, "Cache-Control": "no-cache"} if status == 200 else {}
    return Response(
        text.encode("utf-8", "replace"),
        status,
        {**cached, **(headers or {})},
        media_type="text/html; charset=utf-8",
    )


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Rows as CSV to keep; the byte order mark has spreadsheets read it as UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return Response(
        ("\ufeff" + stream.getvalue()).encode("utf-8", "replace"),
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
        media_type="text/csv; charset=utf-8",
    )


def _cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula is given a quote before it."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


#: Pages of one state of the store that are kept, and the longest of them in bytes.
_KEPT, _LONGEST_KEPT = 200, 1 << 20


def kept(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """An endpoint whose pages are kept while the store stays as it is: they are a function of
    the address alone."""

    def answered(request: Request) -> Response:
        with site_of(request).current() as held:
            address = str(request.url)
            found = held.pages.get(address)
            if found is None:
                found = endpoint(request)
                if found.status_code == 200 and len(found.body) <= _LONGEST_KEPT:
                    if len(held.pages) >= _KEPT:
                        held.pages.clear()
                    held.pages[address] = found
            return not_modified(request, found.headers.get("etag", "none")) or _copy(found)

    return answered


def _copy(found: Response) -> Response:
    """A response to send: headers are changed on the way (compression), those kept must not be."""
    copy = Response(found.body, found.status_code)
    copy.raw_headers = list(found.raw_headers)
    return copy
