"""Activations at their kinks, at infinity and at nan."""

import math
from math import inf, nan

import pytest
from mpmath import mp, mpf
from oracles import assert_edge, derivatives, identical

from autograd import (
    elu,
    grad,
    hardtanh,
    leaky_relu,
    logaddexp,
    logaddexp2,
    relu,
    selu,
    sigmoid,
    softplus,
)
from benchmarks.accuracy.exact import error, exact

LAMBDA, ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
SMOOTH = (sigmoid, softplus)
EDGES = [
    *((f"{f.name}(x)", (nan,), nan, (nan,)) for f in (*SMOOTH, elu, selu)),
    ("sigmoid(x)", (inf,), 1.0, (0.0,)),
    ("sigmoid(x)", (-inf,), 0.0, (0.0,)),
    ("softplus(x)", (inf,), inf, (1.0,)),
    ("softplus(x)", (-inf,), 0.0, (0.0,)),
    ("softplus(x)", (800.0,), 800.0, (1.0,)),
    ("softplus(x)", (-745.0,), 5e-324, (5e-324,)),
    *((f"{name}(x)", (nan,), nan, (nan,)) for name in ("relu", "leaky_relu", "hardtanh")),
    ("logaddexp(x, y)", (-inf, 2.0), 2.0, (0.0, 1.0)),
    ("logaddexp(x, y)", (inf, -inf), inf, (1.0, 0.0)),
    ("logaddexp(x, y)", (inf, inf), inf, (nan, nan)),
    ("logaddexp(x, y)", (-inf, -inf), -inf, (nan, nan)),
    ("logaddexp(x, y)", (1e308, -1e308), 1e308, (1.0, 0.0)),
    ("logaddexp(x, y)", (-1000.0, -1000.0), math.log(2.0) - 1000.0, (0.5, 0.5)),
    ("logaddexp(x, y)", (1.0, nan), nan, (nan, nan)),
    ("logaddexp2(x, y)", (5.0, 5.0), 6.0, (0.5, 0.5)),
    ("logaddexp2(x, y)", (2000.0, 1.0), 2000.0, (1.0, 0.0)),
    ("logaddexp2(x, y)", (-inf, -inf), -inf, (nan, nan)),
    ("logaddexp2(x, y)", (nan, 1.0), nan, (nan, nan)),
    ("relu(x)", (0.0,), 0.0, (0.0,)),
    ("relu(x)", (5e-324,), 5e-324, (1.0,)),
    ("relu(x)", (inf,), inf, (1.0,)),
    ("relu(x)", (-inf,), 0.0, (0.0,)),
    ("leaky_relu(x)", (0.0,), 0.0, (0.01,)),
    ("leaky_relu(x)", (inf,), inf, (1.0,)),
    ("leaky_relu(x, 0.2)", (-inf,), -inf, (0.2,)),
    ("leaky_relu(x, 0)", (-3.0,), -0.0, (0.0,)),
    ("hardtanh(x)", (1.0 + 2**-52,), 1.0, (0.0,)),
    *((f"hardtanh({s}x)", (1.0,), float(f"{s}1"), (float(f"{s}1"),)) for s in ("", "-")),
    ("elu(x)", (0.0,), 0.0, (1.0,)),
    ("elu(x, 0.5)", (0.0,), 0.0, (0.5,)),
    ("elu(x)", (-inf,), -1.0, (0.0,)),
    ("elu(x)", (inf,), inf, (1.0,)),
    ("elu(x)", (-1e-20,), -1e-20, (1.0,)),
    ("elu(x, alpha=2)", (-inf,), -2.0, (0.0,)),
    ("selu(x)", (0.0,), 0.0, (LAMBDA * ALPHA,)),
    ("selu(x)", (inf,), inf, (LAMBDA,)),
    ("selu(x)", (-inf,), LAMBDA * -ALPHA, (0.0,)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("f", SMOOTH, ids=lambda f: f.name)
@pytest.mark.parametrize("x", [-inf, -1e300, -1e5, -745.2, 745.2, 1e5, 1e300, inf])
def test_no_derivative_is_nan_however_far_out(f, x: float) -> None:
    assert not any(map(math.isnan, derivatives(f, x, 4)))


@pytest.mark.parametrize("x", [-30.0, -2.0, -1e-9, 1e-9, 0.5, 30.0])
def test_elu_and_selu_on_either_side(x: float) -> None:
    below = math.exp(x)
    slopes = [1.0, 0.0, 0.0] if x > 0 else [below] * 3
    value = x if x > 0 else math.expm1(x)
    exact = pytest.approx([value, *slopes], rel=1e-15)
    assert derivatives(elu, x, 3) == exact
    scale = LAMBDA if x > 0 else LAMBDA * ALPHA
    assert [d / scale for d in derivatives(selu, x, 3)] == exact
    assert [d / 0.3 for d in derivatives(lambda x: elu(x, 0.3), x, 3)[1:]] == (
        [1.0 / 0.3, 0.0, 0.0] if x > 0 else pytest.approx(slopes, rel=1e-15)
    )


def test_kinked_functions_have_slopes_on_both_sides() -> None:
    for f, left, right in [(relu, 0.0, 1.0), (leaky_relu, 0.01, 1.0)]:
        assert [grad(f)(x) for x in (-1e-300, 1e-300)] == [left, right]
    assert [grad(hardtanh)(x) for x in (-1.1, -0.9, 0.9, 1.1)] == [0.0, 1.0, 1.0, 0.0]


def test_second_derivatives_of_bent_functions_are_zero() -> None:
    for f in (relu, leaky_relu, hardtanh):
        for x in (-2.0, 0.0, 0.5, 2.0):
            assert identical(grad(grad(f))(x), 0.0)


@pytest.mark.parametrize("x", [-300.0, -3.75, 0.5, 1.25, 2.0, 40.0, 700.0])
def test_logarithms_of_sums_are_exact_to_the_sixth_derivative(x: float) -> None:
    y, log2 = 1.25, mp.log(2)
    natural = [mp.log(mp.exp(x) + mp.exp(y)), *exact("softplus", x - y, 6)[1:]]
    for got, want in zip(derivatives(lambda v: logaddexp(v, y), x, 6), natural, strict=True):
        assert error(got, want) < 1e-14
    with mp.workdps(60):
        binary = [mp.log(mpf(2) ** x + mpf(2) ** y) / log2, 1 / (1 + mpf(2) ** (y - mpf(x)))]
    for got, want in zip(derivatives(lambda v: logaddexp2(v, y), x, 1), binary, strict=True):
        assert error(got, want) < 1e-13  # the exponent, 700 log(2), is rounded


def test_the_slopes_of_a_logarithm_of_a_sum_add_up_to_1() -> None:
    for f in (logaddexp, logaddexp2):
        for x in (-1000.0, -1.0, 0.0, 0.3, 20.0):
            assert sum(f.evaluate(x, 0.25)[1]) == pytest.approx(1.0, rel=2e-16)
