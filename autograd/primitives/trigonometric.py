"""Rows of the circular and hyperbolic functions and their inverses."""

import math
from math import copysign, inf, nan
from typing import Any

from .exponential import sqrt, square
from .piecewise import direction, nonnegative
from .row import Primitive, primitive

DEGREES = 180.0 / math.pi  # in a radian
RADIANS = math.pi / 180.0  # in a degree

one_minus_square = primitive(
    "one_minus_square",
    lambda x: (1.0 - x) * (1.0 + x),
    lambda z, x: (-2.0 * x,),
    latex="1 - #1^{2}",
    doc="""1 - x * x, exact near +-1, and with a derivative exact near 0.

    >>> one_minus_square(0.5)
    0.75
    """,
)
sin = primitive(
    "sin",
    math.sin,
    lambda z, x: (cos(x),),
    doc="""The sine of x radians; nan at infinity.

    >>> sin(1.0)
    0.8414709848078965
    """,
)
cos: Primitive = primitive(
    "cos",
    math.cos,
    lambda z, x: (-sin(x),),
    doc="""The cosine of x radians; nan at infinity.

    >>> cos(0.0)
    1.0
    """,
)
tan = primitive(
    "tan",
    math.tan,
    lambda z, x: (1.0 + z * z,),
    doc="""The tangent of x radians; nan at infinity.

    >>> tan(1.0)
    1.5574077246549023
    """,
)
arcsin = primitive(
    "arcsin",
    math.asin,
    lambda z, x: (1.0 / sqrt(one_minus_square(x)),),
    domain=(-1.0, 1.0),
    doc="""The angle in [-pi/2, pi/2] whose sine is x; nan outside [-1, 1].

    >>> arcsin(1.0)
    1.5707963267948966
    """,
)
arccos = primitive(
    "arccos",
    math.acos,
    lambda z, x: (-1.0 / sqrt(one_minus_square(x)),),
    domain=(-1.0, 1.0),
    doc="""The angle in [0, pi] whose cosine is x; nan outside [-1, 1].

    >>> arccos(-1.0)
    3.141592653589793
    """,
)
arctan = primitive(
    "arctan",
    math.atan,
    lambda z, x: (square(1.0 / hypot(1.0, x)),),  # x * x would overflow
    doc="""The angle in [-pi/2, pi/2] whose tangent is x.

    >>> arctan(1.0)
    0.7853981633974483
    """,
)
hypot: Primitive = primitive(
    "hypot",
    math.hypot,
    lambda z, x, y: (direction(x, z), direction(y, z)),
    latex=r"\sqrt{#1^{2} + #2^{2}}",
    doc="""The length of (x, y), without overflow on the way; derivative (0, 0) at the origin.

    >>> hypot(3.0, 4.0)
    5.0
    """,
)


def _angle_partials(z: Any, y: Any, x: Any) -> tuple[Any, Any]:
    h = hypot(y, x) + 0.0 * z  # hypot(inf, nan) is inf, but the angle is nan
    return direction(direction(x, h), h), -direction(direction(y, h), h)


arctan2 = primitive(
    "arctan2",
    math.atan2,
    _angle_partials,
    doc="""The angle of the point (x, y), in [-pi, pi]; y comes first. Derivative 0 at the origin.

    >>> arctan2(1.0, -1.0)
    2.356194490192345
    """,
)
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


# sech and tanh are each other's derivatives, and neither overflows: this keeps every order of
# tanh, and of the sigmoids built on it, exact in the tails
sech = primitive(
    "sech",
    _sech,
    lambda z, x: (-z * tanh(x),),
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
degrees = primitive(
    "degrees",
    math.degrees,
    lambda z, x: (DEGREES,),
    latex=r"\frac{180}{\pi} \cdot #1",
    doc="""An angle of x radians in degrees.

    >>> degrees(3.141592653589793)
    180.0
    """,
)
radians = primitive(
    "radians",
    math.radians,
    lambda z, x: (RADIANS,),
    latex=r"\frac{\pi}{180} \cdot #1",
    doc="""An angle of x degrees in radians.

    >>> radians(180.0)
    3.141592653589793
    """,
)
