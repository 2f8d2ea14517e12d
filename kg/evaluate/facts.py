"""Names, stretches of text and citations of a record against gold, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from msgspec.structs import replace

from kg import ids
from kg.evaluate.names import labelled, names_of, plain, quantity
from kg.evaluate.scores import Gold, Score, Scores
from kg.facts import Citation, Duty, Industry, Target
from kg.types import Mention, Record


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


# --- Names ----------------------------------------------------------------------------------


def by_name(
    kind: str, of: Callable[[Record], Iterable[Any]]
) -> Callable[[Record, Sequence[Gold]], Scores]:
    """A judge of things that are the same where a name of theirs is."""

    def likeness(thing: Any, item: Gold) -> int:
        known = {plain(thing.name), *(plain(a) for a in getattr(thing, "aliases", ()))}
        exact = plain(thing.name) == plain(item["name"])
        return 2 if exact else int(bool(known & names_of(item)))

    def judge(record: Record, gold: Sequence[Gold]) -> Scores:
        score = Score()
        score.align([(thing.name, thing) for thing in of(record)], labelled(gold), likeness)
        return {kind: score}

    return judge


def industries(record: Record, gold: Sequence[Gold]) -> Scores:
    """Industries by kind and name; parents of those found, where either side names one."""
    scores = {"industries": Score(), "industry parents": Score()}
    names = {industry.entity: industry.name for industry in record.industries}
    names |= {entity.id: entity.name for entity in record.entities}

    def likeness(thing: Industry, item: Gold) -> int:
        kind = item.get("kind")
        return int(kind in (None, thing.kind) and plain(thing.name) in names_of(item))

    found = {(i.kind, i.name, i.group): i for i in record.industries}
    described = [(f"{kind} {name}", industry) for (kind, name, _), industry in found.items()]
    wanted = [(f"{item.get('kind')} {item['name']}", item) for item in gold]
    for thing, item in scores["industries"].align(described, wanted, likeness):
        got = plain(names.get(thing.parent, thing.parent)) if thing.parent else None
        parent = plain(item.get("parent")) or None
        if got or parent:
            scores["industry parents"].judge(f"{thing.name} parent", got, parent)
    return scores


# --- Stretches of text ----------------------------------------------------------------------


def _overlap(thing: _Spanned, item: Gold) -> int:
    start, end = int(item["start"]), int(item["end"])
    return max(0, min(thing.end, end) - max(thing.start, start))


def _quantities(of: Callable[[str], Any]) -> tuple[tuple[float | None, str], ...]:
    return tuple(quantity(of(key), of("unit")) for key in ("value", "low", "high"))


def targets(record: Record, gold: Sequence[Gold]) -> Scores:
    """Targets by overlapping stretch and equal quantity; then comparators and due dates.

    Where one stretch holds two targets (均达到95%以上) the subject decides which is which.
    """
    scores = {kind: Score() for kind in ("targets", "target comparators", "target dues")}

    def likeness(thing: Target, item: Gold) -> int:
        overlap = _overlap(thing, item)
        if not overlap or item.get("optional"):
            return overlap
        if _quantities(lambda key: getattr(thing, key)) != _quantities(item.get):
            return 0
        return overlap + 10_000 * (plain(thing.subject) == plain(item["subject"]))

    found = [(thing.text, thing) for thing in record.targets]
    for thing, item in scores["targets"].align(found, [(_said(i), i) for i in gold], likeness):
        comparator, due = item["comparator"] or None, item["due"]
        scores["target comparators"].judge(thing.text, thing.comparator, comparator)
        scores["target dues"].judge(thing.text, thing.due, due)
    return scores


def _said(item: Gold) -> str:
    """A target of the gold in words; documents that are not ours have no quotation."""
    number = item["value"] if item["value"] is not None else f"{item['low']}—{item['high']}"
    return item.get("text") or f"{item['subject']} {number}{item['unit']} at {item['start']}"


def duties(record: Record, gold: Sequence[Gold]) -> Scores:
    """Duties by overlapping stretch and the body as printed.

    你们 that is six governments is one duty in print, though six in the record.
    """
    score = Score()

    def likeness(thing: Duty, item: Gold) -> int:
        return _overlap(thing, item) if plain(thing.body.text) in names_of(item, "body") else 0

    printed = {(thing.start, thing.end, thing.body.text): thing for thing in record.duties}
    found = [(f"{thing.body.text}: {thing.text}", thing) for thing in printed.values()]
    score.align(found, [(f"{i['body']}: {i.get('text')}", i) for i in gold], likeness)
    return {"duties": score}


# --- Citations and regions ------------------------------------------------------------------


def _title(title: str | None) -> str:
    return plain((title or "").removeprefix("附件：").strip("《》"))


def _firsts(cited: Iterable[Any], key: Callable[[Any], tuple[str, str]]) -> list[Any]:
    """The first mention of each document cited: a later one says no more of it."""
    kept: dict[tuple[str, str], Any] = {}
    for one in cited:
        kept.setdefault(key(one), one)
    return list(kept.values())


def citations(record: Record, gold: Sequence[Gold]) -> Scores:
    """Documents cited, each once, by title or number; then the relation of the first mention."""
    scores = {"citations": Score(), "relations": Score()}

    def likeness(thing: Citation, item: Gold) -> int:
        title = bool(item["title"]) and _title(thing.title) == _title(item["title"])
        number = bool(item["number"]) and plain(thing.number) == plain(item["number"])
        return 2 * title + number

    cited = _firsts(record.citations, lambda c: (_title(c.title), plain(c.number)))
    wanted = _firsts(gold, lambda item: (_title(item["title"]), plain(item["number"])))
    found = [(str(thing.title or thing.number), thing) for thing in cited]
    for thing, item in scores["citations"].align(found, labelled(wanted, "title"), likeness):
        relation = thing.relation
        good = item.get("relations", (item["relation"],))
        wanted_relation = relation if relation in good else item["relation"]
        scores["relations"].judge(str(thing.title or thing.number), relation, wanted_relation)
    return scores


def _joined(mentions: Sequence[Mention], several: Mapping[str, Sequence[str]]) -> list[Mention]:
    """Mentions of one character each, side by side, as one where together they are in the gold.

    ``several`` has the names of the regions by surface, in the order of its characters.
    """
    left: list[Mention] = []
    run: list[Mention] = []
    for mention in [*sorted(mentions, key=lambda m: (m.start, m.end)), None]:
        if run and not (mention and len(mention.text) == 1 and mention.start == run[-1].end):
            text = "".join(m.text for m in run)
            names = [m.name or "" for m in run]
            same = len(run) > 1 and names == several.get(text)
            left += [replace(run[0], end=run[-1].end, text=text, name="、".join(names))] * same
            left += [] if same else run
            run = []
        if mention and len(mention.text) == 1:
            run.append(mention)
        elif mention:
            left.append(mention)
    return left


def regions(record: Record, gold: Sequence[Gold]) -> Scores:
    """Surfaces of regions with the full name each stands for; then the codes.

    A surface that stands for several regions (杭甬: 浙江省/杭州市、浙江省/宁波市) is found where
    the record has a mention for each of its characters, side by side, and each is the region.
    """
    scores = {"regions": Score(), "region codes": Score()}

    def likeness(thing: Mention, item: Gold) -> int:
        if plain(thing.text) != plain(item["text"]):
            return 0
        name = (item["name"] or "").replace("/", "")
        found = (thing.name or "").replace("/", "")
        loose = not name or item.get("optional")
        return int(bool(loose or (found and name.endswith(found))))

    several = {plain(i["text"]): i["name"].split("、") for i in gold if "、" in (i["name"] or "")}
    standing = _joined([m for m in record.mentions if m.type == "region"], several)
    mentions = {(m.text, m.name): m for m in standing}
    found = [(f"{text} {name}", m) for (text, name), m in mentions.items()]
    wanted = [(f"{item['text']} {item['name']}", item) for item in gold]
    for thing, item in scores["regions"].align(found, wanted, likeness):
        if code := item.get("code"):
            got = ids.region_code(thing.entity or "")
            scores["region codes"].judge(thing.text, got, code)
    return scores
