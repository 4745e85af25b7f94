"""log |Γ| and its derivatives below zero, right to the last digit where floats cancel."""

import math

import pytest
from mpmath import mp, mpf

from autograd.primitives import digits, gamma
from benchmarks.accuracy.exact import error

ZEROS_OF_LGAMMA = (-2.4570247382208006, -2.7476826467274127, -3.955294284858598, -17.0)
ZEROS_OF_DIGAMMA = (-0.5040830082644554, -1.5734984731623904, -10.702965235, -1e5 - 0.55)
NEAR = (0.0, 1e-15, -1e-12, 1e-8, -1e-4, 0.03)


@pytest.mark.parametrize("near", ZEROS_OF_LGAMMA)
def test_lgamma_has_all_its_digits_around_its_zeros_below_zero(near: float) -> None:
    for h in NEAR:
        if (x := near + h) != round(x):
            with mp.workdps(60):
                want = mp.log(abs(mp.gamma(mpf(x))))
            assert error(digits.lgamma(x), want) < 2.0**-52
            assert error(gamma.lgamma(x), want) < 1e-15


@pytest.mark.parametrize("n", [0, 2, 4])
@pytest.mark.parametrize("near", [*ZEROS_OF_DIGAMMA, -0.4957156769130384, -1.4987861940097746])
def test_polygamma_has_all_its_digits_around_its_zeros(near: float, n: int) -> None:
    for h in NEAR:
        with mp.workdps(60):
            want = mp.psi(n, mpf(near + h))
        assert error(digits.polygamma(n, near + h, gamma._cotangent(n)), want) < 2.0**-52
        assert error(gamma.polygamma(n, near + h), want) < 1e-14


def test_the_constant_is_pi() -> None:
    assert float(digits.PI) == math.pi
    with mp.workdps(70):
        assert abs(mpf(digits.PI) - mp.pi) < 1e-63
