"""What tests ask of the engine: derivatives of any order, and whether numbers are the same."""

import math
from collections.abc import Callable, Sequence

import autograd
from autograd import Value, gradients, topological_sort
from autograd.primitives import FAMILIES, TABLE

# rows that compiled functions are made with: comparisons and detached numbers, through which no
# derivative flows, and those that take an index
COMPILED = {"equal", "frozen", "less", "less_equal", "surprise", "taken"}
ORDINARY = {name: row for name, row in TABLE.items() if name not in COMPILED}


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


def assert_swept_alike(root: Value, xs: Sequence[Value]) -> None:
    """`gradients` gives what `backward` adds to each `.grad`, but for rounding.

    `gradients` rounds a sum of products once, and `backward` after each of them; hence within 1e-15
    of the sizes of the products, which is far more than of their sum where they cancel.
    """
    order, slopes = topological_sort(root), gradients(root, xs)
    sizes = dict.fromkeys(order, 0.0) | dict.fromkeys(xs, 0.0) | {root: 1.0}
    for node in reversed(order):
        for parent, partial in zip(node.parents, node.partials, strict=True):
            if isinstance(parent, Value):
                sizes[parent] += abs(partial) * sizes[node]
    root.zero_grad()
    root.backward()
    for x, slope in zip(xs, slopes, strict=True):
        bound = 1e-15 * sizes[x]
        assert abs(slope.data - x.grad) <= bound < math.inf or same(slope.data, x.grad)


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
