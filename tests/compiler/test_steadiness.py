"""Compiled functions called a hundred thousand times: traced no more, and memory stays flat."""

import gc
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import autograd
from autograd import Value, value_and_grad
from autograd.compiler.jit import Jit, jit

BATCHES = [np.linspace(-1.0, 2.0, n) for n in (1, 2, 7, 0, 5, 3)]
x, w = Value(0.5), Value(2.0)


def way(x: Any) -> Any:
    return x * x if x > 1.0 else autograd.sin(x) if x > 0.0 else -x


def all_batches(f: Jit) -> None:
    for batch in BATCHES:
        f(batch)


CALLS: dict[str, tuple[Callable[..., Any], Callable[[Jit], Any], int]] = {
    "numbers": (way, lambda f: f(1.5), 100_000),
    "other ways": (way, lambda f: (f(0.5), f(-1.0), f(2.0)), 5000),
    "batches of many sizes": (way, all_batches, 100),
    "a batch": (way, lambda f: f(BATCHES[2]), 1500),
    "Values": (way, lambda f: f(x), 5000),
    "parameters": (lambda x: w * x, lambda f: f(0.5), 5000),
    "gradients": (value_and_grad(way), lambda f: f(0.5), 20_000),
}


def traces(f: Jit) -> int:
    """How often the function was run, for all kinds of calls."""
    return sum(k.traces for k in f._kinds.values())


@pytest.mark.parametrize("kind", CALLS)
def test_memory_is_flat_and_nothing_is_traced_again(kind: str) -> None:
    f, call, times = CALLS[kind]
    compiled = jit(f)
    for _ in range(20):
        call(compiled)
    traced = traces(compiled)
    gc.collect()
    gc.disable()
    try:
        tracemalloc.start()
        for _ in range(times // 10):
            call(compiled)
        objects, before = len(gc.get_objects()), tracemalloc.get_traced_memory()[0]
        for _ in range(times):
            call(compiled)
        grown = tracemalloc.get_traced_memory()[0] - before
        more = len(gc.get_objects()) - objects
        tracemalloc.stop()
        assert gc.collect() < 20
    finally:
        tracemalloc.stop()
        gc.enable()
    assert grown < 100_000 and more < 100  # what interpreter and NumPy keep for later is bounded
    assert traces(compiled) == traced


def test_the_second_call_of_a_kind_is_a_hit() -> None:
    f = jit(way)
    for i, args in enumerate([1.5, np.array([1.5, 2.0]), x], start=1):
        for _ in range(3):
            f(args)
            assert (len(f._kinds), traces(f) >= i) == (i, True)
    found = traces(f)
    f(1.75), f(BATCHES[1] + 9.0), f(Value(0.25))
    assert traces(f) == found
