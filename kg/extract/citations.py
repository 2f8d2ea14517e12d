"""Documents that a document cites: which, by what, for what.

A citation is a 《title》 that is a document's, a number, or both. Nothing is guessed: where neither
the number nor the named issuer says which office numbered a document, its key is a stub's, made
from its title (from its number where there is no title), and the store ties the stub to the
document once that is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg import ids
from kg.dates import number_or_none
from kg.extract.cited import Keys
from kg.extract.heads import is_explained, is_heading
from kg.extract.numbers import Number
from kg.extract.page import Findings, Page
from kg.extract.relations import lists, relation
from kg.extract.titles import Printed, printed
from kg.facts import Citation, Relation
from kg.normalise import letters, surface
from kg.types import Mention, Span

#: 《办法》, 《实施意见》, 《通知》: what a document is called after it was named in full
_SHORT = re.compile(
    "(?:本|该|上述|此|实施|暂行|指导|若干|试行|工作|行动|总体|管理|具体|政策)?"
    "(?:通知|意见|办法|方案|规定|细则|条例|规划|纲要|计划|措施|举措|政策|决定|公告|通告|目录|规程|规则"
    "|标准|清单|要点|预案|规范|指南|指引|批复|制度)"
)
#: what tells a document where its title's last word does not
_TELLING: frozenset[Relation] = frozenset(
    ("according-to", "implements", "amends", "repeals", "replies-to", "forwards", "applies")
)
#: a form or a contract is a document only where one of these is done to it
_DONE: frozenset[Relation] = frozenset(("issues", "repeals", "replies-to"))
_ISSUED: frozenset[Relation] = frozenset(("issues", "forwards"))
_TRIGGER = re.compile(r"《|[〔［（【(\[„]\s*(?:19|20)\d\d\s*年?[〕］）】)\]‟]|令第|公告|附件")


def read(page: Page) -> Findings:
    """All citations of a document and a mention of type ``document`` for each."""
    whole = page.parts.whole
    if not _TRIGGER.search(page.clean, whole.start, whole.end):
        return Findings()
    citations = _Reader(page).citations()
    mentions = tuple(_mention(page, each) for each in citations)
    return Findings({"citations": tuple(citations)}, mentions)


class _Draft(Struct, frozen=True):
    """A document named in the text, and what its list is cited for.

    ``among_documents``: the list holds one whose title is a document's for certain.
    """

    named: Printed
    relation: Relation
    among_documents: bool


class _Reader:
    """Reads the citations of one document."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._keys = Keys(page)
        self._own_title = letters(page.header.title or "")
        self._own_number = page.header.number.text if page.header.number else None
        self._aliases: dict[str, Citation | None] = {}
        self._known: dict[str, Citation] = {}

    def citations(self) -> list[Citation]:
        """All citations, each place once."""
        found: dict[tuple[int, int], Citation] = {}
        for draft in self._drafts():
            for number in draft.named.numbers or (None,):
                cited = self._cited(draft, number)
                if cited is not None and cited.document != self._page.key:
                    start, end = self._span(draft.named, number)
                    found.setdefault((start, end), replace(cited, start=start, end=end))
        told = list(self._own_parts_once(_numbered(list(found.values()))))
        return [*told, *self._annexes_issued(told)]

    # -- where ---------------------------------------------------------------------------------

    def _spans(self) -> list[Span]:
        """All of the document but the line of its number: a head read wrongly still cites."""
        whole, number = self._page.parts.whole, self._page.parts.number
        if number is None:
            return [whole]
        return [Span(whole.start, number.start), Span(number.end, whole.end)]

    def _drafts(self) -> Iterator[_Draft]:
        text, spans = self._page.clean, self._spans()
        rating = self._page.knowledge.citable.rating
        for group in lists(text, printed(text, spans)):
            start, end = group[0].start, group[-1].end
            holder = next(span for span in spans if span.start <= start < span.end)
            told = relation(text, start, end, holder.start, holder.end)
            if told == "cites" and self._answers(group):
                told = "replies-to"
            sure = any(each.numbers or rating(each.title or "") == 1.0 for each in group)
            for each in group:
                yield _Draft(each, told, sure)

    def _answers(self, group: Sequence[Printed]) -> bool:
        """Whether a reply names what it was asked: 你中心呈报的《…请示》已经…审议通过."""
        asked = all((each.title or "").endswith(("请示", "来函", "提案")) for each in group)
        return asked and self._page.header.kind in ("批复", "复函", "答复", "函")

    def _span(self, named: Printed, number: Number | None) -> tuple[int, int]:
        """Source span: title and number; of several numbers the further ones by themselves."""
        if number is None:
            return self._page.raw(named.start, named.title_end)
        further = number is not named.numbers[0] and number.start >= named.title_end
        if named.title is None or further:
            return self._page.raw(number.start, number.end)
        end = named.end if len(named.numbers) == 1 else max(named.title_end, number.end)
        return self._page.raw(named.start, end)

    # -- which ---------------------------------------------------------------------------------

    def _cited(self, draft: _Draft, number: Number | None) -> Citation | None:
        named, text = draft.named, self._page.clean
        if is_heading(text, named) or (draft.relation == "cites" and is_explained(text, named)):
            return None
        if self._is_own(named.title, number):
            if named.alias:
                self._aliases[named.alias] = None
            return None
        if named.title is None:
            cited = self._by_number(draft, number) if number else None
        elif number is None and named.title in self._aliases:
            return self._again(self._aliases[named.title], draft)
        else:
            cited = self._by_title(draft, named.title, number)
        if cited and named.alias:
            self._aliases[named.alias] = cited
        return cited

    def _is_own(self, title: str | None, number: Number | None) -> bool:
        """Whether number or title are the document's own; the issuer may be left out."""
        if number is not None:
            return _in_digits(number.text) == _in_digits(self._own_number or "")
        words = letters(title or "")
        if not self._own_title or len(words) < 5:
            return False
        short = words.startswith("关于") and self._own_title.endswith(words)
        return short or self._own_title == words

    def _again(self, known: Citation | None, draft: _Draft) -> Citation | None:
        """A document that was named in full before: by a short name, or without its number."""
        section = self._page.section_at(draft.named.start)
        return known and replace(known, relation=draft.relation, by="title", section=section)

    def _by_number(self, draft: _Draft, number: Number) -> Citation:
        key = self._keys.key(draft.named, None, number)
        known = self._known.get(number.text)
        return Citation(
            known.title if known else None, number.text, draft.relation,
            known.document if known else key or ids.cited_document(letters(number.text)),
            0, 0, self._page.section_at(draft.named.start), "number",
            0.95 if number.code else 0.8,
        )  # fmt: skip

    def _by_title(self, draft: _Draft, title: str, number: Number | None) -> Citation | None:
        confidence = self._confidence(draft, title, number)
        if confidence is None or (number is None and _SHORT.fullmatch(title)):
            return None
        known = self._known.get(letters(title))
        if number is None and known and draft.relation not in _ISSUED:
            return self._again(known, draft)
        key = self._keys.key(draft.named, title, number) or self._keys.stub(draft.named, title)
        cited = Citation(
            title, number.text if number else None, draft.relation, key, 0, 0,
            self._page.section_at(draft.named.start), "both" if number else "title", confidence,
        )  # fmt: skip
        self._known.setdefault(letters(title), cited)
        if number:
            self._known.setdefault(number.text, cited)
        return cited

    def _confidence(self, draft: _Draft, title: str, number: Number | None) -> float | None:
        """How sure it is that this is a document at all; None where it is held for none."""
        if number is not None:
            return 0.99
        rating = self._page.knowledge.citable.rating(title)
        if rating is None:
            told = draft.relation in _TELLING or draft.relation in _DONE
            return 0.7 if told or draft.among_documents else None
        if rating == 0.0:
            return 0.6 if draft.relation in _DONE else None
        if rating < 1.0:
            return rating if draft.relation != "cites" or draft.among_documents else None
        return 0.97

    # -- what the document itself issues -------------------------------------------------------

    def _own_parts_once(self, citations: Iterable[Citation]) -> Iterator[Citation]:
        """A plan of the document's own is issued by it; further mentions of it cite nothing."""
        issued: set[str] = set()
        own = f"{self._page.key}.a"
        for each in citations:
            if each.document.startswith(own) and each.relation not in _ISSUED:
                if each.document in issued:
                    continue
                each = replace(each, relation="issues")
            issued.add(each.document)
            yield each

    def _annexes_issued(self, told: Sequence[Citation]) -> Iterator[Citation]:
        """Annexes that the list of annexes names, or the title, and no 《》: 附件：…价格表."""
        page, listed = self._page, self._page.parts.annex_list
        named = letters(page.surface(listed.start, listed.end)) if listed else ""
        titled = "" if any(each.relation in _ISSUED for each in told) else self._own_title
        known = {letters(each.title) for each in told if each.title}
        for index, annex in enumerate(page.parts.annexes, 1):
            title = re.sub(r"^\d[.．、]", "", page.surface(annex.title.start, annex.title.end))
            words, key = letters(title), f"{page.key}.a{index}"
            if title.startswith("《") and title.endswith("号）"):
                continue  # another document, which is read where it is named
            if len(words) < 6 or words in known or self._own_title.endswith(words):
                continue
            if words in named or words in titled:
                start, end = page.raw(annex.title.start, annex.title.end)
                yield Citation(title, None, "issues", key, start, end, "", "title", 0.8)


_NUMERAL = re.compile("(?<=第)[一二三四五六七八九十百零〇]{1,6}(?=号)")


def _in_digits(number: str) -> str:
    """A number with the numeral of an order in digits: 主席令第三十七号, printed as 第37号 too."""
    found = _NUMERAL.search(number)
    value = number_or_none(found[0]) if found else None
    return number if found is None or value is None else number.replace(found[0], str(value))


def _mention(page: Page, citation: Citation) -> Mention:
    """The place as a mention; its text is what cleaning these characters alone gives."""
    words = page.text.raw[citation.start : citation.end]
    if any(map(str.isspace, words)):
        words = surface(words)
    else:
        words = page.said(citation.start, citation.end)
    return Mention(
        citation.start, citation.end, words, "document",
        citation.document, citation.title or citation.number, (), f"document.{citation.by}",
        citation.confidence,
    )  # fmt: skip


def _numbered(citations: Sequence[Citation]) -> Iterator[Citation]:
    """Citations, each with the number that the document gives elsewhere for the same title.

    What the document itself issues may bear the title of what it takes the place of.
    """
    numbers: dict[str, Citation] = {}
    for each in citations:
        if each.title and each.by == "both":
            numbers.setdefault(letters(each.title), each)
    for each in citations:
        bare = each.title and not each.number and each.relation not in _ISSUED
        known = numbers.get(letters(each.title or "")) if bare else None
        yield replace(each, number=known.number, document=known.document) if known else each
