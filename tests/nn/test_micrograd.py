"""What is written for micrograd runs here, and what goes wrong there does not."""

import pickle

import numpy as np
import pytest

import nn
from autograd import Value, draw
from nn import MLP, Layer, Module, Neuron

POINTS, LABELS = nn.make_moons(100, noise=0.1, seed=0)
X, Y = np.array(POINTS), np.array(LABELS) * 2 - 1
STEPS = 100


def svm(model, X, Y):
    """The margin loss with regularisation, and the accuracy, the way micrograd's users do it."""
    scores = [model(list(map(Value, row))) for row in X]
    margins = [(1 + -label * score).relu() for label, score in zip(Y, scores)]
    loss = sum(margins) * (1.0 / len(margins))
    loss = loss + 1e-4 * sum(p * p for p in model.parameters())
    right = [(label > 0) == (score.data > 0) for label, score in zip(Y, scores)]
    return loss, sum(right) / len(right)


def test_two_moons_are_told_apart_by_gradient_descent_by_hand():
    nn.manual_seed(3)
    model = MLP(2, [16, 16, 1])
    losses = []
    for k in range(STEPS):
        loss, accuracy = svm(model, X, Y)
        losses.append(loss.data)
        if accuracy == 1.0:
            break
        model.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.data -= (1.0 - 0.9 * k / 100) * p.grad
    assert accuracy == 1.0
    assert losses[-1] < 0.2 * losses[0]

    xs, ys = np.meshgrid(np.linspace(-2.0, 3.0, 9), np.linspace(-1.5, 2.0, 7))
    mesh = np.c_[xs.ravel(), ys.ravel()]
    scores = [model(row) for row in (list(map(Value, row)) for row in mesh)]
    Z = np.array([s.data > 0 for s in scores]).reshape(xs.shape)
    assert Z.shape == (7, 9) and Z.dtype == bool
    assert not Z.all() and Z.any()


def test_the_gradient_of_the_loss_is_the_same_whether_labels_are_numbers_or_values():
    model = MLP(2, [4, 1], seed=0)
    grads = []
    for labels in (Y[:8], Y[:8].astype(float), Y[:8].tolist(), [Value(int(y)) for y in Y[:8]]):
        scores = [model(row) for row in X[:8]]
        model.zero_grad()
        sum((1 + -label * score).relu() for label, score in zip(labels, scores)).backward()
        grads.append([p.grad for p in model.parameters()])
    assert grads[0] == grads[1] == grads[2] == grads[3]
    assert any(grads[0])


def test_a_mini_batch_may_be_drawn_by_an_index_array():
    rows = np.random.default_rng(0).permutation(len(X))[:10]
    loss, accuracy = svm(MLP(2, [4, 1], seed=0), X[rows], Y[rows])
    assert type(loss) is Value and 0.0 <= accuracy <= 1.0


def test_the_parts_have_the_names_they_have_there():
    neuron, layer, model = Neuron(3, nonlin=False), Layer(2, 3), MLP(2, [16, 16, 1])
    assert [len(neuron.w), neuron.b.data, len(layer.neurons)] == [3, 0.0, 3]
    assert neuron([1.0, 2.0, 3.0]).op.name == "dot"
    assert Neuron(3)([1.0, 2.0, 3.0]).op.name == "relu"
    assert neuron.parameters() == [*neuron.w, neuron.b]
    assert layer.parameters() == [p for neuron in layer.neurons for p in neuron.parameters()]
    assert model.parameters() == [p for layer in model.layers for p in layer.parameters()]
    assert len(model.parameters()) == 337
    assert all(isinstance(part, Module) for part in (neuron, layer, model))
    assert len(Layer(2, 3, nonlin=False)([1.0, 2.0])) == 3


@pytest.mark.parametrize("wrong", [[], [1.0, 2.0], [1.0] * 4])
def test_a_wrong_number_of_inputs_is_noticed(wrong):
    with pytest.raises(ValueError, match=f"takes 3 inputs, got {len(wrong)}"):
        MLP(3, [4, 1])(wrong)


@pytest.mark.parametrize("nouts", [[16, 1, 1], [1], [1, 1], [1, 4, 1]])
def test_a_layer_of_one_neuron_may_stand_anywhere(nouts):
    model = MLP(2, nouts)
    model([1.0, 2.0]).backward()
    assert type(model([1.0, 2.0])) is Value


@pytest.mark.parametrize("wrong", ["x", "1.0", Value(1.0), [1.0], np.array([1.0, 2.0]), None, 1j])
def test_a_value_holds_one_number_and_nothing_else(wrong):
    with pytest.raises(TypeError, match="expected a real number, got"):
        Value(wrong)


@pytest.mark.parametrize("number", [np.int64(2), np.float32(2.0), np.float64(2.0), True, 2])
def test_a_value_works_with_numbers_of_any_kind_from_either_side(number):
    v, n = Value(3.0), float(number)
    for result, want in [
        (v / number, 3.0 / n), (number / v, n / 3.0), (v * number, 3.0 * n), (number * v, 3.0 * n),
        (v + number, 3.0 + n), (number + v, 3.0 + n), (v - number, 3.0 - n), (number - v, n - 3.0),
        (v**number, 3.0**n), (number**v, n**3.0), (-number * v, -n * 3.0),
    ]:  # fmt: skip
        assert type(result) is Value and type(result.data) is float and result.data == want


def test_an_array_times_a_value_is_an_array_of_values():
    for product in (Value(3.0) * np.array([1.0, 2.0]), np.array([1.0, 2.0]) * Value(3.0)):
        assert [type(v) for v in product] == [Value, Value]
        assert [v.data for v in product] == [3.0, 6.0]


def test_a_long_chain_is_no_problem():
    x = Value(1.0)
    y = x
    for _ in range(3000):
        y = y + 0.5
    y.backward()
    assert x.grad == 1.0
    assert pickle.loads(pickle.dumps(y)).data == y.data


def test_a_second_backward_counts_inner_nodes_once():
    a = Value(3.0)
    b = a * 2.0
    c = b * b
    for calls in (1, 2, 3):
        c.backward()
        assert (c.grad, b.grad, a.grad) == (1.0, 12.0, 24.0 * calls)


def test_both_uses_of_an_operand_are_drawn():
    a = Value(3.0)
    assert draw(a * a).source.count("n0 -> n1op") == 2


def test_values_and_models_can_be_pickled():
    model = MLP(2, [3, 1])
    loss = model([1.0, 2.0])
    assert pickle.loads(pickle.dumps(model)).state_dict() == model.state_dict()
    assert pickle.loads(pickle.dumps(loss)).data == loss.data
