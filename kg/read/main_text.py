"""Where in a web page the document stands, among navigation, search forms and footers.

Found by what the parts of the page hold: running text that is no link, with punctuation. What
templates call their parts (class and id) only helps where that leaves a choice; no site is known
by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.read.dom import Element

_PUNCTUATION = re.compile("[，。；：、（）《》〔〕]")
_SPACE = re.compile(r"\s+")
#: What a template calls the parts around the text.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:main|sub|top|side|bread)?-?_?"
    r"(?:nav\w*|menu\w*|header?\d*|headers|footer?\w*|sidebar|aside|crumbs?|breadcrumb\w*|search\w*"
    r"|share\w*|login\w*|copyright|toolbar|tools?|links?_?box|friend\w*|related?\w*|recommend\w*"
    r"|banner|qrcode|ewm|print\w*|bdshare\w*|modal|popup|float\w*|wap\d*|listbox|easybtn\w*"
    r"|navigation|contentinfo)(?:$|[\s_-])",
    re.IGNORECASE,
)
_AROUND_TAGS = frozenset({"nav", "header", "footer", "aside"})
#: What a template calls the text: TRS_Editor, UCAP-CONTENT, zoom, pages_content, article-content.
_TEXT_PART = re.compile(
    r"trs_\w*|ucap\w*|zoom\w*|pages_content|(?:article|news|detail|info|main|view|page)"
    r"[-_]?(?:content|con|cont|text|body|txt)\b|\bcontent\b|\barticle\b|\bcon(?:_|\b)|v_news_content",
    re.IGNORECASE,
)
#: Labels of a document's particulars: 索引号：… 发文字号：… 成文日期：…
_CARD = re.compile(
    "(?:索引号|发文字号|发文文号|发文机关|发布机构|成文日期|发文日期|生成日期|主题分类|公文种类"
    "|信息分类|有效性|体裁分类|主题词)(?=[：:])"
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


@dataclass(slots=True)
class _Weight:
    """Han-like characters under an element: of prose, of links, sentence ends, blocks."""

    prose: float = 0.0
    linked: int = 0
    ends: int = 0
    blocks: int = 0

    def add(self, other: _Weight) -> None:
        self.prose += other.prose
        self.linked += other.linked
        self.ends += other.ends
        self.blocks += other.blocks


def length(text: str) -> int:
    """Characters that are no white space."""
    return len(_SPACE.sub("", text))


def _all_text(element: Element) -> str:
    """All characters under an element that are no white space."""
    strings: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        at = waiting.pop()
        if isinstance(at, str):
            strings.append(_SPACE.sub("", at))
        else:
            waiting += reversed(at.children)
    return "".join(strings)


def post_order(root: Element) -> Iterator[Element]:
    """The elements under ``root``, children before their parents, then ``root``."""
    order: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        order.append(element)
        waiting += element.elements()
    return reversed(order)


class MainText:
    """Finds the element of the page that holds the document."""

    def __init__(self, body: Element) -> None:
        self._body = body
        self._weights: dict[Element, _Weight] = {}
        self._sizes = dict.fromkeys(post_order(body), 0)
        for each in self._sizes:
            own = sum(length(child) for child in each.children if isinstance(child, str))
            self._sizes[each] = own + sum(self._sizes[child] for child in each.elements())
        self._weigh(frozenset())
        #: Parts around the text, by name; one that holds most of the page is not believed.
        total = self._weights[body].prose
        self.around = frozenset(
            each
            for each in post_order(body)
            if (is_around(each) or self._is_card(each)) and self._weights[each].prose <= 0.4 * total
        )
        self._weigh(self.around)

    def _is_card(self, element: Element) -> bool:
        """Whether this is the table of a document's particulars that a portal puts above it."""
        if element.tag not in BLOCKS or not 20 <= self._sizes[element] <= 900:
            return False
        if element.tag in ("p", "td", "th", "li") or self._weights[element].ends:
            return False
        return len(set(_CARD.findall(_all_text(element)))) >= 2

    def _weigh(self, left_out: frozenset[Element]) -> None:
        """Weigh all elements, parts left out at nothing."""
        self._weights = {}
        for element in post_order(self._body):
            weight = _Weight(blocks=element.tag in BLOCKS)
            for child in element.children:
                if isinstance(child, Element):
                    weight.add(self._weights[child])
                else:
                    self._add_text(weight, child)
            if element.tag == "a":
                weight = _Weight(linked=weight.linked + int(weight.prose))
            self._weights[element] = _Weight() if element in left_out else weight

    @staticmethod
    def _add_text(weight: _Weight, text: str) -> None:
        size = length(text)
        weight.prose += size if _PUNCTUATION.search(text) else 0.3 * size
        weight.ends += text.count("。")

    def find(self) -> Element:
        """The smallest element that holds the document."""
        at = self._down(self._body)
        named = self._named(at)
        return self._down(named) if named is not None else at

    def _down(self, element: Element) -> Element:
        """Go down while one child holds nearly all, or all that reads as text."""
        while True:
            children = list(element.elements())
            if not children:
                return element
            best = max(children, key=lambda each: self._weights[each].prose)
            mine, whole = self._weights[best], self._weights[element]
            if best.tag in _INLINE or best.tag in ("tr", "p", "h1", "h2", "h3", "li"):
                return element
            if mine.prose < 0.97 * whole.prose and not self._rest_is_around(element, best):
                return element
            if self._has_paragraphs(element) and not _TEXT_PART.search(best.hints()):
                return element
            element = best

    def _has_paragraphs(self, element: Element) -> bool:
        """Whether paragraphs stand beside the child: a title above a list of names (临政办函)."""
        return any(
            each.tag == "p" and self._weights[each].prose >= 2 for each in element.elements()
        )

    def _rest_is_around(self, element: Element, best: Element) -> bool:
        """Whether all beside the best child is lists of links and such, and no running text."""
        mine = self._weights[best]
        if mine.prose < 0.5 * self._weights[element].prose or mine.blocks < 3:
            return False
        if any(length(each) > 20 for each in element.children if isinstance(each, str)):
            return False
        return not any(self._is_text(each) for each in element.elements() if each is not best)

    def _is_text(self, element: Element) -> bool:
        weight = self._weights[element]
        if element.tag in _INLINE or element.tag in ("p", "table", "tr", "h1", "h2", "h3", "ul"):
            return weight.prose >= 2
        return weight.ends >= 1 and weight.prose > weight.linked

    def _named(self, root: Element) -> Element | None:
        """A part under ``root`` that is called text and holds most of it; the outermost such."""
        whole = self._weights[root].prose
        found: Element | None = None
        for element in post_order(root):
            if element is root or element.tag not in BLOCKS or element in self.around:
                continue
            if self._weights[element].prose >= 0.75 * whole and _TEXT_PART.search(element.hints()):
                found = element
        return found


def is_around(element: Element) -> bool:
    """Whether a part is by tag or name one of those around the text."""
    return element.tag in _AROUND_TAGS or bool(_AROUND.search(element.hints()))
