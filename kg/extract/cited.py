"""The key of a cited document: the final one where number and office are known, else a stub's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import ids
from kg.extract.numbers import Number
from kg.extract.page import Named, Page
from kg.extract.titles import Printed
from kg.link import Context
from kg.normalise import letters
from kg.types import Entity

_YOURS = re.compile(r"你[们省市县区州盟旗局厅委部院办]?[\u4e00-\u9fff]{0,4}$")
_ISSUER_THEN = re.compile(r"(?:联合)?(?:印发|发布|公布|出台|制定|下发|颁布)?(?:的|了)?")


class Keys:
    """Finds the keys of what one document cites."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._inside = page.knowledge.regions.is_within

    def key(self, named: Printed, title: str | None, number: Number | None) -> str | None:
        """The final key, where number and territory of the issuer are known."""
        if title and number is None:
            return self.own_annex(title)
        if number is None or number.code is None or number.year is None or number.sequence is None:
            return None
        territory = self._territory(named, title, number.code)
        if territory is None:
            return None
        return ids.document(territory, number.code, number.year, number.sequence)

    def own_annex(self, title: str) -> str | None:
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
        counts that has one of the code's first characters: 深坪府办规 is of 坪山区, 深府规 of
        深圳市.
        """
        page = self._page
        nowhere = Context(None, day=page.context.day)
        led = page.linker.places.leading(title, nowhere) if title else None
        own = None if page.context.inferred else page.context.territory
        for place in (led[1] if led else None, own):
            rows = list(page.knowledge.regions.chain(place)) if place else []
            rows = [row for row in rows if row.level != "province"]
            if any(code[0] in row.short for row in rows):
                return next(row.code for row in rows if set(code[:2]) & set(row.short))
        return None

    def _issuer(self, named: Printed, title: str | None) -> str | None:
        """Territory of the issuer that the title begins with or that stands before it."""
        if title and (head := _head(title)) and (found := self._place(head)):
            return found
        if body := self._body_before(named.start):
            return _of(body.link.entity)
        for region in self._page.ending_near(named.start, reach=0):
            if region.type == "region" and region.link.territory:
                return region.link.territory
        return self._asker(named.start)

    def _asker(self, at: int) -> str | None:
        """Territory of the one addressee, whose paper is answered: 你市《关于…的请示》收悉."""
        items = self._page.header.addressees
        if len(items) != 1 or not _YOURS.search(self._page.clean, max(0, at - 12), at):
            return None
        return _of(items[0].link.entity)

    def _place(self, head: str) -> str | None:
        """Territory of a body that is named in full: 温岭市人民政府, 国务院办公厅."""
        page = self._page
        nowhere = Context(None, day=page.context.day)
        for context in (nowhere, page.context):
            for words in (head, re.split("[、 ]", head)[0]):
                link = page.linker.body(words, context)
                if link.entity and (link.prefixed or link.entity.level == "state"):
                    return _of(link.entity)
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

    def stub(self, named: Printed, title: str) -> str:
        """The stub's key: from the title, with its issuer where that stands before it."""
        body = self._body_before(named.start) if title.startswith("关于") else None
        issuer = body.link.name if body and body.end == named.start else None
        return ids.cited_document(letters((issuer or "") + title))


def _head(title: str) -> str:
    """What stands in a title before 关于, 印发 and the like: its issuer."""
    found = re.search("关于|印发|转发|批转", title)
    return title[: found.start()] if found and 3 <= found.start() <= 60 else ""


def _of(entity: Entity | None) -> str | None:
    """Territory part of the keys of what a body issues."""
    if entity is None or entity.kind in ("collective", "place-role"):
        return None
    if entity.level == "state":
        return "cn"
    return ids.region_code(entity.territory) if entity.territory else None


_SUFFIX = re.compile("[发函办字规电令文明综告秘]+$")


def _stem(code: str) -> str:
    """A code without the letters of the kind of paper: 深坪府办规, 深坪府办函."""
    return _SUFFIX.sub("", code) or code
