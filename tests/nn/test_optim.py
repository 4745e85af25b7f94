"""Optimisers: the same path as torch's, saved and continued to the bit, and safe to interrupt."""

import json
import math
import pickle
from pathlib import Path

import pytest
from pytest import approx

import nn
from autograd import Value
from nn import MLP, Optimizer

TABLE = json.loads((Path(__file__).parents[1] / "data" / "torch_optim.json").read_text())
PATHS = TABLE["paths"]
KINDS = [nn.SGD, nn.Adam, nn.AdamW, nn.RMSprop, nn.Adagrad]


def described(case):
    return "-".join([case["optimizer"], *(f"{k}={v}" for k, v in case["options"].items())])


def begin(case):
    parameters = [Value(x) for x in TABLE["start"]]
    return parameters, getattr(nn, case["optimizer"])(parameters, **case["options"])


def walk(parameters, optimizer, steps):
    """Where the parameters are after each of these steps of the table."""
    path = []
    for step in steps:
        if step == len(TABLE["gradients"]) // 2:
            optimizer.lr /= 4.0
        for p, g in zip(parameters, TABLE["gradients"][step], strict=True):
            p.grad = g
        optimizer.step()
        path.append([p.data for p in parameters])
    return path


EVERY_PATH = pytest.mark.parametrize("case", PATHS, ids=described)
STEPS = range(len(TABLE["gradients"]))


@EVERY_PATH
def test_parameters_go_the_way_that_torch_goes_also_when_the_rate_changes(case):
    parameters, optimizer = begin(case)
    for got, want in zip(walk(parameters, optimizer, STEPS), case["path"], strict=True):
        assert got == approx(want, rel=1e-12)
    assert optimizer.steps == len(STEPS)
    assert all(type(p.data) is float for p in parameters)


def test_every_optimiser_has_a_path():
    assert {case["optimizer"] for case in PATHS} == {kind.__name__ for kind in KINDS}


WAYS = {
    "as it is": lambda state: state,
    "pickle": lambda state: pickle.loads(pickle.dumps(state)),
    "json": lambda state: json.loads(json.dumps(state)),
}


@EVERY_PATH
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_saved_state_goes_on_to_the_same_bits(case, way):
    parameters, optimizer = begin(case)
    whole = walk(parameters, optimizer, STEPS)
    parameters, optimizer = begin(case)
    walk(parameters, optimizer, range(10))
    state = way(optimizer.state_dict())
    others = [Value(p.data) for p in parameters]
    other = getattr(nn, case["optimizer"])(others, lr=0.5)
    other.load_state_dict(state)
    assert other.state_dict() == state and repr(other) == repr(optimizer)
    assert walk(others, other, range(10, len(STEPS))) == whole[10:]


def test_a_state_stays_as_it_was_saved():
    parameters, optimizer = begin(PATHS[1])
    walk(parameters, optimizer, range(2))
    state = optimizer.state_dict()
    kept = json.dumps(state)
    walk(parameters, optimizer, range(2, 4))
    other = begin(PATHS[1])[1]
    other.load_state_dict(state)
    other.memory[0][0] = 99.0
    assert json.dumps(state) == kept


@pytest.mark.parametrize("kind", KINDS)
def test_a_parameter_without_gradient_stays_where_it_is(kind):
    parameter = Value(2.0)
    optimizer = kind([parameter], **({"weight_decay": 0.0} if kind is nn.AdamW else {}))
    for _ in range(3):
        optimizer.step()
    assert parameter.data == 2.0


@pytest.mark.parametrize("kind", KINDS)
def test_every_optimiser_finds_the_minimum_of_a_parabola(kind):
    x, y = Value(2.0), Value(-1.0)
    optimizer = kind([x, y], lr=0.5 if kind is nn.Adagrad else 0.1)
    for _ in range(200):
        optimizer.zero_grad()
        ((x - 1.0) ** 2 + 3.0 * (y - 0.5) ** 2).backward()
        optimizer.lr *= 0.98  # the scaled steps of some end only as the rate does
        optimizer.step()
    assert (x.data, y.data) == approx((1.0, 0.5), abs=0.02)


def test_zero_grad_clears_the_gradients():
    parameters = [Value(1.0), Value(2.0)]
    for p in parameters:
        p.grad = 3.0
    nn.SGD(parameters).zero_grad()
    assert [p.grad for p in parameters] == [0.0, 0.0]


def test_parameters_may_come_from_a_generator():
    model = MLP(2, [3, 1])
    optimizer = nn.SGD(p for p in model.parameters())
    assert optimizer.parameters == model.parameters()


REFUSED = [
    (lambda kind: kind([]), ValueError, "an optimiser needs parameters, got none"),
    (lambda kind: kind(Value(x) for x in ()), ValueError, "got none"),
    (lambda kind: kind([Value(1.0), 2.0]), TypeError, "an optimiser moves Values, got float"),
    (lambda kind: kind(MLP(2, [1]).state_dict()), TypeError, "an optimiser moves Values, got str"),
    *(
        (lambda kind, lr=lr: kind([Value(1.0)], lr), ValueError, f"lr must not be .* got {lr}")
        for lr in (-0.1, math.nan, math.inf)
    ),
    (
        lambda kind: kind([Value(1.0)], weight_decay=-0.1),
        ValueError,
        "weight_decay must not be negative, nan or inf, got -0.1",
    ),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make, error, message", REFUSED)
def test_what_cannot_be_optimised_is_refused(kind, make, error, message):
    with pytest.raises(error, match=message):
        make(kind)


OPTIONS = [
    (nn.SGD, {"momentum": -0.9}, "momentum must not be negative"),
    (nn.SGD, {"nesterov": True}, "Nesterov's momentum needs a momentum above 0"),
    (nn.Adam, {"betas": (1.0, 0.9)}, r"betas must be below 1, got \(1.0, 0.9\)"),
    (nn.Adam, {"betas": (0.9, 1.5)}, r"betas must be below 1, got \(0.9, 1.5\)"),
    (nn.AdamW, {"betas": (0.9, -0.1)}, "beta2 must not be negative"),
    (nn.Adam, {"betas": (math.nan, 0.9)}, "beta.*nan"),
    (nn.AdamW, {"betas": (0.9, math.nan)}, "beta.*nan"),
    (nn.Adam, {"eps": -1e-8}, "eps must not be negative"),
    (nn.RMSprop, {"alpha": -0.1}, "alpha must not be negative"),
    (nn.RMSprop, {"alpha": 1.5}, "alpha"),  # a negative mean of squares has no root
    (nn.RMSprop, {"momentum": math.nan}, "momentum must not be negative, nan"),
    (nn.Adagrad, {"lr_decay": -1.0}, "lr_decay must not be negative"),
]


@pytest.mark.parametrize("kind, options, message", OPTIONS)
def test_options_that_make_no_sense_are_refused(kind, options, message):
    with pytest.raises(ValueError, match=message):
        kind([Value(1.0)], **options)


STATE = nn.SGD([Value(1.0)]).state_dict()
FOREIGN = [
    (nn.Adam([Value(1.0)]).state_dict(), "this is not the state of SGD"),
    (nn.SGD([Value(1.0), Value(1.0)]).state_dict(), r"state is of \[2\] parameters, .* has 1"),
    ({}, "this is not the state of SGD"),
    (MLP(2, [1]).state_dict(), "this is not the state of SGD"),
    ({k: v for k, v in STATE.items() if k != "steps"}, "this is not the state of SGD"),
]


@pytest.mark.parametrize("state, message", FOREIGN)
def test_a_foreign_state_is_refused_and_nothing_is_changed(state, message):
    optimizer = nn.SGD([Value(1.0)], lr=0.7)
    before = optimizer.state_dict()
    with pytest.raises(ValueError, match=message):
        optimizer.load_state_dict(state)
    assert optimizer.state_dict() == before


class Interrupted(Optimizer):
    """Fails at a parameter whose gradient is -1, as Ctrl-C may at any of them."""

    memories = ("sum",)

    def __init__(self, parameters):
        super().__init__(parameters, lr=0.5)

    def update(self, x, g, *memory):
        if g == -1.0:
            raise KeyboardInterrupt
        return x - self.lr * g, memory[0] + g


def test_an_interrupted_step_moves_nothing_and_does_not_count():
    parameters = [Value(1.0), Value(2.0), Value(3.0)]
    optimizer = Interrupted(parameters)
    for p in parameters:
        p.grad = 1.0
    optimizer.step()
    before = optimizer.state_dict()
    parameters[2].grad = -1.0
    with pytest.raises(KeyboardInterrupt):
        optimizer.step()
    assert [p.data for p in parameters] == [0.5, 1.5, 2.5]
    assert optimizer.state_dict() == before
    assert before == {"steps": 1, "options": {"lr": 0.5}, "memory": {"sum": [1.0, 1.0, 1.0]}}


def test_an_optimiser_without_update_says_so():
    with pytest.raises(TypeError, match=r"Optimizer does not define update\(\)"):
        Optimizer([Value(1.0)], lr=0.1).step()


def test_repr_shows_the_options():
    optimizer = nn.SGD([Value(1.0), Value(2.0)], 0.1, momentum=0.9)
    shown = "lr=0.1, momentum=0.9, nesterov=False, weight_decay=0.0"
    assert repr(optimizer) == f"SGD(2 parameters, {shown})"
