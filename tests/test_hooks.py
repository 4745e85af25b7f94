"""Hooks see complete adjoints, in order, and change what flows on; or stop the sweep."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from graphs import network

from autograd import Value, grad, gradients, topological_sort, where
from autograd.assign import assign
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


# what a sweep is, as hooks must not tell it: (how to differentiate y by x, given a graph)
WAYS = {
    "backward": lambda y, x: (y.backward(), x.grad)[1],
    "gradients": lambda y, x: gradients(y, [x])[0].data,
}


@pytest.mark.parametrize("differentiate", WAYS.values(), ids=WAYS)
def test_hooks_are_called_in_order_with_the_complete_adjoint(differentiate) -> None:
    log: list = []
    a = Value(2.0)
    b = a * 3.0
    y = b * b
    heard(b, "first", log, lambda g: g * 2.0)
    heard(b, "second", log)
    heard(a, "leaf", log, lambda g: -g)
    assert differentiate(y, a) == -72.0
    assert log == [("first", 12.0), ("second", 24.0), ("leaf", 72.0)]


@pytest.mark.parametrize("differentiate", WAYS.values(), ids=WAYS)
def test_the_root_and_a_root_without_parents_have_hooks(differentiate) -> None:
    x = Value(2.0)
    y = x * x
    y.register_hook(lambda g: 10.0 * g)
    assert differentiate(y, x) == 40.0
    alone = Value(1.0)
    alone.register_hook(lambda g: 10.0 * g)
    assert differentiate(alone, alone) == 10.0


def test_grad_shows_what_hooks_left_and_leaves_add_it_up() -> None:
    x = Value(2.0)
    y = x * x
    x.register_hook(lambda g: -g)
    y.register_hook(lambda g: 0.5)
    for sweep in (1, 2):
        (y * 3.0).backward()
        assert (y.grad, x.grad) == (0.5, -2.0 * sweep)


@pytest.mark.parametrize("step", [1, 2])
def test_a_hook_that_leaves_the_adjoint_changes_no_bit(step: int) -> None:
    xs, root = network(size=200)
    root.backward()
    before = [node.grad for node in topological_sort(root)]
    slopes = [g.data for g in gradients(root, xs)]
    kept = [node.register_hook(lambda g: None) for node in topological_sort(root)[::step]]
    for x in xs:
        x.grad = 0.0
    root.backward()
    assert [node.grad for node in topological_sort(root)] == before
    assert [g.data for g in gradients(root, xs)] == slopes
    assert len(kept) > 50


def test_a_hook_can_be_differentiated_itself() -> None:
    x = Value(3.0)
    y = x * x
    y.register_hook(lambda g: g * y)
    [slope] = gradients(y, [x])
    assert slope.data == 2.0 * 3.0**3
    [curvature] = gradients(slope, [x])
    assert curvature.data == 2.0 * 3.0**2 + 4.0 * 3.0**4  # the second is the hook's, called again


def test_a_hook_on_the_way_is_called_and_one_beside_it_is_not() -> None:
    log: list = []
    x, w = Value(2.0), Value(3.0)
    heard(w, "w", log)
    heard(x, "x", log)
    assert grad(lambda u: u * w)(5.0) == 3.0
    assert gradients(x * w, [x])[0].data == 3.0
    assert log == [("x", 3.0)]
    y = where(x > 0.0, x, w)
    y.backward()
    assert log == [("x", 3.0), ("x", 1.0)]  # no edge leads to the branch that was not taken


def test_a_removed_hook_is_not_called() -> None:
    log: list = []
    x = Value(1.0)
    handle = heard(x, "removed", log)
    heard(x, "kept", log)
    handle.remove()
    handle.remove()
    with heard(x, "inside", log) as inside:
        (2.0 * x).backward()
    inside.remove()
    (3.0 * x).backward()
    assert log == [("kept", 2.0), ("inside", 2.0), ("kept", 3.0)]


def test_hooks_may_come_and_go_during_a_sweep() -> None:
    log: list = []
    a = Value(2.0)
    b = a * 3.0
    y = b * b

    def busy(g: float) -> None:
        log.append("busy")
        own.remove()
        heard(b, "late", log)
        heard(a, "below", log)

    own = b.register_hook(busy)
    heard(b, "second", log)
    y.backward()  # what was on b when its turn came is called; a's turn is still to come
    assert log == ["busy", ("second", 12.0), ("below", 36.0)]
    del log[:]
    y.backward()
    assert log == [("second", 12.0), ("late", 12.0), ("below", 36.0)]


def test_a_hook_may_look_at_the_graph_and_sweep_another() -> None:
    x, p = Value(2.0), Value(5.0)
    y = x * x

    def busy(g: float) -> float:
        (p * y.data).backward()
        return g * len(topological_sort(y)) + gradients(p * p, [p])[0].data

    y.register_hook(busy)
    y.backward()
    assert (x.grad, p.grad) == (4.0 * (2.0 + 10.0), 4.0)


class Oops(Exception):
    pass


@pytest.mark.parametrize("error", [Oops, KeyboardInterrupt, RecursionError])
def test_what_a_hook_raises_stops_the_sweep_and_changes_nothing(error: type) -> None:
    _, root = network(size=100)
    nodes = topological_sort(root)
    before = [float(i) for i in range(len(nodes))]
    assign(nodes, "grad", before)
    for node in (nodes[0], nodes[50], root):

        def fail(g: float) -> None:
            raise error("from the hook")

        with node.register_hook(fail), pytest.raises(error, match="from the hook"):
            root.backward()
        assert [node.grad for node in nodes] == before


@pytest.mark.parametrize("hook", [3.0, None, "g"])
def test_what_is_no_function_is_no_hook(hook: object) -> None:
    with pytest.raises(TypeError, match=f"a hook is a function.*got {type(hook).__name__}"):
        Value(1.0).register_hook(hook)


@pytest.mark.parametrize("answer", ["1", [1.0], 1j, Value], ids=str)
@pytest.mark.parametrize("differentiate", WAYS.values(), ids=WAYS)
def test_a_hook_that_returns_no_number_is_an_error_that_names_the_node(
    differentiate, answer: object
) -> None:
    x = Value(1.0, "x")
    x.register_hook(lambda g: answer)
    with pytest.raises(TypeError, match=r"a number.*or None.*on Value\(.*label='x'\) returned"):
        differentiate(2.0 * x, x)
    assert x.grad == 0.0


def test_floats_stay_floats_and_values_may_become_numbers() -> None:
    x = Value(1.0)
    with x.register_hook(lambda g: x), pytest.raises(TypeError, match="returned Value"):
        x.backward()
    with x.register_hook(lambda g: 3):
        x.backward()
        [slope] = gradients(x * 2.0, [x])
    assert (x.grad, type(x.grad), slope.data, type(slope)) == (3.0, float, 3.0, Value)
