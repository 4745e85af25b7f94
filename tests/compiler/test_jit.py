"""Compiled functions give what the functions give, whatever is done in them and around them."""

import functools
import gc
import math
import threading
import tracemalloc
from typing import Any

import numpy as np
import pytest
from compiled import SMOOTH, assert_agree, eager, points, program, steps, wild
from hypothesis import given, settings, strategies as st

import autograd
from autograd import Value, detect_anomaly, enable_grad, grad, hessian, jvp, no_grad, vjp
from autograd.compiler.jit import jit
from autograd.compiler.trace import TraceError
from autograd.modes import active, state

BACKENDS = ["python", "numpy"]
unfinished = functools.partial(pytest.mark.xfail, strict=True)


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
    assert [p.traces for p in compiled._paths.values()] == [1]


@pytest.mark.parametrize("order", ORDERS)
def test_a_compiled_function_inside_what_is_compiled(order: str) -> None:
    inside = ORDERS[order](jit(f))
    assert_agree(jit(inside)(0.5, 2.0), ORDERS[order](f)(0.5, 2.0), rel=1e-14)


@unfinished(reason="outside of a trace a compiled function drops the graph of its arguments")
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("warm", [False, True])
def test_transformations_outside(order: str, warm: bool) -> None:
    compiled = jit(f)
    if warm:
        compiled(0.5, 2.0)
    assert_agree(ORDERS[order](compiled)(0.5, 2.0), ORDERS[order](f)(0.5, 2.0), rel=1e-14)


@unfinished(reason="Values in, floats out: the derivative is lost without a word")
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
        assert g(2.0) == data * 2.0
        assert list(g(np.array([1.0, 2.0]))) == [data, data * 2.0]
    assert len(calls) == 2  # one number, and a batch


def test_parameters_are_closed_over_with_the_graph_they_end() -> None:
    w = Value(8.0)
    before = w * 2.0
    g = jit(lambda x: before * x)
    assert g(2.0) == 32.0
    w.data = 5.0  # the eager node keeps its number as well
    assert g(2.0) == 32.0 == (before * 2.0).data


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
        assert math.copysign(1.0, g(x)) == math.copysign(1.0, want) and g(x) == want


@pytest.mark.parametrize("g", [math.atan2, lambda x, y: math.copysign(3.0, x)])
def test_zeros_of_either_sign_take_their_ways(g: Any) -> None:
    compiled = jit(lambda x: g(x, -1.0) + 0.0 * x)
    for x in (0.0, -0.0, 1.0, 0.0, -0.0):
        assert compiled(x) == g(x, -1.0)


def newton(a: Any) -> Any:
    x, steps = a, 0
    while abs(x * x - a) > 1e-12 * a:
        x, steps = 0.5 * (x + a / x), steps + 1
    return x, steps


def collatz(n: Any) -> int:
    return 0 if n <= 1 else 1 + collatz(n / 2 if n % 2 == 0 else 3 * n + 1)


def changed_in_place(xs: list) -> Any:
    xs[0] *= 2.0
    xs.append(xs.pop(0) + 1.0)
    return xs


# what ordinary Python does with numbers: each with calls whose results must be those of f
PYTHON = {
    "no arguments": (lambda: 3.0, [()]),
    "itself": (lambda x: x, [(1.5,), (-0.0,)]),
    "constants": (lambda x: (5, True, {"a": [1.0]}), [(1.0,), (2.0,)]),
    "a while loop": (newton, [(2.0,), (100.0,), (3.0,), (1e6,)]),
    "recursion": (collatz, [(1,), (6,), (7,), (6,)]),
    "range": (lambda n, x: sum([x**i for i in range(n)]), [(3, 2.0), (5, 2.0), (3, 1.5), (0, 1.0)]),
    "an index": (lambda xs, i: xs[i], [([1.0, 2.0, 3.0], i) for i in (0, 2, -1)]),
    "a slice": (lambda xs, n: sum(xs[:n]), [([1.0, 2.0, 3.0], 2), ([1.0, 2.0, 3.0], 3)]),
    "a look-up": (lambda x, i: {1: x, 2: -x}[int(i)], [(2.0, 1), (2.0, 2)]),
    "a list changed": (changed_in_place, [([1.0, 2.0],), ([3.0, 4.0],)]),
    "sorted": (sorted, [([3.0, 1.0, 2.0],), ([1.0, 2.0, 3.0],), ([2.0, 1.0, 3.0],)]),
    "prod, min, max": (lambda xs: (math.prod(xs), min(xs), max(xs)), [([3.0, 1.0],), ([1.0, 2.0],)]),
    "equal": (lambda x: 1.0 if x == 2 else x, [(2.0,), (3.0,), (2.0,), (math.nan,)]),
    "unequal": (lambda x: 1.0 if x != 2 else x, [(2.0,), (3.0,), (math.nan,)]),
    "equal to an integer of NumPy": (lambda x: x == np.int64(2), [(2.0,), (3.0,)]),
    "equal to an array": (lambda x: (x == np.array([1.0, 2.0])) * 1.0, [(2.0,), (1.0,)]),
    "unequal to None": (lambda x: x != None and x == "x", [(2.0,)]),  # noqa: E711
    "in a list": (lambda x: x in [1.0, 2.0], [(2.0,), (3.0,), (1.0,)]),
    "chained": (lambda x: 1.0 if 0 < x < 1 else 2.0, [(0.5,), (2.0,), (-1.0,)]),
    "and, or, not": (lambda x, y: (x and y) + (x or y) + (not x), [(2.0, 1.0), (0.0, 3.0)]),
    "bools as numbers": (lambda x: (x > 1) + (x > 2) * x, [(3.0,), (1.5,), (0.0,)]),
    "mod": (lambda x, y: (x % y, x // y, divmod(x, y)), [(5, 3.0), (-5.5, 2.0), (1.0, 0.1)]),
    "powers": (lambda x, n: (x**n, x**2, 2**x), [(2.0, 3), (-2.0, 3), (-2.0, 2), (0.0, 0)]),
    "math": (lambda x: math.sin(x) * math.ceil(x), [(0.5,), (1.5,), (0.5,)]),
    "isnan": (lambda x: 0.0 if math.isnan(x) else x, [(1.0,), (math.nan,), (2.0,)]),
    "a text's length": (lambda x: x * len(f"{x:.2f}"), [(2.0,), (200.0,), (3.0,)]),
    "keywords": (lambda x, y=2.0, *, z=3.0: x - y * z, [(1.0,), (1.0, 5.0), (4.0,)]),
    "any number": (lambda *xs: sum(xs), [(1.0,), (1.0, 2.0), (), (3.0,)]),
    "static": (lambda x, way: x if way == "a" else -x, [(1.0, "a"), (1.0, "b"), (2.0, "a")]),
    "None and bools": (lambda x, k: x if k else -x, [(1.0, None), (1.0, True), (2.0, False)]),
    "an object": (lambda x, k: x + k.real, [(1.0, 2j), (1.0, 3 + 1j)]),
    "mixed keys": (lambda d: d["a"] * d[1], [({"a": 2.0, 1: 3.0},), ({1: 5.0, "a": 2.0},)]),
}


@pytest.mark.parametrize("case", PYTHON)
@pytest.mark.parametrize("backend", BACKENDS)
def test_what_python_does_with_numbers(case: str, backend: str) -> None:
    f, calls = PYTHON[case]
    g = jit(f, backend=backend)
    for args in calls * 2:
        assert_agree(g(*_copied(args)), f(*_copied(args)), rel=1e-15)


def _copied(args: tuple) -> tuple:
    return tuple(list(x) if isinstance(x, list) else x for x in args)
