"""What is no solution, no equation or no function of its arguments is refused, by name."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value, derivative, exp, grad, implicit, jacobian, value_and_grad


@implicit(lambda x, a: x * x - a)
def root(a: float) -> float:
    return math.sqrt(a)


def moved_by(shift: float, **options: Any) -> Callable:
    return implicit(lambda x, a: x**3 - a, **options)(lambda a: math.cbrt(a) + shift)


@pytest.mark.parametrize("shift", [0.01, -0.5, 1e-3])
def test_what_is_no_solution_has_no_derivative(shift: float) -> None:
    assert moved_by(shift)(8.0) == 2.0 + shift
    with pytest.raises(ValueError, match=r"<lambda> returned .*, which does not solve .* off by"):
        grad(moved_by(shift))(8.0)
    with pytest.raises(ValueError, match="does not solve its equation"):
        derivative(moved_by(shift))(8.0)


def test_solutions_may_be_as_far_off_as_solvers_leave_them() -> None:
    for shift in (1e-6, -1e-8):
        assert grad(moved_by(shift))(8.0) == pytest.approx(1.0 / 12.0, rel=1e-5)
    assert grad(moved_by(0.01, tolerance=0.1))(8.0) == pytest.approx(1.0 / 12.0, rel=0.02)
    near_zero = implicit(lambda x, a: exp(x) - 1.0 - a)(lambda a: 1e-8)
    assert grad(near_zero)(0.0) == pytest.approx(1.0, rel=1e-7)


@pytest.mark.parametrize("shift", [math.nan, math.inf])
def test_nan_stays_nan(shift: float) -> None:
    value, slope = value_and_grad(moved_by(shift))(8.0)
    assert not math.isfinite(value) and (math.isnan(slope) or slope == 0.0)


def test_a_singular_equation_is_named() -> None:
    with pytest.raises(ZeroDivisionError, match=r"equation of root .* singular at \[0.0\]"):
        root(Value(0.0))
    assert root(0.0) == 0.0
    double = implicit(lambda x, a: [x[0] + x[1] - a, 2 * x[0] + 2 * x[1] - 2 * a])
    with pytest.raises(ZeroDivisionError, match="does not determine how its solution changes"):
        jacobian(double(lambda a: [a, 0.0]))(1.0)


@pytest.mark.parametrize(
    ("equation", "solve", "error", "message"),
    [
        (lambda x, a: [x - a, x], lambda a: a, ValueError, "solution has, 1, but it gives 2"),
        (lambda x, a: x[0] - a, lambda a: [a, a], ValueError, "has, 2, but it gives 1"),
        (lambda x, a: "0", lambda a: a, TypeError, "is a str, which is no number"),
        (lambda x, a: x - a, lambda a: None, TypeError, r"<lambda>\(...\) is None, which is no"),
        (lambda x, a: x - a, lambda a: Value(a), TypeError, "returned a Value or Dual"),
        (lambda x, a: x - Value(2.0, "w") * a, lambda a: 2 * a, TypeError, "label='w'.*, which is"),
        (lambda x, a: Value(0.0), lambda a: a, TypeError, "not among its arguments"),
    ],
)
def test_what_does_not_fit_is_named(equation, solve, error, message) -> None:
    with pytest.raises(error, match=message):
        grad(lambda a: implicit(equation)(solve)(a) * 1.0)(3.0)


def test_a_fixed_point_of_another_shape_is_named() -> None:
    twice = implicit(fixed_point=lambda x, a: [a, a])(lambda a: a)
    with pytest.raises(ValueError, match="has, 1, but it gives 2"):
        grad(twice)(1.0)


def test_a_derivative_through_a_closure_is_never_lost() -> None:
    def outer(b: Any) -> Any:
        return implicit(lambda x, a: x - a * b)(lambda a: a * getattr(b, "data", b))(2.0 * b)

    for D in (grad, derivative):
        with pytest.raises(TypeError, match="is not among its arguments: pass it as one"):
            D(outer)(3.0)


def test_one_equation_is_given() -> None:
    for equations in ({}, {"equation": abs, "fixed_point": abs}):
        with pytest.raises(TypeError, match="an equation, or fixed_point="):
            implicit(**equations)
    with pytest.raises(TypeError, match="takes a function"):
        implicit(3.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="takes a function"):
        implicit(abs)(3.0)  # type: ignore[arg-type]
