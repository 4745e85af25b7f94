"""Solutions of equations, differentiated by the equation instead of by how they were found."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

from .dual import Dual
from .graph import leaves
from .joint import Entry, Joint, by_name, floats_like
from .linear import linear_solve
from .modes import set_to
from .nesting import flatten, replaced
from .operations import data_of
from .pullback import Run, differentiable, name_of, weighted
from .value import Value

NEAR_ZERO = 0.01  # solutions smaller than that may be off as far as this one


class Implicit:
    """What `implicit` makes of a solver."""

    def __init__(
        self, solve: Callable[..., Any], equation: Callable[..., Any], tolerance: float
    ) -> None:
        differentiable(solve)
        self.solve, self.equation, self.tolerance = solve, equation, tolerance
        functools.update_wrapper(self, solve, updated=())

    def __call__(self, *args: Any, **named: Any) -> Any:
        numbers, like = floats_like(args, "args")
        replaced(named, self._plain)
        solution = Solution(self, like, named)
        xs = solution.at(tuple(map(data_of, numbers)))
        if not all(isinstance(a, float) for a in numbers):
            xs = [Entry(solution, k, len(numbers))(*numbers) for k in range(len(xs))]
        return solution.nested(xs)

    def _plain(self, x: Any) -> Any:
        if hasattr(type(x), "apply_primitive") and not isinstance(x, float):
            raise TypeError(
                f"{name_of(self.solve)} has {x!r} as an argument by name, which only the solver "
                "gets: pass by position what the equation depends on"
            )
        return x

    def __reduce__(self) -> str | tuple[Any, ...]:
        return by_name(self, self.solve, (Implicit, (self.solve, self.equation, self.tolerance)))


class Solution(Joint):
    """The solution for some arguments: found once, and its derivatives at floats only once."""

    def __init__(self, owner: Implicit, like: tuple[Any, ...], named: dict[str, Any]) -> None:
        super().__init__(name_of(owner.solve), like)
        self.owner, self.named = owner, named
        self.shape: Any = None  # the last solution, nested as the solver gives it
        self.found: tuple[tuple[float, ...], list[float]] | None = None
        self.matrix: tuple[tuple[float, ...], list[tuple[float, ...]]] | None = None

    def at(self, a: tuple[float, ...]) -> list[float]:
        """All numbers of the solution for the arguments `a`."""
        if self.found is None or self.found[0] != a:
            with set_to(transforming=0, rule=""):  # it is no part of what is differentiated
                shape = self.owner.solve(*self.arguments(a), **self.named)
            xs, _ = flatten(shape, f"{self.name}(...)")
            if not all(isinstance(x, float) for x in xs):
                raise TypeError(
                    f"{self.name} gets plain numbers and returns such, but it returned a Value or "
                    "Dual: what the equation depends on is to be among its arguments"
                )
            self.shape, self.found, self.many = shape, (a, xs), len(xs) > 1
            return xs
        return self.found[1]

    def nested(self, xs: Sequence[Any]) -> Any:
        """These numbers, nested as the solver gives them."""
        return flatten(self.shape)[1](xs)

    def value(self, k: int, xs: tuple[float, ...]) -> float:
        """Number k of the solution."""
        return self.at(xs)[k]

    def slopes(self, k: int, z: Any, xs: tuple[Any, ...]) -> tuple[Any, ...]:
        """The derivatives of number k: by the implicit function theorem, on whatever numbers."""
        size = len(self.at(tuple(map(data_of, xs))))
        if not all(isinstance(a, float) for a in xs):
            entries = (Entry(self, i, len(xs))(*xs) if i != k else z for i in range(size))
            return self.derivatives([k], list(entries), xs)[0]
        if self.matrix is None or self.matrix[0] != xs:
            with set_to(transforming=0, rule=""):
                self.matrix = xs, self.derivatives(range(size), self.at(xs), xs)
        return self.matrix[1][k]

    def derivatives(
        self, wanted: Sequence[int], x: list[Any], a: tuple[Any, ...]
    ) -> list[tuple[Any, ...]]:
        """dx/da = -(dF/dx)^-1 dF/da, the rows that are wanted."""
        n, plain = len(x), all(isinstance(v, float) for v in (*x, *a))
        F, run = self.residual(x, a)
        if plain:
            self.refuse_others(F, set(run.xs))
        rows = [run.pull(f) for f in F]
        units = [[float(i == k) for i in range(n)] for k in wanted]
        columns = [[row[j] for row in rows] for j in range(n + len(a))]
        try:
            weights = linear_solve(columns[:n], units)
        except ZeroDivisionError:
            raise ZeroDivisionError(
                f"the equation of {self.name} does not determine how its solution changes: its "
                f"derivative by the solution is singular at {list(map(data_of, x))}"
            ) from None
        if plain:
            self.refuse_wrong(x, [weighted(list(map(data_of, F)), w) for w in weights])
        return [tuple(-weighted(column, w) for column in columns[n:]) for w in weights]

    def residual(self, x: list[Any], a: tuple[Any, ...]) -> tuple[list[Any], Run]:
        """What the equation gives at a solution, and the run of it."""
        args = (self.nested(x), *self.arguments(a))
        run = Run(self.owner.equation, range(len(args)), args, {})
        F, _ = run.outputs()
        if len(F) != len(x):
            raise ValueError(
                f"the equation of {self.name} is to give as many numbers as its solution has, "
                f"{len(x)}, but it gives {len(F)}"
            )
        return F, run

    def refuse_others(self, F: list[Any], known: set[Value]) -> None:
        """TypeError if the equation depends on numbers that are not among its arguments."""
        for f in F:
            reached = [f] if isinstance(f, Dual) else leaves(f) if isinstance(f, Value) else []
            others = [x for x in reached if x not in known]
            if others:
                raise TypeError(
                    f"the equation of {self.name} depends on {others[0]!r}, which is not among its "
                    "arguments: pass it as one, or as a plain number if it is constant"
                )

    def refuse_wrong(self, x: list[float], steps: list[float]) -> None:
        """ValueError if Newton's method would go on by such steps; nan and inf pass."""
        allowed = self.owner.tolerance * max(NEAR_ZERO, *map(abs, x))
        if all(map(math.isfinite, x)) and not all(abs(step) <= allowed for step in steps):
            off = max(map(abs, steps))
            raise ValueError(
                f"{self.name} returned {x[0] if len(x) == 1 else x}, which does not solve its "
                f"equation: it is off by about {off:.3g}; improve the solver, or pass a larger "
                "tolerance"
            )


def implicit(
    equation: Callable[..., Any] | None = None,
    *,
    fixed_point: Callable[..., Any] | None = None,
    tolerance: float = 1e-4,
) -> Callable[[Callable[..., Any]], Implicit]:
    """The solution of an equation, with its exact derivatives, from any solver: a decorator.

    `equation(x, *args)` is 0, or a nesting of zeros, where x is what the solver returns for
    `args`; or `fixed_point(x, *args)` is x again. The solver gets plain numbers and returns a
    number or a nesting of numbers, however it finds them: it is not differentiated, but the
    equation is, by the implicit function theorem, dx/da = -(dF/dx)^-1 dF/da. To any order, and in
    every transformation. Arguments by name are for the solver alone, such as a first guess.

    >>> from autograd import derivative, grad, implicit
    >>> @implicit(lambda x, a: x * x - a)
    ... def root(a):
    ...     low, high = 0.0, max(a, 1.0)
    ...     for _ in range(60):
    ...         x = (low + high) / 2.0
    ...         low, high = (x, high) if x * x < a else (low, x)
    ...     return x
    >>> root(4.0), grad(root)(4.0), derivative(root, 2)(4.0)
    (2.0, 0.25, -0.03125)
    >>> @implicit(fixed_point=lambda x, a: (x + a / x) / 2)
    ... def heron(a):
    ...     x = a
    ...     while abs(x * x - a) > 1e-14 * a:
    ...         x = (x + a / x) / 2
    ...     return x
    >>> grad(heron)(4.0)
    0.25

    Costs a run of the solver, one of the equation with a sweep for each of its n numbers, and
    n**3 operations; all that again, without the solver, for each number at each higher order.

    Raises ZeroDivisionError where dF/dx is singular, ValueError if the equation gives more numbers
    or fewer than the solution has, or if that is no solution: off by more than `tolerance`
    relative to the largest of its numbers or 0.01, as a step of Newton's method tells. TypeError
    if the equation depends on Values that are not among its arguments.
    """
    if (equation is None) is (fixed_point is None):
        raise TypeError("implicit takes an equation, or fixed_point=, and one of them alone")
    zero = equation or _distance(fixed_point)
    differentiable(zero)
    return lambda solve: Implicit(solve, zero, tolerance)


def _distance(g: Any) -> Callable[..., Any]:
    """The equation x - g(x) = 0."""
    differentiable(g)

    @functools.wraps(g)
    def equation(x: Any, *args: Any) -> list[Any]:
        xs, gs = flatten(x)[0], flatten(g(x, *args), f"{name_of(g)}(...)")[0]
        return [a - b for a, b in zip(xs, gs)] if len(xs) == len(gs) else gs

    return equation
