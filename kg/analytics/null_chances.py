"""Chances of the null model, for many documents at once: of one body, and what it takes of others.

Degrees go in, class by class; :mod:`kg.analytics.null_model` says what the chances are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS = 20_000
_CLOSE = 1e-10
#: Numbers worked on at once: as many as stay near the processor.
_CELLS = 30_000


@dataclass(frozen=True)
class Degrees:
    """Degrees that differ, in ascending order, and how many bodies and tasks have each."""

    bodies: NDArray[np.int64]
    body_counts: NDArray[np.int64]
    tasks: NDArray[np.int64]
    task_counts: NDArray[np.int64]


# --- Chances of one body --------------------------------------------------------------------


@dataclass(frozen=True)
class _Block:
    """Classes of a document between which anything is open, and what is left of their degrees."""

    of: int
    rows: slice
    columns: slice
    left: Degrees


def chances(all_degrees: Sequence[Degrees]) -> list[NDArray[np.float64]]:
    """Of each document: the chance of each class of bodies to own a task of each class."""
    found = [np.zeros((len(each.bodies), len(each.tasks))) for each in all_degrees]
    blocks = [
        block
        for n, (degrees, joined) in enumerate(zip(all_degrees, found, strict=True))
        for block in _blocks(n, degrees, joined)
    ]
    for some, shape in _alike([(len(b.left.bodies), len(b.left.tasks)) for b in blocks]):
        padded = _padded([blocks[n].left for n in some], shape)
        x, y = _multipliers(*padded)
        product = x[:, :, np.newaxis] * y[:, np.newaxis, :]
        for solved, block in zip(product / (1 + product), (blocks[n] for n in some), strict=True):
            rows, columns = len(block.left.bodies), len(block.left.tasks)
            found[block.of][block.rows, block.columns] = solved[:rows, :columns]
    return found


def _blocks(n: int, of: Degrees, joined: NDArray[np.float64]) -> Iterator[_Block]:
    """Set what is sure, and give the blocks in which anything is open.

    Where the k busiest bodies own together as much as k bodies can (Gale and Ryser: the sum over
    tasks of the smaller of k and the owners), they own for sure every task of k owners or more,
    and nobody else owns a task of k or fewer: the rest falls into parts without a tie. There are
    no finite multipliers otherwise. Who owns all tasks, or none, is the simplest case.
    """
    upto = np.concatenate([[0], np.cumsum(of.body_counts[::-1])])
    have = np.concatenate([[0], np.cumsum((of.body_counts * of.bodies)[::-1])])
    can = np.minimum(of.tasks, upto[:, np.newaxis]) @ of.task_counts
    tight = np.flatnonzero(have == can).tolist()
    classes = len(of.bodies)
    for low, high in pairwise(tight):
        rows = slice(classes - high, classes - low)
        begin = int(np.searchsorted(of.tasks, upto[low], side="right"))
        end = int(np.searchsorted(of.tasks, upto[high], side="left"))
        joined[rows, end:] = 1.0
        if begin < end:
            columns = slice(begin, end)
            left = Degrees(
                of.bodies[rows] - of.task_counts[end:].sum(), of.body_counts[rows],
                of.tasks[columns] - upto[low], of.task_counts[columns],
            )  # fmt: skip
            yield _Block(n, rows, columns, left)


def _alike(
    shapes: Sequence[tuple[int, int]],
) -> Iterator[tuple[list[int], tuple[int, int]]]:
    """Positions of shapes to work on at once, and the shape that holds them all."""
    order = sorted(range(len(shapes)), key=lambda n: (shapes[n][0], shapes[n][1]))
    some: list[int] = []
    rows = columns = 0
    for n in order:
        wider = max(columns, shapes[n][1])
        if some and (len(some) + 1) * shapes[n][0] * wider > _CELLS:
            yield some, (rows, columns)
            some, wider = [], shapes[n][1]
        some.append(n)
        rows, columns = shapes[n][0], wider
    if some:
        yield some, (rows, columns)


def _padded(
    all_degrees: Sequence[Degrees], shape: tuple[int, int]
) -> tuple[NDArray[np.float64], ...]:
    """Degrees and counts, a row a block; what is too much has degree and count 0."""
    found = tuple(np.zeros((len(all_degrees), shape[n])) for n in (0, 0, 1, 1))
    for n, each in enumerate(all_degrees):
        for rows, values in zip(
            found, (each.bodies, each.body_counts, each.tasks, each.task_counts), strict=True
        ):
            rows[n, : len(values)] = values
    return found


def _multipliers(
    bodies: NDArray[np.float64],
    body_counts: NDArray[np.float64],
    tasks: NDArray[np.float64],
    task_counts: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fitness of each degree of a body and of a task by fixed-point iteration; a row a block."""
    total = np.maximum((bodies * body_counts).sum(axis=1, keepdims=True), 1.0)
    found = bodies / np.sqrt(total), tasks / np.sqrt(total)
    x, y = found[0].copy(), found[1].copy()
    open_ = np.arange(len(bodies))
    for step in range(1, _STEPS + 1):
        before = x
        odds = 1 + x[:, :, np.newaxis] * y[:, np.newaxis, :]
        x = bodies / ((task_counts * y)[:, np.newaxis, :] / odds).sum(axis=2)
        odds = 1 + x[:, :, np.newaxis] * y[:, np.newaxis, :]
        y = tasks / ((body_counts * x)[:, :, np.newaxis] / odds).sum(axis=1)
        if step % 8 and step < _STEPS:
            continue
        moved = (np.abs(x - before) > _CLOSE * np.maximum(x, _CLOSE)).any(axis=1)
        found[0][open_], found[1][open_] = x, y
        if not moved.any():
            break
        open_, x, y = open_[moved], x[moved], y[moved]
        bodies, body_counts = bodies[moved], body_counts[moved]
        tasks, task_counts = tasks[moved], task_counts[moved]
    return found


# --- Chances of two -------------------------------------------------------------------------


def shunned(
    joined: Sequence[NDArray[np.float64]], all_degrees: Sequence[Degrees]
) -> list[NDArray[np.float64]]:
    """:func:`_shunned` of each document; classes of tasks stand each for itself."""
    found = [np.zeros(0)] * len(joined)
    for some, (rows, columns) in _alike([each.shape for each in joined]):
        owned = np.zeros((rows, len(some), columns))
        counts = np.zeros((rows, len(some), 1))
        sizes = np.zeros((len(some), columns), dtype=np.int64)
        for at, n in enumerate(some):
            height, width = joined[n].shape
            owned[:height, at, :width] = joined[n]
            counts[:height, at, 0] = all_degrees[n].body_counts
            sizes[at, :width] = all_degrees[n].tasks
        spared = _shunned(owned, counts, sizes)
        for at, n in enumerate(some):
            height, width = joined[n].shape
            found[n] = spared[:height, at, :width]
    return found


def _shunned(
    joined: NDArray[np.float64], body_counts: NDArray[np.float64], task_degrees: NDArray[np.int64]
) -> NDArray[np.float64]:
    """By how much a body makes room less for others in a task of fixed size.

    ``joined`` has a class of bodies a row, then any shape of tasks. With
    ``c - c * c / (sum of c) = p * (1 - p)`` for each class of tasks, and c over the root of the
    sum, a body that owns a task of d owners meets d - 1 others there on average. In a task of
    one owner it meets none.
    """
    spread = joined * (1 - joined)
    found = spread.copy()
    for _ in range(200):
        total = (body_counts * found).sum(axis=0)
        # what one body takes of the whole is bounded: two bodies cannot shun each other more
        again = spread + found * np.minimum(found / np.maximum(total, 1e-300), 0.5)
        if np.all(np.abs(again - found) <= 1e-12):
            break
        found = again
    found = found / np.sqrt(np.maximum((body_counts * found).sum(axis=0), 1e-300))
    return np.where(task_degrees == 1, joined, found)
