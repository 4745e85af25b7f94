"""Rows that let x through as far as a sigmoid of it says: silu, gelu and mish, with slopes."""

import math
from math import inf
from typing import Any

from .activations import decay, root_above, root_below, sigmoid, softplus
from .comparisons import less_equal
from .exponential import square
from .extrema import clamp, maximum
from .hyperbolic import sech, tanh
from .piecewise import finite, where
from .row import primitive
from .special import SQRT_2PI, gaussian, ndtr
from .vanishing import vanishing

FAR = 1e3  # beyond, factors beside x are 0 in floats
_SQRT2, _SQRT2_REST = math.sqrt(2.0), -9.667293313452913e-17  # what it has beyond that
two_minus_square = primitive(
    "two_minus_square",
    lambda x: (_SQRT2 - abs(x) + _SQRT2_REST) * (_SQRT2 + abs(x)),
    lambda z, x: (-2.0 * x,),
    expansion=lambda x: (_SQRT2 - abs(x) + _SQRT2_REST) * (_SQRT2 + abs(x)),
    latex="2 - #1^{2}",
    doc="""2 - x * x, exact near its zeros, and with a derivative exact near 0.

    >>> two_minus_square(2.0)
    -2.0
    """,
)
_sigmoid = sigmoid.raw


def _silu(x: float) -> float:
    if x == -inf:
        return 0.0
    if x >= 0.0:
        return x * _sigmoid(x)
    e = math.exp(0.5 * x)  # its square would be subnormal before x times it is
    return x * e * e / (1.0 + e * e)


def _silu_slope(x: float) -> float:
    if x >= 0.0:
        e = math.exp(-x)
        return (1.0 + min(x, FAR) * (e / (1.0 + e))) / (1.0 + e)
    half = math.exp(0.5 * x)
    e = half * half
    return half * (half * (1.0 + max(x, -FAR) / (1.0 + e))) / (1.0 + e)


def _mish(x: float) -> float:
    """x * tanh(log(1 + e**x)), where the hyperbolic tangent is a fraction of polynomials in e."""
    if x == -inf:
        return 0.0
    if x >= 0.0:
        e = math.exp(-x)
        return x * (1.0 - 2.0 * e * e / (1.0 + 2.0 * e * (1.0 + e)))
    half = math.exp(0.5 * x)
    e = half * half
    return x * half * half * (e + 2.0) / (e * (e + 2.0) + 2.0)


def _mish_slope(x: float) -> float:
    if x >= 0.0:
        e = math.exp(-x)
        d = 1.0 + 2.0 * e * (1.0 + e)
        return ((1.0 + 2.0 * e) * d + 4.0 * min(x, FAR) * e * e * (1.0 + e)) / (d * d)
    half = math.exp(0.5 * x)
    e = half * half
    d = e * (e + 2.0) + 2.0
    return half * (half * ((e + 2.0) * d + 4.0 * max(x, -FAR) * (1.0 + e))) / (d * d)


def _silu_bend(z: Any, x: Any) -> tuple[Any, ...]:
    half = 0.5 * sech(0.5 * x)
    return (half * (half * (2.0 - finite(x) * tanh(0.5 * x))),)


def _mish_bend(z: Any, x: Any) -> tuple[Any, ...]:
    t, u, s = tanh(softplus(x)), square(sech(softplus(x))), sigmoid(x)
    return (u * s * (2.0 + finite(x) * (sigmoid(-x) - 2.0 * t * s)),)


def _gelu_bend(z: Any, x: Any) -> tuple[Any, ...]:
    root = gaussian(x, 0.25)  # its square would be subnormal before the rest times it is
    return (root * (root / SQRT_2PI * two_minus_square(finite(x))),)


# For compiled code: both sides of zero are computed, and slopes are not mended around their zeros,
# where their absolute error is of the order of the smallest step from 1.


def _silu_written(x: Any) -> Any:
    root = root_below(x)
    return maximum(x, -FAR) * root * root / (1.0 + decay(x))


def _silu_slope_written(x: Any) -> Any:
    s, root, other = 1.0 / (1.0 + decay(x)), root_below(x), root_above(x)
    return root * (root * (1.0 + clamp(x, -FAR, FAR) * s * other * other)) * s


def _mish_written(x: Any) -> Any:
    root, e = root_below(x), decay(x)
    above, below = (1.0 + 2.0 * e) / (1.0 + 2.0 * e * (1.0 + e)), (e + 2.0) / (e * (e + 2.0) + 2.0)
    return maximum(x, -FAR) * root * root * where(less_equal(0.0, x), above, below)


def _mish_slope_written(x: Any) -> Any:
    root, e, near = root_below(x), decay(x), clamp(x, -FAR, FAR)
    d = where(less_equal(0.0, x), 1.0 + 2.0 * e * (1.0 + e), e * (e + 2.0) + 2.0)
    above = (1.0 + 2.0 * e) * d + 4.0 * near * e * e * (1.0 + e)
    below = (e + 2.0) * d + 4.0 * near * (1.0 + e)
    return root * (root * where(less_equal(0.0, x), above, below)) / (d * d)


_half_gaussian = gaussian.row(0.5).raw
silu_slope = primitive(
    "silu_slope",
    vanishing(-1.2784645427610737, -1.0946994183093437e-16, _silu_slope, _silu_bend),
    _silu_bend,
    expansion=_silu_slope_written,
    doc="""The derivative of silu, also around its zero.

    >>> silu_slope(0.0)
    0.5
    """,
)
silu = primitive(
    "silu",
    _silu,
    lambda z, x: (silu_slope(x),),
    expansion=_silu_written,
    doc="""x * sigmoid(x), also called swish.

    >>> silu(1.0)
    0.7310585786300049
    """,
)
gelu_slope = primitive(
    "gelu_slope",
    vanishing(
        -0.7517915246935645,
        1.4956759177009883e-17,
        lambda x: ndtr.raw(x) + finite.raw(x) * _half_gaussian(x) / SQRT_2PI,
        _gelu_bend,
    ),
    _gelu_bend,
    expansion=lambda x: ndtr(x) + clamp(x, -FAR, FAR) * gaussian(x, 0.5) / SQRT_2PI,
    doc="""The derivative of gelu, also around its zero.

    >>> gelu_slope(0.0)
    0.5
    """,
)
gelu = primitive(
    "gelu",
    lambda x: x * ndtr(x) if x != -inf else 0.0,
    lambda z, x: (gelu_slope(x),),
    expansion=lambda x: maximum(x, -FAR) * ndtr(x),
    doc="""x times the normal distribution at x (the exact form, not the one with tanh).

    >>> gelu(1.0)
    0.841344746068543
    """,
)
mish_slope = primitive(
    "mish_slope",
    vanishing(-1.1924312145154952, -4.8484829848031044e-17, _mish_slope, _mish_bend),
    _mish_bend,
    expansion=_mish_slope_written,
    doc="""The derivative of mish, also around its zero.

    >>> mish_slope(0.0)
    0.6
    """,
)
mish = primitive(
    "mish",
    _mish,
    lambda z, x: (mish_slope(x),),
    expansion=_mish_written,
    doc="""x * tanh(softplus(x)).

    >>> mish(1.0)
    0.8650983882673103
    """,
)
