"""The state of a module: in the shape of its parameters, loaded whole or refused."""

import numpy as np
import pytest
from models import Box, gauge, numbers

from autograd import Value
from nn import MLP


def test_state_has_the_shape_in_which_values_are_kept():
    model = MLP(2, [3, 1], weights=lambda fan_in, fan_out, rng: 0.5)
    assert model.state_dict() == {
        **{
            f"layers.0.neurons.{i}.{k}": v
            for i in range(3)
            for k, v in [("w", [0.5] * 2), ("b", 0.0)]
        },
        "layers.1.neurons.0.w": [0.5] * 3,
        "layers.1.neurons.0.b": 0.0,
    }
    assert Box(x=([Value(1.0)], [Value(2.0)])).state_dict() == {"x": [[1.0], [2.0]]}
    assert Box().state_dict() == {}


STATES = {
    "lists": {"w": [10.0, 20.0], "b": 30.0},
    "tuples": {"w": (10, 20), "b": 30},
    "arrays": {"w": np.array([10.0, 20.0]), "b": np.array(30.0)},
    "float32": {"w": np.array([10, 20], np.float32), "b": np.float32(30)},
    "lists of NumPy's numbers": {"w": [np.float32(10), np.int64(20)], "b": np.float64(30)},
    "lists of arrays": {"w": [np.array(10.0), np.array(20.0)], "b": 30.0},
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_state_is_loaded_from_anything_with_lengths(state):
    module = gauge()
    held = module.parameters()
    module.load_state_dict(state)
    assert module.state_dict() == {"w": [10.0, 20.0], "b": 30.0}
    assert module.parameters() == held  # the same Values, so that optimisers stay valid
    assert all(type(p.data) is float for p in held)


def test_a_matrix_is_loaded_from_an_array():
    module = Box(x=[numbers(3), numbers(3)])
    module.load_state_dict({"x": np.arange(6.0).reshape(2, 3)})
    assert module.state_dict() == {"x": [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]}


UNFIT = [  # the state, everything that is wrong with it
    ({}, ["missing b", "missing w"]),
    ({"w": [1.0, 2.0]}, ["missing b"]),
    ({"w": [1.0, 2.0], "b": 0.0, "c": 0.0, "d": 1.0}, ["unexpected c", "unexpected d"]),
    ({"w": [1.0], "b": 0.0}, [r"w has shape \(1,\), expected \(2,\)"]),
    ({"w": [], "b": 0.0}, [r"w has shape \(0,\), expected \(2,\)"]),
    ({"w": 1.0, "b": [0.0]}, [r"b has shape \(1,\), expected \(\)", r"w has shape \(\)"]),
    ({"w": np.zeros((2, 1)), "b": 0.0}, [r"w has shape \(2, 1\), expected \(2,\)"]),
    ({"w": [1.0, [2.0]], "b": 0.0}, ["w has shape None"]),
    ({"w": [1.0, "2"], "b": 0.0}, ["w"]),
    ({"w": [9.0], "c": 0.0}, ["missing b", "unexpected c", r"w has shape \(1,\)"]),
]


@pytest.mark.parametrize("state, wrong", UNFIT)
def test_a_state_that_does_not_fit_is_refused_with_all_that_is_wrong(state, wrong):
    module = gauge()
    with pytest.raises(ValueError, match=f"does not fit this Box: {'.*; '.join(wrong)}"):
        module.load_state_dict(state)
    assert module.state_dict() == {"w": [1.0, 2.0], "b": 3.0}
