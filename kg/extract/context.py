"""Where a document was issued: what 省, 我市 and bare names of bodies in it refer to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from kg.knowledge import Knowledge
from kg.link import Context, Linker
from kg.normalise import HAN
from kg.regions import LEVEL_WORDS
from kg.split import Parts
from kg.types import Span

#: region names of a text, in order (the recogniser's dictionary)
NamesIn = Callable[[str], list[str]]
_ISSUES = re.compile(r"(?:关于|印发|转发|批转|公布|发布|颁布|令第|令$|公告|通告)")


def title_head(text: str, parts: Parts) -> Span | None:
    """What stands in the title before 关于 or 印发: the issuers, where the title has them."""
    if parts.title is None:
        return None
    words = text[parts.title.start : parts.title.end]
    found = _ISSUES.search(words)
    end = found.start() if found else 0
    return Span(parts.title.start, parts.title.start + end) if end >= 3 else None


def context_of(
    text: str, parts: Parts, knowledge: Knowledge, linker: Linker, names_in: NamesIn
) -> Context:
    """Where the document was issued: by signature, title, annex title, addressees, or its text."""
    if (
        parts.addressees
        and "各省、自治区、直辖市" in text[parts.addressees.start : parts.addressees.end]
    ):
        return Context(None, state=True)
    head = title_head(text, parts)
    spans = [*parts.signatures, *([head] if head else []), *([parts.title] if parts.title else [])]
    spans += [annex.title for annex in parts.annexes[:1]]
    for span in spans:
        found = _context_from(text[span.start : span.end].replace("\n", ""), knowledge, linker)
        if found:
            return found
    if parts.title:
        for name in names_in(text[parts.title.start : parts.title.end].replace("\n", "")):
            codes = knowledge.regions.resolve(name, None)
            if len(codes) == 1 and name[-1] in "省市县区旗盟州":
                return Context(codes[0])
    return _context_from_text(text, parts, knowledge, names_in)


def _context_from(words: str, knowledge: Knowledge, linker: Linker) -> Context | None:
    words = words.strip(" （(《“关于印发")
    nowhere = Context(None)
    region = linker.places.leading(words + "。", nowhere)
    if region and not (len(words[: region[0]]) <= 2 and words[region[0] :].startswith("，")):
        return Context(region[1])
    for form, rows in knowledge.bodies.state.items():
        if words.startswith(form) and len(form) >= 3 and rows and words[:1] not in "省市县区":
            return Context(None, state=True)
    return None


_LEVEL_BODY = re.compile(
    rf"(?<![{HAN}])(?:各)?(?P<level>省|自治区|市|州|县|区|旗|盟|地区)(?:委|政府|[{HAN}]{{2,9}}?(?:厅|局|委|办|中心))"
)


def _context_from_text(text: str, parts: Parts, knowledge: Knowledge, names_in: NamesIn) -> Context:
    """The region whose name the text has most, at the level its bodies are of."""
    words = text[parts.whole.start : parts.whole.end]
    if re.search("各省、自治区、直辖市|国务院同意", words[:600]):
        return Context(None, state=True)
    counts: Counter[str] = Counter()
    for name in names_in(words):
        rows = [row for row in knowledge.regions.named(name) if row.in_force(None)]
        rows = [row for row in rows if row.name == name or row.level != "county"]
        codes = {row.code for row in rows}
        if len(codes) == 1:  # a short name says half as much as a full one
            counts[codes.pop()] += 2 if rows[0].name == name else 1
    if not counts:
        return Context(None)
    levels = Counter(found["level"] for found in _LEVEL_BODY.finditer(words))
    word, times = levels.most_common(1)[0] if levels else ("", 0)
    scores = _scores(counts, LEVEL_WORDS[word] if times >= 3 else None, knowledge)
    return Context(max(scores.items(), key=lambda pair: (pair[1], pair[0]))[0])


def _scores(
    counts: Counter[str], kinds: frozenset[str] | None, knowledge: Knowledge
) -> dict[str, float]:
    """How much speaks for each region: its own name, and by half the names of those inside it.

    ``kinds``: only regions of the level the text's bodies have (市财政局), where any is named.
    """
    scores: dict[str, float] = {}
    for code, times in counts.items():
        for row in knowledge.regions.chain(code):
            if kinds is None or row.kind in kinds:
                scores[row.code] = scores.get(row.code, 0.0) + (
                    times if row.code == code else times / 2
                )
    if kinds is not None and not scores:
        return _scores(counts, None, knowledge)
    if kinds is None:
        return {code: float(times) for code, times in counts.items()}
    return scores
