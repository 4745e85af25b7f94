"""Gradients are written where they are wanted wherever they lie regularly there."""

import numpy as np
import pytest

import autograd
from autograd import Value
from autograd.compiler.homes import regular_view
from autograd.compiler.learner import Learner

W = [Value(0.1 * k) for k in range(8)]


def layer(x):
    return [autograd.tanh(autograd.dot(W[4 * i : 4 * i + 3], x) + W[4 * i + 3]) for i in (0, 1)]


def thrice(x):
    return [W[0] * x[0], W[0] * x[1], W[0] * x[2]]


def constant(x):
    return [W[0] * x[0] + x[1]]


@pytest.mark.parametrize("model, housed", [(layer, 8), (constant, 1), (thrice, 0)])
def test_sums_are_at_home_unless_they_are_added_up(model, housed):
    learner = Learner(model, [0.5, -0.5, 0.25], W)
    size = learner.size
    X, seeds = np.linspace(-1.0, 1.0, 15).reshape(3, 5), np.linspace(1.0, 2.0, 5 * size)
    learner.forward(X, np.array([w.data for w in W]))
    found = learner.backward(seeds.reshape(size, 5))
    arrays = learner._arrays[5]
    assert sum(view.size for view in arrays._home.views.values()) == housed
    assert np.shares_memory(found, arrays._home.array) == (housed > 0)
    assert found.tolist() == [column[0] for column in arrays.columns()[size:]]
    rows = zip(X.T.tolist(), seeds.reshape(size, 5).T.tolist())
    ys = [autograd.dot(s, model(x)) for x, s in rows]
    want = autograd.gradients(autograd.total(*ys), W)
    assert found.tolist() == pytest.approx([g.data for g in want], rel=1e-12)


@pytest.mark.parametrize(
    "positions, found",
    [
        ([[1, 2], [5, 6]], [[1, 2], [5, 6]]), ([3, 1], [3, 1]), ([7], [7]), ([0, 1, 3], None),
        ([[0, 1], [4, 6]], None),
    ],
)  # fmt: skip
def test_a_view_is_of_what_lies_regularly(positions, found):
    view = regular_view(np.arange(10), np.array(positions))
    assert (None if view is None else view.tolist()) == found
