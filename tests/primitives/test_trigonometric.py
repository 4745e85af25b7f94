"""Circular functions and lengths at infinity, at branch points and at every scale."""

import math
from math import inf, nan, pi

import pytest
from oracles import assert_edge, derivatives, hessian

from autograd import arcsin, arctan2, hypot

EDGES = [
    *(
        (f"{name}(x)", (x,), nan, (nan,))
        for name in ("sin", "cos", "tan")
        for x in (inf, -inf, nan)
    ),
    ("sin(x)", (-0.0,), -0.0, (1.0,)),
    ("arcsin(x)", (1.0,), pi / 2, (inf,)),
    ("arcsin(x)", (-1.0,), -pi / 2, (inf,)),
    ("arcsin(x)", (1.5,), nan, (nan,)),
    ("arccos(x)", (1.0,), 0.0, (-inf,)),
    ("arccos(x)", (-1.0,), pi, (-inf,)),
    ("arccos(x)", (-1.5,), nan, (nan,)),
    ("arctan(x)", (inf,), pi / 2, (0.0,)),
    ("arctan(x)", (-inf,), -pi / 2, (0.0,)),
    ("arctan(x)", (1e200,), pi / 2, (0.0,)),
    ("arctan2(x, y)", (0.0, 0.0), 0.0, (0.0, 0.0)),
    ("arctan2(x, y)", (-0.0, -0.0), -pi, (0.0, 0.0)),
    ("arctan2(x, y)", (0.0, -1.0), pi, (-1.0, 0.0)),
    ("arctan2(x, y)", (-0.0, -1.0), -pi, (-1.0, 0.0)),
    ("arctan2(x, y)", (inf, inf), pi / 4, (0.0, 0.0)),
    ("arctan2(x, y)", (1.0, -inf), pi, (0.0, 0.0)),
    ("arctan2(x, y)", (-inf, 1.0), -pi / 2, (0.0, 0.0)),
    ("arctan2(x, y)", (nan, 1.0), nan, (nan, nan)),
    ("arctan2(x, y)", (1.0, nan), nan, (nan, nan)),
    ("degrees(x)", (-0.0,), -0.0, (180.0 / pi,)),
    ("degrees(x)", (-inf,), -inf, (180.0 / pi,)),
    ("degrees(x)", (1e308,), inf, (180.0 / pi,)),
    ("radians(x)", (180.0,), pi, (pi / 180.0,)),
    ("radians(x)", (nan,), nan, (pi / 180.0,)),
    ("hypot(x, y)", (0.0, 0.0), 0.0, (0.0, 0.0)),
    ("hypot(x, y)", (-0.0, -2.0), 2.0, (0.0, -1.0)),
    ("hypot(x, y)", (inf, 1.0), inf, (1.0, 0.0)),
    ("hypot(x, y)", (-inf, inf), inf, (-1.0, 1.0)),
    ("hypot(x, y)", (inf, nan), inf, (1.0, nan)),
    ("hypot(x, y)", (1.0, nan), nan, (nan, nan)),
    ("hypot(x, y)", (1.7976931348623157e308,) * 2, inf, (0.0, 0.0)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("y", [inf, -inf, nan])
def test_no_derivative_of_an_angle_at_nan(y: float) -> None:
    _, (_, slope) = arctan2.evaluate(y, nan)
    assert math.isnan(slope)


@pytest.mark.parametrize("scale", [1e-200, 1e-150, 1e-3, 1.0, 1e3, 1e150, 1e200])
def test_length_and_angle_at_every_scale(scale: float) -> None:
    x, y = 3.0 * scale, 4.0 * scale
    h, slopes = hypot.evaluate(x, y)
    assert (h, *slopes) == pytest.approx((5.0 * scale, 0.6, 0.8), rel=4e-16)
    angle, slopes = arctan2.evaluate(y, x)
    assert (angle, *slopes) == pytest.approx((math.atan2(4.0, 3.0), 0.12 / scale, -0.16 / scale))
    assert slopes == pytest.approx((0.12 / scale, -0.16 / scale), rel=1e-15)


def test_second_derivatives_of_length_and_angle() -> None:
    x, y, h = 3.0, 4.0, 5.0
    assert hessian(hypot, x, y) == [
        pytest.approx([y * y / h**3, -x * y / h**3], rel=1e-14),
        pytest.approx([-x * y / h**3, x * x / h**3], rel=1e-14),
    ]
    assert hessian(arctan2, y, x) == [
        pytest.approx([-2 * x * y / h**4, (y * y - x * x) / h**4], rel=1e-14),
        pytest.approx([(y * y - x * x) / h**4, 2 * x * y / h**4], rel=1e-14),
    ]


def test_arcsin_near_1_is_exact() -> None:
    x = 1.0 - 1e-7
    _, slope = derivatives(arcsin, x, 1)
    assert slope == pytest.approx(1.0 / math.sqrt((1.0 - x) * (1.0 + x)), rel=4e-16)
