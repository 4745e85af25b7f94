"""Rows that are flat or bent, signs, steps and choices, and helpers of rules."""

import builtins
import math
from math import inf, nan
from typing import Any

from .comparisons import equal, less, less_equal
from .row import Primitive, family, primitive

HUGE = 1e30  # so that powers of it do not overflow in derivatives of any order in use


def flat(z: Any, x: Any) -> tuple[Any, ...]:
    """The rule of whatever is constant in pieces: 0, and nan where the output is nan."""
    return (0.0 * finite(z),)


nonnegative = primitive(
    "nonnegative",
    lambda x: x if x >= 0.0 else nan,
    lambda z, x: (1.0 + 0.0 * finite(z),),
    expansion=lambda x: where(less_equal(0.0, x), x, nan),
    domain=(0.0, inf),
    latex="#1",
    doc="""x, or nan where x < 0: marks the end of a domain inside a rule.

    >>> nonnegative(-1.0)
    nan
    """,
)


def _direction(x: float, h: float) -> float:
    if h == 0.0:
        return 0.0
    return x / h if math.isfinite(x) or math.isfinite(h) else math.copysign(1.0, x)


def _direction_of(x: Any, h: Any) -> Any:
    at_origin = where(equal(x, x), 0.0, x)
    return where(equal(h, 0.0), at_origin, where(equal(abs(x), h), copysign(1.0, x), x / h))


direction = primitive(
    "direction",
    lambda x, h: x if x != x else h if h != h else _direction(x, h),
    lambda z, x, h: (1.0 / h, -z / h),
    expansion=_direction_of,
    latex=r"\frac{#1}{#2}",
    doc="""x / h, where h is a length that x is a side of: 0 at the origin, +-1 at infinity.

    >>> direction(3.0, 5.0), direction(0.0, 0.0)
    (0.6, 0.0)
    """,
)
sign = primitive(
    "sign",
    lambda x: x if x != x else float(x > 0.0) - float(x < 0.0),
    flat,
    expansion=lambda x: where(equal(x, x), less(0.0, x) - less(x, 0.0), x),
    kinks=(0.0,),
    doc="""-1, 0 or 1, as x is below, at or above zero; its derivative is 0.

    >>> sign(-3.0)
    -1.0
    """,
)
abs = primitive(
    "abs",
    builtins.abs,
    lambda z, x: (sign(x),),
    kinks=(0.0,),
    latex=r"\left|#1\right|",
    doc="""The absolute value; its derivative at 0 is 0, the subgradient of least norm.

    >>> abs(-3.0)
    3.0
    """,
)


@family
def step(left: float = 0.0, right: float = 1.0) -> Primitive:
    """`left` for x <= 0, `right` for x > 0; its derivative is 0.

    >>> step(0.0), step(2.0), step(-3.0, -1.0, 1.0)
    (0.0, 1.0, -1.0)
    """
    return Primitive(
        "step",
        lambda x: right if x > 0.0 else left if x == x else x,
        flat,
        expansion=lambda x: where(less(0.0, x), right, where(less_equal(x, 0.0), left, x)),
        kinks=(0.0,),
        parameters=(left, right),
        latex=r"\mathbf{1}_{#1 > 0}"
        if (left, right) == (0.0, 1.0)
        else r"\begin{cases} #b & #1 > 0 \\ #a & #1 \le 0 \end{cases}",
    )


@family
def inside(low: float, high: float) -> Primitive:
    """1 where low <= x <= high, else 0; its derivative is 0.

    >>> inside(0.5, 0.0, 1.0), inside(2.0, 0.0, 1.0)
    (1.0, 0.0)
    """
    return Primitive(
        "inside",
        lambda x: float(low <= x <= high) if x == x else x,
        flat,
        expansion=lambda x: where(equal(x, x), less_equal(low, x) * less_equal(x, high), x),
        kinks=(low, high),
        parameters=(low, high),
        latex=r"\mathbf{1}_{#a \le #1 \le #b}",
    )


finite: Primitive = primitive(
    "finite",
    lambda x: max(-HUGE, min(x, HUGE)) if x == x else x,
    lambda z, x: (inside(x, -HUGE, HUGE),),
    expansion=lambda x: where(less(HUGE, x), HUGE, where(less(x, -HUGE), -HUGE, x)),
    latex="#1",
    doc="""x, held within +-1e30: for a factor beside one that is 0 out there, where 0 * inf is nan.

    >>> finite(5.0), 0.0 * finite(float("inf"))
    (5.0, 0.0)
    """,
)


truth = primitive(
    "truth",
    lambda x: float(x != 0.0),
    flat,
    expansion=lambda x: 1.0 - equal(x, 0.0),
    kinks=(0.0,),
    latex=r"\mathbf{1}_{#1 \ne 0}",
    doc="""1 where x is not zero, else 0, as bool(x) has it; its derivative is 0.

    >>> truth(-3.0)
    1.0
    """,
)
sound = primitive(
    "sound",
    lambda x: float(x != 0.0 and x == x),
    flat,
    expansion=lambda x: equal(x, x) - equal(x, 0.0),
    kinks=(0.0,),
    latex=r"\mathbf{1}_{#1 \ne 0}",
    doc="""1 where x is neither zero nor nan, else 0; its derivative is 0.

    >>> sound(-3.0), sound(0.0)
    (1.0, 0.0)
    """,
)
where: Primitive = primitive(
    "where",
    lambda condition, x, y: x if condition else y,
    lambda z, condition, x, y: (0.0, truth(condition), 1.0 - truth(condition)),
    chosen=lambda condition, x, y: 1 if condition else 2,
    latex=r"\begin{cases} #2 & #1 \ne 0 \\ #3 & \text{otherwise} \end{cases}",
    doc="""x if the condition holds, else y; no derivative reaches the one not taken.

    >>> where(2.0 > 1.0, 10.0, 20.0)
    10.0
    """,
)
copysign: Primitive = primitive(
    "copysign",
    math.copysign,
    lambda z, x, y: (sign(x) * copysign(1.0, y), 0.0 * finite(y)),
    doc="""The size of x with the sign of y, also of -0.0; its derivative at x = 0 is 0, as of abs.

    >>> copysign(3.0, -0.0)
    -3.0
    """,
)
heaviside = primitive(
    "heaviside",
    lambda x, y: y if x == 0.0 else float(x > 0.0) if x == x else x,
    lambda z, x, y: (0.0 * finite(x), 1.0 - truth(x)),
    expansion=lambda x, y: where(equal(x, 0.0), y, where(equal(x, x), less(0.0, x), x)),
    latex=r"\begin{cases} 0 & #1 < 0 \\ #2 & #1 = 0 \\ 1 & #1 > 0 \end{cases}",
    doc="""0 for x < 0, y at x = 0, 1 for x > 0, as in NumPy; its derivative by x is 0.

    >>> heaviside(-2.0, 0.5), heaviside(0.0, 0.5), heaviside(2.0, 0.5)
    (0.0, 0.5, 1.0)
    """,
)
