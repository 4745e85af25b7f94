"""What quotients along a line say of slopes: right, wrong, or nothing."""

import math

import pytest

from autograd.gradcheck import Function
from autograd.quotients import STEP, Line, Tolerance


def line(f, x: float) -> Line:
    """f, of one number and to one number, around x."""
    function = Function(lambda xs: [f(xs[0])], ["y"], ["x"], [abs(f(x))])
    return Line(function, [x], 0, Tolerance(1e-5, 0.0, STEP))


@pytest.mark.parametrize("x", [0.5, -3.0, 1e6])
def test_the_step_grows_with_the_input(x: float) -> None:
    along = line(lambda x: 3.0 * x, x)
    assert along.h == STEP * max(1.0, abs(x))
    assert (along.x(0), along.x(2)) == (x, x + 2.0 * along.h)
    assert along.slope(0, -1, 1) == pytest.approx(3.0, rel=1e-9)


def test_each_place_is_computed_once() -> None:
    seen: list[float] = []
    along = line(lambda x: seen.append(x) or x * x, 1.0)
    seen.clear()
    for _ in range(3):
        along.refusal(0), along.mismatch(0, "any", 2.0)
    assert len(seen) == len(set(seen)) == 3


@pytest.mark.parametrize(
    ("f", "x", "says"),
    [
        (lambda x: x * x, 1.0, ""),
        (abs, 0.0, "y bends at x = 0: its slope is -1 on the left and 1 on the right"),
        (lambda x: x // 1.0, 2.0, "y jumps at x = 2: it is 1 before, 2 there and 2 after"),
        (lambda x: math.sqrt(x) if x >= 0.0 else math.nan, 0.0, "y ends at x = 0 or near it"),
        (lambda x: math.inf, 0.0, "y is inf at x = 0: nothing to compare there"),
    ],
)
def test_where_there_is_no_slope_it_says_why(f, x: float, says: str) -> None:
    assert line(f, x).refusal(0).startswith(says)
    assert bool(line(f, x).refusal(0)) == bool(says)


def test_a_wrong_derivative_is_told_with_both_numbers() -> None:
    along = line(lambda x: x * x, 1.5)
    assert along.mismatch(0, "reverse", 3.0) == ""
    told = along.mismatch(0, "reverse", 3.001)
    assert told.startswith("the derivative of y by x is 3.001 in reverse mode, but central")
    assert "off by 0.001 (0.00033 relative)" in told
