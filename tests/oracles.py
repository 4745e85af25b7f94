"""What the engine is measured against: mpmath to as many digits as it takes, and error measures."""

import math
import sys
from collections.abc import Callable
from typing import Any

from mpmath import mp, mpf

import autograd
from autograd import Value, gradients
from autograd.primitives import FAMILIES, TABLE

TINY, HUGE = sys.float_info.min, sys.float_info.max

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
    "gelu": lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
    "ndtr": lambda x: mp.erfc(-x / mp.sqrt(2)) / 2,
    "gaussian": lambda x: mp.exp(-x * x),
    "erf": mp.erf,
    "erfc": mp.erfc,
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))),
    "digamma": lambda x: mp.psi(0, x),
}
SLOPES: dict[str, Callable[[Any], Any]] = {  # where differences of the function itself are slow
    "erf": lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x),
    "erfc": lambda x: -2 / mp.sqrt(mp.pi) * mp.exp(-x * x),
    "ndtr": lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi),
}
PSI = {"lgamma": -1, "digamma": 0}  # the n-th derivative is psi(n + this)


def exact(name: str, x: float, order: int = 0) -> list[Any]:
    """The function at x and its derivatives up to that order, to more digits than a float has."""
    with mp.workdps(400 if name not in PSI else 50):
        if name in PSI:
            values = [mp.psi(n + PSI[name], mpf(x)) for n in range(-PSI[name], order + 1)]
            return [FUNCTIONS[name](mpf(x))] * (order + 1 - len(values)) + values
        if name == "gelu":  # (x F)^(n) = x F^(n) + n F^(n-1), where F is ndtr
            F = exact("ndtr", x, order)
            return [x * F[0], *(x * F[n] + n * F[n - 1] for n in range(1, order + 1))]
        if name in SLOPES and order:
            return [FUNCTIONS[name](mpf(x)), *_differences(SLOPES[name], x, order - 1)]
    return _differences(FUNCTIONS[name], x, order)


def _differences(f: Callable[[Any], Any], x: float, order: int) -> list[Any]:
    # steps of 1e-40 lose 40 digits for each order, and where the function or its argument are
    # very large or small, as many are lost as lie between the numbers involved
    ordinary = x == 0.0 or 1e-9 < abs(x) < 10.0
    with mp.workdps(60 + 45 * order + (0 if ordinary else 350 if 9.0 < abs(x) < 1e3 else 1100)):
        step = mpf(10) ** -40 * (abs(x) or 1)
        values = [f(x + k * step) for k in range(order + 1)]
        noise = abs(values[0]) * mpf(10) ** (20 - mp.dps)
        slopes = [mp.chop(mp.difference(values, k), noise) / step**k for k in range(order + 1)]
        return slopes if x else [mp.chop(s, tol=1e-35) for s in slopes]


def error(got: float, want: Any) -> float:
    """The relative error; below the smallest normal float, the absolute error in units of it."""
    with mp.workdps(50):
        if abs(want) > HUGE:
            return 0.0 if got == math.copysign(math.inf, want) else math.inf
        if not math.isfinite(got):
            return math.inf
        return float(abs(mpf(got) - want) / max(abs(want), mpf(TINY)))


def derivatives(f: Callable[[Value], Value], x: float, order: int) -> list[float]:
    """f(x), f'(x), ... up to that order, each the gradient of the one before."""
    at = Value(x)
    values = [f(at)]
    for _ in range(order):
        values += gradients(values[-1], [at])
    return [v.data for v in values]


def hessian(f: Callable[..., Value], *at: float) -> list[list[float]]:
    """The second derivatives of f, a row for each operand."""
    xs = [Value(x) for x in at]
    return [[h.data for h in gradients(g, xs)] for g in gradients(f(*xs), xs)]


def same(got: float, want: float) -> bool:
    """Equal as numbers, and nan is nan."""
    return got == want or (got != got and want != want)


def identical(got: float, want: float) -> bool:
    """Equal to the last bit: the sign of zero counts, and nan is nan."""
    return (same(got, want) and math.copysign(1.0, got) == math.copysign(1.0, want)) or got != got


def assert_edge(
    formula: str, operands: tuple[float, ...], value: float, partials: tuple[float, ...]
) -> None:
    """The formula in x, y ... has exactly this value and these derivatives at the operands."""
    xs = [Value(x) for x in operands]
    z = eval(formula, vars(autograd) | TABLE | FAMILIES, dict(zip("xyz", xs, strict=False)))
    z.backward()
    grads = tuple(x.grad for x in xs)
    again = tuple(g.data for g in gradients(z, xs))
    assert identical(z.data, value), f"{formula} is {z.data}"
    assert all(map(same, grads, partials)), f"backward gave {grads}"
    assert all(map(same, again, partials)), f"gradients gave {again}"
