"""Compiled functions give what the functions give, whatever is done in them and around them."""

import math
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from compiled import SMOOTH, assert_agree, eager, points, program, steps, wild
from hypothesis import given, settings, strategies as st

import autograd
from autograd import Value, grad, hessian, jvp, vjp
from autograd.compiler.jit import jit

BACKENDS = ["python", "numpy"]
COMPILED = [*BACKENDS, *["numba"] * bool(find_spec("numba"))]


@given(steps, st.lists(points, min_size=2, max_size=4))
def test_random_programs_agree_on_all_backends(code: list, samples: list) -> None:
    f = program(code)
    compiled = [jit(f, backend=backend) for backend in BACKENDS]
    for xs in samples:
        want = eager(f, *xs)
        for g in compiled:
            assert_agree(g(*xs), want)
            assert_agree(g(*xs), want)


@given(steps, wild)
def test_random_programs_agree_where_numbers_overflow_or_are_none(code: list, xs: list) -> None:
    f = program(code)
    want = eager(f, *xs)
    for backend in BACKENDS:
        assert_agree(jit(f, backend=backend)(*xs), want)


@given(steps, st.lists(points, min_size=1, max_size=6), st.sampled_from(BACKENDS))
def test_batches_whose_samples_part_ways_are_all_right(
    code: list, samples: list, backend: str
) -> None:
    f = program(code)
    columns = [np.array(column) for column in zip(*samples)]
    found = jit(f, backend=backend)(*columns)
    for i, xs in enumerate(samples):
        assert_agree(_entry(found, i), eager(f, *xs))


def _entry(nesting: Any, i: int) -> Any:
    if isinstance(nesting, dict):
        return {key: _entry(x, i) for key, x in nesting.items()}
    if isinstance(nesting, tuple):
        return tuple(_entry(x, i) for x in nesting)
    return float(nesting[i])


@settings(max_examples=60)
@given(steps, points, st.sampled_from(BACKENDS))
def test_gradients_of_random_programs_agree(code: list, xs: list, backend: str) -> None:
    f = program(code[:6])
    g = grad(lambda v: f(*v)["sum"])
    assert_agree(jit(g, backend=backend)(xs), g(xs), rel=1e-10)


@settings(max_examples=30)
@given(steps, points, st.sampled_from(BACKENDS))
def test_second_derivatives_of_smooth_programs_agree(code: list, xs: list, backend: str) -> None:
    f = program(code[:4], SMOOTH)

    def of_list(v: list) -> Any:
        return f(*v)["sum"]

    def along(v: list) -> Any:
        return jvp(of_list, (v,), ([1.0, -0.5, 2.0],))

    for h in (hessian(of_list), along):
        assert_agree(jit(h, backend=backend)(xs), h(xs), rel=1e-9)


def f(x: Any, y: Any) -> Any:
    return autograd.sin(x) * y**2 + x


ORDERS = {
    "grad": lambda f: grad(f, (0, 1)),
    "grad of grad": lambda f: grad(grad(f), 1),
    "jvp": lambda f: lambda x, y: jvp(f, (x, y), (1.0, 2.0)),
    "vjp": lambda f: lambda x, y: vjp(f, x, y)[1](1.0),
    "hessian": lambda f: lambda x, y: hessian(lambda v: f(*v))([x, y]),
}


@pytest.mark.parametrize("order", ORDERS)
def test_transformations_inside(order: str) -> None:
    transformed = ORDERS[order](f)
    compiled = jit(transformed)
    for xs in [(0.5, 2.0), (-1.5, 0.25)]:
        assert_agree(compiled(*xs), transformed(*xs), rel=1e-14)
    assert [kind.ways.plain.traces for kind in compiled._kinds.values()] == [1]


@pytest.mark.parametrize("order", ORDERS)
def test_a_compiled_function_inside_what_is_compiled(order: str) -> None:
    inside = ORDERS[order](jit(f))
    assert_agree(jit(inside)(0.5, 2.0), ORDERS[order](f)(0.5, 2.0), rel=1e-14)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("warm", [False, True])
def test_transformations_outside(order: str, warm: bool) -> None:
    compiled = jit(f)
    if warm:
        compiled(0.5, 2.0)
    assert_agree(ORDERS[order](compiled)(0.5, 2.0), ORDERS[order](f)(0.5, 2.0), rel=1e-14)


SQUARE = np.array([[1.0, 2.0], [-3.0, 4.0]])  # as many samples as numbers in each
INSIDE = {
    "jit": lambda g: jit(lambda y: [*g(SQUARE, y)])(3.0),
    "jvp": lambda g: jvp(lambda y: [*g(SQUARE, y)], (3.0,), (1.0,)),
    "jit of grad": lambda g: jit(grad(lambda y: autograd.total([*g(SQUARE, y)])))(3.0),
}


@pytest.mark.parametrize("inside", INSIDE)
def test_batches_inside_are_taken_sample_by_sample(inside: str) -> None:
    def weighted(v: Any, y: Any) -> Any:
        return v[0] * y + v[1] if v[0] > 0.0 else v[1] * y**2

    of_compiled = INSIDE[inside](jit(weighted))
    assert of_compiled == INSIDE[inside](lambda rows, y: [weighted(v, y) for v in rows])


def test_values_in_values_out() -> None:
    x, w = Value(0.5), Value(2.0)
    y = jit(lambda x: w * x * x)(x)
    y.backward()
    assert (y.data, x.grad, w.grad) == (0.5, 2.0, 0.25)


def test_new_numbers_in_parameters_are_used_without_a_new_trace() -> None:
    w, calls = Value(3.0), []

    def scaled(x: Any) -> Any:
        calls.append(x)
        return w * x

    g = jit(scaled)
    for data in (3.0, 5.0, -0.0, math.inf):
        w.data = data
        assert g(2.0).data == data * 2.0
        assert [y.data for y in g(np.array([1.0, 2.0]))] == [data, data * 2.0]
    assert len(calls) == 3  # with derivatives; and for a batch, first without


def test_parameters_are_closed_over_with_the_graph_they_end() -> None:
    w = Value(8.0)
    before = w * 2.0
    g = jit(lambda x: before * x)
    assert g(2.0).data == 32.0
    w.data = 5.0  # the eager node keeps its number as well
    assert g(2.0).data == 32.0 == (before * 2.0).data


READ = {
    "compared": lambda w: 1.0 if w > 3.0 else 2.0,
    "true": lambda w: 1.0 if w else 2.0,
    "float": lambda w: float(w),
    "int": lambda w: int(w),
    "round": lambda w: round(w),
    "floor": lambda w: math.floor(w),
    "item": lambda w: w.item(),
    "detach": lambda w: w.detach(),
    "format": lambda w: float(f"{w:.3f}"),
    "abs": abs,
    "max": lambda w: max(w, 3.0),
    "grad": lambda w: grad(lambda v: v * v)(w),
    "data_of": lambda w: autograd.data_of([w])[0],
}


@pytest.mark.filterwarnings("ignore:float")
@pytest.mark.parametrize("way", READ)
@pytest.mark.parametrize("of", ["an argument", "a parameter", "a computed number"])
def test_whatever_reads_a_number_reads_that_of_each_call(way: str, of: str) -> None:
    w, read = Value(0.0), READ[way]
    number = {
        "an argument": lambda x: x,
        "a parameter": lambda x: w,
        "a computed number": lambda x: w * 1.0,
    }[of]
    g = jit(lambda x: read(number(x)) * 10.0 + x)
    for x in (2.0, 4.5, 0.0, -0.0, -2.5, 2.0):
        w.data = x
        want = float(autograd.data_of([read(Value(x))])[0]) * 10.0 + x
        assert list(map(repr, autograd.data_of([g(x)]))) == [repr(want)]


@pytest.mark.parametrize("g", [math.atan2, lambda x, y: math.copysign(3.0, x)])
def test_zeros_of_either_sign_take_their_ways(g: Any) -> None:
    compiled = jit(lambda x: g(x, -1.0) + 0.0 * x)
    for x in (0.0, -0.0, 1.0, 0.0, -0.0):
        assert compiled(x) == g(x, -1.0)


@pytest.mark.parametrize("backend", COMPILED)
def test_zeros_keep_their_sign(backend: str) -> None:
    def f(x: Any) -> Any:
        relu, leaky = autograd.relu(x), autograd.leaky_relu(x)
        pairs = [
            h(*xs) for h in (autograd.maximum, autograd.minimum) for xs in ((x, 0.0), (0.0, x))
        ]
        return [1.0 / y for y in (relu, leaky, *pairs)]

    compiled = jit(f, backend=backend)
    for x in (0.0, -0.0, 0.0, -2.0):
        expected = autograd.data_of(f(Value(x)))
        assert compiled(x) == expected
        assert [float(y[0]) for y in compiled(np.array([x]))] == expected
