"""Sums, products and lengths over any number of operands."""

import math
from collections.abc import Callable
from math import inf, nan

import pytest
from oracles import assert_edge

from autograd import (
    Value,
    dot,
    gradients,
    mean,
    norm,
    prod,
    total,
)

EDGES = [
    ("total([x, y])", (inf, -inf), nan, (1.0, 1.0)),
    ("total([x, y, 1e308])", (1e308, 1e308), inf, (1.0, 1.0)),
    ("total([x])", (-0.0,), 0.0, (1.0,)),
    ("mean([x, y])", (inf, 1.0), inf, (0.5, 0.5)),
    ("prod([x, y, z])", (0.0, 2.0, 3.0), 0.0, (6.0, 0.0, 0.0)),
    ("prod([x, y, z])", (0.0, 0.0, 3.0), 0.0, (0.0, 0.0, 0.0)),
    ("prod([x, y])", (1e300, -1e300), -inf, (-1e300, 1e300)),
    ("dot([x, y], [1e200, 1e200])", (1e200, -1e200), nan, (1e200, 1e200)),
    ("dot([x, x], [y, y])", (2.0, 3.0), 12.0, (6.0, 4.0)),
    ("norm([x, y])", (0.0, 0.0), 0.0, (0.0, 0.0)),
    ("norm([x, y])", (3 * 2.0**600, -4 * 2.0**600), 5 * 2.0**600, (0.6, -0.8)),
    ("norm([x, y])", (-inf, 1.0), inf, (-1.0, 0.0)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


def test_a_sum_is_rounded_once() -> None:
    assert total([Value(1e100), 1.0, -1e100]).data == 1.0
    assert total([Value(0.1)] * 10).data == 1.0
    assert mean([Value(0.1)] * 10).data == 0.1
    assert dot([Value(1e100), 1.0, 1e100], [1.0, 1.0, -1.0]).data == 1.0


@pytest.mark.parametrize(
    ("function", "plain"),
    [
        (total, math.fsum),
        (prod, math.prod),
        (norm, lambda xs: math.hypot(*xs)),
        (mean, lambda xs: math.fsum(xs) / len(xs)),
    ],
)
def test_operands_come_as_a_sequence_an_iterator_or_one_by_one(
    function: Callable, plain: Callable
) -> None:
    xs = [3, 0.5, -2.0]
    want = plain(xs)
    values = [Value(x) for x in xs]
    for got in (function(xs), function(iter(xs)), function(*xs), function(tuple(xs))):
        assert (type(got), got) == (float, want)
    for node in (
        function(values),
        function(iter(values)),
        function(*values),
        function(3, *values[1:]),
    ):
        assert (node.data, len(node.parents)) == (want, 3)


def test_of_none_and_of_one() -> None:
    assert (total([]), prod([]), norm([]), dot([], [])) == (0.0, 1.0, 0.0, 0.0)
    assert math.isnan(mean([]))
    x = Value(3.0)
    for function in (total, prod, norm, mean):
        one = function([x])
        assert (one.data, one.partials) == (3.0, (1.0,))


def test_a_product_and_its_derivatives_keep_zeros_apart() -> None:
    xs = [Value(x) for x in (2.0, 0.0, 5.0, 7.0)]
    slopes = gradients(prod(xs), xs)
    assert [g.data for g in slopes] == [0.0, 70.0, 0.0, 0.0]
    assert [g.data for g in gradients(slopes[1], xs)] == [35.0, 0.0, 14.0, 10.0]


def test_dot_wants_equal_lengths() -> None:
    with pytest.raises(ValueError, match="equal lengths, got 1 and 2"):
        dot([Value(1.0)], [1.0, 2.0])


def test_plain_numbers_in_plain_numbers_out() -> None:
    assert dot([1, 2], [3, 4]) == 11.0
