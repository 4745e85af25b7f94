"""check_grads passes what is right, finds planted mistakes, and says what cannot be checked."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from test_table import ROWS, samples

from autograd import Value, exp, grad, leaky_relu, log, maximum, relu, sin, sqrt, step, tanh, where
from autograd.gradcheck import GradientError, check_grads
from autograd.primitives import TABLE, Primitive

OFF = 1.0 + 1e-4


def cut(x: Any) -> Any:
    """The number x, without what it depends on: a mistake that only the next order shows."""
    return getattr(x, "data", x)


def sinus(rule: Callable[..., tuple[Any, ...]]) -> Primitive:
    """The sine with another rule."""
    return Primitive("sinus", math.sin, rule)


def quotient(rule: Callable[..., tuple[Any, ...]]) -> Primitive:
    """x / y with another rule."""
    return Primitive("quotient", lambda x, y: x / y, rule)


cos = TABLE["cos"]
RIGHT = {
    "sine": (sinus(lambda z, x: (cos(x),)), (0.7,)),
    "quotient": (quotient(lambda z, x, y: (1.0 / y, -z / y)), (2.0, 3.0)),
}
WRONG = {
    "by a ten-thousandth": (sinus(lambda z, x: (cos(x) * OFF,)), (0.7,)),
    "sign": (sinus(lambda z, x: (-cos(x),)), (0.7,)),
    "missing term": (
        Primitive("swish", lambda x: x * math.tanh(x), lambda z, x: (tanh(x),)),
        (0.7,),
    ),
    "swapped operands": (quotient(lambda z, x, y: (-z / y, 1.0 / y)), (2.0, 3.0)),
    "one of two operands": (quotient(lambda z, x, y: (1.0 / y, z / y)), (2.0, 3.0)),
    "zero": (sinus(lambda z, x: (0.0,)), (0.7,)),
    "nan": (sinus(lambda z, x: (math.nan,)), (0.7,)),
    "inf": (sinus(lambda z, x: (math.inf,)), (0.7,)),
}
WRONG_LATER = {
    "cut off": (sinus(lambda z, x: (cos(cut(x)),)), (0.7,)),
    "second order off": (
        sinus(lambda z, x: (Primitive("c", math.cos, lambda z, x: (-sin(x) * OFF,))(x),)),
        (0.7,),
    ),
    "mixed terms": (quotient(lambda z, x, y: (1.0 / cut(y), -z / y)), (2.0, 3.0)),
}
both_modes = pytest.mark.parametrize("mode", ["forward", "reverse"])


@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_every_row_passes_away_from_its_kinks(row: Primitive) -> None:
    for operands in samples(row)[:2]:
        check_grads(row, operands)


@pytest.mark.parametrize("name", ["exp", "tanh", "sigmoid", "arctan", "gelu", "erf", "log1p"])
def test_smooth_rows_pass_to_the_fourth_order(name: str) -> None:
    check_grads(TABLE[name], (0.6,), order=4)


@pytest.mark.parametrize(("row", "at"), RIGHT.values(), ids=RIGHT)
def test_right_rules_pass(row: Primitive, at: tuple[float, ...]) -> None:
    check_grads(row, at, order=3)


@both_modes
@pytest.mark.parametrize(("row", "at"), WRONG.values(), ids=WRONG)
def test_wrong_rules_are_found_at_the_first_order(row, at, mode: str) -> None:
    with pytest.raises(GradientError, match=rf"by args\[\d\] is .* in {mode} mode, but central"):
        check_grads(row, at, order=1, modes=[mode])


@both_modes
@pytest.mark.parametrize(("row", "at"), WRONG_LATER.values(), ids=WRONG_LATER)
def test_wrong_second_derivatives_are_found_at_the_second_order(row, at, mode: str) -> None:
    check_grads(row, at, order=1)
    with pytest.raises(GradientError, match=rf"derivative of d \w+\(...\) / d args\[\d\] \({mode}"):
        check_grads(row, at, modes=[mode])


@pytest.mark.parametrize("scale", [1e-200, 1e-10, 1e10, 1e200])
def test_small_and_large_functions_are_checked_alike(scale: float) -> None:
    check_grads(lambda x: scale * sin(x), (0.7,))
    with pytest.raises(GradientError):
        check_grads(lambda x: scale * WRONG["by a ten-thousandth"][0](x), (0.7,))


@pytest.mark.parametrize("x", [1e-8, 1e-3, 1e3, 1e8, 1e150, -1e150])
def test_small_and_large_inputs(x: float) -> None:
    check_grads(lambda x: x * x + 3.0 * x, (x,))
    with pytest.raises(GradientError):
        check_grads(lambda x: x * x + where(x > 0, x, -x).detach() * x * 3.0, (x,))


@pytest.mark.parametrize(
    "f",
    [
        lambda x: (x + 1e8) - 1e8, lambda x: 1e12 + x, lambda x: x**3, lambda x: 1.0 + 1e3 * x**3,
        lambda x: ((x + 1e5) - 1e5) * x,
        lambda x: sin(x) ** 2 + (1.0 - sin(x) ** 2), lambda x: x**4 / 1e-6, lambda x: 0.0 * x,
    ],
)  # fmt: skip
def test_what_rounding_and_curvature_do_to_differences_is_allowed_for(f: Callable) -> None:
    for x in (0.0, 0.3):
        check_grads(f, (x,))


@pytest.mark.parametrize(("f", "x"), [(log, 1e-3), (sqrt, 1e-4), (abs, 1e-6), (relu, -3e-6)])
def test_points_close_to_an_end_or_a_kink_pass_as_the_step_shrinks(f: Callable, x: float) -> None:
    check_grads(f, (x,), order=1)
    with pytest.raises(GradientError, match="but central differences"):
        check_grads(lambda x: f(x) + 0.02 * (x.detach() - x), (x,), order=1)


@pytest.mark.parametrize(
    ("f", "at", "left", "right"),
    [
        (abs, (0.0,), "-1", "1"), (relu, (0.0,), "0", "1"), (leaky_relu, (0.0,), "0.01", "1"),
        (maximum, (2.0, 2.0), "0", "1"), (lambda x: abs(x - 1e6), (1e6,), "-1", "1"),
        (lambda x: 1e-30 * abs(x), (0.0,), "-1e-30", "1e-30"),
    ],
)  # fmt: skip
def test_kinks_are_refused_with_both_slopes(f, at, left: str, right: str) -> None:
    message = rf"bends at args\[0\] = .*: its slope is {left} on the left and {right} on the right"
    with pytest.raises(GradientError, match=message):
        check_grads(f, at)


def test_a_kink_of_the_derivative_is_refused_at_the_second_order() -> None:
    check_grads(lambda x: relu(x) ** 2, (0.0,), order=1)
    with pytest.raises(GradientError, match=r"^d .*/ d args\[0\] \(forward mode\) bends at"):
        check_grads(lambda x: relu(x) ** 2, (0.0,))


@pytest.mark.parametrize(
    ("f", "x", "message"),
    [
        (step, 0.0, r"step\(...\) jumps at args\[0\] = 0: it is 0 before, 0 there and 1 after"),
        (lambda x: where(x < 2, x, 5.0), 2.0, "jumps at .* 1.99.* before, 5 there and 5 after"),
        (sqrt, 0.0, r"sqrt\(...\) ends at args\[0\] = 0 or near it: it is nan at -6"),
        (log, 1e-9, "ends at .* smaller step"), (log, 0.0, "is -inf at .* nothing to compare"),
        (log, -1.0, "is nan at"), (exp, 800.0, "is inf at"), (lambda x: x, math.inf, "is inf at"),
        (lambda x: x * random.random(), 1.0, "and then .* at the same point: seed what is random"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_and_says_why(f, x: float, message: str) -> None:
    with pytest.raises(GradientError, match=message):
        check_grads(f, (x,))


def test_a_smaller_step_goes_closer_to_the_end() -> None:
    check_grads(log, (1e-9,), step=1e-12)


def test_tolerances_can_be_wider() -> None:
    row, at = WRONG["by a ten-thousandth"]
    check_grads(row, at, rtol=1e-3)
    check_grads(row, at, atol=1e-2)


def test_structures_in_and_out() -> None:
    def f(p: dict[str, Any], x: Any, y: float) -> dict[str, Any]:
        z = p["w"] @ x + p["b"]
        return {"loss": sin(z[0]) * y, "rest": [z[1] * z[0], (p["b"],)]}

    w = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
    check_grads(f, ({"w": w, "b": 0.5}, np.array([1.0, 2.0, 3.0]), 2))
    check_grads(f, ({"w": w, "b": Value(0.5)}, [1.0, 2.0, 3.0], 2.0), order=1)


@pytest.mark.parametrize(
    ("f", "args", "places"),
    [
        (lambda p: p["w"][2].detach() * p["w"][2], ({"w": [1.0, 2.0, 3.0]},), "args[0]['w'][2]"),
        (lambda x, a: np.sum(a) + a[1, 0].detach() * a[1, 0], (1.0, np.ones((2, 2))),
         "args[1][1, 0]"),
        (lambda x: {"a": x, "b": [x, x.detach() * 2.0]}, (1.0,), "(...)['b'][1] by args[0]"),
    ],
)  # fmt: skip
def test_the_message_names_the_place_and_the_numbers(f: Callable, args: Any, places: str) -> None:
    with pytest.raises(GradientError, match=r"forward mode, but .* off by .* relative\)") as error:
        check_grads(f, args)
    assert places in str(error.value)


def test_derivatives_can_be_checked_and_checks_can_be_inside() -> None:
    check_grads(grad(lambda x: x**3 * exp(x)), (0.5,))

    def checked(x: Any) -> Any:
        check_grads(lambda y: y * x, (2.0,), order=1)
        return x * x

    assert grad(checked)(3.0) == 6.0


def test_nothing_is_left_in_the_values_given() -> None:
    x = Value(0.5)
    check_grads(exp, (x,))
    assert (x.data, x.grad) == (0.5, 0.0)


@pytest.mark.parametrize(
    ("error", "message", "arguments", "named"),
    [
        (ValueError, "modes are among forward, reverse", (exp, (1.0,)), {"modes": ["sideways"]}),
        (ValueError, "modes are among", (exp, (1.0,)), {"modes": "forward"}),
        (ValueError, "whole number", (exp, (1.0,)), {"order": 1.5}),
        (TypeError, "in a tuple", (exp, 1.0), {}),
        (TypeError, r"args\[0\]\['a'\] is a str", (exp, ({"a": "x"},)), {}),
        (TypeError, "a transformation takes a function", (1.0, (1.0,)), {}),
        (TypeError, "which is no number", (lambda x: "text", (1.0,)), {}),
    ],
)
def test_wrong_arguments_are_refused(error, message: str, arguments, named) -> None:
    with pytest.raises(error, match=message):
        check_grads(*arguments, **named)


def test_a_gradient_error_is_a_failed_assertion() -> None:
    assert issubclass(GradientError, AssertionError)
