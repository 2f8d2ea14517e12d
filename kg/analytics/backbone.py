"""The disparity filter: which edges of a body stand out among its own (Serrano et al. 2009)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def disparity(
    first: NDArray[np.int64], second: NDArray[np.int64], weight: NDArray[np.float64], bodies: int
) -> NDArray[np.float64]:
    """The smaller of an edge's two p-values: its share of either body's strength by chance.

    A body of degree k and strength s splits s at random among its k edges; the chance that an
    edge gets w or more is ``(1 - w/s) ** (k - 1)``. An edge that is the only one of a body says
    nothing for that body (p = 1).
    """
    degree = np.bincount(first, minlength=bodies) + np.bincount(second, minlength=bodies)
    strength = np.bincount(first, weight, bodies) + np.bincount(second, weight, bodies)
    chances = [
        np.where(
            degree[end] > 1,
            (1 - np.clip(weight / strength[end], 0, 1)) ** (degree[end] - 1),
            1.0,
        )
        for end in (first, second)
    ]
    return np.asarray(np.minimum(*chances))
