"""SciPy's solvers on functions of Values: what they find, what runs, and what is refused."""

from __future__ import annotations

import doctest
import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import autograd.objectives
from autograd import exp, grad
from autograd.objectives import objective, residuals

T = np.linspace(0.0, 4.0, 12)
Y = 2.5 * np.exp(-1.3 * T) + 0.5 + 0.01 * np.cos(7.0 * T)
START = [-1.2, 1.0]


def rosenbrock(x: Any) -> Any:
    """Zero at (1, 1), at the end of a bent valley."""
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def decay(p: Any, t: Any = T) -> Any:
    """What an exponential with an offset misses the data by."""
    return [p[0] * exp(-p[1] * x) + p[2] - y for x, y in zip(t.tolist(), Y.tolist())]


@pytest.fixture
def optimize() -> Any:
    """SciPy's optimisers."""
    return pytest.importorskip("scipy.optimize")


@pytest.mark.parametrize("method", ["BFGS", "L-BFGS-B", "CG", "SLSQP"])
def test_first_order_methods_find_the_minimum(method: str, optimize: Any) -> None:
    found = optimize.minimize(objective(rosenbrock), START, jac=True, method=method, tol=1e-10)
    assert found.x == pytest.approx([1.0, 1.0], rel=1e-4)


@pytest.mark.parametrize(
    ("method", "second"),
    [
        *(
            ("Newton-CG", "hess"),
            ("trust-exact", "hess"),
            ("dogleg", "hess"),
            ("trust-ncg", "hess"),
        ),
        *(("Newton-CG", "hessp"), ("trust-ncg", "hessp")),
    ],
)
def test_second_order_methods_find_it_exactly(method: str, second: str, optimize: Any) -> None:
    f = objective(rosenbrock)
    start = [0.9, 0.8] if method == "dogleg" else START  # it wants a positive definite Hessian
    given = {second: getattr(f, second)}
    found = optimize.minimize(f, start, jac=True, method=method, tol=1e-12, **given)
    assert found.x == pytest.approx([1.0, 1.0], rel=1e-9)


def test_further_arguments_are_passed_on(optimize: Any) -> None:
    f = objective(lambda x, a, b: (x[0] - a) ** 2 + a * (x[1] - b) ** 2)
    found = optimize.minimize(
        f, [0.0, 0.0], (3.0, 4.0), "Newton-CG", jac=True, hess=f.hess, tol=1e-12
    )
    assert found.x == pytest.approx([3.0, 4.0], rel=1e-9)
    assert f.hessp([0.0, 0.0], [1.0, 0.0], 3.0, 4.0).tolist() == [2.0, 0.0]


def test_a_nesting_is_optimised_as_a_flat_array(optimize: Any) -> None:
    start = {"w": np.zeros((2, 2)), "b": [0.0, 0.0]}
    f = objective(lambda p: ((p["w"] - np.eye(2)) ** 2).sum() + (p["b"][0] - 3.0) ** 2, start)
    assert f.start.tolist() == [0.0] * 6
    best = f.nested(optimize.minimize(f, f.start, jac=True).x)
    assert best["w"] == pytest.approx(np.eye(2), abs=1e-6)
    assert best["b"] == pytest.approx([3.0, 0.0], abs=1e-6)


def test_least_squares_finds_what_curve_fit_finds(optimize: Any) -> None:
    r = residuals(decay)
    found = optimize.least_squares(r, [1.0, 1.0, 0.0], jac=r.jac, xtol=1e-14, gtol=1e-14)
    want, _ = optimize.curve_fit(lambda t, a, b, c: a * np.exp(-b * t) + c, T, Y, [1.0, 1.0, 0.0])
    assert found.x == pytest.approx(want, rel=1e-6)
    assert optimize.leastsq(r, [1.0, 1.0, 0.0], Dfun=r.jac)[0] == pytest.approx(want, rel=1e-6)


@pytest.mark.parametrize("method", ["hybr", "lm"])
def test_a_system_of_two_equations_is_solved(method: str, optimize: Any) -> None:
    r = residuals(lambda x: [x[0] ** 2 + x[1] ** 2 - 25.0, x[0] * x[1] - 12.0])
    found = optimize.root(r, [5.0, 2.0], jac=r.jac, method=method, tol=1e-12)
    assert found.x == pytest.approx([4.0, 3.0], rel=1e-10)


def test_derivatives_are_arrays_of_floats() -> None:
    f, r = objective(rosenbrock), residuals(decay)
    value, slope = f(START)
    a, b = START
    assert type(value) is float
    assert value == rosenbrock(START)
    assert slope.tolist() == grad(rosenbrock)(START)
    H = np.array([[1200 * a * a - 400 * b + 2, -400 * a], [-400 * a, 200.0]])
    assert f.hess(START) == pytest.approx(H, rel=1e-14)
    assert f.hessp(START, [1.0, 2.0]) == pytest.approx(H @ [1.0, 2.0], rel=1e-14)
    p = [2.0, 1.5, 0.5]
    e = np.exp(-1.5 * T)
    assert r(p) == pytest.approx(2.0 * e + 0.5 - Y, rel=1e-14)
    assert r.jac(p) == pytest.approx(np.array([e, -2.0 * T * e, np.ones(12)]).T, rel=1e-14)
    shapes = [x.dtype for x in (slope, f.hess(START), f.hessp(START, START), r(p), r.jac(p))]
    assert shapes == [np.dtype(float)] * 5


def test_value_and_gradient_share_one_run() -> None:
    seen = []

    def f(x: Any, a: float = 1.0) -> Any:
        seen.append(a)
        return x[0] * a

    g = objective(f)
    x = np.array([2.0])
    assert (g(x), g.value(x), g.grad(x).tolist()) == ((2.0, [1.0]), 2.0, [1.0])
    assert len(seen) == 1
    x[0] = 3.0  # in place, as solvers do
    assert (g.value(x), g.value(x, 5.0), len(seen)) == (3.0, 15.0, 3)
    g.grad(x, 5.0)[0] = 7.0
    assert g.grad(x, 5.0).tolist() == [5.0]


def test_residuals_and_their_jacobian_share_one_run() -> None:
    seen = []

    def f(x: Any, a: float = 1.0) -> Any:
        seen.append(a)
        return [x[0] * a, x[0] * x[1]]

    r = residuals(f)
    x = np.array([2.0, 3.0])
    assert (r(x).tolist(), r.jac(x).tolist()) == ([2.0, 6.0], [[1.0, 0.0], [3.0, 2.0]])
    assert len(seen) == 1
    r(x)[0] = r.jac(x)[0, 0] = 7.0  # what was given away may be changed
    assert (r(x).tolist(), r.jac(x).tolist()) == ([2.0, 6.0], [[1.0, 0.0], [3.0, 2.0]])
    assert len(seen) == 1
    x[1] = 5.0  # in place, as solvers do
    assert (r.jac(x).tolist(), r(x).tolist(), len(seen)) == ([[1.0, 0.0], [5.0, 2.0]], [2, 10], 2)
    assert (r(x, 4.0).tolist(), r.jac(x, 4.0)[0, 0], len(seen)) == ([8.0, 10.0], 4.0, 3)


@pytest.mark.parametrize("solve", ["least_squares", "root"])
def test_a_solver_runs_the_function_once_for_each_point(solve: str, optimize: Any) -> None:
    points = []

    def f(x: Any) -> Any:
        points.append(tuple(float(v.data) for v in x))
        return [x[0] ** 2 + x[1] ** 2 - 25.0, x[0] * x[1] - 12.0]

    r = residuals(f)
    found = getattr(optimize, solve)(r, [5.0, 2.0], jac=r.jac)
    assert found.x == pytest.approx([4.0, 3.0], rel=1e-6)
    assert [a for a, b in pairwise(points) if a == b] == []


def test_after_an_error_the_function_runs_again() -> None:
    fail = [True]

    def f(x: Any) -> Any:
        if fail.pop():
            raise ArithmeticError
        return [x[0]]

    r = residuals(f)
    with pytest.raises(ArithmeticError):
        r([1.0])
    fail.append(False)
    assert r([1.0]).tolist() == [1.0]


def test_curve_fit_takes_the_jacobian_of_the_model(optimize: Any) -> None:
    model = residuals(lambda p: [p[0] * exp(-p[1] * t) + p[2] for t in T.tolist()])
    start = [1.0, 1.0, 0.0]
    want, _ = optimize.curve_fit(lambda t, a, b, c: a * np.exp(-b * t) + c, T, Y, start)
    for method in ("lm", "trf"):
        found, _ = optimize.curve_fit(
            lambda t, *p: model(p), T, Y, start, jac=lambda t, *p: model.jac(p), method=method
        )
        assert found == pytest.approx(want, rel=1e-6)


def test_residuals_may_be_nested_and_take_a_nesting() -> None:
    r = residuals(lambda p, a: {"u": p["x"] * a, "v": [p["y"], 4.0]}, {"x": 1, "y": 2.0})
    assert (r.start.tolist(), r.nested(r.start)) == ([1.0, 2.0], {"x": 1.0, "y": 2.0})
    assert r([3.0, 5.0], 2.0).tolist() == [6.0, 5.0, 4.0]
    assert r.jac([3.0, 5.0], 2.0).tolist() == [[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]]


def test_evaluations_count_the_runs_of_the_function() -> None:
    runs: list[Any] = []
    f = objective(lambda x: runs.append(1) or rosenbrock(x))
    assert f.evaluations == 0
    f(START), f.value(START), f.grad(START)
    assert f.evaluations == len(runs) == 1
    f.hess(START), f.hessp(START, [1.0, 0.0]), f.value([0.0, 0.0])
    assert f.evaluations == len(runs) == 4
    r = residuals(decay)
    r([2.0, 1.0, 0.0]), r.jac([2.0, 1.0, 0.0])
    assert r.evaluations == 1


def test_several_numbers_are_refused_with_the_way_out() -> None:
    with pytest.raises(TypeError, match="<lambda> returned a list of 2; use residuals"):
        objective(lambda x: [x[0], x[1]])(START)
    with pytest.raises(TypeError, match="no number"):
        residuals(lambda x: "text")(START)
    with pytest.raises(TypeError, match="takes a function"):
        objective(rosenbrock(START))


@pytest.mark.parametrize("function", [objective, residuals], ids=lambda f: f.__name__)
def test_the_examples_with_scipy_hold(function: Any, optimize: Any) -> None:
    doc = function.__doc__.replace("# doctest: +SKIP", "")
    space = vars(autograd.objectives).copy()
    examples = doctest.DocTestParser().get_doctest(doc, space, function.__name__, None, None)
    assert doctest.DocTestRunner().run(examples, out=sys.stderr.write).failed == 0
