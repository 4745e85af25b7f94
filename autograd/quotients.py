"""Difference quotients along a line: whether a derivative is what they say, and what they can't."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .gradcheck import Function

# the error of the difference grows with its square, that of rounding with its inverse
STEP = math.cbrt(sys.float_info.epsilon)
ROUNDING = 4.0 * sys.float_info.epsilon  # of a value that takes a handful of operations


class Tolerance(NamedTuple):
    """How far a derivative may be from the quotient, and the step of that."""

    rtol: float
    atol: float
    step: float


class Line:
    """A function along one of its inputs, in steps from the point, and what its quotients say."""

    def __init__(self, f: Function, point: list[float], j: int, tolerance: Tolerance) -> None:
        self.f, self.point, self.j, self.tolerance = f, point, j, tolerance
        self.h = tolerance.step * max(1.0, abs(point[j]))
        self.known: dict[float, list[float]] = {}

    def y(self, i: int, k: float) -> float:
        """Output i, k steps away from the point."""
        if k not in self.known:
            xs = self.point.copy()
            xs[self.j] = self.x(k)
            self.known[k] = self.f.at(xs)
        return self.known[k][i]

    def x(self, k: float) -> float:
        """The input, k steps away from the point."""
        return self.point[self.j] + (k and k * self.h)  # the step is infinite where x is

    def slope(self, i: int, a: float, b: float) -> float:
        """The quotient between two places."""
        return (self.y(i, b) - self.y(i, a)) / (self.x(b) - self.x(a))

    def rounding(self, i: int) -> float:
        """What rounding the values may do to the slope over one step."""
        return ROUNDING * max(self.f.sizes[i], *(abs(self.y(i, k)) for k in (-1, 0, 1))) / self.h

    def refusal(self, i: int) -> str:
        """Why output i has no derivative that differences could show; nothing if it has one."""
        name, x = self.f.outputs[i], f"{self.f.inputs[self.j]} = {self.x(0):g}"
        if not math.isfinite(self.y(i, 0)):
            return f"{name} is {self.y(i, 0)} at {x}: nothing to compare there"
        for y, there in [(self.y(i, k), self.x(k)) for k in (-1, 1)]:
            if not math.isfinite(y):
                return (
                    f"{name} ends at {x} or near it: it is {y} at {there:g}; move the point "
                    "inside, or pass a smaller step"
                )
        left, right = self.slope(i, -1, 0), self.slope(i, 0, 1)
        if not self._agree(left, right, 512.0 * self.rounding(i)):
            # a smooth function's slopes approach each other as the steps get smaller
            gap = abs(right - left)
            eighth, finest = (self._break(i, k) / gap for k in (0.125, 1 / 64))
            if 0.7 < eighth < 1.5 and 0.7 < finest < 1.5:
                return (
                    f"{name} bends at {x}: its slope is {left:.6g} on the left and {right:.6g} on "
                    "the right; move the point away"
                )
            if 7.0 < eighth < 9.0 and 56.0 < finest < 72.0 and 10.0 * gap > abs(right + left):
                return (
                    f"{name} jumps at {x}: it is {self.y(i, -1):.6g} before, {self.y(i, 0):.6g} "
                    f"there and {self.y(i, 1):.6g} after; move the point away"
                )
        return ""

    def mismatch(self, i: int, mode: str, got: float) -> str:
        """How the derivative of output i that a mode found is wrong; nothing if it is right."""
        want = self.slope(i, -1, 1)
        if self._agree(got, want, self.rounding(i)) or self._on_second_thought(i, got):
            return ""
        off, larger = abs(got - want), max(abs(got), abs(want))
        relative = f" ({off / larger:.2g} relative)" if math.isfinite(off) else ""
        return (
            f"the derivative of {self.f.outputs[i]} by {self.f.inputs[self.j]} is {got!r} in "
            f"{mode} mode, but central differences give {want!r}: off by {off:.3g}{relative}"
        )

    def _agree(self, got: float, want: float, slack: float) -> bool:
        slack += self.tolerance.atol + self.tolerance.rtol * max(abs(got), abs(want))
        return math.isfinite(got) and abs(got - want) <= slack

    def _break(self, i: int, k: float) -> float:
        return abs(self.slope(i, 0, k) - self.slope(i, -k, 0))

    def _on_second_thought(self, i: int, got: float) -> bool:
        """Whether they agree but for the shape of f within a step, or for noise in it."""
        full, eighth, finest = slopes = [self.slope(i, -k, k) for k in (1, 0.125, 1 / 64)]
        if 64.0 * self.rounding(i) < self.tolerance.rtol * max(map(abs, slopes)):
            full, eighth = eighth, finest
        # at an eighth of the step the error is a 63rd of what that changed, a 7th if f'' jumps
        if self._agree(got, eighth, abs(full - eighth) / 6.0):
            return True
        noise = min(max(self._roughness(i, side * k) for k in (6, 7, 8)) for side in (-1, 1))
        return self._agree(got, slopes[0], 2.0 * noise / self.h)

    def _roughness(self, i: int, k: float) -> float:
        """The fourth difference around k: next to nothing for a smooth function but for noise."""
        a, b, c, d, e = (self.y(i, k + n) for n in range(-2, 3))
        rough = abs(a - 4.0 * b + 6.0 * c - 4.0 * d + e)
        return rough if math.isfinite(rough) else 0.0
