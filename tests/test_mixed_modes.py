"""Forward and reverse mode inside one another: every mix, to high orders, without confusion."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from mpmath import mp
from test_table import ROWS, samples, width

import autograd
from autograd import Value, grad
from autograd.dual import Dual
from autograd.jacobians import hessian, hvp, jacobian
from autograd.primitives import Primitive
from autograd.pullback import vjp
from autograd.pushforward import derivative, jvp
from benchmarks.accuracy.exact import FUNCTIONS, exact

F: Callable[..., Any] = derivative  # forward
R: Callable[..., Any] = grad  # reverse
SMOOTH = ["exp", "sin", "tanh", "sigmoid", "log", "gelu", "arctan", "sqrt", "erf", "mish"]


def mixes(depth: int) -> Any:
    """All ways to nest forward and reverse mode, so deep."""
    words = list(itertools.product([F, R], repeat=depth))
    return pytest.mark.parametrize("modes", words, ids=lambda w: "".join("FR"[m is R] for m in w))


def along(f: Callable, i: int, mode: Callable) -> Callable:
    """The derivative of f(*xs) by the i-th x."""
    if mode is R:
        return grad(f, i)
    return lambda *xs: jvp(f, xs, tuple(float(i == j) for j in range(len(xs))))[1]


@mixes(2)
@pytest.mark.parametrize(
    ("program", "at", "want"),
    [
        (lambda D, d: D(lambda x: x * d(lambda y: x + y)(1.0)), 5.0, 1.0),
        (lambda D, d: D(lambda x: x * d(lambda y: x * y)(2.0)), 3.0, 6.0),
        (lambda D, d: D(lambda x: x * d(lambda y: x + y)(x)), 2.0, 1.0),
        (lambda D, d: D(lambda x: d(lambda y: x * y * y)(x)), 3.0, 12.0),
        (lambda D, d: D(lambda x: d(lambda y: x * x * x)(2.0)), 3.0, 0.0),
        (lambda D, d: D(lambda x: d(lambda x: x * x)(x) * x), 3.0, 12.0),
        (lambda D, d: D(lambda x: d(lambda y: D(lambda z: x * y * z)(y))(x)), 3.0, 1.0),
        (lambda D, d: D(lambda x: x * d(lambda y: x * D(lambda z: x * y * z**2)(y))(x)),
         2.0, 128.0),
        (lambda D, d: D(lambda x: x.data * d(lambda y: x * y)(1.0)), 2.0, 2.0),
        (lambda D, d: D(lambda x: d(lambda y: autograd.where(y > x, y, x * y))(1.0)), 2.0, 1.0),
        (lambda D, d: D(lambda x: d(lambda y: x * y + x * y**2 + x * y**3)(x)), 2.0, 45.0),
        (lambda D, d: D(lambda x: d(lambda y: d(lambda z: D(lambda w: x * y * z * w)(x))(y))(x)),
         2.0, 1.0),
    ],
)  # fmt: skip
def test_inner_and_outer_variables_are_not_confused(modes, program, at, want) -> None:
    slope = program(*modes)(at)
    assert (type(slope), slope) == (float, want)


@mixes(2)
def test_a_derivative_inside_an_iteration(modes: tuple[Callable, ...]) -> None:
    outer, inner = modes

    def root(x: Any) -> Any:
        """The square root by Newton's method, with a derivative of its own in each step."""
        f, y = lambda y: y * y - x, 2.0
        for _ in range(8):
            y = y - f(y) / inner(f)(y)
        return y

    assert outer(root)(3.0) == pytest.approx(0.5 / 3.0**0.5, rel=1e-14)


@mixes(2)
@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_second_derivatives_of_every_row_agree(row: Primitive, modes: Any) -> None:
    outer, inner = modes
    for operands in samples(row)[:2]:
        for i, j in itertools.product(range(width(row)), repeat=2):
            if row.chosen and 0 in (i, j):
                continue
            got = along(along(row, i, inner), j, outer)(*operands)
            want = along(along(row, i, R), j, R)(*operands)
            assert type(got) is float
            assert got == pytest.approx(want, rel=1e-12, abs=1e-14)


@mixes(2)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_second_derivatives_are_those_of_mpmath(name: str, modes: Any) -> None:
    outer, inner = modes
    row = autograd.primitives.TABLE[name]
    for (x,) in samples(row)[:3]:
        want = float(exact(name, x, 2)[2])
        assert outer(inner(row))(x) == pytest.approx(want, rel=1e-12, abs=1e-15)


@mixes(4)
def test_every_mix_of_four(modes: tuple[Callable, ...]) -> None:
    for name in SMOOTH:
        f = getattr(autograd, name)
        for mode in modes:
            f = mode(f)
        with mp.workdps(60):
            want = float(exact(name, 0.7, 4)[4])
        assert f(0.7) == pytest.approx(want, rel=1e-12)


@mixes(3)
def test_floats_in_floats_out_values_in_values_out(modes: tuple[Callable, ...]) -> None:
    f = lambda x: x**5  # noqa: E731
    for mode in modes:
        f = mode(f)
    assert type(f(2.0)) is float
    x = Value(2.0)
    y = f(x)
    assert (type(y), y.data) == (Value, 240.0)
    y.backward()
    assert x.grad == 240.0
    z = f(Dual(2.0, 10.0))
    assert (type(z), z.primal, z.tangent) == (Dual, 240.0, 2400.0)
    assert type(z.primal) is type(z.tangent) is float


@pytest.mark.parametrize("D", [F, R])
@pytest.mark.parametrize("wrap", [float, Value, Dual, lambda x: Dual(Value(x), 1.0)])
def test_constants_in_a_closure_may_be_of_any_kind(D: Callable, wrap: Callable) -> None:
    c = wrap(3.0)
    slope = D(lambda x: c * x * x)(2.0)
    assert (slope if isinstance(slope, float) else slope.data) == 12.0
    moving = Dual(3.0, 1.0)
    slope = D(lambda x: moving * x * x)(2.0)
    assert (slope.primal, slope.tangent) == (12.0, 4.0)


def cubic(x: Any) -> Any:
    return x[0] ** 3 * x[1] + x[1] ** 2 * x[0]


@pytest.mark.parametrize("D", [F, R])
def test_transformations_of_many_numbers_are_differentiated_too(D: Callable) -> None:
    for inside, want in [
        (lambda t: hessian(cubic)([t, 2.0 * t])[0][1], 6.0 * 2.0 + 4.0),
        (lambda t: jacobian(lambda x: [cubic(x), x[0]])([t, 2.0])[0][0], 6.0 * 2.0 * 2.0),
        (lambda t: jacobian(lambda x: [x[0] * x[1]] * 3)([t, t])[2][1], 1.0),
        (lambda t: hvp(cubic, ([t, 2.0],), ([1.0, 0.0],))[0][0], 6.0 * 2.0),
        (lambda t: hvp(cubic, ([2.0, 3.0],), ([t, 1.0],))[0][0], 6.0 * 2.0 * 3.0),
        (lambda t: vjp(cubic, [t, 2.0])[1](1.0)[0][1], 3.0 * 4.0 + 4.0),
        (lambda t: vjp(cubic, [2.0, 3.0])[1](t)[0][0], 36.0 + 9.0),
        (lambda t: jvp(cubic, ([t, 2.0],), ([0.0, 1.0],))[1], 12.0 + 4.0),
        (lambda t: jvp(cubic, ([2.0, 3.0],), ([t, 0.0],))[1], 36.0 + 9.0),
        (lambda t: hessian(lambda x: t * cubic(x))([2.0, 3.0])[0][0], 36.0),
        (lambda t: jacobian(lambda x: [t * x[0], x[1] * t])([2.0, 3.0])[1][1], 1.0),
    ]:
        assert D(inside)(2.0) == pytest.approx(want, rel=1e-14)


@pytest.mark.parametrize("D", [F, R])
def test_what_is_derived_inside_a_forward_mode_over_values_keeps_its_graph(D: Callable) -> None:
    x = Value(3.0)
    _, slope = jvp(lambda x: x * D(lambda y: x * y**2)(2.0), (x,), (1.0,))
    assert slope.data == 24.0  # d/dx (x * 4 x)
    slope.backward()
    assert x.grad == 8.0
