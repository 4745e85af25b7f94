"""Exact numbers that carry one derivative along: an oracle for second derivatives."""

from __future__ import annotations

from fractions import Fraction
from functools import total_ordering
from typing import Any


@total_ordering
class Jet:
    """A fraction and how fast it changes; only what random programs do with exact numbers."""

    def __init__(self, value: Any, slope: Any = 0) -> None:
        self.value, self.slope = Fraction(value), Fraction(slope)

    @property
    def denominator(self) -> int:
        """The larger one of its two fractions."""
        return max(self.value.denominator, self.slope.denominator)

    def __add__(self, other: Any) -> Jet:
        y = jet(other)
        return Jet(self.value + y.value, self.slope + y.slope)

    def __mul__(self, other: Any) -> Jet:
        y = jet(other)
        return Jet(self.value * y.value, self.slope * y.value + self.value * y.slope)

    def __pow__(self, n: int) -> Jet:
        return Jet(self.value**n, n * self.value ** (n - 1) * self.slope) if n else Jet(1)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Jet:
        return self * -1

    def __sub__(self, other: Any) -> Jet:
        return self + -jet(other)

    def __rsub__(self, other: Any) -> Jet:
        return -self + other

    def __truediv__(self, number: int) -> Jet:
        return self * Fraction(1, number)

    def __abs__(self) -> Jet:
        return max(self, -self)

    def __float__(self) -> float:
        return float(self.value)

    def __eq__(self, other: object) -> bool:
        return self.value == jet(other).value

    def __lt__(self, other: Any) -> bool:
        return self.value < jet(other).value

    __hash__ = None  # type: ignore[assignment]


def jet(x: Any) -> Jet:
    """`x`, which does not move if it is a plain number."""
    return x if isinstance(x, Jet) else Jet(x)
