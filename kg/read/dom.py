"""A web page as a light tree of what is shown of it, each element with its CSS path.

selectolax (Lexbor) parses: it mends unclosed and misnested tags by the rules that browsers follow,
so that the tree is what the reader of the page saw, and takes malformed pages of megabytes without
recursion. It fetches nothing and runs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

#: Elements nothing of which is text of the page.
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "map",
        "head",
        "base",
        "link",
        "meta",
        "title",
        "frame",
        "frameset",
        "applet",
        "datalist",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Attributes that are looked at later.
_KEPT = ("id", "class", "colspan", "rowspan", "role")
#: Deeper elements are hung on their ancestor of this depth: no page is nested so, only attacks.
DEEPEST = 200
_PLAIN_ID = re.compile(r"[A-Za-z_][\w-]{0,60}", re.ASCII)


@dataclass(slots=True, eq=False)
class Element:
    """An element that is shown; ``children`` are elements and strings in order."""

    tag: str
    attributes: dict[str, str]
    step: str
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """The child elements."""
        return (each for each in self.children if isinstance(each, Element))

    def hints(self) -> str:
        """Id, class and role, by which templates say what a part is."""
        return " ".join(self.attributes.get(name, "") for name in ("id", "class", "role"))


@dataclass(frozen=True, slots=True)
class PageTree:
    """The body of a page, and what its head says of it."""

    body: Element
    title: str
    meta: dict[str, str]


def parse(text: str) -> PageTree:
    """The tree of a page."""
    parser = LexborHTMLParser(text)
    meta: dict[str, str] = {}
    for each in parser.css("meta"):
        name = each.attributes.get("name") or each.attributes.get("property")
        content = each.attributes.get("content")
        if name and content and content.strip():
            meta.setdefault(name.lower(), content.strip())
    title = parser.css_first("title")
    shown = title.text(deep=True) if title else ""
    body = parser.body
    root = Element("body", {}, "body")
    if body is not None:
        ids = Counter(each.attributes.get("id") or "" for each in parser.css("[id]"))
        _fill(root, body, ids)
    return PageTree(root, " ".join(shown.split()), meta)


def _fill(root: Element, body: LexborNode, ids: Counter[str]) -> None:
    """Copy what is shown under ``body`` into ``root``, without recursion."""
    waiting: list[tuple[LexborNode, Element, int]] = [(body, root, 0)]
    while waiting:
        node, element, depth = waiting.pop()
        ordinals: Counter[str] = Counter()
        deeper: list[tuple[LexborNode, Element, int]] = []
        child = node.child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                if text := child.text(deep=False):
                    element.children.append(text)
            elif tag[:1] not in ("-", "!", "_"):
                ordinals[tag] += 1
                attributes = {k: v or "" for k, v in child.attributes.items()}
                if not _is_hidden(tag, attributes):
                    made = _element(tag, attributes, ordinals[tag], element, ids)
                    element.children.append(made)
                    into = made if depth < DEEPEST else element
                    deeper.append((child, into, depth + 1))
            child = child.next
        waiting += reversed(deeper)


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    return (
        tag in _DROPPED
        or "hidden" in attributes
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )


def _element(
    tag: str, attributes: dict[str, str], ordinal: int, parent: Element, ids: Counter[str]
) -> Element:
    own = attributes.get("id", "")
    named = ids[own] == 1 and _PLAIN_ID.fullmatch(own)
    step = f"#{own}" if named else f"{tag}:nth-of-type({ordinal})"
    kept = {name: attributes[name] for name in _KEPT if attributes.get(name)}
    return Element(tag, kept, step, parent)


def path(element: Element) -> str:
    """A CSS path to the element, from the nearest ancestor whose id is its own."""
    steps: list[str] = []
    at: Element | None = element
    while at is not None:
        steps.append(at.step)
        if at.step.startswith("#"):
            break
        at = at.parent
    return ">".join(reversed(steps))
