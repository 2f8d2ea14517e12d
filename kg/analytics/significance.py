"""Which pairs share more tasks than the null model has them share, and which fewer.

How many tasks two bodies share is a sum of independent draws: over the documents both are in, and
in each over its tasks. Its distribution is computed exactly, for each document class of degrees by
class of degrees, then folded over the documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.analytics.null_model import Model
    from kg.analytics.projection import Projection

#: Chances as small are none.
_NONE = 1e-60
#: The terms of a small tail fall faster than geometrically: so many more are added up.
_TAIL = 24
_SMALL = 1e-9
#: Numbers held at once.
_CELLS = 4_000_000
_PLACES = 16_000_000
#: More pairs that share nothing are not listed: nobody reads them.
_MOST_ABSENT = 100_000
#: What is added where two may meet but with no chance.
_MET = 1e-300


@dataclass(frozen=True)
class Significance:
    """For pairs in the order of a projection: expected number shared and p-values both ways.

    ``chance_more`` and ``chance_fewer`` are the chances to share as many, or as few; ``more`` and
    ``fewer`` the same corrected for all pairs that could meet, being in one document (Benjamini
    and Hochberg 1995): ``tests`` of them. ``absent`` are pairs that share nothing although chance
    would have them share one or more: the two, the number expected, the chance of none and the
    same corrected.
    """

    expected: NDArray[np.float64]
    more: NDArray[np.float64]
    fewer: NDArray[np.float64]
    chance_more: NDArray[np.float64]
    chance_fewer: NDArray[np.float64]
    absent: tuple[tuple[int, int, float, float, float], ...]
    tests: int


def significance(model: Model, pairs: Projection, *, level: float = 0.05) -> Significance:
    """Test every pair of bodies against the model, both ways, corrected for all of them."""
    meetings = _meetings(model, pairs)
    sharing = len(pairs)
    shared = np.concatenate([pairs.shared, np.zeros(len(meetings.absent), dtype=np.int64)])
    more, fewer = np.ones(len(shared)), np.ones(len(shared))
    for at, masses, row in _masses(model, meetings, shared):
        below = np.cumsum(masses, axis=1)
        above = np.cumsum(masses[:, ::-1], axis=1)[:, ::-1]
        few = shared[at]
        # a chance that is small is added up from its end: 1 - sum would have no digits left
        upper, rest = above[row, few], 1 - below[row, few] + masses[row, few]
        more[at] = np.clip(np.where(rest < _SMALL, upper, rest), 0.0, 1.0)
        fewer[at] = np.clip(below[row, few], 0.0, 1.0)
    lower = corrected(fewer, meetings.tests)
    strong = sharing + np.flatnonzero(lower[sharing:] <= level)
    return Significance(
        meetings.expected[:sharing], corrected(more[:sharing], meetings.tests), lower[:sharing],
        more[:sharing], fewer[:sharing],
        tuple(
            (*meetings.absent[n - sharing], float(meetings.expected[n]), float(fewer[n]),
             float(lower[n]))
            for n in strong.tolist()
        ),
        meetings.tests,
    )  # fmt: skip


# --- Who may meet where -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Meetings:
    """Pairs, first those that share a task, and the kinds of their meetings, ordered by pair.

    A kind is two classes of a stratum: ``first_kind[stratum] + one * classes + other``.
    ``starts[pair]`` is where its meetings begin in ``kind``.
    """

    expected: NDArray[np.float64]
    absent: list[tuple[int, int]]
    kind: NDArray[np.int64]
    starts: NDArray[np.int64]
    first_kind: NDArray[np.int64]
    tests: int


def _meetings(model: Model, pairs: Projection) -> _Meetings:
    """Go through the documents for some bodies at once, with all the others."""
    means = [np.maximum(each.means(), _MET) for each in model.strata]
    first_kind = np.concatenate([[0], np.cumsum([each.size for each in means])]).astype(np.int64)
    expected = np.zeros(len(pairs))
    absent: list[tuple[int, int]] = []
    absent_means: list[float] = []
    pair_at, kind_at = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    tests = 0
    height = max(1, _PLACES // max(model.bodies, 1))
    for low in range(0, model.bodies, height):
        high = min(low + height, model.bodies)
        sums = _sums(model, means, low, high)
        tests += int(np.count_nonzero(sums))
        some = np.flatnonzero((pairs.first >= low) & (pairs.first < high))
        places = pairs.first[some] - low, pairs.second[some]
        expected[some] = sums[places]
        sums[places] = 0
        one, other = np.nonzero(sums >= 1)
        busiest = np.sort(np.argsort(-sums[one, other], kind="stable")[:_MOST_ABSENT])
        one, other = one[busiest], other[busiest]
        table = np.full(sums.shape, -1, dtype=np.int64)
        table[places] = some
        table[one, other] = len(pairs) + len(absent) + np.arange(len(one))
        absent += zip((one + low).tolist(), other.tolist(), strict=True)
        absent_means += sums[one, other].tolist()
        for n, each in enumerate(model.strata):
            begin, end = np.searchsorted(each.members, [low, high])
            pair = table[each.members[begin:end, np.newaxis] - low, each.members]
            one, other = np.nonzero(pair >= 0)
            pair_at.append(pair[one, other])
            a, b = each.class_of[begin:end][one], each.class_of[other]
            smaller, larger = np.minimum(a, b), np.maximum(a, b)
            kind_at.append(first_kind[n] + smaller * len(each.joined) + larger)
    pair, kind = np.concatenate(pair_at), np.concatenate(kind_at)
    order = np.argsort(pair, kind="stable")
    expected = np.concatenate([expected, absent_means])
    expected[expected < _MET * 1e100] = 0.0
    starts = np.searchsorted(pair[order], np.arange(len(expected) + 1))
    return _Meetings(expected, absent, kind[order], starts, first_kind, tests)


def _sums(
    model: Model, means: list[NDArray[np.float64]], low: int, high: int
) -> NDArray[np.float64]:
    """Expected numbers shared by some bodies with those after them; 0 where two cannot meet."""
    found = np.zeros((high - low, model.bodies))
    for each, mean in zip(model.strata, means, strict=True):
        begin, end = np.searchsorted(each.members, [low, high])
        rows, classes = each.members[begin:end] - low, each.class_of[begin:end]
        found[rows[:, np.newaxis], each.members] += mean[classes[:, np.newaxis], each.class_of]
    for n in range(high - low):
        found[n, : low + n + 1] = 0
    return found


# --- Distributions ----------------------------------------------------------------------------


def _masses(
    model: Model, meetings: _Meetings, shared: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]]:
    """Pairs, distributions of how many are shared, and which pair has which.

    Pairs that meet in one document are alike where their classes are.
    """
    counts = np.diff(meetings.starts)
    # what a pair has in common with others: its kind if it is one, else nothing
    alone = meetings.first_kind[-1] + np.arange(len(shared))
    only = np.append(meetings.kind, 0)[meetings.starts[:-1]]
    groups, first, group = np.unique(
        np.where(counts == 1, only, alone), return_index=True, return_inverse=True
    )
    most = np.zeros(len(groups), dtype=np.int64)
    np.maximum.at(most, group, shared)
    by_group = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[by_group], np.arange(len(groups) + 1))
    lengths = counts[first]
    for some, width in _batches(most):
        # the longest first: whoever has an nth document stands before who has not
        some = some[np.argsort(-lengths[some], kind="stable")]
        own = _ranges(meetings.starts[first[some]], lengths[some])
        kinds, kind = np.unique(meetings.kind[own], return_inverse=True)
        steps = _steps(model, meetings.first_kind, kinds, width)
        begin = np.concatenate([[0], np.cumsum(lengths[some])])
        masses = np.zeros((len(some), width + 1))
        masses[:, 0] = 1.0
        for n in range(int(lengths[some].max(initial=0))):
            left = int(np.searchsorted(-lengths[some], -n, side="left"))
            step = steps[kind[begin[:left] + n]]
            masses[:left] = step if n == 0 else _folded(masses[:left], step)
        of = _ranges(begins[some], begins[some + 1] - begins[some])
        row = np.repeat(np.arange(len(some)), begins[some + 1] - begins[some])
        yield by_group[of], masses, row


def _ranges(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers from each beginning on, as many as its length."""
    ends = np.cumsum(lengths)
    return np.repeat(begins - ends + lengths, lengths) + np.arange(int(lengths.sum()))


def _batches(most: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Positions to work on at once, and the largest number among them: alike ones together."""
    edges = [-1, 0, *(2**n for n in range(1, 33))]
    for low, high in pairwise(edges):
        some = np.flatnonzero((most > low) & (most <= high))
        size = max(1, _CELLS // (high + _TAIL))
        for begin in range(0, len(some), size):
            part = some[begin : begin + size]
            # of pairs that share nothing only the chance of that is asked for
            yield part, int(most[part].max()) + (_TAIL if high else 0)


def _steps(
    model: Model, first_kind: NDArray[np.int64], kinds: NDArray[np.int64], width: int
) -> NDArray[np.float64]:
    """Distribution of each kind: how many tasks of one document bodies of two classes share."""
    stratum = np.searchsorted(first_kind, kinds, side="right") - 1
    widest = max((len(each.tasks) for each in model.strata), default=0)
    counts = np.zeros((len(kinds), widest), dtype=np.int64)
    chances = np.zeros((len(kinds), widest))
    present, begins = np.unique(stratum, return_index=True)
    for n, begin, end in zip(
        present.tolist(), begins.tolist(), [*begins[1:].tolist(), len(kinds)], strict=True
    ):
        each = model.strata[n]
        one, other = np.divmod(kinds[begin:end] - first_kind[n], len(each.joined))
        counts[begin:end, : len(each.tasks)] = each.tasks
        chances[begin:end, : len(each.tasks)] = each.both(one, other)
    return distributions(counts, chances, width)


def distributions(
    counts: NDArray[np.int64], chances: NDArray[np.float64], most: int
) -> NDArray[np.float64]:
    """Chances of 0, 1 … ``most`` successes in ``counts[c]`` draws of chance ``chances[row, c]``.

    One row a distribution: sums of independent binomial numbers, folded one class at a time.
    ``counts`` may also have a row for each.
    """
    from scipy.stats import binom

    masses = np.zeros((len(chances), most + 1))
    masses[:, 0] = 1.0
    for count, chance in zip(np.broadcast_to(counts, chances.shape).T, chances.T, strict=True):
        some = np.flatnonzero((count > 0) & (chance > 0))
        if len(some):
            values = np.arange(min(most, int(count[some].max())) + 1)
            step = binom.pmf(values, count[some, np.newaxis], chance[some, np.newaxis])
            masses[some] = _folded(masses[some], step)
    return masses


def _folded(masses: NDArray[np.float64], step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distributions of the sums of two independent numbers, row by row, as far as the first go."""
    found = masses * step[:, :1]
    # of a large class that is joined for sure only the last few numbers have a chance
    for n in (1 + np.flatnonzero(step[:, 1:].max(axis=0, initial=0.0) > _NONE)).tolist():
        found[:, n:] += masses[:, :-n] * step[:, n : n + 1]
    return found


def corrected(p: NDArray[np.float64], tests: int) -> NDArray[np.float64]:
    """p-values corrected for the false discovery rate among ``tests`` tests.

    Tests that are not in ``p`` have p-value 1.
    """
    order = np.argsort(p, kind="stable")
    ranks = np.arange(1, len(p) + 1)
    scaled = p[order] * max(tests, len(p)) / ranks
    adjusted = np.minimum.accumulate(scaled[::-1])[::-1]
    found = np.empty(len(p))
    found[order] = np.minimum(adjusted, 1.0)
    return found
