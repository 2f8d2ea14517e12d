"""Programmes: actions, projects, plans, pilots, reforms and brands with a name of their own.

Found by form: a head (行动, 工程, 计划 …) and before it a quotation, or, after a verb of carrying
out, plain words that make it one of a kind (:mod:`kg.extract.programme_names`). Names that differ
in what stands before the quotation only, or in 专项, 三年 and 计划 at the end, are one programme.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg import ids
from kg.extract.page import Findings, Page
from kg.extract.programme_names import spots
from kg.extract.programme_parts import Spot, unquoted
from kg.facts import Place, Programme
from kg.named import ProgrammeWords
from kg.types import Entity, Mention

#: What two names of one action may differ in at the end.
_TAIL = re.compile("(?:专项|三年|五年|两年|百日)*(?:行动计划|行动)$")
_QUOTED_HEAD = re.compile(
    "“([^“”]+)”[^“”]*?(行动计划|行动|工程|计划|专项|试点|改革|品牌体系|品牌|活动|产业平台)"
)
_CALLED = re.compile("（以下(?:统称|简称)(?:为)?[“：:]?([^”“），、]{2,16})”?）")
_STRAIGHT = re.compile('"([^"\\n“”]{1,40})"')
_PLAN = re.compile("(?:实施|工作)?(?:方案|计划|规划|意见|细则)")
_YEARS = re.compile("[（(〔]?\\d{4}[—\\-－~～至]{1,2}\\d{4}年?[）)〕]?")


class _Group(Struct, frozen=True):
    """One programme: its places in the text and the forms of its name."""

    name: str
    spots: tuple[Spot, ...]
    forms: tuple[str, ...]
    called: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return _stem(self.name)


def read(page: Page) -> Findings:
    """The programmes that the body and the annexes name, with a mention for every place."""
    words, text = page.knowledge.programmes, _curly(page.clean)
    named = [s for span in page.prose for s in spots(text, span.start, span.end, words)]
    if not named:
        return Findings()
    found = _apart(named)
    groups = tuple(_groups(page, named, frozenset(found)))
    again = _repeated(page, groups, found)
    facts: list[Programme] = []
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    for group in groups:
        entity = _entity(page, group)
        entities[entity.id] = entity
        places = sorted((*group.spots, *again[group.key]), key=lambda spot: spot.start)
        mentions += [
            page.mention(
                spot.start, spot.end, "programme", entity, rule=spot.rule,
                confidence=spot.confidence,
            )
            for spot in places
        ]  # fmt: skip
        facts.append(_fact(page, group, entity, places[0]))
    return Findings({"programmes": tuple(facts)}, tuple(mentions), tuple(entities.values()))


def _curly(text: str) -> str:
    """The text with straight quotation marks turned into pairs, character for character."""
    return _STRAIGHT.sub("“\\1”", text) if '"' in text else text


def _fact(page: Page, group: _Group, entity: Entity, first: Spot) -> Programme:
    plan = _plan(page, group)
    aliases = dict.fromkeys((*group.forms, *group.called, *([plan[0]] if plan else [])))
    best = max(spot.confidence for spot in group.spots)
    return Programme(
        group.name, entity.id, group.spots[0].kind,
        tuple(alias for alias in aliases if alias != group.name),
        Place(*page.raw(first.start, first.end)), best, plan[1] if plan else None,
    )  # fmt: skip


def _entity(page: Page, group: _Group) -> Entity:
    """The programme: of the State where the text says so, else of the document's territory."""
    name = unquoted(group.name)
    national = any(spot.national for spot in group.spots)
    key = "cn" if national else page.context.key
    territory = page.region_key(key) if key.isdigit() else None
    return Entity(ids.programme(key, name), name, "programme", territory=territory)


def _stem(name: str) -> str:
    return _TAIL.sub("行动", unquoted(name))


def _groups(page: Page, found: Sequence[Spot], kept: frozenset[Spot]) -> Iterator[_Group]:
    """Spots of one programme together, in the order of their first places."""
    fuller: dict[str, dict[str, None]] = defaultdict(dict)
    for spot in found:
        for key in _cores(spot):
            if spot.kind == "brand" or unquoted(spot.name) != unquoted(key):
                fuller[key][spot.name] = None
    by_stem: dict[str, list[Spot]] = {}
    for spot in found:
        by_stem.setdefault(_stem(_fullest(spot, fuller)), []).append(spot)
    for each in by_stem.values():
        forms = sorted({spot.name for spot in each}, key=lambda form: (-len(form), form))
        name = next((form for form in forms if not _is_plan(form)), forms[0])
        called = [m[1] for spot in each if (m := _CALLED.match(page.clean, spot.end))]
        places = tuple(spot for spot in each if spot in kept)
        if places:
            yield _Group(name, places, tuple(forms), tuple(called))


def _fullest(spot: Spot, fuller: Mapping[str, Mapping[str, None]]) -> str:
    """The name a place is of: “双倍增”行动 is 科技企业“双倍增”行动 if only one such is named."""
    if spot.name != spot.core:
        return spot.name
    keys = _cores(spot)
    tried = keys if _is_bare(spot) else keys[:1]
    for key in keys[-1:] if spot.kind == "brand" else tried:
        names = list(fuller.get(key, ()))
        if len({_stem(name) for name in names}) == 1 or (names and spot.kind == "brand"):
            return max(names, key=len)
    return spot.name


def _cores(spot: Spot) -> tuple[str, ...]:
    """What a name can be known again by: without its modifier, and its quotation and head only."""
    quoted = _QUOTED_HEAD.fullmatch(spot.core)
    if quoted is None:
        return (_stem(spot.core),)
    head = "" if spot.kind == "brand" else quoted[2]
    return _stem(spot.core), f"“{quoted[1]}”{head}"


def _is_bare(spot: Spot) -> bool:
    """“三个一批”活动 beside “三个一批”项目建设活动; a brand whatever stands between."""
    quoted = _QUOTED_HEAD.fullmatch(spot.core)
    if quoted is None or spot.name != spot.core:
        return False
    return spot.kind == "brand" or spot.core == f"“{quoted[1]}”{quoted[2]}"


def _is_plan(form: str) -> bool:
    return form.endswith("行动计划")


def _repeated(
    page: Page, groups: Sequence[_Group], found: Sequence[Spot]
) -> Mapping[str, list[Spot]]:
    """Further places where forms of the names stand, outside other names and titles, by key.

    Most forms end in a head, so only where heads end are they looked for.
    """
    words, text = page.knowledge.programmes, page.clean
    taken = {at for spot in found for at in range(spot.start, spot.end)}
    forms = {
        form: group
        for group in groups
        for form in (*group.forms, *(word for word in group.called if len(word) > 2))
    }
    ends = {form for form in forms if words.ends_in_any_head.search(form)}
    again: dict[str, list[Spot]] = defaultdict(list)
    for start, end in sorted(_places(page, words, ends, forms.keys() - ends)):
        if start in taken or end - 1 in taken or _in_title(text, start):
            continue
        taken.update(range(start, end))
        group = forms[text[start:end]]
        spot = replace(group.spots[0], start=start, end=end, rule="programme-named-before")
        again[group.key].append(spot)
    return again


def _places(
    page: Page, words: ProgrammeWords, ends: set[str], others: set[str]
) -> Iterator[tuple[int, int]]:
    """Where forms stand: those that end in a head by the heads, the few others one by one."""
    text = page.clean
    lengths: dict[str, list[int]] = {}  # by the last character, the longest first
    for form in sorted(ends, key=len, reverse=True):
        lengths.setdefault(form[-1], []).append(len(form))
    for span in page.prose:
        for head in words.head.finditer(text, span.start, span.end) if lengths else ():
            for length in lengths.get(text[head.end() - 1], ()):
                if text[head.end() - length : head.end()] in ends:
                    yield head.end() - length, head.end()
                    break
        for form in others:
            at = text.find(form, span.start, span.end)
            while at >= 0:
                yield at, at + len(form)
                at = text.find(form, at + len(form), span.end)


def _apart(found: Sequence[Spot]) -> list[Spot]:
    """The longest of places that overlap: “星耀行动”计划, not 星耀行动 in it."""
    kept: list[Spot] = []
    for spot in sorted(found, key=lambda s: (s.start, -s.end)):
        while (
            kept
            and kept[-1].end > spot.start
            and kept[-1].end - kept[-1].start < (spot.end - spot.start)
        ):
            kept.pop()
        if not kept or kept[-1].end <= spot.start:
            kept.append(spot)
    return kept


def _in_title(text: str, at: int) -> bool:
    opening = text.rfind("《", max(0, at - 120), at)
    return opening >= 0 and text.find("》", opening, at) < 0


def _plan(page: Page, group: _Group) -> tuple[str, str] | None:
    """Name and title of the annex or document that is the programme's plan.

    浙江省农村生活污水治理“强基增效双提标”行动方案（2021—2025年） is that of
    农村生活污水治理“强基增效双提标”行动: after the name only 方案 or 计划 follows.
    """
    titles = [page.surface(annex.title.start, annex.title.end) for annex in page.parts.annexes]
    if page.header.title and not titles:
        titles = [page.header.title]
    for title in titles:
        bare = _YEARS.sub("", title)
        for form in group.forms:
            at = bare.find(form)
            tail = _PLAN.fullmatch(bare[at + len(form) :].strip("（）()")) if at >= 0 else None
            if tail:
                return form + tail[0], title
    return None
