"""Rows that neural networks call activations: rectifiers, sigmoid, softplus and their kin."""

import math
from math import inf
from typing import Any

from .comparisons import less_equal
from .exponential import LN2, exp, square
from .extrema import maximum
from .piecewise import abs as absolute, clamp, finite, step, where
from .row import Primitive, family, primitive
from .special import gaussian, ndtr
from .trigonometric import sech, tanh, two_minus_square
from .vanishing import vanishing

SQRT_2PI = math.sqrt(2.0 * math.pi)
FAR = 1e3  # beyond, factors beside x are 0 in floats
# Klambauer et al. 2017, "Self-Normalizing Neural Networks", eq. 14
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def _sigmoid(x: float) -> float:
    e = math.exp(-abs(x))
    return 1.0 / (1.0 + e) if x >= 0.0 else e / (1.0 + e)


def _softplus(x: float) -> float:
    return (x if x > 0.0 else 0.0) + math.log1p(math.exp(-abs(x)))


def _logaddexp(x: float, y: float) -> float:
    if x == y:  # infinities too, whose difference is nan
        return x + LN2
    return (x if x > y else y) + math.log1p(math.exp(-abs(x - y)))


def _logaddexp2(x: float, y: float) -> float:
    if x == y:
        return x + 1.0
    return (x if x > y else y) + math.log1p(math.exp2(-abs(x - y))) / LN2


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


_above_zero = step.default
_half_gaussian = gaussian.row(0.5).raw
relu = primitive(
    "relu",
    lambda x: 0.0 if x < 0.0 else x,
    lambda z, x: (_above_zero(x),),
    expansion=lambda x: maximum(x, 0.0),
    kinks=(0.0,),
    doc="""x where x > 0, else 0; the derivative at 0 is 0.

    >>> relu(-3.0), relu(3.0)
    (0.0, 3.0)
    """,
)


@family
def leaky_relu(slope: float = 0.01) -> Primitive:
    """x where x > 0, else slope * x; the derivative at 0 is the slope.

    >>> leaky_relu(-3.0), leaky_relu(-3.0, slope=0.5)
    (-0.03, -1.5)
    """
    return Primitive(
        "leaky_relu",
        lambda x: x if x > 0.0 else slope * x,
        lambda z, x: (step(x, slope, 1.0),),
        kinks=(0.0,),
        parameters=(slope,),
    )


hardtanh = primitive(
    "hardtanh",
    clamp.row(-1.0, 1.0).raw,
    clamp.row(-1.0, 1.0).partials,
    kinks=(-1.0, 1.0),
    doc="""x, held between -1 and 1; its derivative is 1 from bound to bound, and 0 outside.

    >>> hardtanh(5.0)
    1.0
    """,
)
sigmoid = primitive(
    "sigmoid",
    _sigmoid,
    lambda z, x: (square(0.5 * sech(0.5 * x)),),
    expansion=lambda x: (
        where(less_equal(0.0, x), 1.0, exp(-absolute(x))) / (1.0 + exp(-absolute(x)))
    ),
    latex=r"\sigma",
    doc="""1 / (1 + exp(-x)), the logistic function.

    >>> sigmoid(0.0)
    0.5
    """,
)
softplus = primitive(
    "softplus",
    _softplus,
    lambda z, x: (sigmoid(x),),
    doc="""log(1 + exp(x)), a smooth relu.

    >>> softplus(0.0)
    0.6931471805599453
    """,
)
logaddexp = primitive(
    "logaddexp",
    _logaddexp,
    lambda z, x, y: (sigmoid(x - y), sigmoid(y - x)),
    latex=r"\log\left(e^{#1} + e^{#2}\right)",
    doc="""log(exp(x) + exp(y)), without overflow on the way: softplus between two numbers.

    >>> logaddexp(1000.0, 1000.0)
    1000.6931471805599
    """,
)
logaddexp2 = primitive(
    "logaddexp2",
    _logaddexp2,
    lambda z, x, y: (sigmoid(LN2 * (x - y)), sigmoid(LN2 * (y - x))),
    latex=r"\log_{2}\left(2^{#1} + 2^{#2}\right)",
    doc="""log2(2**x + 2**y), without overflow on the way.

    >>> logaddexp2(1000.0, 1000.0)
    1001.0
    """,
)
silu_slope = primitive(
    "silu_slope",
    vanishing(-1.2784645427610737, -1.0946994183093437e-16, _silu_slope, _silu_bend),
    _silu_bend,
    doc="""The derivative of silu, also around its zero.

    >>> silu_slope(0.0)
    0.5
    """,
)
silu = primitive(
    "silu",
    _silu,
    lambda z, x: (silu_slope(x),),
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
    doc="""The derivative of gelu, also around its zero.

    >>> gelu_slope(0.0)
    0.5
    """,
)
gelu = primitive(
    "gelu",
    lambda x: x * ndtr(x) if x != -inf else 0.0,
    lambda z, x: (gelu_slope(x),),
    doc="""x times the normal distribution at x (the exact form, not the one with tanh).

    >>> gelu(1.0)
    0.841344746068543
    """,
)
mish_slope = primitive(
    "mish_slope",
    vanishing(-1.1924312145154952, -4.8484829848031044e-17, _mish_slope, _mish_bend),
    _mish_bend,
    doc="""The derivative of mish, also around its zero.

    >>> mish_slope(0.0)
    0.6
    """,
)
mish = primitive(
    "mish",
    _mish,
    lambda z, x: (mish_slope(x),),
    doc="""x * tanh(softplus(x)).

    >>> mish(1.0)
    0.8650983882673103
    """,
)


@family
def elu(alpha: float = 1.0) -> Primitive:
    """x where x > 0, else alpha * (exp(x) - 1); the derivative at 0 is alpha.

    >>> elu(2.0), elu(-1.0)
    (2.0, -0.6321205588285577)
    """
    return Primitive(
        "elu",
        lambda x: x if x > 0.0 else alpha * math.expm1(x),
        lambda z, x: (step(x, alpha, 1.0) * exp(clamp(x, -inf, 0.0)),),
        kinks=(0.0,),
        parameters=(alpha,),
    )


selu = primitive(
    "selu",
    lambda x: SELU_SCALE * (x if x > 0.0 else SELU_ALPHA * math.expm1(x)),
    lambda z, x: (step(x, SELU_SCALE * SELU_ALPHA, SELU_SCALE) * exp(clamp(x, -inf, 0.0)),),
    kinks=(0.0,),
    doc="""elu with the scale and alpha that keep a network's activations at mean 0, variance 1.

    >>> selu(1.0)
    1.0507009873554805
    """,
)
