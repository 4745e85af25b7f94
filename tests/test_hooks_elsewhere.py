"""Hooks beside all else: transformations, copies, anomalies, steps, memory and threads."""

from __future__ import annotations

import copy
import gc
import math
import pickle
import sys
import threading
from collections.abc import Callable

import pytest
from graphs import network
from oracles import assert_swept_alike

import autograd
from autograd import Value, exp, grad, gradients, topological_sort
from autograd.check import AnomalyError
from autograd.hooks import live


@pytest.fixture(autouse=True)
def no_hook_is_left() -> None:
    yield
    gc.collect()
    assert not live


def heard(node: Value, name: str, log: list, answer: Callable = lambda g: None) -> object:
    """The handle of a hook that notes what it hears."""

    def hook(g: object) -> object:
        log.append((name, getattr(g, "data", g)))
        return answer(g)

    return node.register_hook(hook)


def cubed(x: Value) -> Value:
    """x**3, whose derivative by its x * x counts tenfold."""
    y = x * x
    y.register_hook(lambda g: g * 10.0)
    return y * x


def test_hooks_of_a_function_are_in_all_that_sweeps_back() -> None:
    assert grad(cubed)(2.0) == autograd.vjp(cubed, 2.0)[1](1.0)[0] == 4.0 + 10.0 * 8.0
    two = lambda x: [cubed(x), x, x * x]  # noqa: E731
    assert autograd.jacobian(two)(2.0) == [84.0, 1.0, 4.0]  # more rows than columns
    # the derivative of x * x + 10 * x * (2 * x), where that of x * x counts tenfold again
    assert grad(grad(cubed))(2.0) == autograd.hessian(cubed)(2.0) == 10.0 * 4.0 + 80.0
    assert autograd.hvp(cubed, (2.0,), (1.0,)) == (120.0,)


def test_a_hessian_with_hooks_is_the_jacobian_of_the_gradient() -> None:
    def f(p: list[Value]) -> Value:
        p[0].register_hook(lambda g: g * g)
        return p[0] ** 2 * p[1] + p[1] ** 3

    matrix = autograd.hessian(f)([2.0, 3.0])
    assert matrix == autograd.jacobian(grad(f))([2.0, 3.0])
    assert matrix[0][1] != matrix[1][0]


def test_forward_mode_has_no_hooks() -> None:
    x = Value(2.0)
    x.register_hook(lambda g: 100.0 * g)
    assert autograd.jvp(lambda u: u * x.data, (3.0,), (1.0,)) == (6.0, 2.0)
    with pytest.raises(TypeError, match="forward mode has no adjoints"):
        autograd.jvp(cubed, (2.0,), (1.0,))


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))]
)
def test_copies_have_no_hooks(duplicate: Callable) -> None:
    log: list = []
    x = Value(2.0)
    y = exp(x)
    heard(x, "x", log)
    heard(y, "y", log)
    for twin in (duplicate(x), duplicate(y), duplicate(y + 1.0)):
        before = len(log)
        twin.backward()
    assert log[before:] in ([], [("y", 1.0), ("x", y.data)])  # a shallow copy has the same parents
    assert type(duplicate(y).partials) is type(duplicate(x).partials) is tuple


def test_an_anomaly_that_a_hook_makes_is_named() -> None:
    x = Value(1.0, "x")
    with autograd.detect_anomaly():
        y = x * 2.0
        with y.register_hook(lambda g: g * math.inf), pytest.raises(AnomalyError, match="the hook"):
            y.backward()
        with y.register_hook(lambda g: math.nan), pytest.raises(AnomalyError, match="the hook"):
            gradients(y * y, [x])
        with y.register_hook(lambda g: -g):
            y.backward()
    assert x.grad == -2.0


def test_the_steps_say_that_they_cannot_show_hooks() -> None:
    x = Value(1.0, "x")
    y = x * x
    with x.register_hook(print), pytest.raises(ValueError, match="a hook on x may change"):
        y.steps()
    with x.register_hook(print):
        twin = copy.deepcopy(y).steps().text()
    assert y.steps().text() == twin


def test_a_hook_that_holds_its_node_is_garbage_with_it() -> None:
    x = Value(1.0)
    y = x * x
    y.register_hook(lambda g, node=y: print(node, g))
    assert len(live) == 1
    del y
    gc.collect()
    assert not live


def test_a_hook_lives_as_long_as_its_node_without_its_handle() -> None:
    log: list = []
    x = Value(1.0)
    heard(x, "x", log)
    gc.collect()
    x.backward()
    del x
    assert (log, len(live)) == ([("x", 1.0)], 0)


def test_threads_may_put_hooks_on_while_others_sweep() -> None:
    xs, root = network(size=60)
    nodes, errors, done = topological_sort(root), [], threading.Event()

    def change() -> None:
        try:
            while not done.is_set():
                handles = [n.register_hook(lambda g: None) for n in nodes for _ in range(3)]
                for handle in handles:
                    handle.remove()
        except Exception as error:
            errors.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    workers = [threading.Thread(target=change) for _ in range(2)]
    try:
        for worker in workers:
            worker.start()
        for _ in range(100):
            root.backward()
    finally:
        done.set()
        for worker in workers:
            worker.join()
        sys.setswitchinterval(interval)
    assert not errors
    assert not live
    assert_swept_alike(root, xs)
