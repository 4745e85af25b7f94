"""From a row to nodes: what they hold, and that fast paths and slow paths agree."""

import math
from collections.abc import Callable

import pytest
from oracles import identical

from autograd import (
    Value,
    add,
    clamp,
    detect_anomaly,
    div,
    dot,
    exp,
    hypot,
    log,
    maximum,
    mean,
    mul,
    pow,
    power,
    prod,
    sqrt,
    total,
    where,
)  # fmt: skip
from autograd.operations import record
from autograd.primitives import Primitive

OPERATIONS: list[Callable] = [exp, log, sqrt, lambda x: clamp(x, -1.0, 1.0), lambda x: power(x, 3)]
OPERATIONS += [lambda x, f=f: f(x, 0.0) for f in (add, mul, div, pow, hypot, maximum)]
OPERATIONS += [lambda x, f=f: f(0.0, x) for f in (add, mul, div, pow, hypot, maximum)]
OPERATIONS += [lambda x, f=f: f([x, 2.0, x, 0.5]) for f in (total, mean, prod)]
OPERATIONS += [lambda x: dot([x, 1.0], [x, 2.0]), lambda x: where(x, x, 1.0)]
POINTS = [0.5, 0.0, -1.0, math.inf, math.nan, 1e300]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("x", POINTS)
def test_a_node_holds_floats_and_parents(operation: Callable, x: float) -> None:
    node = operation(Value(x))
    assert type(node) is Value
    assert (type(node.data), node.grad, node.label) == (float, 0.0, "")
    assert type(node.parents) is type(node.partials) is tuple
    assert len(node.parents) == len(node.partials)
    assert all(type(p) in (Value, float) for p in node.parents)
    assert all(type(p) is float for p in node.partials)
    assert not hasattr(node, "__dict__")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("x", POINTS)
def test_the_fast_path_the_slow_path_and_the_observed_path_agree(
    operation: Callable, x: float
) -> None:
    node = operation(Value(x))
    slow = record(Value, node.op, node.parents)
    try:
        with detect_anomaly():
            watched = operation(Value(x))
    except ArithmeticError:
        watched = slow
    for other in (slow, watched):
        assert identical(node.data, other.data)
        assert all(map(identical, node.partials, other.partials))
        assert node.op is other.op


def test_plain_numbers_are_kept_as_floats() -> None:
    x = Value(2.0)
    assert (x * 3).parents == (x, 3.0)
    assert (True + x).parents == (1.0, x)
    assert (2 - x).parents == (2.0, x)
    assert total([1, x, 2]).parents == (1.0, x, 2.0)
    assert (x**2).parents == (x,)


def test_the_same_row_is_recorded_whatever_the_spelling() -> None:
    x = Value(2.0)
    assert (x**2).op is (x**2.0).op is power(x, 2).op is power(x, n=2).op
    assert x.exp().op is exp(x).op is exp
    assert x.clamp(0, 1).op is clamp(x, 0.0, high=1.0).op is clamp(x, low=0, high=1).op


class Parameter(Value):
    """A subclass, as libraries on top may define it."""


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_subclass_is_an_operand_and_the_result_a_value(operation: Callable) -> None:
    p, v = Parameter(0.5), Value(0.5)
    node, plain = operation(p), operation(v)
    assert type(node) is Value
    assert identical(node.data, plain.data)
    node.backward()
    plain.backward()
    assert identical(p.grad, v.grad)


def test_a_subclass_on_either_side_of_a_value() -> None:
    p, v = Parameter(3.0), Value(2.0)
    for node in (p * v, v * p, p - v, v**p, maximum(p, v)):
        assert type(node) is Value
        assert set(node.parents) == {p, v}
    assert p > v
    assert v < p


def test_the_branch_not_taken_is_recorded_as_a_number() -> None:
    x, y = Value(2.0), Value(0.0)
    chosen = where(x > 1, x, 1.0 / y)
    assert chosen.parents == (1.0, x, math.inf)
    chosen.backward()
    assert (x.grad, y.grad) == (1.0, 0.0)


def test_a_row_may_have_three_operands() -> None:
    row = Primitive("fma", lambda x, y, z: x * y + z, lambda w, x, y, z: (y, x, 1.0))
    x = Value(2.0)
    node = row(x, 3, x)
    assert (node.data, node.parents, node.partials) == (8.0, (x, 3.0, x), (3.0, 2.0, 1.0))
    assert row(2, 3, 4.0) == 10.0
