"""Depth is data: a million nodes in one chain are sorted, swept, copied, pickled and destroyed."""

import copy
import gc
import os
import pickle
from collections.abc import Iterator

import pytest

from autograd import Value, gradients, leaves, topological_sort

DEPTH = 10**7 if os.environ.get("SLOW") else 10**6
CHAIN: dict[str, Value] = {}


@pytest.fixture(scope="module", autouse=True)
def chain() -> Iterator[dict[str, Value]]:
    """The leaf x and the root x + x + ... of one chain, for all the tests of this file."""
    gc.disable()  # it would look through the whole chain again and again
    x = root = Value(1.0, "x")
    for _ in range(DEPTH):
        root = root + x
    CHAIN.update(x=x, root=root)
    del x, root
    yield CHAIN
    CHAIN.clear()
    gc.enable()


def test_it_is_sorted() -> None:
    order = topological_sort(CHAIN["root"])
    assert (order[0], order[-1], len(order)) == (CHAIN["x"], CHAIN["root"], DEPTH + 1)
    assert leaves(CHAIN["root"]) == [CHAIN["x"]]


def test_it_is_swept() -> None:
    CHAIN["root"].backward()
    assert CHAIN["x"].grad == DEPTH + 1.0
    CHAIN["root"].zero_grad()
    assert CHAIN["x"].grad == 0.0


def test_it_is_differentiated_to_values() -> None:
    [slope] = gradients(CHAIN["root"], [CHAIN["x"]])
    assert slope.data == DEPTH + 1.0


def test_a_deep_copy_does_not_reach_the_original() -> None:
    twin = copy.deepcopy(CHAIN["root"])
    [x] = leaves(twin)
    twin.backward()
    assert (x.grad, x.label, x is CHAIN["x"]) == (DEPTH + 1.0, "x", False)
    assert CHAIN["x"].grad == 0.0


def test_it_is_pickled() -> None:
    twin = pickle.loads(pickle.dumps(CHAIN["root"]))
    [x] = leaves(twin)
    twin.backward()
    assert (twin.data, x.grad) == (DEPTH + 1.0, DEPTH + 1.0)


def test_it_is_destroyed() -> None:
    del CHAIN["root"]
    assert CHAIN["x"].data == 1.0
