"""log |Γ| and its derivatives on floats: nearly full precision, and no exceptions.

Numbers in parentheses are equations of the NIST handbook, https://dlmf.nist.gov.
"""

import math
from collections.abc import Sequence
from functools import cache
from math import comb, copysign, factorial, inf, log, nan, pi

from . import digits

# the positive zero of digamma, as a float and what that leaves over
_ZERO, _REST = 1.4616321449683622, 9.549995429965697e-17


def lgamma(x: float) -> float:
    """log |Γ(x)|, to full relative precision even around its zeros.

    >>> lgamma(4.0) == log(6.0), lgamma(1e-300), lgamma(-3.0)
    (True, 690.7755278982137, inf)
    """
    try:
        z = _near(x) if -4.5 < x < 4.5 else math.lgamma(x)
        # all other zeros than 1 and 2 are below -2, and logarithms that cancel make them
        return digits.lgamma(x) if x < -2.0 and abs(z) < -0.1 * x else z
    except (OverflowError, ValueError):  # beyond the largest float, or at a pole
        return inf


def _near(x: float) -> float:
    """log |Γ(x)| from its series at 2 (5.5.1, 5.7.3).

    >>> _near(1.0), _near(2.0)
    (0.0, 0.0)
    """
    n = round(x)
    h = x - n
    # Γ(x) = Γ(2 + h) above / below
    above = math.prod(h + k for k in range(2, n))
    below = math.prod(h + k for k in range(n, 2))
    return h * _polynomial(_taylor(-1, 2.0), h) + log(above) - log(abs(below))


def polygamma(n: int, x: float) -> float:
    """ψ⁽ⁿ⁾(x), the n-th derivative of digamma ψ = Γ′/Γ; at a pole the limit, or nan if it has two.

    Orders 0 to 163: further on, coefficients of the reflection formula leave the floats.

    >>> polygamma(1, 1.0) == pi**2 / 6, polygamma(0, -0.0), polygamma(0, -1.0)
    (True, inf, nan)
    """
    if not x > -inf:
        return nan
    if x <= 0.0:
        return _reflected(n, x)
    if n == 0 and abs(x - _ZERO) < 0.55:
        h = x - _ZERO - _REST
        return h * _polynomial(_taylor(0, _ZERO), h)
    return _hurwitz(n, x) if n % 2 else -_hurwitz(n, x)


def _hurwitz(n: int, x: float) -> float:
    """n! ζ(n + 1, x) for n ≥ 1, -ψ(x) for n = 0, both at x > 0 (5.15.5, then 5.11.2 or 5.15.9).

    >>> _hurwitz(2, inf)
    0.0
    """
    far = n + 10
    steps = far - int(min(x, far))
    z = x + steps
    try:
        terms = [(x + k) ** -(n + 1) for k in range(steps)]
        terms += z**-n / n if n else -log(z), z ** -(n + 1) / 2
        terms.append(_polynomial(_asymptotic(n), z**-2) * z ** -(n + 2))
        return factorial(n) * math.fsum(terms)
    except OverflowError:
        return inf


def _reflected(n: int, x: float) -> float:
    """ψ⁽ⁿ⁾(x) at x ≤ 0, from its mirror image at 1 - x (5.15.6).

    >>> _reflected(0, -0.5) == polygamma(0, 1.5)
    True
    """
    r = math.remainder(x, 1.0)  # exact, so that a pole one ulp away is still told apart
    if r == 0.0:
        return inf if n % 2 else nan if x else -copysign(inf, x)
    cot = 1.0 / math.tan(pi * r) if abs(r) < 0.25 else copysign(math.tan(pi * (0.5 - abs(r))), r)
    image = polygamma(n, 1.0 - x) * (-1.0) ** n
    z = image - pi ** (n + 1) * _polynomial(_cotangent(n), cot)
    # where the two cancel; odd orders have no zeros
    if n % 2 or not abs(z) < 0.1 * max(1.0, abs(image)):
        return z
    return digits.polygamma(n, x, _cotangent(n))


def _polynomial(coefficients: Sequence[float], x: float) -> float:
    """The value at x by Horner's rule, coefficients from the highest power down.

    >>> _polynomial((2.0, 0.0, 1.0), 3.0)
    19.0
    """
    total = coefficients[0]
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total


@cache
def _taylor(n: int, x: float) -> tuple[float, ...]:
    """Coefficients of hᵏ in ψ⁽ⁿ⁾(x + h), k from 40 down to 1; n = -1 stands for log Γ.

    >>> _taylor(0, 1.0)[-1] == pi**2 / 6
    True
    """
    return tuple(polygamma(n + k, x) / factorial(k) for k in range(40, 0, -1))


@cache
def _asymptotic(n: int) -> tuple[float, ...]:
    """Coefficients of z⁻²ᵏ⁻ⁿ in (-1)ⁿ⁺¹ ψ⁽ⁿ⁾(z) / n!, k from 10 down to 1 (5.11.2, 5.15.9).

    >>> _asymptotic(0)[-1] == 1 / 12
    True
    """
    numbers = zip(range(2, 22, 2), digits.BERNOULLI, strict=True)
    return tuple(reversed([p / q * comb(m + n, n) / (m + n) for m, (p, q) in numbers]))


@cache
def _cotangent(n: int) -> tuple[int, ...]:
    """Coefficients of dⁿ/dxⁿ cot x as a polynomial in c = cot x, highest first.

    >>> _cotangent(1)
    (-1, 0, -1)
    """
    powers = [0, 1]  # lowest first; and c′ = -1 - c²
    for _ in range(n):
        slope = [k * a for k, a in enumerate(powers)][1:]
        powers = [-a - b for a, b in zip([*slope, 0, 0], [0, 0, *slope], strict=True)]
    return tuple(reversed(powers))
