"""The null model: its sums against enumeration, its degrees, and its verdicts on chance itself."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

from kg.analytics.null_chances import _shunned
from kg.analytics.null_model import Stratum, fit
from kg.analytics.projection import project
from kg.analytics.significance import corrected, distributions, significance
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
