"""Derivatives of many numbers with respect to many: Jacobians, Hessians and their products."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .backward import tangents
from .dual import has_graph
from .graph import topological_sort
from .hooks import has_hooks, live
from .nesting import flatten, leaves_like
from .operations import record
from .primitives.reductions import total
from .pullback import Argnums, Run, differentiable, pull, weighted
from .pushforward import arguments
from .value import Value

Matrix = list[list[Any]]


def jacobian(
    f: Callable[..., Any], argnums: Argnums = 0, *, has_aux: bool = False
) -> Callable[..., Any]:
    """The derivative of every number that f returns by every number in argument `argnums`.

    As a function, which returns what f returns with, in the place of each number, its
    derivatives, nested as the argument is; a tuple of them for several argnums. Arrays give one
    array, of the shape of the result and then that of the argument. With `has_aux`, f returns a
    pair, whose second is passed on: (jacobian, aux).

    Floats in, floats out; Values where an argument is a Value, or inside another transformation.
    Costs one run of f, and a sweep over its recorded graph for each number in the result or in
    the argument, whichever are fewer; where it gives Values, for each number in the result.

    >>> jacobian(lambda x, y: [x * y, x + y, x / y], (0, 1))(6.0, 2.0)
    [(2.0, 6.0), (1.0, 1.0), (0.5, -1.5)]

    Raises TypeError if f returns what is no nesting of numbers, or something in the argument is
    no number, and IndexError for argnums beyond the arguments given by position.
    """
    differentiable(f)

    @functools.wraps(f)
    def differentiated(*args: Any, **named: Any) -> Any:
        run = Run(f, argnums, args, named, has_aux=has_aux)
        ys, rebuild = run.outputs()
        matrix = rebuild([run.nested(row) for row in _rows(run, ys)])
        return (matrix, run.aux) if has_aux else matrix

    return differentiated


def recorded(
    f: Callable[..., Any], x: Any, name: str
) -> tuple[list[Any], Callable[[], Sequence[list[Any]]]]:
    """The numbers that f returns at x, and a function that gives their derivatives by those in x.

    A row for each number that f returns, from the one run of f, without running it again; `name`
    is what messages call that. Keeps the graph for as long as the function is kept.
    """
    run = Run(f, 0, (x,), {})
    ys, _ = flatten(run.y, name)
    return [run.release(y) for y in ys], lambda: _rows(run, ys)


def hessian(
    f: Callable[..., Any], argnums: Argnums = 0, *, has_aux: bool = False
) -> Callable[..., Any]:
    """The second derivatives of f, which returns one number, by the numbers in `argnums`.

    As a function, which returns what `grad(f, argnums)` does with, in the place of each number,
    its own derivatives, nested in the same way: for an array x, an array of shape x.shape +
    x.shape. Symmetric to the last bit, as each pair is computed once. Floats in, floats out, and
    Values as for grad; `has_aux` gives (hessian, aux).

    Costs one run of f, one sweep back that makes the gradient as a graph, a handful of nodes for
    each edge, and a sweep forward over that for each number in the arguments (forward over
    reverse); where it gives Values, these are sweeps back.

    >>> hessian(lambda x: x[0] ** 3 * x[1])([2.0, 5.0])
    [[60.0, 12.0], [12.0, 0.0]]

    Raises what grad raises.
    """
    differentiable(f)

    @functools.wraps(f)
    def differentiated(*args: Any, **named: Any) -> Any:
        run = Run(f, argnums, args, named, has_aux=has_aux)
        full = _second_derivatives(run, pull(run.number(), run.xs, again=True))
        matrix = run.nested([run.nested(row) for row in full])
        return (matrix, run.aux) if has_aux else matrix

    return differentiated


def hvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, ...]:
    """The Hessian of f at the primals, times the tangents, nested as the primals are.

    How fast the gradient of f changes as the primals change by the tangents; both are tuples of
    arguments, each a nesting of numbers, and so is the result. The Hessian itself is never made:
    costs one run of f, one sweep back that makes the gradient as a graph, and one sweep over that.

    >>> hvp(lambda x, y: x**3 * y, (2.0, 5.0), (1.0, 0.0))
    (60.0, 12.0)

    Raises what grad raises, and TypeError that says where primals and tangents differ.
    """
    differentiable(f)
    inputs = arguments(primals, "primals")
    moves = leaves_like(inputs, arguments(tangents, "tangents"), ("primals", "tangents"))
    run = Run(f, range(len(inputs)), inputs, {})
    slopes = pull(run.number(), run.xs, again=True)
    if _by_sweeps(run, (*slopes, *moves)):
        products = _swept(_order(slopes), slopes, {x: t for x, t in zip(run.xs, moves) if t != 0.0})
    else:  # the gradient of its product with the tangents, which is the same
        again = run.again or any(map(has_graph, moves))
        products = pull(weighted(slopes, moves), run.xs, again=again)
    nested: tuple[Any, ...] = run.nested(products)
    return nested


def _rows(run: Run, ys: Sequence[Any]) -> Sequence[list[Any]]:
    """The derivatives of each y by each x, with as few sweeps as the shape allows."""
    if len(ys) <= len(run.xs) or not _by_sweeps(run, ys):
        return [run.pull(y) for y in ys]
    order = _order(ys)
    columns = [_swept(order, ys, {x: 1.0}) for x in run.xs]
    return [[column[i] for column in columns] for i in range(len(ys))]


def _second_derivatives(run: Run, slopes: Sequence[Any]) -> Matrix:
    """The derivatives of each slope by each x, each pair once."""
    if _have_hooks(slopes):  # which may give the two of a pair different numbers
        return [run.pull(g) for g in slopes]
    half = _lower_half(run, slopes)
    size = range(len(half))
    return [[half[max(i, j)][min(i, j)] for j in size] for i in size]


def _lower_half(run: Run, slopes: Sequence[Any]) -> Matrix:
    """The derivatives of each slope by the xs up to its own."""
    if not _by_sweeps(run, slopes):
        return [pull(g, run.xs[: i + 1], again=run.again) for i, g in enumerate(slopes)]
    order = _order(slopes)
    half: Matrix = [[] for _ in slopes]
    for j, x in enumerate(run.xs):
        for row, slope in zip(half[j:], _swept(order, slopes[j:], {x: 1.0})):
            row.append(slope)
    return half


def _swept(order: Sequence[Value], ys: Sequence[Any], seeds: dict[Value, float]) -> list[float]:
    """How fast each y changes, by a sweep forward."""
    moved = tangents(order, seeds)
    return [moved.get(y, 0.0) for y in ys]


def _by_sweeps(run: Run, numbers: Sequence[Any]) -> bool:
    """Whether sweeps of floats over recorded graphs will do: no forward mode, no higher order.

    Nor hooks, which are called on the way back and not on the way forward.
    """
    recorded = all(isinstance(x, (Value, float)) for x in numbers)
    return not run.again and recorded and not _have_hooks(numbers)


def _have_hooks(roots: Sequence[Any]) -> bool:
    """Whether there may be hooks below some root."""
    if not live:
        return False
    recorded = all(isinstance(x, (Value, float)) for x in roots)
    return not recorded or any(map(has_hooks, _order(roots)))


def _order(roots: Iterable[Any]) -> list[Value]:
    """All nodes that some root depends on, in topological order, and one that they hang on."""
    return topological_sort(record(Value, total, tuple(roots)))
