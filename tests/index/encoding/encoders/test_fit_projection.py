"""The fitted matrix keeps inner products as well as any of its size can, and is the same each time."""

import numpy as np

from index.encoding.encoders.fit_projection import fit


def test_the_basis_is_orthonormal_and_keeps_states_that_lie_in_fewer_dimensions_exactly() -> None:
    chance = np.random.default_rng(5)
    plane = np.linalg.qr(chance.normal(size=(8, 2)))[0].T
    states = (chance.normal(size=(50, 2)) @ plane).astype(np.float32)

    basis = fit(states, 2)

    np.testing.assert_allclose(basis.T @ basis, np.eye(2), atol=1e-6)
    np.testing.assert_allclose((states @ basis) @ (states @ basis).T, states @ states.T, atol=1e-5)


def test_no_other_direction_keeps_more_than_the_first_one() -> None:
    chance = np.random.default_rng(6)
    states = (chance.normal(size=(200, 4)) * (5, 1, 1, 1)).astype(np.float32)
    best = np.sum((states @ fit(states, 1)) ** 2)
    others = np.linalg.qr(chance.normal(size=(4, 4)))[0]
    assert all(np.sum((states @ other) ** 2) <= best * (1 + 1e-6) for other in others.T)


def test_fitting_twice_gives_one_matrix() -> None:
    states = np.random.default_rng(7).normal(size=(30, 6)).astype(np.float32)
    np.testing.assert_allclose(fit(states, 3), fit(states[::-1].copy(), 3), atol=1e-5)
