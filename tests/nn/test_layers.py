"""Neurons and layers: their graphs, lengths, activations, seeds and exact gradients."""

import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

import autograd
import nn
from autograd import Value, topological_sort
from nn import MLP, Layer, Neuron, Sequential

TABLE = json.loads((Path(__file__).parents[1] / "data" / "torch_mlp.json").read_text())


def operations(root):
    return [str(node.op) for node in topological_sort(root) if node.op]


def outputs(y):
    return [v.data for v in y] if isinstance(y, list) else y.data


@pytest.mark.parametrize("nin", [1, 3, 30])
@pytest.mark.parametrize(
    "options, recorded",
    [
        ({}, ["dot", "relu"]),
        ({"activation": "tanh"}, ["dot", "tanh"]),
        ({"nonlin": False}, ["dot"]),
        ({"nonlin": False, "activation": "tanh"}, ["dot"]),
        ({"activation": "linear"}, ["dot"]),
    ],
)
def test_a_neuron_records_one_dot_and_its_activation(nin, options, recorded):
    neuron, x = Neuron(nin, **options), [Value(0.5) for _ in range(nin)]
    y = neuron(x)
    assert operations(y) == recorded
    dot = y if len(recorded) == 1 else y.parents[0]
    assert dot.parents == (*neuron.w, neuron.b, *x, 1.0)
    [same] = Layer(nin, 1, **options)(x)
    assert operations(same) == recorded


def test_a_network_records_as_many_nodes_as_it_has_dots_and_activations():
    y = MLP(2, [16, 16, 1])([1.0, -2.0])
    counted = operations(y)
    assert counted.count("dot") == 16 + 16 + 1
    assert counted.count("relu") == 16 + 16
    assert len(topological_sort(y)) == 337 + 33 + 32


def test_a_neuron_is_the_activation_of_w_dot_x_plus_b():
    neuron = Neuron(3, activation="tanh", seed=1)
    neuron.b.data = -0.25
    x = [0.5, -2.0, 1.5]
    want = math.tanh(math.fsum([*(w.data * a for w, a in zip(neuron.w, x)), -0.25]))
    assert neuron(x).data == approx(want, rel=1e-15)


@pytest.mark.parametrize("nout", [1, 2, 5])
def test_a_layer_returns_a_list_always(nout):
    y = Layer(2, nout)([1.0, 2.0])
    assert type(y) is list and [type(v) for v in y] == [Value] * nout
    alone = [neuron([1.0, 2.0]).data for neuron in Layer(2, nout, seed=3).neurons]
    assert [v.data for v in Layer(2, nout, seed=3)([1.0, 2.0])] == alone


@pytest.mark.parametrize(
    "nouts, shape",
    [([1], None), ([3], 3), ([4, 1], None), ([16, 1, 1], None), ([1, 1, 2], 2), ((2, 1), None)],
)
def test_a_network_returns_a_list_or_the_value_of_its_only_output(nouts, shape):
    y = MLP(2, nouts)([1.0, 2.0])
    assert type(y) is Value if shape is None else len(y) == shape


WRONG = [
    (Neuron(2), "this neuron takes 2 inputs"),
    (Layer(2, 3), "this layer takes 2 inputs"),
    (MLP(2, [4, 1]), "this layer takes 2 inputs"),
    (Sequential(Layer(2, 1)), "this layer takes 2 inputs"),
]


@pytest.mark.parametrize("x", [[], [1.0], [1.0] * 3, np.zeros(4)], ids=len)
@pytest.mark.parametrize("model, message", WRONG, ids=lambda p: type(p).__name__)
def test_a_wrong_number_of_inputs_is_refused_with_both_numbers(model, message, x):
    with pytest.raises(ValueError, match=f"{message}, got {len(x)}"):
        model(x)


def test_layers_that_do_not_fit_together_are_found():
    with pytest.raises(ValueError, match="this layer takes 4 inputs, got 3"):
        Sequential(Layer(2, 3), Layer(4, 1))([1.0, 2.0])


REFUSED = [
    (lambda: Neuron(0), "a neuron needs at least 1 input, got nin=0"),
    (lambda: Layer(0, 2), "at least 1 input, got nin=0"),
    (lambda: Layer(2, 0), "a layer needs at least 1 neuron, got nout=0"),
    (lambda: MLP(0, [1]), "got nin=0"),
    (lambda: MLP(2, [3, 0, 1]), "got nout=0"),
    (lambda: MLP(-1, [1]), "got nin=-1"),
    (lambda: MLP(2, []), "an MLP needs at least one layer"),
    (lambda: MLP(2, ()), "an MLP needs at least one layer"),
    (lambda: Neuron(2, activation="reul"), "no activation 'reul': use a function of one number"),
    (lambda: Neuron(2, activation="dot"), "no activation 'dot'"),
    (lambda: Neuron(2, activation="maximum"), "no activation 'maximum'"),
    (lambda: Neuron(2, activation=None), "no activation None"),
    (lambda: Neuron(2, weights="random"), "no initialiser 'random'; there are uniform, xavier_"),
]


@pytest.mark.parametrize("make, message", REFUSED)
def test_what_makes_no_network_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


ACTIVATIONS = [
    *(("tanh", math.tanh), (autograd.tanh, math.tanh), (lambda v: v.tanh(), math.tanh)),
    *(("atan", math.atan), ("arctan", math.atan), ("relu", lambda x: max(x, 0.0))),
    *(("linear", lambda x: x), ("identity", lambda x: x)),
    *(
        ("leaky_relu", lambda x: x if x > 0 else 0.01 * x),
        (lambda v: v * v + 1.0, lambda x: x * x + 1),
    ),
    ("elu", lambda x: x if x > 0 else math.expm1(x)),
]


@pytest.mark.parametrize("activation, function", ACTIVATIONS)
@pytest.mark.parametrize("x", [-1.5, 0.75])
def test_an_activation_is_a_name_an_alias_or_a_function(activation, function, x):
    def one(fan_in, fan_out, rng):
        return 1.0

    neuron = Neuron(1, activation=activation, weights=one)
    assert neuron([x]).data == approx(function(x), rel=1e-15)
    assert outputs(MLP(1, [1, 1], activation, weights=one)([x])) == neuron([x]).data


def test_the_last_layer_has_no_activation():
    model = MLP(1, [1], "relu", weights=lambda fan_in, fan_out, rng: 1.0)
    assert model([-3.0]).data == -3.0


INPUTS = {
    "floats": [1.0, -2.0],
    "ints": [1, -2],
    "tuple": (1.0, -2.0),
    "Values": [Value(1.0), Value(-2.0)],
    "mixed": [Value(1.0), -2],
    "array": np.array([1.0, -2.0]),
    "row": np.array([[1, -2], [0, 0]])[0],
    "float32": np.array([1.0, -2.0], np.float32),
    "numbers": [np.float32(1.0), np.int8(-2)],
}


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("make", [Neuron, lambda nin, seed: Layer(nin, 2, seed=seed)])
def test_inputs_are_numbers_of_any_kind(x, make):
    y = make(2, seed=0)(x)
    assert outputs(y) == outputs(make(2, seed=0)([1.0, -2.0]))
    assert outputs(MLP(2, [3, 2], seed=0)(x)) == outputs(MLP(2, [3, 2], seed=0)([1.0, -2.0]))


def test_gradients_reach_inputs_that_are_values():
    x = [Value(0.5), Value(-1.0)]
    neuron = Neuron(2, nonlin=False)
    neuron(x).backward()
    assert [v.grad for v in x] == [w.data for w in neuron.w]
    assert [w.grad for w in neuron.w] == [0.5, -1.0] and neuron.b.grad == 1.0


@pytest.mark.parametrize("activation", ["tanh", "gelu", "sigmoid", "softplus"])
def test_gradients_match_central_differences(activation):
    model = MLP(3, [4, 3, 1], activation, seed=0)
    x, h = [0.3, -0.8, 1.1], 2e-5
    model(x).backward()
    for p in model.parameters():
        middle, ends = p.data, []
        for p.data in (middle + h, middle - h):
            ends.append(model(x).data)
        p.data = middle
        # the error of a central difference is about h**2, beside rounding of 1e-16 / h
        assert p.grad == approx((ends[0] - ends[1]) / (2 * h), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("case", TABLE["networks"], ids=lambda case: case["activation"])
def test_loss_and_gradients_are_those_of_torch(case):
    model = MLP(TABLE["sizes"][0], TABLE["sizes"][1:], case["activation"])
    for layer, W, b in zip(model.layers, TABLE["weights"], TABLE["biases"], strict=True):
        state = {f"neurons.{i}.w": row for i, row in enumerate(W)}
        layer.load_state_dict(state | {f"neurons.{i}.b": x for i, x in enumerate(b)})
    loss = nn.cross_entropy([model(x) for x in TABLE["inputs"]], TABLE["targets"])
    loss.backward()
    assert loss.data == approx(case["loss"], rel=1e-12)
    for layer, W, b in zip(model.layers, case["weights"], case["biases"], strict=True):
        for neuron, row, x in zip(layer.neurons, W, b, strict=True):
            # a gradient that torch finds as a difference of much larger terms ends in rounding
            assert [w.grad for w in neuron.w] == approx(row, rel=1e-12, abs=1e-16)
            assert neuron.b.grad == approx(x, rel=1e-12, abs=1e-16)


def state(seed):
    return MLP(2, [3, 2], seed=seed).state_dict()


def test_the_same_seed_gives_the_same_weights():
    assert state(7) == state(7) != state(8)
    assert state(random.Random(7)) == state(7)
    source = random.Random(7)
    assert state(source) != state(source)
    nn.manual_seed(5)
    drawn = [state(None), state(None)]
    nn.manual_seed(5)
    assert [state(None), state(None)] == drawn and drawn[0] != drawn[1]


def test_weights_differ_from_neuron_to_neuron_and_biases_begin_at_zero():
    values = [p.data for p in MLP(4, [5, 3], seed=0).parameters()]
    weights = [x for x in values if x != 0.0]
    assert len(set(weights)) == len(weights) == 4 * 5 + 5 * 3
    assert len(values) - len(weights) == 5 + 3


def test_the_global_generators_are_left_alone():
    before, numpy_before = random.getstate(), np.random.get_state()[1].tolist()
    for seed in (None, 3):
        MLP(2, [3, 2], seed=seed, weights="he_normal")
    assert random.getstate() == before
    assert np.random.get_state()[1].tolist() == numpy_before
    random.seed(1)
    first = state(3)
    random.seed(2)
    assert state(3) == first


def test_what_is_applied_in_order_says_so():
    model, first, last = MLP(2, [3, 1]), Layer(2, 3), Layer(3, 1)
    assert list(model.sequence()) == model.layers
    assert list(Sequential(first, max, last).sequence()) == [first, max, last]
    assert list(first.sequence()) == list(Neuron(2).sequence()) == []
