"""The rows behind + - * / % // and unary minus."""

import math
import operator
from math import copysign, inf, nan
from typing import Any

from .comparisons import equal, less
from .piecewise import copysign as with_sign, finite, where
from .rounding import floor, round
from .row import Primitive, primitive

add = primitive(
    "add",
    operator.add,
    lambda z, x, y: (1.0, 1.0),
    symbol="+",
    doc="""x + y.

    >>> add(2.0, 3.0)
    5.0
    """,
)
sub = primitive(
    "sub",
    operator.sub,
    lambda z, x, y: (1.0, -1.0),
    symbol="-",
    doc="""x - y.

    >>> sub(2.0, 3.0)
    -1.0
    """,
)
mul = primitive(
    "mul",
    operator.mul,
    lambda z, x, y: (y, x),
    symbol="*",
    doc="""x * y.

    >>> mul(2.0, 3.0)
    6.0
    """,
)


def _over_zero(x: float, y: float) -> float:
    return copysign(inf, x) * copysign(1.0, y) if x and x == x else nan


div = primitive(
    "div",
    operator.truediv,
    lambda z, x, y: (1.0 / y, -z / y),
    otherwise=_over_zero,
    symbol="/",
    latex=r"\frac{#1}{#2}",
    doc="""x / y: inf or -inf over zero, nan for 0 / 0.

    >>> div(1.0, 4.0), div(1.0, 0.0)
    (0.25, inf)
    """,
)


def _whole_quotient(x: Any, y: Any) -> Any:
    """As Python has it: from the exact remainder, and rounded where division was not exact."""
    rest = fmod(x, y)
    quotient = (x - rest) / y - (1.0 - equal(with_sign(rest, y), rest))
    whole = floor(quotient)
    nearest = whole + less(0.5, quotient - whole)
    return where(equal(quotient, 0.0), with_sign(0.0, x / y), nearest)


floor_divide = primitive(
    "floor_divide",
    operator.floordiv,
    lambda z, x, y: (0.0 * finite(z), 0.0 * finite(z)),
    expansion=_whole_quotient,
    symbol="//",
    latex=r"\left\lfloor\frac{#1}{#2}\right\rfloor",
    doc="""The whole quotient: x == y * (x // y) + x % y; nan over zero. Its derivative is 0.

    >>> floor_divide(7.0, 2.0)
    3.0
    """,
)
mod = primitive(
    "mod",
    operator.mod,
    lambda z, x, y: (1.0, -floor_divide(x, y)),
    symbol="%",
    latex=r"#1 \bmod #2",
    doc="""The remainder of x over y with the sign of y, as in Python; nan over zero.

    >>> mod(-7.0, 3.0)
    2.0
    """,
)
fmod: Primitive = primitive(
    "fmod",
    math.fmod,
    lambda z, x, y: (1.0, -round((x - z) / y)),
    expansion=lambda x, y: with_sign(abs(x) % abs(y), x),
    doc="""The remainder of x over y with the sign of x, as in C; nan over zero.

    >>> fmod(-7.0, 3.0)
    -1.0
    """,
)
neg = primitive(
    "neg",
    operator.neg,
    lambda z, x: (-1.0,),
    symbol="-",
    doc="""-x.

    >>> neg(3.0)
    -3.0
    """,
)
identity = primitive(
    "identity",
    lambda x: x,
    lambda z, x: (1.0,),
    expansion=lambda x: x,
    latex="#1",
    doc="""x itself, as a node of its own: what a transformation differentiates with respect to.

    >>> identity(3.0)
    3.0
    """,
)
