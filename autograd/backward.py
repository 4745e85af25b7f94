"""The chain rule over a recorded graph: floats into `.grad`, or Values to differentiate again."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from .assign import assign
from .graph import leaves_and_others, topological_sort
from .hooks import heard, live
from .modes import state
from .primitives import number

if TYPE_CHECKING:
    from .value import Value


def adjoints(
    root: Value, seed: float = 1.0, xs: Sequence[Value] | None = None
) -> dict[Value, float]:
    """d(root)/d(node), times the seed, for every node that `root` depends on; leaves first.

    Where only those of `xs` are wanted, hooks are called on the way to them alone.
    """
    leaves, others = leaves_and_others(root)
    return sweep(leaves, others, seed, xs)


def sweep(
    leaves: Sequence[Value],
    others: Sequence[Value],
    seed: float = 1.0,
    xs: Sequence[Value] | None = None,
) -> dict[Value, float]:
    """The adjoints of `leaves` and of `others`, nodes in topological order up to the root.

    What the nodes take as operands is among the two; `xs` as in `adjoints`.
    """
    order = [*leaves, *others]
    adjoint: dict[Any, float] = dict.fromkeys(order, 0.0)
    adjoint[order[-1]] = seed
    if live:
        _carry_past_hooks(order, adjoint, xs)
    else:
        _carry(others, adjoint)
    if state.watch is not None:
        state.watch.swept(order, adjoint)
    return adjoint


def _carry(others: Sequence[Value], adjoint: dict[Any, float]) -> None:
    # a node's adjoint is complete only after all its consumers, hence the reverse order
    for node in reversed(others):
        g, parents = adjoint[node], node.parents
        if len(parents) == 2:  # most nodes have one parent or two: no loop over so few
            x, y = parents
            dx, dy = node.partials
            if type(x) is not float:
                adjoint[x] += dx * g
            if type(y) is not float:
                adjoint[y] += dy * g
        elif len(parents) == 1:
            adjoint[parents[0]] += node.partials[0] * g
        else:
            for parent, partial in zip(parents, node.partials):
                if type(parent) is not float:
                    adjoint[parent] += partial * g


def _carry_past_hooks(
    order: Sequence[Value], adjoint: dict[Any, float], xs: Sequence[Value] | None
) -> None:
    path = None if xs is None else _path(order, xs)
    for node in reversed(order):
        if path is None or node in path:
            adjoint[node] = heard(node, adjoint[node])
        g = adjoint[node]
        for parent, partial in zip(node.parents, node.partials):
            if type(parent) is not float:
                adjoint[parent] += partial * g


def _path(order: Sequence[Value], xs: Sequence[Value]) -> set[Any]:
    """The xs, and the nodes that depend on them."""
    path: set[Any] = set(xs)
    for node in order:
        if not path.isdisjoint(node.parents):
            path.add(node)
    return path


def tangents(order: Sequence[Value], seeds: Mapping[Value, float]) -> dict[Value, float]:
    """How fast the nodes change if those in `seeds` change as fast as it says.

    The recorded partials times the tangents of the parents, node by node in `order`, which is
    topological: a sweep forward. Nodes that depend on none of the seeds are not in the result.

    >>> from autograd import Value, topological_sort
    >>> x = Value(3.0)
    >>> y = x * x
    >>> tangents(topological_sort(y), {x: 1.0})[y]
    6.0
    """
    moving: dict[Any, float] = dict(seeds)
    moved = moving.keys()
    for node in order:
        if not moved.isdisjoint(node.parents) and node not in seeds:
            pairs = zip(node.parents, node.partials)
            terms = [partial * moving[parent] for parent, partial in pairs if parent in moving]
            moving[node] = sum(terms[1:], start=terms[0])
    return moving


def backward(root: Value, seed: float = 1.0) -> None:
    """Add d(root)/d(leaf) to every leaf's `.grad`; an inner node's shows this sweep's adjoint.

    All or nothing: whatever interrupts it, either every `.grad` is written or none.
    """
    leaves, others = leaves_and_others(root)
    adjoint = sweep(leaves, others, number(seed))
    for leaf in leaves:
        if not isinstance(leaf.grad, (float, int)):
            raise TypeError(f"cannot add to {leaf.grad!r}, the grad of a Value; set it to 0.0")
    before = map(operator.attrgetter("grad"), leaves)  # lazy: read as the sums are written
    swept = iter(adjoint.values())  # the sums take the leaves', which come first
    assign(adjoint, "grad", chain(map(operator.add, before, swept), swept))


def gradients(y: Value, xs: Sequence[Value]) -> list[Value]:
    """dy/dx for each x, as Values: differentiate them again for higher orders.

    The xs may be leaves or inner nodes; a derivative is 0 where y does not depend on x. Nothing
    is written to any `.grad`. A sweep makes a handful of nodes for each edge between y and xs.

    >>> from autograd import Value, gradients
    >>> x = Value(2.0)
    >>> [slope] = gradients(x**3, [x])
    >>> [curvature] = gradients(slope, [x])
    >>> slope.data, curvature.data
    (12.0, 12.0)

    Raises RuntimeError if data was changed after the graph was recorded, for the rules would mix
    old numbers with new ones.
    """
    for x in xs:
        if not hasattr(x, "parents"):
            raise TypeError(f"a derivative is taken by a Value, got {type(x).__name__}")
    return pulled(y, xs, topological_sort(y))


def pulled(y: Value, xs: Sequence[Value], order: Sequence[Value]) -> list[Value]:
    """dy/dx for each x as Values, by the paths through `order` alone, which ends in y."""
    path, listening = _path(order, xs), bool(live)
    adjoint: dict[Any, Any] = {y: 1.0}
    for node in reversed(order):
        if listening and node in path:
            adjoint[node] = heard(node, adjoint[node], type(y))
        if node.parents and node in path:
            g = adjoint[node]
            for parent, partial in zip(node.parents, _rule_on_values(node)):
                if parent in path:
                    term = times(partial, g)
                    before = adjoint.get(parent)
                    adjoint[parent] = term if before is None else before + term
    slopes = (adjoint.get(x, 0.0) for x in xs)
    return [type(y)(s) if isinstance(s, float) else s for s in slopes]


def _rule_on_values(node: Value) -> tuple[Any, ...]:
    """The partials of a node as Values, from the same rule that gave the recorded floats."""
    partials = node.op.slopes(node, *node.parents)  # type: ignore[union-attr]
    for parent, partial, recorded in zip(node.parents, partials, node.partials):
        if type(parent) is not float:
            now = getattr(partial, "data", partial)
            if now != recorded and (now == now or recorded == recorded):
                raise RuntimeError(
                    f"the data below {node!r} changed after it was computed: its derivative was "
                    f"{recorded!r} then and is {now!r} now; run the forward pass again"
                )
    return partials


def times(partial: Any, g: Any) -> Any:
    """Their product, without a node for a factor that is the number 1."""
    if type(g) is float and g == 1.0:
        return partial
    return g if type(partial) is float and partial == 1.0 else partial * g
