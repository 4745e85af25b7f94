"""Rows that neural networks call activations: rectifiers, sigmoid, softplus and their kin."""

import math
from math import inf
from typing import Any

from .comparisons import equal, less, less_equal
from .exponential import LN2, exp, exp2, expm1, log1p, square
from .extrema import clamp, maximum, minimum
from .hyperbolic import sech
from .piecewise import step, where
from .row import Primitive, family, primitive

# Klambauer et al. 2017, "Self-Normalizing Neural Networks", eq. 14
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def _sigmoid(x: float) -> float:
    e = math.exp(-abs(x))
    return 1.0 / (1.0 + e) if x >= 0.0 else e / (1.0 + e)


def _softplus(x: float) -> float:
    return (x if x > 0.0 else 0.0) + math.log1p(math.exp(-abs(x)))


def decay(x: Any) -> Any:
    """exp(-|x|), as a square: sigmoids and their slopes in compiled code share its root."""
    return _root_of_decay(x) * _root_of_decay(x)


def _root_of_decay(x: Any) -> Any:
    return exp(-abs(0.5 * x))


def root_below(x: Any) -> Any:
    """exp(x / 2) below zero, 1 above."""
    return maximum(less_equal(0.0, x), _root_of_decay(x))


def root_above(x: Any) -> Any:
    """1 below zero, exp(-x / 2) above."""
    return maximum(less(x, 0.0), _root_of_decay(x))


def _logaddexp(x: float, y: float) -> float:
    if x == y:  # infinities too, whose difference is nan
        return x + LN2
    return (x if x > y else y) + math.log1p(math.exp(-abs(x - y)))


def _binary_sigmoid(x: float) -> float:
    e = math.exp2(-abs(x))
    return 1.0 / (1.0 + e) if x >= 0.0 else e / (1.0 + e)


def _logaddexp2(x: float, y: float) -> float:
    if x == y:
        return x + 1.0
    return (x if x > y else y) + math.log1p(math.exp2(-abs(x - y))) / LN2


_above_zero = step.default
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
        expansion=lambda x: where(less(0.0, x), x, slope * x),
        kinks=(0.0,),
        parameters=(slope,),
    )


hardtanh = primitive(
    "hardtanh",
    clamp.row(-1.0, 1.0).raw,
    clamp.row(-1.0, 1.0).partials,
    expansion=clamp.row(-1.0, 1.0).expansion,
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
    expansion=lambda x: root_below(x) * root_below(x) / (1.0 + decay(x)),
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
    expansion=lambda x: maximum(x, 0.0) + log1p(decay(x)),
    doc="""log(1 + exp(x)), a smooth relu.

    >>> softplus(0.0)
    0.6931471805599453
    """,
)
logaddexp = primitive(
    "logaddexp",
    _logaddexp,
    lambda z, x, y: (sigmoid(x - y), sigmoid(y - x)),
    expansion=lambda x, y: where(equal(x, y), x + LN2, maximum(x, y) + log1p(exp(-abs(x - y)))),
    latex=r"\log\left(e^{#1} + e^{#2}\right)",
    doc="""log(exp(x) + exp(y)), without overflow on the way: softplus between two numbers.

    >>> logaddexp(1000.0, 1000.0)
    1000.6931471805599
    """,
)
binary_sigmoid: Primitive = primitive(
    "binary_sigmoid",
    _binary_sigmoid,
    lambda z, x: (LN2 * z * binary_sigmoid(-x),),
    expansion=lambda x: exp2(minimum(x, 0.0)) / (1.0 + exp2(-abs(x))),
    latex=r"\frac{1}{1 + 2^{-#1}}",
    doc="""1 / (1 + 2**-x): the sigmoid to base 2, whose argument needs no rounding to base e.

    >>> binary_sigmoid(1.0)
    0.6666666666666666
    """,
)
logaddexp2 = primitive(
    "logaddexp2",
    _logaddexp2,
    lambda z, x, y: (binary_sigmoid(x - y), binary_sigmoid(y - x)),
    expansion=lambda x, y: where(
        equal(x, y), x + 1.0, maximum(x, y) + log1p(exp2(-abs(x - y))) / LN2
    ),
    latex=r"\log_{2}\left(2^{#1} + 2^{#2}\right)",
    doc="""log2(2**x + 2**y), without overflow on the way.

    >>> logaddexp2(1000.0, 1000.0)
    1001.0
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
        expansion=lambda x: where(less(0.0, x), x, alpha * expm1(x)),
        kinks=(0.0,),
        parameters=(alpha,),
    )


selu = primitive(
    "selu",
    lambda x: SELU_SCALE * (x if x > 0.0 else SELU_ALPHA * math.expm1(x)),
    lambda z, x: (step(x, SELU_SCALE * SELU_ALPHA, SELU_SCALE) * exp(clamp(x, -inf, 0.0)),),
    expansion=lambda x: SELU_SCALE * where(less(0.0, x), x, SELU_ALPHA * expm1(x)),
    kinks=(0.0,),
    doc="""elu with the scale and alpha that keep a network's activations at mean 0, variance 1.

    >>> selu(1.0)
    1.0507009873554805
    """,
)
