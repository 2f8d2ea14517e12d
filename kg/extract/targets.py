"""Targets in prose: what somebody is to reach, how much of it and by which day.

    到2025年，建成5G基站20万个以上
    力争新增世界500强企业3—5家
    种植、收获机械化率分别达到65%和55%

A quantity is looked at only where its sentence could hold a target; what counts as one is told by
:mod:`kg.extract.goals`. The deadline is that of the clause, else it is carried over from before in
the sentence, from the head of the paragraph or from the statement of aims it stands under.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from kg.extract import sentences
from kg.extract.frames import Frame, frames, within
from kg.extract.goals import Goal, noun_after, wording
from kg.extract.page import Findings, Page
from kg.extract.subjects import bare
from kg.extract.when import Dates, When
from kg.facts import Comparator, Target
from kg.numbers import Quantity, quantities
from kg.types import Span

_ALL = re.compile(
    "全覆盖(?<!%全覆盖)(?=[，。；）！]|$)|(?P<double>倍增)(?<=[量模值额入业]倍增)(?=[，。；！]|$)"
)
_CHAIN = re.compile(
    "(?:（[^（）]{1,20}）)?(?:[、和及与]|以及|，?其中)+(?P<noun>[^，。；：、]{0,25})"
    "|，(?P<each>[^，。；：]{2,40}[省市县区州直])各|，"
)
#: two things that share a value: 覆盖率和达标率均达到95%以上
_BOTH = re.compile("(?:均|都)[^，。；、]{0,10}$")
_ENDS_ALIKE = ("率", "比例", "占比", "数量", "规模", "额", "面积")
_APART = re.compile("分别[^，。；、]{0,6}$")
_JOINS = re.compile("[、和及与]|以及")
_JOINED = re.compile("(?:[、和及与]|以及)(?:约|近|至少)?")
#: headings under which figures tell what is so already, or who may have what
_SO_ALREADY = re.compile(
    "基础$|现状|背景|成效|回顾|(?:适用|补[贴助]|支持|奖励|保障|认定)(?:对象|条件|范围)|(?:申[请报]|准入)条件"
    "|罚则|附则|奖励|补贴|补助标准|评分|收费"
)
_WHOLE = re.compile("全[国省市县区州]|我[省市县区州]")
#: kinds of documents that tell what has happened or decide on a single case
_REPORTS = frozenset({"通报", "公报", "令", "公示"})
_REPORT_TITLE = re.compile("通报|情况的(?:通知|函|报告)|名单")
_AT_LEAST = re.compile("(?:至少|最少|不少于)[^，。；、]{0,12}$")
_FEW = 10
#: what is counted in Chinese numerals; 千头万绪, 十七条 and 百万吨 are names
_HAN_COUNTED = frozenset("家个名场人户所项件座处种%")
_MORE_OR_LESS = re.compile("余|多")


_WHOLLY, _TWICE = (100.0, "%"), (2.0, "倍")


class _Found(Struct, frozen=True):
    """A target in clean offsets; after ``end`` the next of a list goes on."""

    goal: Goal
    quantity: Quantity
    start: int
    end: int
    subject: str


def read(page: Page) -> Findings:
    """The targets of a document's prose."""
    if page.header.kind in _REPORTS or _REPORT_TITLE.search(page.header.title or ""):
        return Findings()
    reader = _Reader(page)
    return Findings({"targets": tuple(t for span in page.prose for t in reader.targets(span))})


class _Reader:
    """Reads one document, paragraph by paragraph."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._clean = page.clean
        number = page.header.number
        self._signed = page.header.signed or (
            f"{number.year}-01-01" if number and number.year else None
        )
        self._dates = Dates(page, self._signed)
        self._owner_clauses = sorted((t.clause.start, t.clause.end) for t in page.tasks.tasks)

    def targets(self, span: Span) -> Iterator[Target]:
        """Targets of the body or of an annex, in text order."""
        found = self._quantities(span)
        at = 0
        while at < len(found):
            end = self._clean.find("\n", found[at].number, span.end)
            end = span.end if end < 0 else end
            first, end = self._dates.section(found[at].number, end)
            last = bisect_left(found, end, key=lambda q: q.number)
            start = max(span.start, self._clean.rfind("\n", span.start, found[at].number) + 1)
            start = max(start, first)
            yield from self._paragraph(found[at:last], start, end)
            at = last

    def _quantities(self, span: Span) -> list[Quantity]:
        """Quantities that could be targets, in text order; 全覆盖 is 100 % of it.

        What is told as 24万多个 has been counted: nobody is to reach it.
        """
        text = self._clean
        found = [
            q
            for q in quantities(text, span.start, span.end, times=False)
            if q.unit
            and not _MORE_OR_LESS.search(text, q.number, q.end)
            and not self._in_owner_clause(q.number)
        ]
        told = "全覆盖" in text or "倍增" in text
        for m in _ALL.finditer(text, span.start, span.end) if told else ():
            value, unit = _TWICE if m["double"] else _WHOLLY
            found.append(
                Quantity(m.start(), m.start(), m.end(), value, None, None, unit, "all", "=")
            )
        return sorted(found, key=lambda q: q.number)

    def _in_owner_clause(self, position: int) -> bool:
        at = bisect_right(self._owner_clauses, (position, len(self._clean))) - 1
        return at >= 0 and position < self._owner_clauses[at][1]

    def _after_owners(self, position: int) -> int:
        """End of the last owner clause before a position."""
        at = bisect_right(self._owner_clauses, (position, len(self._clean))) - 1
        return self._owner_clauses[at][1] if at >= 0 else 0

    def _paragraph(self, found: Sequence[Quantity], start: int, end: int) -> Iterator[Target]:
        above = self._dates.above(found[0].number)
        section = above[0].id if above else ""
        if any("，" not in node.heading and _SO_ALREADY.search(node.heading) for node in above):
            return
        dates = frames(self._clean, start, end, self._signed)
        opening = self._dates.carried(dates, start, above)
        prior: _Found | None = None
        apart: list[str] = []
        shared = ""
        for quantity in found:
            this = self._target(quantity, dates, start, end, prior)
            if this is None:
                continue
            when = self._dates.when((this.quantity.number, this.end), dates, opening, start, end)
            if when.past or not self._stands(this, when, start, end):
                continue
            apart = self._apart(this, found) or (apart[1:] if this.goal.subject == shared else [])
            shared = this.goal.subject
            for subject in (apart[0],) if apart else self._both(this):
                yield self._record(this, when, section, start, subject)
            prior = this

    # -- what it is ---------------------------------------------------------------------------

    def _target(
        self,
        quantity: Quantity,
        dates: Sequence[Frame],
        start: int,
        end: int,
        prior: _Found | None,
    ) -> _Found | None:
        """The target a quantity is, as its clause alone tells it."""
        text, at = self._clean, quantity.number
        if self._is_few(quantity):
            return None
        first, last = sentences.sentence(text, at, start, end)
        if sentences.is_nested(text, first, at):
            return None
        clause, stop = sentences.clause(text, at, first, last)
        words = wording()
        dated = bool(within(dates, clause, stop))
        framed = dated or bool(within(dates, first, at))
        if words.is_none(quantity, text[first:last], text[clause:stop], dated, framed):
            return None
        chained = self._chained(quantity, prior, first, stop)
        clause = max(clause, prior.end if prior else 0, self._after_owners(at))
        lead = sentences.without(text, clause, quantity.start, within(dates, clause, at)).lstrip(
            "、和及与，"
        )
        goal = words.goal(lead, quantity, text[quantity.end : stop]) or chained
        if goal is None:
            return None
        tail = quantity.end + goal.used
        subject = bare(goal.subject)
        if not subject and prior and prior.start >= first:
            subject = prior.subject
        subject = subject or bare(words.object_of(text[first:clause]))
        clause += len(text[clause:at]) - len(text[clause:at].lstrip("、和及与， "))
        return _Found(goal, quantity, clause, tail, subject)

    def _is_few(self, quantity: Quantity) -> bool:
        """一个 in Chinese numerals is to be reached only after 至少; 百万吨 names a plant."""
        digit = self._clean[max(quantity.number, 0) : quantity.number + 1]
        if digit.isdecimal() or quantity.kind == "all":
            return False
        few = quantity.value is not None and quantity.value < _FEW and quantity.comparator != ">="
        named = quantity.unit == "人" and quantity.comparator == "="
        return few or named or quantity.unit not in _HAN_COUNTED

    def _chained(
        self, quantity: Quantity, prior: _Found | None, first: int, last: int
    ) -> Goal | None:
        """A quantity in a list has the verb of the one before: 500家、隐形冠军企业500家."""
        if prior is None or prior.end < first or prior.quantity.kind == "all":
            return None
        link = _CHAIN.fullmatch(self._clean, prior.end, quantity.start)
        if not link or prior.quantity.kind != quantity.kind:
            return None
        noun, used = noun_after(self._clean[quantity.end : last])
        if link[0] == "，" and (prior.goal.kind != "make" or not noun):
            return None
        if link["each"]:  # 全市储备项目不少于300个，安定区、陇西县各50个
            return Goal(prior.goal.kind, link["each"] + prior.subject, 0, prior.goal.weak)
        subject = link["noun"] or noun or prior.goal.subject
        return Goal(prior.goal.kind, subject, 0 if link["noun"] else used, prior.goal.weak)

    def _stands(self, found: _Found, when: When, start: int, end: int) -> bool:
        """Whether a target without a date is told to be one by other words."""
        undated = self._signed is None and found.goal.kind == "reach" and found.goal.weak
        if when.due and not undated:
            return True
        first, last = sentences.sentence(self._clean, found.quantity.number, start, end)
        return wording().stands(found.goal, found.quantity, self._clean[first:last], found.subject)

    # -- the records --------------------------------------------------------------------------

    def _apart(self, found: _Found, all_: Sequence[Quantity]) -> list[str]:
        """The subjects of 分别: A、B和C分别占33.1%、59.6%和15.6% is three, in order."""
        at = found.quantity.start
        if not _APART.search(self._clean, max(0, at - 10), at):
            return []
        end, count = found.quantity.end, 1
        for each in all_[bisect_right(all_, found.quantity.number, key=lambda q: q.number) :]:
            if not _JOINED.fullmatch(self._clean, end, each.number):
                break
            end, count = each.end, count + 1
        names = _JOINS.split(found.subject)
        return names[-count:] if len(names) >= count > 1 else []

    def _both(self, found: _Found) -> list[str]:
        """The subjects of one value: 覆盖率和达标率均…, 企业、科技型企业数量倍增 are two each."""
        lead = self._clean[found.start : found.quantity.start]
        if found.quantity.unit != "倍" and not _BOTH.search(lead):
            return [found.subject]
        names = [found.subject]
        for cut in reversed(list(_JOINS.finditer(found.subject))):
            first, last = found.subject[: cut.start()], names[0][cut.end() :]
            alike = found.quantity.unit == "倍" or first.endswith(_ENDS_ALIKE)
            if not alike or not last.endswith(_ENDS_ALIKE) or len(last) < 3:
                break
            names[:1] = [first, last]
        return names

    def _record(self, found: _Found, when: When, section: str, start: int, subject: str) -> Target:
        quantity, due, text = found.quantity, when.due, self._clean
        lead = text[found.start : quantity.number]
        before = text[max(start, when.frame.start - 6) : when.frame.end] if when.frame else ""
        soft = wording().soft.search(lead) or (not when.inherited and wording().soft.search(before))
        stop = max(quantity.end, found.end)
        change = wording().change_of(found.goal, quantity, lead)
        return Target(
            subject, self._page.surface(found.start, stop),
            quantity.value, quantity.low, quantity.high, _comparator(quantity, lead), quantity.unit,
            bool(soft), due.day if due else None, due.precision if due else None,
            bool(due) and when.inherited, self._region(found.start, stop),
            *self._page.raw(found.start, stop), section,
            change, 0.9 if due else 0.75, change != "level" and wording().falls(lead),
        )  # fmt: skip

    def _region(self, start: int, end: int) -> str | None:
        """The region named in a target, or the document's own where it says 全省, 我市."""
        named = self._page.named
        at = bisect_left(named, start, key=lambda each: each.start)
        for each in named[at:]:
            if each.start >= end:
                break
            if each.type == "region" and each.link.entity:
                return each.link.entity.id
        territory = self._page.context.territory
        whole = territory and _WHOLE.search(self._clean, start, end)
        return self._page.region_key(territory) if territory and whole else None


def _comparator(quantity: Quantity, lead: str) -> Comparator:
    """The comparator; 至少 may stand before the verb (至少建成1所)."""
    if quantity.comparator == "=" and _AT_LEAST.search(lead):
        return ">="
    return quantity.comparator
