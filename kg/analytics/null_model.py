"""Which pairs share more tasks than chance, and which fewer: a bipartite configuration model.

Under the null model a body has on average as many tasks, and a task as many bodies, as observed,
and all else is chance (the maximum-entropy model with these constraints; Saracco et al. 2015,
2017). A body with degree k and a task with degree d are then joined with probability
``x_k y_d / (1 + x_k y_d)``; how many tasks two bodies share is a sum of independent draws, whose
distribution is computed exactly, class of degrees by class of degrees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from kg.analytics.projection import Projection

_STEPS = 20_000
_CLOSE = 1e-10


@dataclass(frozen=True)
class Model:
    """The fitted model. Bodies and tasks of one degree are alike: classes, not single ones.

    ``joined[a, c]`` is the chance that a body of class ``a`` owns a task of class ``c``;
    ``tasks[c]`` counts the tasks of a class; ``class_of[body]``.
    """

    joined: NDArray[np.float64]
    tasks: NDArray[np.int64]
    class_of: NDArray[np.int64]
    error: float
    """Largest difference between an observed and an expected degree, relative to it."""


@dataclass(frozen=True)
class Significance:
    """For pairs in the order of a projection: expected number shared and p-values both ways.

    ``chance_more`` and ``chance_fewer`` are the chances to share as many, or as few; ``more`` and
    ``fewer`` the same corrected for all pairs of bodies (Benjamini and Hochberg 1995). ``absent``
    are pairs that share nothing although chance would have them share one or more: the two, the
    number expected, the chance of none and the same corrected.
    """

    expected: NDArray[np.float64]
    more: NDArray[np.float64]
    fewer: NDArray[np.float64]
    chance_more: NDArray[np.float64]
    chance_fewer: NDArray[np.float64]
    absent: tuple[tuple[int, int, float, float, float], ...]


def fit(incidence: sp.csr_array) -> Model:
    """Fit the model to a 0/1 matrix (bodies × tasks) by fixed-point iteration."""
    bodies = np.asarray(incidence.sum(axis=1)).ravel().astype(np.int64)
    tasks = np.asarray(incidence.sum(axis=0)).ravel().astype(np.int64)
    body_degrees, class_of, body_counts = np.unique(bodies, return_inverse=True, return_counts=True)
    task_degrees, task_counts = np.unique(tasks, return_counts=True)
    joined = _chances(body_degrees, body_counts, task_degrees, task_counts)
    errors = (
        np.abs(joined @ task_counts - body_degrees) / np.maximum(body_degrees, 1),
        np.abs(body_counts @ joined - task_degrees) / np.maximum(task_degrees, 1),
    )
    error = max(float(each.max(initial=0.0)) for each in errors)
    return Model(joined, task_counts.astype(np.int64), class_of, error)


def _chances(
    bodies: NDArray[np.int64],
    body_counts: NDArray[np.int64],
    tasks: NDArray[np.int64],
    task_counts: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Chance of each class of bodies to own a task of each class.

    Who owns all tasks owns them for sure, and what nobody owns nobody owns: such classes have no
    finite fitness. They are set apart, with what they take from the degrees of the others, until
    none is left.
    """
    joined = np.zeros((len(bodies), len(tasks)))
    body_left, task_left = bodies.astype(float), tasks.astype(float)
    body_open, task_open = body_left > 0, task_left > 0
    while body_open.any() and task_open.any():
        full = body_open & (body_left >= task_counts[task_open].sum())
        filled = task_open & (task_left >= body_counts[body_open].sum())
        joined[np.ix_(full, task_open)] = joined[np.ix_(body_open, filled)] = 1.0
        taken_tasks, taken_bodies = task_counts[filled].sum(), body_counts[full].sum()
        body_open &= ~full
        task_open &= ~filled
        body_left[body_open] -= taken_tasks
        task_left[task_open] -= taken_bodies
        spent = (body_open & (body_left <= 0)), (task_open & (task_left <= 0))
        body_open &= ~spent[0]
        task_open &= ~spent[1]
        if not (full.any() or filled.any() or spent[0].any() or spent[1].any()):
            break
    if body_open.any() and task_open.any():
        x, y = _multipliers(
            body_left[body_open], body_counts[body_open],
            task_left[task_open], task_counts[task_open],
        )  # fmt: skip
        product = np.outer(x, y)
        joined[np.ix_(body_open, task_open)] = product / (1 + product)
    return joined


def _multipliers(
    bodies: NDArray[np.float64],
    body_counts: NDArray[np.int64],
    tasks: NDArray[np.float64],
    task_counts: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fitness of each degree of a body and of a task."""
    total = max(float(bodies @ body_counts), 1.0)
    x = bodies / np.sqrt(total)
    y = tasks / np.sqrt(total)
    for _ in range(_STEPS):
        before = x
        x = bodies / ((task_counts * y) / (1 + np.outer(x, y))).sum(axis=1)
        y = tasks / ((body_counts[:, None] * x[:, None]) / (1 + np.outer(x, y))).sum(axis=0)
        if np.all(np.abs(x - before) <= _CLOSE * np.maximum(x, _CLOSE)):
            break
    return x, y


def significance(model: Model, pairs: Projection, *, level: float = 0.05) -> Significance:
    """Test every pair of bodies against the model, both ways, corrected for all of them."""
    bodies = len(model.class_of)
    tests = bodies * (bodies - 1) // 2
    more, fewer = np.ones(len(pairs)), np.ones(len(pairs))
    one = np.minimum(model.class_of[pairs.first], model.class_of[pairs.second])
    other = np.maximum(model.class_of[pairs.first], model.class_of[pairs.second])
    kinds, kind = np.unique(one * len(model.joined) + other, return_inverse=True)
    chances = model.joined[kinds // len(model.joined)] * model.joined[kinds % len(model.joined)]
    most = np.zeros(len(kinds), dtype=np.int64)
    np.maximum.at(most, kind, pairs.shared)
    expected = (chances @ model.tasks)[kind]
    for some, width in _batches(most):
        at = np.flatnonzero(np.isin(kind, some))
        row = np.searchsorted(some, kind[at])
        masses = distributions(model.tasks, chances[some], width + _TAIL)
        below = np.cumsum(masses, axis=1)
        above = np.cumsum(masses[:, ::-1], axis=1)[:, ::-1]
        shared = pairs.shared[at]
        # a chance that is small is added up from its end: 1 - sum would have no digits left
        upper, rest = above[row, shared], 1 - below[row, shared] + masses[row, shared]
        more[at] = np.clip(np.where(rest < _SMALL, upper, rest), 0.0, 1.0)
        fewer[at] = np.clip(below[row, shared], 0.0, 1.0)
    absent, absent_p = _absent(model, pairs)
    lower = corrected(np.concatenate([fewer, absent_p]), tests)
    strong = np.flatnonzero(lower[len(pairs) :] <= level)
    return Significance(
        expected, corrected(more, tests), lower[: len(pairs)], more, fewer,
        tuple((*absent[n], float(absent_p[n]), float(lower[len(pairs) + n])) for n in strong),
    )  # fmt: skip


#: The terms of a small tail fall faster than geometrically: so many more are added up.
_TAIL = 40
_SMALL = 1e-9
_CELLS = 4_000_000


def _batches(most: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Positions to work on at once, and the largest number among them: alike ones together."""
    edges = [0, *(2**n for n in range(1, 33))]
    for low, high in pairwise(edges):
        some = np.flatnonzero((most > low) & (most <= high) | ((low == 0) & (most == 0)))
        size = max(1, _CELLS // (high + _TAIL))
        for begin in range(0, len(some), size):
            part = some[begin : begin + size]
            yield part, int(most[part].max())


def distributions(
    counts: NDArray[np.int64], chances: NDArray[np.float64], most: int
) -> NDArray[np.float64]:
    """Chances of 0, 1 … ``most`` successes in ``counts[c]`` draws of chance ``chances[row, c]``.

    One row a distribution: sums of independent binomial numbers, folded one class at a time.
    """
    from scipy.stats import binom

    values = np.arange(most + 1)
    masses = np.zeros((len(chances), most + 1))
    masses[:, 0] = 1.0
    for count, chance in zip(counts, chances.T, strict=True):
        step = binom.pmf(values, count, chance[:, np.newaxis])
        folded = masses * step[:, :1]
        for n in range(1, min(most, int(count)) + 1):
            if not step[:, n].any():
                break
            folded[:, n:] += masses[:, :-n] * step[:, n : n + 1]
        masses = folded
    return masses


#: More pairs that share nothing are not listed: nobody reads them.
_MOST_ABSENT = 100_000


def _absent(
    model: Model, pairs: Projection
) -> tuple[list[tuple[int, int, float]], NDArray[np.float64]]:
    """Pairs that share nothing where chance would have them share at least one, with chances."""
    with np.errstate(divide="ignore"):
        none = np.exp(
            np.array(
                [np.log1p(-np.clip(row * model.joined, 0, 1)) @ model.tasks for row in model.joined]
            )
        )
    means = (model.joined * model.tasks) @ model.joined.T
    sharing = set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
    busy = np.argsort(-np.diag(means)[model.class_of], kind="stable")
    found: list[tuple[int, int, float]] = []
    chances: list[float] = []
    for n, a in enumerate(busy.tolist()):
        row = means[model.class_of[a]]
        if row[model.class_of[busy[n + 1 :]]].max(initial=0.0) < 1 or len(found) > _MOST_ABSENT:
            break
        for b in busy[n + 1 :].tolist():
            mean = float(row[model.class_of[b]])
            if mean < 1:
                break
            pair = (min(a, b), max(a, b))
            if pair not in sharing:
                found.append((*pair, mean))
                chances.append(float(none[model.class_of[a], model.class_of[b]]))
    return found, np.array(chances)


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
