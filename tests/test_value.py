"""A Value as a number: what it takes, how it behaves in Python and NumPy, what it shows."""

import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from autograd import Value, dot, exp, maximum, mean, power, total, where

REAL_NUMBERS = [
    *(3, True, 3.0, Fraction(3, 4), Decimal("0.75"), np.float64(0.75), np.float32(0.75)),
    *(np.float16(0.75), np.int64(3), np.uint8(3), np.bool_(True), np.array(0.75), np.array(3)),
]
NOT_NUMBERS = [
    *("x", "1.0", b"1", 1j, np.complex128(1), np.complex64(1), [1.0], (1.0,), {1.0}, {1: 2}),
    *(None, object(), Value(1.0), np.array([1.0]), np.array([1.0, 2.0]), np.array(1j)),
    *(np.array(Value(1.0), dtype=object), np.array("x"), math.sin, slice(3)),
]
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv]
OPERATORS += [operator.mod, operator.pow]


def name_of(x: object) -> str:
    return f"{type(x).__name__}-{str(x)[:12]}"


@pytest.mark.parametrize("number", REAL_NUMBERS, ids=name_of)
def test_any_real_number_is_taken_as_a_float(number: Any) -> None:
    assert (type(Value(number).data), Value(number).data) == (float, float(number))


@pytest.mark.parametrize("number", REAL_NUMBERS, ids=name_of)
@pytest.mark.parametrize("apply", OPERATORS)
def test_any_real_number_is_an_operand_on_either_side(apply: Callable, number: Any) -> None:
    for mixed, plain in [
        (apply(Value(1.5), number), apply(Value(1.5), float(number))),
        (apply(number, Value(1.5)), apply(float(number), Value(1.5))),
    ]:
        assert type(mixed) is Value
        assert (mixed.data, mixed.partials) == (plain.data, plain.partials)
        assert all(type(p) in (Value, float) for p in mixed.parents)


@pytest.mark.parametrize("thing", NOT_NUMBERS, ids=name_of)
def test_anything_else_is_a_type_error_that_names_it(thing: Any) -> None:
    with pytest.raises(TypeError, match=f"{type(thing).__name__}|complex"):
        Value(thing)
    if not isinstance(thing, Value):
        of_many = isinstance(thing, np.ndarray) and thing.dtype.kind in "fO"
        one_by_one = () if of_many else (exp, lambda x: maximum(Value(1.0), x))
        for take in (*one_by_one, lambda x: total([Value(1.0), x])):
            with pytest.raises(TypeError, match=f"{type(thing).__name__}|complex"):
                take(thing)


TAKERS: dict[str, Callable] = {
    "v.pow(x)": lambda v, x: v.pow(x),
    "v.maximum(x)": lambda v, x: v.maximum(x),
    "v.arctan2(x)": lambda v, x: v.arctan2(x),
    "v.clamp(x, 2)": lambda v, x: v.clamp(x, 2.0),
    "v.where(x, v)": lambda v, x: v.where(x, v),
    "where(v, v, x)": lambda v, x: where(v, v, x),
    "power(v, x)": power,
    "mean([x])": lambda v, x: mean([x]),
    "total([v, x])": lambda v, x: total([v, x]),
    "dot([v], [x])": lambda v, x: dot([v], [x]),
    "v < x": operator.lt,
    "v >= x": operator.ge,
    **{f"{apply.__name__}(v, x)": apply for apply in OPERATORS},
    **{f"{apply.__name__}(x, v)": lambda v, x, apply=apply: apply(x, v) for apply in OPERATORS},
}


@pytest.mark.parametrize("thing", ["x", [1.0], None, 1j], ids=name_of)
@pytest.mark.parametrize("taker", TAKERS)
def test_every_operation_refuses_what_is_not_a_number(taker: str, thing: Any) -> None:
    with pytest.raises(TypeError):
        TAKERS[taker](Value(1.0), thing)


def test_protocols_of_a_number() -> None:
    v, w = Value(-2.5), Value(1.25)
    for result, data in [
        (sum([v, w]), -1.25),
        (math.prod([v, w]), -3.125),
        (max(v, w), 1.25),
        (min([v, w, Value(3.0)]), -2.5),
        (sorted([w, v])[0], -2.5),
        (abs(v), 2.5),
        (-v, 2.5),
        (+v, -2.5),
        (round(v), -2.0),
        (round(w, 1), 1.2),
        (math.floor(v), -3.0),
        (math.ceil(v), -2.0),
        (math.trunc(v), -2.0),
        (divmod(v, w)[0], -2.0),
        (divmod(w, 2)[1], 1.25),
        (divmod(4, w)[1], 0.25),
        (v**2, 6.25),
        (2**w, 2**1.25),
        (v // w, -2.0),
        (v % 2, 1.5),
    ]:
        assert type(result) is Value
        assert result.data == data
    assert [int(v), bool(v), bool(Value(0.0)), bool(Value(math.nan))] == [-2, True, False, True]
    assert f"{v:.2f} {v:+.1e}" == "-2.50 -2.5e+00"
    assert +v is v
    assert v.item() == -2.5


def test_sum_starts_with_the_constant_0() -> None:
    v = Value(2.0)
    first = sum([v])
    assert (str(first.op), first.parents, first.partials) == ("+", (0.0, v), (1.0, 1.0)) or (
        first.parents == (v, 0.0)
    )


def test_a_value_is_no_index() -> None:
    for use in (operator.index, range, [0, 1].__getitem__, bin):
        with pytest.raises(TypeError):
            use(Value(1.0))


@pytest.mark.parametrize("y", [-1.0, 2.0, 2.5, math.inf, math.nan])
@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_order_is_by_data(compare: Callable, y: float) -> None:
    v = Value(2.0)
    assert compare(v, y) is compare(v, Value(y)) is compare(v, np.array(y)) is compare(2.0, y)
    assert compare(y, v) is compare(y, 2.0)


def test_equality_and_hash_are_by_identity() -> None:
    v, w = Value(3.0), Value(3.0)
    assert v == v
    assert v != w
    assert v != 3.0
    assert len({v, w}) == 2
    before = hash(v)
    v.data = 4.0
    assert hash(v) == before


def test_float_leaves_the_graph_with_a_warning() -> None:
    for leave in (float, math.exp, complex):
        with pytest.warns(UserWarning, match="leaves the graph.*autograd.exp"):
            leave(Value(1.0))


def test_a_value_shows_data_grad_operation_and_label() -> None:
    a = Value(2, "a")
    b = a * 1e-9
    b.label = "b"
    assert repr(a) == "Value(data=2, grad=0, label='a')"
    assert repr(b) == "Value(data=2e-09, grad=0, op=*, label='b')"
    assert f"{a}" == str(a) == repr(a)


def test_a_value_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        Value(1.0).gradient = 0.0


def test_detach_makes_a_leaf_with_data_and_label() -> None:
    a = Value(2.0, "a")
    cut = a.detach()
    (cut * a).backward()
    assert (cut.data, cut.label, cut.parents, cut is a) == (2.0, "a", (), False)
    assert (cut.grad, a.grad) == (2.0, 2.0)


def test_zero_grad_clears_the_whole_graph() -> None:
    a, b = Value(2.0), Value(3.0)
    c = a * b
    d = c + a
    d.backward()
    d.zero_grad()
    assert [v.grad for v in (a, b, c, d)] == [0.0] * 4


def test_where_is_a_method_as_in_torch() -> None:
    x, y = Value(2.0), Value(5.0)
    chosen, other = x.where(x > 1, y), x.where(x > 3, y)
    (chosen * other).backward()
    assert (chosen.data, other.data, x.grad, y.grad) == (2.0, 5.0, 5.0, 2.0)


def test_the_example_of_micrograds_readme() -> None:
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    assert f"{g.data:.4f} {a.grad:.4f} {b.grad:.4f}" == "24.7041 138.8338 645.5773"
