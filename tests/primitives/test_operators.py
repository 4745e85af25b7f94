"""All that a new kind of number needs is the table: forward mode in a page."""

import itertools
import math
from dataclasses import dataclass
from typing import Any

import pytest
from oracles import ORDINARY, same

from autograd import Value
from autograd.primitives import TABLE, Arithmetic, Primitive
from autograd.primitives.operators import Ieee, arithmetic


@dataclass(eq=False)
class Dual(Arithmetic):
    """A number and its derivative along one direction."""

    primal: Any
    tangent: Any

    @classmethod
    def apply_primitive(cls, row: Primitive, operands: tuple[Any, ...]) -> "Dual":
        primals = [getattr(x, "primal", x) for x in operands]
        tangents = [getattr(x, "tangent", 0.0) for x in operands]
        value = row(*primals)
        slopes = row.partials(value, *primals)
        return cls(value, sum((s * t for s, t in zip(slopes, tangents, strict=True)), start=0.0))


arithmetic(
    Dual,
    lambda row: lambda *xs: Dual.apply_primitive(row, xs),
    lambda row: lambda y, x: Dual.apply_primitive(row, (x, y)),
)
POINTS = (0.6311, 0.4142, 0.8718, 0.2361)
WITH_SLOPES = [
    row for row in TABLE.values() if row.slopes(0.5, *POINTS[: row.arity])[0] is not None
]


@pytest.mark.parametrize("row", ORDINARY.values(), ids=str)
def test_forward_mode_agrees_with_reverse_mode(row: Primitive) -> None:
    shift = 2.0 if row.domain[0] >= 1.0 else 0.0
    operands = [x + shift for x in itertools.islice(POINTS, row.arity or 4)]
    leaves = [Value(x) for x in operands]
    node = row(*leaves)
    node.backward()
    for i, leaf in enumerate(leaves):
        dual = row(*[Dual(x, float(i == j)) for j, x in enumerate(operands)])
        assert (dual.primal, dual.tangent) == (node.data, leaf.grad) or row.chosen


def test_operators_come_from_the_table_on_either_side() -> None:
    x = Dual(3.0, 1.0)
    for result, value, slope in [
        (x + 1.0, 4.0, 1.0),
        (1.0 - x, -2.0, -1.0),
        (2.0 * x * x, 18.0, 12.0),
        (3.0 / x, 1.0, -1.0 / 3.0),
        (7.0 // x, 2.0, 0.0),
        (7.0 % x, 1.0, -2.0),
        (2.0**x, 8.0, 8.0 * math.log(2.0)),
        (x**2.0, 9.0, 6.0),
        (abs(-x), 3.0, 1.0),
        (math.floor(x / 2.0), 1.0, 0.0),
        (math.ceil(x / 2.0), 2.0, 0.0),
        (math.trunc(x / 2.0), 1.0, 0.0),
    ]:
        assert type(result) is Dual
        assert (result.primal, result.tangent) == pytest.approx((value, slope), rel=1e-15)


def test_duals_of_values_give_second_derivatives() -> None:
    x = Value(0.7)
    y = TABLE["tanh"](Dual(x, 1.0))
    y.tangent.backward()
    z = math.tanh(0.7)
    assert x.grad == pytest.approx(-2.0 * z * (1.0 - z * z), rel=1e-14)


@pytest.mark.parametrize(
    ("result", "want"),
    [
        (lambda: Ieee(1.0) / Ieee(0.0), math.inf),
        (lambda: -1.0 / Ieee(0.0), -math.inf),
        (lambda: Ieee(0.0) / 0.0, math.nan),
        (lambda: Ieee(-8.0) ** (1 / 3), math.nan),
        (lambda: Ieee(1e300) ** 2, math.inf),
        (lambda: Ieee(5.0) % 0.0, math.nan),
        (lambda: 5.0 // Ieee(0.0), math.nan),
        (lambda: -Ieee(0.0), -0.0),
        (lambda: abs(Ieee(-2.0)), 2.0),
    ],
)
def test_an_ieee_float_never_raises(result, want: float) -> None:
    assert type(result()) is Ieee
    assert same(float(result()), want)
