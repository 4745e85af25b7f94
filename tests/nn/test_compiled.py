"""Compiled training: the same history, parameters and endings as training on Values."""

import math
import random

import pytest
from models import Line, X, Y
from pytest import approx

import nn
from autograd import TraceError, Value, dot, relu, where
from autograd.compiler.precision import single
from nn import MLP, SGD, Adam, AdamW, RMSprop

POINTS, LABELS = nn.make_moons(50, noise=0.1)
SIGNS = [2 * label - 1 for label in LABELS]
LOSSES = {
    "mse": (nn.mse, LABELS),
    "mae": (nn.mae, LABELS),
    "huber": (nn.huber, LABELS),
    "hinge": (nn.hinge, SIGNS),
    "logits": (nn.binary_cross_entropy_with_logits, [0.25 * label + 0.5 for label in LABELS]),
    "labels": (nn.binary_cross_entropy_with_logits, LABELS),
}
OPTIMIZERS = {
    "sgd": lambda held: SGD(held, 0.05, momentum=0.9, nesterov=True, weight_decay=1e-3),
    "adam": lambda held: Adam(held, 0.02),
    "adamw": lambda held: AdamW(held, 0.02),
    "rmsprop": lambda held: RMSprop(held, 0.01, momentum=0.5),
    "adagrad": lambda held: nn.Adagrad(held, 0.05),
}


def trained(
    jit, *, loss=nn.mse, y=LABELS, outputs=1, activation="tanh", optimizer="adam", **options
):
    model = MLP(2, [5, outputs], activation, seed=3)
    settings = {"epochs": 4, "batch_size": 16, "progress": False} | options
    moved = OPTIMIZERS[optimizer](model.parameters())
    history = nn.fit(model, POINTS, y, loss=loss, optimizer=moved, jit=jit, **settings)
    return model, history, moved


def assert_same(one, other):
    (model, history, optimizer), (model2, history2, optimizer2) = one, other
    assert history.columns.keys() == history2.columns.keys()
    for name, column in history.columns.items():
        assert history2[name] == approx(column, rel=1e-9)
    for field in ("data", "grad"):
        got, want = ([getattr(p, field) for p in m.parameters()] for m in (model2, model))
        assert got == approx(want, rel=1e-9, abs=1e-14)
    assert optimizer2.steps == optimizer.steps
    for got, want in zip(optimizer2.memory, optimizer.memory, strict=True):
        assert got == approx(want, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("loss, y", LOSSES.values(), ids=LOSSES)
def test_the_history_is_that_of_values(loss, y):
    metrics = [nn.accuracy] if y is not LOSSES["logits"][1] else []
    runs = [trained(jit, loss=loss, y=y, metrics=metrics) for jit in (False, True)]
    assert_same(*runs)
    assert [history.backend for _, history, _ in runs] == ["eager", "numpy"]


@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_numba_trains_as_values_do(activation):
    pytest.importorskip("numba")
    options = {"loss": nn.cross_entropy, "outputs": 2, "activation": activation}
    options |= {"validation": (POINTS[:7], LABELS[:7]), "metrics": [nn.accuracy]}
    runs = [trained(jit, **options) for jit in (False, "numba")]
    assert_same(*runs)
    assert [history.backend for _, history, _ in runs] == ["eager", "numba"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_moves_arrays_as_it_moves_values(optimizer):
    assert_same(*[trained(jit, optimizer=optimizer) for jit in (False, True)])


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "gelu", "silu", "softplus", "elu"])
def test_every_activation(activation):
    assert_same(*[trained(jit, activation=activation, epochs=2) for jit in (False, True)])


def test_classes_validation_and_a_shortened_gradient():
    options = {"loss": nn.cross_entropy, "outputs": 2, "max_grad_norm": 0.1}
    options |= {"validation": (POINTS[:7], LABELS[:7]), "metrics": [nn.accuracy]}
    assert_same(*[trained(jit, **options) for jit in (False, True)])


def test_training_can_go_on_and_change_hands():
    def rounds(*jits):
        model = MLP(2, [4, 1], "tanh", seed=0)
        optimizer = Adam(model.parameters(), 0.05)
        options = {"loss": nn.mse, "optimizer": optimizer, "progress": False, "epochs": 2}
        for jit in jits:
            history = nn.fit(model, POINTS, LABELS, jit=jit, **options)
        return model, history, optimizer

    assert_same(rounds(False, False, False), rounds(True, False, True))


def test_an_optimizer_of_some_parameters_leaves_the_others():
    def run(jit):
        model = MLP(2, [4, 1], "tanh", seed=0)
        frozen = [p.data for p in model.layers[0].parameters()]
        optimizer = SGD(model.layers[1].parameters(), 0.1)
        options = {"loss": nn.mse, "optimizer": optimizer, "progress": False, "epochs": 2}
        history = nn.fit(model, POINTS, LABELS, jit=jit, **options)
        assert [p.data for p in model.layers[0].parameters()] == frozen
        return model, history, optimizer

    _, history, _ = run(True)
    assert history["loss"] == approx(run(False)[1]["loss"], rel=1e-9)


def test_ctrl_c_keeps_what_was_learned():
    def interrupt(model, history):
        if len(history) == 2:
            raise KeyboardInterrupt

    runs = [trained(jit, callbacks=[interrupt]) for jit in (False, True)]
    assert runs[1][1].stopped == "interrupted" and len(runs[1][1]) == 2
    assert_same(*runs)


@pytest.mark.parametrize("jit", [False, True])
def test_an_infinite_loss_raises_with_the_parameters_of_before(jit):
    model = Line()
    before = [p.data for p in model.parameters()]
    optimizer = SGD(model.parameters(), 0.1)
    options = {"loss": nn.mse, "optimizer": optimizer, "progress": False, "jit": jit}
    with pytest.raises(FloatingPointError, match="the loss is inf at step 1"):
        nn.fit(model, [[1e200], [1.0]], [0.0, 1.0], **options)
    assert [p.data for p in model.parameters()] == before and optimizer.steps == 0


class Branching(nn.Module):
    def __init__(self):
        self.w = Value(0.5)

    def __call__(self, x):
        return self.w * x[0] if x[0] > 0.5 else self.w


class Noisy(Branching):
    def __call__(self, x):
        return self.w * x[0] + random.gauss(0.0, 0.1)


class Choosing(Branching):
    def __call__(self, x):
        return where(x[0] > 0.5, self.w * x[0], relu(self.w))


@pytest.mark.parametrize("kind, message", [(Branching, "another way"), (Noisy, "random")])
def test_what_cannot_be_compiled_says_so_or_runs_on_values(kind, message):
    model = kind()
    options = {"loss": nn.mse, "optimizer": SGD(model.parameters(), 0.1), "progress": False}
    with pytest.raises(TraceError, match=message):
        nn.fit(model, POINTS, LABELS, jit=True, **options)
    history = nn.fit(model, POINTS, LABELS, jit="auto", epochs=1, **options)
    assert history.backend.startswith("eager: ") and message in history.backend


def test_a_choice_by_where_is_compiled():
    def run(jit):
        model = Choosing()
        optimizer = SGD(model.parameters(), 0.1)
        options = {"loss": nn.mse, "optimizer": optimizer, "progress": False}
        return model, nn.fit(model, POINTS, LABELS, jit=jit, **options), optimizer

    assert_same(run(False), run(True))


@pytest.mark.parametrize(
    "loss, y, error", [(nn.hinge, [0] * 50, "-1 or"), (nn.cross_entropy, [2] * 50, "not the index")]
)
def test_targets_are_checked_as_ever(loss, y, error):
    with pytest.raises(ValueError, match=error):
        trained(True, loss=loss, y=y, outputs=2 if loss is nn.cross_entropy else 1)


def test_a_loss_with_a_way_of_its_own_for_each_batch_is_refused():
    def picky(outputs, targets):
        return (
            nn.mse(outputs, targets)
            * (2.0 if outputs[0] > outputs[1] else 1.0)
            * (3.0 if outputs[1] > outputs[2] else 1.0)
            * (5.0 if outputs[2] > outputs[3] else 1.0)
        )

    runs = [trained(False, loss=picky, epochs=1, batch_size=50)]
    runs.append(trained(True, loss=picky, epochs=1, batch_size=50))
    assert_same(*runs)
    with pytest.raises(TraceError, match="another way for each batch"):
        trained(True, loss=picky, epochs=30, batch_size=5)


def test_a_loss_of_parameters_is_left_to_values():
    def run(jit):
        model = MLP(2, [4, 1], "tanh", seed=0)
        held = model.parameters()
        options = {"optimizer": SGD(held, 0.1), "progress": False, "epochs": 2, "jit": jit}
        options["loss"] = lambda outputs, y: nn.mse(outputs, y) + 0.1 * dot(held, held)
        return nn.fit(model, POINTS, LABELS, **options)

    with pytest.raises(TraceError, match="reaches parameters beside the outputs"):
        run(True)
    run_auto = run("auto")
    assert run_auto["loss"] == run(False)["loss"]
    assert run_auto.backend.startswith("eager: ")


def test_jit_is_false_true_or_a_backend():
    with pytest.raises(
        ValueError, match="jit is one of False, True, 'auto', 'numpy', 'numba', got 7"
    ):
        trained(7)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_single_precision_follows_double_and_stays_single(optimizer):
    options = {"loss": nn.cross_entropy, "outputs": 2, "optimizer": optimizer}
    (_, history, _), (model, found, moved) = (
        trained(True, dtype=dtype, **options) for dtype in ("float64", "float32")
    )
    assert found["loss"] == approx(history["loss"], rel=2e-4)
    assert found["loss"] != history["loss"]
    numbers = [*(p.data for p in model.parameters()), *(x for m in moved.memory for x in m)]
    assert all(type(x) is float and single(x) == x for x in numbers)


@pytest.mark.parametrize("jit, message", [(False, "use jit"), ("numba", "double precision alone")])
def test_single_precision_needs_numpy(jit, message):
    with pytest.raises(ValueError, match=message):
        trained(jit, dtype="float32")


def test_lines_and_numbers_as_samples():
    def run(jit):
        model = Line()
        optimizer = SGD(model.parameters(), 0.02)
        options = {"loss": nn.mse, "optimizer": optimizer, "progress": False}
        return model, nn.fit(model, X, Y, jit=jit, **options), optimizer

    assert_same(run(False), run(True))
    assert math.isfinite(run(True)[1]["loss"][-1])
