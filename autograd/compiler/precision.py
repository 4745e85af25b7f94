"""The precisions that compiled functions have: what they are called, and rounding to them."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_float
from typing import Any

DOUBLE, SINGLE = "float64", "float32"
Rounding = Callable[[float], float]


def precision(dtype: Any) -> str:
    """The name of a precision, from it or from a type of NumPy's; ValueError for others.

    >>> precision("float32"), precision(float)
    ('float32', 'float64')
    """
    name = getattr(dtype, "__name__", getattr(dtype, "name", dtype))
    name = DOUBLE if name == "float" else name
    if name not in (DOUBLE, SINGLE):
        raise ValueError(f"dtype is {DOUBLE!r} or {SINGLE!r}, got {dtype!r}")
    return str(name)


def single(x: float) -> float:
    """The nearest number in single precision.

    >>> single(0.1), single(1e39)
    (0.10000000149011612, inf)
    """
    return c_float(x).value


def rounding(dtype: str) -> Rounding | None:
    """What rounds floats to a precision; None if they have it."""
    return single if dtype == SINGLE else None


def shortest(x: float) -> float:
    """The number with fewest digits that single precision rounds as it rounds x.

    >>> shortest(0.10000000149011612)
    0.1
    """
    near = single(x)
    if near - near != 0.0:
        return near
    candidates = (float(f"{near:.{digits}g}") for digits in range(1, 10))
    return next(y for y in candidates if single(y) == near)
