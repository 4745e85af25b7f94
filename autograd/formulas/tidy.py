"""Rules as they are written on paper: run on terms, which tidy themselves up as they are made.

A rule is arithmetic on anything that behaves like a number. On floats it gives a derivative, on
Values a graph, and on terms, which hold no data at all, its formula. What guards the edge of a
domain goes; what follows holds away from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..primitives import Arithmetic, Primitive
from ..primitives.activations import sigmoid, softplus
from ..primitives.arithmetic import add, div, identity, mul, neg, sub
from ..primitives.exponential import pow, power, reciprocal, sqrt, square
from ..primitives.gated import gelu_slope, mish_slope, silu_slope, two_minus_square
from ..primitives.hyperbolic import sech, tanh
from ..primitives.operators import arithmetic
from ..primitives.piecewise import direction, finite, nonnegative, sound, truth, where
from ..primitives.reductions import prod
from ..primitives.special import SQRT_2PI, gaussian, ndtr
from ..primitives.trigonometric import cosine, hypot, inversion, one_minus_square

# a product of many factors with signs between them
product = Primitive("product", prod.raw, prod.partials, symbol="*", latex=prod.latex)


class Term(Arithmetic):
    """A row at its operands; without a row it is a number, and without a number a variable."""

    __slots__ = ("number", "operands", "row")

    def __init__(
        self,
        number: float | None = None,
        row: Primitive | None = None,
        operands: tuple[Term, ...] = (),
    ) -> None:
        self.number = number
        self.row = row
        self.operands = operands

    @classmethod
    def apply_primitive(cls, row: Primitive, operands: Sequence[Any]) -> Term:
        """The row at these operands, in the form that a reader would give it."""
        terms = tuple(x if isinstance(x, Term) else Term(float(x)) for x in operands)
        numbers = [x.number for x in terms if x.number is not None]
        if row in FOLDED and len(numbers) == len(terms):
            return Term(row(*numbers) + 0.0)  # no -0
        if row.name == "step" and len(set(row.parameters)) == 1:
            return Term(row.parameters[0])
        tidied = TIDY[row](*terms) if row in TIDY else None
        return Term(None, row, terms) if tidied is None else tidied

    def __bool__(self) -> bool:
        raise TypeError("a rule with branches has no formula")


arithmetic(
    Term,
    lambda row: lambda *xs: Term.apply_primitive(row, xs),
    lambda row: lambda y, x: Term.apply_primitive(row, (x, y)),
)


def partials(row: Primitive, xs: Sequence[Term], z: Term) -> list[Term]:
    """The derivative of the row with respect to each x, where z is its output.

    >>> x = Term()
    >>> [slope] = partials(square, [x], Term())
    >>> slope.row is mul, slope.operands[0].number, slope.operands[1] is x
    (True, 2.0, True)
    """
    places = {x: i for i, x in enumerate(xs)}
    slopes = row.partials(z, *xs)
    return [_in_order(s if isinstance(s, Term) else Term(float(s)), places) for s in slopes]


def _in_order(term: Term, places: dict[Term, int]) -> Term:
    """A product of variables, more than two, as one term with its factors in their order."""
    factors, rest = [], [term]
    while rest:
        factor = rest.pop()
        if factor.row is mul:
            rest += factor.operands
        else:
            factors.append(factor)
    if len(factors) < 3 or not places.keys() >= set(factors):
        return term
    return Term(None, product, tuple(sorted(factors, key=places.__getitem__)))


def _add(x: Term, y: Term) -> Term | None:
    if x.number == 0.0:
        return y
    if y.number == 0.0:
        return x
    if y.row is neg:
        return x - y.operands[0]
    return 2.0 * x if x is y else None


def _sub(x: Term, y: Term) -> Term | None:
    if x.number == 0.0:
        return -y
    if y.row is neg:
        return x + y.operands[0]
    return x if y.number == 0.0 else None


def _neg(x: Term) -> Term | None:
    return x.operands[0] if x.row is neg else None


def _mul(x: Term, y: Term) -> Term | None:
    for a, b in ((x, y), (y, x)):
        if a.number == 0.0:
            return Term(0.0)
        if b.number == 1.0:
            return a
        if a.number == -1.0:
            return -b
    if x.row is neg:
        return -(x.operands[0] * y)
    if y.row is neg:
        return -(x * y.operands[0])
    if x.row is mul and x.operands[1] is y:
        return x.operands[0] * _square(y)
    return _square(x) if x is y else None


def _div(x: Term, y: Term) -> Term | None:
    if x.number == 0.0 or y.number == 1.0:
        return x
    if x.row is neg:
        return -(x.operands[0] / y)
    if x.number is not None and x.number < 0.0:
        return -(-x.number / y)
    if x.row is div:
        numerator, denominator = x.operands
        return numerator / (denominator * y)
    return 1.0 / (2.0 * y) if x.number == 0.5 else None


def _square(x: Term) -> Term:
    if x.row is neg:
        return _square(x.operands[0])
    if x.row is sqrt:
        return x.operands[0]
    if x.row is div and x.operands[0].number == 1.0:
        return 1.0 / _square(x.operands[1])
    return Term(None, power.row(2.0), (x,))


def _pow(x: Term, y: Term) -> Term | None:
    if y.number == 1.0:
        return x
    return None if y.number is None else Term(None, power.row(y.number), (x,))


FOLDED = {add, sub, mul, neg, square, truth, sound}  # at numbers they are numbers again
TIDY: dict[Primitive, Callable[..., Any]] = {
    add: _add,
    sub: _sub,
    mul: _mul,
    div: _div,
    neg: _neg,
    square: _square,
    pow: _pow,
    reciprocal: lambda x: 1.0 / x,
    one_minus_square: lambda x: 1.0 - _square(x),
    hypot: lambda x, y: sqrt(square(x) + square(y)),
    two_minus_square: lambda x: 2.0 - _square(x),
    direction: lambda x, h: x / h,
    cosine: lambda x, y: x / hypot(x, y),
    inversion: lambda x, y: x / (square(x) + square(y)),
    silu_slope: lambda x: sigmoid(x) * (1.0 + x * sigmoid(-x)),
    gelu_slope: lambda x: ndtr(x) + x * gaussian(x, 0.5) / SQRT_2PI,
    mish_slope: lambda x: tanh(softplus(x)) + x * square(sech(softplus(x))) * sigmoid(x),
    finite: lambda x: x,
    nonnegative: lambda x: x,
    identity: lambda x: x,
    where: lambda condition, x, y: x,
}
