"""The nodes that a function is run on when it is traced: whoever asks for a number is heard."""

from __future__ import annotations

import functools
from operator import eq
from sys import _getframe as getframe
from typing import Any

from ..check import line_of_user
from ..copying import copy, deepcopy
from ..modes import state
from ..operations import new
from ..primitives import Primitive
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
            return self._outside()
        return number_in(self) if ours(getframe(1).f_globals["__name__"]) else trace.frozen(self)

    @data.setter
    def data(self, x: float) -> None:
        if state.trace is not None and hasattr(self, "partials"):
            raise TraceError(SETS + line_of_user())
        _set(self, x)

    def _outside(self) -> Any:
        return number_in(self)

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
    set_up(node, data, op, parents)
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
