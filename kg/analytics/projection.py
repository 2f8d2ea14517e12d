"""From bodies and tasks to bodies and bodies: how much two bodies share, by several measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import scipy.sparse as sp
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Projection:
    """Pairs of bodies that share a task, one position each in all arrays; ``first < second``.

    ``shared`` tasks; ``newman``: each task shared by d bodies counts 1/(d - 1), so that a list of
    thirty bodies does not outweigh thirty pairs (Newman 2001); ``jaccard``: shared of all tasks
    either has; ``surprise``: -log10 of the chance to share as many if both drew their tasks
    blindly (hypergeometric), 0 for no surprise.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    shared: NDArray[np.int64]
    newman: NDArray[np.float64]
    jaccard: NDArray[np.float64]
    surprise: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first)


def project(incidence: sp.csr_array) -> Projection:
    """Pairs of the rows of a 0/1 matrix (bodies × tasks) that share a column."""
    import numpy as np
    import scipy.sparse as sp
    from scipy.stats import hypergeom

    tasks_of = np.asarray(incidence.sum(axis=1)).ravel()
    owners_of = np.asarray(incidence.sum(axis=0)).ravel()
    weight = np.zeros_like(owners_of)
    several = owners_of > 1
    weight[several] = 1 / (owners_of[several] - 1)
    counts = sp.triu(incidence @ incidence.T, k=1, format="coo")
    order = np.lexsort((counts.col, counts.row))
    first, second = counts.row[order].astype(np.int64), counts.col[order].astype(np.int64)
    shared = counts.data[order].astype(np.int64)
    weighted = (incidence * weight[np.newaxis, :]) @ incidence.T
    newman = np.asarray(weighted.tocsr()[first, second]).ravel()
    one, other = tasks_of[first], tasks_of[second]
    kinds, kind = np.unique(np.stack([shared, one, other]), axis=1, return_inverse=True)
    chance = hypergeom.sf(kinds[0] - 1, incidence.shape[1], kinds[1], kinds[2])
    with np.errstate(divide="ignore"):
        surprise = -np.log10(chance)
    lost = ~np.isfinite(surprise)  # below what a number holds: the first term of the tail is it
    if lost.any():
        first_term = hypergeom.logpmf(
            kinds[0, lost], incidence.shape[1], kinds[1, lost], kinds[2, lost]
        )
        surprise[lost] = -first_term / np.log(10)
    return Projection(
        first, second, shared, newman,
        shared / (one + other - shared), np.maximum(surprise, 0.0)[kind],
    )  # fmt: skip


def shared_documents(
    incidence: sp.csr_array, pairs: Projection, document_of: Sequence[int]
) -> NDArray[np.int64]:
    """For each pair, the number of documents in which the two share a task.

    ``document_of`` gives the document of each task. Two bodies that own different tasks of a
    document share nothing there.
    """
    import numpy as np

    bodies = incidence.shape[0]
    columns = incidence.tocsc()
    starts, owners = columns.indptr, columns.indices.astype(np.int64)
    sizes = np.diff(starts)
    documents = np.asarray(document_of, dtype=np.int64)
    keys: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    at: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        tasks = np.flatnonzero(sizes == size)
        rows = np.sort(owners[starts[tasks][:, np.newaxis] + np.arange(size)], axis=1)
        one, other = np.triu_indices(size, 1)
        keys.append((rows[:, one] * bodies + rows[:, other]).ravel())
        at.append(np.repeat(documents[tasks], len(one)))
    key, document = np.concatenate(keys), np.concatenate(at)
    order = np.lexsort((document, key))
    key, document = key[order], document[order]
    new = np.ones(len(key), dtype=bool)
    new[1:] = (key[1:] != key[:-1]) | (document[1:] != document[:-1])
    found, counts = np.unique(key[new], return_counts=True)
    at_pair = np.searchsorted(found, pairs.first * bodies + pairs.second)
    return np.asarray(counts[at_pair], dtype=np.int64)
