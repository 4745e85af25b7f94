"""Rows that round to whole numbers or decimals."""

import builtins
import math
from collections.abc import Callable
from math import copysign

from .piecewise import flat
from .row import Primitive, family, primitive

INTEGERS = tuple(map(float, range(-99, 100)))  # kinks of the roundings, as far as tests look


def _rounding(name: str, raw: Callable[[float], int], doc: str, latex: str = "") -> Primitive:
    return primitive(
        name,
        lambda x: copysign(float(raw(x)), x),  # keeps the sign of zero, which an int has not
        flat,
        otherwise=lambda x: x,
        kinks=INTEGERS,
        latex=latex,
        doc=doc,
    )


floor = _rounding(
    "floor",
    math.floor,
    """The largest whole number not above x; its derivative is 0.

    >>> floor(-1.5)
    -2.0
    """,
    latex=r"\left\lfloor#1\right\rfloor",
)
ceil = _rounding(
    "ceil",
    math.ceil,
    """The smallest whole number not below x; its derivative is 0.

    >>> ceil(-1.5)
    -1.0
    """,
    latex=r"\left\lceil#1\right\rceil",
)
trunc = _rounding(
    "trunc",
    math.trunc,
    """x without its fraction; its derivative is 0.

    >>> trunc(-1.5)
    -1.0
    """,
)


@family
def round(ndigits: float = 0) -> Primitive:
    """x to `ndigits` decimals, halves to the even neighbour; its derivative is 0.

    >>> round(2.5), round(-0.125, 2)
    (2.0, -0.12)
    """
    return Primitive(
        "round",
        lambda x: builtins.round(x, int(ndigits)),
        flat,
        otherwise=lambda x: x,
        kinks=tuple(n + 0.5 for n in INTEGERS),
        parameters=(ndigits,),
    )
