"""Solutions of equations: their derivatives are exact, whatever found them; mistakes are named."""

from __future__ import annotations

import copy
import gc
import math
import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, strategies as st

from autograd import (
    Value,
    check_grads,
    cos,
    derivative,
    detect_anomaly,
    draw,
    exp,
    expression,
    grad,
    gradients,
    hessian,
    implicit,
    jacobian,
    jvp,
    latex,
    leaves,
    no_grad,
    value_and_grad,
    vjp,
)


class Point(NamedTuple):
    x: Any
    y: Any


@implicit(lambda x, a: x * x - a)
def root(a: float) -> float:
    return math.sqrt(a)


@implicit(fixed_point=lambda x, a: (x + a / x) / 2)
def heron(a: float, *, first: float = 1.0) -> float:
    x = first
    while abs(x * x - a) > 1e-15 * a:
        x = (x + a / x) / 2
    return x


@implicit(lambda x, p: [x["u"] * x["v"] - p.y, x["u"] + x["v"] - p.x])
def vieta(p: Point) -> dict[str, float]:
    """The numbers whose sum and product are given."""
    d = math.sqrt(p.x * p.x - 4.0 * p.y)
    return {"u": (p.x + d) / 2.0, "v": (p.x - d) / 2.0}


@implicit(lambda x, A, b: A @ x - b)
def linear(A: Any, b: Any) -> Any:
    return np.linalg.solve(A, b)


@pytest.mark.parametrize("f", [root, heron])
@pytest.mark.parametrize("D", [derivative, grad])
def test_derivatives_of_a_root_are_exact_to_high_order(f: Callable, D: Callable) -> None:
    exact = 2.0**0.5
    for n in range(5):
        assert f(2.0) == pytest.approx(exact, rel=1e-13)
        f, exact = D(f), exact * (0.5 - n) / 2.0


@given(st.floats(1e-6, 1e6))
def test_a_root_has_the_derivative_of_the_square_root(a: float) -> None:
    assert grad(root)(a) == pytest.approx(0.5 / math.sqrt(a), rel=1e-14)


def test_every_mode_and_every_nesting_is_right() -> None:
    check_grads(root, (2.0,), order=3)
    check_grads(vieta, (Point(4.0, 2.0),))
    check_grads(linear, (np.array([[1.0, 2.0], [5.0, 3.0]]), np.array([1.0, 2.0])))


def test_systems_have_the_derivatives_of_their_closed_form() -> None:
    def closed(p: Point) -> Any:
        d = (p.x * p.x - 4.0 * p.y).sqrt()
        return {"u": (p.x + d) / 2.0, "v": (p.x - d) / 2.0}

    p = Point(4.0, 2.0)
    for name in "uv":
        got, want = jacobian(vieta)(p)[name], jacobian(closed)(p)[name]
        assert list(got) == pytest.approx(list(want), rel=1e-14)
        u, v = (lambda p, f=f, name=name: f(p)[name] for f in (vieta, closed))
        for got, want in zip(hessian(u)(p), hessian(v)(p), strict=True):
            assert list(got) == pytest.approx(list(want), rel=1e-13)
        row = jvp(grad(u), (p,), (Point(1.0, 0.0),))[1]
        assert list(row) == pytest.approx(list(hessian(v)(p)[0]), rel=1e-13)


def test_the_derivative_of_a_linear_system_is_the_inverse() -> None:
    A, b = np.array([[1.0, 2.0, 0.0], [5.0, 3.0, 1.0], [0.0, 1.0, 7.0]]), np.array([1.0, 2.0, 3.0])
    assert np.allclose(jacobian(linear, 1)(A, b), np.linalg.inv(A), rtol=1e-14)
    _, pullback = vjp(linear, A, b)
    adjoint = pullback(np.array([1.0, 0.0, 0.0]))[0]
    assert np.allclose(adjoint, -np.outer(np.linalg.inv(A)[0], np.linalg.solve(A, b)), rtol=1e-13)


def test_floats_in_floats_out_values_in_values_out() -> None:
    assert (root(4.0), root(4), type(root(4))) == (2.0, 2.0, float)
    a = Value(4.0, "a")
    x = root(a)
    assert (x.data, x.parents, x.partials, str(x.op)) == (2.0, (a,), (0.25,), "root")
    (3.0 * x * x).backward()
    assert a.grad == pytest.approx(3.0)
    with no_grad():
        assert root(a).parents == ()
    with detect_anomaly():
        assert root(a).data == 2.0


def test_the_solver_runs_once_and_the_equation_is_not_needed_for_values() -> None:
    runs = {"solver": 0, "equation": 0}

    @implicit(lambda x, a: count("equation", [x[0] - a, x[1] - a * x[0]]))
    def powers(a):
        return count("solver", [a, a * a])

    def count(name, result):
        runs[name] += 1
        return result

    powers(3.0)
    with no_grad():
        powers(Value(3.0))
    assert runs == {"solver": 2, "equation": 0}
    assert jacobian(powers)(3.0) == [1.0, 6.0]
    assert jvp(powers, (3.0,), (1.0,)) == ([3.0, 9.0], [1.0, 6.0])
    assert runs == {"solver": 4, "equation": 2}
    assert grad(grad(lambda a: powers(a)[1]))(3.0) == 2.0
    assert runs["solver"] == 5


def test_the_solver_gets_floats_and_may_differentiate_for_itself() -> None:
    @implicit(lambda x, a: exp(x) - a)
    def log_by_newton(a):
        assert type(a) is float
        f, x = (lambda x: exp(x) - a), 0.0
        for _ in range(50):
            y, slope = value_and_grad(f)(x)
            x = x - y / slope
            assert type(x) is float
        return x

    assert grad(grad(log_by_newton))(2.0) == pytest.approx(-0.25, rel=1e-14)
    assert grad(lambda a: log_by_newton(a) * a)(2.0) == pytest.approx(1.0 + math.log(2.0))


def test_solutions_of_solutions() -> None:
    @implicit(lambda x, a: x - root(a) * cos(x))
    def inner(a):
        x = 0.5
        for _ in range(200):
            x = (x + math.sqrt(a) * math.cos(x)) / 2.0
        return x

    check_grads(inner, (0.8,), order=2)
    check_grads(lambda a: root(inner(a) + heron(a)), (0.8,), order=2)


def test_arguments_by_name_are_for_the_solver() -> None:
    assert grad(lambda a: heron(a, first=5.0))(4.0) == pytest.approx(0.25, rel=1e-14)
    assert heron(4.0, first=-1.0) == pytest.approx(-2.0)
    with pytest.raises(TypeError, match=r"heron has Value\(.*\) as an argument by name, .* positi"):
        heron(4.0, first=Value(1.0))
    with pytest.raises(TypeError, match="as an argument by name"):
        derivative(lambda a: heron(4.0, first=a))(1.0)


def test_it_is_drawn_and_written() -> None:
    a = Value(4.0, "a")
    assert expression(root(a)) == "f = root(a)"
    assert repr(root(a).op.rule) == "d root(x1)/dx1 = ..."
    u = vieta(Point(a, 2.0))["u"]
    assert str(u.op) == "vieta[0]"
    assert expression(u) == "f = vieta(a, 2)[0]"
    assert latex(u) == r"f = \mathrm{vieta}\left(a, 2\right)_{1}"
    assert "vieta[0]" in draw(u).pipe("svg").decode()
    assert vieta.__doc__ == "The numbers whose sum and product are given."


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_copies_are_differentiated_again(duplicate: Callable) -> None:
    p = Point(Value(4.0), Value(2.0))
    y = vieta(p)["u"] * root(p.x)
    twin = duplicate(y)
    for x, other in zip(p, leaves(twin)):
        [[slope], [same]] = gradients(y, [x]), gradients(twin, [other])
        assert (slope.data, gradients(slope, [x])[0].data) == (
            same.data, gradients(same, [other])[0].data,
        )  # fmt: skip
    assert pickle.loads(pickle.dumps(root)) is copy.deepcopy(root) is root


def test_nothing_is_left_to_the_garbage_collector() -> None:
    def step() -> None:
        p = Point(Value(4.0), Value(2.0))
        root(vieta(p)["u"] + heron(p.x)).backward()

    step()
    gc.collect()
    step()
    assert gc.collect() == 0
