"""What numbers of the package do by the plain number inside them, whatever else they carry."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .modes import active, derivative_lost, state
from .primitives import Arithmetic, number


def _comparison(compare: Callable[[float, float], bool]) -> Callable[[Plain, Any], bool]:
    def method(self: Plain, other: Any) -> Any:
        if active and state.trace is not None:
            return state.trace.compared(compare, self, other)
        kind = type(other)
        if kind is float or kind is int:
            return compare(self.data, other)
        if isinstance(other, Plain):
            return compare(self.data, other.data)
        try:
            return compare(self.data, number(other))
        except TypeError:
            return NotImplemented

    return method


class Plain(Arithmetic):
    """A number with `data`, the plain number inside: it is formatted, compared and true by that.

    `LOSES` says what is lost where it becomes a float, of which `float(x)` warns.
    """

    __slots__ = ()

    LOSES = ""

    if TYPE_CHECKING:

        @property
        def data(self) -> float: ...

    def __format__(self, spec: str) -> str:
        if not spec:
            return repr(self)
        if active and state.trace is not None:
            return format(state.trace.known(self), spec)
        return format(self.data, spec)

    __lt__ = _comparison(operator.lt)
    __le__ = _comparison(operator.le)
    __gt__ = _comparison(operator.gt)
    __ge__ = _comparison(operator.ge)

    def __bool__(self) -> bool:
        if active and state.trace is not None:
            return state.trace.truth(self)
        return bool(self.data)

    def __int__(self) -> int:
        if active and state.trace is not None:
            return state.trace.whole(self)
        return int(self.data)

    def __float__(self) -> float:
        if active and state.trace is not None:
            return state.trace.known(self)
        derivative_lost(self.LOSES)
        return float(self.data)
