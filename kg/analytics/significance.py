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

from kg.analytics.folding import distributions, folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.analytics.null_model import Model, Stratum
    from kg.analytics.projection import Projection

#: The terms of a small tail fall faster than geometrically, the faster the fewer are shared: so
#: many more are added up, or four more than are shared.
_TAIL = 24
_SMALL = 1e-9
#: Numbers held at once.
_CELLS = 400_000
_PLACES = 32_000_000
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
    everyone = np.arange(len(shared))
    for at, masses, row in _masses(model, meetings, shared, everyone, 0):
        below = np.cumsum(masses, axis=0)[shared[at], row]
        more[at] = np.clip(1 - below + masses[shared[at], row], 0.0, 1.0)
        fewer[at] = np.clip(below, 0.0, 1.0)
    # a chance that is small is added up from its end: 1 - sum would have no digits left
    small = np.flatnonzero((more < _SMALL) & (shared > 0))
    for at, masses, row in _masses(model, meetings, shared, small, _TAIL):
        more[at] = np.clip(np.cumsum(masses[::-1], axis=0)[::-1][shared[at], row], 0.0, 1.0)
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
    ``starts[pair]`` is where its meetings begin in ``kind``; ``chances`` are those of each stratum.
    """

    expected: NDArray[np.float64]
    absent: list[tuple[int, int]]
    kind: NDArray[np.int64]
    starts: NDArray[np.int64]
    first_kind: NDArray[np.int64]
    chances: list[NDArray[np.float64]]
    tests: int


def _meetings(model: Model, pairs: Projection) -> _Meetings:
    """Go through the documents for some bodies at once, with all the others."""
    chances = [each.chances() for each in model.strata]
    means = [
        np.maximum(table @ each.tasks, _MET)
        for table, each in zip(chances, model.strata, strict=True)
    ]
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
        table = np.full(sums.shape, -1, dtype=np.int32)
        table[places] = some
        table[one, other] = len(pairs) + len(absent) + np.arange(len(one))
        absent += zip((one + low).tolist(), other.tolist(), strict=True)
        absent_means += sums[one, other].tolist()
        for n, (each, one, other, place) in enumerate(_met(model, low, high)):
            pair = table.ravel()[place]
            tested = np.flatnonzero(pair >= 0)
            pair_at.append(pair[tested].astype(np.int64))
            a, b = each.class_of[one[tested]], each.class_of[other[tested]]
            smaller, larger = np.minimum(a, b), np.maximum(a, b)
            kind_at.append(first_kind[n] + smaller * len(each.joined) + larger)
    pair, kind = np.concatenate(pair_at), np.concatenate(kind_at)
    order = np.argsort(pair, kind="stable")
    expected = np.concatenate([expected, absent_means])
    expected[expected < _MET * 1e100] = 0.0
    starts = np.searchsorted(pair[order], np.arange(len(expected) + 1))
    return _Meetings(expected, absent, kind[order], starts, first_kind, chances, tests)


def _sums(
    model: Model, means: list[NDArray[np.float64]], low: int, high: int
) -> NDArray[np.float64]:
    """Expected numbers shared by some bodies with those after them; 0 where two cannot meet."""
    found = np.zeros((high - low, model.bodies))
    places = found.ravel()
    for (each, one, other, place), mean in zip(_met(model, low, high), means, strict=True):
        places[place] += mean[each.class_of[one] * len(each.joined) + each.class_of[other]]
    return found


def _met(
    model: Model, low: int, high: int
) -> Iterator[tuple[Stratum, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Each document with the pairs of its members, by position among them and in the matrix.

    The first is one of some bodies, the second one after it.
    """
    for each in model.strata:
        begin, end = np.searchsorted(each.members, [low, high])
        one, other = np.triu_indices(end - begin, 1, len(each.members) - begin)
        one, other = one + begin, other + begin
        starts = (each.members - low) * model.bodies
        yield each, one, other, starts[one] + each.members[other]


# --- Distributions ----------------------------------------------------------------------------


def _masses(
    model: Model,
    meetings: _Meetings,
    shared: NDArray[np.int64],
    among: NDArray[np.int64],
    tail: int,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]]:
    """Pairs, distributions of how many are shared (a column each), and which pair has which.

    For some pairs; distributions go up to ``tail`` beyond the number that is shared. Pairs that
    meet in one document are alike where their classes are.
    """
    counts = np.diff(meetings.starts)[among]
    # what a pair has in common with others: its kind if it is one, else nothing
    alone = meetings.first_kind[-1] + np.arange(len(among))
    only = np.append(meetings.kind, 0)[meetings.starts[among]]
    groups, first, group = np.unique(
        np.where(counts == 1, only, alone), return_index=True, return_inverse=True
    )
    most = np.zeros(len(groups), dtype=np.int64)
    np.maximum.at(most, group, shared[among])
    by_group = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[by_group], np.arange(len(groups) + 1))
    lengths, starts = counts[first], meetings.starts[among[first]]
    for band, highest in _bands(most):
        width = highest + min(tail, highest + 4)
        own = _ranges(starts[band], lengths[band])
        kinds = np.unique(meetings.kind[own])
        steps = _steps(model, meetings, kinds, width)
        # the longest first: whoever has an nth document stands before who has not
        band = band[np.argsort(-lengths[band], kind="stable")]
        size = max(1, _CELLS // (width + 1))
        for begin in range(0, len(band), size):
            some = band[begin : begin + size]
            masses = np.zeros((width + 1, len(some)))
            masses[0] = 1.0
            for n in range(int(lengths[some].max())):
                left = int(np.searchsorted(-lengths[some], -n, side="left"))
                kind = np.searchsorted(kinds, meetings.kind[starts[some[:left]] + n])
                masses[:, :left] = folded(masses[:, :left], steps[:, kind])
            sizes = begins[some + 1] - begins[some]
            row = np.repeat(np.arange(len(some)), sizes)
            yield among[by_group[_ranges(begins[some], sizes)]], masses, row


def _ranges(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers from each beginning on, as many as its length."""
    ends = np.cumsum(lengths)
    return np.repeat(begins - ends + lengths, lengths) + np.arange(int(lengths.sum()))


def _bands(most: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Positions to work on together, alike in their number, and the largest of these."""
    edges = [-1, 0, *(4**n for n in range(1, 17))]
    for low, high in pairwise(edges):
        some = np.flatnonzero((most > low) & (most <= high))
        if len(some):
            yield some, int(most[some].max())


def _steps(
    model: Model, meetings: _Meetings, kinds: NDArray[np.int64], width: int
) -> NDArray[np.float64]:
    """How many tasks of one document bodies of two classes share: a column a kind.

    As many rows as there are tasks, at most ``width`` + 1.
    """
    stratum = np.searchsorted(meetings.first_kind, kinds, side="right") - 1
    widest = max((len(each.tasks) for each in model.strata), default=0)
    counts = np.zeros((len(kinds), widest), dtype=np.int64)
    chances = np.zeros((len(kinds), widest))
    present, begins = np.unique(stratum, return_index=True)
    for n, begin, end in zip(
        present.tolist(), begins.tolist(), [*begins[1:].tolist(), len(kinds)], strict=True
    ):
        tasks = model.strata[n].tasks
        counts[begin:end, : len(tasks)] = tasks
        own = kinds[begin:end] - meetings.first_kind[n]
        chances[begin:end, : len(tasks)] = meetings.chances[n][own]
    longest = int(counts.sum(axis=1).max(initial=0))
    return np.ascontiguousarray(distributions(counts, chances, min(width, longest)).T)


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
