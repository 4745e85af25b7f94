"""What a row of the table is: one function of numbers, with its derivative and what to call it."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from .elementwise import elementwise, has_array
from .real import number

if TYPE_CHECKING:
    from ..formulas.derivative import Derivative
    from ..value import Value

Rule: TypeAlias = Callable[..., tuple[Any, ...]]
REALS = (-math.inf, math.inf)
VARARGS = 0x04  # the flag of a function that takes *args, as inspect.CO_VARARGS
OUT_OF_RANGE = (ArithmeticError, ValueError)  # what Python raises where IEEE has a value

TABLE: dict[str, Primitive] = {}
FAMILIES: dict[str, Family] = {}


class Primitive:
    """A function of real numbers that knows its own derivative; call it on numbers or on Values.

    `partials(z, *xs)`, its rule, gives the derivative with respect to each operand, where `z`
    is the output; how many operands it names is the arity, None for any number of them (`*xs`).
    A rule is plain arithmetic without branches, so that it runs on floats, on Values (for higher
    orders) and on whatever else behaves like a number.

    `raw` may raise where Python's floats do (overflow, division by zero, domain errors);
    `otherwise` then has the IEEE answer, so that calling a Primitive never raises on floats.

    `chosen` is set where only one operand counts, and gives its index: the others are recorded
    as plain numbers, so that nothing flows back into a branch that was not taken.

    `latex` is how the row is written in TeX where that is not its symbol or its name: another name
    (`\\Gamma`), or a template (`\\frac{#1}{#2}`) whose grammar is told in `formulas.template`.

    `expansion` gives the same value by simpler rows, branch by branch where it has branches, on
    variables of compiled code: for backends that have no function of that name.

    `operations` holds what a class of numbers has made of a `lasting` row to apply it fast.
    """

    lasting = True

    def __init__(
        self,
        name: str,
        raw: Callable[..., float],
        partials: Rule,
        *,
        otherwise: Callable[..., float] = lambda *xs: math.nan,
        symbol: str | None = None,
        parameters: tuple[float, ...] = (),
        domain: tuple[float, float] = REALS,
        kinks: tuple[float, ...] = (),
        chosen: Callable[..., int] | None = None,
        latex: str = "",
        expansion: Callable[..., Any] | None = None,
        doc: str = "",
    ) -> None:
        self.name = name
        self.raw = raw
        self.partials = partials
        self.otherwise = otherwise
        self.symbol = symbol
        self.parameters = parameters
        self.domain = domain
        self.kinks = kinks
        self.chosen = chosen
        self.latex = latex
        self.expansion = expansion
        self.__doc__ = doc
        self.operations: dict[type, Callable[..., Any]] = {}
        code = partials.__code__
        self.arity = None if code.co_flags & VARARGS else code.co_argcount - 1

    @overload
    def __call__(self, *operands: float) -> float: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, *operands: Value | float) -> Value: ...
    @overload
    def __call__(self, *operands: Iterable[float]) -> float: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, *operands: Iterable[Value | float]) -> Value: ...
    @overload
    def __call__(self, *operands: Any) -> Any: ...

    def __call__(self, *operands: Any) -> Any:
        floats = True
        for x in operands:
            kind = type(x)
            if kind is not float:
                operation = self.operations.get(kind)
                if operation and (result := operation(*operands)) is not NotImplemented:
                    return result
                apply = getattr(kind, "apply_primitive", None)
                if self.arity and (self.arity > 1 or not apply) and has_array(operands):
                    return elementwise(self, operands)
                if apply and (result := apply(self, operands)) is not NotImplemented:
                    return result
                floats = False
        if not floats:
            return self._on_numbers(operands)
        try:
            return self.raw(*operands)
        except OUT_OF_RANGE:
            return self.otherwise(*operands)

    def _on_numbers(self, operands: tuple[Any, ...]) -> Any:
        if self.arity is None and len(operands) == 1 and hasattr(type(operands[0]), "__iter__"):
            operands = tuple(operands[0])
            if len(operands) == 1 and not hasattr(type(operands[0]), "apply_primitive"):
                operands = (number(operands[0]),)  # or it would be unpacked once more
            return self(*operands)
        return self(*map(number, operands))

    def evaluate(self, *xs: Any) -> tuple[Any, tuple[Any, ...]]:
        """The value and the partials at numbers of any kind, as IEEE has them; never raises."""
        z = self(*xs)
        return z, self.slopes(z, *xs)

    def slopes(self, z: Any, *xs: Any) -> tuple[Any, ...]:
        """What the rule gives, also where a division of floats in it would raise."""
        try:
            return self.partials(z, *xs)
        except OUT_OF_RANGE:
            from .operators import Ieee

            wrapped = [Ieee(x) if isinstance(x, float) else x for x in (z, *xs)]
            return tuple(float(p) if isinstance(p, float) else p for p in self.partials(*wrapped))

    @property
    def rule(self) -> Derivative:
        """What `partials` says, to be read: d exp(x)/dx = exp(x), typeset in a notebook."""
        from ..formulas.derivative import Derivative

        return Derivative(self)

    def __repr__(self) -> str:
        given = ", ".join(f"{p:g}" for p in self.parameters)
        return f"<primitive {self.name}{f'({given})' if given else ''}>"

    def __str__(self) -> str:
        return self.symbol or self.name

    def __reduce__(self) -> str | tuple[Any, ...]:
        return find, (self.name, self.parameters)


class Family:
    """A function with fixed parameters beside its operand, such as `leaky_relu(x, slope)`.

    `row(slope)` is the Primitive for one choice of them: made once, and kept.
    """

    def __init__(self, make: Callable[..., Primitive]) -> None:
        self.name = make.__name__
        self.make = make
        self.row = functools.lru_cache(maxsize=1024)(make)
        functools.update_wrapper(self, make)

    @overload
    def __call__(self, x: float, *parameters: float, **named: float) -> float: ...
    @overload
    def __call__(self, x: Value, *parameters: float, **named: float) -> Value: ...
    @overload
    def __call__(self, x: Any, *parameters: Any, **named: Any) -> Any: ...

    def __call__(self, x: Any, *parameters: Any, **named: Any) -> Any:
        if not parameters and not named:
            return self.default(x)
        return self._row(*parameters, **named)(x)

    @functools.cached_property
    def default(self) -> Primitive:
        """The row for the default parameters."""
        return self.row(*map(float, self.make.__defaults__ or ()))

    @property
    def rule(self) -> Derivative:
        """What `partials` of the default row says, to be read."""
        if len(self.make.__defaults__ or ()) < self.make.__code__.co_argcount:
            raise TypeError(
                f"{self.name} has no defaults; use {self.name}.row(...), as in row(2.0)"
            )
        return self.default.rule

    def _row(self, *parameters: Any, **named: Any) -> Primitive:
        if named:
            import inspect  # slow to import, and rarely wanted

            given = inspect.signature(self.make).bind(*parameters, **named)
            given.apply_defaults()
            parameters = given.args
        elif len(parameters) < self.make.__code__.co_argcount:
            parameters += (self.make.__defaults__ or ())[len(parameters) :]
        return self.row(*map(number, parameters))

    def __reduce__(self) -> str:
        return self.name  # the name of a module's attribute, for pickle

    def __repr__(self) -> str:
        return f"<family of primitives {self.name}>"


def register(row: Primitive) -> Primitive:
    """`row`, entered in the table under its name."""
    TABLE[row.name] = row
    return row


def primitive(name: str, raw: Callable[..., float], partials: Rule, **about: Any) -> Primitive:
    """A new Primitive, entered in the table; `about` as in Primitive."""
    return register(Primitive(name, raw, partials, **about))


def family(make: Callable[..., Primitive]) -> Family:
    """A Family from the function that makes its rows; the table gets the row of its defaults."""
    made = FAMILIES[make.__name__] = Family(make)
    if len(make.__defaults__ or ()) == make.__code__.co_argcount:
        register(made.default)
    return made


def find(name: str, parameters: tuple[float, ...] = ()) -> Primitive:
    """The row of that name and those parameters: how pickles name a row."""
    return FAMILIES[name].row(*parameters) if name in FAMILIES else TABLE[name]
