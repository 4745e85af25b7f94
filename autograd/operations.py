"""From a row of the table to the operation that makes nodes: the hot path of the engine."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias

from .modes import active, state
from .primitives import Primitive, number
from .primitives.elementwise import has_array
from .primitives.row import OUT_OF_RANGE, Rule

if TYPE_CHECKING:
    from .value import Value

Operand: TypeAlias = "Value | float"
Operation: TypeAlias = "Callable[..., Any]"

new = object.__new__


def operand(kind: type[Value], x: Any) -> Any:
    """`x` as a node records it, a node or a float; NotImplemented if it is not a number."""
    if type(x) is int:
        return float(x)
    if isinstance(x, kind):
        return x
    try:
        return number(x)
    except TypeError:
        return NotImplemented


def data_of(x: Any) -> Any:
    """The number in an operand."""
    return x if type(x) is float else x.data


def operation(kind: type[Value], row: Primitive) -> Operation:
    """The function that takes operands, at least one of them a node, and makes the row's node."""
    if row.chosen is not None:
        return _choice(kind, row, row.chosen)
    if row.arity == 1:
        return _unary(kind, row)
    return _binary(kind, row) if row.arity == 2 else _variadic(kind, row)


def record(kind: type[Value], row: Primitive, operands: tuple[Operand, ...]) -> Value:
    """The node for a row at clean operands: what the fast paths below do, spelled out."""
    return node_of(kind, row, operands, *row.evaluate(*map(data_of, operands)))


def node_of(
    kind: type[Value],
    row: Primitive,
    operands: tuple[Operand, ...],
    data: float,
    partials: tuple[float, ...],
) -> Value:
    """The node for a row at clean operands, whose value and partials are known."""
    if state.trace is not None:
        return state.trace.made(row, operands, data)
    node = new(kind)
    node.data = data
    node.partials = partials
    node.grad = 0.0
    node.op = row
    node.parents = operands
    node.label = ""
    return node


def applied(kind: type[Value], row: Primitive, operands: tuple[Any, ...]) -> Any:
    """The node for a row at any operands, without an operation made for it: for rows that come
    and go, and for functions that are to be run once, whatever they raise."""
    xs = clean_operands(kind, operands)
    if xs is NotImplemented:
        return NotImplemented
    return _observed(kind, row, xs) if active else record(kind, row, xs)


def _observed(kind: type[Value], row: Primitive, operands: tuple[Operand, ...]) -> Value:
    """The node for a row while a mode is on in some thread."""
    if state.trace is not None:
        return state.trace.made(row, operands)
    if not state.recording and state.watch is None:
        return kind(row(*map(data_of, operands)))
    node = record(kind, row, operands)
    if state.watch is not None:
        state.watch.made(node)
    return node if state.recording else kind(node.data)


def _on_floats(rule: Rule) -> Rule:
    """The same rule with plain functions of floats where it calls other rows, for speed.

    Only for rules of the table, whose globals never change. What they raise where a float has no
    value, `record` takes care of.
    """
    if not rule.__module__.startswith(Primitive.__module__.rpartition(".")[0]):
        return rule
    plain = _plain_globals(rule.__module__)
    return FunctionType(rule.__code__, plain, rule.__name__, rule.__defaults__, rule.__closure__)


@functools.cache
def _plain_globals(module: str) -> dict[str, Any]:
    """What the names in a module of the table stand for, with `raw` functions for rows."""
    names = vars(sys.modules[module])
    return {n: x.raw if isinstance(x, Primitive) and x.arity else x for n, x in names.items()}


def _unary(kind: type[Value], row: Primitive) -> Operation:
    raw, rule = row.raw, _on_floats(row.partials)

    def operation(x: Value) -> Value:
        if active:
            return _observed(kind, row, (x,))
        a = x.data
        node = new(kind)
        try:
            node.data = z = raw(a)
            node.partials = rule(z, a)
        except OUT_OF_RANGE:
            return record(kind, row, (x,))
        node.grad = 0.0
        node.op = row
        node.parents = (x,)
        node.label = ""
        return node

    return operation


def _binary(kind: type[Value], row: Primitive) -> Operation:
    raw, rule = row.raw, _on_floats(row.partials)

    def operation(x: Any, y: Any) -> Any:
        if active:
            xs = operand(kind, x), operand(kind, y)
            if xs[0] is NotImplemented or xs[1] is NotImplemented:
                return NotImplemented
            return _observed(kind, row, xs)
        if type(x) is kind:
            a = x.data
        elif type(x) is float:
            a = x
        elif type(x) is int:
            x = a = float(x)
        else:
            x = operand(kind, x)
            if x is NotImplemented:
                return NotImplemented
            a = data_of(x)
        if type(y) is kind:
            b = y.data
        elif type(y) is float:
            b = y
        elif type(y) is int:
            y = b = float(y)
        else:
            y = operand(kind, y)
            if y is NotImplemented:
                return NotImplemented
            b = data_of(y)
        node = new(kind)
        try:
            node.data = z = raw(a, b)
            node.partials = rule(z, a, b)
        except OUT_OF_RANGE:
            return record(kind, row, (x, y))
        node.grad = 0.0
        node.op = row
        node.parents = (x, y)
        node.label = ""
        return node

    return operation


def _variadic(kind: type[Value], row: Primitive) -> Operation:
    raw, rule = row.raw, row.partials
    clean = {kind, float}

    def operation(*xs: Any) -> Any:
        if not clean.issuperset(map(type, xs)):
            xs = clean_operands(kind, xs)
            if xs is NotImplemented:
                return NotImplemented
        if active:
            return _observed(kind, row, xs)
        data = [x if type(x) is float else x.data for x in xs]
        node = new(kind)
        try:
            node.data = z = raw(*data)
            node.partials = rule(z, *data)
        except OUT_OF_RANGE:
            return record(kind, row, xs)
        node.grad = 0.0
        node.op = row
        node.parents = xs
        node.label = ""
        return node

    return operation


def _choice(kind: type[Value], row: Primitive, chosen: Callable[..., int]) -> Operation:
    def operation(*xs: Any) -> Any:
        try:
            xs = clean_operands(kind, xs)
        except TypeError:
            if row.arity is None or not has_array(xs):
                raise
            return NotImplemented  # and the row goes on, element by element
        if xs is NotImplemented:
            return NotImplemented
        if active and state.trace is not None:  # which one counts may be otherwise another time
            return state.trace.made(row, xs)
        data = tuple(map(data_of, xs))
        taken = chosen(*data)
        # recorded as plain numbers, the others pass on no adjoint: not even 0 * inf = nan
        operands = (*data[:taken], xs[taken], *data[taken + 1 :])
        return _observed(kind, row, operands) if active else record(kind, row, operands)

    return operation


def clean_operands(kind: type[Value], xs: tuple[Any, ...]) -> Any:
    """Operands as nodes record them; TypeError if one is no number.

    NotImplemented if one is of another kind of numbers, which takes nodes into itself.
    """
    try:
        return tuple(x if isinstance(x, kind) else number(x) for x in xs)
    except TypeError:
        if any(is_of_another_kind(kind, x) for x in xs):
            return NotImplemented
        raise


def is_of_another_kind(kind: type[Value], x: Any) -> bool:
    """Whether x is a number that applies the rows of the table in a way of its own."""
    return hasattr(type(x), "apply_primitive") and not isinstance(x, (kind, float))
