"""Copies and pickles of graphs: whole, apart from the original, sharing what they should."""

import copy
import pickle
from collections.abc import Callable

import pytest

from autograd import Value, dot, exp, leaky_relu, leaves, softmax, topological_sort, where
from autograd.copying import FIELDS


def example() -> tuple[Value, Value, Value]:
    """Two leaves, and a graph that uses them more than once, with rows of every kind."""
    a, b = Value(0.5, "a"), Value(-1.5, "b")
    c = a * b + 2.0
    p, q = softmax([c, a])
    root = dot([p, q, c], [1.0, 2.0, b]) + leaky_relu(b, 0.2) ** 3 + where(a > 0, exp(a), b)
    root.label = "root"
    root.backward()
    return a, b, root


def pickled(node: Value, protocol: int) -> Value:
    return pickle.loads(pickle.dumps(node, protocol))


WAYS = [copy.deepcopy] + [
    lambda node, protocol=protocol: pickled(node, protocol)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
]


@pytest.mark.parametrize("duplicate", WAYS)
def test_a_duplicate_has_the_same_graph_with_the_same_numbers(duplicate: Callable) -> None:
    _, _, root = example()
    originals, twins = topological_sort(root), topological_sort(duplicate(root))
    twin_of = dict(zip(originals, twins, strict=True))
    for node, twin in twin_of.items():
        assert type(twin) is Value
        for field in ("data", "grad", "partials", "label"):
            assert getattr(twin, field) == getattr(node, field)
        assert twin.op is node.op
        assert twin.parents == tuple(twin_of.get(p, p) for p in node.parents)
    assert not set(originals) & set(twins)


@pytest.mark.parametrize("duplicate", WAYS)
def test_a_duplicate_never_propagates_back_into_the_original(duplicate: Callable) -> None:
    _, _, root = example()
    before = [node.grad for node in topological_sort(root)]
    duplicate(root).backward()
    assert [node.grad for node in topological_sort(root)] == before


def test_values_copied_together_stay_together() -> None:
    a, b, root = example()
    twins = copy.deepcopy({"a": a, "again": a, "root": root, "b": [b]})
    assert twins["a"] is twins["again"]
    assert set(leaves(twins["root"])) == {twins["a"], twins["b"][0]}
    root_first = copy.deepcopy([root, a])
    assert root_first[1] in leaves(root_first[0])


def test_a_shallow_copy_is_a_node_of_the_same_graph() -> None:
    a, _, root = example()
    twin = copy.copy(root)
    assert twin is not root
    assert all(getattr(twin, f) is getattr(root, f) for f in FIELDS)
    a.grad = 0.0
    twin.backward()
    once, a.grad = a.grad, 0.0
    root.backward()
    assert a.grad == once


def test_roots_pickled_together_share_their_leaves() -> None:
    a, _, root = example()
    other = a * 3.0
    root_twin, other_twin, a_twin = pickle.loads(pickle.dumps((root, other, a)))
    assert leaves(other_twin) == [a_twin]
    assert a_twin in leaves(root_twin)


def test_every_field_is_copied() -> None:
    assert set(FIELDS) == set(Value.__slots__)


class Parameter(Value):
    """A subclass with an attribute of its own."""


@pytest.mark.parametrize("duplicate", [copy.copy, *WAYS])
def test_a_subclass_is_kept_with_its_attributes(duplicate: Callable) -> None:
    p = Parameter(2.0, "p")
    p.frozen = True
    twin = duplicate(p)
    assert (type(twin), twin.data, twin.label, twin.frozen) == (Parameter, 2.0, "p", True)
