"""Many dot products with one vector, which is looked at once: the hot path of layers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from .modes import active
from .operations import clean_operands, data_of, new, record
from .primitives.reductions import dot
from .primitives.row import OUT_OF_RANGE
from .value import Value


def matvec(W: Iterable[Iterable[Any]], x: Iterable[Any]) -> list[Any]:
    """W x, the list of dot(row, x) for each row of W: what a layer of neurons computes.

    One node for each row, the same that `dot` makes. Raises ValueError for a row that is not as
    long as x.

    >>> from autograd import matvec
    >>> matvec([[1.0, 2.0], [3.0, 4.0]], [Value(10.0), 1.0])
    [Value(data=12, grad=0, op=dot), Value(data=34, grad=0, op=dot)]
    """
    xs, rows = tuple(x), [tuple(row) for row in W]
    for row in rows:
        if len(row) != len(xs):
            raise ValueError(f"each row must have the length of x, {len(xs)}; got {len(row)}")
    if active or not any(isinstance(v, Value) for v in chain(xs, *rows)):
        return [dot(row, xs) for row in rows]
    clean = clean_operands(Value, xs)
    if clean is NotImplemented:
        return [dot(row, xs) for row in rows]
    return _nodes(rows, clean, [data_of(v) for v in clean])


def _nodes(rows: list[tuple[Any, ...]], xs: tuple[Any, ...], x: list[float]) -> list[Any]:
    forward, reverse, plain, nodes = dot.forward, dot.reverse, {Value, float}, []
    for row in rows:
        ws = row if plain.issuperset(map(type, row)) else clean_operands(Value, row)
        if ws is NotImplemented:
            nodes.append(dot(row, xs))
            continue
        w = [v if type(v) is float else v.data for v in ws]
        node = new(Value)
        try:
            node.data = z = forward(w, x)
            node.partials = reverse(z, w, x)
        except OUT_OF_RANGE:
            node = record(Value, dot, ws + xs)
        else:
            node.grad = 0.0
            node.op = dot
            node.parents = ws + xs
            node.label = ""
        nodes.append(node)
    return nodes
