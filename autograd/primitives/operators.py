"""Python's number protocol from the table, for any class that behaves like a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

from .arithmetic import add, div, floor_divide, mod, mul, neg, sub
from .exponential import pow
from .piecewise import abs, where
from .rounding import ceil, floor, round, trunc
from .row import Primitive

BINARY = {
    "add": add, "sub": sub, "mul": mul, "truediv": div, "floordiv": floor_divide, "mod": mod,
    "pow": pow,
}  # fmt: skip
UNARY = {"neg": neg, "abs": abs, "floor": floor, "ceil": ceil, "trunc": trunc}


class Arithmetic:
    """A number whose operators come from the table: `arithmetic` gives them to a subclass."""

    __slots__ = ()

    if TYPE_CHECKING:  # what arithmetic() adds, for type checkers

        def __add__(self, y: Any, /) -> Self: ...
        def __radd__(self, x: Any, /) -> Self: ...
        def __sub__(self, y: Any, /) -> Self: ...
        def __rsub__(self, x: Any, /) -> Self: ...
        def __mul__(self, y: Any, /) -> Self: ...
        def __rmul__(self, x: Any, /) -> Self: ...
        def __truediv__(self, y: Any, /) -> Self: ...
        def __rtruediv__(self, x: Any, /) -> Self: ...
        def __floordiv__(self, y: Any, /) -> Self: ...
        def __rfloordiv__(self, x: Any, /) -> Self: ...
        def __mod__(self, y: Any, /) -> Self: ...
        def __rmod__(self, x: Any, /) -> Self: ...
        def __pow__(self, y: Any, /) -> Self: ...
        def __rpow__(self, x: Any, /) -> Self: ...
        def __neg__(self) -> Self: ...
        def __abs__(self) -> Self: ...
        def __floor__(self) -> Self: ...
        def __ceil__(self) -> Self: ...
        def __trunc__(self) -> Self: ...

    def where(self, condition: Any, other: Any) -> Any:
        """This where the condition holds, else `other`: `x.where(x > 0, 0.0)`, as in torch."""
        return where(condition, self, other)

    def conjugate(self) -> Self:
        """The number itself: it is real. NumPy asks for it, as in `np.std`."""
        return self

    def __pos__(self) -> Self:
        return self

    def __round__(self, ndigits: int | None = None) -> Any:
        return round(self, ndigits or 0)

    def __divmod__(self, y: Any) -> tuple[Self, Self]:
        return self // y, self % y

    def __rdivmod__(self, x: Any) -> tuple[Self, Self]:
        return x // self, x % self


def arithmetic(
    cls: type,
    forward: Callable[[Primitive], Callable[..., Any]],
    reflected: Callable[[Primitive], Callable[..., Any]],
) -> None:
    """Give `cls` the operators of the table.

    `forward(row)` makes the method that takes x, y in that order, and `reflected(row)` the one
    that is called on y with x.
    """
    for name, row in (UNARY | BINARY).items():
        setattr(cls, f"__{name}__", forward(row))
    for name, row in BINARY.items():
        setattr(cls, f"__r{name}__", reflected(row))


class Ieee(Arithmetic, float):  # type: ignore[misc]  # float's own operators give way
    """A float that divides as IEEE says instead of raising: rules fall back on it.

    Beside a number of another kind, such as a Value, it is a plain float.
    """

    __slots__ = ()

    @classmethod
    def apply_primitive(cls, row: Primitive, operands: Sequence[Any]) -> Any:
        """The row's value at the operands, as another of these."""
        if any(hasattr(type(x), "apply_primitive") and not isinstance(x, cls) for x in operands):
            return NotImplemented
        return cls(row(*map(float, operands)))


arithmetic(
    Ieee,
    lambda row: lambda *xs: Ieee.apply_primitive(row, xs),
    lambda row: lambda y, x: Ieee.apply_primitive(row, (x, y)),
)
