"""log |gamma| and the polygammas on floats."""

import math

import pytest
from mpmath import mp, mpf

from autograd.primitives import gamma
from benchmarks.accuracy.exact import error

POSITIVE = (1e-300, 1e-20, 1e-8, 1e-3, 0.1, 0.4, 0.9, 1.0, 1.2, 1.46163214496836, 1.75, 2.0, 2.5)
POSITIVE += (3.0, 4.4, 4.6, 7.0, 9.5, 12.3, 20.0, 33.3, 100.0, 171.5, 1e3, 1e5, 1e10, 1e100, 1e300)
NEGATIVE = (-1e-300, -1e-20, -1e-3, -0.3, -0.5, -0.75, -1.2, -1.9999, -3.5, -7.25, -20.6, -99.5)


@pytest.mark.parametrize("x", [*POSITIVE, *NEGATIVE])
def test_lgamma(x: float) -> None:
    with mp.workdps(60):
        want = mp.loggamma(mpf(x)).real if x > 0 else mp.log(abs(mp.gamma(mpf(x))))
    assert error(gamma.lgamma(x), want) < 1e-14


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 7])
@pytest.mark.parametrize("x", [*POSITIVE, *NEGATIVE])
def test_polygamma(n: int, x: float) -> None:
    with mp.workdps(60):
        want = mp.psi(n, mpf(x))
    assert error(gamma.polygamma(n, x), want) < 1e-13


@pytest.mark.parametrize("zero", [1, 2])
def test_lgamma_keeps_its_digits_around_its_zeros(zero: int) -> None:
    for h in (1e-3, 1e-8, 2.0**-50, -(2.0**-51), -1e-6, -0.1):
        with mp.workdps(60):
            want = mp.loggamma(mpf(zero + h))
        assert error(gamma.lgamma(zero + h), want) < 1e-15


@pytest.mark.parametrize("x", [0.0, -1.0, -2.0, -1e10, -1e300, math.inf, -math.inf])
def test_lgamma_is_infinite_at_poles_and_at_infinity(x: float) -> None:
    assert gamma.lgamma(x) == math.inf
