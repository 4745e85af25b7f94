"""Losses: values and gradients against torch and closed forms, kinds of input, and refusals."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

import nn
from autograd import Value
from autograd.pushforward import jvp

TABLE = json.loads((Path(__file__).parents[1] / "data" / "torch_losses.json").read_text())
INF = math.inf


def values(x):
    return [values(entry) for entry in x] if isinstance(x, list) else Value(x)


def flat(x):
    return [leaf for entry in x for leaf in flat(entry)] if isinstance(x, list) else [x]


def described(row):
    return f"{row['loss']}-{row['outputs']!s:.20}"


@pytest.mark.parametrize("row", TABLE["losses"], ids=described)
def test_values_and_gradients_are_those_of_torch(row):
    outputs, loss = values(row["outputs"]), getattr(nn, row["loss"])
    value = loss(outputs, row["targets"], **row["options"])
    value.backward()
    assert value.data == approx(row["value"], rel=1e-12)
    assert [v.grad for v in flat(outputs)] == approx(flat(row["grads"]), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("row", TABLE["losses"], ids=described)
def test_floats_give_the_same_float(row):
    loss = getattr(nn, row["loss"])
    value = loss(row["outputs"], row["targets"], **row["options"])
    assert type(value) is float
    assert value == loss(values(row["outputs"]), row["targets"], **row["options"]).data
    arrays = np.array(row["outputs"]), np.array(row["targets"])
    assert loss(*arrays, **row["options"]) == value
    assert type(loss(*arrays, **row["options"])) is float
    assert loss(values(row["outputs"]), arrays[1], **row["options"]).data == value


EDGES = [  # loss, outputs, targets, value, gradients
    ("mse", [3.0], [1.0], 4.0, [4.0]),
    ("mse", [1.0, 2.0], [1.0, 2.0], 0.0, [0.0, 0.0]),
    ("mae", [2.0, 1.0], [2.0, 4.0], 1.5, [0.0, -0.5]),
    ("huber", [0.5, -3.0], [0.0, 0.0], 1.3125, [0.25, -0.5]),
    ("huber", [1.0, -1.0], [0.0, 0.0], 0.5, [0.5, -0.5]),  # where parabola and line meet
    ("huber", [1e300], [0.0], 1e300, [1.0]),
    ("hinge", [2.0, 0.5], [1, -1], 0.75, [0.0, 0.5]),
    ("hinge", [-1.0, -1.0], [1.0, -1.0], 1.0, [-0.5, 0.0]),
    ("hinge", 0.25, 1, 0.75, -1.0),
    ("binary_cross_entropy", [0.5], [1], math.log(2.0), [-2.0]),
    ("binary_cross_entropy", [0.0, 1.0], [0, 1], 0.0, [0.5, -0.5]),  # certain, and right
    ("binary_cross_entropy", [0.0], [1], INF, [-INF]),
    ("binary_cross_entropy", [1.0], [0], INF, [INF]),
    ("binary_cross_entropy", [0.0], [0.5], INF, [-INF]),
    ("binary_cross_entropy", [0.25], [0.25], -math.log(0.25) / 4 - 0.75 * math.log(0.75), [0.0]),
    ("binary_cross_entropy_with_logits", [1000.0, -1000.0], [1, 0], 0.0, [0.0, 0.0]),
    ("binary_cross_entropy_with_logits", [1000.0, -1000.0], [0, 1], 1000.0, [0.5, -0.5]),
    ("binary_cross_entropy_with_logits", [1e308], [0], 1e308, [1.0]),
    ("binary_cross_entropy_with_logits", [INF, -INF], [1, 0], 0.0, [0.0, 0.0]),
    ("binary_cross_entropy_with_logits", [0.0], [0.5], math.log(2.0), [0.0]),
    ("cross_entropy", [[1000.0, -1000.0]], [0], 0.0, [0.0, 0.0]),
    ("cross_entropy", [[1000.0, -1000.0]], [1], 2000.0, [1.0, -1.0]),
    ("cross_entropy", [[-1000.0, -1000.0]], [1], math.log(2.0), [0.5, -0.5]),
    ("cross_entropy", [[-INF, 0.0]], [1], 0.0, [0.0, 0.0]),
    ("cross_entropy", [[-INF, 0.0]], [0], INF, [-1.0, 1.0]),
    ("cross_entropy", [[7.0]], [0], 0.0, [0.0]),
    ("nll", [[-INF, 0.0]], [0], INF, [-1.0, 0.0]),
    ("nll", [-0.5, -1.5], 1, 1.5, [0.0, -1.0]),
]


@pytest.mark.parametrize("name, outputs, targets, value, grads", EDGES)
def test_values_and_gradients_at_the_edges_are_exact(name, outputs, targets, value, grads):
    held, loss = values(outputs), getattr(nn, name)
    result = loss(held, targets)
    result.backward()
    assert result.data == approx(value, rel=1e-15)
    assert [v.grad for v in flat(held)] == approx(
        flat(grads) if isinstance(grads, list) else [grads], rel=1e-15
    )
    assert loss(outputs, targets) == result.data


@pytest.mark.parametrize("name", ["cross_entropy", "nll"])
def test_a_batch_gives_the_mean_of_its_samples(name):
    loss, outputs, targets = getattr(nn, name), [[0.5, -1.0, 2.0], [-3.0, 0.0, 1.0]], [2, 0]
    alone = [loss(x, t) for x, t in zip(outputs, targets, strict=True)]
    assert loss(outputs, targets) == approx(sum(alone) / 2, rel=1e-15)
    assert loss(outputs[:1], targets[:1]) == alone[0]


@pytest.mark.parametrize("name", ["mse", "mae", "huber", "hinge", "binary_cross_entropy"])
def test_any_nesting_gives_the_same_mean(name):
    loss, y, t = getattr(nn, name), [0.25, 0.5, 0.125, 0.75], [1, 1, 1, 1]
    assert loss([y[:2], y[2:]], [t[:2], t[2:]]) == loss(y, t)
    assert loss([[[x]] for x in y], [[[x]] for x in t]) == loss(y, t)
    assert loss(tuple(y), tuple(t)) == loss(y, t)
    assert loss([[x] for x in y], np.array(t)[:, None]) == loss(y, t)


TARGETS = {
    "bool": [True, False],
    "uint8": np.array([1, 0], np.uint8),
    "int64": np.array([1, 0]),
    "float32": np.array([1, 0], np.float32),
    "NumPy's bool": np.array([True, False]),
    "fractions": [Fraction(1), Fraction(0)],
    "Values": [Value(1.0), Value(0.0)],
}
REGRESSION = ["mse", "mae", "huber", "binary_cross_entropy", "binary_cross_entropy_with_logits"]


@pytest.mark.parametrize("targets", TARGETS.values(), ids=TARGETS)
@pytest.mark.parametrize("name", REGRESSION)
@pytest.mark.parametrize("outputs", [[0.1, 0.7], [0, 1]], ids=str)
def test_targets_are_numbers_of_any_kind(name, outputs, targets):
    loss = getattr(nn, name)
    want = loss(outputs, [1.0, 0.0])
    for y in (outputs, values(outputs)):
        got = loss(y, targets)
        assert getattr(got, "data", got) == want


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int8, np.int64, float])
def test_classes_and_sides_are_numbers_of_any_kind(kind):
    classes, sides = np.array([1, 0]).astype(kind), np.array([1, -1]).astype(kind)
    scores = [[0.5, 1.5], [0.25, -1.0]]
    assert nn.cross_entropy(values(scores), classes).data == nn.cross_entropy(scores, [1, 0])
    assert nn.nll(scores, classes) == nn.nll(scores, [1, 0])
    assert nn.hinge(values([0.5, 0.25]), sides).data == nn.hinge([0.5, 0.25], [1, -1]) == 0.875


def test_precision_is_not_lost_to_small_types():
    single = np.array([0.1, 0.3], np.float32)
    exact = [float(x) for x in single]
    assert nn.mse([0.7, 0.2], single) == nn.mse([0.7, 0.2], exact)
    assert nn.mse(single, [0.7, 0.2]) == nn.mse(exact, [0.7, 0.2])
    assert nn.mae(single, [0.7, 0.2]) == nn.mae(exact, [0.7, 0.2])


def test_a_wide_delta_makes_huber_half_the_squared_error():
    y, t = [0.5, -20.0], [1.0, 3.0]
    for delta in (23.0, 1e6, INF):
        assert nn.huber(y, t, delta=delta) == approx(nn.mse(y, t) / 2, rel=1e-15)


LENGTHS = [
    ([1.0, 2.0], [1.0], "there are 2 outputs for 1 targets"),
    ([1.0], [1.0, 0.0, 1.0], "there are 1 outputs for 3 targets"),
    ([[1.0, 2.0]], [[1.0]], "there are 2 outputs for 1 targets"),
    ([1.0, 2.0], 1.0, "outputs hold 2 numbers where targets hold one"),
    (1.0, [1.0, 0.0], "outputs hold one where targets hold 2 numbers"),
    ([[1.0], [1.0]], [1.0, 1.0], "outputs hold 1 numbers where targets hold one"),
]


@pytest.mark.parametrize("outputs, targets, message", LENGTHS)
@pytest.mark.parametrize("name", [*REGRESSION, "hinge"])
def test_lengths_that_differ_are_refused_with_both(name, outputs, targets, message):
    for y in (outputs, values(outputs)):
        with pytest.raises(ValueError, match=message):
            getattr(nn, name)(y, targets)


REFUSED = [
    *(("hinge", [0.5], [t], f"hinge needs targets -1 or \\+1, got {t!r}") for t in (0, 2, 0.5, -2)),
    ("hinge", [0.5], [math.nan], "got nan"),
    *(
        (f"binary_cross_entropy{suffix}", [0.5], [t], f"needs targets from 0 to 1, got {t!r}")
        for suffix in ("", "_with_logits")
        for t in (-1, 2, 1.0000001, math.nan, -INF)
    ),
    *(
        (name, [[1.0, 2.0, 3.0]], [t], f"target {t!r} is not the index of one of 3 classes")
        for name in ("cross_entropy", "nll")
        for t in (3, -1, 0.5, 1.5, math.nan, INF, -INF)
    ),
    ("cross_entropy", [[1.0, 2.0, 3.0]], [[0, 0, 1]], r"target \[0, 0, 1\] is not the index"),
    ("cross_entropy", [[1.0, 2.0]], ["a"], "target 'a' is not the index"),
    ("cross_entropy", [[1.0, 2.0]], [0, 1], "there are 1 outputs for 2 targets"),
    ("cross_entropy", [1.0, 2.0], [0, 1], "each sample needs a list of numbers"),
    ("nll", [[-1.0, -2.0]], [0, 1], "there are 1 outputs for 2 targets"),
    *(("huber", [1.0], [1.0], f"huber needs delta > 0, got {d:g}") for d in (0.0, -1.0, math.nan)),
]


@pytest.mark.parametrize("name, outputs, targets, message", REFUSED)
def test_what_has_no_loss_is_refused(name, outputs, targets, message):
    options = {"delta": float(message.split()[-1])} if name == "huber" else {}
    for y in (outputs, values(outputs)):
        with pytest.raises(ValueError, match=message):
            getattr(nn, name)(y, targets, **options)


@pytest.mark.parametrize("outputs, delta", [([0.3, 2.0], 1.0), ([-0.5, 0.1], 0.25)])
def test_huber_is_the_parabola_and_its_tangents(outputs, delta):
    y = values(outputs)
    nn.huber(y, [0.0, 0.0], delta=delta).backward()
    assert [v.grad for v in y] == approx(
        [max(-delta, min(x, delta)) / 2 for x in outputs], rel=1e-14
    )


@pytest.mark.parametrize("row", TABLE["losses"], ids=described)
def test_derivatives_are_carried_forward_too(row):
    loss = lambda y: getattr(nn, row["loss"])(y, row["targets"], **row["options"])  # noqa: E731
    outputs = row["outputs"]
    value, slope = jvp(loss, (outputs,), (ones(outputs),))
    assert value == approx(row["value"], rel=1e-12)
    assert slope == approx(math.fsum(flat(row["grads"])), rel=1e-12, abs=1e-15)


def ones(x):
    return [ones(entry) for entry in x] if isinstance(x, list) else 1.0
