"""Derivatives checked against differences: whether rules, and what is made of them, are right."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from .nesting import flatten, paths
from .operations import data_of
from .primitives import number
from .primitives.real import whole
from .pullback import differentiable, name_of, vjp
from .pushforward import arguments, jvp
from .quotients import STEP, Line, Tolerance
from .value import Value


class GradientError(AssertionError):
    """A derivative differs from its difference quotient, or cannot be compared with one.

    An AssertionError, since that is what a test raises whose claim is wrong: test runners count
    it as a failure of what is tested, and not as an error in the test.
    """


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
    directions: int | None = None,
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

    With `directions`, f is checked along so many random directions, the same ones each time, and
    not by every input: for functions of many.

    >>> check_grads(lambda xs: sum(x * x for x in xs), ([0.5] * 1000,), directions=3)

    The error names input, mode, both numbers and what they differ by. f is refused where it
    bends, jumps, ends or is not finite, as there is nothing to compare; and if it is random.

    Costs up to seven values of f for each input or direction; each order multiplies by the inputs
    and modes, but along a direction by the modes alone. Raises TypeError as jvp and vjp do, and
    ValueError for unknown modes and for less than one direction.
    """
    differentiable(f)
    if not modes or not set(modes) <= MODES.keys():
        raise ValueError(f"modes are among {', '.join(MODES)}, got {modes!r}")
    leaves, rebuild = flatten(arguments(args, "args"), "args")
    point = [data_of(x) for x in leaves]

    name = f"{getattr(f, 'name', None) or name_of(f)}(...)"

    def call(xs: list[Any]) -> list[Any]:
        return flatten(f(*rebuild([Value(x) if type(x) is float else x for x in xs])), name)[0]

    result = f(*rebuild([Value(x) for x in point]))
    ys = [data_of(y) for y in flatten(result, name)[0]]
    names = paths(result, name), paths(tuple(args), "args")
    functions = [Function(call, *names, [abs(y) for y in ys])]
    _same_again(functions[0], ys, point)
    if directions is not None:
        if whole(number(directions), "the number of directions") < 1:
            raise ValueError("directions=0 checks nothing: take at least 1")
        functions = [_along(functions[0], point, k) for k in range(1, int(directions) + 1)]
        point = [0.0]
    tolerance = Tolerance(rtol, atol, step)
    for _ in range(whole(number(order), "the order")):
        functions = [g for f in functions for g in _checked(f, point, modes, tolerance)]


def _along(f: Function, point: list[float], k: int) -> Function:
    """f as a function of how far its inputs move from the point in random direction k."""
    from random import Random  # slow to import, and rarely wanted

    choose = Random(k)
    moves = [choose.gauss(0.0, 1.0) for _ in point]
    length = math.hypot(*moves)
    steps = [m / length * max(1.0, abs(x)) for m, x in zip(moves, point)]

    def call(ts: list[Any]) -> list[Any]:
        return f.call([x + ts[0] * step for x, step in zip(point, steps)])

    return Function(call, f.outputs, [f"direction {k}"], f.sizes)


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
            if problem := line.refusal(i):
                raise GradientError(problem)
            for mode, derivatives in zip(modes, found):
                if problem := line.mismatch(i, mode, derivatives[i * len(point) + j]):
                    raise GradientError(problem)
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
