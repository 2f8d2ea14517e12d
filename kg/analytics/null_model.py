"""What chance would have bodies share: a bipartite configuration model in each document.

Under the null model a body has on average as many tasks of a document as observed, a task has
exactly as many owners, and all else is chance. Documents stand each for itself: a department of
one province cannot own tasks of another's documents, and against a model that has it do so nearly
every pair of a country is more than chance. Two bodies that are never in one document cannot meet.

How likely a body with degree k in a document is to own a task with degree d there is that of the
maximum-entropy model with these constraints, ``x_k y_d / (1 + x_k y_d)`` (Saracco et al. 2015,
2017). How likely two bodies are to own it both is less than the product: of the d places the
first takes one. A model that lets tasks vary in size has two bodies meet in tasks with one owner,
expects too many meetings, and where lists are short as in responsibility clauses misses most of
what is more than chance. So the joint chances are those of a draw of fixed size (conditional
Poisson sampling), in the approximation of Deville and Tillé (2005), which keeps all sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.analytics.null_chances import Degrees, chances, shunned

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Stratum:
    """The model of one document. Bodies and tasks of one degree are alike: classes.

    ``joined[a, c]`` is the chance that a body of class ``a`` owns a task of class ``c``, and
    ``joined[a] * joined[b] - shunned[a] * shunned[b]`` that two bodies both do; ``tasks[c]``
    counts the tasks of a class; ``members`` are the bodies by position, in order, and
    ``class_of`` their classes.
    """

    joined: NDArray[np.float64]
    shunned: NDArray[np.float64]
    tasks: NDArray[np.int64]
    members: NDArray[np.int64]
    class_of: NDArray[np.int64]
    error: float
    """Largest difference between an observed and an expected degree, relative to it."""

    def both(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
        """Chances that bodies of two classes both own a task: a row a pair of classes."""
        a, b = self.joined[one], self.joined[other]
        found = a * b - self.shunned[one] * self.shunned[other]
        return np.asarray(np.clip(found, np.maximum(a + b - 1, 0), a * b))

    def chances(self) -> NDArray[np.float64]:
        """The same of all pairs of classes; that of ``a`` and ``b`` in row a * classes + b."""
        one, other = np.indices((len(self.joined), len(self.joined)))
        return self.both(one.ravel(), other.ravel())


@dataclass(frozen=True)
class Model:
    """The fitted model: a stratum for each document with a task that several bodies own.

    The others count for nothing: nobody meets there. ``bodies`` is the number of all bodies.
    """

    strata: tuple[Stratum, ...]
    bodies: int

    @property
    def error(self) -> float:
        """Largest difference between an observed and an expected degree, relative to it."""
        return max((each.error for each in self.strata), default=0.0)


def fit(incidence: sp.csr_array, document_of: Sequence[int] | None = None) -> Model:
    """Fit the model to a 0/1 matrix (bodies × tasks); ``document_of`` gives each task's document.

    Without it the model is the pooled one, in which every body could own every task: right for
    the tasks of one document, or of one issuer whose bodies are asked for all of its documents.
    """
    found = list(_pooled(incidence) if document_of is None else _strata(incidence, document_of))
    degrees = [each for each, _, _ in found]
    joined = chances(degrees)
    strata = (
        Stratum(one, both, of.task_counts, members, class_of, _error(one, of))
        for one, both, (of, members, class_of) in zip(
            joined, shunned(joined, degrees), found, strict=True
        )
    )
    return Model(tuple(strata), int(incidence.shape[0]))


_Found = tuple[Degrees, "NDArray[np.int64]", "NDArray[np.int64]"]


def _pooled(incidence: sp.csr_array) -> Iterator[_Found]:
    bodies = np.asarray(incidence.sum(axis=1)).ravel().astype(np.int64)
    tasks = np.asarray(incidence.sum(axis=0)).ravel().astype(np.int64)
    yield _found(bodies, tasks, np.arange(len(bodies)))


def _strata(incidence: sp.csr_array, document_of: Sequence[int]) -> Iterator[_Found]:
    """Degrees within each document in which a task has several owners."""
    of = np.asarray(document_of, dtype=np.int64)
    sizes = np.asarray(incidence.sum(axis=0)).ravel().astype(np.int64)
    entries = incidence.tocoo()
    keys, degrees = np.unique(
        of[entries.col] * incidence.shape[0] + entries.row, return_counts=True
    )
    documents, members = np.divmod(keys, max(incidence.shape[0], 1))
    order = np.argsort(of, kind="stable")
    for document in np.unique(of[sizes > 1]).tolist():
        begin, end = np.searchsorted(documents, [document, document + 1])
        first, last = np.searchsorted(of, [document, document + 1], sorter=order)
        yield _found(degrees[begin:end], sizes[order[first:last]], members[begin:end])


def _found(
    bodies: NDArray[np.int64], tasks: NDArray[np.int64], members: NDArray[np.int64]
) -> _Found:
    body_degrees, class_of, body_counts = np.unique(bodies, return_inverse=True, return_counts=True)
    task_degrees, task_counts = np.unique(tasks, return_counts=True)
    return Degrees(body_degrees, body_counts, task_degrees, task_counts), members, class_of


def _error(joined: NDArray[np.float64], of: Degrees) -> float:
    errors = (
        np.abs(joined @ of.task_counts - of.bodies) / np.maximum(of.bodies, 1),
        np.abs(of.body_counts @ joined - of.tasks) / np.maximum(of.tasks, 1),
    )
    return max(float(each.max(initial=0.0)) for each in errors)
