"""The null model: its sums against enumeration, its degrees, and its verdicts on chance itself."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

from kg.analytics import significance as module
from kg.analytics.folding import distributions
from kg.analytics.null_chances import _shunned
from kg.analytics.null_model import Stratum, fit
from kg.analytics.projection import project
from kg.analytics.significance import corrected, significance
from tests.analytics.ledgers import curveball, random_incidence

CHANCES = st.floats(0, 1)


def pooled(matrix: sp.csr_array) -> Stratum:
    """The model of all tasks at once."""
    [found] = fit(matrix).strata
    return found


@given(st.lists(st.tuples(st.integers(1, 3), CHANCES), min_size=1, max_size=4))
@settings(max_examples=80, deadline=None)
def test_the_distribution_is_that_of_all_outcomes(classes: list[tuple[int, float]]) -> None:
    draws = [chance for count, chance in classes for _ in range(count)]
    expected = np.zeros(len(draws) + 1)
    for outcome in product((0, 1), repeat=len(draws)):
        expected[sum(outcome)] += np.prod(
            [c if hit else 1 - c for c, hit in zip(draws, outcome, strict=True)]
        )
    counts = np.array([count for count, _ in classes])
    chances = np.array([[chance for _, chance in classes]])
    [found] = distributions(counts, chances, len(draws))
    assert found == pytest.approx(expected, abs=1e-12)


def test_a_distribution_may_be_cut_off() -> None:
    counts, chances = np.array([5, 7]), np.array([[0.3, 0.6]])
    whole, part = (distributions(counts, chances, most)[0] for most in (12, 3))
    assert part == pytest.approx(whole[:4])


def expected_degrees(matrix: sp.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Sums of rows and columns of the fitted chances, body by body and task by task."""
    model = pooled(matrix)
    degrees = np.asarray(matrix.sum(axis=0)).ravel().astype(int)
    column = {degree: n for n, degree in enumerate(np.unique(degrees).tolist())}
    chances = model.joined[model.class_of][:, [column[d] for d in degrees.tolist()]]
    assert chances.min() >= 0
    assert chances.max() <= 1
    return chances.sum(axis=1), chances.sum(axis=0)


@pytest.mark.parametrize("seed", range(4))
def test_degrees_are_kept_on_average(seed: int) -> None:
    matrix = random_incidence(30, 80, seed)
    rows, columns = expected_degrees(matrix)
    assert rows == pytest.approx(np.asarray(matrix.sum(axis=1)).ravel(), rel=1e-6)
    assert columns == pytest.approx(np.asarray(matrix.sum(axis=0)).ravel(), rel=1e-6)
    assert fit(matrix).error < 1e-6


@given(arrays(np.float64, (5, 7), elements=st.sampled_from([0.0, 1.0])))
@settings(max_examples=100, deadline=None)
def test_degrees_are_kept_with_bodies_in_every_task_and_in_none(matrix: np.ndarray) -> None:
    rows, columns = expected_degrees(sp.csr_array(matrix))
    assert rows == pytest.approx(matrix.sum(axis=1), abs=0.02)
    assert columns == pytest.approx(matrix.sum(axis=0), abs=0.02)


def test_who_is_in_every_task_is_there_for_sure() -> None:
    matrix = np.array([[1, 1, 1, 1], [1, 0, 0, 1], [0, 1, 0, 0]], dtype=float)
    model = pooled(sp.csr_array(matrix))
    assert (model.joined[model.class_of[0]] == 1).all()
    assert model.error < 1e-6


@given(st.lists(CHANCES, min_size=1, max_size=30))
@settings(max_examples=80, deadline=None)
def test_the_correction_is_that_of_benjamini_and_hochberg(values: list[float]) -> None:
    p = np.array(values)
    assert corrected(p, len(p)) == pytest.approx(false_discovery_control(p))


def test_tests_left_out_count_with_a_p_of_one() -> None:
    p = np.array([0.001, 0.02, 0.4])
    whole = false_discovery_control(np.concatenate([p, np.ones(97)]))
    assert corrected(p, 100) == pytest.approx(whole[:3])


def all_p_values(matrix: sp.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Raw p-values of all pairs of bodies, those that share nothing too."""
    model, n = pooled(matrix), matrix.shape[0]
    counts = (matrix @ matrix.T).toarray().astype(int)
    one, other = np.triu_indices(n, 1)
    chances = model.both(model.class_of[one], model.class_of[other])
    masses = distributions(model.tasks, chances, matrix.shape[1])
    below = np.cumsum(masses, axis=1)
    row, shared = np.arange(len(one)), counts[one, other]
    return 1 - below[row, shared] + masses[row, shared], below[row, shared]


@pytest.mark.parametrize("seed", range(3))
def test_p_values_of_pairs_are_those_of_the_whole_distribution(seed: int) -> None:
    matrix = random_incidence(15, 50, seed)
    pairs = project(matrix)
    found = significance(fit(matrix), pairs)
    more, fewer = all_p_values(matrix)
    n = matrix.shape[0]
    at = {pair: k for k, pair in enumerate(zip(*np.triu_indices(n, 1), strict=True))}
    place = [at[a, b] for a, b in zip(pairs.first, pairs.second, strict=True)]
    assert found.chance_more == pytest.approx(more[place], abs=1e-9)
    assert found.chance_fewer == pytest.approx(fewer[place], abs=1e-9)
    assert found.more == pytest.approx(false_discovery_control(more.clip(0, 1))[place], abs=1e-7)


def test_calibration_on_shuffled_data() -> None:
    """Both degree sequences kept, all else shuffled: few p-values are small, either way.

    Counts are whole numbers, so that the share below 0.05 stays at or under 5 %; after the
    correction hardly a pair is told to be more or fewer than chance.
    """
    matrix = random_incidence(40, 300, 7, mean=5)
    small: list[tuple[float, float]] = []
    told, tests = 0, 0
    for seed in range(10):
        shuffled = curveball(matrix, seed, 4000)
        assert (shuffled.sum(axis=0) == matrix.sum(axis=0)).all()
        assert (shuffled.sum(axis=1) == matrix.sum(axis=1)).all()
        more, fewer = all_p_values(shuffled)
        small.append((float((more < 0.05).mean()), float((fewer < 0.05).mean())))
        found = significance(fit(shuffled), project(shuffled))
        told += int((found.more <= 0.05).sum() + (found.fewer <= 0.05).sum()) + len(found.absent)
        tests += len(more)
    upper, lower = np.mean(small, axis=0)
    assert 0.005 < upper < 0.055
    assert lower < 0.055
    assert told / tests < 0.002


def test_a_pair_that_was_planted_is_found_and_one_kept_apart_too() -> None:
    matrix = random_incidence(30, 400, 3, mean=4).toarray()
    matrix[0], matrix[1] = 0, 0
    matrix[0, :40] = matrix[1, :40] = 1
    busy = np.arange(400) % 2
    matrix[2], matrix[3] = busy, 1 - busy
    shuffled = sp.csr_array(matrix)
    pairs = project(shuffled)
    found = significance(fit(shuffled), pairs)
    at = {
        (int(a), int(b)): n for n, (a, b) in enumerate(zip(pairs.first, pairs.second, strict=True))
    }
    assert found.more[at[0, 1]] < 1e-6
    [apart] = [each for each in found.absent if each[:2] == (2, 3)]
    assert apart[2] > 50
    assert apart[4] < 1e-6


def test_an_empty_matrix_has_no_verdicts() -> None:
    matrix = sp.csr_array(np.zeros((0, 0)))
    found = significance(fit(matrix), project(matrix))
    assert len(found.more) == 0
    assert found.absent == ()


# --- Tasks of fixed size --------------------------------------------------------------------


@pytest.mark.parametrize(("bodies", "owners"), [(6, 2), (7, 3), (9, 8), (12, 5)])
def test_bodies_that_are_alike_meet_as_often_as_in_draws_without_return(
    bodies: int, owners: int
) -> None:
    """Each body in as many tasks, each task of d owners: d (d - 1) of n (n - 1) meet."""
    matrix = np.array([[(t + b) % bodies < owners for t in range(bodies)] for b in range(bodies)])
    model = pooled(sp.csr_array(matrix.astype(float)))
    [[chance]] = model.both(np.array([0]), np.array([0]))
    assert chance == pytest.approx(owners * (owners - 1) / (bodies * (bodies - 1)))


def test_in_tasks_of_one_owner_nobody_meets() -> None:
    matrix = sp.csr_array(np.array([[1, 1, 1, 0], [0, 0, 0, 1]], dtype=float))
    found = significance(fit(matrix), project(matrix))
    model = pooled(matrix)
    assert model.both(model.class_of[[0]], model.class_of[[1]]).max() == pytest.approx(0)
    assert found.absent == ()


@pytest.mark.parametrize("seed", range(3))
def test_an_owner_of_a_task_meets_all_the_others_of_it(seed: int) -> None:
    """Summed over the others, joint chances are (d - 1) times the chance to own the task."""
    matrix = random_incidence(30, 120, seed, mean=5)
    model = pooled(matrix)
    size = np.unique(np.asarray(matrix.sum(axis=0)).ravel())
    everyone = np.arange(matrix.shape[0])
    for body in everyone.tolist():
        others = np.delete(everyone, body)
        one = np.full(len(others), model.class_of[body])
        met = model.both(one, model.class_of[others]).sum(axis=0)
        owned = model.joined[model.class_of[body]] * np.maximum(size - 1, 0)
        assert met == pytest.approx(owned, rel=0.08, abs=1e-3)


def test_expected_numbers_add_up_to_the_pairs_there_are() -> None:
    matrix = random_incidence(30, 120, 1)
    one, other = np.triu_indices(30, 1)
    model = pooled(matrix)
    expected = model.both(model.class_of[one], model.class_of[other]) @ model.tasks
    assert expected.sum() == pytest.approx(project(matrix).shared.sum(), rel=0.01)


def test_joint_chances_are_near_those_of_conditional_draws() -> None:
    """Against all 3-sets of seven unlike bodies, each as likely as the product of its odds."""
    from itertools import combinations

    odds = np.array([0.2, 0.5, 0.8, 1.0, 1.3, 2.0, 4.0])
    sets = list(combinations(range(7), 3))
    weight = np.array([np.prod(odds[list(each)]) for each in sets])
    weight /= weight.sum()
    single, pair = np.zeros(7), np.zeros((7, 7))
    for chance, each in zip(weight, sets, strict=True):
        single[list(each)] += chance
        for a, b in combinations(each, 2):
            pair[a, b] += chance
    shunned = _shunned(single[:, np.newaxis], np.ones((7, 1)), np.array([3]))
    one, other = np.triu_indices(7, 1)
    found = single[one] * single[other] - (shunned[one] * shunned[other])[:, 0]
    assert found == pytest.approx(pair[one, other], abs=0.012)


# --- Document by document -------------------------------------------------------------------


def of_documents(matrices: list[sp.csr_array]) -> tuple[sp.csr_array, list[int]]:
    """Documents side by side, with the document of each task."""
    of = [n for n, matrix in enumerate(matrices) for _ in range(matrix.shape[1])]
    return sp.csr_array(sp.hstack(matrices, format="csr")), of


def three(seed: int, bodies: int = 12) -> tuple[sp.csr_array, list[int]]:
    """Three unlike documents; a third of the bodies of each is not in it."""
    matrices = []
    for n, tasks in enumerate((18, 25, 9)):
        dense = random_incidence(bodies, tasks, 10 * seed + n).toarray()
        dense[n::3] = 0
        matrices.append(sp.csr_array(dense))
    return of_documents(matrices)


def test_one_document_is_the_pooled_model() -> None:
    matrix = random_incidence(20, 60, 2)
    matrix = matrix[np.asarray(matrix.sum(axis=1)).ravel() > 0]
    pairs = project(matrix)
    found = significance(fit(matrix, [0] * 60), pairs)
    known = significance(fit(matrix), pairs)
    assert found.tests == known.tests
    for name in ("expected", "more", "fewer", "chance_more", "chance_fewer"):
        assert getattr(found, name) == pytest.approx(getattr(known, name), rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_degrees_are_kept_in_each_document(seed: int) -> None:
    matrix, of = three(seed)
    assert fit(matrix, of).error < 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_a_pair_of_several_documents_has_the_convolution_of_theirs(seed: int) -> None:
    """Against each document fitted for itself, its distribution whole, folded with the others."""
    matrix, of = three(seed)
    documents = [matrix[:, np.array(of) == n] for n in range(3)]
    models = [pooled(each) for each in documents]
    pairs = project(matrix)
    found = significance(fit(matrix, of), pairs)
    for n, (a, b, shared) in enumerate(zip(pairs.first, pairs.second, pairs.shared, strict=True)):
        whole, mean = np.ones(1), 0.0
        for model, each in zip(models, documents, strict=True):
            chances = model.both(model.class_of[[a]], model.class_of[[b]])
            mean += float((chances @ model.tasks)[0])
            [one] = distributions(model.tasks, chances, each.shape[1])
            whole = np.convolve(whole, one)
        assert found.expected[n] == pytest.approx(mean, rel=1e-6)
        assert found.chance_more[n] == pytest.approx(whole[shared:].sum(), rel=1e-6)
        assert found.chance_fewer[n] == pytest.approx(whole[: shared + 1].sum(), rel=1e-6)


def test_two_draws_of_two_in_two_documents_on_paper() -> None:
    """Bodies that are alike meet with chance 1/3 in each of the six tasks.

    Three tasks of two owners among three bodies that have two each; twice the same document.
    """
    one = sp.csr_array(np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=float))
    matrix, of = of_documents([one, one])
    found = significance(fit(matrix, of), project(matrix))
    assert found.expected == pytest.approx([2.0] * 3)
    assert found.chance_fewer == pytest.approx([1 - sum(_binomial(6, n) for n in range(3, 7))] * 3)
    assert found.chance_more == pytest.approx([sum(_binomial(6, n) for n in range(2, 7))] * 3)


def _binomial(draws: int, hits: int) -> float:
    return float(comb(draws, hits) * 2 ** (draws - hits) / 3**draws)


def test_bodies_of_two_territories_are_held_against_their_own() -> None:
    """Two provinces that never meet: pooled, chance is far too low; by document, it is right."""
    halves = [random_incidence(25, 60, seed, mean=4).toarray() for seed in (1, 2)]
    nobody = np.zeros((25, 60))
    matrix, of = of_documents(
        [
            sp.csr_array(np.vstack([halves[0], nobody])),
            sp.csr_array(np.vstack([nobody, halves[1]])),
        ]
    )
    pairs = project(matrix)
    apart, together = significance(fit(matrix, of), pairs), significance(fit(matrix), pairs)
    assert apart.tests == sum(comb(int((half.sum(axis=1) > 0).sum()), 2) for half in halves)
    assert apart.expected.sum() > 1.6 * together.expected.sum()
    assert (apart.more <= 0.05).sum() == 0
    one = significance(fit(sp.csr_array(halves[0])), project(sp.csr_array(halves[0])))
    assert apart.chance_more[pairs.first < 25] == pytest.approx(one.chance_more, rel=1e-6)


def test_calibration_on_data_shuffled_within_documents() -> None:
    """Forty documents of six circles, each shuffled for itself: hardly a pair is told apart.

    Fewer p-values are small than their level: the model keeps the tasks of a body on average,
    shuffling keeps them exactly, and the more of a document a body owns the more that matters.
    """
    chance = np.random.default_rng(5)
    matrices = []
    for n in range(40):
        dense = np.zeros((60, 15))
        home = 8 * (n % 6) + np.arange(20)
        dense[home] = (
            chance.random((20, 15)) < (chance.pareto(1.5, 20) * 0.03 + 0.03)[:, np.newaxis]
        )
        matrices.append(sp.csr_array(dense))
    told = tests = 0
    small: list[float] = []
    for seed in range(4):
        matrix, of = of_documents(
            [curveball(m, 40 * seed + n, 400) for n, m in enumerate(matrices)]
        )
        pairs = project(matrix)
        found = significance(fit(matrix, of), pairs)
        told += int((found.more <= 0.05).sum() + (found.fewer <= 0.05).sum()) + len(found.absent)
        small.append(float((found.chance_more < 0.05).sum()) / found.tests)
        tests += found.tests
    assert 0.002 < np.mean(small) < 0.055
    assert told / tests < 0.002


def test_a_pair_planted_over_many_documents_is_found_and_one_apart_too() -> None:
    """In each document too little to tell; the first two always meet, the next two never."""
    matrices = []
    for n in range(30):
        dense = random_incidence(12, 8, n, mean=2).toarray()
        dense[:4] = 0
        dense[:2, :3] = 1
        dense[2, :4] = dense[3, 4:] = 1
        matrices.append(sp.csr_array(dense))
    matrix, of = of_documents(matrices)
    pairs = project(matrix)
    found = significance(fit(matrix, of), pairs)
    [at] = np.flatnonzero((pairs.first == 0) & (pairs.second == 1)).tolist()
    assert found.more[at] < 1e-9
    apart = {each[:2]: each for each in found.absent}
    assert apart[2, 3][2] > 10
    assert apart[2, 3][4] < 1e-4


def test_where_the_busiest_own_all_they_can_the_rest_falls_into_parts() -> None:
    """Two bodies own both large tasks and share out the small ones: nothing else is possible."""
    matrix = np.array([[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=float)
    model = pooled(sp.csr_array(matrix))
    assert model.joined[model.class_of] == pytest.approx(
        np.array([[0.5, 1.0], [0.5, 1.0], [0.0, 0.5], [0.0, 0.5]])
    )
    assert model.error < 1e-9


def test_blocks_of_bodies_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few bodies are gone through at once."""
    matrix, of = three(1)
    pairs, model = project(matrix), fit(matrix, of)
    whole = significance(model, pairs)
    monkeypatch.setattr(module, "_PLACES", 40)
    monkeypatch.setattr(module, "_CELLS", 10)
    parts = significance(model, pairs)
    assert (parts.tests, parts.absent) == (whole.tests, whole.absent)
    assert parts.chance_more == pytest.approx(whole.chance_more, rel=1e-12)
    assert parts.chance_fewer == pytest.approx(whole.chance_fewer, rel=1e-12)
