"""Regions and agencies found by peers and by kg, on the same gold, and how fast, in one run.

    python -m benchmarks.peers [--folder ../shared/corpus/dev] [--rounds 3] [--misses TOOL]

**Regions**: the distinct surfaces of a document against the gold's ``regions``; what the gold
calls optional (a region in the name of a body or road) is held against nobody. **Codes**: on
surfaces found, where the gold has a code. **Agencies**: distinct stretches inside the owner clauses
of the gold against the texts of its owners. **Speed**: characters a second of processor time, on
one core, rounds alternating; kg does all of its extraction in it, the others only what is judged.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bench_extract import _REMEMBERED
from benchmarks.peers.finders import PEERS, Finding
from kg import pipeline
from kg.evaluate import Score, read_gold
from kg.evaluate.names import plain
from kg.knowledge import Knowledge, load
from kg.normalise import normalise
from kg.read import read
from kg.types import Record, Source, Text

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
SAMPLE = Path(pipeline.__file__).parent / "data" / "demo"
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
KG = "kg"


@dataclass
class Document:
    """A document of the gold with its text and its own stretch of it."""

    gold: Mapping[str, Any]
    source: Source
    text: Text
    record: Record

    @property
    def start(self) -> int:
        """Where the document begins in the clean text."""
        return self.text.clean_at(self.record.source.start)

    @property
    def clean(self) -> str:
        """The clean text of the document."""
        return self.text.clean[self.start : self.text.clean_at(self.record.source.end)]


@dataclass
class Judged:
    """Scores of one tool over all documents."""

    regions: Score = field(default_factory=Score)
    codes: Score = field(default_factory=Score)
    agencies: Score = field(default_factory=Score)


def documents(knowledge: Knowledge, folders: Sequence[Path]) -> Iterator[Document]:
    """The documents of the gold whose texts are in the folders."""
    extractor = pipeline.Extractor(knowledge)
    held: dict[Path, tuple[Source, Text, list[Record]]] = {}
    for gold in read_gold(GOLD):
        path = next(
            (each / gold["file"] for each in folders if (each / gold["file"]).is_file()), None
        )
        if path is None:
            continue
        if path not in held:
            source = read(path)
            text = normalise(source.raw, format=source.format)
            held[path] = source, text, [each.record for each in extractor.documents(source)]
        source, text, records = held[path]
        same = [r for r in records if gold["number"] and r.number == gold["number"]] or records
        if len(same) == 1:
            yield Document(gold, source, text, same[0])


def of_kg(document: Document) -> Finding:
    """What kg's record has: mentions of regions with their codes, owners of tasks."""
    found = Finding(agencies=set())
    assert found.agencies is not None
    for mention in document.record.mentions:
        if mention.type == "region":
            code = (mention.entity or "").removeprefix("region:")
            found.regions.setdefault(plain(mention.text), code)
    for task in document.record.tasks:
        for owner in task.owners:
            span = (document.text.clean_at(at) - document.start for at in (owner.start, owner.end))
            found.agencies.add((next(span), next(span)))
    return found


def judge(scores: Judged, document: Document, found: Finding) -> None:
    """Add one document."""
    gold = document.gold
    wanted = {plain(item["text"]): item for item in gold["regions"]}
    pairs = scores.regions.align(
        {plain(text): (plain(text), code) for text, code in found.regions.items()},
        list(wanted.items()),
        lambda thing, item: int(thing[0] == plain(item["text"])),
    )
    for (text, code), item in pairs:
        if item.get("code"):
            scores.codes.judge(text, code or None, item["code"])
    if found.agencies is not None:
        _judge_owners(scores.agencies, document, found.agencies)


def _judge_owners(score: Score, document: Document, agencies: set[tuple[int, int]]) -> None:
    clauses = [_clean(document, task["clause"]) for task in document.gold["tasks"]]
    owners = [o for task in document.gold["tasks"] for o in task["owners"]]
    expected = {_clean(document, owner): owner["text"] for owner in owners}
    inside = {
        (start, end): document.clean[start:end]
        for start, end in agencies
        if any(first <= start and end <= last for first, last in clauses)
    }
    score.compare(inside, expected)


def _clean(document: Document, item: Mapping[str, int]) -> tuple[int, int]:
    """Span of an item of the gold in the clean text of its document."""
    start, end = (document.text.clean_at(item[key]) for key in ("start", "end"))
    return start - document.start, end - document.start


def run(rounds: int, folders: Sequence[Path], misses: str | None) -> None:
    """Print who is left out, what is judged, and the table."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    knowledge = load()
    judged = list(documents(knowledge, folders))
    for each in PEERS:
        if not each.is_here:
            _say(f"left out: {each.name} is not installed (benchmarks/peers/requirements.txt)")
    peers = {each.name: each.make(knowledge) for each in PEERS if each.is_here}
    scores = {name: Judged() for name in (KG, *peers)}
    for document in judged:
        judge(scores[KG], document, of_kg(document))
        for name, find in peers.items():
            judge(scores[name], document, find(document.clean))
    texts = [document.clean for document in judged]
    reader = _Unseen(knowledge, judged)
    work: dict[str, Callable[[], object]] = {
        KG: reader,
        **{name: lambda find=find: [find(text) for text in texts] for name, find in peers.items()},  # type: ignore[misc]
    }
    speed = _speed(work, reader, rounds, sum(map(len, texts)))
    _say(
        f"{len(judged)} documents, {sum(map(len, texts))} characters, "
        f"{scores[KG].regions.expected} surfaces of regions, "
        f"{scores[KG].agencies.expected} owners"
    )
    coded = {KG, *(each.name for each in PEERS if each.codes)}
    sys.stdout.write("\n".join(_table(scores, speed, coded)) + "\n")
    if misses:
        for kind in ("regions", "codes", "agencies"):
            score = getattr(scores[misses], kind)
            _say(f"{kind} missed: {sorted(score.missed)}\n{kind} extra: {sorted(score.extra)}")


class _Unseen:
    """kg reading every document as if for the first time; the tables stay loaded."""

    def __init__(self, knowledge: Knowledge, judged: Sequence[Document]) -> None:
        self._knowledge = knowledge
        self._sources = {each.source.file: each.source for each in judged}.values()
        self._extractor = pipeline.Extractor(knowledge)

    def forget(self) -> None:
        """Make the text unseen."""
        for function in _REMEMBERED:
            function.cache_clear()
        self._extractor = pipeline.Extractor(self._knowledge)
        gc.collect()

    def __call__(self) -> None:
        for source in self._sources:
            for _ in self._extractor.documents(source):
                pass


def _speed(
    work: Mapping[str, Callable[[], object]], reader: _Unseen, rounds: int, size: int
) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, each in work.items():
            reader.forget()
            began = time.process_time()
            each()
            times[name].append(time.process_time() - began)
    return {name: size / statistics.median(found) for name, found in times.items()}


def _table(
    scores: Mapping[str, Judged], speed: Mapping[str, float], coded: set[str]
) -> Iterator[str]:
    yield "| tool | regions P / R / F1 | codes | agencies P / R / F1 | characters a second |"
    yield "|---|---|---|---|---|"
    for name, each in scores.items():
        codes = f"{each.codes.precision:.3f}" if name in coded else "—"
        agencies = _three(each.agencies) if each.agencies.expected else "—"
        yield f"| {name} | {_three(each.regions)} | {codes} | {agencies} | {speed[name]:,.0f} |"


def _three(score: Score) -> str:
    return f"{score.precision:.3f} / {score.recall:.3f} / {score.f1:.3f}"


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=CORPUS, help="texts of the gold")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--misses", metavar="TOOL", help="list what a tool missed and has too many")
    given = parser.parse_args()
    run(given.rounds, [SAMPLE, given.folder], given.misses)


if __name__ == "__main__":
    main()
