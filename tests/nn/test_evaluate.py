"""Evaluating and predicting: in eval mode, in plain numbers, and without a graph."""

import pytest
from models import Line, X, Y, train

import nn
from autograd import Value
from nn import MLP, Module
from nn.train import evaluate, predict


def interrupt(outputs, targets):
    raise KeyboardInterrupt


class Watched(Module):
    """Notes in which modes it and its part are called."""

    def __init__(self):
        self.w, self.part, self.modes = Value(1.0), Line(), []

    def __call__(self, x):
        self.modes.append((self.training, self.part.training))
        return self.w * x[0] + self.part(x)


@pytest.mark.parametrize("mode, part_mode", [(True, True), (False, False), (True, False)])
@pytest.mark.parametrize("fails", [False, True])
def test_evaluation_runs_in_eval_mode_and_restores_every_module(mode, part_mode, fails):
    model = Watched()
    model.train(mode)
    model.part.train(part_mode)
    if fails:
        with pytest.raises(KeyboardInterrupt):
            evaluate(model, X, Y, loss=interrupt)
    else:
        evaluate(model, X, Y, loss=nn.mse)
    assert set(model.modes) == {(False, False)}
    assert (model.training, model.part.training) == (mode, part_mode)


def test_validation_is_in_eval_mode_and_training_is_not():
    model = Watched()
    train(model, epochs=2, validation=(X, Y))
    assert model.modes == ([(True, True)] * 5 + [(False, False)] * 5) * 2


@pytest.mark.parametrize(
    "model, kinds",
    [
        (MLP(2, [3, 1]), float),
        (MLP(2, [3, 2]), [float, float]),
        (lambda x: 2.0, float),
        (lambda x: (Value(1.0), [Value(2.0)]), [float, [float]]),
        (lambda x: "text", str),
    ],
)
def test_predictions_are_plain_and_nested_as_the_outputs_are(model, kinds):
    def kinds_of(y):
        return [kinds_of(part) for part in y] if isinstance(y, list) else type(y)

    assert [kinds_of(y) for y in predict(model, (x for x in X))] == [kinds] * len(X)


def test_predictions_leave_no_graph():
    model, made = MLP(2, [3, 1]), []
    predict(lambda x: made.append(model(x)) or made[-1], X)
    assert [y.parents for y in made] == [()] * len(X)
    assert model(X[0]).parents != ()
    assert predict(model, X[:1]) == [model(X[0]).data]
