"""From an IRI of the graph to the address under which it can be seen here, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from kg import ids

#: A path of an IRI below ``id/`` or ``graph/``; keys hold nothing else.
PATH = re.compile(r"[a-z-]+/[A-Za-z0-9.\-_]+")
_ROOT = f"{ids.BASE}id/"
_MENTION = re.compile(
    re.escape(ids.iri("men:")) + r"(?P<document>.+)\.[0-9a-f]{12}\.(?P<begin>\d+)-(?P<end>\d+)"
)
#: Folders of things that are seen in the document that has them.
_IN_READER = ("mention/", "sec/", "text/")


def iri_of(path: str) -> str | None:
    """The IRI of a path below /id, /page or /data; None for what can be none of ours."""
    return f"{_ROOT}{path}" if PATH.fullmatch(path) else None


def path_of(iri: str) -> str:
    """The path of one of our IRIs below /id; empty for others."""
    path = iri.removeprefix(_ROOT)
    return path if path != iri and PATH.fullmatch(path) else ""


def prefix_of(iri: str) -> str:
    """The prefix of the key of an IRI (``agency``); empty for those of others."""
    folder = iri.removeprefix(ids.BASE).rpartition("/")[0] + "/"
    return _PREFIXES.get(folder, "")


_PREFIXES: Mapping[str, str] = {place: prefix for prefix, place in ids.PLACES.items()}


def href(iri: str) -> str:
    """Where to click for a thing; empty where an IRI is no address at all.

    >>> href("javascript:alert(1)")
    ''
    """
    if found := _MENTION.fullmatch(iri):
        return place(found["document"], int(found["begin"]), int(found["end"]))
    if path := path_of(iri):
        return f"/page/{quote(path)}"
    if iri.startswith(ids.iri("zc:")):
        return f"/vocabulary#{quote(iri.removeprefix(ids.iri('zc:')))}"
    if iri.startswith(ids.iri("g:")):
        return f"/graph/{quote(iri.removeprefix(ids.iri('g:')))}"
    return iri if re.match(r"https?://", iri) else ""


def place(document: str, begin: int, end: int) -> str:
    """Address of a stretch of a document's text; ``document`` is the local part of its key.

    The query has the server mark it, the fragment (RFC 5147) is where the browser scrolls to.
    """
    return f"/page/doc/{quote(document)}?char={begin},{end}#char={begin},{end}"


def is_outside(address: str) -> bool:
    """Whether an address leads away from here."""
    return not address.startswith("/")
