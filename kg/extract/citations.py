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
_LABEL = re.compile(r"(?:文\s*号|发文字号|文件编号|字号)\s*[\]】：:]*\s*$")
_EXPLAINED = re.compile(r"\s*(?:的|的有关)?(?:政策|文字|图文|音频|视频)?(?:解读|图解|一图读懂)")
_EXPLAINS = re.compile(r"(?:解读|读懂|图解|解析)\s*[】|｜：:]\s*(?:关于)?$")
_YOURS = re.compile(r"你[们省市县区州盟旗局厅委部院办]?[\u4e00-\u9fff]{0,4}$")
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
    among_documents: bool
    """Whether the list holds another whose title is a document's for certain."""


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
        for draft in self._drafts():
            for number in draft.named.numbers or (None,):
                cited = self._cited(draft, number)
                if cited is None:
                    continue
                span = self._span(draft.named, number)
                citations.append(replace(cited, start=span[0], end=span[1]))
        citations = list(self._own_parts_once(_numbered(citations)))
        citations += self._issued(citations)
        mentions = tuple(map(self._mention, citations))
        return Findings({"citations": tuple(citations)}, mentions)

    def _own_parts_once(self, citations: Sequence[Citation]) -> Iterator[Citation]:
        """A plan of the document's own is issued by it; further mentions of it cite nothing."""
        issued: set[str] = set()
        own = f"{self._page.key}.a"
        for each in citations:
            if each.document.startswith(own) and each.relation not in ("issues", "forwards"):
                if each.document in issued:
                    continue
                each = replace(each, relation="issues")
            issued.add(each.document)
            yield each

    def _issued(self, citations: Sequence[Citation]) -> Iterator[Citation]:
        """Annexes that the title or the list of annexes names and no 《》: 附件：…价格表."""
        page, parts = self._page, self._page.parts
        listed = parts.annex_list
        named = letters(page.surface(listed.start, listed.end)) if listed else ""
        said = any(each.relation in ("issues", "forwards") for each in citations)
        for index, annex in enumerate(parts.annexes, 1):
            key = f"{page.key}.a{index}"
            title = page.surface(annex.title.start, annex.title.end)
            words = letters(title)
            if (
                len(words) < 6
                or words == self._own_title
                or any(
                    key == each.document or (each.title and letters(each.title) == words)
                    for each in citations
                )
            ):
                continue
            if words in named or (words in self._own_title and not said):
                start, end = page.raw(annex.title.start, annex.title.end)
                yield Citation(title, None, "issues", key, start, end, "", "title", 0.8)

    # -- where ---------------------------------------------------------------------------------

    def _spans(self) -> list[Span]:
        """All of the document but the line of its number: a head read wrongly still cites."""
        whole, number = self._page.parts.whole, self._page.parts.number
        if number is None:
            return [whole]
        return [Span(whole.start, number.start), Span(number.end, whole.end)]

    def _drafts(self) -> Iterator[_Draft]:
        text = self._page.clean
        spans = self._spans()
        for group in lists(text, printed(text, spans)):
            start, end = group[0].start, group[-1].end
            holder = next(span for span in spans if span.start <= start < span.end)
            told = relation(text, start, end, holder.start, holder.end)
            rating = self._page.knowledge.citable.rating
            sure = sum(1 for each in group if each.numbers or rating(each.title or "") == 1.0)
            if told == "cites" and self._answers(group):
                told = "replies-to"
            for each in group:
                yield _Draft(each, start, end, told, among_documents=sure > 0)

    def _answers(self, group: Sequence[Printed]) -> bool:
        """Whether a reply names what it was asked: 你中心呈报的《…请示》已经…审议通过."""
        asked = all((each.title or "").endswith(("请示", "来函", "提案")) for each in group)
        return asked and self._page.header.kind in ("批复", "复函", "答复", "函")

    def _span(self, named: Printed, number: Number | None) -> tuple[int, int]:
        """Source span: title and number; of several numbers the further ones by themselves."""
        further = number is not None and number is not named.numbers[0]
        if number and (named.title is None or (further and number.start >= named.title_end)):
            return self._page.raw(number.start, number.end)
        last = number.end if number else named.title_end
        end = named.end if len(named.numbers) < 2 else _closed(self._page.clean, last, named.end)
        return self._page.raw(named.start, max(named.title_end, end) if number else named.title_end)

    # -- which ---------------------------------------------------------------------------------

    def _cited(self, draft: _Draft, number: Number | None) -> Citation | None:
        named = draft.named
        if number is not None and number.text == self._own_number:
            self._note_own(named)
            return None
        if _is_heading(self._page.clean, named) or _is_about(self._page.clean, draft):
            return None
        if named.title is None:
            return self._by_number(draft, number) if number is not None else None
        title = named.title
        if self._is_own(title) and number is None:
            self._note_own(named)
            return None
        if number is None and title in self._aliases:
            return self._again(self._aliases[title], draft)
        if number is None and _SHORT.fullmatch(title):
            return None
        confidence = self._confidence(draft, number)
        if confidence is None:
            return None
        citation = self._resolved(draft, title, number, confidence)
        if named.alias:
            self._aliases[named.alias] = citation
        return citation

    def _again(self, known: Citation | None, draft: _Draft) -> Citation | None:
        """A document that was named in full before, under its short name."""
        section = self._section(draft.named)
        return known and replace(known, relation=draft.relation, by="title", section=section)

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
            told = draft.relation in _TOLD_BY_RELATION or draft.among_documents
            return 0.7 if told else None
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
        if number is None and known and draft.relation not in ("issues", "forwards"):
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
            named = letters(self._page.surface(annex.title.start, annex.title.end))
            if named == words or (len(words) >= 10 and named.endswith(words)):
                return f"{self._page.key}.a{index}"
        return None

    def _territory(self, named: Printed, title: str | None, code: str) -> str | None:
        """Territory part of the key of a number: by its issuer, its code, or the same office."""
        if issuer := self._issuer(named, title):
            return issuer
        context = self._page.context
        if found := self._page.knowledge.citable.territory(code, context.territory, self._inside):
            return found
        if found := self._by_region(title, code):
            return found
        own = self._page.header.number
        if own and context.key != "xx" and not context.inferred and _stem(own.code) == _stem(code):
            return context.key
        return None

    def _by_region(self, title: str | None, code: str) -> str | None:
        """The region that the title or the document is of, where the code begins with its name.

        铜鼓县高层次人才引进办法（铜发〔2018〕28号）; 定政发 in a document of 定西市. The innermost
        counts that has one of the code's first characters: 深坪府办规 is of 坪山区, 深府规 of 深圳市.
        """
        page = self._page
        nowhere = Context(None, day=page.context.day)
        led = page.linker.places.leading(title, nowhere) if title else None
        own = None if page.context.inferred else page.context.territory
        for place in (led[1] if led else None, own):
            rows = list(page.knowledge.regions.chain(place)) if place else []
            rows = [row for row in rows if row.level != "province"]
            if not any(code[0] in row.name[:-1] for row in rows):
                continue
            return next(row.code for row in rows if set(code[:2]) & set(row.name[:-1]))
        return None

    def _issuer(self, named: Printed, title: str | None) -> str | None:
        """Territory of the issuer that the title begins with or that stands before it."""
        if title and (head := _head(title)) and (found := self._place(head)):
            return found
        if body := self._body_before(named.start):
            return _of(body)
        for region in self._page.ending_near(named.start, reach=0):
            if region.type == "region" and region.link.territory:
                return region.link.territory
        return self._asker(named.start)

    def _asker(self, at: int) -> str | None:
        """Territory of the one addressee, whose paper is answered: 你市《关于…的请示》收悉."""
        items = self._page.header.addressees
        if len(items) != 1 or not _YOURS.search(self._page.clean, max(0, at - 12), at):
            return None
        entity = items[0].link.entity
        if entity is None or entity.kind in ("collective", "place-role"):
            return None
        return "cn" if entity.level == "state" else (entity.territory or "")[7:] or None

    def _place(self, head: str) -> str | None:
        """Territory of a body that is named in full: 温岭市人民政府, 国务院办公厅."""
        page = self._page
        nowhere = Context(None, day=page.context.day)
        for context in (nowhere, page.context):
            for words in (head, re.split("[、 ]", head)[0]):
                link = page.linker.body(words, context)
                if link.entity and (link.prefixed or link.entity.level == "state"):
                    return (
                        "cn" if link.entity.level == "state" else link.entity.id.split(":")[1][:6]
                    )
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


def _is_heading(text: str, named: Printed) -> bool:
    """Whether a number is the head of a page and no citation: alone on its line, after 文号.

    Portals print the document's own number so, and those of papers they link to.
    """
    if named.title is not None:
        return False
    before, after = text[max(0, named.start - 16) : named.start], text[named.end : named.end + 4]
    if _LABEL.search(before):
        return True
    opens = not before or before[-1] in "\n：:、"
    return opens and (not after.strip() or after[:1] == "\n" or after.startswith("关于"))


def _is_about(text: str, draft: _Draft) -> bool:
    """Whether a title is only that of an explanation the page links to: 【一图读懂】《…》."""
    named = draft.named
    if draft.relation != "cites" or named.title is None:
        return False
    before = text[max(0, named.start - 12) : named.start]
    return bool(_EXPLAINED.match(text, named.end) or _EXPLAINS.search(before))


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
        bare = each.title and not each.number and each.relation not in ("issues", "forwards")
        known = numbers.get(letters(each.title or "")) if bare else None
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
