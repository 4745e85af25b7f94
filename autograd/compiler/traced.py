"""The nodes that a function is run on when it is traced: whoever asks for a number is heard."""

from __future__ import annotations

import functools
from collections.abc import Callable
from operator import eq
from sys import _getframe as getframe
from typing import Any

from ..check import line_of_user
from ..copying import copy, deepcopy
from ..modes import state
from ..operations import new, operation
from ..primitives import Primitive
from ..primitives.operators import arithmetic
from ..primitives.row import OUT_OF_RANGE
from ..value import Value

number_in = Value.data.__get__  # type: ignore[misc,attr-defined]  # past the property of Traced
_set = Value.data.__set__  # type: ignore[misc,attr-defined]
PACKAGE = __name__.partition(".")[0] + "."
KEPT = (
    "a number of a compiled function was kept after its call, and has none now: let the function "
    "return it, and pass it on as an argument"
)
SETS = "a compiled function cannot set the data of its Values: return the new numbers"


@functools.cache
def ours(module: str) -> bool:
    """Whether this is a module of this package."""
    return module.startswith(PACKAGE)


class TraceError(TypeError):
    """Something in a function that cannot be compiled."""


class Watched(Value):
    """What a Value that is a parameter is while a function is traced: its number may change."""

    __slots__ = ()
    stands_for = Value  # in copies, which other threads may make meanwhile

    @property
    def data(self) -> Any:
        """The number for the package itself; for others the node, without its derivative."""
        trace = state.trace
        if trace is None:
            return getattr(type(self), "_outside", number_in)(self)  # it may be a Value by now
        return number_in(self) if ours(getframe(1).f_globals["__name__"]) else trace.frozen(self)

    @data.setter
    def data(self, x: float) -> None:
        if state.trace is not None and hasattr(self, "partials"):
            raise TraceError(SETS + line_of_user())
        _set(self, x)

    def _outside(self) -> Any:
        return number_in(self)

    @classmethod
    def apply_primitive(cls, row: Primitive, operands: tuple[Any, ...]) -> Any:
        """The node for a row; the row finds the fast operation by itself from then on."""
        if row.lasting and cls not in row.operations:
            row.operations[cls] = _recorded(row)
        return Value.apply_primitive(row, operands)

    def __copy__(self) -> Any:
        return copy(self) if self.parents or state.trace is None else state.trace.frozen(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return deepcopy(self, Value, memo) if state.trace is None else state.trace.frozen(self)


class Traced(Watched):
    """A node whose number is known for one call only: the others have other numbers.

    Whoever reads the number takes a way that another call may not take: a guard remembers it.
    """

    __slots__ = ()

    def _outside(self) -> Any:
        raise TraceError(KEPT)

    def __eq__(self, other: object) -> Any:
        return self is other if state.trace is None else state.trace.compared(eq, self, other)

    def __ne__(self, other: object) -> Any:
        equal = self.__eq__(other)
        if equal is NotImplemented:
            return equal
        return 1.0 - equal if isinstance(equal, Value) else not equal

    def __hash__(self) -> int:
        if not ours(getframe(1).f_globals["__name__"]) and state.trace is not None:
            raise TraceError(
                "a number of a compiled function in a set or as a key of a dict: other calls "
                "have others there; look up int(x) or float(x)" + line_of_user()
            )
        return id(self)

    def __index__(self) -> int:
        if number_in(self) % 1.0 != 0.0:
            raise TypeError(f"{number_in(self)!r} is no whole number, which an index is")
        return int(self) if state.trace is None else int(state.trace.guarded(self))

    def __repr__(self) -> str:
        return f"Value(data=?{f', op={self.op}' if self.op else ''})"


def traced(data: float, op: Primitive | None = None, parents: tuple[Any, ...] = ()) -> Traced:
    """A new node; its local derivatives are not computed."""
    node = new(Traced)
    _set(node, data)  # as set_up does it, without a call
    node.grad = 0.0
    node.op = op
    node.parents = parents
    node.partials = ()
    node.label = ""
    return node


def set_up(
    node: Traced, data: float, op: Primitive | None, parents: tuple[Any, ...], label: str = ""
) -> None:
    """Set the fields of a new node."""
    _set(node, data)
    node.grad = 0.0
    node.op = op
    node.parents = parents
    node.partials = ()
    node.label = label


def _recorded(row: Primitive) -> Callable[..., Any]:
    """The operation of Values for a row, with a fast path where nodes are recorded as they are.

    That is while a function is traced, in double precision, and not under `no_grad`.
    """
    slow = operation(Value, row)
    if row.chosen is not None:
        return slow
    return _binary(row, slow) if row.arity == 2 else _of_any_number(row, slow)


def _binary(row: Primitive, slow: Callable[..., Any]) -> Callable[..., Any]:
    raw = row.raw

    def operation(x: Any, y: Any) -> Any:
        try:
            a = x if type(x) is float else number_in(x)
            b = y if type(y) is float else number_in(y)
        except TypeError:  # it is no Value
            if type(x) is int:
                return operation(float(x), y)
            return operation(x, float(y)) if type(y) is int else slow(x, y)
        trace = state.trace
        if trace is None or trace.rounded or not state.recording:
            return slow(x, y)
        try:
            z = raw(a, b)
        except OUT_OF_RANGE:
            z = row.otherwise(a, b)
        return traced(z, row, (x, y))

    return operation


def _of_any_number(row: Primitive, slow: Callable[..., Any]) -> Callable[..., Any]:
    def operation(*xs: Any) -> Any:
        try:
            data = [x if type(x) is float else number_in(x) for x in xs]
        except TypeError:
            return slow(*xs)
        trace = state.trace
        if trace is None or trace.rounded or not state.recording:
            return slow(*xs)
        try:
            z = row.raw(*data)
        except OUT_OF_RANGE:
            z = row.otherwise(*data)
        return traced(z, row, xs)

    return operation


def _reflected(row: Primitive) -> Callable[..., Any]:
    forward = _recorded(row)
    return lambda y, x: forward(x, y)


arithmetic(Watched, _recorded, _reflected)
Watched.__pow__ = Value.__pow__  # type: ignore[method-assign]  # each number is a row of its own
