"""sin(pi x) / (pi x) and its derivatives on floats: nearly full precision, also around 0."""

import math
from math import copysign, pi


def sinc(n: int, x: float) -> float:
    """The n-th derivative of sin(pi x) / (pi x); 0 at infinity.

    With t = pi x, derivatives by t obey t g⁽ᵏ⁾ + k g⁽ᵏ⁻¹⁾ = sin⁽ᵏ⁾(t), as t g = sin(t): upwards
    where t is large beside n, else downwards, where each step makes an error smaller by t / k.

    >>> sinc(0, 0.5) == 2.0 / pi, sinc(0, 3.0), sinc(1, 0.0), sinc(0, math.inf)
    (True, 0.0, 0.0, 0.0)
    """
    if not math.isfinite(x):
        return 0.0 if x == x else x
    t = pi * x
    waves = _circular(x)
    if abs(t) > n + 2.0 or (n == 0 and t != 0.0):
        slope = waves[0] / t
        for k in range(1, n + 1):
            slope = (waves[k % 4] - k * slope) / t
    else:
        slope = 0.0
        for k in range(3 * n + 30, n, -1):
            slope = (waves[k % 4] - t * slope) / k
    return float(pi**n * slope) + 0.0  # never -0.0


def _circular(x: float) -> tuple[float, float, float, float]:
    """The sine of pi x and its three derivatives by pi x, exact where x is a multiple of 1/2.

    >>> _circular(1e15 + 0.5)
    (1.0, 0.0, -1.0, -0.0)
    """
    r = math.remainder(x, 2.0)
    inner = copysign(min(abs(r), 1.0 - abs(r)), r)
    sine = math.sin(pi * inner)
    cosine = math.cos(pi * r) if abs(r) < 0.25 else math.sin(pi * (0.5 - abs(r)))
    return sine, cosine, -sine, -cosine
