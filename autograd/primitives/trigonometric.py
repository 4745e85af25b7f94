"""Rows of the circular functions and their inverses."""

import math
from typing import Any

from .comparisons import equal
from .exponential import sqrt, square
from .extrema import maximum
from .piecewise import direction, where
from .row import Primitive, primitive

DEGREES = 180.0 / math.pi  # in a radian
RADIANS = math.pi / 180.0  # in a degree

one_minus_square = primitive(
    "one_minus_square",
    lambda x: (1.0 - x) * (1.0 + x),
    lambda z, x: (-2.0 * x,),
    expansion=lambda x: (1.0 - x) * (1.0 + x),
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
    lambda z, x, y: (cosine(x, y), cosine(y, x)),
    latex=r"\sqrt{#1^{2} + #2^{2}}",
    doc="""The length of (x, y), without overflow on the way; derivative (0, 0) at the origin.

    >>> hypot(3.0, 4.0)
    5.0
    """,
)


cosine: Primitive = primitive(
    "cosine",
    lambda x, y: direction.raw(x, math.hypot(x, y)),
    # not from 1 - z * z, which cancels where y is small beside x
    lambda z, x, y: (
        cosine(y, x) * (cosine(y, x) / hypot(x, y)),
        -z * (cosine(y, x) / hypot(x, y)),
    ),
    expansion=lambda x, y: direction(x, hypot(x, y)),
    latex=r"\frac{#1}{\sqrt{#1^{2} + #2^{2}}}",
    doc="""x / hypot(x, y): 0 at the origin, +-1 at infinity.

    >>> cosine(3.0, 4.0), cosine(0.0, 0.0)
    (0.6, 0.0)
    """,
)


def _inversion(x: float, y: float) -> float:
    h = math.hypot(x, y) + 0.0 * math.atan2(x, y)  # hypot(inf, nan) is inf
    return direction.raw(direction.raw(x, h), h)


def _inverted(x: Any, y: Any) -> Any:
    larger = maximum(x, y)  # nan if one of them is
    h = where(equal(larger, larger), hypot(x, y), larger)
    return direction(direction(x, h), h)


inversion: Primitive = primitive(
    "inversion",
    _inversion,
    lambda z, x, y: (
        (y - x) / hypot(x, y) * ((y + x) / hypot(x, y)) / hypot(x, y) / hypot(x, y),
        -2.0 * cosine(x, y) * cosine(y, x) / hypot(x, y) / hypot(x, y),
    ),
    expansion=_inverted,
    latex=r"\frac{#1}{#1^{2} + #2^{2}}",
    doc="""x / (x * x + y * y), without overflow on the way; 0 at the origin and at infinity.

    >>> inversion(3.0, 4.0), inversion(0.0, 0.0)
    (0.12, 0.0)
    """,
)
arctan2 = primitive(
    "arctan2",
    math.atan2,
    lambda z, y, x: (inversion(x, y), -inversion(y, x)),
    doc="""The angle of the point (x, y), in [-pi, pi]; y comes first. Derivative 0 at the origin.

    >>> arctan2(1.0, -1.0)
    2.356194490192345
    """,
)
degrees = primitive(
    "degrees",
    math.degrees,
    lambda z, x: (DEGREES,),
    expansion=lambda x: x * DEGREES,
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
    expansion=lambda x: x * RADIANS,
    latex=r"\frac{\pi}{180} \cdot #1",
    doc="""An angle of x degrees in radians.

    >>> radians(180.0)
    3.141592653589793
    """,
)
