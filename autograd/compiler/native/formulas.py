"""Functions without branches or calls, for numbers side by side as for one."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from math import copysign
from types import FunctionType
from typing import Any

LOG2E = 1.0 / math.log(2.0)
LN2, LN2_REST = 0.6931471803691238, 1.9082149292705877e-10  # ln 2, whose first part is short
ROUNDING = 1.5 * 2.0**52  # what is added to it is rounded to a whole number
A, B, C, D, E, F, G, H, P, Q, R, S, T = (1.0 / math.factorial(n) for n in range(14, 1, -1))
ROOT_HALF = 0x3FE6A09E667F3BCD  # the bits of the root of 1/2
SERIES = (
    0.6666666666666735130, 0.3999999999940941908, 0.2857142874366239149, 0.2222219843214978396,
    0.1818357216161805012, 0.1531383769920937332, 0.1479819860511658591,
)  # fmt: skip
L1, L2, L3, L4, L5, L6, L7 = SERIES  # log((1 + s) / (1 - s)) - 2 * s, divided by s**3
# exp(x**2) * erfc(x) * (1 + 2 * x) as a polynomial of (x - 4) / (x + 4), for all x >= 0
TAIL = (
    -2.6595996902427005e-10, 9.311744978232567e-10, 3.1695881915648235e-09,
    -1.2346866043823526e-08, -2.0560649275699217e-08, 1.0633855618594883e-07,
    7.746992727017944e-08, -8.210939042560568e-07, 2.919733377963012e-07, 5.706604414895734e-06,
    -1.1221287012353486e-05, -2.4397746422436416e-05, 0.0001506214900124047,
    -0.00019925714661091188, -0.0007577732613730956, 0.005031970067657489, -0.016197734059799265,
    0.03716751552655567, -0.06633036581218697, 0.0937328349990944, -0.10103906603630056,
    0.06809705425466908, 0.015379652102619604, -0.1396211168405623, 1.2329951186255526,
)  # fmt: skip
MANTISSA = (1 << 52) - 1
SHORT = ~((1 << 27) - 1)  # the bits of a number of which products are exact


ONE = 0x3FF0000000000000  # the bits of 1


def choose(condition: bool, x: float, y: float) -> float:
    """x if the condition holds, y otherwise."""
    return x if condition else y


def bits(x: float) -> int:
    """The bits of a float as an integer."""
    found: int = struct.unpack("<q", struct.pack("<d", x))[0]
    return found


def number(n: int) -> float:
    """The float that has these bits."""
    found: float = struct.unpack("<d", struct.pack("<Q", n % (1 << 64)))[0]
    return found


def power(n: Any) -> Any:
    """2 to the power n, a whole number from -1022 to 1023."""
    return number((n << 52) + ONE)


def reduced(x: Any) -> Any:
    """n and e**r - 1, where x = n * ln 2 + r and r is small."""
    shifted = x * LOG2E + ROUNDING
    n = shifted - ROUNDING
    r = (x - n * LN2) - n * LN2_REST
    p = ((((((A * r + B) * r + C) * r + D) * r + E) * r + F) * r + G) * r + H
    p = ((((p * r + P) * r + Q) * r + R) * r + S) * r + T
    return bits(shifted) - bits(ROUNDING), r + r * r * p


def exp(x: Any) -> Any:
    """e to the power x, to a unit in the last place or two."""
    below = choose(x > 720.0, 720.0, x)
    n, p = reduced(choose(below < -760.0, -760.0, below))
    half = n >> 1
    return (1.0 + p) * power(half) * power(n - half)


def expm1(x: Any) -> Any:
    """e to the power x, less 1."""
    below = choose(x > 720.0, 720.0, x)
    n, p = reduced(choose(below < -40.0, -40.0, below))
    half = n >> 1
    scale = power(half)
    rest = power(n - half)
    return choose(x == 0.0, x, (scale * p + (scale - 1.0 / rest)) * rest)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    size = abs(x)
    n, p = reduced(2.0 * choose(size > 20.0, 20.0, size))
    scale = power(n)
    e = scale * p + (scale - 1.0)
    return copysign(e / (e + 2.0), x)


def log(x: Any) -> Any:
    """The natural logarithm, to a unit in the last place."""
    small = x < 2.3e-308
    shifted = bits(choose(small, x * 2.0**54, x)) + (ONE - ROOT_HALF)
    n = number((shifted >> 52) + bits(ROUNDING)) - ROUNDING - choose(small, 1077.0, 1023.0)
    f = number((shifted & MANTISSA) + ROOT_HALF) - 1.0
    s = f / (2.0 + f)
    z = s * s
    r = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))))
    half = 0.5 * f * f
    y = n * LN2 - ((half - (s * (half + r) + n * LN2_REST)) - f)
    y = choose(x < math.inf, y, x)
    return choose(x > 0.0, y, choose(x == 0.0, -math.inf, math.nan))


def erfc(x: Any) -> Any:
    """1 less the error function, to a few units in the last place also where that is tiny."""
    size = abs(x)
    at = choose(size > 30.0, 30.0, size)
    t = (at - 4.0) / (at + 4.0)
    p = TAIL[0]
    for c in TAIL[1:]:
        p = p * t + c
    short = number(bits(at) & SHORT)
    rest = (at - short) * (at + short)
    e = exp(-(short * short))
    y = (e - e * (rest - rest * rest * (0.5 - rest / 6.0))) * (p / (1.0 + 2.0 * at))
    return choose(x != x, x, choose(x < 0.0, 2.0 - y, y))


FORMULAS: tuple[Any, ...] = (power, reduced, exp, expm1, tanh, log, erfc)


def over(
    operations: dict[str, Any], compiled: Callable[[Any], Any] = lambda f: f
) -> dict[str, Any]:
    """The functions by name, for numbers with other operations than floats.

    These are `choose`, `bits`, `number` and `copysign`; `compiled` makes what is called of each.
    """
    names = globals() | operations
    for f in FORMULAS:
        names[f.__name__] = compiled(FunctionType(f.__code__, names, f.__name__))
    return names
