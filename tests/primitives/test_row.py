"""Primitives, families of them, and what they accept as a number."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograd import (
    Value,
    clamp,
    elu,
    exp,
    hypot,
    leaky_relu,
    mean,
    polygamma,
    power,
    step,
    total,
)  # fmt: skip
from autograd.primitives import FAMILIES, TABLE, Primitive, number
from autograd.primitives.row import find
from autograd.primitives.softmax import softmax_entry


@pytest.mark.parametrize(
    "x", [2, True, Fraction(1, 4), Decimal("0.25"), np.float32(2), np.array(2)]
)
def test_plain_numbers_of_any_kind_give_a_float(x) -> None:
    assert (type(exp(x)), exp(x)) == (float, math.exp(x))
    assert (type(hypot(x, 1)), hypot(x, 1)) == (float, math.hypot(x, 1))
    assert type(number(x)) is float


def test_errors_name_the_thing_and_the_way_out() -> None:
    with pytest.raises(TypeError, match=r"expected a real number, got str 'abc'"):
        exp("abc")
    with pytest.raises(TypeError, match=r"got complex 1j"):
        exp(1j)
    with pytest.raises(TypeError, match=r"got list, which holds many: take them one by one"):
        exp([1.0, 2.0])
    with pytest.raises(TypeError, match=r"got ndarray, which holds many"):
        Value(np.array([1.0, 2.0]))
    with pytest.raises(TypeError, match="got NoneType"):
        exp(None)


@pytest.mark.parametrize("operands", [("1",), (["1"],), ("12",), ([["1"]],)])
def test_a_string_is_no_sequence_of_numbers(operands: tuple) -> None:
    for function in (total, mean):
        with pytest.raises(TypeError, match="real number"):
            function(*operands)


def test_a_wrong_number_of_operands_is_a_type_error() -> None:
    for wrong in (lambda: exp(1.0, 2.0), lambda: exp(Value(1.0), 2.0), lambda: hypot(Value(1.0))):
        with pytest.raises(TypeError, match="argument"):
            wrong()


def test_arity_is_read_from_the_rule() -> None:
    assert [TABLE[name].arity for name in ("exp", "add", "where", "total")] == [1, 2, 3, None]


def test_a_row_of_ones_own() -> None:
    cube = Primitive("cube", lambda x: x**3, lambda z, x: (3.0 * x * x,), doc="x cubed.")
    x = Value(2.0)
    y = cube(x)
    y.backward()
    assert (cube(2.0), y.data, x.grad, str(y.op), cube.__doc__) == (
        8.0,
        8.0,
        12.0,
        "cube",
        "x cubed.",
    )


def test_what_raw_cannot_do_is_left_to_otherwise() -> None:
    root = Primitive("root", math.sqrt, lambda z, x: (0.5 / z,), otherwise=lambda x: -1.0)
    assert root(-4.0) == root(Value(-4.0)).data == -1.0
    assert root.evaluate(0.0) == (0.0, (math.inf,))


def test_parameters_by_position_name_or_default_make_one_row() -> None:
    assert leaky_relu.row(0.01) is leaky_relu.default is TABLE["leaky_relu"]
    x = Value(-1.0)
    rows = {
        leaky_relu(x).op,
        leaky_relu(x, 0.01).op,
        leaky_relu(x, slope=0.01).op,
        x.leaky_relu().op,
    }
    assert rows == {TABLE["leaky_relu"]}
    assert step(x, -1.0).op is step(x, left=-1).op is step(x, -1.0, 1.0).op is step.row(-1.0, 1.0)
    assert power(x, 3).op is power(x, 3.0).op is power(x, n=True + 2).op


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (lambda: clamp(5.0, high=1.0), 1.0),
        (lambda: clamp(-5.0, low=-1.0), -1.0),
        (lambda: clamp(-5.0, high=1.0), -5.0),
        (lambda: Value(5.0).clamp(high=1.0).data, 1.0),
        (lambda: step(3.0, right=7.0), 7.0),
        (lambda: step(-3.0, right=7.0), 0.0),
        (lambda: elu(-math.inf, alpha=Fraction(1, 2)), -0.5),
        (lambda: clamp(5, -1, 1), 1.0),
        (lambda: polygamma(1.0, order=1), math.pi**2 / 6),
    ],
)
def test_parameters_are_taken_by_name(got, want: float) -> None:
    assert got() == pytest.approx(want, rel=1e-15)


@pytest.mark.parametrize("parameter", ["1", None, Value(0.1), [0.1]])
def test_a_parameter_is_a_plain_number(parameter) -> None:
    with pytest.raises(TypeError, match="real number"):
        leaky_relu(Value(1.0), parameter)


def test_an_unknown_or_missing_parameter_is_a_type_error() -> None:
    for wrong in (
        lambda: leaky_relu(1.0, steepness=0.1),
        lambda: leaky_relu(1.0, 0.1, 0.2),
        lambda: power(2.0),
        lambda: softmax_entry(1.0),
    ):
        with pytest.raises(TypeError):
            wrong()


def test_names() -> None:
    assert repr(TABLE["exp"]) == "<primitive exp>"
    assert repr(power.row(3.0)) == "<primitive power(3)>"
    assert repr(leaky_relu) == "<family of primitives leaky_relu>"
    assert (str(TABLE["exp"]), str(TABLE["mul"]), str(power.row(0.5))) == ("exp", "*", "**0.5")
    assert all(row.name == name for name, row in TABLE.items())
    assert all(family.name == name for name, family in FAMILIES.items())


def test_a_row_is_found_by_name_and_parameters() -> None:
    assert find("exp") is exp
    assert find("power", (3.0,)) is power.row(3.0)
