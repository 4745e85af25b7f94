"""exp, expm1 and tanh without calls, so that loops over them become vector instructions."""

from __future__ import annotations

import math
from typing import Any

import numba
from numba.core import types
from numba.extending import intrinsic

LOG2E = 1.0 / math.log(2.0)
LN2, LN2_REST = 0.6931471803691238, 1.9082149292705877e-10  # ln 2, whose first part is short
ROUNDING = 1.5 * 2.0**52  # what is added to it is rounded to a whole number
TAYLOR = tuple(1.0 / math.factorial(n) for n in range(14, 1, -1))


def _bits(typing: Any, x: Any) -> Any:
    """The bits of a float as an integer."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], context.get_value_type(types.int64))

    return types.int64(types.float64), code


def _power(typing: Any, n: Any) -> Any:
    """2 to the power n, a whole number from -1022 to 1023."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = args[0].type
        exponent = builder.shl(builder.add(args[0], kind(1023)), kind(52))
        return builder.bitcast(exponent, context.get_value_type(types.float64))

    return types.float64(types.int64), code


njit: Any = numba.njit(error_model="numpy")
bits: Any = intrinsic(_bits)
power: Any = intrinsic(_power)
A, B, C, D, E, F, G, H, P, Q, R, S, T = TAYLOR


def _reduced(x: float) -> tuple[int, float]:
    """n and e**r - 1, where x = n * ln 2 + r and r is small."""
    shifted = x * LOG2E + ROUNDING
    n = shifted - ROUNDING
    r = (x - n * LN2) - n * LN2_REST
    p = ((((((A * r + B) * r + C) * r + D) * r + E) * r + F) * r + G) * r + H
    p = ((((p * r + P) * r + Q) * r + R) * r + S) * r + T
    return bits(shifted) - bits(ROUNDING), r + r * r * p


reduced = njit(_reduced)


def _exp(x: float) -> Any:
    """e to the power x, to a unit in the last place or two."""
    x = 720.0 if x > 720.0 else x
    x = -760.0 if x < -760.0 else x
    n, p = reduced(x)
    half = n >> 1
    return (1.0 + p) * power(half) * power(n - half)


def _expm1(x: float) -> Any:
    """e to the power x, less 1."""
    high = 720.0 if x > 720.0 else x
    n, p = reduced(-40.0 if high < -40.0 else high)
    half = n >> 1
    scale = power(half)
    rest = power(n - half)
    return x if x == 0.0 else (scale * p + (scale - 1.0 / rest)) * rest


def _tanh(x: float) -> float:
    """The hyperbolic tangent."""
    size = abs(x)
    n, p = reduced(2.0 * (20.0 if size > 20.0 else size))
    scale = power(n)
    e = scale * p + (scale - 1.0)
    return math.copysign(e / (e + 2.0), x)


exp = njit(_exp)
expm1 = njit(_expm1)
tanh = njit(_tanh)
