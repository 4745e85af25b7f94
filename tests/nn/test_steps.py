"""Steps of training on Values: what each gives, and what it refuses."""

import math

import pytest
from models import Line

import nn
from autograd import Value
from nn.steps import Steps, steps_of


def line_steps(loss=nn.mse, max_grad_norm=math.inf):
    model = Line()
    optimizer = nn.SGD(model.parameters(), 0.1)
    return Steps(model, [[1.0], [2.0]], [3.0, 5.0], loss, optimizer, max_grad_norm)


def test_a_step_gives_the_loss_and_the_outputs_before_it():
    steps = line_steps()
    slope, offset = (p.data for p in steps.model.parameters())
    loss, outputs = steps.step([1])
    assert [y.data for y in outputs] == [2.0 * slope + offset]
    assert loss == (2.0 * slope + offset - 5.0) ** 2
    assert steps.optimizer.steps == 1


def test_outputs_of_other_samples_have_no_graph():
    [y] = line_steps().outputs([[3.0]])
    assert isinstance(y, Value) and y.parents == ()


def test_a_loss_that_is_no_value_is_refused():
    with pytest.raises(TypeError, match="the loss must return a Value, got float"):
        line_steps(lambda outputs, targets: 1.0).step([0])


def test_a_loss_that_is_not_finite_stops_before_anything_moves():
    steps = line_steps(lambda outputs, targets: outputs[0] * math.inf)
    before = [p.data for p in steps.model.parameters()]
    with pytest.raises(FloatingPointError, match="the loss is"):
        steps.step([0])
    assert [p.data for p in steps.model.parameters()] == before


def test_without_jit_they_run_on_values():
    model = Line()
    given = (model, [[1.0]], [3.0], nn.mse, nn.SGD(model.parameters(), 0.1), math.inf)
    assert type(steps_of(False, *given)) is Steps
    assert steps_of("auto", *given).backend == "numpy"
