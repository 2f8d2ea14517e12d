"""Distributions of sums of independent numbers, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Chances as small are none.
_NONE = 1e-60


def distributions(
    counts: NDArray[np.int64], chances: NDArray[np.float64], most: int
) -> NDArray[np.float64]:
    """Chances of 0, 1 … ``most`` successes in ``counts[c]`` draws of chance ``chances[row, c]``.

    One row a distribution: sums of independent binomial numbers, folded one class at a time.
    ``counts`` may also have a row for each.
    """
    from scipy.stats import binom

    masses = np.zeros((most + 1, len(chances)))
    masses[0] = 1.0
    for count, chance in zip(np.broadcast_to(counts, chances.shape).T, chances.T, strict=True):
        some = np.flatnonzero((count > 0) & (chance > _NONE))
        if len(some):
            values = np.arange(min(most, int(count[some].max())) + 1)
            step = binom.pmf(values[:, np.newaxis], count[some], chance[some])
            masses[:, some] = folded(masses[:, some], step)
    return masses.T


def folded(masses: NDArray[np.float64], step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distributions of sums of two independent numbers, column by column, as far as the first."""
    found: NDArray[np.float64] = masses * step[0]
    # of a large class that is joined for sure only the last few numbers have a chance
    for n in (1 + np.flatnonzero(step[1:].max(axis=1, initial=0.0) > _NONE)).tolist():
        found[n:] += masses[:-n] * step[n]
    return found
