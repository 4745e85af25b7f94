"""A segment has the values and derivatives of what it stands for, and keeps no graph of it."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable
from typing import Any

import pytest
from graphs import network
from hypothesis import given, settings, strategies as st

from autograd import (
    Value,
    check_grads,
    checkpoint,
    cos,
    derivative,
    exp,
    grad,
    gradients,
    hessian,
    hvp,
    jvp,
    log,
    maximum,
    no_grad,
    sin,
    tanh,
    topological_sort,
    vjp,
    where,
)

W, B = Value(0.75, "w"), Value(-0.25, "b")


def step(x: Any, a: Any) -> Any:
    return x + a * sin(x) * tanh(a - x)


def chain(x: Any, a: Any, n: int = 20) -> Any:
    for _ in range(n):
        x = step(x, a)
    return x


def reaching(x: Any, a: Any) -> Any:
    """Parameters that are no arguments, together and with the arguments."""
    shared = W * W + B
    return {"y": cos(x * W) * shared, "z": [a * x, shared, x, 3.0]}


def branching(x: Any, a: Any) -> Any:
    return [maximum(x, a) * x, where(x > a, a, exp(x)), log(x * x + a * a)]


FUNCTIONS = [chain, reaching, branching]
every_function = pytest.mark.parametrize("f", FUNCTIONS)


def all_derivatives(f: Callable, at: list[Value], order: int) -> list[float]:
    """The numbers that f returns, and all their derivatives by `at`, W and B up to that order."""
    result = f(*at)
    ys = [result] if isinstance(result, Value) else [*result] if isinstance(result, list) else None
    ys = ys or [result["y"], *result["z"]]
    ys = [y for y in ys if isinstance(y, Value)]
    numbers = [y.data for y in ys]
    for _ in range(order):
        ys = [g for y in ys for g in gradients(y, [*at, W, B])]
        numbers += [y.data for y in ys]
    return numbers


@every_function
@given(x=st.floats(-3.0, 3.0), a=st.floats(0.1, 2.0))
@settings(max_examples=10, deadline=None)
def test_values_and_derivatives_are_those_of_the_function(f: Callable, x: float, a: float) -> None:
    want = all_derivatives(f, [Value(x), Value(a)], 2)
    got = all_derivatives(checkpoint(f), [Value(x), Value(a)], 2)
    assert got == pytest.approx(want, rel=1e-11, abs=1e-11)


@every_function
def test_every_mode_is_right(f: Callable) -> None:
    check_grads(checkpoint(f), (1.2, 0.7))


def test_mixed_modes_of_high_order_agree() -> None:
    f, g = (lambda x: chain(x, 0.4)), (lambda x: checkpoint(chain)(x, 0.4))
    for D, E in [(grad, grad), (grad, derivative), (derivative, grad), (derivative, derivative)]:
        assert D(E(D(g)))(0.5) == pytest.approx(derivative(f, 3)(0.5), rel=1e-9)
    for transformed in (
        lambda f: hessian(f, (0, 1))(0.5, 0.4),
        lambda f: [list(hvp(f, (0.5, 0.4), (1.0, 2.0)))],
        lambda f: [[jvp(grad(f), (0.5, 0.4), (0.0, 1.0))[1], vjp(f, 0.5, 0.4)[1](2.0)[1]]],
    ):
        for got, want in zip(transformed(checkpoint(chain)), transformed(chain), strict=True):
            assert list(got) == pytest.approx(list(want), rel=1e-11)


def test_a_segment_is_a_node_for_each_number() -> None:
    x, a = Value(0.5, "x"), Value(0.4, "a")
    y = checkpoint(chain)(x, a)
    assert (type(y), str(y.op), y.parents) == (Value, "chain", (x, a))
    assert topological_sort(y) == [x, a, y]
    plain = chain(x, a)
    plain.backward()
    want, x.grad, a.grad = (x.grad, a.grad), 0.0, 0.0
    y.backward()
    assert ((x.grad, a.grad), y.data) == (want, plain.data)


def test_what_a_number_does_not_depend_on_is_no_parent() -> None:
    x, a = Value(0.5), Value(0.4)
    first, same, other, constant = checkpoint(lambda x, a: [x * a, x, W, 3.0])(x, a)
    assert same is x and other is W and constant == 3.0
    assert checkpoint(lambda x, a: sin(x))(x, a).parents == (x, 0.4)
    zero = checkpoint(lambda x, a: [x * 1.0, a * 1.0])(x, a)
    exp(zero[0] * math.inf).backward()  # no inf * 0 on the way to a
    assert a.grad == 0.0
    assert first.parents == (x, a)


def test_inner_nodes_that_are_reached_are_operands() -> None:
    x, h = Value(0.5), W * 2.0

    def f(x):
        return sin(x * h) * h * h + W

    wanted, found = (gradients(y, [x, W, h]) for y in (f(x), checkpoint(f)(x)))
    assert [g.data for g in found] == pytest.approx([g.data for g in wanted], rel=1e-15)
    for a, b in zip(found, wanted, strict=True):
        again = [[g.data for g in gradients(slope, [x, W, h])] for slope in (a, b)]
        assert again[0] == pytest.approx(again[1], rel=1e-13)
    y = checkpoint(f)(x)
    assert y.parents == (x, h, W)
    y.backward()
    assert h.grad == pytest.approx(wanted[2].data)
    W.grad = 0.0


def test_leaves_made_inside_do_no_harm() -> None:
    def f(x):
        total = Value(0.0)
        for k in range(3):
            total = total + Value(float(k)) * x * x
        return total

    assert grad(grad(checkpoint(f)))(2.0) == 6.0
    assert checkpoint(f)(2.0).data == 12.0


def test_floats_in_floats_out_and_no_graph_under_no_grad() -> None:
    assert type(checkpoint(chain)(0.5, 0.4)) is float
    calls = []
    f = checkpoint(lambda x: calls.append(type(x)) or x * 2.0)
    with no_grad():
        assert (f(Value(1.0)).parents, f(1.0)) == ((), 2.0)
    assert calls == [Value, float]
    f(Value(1.0))
    assert len(calls) == 3  # at once, and not again on the way back


def test_segments_in_segments() -> None:
    inner = checkpoint(lambda x: step(x, W))
    outer = checkpoint(lambda x, a: inner(step(inner(x), a)))
    check_grads(outer, (0.5, 0.4), order=3)
    got, want = (
        gradients(f(Value(0.5), 0.4), [W])[0].data
        for f in (outer, lambda x, a: step(step(step(x, W), a), W))
    )
    assert got == pytest.approx(want, rel=1e-14)


def test_constants_that_move_forward_are_seen() -> None:
    slope = derivative(lambda a: checkpoint(lambda x: x * x * a)(3.0))(2.0)
    assert slope == 9.0
    assert grad(lambda x: derivative(lambda a: checkpoint(lambda x: x * x * a)(x))(2.0))(3.0) == 6.0


def test_long_chains_hold_little() -> None:
    xs, _ = network()
    gc.collect()
    before = sum(type(x) is Value for x in gc.get_objects())
    x = xs[0]
    f = checkpoint(lambda x: chain(x, 0.1, n=100))
    for _ in range(50):
        x = f(x)
    assert sum(type(v) is Value for v in gc.get_objects()) - before <= 60
    x.backward()
    want = derivative(lambda x: chain(x, 0.1, n=5000))(xs[0].data)
    assert xs[0].grad == pytest.approx(want, rel=1e-11)
    gc.collect()
    f(x).backward()
    assert gc.collect() == 0
