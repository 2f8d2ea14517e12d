"""Documents that a document cites: which, by what, for what.

A citation is a 《title》 that is a document's, a number, or both. Nothing is guessed: where neither
the number nor the named issuer says which office numbered a document, its key is a stub's, made
from its title (from its number where there is no title), and the store ties the stub to the
document once that is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg import ids
from kg.extract.page import Findings, Named, Page
from kg.extract.relations import lists, relation
from kg.extract.titles import Number, Printed, printed
from kg.facts import Citation, Relation
from kg.link import Context
from kg.normalise import letters
from kg.types import Mention, Span

#: 《办法》, 《实施意见》, 《通知》: what a document is called after it was named in full
_SHORT = re.compile(
    r"(?:本|该|上述|此|《?(?:实施|暂行|指导|若干|试行|工作|行动|总体|管理|具体))?"
    r"(?:通知|意见|办法|方案|规定|细则|条例|规划|纲要|计划|措施|决定|公告|通告|目录|规程|规则|标准|清单|要点|政策|预案|规范|指南)"
)
#: what tells a document where its title's last word does not
_TOLD_BY_RELATION: frozenset[Relation] = frozenset(
    ("according-to", "implements", "amends", "repeals", "replies-to", "forwards", "applies")
)
_ISSUER_THEN = re.compile(r"(?:联合)?(?:印发|发布|公布|出台|制定|下发|颁布)?(?:的|了)?")


def read(page: Page) -> Findings:
    """All citations of a document and a mention of type ``document`` for each."""
    text, whole = page.clean, page.parts.whole
    if text.find("《", whole.start, whole.end) < 0 and not re.compile(
        r"[〔［（【(\[]\s*(?:19|20)\d\d\s*年?[〕］）】)\]]|令第|公告"
    ).search(text, whole.start, whole.end):
        return Findings()
    return _Reader(page).findings()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document named in the text and the list it stands in."""

    named: Printed
    list_start: int
    list_end: int
    relation: Relation


class _Reader:
    """Reads the citations of one document."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._own_title = letters(page.header.title or "")
        self._own_number = page.header.number.text if page.header.number else None
        self._aliases: dict[str, Citation | None] = {}
        self._known: dict[str, Citation] = {}
        self._inside = page.knowledge.regions.is_within

    def findings(self) -> Findings:
        citations: list[Citation] = []
        mentions: list[Mention] = []
        for draft in self._drafts():
            for number in draft.named.numbers or (None,):
                cited = self._cited(draft, number)
                if cited is None:
                    continue
                span = self._span(draft.named, number)
                citation = replace(cited, start=span[0], end=span[1])
                citations.append(citation)
                mentions.append(self._mention(citation))
        return Findings({"citations": tuple(_numbered(citations))}, tuple(mentions))

    # -- where ---------------------------------------------------------------------------------

    def _spans(self) -> list[Span]:
        """The title, for 《》 in it, then body and annexes."""
        parts = self._page.parts
        spans = [parts.title] if parts.title else []
        spans += [parts.body, *(each.body for each in parts.annexes)]
        return sorted(spans, key=lambda span: span.start)

    def _drafts(self) -> Iterator[_Draft]:
        text = self._page.clean
        spans = self._spans()
        for group in lists(text, printed(text, spans)):
            start, end = group[0].start, group[-1].end
            holder = next(span for span in spans if span.start <= start < span.end)
            for each in group:
                yield _Draft(
                    each, start, end, relation(text, start, end, holder.start, holder.end)
                )

    def _span(self, named: Printed, number: Number | None) -> tuple[int, int]:
        """Source span: title and number; of several numbers the further ones by themselves."""
        if number is not None and (named.title is None or number is not named.numbers[0]):
            if named.title is None or number.start >= named.title_end:
                return self._page.raw(number.start, number.end)
        end = named.title_end if number is None else max(named.title_end, _closed(self._page.clean, number.end, named.end))
        return self._page.raw(named.start, end)

    # -- which ---------------------------------------------------------------------------------

    def _cited(self, draft: _Draft, number: Number | None) -> Citation | None:
        named = draft.named
        if number is not None and number.text == self._own_number:
            return self._note_own(named)
        if named.title is None:
            return self._by_number(draft, number) if number is not None else None
        title = named.title
        if self._is_own(title) and number is None:
            return self._note_own(named)
        if number is None and title in self._aliases:
            known = self._aliases[title]
            return replace(known, relation=draft.relation, by="title", section=self._section(named)) if known else None
        if number is None and _SHORT.fullmatch(title):
            return None
        confidence = self._confidence(draft, number)
        if confidence is None:
            return None
        citation = self._resolved(draft, title, number, confidence)
        if named.alias:
            self._aliases[named.alias] = citation
        return citation

    def _note_own(self, named: Printed) -> None:
        if named.alias:
            self._aliases[named.alias] = None

    def _is_own(self, title: str) -> bool:
        """Whether a title is the document's own, with or without its issuer in front."""
        words = letters(title)
        if not self._own_title or len(words) < 5:
            return False
        return self._own_title == words or (
            title.startswith("关于") and self._own_title.endswith(words)
        )

    def _confidence(self, draft: _Draft, number: Number | None) -> float | None:
        """How sure it is that this is a document at all; None where it is held for none."""
        title = draft.named.title or ""
        if number is not None:
            return 0.99
        rating = self._page.knowledge.citable.rating(title)
        if rating is None:
            return 0.7 if draft.relation in _TOLD_BY_RELATION else None
        if rating == 0.0:
            return 0.6 if draft.relation in ("issues", "repeals", "replies-to") else None
        if rating < 1.0 and draft.relation == "cites":
            return None
        return 0.97 if rating == 1.0 else rating

    def _by_number(self, draft: _Draft, number: Number) -> Citation | None:
        key = self._key(draft.named, None, number) or ids.cited_document(letters(number.text))
        citation = Citation(
            None, number.text, draft.relation, key, 0, 0, self._section(draft.named), "number",
            0.95 if number.code else 0.8,
        )  # fmt: skip
        known = self._known.get(number.text)
        if known and known.title:
            citation = replace(citation, title=known.title, document=known.document)
        if draft.named.alias:
            self._aliases[draft.named.alias] = citation
        return citation

    def _resolved(
        self, draft: _Draft, title: str, number: Number | None, confidence: float
    ) -> Citation:
        words = letters(title)
        section = self._section(draft.named)
        known = self._known.get(words)
        if number is None and known:
            return replace(known, relation=draft.relation, section=section, by="title")
        key = self._key(draft.named, title, number) or self._stub(draft.named, title)
        citation = Citation(
            title, number.text if number else None, draft.relation, key, 0, 0, section,
            "both" if number else "title", confidence,
        )  # fmt: skip
        self._known.setdefault(words, citation)
        if number:
            self._known.setdefault(number.text, citation)
        return citation

    def _section(self, named: Printed) -> str:
        return self._page.section_at(named.start)

    # -- keys ----------------------------------------------------------------------------------

    def _key(self, named: Printed, title: str | None, number: Number | None) -> str | None:
        """The final key, where number and territory of the issuer are known."""
        if title and number is None:
            return self._own_annex(title)
        if number is None or number.code is None or number.year is None or number.sequence is None:
            return None
        territory = self._territory(named, title, number.code)
        if territory is None:
            return None
        return ids.document(territory, number.code, number.year, number.sequence)

    def _own_annex(self, title: str) -> str | None:
        """The plan that the document itself issues is one of its annexes."""
        words = letters(title)
        for index, annex in enumerate(self._page.parts.annexes, 1):
            if letters(self._page.surface(annex.title.start, annex.title.end)) == words:
                return f"{self._page.key}.a{index}"
        return None

    def _territory(self, named: Printed, title: str | None, code: str) -> str | None:
        """Territory part of the key of a number: by its issuer, its code, or the same office."""
        if issuer := self._issuer(named, title):
            return issuer
        context = self._page.context
        if found := self._page.knowledge.citable.territory(code, context.territory, self._inside):
            return found
        own = self._page.header.number
        if own and context.key != "xx" and not context.inferred and _stem(own.code) == _stem(code):
            return context.key
        return None

    def _issuer(self, named: Printed, title: str | None) -> str | None:
        """Territory of the issuer that the title begins with or that stands before it."""
        if title and (head := _head(title)) and (found := self._place(head)):
            return found
        if body := self._body_before(named.start):
            return _of(body)
        return None

    def _place(self, head: str) -> str | None:
        """Territory of a body that is named in full: 温岭市人民政府, 国务院办公厅."""
        page = self._page
        nowhere = Context(None, day=page.context.day)
        for context in (nowhere, page.context):
            for words in (head, re.split("[、 ]", head)[0]):
                link = page.linker.body(words, context)
                if link.entity and (link.prefixed or link.entity.level == "state"):
                    return "cn" if link.entity.level == "state" else link.entity.id.split(":")[1][:6]
        return None

    def _body_before(self, at: int) -> Named | None:
        """The body that a title follows: 台州市政府《关于…》, 国务院印发《…》."""
        for named in self._before(at):
            if named.link.entity and named.type == "agency":
                return named
        return None

    def _before(self, at: int) -> Iterator[Named]:
        for named in self._page.ending_near(at):
            if _ISSUER_THEN.fullmatch(self._page.clean, named.end, at):
                yield named

    def _stub(self, named: Printed, title: str) -> str:
        """The stub's key: from the title, with its issuer where that stands before it."""
        body = self._body_before(named.start) if title.startswith("关于") else None
        issuer = body.link.name if body and body.end == named.start else None
        return ids.cited_document(letters((issuer or "") + title))

    def _mention(self, citation: Citation) -> Mention:
        page = self._page
        words = page.said(citation.start, citation.end)
        return Mention(
            citation.start, citation.end, words, "document", citation.document,
            citation.title or citation.number, (), f"document.{citation.by}", citation.confidence,
        )  # fmt: skip


def _closed(text: str, end: int, limit: int) -> int:
    """End of a number with the bracket that closes it, if nothing else stands in between."""
    return end + 1 if end < limit and text[end : end + 1] in "）)〕]］】" else end


def _head(title: str) -> str:
    """What stands in a title before 关于, 印发 and the like: its issuer."""
    found = re.search("关于|印发|转发|批转", title)
    return title[: found.start()] if found and 3 <= found.start() <= 60 else ""


def _of(named: Named) -> str | None:
    """Territory part of the keys of what a body issues."""
    entity = named.link.entity
    if entity is None:
        return None
    if entity.level == "state":
        return "cn"
    return entity.territory[7:] if entity.territory else None


_SUFFIX = re.compile("[发函办字规电令文明综告秘]+$")


def _stem(code: str) -> str:
    """A code without the letters of the kind of paper: 深坪府办规 and 深坪府办函 are of one office."""
    return _SUFFIX.sub("", code) or code


def _numbered(citations: Sequence[Citation]) -> list[Citation]:
    """Citations with a number that the document gives elsewhere for the same title."""
    numbers = {
        letters(each.title): each
        for each in reversed(citations)
        if each.title and each.number and each.by != "title"
    }
    result = []
    for each in citations:
        known = numbers.get(letters(each.title)) if each.title and not each.number else None
        result.append(
            replace(each, number=known.number, document=known.document) if known else each
        )
    return result


_OVERRIDES = re.compile(
    r"[^。；\n]{0,60}(?:与|同)本[\u4e00-\u9fff]{1,8}(?:的规定|规定|精神|要求|内容)?[^。；，\n]{0,10}"
    r"(?:不一致|不相一致|不符|相抵触|抵触|冲突|有出入|相悖)[^。；\n]{0,12}?"
    r"(?:以本|按本|按照本|依照本|依本|执行本|遵照本)[^。；\n]{0,14}"
)


def overriding(text: str, stretches: Sequence[Span]) -> tuple[int, int] | None:
    """The sentence by which a document prevails over earlier rules that differ.

    以往政策与本意见规定不一致的，按本意见执行 (浙政办发〔2021〕41号)
    """
    for span in stretches:
        for word in ("不一致", "抵触", "不符", "冲突"):
            at = text.find(word, span.start, span.end)
            while at >= 0:
                low = max(span.start, at - 90)
                found = _OVERRIDES.search(text, low, min(span.end, at + 60))
                if found and found.start() <= at < found.end():
                    return found.span()
                at = text.find(word, at + 1, span.end)
    return None


