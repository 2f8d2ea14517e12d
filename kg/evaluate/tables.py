"""People, indicators and decisions of a record against gold, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.evaluate.names import labelled, names_of, plain, quantity
from kg.evaluate.scores import Gold, Score, Scores
from kg.facts import Decision, Indicator, PersonRole, Subject
from kg.types import Record


def people(record: Record, gold: Sequence[Gold]) -> Scores:
    """People by name; then post, body, role and whether the role was carried over."""
    scores = {"people": Score(), "people fields": Score()}

    def likeness(thing: PersonRole, item: Gold) -> int:
        return int(plain(thing.name) == plain(item["name"]))

    found = [(thing.name, thing) for thing in record.people]
    for thing, item in scores["people"].align(found, labelled(gold), likeness):
        posts = (item["post"], item["post_as_printed"])
        post = thing.post if thing.post in posts else item["post"]
        pairs = {
            "post": (thing.post, post),
            "body": (thing.body, item["body"]),
            "role": (thing.role, item["delegation_rank"]),
            "role inherited": (thing.role_inherited, item["rank_carried_over"]),
        }
        for what, (got, wanted) in pairs.items():
            scores["people fields"].judge(f"{thing.name} {what}", got, wanted)
    return scores


_QUALIFIERS = {"": "=", "左右": "~", "约": "~", "以上": ">=", "以下": "<=", "以内": "<="}


def _indicator_name(name: str) -> str:
    return plain(name).rstrip("#*")


def _found_fields(row: Indicator) -> dict[str, Any]:
    base, target = row.baseline, row.target
    return {
        "category": row.category,
        "name": _indicator_name(row.name),
        "unit": row.unit,
        "baseline year": base and base.year,
        "baseline value": base and base.value,
        "target year": target and target.year,
        "target value": target and target.value,
        "comparator": target and target.comparator,
        "cumulative": target and target.cumulative,
        "binding": row.binding,
    }


def _gold_fields(item: Gold) -> dict[str, Any]:
    has_base = item["value_2020_num"] is not None
    return {
        "category": item["category"],
        "name": _indicator_name(item["name"]),
        "unit": item["unit"],
        "baseline year": int(item["value_2020_year"]) if has_base else None,
        "baseline value": item["value_2020_num"],
        "target year": 2025,
        "target value": item["value_2025_num"],
        "comparator": _QUALIFIERS[item["value_2025_qualifier"]],
        "cumulative": item["cumulative_5y"],
        "binding": item["attribute"],
    }


def indicators(record: Record, gold: Sequence[Gold]) -> Scores:
    """Rows of the table of indicators by name; then the ten fields of each."""
    scores = {"indicators": Score(), "indicator fields": Score()}

    def likeness(thing: Indicator, item: Gold) -> int:
        return int(_indicator_name(thing.name) == _indicator_name(item["name"]))

    found = [(thing.name, thing) for thing in record.indicators]
    for thing, item in scores["indicators"].align(found, labelled(gold), likeness):
        wanted = _gold_fields(item)
        for what, got in _found_fields(thing).items():
            scores["indicator fields"].judge(f"{thing.name} {what}", got, wanted[what])
    return scores


def decisions(record: Record, gold: Sequence[Gold]) -> Scores:
    """A decision counts once for each subject it is about; its object where it has none."""
    scores = {"decisions": Score(), "decision details": Score()}
    found = [
        (f"{decision.kind} {subject.text if subject else decision.object}", (decision, subject))
        for decision in record.decisions
        for subject in decision.subjects or (None,)
    ]
    wanted = [
        (f"{item['kind']} {subject['name']}", {"decision": item, "subject": subject})
        for item in gold
        for subject in item["subjects"] or ({"name": item["object"], "details": {}},)
    ]
    for (decision, subject), pair in scores["decisions"].align(found, wanted, _same_decision):
        scores["decision details"].compare(_details(decision, subject), _wanted_details(pair))
    return scores


def _same_decision(thing: tuple[Decision, Subject | None], pair: Gold) -> int:
    decision, subject = thing
    names = names_of(pair["subject"]) | {plain(pair["subject"].get("text"))}
    names |= {name.replace("/", "") for name in names} - {""}
    mine = {plain(subject.text), plain(subject.name)} if subject else {plain(decision.object)}
    return int(decision.kind == pair["decision"]["kind"] and bool(mine & names))


def _details(decision: Decision, subject: Subject | None) -> dict[tuple[str, Any], str]:
    """What a decision says of a subject beside its name, without what it leaves open."""
    details = [value for _, value in (subject.details if subject else ())]
    return _said(decision.effective, decision.value, decision.unit, details)


def _wanted_details(pair: Mapping[str, Any]) -> dict[tuple[str, Any], str]:
    item, details = pair["decision"], pair["subject"]["details"].values()
    return _said(item.get("effective"), item.get("value"), item.get("unit"), details)


def _said(
    effective: str | None, value: float | None, unit: str | None, details: Iterable[str]
) -> dict[tuple[str, Any], str]:
    number, of = quantity(value, unit)
    pairs = [("effective", effective), ("value", number), ("unit", of)]
    pairs += [("detail", plain(detail)) for detail in details]
    return {pair: f"{pair[0]}: {pair[1]}" for pair in pairs if pair[1] not in (None, "")}
