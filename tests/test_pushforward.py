"""jvp and derivative: values, structures, high orders against mpmath, errors and what it costs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import autograd
from autograd import Value, exp, no_grad, sin, sqrt, where
from autograd.dual import Dual
from autograd.modes import active, state
from autograd.primitives import TABLE
from autograd.pushforward import derivative, jvp
from benchmarks.accuracy.exact import FUNCTIONS, error, exact


def test_floats_in_floats_out() -> None:
    y, dy = jvp(lambda x, y: x * y, (2.0, 3), (1.0, 10))
    assert (type(y), y, type(dy), dy) == (float, 6.0, float, 23.0)
    assert jvp(lambda x: 3, (2.0,), (1.0,)) == (3.0, 0.0)
    assert jvp(lambda x: x, [2.0], [7.0]) == (2.0, 7.0)


def test_any_nesting_in_and_out() -> None:
    def f(p: Any, t: Any) -> Any:
        return {"sum": p["w"][0] + p["w"][1] * t, "rest": [p["b"], (1.0, t)]}

    y, dy = jvp(f, ({"w": [1.0, 2.0], "b": 3.0}, 4.0), ({"b": 1.0, "w": [5.0, 6.0]}, 0.5))
    assert y == {"sum": 9.0, "rest": [3.0, (1.0, 4.0)]}
    assert dy == {"sum": 5.0 + 24.0 + 1.0, "rest": [1.0, (0.0, 0.5)]}


def test_arrays_of_any_shape() -> None:
    x, v = np.arange(6.0).reshape(1, 2, 3), np.ones((1, 2, 3))
    y, dy = jvp(lambda x: np.sin(x)[0].T, (x,), (v,))
    assert (y.shape, y.dtype, dy.shape, dy.dtype) == ((3, 2), np.float64, (3, 2), np.float64)
    assert dy == pytest.approx(np.cos(x)[0].T, rel=1e-15)
    y, dy = jvp(exp, (np.array(0.0),), (np.array(2.0),))
    assert (y, dy) == (1.0, 2.0)


def test_values_in_values_out() -> None:
    x = Value(2.0)
    y, dy = jvp(lambda x: [x**3, 3 * x, 5.0], (x,), (1.0,))
    assert [type(v) for v in (*y, *dy)] == [Value] * 6
    assert [v.data for v in (*y, *dy)] == [8.0, 6.0, 5.0, 12.0, 3.0, 0.0]
    dy[0].backward()
    assert x.grad == 12.0
    t = Value(5.0)
    jvp(lambda x: x**3, (2.0,), (t,))[1].backward()
    assert t.grad == 12.0


def test_a_closure_over_values_goes_on_the_graph() -> None:
    w = Value(3.0)
    y, dy = jvp(lambda x: w * x * x, (2.0,), (1.0,))
    (y + dy).backward()
    assert (y.data, dy.data, w.grad) == (12.0, 12.0, 8.0)


def test_with_aux() -> None:
    notes = object()
    y, dy, aux = jvp(lambda x: (x * x, [x, notes]), (3.0,), (1.0,), has_aux=True)
    assert (y, dy, aux[0], aux[1] is notes) == (9.0, 6.0, 3.0, True)


def test_a_direction_that_is_not_taken_does_no_harm() -> None:
    assert jvp(lambda x, y: sqrt(x) * y, (0.0, 2.0), (0.0, 1.0)) == (0.0, 0.0)
    assert jvp(lambda x, y: sqrt(x) * y, (0.0, 2.0), (1.0, 0.0)) == (0.0, math.inf)
    assert jvp(lambda x: where(x > 0, sqrt(x), 0.0), (-1.0,), (1.0,)) == (0.0, 0.0)
    assert jvp(lambda x: sqrt(where(x > 0, x, 0.0)), (-1.0,), (1.0,)) == (0.0, 0.0)


def test_no_grad_is_no_obstacle() -> None:
    with no_grad():
        assert jvp(sin, (0.0,), (1.0,)) == (0.0, 1.0)
    assert (state.transforming, active) == (0, [])


@pytest.mark.parametrize(
    ("primals", "tangents", "message"),
    [
        (2.0, 1.0, r"primals are the arguments .* as in \(p,\), got a float"),
        ((2.0,), 1.0, "tangents are the arguments"),
        ((2.0,), (1.0, 2.0), "tangents is a tuple of 2, but primals is a tuple of 1"),
        (([1.0, 2.0],), ([1.0],), r"tangents\[0\] is a list of 1, but primals\[0\] is a list of 2"),
        (({"w": 1.0},), (1.0,), r"tangents\[0\] is a float, but primals\[0\] is a dict of 'w'"),
        (([1.0, "x"],), ([1.0, 1.0],), r"primals\[0\]\[1\] is a str"),
        ((1.0,), (None,), r"tangents\[0\] is None"),
    ],
)
def test_primals_and_tangents_that_do_not_fit(primals: Any, tangents: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        jvp(lambda *xs: xs[0], primals, tangents)


@pytest.mark.parametrize(
    ("f", "message"),
    [
        (lambda x: None, r"<lambda>\(\.\.\.\) is None, which is no number"),
        (lambda x: {"a": [x, "b"]}, r"<lambda>\(\.\.\.\)\['a'\]\[1\] is a str"),
        (3.0, "takes a function, got a float"),
    ],
)
def test_what_is_returned_must_be_numbers(f: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        jvp(f, (1.0,), (1.0,))
    with pytest.raises(TypeError, match=r"with has_aux .* returned a Dual"):
        jvp(lambda x: x, (1.0,), (1.0,), has_aux=True)


POINTS = (-8.5, -3.0, -1.0, -0.3, 0.0, 0.25, 0.9, 1.7, 4.0, 12.5, 25.0)
POLES = {("reciprocal", 0.0), ("cbrt", 0.0)}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_derivatives_up_to_the_sixth_are_those_of_mpmath(name: str) -> None:
    row = TABLE[name]
    low, high = row.domain
    for x in POINTS:
        if not low < x < high or (name, x) in POLES:
            continue
        for n, want in enumerate(exact(name, x, 6)):
            got = derivative(row, n)(x)
            assert type(got) is float
            zero = abs(want) < 1e-39 and abs(got) < 1e-15  # up to mpmath's own rounding
            assert zero or error(got, want) < 1e-12, (x, n, got, float(want))


def test_derivatives_of_compositions() -> None:
    assert [derivative(lambda x: x**5, n)(2.0) for n in range(7)] == [32, 80, 160, 240, 240, 120, 0]
    f = derivative(lambda x: exp(sin(x)), 4)
    s, c = math.sin(0.3), math.cos(0.3)
    want = math.exp(s) * (c**4 - 6 * s * c**2 + 3 * s**2 - 4 * c**2 + s)
    assert f(0.3) == pytest.approx(want, rel=1e-14)


def test_derivative_of_a_curve_with_further_arguments() -> None:
    curve = lambda t, r, *, h=1.0: [r * t.cos(), r * t.sin(), h * t]  # noqa: E731
    assert derivative(curve)(0.0, 2.0, h=3.0) == [0.0, 2.0, 3.0]
    assert derivative(curve, 2)(0.0, 2.0) == [-2.0, 0.0, 0.0]


def test_derivative_of_a_value_and_at_a_dual() -> None:
    x = Value(2.0)
    y = derivative(lambda x: x**4, 2)(x)
    y.backward()
    assert (y.data, x.grad) == (48.0, 48.0)
    y = derivative(lambda x: x**4, 2)(Dual(2.0, 10.0))
    assert (y.primal, y.tangent) == (48.0, 480.0)


@pytest.mark.parametrize(("n", "kind"), [(1.5, ValueError), (-1, ValueError), ("1", TypeError)])
def test_an_order_is_a_whole_number(n: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        derivative(sin, n)
    assert derivative(sin, 2.0)(0.0) == 0.0  # type: ignore[arg-type]
    assert derivative(sin, 0) is sin


def test_one_number_is_wanted_and_the_message_says_what_to_do_with_many() -> None:
    for thing, got in [
        ("x", "a str"),
        ([1.0], "a list of 1"),
        (np.ones(2), "an array of shape .*"),
    ]:
        with pytest.raises(TypeError, match=f"sin.* got {got}: call it for each number, or use"):
            derivative(np.sin)(thing)
    assert derivative(np.sin)(np.float64(0.0)) == 1.0


def test_the_name_is_kept_and_errors_leave_no_trace() -> None:
    def wave(x: Any) -> Any:
        return 1 // 0

    assert derivative(wave).__name__ == "wave"
    with pytest.raises(ZeroDivisionError):
        derivative(wave)(Value(1.0))
    assert state.transforming == 0


def test_f_runs_once_and_no_node_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Any] = []

    def f(x: Any) -> Any:
        runs.append(x)
        return autograd.total([x[0] * x[1], x[2].tanh()])

    monkeypatch.setattr("autograd.operations.new", None)  # what all nodes are made by
    jvp(f, ([1.0, 2.0, 3.0],), ([1.0, 1.0, 1.0],))
    assert len(runs) == 1
