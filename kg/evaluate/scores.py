"""Counts of right, found and expected, and how what was found is laid against gold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

F = TypeVar("F")
Gold = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Counts of one kind of thing: how many were right, found and expected."""

    right: int = 0
    found: int = 0
    expected: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is in the gold that was found; 1 where the gold has nothing."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def compare(self, found: Mapping[Any, str], expected: Mapping[Any, str]) -> None:
        """Add keys found and expected; the values say what they are, for reading."""
        self.found += len(found)
        self.expected += len(expected)
        self.right += len(found.keys() & expected.keys())
        self.missed += [expected[key] for key in expected.keys() - found.keys()]
        self.extra += [found[key] for key in found.keys() - expected.keys()]

    def judge(self, what: str, got: Any, wanted: Any) -> None:
        """Add one property of a thing that was found: what it is there and in the gold."""
        self.compare({got: f"{what}: {got}"}, {wanted: f"{what}: {wanted}"})

    def align(
        self,
        found: Mapping[str, F] | Sequence[tuple[str, F]],
        gold: Sequence[tuple[str, Gold]],
        likeness: Callable[[F, Gold], int],
    ) -> list[tuple[F, Gold]]:
        """Pair what was found with gold, the most alike first, and count; gives the pairs.

        Both sides come with the words that say what they are. ``likeness`` is 0 for things
        that are not the same. Gold marked ``optional`` is not expected, and what is like it is
        not held against the finder.
        """
        things = list(found.items() if isinstance(found, Mapping) else found)
        firm = [pair for pair in gold if not pair[1].get("optional")]
        loose = [item for _, item in gold if item.get("optional")]
        ranked = sorted(
            (-alike, f, g)
            for f, (_, thing) in enumerate(things)
            for g, (_, item) in enumerate(firm)
            if (alike := likeness(thing, item))
        )
        taken: dict[int, int] = {}
        for _, f, g in ranked:
            if f not in taken and g not in taken.values():
                taken[f] = g
        left = [
            label
            for f, (label, thing) in enumerate(things)
            if f not in taken and not any(likeness(thing, item) for item in loose)
        ]
        self.right += len(taken)
        self.found += len(taken) + len(left)
        self.expected += len(firm)
        self.extra += left
        self.missed += [label for g, (label, _) in enumerate(firm) if g not in taken.values()]
        return [(things[f][1], firm[g][1]) for f, g in sorted(taken.items())]

    def add(self, other: Score) -> None:
        """Add the counts of another document."""
        self.right += other.right
        self.found += other.found
        self.expected += other.expected
        self.missed += other.missed
        self.extra += other.extra


Scores = dict[str, Score]
