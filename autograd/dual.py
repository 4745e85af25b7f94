"""Forward mode: the Dual, a number that carries its derivative along one direction."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from .methods import add_methods
from .modes import active, state
from .naming import short
from .operations import data_of
from .plain import Plain
from .primitives import Primitive, number
from .primitives.exponential import pow, power
from .primitives.operators import arithmetic
from .reverse import times

STILL = -1  # the level of a number that no forward mode moves, though it is of the class Dual
levels = itertools.count(1)


class Dual(Plain):
    """A number and how fast it changes: primal + tangent * e, where e * e = 0.

    `primal`   the number: a float, a Value, or a Dual of lower level
    `tangent`  its derivative along the direction that is followed, a number of the same kinds
    `level`    which forward mode it belongs to; what has a lower level is constant to it

    Each `jvp` has a level of its own, higher than that of those around it, so that derivatives
    taken inside others do not mix. A function of Duals costs a handful of operations on their
    primals: the function, its derivative, and one product and sum for each operand.

    >>> x = Dual(3.0, 1.0)
    >>> x * x + 1.0
    Dual(primal=10, tangent=6)

    Compares by `data`, the plain number inside, as a Value does; `float(x)` warns, for it drops
    the tangent. Raises TypeError for anything but numbers.
    """

    __slots__ = ("level", "primal", "tangent")

    LOSES = (
        "float() of a Dual drops its tangent, and so do the functions of `math`. Use "
        "autograd.exp(x), x.exp() and so on to keep it, or x.data for the plain number"
    )

    def __init__(self, primal: Any, tangent: Any = 0.0, *, level: int = 0) -> None:
        self.primal = primal if type(primal) is float else operand(primal)
        self.tangent = tangent if type(tangent) is float else operand(tangent)
        self.level = level

    @property
    def data(self) -> float:
        """The plain number inside, without anything that moves it."""
        inside: float = data_of(self.primal)
        if active and state.trace is not None and type(inside) is float:
            inside = state.trace.frozen(self)
        return inside

    def detach(self) -> Dual:
        """The same number as a constant, whose derivative is 0."""
        return Dual(self.data, level=STILL)

    def register_hook(self, hook: Any) -> Any:
        """Not here: TypeError."""
        raise TypeError("forward mode has no adjoints that a hook could see: use grad or vjp")

    @classmethod
    def apply_primitive(cls, row: Primitive, operands: Sequence[Any]) -> Any:
        """The row at these operands, of which at least one is a Dual, by the chain rule."""
        return _applied(row, [operand(x) for x in operands])

    def __repr__(self) -> str:
        return f"Dual(primal={short(self.primal)}, tangent={short(self.tangent)})"


def split(x: Any, level: int) -> tuple[Any, Any]:
    """The primal and the tangent of `x` in the forward mode of that level."""
    if isinstance(x, Dual) and x.level in (level, STILL):
        return x.primal, x.tangent
    return x, 0.0


def has_graph(x: Any) -> bool:
    """Whether there is a Value in the number `x`, so that it can be differentiated again."""
    if isinstance(x, Dual):
        return has_graph(x.primal) or has_graph(x.tangent)
    return hasattr(x, "parents")


def operand(x: Any) -> Any:
    """`x` as a float, or as it is if it applies rows in its own way; TypeError for no number.

    A Dual that nothing moves gives the number inside.
    """
    if isinstance(x, Dual):
        return x.primal if x.level == STILL else x
    if isinstance(x, float) or not hasattr(type(x), "apply_primitive"):
        return number(x)
    return x


def _clean(xs: tuple[Any, ...]) -> Any:
    """Operands of an operator; NotImplemented if one is no number, so that Python asks it."""
    try:
        return [x if type(x) is float else operand(x) for x in xs]
    except TypeError:
        return NotImplemented


def _applied(row: Primitive, xs: list[Any]) -> Any:
    if row.chosen is not None:  # the others pass on no tangent: not even 0 * inf = nan
        taken = row.chosen(*xs)
        xs = [x if i == taken else data_of(x) for i, x in enumerate(xs)]
    level = STILL
    for x in xs:
        if type(x) is not float and isinstance(x, Dual) and x.level > level:
            level = x.level
    if level == STILL:  # still a Dual where it would be a float, which has no methods
        z = row(*xs)
        return Dual(z, level=STILL) if isinstance(z, float) else z
    moving = [type(x) is not float and isinstance(x, Dual) and x.level == level for x in xs]
    z, partials = row.evaluate(*[x.primal if m else x for x, m in zip(xs, moving)])
    tangent = None
    for x, partial, m in zip(xs, partials, moving):
        if m:
            term = times(partial, x.tangent)
            tangent = term if tangent is None else tangent + term
    return Dual(z, tangent, level=level)


def _operator(row: Primitive) -> Callable[..., Any]:
    def method(*xs: Any) -> Any:
        operands = _clean(xs)
        return operands if operands is NotImplemented else _applied(row, operands)

    return method


def _reflected(row: Primitive) -> Callable[..., Any]:
    forward = _operator(row)
    return lambda y, x: forward(x, y)


def _power(x: Dual, n: Any) -> Any:
    """x ** n: by the row for that n if it is a plain number, so that no log(x) comes in."""
    operands = _clean((n,))
    if operands is NotImplemented:
        return NotImplemented
    [n] = operands
    return power(x, n) if isinstance(n, float) else pow(x, n)


arithmetic(Dual, _operator, _reflected)
Dual.__pow__ = _power  # type: ignore[assignment,method-assign]
add_methods(Dual, _operator)
