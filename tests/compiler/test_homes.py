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
    assert sum(view.size for view in arrays.home.views.values()) == housed
    assert np.shares_memory(found, arrays.home.array) == (housed > 0)
    assert found.tolist() == [column[0] for column in arrays.columns()[size:]]
    rows = zip(X.T.tolist(), seeds.reshape(size, 5).T.tolist())
    ys = [autograd.dot(s, model(x)) for x, s in rows]
    want = autograd.gradients(autograd.total(*ys), W)
    assert found.tolist() == pytest.approx([g.data for g in want], rel=1e-12)


def test_parameters_have_two_places_where_nothing_is_copied():
    learner = Learner(layer, [0.5, -0.5, 0.25], W)
    first, second = learner.places(5)
    X, seeds = np.linspace(-1.0, 1.0, 15).reshape(3, 5), np.linspace(1.0, 2.0, 10).reshape(2, 5)
    for k, place in enumerate((first, second, first)):
        place[:] = np.linspace(0.1, 0.5 + k, 8)
        found = learner.forward(X, place).tolist(), learner.backward(seeds).tolist()
        other = Learner(layer, [0.5, -0.5, 0.25], W)
        assert found == (other.forward(X, place).tolist(), other.backward(seeds).tolist())
    assert learner.forward(X[:, :2], first).tolist() == other.forward(X[:, :2], first).tolist()
    assert learner.forward(X, first.copy()).tolist() == other.forward(X, first).tolist()


@pytest.mark.parametrize("model, held", [(layer, [*W, Value(1.0)]), (layer, W[::-1]), (thrice, W)])
def test_parameters_without_places(model, held):
    assert Learner(model, [0.5, -0.5, 0.25], held).places(5) == []


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
