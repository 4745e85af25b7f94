"""The expression of micrograd's README: two variables, some thirty operations, one gradient.

It is small enough to show what one operation costs, and touches + - * / ** and relu.
"""

from __future__ import annotations

from typing import Any

from . import compilers
from .contender import Job
from .programs import Small


class Expression(Small):
    """g(a, b)."""

    title = "micrograd's README expression, forward + backward"
    name = "micrograd's README expression"
    point = (-4.0, 2.0)

    def function(self, m: Any, *args: Any) -> Any:
        """g as micrograd's README has it, relu as a function."""
        a, b = args
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + m.relu(b + a)
        d += 3 * d + m.relu(b - a)
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        return g

    def numba(self, batch: int, order: int) -> Job:
        """The derivative by hand, of plain floats."""
        import numba

        @numba.njit
        def run(a: float, b: float) -> tuple[float, tuple[float, float]]:
            left, right = 1.0 if b + a > 0.0 else 0.0, 1.0 if b - a > 0.0 else 0.0
            d = 12.0 * (a * b + b * b * b) + 4.0 * left * (b + a) + right * (b - a)
            e = 4.0 * (a + b) + 3.0 - a - d
            f = e * e
            slope = 2.0 * e * (0.5 - 10.0 / (f * f))
            by_a = 3.0 - 12.0 * b - 4.0 * left + right
            by_b = 4.0 - 12.0 * a - 36.0 * b * b - 4.0 * left - right
            return f / 2.0 + 10.0 / f, (slope * by_a, slope * by_b)

        return Job(lambda: run(*self.point), compilers.columns)

    def c(self, batch: int, order: int) -> Job:
        """The same in C."""
        return compilers.by_c("expression", self.points(batch))


WORKLOAD = Expression()
