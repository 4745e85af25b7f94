"""Every smooth function and its derivatives, as exact as floats can be, everywhere."""

import math

import pytest
from oracles import derivatives

from autograd.primitives import TABLE
from benchmarks.accuracy.exact import FUNCTIONS, error, exact

MAGNITUDES = (
    *(1e-300, 1e-100, 1e-20, 1e-8, 1e-3, 0.1, 0.3, 0.5, 0.75, 0.9, 1 - 1e-7, 1 - 2**-53, 1.0),
    *(1 + 1e-7, 1.2, 1.5, 2.0, 3.7, 5.5, 10.0, 19.2, 30.5, 36.7, 37.55, 38.4, 100.0, 300.0, 700.0),
    *(709.0, 711.0, 713.0, 740.0, 1e5, 1e10, 1e77, 1e100, 1e200, 1e300),
)
POINTS = (0.0, *MAGNITUDES, *(-x for x in MAGNITUDES))
# zero, where the values of sigmoid, softplus and others are joined, and far out on both sides
JOINTS_AND_TAILS = (0.0, 0.3, 0.6, 1.5, -1.5, 5.0, 20.0, -26.0, 300.0, -710.0, 800.0)
OUTSIDE = {"reciprocal": {0.0}, "cbrt": {0.0}}  # not differentiable there
# where their tails begin to be subnormal, they are products of such numbers, which have few digits
BOUND = {"gelu": 1e-14}
SECOND_BOUND = {"mish": 1e-13}
BEYOND = {
    "sin": 1e10,
    "cos": 1e10,
    "tan": 1e10,
    "sinc": 1e10,
    "erf": 1e10,
    "erfc": 1e10,
    "gelu": 1e10,
    "ndtr": 1e10,
}


def points(name: str, candidates: tuple[float, ...]) -> list[float]:
    """The candidates inside the domain, and where the oracle takes no more than milliseconds."""
    low, high = TABLE[name].domain
    limit, outside = BEYOND.get(name, math.inf), OUTSIDE.get(name, set())
    return [x for x in candidates if low < x < high and abs(x) <= limit and x not in outside]


def worst(name: str, candidates: tuple[float, ...], order: int) -> list[tuple[float, float]]:
    """For each order of derivative, the largest error and where it is."""
    found = [(0.0, 0.0)] * (order + 1)
    for x in points(name, candidates):
        pairs = zip(derivatives(TABLE[name], x, order), exact(name, x, order), strict=True)
        for k, (got, want) in enumerate(pairs):
            found[k] = max(found[k], (error(got, want), x))
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_value_and_two_derivatives_are_right_to_the_last_digits(name: str) -> None:
    value, first, second = worst(name, POINTS, order=2)
    assert max(value, first) < (BOUND.get(name, 1e-15), math.inf)
    assert second < (SECOND_BOUND.get(name, 1e-14), math.inf)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_six_derivatives_are_right_at_joints_and_in_tails(name: str) -> None:
    for k, (largest, x) in enumerate(worst(name, JOINTS_AND_TAILS, order=6)):
        assert largest < 1e-13, f"derivative {k} at {x}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_there_are_twenty_points(name: str) -> None:
    assert len(points(name, POINTS)) >= 20
