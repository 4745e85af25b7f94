"""Rows of powers, roots, exponentials and logarithms."""

import math
from math import copysign, inf, nan
from typing import Any

from .comparisons import equal
from .piecewise import nonnegative, sound, step, where
from .row import Primitive, family, primitive

LN2 = math.log(2.0)
LN10 = math.log(10.0)
POSITIVE = (0.0, inf)
MULTIPLIED = 8.0  # the highest power for which multiplications are faster than `pow`


def _overflow(*xs: float) -> float:
    return inf


def _logarithm(x: float) -> float:
    return nan if x < 0.0 else -inf


def _cbrt(x: float) -> float:
    z = math.cbrt(x)  # the C library's, which may be two units off: a Newton step mends it
    return z - (z - x / (z * z)) / 3.0 if z and math.isfinite(z) else z


exp = primitive(
    "exp",
    math.exp,
    lambda z, x: (z,),
    otherwise=_overflow,
    latex="e^{#1}",
    doc="""e to the power x.

    >>> exp(1.0)
    2.718281828459045
    """,
)
exp2 = primitive(
    "exp2",
    math.exp2,
    lambda z, x: (z * LN2,),
    otherwise=_overflow,
    latex="2^{#1}",
    doc="""2 to the power x.

    >>> exp2(10.0)
    1024.0
    """,
)
expm1 = primitive(
    "expm1",
    math.expm1,
    lambda z, x: (exp(x),),  # z + 1.0 would lose every digit far below zero
    otherwise=_overflow,
    latex="e^{#1} - 1",
    doc="""exp(x) - 1, exact for small x.

    >>> expm1(1e-20)
    1e-20
    """,
)
log = primitive(
    "log",
    math.log,
    lambda z, x: (1.0 / nonnegative(x),),
    otherwise=_logarithm,
    domain=POSITIVE,
    doc="""The natural logarithm: -inf at 0, nan below.

    >>> log(2.0)
    0.6931471805599453
    """,
)
log2 = primitive(
    "log2",
    math.log2,
    lambda z, x: (1.0 / (nonnegative(x) * LN2),),
    otherwise=_logarithm,
    domain=POSITIVE,
    latex=r"\log_{2}",
    doc="""The logarithm to base 2: -inf at 0, nan below.

    >>> log2(8.0)
    3.0
    """,
)
log10 = primitive(
    "log10",
    math.log10,
    lambda z, x: (1.0 / (nonnegative(x) * LN10),),
    otherwise=_logarithm,
    domain=POSITIVE,
    latex=r"\log_{10}",
    doc="""The logarithm to base 10: -inf at 0, nan below.

    >>> log10(1000.0)
    3.0
    """,
)
log1p = primitive(
    "log1p",
    math.log1p,
    lambda z, x: (1.0 / nonnegative(1.0 + x),),
    otherwise=lambda x: nan if x < -1.0 else -inf,
    domain=(-1.0, inf),
    latex=r"\log\left(1 + #1\right)",
    doc="""log(1 + x), exact for small x.

    >>> log1p(1e-20)
    1e-20
    """,
)
sqrt = primitive(
    "sqrt",
    math.sqrt,
    lambda z, x: (0.5 / z,),
    domain=POSITIVE,
    latex=r"\sqrt{#1}",
    doc="""The square root: its derivative at 0 is inf; nan below 0.

    >>> sqrt(9.0)
    3.0
    """,
)
cbrt = primitive(
    "cbrt",
    _cbrt,
    lambda z, x: (1.0 / (3.0 * z * z),),
    latex=r"\sqrt[3]{#1}",
    doc="""The real cube root, also of negative numbers (where x ** (1 / 3) is nan).

    >>> cbrt(-27.0)
    -3.0
    """,
)
square = primitive(
    "square",
    lambda x: x * x,
    lambda z, x: (x + x,),
    expansion=lambda x: x * x,
    latex="#1^{2}",
    doc="""x times itself.

    >>> square(-3.0)
    9.0
    """,
)
reciprocal = primitive(
    "reciprocal",
    lambda x: 1.0 / x,
    lambda z, x: (-z * z,),
    expansion=lambda x: 1.0 / x,
    otherwise=lambda x: copysign(inf, x),
    latex=r"\frac{1}{#1}",
    doc="""One over x: inf or -inf at 0, by the sign of the zero.

    >>> reciprocal(4.0)
    0.25
    """,
)


def _beyond_pow(x: float, y: float) -> float:
    """x ** y where math.pow raises: overflow, zero to a negative power, a root below zero."""
    if x < 0.0 and y != math.floor(y):
        return nan
    return -inf if copysign(1.0, x) < 0.0 and y % 2.0 == 1.0 else inf


pow: Primitive = primitive(
    "pow",
    math.pow,
    lambda z, x, y: (
        # at y = 0 the derivative is 0 whatever x is, but 0 * 0**-1 would be nan
        y * pow(where(y, x, where(sound(x), x, 1.0)), y - 1.0),
        # at x = 0 the limit of x**y * log(x) is 0 for y > 0 and -inf for y < 0
        z * where(x, log(x), step(-y, 0.0, -inf)),
    ),
    otherwise=_beyond_pow,
    symbol="**",
    latex="#1^{#2}",
    doc="""x to the power y, both variable; never complex: nan for a root of a negative number.

    >>> pow(2.0, 10.0)
    1024.0
    """,
)


def _multiplied(x: Any, n: float) -> Any:
    """x to the power n, a small whole number or half of one; by `pow` for others."""
    if n == -0.5:
        return 1.0 / _multiplied(x, 0.5)
    if n < 0.0:  # reciprocal first: else a power beyond the floats would hide one within
        return _multiplied(1.0 / x, -n)
    if n == 0.5:  # unlike its root, the power of -inf is inf, and that of -0.0 is 0.0
        return where(equal(x, -inf), inf, sqrt(x + 0.0))
    if n > MULTIPLIED or n != n // 1.0:
        return pow(x, n)
    if n < 2.0:
        return x if n else 1.0
    half = _multiplied(x, n // 2.0)
    return half * half * x if n % 2.0 else half * half


@family
def power(n: float) -> Primitive:
    """x to the power n, a fixed number: what x ** n records; x < 0 is fine for a whole n.

    >>> power(-2.0, 3)
    -8.0
    """
    raw, partials = _SPECIAL_POWERS.get(
        n,
        (lambda x: math.pow(x, n), lambda z, x: (n * power.row(n - 1.0)(x),)),
    )
    return Primitive(
        "power",
        raw,
        partials,
        otherwise=lambda x: _beyond_pow(x, n),
        symbol=f"**{n:g}",
        parameters=(n,),
        expansion=lambda x: _multiplied(x, n),
        latex="#1^{#a}",
    )


_SPECIAL_POWERS = {
    0.0: (lambda x: 1.0, lambda z, x: (0.0,)),
    1.0: (lambda x: x, lambda z, x: (1.0,)),
    2.0: (lambda x: x * x, lambda z, x: (x + x,)),
    3.0: (lambda x: math.pow(x, 3.0), lambda z, x: (3.0 * square(x),)),
}
