"""Records against gold: precision, recall and F1 of owner clauses, owners, roles, names, facts.

Gold is one JSON file a document (or a list of documents). A clause is right where its span is; an
owner where its span within a right clause is; role and name are judged on owners found. Gold of
documents that are not ours to ship holds digests instead of quotations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.evaluate.judges import score_facts
from kg.evaluate.scores import Score
from kg.types import Record, Task

__all__ = ["KINDS", "Score", "digest", "read_gold", "score", "table", "total"]


def digest(text: str) -> str:
    """First twelve hex digits of the SHA-256 of a quotation, as gold holds it."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


KINDS = ("clauses", "sections", "task texts", "owners", "roles", "names", "header fields")


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Gold documents of a JSON file, or of all JSON files of a folder, in the order of names."""
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    documents: list[dict[str, Any]] = []
    for file in files:
        held = json.loads(file.read_text(encoding="utf-8"))
        documents += held if isinstance(held, list) else [held]
    return documents


def score(record: Record, gold: Mapping[str, Any]) -> dict[str, Score]:
    """Scores of one document by kind."""
    scores = {kind: Score() for kind in KINDS}
    found = {_clause_key(task): task for task in record.tasks}
    expected = {_gold_key(task): task for task in gold["tasks"]}
    scores["clauses"].compare(
        {key: task.clause.text for key, task in found.items()},
        {key: str(task.get("owner_clause") or _named(task)) for key, task in expected.items()},
    )
    for key in found.keys() & expected.keys():
        _score_task(scores, record, found[key], expected[key])
    for key in expected.keys() - found.keys():
        missing = {n: owner["text"] for n, owner in enumerate(expected[key]["owners"])}
        scores["owners"].compare({}, missing)
    for key in found.keys() - expected.keys():
        scores["owners"].compare({n: owner.text for n, owner in enumerate(found[key].owners)}, {})
    _score_header(scores["header fields"], record, gold)
    return scores | score_facts(record, gold)


def _clause_key(task: Task) -> tuple[int, int] | str:
    return task.clause.start, task.clause.end


def _gold_key(task: Mapping[str, Any]) -> tuple[int, int] | str:
    clause = task["clause"]
    return clause["start"], clause["end"]


def _named(task: Mapping[str, Any]) -> str:
    return "、".join(owner["text"] for owner in task["owners"])


def _score_task(
    scores: dict[str, Score], record: Record, task: Task, gold: Mapping[str, Any]
) -> None:
    marks = _marks(record, task.section)
    want = "".join(mark.rstrip("、.．") for mark in gold["section"])
    scores["sections"].compare({marks: marks}, {want: want})
    anchor = digest(task.text[:15])
    scores["task texts"].compare(
        {anchor: task.text[:20]}, {gold["anchor_sha"]: f"task {gold['n']}"}
    )
    found = {(o.start, o.end): o for o in task.owners}
    expected = {(o["start"], o["end"]): o for o in gold["owners"]}
    scores["owners"].compare(
        {key: owner.text for key, owner in found.items()},
        {key: owner["text"] for key, owner in expected.items()},
    )
    for key in found.keys() & expected.keys():
        owner, wanted = found[key], expected[key]
        scores["roles"].compare(
            {owner.role: f"{owner.text} {owner.role}"},
            {wanted["role"]: f"{owner.text} {wanted['role']}"},
        )
        scores["names"].compare({owner.name: owner.name}, {wanted["name"]: wanted["name"]})


def _marks(record: Record, section_id: str) -> str:
    """Marks from the part's root down to a section, as gold writes them."""
    by_id = {section.id: section for section in record.sections}
    marks: list[str] = []
    at = section_id
    while at:
        if at in by_id:
            marks.append(by_id[at].marker.rstrip("、.．"))
        at = at.rpartition("-")[0]
    return "".join(reversed(marks))


_HEADER = ("number", "title", "type", "signed", "effective")


def _score_header(score_: Score, record: Record, gold: Mapping[str, Any]) -> None:
    for name in _HEADER:
        got, want = getattr(record, name), gold.get(name)
        score_.compare({(name, got): f"{name}: {got}"}, {(name, want): f"{name}: {want}"})
    for name in ("issuers", "addressees"):
        have, wanted = tuple(getattr(record, name)), tuple(gold.get(name) or ())
        score_.compare({(name, have): f"{name}: {have}"}, {(name, wanted): f"{name}: {wanted}"})


def total(scores: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """Counts over documents, added up (micro): of kinds of fact, those that were judged."""
    totals = {kind: Score() for kind in KINDS}
    for one in scores:
        for kind, value in one.items():
            totals.setdefault(kind, Score()).add(value)
    return totals


def table(rows: Sequence[tuple[str, Mapping[str, Score]]]) -> str:
    """A plain table: a line a document and kind, precision, recall, F1 and the counts."""
    lines = [f"{'document':34} {'kind':18} {'P':>6} {'R':>6} {'F1':>6}  right/found/expected"]
    for name, scores in rows:
        for kind, value in scores.items():
            lines.append(
                f"{name[:34]:34} {kind:18} {value.precision:6.3f} {value.recall:6.3f}"
                f" {value.f1:6.3f}  {value.right}/{value.found}/{value.expected}"
            )
    return "\n".join(lines)
