"""Tracing watches what a function does, and refuses what it could not do again."""

import functools
import math
from typing import Any

import numpy as np
import pytest

import autograd
from autograd import Value, detect_anomaly, enable_grad, grad, jvp, no_grad
from autograd.compiler.jit import jit
from autograd.compiler.traced import TraceError
from autograd.modes import active, state

KEPT: list[Any] = []


def kept(x: Any) -> Any:
    KEPT.append(x * 2.0)
    return KEPT[-1]


USES = {
    "data": lambda x: x.data,
    "arithmetic": lambda x: x + 1.0,
    "float": float,
    "a comparison": lambda x: x < 1.0,
    "format": lambda x: f"{x:.2f}",
    "another function": lambda x: jit(lambda y: x * y)(3.0),
    "a transformation": lambda x: grad(lambda y: x * y)(3.0),
}


@pytest.mark.filterwarnings("ignore:float")
@pytest.mark.parametrize("use", USES)
def test_numbers_kept_from_a_call_are_refused_in_the_next(use: str) -> None:
    KEPT.clear()
    assert jit(kept)(1.0) == 2.0
    with pytest.raises(TraceError, match="kept after its call"):
        USES[use](KEPT[0])


def test_numbers_kept_are_refused_when_the_same_function_is_traced_again() -> None:
    held = {"sum": 0.0}

    def add(x: Any) -> Any:
        held["sum"] = held["sum"] + (x if x > 0.0 else -x)
        return held["sum"]

    compiled = jit(add)
    compiled(1.0)
    with pytest.raises(TraceError, match="kept after its call"):
        compiled(-1.0)


@functools.cache
def cached(x: Any) -> Any:
    return x + 1.0


LOOKS_UP = {
    "a set": lambda x: x in {1.0, 2.0},
    "a dict": lambda x: {1.0: 2.0}.get(x, 0.0),
    "a set of them": lambda x: len({x, x + 0.0}),
    "its hash": lambda x: hash(x),
    "a cache": lambda x: cached(x),
}


@pytest.mark.parametrize("way", LOOKS_UP)
def test_look_ups_by_a_traced_number_are_refused_in_its_line(way: str) -> None:
    with pytest.raises(TraceError, match=r"look up int\(x\) or float\(x\)\n.*test_trace.py"):
        jit(LOOKS_UP[way])(1.0)


def test_data_of_arguments_cannot_be_set() -> None:
    def f(x: Any) -> Any:
        x.data = 3.0
        return x

    with pytest.raises(TraceError, match=r"return the new numbers\n.*test_trace.py"):
        jit(f)(1.0)


def test_values_made_inside_are_constants_whose_data_may_be_set() -> None:
    def f(x: Any) -> Any:
        v = Value(1.0)
        v.data = 3.0
        return v * x

    assert [jit(f)(2.0), jit(f)(3.0)] == [6.0, 9.0]


def test_backward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="backward"):
        jit(lambda x: (x * x).backward())(1.0)


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, RecursionError])
def test_errors_inside_leave_no_mode_on(error: type) -> None:
    def f(x: Any) -> Any:
        with no_grad():
            if x > 0.0:
                raise error("in f")
            return x

    compiled = jit(f)
    with pytest.raises(error, match="in f"):
        compiled(1.0)
    assert not active
    assert (state.trace, state.transforming, state.recording) == (None, 0, True)
    assert compiled(-1.0) == -1.0


def test_a_traced_number_shows_no_number() -> None:
    shown = []
    jit(lambda x: (shown.append((repr(x * 2.0), str(x), f"{x}")), x)[1])(5.0)
    assert shown == [("Value(data=?, op=*)", "Value(data=?)", "Value(data=?)")]


@pytest.mark.parametrize("index", [0.5, math.nan, math.inf])
def test_an_index_is_whole(index: float) -> None:
    with pytest.raises(TypeError, match="whole number"):
        jit(lambda xs, i: xs[i])([1.0, 2.0], index)


def test_no_derivative_flows_where_data_is_read_or_recording_is_off() -> None:
    def without(x: Any) -> Any:
        with no_grad():
            y = x * x
            with enable_grad():
                z = x * x
        return x.data * x + y * x + z + x.detach()

    f = grad(without)
    assert jit(f)(3.0) == f(3.0) == 3.0 + 9.0 + 6.0


def test_modes_around_the_call() -> None:
    f = grad(lambda x: x**3)
    for mode in (no_grad, enable_grad, detect_anomaly):
        compiled = jit(f)
        with mode():
            assert compiled(2.0) == compiled(2.0) == 12.0
        assert compiled(2.0) == 12.0


@autograd.primitive(partials=lambda z, x: (3.0 * x * x,))
def cube(x: float) -> float:
    return x**3


def residual(y: Any, x: Any) -> Any:
    return y**3 + y - x


INSIDE = {
    "a function of one's own": lambda x: cube(x) * x,
    "a checkpoint": lambda x: autograd.checkpoint(lambda y: autograd.sin(y) * y)(x) * x,
    "jvp": lambda x: jvp(lambda y: y * y * x, (x,), (1.0,))[1],
    "an array": lambda x: np.array([x, 2.0 * x]) @ np.array([x, 1.0]),
    "functions of NumPy": lambda x: np.sum(np.exp(np.array([x, x * x])) * [1.0, 2.0]),
    "a mask": lambda x: (lambda v: v[v > 1.0].sum() + x)(np.array([x, 2.0 * x])),
}


@pytest.mark.parametrize("case", INSIDE)
@pytest.mark.parametrize("order", [0, 1, 2])
def test_what_is_called_inside(case: str, order: int) -> None:
    f = INSIDE[case]
    for _ in range(order):
        f = grad(f)
    compiled = jit(f)
    for x in (0.75, 1.5, 0.25, 0.75):
        want = f(Value(x))
        assert compiled(x) == pytest.approx(float(autograd.data_of([want])[0]), rel=1e-13)


def test_what_a_function_of_ones_own_raises_comes_out() -> None:
    @autograd.primitive(partials=lambda z, x: (1.0,))
    def wary(x: float) -> float:
        if x < 0.0:
            raise ValueError("not below 0")
        return x

    compiled = jit(lambda x: wary(x))
    assert compiled(2.0) == 2.0
    with pytest.raises(ValueError, match="not below 0"):
        compiled(-2.0)
    with pytest.raises(ValueError, match="not below 0"):
        jit(lambda x: wary(x))(-2.0)


def test_hooks_are_heard_in_derivatives_inside() -> None:
    w = Value(3.0)

    def f(x: Any) -> Any:
        y = w * x
        with y.register_hook(lambda g: 10.0 * g):
            return autograd.gradients(y * y, [x])[0]

    compiled = jit(f)
    assert compiled(2.0).data == 360.0
    w.data = 1.0
    assert compiled(2.0).data == 40.0
