"""log |Γ| and its derivatives below zero to fifty digits, for arguments where floats cancel.

Numbers in parentheses are equations of the NIST handbook, https://dlmf.nist.gov.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the module takes longer to import than all others here
    from decimal import Decimal

DIGITS = 50
FAR = 60  # where the asymptotic series has 33 digits after the point
PI = "3.1415926535897932384626433832795028841971693993751058209749445923"
# B₂, B₄, … B₂₀, numerators and denominators
BERNOULLI = (
    *((1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66)),
    *((-691, 2730), (7, 6), (-3617, 510), (43867, 798), (-174611, 330)),
)


def lgamma(x: float) -> float:
    """log |Γ(x)| for x < 0 that is no whole number, by reflection (5.5.3, 5.11.1).

    >>> lgamma(-2.5)
    -0.056243716497674054
    """
    from decimal import Decimal, localcontext

    with localcontext(prec=DIGITS):
        pi = Decimal(PI)
        sine, _ = _sine_and_cosine(pi * Decimal(math.remainder(x, 1.0)))
        z, product = 1 - Decimal(x), Decimal(1)
        while z < FAR:
            product *= z
            z += 1
        image = (z - Decimal("0.5")) * z.ln() - z + (2 * pi).ln() / 2 - product.ln()
        for k, (p, q) in enumerate(BERNOULLI, 1):
            image += Decimal(p) / (q * 2 * k * (2 * k - 1) * z ** (2 * k - 1))
        return float((pi / abs(sine)).ln() - image)


def polygamma(n: int, x: float, cotangent: tuple[int, ...]) -> float:
    """ψ⁽ⁿ⁾(x) for x < 0 that is no whole number, by reflection (5.15.6).

    `cotangent` holds the coefficients of dⁿ/dxⁿ cot x as a polynomial in cot x, highest first.

    >>> polygamma(0, -0.5, (1, 0))
    0.03648997397857652
    """
    from decimal import Decimal, localcontext

    with localcontext(prec=DIGITS):
        pi = Decimal(PI)
        sine, cosine = _sine_and_cosine(pi * Decimal(math.remainder(x, 1.0)))
        total = Decimal(0)
        for coefficient in cotangent:
            total = total * (cosine / sine) + coefficient
        image = -_hurwitz(n, 1 - Decimal(x))
        return float(image - pi ** (n + 1) * total)


def _hurwitz(n: int, z: Decimal) -> Decimal:
    """n! ζ(n + 1, z) for n ≥ 1, and -ψ(z) for n = 0 (5.15.5, then 5.11.2 or 5.15.9)."""
    total = 0 * z
    while z < FAR + n:
        total += 1 / z ** (n + 1)
        z += 1
    total += (1 / (n * z**n) if n else -z.ln()) + 1 / (2 * z ** (n + 1))
    for k, (p, q) in enumerate(BERNOULLI, 1):
        total += p * math.comb(2 * k + n, n) / (q * (2 * k + n) * z ** (2 * k + n))
    return math.factorial(n) * total


def _sine_and_cosine(y: Decimal) -> tuple[Decimal, Decimal]:
    """Their power series, for y of at most two."""
    sums, term = [0 * y, 0 * y], y**0
    for k in range(DIGITS):
        sums[k % 2] += term
        term *= (y if k % 2 == 0 else -y) / (k + 1)
    return sums[1], sums[0]
