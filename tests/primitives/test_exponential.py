"""Powers, roots, exponentials and logarithms at the ends of their domains."""

import math
from fractions import Fraction
from math import inf, nan

import pytest
from oracles import assert_edge, derivatives, hessian, same

from autograd import Value, pow, power

EDGES = [
    ("x ** y", (0.0, 0.0), 1.0, (0.0, 0.0)),
    ("x ** y", (0.0, 1.0), 0.0, (1.0, 0.0)),
    ("x ** y", (0.0, 0.5), 0.0, (inf, 0.0)),
    ("x ** y", (0.0, 1.5), 0.0, (0.0, 0.0)),
    ("x ** y", (0.0, 2.0), 0.0, (0.0, 0.0)),
    ("x ** y", (0.0, -1.0), inf, (-inf, -inf)),
    ("x ** y", (-2.0, 3.0), -8.0, (12.0, nan)),
    ("x ** y", (-2.0, 0.5), nan, (nan, nan)),
    ("x ** y", (1.0, nan), 1.0, (nan, 0.0)),
    ("x ** y", (nan, 0.0), 1.0, (0.0, nan)),
    ("x ** y", (inf, 0.0), 1.0, (0.0, inf)),
    ("x ** y", (10.0, 400.0), inf, (inf, inf)),
    ("x ** y", (-10.0, 401.0), -inf, (inf, nan)),
    ("x ** y", (1e-200, 2.0), 0.0, (2e-200, -0.0)),
    ("x ** 0", (0.0,), 1.0, (0.0,)),
    ("x ** 0", (nan,), 1.0, (0.0,)),
    ("x ** 0", (inf,), 1.0, (0.0,)),
    ("x ** 0.0", (-2.0,), 1.0, (0.0,)),
    ("x ** 1", (0.0,), 0.0, (1.0,)),
    ("x ** 2", (-0.0,), 0.0, (-0.0,)),
    ("x ** 2", (1e200,), inf, (2e200,)),
    ("x ** 3", (-2.0,), -8.0, (12.0,)),
    ("x ** 3.0", (-2.0,), -8.0, (12.0,)),
    ("x ** 3", (-1e200,), -inf, (inf,)),
    ("x ** -1", (0.0,), inf, (-inf,)),
    ("x ** -1", (-0.0,), -inf, (-inf,)),
    ("x ** -2", (-0.0,), inf, (inf,)),
    ("x ** 0.5", (0.0,), 0.0, (inf,)),
    ("x ** 0.5", (-2.0,), nan, (nan,)),
    ("x ** (1 / 3)", (-8.0,), nan, (nan,)),
    ("2 ** x", (3.0,), 8.0, (8.0 * math.log(2.0),)),
    ("0 ** x", (0.0,), 1.0, (0.0,)),
    ("0 ** x", (2.0,), 0.0, (0.0,)),
    ("0 ** x", (-1.0,), inf, (-inf,)),
    ("1 ** x", (nan,), 1.0, (0.0,)),
    ("(-2) ** x", (3.0,), -8.0, (nan,)),
    ("2 ** x", (2000.0,), inf, (inf,)),
    ("sqrt(x)", (0.0,), 0.0, (inf,)),
    ("sqrt(x)", (-0.0,), -0.0, (-inf,)),
    ("sqrt(x)", (-1.0,), nan, (nan,)),
    ("sqrt(x)", (inf,), inf, (0.0,)),
    ("cbrt(x)", (0.0,), 0.0, (inf,)),
    ("cbrt(x)", (-0.0,), -0.0, (inf,)),
    ("cbrt(x)", (-8.0,), -2.0, (1.0 / 12.0,)),
    ("cbrt(x)", (-inf,), -inf, (0.0,)),
    ("exp(x)", (709.0,), math.exp(709.0), (math.exp(709.0),)),
    ("exp(x)", (710.0,), inf, (inf,)),
    ("exp(x)", (-746.0,), 0.0, (0.0,)),
    ("exp(x)", (-inf,), 0.0, (0.0,)),
    ("exp2(x)", (1024.0,), inf, (inf,)),
    ("exp2(x)", (-inf,), 0.0, (0.0,)),
    ("expm1(x)", (-0.0,), -0.0, (1.0,)),
    ("expm1(x)", (-40.0,), -1.0, (math.exp(-40.0),)),
    ("expm1(x)", (710.0,), inf, (inf,)),
    ("expm1(x)", (-inf,), -1.0, (0.0,)),
    ("log(x)", (0.0,), -inf, (inf,)),
    ("log(x)", (-1.0,), nan, (nan,)),
    ("log(x)", (-inf,), nan, (nan,)),
    ("log(x)", (inf,), inf, (0.0,)),
    ("log2(x)", (0.0,), -inf, (inf,)),
    ("log2(x)", (-1.0,), nan, (nan,)),
    ("log10(x)", (0.0,), -inf, (inf,)),
    ("log10(x)", (-1.0,), nan, (nan,)),
    ("log1p(x)", (5e-324,), 5e-324, (1.0,)),
    ("log1p(x)", (-0.0,), -0.0, (1.0,)),
    ("log1p(x)", (-1.0,), -inf, (inf,)),
    ("log1p(x)", (-1.5,), nan, (nan,)),
    ("reciprocal(x)", (0.0,), inf, (-inf,)),
    ("reciprocal(x)", (-0.0,), -inf, (-inf,)),
    ("square(x)", (-1e200,), inf, (-2e200,)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7, -1, -2, 0.5, 1.5, -0.5, Fraction(3, 2), True])
def test_a_plain_exponent_needs_no_logarithm(n: float) -> None:
    x = Value(1.75)
    y = x**n
    assert (str(y.op), y.parents) == (f"**{float(n):g}", (x,))
    want = [1.75 ** float(n)]
    for k in range(3):
        want.append(math.prod(float(n) - j for j in range(k + 1)) * 1.75 ** (float(n) - k - 1))
    assert derivatives(lambda x: x**n, 1.75, 3) == pytest.approx(want, rel=1e-15)


@pytest.mark.parametrize("x", [-2.0, -0.5, 0.0, 3.0])
def test_int_and_float_exponents_are_the_same_row(x: float) -> None:
    for n in (-3, -1, 0, 1, 2, 5):
        assert (Value(x) ** n).op is (Value(x) ** float(n)).op is power.row(float(n))


@pytest.mark.parametrize("x", [0.5, 1.0, 2.0, 10.0])
@pytest.mark.parametrize("y", [0.0, 1.0, 2.0, -1.0, 0.5, 3.7])
def test_second_derivatives_of_a_variable_power(x: float, y: float) -> None:
    log_x = math.log(x)
    xx = y * (y - 1.0) * x ** (y - 2.0)
    xy = x ** (y - 1.0) * (1.0 + y * log_x)
    yy = x**y * log_x**2
    assert hessian(pow, x, y) == [
        pytest.approx([xx, xy], rel=1e-14, abs=1e-300),
        pytest.approx([xy, yy], rel=1e-14, abs=1e-300),
    ]


def test_powers_are_never_complex() -> None:
    for y in (0.5, -0.5, 1 / 3, math.pi):
        for root in (
            Value(-8.0) ** y,
            Value(-8.0) ** Value(y),
            -(8 ** Value(y)) * 0.0 + Value(nan),
        ):
            assert type(root.data) is float
        assert same((Value(-8.0) ** y).data, nan)
