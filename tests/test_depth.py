"""Depth is data: millions of nodes in one chain are sorted, swept, copied, pickled, destroyed."""

import copy
import gc
import os
import pickle
from collections.abc import Callable, Iterator

import pytest

from autograd import Value, gradients, leaves, topological_sort, total

DEPTH = 10**7
# what makes another graph takes a minute and five gigabytes where there are ten million nodes
COPIED = DEPTH if os.environ.get("SLOW") else 10**6
CHAINS: dict[int, tuple[Value, Value]] = {}


@pytest.fixture(scope="module", autouse=True)
def without_garbage_collection() -> Iterator[None]:
    """It would look through the whole chain again and again."""
    gc.disable()
    yield
    CHAINS.clear()
    gc.enable()


def chain(depth: int) -> tuple[Value, Value]:
    """The leaf x and the root x + x + ... of one chain, the same for all tests of its depth."""
    if depth not in CHAINS:
        CHAINS.clear()
        x = root = Value(1.0, "x")
        for _ in range(depth):
            root = root + x
        CHAINS[depth] = x, root
    return CHAINS[depth]


def test_it_is_sorted() -> None:
    x, root = chain(DEPTH)
    order = topological_sort(root)
    assert (order[0], order[-1], len(order)) == (x, root, DEPTH + 1)


def test_it_is_swept() -> None:
    x, root = chain(DEPTH)
    root.backward()
    assert x.grad == DEPTH + 1.0


def test_it_is_destroyed() -> None:
    x, root = chain(DEPTH)
    CHAINS.clear()
    del root
    assert x.data == 1.0


def test_the_grads_of_another_are_set_to_zero() -> None:
    x, root = chain(COPIED)
    x.grad = root.grad = 7.0
    root.zero_grad()
    assert x.grad == root.grad == 0.0
    assert leaves(root) == [x]


def test_it_is_differentiated_to_values() -> None:
    x, root = chain(COPIED)
    [slope] = gradients(root, [x])
    assert slope.data == COPIED + 1.0


def test_a_deep_copy_does_not_reach_the_original() -> None:
    x, root = chain(COPIED)
    twin = copy.deepcopy(root)
    [y] = leaves(twin)
    twin.backward()
    assert (y.grad, y.label, y is x) == (COPIED + 1.0, "x", False)
    assert x.grad == 0.0


def test_it_is_pickled() -> None:
    _, root = chain(COPIED)
    twin = pickle.loads(pickle.dumps(root))
    [y] = leaves(twin)
    twin.backward()
    assert (twin.data, y.grad) == (COPIED + 1.0, COPIED + 1.0)


def test_hooks_are_called_however_deep() -> None:
    x, root = chain(COPIED)
    with x.register_hook(lambda g: -g), root.register_hook(lambda g: 2.0 * g):
        root.backward()
    assert x.grad == -2.0 * (COPIED + 1.0)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_a_wide_graph_is_swept_and_duplicated(duplicate: Callable) -> None:
    xs = [Value(float(i)) for i in range(COPIED // 10)]
    twin = duplicate(total([x * x for x in xs]))
    twin.backward()
    assert [x.grad for x in leaves(twin)] == [2.0 * x.data for x in xs]
    assert not any(x.grad for x in xs)
