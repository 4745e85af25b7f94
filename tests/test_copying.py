"""Copies and pickles of graphs: whole, apart from the original, sharing what they should."""

import copy
import math
import pickle
from collections.abc import Callable

import numpy as np
import pytest

import nn
from autograd import Value, dot, exp, leaky_relu, leaves, power, softmax, topological_sort, where
from autograd.copying import FIELDS
from autograd.operations import record


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


def test_a_part_of_a_graph_is_copied_without_the_rest() -> None:
    a, b = Value(0.5, "a"), Value(-1.5, "b")
    c = a * b
    root = exp(c) + a
    twin = copy.deepcopy(c)
    twin.backward()
    assert [(x.label, x.grad) for x in leaves(twin)] == [("a", -1.5), ("b", 0.5)]
    assert not set(topological_sort(twin)) & set(topological_sort(root))
    assert a.grad == b.grad == 0.0


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_model_is_duplicated_with_what_shares_its_parameters(duplicate: Callable) -> None:
    model = nn.MLP(2, [3, 1], seed=0)
    state = {"model": model, "losses": [model([1.0, float(i)]) for i in range(3)]}
    twins = duplicate(state)
    parameters = twins["model"].parameters()
    assert not set(parameters) & set(model.parameters())
    for loss in twins["losses"]:
        assert set(parameters) <= set(leaves(loss))
        loss.backward()
    assert all(p.grad == 0.0 for p in model.parameters())
    for loss in state["losses"]:
        loss.backward()
    assert [p.grad for p in parameters] == [p.grad for p in model.parameters()]


def test_nodes_are_shared_by_graphs_that_are_copied_together() -> None:
    a = Value(0.5)
    shared = exp(a)
    twins = copy.deepcopy({"roots": (shared * 2.0, [shared + 1.0]), "shared": shared})
    (double, [more]), twin = twins["roots"], twins["shared"]
    assert double.parents[0] is more.parents[0] is twin is not shared


@pytest.mark.parametrize("number", [3, 10**400, None, np.float64(0.5), math.nan, -0.0])
def test_whatever_was_written_into_a_node_is_kept(number: object) -> None:
    _, _, root = example()
    root.data = root.grad = number
    for duplicate in WAYS:
        twin = duplicate(root)
        assert repr((twin.data, twin.grad)) == repr((number, number))


def test_every_node_keeps_its_label_and_its_operation() -> None:
    root = Value(1.0)
    for i in range(600):
        root = power(root, 1.0 + i / 100.0)
        root.label = f"p{i}"
    for duplicate in WAYS:
        twins = topological_sort(duplicate(root))
        assert [t.label for t in twins] == ["", *(f"p{i}" for i in range(600))]
        assert [str(t.op) for t in twins] == [str(n.op) for n in topological_sort(root)]


def test_a_pickled_graph_takes_little_room_and_shares_partials() -> None:
    x = root = Value(1.0)
    for _ in range(10_000):
        root = root + x
    whole = pickle.dumps(root)
    assert len(whole) / 10_000 < 40.0
    partials = {id(node.partials) for node in topological_sort(pickle.loads(whole))}
    assert len(partials) == 2


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


class Slotted(Value):
    """A subclass with a slot of its own."""

    __slots__ = ("frozen",)


@pytest.mark.parametrize("kind", [Parameter, Slotted])
@pytest.mark.parametrize("duplicate", [copy.copy, *WAYS])
def test_a_subclass_is_kept_with_its_attributes(duplicate: Callable, kind: type) -> None:
    for p in (kind(2.0), record(kind, exp, (Value(1.0),))):
        p.label, p.frozen = "p", [True]
        for twin in (duplicate(p), duplicate(p * 2.0).parents[0]):
            assert (type(twin), twin.data, twin.label) == (kind, p.data, "p")
            assert twin.frozen == [True]


@pytest.mark.parametrize("kind", [Parameter, Slotted])
def test_what_a_subclass_added_is_copied_deeply(kind: type) -> None:
    a, p = Value(1.0), kind(2.0)
    p.frozen = [a, p]
    root = p * a
    twin = copy.deepcopy(root)
    q, b = twin.parents
    assert q.frozen == [b, q]
    assert q is not p
