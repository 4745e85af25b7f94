"""What all functions are, by mpmath to as many digits as it takes, and how far a float is off."""

import math
import sys
from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement
from typing import Any

from mpmath import mp, mpf

TINY, HUGE = sys.float_info.min, sys.float_info.max


def _erfc(x: Any) -> Any:
    return mp.erfc(x) if abs(x) < 1e9 else 1 - mp.sign(x)  # further on mpmath overflows itself


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": mp.exp,
    "exp2": lambda x: mpf(2) ** x,
    "expm1": mp.expm1,
    "log": mp.log,
    "log2": lambda x: mp.log(x) / mp.log(2),
    "log10": lambda x: mp.log(x) / mp.log(10),
    "log1p": lambda x: mp.log(1 + x),
    "sqrt": mp.sqrt,
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "square": lambda x: x * x,
    "reciprocal": lambda x: 1 / x,
    "neg": lambda x: -x,
    "identity": lambda x: x,
    "one_minus_square": lambda x: 1 - x * x,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "arcsin": mp.asin,
    "arccos": mp.acos,
    "arctan": mp.atan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "sech": mp.sech,
    "degrees": lambda x: x * 180 / mp.pi,
    "radians": lambda x: x * mp.pi / 180,
    "sinc": mp.sincpi,
    "arcsinh": mp.asinh,
    "arccosh": mp.acosh,
    "arctanh": mp.atanh,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "silu": lambda x: x / (1 + mp.exp(-x)),
    "mish": lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))),
    "gelu": lambda x: x * _erfc(-x / mp.sqrt(2)) / 2,
    "ndtr": lambda x: _erfc(-x / mp.sqrt(2)) / 2,
    "gaussian": lambda x: mp.exp(-x * x),
    "erf": mp.erf,
    "erfc": _erfc,
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))),
    "digamma": lambda x: mp.psi(0, x),
}
# Klambauer et al. 2017, "Self-Normalizing Neural Networks", eq. 14
SELU_ALPHA, SELU_SCALE = "1.6732632423543772848170429916717", "1.0507009873554804934193349852946"
BENT: dict[str, Callable[[Any], Any]] = {  # smooth but at one or two points; families at defaults
    "abs": abs,
    "relu": lambda x: max(x, mpf(0)),
    "leaky_relu": lambda x: x if x > 0 else mpf(0.01) * x,
    "elu": lambda x: x if x > 0 else mp.expm1(x),
    "selu": lambda x: mpf(SELU_SCALE) * (x if x > 0 else mpf(SELU_ALPHA) * mp.expm1(x)),
    "hardtanh": lambda x: max(mpf(-1), min(x, mpf(1))),
    "clamp": lambda x: max(mpf(-1), min(x, mpf(1))),
    "power": lambda x: x**3,
    "polygamma": lambda x: mp.psi(1, x),
}
SEVERAL: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "mod": lambda x, y: x - y * mp.floor(x / y),
    "fmod": lambda x, y: x - y * mp.sign(x / y) * mp.floor(abs(x / y)),
    "pow": lambda x, y: x**y,
    "hypot": lambda x, y: mp.sqrt(x * x + y * y),
    "arctan2": mp.atan2,
    "maximum": max,
    "minimum": min,
    "fmax": max,
    "fmin": min,
    "copysign": lambda x, y: abs(x) * mp.sign(y),
    "heaviside": lambda x, y: mpf(x > 0),
    "logaddexp": lambda x, y: mp.log(mp.exp(x) + mp.exp(y)),
    "logaddexp2": lambda x, y: mp.log(mpf(2) ** x + mpf(2) ** y) / mp.log(2),
    "total": lambda *xs: sum(xs),
    "mean": lambda *xs: sum(xs) / len(xs),
    "prod": lambda *xs: mp.fprod(xs),
    "norm": lambda *xs: mp.sqrt(sum(x * x for x in xs)),
    "dot": lambda a, b, x, y: a * x + b * y,
    "logsumexp": lambda *xs: mp.log(sum(map(mp.exp, xs))),
    "softmax": lambda *xs: mp.exp(xs[0]) / sum(map(mp.exp, xs)),
    "log_softmax": lambda *xs: xs[0] - mp.log(sum(map(mp.exp, xs))),
}
SLOPES: dict[str, Callable[[Any], Any]] = {  # where differences of the function itself are slow
    "erf": lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x),
    "erfc": lambda x: -2 / mp.sqrt(mp.pi) * mp.exp(-x * x),
    "ndtr": lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi),
}
PSI = {"lgamma": -1, "digamma": 0, "polygamma": 1}  # the n-th derivative is psi(n + this)


def exact(name: str, x: float, order: int = 0) -> list[Any]:
    """The function at x and its derivatives up to that order, to more digits than a float has."""
    f = FUNCTIONS.get(name) or BENT[name]
    with mp.workdps(400 if name not in PSI else 50):
        if name in PSI:
            values = [mp.psi(n + PSI[name], mpf(x)) for n in range(-PSI[name], order + 1) if n >= 0]
            return [f(mpf(x))] * (order + 1 - len(values)) + values
        if name == "gelu":  # (x F)^(n) = x F^(n) + n F^(n-1), where F is ndtr
            F = exact("ndtr", x, order)
            return [x * F[0], *(x * F[n] + n * F[n - 1] for n in range(1, order + 1))]
        if name in SLOPES and order:
            return [f(mpf(x)), *_differences(SLOPES[name], x, order - 1)]
    return _differences(f, x, order)


def _differences(f: Callable[[Any], Any], x: float, order: int) -> list[Any]:
    # steps of 1e-40 lose 40 digits for each order, and where the function or its argument are
    # very large or small, as many are lost as lie between the numbers involved
    ordinary = x == 0.0 or 1e-9 < abs(x) < 10.0
    with mp.workdps(60 + 45 * order + (0 if ordinary else 350 if 9.0 < abs(x) < 1e3 else 1100)):
        step = mpf(10) ** -40 * (min(abs(x), 1.0) or 1)
        values = [f(x + k * step) for k in range(order + 1)]
        noise = abs(values[0]) * mpf(10) ** (20 - mp.dps)
        slopes = [mp.chop(mp.difference(values, k), noise) / step**k for k in range(order + 1)]
        return slopes if x else [mp.chop(s, tol=1e-35) for s in slopes]


def exact_partials(name: str, operands: Sequence[float]) -> tuple[list[Any], list[Any], list[Any]]:
    """The function of several numbers, its gradient, and the Hessian from the diagonal on."""
    n = len(operands)
    with mp.workdps(_digits(operands)):
        at, steps = _around(SEVERAL[name], list(map(mpf, operands)))
        z, sides = at({}), [(at({i: 1}), at({i: -1})) for i in range(n)]

        def second(i: int, j: int) -> Any:
            if i == j:
                return sides[i][0] - 2 * z + sides[i][1]
            # taken about the point, this is exactly 0 where symmetry makes it so
            corners = [s * t * at({i: s, j: t}) for s in (1, -1) for t in (1, -1)]
            return mp.fsum(corners) / 4

        noise = max(map(abs, (z, *sum(sides, ()), *operands))) * mpf(10) ** (20 - mp.dps)
        gradient = [mp.chop((a - b) / 2, noise) / h for (a, b), h in zip(sides, steps)]
        hessian = [
            mp.chop(second(i, j), noise) / (steps[i] * steps[j])
            for i, j in combinations_with_replacement(range(n), 2)
        ]
        return [z], gradient, hessian


def _around(f: Callable[..., Any], xs: list[Any]) -> tuple[Callable[[dict[int, int]], Any], Any]:
    """The function with some operands moved by so many steps, and how long these are."""
    least = min((abs(x) for x in xs if x), default=mpf(1))
    small = mpf(10) ** -40 / max(1, *map(abs, xs))  # also as exponents, and beside jumps
    steps = [small * min(abs(x) or least, 1) for x in xs]
    return lambda moved: f(*(x + moved.get(i, 0) * steps[i] for i, x in enumerate(xs))), steps


def _digits(operands: Sequence[float]) -> int:
    sizes = [abs(x) for x in operands if x] or [1.0]
    if min(sizes) < 1e-9 or max(sizes) > 1e3:
        return 2400
    return 160 if max(sizes) < 10.0 else 700


def error(got: float, want: Any) -> float:
    """The relative error; below the smallest normal float, the absolute error in units of it."""
    with mp.workdps(50):
        if not math.isfinite(got):
            return 0.0 if abs(want) > HUGE and got == math.copysign(math.inf, want) else math.inf
        return float(abs(mpf(got) - want) / max(abs(want), mpf(TINY)))
