"""Functions of the user's own behave as the rows of the table do."""

from __future__ import annotations

import copy
import math
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

import autograd
from autograd import (
    Value,
    check_grads,
    cos,
    derivative,
    detect_anomaly,
    draw,
    explain,
    expression,
    grad,
    gradients,
    hessian,
    jacobian,
    jvp,
    latex,
    no_grad,
    primitive,
)
from autograd.primitives import TABLE


@primitive(partials=lambda z, x: (1.0 / (1.0 + x * x),))
def arctan_by_hand(x: float) -> float:
    """The angle whose tangent is x."""
    return math.atan(x)


@primitive(partials=lambda z, x, y: (y * y, 2.0 * x * y), symbol="@", latex=r"#1 \star #2")
def star(x: float, y: float) -> float:
    return x * y * y


@primitive(partials=lambda z, x, y, w: (y * w, x * w, x * y))
def volume(x: float, y: float, w: float) -> float:
    return x * y * w


@primitive(partials=lambda z, *xs: tuple(2.0 * x for x in xs))
def squares(*xs: float) -> float:
    return math.fsum(x * x for x in xs)


@primitive(partials=lambda z, x: (0.5 / z,))
def root(x: float) -> float:
    return math.sqrt(x)


ROWS = {arctan_by_hand: (0.7,), star: (2.0, -3.0), volume: (2.0, 3.0, 5.0), squares: (1.0, 2.0)}
every_row = pytest.mark.parametrize(("row", "at"), ROWS.items(), ids=str)


@every_row
def test_all_orders_and_modes_are_right(row: Callable, at: tuple[float, ...]) -> None:
    check_grads(row, at, order=3)


@given(st.floats(-1e6, 1e6))
def test_derivatives_are_those_of_the_row_of_the_table(x: float) -> None:
    ours, theirs = Value(x), Value(x)
    assert arctan_by_hand(ours).data == autograd.arctan(theirs).data
    for mine, builtin in ((arctan_by_hand, autograd.arctan),):
        assert derivative(mine, 1)(x) == pytest.approx(derivative(builtin, 1)(x), rel=1e-15)
        assert derivative(mine, 3)(x) == pytest.approx(derivative(builtin, 3)(x), rel=1e-12)
        assert grad(grad(mine))(x) == pytest.approx(derivative(builtin, 2)(x), rel=1e-13)


def test_nodes_are_those_of_a_row() -> None:
    x = Value(2.0, "x")
    z = volume(x, 3, 5.0)
    assert (z.data, z.op, z.parents, z.partials) == (30.0, volume, (x, 3.0, 5.0), (15.0, 10.0, 6.0))
    assert type(z) is Value and all(type(p) is float for p in z.partials)
    z.backward()
    assert x.grad == 15.0


def test_any_number_of_operands_may_come_in_a_list() -> None:
    x = Value(3.0)
    assert squares([x, 4.0]).partials == squares(x, 4.0).partials == (6.0, 8.0)
    assert (squares([3.0, 4.0]), squares(), squares(5.0)) == (25.0, 0.0, 25.0)
    assert jacobian(squares)(np.array([1.0, 2.0])).tolist() == [2.0, 4.0]


def test_mixed_with_rows_of_the_table_by_every_transformation() -> None:
    def f(x: Any, y: Any) -> Any:
        return star(cos(x), y) * arctan_by_hand(x * y)

    def g(x: Any, y: Any) -> Any:
        return cos(x) * y * y * autograd.arctan(x * y)

    x, y = 0.5, 1.5
    want = hessian(g, (0, 1))(x, y)
    assert hessian(f, (0, 1))(x, y)[0] == pytest.approx(want[0], rel=1e-14)
    assert jvp(grad(f), (x, y), (0.0, 1.0))[1] == pytest.approx(want[0][1], rel=1e-14)
    assert grad(lambda x: derivative(lambda y: f(x, y))(y))(x) == pytest.approx(want[0][1])


def test_it_is_called_what_the_function_is() -> None:
    assert arctan_by_hand.__name__ == arctan_by_hand.__qualname__ == "arctan_by_hand"
    assert arctan_by_hand.__module__ == __name__
    assert arctan_by_hand.__doc__ == "The angle whose tangent is x."
    assert arctan_by_hand.__wrapped__(1.0) == math.atan(1.0)
    assert repr(arctan_by_hand) == "<primitive arctan_by_hand>"
    assert not {"arctan_by_hand", "star"} & TABLE.keys()
    assert not hasattr(Value, "star")


def test_it_is_drawn_written_and_explained() -> None:
    x, y = Value(2.0, "x"), Value(3.0, "y")
    z = star(x, y)
    assert repr(z).endswith("op=@)")
    assert "@" in draw(z).pipe("svg").decode()
    assert expression(z) == "f = star(x, y)"
    assert latex(z) == r"f = x \star y"
    assert repr(star.rule) == "d star(x, y)/dx = y**2\nd star(x, y)/dy = 2 * x * y"
    assert explain(z).rows[0][:3] == ("f = star(x, y)", "df/dx = y**2", "9")


def test_a_name_like_that_of_an_entry_is_written_as_a_call() -> None:
    @primitive(partials=lambda z, x: (1.0,))
    def order_entry(x):
        return x

    assert expression(order_entry(Value(1.0, "x"))) == "f = order_entry(x)"


@pytest.mark.parametrize("result", [3, True, np.float32(3.0), np.array(3.0), Fraction(3)])
def test_any_real_number_is_a_result(result: Any) -> None:
    f = primitive(partials=lambda z, x: (1,))(lambda x: result)
    y = f(Value(1.0))
    assert (type(y.data), y.data) == (float, float(result))
    assert (type(f(1)), type(y.partials[0])) == (float, float)


def test_defaults_and_functions_written_in_c_are_accepted() -> None:
    assert primitive(partials=lambda z, x: (1.0 / x,))(math.log)(Value(1.0)).data == 0.0
    assert primitive(partials=lambda z, x: (1.0,))(lambda x, y=2.0: x + y)(Value(1.0)).data == 3.0


def test_a_division_by_zero_in_a_rule_is_inf() -> None:
    assert root(Value(0.0)).partials == (math.inf,)
    assert grad(grad(root))(0.0) == -math.inf


def test_modes_hold() -> None:
    x = Value(2.0)
    with no_grad():
        assert (squares(x, x).data, squares(x, x).parents) == (8.0, ())
    with pytest.raises(ArithmeticError, match="huge of 2 is inf"), detect_anomaly():
        primitive(partials=lambda z, x: (z,))(huge)(x)


def huge(x: float) -> float:
    return math.inf


def test_functions_and_their_graphs_are_pickled_and_copied() -> None:
    x = Value(2.0, "x")
    z = star(arctan_by_hand(x), 3.0)
    for twin in (pickle.loads(pickle.dumps(z)), copy.deepcopy(z)):
        assert twin.op is star
        [slope] = gradients(twin, autograd.leaves(twin))
        assert slope.data == 9.0 / 5.0
    assert copy.deepcopy(star) is copy.copy(star) is pickle.loads(pickle.dumps(star)) is star
    local = primitive(partials=lambda z, x: (1.0,))(lambda x: x)
    assert copy.deepcopy(local) is local
    with pytest.raises((pickle.PicklingError, AttributeError), match="lambda"):
        pickle.dumps(local(x))
