"""The chain rule over a recorded graph: floats into `.grad`, or Values to differentiate again."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from .assign import assign
from .graph import leaves_and_others
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
    path = None if xs is None else path_from(order, map(id, xs))
    for node in reversed(order):
        if path is None or id(node) in path:
            adjoint[node] = heard(node, adjoint[node])
        g = adjoint[node]
        for parent, partial in zip(node.parents, node.partials):
            if type(parent) is not float:
                adjoint[parent] += partial * g


def path_from(order: Sequence[Value], wanted: Iterable[int]) -> set[int]:
    """The ids of those that are wanted, and of the nodes that depend on them."""
    path = set(wanted)
    for node in order:
        for parent in node.parents:
            if id(parent) in path:
                path.add(id(node))
                break
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
    if state.trace is not None:
        raise RuntimeError(
            "backward() writes to .grad, which a compiled function cannot; compile the loss, and "
            "take jit(loss).value_and_grad, or call backward() on what jit(loss) returns"
        )
    leaves, others = leaves_and_others(root)
    adjoint = sweep(leaves, others, number(seed))
    for leaf in leaves:
        if not isinstance(leaf.grad, (float, int)):
            raise TypeError(f"cannot add to {leaf.grad!r}, the grad of a Value; set it to 0.0")
    before = map(operator.attrgetter("grad"), leaves)  # lazy: read as the sums are written
    swept = iter(adjoint.values())  # the sums take the leaves', which come first
    assign(adjoint, "grad", chain(map(operator.add, before, swept), swept))
