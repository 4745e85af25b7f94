"""What `fit` refuses before it harms a model, and what it takes in odd forms."""

import math

import numpy as np
import pytest
from models import Line, X, Y, train

import nn
from autograd import Value, no_grad, sqrt, square


def test_an_optimizer_of_another_model_is_refused():
    with pytest.raises(ValueError, match="none of this model's parameters"):
        train(Line(), optimizer=nn.SGD(Line().parameters(), 0.1))


def test_no_samples_are_refused():
    with pytest.raises(ValueError, match="no samples"):
        nn.fit(Line(), [], [], loss=nn.mse, optimizer=nn.SGD([Value(0.0)]))


def test_two_columns_of_one_name_are_refused():
    def loss(outputs, targets):
        return 0.0

    with pytest.raises(ValueError, match="a name of its own, got \\['loss', 'loss'\\]"):
        train(Line(), metrics=[loss])


def test_a_callback_that_answers_true_is_refused():
    with pytest.raises(TypeError, match="a text, the reason to stop, or with None; got True"):
        train(Line(), callbacks=[lambda model, history: True])


def test_a_gradient_that_is_not_finite_touches_no_parameter():
    model = Line()
    before = model.state_dict()

    def loss(outputs, targets):
        return sqrt(square(outputs[0] - outputs[0].data))  # 0, with the derivative 0 * inf

    with pytest.raises(FloatingPointError, match="norm of the gradient is nan at step 1"):
        train(model, loss=loss)
    assert model.state_dict() == before


def test_samples_may_come_from_iterators_and_arrays():
    histories = []
    for samples, targets in ((X, Y), (iter(X), iter(Y)), (np.array(X), np.array(Y))):
        model = Line()
        optimizer = nn.SGD(model.parameters(), 0.01)
        histories.append(
            nn.fit(model, samples, targets, loss=nn.mse, optimizer=optimizer, progress=False)
        )
    assert histories[0].columns == histories[1].columns == histories[2].columns


def test_fit_learns_inside_no_grad_too():
    model, other = Line(), Line()
    with no_grad():
        within = train(model, optimizer=nn.SGD(model.parameters(), 0.01))
    assert within.columns == train(other, optimizer=nn.SGD(other.parameters(), 0.01)).columns


def test_a_long_gradient_is_shortened():
    model = Line()
    before = [p.data for p in model.parameters()]
    optimizer = nn.SGD(model.parameters(), 1.0)
    train(model, optimizer=optimizer, max_grad_norm=0.125, epochs=1, batch_size=len(X))
    moved = [p.data - old for p, old in zip(model.parameters(), before, strict=True)]
    assert math.hypot(*moved) == pytest.approx(0.125, rel=1e-14)


@pytest.mark.parametrize("wrong", [1.3, -0.1, Value(1.5)])
def test_what_is_no_probability_is_refused(wrong):
    with pytest.raises(ValueError, match="binary_cross_entropy_with_logits"):
        nn.binary_cross_entropy([wrong], [1])


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: nn.Neuron(2)(1.0), "a list of 2 inputs, got one float"),
        (lambda: nn.MLP(2, [1])(Value(1.0)), "a list of 2 inputs, got one Value"),
        (lambda: nn.MLP(2, 3), "nouts is a list"),
        (lambda: nn.Sequential([nn.Layer(1, 1)]), "one by one, got a list"),
        (lambda: nn.SGD(nn.Neuron(1)), "such as model.parameters"),
        (lambda: nn.SGD([Value(1.0)], lr=Value(0.1)), "expected a real number, got Value"),
    ],
)
def test_what_has_the_wrong_type_is_named(make, message):
    with pytest.raises(TypeError, match=message):
        make()


def test_options_become_floats():
    optimizer = nn.SGD([Value(1.0)], lr=np.float32(0.5))
    optimizer.step()
    assert type(optimizer.lr) is float and type(optimizer.parameters[0].data) is float


def test_arrays_of_values_hold_parameters():
    class Linear(nn.Module):
        def __init__(self):
            self.w = np.array([[Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)]])
            self.scale = np.array([0.5, 0.5])

    model = Linear()
    assert [name for name, _ in model.named_parameters()] == ["w.0.0", "w.0.1", "w.1.0", "w.1.1"]
    model.load_state_dict({"w": [[5.0, 6.0], [7.0, 8.0]]})
    assert model.state_dict() == {"w": [[5.0, 6.0], [7.0, 8.0]]}
