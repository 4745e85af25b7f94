"""Functions of the user's own with derivatives written by hand, as rows beside the table's."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import FunctionType
from typing import Any, NoReturn

from .dual import operand
from .modes import set_to
from .nesting import described
from .primitives import Primitive, number
from .primitives.row import Rule
from .pullback import name_of

PLAIN = {float}


class Custom(Primitive):
    """What `primitive` makes of a function. What the function raises is not turned into nan."""

    lasting = False

    def __init__(self, f: Callable[..., Any], partials: Rule, *, symbol: str | None, latex: str):
        name = name_of(f)
        super().__init__(
            name, _checked(f, name), partials, otherwise=raised, symbol=symbol, latex=latex
        )
        functools.update_wrapper(self, f, updated=())

    def slopes(self, z: Any, *xs: Any) -> tuple[Any, ...]:
        """What the rule gives: as many numbers as there are operands, or a TypeError."""
        if PLAIN.issuperset(map(type, xs)):
            given = super().slopes(z, *xs)
        else:
            with set_to(rule=self.name):
                given = super().slopes(z, *xs)
        if not isinstance(given, tuple):
            raise TypeError(
                f"the partials of {self.name} are a tuple, one number for each operand, as in "
                f"(2.0 * x,); got {described(given)}"
            )
        if len(given) != len(xs):
            raise TypeError(
                f"{self.name} has {_counted(len(xs), 'operand')}, but its rule gives "
                f"{_counted(len(given), 'partial')}"
            )
        if PLAIN.issuperset(map(type, given)):
            return given
        return tuple(self._partial(i, p) for i, p in enumerate(given, start=1))

    def _partial(self, i: int, given: Any) -> Any:
        try:
            return operand(given)
        except TypeError:
            raise TypeError(
                f"partial {i} of {self.name} is {described(given)}, which is no number"
            ) from None

    def __reduce__(self) -> str:
        return str(getattr(self, "__qualname__", self.name))  # under which pickle looks it up


def primitive(
    *, partials: Rule, symbol: str | None = None, latex: str = ""
) -> Callable[[Callable[..., Any]], Custom]:
    r"""A function of numbers with the derivative that you give, as a decorator.

    The function gets floats and returns a number; how it does that is its own affair, so it may
    call `math`, SciPy, a table or a simulation. Then it works on floats, Values and in every
    transformation, is drawn and written in formulas, as the functions of the package are.

    `partials(z, x, y, ...)` is the rule: a tuple with the derivative by each operand, where z is
    the output; `partials(z, *xs)` for any number of operands. On floats it gives the derivatives.
    For higher orders it is run on Values and Duals, so it should be arithmetic and functions of
    this package, without branches; a division by zero in it is inf or nan.

    `symbol` stands in drawings in place of the name, `latex` in formulas: a name (`\Phi`), or a
    template (`\frac{#1}{#2}`).

    >>> import math
    >>> from autograd import Value, check_grads, grad, primitive
    >>> @primitive(partials=lambda z, x: (1.0 / (1.0 + x * x),))
    ... def arctan_by_hand(x):
    ...     return math.atan(x)
    >>> arctan_by_hand(Value(1.0))
    Value(data=0.785398, grad=0, op=arctan_by_hand)
    >>> grad(grad(arctan_by_hand))(1.0)
    -0.5
    >>> check_grads(arctan_by_hand, (0.5,), order=3)

    Costs a few microseconds beyond the function and the rule, which are run once for a node. What
    they raise is raised. Raises TypeError if the two name different numbers of operands, if
    the function returns no real number, or the rule no tuple with a number for each operand; and
    if, at a higher order, the rule leaves the graph by a function of `math`. A function at the
    top of a module is pickled by its name.
    """
    if not isinstance(partials, FunctionType):
        raise TypeError(
            "partials is a function of the output and the operands, written with def or lambda, "
            f"got {described(partials)}"
        )

    def decorated(f: Callable[..., Any]) -> Custom:
        if not callable(f):
            raise TypeError(f"primitive decorates a function, got {described(f)}")
        row = Custom(f, partials, symbol=symbol, latex=latex)
        _same_operands(f, row)
        return row

    return decorated


def raised(*operands: float) -> NoReturn:
    """Raise again what a function just raised: `otherwise` for one whose errors are to be seen."""
    raise  # it is called where the error is handled


def _checked(f: Callable[..., Any], name: str) -> Callable[..., float]:
    def raw(*xs: float) -> float:
        y = f(*xs)
        try:
            return number(y)
        except TypeError:
            hint = "; pass all that it depends on as operands" if _depends(y) else ""
            raise TypeError(
                f"{name} returned {described(y)}, which is no plain number{hint}"
            ) from None

    return raw


def _depends(y: Any) -> bool:
    return hasattr(type(y), "apply_primitive")


def _same_operands(f: Callable[..., Any], row: Primitive) -> None:
    """TypeError if f cannot be called with the operands that its rule names."""
    import inspect  # slow to import, and rarely wanted

    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):  # some functions written in C do not say
        return
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    needed = sum(p.default is p.empty for p in places)
    many = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    fits = many if row.arity is None else needed <= row.arity and (many or row.arity <= len(places))
    if not fits or row.arity == 0:
        takes = "any number of operands" if many else _counted(len(places), "operand")
        named = "any number" if row.arity is None else str(row.arity)
        raise TypeError(
            f"{row.name} takes {takes}, but its partials name {named}, after the output z"
        )


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
