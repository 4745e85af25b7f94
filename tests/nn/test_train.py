"""Training: what `fit` learns and reports, how it ends, and what it leaves untouched."""

import math

import numpy as np
import pytest
from models import Line, X, Y, train
from pytest import approx

import autograd
import nn
from autograd import Value, total
from nn import MLP, SGD, Adam, EarlyStopping
from nn.train import evaluate, predict


def data_of(model):
    return [p.data for p in model.parameters()]


PROBLEMS = {  # data, loss, targets for it
    "xor": (nn.make_xor(4, noise=0.0), nn.binary_cross_entropy_with_logits, lambda label: label),
    "moons": (nn.make_moons(60, noise=0.05), nn.hinge, lambda label: 2 * label - 1),
    "classes": (nn.make_xor(16, noise=0.1), nn.cross_entropy, lambda label: label),
}


@pytest.mark.parametrize("data, loss, target", PROBLEMS.values(), ids=PROBLEMS)
def test_a_small_network_learns_the_data(data, loss, target):
    points, y = data[0], list(map(target, data[1]))
    model = MLP(2, [12, 2 if loss is nn.cross_entropy else 1], "tanh", seed=1)
    history = train(
        model,
        X=points,
        y=y,
        loss=loss,
        optimizer=Adam(model.parameters(), 0.05),
        epochs=60,
        batch_size=8,
        metrics=[nn.accuracy],
    )
    assert nn.accuracy(predict(model, points), y) == 1.0
    assert history["loss"][-1] < 0.2 * history["loss"][0]
    assert len(history) == 60 and history.stopped == ""


@pytest.mark.parametrize("kind", [list, np.array], ids=["lists", "arrays"])
def test_one_epoch_is_one_step_for_each_batch(kind):
    model = Line()
    optimizer = SGD(model.parameters(), 0.1)
    options = {"X": kind([[1.0], [1.0], [1.0]]), "y": kind([3.0, 3.0, 3.0]), "batch_size": 2}
    history = train(model, optimizer=optimizer, epochs=1, **options)
    # loss (s + o - 3)^2, both derivatives 2 (s + o - 3): s = o + 1 = 1.4 after the first batch
    first, second = 4.0, (1.4 + 0.4 - 3.0) ** 2
    assert optimizer.steps == 2
    assert history["loss"] == approx([(2 * first + second) / 3], rel=1e-15)
    assert data_of(model) == approx([1.64, 0.64], rel=1e-15)


def rounds(seed, **options):
    model = MLP(2, [4, 1], "tanh", seed=3)
    options |= {"seed": seed, "epochs": 4, "batch_size": 2, "validation": (X[:2], Y[:2])}
    history = train(model, **options)
    return history.columns, data_of(model)


def test_the_same_seed_gives_the_same_training_to_the_bit():
    assert rounds(0) == rounds(0) != rounds(1)
    assert rounds(0)[0].keys() == {"loss", "val_loss"}


def test_the_order_of_samples_changes_from_epoch_to_epoch_and_none_is_left_out():
    seen = []

    def loss(outputs, targets):
        seen.extend(targets)
        return nn.mse(outputs, targets)

    train(Line(), loss=loss, epochs=3, batch_size=2)
    epochs = [seen[i : i + 5] for i in range(0, 15, 5)]
    assert [sorted(epoch) for epoch in epochs] == [sorted(Y)] * 3
    assert len(set(map(tuple, epochs))) == 3


def absolute_error(outputs, targets):
    return float(np.mean([abs(Value(y).data - t) for y, t in zip(plain(outputs), targets)]))


def plain(outputs):
    return [getattr(y, "data", y) for y in outputs]


class Largest:
    def __call__(self, outputs, targets):
        return max(plain(outputs))


def test_each_measure_is_a_column_with_a_number_for_each_epoch():
    model = Line()
    history = train(model, epochs=3, metrics=[absolute_error, Largest()], validation=(X[:2], Y[:2]))
    names = ["loss", "absolute_error", "Largest"]
    assert list(history.columns) == names + [f"val_{name}" for name in names]
    assert {len(column) for column in history.columns.values()} == {3}
    assert all(type(x) is float for column in history.columns.values() for x in column)
    after = evaluate(model, X[:2], Y[:2], loss=nn.mse, metrics=[absolute_error, Largest()])
    assert after == {name: history[f"val_{name}"][-1] for name in names}
    assert after["loss"] == nn.mse(predict(model, X[:2]), Y[:2])


def regularised(model):
    return lambda outputs, targets: (
        nn.mse(outputs, targets) + 0.1 * total([p * p for p in model.parameters()])
    )


def svm(outputs, targets):
    return sum((1.0 - t * y).relu() for y, t in zip(outputs, targets)) / len(targets)


@pytest.mark.parametrize("make", [regularised, lambda model: svm], ids=["regularised", "methods"])
def test_a_loss_made_of_values_is_validated_like_any_other(make):
    model = Line()
    loss = make(model)
    history = train(model, loss=loss, epochs=2, validation=(X, Y))
    want = loss([model(x) for x in X], Y).data
    assert history["val_loss"][-1] == approx(want, rel=1e-15)


def test_no_epochs_train_nothing():
    model = Line()
    before = data_of(model)
    history = train(model, epochs=0, validation=(X, Y), callbacks=[EarlyStopping()])
    assert (len(history), history.columns, history.stopped) == (0, {}, "")
    assert data_of(model) == before
    assert repr(history) == "History(0 epochs)"


@pytest.mark.parametrize(
    "options, error, message",
    [
        ({"epochs": -1}, ValueError, "epochs must not be negative, got -1"),
        ({"batch_size": 0}, ValueError, "batch_size must be a whole number of at least 1, got 0"),
        ({"y": Y[:3]}, ValueError, "X has 5, y has 3"),
        ({"validation": (X, Y[:3])}, ValueError, "there are 5 outputs for 3 targets"),
        ({"loss": lambda y, t: 1.0}, TypeError, "the loss must return a Value, got float"),
        ({"loss": lambda y, t: None}, TypeError, "the loss must return a Value, got NoneType"),
        ({"loss": lambda y, t: y}, TypeError, "the loss must return a Value, got list"),
    ],
)
def test_what_cannot_be_trained_is_refused(options, error, message):
    with pytest.raises(error, match=message):
        train(Line(), **options)


def test_callbacks_see_each_epoch_and_may_end_the_training():
    seen = []

    def watch(model, history):
        seen.append((model, len(history)))

    model = Line()
    history = train(
        model,
        epochs=9,
        callbacks=(c for c in [watch, lambda m, h: "enough" if len(h) == 3 else ""]),
    )
    assert seen == [(model, 1), (model, 2), (model, 3)]
    assert (len(history), history.stopped) == (3, "enough")
    assert repr(history) == f"History(3 epochs: loss={history['loss'][-1]:.4g}; enough)"
    both = train(model, callbacks=[lambda m, h: "one", lambda m, h: "two"])
    assert both.stopped == "one; two"


def broken(outputs, targets):
    """As mse, but nan for the batch with the last target in it."""
    loss = nn.mse(outputs, targets)
    return loss * autograd.log(Value(-1.0)) if Y[-1] in targets else loss


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_not_finite_touches_nothing(bad):
    model = Line()
    optimizer = SGD(model.parameters(), 0.1, momentum=0.9)
    kept = []

    def loss(outputs, targets):
        kept.append((data_of(model), optimizer.state_dict(), [p.grad for p in model.parameters()]))
        return nn.mse(outputs, targets) * (bad if len(kept) == 4 else 1.0)

    with pytest.raises(FloatingPointError, match=f"the loss is {bad} at step 4; the parameters"):
        train(model, loss=loss, optimizer=optimizer, batch_size=2, epochs=3)
    now = data_of(model), optimizer.state_dict(), [p.grad for p in model.parameters()]
    assert now == kept[-1] and optimizer.steps == 3


def test_anomaly_detection_names_the_operation_instead():
    with autograd.detect_anomaly(), pytest.raises(autograd.AnomalyError, match="log of -1 is nan"):
        train(Line(), loss=broken)


def interrupt(*args):
    raise KeyboardInterrupt


def test_an_interruption_keeps_what_was_learned():
    model, steps = Line(), []

    def loss(outputs, targets):
        steps.append(data_of(model))
        return interrupt() if len(steps) == 5 else nn.mse(outputs, targets)

    history = train(model, loss=loss, batch_size=2, epochs=9)
    assert (len(history), history.stopped) == (1, "interrupted")
    assert data_of(model) == steps[-1] != steps[0]
    again = train(model, callbacks=[interrupt])
    assert (len(again), again.stopped) == (1, "interrupted")
