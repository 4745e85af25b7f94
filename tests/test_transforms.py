"""grad and value_and_grad: floats in and out, nested, over closures, and their errors."""

import functools
import math
from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp

from autograd import Value, exp, grad, leaky_relu, pullback, sin, tanh, total, value_and_grad
from autograd.backward import adjoints
from autograd.modes import state
from benchmarks.accuracy.exact import FUNCTIONS


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
        (lambda x: [x, x, x], "a list of 3; use jacobian"),
        (lambda x: {"y": x}, "a dict of 'y'; use jacobian"),
        (lambda x: np.array([x, x]), r"an array of shape \(2,\); use jacobian"),
        (lambda x: None, "None$"),
        (lambda x: "x", "a str$"),
        (lambda x: 1j, "a complex$"),
        (lambda x: x > 1, "a bool$"),
    ],
)
def test_a_function_must_return_one_number(f, returned: str) -> None:
    for D in (grad, value_and_grad):
        with pytest.raises(TypeError, match=f"one number, but <lambda> returned {returned}"):
            D(f)(2.0)


@pytest.mark.parametrize("thing", [3.0, Value(1.0), None, [sin]])
def test_what_is_transformed_is_a_function(thing) -> None:
    with pytest.raises(TypeError, match=r"takes a function, got .*: f, not f"):
        grad(thing)


@pytest.mark.parametrize("constant", [3, 3.0, np.float64(3.0), np.array(3.0), Fraction(3)])
def test_what_depends_on_nothing_has_the_derivative_zero(constant) -> None:
    assert value_and_grad(lambda x: constant)(2.0) == (3.0, 0.0)
    value, slope = value_and_grad(lambda x: constant)(Value(2.0))
    assert (type(value), value.data, type(slope), slope.data) == (Value, 3.0, Value, 0.0)
    assert grad(grad(lambda x: constant))(2.0) == 0.0


def test_arguments_in_any_nesting() -> None:
    def f(p, x, *, scale=1.0):
        return scale * (p["w"][0] * x[0] + p["w"][1][0] * x[1] ** 2 + p["b"])

    p, x = {"w": (2, [3.0]), "b": 1}, np.array([5.0, 7.0])
    assert grad(f)(p, x) == {"w": (5.0, [49.0]), "b": 1.0}
    by_x, by_p = grad(f, (1, 0))(p, x, scale=10.0)
    assert (by_x.tolist(), by_p["b"]) == ([20.0, 420.0], 10.0)
    value, slope = value_and_grad(f)(p, x)
    assert (type(value), value, type(slope["b"])) == (float, 158.0, float)


def test_arrays_of_any_shape() -> None:
    for shape in [(), (0,), (3,), (2, 1), (2, 3, 2)]:
        x = np.linspace(0.1, 0.9, math.prod(shape)).reshape(shape)
        slope = grad(lambda x: np.sum(np.sin(x)) if np.ndim(x) else sin(x))(x)
        assert (slope.shape, slope.dtype) == (shape, np.float64)
        assert slope == pytest.approx(np.cos(x), rel=1e-15)
    assert grad(lambda x: np.sum(x * x))(np.arange(3)).tolist() == [0.0, 2.0, 4.0]


def test_values_anywhere_in_an_argument_give_values_everywhere() -> None:
    v = Value(2.0)
    slope = grad(lambda p: p["a"] ** 2 * p["b"][0])({"a": v, "b": [3.0]})
    assert (type(slope["a"]), type(slope["b"][0])) == (Value, Value)
    slope["b"][0].backward()
    assert (slope["a"].data, slope["b"][0].data, v.grad) == (12.0, 4.0, 4.0)


def test_nested_arguments_nest() -> None:
    f = lambda x: x[0] ** 3 * x[1]  # noqa: E731
    assert grad(lambda x: grad(f)(x)[0])([2.0, 5.0]) == [60.0, 12.0]


def test_with_aux() -> None:
    thing = object()
    f = lambda x: (x * x, {"twice": [2 * x], "thing": thing})  # noqa: E731
    slope, aux = grad(f, has_aux=True)(3.0)
    assert (slope, aux) == (6.0, {"twice": [6.0], "thing": thing})
    assert value_and_grad(f, has_aux=True)(3.0) == ((9.0, aux), 6.0)
    assert type(grad(f, has_aux=True)(Value(3.0))[1]["twice"][0]) is Value
    assert grad(lambda x: (x, [1.0]), has_aux=True)(Value(3.0))[1] == [1.0]
    with pytest.raises(TypeError, match=r"a pair \(y, aux\), but <lambda> returned a Value"):
        grad(lambda x: x, has_aux=True)(3.0)


def test_what_is_no_number_is_named_by_its_place() -> None:
    with pytest.raises(TypeError, match=r"args\[0\]\['w'\]\[3\] is a str, which is no number"):
        grad(lambda p: p["w"][0])({"w": [1.0, 2.0, 3.0, "4"]})
    with pytest.raises(TypeError, match=r"args\[1\] is None"):
        grad(lambda x, y: x, (0, 1))(1.0, None)
    assert grad(lambda x, y: x * x)(1.0, None) == 2.0


def test_argnums_may_be_names_of_arguments_however_they_are_given() -> None:
    def f(x, sigma, *rest, scale=1.0):
        return x * sigma**2 * scale

    assert grad(f, "sigma")(2.0, 3.0) == grad(f, "sigma")(2.0, sigma=3.0) == 12.0
    assert grad(f, ("sigma", 0, "x"))(2.0, 3.0) == (12.0, 9.0, 9.0)
    assert grad(f, "scale")(2.0, 3.0, 0.0, scale=5.0) == 18.0
    assert grad(grad(f, "sigma"), "sigma")(2.0, sigma=Value(3.0)).data == 4.0
    assert value_and_grad(lambda p, q: p["a"] * q, "p")({"a": 2.0}, q=3.0) == (6.0, {"a": 3.0})
    for name, given in [("tau", "x, sigma"), ("rest", "x, sigma"), ("scale", "x, sigma")]:
        with pytest.raises(TypeError, match=f"'{name}' is no argument of .*f, .* are {given}$"):
            grad(f, name)(2.0, 3.0)
    with pytest.raises(TypeError, match="without names"):
        grad(sin, "x")(1.0)


def test_argnums_are_whole_numbers_or_names() -> None:
    for wrong in ("x", 1.5, (0, "x")):
        with pytest.raises(TypeError):
            grad(sin, wrong)(1.0)
    assert grad(lambda x, y: x * y, (0, 0))(2.0, 3.0) == (3.0, 3.0)
    assert grad(lambda x, y: x * y, np.int64(1))(2.0, 3.0) == 2.0


def test_one_run_and_one_sweep_however_many_numbers(monkeypatch) -> None:
    runs, sweeps = [], []
    monkeypatch.setattr(pullback, "adjoints", lambda y, xs: sweeps.append(y) or adjoints(y))
    grad(lambda x: runs.append(1) or total(x))([1.0] * 100)
    assert (len(runs), len(sweeps)) == (1, 1)


def test_an_error_inside_leaves_no_trace() -> None:
    with pytest.raises(ZeroDivisionError):
        grad(lambda x: 1 // 0)(2.0)
    assert state.transforming == 0
    assert type(grad(lambda x: x * x)(2.0)) is float


def test_grads_of_arguments_stay_untouched() -> None:
    x = Value(2.0)
    grad(lambda x: exp(x))(x)
    assert x.grad == 0.0
