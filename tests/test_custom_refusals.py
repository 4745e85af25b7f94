"""Mistakes in functions of the user's own, and in their rules, are named where they are made."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest

from autograd import (
    Value,
    check_grads,
    cos,
    derivative,
    detect_anomaly,
    grad,
    gradients,
    hessian,
    primitive,
)  # fmt: skip
from autograd.gradcheck import GradientError


@primitive(partials=lambda z, x: (1.0,))
def identity(x: float) -> float:
    return x


@primitive(partials=lambda z, x, y: (1.0 / y, -z / y))
def ratio(x: float, y: float) -> float:
    return x / y


@primitive(partials=lambda z, x: (math.cos(x),))
def first_order_only(x: float) -> float:
    return math.sin(x)


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (None, "returned None, which is no plain number$"),
        ([1.0], "returned a list of 1, which"),
        (np.ones(2), r"returned an array of shape \(2,\), which"),
        (1j, "returned a complex, which"),
        ("3", "returned a str, which"),
        (Value(1.0), "returned a Value, .*; pass all that it depends on as operands"),
    ],
    ids=str,
)
def test_what_is_no_number_is_refused(result: Any, message: str) -> None:
    f = primitive(partials=lambda z, x: (1.0,))(lambda x: result)
    for x in (1.0, Value(1.0)):
        with pytest.raises(TypeError, match=f"^<lambda> {message}"):
            f(x)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((1.0,), "f has 2 operands, but its rule gives 1 partial$"),
        ((1.0, 1.0, 1.0), "f has 2 operands, but its rule gives 3 partials$"),
        (1.0, r"the partials of f are a tuple, .* as in \(2.0 \* x,\); got a float"),
        ([1.0, 1.0], "are a tuple, .* got a list of 2"),
        ((1.0, None), "partial 2 of f is None, which is no number"),
        (("1", 1.0), "partial 1 of f is a str, which is no number"),
    ],
)
def test_a_rule_that_gives_something_else_is_refused(given: Any, message: str) -> None:
    @primitive(partials=lambda z, x, y: given)
    def f(x, y):
        return x + y

    assert f(1.0, 2.0) == 3.0
    with pytest.raises(TypeError, match=message):
        f(Value(1.0), 2.0)


@pytest.mark.parametrize(
    ("f", "rule", "message"),
    [
        (lambda x, y: x, lambda z, x: (1.0,), "takes 2 operands, but its partials name 1, after"),
        (lambda x: x, lambda z, x, y: (1.0,), "takes 1 operand, but its partials name 2"),
        (lambda x: x, lambda z, *xs: (1.0,), "takes 1 operand, but .* name any number"),
        (lambda x, *ys: x, lambda z: (), "takes any number of operands, but .* name 0"),
        (lambda: 1.0, lambda z: (), "takes 0 operands, but .* name 0"),
        (3.0, lambda z, x: (1.0,), "decorates a function, got a float"),
    ],
)
def test_a_function_and_a_rule_that_do_not_fit_are_refused(f, rule, message) -> None:
    with pytest.raises(TypeError, match=message):
        primitive(partials=rule)(f)


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(TypeError, match=r"partials is a function .* got a float"):
        primitive(partials=2.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="positional"):
        primitive(lambda x: x)  # type: ignore[misc]


@pytest.mark.parametrize("error", [ValueError, OverflowError, ZeroDivisionError, KeyError])
def test_what_the_function_raises_is_seen_once(error: type[Exception]) -> None:
    calls = []

    @primitive(partials=lambda z, x: (1.0,))
    def fails(x):
        calls.append(x)
        raise error("no table for this")

    for x in (1.0, 1, Value(1.0)):
        with pytest.raises(error, match="no table for this") as caught:
            fails(x)
        assert caught.value.__context__ is None
    assert calls == [1.0, 1.0, 1.0]
    with pytest.raises(error), detect_anomaly():
        fails(Value(1.0))


def test_a_rule_that_leaves_the_graph_is_never_silently_wrong() -> None:
    remedy = "the partials of first_order_only leave the graph.*autograd.exp for math.exp"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert grad(first_order_only)(1.0) == derivative(first_order_only)(1.0) == math.cos(1.0)
        for second in (
            grad(grad(first_order_only)),
            derivative(first_order_only, 2),
            hessian(first_order_only),
            derivative(grad(first_order_only)),
        ):
            with pytest.raises(TypeError, match=remedy):
                second(1.0)
        with pytest.raises(TypeError, match=remedy):
            gradients(first_order_only(x := Value(1.0)), [x])
    assert repr(first_order_only.rule) == "d first_order_only(x)/dx = ..."
    with pytest.warns(UserWarning, match="leaves the graph"):  # as ever after that
        assert math.sin(Value(0.0)) == 0.0


def test_a_wrong_rule_is_found() -> None:
    wrong = primitive(partials=lambda z, x: (cos(x) * 1.0001,))(math.sin)
    with pytest.raises(GradientError, match=r"^the derivative of sin\(...\)"):
        check_grads(wrong, (0.5,))


def test_arrays_are_taken_element_by_element_as_by_any_function() -> None:
    assert identity(np.array([2.0, 3.0])).tolist() == [2.0, 3.0]
    x = Value(6.0)
    quotients = ratio(x, np.array([2.0, 3.0]))
    assert [q.data for q in quotients] == [3.0, 2.0]
    assert [gradients(q, [x])[0].data for q in quotients] == [1.0 / 2.0, 1.0 / 3.0]


def test_lists_and_other_things_are_refused_as_by_any_function() -> None:
    for thing, message in [([1.0], "take them one by one"), ("1", "got str"), (1j, "complex")]:
        with pytest.raises(TypeError, match=message):
            identity(thing)
        with pytest.raises(TypeError, match=message):
            ratio(Value(1.0), thing)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'y'"):
        ratio(Value(1.0))
    angles = np.vectorize(identity)(np.array([Value(0.0), 1.0]))
    assert [type(angles[0]), angles[1]] == [Value, 1.0]
