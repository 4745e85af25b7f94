"""Derivatives checked against differences: whether rules, and what is made of them, are right."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from .nesting import _flat, _written, flatten
from .operations import data_of
from .primitives import number
from .primitives.real import whole
from .pullback import differentiable, name_of, vjp
from .pushforward import arguments, jvp
from .value import Value

# the error of the difference grows with its square, that of rounding with its inverse
STEP = math.cbrt(sys.float_info.epsilon)
ROUNDING = 4.0 * sys.float_info.epsilon  # of a value that takes a handful of operations


class GradientError(AssertionError):
    """A derivative differs from its difference quotient, or cannot be compared with one.

    An AssertionError, since that is what a test raises whose claim is wrong: test runners count
    it as a failure of what is tested, and not as an error in the test.
    """


class Tolerance(NamedTuple):
    """How far a derivative may be from the quotient, and the step of that."""

    rtol: float
    atol: float
    step: float


class Function(NamedTuple):
    """A function from a list of numbers to a list of numbers, with what messages call those.

    `sizes` are what the outputs are rounded relative to: derivatives may be small by cancelling.
    """

    call: Callable[[list[Any]], list[Any]]
    outputs: list[str]
    inputs: list[str]
    sizes: list[float]

    def at(self, xs: list[float]) -> list[float]:
        """The outputs as floats."""
        ys = [data_of(y) for y in self.call(xs)]
        if len(ys) != len(self.outputs):
            raise GradientError(f"f returned {len(self.outputs)} numbers, and then {len(ys)}")
        return ys


def check_grads(
    f: Callable[..., Any],
    args: Sequence[Any],
    order: int = 2,
    *,
    modes: Collection[str] = ("forward", "reverse"),
    rtol: float = 1e-5,
    atol: float = 0.0,
    step: float = STEP,
) -> None:
    """Nothing if all derivatives of f at `args` up to `order` are right; else GradientError.

    `args` is a tuple of arguments, each a number or a nesting of lists, tuples, dicts and NumPy
    arrays; f returns a number or a nesting. The derivative of every output by every input, in
    both modes, is compared with the central difference of two values a `step` away, times
    max(1, |x|) for the input x; so are the derivatives of these derivatives, mode by mode.

    They may differ by `rtol`, relative to the larger, and `atol`, and by what rounding can do to
    the quotient: a derivative below a billionth of |f| / max(1, |x|) is lost in that.

    >>> from autograd import exp, relu, sin
    >>> check_grads(lambda w, x: sin(w["a"] * x) + w["b"], ({"a": 0.5, "b": 1.0}, 2.0))
    >>> check_grads(exp, (0.5,), order=4)
    >>> check_grads(relu, (0.0,))
    Traceback (most recent call last):
    autograd.gradcheck.GradientError: relu(...) bends at args[0] = 0: its slope is 0 on the left \
and 1 on the right; move the point away

    The error names input, mode, both numbers and what they differ by. f is refused where it
    bends, jumps, ends or is not finite, as there is nothing to compare; and if it is random.

    Costs up to seven values of f for each input; each order multiplies by the inputs and modes.
    Raises TypeError as jvp and vjp do, and ValueError for unknown modes.
    """
    differentiable(f)
    if not modes or not set(modes) <= MODES.keys():
        raise ValueError(f"modes are among {', '.join(MODES)}, got {modes!r}")
    leaves, paths, rebuild = _flat(arguments(args, "args"), "args")
    point = [data_of(x) for x in leaves]

    name = f"{getattr(f, 'name', None) or name_of(f)}(...)"

    def call(xs: list[Any]) -> list[Any]:
        return flatten(f(*rebuild([Value(x) if type(x) is float else x for x in xs])), name)[0]

    first, places, _ = _flat(f(*rebuild([Value(x) for x in point])), name)
    ys = [data_of(y) for y in first]
    names = list(map(_written, places)), list(map(_written, paths))
    functions = [Function(call, *names, [abs(y) for y in ys])]
    _same_again(functions[0], ys, point)
    tolerance = Tolerance(rtol, atol, step)
    for _ in range(whole(number(order), "the order")):
        functions = [g for f in functions for g in _checked(f, point, modes, tolerance)]


def _same_again(f: Function, first: list[float], point: list[float]) -> None:
    for name, before, now in zip(f.outputs, first, f.at(point)):
        if now != before and (now == now or before == before):
            raise GradientError(
                f"{name} is {before!r}, and then {now!r} at the same point: seed what is random"
            )


def _checked(
    f: Function, point: list[float], modes: Collection[str], tolerance: Tolerance
) -> list[Function]:
    """The derivatives of f in each mode, which are as they should be."""
    sizes = [size / max(1.0, abs(x)) for size in f.sizes for x in point]
    derived = []
    for mode in modes:
        names = [f"d {y} / d {x} ({mode} mode)" for y in f.outputs for x in f.inputs]
        derived.append(Function(MODES[mode](f), names, f.inputs, sizes))
    found = [g.at(point) for g in derived]
    for j in range(len(point)):
        line = Line(f, point, j, tolerance)
        for i in range(len(f.outputs)):
            line.refuse(i)
            for mode, derivatives in zip(modes, found):
                line.compare(i, mode, derivatives[i * len(point) + j])
    return derived


def _forward(f: Function) -> Callable[[list[Any]], list[Any]]:
    def derivatives(xs: list[Any]) -> list[Any]:
        unit = [[float(i == j) for i in range(len(xs))] for j in range(len(xs))]
        columns = [jvp(f.call, (xs,), (e,))[1] for e in unit]
        return [column[i] for i in range(len(f.outputs)) for column in columns]

    return derivatives


def _reverse(f: Function) -> Callable[[list[Any]], list[Any]]:
    def derivatives(xs: list[Any]) -> list[Any]:
        ys, pullback = vjp(f.call, xs)
        unit = [[float(i == k) for k in range(len(ys))] for i in range(len(ys))]
        return [slope for e in unit for slope in pullback(e)[0]]

    return derivatives


MODES = {"forward": _forward, "reverse": _reverse}


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

    def refuse(self, i: int) -> None:
        """Raise where output i has no derivative that differences could show."""
        name, x = self.f.outputs[i], f"{self.f.inputs[self.j]} = {self.x(0):g}"
        if not math.isfinite(self.y(i, 0)):
            raise GradientError(f"{name} is {self.y(i, 0)} at {x}: nothing to compare there")
        for y, there in [(self.y(i, k), self.x(k)) for k in (-1, 1)]:
            if not math.isfinite(y):
                raise GradientError(
                    f"{name} ends at {x} or near it: it is {y} at {there:g}; move the point "
                    "inside, or pass a smaller step"
                )
        left, right = self.slope(i, -1, 0), self.slope(i, 0, 1)
        if not self._agree(left, right, 512.0 * self.rounding(i)):
            # a smooth function's slopes approach each other as the steps get smaller
            gap = abs(right - left)
            eighth, finest = (self._break(i, k) / gap for k in (0.125, 1 / 64))
            if 0.7 < eighth < 1.5 and 0.7 < finest < 1.5:
                raise GradientError(
                    f"{name} bends at {x}: its slope is {left:.6g} on the left and {right:.6g} on "
                    "the right; move the point away"
                )
            if 7.0 < eighth < 9.0 and 56.0 < finest < 72.0 and 10.0 * gap > abs(right + left):
                raise GradientError(
                    f"{name} jumps at {x}: it is {self.y(i, -1):.6g} before, {self.y(i, 0):.6g} "
                    f"there and {self.y(i, 1):.6g} after; move the point away"
                )

    def compare(self, i: int, mode: str, got: float) -> None:
        """Raise if the derivative of output i that a mode found is another."""
        want = self.slope(i, -1, 1)
        if self._agree(got, want, self.rounding(i)) or self._on_second_thought(i, got):
            return
        off, larger = abs(got - want), max(abs(got), abs(want))
        relative = f" ({off / larger:.2g} relative)" if math.isfinite(off) else ""
        raise GradientError(
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
