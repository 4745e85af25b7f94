"""What tests ask of the engine: derivatives of any order, and whether numbers are the same."""

import math
from collections.abc import Callable

import autograd
from autograd import Value, gradients
from autograd.primitives import FAMILIES, TABLE


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
