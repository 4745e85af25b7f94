"""grad and value_and_grad: floats in and out, nested, over closures, and their errors."""

import functools
import math

import pytest
from mpmath import mp
from oracles import FUNCTIONS

from autograd import Value, exp, grad, leaky_relu, sin, tanh, value_and_grad
from autograd.modes import state


def test_floats_in_floats_out() -> None:
    value, slope = value_and_grad(lambda x: x**3)(2.0)
    assert (type(value), value, type(slope), slope) == (float, 8.0, float, 12.0)
    assert type(grad(lambda x: x * x)(3)) is float


def test_values_in_values_out() -> None:
    x = Value(2.0)
    value, slope = value_and_grad(lambda x: x**3)(x)
    assert (type(value), value.data, type(slope), slope.data) == (Value, 8.0, Value, 12.0)
    slope.backward()
    assert x.grad == 12.0


def test_argnums_choose_the_arguments() -> None:
    def f(x, y, z, *, scale=1.0):
        return scale * x * y**2 + z

    assert grad(f)(2.0, 3.0, 5.0) == 9.0
    assert grad(f, 1)(2.0, 3.0, 5.0) == 12.0
    assert grad(f, (2, 0))(2.0, 3.0, 5.0, scale=10.0) == (1.0, 90.0)
    assert grad(f, [1])(2.0, 3.0, 5.0) == (12.0,)
    assert grad(f, ())(Value(2.0), 3.0, 5.0) == ()
    assert value_and_grad(f, argnums=(0, 1))(2.0, 3.0, 0.0) == (18.0, (9.0, 12.0))


def test_argnums_count_from_the_end_as_indices_do() -> None:
    closure = Value(1.0)
    assert grad(lambda x, y: closure * x * y**2, argnums=-1)(2.0, 3.0) == 12.0


def test_an_argnum_without_an_argument_is_an_error() -> None:
    for wrong in (lambda: grad(lambda x: x, 1)(2.0), lambda: grad(lambda: Value(1.0))()):
        with pytest.raises(IndexError):
            wrong()


def test_the_function_itself_an_argument_unused_a_constant() -> None:
    assert grad(lambda x: x)(2.0) == 1.0
    assert grad(lambda x, y: y * 1.0, (0, 1))(2.0, 3.0) == (0.0, 1.0)
    assert grad(lambda x: Value(3.0))(2.0) == 0.0


@pytest.mark.parametrize("name", ["exp", "sin", "tanh", "sigmoid", "log", "gelu", "arctan"])
def test_nested_five_deep(name: str) -> None:
    import autograd

    f, x = getattr(autograd, name), 0.7
    for order in range(1, 6):
        f = grad(f)
        with mp.workdps(60):
            want = float(mp.diff(FUNCTIONS[name], x, order))
        assert type(f(x)) is float
        assert f(x) == pytest.approx(want, rel=1e-13)


@pytest.mark.parametrize(
    ("f", "at", "want"),
    [
        (lambda x: x * grad(lambda y: x + y)(1.0), 5.0, 1.0),
        (lambda x: x * grad(lambda y: x * y)(2.0), 3.0, 6.0),
        (lambda x: x * grad(lambda y: x + y)(x), 2.0, 1.0),
        (lambda x: grad(lambda y: x * y * y)(x), 3.0, 12.0),
        (lambda x: grad(lambda y: grad(lambda z: x * y * z)(y))(x), 3.0, 1.0),
        (lambda x: x * grad(lambda y: x * grad(lambda z: x * y * z**2)(y))(x), 2.0, 4 * 4 * 8.0),
        (lambda x: grad(lambda x: x * x)(x) * x, 3.0, 12.0),
        (lambda x: x * grad(lambda y: y * 3.0)(1.0), 2.0, 3.0),
        (lambda x: x.data * grad(lambda y: x * y)(1.0), 2.0, 2.0),
    ],
)
def test_inner_and_outer_variables_are_not_confused(f, at: float, want: float) -> None:
    assert grad(f)(at) == want


def test_closures_over_values_are_constants_but_stay_in_the_graph() -> None:
    w = Value(3.0)
    assert grad(lambda x: w * x * x)(2.0) == 12.0
    assert w.grad == 0.0
    slope = grad(lambda x: w * x * x)(Value(2.0))
    slope.backward()
    assert w.grad == 4.0


def test_mixed_second_derivatives() -> None:
    f = lambda x, y: sin(x * y) + x * y**2  # noqa: E731
    x, y = 0.6, -0.4
    want = math.cos(x * y) - x * y * math.sin(x * y) + 2 * y
    assert grad(grad(f, 0), 1)(x, y) == pytest.approx(want, rel=1e-14)
    assert grad(grad(f, 1), 0)(x, y) == pytest.approx(want, rel=1e-14)


def test_rows_families_and_partials_are_functions_too() -> None:
    assert grad(tanh)(0.0) == 1.0
    assert grad(leaky_relu)(-1.0) == 0.01
    assert grad(leaky_relu)(-1.0, 0.2) == 0.2
    assert grad(functools.partial(pow, 2.0))(3.0) == pytest.approx(8.0 * math.log(2.0), rel=1e-15)


def test_the_name_and_the_docstring_are_kept() -> None:
    def wave(x):
        """A wave."""
        return sin(x)

    assert (grad(wave).__name__, value_and_grad(wave).__doc__) == ("wave", "A wave.")


@pytest.mark.parametrize(
    ("f", "returned"),
    [
        (lambda x: 3.0, "float"),
        (lambda x: [x, x], "list"),
        (lambda x: None, "NoneType"),
        (lambda x: x > 1, "bool"),
    ],
)
def test_a_function_must_return_one_value(f, returned: str) -> None:
    with pytest.raises(TypeError, match=f"one Value, but <lambda> returned {returned}"):
        grad(f)(2.0)


def test_an_error_inside_leaves_no_trace() -> None:
    with pytest.raises(ZeroDivisionError):
        grad(lambda x: 1 // 0)(2.0)
    assert state.transforming == 0
    assert type(grad(lambda x: x * x)(2.0)) is float


def test_grads_of_arguments_stay_untouched() -> None:
    x = Value(2.0)
    grad(lambda x: exp(x))(x)
    assert x.grad == 0.0
