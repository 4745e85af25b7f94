"""Rows of the error function, the normal distribution, the gamma function and sinc."""

import math
from math import inf
from typing import Any

from . import cardinal, gamma
from .comparisons import equal
from .exponential import exp
from .extrema import minimum
from .piecewise import copysign, finite, where
from .real import whole
from .rounding import round as rounded
from .row import Primitive, family, primitive
from .trigonometric import sin

TWO_OVER_SQRT_PI = 2.0 / math.sqrt(math.pi)
SQRT_2PI = math.sqrt(2.0 * math.pi)
SQRT_HALF = math.sqrt(0.5)
SQRT_HALF_REST = -4.833646656726457e-17  # what sqrt(1/2) has beyond that


def _upper_half(x: float) -> float:
    """The upper 26 bits of x, whose square is exact: Veltkamp's splitting, by 2**27 + 1."""
    scaled = 134217729.0 * x
    return scaled - (scaled - x)


def _gaussian(x: float, rate: float) -> float:
    """exp(-rate * x * x), where rounding x * x alone would cost up to x * x ulps."""
    if not abs(x) < 1e8:  # where splitting would overflow
        return math.exp(-rate * x * x)
    upper = _upper_half(x)
    value = math.exp(-rate * upper * upper)
    return value + value * math.expm1(rate * (upper - x) * (upper + x))


def _ndtr(x: float) -> float:
    """erfc(t) / 2 at t = -x / sqrt(2), corrected for the rounding of t, which it magnifies."""
    t = -x * SQRT_HALF
    if not 1.0 < t < 30.0:
        return 0.5 * math.erfc(t)
    x_upper, s_upper = _upper_half(x), _upper_half(SQRT_HALF)
    x_lower, s_lower = x - x_upper, SQRT_HALF - s_upper
    product = x_upper * s_upper + t + x_upper * s_lower + x_lower * s_upper + x_lower * s_lower
    missing = -(product + x * SQRT_HALF_REST)
    return 0.5 * (math.erfc(t) - TWO_OVER_SQRT_PI * _gaussian(t, 1.0) * missing)


@family
def gaussian(rate: float = 1.0) -> Primitive:
    """exp(-rate * x * x), to the last digits in the tails if the rate is a power of two.

    >>> gaussian(1.0)
    0.36787944117144233
    """
    return Primitive(
        "gaussian",
        lambda x: _gaussian(x, rate),
        lambda z, x: (-2.0 * rate * finite(x) * z,),
        otherwise=lambda x: inf,
        expansion=lambda x: exp(-rate * x * x),
        parameters=(rate,),
        latex="e^{-#1^{2}}" if rate == 1.0 else r"e^{-#a \cdot #1^{2}}",
    )


erf = primitive(
    "erf",
    math.erf,
    lambda z, x: (TWO_OVER_SQRT_PI * gaussian(x),),
    doc="""The error function.

    >>> erf(1.0)
    0.8427007929497149
    """,
)
erfc = primitive(
    "erfc",
    math.erfc,
    lambda z, x: (-TWO_OVER_SQRT_PI * gaussian(x),),
    doc="""1 - erf(x), exact in the upper tail.

    >>> erfc(10.0)
    2.088487583762545e-45
    """,
)
ndtr = primitive(
    "ndtr",
    _ndtr,
    lambda z, x: (gaussian(x, 0.5) / SQRT_2PI,),
    expansion=lambda x: 0.5 * erfc(-SQRT_HALF * x),
    latex=r"\Phi",
    doc="""The standard normal distribution function, without cancellation in the lower tail.

    >>> ndtr(0.0)
    0.5
    """,
)


@family
def polygamma(order: float) -> Primitive:
    """The derivative of digamma, `order` times over.

    >>> polygamma(1.0, 1)
    1.6449340668482264
    """
    n = whole(order, "the order of polygamma")
    return Primitive(
        "polygamma",
        lambda x: gamma.polygamma(n, x),
        lambda z, x: (polygamma(x, order + 1.0),),
        parameters=(order,),
        latex=r"\psi^{(#a)}\left(#1\right)",
        domain=(0.0, inf),
    )


digamma = primitive(
    "digamma",
    lambda x: gamma.polygamma(0, x),
    lambda z, x: (polygamma(x, 1.0),),
    domain=(0.0, inf),
    latex=r"\psi",
    doc="""The derivative of lgamma.

    >>> digamma(1.0)
    -0.5772156649015329
    """,
)
lgamma = primitive(
    "lgamma",
    gamma.lgamma,
    lambda z, x: (digamma(x),),
    domain=(0.0, inf),
    latex=r"\log\left|\Gamma\left(#1\right)\right|",
    doc="""log(abs(gamma(x))); inf at zero and the negative whole numbers.

    >>> lgamma(5.0)
    3.178053830347945
    """,
)


@family
def sinc_derivative(order: float) -> Primitive:
    """The derivative of sinc, `order` times over.

    >>> sinc_derivative.row(2.0)(0.0)
    -3.2898681336964524
    """
    n = whole(order, "the order of a derivative of sinc")
    return Primitive(
        "sinc_derivative",
        lambda x: cardinal.sinc(n, x),
        lambda z, x: (sinc_derivative(x, order + 1.0),),
        parameters=(order,),
        latex=r"\mathrm{sinc}^{(#a)}\left(#1\right)",
    )


def _wave(x: Any) -> Any:
    """sin(pi x) / (pi x), where x is first brought near 0, exactly; never -0.0."""
    r = x - 2.0 * rounded(0.5 * x)
    sine = sin(math.pi * copysign(minimum(abs(r), 1.0 - abs(r)), r))
    return where(equal(x, 0.0), 1.0, where(equal(abs(x), inf), 0.0, sine / (math.pi * x) + 0.0))


sinc = primitive(
    "sinc",
    lambda x: cardinal.sinc(0, x),
    lambda z, x: (sinc_derivative(x, 1.0),),
    expansion=_wave,
    doc="""sin(pi * x) / (pi * x), and 1 at 0: the cardinal sine, as in NumPy; 0 at infinity.

    >>> sinc(0.5), sinc(3.0)
    (0.6366197723675814, 0.0)
    """,
)
