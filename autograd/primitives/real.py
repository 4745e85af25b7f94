"""What counts as one real number."""

import contextlib
import numbers
from typing import Any


def number(x: Any) -> float:
    """`x` as a float; a TypeError that names what it got if it is not one real number.

    Takes int, float, Fraction, Decimal, NumPy scalars and arrays without dimensions.
    """
    if isinstance(x, (float, int)):
        return float(x)
    real = isinstance(x, numbers.Real) or not isinstance(x, numbers.Complex)
    plain = getattr(x, "ndim", 0) == 0 and getattr(getattr(x, "dtype", None), "kind", "f") in "biuf"
    if hasattr(x, "__float__") and real and plain and not hasattr(x, "apply_primitive"):
        with contextlib.suppress(TypeError, ValueError):
            return float(x)
    if isinstance(x, (str, bytes, complex)):
        raise TypeError(f"expected a real number, got {type(x).__name__} {x!r:.60}")
    hint = ", which holds many: take them one by one" if hasattr(x, "__len__") else ""
    raise TypeError(f"expected a real number, got {type(x).__name__}{hint}")


def whole(x: float, what: str) -> int:
    """`x` as an int; ValueError if it is not a whole number from 0 on."""
    if x < 0.0 or x != x // 1.0:
        raise ValueError(f"{what} must be a whole number from 0 on, got {x!r}")
    return int(x)
