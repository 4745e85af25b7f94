"""Rows of the hyperbolic functions and their inverses."""

import math
from math import copysign, inf, nan
from typing import Any

from .exponential import exp, sqrt, square
from .piecewise import nonnegative
from .row import Primitive, primitive
from .trigonometric import hypot, one_minus_square

sinh = primitive(
    "sinh",
    math.sinh,
    lambda z, x: (cosh(x),),
    otherwise=lambda x: copysign(inf, x),
    doc="""The hyperbolic sine.

    >>> sinh(1.0)
    1.1752011936438014
    """,
)
cosh: Primitive = primitive(
    "cosh",
    math.cosh,
    lambda z, x: (sinh(x),),
    otherwise=lambda x: inf,
    doc="""The hyperbolic cosine.

    >>> cosh(0.0)
    1.0
    """,
)


def _sech(x: float) -> float:
    e = math.exp(-abs(x))
    return 2.0 * e / (1.0 + e * e)


def _by_exponentials(x: Any) -> Any:
    e = exp(-abs(x))
    return 2.0 * e / (1.0 + e * e)


# sech and tanh are each other's derivatives, and neither overflows: this keeps every order of
# tanh, and of the sigmoids built on it, exact in the tails
sech = primitive(
    "sech",
    _sech,
    lambda z, x: (-z * tanh(x),),
    expansion=_by_exponentials,
    doc="""The hyperbolic secant, 1 / cosh(x), without overflow.

    >>> sech(0.0)
    1.0
    """,
)
tanh: Primitive = primitive(
    "tanh",
    math.tanh,
    lambda z, x: (square(sech(x)),),
    doc="""The hyperbolic tangent.

    >>> tanh(1.0)
    0.7615941559557649
    """,
)
arcsinh = primitive(
    "arcsinh",
    math.asinh,
    lambda z, x: (1.0 / hypot(1.0, x),),
    doc="""The inverse of sinh.

    >>> arcsinh(1.0)
    0.881373587019543
    """,
)
arccosh = primitive(
    "arccosh",
    math.acosh,
    lambda z, x: (1.0 / (sqrt(x - 1.0) * sqrt(x + 1.0)),),
    domain=(1.0, inf),
    doc="""The inverse of cosh, not negative; nan below 1.

    >>> arccosh(2.0)
    1.3169578969248166
    """,
)
arctanh = primitive(
    "arctanh",
    math.atanh,
    lambda z, x: (1.0 / nonnegative(one_minus_square(x)),),
    otherwise=lambda x: copysign(inf, x) if abs(x) == 1.0 else nan,
    domain=(-1.0, 1.0),
    doc="""The inverse of tanh: +-inf at +-1, nan outside.

    >>> arctanh(0.5)
    0.5493061443340548
    """,
)
