"""Jacobians, Hessians and Hessian times vector: values, structures, shapes, symmetry and costs."""

from __future__ import annotations

import gc
import itertools
import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd import Value, exp, grad, logsumexp, no_grad, prod, sin, sqrt, tanh, where
from autograd.backward import adjoints, tangents
from autograd.jacobians import hessian, hvp, jacobian, recorded
from autograd.modes import active, state
from autograd.pullback import vjp
from autograd.pushforward import jvp
from autograd.reverse import gradients


@pytest.fixture
def sweeps(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many sweeps of each kind were made."""
    counts: Counter[str] = Counter()
    for module, sweep in [("jacobians", tangents), ("pullback", adjoints), ("pullback", gradients)]:

        def counted(*args: Any, sweep: Callable = sweep, **named: Any) -> Any:
            counts[sweep.__name__] += 1
            return sweep(*args, **named)

        monkeypatch.setattr(f"autograd.{module}.{sweep.__name__}", counted)
    return counts


@pytest.mark.parametrize(
    ("m", "n", "want"),
    [
        (1, 3, {"adjoints": 1}), (3, 3, {"adjoints": 3}),
        (4, 3, {"tangents": 3}), (9, 1, {"tangents": 1}),
    ],
)  # fmt: skip
def test_a_jacobian_takes_one_run_and_the_fewer_sweeps(m, n, want, sweeps) -> None:
    runs = []

    def f(x: list[Any]) -> list[Any]:
        runs.append(x)
        return [sum(x[j] ** (i + 1) * (j + 1.0) for j in range(n)) for i in range(m)]

    xs = [1.5 + j for j in range(n)]
    got = jacobian(f)(xs)
    assert got == [[(i + 1.0) * xs[j] ** i * (j + 1.0) for j in range(n)] for i in range(m)]
    assert all(type(g) is float for row in got for g in row)
    assert (len(runs), sweeps) == (1, want)


def test_forward_and_reverse_sweeps_agree() -> None:
    f = lambda x: [sin(x[0] * x[1]), x[1] / x[0], x[2], 5.0, x[0] * tanh(x[2] * x[1])]  # noqa: E731
    xs = [0.7, -1.3, 2.1]
    by_columns = jacobian(f)(xs)
    by_rows = [jacobian(lambda x, i=i: f(x)[i])(xs) for i in range(5)]
    for got, want in zip(by_columns, by_rows, strict=True):
        assert got == pytest.approx(want, rel=1e-15, abs=1e-16)


def test_structures_within_structures() -> None:
    f = lambda p, t: {"a": p["w"][0] * t, "b": (p["w"][1] * p["c"],)}  # noqa: E731
    p = {"w": [2.0, 3.0], "c": 5.0}
    by_p = {"a": {"w": [7.0, 0.0], "c": 0.0}, "b": ({"w": [0.0, 5.0], "c": 3.0},)}
    assert jacobian(f)(p, 7.0) == by_p
    assert jacobian(f, 1)(p, 7.0) == {"a": 2.0, "b": (0.0,)}
    assert jacobian(f, (1, 0))(p, 7.0) == {"a": (2.0, by_p["a"]), "b": ((0.0, by_p["b"][0]),)}


def test_arrays_give_the_shape_of_the_result_then_that_of_the_argument() -> None:
    W, x = np.arange(6.0).reshape(2, 3), np.array([1.0, 2.0, 3.0])
    by_W, by_x = jacobian(lambda W, x: W @ x, (0, 1))(W, x)
    assert (by_W.shape, by_W.dtype, by_x.tolist()) == ((2, 2, 3), np.float64, W.tolist())
    assert by_W.tolist() == np.einsum("ij,k->ijk", np.eye(2), x).tolist()
    squares = jacobian(lambda W: W**2)(W)
    assert squares.shape == (2, 3, 2, 3)
    assert squares.reshape(6, 6).tolist() == np.diag(2.0 * W.ravel()).tolist()
    assert (
        jacobian(lambda p: np.sin(p["w"]))({"w": x, "b": 1.0})["w"].tolist()
        == np.diag(np.cos(x)).tolist()
    )
    assert jacobian(lambda x: np.sum(x**2))(x).tolist() == [2.0, 4.0, 6.0]
    assert jacobian(lambda t: t * x)(2.0).tolist() == x.tolist()
    assert [r.tolist() for r in jacobian(lambda x: [x[0], x[1]])(x)] == [[1, 0, 0], [0, 1, 0]]


def test_values_in_values_out() -> None:
    x = Value(2.0)
    J = jacobian(lambda x: [x**3, x**2, 1.0])(x)
    assert [(type(g), g.data) for g in J] == [(Value, 12.0), (Value, 4.0), (Value, 0.0)]
    J[0].backward()
    assert x.grad == 12.0
    H = hessian(lambda x: x**3)(x)
    assert (type(H), H.data) == (Value, 12.0)
    assert [g.data for g in hvp(lambda x, y: x**3 * y, (x, 1.0), (1.0, 0.0))] == [12.0, 12.0]
    assert hvp(lambda x: x**3, (2.0,), (Value(3.0),))[0].data == 36.0


def g(x: Any) -> Any:
    """A function of three numbers with all kinds of edges between them."""
    return exp(x[0] * x[1]) * sin(x[2]) + logsumexp(x) * x[1] / x[2] + prod(x) + x[0] ** x[2]


def test_a_hessian_is_symmetric_to_the_last_bit_and_right() -> None:
    x = [0.7, -1.3, 2.1]
    H = hessian(g)(x)
    for i, j in itertools.product(range(3), repeat=2):
        assert H[i][j] == H[j][i]
        want = grad(lambda x, i=i: grad(g)(x)[i])(x)[j]
        assert H[i][j] == pytest.approx(want, rel=1e-13)


def test_a_hessian_takes_one_run_one_gradient_and_a_sweep_for_each_number(sweeps) -> None:
    hessian(g)([0.7, -1.3, 2.1])
    assert sweeps == {"gradients": 1, "tangents": 3}


def test_a_product_with_the_hessian_takes_one_sweep(sweeps) -> None:
    x, v = [0.7, -1.3, 2.1], [1.0, -2.0, 0.5]
    (got,) = hvp(g, (x,), (v,))
    assert sweeps == {"gradients": 1, "tangents": 1}
    assert got == pytest.approx((np.array(hessian(g)(x)) @ v).tolist(), rel=1e-13)


def test_hessians_of_several_arguments_and_arrays() -> None:
    f = lambda A, b: np.sum(A**3) * b  # noqa: E731
    A, b = np.array([[1.0, 2.0]]), 3.0
    (AA, Ab), (bA, bb) = hessian(f, (0, 1))(A, b)
    assert AA.shape == (1, 2, 1, 2)
    assert AA.reshape(2, 2).tolist() == [[18.0, 0.0], [0.0, 36.0]]
    assert (Ab.tolist(), bA.tolist(), bb) == ([[3.0, 12.0]], [[3.0, 12.0]], 0.0)
    dA, db = hvp(f, (A, b), (np.array([[1.0, 0.0]]), 1.0))
    assert (dA.tolist(), db) == ([[21.0, 12.0]], 3.0)
    nested = hessian(lambda p: p["x"] ** 2 * p["y"][0])({"x": 2.0, "y": [3.0]})
    assert nested == {"x": {"x": 6.0, "y": [4.0]}, "y": [{"x": 4.0, "y": [0.0]}]}


def test_straight_and_constant_functions() -> None:
    assert hessian(lambda x: 3 * x[0])([1.0, 2.0]) == [[0.0, 0.0], [0.0, 0.0]]
    assert hessian(lambda x: 7)([1.0]) == [[0.0]]
    assert hessian(lambda x: x[0] * x[0] / 2.0)([5.0]) == [[1.0]]
    assert hvp(lambda x: 7.0, (2.0,), (1.0,)) == (0.0,)
    assert jacobian(lambda x: [1.0, x[0], 2, x[0]])([3.0]) == [[0.0], [1.0], [0.0], [1.0]]
    assert jacobian(lambda x: [])([3.0]) == hessian(lambda x: 1.0)([]) == []
    assert jacobian(lambda x: [1.0, 2.0])([]) == [[], []]


def test_infinite_slopes_stay_where_they_are() -> None:
    J = jacobian(lambda x: [sqrt(x[0]), x[1], x[0] + x[1]])([0.0, 2.0])
    assert J == [[math.inf, 0.0], [0.0, 1.0], [1.0, 1.0]]
    f = lambda x: sqrt(where(x[0] > 0, x[0], 1.0)) * x[1]  # noqa: E731
    assert jacobian(lambda x: [f(x)] * 3)([-1.0, 2.0]) == [[0.0, 1.0]] * 3
    assert hessian(f)([-1.0, 2.0]) == [[0.0, 0.0], [0.0, 0.0]]


def test_with_aux() -> None:
    f = lambda x: (x[0] * x[1], {"x": x, "text": "t"})  # noqa: E731
    aux = {"x": [2.0, 3.0], "text": "t"}
    assert jacobian(f, has_aux=True)([2.0, 3.0]) == ([3.0, 2.0], aux)
    assert hessian(f, has_aux=True)([2.0, 3.0]) == ([[0.0, 1.0], [1.0, 0.0]], aux)


def test_modes_do_not_matter_and_are_left_alone() -> None:
    with no_grad():
        assert hessian(lambda x: x**3)(2.0) == 12.0
        assert jacobian(lambda x: [x**3] * 2)(2.0) == [12.0, 12.0]
        assert hvp(lambda x: x**3, (2.0,), (1.0,)) == (12.0,)
    assert (state.transforming, active) == (0, [])


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: jacobian(lambda x: "x")(1.0), TypeError, r"<lambda>\(\.\.\.\) is a str"),
        (lambda: jacobian(lambda x: [x, None])(1.0), TypeError, r"<lambda>\(\.\.\.\)\[1\] is None"),
        (lambda: jacobian(lambda x: x)(["a"]), TypeError, r"args\[0\]\[0\] is a str"),
        (lambda: jacobian(lambda x: x, 1)(1.0), IndexError, "argnums=1"),
        (lambda: hessian(lambda x: [x, x])(1.0), TypeError, "a list of 2; use jacobian"),
        (lambda: hvp(lambda x: [x], (1.0,), (1.0,)), TypeError, "a list of 1; use jacobian"),
        (lambda: hvp(sin, 1.0, 1.0), TypeError, "primals are the arguments"),
        (lambda: hvp(sin, (1.0,), ([1.0],)), TypeError, r"tangents\[0\] is a list of 1, but prim"),
        (lambda: hessian(1.0), TypeError, "takes a function, got a float"),
        (lambda: jacobian(Value(1.0)), TypeError, "takes a function, got a Value"),
        (lambda: hvp(None, (1.0,), (1.0,)), TypeError, "takes a function, got None"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(call, kind, message) -> None:
    with pytest.raises(kind, match=message):
        call()


def test_no_cycle_is_left_behind() -> None:
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            grad(lambda p: np.sum(p["w"]) * p["b"])({"w": np.ones(3), "b": 2.0})
            jacobian(lambda x: [x[0] * x[1]] * 3)([1.0, 2.0])
            hessian(lambda x: x[0] * x[1])([1.0, 2.0])
            vjp(lambda x: [x, x], 1.0)[1]([1.0, 2.0])
            jvp(grad(lambda x: x**3), (2.0,), (1.0,))
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("width", [1, 3])
def test_a_recorded_run_gives_numbers_and_derivatives_without_another(width: int) -> None:
    runs = []

    def f(xs: list[Any]) -> dict[str, Any]:
        runs.append(xs)
        return {"product": xs[0] * xs[-1], "sizes": [x * x for x in xs]}

    numbers, rows = recorded(f, [2.0] * width, "f(...)")
    assert numbers == [4.0] * (1 + width)
    for _ in range(2):
        ends = [4.0] if width == 1 else [2.0, 0.0, 2.0]
        assert rows() == [ends, *([4.0 * (i == j) for j in range(width)] for i in range(width))]
    assert len(runs) == 1
