"""+ - * / % // at zeros, infinities and nan."""

import math
from fractions import Fraction
from math import inf, nan

import pytest
from oracles import assert_edge

from autograd import Value, floor_divide, fmod, mod

EDGES = [
    ("x + y", (inf, -inf), nan, (1.0, 1.0)),
    ("x + y", (-0.0, -0.0), -0.0, (1.0, 1.0)),
    ("x + y", (1e308, 1e308), inf, (1.0, 1.0)),
    ("x - y", (inf, inf), nan, (1.0, -1.0)),
    ("x - y", (0.0, -0.0), 0.0, (1.0, -1.0)),
    ("x - y", (-0.0, 0.0), -0.0, (1.0, -1.0)),
    ("x * y", (0.0, inf), nan, (inf, 0.0)),
    ("x * y", (-0.0, 2.0), -0.0, (2.0, -0.0)),
    ("x * y", (1e300, -1e300), -inf, (-1e300, 1e300)),
    ("-x", (0.0,), -0.0, (-1.0,)),
    ("-x", (nan,), nan, (-1.0,)),
    ("identity(x)", (-0.0,), -0.0, (1.0,)),
    ("x / y", (1.0, 0.0), inf, (inf, -inf)),
    ("x / y", (1.0, -0.0), -inf, (-inf, -inf)),
    ("x / y", (-1.0, 0.0), -inf, (inf, inf)),
    ("x / y", (0.0, 0.0), nan, (inf, nan)),
    ("x / y", (2.0, inf), 0.0, (0.0, 0.0)),
    ("x / y", (inf, inf), nan, (0.0, nan)),
    ("x / y", (1e-320, 1e-310), 1e-320 / 1e-310, (inf, -1e-320 / 1e-310 / 1e-310)),
    ("x / y", (nan, 2.0), nan, (0.5, nan)),
    ("1 / x", (0.0,), inf, (-inf,)),
    ("1 / x", (-0.0,), -inf, (-inf,)),
    ("x / 0", (1.0,), inf, (inf,)),
    ("0 / x", (2.0,), 0.0, (0.0,)),
    ("x % y", (5.0, 0.0), nan, (1.0, nan)),
    ("x % y", (5.0, inf), 5.0, (1.0, 0.0)),
    ("x % y", (-5.0, inf), inf, (1.0, 1.0)),
    ("x % y", (6.0, 2.0), 0.0, (1.0, -3.0)),
    ("x % y", (1.0, 0.1), 1.0 % 0.1, (1.0, -9.0)),
    ("x % y", (-7.0, 3.0), 2.0, (1.0, 3.0)),
    ("x % y", (7.0, -3.0), -2.0, (1.0, 3.0)),
    ("x % y", (inf, 2.0), nan, (1.0, nan)),
    ("fmod(x, y)", (5.0, 0.0), nan, (1.0, nan)),
    ("fmod(x, y)", (inf, 2.0), nan, (1.0, nan)),
    ("fmod(x, y)", (nan, 2.0), nan, (1.0, nan)),
    ("fmod(x, y)", (2.0, nan), nan, (1.0, nan)),
    ("fmod(x, y)", (-5.0, inf), -5.0, (1.0, 0.0)),
    ("fmod(x, y)", (-6.0, 2.0), -0.0, (1.0, 3.0)),
    ("fmod(x, y)", (1.0, 0.1), math.fmod(1.0, 0.1), (1.0, -9.0)),
    ("fmod(x, y)", (-7.0, 3.0), -1.0, (1.0, 2.0)),
    ("fmod(x, y)", (7.0, -3.0), 1.0, (1.0, 2.0)),
    ("x // y", (-7.0, 2.0), -4.0, (0.0, 0.0)),
    ("x // y", (1.0, 0.0), nan, (nan, nan)),
    ("x // y", (1e300, 1e-300), inf, (0.0, 0.0)),
    ("x // y", (nan, 1.0), nan, (nan, nan)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("x", [7.0, -7.0, 0.3, 1e17, -1e-3])
@pytest.mark.parametrize("y", [2.0, -3.0, 0.1, 1e16])
def test_quotient_and_remainder_belong_together(x: float, y: float) -> None:
    assert (floor_divide(x, y), mod(x, y)) == divmod(x, y)
    assert tuple(v.data for v in divmod(Value(x), y)) == divmod(x, y)


@pytest.mark.parametrize("x", [7.0, -7.0, 0.3, 1e17, -1e-3])
@pytest.mark.parametrize("y", [2.0, -3.0, 0.1, 1e16])
def test_the_slope_of_fmod_is_the_exact_quotient_without_its_fraction(x: float, y: float) -> None:
    z, (by_x, by_y) = fmod.evaluate(x, y)
    assert (z, by_x) == (math.fmod(x, y), 1.0)
    assert by_y == float(-math.trunc(Fraction(x) / Fraction(y)))
