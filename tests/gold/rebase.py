"""Gold whose offsets count in the decoded bytes of a web page, counted anew in its kept text.

    python -m tests.gold.rebase CORPUS tests/gold/dev2/*.json

Pages that were saved as .txt were read as text once, tags and all; now the text of the page is
kept and offsets count in that. A place is carried over by the letters before it, and taken only
if the quotation there has the digest, and each owner the words, that the annotation holds. Gold
that is right already is left as it is.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.evaluate import digest
from kg.evaluate.names import plain
from kg.normalise import normalise, surface
from kg.read import read
from kg.types import Text


class Carrier:
    """Offsets of one text into offsets of another that has the same letters."""

    def __init__(self, old: Text, new: Text) -> None:
        self._old, self._new = old, new
        self._from = [at for at, char in enumerate(old.clean) if char.isalnum()]
        self._to = [at for at, char in enumerate(new.clean) if char.isalnum()]
        before = "".join(old.clean[at] for at in self._from)
        after = "".join(new.clean[at] for at in self._to)
        self._shift = after.find(before[:200]) if before != after else 0
        if self._shift < 0:
            raise ValueError("the texts do not begin alike")

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span by its first letter, with the signs around it."""
        clean_start, clean_end = self._old.clean_at(start), self._old.clean_at(end)
        first = bisect_left(self._from, clean_start)
        lead = self._from[first] - clean_start
        begin = self._to[first + self._shift] - lead
        return self._new.to_raw(begin, begin + clean_end - clean_start)


#: What is said at a place: judges whether the words that stand there are those.
Test = Callable[[str], bool]


def places(gold: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Test]]:
    """Everything with offsets, and the test of what stands there."""
    for task in gold["tasks"]:
        yield task["clause"], _digested(task["clause"]["sha"])
        for owner in task["owners"]:
            yield owner, _digested(digest(owner["text"]))
    for target in gold.get("targets", ()):
        yield target, _digested(target["text_sha"])
    for key in ("programmes", "facilities", "citations"):
        for each in gold.get(key, ()):
            yield each, _saying(each.get("name") or each.get("title") or each["number"])


def _digested(sha: str) -> Test:
    return lambda words: digest(words) == sha


def _saying(name: str) -> Test:
    return lambda words: plain(name) in plain(words)


def holds(raw: str, each: dict[str, Any], test: Test) -> bool:
    """Whether what stands at a place is what was annotated."""
    return test(surface(raw[each["start"] : each["end"]]).replace("\n", ""))


def rebased(gold: dict[str, Any], file: Path) -> bool:
    """Put the offsets of a gold document right; False where they are so already.

    Raises ValueError where a quotation is not found in its new place.
    """
    source = read(file)
    wrong = [(each, test) for each, test in places(gold) if not holds(source.raw, each, test)]
    if not wrong:
        return False
    carrier = Carrier(
        normalise(file.read_text(encoding="utf-8")), normalise(source.raw, format=source.format)
    )
    for each, test in wrong:
        each["start"], each["end"] = carrier.span(each["start"], each["end"])
        if not holds(source.raw, each, test):
            raise ValueError(f"{file.name}: not found: {each.get('text') or each}")
    return True


def main(corpus: Path, files: list[Path]) -> None:
    """Rewrite the gold files whose offsets count in something else."""
    for path in files:
        gold = json.loads(path.read_text(encoding="utf-8"))
        if rebased(gold, corpus / gold["file"]):
            text = json.dumps(gold, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")
            print(f"{path}: {sum(1 for _ in places(gold))} places, every digest checked")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
